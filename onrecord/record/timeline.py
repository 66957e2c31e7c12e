"""The timeline: one entry for each act of speech and each event in the world."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date as date_of
from datetime import timedelta
from typing import Any, Literal

import msgspec

from onrecord.dates import interval
from onrecord.record.filters import EVERYTHING, TELLER, Filters, entry_where, with_fields
from onrecord.record.query import event_rows, in_docs, statement_rows, words
from onrecord.record.rows import (
    Entry,
    EventRow,
    Party,
    Role,
    StatementRow,
    Teller,
    read_differences,
)
from onrecord.record.store import View

Size = Literal["day", "week", "month", "year", "decade"]


class Bucket(msgspec.Struct, frozen=True):
    """How many entries of one group lie in a stretch of time.

    `date` is EDTF: a day, week (from/to), month, year or decade that holds the whole dates of the
    entries; or, with `wider`, the date itself of entries whose date is longer than a stretch or
    lies across two: a "2031" is not of any month. None for entries without a date. `first` and
    `last` are its days, None for an open end.
    """

    date: str | None
    first: str | None
    last: str | None
    group: str
    count: int
    wider: bool = False


def timeline(
    view: View,
    filters: Filters = EVERYTHING,
    *,
    newest: bool = False,
    limit: int | None = None,
    offset: int = 0,
    **more: Any,
) -> list[Entry]:
    """The entries that fit all that is asked, in order of time; undated ones last.

    An entry without a date that cannot lie after the page that tells it (`bound`) stands at the
    end of that day. Entries of one date, and undated ones, stand in the order of the pages' dates
    and of the text. A statement or event that no link has reached yet has its own entry. With
    `newest` the latest come first, undated ones last all the same.
    """
    where = entry_where(view, with_fields(filters, more))
    order = _NEWEST if newest else ORDER
    found = view.rows(
        f"SELECT t.* FROM entries t WHERE {where.text} ORDER BY {order}"
        " LIMIT :limit OFFSET :offset",
        {**where.values, "limit": -1 if limit is None else limit, "offset": offset},
    )
    return _entries(view, [dict(row) for row in found])


def count_timeline(view: View, filters: Filters = EVERYTHING, **more: Any) -> int:
    """How many entries fit all that is asked."""
    where = entry_where(view, with_fields(filters, more))
    found = view.rows(f"SELECT count(*) AS n FROM entries t WHERE {where.text}", where.values)
    return int(found[0]["n"])


def entries_by_id(view: View, ids: Sequence[str]) -> list[Entry]:
    """The entries with these ids, in this order; an id that has no entry is left out."""
    found = view.rows(
        "SELECT t.* FROM entries t WHERE id IN (SELECT value FROM json_each(?))",
        (json.dumps(list(ids)),),
    )
    rows = {row["id"]: dict(row) for row in found}
    return _entries(view, [rows[id] for id in ids if id in rows])


def buckets(
    view: View,
    filters: Filters = EVERYTHING,
    *,
    size: Size = "month",
    group: Literal["sort", "kind", "status"] = "sort",
    **more: Any,
) -> list[Bucket]:
    """How many entries that fit lie in each stretch of time, for a view from afar.

    In order of time, undated ones last; entries whose date is longer than a stretch stand after
    it under their own date. `group` tells entries apart by sort (utterance, happening), kind
    (direct …, a PLOVER type) or status.
    """
    where = entry_where(view, with_fields(filters, more))
    first, last = (_STRETCH[size].format(day) for day in ("t.first", "t.last"))
    found = view.rows(
        f"SELECT CASE WHEN {first} = {last} THEN {first} END AS stretch,"
        f" CASE WHEN {first} = {last} THEN NULL ELSE t.date END AS own, t.{group} AS grouped,"
        " min(t.first) AS first, count(*) AS n FROM entries t"
        f" WHERE {where.text} AND t.date IS NOT NULL GROUP BY stretch, own, grouped"
        " ORDER BY first, stretch IS NULL, own, grouped",
        where.values,
    )
    undated = view.rows(
        f"SELECT t.{group} AS grouped, count(*) AS n FROM entries t"
        f" WHERE {where.text} AND t.date IS NULL GROUP BY grouped ORDER BY grouped",
        where.values,
    )
    dated = [_bucket(row["stretch"], row["own"], size, row["grouped"], row["n"]) for row in found]
    dated.sort(key=lambda one: (one.first or "", one.wider, one.date or "", one.group))
    return [*dated, *(Bucket(None, None, None, row["grouped"], row["n"]) for row in undated)]


ORDER = "t.first, t.bound, t.last, t.out, t.doc, t.start, t.id"
"""SQL of the order of time: what is only known to be no later than a day comes at its end."""
_NEWEST = (
    "t.first = '9999-12-31', t.first DESC, t.bound IS NULL, t.last DESC,"
    " t.out, t.doc, t.start, t.id"
)
_STRETCH = {
    "day": "{0}",
    "week": "date({0}, 'weekday 0', '-6 days')",
    "month": "substr({0}, 1, 7)",
    "year": "substr({0}, 1, 4)",
    "decade": "substr({0}, 1, 3)",
}


def _bucket(stretch: str | None, own: str | None, size: Size, group: str, count: int) -> Bucket:
    date = own if stretch is None else _whole(stretch, size)
    assert date is not None
    first, last = (day.isoformat() if day else None for day in interval(date))
    return Bucket(date, first, last, group, count, wider=stretch is None)


def _whole(stretch: str, size: Size) -> str:
    """A stretch as EDTF; a week is from Monday to Sunday.

    >>> _whole("203", "decade"), _whole("2031-03-03", "week")
    ('203X', '2031-03-03/2031-03-09')
    """
    if size == "decade":
        return f"{stretch}X"
    if size == "week":
        monday = date_of.fromisoformat(stretch)
        return f"{stretch}/{(monday + timedelta(days=6)).isoformat()}"
    return stretch


def _entries(view: View, found: Sequence[dict[str, Any]]) -> list[Entry]:
    said = _reports(view, "statements", [row["n"] for row in found if row["sort"] == "utterance"])
    done = _reports(view, "events", [row["n"] for row in found if row["sort"] == "happening"])
    statements = dict(zip(said.numbers, statement_rows(view, said.numbers), strict=True))
    events = dict(zip(done.numbers, event_rows(view, done.numbers), strict=True))
    tellers = _tellers(view, [*in_docs([*statements.values()]), *in_docs([*events.values()])])
    shown = words(view, [statements[row["show"]].id for row in found if row["show"] in statements])
    wholes = _wholes(view, [row["id"] for row in found if row["sort"] == "happening"])
    speakers = _speakers(view, [row.reported_by for row in events.values() if row.reported_by])
    return [
        _said(
            row, [statements[n] for n in said.of[row["n"]]], statements[row["show"]], tellers, shown
        )
        if row["sort"] == "utterance"
        else _done(
            row,
            [events[n] for n in done.of[row["n"]]],
            events[row["show"]],
            tellers,
            wholes.get(row["id"]),
            speakers,
        )
        for row in found
    ]


class _Reports(msgspec.Struct, frozen=True):
    """The reports of entries: rows of statements or events, in order of page and place."""

    numbers: list[int]
    of: dict[int, list[int]]


def _reports(view: View, table: str, entries: Sequence[int]) -> _Reports:
    found = view.rows(
        f"SELECT p.entry, p.n FROM placed_{table} p JOIN {table} t ON t.n = p.n"
        " WHERE p.entry IN (SELECT value FROM json_each(?))"
        ' ORDER BY t.doc, t.start, t."end" DESC, t.id',
        (json.dumps(list(entries)),),
    )
    of: dict[int, list[int]] = defaultdict(list)
    for row in found:
        of[row["entry"]].append(row["n"])
    return _Reports([row["n"] for row in found], of)


class _Whole(msgspec.Struct, frozen=True):
    """What the reports of a happening come to."""

    place: str | None
    differences: tuple[str, ...]
    response_to: str | None
    statuses: tuple[str, ...]


def _wholes(view: View, ids: Sequence[str]) -> dict[str, _Whole]:
    asked = (json.dumps(list(ids)),)
    lives: dict[str, list[str]] = defaultdict(list)
    for row in view.rows(
        "SELECT happening, status FROM happening_life"
        " WHERE happening IN (SELECT value FROM json_each(?)) ORDER BY happening, number",
        asked,
    ):
        lives[row["happening"]].append(row["status"])
    return {
        row["id"]: _Whole(
            row["place"],
            tuple(one.words for one in read_differences(row["differences"])),
            row["response_to"],
            tuple(lives[row["id"]]),
        )
        for row in view.rows(
            "SELECT * FROM happenings WHERE id IN (SELECT value FROM json_each(?))", asked
        )
    }


def _speakers(view: View, statements: Iterable[str]) -> dict[str, str]:
    """The name of each statement's speaker, where it has one."""
    found = view.rows(
        "SELECT r.statement, coalesce(a.name, r.name) AS name FROM statement_roles r"
        " LEFT JOIN actor_members am ON am.doc = r.doc AND am.entity = r.entity"
        " LEFT JOIN actors a ON a.id = am.actor"
        " WHERE r.role = 'speaker' AND r.statement IN (SELECT value FROM json_each(?))",
        (json.dumps(sorted(set(statements))),),
    )
    return {row["statement"]: row["name"] for row in found}


