"""Who the entities of all pages stand for: entities of the pages joined into actors.

Pages are not compared one with another: entities with the same kind, name, state and offices fall
into one profile first, and only profiles that share a surname, a state or an office are compared.
So a person whom a thousand pages name alike costs one comparison, not a million.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import combinations
from types import MappingProxyType

import msgspec

from onrecord.annotate.names import is_general_body
from onrecord.dates import first_day
from onrecord.events.roles import acts_for_state
from onrecord.ids import content_id
from onrecord.link.block import Group, Join, candidates, grouped
from onrecord.link.names import (
    Office,
    PersonName,
    acronym,
    is_acronym,
    of_state,
    offices_of,
    person_name,
    same_given,
    spelling_key,
    state_key,
    words_key,
)
from onrecord.link.ties import Key, Ties, held_by, involved
from onrecord.link.words import distance_at_most_one, folded
from onrecord.model import Actor, Entity, EntityKind, Reading

Member = tuple[str, int]
"""An entity of a page: the document's id and the entity's number there."""

_LONG_SURNAME = 7
"""Letters from which one letter may differ between two spellings of a surname."""
_SAME_TIME = 60
"""Days between pages within which two offices count as held at one time."""


class Sighting(msgspec.Struct, frozen=True):
    """An entity of one page, with what the page says of it, made comparable.

    `state` is the key of its state, `times` how often the page writes its name out. `settled` is
    False for a surname on a page that has several people of that surname, and for a body that is
    only "the Foreign Ministry": the page itself does not say who is meant.
    """

    member: Member
    entity: Entity
    state: str | None
    state_name: str | None
    published: date | None
    times: int
    settled: bool = True


class Profile(msgspec.Struct, frozen=True):
    """Sightings alike in kind, name, state and offices (`alike`), and in what was decided."""

    key: str
    alike: str
    kind: EntityKind
    name: str
    state: str | None
    words: str
    person: PersonName
    offices: frozenset[Office]
    short: frozenset[str]
    acronyms: frozenset[str]
    sector: str | None
    first: date | None
    last: date | None
    sightings: tuple[Sighting, ...]
    settled: bool


class Cast(msgspec.Struct, frozen=True):
    """The actors of a record, and look-ups into them.

    `of` gives the actor of an entity, `state_of` the state an actor is or acts for (the state's
    actor where it is on the record, else its key), `state_names` every name of a state.
    """

    actors: tuple[Actor, ...]
    of: Mapping[Member, str]
    state_of: Mapping[str, str]
    by_id: Mapping[str, Actor]
    state_by_country: Mapping[str, str]
    state_names: frozenset[str]


def join_actors(readings: Sequence[Reading], ties: Ties | None = None) -> Cast:
    """The actors of all pages: each entity is a member of exactly one, each join has a reason.

    States join by code or name; people by full name, its spellings, or a surname with one bearer;
    organisations by their words or acronym; an office without a name with its one holder.
    What `ties` say of entities wins: sightings that stand in other ties are other profiles.
    """
    ties = ties or Ties()
    sightings = [sighting for reading in readings for sighting in _sightings(reading)]
    profiles = {profile.key: profile for profile in _profiles(sightings, involved(ties))}
    profile_of: dict[Key, str] = {
        sighting.member: key for key, profile in profiles.items() for sighting in profile.sightings
    }
    pairs = candidates(
        {key: _block_keys(profile) for key, profile in profiles.items()},
        lambda key: key,
        reach=200,
    )
    joins = [
        join
        for one, other in pairs
        if (join := _compare(profiles[one], profiles[other])) is not None
    ]
    joins += _kept_apart_by_ties(profiles.values())
    groups = grouped(
        sorted(profiles),
        joins,
        lambda one, other: _apart(profiles[one], profiles[other]),
        held_by(ties, profile_of.get),
    )
    return _cast([(group, [profiles[key] for key in group.members]) for group in groups])


def _sightings(reading: Reading) -> Iterable[Sighting]:
    document, entities = reading.document, reading.annotations.entities
    numbered = {entity.number: entity for entity in entities}
    surnames = Counter(
        name.surname
        for entity in entities
        if entity.kind == "person"
        and entity.number >= 0  # below: put there by a correction
        and (name := person_name(entity.name)).given
    )
    published = first_day(document.published.value if document.published else None)
    written = Counter(
        (mention.entity, mention.head.of(document.text)) for mention in reading.annotations.mentions
    )
    for entity in entities:
        state, state_name = _state(entity, numbered)
        person = person_name(entity.name)
        alone = entity.kind == "person" and not person.given
        yield Sighting(
            (document.doc, entity.number),
            entity,
            state,
            state_name,
            published,
            written[entity.number, entity.name],
            settled=not (alone and surnames[person.surname] > 0) and not _anyones(entity, state),
        )


def _anyones(entity: Entity, state: str | None) -> bool:
    """Whether a body is only "the Foreign Ministry", of which every state has one."""
    return entity.kind == "organisation" and state is None and is_general_body(entity.name)


def _state(entity: Entity, numbered: Mapping[int, Entity]) -> tuple[str | None, str | None]:
    """The key and the name of the state an entity is, belongs to or acts for.

    Where the page's reading leaves it open, the one state that its titles name.
    """
    if entity.kind == "state":
        return state_key(entity.name, entity.country), entity.name
    state = numbered.get(entity.state) if entity.state is not None else None
    if state is not None:
        return state_key(state.name, state.country), state.name
    if entity.country is not None:
        return entity.country, None
    states = [other for other in numbered.values() if other.kind == "state"]
    named = [other for other in states if of_state(entity.offices, other.name, other.names)]
    if len(named) == 1:
        return state_key(named[0].name, named[0].country), named[0].name
    return None, None


def _profiles(sightings: Iterable[Sighting], tied: Mapping[Key, str]) -> list[Profile]:
    alike: dict[tuple[str, str], list[Sighting]] = defaultdict(list)
    for sighting in sightings:
        alike[_profile_key(sighting), tied.get(sighting.member, "")].append(sighting)
    return [
        _profile(f"{key}|{tie}" if tie else key, key, found)
        for (key, tie), found in sorted(alike.items())
    ]


def _kept_apart_by_ties(profiles: Iterable[Profile]) -> Iterable[Join]:
    """Joins of what would be one profile, had nobody decided anything of some of its sightings."""
    rows: dict[str, list[Profile]] = defaultdict(list)
    for profile in profiles:
        rows[profile.alike].append(profile)
    for row in rows.values():
        for one, other in combinations(row, 2):
            yield Join(one.key, other.key, 1000, f"“{one.name}”: named alike on several pages")


def _profile_key(sighting: Sighting) -> str:
    entity = sighting.entity
    state = sighting.state or ""
    if entity.kind == "state":
        return f"state|{state}"
    if entity.kind in {"group", "office"} and not state:
        return f"{entity.kind}|{_words(sighting)}||{sighting.member[0]}|{sighting.member[1]}"
    own = "" if sighting.settled else f"|{sighting.member[0]}|{sighting.member[1]}"
    if entity.kind != "person":
        return f"{entity.kind}|{_words(sighting)}|{state}{own}"
    held = offices_of(entity.offices, sighting.state_name)
    offices = ",".join(sorted(office.name for office in held))
    return f"person|{folded(entity.name)}|{state}|{offices}|{entity.sector or ''}{own}"


def _words(sighting: Sighting) -> str:
    entity = sighting.entity
    if is_acronym(entity.name):
        return acronym(entity.name)
    country = sighting.state if sighting.state_name is None else None
    country = entity.country or country
    return words_key(entity.name, sighting.state_name, country) or folded(entity.name)


def _profile(key: str, alike: str, found: Sequence[Sighting]) -> Profile:
    first = found[0]
    entity = first.entity
    days = sorted(sighting.published for sighting in found if sighting.published is not None)
    names = {name for sighting in found for name in (*sighting.entity.names, entity.name)}
    person = person_name(entity.name)
    titles = {title for sighting in found for title in sighting.entity.offices}
    if entity.kind == "office":
        titles.add(entity.name)
    return Profile(
        key=key,
        alike=alike,
        kind=entity.kind,
        name=entity.name,
        state=first.state,
        words=_words(first),
        person=person,
        offices=offices_of(titles, first.state_name),
        short=frozenset(
            {spelling_key(name) for name in names if " " not in name.strip()} | {person.surname}
        ),
        acronyms=frozenset(acronym(name) for name in names if acronym(name)),
        sector=entity.sector,
        first=days[0] if days else None,
        last=days[-1] if days else None,
        sightings=tuple(found),
        settled=first.settled,
    )


def _block_keys(profile: Profile) -> list[tuple[str, ...]]:
    if profile.kind == "person":
        keys: list[tuple[str, ...]] = [("surname", name) for name in sorted(profile.short)]
        keys.append(("joined", profile.person.joined))
        if len(profile.person.surname) >= _LONG_SURNAME:
            keys.append(("long", profile.person.given, profile.person.surname[:3]))
        keys += _office_keys(profile)
        return keys
    if profile.kind == "office":
        return [("words", "office", profile.words), *_office_keys(profile)]
    kind = "place" if profile.kind == "place" else "body"
    return [
        ("words", kind, profile.words),
        ("joined", profile.person.joined),
        ("surname", profile.person.surname),
        *(("acronym", name) for name in profile.acronyms),
    ]


def _office_keys(profile: Profile) -> list[tuple[str, ...]]:
    return [
        ("office", office.name, profile.state)
        for office in profile.offices
        if office.single and profile.state is not None
    ]


def _compare(one: Profile, other: Profile) -> Join | None:
    """How strongly two profiles are one actor, and why; None where nothing says so."""
    kinds = {one.kind, other.kind}
    if _apart(one, other):
        return None
    if kinds == {"person"}:
        found = _same_person(one, other)
    elif kinds == {"person", "office"}:
        found = _holder(one, other)
    elif kinds == {"office"}:
        found = _same_office(one, other)
    elif len(kinds) == 1:
        found = _same_body(one, other)
    else:
        found = _misread(one, other)
    return Join(one.key, other.key, *found) if found is not None else None


def _same_person(one: Profile, other: Profile) -> tuple[int, str] | None:
    if not (one.settled and other.settled):
        return None
    names = _both(one, other)
    agree, support = _agreement(one, other)
    if _states_differ(one, other) and not _single_offices(one) & _single_offices(other):
        return None
    if one.person.given and other.person.given:
        strength, why = _full_names(one.person, other.person)
        if not strength:
            return None
        if folded(one.name) == folded(other.name):
            why = "the same full name"
        return strength + support, f"{names}: {why}{agree}"
    if not one.person.given and not other.person.given:
        if one.person.surname != other.person.surname:
            return None
        return 40 + support, f"{names}: the same surname{agree}"
    full, alone = (one, other) if one.person.given else (other, one)
    if alone.person.surname not in full.short:
        return None
    return 50 + support, f"{names}: the surname fits one full name on the record{agree}"


def _both(one: Profile, other: Profile) -> str:
    return " and ".join(dict.fromkeys(f"“{name}”" for name in sorted((one.name, other.name))))


def _full_names(one: PersonName, other: PersonName) -> tuple[int, str]:
    if one == other:
        return 100, "spellings of one name"
    if one.joined == other.joined:
        return 95, "the same name, written apart or together"
    if one.surname == other.surname and same_given(one.given, other.given):
        if one.given != other.given:
            return 70, "an initial and its full name"
        return 90, "the same given name and surname"
    if one.given == other.given and _one_letter_apart(one.surname, other.surname):
        return 80, "the same given name, surnames one letter apart"
    return 0, ""


def _one_letter_apart(one: str, other: str) -> bool:
    """Whether two long surnames differ by one letter that is not the first or an ending -a."""
    long_enough = min(len(one), len(other)) >= _LONG_SURNAME
    inflected = one.removesuffix("a") == other.removesuffix("a")
    return long_enough and one[0] == other[0] and not inflected and distance_at_most_one(one, other)


def _agreement(one: Profile, other: Profile) -> tuple[str, int]:
    """What else the two share, in words, and what it weighs."""
    shared: list[str] = []
    if one.state is not None and one.state == other.state:
        shared.append("the same state")
    offices = {office.name for office in one.offices} & {office.name for office in other.offices}
    if offices:
        shared.append(f"the same office ({', '.join(sorted(offices))})")
    return (f"; {' and '.join(shared)}" if shared else ""), 2 * len(shared)


def _holder(one: Profile, other: Profile) -> tuple[int, str] | None:
    """The office without a name and the person whom a page gives it to."""
    person, office = (one, other) if one.kind == "person" else (other, one)
    shared = _single_offices(person) & {held.name for held in office.offices}
    if not shared or person.state is None or person.state != office.state or not person.settled:
        return None
    return 30 + (5 if person.person.given else 0), (
        f"“{office.name}” and “{person.name}”: a page names the holder of the office, "
        "and no page names another"
    )


def _same_office(one: Profile, other: Profile) -> tuple[int, str] | None:
    if one.state != other.state or one.state is None:
        return None
    if one.words == other.words or (
        one.offices == other.offices and any(office.single for office in one.offices)
    ):
        return 60, f"{_both(one, other)}: one office of one state"
    return None


def _same_body(one: Profile, other: Profile) -> tuple[int, str] | None:
    """Organisations, groups and places by their words, or by an acronym and its full name.

    A group without a state ("officials") is nobody in particular and joins nothing; nor does "the
    Foreign Ministry" where the page does not say whose.
    """
    if one.kind == "group" and one.state is None:
        return None
    if not (one.settled and other.settled):
        return None
    names = _both(one, other)
    if one.words == other.words:
        if one.state == other.state:
            return 100, f"{names}: the same name"
        if one.kind == "group":
            return None
        return 50, f"{names}: the same name, its state given once"
    if one.kind != "organisation":
        return None
    if (is_acronym(one.name) or is_acronym(other.name)) and one.acronyms & other.acronyms:
        return 60, f"{names}: an acronym and its full name"
    return None


def _misread(one: Profile, other: Profile) -> tuple[int, str] | None:
    """One name that two pages read as two kinds; a surname taken for an organisation's name."""
    if _one_name_two_kinds(one, other):
        kinds = " and ".join(sorted((one.kind, other.kind)))
        return 30, f"{_both(one, other)}: one name, read as {kinds}"
    if not _maybe_misread(one, other):
        return None
    person, body = (one, other) if one.kind == "person" else (other, one)
    return 20, f"“{body.name}” and “{person.name}”: a name alone that fits one person on the record"


