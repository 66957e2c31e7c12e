from __future__ import annotations

import json
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from onrecord.record.store import View
from onrecord.views.exports.timelinejs import timelinejs_of

SCHEMA = json.loads((Path(__file__).parent / "schemas" / "timelinejs.json").read_text())


def told(path: Path) -> dict[str, Any]:
    with View(path) as view:
        return json.loads(timelinejs_of(view)[0])


@pytest.mark.parametrize("story", ["record", "disputed", "hostile", "uncertain"])
def test_it_is_as_timelinejs_documents_it(story: str, request: pytest.FixtureRequest) -> None:
    whole = told(request.getfixturevalue(story))
    jsonschema.validate(whole, SCHEMA)
    ids = [slide["unique_id"] for slide in whole["events"]]
    assert len(ids) == len(set(ids))


def test_an_uncertain_date_says_so_and_gets_no_day_of_its_own(uncertain: Path) -> None:
    shown = {
        slide["display_date"]: (slide["start_date"], slide.get("end_date"))
        for slide in told(uncertain)["events"]
    }

    def day(year: int, month: int, day: int) -> dict[str, int]:
        return {"year": year, "month": month, "day": day}

    assert shown == {
        "4 May 2031": (day(2031, 5, 4), None),
        "June 2031": ({"year": 2031, "month": 6}, None),
        "2031": ({"year": 2031}, None),
        "summer 2031": (day(2031, 6, 1), day(2031, 8, 31)),
        "the 2030s": (day(2030, 1, 1), day(2039, 12, 31)),
        "3 June 2031 to 9 June 2031": (day(2031, 6, 3), day(2031, 6, 9)),
        "until 1 July 2031": (day(2031, 7, 1), None),
        "from 2 July 2031": (day(2031, 7, 2), None),
        "perhaps 6 May 2031": (day(2031, 5, 6), None),
        "about August 2031": ({"year": 2031, "month": 8}, None),
    }


def test_what_no_page_dates_is_left_out_and_the_title_says_so(uncertain: Path) -> None:
    with View(uncertain) as view:
        data, left_out = timelinejs_of(view)
    assert left_out == 1
    assert "1 entry is not shown" in json.loads(data)["title"]["text"]["text"]


def test_a_plan_says_in_its_headline_that_it_is_one(uncertain: Path) -> None:
    assert all("planned" in slide["text"]["headline"] for slide in told(uncertain)["events"])


def test_what_a_page_says_is_only_text_where_timelinejs_takes_html(hostile: Path) -> None:
    tags: set[str] = set()

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            tags.add(tag)

    for slide in told(hostile)["events"]:
        for value in slide["text"].values():
            Reader().feed(value)
        assert slide["autolink"] is False
        assert "\u202e" not in json.dumps(slide, ensure_ascii=False)
    assert tags <= {"p", "small"}


def test_few_actors_have_a_row_of_their_own(busy: Path) -> None:
    groups = [slide["group"] for slide in told(busy)["events"]]
    assert set(groups) == {"Envoy 0", "Envoy 1", "Envoy 2", "Envoy 3", "Envoy 4", "Others"}
    assert groups.count("Others") == 3


def test_what_has_no_day_stands_on_that_of_its_page_and_says_by(record: Path) -> None:
    [slide] = [
        one for one in told(record)["events"] if one["unique_id"] == "h-2"
    ]  # an expulsion that the page of 6 May 2031 tells without a day
    assert slide["start_date"] == {"year": 2031, "month": 5, "day": 6}
    assert slide["display_date"].startswith("by 6 May 2031: no page says when")
    assert "stands on the day of its page" in told(record)["title"]["text"]["text"]
