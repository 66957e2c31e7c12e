"""All that the web app asks a record: the one module of it that knows how a record is queried.

Every function takes a `View` and gives back values of `answers`; nothing here is kept between
two questions.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from onrecord.dates import interval, sort_key
from onrecord.errors import NotOnRecord
from onrecord.record import cite, query
from onrecord.record.corrections import amended, standing
from onrecord.record.relations import relations
from onrecord.record.rows import (
    ActorRow,
    CorrectionRow,
    DocumentRow,
    Entry,
)
from onrecord.record.store import View
from onrecord.record.timeline import timeline as entries_of
from onrecord.spans import hull
from onrecord.views.exports.story import Copy, address, tellers_apart
from onrecord.views.passages import blocks_of
from onrecord.views.web.answers import (
    ActorPage,
    Actors,
    Alike,
    Asked,
    Choices,
    Compared,
    Corrections,
    Done,
    Related,
    Source,
    Sources,
    Span,
    StatementLine,
    Statements,
    Summary,
    Timeline,
    Told,
)
from onrecord.views.web.axis import drawn, label

PAGE = 50
"""Rows of a page of a list."""
MOST_CHOICES = 300
"""Actors that the filter's list offers; any other name can be typed."""

MOST_ALIKE = 40
"""Entries that are offered as the same as one."""

Row = TypeVar("Row")


def summary(view: View) -> Summary:
    """The record in figures."""
    counts = {
        table: view.rows(f"SELECT count(*) AS n FROM {table}")[0]["n"]
        for table in ("documents", "utterances", "statements", "happenings", "events")
    }
    return Summary(
        pages=counts["documents"],
        utterances=counts["utterances"],
        statements=counts["statements"],
        happenings=counts["happenings"],
        events=counts["events"],
        joined=view.linked,
    )


def choices(view: View) -> Choices:
    """What can be filtered by."""
    busy = [row.name for row in query.actors(view) if row.statements or row.events]
    types = view.rows("SELECT DISTINCT type FROM happenings ORDER BY type")
    statuses = view.rows("SELECT DISTINCT status FROM happenings ORDER BY status")
    outlets = {row.teller for row in query.documents(view)}
    return Choices(
        actors=tuple(dict.fromkeys(busy))[:MOST_CHOICES],
        types=tuple(row["type"] for row in types),
        statuses=tuple(row["status"] for row in statuses),
        outlets=tuple(sorted(outlets, key=str.casefold)),
    )


def timeline(view: View, asked: Asked, page: int) -> Timeline:
    """A page of the entries that fit, and what the axis shows of all of them."""
    found = entries(view, asked)
    rows, page, pages = paged(found, page)
    return Timeline(len(found), rows, page, pages, drawn(found, asked.since, asked.until))


def entries(view: View, asked: Asked) -> list[Entry]:
    """The entries that fit, in order of time; `NotOnRecord` for a name nobody has."""
    found = entries_of(view)
    if asked.actor is not None:
        meant = query.actors_meant(view, asked.actor)
        found = [one for one in found if meant & set(one.actors)]
    if asked.words is not None:
        wanted = asked.words.casefold().split()
        found = [one for one in found if _has(one, wanted)]
    return [one for one in found if _fits(one, asked)]


def _has(entry: Entry, wanted: Sequence[str]) -> bool:
    words = " ".join((entry.what, *entry.who, *entry.whom)).casefold()
    return all(word in words for word in wanted)


def _fits(entry: Entry, asked: Asked) -> bool:
    said = entry.sort == "utterance"
    if asked.type is not None and (said or entry.kind != asked.type):
        return False
    if asked.status == "said":
        if not said:
            return False
    elif asked.status is not None and (said or entry.status != asked.status):
        return False
    if asked.outlet is not None and asked.outlet not in {one.outlet for one in entry.sources}:
        return False
    bounded = asked.since is not None or asked.until is not None
    return not bounded or _dated(entry.date, asked.since, asked.until)


def _dated(edtf: str | None, since: str | None, until: str | None) -> bool:
    """Whether a date shares a day with those asked for; an undated entry does not."""
    if edtf is None:
        return False
    first, last = interval(edtf)
    begin = interval(since)[0] if since is not None else None
    end = interval(until)[1] if until is not None else None
    too_early = begin is not None and last is not None and last < begin
    too_late = end is not None and first is not None and first > end
    return not too_early and not too_late


