"""A few numbers by which pages with nearly the same words are known, before any are compared.

One permutation MinHash (Li, Owen, Zhang 2012) over runs of five words: the share of numbers that
two sketches have in common estimates the share of runs that their texts have in common.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from zlib import crc32

BINS = 16
_RUN = 5
_ALIKE = 0.75
"""Share of numbers in common from which pages are said to be nearly the same."""

Sketch = tuple[int, ...]
"""`BINS` numbers, -1 where there is none; empty for texts too short to tell."""


def sketch_of(text: str) -> Sketch:
    """The sketch of a text; white space, case and marks do not matter.

    >>> sketch_of("Too short to tell.")
    ()
    """
    words = re.findall(r"\w+", text.casefold())
    least = [-1] * BINS
    for at in range(len(words) - _RUN + 1):
        number = crc32(" ".join(words[at : at + _RUN]).encode("utf-8", "replace"))
        bin, value = number % BINS, number // BINS
        if least[bin] < 0 or value < least[bin]:
            least[bin] = value
    return tuple(least) if sum(one >= 0 for one in least) > BINS // 2 else ()


def likeness(one: Sketch, other: Sketch) -> float:
    """The estimated share of runs in common, from 0 to 1."""
    both = [(a, b) for a, b in zip(one, other, strict=True) if a >= 0 or b >= 0]
    return sum(a == b for a, b in both) / len(both) if both else 0.0


class Seen:
    """Sketches of pages seen so far, found again by any two neighbouring numbers."""

    def __init__(self) -> None:
        self._sketches: dict[str, Sketch] = {}
        self._doc_of: dict[tuple[int, int, int], str] = {}

    def like(self, doc: str, sketch: Sketch) -> str | None:
        """The first page that is nearly the same, None for none; then `doc` is seen too."""
        if not sketch:
            return None
        bands = list(_bands(sketch))
        near = dict.fromkeys(self._doc_of[band] for band in bands if band in self._doc_of)
        found = next((one for one in near if likeness(self._sketches[one], sketch) >= _ALIKE), None)
        if found is None:
            self._sketches[doc] = sketch
            for band in bands:
                self._doc_of.setdefault(band, doc)
        return found


def _bands(sketch: Sketch) -> Iterator[tuple[int, int, int]]:
    for at in range(0, BINS, 2):
        if sketch[at] >= 0 and sketch[at + 1] >= 0:
            yield at, sketch[at], sketch[at + 1]
