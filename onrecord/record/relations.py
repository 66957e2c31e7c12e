"""What two actors did to each other: by month and class, what answers what, and whether in kind."""

from __future__ import annotations

import json
import random
import sqlite3
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from statistics import fmean

import msgspec

from onrecord.dates import first_day, interval, is_day, last_day, sort_key
from onrecord.record.query import actors_meant
from onrecord.record.rows import (
    Act,
    Later,
    Reciprocity,
    Relation,
    RelationRow,
)
from onrecord.record.settled import event_days
from onrecord.record.store import View

WINDOW = 14
"""Days within which an act is held to be able to answer one of the other side."""
SHUFFLES = 1999
LEAST_PAIRS = 10
"""Pairs below which the test of reciprocity is refused: a story's handful shows anything."""
LEAST_ACTS = 5
"""Acts below which a side's scores have too few orders to be shuffled into."""
_REAL = frozenset({"happened", "ongoing"})


class _Deed(msgspec.Struct, frozen=True):
    """An act with which way it goes, and what a page says it answers."""

    act: Act
    forward: bool
    response_to: str | None


def relations(
    view: View,
    one: str,
    other: str,
    *,
    window: int = WINDOW,
    seed: int = 0,
    shuffles: int = SHUFFLES,
) -> Relation:
    """What two actors did to each other, each happening once; a state acts by its officials.

    `NotOnRecord` for a name nobody has. The same record, `window` and `seed` give the same values.
    """
    sides = (actors_meant(view, one), actors_meant(view, other))
    names = {True: (one, other), False: (other, one)}
    deeds = list(_deeds(view, sides, names))
    acts = _each_once(deeds)
    return Relation(
        one,
        other,
        tuple(_months(deeds, names)),
        tuple(_chains(acts)),
        tuple(_later(acts, window)),
        reciprocity([deed.act for deed in acts], one, other, window, seed, shuffles),
    )


def _deeds(
    view: View, sides: tuple[set[str], set[str]], names: Mapping[bool, tuple[str, str]]
) -> Iterator[_Deed]:
    """Every happening between the two, once for each way it goes; a meeting goes both ways."""
    found: dict[tuple[str, bool], sqlite3.Row] = {}
    for forward, (source, target) in ((True, sides), (False, sides[::-1])):
        for row in view.rows(
            _BETWEEN,
            {"source": json.dumps(sorted(source)), "target": json.dumps(sorted(target))},
        ):
            found.setdefault((row["id"], forward), row)
    undated = [row["n"] for row in found.values() if not row["whole"] and row["date"] is None]
    told = event_days(view, undated)
    for (id, forward), row in found.items():
        date = told[row["n"]].date if row["n"] in told else row["date"]
        yield _deed(row, date, names[forward], forward, mutual=(id, not forward) in found)


# One of the source acts on one of the target; those who act together act on each other.
_BETWEEN = """
SELECT coalesce(h.id, e.id) AS id, h.id IS NOT NULL AS whole, e.n, e.type, e.mode, e.quad,
  e.intensity, e.text, h.response_to, CASE WHEN h.id IS NULL THEN e.date ELSE h.date END AS date,
  coalesce(h.status, e.status) AS status
FROM events e
LEFT JOIN happening_members m ON m.event = e.id LEFT JOIN happenings h ON h.id = m.happening
WHERE e.n IN (SELECT n FROM event_actors
    WHERE role = 'actor' AND actor IN (SELECT value FROM json_each(:source)))
  AND e.n IN (SELECT n FROM event_actors
    WHERE role IN ('actor', 'recipient') AND actor IN (SELECT value FROM json_each(:target)))
ORDER BY e.doc, e.start, e."end" DESC, e.id
"""


