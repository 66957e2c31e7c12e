"""What every export of a story needs, gathered once from the record."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from pathlib import PurePath
from urllib.parse import quote, urlsplit

import msgspec

from onrecord.dates import overlaps, precision, sort_key, unqualified
from onrecord.record import query
from onrecord.record.rows import (
    ActorRow,
    CorrectedRow,
    CorrectionRow,
    DocumentRow,
    Entry,
    EventRow,
    HappeningRow,
    Piece,
    StatementRow,
)
from onrecord.record.store import View
from onrecord.record.timeline import timeline
from onrecord.views.text import status_of


class Report(msgspec.Struct, frozen=True):
    """A statement or an event as one page tells it.

    `text` is the page's words from the first character to the last, `pieces` those of them that
    were said (of an event: all of them), each with its place in the decoded page. `words` is the
    pieces as one line of reading. `kind` is direct, mixed or indirect, or a PLOVER type and
    mode; `status` a status, or a statement's nature.
    """

    id: str
    sort: str
    doc: str
    text: str
    words: str
    pieces: tuple[Piece, ...]
    kind: str
    status: str
    date: str | None
    basis: str | None
    who: tuple[str, ...]
    whom: tuple[str, ...]
    cue: str | None = None
    occasion: str | None = None
    place: str | None = None
    region: str | None = None
    within: str | None = None
    corrected: tuple[CorrectedRow, ...] = ()


class Copy(msgspec.Struct, frozen=True):
    """A page whose text is another's, and why it is held to be."""

    doc: str
    of: str
    reason: str


class Story(msgspec.Struct, frozen=True):
    """A record's entries in order of time, and by id: reports, pages, actors, happenings."""

    entries: tuple[Entry, ...]
    reports: Mapping[str, Report]
    statements: Mapping[str, StatementRow]
    events: Mapping[str, EventRow]
    pages: Mapping[str, DocumentRow]
    actors: Mapping[str, ActorRow]
    happenings: Mapping[str, HappeningRow]
    copies: tuple[Copy, ...]
    corrections: Mapping[str, CorrectionRow]


class Disagreement(msgspec.Struct, frozen=True):
    """A date that some reports of an entry give, and the reports that give it."""

    date: str
    reports: tuple[Report, ...]


def story_of(view: View) -> Story:
    """The record's story; every list in the order of the record."""
    statements = query.statements(view)
    events = query.events(view)
    words = query.words(view)
    pieces = _pieces(view)
    said = (_statement(row, words[row.id], pieces[row.id]) for row in statements)
    copies = view.rows("SELECT doc, of, reason FROM copies ORDER BY doc, of")
    return Story(
        entries=tuple(timeline(view)),
        reports={one.id: one for one in (*said, *map(_event, events))},
        statements={row.id: row for row in statements},
        events={row.id: row for row in events},
        pages={row.doc: row for row in query.documents(view)},
        actors={row.id: row for row in query.actors(view)},
        happenings={row.id: row for row in query.happenings(view)},
        copies=tuple(Copy(**dict(row)) for row in copies),
        corrections={row.id: row for row in query.corrections(view)},
    )


def reports_of(story: Story, entry: Entry) -> tuple[Report, ...]:
    """The reports of an entry, the one that the entry shows first."""
    found = [story.reports[id] for id in entry.members]
    return tuple(sorted(found, key=lambda one: one.id != entry.show))


def dated_by(reports: Sequence[Report], date: str | None) -> Report | None:
    """The first report that gives this very date; None where they give it only together."""
    return next((one for one in reports if date is not None and one.date == date), None)


def disagreements(reports: Iterable[Report]) -> tuple[Disagreement, ...]:
    """The dates that can't all be true, each with its reports; none where all can.

    A month and a day in it can both be true.
    """
    by_date: dict[str, list[Report]] = defaultdict(list)
    for one in reports:
        if one.date is not None:
            by_date[one.date].append(one)
    if all(overlaps(one, other) for one, other in combinations(by_date, 2)):
        return ()
    return tuple(Disagreement(date, tuple(by_date[date])) for date in sorted(by_date))


def stands(entry: Entry) -> str:
    """How an entry stands, and who says so; its answers, disputes, corrections are told apart."""
    bare = msgspec.structs.replace(entry, differences=(), corrected=(), answers=None)
    return status_of(bare)


