"""Short texts read from characters to mentions and entities."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import pytest
from spacy.language import Language

from onrecord.annotate.mentions import find_mentions, who_at
from onrecord.annotate.parsed import Parsed, parse
from onrecord.model import Document, Entity, Mention, Region, RegionKind, Who
from onrecord.spans import OffsetMap, Span


class Named(NamedTuple):
    """A text with what it names."""

    parsed: Parsed
    mentions: tuple[Mention, ...]
    entities: tuple[Entity, ...]

    @property
    def text(self) -> str:
        """The text that every span is an offset into."""
        return self.parsed.document.text

    def names(self, kind: str) -> list[str]:
        """The names of the entities of one kind, in alphabetical order."""
        return sorted(entity.name for entity in self.entities if entity.kind == kind)

    def entity(self, name: str) -> Entity:
        """The one entity of a name."""
        (found,) = (entity for entity in self.entities if entity.name == name)
        return found

    def meant(self, words: str, nth: int = 0) -> str | None:
        """Whom the words mean, at the nth place where they stand; None where nobody is known."""
        start = -1
        for _ in range(nth + 1):
            start = self.text.index(words, start + 1)
        span = Span(start, start + len(words))
        exact = [m for m in self.mentions if span in (m.span, m.head)]
        numbers = {m.entity for m in exact}
        assert exact, (
            f"no mention at {words!r}; there are {[m.span.of(self.text) for m in self.mentions]}"
        )
        assert len(numbers) == 1
        number = numbers.pop()
        return self.entities[number].name if number is not None else None

    def who(self, words: str) -> Who:
        """The `Who` of the noun phrase that these words are."""
        start = self.text.index(words)
        span = Span(start, start + len(words))
        return who_at(self.parsed, self.mentions, self.entities, span)


def made_document(text: str) -> Document:
    """A document whose regions are the paragraphs of `text`; "# " opens a headline."""
    regions: list[Region] = []
    start = 0
    for block in text.split("\n\n"):
        lead = 2 if block.startswith("# ") else 0
        kind: RegionKind = "headline" if lead else "body"
        if len(block) > lead:
            regions.append(Region(kind, Span(start + lead, start + len(block))))
        start += len(block) + 2
    return Document("made", "0" * 64, "made.txt", "text/plain", text, OffsetMap(), tuple(regions))


@pytest.fixture(scope="session")
def parsed(parser: Language) -> Callable[[str], Parsed]:
    """Parses a short text."""
    return lambda text: parse(made_document(text), parser)


@pytest.fixture(scope="session")
def named(parsed: Callable[[str], Parsed]) -> Callable[[str], Named]:
    """Finds whom and what a short text names."""

    def read(text: str) -> Named:
        page = parsed(text)
        return Named(page, *find_mentions(page))

    return read
