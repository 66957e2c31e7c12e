"""Days, months and weekdays of the calendar."""

from __future__ import annotations

from datetime import date, timedelta

from onrecord.annotate.timex.direction import Lean, is_of, noun_led
from onrecord.annotate.timex.here import (
    Here,
    Read,
    day_read,
    looking,
    with_part,
    year_by_which,
    year_of_story,
)
from onrecord.annotate.timex.holidays import NO_DAY, day_of_rule, holidays
from onrecord.annotate.timex.steps import (
    full_year,
    month_name,
    months_on,
    on_calendar,
    weekday_near,
    year_name,
)
from onrecord.dates import interval, precision

_SHAKY = frozenset({"may", "march", "august", "april", "june"})
"""Names of months that are also words or names of people: alone they want a preposition."""


_ONLY_PEOPLE = frozenset({"april", "june", "august"})
"""Those of them that are no common word where a sentence opens with a capital."""
_LEADS = frozenset(
    "in of by since until till an last next this early late mid during from through for before "
    "after to between and or previous around about every each that the middle as throughout a its "
    "their his her our".split()
)


NO_DAY_OF_HOLIDAY = "holiday, no day"
"""How the basis of a holiday begins whose name and page give no day."""
JOINTS = frozenset({"-", "to", "through", "until", "till"})


def read_date(here: Here) -> list[Read]:
    """ "16 June 2032", "Wednesday, June 16", "June 16 of last year"."""
    fit = here.fit
    month, day = fit.number("MON"), fit.number("DAY", "ORDINAL")
    if month is None or day is None or not is_name(here):
        return []
    return day_of_month(here, month, day, fit.number("YEAR"))


def read_weekdate(here: Here) -> list[Read]:
    """ "Friday the 13th": the nearest month in which they fall together."""
    weekday, day, anchor = here.fit.number("WKD"), here.fit.number("ORDDAY"), here.anchor.day
    if weekday is None or day is None:
        return []
    if anchor is None or here.history:
        return [Read("DATE", f"XXXX-WXX-{weekday}", None, f"weekday; {here.anchor.words}")]
    months = [months_on(anchor, shift) for shift in range(-7, 8)]
    days = [d for year, month in months if (d := on_calendar(year, month, day))]
    days = [d for d in days if d.isoweekday() == weekday]
    if not days:
        return []
    nearest = nearest_by_lean(days, anchor, here.lean())
    return [day_read(nearest, f"weekday and day, the nearest to {here.anchor.words}")]


def day_of_month(here: Here, month: int, day: int, year: int | None) -> list[Read]:
    """The day of a month, its year by "last year" and the like, the story, or the nearest."""
    if on_calendar(2000, month, day) is None:
        return []
    rule = "day and month"
    if year is None and here.fit.get("WHICH") is not None:
        year = year_by_which(here)
        rule += f", year counted from {here.anchor.words}"
    elif year is None and here.fit.get("AGAIN") is not None:
        year = _recent_year(here)
        rule += ", year named before"
    elif year is not None:
        rule = "full date"
    if year is None:
        return _day_without_year(here, month, day)
    found = on_calendar(year, month, day)
    return [day_read(found, rule)] if found else []


def _day_without_year(here: Here, month: int, day: int) -> list[Read]:
    told = year_of_story(here, month)
    found = on_calendar(told, month, day) if told is not None else None
    if found is not None:
        return [day_read(found, f"day and month, the year of {here.named}, named before")]
    anchor = here.anchor.day
    if anchor is None or here.history:
        return [Read("DATE", f"XXXX-{month:02d}-{day:02d}", None, f"no year: {here.anchor.words}")]
    weekday = here.fit.number("WKD")
    options = [on_calendar(anchor.year + more, month, day) for more in (-1, 0, 1)]
    days = [d for d in options if d and (weekday is None or d.isoweekday() == weekday)]
    if not days:
        return [
            Read("DATE", f"XXXX-{month:02d}-{day:02d}", None, "no year near fits the weekday named")
        ]
    nearest = nearest_by_lean(days, anchor, here.lean())
    return [day_read(nearest, f"day and month, the year nearest to {here.anchor.words}")]


