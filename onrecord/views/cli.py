"""The command `onrecord`: reads pages, asks a record, writes exports and the report.

Results go to stdout, everything else to stderr. Exit status: 0 done; 1 some pages could not be
read, or a record does not hold what it should; 2 wrong usage.
"""

from __future__ import annotations

import io
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Annotated, Any, Literal, get_args

import msgspec
import typer
from rich.console import Console

from onrecord.dates import is_edtf
from onrecord.errors import OnrecordError
from onrecord.events.codebook import codes
from onrecord.model import ReaderName, Status
from onrecord.record import cite as citing
from onrecord.record import query
from onrecord.record.corrections import VERBS
from onrecord.record.filters import Filters
from onrecord.record.moments import LAST, changes, pages_before, pages_until
from onrecord.record.relations import WINDOW
from onrecord.record.relations import relations as relations_of
from onrecord.record.reports import ReadReport
from onrecord.record.rows import Entry
from onrecord.record.store import View, Writer
from onrecord.record.timeline import count_timeline
from onrecord.record.timeline import timeline as timeline_of
from onrecord.record.verify import verify as verify_view
from onrecord.views import text
from onrecord.views.export import write_whole
from onrecord.views.progress import ProgressLines
from onrecord.watching import Watched
from onrecord.workers import cores

app = typer.Typer(
    name="onrecord",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=False,
    no_args_is_help=True,
    help="Put a running story on the record: who said what, who did what to whom, when, and "
    "whether it happened, every cell opening the characters of the page it came from.",
    epilog="Exit status: 0 done; 1 some pages could not be read (each is named, the others are "
    "in), or `verify` found a fault; 2 wrong usage.",
)


Shape = Literal["text", "json"]
CiteShape = Literal["text", "json", "jsonld"]
What = Literal[
    "statements",
    "events",
    "times",
    "mentions",
    "documents",
    "utterances",
    "happenings",
    "corrections",
    "chronology",
    "annotations",
    "timelinejs",
    "polecat",
    "ftm",
    "schemaorg",
    "csl",
    "bibtex",
    "ris",
    "ics",
]

Db = Annotated[
    Path, typer.Option("--db", help="The record to look at: story.db in this folder unless told.")
]
AsShape = Annotated[
    Shape, typer.Option("--format", help="text: a table, or tab-separated lines in a pipe.")
]
On = Annotated[
    str | None, typer.Option("--on", help="Dated on this day, month or year (EDTF: 2021-06).")
]
Since = Annotated[str | None, typer.Option("--from", help="Dated then or later (EDTF).")]
Until = Annotated[str | None, typer.Option("--to", help="Dated then or earlier (EDTF).")]
Between = Annotated[
    tuple[str, str] | None,
    typer.Option("--between", help="Two names: one says or does it, to or about the other."),
]
Outlet = Annotated[
    str | None,
    typer.Option("--outlet", help="Told by this outlet, as `export documents` names it."),
]
Holding = Annotated[
    str | None,
    typer.Option("--words", help='With all these words, by their stem; a "phrase" stands so.'),
]
Limit = Annotated[int | None, typer.Option("--limit", min=1, help="At most so many.")]
AsOf = Annotated[
    str | None,
    typer.Option(
        "--as-of", help="As the pages published until that day give it; undated pages are left out."
    ),
]
Rejected = Annotated[bool, typer.Option("--rejected", help="With what was rejected, named so.")]
STORY = Path("story.db")


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command; faults are told in a line on stderr, and leave with status 2."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    if hasattr(signal, "SIGPIPE"):
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # `onrecord timeline | head` ends in silence
    try:
        app(arguments, prog_name="onrecord")
    except OnrecordError as failure:
        _say(f"onrecord: {text.clean(str(failure))}")
        sys.exit(2)


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"onrecord {version('onrecord')}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_version, is_eager=True, help="Print the version."),
    ] = False,
) -> None:
    """Options of the command as a whole."""


