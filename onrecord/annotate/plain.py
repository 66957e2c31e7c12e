"""Time expressions of a text that is no page: nothing is known of it but its day."""

from __future__ import annotations

from functools import cache

from spacy.language import Language

from onrecord.annotate.encoder import load_encoder
from onrecord.annotate.parsed import load_parser, parse
from onrecord.annotate.times import find_times
from onrecord.dates import interval
from onrecord.model import Document, Fact, Region, TimeExpression
from onrecord.spans import OffsetMap, Span


def times_of(text: str, dct: str | None = None) -> tuple[TimeExpression, ...]:
    """Every time expression of a plain text written on `dct` (EDTF), in order.

    `DateError` where `dct` is no EDTF date. The parser is loaded with the first text.
    """
    if dct is not None:
        interval(dct)
    published = Fact(dct, None, "told") if dct is not None else None
    parsed = parse(plain_document(text), _parser(), load_encoder())
    return find_times(parsed, published)


def plain_document(text: str, name: str = "text") -> Document:
    """`text` as a document that is all body: a paragraph ends at a blank line.

    Where there is no blank line, each line is a paragraph.
    """
    return Document(
        doc=name,
        page="",
        source=name,
        media="text/plain",
        text=text,
        offsets=OffsetMap(),
        regions=tuple(Region("body", span) for span in _paragraphs(text)),
    )


def _paragraphs(text: str) -> list[Span]:
    """The stretches of `text` between blank lines, or its lines where none is blank."""
    lines = text.splitlines(keepends=True)
    blank = any(not line.strip() for line in lines)
    spans: list[Span] = []
    at, start = 0, None
    for line in lines:
        if line.strip():
            start = at if start is None else start
            end = at + len(line.rstrip())
        if start is not None and (not line.strip() or not blank):
            spans.append(Span(start, end))
            start = None
        at += len(line)
    if start is not None:
        spans.append(Span(start, end))
    return spans


@cache
def _parser() -> Language:
    return load_parser()
