"""Trains the network that names the root of an act between two sides.

    python -m training.events --gold ../shared/gold/events/plv_train.jsonl --folds 0 1 2 3 4
    python -m training.events --gold ../shared/gold/events/plv_train.jsonl --seed 1 --name 1

With --folds, a training a fold, each without the fold's sentences, whose scores are left in
`scores-NAME.jsonl` for evaluation/plover_roots.py and its weights in `NAME-FOLD.pt`; else one
training on all of them, whose weights are left in `NAME.pt`. The schedule is fixed by steps and
not by the clock.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Sequence
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import nn

from training.events_examples import (
    NONE,
    Labelled,
    Pair,
    folds,
    gold,
    labelled,
    load_mentions,
    own,
    passed_by,
    rounds,
    turned,
)
from training.events_model import RootReader, losses, tensors
from training.train import base_folder

BATCH = 16
"""Pairs with an act in one step."""
BESIDE = 1200
"""Pairs of the gold's sentences between which no act is marked, of all there are."""
WARM_UP = 40
"""Steps in which the rate rises; from there it falls to nothing at the last step."""
HEADS_RATE = 1e-3
"""The rate of all that is not the encoder and starts from nothing."""


def main() -> None:
    """Train, on all or fold by fold."""
    asked = arguments().parse_args()
    asked.into.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(asked.threads)
    tokenizer = Tokenizer.from_file(str(asked.tokenizer))
    pairs = gold(asked.gold)
    mine = own(asked.own) if asked.own is not None else []
    mentions = load_mentions(asked.mentions) if asked.mentions is not None else {}
    beside = passed_by(pairs, mentions)
    beside = random.Random(0).sample(beside, min(BESIDE, len(beside)))
    negatives = [*turned(pairs), *beside] if asked.negatives else []
    if not asked.folds:
        model = train([*pairs, *mine, *turned(mine)], negatives, tokenizer, asked)
        torch.save(model.state_dict(), asked.into / f"{asked.name}.pt")
        return
    of_text = dict(zip((p.text for p in pairs), folds(pairs), strict=True))
    with (asked.into / f"scores-{asked.name}.jsonl").open("w", encoding="utf-8") as out:
        for fold in asked.folds:
            kept = [p for p in pairs if of_text[p.text] != fold]
            unlike = [p for p in negatives if of_text[p.text] != fold]
            model = train([*kept, *mine, *turned(mine)], unlike, tokenizer, asked)
            torch.save(model.state_dict(), asked.into / f"{asked.name}-{fold}.pt")
            held = [p for p in [*pairs, *negatives] if of_text[p.text] == fold]
            right = 0
            for row in scored(model, held, tokenizer):
                out.write(json.dumps({"fold": fold, **row}) + "\n")
                right += row["right"] is True
            out.flush()
            acts = sum(p.root != NONE for p in held)
            print(f"fold {fold}: accuracy {right / acts:.3f} of {acts}", flush=True)


def arguments() -> argparse.ArgumentParser:
    """What may be asked for."""
    parser = argparse.ArgumentParser(description="Trains the network that names an act's root.")
    parser.add_argument("--gold", type=Path, required=True, help="PLV's sentences, JSON lines")
    parser.add_argument("--own", type=Path, default=None, help="our own pairs")
    parser.add_argument("--mentions", type=Path, default=None, help="by training.events_mentions")
    parser.add_argument(
        "--tokenizer", type=Path, default=Path("onrecord/data/reader/tokenizer.json")
    )
    parser.add_argument("--into", type=Path, default=Path("build/events"))
    parser.add_argument("--name", default="events")
    parser.add_argument("--folds", type=int, nargs="*", default=[], help="hold these out in turn")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--steps", type=int, default=420)
    parser.add_argument("--rate", type=float, default=2e-4, help="the highest rate of the encoder")
    parser.add_argument("--layers", type=int, default=6, help="of the base that are kept")
    parser.add_argument("--after", type=int, default=0, help="layers below the sides' embeddings")
    parser.add_argument("--words", action="store_true", help="train the words' embeddings too")
    parser.add_argument("--smooth", type=float, default=0.05)
    parser.add_argument("--drop", type=float, default=0.1)
    parser.add_argument("--hide", type=float, default=0.0, help="share of sides' pieces hidden")
    parser.add_argument("--negatives", type=int, default=0, help="pairs without act in a step")
    parser.add_argument("--pair-weight", type=float, default=0.5)
    parser.add_argument("--start", type=Path, nargs="*", default=[], help="statement readers")
    parser.add_argument("--threads", type=int, default=1)
    return parser