@app.command()
def read(
    pages: Annotated[
        list[str],
        typer.Argument(
            metavar="PAGES",
            help="Files, folders, globs: .txt .html .pdf .eml .mhtml, and many pages in one: "
            ".warc .warc.gz .xml (RSS, Atom) .jsonl .csv .zip.",
        ),
    ],
    into: Annotated[
        Path, typer.Option("--into", help="The record: made where there is none, added to else.")
    ] = STORY,
    date: Annotated[
        str | None,
        typer.Option("--date", help="The day the pages were published, where they do not say it."),
    ] = None,
    reader: Annotated[
        str,
        typer.Option(
            "--reader", help="What finds statements: trained, or rules (without trained weights)."
        ),
    ] = "trained",
    lexicon: Annotated[
        Path | None,
        typer.Option("--lexicon", help="Event frames of your own, tried before the built-in ones."),
    ] = None,
    workers: Annotated[
        int | None,
        typer.Option(
            "--workers", min=0, help="Processes that read: one a core unless told; 0: this one."
        ),
    ] = None,
    page_time: Annotated[
        float,
        typer.Option(
            "--page-time", min=1, help="Seconds after which a page is given up and set aside."
        ),
    ] = 120,
    engine: Annotated[
        str, typer.Option("--engine", help="pool: this machine; daft: shards, on many (--out).")
    ] = "pool",
    ray: Annotated[
        str | None,
        typer.Option(
            "--ray", metavar="ADDRESS", help="With daft: the Ray cluster; auto: this machine's."
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", help="With daft: the folder of shards; `onrecord load` reads it."),
    ] = None,
) -> None:
    """Read pages into a record; adds, never forgets.

    The same page read again changes nothing. Another page of the same file name gets an id of
    its own. What is told about a page by --date or a sidecar NAME.meta.json (url, outlet,
    published, language) is kept until it is told otherwise. A run that was stopped or killed goes
    on where it was: give the same command again.
    """
    _edtf("--date", date)
    readers = get_args(ReaderName)
    if reader not in readers:
        raise typer.BadParameter(
            f"expected {' or '.join(readers)}, found {reader!r}", param_hint="--reader"
        )
    _one_of("--engine", engine, ("pool", "daft"))
    if (engine == "daft") != (out is not None) or (ray is not None and engine != "daft"):
        raise typer.BadParameter(
            "--engine daft and --out FOLDER go together, and --ray with them", param_hint="--engine"
        )
    if out is not None:
        _read_into_shards(pages, out, ray, date, reader, lexicon, page_time)
        return
    try:
        report = _read(
            pages,
            into,
            date=date,
            reader=reader,
            lexicon=lexicon,
            workers=workers,
            page_time=page_time,
        )
    except KeyboardInterrupt:
        _say("\nonrecord: stopped; pages told as read are on the record; the same command goes on")
        raise typer.Exit(130) from None
    _say_read(report)
    raise typer.Exit(1 if report.failed else 0)


@app.command()
def load(
    folder: Annotated[
        Path, typer.Argument(metavar="FOLDER", help="What `read --engine daft --out` wrote.")
    ],
    into: Annotated[
        Path, typer.Option("--into", help="The record: made where there is none, added to else.")
    ] = STORY,
    actor: Annotated[
        list[str] | None,
        typer.Option("--actor", help="Only pages that name this actor so; several: all of them."),
    ] = None,
    since: Since = None,
    until: Until = None,
    about: Annotated[
        str | None, typer.Option("--about", help="Only pages that hold all these words.")
    ] = None,
    reader: Annotated[
        str, typer.Option("--reader", help="What the shards were read with.")
    ] = "trained",
    lexicon: Annotated[
        Path | None, typer.Option("--lexicon", help="What the shards were read with.")
    ] = None,
    engine: Annotated[
        str, typer.Option("--engine", help="What joins the pages. pool: this machine; daft: many.")
    ] = "pool",
    ray: Annotated[
        str | None,
        typer.Option(
            "--ray", metavar="ADDRESS", help="With daft: the Ray cluster; auto: this machine's."
        ),
    ] = None,
) -> None:
    """Bring pages that were read into shards, or a slice of them, into a record, and join them.

    --from and --to take the pages published then; without a slice, the record is the same as one
    that was read here.
    """
    from onrecord.run import load as load_shards  # noqa: PLC0415 - brings the parser with it

    _dates(None, since, until)
    _one_of("--engine", engine, ("pool", "daft"))
    if ray is not None and engine != "daft":
        raise typer.BadParameter("--ray goes with --engine daft", param_hint="--ray")
    count, failed = load_shards(
        folder,
        into=into,
        reader=reader,
        lexicon=lexicon,
        names=actor or (),
        since=since,
        until=until,
        words=about,
        engine=engine == "daft",
        ray=ray,
    )
    for page in failed:
        _say(text.page_line(page))
    typer.echo(f"{count} page{'s' if count != 1 else ''} of {folder} on the record {into}")
    raise typer.Exit(1 if failed else 0)


@app.command()
def watch(
    places: Annotated[
        list[str],
        typer.Argument(metavar="PLACES", help="Folders, feeds and other files, globs."),
    ],
    into: Annotated[
        Path, typer.Option("--into", help="The record: made where there is none, added to else.")
    ] = STORY,
    every: Annotated[
        float, typer.Option("--every", min=0.1, help="Seconds between one look and the next.")
    ] = 5,
    newer: Annotated[
        str | None,
        typer.Option(
            "--since",
            metavar="DATE|last",
            help="Also print what the pages published since then, or those that just came in, "
            "added or changed.",
        ),
    ] = None,
    once: Annotated[
        bool, typer.Option("--once", help="Look once, read what is new, and end.")
    ] = False,
    date: Annotated[
        str | None,
        typer.Option("--date", help="The day the pages were published, where they do not say it."),
    ] = None,
    workers: Annotated[
        int | None,
        typer.Option("--workers", min=0, help="Processes that read: one a core unless told."),
    ] = None,
) -> None:
    """Read pages as they appear in a folder or a feed's file; Ctrl-C ends it.

    A file is read once two looks see it alike, and again when it has changed. What is on the
    record stays; a feed that drops its oldest items takes nothing off.
    """
    _edtf("--date", date)
    _edtf("--since", None if newer == LAST else newer)
    watched = Watched(places)
    failed = False
    if not once:
        _say(f"onrecord: watching {', '.join(places)}; Ctrl-C ends it")
    try:
        while True:
            files = watched.look(settled=once)
            if files:
                report = _read([str(f) for f in files], into, date=date, workers=workers)
                _say_read(report)
                failed = failed or bool(report.failed)
                if newer is not None and (report.new or newer != LAST) and into.exists():
                    _print_changes(into, None, False, newer, "text")
            if once:
                break
            sys.stdout.flush()
            time.sleep(every)
    except KeyboardInterrupt:
        _say("\nonrecord: stopped watching; what came in is on the record")
    raise typer.Exit(1 if failed else 0)


@app.command()
def timeline(
    *,
    db: Db = STORY,
    actor: Annotated[
        str | None,
        typer.Option("--actor", help="Said, done or suffered by this actor (a state: officials)."),
    ] = None,
    on: On = None,
    since: Since = None,
    until: Until = None,
    outlet: Outlet = None,
    words: Holding = None,
    limit: Limit = None,
    as_of: AsOf = None,
    newer: Annotated[
        str | None,
        typer.Option(
            "--since",
            metavar="DATE|last",
            help="Only what pages published since then, or brought by the last `read`, added "
            "or changed.",
        ),
    ] = None,
    rejected: Rejected = False,
    format: AsShape = "text",
) -> None:
    """Print one entry for each act of speech and each event, in order of time.

    What no page dates, but a page of a known day tells as said or done, stands at the end of that
    day: it was no later. The rest, such as plans for no day, comes last, in a section of its own.
    """
    _dates(on, since, until)
    filters = Filters(actor=actor, on=on, since=since, until=until, outlet=outlet, words=words)
    if newer is not None:
        _edtf("--since", None if newer == LAST else newer)
        if filters != Filters() or limit is not None:
            raise typer.BadParameter("it takes no filters beside it", param_hint="--since")
        _print_changes(db, as_of, rejected, newer, format)
        return
    with _view(db, as_of=as_of, rejected=rejected) as view:
        _known_outlet(view, outlet)
        entries = timeline_of(view, filters, limit=limit)
        _say_more(limit, lambda: count_timeline(view, filters))
    if format == "json":
        _json(entries)
        return
    _print_timeline(entries)


@app.command()
def statements(
    *,
    db: Db = STORY,
    by: Annotated[
        str | None, typer.Option("--by", help="Said by this actor (a state: its officials too).")
    ] = None,
    about: Annotated[
        str | None, typer.Option("--about", help="Mentions this actor, or holds these words.")
    ] = None,
    between: Between = None,
    on: On = None,
    since: Since = None,
    until: Until = None,
    kind: Annotated[str | None, typer.Option("--kind", help="direct, mixed or indirect.")] = None,
    nature: Annotated[
        str | None,
        typer.Option(
            "--nature",
            help="speech, belief, intention, question or any; speech and questions unless told.",
        ),
    ] = None,
    outlet: Outlet = None,
    words: Holding = None,
    limit: Limit = None,
    as_of: AsOf = None,
    rejected: Rejected = False,
    format: AsShape = "text",
) -> None:
    """Print the statements that fit all that is asked."""
    _dates(on, since, until)
    _one_of("--kind", kind, ("direct", "mixed", "indirect"))
    _one_of("--nature", nature, ("speech", "belief", "intention", "question", "any"))
    filters = Filters(
        by=by,
        about=about,
        between=between,
        on=on,
        since=since,
        until=until,
        kind=kind,
        nature=tuple(query.SAID) if nature is None else None if nature == "any" else nature,
        outlet=outlet,
        words=words,
    )
    with _view(db, as_of=as_of, rejected=rejected) as view:
        _known_outlet(view, outlet)
        rows = query.statements(view, filters, limit=limit)
        _say_more(limit, lambda: query.count_statements(view, filters))
        shown = query.words(view, [row.id for row in rows])
    if format == "json":
        _json(rows)
    else:
        _list(*text.statement_cells(rows, shown), text.statement_items(rows, shown))


@app.command()
def events(
    *,
    db: Db = STORY,
    type: Annotated[
        str | None, typer.Option("--type", help="A PLOVER type or mode: CONSULT, SANCTION, expel.")
    ] = None,
    actor: Annotated[
        str | None, typer.Option("--actor", help="This actor does it or it is done to them.")
    ] = None,
    between: Between = None,
    status: Annotated[
        str | None,
        typer.Option(
            "--status",
            help="happened, ongoing, planned, proposed, expected, requested, hypothetical, denied.",
        ),
    ] = None,
    on: On = None,
    since: Since = None,
    until: Until = None,
    outlet: Outlet = None,
    words: Holding = None,
    limit: Limit = None,
    as_of: AsOf = None,
    rejected: Rejected = False,
    format: AsShape = "text",
) -> None:
    """Print the events that fit all that is asked."""
    _dates(on, since, until)
    _one_of("--status", status, _STATUSES)
    _plover("--type", type)
    filters = Filters(
        type=type,
        actor=actor,
        between=between,
        status=status,
        on=on,
        since=since,
        until=until,
        outlet=outlet,
        words=words,
    )
    with _view(db, as_of=as_of, rejected=rejected) as view:
        _known_outlet(view, outlet)
        rows = query.events(view, filters, limit=limit)
        _say_more(limit, lambda: query.count_events(view, filters))
    if format == "json":
        _json(rows)
    else:
        _list(*text.event_cells(rows), text.event_items(rows))


@app.command()
def actors(
    name: Annotated[
        str | None, typer.Argument(metavar="NAME", help="Only those who have this name.")
    ] = None,
    db: Db = STORY,
    as_of: AsOf = None,
    format: AsShape = "text",
) -> None:
    """Print the actors, those who say and do most first."""
    with _view(db, as_of=as_of) as view:
        rows = query.actors(view, name=name)
    if format == "json":
        _json(rows)
    else:
        _list(*text.actor_cells(rows), text.actor_items(rows))


@app.command()
def relations(
    one: Annotated[str, typer.Argument(metavar="ONE", help="An actor.")],
    other: Annotated[str, typer.Argument(metavar="OTHER", help="Another actor.")],
    db: Db = STORY,
    window: Annotated[
        int, typer.Option("--window", min=1, help="Days within which one act may answer another.")
    ] = WINDOW,
    seed: Annotated[int, typer.Option("--seed", help="Of the shuffles of the test.")] = 0,
    as_of: AsOf = None,
    format: AsShape = "text",
) -> None:
    """Print what two actors did to each other: by month and class, what answers what, if in kind.

    Answers that a page states stand apart from what merely came later. Whether they answer in kind
    is asked by a permutation test, which is refused where there is too little data.
    """
    with _view(db, as_of=as_of) as view:
        relation = relations_of(view, one, other, window=window, seed=seed)
    if format == "json":
        _json(relation)
    else:
        _table(*text.relation_cells(relation.months))
        text.print_lines(_stdout(), text.relation_lines(relation))


@app.command()
def compare(
    id: Annotated[
        str, typer.Argument(metavar="ID", help="An utterance or happening, or one of its reports.")
    ],
    db: Db = STORY,
    format: AsShape = "text",
) -> None:
    """Print the wordings of one utterance, or the reports of one happening, side by side.

    Beside the first: [+words only here+], [-words only there-].
    """
    with _view(db) as view:
        comparison = citing.compare(view, id)
    if format == "json":
        _json(comparison)
    else:
        text.print_lines(_stdout(), text.comparison_lines(comparison))


@app.command()
def cite(
    id: Annotated[
        str,
        typer.Argument(
            metavar="ID", help="A statement, event, utterance or happening; a beginning will do."
        ),
    ],
    db: Db = STORY,
    format: Annotated[
        CiteShape,
        typer.Option("--format", help="jsonld: W3C Web Annotations, one a line."),
    ] = "text",
) -> None:
    """Print the citation: the quotation, who and when, the page, and how to check it."""
    from onrecord.views.exports.annotations import (  # noqa: PLC0415 - only where it is asked for
        CONTEXT,
        annotations_of,
    )

    with _view(db) as view:
        found = citing.cite(view, id)
        ids = [one.id for one in found]
        notes = annotations_of(view, ids) if format == "jsonld" else []
    if format == "json":
        _json(found)
    elif format == "jsonld":
        alone = ({"@context": CONTEXT, **note} for note in notes)
        lines = [msgspec.json.encode(note).decode("utf-8") for note in alone]
        text.print_lines(_stdout(), lines)
    else:
        blocks = [line for one in found for line in (*text.citation_lines(one), "")]
        text.print_lines(_stdout(), blocks[:-1])


@app.command()
def search(
    words: Annotated[
        list[str], typer.Argument(metavar="WORDS", help='Words, or a "phrase in double quotes".')
    ],
    db: Db = STORY,
    limit: Annotated[int, typer.Option("--limit", min=1, help="At most so many of each.")] = 50,
    format: AsShape = "text",
) -> None:
    """Print the statements, then the paragraphs of pages, that hold all the words."""
    with _view(db) as view:
        rows = query.search(view, " ".join(words), limit=limit)
        counts = query.count_found(view, " ".join(words))
    note = text.search_note(counts, limit)
    if note:
        _say(note)
    if format == "json":
        _json(rows)
    else:
        _list(*text.found_cells(rows), text.found_items(rows))


@app.command()
def export(
    what: Annotated[
        What,
        typer.Argument(
            metavar="WHAT",
            help="Rows (statements … happenings), a chronology, or a tool's format.",
        ),
    ],
    db: Db = STORY,
    format: Annotated[
        str | None,
        typer.Option(
            "--format",
            help="Rows: jsonl, csv, parquet; chronology: md, html, docx; others have one each. "
            "The first unless told.",
        ),
    ] = None,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="A file; stdout unless told.")
    ] = None,
    as_of: AsOf = None,
    rejected: Rejected = False,
) -> None:
    """Write rows for other programs, or the record as other tools and readers take it.

    docs/data-model.md says what each field of the rows is, docs/exports.md what the chronology
    and the formats of other tools hold.
    """
    from onrecord.views.exports.offered import (  # noqa: PLC0415 - brings the templates with it
        formats_of,
        made,
    )

    _one_of("--format", format, formats_of(what))
    with _view(db, as_of=as_of, rejected=rejected) as view:
        found = made(view, what, format=format)
    if found.note is not None:
        _say(f"onrecord: {found.note}")
    if output is None:
        sys.stdout.flush()
        sys.stdout.buffer.write(found.data)
        sys.stdout.buffer.flush()
    else:
        write_whole(output, found.data)


