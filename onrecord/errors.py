"""Everything onrecord raises on purpose: one base class, few children.

Each message says what was expected, what was found and what to try; the attributes hold the
page, offset or id, so that a caller need not read the message.
"""

from __future__ import annotations


class OnrecordError(Exception):
    """Base class of every error that onrecord raises on purpose."""


class PageUnreadable(OnrecordError):
    """A page could not be read; the rest of the run goes on.

    `source` is the path or address as given, `reason` one line for a person.
    """

    def __init__(self, source: str, reason: str) -> None:
        super().__init__(f"{source}: {reason}")
        self.source = source
        self.reason = reason


def is_panic(failure: BaseException) -> bool:
    """Whether a library written in Rust gave up; such an error is no `Exception` of Python's."""
    return type(failure).__name__ == "PanicException"


class SpanError(OnrecordError):
    """A span does not lie where it must: outside its text, or on characters with no source."""

    def __init__(self, message: str, *, start: int, end: int) -> None:
        super().__init__(message)
        self.start = start
        self.end = end


class DateError(OnrecordError, ValueError):
    """A string is not an EDTF level 1 date that onrecord writes; `value` is the string."""

    def __init__(self, value: str, expected: str) -> None:
        super().__init__(f"{value!r} is not a date: expected {expected}")
        self.value = value


class RecordError(OnrecordError):
    """A record file can't be opened, is of another version, or fails its own proof."""


class NotOnRecord(OnrecordError):
    """An id or a name was asked for that the record does not hold; `asked` is what was asked."""

    def __init__(self, asked: str, message: str) -> None:
        super().__init__(message)
        self.asked = asked
