"""Joining pages on many machines: blocking, candidate pairs and comparisons on Daft.

The same as `onrecord.link.decide.met`, as a query: the keys of every item are a column; a row for
each key, numbered by place within it; the items that meet are that table joined with itself on key
and number; each pair, once, is compared by the same function. Groups are made of the joins where
the record is.
"""

from __future__ import annotations

import pickle
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from onrecord.cluster import engine, line_of, run_on
from onrecord.errors import OnrecordError
from onrecord.link.block import Join, Keyed, Place
from onrecord.link.decide import Meet, compared
from onrecord.link.sorts import SORTS, Sort

_SORTS = {sort.name: sort for sort in SORTS}
_HELD = 20_000
"""Items that a process keeps unpacked while it compares: some hundred megabytes."""
_FEW = 500
"""Items that one task keys or compares at least; fewer cost more to send than to do."""


def met_on(ray: str | None = None) -> Meet:
    """What `met` does, on the Ray cluster at `ray`, or with Daft here.

    `OnrecordError` where Daft is not installed, or gives up.
    """
    daft = engine()
    run_on(daft, ray)

    def met(sort: Sort[Any], facts: Mapping[str, Any]) -> tuple[dict[str, Keyed], list[Join]]:
        if not facts:
            return {}, []
        try:
            return _met(daft, sort, facts, many=ray is not None)
        except Exception as failure:  # whatever the engine throws
            raise OnrecordError(
                f"the cluster gave up over joining ({line_of(failure)}); the pages are on record: "
                "`load` joins them without --engine"
            ) from failure

    return met


def _met(
    daft: Any, sort: Sort[Any], facts: Mapping[str, Any], *, many: bool
) -> tuple[dict[str, Keyed], list[Join]]:
    col, number = daft.col, daft.DataType.int64()
    ids = sorted(facts)
    items = daft.from_pydict(
        {"id": ids, "fact": [pickle.dumps(facts[id]) for id in ids], "sort": [sort.name] * len(ids)}
    )
    if many:
        items = items.into_partitions(max(1, len(ids) // _FEW))
    items = items.collect()
    keyed = daft.func(keys_of, return_dtype=daft.DataType.list(number))
    keys = items.select(col("id"), keyed(col("sort"), col("fact")).alias("keys")).collect()
    known = {
        id: Keyed(Place(*found[:2]), frozenset(found[2:]))
        for id, found in zip(*keys.to_pydict().values(), strict=True)
    }
    pairs = _pairs(daft, keys, sort.reach)
    one = items.select(col("id").alias("one"), col("fact").alias("one_fact"), col("sort"))
    other = items.select(col("id").alias("other"), col("fact").alias("other_fact"))
    compare = daft.func(join_of, return_dtype=daft.DataType.binary())
    pairs = pairs.join(one, on="one").join(other, on="other")
    pairs = pairs.select(
        compare(col("sort"), col("one"), col("one_fact"), col("other"), col("other_fact")).alias(
            "join"
        )
    )
    found = pairs.where(~col("join").is_null()).to_pydict()["join"]
    joins = [Join(*pickle.loads(each)) for each in found]

    def order(join: Join) -> tuple[Place, int]:
        first, last = sorted((known[join.one].place, known[join.other].place))
        return first, last.item

    return known, sorted(joins, key=order)


def _pairs(daft: Any, keys: Any, reach: int) -> Any:
    """Each two items that meet, once: `one` stands before `other` in the row of some key."""
    col, number = daft.col, daft.DataType.int64()
    apart = daft.func(split, return_dtype=daft.DataType.list(daft.DataType.list(number)))
    rows = keys.select(col("id"), apart(col("keys")).alias("row")).explode("row")
    rows = rows.select(
        col("id"),
        col("row").get(0).alias("when"),
        col("row").get(1).alias("item"),
        col("row").get(2).alias("key"),
    )
    row = daft.Window().partition_by("key")
    place = daft.functions.row_number().over(row.order_by("when", "item"))
    rows = rows.with_columns({"at": place.cast(number), "length": col("id").count().over(row)})
    rows = rows.where(col("length") > 1)
    after = daft.func(places_after, return_dtype=daft.DataType.list(number))
    near = after(col("at"), col("length"), daft.lit(reach))
    one = rows.where(col("at") < col("length")).select(
        col("id").alias("one"), col("key"), near.alias("at")
    )
    other = rows.select(col("id").alias("other"), col("key"), col("at"))
    return one.explode("at").join(other, on=["key", "at"]).select("one", "other").distinct()


def keys_of(sort: str, fact: bytes) -> list[int]:
    """An item's place, as two numbers, and its keys."""
    keyed = _SORTS[sort].keyed(_item(fact))
    return [*keyed.place, *sorted(keyed.keys)]


def split(keyed: list[int]) -> list[list[int]]:
    """An item's place with each of its keys: a row for each."""
    return [[*keyed[:2], key] for key in keyed[2:]]


def places_after(at: int, length: int, reach: int) -> list[int]:
    """The places that the item at a place meets, in a row of so many that begins with 1."""
    return list(range(at + 1, min(length, at + reach) + 1))


def join_of(sort: str, one: str, one_fact: bytes, other: str, other_fact: bytes) -> bytes | None:
    """The join of two items, packed; None where they are not one."""
    facts = {one: _item(one_fact), other: _item(other_fact)}
    found = compared(_SORTS[sort], one, other, facts)
    return pickle.dumps(tuple(found[0])) if found else None


@lru_cache(maxsize=_HELD)
def _item(fact: bytes) -> Any:
    return pickle.loads(fact)
