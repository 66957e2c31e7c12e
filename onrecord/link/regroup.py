"""One more page among items of one sort: what it joins, and what that changes among its neighbours.

The result is that of joining all items anew (`onrecord.link.decide.joined`), made from the rows and
joins near the items that changed alone.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Generic, TypeVar

import msgspec

from onrecord.link.block import Group, Join, Keyed, number_of
from onrecord.link.decide import compared, groups_of
from onrecord.link.memory import Edge, Item, Memory
from onrecord.link.sorts import Sort
from onrecord.link.ties import Held

T = TypeVar("T")


class Change(msgspec.Struct, Generic[T], frozen=True):
    """What changes among the items of one sort.

    `gone` are items that are no more, with their facts; `come` those that are new, by id, each
    with its page and what it answers; `stirred` those that are compared anew, by number; `seeds`
    those that are grouped anew.
    """

    gone: Collection[tuple[Item, T]] = ()
    come: Mapping[str, tuple[T, str, str | None]] = msgspec.field(default_factory=dict)
    stirred: Collection[int] = ()
    seeds: Collection[int] = ()


class Regrouped(msgspec.Struct, Generic[T], frozen=True):
    """The items whose groups may have changed, by number, the groups they form, and their facts.

    `before` are the groups that these items, and those that are gone, were part of.
    """

    items: Mapping[int, Item]
    groups: tuple[Group, ...]
    facts: Mapping[str, T]
    before: frozenset[str]


class Shelf(Generic[T]):
    """Facts of remembered items, each decoded and bound to its actors once."""

    def __init__(self, memory: Memory, made: Callable[[bytes], T]) -> None:
        self._memory = memory
        self._made = made
        self._items: dict[int, Item | None] = {}
        self._facts: dict[int, T] = {}

    def item(self, number: int) -> Item | None:
        """The item, None where it is not there."""
        if number not in self._items:
            self._items[number] = self._memory.item(number)
        return self._items[number]

    def facts(self, number: int) -> T:
        """The item's facts."""
        if number not in self._facts:
            item = self.item(number)
            assert item is not None  # only numbers from rows and joins are asked for
            self._facts[number] = self._made(item.data)
        return self._facts[number]


def regrouped(
    memory: Memory,
    sort: Sort[T],
    change: Change[T],
    held: Held,
    made: Callable[[bytes], T],
    *,
    encoded: Callable[[T], bytes] = msgspec.msgpack.encode,
) -> Regrouped[T]:
    """Take in the change: rows, joins and items are as they are after it, groups are returned."""
    rows = _Rows(memory, sort)
    before = {item.group for item, _ in change.gone}
    for item, facts in change.gone:
        rows.remove(item.item, sort.keyed(facts))
    keyed = {id: sort.keyed(facts) for id, (facts, _, _) in change.come.items()}
    groups = {item.id: item.group for item, _ in change.gone}
    memory.put_items(
        sort.name,
        (
            (keyed[id].place.item, id, doc, groups.get(id), answers, encoded(facts))
            for id, (facts, doc, answers) in change.come.items()
        ),
    )
    for id in change.come:
        rows.add(keyed[id])
    shelf = Shelf(memory, made)
    for number in change.stirred:
        rows.stir(number, sort.keyed(shelf.facts(number)))
    rows.settle(lambda number: sort.keyed(shelf.facts(number)))
    found = []
    for one, other in sorted(rows.fresh):
        mine, theirs = shelf.item(one), shelf.item(other)
        assert mine is not None and theirs is not None  # they stand in rows
        both = {mine.id: shelf.facts(one), theirs.id: shelf.facts(other)}
        for join in compared(sort, mine.id, theirs.id, both):
            found.append(Edge(min(one, other), max(one, other), join.score, join.reason))
            rows.dirty |= {one, other}
    memory.put_joins(found)
    seeds = rows.dirty | {key.place.item for key in keyed.values()}
    seeds |= {*change.stirred, *change.seeds}
    whole = closed(memory, sort, seeds, held, shelf)
    return msgspec.structs.replace(whole, before=whole.before | before - {None})


