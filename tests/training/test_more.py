"""Articles whose tokens stand apart are printed as a newspaper prints them."""

from __future__ import annotations

import random

import pytest

from training.more import article, paragraphs, sentences


@pytest.mark.parametrize(
    ("tokens", "printed"),
    [
        ("The ferry ( a small one ) left .", "The ferry (a small one) left."),
        ("It cost $ 5 , she said .", "It cost $5, she said."),
        ("`` We wait , '' he said .", "“We wait,” he said."),
        ('" We wait , " he said .', "“We wait,” he said."),
        ("Norvia 's fleet did n't sail .", "Norvia's fleet didn't sail."),
        ("Was 80 % lost ?", "Was 80% lost?"),
    ],
)
def test_a_sentence_is_put_together(tokens: str, printed: str) -> None:
    assert list(sentences(tokens)) == [printed]


def test_a_quotation_over_sentences_keeps_its_direction() -> None:
    assert list(sentences('He said : " We wait .\nAnd we hope . " Then he left .')) == [
        "He said: “We wait.",
        "And we hope.” Then he left.",
    ]


def test_a_paragraph_ends_in_no_quotation() -> None:
    lines = ["“One.", "Two.", "Three.", "Four.”", "Five."]
    for seed in range(20):
        for paragraph in paragraphs(lines, random.Random(seed)):
            assert paragraph.count("“") == paragraph.count("”")


def test_no_word_is_lost() -> None:
    lines = "One two .\nThree `` four '' .\n\nFive ."
    printed = article(lines, random.Random(3))
    assert "".join(c for c in printed if c.isalnum()) == "OnetwoThreefourFive"
