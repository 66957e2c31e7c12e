"""What people decided about a record, applied to what the machine reads.

A correction is stored beside the readings and never changes them. Two pure functions apply all
that stand: `amended` to one page's reading (speaker, date, status, rejection), `settled` to the
pages together (what is one, what is not, and what became of each correction). A record is so a
function of its pages and of the corrections that stand, whatever the order in which they came.

Of corrections that contradict each other the latest holds; what it overrules is kept, and holds
again when the later one is undone. A correction whose entry is not on the record (the page is
gone, or a newer program reads it otherwise) is kept too, as not applied, with the reason.
"""

from __future__ import annotations

import getpass
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from itertools import combinations
from typing import Any, Literal, get_args

import msgspec

from onrecord.dates import is_edtf
from onrecord.errors import NotOnRecord, OnrecordError
from onrecord.ids import content_id
from onrecord.link.ties import Bond, Key, Rift, Ties
from onrecord.model import Entity, Event, Fact, Reading, Statement, Status, Who
from onrecord.record.tables import on_page
from onrecord.spans import Span, hull

Verb = Literal["same", "different", "speaker", "date", "status", "reject"]
VERBS: tuple[Verb, ...] = get_args(Verb)
State = Literal["applied", "not applied", "overruled", "undone"]
NOBODY = "none"
"""The value that empties a field: no speaker, no date."""


class Anchor(msgspec.Struct, frozen=True):
    """What a correction is about, so that it is found again after a re-reading.

    A statement or event by its `id`, which comes from the page and the place; an actor, as one
    page names it, by the place of a mention (page offsets; None where the page has none) and by
    the entity as it was read. `words` are the words of the page there, for whoever looks it up.
    """

    doc: str
    start: int | None
    end: int | None
    words: str
    id: str | None = None
    entity: Entity | None = None

    @property
    def sort(self) -> str:
        """statement, event or actor."""
        if self.id is None:
            return "actor"
        return "event" if self.id.startswith("e-") else "statement"


class Correction(msgspec.Struct, frozen=True):
    """A person's decision: who, why, when, and what about.

    `sides` has for `same` and `different` the entries of each of `asked`; for the others the
    entries in its first place, and for `speaker` the actor in its second.
    """

    id: str
    verb: Verb
    asked: tuple[str, ...]
    sides: tuple[tuple[Anchor, ...], ...]
    value: str | None
    who: str
    why: str
    made: str
    undone: str | None = None
    undone_by: str | None = None
    undone_why: str | None = None

    @property
    def order(self) -> tuple[str, str]:
        """What says which of two corrections is the later one."""
        return self.made, self.id


class Changed(msgspec.Struct, frozen=True):
    """A field of a statement or event that a correction set; `was` is what the machine read."""

    entry: str
    field: str
    was: str | None
    now: str | None
    correction: str


class Became(msgspec.Struct, frozen=True):
    """What became of a correction, and a note in words ("" where there is nothing to say)."""

    correction: str
    state: State
    note: str


class Settlement(msgspec.Struct, frozen=True):
    """All corrections over all pages: the readings amended, the ties, and what became of each."""

    readings: tuple[Reading, ...]
    ties: Ties
    changed: tuple[Changed, ...]
    became: tuple[Became, ...]


def correction(
    verb: str,
    asked: Sequence[str],
    sides: Sequence[Sequence[Anchor]],
    value: str | None,
    *,
    why: str,
    who: str | None = None,
    made: str | None = None,
) -> Correction:
    """A new correction, checked; `who` is the login name and `made` this moment unless told.

    `OnrecordError` where the verb is unknown, a reason is missing, the value is none that the
    field can have, or the entries are not of the sort that the verb is for.
    """
    if verb not in VERBS:
        raise OnrecordError(f"expected one of {', '.join(VERBS)} or undo, found {verb!r}")
    if not why.strip():
        raise OnrecordError("expected a reason, found none; say why with --why")
    groups = tuple(tuple(side) for side in sides)
    _check(verb, groups, value)
    if verb == "different":
        groups = _disjoint(groups)
    made = made or now()
    who = (who or "").strip() or login()
    fields = (verb, tuple(asked), groups, value, who, why.strip(), made)
    return Correction(_id(*fields), *fields)


def now() -> str:
    """This moment, as corrections are dated."""
    return datetime.now(UTC).isoformat(timespec="microseconds")


