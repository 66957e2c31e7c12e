"""Stretches of days that a page's own lines name: the month, week or season of an issue."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from typing import NamedTuple

from onrecord.dates import from_interval
from onrecord.documents.written_dates import MONTHS
from onrecord.spans import Span

_SEASONS = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}


class Period(NamedTuple):
    """A stretch of the calendar as written: EDTF, with its span in the text searched."""

    span: Span
    edtf: str


@cache
def _pattern() -> re.Pattern[str]:
    months = "|".join(f"{name}|{name[:3]}\\.?" for name in MONTHS)
    year = r"(?:19|20)\d\d(?!\d)"
    to = r"\s?(?:[-–—/]|to)\s?"
    return re.compile(
        rf"""(?<![\w/.-])
        (?: (?P<d1>\d\d?)(?:\s(?P<m1>{months}))?{to}
            (?P<d2>\d\d?)\s(?P<m2>{months}),?\s(?P<y1>{year})
          | (?P<m3>{months})\s(?P<d3>\d\d?){to}
            (?:(?P<m4>{months})\s)?(?P<d4>\d\d?),\s(?P<y2>{year})
          | (?:week|seven\sdays)\s(?P<edge>ending|to|of|commencing|beginning|starting)\s(?:\w+,?\s)?
            (?:(?P<d5>\d\d?)(?:st|nd|rd|th)?\s(?P<m7>{months})|(?P<m8>{months})\s(?P<d6>\d\d?))
            ,?\s(?P<y6>{year})
          | week\s(?P<week>\d\d?)(?:,|\sof|/)?\s?(?P<y3>{year})
          | (?:(?P<season1>{"|".join(_SEASONS)}){to})?(?P<season>{"|".join(_SEASONS)})
            (?:\s(?:issue|number|edition|bulletin|newsletter|quarterly|review))?
            (?:\sof|,)?\s(?P<y4>{year})
          | (?:(?P<m5>{months}){to})?(?P<m6>{months}),?\s(?P<y5>{year})
        )""",
        re.IGNORECASE | re.VERBOSE,
    )


def periods(text: str) -> Iterator[Period]:
    """The months, weeks, seasons and runs of days written with their year, in order.

    >>> [p.edtf for p in periods("No. 88, June 2014; 6–12 July 2015; Spring 2019; week 28, 2015")]
    ['2014-06', '2015-07-06/2015-07-12', '2019-21', '2015-07-06/2015-07-12']
    """
    for match in _pattern().finditer(text):
        try:
            edtf = _edtf(match.groupdict())
        except ValueError:
            continue
        yield Period(Span(*match.span()), edtf)


def _edtf(group: dict[str, str | None]) -> str:
    year = int(next(filter(None, (group[f"y{n}"] for n in range(1, 7)))) or 0)
    if group["week"]:
        monday = date.fromisocalendar(year, int(group["week"]), 1)
        return from_interval(monday, monday + timedelta(days=6))
    if group["edge"]:
        month, day = group["m7"] or group["m8"] or "", int(group["d5"] or group["d6"] or 0)
        edge = date(year, _month(month), day)
        week = timedelta(days=6)
        ends = group["edge"].casefold() in ("ending", "to")
        return from_interval(edge - week, edge) if ends else from_interval(edge, edge + week)
    if group["season"]:
        last_season = f"{year}-{_SEASONS[group['season'].casefold()]}"
        first = group["season1"]
        return f"{year}-{_SEASONS[first.casefold()]}/{last_season}" if first else last_season
    if group["m6"]:
        last = f"{year}-{_month(group['m6']):02}"
        return f"{year}-{_month(group['m5']):02}/{last}" if group["m5"] else last
    end_month = _month(group["m2"] or group["m4"] or group["m3"] or "")
    start_month = _month(group["m1"] or group["m3"] or group["m2"] or "")
    last_day = date(year, end_month, int(group["d2"] or group["d4"] or 0))
    first_day = date(year, start_month, int(group["d1"] or group["d3"] or 0))
    if first_day > last_day:
        first_day = first_day.replace(year=year - 1)
    return from_interval(first_day, last_day)


def _month(name: str) -> int:
    return next(n for n, whole in enumerate(MONTHS, 1) if whole.startswith(name[:3].casefold()))
