"""Dates written out in a page's own lines: days with their year, and days without one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import NamedTuple

from onrecord.spans import Span

MONTHS = (
    "january february march april may june july august september october november december"
).split()
WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()


class WrittenDate(NamedTuple):
    """A calendar day as written: `span` in the text that was searched, `year` None where bare.

    `weekday` (Monday is 0) is the day of the week written beside it; None where none is.
    """

    span: Span
    year: int | None
    month: int
    day: int
    weekday: int | None = None

    @property
    def edtf(self) -> str | None:
        """The day as EDTF; None without a year."""
        return None if self.year is None else f"{self.year:04}-{self.month:02}-{self.day:02}"


@cache
def date_pattern() -> re.Pattern[str]:
    """Matches one written date; the four orders are alternatives, told apart by group names.

    A year may run into the clock ("20 May 202103:25"), as it does on pages pasted as text.
    """
    month = "|".join(f"{m}|{m[:3]}\\.?" + ("|sept\\.?" if m == "september" else "") for m in MONTHS)
    weekday = "|".join(f"{w}|{w[:3]}\\.?|{w[:4]}\\.?|{w[:5]}\\.?" for w in WEEKDAYS)
    year = r"(?:1[89]|20)\d\d(?=\d\d:\d\d|\D|$)"
    day = r"[0-3]?\d(?:st|nd|rd|th)?"
    return re.compile(
        rf"""(?<![\w/.-])
        (?:(?P<weekday>{weekday})(?:,\s*|\s+))?
        (?:
            (?P<d1>{day})(?:\s+of)?[\s-]+(?P<m1>{month})(?:,?[\s-]+(?P<y1>{year}))?
          | (?P<m2>{month})[\s-]+(?P<d2>{day})(?![\d:])(?:,?\s+(?:[(]?\s*)?(?P<y2>{year}))?
          | (?P<y3>{year})[-/.](?P<m3>[01]?\d)[-/.](?P<d3>[0-3]?\d)(?=T\d\d|\D|$)
          | (?P<a>[0-3]?\d)(?P<sep>[./-])(?P<b>[0-3]?\d)(?P=sep)(?P<y4>{year})
        )(?:(?=T\d\d)|(?!(?-i:[a-z])|\.\d))""",
        re.IGNORECASE | re.VERBOSE,
    )


def written_dates(text: str) -> Iterator[WrittenDate]:
    """The calendar days written in `text`, in order; impossible ones are left out.

    Days in figures alone (03/04/2021) count only where one order of day and month is possible.

    >>> [d.edtf for d in written_dates("Updated Wed 2 Jun 2021, first posted 1 June")]
    ['2021-06-02', None]
    """
    for match in date_pattern().finditer(text):
        found = _read(match)
        if found is not None:
            yield found


def _read(match: re.Match[str]) -> WrittenDate | None:
    group = match.groupdict()
    year = group["y1"] or group["y2"] or group["y3"] or group["y4"]
    if group["a"] is not None:
        days = _in_figures(int(group["a"]), int(group["b"]), group["sep"])
        if days is None:
            return None
        month, day = days
    else:
        day = _number(group["d1"] or group["d2"] or group["d3"])
        month = _month(group["m1"] or group["m2"] or group["m3"])
    if not _exists(int(year) if year else 2020, month, day):  # 2020 is a leap year
        return None
    weekday = _weekday(group["weekday"]) if group["weekday"] else None
    span = Span(match.start(), match.end())
    return WrittenDate(span, int(year) if year else None, month, day, weekday)


def _in_figures(first: int, second: int, separator: str) -> tuple[int, int] | None:
    """Month and day; None where either order could be meant.

    With full stops the day always stands first.
    """
    if separator == "." or first > 12 or first == second:
        return second, first
    return (first, second) if second > 12 else None


def _number(word: str) -> int:
    return int(word.rstrip("stndrhSTNDRH"))


def _month(word: str) -> int:
    if word.isdigit():
        return int(word)
    head = word[:3].casefold()
    return next(n for n, name in enumerate(MONTHS, start=1) if name.startswith(head))


def _weekday(word: str) -> int:
    head = word[:2].casefold()
    return next(n for n, name in enumerate(WEEKDAYS) if name.startswith(head))


def _exists(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True
