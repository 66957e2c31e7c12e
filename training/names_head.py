"""Trains the head that reads names on a finished encoder, which it leaves as it is.

    python -m training.names_head build/reader/12.pt build/reader/13.pt --own training/own \\
        --gold ../shared/gold/statements --names build/reader/names.jsonl --into build/reader

Tags and names want different things of one small encoder: what names gain by weighing more in its
training, statements lose. So it learns for the statements, and names are read from all its layers.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Sequence
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import Tensor, nn

from training.examples import Labelled, examples, labelled_windows
from training.gold import Passage, own, polnear
from training.model import NamesHead, Reader, averaged
from training.names import with_names
from training.styles import restyled
from training.train import base_folder, reader, tensors

BATCH, PIECES = 32, 2048
"""Windows read at once, and pieces of one step."""
STEPS, WARM_UP, RATE = 3000, 50, 2e-3
"""Steps, those in which the rate rises, and the highest rate."""
RESTYLED, OWN_TIMES = 0.3, 2
"""Share of documents shown in another style, and how often our own passages are shown."""


def main() -> None:
    """Train the head of names and leave its weights in a folder, as names.pt."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("weights", type=Path, nargs="+", help="of the encoder, averaged")
    parser.add_argument("--gold", type=Path, required=True, help="the folder of the gold")
    parser.add_argument("--own", type=Path, required=True, help="the folder of our own passages")
    parser.add_argument("--names", type=Path, required=True, help="written by training.names")
    parser.add_argument(
        "--tokenizer", type=Path, default=Path("onrecord/data/reader/tokenizer.json")
    )
    parser.add_argument("--into", type=Path, default=Path("build/reader"))
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--threads", type=int, default=2)
    asked = parser.parse_args()
    asked.into.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(asked.threads)
    tokenizer = Tokenizer.from_file(str(asked.tokenizer))
    model = averaged(asked.weights, reader(base_folder(), tokenizer))
    chance = random.Random(asked.seed)
    passages = with_names(polnear(asked.gold / "polnear_train.jsonl.gz"), asked.names)
    mine = with_names(own(asked.own), asked.names)
    states, labels = read(model, shown(passages, mine, tokenizer, chance))
    head = trained(names_head(model), states, labels, asked.seed)
    torch.save(head.state_dict(), asked.into / "names.pt")


def names_head(model: Reader) -> NamesHead:
    """A head of names that fits `model`, untrained."""
    config = model.encoder.config
    return NamesHead(config.hidden_size, config.num_hidden_layers)


def shown(
    passages: Sequence[Passage],
    mine: Sequence[Passage],
    tokenizer: Tokenizer,
    chance: random.Random,
) -> list[Labelled]:
    """One round of all windows, shortest first so that few pieces pad a batch."""
    styled = [restyled(p, chance) if chance.random() < RESTYLED else p for p in passages]
    ours = [p for p in mine for _ in range(OWN_TIMES)]
    documents = [examples(p, tokenizer) for p in (*styled, *ours)]
    return sorted(labelled_windows(documents, chance=chance), key=lambda each: len(each.tags))


def read(model: Reader, windows: Sequence[Labelled]) -> tuple[Tensor, Tensor]:
    """Every piece's `states[piece, layer, number]`, in bfloat16, and its label.

    A million pieces take 4.6 GB.
    """
    states, labels = [], []
    with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
        for at in range(0, len(windows), BATCH):
            batch = tensors(windows[at : at + BATCH])
            layers = model.layers(batch["ids"], batch["cases"], batch["marks"], batch["seen"])
            seen = batch["seen"] == 1
            states.append(torch.stack(layers, 2)[seen].to(torch.bfloat16))
            labels.append(batch["names"][seen])
    return torch.cat(states), torch.cat(labels)


def trained(head: NamesHead, states: Tensor, labels: Tensor, seed: int) -> NamesHead:
    """`head` after `STEPS` steps, each over pieces drawn from all of them."""
    torch.manual_seed(seed)
    for layer in head.scores:
        if isinstance(layer, nn.Linear):
            layer.reset_parameters()
    optimizer = torch.optim.AdamW(head.parameters(), lr=RATE, weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1.0, (step + 1) / WARM_UP) * (1 - step / STEPS)
    )
    head.train()
    for step in range(STEPS):
        drawn = torch.randint(0, len(states), (PIECES,))
        scores = head(states[drawn].float().unbind(1))
        loss = nn.functional.cross_entropy(scores, labels[drawn])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        schedule.step()
        if step % 500 == 0 or step == STEPS - 1:
            print(f"{step}/{STEPS} names {loss.item():.3f}", flush=True)
    return head.eval()


if __name__ == "__main__":
    main()
