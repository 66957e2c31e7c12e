"""A large record, made by telling the demonstration story over and over with other words.

    python evaluation/pile.py 100000 --into pile.db

Each telling has the story's ten pages, with other people, other days and some other words, so that
names, dates and words are as many as in an archive; every span cuts its page, every page is kept
with its reading, and `onrecord verify` holds. Joins are those of the story, not found anew: what a
linker costs is not measured here. The same number and --seed give the same record.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import re
import sys
import tempfile
import time
import zlib
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from pathlib import Path

import msgspec

sys.path.insert(0, str(Path(__file__).parent.parent))
from onrecord.dates import from_interval, interval, is_edtf
from onrecord.ids import content_id
from onrecord.model import Actor, Fact, Happening, Links, Page, Reading, Utterance
from onrecord.record.schema import open_to_write
from onrecord.record.store import View, _document_row, _set_fact, _state
from onrecord.record.tables import insert, insert_all, link_rows, rows_of
from onrecord.spans import OffsetMap

STORY = Path(__file__).parent.parent / "onrecord" / "data" / "demo" / "pages"
SYLLABLES = "ba de ka lo mi na or pe ra sel tor vin dan gru hel jor kes mar ost var zan wic".split()
LINKER = "pile"


class Story(msgspec.Struct):
    """The demonstration story as it was read and joined."""

    readings: list[Reading]
    links: Links


class Pool(msgspec.Struct):
    """What stands for the story's people and words in a telling."""

    people: list[tuple[str, str]]
    words: list[str]


