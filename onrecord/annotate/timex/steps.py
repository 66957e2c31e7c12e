"""Steps on the calendar in the units of TIMEX3, and the TIMEX3 and EDTF name of a stretch.

Units: D day, W week (Monday first), WE weekend, M month, Q quarter, Y year, E decade, C century.
"""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta

from onrecord.dates import from_interval

SEASON_CODES = {"SP": 21, "SU": 22, "FA": 23, "WI": 24}


def on_calendar(year: int, month: int, day: int) -> date | None:
    """The day; None where the calendar has none (30 February)."""
    if not (1 <= year <= 9999 and 1 <= month <= 12 and 1 <= day <= _days_in(year, month)):
        return None
    return date(year, month, day)


def months_on(day: date, count: int) -> tuple[int, int]:
    """The year and month `count` months after the month of `day` (before it where negative)."""
    index = day.year * 12 + day.month - 1 + count
    return index // 12, index % 12 + 1


def step(day: date, unit: str, count: int) -> tuple[str, str] | None:
    """TIMEX3 value and EDTF date of the unit that lies `count` units after the one of `day`.

    None where that leaves the years 1 to 9999 or the unit is none of the calendar.

    >>> step(date(2032, 6, 16), "W", -1)
    ('2032-W24', '2032-06-07/2032-06-13')
    >>> step(date(2032, 6, 16), "M", 1)
    ('2032-07', '2032-07')
    """
    if abs(count) > 9999:
        return None
    try:
        return _step(day, unit, count)
    except (ValueError, OverflowError):
        return None


def _step(day: date, unit: str, count: int) -> tuple[str, str] | None:
    match unit:
        case "D":
            moved = (day + timedelta(days=count)).isoformat()
            return moved, moved
        case "W" | "F":
            monday = day - timedelta(days=day.weekday()) + timedelta(weeks=count)
            return week(monday)
        case "WE":
            monday = day - timedelta(days=day.weekday()) + timedelta(weeks=count)
            value, _ = week(monday)
            saturday = monday + timedelta(days=5)
            return f"{value}-WE", from_interval(saturday, saturday + timedelta(days=1))
        case "M":
            year, month = months_on(day, count)
            return month_name(year, month), month_name(year, month)
        case "Q":
            index = day.year * 4 + (day.month - 1) // 3 + count
            return quarter(index // 4, index % 4 + 1)
        case "Y":
            return year_name(day.year + count), year_name(day.year + count)
        case "E":
            digits = year_name((day.year // 10 + count) * 10)[:3]
            return digits, digits + "X"
        case "C":
            digits = year_name((day.year // 100 + count) * 100)[:2]
            return digits, digits + "XX"
        case _:
            return None


def week(monday: date) -> tuple[str, str]:
    """TIMEX3 value and EDTF date of the week that starts at `monday`."""
    year, number, _ = monday.isocalendar()
    return f"{year:04d}-W{number:02d}", from_interval(monday, monday + timedelta(days=6))


def quarter(year: int, number: int) -> tuple[str, str]:
    """TIMEX3 value and EDTF date of a quarter, 1 to 4.

    >>> quarter(2032, 3)
    ('2032-Q3', '2032-07/2032-09')
    """
    first = number * 3 - 2
    return (
        f"{year_name(year)}-Q{number}",
        f"{month_name(year, first)}/{month_name(year, first + 2)}",
    )


def half(year: int, number: int) -> tuple[str, str]:
    """TIMEX3 value and EDTF date of the first or second half of a year."""
    first = 1 if number == 1 else 7
    return (
        f"{year_name(year)}-H{number}",
        f"{month_name(year, first)}/{month_name(year, first + 5)}",
    )


def season(year: int, code: str) -> tuple[str, str]:
    """TIMEX3 value and EDTF date of a season ("SP", "SU", "FA", "WI") of a year."""
    return f"{year_name(year)}-{code}", f"{year_name(year)}-{SEASON_CODES[code]}"


def month_name(year: int, month: int) -> str:
    """The month as EDTF and TIMEX3 write it; `ValueError` outside the years 1 to 9999."""
    return f"{year_name(year)}-{month:02d}"


def year_name(year: int) -> str:
    """The year in four digits; `ValueError` outside 1 to 9999."""
    if not 1 <= year <= 9999:
        raise ValueError(f"year {year} is not on the calendar")
    return f"{year:04d}"


def weekday_near(day: date, weekday: int, *, ahead: bool, today: bool) -> date:
    """The nearest `weekday` (1 Monday … 7) ahead of `day` or behind it; `today`: it may be `day`.

    >>> weekday_near(date(2032, 6, 16), 3, ahead=False, today=True)
    datetime.date(2032, 6, 16)
    """
    gap = (weekday - day.isoweekday()) % 7 if ahead else -((day.isoweekday() - weekday) % 7)
    if gap == 0 and not today:
        gap = 7 if ahead else -7
    return day + timedelta(days=gap)


def _days_in(year: int, month: int) -> int:
    return calendar.monthrange(year, month)[1]


def full_year(short: int, anchor: date | None) -> int:
    """The year two digits stand for: the latest that is not more than five years ahead."""
    latest = (anchor.year if anchor else 2030) + 5
    return latest - (latest - short) % 100


_UNTOLD = "a length of time counted {} what the page gives no day: {}"
_LENGTH = re.compile(r"P([1-9]\d{0,3})([DWMY])")


def counting(name: str, sign: int) -> str:
    """The basis of a length counted from a happening that has no day on its page.

    >>> untold(counting("tarn talks", -1))
    ('tarn talks', -1)
    """
    return _UNTOLD.format("after" if sign > 0 else "before", name)


def untold(basis: str) -> tuple[str, int] | None:
    """The happening's name that such a basis tells, and 1 for "after", -1 for "before"."""
    for side, sign in (("after", 1), ("before", -1)):
        lead = _UNTOLD.format(side, "")
        if basis.startswith(lead):
            return basis.removeprefix(lead), sign
    return None


def counted_on(day: str, value: str, sign: int) -> str | None:
    """The EDTF date that lies a length (TIMEX3) after a day, or before it; None where none does.

    >>> counted_on("2032-05-12", "P2D", -1)
    '2032-05-10'
    """
    found = _LENGTH.fullmatch(value)
    moved = step(date.fromisoformat(day), found[2], sign * int(found[1])) if found else None
    return moved[1] if moved is not None else None
