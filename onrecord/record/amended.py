"""Corrections applied to one page: its reading as all that stand have it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

import msgspec

from onrecord.model import Entity, Event, Fact, Reading, Statement, Status, Who
from onrecord.record.corrections import (
    BETWEEN_NAMES,
    Anchor,
    Correction,
    basis,
    code_meant,
    names_of,
)
from onrecord.record.quoting import about_of, about_words, phrase_of, pieces_of
from onrecord.record.tables import on_page, shown
from onrecord.spans import Span, hull

Guest = tuple[str, int]
"""The correction, and which of its names, that brought an actor to a page that names none."""


class Changed(msgspec.Struct, frozen=True):
    """A field of a statement or event that a correction set; `was` is what the machine read."""

    entry: str
    field: str
    was: str | None
    now: str | None
    correction: str


def amended(
    reading: Reading, decisions: Sequence[Correction], *, rejected: bool = False
) -> tuple[Reading, tuple[Changed, ...]]:
    """A reading as `decisions` (standing, in order) have it, and every field they changed.

    What was rejected is left out, unless `rejected` asks for it. Dates, places and statuses that a
    person set have no span, and a basis that says who set them and why. Somebody whom the page
    does not name gets an entity of a number below zero.
    """
    new, changed, _ = amended_with_guests(reading, decisions, rejected=rejected)
    return new, changed


def amended_with_guests(
    reading: Reading, decisions: Sequence[Correction], *, rejected: bool = False
) -> tuple[Reading, tuple[Changed, ...], Mapping[Guest, int]]:
    """The same, and the entity number of each guest of the page."""
    page = _Page(reading, decisions)
    if not page.set_here:
        return reading, (), {}
    statements = tuple(page.amend(one, _STATEMENT) for one in reading.statements)
    events = tuple(page.amend(one, _EVENT) for one in reading.events)
    if not rejected:
        statements = tuple(one for one in statements if (one.id, "reject") not in page.set_here)
        events = tuple(one for one in events if (one.id, "reject") not in page.set_here)
    entities = (*reading.annotations.entities, *page.guests.values())
    new = msgspec.structs.replace(
        reading,
        annotations=msgspec.structs.replace(reading.annotations, entities=entities),
        statements=statements,
        events=events,
    )
    numbers = {guest: entity.number for guest, entity in page.guests.items()}
    return new, tuple(page.changed), numbers


class _Page:
    """A page while it is amended: the state of one call of `amended`."""

    def __init__(self, reading: Reading, decisions: Sequence[Correction]) -> None:
        self.reading = reading
        self.changed: list[Changed] = []
        self.guests: dict[Guest, Entity] = {}
        self.set_here: dict[tuple[str, str], Correction] = {}
        for one in decisions:
            if one.verb not in ("same", "different"):
                for anchor in one.sides[0]:
                    if anchor.doc == reading.document.doc and anchor.id is not None:
                        self.set_here[anchor.id, one.verb] = one

    def amend(self, entry: Entry, fields: Sequence[_Field]) -> Entry:
        """A statement or event with the fields that are set."""
        for field in fields:
            one = self.set_here.get((entry.id, field.verb))
            fields_set = None if one is None else field.set(self, entry, one)
            if one is not None and fields_set is not None:
                new = msgspec.structs.replace(entry, **fields_set)
                was, now = field.words(self, entry), field.words(self, new)
                self.changed.append(Changed(entry.id, field.name, was, now, one.id))
                entry = new
        rejected = self.set_here.get((entry.id, "reject"))
        if rejected is not None:
            self.changed.append(Changed(entry.id, "rejected", None, rejected.why, rejected.id))
        return entry

    def all_of(self, one: Correction) -> tuple[Who, ...]:
        """Whom a correction names: each as the page itself names them, where it does."""
        people = [*one.sides[1:], *[()] * len(names_of(one))]
        return tuple(
            self._who((one.id, number), name, side)
            for number, (name, side) in enumerate(zip(names_of(one), people, strict=False))
        )

    def one_of(self, one: Correction) -> Who | None:
        """The one whom a correction names; None for nobody."""
        return next(iter(self.all_of(one)), None)

    def _who(self, guest: Guest, name: str, people: Sequence[Anchor]) -> Who:
        if not people:
            return Who(name, None)
        for anchor in people:
            number = entity_at(self.reading, anchor)
            if number is not None:
                entities = self.reading.annotations.entities
                entity = next(one for one in entities if one.number == number)
                return Who(entity.name, None, number, entity.country)
        if guest not in self.guests:
            known = people[0].entity
            assert known is not None  # it is an actor, and its anchors have entities
            self.guests[guest] = msgspec.structs.replace(
                known, number=-1 - len(self.guests), name=name, names=(name,), state=None
            )
        entity = self.guests[guest]
        return Who(entity.name, None, entity.number, entity.country)

    def entry(self, one: Correction) -> str | None:
        """The id of the entry that a correction names: as this page tells it, where it does."""
        named = one.sides[1] if one.value is not None else ()
        here = (anchor for anchor in named if anchor.doc == self.reading.document.doc)
        anchor = next(here, next(iter(named), None))
        return anchor.id if anchor is not None else None

    def stretch(self, words: str | None, near: Span) -> Span | str | None:
        """These words where they stand on the page, nearest to a span; else the words alone."""
        if words is None:
            return None
        loose = re.compile(r"\s+".join(map(re.escape, words.split())))
        document = self.reading.document
        found = [
            span
            for match in loose.finditer(document.text)
            if on_page(document, span := Span(*match.span())) is not None
        ]
        return min(found, key=lambda span: abs(span.start - near.start), default=words)

    def quoted(self, entry: Statement | Event, one: Correction) -> dict[str, Any] | None:
        """The words that a correction takes from the page as fields; None where they are not there.

        They are looked for at the place where the machine read the entry.
        """
        document, value = self.reading.document, one.value
        near = entry.span if isinstance(entry, Event) else hull(entry.parts)
        if one.verb == "words":
            parts = pieces_of(document, value or "", near)
            return {"parts": parts} if parts else None
        if one.verb == "cue":
            cue = phrase_of(document, value, near) if value is not None else None
            return None if cue is None and value is not None else {"cue": cue}
        about = about_of(document, value or "", near)
        if value is not None and not about:
            return None
        counts = (int(part.value) for part in about if part.kind == "count")
        objects = (part.span for part in about if part.kind == "object")
        return {"about": about, "object": next(objects, None), "count": next(counts, None)}

    def text(self, stretch: Span | str | None) -> str | None:
        """A stretch of the page, or what a person put in its place, as one line."""
        if isinstance(stretch, Span):
            stretch = " ".join(stretch.of(self.reading.document.text).split())
        return stretch


Entry = TypeVar("Entry", Statement, Event)


class _Field(msgspec.Struct, frozen=True):
    """A field that can be corrected.

    `name` is what exports call it, `words` its value as words, `set` the value of a correction as
    fields of the statement or event; None where it can't be had on the page as it is read now.
    """

    verb: str
    name: str
    words: Callable[[_Page, Any], str | None]
    set: Callable[[_Page, Any, Correction], dict[str, Any] | None]


def _names(people: Sequence[Who]) -> str | None:
    return BETWEEN_NAMES.join(one.name for one in people) or None


def _fact(one: Correction) -> Fact | None:
    return Fact(one.value, None, basis(one)) if one.value is not None else None


def _code(one: Correction) -> dict[str, Any]:
    code = code_meant(one.value or "")
    return {"type": code.type, "mode": code.mode, "quad": code.quad, "intensity": code.intensity}


def _chosen(name: str) -> _Field:
    """The field `name`, which has one of a few values."""
    return _Field(
        name,
        name,
        lambda _, entry: str(getattr(entry, name)),
        lambda _, __, one: {name: one.value},
    )


def _pointing(name: str) -> _Field:
    """The field `name`, another entry's id."""

    def words(_: _Page, entry: Any) -> str | None:
        id: str | None = getattr(entry, name)
        return id

    return _Field(name, name, words, lambda page, _, one: {name: page.entry(one)})