@app.command()
def report(
    db: Db = STORY,
    output: Annotated[Path, typer.Option("-o", "--output", help="The file to write.")] = Path(
        "report.html"
    ),
    as_of: AsOf = None,
    rejected: Rejected = False,
) -> None:
    """Write the record as one HTML file that needs no network, and print its path."""
    with _view(db, as_of=as_of, rejected=rejected) as view:
        _write_report(view, output)
    typer.echo(output)


@app.command()
def serve(
    db: Db = STORY,
    host: Annotated[
        str,
        typer.Option(
            "--host", help="The address to listen on. Others than this machine see it only if told."
        ),
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="0: any free one.")] = 8000,
    open_: Annotated[
        bool, typer.Option("--open", help="Open it in the browser of this machine.")
    ] = False,
) -> None:
    """Serve the record as pages to look through, correct and add to, on this machine alone.

    The address is printed first; Ctrl-C ends it. docs/serve.md shows every page. The record need
    not be there yet: drop pages onto the app, and it is made of them.
    """
    from onrecord.views.web.serve import serve as serve_record  # noqa: PLC0415 - brings FastAPI

    serve_record(db, host=host, port=port, open_it=open_, say=_say)


@app.command()
def mcp(db: Db = STORY) -> None:
    """Answer an assistant's questions about the record, over stdin and stdout (MCP).

    Its tools search statements, give the timeline, compare, cite and list actors; each answer
    quotes the page, with the address and offsets that open it. Nothing is written. docs/mcp.md
    says how an assistant is told of it.
    """
    from onrecord.views.mcp import serve as serve_tools  # noqa: PLC0415 - brings the protocol

    serve_tools(db)


