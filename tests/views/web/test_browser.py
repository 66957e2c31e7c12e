"""The web app in a real browser: under its policy, by pointer and by keyboard, wide and narrow."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import pytest

import onrecord
from onrecord.model import Fact, Links
from onrecord.record.store import Writer

pytestmark = pytest.mark.browser

AXE = Path(__file__).with_name("axe.min.js")
PAGES = (
    "/timeline",
    "/timeline?status=happened",
    "/statements",
    "/actors",
    "/actors/a-1",
    "/compare/h-1",
    "/compare/u-1",
    "/relations?one=a-1&other=a-2",
    "/sources",
    "/sources/news?at=e-news00000002",
    "/corrections",
    "/export",
    "/read",
    "/docs",
)


def settled(window: Any) -> None:
    window.wait_for_load_state("load")


def faults_of_axe(window: Any) -> list[str]:
    window.evaluate(AXE.read_text(encoding="utf-8"))
    found = window.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{one['id']} ({one['impact']}): {one['help']}: {one['nodes'][0]['html'][:200]}"
        for one in found["violations"]
    ]


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_is_accessible_fits_and_is_silent(window: Any, width: int, scheme: str) -> None:
    window.emulate_media(color_scheme=scheme)
    window.set_viewport_size({"width": width, "height": 900})
    found = {}
    for address in PAGES:
        window.goto(address)
        settled(window)
        for one in window.locator("details").all():
            one.evaluate("e => { e.open = true; }")
        wide = window.evaluate("document.documentElement.scrollWidth")
        found[address] = [*faults_of_axe(window), *([f"{wide} wide"] if wide > width else [])]
    assert {address: faults for address, faults in found.items() if faults} == {}


def test_hostile_words_do_nothing_on_any_page(window: Any) -> None:
    for address in PAGES:
        window.goto(address)
        settled(window)
        assert window.locator("img, iframe, a[href^=javascript]").count() == 0
        shown = window.evaluate("document.body.innerText")
        assert "\u202e" not in shown and "\u200b" not in shown


def test_the_timeline_is_drawn_filtered_and_kept_in_the_address(window: Any) -> None:
    window.goto("/timeline")
    assert window.locator("#axis .mark").count() == 3
    assert (
        window.locator("#axis .marks.until .mark")
        .get_attribute("aria-label")
        .startswith("by 6 May 2031: Sudria")
    )
    assert window.locator(".entry").count() == 3
    window.fill("[name=words]", "bridge")
    window.wait_for_function("() => document.querySelectorAll('.entry').length === 1")
    window.wait_for_function("() => document.querySelectorAll('#axis .mark').length === 1")
    window.wait_for_url("**/timeline?words=bridge")
    window.select_option("[name=outlet]", "NNA")
    window.wait_for_function("() => location.search.includes('outlet')")
    address = window.url
    window.goto("/actors")
    window.goto(address)
    assert window.input_value("[name=words]") == "bridge"
    assert window.input_value("[name=outlet]") == "NNA"
    assert window.locator(".entry").count() == 1
    window.get_by_role("link", name="Clear").click()
    window.wait_for_function("() => document.querySelectorAll('.entry').length === 3")


def test_what_does_not_fit_is_said_where_the_list_was(window: Any) -> None:
    window.goto("/timeline")
    window.fill("[name=actor]", "Nobody Known")
    window.locator("#found[role=alert]").wait_for()
    assert "nobody called" in window.inner_text("#found")
    window.fill("[name=actor]", "Sudria")
    window.locator(".entry").first.wait_for()
    assert window.locator(".entry").count() == 2
    window.faults.clear()  # the browser notes the 404 on its console


def test_zooming_asks_for_what_is_in_view_and_all_brings_it_back(window: Any) -> None:
    window.goto("/timeline?from=2031-04-01&to=2031-06-30")
    window.get_by_role("button", name="Zoom in").click()
    window.wait_for_function("() => !location.search.includes('2031-04-01')")
    assert "from=2031-04-2" in window.url
    assert window.locator(".entry").count() == 3
    window.get_by_role("button", name="Later").click()
    window.wait_for_function("() => document.querySelectorAll('.entry').length === 0")
    window.get_by_role("button", name="All of it").click()
    window.wait_for_function("() => document.querySelectorAll('.entry').length === 3")
    window.wait_for_url("**/timeline")


def test_an_entry_and_a_mark_open_the_passage_and_lead_back(window: Any) -> None:
    window.goto("/timeline?status=happened")
    window.locator("#t-h-2 a.words").click()
    lit = window.locator(".text .lit")
    lit.first.wait_for()
    assert "".join(lit.all_text_contents()) == "Sudria expelled two <diplomats>"
    assert lit.first.evaluate("e => { const r = e.getBoundingClientRect(); return r.top > 0 }")
    window.locator("#back-link").click()
    window.wait_for_url("**/timeline?status=happened")
    window.locator("#axis .mark").first.click()
    window.locator(".text .lit").first.click()
    window.wait_for_url("**/compare/**")
    window.locator("h1.lead").wait_for()


def test_wordings_stand_side_by_side(window: Any) -> None:
    window.goto("/compare/h-1")
    assert window.locator(".report").count() == 2
    assert window.locator(".report ins").count() > 0
    assert "2 independent" in window.inner_text("dl.facts >> nth=0")


def test_two_actors_are_plotted(window: Any) -> None:
    window.goto("/relations")
    window.fill("[name=one]", "Norland")
    window.fill("[name=other]", "Sudria")
    window.get_by_role("button", name="Show").click()
    window.locator("#plot-quads svg rect").first.wait_for()
    assert window.locator("#plot-quads svg rect").count() == 2
    assert window.locator("#plot-quads svg").get_attribute("aria-label")
    assert "too little data" in window.inner_text("main")


def form_for(window: Any, verb: str) -> Any:
    """The form of the first report that sets this field, opened."""
    report = window.locator(".report").first
    report.locator("> .fixes > summary").click()
    field = report.locator(".field", has=window.locator(f"[name=verb][value={verb}]"))
    field.locator("> summary").click()
    return field.locator("form")


def told_of(window: Any, form: Any, why: str) -> str:
    """What the page says of a correction that is sent with this reason, as one line."""
    form.locator("[name=why]").fill(why)
    form.get_by_role("button").click()
    window.locator("#entry .note.good").wait_for(timeout=60_000)
    return str(window.inner_text("#entry .note.good")).replace("\n", " ")


@pytest.mark.parametrize(
    ("address", "verb", "value", "told"),
    [
        ("/compare/h-2", "recipient", "Norland", "recipients not said → Norland"),
        ("/compare/h-2", "place", "Port Anvil", "place not said → Port Anvil"),
        ("/compare/u-1", "addressee", "Sudria", "addressee not said → Sudria"),
        ("/compare/u-1", "occasion", "the bridge talks", "occasion not said → the bridge talks"),
        (
            "/compare/h-2",
            "about",
            "two <diplomats>; count: two",
            "about not said → two <diplomats>",
        ),
    ],
)
def test_any_field_is_corrected_in_its_place(
    window: Any, address: str, verb: str, value: str, told: str
) -> None:
    window.goto(address)
    form = form_for(window, verb)
    form.locator("[name=asked]").last.fill(value)
    assert told in told_of(window, form, "the minutes")
    assert value in window.inner_text(".report >> nth=0")


def test_a_quotation_is_cut_in_its_place_and_whole_again_when_that_is_undone(
    window: Any, made: Any
) -> None:
    window.goto("/compare/u-1")
    before = window.inner_text(".report .wording >> nth=0")
    form = form_for(window, "words")
    words = form.locator("textarea[name=asked]")
    assert words.input_value() == " ".join(before.split()).strip("“”")
    words.fill("We will sign nothing")
    assert "→ We will sign nothing" in told_of(window, form, "the rest is another's")
    assert any(
        row.parts == ((row.start, row.end),) and row.text == "We will sign nothing"
        for row in onrecord.statements(made.path)
    )
    window.locator(".made summary").first.click()
    undo = window.locator(".made form").first
    undo.locator("[name=why]").fill("a mistake")
    undo.get_by_role("button", name="Undo").click()
    window.locator("#entry .note", has_text="undone").wait_for(timeout=60_000)
    assert window.inner_text(".report .wording >> nth=0") == before


def test_words_that_the_page_does_not_have_are_refused_in_its_place(window: Any) -> None:
    window.goto("/compare/u-1")
    form = form_for(window, "words")
    form.locator("textarea[name=asked]").fill("We will sign everything")
    form.locator("[name=why]").fill("it should be so")
    form.get_by_role("button").click()
    window.locator("#entry .note.bad").wait_for(timeout=60_000)
    assert "they must stand there exactly so" in window.inner_text("#entry .note.bad")
    typed = window.locator(".report").first.locator("textarea[name=asked]")
    assert typed.is_visible()
    assert typed.input_value() == "We will sign everything"
    assert window.evaluate("document.activeElement.className") == "note bad"
    window.faults.clear()  # the browser notes the 422 on its console


def test_the_type_of_an_event_is_chosen_from_all_there_are(window: Any) -> None:
    window.goto("/compare/h-2")
    form = form_for(window, "type")
    form.locator("select[name=asked]").select_option("SANCTION withdraw")
    told_of(window, form, "they left")
    assert "sanctions (withdraw)" in window.inner_text("h1.lead")


@pytest.mark.parametrize(("verb", "value"), [("kind", "mixed"), ("nature", "question")])
def test_how_a_statement_is_told_is_chosen_from_what_there_is(
    window: Any, verb: str, value: str
) -> None:
    window.goto("/compare/u-1")
    form = form_for(window, verb)
    form.locator("select[name=asked]").select_option(value)
    assert f"→ {value}" in told_of(window, form, "heard again")


def test_what_an_event_answers_is_named_by_its_id(window: Any) -> None:
    window.goto("/compare/h-2")
    form = form_for(window, "response_to")
    form.locator("[name=asked]").last.fill("h-1")
    assert "response to not said → e-" in told_of(window, form, "it says so")


def test_in_whose_words_an_event_is_told_is_chosen_from_its_page(window: Any, made: Any) -> None:
    window.goto("/compare/h-2")
    form = form_for(window, "reported_by")
    listed = form.locator("[name=asked]").last.get_attribute("list")
    offered = window.locator(f"datalist[id='{listed}'] option").first.get_attribute("value")
    form.locator("[name=asked]").last.fill(offered)
    assert f"reported by not said → {offered}" in told_of(window, form, "her words")
    assert offered in {row.reported_by for row in onrecord.events(made.path)}


def test_lanes_higher_than_the_drawing_are_scrolled_by_keyboard(window: Any, made: Any) -> None:
    page, reading = made.pages["news"]
    held = reading.events[0]
    several = tuple(
        msgspec.structs.replace(
            held,
            id=f"e-long{n:08}",
            type="CONSULT" if n % 2 else "AID",
            date=Fact(f"2031-04-{n:02}/2031-06-{n:02}", None, "told"),
        )
        for n in range(1, 26)
    )
    with Writer(made.path) as writer:
        writer.add(page, msgspec.structs.replace(reading, events=several), "by hand")
        writer.link(lambda _, __: Links(), "nothing is joined")
    window.goto("/timeline")
    lanes = window.locator(".vis-left[tabindex='0']")
    lanes.wait_for()
    assert faults_of_axe(window) == []


def test_a_correction_shows_at_once_and_is_undone(window: Any, made: Any) -> None:
    window.goto("/compare/h-2")
    form = form_for(window, "status")
    form.locator("select[name=asked]").select_option("denied")
    form.locator("[name=who]").fill("Ed Itor")
    assert "status happened → denied" in told_of(window, form, "the embassy's note")
    assert window.locator("h1.lead .status").inner_text() == "denied"
    [row] = onrecord.corrections(made.path)
    assert (row.who, row.why) == ("Ed Itor", "the embassy's note")
    window.locator(".made summary").click()
    undo = window.locator(".made form")
    assert undo.locator("[name=who]").input_value() == "Ed Itor"
    undo.locator("[name=why]").fill("a mistake")
    undo.get_by_role("button", name="Undo").click()
    window.locator("#entry .note", has_text="undone").wait_for(timeout=60_000)
    window.wait_for_function(
        "() => document.querySelector('h1.lead .status').innerText === 'happened'"
    )
    assert onrecord.corrections(made.path)[0].state == "undone"


def test_a_correction_that_cannot_be_is_explained_in_its_place(window: Any) -> None:
    window.goto("/compare/h-2")
    form = form_for(window, "date")
    form.get_by_label("Right date").fill("soonish")
    form.locator("[name=why]").fill("because")
    form.get_by_role("button").click()
    window.locator("#entry .note.bad").wait_for(timeout=60_000)
    assert "expected a date" in window.inner_text("#entry .note.bad")
    window.faults.clear()  # the browser notes the 422 on its console


def test_the_record_is_taken_away_as_files(window: Any) -> None:
    window.goto("/export")
    with window.expect_download() as held:
        window.get_by_role("link", name="chronology as docx").click()
    assert held.value.suggested_filename == "story-chronology.docx"
    with window.expect_download() as held:
        window.get_by_role("link", name="statements as csv").click()
    assert "We will sign nothing" in Path(held.value.path()).read_text("utf-8-sig")


PAGE = "Talks\n\nTORHAVEN, 9 May 2031. “The ferry sails on Monday,” Minister Anna Berg said.\n"


def test_dropped_files_are_read_and_told_of(window: Any, made: Any) -> None:
    window.goto("/read")
    dropped = window.evaluate_handle(
        """text => { const some = new DataTransfer();
        some.items.add(new File([text], "talks.txt", { type: "text/plain" }));
        some.items.add(new File(["   "], "empty.txt", { type: "text/plain" }));
        return some; }""",
        PAGE,
    )
    window.dispatch_event("#drop", "drop", {"dataTransfer": dropped})
    window.locator(".job", has_text="Done").wait_for(timeout=120_000)
    assert "not read" in window.inner_text(".outcomes li.bad")
    window.locator(".outcomes a").click()
    assert "The ferry sails on Monday" in window.inner_text(".text")
    assert len(onrecord.statements(made.path)) >= 3


def test_the_keyboard_alone_suffices(window: Any) -> None:
    def tab_to(what: str) -> None:
        for _ in range(80):
            window.keyboard.press("Tab")
            if window.evaluate("what => document.activeElement.matches(what)", what):
                return
        raise AssertionError(f"no Tab leads to {what}")

    window.goto("/timeline")
    tab_to(".skip")
    window.keyboard.press("Enter")
    tab_to("[name=words]")
    window.keyboard.type("expelled")
    window.wait_for_function("() => document.querySelectorAll('.entry').length === 1")
    tab_to(".entry a.words")
    outline = window.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"
    window.keyboard.press("Enter")
    window.locator(".text .lit").first.wait_for()
    tab_to("#back-link")
    window.keyboard.press("Enter")
    window.wait_for_url("**/timeline?words=expelled")
    tab_to(".entry .foot a")
    window.keyboard.press("Enter")
    window.wait_for_url("**/compare/h-2")
    tab_to(".report .fixes > summary")
    window.keyboard.press("Enter")
    for _ in range(2):  # past what it was, to its status
        tab_to(".report .field > summary")
    window.keyboard.press("Enter")
    tab_to(".report form select[name=asked]")
    window.keyboard.type("den")
    tab_to("[name=why]")
    window.keyboard.type("the note")
    window.keyboard.press("Enter")
    window.locator("#entry .note.good").wait_for(timeout=60_000)
    assert window.locator("h1.lead .status").inner_text() == "denied"
