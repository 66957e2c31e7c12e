"""One story's record, a SQLite file: `Writer` puts readings in, `View` reads them out.

A page is known by its bytes, a document by its id. Every page, and all links together, are
written in one transaction: a reader sees a page whole or not at all, and so does a run that
goes on after one that was killed.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

import msgspec

from onrecord.errors import NotOnRecord, RecordError
from onrecord.link.ties import Ties
from onrecord.model import Links, Page, Reading, Told
from onrecord.record import index
from onrecord.record.amended import amended
from onrecord.record.corrections import Correction, now, standing, stored
from onrecord.record.decided import Settlement, settled
from onrecord.record.named import name_days
from onrecord.record.schema import open_in_memory, open_to_read, open_to_write
from onrecord.record.tables import Row, Rows, insert, insert_all, link_rows, on_page, rows_of

if TYPE_CHECKING:  # it brings the parser with it
    from onrecord.link.decide import Meet

Linker = Callable[[Sequence[Reading], Ties], Links]

_LINK_TABLES = (
    "actors",
    "utterances",
    "happenings",
    "copies",
    "settled",
    "correction_states",
    "corrected",
)
"""Emptied before links are written; what hangs on their rows goes with them."""


class Writer:
    """Puts pages and their readings on a record. Use it in a `with` block.

    Several processes may write to one record: each waits for the other's transaction.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._connection = open_to_write(path)
        self._run: int | None = None

    def __enter__(self) -> Self:
        """The writer itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the record."""
        self.close()

    def close(self) -> None:
        """Close the record; what was added is on it already."""
        self._connection.close()

    def admitted(self, page: Page) -> Page:
        """`page` under the id it has, or will have, on this record, with all it was ever told.

        The same bytes under the same stem are the same page. Other bytes under a stem that is
        taken are another page: it gets the stem, a hyphen and eight digits of its hash. What an
        earlier run was told about a page holds until it is told otherwise.
        """
        rows = self._connection.execute(
            "SELECT doc, page, told FROM documents WHERE stem = ?", (page.doc,)
        ).fetchall()
        for doc, sha256, told in rows:
            if sha256 == page.sha256:
                before = msgspec.json.decode(told, type=Told)
                return msgspec.structs.replace(page, doc=doc, told=_told(before, page.told))
        taken = self._connection.execute(
            "SELECT 1 FROM documents WHERE doc = ?", (page.doc,)
        ).fetchone()
        if not taken:
            return page
        return msgspec.structs.replace(page, doc=f"{page.doc}-{page.sha256[:8]}")

    def has(self, page: Page, reader: str) -> bool:
        """Whether this page (as `admitted` gave it) is on the record as `reader` reads it."""
        row = self._connection.execute(
            "SELECT documents.page, readings.reader, documents.told"
            " FROM documents JOIN readings USING (doc) WHERE doc = ?",
            (page.doc,),
        ).fetchone()
        return row is not None and row == (page.sha256, reader, _encoded(page.told))

    def add(self, page: Page, reading: Reading, reader: str, *, stem: str | None = None) -> None:
        """Put a page and its reading on the record, in place of an earlier reading of it.

        `stem` is the name that the page came with, where `admitted` gave it another.
        """
        if reading.document.doc != page.doc or reading.document.page != page.sha256:
            raise RecordError(f"{page.doc}: the reading is of another page")
        rows = rows_of(reading)
        document = _document_row(page, reading, rows, stem or page.doc)
        data = msgspec.msgpack.encode(reading)
        kept: Row = {
            "doc": page.doc,
            "reader": reader,
            "sha256": hashlib.sha256(data).hexdigest(),
        }
        with self._transaction() as connection:
            taken = connection.execute(
                "SELECT page FROM documents WHERE doc = ?", (page.doc,)
            ).fetchone()
            if taken is not None and taken[0] != page.sha256:
                raise RecordError(f"{page.doc}: another page has this id; read it again")
            if _holds(connection, document, kept):
                connection.execute(
                    "UPDATE readings SET reader = ? WHERE doc = ?", (reader, page.doc)
                )
                return
            _insert_page(connection, page)
            connection.execute("DELETE FROM set_aside WHERE source = ?", (page.source,))
            before = index.touched_by(connection, [page.doc])
            connection.execute("DELETE FROM documents WHERE doc = ?", (page.doc,))
            insert(connection, "documents", [document])
            insert(connection, "readings", [{**kept, "data": zlib.compress(data)}])
            insert_all(connection, rows)
            _amend(connection, reading, standing(_corrections(connection)))
            index.refresh_pages(connection, [page.doc], before)
            if taken is None:
                self._arrive(connection, page.doc)
            _set_fact(connection, "linked", "")

    def set_aside(self, source: str, reason: str) -> None:
        """Note that the page at `source` could not be read, and why; gone once it is read."""
        with self._transaction() as connection:
            connection.execute("INSERT OR REPLACE INTO set_aside VALUES (?, ?)", (source, reason))

    def keep_only(self, docs: Iterable[str]) -> None:
        """Take every other document, and pages no document needs, off the record."""
        with self._transaction() as connection:
            kept = set(docs)
            known = [row[0] for row in connection.execute("SELECT doc FROM documents")]
            gone = [doc for doc in known if doc not in kept]
            before = index.touched_by(connection, gone)
            for doc in gone:
                connection.execute("DELETE FROM documents WHERE doc = ?", (doc,))
                connection.execute("DELETE FROM arrivals WHERE doc = ?", (doc,))
                _set_fact(connection, "linked", "")
            index.refresh_pages(connection, gone, before)
            connection.execute("DELETE FROM pages WHERE sha256 NOT IN (SELECT page FROM documents)")

    def link(self, linker: Linker, name: str, meet: Meet | None = None) -> bool:
        """Write what all readings say together; False where that is on the record already.

        `name` stands for the linker's code: another name means that links are made anew.
        Other writers wait meanwhile, so that the last one sees every page. With `meet` all pages
        are joined anew, and it compares them; see `onrecord.link.decide`.
        """
        with self._transaction() as connection:
            return _link(connection, linker, name, self.path, meet=meet)

    def correct(self, one: Correction, linker: Linker, name: str) -> None:
        """Put a correction on the record, and make the links anew under it; see `link`."""
        row = {
            **{field: getattr(one, field) for field in Correction.__struct_fields__},
            "asked": msgspec.json.encode(one.asked).decode("utf-8"),
            "sides": msgspec.json.encode(one.sides).decode("utf-8"),
        }
        with self._transaction() as connection:
            connection.execute("DELETE FROM corrections WHERE id = ?", (one.id,))
            insert(connection, "corrections", [row])
            _amend_pages(connection, one)
            _link(connection, linker, name, self.path)

    def undo(
        self, id: str, linker: Linker, name: str, *, who: str, why: str, at: str | None = None
    ) -> None:
        """Take a correction back: it stays, as undone by `who`, and changes nothing any more.

        `NotOnRecord` for an unknown id, `RecordError` for one that is undone already.
        """
        with self._transaction() as connection:
            one = next((one for one in _corrections(connection) if one.id == id), None)
            if one is None:
                raise NotOnRecord(id, f"no correction {id!r} is on this record")
            if one.undone is not None:
                raise RecordError(
                    f"{id} was undone by {one.undone_by} on {one.undone[:10]}; correct anew to "
                    "have it back"
                )
            connection.execute(
                "UPDATE corrections SET undone = ?, undone_by = ?, undone_why = ? WHERE id = ?",
                (at or now(), who, why, id),
            )
            _amend_pages(connection, one)
            _link(connection, linker, name, self.path)

    def _arrive(self, connection: sqlite3.Connection, doc: str) -> None:
        """Note which run first brought a document; a run is a writer that brings any."""
        if self._run is None:
            query = "SELECT coalesce(max(run), 0) + 1 FROM arrivals"
            self._run = connection.execute(query).fetchone()[0]
        connection.execute("INSERT OR IGNORE INTO arrivals VALUES (?, ?)", (doc, self._run))

    def fact(self, name: str) -> str | None:
        """A fact about the record itself; None where it is not set."""
        return _fact(self._connection, name)

    def set_fact(self, name: str, value: str) -> None:
        """Keep a fact about the record itself."""
        with self._transaction() as connection:
            _set_fact(connection, name, value)

    @property
    def empty(self) -> bool:
        """Whether no document is on the record."""
        return self._connection.execute("SELECT 1 FROM documents LIMIT 1").fetchone() is None

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        try:
            self._connection.execute("BEGIN IMMEDIATE")
            yield self._connection
            self._connection.execute("COMMIT")
        except BaseException as failure:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
            if isinstance(failure, sqlite3.OperationalError):
                raise RecordError(f"{self.path} can't be written: {failure}") from failure
            raise


