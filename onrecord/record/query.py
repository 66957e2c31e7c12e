"""What a record holds: the rows of the exports, what fits a question, who is meant by a name.

Offsets are of the decoded page. Lists are in order of document and place unless said.
"""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import Any, Literal

import msgspec

from onrecord.dates import sort_key
from onrecord.record.filters import (
    EVERYTHING,
    TELLER,
    Filters,
    Where,
    event_where,
    match_of,
    statement_where,
    with_fields,
)
from onrecord.record.index import SAID, folded
from onrecord.record.names import actors_meant, named
from onrecord.record.rows import (
    AboutRow,
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
    Words,
    read_differences,
)
from onrecord.record.settled import event_days, settled_times, statement_days
from onrecord.record.store import View

__all__ = [
    "SAID",
    "actors",
    "actors_meant",
    "corrections",
    "count_actors",
    "count_events",
    "count_found",
    "count_statements",
    "documents",
    "event_rows",
    "events",
    "events_of",
    "happenings",
    "in_docs",
    "match_of",
    "mentions",
    "named",
    "outlets",
    "published",
    "search",
    "statement_rows",
    "statements",
    "statements_of",
    "times",
    "utterances",
    "words",
]

RANKED = 20_000
"""How many statements, and paragraphs, a search ranks at most: those that were read last."""

Order = Literal["page", "date", "newest", "speaker", "occasion"]
"""Order of statements: of page and place; of time, undated last; the latest first, undated last;
of the speaker's name or of the occasion, then of time."""
EventOrder = Literal["page", "date", "newest"]


def statements(
    view: View,
    filters: Filters = EVERYTHING,
    *,
    order: Order = "page",
    limit: int | None = None,
    offset: int = 0,
    **more: Any,
) -> list[StatementRow]:
    """The statements that fit all that is asked; of these `limit` after the first `offset`.

    `more` are fields of `Filters` by their names. `NotOnRecord` for a name nobody has, `DateError`
    for what is no date.
    """
    where = statement_where(view, with_fields(filters, more))
    found = view.rows(
        "SELECT s.n FROM statements s JOIN placed_statements p ON p.n = s.n"
        f" WHERE {where.text} ORDER BY {_ORDERS[order].format('s')} LIMIT :limit OFFSET :offset",
        {**where.values, **_slice(limit, offset)},
    )
    return statement_rows(view, [row["n"] for row in found])


def count_statements(view: View, filters: Filters = EVERYTHING) -> int:
    """How many statements fit all that is asked."""
    return _count(view, "statements s JOIN placed_statements p", statement_where(view, filters))


def words(view: View, ids: Collection[str] | None = None) -> dict[str, str]:
    """The words of each statement (or of these) by its id: its pieces as one line of reading."""
    asked, some = _among("id", ids)
    return {
        row["id"]: row["shown"]
        for row in view.rows(f"SELECT id, shown FROM statements {asked}", some)
    }


def events(
    view: View,
    filters: Filters = EVERYTHING,
    *,
    order: EventOrder = "page",
    limit: int | None = None,
    offset: int = 0,
    **more: Any,
) -> list[EventRow]:
    """The events that fit all that is asked; see `statements`."""
    where = event_where(view, with_fields(filters, more))
    found = view.rows(
        "SELECT e.n FROM events e JOIN placed_events p ON p.n = e.n"
        f" WHERE {where.text} ORDER BY {_ORDERS[order].format('e')} LIMIT :limit OFFSET :offset",
        {**where.values, **_slice(limit, offset)},
    )
    return event_rows(view, [row["n"] for row in found])


def count_events(view: View, filters: Filters = EVERYTHING) -> int:
    """How many events fit all that is asked."""
    return _count(view, "events e JOIN placed_events p", event_where(view, filters))


