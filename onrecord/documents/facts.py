"""What a page says about itself: title, outlet, agency, place, published date, with their spans."""

from __future__ import annotations

from msgspec.structs import replace

from onrecord.documents.markup import Head
from onrecord.documents.regions import first_dateline
from onrecord.documents.written_dates import written_dates
from onrecord.model import Document, Fact, Told


def find_facts(document: Document, told: Told, head: Head) -> Document:
    """`document` with the facts its page gives, what was told before what was read."""
    headline = next((r.span for r in document.regions if r.kind == "headline"), None)
    dateline = first_dateline(document.text, document.regions)
    text = document.text
    published = _published(document, told)
    return replace(
        document,
        title=Fact(headline.of(text), headline, "the headline") if headline else None,
        outlet=Fact(told.outlet, None, "told") if told.outlet else None,
        agency=Fact(dateline.agency.of(text), dateline.agency, "the dateline's credit")
        if dateline and dateline.agency
        else None,
        place=Fact(dateline.place.of(text), dateline.place, "the dateline")
        if dateline and dateline.place
        else None,
        published=published,
    )


def _published(document: Document, told: Told) -> Fact | None:
    if told.published:
        return Fact(told.published, None, "told")
    for region in document.regions:
        if region.kind == "dateline":
            for found in written_dates(region.span.of(document.text)):
                if found.edtf is not None:
                    span = found.span.shift(region.span.start)
                    return Fact(found.edtf, span, "the page's date line")
    return None
