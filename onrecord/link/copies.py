"""Which pages are copies or reprints of which: whole texts that stand in another page.

Measured by containment of runs of five words, not by likeness of the whole: a reprint that keeps
half of a wire, or adds its own frame, is a copy all the same, and resembles it little.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import msgspec

from onrecord.annotate.parsed import READ_KINDS
from onrecord.dates import first_day, last_day
from onrecord.link.block import Join, Keyed, Likeness, connected, number_of, place_of
from onrecord.link.words import folded, grams, tokens
from onrecord.model import Reading

REACH = 12
_RUN = 5
_LEAST = 30
"""Runs that a page needs to be compared: about as many words."""
_COPY = 0.5
_CREDITED = 0.4
"""Containment from which a page that credits the other as its source is a copy of it."""
_SAMPLE = 8
"""One run in this many is looked up to find candidates; all are counted for a candidate pair."""


class Source(msgspec.Struct, frozen=True):
    """A page as the runs of its prose, each a number, with what it says of its origin and day.

    `dateline_day` is the day of a dateline without a year ("XXXX-06-18").
    """

    doc: str
    runs: frozenset[int]
    outlet: str | None
    agency: str | None
    published: str | None
    dateline_day: str | None = None

    @property
    def rank(self) -> tuple[bool, date, int, str]:
        """What puts originals first: an agency's own page, the earliest, the longest."""
        own = self.agency is not None and (self.outlet is None or self.outlet == self.agency)
        return not own, last_day(self.published) or date.max, -len(self.runs), self.doc


def source_of(reading: Reading) -> Source:
    """The page as a source."""
    document = reading.document
    words = [
        word
        for region in document.regions
        if region.kind in READ_KINDS
        for word in tokens(region.span.of(document.text))
    ]
    return Source(
        doc=document.doc,
        runs=frozenset(number_of(*run) for run in grams(words, _RUN)),
        outlet=folded(document.outlet.value) if document.outlet else None,
        agency=folded(document.agency.value) if document.agency else None,
        published=document.published.value if document.published else None,
        dateline_day=document.dateline_day.value if document.dateline_day else None,
    )


def keyed(source: Source) -> Keyed:
    """One run in eight, the same ones on every page, in order of the pages' days."""
    runs = source.runs if len(source.runs) >= _LEAST else ()
    keys = frozenset(number_of("run", run) for run in runs if run % _SAMPLE == 0)
    return Keyed(place_of(first_day(source.published), source.doc, f"page {source.doc}"), keys)


def like(source: Source) -> Likeness:
    """Nothing keeps two pages apart."""
    return Likeness(source.doc, None)


def apart(one: Source, other: Source) -> bool:
    """Nothing keeps two pages apart."""
    return False


def compare(one: Source, other: Source) -> Join | None:
    """How much of the shorter page stands in the other, where that makes one a copy of the other.

    The score is the share in hundredths.
    """
    original, copy = sorted((one, other), key=lambda source: source.rank)
    share = len(original.runs & copy.runs) / max(1, min(len(original.runs), len(copy.runs)))
    credit = _credit(original, copy)
    if share < (_CREDITED if credit else _COPY):
        return None
    reason = f"{round(100 * share)} % of the shorter page's runs of five words stand in both"
    reason += f"; {credit}" if credit else ""
    return Join(one.doc, other.doc, round(100 * share), reason)


def copies_of(
    members: Sequence[str], joins: Sequence[Join], sources: Mapping[str, Source]
) -> list[tuple[str, str, str]]:
    """(copy, original, reason) for all but the first of the pages that `joins` connect.

    The original is the first of all where the page is a copy of it, else the page before it of
    which it holds most.
    """
    first = min((sources[doc] for doc in members), key=lambda source: source.rank)
    near: dict[str, list[Join]] = {doc: [] for doc in members}
    for join in joins:
        near[join.one].append(join)
        near[join.other].append(join)
    found = []
    for doc in sorted(members):
        source = sources[doc]
        if doc == first.doc:
            continue
        direct = compare(*sorted((first, source), key=lambda each: each.doc))
        if direct is not None:
            found.append((doc, first.doc, direct.reason))
            continue
        earlier = [
            (-join.score, sources[other].rank, other, join.reason)
            for join in near[doc]
            for other in {join.one, join.other} - {doc}
            if sources[other].rank < source.rank
        ]
        if earlier:
            _, _, other, reason = min(earlier)
            found.append((doc, other, reason))
    return found


def copies_among(
    sources: Mapping[str, Source], joins: Sequence[Join]
) -> list[tuple[str, str, str]]:
    """(copy, original, reason) of all pages that `joins` connect, sorted."""
    near: dict[str, list[Join]] = {}
    for join in sorted(joins):
        near.setdefault(join.one, []).append(join)
    wholes = connected(sources, [(join.one, join.other) for join in joins])
    return sorted(
        found
        for members in wholes
        if len(members) > 1
        for found in copies_of(
            members, [join for doc in members for join in near.get(doc, ())], sources
        )
    )


def _credit(original: Source, copy: Source) -> str | None:
    """What the pages say of a common origin, in words; None where they say nothing."""
    if original.agency is not None and original.agency == copy.agency:
        return f"both credit {original.agency.upper()}"
    if original.outlet is not None and original.outlet == copy.agency:
        return f"it credits {original.outlet.upper()}"
    return None
