"""Stories that the tests of the exports tell: plain ones, uncertain ones and hostile ones."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import msgspec
import pytest

from onrecord.model import (
    Actor,
    Alternative,
    Annotations,
    Document,
    Entity,
    Event,
    Fact,
    Happening,
    Links,
    Mention,
    Page,
    Reading,
    Region,
    Statement,
    Utterance,
    Who,
)
from onrecord.record.store import Writer
from onrecord.spans import OffsetMap, Segment, Span
from tests.conftest import found
from tests.conftest import page_of as plain_page

Tell = Callable[..., Path]

HOSTILE = (
    "=HYPERLINK(\"http://e.example\") <script>alert('1')</script> ![x](http://e.example/x.png) "
    "[y](javascript:alert(1)) [^1] **no** _no_ `no` $x^2$ www.e.example @all ]]> {{ 7*7 }} "
    "{% raw %} \u202eback\u200b \x07 \ufffe end; BEGIN:VALARM, \\n"
)
"""Markup of every format, characters that act, and one that XML can't hold."""


def page_of(doc: str, text: str, **more: Any) -> Page:
    """A page of a folder of this machine."""
    return plain_page(doc, text, folder="/somewhere/on/this/machine/", **more)


def reading_of(
    page: Page,
    *,
    text: str | None = None,
    offsets: OffsetMap | None = None,
    title: str | None = None,
    outlet: str | None = None,
    agency: str | None = None,
    published: str | None = None,
    statements: Sequence[Statement] = (),
    events: Sequence[Event] = (),
    entities: Sequence[Entity] = (),
    mentions: Sequence[Mention] = (),
) -> Reading:
    """A reading of the page; what is not told is not known."""
    whole = page.text if text is None else text

    def fact(value: str | None) -> Fact | None:
        return None if value is None else Fact(value, None, f"told {value}")

    document = Document(
        doc=page.doc,
        page=page.sha256,
        source=page.source,
        media=page.media,
        text=whole,
        offsets=offsets or OffsetMap(),
        regions=(Region("body", Span(0, len(whole))),),
        title=fact(title),
        outlet=fact(outlet),
        agency=fact(agency),
        published=fact(published),
        language="en",
    )
    annotations = Annotations(mentions=tuple(mentions), entities=tuple(entities))
    return Reading(document, annotations, tuple(statements), tuple(events))


def written(path: Path, pages: Sequence[tuple[Page, Reading]], links: Links) -> Path:
    """The path of a record of these pages."""
    with Writer(path) as writer:
        for page, reading in pages:
            writer.add(page, reading, "by hand")
        writer.link(lambda *_: links, "by hand")
    return path


def statement(id: str, text: str, words: str, *, who: Who | None = None, **more) -> Statement:
    """A direct statement of these words of the text."""
    fields = {"kind": "direct", "nature": "speech", "region": "body", "confidence": 0.9, **more}
    return Statement(id=id, parts=(found(text, words),), speaker=who, **fields)