def read_iso(here: Here) -> list[Read]:
    """ "2032-06-16"."""
    year, month, day = (int(part) for part in str(here.fit.get("ISO")).split("-"))
    found = on_calendar(year, month, day)
    return [day_read(found, "full date")] if found else []


def read_numeric(here: Here) -> list[Read]:
    """ "16.06.2032", "6/16/2032"; the year alone where day and month can't be told apart."""
    text = str(here.fit.get("NUMERIC"))
    mark = next(mark for mark in "./-" if mark in text)
    one, two, year = (int(part) for part in text.split(mark))
    if year < 100:
        year += 1900 if year > 68 else 2000
    first = on_calendar(year, two, one)
    second = on_calendar(year, one, two) if mark != "." else None
    days = {d for d in (first, second) if d}
    near = {d for d in days if here.anchor.day and abs((d - here.anchor.day).days) <= 7}
    days = near if len(near) == 1 else days
    if len(days) == 1:
        return [day_read(days.pop(), "full date in figures")]
    if not days or mark == "-":
        return []
    basis = "day and month in figures that can be read two ways"
    return [Read("DATE", year_name(year), year_name(year), basis)]


def read_daterange(here: Here) -> list[Read]:
    """ "June 16-18, 2032": one expression for each end."""
    month, year = here.fit.number("MON"), here.fit.number("YEAR")
    days = [d for d in here.fit.all("DAY") if isinstance(d, int)]
    if month is None or len(days) != 2 or not is_name(here):
        return []
    ends = [day_of_month(here, month, day, year) for day in days]
    if not all(ends) or days[0] >= days[1]:
        return []
    first, last = here.fit.first, here.fit.last
    joint = _joint(here)
    return [
        ends[0][0]._replace(cut=(first, joint)),
        ends[1][0]._replace(cut=(joint + 1, last)),
    ]


def read_twodays(here: Here) -> list[Read]:
    """ "June 24 to July 17, 2032": the year is that of both ends."""
    fit, year = here.fit, here.fit.number("YEAR")
    months = [m for m in fit.all("MON") if isinstance(m, int)]
    days = [d for d in fit.all("DAY") if isinstance(d, int)]
    if year is None or len(months) != 2 or len(days) != 2 or not is_name(here):
        return []
    first = on_calendar(year if months[0] <= months[1] else year - 1, months[0], days[0])
    last = on_calendar(year, months[1], days[1])
    if first is None or last is None:
        return []
    joint = _joint(here)
    return [
        day_read(first, "day and month, with the year of the end")._replace(cut=(fit.first, joint)),
        day_read(last, "full date")._replace(cut=(joint + 1, fit.last)),
    ]


def _joint(here: Here) -> int:
    """Where the word that joins two ends stands: "to", "and", a dash."""
    inside = range(here.fit.first + 1, here.fit.last)
    return next(i for i in inside if here.words[i].form in JOINTS | {"and"})


def read_twomonths(here: Here) -> list[Read]:
    """ "May-June 2032": the year is that of both ends."""
    fit, year = here.fit, here.fit.number("YEAR")
    months = [m for m in fit.all("MON") if isinstance(m, int)]
    if year is None or len(months) != 2 or not is_name(here):
        return []
    start = month_name(year if months[0] <= months[1] else year - 1, months[0])
    end = month_name(year, months[1])
    places = [i for i in range(fit.first, fit.last) if here.words[i].form in JOINTS | {"and"}]
    joint = places[-1]
    return [
        Read("DATE", start, start, "month, with the year of the end", (fit.first, joint)),
        Read("DATE", end, end, "month and year", (joint + 1, fit.last)),
    ]


def read_firstday(here: Here) -> list[Read]:
    """ "the last day of June"."""
    month, year = here.fit.number("MONTH"), here.fit.number("YEAR")
    if month is None:
        return []
    rule = "first or last day of a month"
    if year is None:
        year, rule = month_year(here, month)
    if year is None:
        return [Read("DATE", f"XXXX-{month:02d}", None, f"no year: {here.anchor.words}")]
    first, last = interval(month_name(year, month))
    day = last if "last" in here.fit.literals else first
    return [day_read(day, rule)] if day is not None else []


