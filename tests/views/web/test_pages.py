from __future__ import annotations

import re
from pathlib import Path

import msgspec
import pytest
from starlette.testclient import TestClient

from onrecord.model import Fact
from onrecord.views.web.app import create_app
from onrecord.views.web.pages import KINDS
from tests.views.web.conftest import HERE, TOKEN, hostile

PAGES = (
    "/timeline",
    "/statements",
    "/actors",
    "/actors/a-0",
    "/compare/u-1",
    "/compare/h-1",
    "/relations",
    "/relations?one=Norland&other=Sudria",
    "/sources",
    "/sources/notice",
    "/corrections",
)


@pytest.mark.parametrize("address", PAGES)
def test_every_page_is_html_and_json_at_one_address(app: TestClient, address: str) -> None:
    page = app.get(address)
    assert page.status_code == 200
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    path, _, query = address.partition("?")
    found = app.get(f"{path}.json?{query}")
    assert found.status_code == 200
    assert found.headers["content-type"] == "application/json"
    assert isinstance(found.json(), dict)


def test_the_timeline_lists_what_the_command_lists(app: TestClient) -> None:
    found = app.get("/timeline.json").json()
    assert [one["id"] for one in found["entries"]] == ["u-1", "h-1", "h-2"]
    page = app.get("/timeline").text
    assert "We will sign nothing" in page
    assert "two &lt;diplomats&gt;" in page


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("actor=Berg", ["u-1"]),
        ("actor=Sudria", ["h-1", "h-2"]),
        ("type=SANCTION", ["h-2"]),
        ("status=said", ["u-1"]),
        ("status=happened", ["h-1", "h-2"]),
        ("outlet=NNA", ["u-1", "h-1"]),
        ("from=2031-05-04", ["h-1", "h-2"]),
        ("to=2031-05-03", ["u-1"]),
        ("words=SIGN+bridge", ["u-1"]),
        ("actor=&type=&status=&outlet=&from=&to=&words=", ["u-1", "h-1", "h-2"]),
        ("actor=Sudria&status=happened&outlet=NNA&page=1", ["h-1"]),
    ],
)
def test_the_address_holds_what_is_asked(app: TestClient, query: str, ids: list[str]) -> None:
    found = app.get(f"/timeline.json?{query}").json()
    assert [one["id"] for one in found["entries"]] == ids
    assert found["total"] == len(ids)


def test_statements_are_found_by_words_speaker_and_date(app: TestClient) -> None:
    def ids(query: str) -> list[str]:
        rows = app.get(f"/statements.json?{query}").json()["rows"]
        return [one["row"]["id"] for one in rows]

    assert ids("") == ["s-notice000001", "s-news00000001"]
    assert ids('words="sign nothing before"') == ["s-news00000001", "s-notice000001"] or ids(
        'words="sign nothing before"'
    ) == ["s-notice000001", "s-news00000001"]
    assert ids("words=aubergine") == []
    assert ids("by=Norland") == ["s-notice000001", "s-news00000001"]
    assert ids("on=2031&from=2031-05-03&to=2031-05-03") == ["s-notice000001"]
    assert ids("order=page") == ["s-news00000001", "s-notice000001"]
    assert ids("kind=indirect") == []


def test_every_file_that_is_offered_can_be_taken_and_is_never_opened_in_place(
    app: TestClient,
) -> None:
    shelves = app.get("/export.json").json()["shelves"]
    offered = [
        f"/export/{one['what']}.{format}"
        for shelf in shelves
        for one in shelf["offers"]
        for format in one["formats"]
    ]
    assert len(offered) == len(set(offered)) > 20
    for address in offered:
        found = app.get(address)
        assert found.status_code == 200
        name = address.removeprefix("/export/")
        assert found.headers["content-disposition"].endswith(f'-{name}"')
        assert found.headers["content-disposition"].startswith("attachment;")
        assert "script-src" in found.headers["content-security-policy"]


def test_an_entry_leads_to_its_passage(app: TestClient) -> None:
    found = app.get("/at/e-news00000002", follow_redirects=False)
    assert found.status_code == 303
    assert found.headers["location"] == "/sources/news?at=e-news00000002#p-e-news00000002"
    page = app.get("/sources/news?at=e-news00000002").text
    assert 'id="p-e-news00000002"' in page
    assert "ev happened lit" in page
    assert 'href="/compare/h-2"' in page


def test_back_leads_to_the_page_of_this_app_that_one_came_from(app: TestClient) -> None:
    came = {"referer": f"{HERE}/timeline?actor=Berg&page=2"}
    page = app.get("/sources/news", headers=came).text
    assert 'href="/timeline?actor=Berg&amp;page=2">← Back' in page
    elsewhere = app.get("/sources/news", headers={"referer": "http://nna.example/x"}).text
    assert "← Back" not in elsewhere
    trick = app.get("/sources/news", headers={"referer": f"{HERE}//nna.example/x"}).text
    assert "← Back" not in trick


