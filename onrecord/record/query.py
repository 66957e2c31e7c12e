"""What a record holds: the rows of the exports, what fits a question, who is meant by a name.

Offsets are of the decoded page. Lists are in order of document and place unless said.
"""

from __future__ import annotations

import difflib
import json
import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from onrecord.dates import interval, sort_key
from onrecord.errors import NotOnRecord
from onrecord.record.rows import (
    ActorRow,
    AlternativeRow,
    CorrectedRow,
    CorrectionRow,
    DocumentRow,
    EventRow,
    FieldRow,
    Found,
    HappeningRow,
    LifeRow,
    MeantRow,
    MentionRow,
    Party,
    Piece,
    RegionRow,
    Role,
    StatementRow,
    TimeRow,
    UtteranceRow,
    WitnessRow,
)
from onrecord.record.store import View

SAID = frozenset({"speech", "question"})
"""Natures of what was said; beliefs, plans and what was declined are no acts of speech."""


def statements(
    view: View,
    *,
    by: str | None = None,
    about: str | None = None,
    between: tuple[str, str] | None = None,
    on: str | None = None,
    since: str | None = None,
    until: str | None = None,
    kind: str | None = None,
    nature: str | None = None,
    doc: str | None = None,
) -> list[StatementRow]:
    """The statements that fit all that is asked.

    A state's name stands for its officials too. `about` keeps statements whose words mention
    the actor, or, where no actor has the name, hold the words. `on`, `since` and `until` keep
    statements whose date shares a day with what is asked; an undated one fits none of them.
    `NotOnRecord` for a name nobody has.
    """
    corrected = _corrected(view)
    rows = [
        _statement_row(row, parts, roles, corrected.get(row["id"], ()))
        for row, parts, roles in _statement_parts(view)
    ]
    if by is not None:
        speakers = actors_meant(view, by)
        rows = [row for row in rows if row.speaker and row.speaker.id in speakers]
    if about is not None:
        ids = _statements_about(view, about)
        rows = [row for row in rows if row.id in ids]
    if between is not None:
        rows = _between(view, rows, between)
    if on is not None or since is not None or until is not None:
        rows = [row for row in rows if _dated(row.said_on, on, since, until)]
    return [
        row
        for row in rows
        if kind in (None, row.kind) and nature in (None, row.nature) and doc in (None, row.doc)
    ]


def words(view: View) -> dict[str, str]:
    """The words of each statement by its id: its pieces as one line of reading."""
    return {row["id"]: row["shown"] for row in view.rows("SELECT id, shown FROM statements")}


def events(
    view: View,
    *,
    type: str | None = None,
    actor: str | None = None,
    between: tuple[str, str] | None = None,
    status: str | None = None,
    on: str | None = None,
    since: str | None = None,
    until: str | None = None,
    doc: str | None = None,
) -> list[EventRow]:
    """The events that fit all that is asked; see `statements` for names and dates."""
    corrected = _corrected(view)
    rows = [
        _event_row(row, roles, corrected.get(row["id"], ())) for row, roles in _event_parts(view)
    ]
    if type is not None:
        rows = [row for row in rows if type.lower() in (row.type.lower(), (row.mode or "").lower())]
    if actor is not None:
        meant = actors_meant(view, actor)
        own = _own_parts(view)
        rows = [row for row in rows if _takes_part(row, meant, own)]
    if between is not None:
        one, other = (actors_meant(view, name) for name in between)
        own = _own_parts(view)
        rows = [r for r in rows if _takes_part(r, one, own) and _takes_part(r, other, own)]
    if on is not None or since is not None or until is not None:
        rows = [row for row in rows if _dated(row.date, on, since, until)]
    return [row for row in rows if status in (None, row.status) and doc in (None, row.doc)]


def times(view: View) -> list[TimeRow]:
    """Every time expression on the record."""
    query = 'SELECT doc, start, "end", text, type, value, basis FROM times'
    found = view.rows(f'{query} ORDER BY doc, start, "end", n')
    return [TimeRow(**dict(row)) for row in found]


