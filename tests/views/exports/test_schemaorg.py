from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from rdflib import RDF, Dataset, Namespace

from onrecord.record.store import View
from onrecord.views.exports.schemaorg import schemaorg_of

THING = set("name alternateName description identifier url".split())
WORK = THING | set(
    "text creator dateCreated locationCreated inLanguage isPartOf headline datePublished"
    " publisher sourceOrganization".split()
)
PROPERTIES = {
    "NewsArticle": WORK,
    "Quotation": WORK | {"spokenByCharacter"},
    "Claim": WORK | {"appearance", "firstAppearance", "claimInterpreter"},
    "Question": WORK,
    "Person": THING | {"jobTitle"},
    "Organization": THING,
    "Country": THING,
    "Place": THING,
    "Thing": THING,
    "PropertyValue": THING | {"propertyID", "value"},
}
"""The properties that schema.org has for these types, of those that onrecord may write."""

STORIES = ["record", "disputed", "hostile", "uncertain"]


def whole(path: Path) -> dict[str, Any]:
    with View(path) as view:
        return json.loads(schemaorg_of(view))


def nodes(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        if "@type" in value:
            yield value
        for one in value.values():
            yield from nodes(one)
    elif isinstance(value, list):
        for one in value:
            yield from nodes(one)


@pytest.mark.parametrize("story", STORIES)
def test_types_and_properties_are_those_of_schema_org(
    story: str, request: pytest.FixtureRequest
) -> None:
    found = whole(request.getfixturevalue(story))
    assert found["@context"] == "https://schema.org"
    for node in nodes(found["@graph"]):
        names = {name for name in node if not name.startswith("@")}
        assert names <= PROPERTIES[node["@type"]], node["@type"]


@pytest.mark.parametrize("story", STORIES)
def test_a_reader_of_json_ld_makes_a_graph_whose_nodes_are_all_told(
    story: str, request: pytest.FixtureRequest
) -> None:
    found = whole(request.getfixturevalue(story))
    graph = Dataset(default_union=True).parse(
        data=json.dumps({**found, "@context": {"@vocab": "http://schema.org/"}}), format="json-ld"
    )
    schema = Namespace("http://schema.org/")
    told = set(graph.subjects(RDF.type))
    for name in ("creator", "spokenByCharacter", "isPartOf", "appearance"):
        assert set(graph.objects(None, schema[name])) <= told, name


def test_a_direct_quotation_is_its_words_alone(record: Path) -> None:
    (said,) = [one for one in whole(record)["@graph"] if one["@type"] == "Quotation"]
    assert said["text"] == "We will sign nothing, […] before the bridge is open."
    assert said["dateCreated"] == "2031-05-03" and len(said["isPartOf"]) == 2
    assert said["spokenByCharacter"] == {"@id": "urn:onrecord:a-0"}


def test_what_a_page_reports_says_who_and_how_so_that_a_denial_stays_one(
    denial: Path,
) -> None:
    (claim,) = [one for one in whole(denial)["@graph"] if one["@type"] == "Claim"]
    assert claim["text"] == "Norland denied: it had signed"
