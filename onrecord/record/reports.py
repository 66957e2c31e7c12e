"""What a run tells its caller: which pages came in, which could not, what fails its proof."""

from __future__ import annotations

from pathlib import Path

import msgspec

from onrecord.model import Sort


class PageRead(msgspec.Struct, frozen=True):
    """A page that is on the record. `new` is False where it was there already, unchanged."""

    doc: str
    source: str
    new: bool
    statements: int
    events: int
    notes: tuple[str, ...] = ()
    sort: Sort = "article"
    sort_reason: str | None = None
    like: str | None = None
    """The first page of this run that has nearly the same words; joining says which copied."""
    held: int = 0
    """How many of `statements` are beliefs or intentions, which lists show only when asked."""


class PageFailed(msgspec.Struct, frozen=True):
    """A page that could not be read, and the reason in a line."""

    source: str
    reason: str


class Pace(msgspec.Struct, frozen=True):
    """How far a run is: pages so far, of how many (None in archives), and how many not read.

    `share` is of the sources' bytes, from 0 to 1; `seconds` since the run began.
    """

    number: int
    of: int | None
    failed: int
    share: float
    seconds: float

    @property
    def left(self) -> float | None:
        """Seconds that the rest will take at this pace; None where it is too early to say."""
        share = self.number / self.of if self.of else self.share
        return self.seconds * (1 - share) / share if share > 0 and self.number >= 5 else None


class ReadReport(msgspec.Struct, frozen=True):
    """What a call of `read` did. `into` is the record's path; the verbs take this as a record."""

    into: Path
    read: tuple[PageRead, ...]
    failed: tuple[PageFailed, ...]
    asides: tuple[str, ...] = ()
    """What archives hold beside pages, counted in a line for each."""

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