def moment_after(others: Iterable[Correction]) -> str:
    """This moment, and later than all of `others` even where the clock was set back since."""
    last = max((moment for one in others for moment in (one.made, one.undone or "")), default="")
    this = now()
    if this > last:
        return this
    later = datetime.fromisoformat(last) + timedelta(microseconds=1)
    return later.isoformat(timespec="microseconds")


def login() -> str:
    """The name of who is logged in; `OnrecordError` where the system knows none."""
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError) as failure:
        raise OnrecordError("expected who corrects, found no login name; give --who") from failure


def is_as_made(one: Correction) -> bool:
    """Whether a correction is as it was made: nobody changed its row."""
    fields = (one.verb, one.asked, one.sides, one.value, one.who, one.why, one.made)
    return one.id == _id(*fields)


def _id(*fields: object) -> str:
    return content_id("c", msgspec.json.encode(fields).decode("utf-8"))


def _check(verb: str, sides: Sequence[Sequence[Anchor]], value: str | None) -> None:
    sorts = {anchor.sort for side in sides for anchor in side}
    if verb in ("same", "different"):
        if len(sides) < 2:
            raise OnrecordError(f"expected two entries or more to be {verb}, found {len(sides)}")
        if not all(sides):
            raise OnrecordError("expected entries that pages tell of, found one that none does")
        if len(sorts) > 1:
            raise OnrecordError(
                f"expected entries of one sort, found {' and '.join(sorted(sorts))}s: a statement "
                "can be the same as a statement, an event as an event, an actor as an actor"
            )
        return
    fits = {"speaker": {"statement"}, "status": {"event"}}.get(verb, {"statement", "event"})
    found = {anchor.sort for anchor in sides[0]} if sides else set()
    if not found or not found <= fits:
        raise OnrecordError(
            f"expected {' or '.join(sorted(f'{one}s' for one in fits))} to correct the {verb} of, "
            f"found {' and '.join(sorted(f'{one}s' for one in found)) or 'nothing'}"
        )
    if verb == "date" and value is not None and not is_edtf(value):
        raise OnrecordError(
            f"expected a date such as 2021-06-16, 2021-06 or {NOBODY}, found {value!r}"
        )
    if verb == "status" and value not in get_args(Status):
        raise OnrecordError(f"expected a status of {', '.join(get_args(Status))}, found {value!r}")


def _disjoint(sides: tuple[tuple[Anchor, ...], ...]) -> tuple[tuple[Anchor, ...], ...]:
    """Sides of `different` without what a smaller side has: one report apart from all the others.

    `OnrecordError` where nothing is left of a side.
    """
    kept = []
    for place, side in enumerate(sides):
        others = {
            _key(anchor)
            for number, other in enumerate(sides)
            if number != place and (len(other), number) < (len(side), place)
            for anchor in other
        }
        left = tuple(anchor for anchor in side if _key(anchor) not in others)
        if not left:
            raise OnrecordError("expected different entries, found the same one twice")
        kept.append(left)
    return tuple(kept)


def _key(anchor: Anchor) -> tuple[object, ...]:
    return anchor.doc, anchor.id, anchor.entity.number if anchor.entity else None


# What is meant, as anchors


def statement_anchor(reading: Reading, one: Statement) -> Anchor:
    """A statement of a page as an anchor."""
    return _entry_anchor(reading, hull(one.parts), one.id)


def event_anchor(reading: Reading, one: Event) -> Anchor:
    """An event of a page as an anchor."""
    return _entry_anchor(reading, one.span, one.id)


def _entry_anchor(reading: Reading, span: Span, id: str) -> Anchor:
    place = on_page(reading.document, span)
    start, end = (place.start, place.end) if place is not None else (None, None)
    return Anchor(reading.document.doc, start, end, span.of(reading.document.text), id=id)


def entity_anchor(reading: Reading, number: int) -> Anchor:
    """An entity of a page as an anchor; `NotOnRecord` where the page has none of that number."""
    document = reading.document
    entity = next((one for one in reading.annotations.entities if one.number == number), None)
    if entity is None:
        raise NotOnRecord(f"{document.doc}#{number}", f"{document.doc} names no such actor")
    mine = [one for one in reading.annotations.mentions if one.entity == number]
    mine.sort(key=lambda one: (one.kind != "name", one.head.start, one.head.end))
    for mention in mine:
        place = on_page(document, mention.head)
        if place is not None:
            words = mention.head.of(document.text)
            return Anchor(document.doc, place.start, place.end, words, entity=entity)
    return Anchor(document.doc, None, None, entity.name, entity=entity)


# One page