def _one_name_two_kinds(one: Profile, other: Profile) -> bool:
    """Whether both have the same name and one of the kinds is what parsers mistake for the other.

    A person with an office is a person; a place is only ever mistaken for its state.
    """
    kinds = {one.kind, other.kind}
    if folded(one.name) != folded(other.name) or kinds not in _MISTAKEN:
        return False
    return all(
        each.kind != "person" or not each.sightings[0].entity.offices for each in (one, other)
    )


_MISTAKEN = (
    {"person", "organisation"},
    {"person", "state"},
    {"organisation", "state"},
    {"place", "state"},
)


def _maybe_misread(one: Profile, other: Profile) -> bool:
    if {one.kind, other.kind} != {"person", "organisation"}:
        return False
    person, body = (one, other) if one.kind == "person" else (other, one)
    bare = " " not in body.name.strip() and not is_acronym(body.name)
    known = body.state is not None or body.sector is not None
    return (
        bare
        and not known
        and bool(person.person.given)
        and person.settled
        and (body.person.surname == person.person.surname)
    )


def _apart(one: Profile, other: Profile) -> bool:
    """Whether something says that the two are not one: another state, given name, or office."""
    kinds = {one.kind, other.kind}
    mistaken = _maybe_misread(one, other) or _one_name_two_kinds(one, other)
    if len(kinds) > 1 and kinds != {"person", "office"} and not mistaken:
        return True
    if kinds != {"person"}:
        return _states_differ(one, other)
    if _states_differ(one, other) and not _one_name_one_office(one, other):
        return True
    if not (one.settled and other.settled):
        return True
    return _names_clash(one.person, other.person) or _offices_clash(one, other)


