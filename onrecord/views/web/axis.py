"""What of the entries is drawn: marks in lanes, or, where they are too many, counts by period.

A browser that is sent a hundred thousand marks stands still, and nobody can tell them apart. So
at most `MOST_MARKS` are sent; of more, only how many each lane has in each day, week, month, year
or decade, whichever is the finest that stays under `MOST_PERIODS`. Zooming in asks again.
"""

from __future__ import annotations

from calendar import monthrange
from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date
from itertools import accumulate

import msgspec

from onrecord.dates import interval
from onrecord.record.rows import Entry
from onrecord.views.markup import PLANS
from onrecord.views.text import is_named, lead_of, quoted, type_words, when_words
from onrecord.views.web.answers import Bucket, Drawn, Mark, Step

MOST_MARKS = 400
MOST_PERIODS = 60
LANES = 8
OTHERS = "Others"
_CORE = 0.1
"""The share of days at either end that do not say how wide the axis is; see `window`."""
_STEPS: tuple[tuple[Step, int], ...] = (
    ("day", 1),
    ("week", 7),
    ("month", 28),
    ("year", 365),
    ("decade", 3652),
)

PERIODS: dict[Step, str] = {
    "day": "day",
    "week": "date(day, 'weekday 0', '-6 days')",
    "month": "substr(day, 1, 7) || '-01'",
    "year": "substr(day, 1, 4) || '-01-01'",
    "decade": "substr(day, 1, 3) || '0-01-01'",
}
"""SQL of the first day of the period that an ISO `day` lies in."""


class Dated(msgspec.Struct, frozen=True):
    """How many entries have these first and last days (ISO; None: open), or, not `known`, none."""

    first: str | None
    last: str | None
    known: bool
    count: int


class Frame(msgspec.Struct, frozen=True):
    """The days that the axis shows, and how many entries lie before, after, without and within.

    `whole` are the first and last day of all, where some are far; see `window`.
    """

    first: date
    last: date
    earlier: int
    later: int
    undated: int
    within: int
    whole: tuple[str, str] | None = None


class Undrawn(msgspec.Struct, frozen=True):
    """Why there is no axis: nothing that fits has a day; how many entries have no date."""

    undated: int


class Count(msgspec.Struct, frozen=True):
    """Entries that begin in a period (its first day), by who leads them and how they look."""

    period: str
    lead: str
    look: str
    count: int


def frame(dates: Sequence[Dated], since: str | None, until: str | None) -> Frame | Undrawn:
    """The days that the axis shows of entries with these dates; see `window`."""
    known = [one for one in dates if one.known]
    undated = sum(one.count for one in dates if not one.known)
    days: Counter[str] = Counter()
    for one in known:
        for day in (one.first, one.last):
            if day is not None:
                days[day] += one.count
    ordered = sorted(days.items())
    first, last = window(ordered, since, until)
    if first is None or last is None:
        return Undrawn(undated)
    near = window(ordered, None, None)
    whole = ordered[0][0], ordered[-1][0]
    begin, end = first.isoformat(), last.isoformat()
    earlier = sum(one.count for one in known if one.last is not None and one.last < begin)
    later = sum(one.count for one in known if one.first is not None and one.first > end)
    within = sum(one.count for one in known) - earlier - later
    is_all = whole == tuple(day.isoformat() for day in near if day is not None)
    return Frame(first, last, earlier, later, undated, within, None if is_all else whole)


def nothing(undrawn: Undrawn) -> Drawn:
    """An empty axis."""
    return Drawn((), (), (), None, None, None, 0, 0, undrawn.undated, 0)


def marked(frame: Frame, entries: Sequence[Entry]) -> Drawn:
    """The axis with a mark for each of `entries`, all of which have a date within the frame."""
    lanes = lanes_of(Counter(lead_of(one) for one in entries))
    return _drawn(frame, lanes, marks=tuple(_mark(one, lanes) for one in entries))


def counted(frame: Frame, step: Step, counts: Sequence[Count]) -> Drawn:
    """The axis with how many entries of each lane begin in each period."""
    whole: Counter[str] = Counter()
    for one in counts:
        whole[one.lead] += one.count
    lanes = lanes_of(whole)
    cells: dict[tuple[int, str], Counter[str]] = defaultdict(Counter)
    for one in counts:
        look = "plan" if one.look in PLANS else one.look
        cells[_lane(one.lead, lanes), one.period][look] += one.count
    buckets = tuple(_bucket(lane, day, step, of) for (lane, day), of in sorted(cells.items()))
    return _drawn(frame, lanes, buckets=buckets, step=step)


def _drawn(
    frame: Frame,
    lanes: tuple[str, ...],
    *,
    marks: tuple[Mark, ...] = (),
    buckets: tuple[Bucket, ...] = (),
    step: Step | None = None,
) -> Drawn:
    return Drawn(
        lanes=lanes,
        marks=marks,
        buckets=buckets,
        step=step,
        first=frame.first.isoformat(),
        last=frame.last.isoformat(),
        earlier=frame.earlier,
        later=frame.later,
        undated=frame.undated,
        within=frame.within,
        before=_moved(frame.first, -1) if frame.earlier else None,
        after=_moved(frame.last, 1) if frame.later else None,
        whole=frame.whole,
    )


