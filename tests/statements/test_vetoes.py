"""What marks and grammar allow of an attribution that a learned model proposes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.annotate.marks import quotations
from onrecord.spans import Span
from onrecord.statements.attribution import Attribution
from onrecord.statements.tagged import whole_words
from onrecord.statements.vetoes import (
    _last_sentence,
    apart,
    before_next_teller,
    held_to_marks,
    letters,
    to_whom_apart,
    unlabelled,
)


def found_in(text: str, *parts: str, cue: str = "", source: str = "") -> Attribution:
    """An attribution of these words of a text."""
    return Attribution(
        tuple(_at(text, part) for part in parts),
        _at(text, cue) if cue else None,
        _at(text, source) if source else None,
        "speech",
        0.9,
        "trained",
    )


def _at(text: str, words: str) -> Span:
    start = text.index(words)
    return Span(start, start + len(words))


def words_of(text: str, found: Attribution | None) -> list[str] | None:
    """The words of each part; None for no attribution."""
    return [part.of(text) for part in found.parts] if found is not None else None


def held(text: str, *parts: str) -> list[str] | None:
    """What is left of these parts when they are held to the marks of the text."""
    quotes = quotations(text, [Span(0, len(text))])
    return words_of(text, held_to_marks(text, found_in(text, *parts), quotes))


@pytest.mark.parametrize(
    ("text", "parts", "left"),
    [
        # what is all inside marks loses the marks, and what was nearly all becomes all
        ("“We will wait,” Lind said.", ["“We will wait,”"], ["We will wait,"]),
        ("“We will wait,” Lind said.", ["We will wait"], ["We will wait,"]),
        ("“We will not wait for anybody,” Lind said.", ["will not wait for anybody"], ["We will not wait for anybody,"]),  # noqa: E501
        ("“We will wait. They will not,” Lind said.", ["They will not"], ["They will not"]),
        # a quotation of which a part holds the most is taken whole, with its marks
        ("Lind said it was “a debt to us” and no gift.", ["it was “a debt"], ["it was “a debt to us”"]),  # noqa: E501
        ("Lind said it was “a debt to us” and no gift.", ["it was “a debt to us” and no gift"], ["it was “a debt to us” and no gift"]),  # noqa: E501
        # one of which it holds less is left out
        ("Lind said it was late. “We all have homes,” he said.", ["it was late. “We"], ["it was late."]),  # noqa: E501
        ("“We have all been home,” Lind said it was late.", ["home,” Lind said it was late"], ["Lind said it was late"]),  # noqa: E501
        # unquoted words lose commas and dashes at their ends
        ("The road – which is wet – is shut, Lind said.", ["The road –", "– is shut,"], ["The road", "is shut"]),  # noqa: E501
        # parts that a quotation joins are one
        ("Lind said it was “a debt to us” and no gift.", ["it was “a debt to", "debt to us” and"], ["it was “a debt to us” and"]),  # noqa: E501
        # marks alone are nothing
        ("“We will wait,” Lind said.", ["“"], None),
        ("Lind — said.", ["—"], None),
    ],
)  # fmt: skip
def test_a_quotation_is_taken_whole_or_left_out(
    text: str, parts: list[str], left: list[str] | None
) -> None:
    assert held(text, *parts) == left


def apart_in(text: str, *parts: str, cue: str = "said") -> list[list[str] | None]:
    quotes = quotations(text, [Span(0, len(text))])
    found = found_in(text, *parts, cue=cue)
    return [words_of(text, one) for one in apart(text, found, quotes)]


@pytest.mark.parametrize(
    ("text", "parts", "left"),
    [
        (
            "Lind said it was late. “Go home and go to bed.”",
            ["it was late. “Go home and go to bed.”"],
            [["it was late."], ["Go home and go to bed."]],
        ),
        (
            "Lind said it was late. “Go home and go to bed.”",
            ["it was late", "“Go home and go to bed.”"],
            [["it was late"], ["Go home and go to bed."]],
        ),
        ("Lind said it was “too late” for us.", ["it was “too late” for us"], [["it was “too late” for us"]]),  # noqa: E501
        ("“Go home,” Lind said. “It is late for all.”", ["“Go home,”", "“It is late for all.”"], [["Go home,", "It is late for all."]]),  # noqa: E501
        # a quoted word that opens no sentence of its own stays with what is reported
        ("Lind said the plan was late, “a shame”.", ["the plan was late,", "“a shame”"], [["the plan was late", "a shame"]]),  # noqa: E501
    ],
)  # fmt: skip
def test_what_is_reported_stands_apart_from_a_quoted_sentence_after_it(
    text: str, parts: list[str], left: list[list[str]]
) -> None:
    assert apart_in(text, *parts) == left


@pytest.mark.parametrize(
    ("text", "part", "cue", "last"),
    [
        ("It rained. The road is shut, he said.", "It rained. The road is shut", "said", "The road is shut"),  # noqa: E501
        ("The road is shut, he said.", "The road is shut", "said", "The road is shut"),
        ("He said it rained. The road is shut.", "it rained. The road is shut.", "said", "it rained. The road is shut."),  # noqa: E501
        ("“It rained. The road is shut,” he said.", "“It rained. The road is shut,”", "said", "“It rained. The road is shut,”"),  # noqa: E501
        ("‘It rained. The road is shut,’ he said.", "‘It rained. The road is shut,’", "said", "‘It rained. The road is shut,’"),  # noqa: E501
        ("The boat, called “the Egg,” sank. The road is shut, he said.", "The boat, called “the Egg,” sank. The road is shut", "said", "The road is shut"),  # noqa: E501
        ("Mr. Lind saw the U.S. Navy leave, he said.", "Mr. Lind saw the U.S. Navy leave", "said", "Mr. Lind saw the U.S. Navy leave"),  # noqa: E501
    ],
)  # fmt: skip
def test_words_before_their_cue_are_the_sentence_that_it_ends(
    text: str, part: str, cue: str, last: str
) -> None:
    quotes = quotations(text, [Span(0, len(text))])
    assert _last_sentence(text, _at(text, part), _at(text, cue), quotes).of(text) == last


def test_words_without_a_cue_are_left_as_they_are() -> None:
    text = "It rained. The road is shut."
    assert _last_sentence(text, Span(0, 27), None, ()) == Span(0, 27)


# -- labels ---------------------------------------------------------------------------------------


def test_a_label_in_capitals_is_the_source_and_no_part_of_what_is_said() -> None:
    text = "ADA LIND: We will see. And wait."
    given = unlabelled(text, found_in(text, text))
    assert words_of(text, given) == ["We will see. And wait."]
    assert given.source is not None and given.cue is not None
    assert (given.source.of(text), given.cue.of(text)) == ("ADA LIND", ":")


def test_the_cue_that_was_found_stays_where_a_label_is_taken_off() -> None:
    text = "LIND: We will see, he said."
    given = unlabelled(text, found_in(text, "LIND: We will see", cue="said"))
    assert given.cue is not None and given.source is not None
    assert (given.cue.of(text), given.source.of(text)) == ("said", "LIND")


def test_a_label_that_is_a_part_of_its_own_is_left_out() -> None:
    text = "LIND: We will see."
    given = unlabelled(text, found_in(text, "LIND: ", "We will see."))
    assert words_of(text, given) == ["We will see."]


@pytest.mark.parametrize(
    "text",
    ["We will see.", "Two things: ice and salt.", "Lind: We will see.", "A: no", "NATO grew."],
)
def test_words_without_a_label_in_capitals_are_left_as_they_are(text: str) -> None:
    assert unlabelled(text, found_in(text, text)) == found_in(text, text)


# -- whom a request is put to ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "part", "cue", "left"),
    [
        ("Lind urged Norland to return to the talks.", "Norland to return to the talks", "urged", "to return to the talks"),  # noqa: E501
        ("Lind asked the pilots to wait.", "the pilots to wait", "asked", "to wait"),
        ("Lind told the envoys to leave.", "the envoys to leave", "told", "to leave"),
        # no hearer, no request, or a clause of its own
        ("Lind asked to leave the hall.", "to leave the hall", "asked", "to leave the hall"),
        ("Lind said Norland wants to return.", "Norland wants to return", "said", "Norland wants to return"),  # noqa: E501
        ("Lind warned that Norland plans to leave.", "that Norland plans to leave", "warned", "that Norland plans to leave"),  # noqa: E501
        ("To wait is wise, Lind urged.", "To wait is wise", "urged", "To wait is wise"),
    ],
)  # fmt: skip
def test_whom_a_request_is_put_to_is_no_part_of_it(
    text: str, part: str, cue: str, left: str, reading: Callable[[str], Any]
) -> None:
    found = found_in(text, part, cue=cue)
    assert words_of(text, to_whom_apart(reading(text).parsed, found)) == [left]


def test_without_a_cue_nobody_is_taken_for_a_hearer(reading: Callable[[str], Any]) -> None:
    text = "Lind urged Norland to return."
    found = found_in(text, "Norland to return")
    assert to_whom_apart(reading(text).parsed, found) == found


# -- words ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "span", "words"),
    [
        ("The envoys left.", Span(5, 12), "envoys left"),
        ("The envoys left.", Span(4, 10), "envoys"),
        ("The envoys left.", Span(0, 1), "The"),
        ("The envoys left.", Span(15, 16), "."),
        ("It’s 1,200 t", Span(6, 7), "1,200"[1]),
        ("Łódź", Span(1, 2), "Łódź"),
    ],
)
def test_a_span_grows_to_the_ends_of_the_words_it_cuts(text: str, span: Span, words: str) -> None:
    assert whole_words(text, span).of(text) == words


# -- promises, whatever a model proposes ----------------------------------------------------------

SENTENCES = st.sampled_from(
    [
        "“We will wait,” Lind said.",
        "Lind said it was “a debt to us” and no gift.",
        '"Go home," Reva said. "It is late for all."',
        "The lane is shut, he said, until the thaw.",
        "It’s the pilots’ road.",
        "“They said ‘come back later’ twice,” she said.",
        "«Nobody paid», he said.",
        "“We wait",
        'no, "',
        "‘Not today,’ Krag said.",
        "—“No”—",
        "LIND: We will see.",
        "“”",
        "“ ” 🙂",
    ]
)
BLOCKS = st.lists(st.lists(SENTENCES, min_size=1, max_size=4).map(" ".join), min_size=1, max_size=3)


def _cuts_a_word(text: str, at: int) -> bool:
    return 0 < at < len(text) and text[at - 1].isalnum() and text[at].isalnum()


def _proposed(text: str, paragraph: Span, data: st.DataObject) -> Attribution:
    """Spans of whole words in order in a paragraph, as the network's tags give them."""
    word_starts = [
        at for at in range(*paragraph) if not text[at].isspace() and not _cuts_a_word(text, at)
    ]
    ends = [
        at
        for at in range(paragraph.start + 1, paragraph.end + 1)
        if not text[at - 1].isspace() and not _cuts_a_word(text, at)
    ]
    places = data.draw(st.lists(st.sampled_from(word_starts), min_size=1, max_size=3, unique=True))
    parts, last = [], 0
    for start in sorted(places):
        later = [end for end in ends if start < end]
        if start < last or not later:
            continue
        last = data.draw(st.sampled_from(later))
        parts.append(Span(start, last))
    cue = data.draw(st.one_of(st.none(), st.sampled_from(word_starts)))
    at = whole_words(text, Span(cue, cue + 1)) if cue is not None else None
    if at is not None and any(at.meets(part) for part in parts):
        at = None
    return Attribution(tuple(parts), at, None, "speech", 0.9, "trained")


