"""Statements and events as W3C Web Annotations (JSON-LD), gathered in an AnnotationCollection.

One annotation a statement or event. Its targets are the pieces of the page that were said: the
words with what stands before and after them (`TextQuoteSelector`), and their place. In a page of
plain text the place is a `TextPositionSelector` in code points. The text that a browser makes of
an HTML page is not the page's characters, so there it is a `DataPositionSelector`: bytes of the
page as received. The state of the source names those bytes by their SHA-256 (RFC 6920, `ni:`).
"""

from __future__ import annotations

import base64
from collections import defaultdict
from collections.abc import Collection
from typing import Any

import msgspec

from onrecord.dates import in_words
from onrecord.model import Document, Page
from onrecord.record.rows import DocumentRow, Piece
from onrecord.record.store import View
from onrecord.spans import Span
from onrecord.views.exports.story import Report, Story, address, corrected, story_of

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
"""What the words of an annotation mean; an annotation that stands alone names it."""
_AROUND = 40
"""Characters before and after the words that help to find them again."""


def collection_of(view: View) -> bytes:
    """Every statement and event as one AnnotationCollection of one page, in JSON-LD."""
    items = annotations_of(view)
    whole = {
        "@context": CONTEXT,
        "id": "urn:onrecord:annotations",
        "type": "AnnotationCollection",
        "label": "Statements and events on the record",
        "total": len(items),
        "first": {
            "id": "urn:onrecord:annotations:1",
            "type": "AnnotationPage",
            "partOf": "urn:onrecord:annotations",
            "startIndex": 0,
            "items": items,
        },
    }
    return msgspec.json.format(msgspec.json.encode(whole), indent=2) + b"\n"


def annotations_of(view: View, ids: Collection[str] | None = None) -> list[dict[str, Any]]:
    """The annotations of these statements and events (None: of all), in order of page and place.

    They have no `@context` yet: that of what they are put into holds.
    """
    story = story_of(view)
    by_doc: dict[str, list[Report]] = defaultdict(list)
    for report in story.reports.values():
        if ids is None or report.id in ids:
            by_doc[report.doc].append(report)
    found: list[dict[str, Any]] = []
    for doc in (doc for doc in story.pages if doc in by_doc):
        page, document = view.page(doc), view.reading(doc).document
        for one in sorted(by_doc[doc], key=lambda report: (report.pieces[0].start, report.id)):
            targets = [_target(story.pages[doc], page, document, piece) for piece in one.pieces]
            found.append(_annotation(story, one, targets))
    return found


def _annotation(story: Story, report: Report, targets: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "id": f"urn:onrecord:{report.id}",
        "type": "Annotation",
        "motivation": "identifying",
        "body": {
            "type": "TextualBody",
            "format": "text/plain",
            "language": "en",
            "purpose": "describing",
            "value": _in_short(story, report),
        },
        "target": targets[0] if len(targets) == 1 else targets,
    }


def _in_short(story: Story, report: Report) -> str:
    """Who, to whom, how and when, in a line."""
    who = ", ".join(report.who) or "nobody named"
    whom = f" → {', '.join(report.whom)}" if report.whom else ""
    when = in_words(report.date) if report.date else "no date"
    why = f" ({report.basis})" if report.date and report.basis else ""
    kind = f"{report.kind} {report.sort}" if report.sort == "statement" else report.kind
    cue = f", {report.cue}" if report.cue else ""
    fixed = "".join(f"; corrected: {line}" for line in corrected(story, report.corrected))
    return f"{who}{whom}: {kind}, {report.status}{cue}; {when}{why}{fixed}"


def _target(row: DocumentRow, page: Page, document: Document, piece: Piece) -> dict[str, Any]:
    named = hash_name(page.sha256)
    return {
        "type": "SpecificResource",
        "source": {
            "id": address(row) or named,
            "type": "Text",
            "format": page.media,
            "schema:sha256": page.sha256,
        },
        "state": {"type": "TimeState", "cached": named},
        "selector": [_quote(document, piece), _position(page, piece)],
    }


def _quote(document: Document, piece: Piece) -> dict[str, Any]:
    """The words among those of the readable text; for plain text that is the page itself."""
    text = document.text
    start, end = document.offsets.to_document(Span(piece.start, piece.end))
    return {
        "type": "TextQuoteSelector",
        "exact": text[start:end],
        "prefix": text[max(0, start - _AROUND) : start],
        "suffix": text[end : end + _AROUND],
    }


def _position(page: Page, piece: Piece) -> dict[str, Any]:
    if page.media == "text/plain":
        return {"type": "TextPositionSelector", "start": piece.start, "end": piece.end}
    # Both are counted from the start of the page: its byte order mark, if any, counts once.
    start, end = (len(page.text[:at].encode(page.encoding)) for at in (piece.start, piece.end))
    return {"type": "DataPositionSelector", "start": start, "end": end}


def hash_name(sha256: str) -> str:
    """The name of the bytes with this hash (RFC 6920).

    >>> hash_name("00" * 32)
    'ni:///sha-256;AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'
    """
    digest = base64.urlsafe_b64encode(bytes.fromhex(sha256)).decode("ascii")
    return f"ni:///sha-256;{digest.rstrip('=')}"
