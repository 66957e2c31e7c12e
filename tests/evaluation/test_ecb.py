"""The measures of joined events, worked by hand, and by trying every matching."""

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluation.ecb import average_link, b_cubed, ceaf_e, muc, np

GOLD = [frozenset("abc"), frozenset("de")]
FOUND = [frozenset("ab"), frozenset("cde")]


def test_muc_counts_the_links_that_are_kept():
    assert muc(GOLD, FOUND) == pytest.approx((2 / 3, 2 / 3))


def test_b_cubed_asks_each_mention_for_its_company():
    assert b_cubed(GOLD, FOUND) == pytest.approx((11 / 15, 11 / 15))


def test_ceaf_matches_each_cluster_once():
    assert ceaf_e(GOLD, FOUND) == pytest.approx((0.8, 0.8))


def test_all_alone_keeps_no_link_and_is_pure():
    alone = [frozenset(one) for one in "abcde"]
    assert muc(GOLD, alone) == (0.0, 0.0)
    assert b_cubed(GOLD, alone).precision == 1.0
    assert ceaf_e(GOLD, alone) == pytest.approx(((1 / 2 + 2 / 3) / 5, (1 / 2 + 2 / 3) / 2))


def test_the_same_clusters_score_one():
    for measure in (muc, b_cubed, ceaf_e):
        assert measure(GOLD, GOLD).f1 == 1.0


@given(
    st.lists(st.integers(0, 4), min_size=7, max_size=7),
    st.lists(st.integers(0, 4), min_size=7, max_size=7),
)
def test_the_matching_is_the_best_of_all(mine, theirs):
    def clusters(marks):
        return [frozenset(i for i, m in enumerate(marks) if m == one) for one in sorted(set(marks))]

    gold, found = clusters(mine), clusters(theirs)
    short, long = sorted((gold, found), key=len)
    best = max(
        sum(2 * len(a & b) / (len(a) + len(b)) for a, b in zip(short, order, strict=False))
        for order in permutations(long, len(short))
    )
    assert ceaf_e(gold, found).recall == pytest.approx(best / len(gold))


def test_groups_grow_by_average_likeness_alone():
    likeness = np.array([[1, 0.9, 0.1], [0.9, 1, 0.6], [0.1, 0.6, 1]])
    assert average_link(likeness, 0.5) == [[0, 1], [2]]
    assert average_link(likeness, 0.3) == [[0, 1, 2]]
