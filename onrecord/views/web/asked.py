"""All that the web app asks a record: the one module of it that knows how a record is queried.

Every function takes a `View` and gives back values of `answers`; nothing here is kept between
two questions.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import date

import msgspec

from onrecord.dates import interval, sort_key
from onrecord.errors import NotOnRecord
from onrecord.record import cite, query
from onrecord.record.amended import amended
from onrecord.record.corrections import POINTING, standing
from onrecord.record.filters import PLACED, Filters, Where, entry_where
from onrecord.record.index import EARLIEST, LATEST
from onrecord.record.query import outlets
from onrecord.record.relations import relations
from onrecord.record.rows import (
    AlternativeRow,
    CorrectionRow,
    DocumentRow,
    Entry,
    EventRow,
    StatementRow,
    Teller,
)
from onrecord.record.store import View
from onrecord.record.timeline import ORDER, entries_by_id
from onrecord.spans import hull
from onrecord.views.exports.story import Copy, address, tellers_apart
from onrecord.views.passages import blocks_of
from onrecord.views.web import axis
from onrecord.views.web.answers import (
    ActorPage,
    Actors,
    Alike,
    Asked,
    Choices,
    Compared,
    Corrections,
    Done,
    Drawn,
    Related,
    Source,
    Sources,
    Span,
    StatementLine,
    Statements,
    Step,
    Summary,
    Timeline,
    Told,
)

PAGE = 50
"""Rows of a page of a list."""
MOST_CHOICES = 300
"""Actors that the filter's list offers; any other name can be typed."""

MOST_ALIKE = 40
"""Entries that are offered as the same as one."""
MOST_PAGES = 12
"""Pages of an actor that their own page names."""
MOST_NEAR = 15
"""Statements of a page that are offered as what a report stands in."""


def summary(view: View) -> Summary:
    """The record in figures: its pages, and the lines of its timeline."""
    pages = view.rows("SELECT count(*) AS n FROM documents")[0]["n"]
    [lines] = view.rows("SELECT count(*) AS n, total(sort = 'utterance') AS said FROM entries")
    said = int(lines["said"])
    return Summary(pages, said, lines["n"] - said, view.linked)


def choices(view: View) -> Choices:
    """What can be filtered by."""
    told = view.rows("SELECT DISTINCT kind, status FROM entries WHERE sort = 'happening'")
    return Choices(
        actors=busiest(view),
        types=tuple(sorted({row["kind"] for row in told})),
        statuses=tuple(sorted({row["status"] for row in told})),
        outlets=tuple(sorted((name for name, _ in outlets(view)), key=str.casefold)),
    )


def busiest(view: View) -> tuple[str, ...]:
    """The names of those who say and do most."""
    rows = view.rows(
        "SELECT name FROM (SELECT actor, sum(n) AS n FROM ("
        " SELECT actor, count(*) AS n FROM statement_actors WHERE role = 'speaker' GROUP BY actor"
        " UNION ALL"
        " SELECT actor, count(*) FROM event_actors WHERE role = 'actor' GROUP BY actor"
        ") GROUP BY actor ORDER BY 2 DESC, actor LIMIT ?) JOIN actors ON id = actor"
        " ORDER BY n DESC, name",
        (MOST_CHOICES,),
    )
    return tuple(dict.fromkeys(row["name"] for row in rows))


def timeline(view: View, asked: Asked, page: int) -> Timeline:
    """A page of the entries that fit, and what the axis shows of all of them."""
    fitting = _fitting(view, asked)
    gathered = _GATHERED if fitting.text != "1" else _UNASKED
    dates = _dates(view, gathered)
    frame = axis.frame(dates, asked.since, asked.until)
    bounded = asked.since is not None or asked.until is not None
    within = _within(fitting, asked.since, asked.until) if bounded else fitting
    total = _count(view, within) if bounded else sum(one.count for one in dates)
    page, pages = paged(total, page)
    rows = _some(view, within, PAGE, (page - 1) * PAGE)
    return Timeline(total, rows, page, pages, _drawn(view, fitting, gathered, frame))


class _Gathered(msgspec.Struct, frozen=True):
    """Where to count what fits: rows of `t` with a lead and days, and how many entries each is.

    `alike` are the columns that tell rows of the same days apart in the order of an index.
    """

    table: str
    alike: str
    n: str
    said: str
    happened: str
    denied: str