def documents(view: View) -> list[DocumentRow]:
    """Every document, with its regions."""
    regions: dict[str, list[RegionRow]] = defaultdict(list)
    for row in view.rows('SELECT doc, kind, start, "end" FROM regions ORDER BY doc, start, "end"'):
        regions[row["doc"]].append(RegionRow(row["kind"], row["start"], row["end"]))
    alternatives: dict[str, list[AlternativeRow]] = defaultdict(list)
    for row in view.rows("SELECT * FROM alternatives ORDER BY doc, number"):
        alternatives[row["doc"]].append(AlternativeRow(row["date"], row["score"], row["basis"]))
    witnesses: dict[str, list[WitnessRow]] = defaultdict(list)
    for row in view.rows("SELECT * FROM witnesses ORDER BY doc, number"):
        fields = (row[name] for name in WitnessRow.__struct_fields__)
        witnesses[row["doc"]].append(WitnessRow(*fields))
    found = view.rows(
        "SELECT doc, page, source, outlet, agency, title,"
        " coalesce(settled.published, documents.published) AS published,"
        " coalesce(settled.basis, published_basis) AS published_basis, language"
        " FROM documents LEFT JOIN settled USING (doc) ORDER BY doc"
    )
    return [
        DocumentRow(
            **dict(row),
            regions=tuple(regions[row["doc"]]),
            alternatives=tuple(alternatives[row["doc"]]),
            witnesses=tuple(witnesses[row["doc"]]),
        )
        for row in found
    ]


def mentions(view: View) -> list[MentionRow]:
    """Every mention, with the actor it stands for."""
    found = view.rows(
        'SELECT m.doc, m.start, m."end", m.text, m.kind,'
        " coalesce(a.name, e.name) AS name, a.id"
        " FROM mentions m"
        " LEFT JOIN entities e ON e.doc = m.doc AND e.number = m.entity"
        " LEFT JOIN actor_members am ON am.doc = m.doc AND am.entity = m.entity"
        " LEFT JOIN actors a ON a.id = am.actor"
        ' ORDER BY m.doc, m.start, m."end", m.n'
    )
    return [MentionRow(**dict(row)) for row in found]


def utterances(view: View) -> list[UtteranceRow]:
    """Every utterance, in order of time; undated ones last."""
    members = _members(view, "utterance", "statement")
    rows = {row.id: row for row in statements(view)}
    found = [
        UtteranceRow(
            id=row["id"],
            said_on=row["said_on"],
            speaker=next(
                (r.speaker.name for r in _rows(rows, members[row["id"]]) if r.speaker), None
            ),
            statements=tuple(members[row["id"]]),
            docs=in_docs(_rows(rows, members[row["id"]])),
            reasons=_words(row["reasons"]),
        )
        for row in view.rows("SELECT * FROM utterances")
    ]
    return sorted(found, key=lambda row: (sort_key(row.said_on), row.id))


def happenings(view: View) -> list[HappeningRow]:
    """Every happening, in order of time; undated ones last."""
    members = _members(view, "happening", "event")
    rows = {row.id: row for row in events(view)}
    life: dict[str, list[LifeRow]] = defaultdict(list)
    for row in view.rows("SELECT * FROM happening_life ORDER BY happening, number"):
        life[row["happening"]].append(LifeRow(row["status"], row["event"], rows[row["event"]].doc))
    found = [
        HappeningRow(
            id=row["id"],
            type=row["type"],
            status=row["status"],
            date=row["date"],
            place=row["place"],
            events=tuple(members[row["id"]]),
            docs=in_docs(_rows(rows, members[row["id"]])),
            life=tuple(life[row["id"]]),
            differences=_words(row["differences"]),
            response_to=row["response_to"],
            reasons=_words(row["reasons"]),
        )
        for row in view.rows("SELECT * FROM happenings")
    ]
    return sorted(found, key=lambda row: (sort_key(row.date), row.id))


def actors(view: View, *, name: str | None = None) -> list[ActorRow]:
    """The actors, those who say and do most first; with `name`, those who have the name."""
    ids = None if name is None else _named(view, name)
    docs: dict[str, list[str]] = defaultdict(list)
    for row in view.rows("SELECT DISTINCT actor, doc FROM actor_members ORDER BY actor, doc"):
        docs[row["actor"]].append(row["doc"])
    said = _counts(view, "statement", "role = 'speaker'")
    done = _counts(view, "event", "1")
    found = [
        ActorRow(
            id=row["id"],
            kind=row["kind"],
            name=row["name"],
            names=_words(row["names"]),
            offices=_words(row["offices"]),
            country=row["country"],
            sector=row["sector"],
            docs=tuple(docs[row["id"]]),
            statements=said.get(row["id"], 0),
            events=done.get(row["id"], 0),
            reasons=_words(row["reasons"]),
        )
        for row in view.rows("SELECT * FROM actors")
        if ids is None or row["id"] in ids
    ]
    return sorted(found, key=lambda row: (-row.statements - row.events, row.name, row.id))


