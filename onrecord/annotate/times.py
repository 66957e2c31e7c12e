"""The time expressions of a document: TIMEX3 type and value, EDTF date, and why.

Words are fitted to the patterns of data/times/patterns.tsv; the function named by a pattern's
kind reads the fit. What hangs on the day of writing ("Wednesday", "last month") is counted from
the page's date, in a transcript from the day of the speech; where the page gives no date it gets
no day either. Bare weekdays and months look back or ahead by the tense of their verb
(`onrecord.annotate.direction`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from onrecord.annotate.direction import Lean, lean_of
from onrecord.annotate.parsed import Paragraph, Parsed
from onrecord.annotate.steps import (
    half,
    month_name,
    months_on,
    on_calendar,
    quarter,
    season,
    step,
    week,
    weekday_near,
    year_name,
)
from onrecord.annotate.timegrammar import Fit, fits
from onrecord.annotate.timewords import Value, Word, words_of
from onrecord.dates import day_of, interval, is_edtf, precision
from onrecord.model import Fact, RegionKind, TimeExpression, TimexType
from onrecord.spans import Span

SPEECH_KINDS: frozenset[RegionKind] = frozenset({"transcript", "question", "answer"})
"""Regions where "today" is the day of the speech, not of the page."""

_UNITS_OF_LENGTH = {"E": (10, "Y"), "C": (100, "Y"), "F": (2, "W")}
_SHAKY = frozenset({"may", "march", "august", "april", "june"})
"""Names of months that are also words or names of people: alone they want a preposition."""
_LEADS = frozenset(
    "in of by since until till last next this early late mid during from through for before after "
    "to between and or previous around about every each that the middle as throughout".split()
)
_LENGTH_LEADS = frozenset(
    {"for", "in", "within", "over", "after", "take", "takes", "took", "of", "lasted"}
)
_FAR = 2
"""Paragraphs after which "that day" no longer points back to a date."""


class Anchor(NamedTuple):
    """The day expressions are counted from; None where the page gives none. `words` names it."""

    day: date | None
    words: str


class Text(NamedTuple):
    """A paragraph, its words, and where the patterns fit them."""

    paragraph: Paragraph
    words: Sequence[Word]
    fits: Sequence[Fit]


class Here(NamedTuple):
    """A fit in its place: what a reader needs to know. `recent` is the date named last.

    `history` says that the text tells of years long past: there a bare month or day is counted
    from the date named last, not from the page's.
    """

    paragraph: Paragraph
    words: Sequence[Word]
    fit: Fit
    anchor: Anchor
    recent: TimeExpression | None
    history: bool = False

    @property
    def text(self) -> str:
        """The words of the fit, in lower case, with single spaces."""
        return " ".join(word.form for word in self.words[self.fit.first : self.fit.last])

    def word(self, offset: int) -> str:
        """The form of the word `offset` words before (negative) or after the fit; or ""."""
        at = self.fit.first + offset if offset < 0 else self.fit.last + offset
        return self.words[at].form if 0 <= at < len(self.words) else ""

    def span(self, first: int | None = None, last: int | None = None) -> Span:
        """The document's characters of the fit, or of its words from `first` to before `last`."""
        start = self.words[self.fit.first if first is None else first].start
        end = self.words[(self.fit.last if last is None else last) - 1].end
        return Span(self.paragraph.start + start, self.paragraph.start + end)

    @property
    def named(self) -> str | None:
        """The EDTF date named last; None where there is none near."""
        return self.recent.date if self.recent is not None else None

    def lean(self) -> Lean:
        """Which way the fit looks."""
        tokens = self.paragraph.tokens_in(self.span())
        return lean_of(tokens) if tokens is not None else Lean(None, "not parsed")


class Read(NamedTuple):
    """What a reader found: the expression without its span; `cut` its words, None for all."""

    type: TimexType
    value: str
    date: str | None
    basis: str
    cut: tuple[int, int] | None = None


def find_times(parsed: Parsed, published: Fact | None) -> tuple[TimeExpression, ...]:
    """Every time expression in the parsed regions, in order of the text.

    `published` is the page's date (EDTF); where it is None or less than a day, what hangs on
    the day of writing has no `date` and a `value` with X ("XXXX-WXX-3").
    """
    texts = [_text(paragraph) for paragraph in parsed.paragraphs]
    page = _page_anchor(published)
    speech = _speech_anchor(texts, page)
    history = page.day is not None and _tells_history(texts, page.day)
    found: list[TimeExpression] = []
    recent: tuple[int, TimeExpression] | None = None
    for number, text in enumerate(texts):
        if recent is not None and number - recent[0] > _FAR and not history:
            recent = None
        kind = text.paragraph.region.kind
        anchor = speech if kind in SPEECH_KINDS else page
        for fit in text.fits:
            named = recent[1] if recent is not None else None
            here = Here(text.paragraph, text.words, fit, anchor, named, history)
            for expression in _read(here):
                found.append(expression)
                if _may_anchor(expression, here):
                    recent = number, expression
    return tuple(_with_ranges(parsed, found))


def _text(paragraph: Paragraph) -> Text:
    words = words_of(paragraph.doc.text)
    return Text(paragraph, words, tuple(fits(words)))


def _may_anchor(expression: TimeExpression, here: Here) -> bool:
    """Whether what follows may be counted from the expression; never from one in a caption."""
    if expression.date is None or here.paragraph.region.kind == "caption":
        return False
    return not (here.history and here.anchor.words in expression.basis)


