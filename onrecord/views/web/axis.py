"""What of the entries is drawn: marks in lanes, or, where they are too many, counts by period.

A browser that is sent a hundred thousand marks stands still, and nobody can tell them apart. So
at most `MOST_MARKS` are sent; of more, only how many each lane has in each day, week, month, year
or decade, whichever is the finest that stays under `MOST_PERIODS`. Zooming in asks again.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from onrecord.dates import in_words, interval
from onrecord.record.rows import Entry
from onrecord.views.markup import PLANS
from onrecord.views.text import quoted, type_words
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

Placed = tuple[Entry, date | None, date | None]


def drawn(entries: Sequence[Entry], since: str | None, until: str | None) -> Drawn:
    """What the axis shows of `entries` from `since` to `until`, or where most of them lie."""
    placed = [(one, *interval(one.date)) for one in entries if one.date is not None]
    first, last = window(placed, since, until)
    if first is None or last is None:
        return Drawn((), (), (), None, None, None, 0, 0, len(entries) - len(placed), 0)
    earlier = sum(one[2] is not None and one[2] < first for one in placed)
    later = sum(one[1] is not None and one[1] > last for one in placed)
    within = [
        one
        for one in placed
        if not (one[2] is not None and one[2] < first)
        and not (one[1] is not None and one[1] > last)
    ]
    lanes = lanes_of(within)
    few = len(within) <= MOST_MARKS
    step = None if few else step_of(first, last)
    return Drawn(
        lanes=lanes,
        marks=tuple(_mark(one, lanes) for one in within) if few else (),
        buckets=tuple(_buckets(within, lanes, step, first)) if step is not None else (),
        step=step,
        first=first.isoformat(),
        last=last.isoformat(),
        earlier=earlier,
        later=later,
        undated=len(entries) - len(placed),
        within=len(within),
    )


def window(
    placed: Sequence[Placed], since: str | None, until: str | None
) -> tuple[date | None, date | None]:
    """The days that the axis shows: as asked, else those of all entries but far ones.

    Far is what lies further from the middle four fifths of all days than these are wide: a treaty
    of forty years ago must not press a week of talks into one line.
    """
    days = sorted(day for _, first, last in placed for day in (first, last) if day is not None)
    if not days:
        return None, None
    core = days[int(len(days) * _CORE)], days[-1 - int(len(days) * _CORE)]
    wide = max(14, (core[1] - core[0]).days)
    near = [d for d in days if (core[0] - d).days <= wide and (d - core[1]).days <= wide]
    start = interval(since)[0] if since is not None else near[0]
    end = interval(until)[1] if until is not None else near[-1]
    start, end = start or days[0], end or days[-1]
    return (start, end) if start <= end else (end, start)


def lanes_of(placed: Sequence[Placed]) -> tuple[str, ...]:
    """Who has a lane: those who lead most entries, in that order; the rest share the last."""
    counts = Counter(_lead(one[0]) for one in placed)
    named = sorted((name for name in counts if name), key=lambda name: (-counts[name], name))
    few = named if len(named) <= LANES + 1 else named[:LANES]
    rest = len(few) < len(named) or "" in counts
    return (*few, OTHERS) if rest else tuple(few)


def step_of(first: date, last: date) -> Step:
    """The finest period of which the days have no more than can be drawn.

    >>> step_of(date(2031, 1, 1), date(2031, 1, 31)), step_of(date(2021, 1, 1), date(2031, 1, 1))
    ('day', 'year')
    """
    days = (last - first).days + 1
    return next((step for step, long in _STEPS if days / long <= MOST_PERIODS), "decade")


def period(day: date, step: Step) -> tuple[date, date]:
    """The first and last day of the period that `day` lies in.

    >>> period(date(2031, 5, 4), "week")
    (datetime.date(2031, 4, 28), datetime.date(2031, 5, 4))
    """
    if step == "day":
        return day, day
    if step == "week":
        monday = day - timedelta(days=day.weekday())
        return monday, min(date.max - timedelta(days=6), monday) + timedelta(days=6)
    if step == "month":
        return day.replace(day=1), _month_end(day)
    years = 10 if step == "decade" else 1
    begin = max(1, day.year - day.year % years)
    return date(begin, 1, 1), date(min(9999, day.year - day.year % years + years - 1), 12, 31)


def _month_end(day: date) -> date:
    if day.month == 12:
        return day.replace(day=31)
    return day.replace(month=day.month + 1, day=1) - timedelta(days=1)


def look(entry: Entry) -> str:
    """How an entry is drawn: said, plan (hollow), ongoing, happened or denied (struck)."""
    if entry.sort == "utterance":
        return "said"
    return "plan" if entry.status in PLANS else entry.status


def _lead(entry: Entry) -> str:
    return entry.who[0] if entry.who else ""


def _lane(entry: Entry, lanes: tuple[str, ...]) -> int:
    lead = _lead(entry)
    return lanes.index(lead) if lead in lanes else len(lanes) - 1


def _mark(one: Placed, lanes: tuple[str, ...]) -> Mark:
    entry, first, last = one
    return Mark(
        id=entry.id,
        first=first.isoformat() if first else None,
        last=last.isoformat() if last else None,
        lane=_lane(entry, lanes),
        look=look(entry),
        short=_short(entry),
        label=label(entry),
    )


def label(entry: Entry) -> str:
    """What a mark says to a pointer or a screen reader."""
    who = ", ".join(entry.who) or "Nobody named"
    when = in_words(entry.date) if entry.date else "no date"
    if entry.sort == "utterance":
        return f"{when}: {who}: {_cut(quoted(entry.what, entry.kind))}"
    return f"{when}: {who} {type_words(entry.verb)}: {_cut(entry.what)} ({entry.status})"


def _short(entry: Entry) -> str:
    words = quoted(entry.what, entry.kind) if entry.sort == "utterance" else type_words(entry.verb)
    whom = f" {', '.join(entry.whom)}" if entry.whom and entry.sort == "happening" else ""
    return f"{words[:60]}{whom[:30]}"


def _cut(words: str) -> str:
    return words if len(words) <= 140 else f"{words[:138].rstrip()} …"


def _buckets(
    placed: Sequence[Placed], lanes: tuple[str, ...], step: Step, earliest: date
) -> Iterator[Bucket]:
    """Counts by lane and period, by the first day that an entry's date may mean."""
    counts: dict[tuple[int, date, date], Counter[str]] = defaultdict(Counter)
    for entry, first, last in placed:
        day = max(first or last or earliest, earliest)
        counts[_lane(entry, lanes), *period(day, step)][look(entry)] += 1
    for lane, start, end in sorted(counts):
        of = counts[lane, start, end]
        yield Bucket(
            start.isoformat(),
            end.isoformat(),
            lane,
            said=of["said"],
            done=of["happened"] + of["ongoing"],
            planned=of["plan"],
            denied=of["denied"],
        )
