"""Dates as EDTF level 1 strings, and the stretch of the calendar each stands for.

An imprecise date is an interval, never a made-up first of January. The forms onrecord writes:

    2021-06-16   2021-03   2017            a day, a month, a year
    2021-21 … 2021-24                      spring, summer, autumn, winter (of the north)
    202X   20XX                            a decade, a century
    2021-10-11/2021-10-14                  from … to, both ends included
    ../2021-06-15   2021-06-15/..          an end that is open or not known

A day, month, year or season may carry `?` (uncertain), `~` (approximate) or `%` (both); the
interval of a qualified date is that of the date without the mark. Years run from 0001 to 9999.
"""

from __future__ import annotations

import calendar
import re
from datetime import date
from functools import lru_cache
from typing import Literal

from onrecord.errors import DateError

Interval = tuple[date | None, date | None]
Precision = Literal["day", "month", "season", "year", "decade", "century", "range", "open"]

OPEN = ".."
QUALIFIERS = "?~%"

_EXPECTED = (
    "EDTF such as 2021-06-16, 2021-03, 2017, 202X, 2021-21 (spring), "
    "2021-10-11/2021-10-14 or ../2021-06-15"
)
_ONE = re.compile(r"(\d{4}|\d{3}X|\d{2}XX)(?:-(\d\d)(?:-(\d\d))?)?[?~%]?", re.ASCII)
_SEASON_MONTHS = {21: 3, 22: 6, 23: 9, 24: 12}
"""Code of a season → its first month. Winter starts in December of the year it is named for."""
_SEASON_NAMES = {21: "spring", 22: "summer", 23: "autumn", 24: "winter"}
_MONTH_NAMES = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


@lru_cache(maxsize=10_000)
def interval(edtf: str) -> Interval:
    """The first and the last day of `edtf`, both included; None where that end is open.

    Raises `DateError` where `edtf` is not one of the forms above or ends before it starts.

    >>> interval("2021-02")
    (datetime.date(2021, 2, 1), datetime.date(2021, 2, 28))
    >>> interval("../2021-06-15")
    (None, datetime.date(2021, 6, 15))
    """
    left, slash, right = edtf.partition("/")
    if not slash:
        return _one(edtf, whole=edtf)
    if left == right == OPEN:
        raise DateError(edtf, _EXPECTED)
    first = None if left == OPEN else _one(left, whole=edtf)[0]
    last = None if right == OPEN else _one(right, whole=edtf)[1]
    if first is not None and last is not None and last < first:
        raise DateError(edtf, "a range that ends on or after the day it starts")
    return first, last


def is_edtf(text: str) -> bool:
    """Whether `text` is a date that `interval` reads.

    >>> is_edtf("2021-06-31"), is_edtf("202X")
    (False, True)
    """
    try:
        interval(text)
    except DateError:
        return False
    return True


def overlaps(one: str, other: str) -> bool:
    """Whether the two dates share a day, so that both could be said of one happening.

    >>> overlaps("2021-06", "2021-06-16"), overlaps("2021-06-15", "2021-06-16")
    (True, False)
    """
    first, last = interval(one)
    other_first, other_last = interval(other)
    return _not_after(first, other_last) and _not_after(other_first, last)


def within(inner: str, outer: str) -> bool:
    """Whether every day of `inner` is a day of `outer`; a date lies within itself.

    >>> within("2021-06-16", "2021-06"), within("2021-06", "2021-06-16")
    (True, False)
    """
    first, last = interval(inner)
    outer_first, outer_last = interval(outer)
    starts = outer_first is None or (first is not None and outer_first <= first)
    ends = outer_last is None or (last is not None and last <= outer_last)
    return starts and ends


def precision(edtf: str) -> Precision:
    """How fine the date is; "range" for from-to, "open" where an end is.

    >>> precision("2021-06-16"), precision("2021-22"), precision("2021-06-15/..")
    ('day', 'season', 'open')
    """
    interval(edtf)
    if OPEN in edtf:
        return "open"
    if "/" in edtf:
        return "range"
    core = unqualified(edtf)
    if len(core) == 10:
        return "day"
    if len(core) == 7:
        return "season" if int(core[5:]) in _SEASON_MONTHS else "month"
    return {0: "year", 1: "decade", 2: "century"}[core.count("X")]  # type: ignore[return-value]


def is_day(edtf: str | None) -> bool:
    """Whether the date names one day; False for None.

    >>> is_day("2021-06-16"), is_day("2021-06"), is_day(None)
    (True, False, False)
    """
    return edtf is not None and is_edtf(edtf) and precision(edtf) == "day"


def day_of(edtf: str | None) -> date | None:
    """The one day that the date names; None where it names more than one, or is None."""
    return interval(edtf)[0] if edtf is not None and is_day(edtf) else None


