"""A dateline's year, told by another page of the record."""

from __future__ import annotations

import msgspec
import pytest

from onrecord.link.copies import source_of
from onrecord.link.settle import settle_days
from onrecord.model import Fact, Reading

COPY = (("wire", "paper", "both alike", "copy"),)


def reading(page, doc: str, published: str | None, bare: str | None = None) -> Reading:
    written = page(doc, published)
    written.write("The ferry sails again, the harbour master said.")
    found = written.reading()
    day = Fact(bare, None, "the dateline") if bare else None
    return msgspec.structs.replace(
        found, document=msgspec.structs.replace(found.document, dateline_day=day)
    )


def sources(pages):
    return {one.document.doc: source_of(one) for one in pages}


@pytest.mark.parametrize(
    ("published", "bare", "other", "settled"),
    [
        (None, "XXXX-06-18", "2031-06-18", "2031-06-18"),
        (None, "XXXX-06-18", "2031-06-20", "2031-06-18"),
        (None, "XXXX-12-31", "2032-01-01", "2031-12-31"),
        ("2031-06-18?", "XXXX-06-18", "2031-06-19", "2031-06-18"),
        ("../2033-01-01", "XXXX-06-18", "2031-06-19", "2031-06-18"),
        ("2030-06-18", "XXXX-06-18", "2031-06-18", None),
        (None, "XXXX-06-18", "2031-07-18", None),
        (None, "XXXX-06-18", "2031-06-18?", None),
        (None, "XXXX-02-29", "2031-03-01", None),
        (None, None, "2031-06-18", None),
        (None, "XXXX-06-18", None, None),
    ],
)
def test_a_copy_with_a_date_near_the_datelines_day_tells_its_year(
    page, published: str | None, bare: str | None, other: str | None, settled: str | None
) -> None:
    pages = [reading(page, "wire", published, bare), reading(page, "paper", other)]
    found = settle_days(sources(pages), COPY, ())
    assert [one.published for one in found] == ([settled] if settled else [])
    for one in found:
        assert (one.doc, one.by) == ("wire", "paper")
        assert "paper, which it is a copy of and was published on" in one.basis


def test_copies_of_different_years_settle_nothing(page) -> None:
    pages = [
        reading(page, "wire", None, "XXXX-06-18"),
        reading(page, "paper", "2031-06-18"),
        reading(page, "site", "2032-06-18"),
    ]
    assert settle_days(sources(pages), (*COPY, ("site", "wire", "alike", "copy")), ()) == ()


def test_a_page_that_shares_two_utterances_tells_the_year_and_one_does_not(page) -> None:
    pages = [
        reading(page, "wire", None, "XXXX-06-18"),
        reading(page, "paper", "2031-06-19"),
    ]
    both = ({"wire", "paper"}, {"wire", "paper"})
    assert settle_days(sources(pages), (), both[:1]) == ()
    [found] = settle_days(sources(pages), (), both)
    assert found.published == "2031-06-18"
    assert "reports what was said alike" in found.basis
