"""A page's document: its readable text as regions, with the facts it gives about itself."""

from __future__ import annotations

from onrecord.documents.facts import find_facts
from onrecord.documents.language import refuse_other_languages
from onrecord.documents.plaintext import find_regions
from onrecord.model import Document, Page
from onrecord.spans import OffsetMap


def to_document(page: Page) -> Document:
    """The document of `page`; `PageUnreadable` where nothing is readable or it is not English."""
    regions = find_regions(page.text)
    language = refuse_other_languages(page, page.text, regions)
    document = Document(
        doc=page.doc,
        page=page.sha256,
        source=page.source,
        media=page.media,
        text=page.text,
        offsets=OffsetMap(),
        regions=regions,
        language=language,
    )
    return find_facts(document, page.told)