_ORDERS = {
    "page": '{0}.doc, {0}.start, {0}."end" DESC, {0}.id',
    "date": "p.first, p.last, {0}.doc, {0}.start, {0}.id",
    "newest": "p.first = '9999-12-31', p.first DESC, p.last DESC, {0}.doc, {0}.start, {0}.id",
    "speaker": "p.speaker IS NULL, p.speaker, p.first, p.last, {0}.doc, {0}.start, {0}.id",
    "occasion": "{0}.occasion_text IS NULL, {0}.occasion_text, p.first, p.last,"
    " {0}.doc, {0}.start, {0}.id",
}


def _slice(limit: int | None, offset: int) -> dict[str, int]:
    return {"limit": -1 if limit is None else limit, "offset": offset}


def _count(view: View, tables: str, where: Where) -> int:
    table, alias, *_ = tables.split()
    found = view.rows(
        f"SELECT count(*) AS n FROM {tables} ON p.n = {alias}.n WHERE {where.text}"
        if "p." in where.text
        else f"SELECT count(*) AS n FROM {table} {alias} WHERE {where.text}",
        where.values,
    )
    return int(found[0]["n"])


def times(view: View) -> list[TimeRow]:
    """Every time expression on the record."""
    query = 'SELECT doc, start, "end", text, type, value, basis FROM times'
    found = view.rows(f'{query} ORDER BY doc, start, "end", n')
    return settled_times(view, [TimeRow(**dict(row)) for row in found])


def documents(view: View, docs: Collection[str] | None = None) -> list[DocumentRow]:
    """Every document (or these), with its regions."""
    asked, some = _among("doc", docs)
    regions: dict[str, list[RegionRow]] = defaultdict(list)
    for row in view.rows(
        f'SELECT doc, kind, start, "end" FROM regions {asked} ORDER BY doc, start, "end"', some
    ):
        regions[row["doc"]].append(RegionRow(row["kind"], row["start"], row["end"]))
    alternatives: dict[str, list[AlternativeRow]] = defaultdict(list)
    for row in view.rows(f"SELECT * FROM alternatives {asked} ORDER BY doc, number", some):
        alternatives[row["doc"]].append(AlternativeRow(row["date"], row["score"], row["basis"]))
    witnesses: dict[str, list[WitnessRow]] = defaultdict(list)
    for row in view.rows(f"SELECT * FROM witnesses {asked} ORDER BY doc, number", some):
        fields = (row[name] for name in WitnessRow.__struct_fields__)
        witnesses[row["doc"]].append(WitnessRow(*fields))
    found = view.rows(
        "SELECT doc, page, source, outlet, agency, title,"
        " coalesce(settled.published, documents.published) AS published,"
        " coalesce(settled.basis, published_basis) AS published_basis, language,"
        " sort, sort_reason"
        f" FROM documents LEFT JOIN settled USING (doc) {asked} ORDER BY doc",
        some,
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


def published(view: View) -> dict[str, str | None]:
    """When each document was published, by its id, in order of the ids."""
    found = view.rows(
        "SELECT doc, coalesce(settled.published, documents.published) AS published"
        " FROM documents LEFT JOIN settled USING (doc) ORDER BY doc"
    )
    return {row["doc"]: row["published"] for row in found}


def statements_of(view: View, id: str) -> list[StatementRow]:
    """The statement of this id, or the statements of this utterance, in order of page and place."""
    return statement_rows(view, _numbers(view, "statements", "utterance", "statement", id))


def events_of(view: View, id: str) -> list[EventRow]:
    """The event of this id, or the events of this happening, in order of page and place."""
    return event_rows(view, _numbers(view, "events", "happening", "event", id))


def _numbers(view: View, table: str, whole: str, member: str, id: str) -> list[int]:
    found = view.rows(
        f'SELECT n, doc, start, "end", id FROM {table} WHERE id = ?1'
        f' UNION SELECT t.n, t.doc, t.start, t."end", t.id FROM {whole}_members m'
        f" JOIN {table} t ON t.id = m.{member} WHERE m.{whole} = ?1"
        ' ORDER BY doc, start, "end" DESC, id',
        (id,),
    )
    return [row["n"] for row in found]


def utterances(view: View, ids: Collection[str] | None = None) -> list[UtteranceRow]:
    """Every utterance (or these), in order of time; undated ones last."""
    members = _members(view, "utterance", "statement", ids)
    numbers = view.rows(
        "SELECT n FROM statements WHERE id IN (SELECT value FROM json_each(?))",
        (json.dumps([one for some in members.values() for one in some]),),
    )
    rows = {row.id: row for row in statement_rows(view, [row["n"] for row in numbers])}
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
        for row in _wholes(view, "utterances", ids)
    ]
    return sorted(found, key=lambda row: (sort_key(row.said_on), row.id))