def train(
    pairs: Sequence[Pair],
    negatives: Sequence[Pair],
    tokenizer: Tokenizer,
    asked: argparse.Namespace,
) -> RootReader:
    """A network trained on `pairs` and as many `negatives` a step as asked."""
    torch.manual_seed(0)  # every seed starts from the same heads, so that their weights average
    model = RootReader(base_folder(), asked.layers, asked.after, asked.drop)
    if asked.start:
        _start_from(model, asked.start)
    torch.manual_seed(asked.seed)
    chance = random.Random(asked.seed)
    acts = [labelled(p, tokenizer) for p in pairs if p.root != NONE]
    none = [labelled(p, tokenizer) for p in [*pairs, *negatives] if p.root == NONE]
    model.encoder.embeddings.word_embeddings.weight.requires_grad_(asked.words)
    encoder = [p for n, p in model.named_parameters() if n.startswith("encoder")]
    heads = [p for n, p in model.named_parameters() if not n.startswith("encoder")]
    optimizer = torch.optim.AdamW(
        [{"params": encoder, "lr": asked.rate}, {"params": heads, "lr": HEADS_RATE}],
        weight_decay=0.01,
        fused=True,
    )
    steps = asked.steps
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1.0, (step + 1) / WARM_UP) * max(0.0, 1 - step / steps)
    )
    batches = rounds(acts, BATCH, chance)
    others = rounds(none, asked.negatives, chance) if asked.negatives else None
    began = time.monotonic()
    model.train()
    for step in range(steps):
        chosen = [*next(batches), *(next(others) if others is not None else [])]
        batch = tensors([_hidden(each, asked.hide, chance) for each in chosen])
        with torch.autocast("cpu", dtype=torch.bfloat16):
            roots, pair = model(batch["ids"], batch["cases"], batch["roles"], batch["seen"])
        root_loss, pair_loss = losses(roots.float(), pair.float(), batch["types"], asked.smooth)
        loss = root_loss + (asked.pair_weight * pair_loss if others is not None else 0)
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        if step % 20 == 0 or step == steps - 1:
            spent = time.monotonic() - began
            told = f"root {root_loss:.3f} pair {pair_loss:.3f}"
            print(f"{step}/{steps} {spent:.0f}s {told}", flush=True)
    return model.eval()


_HIDDEN = 103
"""The vocabulary's piece for what is not shown."""


def _hidden(each: Labelled, share: float, chance: random.Random) -> Labelled:
    """The pair with some pieces of its sides hidden, so that names are not learnt by heart."""
    if not share:
        return each
    ids = tuple(
        _HIDDEN if role and chance.random() < share else piece
        for piece, role in zip(each.ids, each.roles, strict=True)
    )
    return each._replace(ids=ids)


def _start_from(model: RootReader, weights: Sequence[Path]) -> None:
    """Begin with the encoder of the statement reader, averaged over its seeds, and its cases."""
    states = [torch.load(path) for path in weights]
    shared = {
        name: torch.stack([s[name].float() for s in states]).mean(0)
        for name in states[0]
        if name in model.state_dict() and name.startswith(("encoder", "case"))
    }
    model.load_state_dict(shared, strict=False)


@torch.no_grad()
def scored(
    model: RootReader, pairs: Sequence[Pair], tokenizer: Tokenizer
) -> list[dict[str, object]]:
    """The scores of each pair, in the order of the pairs; `right` where the best root is."""
    examples = [labelled(p, tokenizer) for p in pairs]
    rows: list[dict[str, object]] = []
    for at in range(0, len(examples), 32):
        batch = tensors(examples[at : at + 32])
        roots, pair = model(batch["ids"], batch["cases"], batch["roles"], batch["seen"])
        for row, told in enumerate(pairs[at : at + 32]):
            types = examples[at + row].types
            rows.append(
                {
                    "text": told.text,
                    "source": told.source,
                    "target": told.target,
                    "root": told.root,
                    "roots": [round(x, 3) for x in roots[row].tolist()],
                    "pair": round(float(pair[row]), 3),
                    "right": int(roots[row].argmax()) in types if types else None,
                }
            )
    return rows


if __name__ == "__main__":
    main()