def _deed(
    row: sqlite3.Row, date: str | None, names: tuple[str, str], forward: bool, *, mutual: bool
) -> _Deed:
    act = Act(
        id=row["id"],
        date=date,
        actor=names[0],
        recipient=names[1],
        mutual=mutual,
        type=row["type"],
        mode=row["mode"],
        status=row["status"],
        quad=row["quad"],
        intensity=row["intensity"],
        text=row["text"],
    )
    return _Deed(act, forward, row["response_to"])


def _each_once(deeds: Iterable[_Deed]) -> list[_Deed]:
    """The deeds in order of time, of what goes both ways one alone."""
    kept = [deed for deed in deeds if deed.forward or not deed.act.mutual]
    return sorted(kept, key=lambda deed: (sort_key(deed.act.date), deed.act.id))


def _months(deeds: Sequence[_Deed], names: Mapping[bool, tuple[str, str]]) -> Iterator[RelationRow]:
    rows: dict[tuple[str, bool], list[Act]] = defaultdict(list)
    for deed in deeds:
        rows[_month(deed.act.date), deed.forward].append(deed.act)
    for month, forward in sorted(rows, key=lambda key: (key[0] or "~", not key[1])):
        acts = rows[month, forward]
        real = [act for act in acts if act.status in _REAL]
        scores = [act.intensity for act in real if act.intensity is not None]
        actor, recipient = names[forward]
        yield RelationRow(
            month=month or None,
            actor=actor,
            recipient=recipient,
            quad_1=_of_class(real, 1),
            quad_2=_of_class(real, 2),
            quad_3=_of_class(real, 3),
            quad_4=_of_class(real, 4),
            other=_of_class(real, None),
            planned=len(acts) - len(real),
            scored=len(scores),
            intensity_sum=round(sum(scores), 2),
            intensity_mean=round(fmean(scores), 2) if scores else None,
        )


def _of_class(acts: Iterable[Act], quad: int | None) -> int:
    return sum(act.quad == quad for act in acts)


def _month(date: str | None) -> str:
    """The month that holds the whole date, as YYYY-MM; "" where there is none."""
    if date is None:
        return ""
    first, last = interval(date)
    if first is None or last is None or (first.year, first.month) != (last.year, last.month):
        return ""
    return f"{first.year:04}-{first.month:02}"


def _chains(acts: Sequence[_Deed]) -> Iterator[tuple[Act, ...]]:
    """Runs of acts that pages say answer each other, from the first to one nobody answers."""
    by_id = {deed.act.id: deed for deed in acts}
    answers: dict[str, list[str]] = defaultdict(list)
    for deed in acts:
        if deed.response_to in by_id:
            answers[deed.response_to].append(deed.act.id)
    starts = [id for id in answers if by_id[id].response_to not in by_id]
    for start in starts:
        for run in _runs((start,), answers):
            yield tuple(by_id[id].act for id in run)


def _runs(so_far: tuple[str, ...], answers: Mapping[str, list[str]]) -> Iterator[tuple[str, ...]]:
    further = [id for id in answers.get(so_far[-1], ()) if id not in so_far]
    if not further:
        yield so_far
    for id in further:
        yield from _runs((*so_far, id), answers)


def _later(acts: Sequence[_Deed], window: int) -> Iterator[Later]:
    stated = {(deed.act.id, deed.response_to) for deed in acts}
    for act, after, days in _followed([deed.act for deed in acts], window):
        if (act.id, after.id) not in stated:
            yield Later(act, after, days)


def _followed(acts: Sequence[Act], window: int) -> Iterator[tuple[Act, Act, int]]:
    """Each one-sided act with the nearest earlier one of the other side, and the days between.

    Only what happened or goes on, and only where the earlier one was surely over before and both
    surely lie within the window: acts of one day have no order, and "March" no distance. The days
    are the fewest that there can be; of several as near the last listed counts.
    """
    dated = [
        (start, end, act)
        for act in acts
        if act.status in _REAL and not act.mutual
        for start, end in [(first_day(act.date), last_day(act.date))]
        if start is not None and end is not None
    ]
    by_end = sorted(range(len(dated)), key=lambda n: dated[n][1])
    ends = [dated[n][1] for n in by_end]
    for begin, finish, act in dated:
        for place in range(bisect_left(ends, begin) - 1, -1, -1):  # the latest end first
            start, end, earlier = dated[by_end[place]]
            if (finish - end).days > window:
                break
            if earlier.actor != act.actor and (finish - start).days <= window:
                yield act, earlier, (begin - end).days
                break


