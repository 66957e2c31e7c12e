"""What makes questions quick: the timeline's lines, when each thing was, and who takes part.

The tables of 004_index.sql and 008_placed.sql, made from the other tables alone: whole when links
are made, for some pages when one comes in or goes. A record without them would answer alike, and
slowly.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Collection, Iterable
from functools import lru_cache

import msgspec

from onrecord.dates import OPEN, QUALIFIERS, first_day, is_edtf, last_day
from onrecord.record import elsewhere

EARLIEST, LATEST = "0001-01-01", "9999-12-31"
"""Stand for an open start and an open end; LATEST twice for no date, which comes last."""

SAID = frozenset({"speech", "question"})
"""Natures of what was said; beliefs, plans and what was declined are no acts of speech."""


def folded(name: str) -> str:
    """A name as it is looked up by.

    >>> folded("The Foreign Ministry of Kestria")
    'foreign ministry of kestria'
    """
    return " ".join(re.findall(r"\w+", name.strip().casefold().removeprefix("the ")))


LINES = ("entries", "placed_statements", "placed_events")
ALL = ("statement_actors", "event_actors", "actor_names", "actor_figures", *LINES)


class Touched(msgspec.Struct, frozen=True):
    """What changes with some pages: lines of the timeline by their n, and actors by their id."""

    lines: frozenset[int] = frozenset()
    actors: frozenset[str] = frozenset()


def refresh(connection: sqlite3.Connection, tables: Collection[str] = ALL) -> None:
    """Make these tables of the index anew, all of them unless told."""
    _bring_functions(connection)
    for table in tables:
        connection.execute(f"DELETE FROM {table}")
    for command in (*_PARTS, *_LINES):
        if _table(command) in tables:
            connection.execute(command.format(statements="1", events="1", actors="1"))


def unlike(connection: sqlite3.Connection) -> list[tuple[str, int]]:
    """The tables of the index that are not what the other tables give, and by how many rows."""
    _bring_functions(connection)
    given: dict[tuple[str, str], list[str]] = {}
    for command in (*_PARTS, *_LINES):
        found = _INSERT.fullmatch(command.format(statements="1", events="1", actors="1").strip())
        assert found is not None
        given.setdefault((found["table"], found["columns"]), []).append(found["select"])
    faults = []
    for (table, columns), selects in given.items():
        expected = " UNION ".join(f"SELECT * FROM ({select})" for select in selects)
        there = f"SELECT {columns} FROM {table}"
        count = 0
        for one, other in ((expected, there), (there, expected)):
            query = f"SELECT count(*) FROM (SELECT * FROM ({one}) EXCEPT SELECT * FROM ({other}))"
            count += connection.execute(query).fetchone()[0]
        if count:
            faults.append((table, count))
    return faults


def touched_by(connection: sqlite3.Connection, docs: Iterable[str]) -> Touched:
    """The lines that these pages, and those they give a year to, have a report in; their actors.

    Asked before the pages change or go, for `refresh_pages` afterwards.
    """
    pages = json.dumps(sorted(set(docs)))
    lines = (
        "WITH asked AS (SELECT value AS doc FROM json_each(?1)"
        " UNION SELECT doc FROM settled WHERE by IN (SELECT value FROM json_each(?1)))"
        " SELECT p.entry FROM placed_statements p JOIN statements s USING (n)"
        " WHERE s.doc IN (SELECT doc FROM asked) AND p.entry IS NOT NULL"
        " UNION SELECT p.entry FROM placed_events p JOIN events e USING (n)"
        " WHERE e.doc IN (SELECT doc FROM asked) AND p.entry IS NOT NULL"
    )
    actors = "SELECT actor FROM actor_members WHERE doc IN (SELECT value FROM json_each(?1))"
    return Touched(
        frozenset(row[0] for row in connection.execute(lines, (pages,))),
        frozenset(row[0] for row in connection.execute(actors, (pages,))),
    )


def refresh_pages(connection: sqlite3.Connection, docs: Iterable[str], before: Touched) -> None:
    """Make what was touched `before` and the lines of `docs` anew; other parts wait for links."""
    _bring_functions(connection)
    _refresh_lines(connection, docs, before.lines)
    _refresh_figures(connection, before.actors)


def _refresh_lines(
    connection: sqlite3.Connection, docs: Iterable[str], before: Iterable[int]
) -> None:
    pages, lines = json.dumps(sorted(set(docs))), json.dumps(sorted(before))
    for sort, whole, table, member in (
        ("statements", "utterance", "utterance_members", "statement"),
        ("events", "happening", "happening_members", "event"),
    ):
        found = connection.execute(
            f"WITH own AS (SELECT n, id FROM {sort}"
            " WHERE doc IN (SELECT value FROM json_each(?1))"
            f" UNION SELECT t.n, t.id FROM placed_{sort} p JOIN {sort} t USING (n)"
            "   WHERE p.entry IN (SELECT value FROM json_each(?2)))"
            " SELECT n FROM own UNION"
            f" SELECT t.n FROM own JOIN {table} m ON m.{member} = own.id"
            f" JOIN {table} o ON o.{whole} = m.{whole} JOIN {sort} t ON t.id = o.{member}",
            (pages, lines),
        ).fetchall()
        members = json.dumps([row[0] for row in found])
        connection.execute(
            "DELETE FROM entries WHERE n IN (SELECT value FROM json_each(?2)) AND sort = ?3"
            f" OR n IN (SELECT entry FROM placed_{sort}"
            "   WHERE n IN (SELECT value FROM json_each(?1)))",
            (members, lines, whole),
        )
        connection.execute(
            f"DELETE FROM placed_{sort} WHERE n IN (SELECT value FROM json_each(?1))", (members,)
        )
        make, place = {
            "statements": (_UTTERANCES, _PLACED_STATEMENTS),
            "events": (_HAPPENINGS, _PLACED_EVENTS),
        }[sort]
        only = "{0}.n IN (SELECT value FROM json_each(?1))"
        for command in (make, place):
            text = command.format(statements=only.format("s"), events=only.format("e"))
            connection.execute(text, (members,))


def refresh_links(
    connection: sqlite3.Connection, docs: Iterable[str], before: Touched, actors: Iterable[str]
) -> None:
    """Make anew what was touched `before`, all of `docs`, and what the record knows of `actors`.

    For links that changed in some pages alone; what these are is the caller's to know.
    """
    _bring_functions(connection)
    docs, actors = sorted(set(docs)), frozenset(actors)
    pages, people = json.dumps(docs), json.dumps(sorted(actors))
    asked = "(SELECT value FROM json_each(?1))"
    for sort in ("statement", "event"):
        connection.execute(
            f"DELETE FROM {sort}_actors WHERE n IN (SELECT n FROM {sort}s WHERE doc IN {asked})",
            (pages,),
        )
    for command in (_SPEAKERS, _NAMED, _SIDES, _OWN_SIDES):
        only = {"statements": f"s.doc IN {asked}", "events": f"e.doc IN {asked}"}
        connection.execute(command.format(**only), (pages,))
    connection.execute(f"DELETE FROM actor_names WHERE actor IN {asked}", (people,))
    connection.execute(_NAMES.format(actors=f"a.id IN {asked}"), (people,))
    _refresh_lines(connection, docs, before.lines)
    connection.execute(_RENAMED, (people,))
    _refresh_figures(connection, before.actors | actors | touched_by(connection, docs).actors)


def _refresh_figures(connection: sqlite3.Connection, actors: Iterable[str]) -> None:
    people = json.dumps(sorted(actors))
    asked = "(SELECT value FROM json_each(?1))"
    connection.execute(f"DELETE FROM actor_figures WHERE actor IN {asked}", (people,))
    connection.execute(_FIGURES.format(actors=f"a.id IN {asked}"), (people,))


def _bring_functions(connection: sqlite3.Connection) -> None:
    for name, function in (
        ("first_day", _first),
        ("last_day", _last),
        ("bound_by", _bound),
        ("folded", folded),
    ):
        connection.create_function(name, 1, function, deterministic=True)
    elsewhere.bring(connection)


@lru_cache(maxsize=4096)
def _first(date: str | None) -> str:
    if date is None or not is_edtf(date):
        return LATEST
    day = first_day(date)
    return day.isoformat() if day else EARLIEST


@lru_cache(maxsize=4096)
def _last(date: str | None) -> str:
    day = last_day(date)
    return day.isoformat() if day else LATEST


@lru_cache(maxsize=4096)
def _bound(published: str | None) -> str | None:
    """What the day of a page says of what it tells as done: it was no later; None without a day.

    >>> _bound("2031-03-12"), _bound("2031-03?"), _bound("2031-03/..")
    ('../2031-03-12', '../2031-03-31?', None)
    """
    day = last_day(published)
    if published is None or day is None:
        return None
    doubt = "?" if set(QUALIFIERS) & set(published) else ""
    return f"{OPEN}/{day.isoformat()}{doubt}"


# Of a page's dates the one that another page settles comes first; the index of the best report
# is by the words of it: in the text, literal, longest, of the earliest page.
_PUBLISHED = "coalesce(settled.published, documents.published)"
_OUT = f"last_day({_PUBLISHED})"
_BOUND = f"bound_by({_PUBLISHED})"
_SAID = ", ".join(f"'{nature}'" for nature in sorted(SAID))

_UTTERANCES = f"""
INSERT INTO entries
  (id, sort, show, kind, mode, status, date, bound, first, last, out, doc, start, lead)
