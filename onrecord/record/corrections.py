"""What people decided about a record: a correction as a value, checked, and what it is about.

A correction is stored beside the readings and never changes them. Two pure functions apply all
that stand: `amended.amended` to one page's reading (its fields, rejection), `decided.settled` to
the pages together (what is one, what is not, and what became of each correction). A record is so a
function of its pages and of the corrections that stand, whatever the order in which they came.

Of corrections that contradict each other the latest holds; what it overrules is kept, and holds
again when the later one is undone. A correction whose entry is not on the record (the page is
gone, or a newer program reads it otherwise) is kept too, as not applied, with the reason.
"""

from __future__ import annotations

import getpass
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Literal, get_args

import msgspec

from onrecord.dates import is_edtf
from onrecord.errors import NotOnRecord, OnrecordError
from onrecord.events.codebook import Code, codes, type_names
from onrecord.ids import content_id
from onrecord.model import Entity, Event, Nature, Reading, Statement, StatementKind, Status
from onrecord.record.tables import on_page
from onrecord.spans import Span, hull

Verb = Literal[
    "same",
    "different",
    "words",
    "cue",
    "kind",
    "nature",
    "speaker",
    "addressee",
    "occasion",
    "place",
    "date",
    "within",
    "type",
    "actor",
    "recipient",
    "about",
    "status",
    "reported_by",
    "response_to",
    "reject",
]
VERBS: tuple[Verb, ...] = get_args(Verb)
OF_STATEMENTS = (
    "words", "cue", "kind", "nature", "speaker", "addressee", "occasion", "place", "date",
    "within",
)  # fmt: skip
OF_EVENTS = (
    "type", "actor", "recipient", "about", "place", "date", "status", "reported_by",
    "response_to",
)  # fmt: skip
SETTING = frozenset({*OF_STATEMENTS, *OF_EVENTS})
"""The verbs that set a field to a value."""
NAMING = frozenset({"speaker", "addressee", "actor", "recipient"})
"""The verbs whose value are names of actors."""
ONE_OF: Mapping[str, tuple[str, ...]] = {
    "kind": get_args(StatementKind),
    "nature": get_args(Nature),
    "status": get_args(Status),
}
"""The fields that have one of a few values."""
QUOTING = frozenset({"words", "cue", "about"})
"""The verbs whose value are words of the page, where the entry stands."""
FILLED = frozenset({"words", "type", *ONE_OF})
"""The fields that are never empty."""
POINTING: Mapping[str, str] = {
    "within": "statement",
    "reported_by": "statement",
    "response_to": "event",
}
"""The verbs whose value is an entry, and its sort: a statement of the same page, or any event."""
BETWEEN_NAMES = "; "
"""Stands between the names of several actors or recipients."""
State = Literal["applied", "not applied", "overruled", "undone"]
NOBODY = "none"
"""The value that empties a field: no speaker, no date, no place."""


class Anchor(msgspec.Struct, frozen=True):
    """What a correction is about, so that it is found again after a re-reading.

    A statement or event by its `id`, which comes from the page and the place; an actor, as one
    page names it, by the place of a mention (page offsets; None where the page has none) and by
    the entity as it was read. `words` are the words of the page there, for whoever looks it up.
    """

    doc: str
    start: int | None
    end: int | None
    words: str
    id: str | None = None
    entity: Entity | None = None

    @property
    def sort(self) -> str:
        """statement, event or actor."""
        if self.id is None:
            return "actor"
        return "event" if self.id.startswith("e-") else "statement"


class Correction(msgspec.Struct, frozen=True):
    """A person's decision: who, why, when, and what about.

    `sides` has for `same` and `different` the entries of each of `asked`; for the others the
    entries in its first place, and for those that name actors each of these in one further place,
    an empty one for a name that is nobody's on the record. Those that name an entry have it in
    the second place: as each page tells it, where several do.
    """

    id: str
    verb: Verb
    asked: tuple[str, ...]
    sides: tuple[tuple[Anchor, ...], ...]
    value: str | None
    who: str
    why: str
    made: str
    undone: str | None = None
    undone_by: str | None = None
    undone_why: str | None = None

    @property
    def order(self) -> tuple[str, str]:
        """What says which of two corrections is the later one."""
        return self.made, self.id


