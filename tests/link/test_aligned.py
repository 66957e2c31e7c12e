"""Wordings aligned word by word."""

import re
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from onrecord.link.aligned import aligned
from onrecord.link.words import tokens

WORDS = st.sampled_from(
    ["we", "We", "do", "not", "pay", "twelve", "12", "Norland's", "now", "café"]
)
GAPS = st.sampled_from([" ", ", ", " — ", "\n\n", " “"])


@st.composite
def wordings(draw):
    words = draw(st.lists(WORDS, max_size=12))
    return "".join(word + draw(GAPS) for word in words)


def shown(one, other):
    return [
        (run.kind, one[run.start : run.end], other[run.other_start : run.other_end])
        for run in aligned(one, other)
    ]


def test_what_was_left_out_added_and_changed_is_told_with_its_words():
    assert shown(
        "We refuse to pay twelve marks, and we shall not pay.",
        "we do not wish to pay 12 marks before May",
    ) == [
        ("same", "We", "we"),
        ("changed", "refuse", "do not wish"),
        ("same", "to pay twelve marks", "to pay 12 marks"),
        ("changed", "and we shall not pay", "before May"),
    ]


@given(wordings(), wordings())
def test_it_says_the_same_from_either_side(one, other):
    assert aligned(other, one) == tuple(run.mirrored() for run in aligned(one, other))


@given(wordings(), wordings())
def test_every_word_of_both_stands_in_one_run_in_order(one, other):
    runs = aligned(one, other)
    for text, extents in (
        (one, [(run.start, run.end) for run in runs]),
        (other, [(run.other_start, run.other_end) for run in runs]),
    ):
        assert all(start <= end for start, end in extents)
        assert all(before[1] <= after[0] for before, after in pairwise(extents))
        words = [(found.start(), found.end()) for found in re.finditer(r"\w+(?:['’]\w+)*", text)]
        for start, end in words:
            assert sum(first <= start and end <= last for first, last in extents) == 1


@given(wordings(), wordings())
def test_same_runs_have_the_same_words_and_left_out_ones_are_empty_in_the_other(one, other):
    for kind, mine, theirs in shown(one, other):
        assert (kind == "same") == (tokens(mine) == tokens(theirs))
        assert (kind == "left out") == (not theirs)
        assert (kind == "added") == (not mine)


@given(wordings())
def test_a_wording_is_itself_throughout(one):
    assert {run.kind for run in aligned(one, one)} <= {"same"}
