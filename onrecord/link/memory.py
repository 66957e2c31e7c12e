"""What the linker remembers of the pages it has joined, so that one more touches only its own.

A few tables of a SQLite file (onrecord/record/005_link.sql): each item's facts and group, its keys
in rows by time, the joins between items, the entities' profiles and the actors. Nothing here is
shown. Items are known by the number of their id (see `onrecord.link.block.place_of`).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from typing import Any, TypeVar

import msgspec

from onrecord.link.actors import Figure
from onrecord.link.block import Keyed, Place
from onrecord.link.profiles import Member, Sighting

T = TypeVar("T")


class Item(msgspec.Struct, frozen=True):
    """A remembered item: its number, sort, id, page and group, and its facts as MessagePack."""

    item: int
    sort: str
    id: str
    doc: str
    group: str | None
    data: bytes


class Edge(msgspec.Struct, frozen=True):
    """A remembered join of two items, by their numbers."""

    one: int
    other: int
    score: int
    reason: str


class Memory:
    """The tables of a connection, read and written; a transaction is the caller's."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def forget(self) -> None:
        """Empty all tables."""
        for table in ("pages", "items", "keys", "joins", "sightings", "figures"):
            self._connection.execute(f"DELETE FROM link_{table}")

    # pages

    def pages(self) -> dict[str, str]:
        """The hash of the reading of each page that was joined."""
        return dict(self._all("SELECT doc, sha256 FROM link_pages"))

    def put_page(self, doc: str, sha256: str) -> None:
        """Note that a reading is joined."""
        self._run("INSERT OR REPLACE INTO link_pages VALUES (?, ?)", (doc, sha256))

    def drop_page(self, doc: str) -> None:
        """Note that a page is gone."""
        self._run("DELETE FROM link_pages WHERE doc = ?", (doc,))

    # items

    def items_of(self, doc: str, sort: str) -> list[Item]:
        """The items of a sort that a page has."""
        return self._items("doc = ? AND sort = ?", (doc, sort))

    def item(self, number: int) -> Item | None:
        """An item by its number."""
        return next(iter(self._items("item = ?", (number,))), None)

    def group(self, group: str) -> list[Item]:
        """The items of a group."""
        return self._items("grp = ?", (group,))

    def answering(self, event: str) -> list[Item]:
        """The events that answer an event."""
        return self._items("answers = ?", (event,))

    def _items(self, where: str, values: tuple[Any, ...]) -> list[Item]:
        query = f"SELECT item, sort, id, doc, grp, data FROM link_items WHERE {where} ORDER BY id"
        return [Item(*row) for row in self._all(query, values)]

    def put_items(
        self, sort: str, rows: Iterable[tuple[int, str, str, str | None, str | None, bytes]]
    ) -> None:
        """Keep items as (number, id, page, group, what it answers, facts)."""
        self._connection.executemany(
            f"INSERT OR REPLACE INTO link_items VALUES (?, '{sort}', ?, ?, ?, ?, ?)", rows
        )

    def set_groups(self, groups: Iterable[tuple[str, int]]) -> None:
        """Put items into groups: (group, number)."""
        self._connection.executemany("UPDATE link_items SET grp = ? WHERE item = ?", groups)

    def drop_item(self, item: int) -> None:
        """Forget an item; its keys and joins are dropped apart."""
        self._run("DELETE FROM link_items WHERE item = ?", (item,))

    # rows of keys

    def put_keys(self, items: Iterable[Keyed]) -> None:
        """Stand items in their rows."""
        rows = sorted((key, place.when, place.item) for place, keys in items for key in keys)
        self._connection.executemany("INSERT OR REPLACE INTO link_keys VALUES (?, ?, ?)", rows)

    def drop_key(self, key: int, place: Place) -> None:
        """Take an item out of a row."""
        self._run("DELETE FROM link_keys WHERE key = ? AND at = ? AND item = ?", (key, *place))

    def before(self, key: int, place: Place, reach: int) -> list[int]:
        """The nearest items before a place in a row, the nearest first."""
        query = (
            "SELECT item FROM link_keys WHERE key = ? AND (at, item) < (?, ?)"
            " ORDER BY at DESC, item DESC LIMIT ?"
        )
        return [row[0] for row in self._all(query, (key, *place, reach))]

    def after(self, key: int, place: Place, reach: int) -> list[int]:
        """The nearest items after a place in a row, the nearest first."""
        query = (
            "SELECT item FROM link_keys WHERE key = ? AND (at, item) > (?, ?)"
            " ORDER BY at, item LIMIT ?"
        )
        return [row[0] for row in self._all(query, (key, *place, reach))]

    # joins

    def put_joins(self, joins: Iterable[Edge]) -> None:
        """Keep joins."""
        rows = ((join.one, join.other, join.score, join.reason) for join in joins)
        self._connection.executemany("INSERT OR REPLACE INTO link_joins VALUES (?, ?, ?, ?)", rows)

    def joins_of(self, item: int) -> list[Edge]:
        """The joins of an item."""
        query = (
            "SELECT * FROM link_joins WHERE one = ?1 UNION ALL"
            " SELECT * FROM link_joins WHERE other = ?1"
        )
        return [Edge(*row) for row in self._all(query, (item,))]

    def are_joined(self, one: int, other: int) -> bool:
        """Whether there is a join of two items."""
        query = "SELECT 1 FROM link_joins WHERE one = ? AND other = ?"
        return bool(self._all(query, (min(one, other), max(one, other))))

    def drop_join(self, one: int, other: int) -> None:
        """Forget a join."""
        self._run(
            "DELETE FROM link_joins WHERE one = ? AND other = ?", (min(one, other), max(one, other))
        )

    # actors

    def put_sightings(self, sightings: Iterable[tuple[Sighting, int]]) -> None:
        """Keep sightings with the number of their profile."""
        self._connection.executemany(
            "INSERT OR REPLACE INTO link_sightings VALUES (?, ?, ?, ?)",
            ((*one.member, profile, msgspec.msgpack.encode(one)) for one, profile in sightings),
        )

    def seen_on(self, doc: str) -> list[tuple[Sighting, int]]:
        """The sightings of a page, with the numbers of their profiles."""
        found = self._all("SELECT data, profile FROM link_sightings WHERE doc = ?", (doc,))
        return [(msgspec.msgpack.decode(data, type=Sighting), profile) for data, profile in found]

    def seen_as(self, profile: int) -> list[Sighting]:
        """The sightings of a profile."""
        found = self._all("SELECT data FROM link_sightings WHERE profile = ?", (profile,))
        return [msgspec.msgpack.decode(row[0], type=Sighting) for row in found]

    def members_of(self, profile: int) -> list[Member]:
        """The entities of a profile."""
        query = "SELECT doc, number FROM link_sightings WHERE profile = ? ORDER BY doc, number"
        return [(doc, number) for doc, number in self._all(query, (profile,))]

    def drop_sightings(self, doc: str) -> None:
        """Forget the sightings of a page."""
        self._run("DELETE FROM link_sightings WHERE doc = ?", (doc,))

    def actor_of(self, member: Member) -> str | None:
        """The actor that an entity stands for."""
        query = (
            "SELECT grp FROM link_sightings JOIN link_items ON item = profile"
            " WHERE link_sightings.doc = ? AND number = ?"
        )
        found = self._all(query, member)
        return found[0][0] if found else None

    def put_figures(self, figures: Iterable[tuple[str, Figure]]) -> None:
        """Keep actors by their ids."""
        self._connection.executemany(
            "INSERT OR REPLACE INTO link_figures VALUES (?, ?, ?, ?, ?)",
            (
                (
                    id,
                    "\x1f".join(one.canonical),
                    one.state,
                    one.actor.kind,
                    msgspec.msgpack.encode(one),
                )
                for id, one in figures
            ),
        )

    def figure(self, actor: str) -> Figure | None:
        """The figure behind an actor."""
        found = self._all("SELECT data FROM link_figures WHERE actor = ?", (actor,))
        return msgspec.msgpack.decode(found[0][0], type=Figure) if found else None

    def figures_named(self, canonical: tuple[str, ...]) -> dict[str, Figure]:
        """The actors of one canonical name."""
        return self._figures("canonical", "\x1f".join(canonical))

    def figures_of(self, state: str) -> dict[str, Figure]:
        """The actors that are a state or belong to it."""
        return self._figures("state", state)

    def home_of(self, state: str) -> str | None:
        """The actor that is the state; of two the first by id."""
        query = "SELECT min(actor) FROM link_figures WHERE state = ? AND kind = 'state'"
        actor: str | None = self._all(query, (state,))[0][0]
        return actor

    def _figures(self, column: str, value: str) -> dict[str, Figure]:
        query = f"SELECT actor, data FROM link_figures WHERE {column} = ? ORDER BY actor"
        found = self._all(query, (value,))
        return {actor: msgspec.msgpack.decode(data, type=Figure) for actor, data in found}

    def drop_figure(self, actor: str) -> None:
        """Forget an actor."""
        self._run("DELETE FROM link_figures WHERE actor = ?", (actor,))

    def _all(self, query: str, values: tuple[Any, ...] = ()) -> list[Any]:
        return self._connection.execute(query, values).fetchall()

    def _run(self, query: str, values: tuple[Any, ...]) -> None:
        self._connection.execute(query, values)
