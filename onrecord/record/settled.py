"""Days whose year a page does not give, where the record does.

What a page says is read from the page alone. "The meeting of 16 June" has no year there; where
another page of the record tells of the same happening, on 16 June 2031, it has one on the record,
as long as that page is on it. So has every such day of a page whose own year another page tells.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from onrecord.dates import day_of, is_day
from onrecord.record.rows import TimeRow
from onrecord.record.store import View

_HALF_A_YEAR = 183
_BEFORE, _AFTER = 80, 40
"""Characters around an event's words in which the day that it shares with another report stands."""


class Dated(NamedTuple):
    """A day (EDTF) that the record tells, and how."""

    date: str
    basis: str


def event_days(view: View, numbers: Sequence[int]) -> dict[int, Dated]:
    """The days of those of these events that have none on their page, by their `n`.

    One where the page names a month and day beside the event, and the happening that the event
    is a report of is of that month and day by another page; or where the event's words hold one
    such day, and the page's own year is settled by another page. No event whose date a person set.
    """
    found: dict[int, set[Dated]] = defaultdict(set)
    for row in view.rows(
        'SELECT e.n, e.start <= t.start AND t."end" <= e."end" AS within, t.value, t.text,'
        " h.date, (SELECT min(o.doc) FROM happening_members om JOIN events o ON o.id = om.event"
        " WHERE om.happening = h.id AND o.date = h.date) AS told_by, s.published, s.by"
        " FROM events e JOIN times t ON t.doc = e.doc AND t.value GLOB 'XXXX-[01][0-9]-[0-3][0-9]'"
        ' AND t.start >= e.start - :before AND t."end" <= e."end" + :after'
        " LEFT JOIN happening_members m ON m.event = e.id"
        " LEFT JOIN happenings h ON h.id = m.happening LEFT JOIN settled s ON s.doc = e.doc"
        " WHERE e.n IN (SELECT value FROM json_each(:some)) AND e.date IS NULL"
        " AND NOT EXISTS (SELECT 1 FROM corrected c WHERE c.entry = e.id AND c.field = 'date')",
        {"some": json.dumps(list(numbers)), "before": _BEFORE, "after": _AFTER},
    ):
        whole, month_day = row["date"], row["value"][5:]
        if is_day(whole) and whole[5:10] == month_day and row["told_by"] is not None:
            basis = f"“{row['text']}”, in the year of the same happening on {row['told_by']}"
            found[row["n"]].add(Dated(whole[:10], basis))
        elif row["within"] and row["published"] is not None:
            day = in_year_near(row["value"], row["published"])
            if day is not None:
                found[row["n"]].add(Dated(day, _settled_basis(row["text"], row["by"])))
    return {n: days.pop() for n, days in found.items() if len({day.date for day in days}) == 1}


def settled_times(view: View, rows: Iterable[TimeRow]) -> list[TimeRow]:
    """`rows`, where days without a year have that of their page, if another page tells it."""
    years = {row["doc"]: row for row in view.rows("SELECT doc, published, by FROM settled")}
    out = []
    for row in rows:
        settled = years.get(row.doc)
        day = in_year_near(row.value, settled["published"]) if settled is not None else None
        if settled is None or day is None:
            out.append(row)
        else:
            basis = _settled_basis(row.text, settled["by"])
            out.append(TimeRow(row.doc, row.start, row.end, row.text, row.type, day, basis))
    return out


def _settled_basis(text: str, by: str) -> str:
    return f"“{text}”, in the year nearest to the page's day, which {by} tells"


def in_year_near(value: str, published: str) -> str | None:
    """A day without its year ("XXXX-06-16") in the year that brings it nearest to `published`.

    None for any other value, or where `published` is not a day.

    >>> in_year_near("XXXX-12-31", "2032-01-02"), in_year_near("XXXX-06", "2032-01-02")
    ('2031-12-31', None)
    """
    page = day_of(published)
    if page is None or len(value) != 10 or not value.startswith("XXXX-") or "X" in value[5:]:
        return None
    days = []
    for year in (page.year - 1, page.year, page.year + 1):
        try:
            days.append(date(year, int(value[5:7]), int(value[8:10])))
        except ValueError:
            continue
    near = [day for day in days if abs((day - page).days) <= _HALF_A_YEAR]
    return near[0].isoformat() if len(near) == 1 else None