class View:
    """Reads a record, also while another process writes it. Use it in a `with` block.

    Within the block everything is read from one moment of the record.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._connection = open_to_read(path)
        self._connection.row_factory = sqlite3.Row

    def retold(self, docs: Iterable[str], linker: Linker, *, rejected: bool = False) -> View:
        """A record in memory of some of these pages alone, with links made from them alone.

        As they were read, and under all corrections that stand; with `rejected`, what was
        rejected is there too, and named so in the table `corrected`. It equals a record that was
        made of these pages and corrections only.
        """
        connection = open_in_memory()
        wanted = sorted(set(docs))
        for doc in wanted:
            _copy(self, connection, doc)
        for row in self.rows("SELECT * FROM corrections"):
            insert(connection, "corrections", [dict(row)])
        decisions = standing(_corrections(connection))
        for reading in _readings(connection):
            insert_all(connection, rows_of(reading))
            _amend(connection, reading, decisions, rejected=rejected)
        _link(connection, linker, "in memory", self.path, rejected=rejected)
        view = View.__new__(View)
        view.path = self.path
        view._connection = connection
        connection.row_factory = sqlite3.Row
        return view

    def __enter__(self) -> Self:
        """The view, held at this moment of the record."""
        self._connection.execute("BEGIN")
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the record."""
        self.close()

    def close(self) -> None:
        """Close the record."""
        self._connection.close()

    def rows(self, query: str, values: Sequence[Any] | Mapping[str, Any] = ()) -> list[sqlite3.Row]:
        """The rows of a query on the record's tables; `RecordError` where the file is damaged."""
        try:
            return self._connection.execute(query, values).fetchall()
        except sqlite3.DatabaseError as failure:
            raise RecordError(f"{self.path} can't be read: {failure}") from failure

    @property
    def linked(self) -> bool:
        """Whether the links were made from all the pages that are on the record."""
        linker = _fact(self._connection, "linker")
        return linker is not None and _fact(self._connection, "linked") == _state(
            self._connection, linker
        )

    def unlike_index(self) -> list[tuple[str, int]]:
        """The tables of the index that are not what the others give, and by how many rows."""
        return index.unlike(self._connection)

    def docs(self) -> list[str]:
        """The ids of the documents, in order."""
        return [row["doc"] for row in self.rows("SELECT doc FROM documents ORDER BY doc")]

    def corrections(self) -> list[Correction]:
        """Every correction, undone ones too, in the order in which they were made."""
        rows = self.rows("SELECT * FROM corrections")
        return sorted((stored(dict(row)) for row in rows), key=lambda one: one.order)

    def reading(self, doc: str) -> Reading:
        """A page's reading, in offsets of the document's text; `NotOnRecord` for an unknown id.

        As the machine reads it: corrections are in the tables, not here.
        """
        found = self.rows("SELECT data FROM readings WHERE doc = ?", (doc,))
        if not found:
            raise NotOnRecord(doc, f"no page {doc!r} on this record")
        return _decoded(found[0]["data"])

    def page(self, doc: str) -> Page:
        """The page of a document, bytes and all; `NotOnRecord` for an unknown id."""
        found = self.rows(
            "SELECT * FROM documents JOIN pages ON page = sha256 WHERE doc = ?", (doc,)
        )
        if not found:
            raise NotOnRecord(doc, f"no page {doc!r} on this record")
        row = found[0]
        data = zlib.decompress(row["data"])
        return Page(
            doc=doc,
            source=row["source"],
            media=row["media"],
            data=data,
            sha256=row["sha256"],
            encoding=row["encoding"],
            text=self._text(row, data),
            told=msgspec.json.decode(row["told"], type=Told),
        )

    def set_aside(self) -> list[tuple[str, str]]:
        """The sources that could not be read, each with the reason, in order."""
        return [(row[0], row[1]) for row in self.rows("SELECT * FROM set_aside ORDER BY source")]

    def _text(self, row: sqlite3.Row, data: bytes) -> str:
        """A page's text: by its codec, or as it was read where there is none."""
        if row["media"] not in _WITHOUT_CODEC:
            return data.decode(row["encoding"])
        found = self.rows("SELECT text FROM page_texts WHERE page = ?", (row["sha256"],))
        if not found:
            raise RecordError(f"{row['doc']}: the text of its page is not on the record")
        return zlib.decompress(found[0]["text"]).decode("utf-8")


