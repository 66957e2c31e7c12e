"""Who the entities of all pages stand for: entities of the pages joined into actors.

Pages are not compared one with another: entities with the same kind, name, state and offices fall
into one profile first, and only profiles that share a surname, a state or an office are compared.
So a person whom a thousand pages name alike costs one comparison, not a million.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain

import msgspec

from onrecord.annotate.bodies import is_general_body
from onrecord.ids import content_id
from onrecord.link.block import Join, Keyed, Likeness, number_of, place_of
from onrecord.link.names import (
    Office,
    PersonName,
    given_key,
    is_acronym,
    is_given_name,
    offices_of,
    person_name,
    same_given,
)
from onrecord.link.profiles import Member, Profile
from onrecord.link.words import distance_at_most_one, folded
from onrecord.model import Actor, EntityKind

REACH = 60
_LONG_SURNAME = 7
"""Letters from which one letter may differ between two spellings of a surname."""
_SAME_TIME = 60
"""Days between pages within which two offices count as held at one time."""


class Known(msgspec.Struct, frozen=True):
    """What linking needs of the actor that an entity of a page stands for.

    `state` is the key of the state that it is or acts for, `offices` those it holds on any page.
    """

    actor: str
    kind: EntityKind
    state: str | None
    offices: frozenset[Office]

    @property
    def side(self) -> str | None:
        """The state it acts for, else itself; None for a place without a state."""
        return self.state or (None if self.kind == "place" else self.actor)

    @property
    def nature(self) -> tuple[object, ...]:
        """All of it but which actor it is."""
        return self.kind, self.state, self.offices


class Figure(msgspec.Struct, frozen=True):
    """An actor before its id is settled, which other actors of the same name take part in.

    `canonical` is its fullest name with its kind and state, `least` the first of its members,
    `state` the key of the state that most of its pages give.
    """

    actor: Actor
    canonical: tuple[str, ...]
    state: str | None
    official: bool
    least: Member

    def known_as(self, id: str) -> Known:
        """What linking needs of it, under its id."""
        return Known(id, self.actor.kind, self.state, offices_of(self.actor.offices))


def figure_of(profiles: Sequence[Profile], reasons: tuple[str, ...]) -> Figure:
    """The actor that the profiles of one group are; without an id, members and `acts_for`."""
    kind = _kind(profiles)
    states: Counter[str | None] = Counter()
    for profile in profiles:
        states[profile.state] += profile.count
    least = min(profile.least for profile in profiles)
    actor = Actor(
        id="",
        kind=kind,
        name=_best_name(kind, profiles),
        names=tuple(sorted(frozenset().union(*(profile.names for profile in profiles)))),
        offices=tuple(sorted(frozenset().union(*(profile.titles for profile in profiles)))),
        country=_most(_summed(profile.countries for profile in profiles)),
        sector=_most(_summed(profile.sectors for profile in profiles)),
        members=(),
        reasons=reasons,
    )
    official = kind in {"person", "organisation"} and any(one.official for one in profiles)
    return Figure(actor, _canonical(profiles), _most(states), official, least)


def id_of(figure: Figure, *, alone: bool) -> str:
    """The actor's id: from its canonical name, where it is `alone` in having it.

    It does not change as pages are added that name the actor alike.
    """
    tie = () if alone else (str(figure.least),)
    return content_id("a", *figure.canonical, *tie)


def keyed(profile: Profile) -> Keyed:
    """The profile's place and keys. One that its page leaves open meets nobody."""
    keys: Iterable[tuple[object, ...]] = _block_keys(profile)
    kind_and_tie = [("alike", profile.alike)]
    numbers = (number_of("actor", *key) for key in chain(keys, kind_and_tie))
    return Keyed(place_of(None, "", f"actor {profile.key}"), frozenset(numbers))


def like(profile: Profile) -> Likeness:
    """Every profile is a kind of its own."""
    return Likeness(profile.key, profile.key)


def _block_keys(profile: Profile) -> list[tuple[object, ...]]:
    if not profile.settled:
        return [("anyone's", profile.words, name) for name in sorted(profile.beside)]
    if profile.kind == "person":
        keys: list[tuple[object, ...]] = [("surname", name) for name in sorted(profile.short)]
        keys.append(("joined", profile.person.joined))
        keys.append(("given", profile.person.given or given_key(profile.name)))
        if profile.person.given:
            keys.append(("both", *sorted((profile.person.given, profile.person.surname))))
        if len(profile.person.surname) >= _LONG_SURNAME:
            keys.append(("long", profile.person.given, profile.person.surname[:3]))
        keys += [("root", root) for root in _roots(profile)]
        keys += _office_keys(profile)
        return keys
    if profile.kind == "office":
        return [("words", "office", profile.words), *_office_keys(profile)]
    kind = "place" if profile.kind == "place" else "body"
    roots = [("root", root) for root in _roots(profile)]
    return [
        *roots,
        ("words", kind, profile.words),
        ("joined", profile.person.joined),
        ("surname", profile.person.surname),
        *(("acronym", name) for name in profile.acronyms),
    ]