_UNASKED = _Gathered(
    "entries",
    "t.first, t.bound, t.last",
    "count(*)",
    "sum(t.sort = 'utterance')",
    "sum(t.status IN ('happened', 'ongoing'))",
    "sum(t.status = 'denied')",
)
"""All entries, by the indices that have them in order."""
_GATHERED = _Gathered(
    "temp.gathered",
    "t.first, t.last",
    "sum(t.n)",
    "sum(t.said)",
    "sum(t.happened)",
    "sum(t.denied)",
)
"""What fits a question, looked through once: those of a lead and the same days are one row."""


def _fitting(view: View, asked: Asked) -> Where:
    """What fits all but the days that are asked for, as a condition on `entries t`.

    It is found once, and kept in tables of this question's own: the list looks at one, days and
    lanes are counted from the other.
    """
    said = asked.status == "said"
    filters = Filters(
        actor=asked.actor,
        type=asked.type,
        status=None if said else asked.status,
        sort="utterance" if said else None,
        outlet=asked.outlet,
        words=asked.words,
    )
    where = entry_where(view, filters)
    if where.text == "1":
        return where
    view.rows("DROP TABLE IF EXISTS temp.fitting")
    view.rows("CREATE TEMP TABLE fitting (n INTEGER PRIMARY KEY)")
    view.rows(
        f"INSERT INTO temp.fitting SELECT t.n FROM entries t WHERE {where.text}", where.values
    )
    fitting = Where("t.n IN temp.fitting", {})
    one = _UNASKED
    view.rows("DROP TABLE IF EXISTS temp.gathered")
    view.rows(
        "CREATE TEMP TABLE gathered AS SELECT t.lead, t.first, t.last,"
        f" {one.n} AS n, {one.said} AS said, {one.happened} AS happened, {one.denied} AS denied"
        f" FROM entries t WHERE {fitting.text} GROUP BY t.lead, t.first, t.last"
    )
    return fitting


def _within(where: Where, since: str | None, until: str | None) -> Where:
    """What fits `where` and has a day that is one of those from `since` to `until`.

    What is only known to be no later than a day has that day: it may lie far before, but it would
    otherwise be in every stretch before it.
    """
    first = interval(since)[0] if since is not None else None
    last = interval(until)[1] if until is not None else None
    return Where(
        f"{where.text} AND {PLACED} AND t.last >= :since AND t.first <= :until",
        {
            **where.values,
            "since": first.isoformat() if first else EARLIEST,
            "until": last.isoformat() if last else LATEST,
        },
    )


def _count(view: View, where: Where) -> int:
    found = view.rows(f"SELECT count(*) AS n FROM entries t WHERE {where.text}", where.values)
    return int(found[0]["n"])


def _some(view: View, where: Where, limit: int, offset: int) -> tuple[Entry, ...]:
    """`limit` entries that fit after the first `offset`, in order of time, undated ones last."""
    found = view.rows(
        f"SELECT t.id FROM entries t WHERE {where.text}"
        f" ORDER BY {ORDER} LIMIT :limit OFFSET :offset",
        {**where.values, "limit": limit, "offset": offset},
    )
    return tuple(entries_by_id(view, [row["id"] for row in found]))


def _dates(view: View, gathered: _Gathered) -> list[axis.Dated]:
    """The first and last days of what fits, with how many entries have them."""
    rows = view.rows(
        f"SELECT t.first, t.last, {gathered.n} AS n FROM {gathered.table} t"
        f" GROUP BY {gathered.alike}"
    )
    return [
        axis.Dated(
            None if row["first"] == EARLIEST else row["first"],
            None if row["last"] == LATEST else row["last"],
            row["first"] != LATEST,
            row["n"],
        )
        for row in rows
    ]


def _drawn(
    view: View, fitting: Where, gathered: _Gathered, frame: axis.Frame | axis.Undrawn
) -> Drawn:
    """What the axis shows: marks, or, where they are too many, counts by lane and period."""
    if isinstance(frame, axis.Undrawn):
        return axis.nothing(frame)
    within = _within(fitting, frame.first.isoformat(), frame.last.isoformat())
    if frame.within <= axis.MOST_MARKS:
        return axis.marked(frame, _some(view, within, axis.MOST_MARKS, 0))
    step = axis.step_of(frame.first, frame.last)
    return axis.counted(frame, step, _counted(view, gathered, within, step))