def statements(
    view: View,
    *,
    by: str | None = None,
    about: str | None = None,
    words: str | None = None,
    since: str | None = None,
    until: str | None = None,
    kind: str | None = None,
    nature: str | None = None,
    outlet: str | None = None,
    order: str = "date",
    page: int = 1,
) -> Statements:
    """A page of the statements that fit; what was said or asked unless `nature` asks for more."""
    rows = query.statements(
        view,
        by=by,
        about=about,
        since=since,
        until=until,
        kind=kind,
        nature=None if nature == "any" else nature,
    )
    if nature is None:
        rows = [row for row in rows if row.nature in query.SAID]
    if words is not None:
        hits = {one.id for one in query.search(view, words, limit=1_000_000) if one.id}
        rows = [row for row in rows if row.id in hits]
    pages = {row.doc: row for row in query.documents(view)}
    if outlet is not None:
        rows = [row for row in rows if pages[row.doc].teller == outlet]
    keys = {
        "date": lambda row: (sort_key(row.said_on), row.doc, row.start),
        "speaker": lambda row: (
            row.speaker is None,
            row.speaker.name if row.speaker else "",
            sort_key(row.said_on),
            row.doc,
            row.start,
        ),
        "occasion": lambda row: (
            row.occasion is None,
            row.occasion.text if row.occasion else "",
            sort_key(row.said_on),
            row.doc,
            row.start,
        ),
    }
    if order in keys:
        rows.sort(key=keys[order])
    shown = query.words(view)
    some, page, of = paged(rows, page)
    lines = tuple(
        StatementLine(row, shown[row.id], pages[row.doc].teller, pages[row.doc].published)
        for row in some
    )
    return Statements(len(rows), lines, page, of)


def actors(view: View, words: str | None, page: int) -> Actors:
    """A page of the actors who say or do anything, or of those whose names hold the words."""
    rows = [row for row in query.actors(view) if row.statements or row.events]
    if words is not None:
        wanted = words.casefold().split()
        rows = [
            row
            for row in query.actors(view)
            if all(word in " ".join((*row.names, *row.offices)).casefold() for word in wanted)
        ]
    some, page, pages = paged(rows, page)
    return Actors(len(rows), some, page, pages)


def actor(view: View, id: str, page: int) -> ActorPage:
    """An actor and a page of what they said and did; `NotOnRecord` for an unknown id."""
    row = actor_row(view, id)
    found = [one for one in entries_of(view) if id in one.actors]
    some, page, pages = paged(found, page)
    return ActorPage(row, len(found), some, page, pages)


def actor_row(view: View, id: str) -> ActorRow:
    """An actor by its id; `NotOnRecord` where nobody has it."""
    found = next((row for row in query.actors(view) if row.id == id), None)
    if found is None:
        raise NotOnRecord(id, f"no actor {id!r} is on this record; /actors lists them")
    return found


def compared(view: View, id: str) -> Compared:
    """The reports of an utterance or happening side by side; `NotOnRecord` for an unknown id."""
    found = cite.compare(view, id)
    everything = entries_of(view)
    entry = next((one for one in everything if one.id == found.id), None)
    said = {row.id: row for row in query.statements(view)}
    done = {row.id: row for row in query.events(view)}
    pages = {row.doc: row for row in query.documents(view)}
    copies = _copies(view)
    groups = tellers_apart(pages, copies, [one.doc for one in found.wordings])
    origin = {doc: number for number, group in enumerate(groups, start=1) for doc in group}
    members = {one.id for one in found.wordings}
    reports = tuple(
        Told(
            wording=one,
            statement=said.get(one.id),
            event=done.get(one.id),
            published=pages[one.doc].published,
            origin=origin[one.doc],
            copy_of=tuple(copy.of for copy in copies if copy.doc == one.doc),
        )
        for one in found.wordings
    )
    about = tuple(row for row in query.corrections(view) if members & {one.id for one in row.about})
    return Compared(
        found.id,
        found.sort,
        entry,
        reports,
        len(groups),
        found.differences,
        found.reasons,
        tuple(reversed(about)),
        names={row.id: row.name for row in query.actors(view) if entry and row.id in entry.actors},
        alike=_alike(entry, everything) if entry else (),
    )


def _alike(entry: Entry, others: Sequence[Entry]) -> tuple[Alike, ...]:
    """Entries to offer as the same: of its sort and with an actor of its own, the nearest first."""
    mine = set(entry.actors)
    near = [
        one
        for one in others
        if one.id != entry.id and one.sort == entry.sort and mine & set(one.actors)
    ]
    at = sort_key(entry.date)[0].toordinal()
    near.sort(key=lambda one: (abs(sort_key(one.date)[0].toordinal() - at), one.id))
    return tuple(Alike(one.id, label(one)) for one in near[:MOST_ALIKE])