def _told(before: Told, now: Told) -> Told:
    return Told(
        **{
            name: getattr(now, name) if getattr(now, name) is not None else getattr(before, name)
            for name in Told.__struct_fields__
        }
    )


def _encoded(value: msgspec.Struct) -> str:
    return msgspec.json.encode(value).decode("utf-8")


def _decoded(data: bytes) -> Reading:
    return msgspec.msgpack.decode(zlib.decompress(data), type=Reading)


def _readings(connection: sqlite3.Connection) -> Iterator[Reading]:
    for row in connection.execute("SELECT data FROM readings ORDER BY doc").fetchall():
        yield _decoded(row[0])


def _link(
    connection: sqlite3.Connection,
    linker: Linker,
    name: str,
    path: Path,
    *,
    rejected: bool = False,
    meet: Meet | None = None,
) -> bool:
    state = _state(connection, name)
    if _fact(connection, "linked") == state:
        return False
    corrections = _corrections(connection)
    try:
        whole = _relinked(connection, linker, name, corrections, rejected=rejected, meet=meet)
    except sqlite3.IntegrityError as failure:
        raise RecordError(
            f"{path}: links name something that is not on the record ({failure})"
        ) from failure
    for table in ("correction_states", "corrected"):
        connection.execute(f"DELETE FROM {table}")
    insert(connection, "correction_states", [msgspec.structs.asdict(one) for one in whole.became])
    insert(connection, "corrected", [msgspec.structs.asdict(one) for one in whole.changed])
    _set_fact(connection, "linked", state)
    _set_fact(connection, "linker", name)
    return True


