"""Short texts read from characters to statements, without the stage that finds regions."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import pytest
from spacy.language import Language

from onrecord.annotate.encoder import load_encoder
from onrecord.annotate.mentions import find_mentions
from onrecord.annotate.parsed import Parsed, parse
from onrecord.annotate.times import find_times
from onrecord.model import Annotations, Document, Fact, Region, RegionKind, Statement
from onrecord.spans import OffsetMap, Span
from onrecord.statements.find import find_statements

PUBLISHED = "2031-05-14"
"""A Wednesday: the day that "on Tuesday" in these texts is counted from."""
_LEADS: dict[str, RegionKind] = {"# ": "headline", "Q: ": "question", "A: ": "answer"}


class Read(NamedTuple):
    """A text with all that was found in it."""

    parsed: Parsed
    annotations: Annotations
    statements: tuple[Statement, ...]

    @property
    def text(self) -> str:
        """The text that every span is an offset into."""
        return self.parsed.document.text

    @property
    def lines(self) -> tuple[str, ...]:
        """Its statements, a line each: kind | speaker | cue | its parts | what else it says."""
        return tuple(_line(self, statement) for statement in self.statements)


def document_of(text: str, *, published: str | None = PUBLISHED) -> Document:
    """A document whose regions are the paragraphs of `text`, set apart by a blank line.

    "# " opens a headline; "Q: " and "A: " open turns with these letters as their labels.
    """
    regions: list[Region] = []
    start = 0
    for turn, block in enumerate(text.split("\n\n")):
        lead = next((lead for lead in _LEADS if block.startswith(lead)), "")
        span = Span(start + len(lead), start + len(block))
        kind = _LEADS.get(lead, "body")
        label = Span(start, start + 2) if lead in {"Q: ", "A: "} else None
        if span.start < span.end:
            regions.append(Region(kind, span, label, turn if label else None))
        start += len(block) + 2
    heading = next((r.span for r in regions if r.kind == "headline"), None)
    return Document(
        doc="made",
        page="0" * 64,
        source="made.txt",
        media="text/plain",
        text=text,
        offsets=OffsetMap(),
        regions=tuple(regions),
        title=Fact(heading.of(text), heading, "headline") if heading else None,
        published=Fact(published, None, "told") if published else None,
        language="en",
    )


def read_document(document: Document, parser: Language, reader: str = "rules") -> Read:
    """`document` with what is found in it."""
    parsed = parse(document, parser, load_encoder() if reader == "trained" else None)
    mentions, entities = find_mentions(parsed)
    annotations = Annotations(mentions, entities, find_times(parsed, document.published))
    return Read(parsed, annotations, find_statements(parsed, annotations, reader=reader))


def _line(read: Read, statement: Statement) -> str:
    text = read.text
    order = {one.id: number for number, one in enumerate(read.statements, start=1)}
    more = {
        "nature": statement.nature if statement.nature != "speech" else None,
        "to": statement.addressee.name if statement.addressee else None,
        "at": statement.occasion.of(text) if statement.occasion else None,
        "in": statement.place.value if statement.place else None,
        "on": statement.said_on.value if statement.said_on else None,
        "within": str(order[statement.within]) if statement.within else None,
    }
    cells = [
        statement.kind,
        statement.speaker.name if statement.speaker else "nobody",
        statement.cue.of(text) if statement.cue else "no cue",
        " … ".join(part.of(text) for part in statement.parts),
        *(f"{name}={value}" for name, value in more.items() if value is not None),
    ]
    return " | ".join(cells).replace("\n", "\\n")


@pytest.fixture(scope="session")
def reading(parser: Language) -> Callable[[str], Read]:
    """Reads a short text by the rules."""
    return lambda text: read_document(document_of(text), parser)


@pytest.fixture(scope="session")
def reading_trained(parser: Language) -> Callable[[str], Read]:
    """Reads a short text with the trained reader, as pages are read unless one asks otherwise."""
    return lambda text: read_document(document_of(text), parser, "trained")
