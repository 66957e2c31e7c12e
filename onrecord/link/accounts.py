"""A page's event made comparable: its parties as states and people, its day, place and words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from functools import cache
from itertools import pairwise
from types import MappingProxyType

import msgspec

from onrecord.annotate.bodies import is_general_body
from onrecord.annotate.offices import person_nouns
from onrecord.annotate.states import state_forms, state_names
from onrecord.dates import Interval, first_day, is_day, is_edtf
from onrecord.link.actors import Known
from onrecord.link.names import person_name
from onrecord.link.profiles import Member, Sighting, sightings_of
from onrecord.link.words import Wording, folded, folded_word, idea, tokens, word_list, wording
from onrecord.lists import rows
from onrecord.model import Event, Reading, Status, Who
from onrecord.spans import Span

_FAMILIES = {"SUPPORT": "AGREE"}
"""Types that newsrooms' words do not tell apart: a signed deal is either."""
OPEN: frozenset[Status] = frozenset(
    {"planned", "proposed", "expected", "requested", "hypothetical"}
)
"""Statuses of what has not happened yet."""
_DAY = timedelta(days=1)
_AROUND = 300
"""Characters on either side of a clause, within its paragraph, that tell what it is about."""
_TELLING = 16
_YEARLESS_DAY = re.compile(r"XXXX-\d\d-\d\d")


class Party(msgspec.Struct, frozen=True):
    """Someone who takes part in an event, as its page knows them.

    `name` is that of the state, where the page gives one; `keys` are words for the state, the
    surname or the body, by which pages that name the party alike find one another. `words` are
    the words of each of its names, `named` is False for "the police" and whoever else has none.
    """

    entity: int | None
    country: str | None
    name: str
    keys: tuple[str, ...]
    words: frozenset[frozenset[str]]
    named: bool


class Spot(msgspec.Struct, frozen=True):
    """A place of the page that says something of the event, in offsets of the page.

    `kind` is what it says ("number", "number of week", "date", "actor", "status", "type"),
    `value` that in a form that reports can be compared in.
    """

    kind: str
    value: str
    start: int | None
    end: int | None
    text: str | None


class Account(msgspec.Struct, frozen=True):
    """One page's event made comparable.

    `agents` and `patients` are the parties as the page knows them, `others` the people whom the
    clause names besides, as entities. The fields below `bound` follow from the actors that all of
    these are: `doers` and `targets` are the parties as states where they act for one, else as
    themselves; `persons` the people among them, by side, `heads` their offices with one holder,
    `levels` the ranks that meet, `named` the people named besides, `names` what a page calls each
    side. `when` is the event's EDTF, `month_day` a day without its year ("06-16"),
    `sentence_day` the same of its sentence, `implied` what its status and the page's date leave
    open. `content` holds the clause's stems without the parties' names and the anchor, `marked`
    the word by which the page calls it another one ("a fresh summit"). `things` are the stems of
    what it was done with or to, `sentence` those of the whole sentence, names included, and
    `proper` the names among these. `page_sides` are the states that the page names: among them
    are the parties of "their ministers", whom it does not name. `near` are telling words of its
    paragraph, `count` how many were done something to. `called_by` gives the words of each name
    by which the page calls a side, `nameless` are the sides that it gives no name. `anyone` is
    whether those things are people of whom nothing is said: "six men" may be "six soldiers".
    `spots` are the places that reports may contradict one another in.
    """

    event: Event
    doc: str
    agents: tuple[Party, ...]
    patients: tuple[Party, ...]
    others: tuple[int, ...]
    published: date | None
    family: str
    when: str | None
    month_day: str | None
    sentence_day: str | None
    implied: Interval
    place: str | None
    place_is_state: bool
    anchor: str
    called: str
    wording: Wording
    content: frozenset[str]
    marked: str | None
    things: frozenset[str]
    sentence: frozenset[str]
    proper: frozenset[str]
    near: frozenset[str]
    count: int | None
    anyone: bool
    spots: tuple[Spot, ...]
    page_sides: frozenset[str]
    levels: frozenset[str]
    # bound
    doers: frozenset[str] = frozenset()
    targets: frozenset[str] = frozenset()
    persons: Mapping[str, frozenset[str]] = msgspec.field(default_factory=dict)
    heads: Mapping[str, frozenset[tuple[str, str]]] = msgspec.field(default_factory=dict)
    named: frozenset[str] = frozenset()
    names: Mapping[str, str] = msgspec.field(default_factory=dict)
    called_by: Mapping[str, frozenset[frozenset[str]]] = msgspec.field(default_factory=dict)
    nameless: frozenset[str] = frozenset()

    @property
    def sides(self) -> frozenset[str]:
        """All parties, whatever their role."""
        return self.doers | self.targets

    def firm(self, sides: frozenset[str]) -> frozenset[str]:
        """Those of `sides` that are states or named bodies, not people without a state."""
        loose = {side for side, people in self.persons.items() if side in people}
        return sides - loose - self.nameless

    @property
    def open(self) -> bool:
        """Whether it had not happened yet when its page told of it."""
        return self.event.status in OPEN