@app.command()
def correct(
    verb: Annotated[
        str,
        typer.Argument(
            metavar="VERB",
            help=f"{', '.join(VERBS)} or undo.",
        ),
    ],
    asked: Annotated[
        list[str],
        typer.Argument(metavar="ID...", help="What it is about, then the right name, date, type …"),
    ],
    why: Annotated[str, typer.Option("--why", help="The reason, kept with the correction.")],
    who: Annotated[
        str | None, typer.Option("--who", help="Who decides; your login name unless told.")
    ] = None,
    new: Annotated[
        bool, typer.Option("--new", help="The name is nobody's on the record yet.")
    ] = False,
    db: Db = STORY,
    format: AsShape = "text",
) -> None:
    """Correct the record: your decision wins over the machine's, and can be undone.

    same ID ID, different ID ID: statements (or utterances), events (or happenings), or actors,
    by id or name; ACTOR@PAGE is the actor as one page names it. Of a statement: speaker ID NAME,
    addressee ID NAME, occasion ID WORDS, kind ID KIND, nature ID NATURE, within ID ID, words ID
    WORDS (what was said, as it stands on the page; […] for what is left out), cue ID WORDS (what
    reports it). Of an event: type ID TYPE [MODE], actor ID NAMES, recipient ID NAMES (a semicolon
    between them), about ID WORDS (as they stand on the page; "count: nine", "amount: …"),
    status ID STATUS, reported_by ID ID (the statement that tells it), response_to ID ID (the
    event that it answers). Of both: place ID PLACE, date ID DATE, reject ID. none empties a
    field. undo ID takes a correction back. Nothing read is lost: the pages are never changed, and
    `onrecord corrections` lists every decision.
    """
    from onrecord.decisions import correct as correct_record  # noqa: PLC0415 - brings linking

    row = correct_record(db, verb, asked, why=why, who=who, new=new)
    if format == "json":
        _json(row)
    else:
        typer.echo(text.correction_line(row))
    with View(db) as view:
        for other in query.corrections(view):
            if other.state == "overruled" and row.id in other.note:
                _say(f"onrecord: this overrules {text.correction_line(other)}")