def _states_differ(one: Profile, other: Profile) -> bool:
    return one.state is not None and other.state is not None and one.state != other.state


def _one_name_one_office(one: Profile, other: Profile) -> bool:
    """Whether a page that gives another state has more likely misread it than met a namesake.

    The same full name in the same office, or with an office on one page alone: the latter is
    not enough to join the two, but does not keep apart what a third page joins.
    """
    if not one.person.given or one.person.joined != other.person.joined:
        return False
    mine, theirs = _single_offices(one), _single_offices(other)
    return bool(mine & theirs) or bool(mine) != bool(theirs)


def _single_offices(profile: Profile) -> frozenset[str]:
    return frozenset(office.name for office in profile.offices if office.single)


def _names_clash(one: PersonName, other: PersonName) -> bool:
    if not one.given or not other.given or one.joined == other.joined:
        return False
    if not same_given(one.given, other.given):
        return True
    if one.middle and other.middle:
        return not any(same_given(left, right) for left in one.middle for right in other.middle)
    return False


def _offices_clash(one: Profile, other: Profile) -> bool:
    """Whether the pages give two offices that nobody holds at one time, about the same time."""
    mine, theirs = _full_offices(one), _full_offices(other)
    if not mine or not theirs or mine & theirs:
        return False
    if None in (one.first, one.last, other.first, other.last):
        return True
    assert one.first and one.last and other.first and other.last
    gap = max((other.first - one.last).days, (one.first - other.last).days, 0)
    return gap <= _SAME_TIME


