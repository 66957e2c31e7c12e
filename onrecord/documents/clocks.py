"""The time of day at which a page was put out, where it tells it with its day."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from onrecord.dates import is_day
from onrecord.documents.lexicon import entries
from onrecord.documents.marked_dates import iso_day
from onrecord.documents.markup import Head
from onrecord.documents.structured import LinkedData
from onrecord.model import Document, Fact


def published_clock(
    document: Document, published: Fact | None, head: Head, linked: LinkedData
) -> str | None:
    """The clock of the day published, as the page writes it: "23:14"; None where it has none.

    Beside the date's own words, else in the markup's fields of that day. No zone is applied: it
    is the outlet's clock as far as the page says.
    """
    if published is None or not is_day(published.value):
        return None
    if published.span is not None:
        after = document.text[published.span.end : published.span.end + 30].partition("\n")[0]
        return clock_in(after)
    return next((clock for clock in _of_markup(published.value, head, linked)), None)


def _of_markup(day: str, head: Head, linked: LinkedData) -> Iterator[str]:
    fields = [head.get(name) for name in entries("date_words.txt", "meta published")]
    values: Iterable[str] = [linked.published or "", *(found[1] for found in fields if found)]
    for value in values:
        clock = re.search(r"\d[T ](\d\d:\d\d)", value)
        if clock is not None and iso_day(value) == day:
            yield clock[1]


def clock_in(words: str) -> str | None:
    """The time of day that follows a date at once, on the clock of 24 hours; None where none does.

    >>> clock_in(", 23:14 BST"), clock_in(" at 9.45pm"), clock_in(" 21h30"), clock_in(" - 12 min")
    ('23:14', '21:45', '21:30', None)
    """
    found = re.match(
        r"[\s,|·•–—-]*(?:at\s)?(\d\d?)(?:[:.h](\d\d))(?!\d)\s?(?:([ap])\.?m\b)?",
        words,
        re.IGNORECASE,
    )
    if found is None:
        return None
    hour, minute = int(found[1]), int(found[2])
    half = (found[3] or "").casefold()
    if half and hour <= 12:
        hour = hour % 12 + (12 if half == "p" else 0)
    return f"{hour:02}:{minute:02}" if hour < 24 and minute < 60 else None
