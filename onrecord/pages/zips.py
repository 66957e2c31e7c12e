"""ZIP archives of pages, read within bounds: members, sizes, ratio, nesting, and no path used.

Nothing is ever written to disk: a member's name only names its page.
"""

from __future__ import annotations

import io
import lzma
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath
from typing import BinaryIO

from onrecord.errors import PageUnreadable
from onrecord.pages.bounded import Measured
from onrecord.pages.found import Aside, Item, Refused

MOST_MEMBERS = 200_000
DEEPEST = 2
"""Archives within archives that are opened."""
LARGEST_INNER = 256_000_000
"""Bytes of an archive within an archive: it is held in memory."""

Inner = Callable[[BinaryIO, str, str, int, Callable[[str], bytes | None]], Iterator[Item]]
"""Reads a member: its bytes, its place, its name, its depth, and its siblings."""


def read_zip(
    file: BinaryIO, source: str, inner: Inner, is_source: Callable[[str], bool], *, depth: int
) -> Iterator[Item]:
    """The pages of an archive, in its order; members that are no pages are counted."""
    if depth >= DEEPEST:
        yield Refused(source, f"expected archives at most {DEEPEST} deep, found a deeper one")
        return
    try:
        archive = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, UnicodeError) as failure:
        yield Refused(source, f"expected a ZIP archive, found one that can't be opened: {failure}")
        return
    left_out: Counter[str] = Counter()
    with archive:
        members = archive.infolist()
        if len(members) > MOST_MEMBERS:
            yield Refused(
                source,
                f"expected at most {MOST_MEMBERS:,} members, found {len(members):,}; split it",
            )
            return
        for member in sorted(members, key=lambda one: one.header_offset):
            name = PurePosixPath(member.filename.replace("\\", "/"))
            if member.is_dir() or name.name.startswith((".", "~")) or "__MACOSX" in name.parts:
                continue
            if not is_source(name.name):
                if not name.name.endswith(".meta.json"):
                    left_out[name.suffix.lower() or "no ending"] += 1
                continue
            yield from _member(archive, member, source, inner, depth)
    if left_out:
        counted = ", ".join(f"{n} {what}" for what, n in left_out.most_common(12))
        yield Aside(source, f"members that are no pages: {counted}")


def _member(
    archive: zipfile.ZipFile,
    member: zipfile.ZipInfo,
    source: str,
    inner: Inner,
    depth: int,
) -> Iterator[Item]:
    place = f"{source}/{member.filename}"
    if member.flag_bits & 1:
        yield Refused(place, "expected a member that is not locked by a password")
        return
    folder = member.filename.rpartition("/")[0]

    def sibling(name: str) -> bytes | None:
        path = f"{folder}/{name}" if folder else name
        try:
            with archive.open(path) as opened:
                return opened.read(1_000_000)
        except (KeyError, *_BROKEN):
            return None

    try:
        with archive.open(member) as opened:
            size = max(1, member.compress_size)
            measured = io.BufferedReader(Measured(opened, lambda: size))
            name = PurePosixPath(member.filename.replace("\\", "/")).name
            yield from inner(measured, place, name, depth + 1, sibling)
    except PageUnreadable as failure:
        yield Refused(failure.source or place, failure.reason)
    except _BROKEN as failure:
        yield Refused(place, f"the member is damaged: {failure}")


_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    OSError,
    EOFError,
    ValueError,
    NotImplementedError,
    RuntimeError,
)
