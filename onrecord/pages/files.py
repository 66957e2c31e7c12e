"""Pages from files: which files are pages, what was told about each, and their text as decoded.

A page is decoded by one codec, strictly, and in no other way changed: line ends and a byte
order mark stay, so that offsets are code points of `data.decode(encoding)`.
"""

from __future__ import annotations

import codecs
import glob
import hashlib
import os
import re
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

import charset_normalizer
import msgspec

from onrecord.errors import PageUnreadable
from onrecord.model import Media, Page, Told

MEDIA: dict[str, Media] = {
    ".txt": "text/plain",
    ".text": "text/plain",
    ".html": "text/html",
    ".htm": "text/html",
    ".xhtml": "text/html",
}
SIDECAR = ".meta.json"
LARGEST = 16_000_000
"""Bytes of one page; a saved article with its pictures inlined stays below, a dump does not."""

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


def find_files(paths: Iterable[str | os.PathLike[str]]) -> list[Path]:
    """The page files that `paths` name: files as given, folders (with what is in them), globs.

    Sorted within each folder or glob, each file once, sidecars and hidden files left out. A
    path that names nothing is kept, so that `read_page` says what is wrong with it.
    """
    found: dict[str, Path] = {}
    for given in paths:
        for path in _files_of(Path(given)):
            found.setdefault(str(path.absolute()), path)
    return list(found.values())


def read_page(path: str | os.PathLike[str], *, told: Told = Told()) -> Page:  # noqa: B008
    """The page in the file at `path`; what its sidecar tells goes before what `told` tells.

    `PageUnreadable`, with one line that says what was expected, found and to try, for a path
    that is no page, bytes that are no text, an empty page and a sidecar that can't be read.
    """
    path = Path(path)
    source = str(path)
    media = _media(path)
    data = _bytes(path)
    encoding, text = _decode(source, data, media)
    if not text.strip("\ufeff \t\r\n\f\v\xa0"):
        raise PageUnreadable(source, "expected text, found only white space")
    _refuse_control_characters(source, text)
    return Page(
        doc=path.stem,
        source=source,
        media=media,
        data=data,
        sha256=hashlib.sha256(data).hexdigest(),
        encoding=encoding,
        text=text,
        told=_told(path, told),
    )


def _files_of(path: Path) -> Iterator[Path]:
    if path.is_dir():
        inside = sorted(_walk(path))
        yield from inside or [path]
    elif path.exists() or not glob.has_magic(str(path)):
        yield path
    else:
        matches = sorted(map(Path, glob.iglob(str(path), recursive=True)))  # noqa: PTH207  any root
        pages = [f for m in matches for f in ([m] if _is_page(m) else sorted(_walk(m)))]
        yield from pages or [path]


def _walk(folder: Path) -> Iterator[Path]:
    for parent, folders, names in os.walk(folder):  # does not follow links to folders
        folders[:] = [name for name in folders if not name.startswith(".")]
        yield from (Path(parent, n) for n in names if _is_page(Path(parent, n)))


def _is_page(path: Path) -> bool:
    return path.suffix.lower() in MEDIA and not path.name.startswith((".", "~")) and path.is_file()


def _media(path: Path) -> Media:
    source = str(path)
    kinds = ", ".join(MEDIA)
    if path.is_dir():
        raise PageUnreadable(source, f"expected a folder with pages ({kinds}), found none in it")
    if not path.exists():
        if glob.has_magic(source):
            raise PageUnreadable(source, f"no file fits this pattern; pages end in {kinds}")
        raise PageUnreadable(source, f"no such file{_nearest(path)}")
    if path.name.endswith(SIDECAR):
        raise PageUnreadable(source, "this is what is told about a page, not a page; name the page")
    media = MEDIA.get(path.suffix.lower())
    if media is None:
        found = f"found {path.suffix}" if path.suffix else "found none"
        raise PageUnreadable(source, f"expected a file name that ends in {kinds}, {found}")
    return media


