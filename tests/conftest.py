"""What several rooms' tests share: the material beside the project, and the parser, loaded once."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import settings
from spacy.language import Language

from onrecord.annotate.parsed import load_parser
from onrecord.link.ties import Ties
from onrecord.model import (
    Actor,
    Annotations,
    Document,
    Entity,
    Event,
    Fact,
    Happening,
    Links,
    Media,
    Mention,
    Page,
    Reading,
    Region,
    RegionKind,
    Statement,
    TimeExpression,
    Told,
    Utterance,
    Who,
)
from onrecord.record.store import Writer
from onrecord.spans import OffsetMap, Span

SHARED = Path(__file__).parents[2] / "shared"

# No property asserts a time: a busy machine would make it lie. Growth is measured by counting.
settings.register_profile("onrecord", deadline=None)
settings.load_profile("onrecord")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of example pages and gold that stands beside the project, where there is one."""
    if not (SHARED / "examples").is_dir():
        pytest.skip("the example pages are not beside this checkout (../shared is absent)")
    return SHARED


@pytest.fixture(scope="session")
def parser() -> Language:
    """The parser the product uses."""
    return load_parser()


NOTICE = """Envoys meet on Saturday, says Berg

TORHAVEN, May 3. /NNA/. "We will sign nothing," Foreign Minister Anna Berg said, "before the
bridge is open."

The envoys of Norland and Sudria are to meet in Torhaven on Saturday.
"""
NEWS = """Sudria hails the Torhaven talks

Published 6 May 2031

The envoys of Norland and Sudria met in Torhaven on Saturday.
"We will sign nothing before the bridge is open," Berg said.

Sudria expelled two <diplomats> & closed the border.
"""


def found(text: str, words: str, nth: int = 0) -> Span:
    """Where the words stand in the text, or stand again."""
    start = -1
    for _ in range(nth + 1):
        start = text.index(words, start + 1)
    return Span(start, start + len(words))


def page_of(
    doc: str,
    text: str,
    *,
    folder: str = "",
    media: Media = "text/plain",
    url: str | None = None,
) -> Page:
    """A page of this text, told its address."""
    data = text.encode("utf-8")
    return Page(
        doc=doc,
        source=f"{folder}{doc}.txt",
        media=media,
        data=data,
        sha256=hashlib.sha256(data).hexdigest(),
        encoding="utf-8",
        text=text,
        told=Told(url=url),
    )


def _document(page: Page, outlet: str, published: str) -> Document:
    regions, start = [], 0
    for number, block in enumerate(page.text.split("\n\n")):
        kind: RegionKind = "headline" if number == 0 else "body"
        regions.append(Region(kind, Span(start, start + len(block.rstrip()))))
        start += len(block) + 2
    title = page.text.split("\n", 1)[0]
    return Document(
        doc=page.doc,
        page=page.sha256,
        source=page.source,
        media=page.media,
        text=page.text,
        offsets=OffsetMap(),
        regions=tuple(regions),
        title=Fact(title, Span(0, len(title)), "headline"),
        outlet=Fact(outlet, None, "told"),
        published=Fact(published, None, "told"),
        language="en",
    )


def _notice() -> tuple[Page, Reading]:
    page = page_of("notice", NOTICE)
    text = page.text
    berg = Who("Anna Berg", found(text, "Foreign Minister Anna Berg"), 0, "NOL")
    said = Statement(
        id="s-notice000001",
        parts=(found(text, "We will sign nothing,"), found(text, "before the\nbridge is open.")),
        kind="direct",
        nature="speech",
        region="body",
        confidence=0.9,
        cue=found(text, "said"),
        speaker=berg,
        said_on=Fact("2031-05-03", found(text, "May 3"), "the dateline"),
    )
    planned = Event(
        id="e-notice000001",
        span=found(text, "The envoys of Norland and Sudria are to meet in Torhaven on Saturday"),
        anchor=found(text, "meet"),
        type="CONSULT",
        mode="meet",
        status="planned",
        status_basis="are to",
        region="body",
        confidence=0.8,
        actors=(
            Who("Norland", found(text, "Norland"), 1),
            Who("Sudria", found(text, "Sudria"), 2),
        ),
        date=Fact("2031-05-04", found(text, "Saturday", 1), "the Saturday after the dateline"),
        place=Fact("Torhaven", found(text, "Torhaven"), "in"),
        quad=1,
    )
    annotations = Annotations(
        mentions=(
            Mention(found(text, "Berg"), found(text, "Berg"), "name", 0),
            Mention(found(text, "Foreign Minister Anna Berg"), found(text, "Anna Berg"), "name", 0),
            Mention(found(text, "Norland"), found(text, "Norland"), "name", 1),
            Mention(found(text, "Sudria"), found(text, "Sudria"), "name", 2),
        ),
        entities=_entities(),
        times=(TimeExpression(found(text, "May 3"), "DATE", "2031-05-03", "2031-05-03", "stated"),),
    )
    return page, Reading(_document(page, "NNA", "2031-05-03"), annotations, (said,), (planned,))


