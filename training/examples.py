"""From passages to what a training step reads: windows of pieces, tags and pointers."""

from __future__ import annotations

import random
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec
import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from evaluation.marked import NATURES
from onrecord.annotate.pieces import WINDOW, Pieces, Window, pieces_of, window_of, windows
from onrecord.spans import Span
from onrecord.statements.decode import TAGS
from training.gold import Passage, paragraphs

OUTSIDE = 0
"""The tag of a piece that nothing marked holds."""
IGNORED = -100
"""The tag of a piece that its annotator left out of account: any tag is right there."""
KINDS = tuple(
    "CARDINAL DATE EVENT FAC GPE LANGUAGE LAW LOC MONEY NORP ORDINAL ORG PERCENT PERSON PRODUCT "
    "QUANTITY TIME WORK_OF_ART".split()
)
"""The kinds of name that the parser tells apart."""
NAMES = ("O", *(f"{place}-{kind}" for kind in KINDS for place in "BI"))
"""O, then begin and inside of each kind of name: 37 labels."""


Array = NDArray[np.float16]


class Taught(msgspec.Struct, frozen=True):
    """The teacher's chances over one run of pieces.

    `tags[piece, tag]` adds up to 1 for each piece; `pairs[a, b]` is how often tag b follows tag a
    in the run, the steps from O into it and back to O among them. `weight` is what the teacher
    counts for in learning, of 1; what an annotator marked counts for the rest.
    """

    tags: Array
    pairs: Array
    weight: float = 0.5


class Example(msgspec.Struct, frozen=True):
    """A run of pieces and its labels: a tag a piece, and pointers from piece to piece of it.

    `to_cue` pairs a content's first piece and last piece with its cue's first, `to_source` a cue's
    first with its source's first (None: it has none). `nature` is known at some cues: the cue's
    first piece and a place in `NATURES`. `names` are places in `NAMES`, one a piece. `taught` is
    what a teacher makes of the run, where one has read it.
    """

    pieces: Pieces
    tags: tuple[int, ...]
    to_cue: tuple[tuple[int, int, int], ...]
    to_source: tuple[tuple[int, int | None], ...]
    nature: tuple[tuple[int, int], ...]
    names: tuple[int, ...]
    taught: Taught | None = None


def tag(place: str, role: str) -> int:
    """The label of one place in one role.

    >>> tag("B", "content"), tag("S", "cue")
    (1, 12)
    """
    return TAGS.index(f"{place}-{role}")


def examples(passage: Passage, tokenizer: Tokenizer) -> list[Example]:
    """The runs of pieces of a passage, labelled."""
    return [
        _labelled(passage, run)
        for paragraph in paragraphs(passage.text)
        for run in pieces_of(passage.text, paragraph, tokenizer)
    ]


def load_taught(path: Path) -> Mapping[tuple[str, int], Taught]:
    """What training.teach wrote, by the passage's name and the number of the run in it."""
    found: dict[tuple[str, int], dict[str, Array]] = {}
    with np.load(path) as kept:
        for key in kept.files:
            name, number, part = key.split("\t")
            found.setdefault((name, int(number)), {})[part] = kept[key]
    return {key: Taught(parts["tags"], parts["pairs"]) for key, parts in found.items()}


def with_taught(
    found: Sequence[Example],
    name: str,
    taught: Mapping[tuple[str, int], Taught],
    weight: float,
) -> list[Example]:
    """The runs of the passage `name` with what a teacher makes of them, where it has read them."""
    read = (taught.get((name, number)) for number in range(len(found)))
    return [
        each
        if known is None
        else msgspec.structs.replace(each, taught=msgspec.structs.replace(known, weight=weight))
        for each, known in zip(found, read, strict=True)
    ]


def untagged(found: Sequence[Example]) -> list[Example]:
    """The runs with any tag right everywhere: what nobody has marked is left to the teacher."""
    return [msgspec.structs.replace(each, tags=(IGNORED,) * len(each.tags)) for each in found]


def _labelled(passage: Passage, run: Pieces) -> Example:
    """`run` with what is marked in it; a pointer that would leave the run is left out."""
    tags = [OUTSIDE] * len(run.ids)
    to_cue, to_source, nature = [], [], []
    for told in passage.told:
        cue = _held(run, told.cue) if told.cue is not None else None
        source = _held(run, told.source) if told.source is not None else None
        if cue is not None:
            _mark(tags, cue, "cue")
            to_source.append((cue[0], source[0] if source is not None else None))
            if told.nature is not None:
                nature.append((cue[0], NATURES.index(told.nature)))
        if source is not None:
            _mark(tags, source, "source")
        for part in told.parts:
            held = _held(run, part)
            if held is None:
                continue
            _mark(tags, held, "content")
            if cue is not None:
                to_cue.append((held[0], held[1], cue[0]))
    for left_out in passage.left_out:
        held = _held(run, left_out)
        if held is not None:
            tags[held[0] : held[1] + 1] = [IGNORED] * (held[1] + 1 - held[0])
    kept = [c for c in to_cue if tags[c[0]] != IGNORED and tags[c[2]] != IGNORED]
    sourced = [s for s in to_source if tags[s[0]] != IGNORED]
    names = _named(passage, run)
    return Example(run, tuple(tags), tuple(kept), tuple(sourced), tuple(nature), names)