def happenings(view: View, ids: Collection[str] | None = None) -> list[HappeningRow]:
    """Every happening (or these), in order of time; undated ones last."""
    members = _members(view, "happening", "event", ids)
    docs = {
        row["id"]: row["doc"]
        for row in view.rows(
            "SELECT id, doc FROM events WHERE id IN (SELECT value FROM json_each(?))",
            (json.dumps([one for some in members.values() for one in some]),),
        )
    }
    life: dict[str, list[LifeRow]] = defaultdict(list)
    asked, some = _among("happening", ids)
    for row in view.rows(f"SELECT * FROM happening_life {asked} ORDER BY happening, number", some):
        life[row["happening"]].append(LifeRow(row["status"], row["event"], docs[row["event"]]))
    found = [
        HappeningRow(
            id=row["id"],
            type=row["type"],
            status=row["status"],
            date=row["date"],
            place=row["place"],
            events=tuple(members[row["id"]]),
            docs=tuple(dict.fromkeys(docs[one] for one in members[row["id"]])),
            life=tuple(life[row["id"]]),
            differences=read_differences(row["differences"]),
            response_to=row["response_to"],
            reasons=_words(row["reasons"]),
        )
        for row in _wholes(view, "happenings", ids)
    ]
    return sorted(found, key=lambda row: (sort_key(row.date), row.id))


def actors(
    view: View,
    *,
    name: str | None = None,
    id: str | None = None,
    words: str | None = None,
    busy: bool = False,
    limit: int | None = None,
    offset: int = 0,
) -> list[ActorRow]:
    """The actors, those who say and do most first.

    With `name`, those who have the name (`NotOnRecord` where nobody has); with `id`, whose id it
    is or begins with it; with `words`, those with all these words, or beginnings and parts of
    words, in their names and offices; with `busy`, those who say or do anything.
    """
    where, asked = _actors_asked(view, name, id, words, busy)
    found = view.rows(
        "SELECT a.*, f.said, f.done FROM actor_figures f JOIN actors a ON a.id = f.actor"
        f" WHERE {where} ORDER BY f.said + f.done DESC, a.name, a.id"
        " LIMIT :limit OFFSET :offset",
        {**asked, **_slice(limit, offset)},
    )
    docs: dict[str, list[str]] = defaultdict(list)
    for row in view.rows(
        "SELECT DISTINCT actor, doc FROM actor_members"
        " WHERE actor IN (SELECT value FROM json_each(?)) ORDER BY actor, doc",
        (json.dumps([row["id"] for row in found]),),
    ):
        docs[row["actor"]].append(row["doc"])
    return [
        ActorRow(
            id=row["id"],
            kind=row["kind"],
            name=row["name"],
            names=_words(row["names"]),
            offices=_words(row["offices"]),
            country=row["country"],
            sector=row["sector"],
            docs=tuple(docs[row["id"]]),
            statements=row["said"],
            events=row["done"],
            reasons=_words(row["reasons"]),
        )
        for row in found
    ]


def count_actors(
    view: View, *, name: str | None = None, words: str | None = None, busy: bool = False
) -> int:
    """How many actors fit all that is asked; see `actors`."""
    where, asked = _actors_asked(view, name, None, words, busy)
    query = (
        f"SELECT count(*) AS n FROM actor_figures f JOIN actors a ON a.id = f.actor WHERE {where}"
    )
    return int(view.rows(query, asked)[0]["n"])


