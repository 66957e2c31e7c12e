"""Rows of the record for other programs: JSON lines, CSV, Parquet; the same columns in each."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal

import msgspec

from onrecord.errors import OnrecordError
from onrecord.record import query
from onrecord.record.rows import (
    CorrectionRow,
    DocumentRow,
    EventRow,
    HappeningRow,
    MentionRow,
    StatementRow,
    TimeRow,
    UtteranceRow,
)
from onrecord.record.store import View

Format = Literal["jsonl", "csv", "parquet"]
FORMATS: tuple[Format, ...] = ("jsonl", "csv", "parquet")

EXPORTS: Mapping[str, tuple[type[msgspec.Struct], Callable[[View], Sequence[msgspec.Struct]]]] = {
    "statements": (StatementRow, query.statements),
    "events": (EventRow, query.events),
    "times": (TimeRow, query.times),
    "mentions": (MentionRow, query.mentions),
    "documents": (DocumentRow, query.documents),
    "utterances": (UtteranceRow, query.utterances),
    "happenings": (HappeningRow, query.happenings),
    "corrections": (CorrectionRow, query.corrections),
}
"""What can be exported: the row, whose fields are the columns, and where rows come from."""


def exported(view: View, what: str, *, format: Format = "jsonl") -> bytes:
    """The whole export as bytes: UTF-8 for JSON lines and CSV; ends in a line break.

    `OnrecordError` for something that can't be exported, or Parquet without pyarrow.
    """
    if what not in EXPORTS:
        raise OnrecordError(f"expected one of {', '.join(EXPORTS)}, found {what!r}")
    row, rows = EXPORTS[what]
    found = rows(view)
    if format == "jsonl":
        return b"".join(msgspec.json.encode(_bare(one)) + b"\n" for one in found)
    if format == "csv" and what == "events":
        from onrecord.views.exports.polecat import events_csv  # noqa: PLC0415 - it needs this

        return events_csv(view, query.events(view), [name for name, _ in _columns(row)])
    if format == "csv":
        return _csv(row, found)
    if format == "parquet":
        return _parquet(row, found)
    raise OnrecordError(f"expected a format of {', '.join(FORMATS)}, found {format!r}")


_BESIDE = "corrected"
"""A field of rows that the export `corrections` tells: the columns of the others are fixed."""


def _bare(one: msgspec.Struct) -> msgspec.Struct:
    return msgspec.structs.replace(one, **{_BESIDE: ()}) if getattr(one, _BESIDE, ()) else one


def _fields(row: type[msgspec.Struct]) -> Iterator[msgspec.structs.FieldInfo]:
    return (field for field in msgspec.structs.fields(row) if field.name != _BESIDE)


def write_whole(path: Path, data: bytes) -> None:
    """Write a file so that it is never seen half-written; `OnrecordError` where it can't be."""
    beside = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside.write_bytes(data)
        beside.replace(path)
    except OSError as failure:
        raise OnrecordError(f"{path} can't be written: {failure.strerror}") from failure


_FORMULAS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
"""What begins a formula in some spreadsheet, its settings for Chinese and Japanese included."""


def plain_cell(value: object) -> str:
    """A cell of a CSV file: text as it is, "" for None, lists and objects as JSON.

    Text that a spreadsheet would take for a formula gets an apostrophe in front, also where white
    space or a full-width sign hides it.

    >>> plain_cell("=1+1"), plain_cell(None), plain_cell([1, 2])
    ("'=1+1", '', '[1,2]')
    >>> plain_cell("\\n =1+1"), plain_cell("＝1+1")
    ("'\\n =1+1", "'＝1+1")
    """
    if value is None:
        return ""
    if isinstance(value, str):
        acts = value.startswith(("\t", "\r")) or value.lstrip().startswith(_FORMULAS)
        return f"'{value}" if acts else value
    return msgspec.json.encode(value).decode("utf-8")


def _csv(row: type[msgspec.Struct], rows: Sequence[msgspec.Struct]) -> bytes:
    """One column a field; what has fields of its own gets a column for each ("speaker.name")."""
    whole = io.StringIO(newline="")
    writer = csv.writer(whole, lineterminator="\r\n")
    writer.writerow([name for name, _ in _columns(row)])
    for one in rows:
        writer.writerow([plain_cell(_at(one, path)) for _, path in _columns(row)])
    return whole.getvalue().encode("utf-8-sig")


def _columns(row: type[msgspec.Struct]) -> Iterator[tuple[str, tuple[str, ...]]]:
    for field in _fields(row):
        inner = _inner(field.type)
        if inner is None:
            yield field.name, (field.name,)
        else:
            for part in inner.__struct_fields__:
                yield f"{field.name}.{part}", (field.name, part)


def _inner(kind: Any) -> type[msgspec.Struct] | None:
    """The struct of an optional field that is one; None for other fields."""
    for one in getattr(kind, "__args__", (kind,)):
        if isinstance(one, type) and issubclass(one, msgspec.Struct):
            return one if getattr(kind, "__origin__", None) is not tuple else None
    return None


def _at(one: object, path: tuple[str, ...]) -> object:
    for name in path:
        one = None if one is None else getattr(one, name)
    return one


def _parquet(row: type[msgspec.Struct], rows: Sequence[msgspec.Struct]) -> bytes:
    if find_spec("pyarrow") is None:
        raise OnrecordError(
            "Parquet needs the package pyarrow, which is not installed; "
            "install it with `pip install onrecord[parquet]`, or take --format jsonl or csv"
        )
    arrow = import_module("pyarrow")
    parquet = import_module("pyarrow.parquet")
    table = table_of(row, rows)
    sink = arrow.BufferOutputStream()
    parquet.write_table(table, sink, compression="zstd")
    return bytes(sink.getvalue().to_pybytes())


def table_of(row: type[msgspec.Struct], rows: Sequence[msgspec.Struct]) -> Any:
    """Rows as a `pyarrow.Table`, one column a field; columns of nulls keep their types."""
    arrow = import_module("pyarrow")  # an extra of a hundred megabytes: loaded where it is needed
    return arrow.Table.from_pylist(
        [msgspec.to_builtins(_bare(one)) for one in rows], schema=_schema(row, arrow)
    )


def _schema(row: type[msgspec.Struct], arrow: Any) -> Any:
    return arrow.schema([(f.name, _arrow(f.type, arrow)) for f in _fields(row)])


def _arrow(kind: Any, arrow: Any) -> Any:
    """The Arrow type of a field, stated, so that a column of nulls keeps its type."""
    plain = {str: arrow.string(), int: arrow.int64(), float: arrow.float64()}
    if kind in plain:
        return plain[kind]
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        fields = msgspec.structs.fields(kind)
        return arrow.struct([(f.name, _arrow(f.type, arrow)) for f in fields])
    if getattr(kind, "__origin__", None) is Literal:
        return arrow.string()
    if getattr(kind, "__origin__", None) is tuple:
        return arrow.list_(_arrow(kind.__args__[0], arrow))
    return _arrow(next(one for one in kind.__args__ if one is not type(None)), arrow)
