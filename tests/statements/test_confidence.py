"""Confidence is scaled by kind: it keeps its order, its bounds, and can be undone."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.model import StatementKind
from onrecord.statements.confidence import calibrated, scaling, uncalibrated

KINDS: tuple[StatementKind, ...] = ("direct", "mixed", "indirect")


def test_each_kind_has_a_scaling_that_grows() -> None:
    assert set(scaling()) == set(KINDS)
    assert all(slope > 0 for slope, _ in scaling().values())


@pytest.mark.parametrize("kind", KINDS)
def test_who_is_surer_stays_surer(kind: StatementKind) -> None:
    chances = [calibrated(at / 20, kind) for at in range(21)]
    assert all(a <= b for a, b in pairwise(chances))
    assert 0 < chances[0] < chances[-1] < 1


@given(st.floats(0.001, 0.999), st.sampled_from(KINDS))
def test_scaling_can_be_undone(chance: float, kind: StatementKind) -> None:
    assert uncalibrated(calibrated(chance, kind), kind) == pytest.approx(chance, abs=1e-3)