def main() -> None:
    """Make the record, print what it holds and how large it is."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("statements", type=int, help="at least so many")
    asked.add_argument("--into", type=Path, required=True)
    asked.add_argument("--seed", type=int, default=0)
    given = asked.parse_args()
    if given.into.exists():
        sys.exit(f"{given.into} is there already; name a new file")
    start = time.perf_counter()
    story = story_read()
    print(f"the story: read in {time.perf_counter() - start:.0f} s")
    start = time.perf_counter()
    write(story, given.statements, given.into, given.seed)
    with View(given.into) as view:
        counts = {
            table: view.rows(f"SELECT count(*) FROM {table}")[0][0]
            for table in ("documents", "statements", "events", "actors")
        }
    size = given.into.stat().st_size
    told = ", ".join(f"{name} {count:,}" for name, count in counts.items())
    print(f"{told}; {size / 1e6:.0f} MB, {size / counts['statements']:.0f} bytes a statement")
    print(f"written in {time.perf_counter() - start:.0f} s")


def story_read() -> Story:
    """The story's readings and joins, by the product's own chain."""
    import onrecord  # noqa: PLC0415 - loads the parser

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "story.db"
        onrecord.read([STORY], into=path)
        from onrecord.link.decide import link  # noqa: PLC0415
        from onrecord.link.ties import Ties  # noqa: PLC0415

        with View(path) as view:
            readings = [view.reading(doc) for doc in view.docs()]
    return Story(readings, link(readings, Ties()))


def write(story: Story, statements: int, into: Path, seed: int) -> None:
    """Write tellings until the record has so many statements, in one transaction."""
    from onrecord.record.index import refresh  # noqa: PLC0415

    drawn = random.Random(seed)
    each = sum(len(one.statements) for one in story.readings)
    tellings = -(-statements // each)
    pool = _pool(story, drawn, max(60, statements // 40))
    connection = open_to_write(into)
    connection.execute("PRAGMA foreign_keys = OFF")
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute("PRAGMA cache_size = -400000")
    connection.execute("BEGIN IMMEDIATE")
    actors: dict[str, Actor] = {}
    members: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for number in range(tellings):
        told = Telling(story, pool, number, drawn)
        for reading in told.readings():
            page = _page(reading)
            rows = rows_of(reading)
            data = msgspec.msgpack.encode(reading)
            insert(
                connection,
                "pages",
                [
                    {
                        "sha256": page.sha256,
                        "media": page.media,
                        "encoding": page.encoding,
                        "size": len(page.data),
                        "data": zlib.compress(page.data),
                    }
                ],
            )
            insert(connection, "documents", [_document_row(page, reading, rows, page.doc)])
            kept = {
                "doc": page.doc,
                "reader": LINKER,
                "sha256": hashlib.sha256(data).hexdigest(),
                "data": zlib.compress(data),
            }
            insert(connection, "readings", [kept])
            insert(connection, "arrivals", [{"doc": page.doc, "run": number + 1}])
            insert_all(connection, rows)
        links = told.links()
        for actor in links.actors:
            actors.setdefault(actor.id, actor)
            members[actor.id] += actor.members
        insert_all(connection, link_rows(msgspec.structs.replace(links, actors=())))
    joined = [
        msgspec.structs.replace(one, members=tuple(members[id])) for id, one in actors.items()
    ]
    insert_all(connection, link_rows(Links(actors=tuple(joined))))
    _set_fact(connection, "linked", _state(connection, LINKER))
    _set_fact(connection, "linker", LINKER)
    refresh(connection)
    connection.execute("COMMIT")
    connection.close()


class Telling:
    """The story told once more: other people, other days, some other words."""

    def __init__(self, story: Story, pool: Pool, number: int, drawn: random.Random) -> None:
        self._story = story
        self._number = number
        self._drawn = drawn
        self._pool = pool
        self._later = timedelta(days=drawn.randrange(-3650, 3650))
        self._tokens = self._people()
        self._ids: dict[str, str] = {}

    def _people(self) -> dict[str, str]:
        people = [actor for actor in self._story.links.actors if actor.kind == "person"]
        count = len(self._pool.people)
        picked: dict[int, None] = {}
        while len(picked) < len(people):
            picked[int(count * self._drawn.random() ** 3)] = None  # some are in the news daily
        tokens: dict[str, str] = {}
        for actor, place in zip(people, picked, strict=True):
            given, family = self._pool.people[place]
            parts = actor.name.split()
            tokens[parts[-1]] = family
            tokens.update(dict.fromkeys(parts[:-1], given))
        return tokens

    def readings(self) -> Iterator[Reading]:
        """The pages' readings, retold."""
        for reading in self._story.readings:
            yield self._reading(reading)

    def links(self) -> Links:
        """The story's joins under the ids of this telling; call it after `readings`."""
        told = self._story.links
        names = {actor.id: self._named(actor.name) for actor in told.actors}
        ids = {actor.id: content_id("a", actor.kind, names[actor.id]) for actor in told.actors}
        actors = tuple(
            msgspec.structs.replace(
                actor,
                id=ids[actor.id],
                name=names[actor.id],
                names=tuple(self._named(name) for name in actor.names),
                acts_for=ids.get(actor.acts_for or ""),
                members=tuple((self._doc(doc), entity) for doc, entity in actor.members),
            )
            for actor in told.actors
        )
        utterances = tuple(
            Utterance(self._id(u.id), self._all(u.members), self._day(u.said_on), u.reasons)
            for u in told.utterances
        )
        happenings = tuple(self._happening(one) for one in told.happenings)
        copies = tuple((self._doc(doc), self._doc(of), why) for doc, of, why in told.copies)
        settled = tuple(
            msgspec.structs.replace(
                one,
                doc=self._doc(one.doc),
                by=self._doc(one.by),
                published=self._day(one.published) or one.published,
            )
            for one in told.settled
        )
        return Links(actors, utterances, happenings, copies, settled)

    def _happening(self, one: Happening) -> Happening:
        return msgspec.structs.replace(
            one,
            id=self._id(one.id),
            members=self._all(one.members),
            date=self._day(one.date),
            life=tuple((status, self._id(event)) for status, event in one.life),
            response_to=self._id(one.response_to) if one.response_to else None,
        )

    def _reading(self, reading: Reading) -> Reading:
        document = reading.document
        shift, text = self._retold(document.text)
        plain = msgspec.to_builtins(reading, builtin_types=(bytes,))
        plain = _moved(plain, shift)
        doc = self._doc(document.doc)
        for one in (*plain["statements"], *plain["events"]):
            one["id"] = self._id(one["id"])
            for name in ("within", "reported_by", "response_to"):
                if one.get(name):
                    one[name] = self._id(one[name])
            for name in ("said_on", "date"):
                if one.get(name):
                    one[name]["value"] = self._day(one[name]["value"])
            who = [one.get("speaker"), one.get("addressee")]
            for party in (*who, *one.get("actors", ()), *one.get("recipients", ())):
                if party:
                    party["name"] = self._named(party["name"])
        for entity in plain["annotations"]["entities"]:
            entity["name"] = self._named(entity["name"])
            entity["names"] = [self._named(name) for name in entity["names"]]
        for found in plain["annotations"]["times"]:
            found["date"] = self._day(found["date"])
        plain["document"] |= {
            "doc": doc,
            "page": hashlib.sha256(text.encode("utf-8")).hexdigest(),
            "source": f"pile/{doc}.txt",
            "media": "text/plain",
            "text": text,
        }
        told: Reading = msgspec.convert(plain, Reading)
        document = msgspec.structs.replace(told.document, offsets=OffsetMap())
        if document.published:
            day = self._day(document.published.value) or document.published.value
            published = Fact(day, document.published.span, document.published.basis)
            document = msgspec.structs.replace(document, published=published)
        return msgspec.structs.replace(told, document=document)

    def _retold(self, text: str) -> tuple[Mapping[int, int], str]:
        """Other words for some, and where each character that begins or ends a word went."""
        pieces: list[str] = []
        starts, moved, length, end = [0], [0], 0, 0
        for found in re.finditer(r"\w+", text):
            word = found[0]
            other = self._tokens.get(word)
            if other is None and word.islower() and len(word) > 5 and self._drawn.random() < 0.15:
                other = self._drawn.choice(self._pool.words)
            if other is None:
                continue
            pieces += [text[end : found.start()], other]
            length += found.start() - end + len(other)
            end = found.end()
            starts.append(end)
            moved.append(length - end)
        pieces.append(text[end:])
        return _Shift(starts, moved), "".join(pieces)

    def _doc(self, doc: str) -> str:
        return f"{doc}-{self._number:06}"

    def _id(self, id: str) -> str:
        return content_id(id[0], self._number, id)

    def _all(self, ids: Sequence[str]) -> tuple[str, ...]:
        return tuple(self._id(id) for id in ids)

    def _named(self, name: str) -> str:
        return re.sub(r"\w+", lambda found: self._tokens.get(found[0], found[0]), name)

    def _day(self, date: str | None) -> str | None:
        if date is None or not is_edtf(date):
            return date
        first, last = (day and day + self._later for day in interval(date))
        if len(date) == 7 and first:  # a month stays a month
            return f"{first.year:04}-{first.month:02}"
        return from_interval(first, last)