def _named(passage: Passage, run: Pieces) -> tuple[int, ...]:
    """The label of each piece's name."""
    names = [OUTSIDE] * len(run.ids)
    for name in passage.names:
        held = _held(run, name.span)
        if held is not None:
            first = NAMES.index(f"B-{name.kind}")
            names[held[0] : held[1] + 1] = [first, *[first + 1] * (held[1] - held[0])]
    return tuple(names)


def _held(run: Pieces, span: Span) -> tuple[int, int] | None:
    """The first and the last piece of `run` that meet `span`; None where none does."""
    first = bisect_right(run.spans, span.start, key=lambda piece: piece.end)
    last = bisect_left(run.spans, span.end, key=lambda piece: piece.start)
    return (first, last - 1) if first < last else None


def _mark(tags: list[int], held: tuple[int, int], role: str) -> None:
    """Tag the pieces `held`, first and last, as one of `role`; what was there is overwritten."""
    first, last = held
    if first == last:
        tags[first] = tag("S", role)
        return
    tags[first : last + 1] = [tag("I", role)] * (last + 1 - first)
    tags[first], tags[last] = tag("B", role), tag("E", role)


class Labelled(msgspec.Struct, frozen=True):
    """A window and its labels, with pointers in places of the window.

    A cue without a source points at place 0, the piece that opens the window.
    """

    window: Window
    tags: tuple[int, ...]
    to_cue: tuple[tuple[int, int, int], ...]
    to_source: tuple[tuple[int, int], ...]
    nature: tuple[tuple[int, int], ...]
    names: tuple[int, ...]
    taught: Taught | None = None


def labelled_windows(
    documents: Sequence[Sequence[Example]],
    longest: int = WINDOW,
    chance: random.Random | None = None,
) -> list[Labelled]:
    """Windows of each document in order; with `chance`, the first is cut short at random.

    So each round has its paragraphs stand among other neighbours.
    """
    found = []
    for runs in documents:
        rest = list(runs)
        if chance is not None and len(rest) > 2:
            first, rest = _first(rest, chance.randrange(30, longest))
            found.append(_joined(first))
        by_pieces = {id(run.pieces): run for run in rest}
        for window in windows([run.pieces for run in rest], longest):
            found.append(_joined([by_pieces[id(p)] for p in window.paragraphs]))
    return found


def _first(runs: list[Example], longest: int) -> tuple[list[Example], list[Example]]:
    """As many of `runs` as `longest` pieces hold, at least one, and the rest."""
    taken, room = 0, longest
    while taken < len(runs) and (taken == 0 or room > len(runs[taken].pieces.ids)):
        room -= len(runs[taken].pieces.ids) + 1
        taken += 1
    return runs[:taken], runs[taken:]


def _joined(runs: Sequence[Example]) -> Labelled:
    """One window of `runs`, their labels moved to where they stand in it."""
    window = window_of([run.pieces for run in runs])
    tags = [OUTSIDE] * len(window.ids)
    names = [OUTSIDE] * len(window.ids)
    to_cue, to_source, nature = [], [], []
    for start, run in zip(window.starts, runs, strict=True):
        tags[start : start + len(run.tags)] = run.tags
        names[start : start + len(run.names)] = run.names
        to_cue += [(start + a, start + b, start + c) for a, b, c in run.to_cue]
        to_source += [(start + a, 0 if b is None else start + b) for a, b in run.to_source]
        nature += [(start + a, n) for a, n in run.nature]
    return Labelled(
        window,
        tuple(tags),
        tuple(to_cue),
        tuple(to_source),
        tuple(nature),
        tuple(names),
        _taught(window, [run.taught for run in runs]),
    )


def _taught(window: Window, runs: Sequence[Taught | None]) -> Taught | None:
    """What a teacher makes of a whole window; None unless it has read every run of it.

    The pieces that open the window and part its runs have tag O.
    """
    read = [run for run in runs if run is not None]
    if len(read) < len(runs):
        return None
    tags = np.zeros((len(window.ids), len(TAGS)), dtype=np.float16)
    tags[:, OUTSIDE] = 1
    for start, run in zip(window.starts, read, strict=True):
        tags[start : start + len(run.tags)] = run.tags
    pairs = sum((run.pairs for run in read), np.zeros_like(read[0].pairs))
    return Taught(tags, pairs, read[0].weight)