def read_nthday(here: Here) -> list[Read]:
    """ "the first Sunday in June", "the last Friday of this month"."""
    fit, anchor = here.fit, here.anchor.day
    number, weekday, month = fit.number("ORDINAL"), fit.number("WEEKDAY"), fit.number("MONTH")
    if number is None or weekday is None or not is_name(here):
        return []
    year, rule = fit.number("YEAR"), "month and year"
    if month is None:
        start = None if anchor is None else months_on(anchor, fit.number("WHICH") or 0)
        year, month = start if start is not None else (None, None)
        rule = f"month, counted from {here.anchor.words}"
    elif year is None and fit.get("WHICH") is not None:
        year, rule = year_by_which(here), f"year, counted from {here.anchor.words}"
    elif year is None:
        year, rule = month_year(here, month)
    if year is None or month is None:
        blank = f"XXXX-{month:02d}-WXX-{weekday}" if month is not None else f"XXXX-WXX-{weekday}"
        return [Read("DATE", blank, None, f"weekday of a month; {here.anchor.words}")]
    days = [d for n in range(1, 32) if (d := on_calendar(year, month, n))]
    days = [day for day in days if day.isoweekday() == weekday]
    if number > len(days):
        return []
    day = days[number - 1 if number > 0 else -1]
    return [with_part(day_read(day, f"weekday of the {rule}"), fit.get("PART"))]


def read_holiday(here: Here) -> list[Read]:
    """ "Christmas Eve", "last Thanksgiving", "Easter Monday 1998"."""
    fit, anchor = here.fit, here.anchor.day
    of_year = fit.get("WHICH") is not None and fit.literals[-1:] == ("year",)
    literals = fit.literals[:-1] if of_year else fit.literals
    name = "".join(literals).removeprefix("the").rstrip(",").removesuffix("of")
    found = holidays().get(name)
    named = [w for w in here.words[fit.first : fit.last] if w.form == literals[-1]]
    if found is None or not (named and named[0].text[0].isupper()) or _before_name(here):
        return []
    rule = f"holiday of {found.whose}" if found.whose else "holiday"
    part, year = fit.get("PART"), fit.number("YEAR")
    if found.once is not None:
        past = anchor is None or found.once <= anchor
        return [day_read(found.once, "a day known by this name")] if past else []
    if of_year:
        year = year_by_which(here)
    elif year is None and here.history:
        year = year_of_story(here, 12)
    if year is not None:
        day = day_of_rule(found.rule, year)
        return [with_part(day_read(day, f"{rule}, with its year"), part)] if day else []
    days = [d for y in (-1, 0, 1) if anchor and (d := day_of_rule(found.rule, anchor.year + y))]
    if anchor is None or here.history or not days:
        why = here.anchor.words if days or found.rule != NO_DAY else "the name alone names no day"
        return [with_part(Read("DATE", "XXXX-XX-XX", None, f"{NO_DAY_OF_HOLIDAY}: {why}"), part)]
    day = _holiday_by_which(days, anchor, fit.number("WHICH"))
    if day is None:
        day = nearest_by_lean(days, anchor, here.lean())
    return [with_part(day_read(day, f"{rule}, counted from {here.anchor.words}"), part)]


def _holiday_by_which(days: list[date], anchor: date, which: int | None) -> date | None:
    """The one of three years' `days` that "last", "this" or "next" means."""
    if which is None:
        return None
    if which == 0:
        return next(day for day in days if day.year == anchor.year)
    return max(d for d in days if d < anchor) if which < 0 else min(d for d in days if d > anchor)


def nearest_by_lean(days: list[date], anchor: date, lean: Lean) -> date:
    """The nearest of `days`, but none far on the side that the verb looks away from.

    Where the verb says nothing a day behind may be half as far again as one ahead: news tells
    more of what has been.
    """
    weight = 1.0 if lean.way is not None else 1.5
    nearest = min(
        days, key=lambda d: (d - anchor).days * weight if d > anchor else (anchor - d).days
    )
    if lean.way == "back" and (nearest - anchor).days > _FAR_OFF:
        return max((d for d in days if d <= anchor), default=nearest)
    if lean.way == "ahead" and (anchor - nearest).days > _FAR_OFF:
        return min((d for d in days if d >= anchor), default=nearest)
    return nearest