def _office_keys(profile: Profile) -> list[tuple[object, ...]]:
    return [
        ("office", office.name, profile.state)
        for office in profile.offices
        if office.single and profile.state is not None
    ]


def compare(one: Profile, other: Profile) -> Join | None:
    """How strongly two profiles are one actor, and why; None where nothing says so.

    What would be one profile, had nobody decided anything of some of its sightings, is one.
    """
    if one.alike == other.alike:
        return Join(one.key, other.key, 1000, f"“{one.name}”: named alike on several pages")
    kinds = {one.kind, other.kind}
    if apart(one, other):
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
        return _by_given_name(full, alone)
    return 50 + support, f"{names}: the surname fits one full name on the record{agree}"


def _by_given_name(full: Profile, alone: Profile) -> tuple[int, str] | None:
    """A given name alone and the full name that has it, where their pages name another alike."""
    shared = sorted(full.beside & alone.beside)
    if not shared or given_key(alone.name) != full.person.given or alone.name.endswith("."):
        return None
    return 15, (
        f"{_both(full, alone)}: a given name that fits one full name on the record; "
        "pages of both name another person alike"
    )


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
    if (one.given, one.surname) == (other.surname, other.given) and not one.middle + other.middle:
        return 75, "the same two names, the family name first on one page"
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
    names = _both(one, other)
    if not (one.settled and other.settled):
        if one.settled or other.settled or one.words != other.words:
            return None
        if not one.beside & other.beside:
            return None
        return 40, f"{names}: the same name on pages that name a person alike and no state"
    if one.words == other.words or one.person.joined == other.person.joined:
        if one.state == other.state:
            return 100, f"{names}: the same name"
        if one.kind == "group":
            return None
        return 50, f"{names}: the same name, its state given once"
    if one.kind != "organisation":
        return None
    if (is_acronym(one.name) or is_acronym(other.name)) and one.acronyms & other.acronyms:
        return 60, f"{names}: an acronym and its full name"
    short, long = sorted((one, other), key=lambda each: len(each.person.joined))
    if _is_bare(short) and not short.state and short.person.surname == long.person.surname:
        return 25, f"{names}: the last word of one body's name on the record"
    return None


def _is_bare(body: Profile) -> bool:
    """Whether a body's name is one word that no other body needs to share: not "the Authority"."""
    name = body.name.strip()
    return " " not in name and not is_acronym(name) and not is_general_body(name)


def _roots(profile: Profile) -> list[str]:
    """What a state shares with its adjective, which a page may take for a name; see `_adjective`.

    Of a name of one word: the word without the endings that adjectives of states have.
    """
    name = folded(profile.name)
    if " " in name or (profile.kind == "person" and profile.titled) or profile.kind == "office":
        return []
    cut = {name.removesuffix(ending) for ending in _ADJECTIVES if name.endswith(ending)}
    whole = {name, *(name.removesuffix(ending) for ending in ("a", "ia", "y"))}
    return sorted(root for root in (whole if profile.kind == "state" else cut) if len(root) > 3)


_ADJECTIVES = ("n", "an", "ian", "ese", "ish", "ic", "i", "ans", "ians")


def _adjective(one: Profile, other: Profile) -> bool:
    """Whether one is a state and the other the adjective made of its name: "Norlandic"."""
    if (one.kind == "state") == (other.kind == "state"):
        return False
    state, word = (one, other) if one.kind == "state" else (other, one)
    return not state.countries and _made_of(state, word)


def _made_of(name: Profile, word: Profile) -> bool:
    """Whether a name nobody knows more of is the adjective of a state of the other's name.

    Both are of one word; "the Norlandic" may be a body on one page, "Norland" a person on another.
    """
    if {name.kind, word.kind} - _MISTAKEN or word.kind == "state" or word.state is not None:
        return False
    if word.titled or name.titled or " " in name.name or " " in word.name:
        return False
    whole, adjective = folded(name.name), folded(word.name)
    stems = {whole, whole.removesuffix("a"), whole.removesuffix("ia"), whole.removesuffix("y")}
    return any(
        len(stem) > 3 and adjective == stem + ending for stem in stems for ending in _ADJECTIVES
    )


