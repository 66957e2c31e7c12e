"""The chain: pages → documents → annotate → statements, events → link → record.

The one module that knows every stage. Reading one page is a pure function of the page, so
that the same function runs in a loop, in a process pool, or on a cluster.
"""

from __future__ import annotations

import hashlib
import os
import traceback
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from time import monotonic
from typing import get_args

import msgspec
from spacy.language import Language

from onrecord.annotate.encoder import load_encoder
from onrecord.annotate.mentions import find_mentions
from onrecord.annotate.parsed import load_parser, parse
from onrecord.annotate.times import find_times, spoken_days
from onrecord.documents.find import to_document
from onrecord.documents.sketch import Seen, sketch_of
from onrecord.errors import OnrecordError, PageUnreadable, is_panic
from onrecord.events.find import find_events
from onrecord.events.lexicon import Lexicon, extended
from onrecord.fingerprints import LINKING_CODE, READING_CODE, fingerprint
from onrecord.link.decide import link
from onrecord.model import Annotations, Page, ReaderName, Reading, Told
from onrecord.pages.found import Aside, Found, Item, Refused, page_of
from onrecord.pages.sources import Pages, find_pages, is_single, items_of
from onrecord.record.index import SAID
from onrecord.record.reports import Pace, PageFailed, PageRead, ReadReport
from onrecord.record.store import Writer
from onrecord.shards import SHARD, plan
from onrecord.shards import load as load_shards
from onrecord.statements.find import find_statements
from onrecord.tasks import Done, Task
from onrecord.workers import Failure, InThisProcess, Ticket, Workers

READERS: tuple[str, ...] = get_args(ReaderName)
"""What may find statements; `reader` is one of these."""

Progress = Callable[[PageRead | PageFailed, Pace], None]
"""Called after each page, in order, with what became of it and how far the run is."""


def read_one(
    page: Page, parser: Language, *, reader: str = "trained", lexicon: Lexicon | None = None
) -> Reading:
    """Everything onrecord finds on one page; depends on nothing but the page and the reader.

    `lexicon` is the event lexicon, the built-in one unless another is given.

    `PageUnreadable` where the page holds no English text that can be read. Of a page that is no
    article only the document comes back: what a list of links says is said on other pages.
    """
    document = to_document(page)
    if document.sort != "article":
        return Reading(document)
    parsed = parse(document, parser, load_encoder() if reader == "trained" else None)
    mentions, entities = find_mentions(parsed)
    times = find_times(parsed, document.published)
    annotations = Annotations(mentions=mentions, entities=entities, times=times)
    statements = find_statements(parsed, annotations, reader=reader)
    spoken = spoken_days(statements, document.published)
    if spoken:
        times = find_times(parsed, document.published, spoken)
        annotations = Annotations(mentions=mentions, entities=entities, times=times)
    events = find_events(parsed, annotations, statements, lexicon=lexicon)
    return Reading(document, annotations, statements, events)


def read_task(task: Task) -> Done:
    """The page function: the same in a loop, in a process and on a cluster. It never raises."""
    try:
        page = page_of(task.found)
        lexicon = _lexicon(task.lexicon) if task.lexicon is not None else None
        reading = read_one(page, _parser(), reader=task.reader, lexicon=lexicon)
    except PageUnreadable as failure:
        return Done(None, None, failure.reason)
    except (MemoryError, RecursionError) as failure:
        return Done(None, None, f"too large or too deep to read ({type(failure).__name__})")
    except BaseException as failure:  # one page's fault must not stop the others
        if not isinstance(failure, Exception) and not is_panic(failure):
            raise
        return Done(None, None, _fault(failure))
    bare = msgspec.structs.replace(page, data=b"")
    return Done(bare, reading, sketch=sketch_of(reading.document.text))


def page_worker() -> Callable[[bytes], bytes]:
    """`read_task` between bytes, with the parser and the reader loaded: what workers do."""
    _parser()
    load_encoder()
    decode, encode = msgspec.msgpack.Decoder(Task).decode, msgspec.msgpack.Encoder().encode
    return lambda data: encode(read_task(decode(data)))


