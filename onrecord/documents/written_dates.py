"""Dates written out in a page's own lines: days with their year, and days without one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import NamedTuple

from onrecord.documents.lexicon import entries
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

    @property
    def fits_weekday(self) -> bool | None:
        """Whether it is the weekday written beside it; None without a year or a weekday."""
        if self.year is None or self.weekday is None:
            return None
        return date(self.year, self.month, self.day).weekday() == self.weekday


@cache
def foreign_months() -> Mapping[str, int]:
    """Names of months in other languages than English → their numbers."""
    found: dict[str, set[int]] = {}
    for line in entries("month_names.txt", "months"):
        for number, name in enumerate(line.split(), start=1):
            if not MONTHS[number - 1].startswith(name):  # "apr" is as good as English
                found.setdefault(name, set()).add(number)
    return MappingProxyType(
        {name: numbers.pop() for name, numbers in found.items() if len(numbers) == 1}
    )


@cache
def foreign_weekdays() -> frozenset[str]:
    """Names of weekdays in other languages than English."""
    return frozenset(name for row in entries("month_names.txt", "weekdays") for name in row.split())


@cache
def date_pattern() -> re.Pattern[str]:
    """Matches one written date; the orders are alternatives, told apart by group names.

    A day may run into the name before it, and a year into the clock ("Berg20 May 202103:25"),
    as they do on pages pasted as text.
    """
    month = "|".join(f"{m}|{m[:3]}\\.?" + ("|sept\\.?" if m == "september" else "") for m in MONTHS)
    weekday = "|".join(f"{w}|{w[:3]}\\.?" for w in WEEKDAYS) + "|tues\\.?|weds\\.?|thurs?\\.?"
    year = r"(?:1[89]|20)\d\d(?=\d\d:\d\d|\d\d?\s(?-i:[A-Z][a-z])|\D|$)"
    day = r"[0-3]?\d(?:-?(?:st|nd|rd|th)|er|º)?"
    roman = "(?-i:I{1,3}|IV|VI{0,3}|IX|XI{0,2})(?=[\\s.-]+[12]\\d{3})"
    any_month = f"(?:{roman}|{month}|{'|'.join(map(re.escape, foreign_months()))})(?![^\\W\\d_])"
    return re.compile(
        rf"""(?:(?<![\w/.-])(?<!\d:) | (?<=[a-z])(?=\d\d?\s[A-Za-z])
            | (?<=[A-Za-z]/)(?=\d\d?\.\d\d?\.\d{{4}})
            | (?<=(?-i:[a-z]))(?=(?-i:[A-Z])[a-z]+\.?,?\s\d))
        (?:(?P<weekday>{weekday})(?:,\s*|\s+))?
        (?:
            (?P<d1>{day})\.?(?:\s+(?:day\s+)?of|\s+de)?(?:[\s-]+|(?<=\.)(?={roman}))(?P<m1>{any_month})\.?
            (?:(?:,?(?:\s+of|\s+del?)?[\s-]+|(?<=[IVX]\.))(?P<y1>{year}|['’]\d\d\b))?
          | (?P<y5>{year})\.?\s+(?P<m5>{any_month})\s+(?P<d5>[0-3]?\d)\b\.?
          | (?P<m2>{month})[\s-]+(?P<d2>{day})(?![\d:])
            (?:(?:\s\d\d:\d\d(?::\d\d)?(?:\s[A-Z]{{2,5}})?)?,?\s+(?:[(]\s*)?(?P<y2>{year}|['’]\d\d\b))?
          | (?P<y3>{year})[-/.](?P<m3>[01]?\d)[-/.](?P<d3>[0-3]?\d)(?=T\d\d|\D|$)
          | (?P<y7>{year})\s?[年년]\s?(?P<m7>[01]?\d)\s?[月월]\s?(?P<d7>[0-3]?\d)\s?[日일]
          | (?P<y6>(?:19|20)\d\d)(?P<m6>[01]\d)(?P<d6>[0-3]\d)(?=\s\d\d:\d\d)
          | (?P<a>[0-3]?\d)(?P<sep>[./-]|\.\s)(?P<b>[0-3]?\d)(?P=sep)
            (?P<y4>{year}|\d\d(?=[\s,;|)]|$))
        )(?:(?=T\d\d)|(?!(?-i:[a-z])|\.\d))""",
        re.IGNORECASE | re.VERBOSE,
    )


def written_dates(text: str) -> Iterator[WrittenDate]:
    """The calendar days written in `text`, in order; impossible ones are left out.

    Days in figures alone (03/04/2021) count only where one order of day and month is possible,
    or makes them the weekday that stands beside them; see `either_order` for the others.

    >>> [d.edtf for d in written_dates("Updated Wed 2 Jun 2021, first posted 1 June")]
    ['2021-06-02', None]
    >>> [d.edtf for d in written_dates("Tue 05/04/2016 17:48")]
    ['2016-04-05']
    >>> [d.edtf for d in written_dates("16 de noviembre de 2020; this 15th day of June, 2011")]
    ['2020-11-16', '2011-06-15']
    >>> [d.edtf for d in written_dates("2018. április 9., 07:55; 4 Mars bars; 2021年5月7日")]
    ['2018-04-09', '2021-05-07']
    >>> [d.edtf for d in written_dates("Vell, 3.IV.2019")]
    ['2019-04-03']
    """
    if not _FIGURE.search(text):
        return  # every form of a day has one, and most lines have none
    for match in date_pattern().finditer(text):
        found = _read(match)
        if len(found) == 1:
            yield found[0]


def either_order(text: str) -> Iterator[tuple[WrittenDate, WrittenDate]]:
    """The days in figures that could be read in two orders: the day first, then the month first.

    >>> [tuple(d.edtf for d in two) for two in either_order("03/04/2021")]
    [('2021-04-03', '2021-03-04')]
    """
    for match in date_pattern().finditer(text):
        found = _read(match)
        if len(found) == 2:
            yield found[0], found[1]


def _read(match: re.Match[str]) -> list[WrittenDate]:
    """The days that a match can mean: none, one, or two where the figures fit both orders."""
    group = match.groupdict()
    written = group["y1"] or group["y2"] or group["y3"] or group["y4"]
    written = written or group["y5"] or group["y6"] or group["y7"]
    year = int(written.lstrip("'’")) if written else None
    if year is not None and year < 100:  # "Tue 05/04/16": for the sake of its weekday only
        year += 2000 if year < 70 else 1900
    foreign = (group["m1"] or group["m5"] or "").casefold() in foreign_months()
    if year is None and foreign and group["m1"].casefold() not in MONTHS:
        return []  # "4 Mars bars"
    if year is None and match.start() > 0 and match.string[match.start() - 1].isalnum():
        return []
    weekday = _weekday(group["weekday"]) if group["weekday"] else None
    if group["a"] is not None:
        orders = _in_figures(int(group["a"]), int(group["b"]), group["sep"])
    else:
        day = _number(next(group[f"d{n}"] for n in "123567" if group[f"d{n}"]))
        orders = [(_month(next(group[f"m{n}"] for n in "123567" if group[f"m{n}"])), day)]
    span = Span(match.start(), match.end())
    found = [
        WrittenDate(span, year, month, day, weekday)
        for month, day in orders
        if _exists(year or 2020, month, day)  # 2020 is a leap year
    ]
    fitting = [one for one in found if one.fits_weekday]
    if written and len(written) == 2 and not (group["sep"] == "." and len(match[0]) == 8):
        return fitting if len(fitting) == 1 else []
    return fitting if len(found) > 1 and len(fitting) == 1 else found


def _in_figures(first: int, second: int, separator: str) -> list[tuple[int, int]]:
    """Month and day, in the orders that may be meant; with full stops the day stands first."""
    if separator.startswith(".") or first == second:
        return [(second, first)]
    return [(second, first), (first, second)]


def _number(word: str) -> int:
    return int(word[:2]) if word[1:2].isdigit() else int(word[0])


def _month(word: str) -> int:
    if word.isdigit():
        return int(word)
    if word in _ROMAN:
        return _ROMAN.index(word) + 1
    if word.casefold() in foreign_months():
        return foreign_months()[word.casefold()]
    head = word[:3].casefold()
    return next(n for n, name in enumerate(MONTHS, start=1) if name.startswith(head))


_FIGURE = re.compile(r"\d")
_ROMAN = "I II III IV V VI VII VIII IX X XI XII".split()


def _weekday(word: str) -> int:
    head = word[:2].casefold()
    return next(n for n, name in enumerate(WEEKDAYS) if name.startswith(head))


def _exists(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True
