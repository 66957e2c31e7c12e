"""The report: a record as one HTML file that opens from disk and needs no network.

Everything a page says is escaped, its control and direction characters are made visible, and
the file's policy allows no script and no style but its own. It is readable without script too.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from importlib.resources import files
from itertools import accumulate, count, pairwise

import msgspec
from markupsafe import Markup

from onrecord.dates import in_words, interval, last_day, precision, sort_key
from onrecord.model import Reading
from onrecord.record import query
from onrecord.record.rows import ActorRow, DocumentRow, Entry, EventRow, StatementRow
from onrecord.record.store import View
from onrecord.record.timeline import timeline
from onrecord.views.markup import environment, web_address
from onrecord.views.passages import Block, blocks_of
from onrecord.views.text import corrected_words, lead_of, quoted, when_words
from onrecord.views.web.axis import window


class Wording(msgspec.Struct, frozen=True):
    """One report of an entry: where it stands, and its words."""

    id: str
    teller: str
    words: str
    kind: str
    status: str
    date: str | None
    speaker: str | None
    published: str | None


class Line(msgspec.Struct, frozen=True):
    """An entry of the timeline as the report shows it.

    `before` and `after` are the rest of the sentence that a clause stands in.
    """

    entry: Entry
    words: str
    before: str
    after: str
    wordings: tuple[Wording, ...]
    facts: tuple[str, ...]
    life: tuple[tuple[str, tuple[str, ...]], ...]


class Mark(msgspec.Struct, frozen=True):
    """An entry drawn on the axis: per cent from the left, row of its lane, pixels to the right.

    `until` draws that it may have been earlier: no page says when.
    """

    entry: Entry
    label: str
    left: float
    right: float
    row: int
    shift: int
    until: bool = False


class Lane(msgspec.Struct, frozen=True):
    """One actor's row of the drawn timeline; `top` and `height` in pixels."""

    name: str
    top: int
    height: int
    marks: tuple[Mark, ...]


class Tick(msgspec.Struct, frozen=True):
    """A day named under the axis; `minor` ones give way where there is little room."""

    left: float
    label: str
    minor: bool


class Far(msgspec.Struct, frozen=True):
    """How many entries lie far before or after the story, and in which years."""

    many: int
    years: str


class Axis(msgspec.Struct, frozen=True):
    """The drawn timeline: lanes over one axis of time whose long empty stretches are cut short.

    `earlier` and `later` are what stands at the edges because it is far from all else.
    """

    lanes: tuple[Lane, ...]
    ticks: tuple[Tick, ...]
    breaks: tuple[float, ...]
    height: int
    earlier: Far | None = None
    later: Far | None = None


class Source(msgspec.Struct, frozen=True):
    """A page as the report shows it."""

    number: int
    row: DocumentRow
    link: str | None
    notes: tuple[str, ...]
    copy_of: tuple[tuple[str, str], ...]
    blocks: tuple[Block, ...]


class Speaker(msgspec.Struct, frozen=True):
    """An actor's statements, one a line."""

    name: str
    offices: tuple[str, ...]
    lines: tuple[Line, ...]


def report_of(view: View) -> str:
    """The whole report as one HTML document."""
    entries = timeline(view)
    sources = _sources(view, entries)
    numbers = {source.row.doc: source.number for source in sources}
    lines = _lines(view, entries)
    web = files(__package__) / "web"
    style, script = (
        (web / name).read_text(encoding="utf-8") for name in ("static/report.css", "report.js")
    )
    template = environment().from_string((web / "report.html").read_text(encoding="utf-8"))
    dated = [line for line in lines if line.entry.date or line.entry.bound]
    people = query.actors(view)
    return template.render(
        style=Markup(style),
        script=Markup(script),
        style_hash=_policy_hash(style),
        script_hash=_policy_hash(script),
        summary=_summary(sources, entries, people),
        axis=_axis(entries, people),
        days=_days(dated),
        undated=[line for line in lines if not (line.entry.date or line.entry.bound)],
        speakers=_speakers(lines, people),
        happenings=[line for line in lines if line.entry.sort == "happening"],
        actors=[actor for actor in people if actor.statements or actor.events],
        sources=sources,
        numbers=numbers,
        entry_of=_entry_of(entries),
        answered={entry.id: entry for entry in entries if entry.sort == "happening"},
        names=sorted({name for entry in entries for name in entry.who}),
        statuses=_statuses(entries),
        outlets=list(dict.fromkeys(t.outlet for entry in entries for t in entry.sources)),
    )


def _policy_hash(text: str) -> str:
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return f"sha256-{base64.b64encode(digest).decode('ascii')}"


