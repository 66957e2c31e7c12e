"""What the event tests share: pages of one paragraph a line, coded without statements."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from spacy.language import Language

from onrecord.annotate.mentions import find_mentions
from onrecord.annotate.parsed import parse
from onrecord.annotate.times import find_times
from onrecord.events.find import find_events
from onrecord.model import Annotations, Document, Event, Fact, Region, Statement
from onrecord.spans import OffsetMap, Span

Coder = Callable[..., tuple[Event, ...]]


def page_of(text: str, published: str | None = None) -> Document:
    """A page of body paragraphs, one a line."""
    regions, start = [], 0
    for line in text.split("\n"):
        if line.strip():
            regions.append(Region("body", Span(start, start + len(line))))
        start += len(line) + 1
    day = Fact(published, None, "told") if published else None
    return Document(
        "page", "0" * 64, "page.txt", "text/plain", text, OffsetMap(), tuple(regions), published=day
    )


@pytest.fixture(scope="session")
def code(parser: Language) -> Coder:
    """`code(text, published=…, statements=…)`: the events of a page."""

    def coded(
        text: str, published: str | None = None, statements: tuple[Statement, ...] = ()
    ) -> tuple[Event, ...]:
        parsed = parse(page_of(text, published), parser)
        mentions, entities = find_mentions(parsed)
        times = find_times(parsed, parsed.document.published)
        return find_events(parsed, Annotations(mentions, entities, times), statements)

    return coded