def related(view: View, one: str | None, other: str | None, window: int) -> Related:
    """What two actors did to each other; nothing until both are named."""
    if one is None or other is None:
        return Related(one, other, None)
    return Related(one, other, relations(view, one, other, window=window))


def sources(view: View, page: int) -> Sources:
    """A page of the record's pages, in order of their days."""
    rows = sorted(query.documents(view), key=lambda row: (sort_key(row.published), row.doc))
    some, page, pages = paged(rows, page)
    return Sources(len(rows), some, page, pages)


def source(view: View, doc: str) -> Source:
    """A page with all that stands on it; `NotOnRecord` for an unknown one."""
    row = document(view, doc)
    reading, _ = amended(view.reading(doc), standing(view.corrections()))
    entry_of = _entries_on(view, doc)
    spans = [
        *(Span(s.id, entry_of[s.id], "statement", *hull(s.parts)) for s in reading.statements
          if s.id in entry_of),
        *(Span(e.id, entry_of[e.id], "event", *e.span) for e in reading.events
          if e.id in entry_of),
    ]  # fmt: skip
    return Source(
        row=row,
        link=address(row),
        notes=reading.document.notes,
        copy_of=tuple((one.of, one.reason) for one in _copies(view) if one.doc == doc),
        blocks=tuple(blocks_of(reading, entry_of)),
        entries=entry_of,
        spans=tuple(spans),
    )


def document(view: View, doc: str) -> DocumentRow:
    """A page's row; `NotOnRecord` where the record has no such page."""
    found = next((row for row in query.documents(view) if row.doc == doc), None)
    if found is None:
        raise NotOnRecord(doc, f"no page {doc!r} is on this record; /sources lists them")
    return found


def place_of(view: View, id: str) -> tuple[str, str]:
    """The page of a statement or event, and its id; `NotOnRecord` for an unknown one.

    Of an utterance or happening the first of its reports.
    """
    for table, owner, member in (
        ("statements", "utterance", "statement"),
        ("events", "happening", "event"),
    ):
        found = view.rows(
            f"SELECT doc, id FROM {table} LEFT JOIN {owner}_members ON {member} = id"
            f" WHERE id = ? OR {owner} = ? ORDER BY number LIMIT 1",
            (id, id),
        )
        if found:
            return found[0]["doc"], found[0]["id"]
    raise NotOnRecord(id, f"no statement, event, utterance or happening {id!r} is on this record")


def _entries_on(view: View, doc: str) -> dict[str, str]:
    """The statements and events of a page, and the entry of each."""
    said = view.rows(
        "SELECT id, coalesce(utterance, id) AS entry FROM statements"
        " LEFT JOIN utterance_members ON statement = id WHERE doc = ?",
        (doc,),
    )
    done = view.rows(
        "SELECT id, coalesce(happening, id) AS entry FROM events"
        " LEFT JOIN happening_members ON event = id WHERE doc = ?",
        (doc,),
    )
    return {row["id"]: row["entry"] for row in (*said, *done)}


def _copies(view: View) -> list[Copy]:
    rows = view.rows("SELECT doc, of, reason FROM copies ORDER BY doc, of")
    return [Copy(**dict(row)) for row in rows]


def corrections(view: View) -> Corrections:
    """Every correction, the latest first."""
    return Corrections(tuple(reversed(query.corrections(view))))


def done(view: View, row: CorrectionRow) -> Done:
    """What a correction did to the record as it is now."""
    ids = {one.id for one in row.about if one.id is not None}
    holding = view.rows("SELECT statement AS id, utterance AS entry FROM utterance_members")
    holding += view.rows("SELECT event AS id, happening AS entry FROM happening_members")
    shown = [one["entry"] for one in holding if one["id"] in ids]
    overruled = [
        one
        for one in query.corrections(view)
        if one.state == "overruled" and row.id in one.note
    ]  # fmt: skip
    return Done(row, tuple(dict.fromkeys(shown)), tuple(overruled))


def paged(rows: Sequence[Row], page: int) -> tuple[tuple[Row, ...], int, int]:
    """The rows of a page, its number within what there is, and how many pages there are."""
    pages = max(1, -(-len(rows) // PAGE))
    page = min(max(1, page), pages)
    return tuple(rows[(page - 1) * PAGE : page * PAGE]), page, pages
