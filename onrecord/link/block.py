"""Which items are compared at all, and how the joined ones become groups.

Items are never compared all with all. Each has a few keys (two neighbouring words; a party and a
kind of act); two items meet only under a shared key. The items of one key stand in a row in order
of time, and each meets only its `reach` neighbours on either side. So what an item is compared
with is bounded by its keys times twice the reach, whatever the size of the record, and depends on
nothing but the items near it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Sequence
from datetime import date
from hashlib import blake2b
from itertools import combinations, product
from typing import NamedTuple

from onrecord.link.ties import Held


class Place(NamedTuple):
    """Where an item stands in every row: by day and page (`when`), then by its number (`item`)."""

    when: int
    item: int


class Keyed(NamedTuple):
    """An item's place and keys."""

    place: Place
    keys: frozenset[int]


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


class Likeness(NamedTuple):
    """All that decides whether an item is apart from items of other pages, and its page."""

    page: str
    marks: Hashable


def number_of(*values: object) -> int:
    """A number below 2**63 that stands for `values` on every machine.

    >>> number_of("words", "grain deal") == number_of("words", "grain deal")
    True
    """
    text = "\x1f".join(map(str, values))
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big") >> 1


_PAGE_BITS = 41


def place_of(day: date | None, page: str, item: str) -> Place:
    """An item's place in its rows: the earliest first, undated ones last, a page's side by side."""
    ordinal = (day or date.max).toordinal()
    return Place((ordinal << _PAGE_BITS) | (number_of(page) >> (63 - _PAGE_BITS)), number_of(item))


def neighbours(items: Iterable[Keyed], reach: int) -> Iterator[tuple[int, list[int]]]:
    """Each item's number, with those of the later items that it meets; see the module."""
    rows: defaultdict[int, list[int]] = defaultdict(list)
    order = sorted(items)
    spots: list[list[tuple[list[int], int]]] = []
    for place, keys in order:
        mine = []
        for key in keys:
            row = rows[key]
            mine.append((row, len(row)))
            row.append(place.item)
        spots.append(mine)
    for (place, _), mine in zip(order, spots, strict=True):
        met: set[int] = set()
        for row, at in mine:
            if len(row) > at + 1:
                met.update(row[at + 1 : at + 1 + reach])
        if met:
            yield place.item, sorted(met)


def grouped(
    items: Sequence[str],
    joins: Iterable[Join],
    apart: Callable[[str, str], bool],
    held: Held | None = None,
    like: Callable[[str], Likeness] | None = None,
) -> list[Group]:
    """Every item in exactly one group: the strongest joins first, never over an `apart`.

    Where one group fits two others equally well and these are apart, it joins neither, then or
    later: two that fit equally are no answer. The order of `items` and `joins` does not matter,
    and items that no chain of joins or bonds connects make no difference to one another.

    What `held` has as one is one from the start, whatever is `apart` within it, and as a whole is
    apart from an item that is apart from all of it. What `held` has apart is never joined.

    `like` says which items are interchangeable before `apart`: where two of different pages are
    alike in their marks, whoever of a third page is apart from one is from the other.
    """
    groups = _Groups(items, apart, held or Held(), like or _unlike)
    by_score: dict[int, list[Join]] = {}
    for join in joins:
        by_score.setdefault(join.score, []).append(join)
    for score in sorted(by_score, reverse=True):
        batch = sorted(by_score[score])
        groups.hold_apart_the_undecided(batch)
        for join in batch:
            groups.join(join)
    return groups.result()


def connected(items: Iterable[str], edges: Iterable[Collection[str]]) -> list[list[str]]:
    """The items in sorted lists, those in one that a chain of edges connects; sorted."""
    root = {item: item for item in items}

    def find(item: str) -> str:
        while root[item] != item:
            root[item] = root[root[item]]
            item = root[item]
        return item

    for edge in edges:
        first, *others = (find(item) for item in edge)
        for other in others:
            low, high = sorted((find(first), find(other)))
            root[high] = low
    lists: dict[str, list[str]] = {}
    for item in sorted(root):
        lists.setdefault(find(item), []).append(item)
    return sorted(lists.values())


def _unlike(item: str) -> Likeness:
    return Likeness(item, item)


class _Members:
    """A group as it grows: its items, by page and by likeness."""

    __slots__ = ("bonded", "by_page", "items", "kinds", "never", "rifts")

    def __init__(self, item: str, page: str, kind: int, rifts: frozenset[tuple[int, int]]) -> None:
        self.items = [item]
        self.by_page = {page: [item]}
        self.kinds: dict[int, dict[str, str]] = {kind: {page: item}}
        self.never: set[str] = set()
        self.rifts = set(rifts)
        self.bonded = False

    def take(self, other: _Members) -> None:
        """All of `other` too."""
        self.items += other.items
        for page, items in other.by_page.items():
            self.by_page.setdefault(page, []).extend(items)
        for marks, pages in other.kinds.items():
            mine = self.kinds.setdefault(marks, {})
            for page, item in pages.items():
                if len(mine) < 2:  # two pages are enough to find a pair of different pages
                    mine.setdefault(page, item)
        self.never |= other.never
        self.rifts |= other.rifts
        self.bonded = self.bonded or other.bonded