def _actors_asked(
    view: View, name: str | None, id: str | None, words: str | None, busy: bool
) -> tuple[str, dict[str, Any]]:
    """What rows of `actors a` with `actor_figures f` fit, with the values it names."""
    conditions, values = ["1"], dict[str, Any]()
    if name is not None:
        conditions.append("a.id IN (SELECT value FROM json_each(:ids))")
        values["ids"] = json.dumps(sorted(named(view, name)))
    if id is not None:
        conditions.append("instr(a.id, :id) = 1")
        values["id"] = id
    for number, word in enumerate(folded(words or "").split()):
        conditions.append(
            "EXISTS (SELECT 1 FROM actor_names n WHERE n.actor = a.id"
            f" AND instr(n.name, :word{number}) > 0)"
        )
        values[f"word{number}"] = word
    if busy:
        conditions.append("f.said + f.done > 0")
    return " AND ".join(conditions), values


def outlets(view: View) -> list[tuple[str, int]]:
    """Who tells the record: each outlet (or agency, or document) with how many documents it has."""
    found = view.rows(
        f"SELECT {TELLER} AS teller, count(*) AS n FROM documents"
        " GROUP BY teller ORDER BY n DESC, teller"
    )
    return [(row["teller"], row["n"]) for row in found]


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


def search(
    view: View,
    asked: str,
    *,
    limit: int = 50,
    offset: int = 0,
    only: Literal["statements", "paragraphs"] | None = None,
) -> list[Found]:
    """Statements, then paragraphs of pages, that hold all the words; the best first.

    Words match by their stem, whatever their marks; a "phrase in double quotes" must stand so.
    Nothing in `asked` is taken as query syntax. No words find nothing. At most `limit` of each,
    after the first `offset` of each. Of words that more than `RANKED` hold, only the `RANKED` that
    were read last are ranked and given; `count_found` counts all.
    """
    query = match_of(asked)
    if not query:
        return []
    found: list[Found] = []
    if only != "paragraphs":
        best = _best(view, "statement_words", query, "statements", limit, offset)
        who = {
            row["statement"]: row["who"]
            for row in view.rows(
                "SELECT r.statement, coalesce(a.name, r.name) AS who FROM statement_roles r"
                " LEFT JOIN actor_members am ON am.doc = r.doc AND am.entity = r.entity"
                " LEFT JOIN actors a ON a.id = am.actor"
                " WHERE r.role = 'speaker' AND r.statement IN (SELECT value FROM json_each(?))",
                (json.dumps([row["id"] for row in best]),),
            )
        }
        found += [
            Found(
                id=row["id"],
                doc=row["doc"],
                start=row["start"],
                end=row["end"],
                kind=row["kind"],
                who=who.get(row["id"]),
                text=row["shown"],
            )
            for row in best
        ]
    if only != "statements":
        found += [
            Found(
                id=None,
                doc=row["doc"],
                start=row["start"],
                end=row["end"],
                kind=row["kind"],
                who=None,
                text=row["text"],
            )
            for row in _best(view, "region_words", query, "regions", limit, offset)
        ]
    return found


def count_found(view: View, asked: str) -> tuple[int, int]:
    """How many statements, and how many paragraphs of pages, hold all the words."""
    query = match_of(asked)
    if not query:
        return 0, 0
    counts = [
        view.rows(f"SELECT count(*) AS n FROM {table} WHERE {table} MATCH ?", (query,))[0]["n"]
        for table in ("statement_words", "region_words")
    ]
    return counts[0], counts[1]


