"""The days that a page's markup and its address give."""

from __future__ import annotations

import re
from collections.abc import Iterator

from onrecord.documents.lexicon import entries, entry_set
from onrecord.documents.markup import Head
from onrecord.documents.structured import LinkedData
from onrecord.documents.witnessed import PROSE, witness
from onrecord.documents.written_dates import MONTHS, written_dates
from onrecord.model import Document, Told, Witness
from onrecord.spans import Span

_WORDS = "date_words.txt"


def in_markup(head: Head, linked: LinkedData) -> Iterator[Witness]:
    """The days of JSON-LD, meta fields and time elements, and of the last change they tell."""
    if linked.published:
        yield from _marked("linked data", "datePublished", linked.published)
    if linked.started:
        yield from _marked("live start", "coverageStartTime", linked.started)
    for kind in ("meta published", "meta date"):
        for field in entries(_WORDS, kind):
            named = head.get(field)
            if named is not None:
                yield from _marked(kind, field, named[1])
    if linked.event is not None and (day := iso_day(linked.event)) is not None:
        yield witness("event", f"../{day}", None, f"it announces something for {day}")
    times = {day for field, value in head.fields if field == "time" and (day := iso_day(value))}
    if len(times) == 1:
        yield witness("time element", times.pop(), None, "the one “time” in the page's markup")
    for day in sorted(times):
        yield witness("time of several", day, None, "one “time” of several in the page's markup")
    changed = {field: value for field, value in head.fields if field in _modified()}
    for field, value in {"dateModified": linked.modified or "", **changed}.items():
        day = iso_day(value)
        if day is not None and day not in entry_set(_WORDS, "template days"):
            yield witness("updated", f"../{day}", None, f"“{field}” in the page's markup")


def _modified() -> frozenset[str]:
    return entry_set(_WORDS, "meta modified")


def _marked(kind: str, field: str, value: str) -> Iterator[Witness]:
    day = iso_day(value)
    if day is None:
        return
    reason = f"“{field}” in the page's markup"
    if day in entry_set(_WORDS, "template days"):
        yield witness(kind, day, None, f"{reason}, a day that stands where none was set", worth=-3)
    else:
        yield witness(kind, day, None, reason)


def iso_day(value: str) -> str | None:
    """The day that a machine-readable date opens with, or that is written out in it.

    >>> iso_day("20210618T120000Z"), iso_day("Fri, 18 Jun 2021 12:00"), iso_day("2021-06")
    ('2021-06-18', '2021-06-18', None)
    """
    value = re.sub(r"^((?:19|20)\d\d)(\d\d)(\d\d)(?=\D|\d{6}$|$)", r"\1-\2-\3 ", value.strip())
    found = next(written_dates(value[:40]), None)
    return found.edtf if found is not None else None


def in_address(document: Document, told: Told, head: Head) -> Iterator[Witness]:
    """The day or month in the page's address: told, in its markup, or alone in a line above it."""
    named = head.get("og:url", "canonical")
    for address in dict.fromkeys((told.url, named[1] if named else None)):
        yield from _of_address(address or "", None, "the date in the page's address")
    for region in document.regions:
        if region.kind in PROSE:
            return
        line = region.span.of(document.text)
        if region.kind == "boilerplate" and "://" in line and len(line.split()) == 1:
            yield from _of_address(line, region.span, "the date in the address above the text")


def _of_address(address: str, span: Span | None, reason: str) -> Iterator[Witness]:
    """The date that an address holds: /2021/06/18/, /2021/jun/18/, /20210618-, /2021/06/."""
    path = address.partition("://")[2].partition("/")[2].partition("?")[0]
    months = "|".join(name[:3] for name in MONTHS)
    found = re.search(
        rf"(?:^|[/_-])((?:19|20)\d\d)(?P<mark>[/_-]?)(\d\d?|(?:{months})[a-z]*)(?P=mark)(\d\d?)(?!\d)",
        path,
        re.IGNORECASE,
    )
    if found is not None and (found["mark"] or len(found[0].lstrip("/_-")) == 8):
        month = found[3] if found[3].isdigit() else str(_month(found[3]))
        day = iso_day(f"{found[1]}-{month}-{found[4]}")
        if day is not None:
            # eight figures in a row may be the number of a page
            yield witness("address", day, span, reason, worth=0 if found["mark"] else -1)
            return
    found = re.search(r"(?:^|[/_-])(\d\d?)([/_-])(\d\d?)\2((?:19|20)\d\d)(?!\d)", path)
    if found is not None and (day := iso_day(f"{found[1]}/{found[3]}/{found[4]}")) is not None:
        yield witness("address", day, span, reason)
        return
    month_part = rf"(?:^|/)((?:19|20)\d\d)[/-](\d\d|{months})(?=/)"
    found = re.search(month_part, path, re.IGNORECASE)
    if found is not None:
        month = found[2] if found[2].isdigit() else str(_month(found[2]))
        if 1 <= int(month) <= 12:
            edtf = f"{found[1]}-{int(month):02}"
            yield witness("month of address", edtf, span, reason.replace("date", "month"))


def _month(name: str) -> int:
    return next(n for n, whole in enumerate(MONTHS, 1) if whole.startswith(name[:3].casefold()))
