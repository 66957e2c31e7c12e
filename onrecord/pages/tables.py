"""Articles in rows: JSON lines and CSV, one page a row.

The page is the row's `text` (or `html`) and nothing else: offsets are code points into that
very string. The other columns tell of it. `COLUMNS` lists the names by which each is known.
"""

from __future__ import annotations

import csv
import gzip
import io
import re
import zlib
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

import msgspec

from onrecord.errors import PageUnreadable
from onrecord.model import Media, Told
from onrecord.pages.bounded import Measured
from onrecord.pages.feeds import day_of
from onrecord.pages.found import LARGEST, Found, Item, Refused

COLUMNS: dict[str, tuple[str, ...]] = {
    "doc": ("doc",),
    "url": ("url", "link", "address"),
    "id": ("id",),
    "title": ("title", "headline"),
    "text": ("text", "body", "content", "maintext"),
    "html": ("html",),
    "published": ("published", "date", "published_at", "date_published", "date_publish"),
    "outlet": ("outlet", "publisher", "source_name"),
    "language": ("language", "lang"),
}
"""What a row may tell, and the names of its columns, the first that is filled."""


_MOST_EMPTY = 100_000
"""Lines without anything that are passed over; a file of nothing else takes a day to read."""


def read_jsonl(file: BinaryIO, source: str, stem: str) -> Iterator[Item]:
    """The pages of a file of JSON objects, one a line, plain or gzipped; empty lines are none."""
    try:
        number = empty = 0
        for number, line in enumerate(_lines(_plain(file)), start=1):
            if line is None:
                yield Refused(f"{source}:{number}", f"expected a line of at most {LARGEST:,} bytes")
            elif line.strip(b"\xef\xbb\xbf \t\r\n"):
                yield _of_line(line, source, stem, number)
            elif (empty := empty + 1) > _MOST_EMPTY:
                yield Refused(source, f"more than {_MOST_EMPTY:,} empty lines by line {number:,}")
                return
        if not number:
            yield Refused(source, "expected JSON lines, found an empty file")
    except (OSError, EOFError, zlib.error) as failure:
        yield Refused(source, f"the file is damaged after line {number}: {failure}")
    except PageUnreadable as failure:
        yield Refused(source, failure.reason)


def read_csv(file: BinaryIO, source: str, stem: str) -> Iterator[Item]:
    """The pages of a table: UTF-8, a first row of names, commas, tabs or semicolons between."""
    csv.field_size_limit(LARGEST)
    text = io.TextIOWrapper(io.BufferedReader(_Kept(file)), encoding="utf-8-sig", newline="")
    number = 1
    try:
        first = text.readline(65536)
        if not first.strip():
            yield Refused(source, "expected a table, found an empty file")
            return
        mark = max(",\t;", key=first.count)
        names = next(csv.reader([first], delimiter=mark))
        known = {name.strip().casefold() for name in names}
        if not known & {*COLUMNS["text"], *COLUMNS["html"]}:
            yield Refused(
                source,
                "expected a first row that names a column text or html, found "
                + ", ".join(name.strip()[:40] for name in names[:12]),
            )
            return
        for number, cells in enumerate(csv.reader(text, delimiter=mark), start=2):
            if any(cells):
                row = dict(zip((name.strip() for name in names), cells, strict=False))
                yield _of_row(row, source, stem, number)
    except UnicodeDecodeError as failure:
        yield Refused(
            source, f"expected UTF-8, found byte {failure.start} after row {number} is not"
        )
    except (csv.Error, OSError) as failure:
        yield Refused(source, f"the table is damaged after row {number}: {failure}")


def _of_line(line: bytes, source: str, stem: str, number: int) -> Item:
    place = f"{source}:{number}"
    try:
        row = msgspec.json.decode(line.lstrip(b"\xef\xbb\xbf"))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as failure:
        return Refused(place, f"expected a JSON object, found a line that is none ({failure})")
    if not isinstance(row, dict):
        return Refused(place, f"expected a JSON object, found a {type(row).__name__}")
    return _of_row(row, source, stem, number)


def _of_row(row: Mapping[str, Any], source: str, stem: str, number: int) -> Item:
    place = f"{source}:{number}"
    named = {str(name).casefold(): value for name, value in row.items()}
    if named.keys() >= {"doc", "start", "end", "text"}:
        return Refused(place, "expected an article, found a row of an export of onrecord's")
    try:
        cells = {field: _cell(named, field, place) for field in COLUMNS}
    except PageUnreadable as failure:
        return Refused(failure.source, failure.reason)
    words, media = cells["text"], "text/plain"
    if not (words or "").strip():
        words, media = cells["html"], "text/html"
    if not (words or "").strip():
        return Refused(place, "expected words in the column text or html, found none")
    assert words is not None
    published = _published(cells["published"])
    if cells["published"] and published is None:
        return Refused(
            place,
            f"expected a date such as 2021-10-14 as published, found {cells['published'][:40]!r}",
        )
    doc = cells["doc"] or cells["url"] or cells["id"] or f"{stem}-{number}"
    tells = Told(
        published=published,
        outlet=cells["outlet"],
        url=cells["url"],
        language=cells["language"],
        title=cells["title"],
    )
    try:
        data = words.encode("utf-8")
    except UnicodeEncodeError:
        return Refused(place, "expected text, found half a character (a lone surrogate)")
    if len(data) > LARGEST:
        return Refused(place, f"expected at most {LARGEST // 1_000_000} MB of text, found more")
    media_type: Media = "text/html" if media == "text/html" else "text/plain"
    return Found(doc[:1000], place, media_type, data, tells, "utf-8")


def _cell(named: Mapping[str, Any], field: str, place: str) -> str | None:
    for name in COLUMNS[field]:
        value = named.get(name)
        if value is None or value == "":
            continue
        if isinstance(value, str):
            whole = value if field in {"text", "html"} else " ".join(value.split())
            return whole or None
        if isinstance(value, int) and not isinstance(value, bool) and field in {"doc", "id"}:
            return str(value)
        if field in {"text", "html", "published", "url", "doc"}:
            raise PageUnreadable(
                place, f"expected words in the column {name}, found a {type(value).__name__}"
            )
    return None


def _published(value: str | None) -> str | None:
    if value is not None and re.fullmatch(r"\d{4}(-\d\d)?", value):
        month = int(value[5:] or 1)
        return value if 1 <= month <= 12 and value[:4] != "0000" else None
    return day_of(value)


def _plain(file: BinaryIO) -> BinaryIO:
    """The bytes of a file that may be gzipped, unpacked as they are read."""
    whole = file if isinstance(file, io.BufferedReader) else io.BufferedReader(_Kept(file))
    if whole.peek(2)[:2] != b"\x1f\x8b":
        return whole
    packed = gzip.GzipFile(fileobj=whole)
    return io.BufferedReader(Measured(packed, whole.tell))  # type: ignore[arg-type]


def _lines(file: BinaryIO) -> Iterator[bytes | None]:
    """The lines of a file; None for one that is longer than any page."""
    while line := file.readline(LARGEST + 1):
        if len(line) <= LARGEST or line.endswith(b"\n"):
            yield line
            continue
        while (more := file.readline(LARGEST)) and not more.endswith(b"\n"):
            pass
        yield None


class _Kept(io.RawIOBase):
    """A file for a text wrapper that closes what it wraps: this one stays open."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Bytes of the file, as many as there are."""
        data = self._file.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)