def _best(
    view: View, index: str, query: str, table: str, limit: int, offset: int
) -> list[sqlite3.Row]:
    """The rows of `table` that fit best; of equals those of the first page and place.

    The worst rank that is asked for is found first: only rows that are as good are looked up.
    """
    begins = view.rows(
        f"SELECT rowid AS n FROM {index} WHERE {index} MATCH ?"
        " ORDER BY rowid DESC LIMIT 1 OFFSET ?",
        (query, RANKED - 1),
    )
    since = begins[0]["n"] if begins else 0
    last = view.rows(
        f"SELECT rank FROM {index} WHERE {index} MATCH ? AND rowid >= ?"
        " ORDER BY rank LIMIT 1 OFFSET ?",
        (query, since, offset + limit - 1),
    )
    bound = last[0]["rank"] if last else 0.0
    return view.rows(
        f"SELECT t.* FROM {index} w JOIN {table} t ON t.n = w.rowid"
        f" WHERE {index} MATCH ? AND w.rowid >= ? AND w.rank <= ?"
        " ORDER BY w.rank, t.doc, t.start LIMIT ? OFFSET ?",
        (query, since, bound, limit, offset),
    )


def _words(text: str) -> tuple[str, ...]:
    return tuple(json.loads(text))


def statement_rows(view: View, numbers: Sequence[int]) -> list[StatementRow]:
    """The statements of these rows of the table, in this order."""
    some = {"some": json.dumps(numbers)}
    chosen = "(SELECT value FROM json_each(:some))"
    parts: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for row in view.rows(
        'SELECT p.statement, p.start, p."end" FROM statements s'
        f" JOIN statement_parts p ON p.statement = s.id WHERE s.n IN {chosen}"
        " ORDER BY p.statement, p.number",
        some,
    ):
        parts[row["statement"]].append((row["start"], row["end"]))
    roles: dict[str, dict[str, Party]] = defaultdict(dict)
    for row in view.rows(
        'SELECT r.statement, r.role, coalesce(a.name, r.name) AS name, a.id, r.start, r."end",'
        " r.text FROM statements s JOIN statement_roles r ON r.statement = s.id"
        " LEFT JOIN actor_members am ON am.doc = r.doc AND am.entity = r.entity"
        f" LEFT JOIN actors a ON a.id = am.actor WHERE s.n IN {chosen}",
        some,
    ):
        roles[row["statement"]][row["role"]] = Party(
            row["name"], row["id"], row["start"], row["end"], row["text"]
        )
    corrected = _corrected(view, "statements", some)
    found = view.rows(
        "SELECT s.*, u.utterance FROM statements s"
        f" LEFT JOIN utterance_members u ON u.statement = s.id WHERE s.n IN {chosen}",
        some,
    )
    rows = {
        row["n"]: _statement_row(
            row, parts[row["id"]], roles[row["id"]], corrected.get(row["id"], ())
        )
        for row in found
    }
    for n, told in statement_days(view, [n for n in numbers if rows[n].said_on is None]).items():
        rows[n] = msgspec.structs.replace(rows[n], said_on=told.date, said_on_basis=told.basis)
    return [rows[n] for n in numbers]


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
        cue=Piece(row["cue_start"], row["cue_end"], row["cue_text"])
        if row["cue_text"] is not None
        else None,
        speaker=roles.get("speaker"),
        addressee=roles.get("addressee"),
        occasion=Words(row["occasion_start"], row["occasion_end"], row["occasion_text"])
        if row["occasion_text"] is not None
        else None,
        place=row["place"],
        said_on=row["said_on"],
        said_on_basis=row["said_on_basis"],
        within=row["within"],
        utterance=row["utterance"],
        region=row["region"],
        confidence=row["confidence"],
        corrected=corrected,
    )