def _tells_history(texts: Sequence[Text], day: date) -> bool:
    """Whether the text tells of years long past: most of its years lie long before `day`.

    A text of news, with its weekdays and its "today", never does.
    """
    found = [fit for text in texts for fit in text.fits]
    years = [year for fit in found if (year := fit.number("YEAR")) is not None]
    past = sum(year < day.year - 1 for year in years)
    news = sum(fit.kind in ("weekday", "deictic") for fit in found)
    return len(years) >= 6 and past >= 0.6 * len(years) and news * 5 <= len(years)


def _page_anchor(published: Fact | None) -> Anchor:
    if published is None or not is_edtf(published.value):
        return Anchor(None, "the page gives no date")
    day = day_of(published.value)
    if day is None:
        return Anchor(None, f"the page's date {published.value} is not one day")
    return Anchor(day, f"the page's date {day.isoformat()}")


def _speech_anchor(texts: Sequence[Text], page: Anchor) -> Anchor:
    """The day of a transcript: the one full date of its headline, else the page's date."""
    days = set()
    for text in texts:
        if text.paragraph.region.kind not in ("headline", "subheading"):
            continue
        for fit in text.fits:
            here = Here(text.paragraph, text.words, fit, Anchor(None, ""), None)
            days |= {day for read in _read(here) if (day := day_of(read.date)) is not None}
    if len(days) != 1:
        return page
    day = days.pop()
    return Anchor(day, f"the day of the speech {day.isoformat()} (headline)")


def _read(here: Here) -> Iterator[TimeExpression]:
    for read in READERS[here.fit.kind](here):
        span = here.span(*read.cut) if read.cut else here.span()
        yield TimeExpression(span, read.type, read.value, read.date, read.basis)


# --- days, months, weekdays ---------------------------------------------------------------


def _date(here: Here) -> list[Read]:
    """ "16 June 2032", "Wednesday, June 16", "June 16 of last year"."""
    fit = here.fit
    month, day = fit.number("MON"), fit.number("DAY")
    if month is None or day is None or not _is_name(here):
        return []
    return _day_of_month(here, month, day, fit.number("YEAR"))


def _day_of_month(here: Here, month: int, day: int, year: int | None) -> list[Read]:
    if on_calendar(2000, month, day) is None:
        return []
    rule = "day and month"
    if year is None and here.fit.get("WHICH") is not None:
        year = _year_by_which(here)
        rule += f", year counted from {here.anchor.words}"
    elif year is None and here.fit.get("AGAIN") is not None:
        year = _recent_year(here)
        rule += ", year named before"
    elif year is not None:
        rule = "full date"
    if year is None:
        return _day_without_year(here, month, day)
    found = on_calendar(year, month, day)
    return [_day_read(found, rule)] if found else []


def _day_without_year(here: Here, month: int, day: int) -> list[Read]:
    told = _year_of_story(here, month)
    found = on_calendar(told, month, day) if told is not None else None
    if found is not None:
        return [_day_read(found, f"day and month, the year of {here.named}, named before")]
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
    nearest = min(days, key=lambda d: abs((d - anchor).days))
    lean = here.lean()
    if lean.way == "back" and (nearest - anchor).days > 60 and len(days) > 1:
        nearest = max((d for d in days if d <= anchor), default=nearest)
    if lean.way == "ahead" and (anchor - nearest).days > 60 and len(days) > 1:
        nearest = min((d for d in days if d >= anchor), default=nearest)
    return [_day_read(nearest, f"day and month, the year nearest to {here.anchor.words}")]


def _year_of_story(here: Here, month: int) -> int | None:
    """In a text of history, the year that a bare month falls in after the date named last."""
    if not here.history or here.named is None:
        return None
    first, last = interval(here.named)
    if first is None or last is None or (last - first).days > 366:
        return None
    if precision(here.named) == "year":
        return first.year
    gap = (month - first.month + 5) % 12 - 5
    return months_on(first, gap)[0]


def _day_read(day: date, basis: str) -> Read:
    return Read("DATE", day.isoformat(), day.isoformat(), basis)


def _iso(here: Here) -> list[Read]:
    """ "2032-06-16"."""
    year, month, day = (int(part) for part in str(here.fit.get("ISO")).split("-"))
    found = on_calendar(year, month, day)
    return [_day_read(found, "full date")] if found else []


def _numeric(here: Here) -> list[Read]:
    """ "16.06.2032", "6/16/2032"; the year alone where day and month can't be told apart."""
    text = str(here.fit.get("NUMERIC"))
    mark = "." if "." in text else "/"
    one, two, year = (int(part) for part in text.split(mark))
    if year < 100:
        year += 1900 if year > 68 else 2000
    first = on_calendar(year, two, one)
    second = on_calendar(year, one, two) if mark == "/" else None
    days = {d for d in (first, second) if d}
    near = {d for d in days if here.anchor.day and abs((d - here.anchor.day).days) <= 7}
    days = near if len(near) == 1 else days
    if len(days) == 1:
        return [_day_read(days.pop(), "full date in figures")]
    if not days:
        return []
    basis = "day and month in figures that can be read two ways"
    return [Read("DATE", year_name(year), year_name(year), basis)]


