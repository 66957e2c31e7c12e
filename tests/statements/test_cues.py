"""The verbs that report words, and the nouns for occasions: tables that hold what they say."""

from __future__ import annotations

import pytest

from onrecord.annotate.states import rows
from onrecord.statements.cues import cues, intentions, occasion_nouns


@pytest.mark.parametrize(
    ("lemma", "nature", "clause"),
    [
        ("say", "speech", True),
        ("tell", "speech", True),
        ("stress", "speech", True),
        ("deny", "speech", True),
        ("call", "speech", False),
        ("ask", "question", True),
        ("believe", "belief", True),
        ("hope", "belief", True),
    ],
)
def test_a_verb_of_reporting_says_what_it_takes(lemma: str, nature: str, clause: bool) -> None:
    cue = cues()[lemma]
    assert (cue.nature, cue.clause) == (nature, clause)
    assert cue.quotation


@pytest.mark.parametrize("lemma", ["promise", "threaten", "pledge", "vow"])
def test_verbs_of_meaning_to_do_something_are_known(lemma: str) -> None:
    assert lemma in cues() or lemma in intentions()


@pytest.mark.parametrize("lemma", ["be", "have", "go", "sign", "open", "walk", "said", "SAY", ""])
def test_other_words_are_no_cues(lemma: str) -> None:
    assert lemma not in cues()
    assert lemma not in intentions()


def test_every_line_of_the_table_is_whole_and_stands_once() -> None:
    lines = [tuple(row) for row in rows("cues.tsv")]
    assert {len(line) for line in lines} == {3}
    assert {nature for _, nature, _ in lines} <= {"speech", "belief", "intention", "question"}
    assert {takes for _, _, takes in lines} <= {"c", "q", "t"}
    named = [(lemma, takes == "t") for lemma, _, takes in lines]
    assert len(set(named)) == len(named)
    assert all(lemma == lemma.strip().lower() for lemma, _, _ in lines)


def test_occasions_and_channels_are_nouns_in_lower_case() -> None:
    assert {"conference", "interview", "speech", "briefing", "statement"} <= occasion_nouns()
    assert all(noun == noun.strip().lower() for noun in occasion_nouns())
    assert not {"bridge", "table", "minister", ""} & occasion_nouns()
