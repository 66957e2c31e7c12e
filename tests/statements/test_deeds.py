"""What a network may take for somebody's words and is none: a deed, or what stands beside it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Reading = Callable[[str], Any]


@pytest.mark.parametrize(
    "text",
    [
        "The government of Norvia recalled its envoy and named a new governor of the bank.",
        "The club dismissed goalkeeper Rolf Ansgar on Friday.",
        "Trainer Ove Lind named striker Nils Moe on Friday and recalled defender Tor Vik.",
        "After a council meeting that ran past midnight, Norvia dismissed its envoy.",
    ],
)
def test_a_deed_done_to_a_person_is_no_statement(text: str, reading_trained: Reading) -> None:
    assert reading_trained(text).lines == ()


def test_what_somebody_dismissed_that_is_no_person_is_still_told(reading_trained: Reading) -> None:
    text = "Ada Lind dismissed the report as “a fairy tale”, and recalled that the lane was mined."
    assert [line.split(" | ")[1] for line in reading_trained(text).lines] == ["Ada Lind"] * 2


def test_a_heading_that_asks_what_somebody_says_holds_no_statement(
    reading_trained: Reading,
) -> None:
    text = "What the harbour board says\n\nThe harbour board says the quay will open in May."
    assert len(reading_trained(text).statements) == 1


def test_what_somebody_was_asked_is_not_what_they_replied(reading_trained: Reading) -> None:
    text = "Asked once what he would take to an island, Dr. Ivo Holm said that he was on one."
    speech = [s for s in reading_trained(text).statements if s.nature == "speech"]
    assert [s.parts[0].of(text) for s in speech] == ["that he was on one"]
