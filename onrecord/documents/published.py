"""The day a page was published: weighed from all witnesses, or honestly less than a day.

Every witness speaks for the day it gives and against days far from it, by data/witnesses.tsv;
those of one origin count once. The day with the best sum is taken where it is enough, and clearly
more than any other's. A dateline without a year ("June 18") gets one only where the page leaves
one year alone; where the weekday was read from the text it is marked uncertain (2021-06-18?).
Without a day there is the month or week of an issue, or a bound (../2021-06-15), or nothing. No
date is taken from prose, from a caption or from a copyright line alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from onrecord.dates import day_of, first_day, interval, is_day, unqualified
from onrecord.documents.datelines import Dateline
from onrecord.documents.markup import Head
from onrecord.documents.structured import LinkedData
from onrecord.documents.witnessed import date_label, is_bare, kinds, witness
from onrecord.documents.witnesses import find_witnesses, is_paragraph, lead_weekday
from onrecord.documents.written_dates import MONTHS, WEEKDAYS, WrittenDate, written_dates
from onrecord.model import Alternative, Document, Fact, Told, Witness
from onrecord.spans import Span

ENOUGH = 1.5
"""What a day's witnesses must add up to."""
MARGIN = 0.5
"""By how much a day must be ahead of every other that is not its neighbour."""
_ZONE = timedelta(days=1)
"""The clocks of the world, and of a server, lie no farther apart."""
_NEAR = 31
"""Days within which a full date on the page tells the year of a day that has none."""
_OLDEST = 1995
"""The year from which on a page may be, where nothing on it tells of a later one."""
_BOUNDS = ("updated", "comment", "coming", "event", "fetched", "header")
"""Kinds that say of what day a page is no newer, well enough to say so in its place."""


class Published(NamedTuple):
    """When a page was published, and how that was found.

    `bare` is the dateline's day where the page states no year for it.
    """

    day: Fact | None
    bare: Fact | None
    notes: tuple[str, ...]
    witnesses: tuple[Witness, ...]
    alternatives: tuple[Alternative, ...]


class _Weighed(NamedTuple):
    """A day with the sum of what speaks for and against it, and who does."""

    day: date
    score: float
    witnesses: tuple[Witness, ...]
    against: tuple[Witness, ...]

    @property
    def best(self) -> Witness:
        """The witness the day is shown by: one that stands on the page before any other."""
        return max(self.witnesses, key=lambda one: (one.span is not None, one.score))


def find_published(
    document: Document, told: Told, head: Head, linked: LinkedData, dateline: Dateline | None
) -> Published:
    """When the page was published, with the span or the rule; None where it does not say."""
    found = find_witnesses(document, told, head, linked, dateline)
    bare = next((_fact(one) for one in found if one.kind in ("bare dateline", "bare line")), None)
    settled = _with_year(document, found, dateline)
    told_same_day = _changed_on_its_day(document, found)
    figures = _figures_by_weekday(document, found)
    numbered = _day_in_month(document, found)
    reasoned = (settled, told_same_day, figures, numbered, _ago(document, found))
    derived = tuple(one for one in reasoned if one is not None)
    witnesses = (*_less_for_imports(_less_for_changes(found)), *derived)
    weighed = _weighed(witnesses)
    chosen = _chosen(weighed)
    fact = _told(witnesses) or _as_fact(chosen) or _less_than_a_day(witnesses)
    others = tuple(
        Alternative(one.day.isoformat(), round(one.score, 2), _basis(one))
        for one in weighed
        if fact is None or one.day != day_of(fact.value)
    )
    stated = chosen is not None and any(one is not settled for one in chosen.witnesses)
    notes = tuple(_notes(fact, bare, weighed)) if not told.published else ()
    kept = tuple(one for one in witnesses if one.kind != "read")
    return Published(fact, None if told.published or stated else bare, notes, kept, others)


def _fact(one: Witness) -> Fact:
    return Fact(one.date, one.span, one.reason)


def _told(witnesses: Sequence[Witness]) -> Fact | None:
    return next((_fact(one) for one in witnesses if one.kind == "told"), None)


# --- weighing ----------------------------------------------------------------------------------


def _weighed(witnesses: Sequence[Witness]) -> list[_Weighed]:
    """Every day that a witness gives, the likeliest first."""
    days = {
        day
        for one in witnesses
        if one.score >= 1 and not is_bare(one.date) and (day := day_of(one.date)) is not None
    }
    found = (_weigh(day, witnesses) for day in days)
    return sorted(found, key=lambda one: (-one.score, one.best.span is None, one.day))