def closed(
    memory: Memory, sort: Sort[T], seeds: Iterable[int], held: Held, shelf: Shelf[T]
) -> Regrouped[T]:
    """All items that a chain of joins or bonds connects with `seeds`, and their groups."""
    bonds = {
        number_of(sort.prefix + id): [number_of(sort.prefix + other) for other in bonded]
        for bonded, _ in held.bonds
        for id in bonded
    }
    items: dict[int, Item] = {}
    edges: dict[tuple[int, int], Edge] = {}
    waiting = list(seeds)
    while waiting:
        number = waiting.pop()
        item = shelf.item(number) if number not in items else None
        if item is None or item.sort != sort.name:
            continue
        items[number] = item
        for edge in memory.joins_of(number):
            edges[edge.one, edge.other] = edge
            waiting.append(edge.one + edge.other - number)
        waiting += bonds.get(number, ())
    facts = {item.id: shelf.facts(number) for number, item in items.items()}
    joins = []
    for edge in edges.values():
        one, other = sorted((items[edge.one].id, items[edge.other].id))
        joins.append(Join(one, other, edge.score, edge.reason))
    groups = groups_of(sort, sorted(facts), joins, facts, held)
    before = frozenset(item.group for item in items.values() if item.group is not None)
    return Regrouped(items, tuple(groups), facts, before)


class _Rows:
    """Items taken out of rows and put in, and the pairs that meet or part thereby."""

    def __init__(self, memory: Memory, sort: Sort[T]) -> None:
        self._memory = memory
        self._reach = sort.reach
        self.dirty: set[int] = set()
        self.fresh: set[tuple[int, int]] = set()
        self._gained: set[tuple[int, int]] = set()
        self._lost: set[tuple[int, int]] = set()
        self._gone: set[int] = set()

    def remove(self, number: int, keyed: Keyed) -> None:
        """Take an item out: those that it kept apart by its mere place may meet now."""
        self._part(number)
        self._memory.drop_item(number)
        self._gone.add(number)
        for key in keyed.keys:
            self._memory.drop_key(key, keyed.place)
            self._gained.update(self._across(key, keyed))

    def add(self, keyed: Keyed) -> None:
        """Put an item in: it meets its neighbours, and those it comes between may part."""
        number = keyed.place.item
        self._gone.discard(number)
        self._memory.put_keys([keyed])
        for key in keyed.keys:
            self._lost.update(self._across(key, keyed))
        self._meet(number, keyed)

    def stir(self, number: int, keyed: Keyed) -> None:
        """Have an item compared anew with all that it meets."""
        self._part(number)
        self._meet(number, keyed)

    def settle(self, keyed: Callable[[int], Keyed]) -> None:
        """Look at the pairs whose distance changed: do they meet under any key now?"""
        for pair in self._lost:
            joined = self._memory.are_joined(*pair)
            if not (joined or pair in self.fresh) or self._meets(*map(keyed, pair)):
                continue
            self.fresh.discard(pair)
            if joined:
                self._memory.drop_join(*pair)
                self.dirty |= set(pair)
        for pair in self._gained - self.fresh:
            known = not self._gone.isdisjoint(pair) or self._memory.are_joined(*pair)
            if not known and self._meets(*map(keyed, pair)):
                self.fresh.add(pair)
        self.fresh = {pair for pair in self.fresh if self._gone.isdisjoint(pair)}
        self.dirty -= self._gone

    def _part(self, number: int) -> None:
        for edge in self._memory.joins_of(number):
            self.dirty |= {edge.one, edge.other}
            self._memory.drop_join(edge.one, edge.other)

    def _meet(self, number: int, keyed: Keyed) -> None:
        for key in keyed.keys:
            for other in (
                *self._memory.before(key, keyed.place, self._reach),
                *self._memory.after(key, keyed.place, self._reach),
            ):
                self.fresh.add((min(number, other), max(number, other)))

    def _across(self, key: int, keyed: Keyed) -> Iterator[tuple[int, int]]:
        """The pairs around a place that `reach` holds together only without what stands there."""
        before = self._memory.before(key, keyed.place, self._reach)
        after = self._memory.after(key, keyed.place, self._reach)
        for place, one in enumerate(before):
            if self._reach - 1 - place < len(after):
                other = after[self._reach - 1 - place]
                yield min(one, other), max(one, other)

    def _meets(self, one: Keyed, other: Keyed) -> bool:
        first, second = sorted((one, other))
        return any(
            second.place.item in self._memory.after(key, first.place, self._reach)
            for key in first.keys & second.keys
        )