def window(
    days: Sequence[tuple[str, int]], since: str | None, until: str | None
) -> tuple[date | None, date | None]:
    """The days that the axis shows: as asked, else those of all entries but far ones.

    `days` are those on which dates begin or end, in order, with how many do. Far is what lies
    further from the middle four fifths of them than these are wide: a treaty of forty years ago
    must not press a week of talks into one line.

    >>> window([("1991-04-02", 2), ("2031-05-01", 20), ("2031-05-09", 20)], None, None)
    (datetime.date(2031, 5, 1), datetime.date(2031, 5, 9))
    """
    if not days:
        return None, None
    low, high = _core([count for _, count in days])
    first, last = (date.fromisoformat(days[place][0]) for place in (low, high))
    wide = max(14, (last - first).days)
    least, most = _moved(first, -wide), _moved(last, wide)
    near = [day for day, _ in days if least <= day <= most]
    if since is None and until is None:
        return date.fromisoformat(near[0]), date.fromisoformat(near[-1])
    known = date.fromisoformat(days[0][0]), date.fromisoformat(days[-1][0])
    start = interval(since)[0] if since is not None else known[0]
    end = interval(until)[1] if until is not None else known[-1]
    start, end = start or known[0], end or known[-1]
    return (start, end) if start <= end else (end, start)


def _moved(day: date, days: int) -> str:
    """The day so many days later, in ISO, or where the calendar ends.

    >>> _moved(date(2031, 3, 1), -1), _moved(date(1, 1, 2), -5)
    ('2031-02-28', '0001-01-01')
    """
    ordinal = min(max(1, day.toordinal() + days), date.max.toordinal())
    return date.fromordinal(ordinal).isoformat()


def _core(counts: Sequence[int]) -> tuple[int, int]:
    """The places of the first and last of the middle four fifths.

    >>> _core([1, 8, 1]), _core([5, 5])
    ((1, 1), (0, 1))
    """
    edge = sum(counts) * _CORE
    sums = list(accumulate(counts))
    low = next(n for n, so_far in enumerate(sums) if so_far > edge)
    high = next(n for n, so_far in enumerate(sums) if so_far >= sums[-1] - edge)
    return low, high


def lanes_of(counts: Counter[str]) -> tuple[str, ...]:
    """Who has a lane: those named who lead most, in that order; the rest share the last."""
    named = sorted(
        (name for name in counts if name and is_named(name)), key=lambda name: (-counts[name], name)
    )
    few = named if len(named) <= LANES + 1 else named[:LANES]
    rest = len(few) < len(counts)
    return (*few, OTHERS) if rest else tuple(few)


def step_of(first: date, last: date) -> Step:
    """The finest period of which the days have no more than can be drawn.

    >>> step_of(date(2031, 1, 1), date(2031, 1, 31)), step_of(date(2021, 1, 1), date(2031, 1, 1))
    ('day', 'year')
    """
    days = (last - first).days + 1
    return next((step for step, long in _STEPS if days / long <= MOST_PERIODS), "decade")


def last_of(first: date, step: Step) -> date:
    """The last day of the period that begins on `first`.

    >>> last_of(date(2031, 2, 1), "month"), last_of(date(2030, 1, 1), "decade")
    (datetime.date(2031, 2, 28), datetime.date(2039, 12, 31))
    """
    if step == "day":
        return first
    if step == "week":
        return date.fromordinal(min(date.max.toordinal(), first.toordinal() + 6))
    if step == "month":
        return first.replace(day=monthrange(first.year, first.month)[1])
    return date(first.year + (9 if step == "decade" else 0), 12, 31)


def look(entry: Entry) -> str:
    """How an entry is drawn: said, plan (hollow), ongoing, happened or denied (struck)."""
    if entry.sort == "utterance":
        return "said"
    return "plan" if entry.status in PLANS else entry.status


def _lane(lead: str, lanes: tuple[str, ...]) -> int:
    return lanes.index(lead) if lead in lanes else len(lanes) - 1


def _mark(entry: Entry, lanes: tuple[str, ...]) -> Mark:
    place = entry.date or entry.bound
    assert place is not None  # only what has a place in time is drawn
    first, last = interval(place)
    return Mark(
        id=entry.id,
        first=first.isoformat() if first else None,
        last=last.isoformat() if last else None,
        lane=_lane(lead_of(entry), lanes),
        look=look(entry),
        bound=entry.bound is not None,
        short=_short(entry),
        label=label(entry),
    )


def label(entry: Entry) -> str:
    """What a mark says to a pointer or a screen reader."""
    who = ", ".join(entry.who) or "Nobody named"
    when = when_words(entry)
    if entry.sort == "utterance":
        return f"{when}: {who}: {cut(quoted(entry.what, entry.kind))}"
    return f"{when}: {who} {type_words(entry.verb)}: {cut(entry.what)} ({entry.status})"


def _short(entry: Entry) -> str:
    words = quoted(entry.what, entry.kind) if entry.sort == "utterance" else type_words(entry.verb)
    whom = f" {', '.join(entry.whom)}" if entry.whom and entry.sort == "happening" else ""
    return f"{words[:60]}{whom[:30]}"


def cut(words: str) -> str:
    """The first words, as many as a mark or a choice has room for."""
    return words if len(words) <= 140 else f"{words[:138].rstrip()} …"


def _bucket(lane: int, first: str, step: Step, of: Counter[str]) -> Bucket:
    begin = date.fromisoformat(first if first >= _FIRST else _FIRST)
    return Bucket(
        begin.isoformat(),
        last_of(begin, step).isoformat(),
        lane,
        said=of["said"],
        done=of["happened"] + of["ongoing"],
        planned=of["plan"],
        denied=of["denied"],
    )


_FIRST = "0001-01-01"
"""Where the calendar begins; the decade and week of its first days begin before it."""