def _weigh(day: date, witnesses: Sequence[Witness]) -> _Weighed:
    """A day to come is none, but where the page shows it to its readers: that was meant."""
    shown = any(one.span is not None and one.score and _gives(one, day) for one in witnesses)
    heard: dict[str, list[float]] = {}
    for one in witnesses:
        if one.kind == "read" and shown:
            continue
        heard.setdefault(kinds()[one.kind].origin, []).append(_voice(one, day))
    score = sum(max(voices) if max(voices) > 0 else min(voices) for voices in heard.values())
    gives = tuple(one for one in witnesses if one.score and _gives(one, day))
    against = tuple(
        one for one in witnesses if _voice(one, day) < 0 and not (one.kind == "read" and shown)
    )
    return _Weighed(day, score, gives, against)


def _gives(one: Witness, day: date) -> bool:
    return not is_bare(one.date) and day_of(one.date) == day


def _voice(one: Witness, day: date) -> float:
    """What a witness adds to a day, or takes from it; a neighbouring day gets half."""
    kind = kinds()[one.kind]
    against = kind.against * (one.score / kind.worth if kind.worth else 1)
    if is_bare(one.date):
        apart = _days_from(one.date, day)
        tolerated = _NEAR if one.kind != "bare today" else 2
        return one.score / max(1, apart) if apart <= 2 else 0 if apart <= tolerated else -against
    first, last = interval(one.date)
    early = first is not None and day < first
    late = last is not None and day > last
    if not early and not late:
        return one.score
    close = (first is None or day >= first - _ZONE) and (last is None or day <= last + _ZONE)
    return one.score / 2 if close else -against


def _days_from(bare: str, day: date) -> int:
    """Days from a day without a year to the nearest of that month and number."""
    month, number = int(bare[5:7]), int(bare[8:10])
    found = (_date(day.year + by, month, number) for by in (-1, 0, 1))
    return min((abs((day - one).days) for one in found if one is not None), default=366)


def _chosen(weighed: Sequence[_Weighed]) -> _Weighed | None:
    """The day that is enough ahead; None where there is none, or two."""
    if not weighed or weighed[0].score < ENOUGH:
        return None
    best = weighed[0]
    rivals = [one for one in weighed[1:] if abs(one.day - best.day) > _ZONE]
    return None if rivals and best.score - rivals[0].score < MARGIN else best


def _as_fact(chosen: _Weighed | None) -> Fact | None:
    if chosen is None:
        return None
    sure = any(
        one.date == unqualified(one.date) and one.kind != "figures" for one in chosen.witnesses
    )
    day = chosen.day.isoformat()
    return Fact(day if sure else f"{day}?", chosen.best.span, _basis(chosen))


def _basis(weighed: _Weighed) -> str:
    """Why, in words: what gives the day, who agrees, and what speaks against it."""
    best = weighed.best
    origin = kinds()[best.kind].origin
    names = (kinds()[o.kind].name for o in weighed.witnesses if kinds()[o.kind].origin != origin)
    agree = list(dict.fromkeys(names))
    basis = best.reason
    if agree:
        basis += f"; so {'says' if len(agree) == 1 else 'say'} {' and '.join(agree)}"
    against = {kinds()[one.kind].name: one.date for one in reversed(weighed.against)}
    if against:
        told = (f"{name} ({edtf})" for name, edtf in sorted(against.items()))
        basis += f"; against {', '.join(told)}"
    return basis


def _less_for_changes(witnesses: tuple[Witness, ...]) -> tuple[Witness, ...]:
    """`witnesses` where an unnamed date line that gives the day of the last change is worth less.

    Only where the markup gives an earlier day: then the line is likely to tell the change.
    """
    changed = {interval(one.date)[1] for one in witnesses if one.kind == "updated"}
    published = [day_of(one.date) for one in witnesses if one.kind.startswith(("linked", "meta"))]
    firsts = [day for day in published if day is not None]

    def heard(one: Witness) -> Witness:
        day = day_of(one.date) if one.kind == "date line" else None
        if day is None or day not in changed or not any(first < day - _ZONE for first in firsts):
            return one
        reason = f"{one.reason}, which may be that of the last change"
        return Witness(one.date, one.span, one.kind, one.score - 2, reason)

    return tuple(map(heard, witnesses))