def _summary(
    sources: Sequence[Source], entries: Sequence[Entry], people: Sequence[ActorRow]
) -> dict[str, object]:
    """The figures of the report's head."""
    tellers = list(dict.fromkeys(source.row.teller for source in sources))
    days = sorted((source.row.published for source in sources), key=sort_key)
    published = [day for day in days if day is not None and None not in interval(day)]
    busy = [actor.name for actor in people if actor.statements or actor.events]
    return {
        "pages": len(sources),
        "tellers": tellers,
        "from": published[0] if published else None,
        "to": published[-1] if published else None,
        "undated": len(days) - len(published),
        "utterances": sum(entry.sort == "utterance" for entry in entries),
        "statements": sum(len(e.members) for e in entries if e.sort == "utterance"),
        "happenings": sum(entry.sort == "happening" for entry in entries),
        "reports": sum(len(e.members) for e in entries if e.sort == "happening"),
        "actors": len(busy),
        "leading": busy[:4],
    }


def _entry_of(entries: Iterable[Entry]) -> dict[str, str]:
    return {member: entry.id for entry in entries for member in entry.members}


def _statuses(entries: Iterable[Entry]) -> list[str]:
    return sorted({entry.status for entry in entries if entry.sort == "happening"})


def _lines(view: View, entries: Sequence[Entry]) -> list[Line]:
    said = {row.id: row for row in query.statements(view)}
    done = {row.id: row for row in query.events(view)}
    words = query.words(view)
    pages = {row.doc: row for row in query.documents(view)}
    sentences = {id: around for doc in pages for id, around in _sentences(view.reading(doc))}
    return [
        _said(entry, [said[id] for id in entry.members], words, pages)
        if entry.sort == "utterance"
        else _done(entry, [done[id] for id in entry.members], pages, sentences[entry.show])
        for entry in entries
    ]


def _said(
    entry: Entry, rows: Sequence[StatementRow], words: dict[str, str], pages: dict[str, DocumentRow]
) -> Line:
    best = next(row for row in rows if row.id == entry.show)
    occasion = next((row.occasion.text for row in rows if row.occasion), None)
    facts = [occasion, entry.place]
    if best.nature in ("belief", "intention"):
        facts.insert(0, best.nature)
    if best.region == "headline":
        facts.append("in a headline")
    if best.within:
        facts.append("quoted within another statement")
    wordings = [
        Wording(
            id=row.id,
            teller=pages[row.doc].teller,
            words=quoted(words[row.id], row.kind),
            kind=row.kind,
            status=row.nature,
            date=row.said_on,
            speaker=(row.speaker.text or row.speaker.name) if row.speaker else None,
            published=pages[row.doc].published,
        )
        for row in rows
    ]
    return Line(
        entry=entry,
        words=quoted(entry.what, entry.kind),
        before="",
        after="",
        wordings=_best_first(wordings, entry.show),
        facts=tuple(fact for fact in [*facts, corrected_words(entry.corrected)] if fact),
        life=(),
    )


def _done(
    entry: Entry,
    rows: Sequence[EventRow],
    pages: dict[str, DocumentRow],
    sentence: tuple[str, str],
) -> Line:
    wordings = [
        Wording(
            id=row.id,
            teller=pages[row.doc].teller,
            words=row.text,
            kind=row.type,
            status=row.status,
            date=row.date,
            speaker=None,
            published=pages[row.doc].published,
        )
        for row in rows
    ]
    life: dict[str, list[str]] = defaultdict(list)
    for one in sorted(wordings, key=lambda w: last_day(w.published) or date.max):
        if one.teller not in life[one.status]:
            life[one.status].append(one.teller)
    return Line(
        entry=entry,
        words=entry.what,
        before=sentence[0],
        after=sentence[1],
        wordings=_best_first(wordings, entry.show),
        facts=tuple(fact for fact in (entry.place, corrected_words(entry.corrected)) if fact),
        life=tuple((status, tuple(tellers)) for status, tellers in life.items())
        if len(life) > 1
        else (),
    )


def _sentences(reading: Reading) -> Iterator[tuple[str, tuple[str, str]]]:
    """For each event, what stands before and after its clause in the same sentence."""
    text = reading.document.text
    for event in reading.events:
        span = event.span
        region = next((r.span for r in reading.document.regions if r.span.holds(span)), span)
        yield (
            event.id,
            (
                _SENTENCE_END.split(text[region.start : span.start])[-1],
                _SENTENCE_END.split(text[span.end : region.end])[0],
            ),
        )


_SENTENCE_END = re.compile(r"(?<=[.!?])[\"”’)]*\s+|\n\s*\n")


def _best_first(wordings: Sequence[Wording], best: str) -> tuple[Wording, ...]:
    return tuple(
        sorted(wordings, key=lambda w: (w.id != best, last_day(w.published) or date.max, w.id))
    )