def standing(corrections: Iterable[Correction]) -> list[Correction]:
    """The corrections that are not undone, the earliest first."""
    return sorted((one for one in corrections if one.undone is None), key=lambda one: one.order)


def amended(
    reading: Reading, decisions: Sequence[Correction], *, rejected: bool = False
) -> tuple[Reading, tuple[Changed, ...]]:
    """A reading as `decisions` (standing, in order) have it, and every field they changed.

    What was rejected is left out, unless `rejected` asks for it. Dates and statuses that a person
    set have no span, and a basis that says who set them and why. A speaker whom the page does
    not name gets an entity of a number below zero.
    """
    doc = reading.document.doc
    set_here: dict[tuple[str, str], Correction] = {}
    for one in decisions:
        if one.verb not in ("same", "different"):
            for anchor in one.sides[0]:
                if anchor.doc == doc and anchor.id is not None:
                    set_here[anchor.id, one.verb] = one
    if not set_here:
        return reading, ()
    changed: list[Changed] = []
    guests: dict[str, Entity] = {}
    statements = []
    for said in reading.statements:
        new = _statement(reading, said, set_here, guests, changed)
        if (said.id, "reject") not in set_here or rejected:
            statements.append(new)
    events = []
    for event in reading.events:
        new_event = _event(event, set_here, changed)
        if (event.id, "reject") not in set_here or rejected:
            events.append(new_event)
    entities = (*reading.annotations.entities, *guests.values())
    return (
        msgspec.structs.replace(
            reading,
            annotations=msgspec.structs.replace(reading.annotations, entities=entities),
            statements=tuple(statements),
            events=tuple(events),
        ),
        tuple(changed),
    )


def basis(one: Correction) -> str:
    """Who decided, when and why, in words."""
    return f"corrected by {one.who} on {one.made[:10]} ({one.id}): {one.why}"


def _statement(
    reading: Reading,
    said: Statement,
    set_here: Mapping[tuple[str, str], Correction],
    guests: dict[str, Entity],
    changed: list[Changed],
) -> Statement:
    speaker = set_here.get((said.id, "speaker"))
    if speaker is not None:
        was = said.speaker.name if said.speaker else None
        who = _speaker(reading, speaker, guests)
        changed.append(Changed(said.id, "speaker", was, who.name if who else None, speaker.id))
        said = msgspec.structs.replace(said, speaker=who)
    dated = set_here.get((said.id, "date"))
    if dated is not None:
        was = said.said_on.value if said.said_on else None
        changed.append(Changed(said.id, "said_on", was, dated.value, dated.id))
        said = msgspec.structs.replace(said, said_on=_fact(dated))
    _note_rejected(said.id, set_here, changed)
    return said


def _event(
    event: Event, set_here: Mapping[tuple[str, str], Correction], changed: list[Changed]
) -> Event:
    dated = set_here.get((event.id, "date"))
    if dated is not None:
        was = event.date.value if event.date else None
        changed.append(Changed(event.id, "date", was, dated.value, dated.id))
        event = msgspec.structs.replace(event, date=_fact(dated))
    status = set_here.get((event.id, "status"))
    if status is not None:
        changed.append(Changed(event.id, "status", event.status, status.value, status.id))
        event = msgspec.structs.replace(
            event,
            status=msgspec.convert(status.value, type=Status),
            status_basis=basis(status),
        )
    _note_rejected(event.id, set_here, changed)
    return event


def _note_rejected(
    id: str, set_here: Mapping[tuple[str, str], Correction], changed: list[Changed]
) -> None:
    rejected = set_here.get((id, "reject"))
    if rejected is not None:
        changed.append(Changed(id, "rejected", None, rejected.why, rejected.id))


def _fact(one: Correction) -> Fact | None:
    return Fact(one.value, None, basis(one)) if one.value is not None else None


def _speaker(reading: Reading, one: Correction, guests: dict[str, Entity]) -> Who | None:
    """Whom a correction names as speaker: as the page itself names them, where it does."""
    if one.value is None:
        return None
    people = one.sides[1] if len(one.sides) > 1 else ()
    if not people:
        return Who(one.value, None)
    for anchor in people:
        number = entity_at(reading, anchor)
        if number is not None:
            entity = next(e for e in reading.annotations.entities if e.number == number)
            return Who(entity.name, None, number, entity.country)
    if one.id not in guests:
        known = people[0].entity
        assert known is not None  # a speaker is an actor, and its anchors have entities
        guests[one.id] = msgspec.structs.replace(
            known, number=-1 - len(guests), name=one.value, names=(one.value,), state=None
        )
    guest = guests[one.id]
    return Who(guest.name, None, guest.number, guest.country)


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


