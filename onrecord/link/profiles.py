"""What a page says of an entity, and all that pages say of entities alike in it, made comparable.

A profile is made of sightings by union, least and most alone: in whatever order they come, the
same sightings make the same profile, and a sighting that adds nothing new changes nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from functools import reduce

import msgspec

from onrecord.annotate.bodies import is_general_body
from onrecord.dates import first_day
from onrecord.events.officials import acts_for_state
from onrecord.link.names import (
    Office,
    PersonName,
    acronym,
    is_acronym,
    of_state,
    offices_of,
    person_name,
    spelling_key,
    state_key,
    words_key,
)
from onrecord.link.words import folded
from onrecord.model import Entity, EntityKind, Reading

Member = tuple[str, int]
"""An entity of a page: the document's id and the entity's number there."""


class Sighting(msgspec.Struct, frozen=True):
    """An entity of one page, with what the page says of it, made comparable.

    `state` is the key of its state, `times` how often the page writes its name out. `settled` is
    False for a surname on a page that has several people of that surname, and for a body that is
    only "the Foreign Ministry": the page itself does not say who is meant. `beside` are the keys
    of the full names of other persons on the page.
    """

    member: Member
    entity: Entity
    state: str | None
    state_name: str | None
    published: date | None
    times: int
    settled: bool = True
    beside: tuple[str, ...] = ()


class Profile(msgspec.Struct, frozen=True):
    """Sightings alike in kind, name, state and offices (`alike`), and in what was decided.

    `pages` counts the pages that give each name, `times` how often they write it out. `beside`
    are the first few, by letter, of the keys of those named in full on the same pages.
    """

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
    settled: bool
    beside: frozenset[str]
    genders: frozenset[str]
    titled: bool
    official: bool
    pages: Mapping[str, int]
    times: Mapping[str, int]
    names: frozenset[str]
    titles: frozenset[str]
    countries: Mapping[str, int]
    sectors: Mapping[str, int]
    least: Member
    count: int

    @property
    def meaning(self) -> Profile:
        """The profile without its counts: all that deciding who is who looks at."""
        empty: Mapping[str, int] = {}
        return msgspec.structs.replace(
            self, pages=empty, times=empty, countries=empty, sectors=empty, names=frozenset(),
            titles=frozenset(), least=("", 0), count=0, official=False,
        )  # fmt: skip


def sightings_of(reading: Reading) -> Iterable[Sighting]:
    """The page's entities with what it says of each, in the page's order."""
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
    full = {
        name.joined: entity.number
        for entity in entities
        if entity.kind == "person" and len((name := person_name(entity.name)).given) > 1
    }
    stateless = not any(entity.kind == "state" for entity in entities)
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
            beside=_first(key for key, number in full.items() if number != entity.number)
            if entity.kind == "person" or (_anyones(entity, state) and stateless)
            else (),
        )


_BESIDE = 40
"""How many of those beside it a profile keeps; the first by letter, so that any order is one."""


def _first(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(names))[:_BESIDE])


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
    whose = _GOVERNMENT.fullmatch(entity.name) if entity.kind == "organisation" else None
    return (state_key(whose[1], None), whose[1]) if whose is not None else (None, None)


_GOVERNMENT = re.compile(r"(?:[Tt]he )?Government of (?:the (?:Republic|Kingdom) of )?([A-Z]\w+)")
"""A government by its full name, on a page that may name the state nowhere else."""


def profile_key(sighting: Sighting, tie: str = "") -> str:
    """The key of the profile that a sighting belongs to; `tie` is what was decided of it."""
    return f"{_alike(sighting)}|{tie}" if tie else _alike(sighting)


def _alike(sighting: Sighting) -> str:
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


def profile_of(sightings: Iterable[Sighting], tie: str = "") -> Profile:
    """The profile of sightings that have one `profile_key`; at least one."""
    return reduce(merged, (_profile(sighting, tie) for sighting in sightings))


def _profile(sighting: Sighting, tie: str) -> Profile:
    entity = sighting.entity
    names = {*entity.names, entity.name}
    person = person_name(entity.name)
    titles = {*entity.offices, *((entity.name,) if entity.kind == "office" else ())}
    return Profile(
        key=profile_key(sighting, tie),
        alike=_alike(sighting),
        kind=entity.kind,
        name=entity.name,
        state=sighting.state,
        words=_words(sighting),
        person=person,
        offices=offices_of(titles, sighting.state_name),
        short=frozenset(
            {spelling_key(name) for name in names if " " not in name.strip()} | {person.surname}
        ),
        acronyms=frozenset(acronym(name) for name in names if acronym(name)),
        sector=entity.sector,
        first=sighting.published,
        last=sighting.published,
        settled=sighting.settled,
        beside=frozenset(sighting.beside),
        genders=frozenset((entity.gender,) if entity.gender is not None else ()),
        titled=any(_is_whole(title) for title in entity.offices),
        official=acts_for_state(entity),
        pages={entity.name: 1},
        times={entity.name: sighting.times},
        names=frozenset(entity.names),
        titles=frozenset(entity.offices),
        countries={entity.country: 1} if entity.country is not None else {},
        sectors={entity.sector: 1} if entity.sector is not None else {},
        least=sighting.member,
        count=1,
    )


def _is_whole(title: str) -> bool:
    """Whether a title says of what: "the chief of the" was cut off before a state's name.

    >>> _is_whole("the chief of the"), _is_whole("chief of staff")
    (False, True)
    """
    return not {*title.split()[-1:]} & {"the", "of", "a", "an", "for"}


def merged(one: Profile, other: Profile) -> Profile:
    """Both profiles of one key as one; the order of the two does not matter."""
    main = min((one, other), key=lambda each: (len(each.name), each.name, each.words))
    days = [day for day in (one.first, one.last, other.first, other.last) if day is not None]
    return msgspec.structs.replace(
        main,
        words=min(one.words, other.words),
        offices=one.offices | other.offices,
        short=one.short | other.short,
        acronyms=one.acronyms | other.acronyms,
        sector=min((each for each in (one.sector, other.sector) if each), default=None),
        first=min(days, default=None),
        last=max(days, default=None),
        beside=frozenset(_first(one.beside | other.beside)),
        genders=one.genders | other.genders,
        titled=one.titled or other.titled,
        official=one.official or other.official,
        pages=_sum(one.pages, other.pages),
        times=_sum(one.times, other.times),
        names=one.names | other.names,
        titles=one.titles | other.titles,
        countries=_sum(one.countries, other.countries),
        sectors=_sum(one.sectors, other.sectors),
        least=min(one.least, other.least),
        count=one.count + other.count,
    )


def _sum(one: Mapping[str, int], other: Mapping[str, int]) -> Mapping[str, int]:
    whole = dict(one)
    for key, value in other.items():
        whole[key] = whole.get(key, 0) + value
    return whole
