"""What a run tells its caller: which pages came in, which could not, what fails its proof."""

from __future__ import annotations

from pathlib import Path

import msgspec


class PageRead(msgspec.Struct, frozen=True):
    """A page that is on the record. `new` is False where it was there already, unchanged."""

    doc: str
    source: str
    new: bool
    statements: int
    events: int
    notes: tuple[str, ...] = ()


class PageFailed(msgspec.Struct, frozen=True):
    """A page that could not be read, and the reason in a line."""

    source: str
    reason: str


class ReadReport(msgspec.Struct, frozen=True):
    """What a call of `read` did. `into` is the record's path; the verbs take this as a record."""

    into: Path
    read: tuple[PageRead, ...]
    failed: tuple[PageFailed, ...]

    @property
    def new(self) -> int:
        """How many pages were not on the record before, or are read anew."""
        return sum(page.new for page in self.read)


class Fault(msgspec.Struct, frozen=True):
    """Something on the record that does not hold: `doc` is None where it is the file itself."""

    doc: str | None
    what: str
    message: str


class Proof(msgspec.Struct, frozen=True):
    """The result of `verify`: what was checked, and what failed (empty where all holds).

    `joined` is False where a run ended before its pages were joined with the others: what is on
    the record holds all the same, and the next `read` goes on. `corrections` counts those that
    stand; `unapplied` are lines on those that change nothing as the pages are read now: no fault.
    """

    pages: int
    spans: int
    joined: bool
    faults: tuple[Fault, ...]
    corrections: int = 0
    unapplied: tuple[str, ...] = ()
