from __future__ import annotations

from pathlib import Path

import pytest
import rispy

from onrecord.record import query
from onrecord.record.store import View
from onrecord.views.exports.ris import ris_of


@pytest.mark.parametrize("story", ["record", "disputed", "hostile", "uncertain"])
def test_a_reader_of_ris_finds_a_reference_for_each_page(
    story: str, request: pytest.FixtureRequest
) -> None:
    with View(request.getfixturevalue(story)) as view:
        pages = query.documents(view)
        found = rispy.loads(ris_of(view).decode("utf-8"))
    assert [one["id"] for one in found] == [page.doc for page in pages]
    for page, one in zip(pages, found, strict=True):
        assert one["type_of_reference"] == "NEWS"
        assert any(page.page in note for note in one["notes"])
        assert bool(one.get("title")) == bool(page.title)


def test_a_reference_has_outlet_agency_day_and_address(disputed: Path) -> None:
    with View(disputed) as view:
        found = {one["id"]: one for one in rispy.loads(ris_of(view).decode("utf-8"))}
    one = found["reprint"]
    assert one["secondary_title"] == "The Strand" and one["publisher"] == "NNA"
    assert one["year"] == "2031" and one["date"] == "2031/05/07/"
    assert one["urls"] == ["https://reprint.example/1"]
    assert "year" not in found["orth"] and "urls" not in found["orth"]
