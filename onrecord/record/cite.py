"""A citation of anything on the record: the words, who and when, the page, and how to check it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, Literal

import msgspec

from onrecord.errors import NotOnRecord
from onrecord.link.aligned import aligned
from onrecord.record.query import (
    documents,
    events_of,
    happenings,
    in_docs,
    statements_of,
    utterances,
    words,
)
from onrecord.record.rows import (
    AlternativeRow,
    CorrectedRow,
    DocumentRow,
    EventRow,
    StatementRow,
)
from onrecord.record.store import View
from onrecord.record.tables import CUT

_LAST = "\U0010ffff"
"""No id has a character after this one."""
_AROUND = 40
"""Characters of the page before and after a quotation that help to find it again."""

Change = Literal["same", "only here", "only there"]


class Citation(msgspec.Struct, frozen=True):
    """A statement or event with all that a footnote needs.

    `words` is the page's readable text of the span; `page[start:end]` opens it in the decoded
    page of hash `sha256`. `before` and `after` are the page's characters around it, `cue` the
    page's word for the act of speech. `alternatives` are the days the page may have been
    published on instead, `corrected` the fields that a person set, with what the machine had read.
    """

    id: str
    sort: Literal["statement", "event"]
    words: str
    kind: str
    status: str
    who: str | None
    who_text: str | None
    whom: str | None
    occasion: str | None
    place: str | None
    date: str | None
    date_basis: str | None
    doc: str
    title: str | None
    outlet: str | None
    agency: str | None
    published: str | None
    source: str
    media: str
    encoding: str
    sha256: str
    start: int
    end: int
    before: str
    after: str
    parts: tuple[tuple[int, int], ...] = ()
    cue: str | None = None
    published_basis: str | None = None
    alternatives: tuple[AlternativeRow, ...] = ()
    corrected: tuple[CorrectedRow, ...] = ()


class Wording(msgspec.Struct, frozen=True):
    """One report's wording, and how it differs from the first report's word by word."""

    id: str
    doc: str
    outlet: str
    words: str
    kind: str
    status: str
    who: str | None
    date: str | None
    place: str | None
    changes: tuple[tuple[Change, str], ...]


class Comparison(msgspec.Struct, frozen=True):
    """The reports of one utterance or happening side by side, the fullest first.

    `differences` are what they do not agree on, `reasons` why they are held to be one.
    """

    id: str
    sort: Literal["utterance", "happening"]
    wordings: tuple[Wording, ...]
    differences: tuple[str, ...]
    reasons: tuple[str, ...]


def cite(view: View, id: str) -> list[Citation]:
    """The citations of a statement or event, or of each report of an utterance or happening.

    The beginning of an id is enough where only one id begins so; else `NotOnRecord`.
    """
    id = whole_id(view, id)
    said, done = statements_of(view, id), events_of(view, id)
    pages = {row.doc: row for row in documents(view, in_docs([*said, *done]))}
    return [
        *(_statement(view, row, pages[row.doc]) for row in said),
        *(_event(view, row, pages[row.doc]) for row in done),
    ]


def compare(view: View, id: str) -> Comparison:
    """The wordings of an utterance or happening; the id of one of its reports will do.

    `NotOnRecord` for an unknown id.
    """
    id = whole_id(view, id)
    one = next((row.utterance for row in statements_of(view, id) if row.utterance), id)
    act = next((row.happening for row in events_of(view, id) if row.happening), id)
    said, done = statements_of(view, one), events_of(view, act)
    tellers = {row.doc: row.teller for row in documents(view, in_docs([*said, *done]))}
    said_words = words(view, [row.id for row in said])
    wordings = [
        Wording(
            id=row.id,
            doc=row.doc,
            outlet=tellers[row.doc],
            words=said_words[row.id],
            kind=row.kind,
            status=row.nature,
            who=row.speaker.name if row.speaker else None,
            date=row.said_on,
            place=row.place,
            changes=(),
        )
        for row in said
    ]
    if wordings:
        whole = next(iter(utterances(view, [one])), None)
        reasons = whole.reasons if whole else ()
        return Comparison(one, "utterance", _compared(wordings), (), reasons)
    wordings = [
        Wording(
            id=row.id,
            doc=row.doc,
            outlet=tellers[row.doc],
            words=row.text,
            kind=row.type,
            status=row.status,
            who=", ".join(role.name for role in row.actors) or None,
            date=row.date,
            place=row.place,
            changes=(),
        )
        for row in done
    ]
    happening = next(iter(happenings(view, [act])), None)
    return Comparison(
        act,
        "happening",
        _compared(wordings),
        tuple(one.words for one in happening.differences) if happening else (),
        happening.reasons if happening else (),
    )


def whole_id(view: View, id: str) -> str:
    """The one id on the record that is `id` or begins with it; `NotOnRecord` for none or more."""
    begin = " UNION ALL ".join(
        f"SELECT id FROM {table} WHERE id >= (SELECT value FROM json_each(?1))"
        " AND id < (SELECT value FROM json_each(?1)) || ?2"
        for table in ("statements", "events", "utterances", "happenings")
    )
    asked = (json.dumps([id]), _LAST)
    found: list[str] = [row["id"] for row in view.rows(f"SELECT id FROM ({begin}) LIMIT 5", asked)]
    if id in found:
        return id
    if len(found) == 1 and len(id) >= 4:
        return found[0]
    if found:
        count = view.rows(f"SELECT count(*) AS n FROM ({begin})", asked)[0]["n"]
        raise NotOnRecord(id, f"{count} ids begin with {id!r}: {', '.join(found[:4])} …")
    raise NotOnRecord(
        id,
        f"no statement, event, utterance or happening {id!r} is on this record; "
        "`onrecord timeline` shows their ids",
    )


def changes(first: str, other: str) -> tuple[tuple[Change, str], ...]:
    """How `other` differs from `first`, as runs of words in order of reading.

    Where a quotation is interrupted is no difference.

    >>> changes("we will leave", "we shall leave")
    (('same', 'we'), ('only there', 'will'), ('only here', 'shall'), ('same', 'leave'))
    """
    one, two = (" ".join(words.replace(CUT, " ").split()) for words in (first, other))
    runs = aligned(one, two)
    there = _pieces(one, [run.start if run.start < run.end else None for run in runs])
    here = _pieces(
        two, [run.other_start if run.other_start < run.other_end else None for run in runs]
    )
    found: list[tuple[Change, str]] = []
    for run, mine, theirs in zip(runs, there, here, strict=True):
        if run.kind == "same":
            found.append(("same", theirs))
            continue
        found += [("only there", mine)] if mine else []
        found += [("only here", theirs)] if theirs else []
    return tuple(found)


def _pieces(text: str, starts: Sequence[int | None]) -> list[str]:
    """`text` cut where its runs start, marks and all; nothing for a run that it lacks."""
    cuts = [start for start in starts if start is not None]
    ends = dict(zip(cuts, [*cuts[1:], len(text)], strict=True))
    begins = {cuts[0]: 0} if cuts else {}
    return [
        "" if start is None else text[begins.get(start, start) : ends[start]].strip()
        for start in starts
    ]


def _statement(view: View, row: StatementRow, page: DocumentRow) -> Citation:
    speaker, addressee = row.speaker, row.addressee
    return Citation(
        id=row.id,
        sort="statement",
        words=row.text,
        kind=row.kind,
        status=row.nature,
        who=speaker.name if speaker else None,
        who_text=speaker.text if speaker else None,
        whom=addressee.name if addressee else None,
        occasion=row.occasion.text if row.occasion else None,
        place=row.place,
        date=row.said_on,
        date_basis=row.said_on_basis,
        parts=row.parts,
        cue=row.cue.text if row.cue else None,
        **_place(view, row, page),
    )


def _event(view: View, row: EventRow, page: DocumentRow) -> Citation:
    return Citation(
        id=row.id,
        sort="event",
        words=row.text,
        kind=f"{row.type} {row.mode}" if row.mode else row.type,
        status=row.status,
        who=", ".join(role.name for role in row.actors) or None,
        who_text=", ".join(role.text for role in row.actors if role.text) or None,
        whom=", ".join(role.name for role in row.recipients) or None,
        occasion=None,
        place=row.place,
        date=row.date,
        date_basis=row.date_basis,
        **_place(view, row, page),
    )


def _place(view: View, row: StatementRow | EventRow, document: DocumentRow) -> dict[str, Any]:
    page = view.page(row.doc)
    return {
        "doc": row.doc,
        "title": document.title,
        "outlet": document.outlet,
        "agency": document.agency,
        "published": document.published,
        "published_basis": document.published_basis,
        "alternatives": document.alternatives,
        "source": document.source,
        "media": page.media,
        "encoding": page.encoding,
        "sha256": document.page,
        "start": row.start,
        "end": row.end,
        "before": page.text[max(0, row.start - _AROUND) : row.start],
        "after": page.text[row.end : row.end + _AROUND],
        "corrected": row.corrected,
    }


def _compared(wordings: Sequence[Wording]) -> tuple[Wording, ...]:
    ranked = sorted(wordings, key=lambda one: (-len(one.words), one.doc, one.id))
    return tuple(
        msgspec.structs.replace(one, changes=changes(ranked[0].words, one.words)) for one in ranked
    )
