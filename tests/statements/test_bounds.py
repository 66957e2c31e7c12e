"""Where what is reported ends: not with the hearer, the next report or a condition."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from onrecord.spans import Span
from onrecord.statements.attribution import Attribution
from onrecord.statements.bounds import bounded, source_at_hand

Reading = Callable[[str], Any]


def _at(text: str, words: str) -> Span:
    start = text.index(words)
    return Span(start, start + len(words))


def _found(text: str, part: str, cue: str, source: str) -> Attribution:
    spans = (_at(text, part),)
    return Attribution(spans, _at(text, cue), _at(text, source), "speech", 0.9, "trained")


def _held(reading: Reading, text: str, part: str, cue: str, source: str) -> list[tuple[str, str]]:
    parsed = reading(text).parsed
    return [
        (piece.cue.of(text) if piece.cue else "", " … ".join(p.of(text) for p in piece.parts))
        for piece in bounded(parsed, _found(text, part, cue, source))
    ]


@pytest.mark.parametrize(
    ("text", "part", "cue", "source", "held"),
    [
        (
            "The board confirmed that it had received a letter but said it was late.",
            "that it had received a letter but said it was late",
            "confirmed",
            "The board",
            [("confirmed", "that it had received a letter"), ("said", "it was late")],
        ),
        (
            "Judge Ada Lind finds that the union broke the peace clause and orders it to wait.",
            "that the union broke the peace clause and orders it to wait",
            "finds",
            "Judge Ada Lind",
            [("finds", "that the union broke the peace clause"), ("orders", "it to wait")],
        ),
        (
            "Lind stressed that Norland was ready, and rejected attempts to wait.",
            "that Norland was ready, and rejected attempts to wait",
            "stressed",
            "Lind",
            [("stressed", "that Norland was ready"), ("rejected", "attempts to wait")],
        ),
        # what the same clause goes on with, and who has a verb of his own, are reported
        (
            "Lind said he had lost the key and broke the window.",
            "he had lost the key and broke the window",
            "said",
            "Lind",
            [("said", "he had lost the key and broke the window")],
        ),
        (
            "Lind said the road was shut and the mayor said so too.",
            "the road was shut and the mayor said so too",
            "said",
            "Lind",
            [("said", "the road was shut and the mayor said so too")],
        ),
    ],
)
def test_what_is_reported_next_is_a_report_of_its_own(
    reading: Reading, text: str, part: str, cue: str, source: str, held: list[tuple[str, str]]
) -> None:
    assert _held(reading, text, part, cue, source) == held


@pytest.mark.parametrize(
    ("text", "part", "cue", "left"),
    [
        ("Lind told the board it was late.", "the board it was late", "told", "it was late"),
        ("Lind told me that she left.", "me that she left", "told", "that she left"),
        ("Lind assured us of her support.", "us of her support", "assured", "of her support"),
        ("Lind reaffirmed that freedom of the sea is not open to doubt.", "that freedom of the sea is not open to doubt", "reaffirmed", "that freedom of the sea is not open to doubt"),  # noqa: E501
        ("Lind said the boat sank.", "the boat sank", "said", "the boat sank"),
        ("Lind told the story of it.", "the story of it", "told", "the story of it"),
    ],
)  # fmt: skip
def test_whom_it_is_told_to_is_no_part_of_what_is_told(
    reading: Reading, text: str, part: str, cue: str, left: str
) -> None:
    assert _held(reading, text, part, cue, "Lind") == [(cue, left)]


def test_the_condition_of_anonymity_is_not_what_was_said(reading: Reading) -> None:
    text = "It rained. Norland has offered a loan, an aide said on condition of anonymity."
    found = _held(reading, text, "on condition of anonymity", "said", "an aide")
    assert found == [("said", "Norland has offered a loan")]


def test_a_condition_with_nothing_before_its_source_stays(reading: Reading) -> None:
    text = "An aide spoke on condition of anonymity."
    found = _held(reading, text, "on condition of anonymity", "spoke", "An aide")
    assert found == [("spoke", "on condition of anonymity")]


@pytest.mark.parametrize(
    ("text", "part", "cue", "source", "at_hand"),
    [
        (
            "Lind & Sons promised to pay. We expect it to begin.",
            "to pay",
            "promised",
            "We",
            "Lind & Sons",
        ),
        (
            "“I know nothing”, tells us an older worker.",
            "I know nothing",
            "tells",
            "us",
            "an older worker",
        ),
        ("The board promised to pay. We expect it.", "it", "expect", "We", "We"),
    ],
)
def test_a_source_stands_by_its_cue(
    reading: Reading, text: str, part: str, cue: str, source: str, at_hand: str
) -> None:
    found = source_at_hand(reading(text).parsed, _found(text, part, cue, source))
    assert found.source is not None
    assert found.source.of(text) == at_hand


def test_a_relative_clause_reports_no_further_than_itself(reading: Reading) -> None:
    text = "Lind, who said that the deal was dead, left the hall."
    found = _held(reading, text, "that the deal was dead, left the hall", "said", "who")
    assert found == [("said", "that the deal was dead")]


def test_a_report_without_a_source_has_its_verb_s_subject(reading: Reading) -> None:
    text = "Minister Ada Lind has called for a law."
    bare = _found(text, "a law", "has called for", "Ada Lind")
    found = source_at_hand(reading(text).parsed, msgspec.structs.replace(bare, source=None))
    assert found.source is not None
    assert found.source.of(text) == "Minister Ada Lind"


@pytest.mark.parametrize("text", ["It is said that Lind left.", "Lind was told that it rained."])
def test_what_nobody_is_the_subject_of_stays_without_a_source(reading: Reading, text: str) -> None:
    cue, part = ("is said", "that Lind left") if "said" in text else ("was told", "that it rained")
    bare = msgspec.structs.replace(_found(text, part, cue, "Lind"), source=None)
    assert source_at_hand(reading(text).parsed, bare).source is None
