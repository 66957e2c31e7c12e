"""Runs of capitalised words: which are names, and whether of a person, a body or a place."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.annotate.names import (
    apposition,
    headline_like,
    name_kinds,
    name_runs,
    organisation_words,
    state_runs,
)
from onrecord.annotate.parsed import Parsed

Parsing = Callable[[str], Parsed]

KINDS: list[tuple[str, dict[str, str]]] = [
    (
        "Foreign Minister Ada Lind met Senator Per Holm in Oslo.",
        {"Ada Lind": "person", "Per Holm": "person"},
    ),
    ("Lind said no. Minister Ada Lind left.", {"Lind": "person", "Ada Lind": "person"}),
    ("The Harbour Commission met.", {"Harbour Commission": "organisation"}),
    (
        "Mira Osk, head of the Strait Council, left.",
        {"Mira Osk": "person", "Strait Council": "organisation"},
    ),
    ("The OSKA said no.", {"OSKA": "organisation"}),
    ("Norway and Portugal signed.", {}),
    ("On Monday the lane was shut in May.", {}),
    ("It was late. The train was slow. And so it went.", {}),
]


@pytest.mark.parametrize(("text", "kinds"), KINDS, ids=[text for text, _ in KINDS])
def test_names_are_classed(parsed: Parsing, text: str, kinds: dict[str, str]) -> None:
    page = parsed(text)
    found = name_kinds(page, name_runs(page, state_runs(page)))
    assert found == kinds


STATES = [
    ("Norwegian and South Korean envoys met in Lisbon.", ["Norwegian", "South Korean", "Lisbon"]),
    ("The United Arab Emirates signed.", ["United Arab Emirates"]),
    ("The US and the U.S. are one.", ["US", "U.S."]),
    ("He told us so in march.", []),
    ("Ardenia signed.", []),
]


@pytest.mark.parametrize(("text", "forms"), STATES, ids=[text for text, _ in STATES])
def test_the_longest_form_of_a_state_is_taken(parsed: Parsing, text: str, forms: list[str]) -> None:
    page = parsed(text)
    found = [page.paragraphs[r.paragraph].doc[r.start : r.end].text for r in state_runs(page)]
    assert found == forms


def test_a_page_is_of_one_mind_about_a_name(parsed: Parsing) -> None:
    page = parsed("Senator Per Holm spoke.\n\nHolm was clear.\n\nThe hall heard Holm.")
    found = name_kinds(page, name_runs(page, state_runs(page)))
    assert found == {"Per Holm": "person", "Holm": "person"}


@pytest.mark.parametrize(
    ("text", "titled"),
    [
        ("# Lind To Meet Holm In Oslo", True),
        ("# Lind to meet the harbour pilots on a boat", False),
        ("Lind To Meet Holm In Oslo", False),
        ("# Lind Wins", False),
    ],
)
def test_only_headings_set_in_title_case_are_headline_like(
    parsed: Parsing, text: str, titled: bool
) -> None:
    assert headline_like(parsed(text).paragraphs[0]) == titled


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "Ada Lind, spokesperson for the embassy in Oslo, spoke.",
            "spokesperson for the embassy in Oslo",
        ),
        ("Ada Lind, a doctor in the village, spoke.", "a doctor in the village"),
        ("Ada Lind, the Norwegian foreign minister, spoke.", "the Norwegian foreign minister"),
        ("Ada Lind, who was late, spoke.", None),
        ("Ada Lind, Per Holm and Eva Moe spoke.", None),
        ("Ada Lind spoke.", None),
        ("Ada Lind,", None),
    ],
)
def test_an_office_in_commas_after_a_name_is_its_apposition(
    parsed: Parsing, text: str, words: str | None
) -> None:
    doc = parsed(text).paragraphs[0].doc
    found = apposition(doc, 2)
    assert (doc[slice(*found)].text if found else None) == words


def test_words_of_bodies_are_written_as_in_names() -> None:
    assert {"Ministry", "Council", "Party"} <= organisation_words()


WORDS = st.sampled_from(
    "Ada LindOslo Norwegian Minister of the van der said - 's ’s , . “ State "
    "Council and I US al".split()
)
TEXTS = st.one_of(
    st.lists(WORDS, min_size=1, max_size=30).map(" ".join),
    st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=100),
)


@settings(max_examples=60, deadline=None)
@given(TEXTS)
def test_runs_are_whole_words_of_one_paragraph_and_do_not_overlap(
    parsed: Parsing, text: str
) -> None:
    page = parsed(text)
    states = state_runs(page)
    runs = name_runs(page, states)
    for run in runs:
        doc = page.paragraphs[run.paragraph].doc
        assert 0 <= run.start < run.end <= len(doc)
        assert doc[run.start : run.end].text == run.text
    for found in (states, runs):
        places = [(run.paragraph, run.start, run.end) for run in found]
        assert places == sorted(places)
        for (paragraph, _, end), (following, start, _) in pairwise(places):
            assert paragraph < following or end <= start
    assert set(name_kinds(page, runs)) <= {run.text for run in runs}
