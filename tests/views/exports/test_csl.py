from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from onrecord.record.store import View
from onrecord.views.exports.csl import csl_of

SCHEMA = json.loads((Path(__file__).parent / "schemas" / "csl.json").read_text())


@pytest.mark.parametrize("story", ["record", "disputed", "hostile", "uncertain"])
def test_the_items_are_as_csl_has_them(story: str, request: pytest.FixtureRequest) -> None:
    with View(request.getfixturevalue(story)) as view:
        items = json.loads(csl_of(view))
    jsonschema.validate(items, SCHEMA)
    assert [item["id"] for item in items] == sorted(item["id"] for item in items)


def test_an_item_has_outlet_agency_day_address_and_the_hash(disputed: Path) -> None:
    with View(disputed) as view:
        items = {item["id"]: item for item in json.loads(csl_of(view))}
        sha256 = view.page("reprint").sha256
    item = items["reprint"]
    assert item["container-title"] == "The Strand" and item["source"] == "NNA"
    assert item["issued"] == {"date-parts": [[2031, 5, 7]]}
    assert item["URL"] == "https://reprint.example/1" and sha256 in item["note"]
    assert "URL" not in items["orth"] and "issued" not in items["orth"]
    assert "source" not in items["wire"]
