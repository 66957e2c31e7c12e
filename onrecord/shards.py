"""Pages read in shards, for machines that share nothing but a folder: Parquet, resumable by shard.

A shard is some of the pages of some of the sources. It is read by the same page function as
everything else and written as one Parquet file, whole or not at all: a shard whose file is there is
done, whoever did it. `load` puts the pages of such a folder, or a slice of them, on a record.
"""

from __future__ import annotations

import hashlib
import os
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date as calendar_date
from pathlib import Path
from typing import Any

import msgspec

from onrecord.dates import first_day, last_day
from onrecord.errors import OnrecordError, RecordError
from onrecord.model import Page, Reading, Told
from onrecord.pages.found import Aside, Found, Refused
from onrecord.pages.sources import find_pages, items_in
from onrecord.tasks import Done, Task
from onrecord.workers import Failure, InThisProcess, Ticket, Workers

SHARD = 64_000_000
"""Bytes of sources in a shard: some minutes of reading, and seconds to do again."""
_RUN = 64
"""Pages in a row of a large source that go to the same shard."""
_UNSAFE = "expected a folder of shards, found {}; name one that `read --out` wrote"


class Shard(msgspec.Struct, frozen=True):
    """Which pages are read: of each file every `of`-th run of `run` pages, the `part`-th first."""

    id: str
    files: tuple[tuple[int, str], ...]
    part: int
    of: int
    run: int
    told: Told
    reader: str
    code: str
    lexicon: str | None
    seconds: float
    page_function: str


