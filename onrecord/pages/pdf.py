"""The text layer of a PDF: its characters in the order the file has them, page after page."""

from __future__ import annotations

from functools import cache
from importlib.metadata import version
from itertools import pairwise
from typing import Any

from onrecord.errors import PageUnreadable

_MOST_SHEETS = 5000
_LONGEST = 4_000_000
"""Characters of the text layer; the longest reports stay below."""
_MOST_LINES = 2000
"""Lines of a sheet up to which it is looked where each stands."""
_TIDY = str.maketrans({"\ufffe": "-", "\x02": "-", "\0": None})
"""PDFium's sign for a hyphen at the end of a line, and characters without a meaning."""


def text_layer(source: str, data: bytes) -> tuple[str, str]:
    """How the text was read (library and version), and the text; sheets end with a form feed.

    `PageUnreadable` for a damaged or locked PDF, and one of pictures alone.
    """
    import pypdfium2 as pdfium  # noqa: PLC0415 - a library of its own, for PDFs alone

    try:
        with pdfium.PdfDocument(data) as document:
            count = len(document)
            if count > _MOST_SHEETS:
                raise PageUnreadable(
                    source, f"expected at most {_MOST_SHEETS:,} sheets, found {count:,}; split it"
                )
            sheets, length = [], 0
            for number in range(count):
                sheets.append(_sheet(document, number))
                length += len(sheets[-1])
                if length > _LONGEST:
                    raise PageUnreadable(
                        source, f"expected at most {_LONGEST:,} characters, found more; split it"
                    )
    except pdfium.PdfiumError as failure:
        hint = (
            "it is locked; save it without its password"
            if "assword" in str(failure)
            else "is it damaged?"
        )
        why = str(failure).rstrip(".")
        raise PageUnreadable(
            source, f"expected a PDF, found one that can't be opened ({why}); {hint}"
        ) from failure
    text = "\f".join(sheets)
    if not any(map(str.isalpha, text)):
        raise PageUnreadable(
            source,
            f"expected a PDF with text, found none on {count} sheet{'s' if count != 1 else ''}; "
            "read its pictures by OCR first",
        )
    return _encoding(), text


def _sheet(document: Any, number: int) -> str:
    page = document[number]
    try:
        text = page.get_textpage()
        try:
            words = _spaced(text)
        finally:
            text.close()
    finally:
        page.close()
    return words.translate(_TIDY)


def _spaced(text: Any) -> str:
    """A sheet's lines, with an empty one where two stand further apart than most: a paragraph."""
    words: str = text.get_text_range()
    lines = words.split("\r\n")
    if len(lines) < 3 or len(lines) > _MOST_LINES or text.count_chars() != len(words):
        return "\n".join(lines)
    tops: list[float | None] = []
    at = 0
    for line in lines:
        tops.append(text.get_charbox(at, loose=True)[3] if line.strip() else None)
        at += len(line) + 2
    steps = [a - b if a is not None and b is not None else 0.0 for a, b in pairwise(tops)]
    usual = sorted(step for step in steps if step > 0)
    if not usual:
        return "\n".join(lines)
    wide = 1.4 * usual[(len(usual) - 1) // 2]
    parts = [lines[0]]
    for line, step in zip(lines[1:], steps, strict=True):
        parts += ["", line] if step > wide else [line]
    return "\n".join(parts)


@cache
def _encoding() -> str:
    return f"text layer, pypdfium2 {version('pypdfium2')}"
