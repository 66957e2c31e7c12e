"""The pages of a record as BibTeX, for LaTeX, Zotero and JabRef; dates as biblatex's EDTF."""

from __future__ import annotations

import re
from collections.abc import Iterator

from onrecord.dates import interval, precision
from onrecord.record import query
from onrecord.record.rows import DocumentRow
from onrecord.record.store import View
from onrecord.views.exports.story import address
from onrecord.views.text import clean

_ESCAPES = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{char: f"\\{char}" for char in "$&#%_"},
}
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()


def bibtex_of(view: View) -> bytes:
    """An entry for each page, in order of id."""
    taken: set[str] = set()
    entries = [_entry(page, _key(page.doc, taken)) for page in query.documents(view)]
    return "\n".join(entries).encode("utf-8")


def escaped(text: str) -> str:
    r"""Text that LaTeX sets as it is, and in which nothing acts.

    >>> print(escaped("50% of {it} \\input x"))
    50\% of \{it\} \textbackslash{}input x
    """
    return "".join(_ESCAPES.get(char, char) for char in clean(text))


def _entry(page: DocumentRow, key: str) -> str:
    outlet = page.outlet or page.agency
    lines = [f"  {name} = {{{value}}}" for name, value in _fields(page) if value]
    if (month := _month(page.published)) is not None:
        lines.append(f"  month = {month}")
    kind = "article" if outlet else "misc"
    return f"@{kind}{{{key},\n" + ",\n".join(lines) + "\n}\n"


def _fields(page: DocumentRow) -> Iterator[tuple[str, str | None]]:
    """Names and values; a title in braces of its own keeps its capitals."""
    yield "title", f"{{{escaped(page.title)}}}" if page.title else None
    yield "journal", escaped(page.outlet or page.agency or "")
    if page.outlet not in (None, page.agency) and page.agency:
        yield "usera", escaped(page.agency)
    dated = page.published is not None and precision(page.published) != "open"
    if page.published and dated:
        first = interval(page.published)[0]
        yield "date", page.published
        yield "year", f"{first.year}" if first and _in_one_year(page.published) else None
    yield "url", address(page)
    yield "langid", escaped(page.language or "")
    notes = [f"SHA-256 of the page: {page.page}"]
    if page.published and not dated:
        notes.append(f"published {page.published}")
    if page.published_basis:
        notes.append(f"dated by: {page.published_basis}")
    yield "note", escaped("; ".join(notes))


def _in_one_year(edtf: str) -> bool:
    first, last = interval(edtf)
    return first is not None and last is not None and first.year == last.year


def _month(edtf: str | None) -> str | None:
    """BibTeX's own name of the month that holds the whole date."""
    if edtf is None or precision(edtf) not in ("day", "month"):
        return None
    first = interval(edtf)[0]
    return _MONTHS[first.month - 1] if first else None


def _key(doc: str, taken: set[str]) -> str:
    """The document's id in letters that a key may have, told apart from those before it."""
    plain = re.sub(r"[^A-Za-z0-9_-]+", "-", doc).strip("-") or "page"
    key, number = plain, 1
    while key.casefold() in taken:
        number += 1
        key = f"{plain}-{number}"
    taken.add(key.casefold())
    return key
