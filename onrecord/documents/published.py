"""The day a page was published: told, read off the page, or reasoned out and marked so.

In this order: what was told; a line of the page that gives a date; the page's markup; the date
in its address; a dateline with its year. A dateline without a year ("June 18") gets one only
where the page leaves one year alone; it is then marked uncertain (2021-06-18?), and the basis
says why. No date is taken from prose, from a caption or from a copyright line alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from onrecord.documents.datelines import Dateline
from onrecord.documents.lexicon import heads
from onrecord.documents.markup import Head
from onrecord.documents.structured import LinkedData
from onrecord.documents.written_dates import MONTHS, WEEKDAYS, WrittenDate, written_dates
from onrecord.model import Document, Fact, RegionKind, Told

_PROSE: frozenset[RegionKind] = frozenset({"body", "question", "answer", "transcript"})
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

Found = tuple[Fact | None, Fact | None, tuple[str, ...]]
"""The day published, the dateline's bare day, and notes."""


def find_published(
    document: Document, told: Told, head: Head, linked: LinkedData, dateline: Dateline | None
) -> Found:
    """When the page was published, with the span or the rule; None where it does not say."""
    if told.published:
        return Fact(told.published, None, "told with the page"), None, ()
    stated = (
        _stated(document)
        or _in_markup(head, linked)
        or _in_address(told, head)
        or _in_own_address(document)
        or _after_date_word(document)
        or _in_release_title(document)
    )
    bare = _bare_day(document.text, dateline)
    if stated is not None:
        return stated, None, tuple(_disagreement(stated, bare))
    if bare is None:
        return None, None, ()
    reasoned = _with_year(document, bare, dateline)
    if reasoned is not None:
        return reasoned, bare, ()
    note = f"the dateline gives {_spoken(bare.value)} without a year, and the page settles none"
    return None, bare, (note,)


# --- stated by the page ----------------------------------------------------------------------


def _stated(document: Document) -> Fact | None:
    """The date of the line that says "published", else of the first date line near the text."""
    lines = list(_date_lines(document))
    for words in ("publi", "posted", "issued", "release", "created"):
        for line in lines:
            if words in line.text.casefold():
                return line.fact("the line that says when it was published")
    plain = [line for line in lines if "updat" not in line.text.casefold() and line.near]
    for line in plain or [line for line in lines if line.near]:
        return line.fact(line.basis)
    last = [line for line in lines if line.closing]
    return last[-1].fact("the closing line's date") if last else None


class _DateLine(NamedTuple):
    """A line with a full date, and where it stands."""

    text: str
    date: WrittenDate
    basis: str
    near: bool
    closing: bool

    def fact(self, basis: str) -> Fact:
        assert self.date.edtf is not None
        return Fact(self.date.edtf, self.date.span, basis)


def _date_lines(document: Document) -> Iterator[_DateLine]:
    """The lines that hold the page's own date; those of links to other pages are left out."""
    regions = document.regions
    prose = [i for i, region in enumerate(regions) if region.kind in _PROSE]
    first, last = (prose[0], prose[-1]) if prose else (len(regions), len(regions))
    for i, region in enumerate(regions):
        if region.kind not in {"dateline", "byline"}:
            continue
        line = region.span.of(document.text)
        for found in written_dates(line):
            if found.edtf is None:
                continue
            at = found._replace(span=found.span.shift(region.span.start))
            linked = any(r.kind == "related" for r in regions[max(0, i - 2) : i + 2])
            yield _DateLine(
                line,
                at,
                "the byline's date" if region.kind == "byline" else "the page's date line",
                near=i < first or (i < last and len([p for p in prose if p < i]) <= 2),
                closing=last < i <= last + 3 and not linked and bool(prose),
            )
            break


def _after_date_word(document: Document) -> Fact | None:
    """The full date that opens the text on its own ("Thursday, May 7, 2015 On Tuesday …")."""
    for region in document.regions:
        if region.kind in _PROSE:
            text = region.span.of(document.text)
            found = next(written_dates(text[:40]), None)
            if found is None or found.edtf is None or found.span.start > 0:
                return None
            after = text[found.span.end :].lstrip(" ")
            if after[:1].isupper():
                span = found.span.shift(region.span.start)
                return Fact(found.edtf, span, "the date that opens the text")
            return None
    return None


_RELEASES = frozenset({"release", "communiqué", "communique", "readout"})


