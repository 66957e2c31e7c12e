"""What tells of the day a page was published: every place that does, not the first alone.

A witness says a day and why it may be the page's. None is believed here: that is weighed in
`onrecord.documents.published`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from onrecord.documents.datelines import Dateline
from onrecord.documents.markup import Head
from onrecord.documents.structured import LinkedData
from onrecord.documents.written_dates import WrittenDate, written_dates
from onrecord.model import Document, RegionKind, Told, Witness

PROSE: frozenset[RegionKind] = frozenset({"body", "question", "answer", "transcript"})
"""Regions that hold the page's own text."""
_DATE_FIELDS = (
    "article:published_time",
    "datepublished",
    "og:published_time",
    "date",
    "pubdate",
    "publishdate",
    "publish-date",
    "dc.date",
    "dc.date.issued",
    "dcterms.date",
    "sailthru.date",
    "parsely-pub-date",
)
_PUBLISHED = ("publi", "posted", "issued", "release", "created")


def find_witnesses(
    document: Document, told: Told, head: Head, linked: LinkedData, dateline: Dateline | None
) -> tuple[Witness, ...]:
    """All witnesses to the day published; those of one kind in order of the page."""
    return (
        *_told(told),
        *_in_lines(document),
        *_in_markup(head, linked),
        *_in_address(told, head),
        *_in_own_address(document),
        *_after_date_word(document),
        *_in_release_title(document),
        *_bare_dateline(dateline),
    )


def _told(told: Told) -> Iterator[Witness]:
    if told.published:
        yield Witness(told.published, None, "told", "told with the page")


# --- lines of the page -----------------------------------------------------------------------


def _in_lines(document: Document) -> Iterator[Witness]:
    """The lines that hold the page's own date; those of links to other pages are left out."""
    regions = document.regions
    prose = [i for i, region in enumerate(regions) if region.kind in PROSE]
    first, last = (prose[0], prose[-1]) if prose else (len(regions), len(regions))
    for i, region in enumerate(regions):
        if region.kind not in {"dateline", "byline"}:
            continue
        line = region.span.of(document.text)
        found = next((d for d in written_dates(line) if d.edtf is not None), None)
        if found is None or found.edtf is None:
            continue
        linked = any(r.kind == "related" for r in regions[max(0, i - 2) : i + 2])
        near = i < first or (i < last and len([p for p in prose if p < i]) <= 2)
        closing = last < i <= last + 3 and not linked and bool(prose)
        kind, reason = _of_line(line, region.kind, near=near, closing=closing)
        yield Witness(found.edtf, found.span.shift(region.span.start), kind, reason)


def _of_line(line: str, region: RegionKind, *, near: bool, closing: bool) -> tuple[str, str]:
    """The kind of witness that a line with a date is, and why."""
    folded = line.casefold()
    if any(word in folded for word in _PUBLISHED):
        return "published line", "the line that says when it was published"
    if near:
        reason = "the byline's date" if region == "byline" else "the page's date line"
        return ("updated line" if "updat" in folded else "date line"), reason
    return ("closing line", "the closing line's date") if closing else ("far line", "a date line")


def _after_date_word(document: Document) -> Iterator[Witness]:
    """The full date that opens the text on its own ("Thursday, May 7, 2015 On Tuesday …")."""
    opening = next((region for region in document.regions if region.kind in PROSE), None)
    if opening is None:
        return
    text = opening.span.of(document.text)
    found = next(written_dates(text[:40]), None)
    if found is None or found.edtf is None or found.span.start > 0:
        return
    if text[found.span.end :].lstrip(" ")[:1].isupper():
        span = found.span.shift(opening.span.start)
        yield Witness(found.edtf, span, "opening date", "the date that opens the text")


_RELEASES = frozenset({"release", "communiqué", "communique", "readout"})


def _in_release_title(document: Document) -> Iterator[Witness]:
    """The one full date in the title of a release: "No 87, 6 May 2031, Press Release on …"."""
    headline = next((r.span for r in document.regions if r.kind == "headline"), None)
    if headline is None:
        return
    title = headline.of(document.text)
    if not _RELEASES & {word.strip(".,:").casefold() for word in title.split()}:
        return
    dated = [found for found in written_dates(title) if found.edtf is not None]
    if len({found.edtf for found in dated}) == 1:
        span = dated[0].span.shift(headline.start)
        reason = "the release's title gives the day"
        yield Witness(dated[0].edtf or "", span, "release title", reason)


def _bare_dateline(dateline: Dateline | None) -> Iterator[Witness]:
    """The dateline's month and day, where it has no year."""
    if dateline is None or dateline.day is None or dateline.day.year is not None:
        return
    yield Witness(bare(dateline.day), dateline.day.span, "bare dateline", "the dateline")


def bare(day: WrittenDate) -> str:
    """The month and day alone, as EDTF writes them: "XXXX-06-18"."""
    return f"XXXX-{day.month:02}-{day.day:02}"


# --- markup and addresses --------------------------------------------------------------------


def _in_markup(head: Head, linked: LinkedData) -> Iterator[Witness]:
    if linked.published and (day := _iso_day(linked.published)):
        yield Witness(day, None, "linked data", "“datePublished” in the page's markup")
    for name in _DATE_FIELDS:
        named = head.get(name)
        if named is not None and (day := _iso_day(named[1])):
            yield Witness(day, None, "meta field", f"“{name}” in the page's markup")
    times = {day for field, value in head.fields if field == "time" and (day := _iso_day(value))}
    if len(times) == 1:
        yield Witness(times.pop(), None, "time element", "the one “time” in the page's markup")


def _iso_day(value: str) -> str | None:
    """The day that a machine-readable date opens with, or that is written out in it."""
    found = next(written_dates(value[:40]), None)
    return found.edtf if found is not None else None


def _in_address(told: Told, head: Head) -> Iterator[Witness]:
    """The day in an address such as …/2021/06/18/…."""
    named = head.get("og:url", "canonical")
    for address in (told.url, named[1] if named else None):
        day = _day_of_address(address or "")
        if day is not None:
            yield Witness(day, None, "address", "the date in the page's address")


def _in_own_address(document: Document) -> Iterator[Witness]:
    """The same in an address that stands above the text, alone in its line."""
    for region in document.regions:
        if region.kind in PROSE:
            return
        line = region.span.of(document.text)
        if region.kind == "boilerplate" and "://" in line and len(line.split()) == 1:
            day = _day_of_address(line)
            if day is not None:
                reason = "the date in the address above the text"
                yield Witness(day, region.span, "address above", reason)


def _day_of_address(address: str) -> str | None:
    found = re.search(r"/((?:19|20)\d\d)[/-](\d\d?)[/-](\d\d?)(?=\D|$)", address)
    if found is None:
        return None
    year, month, day = (int(part) for part in found.groups())
    written = next(written_dates(f"{year}-{month:02}-{day:02}"), None)
    return written.edtf if written is not None else None
