"""What a record gives out, as values: the rows of the exports and the entries of the timeline.

Field order is the order of the exports. Offsets are of the decoded page; None is "not said".
"""

from __future__ import annotations

from typing import Literal

import msgspec

from onrecord.model import Difference


class Piece(msgspec.Struct, frozen=True):
    """Words of a page with their place."""

    start: int
    end: int
    text: str


class Words(msgspec.Struct, frozen=True):
    """Words of a page with their place; without one where a person set what the page lacks."""

    start: int | None
    end: int | None
    text: str


class Party(msgspec.Struct, frozen=True):
    """A speaker or addressee: the actor's name and id, and the mention it was read from.

    `id` is None where the mention stands for nobody known; `start`, `end` and `text` are None
    where no words of the page name the party.
    """

    name: str
    id: str | None
    start: int | None
    end: int | None
    text: str | None


class Role(msgspec.Struct, frozen=True):
    """An actor or recipient of an event; as `Party`, with the country's ISO 3166 alpha-3 code."""

    name: str
    id: str | None
    country: str | None
    start: int | None
    end: int | None
    text: str | None


class CorrectedRow(msgspec.Struct, frozen=True):
    """A field that the correction of this id set; `was` is what the machine had read there.

    The field `rejected` is of an entry that a person rejected, `was` then None.
    """

    field: str
    was: str | None
    correction: str


class StatementRow(msgspec.Struct, frozen=True, omit_defaults=True):
    """A statement as exported. `text` is its whole extent, `parts` the pieces that were said.

    `corrected` is not of the export: the export `corrections` tells it.
    """

    id: str
    doc: str
    start: int
    end: int
    parts: tuple[tuple[int, int], ...]
    text: str
    kind: str
    nature: str
    cue: Piece | None
    speaker: Party | None
    addressee: Party | None
    occasion: Words | None
    place: str | None
    said_on: str | None
    said_on_basis: str | None
    within: str | None
    utterance: str | None
    region: str
    confidence: float
    corrected: tuple[CorrectedRow, ...] = ()


class AboutRow(msgspec.Struct, frozen=True):
    """What an event was done with or to: object, count, amount or name, and its characters.

    `value` is the words, of a count its digits.
    """

    kind: str
    value: str
    start: int | None
    end: int | None
    text: str | None


class EventRow(msgspec.Struct, frozen=True, omit_defaults=True):
    """An event as exported; `corrected` as of a statement."""

    id: str
    doc: str
    start: int
    end: int
    text: str
    type: str
    mode: str | None
    actors: tuple[Role, ...]
    recipients: tuple[Role, ...]
    date: str | None
    date_basis: str | None
    place: str | None
    status: str
    reported_by: str | None
    response_to: str | None
    happening: str | None
    quad: int | None
    intensity: float | None
    confidence: float
    about: tuple[AboutRow, ...]
    corrected: tuple[CorrectedRow, ...] = ()


class TimeRow(msgspec.Struct, frozen=True):
    """A time expression as exported."""

    doc: str
    start: int
    end: int
    text: str
    type: str
    value: str
    basis: str


class RegionRow(msgspec.Struct, frozen=True):
    """A region of a page."""

    kind: str
    start: int
    end: int


class AlternativeRow(msgspec.Struct, frozen=True):
    """A day that a page may have been published on, and was not held to be."""

    date: str
    score: float
    basis: str


class WitnessRow(msgspec.Struct, frozen=True):
    """What tells of the day a page was published, and what it is worth."""

    date: str
    kind: str
    score: float
    reason: str
    start: int | None
    end: int | None
    text: str | None


class DocumentRow(msgspec.Struct, frozen=True):
    """A document as exported."""

    doc: str
    page: str
    source: str
    outlet: str | None
    agency: str | None
    title: str | None
    published: str | None
    published_basis: str | None
    language: str | None
    regions: tuple[RegionRow, ...]
    alternatives: tuple[AlternativeRow, ...] = ()
    witnesses: tuple[WitnessRow, ...] = ()
    sort: str = "article"
    sort_reason: str | None = None

    @property
    def teller(self) -> str:
        """Who tells it, for a reader: the outlet, else the agency, else the document's id."""
        return self.outlet or self.agency or self.doc


class MentionRow(msgspec.Struct, frozen=True):
    """A mention as exported: `name` and `id` of the actor it stands for."""

    doc: str
    start: int
    end: int
    text: str
    kind: str
    name: str | None
    id: str | None


class UtteranceRow(msgspec.Struct, frozen=True):
    """An act of speech: the statements that report it, and why they were joined."""

    id: str
    said_on: str | None
    speaker: str | None
    statements: tuple[str, ...]
    docs: tuple[str, ...]
    reasons: tuple[str, ...]


class LifeRow(msgspec.Struct, frozen=True):
    """One report of a happening's state, in order of the pages' dates."""

    status: str
    event: str
    doc: str


class HappeningRow(msgspec.Struct, frozen=True):
    """An event in the world: the events that report it, its life, and what they differ in."""

    id: str
    type: str
    status: str
    date: str | None
    place: str | None
    events: tuple[str, ...]
    docs: tuple[str, ...]
    life: tuple[LifeRow, ...]
    differences: tuple[Difference, ...]
    response_to: str | None
    reasons: tuple[str, ...]


def read_differences(text: str) -> tuple[Difference, ...]:
    """What a row of `happenings` says its reports differ in; older records have only the words."""
    found = msgspec.json.decode(text, type=list[Difference | str])
    return tuple(Difference("", one, ()) if isinstance(one, str) else one for one in found)


