"""The pages of a record as RIS, which EndNote, Zotero and Mendeley read."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.dates import precision, unqualified
from onrecord.record import query
from onrecord.record.rows import DocumentRow
from onrecord.record.store import View
from onrecord.views.exports.story import address
from onrecord.views.text import clean


def ris_of(view: View) -> bytes:
    """A reference for each page, in order of id."""
    lines = [
        f"{tag}  - {clean(value)}".rstrip() if value else f"{tag}  - "
        for page in query.documents(view)
        for tag, value in _fields(page)
        if value is not None
    ]
    return "".join(f"{line}\r\n" for line in lines).encode("utf-8")


def _fields(page: DocumentRow) -> Iterator[tuple[str, str | None]]:
    yield "TY", "NEWS"
    yield "ID", page.doc
    yield "TI", page.title
    yield "T2", page.outlet or page.agency
    if page.outlet not in (None, page.agency):
        yield "PB", page.agency
    date = _date(page.published) if page.published else None
    yield "PY", date[:4] if date else None
    yield "DA", date
    yield "UR", address(page)
    yield "LA", page.language
    yield "N1", f"SHA-256 of the page: {page.page}"
    if page.published and (date is None or unqualified(page.published) != page.published):
        yield "N1", f"published {page.published}"
    yield "N1", f"dated by: {page.published_basis}" if page.published_basis else None
    yield "ER", ""


def _date(edtf: str) -> str | None:
    """A day, month or year as RIS writes it, YYYY/MM/DD/; None for what it can't hold.

    >>> _date("2031-03-04"), _date("2031-03?"), _date("../2031-03-04")
    ('2031/03/04/', '2031/03//', None)
    """
    if precision(edtf) not in ("day", "month", "year"):
        return None
    parts = [*unqualified(edtf).split("-"), "", ""][:3]
    return "/".join(parts) + "/"