def plan(
    paths: Iterable[str | os.PathLike[str]],
    *,
    code: str,
    reader: str = "trained",
    date: str | None = None,
    received: str | None = None,
    lexicon: str | None = None,
    seconds: float = 120.0,
    page_function: str = "onrecord.run:page_worker",
    size: int = SHARD,
) -> list[Shard]:
    """The shards of the sources at `paths`: small files together, large ones in parts.

    The same sources, as large as they are now, read by the same code on the same day (`received`)
    are the same shards. Every machine must find the files under the names given.
    """
    told = Told(published=date, received=received or calendar_date.today().isoformat())
    bundles: list[tuple[list[tuple[int, str]], int]] = []
    for number, path in enumerate(find_pages(paths).files):
        length = path.stat().st_size if path.is_file() else 0
        if length > size or not bundles or bundles[-1][1] + length > size:
            bundles.append(([], 0))
        files, before = bundles[-1]
        files.append((number, str(path.absolute())))
        bundles[-1] = (files, before + length)
    run = max(1, _RUN * size // SHARD)
    shards = []
    for files, length in bundles:
        of = -(-length // size) or 1
        for part in range(of):
            known = (files, length, part, of, run, told, reader, code, lexicon, page_function)
            id = hashlib.sha256(msgspec.json.encode(known)).hexdigest()[:20]
            shards.append(
                Shard(
                    id,
                    tuple(files),
                    part,
                    of,
                    run,
                    told,
                    reader,
                    code,
                    lexicon,
                    seconds,
                    page_function,
                )
            )
    return shards


def path_of(shard: Shard, out: Path) -> Path:
    """Where a shard's pages are written."""
    return out / f"{shard.id}.parquet"


def read_shard(shard: Shard, out: Path, *, workers: int = 1) -> str:
    """Read a shard into its file, unless it is there, and say what came of it in a line."""
    arrow, parquet = _arrow()
    path = path_of(shard, out)
    if path.exists():
        return f"{shard.id}: done before"
    pool = (
        Workers(shard.page_function, workers, seconds=shard.seconds)
        if workers
        else InThisProcess(shard.page_function)
    )
    try:
        rows = list(_rows(shard, pool))
    finally:
        pool.close()
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_name(f".{path.name}.{os.getpid()}.half")
    table = arrow.Table.from_pylist(rows, schema=_schema(arrow))
    parquet.write_table(table, half, compression="zstd")
    half.replace(path)
    read = sum("reading" in row for row in rows)
    return f"{shard.id}: {read} pages read, {len(rows) - read} not"


def _rows(shard: Shard, pool: Workers | InThisProcess) -> Iterator[dict[str, Any]]:
    waiting: list[tuple[dict[str, Any], Found | None, Ticket | None]] = []
    for place, item in _items(shard):
        row = {**place, "code": shard.code, "reader": shard.reader}
        if isinstance(item, Refused):
            waiting.append(({**row, "source": item.source, "reason": item.reason}, None, None))
        else:
            task = Task(item, shard.reader, shard.lexicon)
            waiting.append((row, item, pool.submit(msgspec.msgpack.encode(task))))
        while len(waiting) >= pool.ahead or (waiting and _is_ready(waiting[0])):
            yield _next(waiting, pool)
    while waiting:
        yield _next(waiting, pool)


def _items(shard: Shard) -> Iterator[tuple[dict[str, int], Found | Refused]]:
    for number, file in shard.files:
        index = -1
        for item, _ in items_in(Path(file), shard.told):
            if isinstance(item, Aside):
                continue
            index += 1
            if index // shard.run % shard.of == shard.part:
                yield {"file": number, "item": index}, item


def _is_ready(one: tuple[dict[str, Any], Found | None, Ticket | None]) -> bool:
    return one[2] is None or one[2].result is not None


def _next(
    waiting: list[tuple[dict[str, Any], Found | None, Ticket | None]],
    pool: Workers | InThisProcess,
) -> dict[str, Any]:
    while not _is_ready(waiting[0]):
        pool.wait()
    row, found, ticket = waiting.pop(0)
    return row if found is None or ticket is None else {**row, **_columns(found, ticket.result)}


def _columns(found: Found, result: bytes | Failure | None) -> dict[str, Any]:
    told = msgspec.json.encode(found.told).decode("utf-8")
    columns: dict[str, Any] = {
        "doc": found.doc,
        "source": found.source,
        "media": found.media,
        "charset": found.charset,
        "told": told,
        "sha256": found.sha256,
        "data": zlib.compress(found.data),
    }
    if not isinstance(result, bytes):
        why = result.reason if result is not None else "it was not read"
        return {**columns, "reason": f"{why}; the page is set aside"}
    done = msgspec.msgpack.decode(result, type=Done)
    if done.page is None or done.reading is None:
        return {**columns, "reason": done.reason or "it was not read"}
    reading = done.reading
    published = reading.document.published
    return {
        **columns,
        "page": zlib.compress(msgspec.msgpack.encode(done.page)),
        "reading": zlib.compress(msgspec.msgpack.encode(reading)),
        "text": reading.document.text,
        "names": sorted({name for one in reading.annotations.entities for name in one.names}),
        "published": published.value if published else None,
        "title": reading.document.title.value if reading.document.title else None,
        "outlet": reading.document.outlet.value if reading.document.outlet else None,
        "sort": reading.document.sort,
        "statements": len(reading.statements),
        "events": len(reading.events),
    }


def load(
    folder: str | os.PathLike[str],
    *,
    into: str | os.PathLike[str],
    code: str,
    link: Callable[[Any], None],
    again: Callable[[Task], Done],
    writer_of: Callable[[Path], Any],
    names: Sequence[str] = (),
    since: str | None = None,
    until: str | None = None,
    words: str | None = None,
) -> tuple[int, list[tuple[str, str]]]:
    """Put the pages in a folder of shards on a record; how many came in, and what was not read.

    Those that name all of `names`, were published within `since` and `until` (EDTF; a page that
    may have been is in) and hold all of `words`. `link` makes the links, `again` reads a page that
    gets another name on this record. Without a slice the record equals one that was read here.
    """
    arrow, parquet = _arrow()
    files = sorted(Path(folder).glob("*.parquet"))
    if not files:
        raise OnrecordError(_UNSAFE.format(f"no shard in {folder}"))
    places: dict[tuple[int, int], tuple[Path, int]] = {}
    failed: dict[tuple[int, int], tuple[str, str]] = {}
    for path in files:
        try:
            asked = parquet.read_table(
                path, columns=["file", "item", "code", "reason", "source", "names", "published"]
            )
        except (arrow.ArrowException, OSError, KeyError) as failure:
            raise OnrecordError(_UNSAFE.format(f"{path} ({failure})")) from failure
        texts = parquet.read_table(path, columns=["text"])["text"] if words else None
        for index, row in enumerate(asked.to_pylist()):
            if row["code"] != code:
                raise RecordError(
                    f"{path} was read by another onrecord, or in another way; read it again"
                )
            place = (row["file"], row["item"])
            if row["reason"] is not None:
                failed[place] = (row["source"], row["reason"])
            elif _fits(row, texts[index].as_py() if texts else "", names, since, until, words):
                places[place] = (path, index)
    sliced = bool(names or since or until or words)
    count = _put(
        Path(into), places, {} if sliced else failed, parquet, code, again, writer_of, link
    )
    return count, [failed[place] for place in sorted(failed)]


def _put(
    into: Path,
    places: dict[tuple[int, int], tuple[Path, int]],
    failed: dict[tuple[int, int], tuple[str, str]],
    parquet: Any,
    code: str,
    again: Callable[[Task], Done],
    writer_of: Callable[[Path], Any],
    link: Callable[[Any], None],
) -> int:
    if not places and not into.exists():
        return 0
    opened: dict[Path, Any] = {}
    with writer_of(into) as writer:
        for place in sorted({*places, *failed}):
            if place in failed:
                writer.set_aside(*failed[place])
                continue
            path, index = places[place]
            if path not in opened:
                if len(opened) >= 4:
                    opened.pop(next(iter(opened)))
                opened[path] = parquet.read_table(path)
            _put_one(writer, opened[path].slice(index, 1).to_pylist()[0], code, again)
        link(writer)
    return len(places)


def _put_one(writer: Any, row: dict[str, Any], code: str, again: Callable[[Task], Done]) -> None:
    data = zlib.decompress(row["data"])
    page = msgspec.msgpack.decode(zlib.decompress(row["page"]), type=Page)
    page = msgspec.structs.replace(page, data=data)
    named = writer.admitted(page)
    if writer.has(named, code):
        return
    reading = msgspec.msgpack.decode(zlib.decompress(row["reading"]), type=Reading)
    if named.doc != page.doc or named.told != page.told:
        found = Found(named.doc, row["source"], row["media"], data, named.told, row["charset"])
        done = again(Task(found, row["reader"]))
        if done.reading is None:
            writer.set_aside(row["source"], done.reason or "it was not read")
            return
        reading = done.reading
    writer.add(named, reading, code, stem=page.doc)


def _fits(
    row: dict[str, Any],
    text: str,
    names: Sequence[str],
    since: str | None,
    until: str | None,
    words: str | None,
) -> bool:
    known = {name.casefold() for name in row["names"] or ()}
    if any(name.casefold() not in known for name in names):
        return False
    plain = " ".join(text.casefold().split())
    if words is not None and any(word not in plain for word in words.casefold().split()):
        return False
    if since is None and until is None:
        return True
    day = row["published"]
    if day is None:
        return False
    return (since is None or _last(day) >= _first(since)) and (
        until is None or _first(day) <= _last(until)
    )


def _first(value: str) -> calendar_date:
    return first_day(value) or calendar_date.min


def _last(value: str) -> calendar_date:
    return last_day(value) or calendar_date.max


def _schema(arrow: Any) -> Any:
    words, number = arrow.string(), arrow.int32()
    return arrow.schema(
        [
            ("file", number),
            ("item", arrow.int64()),
            ("code", words),
            ("reader", words),
            ("doc", words),
            ("source", words),
            ("media", words),
            ("charset", words),
            ("told", words),
            ("sha256", words),
            ("title", words),
            ("outlet", words),
            ("published", words),
            ("sort", words),
            ("statements", number),
            ("events", number),
            ("names", arrow.list_(words)),
            ("text", words),
            ("reason", words),
            ("data", arrow.binary()),
            ("page", arrow.binary()),
            ("reading", arrow.binary()),
        ]
    )


def _arrow() -> tuple[Any, Any]:
    try:
        import pyarrow  # noqa: PLC0415 - an extra
        import pyarrow.parquet  # noqa: PLC0415
    except ImportError as failure:
        raise OnrecordError(
            "expected pyarrow, which shards are written with, found none; "
            "pip install 'onrecord[cluster]'"
        ) from failure
    return pyarrow, pyarrow.parquet
