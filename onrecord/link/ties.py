"""What a person decided of the linker's groups: these are one, these are not.

Decisions win over all that the linker finds, and are constraints on it, not edits of its result:
so the same pages and the same decisions give the same links, in whatever order they came.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

import msgspec

Key = str | tuple[str, int]
"""A statement's or event's id; or an entity of a page, as (doc, number)."""


class Bond(msgspec.Struct, frozen=True):
    """Items that a person holds to be one; `reason` is told with the others of their group."""

    keys: frozenset[Key]
    reason: str


class Rift(msgspec.Struct, frozen=True):
    """Items of which none of `one` is any of `other`."""

    one: frozenset[Key]
    other: frozenset[Key]


class Ties(msgspec.Struct, frozen=True):
    """All decisions that hold, free of contradictions: no bond reaches over a rift."""

    bonds: tuple[Bond, ...] = ()
    rifts: tuple[Rift, ...] = ()


class Held(msgspec.Struct, frozen=True):
    """Ties over the items of one grouping.

    `bonds` are items that are one, with the reason; `sides` the rifts an item stands at, each as
    its number and side (0 or 1).
    """

    bonds: tuple[tuple[tuple[str, ...], str], ...] = ()
    sides: Mapping[str, frozenset[tuple[int, int]]] = MappingProxyType({})

    def apart(self, one: str, other: str) -> bool:
        """Whether a rift runs between two items."""
        theirs = self.sides.get(other, frozenset())
        return any((number, 1 - side) in theirs for number, side in self.sides.get(one, ()))


def held_by(ties: Ties, item_of: Callable[[Key], str | None]) -> Held:
    """`ties` over items; `item_of` gives the item that a key is or is part of, None where none."""
    bonds = []
    for bond in ties.bonds:
        items = _items(bond.keys, item_of)
        if len(items) > 1:
            bonds.append((tuple(sorted(items)), bond.reason))
    sides: dict[str, set[tuple[int, int]]] = {}
    for number, rift in enumerate(ties.rifts):
        for side, keys in enumerate((rift.one, rift.other)):
            for item in _items(keys, item_of):
                sides.setdefault(item, set()).add((number, side))
    return Held(tuple(bonds), MappingProxyType({item: frozenset(at) for item, at in sides.items()}))


def involved(ties: Ties) -> Mapping[Key, str]:
    """What ties each key stands in, in a word: keys alike in it may be one item of a grouping."""
    found: dict[Key, list[str]] = {}
    for number, bond in enumerate(ties.bonds):
        for key in bond.keys:
            found.setdefault(key, []).append(f"b{number}")
    for number, rift in enumerate(ties.rifts):
        for side, keys in enumerate((rift.one, rift.other)):
            for key in keys:
                found.setdefault(key, []).append(f"r{number}.{side}")
    return MappingProxyType({key: " ".join(marks) for key, marks in found.items()})


def _items(keys: frozenset[Key], item_of: Callable[[Key], str | None]) -> set[str]:
    return {item for key in keys if (item := item_of(key)) is not None}


def of_ids(known: Sequence[str] | Mapping[str, object]) -> Callable[[Key], str | None]:
    """For `held_by`: an id is an item where it is one of `known`."""
    ids = frozenset(known)
    return lambda key: key if isinstance(key, str) and key in ids else None
