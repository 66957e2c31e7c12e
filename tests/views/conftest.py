"""A real browser for the tests of what is looked at, opened once."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from typing import Any

import pytest

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """The system's Chromium, without a window, and without anything it does on its own account."""
    if CHROMIUM is None:
        pytest.skip("no Chromium is installed here; nothing is opened in a browser")
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - only where a browser is

    with sync_playwright() as play:
        quiet = ["--no-sandbox", "--disable-background-networking", "--disable-component-update"]
        opened = play.chromium.launch(executable_path=CHROMIUM, args=quiet)
        yield opened
        opened.close()
