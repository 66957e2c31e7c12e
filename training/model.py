"""The network: one small encoder, tags, two pointers, and a head of names for when it is done.

The encoder is all-MiniLM-L6-v2; each piece's embedding gets the embeddings of its case and of its
quotation marks added. Two more heads read the nature of a cue and the names.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TypeVar

import torch
from torch import Tensor, nn
from transformers import AutoConfig, AutoModel

from evaluation.marked import NATURES
from onrecord.annotate.pieces import CASES, MARKS
from onrecord.statements.decode import TAGS
from training.examples import NAMES

Model = TypeVar("Model", bound=nn.Module)

WIDE = 128
"""Numbers in which a pointer compares two pieces."""
NAMES_WIDE = 256
"""Numbers of the hidden layer that reads names."""
FAR = 12
"""Buckets of distance on either side: exact to 4, then doubling."""
FORBIDDEN = -1e4
"""The score of what cannot be: far below any other, and finite, so that gradients are too."""


class Reader(nn.Module):
    """From a window's pieces to scores: tags, pointers to cue and source, natures and names.

    `base` is the folder of the encoder; `places` is where its vocabulary has each of our pieces,
    where that differs. `steps[a, b]` scores tag b after tag a. Eager attention: its backward pass
    is twice as fast on a processor as that of the fused one.
    """

    def __init__(self, base: str, places: Tensor | None = None) -> None:
        super().__init__()
        config = AutoConfig.from_pretrained(base, attention_probs_dropout_prob=0.0)
        self.encoder = AutoModel.from_pretrained(
            base, config=config, add_pooling_layer=False, attn_implementation="eager"
        )
        wide = config.hidden_size
        self.register_buffer("places", places, persistent=False)
        self.case = nn.Embedding(CASES, wide)
        self.mark = nn.Embedding(MARKS, wide)
        nn.init.zeros_(self.case.weight)
        nn.init.zeros_(self.mark.weight)
        self.drop = nn.Dropout(0.1)
        self.tags = nn.Linear(wide, len(TAGS))
        self.nature = nn.Linear(wide, len(NATURES))
        self.names = nn.Linear(wide, len(NAMES))
        self.to_cue = Pointer(wide, none=False)
        self.to_source = Pointer(wide, none=True)
        allowed, first, last = structure()
        self.register_buffer("allowed", allowed)
        self.register_buffer("may_open", first)
        self.register_buffer("may_close", last)
        self.steps = nn.Parameter(torch.zeros(len(TAGS), len(TAGS)))

    def forward(
        self, ids: Tensor, cases: Tensor, marks: Tensor, seen: Tensor
    ) -> tuple[Tensor, Tensor, Tensor, Tensor, Tensor]:
        """Scores `(tags, to_cue, to_source, nature, names)`; pointers are piece by piece.

        All are `[batch, piece]`; `seen` is 1 where there is a piece and 0 where a row is padded.
        """
        return self.heads(self.layers(ids, cases, marks, seen)[-1])

    def layers(self, ids: Tensor, cases: Tensor, marks: Tensor, seen: Tensor) -> tuple[Tensor, ...]:
        """What each layer of the encoder makes of the pieces: `[batch, piece, number]`."""
        known = ids if self.places is None else self.places[ids]
        words = self.encoder.embeddings.word_embeddings(known)
        words = words + self.case(cases) + self.mark(marks)
        read = self.encoder(inputs_embeds=words, attention_mask=seen, output_hidden_states=True)
        return tuple(read.hidden_states[1:])

    def heads(self, states: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor, Tensor]:
        """What the heads make of the last layer, in the order of `forward`."""
        states = self.drop(states)
        return (
            self.tags(states),
            self.to_cue(states),
            self.to_source(states),
            self.nature(states),
            self.names(states),
        )

    def transitions(self) -> Tensor:
        """Scores of one tag after another; what BIES forbids is out of reach."""
        return self.steps.masked_fill(~self.allowed, FORBIDDEN)


class NamesHead(nn.Module):
    """Labels of names from all layers of a finished encoder: one hidden layer, then a score each.

    The reader's own head of names sees the last layer only, where the tags have the say, and is
    there so that the encoder keeps names in view; the product reads with this one.
    """

    def __init__(self, wide: int, layers: int) -> None:
        super().__init__()
        self.scores = nn.Sequential(
            nn.Linear(wide * layers, NAMES_WIDE),
            nn.GELU(),
            nn.Dropout(0.1),
            nn.Linear(NAMES_WIDE, len(NAMES)),
        )

    def forward(self, layers: Sequence[Tensor]) -> Tensor:
        """`scores[…, label]` of pieces, from each layer's numbers of them."""
        return self.scores(torch.cat(list(layers), -1))