def _daterange(here: Here) -> list[Read]:
    """ "June 16-18, 2032": one expression for each end."""
    month, year = here.fit.number("MON"), here.fit.number("YEAR")
    days = [d for d in here.fit.all("DAY") if isinstance(d, int)]
    if month is None or len(days) != 2 or not _is_name(here):
        return []
    ends = [_day_of_month(here, month, day, year) for day in days]
    if not all(ends) or days[0] >= days[1]:
        return []
    first, last = here.fit.first, here.fit.last
    joint = next(i for i in range(first + 1, last) if here.words[i].form in _JOINTS | {"and"})
    return [
        ends[0][0]._replace(cut=(first, joint)),
        ends[1][0]._replace(cut=(joint + 1, last)),
    ]


def _dayofmonth(here: Here) -> list[Read]:
    """ "the 16th of this month"."""
    day, anchor = here.fit.number("ORDDAY"), here.anchor.day
    if anchor is None or day is None:
        return []
    shift = -1 if "last" in here.text else 1 if "next" in here.text else 0
    found = on_calendar(*months_on(anchor, shift), day)
    return (
        [_day_read(found, f"day of the month, counted from {here.anchor.words}")] if found else []
    )


def _day_alone(here: Here, day: int | None) -> list[Read]:
    """ "on the 16th": of the month named before, else of the month of writing."""
    tokens = here.paragraph.tokens_in(here.span())
    after = tokens.doc[tokens.end] if tokens is not None and tokens.end < len(tokens.doc) else None
    if day is None or (after is not None and after.pos_ in ("NOUN", "PROPN", "ADJ", "NUM")):
        return []
    month = interval(here.named)[0] if here.named and precision(here.named) != "year" else None
    start = month or (None if here.history else here.anchor.day)
    found = on_calendar(start.year, start.month, day) if start is not None else None
    if found is None:
        return []
    basis = f"day of the month, counted from {here.named if month else here.anchor.words}"
    return [_day_read(found, basis)._replace(cut=(here.fit.first + 1, here.fit.last))]


def _month(here: Here) -> list[Read]:
    """ "mid-March", "June 2032", "last June", "April of this year"."""
    fit = here.fit
    month, year = fit.number("MONTH", "MON"), fit.number("YEAR")
    if month is None or not _is_name(here):
        return []
    rule = "month and year"
    if year is None and "year" in here.text:
        year = _recent_year(here) if fit.get("AGAIN") is not None else _year_by_which(here)
        rule = f"month, year counted from {here.anchor.words}"
    elif year is None and fit.get("WHICH") is not None and here.anchor.day is not None:
        year = _month_by_which(here, month)
        rule = f"month, counted from {here.anchor.words}"
    elif year is None:
        year, rule = _month_year(here, month)
    if year is None:
        return [Read("DATE", f"XXXX-{month:02d}", None, f"no year: {here.anchor.words}")]
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


def _month_year(here: Here, month: int) -> tuple[int | None, str]:
    told = _year_of_story(here, month)
    if told is not None:
        return told, f"month, the year of {here.named}, named before"
    anchor = here.anchor.day
    if anchor is None or here.history:
        return None, here.anchor.words
    lean = here.lean()
    if lean.way == "back":
        year = anchor.year if month <= anchor.month else anchor.year - 1
        return year, f"month, the last before {here.anchor.words} ({lean.why})"
    if lean.way == "ahead":
        year = anchor.year if month >= anchor.month else anchor.year + 1
        return year, f"month, the first after {here.anchor.words} ({lean.why})"
    gap = (month - anchor.month + 6) % 12 - 6
    year = months_on(anchor, gap)[0]
    return year, f"month, the nearest to {here.anchor.words} ({lean.why})"


def _year_by_which(here: Here) -> int | None:
    which, anchor = here.fit.number("WHICH"), here.anchor.day
    return anchor.year + which if anchor is not None and which is not None else None


def _recent_year(here: Here) -> int | None:
    if here.named is None:
        return None
    first, last = interval(here.named)
    if first is None or last is None or first.year != last.year:
        return None
    again = here.fit.number("AGAIN")
    return first.year + (again or 0)


def _weekday(here: Here) -> list[Read]:
    """ "Wednesday", "last Friday", "Friday morning", "Tuesday of next week"."""
    fit, anchor = here.fit, here.anchor
    weekday = fit.number("WEEKDAY")
    if weekday is None or not _is_name(here):
        return []
    part = fit.get("PART")
    cut = (fit.first, fit.last - 2) if "'" in fit.literals else None
    told = day_of(here.named) if here.history else None
    if here.history and fit.get("WHICH") is None:
        if told is None:
            return [_part_of(Read("DATE", f"XXXX-WXX-{weekday}", None, "weekday", cut), part)]
        day = weekday_near(told, weekday, ahead=True, today=True)
        return [_part_of(_day_read(day, f"weekday, the first after {here.named}"), part)]
    if anchor.day is None:
        value = f"XXXX-WXX-{weekday}"
        return [_part_of(Read("DATE", value, None, f"weekday; {anchor.words}", cut), part)]
    which = fit.number("WHICH")
    if which is not None:
        day, rule = _weekday_by_which(here, anchor.day, weekday, which)
    else:
        day, rule = _weekday_by_lean(here.lean(), anchor.day, weekday)
    read = _day_read(day, f"weekday, {rule.replace('@', anchor.words)}")._replace(cut=cut)
    return [_part_of(read, part)]


def _weekday_by_which(here: Here, anchor: date, weekday: int, which: int) -> tuple[date, str]:
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