def _misread(one: Profile, other: Profile) -> tuple[int, str] | None:
    """One name that two pages read as two kinds; a surname taken for an organisation's name.

    And a state's adjective taken for a name of its own ("the Norlandic cement").
    """
    if _adjective(one, other):
        return 28, f"{_both(one, other)}: a state and the adjective of its name"
    if _one_name_two_kinds(one, other):
        kinds = " and ".join(sorted((one.kind, other.kind)))
        return 30, f"{_both(one, other)}: one name, read as {kinds}"
    if not _maybe_misread(one, other):
        return None
    person, body = (one, other) if one.kind == "person" else (other, one)
    return 20, f"“{body.name}” and “{person.name}”: a name alone that fits one person on the record"


def _one_name_two_kinds(one: Profile, other: Profile) -> bool:
    """Whether both have the same name and one of the kinds is what parsers mistake for the other.

    A person with an office is a person.
    """
    if folded(one.name) != folded(other.name) or one.kind == other.kind:
        return False
    if not {one.kind, other.kind} <= _MISTAKEN:
        return False
    return all(each.kind != "person" or not each.titled for each in (one, other))


_MISTAKEN: frozenset[EntityKind] = frozenset({"person", "organisation", "place", "state"})


def _maybe_misread(one: Profile, other: Profile) -> bool:
    if {one.kind, other.kind} != {"person", "organisation"}:
        return False
    person, body = (one, other) if one.kind == "person" else (other, one)
    bare = " " not in body.name.strip() and not is_acronym(body.name)
    whole = body.person.given == person.person.given and not body.person.middle
    whole = whole and (not person.titled or is_given_name(body.name.split()[0]))
    known = body.state is not None or body.sector is not None
    return (
        (bare or whole)
        and not known
        and bool(person.person.given)
        and person.settled
        and (body.person.surname == person.person.surname)
    )


def apart(one: Profile, other: Profile) -> bool:
    """Whether something says that the two are not one: another state, given name, or office."""
    kinds = {one.kind, other.kind}
    mistaken = _maybe_misread(one, other) or _one_name_two_kinds(one, other)
    mistaken = mistaken or _made_of(one, other) or _made_of(other, one)
    if len(kinds) > 1 and kinds != {"person", "office"} and not mistaken:
        return True
    if kinds != {"person"}:
        return _states_differ(one, other) or _bodies_clash(one, other)
    if _states_differ(one, other) and not _one_name_one_office(one, other):
        return True
    if not (one.settled and other.settled):
        return True
    if _genders_clash(one, other):
        return True
    return _names_clash(one.person, other.person) or _offices_clash(one, other)


def _genders_clash(one: Profile, other: Profile) -> bool:
    """Whether a surname alone is that of a man and the full name a woman's, or the reverse."""
    if one.person.given and other.person.given:
        return False
    return len(one.genders) == len(other.genders) == 1 and one.genders != other.genders


def _bodies_clash(one: Profile, other: Profile) -> bool:
    """Whether two bodies share a last word and differ in another: Tarn Rovers, Lesk Rovers."""
    if {one.kind, other.kind} != {"organisation"} or one.person.surname != other.person.surname:
        return False
    mine, theirs = set(one.words.split()), set(other.words.split())
    return not (mine <= theirs or theirs <= mine)


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
    if (one.given, one.surname) == (other.surname, other.given):
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


def _kind(profiles: Sequence[Profile]) -> EntityKind:
    """What most pages read; a state known by its code, or read as a person beside, is a state.

    A person who holds an office that a page names alone is a person.
    """
    pages: Counter[EntityKind] = Counter()
    for profile in profiles:
        if profile.kind == "state" and profile.countries:
            return "state"
        if profile.kind != "office":
            pages[profile.kind] += profile.count
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


def _best_name(kind: EntityKind, profiles: Sequence[Profile]) -> str:
    """The full name that most pages give; then that written most often, the longest, by letter."""
    mine = [profile for profile in profiles if profile.kind == kind]
    pages = _summed(profile.pages for profile in mine)
    times = _summed(profile.times for profile in mine)
    full = list(pages)
    if kind == "person":
        full = [name for name in pages if _is_full(name)]
    elif kind == "organisation":
        full = [name for name in pages if not is_acronym(name)]
    return min(full or pages, key=lambda name: (-pages[name], -times[name], -len(name), name))


def _is_full(name: str) -> bool:
    """Whether a person's name has a given name that is more than an initial."""
    return len(person_name(name).given) > 1


def _summed(counts: Iterable[Mapping[str, int]]) -> Counter[str]:
    whole: Counter[str] = Counter()
    for one in counts:
        whole.update(one)
    return whole


def _most(values: Mapping[str, int] | Mapping[str | None, int]) -> str | None:
    """The value given most often; None where none is given, or two as often."""
    given = Counter({value: count for value, count in values.items() if value is not None})
    first = given.most_common(2)
    if not first or (len(first) == 2 and first[0][1] == first[1][1]):
        return None
    return first[0][0]