def _spoils(text: str, quotes: Sequence[Any], part: Span) -> list[str]:
    """The quotations of which a part holds some words but not all, without lying inside."""
    spoilt = []
    for quote in quotes:
        run = quote.parts[0]
        shared = letters(text, Span(max(run.start, part.start), min(run.end, part.end)))
        within = run.holds(part) or quote.outer.holds(part)
        if 0 < shared < letters(text, run) and not within:
            spoilt.append(quote.outer.of(text))
    return spoilt


@settings(max_examples=400, deadline=None)
@given(BLOCKS, st.data())
def test_whatever_is_proposed_whole_words_and_whole_quotations_come_out(
    blocks: list[str], data: st.DataObject
) -> None:
    text = "\n\n".join(blocks)
    paragraphs, start = [], 0
    for block in blocks:
        paragraphs.append(Span(start, start + len(block)))
        start += len(block) + 2
    paragraph = data.draw(st.sampled_from(paragraphs))
    found = unlabelled(text, _proposed(text, paragraph, data))
    if not found.parts:
        return
    quotes = quotations(text, [paragraph])
    for one in apart(text, found, quotes):
        assert one.parts
        for part in one.parts:
            assert part.of(text) == part.of(text).strip()
            assert letters(text, part)
            assert paragraph.holds(part)
            assert not _cuts_a_word(text, part.start)
            assert not _cuts_a_word(text, part.end)
            assert _spoils(text, quotes, part) == []
        for before, after in pairwise(one.parts):
            assert before.end <= after.start
        assert (one.nature, one.rule, one.confidence) == (found.nature, found.rule, 0.9)


def test_what_is_reported_ends_where_a_semicolon_opens_another_report() -> None:
    text = "The board said it was shut; Lind held that it was open; it rained."
    board = found_in(
        text, "it was shut; Lind held that it was open", cue="said", source="The board"
    )
    lind = found_in(text, "that it was open; it rained", cue="held", source="Lind")
    assert words_of(text, before_next_teller(text, board, [board, lind], [])) == ["it was shut"]
    assert before_next_teller(text, lind, [board, lind], []) == lind
    assert before_next_teller(text, board, [board], []) == board
