"""The record that is served: opened anew for every question, so that each sees it as it is."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from pathlib import Path
from typing import Any, TypeVar

from onrecord.errors import RecordError
from onrecord.record.store import View

Answer = TypeVar("Answer")
State = tuple[str | None, int]

MOST_KEPT = 200
"""Answers that are kept; of more, those not asked for longest are found anew."""


class Shelf:
    """Where the record is; `ask` puts a question to it."""

    def __init__(self, db: Path) -> None:
        self.db = db
        self._lock = threading.Lock()
        self._state: State | None = None
        self._kept: OrderedDict[Hashable, Any] = OrderedDict()

    def ask(self, question: Callable[[View], Answer]) -> Answer:
        """What `question` finds, all of it in one moment of the record.

        `RecordError` where there is no record, which says that pages can be dropped to make one.
        """
        if not self.db.exists():
            raise RecordError(
                f"there is no record at {self.db} yet: drop pages onto /read to make it"
            )
        with View(self.db) as view:
            return question(view)

    def kept(self, view: View, name: Hashable, question: Callable[[View], Answer]) -> Answer:
        """What `question`, known by `name`, finds; kept until the record's pages or links change.

        At a hundred thousand statements some answers take a fifth of a second: paging, going back
        and looking again should not.
        """
        state = _state(view)
        with self._lock:
            if self._state != state:
                self._kept.clear()
                self._state = state
            if name in self._kept:
                self._kept.move_to_end(name)
                known: Answer = self._kept[name]
                return known
        found = question(view)
        with self._lock:
            if self._state == state:
                self._kept[name] = found
                while len(self._kept) > MOST_KEPT:
                    self._kept.popitem(last=False)
        return found


def _state(view: View) -> State:
    """What changes whenever pages come in or go, or links and corrections are made anew."""
    found = view.rows(
        "SELECT (SELECT value FROM facts WHERE name = 'linked') AS linked,"
        " (SELECT count(*) FROM documents) AS pages"
    )[0]
    return found["linked"], found["pages"]