def correction(
    verb: str,
    asked: Sequence[str],
    sides: Sequence[Sequence[Anchor]],
    value: str | None,
    *,
    why: str,
    who: str | None = None,
    made: str | None = None,
) -> Correction:
    """A new correction, checked; `who` is the login name and `made` this moment unless told.

    `OnrecordError` where the verb is unknown, a reason is missing, the value is none that the
    field can have, or the entries are not of the sort that the verb is for.
    """
    if verb not in VERBS:
        raise OnrecordError(f"expected one of {', '.join(VERBS)} or undo, found {verb!r}")
    if not why.strip():
        raise OnrecordError("expected a reason, found none; say why with --why")
    groups = tuple(tuple(side) for side in sides)
    _check(verb, groups, value)
    if verb == "different":
        groups = _disjoint(groups)
    made = made or now()
    who = (who or "").strip() or login()
    fields = (verb, tuple(asked), groups, value, who, why.strip(), made)
    return Correction(_id(*fields), *fields)


def now() -> str:
    """This moment, as corrections are dated."""
    return datetime.now(UTC).isoformat(timespec="microseconds")


def moment_after(others: Iterable[Correction]) -> str:
    """This moment, and later than all of `others` even where the clock was set back since."""
    last = max((moment for one in others for moment in (one.made, one.undone or "")), default="")
    this = now()
    if this > last:
        return this
    later = datetime.fromisoformat(last) + timedelta(microseconds=1)
    return later.isoformat(timespec="microseconds")


def login() -> str:
    """The name of who is logged in; `OnrecordError` where the system knows none."""
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError) as failure:
        raise OnrecordError("expected who corrects, found no login name; give --who") from failure


def is_as_made(one: Correction) -> bool:
    """Whether a correction is as it was made: nobody changed its row."""
    fields = (one.verb, one.asked, one.sides, one.value, one.who, one.why, one.made)
    return one.id == _id(*fields)


def _id(*fields: object) -> str:
    return content_id("c", msgspec.json.encode(fields).decode("utf-8"))


def _check(verb: str, sides: Sequence[Sequence[Anchor]], value: str | None) -> None:
    sorts = {anchor.sort for side in sides for anchor in side}
    if verb in ("same", "different"):
        if len(sides) < 2:
            raise OnrecordError(f"expected two entries or more to be {verb}, found {len(sides)}")
        if not all(sides):
            raise OnrecordError("expected entries that pages tell of, found one that none does")
        if len(sorts) > 1:
            raise OnrecordError(
                f"expected entries of one sort, found {' and '.join(sorted(sorts))}s: a statement "
                "can be the same as a statement, an event as an event, an actor as an actor"
            )
        return
    fits = {
        sort
        for sort, verbs in (("statement", OF_STATEMENTS), ("event", OF_EVENTS))
        if verb in verbs or verb == "reject"
    }
    found = {anchor.sort for anchor in sides[0]} if sides else set()
    if not found or not found <= fits:
        raise OnrecordError(
            f"expected {' or '.join(sorted(f'{one}s' for one in fits))} to correct the {verb} of, "
            f"found {' and '.join(sorted(f'{one}s' for one in found)) or 'nothing'}"
        )
    if verb in SETTING:
        _check_value(verb, value)
    if verb in POINTING and value is not None:
        _check_target(verb, *sides)


def _check_value(verb: str, value: str | None) -> None:
    if value is not None and not value.strip():
        raise OnrecordError(f"expected the right {verb}, found nothing; {NOBODY} empties it")
    if verb == "date" and value is not None and not is_edtf(value):
        raise OnrecordError(
            f"expected a date such as 2021-06-16, 2021-06 or {NOBODY}, found {value!r}"
        )
    if verb in ONE_OF and value not in ONE_OF[verb]:
        raise OnrecordError(f"expected a {verb} of {', '.join(ONE_OF[verb])}, found {value!r}")
    if verb == "type":
        code_meant(value or "")


def _check_target(verb: str, entries: Sequence[Anchor], target: Sequence[Anchor]) -> None:
    """Refuse what can't be what `entries` stand in, are told by or answer."""
    sort = POINTING[verb]
    found = {anchor.sort for anchor in target}
    if found != {sort}:
        raise OnrecordError(
            f"expected a{'n' if sort == 'event' else ''} {sort} as the {verb}, "
            f"found {' and '.join(sorted(f'{one}s' for one in found)) or 'nothing'}"
        )
    if {anchor.id for anchor in entries} & {anchor.id for anchor in target}:
        raise OnrecordError(f"expected another {sort} as the {verb}, found the same one")
    elsewhere = {anchor.doc for anchor in entries} - {anchor.doc for anchor in target}
    if sort == "statement" and elsewhere:
        raise OnrecordError(
            f"expected a statement of {' and of '.join(sorted(elsewhere))} as the {verb}, "
            f"found one of {' and of '.join(sorted({anchor.doc for anchor in target}))}: "
            "it stands on the same page"
        )