class ActorRow(msgspec.Struct, frozen=True):
    """An actor, with how many statements they made and events they are part of."""

    id: str
    kind: str
    name: str
    names: tuple[str, ...]
    offices: tuple[str, ...]
    country: str | None
    sector: str | None
    docs: tuple[str, ...]
    statements: int
    events: int
    reasons: tuple[str, ...]


class Teller(msgspec.Struct, frozen=True):
    """A page that reports an entry: its id, the outlet's name, and when it was published."""

    doc: str
    outlet: str
    published: str | None


class Entry(msgspec.Struct, frozen=True):
    """One line of the timeline: an utterance or a happening.

    `what` is the quotation or the clause as its best report gives it, `show` the id of that
    report. `status` is a happening's status, or an utterance's nature. `life` counts the
    reports by status ("planned 2, happened 1") where they are of more than one kind. `told_by`
    names the speakers of a happening that no outlet tells in its own words. `answers` is
    the id of the entry that a happening answers, where a page says so. `corrected` are the
    fields of its reports that a person set.

    `bound` places what was said or happened on a day that no page says: a page told it, so that
    it was no later ("../2031-03-12", with "?" where the page's own day is not sure). It is where
    the timeline has it, not a date that any page gives; None where `date` is known.
    """

    id: str
    sort: Literal["utterance", "happening"]
    date: str | None
    who: tuple[str, ...]
    whom: tuple[str, ...]
    verb: str
    what: str
    kind: str
    status: str
    life: str | None
    place: str | None
    sources: tuple[Teller, ...]
    show: str
    members: tuple[str, ...]
    differences: tuple[str, ...]
    answers: str | None
    actors: tuple[str, ...]
    told_by: tuple[str, ...] = ()
    corrected: tuple[CorrectedRow, ...] = ()
    bound: str | None = None


class MeantRow(msgspec.Struct, frozen=True):
    """What a correction is about: a statement or event by `id`, an actor by a mention of it.

    `side` counts the entries that it was asked for from 1; a speaker that was set is side 2.
    """

    side: int
    sort: str
    id: str | None
    doc: str
    start: int | None
    end: int | None
    text: str


class FieldRow(msgspec.Struct, frozen=True):
    """A field that a correction set in one entry."""

    entry: str
    field: str
    was: str | None
    now: str | None


class CorrectionRow(msgspec.Struct, frozen=True):
    """A person's decision as exported.

    `state` is applied, not applied, overruled or undone; `note` says why, and what of it could
    not be found. `changed` are the fields it set, with what the machine had read.
    """

    id: str
    verb: str
    asked: tuple[str, ...]
    value: str | None
    who: str
    why: str
    made: str
    state: str
    note: str
    changed: tuple[FieldRow, ...]
    about: tuple[MeantRow, ...]
    undone: str | None
    undone_by: str | None
    undone_why: str | None


class Found(msgspec.Struct, frozen=True):
    """A place where searched words stand: a statement, or a paragraph of a page."""

    id: str | None
    doc: str
    start: int
    end: int
    kind: str
    who: str | None
    text: str


class RelationRow(msgspec.Struct, frozen=True):
    """Events of one actor towards another in one month (None: no date), by quad class.

    `quad_1` … `quad_4` are verbal cooperation, material cooperation, verbal conflict and
    material conflict; `other` has events without a class. Only what happened or goes on counts;
    `planned` has all the rest. `intensity_sum` and `intensity_mean` are over those of the counted
    events that have a score, how many is `scored`; the mean is None where none has. A sum mixes
    how much was done with its tone: read it beside the counts.
    """

    month: str | None
    actor: str
    recipient: str
    quad_1: int
    quad_2: int
    quad_3: int
    quad_4: int
    other: int
    planned: int
    scored: int
    intensity_sum: float
    intensity_mean: float | None


class Act(msgspec.Struct, frozen=True):
    """A happening between two actors; `mutual` where both act, then who stands first says nothing.

    `id` is the happening's, `text` the clause of one of its reports.
    """

    id: str
    date: str | None
    actor: str
    recipient: str
    mutual: bool
    type: str
    mode: str | None
    status: str
    quad: int | None
    intensity: float | None
    text: str


class Later(msgspec.Struct, frozen=True):
    """An act, and the nearest earlier one of the other side; no page says that it answers it."""

    act: Act
    after: Act
    days: int


class Reciprocity(msgspec.Struct, frozen=True):
    """Whether two actors answer each other in kind: a permutation test.

    `pairs` are acts with the nearest earlier act of the other side within `window` days (dated to
    the day, scored, one-sided); `acts` how many such acts each side has. `difference` is the mean
    distance of the two scores, `expected` the same with each side's scores shuffled over its own
    days, `p` the share of `shuffles` that come as near or nearer. All three are None where there
    is too little data; `verdict` says so, or what was found, in words.
    """

    pairs: int
    acts: tuple[int, int]
    window: int
    shuffles: int
    seed: int
    difference: float | None
    expected: float | None
    p: float | None
    verdict: str


class Relation(msgspec.Struct, frozen=True):
    """What two actors did to each other.

    `months` counts it, `chains` are the runs of acts of which a page says that each answers the
    one before, `later` the acts that merely follow one of the other side within the window.
    """

    one: str
    other: str
    months: tuple[RelationRow, ...]
    chains: tuple[tuple[Act, ...], ...]
    later: tuple[Later, ...]
    reciprocity: Reciprocity
