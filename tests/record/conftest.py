"""A record as an older onrecord left it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from onrecord.record.schema import APPLICATION, MIGRATIONS, _commands


def _as_older(path: Path, version: int) -> None:
    """Put at `path` what an onrecord of `version` would have written of the same pages."""
    older = path.with_name("older.db")
    connection = sqlite3.connect(older, isolation_level=None)
    for name in MIGRATIONS[:version]:
        for command in _commands(name):
            connection.execute(command)
    connection.execute("ATTACH ? AS newer", (str(path),))
    tables = connection.execute(
        "SELECT name FROM main.sqlite_master WHERE type = 'table' AND name NOT LIKE '%\\_words%'"
        " ESCAPE '\\'"
    )
    for (table,) in tables.fetchall():
        columns = ", ".join(
            f'"{row[1]}"' for row in connection.execute(f"PRAGMA main.table_info({table})")
        )
        query = f"INSERT INTO main.{table} ({columns}) SELECT {columns} FROM newer.{table}"
        connection.execute(query)
    connection.execute("DETACH newer")
    connection.execute(f"PRAGMA application_id = {APPLICATION}")
    connection.execute(f"PRAGMA user_version = {version}")
    connection.close()
    for end in ("-wal", "-shm"):
        path.with_name(path.name + end).unlink(missing_ok=True)
    older.replace(path)


@pytest.fixture
def as_older() -> Callable[[Path, int], None]:
    """Makes a record one of an older version."""
    return _as_older
