"""From a page to its document: both media, other languages, what can't be read."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from onrecord.documents.find import to_document
from onrecord.errors import PageUnreadable
from onrecord.model import Media, Page, Told
from onrecord.pages.sources import find_files, read_page
from onrecord.spans import Span

ARTICLE = "".join(
    f"<p>The minister said on Friday that boat {n} may &ldquo;sail &amp; fish&rdquo; until the "
    "autumn, and that the others have to wait for the next round of talks.</p>\n"
    for n in range(6)
)


def page(text: str, *, media: Media = "text/plain", told: Told = Told()) -> Page:  # noqa: B008
    data = text.encode()
    return Page("p", "p.txt", media, data, hashlib.sha256(data).hexdigest(), "utf-8", text, told)


def reason(given: Page) -> str:
    with pytest.raises(PageUnreadable) as raised:
        to_document(given)
    return raised.value.reason


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Министр заявил в пятницу, что переговоры продолжатся на следующей неделе.", "Russian"),
        ("Le ministre a déclaré vendredi que les pourparlers se poursuivraient lundi.", "French"),
        ("El ministro dijo el viernes que las conversaciones continuarán el lunes.", "Spanish"),
        ("部长周五表示，会谈将于下周继续进行。" * 5, "Chinese"),
    ],
)  # fmt: skip
def test_a_page_in_another_language_is_refused_by_its_name(text: str, language: str) -> None:
    assert language in reason(page(text))


@pytest.mark.parametrize(
    "text",
    [
        "Talks on.",
        "Dahl, Holm: «Ja»",
        "Holm visits Karsholm, Brink, Seal Cove\n\nThe talks went on until midnight, they said.",
        "The minister ended with “Auf Wiedersehen und vielen Dank für alles”, and left the hall.",
    ],
)
def test_short_english_and_foreign_words_in_english_are_read(text: str) -> None:
    assert to_document(page(text)).language == "en"


def test_a_page_told_to_be_in_another_language_is_refused() -> None:
    assert "told German" in reason(page("The talks went on.", told=Told(language="de-AT")))


@pytest.mark.parametrize(
    ("text", "media", "words"),
    [
        ("12 13\n14", "text/plain", "no letter"),
        ("<html><body><script>var a</script></body></html>", "text/html", "no letter"),
        ("a\n" * 100_001, "text/plain", "at most 100,000 lines, found 100,001"),
        ("word " * 400_001, "text/plain", "at most 2,000,000, found 2,000,005"),
    ],
)
def test_a_page_without_readable_text_is_refused(text: str, media: Media, words: str) -> None:
    assert words in reason(page(text, media=media))


def test_turning_characters_are_noted() -> None:
    document = to_document(page("The \u202egnirts\u202c was short, the minister said on Friday."))
    assert document.notes == (
        "2 characters turn the direction of writing: what is seen may mislead",
    )


def test_every_region_of_an_html_page_leads_to_its_source() -> None:
    source = f"<html><body><nav><a href=/>Home</a></nav><article><h1>Boats may sail</h1>{ARTICLE}"
    document = to_document(page(source, media="text/html"))
    assert [r.kind for r in document.regions].count("body") == 6
    for region in document.regions:
        found = document.offsets.to_page(region.span)
        text = region.span.of(document.text)
        assert document.offsets.to_document(found) == region.span
        assert source[found.start : found.start + 3] == text[:3]
        assert source[found.end - 3 : found.end] == text[-3:]


def test_an_element_that_is_not_found_again_is_named_in_a_note() -> None:
    hidden = "<p hidden>This long paragraph is in the markup, but it is not shown to anyone.</p>"
    document = to_document(page(f"<article>{ARTICLE}{hidden}{ARTICLE}", media="text/html"))
    assert "not shown" not in document.text
    assert [note[:48] for note in document.notes] == [
        "could not be found again in the page's source, a"
    ]


@pytest.mark.parametrize(
    "bomb", ["<div>", "<b>", "<ul><li>a", "<a href='", "<!--", "<table><tr><td>"]
)
def test_markup_bombs_are_read_or_refused(bomb: str) -> None:
    source = bomb * 12_000 + ARTICLE
    try:
        document = to_document(page(source, media="text/html"))
    except PageUnreadable:
        return
    assert all(Span(0, len(document.text)).holds(region.span) for region in document.regions)


def test_the_same_page_gives_the_same_document() -> None:
    given = page(f"<article>{ARTICLE}", media="text/html")
    assert to_document(given) == to_document(given)


def test_the_text_of_a_plain_page_is_the_page(shared: Path) -> None:
    for path in find_files([shared / "examples"]):
        given = read_page(path)
        document = to_document(given)
        assert document.text == given.text
        assert document.title is not None
        held = {at for region in document.regions for at in range(*region.span)}
        assert all(at in held or c.isspace() for at, c in enumerate(given.text))
