from hypothesis import given
from hypothesis import strategies as st

from onrecord.link.block import Join, candidates, grouped


def test_items_meet_only_under_a_shared_key():
    keys = {"a": ["x"], "b": ["x", "y"], "c": ["y"], "d": ["z"]}
    assert candidates(keys, lambda item: item) == [("a", "b"), ("b", "c")]


@given(st.integers(2, 60), st.integers(1, 5))
def test_comparisons_of_one_key_are_bounded_by_the_reach(count, reach):
    keys = {f"{number:03}": ["same"] for number in range(count)}
    assert len(candidates(keys, lambda item: item, reach=reach)) <= count * reach


def test_the_strongest_join_comes_first_and_never_over_a_veto():
    joins = [Join("a", "b", 2, "weak"), Join("b", "c", 5, "strong")]
    groups = grouped("abc", joins, lambda one, other: {one, other} == {"a", "c"})
    assert [group.members for group in groups] == [("a",), ("b", "c")]
    assert groups[1].reasons == ("strong",)


def test_one_that_fits_two_equally_joins_neither_then_or_later():
    joins = [Join("a", "b", 5, ""), Join("b", "c", 5, ""), Join("b", "c", 3, "")]
    groups = grouped("abc", joins, lambda one, other: {one, other} == {"a", "c"})
    assert [group.members for group in groups] == [("a",), ("b",), ("c",)]


@given(st.data())
def test_groups_are_a_partition_whatever_the_order(data):
    items = "abcdefg"
    pairs = st.tuples(st.sampled_from(items), st.sampled_from(items), st.integers(1, 3))
    joins = [
        Join(*sorted((one, other)), score, "")
        for one, other, score in data.draw(st.lists(pairs, max_size=12))
        if one != other
    ]
    vetoes = {frozenset(pair[:2]) for pair in data.draw(st.lists(pairs, max_size=4))}

    def apart(one, other):
        return frozenset((one, other)) in vetoes

    groups = grouped(items, joins, apart)
    assert sorted(member for group in groups for member in group.members) == list(items)
    shuffled = grouped(data.draw(st.permutations(items)), data.draw(st.permutations(joins)), apart)
    assert [group.members for group in shuffled] == [group.members for group in groups]
