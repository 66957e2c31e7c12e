"""How states are written; a form that could be two states is nobody's."""

from __future__ import annotations

import pytest

from onrecord.annotate.states import longest_form, rows, state_forms, state_names

FORMS = [
    ("Norway", "NOR", "name"),
    ("Norwegian", "NOR", "adjective"),
    ("Oslo", "NOR", "capital"),
    ("the Kremlin".removeprefix("the "), "RUS", "seat"),
    ("White House", "USA", "seat"),
    ("U.S.", "USA", "name"),
    ("UK", "GBR", "name"),
    ("South Korean", "KOR", "adjective"),
    ("New Zealand", "NZL", "name"),
    ("United Arab Emirates", "ARE", "name"),
    ("Kosovo", "XKX", "name"),
    ("Portuguese", "PRT", "adjective"),
    ("Kenyans", "KEN", "adjective"),
]


@pytest.mark.parametrize(("form", "code", "kind"), FORMS, ids=[form for form, _, _ in FORMS])
def test_a_form_stands_for_its_state(form: str, code: str, kind: str) -> None:
    found = state_forms()[form]
    assert {one.code for one in found} == {code}
    assert kind in {one.kind for one in found}


@pytest.mark.parametrize("words", ["Ardenia", "norway", "oslo", "", " ", "The", "Congo Street"])
def test_other_words_stand_for_no_state(words: str) -> None:
    assert words not in state_forms()


def test_every_form_stands_for_one_state_alone() -> None:
    for form, ways in state_forms().items():
        assert len({way.code for way in ways}) == 1, form
        assert form == form.strip() != ""


def test_every_form_has_the_common_name_of_its_state() -> None:
    names = state_names()
    assert all(way.name == names[way.code] for ways in state_forms().values() for way in ways)


def test_the_names_are_the_common_english_ones() -> None:
    names = state_names()
    assert [names[code] for code in ("RUS", "USA", "GBR", "KOR", "NOR")] == [
        "Russia",
        "United States",
        "United Kingdom",
        "South Korea",
        "Norway",
    ]


def test_codes_are_three_capitals_and_names_are_not_shared() -> None:
    names = state_names()
    assert all(len(code) == 3 and code.isupper() for code in names)
    assert len(set(names.values())) == len(names)


def test_the_longest_form_has_as_many_words_as_any() -> None:
    assert longest_form() == max(len(form.split()) for form in state_forms())


@pytest.mark.parametrize(
    ("table", "width"),
    [("states.tsv", 5), ("state_forms.tsv", 3), ("offices.tsv", 2), ("titles.tsv", 3)],
)
def test_every_line_of_a_table_is_whole(table: str, width: int) -> None:
    lines = list(rows(table))
    assert lines
    assert {len(line) for line in lines} == {width}


@pytest.mark.parametrize("table", ["state_forms.tsv", "offices.tsv", "titles.tsv"])
def test_no_line_of_a_table_stands_twice(table: str) -> None:
    lines = [tuple(line) for line in rows(table)]
    assert len(set(lines)) == len(lines)


def test_every_further_form_is_of_a_state_the_tables_know() -> None:
    assert {code for code, _, _ in rows("state_forms.tsv")} <= set(state_names())
