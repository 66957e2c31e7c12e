"""Turns of transcripts: one statement a turn, one part a paragraph, and who speaks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language

from onrecord.annotate.mentions import find_mentions
from onrecord.annotate.parsed import parse
from onrecord.model import Document, Fact, Region, RegionKind
from onrecord.spans import OffsetMap, Span
from onrecord.statements.turns import UNIDENTIFIED, turns

TITLE = "Foreign Minister Ada Lind meets the press in Oslo"


class Said(NamedTuple):
    """A paragraph of a transcript: its kind, its turn, its label ("" for none), its words."""

    kind: RegionKind
    turn: int
    label: str
    words: str


def _transcript(*said: Said, title: str = TITLE) -> Document:
    text = title
    regions = [Region("headline", Span(0, len(title)))]
    labels: dict[int, Span] = {}
    for one in said:
        text += "\n\n"
        if one.label and one.turn not in labels:
            labels[one.turn] = Span(len(text), len(text) + len(one.label))
            text += one.label + " "
        span = Span(len(text), len(text) + len(one.words))
        regions.append(Region(one.kind, span, labels.get(one.turn), one.turn))
        text += one.words
    heading = Fact(title, Span(0, len(title)), "headline")
    return Document(
        "made", "0" * 64, "made.txt", "text/plain", text, OffsetMap(), tuple(regions), heading
    )


@pytest.fixture(scope="session")
def spoken(parser: Language) -> Callable[..., list[tuple[str, str | None, list[str]]]]:
    """The turns of a transcript: nature, speaker's name and the words of each part."""

    def read(*said: Said, title: str = TITLE) -> list[tuple[str, str | None, list[str]]]:
        document = _transcript(*said, title=title)
        parsed = parse(document, parser)
        return [
            (
                turn.nature,
                turn.speaker.name if turn.speaker else None,
                [part.of(document.text) for part in turn.parts],
            )
            for turn in turns(parsed, *find_mentions(parsed))
        ]

    return read


def test_a_turn_of_several_paragraphs_is_one_with_a_part_for_each(spoken: Any) -> None:
    assert spoken(
        Said("transcript", 0, "", "The lane is shut."), Said("transcript", 0, "", "It stays shut.")
    ) == [("speech", "Ada Lind", ["The lane is shut.", "It stays shut."])]


def test_questions_are_asked_by_nobody_known_and_answered_by_whom_the_label_names(
    spoken: Any,
) -> None:
    assert spoken(
        Said("question", 0, "Question:", "Is it shut?"),
        Said("answer", 1, "Ada Lind:", "It is."),
        Said("question", 2, "Question:", "Until when?"),
        Said("answer", 3, "Ada Lind:", "June."),
    ) == [
        ("question", UNIDENTIFIED, ["Is it shut?"]),
        ("speech", "Ada Lind", ["It is."]),
        ("question", UNIDENTIFIED, ["Until when?"]),
        ("speech", "Ada Lind", ["June."]),
    ]


@pytest.mark.parametrize(
    ("label", "speaker"),
    [
        ("Ada Lind:", "Ada Lind"),
        ("MS. LIND:", "Ada Lind"),
        ("Minister Lind:", "Ada Lind"),
        ("Lind:", "Ada Lind"),
        ("Answer:", "Ada Lind"),
        ("A:", "Ada Lind"),
        ("Per Holm:", "Per Holm"),
        ("Q:", UNIDENTIFIED),
        ("Question:", UNIDENTIFIED),
        ("Reporter:", UNIDENTIFIED),
        ("MODERATOR:", UNIDENTIFIED),
    ],
)
def test_a_label_names_who_speaks(spoken: Any, label: str, speaker: str) -> None:
    ((_, found, _),) = spoken(Said("answer", 0, label, "The lane is shut."))
    assert found == speaker


def test_without_a_label_or_a_name_in_the_title_nobody_is_made_to_speak(spoken: Any) -> None:
    ((_, speaker, _),) = spoken(
        Said("transcript", 0, "", "The lane is shut."), title="Remarks on the northern lane"
    )
    assert speaker is None


def test_a_page_that_is_no_transcript_has_no_turns(spoken: Any) -> None:
    assert spoken(Said("body", 0, "", "“The lane is shut,” Ada Lind said.")) == []


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.builds(
            Said,
            st.sampled_from(["question", "answer", "transcript"]),
            st.integers(0, 3),
            st.sampled_from(["", "Q:", "Ada Lind:", "—:", "..."]),
            st.sampled_from(["Is it shut?", "It is.", "  No.  "]),
        ),
        max_size=5,
    )
)
def test_the_parts_of_turns_are_all_the_words_spoken_in_order(
    spoken: Any, said: list[Said]
) -> None:
    found = spoken(*said)
    assert [words for _, _, parts in found for words in parts] == [s.words.strip() for s in said]


def test_a_label_names_its_holder_in_brackets_once_for_all_its_turns(spoken: Any) -> None:
    told = spoken(
        Said("question", 1, "Mr. PER HOLM (Greens):", "What was found?"),
        Said("answer", 2, "The MINISTER (Ms. Ada Lind):", "A crack."),
        Said("question", 3, "Mr. PER HOLM:", "And then?"),
        title="Oral Questions",
    )
    assert [speaker for _, speaker, _ in told] == ["Per Holm", "Ada Lind", "Per Holm"]


def test_an_answer_is_that_of_the_office_in_the_title(spoken: Any) -> None:
    told = spoken(
        Said("question", 1, "Question:", "What was found?"),
        Said("answer", 2, "Answer:", "A crack."),
        title="Comment by the Foreign Ministry spokesperson on the lane",
    )
    assert [speaker for _, speaker, _ in told] == [
        UNIDENTIFIED,
        "the Foreign Ministry spokesperson",
    ]
