from hypothesis import given
from hypothesis import strategies as st

from onrecord.link.words import coverage, distance_at_most_one, stands_in, tokens, wording

WORDS = st.lists(st.sampled_from("the envoy left town with three old maps".split()), max_size=12)


@given(WORDS, WORDS)
def test_coverage_is_a_share_and_whole_for_a_part(one, other):
    assert 0.0 <= coverage(one, other) <= 1.0
    if one:
        assert coverage(one, other + one) == 1.0


@given(WORDS, WORDS)
def test_coverage_does_not_depend_on_the_order_where_lengths_differ(one, other):
    if len(one) != len(other):
        assert coverage(one, other) == coverage(other, one)


def test_quotes_and_case_make_no_difference():
    assert tokens("“We’ll go,” he said") == tokens('"We\'ll GO" he said')


def test_names_inside_a_sentence_are_known_by_their_capital():
    found = wording("The envoy of Norland left. Nobody followed Berg.")
    assert found.names == {"norland", "berg"}
    assert found.negated == {"follow", "berg"}


def test_a_letter_more_is_one_apart():
    assert distance_at_most_one("karenberg", "karenburg")
    assert not distance_at_most_one("karenberg", "karinburg")
    assert stands_in(("old", "maps"), ("three", "old", "maps"))
