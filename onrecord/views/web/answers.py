"""What the pages of the web app show, as values: each is a page's JSON and its template's data."""

from __future__ import annotations

from typing import Literal

import msgspec

from onrecord.record.cite import Wording
from onrecord.record.rows import (
    ActorRow,
    CorrectionRow,
    DocumentRow,
    Entry,
    EventRow,
    Relation,
    StatementRow,
    Teller,
)
from onrecord.views.passages import Block

Step = Literal["day", "week", "month", "year", "decade"]


class Asked(msgspec.Struct, frozen=True):
    """What the entries of a timeline are asked for; None asks for nothing.

    `status` is a status or "said"; `type` a PLOVER type; `since` and `until` are EDTF.
    """

    actor: str | None = None
    type: str | None = None
    status: str | None = None
    outlet: str | None = None
    words: str | None = None
    since: str | None = None
    until: str | None = None


class Choices(msgspec.Struct, frozen=True):
    """What the record has of each thing that can be filtered by; of actors those who do most."""

    actors: tuple[str, ...]
    types: tuple[str, ...]
    statuses: tuple[str, ...]
    outlets: tuple[str, ...]


class Summary(msgspec.Struct, frozen=True):
    """The record in figures; `joined` is False while pages wait to be joined with the others."""

    pages: int
    utterances: int
    happenings: int
    joined: bool


class Mark(msgspec.Struct, frozen=True):
    """An entry to draw: `first` and `last` day (ISO; None is an open end) and the lane's number.

    With `bound` no page says when it was, only that it was no later than `last`. `look` is said,
    plan, ongoing, happened or denied; `short` and `label` say what it is.
    """

    id: str
    first: str | None
    last: str | None
    lane: int
    look: str
    short: str
    label: str
    bound: bool = False


class Bucket(msgspec.Struct, frozen=True):
    """How many entries of a lane begin in a period, from `first` to `last` day."""

    first: str
    last: str
    lane: int
    said: int
    done: int
    planned: int
    denied: int


class Drawn(msgspec.Struct, frozen=True):
    """What the axis shows from `first` to `last`: marks, or, where there are too many, counts.

    `earlier` and `later` lie outside; `undated` can't be drawn. `step` is the buckets' period.
    `before` is the last day before what is shown, where something is earlier, `after` the first
    after it; `whole` are the first and last day of all, where that is more than is shown unasked.
    """

    lanes: tuple[str, ...]
    marks: tuple[Mark, ...]
    buckets: tuple[Bucket, ...]
    step: Step | None
    first: str | None
    last: str | None
    earlier: int
    later: int
    undated: int
    within: int
    before: str | None = None
    after: str | None = None
    whole: tuple[str, str] | None = None


class Timeline(msgspec.Struct, frozen=True):
    """The timeline: entries of this page of the list, and what is drawn of all that fit."""

    total: int
    entries: tuple[Entry, ...]
    page: int
    pages: int
    drawn: Drawn


class StatementLine(msgspec.Struct, frozen=True):
    """A statement, its words as one line, and who tells it; `match` are the words asked for."""

    row: StatementRow
    words: str
    teller: str
    published: str | None


class Statements(msgspec.Struct, frozen=True):
    """Statements that fit, a page of them."""

    total: int
    rows: tuple[StatementLine, ...]
    page: int
    pages: int


class Actors(msgspec.Struct, frozen=True):
    """Actors, those who say and do most first, a page of them."""

    total: int
    rows: tuple[ActorRow, ...]
    page: int
    pages: int


class ActorPage(msgspec.Struct, frozen=True):
    """An actor, and a page of the entries that they are part of.

    `pages_of` are the first pages that name them, with whose each is.
    """

    actor: ActorRow
    total: int
    entries: tuple[Entry, ...]
    page: int
    pages: int
    pages_of: tuple[Teller, ...]


class Alike(msgspec.Struct, frozen=True):
    """An entry or a statement to choose: what a person may take one to be, or to stand in."""

    id: str
    label: str


class Told(msgspec.Struct, frozen=True):
    """A report of an entry side by side with the others.

    `copy_of` are the pages that its page copies, `origin` the number of the independent teller;
    `near` are the statements of its page that stand nearest to it.
    """

    wording: Wording
    statement: StatementRow | None
    event: EventRow | None
    published: str | None
    origin: int
    copy_of: tuple[str, ...]
    near: tuple[Alike, ...] = ()


class Compared(msgspec.Struct, frozen=True):
    """An utterance or happening with all its reports, and how many of them are independent.

    `names` are those of its actors, `alike` other entries that it may be the same as, `tellers`
    those whose page a report is taken from.
    """

    id: str
    sort: Literal["utterance", "happening"]
    entry: Entry | None
    reports: tuple[Told, ...]
    independent: int
    differences: tuple[str, ...]
    reasons: tuple[str, ...]
    corrections: tuple[CorrectionRow, ...]
    names: dict[str, str]
    alike: tuple[Alike, ...]
    tellers: dict[str, str]


class Related(msgspec.Struct, frozen=True):
    """What two actors did to each other; None until two are named."""

    one: str | None
    other: str | None
    relation: Relation | None


class Span(msgspec.Struct, frozen=True):
    """A statement or event of a page: its entry on the timeline, and the words."""

    id: str
    entry: str
    sort: Literal["statement", "event"]
    start: int
    end: int


class Source(msgspec.Struct, frozen=True):
    """A page as it is: its text in regions, cut where a statement, event or time begins or ends.

    `entries` maps statements and events to their entries; `copy_of` pairs a page with the reason.
    """

    row: DocumentRow
    link: str | None
    notes: tuple[str, ...]
    copy_of: tuple[tuple[str, str], ...]
    blocks: tuple[Block, ...]
    entries: dict[str, str]
    spans: tuple[Span, ...]


class Sources(msgspec.Struct, frozen=True):
    """The pages of the record, the earliest first, a page of them."""

    total: int
    rows: tuple[DocumentRow, ...]
    page: int
    pages: int


class Corrections(msgspec.Struct, frozen=True):
    """Every correction, the latest first."""

    rows: tuple[CorrectionRow, ...]


class Done(msgspec.Struct, frozen=True):
    """What a correction did: itself, the entries that show it now, and those it overrules."""

    correction: CorrectionRow
    entries: tuple[str, ...]
    overruled: tuple[CorrectionRow, ...]


class PageOutcome(msgspec.Struct, frozen=True):
    """What became of a page that was dropped: on the record, or not and why.

    `held` of its `statements` are beliefs or intentions.
    """

    name: str
    doc: str | None
    new: bool
    statements: int
    events: int
    reason: str | None
    notes: tuple[str, ...] = ()
    held: int = 0


class Job(msgspec.Struct, frozen=True):
    """Files being read: how far it is, and what became of each page so far.

    `files` were dropped, `share` of their bytes is read, `read` pages are on the record and
    `failed` could not be read; of many pages `outcomes` has those that failed and the latest.
    `state` is waiting, reading, joining, done or failed; `fault` says why it failed.
    """

    id: str
    state: Literal["waiting", "reading", "joining", "done", "failed"]
    files: int
    share: float = 0.0
    read: int = 0
    failed: int = 0
    outcomes: tuple[PageOutcome, ...] = ()
    fault: str | None = None


class Jobs(msgspec.Struct, frozen=True):
    """The readings of this server, the latest first."""

    jobs: tuple[Job, ...]
