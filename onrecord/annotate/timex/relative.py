"""What is counted from the day of writing, or from a date named before."""

from __future__ import annotations

from datetime import date, timedelta

from onrecord.annotate.timex.here import (
    Here,
    Read,
    counted,
    day_read,
    quarter_named,
    stepped,
    with_part,
)
from onrecord.annotate.timex.lengths import (
    UNITS_OF_LENGTH,
    first_word,
    read_length,
    read_stretch,
)
from onrecord.annotate.timex.steps import months_on, on_calendar
from onrecord.dates import interval, is_day, overlaps, precision


def read_deictic(here: Here) -> list[Read]:
    """ "today", "yesterday evening", "this morning"."""
    text = here.text.split()
    shift = 0
    if "yesterday" in text:
        shift = -2 if "before" in text else -1
    elif "tomorrow" in text:
        shift = 2 if text[0] == "the" else 1
    elif "last" in text:
        shift = -2 if "before" in text else -1
    part = here.fit.get("PART")
    if part is None and ("night" in text or "tonight" in text):
        part = "NI"
    if text == ["overnight"]:
        return _overnight(here)
    if part is None and "evening" in text:
        part = "EV"
    anchor = here.anchor.day
    if here.history and here.quoted:
        basis = "the day of a speaker of long ago, which is not told"
        return [with_part(Read("DATE", "XXXX-XX-XX", None, basis), part)]
    if anchor is None:
        basis = f"counted from the day of writing; {here.anchor.words}"
        return [with_part(Read("DATE", "XXXX-XX-XX", None, basis), part)]
    if here.anchor.late and text[-2:] in (["last", "night"], ["last", "evening"]):
        return [_one_of_two_nights(anchor, here, str(part))]
    read = day_read(anchor + timedelta(days=shift), f"counted from {here.anchor.words}")
    return [with_part(read, part)]


def _overnight(here: Here) -> list[Read]:
    """ "shelled overnight": the night before the page's day; none before a noun ("overnight stay").

    With a day beside it ("overnight on Monday", "Monday overnight") it only names the part.
    """
    tokens = here.paragraph.tokens_in(here.span())
    if tokens is None or tokens[0].dep_ not in ("advmod", "npadvmod") or here.word(0) == "-":
        return []
    if here.anchor.day is None or here.history:
        return [Read("TIME", "XXXX-XX-XXTNI", None, f"a night; {here.anchor.words}")]
    return [_one_of_two_nights(here.anchor.day, here, "NI")]


def _one_of_two_nights(day: date, here: Here, part: str) -> Read:
    """The night that ends on `day`, or that begins on it: the words leave both."""
    before = day - timedelta(days=1)
    alike = 7 if (before.year, before.month) == (day.year, day.month) else 0
    blank = day.isoformat()[:alike] + "XXXX-XX-XX"[alike:]
    dates = f"{before.isoformat()}/{day.isoformat()}"
    return Read("TIME", f"{blank}T{part}", dates, f"the night before or after, {counted(here)}")


def read_againday(here: Here) -> list[Read]:
    """ "that day", "the next day", "the same evening": counted from the date named before."""
    text = here.text
    after = here.word(0)
    if {"after", "before"} & set(here.fit.literals):
        ends = after in ("", ".", ",", ";") or "that" in here.fit.literals
        return [] if not ends else _from_recent(here, "after" in text)
    part = here.fit.get("PART")
    named = {"that", "next", "following", "same"} & set(here.fit.literals)
    if part is not None and not named:
        return []
    shift = 0
    if any(word in text for word in ("following", "next")):
        shift = 1
    elif any(word in text for word in ("previous", "preceding")):
        shift = -1
    return [with_part(read, part) for read in _shifted(here, shift)]


def _from_recent(here: Here, after: bool) -> list[Read]:
    return _shifted(here, 1 if after else -1)


def _shifted(here: Here, days: int) -> list[Read]:
    recent = here.day_named
    if recent is None:
        return [Read("DATE", "XXXX-XX-XX", None, "counted from a day that was not named")]
    day = recent + timedelta(days=days)
    return [day_read(day, f"counted from {recent.isoformat()}, named before")]