def _full_offices(profile: Profile) -> frozenset[str]:
    """The offices that fill a person's time; a deputy may hold another beside."""
    names = {office.name for office in profile.offices}
    return frozenset(name for name in names if not name.startswith("deputy "))


def _cast(found: Sequence[tuple[Group, Sequence[Profile]]]) -> Cast:
    taken = Counter(_canonical(profiles) for _, profiles in found)
    actors: list[Actor] = []
    of: dict[Member, str] = {}
    states: dict[str, str | None] = {}
    by_state_key: dict[str, str] = {}
    officials: set[str] = set()
    for group, profiles in found:
        actor = _actor(group, profiles, alone=taken[_canonical(profiles)] == 1)
        actors.append(actor)
        of |= dict.fromkeys(actor.members, actor.id)
        states[actor.id] = _most(
            sighting.state for profile in profiles for sighting in profile.sightings
        )
        if actor.kind == "state" and states[actor.id] is not None:
            by_state_key[str(states[actor.id])] = actor.id
        entities = [sighting.entity for profile in profiles for sighting in profile.sightings]
        if actor.kind in {"person", "organisation"} and any(map(acts_for_state, entities)):
            officials.add(actor.id)
    state_of = {
        actor: by_state_key.get(key, key) for actor, key in states.items() if key is not None
    }
    state_ids = set(by_state_key.values())
    actors = [
        msgspec.structs.replace(actor, acts_for=state_of[actor.id])
        if actor.id in officials and state_of.get(actor.id) in state_ids
        else actor
        for actor in actors
    ]
    actors.sort(key=lambda actor: (actor.kind, actor.name, actor.id))
    return Cast(
        actors=tuple(actors),
        of=MappingProxyType(of),
        state_of=MappingProxyType(state_of),
        by_id=MappingProxyType({actor.id: actor for actor in actors}),
        state_by_country=MappingProxyType(
            {actor.country: actor.id for actor in actors if actor.kind == "state" and actor.country}
        ),
        state_names=frozenset(
            name for actor in actors if actor.kind == "state" for name in (actor.name, *actor.names)
        ),
    )


