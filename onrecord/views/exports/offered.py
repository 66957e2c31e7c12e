"""Everything `onrecord export` offers: rows for other programs, and what readers and tools take."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib.metadata import version

import msgspec

from onrecord.errors import OnrecordError
from onrecord.record.store import View
from onrecord.views import export as row_exports
from onrecord.views.exports.annotations import collection_of
from onrecord.views.exports.bibtex import bibtex_of
from onrecord.views.exports.chronology import chronology_of
from onrecord.views.exports.csl import csl_of
from onrecord.views.exports.docx import docx_of
from onrecord.views.exports.ftm import ftm_of
from onrecord.views.exports.hypertext import html_of
from onrecord.views.exports.ics import ics_of
from onrecord.views.exports.markdown import markdown_of
from onrecord.views.exports.polecat import polecat_of
from onrecord.views.exports.ris import ris_of
from onrecord.views.exports.schemaorg import schemaorg_of
from onrecord.views.exports.timelinejs import timelinejs_of


class Made(msgspec.Struct, frozen=True):
    """An export as bytes; `note` tells a person what it leaves out, and where that is."""

    data: bytes
    note: str | None = None


def _timelinejs(view: View) -> Made:
    data, left_out = timelinejs_of(view)
    return Made(data, _left_out(left_out, "entries without a date", "export chronology"))


def _polecat(view: View) -> Made:
    data, left_out = polecat_of(view, _version())
    return Made(data, _left_out(left_out, "events that did not happen", "export happenings"))


def _ics(view: View) -> Made:
    data, left_out = ics_of(view, _version())
    what = "planned contacts without a date, or of a whole year"
    note = _left_out(left_out, what, "events --type CONSULT")
    if b"BEGIN:VEVENT" not in data:
        note = "; ".join(part for part in ("the calendar is empty", note) if part)
    return Made(data, note)


TOOLS: Mapping[str, Mapping[str, Callable[[View], Made]]] = {
    "chronology": {
        "md": lambda view: Made(markdown_of(chronology_of(view)).encode("utf-8")),
        "html": lambda view: Made(html_of(chronology_of(view)).encode("utf-8")),
        "docx": lambda view: Made(docx_of(chronology_of(view))),
    },
    "annotations": {"jsonld": lambda view: Made(collection_of(view))},
    "timelinejs": {"json": _timelinejs},
    "polecat": {"csv": _polecat},
    "ftm": {"jsonl": lambda view: Made(ftm_of(view))},
    "schemaorg": {"jsonld": lambda view: Made(schemaorg_of(view))},
    "csl": {"json": lambda view: Made(csl_of(view))},
    "bibtex": {"bib": lambda view: Made(bibtex_of(view))},
    "ris": {"ris": lambda view: Made(ris_of(view))},
    "ics": {"ics": _ics},
}
"""What is not rows: its formats, the usual one first."""

NAMES: tuple[str, ...] = (*row_exports.EXPORTS, *TOOLS)


def formats_of(what: str) -> tuple[str, ...]:
    """The formats of an export, the usual one first; `OnrecordError` for one there is not."""
    if what in TOOLS:
        return tuple(TOOLS[what])
    if what in row_exports.EXPORTS:
        return row_exports.FORMATS
    raise OnrecordError(f"expected one of {', '.join(NAMES)}, found {what!r}")


def made(view: View, what: str, *, format: str | None = None) -> Made:
    """An export of the record, in its usual format unless told; the same record, the same bytes.

    `OnrecordError` for an export or a format that there is not, or Parquet without pyarrow.
    """
    formats = formats_of(what)
    chosen = next((one for one in formats if one == (format or formats[0])), None)
    if chosen is None:
        raise OnrecordError(
            f"expected {what} as {' or '.join(formats)}, found the format {format!r}"
        )
    if what in TOOLS:
        return TOOLS[what][chosen](view)
    rows: row_exports.Format = next(one for one in row_exports.FORMATS if one == chosen)
    return Made(row_exports.exported(view, what, format=rows))


def _left_out(count: int, what: str, where: str) -> str | None:
    return f"{count} left out: {what}; see `onrecord {where}`" if count else None


def _version() -> str:
    return version("onrecord")
