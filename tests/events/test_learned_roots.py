"""Chances of roots from the scores of the small network, and the pieces it is given."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tokenizers import Tokenizer

from onrecord.events.codebook import type_names
from onrecord.events.learned import (
    _PIECES,
    NONE,
    SOURCE,
    TARGET,
    chances,
    load_roots,
    roles_of,
    run_of,
)
from onrecord.spans import Span

SCORES = st.lists(st.floats(-30, 30), min_size=16, max_size=16)


@given(SCORES, st.floats(-30, 30), st.floats(0.2, 5), st.floats(-4, 4))
def test_chances_sum_to_one_and_none_is_negative(scores, pair, heat, lean):
    found = chances(type_names(), np.array(scores, dtype=np.float32), pair, (heat, heat), lean)
    assert sum(found.values()) == pytest.approx(1.0, abs=1e-5)
    assert min(found.values()) >= 0


@given(SCORES, st.floats(0.2, 5))
def test_heat_does_not_change_which_root_is_first(scores, heat):
    cold = chances(type_names(), np.array(scores, dtype=np.float32), 0.0)
    warm = chances(type_names(), np.array(scores, dtype=np.float32), 0.0, (heat, 1.0))
    best = [max((v, k) for k, v in found.items() if k != NONE)[0] for found in (cold, warm)]
    first = max((n for n in cold if n != NONE), key=cold.__getitem__)
    assert warm[first] == pytest.approx(best[1])


def test_the_pieces_of_each_side_have_its_role():
    text = "Kestria expelled two Maravian envoys."
    source, target = Span(0, 7), Span(17, 36)
    run = run_of(text, source, target, Tokenizer.from_file(str(_PIECES)))
    assert run is not None
    roles = roles_of(run, source, target)
    assert roles[0] == roles[-1] == 0
    for piece, role in zip(run.spans, roles[1:-1], strict=True):
        assert role == SOURCE * (piece.start < 7) + TARGET * (17 <= piece.start < 36)


@pytest.mark.skipif(load_roots() is None, reason="the network of roots is not in this checkout")
@pytest.mark.parametrize(
    ("text", "source", "target", "root"),
    [
        ("Kestria expelled twelve Maravian diplomats.", (0, 7), (17, 42), "SANCTION"),
        ("Police in Lorva arrested the editor on Monday.", (0, 15), (25, 35), "COERCE"),
        ("The army shelled the port for an hour.", (0, 8), (17, 25), "ASSAULT"),
        ("President Keller held talks with Ada Lind.", (0, 16), (33, 41), "CONSULT"),
    ],
)
def test_plain_acts_are_named(text, source, target, root):
    roots = load_roots()
    assert roots is not None
    found = roots.root_of(text, Span(*source), Span(*target))
    assert max((name for name in found if name != NONE), key=found.__getitem__) == root
    assert roots.root_of(text, Span(*source), Span(*target)) == found


def test_a_blank_sentence_tells_no_act():
    roots = load_roots()
    if roots is not None:
        assert roots.root_of("  ", None, None) == {NONE: 1.0}
