"""Turns of transcripts, and lines with a colon that are none."""

from __future__ import annotations

import pytest

from onrecord.documents.lines import Block
from onrecord.documents.plaintext import find_regions
from onrecord.documents.turns import asked_in_turn
from onrecord.spans import Span

TITLE = "Minister Anna Berg's press point following talks with Karl Brandt, Brink, 4 May 2021\n\n"
SPEECH = (
    "Good evening. I will be brief. We talked for two hours and I think that we came closer.\n\n"
    "We will go on next week. I want to thank our hosts for the hall and for the soup.\n\n"
)


def turns(text: str) -> list[tuple[str, int | None, str | None, str]]:
    """Kind, number, label and first words of each region that is a turn or body."""
    return [
        (r.kind, r.turn, r.label.of(text) if r.label else None, r.span.of(text)[:12])
        for r in find_regions(text)
        if r.kind in {"question", "answer", "transcript", "body"}
    ]


def test_a_speech_is_one_turn_whose_speaker_stands_in_the_headline() -> None:
    assert turns(TITLE + SPEECH) == [
        ("transcript", 1, None, "Good evening"),
        ("transcript", 1, None, "We will go o"),
    ]


def test_questions_and_answers_are_turns_with_the_words_that_name_their_speaker() -> None:
    text = TITLE + SPEECH + (
        "Question: Will the ferry sail?\n\nAnna Berg (retranslated): It will.\n\n"
        "It has a captain again.\n\nQuestion: When?\n\nAnna Berg: In June.\n"
    )  # fmt: skip
    assert turns(text)[2:] == [
        ("question", 2, "Question", "Will the fer"),
        ("answer", 3, "Anna Berg", "It will."),
        ("answer", 3, "Anna Berg", "It has a cap"),
        ("question", 4, "Question", "When?"),
        ("answer", 5, "Anna Berg", "In June."),
    ]


def test_the_label_and_its_colon_are_a_region_of_their_own_before_the_turn() -> None:
    text = TITLE + SPEECH + "Question: Will the ferry sail?\n\nAnna Berg: It will.\n"
    found = [(r.kind, r.span.of(text)) for r in find_regions(text)]
    assert ("boilerplate", "Question:") in found
    assert ("boilerplate", "Anna Berg:") in found


@pytest.mark.parametrize(
    "text",
    [
        "MS. BERG: Good afternoon, everyone. I have one thing at the top.\n\n"
        "Q Thank you. Is it safe?\n\nMS. BERG: It is.\n\nQ And the crew?\n\nMS. BERG: Yes.",
        "PRESIDENT BERG: It was a long day for all of us, and a good one.\n\n"
        "QUESTION: Is the ferry safe?\n\nPRESIDENT BERG: It is.",
        "Berg met the press in Brink after the talks and answered two of its questions.\n\n"
        "Q: Is the ferry safe?\n\nA: It is.\n\nQ: And the crew?\n\nA: Yes.",
    ],
)
def test_transcripts_of_several_houses_have_their_questions_and_answers(text: str) -> None:
    kinds = [kind for kind, _, _, _ in turns(text)]
    assert "question" in kinds
    assert "answer" in kinds


def test_reporters_named_by_their_house_are_known_by_asking_the_one_who_answers() -> None:
    text = (
        "Foreign Ministry Spokesperson Li Wen's Regular Press Conference on May 7, 2021\n\n"
        "OTA: Osland has recalled its ambassador. What is your comment?\n\n"
        "Li Wen: We have noted the reports.\n\n"
        "Brink TV: Will you offer to mediate?\n\nLi Wen: I have no information on that.\n"
    )
    assert [(kind, label) for kind, _, label, _ in turns(text)] == [
        ("question", "OTA"), ("answer", "Li Wen"), ("question", "Brink TV"), ("answer", "Li Wen"),
    ]  # fmt: skip


def test_an_interviewer_is_known_by_asking() -> None:
    text = (
        "The minister in his own words\n\nTom Hale spoke to us on the quay before the sun rose.\n\n"
        "Courier: Are the nets gone?\n\nTom Hale: They are gone and they stay gone.\n\n"
        "Courier: And the boats?\n\nTom Hale: The boats are a matter for the court.\n"
    )
    assert [kind for kind, _, _, _ in turns(text)] == [
        "body", "question", "answer", "question", "answer",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "Berg: islands must wait\n\nThe minister said on Friday that the islands must wait.\n",
        "Talks resume\n\nThe talks resumed on Friday, the ministry said.\n\n"
        "Update: The ministry has corrected the day.\n\nNote: Times are local.\n",
        "Vote count\n\nThese are the votes that were counted until noon on Friday.\n\n"
        "Anna Berg: 1,769.\n\nKarl Brandt: 1,501.\n\nBerg: 547.\n\nAnna Berg: 46.\n",
        "Berg's remarks anger the islands\n\nThe islanders said on Friday that they were hurt.\n\n"
        '"We are not fish," one said.\n',
    ],
)
def test_a_colon_or_a_word_for_speaking_makes_no_transcript(text: str) -> None:
    assert {kind for kind, _, _, _ in turns(text)} == {"body"}


