"""Which events of the pages are one happening in the world, and how its life went.

Two events are compared only where they are of one family and share a party, and stand near each
other in time, on one day of the year, at one place or on one page. Then the vetoes of
`onrecord.link.apart` say what cannot be one, `onrecord.link.alike` what speaks for it, and enough
evidence joins them.
Contradicting numbers do not keep reports apart: they are listed as differences.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import combinations

from onrecord.ids import content_id
from onrecord.link.accounts import Account, order_of
from onrecord.link.alike import CONTACT, EVIDENCE, Evidence, around, months_apart
from onrecord.link.apart import fits, only_spoke, unknown, veto
from onrecord.link.block import Group, Join, Keyed, Likeness, number_of, place_of
from onrecord.link.differences import agreed_date, differences, listed
from onrecord.model import Happening, Status

REACH = 12
_ENOUGH = 10
_DAY_LENGTH = len("2031-05-02")


def keyed(one: Account) -> Keyed:
    """Each name with the kind of act, its word and the day; two words; day, page and place.

    In order of the event's day, else the page's.
    """
    day, family = around(one), one.family
    keys: set[tuple[object, ...]] = {
        ("words", family, *one.wording.tokens[:5]),
        ("on", family, day),
        ("page", family, one.doc),
    }
    sides = {key for party in (*one.agents, *one.patients) for key in party.keys}
    keys |= {("side", family, side) for side in sides}
    if one.place is not None:
        keys.add(("place", family, one.place))
    for name in sorted(names_of(one), key=lambda name: (-len(name), name))[:_NAMES]:
        keys |= {("name", family, name), ("act", name, one.anchor)}
        keys |= {("day", name, on) for on in {one.month_day, one.sentence_day} - {None}}
    words = sorted((one.content | one.things) - {one.anchor}, key=lambda word: (-len(word), word))
    keys |= {("pair", *sorted((one.anchor, word))) for word in words[:_WORDS]}
    keys |= {("pair", *sorted(pair)) for pair in combinations(words[:_PAIRED], 2)}
    place = place_of(day, one.doc, one.event.id)
    return Keyed(place, frozenset(number_of("event", *key) for key in keys))


_NAMES, _WORDS, _PAIRED = 6, 6, 4
"""How many names and words of a clause are looked up; the longest, which tell most."""


def names_of(one: Account) -> frozenset[str]:
    """The words of the names of its parties, and of those in its sentence."""
    parties = (*one.agents, *one.patients)
    return one.proper.union(*(words for party in parties for words in party.words))


def like(one: Account) -> Likeness:
    """All that `apart` looks at in events of two pages."""
    spoke = one.event.mode is None and only_spoke(one)
    when = one.when if one.when is not None else one.implied
    marks: tuple[object, ...] = (
        one.event.type, one.event.mode, spoke, one.doers, one.targets,
        frozenset(one.persons.items()), frozenset(one.heads.items()),
        frozenset(one.called_by.items()), one.levels, when, one.month_day, one.place,
        one.place_is_state, one.marked, one.open, one.count, one.published, one.anchor,
    )  # fmt: skip
    if one.family == CONTACT:
        marks += (unknown(one),)
    if one.count is not None and one.count > 1 and not one.targets:
        marks += (one.named, one.wording.stems)
    return Likeness(one.doc, marks)


def apart(one: Account, other: Account) -> bool:
    """Whether something says that these are two happenings."""
    return veto(one, other) is not None


def compare(one: Account, other: Account) -> Join | None:
    """How strongly two events are one happening, and why; None where too little says so."""
    if _on_other_days(one, other) or months_apart(one, other):
        return None
    if veto(one, other) or not fits(one, other):
        return None
    found = weighed(one, other)
    weight = sum(evidence.weight for evidence in found)
    if weight < _ENOUGH:
        return None
    shared = one.sides & other.sides or one.sides | other.sides
    both = listed(sorted({_name(side, one, other) for side in shared})) or one.called
    words = "; ".join(evidence.words for evidence in found if evidence.words)
    return Join(one.event.id, other.event.id, weight, f"{both}: {words}")


def weighed(one: Account, other: Account) -> list[Evidence]:
    """All that speaks for two events being one, and against it."""
    return [evidence for ask in EVIDENCE if (evidence := ask(one, other)) is not None]


def _on_other_days(one: Account, other: Account) -> bool:
    """Whether both are of years apart: what many neighbours in a row are, asked first."""
    if one.when is None or other.when is None:
        return False
    mine, theirs = one.when, other.when
    return (
        len(mine) == len(theirs) == _DAY_LENGTH
        and mine[:4] != theirs[:4]
        and {mine[5:7], theirs[5:7]} != {"01", "12"}
    )


def _name(side: str, one: Account, other: Account) -> str:
    """What the two pages call a side: the shorter of their names for it."""
    names = {name for each in (one, other) if (name := each.names.get(side)) is not None}
    return min(names, key=lambda name: (len(name), name))


def id_of(group: Group, accounts: Mapping[str, Account]) -> str:
    """The happening's id: made from its first report."""
    return content_id("h", min(group.members, key=lambda key: order_of(accounts[key])))


def happening_of(
    group: Group, accounts: Mapping[str, Account], answered: Iterable[str | None]
) -> Happening:
    """The event in the world that the events of a group report.

    `answered` are the happenings that they answer, this one too where a page says so.
    """
    members = sorted((accounts[key] for key in group.members), key=order_of)
    settled = [one.when for one in members if one.when is not None and not one.open]
    plans = [one.when for one in members if one.when is not None]
    when, _ = agreed_date(settled or plans, "date")
    mine = id_of(group, accounts)
    others = set(answered) - {mine, None}
    return Happening(
        id=mine,
        members=tuple(one.event.id for one in members),
        type=_commonest([one.event.type for one in members]),
        status=status_of([(one.published, one.event.status) for one in members]),
        date=when,
        place=_best_place(members),
        life=tuple((one.event.status, one.event.id) for one in members),
        reasons=group.reasons,
        differences=differences(members),
        response_to=others.pop() if len(others) == 1 else None,
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