def _weekday_by_lean(lean: Lean, anchor: date, weekday: int) -> tuple[date, str]:
    if lean.way == "ahead":
        today = lean.why not in ("until", "till")
        day = weekday_near(anchor, weekday, ahead=True, today=today)
        return day, f"the first on or after @ ({lean.why})"
    day = weekday_near(anchor, weekday, ahead=False, today=True)
    return day, f"the most recent on or before @ ({lean.why})"


def _dayago(here: Here) -> list[Read]:
    """ "a week ago Monday"."""
    weekday, anchor = here.fit.number("WEEKDAY"), here.anchor.day
    if weekday is None:
        return []
    if anchor is None:
        return [Read("DATE", f"XXXX-WXX-{weekday}", None, f"weekday; {here.anchor.words}")]
    day = weekday_near(anchor, weekday, ahead=False, today=True) - timedelta(weeks=1)
    return [_day_read(day, f"weekday, a week before the last on or before {here.anchor.words}")]


def _part_of(read: Read, part: Value | None) -> Read:
    """`read` with the part of the day, as a TIME."""
    return read._replace(type="TIME", value=f"{read.value}T{part}") if part else read


# --- seen from the day of writing ---------------------------------------------------------


def _deictic(here: Here) -> list[Read]:
    """ "today", "yesterday evening", "this morning"."""
    text = here.text.split()
    shift = 0
    if "yesterday" in text:
        shift = -2 if "before" in text else -1
    elif "tomorrow" in text:
        shift = 2 if text[0] == "the" else 1
    elif "last" in text:
        shift = -1
    part = here.fit.get("PART")
    if part is None and ("night" in text or "tonight" in text):
        part = "NI"
    if part is None and "evening" in text:
        part = "EV"
    anchor = here.anchor.day
    if anchor is None:
        basis = f"counted from the day of writing; {here.anchor.words}"
        return [_part_of(Read("DATE", "XXXX-XX-XX", None, basis), part)]
    read = _day_read(anchor + timedelta(days=shift), f"counted from {here.anchor.words}")
    return [_part_of(read, part)]


def _againday(here: Here) -> list[Read]:
    """ "that day", "the next day", "the same evening": counted from the date named before."""
    text = here.text
    after = here.word(0)
    if text in ("the day after", "the day before"):
        return [] if after not in ("", ".", ",", ";") else _from_recent(here, "after" in text)
    if "morning" in text and "next" in text:
        return [_part_of(read, "MO") for read in _shifted(here, 1)]
    part = here.fit.get("PART")
    if part is not None and "the" in here.fit.literals and "same" not in here.fit.literals:
        return []
    shift = 0
    if any(word in text for word in ("following", "next")):
        shift = 1
    elif any(word in text for word in ("previous", "preceding")):
        shift = -1
    return [_part_of(read, part) for read in _shifted(here, shift)]


def _from_recent(here: Here, after: bool) -> list[Read]:
    return _shifted(here, 1 if after else -1)


def _shifted(here: Here, days: int) -> list[Read]:
    recent = day_of(here.named)
    if recent is None:
        return [Read("DATE", "XXXX-XX-XX", None, "counted from a day that was not named")]
    day = recent + timedelta(days=days)
    return [_day_read(day, f"counted from {recent.isoformat()}, named before")]


def _which(here: Here) -> list[Read]:
    """ "this week", "last month", "the end of next year", "later this year"."""
    unit = str(here.fit.get("UNIT") or _unit_in(here.text))
    if unit.startswith("T") or (unit == "D" and "of" not in here.fit.literals):
        return []
    count = here.fit.number("WHICH") or 0
    if "before" in here.fit.literals:
        count = -2
    elif "after" in here.fit.literals:
        count = 2
    if here.anchor.day is None:
        blank = {"W": "XXXX-WXX", "WE": "XXXX-WXX-WE", "M": "XXXX-XX", "Q": "XXXX-QX"}
        basis = f"counted from the day of writing; {here.anchor.words}"
        return [Read("DATE", blank.get(unit, "XXXX"), None, basis)]
    anchor = here.anchor.day
    told = interval(here.named)[0] if here.history and here.named else None
    if told is not None and here.fit.get("WHICH") is None and count == 0:
        return _stepped(told, unit, 0, f"counted from {here.named}, named before")
    if unit in ("E", "C") and count < 0 and "the" in here.fit.literals:
        return _stretch(here)
    if unit == "WE" and count == 0 and anchor.weekday() < 5 and here.lean().way == "back":
        count = -1
    return _stepped(anchor, unit, count, f"counted from {here.anchor.words}")


def _unit_in(text: str) -> str:
    return next(u for word, u in (("year", "Y"), ("month", "M"), ("week", "W")) if word in text)


def _againunit(here: Here) -> list[Read]:
    """ "that year", "the following week": counted from the date named before."""
    unit, count = str(here.fit.get("UNIT")), here.fit.number("AGAIN") or 0
    if unit.startswith("T"):
        return []
    recent = interval(here.named) if here.named else (None, None)
    first, last = recent
    start = first if first is not None and last is not None else None
    if start is None and here.anchor.day is not None and count:
        return _stepped(here.anchor.day, unit, count, f"counted from {here.anchor.words}")
    if start is None:
        return []
    return _stepped(start, unit, count, f"counted from {here.named}, named before")


def _stepped(day: date, unit: str, count: int, basis: str) -> list[Read]:
    found = step(day, unit, count)
    return [Read("DATE", *found, basis)] if found else []