def _actor(group: Group, profiles: Sequence[Profile], *, alone: bool) -> Actor:
    sightings = sorted(
        (sighting for profile in profiles for sighting in profile.sightings),
        key=lambda sighting: sighting.member,
    )
    entities = [sighting.entity for sighting in sightings]
    kind = _kind(profiles)
    canonical = _canonical(profiles)
    tie = () if alone else (str(sightings[0].member),)
    country = _most(entity.country for entity in entities)
    return Actor(
        id=content_id("a", *canonical, *tie),
        kind=kind,
        name=_best_name(kind, sightings),
        names=tuple(sorted({name for entity in entities for name in entity.names})),
        offices=tuple(sorted({office for entity in entities for office in entity.offices})),
        country=country,
        sector=_most(entity.sector for entity in entities),
        members=tuple(sighting.member for sighting in sightings),
        reasons=group.reasons,
    )


def _kind(profiles: Sequence[Profile]) -> EntityKind:
    """What most pages read; a state known by its code, or read as a person beside, is a state.

    A person who holds an office that a page names alone is a person.
    """
    pages: Counter[EntityKind] = Counter()
    for profile in profiles:
        if profile.kind == "state" and profile.sightings[0].entity.country is not None:
            return "state"
        if profile.kind != "office":
            pages[profile.kind] += len(profile.sightings)
    if "state" in pages:
        pages.pop("person", None)
    order = ("person", "organisation", "group", "place", "state")
    return min(pages, key=lambda kind: (-pages[kind], order.index(kind)), default="office")


