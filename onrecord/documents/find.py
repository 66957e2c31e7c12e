"""A page's document: its readable text as regions, with the facts it gives about itself."""

from __future__ import annotations

from onrecord.documents.facts import find_facts
from onrecord.documents.html import read_html
from onrecord.documents.language import refuse_other_languages
from onrecord.documents.markup import Head
from onrecord.documents.plaintext import find_regions
from onrecord.errors import PageUnreadable
from onrecord.model import Document, Page
from onrecord.spans import OffsetMap


def to_document(page: Page) -> Document:
    """The document of `page`, with its regions and facts.

    `PageUnreadable` where the page has no readable text, or its prose is not English.
    """
    if page.media == "text/html":
        read = read_html(page.text)
        text, offsets, regions, head = read.text, read.offsets, read.regions, read.head
        notes = read.notes
    else:
        text, offsets, head, notes = page.text, OffsetMap(), Head((), ()), ()
        regions = find_regions(text)
    if not any(character.isalpha() for character in text):
        raise PageUnreadable(page.source, "expected readable text, found no letter in it")
    language = refuse_other_languages(page, text, regions)
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
    )
    return find_facts(document, page.told, head)


def _oddities(text: str) -> list[str]:
    """What a reader should know about the characters of the text."""
    turning = sum(1 for c in text if c in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
    if not turning:
        return []
    return [f"{turning} characters turn the direction of writing: what is seen may mislead"]
