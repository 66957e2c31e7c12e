"""All kinds of sources behind one door: a file in, its pages out, one after the other.

The end of a file's name says its kind. Archives and tables are read as a stream, so that their
size does not matter; what is no page is refused or counted, never dropped in silence.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import BinaryIO, NamedTuple

from msgspec.structs import replace

from onrecord.errors import PageUnreadable
from onrecord.model import Media, Page, Told
from onrecord.pages.feeds import Beside, feed_items, read_feed, stem_of
from onrecord.pages.files import (
    SIDECAR,
    check,
    find_paths,
    others_in,
    read_sidecar,
    told_beside,
)
from onrecord.pages.found import (
    LARGEST,
    LARGEST_PDF,
    Aside,
    Found,
    Item,
    Refused,
    SourceReader,
    merged,
    page_of,
    too_large,
)
from onrecord.pages.kinds import MEDIA, kind_of, stem_of_name
from onrecord.pages.mail import read_eml, read_mhtml
from onrecord.pages.tables import read_csv, read_jsonl
from onrecord.pages.warc import read_warc
from onrecord.pages.zips import LARGEST_INNER, read_zip

_READERS: dict[str, SourceReader] = {
    "warc": read_warc,
    "feed": read_feed,
    "jsonl": read_jsonl,
    "csv": read_csv,
    "eml": read_eml,
    "mhtml": read_mhtml,
}


def find_files(paths: Iterable[str | os.PathLike[str]]) -> list[Path]:
    """The files that `paths` name, in the order in which they are read; see `find_pages`."""
    return list(find_pages(paths).files)


def read_page(path: str | os.PathLike[str], *, told: Told = Told()) -> Page:  # noqa: B008
    """The page in the file at `path`; what its sidecar tells goes before what `told` tells.

    `PageUnreadable`, with one line that says what was expected, found and to try, for a path
    that is no page or holds several, bytes that are no text, an empty page and a sidecar that
    can't be read.
    """
    path = Path(path)
    items = [item for item, _ in islice(items_in(path, told), 3) if not isinstance(item, Aside)]
    if len(items) != 1:
        raise PageUnreadable(str(path), f"expected one page, found {len(items) or 'none'}")
    [item] = items
    if isinstance(item, Refused):
        raise PageUnreadable(item.source, item.reason)
    return page_of(item)


_ONE_PAGE = frozenset({*MEDIA, "eml", "mhtml"})
"""The kinds of files that are one page each."""


class Pages(NamedTuple):
    """The files that were named, how many bytes they have together (0 where unknown), and what
    else stands in the folders that were named.
    """

    files: tuple[Path, ...]
    size: int
    asides: tuple[Aside, ...] = ()


def find_pages(paths: Iterable[str | os.PathLike[str]]) -> Pages:
    """The files that `paths` name: files as given, folders with what is in them, globs.

    A page's file that a feed among them links to is read with the feed, and left out here.
    """
    named = [Path(path) for path in paths]
    files = find_paths(named)
    read_with_feeds = {
        linked.absolute()
        for path in files
        if kind_of(path.name) == "feed"
        for linked in _linked(path)
    }
    kept = tuple(path for path in files if path.absolute() not in read_with_feeds)
    return Pages(kept, sum(_size(path) for path in kept), tuple(_others(named)))


def _others(paths: Iterable[Path]) -> Iterator[Aside]:
    for folder in dict.fromkeys(path for path in paths if os.path.isdir(path)):  # noqa: PTH112
        counted = ", ".join(f"{n} {what}" for what, n in others_in(folder).most_common())
        if counted:
            yield Aside(str(folder), f"files that are no pages: {counted}")


def is_single(path: Path) -> bool:
    """Whether a file is one page by its name, and no archive, feed or table of many."""
    kind = kind_of(path.name)
    return kind is None or kind in _ONE_PAGE


def items_of(pages: Pages, told: Told) -> Iterator[tuple[Item, int]]:
    """Every page of `pages` in order, each with the bytes that are read when it is.

    What folders hold beside pages is told at the end.
    """
    before = 0
    for path in pages.files:
        for item, at in items_in(path, told):
            yield item, before + at
        before += _size(path)
    for aside in pages.asides:
        yield aside, before


def items_in(path: Path, told: Told) -> Iterator[tuple[Item, int]]:
    """The pages in one file, each with the bytes of the file that are read when it is.

    Of a file that is one page, its sidecar goes before what the file tells, and that before
    `told`; of one with many, what it tells of each goes before the sidecar.
    """
    source = str(path)
    try:
        kind = check(path)
        sidecar = told_beside(path)
        with path.open("rb") as file:
            found = _items(file, source, path.name, kind, beside=partial(_page_beside, path))
            for item in _told(found, kind, sidecar, told):
                yield item, file.tell()
    except PageUnreadable as failure:
        yield Refused(failure.source or source, failure.reason), _size(path)
    except OSError as failure:
        yield Refused(source, f"could not be opened: {failure.strerror}"), _size(path)


def _told(items: Iterable[Item], kind: str, sidecar: Told, told: Told) -> Iterator[Item]:
    one = kind in _ONE_PAGE
    for item in items:
        if isinstance(item, Found):
            tells = (sidecar, item.told, told) if one else (item.told, sidecar, told)
            doc = _one_line(item.doc, 2000) or "page"
            yield replace(item, doc=doc, told=merged(*tells))
        elif isinstance(item, Refused):
            yield Refused(item.source, _one_line(item.reason))
        else:
            yield Aside(item.source, _one_line(item.note))


def _one_line(words: str, most: int = 600) -> str:
    """Words that may quote the source, as one line of bounded length."""
    return " ".join(words.split())[:most].rstrip()


def _items(
    file: BinaryIO,
    source: str,
    name: str,
    kind: str,
    *,
    beside: Beside | None = None,
    depth: int = 0,
) -> Iterator[Item]:
    stem = stem_of_name(name)
    if kind == "zip":
        yield from read_zip(file, source, _inner, _is_source, depth=depth)
    elif kind == "feed":
        yield from read_feed(file, source, stem, beside=beside)
    elif kind in _READERS:
        yield from _READERS[kind](file, source, stem)
    else:
        yield _single(file, source, stem, MEDIA[kind])


def _single(file: BinaryIO, source: str, stem: str, media: Media) -> Found:
    most = LARGEST_PDF if media == "application/pdf" else LARGEST
    data = file.read(most + 1)
    if len(data) > most:
        raise too_large(source, most, found=_left(file, len(data)))
    return Found(stem, source, media, data)


def _left(file: BinaryIO, read: int) -> int:
    """How many bytes a file has, where that can be told; else those that were read."""
    try:
        return max(read, os.fstat(file.fileno()).st_size)
    except (OSError, AttributeError):
        return read


def _is_source(name: str) -> bool:
    return kind_of(name) is not None


def _inner(
    file: BinaryIO, source: str, name: str, depth: int, sibling: Callable[[str], bytes | None]
) -> Iterator[Item]:
    """A member of an archive, with what its sidecar in the archive tells."""
    kind = kind_of(name)
    if kind is None:
        return
    sidecar = Told()
    for beside in (stem_of_name(name) + SIDECAR, name + SIDECAR):
        tells = sibling(beside)
        if tells is not None:
            sidecar = read_sidecar(source, beside, tells)
            break
    if kind == "zip":
        whole = file.read(LARGEST_INNER + 1)
        if len(whole) > LARGEST_INNER:
            raise too_large(source, LARGEST_INNER)
        file = BytesIO(whole)
    yield from _told(_items(file, source, name, kind, depth=depth), kind, sidecar, Told())


# --- pages beside a feed ----------------------------------------------------------------------


def _linked(feed: Path) -> Iterator[Path]:
    """The files beside a feed that its items link to."""
    try:
        with feed.open("rb") as file:
            items = feed_items(file.read(), str(feed))
    except (PageUnreadable, OSError):
        return
    for item in items:
        path = _file_beside(feed, item.address)
        if path is not None:
            yield path


def _page_beside(feed: Path, address: str) -> Found | Refused | None:
    path = _file_beside(feed, address)
    if path is None:
        return None
    for item, _ in items_in(path, Told()):
        if not isinstance(item, Aside):
            return item
    return None


def _file_beside(feed: Path, address: str) -> Path | None:
    """`talks.html` (or `feed/talks.html`, `feed_files/talks.html`) for an item's address."""
    stem = stem_of(address)
    if len(stem) < 3:
        return None
    own = stem_of_name(feed.name)
    for folder in (feed.parent, feed.parent / own, feed.parent / f"{own}_files"):
        for ending in MEDIA:
            path = folder / f"{stem}{ending}"
            try:
                if path.is_file():
                    return path
            except (OSError, ValueError):
                return None
    return None


def _size(path: Path) -> int:
    try:
        return path.stat().st_size if path.is_file() else 0
    except (OSError, ValueError):
        return 0
