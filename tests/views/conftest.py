"""A real browser for the tests of what is looked at, opened once."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from typing import Any

import pytest

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")


def listened(window: Any) -> tuple[list[str], list[str]]:
    """What a window says on its console or asks in dialogs from now on, and what it requests."""
    faults: list[str] = []
    asked: list[str] = []
    window.on("console", lambda message: faults.append(message.text))
    window.on("dialog", lambda dialog: faults.append(f"dialog: {dialog.message}"))
    window.on("pageerror", lambda error: faults.append(str(error)))
    window.on("request", lambda request: asked.append(request.url))
    return faults, asked


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
