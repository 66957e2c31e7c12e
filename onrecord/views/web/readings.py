"""Pages that are dropped onto the web app: kept beside the record, and read one after the other."""

from __future__ import annotations

import hashlib
import queue
import threading
from collections import OrderedDict
from collections.abc import Sequence
from pathlib import Path, PurePosixPath
from uuid import uuid4

import msgspec
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile

from onrecord.dates import is_edtf
from onrecord.errors import DateError, OnrecordError
from onrecord.record.reports import Pace, PageFailed, PageRead
from onrecord.views.text import unsafe
from onrecord.views.web.answers import Job, Jobs, PageOutcome

MOST_FILES = 500
"""Files that may be dropped at once."""
MOST_WAITING = 20
"""Droppings that may wait their turn."""
MOST_TOLD = 200
"""Pages of a reading that are told of one by one, of those read and of those that failed."""
MOST_KEPT = 30
"""Readings that are told of; older ones are forgotten, their pages are on the record."""
_SIDECAR = ".meta.json"


class Readings:
    """Reads what is dropped, in a thread of its own, one dropping at a time."""

    def __init__(self, db: Path, workers: int) -> None:
        self._db = db
        self._workers = workers
        self._folder = db.with_suffix(".pages")
        self._jobs: OrderedDict[str, Job] = OrderedDict()
        self._lock = threading.Lock()
        self._waiting: queue.Queue[tuple[str, list[Path], str | None]] = queue.Queue()
        self._reader: threading.Thread | None = None

    def jobs(self) -> Jobs:
        """Every reading that is still told of, the latest first."""
        with self._lock:
            return Jobs(tuple(reversed(self._jobs.values())))

    async def begin(self, files: Sequence[UploadFile], date: str | None) -> Job:
        """Keep the files and have them read; `date` is the day that they do not say.

        `OnrecordError` where there is no file, or too much waits already; `DateError`.
        """
        date = (date or "").strip() or None
        if date is not None and not is_edtf(date):
            raise DateError(date, "a day such as 2021-06-16, a month such as 2021-06")
        files = [file for file in files if file.filename]
        if not files:
            raise OnrecordError("expected pages, found no file; choose some, or drop them here")
        if self._waiting.qsize() >= MOST_WAITING:
            raise OnrecordError("too much waits to be read already; try again when some is done")
        paths = [await run_in_threadpool(self._keep, file) for file in files]
        pages = [path for path in paths if not path.name.endswith(_SIDECAR)]
        job = Job(uuid4().hex[:12], "waiting", len(pages))
        with self._lock:
            self._jobs[job.id] = job
            while len(self._jobs) > MOST_KEPT:
                self._jobs.popitem(last=False)
            if self._reader is None:
                self._reader = threading.Thread(target=self._read_all, daemon=True)
                self._reader.start()
        self._waiting.put((job.id, pages, date))
        return job

    def _keep(self, file: UploadFile) -> Path:
        """The file in the record's folder of pages, under its own name.

        Where that name is another page's, in a folder named by the first digits of its hash.
        """
        data = file.file.read()
        name = safe_name(file.filename or "")
        path = self._folder / name
        if path.exists() and path.read_bytes() != data:
            path = self._folder / hashlib.sha256(data).hexdigest()[:8] / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        return path

    def _read_all(self) -> None:
        while True:
            self._read(*self._waiting.get())

    def _read(self, id: str, paths: list[Path], date: str | None) -> None:
        from onrecord.run import read  # noqa: PLC0415 - brings the parser with it

        self._set(id, state="reading")

        def tell(outcome: PageRead | PageFailed, pace: Pace) -> None:
            job = self._job(id)
            new = _outcome(outcome)
            self._set(
                id,
                share=pace.share,
                state="joining" if pace.share >= 1 else "reading",
                read=job.read + (new.reason is None),
                failed=job.failed + (new.reason is not None),
                outcomes=_shortened((*job.outcomes, new)),
            )

        try:
            read(paths, into=self._db, date=date, progress=tell, workers=self._workers)
        except OnrecordError as failure:
            self._set(id, state="failed", fault=str(failure))
        except Exception as failure:  # noqa: BLE001 - the next dropping must find a reader
            self._set(id, state="failed", fault=f"a fault in onrecord, please report it: {failure}")
        else:
            self._set(id, state="done", share=1.0)

    def _job(self, id: str) -> Job:
        with self._lock:
            return self._jobs[id]

    def _set(self, id: str, **fields: object) -> None:
        with self._lock:
            if id in self._jobs:
                self._jobs[id] = msgspec.structs.replace(self._jobs[id], **fields)


def safe_name(name: str) -> str:
    """A file's name without what could lead out of its folder or act where it is shown.

    >>> safe_name("..\\\\..\\\\etc/pass\\u202ewd.txt"), safe_name(".hidden"), safe_name("../..")
    ('pass_wd.txt', '_hidden', 'page')
    """
    last = PurePosixPath(name.replace("\\", "/")).name
    kept = "".join("_" if unsafe(c) or c in '<>:"|?*\x00' else c for c in last).strip()
    if kept.startswith("."):
        kept = f"_{kept[1:]}"
    stem, dot, ending = kept.rpartition(".")
    short = f"{stem[:100]}{dot}{ending[:20]}" if dot else kept[:100]
    return short if short.strip("._ ") else "page"


def _shortened(outcomes: tuple[PageOutcome, ...]) -> tuple[PageOutcome, ...]:
    """Not more than can be shown: the first that failed and the latest that are on the record."""
    failed = [one for one in outcomes if one.reason is not None]
    good = [one for one in outcomes if one.reason is None]
    kept = {id(one) for one in (*failed[:MOST_TOLD], *good[-MOST_TOLD:])}
    return tuple(one for one in outcomes if id(one) in kept)


def _outcome(outcome: PageRead | PageFailed) -> PageOutcome:
    name = Path(outcome.source).name
    if isinstance(outcome, PageFailed):
        return PageOutcome(name, None, False, 0, 0, outcome.reason)
    return PageOutcome(
        name,
        outcome.doc,
        outcome.new,
        outcome.statements,
        outcome.events,
        None,
        outcome.notes,
        outcome.held,
    )