def accounts_of(reading: Reading) -> Iterable[Account]:
    """The page's events made comparable, in its order; whom parties stand for is not known yet."""
    document = reading.document
    published = first_day(document.published.value if document.published else None)
    seen = {one.member[1]: one for one in sightings_of(reading)}
    page_sides = frozenset(one.state for one in seen.values() if one.state is not None)
    states = {
        name
        for one in seen.values()
        if one.entity.kind == "state"
        for name in (one.entity.name, *one.entity.names)
    }
    for event in reading.events:
        when = event.date.value if event.date is not None else None
        when = when if when is not None and is_edtf(when) else None
        words = wording(event.span.of(document.text))
        anchor = _anchor(event.anchor.of(document.text))
        place = event.place.value if event.place is not None else None
        around = wording(_sentence(document.text, event.span).of(document.text))
        yield Account(
            event=event,
            doc=document.doc,
            agents=tuple(_party(who, seen, document.text) for who in event.actors),
            patients=tuple(_party(who, seen, document.text) for who in event.recipients),
            others=_others(reading, event, seen),
            published=published,
            family=_FAMILIES.get(event.type, event.type),
            levels=_levels(reading, event),
            when=when,
            month_day=_month_day(reading, event.span, when),
            sentence_day=_month_day(reading, _sentence(document.text, event.span), when),
            implied=_implied(event, published),
            place=_place(place) if place is not None else None,
            place_is_state=place is not None and (place in states or _is_state(place)),
            anchor=anchor,
            called=folded(event.anchor.of(document.text)),
            wording=words,
            content=_content(words.stems, event, document.text, page_sides) - {anchor},
            marked=_marker(document.text, event),
            things=_content(_things(event), event, document.text, page_sides),
            near=_near(document.text, event.span),
            count=_count(event),
            anyone=_anyone(event),
            spots=tuple(spots_of(reading, event)),
            sentence=around.stems,
            proper=around.names,
            page_sides=page_sides,
        )


def bound(one: Account, known: Callable[[Member], Known | None]) -> Account:
    """The event with the actors that its parties are."""

    def actor_of(party: Party) -> Known | None:
        return known((one.doc, party.entity)) if party.entity is not None else None

    names: dict[str, str] = {}
    called: dict[str, frozenset[frozenset[str]]] = {}
    named: set[str] = set()
    persons: dict[str, set[str]] = {}
    heads: dict[str, set[tuple[str, str]]] = {}
    levels = set(one.levels)
    sides: list[frozenset[str]] = []
    for parties in (one.agents, one.patients):
        found = []
        for party in parties:
            actor = actor_of(party)
            side = actor.side if actor is not None else party.country
            if side is None:
                continue
            found.append(side)
            called[side] = called.get(side, frozenset()) | party.words
            named |= {side} if party.named else set()
            names[side] = min(party.name, names.get(side, party.name), key=lambda n: (len(n), n))
            if actor is not None and actor.kind == "person":
                persons.setdefault(side, set()).add(actor.actor)
                single = {(office.name, actor.actor) for office in actor.offices if office.single}
                heads.setdefault(side, set()).update(single)
                levels |= {_LEVEL_OF_OFFICE.get(office.name, "") for office in actor.offices}
        sides.append(frozenset(found))
    parties_named = {person for group in persons.values() for person in group}
    besides = (known((one.doc, entity)) for entity in one.others)
    return msgspec.structs.replace(
        one,
        doers=sides[0],
        targets=sides[1],
        persons={side: frozenset(people) for side, people in persons.items()},
        heads={side: frozenset(offices) for side, offices in heads.items()},
        levels=frozenset(levels - {""}),
        named=frozenset(
            actor.actor for actor in besides if actor is not None and actor.kind == "person"
        )
        - parties_named,
        names=names,
        called_by=called,
        nameless=frozenset(called) - named,
    )


