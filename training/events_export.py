"""Writes trained weights as the int8 network that names the roots of acts.

    python -m training.events_export build/events/1.pt --scores build/events/scores-folds.jsonl \
        --into onrecord/data/events_reader

Several weights are averaged number by number. What makes chances of the scores is fitted on the
scores of a cross-validation, where each pair was scored by a network that had not seen it.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

import torch
from torch import Tensor, nn

from evaluation.reading import rows_of
from training.events_examples import MANUAL, NONE, ROOTS
from training.events_model import RootReader, losses
from training.export import quantized
from training.model import averaged
from training.train import base_folder


def main() -> None:
    """Write `roots.onnx` and `roots.json` into a folder."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("weights", type=Path, nargs="+")
    parser.add_argument("--scores", type=Path, required=True, help="of a cross-validation")
    parser.add_argument("--into", type=Path, required=True)
    parser.add_argument("--build", type=Path, default=Path("build/events"))
    parser.add_argument("--layers", type=int, default=6)
    parser.add_argument("--after", type=int, default=0)
    asked = parser.parse_args()
    asked.into.mkdir(parents=True, exist_ok=True)
    model = averaged(asked.weights, RootReader(base_folder(), asked.layers, asked.after))
    plain = asked.build / "plain.onnx"
    export(model, plain)
    quantized(plain, asked.into / "roots.onnx")
    told = {"roots": list(ROOTS), **fitted(asked.scores)}
    (asked.into / "roots.json").write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
    print(told)


class _OneSentence(nn.Module):
    """The network over one sentence: every piece is seen, so no mask is asked for."""

    def __init__(self, model: RootReader) -> None:
        super().__init__()
        self.model = model

    def forward(self, ids: Tensor, cases: Tensor, roles: Tensor) -> tuple[Tensor, Tensor]:
        return self.model(ids, cases, roles, torch.ones_like(ids))


def export(model: RootReader, path: Path) -> None:
    """Write `model` as an ONNX graph in 32 bits, one sentence of any length at a time."""
    sample = torch.randint(1000, 2000, (1, 24))
    roles = torch.tensor([[0, *[1] * 4, *[0] * 8, *[2] * 5, *[0] * 6]])
    torch.onnx.export(
        _OneSentence(model),
        (sample, torch.ones_like(sample), roles),
        str(path),
        input_names=["ids", "cases", "roles"],
        output_names=["roots", "pair"],
        dynamic_axes={name: {1: "length"} for name in ("ids", "cases", "roles")},
        opset_version=17,
        dynamo=False,
    )


def fitted(path: Path) -> dict[str, float]:
    """Heats and lean under which the scores in `path` are the least surprised by the gold."""
    rows = rows_of(path)
    roots = torch.tensor([row["roots"] for row in rows])
    pair = torch.tensor([row["pair"] for row in rows])
    types = _types([row["root"] for row in rows])
    heat = torch.zeros(2, requires_grad=True)  # logarithms
    lean = torch.zeros(1, requires_grad=True)
    optimizer = torch.optim.LBFGS([heat, lean], max_iter=100)

    def surprise() -> Tensor:
        optimizer.zero_grad()
        parts = losses(roots / heat[0].exp(), pair / heat[1].exp() + lean, types)
        total = parts[0] + parts[1]
        total.backward()
        return total

    optimizer.step(surprise)
    root_heat, pair_heat = heat.detach().exp().tolist()
    return {
        "root_heat": round(root_heat, 3),
        "pair_heat": round(pair_heat, 3),
        "pair_lean": round(lean.item(), 3),
    }


def _types(roots: Sequence[str]) -> Tensor:
    types = torch.zeros(len(roots), len(ROOTS))
    for row, root in enumerate(roots):
        for kind in () if root == NONE else MANUAL.get(root, (root,)):
            types[row, ROOTS.index(kind)] = 1
    return types


if __name__ == "__main__":
    main()
