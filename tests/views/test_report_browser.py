from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from onrecord.record.store import View
from onrecord.views.report import report_of

pytestmark = pytest.mark.browser

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    if CHROMIUM is None:
        pytest.skip("no Chromium is installed here; the report is not opened in a browser")
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - only where a browser is

    with sync_playwright() as play:
        quiet = ["--no-sandbox", "--disable-background-networking", "--disable-component-update"]
        opened = play.chromium.launch(executable_path=CHROMIUM, args=quiet)
        yield opened
        opened.close()


@pytest.fixture
def opened(browser: Any, record: Path, tmp_path: Path) -> Iterator[Any]:
    """The report in a new window; afterwards: no error on its console, no request but itself."""
    with View(record) as view:
        path = tmp_path / "report.html"
        path.write_text(report_of(view), encoding="utf-8")
    window = browser.new_page(viewport={"width": 1280, "height": 800})
    errors: list[str] = []
    asked: list[str] = []
    window.on("console", lambda message: errors.append(message.text))
    window.on("pageerror", lambda error: errors.append(str(error)))
    window.on("request", lambda request: asked.append(request.url))
    window.goto(path.as_uri())
    yield window
    assert errors == []
    assert {url.partition("#")[0] for url in asked} == {path.as_uri()}
    window.close()


def test_an_entry_opens_its_passage_and_leads_back(opened: Any) -> None:
    opened.locator("#t-u-1 > a.words").click()
    lit = opened.locator(".lit")
    assert lit.all_text_contents() == ["We will sign nothing,", "before the\nbridge is open."]
    assert lit.first.evaluate("e => { const r = e.getBoundingClientRect(); return r.top > 0 }")
    opened.locator("#back-link").click()
    assert opened.locator("#t-u-1").evaluate("e => e.classList.contains('here')")
    assert opened.locator(".lit").count() == 0
    assert opened.locator("#back").is_hidden()


def test_a_passage_opens_its_entry(opened: Any) -> None:
    opened.locator("#sources .st", has_text="We will sign nothing before").first.click()
    assert opened.locator(".here").get_attribute("id") == "t-u-1"


def test_the_browsers_own_back_works(opened: Any) -> None:
    opened.locator("#t-h-2 > a.words").click()
    words = "".join(opened.locator(".lit").all_text_contents())
    assert words == "Sudria expelled two <diplomats>"
    opened.go_back()
    assert opened.locator(".lit").count() == 0


def test_words_speaker_status_and_outlet_filter_every_section(opened: Any) -> None:
    shown = "li.entry:visible"
    assert opened.locator(shown).count() == 3
    opened.fill("#f-words", "BRIDGE sign")
    assert opened.locator(shown).count() == 1
    assert opened.locator("#f-count").text_content() == "1 of 3"
    assert opened.locator("#events tbody tr:visible").count() == 0
    opened.fill("#f-words", "")
    opened.select_option("#f-who", "Sudria")
    assert opened.locator(shown).count() == 2
    opened.select_option("#f-who", "")
    opened.select_option("#f-status", "said")
    assert opened.locator(shown).count() == 1
    opened.select_option("#f-status", "")
    opened.select_option("#f-outlet", "NNA")
    assert opened.locator(shown).count() == 2
    assert opened.locator(".mark.out").count() == 0


def test_a_mark_of_the_drawn_timeline_leads_to_its_entry(opened: Any) -> None:
    opened.locator(".mark[data-entry='h-1']").first.click()
    assert opened.locator(".here").get_attribute("id") == "t-h-1"


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_is_wider_than_the_window(opened: Any, width: int, scheme: str) -> None:
    opened.emulate_media(color_scheme=scheme)
    opened.set_viewport_size({"width": width, "height": 800})
    assert opened.evaluate("document.documentElement.scrollWidth") <= width
