"""A reading as the rows of the record's tables, with its spans in offsets of the page."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

import msgspec

from onrecord.errors import SpanError
from onrecord.model import Document, Event, Links, Reading, Statement, Who
from onrecord.spans import Span, hull

Value = str | int | float | None
Row = Mapping[str, Value]

CUT = "[…]"
"""Stands where a quotation is interrupted by words that are not of it."""

_MARKS = frozenset("\"'“”„‟«»‹›‘’‚`-–—•>*")
"""What may stand between two paragraphs of one quotation that nothing interrupts."""


class Rows(msgspec.Struct):
    """Rows by table, in the order in which they must be written."""

    tables: dict[str, list[Row]]
    left_out: int = 0


def rows_of(reading: Reading) -> Rows:
    """The rows of one page's reading, without those of the document itself.

    A statement or event whose characters have no source in the page is left out and counted:
    a quotation that can't be opened in its page is not on the record.
    """
    document = reading.document
    rows = Rows({})
    _add(rows, "regions", _regions(document))
    _add(rows, "witnesses", _witnesses(document))
    _add(rows, "alternatives", _alternatives(document))
    _add(rows, "entities", _entities(reading))
    _add(rows, "mentions", _mentions(reading))
    _add(rows, "times", _times(reading))
    seen: set[str] = set()
    for statement in reading.statements:
        _add_whole(rows, seen, statement.id, _statement(document, statement))
    for event in reading.events:
        _add_whole(rows, seen, event.id, _event(document, event))
    return rows


def shown(text: str, parts: Sequence[Span], *, reported: bool = False) -> str:
    """The pieces of a statement as one line of reading.

    Pieces are joined by " […] " where other words stand between them, and by a space where only
    the break between two paragraphs of the quotation does. The "that" which opens what is
    `reported`, not quoted, is left out.

    >>> shown("We left, she said, at dawn.", [Span(0, 8), Span(19, 27)])
    'We left, […] at dawn.'
    >>> shown("She said that we left.", [Span(9, 21)], reported=True)
    'we left'
    """
    pieces = [parts[0].of(text)]
    if reported:
        pieces[0] = pieces[0].removeprefix("that ")
    for before, part in pairwise(parts):
        between = text[before.end : part.start]
        carries_on = all(c.isspace() or c in _MARKS for c in between)
        pieces.append(" " if carries_on else f" {CUT} ")
        pieces.append(part.of(text).lstrip() if carries_on else part.of(text))
    return "".join(pieces)


def link_rows(links: Links) -> Rows:
    """The rows of what a record's pages say together."""
    rows = Rows({})
    _add(rows, "actors", (_actor(actor) for actor in links.actors))
    _add(
        rows,
        "actor_members",
        (
            {"doc": doc, "entity": entity, "actor": actor.id}
            for actor in links.actors
            for doc, entity in actor.members
        ),
    )
    _add(
        rows,
        "utterances",
        (
            {"id": one.id, "said_on": one.said_on, "reasons": _json(one.reasons)}
            for one in links.utterances
        ),
    )
    _add(
        rows,
        "utterance_members",
        (
            {"statement": member, "utterance": one.id, "number": number}
            for one in links.utterances
            for number, member in enumerate(one.members)
        ),
    )
    _add(
        rows,
        "happenings",
        (
            {
                "id": one.id,
                "type": one.type,
                "status": one.status,
                "date": one.date,
                "place": one.place,
                "response_to": one.response_to,
                "reasons": _json(one.reasons),
                "differences": msgspec.json.encode(one.differences).decode(),
            }
            for one in links.happenings
        ),
    )
    _add(
        rows,
        "happening_members",
        (
            {"event": member, "happening": one.id, "number": number}
            for one in links.happenings
            for number, member in enumerate(one.members)
        ),
    )
    _add(
        rows,
        "happening_life",
        (
            {"happening": one.id, "number": number, "status": status, "event": event}
            for one in links.happenings
            for number, (status, event) in enumerate(one.life)
        ),
    )
    _add(
        rows,
        "copies",
        (
            {"doc": doc, "of": of, "reason": reason, "kind": kind}
            for doc, of, reason, kind in links.copies
        ),
    )
    _add(
        rows,
        "settled",
        (
            {"doc": one.doc, "published": one.published, "basis": one.basis, "by": one.by}
            for one in links.settled
        ),
    )
    return rows


def on_page(document: Document, span: Span | None) -> Span | None:
    """The page's span of a span of the document; None where it has no source in the page."""
    if span is None:
        return None
    try:
        return document.offsets.to_page(span)
    except SpanError:
        return None


def _add(rows: Rows, table: str, found: Iterable[Row]) -> None:
    rows.tables.setdefault(table, []).extend(found)


def _add_whole(rows: Rows, seen: set[str], id: str, found: dict[str, list[Row]] | None) -> None:
    if found is None:
        rows.left_out += 1
        return
    if id in seen:  # the same words at the same place, found twice
        return
    seen.add(id)
    for table, some in found.items():
        _add(rows, table, some)


def _json(values: Iterable[str]) -> str:
    return json.dumps(list(values), ensure_ascii=False)


def _cut(document: Document, span: Span | None, prefix: str = "") -> dict[str, Value]:
    """Columns start, end and text of a span, NULL where there is none or it has no source."""
    place = on_page(document, span)
    if span is None or place is None:
        return {f"{prefix}start": None, f"{prefix}end": None, f"{prefix}text": None}
    return {
        f"{prefix}start": place.start,
        f"{prefix}end": place.end,
        f"{prefix}text": span.of(document.text),
    }


