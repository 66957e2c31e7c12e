"""What the network of roots learns from: marked lines, folds, pairs without an act."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.events.learned import NONE
from onrecord.spans import Span
from training.events_examples import FOLDS, MUTUAL, Pair, folds, marked, own, passed_by, turned

OWN = Path(__file__).parents[2] / "training" / "events_own" / "pairs.txt"


def test_a_marked_line_gives_its_text_without_marks_and_both_sides():
    pair = marked("ASSAULT | {T Nine villagers} were killed by {S gunmen}.")
    assert pair.text == "Nine villagers were killed by gunmen."
    assert pair.source is not None and pair.source.of(pair.text) == "gunmen"
    assert pair.target is not None and pair.target.of(pair.text) == "Nine villagers"


def test_a_root_that_is_none_is_named_with_its_line():
    with pytest.raises(ValueError, match="'EXPEL'"):
        marked("EXPEL | {S Kestria} expelled {T an envoy}.")


def test_every_line_of_our_own_has_two_sides_that_do_not_overlap():
    for pair in own(OWN):
        assert pair.source is not None and pair.target is not None, pair
        assert pair.source.end <= pair.target.start or pair.target.end <= pair.source.start, pair


def test_pairs_of_one_sentence_are_of_one_fold():
    pairs = [Pair(text, None, None, "AID") for text in ("a", "b", "a", "c", "b")]
    found = folds(pairs)
    assert found[0] == found[2] and found[1] == found[4]
    assert all(0 <= fold < FOLDS for fold in found)


@given(st.sampled_from(sorted(MUTUAL)))
def test_what_two_do_together_is_not_turned_round(root):
    assert turned([Pair("A met B", Span(0, 1), Span(6, 7), root)]) == []


def test_an_expulsion_turned_round_is_no_act():
    act = Pair("A expelled B", Span(0, 1), Span(11, 12), "SANCTION")
    assert turned([act]) == [Pair("A expelled B", Span(11, 12), Span(0, 1), NONE)]


def test_pairs_that_touch_both_sides_of_an_act_are_not_passed_by():
    text = "A expelled B as C watched"
    a, b, c = Span(0, 1), Span(11, 12), Span(16, 17)
    found = passed_by([Pair(text, a, b, "SANCTION")], {text: [a, b, c]})
    assert {(pair.source, pair.target) for pair in found} == {(a, c), (c, a), (b, c), (c, b)}
    assert {pair.root for pair in found} == {NONE}