PAGE_SECONDS = 120.0
"""Seconds that a page may take in a worker; the longest hearings take a tenth of it."""
_IN_FLIGHT = 64_000_000
"""Bytes of pages that are read or wait to be put on record; beyond it no further ones are begun."""


def read(
    paths: Iterable[str | os.PathLike[str]],
    *,
    into: str | os.PathLike[str],
    date: str | None = None,
    reader: str = "trained",
    lexicon: str | os.PathLike[str] | None = None,
    only: bool = False,
    progress: Progress | None = None,
    workers: int = 0,
    seconds: float = PAGE_SECONDS,
    page_function: str = "onrecord.run:page_worker",
) -> ReadReport:
    """Read the pages at `paths` (files, folders, globs) into the record at `into`.

    A page that can't be read is named in the report with its reason, and the others go on. A
    page that is on the record as this code reads it is not read again. `date` is the day the
    pages were published, where they do not say it. With `only`, documents of other pages are
    taken off the record. `lexicon` is a file of event frames of your own, tried before the built-in
    ones (docs/events.md). The record is made with its first page; without one there is none.

    With `workers`, so many processes read, and a page that crashes one or takes it more than
    `seconds` is set aside; without, this process does. The record is the same, byte for byte:
    pages are put on it one by one in the order of `paths`, whoever is ready first.
    """
    if reader not in READERS:
        raise OnrecordError(f"expected a reader of {', '.join(READERS)}, found {reader!r}")
    pages = find_pages(paths)
    shelf = _Shelf(Path(into), reader, _text_of(lexicon))
    if workers and all(is_single(path) for path in pages.files):
        workers = min(workers, max(1, len(pages.files)))
    pool = Workers(page_function, workers, seconds=seconds) if workers else None
    run = _Run(shelf, pool or InThisProcess(page_function), pages, progress)
    try:
        run.all(items_of(pages, Told(published=date)))
        done = run.done
        shelf.finish(keep=[page.doc for page in done] if only and done else None)
    finally:
        if pool is not None:
            pool.close()
        shelf.close()
    return ReadReport(Path(into), tuple(run.done), tuple(run.failed), tuple(run.asides))


def read_into_shards(
    paths: Iterable[str | os.PathLike[str]],
    *,
    out: str | os.PathLike[str],
    ray: str | None = None,
    date: str | None = None,
    reader: str = "trained",
    lexicon: str | os.PathLike[str] | None = None,
    seconds: float = PAGE_SECONDS,
    page_function: str = "onrecord.run:page_worker",
    size: int = SHARD,
) -> list[str]:
    """Read pages into a folder of Parquet shards, on the Ray cluster at `ray` or with Daft here.

    A line for each shard that was not there yet. `load` brings them into a record.
    """
    from onrecord.cluster import read_on_cluster  # noqa: PLC0415 - for this alone

    words = _text_of(lexicon)
    shards = plan(
        paths,
        code=_code(reader, words),
        reader=reader,
        date=date,
        lexicon=words,
        seconds=seconds,
        page_function=page_function,
        size=size,
    )
    return read_on_cluster(shards, Path(out), ray=ray)[1]


def load(
    folder: str | os.PathLike[str],
    *,
    into: str | os.PathLike[str],
    reader: str = "trained",
    lexicon: str | os.PathLike[str] | None = None,
    names: Sequence[str] = (),
    since: str | None = None,
    until: str | None = None,
    words: str | None = None,
    engine: bool = False,
    ray: str | None = None,
) -> tuple[int, list[PageFailed]]:
    """Bring the pages of a folder of shards, or a slice, into a record; see `shards.load`.

    With `engine` Daft joins them, on the Ray cluster at `ray` or here; the record is the same.
    """
    event_frames = _text_of(lexicon)
    meet = None
    if engine:
        from onrecord.cluster_link import met_on  # noqa: PLC0415 - for this alone

        meet = met_on(ray)
    count, failed = load_shards(
        folder,
        into=into,
        code=_code(reader, event_frames),
        link=lambda writer: writer.link(link, fingerprint(*LINKING_CODE), meet),
        again=lambda task: read_task(msgspec.structs.replace(task, lexicon=event_frames)),
        writer_of=Writer,
        names=names,
        since=since,
        until=until,
        words=words,
    )
    return count, [PageFailed(source, reason) for source, reason in failed]


