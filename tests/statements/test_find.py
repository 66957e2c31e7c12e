"""Pages beside the statements they hold, compared exactly; and what find_statements promises."""

from __future__ import annotations

import json
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language

from onrecord.annotate.mentions import find_mentions
from onrecord.annotate.parsed import Parsed, parse
from onrecord.annotate.times import find_times
from onrecord.dates import is_edtf
from onrecord.documents.find import to_document
from onrecord.errors import OnrecordError
from onrecord.model import Annotations, Document, Statement, Told
from onrecord.pages.sources import read_page
from onrecord.statements.find import find_statements

GOLDEN = Path(__file__).parent / "golden"


def statements_on(path: Path, parser: Language) -> dict[str, Any]:
    """What the golden file of a page holds: the day the page is told, and its statements."""
    golden = path.with_suffix(".json")
    told = json.loads(golden.read_text(encoding="utf-8"))["told"] if golden.exists() else None
    document = to_document(read_page(path, told=Told(published=told)))
    parsed = parse(document, parser)
    mentions, entities = find_mentions(parsed)
    annotations = Annotations(mentions, entities, find_times(parsed, document.published))
    found = find_statements(parsed, annotations, reader="rules")
    return {"told": told, "statements": [_described(document, found, one) for one in found]}


def _described(
    document: Document, found: tuple[Statement, ...], statement: Statement
) -> dict[str, Any]:
    text = document.text
    order = {one.id: number for number, one in enumerate(found, start=1)}
    described = {
        "parts": [part.of(text) for part in statement.parts],
        "spans": [list(part) for part in statement.parts],
        "kind": statement.kind,
        "nature": statement.nature,
        "region": statement.region,
        "speaker": statement.speaker.name if statement.speaker else None,
        "cue": statement.cue.of(text) if statement.cue else None,
        "addressee": statement.addressee.name if statement.addressee else None,
        "occasion": statement.occasion.of(text) if statement.occasion else None,
        "place": statement.place.value if statement.place else None,
        "said_on": statement.said_on.value if statement.said_on else None,
        "within": order[statement.within] if statement.within else None,
    }
    return {name: value for name, value in described.items() if value is not None}


@pytest.mark.parametrize(
    "page", [pytest.param(path, id=path.stem) for path in sorted(GOLDEN.glob("*.txt"))]
)
def test_a_page_gives_exactly_its_golden_statements(page: Path, parser: Language) -> None:
    expected = json.loads(page.with_suffix(".json").read_text(encoding="utf-8"))
    assert statements_on(page, parser) == expected


# -- promises, on pages put together at random ----------------------------------------------------

PEOPLE = st.sampled_from(
    [
        "Foreign Minister Ada Lind",
        "Lind",
        "President Ivo Reva",
        "the minister",
        "she",
        "Oslo",
        "an official",
        "Norwegian officials",
        "Senator Per Holm, 61,",
        "who",
        "the Harbour Times",
    ]
)
WORDS = st.sampled_from(
    [
        "the lane is shut",
        "we will wait",
        "It’s a debt",
        "nobody paid",
        "talks failed on Monday",
        "Norway would not sign",
        "the envoys met in Lisbon",
        "he said no",
        "“no” means no",
        "<…>",
    ]
)
VERBS = st.sampled_from(["said", "told reporters", "added", "asked", "believes", "denied", "wrote"])
SHAPES = st.sampled_from(
    [
        "“{0},” {1} {2}.",
        '"{0}," {2} {1}.',
        "{1} {2} that {0}.",
        "{0}, {1} {2}.",
        "{0}.",
        "According to {1}, {0}.",
        "‘{0},’ {1} {2} on Tuesday. ‘{3}.’",
        '{1} {2}: "{0}.',
        "“{0}.”",
        '"{0}," {1} {2}. - {3}. "',
        "{1} {2} {0} and that {3}.",
        "- {0} {1} (“{3}”) {2}",
        "{1}: {0}",
    ]
)
SENTENCE = st.builds(
    lambda shape, *cells: shape.format(*cells), SHAPES, WORDS, PEOPLE, VERBS, WORDS
)
PARAGRAPH = st.lists(SENTENCE, min_size=1, max_size=3).map(" ".join)
LEAD = st.sampled_from(["", "", "", "Question: ", "Ada Lind: ", "- ", "OSLO, May 13. /HTA/. "])
PAGES = st.lists(st.builds(str.__add__, LEAD, PARAGRAPH), min_size=1, max_size=5).map("\n\n".join)


@settings(max_examples=60, deadline=None)
@given(PAGES)
def test_statements_are_cut_from_prose_and_from_nothing_else(
    reading: Callable[[str], Any], text: str
) -> None:
    read = reading(text)
    paragraphs = [paragraph.span for paragraph in read.parsed.paragraphs]
    for statement in read.statements:
        assert statement.parts
        for part in statement.parts:
            words = part.of(text)
            assert words == words.strip()
            assert any(paragraph.holds(part) for paragraph in paragraphs)
            assert not _cuts_a_word(text, part.start)
            assert not _cuts_a_word(text, part.end)
        for one, other in pairwise(statement.parts):
            assert one.end <= other.start


@settings(max_examples=40, deadline=None)
@given(PAGES)
def test_what_goes_with_a_statement_stands_on_the_page(
    reading: Callable[[str], Any], text: str
) -> None:
    read = reading(text)
    entities = read.annotations.entities
    for one in read.statements:
        assert 0 < one.confidence <= 1
        assert one.cue is None or one.cue.of(text).strip()
        assert one.cue is None or not any(part.meets(one.cue) for part in one.parts)
        assert one.occasion is None or one.occasion.of(text).strip()
        assert one.said_on is None or is_edtf(one.said_on.value)
        for who in (one.speaker, one.addressee):
            if who is not None:
                assert who.name.strip()
                assert who.span is None or who.span.of(text).strip()
                assert who.entity is None or entities[who.entity].name == who.name


