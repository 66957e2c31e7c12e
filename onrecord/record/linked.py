"""The links of a record, written: all anew, or only what some pages changed."""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Iterable, Sequence

import msgspec

from onrecord.link.again import Relinked, again, remember
from onrecord.link.decide import Meet, whole
from onrecord.link.memory import Memory
from onrecord.link.ties import Ties
from onrecord.model import Happening, Links, Reading, Utterance
from onrecord.record import index
from onrecord.record.corrections import Correction, standing
from onrecord.record.decided import Settlement, settled
from onrecord.record.named import name_days
from onrecord.record.tables import insert_all, link_rows

_TIES = "link_ties"
"""The fact that holds the ties that links were made under, as JSON."""


def link_anew(
    connection: sqlite3.Connection, corrections: Sequence[Correction], meet: Meet | None = None
) -> Settlement:
    """Join all pages and remember what was made of them; the tables are empty before."""
    readings = [reading for _, reading in _readings(connection)]
    decided = settled(readings, corrections)
    made = whole(decided.readings, decided.ties, meet)
    remember(Memory(connection), made, _marks(connection, corrections))
    _keep_ties(connection, decided.ties)
    insert_all(connection, link_rows(made.links))
    name_days(connection)
    index.refresh(connection)
    return decided


def link_again(connection: sqlite3.Connection, corrections: Sequence[Correction]) -> Settlement:
    """Join the pages that changed since, and write what that changes of the links."""
    memory = Memory(connection)
    known = memory.pages()
    now = _marks(connection, corrections)
    changed = {doc for doc, mark in now.items() if known.get(doc) != mark}
    gone = known.keys() - now.keys()
    asked = {doc for one in standing(corrections) for doc in _docs(one)} & now.keys()
    readings = [reading for _, reading in _readings(connection, sorted(changed | asked))]
    decided = settled(readings, corrections)
    come = {
        reading.document.doc: reading
        for reading in decided.readings
        if reading.document.doc in changed
    }
    before = index.touched_by(connection, [*changed, *gone])
    found = again(memory, come, gone | (changed & known.keys()), decided.ties, _ties(connection))
    for doc in gone:
        memory.drop_page(doc)
    for doc in sorted(changed):
        memory.put_page(doc, now[doc])
    _keep_ties(connection, decided.ties)
    _write(connection, found, before, changed)
    return decided


def remembered(connection: sqlite3.Connection) -> bool:
    """Whether links can be made again from what is remembered."""
    query = "SELECT 1 FROM link_pages LIMIT 1"
    return connection.execute(query).fetchone() is not None