@app.command()
def corrections(db: Db = STORY, format: AsShape = "text") -> None:
    """Print every correction, undone ones too: who, why, when, and what became of it."""
    with _view(db) as view:
        rows = query.corrections(view)
    if format == "json":
        _json(rows)
    else:
        _table(*text.correction_cells(rows))


@app.command()
def verify(db: Db = STORY, format: AsShape = "text") -> None:
    """Prove the record: hash every page again, cut every span again. Status 1 where one fails."""
    with _view(db, quiet=True) as view:
        proof = verify_view(view)
    if format == "json":
        _json(proof)
    else:
        text.print_lines(_stdout(), text.proof_lines(proof))
    raise typer.Exit(1 if proof.faults else 0)


@app.command()
def demo(
    pages: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="PAGES",
            help="Pages of another story, in place of the one that is shipped.",
        ),
    ] = None,
    into: Annotated[Path, typer.Option("--into", help="The demonstration's record.")] = Path(
        "demo/story.db"
    ),
) -> None:
    """Read the demonstration story (or PAGES), print its timeline, write its report.

    The record holds these pages only: a demonstration begun with others forgets them. It never
    touches a record that `onrecord read` made.
    """
    _refuse_own_record(into)
    report = _read(pages or [str(_shipped())], into, only=True)
    _say_read(report)
    if report.read:
        with Writer(into) as writer:
            writer.set_fact("made by", "demo")
        with _view(into) as view:
            _print_timeline(timeline_of(view))
            page = into.with_suffix(".html")
            _write_report(view, page)
        _say(f"\nLook further: onrecord statements --db {into}, onrecord cite ID --db {into}")
        _say("The whole record as one page, to open in a browser:")
        typer.echo(page)
    raise typer.Exit(1 if report.failed else 0)