SELECT id, 'utterance', n, kind, NULL, nature, date, bound,
  CASE WHEN date IS NULL THEN last_day(bound) ELSE first_day(date) END,
  last_day(coalesce(date, bound)), out, doc, start,
  (SELECT x.actor FROM statement_actors x WHERE x.n = best.n AND x.role = 'speaker')
FROM (
  SELECT *, row_number()
    OVER (PARTITION BY id ORDER BY aside, solid, said DESC, out, report) AS nth,
    CASE WHEN date IS NULL THEN min(known) OVER (PARTITION BY id) END AS bound
  FROM (
    SELECT coalesce(m.utterance, s.id) AS id, s.id AS report, s.n, s.kind, s.nature, s.doc, s.start,
      coalesce(CASE WHEN m.utterance IS NULL THEN s.said_on ELSE u.said_on END,
        {elsewhere.SAID_ON}) AS date,
      {_OUT} AS out, {_BOUND} AS known,
      s.region NOT IN ('body', 'answer', 'question', 'transcript') AS aside,
      CASE s.kind WHEN 'direct' THEN 0 WHEN 'mixed' THEN 1 WHEN 'indirect' THEN 2 ELSE 3 END
        AS solid,
      (SELECT sum(p."end" - p.start) FROM statement_parts p WHERE p.statement = s.id) AS said
    FROM statements s
    JOIN documents ON documents.doc = s.doc LEFT JOIN settled ON settled.doc = s.doc
    LEFT JOIN utterance_members m ON m.statement = s.id
    LEFT JOIN utterances u ON u.id = m.utterance
    WHERE {{statements}}
  )
) best WHERE nth = 1 AND nature IN ({_SAID})
"""

_HAPPENINGS = f"""
INSERT INTO entries
  (id, sort, show, kind, mode, status, date, bound, first, last, out, doc, start, lead)
