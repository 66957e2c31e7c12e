"""Bytes as text: one codec reads a page, strictly, or the page is refused by name."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

import charset_normalizer

from onrecord.errors import PageUnreadable
from onrecord.model import Media

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: it begins with the same two bytes
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_OTHER_KINDS = (
    (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"\xd0\xcf\x11\xe0", "an office document"),
    (b"{\\rtf", "an RTF document"),
    (b"SQLite format 3\x00", "an SQLite database"),
    (b"\x7fELF", "a program"),
)
_WESTERN = {
    "iso-8859-1": "cp1252",  # as browsers do: the label promises less than pages use
    "latin-1": "cp1252",
    "latin1": "cp1252",
    "us-ascii": "cp1252",
    "ascii": "cp1252",
}


def decoded(
    source: str, data: bytes, media: Media, *, charset: str | None = None
) -> tuple[str, str]:
    """The codec that reads `data`, and the text; a codec is used strictly or not at all.

    `charset` is what came with the bytes says of them (an HTTP or mail header): tried before
    what the page says of itself, after UTF-8. `PageUnreadable` for bytes that are no text.
    """
    for magic, kind in _OTHER_KINDS:
        if data.startswith(magic):
            raise PageUnreadable(source, f"expected text, found {kind}; save its text instead")
    for mark, codec in _MARKS:
        if data.startswith(mark):
            return codec, _strictly(source, data, codec)
    if b"\0" in data[:65536]:
        utf16 = _unmarked_utf16(data)
        if utf16 is None:
            raise PageUnreadable(source, "expected text, found binary data (NUL bytes)")
        return utf16, _strictly(source, data, utf16)
    try:
        return "utf-8", data.decode("utf-8")
    except UnicodeDecodeError as error:
        _refuse_damaged_utf8(source, data, error)
    for codec in _candidates(data, media, charset):
        text = _try(data, codec)
        if text is not None and not _has_control_block(text):
            return codec, text
    raise PageUnreadable(source, "expected text, found bytes of no encoding known; save as UTF-8")


def _strictly(source: str, data: bytes, codec: str) -> str:
    try:
        return data.decode(codec)
    except UnicodeDecodeError as error:
        if error.end >= len(data) - 4:
            raise PageUnreadable(source, _TRUNCATED) from error
        raise PageUnreadable(
            source, f"expected {codec} throughout, found byte {error.start} is not; save as UTF-8"
        ) from error


_TRUNCATED = "expected whole text, found that it ends within a character: truncated? fetch it again"


def _unmarked_utf16(data: bytes) -> str | None:
    """UTF-16 without its mark: Latin text has a NUL in every other byte."""
    head = data[:4096]
    half = max(1, len(head) // 2)
    if head[1::2].count(0) > 0.7 * half and head[0::2].count(0) < 0.05 * half:
        return "utf-16-le"
    if head[0::2].count(0) > 0.7 * half and head[1::2].count(0) < 0.05 * half:
        return "utf-16-be"
    return None


def _refuse_damaged_utf8(source: str, data: bytes, error: UnicodeDecodeError) -> None:
    """Raise where the bytes are UTF-8 but for a cut end or a few bad bytes.

    Reading them by another codec would put two or three wrong characters for each right one.
    """
    before = data[: error.start]
    letters = sum(1 for c in before.decode("utf-8") if c > "\x7f")
    if error.reason == "unexpected end of data" and (letters or error.end == len(data)):
        if letters:
            raise PageUnreadable(source, _TRUNCATED)
        return
    whole = sum(1 for c in data.decode("utf-8", "ignore") if c > "\x7f")
    bad = data.decode("utf-8", "replace").count("\ufffd")
    if whole > 4 * bad:
        raise PageUnreadable(
            source,
            f"expected UTF-8, found that byte {error.start} is not, though the rest is; "
            "save it again as UTF-8",
        )


def _candidates(data: bytes, media: Media, charset: str | None) -> Iterator[str]:
    sent = _codec(charset) if charset else None
    if sent is not None:
        yield sent
    declared = _declared(data) if media == "text/html" else None
    if declared is not None:
        yield declared
    if _reads_as_western(data):
        yield "cp1252"
    guess = charset_normalizer.from_bytes(data[:65536]).best()
    if guess is not None:
        yield guess.encoding
    yield "cp1252"
    yield "latin-1"


def _declared(data: bytes) -> str | None:
    """The codec an HTML page names for itself in its first two kilobytes; None where it is none."""
    found = re.search(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]+)", data[:2048])
    if found is None:
        found = re.search(rb"<\?xml[^>]*encoding\s*=\s*[\"']([A-Za-z0-9_.:-]+)", data[:200])
    if found is None:
        return None
    return _codec(found.group(1).decode("ascii"))


def _codec(name: str) -> str | None:
    """The codec of a name as pages and headers give it; None where it is none of text."""
    name = name.strip().lower()
    try:
        found = codecs.lookup(name).name
    except (LookupError, ValueError):
        return None
    return None if found in _NO_CHARSETS else _WESTERN.get(name, found)


_NO_CHARSETS = frozenset("idna punycode unicode_escape raw_unicode_escape undefined utf-7".split())
"""Codecs of Python's own that no page is written in; some take time beyond its length."""


_WESTERN_EXTRAS = frozenset("‘’“”–—…•€£©®°´«»¡¿½¼¾×·§") | frozenset(
    "àáâãäåæçèéêëìíîïñòóôõöøùúûüýÿßÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜÝšžœŠŽŒ\xa0\xad"
)


def _reads_as_western(data: bytes) -> bool:
    """Whether the bytes above ASCII are few and such as English text has in cp1252."""
    high = [byte for byte in data if byte >= 0x80]
    if len(high) > 0.12 * len(data):
        return False
    text = bytes(high).decode("cp1252", "replace")
    return sum(c in _WESTERN_EXTRAS for c in text) >= 0.95 * len(text)


def _try(data: bytes, codec: str) -> str | None:
    try:
        return data.decode(codec)
    except (UnicodeError, LookupError):
        return None


def _has_control_block(text: str) -> bool:
    """Whether a C1 control stands in the text: a sign that the codec was the wrong one."""
    return any("\x80" <= c <= "\x9f" and c != "\x85" for c in text)


def refuse_control_characters(source: str, text: str) -> None:
    """`PageUnreadable` where more than one character in a hundred is a control character."""
    odd = sum(1 for c in text if (c < " " and c not in "\t\n\r\f\v") or c == "\x7f")
    if odd > max(2, len(text) // 100):
        raise PageUnreadable(
            source, f"expected text, found {odd} control characters in {len(text)}; is it binary?"
        )