def _days(lines: Iterable[Line]) -> list[tuple[Entry, list[Line]]]:
    """The lines that have a place in time, those of one date together, with the first's entry."""
    days: dict[tuple[str | None, str | None], list[Line]] = defaultdict(list)
    for line in lines:
        days[line.entry.date, line.entry.bound].append(line)
    return [(some[0].entry, some) for some in days.values()]


def _speakers(lines: Sequence[Line], people: Sequence[ActorRow]) -> list[Speaker]:
    """Speakers, those who said most first; statements of nobody known come last."""
    offices = {actor.name: actor.offices for actor in people}
    said: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        if line.entry.sort == "utterance":
            said[", ".join(line.entry.who)].append(line)
    ranked = sorted(said, key=lambda name: (not name, -len(said[name]), name))
    return [
        Speaker(name or "Nobody named", offices.get(name, ()), tuple(said[name])) for name in ranked
    ]


_ROW = 15
_LONGEST_GAP = 0.16
_LANES = 8


def _axis(entries: Sequence[Entry], people: Sequence[ActorRow]) -> Axis | None:
    """The entries with a place on one axis, in lanes by who speaks or acts; None without any."""
    placed = [
        (entry, *found)
        for entry in entries
        if (found := _days_of(entry.date or entry.bound)) is not None
    ]
    if not placed:
        return None
    scale = _Scale(Counter(day for _, first, last in placed for day in (first, last)))
    names = _lane_names(placed, people)
    lanes: list[Lane] = []
    top = 0
    for name in names:
        marks = _marks([one for one in placed if _lane_of(one[0], names) == name], scale)
        if not marks:
            continue
        height = _ROW * (max(mark.row for mark in marks) + 1) + 24
        lanes.append(Lane(name, top, height, tuple(marks)))
        top += height
    labels = {
        first: _tick_label(entry.date or entry.bound, first) for entry, first, _ in reversed(placed)
    }
    edges = (_far(some, placed) for some in (scale.earlier, scale.later))
    return Axis(tuple(lanes), tuple(_ticks(scale, labels)), tuple(scale.breaks()), top, *edges)


def _far(days: Sequence[date], placed: Sequence[tuple[Entry, date, date]]) -> Far | None:
    """What lies far from the story, on these days; None where nothing does."""
    if not days:
        return None
    many = sum(first in days or last in days for _, first, last in placed)
    return Far(many, _years(days))


def _years(days: Sequence[date]) -> str:
    """The years of days that are in order.

    >>> _years([date(2019, 3, 1)]), _years([date(2019, 3, 1), date(2027, 5, 2)])
    ('2019', '2019–2027')
    """
    first, last = days[0].year, days[-1].year
    return str(first) if first == last else f"{first}–{last}"


def _days_of(edtf: str | None) -> tuple[date, date] | None:
    if edtf is None:
        return None
    first, last = interval(edtf)
    if first is None and last is None:
        return None
    return first or last or date.min, last or first or date.max