def _code(reader: str, lexicon: str | None) -> str:
    """The name under which what was read is kept: another code reads anew."""
    code = f"{reader} {fingerprint(*READING_CODE)}"
    if lexicon is not None:
        code += f" {hashlib.sha256(lexicon.encode()).hexdigest()[:16]}"
    return code


class _Pending(msgspec.Struct):
    """A page whose turn has not come: its outcome, or the ticket of whoever reads it."""

    at: int
    stem: str = ""
    found: Found | None = None
    ticket: Ticket | None = None
    outcome: PageRead | PageFailed | None = None


class _Run:
    """Pages in the order of their sources: begun ahead, put on record in turn.

    Whether a page is on record, and under which name, is known once the pages before it of the
    same name are: such a page is not begun before they are done.
    """

    def __init__(
        self,
        shelf: _Shelf,
        pool: Workers | InThisProcess,
        pages: Pages,
        progress: Progress | None,
    ) -> None:
        self.done: list[PageRead] = []
        self.failed: list[PageFailed] = []
        self.asides: list[str] = []
        self._shelf = shelf
        self._pool = pool
        self._progress = progress
        self._size = max(1, pages.size)
        self._singles = len(pages.files) if all(is_single(f) for f in pages.files) else None
        self._begun = monotonic()
        self._pending: deque[_Pending] = deque()

    def all(self, items: Iterator[tuple[Item, int]]) -> None:
        """Read every page of `items`."""
        for item, at in items:
            if isinstance(item, Aside):
                self.asides.append(f"{item.source}: {item.note}")
                continue
            self._make_room(item)
            self._pending.append(self._begin(item, at))
            self._put_ready()
        while self._pending:
            self._put_next()

    def _make_room(self, item: Found | Refused) -> None:
        size = len(item.data) if isinstance(item, Found) else 0
        doc = item.doc if isinstance(item, Found) else None
        while self._pending and (
            len(self._pending) >= self._pool.ahead
            or size + sum(len(p.found.data) for p in self._pending if p.found) > _IN_FLIGHT
            or any(p.stem == doc for p in self._pending)
        ):
            self._put_next()

    def _begin(self, item: Found | Refused, at: int) -> _Pending:
        if isinstance(item, Refused):
            return _Pending(at, outcome=PageFailed(item.source, item.reason))
        found, known = self._shelf.admitted(item)
        if known:
            same = PageRead(found.doc, found.source, new=False, statements=0, events=0)
            return _Pending(at, outcome=same)
        task = Task(found, self._shelf.reader, self._shelf.lexicon)
        ticket = self._pool.submit(msgspec.msgpack.encode(task))
        return _Pending(at, stem=item.doc, found=found, ticket=ticket)

    def _put_ready(self) -> None:
        while self._pending and _is_ready(self._pending[0]):
            self._put_next()

    def _put_next(self) -> None:
        """Wait for the page whose turn it is, put it on record and tell of it."""
        while not _is_ready(self._pending[0]):
            self._pool.wait()
        pending = self._pending.popleft()
        outcome = pending.outcome
        if isinstance(outcome, PageFailed):
            self._shelf.set_aside(outcome)
        if pending.found is not None and pending.ticket is not None:
            outcome = self._shelf.put(pending.found, pending.ticket.result, stem=pending.stem)
        assert outcome is not None
        if isinstance(outcome, PageRead):
            self.done.append(outcome)
        else:
            self.failed.append(outcome)
        if self._progress is not None:
            number = len(self.done) + len(self.failed)
            share = min(1.0, pending.at / self._size)
            pace = Pace(number, self._singles, len(self.failed), share, monotonic() - self._begun)
            self._progress(outcome, pace)


def _is_ready(pending: _Pending) -> bool:
    return pending.ticket is None or pending.ticket.result is not None


