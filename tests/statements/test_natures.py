"""What is said, believed, meant or asked: settled by the cue and the grammar of what it reports."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from onrecord.annotate.marks import quotations
from onrecord.model import Nature
from onrecord.spans import Span
from onrecord.statements.attribution import Attribution
from onrecord.statements.natures import natured

# A text with {its source}, [its cue] and <its content>, what the network takes it for, and what
# it is.
CASES: list[tuple[str, Nature, Nature]] = [
    ("{Ada Lind} [said] <the lane was shut>.", "speech", "speech"),
    ("{Ada Lind} [said] <the lane was shut>.", "belief", "speech"),
    ("{Ada Lind} [told] reporters <that the lane was shut>.", "speech", "speech"),
    ("<The lane is shut>, [according to] {the harbour office}.", "speech", "speech"),
    ("“<The lane is shut,>” {Ada Lind} [said].", "belief", "speech"),
    ("“<Never!>” {Ada Lind} [said].", "speech", "speech"),
    # what was not said
    ("{Ada Lind} [did not say] <whether the lane was shut>.", "speech", "belief"),
    ("{Ada Lind} [did not say] <that the lane was shut>.", "speech", "belief"),
    ("{Ada Lind} [never said] <the lane was shut>.", "speech", "belief"),
    ("{Ada Lind} [declined] <to comment on the lane>.", "speech", "intention"),
    ("{Ada Lind} [refused] <to answer>.", "speech", "intention"),
    # what is believed and what is meant
    ("{Ada Lind} [believes] <the lane is shut>.", "speech", "belief"),
    ("{Ada Lind} [is convinced] <that the lane is shut>.", "speech", "belief"),
    ("{Ada Lind} [is confident] <that the lane will open>.", "speech", "belief"),
    ("{Ada Lind} [hopes] <the lane will open>.", "speech", "belief"),
    ("{Ada Lind} [hoped] <the lane would open>.", "speech", "belief"),
    ("{Ada Lind} [plans] <to open the lane>.", "speech", "intention"),
    # what is asked
    ("{Ada Lind} [asked] <whether the lane was shut>.", "speech", "question"),
    ("{Ada Lind} [asked] <who had shut the lane>.", "question", "question"),
    ("“<Is the lane shut?>” {Ada Lind} [asked].", "speech", "question"),
    ("{Ada Lind} [asked] <the pilots to wait>.", "question", "speech"),
    # what is only a topic, and what a verb tells with its object
    ("{Ada Lind} [criticised] <the plan>.", "speech", "belief"),
    ("{Ada Lind} [criticised] <the plan for the “open harbour”>.", "speech", "belief"),
    ("{Ada Lind} [announced] <the closure of the lane>.", "speech", "speech"),
    ("{Ada Lind} [denied] <the charge>.", "speech", "speech"),
    ("{Ada Lind} [ordered] <the expulsion of two envoys>.", "speech", "intention"),
    # nobody whom the page names
    ("It is [said] <that the lane was shut>.", "speech", "belief"),
]


def marked(text: str) -> tuple[str, dict[str, Span]]:
    """A text without its braces, and what stood in each kind of them."""
    spans: dict[str, Span] = {}
    plain = ""
    opened: dict[str, int] = {}
    pairs = {"}": "{", "]": "[", ">": "<"}
    for letter in text:
        if letter in "{[<":
            opened[letter] = len(plain)
        elif letter in pairs:
            spans[pairs[letter]] = Span(opened[pairs[letter]], len(plain))
        else:
            plain += letter
    return plain, spans


@pytest.mark.parametrize(("text", "guess", "nature"), CASES, ids=[case[0] for case in CASES])
def test_what_is_reported_has_the_nature_of_its_cue_and_its_grammar(
    text: str, guess: Nature, nature: Nature, reading: Callable[[str], Any]
) -> None:
    plain, spans = marked(text)
    found = Attribution((spans["<"],), spans["["], spans.get("{"), guess, 0.9, "trained")
    parsed = reading(plain).parsed
    quotes = quotations(plain, [Span(0, len(plain))])
    assert natured(parsed, found, quotes).nature == nature


def test_without_a_cue_the_guess_stands(reading: Callable[[str], Any]) -> None:
    parsed = reading("“The lane is shut.” — Ada Lind").parsed
    found = Attribution((Span(1, 18),), None, Span(22, 30), "belief", 0.9, "trained")
    assert natured(parsed, found, ()) == found


def test_nothing_but_the_nature_changes(reading: Callable[[str], Any]) -> None:
    text = "Ada Lind believes the lane is shut."
    found = Attribution((Span(18, 34),), Span(9, 17), Span(0, 8), "speech", 0.7, "trained")
    given = natured(reading(text).parsed, found, ())
    assert given.nature == "belief"
    assert (given.parts, given.cue, given.source) == (found.parts, found.cue, found.source)
    assert (given.confidence, given.rule) == (found.confidence, found.rule)


def test_what_one_is_to_imagine_that_somebody_said_was_not_said(
    reading_trained: Callable[[str], Any],
) -> None:
    read = reading_trained("Imagine that Ada Lind had said that the quay was hers.")
    assert [s.nature for s in read.statements] == ["belief"]


def test_a_quoted_order_in_capitals_is_no_title(reading_trained: Callable[[str], Any]) -> None:
    read = reading_trained("The coach left. “Wait for Sunday,” he joked.")
    assert [s.nature for s in read.statements] == ["speech"]


def test_to_reject_a_suggestion_is_to_deny_it(reading_trained: Callable[[str], Any]) -> None:
    text = "Rolf Berg rejected suggestions that the quay had been sold. He rejected the offer."
    read = reading_trained(text)
    natures = {s.parts[0].of(text): s.nature for s in read.statements}
    assert natures["suggestions that the quay had been sold"] == "speech"
    assert "speech" not in {n for words, n in natures.items() if "offer" in words}


def test_to_deny_doing_something_is_said(reading_trained: Callable[[str], Any]) -> None:
    read = reading_trained("Olav Brenn denied misleading the council in May.")
    assert [s.nature for s in read.statements] == ["speech"]
