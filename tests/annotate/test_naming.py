"""Which capitalised words of a page are names, and what kind the page makes of them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from onrecord.annotate.names import name_runs, state_runs
from onrecord.annotate.naming import own_runs
from tests.annotate.conftest import Named

Read = Callable[[str], Named]

NO_NAMES = [
    ("# THE BAN\n\nThe Tarn Football Authority barred the club on Monday.", "BAN"),
    ("Prosecutors said that they had NOT taken the passport of Ada Lind.", "NOT"),
    ("The SPORTS minister Ada Lind quit. She had been sports minister for a year.", "SPORTS"),
    ("Rescuers reached Gallery 7 on Monday, Ada Lind said.", "Gallery"),
]


@pytest.mark.parametrize(("text", "word"), NO_NAMES, ids=[word for _, word in NO_NAMES])
def test_a_word_that_only_stands_large_is_no_name(named: Read, text: str, word: str) -> None:
    assert word not in {entity.name for entity in named(text).entities}


def test_what_opens_a_sentence_before_a_name_is_no_part_of_it(named: Read) -> None:
    page = named("Skipper Anton Birk said that the crew was safe. Birk thanked the coastguard.")
    assert page.names("person") == ["Anton Birk"]


def test_small_words_in_hyphens_hold_a_name_together(named: Read) -> None:
    page = named("The general left Dubra-na-Lesk on Friday and drove to Tarn.").parsed
    runs = own_runs(page, name_runs(page, state_runs(page)))
    assert [run.text for run in runs if "Lesk" in run.text] == ["Dubra-na-Lesk"]


def test_a_transcripts_label_that_is_an_office_means_its_holder(named: Read) -> None:
    page = named(
        "# Remarks by President Ada Lind\n\n"
        "The visitors thanked President Ada Lind. Madam President, said one, you were right."
    )
    assert page.names("person") == ["Ada Lind"]


def test_the_department_of_a_minister_is_no_state(named: Read) -> None:
    page = named(
        "President Ada Lind has asked the Minister of Labour to resign. "
        "She has until Monday to find another Minister of Labour."
    )
    assert "Labour" not in page.names("state")


def test_a_body_with_a_plural_owner_keeps_its_whole_name(named: Read) -> None:
    page = named(
        "The Dockers' League called a strike on Monday. The League told Tarn Radio that Ada Lind "
        "had broken her word."
    )
    assert "Dockers' League" in page.names("organisation")
    assert "League" not in page.names("organisation")


def test_a_short_name_in_brackets_is_one_with_the_name_before_it(named: Read) -> None:
    page = named(
        "The Tarn Union of Masters (TMU) met on Monday. The TMU said that Ada Lind would speak."
    )
    assert [name for name in page.names("organisation") if "TMU" in name] == []


def test_the_kind_of_a_body_alone_means_the_one_body_of_that_kind(named: Read) -> None:
    page = named(
        "The Tarn Football Authority opened an inquiry on Monday. The Authority said that it "
        "would hear Ada Lind."
    )
    assert page.names("organisation") == ["Tarn Football Authority"]


def test_the_kind_of_a_body_alone_means_neither_of_two(named: Read) -> None:
    page = named(
        "The Tarn Fishing Board and the Norvia Harbour Board met on Monday. The Board said "
        "that it would hear Ada Lind."
    )
    assert "Board" in page.names("organisation")
