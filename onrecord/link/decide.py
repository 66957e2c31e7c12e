"""The links of a record: what its pages say of the same people, words and events."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

import msgspec

from onrecord.link import accounts, utterances
from onrecord.link.accounts import Account
from onrecord.link.actors import Figure, Known, figure_of, id_of
from onrecord.link.block import Group, Join, Keyed, grouped, neighbours
from onrecord.link.copies import copies_among, source_of
from onrecord.link.happenings import happening_of
from onrecord.link.happenings import id_of as happening_id
from onrecord.link.profiles import (
    Member,
    Profile,
    Sighting,
    profile_key,
    profile_of,
    sightings_of,
)
from onrecord.link.settle import settle_days
from onrecord.link.sorts import ACTORS, COPIES, HAPPENINGS, UTTERANCES, Sort
from onrecord.link.ties import Held, Key, Ties, held_by, involved, of_ids
from onrecord.link.utterances import utterance_of
from onrecord.model import Actor, Happening, Links, Reading

T = TypeVar("T")


Meet = Callable[[Sort[Any], Mapping[str, Any]], tuple[dict[str, Keyed], list[Join]]]
"""What compares the items of one sort, by id, with those they meet: `met`, or one like it."""


class Joined(msgspec.Struct):
    """Items of one sort, by id, with their keys, what joins them, and their groups."""

    facts: Mapping[str, Any]
    keys: Mapping[str, Keyed]
    joins: Sequence[Join]
    groups: Sequence[Group]


class Whole(msgspec.Struct):
    """All that linking makes of some pages: the links, and what they were made from.

    `cast` gives the figure behind each actor, `ids` the actor of each group of people;
    facts of statements and events are as their pages tell them, not bound to actors.
    """

    links: Links
    sightings: Mapping[Member, Sighting]
    profiles: Mapping[Member, str]
    cast: Mapping[str, Figure]
    ids: Sequence[str]
    people: Joined
    said: Joined
    done: Joined
    pages: Joined


def link(readings: Sequence[Reading], ties: Ties | None = None) -> Links:
    """The actors, utterances, happenings and copies of the pages, each join with its reasons.

    And the days of pages that only other pages tell.

    A pure function of the readings, whatever their order. Every entity, statement and event is
    in exactly one group, alone where nothing joins it. A doubtful pair stays two: a false join
    hides something, a missed one only repeats it. `ties` are what a person decided: they win.
    """
    return whole(readings, ties or Ties()).links


def whole(readings: Sequence[Reading], ties: Ties, meet: Meet | None = None) -> Whole:
    """What `link` gives, with all that it was made from; see `onrecord.link.again`.

    `meet` compares the items of a sort, on other machines perhaps; without, it is `met`.
    """
    pages = sorted(readings, key=lambda reading: (reading.document.doc, reading.document.page))
    seen = {one.member: one for reading in pages for one in sightings_of(reading)}
    tied = involved(ties)
    profile_by: dict[Key, str] = {
        member: profile_key(sighting, tied.get(member, "")) for member, sighting in seen.items()
    }
    alike: defaultdict[str, list[Sighting]] = defaultdict(list)
    for member, key in profile_by.items():
        alike[key].append(seen[member])  # type: ignore[index]
    profiles = {
        key: profile_of(found, tied.get(found[0].member, "")) for key, found in alike.items()
    }
    people = joined(ACTORS, profiles, held_by(ties, profile_by.get), meet)
    cast = named({group: _figure(group, profiles) for group in people.groups})
    of_profile = {key: id for id, (group, _) in cast.items() for key in group.members}
    known_by = {id: figure.known_as(id) for id, (_, figure) in cast.items()}

    def known(member: Member) -> Known | None:
        profile = profile_by.get(member)
        return known_by[of_profile[profile]] if profile is not None else None

    spoken = {one.statement.id: one for reading in pages for one in utterances.spoken_of(reading)}
    heard = {id: utterances.bound(one, known) for id, one in spoken.items()}
    said = joined(UTTERANCES, heard, held_by(ties, of_ids(heard)), meet)
    told = {one.event.id: one for reading in pages for one in accounts.accounts_of(reading)}
    acted = {id: accounts.bound(one, known) for id, one in told.items()}
    done = joined(HAPPENINGS, acted, held_by(ties, of_ids(acted)), meet)
    sources = {reading.document.doc: source_of(reading) for reading in pages}
    same = joined(COPIES, sources, Held(), meet)
    copies = tuple(copies_among(sources, same.joins))
    found = tuple(
        sorted(
            (utterance_of(group, heard) for group in said.groups),
            key=lambda one: utterances.order_of(heard[one.members[0]]),
        )
    )
    links = Links(
        actors=_actors(cast, alike),
        utterances=found,
        happenings=_happenings(done.groups, acted),
        copies=copies,
        settled=settle_days(
            sources, copies, [{heard[id].doc for id in one.members} for one in found]
        ),
    )
    return Whole(
        links,
        seen,
        {member: key for member, key in profile_by.items() if isinstance(member, tuple)},
        {id: figure for id, (_, figure) in cast.items()},
        [of_profile[group.members[0]] for group in people.groups],
        people,
        msgspec.structs.replace(said, facts=spoken),
        msgspec.structs.replace(done, facts=told),
        same,
    )


def joined(sort: Sort[T], facts: Mapping[str, T], held: Held, meet: Meet | None = None) -> Joined:
    """All items of one sort compared with those they meet, and grouped."""
    keys, joins = (meet or met)(sort, facts)
    return Joined(facts, keys, joins, groups_of(sort, sorted(facts), joins, facts, held))


def met(sort: Sort[T], facts: Mapping[str, T]) -> tuple[dict[str, Keyed], list[Join]]:
    """The keys of all items of one sort, and the joins between those that meet."""
    keys = {id: sort.keyed(one) for id, one in facts.items()}
    by_number = {key.place.item: id for id, key in keys.items()}
    joins: list[Join] = []
    for number, near in neighbours(keys.values(), sort.reach):
        one = by_number[number]
        for other in near:
            joins += compared(sort, one, by_number[other], facts)
    return keys, joins


def compared(sort: Sort[T], one: str, other: str, facts: Mapping[str, T]) -> list[Join]:
    """The join of two items, if there is one."""
    low, high = (one, other) if one < other else (other, one)
    join = sort.compare(facts[low], facts[high])
    return [] if join is None else [Join(low, high, join.score, join.reason)]


def groups_of(
    sort: Sort[T], items: Sequence[str], joins: Sequence[Join], facts: Mapping[str, T], held: Held
) -> list[Group]:
    """The groups of items, by the joins between them."""
    return grouped(
        items,
        joins,
        lambda one, other: sort.apart(facts[one], facts[other]),
        held,
        lambda item: sort.like(facts[item]),
    )


def named(figures: Mapping[Group, Figure]) -> dict[str, tuple[Group, Figure]]:
    """The figures by their ids: those that share a canonical name are told apart."""
    taken = Counter(figure.canonical for figure in figures.values())
    return {
        id_of(figure, alone=taken[figure.canonical] == 1): (group, figure)
        for group, figure in figures.items()
    }


def _figure(group: Group, profiles: Mapping[str, Profile]) -> Figure:
    return figure_of([profiles[key] for key in group.members], group.reasons)


def _actors(
    cast: Mapping[str, tuple[Group, Figure]], alike: Mapping[str, Sequence[Sighting]]
) -> tuple[Actor, ...]:
    homes = states_of({id: figure for id, (_, figure) in cast.items()})
    found = [
        msgspec.structs.replace(
            figure.actor,
            id=id,
            members=tuple(sorted(one.member for key in group.members for one in alike[key])),
            acts_for=acts_for(figure, homes),
        )
        for id, (group, figure) in cast.items()
    ]
    return tuple(sorted(found, key=lambda actor: (actor.kind, actor.name, actor.id)))


def states_of(figures: Mapping[str, Figure]) -> dict[str, str]:
    """The actor that is the state, by the state's key; of two the first by id."""
    found: dict[str, str] = {}
    for id, figure in sorted(figures.items(), reverse=True):
        if figure.actor.kind == "state" and figure.state is not None:
            found[figure.state] = id
    return found


def acts_for(figure: Figure, homes: Mapping[str, str]) -> str | None:
    """The actor that is the state whose office the figure holds, where it is on the record."""
    return homes.get(figure.state) if figure.official and figure.state is not None else None


def _happenings(groups: Sequence[Group], facts: Mapping[str, Account]) -> tuple[Happening, ...]:
    ids = ((group, happening_id(group, facts)) for group in groups)
    of = {member: id for group, id in ids for member in group.members}
    found = [happening_of(group, facts, answered(group, facts, of.get)) for group in groups]
    order = {one.id: accounts.order_of(facts[one.members[0]]) for one in found}
    return tuple(sorted(found, key=lambda one: (one.date or "9999", order[one.id])))


def answered(
    group: Group, facts: Mapping[str, Account], of: Callable[[str], str | None]
) -> list[str | None]:
    """The happenings that the events of a group answer, by their pages' words."""
    answers = (facts[key].event.response_to for key in group.members)
    return [of(answer) for answer in answers if answer is not None]
