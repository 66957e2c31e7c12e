"""Holidays that have a date: the days of data/times/holidays.tsv."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import cache
from typing import NamedTuple

from onrecord.annotate.timex.steps import on_calendar, weekday_near
from onrecord.lists import rows

_WEEKDAYS = {"Mon": 1, "Tue": 2, "Wed": 3, "Thu": 4, "Fri": 5, "Sat": 6, "Sun": 7}
NO_DAY = "?"


class Holiday(NamedTuple):
    """The rule of a holiday's day, and whose holiday it is ("" where the name says it)."""

    rule: str
    whose: str

    @property
    def once(self) -> date | None:
        """The day, where it was one day of history."""
        only = self.rule.count("-") == 2
        return date.fromisoformat(self.rule) if only else None


def holiday_rows() -> Iterator[tuple[str, Holiday]]:
    """Each name of holidays.tsv with its holiday."""
    for rule, names, *whose in rows("times/holidays.tsv"):
        for name in names.split(", "):
            yield name, Holiday(rule, whose[0] if whose else "")


@cache
def holidays() -> Mapping[str, Holiday]:
    """Name in lower case without spaces ("newyear'sday") → the holiday."""
    return {name.lower().replace(" ", ""): found for name, found in holiday_rows()}


def day_of_rule(rule: str, year: int) -> date | None:
    """The day of a rule of holidays.tsv in a year; None where it has none.

    >>> day_of_rule("12-25", 2032), day_of_rule("Thu 11-22", 1997)
    (datetime.date(2032, 12, 25), datetime.date(1997, 11, 27))
    >>> day_of_rule("easter+1", 2024), day_of_rule("pascha+0", 2024)
    (datetime.date(2024, 4, 1), datetime.date(2024, 5, 5))
    """
    if rule == NO_DAY or rule.count("-") == 2:
        return None
    for church, sunday in (("easter", _easter), ("pascha", _pascha)):
        if rule.startswith(church):
            known = 1583 <= year <= 9998
            return sunday(year) + timedelta(days=int(rule[len(church) :])) if known else None
    weekday, _, day = rule.rpartition(" ")
    month, number = (int(part) for part in day.split("-"))
    found = on_calendar(year, month, number)
    if found is None or not weekday:
        return found
    return weekday_near(found, _WEEKDAYS[weekday], ahead=True, today=True)


def _easter(year: int) -> date:
    """Easter Sunday by the method printed in Nature, 20 April 1876."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    el = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 19 * el) // 433
    month = (h + el - 7 * m + 90) // 25
    return date(year, month, (h + el - 7 * m + 33 * month + 19) % 32)


def _pascha(year: int) -> date:
    """Easter Sunday of the eastern churches: the Julian one (Meeus), on today's calendar."""
    d = (19 * (year % 19) + 15) % 30
    e = (2 * (year % 4) + 4 * (year % 7) - d + 34) % 7
    month, day = divmod(d + e + 114, 31)
    return date(year, month, day + 1) + timedelta(days=year // 100 - year // 400 - 2)
