"""Web archives (WARC, plain or gzipped): each page that was fetched, under its address.

A page is the body of a response, as the server meant it: what HTTP packed for the way (chunks,
gzip, Brotli) is unpacked, nothing else is changed. Redirects, errors, pictures and scripts are
counted, not read.
"""

from __future__ import annotations

import re
import zlib
from collections import Counter
from collections.abc import Iterator
from typing import Any, BinaryIO

from onrecord.errors import PageUnreadable, is_panic
from onrecord.model import Media, Told
from onrecord.pages.found import LARGEST, Aside, Found, Item, Refused, too_large

_MEDIA: dict[str, Media] = {
    "text/html": "text/html",
    "application/xhtml+xml": "text/html",
    "text/plain": "text/plain",
    "application/pdf": "application/pdf",
}


def read_warc(file: BinaryIO, source: str, stem: str) -> Iterator[Item]:
    """The pages of a web archive in its order; what is no page is counted at the end.

    `doc` is the page's address; the day it was fetched bounds the day it was published.
    """
    from fastwarc.warc import ArchiveIterator, WarcRecordType  # noqa: PLC0415 - for archives alone

    left_out: Counter[str] = Counter()
    wanted = WarcRecordType.response | WarcRecordType.resource | WarcRecordType.conversion
    seen, damage = 0, ""
    try:
        for record in ArchiveIterator(file, record_types=wanted | WarcRecordType.revisit):
            seen += 1
            item = _item(record, source, revisit=record.record_type == WarcRecordType.revisit)
            if isinstance(item, str):
                left_out[item] += 1
            else:
                yield item
    except BaseException as failure:
        if not isinstance(failure, Exception) and not is_panic(failure):
            raise
        damage = _line(failure)
    if not seen:
        found = f"a damaged one: {damage}" if damage else "no record in it"
        yield Refused(source, f"expected a web archive, found {found}")
    elif damage:
        yield Refused(source, f"the archive is damaged after {seen} records: {damage}")
    if left_out:
        counted = ", ".join(f"{n} {what}" for what, n in left_out.most_common())
        yield Aside(source, f"records that are no pages: {counted}")


def _item(record: Any, source: str, *, revisit: bool) -> Item | str:
    """The page of a record; words for the count where it is none."""
    if revisit:
        return "visited again, unchanged"
    address = (record.headers.get("WARC-Target-URI") or "").strip(" <>")
    if not address or address.startswith("dns:"):
        return "without an address"
    kind = record.headers.get("Content-Type") or ""
    status = 200
    sent: Any = {}
    if record.is_http:
        sent = record.http_headers
        status = sent.status_code or 0
        kind = sent.get("Content-Type") or ""
    if status != 200:
        return f"answered with status {status}" if status else "without an HTTP answer"
    kind, charset = _content_type(kind)
    media = _MEDIA.get(kind)
    if media is None:
        return f"of {kind if _is_kind(kind) else 'no kind that is stated'}"
    place = f"{source} {address}"
    try:
        data = _body(record, sent, place)
    except PageUnreadable as failure:
        return Refused(failure.source, failure.reason)
    fetched = (record.headers.get("WARC-Date") or "")[:10]
    tells = Told(url=address, received=fetched if _is_day(fetched) else None)
    return Found(address, place, media, data, tells, charset)


def _body(record: Any, sent: Any, place: str) -> bytes:
    data: bytes = record.reader.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise too_large(place)
    if len(data) < record.content_length:
        raise PageUnreadable(
            place,
            f"expected {record.content_length:,} bytes, found {len(data):,}: the archive is cut "
            "off in the middle of this page; fetch it again",
        )
    if "chunked" in (sent.get("Transfer-Encoding") or "").lower():
        data = unchunked(data)
    for coding in reversed((sent.get("Content-Encoding") or "").lower().split(",")):
        data = unpacked(data, coding.strip(), place)
    return data


def unchunked(data: bytes) -> bytes:
    """A body sent in chunks, put together; the data themselves where they are not in chunks.

    >>> unchunked(b"5\\r\\nHello\\r\\n6; x\\r\\n world\\r\\n0\\r\\n\\r\\n")
    b'Hello world'
    """
    parts: list[bytes] = []
    at = 0
    while at < len(data):
        line = data.find(b"\r\n", at, at + 200)
        try:
            size = int(data[at:line].split(b";")[0].strip(), 16) if line >= 0 else -1
        except ValueError:
            size = -1
        if size < 0:
            return data if not parts else b"".join(parts)
        if size == 0:
            break
        parts.append(data[line + 2 : line + 2 + size])
        at = line + 2 + size + 2
    return b"".join(parts)


def unpacked(data: bytes, coding: str, place: str, most: int = LARGEST) -> bytes:
    """`data` without its content coding, never more than `most` bytes.

    Data that are not packed, though the header says so, come back as they are (archives that
    were unpacked by another program keep the header). `PageUnreadable` beyond `most`.
    """
    if coding in {"gzip", "x-gzip", "deflate"}:
        bits = (47, -15) if coding == "deflate" else (47,)
        for window in bits:
            unpacker = zlib.decompressobj(window)
            try:
                found = unpacker.decompress(data, most + 1)
            except zlib.error:
                continue
            if len(found) > most:
                raise too_large(place)
            return found
    elif coding == "br":
        import brotli  # noqa: PLC0415 - comes with fastwarc; for this coding alone

        try:
            found = brotli.Decompressor().process(data, output_buffer_limit=most + 1)
        except brotli.error:
            return data
        if len(found) > most:
            raise too_large(place)
        return bytes(found)
    elif coding not in {"", "identity"}:
        raise PageUnreadable(
            place, f"expected gzip, deflate or br, found content coding {coding!r}"
        )
    return data


def _content_type(value: str) -> tuple[str, str | None]:
    kind, _, rest = value.partition(";")
    charset = next(
        (
            part.partition("=")[2].strip("\"' ")
            for part in rest.split(";")
            if part.strip().lower().startswith("charset=")
        ),
        None,
    )
    return kind.strip().lower(), charset or None


def _is_kind(value: str) -> bool:
    """Whether a header's value is a media type, and no text that ran into the headers."""
    return re.fullmatch(r"[\w.+-]{1,60}/[\w.+-]{1,80}", value) is not None


def _is_day(value: str) -> bool:
    return len(value) == 10 and value[:4].isdigit() and value[4] == value[7] == "-"


def _line(failure: BaseException) -> str:
    return " ".join(str(failure).split())[:200] or type(failure).__name__
