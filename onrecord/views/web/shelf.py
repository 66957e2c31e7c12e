"""The record that is served: opened anew for every question, so that each sees it as it is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from onrecord.errors import RecordError
from onrecord.record.store import View

Answer = TypeVar("Answer")


class Shelf:
    """Where the record is; `ask` puts a question to it."""

    def __init__(self, db: Path) -> None:
        self.db = db
        self._kept: dict[str, tuple[tuple[str | None, int], Any]] = {}

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

    def kept(self, view: View, name: str, question: Callable[[View], Answer]) -> Answer:
        """What `question` finds of the record as a whole, found anew when its pages change."""
        now = view.rows(
            "SELECT (SELECT value FROM facts WHERE name = 'linked') AS linked,"
            " (SELECT count(*) FROM documents) AS pages"
        )[0]
        state = (now["linked"], now["pages"])
        known = self._kept.get(name)
        if known is None or known[0] != state:
            known = (state, question(view))
            self._kept[name] = known
        answer: Answer = known[1]
        return answer
