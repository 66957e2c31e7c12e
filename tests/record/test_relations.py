"""What two actors did to each other, what answers what, and when nothing can be said."""

from __future__ import annotations

import random
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import onrecord
from onrecord.errors import NotOnRecord
from onrecord.record.relations import LEAST_PAIRS, reciprocity
from onrecord.record.rows import Act
from onrecord.views.text import relation_lines

PAGE = (
    "Published 20 May 2031\n\n"
    "Norway expelled twelve Portuguese diplomats on May 2, 2031.\n\n"
    "In response, Portugal expelled twelve Norwegian diplomats on May 5, 2031.\n\n"
    "Portugal imposed sanctions on Norway on May 9, 2031.\n\n"
    "Norway will expel the Portuguese ambassador on June 1, 2031.\n\n"
    "Norwegian President Ada Lind met Portuguese President Olga Sousa in Oslo on May 12, 2031.\n"
)


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pages")
    (folder / "news.txt").write_text(PAGE, encoding="utf-8")
    return onrecord.read(folder / "news.txt", into=folder / "story.db", reader="rules").into


def act(n: int, forward: bool, day: int, score: float | None, **other: object) -> Act:
    names = ("Norland", "Sudria") if forward else ("Sudria", "Norland")
    facts = {"mutual": False, "status": "happened"} | other
    return Act(
        id=f"h-{n}",
        date=(date(2031, 1, 1) + timedelta(days=day)).isoformat(),
        actor=names[0],
        recipient=names[1],
        mutual=bool(facts["mutual"]),
        type="SANCTION",
        mode=None,
        status=str(facts["status"]),
        quad=4,
        intensity=score,
        text="",
    )


def series(scores: list[tuple[float, float]]) -> list[Act]:
    """An act of one side every ten days, and one of the other two days after it."""
    acts = []
    for n, (one, other) in enumerate(scores):
        acts += [act(2 * n, True, 10 * n, one), act(2 * n + 1, False, 10 * n + 2, other)]
    return acts


def ask(acts: list[Act], *, window: int = 3, seed: int = 0):
    return reciprocity(acts, "Norland", "Sudria", window, seed, 999)


def test_months_are_counted_by_class_with_the_sum_and_the_mean_of_the_scores(record: Path) -> None:
    found = onrecord.relations(record, "Norway", "Portugal")
    rows = {(row.month, row.actor): row for row in found.months}
    may = rows["2031-05", "Portugal"]
    assert (may.quad_4, may.quad_1, may.scored) == (2, 1, 3)
    assert may.intensity_mean == pytest.approx(may.intensity_sum / 3, abs=0.01)
    assert rows["2031-06", "Norway"].planned == 1


def test_an_answer_that_the_page_states_is_a_chain_and_a_later_act_is_not(record: Path) -> None:
    found = onrecord.relations(record, "Norway", "Portugal")
    assert [[one.date for one in chain] for chain in found.chains] == [["2031-05-02", "2031-05-05"]]
    later = [(one.act.date, one.after.date, one.days) for one in found.later]
    assert later == [("2031-05-09", "2031-05-02", 7)]
    assert onrecord.relations(record, "Norway", "Portugal", window=6).later == ()
    lines = relation_lines(found)
    assert lines.index("Answers, as a page says:") < lines.index(
        "Merely later, within 14 days of the other side (no page says they answer):"
    )


def test_a_few_acts_say_nothing_of_reciprocity_and_nobody_is_not_found(record: Path) -> None:
    found = onrecord.relations(record, "Norway", "Portugal").reciprocity
    assert (found.p, found.difference) == (None, None)
    assert found.verdict.startswith("too little data") and f"needed: {LEAST_PAIRS}" in found.verdict
    with pytest.raises(NotOnRecord):
        onrecord.relations(record, "Norway", "Atlantis")


def test_acts_in_kind_are_told_from_acts_at_random() -> None:
    drawn = random.Random(1)
    scores = [drawn.choice((-9.0, -5.0, 1.0, 4.0, 8.0)) for _ in range(20)]
    kind = ask(series([(score, score) for score in scores]))
    assert kind.p is not None and kind.p <= 0.01 and kind.difference == 0
    assert "that one causes the other is not shown" in kind.verdict
    other = ask(series([(score, drawn.choice(scores)) for score in scores]))
    assert other.p is not None and other.p > 0.05 and "no sign" in other.verdict


def test_where_nothing_answers_in_kind_one_in_twenty_is_said_to_at_most() -> None:
    drawn = random.Random(7)
    found = []
    for _ in range(120):
        acts = series([(drawn.gauss(0, 4), drawn.gauss(0, 4)) for _ in range(14)])
        p = reciprocity(acts, "Norland", "Sudria", 3, 0, 199).p
        assert p is not None
        found.append(p)
    assert sum(p <= 0.05 for p in found) <= 12


def test_the_same_seed_gives_the_same_answer() -> None:
    drawn = random.Random(3)
    acts = series([(drawn.gauss(0, 4), drawn.gauss(0, 4)) for _ in range(12)])
    assert ask(acts, seed=5) == ask(acts, seed=5)
    assert ask(acts, seed=5).difference == ask(acts, seed=6).difference


def test_scores_that_are_all_alike_are_not_shuffled() -> None:
    found = ask(series([(-5.0, score) for score in range(12)]))
    assert found.p is None and found.verdict.startswith("nothing to compare")


def test_plans_joint_acts_and_acts_of_one_day_are_no_pairs() -> None:
    acts = [act(n, n % 2 == 0, 5, 1.0) for n in range(30)]
    acts += [act(100 + n, n % 2 == 0, 10 + n, 1.0, status="planned") for n in range(30)]
    acts += [act(200 + n, n % 2 == 0, 50 + n, 1.0, mutual=True) for n in range(30)]
    assert ask(acts).pairs == 0


@given(
    st.lists(
        st.tuples(st.booleans(), st.integers(0, 60), st.sampled_from([-5.0, 0.0, 5.0, None])),
        max_size=40,
    )
)
def test_p_is_a_share_or_the_reason_why_there_is_none(drawn) -> None:
    acts = [act(n, *one) for n, one in enumerate(drawn)]
    found = reciprocity(acts, "Norland", "Sudria", 14, 0, 19)
    assert found.verdict
    assert (found.p is None) == found.verdict.startswith(("too little", "nothing to compare"))
    assert found.p is None or 0 < found.p <= 1
    assert found.p is None or (found.pairs >= LEAST_PAIRS and min(found.acts) >= 5)
