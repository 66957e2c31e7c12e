"""From the noun phrase of a source to a person of the page, in reading order."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from onrecord.model import Who
from onrecord.spans import Span
from onrecord.statements.speakers import Speakers

Reading = Callable[[str], Any]


def _span(text: str, words: str, nth: int = 0) -> Span:
    start = -1
    for _ in range(nth + 1):
        start = text.index(words, start + 1)
    return Span(start, start + len(words))


def _speakers(reading: Reading, text: str) -> Speakers:
    read = reading(text)
    told = [part for statement in read.statements for part in statement.parts]
    return Speakers(read.parsed, read.annotations.mentions, read.annotations.entities, told)


def _told(speakers: Speakers, text: str, words: str, nth: int = 0) -> Who:
    who = speakers.of(_span(text, words, nth), remember=True)
    assert who is not None
    return who


def test_a_name_and_its_title_stand_for_the_same_person(reading: Reading) -> None:
    text = "Foreign Minister Ada Lind spoke. The minister was clear. Lind left."
    speakers = _speakers(reading, text)
    found = [
        _told(speakers, text, words) for words in ("Foreign Minister Ada Lind", "The minister")
    ]
    found.append(_told(speakers, text, "Lind", 1))
    assert {who.name for who in found} == {"Ada Lind"}
    assert len({who.entity for who in found}) == 1


def test_where_no_source_is_named_the_last_speaker_goes_on(reading: Reading) -> None:
    text = "Ada Lind spoke. Olav Holm spoke."
    speakers = _speakers(reading, text)
    assert speakers.of(None, remember=True) is None
    _told(speakers, text, "Ada Lind")
    last = speakers.of(None, remember=True)
    assert last is not None
    assert (last.name, last.span) == ("Ada Lind", Span(0, 8))
    _told(speakers, text, "Olav Holm")
    last = speakers.of(None, remember=True)
    assert last is not None
    assert last.name == "Olav Holm"


def test_a_speaker_inside_a_quotation_is_not_remembered(reading: Reading) -> None:
    text = "Ada Lind spoke. Olav Holm spoke."
    speakers = _speakers(reading, text)
    _told(speakers, text, "Ada Lind")
    speakers.of(_span(text, "Olav Holm"), remember=False)
    last = speakers.of(None, remember=True)
    assert last is not None
    assert last.name == "Ada Lind"


@pytest.mark.parametrize(
    ("text", "pronoun", "name"),
    [
        ("Ada Lind spoke. Then she left.", "she", "Ada Lind"),
        ("President Ivo Reva spoke to Queen Astrid Moen. He left.", "He", "Ivo Reva"),
        ("Queen Astrid Moen spoke. He left.", "He", "He"),
        # who is only talked about did not speak
        ("Justice Kim Aas said that Mr Berg had lied. He left.", "He", "Kim Aas"),
        ("Police said that Mr Berg had lied. He left.", "He", "Berg"),
    ],
)
def test_a_pronoun_means_whom_it_can_mean(
    reading: Reading, text: str, pronoun: str, name: str
) -> None:
    assert _told(_speakers(reading, text), text, pronoun).name == name


def test_she_is_who_reported_last_with_or_without_a_statement(reading: Reading) -> None:
    text = (
        "Spokeswoman Ada Lind opened the briefing. Envoy Mia Berg thanked her hosts.\n\n"
        "The port is closed, Berg said.\n\n"
        "There will be no talks before spring, the spokeswoman repeated.\n\n"
        "“Never,” she said."
    )
    speakers = _speakers(reading, text)
    assert _told(speakers, text, "Berg", 1).name == "Mia Berg"
    assert _told(speakers, text, "she").name == "Ada Lind"


def test_she_is_who_spoke_last_in_the_paragraph_whatever_the_parse_makes_of_it(
    reading: Reading,
) -> None:
    text = (
        "President Ivo Reva ordered the envoys to call a meeting of the board, his secretary, "
        "Ada Lind, said. She left."
    )
    speakers = _speakers(reading, text)
    _told(speakers, text, "his secretary, Ada Lind,")
    assert _told(speakers, text, "She").name == "Ada Lind"


def test_who_and_they_and_strangers_keep_their_words(reading: Reading) -> None:
    text = "They spoke. A woman from the village spoke."
    speakers = _speakers(reading, text)
    for words in ("They", "A woman from the village"):
        who = _told(speakers, text, words)
        assert (who.name, who.entity) == (words, None)


def test_a_relative_means_the_person_right_before_it(reading: Reading) -> None:
    text = "Ada Lind met Senator Olav Holm, who left."
    assert _told(_speakers(reading, text), text, "who").name == "Olav Holm"


def test_who_is_a_person_and_no_gate(reading: Reading) -> None:
    text = "They asked an older worker at the gate, who left."
    assert _told(_speakers(reading, text), text, "who").name == "an older worker"


def test_a_capital_that_speaks_is_its_state(reading: Reading) -> None:
    text = "Oslo said no."
    who = _told(_speakers(reading, text), text, "Oslo")
    assert (who.name, who.country) == ("Norway", "NOR")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "Vera Holt, a baker, was in court. Asked by lawyer Anna Brisk whether she had slept, "
            "she replied: “Not a minute.”",
            ["Vera Holt"],
        ),
        (
            "Mayor Olav Brenn met the press on Friday.\n\nHe rejected any idea that President Karl "
            "Tove had known of the leak. “It was a leak, no more,” he said.",
            ["Olav Brenn"],
        ),
        (
            "Coach Rolf Ruud named the side on Friday.\n\nAsked by a reporter if Karl Thorne would "
            "lift the cup, he said: “In his pyjamas.”",
            ["Rolf Ruud"],
        ),
        (
            "The 31-year-old refused to say whether the captain would play. “Wait for me on "
            "Sunday,” he joked.",
            ["The 31-year-old"],
        ),
    ],
)
def test_he_and_she_mean_who_speaks_and_not_who_asks_or_is_talked_about(
    text: str, names: list[str], reading_trained: Reading
) -> None:
    quoted = [s for s in reading_trained(text).statements if s.kind == "direct"]
    assert [s.speaker.name if s.speaker else None for s in quoted] == names


def test_which_stands_for_the_body_before_it_and_not_for_a_person_near_it(
    reading: Reading,
) -> None:
    text = "Ada Lind led the work. It was paid for by the Rook Trust, which praised it."
    assert _told(_speakers(reading, text), text, "which").name == "Rook Trust"