_STATUSES = get_args(Status)


def _read(
    pages: Sequence[str],
    into: Path,
    *,
    date: str | None = None,
    reader: str = "trained",
    lexicon: Path | None = None,
    only: bool = False,
    workers: int | None = None,
    page_time: float = 120,
) -> ReadReport:
    from onrecord.run import read as read_pages  # noqa: PLC0415 - brings the parser with it

    shown = ProgressLines(sys.stderr)
    report = read_pages(
        pages,
        into=into,
        date=date,
        reader=reader,
        lexicon=lexicon,
        only=only,
        progress=shown.page,
        workers=cores() if workers is None else workers,
        seconds=page_time,
    )
    shown.end()
    return report


def _read_into_shards(
    pages: Sequence[str],
    out: Path,
    ray: str | None,
    date: str | None,
    reader: str,
    lexicon: Path | None,
    page_time: float,
) -> None:
    from onrecord.run import read_into_shards  # noqa: PLC0415 - brings the parser with it

    lines = read_into_shards(
        pages, out=out, ray=ray, date=date, reader=reader, lexicon=lexicon, seconds=page_time
    )
    for line in lines:
        _say(f"onrecord: {line}")
    typer.echo(f"{len(lines)} shard{'s' if len(lines) != 1 else ''} written to {out}")


