"""A correction from what a person writes: ids, beginnings of ids and names, as entries of pages."""

from __future__ import annotations

from collections.abc import Container, Sequence

from onrecord.errors import NotOnRecord, OnrecordError
from onrecord.events.codebook import type_names
from onrecord.model import Event, Statement
from onrecord.record import query
from onrecord.record.cite import whole_id
from onrecord.record.corrections import (
    BETWEEN_NAMES,
    FILLED,
    NAMING,
    NOBODY,
    POINTING,
    QUOTING,
    SETTING,
    Anchor,
    Correction,
    code_meant,
    correction,
    entity_anchor,
    event_anchor,
    statement_anchor,
)
from onrecord.record.index import folded
from onrecord.record.quoting import about_of, phrase_of, pieces_of
from onrecord.record.store import View
from onrecord.spans import hull


def correction_of(
    view: View,
    verb: str,
    asked: Sequence[str],
    *,
    why: str,
    who: str | None = None,
    new: bool = False,
    made: str | None = None,
) -> Correction:
    """A correction that is not on the record yet; see `onrecord.correct` for what `asked` may be.

    `NotOnRecord` for an id or name that the record does not have, or that several fit;
    `OnrecordError` for what `onrecord.record.corrections.correction` refuses.
    """
    asked = tuple(asked)
    if verb in ("same", "different"):
        sides = [anchors_meant(view, one) for one in asked]
        return correction(verb, asked, sides, None, why=why, who=who, made=made)
    value: str | None = None
    if verb in SETTING:
        if verb == "type" and len(asked) > 2 and asked[-2].upper() in type_names():
            asked = (*asked[:-2], " ".join(asked[-2:]))
        if len(asked) < 2:
            raise OnrecordError(
                f"expected an id and the right {verb}, found {' '.join(asked) or 'nothing'}"
            )
        asked, value = asked[:-1], " ".join(asked[-1].split())
    sides = [tuple(anchor for one in asked for anchor in anchors_meant(view, one))]
    if value is not None and value.lower() == NOBODY and verb not in FILLED:
        value = None
    elif value is not None and verb == "type":
        code = code_meant(value)
        value = f"{code.type} {code.mode}" if code.mode else code.type
    elif value is not None and verb in QUOTING:
        _check_quoted(view, verb, value, sides[0])
    elif value is not None and verb in POINTING:
        target = _entry(view, value, {anchor.doc for anchor in sides[0]})
        value = next((one.id for one in target if one.id is not None), value)
        sides.append(target)
    elif value is not None and verb in NAMING:
        value, people = _named(view, verb, value, new=new)
        sides += people
    return correction(verb, asked, sides, value, why=why, who=who, made=made)


def _check_quoted(view: View, verb: str, value: str, entries: Sequence[Anchor]) -> None:
    """Refuse words that do not stand on the page, in the paragraphs of each of the entries."""
    for anchor in entries:
        reading = view.reading(anchor.doc)
        document = reading.document
        there: Sequence[Statement | Event] = (*reading.statements, *reading.events)
        entry = next((one for one in there if one.id == anchor.id), None)
        if isinstance(entry, Event) and verb == "about":
            found: object = about_of(document, value, entry.span)
        elif isinstance(entry, Statement) and verb == "words":
            found = pieces_of(document, value, hull(entry.parts))
        elif isinstance(entry, Statement) and verb == "cue":
            found = phrase_of(document, value, hull(entry.parts))
        else:
            continue  # of another sort, which the correction itself refuses
        if not found:
            raise OnrecordError(
                f"expected words of {anchor.doc} where {anchor.id} stands, found {value!r}; "
                "they must stand there exactly so, in the same paragraphs"
                + (", and a count be a number" if verb == "about" else "")
            )


def _entry(view: View, asked: str, docs: Container[str]) -> tuple[Anchor, ...]:
    """The entry as the pages `docs` tell it; where none of them does, as the first that does."""
    told = anchors_meant(view, asked)
    return tuple(one for one in told if one.doc in docs) or told[:1]


def _named(view: View, verb: str, value: str, *, new: bool) -> tuple[str, list[tuple[Anchor, ...]]]:
    """The names as the record has them, and whom each stands for; nobody for one that is new.

    Of several sides of an event those that have such a name on the record are these all the same.
    """
    several = verb in ("actor", "recipient")
    asked = [one.strip() for one in value.split(BETWEEN_NAMES.strip())] if several else [value]
    if any(not one for one in asked):
        raise OnrecordError(f"expected names with a semicolon between them, found {value!r}")
    alone = len(asked) == 1
    found = [
        (one, ()) if new and (alone or not _has(view, one)) else _actor(view, one) for one in asked
    ]
    sides = [people for _, people in found]
    return BETWEEN_NAMES.join(name for name, _ in found), sides if any(sides) else []


def _has(view: View, name: str) -> bool:
    """Whether somebody on the record has this very name or id."""
    rows = "SELECT 1 FROM actor_names WHERE name = ? UNION SELECT 1 FROM actors WHERE id = ?"
    return bool(view.rows(rows, (folded(name), name)))


def anchors_meant(view: View, asked: str) -> tuple[Anchor, ...]:
    """The statements, events or mentions that an id or name stands for.

    An utterance or happening stands for all its reports, an actor for itself on every page,
    ACTOR@DOC for the actor as one page names it.
    """
    try:
        id = whole_id(view, asked)
    except NotOnRecord as failure:
        if asked[:2] in ("s-", "e-", "u-", "h-"):
            raise
        try:
            return _actor(view, asked)[1]
        except NotOnRecord as other:
            raise other from failure
    said, done = query.statements_of(view, id), query.events_of(view, id)
    found: list[Anchor] = []
    for doc in dict.fromkeys([row.doc for row in said] + [row.doc for row in done]):
        reading = view.reading(doc)
        statements = {row.id for row in said if row.doc == doc}
        events = {row.id for row in done if row.doc == doc}
        found += [statement_anchor(reading, s) for s in reading.statements if s.id in statements]
        found += [event_anchor(reading, e) for e in reading.events if e.id in events]
    return tuple(found)


def _actor(view: View, asked: str) -> tuple[str, tuple[Anchor, ...]]:
    """An actor's name, and its entities as anchors; on one page alone for NAME@DOC."""
    name, at, page = asked.rpartition("@")
    only = page if at and page in view.docs() else None
    wanted = name if only is not None else asked
    rows = query.actors(view, id=wanted) if len(wanted) > 3 else []
    rows = rows or query.actors(view, name=wanted)
    if only is not None:
        rows = [row for row in rows if only in row.docs]
    if len(rows) != 1:
        names = ", ".join(f"{row.name} ({row.id})" for row in rows) or f"none on {page}"
        raise NotOnRecord(asked, f"expected one actor for {asked!r}, found {names}")
    members = view.rows(
        "SELECT doc, entity FROM actor_members WHERE actor = ? AND entity >= 0"
        " ORDER BY doc, entity",
        (rows[0].id,),
    )
    anchors = [
        entity_anchor(view.reading(row["doc"]), row["entity"])
        for row in members
        if only in (None, row["doc"])
    ]
    return rows[0].name, tuple(anchors)