def test_a_speaker_may_be_named_with_an_office_in_small_letters() -> None:
    text = TITLE + SPEECH + (
        "Question: Will the ferry sail?\n\nChief negotiator Anna Berg: It will.\n\n"
        "Question: When?\n\nChief negotiator Anna Berg: In June.\n"
    )  # fmt: skip
    assert turns(text)[2:] == [
        ("question", 2, "Question", "Will the fer"),
        ("answer", 3, "Chief negotiator Anna Berg", "It will."),
        ("question", 4, "Question", "When?"),
        ("answer", 5, "Chief negotiator Anna Berg", "In June."),
    ]


@pytest.mark.parametrize(
    "label",
    ["Some remain unconvinced", "Three things matter", "What the islands want", "Key facts"],
)
def test_a_line_that_names_nobody_is_no_speaker(label: str) -> None:
    text = (
        "Ferry returns\n\nThe ferry sailed on Friday after a month in the yard, its owner said.\n\n"
        f"{label}: The fare is too high.\n\n{label}: The boat is too old.\n"
    )
    assert {kind for kind, _, _, _ in turns(text)} == {"body"}


def test_words_given_without_marks_after_a_line_that_names_their_speaker_are_a_turn() -> None:
    text = (
        "Minister's statement on the seizure of the Halcyon\n\n"
        "Minister Anna Berg has condemned the seizure of the trawler off the Hale Islands.\n\n"
        "Minister Anna Berg said:\n\n"
        "I condemn the seizure of the trawler. Its crew must be freed at once.\n\n"
        "I have told my colleague so, and we will go on telling him.\n\n"
        "The trawler was stopped on Friday, the coastguard said in a note.\n"
    )
    assert turns(text) == [
        ("body", None, None, "Minister Ann"),
        ("transcript", 1, "Minister Anna Berg", "I condemn th"),
        ("transcript", 1, "Minister Anna Berg", "I have told "),
        ("body", None, None, "The trawler "),
    ]


def test_a_quotation_in_marks_after_such_a_line_is_no_turn() -> None:
    text = (
        "Berg on the Halcyon\n\nMinister Anna Berg has condemned the seizure of the trawler.\n\n"
        'Berg said:\n\n"I condemn the seizure of the trawler. We are not pirates."\n'
    )
    assert {kind for kind, _, _, _ in turns(text)} == {"body"}


_INTERVIEW = (
    "INTERVIEW",
    "“I sleep well”",
    "Ada Lind, the president of the union, on her strike",
    "Ms. Lind, can the union pay?",
    "For eleven days.",
    "The court found that you broke the agreement.",
    "No. We kept it.",
    "What did you think of the judge?",
    "I admire her.",
    "And if you lose?",
    "Ask me then.",
    "Ada Lind was born in Tarn.",
)


def _blocks(*texts: str) -> list[Block]:
    joined = "\n\n".join(texts)
    starts = [joined.index(text) for text in texts]
    return [
        Block(joined, Span(at, at + len(text)), before=1, indent=0)
        for at, text in zip(starts, texts, strict=True)
    ]


def test_in_an_interview_by_turns_what_stands_in_a_question_s_place_asks() -> None:
    body = [number > 2 for number in range(len(_INTERVIEW))]
    assert asked_in_turn(_blocks(*_INTERVIEW), body) == (3, 5, 7, 9)


def test_what_calls_itself_no_interview_or_goes_out_of_turn_is_none() -> None:
    body = [number > 1 for number in range(len(_INTERVIEW) - 1)]
    assert asked_in_turn(_blocks(*_INTERVIEW[1:]), body) == ()
    broken = (*_INTERVIEW[:6], "Who says so?", *_INTERVIEW[6:])
    assert asked_in_turn(_blocks(*broken), [number > 2 for number in range(len(broken))]) == ()


QUOTED = (
    "Berg: No bridge this year.\n\nMinister Anna Berg was asked about the bridge on the harbour's "
    "own wireless on Sunday. What follows is a part of it.\n\n"
    '"ROWE: Will the bridge be built?\n\n"BERG: Not this year, and not for want of stone.\n\n'
    '"We have stone enough.\n\n"(CROSSTALK.)\n\n"ROWE: When?\n\n"BERG: In spring.\n'
)


def test_a_talk_quoted_at_length_has_its_turns_without_the_marks_that_open_its_paragraphs() -> None:
    assert turns(QUOTED)[2:] == [
        ("question", 1, "ROWE", "Will the bri"),
        ("answer", 2, "BERG", "Not this yea"),
        ("answer", 2, "BERG", "We have ston"),
        ("question", 3, "ROWE", "When?"),
        ("answer", 4, "BERG", "In spring."),
    ]


def test_a_headline_that_begins_with_a_name_and_a_colon_opens_no_turn() -> None:
    assert turns(QUOTED)[0][::3] == ("body", "Berg: No bri")


def test_a_paragraph_that_tells_what_happens_in_the_room_is_nobody_s_words() -> None:
    text = (
        TITLE + "Question: When?\n\nAnna Berg: Soon.\n\n(Applause.)\n\nQuestion: And why?\n\n"
        "(The minister leaves the room.)\n"
    )
    assert [said for *_, said in turns(text)] == ["When?", "Soon.", "And why?"]
