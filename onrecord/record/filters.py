"""What a list of statements, events or timeline entries is asked for, as one value and as SQL."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from datetime import date
from typing import Any

import msgspec

from onrecord.dates import interval
from onrecord.errors import NotOnRecord
from onrecord.record.index import EARLIEST, LATEST
from onrecord.record.names import actors_meant
from onrecord.record.store import View

Asked = str | tuple[str, ...] | None
"""One value, or any one of several; None and () ask for nothing."""


class Filters(msgspec.Struct, frozen=True, kw_only=True):
    """What all rows of a list must fit; the same value for every list, hashable.

    A row fits where it fits every field that is asked; a field that it does not have (the type of
    a statement) it does not fit. Of several names or values, one will do.

    by: said by this actor (statements). about: its words mention this actor, or, where nobody has
    the name, hold these words (statements). actor: this actor speaks, is spoken to, acts or is
    acted on. between: two names, one says or does it to or about the other. A state's name stands
    for its officials too.
    on, since, until: EDTF; a row fits where its date shares a day with them, an undated one never;
    an entry of the timeline without a date where the day shares one on which it stands (`bound`).
    dated: True for rows with a date, False for those without.
    sort: utterance, happening (timeline). kind: direct, mixed, indirect. nature: speech, belief,
    intention, question. type: a PLOVER type or mode. status: of an event or a happening.
    outlet: as `documents` names it, the agency or the document's id where there is no outlet.
    words: all of them, by their stem, a "phrase in double quotes" so; nothing is query syntax.

    A timeline entry has the actors, outlets, documents and words of all its reports.
    """

    by: Asked = None
    about: str | None = None
    actor: Asked = None
    between: tuple[str, str] | None = None
    on: str | None = None
    since: str | None = None
    until: str | None = None
    dated: bool | None = None
    sort: Asked = None
    kind: Asked = None
    nature: Asked = None
    type: Asked = None
    status: Asked = None
    outlet: Asked = None
    doc: Asked = None
    words: str | None = None


EVERYTHING = Filters()


def with_fields(filters: Filters, more: dict[str, Any]) -> Filters:
    """`filters` with these fields asked too."""
    return msgspec.structs.replace(filters, **more) if more else filters


TELLER = "coalesce(nullif(outlet, ''), nullif(agency, ''), doc)"
"""SQL of who tells a page: see `DocumentRow.teller`."""


PLACED = f"t.first < '{LATEST}'"
"""SQL of the entries that have a place in time."""


class Where(msgspec.Struct, frozen=True):
    """A condition of SQL, "1" where everything fits, with its values by name."""

    text: str
    values: dict[str, Any]


def match_of(asked: str) -> str:
    """`asked` as an FTS5 query that can't be anything but words and phrases.

    >>> match_of('no "big changes" AND NEAR(x')
    '"no" "big changes" "AND" "NEAR" "x"'
    """
    found = re.findall(r'"([^"]*)"|([^"]+)', asked)
    pieces: list[str] = []
    for phrase, loose in found:
        pieces += [" ".join(re.findall(r"\w+", phrase))] if phrase else re.findall(r"\w+", loose)
    return " ".join(f'"{piece}"' for piece in pieces if piece)


def statement_where(view: View, filters: Filters) -> Where:
    """What rows of `statements s` with `placed_statements p` fit; `NotOnRecord` for a name."""
    build = _Build(view)
    build.own(filters.kind, "s.kind")
    build.own(filters.nature, "s.nature")
    if _values(filters.sort) and "utterance" not in _values(filters.sort):
        build.add("0")
    for missing in (filters.type, filters.status):
        if _values(missing):
            build.add("0")
    _statement_parts(build, filters)
    build.days(filters, f"p.first <> '{LATEST}'", "p")
    return build.where()


def event_where(view: View, filters: Filters) -> Where:
    """What rows of `events e` with `placed_events p` fit."""
    build = _Build(view)
    build.code(filters.type, "e.type", "e.mode")
    build.own(filters.status, "e.status")
    if _values(filters.sort) and "happening" not in _values(filters.sort):
        build.add("0")
    for missing in (filters.kind, filters.nature, filters.by):
        if _values(missing):
            build.add("0")
    if filters.about is not None:
        build.add("0")
    _event_parts(build, filters)
    build.days(filters, f"p.first <> '{LATEST}'", "p")
    return build.where()


def entry_where(view: View, filters: Filters) -> Where:
    """What rows of `entries t` fit."""
    build = _Build(view)
    build.own(filters.sort, "t.sort")
    if _values(filters.kind) or _values(filters.nature):
        build.add("t.sort = 'utterance'")
        build.own(filters.kind, "t.kind")
        build.own(filters.nature, "t.status")
    if _values(filters.type) or _values(filters.status):
        build.add("t.sort = 'happening'")
        build.code(filters.type, "t.kind", "t.mode")
        build.own(filters.status, "t.status")
    build.days(filters, "t.date IS NOT NULL", "t", PLACED)
    said, done = _Build(view, "said"), _Build(view, "done")
    _statement_parts(said, filters)
    if _values(filters.by) or filters.about is not None:
        done.add("0")
    else:
        _event_parts(done, filters)
    if said.conditions or done.conditions:
        build.values |= said.values | done.values
        build.add(
            f"t.n IN ({_placed('statements', 's', filters)} WHERE {said.where().text}"
            f" UNION ALL {_placed('events', 'e', filters)} WHERE {done.where().text})"
        )
    return build.where()


def _placed(table: str, alias: str, filters: Filters) -> str:
    """The entries of reports, which are themselves looked at only where their pages matter."""
    if _values(filters.doc) or _values(filters.outlet):
        return f"SELECT q.entry FROM {table} {alias} JOIN placed_{table} q ON q.n = {alias}.n"
    return f"SELECT {alias}.entry FROM placed_{table} {alias}"


class _Build:
    """Conditions that must all hold, and their values under names of their own."""

    def __init__(self, view: View, prefix: str = "of") -> None:
        self.view = view
        self.conditions: list[str] = []
        self.values: dict[str, Any] = {}
        self._prefix = prefix

    def where(self) -> Where:
        return Where(" AND ".join(self.conditions) or "1", self.values)

    def add(self, condition: str) -> None:
        self.conditions.append(condition)

    def value(self, value: Any) -> str:
        name = f"{self._prefix}{len(self.values)}"
        self.values[name] = value
        return f":{name}"

    def among(self, values: Iterable[str]) -> str:
        """The values as what stands after IN."""
        return f"(SELECT value FROM json_each({self.value(json.dumps(sorted(values)))}))"

    def own(self, asked: Asked, column: str) -> None:
        if values := _values(asked):
            self.add(f"{column} IN {self.among(values)}")

    def code(self, asked: Asked, type: str, mode: str) -> None:
        if values := _values(asked):
            codes = self.among(value.lower() for value in values)
            self.add(f"(lower({type}) IN {codes} OR lower({mode}) IN {codes})")

    def meant(self, asked: Asked) -> str:
        """The actors that any of the names means, as what stands after IN."""
        ids: set[str] = set()
        for name in _values(asked):
            ids |= actors_meant(self.view, name)
        return self.among(ids)

    def days(self, filters: Filters, dated: str, table: str, placed: str | None = None) -> None:
        """Conditions on days: rows that are `placed`, unless told those that are `dated`."""
        if filters.dated is not None:
            self.add(dated if filters.dated else f"NOT ({dated})")
        if (filters.on, filters.since, filters.until) != (None, None, None):
            self.add(placed or dated)
        for asked, begins, ends in (
            (filters.on, True, True),
            (filters.since, True, False),
            (filters.until, False, True),
        ):
            if asked is None:
                continue
            first, last = interval(asked)
            if begins and first is not None:
                self.add(f"{table}.last >= {self.value(_iso(first, EARLIEST))}")
            if ends and last is not None:
                self.add(f"{table}.first <= {self.value(_iso(last, LATEST))}")


def _iso(day: date | None, open_end: str) -> str:
    return day.isoformat() if day is not None else open_end


def _values(asked: Asked) -> tuple[str, ...]:
    if asked is None:
        return ()
    return (asked,) if isinstance(asked, str) else asked


def _statement_parts(build: _Build, filters: Filters) -> None:
    """What is asked of statements, whether they stand alone or in an utterance."""
    _pages(build, filters, "s.doc")
    if _values(filters.by):
        build.add(f"s.n IN {_acting('statement', ('speaker',), build.meant(filters.by))}")
    if _values(filters.actor):
        roles = ("speaker", "addressee")
        build.add(f"s.n IN {_acting('statement', roles, build.meant(filters.actor))}")
    if filters.about is not None:
        build.add(f"s.n IN {_about(build, filters.about)}")
    if filters.between is not None:
        one, other = filters.between
        sides = [
            f"s.n IN {_acting('statement', ('speaker',), build.meant(source))} AND (s.n IN"
            f" {_acting('statement', ('addressee',), build.meant(target))} OR s.n IN"
            f" {_about(build, target)})"
            for source, target in ((one, other), (other, one))
        ]
        build.add(f"({sides[0]} OR {sides[1]})")
    if filters.words is not None:
        build.add(f"s.n IN {_holding(build, 'statement_words', filters.words)}")


def _event_parts(build: _Build, filters: Filters) -> None:
    """What is asked of events, whether they stand alone or in a happening."""
    _pages(build, filters, "e.doc")
    roles = ("actor", "recipient", "named")
    if _values(filters.actor):
        build.add(f"e.n IN {_acting('event', roles, build.meant(filters.actor))}")
    for name in filters.between or ():
        build.add(f"e.n IN {_acting('event', roles, build.meant(name))}")
    if filters.words is not None:
        build.add(f"e.n IN {_holding(build, 'event_words', filters.words)}")


def _pages(build: _Build, filters: Filters, column: str) -> None:
    build.own(filters.doc, column)
    if values := _values(filters.outlet):
        told = f"SELECT doc FROM documents WHERE {TELLER} IN {build.among(values)}"
        build.add(f"{column} IN ({told})")


def _acting(what: str, roles: tuple[str, ...], actors: str) -> str:
    named = ", ".join(f"'{role}'" for role in roles)
    return f"(SELECT n FROM {what}_actors WHERE role IN ({named}) AND actor IN {actors})"


def _about(build: _Build, about: str) -> str:
    try:
        return _acting("statement", ("named",), build.meant(about))
    except NotOnRecord:
        query = match_of(about)
        first = "SELECT 1 FROM statement_words WHERE statement_words MATCH ? LIMIT 1"
        if not query or not build.view.rows(first, (query,)):
            raise
        return _holding(build, "statement_words", about)


def _holding(build: _Build, table: str, words: str) -> str:
    query = match_of(words)
    if not query:
        return "(SELECT 0 WHERE 0)"
    return f"(SELECT rowid FROM {table} WHERE {table} MATCH {build.value(query)})"
