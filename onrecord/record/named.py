"""Days counted from a happening that another page of the record dates.

"Two days after the Tarn talks" has no day on a page that does not say when the talks were. Where
another page of the record does, and all that date talks in Tarn give one day, it has one on the
record, as long as that page is on it.
"""

from __future__ import annotations

import sqlite3
from datetime import date, timedelta
from typing import NamedTuple

from onrecord.annotate.timex.steps import counted_on, untold
from onrecord.dates import day_of, within

_MOST = 200
"""Reports that are looked at for one name; a name that more have tells too little."""

_NEAR = timedelta(days=366)
"""How long before the page's day the happening may lie, and after it where it is ahead."""

_LENGTHS = """SELECT t.doc, t.start, t.value, t.basis, d.published FROM times t
  JOIN documents d ON d.doc = t.doc WHERE t.basis GLOB 'a length of time counted *'
  ORDER BY t.doc, t.start"""

_REPORTS = """SELECT e.id, e.date, e.status, lower(e.anchor_text) AS anchor FROM event_words w
  JOIN events e ON e.n = w.rowid WHERE event_words MATCH ? AND e.doc <> ? AND e.date IS NOT NULL
  ORDER BY e.id LIMIT ?"""


class Named(NamedTuple):
    """A row of `named_days`."""

    doc: str
    start: int
    date: str
    of: str
    event: str
    name: str


def name_days(connection: sqlite3.Connection) -> set[str]:
    """Write `named_days` anew; the pages of which a day came, went or changed."""
    columns = "doc, start, date, of, event, name"
    was = {Named(*row) for row in connection.execute(f"SELECT {columns} FROM named_days")}
    lengths = connection.execute(_LENGTHS).fetchall()
    now = {one for row in lengths if (one := _named(connection, *row)) is not None}
    gone, come = was - now, now - was
    connection.executemany(
        "DELETE FROM named_days WHERE doc = ? AND start = ?", [(o.doc, o.start) for o in gone]
    )
    connection.executemany(
        f"INSERT INTO named_days ({columns}) VALUES (?, ?, ?, ?, ?, ?)", sorted(come)
    )
    return {one.doc for one in gone | come}


def _named(
    connection: sqlite3.Connection,
    doc: str,
    start: int,
    value: str,
    basis: str,
    published: str | None,
) -> Named | None:
    """The day of a length by the one day that other pages give its happening; or None."""
    told, page = untold(basis), day_of(published)
    if told is None or page is None:
        return None
    name, sign = told
    reports = [
        (event, day)
        for event, day in _reports(connection, name, doc)
        if _is_near(day, page, ahead=sign < 0)
    ]
    days = {day for _, day in reports if day_of(day) is not None}
    if len(days) != 1:
        return None
    [of] = days
    if not all(within(of, day) for _, day in reports):
        return None
    moved = counted_on(of, value, sign)
    event = min(event for event, day in reports if day == of)
    return Named(doc, start, moved, of, event, name) if moved is not None else None


def _reports(connection: sqlite3.Connection, name: str, doc: str) -> list[tuple[str, str]]:
    """The reports of other pages whose act is the happening of that name, with their dates."""
    words = " AND ".join(f'"{word}"' for word in name.replace('"', " ").split())
    found = connection.execute(_REPORTS, (words, doc, _MOST)).fetchall()
    if len(found) == _MOST:
        return []
    noun = name.rsplit(maxsplit=1)[-1]
    return [(id, day) for id, day, status, at in found if noun in at.split() and status != "denied"]


def _is_near(day: str, page: date, *, ahead: bool) -> bool:
    """Whether the happening may be meant on a page of that day: not one of years before."""
    one = day_of(day)
    if one is None:
        return True
    return page - _NEAR <= one <= (page + _NEAR if ahead else page)
