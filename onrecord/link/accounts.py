"""A page's event made comparable: its parties as states and people, its day, place and words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from functools import cache
from itertools import pairwise
from types import MappingProxyType

import msgspec

from onrecord.dates import Interval, first_day, is_day, is_edtf
from onrecord.link.actors import Cast
from onrecord.link.names import offices_of
from onrecord.link.words import Wording, folded, idea, tokens, word_list, wording
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
_YEARLESS_DAY = re.compile(r"XXXX-\d\d-\d\d")


class Account(msgspec.Struct, frozen=True):
    """One page's event made comparable.

    `sides` are the parties as states where they act for one, else as themselves; `doers` and
    `targets` the same by role. `persons` are the people among them, by side, `heads` their
    offices with one holder, `levels` the ranks that meet, `named` the people whom the clause
    names besides. `when` is the event's EDTF, `month_day` a day without its year ("06-16"),
    `sentence_day` the same of its sentence, `implied` what its status and the page's date leave
    open. `content` holds the clause's stems without the parties' names and the anchor, `marked`
    the word by which the page calls it another one ("a fresh summit"). `page_sides` are the
    states of everyone on the page: among them are the parties of "their ministers", whom the
    page does not name.
    """

    event: Event
    doc: str
    published: date | None
    family: str
    doers: frozenset[str]
    targets: frozenset[str]
    persons: Mapping[str, frozenset[str]]
    heads: Mapping[str, frozenset[tuple[str, str]]]
    levels: frozenset[str]
    named: frozenset[str]
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
    page_sides: frozenset[str]

    @property
    def sides(self) -> frozenset[str]:
        """All parties, whatever their role."""
        return self.doers | self.targets

    def firm(self, sides: frozenset[str]) -> frozenset[str]:
        """Those of `sides` that are states or bodies, not people whose state no page gives."""
        loose = {side for side, people in self.persons.items() if side in people}
        return sides - loose


def accounts_of(reading: Reading, cast: Cast) -> Iterable[Account]:
    """The page's events made comparable, in the page's order."""
    document = reading.document
    published = first_day(document.published.value if document.published else None)
    numbers = (entity.number for entity in reading.annotations.entities)
    people = [cast.of[document.doc, number] for number in numbers]
    page_sides = frozenset(cast.state_of[one] for one in people if one in cast.state_of)
    for event in reading.events:
        when = event.date.value if event.date is not None else None
        when = when if when is not None and is_edtf(when) else None
        words = wording(event.span.of(document.text))
        anchor = _anchor(event.anchor.of(document.text))
        yield Account(
            event=event,
            doc=document.doc,
            published=published,
            family=_FAMILIES.get(event.type, event.type),
            doers=_sides(document.doc, event.actors, cast),
            targets=_sides(document.doc, event.recipients, cast),
            persons=_persons(document.doc, event, cast),
            heads=_heads(document.doc, event, cast),
            levels=_levels(reading, event, cast),
            named=_named(reading, event, cast),
            when=when,
            month_day=_month_day(reading, event.span, when),
            sentence_day=_month_day(reading, _sentence(document.text, event.span), when),
            implied=_implied(event, published),
            place=_place(event.place.value) if event.place is not None else None,
            place_is_state=event.place is not None and event.place.value in cast.state_names,
            anchor=anchor,
            called=folded(event.anchor.of(document.text)),
            wording=words,
            content=_content(words, event, document.text) - {anchor},
            marked=_marker(document.text, event),
            page_sides=page_sides,
        )


def _sides(doc: str, whos: Iterable[Who], cast: Cast) -> frozenset[str]:
    """The sides of those whom the page makes known; "ten diplomats" are on nobody's side."""
    found = (_side(doc, who, cast) for who in whos)
    return frozenset(side for side in found if side is not None)


def _side(doc: str, who: Who, cast: Cast) -> str | None:
    """The state that `who` acts for, else the actor; None for a place or someone nobody knows."""
    if who.entity is not None and (doc, who.entity) in cast.of:
        actor = cast.of[doc, who.entity]
        alone = None if cast.by_id[actor].kind == "place" else actor
        return cast.state_of.get(actor, alone)
    if who.country is not None:
        return cast.state_by_country.get(who.country, who.country)
    return None


def _persons(doc: str, event: Event, cast: Cast) -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for who in (*event.actors, *event.recipients):
        actor = cast.of.get((doc, who.entity)) if who.entity is not None else None
        side = _side(doc, who, cast)
        if actor is not None and side is not None and cast.by_id[actor].kind == "person":
            found.setdefault(side, set()).add(actor)
    return {side: frozenset(people) for side, people in found.items()}


def _heads(doc: str, event: Event, cast: Cast) -> Mapping[str, frozenset[tuple[str, str]]]:
    """For each side the offices with one holder, and who holds them here."""
    found: dict[str, frozenset[tuple[str, str]]] = {}
    for side, people in _persons(doc, event, cast).items():
        found[side] = frozenset(
            (office.name, person)
            for person in people
            for office in offices_of(cast.by_id[person].offices)
            if office.single
        )
    return found


def _levels(reading: Reading, event: Event, cast: Cast) -> frozenset[str]:
    """The ranks of the parties, by the offices of those named and the words for them."""
    doc, text = reading.document.doc, reading.document.text
    people = [person for group in _persons(doc, event, cast).values() for person in group]
    titles = [office for person in people for office in cast.by_id[person].offices]
    parties = [who.span for who in (*event.actors, *event.recipients) if who.span is not None]
    before = text[max(event.span.start, event.anchor.start - 40) : event.anchor.start]
    words = [*before.replace("-", " ").split()[-2:], event.anchor.of(text)]
    words += [word for span in parties for word in span.of(text).split()]
    ranks = {_LEVEL_OF_OFFICE.get(office.name, "") for office in offices_of(titles)}
    bare = ["", *(folded(word).strip(".,") for word in words)]
    ranks |= {level_words().get(word, "") for before, word in pairwise(bare) if before != "prime"}
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


def _named(reading: Reading, event: Event, cast: Cast) -> frozenset[str]:
    """The people whom the clause names and who are no party: an ambassador who is recalled."""
    doc = reading.document.doc
    parties = {person for group in _persons(doc, event, cast).values() for person in group}
    found = {
        cast.of[doc, mention.entity]
        for mention in reading.annotations.mentions
        if mention.entity is not None
        and (doc, mention.entity) in cast.of
        and event.span.holds(mention.head)
    }
    return frozenset(actor for actor in found - parties if cast.by_id[actor].kind == "person")


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


def _content(words: Wording, event: Event, text: str) -> frozenset[str]:
    """The stems that say more than who acts on whom and when; "Norlandic" is Norland's name."""
    parties = (*event.actors, *event.recipients)
    names = {
        token
        for who in parties
        for name in (who.name, who.span.of(text) if who.span is not None else "")
        for token in tokens(name)
    }
    starts = {token[:4] for token in names if len(token) >= 4}
    short = {idea(token) for token in names}
    dates = {idea(word) for word in word_list("calendar_words")}
    return frozenset(
        one for one in words.stems - short - dates if one[:4] not in starts and not one.isdigit()
    )


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
    for word, after in pairwise([*last, ""]):
        time = after.removesuffix("'s") in word_list("calendar_words")
        if word in word_list("markers") and not time:
            return word
    return None


def order_of(one: Account) -> tuple[date, str, int, str]:
    """What puts accounts in order: the page's date (unknown last), the page, its text."""
    return one.published or date.max, one.doc, one.event.anchor.start, one.event.id
