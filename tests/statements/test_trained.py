"""Pages read by the trained reader: what it finds on clear pages, and what holds on every page."""

from __future__ import annotations

import sys
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.annotate.marks import quotations
from onrecord.model import Statement
from onrecord.spans import Span
from onrecord.statements.attribution import Attribution
from onrecord.statements.find import READERS, find_statements
from onrecord.statements.reader import read_by_rules
from onrecord.statements.trained import merged, read_trained
from onrecord.statements.turns import TURN_KINDS

HERE = Path(__file__).parent
READ = HERE / "trained"


def told(words: str) -> str:
    """Words without the comma that ends a quotation and the "that" that opens a report.

    Whether these belong to what is said is a matter of style, and no test of what is found.
    """
    parts = [part.strip().rstrip(",").removeprefix("that ") for part in words.split(" … ")]
    return " … ".join(parts)


def line(text: str, statement: Statement) -> str:
    """A statement as it stands in the files: kind | speaker | words | what else it is."""
    more = [f"nature={statement.nature}"] if statement.nature != "speech" else []
    cells = [
        statement.kind,
        statement.speaker.name if statement.speaker else "nobody",
        told(" … ".join(part.of(text) for part in statement.parts)),
        *more,
        *(["within"] if statement.within else []),
    ]
    return " | ".join(cells)


def lines(read: Any) -> list[str]:
    """The statements of a page, in order."""
    return [line(read.text, statement) for statement in read.statements]


@pytest.mark.parametrize(
    "page",
    [
        pytest.param(path, id=path.stem)
        for path in sorted(READ.glob("*.txt"))
        if not path.name.endswith(".lines.txt")
    ],
)
def test_a_clear_page_gives_exactly_its_statements(
    page: Path, reading_trained: Callable[[str], Any]
) -> None:
    expected = page.with_suffix(".lines.txt").read_text(encoding="utf-8").splitlines()
    assert lines(reading_trained(page.read_text(encoding="utf-8").rstrip("\n"))) == expected


@pytest.mark.parametrize(
    "text",
    [
        "The envoys of both states will meet in Torhaven on Friday.",
        "The so-called “ice tax” was first levied in 2019, and four states have paid it since.",
        "The minister, who was born in Torhaven, has led the party since 2020.",
        "It snowed for a week.\n\nThe lane was shut, and the ships lay in the roads.",
        "",
        " \n\n \n\n",
    ],
)
def test_what_nobody_said_is_not_found(text: str, reading_trained: Callable[[str], Any]) -> None:
    assert lines(reading_trained(text)) == []


def _cases() -> list[tuple[str, list[str]]]:
    """The texts of said/*.txt, each with the lines of the quotations that are wanted of it."""
    found: list[tuple[str, list[str]]] = []
    for path in sorted((HERE / "said").glob("*.txt")):
        for row in path.read_text(encoding="utf-8").splitlines():
            if row.startswith("> "):
                found.append((row[2:].replace(" ¶ ", "\n\n"), []))
            elif row.startswith("- direct | "):
                _, speaker, _, words, *_ = row[2:].split(" | ")
                found[-1][1].append(f"direct | {speaker} | {told(words)}")
    return [case for case in found if case[1]]


def test_nearly_all_quotations_that_the_rules_find_are_found(
    reading_trained: Callable[[str], Any],
) -> None:
    wanted, missed = 0, []
    for text, quotations_wanted in _cases():
        found = {" | ".join(row.split(" | ")[:3]) for row in lines(reading_trained(text))}
        wanted += len(quotations_wanted)
        missed += [row for row in quotations_wanted if row not in found]
    assert wanted > 80
    assert len(missed) < 0.07 * wanted, "\n".join(missed)


# -- the trained reader and the rules -------------------------------------------------------------


def test_the_trained_reader_is_used_unless_another_is_asked_for(
    reading_trained: Callable[[str], Any],
) -> None:
    read = reading_trained("“We will wait,” Foreign Minister Ada Lind said on Tuesday.")
    assert next(iter(READERS)) == "trained"
    assert find_statements(read.parsed, read.annotations) == read.statements


def test_a_page_that_was_not_encoded_beside_the_parser_is_encoded_then(
    reading: Callable[[str], Any], reading_trained: Callable[[str], Any]
) -> None:
    text = "“We will wait,” Foreign Minister Ada Lind said on Tuesday."
    bare, encoded = reading(text), reading_trained(text)
    assert bare.parsed.encoded == ()
    found = read_trained(bare.parsed, bare.annotations.mentions)
    assert found == read_trained(encoded.parsed, encoded.annotations.mentions)


def test_one_who_reads_twice_reads_the_same(reading_trained: Callable[[str], Any]) -> None:
    text = (READ / "lane.txt").read_text(encoding="utf-8").rstrip("\n")
    one, other = reading_trained(text), reading_trained(text)
    assert one.statements == other.statements


