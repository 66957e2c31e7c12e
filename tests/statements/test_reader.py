"""What the reader by rules hands on: plain spans of content, cue and source, with the rule."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from onrecord.statements.attribution import Attribution
from onrecord.statements.reader import read_by_rules

Reading = Callable[[str], Any]


def _found(reading: Reading, text: str) -> tuple[Attribution, ...]:
    read = reading(text)
    return read_by_rules(read.parsed, read.annotations.mentions)


@pytest.mark.parametrize(
    ("text", "source", "cue"),
    [
        ("“It is shut,” Foreign Minister Ada Lind said.", "Foreign Minister Ada Lind", "said"),
        ("“It is shut,” said Ada Lind, a doctor.", "Ada Lind", "said"),
        ("According to the harbour master, it is shut.", "the harbour master", "According to"),
        ("Ada Lind pointed out that it was shut.", "Ada Lind", "pointed out"),
        ("“It is shut,” a woman in the crowd said.", "a woman in the crowd", "said"),
        ("Norwegian officials said it was shut.", "Norwegian officials", "said"),
    ],
)
def test_source_and_cue_are_the_words_of_the_page(
    reading: Reading, text: str, source: str, cue: str
) -> None:
    (found,) = _found(reading, text)
    assert found.source is not None
    assert found.cue is not None
    assert (found.source.of(text), found.cue.of(text)) == (source, cue)


def test_a_quotation_of_its_own_goes_on_with_the_speaker_before_it(reading: Reading) -> None:
    text = "“It is shut,” Ada Lind said.\n\n“It will stay shut until June.”"
    first, second = _found(reading, text)
    assert not first.goes_on
    assert second.goes_on
    assert (second.cue, second.source) == (None, None)


def test_a_quotation_that_he_said_interrupts_is_one_of_two_parts(reading: Reading) -> None:
    text = "“It is shut,” Ada Lind said, “and it will stay shut.”"
    (found,) = _found(reading, text)
    assert [part.of(text) for part in found.parts] == ["It is shut,", "and it will stay shut."]


def test_an_unclosed_quotation_is_read_with_less_certainty(reading: Reading) -> None:
    (closed,) = _found(reading, "Ada Lind said: “It is shut.”")
    (left_open,) = _found(reading, "Ada Lind said: “It is shut.")
    assert left_open.confidence < closed.confidence


@pytest.mark.parametrize(
    "text",
    [
        "“It is shut,” Ada Lind said.",
        "Ada Lind said it was shut.",
        "According to Ada Lind, it was shut.",
        "Ada Lind called it “a very long winter.”",
        "“It is shut.” – Ada Lind",
    ],
)
def test_every_attribution_names_its_rule(reading: Reading, text: str) -> None:
    (found,) = _found(reading, text)
    assert found.rule
    assert 0 < found.confidence <= 1


def test_attributions_are_in_order_of_the_text(reading: Reading) -> None:
    text = "Ada Lind said it was shut. “It is,” Olav Holm said.\n\nIt is not, according to Eva Moe."
    starts = [found.parts[0].start for found in _found(reading, text)]
    assert starts == sorted(starts)
    assert len(starts) == 3


def test_nothing_is_attributed_on_a_page_that_attributes_nothing(reading: Reading) -> None:
    assert _found(reading, "The lane is shut. The “blue” line is not blue.") == ()
    assert _found(reading, "") == ()
