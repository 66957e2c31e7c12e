from __future__ import annotations

import re
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from onrecord.views.web.app import create_app
from onrecord.views.web.guard import Door
from tests.views.web.conftest import HERE, TOKEN


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "localhost:9", "[::1]:8000", "LOCALHOST"])
def test_this_machine_is_known_by_its_names(app: TestClient, host: str) -> None:
    assert app.get("/timeline", headers={"host": host}).status_code == 200


@pytest.mark.parametrize("host", ["nna.example", "127.0.0.1.nna.example", "", "a@127.0.0.1", "[:"])
def test_a_name_bent_to_this_machine_is_refused(app: TestClient, host: str) -> None:
    found = app.get("/timeline", headers={"host": host})
    assert found.status_code == 421
    assert "Berg" not in found.text


@pytest.mark.parametrize("address", ["/timeline", "/timeline.json", "/static/app.css", "/nowhere"])
def test_every_answer_forbids_what_is_not_its_own(app: TestClient, address: str) -> None:
    headers = app.get(address).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy and "script-src 'self';" in policy
    assert "unsafe" not in policy and "http" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"


def test_pages_load_nothing_from_elsewhere_and_hold_no_inline_script(app: TestClient) -> None:
    for address in ("/timeline", "/statements", "/relations?one=Norland&other=Sudria", "/docs"):
        page = app.get(address).text
        for loaded in re.findall(r'(?:src|href)="([^"]*)"', page):
            assert loaded.startswith(("/", "#")), loaded
        for script in re.findall(r"<script([^>]*)>", page):
            assert "src=" in script or 'type="application/json"' in script
        assert not re.search(r"\son\w+=|\sstyle=", page)


def test_everything_a_page_names_is_there(app: TestClient) -> None:
    for address in ("/timeline", "/relations", "/sources/news", "/read"):
        page = app.get(address).text
        for loaded in re.findall(r'(?:src|href)="(/static/[^"]*)"', page):
            assert app.get(loaded).status_code == 200, loaded


@pytest.mark.parametrize("origin", [None, "null", "http://nna.example", "http://127.0.0.1:9999"])
@pytest.mark.parametrize("address", ["/correct", "/correct.json", "/read", "/timeline"])
def test_a_write_from_another_page_is_refused(
    app: TestClient, origin: str | None, address: str
) -> None:
    headers = {} if origin is None else {"origin": origin}
    found = app.post(address, data={"token": TOKEN}, headers=headers)
    assert found.status_code == 403


def test_a_write_that_is_too_long_is_refused(app: TestClient) -> None:
    found = app.post("/correct", content=b"x" * 100_000, headers={"origin": HERE})
    assert found.status_code == 413


def test_beyond_loopback_only_who_brings_the_token_is_shown_the_forms(record: Path) -> None:
    there = "http://192.0.2.7:8000"
    app = create_app(record, host="0.0.0.0", token=TOKEN, workers=0)
    with TestClient(app, base_url=there) as reader:
        assert TOKEN not in reader.get("/compare/u-1").text
        assert reader.get("/", params={"token": "wrong"}).status_code == 403
        assert TOKEN not in reader.get("/compare/u-1").text
        assert reader.get("/", params={"token": TOKEN}).status_code == 200
        assert TOKEN in reader.get("/compare/u-1").text


def test_bound_to_every_address_it_is_known_by_numbers_and_no_name() -> None:
    door = Door("0.0.0.0", "t")
    assert door.known("192.0.2.7:80") and door.known("localhost")
    assert not door.known("nna.example")
    assert Door("desk.example", "t").known("desk.example:8000")
    assert not Door("127.0.0.1", "t").known("192.0.2.7")