def _write(
    connection: sqlite3.Connection, found: Relinked, before: index.Touched, changed: set[str]
) -> None:
    touched = set(changed)
    links = Links(
        actors=tuple(found.actors),
        utterances=tuple(found.utterances),
        happenings=tuple(found.happenings),
        copies=tuple(found.copies),
        settled=tuple(found.settled),
    )
    rows = link_rows(links)
    ids = json.dumps(sorted(found.gone))
    wholes: list[Utterance | Happening] = [*found.utterances, *found.happenings]
    written = json.dumps([one.id for one in wholes])
    members = json.dumps([key for one in wholes for key in one.members])
    for sort in ("statements", "events"):
        query = f"SELECT DISTINCT doc FROM {sort} WHERE id IN (SELECT value FROM json_each(?))"
        touched |= {row[0] for row in connection.execute(query, (members,))}
    touched |= {doc for (doc, _), _ in found.placed}
    dated = json.dumps(sorted(found.dated))
    query = "SELECT doc, published FROM settled WHERE doc IN (SELECT value FROM json_each(?))"
    was = dict(connection.execute(query, (dated,)).fetchall())
    now = {one.doc: one.published for one in found.settled}
    touched |= {doc for doc in was.keys() | now.keys() if was.get(doc) != now.get(doc)}
    touched |= _officials(connection, found) | name_days(connection)
    others = index.touched_by(connection, touched)
    query = "SELECT n FROM entries WHERE id IN (SELECT value FROM json_each(?))"
    lines = {row[0] for some in (ids, written) for row in connection.execute(query, (some,))}
    before = index.Touched(before.lines | others.lines | lines, before.actors | others.actors)
    for table in ("utterances", "happenings"):
        for some in (ids, written):
            connection.execute(
                f"DELETE FROM {table} WHERE id IN (SELECT value FROM json_each(?))", (some,)
            )
    copied = json.dumps(sorted(found.copied))
    connection.execute(
        "DELETE FROM copies WHERE doc IN (SELECT value FROM json_each(?))", (copied,)
    )
    connection.execute(
        "DELETE FROM settled WHERE doc IN (SELECT value FROM json_each(?))", (dated,)
    )
    actors = rows.tables.pop("actors", [])
    for row in actors:
        names = ", ".join(row)
        holes = ", ".join("?" * len(row))
        sets = ", ".join(f"{name} = excluded.{name}" for name in row if name != "id")
        connection.execute(
            f"INSERT INTO actors ({names}) VALUES ({holes}) ON CONFLICT (id) DO UPDATE SET {sets}",
            tuple(row.values()),
        )
    connection.execute(
        "DELETE FROM actor_members WHERE doc IN (SELECT value FROM json_each(?))",
        (json.dumps(sorted(changed)),),
    )
    connection.executemany(
        "INSERT OR REPLACE INTO actor_members (doc, entity, actor) VALUES (?, ?, ?)",
        [(doc, entity, actor) for (doc, entity), actor in found.placed],
    )
    connection.execute("DELETE FROM actors WHERE id IN (SELECT value FROM json_each(?))", (ids,))
    insert_all(connection, rows)
    index.refresh_links(connection, touched, before, [one.id for one in found.actors])


def _officials(connection: sqlite3.Connection, found: Relinked) -> set[str]:
    """The pages of those who act for another actor now: their events have other sides."""
    query = "SELECT acts_for FROM actors WHERE id = ?"
    moved = []
    for one in found.actors:
        row = connection.execute(query, (one.id,)).fetchone()
        if row is not None and row[0] != one.acts_for:
            moved.append(one.id)
    pages = "SELECT DISTINCT doc FROM actor_members WHERE actor IN (SELECT value FROM json_each(?))"
    return {row[0] for row in connection.execute(pages, (json.dumps(moved),))}


def _marks(connection: sqlite3.Connection, corrections: Sequence[Correction]) -> dict[str, str]:
    """For each page a mark of its reading and of the corrections about it."""
    about: dict[str, list[str]] = {}
    for one in standing(corrections):
        for doc in _docs(one):
            about.setdefault(doc, []).append(one.id)
    return {
        doc: " ".join([sha256, *sorted(set(about.get(doc, ())))])
        for doc, sha256 in connection.execute("SELECT doc, sha256 FROM readings")
    }


def _docs(one: Correction) -> set[str]:
    return {anchor.doc for side in one.sides for anchor in side}


def _readings(
    connection: sqlite3.Connection, docs: Sequence[str] | None = None
) -> Iterable[tuple[str, Reading]]:
    query, values = "SELECT doc, data FROM readings ORDER BY doc", ()
    if docs is not None:
        query = (
            "SELECT doc, data FROM readings WHERE doc IN (SELECT value FROM json_each(?))"
            " ORDER BY doc"
        )
        values = (json.dumps(list(docs)),)  # type: ignore[assignment]
    for doc, data in connection.execute(query, values).fetchall():
        yield doc, msgspec.msgpack.decode(zlib.decompress(data), type=Reading)


def _ties(connection: sqlite3.Connection) -> Ties:
    row = connection.execute("SELECT value FROM facts WHERE name = ?", (_TIES,)).fetchone()
    return msgspec.json.decode(row[0], type=Ties) if row is not None else Ties()


def _keep_ties(connection: sqlite3.Connection, ties: Ties) -> None:
    text = msgspec.json.encode(ties, order="deterministic").decode()
    connection.execute("INSERT OR REPLACE INTO facts (name, value) VALUES (?, ?)", (_TIES, text))