def _ago(here: Here) -> list[Read]:
    """ "two days ago", "a week from now"."""
    amount = here.fit.get("AMOUNT")
    unit = str(here.fit.get("UNIT") or here.fit.get("UNITS"))
    sign = -1 if "ago" in here.fit.literals else 1
    if not isinstance(amount, int):
        vague = "PAST_REF" if sign < 0 else "FUTURE_REF"
        return [Read("DATE", vague, None, "an amount that is no number")]
    if unit.startswith("T"):
        return [Read("TIME", "PAST_REF" if sign < 0 else "FUTURE_REF", None, "hours ago")]
    factor, unit = {"E": (10, "Y"), "C": (100, "Y"), "F": (2, "W")}.get(unit, (1, unit))
    if here.anchor.day is None:
        blank = {"D": "XXXX-XX-XX", "W": "XXXX-WXX", "M": "XXXX-XX"}.get(unit, "XXXX")
        return [Read("DATE", blank, None, f"counted from the day of writing; {here.anchor.words}")]
    basis = f"{here.text}, counted from {here.anchor.words}"
    reads = _stepped(here.anchor.day, unit, sign * amount * factor, basis)
    return [r._replace(date=f"{r.date}~") for r in reads] if factor > 2 else reads


def _later(here: Here) -> list[Read]:
    """ "two days later": counted from the date named before; "two days before" with an event
    after it is a length."""
    amount = here.fit.get("AMOUNT")
    unit = str(here.fit.get("UNIT") or here.fit.get("UNITS"))
    how = here.fit.literals[-1]
    if how == "before" and here.word(0) not in ("", ".", ",", ";"):
        return [r._replace(cut=(here.fit.first, here.fit.last - 1)) for r in _length(here)]
    recent = interval(here.named) if here.named else (None, None)
    sign = 1 if how in ("later", "afterwards") else -1
    if recent[0] is None or recent[1] is None or not isinstance(amount, int) or unit[0] == "T":
        return _length(here)
    if how == "later" and here.word(0) == "than":
        return _length(here)
    basis = f"{here.text}, counted from {here.named}, named before"
    factor, unit = _UNITS_OF_LENGTH.get(unit, (1, unit))
    fine = "DWMQY".find(unit)
    coarse = {"day": 0, "month": 2, "season": 2, "year": 4}.get(precision(here.named or ""), 1)
    if fine < coarse:
        return _length(here)
    return _stepped(recent[0], unit, sign * amount * factor, basis)


def _sameperiod(here: Here) -> list[Read]:
    """ "the same period last year": the date named before, a year earlier."""
    if here.recent is None or here.named is None or here.anchor.day is None:
        return []
    which = here.fit.number("WHICH")
    start = interval(here.named)[0]
    unit = {"quarter": "Q", "month": "M"}.get(precision(here.named), "")
    if "-Q" in here.recent.value:
        unit = "Q"
    if start is None or not unit:
        return []
    year = here.anchor.day.year + which if which is not None else start.year - 1
    moved = on_calendar(year, start.month, 1)
    return _stepped(moved, unit, 0, f"the period {here.named} in {year}") if moved else []


# --- lengths and sets ---------------------------------------------------------------------


def _length(here: Here) -> list[Read]:
    """ "five years", "a 12-hour flight"; a rate ("15 a year") is a set."""
    fit = here.fit
    amount = fit.get("AMOUNT")
    unit = str(fit.get("UNIT") or fit.get("UNITS"))
    article = here.words[fit.first].form in ("a", "an")
    if "half" in fit.literals:
        amount = 0.5 if amount is None else float(amount) + 0.5 if _is_number(amount) else "X"
    if amount is None:
        amount = 1 if "single" in fit.literals else "X"
    if _counts_something_else(here, unit, article):
        return []
    if article and fit.last - fit.first == 2 and _is_rate(here):
        return [Read("SET", _period(1, unit), None, "a rate")]
    return [Read("DURATION", _period(amount, unit), None, "a length of time")]


def _is_number(value: Value) -> bool:
    return isinstance(value, int | float)


def _counts_something_else(here: Here, unit: str, article: bool) -> bool:
    """Ages, "a second", "a quarter", "one day", "the … of the year"."""
    after = (here.word(0), here.word(1))
    if "old" in after or after == ("of", "age") or here.word(-1) == "aged":
        return True
    if unit == "TS" and here.fit.get("UNITS") is None:
        return True
    if unit in ("Q", "WE") and not ({"consecutive", "straight"} & set(here.fit.literals)):
        return True
    return article and "-" not in here.fit.literals and unit == "D" and here.word(-1) == "what"


def _is_rate(here: Here) -> bool:
    before = here.words[here.fit.first - 1] if here.fit.first else None
    if before is None:
        return False
    rates = ("times", "twice", "once", "%", "percent", "million", "billion", "thousand", "hundred")
    return before.kind == "number" or before.form in rates


def _period(amount: Value, unit: str) -> str:
    """The TIMEX3 value of a length: P5Y, PT30M, PXD, P2.5Y."""
    factor, unit = _UNITS_OF_LENGTH.get(unit, (1, unit))
    if isinstance(amount, int | float):
        amount = amount * factor
        text = f"{amount:g}" if isinstance(amount, float) else str(amount)
    else:
        text = "X"
    return f"PT{text}{unit[1:]}" if unit.startswith("T") else f"P{text}{unit}"