SELECT id, 'happening', n, type, mode, stands, date, bound,
  CASE WHEN date IS NULL THEN last_day(bound) ELSE first_day(date) END,
  last_day(coalesce(date, bound)), out, doc, start,
  (SELECT min(x.actor) FROM event_actors x WHERE x.n = best.n AND x.role = 'actor')
FROM (
  SELECT *, row_number()
    OVER (PARTITION BY id ORDER BY status <> stands, filled DESC, out, doc, start, report) AS nth,
    CASE WHEN date IS NULL AND stands = 'happened'
      THEN min(CASE WHEN status = 'happened' THEN known END) OVER (PARTITION BY id) END AS bound
  FROM (
    SELECT coalesce(m.happening, e.id) AS id, e.id AS report, e.n, e.type, e.mode, e.status, e.doc,
      e.start, coalesce(h.status, e.status) AS stands,
      coalesce(CASE WHEN h.id IS NULL THEN e.date ELSE h.date END, {elsewhere.OF_EVENT}) AS date,
      {_OUT} AS out, {_BOUND} AS known,
      (SELECT count(*) FROM event_roles r WHERE r.event = e.id) + (e.date IS NOT NULL) AS filled
    FROM events e
    JOIN documents ON documents.doc = e.doc LEFT JOIN settled ON settled.doc = e.doc
    LEFT JOIN happening_members m ON m.event = e.id
    LEFT JOIN happenings h ON h.id = m.happening
    WHERE {{events}}
  )
) best WHERE nth = 1
"""

_PLACED_STATEMENTS = f"""
INSERT INTO placed_statements (n, entry, first, last, speaker)
SELECT s.n, t.n, first_day(s.day), last_day(s.day), coalesce(a.name, r.name)
FROM (SELECT s.*, coalesce(s.said_on, {elsewhere.SAID_ON}) AS day FROM statements s
  WHERE {{statements}}) s
