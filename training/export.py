"""Writes trained weights as the int8 network that the product reads with.

    python -m training.export build/reader/1.pt build/reader/2.pt --names build/reader/names.pt \
        --into onrecord/data/reader

Several weights are averaged number by number. The graph is fused for onnxruntime, then its
matrices are quantized to 8 bits, a scale for each column; the chain over tags goes beside it in
reader.json, with the labels in the order of the network's outputs.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import torch
from onnx import TensorProto
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.transformers.optimizer import optimize_model
from torch import Tensor, nn

from evaluation.marked import NATURES
from onrecord.statements.decode import TAGS
from training.examples import NAMES
from training.model import NamesHead, Reader, averaged
from training.names_head import names_head
from training.train import base_folder

OUTPUTS = ("tags", "to_cue", "to_source", "nature", "names")
"""What the network gives, in the order of `Reader.heads`."""


def main() -> None:
    """Write `reader.onnx` and `reader.json` into a folder."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("weights", type=Path, nargs="+")
    parser.add_argument("--names", type=Path, required=True, help="of training.names_head")
    parser.add_argument("--into", type=Path, required=True)
    parser.add_argument("--build", type=Path, default=Path("build/reader"))
    asked = parser.parse_args()
    asked.build.mkdir(parents=True, exist_ok=True)
    model = averaged(asked.weights, Reader(base_folder()))
    names = names_head(model)
    names.load_state_dict(torch.load(asked.names, weights_only=True))
    plain = asked.build / "plain.onnx"
    export(model, names.eval(), plain)
    quantized(plain, asked.into / "reader.onnx")
    chain = {
        "tags": list(TAGS),
        "natures": list(NATURES),
        "names": list(NAMES),
        "steps": [[round(x, 4) for x in row] for row in model.transitions().tolist()],
        "may_open": model.may_open.tolist(),
    }
    (asked.into / "reader.json").write_text(json.dumps(chain) + "\n", encoding="utf-8")


def quantized(plain: Path, into: Path) -> None:
    """Write the graph `plain` of 32 bits, fused for onnxruntime and in 8 bits, to `into`.

    The fused graph is left beside `plain`, as fused.onnx.
    """
    fused = plain.with_name("fused.onnx")
    better = optimize_model(str(plain), model_type="bert", num_heads=12, hidden_size=384)
    print(better.get_fused_operator_statistics())
    better.save_model_to_file(str(fused))
    quantize_dynamic(
        fused,
        into,
        weight_type=QuantType.QInt8,
        per_channel=True,
        op_types_to_quantize=["MatMul", "Attention", "Gather"],
        extra_options={"MatMulConstBOnly": True, "DefaultTensorType": TensorProto.FLOAT},
    )


class _OneWindow(nn.Module):
    """The reader over one window: every piece is seen, so no mask is asked for."""

    def __init__(self, reader: Reader, names: NamesHead) -> None:
        super().__init__()
        self.reader = reader
        self.names = names

    def forward(self, ids: Tensor, cases: Tensor, marks: Tensor) -> tuple[Tensor, ...]:
        layers = self.reader.layers(ids, cases, marks, torch.ones_like(ids))
        *told, _ = self.reader.heads(layers[-1])
        return (*told, self.names(layers))


def export(model: Reader, names: NamesHead, path: Path) -> None:
    """Write `model` and its head of names as an ONNX graph in 32 bits, one window of any length."""
    sample = torch.randint(1000, 2000, (1, 64))
    cases = torch.ones_like(sample)
    torch.onnx.export(
        _OneWindow(model, names),
        (sample, cases, torch.zeros_like(sample)),
        str(path),
        input_names=["ids", "cases", "marks"],
        output_names=list(OUTPUTS),
        dynamic_axes={name: {1: "length"} for name in ("ids", "cases", "marks")},
        opset_version=17,
        dynamo=False,
    )


if __name__ == "__main__":
    main()