def _stretch(here: Here) -> list[Read]:
    """ "the past nine days": a length that ends, or starts, at the day of writing."""
    fit = here.fit
    unit = str(fit.get("UNITS") or fit.get("UNIT"))
    amount: Value = fit.get("AMOUNT") or ("X" if fit.get("UNITS") else 1)
    back = (fit.number("BACK") or (1 if {"coming", "next"} & set(fit.literals) else -1)) < 0
    led = fit.literals[:1] in (("over",), ("within",), ("during",), ("for",))
    cut = (fit.first + 1, fit.last) if led else None
    read = Read("DURATION", _period(amount, unit), None, "a length of time", cut)
    anchor = here.anchor.day
    factor, unit = _UNITS_OF_LENGTH.get(unit, (1, unit))
    if anchor is None or not isinstance(amount, int) or unit.startswith("T"):
        return [read]
    found = step(anchor, unit, -amount * factor if back else amount * factor)
    edge = interval(found[1])[0] if found else None
    if found is None or edge is None:
        return [read]
    near = {"Y": 4, "M": 7}.get(unit, 10)
    ends = sorted([edge.isoformat()[:near], anchor.isoformat()[:near]])
    rule = f"{'up to' if back else 'from'} {here.anchor.words}"
    return [read._replace(date="/".join(ends), basis=rule)]


def _unitslong(here: Here) -> list[Read]:
    """ "for years"; only after a preposition of length."""
    if here.word(-1) not in _LENGTH_LEADS or here.word(0) == "-":
        return []
    unit = str(here.fit.get("UNITS"))
    if here.word(0) == "later":
        return []
    return [Read("DURATION", _period("X", unit), None, "a length of time")]


def _often(here: Here) -> list[Read]:
    """ "annual", "every Friday", "per day"."""
    fit = here.fit
    basis = "something that comes again"
    often = fit.get("OFTEN")
    first = here.words[fit.first]
    if often is not None:
        inside = fit.first > 0 and first.text[0].isupper()
        return [] if inside else [Read("SET", str(often), None, basis)]
    weekday = fit.number("WEEKDAY", "WEEKDAYS")
    if weekday is not None:
        part = fit.get("PART")
        value = f"XXXX-WXX-{weekday}" + (f"T{part}" if part else "")
        return [Read("SET", value, None, basis)]
    unit = str(fit.get("UNITS") or fit.get("UNIT"))
    amount = fit.get("AMOUNT") or (2 if "other" in fit.literals else 1)
    if unit == "TS" and "per" not in fit.literals and "every" in fit.literals:
        return []
    return [Read("SET", _period(amount, unit), None, basis)]


# --- years and more -----------------------------------------------------------------------


def _year(here: Here) -> list[Read]:
    """ "2032", "late 2032", "the end of 2032", "'82"."""
    year = here.fit.number("YEAR")
    if year is None:
        short = here.fit.number("YY")
        if short is None:
            return []
        year = _full_year(short, here.anchor.day)
    elif not _is_year(here, year):
        return []
    return [Read("DATE", year_name(year), year_name(year), "year")]


def _full_year(short: int, anchor: date | None) -> int:
    """The year two digits stand for: the latest that is not more than five years ahead."""
    latest = (anchor.year if anchor else 2030) + 5
    return latest - (latest - short) % 100


def _is_year(here: Here, year: int) -> bool:
    """Whether four digits are a year and no count ("2000 soldiers")."""
    bare = here.fit.last - here.fit.first == 1
    if not bare:
        return True
    before, after = here.word(-1), here.word(0)
    if not 1400 <= year <= 2150:
        return before in ("in", "since") and after in ("", ".", ",", ";", ")")
    if before in ("$", "€", "£", "-", "/", "no", "#", "than", "over", "some", "number", "article"):
        return before == "-" and _after_year(here)
    if before in ("in", "since", "until", "by", "from", "during", "year"):
        return after not in ("people", "troops", "soldiers", "dead")
    tokens = here.paragraph.tokens_in(here.span())
    token = tokens[0] if tokens is not None else None
    if token is None or year > 2099 or (year < 1800 and before != "the"):
        return False
    head = token.head
    counts = token.dep_ == "nummod" and head.i == token.i + 1 and head.tag_ in ("NNS", "NNPS")
    return not (counts and before != "the")


def _after_year(here: Here) -> bool:
    first = here.fit.first
    return first >= 2 and here.words[first - 2].kind == "number"


def _years(here: Here) -> list[Read]:
    """ "2032-33", "from 2030 to 2032": one expression for each end."""
    fit = here.fit
    first = fit.number("YEAR")
    years = [y for y in fit.all("YEAR") if isinstance(y, int)]
    short = fit.number("YY")
    if first is None or here.word(-1) == "-" or here.word(0) == "-":
        return []
    last = years[1] if len(years) > 1 else first - first % 100 + (short or 0)
    if not first < last:
        return []
    places = [i for i in range(fit.first, fit.last) if here.words[i].kind == "number"]
    return [
        Read("DATE", year_name(year), year_name(year), "year", (place, place + 1))
        for year, place in zip((first, last), places, strict=True)
    ]


def _bc(here: Here) -> list[Read]:
    """ "238 BC": TIMEX3 has a value for it, EDTF level 1 here has not."""
    number = here.fit.number("AMOUNT", "YEAR")
    if number is None or not 0 < number < 10000:
        return []
    return [Read("DATE", f"BC{number:04d}", None, "a year before Christ")]