def read_which(here: Here) -> list[Read]:
    """ "this week", "last month", "the end of next year", "later this year"."""
    unit = str(here.fit.get("UNIT") or _unit_in(here.text))
    if unit == "D" and here.fit.get("WHICH") is None and here.fit.get("MOD", "BOUND"):
        return _shifted(here, 0) if here.day_named else _today(here)
    if unit == "D" or unit.startswith("T"):
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
    if here.fit.literals[:1] == ("for",):
        return _for_the_whole(here, anchor, unit)
    told = interval(here.named)[0] if here.history and here.named else None
    following = count == 1 and here.fit.literals[:1] == ("the",)
    if following and told is None and here.named and here.lean().way == "back":
        told = interval(here.named)[0]
    if count == -1 and here.fit.literals == ("the",) and _of_something(here):
        return []
    if told is not None and (following or (here.fit.get("WHICH") is None and count == 0)):
        return stepped(told, unit, count, f"counted from {here.named}, named before")
    if unit in ("E", "C") and count < 0 and "the" in here.fit.literals:
        return read_stretch(here)
    if unit == "WE" and count == 0 and anchor.weekday() < 5 and here.lean().way == "back":
        count = -1
    return stepped(anchor, unit, count, f"counted from {here.anchor.words}")


def _for_the_whole(here: Here, anchor: date, unit: str) -> list[Read]:
    """ "a loss for the year": that of the date named before, else of the page's date."""
    named = interval(here.named)[0] if here.named else None
    earlier = named is not None and unit == "Y" and named.year < anchor.year
    start, words = (
        (named, f"{here.named}, named before") if earlier else (anchor, here.anchor.words)
    )
    if start is None or here.history or here.word(0) == "of":
        return []
    cut = (here.fit.first + 1, here.fit.last)
    reads = stepped(start, unit, 0, f"counted from {words}")
    return [read._replace(cut=cut) for read in reads]


def _of_something(here: Here) -> bool:
    """ "the last week of the talks" is counted from their end, not from the page's date."""
    after = here.words[here.fit.last : here.fit.last + 2]
    return len(after) == 2 and after[0].form == "of" and after[1].text.islower()


def _today(here: Here) -> list[Read]:
    day = here.anchor.day
    return [day_read(day, counted(here))] if day is not None and not here.history else []


def read_theday(here: Here) -> list[Read]:
    """ "ended the day at 8,017": the day named before, else that of writing."""
    if here.word(-1) not in ("end", "ending", "ended", "finish", "finished", "finishing", "closed"):
        return []
    return _shifted(here, 0) if here.day_named else _today(here)


def read_weekend(here: Here) -> list[Read]:
    """ "the weekend": the last or the next by the tense."""
    anchor = here.anchor.day
    if anchor is None or here.history:
        return [Read("DATE", "XXXX-WXX-WE", None, f"weekend; {here.anchor.words}")]
    lean = here.lean()
    back = lean.way != "ahead" or "past" in here.fit.literals
    count = -1 if back and anchor.weekday() < 5 else 0
    return stepped(anchor, "WE", count, f"weekend, {counted(here)} ({lean.why})")


def _unit_in(text: str) -> str:
    return next(u for word, u in (("year", "Y"), ("month", "M"), ("week", "W")) if word in text)


def read_againunit(here: Here) -> list[Read]:
    """ "that year", "the following week": counted from the date named before."""
    unit, count = str(here.fit.get("UNIT")), here.fit.number("AGAIN") or 0
    side = {"before", "earlier", "after"} & set(here.fit.literals)
    if unit.startswith("T") or (side and here.word(0) not in _ENDS):
        return []
    if side:
        count = 1 if "after" in side else -1
    recent = interval(here.named) if here.named else (None, None)
    first, last = recent
    start = first if first is not None and last is not None else None
    quarter = quarter_named(here)
    if quarter is not None and side and unit == "Y":
        return stepped(quarter, "Q", 4 * count, f"the quarter {here.named}, a year {count:+d}")
    if start is None and here.anchor.day is not None and count:
        return stepped(here.anchor.day, unit, count, f"counted from {here.anchor.words}")
    if start is None:
        return []
    return stepped(start, unit, count, f"counted from {here.named}, named before")


def read_ago(here: Here) -> list[Read]:
    """ "two days ago", "a week from now"."""
    return [read._replace(cut=(first_word(here), here.fit.last)) for read in _ago(here)]


def _ago(here: Here) -> list[Read]:
    amount = here.fit.get("AMOUNT")
    unit = str(here.fit.get("UNIT") or here.fit.get("UNITS"))
    sign = -1 if "ago" in here.fit.literals else 1
    if not isinstance(amount, int):
        vague = "PAST_REF" if sign < 0 else "FUTURE_REF"
        return [Read("DATE", vague, None, "an amount that is no number")]
    if unit.startswith("T"):
        return [Read("TIME", "PAST_REF" if sign < 0 else "FUTURE_REF", None, "hours ago")]
    factor, unit = {"E": (10, "Y"), "C": (100, "Y"), "F": (2, "W")}.get(unit, (1, unit))
    quarter = quarter_named(here)
    if quarter is not None and unit == "Y" and sign < 0:
        basis = f"the quarter {here.named}, years before"
        return stepped(quarter, "Q", -4 * amount, basis)
    if here.anchor.day is None:
        blank = {"D": "XXXX-XX-XX", "W": "XXXX-WXX", "M": "XXXX-XX"}.get(unit, "XXXX")
        return [Read("DATE", blank, None, f"counted from the day of writing; {here.anchor.words}")]
    basis = f"{here.text}, counted from {here.anchor.words}"
    reads = stepped(here.anchor.day, unit, sign * amount * factor, basis)
    return [r._replace(date=f"{r.date}~") for r in reads] if factor > 2 else reads


