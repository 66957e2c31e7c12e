"""The timeline: one entry for each act of speech and each event in the world."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from onrecord.dates import last_day, sort_key
from onrecord.record.query import SAID, documents, events, happenings, in_docs, statements, words
from onrecord.record.rows import Entry, EventRow, HappeningRow, Party, Role, StatementRow, Teller
from onrecord.record.store import View


def timeline(view: View) -> list[Entry]:
    """One entry for each utterance and each happening, in order of time; undated ones last.

    Entries of one date, and undated ones, stand in the order of the pages' dates and of the
    text. A statement or event that no link has reached yet has its own entry.
    """
    pages = documents(view)
    tellers = {row.doc: Teller(row.doc, row.teller, row.published) for row in pages}
    published = {row.doc: row.published for row in pages}
    spoken = statements(view)
    entries = [*_said(view, spoken, tellers, published), *_done(view, spoken, tellers, published)]

    def order(found: tuple[Entry, str, int]) -> tuple[Any, ...]:
        entry, doc, start = found
        return sort_key(entry.date), _by(published[doc]), doc, start, entry.id

    return [entry for entry, _, _ in sorted(entries, key=order)]


_SOLID = {"direct": 0, "mixed": 1, "indirect": 2}
_PROSE = frozenset({"body", "answer", "question", "transcript"})


def _said(
    view: View,
    spoken: Sequence[StatementRow],
    tellers: dict[str, Teller],
    published: dict[str, str | None],
) -> Iterable[tuple[Entry, str, int]]:
    groups: dict[str, list[StatementRow]] = defaultdict(list)
    for row in spoken:
        groups[row.utterance or row.id].append(row)
    said_on = {row["id"]: row["said_on"] for row in view.rows("SELECT id, said_on FROM utterances")}
    said_words = words(view)
    for id, rows in groups.items():
        best = min(rows, key=lambda r: _weight(r, published.get(r.doc)))
        if best.nature not in SAID:
            continue
        entry = Entry(
            id=id,
            sort="utterance",
            date=said_on.get(id, best.said_on),
            who=(best.speaker.name,) if best.speaker else (),
            whom=(best.addressee.name,) if best.addressee else (),
            verb=best.cue.text if best.cue else "",
            what=said_words[best.id],
            kind=best.kind,
            status=best.nature,
            life=None,
            place=best.place,
            sources=tuple(tellers[doc] for doc in in_docs(rows)),
            show=best.id,
            members=tuple(row.id for row in rows),
            differences=(),
            answers=None,
            actors=_ids([r.speaker for r in rows] + [r.addressee for r in rows]),
            corrected=tuple(field for row in rows for field in row.corrected),
        )
        yield entry, best.doc, best.start


def _done(
    view: View,
    spoken: Sequence[StatementRow],
    tellers: dict[str, Teller],
    published: dict[str, str | None],
) -> Iterable[tuple[Entry, str, int]]:
    groups: dict[str, list[EventRow]] = defaultdict(list)
    for row in events(view):
        groups[row.happening or row.id].append(row)
    wholes = {row.id: row for row in happenings(view)}
    speakers = {row.id: row.speaker.name for row in spoken if row.speaker}
    for id, rows in groups.items():
        whole = wholes.get(id)
        status = whole.status if whole else rows[0].status
        best = min(rows, key=lambda r: _event_weight(r, status, published.get(r.doc)))
        acting = tuple(dict.fromkeys(role.name for role in best.actors))
        entry = Entry(
            id=id,
            sort="happening",
            date=whole.date if whole else best.date,
            who=acting,
            whom=tuple(
                n for n in dict.fromkeys(r.name for r in best.recipients) if n not in acting
            ),
            verb=f"{best.type} {best.mode}" if best.mode else best.type,
            what=best.text,
            kind=best.type,
            status=status,
            life=_life(_statuses(whole) or [row.status for row in rows]),
            place=whole.place if whole else best.place,
            sources=tuple(tellers[doc] for doc in in_docs(rows)),
            show=best.id,
            members=tuple(row.id for row in rows),
            differences=whole.differences if whole else (),
            answers=whole.response_to if whole else None,
            actors=_ids([role for row in rows for role in (*row.actors, *row.recipients)]),
            told_by=_told_by(rows, speakers),
            corrected=tuple(field for row in rows for field in row.corrected),
        )
        yield entry, best.doc, best.start


def _told_by(rows: Sequence[EventRow], speakers: dict[str, str]) -> tuple[str, ...]:
    """Who tells of a happening, where every report of it is in somebody's words."""
    if any(row.reported_by is None for row in rows):
        return ()
    names = (speakers.get(row.reported_by or "", "somebody unnamed") for row in rows)
    return tuple(dict.fromkeys(names))


def _by(published: str | None) -> date:
    """The day by which a page was out, for the order of pages; undated ones come last."""
    return last_day(published) or date.max


def _weight(row: StatementRow, published: str | None) -> tuple[Any, ...]:
    """The best report of an utterance: in the text, literal, longest, of the earliest page."""
    said = sum(end - start for start, end in row.parts)
    return row.region not in _PROSE, _SOLID.get(row.kind, 3), -said, _by(published), row.id


def _event_weight(row: EventRow, status: str, published: str | None) -> tuple[Any, ...]:
    """The best report of a happening: of its present status, in the text, with most roles."""
    filled = len(row.actors) + len(row.recipients) + (row.date is not None)
    return row.status != status, -filled, _by(published), row.doc, row.start, row.id


def _statuses(whole: HappeningRow | None) -> list[str]:
    return [one.status for one in whole.life] if whole else []


def _life(statuses: list[str]) -> str | None:
    counts: dict[str, int] = {}
    for status in statuses:
        counts[status] = counts.get(status, 0) + 1
    if len(counts) < 2:
        return None
    return ", ".join(f"{status} {count}" for status, count in counts.items())


def _ids(parties: Iterable[Party | Role | None]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(party.id for party in parties if party and party.id))