def _party(who: Who, seen: Mapping[int, Sighting], text: str) -> Party:
    """Whom the page makes known; "ten diplomats" have no keys, an agency in brackets is nobody."""
    if who.span is not None and "(" in text[max(0, who.span.start - 1) : who.span.start + 1]:
        return Party(None, None, who.name, (), frozenset(), named=False)
    sighting = seen.get(who.entity) if who.entity is not None else None
    if sighting is None:
        key = (f"state {who.country}",) if who.country is not None else ()
        called = _state_name(who.country)
        words = _words_of(called)
        return Party(who.entity, who.country, called or who.name, key, words, bool(words))
    entity, state = sighting.entity, sighting.state
    keys: tuple[str, ...] = (f"state {state}",) if state is not None else ()
    if entity.kind == "person":
        keys += (f"person {person_name(entity.name).surname}",)
    elif entity.kind in {"organisation", "group"} or not keys:
        keys += (f"body {folded(entity.name)}", f"state {folded(entity.name)}")
    name = sighting.state_name or _state_name(state) or entity.name
    surname = entity.name.split()[-1:] if entity.kind == "person" else []
    words = _words_of(name, entity.name, *surname)
    named = state is not None or not is_general_body(entity.name.removeprefix("the "))
    return Party(who.entity, who.country, name, keys, words, named and not _is_contact(entity.name))


def _words_of(*names: str | None) -> frozenset[frozenset[str]]:
    """The words of each name; nothing for one without a capital."""
    drop = word_list("function_words")
    found = (
        frozenset(idea(word) for word in tokens(name) if word not in drop)
        for name in names
        if name is not None and any(letter.isupper() for letter in name)
    )
    return frozenset(words for words in found if words)


def _is_contact(name: str) -> bool:
    """Whether a body's name is that of a meeting: "Pelhaven summit" is nobody who takes part."""
    return bool({idea(word) for word in tokens(name)} & {idea("meeting"), idea("talks")})


def _is_state(place: str) -> bool:
    return any(form.kind == "name" for form in state_forms().get(place, ()))


def _state_name(country: str | None) -> str | None:
    """What the tables call the state with this code."""
    return state_names().get(country) if country is not None else None


def _others(reading: Reading, event: Event, seen: Mapping[int, Sighting]) -> tuple[int, ...]:
    """The entities whom the clause names and who are no party: an ambassador who is recalled."""
    parties = {who.entity for who in (*event.actors, *event.recipients)}
    found = {
        mention.entity
        for mention in reading.annotations.mentions
        if mention.entity is not None and event.span.holds(mention.head)
    }
    return tuple(sorted(number for number in found - parties if number in seen))


def _levels(reading: Reading, event: Event) -> frozenset[str]:
    """The ranks of the parties, by the words for them and for the meeting."""
    text = reading.document.text
    parties = [who.span for who in (*event.actors, *event.recipients) if who.span is not None]
    before = text[max(event.span.start, event.anchor.start - 40) : event.anchor.start]
    words = [*before.replace("-", " ").split()[-2:], event.anchor.of(text)]
    words += [word for span in parties for word in span.of(text).split()]
    bare = ["", *(folded(word).strip(".,") for word in words)]
    ranks = {level_words().get(word, "") for before, word in pairwise(bare) if before != "prime"}
    return frozenset(ranks - {""})


_LEVEL_OF_OFFICE = MappingProxyType(
    {
        "president": "leaders",
        "prime minister": "leaders",
        "foreign minister": "ministers",
        "defence minister": "ministers",
        "finance minister": "ministers",
        "deputy foreign minister": "deputies",
        "deputy defence minister": "deputies",
    }
)


@cache
def level_words() -> Mapping[str, str]:
    """The rank that a word for the parties or for the meeting gives, from link/levels.tsv."""
    return MappingProxyType(
        {word: level for level, words in rows("link/levels.tsv") for word in words.split()}
    )


def _sentence(text: str, span: Span) -> Span:
    """`span` to the ends of its sentence, as near as marks and line breaks tell."""
    before = max(text.rfind(mark, 0, span.start) for mark in (". ", "! ", "? ", "\n"))
    after = min(
        (end for mark in (". ", "! ", "? ", "\n") if (end := text.find(mark, span.end)) >= 0),
        default=len(text),
    )
    return Span(before + 1, after)


