from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from onrecord.link.block import Join, Keyed, Likeness, _Groups, grouped, neighbours, place_of


def meetings(keys, reach=40):
    """The pairs that meet, of items with these keys on days in the order of their names."""
    places = {
        item: place_of(date(2031, 5, 1) + timedelta(days=number), f"page {item}", item)
        for number, item in enumerate(sorted(keys))
    }
    names = {place.item: item for item, place in places.items()}
    items = [Keyed(places[item], frozenset(map(hash, found))) for item, found in keys.items()]
    return sorted(
        (names[one], names[other]) for one, met in neighbours(items, reach) for other in met
    )


def test_items_meet_only_under_a_shared_key():
    keys = {"a": ["x"], "b": ["x", "y"], "c": ["y"], "d": ["z"]}
    assert meetings(keys) == [("a", "b"), ("b", "c")]


@given(st.integers(2, 60), st.integers(1, 5))
def test_comparisons_of_one_key_are_bounded_by_the_reach(count, reach):
    keys = {f"{number:03}": ["same"] for number in range(count)}
    assert len(meetings(keys, reach)) <= count * reach


def test_what_stands_between_in_time_keeps_two_from_meeting():
    assert ("a", "c") not in meetings({"a": ["x"], "b": ["x"], "c": ["x"]}, reach=1)


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


@given(st.data())
def test_items_said_to_be_alike_are_grouped_as_if_each_were_asked(data):
    items = "abcdefgh"
    pages = {item: data.draw(st.integers(0, 3)) for item in items}
    marks = {item: data.draw(st.integers(0, 2)) for item in items}
    clash = data.draw(st.sets(st.tuples(st.integers(0, 2), st.integers(0, 2)), max_size=2))
    pairs = st.tuples(st.sampled_from(items), st.sampled_from(items), st.integers(1, 3))
    joins = [
        Join(*sorted((one, other)), score, "")
        for one, other, score in data.draw(st.lists(pairs, max_size=14))
        if one != other
    ]

    def apart(one, other):
        low, high = sorted((marks[one], marks[other]))
        return (low, high) in clash

    plain = grouped(items, joins, apart)
    quick = grouped(items, joins, apart, like=lambda one: Likeness(str(pages[one]), marks[one]))
    assert quick == plain


def test_two_likenesses_of_a_chain_that_grows_are_asked_once(monkeypatch):
    """However many joins lead into it: else a chain of thousands of reports takes minutes."""
    asked = []
    ask = _Groups._kinds_apart

    def counted(groups, one, other, mine, theirs):
        asked.append({one, other})
        return ask(groups, one, other, mine, theirs)

    monkeypatch.setattr(_Groups, "_kinds_apart", counted)
    items = [f"{number:02}" for number in range(40)]
    joins = [
        Join(one, other, 100 - number, "") for number, (one, other) in enumerate(pairwise(items))
    ]
    assert len(grouped(items, joins, lambda one, other: False)) == 1
    assert len(asked) == 40 * 39 / 2