def _nearest(path: Path) -> str:
    """A hint that names what does exist: the page with the same stem, or the folder missing."""
    if not path.parent.is_dir():
        return f"; the folder {path.parent} does not exist either"
    twins = sorted(p.name for p in path.parent.glob(f"{glob.escape(path.stem)}.*") if _is_page(p))
    return f"; did you mean {twins[0]}?" if twins else ""


def _bytes(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        if size > LARGEST:
            raise PageUnreadable(
                str(path),
                f"expected a page of at most {LARGEST // 1_000_000} MB, found "
                f"{size / 1_000_000:.0f} MB; split it into its pages",
            )
        data = path.read_bytes()
    except OSError as error:
        raise PageUnreadable(str(path), f"could not be opened: {error.strerror}") from error
    if not data:
        raise PageUnreadable(str(path), "expected text, found an empty file")
    return data


def _decode(source: str, data: bytes, media: Media) -> tuple[str, str]:
    """The codec that reads `data`, and the text; a codec is used strictly or not at all."""
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
    for codec in _candidates(data, media):
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


def _candidates(data: bytes, media: Media) -> Iterator[str]:
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
    name = found.group(1).decode("ascii").lower()
    try:
        return _WESTERN.get(name, codecs.lookup(name).name)
    except LookupError:
        return None


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
    except (UnicodeDecodeError, LookupError):
        return None


def _has_control_block(text: str) -> bool:
    """Whether a C1 control stands in the text: a sign that the codec was the wrong one."""
    return any("\x80" <= c <= "\x9f" and c != "\x85" for c in text)


def _refuse_control_characters(source: str, text: str) -> None:
    odd = sum(1 for c in text if (c < " " and c not in "\t\n\r\f\v") or c == "\x7f")
    if odd > max(2, len(text) // 100):
        raise PageUnreadable(
            source, f"expected text, found {odd} control characters in {len(text)}; is it binary?"
        )


class _Sidecar(msgspec.Struct, forbid_unknown_fields=True):
    """The fields of NAME.meta.json."""

    url: str | None = None
    outlet: str | None = None
    published: str | None = None
    language: str | None = None


def _told(path: Path, told: Told) -> Told:
    """What the page's sidecar tells, then what the reader was told for all pages."""
    sidecar = _sidecar_of(path)
    if sidecar is None:
        return told
    tells = _read_sidecar(str(path), sidecar)
    return Told(
        published=tells.published or told.published,
        outlet=tells.outlet or told.outlet,
        url=tells.url or told.url,
        language=tells.language or told.language,
    )


def _sidecar_of(path: Path) -> Path | None:
    """`story.meta.json` or `story.html.meta.json` for `story.html`; None where there is none."""
    for name in (path.stem + SIDECAR, path.name + SIDECAR):
        if path.with_name(name).is_file():
            return path.with_name(name)
    return None


def _read_sidecar(source: str, sidecar: Path) -> _Sidecar:
    fields = ", ".join(_Sidecar.__struct_fields__)
    try:
        tells = msgspec.json.decode(sidecar.read_bytes(), type=_Sidecar)
    except (msgspec.DecodeError, OSError, UnicodeDecodeError) as error:
        raise PageUnreadable(
            source,
            f"its sidecar {sidecar.name} could not be read ({error}); expected an object with "
            f"any of {fields}",
        ) from error
    if tells.published is not None and not _is_calendar_date(tells.published):
        raise PageUnreadable(
            source,
            f"its sidecar {sidecar.name} tells published {tells.published!r}; expected a date "
            "such as 2021-10-14, 2021-10 or 2021",
        )
    return tells


def _is_calendar_date(value: str) -> bool:
    if not re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", value):
        return False
    try:
        date.fromisoformat(value + "-01-01"[len(value) - 4 :] if len(value) < 10 else value)
    except ValueError:
        return False
    return True
