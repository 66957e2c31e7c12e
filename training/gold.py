"""What the reader is trained on: passages of text, and the attributions marked in them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec

from evaluation.marked import read_marked
from evaluation.reading import rows_of
from onrecord.spans import Span


class Told(msgspec.Struct, frozen=True):
    """One attribution as its annotator marked it: content in parts, cue and source.

    `nature` is None where the annotator did not say it, as PolNeAR's do not.
    """

    parts: tuple[Span, ...]
    cue: Span | None
    source: Span | None
    nature: str | None = None


class Name(msgspec.Struct, frozen=True):
    """A name, or a date or number, and its kind in the parser's terms (PERSON, GPE, DATE, …)."""

    span: Span
    kind: str


class Passage(msgspec.Struct, frozen=True):
    """A text, its attributions, and the stretches that its annotator left out of account."""

    name: str
    publisher: str
    text: str
    told: tuple[Told, ...]
    left_out: tuple[Span, ...] = ()
    names: tuple[Name, ...] = ()


def paragraphs(text: str) -> Iterator[Span]:
    """The lines of `text` that are not blank, without white space around them."""
    at = 0
    for line in text.split("\n"):
        words = line.strip()
        if words:
            start = at + line.index(words)
            yield Span(start, start + len(words))
        at += len(line) + 1


def polnear(path: Path) -> list[Passage]:
    """The documents of a PolNeAR file."""
    return [_document(row) for row in rows_of(path)]


def _document(found: dict[str, Any]) -> Passage:
    told = tuple(
        Told(
            tuple(Span(*part) for part in quote["parts"]),
            _one(quote["cue_parts"]),
            _one(quote["speaker_parts"]),
        )
        for quote in found["quotes"]
    )
    left_out = tuple(Span(*part) for part in found["discard"])
    return Passage(found["doc_id"], found["publisher"], found["text"], told, left_out)


def _one(parts: Sequence[Sequence[int]]) -> Span | None:
    """From where the first part starts to where the last one ends; None without parts."""
    return Span(parts[0][0], parts[-1][1]) if parts else None


def texts(path: Path) -> list[Passage]:
    """The texts of JSON lines with `name` and `text`, nothing marked in them."""
    return [Passage(row["name"], "unmarked", row["text"], ()) for row in rows_of(path)]


def unmarked(path: Path) -> list[Passage]:
    """The texts that training.teach has marked; their tags are left to its chances."""
    return [
        Passage(
            row["doc_id"], "unmarked", row["text"], msgspec.convert(row["told"], tuple[Told, ...])
        )
        for row in rows_of(path)
    ]


def own(folder: Path) -> list[Passage]:
    """The passages written for this project; of statements within one another the outer one."""
    found = []
    for path in sorted(folder.glob("*.txt")):
        for number, block in enumerate(path.read_text(encoding="utf-8").split("\n---\n")):
            passage = read_marked(block.strip("\n-"))
            told = [
                Told(
                    tuple(Span(*part) for part in each.parts),
                    Span(*each.cue) if each.cue else None,
                    Span(*each.source) if each.source else None,
                    each.nature,
                )
                for each in passage.statements
            ]
            outer = tuple(t for t in told if not any(_within(t, o) for o in told if o is not t))
            found.append(Passage(f"{path.stem}-{number}", "own", passage.text, outer))
    return found


def _within(inner: Told, outer: Told) -> bool:
    """Whether `inner` begins with a part that lies in a longer part of `outer`."""
    return any(p.holds(q) and p != q for p in outer.parts for q in inner.parts[:1])
