"""Which items are compared at all, and how the joined ones become groups.

Items are never compared all with all. Each has a few keys (a speaker with two neighbouring words,
a pair of parties with a fortnight); two items meet only under a shared key, and under a key that
many share each meets only its `reach` neighbours in order. The comparisons of one item are so
bounded by its keys times `reach`, whatever the size of the record.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from itertools import combinations, product
from typing import Any, NamedTuple

from onrecord.link.ties import Held

REACH = 40
"""Neighbours that an item meets under one key."""


class Join(NamedTuple):
    """Two items that are one, how strongly, and why in words."""

    one: str
    other: str
    score: int
    reason: str


class Group(NamedTuple):
    """Items that are one, sorted, and the reasons that joined them."""

    members: tuple[str, ...]
    reasons: tuple[str, ...]


def candidates(
    keys: Mapping[str, Iterable[Hashable]], order: Callable[[str], Any], *, reach: int = REACH
) -> list[tuple[str, str]]:
    """The pairs of items that share a key, each once, sorted; see the module for the bound.

    `keys` has every item's keys; `order` puts the items of one key in a row (by date, say).
    """
    rows: dict[Hashable, list[str]] = {}
    for item in sorted(keys):
        for key in set(keys[item]):
            rows.setdefault(key, []).append(item)
    pairs: set[tuple[str, str]] = set()
    for row in rows.values():
        if len(row) > 1:
            row.sort(key=lambda item: (order(item), item))
            for place, item in enumerate(row):
                for other in row[place + 1 : place + 1 + reach]:
                    pairs.add((item, other) if item < other else (other, item))
    return sorted(pairs)


def grouped(
    items: Sequence[str],
    joins: Iterable[Join],
    apart: Callable[[str, str], bool],
    held: Held | None = None,
) -> list[Group]:
    """Every item in exactly one group: the strongest joins first, never over an `apart`.

    Where one group fits two others equally well and these are apart, it joins neither, then or
    later: two that fit equally are no answer. The order of `items` and `joins` does not matter.

    What `held` has as one is one from the start, whatever is `apart` within it, and as a whole is
    apart from an item that is apart from all of it. What `held` has apart is never joined.
    """
    groups = _Groups(items, apart, held or Held())
    by_score: dict[int, list[Join]] = {}
    for join in joins:
        by_score.setdefault(join.score, []).append(join)
    for score in sorted(by_score, reverse=True):
        batch = sorted(by_score[score])
        groups.hold_apart_the_undecided(batch)
        for join in batch:
            groups.join(join)
    return groups.result()


class _Groups:
    """Groups as they grow; the state of one call of `grouped`."""

    def __init__(self, items: Sequence[str], apart: Callable[[str, str], bool], held: Held) -> None:
        self._members = {item: [item] for item in items}
        self._root = {item: item for item in items}
        self._reasons: dict[str, list[str]] = {item: [] for item in items}
        self._apart = apart
        self._held = held
        self._undecided: set[frozenset[str]] = set()
        for bonded, reason in held.bonds:
            for other in bonded[1:]:
                left, right = sorted((self._root[bonded[0]], self._root[other]))
                self._unite(left, right, reason)
        self._bond = dict(self._root)

    def join(self, join: Join) -> None:
        """Make the groups of both one, unless something holds them apart."""
        one, other = sorted((self._root[join.one], self._root[join.other]))
        if one == other:
            return
        if self._are_apart(one, other):
            return
        self._unite(one, other, join.reason)

    def _unite(self, one: str, other: str, reason: str) -> None:
        if one == other:
            return
        for item in self._members[other]:
            self._root[item] = one
        self._members[one] += self._members.pop(other)
        self._reasons[one] += [*self._reasons.pop(other), reason]

    def hold_apart_the_undecided(self, batch: Sequence[Join]) -> None:
        """Mark the joins of one group with two others that cannot both be it."""
        partners: dict[str, set[str]] = {}
        for join in batch:
            one, other = self._root[join.one], self._root[join.other]
            if one != other and not self._are_apart(one, other):
                partners.setdefault(one, set()).add(other)
                partners.setdefault(other, set()).add(one)
        found: set[frozenset[str]] = set()
        for root, others in partners.items():
            for left, right in combinations(sorted(others), 2):
                if self._are_apart(left, right):
                    found |= {frozenset((root, left)), frozenset((root, right))}
        self._undecided |= found

    def result(self) -> list[Group]:
        """The groups, in order of their first member."""
        return [
            Group(tuple(sorted(members)), tuple(dict.fromkeys(self._reasons[root])))
            for root, members in sorted(self._members.items(), key=lambda pair: min(pair[1]))
        ]

    def _are_apart(self, one: str, other: str) -> bool:
        pairs = product(self._members[one], self._members[other])
        if not self._held.bonds:
            return any(self._never(*pair) or self._apart(*pair) for pair in pairs)
        bonded: dict[tuple[str, str], bool] = {}
        for left, right in pairs:
            if self._never(left, right):
                return True
            key = self._bond[left], self._bond[right]
            bonded[key] = bonded.get(key, True) and self._apart(left, right)
        return any(bonded.values())

    def _never(self, left: str, right: str) -> bool:
        return frozenset((left, right)) in self._undecided or self._held.apart(left, right)