_ALIKE = 5
"""Pages of nearly the same words that are named; more are only counted."""


def _say_read(report: ReadReport) -> None:
    pages = len(report.read)
    for aside in report.asides:
        _say(f"onrecord: {text.clean(aside)}")
    alike = [f"{page.doc} as {page.like}" for page in report.read if page.like is not None]
    if alike:
        some = "; ".join(alike[:_ALIKE]) + ("; …" if len(alike) > _ALIKE else "")
        _say(
            text.clean(
                f"onrecord: with nearly the same words as a page before them: {len(alike)} ({some})"
            )
        )
    others = Counter(page.sort for page in report.read if page.sort != "article")
    if others:
        counted = ", ".join(f"{n} {sort}" for sort, n in others.most_common())
        _say(f"onrecord: no articles, kept with the reason (`export documents`): {counted}")
    typer.echo(
        f"{pages} page{'s' if pages != 1 else ''} on the record {report.into} ({report.new} newly "
        f"read)" + (f", {len(report.failed)} not read" if report.failed else "")
        if pages
        else f"no page could be read; nothing was put on the record {report.into}"
    )


def _refuse_own_record(into: Path) -> None:
    if not into.exists():
        return
    with Writer(into) as writer:
        if not writer.empty and writer.fact("made by") != "demo":
            raise typer.BadParameter(
                f"{into} is a record of yours; name another file for the demonstration",
                param_hint="--into",
            )


def _shipped() -> Path:
    return Path(__file__).parents[1] / "data" / "demo" / "pages"


def _write_report(view: View, path: Path) -> None:
    from onrecord.views.report import report_of  # noqa: PLC0415 - brings the templates with it

    write_whole(path, report_of(view).encode("utf-8"))