def code_meant(words: str) -> Code:
    """The PLOVER type, with its mode where one is named, that a person means.

    A mode alone will do where one type has it. `OnrecordError` for what is no type.

    >>> [code_meant(one).mode for one in ("SANCTION expel", "sanction", "visit")]
    ['expel', None, 'visit']
    """
    named = words.replace("/", " ").split()
    for kind, mode in (
        (named[0].upper() if named else "", named[1].lower() if len(named) > 1 else None),
        ("", named[0].lower() if len(named) == 1 else None),
    ):
        found = [
            code
            for code in codes().values()
            if code.mode == mode and (code.type == kind or (not kind and mode is not None))
        ]
        if len(found) == 1 and len(named) < 3:
            return found[0]
    raise OnrecordError(
        f"expected a PLOVER type ({', '.join(type_names())}), with a mode of it or without "
        f"(SANCTION expel), found {words!r}"
    )


def names_of(one: Correction) -> tuple[str, ...]:
    """The names that a correction sets, in order; none where it empties the field."""
    if one.value is None:
        return ()
    several = one.verb in ("actor", "recipient")
    return tuple(one.value.split(BETWEEN_NAMES)) if several else (one.value,)


def _disjoint(sides: tuple[tuple[Anchor, ...], ...]) -> tuple[tuple[Anchor, ...], ...]:
    """Sides of `different` without what a smaller side has: one report apart from all the others.

    `OnrecordError` where nothing is left of a side.
    """
    kept = []
    for place, side in enumerate(sides):
        others = {
            _key(anchor)
            for number, other in enumerate(sides)
            if number != place and (len(other), number) < (len(side), place)
            for anchor in other
        }
        left = tuple(anchor for anchor in side if _key(anchor) not in others)
        if not left:
            raise OnrecordError("expected different entries, found the same one twice")
        kept.append(left)
    return tuple(kept)


def _key(anchor: Anchor) -> tuple[object, ...]:
    return anchor.doc, anchor.id, anchor.entity.number if anchor.entity else None


# What is meant, as anchors


def statement_anchor(reading: Reading, one: Statement) -> Anchor:
    """A statement of a page as an anchor."""
    return _entry_anchor(reading, hull(one.parts), one.id)


def event_anchor(reading: Reading, one: Event) -> Anchor:
    """An event of a page as an anchor."""
    return _entry_anchor(reading, one.span, one.id)


def _entry_anchor(reading: Reading, span: Span, id: str) -> Anchor:
    place = on_page(reading.document, span)
    start, end = (place.start, place.end) if place is not None else (None, None)
    return Anchor(reading.document.doc, start, end, span.of(reading.document.text), id=id)


def entity_anchor(reading: Reading, number: int) -> Anchor:
    """An entity of a page as an anchor; `NotOnRecord` where the page has none of that number."""
    document = reading.document
    entity = next((one for one in reading.annotations.entities if one.number == number), None)
    if entity is None:
        raise NotOnRecord(f"{document.doc}#{number}", f"{document.doc} names no such actor")
    mine = [one for one in reading.annotations.mentions if one.entity == number]
    mine.sort(key=lambda one: (one.kind != "name", one.head.start, one.head.end))
    for mention in mine:
        place = on_page(document, mention.head)
        if place is not None:
            words = mention.head.of(document.text)
            return Anchor(document.doc, place.start, place.end, words, entity=entity)
    return Anchor(document.doc, None, None, entity.name, entity=entity)


def standing(corrections: Iterable[Correction]) -> list[Correction]:
    """The corrections that are not undone, the earliest first."""
    return sorted((one for one in corrections if one.undone is None), key=lambda one: one.order)


def basis(one: Correction) -> str:
    """Who decided, when and why, in words."""
    return f"corrected by {one.who} on {one.made[:10]} ({one.id}): {one.why}"


def described(one: Correction) -> str:
    """A correction as it was asked for: the verb, the entries and the value."""
    value = NOBODY if one.value is None and one.verb in SETTING else one.value
    return " ".join([one.verb, *one.asked, *([value] if value is not None else [])])


def stored(row: Mapping[str, Any]) -> Correction:
    """A correction from its row of the record."""
    return Correction(
        id=row["id"],
        verb=row["verb"],
        asked=msgspec.json.decode(row["asked"], type=tuple[str, ...]),
        sides=msgspec.json.decode(row["sides"], type=tuple[tuple[Anchor, ...], ...]),
        value=row["value"],
        who=row["who"],
        why=row["why"],
        made=row["made"],
        undone=row["undone"],
        undone_by=row["undone_by"],
        undone_why=row["undone_why"],
    )