def test_a_comparison_counts_independent_tellers_and_marks_words(app: TestClient) -> None:
    found = app.get("/compare/u-1.json").json()
    assert found["independent"] == 2
    assert [one["wording"]["doc"] for one in found["reports"]] == ["notice", "news"] or [
        one["wording"]["doc"] for one in found["reports"]
    ] == ["news", "notice"]
    assert app.get("/compare/s-news00000001.json").json()["id"] == "u-1"
    assert "<ins>" in app.get("/compare/h-1").text


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/compare/u-99", 404, "no statement, event, utterance or happening"),
        ("/sources/nothing", 404, "no page"),
        ("/actors/a-99", 404, "no actor"),
        ("/at/e-nothing", 404, "no statement"),
        ("/timeline?actor=Nobody+Known", 404, "nobody called"),
        ("/export/statements.exe", 404, "expected an export that /export lists"),
        ("/export/secrets.csv", 404, "expected an export that /export lists"),
        ("/timeline?from=yesterday", 422, "expected a date such as"),
        ("/timeline?status=sort-of", 422, "status:"),
        ("/timeline?page=0", 422, "page:"),
        ("/nowhere", 404, "Not Found"),
    ],
)
def test_what_cannot_be_shown_says_why(
    app: TestClient, address: str, status: int, words: str
) -> None:
    page = app.get(address)
    assert page.status_code == status
    assert words in page.text
    path, _, query = address.partition("?")
    if path not in ("/nowhere", "/at/e-nothing"):
        found = app.get(f"{path}.json?{query}")
        assert found.status_code == status
        assert words in found.json()["error"]


def test_the_json_is_described(app: TestClient) -> None:
    described = app.get("/openapi.json").json()
    assert "/timeline.json" in described["paths"]
    schemas = described["components"]["schemas"]
    assert {kind.__name__ for kind in KINDS} <= schemas.keys()
    answer = described["paths"]["/timeline.json"]["get"]["responses"]["200"]
    assert answer["content"]["application/json"]["schema"]["$ref"].endswith("/Timeline")
    page = app.get("/docs")
    assert "/compare/{id}.json" in page.text
    assert "//cdn" not in page.text


def test_without_a_record_there_is_a_page_to_make_one(tmp_path: Path) -> None:
    with TestClient(create_app(tmp_path / "none.db", token=TOKEN, workers=0), base_url=HERE) as app:
        assert app.get("/", follow_redirects=False).headers["location"] == "/read"
        page = app.get("/timeline")
        assert page.status_code == 409
        assert "no record" in page.text


def test_a_far_entry_is_counted_and_not_drawn_until_it_is_asked_for(made) -> None:
    page, reading = made.pages["news"]
    events = tuple(
        msgspec.structs.replace(e, date=Fact("1991-04-02", None, "told"))
        if e.type == "SANCTION"
        else e
        for e in reading.events
    )
    made.pages["news"] = (page, msgspec.structs.replace(reading, events=events))
    made.write("news")
    with TestClient(create_app(made.path, token=TOKEN, workers=0), base_url=HERE) as app:
        drawn = app.get("/timeline.json").json()["drawn"]
        assert drawn["within"] + drawn["earlier"] + drawn["undated"] == 3
        asked = app.get("/timeline.json?from=1990").json()["drawn"]
        assert asked["earlier"] == 0


def test_too_many_to_draw_are_counted_by_period(made, monkeypatch) -> None:
    made.write()
    monkeypatch.setattr("onrecord.views.web.axis.MOST_MARKS", 1)
    with TestClient(create_app(made.path, token=TOKEN, workers=0), base_url=HERE) as app:
        drawn = app.get("/timeline.json").json()["drawn"]
        assert drawn["marks"] == []
        assert drawn["step"] == "day"
        assert sum(b["said"] + b["done"] for b in drawn["buckets"]) == drawn["within"] == 3
        assert {drawn["lanes"][b["lane"]] for b in drawn["buckets"]} == {
            "Anna Berg",
            "Norland",
            "Sudria",
        }
        assert "too many to draw one by one" in app.get("/timeline").text
        near = app.get("/timeline.json?from=2031-05-04&to=2031-05-04").json()["drawn"]
        assert len(near["marks"]) == 1


def test_a_long_list_comes_in_pages(made, monkeypatch) -> None:
    made.write()
    monkeypatch.setattr("onrecord.views.web.asked.PAGE", 1)
    with TestClient(create_app(made.path, token=TOKEN, workers=0), base_url=HERE) as app:
        found = app.get("/timeline.json?page=2&status=happened").json()
        assert [one["id"] for one in found["entries"]] == ["h-2"]
        assert (found["page"], found["pages"]) == (2, 2)
        page = app.get("/timeline?status=happened").text
        assert "/timeline?status=happened&amp;page=2" in page
        assert app.get("/timeline.json?page=99").json()["page"] == 3


@pytest.mark.parametrize("address", PAGES)
def test_what_a_page_says_is_inert_on_every_page(made, address: str) -> None:
    hostile(made)
    made.write()
    with TestClient(create_app(made.path, token=TOKEN, workers=0), base_url=HERE) as app:
        page = app.get(address.replace("Norland", "a-1").replace("Sudria", "a-2"))
        assert page.status_code == 200
        assert "<img" not in page.text
        assert "<script>" not in page.text
        assert 'href="javascript' not in page.text
        shown = re.sub(r'value="[^"]*"', "", page.text)
        assert "\u202e" not in shown and "\u200b" not in shown
        assert "{{7*7}}" in shown or "49" not in shown
