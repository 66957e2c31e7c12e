from __future__ import annotations

import time
from pathlib import Path

import pytest
from starlette.testclient import TestClient

import onrecord
from onrecord.views.web.app import create_app
from onrecord.views.web.readings import MOST_FILES, safe_name
from tests.views.web.conftest import HERE, TOKEN

FROM_HERE = {"origin": HERE}
SAID = "s-notice000001"
HELD = "e-news00000001"


def decide(app: TestClient, verb: str, *asked: str, **more: str):
    data = {"token": TOKEN, "verb": verb, "asked": list(asked), "why": "the minutes", **more}
    return app.post("/correct.json", data=data, headers=FROM_HERE)


def test_a_correction_shows_at_once_and_is_undone(app: TestClient, record: Path) -> None:
    done = decide(app, "date", HELD, "2031-05-05", who="Ed")
    assert done.status_code == 200, done.text
    found = done.json()
    assert found["correction"]["state"] == "applied"
    assert found["correction"]["who"] == "Ed"
    [entry] = found["entries"]
    page = app.get(f"/compare/{entry}").text
    assert "2031-05-05" in page and "corrected by Ed" in page and "the minutes" in page
    assert [row.id for row in onrecord.corrections(record)] == [found["correction"]["id"]]
    undone = decide(app, "undo", found["correction"]["id"], who="Ann").json()
    assert undone["correction"]["state"] == "undone"
    assert "2031-05-05" not in app.get("/timeline").text


def test_every_field_can_be_corrected(app: TestClient) -> None:
    assert decide(app, "speaker", SAID, "Carl Moss", new="1").status_code == 200
    assert app.get("/statements.json?order=page").json()["rows"][1]["row"]["speaker"]["name"] == (
        "Carl Moss"
    )
    assert decide(app, "speaker", SAID, "none").status_code == 200
    assert decide(app, "date", SAID, "none").status_code == 200
    assert decide(app, "status", HELD, "denied").status_code == 200
    assert decide(app, "addressee", SAID, "Sudria").status_code == 200
    assert decide(app, "occasion", SAID, "the opening of the talks").status_code == 200
    assert decide(app, "place", SAID, "Torhaven").status_code == 200
    assert decide(app, "type", HELD, "CONSULT phone").status_code == 200
    assert decide(app, "actor", HELD, "Norland; Ada Lind", new="1").status_code == 200
    assert decide(app, "recipient", HELD, "none").status_code == 200
    assert decide(app, "reject", "e-news00000002").status_code == 200
    assert decide(app, "different", "e-notice000001", HELD).status_code == 200
    assert decide(app, "same", "e-notice000001", HELD).status_code == 200
    verbs = [one["verb"] for one in app.get("/corrections.json").json()["rows"]]
    assert verbs == [
        *("same", "different", "reject", "recipient", "actor", "type", "place", "occasion"),
        *("addressee", "status", "date", "speaker", "speaker"),
    ]
    assert "overruled" in app.get("/corrections").text


def test_what_cannot_be_done_says_why_and_changes_nothing(app: TestClient, record: Path) -> None:
    before = record.read_bytes()
    for verb, asked in (
        ("date", (HELD, "soon")),
        ("status", (HELD, "sort-of")),
        ("speaker", (SAID, "Nobody Known")),
        ("date", ("e-nothing", "2031")),
        ("same", (SAID, HELD)),
        ("undo", ("c-nothing",)),
    ):
        found = decide(app, verb, *asked)
        assert found.status_code in (404, 409, 422), found.text
        assert found.json()["error"]
    assert decide(app, "erase", HELD).status_code == 422
    assert decide(app, "reject", HELD, why=" ").status_code in (409, 422)
    assert onrecord.corrections(record) == []
    assert record.read_bytes() == before


def test_two_actors_are_one_and_one_is_two(app: TestClient) -> None:
    assert "Somebody else on the page" in app.get("/actors/a-0").text
    one = decide(app, "different", "a-0", "a-0@news")
    assert one.status_code == 200, one.text
    found = app.get("/actors.json?words=berg").json()["rows"]
    assert sorted(row["docs"] for row in found) == [["news"], ["notice"]]
    both = decide(app, "same", *(row["id"] for row in found))
    assert both.status_code == 200, both.text
    assert app.get("/actors.json?words=berg").json()["total"] == 1