def _counted(view: View, gathered: _Gathered, within: Where, step: Step) -> list[axis.Count]:
    """How many entries begin in each period, by who leads them and how they look.

    Whoever has no lane of their own is nobody here. Entries are gathered by lead and day first, in
    the order that the index has them: sorting each by its period would take twice as long.
    """
    # Nearly all rows are looked at: going by an index of days would take twice as long.
    scanned = f"+{PLACED} AND +t.last >= :since AND +t.first <= :until"
    days = {name: within.values[name] for name in ("since", "until")}
    leads = view.rows(
        "SELECT lead, coalesce(name, '') AS name, n FROM ("
        f" SELECT t.lead, {gathered.n} AS n FROM {gathered.table} t WHERE {scanned} GROUP BY t.lead"
        ") LEFT JOIN actors ON id = lead",
        days,
    )
    whole: Counter[str] = Counter()
    for row in leads:
        whole[row["name"]] += row["n"]
    lanes = set(axis.lanes_of(whole))
    own = {row["lead"]: row["name"] for row in leads if row["name"] in lanes}
    rows = view.rows(
        f"SELECT lane, {axis.PERIODS[step]} AS period, sum(n) AS n, sum(said) AS said,"
        "  sum(happened) AS happened, sum(denied) AS denied FROM ("
        " SELECT CASE WHEN t.lead IN (SELECT value FROM json_each(:lanes)) THEN t.lead END AS lane,"
        f"  max(t.first, :since) AS day, {gathered.n} AS n, {gathered.said} AS said,"
        f"  {gathered.happened} AS happened, {gathered.denied} AS denied"
        f" FROM {gathered.table} t WHERE {scanned} GROUP BY t.lead, t.first"
        ") GROUP BY lane, period",
        {**days, "lanes": json.dumps(sorted(own))},
    )
    return [
        axis.Count(row["period"], own.get(row["lane"], ""), look, n)
        for row in rows
        for look, n in _looks(row)
        if n
    ]


def _looks(row: sqlite3.Row) -> Iterator[tuple[str, int]]:
    """How many entries of a lane and period look how; what was neither said nor done is planned."""
    rest: int = row["n"]
    for look in ("said", "happened", "denied"):
        yield look, row[look]
        rest -= row[look]
    yield "planned", rest


def statements(view: View, filters: Filters, order: query.Order, page: int) -> Statements:
    """A page of the statements that fit; what was said or asked unless `nature` asks for more."""
    if filters.nature is None:
        filters = msgspec.structs.replace(filters, nature=tuple(sorted(query.SAID)))
    elif filters.nature == "any":
        filters = msgspec.structs.replace(filters, nature=None)
    total = query.count_statements(view, filters)
    page, pages = paged(total, page)
    rows = query.statements(view, filters, order=order, limit=PAGE, offset=(page - 1) * PAGE)
    shown = query.words(view, [row.id for row in rows])
    tellers = {row.doc: row for row in documents(view, [row.doc for row in rows])}
    lines = tuple(
        StatementLine(row, shown[row.id], tellers[row.doc].teller, tellers[row.doc].published)
        for row in rows
    )
    return Statements(total, lines, page, pages)


def actors(view: View, words: str | None, page: int) -> Actors:
    """A page of the actors who say or do anything, or of those whose names hold the words."""
    busy = words is None
    total = query.count_actors(view, words=words, busy=busy)
    page, pages = paged(total, page)
    rows = query.actors(view, words=words, busy=busy, limit=PAGE, offset=(page - 1) * PAGE)
    return Actors(total, tuple(rows), page, pages)


def actor(view: View, id: str, page: int) -> ActorPage:
    """An actor and a page of what they said and did; `NotOnRecord` for an unknown id."""
    if not view.rows("SELECT 1 FROM actors WHERE id = ?", (id,)):
        raise NotOnRecord(id, f"no actor {id!r} is on this record; /actors lists them")
    [row] = query.actors(view, name=id)
    mine = Where(
        "t.n IN (SELECT p.entry FROM statement_actors x JOIN placed_statements p ON p.n = x.n"
        " WHERE x.actor = :id AND x.role <> 'named'"
        " UNION SELECT p.entry FROM event_actors x JOIN placed_events p ON p.n = x.n"
        " WHERE x.actor = :id)",
        {"id": id},
    )
    found = view.rows(
        f"SELECT t.id FROM entries t WHERE {mine.text} ORDER BY {ORDER}",
        mine.values,
    )
    page, pages = paged(len(found), page)
    some = [one["id"] for one in found[(page - 1) * PAGE : page * PAGE]]
    told = tuple(
        Teller(one.doc, one.teller, one.published)
        for one in sorted(documents(view, row.docs[:MOST_PAGES]), key=lambda one: one.doc)
    )
    return ActorPage(row, len(found), tuple(entries_by_id(view, some)), page, pages, told)