def read_agothis(here: Here) -> list[Read]:
    """ "a year ago this week", "two years ago today": so long before what the page's day is in."""
    units = [str(unit) for unit in here.fit.all("UNIT", "UNITS")]
    amount, anchor = here.fit.get("AMOUNT"), here.anchor.day
    if anchor is None or not isinstance(amount, int) or units[0] not in ("Y", "M", "W", "D"):
        return []
    shift = {"yesterday": -1, "tomorrow": 1}.get(here.fit.literals[-1], 0)
    then = _so_long_before(anchor + timedelta(days=shift), amount, units[0])
    unit = units[1] if len(units) > 1 else "D"
    if then is None or unit.startswith("T"):
        return []
    return stepped(then, unit, 0, f"{here.text}, counted from {here.anchor.words}")


def _so_long_before(day: date, amount: int, unit: str) -> date | None:
    """The day so many years, months, weeks or days before; None where there is no such day."""
    if unit in ("W", "D"):
        return day - timedelta(days=amount * (7 if unit == "W" else 1))
    year, month = months_on(day, -amount * (12 if unit == "Y" else 1))
    return on_calendar(year, month, day.day)


_ENDS = ("", ".", ",", ";", ")")
"""What may follow "two days before" for it to count from a date; a noun makes it a length."""


def read_later(here: Here) -> list[Read]:
    """ "two days later", "three days before that": counted from the date named before.

    A length where no date was named, or an event follows ("two days before the vote").
    """
    fit = here.fit
    unit = str(fit.get("UNIT") or fit.get("UNITS"))
    how = next(word for word in fit.literals if word != "that")
    if fit.get("AMOUNT") in (None, "X") and how in ("later", "afterwards", "earlier"):
        vague = "PAST_REF" if how == "earlier" else "FUTURE_REF"
        cut = (first_word(here), fit.last)
        return [Read("DATE", vague, None, "an amount that is no number", cut)]
    if (how in ("before", "after")) and here.word(0) not in _ENDS:
        last = fit.last - (2 if "that" in fit.literals else 1)
        return [read._replace(cut=(first_word(here), last)) for read in read_length(here)]
    amount, start = fit.get("AMOUNT"), _start_of(here, unit)
    if start is None and how in ("earlier", "before") and isinstance(amount, int):
        found = _year_earlier(here, unit, amount)
        if found:
            return found
    if start is None or not isinstance(amount, int) or here.word(0) == "than":
        return read_length(here)
    factor, unit = UNITS_OF_LENGTH.get(unit, (1, unit))
    count = amount * factor * (1 if how in ("later", "afterwards", "after") else -1)
    basis = f"{here.text}, counted from {here.named}, named before"
    quarter = quarter_named(here)
    if quarter is not None and unit == "Y":
        return stepped(quarter, "Q", 4 * count, basis)
    cut = (first_word(here), fit.last)
    return [read._replace(cut=cut) for read in stepped(start, unit, count, basis)]


def _year_earlier(here: Here, unit: str, amount: int) -> list[Read]:
    """ "from $3 million a year earlier" where no date was named: a value and no `date`.

    What it is compared with is mostly of the page's own year or month, and is not said to be.
    """
    if here.anchor.day is None or here.named is not None or here.history or unit not in ("Y", "M"):
        return []
    basis = f"counted from what is not dated; {here.anchor.words} is near"
    cut = (first_word(here), here.fit.last)
    reads = stepped(here.anchor.day, unit, -amount, basis)
    return [read._replace(date=None, cut=cut) for read in reads]


def _start_of(here: Here, unit: str) -> date | None:
    """The first day of the date named before, where it is as fine as `unit` counts."""
    if here.named is None or unit.startswith("T"):
        return None
    if unit in ("D", "W") and here.day_named is not None and not is_day(here.named):
        since = overlaps(here.named, here.day_named.isoformat())
        return here.day_named if since else None
    first, last = interval(here.named)
    fine = "DWMQY".find(UNITS_OF_LENGTH.get(unit, (1, unit))[1])
    coarse = {"day": 0, "month": 2, "season": 2, "year": 4}.get(precision(here.named), 1)
    return first if last is not None and fine >= coarse else None