LEFT JOIN statement_roles r ON r.statement = s.id AND r.role = 'speaker'
LEFT JOIN actor_members am ON am.doc = r.doc AND am.entity = r.entity
LEFT JOIN actors a ON a.id = am.actor
LEFT JOIN utterance_members m ON m.statement = s.id
LEFT JOIN entries t ON t.id = coalesce(m.utterance, s.id)
ORDER BY s.n
"""

_PLACED_EVENTS = f"""
INSERT INTO placed_events (n, entry, first, last)
SELECT e.n, t.n, first_day(e.day), last_day(e.day)
FROM (SELECT e.*, coalesce(e.date, {elsewhere.OF_EVENT}) AS day FROM events e
  WHERE {{events}}) e
LEFT JOIN happening_members m ON m.event = e.id
LEFT JOIN entries t ON t.id = coalesce(m.happening, e.id)
ORDER BY e.n
"""

_SPEAKERS = """
INSERT INTO statement_actors (actor, role, n)
SELECT am.actor, r.role, s.n FROM statement_roles r
JOIN statements s ON s.id = r.statement
JOIN actor_members am ON am.doc = r.doc AND am.entity = r.entity
WHERE {statements}
ORDER BY am.actor, r.role, s.n
"""

_NAMED = """
INSERT OR IGNORE INTO statement_actors (actor, role, n)
SELECT DISTINCT am.actor, 'named', s.n FROM statements s
JOIN statement_parts p ON p.statement = s.id
JOIN mentions m ON m.doc = s.doc AND m.start >= p.start AND m.start < p."end" AND m."end" <= p."end"
JOIN actor_members am ON am.doc = m.doc AND am.entity = m.entity
WHERE {statements}
ORDER BY 1, 3
"""

_SIDES = """
INSERT OR IGNORE INTO event_actors (actor, role, n)
SELECT coalesce(state.id, a.id), r.role, e.n FROM event_roles r
JOIN events e ON e.id = r.event
JOIN actor_members am ON am.doc = r.doc AND am.entity = r.entity
JOIN actors a ON a.id = am.actor
LEFT JOIN actors state ON state.id = a.acts_for AND coalesce(e.mode, '') <> 'resign'
  AND r.start IS NOT NULL  -- whom a person set does not act for another
WHERE {events}
ORDER BY 1, 2, 3
"""

_OWN_SIDES = """
INSERT OR IGNORE INTO event_actors (actor, role, n)
SELECT DISTINCT am.actor, 'named', e.n FROM event_roles r
JOIN events e ON e.id = r.event
JOIN mentions m ON m.doc = r.doc AND m.start >= r.start AND m.start < r."end" AND m."end" <= r."end"
JOIN actor_members am ON am.doc = m.doc AND am.entity = m.entity
WHERE {events}
ORDER BY 1, 3
"""

_NAMES = """
INSERT OR IGNORE INTO actor_names (name, actor, sort)
SELECT folded(a.name), a.id, 'name' FROM actors a WHERE {actors}
UNION SELECT folded(j.value), a.id, 'name' FROM actors a, json_each(a.names) j WHERE {actors}
UNION SELECT folded(j.value), a.id, 'office' FROM actors a, json_each(a.offices) j WHERE {actors}
"""

_FIGURES = """
INSERT INTO actor_figures (actor, said, done)
SELECT a.id,
  (SELECT count(*) FROM statement_actors x WHERE x.actor = a.id AND x.role = 'speaker'),
  (SELECT count(DISTINCT r.event) FROM actor_members m
    JOIN event_roles r ON r.doc = m.doc AND r.entity = m.entity WHERE m.actor = a.id)
FROM actors a WHERE {actors}
"""

_RENAMED = """
UPDATE placed_statements SET speaker = a.name
FROM actors a JOIN statement_actors x ON x.actor = a.id AND x.role = 'speaker'
WHERE a.id IN (SELECT value FROM json_each(?1)) AND placed_statements.n = x.n
  AND placed_statements.speaker IS NOT a.name
"""

_LINES = (_UTTERANCES, _HAPPENINGS, _PLACED_STATEMENTS, _PLACED_EVENTS)
_PARTS = (_SPEAKERS, _NAMED, _SIDES, _OWN_SIDES, _NAMES, _FIGURES)
_INSERT = re.compile(
    r"INSERT (?:OR IGNORE )?INTO (?P<table>\w+)\s*\((?P<columns>[^)]*)\)\s*(?P<select>SELECT.*)",
    re.DOTALL,
)


def _table(command: str) -> str:
    """The table that a command fills."""
    found = _INSERT.fullmatch(command.strip())
    assert found is not None
    return found["table"]