def event(id: str, text: str, words: str, anchor: str, **more) -> Event:
    """An event told by these words of the text."""
    fields = {
        "type": "CONSULT",
        "mode": None,
        "status": "planned",
        "status_basis": "to meet",
        "region": "body",
        "confidence": 0.8,
        "quad": 1,
        **more,
    }
    return Event(id=id, span=found(text, words), anchor=found(text, anchor), **fields)


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    """A record of one page that is hostile in every field that a page can fill."""
    text = f"{HOSTILE} said it. They are to meet {HOSTILE}."
    page = page_of("hostile", text, url="javascript:alert(1)")
    where = found(text, HOSTILE)
    who = Who(HOSTILE, where, 0)
    said = Statement(
        id="s-hostile00001",
        parts=(where,),
        kind="direct",
        nature="speech",
        region="body",
        confidence=0.9,
        cue=found(text, "said"),
        speaker=who,
        occasion=where,
        place=Fact(HOSTILE, where, "in"),
        said_on=Fact("2031-05-03", where, HOSTILE),
    )
    whole = text[text.index("They") : -1]
    meeting = event(
        "e-hostile00001",
        text,
        whole,
        "meet",
        actors=(who,),
        place=Fact(HOSTILE, where, "in"),
        date=Fact("2031-05-04", where, HOSTILE),
    )
    held = event(
        "e-hostile00002",
        text,
        whole,
        "meet",
        status="happened",
        intensity=-5.5,
        actors=(who,),
        place=Fact(HOSTILE, where, "in"),
        date=Fact("2031-05-04", where, HOSTILE),
    )
    entity = Entity(0, "person", HOSTILE, (HOSTILE,), (HOSTILE,))
    reading = reading_of(
        page,
        title=HOSTILE,
        outlet=HOSTILE,
        agency=HOSTILE,
        published="2031-05-02",
        statements=(said,),
        events=(meeting, held),
        entities=(entity,),
        mentions=(Mention(where, where, "name", 0),),
    )
    actor = Actor("a-0", "person", HOSTILE, (HOSTILE,), (HOSTILE,), None, None, (("hostile", 0),))
    return written(tmp_path / "hostile.db", [(page, reading)], Links(actors=(actor,)))


DATES = (
    "2031-05-04",
    "2031-06",
    "2031",
    "2031-22",
    "203X",
    "2031-06-03/2031-06-09",
    "../2031-07-01",
    "2031-07-02/..",
    "2031-05-06?",
    "2031-08~",
    None,
)
"""A date of every precision, two in doubt, and none."""


@pytest.fixture
def uncertain(tmp_path: Path) -> Path:
    """A record of planned meetings, one for each of `DATES`."""
    text = " ".join(f"Envoys are to meet in {number} hours." for number, _ in enumerate(DATES))
    page = page_of("plans", text, url="https://strand.example/plans?a=1&b=2")
    meetings = [
        event(
            f"e-plan{number:08}",
            text,
            f"meet in {number} hours",
            f"meet in {number} ",
            date=None if date is None else Fact(date, None, f"reason {number}"),
            actors=(Who("Norland", None, None, "NOR"),),
        )
        for number, date in enumerate(DATES)
    ]
    reading = reading_of(
        page,
        title="Plans",
        outlet="The Strand",
        agency="NNA",
        published="2031-05-02",
        events=meetings,
    )
    return written(tmp_path / "uncertain.db", [(page, reading)], Links())


HTML = "<p>“We will &amp; must,” said Lena Orth, “go.”</p>\n"
READ = "“We will & must,” said Lena Orth, “go.”"


