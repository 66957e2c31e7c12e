"""Pages that are no news are told apart, with the reason; what may be an article is one."""

from __future__ import annotations

from pathlib import Path

import pytest

from onrecord.documents.find import to_document
from onrecord.model import Document
from onrecord.pages.sources import read_page

MENU = "".join(
    f'<li><a href="/{i}">{words}</a></li>'
    for i, words in enumerate(
        [
            "Envoys of Norland to meet in Torhaven",
            "Bridge closed for a week, says Berg",
            "Sudria expels two diplomats",
            "Harvest festival draws crowds to Pelhaven",
            "Ferry strike enters its third day",
            "Letters to the editor",
            "Weather for the weekend",
        ]
    )
)
LINKS = f"<html><body><h1>All stories</h1><ul>{MENU}</ul></body></html>"
GALLERY = "<html><body><h1>The week in pictures</h1>" + "".join(
    f"<figure><img src='{i}.jpg'><figcaption>Fishermen mend their nets on the quay at Pelhaven "
    f"before the ferry of day {i}. Photo: NNA</figcaption></figure>"
    for i in range(6)
)
WALL = """<html><body><div><h2>We value your privacy</h2><p>We and our partners store and/or access
information on a device, such as cookies, to show you what you like and to count our readers.</p>
<button>Accept all</button><button>Manage</button></div></body></html>"""
NOTE = """Berg to fly home

Foreign Minister Anna Berg said on Tuesday that she would fly home. She did not say when.
"""
BANNERED = f"""<html><body><div>We use cookies. <a href="/p">Cookie policy</a></div>
<article><h1>Berg to fly home</h1><p>Foreign Minister Anna Berg said on Tuesday that she would fly
home. She did not say when she would come back to Torhaven, or who would speak for her until then,
and her office would not be drawn on the question when it was asked by reporters.</p></article>
<ul>{MENU}</ul></body></html>"""


def document(folder: Path, name: str, words: str) -> Document:
    path = folder / name
    path.write_text(words, "utf-8")
    return to_document(read_page(path))


@pytest.mark.parametrize(
    ("page", "sort", "reason"),
    [
        (LINKS, "links", "lines that name or link to others, no prose"),
        (GALLERY, "gallery", "captions"),
        (WALL, "notice", "information on a device"),
    ],
)
def test_a_page_that_is_no_news_is_told_apart_with_the_reason(
    tmp_path: Path, page: str, sort: str, reason: str
) -> None:
    found = document(tmp_path, "page.html", page)
    assert found.sort == sort
    assert found.sort_reason is not None and reason in found.sort_reason
    assert found.regions


@pytest.mark.parametrize(
    ("name", "page"),
    [("note.txt", NOTE), ("page.html", BANNERED), ("line.txt", "Anna Berg said no to the envoys.")],
)
def test_a_short_article_is_one_whatever_stands_around_it(
    tmp_path: Path, name: str, page: str
) -> None:
    found = document(tmp_path, name, page)
    assert found.sort == "article" and found.sort_reason is None


def test_no_example_page_is_taken_for_anything_but_an_article(shared: Path) -> None:
    for path in sorted((shared / "examples").glob("*.txt")):
        assert to_document(read_page(path)).sort == "article"
