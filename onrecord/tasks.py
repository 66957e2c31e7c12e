"""What goes to whoever reads a page and what comes back: values, for any process or machine."""

from __future__ import annotations

import msgspec

from onrecord.model import Page, Reading
from onrecord.pages.found import Found


class Task(msgspec.Struct, frozen=True):
    """A page to be read, and how."""

    found: Found
    reader: str
    lexicon: str | None = None


class Done(msgspec.Struct, frozen=True):
    """What became of a task: the page as decoded and its reading, or why there is none.

    `page` is without its bytes: whoever gave the task has them.
    """

    page: Page | None
    reading: Reading | None
    reason: str | None = None
    sketch: tuple[int, ...] = ()
    """By which pages of nearly the same words are known; see `documents.sketch`."""