# All pages


class _Pages(msgspec.Struct, frozen=True):
    """The readings by document, and the ids of their statements and events."""

    readings: Mapping[str, Reading]
    ids: Mapping[str, frozenset[str]]


def settled(
    readings: Sequence[Reading], corrections: Iterable[Correction], *, rejected: bool = False
) -> Settlement:
    """All that stands applied to all pages; see `amended` for `rejected`. Order changes nothing."""
    decisions = standing(corrections)
    if not decisions:
        return Settlement(tuple(readings), Ties(), (), ())
    pages = _pages(readings, decisions)
    new: list[Reading] = []
    changed: list[Changed] = []
    for reading in readings:
        own, fields = amended(reading, decisions, rejected=rejected)
        new.append(own)
        changed += fields
    ties, overruled = _ties(pages, decisions)
    set_by = {(field.entry, field.correction) for field in changed}
    guests = _guest_bonds(new, decisions, pages, set_by)
    ties = msgspec.structs.replace(ties, bonds=(*ties.bonds, *guests))
    became = tuple(_became(one, pages, decisions, overruled, set_by) for one in decisions)
    ordered = sorted(changed, key=lambda field: (field.entry, field.field))
    return Settlement(tuple(new), ties, tuple(ordered), became)


def _pages(readings: Sequence[Reading], decisions: Sequence[Correction]) -> _Pages:
    asked = {anchor.doc for one in decisions for side in one.sides for anchor in side}
    by_doc = {reading.document.doc: reading for reading in readings}
    return _Pages(
        by_doc,
        {
            doc: frozenset(
                [one.id for one in by_doc[doc].statements] + [one.id for one in by_doc[doc].events]
            )
            for doc in asked & by_doc.keys()
        },
    )


_ONE_NOW = "what it holds apart is one and the same as the pages are read now"


def _became(
    one: Correction,
    pages: _Pages,
    decisions: Sequence[Correction],
    overruled: Mapping[str, str],
    set_by: set[tuple[str, str]],
) -> Became:
    against = overruled.get(one.id)
    if against is not None:
        state: State = "overruled" if against else "not applied"
        note = f"the later {against} says otherwise" if against else _ONE_NOW
        return Became(one.id, state, note)
    sides = one.sides if one.verb in ("same", "different") else one.sides[:1]
    missing = [anchor for side in sides for anchor in side if _now(pages, anchor) is None]
    notes = "; ".join(_why_not(pages, anchor) for anchor in missing)
    left = [any(_now(pages, anchor) is not None for anchor in side) for side in sides]
    if sum(left) < min(2, len(sides)):
        return Became(one.id, "not applied", notes)
    if one.verb not in ("same", "different"):
        found = {a.id for a in sides[0] if a.id is not None and _now(pages, a) is not None}
        if not any((id, one.id) in set_by for id in found):
            later = max(
                other.order
                for other in decisions
                if other.verb == one.verb and found & {a.id for a in other.sides[0]}
            )
            return Became(one.id, "overruled", f"the later {later[1]} says otherwise")
    return Became(one.id, "applied", notes)


def _now(pages: _Pages, anchor: Anchor) -> Key | None:
    """What the linker knows an anchor as; None where it is not on these pages."""
    reading = pages.readings.get(anchor.doc)
    if reading is None:
        return None
    if anchor.id is None:
        number = entity_at(reading, anchor)
        return None if number is None else (anchor.doc, number)
    return anchor.id if anchor.id in pages.ids[anchor.doc] else None


def _why_not(pages: _Pages, anchor: Anchor) -> str:
    """Why an anchor is not found, and what stands at its place now."""
    words = " ".join(anchor.words.split())
    words = words if len(words) < 60 else f"{words[:60]}…"
    if anchor.doc not in pages.readings:
        return f"the page {anchor.doc} (“{words}”) is not among these pages"
    if anchor.id is None:
        return f"{anchor.doc} as it is read now names no “{words}”"
    there = _standing_there(pages.readings[anchor.doc], anchor)
    instead = f"; there stands {', '.join(there)} now" if there else ""
    return f"{anchor.id} (“{words}”) is not found in {anchor.doc} as it is read now{instead}"


def _standing_there(reading: Reading, anchor: Anchor) -> list[str]:
    if anchor.start is None or anchor.end is None:
        return []
    entries: Sequence[Statement | Event] = (
        reading.events if anchor.sort == "event" else reading.statements
    )
    found = []
    for one in entries:
        span = one.span if isinstance(one, Event) else hull(one.parts)
        place = on_page(reading.document, span)
        if place is not None and place.start < anchor.end and anchor.start < place.end:
            found.append(one.id)
    return found


