"""Files that appear or change in a place, each given once it has stopped changing."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from onrecord.pages.files import find_paths
from onrecord.pages.kinds import kind_of

State = tuple[int, int, int]
"""Size, time of the last change and number of a file: a file saved anew has another."""


class Watched:
    """Looks at `paths` (folders, globs, feeds and other files) time and again.

    A file is given when two looks in turn see it alike, so that none is read while it is being
    written, and again when it has changed. No clock is asked: it may be set wrong.
    """

    def __init__(self, paths: Iterable[str | os.PathLike[str]]) -> None:
        self._paths = list(paths)
        self._seen: dict[Path, State] = {}
        self._given: dict[Path, State] = {}

    def look(self, *, settled: bool = False) -> list[Path]:
        """The files that are new or changed since they were given; `settled`: as they are now."""
        now = self._states()
        ready = [
            path
            for path, state in now.items()
            if self._given.get(path) != state and (settled or self._seen.get(path) == state)
        ]
        self._seen = now
        self._given.update((path, now[path]) for path in ready)
        return ready

    def _states(self) -> dict[Path, State]:
        found: dict[Path, State] = {}
        for path in find_paths(self._paths):
            try:
                about = path.stat()
            except OSError:
                continue
            if path.is_file() and kind_of(path.name) is not None:
                found[path] = (about.st_size, about.st_mtime_ns, about.st_ino)
        return found