def _news() -> tuple[Page, Reading]:
    page = page_of("news", NEWS)
    text = page.text
    said = Statement(
        id="s-news00000001",
        parts=(found(text, "We will sign nothing before the bridge is open,"),),
        kind="direct",
        nature="speech",
        region="body",
        confidence=0.9,
        cue=found(text, "said"),
        speaker=Who("Berg", found(text, "Berg"), 0, "NOL"),
    )
    held = Event(
        id="e-news00000001",
        span=found(text, "The envoys of Norland and Sudria met in Torhaven on Saturday"),
        anchor=found(text, "met"),
        type="CONSULT",
        mode="meet",
        status="happened",
        status_basis="past tense",
        region="body",
        confidence=0.9,
        actors=(
            Who("Norland", found(text, "Norland"), 1),
            Who("Sudria", found(text, "Sudria", 1), 2),
        ),
        date=Fact("2031-05-04", found(text, "Saturday"), "the Saturday before the page"),
        place=Fact("Torhaven", found(text, "Torhaven", 1), "in"),
        quad=1,
    )
    expelled = Event(
        id="e-news00000002",
        span=found(text, "Sudria expelled two <diplomats>"),
        anchor=found(text, "expelled"),
        type="SANCTION",
        mode="expel",
        status="happened",
        status_basis="past tense",
        region="body",
        confidence=0.9,
        actors=(Who("Sudria", found(text, "Sudria", 2), 2),),
        quad=4,
        intensity=-5.0,
    )
    annotations = Annotations(
        mentions=(
            Mention(found(text, "Norland"), found(text, "Norland"), "name", 1),
            Mention(found(text, "Berg"), found(text, "Berg"), "name", 0),
        ),
        entities=_entities(),
    )
    return page, Reading(
        _document(page, "Sudria Today", "2031-05-06"), annotations, (said,), (held, expelled)
    )


def _entities() -> tuple[Entity, ...]:
    return (
        Entity(0, "person", "Anna Berg", ("Anna Berg", "Berg"), ("Foreign Minister",), "NOL"),
        Entity(1, "state", "Norland", ("Norland",), (), "NOL"),
        Entity(2, "state", "Sudria", ("Sudria",), (), "SUD"),
    )


def _links(readings: Sequence[Reading], _: Ties | None = None) -> Links:
    """What the two pages say together, decided by hand."""
    docs = [reading.document.doc for reading in readings]

    def actor(number: int, entity: Entity) -> Actor:
        members = tuple((doc, number) for doc in docs)
        return Actor(
            f"a-{number}",
            entity.kind,
            entity.name,
            entity.names,
            entity.offices,
            entity.country,
            None,
            members,
        )

    statements = tuple(s.id for r in readings for s in r.statements)
    meetings = tuple(e for r in readings for e in r.events if e.type == "CONSULT")
    others = tuple(e for r in readings for e in r.events if e.type != "CONSULT")
    life = tuple((e.status, e.id) for e in sorted(meetings, key=lambda e: e.status == "happened"))
    return Links(
        actors=tuple(actor(number, entity) for number, entity in enumerate(_entities())),
        utterances=(Utterance("u-1", statements, "2031-05-03", ("the same words",)),),
        happenings=(
            Happening(
                "h-1",
                tuple(e.id for e in meetings),
                "CONSULT",
                "happened" if len(life) > 1 else meetings[0].status,
                "2031-05-04",
                "Torhaven",
                life,
                ("same day, place and actors",),
            ),
            *(Happening("h-2", (e.id,), e.type, e.status, None, None) for e in others),
        ),
    )


class MadeStory:
    """Two pages about an invented meeting, read by hand, and the record made from them."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.pages = {page.doc: (page, reading) for page, reading in (_notice(), _news())}

    def write(self, *docs: str) -> None:
        """Put these pages (all, where none is named) on the record and link them."""
        with Writer(self.path) as writer:
            for doc in docs or self.pages:
                page, reading = self.pages[doc]
                writer.add(page, reading, "by hand")
            writer.link(_links, "by hand")


@pytest.fixture
def made(tmp_path: Path) -> MadeStory:
    """A story read by hand, with nothing on record yet."""
    return MadeStory(tmp_path / "story.db")


@pytest.fixture
def record(made: MadeStory) -> Path:
    """The path of a record of the story read by hand."""
    made.write()
    return made.path
