"""Readings by hand: a page is written line by line, with who, what and when said beside."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from onrecord.ids import content_id
from onrecord.model import (
    Annotations,
    Document,
    Entity,
    EntityKind,
    Event,
    Fact,
    Mention,
    Nature,
    Reading,
    Region,
    RegionKind,
    Statement,
    StatementKind,
    Status,
    TimeExpression,
    Who,
)
from onrecord.spans import OffsetMap, Span


class WrittenPage:
    """A page under the pen; `reading` gives what onrecord would have found on it."""

    def __init__(self, doc: str, published: str | None = None, **facts: str) -> None:
        self.doc = doc
        self.published = published
        self.facts = facts
        self.text = ""
        self.regions: list[Region] = []
        self.entities: list[Entity] = []
        self.mentions: list[Mention] = []
        self.times: list[TimeExpression] = []
        self.statements: list[Statement] = []
        self.events: list[Event] = []

    def write(self, text: str, kind: RegionKind = "body") -> Span:
        span = Span(len(self.text), len(self.text) + len(text))
        self.text += text + "\n\n"
        self.regions.append(Region(kind, span))
        return span

    def entity(
        self,
        name: str,
        kind: EntityKind = "person",
        *,
        state: Who | None = None,
        offices: tuple[str, ...] = (),
        names: tuple[str, ...] = (),
        country: str | None = None,
    ) -> Who:
        for entity in self.entities:
            if entity.name == name and entity.kind == kind:
                return Who(name, None, entity.number, entity.country)
        number = len(self.entities)
        home = state.entity if state is not None else None
        self.entities.append(
            Entity(number, kind, name, (*names, name), offices, country, None, home)
        )
        return Who(name, None, number, country)

    def state(self, name: str, country: str | None = None) -> Who:
        return self.entity(name, "state", country=country)

    def mentions_entity(self, who: Who, text: str) -> None:
        start = self.text.index(text)
        span = Span(start, start + len(text))
        self.mentions.append(Mention(span, span, "name", who.entity))

    def time(self, words: str, value: str) -> None:
        """A time expression that the page gives no anchor for."""
        start = self.text.index(words)
        span = Span(start, start + len(words))
        self.times.append(TimeExpression(span, "DATE", value, None, "no year is given"))

    def says(
        self,
        speaker: Who | None,
        text: str,
        *,
        on: str | None = None,
        kind: StatementKind = "direct",
        region: RegionKind = "body",
        within: str | None = None,
        nature: Nature = "speech",
        cue: str | None = None,
    ) -> str:
        said_so = self.write(cue, region) if cue is not None else None
        span = self.write(text, region)
        said = Fact(on, None, "told") if on else None
        key = content_id("s", self.doc, span.start)
        self.statements.append(
            Statement(
                key, (span,), kind, nature, region, 1.0,
                cue=said_so, speaker=speaker, said_on=said, within=within,
            )
        )  # fmt: skip
        return key

    def event(
        self,
        text: str,
        anchor: str,
        type: str = "CONSULT",
        mode: str | None = None,
        *,
        actors: tuple[Who, ...] = (),
        recipients: tuple[Who, ...] = (),
        on: str | None = None,
        yearless: str | None = None,
        place: str | None = None,
        status: Status = "happened",
        count: int | None = None,
        response_to: str | None = None,
        region: RegionKind = "body",
    ) -> str:
        span = self.write(text, region)
        start = span.start + text.index(anchor)
        key = content_id("e", self.doc, span.start)
        if yearless is not None:
            value = f"XXXX-{yearless}"
            self.times.append(TimeExpression(span, "DATE", value, None, "no year is given"))
        self.events.append(
            Event(
                key, span, Span(start, start + len(anchor)), type, mode, status, "", region, 1.0,
                actors, recipients, count=count, response_to=response_to,
                date=Fact(on, None, "told") if on else None,
                place=Fact(place, None, "told") if place else None,
            )
        )  # fmt: skip
        return key

    def reading(self) -> Reading:
        facts = {name: Fact(value, None, "told") for name, value in self.facts.items()}
        published = Fact(self.published, None, "told") if self.published else None
        document = Document(
            self.doc, f"sha-{self.doc}", f"{self.doc}.txt", "text/plain", self.text, OffsetMap(),
            tuple(self.regions), published=published, **facts,
        )  # fmt: skip
        return Reading(
            document,
            Annotations(tuple(self.mentions), tuple(self.entities), tuple(self.times)),
            tuple(self.statements),
            tuple(self.events),
        )


@pytest.fixture
def page() -> Callable[..., WrittenPage]:
    """Write a page: `page("wire", "2031-05-02")`."""
    return WrittenPage


@pytest.fixture(scope="session")
def written_page() -> Callable[..., WrittenPage]:
    """The same, for a story that several tests share."""
    return WrittenPage
