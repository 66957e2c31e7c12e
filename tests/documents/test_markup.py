"""HTML read into visible text that can be traced back to its source."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from onrecord.documents.markup import attributes, read_head, read_markup
from onrecord.spans import Span

PIECES = (
    "word",
    " ",
    "\n  ",
    "&amp;",
    "&nbsp;",
    "&#8220;",
    "&mdash;",
    "&unknown;",
    "&ampx",
    "&",
    "<",
    "a<b",
    "<p>",
    "</p>",
    "<b>",
    "</b>",
    "<br>",
    "<br/>",
    "<div>",
    "</div>",
    "<li>",
    "<ul>",
    "</ul>",
    "<td>",
    "<!-- c -->",
    "<script>var a = '<p>';</script>",
    "<style>p{}</style>",
    '<a href="x>y">',
    "</a>",
    "é",
    "<p hidden>gone</p>",
    '<span style="display: none">gone</span>',
    "<!DOCTYPE html>",
    "\u200b",
    "<3",
    "</",
    "<pre>",
    "</pre>",
    "<img alt='x'>",
    "said.",
    "“No,”",
    "<h1>",
    "</h1>",
)


def visible(source: str) -> list[str]:
    return read_markup(source).text.split()


@given(st.lists(st.sampled_from(PIECES), max_size=40), st.data())
def test_any_span_of_the_text_leads_to_source_that_reads_the_same(
    pieces: list[str], data: st.DataObject
) -> None:
    source = "".join(pieces)
    readable = read_markup(source)
    words = [at for at, c in enumerate(readable.text) if not c.isspace()]
    if not words:
        return
    start, end = sorted(data.draw(st.tuples(st.sampled_from(words), st.sampled_from(words))))
    span = Span(start, end + 1)
    page = readable.offsets.to_page(span)
    cut = source[page.start : page.end]
    assert "".join(visible(cut)) == "".join(span.of(readable.text).split())
    assert readable.offsets.to_document(page) == span


@given(st.lists(st.sampled_from(PIECES), max_size=40))
def test_blocks_are_the_text_and_nothing_else(pieces: list[str]) -> None:
    readable = read_markup("".join(pieces))
    assert "\n\n".join(block.span.of(readable.text) for block in readable.blocks) == readable.text


@given(st.text(max_size=200))
def test_any_characters_are_read_without_error(source: str) -> None:
    readable = read_markup(source)
    assert len(readable.text) <= len(source)
    read_head(source)


def test_text_that_is_not_shown_is_not_read() -> None:
    source = (
        "<head><title>T</title></head><body>One<script>var a='<p>two</p>'</script>"
        "<style>p{}</style><p hidden>three</p><div style='display:none'>four<div>five</div></div>"
        "<noscript>six</noscript><template>seven</template> eight<!-- nine -->"
    )
    assert visible(source) == ["One", "eight"]


def test_a_line_break_breaks_the_line_and_two_break_the_block() -> None:
    assert read_markup("<p>One<br>two<br><br>three</p>").text == "One\ntwo\n\nthree"


def test_entities_without_their_semicolon_keep_the_letters_after_them() -> None:
    readable = read_markup("<p>fish &ampchips</p>")
    assert readable.text == "fish &chips"
    page = readable.offsets.to_page(Span(6, 11))
    assert "<p>fish &ampchips</p>"[page.start : page.end] == "chips"


def test_a_page_cut_within_a_tag_is_known_to_be_cut() -> None:
    assert read_markup('<p>One</p><a href="x').cut
    assert read_markup("<p>One</p><!-- two").cut
    assert not read_markup("<p>One</p>").cut
    assert not read_markup("<p>One is < two").cut


def test_attributes_are_read_with_their_entities() -> None:
    assert attributes("<a HREF='x&amp;y' title=\"1 > 2\" hidden class=z>") == {
        "href": "x&y", "title": "1 > 2", "hidden": "", "class": "z",
    }  # fmt: skip


def test_an_element_named_as_a_banner_is_none_where_it_holds_the_page() -> None:
    said = "<p>“Nobody reads this,” said the editor, who was told so by a reader of the paper.</p>"
    page = (
        '<body class="cookies-accepted"><div id="site" class="gdpr-ready">'
        f"<h1>Ferry strike enters ninth day</h1>{said * 4}</div>"
        f'<div id="newsletterSignup">{said}</div>'
        f'<section class="paywall-prompt">{said}</section></body>'
    )
    assert [block.banner for block in read_markup(page).blocks] == [False] * 5 + [True] * 2