def event_rows(view: View, numbers: Sequence[int]) -> list[EventRow]:
    """The events of these rows of the table, in this order."""
    some = {"some": json.dumps(numbers)}
    chosen = "(SELECT value FROM json_each(:some))"
    roles: dict[str, dict[str, list[Role]]] = defaultdict(lambda: defaultdict(list))
    for row in view.rows(
        "SELECT r.event, r.role, coalesce(s.name, a.name, r.name) AS name,"
        " coalesce(s.id, a.id) AS id, coalesce(r.country, s.country, a.country) AS country,"
        ' r.start, r."end", r.text FROM events e JOIN event_roles r ON r.event = e.id'
        " LEFT JOIN actor_members am ON am.doc = r.doc AND am.entity = r.entity"
        " LEFT JOIN actors a ON a.id = am.actor"
        " LEFT JOIN actors s ON s.id = a.acts_for AND coalesce(e.mode, '') <> 'resign'"
        " AND r.start IS NOT NULL"  # whom a person set does not act for another
        f" WHERE e.n IN {chosen} ORDER BY r.event, r.role, r.number",
        some,
    ):
        roles[row["event"]][row["role"]].append(
            Role(row["name"], row["id"], row["country"], row["start"], row["end"], row["text"])
        )
    about: dict[str, list[AboutRow]] = defaultdict(list)
    for row in view.rows(
        "SELECT o.* FROM events e JOIN event_about o ON o.event = e.id"
        f" WHERE e.n IN {chosen} ORDER BY o.event, o.number",
        some,
    ):
        about[row["event"]].append(
            AboutRow(row["kind"], row["value"], row["start"], row["end"], row["text"])
        )
    corrected = _corrected(view, "events", some)
    found = view.rows(
        "SELECT e.*, h.happening FROM events e"
        f" LEFT JOIN happening_members h ON h.event = e.id WHERE e.n IN {chosen}",
        some,
    )
    rows = {
        row["n"]: _event_row(row, roles[id], tuple(about[id]), corrected.get(id, ()))
        for row in found
        for id in (row["id"],)
    }
    for n, told in event_days(view, [n for n in numbers if rows[n].date is None]).items():
        rows[n] = msgspec.structs.replace(rows[n], date=told.date, date_basis=told.basis)
    return [rows[n] for n in numbers]


def _event_row(
    row: sqlite3.Row,
    roles: dict[str, list[Role]],
    about: tuple[AboutRow, ...],
    corrected: tuple[CorrectedRow, ...],
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
        about=about,
        corrected=corrected,
    )


def _corrected(view: View, table: str, some: dict[str, str]) -> dict[str, tuple[CorrectedRow, ...]]:
    found: dict[str, list[CorrectedRow]] = defaultdict(list)
    for row in view.rows(
        f"SELECT c.* FROM corrected c JOIN {table} t ON t.id = c.entry"
        " WHERE t.n IN (SELECT value FROM json_each(:some)) ORDER BY c.entry, c.field",
        some,
    ):
        found[row["entry"]].append(CorrectedRow(row["field"], row["was"], row["correction"]))
    return {entry: tuple(rows) for entry, rows in found.items()}


def _among(column: str, ids: Collection[str] | None) -> tuple[str, tuple[str, ...]]:
    """A condition that keeps the rows of these ids, or all, with its values."""
    if ids is None:
        return "", ()
    return f"WHERE {column} IN (SELECT value FROM json_each(?))", (json.dumps(sorted(ids)),)


def _wholes(view: View, table: str, ids: Collection[str] | None) -> list[sqlite3.Row]:
    asked, some = _among("id", ids)
    return view.rows(f"SELECT * FROM {table} {asked}", some)


def _members(
    view: View, whole: str, member: str, ids: Collection[str] | None
) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    asked, some = _among(whole, ids)
    for row in view.rows(f"SELECT * FROM {whole}_members {asked} ORDER BY {whole}, number", some):
        found[row[whole]].append(row[member])
    return found


def _rows(rows: dict[str, Any], ids: Iterable[str]) -> list[Any]:
    return [rows[one] for one in ids]


def in_docs(rows: Iterable[StatementRow | EventRow]) -> tuple[str, ...]:
    """The documents that the rows come from, each once."""
    return tuple(dict.fromkeys(row.doc for row in rows))
