"""Records of stories that are read once, and records as an older onrecord left them."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest

import onrecord
from onrecord.link.decide import link
from onrecord.model import Page, Reading
from onrecord.record.corrections import Correction
from onrecord.record.schema import APPLICATION, MIGRATIONS, _commands
from onrecord.record.store import View, Writer

Story = dict[str, tuple[Page, Reading]]
"""Pages with what was read on them, by document."""


def read_story(folder: Path, pages: Mapping[str, str]) -> Story:
    """Texts as pages in `folder`, read by the rules."""
    for name, text in pages.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    onrecord.read([folder], into=folder / "story.db", reader="rules")
    with View(folder / "story.db") as view:
        return {doc: (view.page(doc), view.reading(doc)) for doc in view.docs()}


def made(path: Path, story: Story, decisions: Sequence[Correction] = ()) -> Path:
    """The record at `path` of a story, joined, under these corrections."""
    with Writer(path) as writer:
        for page, reading in story.values():
            writer.add(page, reading, "rules")
        writer.link(link, "test")
        for one in decisions:
            writer.correct(one, link, "test")
    return path


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