_FAR_OFF = 60
"""Days; what lies nearer is meant even where the tense says otherwise ("was to open on May 3")."""


def read_unday(here: Here) -> list[Read]:
    """ "Black Monday" names one day of history or another: no date."""
    return []


def read_dayofmonth(here: Here) -> list[Read]:
    """ "the 16th of this month"."""
    day, anchor = here.fit.number("ORDDAY"), here.anchor.day
    if "that" in here.fit.literals or here.fit.literals[-2:] == ("the", "month"):
        first = interval(here.named)[0] if here.named else None
        found = on_calendar(first.year, first.month, day) if first and day else None
        return [day_read(found, f"day of the month of {here.named}, named before")] if found else []
    if here.fit.last - here.fit.first == 2:
        return _day_alone(here, day)
    if anchor is None or day is None:
        return []
    shift = -1 if "last" in here.text else 1 if "next" in here.text else 0
    found = on_calendar(*months_on(anchor, shift), day)
    return [day_read(found, f"day of the month, counted from {here.anchor.words}")] if found else []


def _day_alone(here: Here, day: int | None) -> list[Read]:
    """ "on the 16th": of the month named before, else of the month of writing."""
    tokens = here.paragraph.tokens_in(here.span())
    after = tokens.doc[tokens.end] if tokens is not None and tokens.end < len(tokens.doc) else None
    if here.word(-1) not in ("on", "by", "until", "from", "since", "before", "after"):
        return []
    if day is None or (after is not None and after.pos_ in ("NOUN", "PROPN", "ADJ", "NUM")):
        return []
    month = interval(here.named)[0] if here.named and precision(here.named) != "year" else None
    start = month or (None if here.history else here.anchor.day)
    found = on_calendar(start.year, start.month, day) if start is not None else None
    if found is None:
        return []
    basis = f"day of the month, counted from {here.named if month else here.anchor.words}"
    return [day_read(found, basis)]


def read_month(here: Here) -> list[Read]:
    """ "mid-March", "June 2032", "last June", "April of this year"."""
    fit = here.fit
    month, year = fit.number("MONTH", "MON"), fit.number("YEAR")
    if month is None or not is_name(here):
        return []
    rule, short = "month and year", fit.number("YY")
    if short is not None and year is None:
        year = full_year(short, here.anchor.day)
    if year is None and "year" in here.text:
        year = _recent_year(here) if fit.get("AGAIN") is not None else year_by_which(here)
        rule = f"month, year counted from {here.anchor.words}"
    elif year is None and fit.get("WHICH") is not None and here.anchor.day is not None:
        year = _month_by_which(here, month)
        rule = f"month, counted from {here.anchor.words}"
    elif year is None:
        year, rule = month_year(here, month)
    if year is None:
        basis = f"no year, {looking(here.lean())}: {here.anchor.words}"
        return [Read("DATE", f"XXXX-{month:02d}", None, basis)]
    return [Read("DATE", month_name(year, month), month_name(year, month), rule)]


def _month_by_which(here: Here, month: int) -> int | None:
    anchor, which = here.anchor.day, here.fit.number("WHICH")
    if anchor is None or which is None:
        return None
    if which < 0:
        return anchor.year if month < anchor.month else anchor.year - 1
    if which > 0:
        return anchor.year if month > anchor.month else anchor.year + 1
    return anchor.year


def month_year(here: Here, month: int) -> tuple[int | None, str]:
    """The year a bare month lies in, None where nothing says, and the rule with its anchor."""
    told = year_of_story(here, month)
    if told is not None:
        return told, f"month, the year of {here.named}, named before"
    anchor = here.anchor.day
    if anchor is None or here.history:
        return None, here.anchor.words
    lean = Lean(None, "before a noun") if _leads_plain_noun(here) else here.lean()
    if lean.way == "back":
        year = anchor.year if month <= anchor.month else anchor.year - 1
        return year, f"month, the last before {here.anchor.words} ({lean.why})"
    if lean.way == "ahead" and (lean.sure or here.leads_noun):
        year = anchor.year if month >= anchor.month else anchor.year + 1
        return year, f"month, the first after {here.anchor.words} ({lean.why})"
    reach = 3 if lean.way == "ahead" else 6
    gap = (month - anchor.month + reach) % 12 - reach
    year = months_on(anchor, gap)[0]
    return year, f"month, the nearest to {here.anchor.words} ({lean.why})"


