"""Which pages are copies or reprints of which: whole texts that stand in another page.

Measured by containment of runs of five words, not by likeness of the whole: a reprint that keeps
half of a wire, or adds its own frame, is a copy all the same, and resembles it little.
"""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Sequence
from datetime import date
from itertools import combinations

import msgspec

from onrecord.annotate.parsed import READ_KINDS
from onrecord.dates import last_day
from onrecord.link.words import folded, grams, tokens
from onrecord.model import Reading

_RUN = 5
_LEAST = 30
"""Runs that a page needs to be compared: about as many words."""
_COPY = 0.7
_CREDITED = 0.5
"""Containment from which a page that credits the other as its source is a copy of it."""
_SAMPLE = 8
"""One run in this many is looked up to find candidates; all are counted for a candidate pair."""
_COMMON = 50
"""A run that more pages than this share (a cookie notice) finds nobody."""


class Source(msgspec.Struct, frozen=True):
    """A page as the runs of its prose, with what it says of its origin."""

    doc: str
    runs: frozenset[tuple[str, ...]]
    outlet: str | None
    agency: str | None
    published: str | None

    @property
    def rank(self) -> tuple[bool, date, int, str]:
        """What puts originals first: an agency's own page, the earliest, the longest."""
        own = self.agency is not None and (self.outlet is None or self.outlet == self.agency)
        return not own, last_day(self.published) or date.max, -len(self.runs), self.doc


def find_copies(readings: Sequence[Reading]) -> tuple[tuple[str, str, str], ...]:
    """(copy, original, reason) for each page whose prose stands in an earlier or agency page.

    Each copy has one original: the page that holds most of it. Sorted by the copy.
    """
    sources = {reading.document.doc: _source(reading) for reading in readings}
    best: dict[str, tuple[float, str, str]] = {}
    for pair in _candidates([sources[doc] for doc in sorted(sources)]):
        original, copy = sorted(pair, key=lambda source: source.rank)
        share = len(original.runs & copy.runs) / min(len(original.runs), len(copy.runs))
        credit = _credit(original, copy)
        if share < (_CREDITED if credit else _COPY):
            continue
        reason = f"{round(100 * share)} % of the shorter page's runs of five words stand in both"
        reason += f"; {credit}" if credit else ""
        found = best.get(copy.doc)
        better = found is None or (-share, original.rank) < (-found[0], sources[found[1]].rank)
        if better:
            best[copy.doc] = (share, original.doc, reason)
    return tuple((copy, original, reason) for copy, (_, original, reason) in sorted(best.items()))


def _source(reading: Reading) -> Source:
    document = reading.document
    words = [
        word
        for region in document.regions
        if region.kind in READ_KINDS
        for word in tokens(region.span.of(document.text))
    ]
    return Source(
        doc=document.doc,
        runs=frozenset(grams(words, _RUN)),
        outlet=folded(document.outlet.value) if document.outlet else None,
        agency=folded(document.agency.value) if document.agency else None,
        published=document.published.value if document.published else None,
    )


def _candidates(sources: Sequence[Source]) -> list[tuple[Source, Source]]:
    """Pairs of pages that share a sampled run; the sample is the same for a run on every page."""
    holders: dict[tuple[str, ...], list[Source]] = {}
    for source in sources:
        if len(source.runs) >= _LEAST:
            for run in source.runs:
                if zlib.crc32(" ".join(run).encode()) % _SAMPLE == 0:
                    holders.setdefault(run, []).append(source)
    shared = Counter(
        (one.doc, other.doc)
        for found in holders.values()
        if 2 <= len(found) <= _COMMON
        for one, other in combinations(sorted(found, key=lambda source: source.doc), 2)
    )
    by_doc = {source.doc: source for source in sources}
    return [(by_doc[one], by_doc[other]) for one, other in sorted(shared)]


def _credit(original: Source, copy: Source) -> str | None:
    """What the pages say of a common origin, in words; None where they say nothing."""
    if original.agency is not None and original.agency == copy.agency:
        return f"both credit {original.agency.upper()}"
    if original.outlet is not None and original.outlet == copy.agency:
        return f"it credits {original.outlet.upper()}"
    return None
