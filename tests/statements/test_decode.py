"""From scores to attributions: the best tags that may follow each other, and what points where."""

from __future__ import annotations

from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from onrecord.annotate.encoder import load_encoder
from onrecord.statements.decode import (
    NONE,
    ROLES,
    TAGS,
    Run,
    Scores,
    best_tags,
    chances_of,
    linked,
    natures_of,
    runs_of,
)

NEVER = -1e4


def _may_follow(one: str, other: str) -> bool:
    """Whether a tag may stand after another: what is begun goes on to its end."""
    if one[0] in "BI":
        return other[0] in "IE" and one[2:] == other[2:]
    return other[0] in "OBS"


STEPS = np.array(
    [[0.0 if _may_follow(a, b) else NEVER for b in TAGS] for a in TAGS], dtype=np.float32
)
MAY_OPEN = np.array([tag[0] in "OBS" for tag in TAGS])


def scores(longest: int) -> st.SearchStrategy[Scores]:
    """Scores of up to `longest` pieces."""
    rows = st.integers(1, longest).map(lambda count: (count, len(TAGS)))
    return arrays.arrays(np.float32, rows, elements=st.floats(-20, 20, width=32))


def tags_of(*names: str) -> np.ndarray:
    """Tags by their names."""
    return np.array([TAGS.index(name) for name in names], dtype=np.int64)


def sure_of(tags: np.ndarray) -> Scores:
    """Chances that leave no doubt of these tags."""
    sure = np.zeros((len(tags), len(TAGS)), dtype=np.float32)
    sure[np.arange(len(tags)), tags] = 1.0
    return sure


def well_formed(names: list[str]) -> bool:
    """Whether what is begun is ended, and nothing goes on that was not begun."""
    opens, closes = names[0][0] in "OBS", names[-1][0] in "OES"
    return opens and closes and all(_may_follow(a, b) for a, b in pairwise(names))


@settings(max_examples=200, deadline=None)
@given(scores(40))
def test_tags_begin_go_on_and_end_whatever_the_scores(given_scores: Scores) -> None:
    tags = best_tags(given_scores, STEPS, MAY_OPEN)
    assert well_formed([TAGS[tag] for tag in tags])


@settings(max_examples=60, deadline=None)
@given(scores(40))
def test_the_trained_chain_keeps_to_the_same_order(given_scores: Scores) -> None:
    encoder = load_encoder()
    assert encoder.tags == TAGS
    tags = best_tags(given_scores, encoder.steps, encoder.may_open)
    assert well_formed([TAGS[tag] for tag in tags])


@settings(max_examples=40, deadline=None)
@given(scores(3))
def test_no_other_sequence_that_may_be_scores_better(given_scores: Scores) -> None:
    def worth(tags: tuple[int, ...]) -> float:
        return float(sum(given_scores[at, tag] for at, tag in enumerate(tags)))

    count = len(given_scores)
    every = product(range(len(TAGS)), repeat=count)
    best = max(worth(tags) for tags in every if well_formed([TAGS[tag] for tag in tags]))
    found = tuple(best_tags(given_scores, STEPS, MAY_OPEN).tolist())
    assert worth(found) == pytest.approx(best, abs=1e-3)


def test_what_one_tag_likes_after_another_counts() -> None:
    steps = STEPS.copy()
    steps[0, 0] = -5.0
    flat = np.zeros((3, len(TAGS)), dtype=np.float32)
    names = [TAGS[tag] for tag in best_tags(flat, steps, MAY_OPEN)]
    assert ("O", "O") not in pairwise(names)


# -- how likely each tag is -----------------------------------------------------------------------


@settings(max_examples=40, deadline=None)
@given(scores(3))
def test_chances_are_the_share_of_the_sequences_that_may_be(given_scores: Scores) -> None:
    count = len(given_scores)
    wanted = np.zeros((count, len(TAGS)))
    for tags in product(range(len(TAGS)), repeat=count):
        if well_formed([TAGS[tag] for tag in tags]):
            worth = np.exp(sum(float(given_scores[at, tag]) for at, tag in enumerate(tags)))
            for at, tag in enumerate(tags):
                wanted[at, tag] += worth
    wanted /= wanted.sum(axis=1, keepdims=True)
    (chances,) = chances_of([given_scores], STEPS, MAY_OPEN)
    assert np.allclose(chances, wanted, atol=1e-3)