class _Scale:
    """Maps days to per cent of the axis; a long stretch without a day of note is cut short.

    The story has the axis. What is far from it (see `axis.window`) stands at its edge, day after
    day in order and not to scale: one act of ten years ago leaves the days of the story apart.
    """

    def __init__(self, days: Counter[date]) -> None:
        self.days = sorted(days)
        first, last = window([(day.isoformat(), days[day]) for day in self.days], None, None)
        assert first is not None and last is not None  # there are days
        self.earlier = [day for day in self.days if day < first]
        self.later = [day for day in self.days if day > last]
        self.story = [day for day in self.days if first <= day <= last]
        left, right = (_edge(some) for some in (self.earlier, self.later))
        gaps = [(later - day).days for day, later in pairwise(self.story)]
        self._cap = max(3, round(sorted(gaps)[len(gaps) // 2] * 4)) if gaps else 1
        places = list(accumulate((min(gap, self._cap) for gap in gaps), initial=0.0))
        whole = places[-1]
        begin, wide = 3 + left, 94 - left - right
        self._places = {
            day: begin + wide * place / whole if whole else begin + wide / 2
            for day, place in zip(self.story, places, strict=True)
        }
        for some, at, room in ((self.earlier, 3.0, left), (self.later, 97 - right, right)):
            step = room / (len(some) + 1)
            shift = 0 if some is self.earlier else 1
            self._places |= {day: at + step * (n + shift) for n, day in enumerate(some)}

    def of(self, day: date) -> float:
        """Per cent from the left, to two places, for one of the scale's days."""
        return round(self._places[day], 2)

    def breaks(self) -> list[float]:
        """Where stretches were cut short, per cent from the left."""
        cut = [
            (day, later)
            for day, later in pairwise(self.days)
            if (day in self.story) != (later in self.story)
            or (day in self.story and (later - day).days > self._cap)
        ]
        return [round((self.of(day) + self.of(later)) / 2, 2) for day, later in cut]


def _edge(days: Sequence[date]) -> float:
    """Per cent of the axis for days far from the story."""
    return min(_MOST_EDGE, _WIDE * (len(days) + 1)) if days else 0.0


def _lane_names(
    placed: Sequence[tuple[Entry, date, date]], people: Sequence[ActorRow]
) -> list[str]:
    """Who gets a lane: those with most dated entries; the others share one."""
    counts: dict[str, int] = defaultdict(int)
    for entry, _, _ in placed:
        if lead := lead_of(entry):
            counts[lead] += 1
    ranked = sorted(counts, key=lambda name: (-counts[name], name))
    if len(ranked) <= _LANES + 1:
        return [*ranked, _OTHERS]
    return [*ranked[:_LANES], _OTHERS]


_OTHERS = "Others"


def _lane_of(entry: Entry, names: Sequence[str]) -> str:
    lead = lead_of(entry)
    return lead if lead in names else _OTHERS


def _marks(placed: Sequence[tuple[Entry, date, date]], scale: _Scale) -> list[Mark]:
    """Marks such that none covers another; many of one day stand in columns side by side."""
    groups: dict[tuple[date, date, bool], list[Entry]] = defaultdict(list)
    for entry, first, last in placed:
        groups[first, last, entry.bound is not None].append(entry)
    ends: dict[int, float] = defaultdict(float)
    marks: list[Mark] = []
    for (first, last, bound), entries in sorted(groups.items(), key=lambda one: one[0]):
        left, right = scale.of(first), scale.of(last)
        high = min(_HIGH, len(entries))
        top = next(n for n in count() if all(ends[n + row] <= left for row in range(high)))
        for row in range(high):
            ends[top + row] = max(right, left + _WIDE * -(-len(entries) // _HIGH))
        marks += [
            Mark(
                entry,
                _label(entry),
                left,
                right,
                top + n % _HIGH,
                _COLUMN * (n // _HIGH),
                until=bound and n < _HIGH,
            )
            for n, entry in enumerate(entries)
        ]
    return marks


_HIGH = 4
"""Marks of one day that stand one below the other."""
_COLUMN = 14
"""Pixels from one column of marks to the next."""
_WIDE = 4.2
"""Per cent of the axis that a mark takes in a narrow window."""
_MOST_EDGE = 18.0
"""Per cent of the axis that days far from the story take at most, at either edge."""


def _label(entry: Entry) -> str:
    """What a mark says to a pointer or a screen reader."""
    who = ", ".join(entry.who) or "Nobody named"
    when = when_words(entry)
    if entry.sort == "utterance":
        words = quoted(entry.what, entry.kind)
        return f"{when}: {who}: {_cut_short(words)}"
    return f"{when}: {who}: {_cut_short(entry.what)} ({entry.status})"


def _cut_short(words: str) -> str:
    return words if len(words) <= 120 else f"{words[:118].rstrip()} …"


def _ticks(scale: _Scale, labels: dict[date, str]) -> Iterator[Tick]:
    """Days to name: the story's first and last, those between that leave room, far years.

    These give way where there is little room: the words below the axis have them too.
    """
    chosen: dict[date, bool] = {}
    days = [day for day in scale.story if day in labels]
    for room, minor in ((24.0, False), (11.0, True)):
        for day in [*days[:1], *days[-1:], *days[1:-1]]:
            if all(abs(scale.of(day) - scale.of(other)) >= room for other in chosen):
                chosen[day] = minor
    for far in (scale.earlier, scale.later):
        if far:
            yield Tick(scale.of(far[0 if far is scale.earlier else -1]), _years(far), True)
    for day in sorted(chosen):
        yield Tick(scale.of(day), labels[day], chosen[day])


def _tick_label(edtf: str | None, first: date) -> str:
    """A date as the axis names it: a year or month whole, anything else by its first day."""
    if edtf is not None and precision(edtf) in ("year", "season", "month"):
        return in_words(edtf)
    return f"{first.day} {first:%b} {first.year}"


def _sources(view: View, entries: Sequence[Entry]) -> list[Source]:
    rows = sorted(
        query.documents(view), key=lambda row: (last_day(row.published) or date.max, row.doc)
    )
    numbers = {row.doc: number for number, row in enumerate(rows, start=1)}
    entry_of = _entry_of(entries)
    copies: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for one in view.rows("SELECT doc, of, reason FROM copies ORDER BY doc, of"):
        copies[one["doc"]].append((one["of"], one["reason"]))
    return [
        Source(
            number=numbers[row.doc],
            row=row,
            link=web_address(row.source),
            notes=(),
            copy_of=tuple(copies[row.doc]),
            blocks=tuple(blocks_of(view.reading(row.doc), entry_of)),
        )
        for row in rows
    ]
