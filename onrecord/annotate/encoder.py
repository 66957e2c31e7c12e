"""The trained encoder: one pass over a page's prose, whose scores every trained part reads.

Its files stand in onrecord/data/reader: `reader.onnx` (int8), `tokenizer.json`, `reader.json` (the
chain over tags) and `README.md`, the model card. Nothing is downloaded.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

import msgspec
import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Tokenizer

from onrecord.annotate.pieces import Window, pieces_of, windows
from onrecord.spans import Span

Scores = NDArray[np.float32]
_FOLDER = Path(__file__).parent.parent / "data" / "reader"


class Encoded(msgspec.Struct, frozen=True):
    """A window and what the encoder makes of it.

    `tags[piece, tag]`, `to_cue[piece, piece]` and `to_source[piece, piece]` (from, at),
    `nature[piece, nature]`: scores, not probabilities. `names[piece]` is the number of the best
    label of the names.
    """

    window: Window
    tags: Scores
    to_cue: Scores
    to_source: Scores
    nature: Scores
    names: NDArray[np.int64]


class Named(NamedTuple):
    """A name, a date or a number that the encoder marks, and its kind (PERSON, GPE, DATE, …)."""

    span: Span
    kind: str


class Encoder:
    """The network and its tokenizer; `steps` and `may_open` are the chain over tags."""

    def __init__(self, folder: Path) -> None:
        self._session = session_of(folder / "reader.onnx")
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        chain = json.loads((folder / "reader.json").read_text(encoding="utf-8"))
        self.tags: tuple[str, ...] = tuple(chain["tags"])
        self.natures: tuple[str, ...] = tuple(chain["natures"])
        self._names: tuple[str, ...] = tuple(chain["names"])
        self.steps: Scores = np.array(chain["steps"], dtype=np.float32)
        self.may_open: NDArray[np.bool_] = np.array(chain["may_open"], dtype=bool)

    def encode(self, text: str, paragraphs: Sequence[Span]) -> tuple[Encoded, ...]:
        """What the encoder makes of `paragraphs` of `text`, window by window, in order.

        One window a call: in a batch, 8-bit sums depend on what else is in it.
        """
        runs = [run for span in paragraphs for run in pieces_of(text, span, self._tokenizer)]
        return tuple(self._encoded(window) for window in windows(runs))

    def _encoded(self, window: Window) -> Encoded:
        tags, to_cue, to_source, nature, names = self._session.run(
            ["tags", "to_cue", "to_source", "nature", "names"],
            {
                "ids": np.array([window.ids], dtype=np.int64),
                "cases": np.array([window.cases], dtype=np.int64),
                "marks": np.array([window.marks], dtype=np.int64),
            },
        )
        best = names[0].argmax(axis=1)
        return Encoded(window, tags[0], to_cue[0], to_source[0], nature[0], best)

    def names(self, text: str, encoded: Sequence[Encoded]) -> Iterator[Named]:
        """The names in what was encoded, in order of the text; none overlaps another.

        A name begins and ends with words: the pieces of a word go with its first piece.
        """
        for each in encoded:
            for start, pieces in zip(each.window.starts, each.window.paragraphs, strict=True):
                labels = [self._names[n] for n in each.names[start : start + len(pieces.ids)]]
                yield from _names(text, pieces.spans, labels)


def _names(text: str, spans: Sequence[Span], labels: Sequence[str]) -> Iterator[Named]:
    """The runs of pieces that B and I labels make; an I of another kind begins a run."""
    kind, start, end = "", 0, 0
    for span, label in zip(spans, labels, strict=True):
        # a letter that falls into several pieces gives each of them all of itself
        in_word = span.start < end or (
            span.start == end > 0 and text[end - 1].isalnum() and text[end].isalnum()
        )
        goes_on = in_word or (kind != "" and label == f"I-{kind}")
        end, before = span.end, end
        if goes_on:
            continue
        if kind:
            yield Named(Span(start, before), kind)
        kind = label[2:] if label != "O" else ""
        start = span.start
    if kind:
        yield Named(Span(start, end), kind)


def session_of(network: Path) -> onnxruntime.InferenceSession:
    """A network that runs on one thread of the processor, and keeps its warnings to itself."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(network, options, providers=["CPUExecutionProvider"])


@cache
def load_encoder() -> Encoder:
    """The encoder that stands in the package; loading it takes a tenth of a second, once."""
    return Encoder(_FOLDER)