def _view(
    db: Path, *, quiet: bool = False, as_of: str | None = None, rejected: bool = False
) -> View:
    """The record; made anew in memory where another moment, or what was rejected, is asked for."""
    _edtf("--as-of", as_of)
    view = View(db)
    if not quiet and not view.linked:
        _say("onrecord: some pages are not yet joined with the others; run `onrecord read` again")
    if as_of is None and not rejected:
        return view
    from onrecord.link.decide import link  # noqa: PLC0415 - brings the parser with it

    with view:
        pages = pages_until(view, as_of)
        if pages.undated:
            _say(f"onrecord: without a date, left out: {', '.join(pages.undated)}")
        return view.retold(pages.docs, link, rejected=rejected)


def _known_outlet(view: View, outlet: str | None) -> None:
    """Refuse an outlet that the record does not have, and name those it has."""
    known = sorted(name for name, _ in query.outlets(view))
    if outlet is not None and outlet not in known:
        some = ", ".join(known[:20]) + (f" and {len(known) - 20} more" if len(known) > 20 else "")
        raise typer.BadParameter(
            f"expected one of {text.clean(some)}; found {outlet!r}", param_hint="--outlet"
        )


def _say_more(limit: int | None, count: Callable[[], int]) -> None:
    """Say how many fit where fewer are printed: a list that was cut must not look whole."""
    if limit is not None and (total := count()) > limit:
        _say(f"onrecord: the first {limit} of {total} that fit; --limit {total} prints all")


def _print_changes(db: Path, as_of: str | None, rejected: bool, newer: str, format: Shape) -> None:
    from onrecord.link.decide import link  # noqa: PLC0415 - brings the parser with it

    with _view(db, as_of=as_of, rejected=rejected) as view:
        undated = pages_before(view, newer, view.docs()).undated
        found = changes(view, newer, link)
    if undated:
        _say(f"onrecord: without a date, taken for older: {', '.join(undated)}")
    if format == "json":
        _json(found)
    else:
        _list(*text.change_cells(found), text.change_items(found))


def _print_timeline(entries: list[Entry]) -> None:
    console = _stdout()
    dated = [entry for entry in entries if entry.date or entry.bound]
    undated = [entry for entry in entries if not (entry.date or entry.bound)]
    if not console.is_terminal:
        text.print_cells(console, *text.timeline_cells([*dated, *undated]))
        return
    text.print_items(console, text.timeline_items(dated))
    if undated:
        text.print_items(console, text.timeline_items(undated), title="No page says when")


def _list(heading: text.Cells, lines: list[text.Cells], items: list[text.Item]) -> None:
    """Print rows: as entries on a terminal, as tab-separated lines elsewhere."""
    console = _stdout()
    if console.is_terminal:
        text.print_items(console, items)
    else:
        text.print_cells(console, heading, lines)
    if not lines:
        _say("nothing on the record fits")


def _table(heading: text.Cells, lines: list[text.Cells]) -> None:
    text.print_cells(_stdout(), heading, lines)
    if not lines:
        _say("nothing on the record fits")


def _stdout() -> Console:
    return Console(file=sys.stdout, highlight=False)


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def _json(value: Any) -> None:
    plain = msgspec.json.format(msgspec.json.encode(value), indent=2)
    sys.stdout.write(plain.decode("utf-8") + "\n")


def _dates(on: str | None, since: str | None, until: str | None) -> None:
    for name, value in (("--on", on), ("--from", since), ("--to", until)):
        _edtf(name, value)


def _edtf(name: str, value: str | None) -> None:
    if value is not None and not is_edtf(value):
        raise typer.BadParameter(
            f"expected a date such as 2021-06-16, 2021-06 or 2021, found {value!r}", param_hint=name
        )


def _plover(name: str, value: str | None) -> None:
    types = sorted({kind for kind, _ in codes()})
    modes = {mode for _, mode in codes() if mode is not None}
    if value is not None and value.upper() not in types and value.lower() not in modes:
        raise typer.BadParameter(
            f"expected a PLOVER type ({', '.join(types)}) or a mode such as expel, found {value!r}",
            param_hint=name,
        )


def _one_of(name: str, value: str | None, known: Sequence[str]) -> None:
    if value is not None and value not in known:
        raise typer.BadParameter(
            f"expected one of {', '.join(known)}, found {value!r}", param_hint=name
        )
