"""Which events of the pages are one happening in the world, and how its life went.

Two events are compared only where they are of one family and share a party within about two
months, a month and day, a place or a page. Then the vetoes of `onrecord.link.apart` say what
cannot be one, `onrecord.link.alike` what speaks for it, and enough evidence joins them.
Contradicting numbers do not keep reports apart: they are listed as differences.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from onrecord.dates import interval, is_day
from onrecord.ids import content_id
from onrecord.link.accounts import Account, accounts_of, order_of
from onrecord.link.actors import Cast
from onrecord.link.alike import CONTACT, EVIDENCE, NEAR, around, like_words, near, needs_words
from onrecord.link.apart import veto
from onrecord.link.block import Group, Join, candidates, grouped
from onrecord.link.differences import agreed_date, differences, listed
from onrecord.link.ties import Ties, held_by, of_ids
from onrecord.model import Happening, Reading, Status

_WINDOW = 30
_ENOUGH = 4


def join_happenings(
    readings: Sequence[Reading], cast: Cast, ties: Ties | None = None
) -> tuple[Happening, ...]:
    """Every event in exactly one happening, with reasons, its life, and what reports differ on.

    Ordered by date, then by the first report; members stand in order of the pages' dates.
    """
    accounts = {one.event.id: one for reading in readings for one in accounts_of(reading, cast)}
    pairs = candidates(
        {key: _block_keys(one) for key, one in accounts.items()},
        lambda key: (around(accounts[key]) or date.max, order_of(accounts[key])),
    )
    joins = [
        join
        for one, other in pairs
        if (join := _compare(accounts[one], accounts[other], cast)) is not None
    ]
    groups = grouped(
        sorted(accounts),
        joins,
        lambda one, other: veto(accounts[one], accounts[other]) is not None,
        held_by(ties or Ties(), of_ids(accounts)),
    )
    of = {member: _id(group, accounts) for group in groups for member in group.members}
    found = [_happening(group, accounts, of, cast) for group in groups]
    return tuple(
        sorted(found, key=lambda one: (one.date or "9999", order_of(accounts[one.members[0]])))
    )


def _block_keys(one: Account) -> Iterable[tuple[object, ...]]:
    yield ("words", one.family, one.wording.tokens[:5])
    if one.family == CONTACT and is_day(one.when):
        yield ("on", one.family, one.when)
    for side in one.sides:
        yield ("page", one.family, side, one.doc)
        if one.place is not None:
            yield ("place", one.family, side, one.place)
        for day in {one.month_day, one.sentence_day} - {None}:
            yield ("day", one.family, side, day)
        for window in _windows(one):
            yield ("time", one.family, side, window)


def _windows(one: Account) -> Iterable[int]:
    """Numbers of the months around the event, or around the page where it has no date."""
    first, last = interval(one.when) if one.when is not None else (one.published, one.published)
    if first is None or last is None or (last - first).days > 400:
        return ()
    slack = 0 if one.when is not None else NEAR
    return range((first.toordinal() - slack) // _WINDOW, (last.toordinal() + slack) // _WINDOW + 1)


def _compare(one: Account, other: Account, cast: Cast) -> Join | None:
    """How strongly two events are one happening, and why; None where too little says so."""
    if veto(one, other) is not None:
        return None
    found = [evidence for ask in EVIDENCE if (evidence := ask(one, other)) is not None]
    weight = sum(evidence.weight for evidence in found)
    needed = _ENOUGH if near(one, other) else _ENOUGH + 1
    if weight < needed or (needs_words(one) and not like_words(one, other)):
        return None
    both = listed(_names(one.sides & other.sides or one.sides | other.sides, cast))
    words = "; ".join(evidence.words for evidence in found if evidence.words)
    return Join(one.event.id, other.event.id, weight, f"{both}: {words}")


def _id(group: Group, accounts: Mapping[str, Account]) -> str:
    return content_id("h", min(group.members, key=lambda key: order_of(accounts[key])))


def _happening(
    group: Group, accounts: Mapping[str, Account], of: Mapping[str, str], cast: Cast
) -> Happening:
    members = sorted((accounts[key] for key in group.members), key=order_of)
    when, dates_note = agreed_date([one.when for one in members if one.when is not None], "date")
    mine = _id(group, accounts)
    answers = (one.event.response_to for one in members)
    answered = {of[answer] for answer in answers if answer is not None and answer in of} - {mine}
    notes = differences([(one.doc, one.event) for one in members])
    return Happening(
        id=mine,
        members=tuple(one.event.id for one in members),
        type=_commonest([one.event.type for one in members]),
        status=status_of([(one.published, one.event.status) for one in members]),
        date=when,
        place=_best_place(members),
        life=tuple((one.event.status, one.event.id) for one in members),
        reasons=group.reasons,
        differences=(*notes, *([dates_note] if dates_note else [])),
        response_to=answered.pop() if len(answered) == 1 else None,
    )


def status_of(life: Sequence[tuple[date | None, Status]]) -> Status:
    """Where a happening stands by its reports as (page's date, status), in order of the dates.

    That it happened outweighs every plan; then that it goes on; else the latest page decides, and
    of several pages of that day the most certain. Pages without a date count as the earliest.

    >>> status_of([(date(2031, 5, 1), "planned"), (date(2031, 5, 9), "denied")])
    'denied'
    """
    found = {status for _, status in life}
    if "happened" in found:
        return "happened"
    if "ongoing" in found:
        return "ongoing"
    latest = max(day or date.min for day, _ in life)
    last = {status for day, status in life if (day or date.min) == latest}
    order: tuple[Status, ...] = (
        "planned",
        "expected",
        "requested",
        "proposed",
        "denied",
        "hypothetical",
    )
    return next(status for status in order if status in last)


def _best_place(members: Sequence[Account]) -> str | None:
    """The place most reports give; a town before a state, then the shortest."""
    given = [one for one in members if one.event.place is not None]
    towns = [one for one in given if not one.place_is_state] or given
    values = [one.event.place.value for one in towns if one.event.place is not None]
    return min(values, key=lambda value: (-values.count(value), len(value), value), default=None)


def _commonest(values: Sequence[str]) -> str:
    return min(values, key=lambda value: (-values.count(value), value))


def _names(sides: Iterable[str], cast: Cast) -> list[str]:
    return sorted(cast.by_id[side].name if side in cast.by_id else side for side in sides)
