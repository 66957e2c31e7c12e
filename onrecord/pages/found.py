"""What a source holds: pages as found, not yet decoded, and what in it is none."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import BinaryIO, Protocol

import msgspec

from onrecord.errors import PageUnreadable
from onrecord.model import Media, Page, Told
from onrecord.pages.decoding import decoded, refuse_control_characters

LARGEST = 16_000_000
"""Bytes of one page; a saved article with its pictures inlined stays below, a dump does not."""
LARGEST_PDF = 64_000_000
"""Bytes of a PDF: a scanned report is larger than its words."""


class Found(msgspec.Struct, frozen=True):
    """A page as a source gives it: bytes, and what the source tells of it.

    `doc` is its name or address, `source` says where it was found, `charset` is the encoding
    that came with it (an HTTP or mail header), None where none did.
    """

    doc: str
    source: str
    media: Media
    data: bytes
    told: Told = Told()
    charset: str | None = None

    @property
    def sha256(self) -> str:
        """The hash of its bytes: by it the page is known."""
        return hashlib.sha256(self.data).hexdigest()


class Refused(msgspec.Struct, frozen=True):
    """A page that a source holds and that can't be read, and why, in a line."""

    source: str
    reason: str


class Aside(msgspec.Struct, frozen=True):
    """What a source holds beside pages (pictures, redirects), counted in a line."""

    source: str
    note: str


Item = Found | Refused | Aside


class SourceReader(Protocol):
    """Reads what one kind of source holds, in its order, without holding all of it."""

    def __call__(self, file: BinaryIO, source: str, stem: str) -> Iterator[Item]:
        """The items of `file`, each with what the source itself tells of it."""
        ...


def page_of(found: Found) -> Page:
    """The page, decoded. `PageUnreadable` where its bytes are no text that can be read."""
    source = found.source
    if not found.data:
        raise PageUnreadable(source, "expected text, found an empty file")
    if found.media == "application/pdf":
        from onrecord.pages.pdf import text_layer  # noqa: PLC0415 - the library is for PDFs alone

        encoding, text = text_layer(source, found.data)
    else:
        encoding, text = decoded(source, found.data, found.media, charset=found.charset)
    if not text.strip("\ufeff \t\r\n\f\v\xa0"):
        raise PageUnreadable(source, "expected text, found only white space")
    refuse_control_characters(source, text)
    return Page(
        doc=found.doc,
        source=source,
        media=found.media,
        data=found.data,
        sha256=found.sha256,
        encoding=encoding,
        text=text,
        told=found.told,
    )


def merged(*tells: Told) -> Told:
    """What the first of `tells` says, and where it is silent what the next one does."""
    return Told(
        **{
            name: next((v for one in tells if (v := getattr(one, name)) is not None), None)
            for name in Told.__struct_fields__
        }
    )


def too_large(source: str, most: int = LARGEST, *, found: int = 0) -> PageUnreadable:
    """What is raised for a page of more bytes than any page has."""
    return PageUnreadable(
        source,
        f"expected a page of at most {most // 1_000_000} MB, found "
        f"{f'{found // 1_000_000} MB' if found > most + 1 else 'a larger one'}; "
        "split it into its pages",
    )