def compared(view: View, id: str) -> Compared:
    """The reports of an utterance or happening side by side; `NotOnRecord` for an unknown id."""
    found = cite.compare(view, id)
    entry = next(iter(entries_by_id(view, [found.id])), None)
    members = [one.id for one in found.wordings]
    said = {row.id: row for row in _statements(view, members)}
    done = {row.id: row for row in _events(view, members)}
    docs = [one.doc for one in found.wordings]
    pages = {row.doc: row for row in documents(view, docs)}
    copies = _copies(view, docs)
    groups = tellers_apart(pages, copies, docs)
    sayings = _sayings(view, docs)
    rows: list[StatementRow | EventRow] = [*said.values(), *done.values()]
    starts = {row.id: row.start for row in rows}
    origin = {doc: number for number, group in enumerate(groups, start=1) for doc in group}
    reports = tuple(
        Told(
            wording=one,
            statement=said.get(one.id),
            event=done.get(one.id),
            published=pages[one.doc].published,
            origin=origin[one.doc],
            copy_of=tuple(copy.of for copy in copies if copy.doc == one.doc),
            near=_nearest(sayings[one.doc], one.id, starts[one.id]),
        )
        for one in found.wordings
    )
    about = [row for row in query.corrections(view) if _set_by(row) & {*members}]
    return Compared(
        found.id,
        found.sort,
        entry,
        reports,
        len(groups),
        found.differences,
        found.reasons,
        tuple(reversed(about)),
        names=_names(view, entry.actors) if entry else {},
        alike=_alike(view, entry) if entry else (),
        tellers={
            row.doc: row.teller for row in documents(view, sorted({copy.of for copy in copies}))
        },
    )


def _set_by(row: CorrectionRow) -> set[str | None]:
    """The entries that a correction says something of: not the one that they answer."""
    return {one.id for one in row.about if one.side == 1 or row.verb not in POINTING}


def _sayings(view: View, docs: Sequence[str]) -> dict[str, list[tuple[int, Alike]]]:
    """The statements of each page, where each begins, and as words to choose one by."""
    found: dict[str, list[tuple[int, Alike]]] = defaultdict(list)
    rows = view.rows(
        "SELECT s.id, s.doc, s.start, s.shown, r.name FROM statements s"
        " LEFT JOIN statement_roles r ON r.statement = s.id AND r.role = 'speaker'"
        " WHERE s.doc IN (SELECT value FROM json_each(?)) ORDER BY s.doc, s.start, s.id",
        (json.dumps(docs),),
    )
    for row in rows:
        label = f"{row['name'] or 'Nobody named'}: {axis.cut(row['shown'])}"
        found[row["doc"]].append((row["start"], Alike(row["id"], label)))
    return found


def _nearest(sayings: Sequence[tuple[int, Alike]], id: str, start: int) -> tuple[Alike, ...]:
    """Of a page's statements those nearest to a place, but that of this id."""
    others = [(abs(at - start), one) for at, one in sayings if one.id != id]
    return tuple(one for _, one in sorted(others, key=lambda pair: pair[0])[:MOST_NEAR])


def _statements(view: View, ids: Sequence[str]) -> list[StatementRow]:
    return query.statement_rows(view, _numbers(view, "statements", ids))


def _events(view: View, ids: Sequence[str]) -> list[EventRow]:
    return query.event_rows(view, _numbers(view, "events", ids))


def _numbers(view: View, table: str, ids: Sequence[str]) -> list[int]:
    rows = view.rows(
        f"SELECT n FROM {table} WHERE id IN (SELECT value FROM json_each(?))", (json.dumps(ids),)
    )
    return [row["n"] for row in rows]


def _names(view: View, ids: Sequence[str]) -> dict[str, str]:
    rows = view.rows(
        "SELECT id, name FROM actors WHERE id IN (SELECT value FROM json_each(?))",
        (json.dumps(ids),),
    )
    return {row["id"]: row["name"] for row in rows}


def _alike(view: View, entry: Entry) -> tuple[Alike, ...]:
    """Entries to offer as the same: of its sort and with an actor of its own, the nearest first."""
    filters = Filters(actor=entry.actors, sort=entry.sort)
    if not entry.actors:
        return ()
    day = "9999-12-31" if entry.date is None else (interval(entry.date)[0] or date.min).isoformat()
    where = entry_where(view, filters)
    rows = view.rows(
        f"SELECT t.id FROM entries t WHERE {where.text} AND t.id <> :own"
        " ORDER BY abs(julianday(t.first) - julianday(:day)), t.id LIMIT :most",
        {**where.values, "own": entry.id, "day": day, "most": MOST_ALIKE},
    )
    near = entries_by_id(view, [row["id"] for row in rows])
    return tuple(Alike(one.id, axis.label(one)) for one in near)