def _occasion(document: Document, occasion: Span | str | None) -> dict[str, Value]:
    if isinstance(occasion, str):
        return {"occasion_start": None, "occasion_end": None, "occasion_text": occasion}
    return _cut(document, occasion, "occasion_")


def _regions(document: Document) -> Iterator[Row]:
    for region in document.regions:
        cut = _cut(document, region.span)
        if cut["start"] is not None:
            yield {"doc": document.doc, "kind": region.kind, "turn": region.turn, **cut}


def _witnesses(document: Document) -> Iterator[Row]:
    for number, one in enumerate(document.witnesses):
        yield {
            "doc": document.doc,
            "number": number,
            "date": one.date,
            "kind": one.kind,
            "score": one.score,
            "reason": one.reason,
            **_cut(document, one.span),
        }


def _alternatives(document: Document) -> Iterator[Row]:
    for number, one in enumerate(document.alternatives):
        yield {
            "doc": document.doc,
            "number": number,
            "date": one.date,
            "score": one.score,
            "basis": one.basis,
        }


def _entities(reading: Reading) -> Iterator[Row]:
    for entity in reading.annotations.entities:
        yield {
            "doc": reading.document.doc,
            "number": entity.number,
            "kind": entity.kind,
            "name": entity.name,
            "names": _json(entity.names),
            "offices": _json(entity.offices),
            "country": entity.country,
            "sector": entity.sector,
            "state": entity.state,
        }


def _mentions(reading: Reading) -> Iterator[Row]:
    document = reading.document
    for mention in reading.annotations.mentions:
        cut = _cut(document, mention.span)
        if cut["start"] is not None:
            yield {"doc": document.doc, "kind": mention.kind, "entity": mention.entity, **cut}


def _times(reading: Reading) -> Iterator[Row]:
    document = reading.document
    for time in reading.annotations.times:
        cut = _cut(document, time.span)
        if cut["start"] is not None:
            yield {
                "doc": document.doc,
                "type": time.type,
                "value": time.value,
                "date": time.date,
                "basis": time.basis,
                **cut,
            }


def _statement(document: Document, statement: Statement) -> dict[str, list[Row]] | None:
    parts = [_cut(document, part) for part in statement.parts]
    whole = _cut(document, hull(statement.parts))
    if whole["start"] is None or any(part["start"] is None for part in parts):
        return None
    row = {
        "id": statement.id,
        "doc": document.doc,
        **whole,
        "shown": shown(document.text, statement.parts, reported=statement.kind != "direct"),
        "kind": statement.kind,
        "nature": statement.nature,
        "region": statement.region,
        "confidence": statement.confidence,
        **_cut(document, statement.cue, "cue_"),
        **_occasion(document, statement.occasion),
        "place": statement.place.value if statement.place else None,
        "said_on": statement.said_on.value if statement.said_on else None,
        "said_on_basis": statement.said_on.basis if statement.said_on else None,
        "dated_start": _cut(document, statement.dated_by)["start"],
        "within": statement.within,
    }
    return {
        "statements": [row],
        "statement_parts": [
            {"statement": statement.id, "number": number, **part}
            for number, part in enumerate(parts)
        ],
        "statement_roles": [
            {"statement": statement.id, "role": role, **_who(document, who)}
            for role, who in (("speaker", statement.speaker), ("addressee", statement.addressee))
            if who is not None
        ],
    }


def _event(document: Document, event: Event) -> dict[str, list[Row]] | None:
    whole = _cut(document, event.span)
    anchor = _cut(document, event.anchor, "anchor_")
    if whole["start"] is None or anchor["anchor_start"] is None:
        return None
    row = {
        "id": event.id,
        "doc": document.doc,
        **whole,
        **anchor,
        "type": event.type,
        "mode": event.mode,
        "status": event.status,
        "status_basis": event.status_basis,
        "region": event.region,
        "date": event.date.value if event.date else None,
        "date_basis": event.date.basis if event.date else None,
        "dated_start": _cut(document, event.dated_by)["start"],
        "place": event.place.value if event.place else None,
        "reported_by": event.reported_by,
        "response_to": event.response_to,
        "count": event.count,
        "quad": event.quad,
        "intensity": event.intensity,
        "confidence": event.confidence,
    }
    return {
        "events": [row],
        "event_roles": [
            {"event": event.id, "role": role, "number": number, **_who(document, who)}
            for role, people in (("actor", event.actors), ("recipient", event.recipients))
            for number, who in enumerate(people)
        ],
        "event_about": [
            {
                "event": event.id,
                "number": number,
                "doc": document.doc,
                "kind": one.kind,
                "value": one.value,
                **_cut(document, one.span),
            }
            for number, one in enumerate(event.about)
        ],
    }


def _who(document: Document, who: Who) -> dict[str, Value]:
    return {
        "doc": document.doc,
        "name": who.name,
        "entity": who.entity,
        "country": who.country,
        **_cut(document, who.span),
    }


def _actor(actor: msgspec.Struct) -> Row:
    fields = msgspec.structs.asdict(actor)
    del fields["members"]
    for name in ("names", "offices", "reasons"):
        fields[name] = _json(fields[name])
    return fields


def insert_all(connection: sqlite3.Connection, rows: Rows) -> None:
    """Write the rows of every table, in order."""
    for table, some in rows.tables.items():
        insert(connection, table, some)


def insert(connection: sqlite3.Connection, table: str, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write rows of one table, all with the columns of the first."""
    if not rows:
        return
    names = list(rows[0])
    columns = ", ".join(f'"{name}"' for name in names)
    holes = ", ".join("?" * len(names))
    connection.executemany(
        f"INSERT INTO {table} ({columns}) VALUES ({holes})",
        [[row[name] for name in names] for row in rows],
    )
