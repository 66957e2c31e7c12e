"""From the encoder's scores to attributions: the best tags of a paragraph, and what points where.

Each piece of a word has one tag (begin, inside, end or single of content, source or cue, or
none). A content points at its cue and a cue at its source, or at none; the contents of one cue
are the parts of one attribution.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec
import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float32]

ROLES = ("content", "source", "cue")
TAGS = ("O", *(f"{place}-{role}" for role in ROLES for place in "BIES"))
"""O, then begin, inside, end and single of each role: 13 labels."""
SURE = 0.5
"""How likely, at least, is what a pointer finds without a tag, and the content that it is for."""
NONE = 0
"""The place that a cue without a source points at: the piece that opens a window."""


class Run(msgspec.Struct, frozen=True):
    """A tagged run of pieces: half-open places in the window, its role and how sure its tags are.

    `sure` is the least probability, of 0 to 1, that any piece of the run gives its own role.
    """

    start: int
    end: int
    role: str
    sure: float


class Linked(msgspec.Struct, frozen=True):
    """The contents of one cue, the cue and its source, as runs; `sure` is between 0 and 1."""

    contents: tuple[Run, ...]
    cue: Run | None
    source: Run | None
    sure: float


def best_tags(scores: Scores, steps: Scores, may_open: NDArray[np.bool_]) -> NDArray[np.int64]:
    """The best sequence of tags for `scores[piece, tag]`, by Viterbi's algorithm (1967).

    `steps[a, b]` scores tag b after tag a; a sequence opens with a tag that `may_open`, and
    closes with one that may stand before `O`.
    """
    count = len(scores)
    best = np.where(may_open, scores[0], -np.inf)
    back = np.zeros((count, scores.shape[1]), dtype=np.int64)
    for at in range(1, count):
        through = best[:, None] + steps
        back[at] = through.argmax(axis=0)
        best = through.max(axis=0) + scores[at]
    best = best + np.where(steps[:, 0] > -1e3, 0.0, -np.inf)
    tags = np.zeros(count, dtype=np.int64)
    tags[-1] = int(best.argmax())
    for at in range(count - 1, 0, -1):
        tags[at - 1] = back[at, tags[at]]
    return tags


def chances_of(
    scores: Sequence[Scores], steps: Scores, may_open: NDArray[np.bool_]
) -> tuple[Scores, ...]:
    """How likely each tag is at each piece, by the forward and backward sums of the chain.

    `scores` are those of several paragraphs, each `[piece, tag]`; what comes back has the same
    shapes, and each piece's chances add up to 1. Rabiner 1989, with scaling.
    """
    if not scores:
        return ()
    longest = max(len(each) for each in scores)
    tags = len(may_open)
    given = np.zeros((longest, len(scores), tags), dtype=np.float32)
    given[:, :, 0] = 1.0  # after its last piece a paragraph goes on with tag O
    for at, each in enumerate(scores):
        given[: len(each), at] = np.exp(each - each.max(axis=1, keepdims=True))
    through = np.exp(steps)
    ahead = np.empty_like(given)
    state = given[0] * may_open
    for at in range(longest):
        if at:
            state = (state @ through) * given[at]
        state /= state.sum(axis=1, keepdims=True)
        ahead[at] = state
    closes = (through[:, 0] > 0).astype(np.float32)
    behind = np.tile(closes, (len(scores), 1))
    lasts = np.array([len(each) - 1 for each in scores])
    for at in range(longest - 1, -1, -1):
        behind[lasts == at] = closes  # what pads a shorter paragraph has no say in it
        ahead[at] *= behind
        behind = (given[at] * behind) @ through.T
        behind /= behind.sum(axis=1, keepdims=True)
    ahead /= ahead.sum(axis=2, keepdims=True)
    return tuple(ahead[: len(each), at] for at, each in enumerate(scores))


def runs_of(tags: NDArray[np.int64], chances: Scores, start: int) -> tuple[Run, ...]:
    """The runs of one role each in `tags`, whose first piece is at place `start` of the window.

    `chances[piece, tag]` are those of `chances_of`.
    """
    of_role = np.stack([chances[:, 1 + 4 * r : 5 + 4 * r].sum(axis=1) for r in range(len(ROLES))])
    found: list[Run] = []
    opened = 0
    for at, tag in enumerate(tags):
        if tag == 0:
            continue
        role, place = divmod(int(tag) - 1, 4)
        if place in {0, 3}:
            opened = at
        if place in {2, 3}:
            sure = float(of_role[role, opened : at + 1].min())
            found.append(Run(start + opened, start + at + 1, ROLES[role], sure))
    return tuple(found)


def linked(
    runs: Sequence[Run], to_cue: Scores, to_source: Scores, words: Sequence[int]
) -> tuple[Linked, ...]:
    """The attributions that `runs` of one paragraph make, in order of their first content.

    `words` are the places of the paragraph's pieces that hold a letter or digit. A pointer that is
    surer of one of them than of all others together is followed even where no tag marks that
    piece: in "who he said had left", two attributions share a word, and tags give it to one.
    """
    cues = [run for run in runs if run.role == "cue"]
    sources = [run for run in runs if run.role == "source"]
    of_cue: dict[Run, list[Run]] = {}
    alone: list[Run] = []
    pointed: dict[Run, float] = {}
    for content in (run for run in runs if run.role == "content"):
        points = to_cue[content.start] + to_cue[content.end - 1]
        cue = _untagged("cue", points, _outside(words, [content]), cues)
        if cue is not None and content.sure > SURE:
            cues.append(cue)
        if not cues:
            alone.append(content)
            continue
        at, sure = _pick(points, [cue.start for cue in cues])
        of_cue.setdefault(cues[at], []).append(content)
        pointed[cues[at]] = min(pointed.get(cues[at], 1.0), sure)
    found = [Linked((content,), None, None, content.sure) for content in alone]
    for cue, contents in of_cue.items():
        points = to_source[cue.start]
        places = [NONE, *_outside(words, contents)]
        told = _untagged("source", points, places, sources)
        which, sure = _pick(points, [NONE, *(s.start for s in sources)])
        source = sources[which - 1] if which else told
        least = min(cue.sure, *(c.sure for c in contents), *((source.sure,) if source else ()))
        chance = 1.0 if source is not None and source is told else sure
        found.append(Linked(tuple(contents), cue, source, least * pointed[cue] * chance))
    return tuple(sorted(found, key=lambda each: each.contents[0].start))


def _outside(words: Sequence[int], contents: Sequence[Run]) -> list[int]:
    return [at for at in words if not any(c.start <= at < c.end for c in contents)]


def _untagged(role: str, scores: Scores, places: Sequence[int], runs: Sequence[Run]) -> Run | None:
    """The one piece of `places` that is likelier than all others together, if no run has it."""
    if not places:
        return None
    which, sure = _pick(scores, places)
    at = places[which]
    if at == NONE or sure <= SURE or any(run.start <= at < run.end for run in runs):
        return None
    return Run(at, at + 1, role, sure)


def _pick(scores: Scores, places: Sequence[int]) -> tuple[int, float]:
    """Which of `places` scores best, and the probability that it is the one among them."""
    values = scores[list(places)]
    chances = np.exp(values - values.max())
    return int(values.argmax()), float(chances.max() / chances.sum())


def natures_of(scores: Scores, names: Sequence[str]) -> Mapping[str, float]:
    """The probability of each nature, of `scores` at a cue's first piece."""
    chances = np.exp(scores - scores.max())
    return dict(zip(names, (chances / chances.sum()).tolist(), strict=True))