def read_sameperiod(here: Here) -> list[Read]:
    """ "the same period last year", "the year-ago quarter", "the latest quarter".

    The month or quarter named last; a quarter where none was named is the last one that was
    over on the page's date, a month or week that of the page's date.
    """
    fit, anchor = here.fit, here.anchor.day
    unit = "Q" if "quarter" in fit.literals else str(fit.get("UNIT") or "")
    if unit in ("D", "Y", "E", "C", "WE") or unit.startswith("T"):
        return []
    start, unit, words = _period_meant(here, unit)
    if start is None and anchor is not None and not unit and fit.number("YEAR") is None:
        return stepped(anchor, "Y", fit.number("WHICH") or -1, counted(here))
    if start is None and fit.number("YEAR") is not None and not here.history:
        year = str(fit.number("YEAR"))
        return [Read("DATE", year, year, "a part of the year that is not named")]
    if start is None:
        return []
    years = _years_on(here, start)
    if unit == "W":
        return stepped(start + timedelta(weeks=52 * years), "W", 0, words)
    count = years * (4 if unit == "Q" else 12)
    return stepped(start, unit, count, f"{words}, {years} years on" if years else words)


def _years_on(here: Here, start: date) -> int:
    """How many years from the period meant: -1 for "a year ago", 0 for "the latest quarter"."""
    year, which = here.fit.number("YEAR"), here.fit.number("WHICH")
    if year is not None:
        return year - start.year
    if which is not None:
        return which
    return -1 if {"ago", "earlier", "before"} & set(here.fit.literals) else 0


def _period_meant(here: Here, unit: str) -> tuple[date | None, str, str]:
    """A day of the period that is spoken of, its unit, and the words that say which it is."""
    named, anchor = _unit_named(here), here.anchor.day
    start = interval(here.named)[0] if here.named else None
    if start is not None and named and unit in ("", named):
        return start, named, f"the period {here.named}, named before"
    if anchor is None or here.history or here.text == "the quarter":
        return None, unit, ""
    if unit == "Q":
        before = anchor.replace(day=1, month=(anchor.month - 1) // 3 * 3 + 1) - timedelta(days=1)
        return before, unit, f"the last quarter that was over, {counted(here)}"
    return (anchor if unit else None), unit, f"{counted(here)}"


def _unit_named(here: Here) -> str:
    """ "Q" or "M" where the date named last is a quarter or a month, else ""."""
    if quarter_named(here) is not None:
        return "Q"
    return "M" if here.named is not None and precision(here.named) == "month" else ""


def _opens(here: Here) -> bool:
    """Whether "now" only opens what is said: "Now, who did that?"."""
    return here.word(0) == "," and here.word(-1) in ("", ".", "“", '"', "?", "!")


def _describes(here: Here) -> bool:
    """Whether "recent", "current", "future" stand before a noun, no name: "the current talks"."""
    tokens = here.paragraph.tokens_in(here.span())
    word = here.words[here.fit.first]
    if tokens is None or here.word(-1) in ("most", "more", "-") or here.word(0) == "-":
        return False
    return word.text.islower() and tokens[0].dep_ in ("amod", "compound", "nmod")


def _lies_ahead(here: Here) -> bool:
    """Whether "soon" means soon from now: not "soon after", "as soon as", "he soon left"."""
    if here.word(-1) in ("as", "too", "how", "so") or here.word(0) in ("after", "-"):
        return False
    return here.history is None and here.own_lean().way != "back"


def read_vague(here: Here) -> list[Read]:
    """ "now", "recently", "in recent years": a reference that is no stretch of the calendar."""
    text = here.text
    if text in ("recent", "current", "future") and not _describes(here):
        return []
    at = here.fit.first
    cut = (at + 1, here.fit.last) if here.fit.literals[:1] == ("at",) else None
    if text == "in future":
        cut = (at + 1, at + 2)
    if "future" in text or here.fit.literals[-1:] in (("term",), ("run",)):
        return [Read("DATE", "FUTURE_REF", None, "no stretch of the calendar", cut)]
    if text == "the past" and here.word(-1) not in ("in", "of"):
        return []
    value = here.fit.get("NOW")
    if text == "soon" and not _lies_ahead(here):
        return []
    if here.fit.literals[-1:] == ("ago",):
        value = "PAST_REF"
    if text == "to this day":
        cut = (here.fit.first + 1, here.fit.last)
    if value is None:
        value = "PAST_REF" if "recent" in text or "past" in text else "PRESENT_REF"
    if text == "now" and (here.word(0) in ("that", "-") or _opens(here)):
        return []
    return [Read("DATE", str(value), None, "no stretch of the calendar", cut)]