@settings(max_examples=40, deadline=None)
@given(PAGES)
def test_statements_are_in_order_and_lie_in_each_other_without_a_circle(
    reading: Callable[[str], Any], text: str
) -> None:
    found = reading(text).statements
    starts = [(one.parts[0].start, -one.parts[-1].end) for one in found]
    assert starts == sorted(starts)
    by_id = {one.id: one for one in found}
    assert len(by_id) == len(found)
    for one in found:
        seen = {one.id}
        holder = one
        while holder.within is not None:
            inner, holder = holder, by_id[holder.within]
            assert holder.id not in seen
            assert all(any(whole.holds(part) for whole in holder.parts) for part in inner.parts)
            seen.add(holder.id)


@settings(max_examples=30, deadline=None)
@given(PAGES)
def test_a_text_read_twice_gives_the_same_statements(
    reading: Callable[[str], Any], text: str
) -> None:
    assert reading(text).statements == reading(text).statements


@settings(max_examples=40, deadline=None)
@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=200))
def test_no_text_is_too_strange_to_be_read(reading: Callable[[str], Any], text: str) -> None:
    for statement in reading(text).statements:
        assert all(part.of(text).strip() for part in statement.parts)


def test_a_reader_nobody_knows_is_refused_with_those_there_are(
    reading: Callable[[str], Any],
) -> None:
    read = reading("“No,” she said.")
    with pytest.raises(OnrecordError, match="rules"):
        find_statements(read.parsed, read.annotations, reader="guess")


def test_the_id_of_a_statement_depends_on_its_page(reading: Callable[[str], Any]) -> None:
    one, other = reading("“No,” she said."), reading("“No,” she said.")
    document = msgspec.structs.replace(other.parsed.document, page="1" * 64)
    elsewhere = find_statements(
        Parsed(document, other.parsed.paragraphs), other.annotations, reader="rules"
    )
    assert [s.id for s in one.statements] == [s.id for s in other.statements]
    assert [s.id for s in one.statements] != [s.id for s in elsewhere]


def _cuts_a_word(text: str, at: int) -> bool:
    return 0 < at < len(text) and text[at - 1].isalnum() and text[at].isalnum()


def test_the_parts_of_statements_on_an_html_page_are_found_in_its_source(
    parser: Language, tmp_path: Path
) -> None:
    source = (
        "<html lang=en><head><title>Lane stays shut</title></head><body><article>"
        "<h1>Lane stays shut</h1><p>The northern lane froze in March and has been shut since, and "
        "the pilots of the harbour have waited for the charts ever since that day.</p>"
        "<p>&ldquo;It is <em>our</em> lane &amp; our ice,&rdquo; Foreign Minister Ada Lind said on "
        "Tuesday. She said the lane&nbsp;was shut.</p><p>The ice is two feet thick, and the ships "
        "of four states lie in the roads and wait for the thaw, as they do every year.</p>"
        "</article></body></html>"
    )
    path = tmp_path / "lane.html"
    path.write_text(source, encoding="utf-8")
    document = to_document(read_page(path, told=Told(published="2031-05-14")))
    parsed = parse(document, parser)
    found = find_statements(parsed, Annotations(*find_mentions(parsed)), reader="rules")
    cut = [document.offsets.to_page(part).of(source) for one in found for part in one.parts]
    assert cut == ["It is <em>our</em> lane &amp; our ice,", "the lane&nbsp;was shut"]


def said_on(text: str, parser: Language, tmp_path: Path) -> list[str | None]:
    """When each statement of a page, published on Friday, 6 May 2033, was said."""
    page = tmp_path / "page.txt"
    page.write_text(text, encoding="utf-8")
    document = to_document(read_page(page, told=Told(published="2033-05-06")))
    parsed = parse(document, parser)
    mentions, entities = find_mentions(parsed)
    annotations = Annotations(mentions, entities, find_times(parsed, document.published))
    found = find_statements(parsed, annotations, reader="rules")
    return [one.said_on.value if one.said_on else None for one in found if one.region == "body"]


def test_a_spokeswoman_goes_on_with_the_words_of_her_ministry(
    parser: Language, tmp_path: Path
) -> None:
    page = (
        "Visa for an envoy\n\nOsland has issued a visa to the envoy, the Foreign Ministry of "
        "Osland said on Wednesday.\n\nThe envoy can now take up her seat, Foreign Ministry "
        "spokeswoman Ana Berg told a briefing.\n\n{}“That is all there is to it,” Berg said.\n"
    )
    assert said_on(page.format(""), parser, tmp_path) == ["2033-05-04"] * 3
    between = "“We are pleased,” Velmora Foreign Minister Tom Dahl told the Sea Post.\n\n"
    told = said_on(page.format(between), parser, tmp_path)
    assert told == ["2033-05-04", "2033-05-04", None, "2033-05-04"]


def test_what_was_told_to_a_named_outlet_is_of_another_occasion(
    parser: Language, tmp_path: Path
) -> None:
    page = (
        "Boats sail\n\n“The ban has done its work,” Fisheries Minister Tom Hale said on Thursday."
        "\n\n“There will be no other ban,” Hale told Radio Osland.\n"
    )
    assert said_on(page, parser, tmp_path) == ["2033-05-05", None]


def test_an_outlets_story_of_a_joint_statement_is_no_release(
    parser: Language, tmp_path: Path
) -> None:
    page = (
        "Summit ends with joint statement\n\nBy Ana Ruiz\n\n"
        "“The ban has done its work,” Fisheries Minister Tom Hale said.\n"
    )
    assert said_on(page, parser, tmp_path) == [None]
