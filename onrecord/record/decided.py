"""Corrections applied to all pages: what is one, what is not, and what became of each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations

import msgspec

from onrecord.link.ties import Bond, Key, Rift, Ties
from onrecord.model import Event, Reading, Statement
from onrecord.record.amended import Changed, Guest, amended_with_guests, entity_at
from onrecord.record.corrections import (
    NAMING,
    POINTING,
    Anchor,
    Correction,
    State,
    basis,
    standing,
)
from onrecord.record.tables import on_page
from onrecord.spans import hull


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
    guests: dict[tuple[str, int], set[Key]] = defaultdict(set)
    for reading in readings:
        own, fields, here = amended_with_guests(reading, decisions, rejected=rejected)
        new.append(own)
        changed += fields
        for guest, number in here.items():
            guests[guest].add((reading.document.doc, number))
    ties, overruled = _ties(pages, decisions)
    set_by = {(field.entry, field.correction) for field in changed}
    known = _guest_bonds(guests, decisions, pages)
    ties = msgspec.structs.replace(ties, bonds=(*ties.bonds, *known))
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
    named = one.sides[1:] if one.verb in POINTING else ()
    told = [anchor for side in (*sides, *named) for anchor in side]
    missing = [anchor for anchor in told if _now(pages, anchor) is None]
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
            if later == one.order:
                return Became(one.id, "not applied", _words_gone(one, sides[0]))
            return Became(one.id, "overruled", f"the later {later[1]} says otherwise")
    return Became(one.id, "applied", notes)


def _words_gone(one: Correction, entries: Sequence[Anchor]) -> str:
    docs = " and ".join(sorted({anchor.doc for anchor in entries}))
    return f"“{one.value}” does not stand there in {docs} as it is read now"


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
    guests: Mapping[Guest, set[Key]], decisions: Sequence[Correction], pages: _Pages
) -> list[Bond]:
    """Somebody whom a page does not name, and the actor on the pages that do, as one."""
    found = []
    for one in decisions:
        for number, side in enumerate(one.sides[1:] if one.verb in NAMING else ()):
            here = guests.get((one.id, number), set())
            keys = (_now(pages, anchor) for anchor in side)
            known = sorted((key for key in keys if key is not None), key=str)
            if here and known:
                found.append(Bond(frozenset([known[0], *here]), basis(one)))
    return found