def corrections(view: View) -> list[CorrectionRow]:
    """Every correction, undone ones too, in the order in which they were made."""
    states = {row["correction"]: row for row in view.rows("SELECT * FROM correction_states")}
    fields: dict[str, list[FieldRow]] = defaultdict(list)
    for row in view.rows("SELECT * FROM corrected ORDER BY entry, field"):
        fields[row["correction"]].append(
            FieldRow(row["entry"], row["field"], row["was"], row["now"])
        )
    return [
        CorrectionRow(
            id=one.id,
            verb=one.verb,
            asked=one.asked,
            value=one.value,
            who=one.who,
            why=one.why,
            made=one.made,
            state="undone" if one.undone else states[one.id]["state"] if one.id in states else "",
            note=states[one.id]["note"] if one.id in states else "",
            changed=tuple(fields[one.id]),
            about=tuple(
                MeantRow(number, a.sort, a.id, a.doc, a.start, a.end, a.words)
                for number, side in enumerate(one.sides, start=1)
                for a in side
            ),
            undone=one.undone,
            undone_by=one.undone_by,
            undone_why=one.undone_why,
        )
        for one in view.corrections()
    ]


def search(view: View, asked: str, *, limit: int = 50) -> list[Found]:
    """Statements, then paragraphs of pages, that hold all the words; the best first.

    Words match by their stem, whatever their marks; a "phrase in double quotes" must stand so.
    Nothing in `asked` is taken as query syntax. No words find nothing.
    """
    query = match_of(asked)
    if not query:
        return []
    said = view.rows(
        'SELECT s.id, s.doc, s.start, s."end", s.kind, s.shown AS text,'
        " coalesce(a.name, r.name) AS who"
        " FROM statement_words w JOIN statements s ON s.n = w.rowid"
        " LEFT JOIN statement_roles r ON r.statement = s.id AND r.role = 'speaker'"
        " LEFT JOIN actor_members am ON am.doc = r.doc AND am.entity = r.entity"
        " LEFT JOIN actors a ON a.id = am.actor"
        " WHERE statement_words MATCH ? ORDER BY w.rank, s.doc, s.start LIMIT ?",
        (query, limit),
    )
    written = view.rows(
        'SELECT NULL AS id, g.doc, g.start, g."end", g.kind, g.text, NULL AS who'
        " FROM region_words w JOIN regions g ON g.n = w.rowid"
        " WHERE region_words MATCH ? ORDER BY w.rank, g.doc, g.start LIMIT ?",
        (query, limit),
    )
    return [Found(**dict(row)) for row in [*said, *written]]


def match_of(asked: str) -> str:
    """`asked` as an FTS5 query that can't be anything but words and phrases.

    >>> match_of('no "big changes" AND NEAR(x')
    '"no" "big changes" "AND" "NEAR" "x"'
    """
    found = re.findall(r'"([^"]*)"|([^"]+)', asked)
    pieces: list[str] = []
    for phrase, loose in found:
        pieces += [" ".join(re.findall(r"\w+", phrase))] if phrase else re.findall(r"\w+", loose)
    return " ".join(f'"{piece}"' for piece in pieces if piece)


def actors_meant(view: View, name: str) -> set[str]:
    """The ids of the actors that have this name or id, and of a state's officials.

    `NotOnRecord`, with the nearest names, where nobody has it.
    """
    ids = _named(view, name)
    countries = {
        row["country"]
        for row in view.rows("SELECT id, kind, country FROM actors WHERE kind = 'state'")
        if row["id"] in ids and row["country"]
    }
    return ids | {
        row["id"]
        for row in view.rows("SELECT id, country FROM actors WHERE country IS NOT NULL")
        if row["country"] in countries
    }


def _named(view: View, name: str) -> set[str]:
    rows = view.rows("SELECT id, name, names, offices FROM actors")
    asked = _folded(name)
    whole = {
        row["id"]
        for row in rows
        if name == row["id"] or asked in {_folded(n) for n in (row["name"], *_words(row["names"]))}
    }
    if whole:
        return whole
    wanted = set(asked.split())
    part = {
        row["id"]
        for row in rows
        if wanted and any(wanted <= set(_folded(n).split()) for n in _names_of(row))
    }
    if not part:
        raise NotOnRecord(name, f"nobody called {name!r} is on this record{_nearest(name, rows)}")
    return part


def _names_of(row: sqlite3.Row) -> list[str]:
    return [row["name"], *_words(row["names"]), *_words(row["offices"])]