@pytest.mark.parametrize("token", ["", "wrong", TOKEN[:-1]])
def test_without_the_token_nothing_is_written(app: TestClient, record: Path, token: str) -> None:
    data = {"token": token, "verb": "reject", "asked": HELD, "why": "x"}
    assert app.post("/correct", data=data, headers=FROM_HERE).status_code == 403
    files = {"pages": ("x.txt", b"A page.", "text/plain")}
    sent = app.post("/read", data={"token": token}, files=files, headers=FROM_HERE)
    assert sent.status_code == 403
    assert onrecord.corrections(record) == []
    assert not record.with_suffix(".pages").exists()


def test_the_token_may_come_in_a_header(app: TestClient) -> None:
    data = {"verb": "reject", "asked": HELD, "why": "x"}
    headers = {**FROM_HERE, "x-onrecord-token": TOKEN}
    assert app.post("/correct.json", data=data, headers=headers).status_code == 200


def test_a_form_without_script_leads_to_the_corrected_entry(app: TestClient) -> None:
    data = {"token": TOKEN, "verb": "status", "asked": [HELD, "denied"], "why": "so", "who": "Ed"}
    found = app.post("/correct", data={**data, "entry": HELD}, headers=FROM_HERE)
    assert found.url.path == f"/compare/{HELD}"
    assert "status" in found.text and "was happened" in found.text
    assert 'value="Ed"' in found.text
    wrong = app.post(
        "/correct", data={**data, "asked": [HELD, "odd"], "entry": HELD}, headers=FROM_HERE
    )
    assert wrong.status_code == 422
    assert "expected a status of" in wrong.text


def test_with_script_the_entry_comes_back_alone(app: TestClient) -> None:
    data = {"token": TOKEN, "verb": "reject", "asked": [HELD], "why": "so", "entry": HELD}
    found = app.post("/correct", data=data, headers={**FROM_HERE, "hx-request": "true"})
    assert found.status_code == 200
    assert 'id="entry"' in found.text and "<html" not in found.text


def send(app: TestClient, *files: tuple[str, bytes], **data: str):
    pages = [("pages", (name, content, "text/plain")) for name, content in files]
    return app.post("/read.json", data={"token": TOKEN, **data}, files=pages, headers=FROM_HERE)


def finished(app: TestClient) -> dict:
    for _ in range(600):
        job = app.get("/read.json").json()["jobs"][0]
        if job["state"] in ("done", "failed"):
            return job
        time.sleep(0.05)
    raise AssertionError(job)


PAGE = b"""Talks open in Torhaven

TORHAVEN, 3 May 2031. "The bridge will open in June," Minister Anna Berg said on Monday.
"""


def test_dropped_pages_are_read_and_what_is_none_is_named(tmp_path: Path) -> None:
    db = tmp_path / "new.db"
    with TestClient(create_app(db, token=TOKEN, workers=0), base_url=HERE) as app:
        begun = send(app, ("talks.txt", PAGE), ("empty.txt", b"  "), ("../../odd.bin", b"\x00\x01"))
        assert begun.status_code == 202, begun.text
        assert begun.json()["files"] == 3
        job = finished(app)
        assert job["state"] == "done", job
        assert (job["read"], job["failed"], job["share"]) == (1, 2, 1.0)
        told = {one["name"]: one for one in job["outcomes"]}
        assert told["talks.txt"]["doc"] == "talks"
        assert "white space" in told["empty.txt"]["reason"]
        assert told["odd.bin"]["reason"]
        assert app.get("/statements.json").json()["total"] == 1
        page = app.get("/read").text
        assert "not read" in page and "data-hx-trigger" not in page
        assert {one.name for one in db.with_suffix(".pages").iterdir()} == set(told)
        assert not (tmp_path.parent / "odd.bin").exists()


def test_what_is_no_dropping_is_refused(app: TestClient) -> None:
    assert send(app).status_code in (409, 422)
    assert send(app, ("a.txt", PAGE), date="yesterday").status_code == 422
    many = [(f"{n}.txt", b"x") for n in range(MOST_FILES + 1)]
    assert send(app, *many).status_code == 400
    assert app.get("/read.json").json()["jobs"] == []


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("a.txt", "a.txt"),
        ("../../etc/passwd", "passwd"),
        ("C:\\pages\\a.html", "a.html"),
        (".ssh", "_ssh"),
        ("a\x00b.txt", "a_b.txt"),
        ("a\u202etxt.exe", "a_txt.exe"),
        ("...", "page"),
        ("", "page"),
        ("x" * 300 + ".txt", "x" * 100 + ".txt"),
        ("notice.meta.json", "notice.meta.json"),
    ],
)
def test_a_name_leads_nowhere_else(name: str, kept: str) -> None:
    assert safe_name(name) == kept
