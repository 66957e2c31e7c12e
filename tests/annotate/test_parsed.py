"""Where characters meet tokens: only prose is parsed, paragraph by paragraph, nothing lost."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language

from onrecord.annotate.parsed import Parsed, parse
from onrecord.model import READ_KINDS, Document, Region, RegionKind
from onrecord.spans import OffsetMap, Span

Parsing = Callable[[str], Parsed]


def _document(text: str, *regions: tuple[RegionKind, int, int]) -> Document:
    made = tuple(Region(kind, Span(start, end)) for kind, start, end in regions)
    return Document("made", "0" * 64, "made.txt", "text/plain", text, OffsetMap(), made)


def test_menus_links_datelines_and_bylines_are_not_parsed(parser: Language) -> None:
    text = "Menu\nBy Ada Lind\nOSLO\nThe lane is shut."
    page = parse(
        _document(
            text, ("boilerplate", 0, 4), ("byline", 5, 16), ("dateline", 17, 21), ("body", 22, 39)
        ),
        parser,
    )
    assert [paragraph.span.of(text) for paragraph in page.paragraphs] == ["The lane is shut."]


def test_turns_and_captions_are_parsed() -> None:
    assert {"question", "answer", "transcript", "caption", "headline", "body"} <= READ_KINDS


def test_a_document_without_prose_has_no_paragraphs(parser: Language) -> None:
    page = parse(_document("Menu", ("boilerplate", 0, 4)), parser)
    assert page.paragraphs == ()
    assert page.paragraph_at(0) is None
    assert page.tokens_in(Span(0, 4)) is None


def test_tokens_say_which_characters_of_the_document_they_are(parsed: Parsing) -> None:
    page = parsed("The lane is shut.\n\nIt’s a debt — “ours”.")
    for paragraph in page.paragraphs:
        for token in paragraph.doc:
            assert paragraph.span_of(token).of(page.document.text) == token.text


def test_a_run_of_tokens_is_found_from_characters_and_back(parsed: Parsing) -> None:
    page = parsed("The lane is shut.\n\nThe ice is thick.")
    tokens = page.tokens_in(Span(23, 29))
    assert tokens is not None
    assert tokens.text == "ice is"
    (_, second) = page.paragraphs
    assert second.span_of(tokens) == Span(23, 29)


def test_characters_within_a_word_give_the_whole_word(parsed: Parsing) -> None:
    tokens = parsed("The lane is shut.").tokens_in(Span(5, 6))
    assert tokens is not None
    assert tokens.text == "lane"


def test_the_paragraph_at_an_offset_is_the_one_that_holds_it(parsed: Parsing) -> None:
    page = parsed("The lane is shut.\n\nThe ice is thick.")
    first, second = page.paragraphs
    assert page.paragraph_at(0) is first
    assert page.paragraph_at(16) is first
    assert page.paragraph_at(17) is None
    assert page.paragraph_at(19) is second
    assert page.paragraph_at(99) is None


def test_a_very_long_paragraph_is_cut_at_spaces_and_nothing_is_lost(parser: Language) -> None:
    text = ("x" * 99 + " ") * 410
    page = parse(_document(text, ("body", 0, len(text))), parser)
    assert len(page.paragraphs) > 1
    assert "".join(paragraph.span.of(text) for paragraph in page.paragraphs) == text
    assert all(paragraph.doc.text.endswith(" ") for paragraph in page.paragraphs[:-1])


def test_a_very_long_word_is_read_to_its_end(parser: Language) -> None:
    text = "x" * 45_000
    page = parse(_document(text, ("body", 0, len(text))), parser)
    assert "".join(paragraph.span.of(text) for paragraph in page.paragraphs) == text


@settings(max_examples=40, deadline=None)
@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=150))
def test_every_character_of_prose_is_in_one_paragraph(parsed: Parsing, text: str) -> None:
    page = parsed(text)
    for paragraph in page.paragraphs:
        assert paragraph.doc.text == paragraph.span.of(text)
        assert "".join(token.text_with_ws for token in paragraph.doc) == paragraph.span.of(text)
    covered = [at for p in page.paragraphs for at in range(*p.span)]
    assert len(covered) == len(set(covered))