def _less_for_imports(witnesses: tuple[Witness, ...]) -> tuple[Witness, ...]:
    """`witnesses` where the markup's day is worth less that is also the day of the last change.

    Only where the address gives one more than a month before: the page was brought over then.
    """
    changed = {interval(one.date)[1] for one in witnesses if one.kind == "updated"}
    addressed = [day for one in witnesses if one.kind == "address" and (day := day_of(one.date))]

    def heard(one: Witness) -> Witness:
        day = day_of(one.date) if kinds()[one.kind].origin == "markup" else None
        moved = day in changed and any((day - first).days > _NEAR for first in addressed if day)
        if day is None or not moved:
            return one
        reason = f"{one.reason}, which is that of its last change too"
        return Witness(one.date, one.span, one.kind, one.score - 2, reason)

    return tuple(map(heard, witnesses))


def _changed_on_its_day(document: Document, witnesses: Sequence[Witness]) -> Witness | None:
    """The day of the first change told above the text, where that opens with its weekday."""
    text = next((r.span.start for r in document.regions if is_paragraph(document, r)), 0)
    changes = [
        one
        for one in witnesses
        if one.kind == "updated" and (one.span is None or one.span.start < text)
    ]
    first = min(changes, key=lambda one: interval(one.date)[1] or date.max, default=None)
    day = interval(first.date)[1] if first is not None else None
    if first is None or day is None or lead_weekday(document, 0) != day.weekday():
        return None
    name = WEEKDAYS[day.weekday()].capitalize()
    reason = f"the day of its change, the {name} that its first sentences tell of"
    return witness("change on its day", f"{day.isoformat()}?", first.span, reason)


def _figures_by_weekday(document: Document, witnesses: Sequence[Witness]) -> Witness | None:
    """Of the two days that figures may mean, the one whose weekday the first sentences name.

    Only where the other's is neither that weekday nor the next, on which it would be told.
    """
    either = [one for one in witnesses if one.kind == "figures"]
    weekday = lead_weekday(document, 0)
    days = [(day.weekday(), one) for one in either if (day := day_of(one.date)) is not None]
    fitting = [one for number, one in days if number == weekday]
    near = [one for number, one in days if weekday is not None and number == (weekday + 1) % 7]
    if len(days) != 2 or len(fitting) != 1 or near:
        return None
    reason = (
        f"{fitting[0].reason}, the {WEEKDAYS[weekday or 0].capitalize()} of its first sentences"
    )
    return witness("figures", f"{fitting[0].date}?", fitting[0].span, reason, worth=1)


def _ago(document: Document, witnesses: Sequence[Witness]) -> Witness | None:
    """The day so long before that on which the page was saved: "2 days ago", "3 hours ago"."""
    saved = {interval(one.date)[1] for one in witnesses if one.kind in ("fetched", "header")}
    day = saved.pop() if len(saved) == 1 else None
    if day is None:
        return None
    for region in document.regions:
        if is_paragraph(document, region):
            return None
        line = region.span.of(document.text)
        found = re.search(
            r"\b(\d\d?|an?|one) (minute|min|hour|day|week)s? ago\b", line, re.IGNORECASE
        )
        if (
            found is None
            or region.kind in ("related", "caption")
            or date_label(line[: found.start()]) not in (None, "published")
            or len(line.split()) > 14
        ):
            continue
        count = int(found[1]) if found[1].isdigit() else 1
        unit = {"day": 24, "week": 168, "hour": 1}.get(found[2].casefold(), 0)
        then = day - timedelta(hours=count * unit) if unit >= 24 else day
        span = Span(*found.span()).shift(region.span.start)
        reason = f"“{found[0]}”, counted from the day it was saved, {day}"
        return witness("ago", then.isoformat(), span, reason)
    return None


def _day_in_month(document: Document, witnesses: Sequence[Witness]) -> Witness | None:
    """The day of a dateline that gives no more ("VELL, 14th.—"), in the month the page is of."""
    months = {one.date for one in witnesses if one.kind in ("month of address", "issue")}
    lead = next((r.span for r in document.regions if is_paragraph(document, r)), None)
    found = (
        re.match(
            r"[A-Z][A-Z .’'-]{2,30}, (\d\d?)(?:st|nd|rd|th)\b", document.text[lead.start :][:60]
        )
        if lead
        else None
    )
    month = months.pop() if len(months) == 1 else ""
    if found is None or lead is None or len(month) != len("2031-05"):
        return None
    day = _date(int(month[:4]), int(month[5:]), int(found[1]))
    if day is None:
        return None
    span = Span(*found.span()).shift(lead.start)
    reason = f"the dateline's day, in {month}, the month the page is of"
    return witness("dateline with year", day.isoformat(), span, reason)