@settings(max_examples=60, deadline=None)
@given(st.lists(scores(30), min_size=1, max_size=4))
def test_the_chances_of_a_piece_add_up_and_do_not_hang_on_other_paragraphs(
    paragraphs: list[Scores],
) -> None:
    encoder = load_encoder()
    among = chances_of(paragraphs, encoder.steps, encoder.may_open)
    assert [each.shape for each in among] == [each.shape for each in paragraphs]
    for each, own in zip(among, paragraphs, strict=True):
        (alone,) = chances_of([own], encoder.steps, encoder.may_open)
        assert np.allclose(each.sum(axis=1), 1, atol=1e-3)
        assert np.allclose(each, alone, atol=1e-3)


def test_no_paragraphs_have_no_chances() -> None:
    assert chances_of([], STEPS, MAY_OPEN) == ()


# -- runs -----------------------------------------------------------------------------------------


def test_runs_are_what_is_begun_to_its_end_at_their_place_in_the_window() -> None:
    tags = tags_of("S-source", "S-cue", "O", "B-content", "I-content", "E-content", "S-content")
    runs = runs_of(tags, sure_of(tags), 100)
    assert [(run.role, run.start, run.end) for run in runs] == [
        ("source", 100, 101),
        ("cue", 101, 102),
        ("content", 103, 106),
        ("content", 106, 107),
    ]
    assert all(run.sure > 0.99 for run in runs)


def test_a_run_is_as_sure_as_its_least_sure_piece() -> None:
    tags = tags_of("B-content", "E-content")
    doubtful = sure_of(tags)
    doubtful[1] = 1 / len(TAGS)
    (run,) = runs_of(tags, doubtful, 0)
    assert run.sure == pytest.approx(4 / len(TAGS), abs=1e-3)


@settings(max_examples=80, deadline=None)
@given(scores(40), st.integers(0, 50))
def test_runs_are_in_order_apart_and_hold_every_tagged_piece(
    given_scores: Scores, start: int
) -> None:
    tags = best_tags(given_scores, STEPS, MAY_OPEN)
    (chances,) = chances_of([given_scores], STEPS, MAY_OPEN)
    runs = runs_of(tags, chances, start)
    held = [at for run in runs for at in range(run.start, run.end)]
    assert held == [start + at for at, tag in enumerate(tags) if tag]
    assert all(run.role in ROLES and 0 <= run.sure <= 1.0001 for run in runs)


# -- what belongs to what -------------------------------------------------------------------------


def run(role: str, start: int, end: int) -> Run:
    return Run(start, end, role, 0.9)


def points(size: int, *pairs: tuple[int, int]) -> Scores:
    """Scores by which the first place of each pair points at the second."""
    made = np.zeros((size, size), dtype=np.float32)
    for start, at in pairs:
        made[start, at] = 10.0
    return made


PLACES = range(1, 19)
FIRST, CUE, SOURCE, SECOND = (
    run("content", 1, 5),
    run("cue", 6, 7),
    run("source", 7, 9),
    run("content", 10, 14),
)


def test_the_contents_of_one_cue_are_the_parts_of_one_attribution() -> None:
    to_cue = points(20, (1, 6), (4, 6), (10, 6), (13, 6))
    (found,) = linked([FIRST, CUE, SOURCE, SECOND], to_cue, points(20, (6, 7)), PLACES)
    assert found.contents == (FIRST, SECOND)
    assert (found.cue, found.source) == (CUE, SOURCE)
    assert 0.8 < found.sure <= 0.9