def _fiscal(here: Here) -> list[Read]:
    year = here.fit.number("YEAR")
    return [Read("DATE", f"FY{year}", None, "a fiscal year, whose bounds are not said")]


def _decade(here: Here) -> list[Read]:
    """ "the 1990s", "the '90s", "the nineties"."""
    start = here.fit.number("DECADE")
    if start is None:
        short = here.fit.number("YYS", "DECADE10")
        if short is None or here.word(-1) in ("his", "her", "their", "my", "your", "our"):
            return []
        start = 1900 + short if short >= 30 else 2000 + short
    digits = year_name(start)
    if start % 100 == 0 and start < 2000:
        return [Read("DATE", digits[:2], digits[:2] + "XX", "century")]
    return [Read("DATE", digits[:3], digits[:3] + "X", "decade")]


def _century(here: Here) -> list[Read]:
    """ "the 19th century"."""
    number = here.fit.number("ORDINAL")
    if number is None or not 2 <= number <= 30:
        return []
    return [Read("DATE", f"{number - 1:02d}", f"{number - 1:02d}XX", "century")]


def _season(here: Here) -> list[Read]:
    """ "the summer of 2032", "last spring", "the summer"."""
    fit, anchor = here.fit, here.anchor.day
    code, year = str(fit.get("SEASON")), fit.number("YEAR")
    if year is not None:
        return [Read("DATE", *season(year, code), "season and year")]
    which = fit.number("WHICH")
    bare = which is None and fit.last - fit.first == 1
    if bare and here.word(-1) not in ("in", "by", "during", "since", "until", "of", "mid"):
        return []
    if not _is_noun(here):
        return []
    told = _year_of_story(here, {"SP": 4, "SU": 7, "FA": 10, "WI": 12}[code])
    if told is not None and which is None:
        return [Read("DATE", *season(told, code), f"season, the year of {here.named}")]
    if anchor is None or here.history:
        return [Read("DATE", f"XXXX-{code}", None, f"no year: {here.anchor.words}")]
    if which is not None and "year" in fit.literals:
        return [Read("DATE", *season(anchor.year + which, code), _counted(here))]
    starts = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}[code]
    lean = here.lean()
    if which is None or which == 0:
        ahead = lean.way == "ahead"
        year = anchor.year
        if ahead and starts + 2 < anchor.month:
            year += 1
        if not ahead and starts > anchor.month and lean.way == "back":
            year -= 1
    elif which < 0:
        year = anchor.year if starts + 2 < anchor.month else anchor.year - 1
    else:
        year = anchor.year if starts > anchor.month else anchor.year + 1
    return [Read("DATE", *season(year, code), _counted(here))]


def _counted(here: Here) -> str:
    return f"counted from {here.anchor.words}"


def _is_noun(here: Here) -> bool:
    tokens = here.paragraph.tokens_in(here.span())
    return tokens is None or tokens[-1].pos_ not in ("VERB", "AUX") or len(tokens) > 1


def _quarter(here: Here) -> list[Read]:
    """ "the third quarter of 2032", "third-quarter", "Q3"."""
    fit, anchor = here.fit, here.anchor.day
    number = fit.number("ORDINAL", "AMOUNT")
    if number == -1:
        number = 4
    if number is None or not 1 <= number <= 4 or here.word(0).startswith("final"):
        return []
    if here.word(0) == "-" and here.word(1).startswith("final"):
        return []
    year = fit.number("YEAR")
    if year is None and fit.get("WHICH") is not None:
        year = _year_by_which(here)
    if year is None and anchor is not None:
        ahead = here.lean().way == "ahead"
        now = (anchor.month - 1) // 3 + 1
        year = anchor.year
        if ahead and number < now:
            year += 1
        if not ahead and number >= now:
            year -= 1
    if year is None:
        return [Read("DATE", f"XXXX-Q{number}", None, f"no year: {here.anchor.words}")]
    return [Read("DATE", *quarter(year, number), "quarter of the year")]


def _half(here: Here) -> list[Read]:
    """ "the first half of 2032"."""
    number, year = here.fit.number("ORDINAL"), here.fit.number("YEAR")
    if number not in (1, 2):
        return []
    if year is None and here.anchor.day is not None:
        year = here.anchor.day.year + (here.fit.number("WHICH") or 0)
    if year is None:
        return [Read("DATE", f"XXXX-H{number}", None, f"no year: {here.anchor.words}")]
    return [Read("DATE", *half(year, number), "half of the year")]


def _weekof(here: Here) -> list[Read]:
    """ "the first week of June", "the week of June 13"."""
    month, year = here.fit.number("MONTH"), here.fit.number("YEAR")
    if month is None:
        return []
    if year is None:
        year, _ = _month_year(here, month)
    if year is None:
        return [Read("DATE", f"XXXX-{month:02d}-WXX", None, f"no year: {here.anchor.words}")]
    day, number = here.fit.number("DAY"), here.fit.number("ORDINAL")
    if day is None:
        last = 28 if month == 2 else 30
        day = last - 3 if number == -1 else 7 * (number or 1) - 3
    found = on_calendar(year, month, day)
    if found is None:
        return []
    value, days = week(found - timedelta(days=found.weekday()))
    exact = here.fit.number("DAY") is not None
    return [Read("DATE", value, days if exact else month_name(year, month), "week of a month")]


# --- times of day -------------------------------------------------------------------------


