from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from onrecord.model import Fact, Told
from onrecord.record.store import View
from onrecord.views.report import report_of
from tests.views.conftest import listened

pytestmark = pytest.mark.browser


@pytest.fixture
def opened(browser: Any, made: Any, tmp_path: Path, request: Any) -> Iterator[Any]:
    """The report in a new window; afterwards: no error on its console, no request but itself."""
    if "hostile" in request.node.name:
        make_hostile(made)
    made.write()
    with View(made.path) as view:
        path = tmp_path / "report.html"
        path.write_text(report_of(view), encoding="utf-8")
    window = browser.new_page(viewport={"width": 1280, "height": 800})
    errors, asked = listened(window)
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
    assert opened.locator(".mark.out").count() == 1


def test_a_mark_of_the_drawn_timeline_leads_to_its_entry(opened: Any) -> None:
    opened.locator(".mark[data-entry='h-1']").first.click()
    assert opened.locator(".here").get_attribute("id") == "t-h-1"


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_is_wider_than_the_window(opened: Any, width: int, scheme: str) -> None:
    opened.emulate_media(color_scheme=scheme)
    opened.set_viewport_size({"width": width, "height": 800})
    assert opened.evaluate("document.documentElement.scrollWidth") <= width


EVIL = "\"'><img src=x onerror=alert(1)></script><script>alert(2)</script>\u202e{{7*7}}"


def make_hostile(made: Any) -> None:
    """Put markup and script where the pages' words go: outlet, title, names, notes."""
    replace = msgspec.structs.replace
    for doc, (page, reading) in made.pages.items():
        evil = Fact(EVIL, None, EVIL)
        document = replace(reading.document, outlet=evil, title=evil, place=evil)
        entities = tuple(
            replace(e, name=EVIL, offices=(EVIL,)) for e in reading.annotations.entities
        )
        annotations = replace(reading.annotations, entities=entities)
        events = tuple(
            replace(
                e, place=evil, actors=tuple(replace(a, name=EVIL, entity=None) for a in e.actors)
            )
            for e in reading.events
        )
        said = tuple(
            replace(s, place=evil, speaker=replace(s.speaker, name=EVIL, entity=None))
            for s in reading.statements
        )
        made.pages[doc] = (
            replace(page, told=Told(url="javascript:alert(3)")),
            replace(
                reading, document=document, annotations=annotations, events=events, statements=said
            ),
        )


def test_the_printed_page_has_all_of_every_table_and_no_filters(opened: Any) -> None:
    opened.set_viewport_size({"width": 700, "height": 1000})  # A4 within its margins
    opened.emulate_media(media="print", color_scheme="dark")
    assert opened.evaluate("document.documentElement.scrollWidth") <= 700
    for table in opened.locator("table").all():
        box = table.bounding_box()
        assert box["x"] + box["width"] <= 700
    assert opened.locator("#filter").is_hidden()
    assert opened.evaluate("getComputedStyle(document.body).backgroundColor") == (
        "rgb(255, 255, 255)"
    )


def test_a_hostile_page_is_shown_and_does_nothing(opened: Any) -> None:
    shown = opened.locator("#t-u-1 .who").first.text_content()
    assert shown == EVIL.replace("\u202e", "U+202E")
    assert opened.locator("img, main script, iframe, a[href^=javascript]").count() == 0
    opened.locator("#t-h-2 > a.words").click()
    opened.fill("#f-words", "<img")
    assert opened.locator("li.entry:visible").count() == 3
