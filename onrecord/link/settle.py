"""Days that only another page of the record tells: a dateline's year, from a page that has it.

A wire's "June 18" gives no year; a reprint of it, or a page that reports two of the same
utterances, may. The page keeps what it tells itself, and is given the year while the other page
is on the record.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date

from onrecord.dates import day_of, unqualified
from onrecord.link.copies import Source
from onrecord.model import Settled

_AFTER = 3
"""Days within which copies of a text, and reports of what was said, follow its dateline."""
_SHARED = 2
"""Utterances that two pages must share, where neither is a copy of the other."""


def settle_days(
    sources: Mapping[str, Source],
    copies: Iterable[tuple[str, str, str, str]],
    shared: Iterable[Collection[str]],
) -> tuple[Settled, ...]:
    """The day of each page that has a dateline without a year and no sure date, where one fits.

    `shared` are the pages of each utterance. Pages that tell of different years settle nothing.
    In order of the pages.
    """
    open_pages = {doc for doc, source in sources.items() if is_open(source)}
    tied: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for one, other in _sharing(open_pages, shared):
        tied[one][other] = "which reports what was said alike"
    for copy, original, _, kind in copies:
        if kind != "copy":
            continue
        tied[copy][original] = "which it is a copy of"
        tied[original][copy] = "which is a copy of it"
    return tuple(
        found
        for doc in sorted(open_pages & tied.keys())
        if (found := _settled(sources[doc], tied[doc], sources))
    )


def is_open(source: Source) -> bool:
    """Whether the page has a dateline without a year and no sure date."""
    published = source.published
    sure = published is not None and published == unqualified(published)
    return source.dateline_day is not None and not (sure and published and day_of(published))


def _sharing(
    open_pages: Collection[str], shared: Iterable[Collection[str]]
) -> Iterator[tuple[str, str]]:
    """Each open page with the pages that report enough utterances alike."""
    times = Counter(
        (one, other)
        for docs in shared
        for one in sorted(set(docs) & set(open_pages))
        for other in sorted(set(docs) - {one})
    )
    return (pair for pair, count in times.items() if count >= _SHARED)


def _settled(
    page: Source, tied: Mapping[str, str], sources: Mapping[str, Source]
) -> Settled | None:
    assert page.dateline_day is not None  # it is open
    found: dict[date, tuple[str, str]] = {}
    for doc, tie in sorted(tied.items()):
        other = sources[doc].published if doc in sources else None
        day = day_of(other) if other and other == unqualified(other) else None
        own = _day_before(page.dateline_day, day) if day is not None else None
        if own is not None:
            found.setdefault(own, (doc, tie))
    if len(found) != 1:
        return None
    [(day, (doc, tie))] = found.items()
    basis = (
        f"the dateline's day, in the year of {doc}, {tie} and was published on "
        f"{sources[doc].published}"
    )
    return Settled(page.doc, day.isoformat(), basis, doc)


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
