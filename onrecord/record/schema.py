"""The record's file: how it is made, brought up to date and opened."""

from __future__ import annotations

import contextlib
import sqlite3
import time
from importlib.resources import files
from pathlib import Path
from urllib.parse import quote

from onrecord.errors import RecordError
from onrecord.record import index

APPLICATION = 0x6F6E7265
"""`PRAGMA application_id` of a record: "onre" in ASCII."""

MIGRATIONS = (
    "001_first.sql",
    "002_witnesses.sql",
    "003_corrections.sql",
    "004_index.sql",
    "005_sources.sql",
    "006_link.sql",
    "007_about.sql",
    "008_placed.sql",
    "009_settled.sql",
    "010_lanes.sql",
    "011_named.sql",
)
"""Each brings a record from the version of its place here to the next; none ever changes."""

INDEXED = {"004_index.sql": index.ALL, "008_placed.sql": (*index.LINES, "actor_figures")}
"""The tables of the index that a migration changes: they are made anew, the others are left."""

_PATIENCE = 60.0
"""Seconds that a writer waits for another writer's transaction."""


def open_to_write(path: Path) -> sqlite3.Connection:
    """A connection that may write, to a record of the newest version; made where there is none.

    `RecordError` where the file is no record, is newer than this onrecord, or can't be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(path, timeout=_PATIENCE, isolation_level=None)
        _migrate(connection, path)
        _write_ahead(connection)
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
    except (sqlite3.Error, OSError) as failure:
        raise RecordError(_why(path, failure)) from failure
    return connection


def open_to_read(path: Path) -> sqlite3.Connection:
    """A connection that can only read; works while another process writes.

    `RecordError` where there is no file, or it is no record or one of another version.
    """
    if not path.is_file():
        raise RecordError(
            f"expected a record at {path}, found none; make one with "
            f"`onrecord read PAGES --into {path}`, or name another with --db"
        )
    try:
        connection = _connected_to_read(path)
        version = _version(connection, path)
    except sqlite3.Error as failure:
        raise RecordError(_why(path, failure)) from failure
    if version < len(MIGRATIONS):
        connection.close()
        open_to_write(path).close()
        connection = _connected_to_read(path)
    return connection


def open_in_memory() -> sqlite3.Connection:
    """A connection to an empty record that is in no file and ends with the connection."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    _migrate(connection, Path(":memory:"))
    connection.execute("PRAGMA foreign_keys = ON")
    return connection


def _connected_to_read(path: Path) -> sqlite3.Connection:
    address = f"file:{quote(str(path.resolve()))}?mode=ro"
    connection = sqlite3.connect(address, uri=True, timeout=_PATIENCE, isolation_level=None)
    try:
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.OperationalError:
        # A folder that can't be written holds no -shm file; then nobody writes there either.
        connection.close()
        connection = sqlite3.connect(f"{address}&immutable=1", uri=True, isolation_level=None)
    return connection


def _write_ahead(connection: sqlite3.Connection) -> None:
    """Have the record write ahead (WAL), so that it is readable while it is written.

    Here SQLite gives up at once where another process opens the same new record, and does not
    wait its time as it does for a transaction; so the waiting is done by hand.
    """
    ends = time.monotonic() + _PATIENCE
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as failure:
            busy = failure.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY
            if not busy or time.monotonic() > ends:
                raise
            time.sleep(0.02)


def _migrate(connection: sqlite3.Connection, path: Path) -> None:
    if _version(connection, path) == len(MIGRATIONS):
        return
    connection.execute("BEGIN IMMEDIATE")
    try:
        missing = MIGRATIONS[_version(connection, path) :]
        for name in missing:
            for command in _commands(name):
                connection.execute(command)
        changed = {table for name in missing for table in INDEXED.get(name, ())}
        index.refresh(connection, changed)
        connection.execute(f"PRAGMA application_id = {APPLICATION}")
        connection.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")
        connection.execute("COMMIT")
    except BaseException:
        with contextlib.suppress(sqlite3.Error):
            connection.execute("ROLLBACK")
        raise


def _version(connection: sqlite3.Connection, path: Path) -> int:
    """The record's version, 0 for an empty file."""
    found: tuple[int, int, int] = connection.execute(
        "SELECT (SELECT application_id FROM pragma_application_id),"
        " (SELECT user_version FROM pragma_user_version),"
        " (SELECT count(*) FROM sqlite_master)"
    ).fetchone()  # one question, so that another who makes the record is seen done or not at all
    application, version, tables = found
    if application != APPLICATION and (tables or application or version):
        raise RecordError(f"expected a record at {path}, found another program's SQLite file")
    if version > len(MIGRATIONS):
        raise RecordError(
            f"{path} is a record of version {version}, and this onrecord knows versions up to "
            f"{len(MIGRATIONS)}; install a newer onrecord"
        )
    return version


def _commands(name: str) -> list[str]:
    """The commands of a migration, one by one, so that they share a transaction."""
    commands, lines = [], []
    for line in (files(__package__) / name).read_text(encoding="utf-8").splitlines():
        lines.append(line)
        if sqlite3.complete_statement("\n".join(lines)):
            commands.append("\n".join(lines))
            lines = []
    return commands


def _why(path: Path, failure: Exception) -> str:
    text = str(failure)
    if "not a database" in text:
        return f"expected a record at {path}, found a file that is not SQLite"
    if "unable to open" in text or isinstance(failure, OSError):
        return f"{path} can't be opened: {text}"
    return f"{path}: {text}"
