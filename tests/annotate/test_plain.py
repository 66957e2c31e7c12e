"""Time expressions of plain text, by the package's own function."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

import onrecord
from onrecord.annotate.plain import plain_document


def test_a_plain_text_gives_frozen_expressions_with_span_value_date_and_basis() -> None:
    text = "The minister said on Friday that it would last two weeks."
    friday, weeks = onrecord.times(text, dct="2032-06-16")
    assert (friday.span.of(text), friday.type, friday.value) == ("Friday", "DATE", "2032-06-11")
    assert friday.date == "2032-06-11"
    assert "most recent on or before" in friday.basis
    assert (weeks.span.of(text), weeks.type, weeks.value, weeks.date) == (
        "two weeks",
        "DURATION",
        "P2W",
        None,
    )
    with pytest.raises(AttributeError):
        friday.value = "2032-06-18"  # type: ignore[misc]


def test_without_a_day_nothing_is_dated() -> None:
    (found,) = onrecord.times("He said so on Friday.")
    assert (found.value, found.date) == ("XXXX-WXX-5", None)


def test_a_day_that_is_no_date_is_refused() -> None:
    with pytest.raises(onrecord.DateError):
        onrecord.times("He said so on Friday.", dct="last week")


def test_an_empty_text_has_no_expressions() -> None:
    assert onrecord.times("", dct="2032-06-16") == ()
    assert onrecord.times(" \n \n", dct="2032-06-16") == ()


def test_lines_broken_in_the_middle_of_a_sentence_are_one_paragraph() -> None:
    wrapped = "The two met on\nFriday.\n\nThey parted."
    assert [r.span.of(wrapped) for r in plain_document(wrapped).regions] == [
        "The two met on\nFriday.",
        "They parted.",
    ]
    (found,) = onrecord.times(wrapped, dct="2032-06-16")
    assert found.span.of(wrapped) == "Friday"


@given(st.text(alphabet="ab \n\r\t", max_size=60))
def test_the_paragraphs_hold_every_character_that_is_not_white_space(text: str) -> None:
    spans = [region.span for region in plain_document(text).regions]
    inside = "".join(span.of(text) for span in spans)
    assert "".join(inside.split()) == "".join(text.split())
    assert all(one.end <= two.start for one, two in pairwise(spans))
