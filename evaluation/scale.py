"""What questions cost at size: asked with several arguments, median and worst ms of processor.

    python evaluation/pile.py 100000 --into pile.db && python evaluation/scale.py pile.db

The file is read once before, so that it is in memory as far as it fits; every question is asked by
a view of its own, as the command and the web app do. The seed chooses the arguments.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).parent.parent))
from onrecord.record import query
from onrecord.record.cite import cite, compare
from onrecord.record.filters import Filters
from onrecord.record.relations import relations
from onrecord.record.store import View
from onrecord.record.timeline import buckets, count_timeline, timeline

Question = Callable[[View], object]
PAGE = 50


def main() -> None:
    """Print the size of each part and the time of each question."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("record", type=Path)
    asked.add_argument("--seed", type=int, default=0)
    asked.add_argument("--times", type=int, default=9, help="arguments to each question")
    given = asked.parse_args()
    given.record.read_bytes()
    sizes(given.record)
    print(f"\n{'question':<58}{'median':>9}{'worst':>9}  ms")
    drawn = random.Random(given.seed)
    with View(given.record) as view:
        world = World(view, drawn)
    for name, make in questions(world):
        taken = [timed(given.record, make()) for _ in range(given.times)]
        print(f"{name:<58}{median(taken):9.1f}{max(taken):9.1f}", flush=True)


def sizes(path: Path) -> None:
    """Print what the record holds and how large its parts are."""
    with View(path) as view:
        tables = ("documents", "statements", "events", "entries", "actors", "mentions")
        for table in tables:
            print(f"{table:<12}{view.rows(f'SELECT count(*) FROM {table}')[0][0]:>12,}")
        statements = view.rows("SELECT count(*) FROM statements")[0][0]
    print(f"file        {path.stat().st_size / 1e6:>12,.0f} MB")
    print(f"            {path.stat().st_size / statements:>12,.0f} bytes a statement")


def timed(path: Path, question: Question) -> float:
    """Milliseconds of the processor that a question takes, opening the record included."""
    start = time.process_time()
    with View(path) as view:
        question(view)
    return (time.process_time() - start) * 1000


class World:
    """What may be asked for: drawn from the record, so that each question has an answer."""

    def __init__(self, view: View, drawn: random.Random) -> None:
        self.drawn = drawn
        self.statements = self._some(view, "SELECT id FROM statements")
        self.events = self._some(view, "SELECT id FROM events")
        self.utterances = self._some(view, "SELECT id FROM utterances")
        rows = query.actors(view, busy=True, limit=400)
        self.busiest = [row.name for row in rows if row.kind == "person"][:9]
        self.states = [row.name for row in rows if row.kind == "state"]
        self.people = [row.name for row in rows if row.kind == "person"][-90:]
        self.outlets = [name for name, _ in query.outlets(view)][:9]
        texts = self._some(view, "SELECT shown FROM statements")
        self.words = sorted({w.strip(".,“”'\"") for t in texts for w in t.split() if len(w) > 7})

    def _some(self, view: View, select: str) -> list[str]:
        found = view.rows(f"{select} WHERE abs(random()) % 50 = 0 LIMIT 500")
        return [row[0] for row in found] or [row[0] for row in view.rows(f"{select} LIMIT 50")]

    def of(self, some: list[str]) -> str:
        """One of these."""
        return self.drawn.choice(some)


def questions(of: World) -> Iterator[tuple[str, Callable[[], Question]]]:
    """Each question's name, and what makes it with arguments of its own."""

    def page(asked: Callable[[], Filters], offset: int = 0) -> Callable[[], Question]:
        def make() -> Question:
            filters = asked()
            return lambda view: (
                timeline(view, filters, limit=PAGE, offset=offset),
                count_timeline(view, filters),
            )

        return make

    def said(asked: Callable[[], Filters], order: query.Order = "date") -> Callable[[], Question]:
        def make() -> Question:
            filters = asked()
            return lambda view: (
                query.statements(view, filters, order=order, limit=PAGE),
                query.count_statements(view, filters),
            )

        return make

    def one(ask: Callable[[View, str], object], some: list[str]) -> Callable[[], Question]:
        def make() -> Question:
            id = of.of(some)
            return lambda view: ask(view, id)

        return make

    def day() -> str:
        return f"{of.drawn.randrange(2022, 2040)}-{of.drawn.randrange(1, 13):02}"

    yield "cite a statement by id", one(cite, of.statements)
    yield "cite an event by id", one(cite, of.events)
    yield "compare an utterance's reports", one(compare, of.utterances)
    yield "timeline: first page and count", page(Filters)
    yield "timeline: page at 20,000", page(Filters, 20_000)
    yield "timeline of one actor, the busiest", page(lambda: Filters(actor=of.of(of.busiest)))
    yield "timeline of one actor, others", page(lambda: Filters(actor=of.of(of.people)))
    yield "timeline of a state and its officials", page(lambda: Filters(actor=of.of(of.states)))
    yield "timeline of a month", page(lambda: Filters(on=day()))
    yield "timeline of one outlet", page(lambda: Filters(outlet=of.of(of.outlets)))
    yield "timeline: words", page(lambda: Filters(words=of.of(of.words)))
    yield "timeline: status planned", page(lambda: Filters(status="planned"))
    yield (
        "timeline: actor, year and words",
        page(lambda: Filters(actor=of.of(of.busiest), on=day()[:4], words=of.of(of.words))),
    )
    yield "timeline by month, from afar", lambda: lambda view: buckets(view, size="month")
    yield (
        "timeline by year and status",
        lambda: lambda view: buckets(view, size="year", group="status"),
    )
    yield "statements: first page and count", said(Filters, "page")
    yield "statements by date", said(Filters)
    yield "statements by speaker's name", said(Filters, "speaker")
    yield "statements by one actor", said(lambda: Filters(by=of.of(of.busiest)))
    yield "statements about one actor", said(lambda: Filters(about=of.of(of.busiest)))
    yield (
        "statements between two states",
        said(lambda: Filters(between=(of.states[0], of.states[1]))),
    )
    yield "statements of one outlet", said(lambda: Filters(outlet=of.of(of.outlets)))
    yield "statements: words", said(lambda: Filters(words=of.of(of.words)))
    yield "search: one word", one(query.search, of.words)
    yield "search: the commonest word", lambda: lambda view: query.search(view, "the")
    yield (
        "search: counts of the commonest word",
        lambda: lambda view: query.count_found(view, "the"),
    )
    yield (
        "actors: first page and count",
        lambda: lambda view: (query.actors(view, busy=True, limit=PAGE), query.count_actors(view)),
    )
    yield (
        "actors whose names hold a word",
        one(lambda view, name: query.actors(view, words=name[-4:], limit=PAGE), of.people),
    )
    yield "an actor by name", one(lambda view, name: query.actors(view, name=name), of.people)
    yield (
        "relations of two states",
        lambda: lambda view: relations(view, of.states[0], of.states[1]),
    )


if __name__ == "__main__":
    main()
