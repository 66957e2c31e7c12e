from __future__ import annotations

import json
import warnings
from pathlib import Path
from typing import Any

import pytest

from onrecord.record.store import View
from onrecord.views.exports.ftm import ftm_of

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import followthemoney.types  # as a module: pytest looks for doctests in what is imported


def entities(path: Path) -> list[dict[str, Any]]:
    with View(path) as view:
        return [json.loads(line) for line in ftm_of(view).splitlines()]


@pytest.mark.parametrize("story", ["record", "disputed", "hostile", "uncertain"])
def test_followthemoney_takes_every_entity_and_cleans_no_value_away(
    story: str, request: pytest.FixtureRequest
) -> None:
    found = entities(request.getfixturevalue(story))
    for one in found:
        schema = followthemoney.model.get(one["schema"])
        schema.validate(one)
        proxy = followthemoney.model.get_proxy(one, cleaned=False)
        for name, values in one["properties"].items():
            kept = proxy.get(name)
            if schema.get(name).type in (
                followthemoney.types.registry.country,
                followthemoney.types.registry.date,
                followthemoney.types.registry.checksum,
            ):
                assert set(kept) == set(values), name
            assert len(kept) == len(values), name


@pytest.mark.parametrize("story", ["record", "disputed", "hostile", "uncertain"])
def test_ids_are_unique_and_entities_name_only_each_other(
    story: str, request: pytest.FixtureRequest
) -> None:
    found = entities(request.getfixturevalue(story))
    schemas = {one["id"]: followthemoney.model.get(one["schema"]) for one in found}
    assert len(schemas) == len(found)
    for one in found:
        for name, values in one["properties"].items():
            prop = followthemoney.model.get(one["schema"]).get(name)
            if prop.type == followthemoney.types.registry.entity:
                assert all(schemas[value].is_a(prop.range) for value in values), name


def test_every_report_is_a_documentation_with_its_exact_words(disputed: Path) -> None:
    found = entities(disputed)
    told = [one["properties"] for one in found if one["schema"] == "Documentation"]
    met = [one for one in told if one["entity"] == ["onrecord-h-met"]]
    assert len(met) == 3 and all(one["summary"] == ["the envoys met"] for one in met)


def test_a_plan_says_in_its_name_that_it_is_one_and_doubt_is_no_date(uncertain: Path) -> None:
    events = [one["properties"] for one in entities(uncertain) if one["schema"] == "Event"]
    assert all("(planned)" in one["name"][0] for one in events)
    dates = {
        one["description"][0].partition(",")[0]: [
            one[name][0] for name in ("date", "startDate", "endDate") if name in one
        ]
        for one in events
    }
    assert dates["perhaps 6 May 2031"] == dates["about August 2031"] == []
    assert dates["June 2031"] == ["2031-06"]
    assert dates["summer 2031"] == ["2031-06-01", "2031-08-31"]
    assert dates["until 1 July 2031"] == ["2031-07-01"]


def test_a_person_has_the_two_letters_of_their_country(disputed: Path) -> None:
    (orth,) = [one for one in entities(disputed) if one["schema"] == "Person"]
    assert orth["properties"]["country"] == ["no"] and orth["properties"]["alias"] == ["Orth"]