def related(view: View, one: str | None, other: str | None, window: int) -> Related:
    """What two actors did to each other; nothing until both are named."""
    if one is None or other is None:
        return Related(one, other, None)
    names = _names(view, [one, other])
    return Related(
        names.get(one, one), names.get(other, other), relations(view, one, other, window=window)
    )


def sources(view: View, page: int) -> Sources:
    """A page of the record's pages, in order of their days."""
    days = view.rows(
        "SELECT doc, coalesce(settled.published, documents.published) AS day"
        " FROM documents LEFT JOIN settled USING (doc)"
    )
    order = sorted(days, key=lambda row: (_day_of_page(row["day"]), row["doc"]))
    page, pages = paged(len(order), page)
    some = [row["doc"] for row in order[(page - 1) * PAGE : page * PAGE]]
    rows = {row.doc: row for row in documents(view, some)}
    return Sources(len(order), tuple(rows[doc] for doc in some), page, pages)


def _day_of_page(published: str | None) -> tuple[date, date]:
    """What puts pages in order: of one that is only known to be no later than a day that day."""
    first, last = sort_key(published)
    return (last, last) if first == date.min else (first, last)


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
        copy_of=tuple((one.of, one.reason) for one in _copies(view, [doc])),
        blocks=tuple(blocks_of(reading, entry_of)),
        entries=entry_of,
        spans=tuple(spans),
    )


def document(view: View, doc: str) -> DocumentRow:
    """A page's row; `NotOnRecord` where the record has no such page."""
    found = documents(view, [doc])
    if not found:
        raise NotOnRecord(doc, f"no page {doc!r} is on this record; /sources lists them")
    return found[0]


def documents(view: View, docs: Sequence[str]) -> list[DocumentRow]:
    """The rows of these pages, without their regions and witnesses."""
    rows = view.rows(
        "SELECT doc, page, source, outlet, agency, title,"
        " coalesce(settled.published, documents.published) AS published,"
        " coalesce(settled.basis, published_basis) AS published_basis, language"
        " FROM documents LEFT JOIN settled USING (doc)"
        " WHERE doc IN (SELECT value FROM json_each(?)) ORDER BY doc",
        (json.dumps(docs),),
    )
    alternatives: dict[str, list[AlternativeRow]] = defaultdict(list)
    for one in view.rows(
        "SELECT doc, date, score, basis FROM alternatives"
        " WHERE doc IN (SELECT value FROM json_each(?)) ORDER BY doc, number",
        (json.dumps(docs),),
    ):
        alternatives[one["doc"]].append(AlternativeRow(one["date"], one["score"], one["basis"]))
    return [
        DocumentRow(**dict(row), regions=(), alternatives=tuple(alternatives[row["doc"]]))
        for row in rows
    ]


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


def _copies(view: View, docs: Sequence[str]) -> list[Copy]:
    rows = view.rows(
        "SELECT doc, of, reason FROM copies WHERE doc IN (SELECT value FROM json_each(?))"
        " ORDER BY doc, of",
        (json.dumps(docs),),
    )
    return [Copy(**dict(row)) for row in rows]


def corrections(view: View) -> Corrections:
    """Every correction, the latest first."""
    return Corrections(tuple(reversed(query.corrections(view))))


def done(view: View, row: CorrectionRow) -> Done:
    """What a correction did to the record as it is now."""
    ids = json.dumps([one.id for one in row.about if one.id is not None])
    shown = view.rows(
        "SELECT utterance AS entry FROM utterance_members"
        " WHERE statement IN (SELECT value FROM json_each(?1))"
        " UNION SELECT happening FROM happening_members"
        " WHERE event IN (SELECT value FROM json_each(?1))",
        (ids,),
    )
    overruled = [
        one for one in query.corrections(view) if one.state == "overruled" and row.id in one.note
    ]
    return Done(row, tuple(one["entry"] for one in shown), tuple(overruled))


def done_by(view: View, id: str | None) -> Done | None:
    """What the correction of this id did; None where there is none."""
    row = next((one for one in query.corrections(view) if one.id == id), None)
    return None if row is None else done(view, row)


def paged(total: int, page: int) -> tuple[int, int]:
    """The number of a page of a list within what there is, and how many pages there are."""
    pages = max(1, -(-total // PAGE))
    return min(max(1, page), pages), pages