def _leads_plain_noun(here: Here) -> bool:
    """ "its February figures": the tense of the verb says nothing about them."""
    tokens = here.paragraph.tokens_in(here.span())
    noun = noun_led(tokens) if tokens is not None else None
    return noun is not None and not is_of("fixture", noun)


def _recent_year(here: Here) -> int | None:
    if here.named is None:
        return None
    first, last = interval(here.named)
    if first is None or last is None or first.year != last.year:
        return None
    again = here.fit.number("AGAIN")
    return first.year + (again or 0)


def read_weekday(here: Here) -> list[Read]:
    """ "Wednesday", "last Friday", "Friday morning", "Tuesday of next week"."""
    fit, anchor = here.fit, here.anchor
    weekday = fit.number("WEEKDAY")
    if weekday is None or not is_name(here):
        return []
    part, which = fit.get("PART"), fit.number("WHICH")
    if "past" in fit.literals:
        which = -1
    cut = (fit.first, fit.last - 2) if "'" in fit.literals else None
    if "week" in fit.literals and here.word(0) == "'":
        which, cut = None, (fit.first, fit.first + 1)  # "on Monday of last week's talks"
    if here.word(-1) in ("one", "a", "any", "some") and which is None and not here.leads_noun:
        return [with_part(Read("DATE", f"XXXX-WXX-{weekday}", None, "any such day", cut), part)]
    told = here.day_named if here.history else None
    if here.history and which is None:
        if told is None:
            return [with_part(Read("DATE", f"XXXX-WXX-{weekday}", None, "weekday", cut), part)]
        day = weekday_near(told, weekday, ahead=True, today=True)
        return [with_part(day_read(day, f"weekday, the first after {told}"), part)]
    if anchor.day is None:
        value = f"XXXX-WXX-{weekday}"
        basis = f"weekday, {looking(here.lean())}; {anchor.words}"
        return [with_part(Read("DATE", value, None, basis, cut), part)]
    if which is not None:
        day, rule = weekday_by_which(here, anchor.day, weekday, which)
    else:
        lean = here.lean()
        day, rule = weekday_by_lean(lean, anchor.day, weekday)
    read = day_read(day, f"weekday, {rule.replace('@', anchor.words)}")._replace(cut=cut)
    return [with_part(read, part)]


def read_weekdayagain(here: Here) -> list[Read]:
    """ "the following Monday", "that Sunday": counted from the date named before."""
    weekday, again = here.fit.number("WEEKDAY"), here.fit.number("AGAIN") or 0
    if weekday is None or not is_name(here):
        return []
    if "that" in here.fit.literals and not _points(here):
        rest = here.fit._replace(first=here.fit.first + 1, literals=())
        cut = (rest.first, rest.last)
        return [read._replace(cut=cut) for read in read_weekday(here._replace(fit=rest))]
    start, words = here.day_named, f"{here.day_named}, named before"
    if start is None and again < 0:
        start, words = here.anchor.day, here.anchor.words
    if start is None:
        return [Read("DATE", f"XXXX-WXX-{weekday}", None, "counted from a day that was not named")]
    if again == 0:
        day = start - timedelta(days=start.weekday()) + timedelta(days=weekday - 1)
        return [with_part(day_read(day, f"weekday of the week of {words}"), here.fit.get("PART"))]
    day = weekday_near(start, weekday, ahead=again > 0, today=False)
    rule = "after" if again > 0 else "before"
    return [with_part(day_read(day, f"weekday, the first {rule} {words}"), here.fit.get("PART"))]


def _points(here: Here) -> bool:
    """Whether the "that" before a weekday points at one: not "said that Monday was quiet"."""
    tokens = here.paragraph.tokens_in(here.span())
    return tokens is not None and tokens[0].tag_ == "DT"