def _nearest(name: str, rows: Sequence[sqlite3.Row]) -> str:
    names = {row["name"] for row in rows}
    near = difflib.get_close_matches(name, sorted(names), n=3, cutoff=0.5)
    if near:
        return f"; did you mean {', '.join(near)}?"
    return "; `onrecord actors` lists who is" if names else ""


def _folded(name: str) -> str:
    return " ".join(re.findall(r"\w+", name.casefold().removeprefix("the ")))


def _words(text: str) -> tuple[str, ...]:
    return tuple(json.loads(text))


def _statement_parts(view: View) -> Iterable[tuple[sqlite3.Row, Any, Any]]:
    parts: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for row in view.rows("SELECT * FROM statement_parts ORDER BY statement, number"):
        parts[row["statement"]].append((row["start"], row["end"]))
    roles: dict[str, dict[str, Party]] = defaultdict(dict)
    for row in view.rows(
        'SELECT r.statement, r.role, coalesce(a.name, r.name) AS name, a.id, r.start, r."end",'
        " r.text FROM statement_roles r"
        " LEFT JOIN actor_members am ON am.doc = r.doc AND am.entity = r.entity"
        " LEFT JOIN actors a ON a.id = am.actor"
    ):
        roles[row["statement"]][row["role"]] = Party(
            row["name"], row["id"], row["start"], row["end"], row["text"]
        )
    for row in view.rows(
        "SELECT s.*, u.utterance FROM statements s"
        ' LEFT JOIN utterance_members u ON u.statement = s.id ORDER BY doc, start, "end" DESC, id'
    ):
        yield row, parts[row["id"]], roles[row["id"]]


def _statement_row(
    row: sqlite3.Row,
    parts: list[tuple[int, int]],
    roles: dict[str, Party],
    corrected: tuple[CorrectedRow, ...],
) -> StatementRow:
    return StatementRow(
        id=row["id"],
        doc=row["doc"],
        start=row["start"],
        end=row["end"],
        parts=tuple(parts),
        text=row["text"],
        kind=row["kind"],
        nature=row["nature"],
        cue=_piece(row, "cue"),
        speaker=roles.get("speaker"),
        addressee=roles.get("addressee"),
        occasion=_piece(row, "occasion"),
        place=row["place"],
        said_on=row["said_on"],
        said_on_basis=row["said_on_basis"],
        within=row["within"],
        utterance=row["utterance"],
        region=row["region"],
        confidence=row["confidence"],
        corrected=corrected,
    )


def _event_parts(view: View) -> Iterable[tuple[sqlite3.Row, dict[str, list[Role]]]]:
    roles: dict[str, dict[str, list[Role]]] = defaultdict(lambda: defaultdict(list))
    for row in view.rows(
        "SELECT r.event, r.role, coalesce(s.name, a.name, r.name) AS name,"
        " coalesce(s.id, a.id) AS id, coalesce(r.country, s.country, a.country) AS country,"
        ' r.start, r."end", r.text FROM event_roles r'
        " LEFT JOIN actor_members am ON am.doc = r.doc AND am.entity = r.entity"
        " LEFT JOIN actors a ON a.id = am.actor"
        " JOIN events e ON e.id = r.event"
        " LEFT JOIN actors s ON s.id = a.acts_for AND coalesce(e.mode, '') <> 'resign'"
        " ORDER BY r.event, r.role, r.number"
    ):
        roles[row["event"]][row["role"]].append(
            Role(row["name"], row["id"], row["country"], row["start"], row["end"], row["text"])
        )
    for row in view.rows(
        "SELECT e.*, h.happening FROM events e"
        ' LEFT JOIN happening_members h ON h.event = e.id ORDER BY doc, start, "end" DESC, id'
    ):
        yield row, roles[row["id"]]


def _event_row(
    row: sqlite3.Row, roles: dict[str, list[Role]], corrected: tuple[CorrectedRow, ...]
) -> EventRow:
    return EventRow(
        id=row["id"],
        doc=row["doc"],
        start=row["start"],
        end=row["end"],
        text=row["text"],
        type=row["type"],
        mode=row["mode"],
        actors=tuple(roles.get("actor", ())),
        recipients=tuple(roles.get("recipient", ())),
        date=row["date"],
        date_basis=row["date_basis"],
        place=row["place"],
        status=row["status"],
        reported_by=row["reported_by"],
        response_to=row["response_to"],
        happening=row["happening"],
        quad=row["quad"],
        intensity=row["intensity"],
        confidence=row["confidence"],
        corrected=corrected,
    )


