"""The record's file while several open it."""

from __future__ import annotations

import sqlite3

import pytest

from onrecord.record.schema import _write_ahead


class Held:
    """A connection to a record that another process holds for the first `times` it is asked."""

    def __init__(self, times: int, code: int) -> None:
        self.times = times
        self.code = code

    def execute(self, command: str) -> None:
        assert command == "PRAGMA journal_mode = WAL"
        self.times -= 1
        if self.times >= 0:
            failure = sqlite3.OperationalError("told by SQLite")
            failure.sqlite_errorcode = self.code
            raise failure


def test_a_new_record_that_another_opens_is_waited_for() -> None:
    held = Held(3, sqlite3.SQLITE_BUSY)
    _write_ahead(held)  # type: ignore[arg-type]
    assert held.times == -1


def test_what_waiting_can_not_mend_is_told_at_once() -> None:
    with pytest.raises(sqlite3.OperationalError):
        _write_ahead(Held(1, sqlite3.SQLITE_READONLY))  # type: ignore[arg-type]
