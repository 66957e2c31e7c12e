"""Dates as EDTF intervals."""

from __future__ import annotations

import doctest
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

import onrecord.dates
from onrecord.dates import (
    day_of,
    from_interval,
    in_words,
    interval,
    is_day,
    is_edtf,
    overlaps,
    precision,
    sort_key,
    unqualified,
    within,
)
from onrecord.errors import DateError

days = st.dates(min_value=date(1, 1, 1), max_value=date(9999, 12, 31))


@st.composite
def dates(draw: st.DrawFn) -> str:
    """Any date that onrecord writes, ranges and open ends included."""
    one = draw(days)
    text = one.isoformat()
    short = draw(st.sampled_from([text, text[:7], text[:4], text[:3] + "X", text[:2] + "XX"]))
    form = draw(st.sampled_from(["one", "open start", "open end", "range"]))
    if "X" in short:
        form = "one"
        if short.startswith(("000", "00XX")):
            short = "201X"
    if form == "one":
        return short + (draw(st.sampled_from(["", "?", "~", "%"])) if "X" not in short else "")
    if form == "open start":
        return f"../{short}"
    if form == "open end":
        return f"{short}/.."
    return from_interval(*sorted([one, draw(days)]))


@pytest.mark.parametrize(
    ("edtf", "first", "last"),
    [
        ("2021-06-16", date(2021, 6, 16), date(2021, 6, 16)),
        ("2021-03", date(2021, 3, 1), date(2021, 3, 31)),
        ("2020-02", date(2020, 2, 1), date(2020, 2, 29)),
        ("2017", date(2017, 1, 1), date(2017, 12, 31)),
        ("202X", date(2020, 1, 1), date(2029, 12, 31)),
        ("19XX", date(1900, 1, 1), date(1999, 12, 31)),
        ("2021-21", date(2021, 3, 1), date(2021, 5, 31)),
        ("2021-24", date(2021, 12, 1), date(2022, 2, 28)),
        ("2021-10-11/2021-10-14", date(2021, 10, 11), date(2021, 10, 14)),
        ("2021-03/2021-04-05", date(2021, 3, 1), date(2021, 4, 5)),
        ("../2021-06-15", None, date(2021, 6, 15)),
        ("2021-06-15/..", date(2021, 6, 15), None),
        ("2021-06~", date(2021, 6, 1), date(2021, 6, 30)),
        ("2021?", date(2021, 1, 1), date(2021, 12, 31)),
    ],
)
def test_a_date_stands_for_its_first_to_its_last_day(
    edtf: str, first: date | None, last: date | None
) -> None:
    assert interval(edtf) == (first, last)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2021-06-31",
        "2021-13",
        "2021-25",
        "21-06-16",
        "2021-6-1",
        "XXXX-06-18",
        "XXXX-WXX-3",
        "202X-03",
        "PRESENT_REF",
        "../..",
        "2021/2020",
        "2021-06-16/",
        "2021-06-16T10:00",
        " 2021",
        "2021\n",
        "٢٠٢١",
        "9999-24",
        "00XX",
    ],
)
def test_what_is_not_a_date_is_refused_with_what_was_expected(text: str) -> None:
    assert not is_edtf(text)
    with pytest.raises(DateError, match="expected") as caught:
        interval(text)
    assert caught.value.value == text


@pytest.mark.parametrize(
    ("edtf", "expected"),
    [
        ("2021-06-16", "day"),
        ("2021-06-16?", "day"),
        ("2021-06", "month"),
        ("2021-23", "season"),
        ("2021", "year"),
        ("202X", "decade"),
        ("20XX", "century"),
        ("2021-06-01/2021-06-02", "range"),
        ("2021-06-01/..", "open"),
    ],
)
def test_precision_names_how_fine_a_date_is(edtf: str, expected: str) -> None:
    assert precision(edtf) == expected
    assert is_day(edtf) == (expected == "day")
    assert (day_of(edtf) is not None) == (expected == "day")


def test_two_days_apart_do_not_overlap_but_their_month_overlaps_both() -> None:
    assert not overlaps("2021-06-15", "2021-06-16")
    assert overlaps("2021-06", "2021-06-15")
    assert overlaps("2021-06-15/..", "2021-07")
    assert not overlaps("../2021-06-15", "2021-07")


def test_an_open_range_is_within_nothing_that_is_closed() -> None:
    assert not within("../2021-06-15", "2021")
    assert within("2021-06-15", "../2021-06-15")


@pytest.mark.parametrize(
    ("edtf", "words"),
    [
        ("2021-06-01", "1 June 2021"),
        ("2021-23", "autumn 2021"),
        ("202X", "the 2020s"),
        ("2021-10-11/2021-10-14", "11 October 2021 to 14 October 2021"),
        ("2021-06-15/..", "from 15 June 2021"),
        ("2021%", "perhaps about 2021"),
    ],
)
def test_a_date_reads_as_words(edtf: str, words: str) -> None:
    assert in_words(edtf) == words


@given(days, days)
def test_an_interval_written_and_read_again_is_the_same(one: date, other: date) -> None:
    first, last = sorted([one, other])
    assert interval(from_interval(first, last)) == (first, last)
    assert interval(from_interval(None, last)) == (None, last)
    assert interval(from_interval(first, None)) == (first, None)


@given(dates())
def test_every_date_overlaps_lies_within_and_reads_as_itself(edtf: str) -> None:
    assert overlaps(edtf, edtf)
    assert within(edtf, edtf)
    assert interval(unqualified(edtf)) == interval(edtf)
    assert in_words(edtf)
    assert precision(edtf)
    assert sort_key(edtf) <= sort_key(None)


@given(dates(), dates())
def test_overlap_is_mutual_and_what_lies_within_overlaps(one: str, other: str) -> None:
    assert overlaps(one, other) == overlaps(other, one)
    if within(one, other):
        assert overlaps(one, other)


@given(st.text(alphabet="0123456789X-/.~?%T", max_size=24))
def test_any_string_is_read_or_refused_but_never_breaks(text: str) -> None:
    if is_edtf(text):
        first, last = interval(text)
        assert first is None or last is None or first <= last


def test_the_examples_in_the_docstrings_are_true() -> None:
    assert doctest.testmod(onrecord.dates).failed == 0


def test_a_date_is_read_once_however_often_it_is_compared_and_few_are_kept():
    interval.cache_clear()
    for _ in range(100):
        assert overlaps("2031-05", "2031-05-02")
    assert interval.cache_info().misses == 2
    assert interval.cache_info().maxsize <= 10_000
