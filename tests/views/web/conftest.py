"""The web app over the story that was read by hand, asked as a browser asks it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from onrecord.views.web.app import create_app

TOKEN = "the-token-of-the-tests"
HERE = "http://127.0.0.1:8000"


@pytest.fixture
def app(record: Path) -> Iterator[TestClient]:
    """The app over the record, at an address of this machine."""
    with TestClient(create_app(record, token=TOKEN), base_url=HERE) as client:
        yield client
