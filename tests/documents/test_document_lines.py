"""A text's lines and the paragraphs they make."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from onrecord.documents.lines import Block, blocks_of
from onrecord.spans import Span

WRAPPED = """The ferry between the two capitals will sail again from the first
of June, the ministry said. It has not sailed for six years, since
the spring in which the crew of a trawler was held.

A ticket costs twenty crowns. Children travel free, and bicycles do
too, if there is room for them.
"""


def texts(text: str) -> list[str]:
    return [block.span.of(text) for block in blocks_of(text)]


def test_each_line_is_a_paragraph_of_its_own() -> None:
    assert texts("One line.\nAnother.\n\nA third.") == ["One line.", "Another.", "A third."]


def test_lines_broken_for_want_of_room_are_one_paragraph() -> None:
    assert [text[:9] for text in texts(WRAPPED)] == ["The ferry", "A ticket "]


def test_a_list_in_wrapped_text_keeps_its_items() -> None:
    found = texts(
        WRAPPED + "\n- Bicycles are free of charge on this ferry, as they always\n  were.\n"
    )
    assert len(found) == 3


def test_a_menu_is_not_wrapped_prose() -> None:
    assert texts("home\nworld\nsport\nthe sea") == ["home", "world", "sport", "the sea"]


@given(st.text(st.sampled_from("ab .\n\r\t\u2028\ufeff\xa0"), max_size=200))
def test_blocks_hold_every_character_but_white_space(text: str) -> None:
    held = [at for block in blocks_of(text) for at in range(*block.span)]
    assert held == sorted(set(held))
    rest = set(range(len(text))) - set(held)
    assert all(text[at].isspace() or (at == 0 and text[0] == "\ufeff") for at in rest)


def test_prose_is_told_from_a_title() -> None:
    def block(text: str) -> Block:
        return Block(text, Span(0, len(text)), before=0, indent=0)

    assert block("The envoy left the hall without a word.").is_prose
    assert block("The line will run twice a week, the ministry said. Enditem").is_prose
    assert not block("Envoy leaves hall without a word").is_prose
    assert not block("Who is Ilya Orlov?").is_prose