def _month_day(reading: Reading, span: Span, when: str | None) -> str | None:
    """Month and day of the event: of its date, or of the one yearless day in `span`."""
    if when is not None:
        return when[5:10] if is_day(when) else None
    inside = {
        time.value[5:]
        for time in reading.annotations.times
        if _YEARLESS_DAY.fullmatch(time.value) and span.holds(time.span)
    }
    return inside.pop() if len(inside) == 1 else None


def _implied(event: Event, published: date | None) -> Interval:
    """The days an event without a date can be of: still to come, or over, on the page's day."""
    if published is None:
        return None, None
    if event.status in OPEN:
        return published - _DAY, None
    if event.status in {"happened", "ongoing"}:
        return None, published + _DAY
    return None, None


def _place(name: str) -> str:
    """The place as words, without articles and "city of"."""
    drop = word_list("function_words") | {"city", "town", "capital"}
    return " ".join(word for word in tokens(name) if word not in drop)


def _content(
    words: frozenset[str], event: Event, text: str, sides: frozenset[str]
) -> frozenset[str]:
    """The stems that say more than who acts on whom and when; "Norlandic" is Norland's name."""
    parties = (*event.actors, *event.recipients)
    names = {
        token
        for who in parties
        for name in (who.name, who.span.of(text) if who.span is not None else "")
        for word in name.split()
        if word[:1].isupper()
        for token in tokens(word)
    }
    starts = {token[:4] for token in names | sides if len(token) >= 4}
    short = {idea(token) for token in names}
    dates = {idea(word) for word in word_list("calendar_words")}
    return frozenset(
        one for one in words - short - dates if one[:4] not in starts and not one.isdigit()
    )


def _things(event: Event) -> frozenset[str]:
    """The stems of what it was done with or to, without numbers; "its envoy Lind" gives two.

    "That measure" takes up what was named before, and gives none.
    """
    drop = word_list("function_words") | word_list("negations") | word_list("calendar_words")
    drop |= word_list("taking_up")
    return frozenset(
        idea(token)
        for one in event.about
        if one.kind == "object"
        for token in tokens(one.value)
        if token not in drop and not token.isdigit()
    )


def _anyone(event: Event) -> bool:
    """Whether it was done to people told by nothing but their number ("nine", "six men")."""
    phrases = [tokens(one.value) for one in event.about if one.kind == "object"]
    return any(
        words[-1].isdigit() or not word_list("anyone").isdisjoint(words)
        for words in phrases
        if words
    )


def _count(event: Event) -> int | None:
    """How many were done something to: as the page counts them, or "two of our soldiers"."""
    if event.count is not None:
        return event.count
    numbers = set()
    for one in event.about:
        words = tokens(one.value) if one.kind == "object" else ()
        for word, after in pairwise([*words[:2], *words[2:3], ""]):
            if word.isdecimal() and len(word) < 4 and after not in word_list("calendar_words"):
                numbers.add(int(word))
    return numbers.pop() if len(numbers) == 1 else None


def spots_of(reading: Reading, event: Event) -> Iterable[Spot]:
    """The places of the page that another report may contradict."""
    document = reading.document

    def spot(kind: str, value: str, span: Span | None) -> Spot:
        if span is None:
            return Spot(kind, value, None, None, None)
        there = document.offsets.to_page(span)
        return Spot(kind, value, there.start, there.end, span.of(document.text))

    count = _count(event)
    if count is not None and event.type != "CONSULT":
        places = sorted(event.about, key=lambda one: (one.kind != "count", one.span))
        place = next((one.span for one in places if one.kind in {"count", "object"}), None)
        yield spot("number", str(count), place)
    for start, end, value, thing in counted_in(event.span.of(document.text)):
        span = Span(event.span.start + start, event.span.start + end)
        yield spot(f"number of {thing}", value, span)
    if event.date is not None and is_edtf(event.date.value):
        yield spot("date", event.date.value, event.date.span)
    if event.status in {"happened", "denied"}:
        yield spot("status", event.status, event.anchor)
    opposed = _OPPOSED.get((event.type, event.mode)) or _OPPOSED.get((event.type, None))
    if opposed is not None:
        yield spot("type", opposed, event.anchor)
    for who in event.actors:
        if who.span is not None and (head := _who_acts(who.span.of(document.text))) is not None:
            yield spot("actor", head, who.span)
            break