def _notes(fact: Fact | None, bare: Fact | None, weighed: Sequence[_Weighed]) -> Iterator[str]:
    """What a reader should know: a dateline without a year, or far away; days that contradict."""
    day = day_of(fact.value) if fact is not None else None
    if day is None and len(weighed) > 1 and weighed[0].score >= ENOUGH:
        days = f"{weighed[0].day} ({_basis(weighed[0])}) and {weighed[1].day}"
        yield f"the page gives two days for its own, {days}: none is taken"
    if bare is not None and day is None:
        yield f"the dateline gives {_spoken(bare.value)} without a year, and the page settles none"
    if bare is not None and day is not None and _days_from(bare.value, day) > _NEAR:
        yield f"the dateline's {_spoken(bare.value)} is not near the page's date {day}"


# --- less than a day ---------------------------------------------------------------------------


def _less_than_a_day(witnesses: Sequence[Witness]) -> Fact | None:
    """The month, week or season that the page gives, or the day it is not newer than."""
    stretches = [
        one
        for one in witnesses
        if one.score >= ENOUGH and not is_bare(one.date) and not is_day(one.date)
    ]
    if stretches:
        return _fact(max(stretches, key=lambda one: one.score))
    bounds = [
        one for one in witnesses if one.kind in _BOUNDS and len(one.date) >= len("../2021-06")
    ]
    if not bounds:
        return _not_before(witnesses)
    latest = min(bounds, key=lambda one: interval(one.date)[1] or date.max)
    last = interval(latest.date)[1] or date.max
    floors = [
        (first, one) for one in witnesses if one.score == 0 and (first := first_day(one.date))
    ]
    floor = max(floors, key=lambda found: found[0], default=None)
    if floor is not None and floor[0] > last:
        return None
    if floor is not None and (last - floor[0]).days <= _NEAR:
        edtf = f"{floor[0].isoformat()}/{last.isoformat()}"
        return Fact(edtf, latest.span, f"not after {latest.reason}; not before: {floor[1].reason}")
    return Fact(latest.date, latest.span, f"no later: {latest.reason}")


def _not_before(witnesses: Sequence[Witness]) -> Fact | None:
    """The last day that a report covers: it came out then or later."""
    covered = [one for one in witnesses if one.kind == "covered"]
    one = max(covered, key=lambda found: found.date, default=None)
    return Fact(one.date, one.span, f"no earlier: {one.reason}") if one is not None else None


# --- a day without a year ----------------------------------------------------------------------


def _with_year(
    document: Document, witnesses: Sequence[Witness], dateline: Dateline | None
) -> Witness | None:
    """The first day without a year that the page leaves one year alone, as a witness of its own."""
    bare = [one for one in witnesses if is_bare(one.date)]
    dated = list(_full_dates(document, witnesses)) if bare else []
    for one in bare:
        found = _year_of(document, one, witnesses, dateline, dated)
        if found is not None:
            return found
    return None


_YEARED = {
    "bare line": "line with year",
    "bare dateline": "dateline with year",
    "bare today": "today",
}


def _year_of(
    document: Document,
    bare: Witness,
    witnesses: Sequence[Witness],
    dateline: Dateline | None,
    dated: Sequence[WrittenDate],
) -> Witness | None:
    """The day with its year; None where the page leaves more than one year, or none.

    A full date of the page within a month of it, in the headline or in a line of its own, gives
    the year; so does a month in the address. Else the years from the earliest that the page can
    be of to the latest are held against the weekday: the line's own, or the first sentences',
    since wire copy names the day its dateline gives.
    """
    month, day = int(bare.date[5:7]), int(bare.date[8:10])
    kind = _YEARED[bare.kind]
    near = {found.year for found in dated if _is_near(found, month, day)}
    near |= {
        int(one.date[:4])
        for one in witnesses
        if one.kind == "month of address" and int(one.date[5:7]) == month
    }
    near |= {
        given.year
        for one in witnesses
        if one.score > 0 and (given := _given(one)) and (given.month, given.day) == (month, day)
    }
    if len(near) == 1:
        found = _date(near.pop() or 0, month, day)
        reason = f"{bare.reason}'s day, in the year of the date that stands near it"
        return witness(kind, found.isoformat(), bare.span, reason) if found else None
    return _by_weekday(document, bare, witnesses, dateline)


