"""The head that reads names from all layers of a finished encoder."""

from __future__ import annotations

import pytest

torch = pytest.importorskip("torch")

from training.examples import NAMES  # noqa: E402
from training.model import NamesHead  # noqa: E402
from training.names_head import trained  # noqa: E402


def test_it_gives_each_piece_a_score_for_every_label() -> None:
    head = NamesHead(wide=8, layers=3)
    layers = [torch.randn(2, 5, 8) for _ in range(3)]
    assert head(layers).shape == (2, 5, len(NAMES))


def test_it_learns_what_only_a_lower_layer_knows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("training.names_head.STEPS", 400)
    states = torch.randn(4096, 2, 8)
    labels = (states[:, 0, 0] > 0).long()
    head = trained(NamesHead(wide=8, layers=2), states.to(torch.bfloat16), labels, seed=1)
    found = head(states.unbind(1)).argmax(-1)
    assert (found == labels).float().mean() > 0.9
