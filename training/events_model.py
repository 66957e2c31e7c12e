"""The network that names an act's root: a small encoder told which pieces are of which side."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor, nn
from transformers import AutoConfig, AutoModel

from onrecord.annotate.pieces import CASES
from onrecord.events.learned import SOURCE, TARGET
from training.events_examples import ROOTS, Labelled

WIDE = 256
"""Numbers between the three means and the scores."""


class RootReader(nn.Module):
    """From the pieces of a sentence and their roles to scores: of each root, and of any act at all.

    `base` is the folder of the encoder, of which the first `layers` are kept. The embeddings of
    the sides are added to the pieces after `after` layers, so that what lies below them is the
    same for every pair of a sentence.
    """

    def __init__(self, base: str, layers: int = 6, after: int = 0, drop: float = 0.1) -> None:
        super().__init__()
        config = AutoConfig.from_pretrained(base, attention_probs_dropout_prob=0.0)
        self.encoder = AutoModel.from_pretrained(
            base, config=config, add_pooling_layer=False, attn_implementation="eager"
        )
        self.encoder.encoder.layer = self.encoder.encoder.layer[:layers]
        self.after = after
        wide = config.hidden_size
        self.case = nn.Embedding(CASES, wide)
        nn.init.zeros_(self.case.weight)
        self.sides = nn.Parameter(torch.randn(2, wide) * 0.02)
        self.missing = nn.Parameter(torch.zeros(2, wide))
        self.drop = nn.Dropout(drop)
        self.between = nn.Linear(3 * wide, WIDE)
        self.roots = nn.Linear(WIDE, len(ROOTS))
        self.pair = nn.Linear(WIDE, 1)

    def forward(
        self, ids: Tensor, cases: Tensor, roles: Tensor, seen: Tensor
    ) -> tuple[Tensor, Tensor]:
        """Scores `roots[row, root]` and `pair[row]`; what goes in is `[row, piece]`."""
        both = roles == SOURCE + TARGET
        source = ((roles == SOURCE) | both).float()
        target = ((roles == TARGET) | both).float()
        added = source[..., None] * self.sides[0] + target[..., None] * self.sides[1]
        words = self.encoder.embeddings.word_embeddings(ids) + self.case(cases)
        if self.after == 0:
            words = words + added
        states = self.encoder.embeddings(inputs_embeds=words)
        masked = (1.0 - seen[:, None, None, :].float()) * -1e4
        for number, layer in enumerate(self.encoder.encoder.layer):
            if number == self.after > 0:
                states = states + added
            states = layer(states, masked)
            states = states[0] if isinstance(states, tuple) else states
        means = [
            _mean(states, seen.float(), None),
            _mean(states, source, self.missing[0]),
            _mean(states, target, self.missing[1]),
        ]
        told = nn.functional.gelu(self.between(self.drop(torch.cat(means, dim=1))))
        told = self.drop(told)
        return self.roots(told), self.pair(told)[:, 0]


def _mean(states: Tensor, weights: Tensor, missing: Tensor | None) -> Tensor:
    """The mean of the states that have weight; `missing` where none has."""
    total = weights.sum(1, keepdim=True)
    mean = (states * weights[..., None]).sum(1) / total.clamp(min=1.0)
    return mean if missing is None else mean + (total == 0).float() * missing


def losses(
    roots: Tensor, pair: Tensor, types: Tensor, smooth: float = 0.0
) -> tuple[Tensor, Tensor]:
    """The losses of the roots, over rows that have an act, and of there being one, over all.

    Where several types are right, what counts is that one of them is found.
    """
    there = types.sum(1) > 0
    chances = roots.log_softmax(1)
    right = chances.masked_fill(types == 0, -1e4).logsumexp(1)
    each = -(1 - smooth) * right - smooth * chances.mean(1)
    zero = roots.sum() * 0
    root_loss = each[there].mean() if there.any() else zero
    pair_loss = nn.functional.binary_cross_entropy_with_logits(pair, there.float())
    return root_loss, pair_loss


def tensors(batch: Sequence[Labelled]) -> dict[str, Tensor]:
    """A batch, padded to its longest; `types[row, root]` is 1 where the root is right."""
    longest = max(len(each.ids) for each in batch)
    found = {
        name: torch.zeros(len(batch), longest, dtype=torch.long)
        for name in ("ids", "cases", "roles", "seen")
    }
    types = torch.zeros(len(batch), len(ROOTS))
    for row, each in enumerate(batch):
        size = len(each.ids)
        found["ids"][row, :size] = torch.tensor(each.ids)
        found["cases"][row, :size] = torch.tensor(each.cases)
        found["roles"][row, :size] = torch.tensor(each.roles)
        found["seen"][row, :size] = 1
        types[row, list(each.types)] = 1
    return {**found, "types": types}