def _date(name: str) -> _Field:
    """The field `name`, a day: when something was said or done."""

    def words(_: _Page, entry: Any) -> str | None:
        day: Fact | None = getattr(entry, name)
        return day.value if day is not None else None

    return _Field("date", name, words, lambda _, __, one: {name: _fact(one), "dated_by": None})


_PLACE = _Field(
    "place",
    "place",
    lambda _, entry: entry.place and entry.place.value,
    lambda _, __, one: {"place": _fact(one)},
)
# The words of a statement come last: what else is looked for stands beside it as it was read.
_STATEMENT = (
    _Field(
        "cue",
        "cue",
        lambda page, said: page.text(said.cue),
        lambda page, said, one: page.quoted(said, one),
    ),
    _chosen("kind"),
    _chosen("nature"),
    _Field(
        "speaker",
        "speaker",
        lambda _, said: said.speaker and said.speaker.name,
        lambda page, _, one: {"speaker": page.one_of(one)},
    ),
    _Field(
        "addressee",
        "addressee",
        lambda _, said: said.addressee and said.addressee.name,
        lambda page, _, one: {"addressee": page.one_of(one)},
    ),
    _Field(
        "occasion",
        "occasion",
        lambda page, said: page.text(said.occasion),
        lambda page, said, one: {"occasion": page.stretch(one.value, hull(said.parts))},
    ),
    _PLACE,
    _date("said_on"),
    _pointing("within"),
    _Field(
        "words",
        "words",
        lambda page, said: " ".join(shown(page.reading.document.text, said.parts).split()),
        lambda page, said, one: page.quoted(said, one),
    ),
)
_EVENT = (
    _Field(
        "type",
        "type",
        lambda _, event: f"{event.type} {event.mode or ''}".strip(),
        lambda _, __, one: _code(one),
    ),
    _Field(
        "actor",
        "actors",
        lambda _, event: _names(event.actors),
        lambda page, _, one: {"actors": page.all_of(one)},
    ),
    _Field(
        "recipient",
        "recipients",
        lambda _, event: _names(event.recipients),
        lambda page, _, one: {"recipients": page.all_of(one)},
    ),
    _Field(
        "about",
        "about",
        lambda page, event: about_words(
            (one.kind, page.text(one.span) or "") for one in event.about
        ),
        lambda page, event, one: page.quoted(event, one),
    ),
    _PLACE,
    _date("date"),
    _Field(
        "status",
        "status",
        lambda _, event: event.status,
        lambda _, __, one: {
            "status": msgspec.convert(one.value, type=Status),
            "status_basis": basis(one),
        },
    ),
    _pointing("reported_by"),
    _pointing("response_to"),
)


def entity_at(reading: Reading, anchor: Anchor) -> int | None:
    """The number of the entity that an anchor means on its page, as it is read now.

    By the mention that stands at its place, else by its name where one entity has it; None where
    neither tells.
    """
    document = reading.document
    if document.doc != anchor.doc or anchor.entity is None:
        return None
    there = {
        mention.entity
        for mention in reading.annotations.mentions
        if mention.entity is not None
        and on_page(document, mention.head) == (anchor.start, anchor.end)
    }
    if len(there) == 1:
        return there.pop()
    named = [
        one.number
        for one in reading.annotations.entities
        if one.number >= 0 and one.name == anchor.entity.name
    ]
    return named[0] if len(named) == 1 else None