_OPPOSED: Mapping[tuple[str, str | None], str] = MappingProxyType(
    {
        ("RETREAT", "resign"): "gave up office",
        ("REJECT", None): "was removed",
        ("SANCTION", "expel"): "was removed",
    }
)
"""Of one parting two reports may tell that he went, or that he was sent."""
_END_OF_NOUN = re.compile(r"\s(?:of|from|in|at|with|who|that|near|for|and)\s|,")


def _who_acts(words: str) -> str | None:
    """The plain noun by which the page calls who acts: "ministers", "guards"; None for a name.

    >>> _who_acts("the unknown smugglers from the bank"), _who_acts("Sudmark"), _who_acts("police")
    ('smuggler', None, None)
    """
    last = _END_OF_NOUN.split(words)[0].split()[-1:]
    noun = last[0] if last and last[0].islower() else ""
    if not noun.endswith("s") or noun in word_list("anyone"):
        return None
    return noun[:-1] if noun[:-1] in person_nouns() else None


def counted_in(clause: str) -> Iterable[tuple[int, int, str, str]]:
    """Each number with what it counts: (start, end, number in digits, stem of the noun).

    >>> list(counted_in("lifted that ban after eleven long weeks, on 3 May 2031"))
    [(22, 39, '11', 'week')]
    """
    words = [(found, folded_word(found[0])) for found in _CLAUSE_WORD.finditer(clause)]
    months = word_list("calendar_words") - {"day", "days", "week", "weeks", "month", "months"}
    months -= {"year", "years", "hour", "hours"}
    for place, (found, word) in enumerate(words):
        value = word.replace(",", "")
        before = words[place - 1][1] if place else ""
        if not value.isdecimal() or len(value) == 4 or before in months | {"at", "of"}:
            continue
        end, noun = found.end(), ""
        for other, after in words[place + 1 : place + 4]:
            joined = clause[end : other.start()].strip()
            if joined or after in word_list("function_words") or after in months:
                break
            end, noun = other.end(), after
            if noun.endswith("s"):
                break
        if noun and not noun.isdecimal():
            yield found.start(), end, str(int(value)), idea(noun)


_CLAUSE_WORD = re.compile(r"\d[\d,.]*\d|\w+(?:['’]\w+)*")


def _near(text: str, span: Span) -> frozenset[str]:
    """Telling words of the paragraph: names first, then the longest, a dozen at most."""
    start, end = text.rfind("\n", 0, span.start) + 1, text.find("\n", span.end)
    start, end = (
        max(start, span.start - _AROUND),
        min(len(text) if end < 0 else end, span.end + _AROUND),
    )
    words = wording(text[start:end])
    dates = {idea(word) for word in word_list("calendar_words")}
    telling = [word for word in words.stems - dates if not word.isdigit()]
    telling.sort(key=lambda word: (word not in words.names, -len(word), word))
    return frozenset(telling[:_TELLING])


def _anchor(text: str) -> str:
    words = tokens(text)
    return idea(words[-1]) if words else ""


def _marker(text: str, event: Event) -> str | None:
    """The word that makes it another one ("fresh", "second", "previous"); None without one.

    Looked for among the three words before the anchor, in its clause, and right after it ("met
    again"); not where it belongs to a time ("next week's summit").
    """
    if text[event.anchor.end :].startswith(" again"):
        return "again"
    start = max(event.span.start, event.anchor.start - 60)
    before = text[start : event.anchor.start].rpartition(",")[2]
    last = [folded(word).strip(".;:'\"“”") for word in before.split()[-3:]]
    if last[:1] == ["earlier"] and before[:1] == "E":
        last = last[1:]  # "Earlier Norland closed": of the time, not of the act
    if last[-1:] == ["last"] and event.anchor.of(text).endswith("ed"):
        last = last[:-1]  # "Norland last banned it in 2019"
    for word, after in pairwise([*last, ""]):
        time = after.removesuffix("'s") in word_list("calendar_words")
        if word in word_list("markers") and not time:
            return word
    return None


def order_of(one: Account) -> tuple[date, str, int, str]:
    """What puts accounts in order: the page's date (unknown last), the page, its text."""
    return one.published or date.max, one.doc, one.event.anchor.start, one.event.id
