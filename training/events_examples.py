"""Sentences with two sides and the act between them, as pieces with roles."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from tokenizers import Tokenizer

from evaluation.reading import rows_of
from onrecord.annotate.pieces import window_of
from onrecord.events.codebook import type_names
from onrecord.events.learned import NONE, roles_of, run_of
from onrecord.spans import Span

ROOTS = type_names()
"""The sixteen types in the codebook's order, which is that of the network's scores."""
MANUAL = {"YIELD": ("CONCEDE", "RETREAT")}
"""A root of the gold that is one of several types of ours."""
MUTUAL = frozenset({"CONSULT", "COOPERATE", "SUPPORT", "AGREE"})
"""Roots whose sides may be told in either order, so that turning them round is no fault."""
FOLDS = 5


class Pair(NamedTuple):
    """A sentence, who acts in it on whom (None: not told), and the root; `NONE` where no act is."""

    text: str
    source: Span | None
    target: Span | None
    root: str


class Labelled(NamedTuple):
    """A pair as the network reads it; `types` are the places in `ROOTS` that are right, if any."""

    ids: tuple[int, ...]
    cases: tuple[int, ...]
    roles: tuple[int, ...]
    types: tuple[int, ...]


def gold(path: Path) -> list[Pair]:
    """The pairs of PLV's sentences: JSON lines with text and events (spans, plover)."""
    return [
        Pair(row["text"], _span(told["source_span"]), _span(told["target_span"]), told["plover"])
        for row in rows_of(path)
        for told in row["events"]
    ]


def _span(found: Sequence[int] | None) -> Span | None:
    return Span(*found) if found else None


def own(path: Path) -> list[Pair]:
    """The project's own pairs: a line each, `ROOT | {S one side} did it to {T the other}`.

    Several lines of one sentence are several pairs. `#` begins a comment.
    """
    lines = path.read_text(encoding="utf-8").splitlines()
    return [marked(line) for line in lines if line.strip() and not line.startswith("#")]


def marked(line: str) -> Pair:
    """The pair that a line tells of.

    >>> marked("AID | {S Kestria} sent {T Maravia} tents.")
    Pair(text='Kestria sent Maravia tents.', source=Span(start=0, end=7), \
target=Span(start=13, end=20), root='AID')
    """
    root, _, told = (part.strip() for part in line.partition("|"))
    if root not in (*ROOTS, NONE):
        raise ValueError(f"expected a type of PLOVER or {NONE}, found {root!r} in {line!r}")
    text, sides = "", {}
    for part in re.split(r"(\{[ST] [^}]*\})", told):
        if part.startswith("{"):
            sides[part[1]] = Span(len(text), len(text) + len(part) - 4)
        text += part[3:-1] if part.startswith("{") else part
    return Pair(text, sides.get("S"), sides.get("T"), root)


def folds(pairs: Sequence[Pair], seed: int = 5) -> list[int]:
    """The fold of each pair, 0 to 4; pairs of one sentence are of one fold."""
    texts = sorted({pair.text for pair in pairs})
    random.Random(seed).shuffle(texts)
    of = {text: at % FOLDS for at, text in enumerate(texts)}
    return [of[pair.text] for pair in pairs]


def turned(pairs: Sequence[Pair]) -> list[Pair]:
    """The pairs the other way round, where that is no act: B did not expel A."""
    return [
        Pair(p.text, p.target, p.source, NONE)
        for p in pairs
        if p.source and p.target and p.root not in MUTUAL and p.root != NONE
    ]


def passed_by(pairs: Sequence[Pair], mentions: Mapping[str, Sequence[Span]]) -> list[Pair]:
    """Pairs of `mentions` (by sentence) that touch not both sides of any act told there."""
    told: dict[str, list[Pair]] = {}
    for pair in pairs:
        told.setdefault(pair.text, []).append(pair)
    found = []
    for text, acts in told.items():
        spans = mentions.get(text, ())
        sides = [{p.source, p.target} - {None} for p in acts]
        found += [
            Pair(text, one, other, NONE)
            for one in spans
            for other in spans
            if not _touch(one, other)
            and all(
                sum(_touch(s, one) or _touch(s, other) for s in side if s) < 2 for side in sides
            )
        ]
    return found


def _touch(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def labelled(pair: Pair, tokenizer: Tokenizer) -> Labelled:
    """The pair as pieces with roles."""
    run = run_of(pair.text.replace("\n", " "), pair.source, pair.target, tokenizer)
    assert run is not None, pair.text
    window = window_of([run])
    kinds = () if pair.root == NONE else MANUAL.get(pair.root, (pair.root,))
    return Labelled(
        window.ids,
        window.cases,
        roles_of(run, pair.source, pair.target),
        tuple(ROOTS.index(kind) for kind in kinds),
    )


def rounds(
    examples: Sequence[Labelled], size: int, chance: random.Random
) -> Iterator[list[Labelled]]:
    """Batches without end; each round is shuffled, and examples of like length go together."""
    while True:
        mixed = sorted(examples, key=lambda each: len(each.ids) + 6 * chance.random())
        batches = [mixed[at : at + size] for at in range(0, len(mixed) - size + 1, size)]
        chance.shuffle(batches)
        yield from batches


def load_mentions(path: Path) -> dict[str, list[Span]]:
    """What training.events_mentions wrote: the spans of each sentence that name somebody."""
    return {row["text"]: [Span(*span) for span in row["spans"]] for row in rows_of(path)}
