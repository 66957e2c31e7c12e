from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from onrecord.record import query
from onrecord.record.store import View
from onrecord.views.exports.annotations import collection_of, hash_name

SCHEMA = json.loads((Path(__file__).parent / "schemas" / "annotations.json").read_text())


def items(path: Path) -> list[dict[str, Any]]:
    with View(path) as view:
        whole = json.loads(collection_of(view))
    found = whole["first"]["items"]
    assert whole["total"] == len(found)
    return found


def targets(item: dict[str, Any]) -> list[dict[str, Any]]:
    target = item["target"]
    return target if isinstance(target, list) else [target]


@pytest.mark.parametrize("story", ["record", "disputed", "hostile", "uncertain"])
def test_the_collection_is_as_the_recommendation_has_it(
    story: str, request: pytest.FixtureRequest
) -> None:
    with View(request.getfixturevalue(story)) as view:
        jsonschema.validate(json.loads(collection_of(view)), SCHEMA)


def test_there_is_one_annotation_a_statement_and_event(record: Path) -> None:
    with View(record) as view:
        ids = {row.id for row in [*query.statements(view), *query.events(view)]}
    assert {item["id"] for item in items(record)} == {f"urn:onrecord:{id}" for id in ids}


@pytest.mark.parametrize("story", ["record", "disputed", "hostile", "uncertain"])
def test_the_words_stand_where_the_selectors_say(
    story: str, request: pytest.FixtureRequest
) -> None:
    path = request.getfixturevalue(story)
    with View(path) as view:
        pages = {hash_name(view.page(doc).sha256): view.page(doc) for doc in view.docs()}
        texts = {
            hash_name(view.page(doc).sha256): view.reading(doc).document.text for doc in view.docs()
        }
    for target in (one for item in items(path) for one in targets(item)):
        quote, place = target["selector"]
        name = target["state"]["cached"]
        page = pages[name]
        assert quote["prefix"] + quote["exact"] + quote["suffix"] in texts[name]
        if page.media == "text/plain":
            assert page.text[place["start"] : place["end"]] == quote["exact"]
        else:
            assert place["type"] == "DataPositionSelector"
            cut = page.data[place["start"] : place["end"]].decode()
            assert cut.replace("&amp;", "&") == quote["exact"]


def test_an_interrupted_quotation_has_a_target_for_each_piece(disputed: Path) -> None:
    said = next(item for item in items(disputed) if item["id"] == "urn:onrecord:s-orth00000001")
    assert [one["selector"][0]["exact"] for one in said["target"]] == ["We will & must,", "go."]


def test_a_page_without_a_web_address_is_named_by_its_hash(hostile: Path, disputed: Path) -> None:
    for target in (one for item in items(hostile) for one in targets(item)):
        assert target["source"]["id"].startswith("ni:///sha-256;")
    addresses = {one["source"]["id"] for item in items(disputed) for one in targets(item)}
    assert "https://wire.example/1" in addresses
