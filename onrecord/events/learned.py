"""What a small trained network makes of a sentence in which two sides are told: the act's root.

Its files stand in onrecord/data/events_reader: `roots.onnx` (int8), `roots.json` (the roots in the
order of its output, and how its scores become chances) and `README.md`, the model card. The pieces
are those of the statement reader's tokenizer. Nothing is downloaded; where the files are not there,
`load_roots` gives None, and the lexicon goes alone.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from onrecord.annotate.encoder import session_of
from onrecord.annotate.pieces import Pieces, pieces_of, window_of
from onrecord.spans import Span

NONE = "NONE"
"""What the network calls a pair between which the sentence tells no act."""
SOURCE, TARGET = 1, 2
"""Roles of pieces, added up where a piece is of both sides."""

RootOf = Callable[[str, Span | None, Span | None], Mapping[str, float]]
"""Of a sentence, who acts in it and on whom: the chance of each root, and of `NONE`."""

_FOLDER = Path(__file__).parent.parent / "data" / "events_reader"
_PIECES = Path(__file__).parent.parent / "data" / "reader" / "tokenizer.json"


class Roots:
    """The network, its tokenizer, and the temperatures that make chances of its scores."""

    def __init__(self, folder: Path, pieces: Path = _PIECES) -> None:
        self._session = session_of(folder / "roots.onnx")
        self._tokenizer = Tokenizer.from_file(str(pieces))
        told = json.loads((folder / "roots.json").read_text(encoding="utf-8"))
        self.roots: tuple[str, ...] = tuple(told["roots"])
        self._heat: tuple[float, float] = (told["root_heat"], told["pair_heat"])
        self._lean: float = told["pair_lean"]

    def root_of(
        self, sentence: str, source: Span | None, target: Span | None
    ) -> Mapping[str, float]:
        """The chance of each root, and of `NONE`, for what `source` did to `target`.

        Spans are offsets of `sentence`; None where a side is not told. The chances sum to 1. One
        sentence a call: in a batch, 8-bit sums depend on what else is in it.
        """
        run = run_of(sentence, source, target, self._tokenizer)
        if run is None:
            return MappingProxyType({NONE: 1.0})
        window = window_of([run])
        roots, pair = self._session.run(
            ["roots", "pair"],
            {
                "ids": np.array([window.ids], dtype=np.int64),
                "cases": np.array([window.cases], dtype=np.int64),
                "roles": np.array([roles_of(run, source, target)], dtype=np.int64),
            },
        )
        return chances(self.roots, roots[0], float(pair[0]), self._heat, self._lean)


def run_of(
    sentence: str, source: Span | None, target: Span | None, tokenizer: Tokenizer
) -> Pieces | None:
    """The pieces of the sentence; of a very long one, the part that tells most of the two sides."""
    runs = pieces_of(sentence, Span(0, len(sentence)), tokenizer)
    told = [sum(role > 0 for role in roles_of(run, source, target)) for run in runs]
    return runs[told.index(max(told))] if runs else None


def roles_of(run: Pieces, source: Span | None, target: Span | None) -> tuple[int, ...]:
    """Whose each piece of the window of `run` alone is: 0, SOURCE, TARGET, or the sum of both."""

    def within(span: Span | None, piece: Span) -> bool:
        return span is not None and piece.start < span.end and span.start < piece.end

    return (
        0,
        *(SOURCE * within(source, p) + TARGET * within(target, p) for p in run.spans),
        0,
    )


def chances(
    names: Sequence[str],
    roots: NDArray[np.float32],
    pair: float,
    heat: tuple[float, float] = (1.0, 1.0),
    lean: float = 0.0,
) -> Mapping[str, float]:
    """Chances of `names` and of `NONE` from the network's scores.

    `pair` is for there being an act at all, `roots` for which it is if so; each is divided by its
    heat (Guo et al. 2017).

    >>> dict(chances(["AID", "CONSULT"], np.zeros(2, dtype=np.float32), 0.0))
    {'AID': 0.25, 'CONSULT': 0.25, 'NONE': 0.5}
    """
    there = float(1 / (1 + np.exp(-(pair / heat[1] + lean))))
    risen = np.exp((roots - roots.max()) / heat[0])
    shares = risen / risen.sum() * there
    told = {name: float(share) for name, share in zip(names, shares, strict=True)}
    return MappingProxyType({**told, NONE: 1 - there})


@cache
def load_roots() -> Roots | None:
    """The network that stands in the package, loaded once; None where it is not there."""
    return Roots(_FOLDER) if (_FOLDER / "roots.onnx").exists() else None
