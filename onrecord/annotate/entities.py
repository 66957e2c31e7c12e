"""Who is who on one page: sightings gathered into persons, bodies, states and places."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Literal, cast

import msgspec

from onrecord.annotate.bodies import organisation_words
from onrecord.annotate.offices import titles
from onrecord.annotate.sightings import Sighting
from onrecord.annotate.states import state_forms, state_names
from onrecord.model import Document, Entity, EntityKind


class Making(msgspec.Struct):
    """An entity while its mentions are gathered."""

    kind: EntityKind
    names: dict[str, int] = {}
    offices: dict[str, int] = {}
    states: dict[str, int] = {}
    genders: dict[str, int] = {}
    meant: dict[str, int] = {}


def gathered(document: Document, raws: list[Sighting]) -> dict[tuple[str, str], Making]:
    """The entities of the raw mentions; each mention's key is replaced by its entity's."""
    persons = _person_keys(raw.key[1] for raw in raws if raw.key and raw.key[0] == "person")
    names = [raw.key[1] for raw in raws if raw.key and raw.key[0] == "organisation"]
    bodies = _body_keys(names, _in_brackets(document.text, raws))
    making: dict[tuple[str, str], Making] = {}
    for at, raw in enumerate(raws):
        if raw.key is None:
            continue
        kind, text = raw.key
        if kind == "person":
            known = persons.get(text)
            if known is None:
                raws[at] = msgspec.structs.replace(raw, key=None)
                continue
            text = known
        elif kind == "organisation":
            text = bodies.get(text, text)
        key = (kind, text)
        raws[at] = msgspec.structs.replace(raw, key=key)
        _note(making.setdefault(key, Making(cast(EntityKind, kind))), raw)
    _settle_home(document, making)
    for raw in raws:
        if raw.state is not None and ("state", raw.state) not in making:
            making[("state", raw.state)] = Making("state")
    return dict(sorted(making.items()))


def _settle_home(document: Document, making: dict[tuple[str, str], Making]) -> None:
    """Give the officials whom a state's own page names without their state that state.

    A ministry's page says "Foreign Minister Ada Lind"; the outlet's name says of which state.
    """
    outlet = document.outlet.value.replace(",", " ").split() if document.outlet else []
    if not organisation_words() & set(outlet):
        return
    codes = {
        state_forms()[" ".join(outlet[at:end])][0].code
        for at in range(len(outlet))
        for end in range(at + 1, min(len(outlet), at + 4) + 1)
        if " ".join(outlet[at:end]) in state_forms()
    }
    codes |= {key for kind, key in making if kind == "state" and key in outlet}
    if len(codes) != 1:
        return
    code = codes.pop()
    for made in making.values():
        if made.kind == "person" and made.offices and not made.states:
            made.states[code] = 1
    making.setdefault(("state", code), Making("state"))


def _note(entity: Making, raw: Sighting) -> None:
    assert raw.key is not None
    name = raw.form or raw.key[1]
    entity.names[name] = entity.names.get(name, 0) + 1
    note_offices(entity, raw)


def note_offices(entity: Making, raw: Sighting) -> None:
    """Count what a sighting tells of an entity beside its name: office, state, gender."""
    for value, counts in (
        (raw.office, entity.offices),
        (raw.meant, entity.meant),
        (raw.state, entity.states),
        (raw.gender, entity.genders),
    ):
        if value:
            counts[value] = counts.get(value, 0) + 1


_NONE: Mapping[str, str] = MappingProxyType({})


def _person_keys(names: Iterable[str]) -> Mapping[str, str]:
    """The full name each form of a person's name stands for; forms that fit two are left out.

    >>> _person_keys(["Ada Lind", "Lind", "Olav Berg", "Nina Berg", "Berg"])["Lind"]
    'Ada Lind'
    """
    forms = list(dict.fromkeys(names))
    full = sorted((form for form in forms if " " in form), key=lambda form: (-len(form), form))
    chosen: dict[str, str] = {}
    for form in full:
        same = [
            other
            for other in dict.fromkeys(chosen.values())
            if other.split()[-1] == form.split()[-1] and _first_names_fit(form, other)
        ]
        chosen[form] = same[0] if len(same) == 1 else form
    people = list(dict.fromkeys(chosen.values()))
    for form in forms:
        if " " in form:
            continue
        by_last = [name for name in people if name.split()[-1] == form]
        by_any = [name for name in people if form in name.split()]
        fits = by_last or by_any
        if not fits:
            chosen[form] = form
        elif len(fits) == 1:
            chosen[form] = fits[0]
    return chosen


def _first_names_fit(a: str, b: str) -> bool:
    first, second = a.split(maxsplit=1)[0].rstrip("."), b.split(maxsplit=1)[0].rstrip(".")
    return first == second or (min(len(first), len(second)) == 1 and first[0] == second[0])


def _body_keys(names: Sequence[str], told: Mapping[str, str] = _NONE) -> Mapping[str, str]:
    """The full name each form of a body's name stands for, where one body of the page fits.

    A form is short for another by its initials, its kind alone, its last or first word, or by
    the same words in another order; `told` are those that the page gives itself, in brackets.

    >>> _body_keys(["Tarn Rovers", "Rovers", "Joint Fish Board", "Board", "JFB"])["Rovers"]
    'Tarn Rovers'
    """
    forms = list(dict.fromkeys(names))
    chosen: dict[str, str] = dict(told)
    for form in forms:
        if form in chosen:
            continue
        fits = [other for other in forms if other != form and _is_short_for(form, other)]
        fits = [one for one in fits if not any(_is_short_for(one, other) for other in fits)]
        chosen[form] = fits[0] if len(fits) == 1 else form
    return {form: _last_of(chosen, form) for form in chosen}


def _last_of(chosen: Mapping[str, str], form: str) -> str:
    """Where a chain of short forms ends: "Corvell", "Corvell Foods", "Corvell Foods Inc."."""
    seen = {form}
    while (longer := chosen.get(form, form)) not in seen:
        seen.add(longer)
        form = longer
    return form


def _is_short_for(form: str, other: str) -> bool:
    """Whether a form of a body's name is short for another.

    >>> _is_short_for("Board", "Joint Fish Board"), _is_short_for("Board", "Board of Trade")
    (True, True)
    >>> _is_short_for("Ministry of Defence", "Defence Ministry")
    True
    """
    words, others = _words(form), _words(other)
    if len(others) < 2 or form == other:
        return False
    if form.isupper() and form == "".join(_initials(other)):
        return True
    if words == others or set(words) == set(others):
        return len(other) > len(form) if words == others else " of " in form
    if len(words) == 1 and words[0] in organisation_words():
        return words[0] in (others[-1], others[0]) and " of " not in other.partition(words[0])[0]
    if len(words) == 1 and words[0] == others[-1]:
        return " of " not in other
    plain = not any(word in organisation_words() for word in others[len(words) :])
    return len(others) > len(words) == sum(map(str.__eq__, words, others)) and plain


_SMALL = frozenset({"of", "for", "the", "and", "&"})
_LEGAL = frozenset("Inc Corp Ltd LLC PLC plc AG SA GmbH NV AB SpA Co".split())


def _words(name: str) -> list[str]:
    """The words that tell a body from others, without its legal form."""
    words = [word.rstrip(".,") for word in name.split() if word not in _SMALL]
    return [word for word in words if word not in _LEGAL] or words


def _in_brackets(text: str, raws: Sequence[Sighting]) -> Mapping[str, str]:
    """The short names that the page gives bodies itself: "Tarn Sculling Union (TSC)"."""
    bodies = [raw for raw in raws if raw.key is not None and raw.key[0] == "organisation"]
    after = {raw.head.start: raw for raw in bodies}
    found: dict[str, str] = {}
    for raw in bodies:
        short = after.get(raw.head.end + 2)
        if short is None or text[raw.head.end : short.head.start] != " (":
            continue
        if text[short.head.end : short.head.end + 1] == ")" and raw.key and short.key:
            found[short.key[1]] = raw.key[1]
    return found


def _initials(name: str) -> Iterator[str]:
    return (word[0] for word in name.split() if word[0].isupper())


def entity_of(
    making: Mapping[tuple[str, str], Making],
    number: Mapping[tuple[str, str], int],
    key: tuple[str, str],
) -> Entity:
    """The finished entity of a key: its fullest name, its offices, what it belongs to."""
    made = making[key]
    state = max(made.states, key=lambda s: (made.states[s], s)) if made.states else None
    code = key[1] if made.kind == "state" else state
    name = state_names().get(key[1], key[1]) if made.kind == "state" else key[1]
    words = {word for office in made.offices for word in office.lower().split()}
    sectors = [t.sector for w, t in titles().items() if t.sector and w in words]
    sector = "GOV" if made.kind == "state" else (sectors[0] if sectors else None)
    return Entity(
        number=number[key],
        kind=made.kind,
        name=name,
        names=tuple(dict.fromkeys((name, *sorted(made.names)))),
        offices=tuple(sorted(made.offices, key=lambda o: (-made.offices[o], o))),
        country=code if code in state_names() else None,
        sector=sector,
        state=number.get(("state", state)) if state is not None else None,
        gender=_gender(made),
    )


def _gender(made: Making) -> Literal["m", "f"] | None:
    if len(made.genders) != 1:
        return None
    return "f" if "f" in made.genders else "m"