def _tellers(view: View, docs: Iterable[str]) -> dict[str, Teller]:
    found = view.rows(
        f"SELECT doc, {TELLER} AS teller,"
        " coalesce(settled.published, documents.published) AS published"
        " FROM documents LEFT JOIN settled USING (doc)"
        " WHERE doc IN (SELECT value FROM json_each(?))",
        (json.dumps(sorted(set(docs))),),
    )
    return {row["doc"]: Teller(row["doc"], row["teller"], row["published"]) for row in found}


def _said(
    line: dict[str, Any],
    rows: Sequence[StatementRow],
    best: StatementRow,
    tellers: dict[str, Teller],
    shown: dict[str, str],
) -> Entry:
    return Entry(
        id=line["id"],
        sort="utterance",
        date=line["date"],
        bound=line["bound"],
        who=(best.speaker.name,) if best.speaker else (),
        whom=(best.addressee.name,) if best.addressee else (),
        verb=best.cue.text if best.cue else "",
        what=shown[best.id],
        kind=best.kind,
        status=best.nature,
        life=None,
        place=best.place,
        sources=tuple(tellers[doc] for doc in in_docs(rows)),
        show=best.id,
        members=tuple(row.id for row in rows),
        differences=(),
        answers=None,
        actors=_ids([r.speaker for r in rows] + [r.addressee for r in rows]),
        corrected=tuple(field for row in rows for field in row.corrected),
    )


