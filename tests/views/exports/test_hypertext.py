from __future__ import annotations

import base64
import hashlib
import re
from html.parser import HTMLParser
from pathlib import Path

from onrecord.record.store import View
from onrecord.views.exports.chronology import chronology_of
from onrecord.views.exports.hypertext import html_of
from onrecord.views.text import clean

from .conftest import HOSTILE


class Reader(HTMLParser):
    """Tags, attributes and the text of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data

    def named(self, name: str) -> list[str]:
        return [attrs[name] or "" for _, attrs in self.tags if name in attrs]


def page_of(path: Path) -> str:
    with View(path) as view:
        return html_of(chronology_of(view))


def test_every_call_has_its_note_and_every_note_its_call(record: Path) -> None:
    read = Reader(page_of(record))
    ids = read.named("id")
    assert len(ids) == len(set(ids))
    inside = [link.removeprefix("#") for link in read.named("href") if link.startswith("#")]
    assert inside and set(inside) <= set(ids)
    assert sum(id.startswith("note-") for id in ids) == 5


def test_the_page_allows_its_own_style_and_asks_for_nothing(disputed: Path) -> None:
    page = page_of(disputed)
    style = re.search(r"<style>(.*?)</style>", page, re.S)
    assert style
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    assert f"default-src 'none'; style-src 'sha256-{digest}'" in page
    read = Reader(page)
    assert not read.named("src") and not read.named("style")
    assert {tag for tag, _ in read.tags} <= set(
        "html head meta title style body main h1 h2 p strong em sup a ul ol li section".split()
    )


def test_what_a_page_says_is_only_text(hostile: Path) -> None:
    read = Reader(page_of(hostile))
    assert not [tag for tag, _ in read.tags if tag in ("script", "img", "b")]
    assert all(link.startswith("#") for link in read.named("href"))
    assert read.text.count(" ".join(clean(HOSTILE).split())) >= 6
    assert "\u202e" not in read.text and "\u200b" not in read.text


def test_only_a_web_address_is_a_link(disputed: Path) -> None:
    outside = {link for link in Reader(page_of(disputed)).named("href") if link[0] != "#"}
    assert outside == {f"https://{doc}.example/1" for doc in ("wire", "reprint", "other")}
