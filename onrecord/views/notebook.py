"""A record in a notebook: what it gives as rows, as an Arrow table, as a data frame, and shown."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Generic, TypeVar, overload

import msgspec

from onrecord.errors import OnrecordError
from onrecord.record import query
from onrecord.record.filters import EVERYTHING, Filters, with_fields
from onrecord.record.rows import ActorRow, Entry, EventRow, Found, StatementRow
from onrecord.record.store import View
from onrecord.record.timeline import timeline

Row = TypeVar("Row", bound=msgspec.Struct)
SHOWN = 100
"""Rows that a notebook draws; the others are counted below them."""
_STYLE = "text-align: left; vertical-align: top; white-space: pre-wrap"


class Rows(Sequence[Row], Generic[Row]):
    """Rows of a record: a sequence, which a notebook shows as a table.

    `arrow` and `frame` give the same rows as columns; `kind` is the rows' class.
    """

    def __init__(
        self, kind: type[Row], rows: Iterable[Row], words: dict[str, str] | None = None
    ) -> None:
        self.kind = kind
        self._rows = tuple(rows)
        self._words = words or {}

    @overload
    def __getitem__(self, at: int) -> Row: ...
    @overload
    def __getitem__(self, at: slice) -> Rows[Row]: ...
    def __getitem__(self, at: int | slice) -> Row | Rows[Row]:
        """A row; or some of them, which are shown and turned to columns alike."""
        if isinstance(at, slice):
            return Rows(self.kind, self._rows[at], self._words)
        return self._rows[at]

    def __len__(self) -> int:
        """How many rows there are."""
        return len(self._rows)

    def __iter__(self) -> Iterator[Row]:
        """The rows, in order."""
        return iter(self._rows)

    def __repr__(self) -> str:
        """The rows' class and how many there are."""
        return f"<{len(self)} rows: {self.kind.__name__}>"

    def arrow(self) -> Any:
        """The rows as a `pyarrow.Table` with the columns and types of the Parquet export.

        `OnrecordError` without pyarrow.
        """
        from onrecord.views.export import table_of  # noqa: PLC0415 - only where it is asked for

        _need("pyarrow")
        return table_of(self.kind, self._rows)

    def frame(self) -> Any:
        """The rows as a `pandas.DataFrame`; what has fields of its own gets a column for each.

        The columns are those of the CSV export: "speaker.name", "cue.text". A number that is
        missing is NA, not 0 or NaN. `OnrecordError` without pyarrow and pandas.
        """
        _need("pyarrow", "pandas")
        pandas = import_module("pandas")
        return self.arrow().flatten().to_pandas(types_mapper=pandas.ArrowDtype)

    def _repr_html_(self) -> str:
        """The rows as a table in HTML, in which no page's words can do anything."""
        from onrecord.views.markup import shown_text  # noqa: PLC0415 - brings the templates with it

        heading, lines = self._cells()
        pieces = ["<table><thead><tr>"]
        pieces += [f'<th scope="col" style="{_STYLE}">{shown_text(cell)}</th>' for cell in heading]
        pieces.append("</tr></thead><tbody>")
        for line in lines:
            cells = "".join(f'<td style="{_STYLE}">{shown_text(cell)}</td>' for cell in line)
            pieces.append(f"<tr>{cells}</tr>")
        pieces.append("</tbody></table>")
        if len(self) > SHOWN:
            pieces.append(f"<p>{len(self) - SHOWN:,} more</p>")
        return "".join(pieces)

    def _cells(self) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
        from onrecord.views import text  # noqa: PLC0415 - brings the terminal's tables with it

        some: Any = self._rows[:SHOWN]
        if self.kind is StatementRow:
            return text.statement_cells(some, self._words)
        shown: dict[Any, Callable[[Any], Any]] = {
            Entry: text.timeline_cells,
            EventRow: text.event_cells,
            ActorRow: text.actor_cells,
            Found: text.found_cells,
        }
        heading, lines = shown[self.kind](some)
        return heading, lines


class Record(os.PathLike[str]):
    """A record for a notebook; every function of `onrecord` takes it as it takes a path.

    Each question takes a `Filters`, or its fields by name, and gives `Rows`.

        >>> record = Record("story.db")
        >>> record.statements(by="Anna Berg").frame()  # doctest: +SKIP
    """

    def __init__(self, path: str | os.PathLike[str] = "story.db") -> None:
        self.path = Path(path)

    def __fspath__(self) -> str:
        """The path of its file."""
        return str(self.path)

    def __repr__(self) -> str:
        """The record and its file."""
        return f"Record({str(self.path)!r})"

    def timeline(
        self,
        filters: Filters = EVERYTHING,
        *,
        limit: int | None = None,
        offset: int = 0,
        **more: Any,
    ) -> Rows[Entry]:
        """The entries that fit, in order of time; undated ones last."""
        with View(self.path) as view:
            found = timeline(view, with_fields(filters, more), limit=limit, offset=offset)
        return Rows(Entry, found)

    def statements(
        self,
        filters: Filters = EVERYTHING,
        *,
        order: query.Order = "page",
        limit: int | None = None,
        offset: int = 0,
        **more: Any,
    ) -> Rows[StatementRow]:
        """The statements that fit, in order of page and place unless told."""
        asked = with_fields(filters, more)
        with View(self.path) as view:
            found = query.statements(view, asked, order=order, limit=limit, offset=offset)
            words = query.words(view, [row.id for row in found])
        return Rows(StatementRow, found, words)

    def events(
        self,
        filters: Filters = EVERYTHING,
        *,
        order: query.EventOrder = "page",
        limit: int | None = None,
        offset: int = 0,
        **more: Any,
    ) -> Rows[EventRow]:
        """The events that fit, in order of page and place unless told."""
        asked = with_fields(filters, more)
        with View(self.path) as view:
            found = query.events(view, asked, order=order, limit=limit, offset=offset)
        return Rows(EventRow, found)

    def actors(self, name: str | None = None, *, limit: int | None = None) -> Rows[ActorRow]:
        """The actors, those who say and do most first; with `name`, those who have it."""
        with View(self.path) as view:
            return Rows(ActorRow, query.actors(view, name=name, limit=limit))

    def search(self, words: str, *, limit: int = 50) -> Rows[Found]:
        """Statements, then paragraphs of pages, that hold all the words; the best first."""
        with View(self.path) as view:
            return Rows(Found, query.search(view, words, limit=limit))


def _need(*packages: str) -> None:
    missing = [name for name in packages if find_spec(name) is None]
    if missing:
        raise OnrecordError(
            f"this needs {' and '.join(missing)}, which is not installed; "
            "install it with `pip install onrecord[notebook]`"
        )