def _canonical(profiles: Sequence[Profile]) -> tuple[str, ...]:
    """What an actor's id is made from: its kind and the key of its fullest name, and its state.

    It does not change as pages are added that name the actor alike.
    """
    kind = _kind(profiles)
    mine = [profile for profile in profiles if profile.kind == kind]
    if kind == "person":
        names = [profile.person for profile in mine]
        best = min(names, key=lambda name: (not name.given, len(name.given) == 1, name.joined))
        return kind, best.given, best.surname
    states = sorted({profile.state for profile in profiles if profile.state is not None})
    if kind == "state":
        return kind, *states
    return kind, max(mine, key=lambda profile: (len(profile.words), profile.words)).words, *states


def _best_name(kind: EntityKind, sightings: Sequence[Sighting]) -> str:
    """The full name that most pages give; then that written most often, the longest, by letter."""
    pages: Counter[str] = Counter()
    times: Counter[str] = Counter()
    for sighting in sightings:
        if sighting.entity.kind == kind:
            pages[sighting.entity.name] += 1
            times[sighting.entity.name] += sighting.times
    full = list(pages)
    if kind == "person":
        full = [name for name in pages if _is_full(name)]
    elif kind == "organisation":
        full = [name for name in pages if not is_acronym(name)]
    return min(full or pages, key=lambda name: (-pages[name], -times[name], -len(name), name))


def _is_full(name: str) -> bool:
    """Whether a person's name has a given name that is more than an initial."""
    return len(person_name(name).given) > 1


def _most(values: Iterable[str | None]) -> str | None:
    """The value given most often; None where none is given, or two as often."""
    found = Counter(value for value in values if value is not None).most_common(2)
    if not found or (len(found) == 2 and found[0][1] == found[1][1]):
        return None
    return found[0][0]
