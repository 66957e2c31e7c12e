"""When two wordings mean the same office, and when a description can mean its holder."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.annotate.offices import is_title_word, office_of, offices_fit, person_nouns, titles
from onrecord.annotate.parsed import Parsed

SAME = [
    ("Foreign Minister", "foreign minister"),
    ("the Norwegian foreign minister", "foreign minister"),
    ("Norway's foreign minister", "foreign minister"),
    ("Norway’s top diplomat", "foreign minister"),
    ("the head of Norwegian diplomacy", "foreign minister"),
    ("US Secretary of State", "foreign minister"),
    ("Minister for Foreign Affairs", "foreign minister"),
    ("the Minister of Foreign Affairs of Norway", "foreign minister"),
    ("British Foreign Secretary", "foreign minister"),
    ("Prime Minister", "prime minister"),
    ("the Portuguese premier", "prime minister"),
    ("the head of government", "prime minister"),
    ("President", "president"),
    ("the Kenyan president", "president"),
    ("the head of state", "president"),
    ("US Defense Secretary", "defence minister"),
    ("Minister of Defence", "defence minister"),
    ("Norwegian Defense Minister", "defence minister"),
    ("spokeswoman", "spokesperson"),
    ("the spokesman", "spokesperson"),
    ("chairwoman", "chair"),
    ("", ""),
]


@pytest.mark.parametrize(("phrase", "office"), SAME, ids=[phrase or "-" for phrase, _ in SAME])
def test_wordings_of_one_office_come_out_the_same(phrase: str, office: str) -> None:
    assert office_of(phrase) == office


def test_a_deputy_is_not_the_minister() -> None:
    assert office_of("Deputy Foreign Minister") != office_of("Foreign Minister")


def test_states_that_no_table_knows_are_left_out_when_told() -> None:
    assert office_of("Ardenian foreign minister", {"Ardenia", "Ardenian"}) == "foreign minister"
    assert office_of("Ardenian foreign minister") != "foreign minister"


FIT = [
    ("minister", "foreign minister", True),
    ("diplomat", "foreign minister", True),
    ("diplomat", "ambassador", True),
    ("leader", "president", True),
    ("leader", "prime minister", True),
    ("official", "foreign minister", True),
    ("envoy", "ambassador", True),
    ("president", "foreign minister", False),
    ("minister", "president", False),
    ("ambassador", "foreign minister", False),
    ("spokesperson", "foreign minister", False),
    ("prime minister", "foreign minister", False),
    ("", "foreign minister", False),
    ("minister", "", False),
]


@pytest.mark.parametrize(("described", "office", "fits"), FIT, ids=[f"{a}-{b}" for a, b, _ in FIT])
def test_a_description_fits_or_does_not(described: str, office: str, fits: bool) -> None:
    assert offices_fit(described, office) == fits


@given(st.text(max_size=30))
def test_any_phrase_names_some_office_or_none(phrase: str) -> None:
    office = office_of(phrase)
    assert office == office.strip()
    assert offices_fit(office, office) == bool(office)


@given(st.sampled_from(sorted(titles())))
def test_titles_are_in_lower_case_with_a_known_gender(word: str) -> None:
    assert word == word.lower().strip()
    assert titles()[word].gender in {"m", "f", None}


def test_nouns_for_persons_are_lower_case_words() -> None:
    assert {"minister", "doctor", "fisherman"} <= person_nouns()
    assert all(word == word.strip() for word in person_nouns())


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The foreign minister met two envoys.", ["minister", "envoys"]),
        ("Minister Lind met the doctor.", ["Minister", "doctor"]),
        ("The bridge opened on Monday.", []),
    ],
)
def test_title_words_are_told_from_others(
    parsed: Callable[[str], Parsed], text: str, words: list[str]
) -> None:
    doc = parsed(text).paragraphs[0].doc
    assert [token.text for token in doc if is_title_word(token)] == words