def _clock(here: Here) -> list[Read]:
    """ "18:00 UTC", "8 a.m. Monday", "noon"."""
    time = _time_of_day(here)
    if time is None:
        return []
    zone = "Z" if here.fit.get("ZONE") == "Z" else ""
    day, basis = _day_of_clock(here)
    prefix = day or "XXXX-XX-XX"
    return [Read("TIME", f"{prefix}T{time}{zone}", day, basis)]


def _time_of_day(here: Here) -> str | None:
    fit = here.fit
    four, clock, half_day = fit.get("FOURDIGITS"), fit.get("CLOCK"), fit.get("AMPM")
    if "noon" in fit.literals:
        return "12:00"
    if "midnight" in fit.literals:
        return "24:00"
    if four is not None:
        return f"{str(four)[:2]}:{str(four)[2:]}"
    if clock is not None:
        hour, minute = (int(part) for part in str(clock).split(":"))
    else:
        hour, minute = fit.number("HOUR") or 0, 0
    if hour > 24 or minute > 59 or (half_day and hour > 12):
        return None
    if half_day == "pm" and hour < 12:
        hour += 12
    if half_day == "am" and hour == 12:
        hour = 0
    return f"{hour:02d}:{minute:02d}"


def _day_of_clock(here: Here) -> tuple[str | None, str]:
    anchor = here.anchor.day
    weekday = here.fit.number("WEEKDAY")
    if anchor is None:
        return None, f"time of day; {here.anchor.words}"
    if weekday is not None:
        day, rule = _weekday_by_lean(here.lean(), anchor, weekday)
        return day.isoformat(), f"time of a weekday, {rule.replace('@', here.anchor.words)}"
    for word, shift in (("today", 0), ("yesterday", -1), ("tomorrow", 1)):
        if word in here.fit.literals:
            return (anchor + timedelta(days=shift)).isoformat(), f"time of day, {_counted(here)}"
    if day_of(here.named) is not None:
        return here.named, f"time of day, on {here.named}, named before"
    if here.history:
        return None, "time of a day that was not named"
    return anchor.isoformat(), f"time of day, on {here.anchor.words}"


def _vague(here: Here) -> list[Read]:
    """ "now", "recently", "in recent years": a reference that is no stretch of the calendar."""
    text = here.text
    if "future" in text or "near" in text:
        return [Read("DATE", "FUTURE_REF", None, "no stretch of the calendar")]
    value = here.fit.get("NOW")
    if value is None:
        value = "PAST_REF" if "recent" in text else "PRESENT_REF"
    if text == "now" and here.word(0) in ("that", ","):
        return []
    return [Read("DATE", str(value), None, "no stretch of the calendar")]


# --- names or times -----------------------------------------------------------------------


def _is_name(here: Here) -> bool:
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
        if here.word(-1) not in _LEADS:
            return False
        return not _is_person(here)
    return word.form.endswith("day") or (word.text[0].isupper() and not _is_person(here))


def _is_person(here: Here) -> bool:
    found = here.paragraph.tokens_in(here.span())
    return found is not None and any(token.ent_type_ == "PERSON" for token in found)


# --- ranges -------------------------------------------------------------------------------

_JOINTS = frozenset({"-", "to", "through", "until", "till"})


def _with_ranges(parsed: Parsed, found: list[TimeExpression]) -> Iterator[TimeExpression]:
    """`found` where both ends of a range ("from 11 to 14 October") have the range as `date`."""
    at = 0
    while at < len(found):
        one = found[at]
        two = found[at + 1] if at + 1 < len(found) else None
        whole = _range(parsed, one, two) if two is not None else None
        if two is None or whole is None:
            yield one
            at += 1
            continue
        for end, which in ((one, "start"), (two, "end")):
            yield TimeExpression(
                end.span, end.type, end.value, whole, f"{which} of a range; {end.basis}"
            )
        at += 2


def _range(parsed: Parsed, one: TimeExpression, two: TimeExpression) -> str | None:
    text = parsed.document.text
    if one.date is None or two.date is None or not 0 <= two.span.start - one.span.end <= 12:
        return None
    if precision(one.date) != precision(two.date) or "/" in one.date:
        return None
    between = words_of(text[one.span.end : two.span.start])
    joint = " ".join(word.form for word in between)
    before = [w.form for w in words_of(text[max(0, one.span.start - 20) : one.span.start])]
    plain = joint in _JOINTS and (joint == "-" or before[-1:] == ["from"])
    if not plain and not (joint == "and" and before[-1:] == ["between"]):
        return None
    whole = f"{one.date}/{two.date}"
    return whole if is_edtf(whole) and one.date != two.date else None


READERS: dict[str, Callable[[Here], list[Read]]] = {
    "date": _date,
    "iso": _iso,
    "numeric": _numeric,
    "daterange": _daterange,
    "dayofmonth": _dayofmonth,
    "month": _month,
    "weekday": _weekday,
    "dayago": _dayago,
    "deictic": _deictic,
    "againday": _againday,
    "which": _which,
    "againunit": _againunit,
    "ago": _ago,
    "later": _later,
    "sameperiod": _sameperiod,
    "length": _length,
    "stretch": _stretch,
    "unitslong": _unitslong,
    "often": _often,
    "year": _year,
    "years": _years,
    "bc": _bc,
    "fiscal": _fiscal,
    "decade": _decade,
    "century": _century,
    "season": _season,
    "quarter": _quarter,
    "half": _half,
    "weekof": _weekof,
    "clock": _clock,
    "vague": _vague,
}
"""Kind of a pattern → what reads it."""