def unqualified(edtf: str) -> str:
    """The date without its marks of doubt.

    >>> unqualified("2021-06~/2021-08?")
    '2021-06/2021-08'
    """
    return "".join(char for char in edtf if char not in QUALIFIERS)


def sort_key(edtf: str | None) -> tuple[date, date]:
    """What puts dates in order of time: by first day, then by last; None comes at the end.

    An open start is taken as early as can be, an open end as late as can be.

    >>> sorted(["2021-06-16", "2021-06", "2021-03/.."], key=sort_key)
    ['2021-03/..', '2021-06', '2021-06-16']
    """
    if edtf is None:
        return date.max, date.max
    first, last = interval(edtf)
    return first or date.min, last or date.max


def from_interval(first: date | None, last: date | None) -> str:
    """The shortest EDTF string for the days from `first` to `last`, both included.

    None is an open end; `DateError` where both are open or `last` lies before `first`.

    >>> from_interval(date(2021, 6, 1), date(2021, 6, 30))
    '2021-06'
    >>> from_interval(date(2021, 6, 7), date(2021, 6, 13))
    '2021-06-07/2021-06-13'
    """
    if first is not None and last is not None and first <= last:
        if first == last:
            return first.isoformat()
        for whole in (first.isoformat()[:7], first.isoformat()[:4]):
            if interval(whole) == (first, last):
                return whole
    left = OPEN if first is None else first.isoformat()
    right = OPEN if last is None else last.isoformat()
    text = f"{left}/{right}"
    interval(text)
    return text


def in_words(edtf: str) -> str:
    """The date as a reader writes it.

    >>> in_words("2021-06-16"), in_words("2021-03~"), in_words("../2021-06-15")
    ('16 June 2021', 'about March 2021', 'until 15 June 2021')
    """
    interval(edtf)
    left, slash, right = edtf.partition("/")
    if not slash:
        return _one_in_words(edtf)
    if left == OPEN:
        return f"until {_one_in_words(right)}"
    if right == OPEN:
        return f"from {_one_in_words(left)}"
    return f"{_one_in_words(left)} to {_one_in_words(right)}"


def _one(text: str, *, whole: str) -> Interval:
    found = _ONE.fullmatch(text)
    if found is None:
        raise DateError(whole, _EXPECTED)
    year, month, day = found[1], found[2], found[3]
    try:
        if "X" in year:
            if month is not None:
                raise DateError(whole, _EXPECTED)
            return date(int(year.replace("X", "0")), 1, 1), date(
                int(year.replace("X", "9")), 12, 31
            )
        if month is None:
            return date(int(year), 1, 1), date(int(year), 12, 31)
        if day is not None:
            one = date(int(year), int(month), int(day))
            return one, one
        start = int(month)
        last_month = start
        if start in _SEASON_MONTHS:
            start = _SEASON_MONTHS[start]
            last_month = start + 2
        return date(int(year), start, 1), _month_end(int(year), last_month)
    except ValueError as error:
        if isinstance(error, DateError):
            raise
        raise DateError(whole, _EXPECTED) from error


def _month_end(year: int, month: int) -> date:
    """The last day of the month; months past 12 run on into the next year."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return date(year, month, calendar.monthrange(year, month)[1])


def _not_after(one: date | None, other: date | None) -> bool:
    return one is None or other is None or one <= other


def _one_in_words(edtf: str) -> str:
    core = unqualified(edtf)
    doubt = {"?": "perhaps ", "~": "about ", "%": "perhaps about "}.get(edtf[-1], "")
    year, _, rest = core.partition("-")
    if "X" in year:
        zeros = year.replace("X", "0").lstrip("0") or "0"
        return f"{doubt}the {zeros}s"
    name = year.lstrip("0")
    month, _, day = rest.partition("-")
    if month:
        number = int(month)
        named = _SEASON_NAMES.get(number) or _MONTH_NAMES[number - 1]
        name = f"{named} {name}"
    return f"{doubt}{int(day)} {name}" if day else doubt + name


def first_day(edtf: str | None) -> date | None:
    """The first day a date can mean; None for no date, another notation, or an open start.

    >>> first_day("2031-03"), first_day(None)
    (datetime.date(2031, 3, 1), None)
    """
    return interval(edtf)[0] if edtf is not None and is_edtf(edtf) else None


def last_day(edtf: str | None) -> date | None:
    """The last day a date can mean; None for no date, another notation, or an open end.

    >>> last_day("2031-03"), last_day("../2031-03-04")
    (datetime.date(2031, 3, 31), datetime.date(2031, 3, 4))
    """
    return interval(edtf)[1] if edtf is not None and is_edtf(edtf) else None
