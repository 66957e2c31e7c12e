"""The web app over the story that was read by hand, asked as a browser asks it."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
import uvicorn
from starlette.testclient import TestClient

from onrecord.model import Fact
from onrecord.views.web.app import create_app
from tests.conftest import MadeStory
from tests.views.conftest import listened

TOKEN = "the-token-of-the-tests"
HERE = "http://127.0.0.1:8000"


@pytest.fixture
def app(record: Path) -> Iterator[TestClient]:
    """The app over the record, at an address of this machine."""
    with TestClient(create_app(record, token=TOKEN, workers=0), base_url=HERE) as client:
        yield client


@pytest.fixture
def live(made: MadeStory, request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of the app over the story, served to a real browser; `hostile` pages if so."""
    if "hostile" in request.node.name:
        hostile(made)
    made.write()
    bound = socket.socket()
    bound.bind(("127.0.0.1", 0))
    bound.listen()  # who asks before the server has started waits, and is not refused
    server = uvicorn.Server(
        uvicorn.Config(create_app(made.path, token=TOKEN, workers=0), log_level="error")
    )
    thread = threading.Thread(target=server.run, kwargs={"sockets": [bound]}, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{bound.getsockname()[1]}"
    server.should_exit = True
    thread.join(10)


@pytest.fixture
def window(browser: Any, live: str) -> Iterator[Any]:
    """A window; afterwards: nothing on its console, no dialog, no request to anywhere else."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, base_url=live)
    opened = context.new_page()
    faults, asked = listened(opened)
    opened.faults = faults
    yield opened
    assert faults == []
    assert {url for url in asked if not url.startswith(f"{live}/")} == set()
    context.close()


EVIL = "\"'><img src=x onerror=alert(1)></script><script>alert(2)</script>\u202e\u200b{{7*7}}"


def hostile(made: MadeStory) -> None:
    """Put markup, script and direction marks where the pages' words go."""
    replace = msgspec.structs.replace
    evil = Fact(EVIL, None, EVIL)
    for doc, (page, reading) in made.pages.items():
        entities = tuple(
            replace(e, name=EVIL, names=(EVIL,), offices=(EVIL,))
            for e in reading.annotations.entities
        )
        said = tuple(
            replace(s, place=evil, speaker=replace(s.speaker, name=EVIL, entity=None))
            for s in reading.statements
            if s.speaker is not None
        )
        events = tuple(
            replace(
                e, place=evil, actors=tuple(replace(a, name=EVIL, entity=None) for a in e.actors)
            )
            for e in reading.events
        )
        document = replace(reading.document, outlet=evil, title=evil, agency=evil, notes=(EVIL,))
        made.pages[doc] = (
            replace(page, told=replace(page.told, url="javascript:alert(3)")),
            replace(
                reading,
                document=document,
                annotations=replace(reading.annotations, entities=entities),
                statements=said,
                events=events,
            ),
        )
