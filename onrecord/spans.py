"""Half-open character spans, and the map from a document's text to its page's text."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import msgspec

from onrecord.errors import SpanError


class Span(NamedTuple):
    """Half-open Unicode code point offsets into a named text: `text[start:end]` is the quotation.

    >>> Span(4, 9).of("The envoy left.")
    'envoy'
    """

    start: int
    end: int

    def of(self, text: str) -> str:
        """The characters the span stands for; `SpanError` where it leaves the text or is empty."""
        if not 0 <= self.start < self.end <= len(text):
            raise SpanError(
                f"expected a span within 0..{len(text)}, found {self.start}..{self.end}",
                start=self.start,
                end=self.end,
            )
        return text[self.start : self.end]

    def holds(self, other: Span) -> bool:
        """Whether `other` lies wholly within this span."""
        return self.start <= other.start and other.end <= self.end

    def meets(self, other: Span) -> bool:
        """Whether the two share at least one character."""
        return self.start < other.end and other.start < self.end

    def shift(self, by: int) -> Span:
        """The same span `by` characters further on."""
        return Span(self.start + by, self.end + by)


def hull(spans: Iterable[Span]) -> Span:
    """The smallest span that holds all of `spans` (at least one).

    >>> hull([Span(5, 9), Span(1, 3)])
    Span(start=1, end=9)
    """
    found = list(spans)
    return Span(min(s.start for s in found), max(s.end for s in found))


def trimmed(text: str, span: Span) -> Span | None:
    """`span` without white space at either end; None where nothing else is in it.

    >>> trimmed("  so it is ", Span(0, 11))
    Span(start=2, end=10)
    """
    start, end = span
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end) if start < end else None


class Segment(NamedTuple):
    """A run of a document's text and the run of the page it came from.

    Where both are equally long they correspond character by character; otherwise the run is
    one whole (an HTML entity and the character it stands for) and is never cut.
    """

    start: int
    end: int
    page_start: int
    page_end: int


class OffsetMap(msgspec.Struct, frozen=True):
    """Maps spans of a document's text to spans of the decoded page, and back.

    No segments means that both texts are the same (a plain-text page). Characters between
    segments (line breaks put between blocks) have no source in the page.
    """

    segments: tuple[Segment, ...] = ()

    def to_page(self, span: Span) -> Span:
        """The page's span for a span of the document's text.

        `SpanError` where the span's first or last character has no source in the page.
        """
        if not self.segments:
            return span
        first = self._segment_at(span.start, by_page=False)
        last = self._segment_at(span.end - 1, by_page=False)
        if first is None or last is None:
            raise SpanError(
                f"characters {span.start}..{span.end} of the document have no source in the page",
                start=span.start,
                end=span.end,
            )
        start = first.page_start
        if _one_to_one(first):
            start += span.start - first.start
        end = last.page_end
        if _one_to_one(last):
            end = last.page_start + span.end - last.start
        return Span(start, end)

    def to_document(self, span: Span) -> Span:
        """The document's span for a span of the page; the inverse of `to_page`."""
        if not self.segments:
            return span
        first = self._segment_at(span.start, by_page=True)
        last = self._segment_at(span.end - 1, by_page=True)
        if first is None or last is None:
            raise SpanError(
                f"characters {span.start}..{span.end} of the page are not in the document",
                start=span.start,
                end=span.end,
            )
        start = first.start
        if _one_to_one(first):
            start += span.start - first.page_start
        end = last.end
        if _one_to_one(last):
            end = last.start + span.end - last.page_start
        return Span(start, end)

    def _segment_at(self, offset: int, *, by_page: bool) -> Segment | None:
        low, high = 0, len(self.segments)
        while low < high:
            middle = (low + high) // 2
            segment = self.segments[middle]
            start, end = segment[2:4] if by_page else segment[0:2]
            if offset < start:
                high = middle
            elif offset >= end:
                low = middle + 1
            else:
                return segment
        return None


def _one_to_one(segment: Segment) -> bool:
    return segment.end - segment.start == segment.page_end - segment.page_start