def reciprocity(
    acts: Sequence[Act], one: str, other: str, window: int, seed: int, shuffles: int
) -> Reciprocity:
    """Whether acts answer those of the other side in kind; see `Reciprocity`.

    What is shuffled are each side's scores over its own acts: how much was done, by whom and when
    stays, so that a busy fortnight is no sign of reciprocity; only whether harsh follows harsh and
    mild follows mild is asked. p is (1 + shuffles as near or nearer) / (1 + shuffles), after
    Phipson & Smyth 2010.
    """
    usable = [
        act
        for act in acts
        if act.status in _REAL and not act.mutual and act.intensity is not None and is_day(act.date)
    ]
    sides = [[n for n, act in enumerate(usable) if act.actor == name] for name in (one, other)]
    number = {act.id: n for n, act in enumerate(usable)}
    pairs = [(number[act.id], number[after.id]) for act, after, _ in _followed(usable, window)]
    scores = [act.intensity for act in usable if act.intensity is not None]
    empty = Reciprocity(
        len(pairs), (len(sides[0]), len(sides[1])), window, shuffles, seed, None, None, None, ""
    )
    refusal = _too_little(empty, [{scores[n] for n in side} for side in sides], (one, other))
    if refusal is not None:
        return msgspec.structs.replace(empty, verdict=refusal)
    observed = _distance(scores, pairs)
    drawn = random.Random(seed)
    shuffled = [_distance(_shuffled(scores, sides, drawn), pairs) for _ in range(shuffles)]
    as_near = sum(distance <= observed + 1e-9 for distance in shuffled)
    p = (1 + as_near) / (1 + shuffles)
    return msgspec.structs.replace(
        empty,
        difference=round(observed, 3),
        expected=round(fmean(shuffled), 3),
        p=round(p, 4),
        verdict=_verdict(p, len(pairs)),
    )


def _too_little(
    test: Reciprocity, kinds: Sequence[set[float]], names: tuple[str, str]
) -> str | None:
    """Why the test is not made, in words; None where it can be."""
    if test.pairs < LEAST_PAIRS:
        return (
            f"too little data: acts that follow one of the other side within {test.window} days: "
            f"{test.pairs}, needed: {LEAST_PAIRS}; nothing is said of reciprocity"
        )
    for name, acts, scores in zip(names, test.acts, kinds, strict=True):
        if acts < LEAST_ACTS:
            return (
                f"too little data: acts of {name} with a day and a score: {acts}, needed: "
                f"{LEAST_ACTS}; nothing is said of reciprocity"
            )
        if len(scores) < 2:
            return f"nothing to compare: all acts of {name} have the same score"
    return None


def _verdict(p: float, pairs: int) -> str:
    if p <= 0.05:
        return (
            f"acts are nearer in kind to the one they follow than chance has it (p = {p:.3f}, "
            f"{pairs} pairs); that one causes the other is not shown"
        )
    return f"no sign that acts follow in kind (p = {p:.3f}, {pairs} pairs)"


def _distance(scores: Sequence[float], pairs: Sequence[tuple[int, int]]) -> float:
    return fmean(abs(scores[act] - scores[after]) for act, after in pairs)


def _shuffled(
    scores: Sequence[float], sides: Sequence[Sequence[int]], drawn: random.Random
) -> list[float]:
    new = list(scores)
    for side in sides:
        own = [scores[n] for n in side]
        drawn.shuffle(own)
        for n, score in zip(side, own, strict=True):
            new[n] = score
    return new