def _in_release_title(document: Document) -> Fact | None:
    """The one full date in the title of a release: "No 87, 6 May 2031, Press Release on …"."""
    headline = next((r.span for r in document.regions if r.kind == "headline"), None)
    if headline is None:
        return None
    title = headline.of(document.text)
    if not _RELEASES & {word.strip(".,:").casefold() for word in title.split()}:
        return None
    dated = [found for found in written_dates(title) if found.edtf is not None]
    if len({found.edtf for found in dated}) != 1:
        return None
    span = dated[0].span.shift(headline.start)
    return Fact(dated[0].edtf or "", span, "the release's title gives the day")


def _in_markup(head: Head, linked: LinkedData) -> Fact | None:
    if linked.published and (day := _iso_day(linked.published)):
        return Fact(day, None, "“datePublished” in the page's markup")
    named = head.get(*_DATE_FIELDS)
    if named is not None and (day := _iso_day(named[1])):
        return Fact(day, None, f"“{named[0]}” in the page's markup")
    times = {day for field, value in head.fields if field == "time" and (day := _iso_day(value))}
    if len(times) == 1:
        return Fact(times.pop(), None, "the one “time” in the page's markup")
    return None


def _iso_day(value: str) -> str | None:
    """The day that a machine-readable date opens with, or that is written out in it."""
    found = next(written_dates(value[:40]), None)
    return found.edtf if found is not None else None


def _in_address(told: Told, head: Head) -> Fact | None:
    """The day in an address such as …/2021/06/18/…."""
    named = head.get("og:url", "canonical")
    for address in (told.url, named[1] if named else None):
        day = _day_of_address(address or "")
        if day is not None:
            return Fact(day, None, "the date in the page's address")
    return None


def _in_own_address(document: Document) -> Fact | None:
    """The same in an address that stands above the text, alone in its line."""
    for region in document.regions:
        if region.kind in _PROSE:
            return None
        line = region.span.of(document.text)
        if region.kind == "boilerplate" and "://" in line and len(line.split()) == 1:
            day = _day_of_address(line)
            if day is not None:
                return Fact(day, region.span, "the date in the address above the text")
    return None


def _day_of_address(address: str) -> str | None:
    found = re.search(r"/((?:19|20)\d\d)[/-](\d\d?)[/-](\d\d?)(?=\D|$)", address)
    if found is None:
        return None
    year, month, day = (int(part) for part in found.groups())
    return f"{year}-{month:02}-{day:02}" if _exists(year, month, day) else None


def _disagreement(stated: Fact, bare: Fact | None) -> Iterator[str]:
    """A note where the dateline's day lies far from the date that the page states."""
    if bare is None or len(stated.value) != 10:
        return
    day = date.fromisoformat(stated.value)
    month, number = int(bare.value[5:7]), int(bare.value[8:10])
    near = [abs((day - d).days) for y in (day.year - 1, day.year, day.year + 1)
            if (d := _date(y, month, number))]  # fmt: skip
    if near and min(near) > 31:
        yield f"the dateline's {_spoken(bare.value)} is not near the page's date {stated.value}"


# --- a dateline's year -----------------------------------------------------------------------


def _bare_day(text: str, dateline: Dateline | None) -> Fact | None:
    """The dateline's month and day, where it has no year."""
    if dateline is None or dateline.day is None or dateline.day.year is not None:
        return None
    day = dateline.day
    return Fact(f"XXXX-{day.month:02}-{day.day:02}", day.span, "the dateline")


def _with_year(document: Document, bare: Fact, dateline: Dateline | None) -> Fact | None:
    """The dateline's day with the one year that the page leaves it; None where it leaves more.

    A full date of the page within a month of the dateline's day, in the headline or in a line
    of its own, gives the year. Else the years from the earliest that the page can be of, to
    this one, are held against the weekday in the first sentences: wire copy names the day its
    dateline gives. One that fits is taken, and marked uncertain: the weekday could be another
    day's.
    """
    month, day = int(bare.value[5:7]), int(bare.value[8:10])
    near = {found.year for found in _full_dates(document) if _is_near(found, month, day)}
    if len(near) == 1:
        year = near.pop()
        return Fact(f"{year:04}-{month:02}-{day:02}", bare.span,
                    "the dateline's day, in the year of the page's full date near it")  # fmt: skip
    weekday = _lead_weekday(document, dateline)
    floor = _earliest_year(document)
    if weekday is None or floor is None:
        return None
    latest = max(date.today().year, floor.year + 1)
    fitting = [
        year
        for year in range(floor.year, latest + 1)
        if (found := _date(year, month, day)) is not None and found.weekday() == weekday
    ]
    if len(fitting) != 1:
        return None
    return Fact(
        f"{fitting[0]:04}-{month:02}-{day:02}?",
        bare.span,
        f"the dateline's day; of the years {floor.year} ({floor.why}) to {latest}, the one in "
        f"which it is the first sentences' {WEEKDAYS[weekday].capitalize()}",
    )