class Pointer(nn.Module):
    """Scores every piece as what another points at: bilinear, with a bias for the distance."""

    def __init__(self, wide: int, *, none: bool) -> None:
        super().__init__()
        self.from_ = nn.Linear(wide, WIDE)
        self.at = nn.Linear(wide, WIDE)
        self.near = nn.Embedding(2 * FAR + 1, 1)
        nn.init.zeros_(self.near.weight)
        self.none = none

    def forward(self, states: Tensor) -> Tensor:
        """`scores[batch, from, at]`; place 0, the opening piece, stands for none."""
        scores = self.from_(states) @ self.at(states).transpose(1, 2) / WIDE**0.5
        bias = self.near(buckets(states.shape[1]).to(states.device))[..., 0]
        return scores + bias


def buckets(length: int) -> Tensor:
    """The bucket of the distance between each two places: exact to 4, then doubling."""
    places = torch.arange(length)
    apart = places[None, :] - places[:, None]
    near = apart.abs().clamp(max=4)
    far = torch.log2(apart.abs().clamp(min=4).float() / 4).floor().long()
    return (torch.sign(apart) * (near + far).clamp(max=FAR)) + FAR


def structure() -> tuple[Tensor, Tensor, Tensor]:
    """Which tag may follow which, open a paragraph and close it, as BIES has it."""
    count = len(TAGS)
    allowed = torch.zeros(count, count, dtype=torch.bool)
    opens = torch.tensor([t == "O" or t[0] in "BS" for t in TAGS])
    closes = torch.tensor([t == "O" or t[0] in "ES" for t in TAGS])
    for a, one in enumerate(TAGS):
        for b, other in enumerate(TAGS):
            inside = one[0] in "BI" and other[0] in "IE" and one[2:] == other[2:]
            allowed[a, b] = inside or bool(closes[a] and opens[b])
    return allowed, opens, closes


def piece_loss(scores: Tensor, tags: Tensor, known: Tensor) -> Tensor:
    """The negative log likelihood of the tags of each window, each piece for itself.

    `known` is false where a tag is not known; such a piece counts for nothing.
    """
    each = nn.functional.cross_entropy(scores.transpose(1, 2), tags.clamp(min=0), reduction="none")
    return (each * known).sum(1)


def chain_loss(scores: Tensor, tags: Tensor, steps: Tensor, known: Tensor) -> Tensor:
    """The negative log likelihood of the tags of each window, as a linear chain.

    `known` is false where a tag is not known; any tag is right there. Lafferty et al. 2001.
    """
    every = torch.zeros_like(scores)
    gold = torch.full_like(scores, FORBIDDEN).scatter(2, tags[..., None].clamp(min=0), 0.0)
    gold = torch.where(known[..., None], gold, every)
    both = torch.cat([scores, scores + gold])
    total = _forward(both, steps)
    half = scores.shape[0]
    return total[:half] - total[half:]


def taught_loss(scores: Tensor, tags: Tensor, pairs: Tensor, steps: Tensor, seen: Tensor) -> Tensor:
    """The cross entropy between a teacher's chain and this one, of each window.

    `tags[window, piece, tag]` are the teacher's chances, `pairs[window, a, b]` how often it has
    tag b after tag a; `seen` is 1 where there is a piece. Wang et al. 2020.
    """
    there = (seen == 1)[..., None]
    empty = torch.full_like(scores, FORBIDDEN)
    empty[..., 0] = 0.0
    padded = (seen == 0).sum(1)  # each of them an O after an O
    expected = (scores * tags * there).sum((1, 2)) + (steps * pairs).sum((1, 2))
    return _forward(torch.where(there, scores, empty), steps) - expected - padded * steps[0, 0]


def _forward(scores: Tensor, steps: Tensor) -> Tensor:
    """The log of the sum over all sequences of tags of each row of the batch."""
    alpha = scores[:, 0]
    for at in range(1, scores.shape[1]):
        alpha = torch.logsumexp(alpha[:, :, None] + steps[None], dim=1) + scores[:, at]
    return torch.logsumexp(alpha, dim=1)


def averaged(weights: Sequence[Path], model: Model) -> Model:
    """`model` with the mean of the weights in the files (Wortsman et al. 2022)."""
    states = [torch.load(path, weights_only=True) for path in weights]
    mean = {
        name: torch.stack([s[name].float() for s in states]).mean(0).to(states[0][name].dtype)
        for name in states[0]
    }
    model.load_state_dict(mean)
    return model.eval()
