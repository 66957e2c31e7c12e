from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from onrecord.record.store import View
from onrecord.views.exports.chronology import chronology_of
from onrecord.views.exports.hypertext import html_of

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("story", ["disputed", "hostile"])
@pytest.mark.parametrize("width", [1280, 390])
def test_it_opens_without_a_fault_asks_for_nothing_and_fits(
    story: str, width: int, browser: Any, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    with View(request.getfixturevalue(story)) as view:
        path = tmp_path / "chronology.html"
        path.write_text(html_of(chronology_of(view)), encoding="utf-8")
    window = browser.new_page(viewport={"width": width, "height": 800})
    faults: list[str] = []
    asked: list[str] = []
    window.on("console", lambda message: faults.append(message.text))
    window.on("dialog", lambda dialog: faults.append(f"dialog: {dialog.message}"))
    window.on("request", lambda one: asked.append(one.url))
    window.goto(path.as_uri())
    window.locator("sup a").first.click()
    assert window.locator("li:target").count() == 1
    window.locator("li:target a[aria-label='Back to the entry']").click()
    assert window.locator("sup a:target").count() == 1
    assert window.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert faults == []
    assert {url.partition("#")[0] for url in asked} == {path.as_uri()}
    window.close()
