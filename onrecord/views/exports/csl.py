"""The pages of a record as CSL-JSON, which Zotero, Pandoc and citeproc read."""

from __future__ import annotations

from typing import Any

import msgspec

from onrecord.dates import interval, precision, unqualified
from onrecord.record import query
from onrecord.record.rows import DocumentRow
from onrecord.record.store import View
from onrecord.views.exports.story import address


def csl_of(view: View) -> bytes:
    """An item for each page, in order of id."""
    items = [_item(page) for page in query.documents(view)]
    return msgspec.json.format(msgspec.json.encode(items), indent=2) + b"\n"


def _item(page: DocumentRow) -> dict[str, Any]:
    fields = {
        "id": page.doc,
        "type": "article-newspaper",
        "title": page.title,
        "container-title": page.outlet or page.agency,
        "source": page.agency if page.outlet not in (None, page.agency) else None,
        "issued": issued(page.published) if page.published else None,
        "language": page.language,
        "URL": address(page),
        "note": "; ".join(
            part
            for part in (
                f"SHA-256 of the page: {page.page}",
                f"dated by: {page.published_basis}" if page.published_basis else "",
            )
            if part
        ),
    }
    return {name: value for name, value in fields.items() if value is not None}


def issued(edtf: str) -> dict[str, Any]:
    """An EDTF date as CSL writes dates; what is uncertain is `circa`.

    >>> issued("2031-03"), issued("2031-03-04?")
    ({'date-parts': [[2031, 3]]}, {'date-parts': [[2031, 3, 4]], 'circa': True})
    >>> issued("2031-03-04/2031-03-06")
    {'date-parts': [[2031, 3, 4], [2031, 3, 6]]}
    >>> issued("../2031-03-04"), issued("2031-22")
    ({'literal': '../2031-03-04'}, {'date-parts': [[2031]], 'season': 2})
    """
    doubt = {"circa": True} if unqualified(edtf) != edtf else {}
    fine = precision(edtf)
    if fine in ("decade", "century", "open"):
        return {"literal": edtf}
    if fine == "range":
        days = [day for day in interval(edtf) if day is not None]
        return {"date-parts": [[day.year, day.month, day.day] for day in days], **doubt}
    parts = [int(part) for part in unqualified(edtf).split("-")]
    if fine == "season":
        return {"date-parts": [[parts[0]]], "season": parts[1] - 20, **doubt}
    return {"date-parts": [parts], **doubt}