def weekday_by_which(here: Here, anchor: date, weekday: int, which: int) -> tuple[date, str]:
    """The day of "last", "this" or "next" weekday, and the rule as `weekday_by_lean` has it."""
    monday = anchor - timedelta(days=anchor.weekday())
    in_week = monday + timedelta(days=weekday - 1 + 7 * which)
    if "week" in here.fit.literals:
        return in_week, "of the week counted from @"
    if which < 0:
        return weekday_near(anchor, weekday, ahead=False, today=False), "the last before @"
    if which > 0 and "next" in here.text.split():
        return in_week, "of the week after @"
    if which > 0:
        return weekday_near(anchor, weekday, ahead=True, today=False), "the first after @"
    lean = here.lean()
    if lean.way == "back" and in_week > anchor:
        return in_week - timedelta(weeks=1), f"the last before @ ({lean.why})"
    if lean.way != "back" and in_week < anchor:
        return in_week + timedelta(weeks=1), f"the first after @ ({lean.why})"
    return in_week, "of the week of @"


def weekday_by_lean(lean: Lean, anchor: date, weekday: int) -> tuple[date, str]:
    """The day a bare weekday means, and the rule; "@" in it stands for the anchor's words."""
    if lean.way == "ahead":
        today = lean.why not in ("until", "till")
        day = weekday_near(anchor, weekday, ahead=True, today=today)
        return day, f"the first on or after @ ({lean.why})"
    day = weekday_near(anchor, weekday, ahead=False, today=True)
    return day, f"the most recent on or before @ ({lean.why})"


def read_dayago(here: Here) -> list[Read]:
    """ "a week ago Monday", "two weeks from Friday", "Monday week"."""
    weekday, anchor = here.fit.number("WEEKDAY"), here.anchor.day
    amount = here.fit.get("AMOUNT")
    if weekday is None or (amount is not None and not isinstance(amount, int)):
        return []
    if anchor is None:
        return [Read("DATE", f"XXXX-WXX-{weekday}", None, f"weekday; {here.anchor.words}")]
    if not {"ago", "from"} & set(here.fit.literals):
        if (
            here.word(0) == "-"
            or here.words[here.fit.first].form == here.words[here.fit.first].text
        ):
            return []
        amount = 2 if "fortnight" in here.fit.literals else 1
    if isinstance(amount, int):
        first = weekday_near(anchor, weekday, ahead=True, today=False)
        basis = f"weekday, weeks after the first after {here.anchor.words}"
        return [day_read(first + timedelta(weeks=amount), basis)]
    day = weekday_near(anchor, weekday, ahead=False, today=True) - timedelta(weeks=1)
    return [day_read(day, f"weekday, a week before the last on or before {here.anchor.words}")]


def is_name(here: Here) -> bool:
    """Whether the month or weekday is one: "in May", but not "may" or a Ms May."""
    fit = here.fit
    bare = fit.last - fit.first == 1
    word = here.words[fit.last - 1] if bare else None
    if word is None:
        named = [w for w in here.words[fit.first : fit.last] if w.form in _SHAKY]
        return all(w.text[0].isupper() for w in named)
    if word.form in _SHAKY:
        if not word.text[0].isupper():
            return False
        opens = here.word(-1) in ("", ".") and word.form in _ONLY_PEOPLE
        if here.word(-1) not in _LEADS and not opens:
            return False
        if here.word(-1) in ("and", "or", "as") and _before_name(here):
            return False
        if word.form == "march" and here.word(-1) == "the" and here.word(0) in _OF_A_MARCH:
            return False
        return not _is_person(here)
    return word.form.endswith("day") or (word.text[0].isupper() and not _is_person(here))


_OF_A_MARCH = frozenset({"to", "on", "of", "for", "against", "through", "by"})


def _before_name(here: Here) -> bool:
    """Whether a word with a capital follows: "and June Sato", "Christmas Island"."""
    at = here.fit.last
    return at < len(here.words) and here.words[at].text[0].isupper()


def _is_person(here: Here) -> bool:
    found = here.paragraph.tokens_in(here.span())
    return found is not None and any(token.ent_type_ == "PERSON" for token in found)
