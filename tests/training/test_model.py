"""The chain's losses agree with one another; they need torch, which only training installs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from numpy.typing import NDArray

if TYPE_CHECKING:
    from torch import Tensor

torch = pytest.importorskip("torch")

from onrecord.statements.decode import TAGS, best_tags, chances_of  # noqa: E402
from training.model import FORBIDDEN, chain_loss, piece_loss, structure, taught_loss  # noqa: E402
from training.teach import chances  # noqa: E402


def chain(seed: int) -> tuple[Tensor, Tensor, NDArray[np.bool_]]:
    """Scores of two paragraphs, of seven and of four pieces, and the steps of a chain."""
    torch.manual_seed(seed)
    allowed, first, _ = structure()
    steps = torch.randn(len(TAGS), len(TAGS)).masked_fill(~allowed, FORBIDDEN)
    return torch.randn(2, 7, len(TAGS)), steps, first.numpy()


def test_a_teacher_s_chances_are_those_of_the_forward_and_backward_sums() -> None:
    scores, steps, may_open = chain(1)
    own = [scores[0], scores[1, :4]]
    steps[0] = 0.0  # into a paragraph every tag costs the same, as the product has it
    steps[0, ~torch.from_numpy(may_open)] = FORBIDDEN
    steps[:, 0] = torch.where(steps[:, 0] > FORBIDDEN, 0.0, FORBIDDEN)
    expected = chances_of([each.numpy() for each in own], steps.numpy(), may_open)
    for taught, each in zip(chances(own, steps), expected, strict=True):
        assert np.allclose(taught.tags, each, atol=2e-3)


def test_a_teacher_who_is_certain_teaches_what_an_annotator_marks() -> None:
    scores, steps, may_open = chain(2)
    window = torch.cat([torch.zeros(1, 1, len(TAGS)), scores[:1], torch.zeros(1, 1, len(TAGS))], 1)
    tags = torch.zeros(1, 9, dtype=torch.long)
    tags[0, 1:8] = torch.from_numpy(best_tags(scores[0].numpy(), steps.numpy(), may_open))
    pairs = torch.zeros(1, len(TAGS), len(TAGS))
    for before, after in zip(tags[0, :-1], tags[0, 1:], strict=True):
        pairs[0, before, after] += 1
    marked = chain_loss(window, tags, steps, torch.ones(1, 9, dtype=torch.bool))
    seen = torch.ones(1, 9, dtype=torch.long)
    taught = taught_loss(window, torch.nn.functional.one_hot(tags, len(TAGS)), pairs, steps, seen)
    assert torch.allclose(marked, taught, atol=1e-3)


def test_what_pads_a_window_costs_nothing() -> None:
    scores, steps, _ = chain(3)
    chances_ = torch.softmax(torch.randn(1, 7, len(TAGS)), 2)
    pairs = torch.rand(1, len(TAGS), len(TAGS)) * (steps > FORBIDDEN)
    scores[0, -1, 1:] = FORBIDDEN
    seen = torch.ones(1, 7, dtype=torch.long)
    alone = taught_loss(scores[:1], chances_, pairs, steps, seen)
    more = torch.cat([scores[:1], torch.randn(1, 3, len(TAGS))], 1)
    fill = torch.cat([chances_, torch.ones(1, 3, len(TAGS))], 1)
    padded = taught_loss(more, fill, pairs, steps, torch.tensor([[1] * 7 + [0] * 3]))
    assert torch.allclose(alone, padded, atol=1e-3)


def test_each_piece_for_itself_is_a_chain_in_which_no_step_matters_or_is_forbidden() -> None:
    scores, steps, _ = chain(5)
    tags = torch.randint(0, len(TAGS), (2, 7))
    known = torch.ones(2, 7, dtype=torch.bool)
    known[1, 4:] = False
    free = chain_loss(scores, tags.masked_fill(~known, -100), torch.zeros_like(steps), known)
    assert torch.allclose(
        piece_loss(scores, tags.masked_fill(~known, -100), known), free, atol=1e-4
    )
