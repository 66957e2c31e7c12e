"""Two wordings aligned word by word: what one left out, added or put otherwise."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Literal

import msgspec

from onrecord.link.words import folded_word

RunKind = Literal["same", "left out", "added", "changed"]
_WORD = re.compile(r"\w+(?:['’]\w+)*")
_OTHER_WAY: dict[RunKind, RunKind] = {
    "same": "same",
    "left out": "added",
    "added": "left out",
    "changed": "changed",
}


class Run(msgspec.Struct, frozen=True):
    """A run of words of both wordings, from the first to the last, as half-open offsets in each.

    A run that one wording lacks is empty there: it stands where it would go.
    """

    kind: RunKind
    start: int
    end: int
    other_start: int
    other_end: int

    def mirrored(self) -> Run:
        """The same run seen from the other wording."""
        return Run(_OTHER_WAY[self.kind], self.other_start, self.other_end, self.start, self.end)


def aligned(one: str, other: str) -> tuple[Run, ...]:
    """What became of each word of `one` in `other`, in order; empty where neither has a word.

    Words are the same whatever their case, accents and marks; a number is the same in words and
    in digits. Every word of both stands in one run. The other way round it says the same:
    `aligned(b, a)` are the mirrored runs of `aligned(a, b)`.

    >>> [(run.kind, "We refuse to pay"[run.start : run.end]) for run in
    ...  aligned("We refuse to pay", "we do not wish to pay now")]
    [('same', 'We'), ('changed', 'refuse'), ('same', 'to pay'), ('added', '')]
    """
    mine, theirs = _words(one), _words(other)
    keys, others = [word for word, _, _ in mine], [word for word, _, _ in theirs]
    if keys <= others:
        return tuple(_runs(mine, theirs, keys, others))
    return tuple(run.mirrored() for run in _runs(theirs, mine, others, keys))


Word = tuple[str, int, int]


def _words(text: str) -> list[Word]:
    return [(folded_word(found[0]), found.start(), found.end()) for found in _WORD.finditer(text)]


def _runs(
    mine: Sequence[Word], theirs: Sequence[Word], keys: Sequence[str], others: Sequence[str]
) -> Iterator[Run]:
    kinds: dict[str, RunKind] = {
        "equal": "same",
        "delete": "left out",
        "insert": "added",
        "replace": "changed",
    }
    for what, start, end, other_start, other_end in SequenceMatcher(
        None, keys, others, autojunk=False
    ).get_opcodes():
        yield Run(kinds[what], *_extent(mine, start, end), *_extent(theirs, other_start, other_end))


def _extent(words: Sequence[Word], start: int, end: int) -> tuple[int, int]:
    """From the first to the last of the words; the end of the word before where there is none."""
    if start < end:
        return words[start][1], words[end - 1][2]
    at = words[start - 1][2] if start else 0
    return at, at
