"""A page's document: its readable text as regions, with the facts it gives about itself."""

from __future__ import annotations

from onrecord.documents.facts import find_facts
from onrecord.documents.html import read_html
from onrecord.documents.language import refuse_other_languages
from onrecord.documents.markup import Head
from onrecord.documents.plaintext import find_regions
from onrecord.documents.sorts import sort_of
from onrecord.errors import PageUnreadable
from onrecord.model import Document, Page
from onrecord.spans import OffsetMap

_MOST_LINES = 100_000
_LONGEST = 2_000_000
"""Characters of readable text; the longest hearings stay below."""


def to_document(page: Page) -> Document:
    """The document of `page`, with its regions and facts.

    `PageUnreadable` where the page has no readable text, or its prose is not English.
    """
    if page.media == "text/html":
        read = read_html(page.text)
        _refuse_beyond_measure(page.source, read.text)
        text, offsets, regions, head = read.text, read.offsets, read.regions, read.head
        notes = read.notes
    else:
        text, offsets, head, notes = page.text, OffsetMap(), Head((), ()), ()
        _refuse_beyond_measure(page.source, text)
        regions = find_regions(text)
    if not any(character.isalpha() for character in text):
        raise PageUnreadable(page.source, "expected readable text, found no letter in it")
    language = refuse_other_languages(page, text, regions)
    sort, reason = sort_of(text, regions)
    document = Document(
        doc=page.doc,
        page=page.sha256,
        source=page.source,
        media=page.media,
        text=text,
        offsets=offsets,
        regions=regions,
        language=language,
        notes=(*notes, *_oddities(text)),
        sort=sort,
        sort_reason=reason,
    )
    return find_facts(document, page.told, head)


def _refuse_beyond_measure(source: str, text: str) -> None:
    """`PageUnreadable` where the text is longer than any page's, or is cut into too many lines."""
    if len(text) > _LONGEST:
        found = f"{len(text):,} characters of text"
        raise PageUnreadable(source, f"expected at most {_LONGEST:,}, found {found}; split it")
    if text.count("\n") > _MOST_LINES:
        found = f"{text.count(chr(10)):,}"
        raise PageUnreadable(
            source, f"expected at most {_MOST_LINES:,} lines, found {found}; is it a table?"
        )


def _oddities(text: str) -> list[str]:
    """What a reader should know about the characters of the text."""
    turning = sum(1 for c in text if c in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
    if not turning:
        return []
    return [f"{turning} characters turn the direction of writing: what is seen may mislead"]
