"""The words, patterns and calendar steps under the time expressions."""

from __future__ import annotations

import doctest
from collections.abc import Iterable
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import onrecord.annotate.timex.grammar
import onrecord.annotate.timex.steps
from onrecord.annotate.timex.grammar import fits, written_out
from onrecord.annotate.timex.readers import READERS
from onrecord.annotate.timex.steps import step, weekday_near
from onrecord.annotate.timex.words import Word, pattern_rows, words_of
from onrecord.dates import interval


@pytest.mark.parametrize(("kind", "pattern", "example"), list(pattern_rows()))
def test_every_pattern_fits_its_example_whole(kind: str, pattern: str, example: str) -> None:
    words = words_of(example)
    (found,) = fits(words)
    assert (found.kind, found.first, found.last) == (kind, 0, len(words)), pattern


def test_every_kind_of_pattern_has_a_reader_and_every_reader_a_pattern() -> None:
    assert {kind for kind, _, _ in pattern_rows()} == set(READERS)


@given(st.text(max_size=200))
def test_words_are_cut_from_the_text_in_order_and_leave_only_white_space(text: str) -> None:
    end = 0
    for word in words_of(text):
        assert text[end : word.start].strip() == ""
        assert text[word.start : word.end] == word.text
        end = word.end
    assert text[end:].strip() == ""


@given(st.text(alphabet="0123456789,.:/- ", max_size=300))
def test_no_row_of_figures_makes_the_grammar_look_twice_at_a_word(text: str) -> None:
    words = words_of(text)
    last = 0
    for found in fits(words):
        assert last <= found.first < found.last <= len(words)
        assert found.last - found.first <= 16
        last = found.last


@pytest.mark.parametrize("text", ["9" * 100_000, "1," * 50_000, "10:30 " * 20_000, "a " * 50_000])
def test_long_hostile_text_is_read_to_its_end(text: str) -> None:
    words = words_of(text)
    assert words[-1].end >= len(text.rstrip()) - 1
    assert sum(found.last - found.first for found in fits(words)) <= len(words)


class Looked(list[Word]):
    """Words that count how often they are looked at."""

    def __init__(self, words: Iterable[Word]) -> None:
        super().__init__(words)
        self.looks = 0

    def __getitem__(self, at: Any) -> Any:
        self.looks += 1
        return super().__getitem__(at)


LONGEST = max(len(row) for _, pattern, _ in pattern_rows() for row in written_out(pattern))
"""Words of the longest row that a pattern stands for."""

HOSTILE = (
    "may March 1 12 31 1999 10,000,000 99999 1999-01-01 10:30 , . : / - ' ( ) + a to s of the in "
    "half hundred few couple twenty first last week month quarter earlier ago fiscal late p.m GMT "
    "fy 2031/32 every second thousand dozen spring beginning time"
).split()


def looks_at(text: str) -> tuple[int, int]:
    """How often the words of `text` are looked at for fits, and their number."""
    words = Looked(words_of(text))
    for _ in fits(words):
        pass
    return words.looks, len(words)


@given(st.lists(st.sampled_from(HOSTILE), min_size=1, max_size=12), st.integers(1, 40))
@settings(deadline=None)
def test_no_word_is_looked_at_more_often_than_the_longest_pattern_has_words(
    pieces: list[str], times: int
) -> None:
    looks, count = looks_at(" ".join(pieces * times))
    assert looks <= (LONGEST + 1) * count


@pytest.mark.parametrize("piece", ["may ", "1,", "1 ", "a few ", "the last ", "twenty-", "10:30 ("])
def test_ten_times_the_text_is_ten_times_the_work_and_not_more(piece: str) -> None:
    short, _ = looks_at(piece * 1_000)
    long, _ = looks_at(piece * 10_000)
    assert long <= 10 * short + 10 * LONGEST


@given(st.text(alphabet="0123456789,.:/-' ", max_size=400))
def test_the_lexer_takes_each_character_of_figures_once(text: str) -> None:
    assert sum(len(word.text) for word in words_of(text) if word.kind != "phrase") <= len(text)


@pytest.mark.parametrize("text", ["10,000", "$40", "9%", "1.5.", "№ 3,5", "2000:1999"])
def test_amounts_are_glued_and_never_days_or_years(text: str) -> None:
    numbers = [word for word in words_of(text) if word.kind == "number" and word.text.isdigit()]
    assert all(word.glued for word in numbers if word.text not in ("9", "40") or "$" in text)


def test_a_bracket_that_is_not_closed_is_refused() -> None:
    with pytest.raises(ValueError, match="closed"):
        written_out("in (the MONTH")
    with pytest.raises(ValueError, match="does not open"):
        written_out("in the)? MONTH")


@given(st.dates(), st.sampled_from("D W WE M Q Y E C".split()), st.integers(-30000, 30000))
def test_a_step_on_the_calendar_is_a_date_or_nothing(day: date, unit: str, count: int) -> None:
    found = step(day, unit, count)
    if found is not None:
        first, last = interval(found[1])
        assert first is not None
        assert last is not None
        if count == 0 and unit != "WE":
            assert first <= day <= last


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.integers(1, 7), st.booleans())
def test_the_nearest_weekday_is_that_weekday_within_a_week(
    day: date, weekday: int, ahead: bool
) -> None:
    for today in (True, False):
        found = weekday_near(day, weekday, ahead=ahead, today=today)
        assert found.isoweekday() == weekday
        gap = (found - day).days if ahead else (day - found).days
        assert (0 if today else 1) <= gap <= 7


def test_the_examples_in_the_docstrings_are_true() -> None:
    for module in (onrecord.annotate.timex.grammar, onrecord.annotate.timex.steps):
        assert doctest.testmod(module).failed == 0
