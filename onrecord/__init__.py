"""Put a running story on the record: who said what, who did what to whom, when, and from where.

    >>> import onrecord
    >>> record = onrecord.read(["pages"], into="story.db")  # doctest: +SKIP
    >>> for entry in onrecord.timeline(record):  # doctest: +SKIP
    ...     print(entry.date, entry.who, entry.what)

The verbs of the command `onrecord`, as functions over a record: the path of its file, or what
`read` gave back. They raise `OnrecordError` and its children, and print nothing. Importing does
no work: the parser is loaded when the first page is read.

With `as_of` (EDTF) a verb answers from the pages published until then, made into a record anew in
memory; pages without a date are left out. With `rejected` it shows what was rejected, too.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

# Two verbs share their names with the rooms `onrecord.events` and `onrecord.statements`. Loading
# a room makes it an attribute of the package; loaded here, before the verbs, it can't hide them.
import onrecord.events
import onrecord.statements  # noqa: F401
from onrecord.errors import (
    DateError,
    NotOnRecord,
    OnrecordError,
    PageUnreadable,
    RecordError,
    SpanError,
)
from onrecord.model import TimeExpression
from onrecord.record import cite as _cite
from onrecord.record import query as _query
from onrecord.record.cite import Citation, Comparison, Wording
from onrecord.record.filters import EVERYTHING, Filters, with_fields
from onrecord.record.moments import Change
from onrecord.record.moments import as_of as _as_of
from onrecord.record.moments import changes as _changes
from onrecord.record.relations import WINDOW
from onrecord.record.relations import relations as _relations
from onrecord.record.reports import Fault, PageFailed, PageRead, Proof, ReadReport
from onrecord.record.rows import (
    ActorRow,
    CorrectionRow,
    DocumentRow,
    Entry,
    EventRow,
    Found,
    HappeningRow,
    MentionRow,
    Relation,
    RelationRow,
    StatementRow,
    TimeRow,
    UtteranceRow,
)
from onrecord.record.store import View
from onrecord.record.timeline import timeline as _timeline
from onrecord.record.verify import verify as _verify
from onrecord.views.export import write_whole
from onrecord.views.notebook import Record, Rows

__all__ = [
    "ActorRow",
    "Change",
    "Citation",
    "Comparison",
    "CorrectionRow",
    "DateError",
    "DocumentRow",
    "Entry",
    "EventRow",
    "Fault",
    "Filters",
    "Found",
    "HappeningRow",
    "MentionRow",
    "NotOnRecord",
    "OnrecordError",
    "PageFailed",
    "PageRead",
    "PageUnreadable",
    "Proof",
    "ReadReport",
    "Record",
    "RecordError",
    "Relation",
    "RelationRow",
    "Rows",
    "SpanError",
    "StatementRow",
    "TimeExpression",
    "TimeRow",
    "UtteranceRow",
    "View",
    "Wording",
    "actors",
    "changes",
    "cite",
    "compare",
    "correct",
    "corrections",
    "events",
    "export",
    "read",
    "relations",
    "report",
    "search",
    "statements",
    "timeline",
    "times",
    "verify",
]

AnyRecord = str | os.PathLike[str] | ReadReport
"""A record: the path of its file, a `Record`, or what `read` gave back."""


def read(
    pages: str | os.PathLike[str] | Iterable[str | os.PathLike[str]],
    *,
    into: str | os.PathLike[str] = "story.db",
    date: str | None = None,
    reader: str = "trained",
    lexicon: str | os.PathLike[str] | None = None,
) -> ReadReport:
    """Read pages (files, folders, globs) into a record; what came in, and what could not and why.

    The record is made where there is none; what is on it stays. `date` is the day on which the
    pages were published (EDTF), where they do not say it. `lexicon` is a file of event frames of
    your own, tried before the built-in ones. No page's fault raises.

        >>> record = onrecord.read("pages/", into="story.db")  # doctest: +SKIP
        >>> [page.reason for page in record.failed]  # doctest: +SKIP
        []
    """
    from onrecord.run import read as read_pages  # noqa: PLC0415 - brings the parser with it

    paths = [pages] if isinstance(pages, str | os.PathLike) else list(pages)
    return read_pages(paths, into=into, date=date, reader=reader, lexicon=lexicon)


def times(text: str, *, dct: str | None = None) -> tuple[TimeExpression, ...]:
    """The time expressions of a plain text, in its order; no record is needed.

    `dct` is the day the text was written (EDTF); without it, or where it is less than a day,
    "Wednesday" has a `value` ("XXXX-WXX-3") and no `date`. Each has its `span` (code points of
    `text`), TIMEX3 `type` and `value`, EDTF `date` or None, and `basis`: the rule, and what it
    was counted from. Raises `DateError` where `dct` is no EDTF date. To read pages, with all that
    stands around their text, use `read` and `export(record, "times")`.

    >>> for found in onrecord.times("He said so on Friday.", dct="2032-06-16"):  # doctest: +SKIP
    ...     print(found.type, found.value, found.basis)
    DATE 2032-06-11 weekday, the most recent on or before the page's date … (past tense: said)
    """
    from onrecord.annotate.plain import times_of  # noqa: PLC0415 - brings the parser with it

    return times_of(text, dct)


def timeline(
    record: AnyRecord = "story.db",
    *,
    filters: Filters = EVERYTHING,
    limit: int | None = None,
    offset: int = 0,
    as_of: str | None = None,
    rejected: bool = False,
) -> list[Entry]:
    """One entry for each utterance and each happening, in order of time; undated ones last.

    Those that fit `filters`; of these `limit` after the first `offset`. `NotOnRecord` for a name
    that nobody has.

    >>> [entry.date for entry in onrecord.timeline("story.db")]  # doctest: +SKIP
    ['2031-03', '2031-03-04', None]
    """
    with _view(record, as_of, rejected) as view:
        return _timeline(view, filters, limit=limit, offset=offset)


def statements(
    record: AnyRecord = "story.db",
    *,
    by: str | None = None,
    about: str | None = None,
    between: tuple[str, str] | None = None,
    on: str | None = None,
    since: str | None = None,
    until: str | None = None,
    as_of: str | None = None,
    rejected: bool = False,
    kind: str | None = None,
    nature: str | None = None,
    filters: Filters = EVERYTHING,
    limit: int | None = None,
    offset: int = 0,
) -> list[StatementRow]:
    """The statements that fit all that is asked, in order of page and place.

    A state's name stands for its officials too. `on`, `since`, `until` are EDTF dates; a
    statement fits where its date shares a day with them. What else may be asked, by outlet or by
    words, is in `filters`; what is named here goes before it. `limit` rows come after the first
    `offset`. `NotOnRecord` for an unknown name.

        >>> onrecord.statements("story.db", by="Anna Berg", kind="direct")  # doctest: +SKIP
    """
    with _view(record, as_of, rejected) as view:
        asked = {
            "by": by,
            "about": about,
            "between": between,
            "on": on,
            "since": since,
            "until": until,
            "kind": kind,
            "nature": nature,
        }
        return _query.statements(view, _with(filters, asked), limit=limit, offset=offset)


def events(
    record: AnyRecord = "story.db",
    *,
    type: str | None = None,
    actor: str | None = None,
    between: tuple[str, str] | None = None,
    status: str | None = None,
    on: str | None = None,
    since: str | None = None,
    until: str | None = None,
    as_of: str | None = None,
    rejected: bool = False,
    filters: Filters = EVERYTHING,
    limit: int | None = None,
    offset: int = 0,
) -> list[EventRow]:
    """The events that fit all that is asked, in order of page and place; see `statements`.

    `type` is a PLOVER type or mode.

        >>> onrecord.events("story.db", type="SANCTION", status="happened")  # doctest: +SKIP
    """
    with _view(record, as_of, rejected) as view:
        asked = {
            "type": type,
            "actor": actor,
            "between": between,
            "status": status,
            "on": on,
            "since": since,
            "until": until,
        }
        return _query.events(view, _with(filters, asked), limit=limit, offset=offset)


def actors(
    record: AnyRecord = "story.db", *, name: str | None = None, as_of: str | None = None
) -> list[ActorRow]:
    """The actors, those who say and do most first; with `name`, those who have it.

    >>> onrecord.actors("story.db")[0].names  # doctest: +SKIP
    ('Anna Berg', 'Berg', 'A. Berg')
    """
    with _view(record, as_of) as view:
        return _query.actors(view, name=name)


def relations(
    record: AnyRecord,
    one: str,
    other: str,
    *,
    window: int = WINDOW,
    seed: int = 0,
    as_of: str | None = None,
) -> Relation:
    """What two actors did to each other: by month and class, what answers what, whether in kind.

    An act may answer one of the other side within `window` days; `seed` is of the test's shuffles.

        >>> found = onrecord.relations("story.db", "Norland", "Sudria")  # doctest: +SKIP
        >>> found.reciprocity.verdict  # doctest: +SKIP
        'too little data: acts that follow one of the other side within 14 days: 3, needed: 10 …'
    """
    with _view(record, as_of) as view:
        return _relations(view, one, other, window=window, seed=seed)


def compare(record: AnyRecord, id: str) -> Comparison:
    """The wordings of an utterance, or the reports of a happening, side by side.

    The id of one of its statements or events will do; `NotOnRecord` for an unknown one.

        >>> onrecord.compare("story.db", "u-4f1c09ab23de").wordings  # doctest: +SKIP
    """
    with View(_path(record)) as view:
        return _cite.compare(view, id)


def cite(record: AnyRecord, id: str) -> list[Citation]:
    """The citation of a statement or event, or of every report of an utterance or happening.

    >>> onrecord.cite("story.db", "s-4f1c09ab23de")[0].words  # doctest: +SKIP
    'We will not sign.'
    """
    with View(_path(record)) as view:
        return _cite.cite(view, id)


def search(record: AnyRecord, words: str, *, limit: int = 50) -> list[Found]:
    """Statements, then paragraphs of pages, that hold all the words; the best first.

    A "phrase in double quotes" must stand so. Nothing is taken as query syntax.

        >>> onrecord.search("story.db", '"high expectations"')  # doctest: +SKIP
    """
    with View(_path(record)) as view:
        return _query.search(view, words, limit=limit)


def export(
    record: AnyRecord,
    what: str,
    *,
    format: str | None = None,
    into: str | os.PathLike[str] | None = None,
    as_of: str | None = None,
    rejected: bool = False,
) -> bytes:
    """The export `what` as bytes: statements, events, …, chronology, annotations, ics, ….

    `format` is the export's first unless told: jsonl for rows, md for a chronology. With `into`
    they are written to that file too, whole or not at all. `OnrecordError` names what there is.

        >>> onrecord.export("story.db", "statements", into="statements.jsonl")  # doctest: +SKIP
    """
    from onrecord.views.exports.offered import made  # noqa: PLC0415 - brings the templates with it

    with _view(record, as_of, rejected) as view:
        data = made(view, what, format=format).data
    if into is not None:
        write_whole(Path(into), data)
    return data


def report(
    record: AnyRecord = "story.db",
    *,
    into: str | os.PathLike[str] = "report.html",
    as_of: str | None = None,
    rejected: bool = False,
) -> Path:
    """The path of the report that was written: one HTML file that needs no network.

    >>> onrecord.report("story.db", into="report.html")  # doctest: +SKIP
    PosixPath('report.html')
    """
    from onrecord.views.report import report_of  # noqa: PLC0415 - brings the templates with it

    with _view(record, as_of, rejected) as view:
        page = report_of(view)
    write_whole(Path(into), page.encode("utf-8"))
    return Path(into)


def verify(record: AnyRecord = "story.db") -> Proof:
    """The proof of a record: every page hashed again, every span cut again.

    >>> onrecord.verify("story.db").faults  # doctest: +SKIP
    ()
    """
    with View(_path(record)) as view:
        return _verify(view)


def changes(record: AnyRecord, since: str, *, as_of: str | None = None) -> list[Change]:
    """What the newest pages added to the record or changed in it, in order of time.

    `since` is a date (EDTF): the pages published then or later; or "last": those that the last
    call of `read` that brought any did. Pages without a date count as older.

        >>> [one.entry.what for one in onrecord.changes("story.db", "last")]  # doctest: +SKIP
    """
    from onrecord.link.decide import link  # noqa: PLC0415 - brings the parser with it

    with _view(record, as_of) as view:
        return _changes(view, since, link)


def correct(
    record: AnyRecord,
    verb: str,
    *asked: str,
    why: str,
    who: str | None = None,
    new: bool = False,
) -> CorrectionRow:
    """Put your decision on the record, over the machine's; what became of it comes back.

    `verb` and what it takes: `same` and `different` two or more statements or utterances, events
    or happenings, or actors (by id or name; "NAME@DOC": as one page names it); `speaker`,
    `addressee`, `occasion`, `place`, `date`, `kind`, `nature`, `type`, `actor`, `recipient` and
    `status` ids, then the right value ("none": not said; of several actors a semicolon between the
    names); `words`, `cue` and `about` ids, then words that stand on the page there; `within`,
    `reported_by` and `response_to` ids, then that of the other entry; `reject` ids; `undo` a
    correction's id. `who` is your login name unless told; a name that is `new` is nobody's on the
    record yet.

    Raises `NotOnRecord` for ids and names that are not there or not of one alone, `OnrecordError`
    for a value that can't be, or no reason.

        >>> onrecord.correct("story.db", "date", "h-1f2e", "2031-05-04", why="…")  # doctest: +SKIP
    """
    from onrecord.decisions import correct as correct_record  # noqa: PLC0415 - brings linking

    return correct_record(_path(record), verb, asked, why=why, who=who, new=new)


def corrections(record: AnyRecord = "story.db") -> list[CorrectionRow]:
    """Every correction, undone ones too, in the order in which they were made.

    >>> [row.state for row in onrecord.corrections("story.db")]  # doctest: +SKIP
    ['applied', 'undone']
    """
    with View(_path(record)) as view:
        return _query.corrections(view)


def _with(filters: Filters, asked: dict[str, Any]) -> Filters:
    """`filters`, and over them what is asked by name."""
    return with_fields(filters, {name: one for name, one in asked.items() if one is not None})


def _view(record: AnyRecord, as_of: str | None = None, rejected: bool = False) -> View:
    """The record; made anew in memory where another moment, or what was rejected, is asked for."""
    view = View(_path(record))
    if as_of is None and not rejected:
        return view
    from onrecord.link.decide import link  # noqa: PLC0415 - brings the parser with it

    with view:
        return _as_of(view, as_of, link, rejected=rejected)


def _path(record: AnyRecord) -> Path:
    return record.into if isinstance(record, ReadReport) else Path(record)
