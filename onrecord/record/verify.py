"""The record proves itself: every page hashed again, every span cut again."""

from __future__ import annotations

import hashlib
import html
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from onrecord.errors import OnrecordError, RecordError
from onrecord.model import Page, Reading
from onrecord.record.amended import amended
from onrecord.record.corrections import Correction, described, is_as_made, standing
from onrecord.record.reports import Fault, Proof
from onrecord.record.store import View
from onrecord.record.tables import on_page, rows_of
from onrecord.spans import Span

_SPANS = (
    ("regions", "region", 'doc, start, "end", text'),
    ("mentions", "mention", 'doc, start, "end", text'),
    ("times", "time expression", 'doc, start, "end", text'),
    ("witnesses", "witness of its date", 'doc, start, "end", text'),
    ("statements", "statement", 'doc, start, "end", text'),
    ("statements", "cue", "doc, cue_start, cue_end, cue_text"),
    ("statements", "occasion", "doc, occasion_start, occasion_end, occasion_text"),
    ("statement_roles", "speaker or addressee", 'doc, start, "end", text'),
    ("events", "event", 'doc, start, "end", text'),
    ("events", "event's word", "doc, anchor_start, anchor_end, anchor_text"),
    ("event_roles", "actor or recipient", 'doc, start, "end", text'),
    ("event_about", "what an event is about", 'doc, start, "end", text'),
)
"""Every column of the record that quotes a page: table, what it is, its four columns."""


def verify(view: View) -> Proof:
    """What was proved of a record, and every fault found; no faults where all of it holds."""
    faults: list[Fault] = []
    docs: list[str] = []
    spans, joined = 0, False
    decisions: list[Correction] = []
    unapplied: list[str] = []
    try:
        faults += _file(view)
        joined = view.linked
        docs = view.docs()
        for doc in docs:
            checked, wrong = _document(view, doc)
            spans += checked
            faults += wrong
        decisions = standing(view.corrections())
        faults += _corrections(view, decisions)
        unapplied += _unapplied(view, decisions)
    except (RecordError, sqlite3.DatabaseError) as failure:
        faults.append(Fault(None, "file", str(failure)))
    return Proof(len(docs), spans, joined, tuple(faults), len(decisions), tuple(unapplied))


def _corrections(view: View, decisions: Sequence[Correction]) -> Iterator[Fault]:
    """Corrections that are not as they were made, and pages that are not as these have them."""
    for one in view.corrections():
        if not is_as_made(one):
            yield Fault(None, "correction", f"{one.id} is not as it was made: its row was changed")
        if one.undone is not None and one.undone < one.made:
            yield Fault(None, "correction", f"{one.id} was undone before it was made")
    for doc in view.docs():
        own, changed = amended(view.reading(doc), decisions)
        if not changed:
            continue
        tables = rows_of(own).tables
        for table, keys in _AMENDED.items():
            expected = {tuple(row[key] for key in keys): row for row in tables.get(table, [])}
            found = {
                tuple(row[key] for key in keys): row for row in view.rows(*_of_page(table, doc))
            }
            unlike = {
                key for key in expected.keys() & found.keys() if _unlike(expected[key], found[key])
            }
            for id in sorted({str(key[0]) for key in (expected.keys() ^ found.keys()) | unlike}):
                yield Fault(doc, "correction", f"{id} is not as the corrections have it")


_AMENDED = {
    "statements": ("id",),
    "statement_roles": ("statement", "role"),
    "events": ("id",),
    "event_roles": ("event", "role", "number"),
}
"""The tables that corrections change, and what tells their rows apart."""


def _of_page(table: str, doc: str) -> tuple[str, tuple[str]]:
    return f"SELECT * FROM {table} WHERE doc = ?", (doc,)


def _unlike(expected: Mapping[str, Any], found: sqlite3.Row) -> bool:
    return any(found[name] != value for name, value in expected.items())


def _unapplied(view: View, decisions: Sequence[Correction]) -> Iterator[str]:
    states = {row["correction"]: row for row in view.rows("SELECT * FROM correction_states")}
    for one in decisions:
        row = states.get(one.id)
        if row is not None and row["state"] != "applied":
            yield f"{one.id} ({described(one)}): {row['state']}: {row['note']}"


def _document(view: View, doc: str) -> tuple[int, list[Fault]]:
    """How many spans of a document were cut again, and what does not hold."""
    try:
        page, reading = view.page(doc), view.reading(doc)
    except RecordError:
        raise
    except Exception as failure:  # noqa: BLE001 - zlib and msgspec have errors of their own
        return 0, [Fault(doc, "page", f"can't be read back: {failure}")]
    checked, wrong = _spans(view, doc, page, reading)
    return checked, [*_page(doc, page, reading), *wrong]


def _file(view: View) -> Iterator[Fault]:
    for row in view.rows("PRAGMA quick_check"):
        if row[0] != "ok":
            yield Fault(None, "file", f"SQLite finds it damaged: {row[0]}")
    for row in view.rows("PRAGMA foreign_key_check"):
        yield Fault(None, "file", f"a row of {row[0]} names a row of {row[2]} that is not there")
    for table, count in view.unlike_index():
        yield Fault(None, "index", f"{table} is not as the other tables have it ({count} rows)")


def _page(doc: str, page: Page, reading: Reading) -> Iterator[Fault]:
    found = hashlib.sha256(page.data).hexdigest()
    if found != page.sha256:
        yield Fault(doc, "page", f"expected bytes with sha256 {page.sha256}, found {found}")
    document = reading.document
    if document.page != page.sha256:
        yield Fault(doc, "reading", f"it is of another page ({document.page})")
    if not document.offsets.segments and document.text != page.text:
        yield Fault(doc, "reading", "expected the text of the page, found another text")
    for segment in document.offsets.segments:
        of_page = page.text[segment.page_start : segment.page_end]
        of_document = document.text[segment.start : segment.end]
        if _plain(of_page) != _plain(of_document):
            yield Fault(
                doc,
                "reading",
                f"expected {of_document!r} at {segment.page_start}..{segment.page_end} "
                f"of the page, found {of_page!r}",
            )


def _plain(text: str) -> str:
    """Text with entities read and white space alike, as a browser shows it."""
    return " ".join(html.unescape(text).split())


def _spans(view: View, doc: str, page: Page, reading: Reading) -> tuple[int, list[Fault]]:
    checked, faults = 0, []
    for what, start, end, text in _quoted(view, doc):
        checked += 1
        found = _cut(page, reading, start, end)
        if found != text:
            faults.append(
                Fault(
                    doc, what, f"expected {text!r} at {start}..{end} of the page, found {found!r}"
                )
            )
    return checked, faults


def _quoted(view: View, doc: str) -> Iterator[tuple[str, int, int, str]]:
    for table, what, columns in _SPANS:
        for row in view.rows(f"SELECT {columns} FROM {table} WHERE doc = ?", (doc,)):
            if row[1] is not None:
                yield what, row[1], row[2], row[3]
    parts = view.rows(
        'SELECT p.start, p."end", p.text FROM statement_parts p'
        " JOIN statements s ON s.id = p.statement WHERE s.doc = ?",
        (doc,),
    )
    for row in parts:
        yield "statement's part", row[0], row[1], row[2]


def _cut(page: Page, reading: Reading, start: int, end: int) -> str | None:
    """The readable text of a span of the page; None where the page has no such characters."""
    document = reading.document
    try:
        Span(start, end).of(page.text)
        span = document.offsets.to_document(Span(start, end))
        return span.of(document.text) if on_page(document, span) == (start, end) else None
    except OnrecordError:
        return None
