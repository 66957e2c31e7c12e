"""Texts that tell of years long past, and the years they tell of.

In a text of news a bare "in May" hangs on the page's date; in a text of history on the date that
the story has come to. An aside to another age ("it was called in question in 2005") is a date, but
the story does not move there.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from onrecord.annotate.timex.grammar import Fit
from onrecord.dates import interval
from onrecord.model import TimeExpression

_SLACK = 3
"""Years by which the story may leave the years that most of its text names."""


class Years(NamedTuple):
    """The first and the last year that most of a text of history tells of."""

    first: int
    last: int

    def hold(self, expression: TimeExpression) -> bool:
        """Whether the expression's date lies in the story's years, or hardly outside them."""
        if expression.date is None:
            return False
        start, end = interval(expression.date)
        if start is None or end is None:
            return False
        return self.first - _SLACK <= start.year and end.year <= self.last + _SLACK


def years_told(texts: Sequence[tuple[Sequence[Fit], Sequence[bool]]], day: date) -> Years | None:
    """The years of a text of history, written on `day`; None for a text of news.

    `texts` are the fits of each paragraph, and for each of its words whether it is quoted.

    History names at least six years, most of them long before `day`, and hardly a weekday or
    "today" outside quotation marks.
    """
    years: list[int] = []
    news = 0
    for found, quoted in texts:
        years += [year for fit in found if (year := fit.number("YEAR")) is not None]
        news += sum(fit.kind in ("weekday", "deictic") and not quoted[fit.first] for fit in found)
    past = sum(year < day.year - 1 for year in years)
    if len(years) < 6 or past < 0.6 * len(years) or news * 5 > len(years):
        return None
    years.sort()
    tenth = len(years) // 10
    return Years(years[tenth], years[-1 - tenth])
