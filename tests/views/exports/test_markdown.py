from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin

from onrecord.record.store import View
from onrecord.views.exports.chronology import chronology_of
from onrecord.views.exports.markdown import escaped, markdown_of
from onrecord.views.text import clean

from .conftest import HOSTILE

OURS = set(
    "heading_open heading_close paragraph_open paragraph_close bullet_list_open bullet_list_close"
    " list_item_open list_item_close inline text strong_open strong_close em_open em_close"
    " link_open link_close footnote_ref footnote_anchor footnote_block_open footnote_block_close"
    " footnote_open footnote_close text_special".split()
)


def read(source: str) -> list[Token]:
    """What a reader of Markdown makes of it: raw HTML and bare addresses allowed, as on GitHub."""
    reader = MarkdownIt("gfm-like", {"html": True, "linkify": False}).use(footnote_plugin)
    return [one for token in reader.parse(source) for one in (token, *(token.children or ()))]


def test_a_reader_of_markdown_finds_every_footnote_and_what_it_is_called_by(record: Path) -> None:
    with View(record) as view:
        chronology = chronology_of(view)
    tokens = read(markdown_of(chronology))
    called = [one.meta["label"] for one in tokens if one.type == "footnote_ref"]
    opened = [one.meta["label"] for one in tokens if one.type == "footnote_open"]
    assert called == opened == [str(note.number) for note in chronology.notes]


def test_what_a_page_says_is_no_markup(hostile: Path) -> None:
    with View(hostile) as view:
        source = markdown_of(chronology_of(view))
    tokens = read(source)
    assert {one.type for one in tokens} <= OURS
    assert not [one for one in tokens if one.type == "link_open"]
    assert not any(character in source for character in "\u202e\u200b\x07")
    words = " ".join(clean(HOSTILE).split())
    shown = "".join(one.content for one in tokens if one.type in ("text", "text_special"))
    assert shown.count(words) >= 6


@given(st.text(st.characters(codec="utf-8")))
def test_escaped_text_is_read_as_it_was(text: str) -> None:
    line = clean(text)
    tokens = read(f"- x {escaped(line)}")
    shown = "".join(one.content for one in tokens if one.type in ("text", "text_special"))
    assert shown == f"x {line}".strip()
