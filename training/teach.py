"""What a larger network makes of texts, for the reader to learn from beside what people marked.

    python -m training.teach build/teacher/teacher.pt --base FOLDER --gold ../shared/gold/statements
        --more build/reader/more.jsonl --into build/reader

The larger network is trained by training.train with `--base`. It says of each piece how likely
each tag is, which tells more than the one tag that an annotator chose; and it marks texts that
nobody has marked. The reader then learns from both (`--taught`, `--taught-share`): the cross
entropy between two chains is linear in the chances of tags and of pairs of tags (Wang et al. 2020,
structure-level knowledge distillation), so that those two are all that is kept.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import msgspec
import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor

from onrecord.annotate.pieces import WINDOW, Window, pieces_of, window_of
from onrecord.statements.decode import TAGS, best_tags, linked, runs_of
from training.examples import Array, Taught
from training.gold import Passage, Told, paragraphs, polnear, texts
from training.model import FORBIDDEN, Reader
from training.score import scores_of, spans_of, words_of
from training.train import reader


def main() -> None:
    """Write `taught.npz`, and `unmarked.jsonl`: the texts of `--more` as the teacher marks them."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("weights", type=Path)
    parser.add_argument("--base", required=True, help="the folder of the teacher's encoder")
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--more", type=Path, default=None, help="texts: name and text a line")
    parser.add_argument(
        "--tokenizer", type=Path, default=Path("onrecord/data/reader/tokenizer.json")
    )
    parser.add_argument("--into", type=Path, default=Path("build/reader"))
    asked = parser.parse_args()
    torch.set_num_threads(2)
    tokenizer = Tokenizer.from_file(str(asked.tokenizer))
    teacher = reader(asked.base, tokenizer)
    teacher.load_state_dict(torch.load(asked.weights, weights_only=True))
    teacher.eval()
    passages = polnear(asked.gold / "polnear_train.jsonl.gz")
    more = texts(asked.more) if asked.more is not None else []
    kept: dict[str, Array] = {}
    with (asked.into / "unmarked.jsonl").open("w", encoding="utf-8") as out:
        for at, passage in enumerate([*passages, *more]):
            told, runs = taught(teacher, tokenizer, passage)
            for number, run in enumerate(runs):
                kept[f"{passage.name}\t{number}\ttags"] = run.tags
                kept[f"{passage.name}\t{number}\tpairs"] = run.pairs
            if at >= len(passages):
                row = {"doc_id": passage.name, "text": passage.text, "told": told}
                out.write(msgspec.json.encode(row).decode() + "\n")
            if at % 100 == 0:
                print(at, flush=True)
    np.savez(asked.into / "taught.npz", **kept)  # type: ignore[arg-type]


def taught(
    teacher: Reader, tokenizer: Tokenizer, passage: Passage
) -> tuple[list[Told], list[Taught]]:
    """The attributions that the teacher finds in a passage, and its chances run by run."""
    runs = [r for p in paragraphs(passage.text) for r in pieces_of(passage.text, p, tokenizer)]
    told: list[Told] = []
    kept: list[Taught] = []
    at = 0
    while at < len(runs):
        room, end = WINDOW, at
        while end < len(runs) and (end == at or len(runs[end].ids) < room):
            room -= len(runs[end].ids) + 1
            end += 1
        window = window_of(runs[at:end])
        found, chances = _read(teacher, window)
        told += found
        kept += chances
        at = end
    return told, kept


def _read(teacher: Reader, window: Window) -> tuple[list[Told], list[Taught]]:
    """What the teacher finds in one window, and its chances for each run of it."""
    with torch.autocast("cpu", dtype=torch.bfloat16):
        tags, cues, sources = scores_of(teacher, window)
    own = [
        tags[s : s + len(run.ids)] for s, run in zip(window.starts, window.paragraphs, strict=True)
    ]
    kept = chances(own, teacher.transitions().detach())
    steps, may_open = teacher.transitions().detach().numpy(), teacher.may_open.numpy()
    spans = spans_of(window)
    told = []
    for start, each, taught_ in zip(window.starts, own, kept, strict=True):
        best = best_tags(each.numpy(), steps, may_open)
        found = runs_of(best, taught_.tags.astype(np.float32), start)
        within = range(start, start + len(each))
        for one in linked(found, cues.numpy(), sources.numpy(), within):
            told.append(
                Told(
                    tuple(words_of(spans, content) for content in one.contents),
                    words_of(spans, one.cue) if one.cue else None,
                    words_of(spans, one.source) if one.source else None,
                )
            )
    return told, kept


def chances(scores: Sequence[Tensor], steps: Tensor) -> list[Taught]:
    """How likely each tag and each pair of tags is in each paragraph, scored `[piece, tag]`.

    They are the slopes of the log of the chain's sum, by the scores and by the steps.
    """
    longest = max(map(len, scores)) + 2
    padded = torch.full((len(scores), longest, len(TAGS)), FORBIDDEN)
    padded[:, :, 0] = 0.0
    for at, each in enumerate(scores):
        padded[at, 1 : 1 + len(each)] = each
    padded.requires_grad_()
    each_steps = steps.repeat(len(scores), 1, 1).requires_grad_()
    alpha = padded[:, 0]
    for at in range(1, longest):
        alpha = torch.logsumexp(alpha[:, :, None] + each_steps, dim=1) + padded[:, at]
    torch.logsumexp(alpha, dim=1).sum().backward()
    assert padded.grad is not None and each_steps.grad is not None
    found = []
    for at, each in enumerate(scores):
        pairs = each_steps.grad[at].clone()
        pairs[0, 0] -= longest - 2 - len(each)  # what pads the shorter ones
        found.append(
            Taught(
                padded.grad[at, 1 : 1 + len(each)].numpy().astype(np.float16),
                pairs.numpy().astype(np.float16),
            )
        )
    return found


if __name__ == "__main__":
    main()