def _relinked(
    connection: sqlite3.Connection,
    linker: Linker,
    name: str,
    corrections: Sequence[Correction],
    *,
    rejected: bool,
    meet: Meet | None = None,
) -> Settlement:
    """Write the links: only what changed, where the same linker made those that are there."""
    from onrecord.link.decide import link  # noqa: PLC0415 - brings the parser with it
    from onrecord.record import linked  # noqa: PLC0415 - the same

    ours = linker is link and not rejected
    known = meet is None and _fact(connection, "linker") == name
    if ours and known and linked.remembered(connection):
        return linked.link_again(connection, corrections)
    for table in _LINK_TABLES:
        connection.execute(f"DELETE FROM {table}")
    if ours:
        return linked.link_anew(connection, corrections, meet)
    connection.execute("DELETE FROM link_pages")
    whole = settled(list(_readings(connection)), corrections, rejected=rejected)
    insert_all(connection, link_rows(linker(whole.readings, whole.ties)))
    name_days(connection)
    index.refresh(connection)
    return whole


def _corrections(connection: sqlite3.Connection) -> list[Correction]:
    found = connection.execute("SELECT * FROM corrections")
    names = [column[0] for column in found.description]
    return [stored(dict(zip(names, row, strict=True))) for row in found.fetchall()]


def _amend_pages(connection: sqlite3.Connection, one: Correction) -> None:
    """Write the pages that a correction is about as all that stand now have them."""
    decisions = standing(_corrections(connection))
    for doc in sorted({anchor.doc for anchor in one.sides[0]}):
        for (data,) in connection.execute("SELECT data FROM readings WHERE doc = ?", (doc,)):
            _amend(connection, _decoded(data), decisions, anew=True)


def _amend(
    connection: sqlite3.Connection,
    reading: Reading,
    decisions: Sequence[Correction],
    *,
    rejected: bool = False,
    anew: bool = False,
) -> None:
    """Write a page's statements and events as `decisions` have them, in place of those there.

    A page that they do not touch is left, unless it is to be written `anew`.
    """
    own, changed = amended(reading, decisions, rejected=rejected)
    if not changed and not anew:
        return
    doc = reading.document.doc
    for table in ("statements", "events", "entities"):
        connection.execute(f"DELETE FROM {table} WHERE doc = ?", (doc,))
    tables = rows_of(own).tables
    for table in _AMENDED:
        insert(connection, table, tables.get(table, []))