class _Shift(dict[int, int]):
    """Old offset → new offset, for offsets that do not lie inside a word that was replaced."""

    def __init__(self, starts: list[int], moved: list[int]) -> None:
        super().__init__()
        self._starts, self._moved = starts, moved

    def __missing__(self, offset: int) -> int:
        return offset + self._moved[bisect_right(self._starts, offset) - 1]


def _moved(value: object, shift: Mapping[int, int]) -> object:
    """A reading as plain values with every span moved."""
    if isinstance(value, dict):
        return {
            name: _span(one, shift) if _is_span(name, one) else _moved(one, shift)
            for name, one in value.items()
            if name != "offsets"
        } | ({"offsets": {"segments": []}} if "offsets" in value else {})
    if isinstance(value, list | tuple):
        return [_moved(one, shift) for one in value]
    return value


_SPANS = frozenset("span head anchor cue occasion label object".split())


def _is_span(name: str, value: object) -> bool:
    return value is not None and (name in _SPANS or name == "parts")


def _span(value: list[object], shift: Mapping[int, int]) -> object:
    if value and isinstance(value[0], list | tuple):
        return [_span(list(one), shift) for one in value]
    start, end = value
    return [shift[start], shift[end]]


def _page(reading: Reading) -> Page:
    document = reading.document
    data = document.text.encode("utf-8")
    return Page(
        document.doc, document.source, document.media, data, document.page, "utf-8", document.text
    )


def _pool(story: Story, drawn: random.Random, people: int) -> Pool:
    def invented(least: int) -> str:
        return "".join(drawn.choice(SYLLABLES) for _ in range(drawn.randrange(least, 5)))

    text = " ".join(one.document.text for one in story.readings)
    own = sorted(set(re.findall(r"\b[a-z]{6,}\b", text)))
    words = [*own, *(invented(2) for _ in range(max(2000, people)))]
    names = {(invented(2).title(), invented(2).title()): None for _ in range(people * 2)}
    return Pool(list(names)[:people], words)


if __name__ == "__main__":
    main()