def _done(
    line: dict[str, Any],
    rows: Sequence[EventRow],
    best: EventRow,
    tellers: dict[str, Teller],
    whole: _Whole | None,
    speakers: dict[str, str],
) -> Entry:
    acting = tuple(dict.fromkeys(role.name for role in best.actors))
    statuses = whole.statuses if whole else ()
    return Entry(
        id=line["id"],
        sort="happening",
        date=line["date"],
        bound=line["bound"],
        who=acting,
        whom=tuple(n for n in dict.fromkeys(r.name for r in best.recipients) if n not in acting),
        verb=f"{best.type} {best.mode}" if best.mode else best.type,
        what=best.text,
        kind=best.type,
        status=line["status"],
        life=_life(statuses or [row.status for row in rows]),
        place=whole.place if whole else best.place,
        sources=tuple(tellers[doc] for doc in in_docs(rows)),
        show=best.id,
        members=tuple(row.id for row in rows),
        differences=whole.differences if whole else (),
        answers=whole.response_to if whole else None,
        actors=_ids([role for row in rows for role in (*row.actors, *row.recipients)]),
        told_by=_told_by(rows, speakers),
        corrected=tuple(field for row in rows for field in row.corrected),
    )


def _told_by(rows: Sequence[EventRow], speakers: dict[str, str]) -> tuple[str, ...]:
    """Who tells of a happening, where every report of it is in somebody's words."""
    if any(row.reported_by is None for row in rows):
        return ()
    names = (speakers.get(row.reported_by or "", "somebody unnamed") for row in rows)
    return tuple(dict.fromkeys(names))


def _life(statuses: Sequence[str]) -> str | None:
    counts: dict[str, int] = {}
    for status in statuses:
        counts[status] = counts.get(status, 0) + 1
    if len(counts) < 2:
        return None
    return ", ".join(f"{status} {count}" for status, count in counts.items())


def _ids(parties: Iterable[Party | Role | None]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(party.id for party in parties if party and party.id))