@pytest.fixture
def disputed(tmp_path: Path) -> Path:
    """A meeting, planned, then told by three pages with two dates, one page a copy of another;
    and a quotation with an interruption on an HTML page."""
    pages = []
    for doc, outlet, agency, date, count in (
        ("wire", "NNA", "NNA", "2031-05-04", 0),
        ("reprint", "The Strand", "NNA", "2031-05-04", 1),
        ("other", "Sudria Today", None, "2031-05-05", 2),
    ):
        text = f"{doc}: the envoys met in Torhaven."
        page = page_of(doc, text, url=f"https://{doc}.example/1")
        met = event(
            f"e-met{count:09}",
            text,
            "the envoys met",
            "met",
            status="happened",
            date=Fact(date, None, "the dateline"),
            actors=(Who("Norland", None, None, "NOR"), Who("Sudria", None, None)),
        )
        pages.append(
            (
                page,
                reading_of(
                    page,
                    title=f"Told by {doc}",
                    outlet=outlet,
                    agency=agency,
                    published=f"2031-05-0{6 + count}",
                    events=(met,),
                ),
            )
        )
    page = page_of("orth", HTML, media="text/html")
    offsets = OffsetMap(
        (Segment(0, 9, 3, 12), Segment(9, 10, 12, 17), Segment(10, len(READ), 17, len(HTML) - 5))
    )
    said = Statement(
        id="s-orth00000001",
        parts=(found(READ, "We will & must,"), found(READ, "go.")),
        kind="direct",
        nature="speech",
        region="body",
        confidence=0.9,
        cue=found(READ, "said"),
        speaker=Who("Lena Orth", found(READ, "Lena Orth"), 0, "NOR"),
    )
    orth = Entity(0, "person", "Lena Orth", ("Lena Orth",), ("Envoy",), "NOR")
    pages.append(
        (page, reading_of(page, text=READ, offsets=offsets, statements=(said,), entities=(orth,)))
    )
    ids = tuple(f"e-met{count:09}" for count in range(3))
    happening = Happening(
        "h-met",
        ids,
        "CONSULT",
        "happened",
        "2031-05-04/2031-05-05",
        None,
        tuple(("happened", id) for id in ids),
        ("the same parties",),
        ("number: 2 (wire) or 3 (other)",),
    )
    links = Links(
        actors=(
            Actor(
                "a-orth",
                "person",
                "Lena Orth",
                ("Lena Orth", "Orth"),
                ("Envoy",),
                "NOR",
                "GOV",
                (("orth", 0),),
            ),
        ),
        utterances=(Utterance("u-orth", ("s-orth00000001",), None, ()),),
        happenings=(happening,),
        copies=(("reprint", "wire", "the same words", "copy"),),
    )
    return written(tmp_path / "disputed.db", pages, links)


@pytest.fixture
def denial(tmp_path: Path) -> Path:
    """A record of one denial, in the page's words."""
    text = "Norland denied that it had signed."
    page = page_of("denial", text)
    denied = statement(
        "s-denial000001",
        text,
        "it had signed",
        who=Who("Norland", found(text, "Norland"), None),
        kind="indirect",
        cue=found(text, "denied"),
    )
    reading = reading_of(page, statements=(denied,), published="2031-05-02")
    return written(tmp_path / "denial.db", [(page, reading)], Links())


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    """A record with nothing on it."""
    return written(tmp_path / "empty.db", [], Links())


@pytest.fixture
def busy(tmp_path: Path) -> Path:
    """A record of eight envoys' visits on one day."""
    text = " ".join(f"Envoy {number} came." for number in range(8))
    page = page_of("busy", text)
    visits = [
        event(
            f"e-visit{number:07}",
            text,
            f"Envoy {number} came",
            f"{number} came",
            status="happened",
            date=Fact("2031-05-04", None, "told"),
            actors=(Who(f"Envoy {number}", found(text, f"Envoy {number}")),),
        )
        for number in range(8)
    ]
    return written(tmp_path / "busy.db", [(page, reading_of(page, events=visits))], Links())


@pytest.fixture
def answered(tmp_path: Path) -> Path:
    """A record of an act and another that answers it."""
    text = "Norland came. Sudria went in answer."
    page = page_of("answer", text)
    acts = [
        event(
            f"e-act{number:09}",
            text,
            words,
            words.split()[1],
            status="happened",
            date=Fact(f"2031-05-0{4 + number}", None, "told"),
            actors=(Who(words.split()[0], found(text, words.split()[0])),),
        )
        for number, words in enumerate(("Norland came", "Sudria went"))
    ]
    first, second = (
        Happening(id, (act.id,), act.type, "happened", f"2031-05-0{day}", None, (), (), (), to)
        for id, act, day, to in zip(
            ("h-first", "h-second"), acts, (4, 5), (None, "h-first"), strict=True
        )
    )
    reading = reading_of(page, events=acts, published="2031-05-05")
    document = msgspec.structs.replace(
        reading.document, alternatives=(Alternative("2031-05-06", 1.0, "the address"),)
    )
    pages = [(page, msgspec.structs.replace(reading, document=document))]
    return written(tmp_path / "answer.db", pages, Links(happenings=(first, second)))