class _Groups:
    """Groups as they grow; the state of one call of `grouped`."""

    def __init__(
        self,
        items: Sequence[str],
        apart: Callable[[str, str], bool],
        held: Held,
        like: Callable[[str], Likeness],
    ) -> None:
        self._root = {item: item for item in items}
        self._reasons: dict[str, list[str]] = {item: [] for item in items}
        self._apart = apart
        self._held = held
        numbers: dict[Hashable, int] = {}
        self._members = {}
        for item in items:
            page, marks = like(item)
            kind = numbers.setdefault(marks, len(numbers))
            self._members[item] = _Members(item, page, kind, held.sides.get(item, frozenset()))
        self._near: defaultdict[int, set[int]] = defaultdict(set)
        self._far: defaultdict[int, set[int]] = defaultdict(set)
        for bonded, reason in held.bonds:
            present = [item for item in bonded if item in self._root]
            for other in present[1:]:
                left, right = sorted((self._root[present[0]], self._root[other]))
                self._unite(left, right, reason)
                self._members[self._root[present[0]]].bonded = True
        self._bond = dict(self._root)

    def join(self, join: Join) -> None:
        """Make the groups of both one, unless something holds them apart."""
        one, other = sorted((self._root[join.one], self._root[join.other]))
        if one != other and not self._are_apart(one, other):
            self._unite(one, other, join.reason)

    def _unite(self, one: str, other: str, reason: str) -> None:
        if one == other:
            return
        for item in self._members[other].items:
            self._root[item] = one
        self._members[one].take(self._members.pop(other))
        self._reasons[one] += [*self._reasons.pop(other), reason]

    def hold_apart_the_undecided(self, batch: Sequence[Join]) -> None:
        """Mark the joins of one group with two others that cannot both be it."""
        partners: dict[str, set[str]] = {}
        for join in batch:
            one, other = self._root[join.one], self._root[join.other]
            if one != other and not self._are_apart(one, other):
                partners.setdefault(one, set()).add(other)
                partners.setdefault(other, set()).add(one)
        found: set[tuple[str, str]] = set()
        for root, others in partners.items():
            for left, right in self._apart_among(others):
                found |= {(root, left), (root, right)}
        for one, other in found:
            self._members[one].never.update(self._members[other].items)
            self._members[other].never.update(self._members[one].items)

    def _apart_among(self, roots: set[str]) -> Iterator[tuple[str, str]]:
        """The pairs of groups that are apart; those of one likeness are looked at once."""
        plain: dict[Hashable, list[str]] = {}
        by_page: dict[str, list[str]] = {}
        for root in sorted(roots):
            group = self._members[root]
            special = group.bonded or group.never or group.rifts
            plain.setdefault(root if special else tuple(sorted(group.kinds)), []).append(root)
            for page in group.by_page:
                by_page.setdefault(page, []).append(root)
        rows = list(plain.values())
        for number, row in enumerate(rows):
            if self._any_two_apart(row, row):
                yield from combinations(row, 2)
            for other in rows[number + 1 :]:
                if self._any_two_apart(row, other):
                    yield from product(row, other)
        for row in by_page.values():
            for left, right in combinations(row, 2):
                if self._are_apart(left, right):
                    yield left, right

    def _any_two_apart(self, row: list[str], other: list[str]) -> bool:
        """Whether a group of one row and one of the other, of different pages, are apart."""
        mine, theirs = self._members[row[0]], self._members[other[0]]
        plain = len(mine.kinds) == len(theirs.kinds) == 1 and not (mine.never or theirs.never)
        if plain and next(iter(theirs.kinds)) in self._near[next(iter(mine.kinds))]:
            return False
        for left in row[:2]:
            for right in reversed(other[-2:]):
                pages = self._members[left].by_page.keys() & self._members[right].by_page.keys()
                if left != right and not pages:
                    return self._are_apart(left, right)
        return False

    def result(self) -> list[Group]:
        """The groups, in order of their first member."""
        return [
            Group(tuple(sorted(group.items)), tuple(dict.fromkeys(self._reasons[root])))
            for root, group in sorted(self._members.items(), key=lambda pair: min(pair[1].items))
        ]

    def _are_apart(self, one: str, other: str) -> bool:
        mine, theirs = self._members[one], self._members[other]
        if mine.never and not mine.never.isdisjoint(theirs.items):
            return True
        if mine.rifts and any((number, 1 - side) in theirs.rifts for number, side in mine.rifts):
            return True
        if mine.bonded or theirs.bonded:
            return self._bonds_apart(mine, theirs)
        for page in mine.by_page.keys() & theirs.by_page.keys():
            pairs = product(mine.by_page[page], theirs.by_page[page])
            if any(self._apart(left, right) for left, right in pairs):
                return True
        few, many = sorted((mine.kinds, theirs.kinds), key=len)
        return any(
            self._kinds_apart(left, right, few[left], many[right])
            for left in few
            if not self._near[left].issuperset(many)
            for right in many
        )

    def _kinds_apart(
        self, one: int, other: int, mine: dict[str, str], theirs: dict[str, str]
    ) -> bool:
        """Whether items alike one and items alike the other, of different pages, are apart."""
        if other in self._near[one]:
            return False
        if other in self._far[one]:
            # where all are of one page, that was asked before
            return not (len(mine) == len(theirs) == 1 and mine.keys() == theirs.keys())
        pair = next(((m, t) for p, m in mine.items() for q, t in theirs.items() if p != q), ())
        if not pair:
            return False
        apart = self._apart(*pair)
        known = self._far if apart else self._near
        known[one].add(other)
        known[other].add(one)
        return apart

    def _bonds_apart(self, mine: _Members, theirs: _Members) -> bool:
        bonded: dict[tuple[str, str], bool] = {}
        for left, right in product(mine.items, theirs.items):
            key = self._bond[left], self._bond[right]
            bonded[key] = bonded.get(key, True) and self._apart(left, right)
        return any(bonded.values())
