"""Scores trained weights on a gold file, straight from the network, without the product around it.

    python -m training.score build/reader/reader.pt --gold dev.jsonl.gz --scorer statements.py

Several weights are averaged, number by number, before they are scored.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from torch import Tensor

from onrecord.annotate.pieces import WINDOW, Window, pieces_of, windows
from onrecord.spans import Span, hull
from onrecord.statements.decode import Linked, Run, Scores, best_tags, chances_of, linked, runs_of
from training.gold import Passage, paragraphs, polnear
from training.model import Reader, averaged
from training.train import base_folder, reader


def main() -> None:
    """Print the scorer's table for one or more weights, averaged."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("weights", type=Path, nargs="+")
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--scorer", type=Path, required=True)
    parser.add_argument("--publisher", nargs="*", default=[])
    parser.add_argument(
        "--tokenizer", type=Path, default=Path("onrecord/data/reader/tokenizer.json")
    )
    parser.add_argument("--base", default="", help="the folder of another encoder than ours")
    parser.add_argument("--longest", type=int, default=WINDOW)
    parser.add_argument("--into", type=Path, default=Path("build/reader"))
    asked = parser.parse_args()
    torch.set_num_threads(2)
    tokenizer = Tokenizer.from_file(str(asked.tokenizer))
    model = averaged(asked.weights, reader(asked.base or base_folder(), tokenizer))
    passages = polnear(asked.gold)
    if asked.publisher:
        passages = [p for p in passages if p.publisher in asked.publisher]
    asked.into.mkdir(parents=True, exist_ok=True)
    found = asked.into / "found.jsonl"
    with found.open("w", encoding="utf-8") as out:
        for passage in passages:
            for each in attributions(model, tokenizer, passage, asked.longest):
                out.write(json.dumps(each) + "\n")
    subprocess.run([sys.executable, str(asked.scorer), str(asked.gold), str(found)], check=True)


def attributions(
    model: Reader, tokenizer: Tokenizer, passage: Passage, longest: int
) -> Iterator[dict[str, object]]:
    """The attributions of a passage, as rows of the export that the scorer reads."""
    runs = [r for p in paragraphs(passage.text) for r in pieces_of(passage.text, p, tokenizer)]
    steps = model.transitions().detach().numpy()
    may_open = model.may_open.numpy()
    for window in windows(runs, longest):
        for pieces, spans in _linked(model, passage.text, window, steps, may_open):
            held = [words_of(spans, run) for run in pieces.contents]
            speaker = words_of(spans, pieces.source) if pieces.source is not None else None
            yield {
                "doc": passage.name.replace("/", "__"),
                "parts": [list(span) for span in held],
                "speaker": {"start": speaker.start, "end": speaker.end} if speaker else None,
                "sure": pieces.sure,
            }


def words_of(spans: Sequence[Span | None], run: Run) -> Span:
    """What the pieces of `run` cover, by the span of every place of its window."""
    return hull(span for span in spans[run.start : run.end] if span is not None)


def spans_of(window: Window) -> list[Span | None]:
    """The span of every place of a window; None where it opens and where its paragraphs part."""
    spans: list[Span | None] = [None] * len(window.ids)
    for start, run in zip(window.starts, window.paragraphs, strict=True):
        spans[start : start + len(run.spans)] = run.spans
    return spans


def scores_of(model: Reader, window: Window) -> tuple[Tensor, Tensor, Tensor]:
    """The scores of tags and of both pointers that a network gives a window."""
    with torch.no_grad():
        tags, cues, sources, *_ = model(
            torch.tensor([window.ids]),
            torch.tensor([window.cases]),
            torch.tensor([window.marks]),
            torch.ones(1, len(window.ids), dtype=torch.long),
        )
    return tags[0].float(), cues[0].float(), sources[0].float()


def _linked(
    model: Reader, text: str, window: Window, steps: Scores, may_open: NDArray[np.bool_]
) -> Iterator[tuple[Linked, list[Span | None]]]:
    """The attributions of a window, each with the span of every place."""
    tags, cues, sources = (scores.numpy() for scores in scores_of(model, window))
    spans = spans_of(window)
    for start, run in zip(window.starts, window.paragraphs, strict=True):
        own = tags[start : start + len(run.ids)]
        best = best_tags(own, steps, may_open)
        (likely,) = chances_of([own], steps, may_open)
        words = [start + at for at, span in enumerate(run.spans) if text[span.start].isalnum()]
        for each in linked(runs_of(best, likely, start), cues, sources, words):
            yield each, spans


if __name__ == "__main__":
    main()
