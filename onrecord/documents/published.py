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
from onrecord.documents.witnesses import PROSE, find_witnesses
from onrecord.documents.written_dates import MONTHS, WEEKDAYS, WrittenDate, written_dates
from onrecord.model import Document, Fact, Told, Witness

_ORDER = (
    "told",
    "published line",
    "date line",
    "updated line",
    "closing line",
    "linked data",
    "meta field",
    "time element",
    "address",
    "address above",
    "opening date",
    "release title",
)
"""Kinds of witness by how much they are worth; of closing lines the last is the one."""


class Published(NamedTuple):
    """The day published, the dateline's bare day, notes, and all that was heard."""

    day: Fact | None
    bare: Fact | None
    notes: tuple[str, ...]
    witnesses: tuple[Witness, ...]


def find_published(
    document: Document, told: Told, head: Head, linked: LinkedData, dateline: Dateline | None
) -> Published:
    """When the page was published, with the span or the rule; None where it does not say."""
    witnesses = find_witnesses(document, told, head, linked, dateline)
    stated = _believed(witnesses)
    if stated is not None and stated.kind == "told":
        return Published(_fact(stated), None, (), witnesses)
    bare = next((_fact(one) for one in witnesses if one.kind == "bare dateline"), None)
    if stated is not None:
        day = _fact(stated)
        return Published(day, None, tuple(_disagreement(day, bare)), witnesses)
    if bare is None:
        return Published(None, None, (), witnesses)
    reasoned = _with_year(document, bare, dateline)
    if reasoned is not None:
        return Published(reasoned, bare, (), witnesses)
    note = f"the dateline gives {_spoken(bare.value)} without a year, and the page settles none"
    return Published(None, bare, (note,), witnesses)


def _believed(witnesses: tuple[Witness, ...]) -> Witness | None:
    """The witness of the best kind; None where none gives a full day."""
    for kind in _ORDER:
        found = [one for one in witnesses if one.kind == kind]
        if found:
            return found[-1] if kind == "closing line" else found[0]
    return None


def _fact(witness: Witness) -> Fact:
    return Fact(witness.date, witness.span, witness.reason)


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
        (r for r in document.regions if r.kind in PROSE and r.span.start >= dateline.span.end - 1),
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
    prose = " ".join(r.span.of(document.text) for r in document.regions if r.kind in PROSE)
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


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
