"""What reports of one thing agree on, and what they do not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta

from onrecord.dates import from_interval, in_words, interval, overlaps, within
from onrecord.link.accounts import Account, Spot
from onrecord.model import Difference, Side

_DAY = timedelta(days=1)


def agreed_date(values: Sequence[str], what: str) -> tuple[str | None, str | None]:
    """The most precise date that all `values` allow, and a note where they do not agree.

    Where they disagree the date is the stretch from the first to the last of them: an imprecise
    date that is true beats a precise one that may not be.

    >>> agreed_date(["2021-06", "2021-06-16"], "held on")
    ('2021-06-16', None)
    >>> agreed_date(["2021-06-15", "2021-06-16"], "held on")[0]
    '2021-06-15/2021-06-16'
    """
    kept = sorted(set(values))
    if not kept:
        return None, None
    finest = [one for one in kept if all(within(one, other) for other in kept)]
    if finest:
        return finest[0], None
    spans = [interval(one) for one in kept]
    firsts = [first for first, _ in spans if first is not None]
    lasts = [last for _, last in spans if last is not None]
    if not firsts or not lasts:
        return None, None
    if max(firsts) <= min(lasts):
        return from_interval(max(firsts), min(lasts)), None
    whole = from_interval(min(firsts), max(lasts))
    return whole, f"{what}: " + " or ".join(in_words(one) for one in kept)


def differences(reports: Sequence[Account]) -> tuple[Difference, ...]:
    """What the reports of one happening do not agree on, each kind once, with its places.

    Only what cannot both be right: a report that says less says nothing else, and the new day of
    a plan is news.
    """
    found = [
        _different("number", _spots(reports, "number")),
        *_counted(reports),
        *_dates(reports),
        _different("actor", _spots(reports, "actor")),
        _different("status", _spots(reports, "status")),
        _different("type", _spots(reports, "type")),
    ]
    return tuple(each for each in found if each is not None)


Told = tuple[Account, Spot]


def _spots(reports: Sequence[Account], kind: str) -> list[Told]:
    return [(one, spot) for one in reports for spot in one.spots if spot.kind == kind]


def _counted(reports: Sequence[Account]) -> Iterator[Difference | None]:
    """Of each thing that clauses count ("after eleven weeks") how many there are."""
    by_thing: dict[str, list[Told]] = {}
    for one in reports:
        own = [spot for spot in one.spots if spot.kind.startswith("number of ")]
        kinds = [spot.kind for spot in own]
        for spot in own:
            if kinds.count(spot.kind) == 1:  # two numbers of one thing in a clause tell nothing
                by_thing.setdefault(spot.kind, []).append((one, spot))
    main = {spot.value for _, spot in _spots(reports, "number")}
    for thing, told in sorted(by_thing.items()):
        if not {spot.value for _, spot in told} <= main:
            yield _different("number", told, thing)


def _dates(reports: Sequence[Account]) -> Iterator[Difference | None]:
    """Days of what happened, and days of a plan that pages of one day give."""
    dated = _spots(reports, "date")
    yield _different("date", _contradicting([told for told in dated if not told[0].open]))
    planned = [told for told in dated if told[0].open]
    days = sorted({one.published for one, _ in planned if one.published is not None})
    for day in days:
        near = [(o, s) for o, s in planned if o.published and abs(o.published - day) <= _DAY]
        difference = _different("date", _contradicting(near))
        if difference is not None:
            yield difference
            return


def _contradicting(told: Sequence[Told]) -> list[Told]:
    """Those whose date shares no day with some other's; "in May" says nothing against the 12th."""
    return [
        (one, spot)
        for one, spot in told
        if any(not overlaps(spot.value, other.value) for _, other in told)
    ]


def _different(kind: str, told: Sequence[Told], name: str | None = None) -> Difference | None:
    """The difference, where there are two values or more."""
    by_value: dict[str, list[Told]] = {}
    for one, spot in told:
        by_value.setdefault(spot.value, []).append((one, spot))
    if len(by_value) < 2:
        return None
    values = sorted(
        by_value, key=lambda value: (len(value), value) if value.isdigit() else (0, value)
    )
    parts = []
    for value in values:
        shown = in_words(value) if kind == "date" else value
        docs = sorted({one.doc for one, _ in by_value[value]})
        parts.append(f"{shown} ({listed(docs)})")
    sides = tuple(
        Side(value, one.doc, one.event.id, spot.start, spot.end, spot.text)
        for value in values
        for one, spot in by_value[value]
    )
    label = "whether it happened" if kind == "status" else name or kind
    return Difference(kind, f"{label}: {' or '.join(parts)}", sides)


def listed(names: Sequence[str]) -> str:
    """Names as a list in words.

    >>> listed(["A", "B", "C"])
    'A, B and C'
    """
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