def _ties(pages: _Pages, decisions: Sequence[Correction]) -> tuple[Ties, dict[str, str]]:
    """The ties of all decisions, the latest taken first, and which later one overrules which.

    "" as what overrules stands for the pages themselves: what was two is one there now.
    """
    bonds: list[Bond] = []
    rifts: list[Rift] = []
    overruled: dict[str, str] = {}
    circles = _Circles()
    for one in reversed(decisions):
        if one.verb not in ("same", "different"):
            continue
        found = [
            frozenset(k for a in side if (k := _now(pages, a)) is not None) for side in one.sides
        ]
        sides = [side for side in found if side]
        if len(sides) < 2:
            continue
        if one.verb == "same":
            whole = frozenset[Key]().union(*sides)
            against = circles.join(whole, one.id)
            if against is None:
                bonds.append(Bond(whole, basis(one)))
        else:
            against = circles.part(sides, one.id)
            if against is None:
                rifts += [Rift(left, right) for left, right in combinations(sides, 2)]
        if against is not None:
            overruled[one.id] = against
    return Ties(tuple(reversed(bonds)), tuple(reversed(rifts))), overruled


class _Circles:
    """What decisions taken so far have as one and as apart; the state of one call of `_ties`."""

    def __init__(self) -> None:
        self._root: dict[Key, Key] = {}
        self._by: dict[Key, str] = {}
        self._apart: list[tuple[frozenset[Key], frozenset[Key], str]] = []

    def join(self, keys: frozenset[Key], by: str) -> str | None:
        """Have `keys` as one; where that contradicts a decision, that decision, and no change."""
        before = dict(self._root)
        first, *others = sorted(keys, key=str)
        for other in others:
            self._root[self._of(other)] = self._of(first)
        for left, right, decided in self._apart:
            if {self._of(key) for key in left} & {self._of(key) for key in right}:
                self._root = before
                return decided
        for key in keys:
            self._by.setdefault(key, by)
        return None

    def part(self, sides: Sequence[frozenset[Key]], by: str) -> str | None:
        """Have `sides` as apart; where that contradicts a decision, that one, and no change."""
        for left, right in combinations(sides, 2):
            circles = {self._of(key) for key in left} & {self._of(key) for key in right}
            if circles:
                inside = sorted(by for key, by in self._by.items() if self._of(key) in circles)
                return inside[0] if inside else ""
        self._apart += [(left, right, by) for left, right in combinations(sides, 2)]
        return None

    def _of(self, key: Key) -> Key:
        while self._root.get(key, key) != key:
            key = self._root[key]
        return key


def _guest_bonds(
    readings: Sequence[Reading],
    decisions: Sequence[Correction],
    pages: _Pages,
    set_by: set[tuple[str, str]],
) -> list[Bond]:
    """A speaker whom a page does not name, and the actor on the pages that do, as one."""
    guests: dict[str, set[Key]] = {}
    for reading in readings:
        for said in reading.statements:
            entity = said.speaker.entity if said.speaker else None
            if entity is not None and entity < 0:
                for id in (one.id for one in decisions if (said.id, one.id) in set_by):
                    guests.setdefault(id, set()).add((reading.document.doc, entity))
    found = []
    for one in decisions:
        if one.verb == "speaker" and one.id in guests:
            keys = (_now(pages, anchor) for anchor in one.sides[1])
            known = sorted((key for key in keys if key is not None), key=str)
            if known:
                found.append(Bond(frozenset([known[0], *guests[one.id]]), basis(one)))
    return found


def described(one: Correction) -> str:
    """A correction as it was asked for: the verb, the entries and the value."""
    value = NOBODY if one.value is None and one.verb in ("speaker", "date") else one.value
    return " ".join([one.verb, *one.asked, *([value] if value is not None else [])])


def stored(row: Mapping[str, Any]) -> Correction:
    """A correction from its row of the record."""
    return Correction(
        id=row["id"],
        verb=row["verb"],
        asked=msgspec.json.decode(row["asked"], type=tuple[str, ...]),
        sides=msgspec.json.decode(row["sides"], type=tuple[tuple[Anchor, ...], ...]),
        value=row["value"],
        who=row["who"],
        why=row["why"],
        made=row["made"],
        undone=row["undone"],
        undone_by=row["undone_by"],
        undone_why=row["undone_why"],
    )