def corrected(story: Story, fields: Iterable[CorrectedRow]) -> tuple[str, ...]:
    """What people corrected: the field, what was read there, who decided, when and why."""
    lines = []
    for one in fields:
        name = "date" if one.field == "said_on" else one.field
        words = f"{name}, read as {one.was or 'not said'}"
        known = story.corrections.get(one.correction)
        if known is not None:
            words += f"; {known.who} on {known.made[:10]}: {known.why}"
        lines.append(words)
    return tuple(dict.fromkeys(lines))


def independent(story: Story, docs: Iterable[str]) -> int:
    """How many sources these pages are, as far as the pages show it; see `tellers_apart`."""
    return len(tellers_apart(story.pages, story.copies, docs))


def tellers_apart(
    pages: Mapping[str, DocumentRow], copies: Iterable[Copy], docs: Iterable[str]
) -> list[set[str]]:
    """The documents, those together that are one source as far as the pages show it.

    A copy and its original are one, and so are pages that credit one agency or are of one outlet.
    """
    kept = list(dict.fromkeys(docs))
    origin = {copy.doc: copy.of for copy in copies}
    groups: list[tuple[set[str], set[str]]] = []
    for doc in kept:
        marks = {f"page {doc}", f"page {origin.get(doc, doc)}"}
        marks |= {name.casefold() for name in _credited(pages[doc])}
        met = [group for group in groups if group[0] & marks]
        groups = [group for group in groups if not group[0] & marks]
        groups.append((marks.union(*(m for m, _ in met)), {doc}.union(*(d for _, d in met))))
    return [together for _, together in groups]


def in_order(pages: Iterable[DocumentRow]) -> list[DocumentRow]:
    """Pages by the day they were published on; those no day is known of come last."""
    return sorted(pages, key=lambda page: (sort_key(page.published), page.doc))


def address(page: DocumentRow) -> str | None:
    """The page's web address, safe to put into markup; None where it came from elsewhere.

    Anything but http and https (`javascript:`, a path on this machine) is no address.
    """
    return address_of(page.source)


def address_of(source: str) -> str | None:
    """The web address that a page came from, as `address`."""
    try:
        parts = urlsplit(source)
        known = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return None
    return quote(source, safe=":/?#[]@!$&'()*+,;=%-._~") if known else None


def file_name(page: DocumentRow) -> str:
    """The page's file, without the folders of the machine that read it; else its id.

    Same pages, same bytes, whatever folder they lay in.
    """
    return PurePath(page.source).name if address(page) is None else page.doc


def plain_date(edtf: str | None) -> str | None:
    """A day, month or year without doubt, which is ISO 8601 too; None for anything else.

    >>> plain_date("2031-03"), plain_date("2031-03-04?"), plain_date("2031-22")
    ('2031-03', None, None)
    """
    if edtf is None or unqualified(edtf) != edtf:
        return None
    return edtf if precision(edtf) in ("day", "month", "year") else None


def _credited(page: DocumentRow) -> set[str]:
    return {name for name in (page.outlet, page.agency) if name is not None}


def _pieces(view: View) -> dict[str, tuple[Piece, ...]]:
    found: dict[str, list[Piece]] = defaultdict(list)
    for row in view.rows(
        'SELECT statement, start, "end", text FROM statement_parts ORDER BY statement, number'
    ):
        found[row["statement"]].append(Piece(row["start"], row["end"], row["text"]))
    return {id: tuple(some) for id, some in found.items()}


def _statement(row: StatementRow, words: str, pieces: tuple[Piece, ...]) -> Report:
    return Report(
        id=row.id,
        sort="statement",
        doc=row.doc,
        text=row.text,
        words=words,
        pieces=pieces,
        kind=row.kind,
        status=row.nature,
        date=row.said_on,
        basis=row.said_on_basis,
        who=(row.speaker.name,) if row.speaker else (),
        whom=(row.addressee.name,) if row.addressee else (),
        cue=row.cue.text if row.cue else None,
        occasion=row.occasion.text if row.occasion else None,
        place=row.place,
        region=row.region,
        within=row.within,
        corrected=row.corrected,
    )


def _event(row: EventRow) -> Report:
    acting = tuple(dict.fromkeys(role.name for role in row.actors))
    reached = dict.fromkeys(role.name for role in row.recipients)
    return Report(
        id=row.id,
        sort="event",
        doc=row.doc,
        text=row.text,
        words=row.text,
        pieces=(Piece(row.start, row.end, row.text),),
        kind=f"{row.type} {row.mode}" if row.mode else row.type,
        status=row.status,
        date=row.date,
        basis=row.date_basis,
        who=acting,
        whom=tuple(name for name in reached if name not in acting),
        place=row.place,
        within=row.reported_by,
        corrected=row.corrected,
    )