def _given(one: Witness) -> date | None:
    return None if is_bare(one.date) else day_of(one.date)


class _Limit(NamedTuple):
    """A day that a page is not older than, or not newer than, and why."""

    day: date
    why: str


def _by_weekday(
    document: Document, bare: Witness, witnesses: Sequence[Witness], dateline: Dateline | None
) -> Witness | None:
    own = _weekday_beside(document, bare)
    wire = dateline is not None and dateline.agency is not None
    lead = lead_weekday(document, dateline.span.end - 1) if dateline and wire else None
    weekday = own if own is not None else lead
    floor, latest = _floor(witnesses), _latest(witnesses)
    if weekday is None and (floor is None or latest.day.year - floor.day.year > 1):
        return None
    known = floor is not None
    floor = floor or _Limit(latest.day.replace(year=_OLDEST, month=1, day=1), "the first web pages")
    month, day = int(bare.date[5:7]), int(bare.date[8:10])
    days = [
        found
        for year in range(floor.day.year, max(latest.day.year, floor.day.year + 1) + 1)
        if (found := _date(year, month, day)) is not None
        and (found <= latest.day or latest.day < floor.day)
        and weekday in (None, found.weekday())
    ]
    printed = {one.date for one in witnesses if one.kind == "copyright"}
    if weekday is not None and (len(days) > 1 or not known):
        days = [found for found in days if str(found.year) in printed]
    if len(days) != 1:
        return None
    sure = known and (own is not None or str(days[0].year) in printed)
    last = f"{latest.day.year} ({latest.why})"
    if latest.day.year <= floor.day.year:
        last = str(floor.day.year + 1)
    reason = (
        f"{bare.reason}'s day; of the years {floor.day.year} ({floor.why}) to {last}, "
        "the one that has it"
    )
    if weekday is not None:
        whose = "its" if own is not None else "the first sentences'"
        reason = reason.removesuffix(" that has it")
        reason += f" in which it is {whose} {WEEKDAYS[weekday].capitalize()}"
    edtf = days[0].isoformat() + ("" if sure else "?")
    return witness(_YEARED[bare.kind], edtf, bare.span, reason)


def _weekday_beside(document: Document, bare: Witness) -> int | None:
    """The weekday written beside the day itself (Monday is 0)."""
    written = bare.span.of(document.text) if bare.span is not None else ""
    found = next(written_dates(written), None)
    if found is None:  # "this Friday"
        last = written.casefold().split()[-1:]
        return next((n for n, name in enumerate(WEEKDAYS) if [name] == last), None)
    return found.weekday


def _floor(witnesses: Sequence[Witness]) -> _Limit | None:
    """The latest year that the page looks back on, or of the newest name it holds."""
    found = [
        _Limit(first, one.reason)
        for one in witnesses
        if one.kind in ("recalled", "first known") and (first := first_day(one.date))
    ]
    return max(found, default=None)


def _latest(witnesses: Sequence[Witness]) -> _Limit:
    """The day that the page is not newer than: what it looks ahead to, its changes, its reading."""
    bounds = [
        _Limit(last, one.reason)
        for one in witnesses
        if one.date.startswith("../") and (last := interval(one.date)[1])
    ]
    return min(bounds)


def _full_dates(document: Document, witnesses: Sequence[Witness]) -> Iterator[WrittenDate]:
    """The full dates of the page's own lines, not of its readers' or of the day it is read."""
    others = {one.span for one in witnesses if one.kind in ("comment", "header", "fetched")}
    for region in document.regions:
        if region.kind in {"headline", "dateline", "byline", "boilerplate"}:
            for found in written_dates(region.span.of(document.text)):
                if found.year and found.span.shift(region.span.start) not in others:
                    yield found


def _is_near(found: WrittenDate, month: int, day: int) -> bool:
    one = _date(found.year or 2020, found.month, found.day)
    other = _date(found.year or 2020, month, day)
    return one is not None and other is not None and abs((one - other).days) <= _NEAR


def _spoken(bare: str) -> str:
    return f"{MONTHS[int(bare[5:7]) - 1].capitalize()} {int(bare[8:10])}"


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