_AMENDED = (
    "entities",
    "statements",
    "statement_parts",
    "statement_roles",
    "events",
    "event_roles",
    "event_about",
)
"""The tables that corrections of a page change."""


def _copy(view: View, connection: sqlite3.Connection, doc: str) -> None:
    """A page of a record, its document and its reading, for another one."""
    for query in (
        "SELECT pages.* FROM pages JOIN documents ON page = sha256 WHERE doc = ?",
        "SELECT page_texts.* FROM page_texts JOIN documents USING (page) WHERE doc = ?",
        "SELECT * FROM documents WHERE doc = ?",
        "SELECT * FROM readings WHERE doc = ?",
        "SELECT * FROM arrivals WHERE doc = ?",
    ):
        table = query.split()[3]
        for row in view.rows(query, (doc,)):
            if table in {"pages", "page_texts"} and _has(connection, table, row):
                continue
            insert(connection, table, [dict(row)])


def _has(connection: sqlite3.Connection, table: str, row: sqlite3.Row) -> bool:
    key = row.keys()[0]
    query = f"SELECT 1 FROM {table} WHERE {key} = ?"
    return connection.execute(query, (row[key],)).fetchone() is not None


def _state(connection: sqlite3.Connection, linker: str) -> str:
    """A hash of all readings, corrections and the linker's name: what links are made from."""
    whole = hashlib.sha256(linker.encode("utf-8"))
    for row in connection.execute("SELECT doc, sha256 FROM readings ORDER BY doc"):
        whole.update(f"\n{row[0]} {row[1]}".encode())
    for row in connection.execute("SELECT id FROM corrections WHERE undone IS NULL ORDER BY id"):
        whole.update(f"\n{row[0]}".encode())
    return whole.hexdigest()


def _fact(connection: sqlite3.Connection, name: str) -> str | None:
    row = connection.execute("SELECT value FROM facts WHERE name = ?", (name,)).fetchone()
    return None if row is None else str(row[0])


def _set_fact(connection: sqlite3.Connection, name: str, value: str) -> None:
    connection.execute("INSERT OR REPLACE INTO facts (name, value) VALUES (?, ?)", (name, value))


def _holds(connection: sqlite3.Connection, document: Row, reading: Row) -> bool:
    """Whether the record has this very document and reading already."""
    names = list(document)
    columns = ", ".join(f"documents.{name}" for name in names)
    found = connection.execute(
        f"SELECT readings.sha256, {columns} FROM documents JOIN readings USING (doc) WHERE doc = ?",
        (document["doc"],),
    ).fetchone()
    return found is not None and found == (reading["sha256"], *document.values())


def _insert_page(connection: sqlite3.Connection, page: Page) -> None:
    connection.execute(
        "INSERT OR IGNORE INTO pages (sha256, media, encoding, size, data) VALUES (?, ?, ?, ?, ?)",
        (page.sha256, page.media, page.encoding, len(page.data), zlib.compress(page.data)),
    )
    if page.media in _WITHOUT_CODEC:
        connection.execute(
            "INSERT OR REPLACE INTO page_texts (page, text) VALUES (?, ?)",
            (page.sha256, zlib.compress(page.text.encode("utf-8"))),
        )


_WITHOUT_CODEC = frozenset({"application/pdf"})
"""Pages whose text no codec gives: it is kept as it was read."""


def _document_row(page: Page, reading: Reading, rows: Rows, stem: str) -> Row:
    document = reading.document
    notes = list(document.notes)
    if rows.left_out:
        notes.append(f"{rows.left_out} statements or events have no source in the page: left out")
    title = document.title
    title_on_page = on_page(document, title.span) if title else None
    return {
        "doc": page.doc,
        "page": page.sha256,
        "stem": stem,
        "source": page.told.url or page.source,
        "told": _encoded(page.told),
        "outlet": document.outlet.value if document.outlet else None,
        "agency": document.agency.value if document.agency else None,
        "title": title.value if title else None,
        "title_start": title_on_page.start if title_on_page else None,
        "title_end": title_on_page.end if title_on_page else None,
        "place": document.place.value if document.place else None,
        "published": document.published.value if document.published else None,
        "published_basis": document.published.basis if document.published else None,
        "language": document.language,
        "notes": json.dumps(notes, ensure_ascii=False),
        "sort": document.sort,
        "sort_reason": document.sort_reason,
    }
