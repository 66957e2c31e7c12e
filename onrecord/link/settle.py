"""Days that only another page of the record tells: a dateline's year, from a page that has it.

A wire's "June 18" gives no year; a reprint of it, or a page that reports two of the same
utterances, may. The page keeps what it tells itself, and is given the year while the other page
is on the record.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import permutations

from onrecord.dates import day_of, unqualified
from onrecord.model import Document, Reading, Settled, Utterance

_AFTER = 3
"""Days within which copies of a text, and reports of what was said, follow its dateline."""
_SHARED = 2
"""Utterances that two pages must share, where neither is a copy of the other."""


def settle_days(
    readings: Sequence[Reading],
    copies: Iterable[tuple[str, str, str]],
    utterances: Iterable[Utterance],
) -> tuple[Settled, ...]:
    """The day of each page that has a dateline without a year and no sure date, where one fits.

    Pages that tell of different years settle nothing. In order of the pages.
    """
    documents = {reading.document.doc: reading.document for reading in readings}
    tied: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for one, other in _sharing(readings, utterances):
        tied[one][other] = "which reports what was said alike"
    for copy, original, _ in copies:
        tied[copy][original] = "which it is a copy of"
        tied[original][copy] = "which is a copy of it"
    return tuple(
        found
        for doc in sorted(tied)
        if doc in documents and (found := _settled(documents[doc], tied[doc], documents))
    )


def _sharing(
    readings: Sequence[Reading], utterances: Iterable[Utterance]
) -> Iterator[tuple[str, str]]:
    """Pairs of pages that report enough utterances alike, in both orders."""
    homes = {one.id: reading.document.doc for reading in readings for one in reading.statements}
    shared = Counter(
        pair
        for utterance in utterances
        for pair in permutations(sorted({homes[id] for id in utterance.members}), 2)
    )
    return (pair for pair, times in shared.items() if times >= _SHARED)


def _settled(
    document: Document, tied: Mapping[str, str], documents: Mapping[str, Document]
) -> Settled | None:
    bare, published = document.dateline_day, document.published
    sure = published is not None and published.value == unqualified(published.value)
    if bare is None or (published is not None and sure and day_of(published.value)):
        return None
    found: dict[date, tuple[str, str]] = {}
    for doc, tie in sorted(tied.items()):
        other = documents[doc].published if doc in documents else None
        day = day_of(other.value) if other and other.value == unqualified(other.value) else None
        own = _day_before(bare.value, day) if day is not None else None
        if own is not None:
            found.setdefault(own, (doc, tie))
    if len(found) != 1:
        return None
    [(day, (doc, tie))] = found.items()
    told = documents[doc].published
    basis = (
        f"the dateline's day, in the year of {doc}, {tie} and was published on "
        f"{told.value if told else day}"
    )
    return Settled(document.doc, day.isoformat(), basis, doc)


def _day_before(bare: str, day: date) -> date | None:
    """The day without a year ("XXXX-06-18") as one of the days up to `day`; None where none is.

    >>> _day_before("XXXX-12-31", date(2022, 1, 2)), _day_before("XXXX-06-18", date(2021, 7, 18))
    (datetime.date(2021, 12, 31), None)
    """
    for year in (day.year, day.year - 1):
        try:
            own = date(year, int(bare[5:7]), int(bare[8:10]))
        except ValueError:
            continue
        if -1 <= (day - own).days <= _AFTER:
            return own
    return None