def test_a_quotation_over_paragraphs_is_one_statement_and_direct(
    reading_trained: Callable[[str], Any],
) -> None:
    text = (
        "“The treaty is clear,” Ivo Reva said. “It names no toll.\n\n"
        "“Our ships have used this lane for ninety years,” he added."
    )
    read = reading_trained(text)
    assert {s.kind for s in read.statements} == {"direct"}
    words = [part.of(text) for s in read.statements for part in s.parts]
    assert len(words) == len(set(words)) == 3


def test_of_what_the_network_marks_the_parts_of_a_longer_quotation_go_with_it() -> None:
    text = "“The treaty is clear,” Reva said. “No toll.\n\n“Our ships sail,” he added."
    clear, toll = _words(text, "The treaty is clear,"), _words(text, "No toll.")
    ships, reva, said = _words(text, "Our ships sail,"), _words(text, "Reva"), _words(text, "said")
    he, added = _words(text, "he"), _words(text, "added")
    marked = [
        Attribution((clear, toll), said, reva, "speech", 0.9, "trained"),
        Attribution((ships,), added, he, "speech", 0.9, "trained"),
    ]
    ruled = [Attribution((toll, ships), added, he, "speech", 0.9, "quotation and verb")]
    assert [a.parts for a in merged(text, marked, ruled)] == [(clear,), (toll, ships)]


def test_what_neither_knows_a_speaker_for_is_left_out_and_layout_is_asked() -> None:
    text = "Lind was there. “We will wait.” — Ada Lind"
    quoted = Span(text.index("We"), text.index("”"))
    alone = Attribution((quoted,), None, None, "speech", 0.5, "trained")
    assert merged(text, [alone], []) == ()
    source = Span(text.index("Ada"), len(text))
    ruled = Attribution((quoted,), None, source, "speech", 0.9, "name set off")
    (found,) = merged(text, [alone], [ruled])
    assert (found.parts, found.source) == ((quoted,), source)
    assert merged(text, [], [ruled]) == (ruled,)


def _words(text: str, words: str) -> Span:
    start = text.index(words)
    return Span(start, start + len(words))


GAZETTE = """The Harbour Gazette reports:

"The owners have refused the new quota, and only a third of the boats went out on Monday.

"Without those boats the town loses its one export."

Minister Ada Lind said the talks would go on. "We are patient," she said.

"Patience is what the sea teaches, and we have learnt it well."

It was reported that the owners would meet again on Friday.
"""


def test_a_quotation_opened_again_has_the_speaker_announced_above_it(
    reading_trained: Callable[[str], Any],
) -> None:
    first = reading_trained(GAZETTE).statements[0]
    assert (first.speaker.name, len(first.parts)) == ("Harbour Gazette", 2)


COACH = """He said afterwards "In the first half it felt good out there.

We could have scored two goals and put the game to bed early." After the match, the coach of the \
other side, Ivo Lund, said, "We were playing against a very skilled team.

If we were to get a draw it would have been a fine result for us."
"""


def test_a_quotation_that_closes_where_another_opens_keeps_its_own_speaker(
    reading_trained: Callable[[str], Any],
) -> None:
    read = reading_trained(COACH)
    first, second = (s for s in read.statements if len(s.parts) == 2)
    assert first.parts[1].of(read.text).startswith("We could have")
    assert "Lund" not in first.speaker.name
    assert second.speaker.name == "Ivo Lund"
    assert second.parts[1].of(read.text).startswith("If we were")


def test_a_quotation_that_stands_alone_opens_the_words_that_name_its_speaker(
    reading_trained: Callable[[str], Any],
) -> None:
    read = reading_trained(GAZETTE)
    (alone,) = [s for s in read.statements if s.parts[0].of(read.text).startswith("Patience")]
    assert alone.speaker.name == "Ada Lind"
    assert alone.speaker.span.of(read.text) == "she"
    assert alone.confidence < 0.9


def test_what_is_reported_by_nobody_has_no_speaker(reading_trained: Callable[[str], Any]) -> None:
    read = reading_trained(GAZETTE)
    reported = [s for s in read.statements if "meet again" in s.parts[0].of(read.text)]
    assert [s.speaker for s in reported] == [None] * len(reported)