def _corrected(view: View) -> dict[str, tuple[CorrectedRow, ...]]:
    found: dict[str, list[CorrectedRow]] = defaultdict(list)
    for row in view.rows("SELECT * FROM corrected ORDER BY entry, field"):
        found[row["entry"]].append(CorrectedRow(row["field"], row["was"], row["correction"]))
    return {entry: tuple(rows) for entry, rows in found.items()}


def _piece(row: sqlite3.Row, name: str) -> Piece | None:
    if row[f"{name}_start"] is None:
        return None
    return Piece(row[f"{name}_start"], row[f"{name}_end"], row[f"{name}_text"])


def _members(view: View, whole: str, member: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for row in view.rows(f"SELECT * FROM {whole}_members ORDER BY {whole}, number"):
        found[row[whole]].append(row[member])
    return found


def _rows(rows: dict[str, Any], ids: Iterable[str]) -> list[Any]:
    return [rows[one] for one in ids]


def in_docs(rows: Iterable[StatementRow | EventRow]) -> tuple[str, ...]:
    """The documents that the rows come from, each once."""
    return tuple(dict.fromkeys(row.doc for row in rows))


def _counts(view: View, what: str, condition: str) -> dict[str, int]:
    return {
        row["actor"]: row["n"]
        for row in view.rows(
            f"SELECT am.actor, count(DISTINCT r.{what}) AS n FROM {what}_roles r"
            " JOIN actor_members am ON am.doc = r.doc AND am.entity = r.entity"
            f" WHERE {condition} GROUP BY am.actor"
        )
    }


def _statements_about(view: View, about: str) -> set[str]:
    try:
        meant = actors_meant(view, about)
    except NotOnRecord:
        query = match_of(about)
        if not query:
            raise
        found = {
            row["id"]
            for row in view.rows(
                "SELECT s.id FROM statement_words w JOIN statements s ON s.n = w.rowid"
                " WHERE statement_words MATCH ?",
                (query,),
            )
        }
        if not found:
            raise
        return found
    return {
        row["statement"]
        for row in view.rows(
            "SELECT p.statement, am.actor FROM statement_parts p"
            " JOIN statements s ON s.id = p.statement"
            ' JOIN mentions m ON m.doc = s.doc AND m.start >= p.start AND m."end" <= p."end"'
            " JOIN actor_members am ON am.doc = m.doc AND am.entity = m.entity"
        )
        if row["actor"] in meant
    }


def _between(view: View, rows: list[StatementRow], names: tuple[str, str]) -> list[StatementRow]:
    """Statements by one to or about the other."""
    one, other = (actors_meant(view, name) for name in names)
    about = {name: _statements_about(view, name) for name in names}
    kept = []
    for row in rows:
        speaker = row.speaker.id if row.speaker else None
        addressee = row.addressee.id if row.addressee else None
        forth = speaker in one and (addressee in other or row.id in about[names[1]])
        back = speaker in other and (addressee in one or row.id in about[names[0]])
        if forth or back:
            kept.append(row)
    return kept


def _dated(date: str | None, on: str | None, since: str | None, until: str | None) -> bool:
    """Whether a date shares a day with `on`, and with the days from `since` to `until`."""
    if date is None:
        return False
    first, last = interval(date)
    for bound, asked in (("on", on), ("since", since), ("until", until)):
        if asked is None:
            continue
        begin, end = interval(asked)
        if bound != "until" and last is not None and begin is not None and last < begin:
            return False
        if bound != "since" and first is not None and end is not None and first > end:
            return False
    return True


def _takes_part(row: EventRow, meant: set[str], own: Mapping[str, set[str]]) -> bool:
    """Whether one of `meant` is a side of an event, or acts in it for a state that is."""
    sides = {role.id for role in (*row.actors, *row.recipients) if role.id is not None}
    return bool((sides | own.get(row.id, set())) & meant)


def _own_parts(view: View) -> Mapping[str, set[str]]:
    """The actors that each event's sides name on the page, whoever they stand for."""
    own: dict[str, set[str]] = defaultdict(set)
    for row in view.rows(
        "SELECT r.event, am.actor FROM event_roles r"
        ' JOIN mentions m ON m.doc = r.doc AND m.start >= r.start AND m."end" <= r."end"'
        " JOIN actor_members am ON am.doc = m.doc AND am.entity = m.entity"
    ):
        own[row["event"]].add(row["actor"])
    return own
