"""What a run says while it goes: a line a page where they are few, else pace and time left."""

from __future__ import annotations

from typing import TextIO

from onrecord.record.reports import Pace, PageFailed, PageRead
from onrecord.views import text

_FEW = 200
"""Pages up to which each has a line of its own."""
_EVERY = 10.0
"""Seconds between lines of progress where they can't be written over one another."""


class ProgressLines:
    """Writes progress to `stream`; every page that could not be read has its line at once."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._terminal = stream.isatty()
        self._last = 0.0
        self._open = False

    def page(self, outcome: PageRead | PageFailed, pace: Pace) -> None:
        """Say what became of a page, and how far the run is."""
        few = pace.of is not None and pace.of <= _FEW
        if few:
            self._line(f"{pace.number}/{pace.of} {text.page_line(outcome)}")
        elif isinstance(outcome, PageFailed):
            self._line(text.page_line(outcome))
        if few:
            return
        if self._terminal and pace.seconds - self._last >= 0.2:
            self._stream.write(f"\r\x1b[K{pace_line(pace)}")
            self._stream.flush()
            self._last, self._open = pace.seconds, True
        elif not self._terminal and pace.seconds - self._last >= _EVERY:
            self._line(pace_line(pace))
            self._last = pace.seconds

    def end(self) -> None:
        """Leave the terminal on a line of its own."""
        if self._open:
            self._stream.write("\n")
            self._stream.flush()
            self._open = False

    def _line(self, words: str) -> None:
        self._stream.write(("\r\x1b[K" if self._open else "") + words + "\n")
        self._stream.flush()
        self._open = False


def pace_line(pace: Pace) -> str:
    """Pages so far, pages a second, time left, and how many could not be read.

    >>> pace_line(Pace(number=600, of=2400, failed=3, share=0.2, seconds=120.0))
    '600 of 2,400 pages, 5.0 a second, 6 min left, 3 not read'
    """
    of = f" of {pace.of:,}" if pace.of is not None else ""
    parts = [f"{pace.number:,}{of} page{'s' if (pace.of or pace.number) != 1 else ''}"]
    if pace.seconds > 0:
        parts.append(f"{pace.number / pace.seconds:.1f} a second")
    if pace.left is not None:
        parts.append(f"{_duration(pace.left)} left")
    if pace.failed:
        parts.append(f"{pace.failed:,} not read")
    return ", ".join(parts)


def _duration(seconds: float) -> str:
    if seconds < 90:
        return f"{seconds:.0f} s"
    if seconds < 5400:
        return f"{seconds / 60:.0f} min"
    return f"{seconds / 3600:.1f} h"