def test_the_rules_read_without_the_network(
    reading: Callable[[str], Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse() -> None:
        raise AssertionError("the rules asked for the network")

    monkeypatch.setattr(sys.modules["onrecord.statements.trained"], "load_encoder", refuse)
    text = (READ / "lane.txt").read_text(encoding="utf-8").rstrip("\n")
    read = reading(text)
    assert read.statements == find_statements(read.parsed, read.annotations, reader="rules")
    assert READERS["rules"] is read_by_rules


# -- promises, on pages put together at random ----------------------------------------------------

PEOPLE = st.sampled_from(
    ["Foreign Minister Ada Lind", "Lind", "the ministry", "she", "Oslo", "an official", "Reva, 61,"]
)
WORDS = st.sampled_from(
    ["the lane is shut", "We will wait", "It’s a debt", "“no” means no", "talks failed", "to pay"]
)
VERBS = st.sampled_from(["said", "told reporters", "asked", "believes", "denied", "declined"])
SHAPES = st.sampled_from(
    [
        "“{0},” {1} {2}.",
        '"{0}," {2} {1}. "{3}."',
        "{1} {2} that {0}.",
        "{0}, {1} {2}.",
        "According to {1}, {0}.",
        "‘{0},’ {1} {2} on Tuesday. ‘{3}.’",
        '{1} {2}: "{0}.',
        "“{0}.",
        "{0},” {1} {2}.",
        "“{0}.” — {1}",
        "- {0} {1} (“{3}”) {2}",
        "LIND: {0}.",
        "{1} {2} {0} “{3}” 🙂",
    ]
)
SENTENCES = st.builds(
    lambda shape, *cells: shape.format(*cells), SHAPES, WORDS, PEOPLE, VERBS, WORDS
)
LEADS = st.sampled_from(["", "", "", "# ", "Q: ", "A: "])
BLOCKS = st.builds(str.__add__, LEADS, st.lists(SENTENCES, min_size=1, max_size=3).map(" ".join))
PAGES = st.lists(BLOCKS, min_size=1, max_size=5).map("\n\n".join)


def _cuts_a_word(text: str, at: int) -> bool:
    return 0 < at < len(text) and text[at - 1].isalnum() and text[at].isalnum()


@settings(max_examples=60, deadline=None)
@given(PAGES)
def test_statements_are_cut_from_prose_in_order_and_cut_no_word(
    reading_trained: Callable[[str], Any], text: str
) -> None:
    read = reading_trained(text)
    paragraphs = [paragraph.span for paragraph in read.parsed.paragraphs]
    for one in read.statements:
        assert one.parts
        assert 0 < one.confidence <= 1
        for part in one.parts:
            assert part.of(text) == part.of(text).strip()
            assert any(paragraph.holds(part) for paragraph in paragraphs)
            assert not _cuts_a_word(text, part.start)
            assert not _cuts_a_word(text, part.end)
        for before, after in pairwise(one.parts):
            assert before.end <= after.start
        assert one.cue is None or one.cue.of(text).strip()
        assert one.speaker is None or one.speaker.name.strip()
    starts = [(one.parts[0].start, -one.parts[-1].end) for one in read.statements]
    assert starts == sorted(starts)
    assert len({one.id for one in read.statements}) == len(read.statements)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=80), max_size=3).map("\n\n".join))  # noqa: E501  # fmt: skip
def test_no_text_is_too_strange_to_be_read(
    reading_trained: Callable[[str], Any], text: str
) -> None:
    for statement in reading_trained(text).statements:
        assert all(part.of(text).strip() for part in statement.parts)


@settings(max_examples=40, deadline=None)
@given(PAGES)
def test_what_is_direct_lies_in_marks(reading_trained: Callable[[str], Any], text: str) -> None:
    read = reading_trained(text)
    paragraphs = read.parsed.paragraphs
    prose = [p.span for p in paragraphs if p.region.kind not in TURN_KINDS]
    quotes = [*quotations(text, [p.span for p in paragraphs]), *quotations(text, prose)]
    for one in read.statements:
        if one.kind == "direct" and one.region not in {"question", "answer", "transcript"}:
            for part in one.parts:
                assert any(quote.outer.meets(part) for quote in quotes)


def test_a_cue_in_a_passage_that_is_quoted_reports_only_its_own_words() -> None:
    text = "“Karl slept.\n\n“Here he is, she said. The rain had stopped by then.”"

    def at(words: str) -> Span:
        return Span(text.index(words), text.index(words) + len(words))

    whole = (at("Karl slept."), at("Here he is, she said. The rain had stopped by then."))
    passage = Attribution(whole, None, None, "speech", 0.7, "quotation")
    hers = Attribution((at("Here he is"),), at("said"), at("she"), "speech", 0.9, "trained")
    assert [found.parts for found in merged(text, [hers], [passage]) if found.source] == [
        hers.parts
    ]


def test_words_in_a_tag_that_was_left_in_a_page_are_nobodys(
    reading_trained: Callable[[str], Any],
) -> None:
    text = (
        "Ada Lind said the quay was shut.\n\n"
        '<note by=" Olav Brenn said that the quay had been sold to a bank">The '
        "quay is old."
    )
    assert [line.split(" | ")[1] for line in lines(reading_trained(text))] == ["Ada Lind"]


def test_words_in_words_that_nobody_says_are_no_statement_of_their_own(
    reading_trained: Callable[[str], Any],
) -> None:
    text = "\"The storm is far. It feels like, 'Let us wait a little bit,'\" said Mayor Ada Lind."
    assert [line.split(" | ")[1] for line in lines(reading_trained(text))] == ["Ada Lind"]
