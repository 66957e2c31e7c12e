"""What can be taken away from the web app: the exports of `onrecord export` and the report."""

from __future__ import annotations

from importlib.util import find_spec
from itertools import groupby

import msgspec

from onrecord.errors import NotOnRecord
from onrecord.record.store import View
from onrecord.views.exports.offered import formats_of, made
from onrecord.views.report import report_of


class Offer(msgspec.Struct, frozen=True):
    """An export: its name, what it holds, and its formats, the usual one first."""

    what: str
    holds: str
    formats: tuple[str, ...]


class Shelved(msgspec.Struct, frozen=True):
    """Exports for one purpose."""

    purpose: str
    offers: tuple[Offer, ...]


class Offers(msgspec.Struct, frozen=True):
    """Everything that can be taken; `/export/WHAT.FORMAT` is the file."""

    shelves: tuple[Shelved, ...]


REPORT = "report"
_TO_READ, _ROWS, _TOOLS = "To read and print", "Rows, for a spreadsheet", "For other tools"
_OFFERED = (
    (_TO_READ, REPORT, "the whole record as one page, sources and all, that needs no network"),
    (_TO_READ, "chronology", "entries in order of time, a footnote for each report"),
    (_ROWS, "statements", "who said what, one row for each report"),
    (_ROWS, "events", "who did what to whom, one row for each report; POLECAT's columns first"),
    (_ROWS, "utterances", "each act of speech, and who tells it"),
    (_ROWS, "happenings", "each event in the world, who tells it, and where reports differ"),
    (_ROWS, "documents", "the pages: outlet, title, day, and why that day"),
    (_ROWS, "times", "every expression of time and its value"),
    (_ROWS, "mentions", "every name, title and pronoun, and whom it stands for"),
    (_ROWS, "corrections", "what people decided, who and why"),
    (_TOOLS, "timelinejs", "TimelineJS: the drawn chronology"),
    (_TOOLS, "csl", "CSL-JSON of the pages: Zotero, Pandoc"),
    (_TOOLS, "bibtex", "BibTeX of the pages: LaTeX, JabRef"),
    (_TOOLS, "ris", "RIS of the pages: EndNote, Mendeley"),
    (_TOOLS, "ics", "a calendar of the contacts that are planned"),
    (_TOOLS, "annotations", "W3C Web Annotations: the words in their pages"),
    (_TOOLS, "schemaorg", "schema.org: quotations and claims"),
    (_TOOLS, "ftm", "FollowTheMoney: Aleph, OpenSanctions"),
    (_TOOLS, "polecat", "POLECAT's columns: what happened, one row a happening"),
)

MEDIA = {
    "bib": "text/plain; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "html": "text/html; charset=utf-8",
    "ics": "text/calendar; charset=utf-8",
    "json": "application/json",
    "jsonl": "application/x-ndjson",
    "jsonld": "application/ld+json",
    "md": "text/markdown; charset=utf-8",
    "parquet": "application/vnd.apache.parquet",
    "ris": "text/plain; charset=utf-8",
}
"""What the browser is told of each format."""


def offers() -> Offers:
    """What can be taken on this machine: Parquet only where it can be written."""
    return Offers(
        tuple(
            Shelved(purpose, tuple(Offer(what, holds, _formats(what)) for _, what, holds in some))
            for purpose, some in groupby(_OFFERED, key=lambda one: one[0])
        )
    )


def _formats(what: str) -> tuple[str, ...]:
    if what == REPORT:
        return ("html",)
    can = find_spec("pyarrow") is not None
    formats = tuple(one for one in formats_of(what) if can or one != "parquet")
    usual = {"chronology": "docx"}.get(what, "csv" if "csv" in formats else formats[0])
    return (usual, *(one for one in formats if one != usual))


def taken(view: View, what: str, format: str) -> bytes:
    """The file; `NotOnRecord` for an export or a format that is not offered."""
    known = {what for _, what, _ in _OFFERED}
    if what not in known or format not in _formats(what):
        name = f"{what}.{format}"
        raise NotOnRecord(name, f"expected an export that /export lists, found {name!r}")
    if what == REPORT:
        return report_of(view).encode("utf-8")
    return made(view, what, format=format).data
