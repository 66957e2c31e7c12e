"""The values that travel from stage to stage: frozen, comparable, without behaviour.

Every `Span` here is in offsets of `Document.text`; `Document.offsets` maps it to the page.
Dates are EDTF level 1 strings (see `onrecord.dates`). A field that a page does not fill is
None or empty: nothing is ever guessed to fill it.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from onrecord.spans import OffsetMap, Span

ReaderName = Literal["trained", "rules"]
"""What may find statements; the first is used unless another is asked for."""
Media = Literal["text/plain", "text/html", "application/pdf"]
RegionKind = Literal[
    "headline",
    "subheading",
    "dateline",
    "byline",
    "body",
    "caption",
    "related",
    "boilerplate",
    "question",
    "answer",
    "transcript",
]
READ_KINDS: frozenset[RegionKind] = frozenset(
    {"headline", "subheading", "body", "caption", "question", "answer", "transcript"}
)
"""Kinds of region whose text is parsed; menus, links, datelines and bylines are not prose."""
Sort = Literal["article", "links", "gallery", "notice"]
"""What a page is: an article, or no news (a menu or list of links, pictures, a wall)."""
MentionKind = Literal["name", "title", "pronoun"]
EntityKind = Literal["person", "office", "organisation", "state", "group", "place"]
TimexType = Literal["DATE", "TIME", "DURATION", "SET"]
StatementKind = Literal["direct", "mixed", "indirect"]
Nature = Literal["speech", "belief", "intention", "question"]
Status = Literal[
    "happened",
    "ongoing",
    "planned",
    "proposed",
    "expected",
    "requested",
    "hypothetical",
    "denied",
]


class Told(msgspec.Struct, frozen=True):
    """What was told about a page: by `--date`, a sidecar NAME.meta.json, or the source it is in."""

    published: str | None = None
    outlet: str | None = None
    url: str | None = None
    language: str | None = None
    received: str | None = None
    """The day the page came in: no page is newer. Kept, so that it is read alike ever after."""
    title: str | None = None
    """What a feed, a table or a message calls the page."""


class Page(msgspec.Struct, frozen=True):
    """A page as received: bytes, hash and decoded text; never changed.

    `doc` is the id the exports use (the file's stem). `text` is `data` decoded by `encoding`,
    with no other change: line ends and a byte order mark stay.
    """

    doc: str
    source: str
    media: Media
    data: bytes
    sha256: str
    encoding: str
    text: str
    told: Told = Told()


class Fact(msgspec.Struct, frozen=True):
    """A value with where it came from: the span (None where it was told, not read) and the rule."""

    value: str
    span: Span | None
    basis: str


class Witness(msgspec.Struct, frozen=True):
    """What one place on a page, or around it, tells of the day the page was published.

    `date` is EDTF, a bound ("../2021-06-15") or a day whose year is not told ("XXXX-06-18").
    `span` is where it stands, None where it was told or stands in the markup or the address.
    `kind` is a row of data/witnesses.tsv, `score` what it adds to the day it gives (0 for a
    bound, which can only speak against days), `reason` says the same in words.
    """

    date: str
    span: Span | None
    kind: str
    score: float
    reason: str


class Alternative(msgspec.Struct, frozen=True):
    """A date that a page may have been published on, and was not held to be.

    `score` is what its witnesses add up to, less what speaks against it.
    """

    date: str
    score: float
    basis: str


class Region(msgspec.Struct, frozen=True):
    """A run of the document with one role.

    A turn of a transcript has one region a paragraph, all with the same `turn` number and the
    same `label`: the span of the words that name its speaker ("Question", "Anna Berg"), None
    where only the headline or byline names the speaker.
    """

    kind: RegionKind
    span: Span
    label: Span | None = None
    turn: int | None = None


class Document(msgspec.Struct, frozen=True):
    """A page's readable text, split into regions that do not overlap, in order of the text.

    Every character that is not white space lies in a region (labels of turns, list bullets
    and lead-in marks included: they are boilerplate, or part of the region they open).
    """

    doc: str
    page: str
    source: str
    media: Media
    text: str
    offsets: OffsetMap
    regions: tuple[Region, ...]
    title: Fact | None = None
    outlet: Fact | None = None
    agency: Fact | None = None
    place: Fact | None = None
    published: Fact | None = None
    language: str | None = None
    notes: tuple[str, ...] = ()
    dateline_day: Fact | None = None
    """The dateline's month and day where the page does not give its year: "XXXX-06-18"."""
    witnesses: tuple[Witness, ...] = ()
    """All that tells of the day published, believed or not; the strongest first."""
    alternatives: tuple[Alternative, ...] = ()
    """The other days that the witnesses give, the likeliest first."""
    sort: Sort = "article"
    sort_reason: str | None = None
    """Why it is held to be no article; None where it is one."""
    published_clock: str | None = None
    """The time of day ("23:14") that stands beside the day published, on the page's own clock."""


class Mention(msgspec.Struct, frozen=True):
    """A stretch of text that names someone or something.

    `span` is the whole noun phrase with its titles ("Foreign Minister Anna Berg"), `head` the
    words that name ("Anna Berg"; for a title the title itself). `entity` is the number of the
    `Entity` it stands for on this page; None where none or more than one fits.
    """

    span: Span
    head: Span
    kind: MentionKind
    entity: int | None = None


class Entity(msgspec.Struct, frozen=True):
    """Who or what the mentions of one page stand for; `number` is its place in the page's list.

    `name` is the fullest name on the page, `names` every form, `offices` the titles the page
    gives. `country` is ISO 3166 alpha-3 (None for a state the tables do not know); `state` is
    the number of the state entity it belongs to or acts for ("the Kremlin", a minister);
    `gender` what its titles tell of the pronouns it takes.
    """

    number: int
    kind: EntityKind
    name: str
    names: tuple[str, ...]
    offices: tuple[str, ...] = ()
    country: str | None = None
    sector: str | None = None
    state: int | None = None
    gender: Literal["m", "f"] | None = None


class TimeExpression(msgspec.Struct, frozen=True):
    """A time expression: TIMEX3 `type` and `value`, and the same as EDTF in `date`.

    `date` is None where the expression names no stretch of the calendar (a duration, a set,
    or a day that the page gives no anchor for). `basis` says the rule and the anchor in words.
    """

    span: Span
    type: TimexType
    value: str
    date: str | None
    basis: str


class Annotations(msgspec.Struct, frozen=True):
    """What one page's text was found to name, each list in order of the text."""

    mentions: tuple[Mention, ...] = ()
    entities: tuple[Entity, ...] = ()
    times: tuple[TimeExpression, ...] = ()


class Who(msgspec.Struct, frozen=True):
    """A speaker, addressee, actor or recipient.

    `span` is the mention it was read from; `name` the name of the entity it stands for, or the
    mention's words where it stands for nobody known; `entity` its number on the page.
    """

    name: str
    span: Span | None
    entity: int | None = None
    country: str | None = None


class Statement(msgspec.Struct, frozen=True):
    """Reported words or content. `parts` are its pieces in order, without the outer marks.

    `occasion` is a stretch of the page; the words alone where a person set what it does not say.
    """

    id: str
    parts: tuple[Span, ...]
    kind: StatementKind
    nature: Nature
    region: RegionKind
    confidence: float
    cue: Span | None = None
    speaker: Who | None = None
    addressee: Who | None = None
    occasion: Span | str | None = None
    place: Fact | None = None
    said_on: Fact | None = None
    within: str | None = None
    dated_by: Span | None = None
    """The words that say when it was said, where the page gives them no day ("on Sunday")."""


AboutKind = Literal["object", "count", "amount", "name"]


class About(msgspec.Struct, frozen=True):
    """What an event was done with or to, in the words of the page.

    `object` is the whole phrase ("its ambassador Ada Lind"), `count` how many there are (`value`
    in digits), `amount` a sum of money or a measure, `name` whom or what the phrase names.
    """

    kind: AboutKind
    value: str
    span: Span


class Event(msgspec.Struct, frozen=True):
    """Who did what to whom: PLOVER `type` and `mode`; `span` is the clause, `anchor` its word."""

    id: str
    span: Span
    anchor: Span
    type: str
    mode: str | None
    status: Status
    status_basis: str
    region: RegionKind
    confidence: float
    actors: tuple[Who, ...] = ()
    recipients: tuple[Who, ...] = ()
    date: Fact | None = None
    place: Fact | None = None
    reported_by: str | None = None
    response_to: str | None = None
    object: Span | None = None
    count: int | None = None
    quad: int | None = None
    intensity: float | None = None
    about: tuple[About, ...] = ()
    dated_by: Span | None = None
    """The words that say when it was, where the page gives them no day."""


class Reading(msgspec.Struct, frozen=True):
    """Everything onrecord found on one page: a pure function of the page and what was told."""

    document: Document
    annotations: Annotations = Annotations()
    statements: tuple[Statement, ...] = ()
    events: tuple[Event, ...] = ()


class Actor(msgspec.Struct, frozen=True):
    """One actor of the record. `members` are (doc, entity number) pairs, joined for `reasons`.

    `acts_for` is the id of the state whose office the actor holds, or whose body it is.
    """

    id: str
    kind: EntityKind
    name: str
    names: tuple[str, ...]
    offices: tuple[str, ...]
    country: str | None
    sector: str | None
    members: tuple[tuple[str, int], ...]
    reasons: tuple[str, ...] = ()
    acts_for: str | None = None


class Utterance(msgspec.Struct, frozen=True):
    """One act of speech; `members` are statement ids, in page order, joined for `reasons`."""

    id: str
    members: tuple[str, ...]
    said_on: str | None
    reasons: tuple[str, ...] = ()


class Side(msgspec.Struct, frozen=True):
    """What one report says where others say otherwise.

    `report` is the id of the event, `start`, `end` and `text` the place on its page (in offsets
    of the page) that says so; None where the page says it nowhere by itself.
    """

    value: str
    doc: str
    report: str
    start: int | None
    end: int | None
    text: str | None


class Difference(msgspec.Struct, frozen=True):
    """What the reports of one happening do not agree on: of which kind, in words, by each report.

    `kind` is number, date, actor, status, type or place.
    """

    kind: str
    words: str
    sides: tuple[Side, ...]


class Happening(msgspec.Struct, frozen=True):
    """One event in the world; `members` are event ids.

    `status` is where its life stands on the record, `life` the statuses as (status, event id)
    in order of the pages' dates, `differences` what its reports do not agree on.
    """

    id: str
    members: tuple[str, ...]
    type: str
    status: Status
    date: str | None
    place: str | None
    life: tuple[tuple[str, str], ...] = ()
    reasons: tuple[str, ...] = ()
    differences: tuple[Difference, ...] = ()
    response_to: str | None = None


class Settled(msgspec.Struct, frozen=True):
    """The day a page was published where only another page of the record, `by`, tells its year."""

    doc: str
    published: str
    basis: str
    by: str


class Links(msgspec.Struct, frozen=True):
    """What the pages of a record say of the same people, words and events.

    `copies` are (page, of which page, reason, "copy" or "derived").
    """

    actors: tuple[Actor, ...] = ()
    utterances: tuple[Utterance, ...] = ()
    happenings: tuple[Happening, ...] = ()
    copies: tuple[tuple[str, str, str, str], ...] = ()
    settled: tuple[Settled, ...] = ()