def _text_of(lexicon: str | os.PathLike[str] | None) -> str | None:
    """The text of a user's lexicon; `OnrecordError` where it can't be read."""
    if lexicon is None:
        return None
    try:
        return Path(lexicon).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as failure:
        raise OnrecordError(
            f"expected a text file of event frames, found {lexicon}: {failure}"
        ) from failure


class _Shelf:
    """A record that is opened when the first page needs it, and how pages are read for it."""

    def __init__(self, path: Path, reader: str, lexicon: str | None = None) -> None:
        self.reader = reader
        self.lexicon = lexicon
        self._path = path
        self._code = _code(reader, lexicon)
        if lexicon is not None:
            _lexicon(lexicon)  # what is wrong with it is said before any page is read
        self._writer = Writer(path) if path.exists() else None
        self._aside: list[PageFailed] = []
        self._seen = Seen()

    def admitted(self, found: Found) -> tuple[Found, bool]:
        """`found` under the name it has on this record, and whether it is there as now read."""
        writer = self._writer
        if writer is None:
            return _received(found), False
        named = writer.admitted(_undecoded(found))
        found = _received(msgspec.structs.replace(found, doc=named.doc, told=named.told))
        return found, writer.has(_undecoded(found), self._code)

    def put(
        self, found: Found, result: bytes | Failure | None, *, stem: str
    ) -> PageRead | PageFailed:
        """A page that was read on the record, and what it holds; or why it is not there."""
        if not isinstance(result, bytes):
            reason = result.reason if result is not None else "it was not read"
            return self.set_aside(PageFailed(found.source, f"{reason}; the page is set aside"))
        done = msgspec.msgpack.decode(result, type=Done)
        if done.page is None or done.reading is None:
            return self.set_aside(PageFailed(found.source, done.reason or "it was not read"))
        if self._writer is None:
            self._writer = Writer(self._path)
            for failed in self._aside:
                self._writer.set_aside(failed.source, failed.reason)
        page = msgspec.structs.replace(done.page, data=found.data)
        self._writer.add(page, done.reading, self._code, stem=stem)
        return PageRead(
            page.doc,
            page.source,
            new=True,
            statements=len(done.reading.statements),
            events=len(done.reading.events),
            notes=done.reading.document.notes,
            sort=done.reading.document.sort,
            sort_reason=done.reading.document.sort_reason,
            like=self._seen.like(page.doc, done.sketch),
            held=sum(one.nature not in SAID for one in done.reading.statements),
        )

    def set_aside(self, failed: PageFailed) -> PageFailed:
        """Keep on the record that a page could not be read, and why."""
        if self._writer is not None:
            self._writer.set_aside(failed.source, failed.reason)
        else:
            self._aside.append(failed)
        return failed

    def finish(self, *, keep: list[str] | None) -> None:
        """Make the links anew, where the pages changed."""
        if self._writer is None:
            return
        if keep is not None:
            self._writer.keep_only(keep)
        self._writer.link(link, fingerprint(*LINKING_CODE))

    def close(self) -> None:
        """Close the record."""
        if self._writer is not None:
            self._writer.close()


def _undecoded(found: Found) -> Page:
    """What is known of a page before it is read: all but its text."""
    return Page(
        doc=found.doc,
        source=found.source,
        media=found.media,
        data=b"",
        sha256=found.sha256,
        encoding="",
        text="",
        told=found.told,
    )


def _received(found: Found) -> Found:
    """`found` with the day it came in, today where nothing tells: no page is newer than that.

    It stays with the page, so that reading it again another year gives the same dates.
    """
    if found.told.received is not None:
        return found
    told = msgspec.structs.replace(found.told, received=date.today().isoformat())
    return msgspec.structs.replace(found, told=told)


@cache
def _parser() -> Language:
    return load_parser()


@cache
def _lexicon(text: str) -> Lexicon:
    return extended(text)


def _fault(failure: BaseException) -> str:
    """A line that names the fault and where it lies, for whoever will mend it."""
    last = traceback.extract_tb(failure.__traceback__)[-1]
    place = f"{Path(last.filename).name}:{last.lineno}"
    return (
        f"a fault in onrecord, please report it: {type(failure).__name__}: {failure} ({place}); "
        "the page is left out"
    )
