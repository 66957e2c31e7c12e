"""Days whose year a page does not give, where the record does.

What a page says is read from the page alone. "The meeting of 16 June" has no year there; where
another page of the record tells of the same happening, on 16 June 2031, it has one on the record,
as long as that page is on it. And where another page tells the day of the page itself, all that it
counts from its day ("on Sunday", "last month") is read again with that.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from onrecord.record.elsewhere import AFTER, BEFORE, TAKEN_AWAY, read_on
from onrecord.record.rows import TimeRow
from onrecord.record.store import View


class Dated(NamedTuple):
    """A day (EDTF) that the record tells, and how."""

    date: str
    basis: str


def statement_days(view: View, numbers: Sequence[int]) -> dict[int, Dated]:
    """When those of these statements were said that have no day on their page, by their `n`."""
    return {**_by_name(view, "statements", numbers), **_by_page(view, "statements", numbers)}


def event_days(view: View, numbers: Sequence[int]) -> dict[int, Dated]:
    """The days of those of these events that have none on their page, by their `n`.

    By the day of the page, where another page tells it; else where the page names a month and day
    beside the event, and the happening that the event is a report of is of these by another page.
    No event of which a person said that no day is known.
    """
    found = {}
    for row in view.rows(
        "SELECT e.n, t.text, h.date, (SELECT min(o.doc) FROM happening_members om"
        " JOIN events o ON o.id = om.event WHERE om.happening = h.id AND o.date = h.date) AS by"
        " FROM events e JOIN times t ON t.doc = e.doc AND t.value GLOB 'XXXX-[01][0-9]-[0-3][0-9]'"
        ' AND t.start >= e.start - :before AND t."end" <= e."end" + :after'
        " JOIN happening_members m ON m.event = e.id JOIN happenings h ON h.id = m.happening"
        " AND substr(h.date, 5, 6) = substr(t.value, 5) AND length(h.date) = 10"
        " WHERE e.n IN (SELECT value FROM json_each(:some)) AND e.date IS NULL"
        f" AND NOT {TAKEN_AWAY}",
        {"some": json.dumps(list(numbers)), "before": BEFORE, "after": AFTER},
    ):
        basis = f"“{row['text']}”, in the year of the same happening on {row['by']}"
        found[row["n"]] = Dated(row["date"], basis)
    by_name = _by_name(view, "events", numbers, f"NOT {TAKEN_AWAY}")
    return {**by_name, **found, **_by_page(view, "events", numbers)}


def _by_page(view: View, table: str, numbers: Sequence[int]) -> dict[int, Dated]:
    """The days of rows of a table by those of their pages, where other pages tell these."""
    own = {"statements": "said_on", "events": "date"}[table]
    found = {}
    for row in view.rows(
        f"SELECT e.n, t.text, t.basis, x.published, x.by FROM {table} e"
        " JOIN settled x ON x.doc = e.doc JOIN times t ON t.doc = e.doc AND t.start = e.dated_start"
        f" WHERE e.n IN (SELECT value FROM json_each(?)) AND e.{own} IS NULL ORDER BY t.n DESC",
        (json.dumps(list(numbers)),),
    ):
        read = read_on(row["text"], row["basis"], row["published"])
        if read is not None:
            found[row["n"]] = Dated(read[1], _basis(row["text"], read[2], row["by"]))
    return found


def _by_name(view: View, table: str, numbers: Sequence[int], where: str = "1") -> dict[int, Dated]:
    """The days of rows that their page counts from a happening which another page dates."""
    return {
        row["n"]: Dated(row["date"], f"“{row['text']}”: {_from_named(row)}")
        for row in view.rows(
            f"SELECT e.n, d.*, t.text, t.basis, o.doc AS by FROM {table} e"
            " JOIN named_days d ON d.doc = e.doc AND d.start = e.dated_start"
            " JOIN times t ON t.doc = d.doc AND t.start = d.start JOIN events o ON o.id = d.event"
            f" WHERE e.n IN (SELECT value FROM json_each(?)) AND {where}",
            (json.dumps(list(numbers)),),
        )
    }


def _from_named(row: sqlite3.Row) -> str:
    side = "after" if row["date"] > row["of"] else "before"
    where = f"which {row['by']} tells ({row['event']})"
    return f"counted {side} {row['of']}, the day of the {row['name']}, {where}"


def settled_times(view: View, rows: Iterable[TimeRow]) -> list[TimeRow]:
    """`rows`, where those without a day are read again on pages whose day another page tells."""
    days = {row["doc"]: row for row in view.rows("SELECT doc, published, by FROM settled")}
    out = []
    for row in rows:
        settled = days.get(row.doc) if "X" in row.value and row.type in ("DATE", "TIME") else None
        read = read_on(row.text, row.basis, settled["published"]) if settled is not None else None
        if settled is None or read is None:
            out.append(row)
        else:
            basis = _basis(row.text, read[2], settled["by"])
            out.append(TimeRow(row.doc, row.start, row.end, row.text, row.type, read[0], basis))
    return out


def _basis(text: str, basis: str, by: str) -> str:
    return f"“{text}”: {basis}, which {by} tells"