def _full_dates(document: Document) -> Iterator[WrittenDate]:
    for region in document.regions:
        if region.kind in {"headline", "dateline", "byline", "boilerplate"}:
            yield from (d for d in written_dates(region.span.of(document.text)) if d.year)


def _is_near(found: WrittenDate, month: int, day: int) -> bool:
    one, other = (
        _date(found.year or 2020, found.month, found.day),
        _date(found.year or 2020, month, day),
    )
    return one is not None and other is not None and abs((one - other).days) <= 31


def _lead_weekday(document: Document, dateline: Dateline | None) -> int | None:
    """The one weekday (Monday is 0) in the sentences after a dateline with an agency's credit."""
    if dateline is None or dateline.agency is None:
        return None
    lead = next(
        (r for r in document.regions if r.kind in _PROSE and r.span.start >= dateline.span.end - 1),
        None,
    )
    if lead is None:
        return None
    words = re.findall(r"[\w’'-]+", _outside_quotes(lead.span.of(document.text)[:600]))
    found = {
        WEEKDAYS.index(word.casefold())
        for before, word in zip(["", *words], words, strict=False)
        if word.casefold() in WEEKDAYS and before.casefold() not in _OTHER_DAYS
    }
    return found.pop() if len(found) == 1 else None


_OTHER_DAYS = frozenset(
    "next last since until till by before after every previous following".split()
)


def _outside_quotes(text: str) -> str:
    return re.sub(r"[\"“][^\"”]*[\"”]?", " ", text)


class _Floor(NamedTuple):
    """The earliest year a page can be of, and why."""

    year: int
    why: str


def _earliest_year(document: Document) -> _Floor | None:
    """The latest year that the page's prose looks back on, or of the newest name it holds."""
    prose = " ".join(r.span.of(document.text) for r in document.regions if r.kind in _PROSE)
    floors = [_Floor(year, f"named in “{words}”") for year, words in _years_behind(prose)]
    for head, names in heads("first_known.txt"):
        known = re.search(rf"\b(?:{'|'.join(map(re.escape, names))})\b", prose, re.IGNORECASE)
        if known is not None:
            floors.append(_Floor(int(head), f"no page names {known.group()} before"))
    return max(floors, default=None)


_AHEAD = frozenset("by until till through beyond after before from for to will would next".split())
_FORWARD = frozenset("will would plan plans planned target goal expected scheduled due".split())
_AIMS = frozenset("agenda plan target strategy goal goals vision olympics election".split())
_LINKS = frozenset("in since of during early late mid".split())


def _years_behind(prose: str) -> Iterator[tuple[int, str]]:
    """Years named as past ones, with the words around them.

    "in 2017" and "on May 3, 2019" are; "by 2030", "the 2030 agenda" and years in a sentence
    that looks ahead are not.
    """
    for sentence in re.split(r"(?<=[.!?])\s+(?=[A-Z\"“])", prose):
        words = [word.strip(",;:()\"“”’'").removesuffix("’s") for word in sentence.split()]
        folded = [word.casefold().strip(".!?") for word in words]
        if _FORWARD & set(folded):
            continue
        for i, word in enumerate(folded):
            if not re.fullmatch(r"(?:19|20)\d\d", word) or _AIMS & set(folded[i + 1 : i + 2]):
                continue
            first = i
            while first > 0 and (folded[first - 1] in MONTHS or folded[first - 1].isdigit()):
                first -= 1
            linked = first > 0 and folded[first - 1] in _LINKS
            before = folded[first - 1 - linked] if first > linked else ""
            if (linked or first < i) and before not in _AHEAD:
                yield int(word), " ".join(words[first - linked : i + 1]).strip(".!?")


def _spoken(bare: str) -> str:
    return f"{MONTHS[int(bare[5:7]) - 1].capitalize()} {int(bare[8:10])}"


def _exists(year: int, month: int, day: int) -> bool:
    return _date(year, month, day) is not None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