def test_contents_of_two_cues_are_two_attributions_in_order_of_the_text() -> None:
    other, its = run("cue", 15, 16), run("source", 16, 17)
    to_cue = points(20, (1, 15), (4, 15), (10, 6), (13, 6))
    to_source = points(20, (6, 7), (15, 16))
    found = linked([FIRST, CUE, SOURCE, SECOND, other, its], to_cue, to_source, PLACES)
    assert [(f.contents, f.cue, f.source) for f in found] == [
        ((FIRST,), other, its),
        ((SECOND,), CUE, SOURCE),
    ]


def test_a_cue_that_points_at_none_has_no_source() -> None:
    to_cue = points(20, (1, 6), (4, 6))
    (found,) = linked([FIRST, CUE, SOURCE], to_cue, points(20, (6, NONE)), PLACES)
    assert (found.contents, found.cue, found.source) == ((FIRST,), CUE, None)


def test_content_without_any_cue_stands_alone() -> None:
    found = linked([FIRST, SECOND], points(20), points(20), PLACES)
    assert [(f.contents, f.cue, f.source) for f in found] == [
        ((FIRST,), None, None),
        ((SECOND,), None, None),
    ]


def test_a_cue_without_content_is_no_attribution() -> None:
    assert linked([CUE, SOURCE], points(20), points(20, (6, 7)), PLACES) == ()
    assert linked([], points(20), points(20), PLACES) == ()


def test_a_cue_and_a_source_that_no_tag_marks_are_found_where_the_pointers_are_sure() -> None:
    to_cue, to_source = points(20, (1, 6), (4, 6)), points(20, (6, 8))
    (found,) = linked([FIRST], to_cue, to_source, PLACES)
    assert found.cue is not None
    assert found.source is not None
    assert (found.cue.start, found.cue.end) == (6, 7)
    assert (found.source.start, found.source.end) == (8, 9)
    assert found.sure <= min(found.cue.sure, found.source.sure)


def test_pointers_that_are_not_sure_bring_nothing_that_no_tag_marks() -> None:
    torn = points(20, (1, 6), (4, 8))
    (found,) = linked([FIRST], torn, points(20), PLACES)
    assert (found.cue, found.source) == (None, None)


def test_a_pointer_does_not_leave_the_paragraph_nor_enter_what_it_starts_from() -> None:
    away, inside = points(20, (1, 18), (4, 18)), points(20, (1, 3), (4, 3))
    assert linked([FIRST], away, points(20), range(1, 12))[0].cue is None
    assert linked([FIRST], inside, points(20), PLACES)[0].cue is None


def test_an_attribution_is_less_sure_where_its_pointers_are() -> None:
    runs = [FIRST, CUE, run("cue", 8, 9)]
    clear = linked(runs, points(20, (1, 6), (4, 6)), points(20), PLACES)
    torn = linked(runs, points(20, (1, 6), (4, 8)), points(20), PLACES)
    assert torn[0].sure < clear[0].sure


@settings(max_examples=80, deadline=None)
@given(st.data())
def test_every_content_is_in_one_attribution(data: st.DataObject) -> None:
    roles = data.draw(st.lists(st.sampled_from(ROLES), max_size=8))
    runs = [run(role, 1 + 2 * at, 2 + 2 * at) for at, role in enumerate(roles)]
    shape = (20, 20)
    pointers = arrays.arrays(np.float32, shape, elements=st.floats(-20, 20, width=32))
    found = linked(runs, data.draw(pointers), data.draw(pointers), range(1, 20))
    contents = [content for each in found for content in each.contents]
    assert sorted(contents, key=lambda c: c.start) == [r for r in runs if r.role == "content"]
    assert [f.contents[0].start for f in found] == sorted(f.contents[0].start for f in found)
    for each in found:
        assert 0 < each.sure <= 1
        assert each.cue is None or each.cue.role == "cue"
        assert each.source is None or each.source.role == "source"


@given(arrays.arrays(np.float32, 4, elements=st.floats(-20, 20, width=32)))
def test_natures_share_one_probability(given_scores: Scores) -> None:
    chances = natures_of(given_scores, ("speech", "belief", "intention", "question"))
    assert sum(chances.values()) == pytest.approx(1, abs=1e-4)
    assert max(chances.values()) == pytest.approx(list(chances.values())[given_scores.argmax()])
