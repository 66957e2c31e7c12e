"""The trained encoder: the same page gives the same scores, and names are whole words."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language

from onrecord.annotate.encoder import Encoder, load_encoder
from onrecord.annotate.parsed import parse
from onrecord.model import Document, Region
from onrecord.spans import OffsetMap, Span

TEXT = (
    "“We will wait,” Foreign Minister Ada Lind said in London on Tuesday.\n\n"
    "She told reporters that the talks with France had failed."
)


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return load_encoder()


def paragraphs(text: str) -> list[Span]:
    """The paragraphs of a text, set apart by blank lines."""
    found, start = [], 0
    for block in text.split("\n\n"):
        if block:
            found.append(Span(start, start + len(block)))
        start += len(block) + 2
    return found


def names(text: str, encoder: Encoder) -> list[tuple[str, str]]:
    """The names in a text, in order, each with its kind."""
    found = encoder.names(text, encoder.encode(text, paragraphs(text)))
    return [(name.span.of(text), name.kind) for name in found]


def test_a_text_encoded_twice_gives_the_same_scores(encoder: Encoder) -> None:
    one, other = (encoder.encode(TEXT, paragraphs(TEXT)) for _ in range(2))
    assert [each.window for each in one] == [each.window for each in other]
    for a, b in zip(one, other, strict=True):
        for part in ("tags", "to_cue", "to_source", "nature", "names"):
            assert np.array_equal(getattr(a, part), getattr(b, part))


def test_what_stands_in_other_windows_does_not_change_the_scores(encoder: Encoder) -> None:
    filler = "The lane is shut until the thaw, and nobody knows when that will be. " * 10
    long = f"{filler}\n\n{filler}\n\n{filler}"
    alone = encoder.encode(long, paragraphs(long)[:1])
    among = encoder.encode(long, paragraphs(long))
    assert len(among) > len(alone)
    assert alone[0].window == among[0].window
    assert np.array_equal(alone[0].tags, among[0].tags)


def test_every_piece_has_its_scores(encoder: Encoder) -> None:
    (each,) = encoder.encode(TEXT, paragraphs(TEXT))
    count = len(each.window.ids)
    assert each.tags.shape == (count, len(encoder.tags))
    assert each.nature.shape == (count, len(encoder.natures))
    assert each.to_cue.shape == each.to_source.shape == (count, count)
    assert each.names.shape == (count,)
    assert np.isfinite(each.tags).all()


def test_nothing_encodes_to_nothing(encoder: Encoder) -> None:
    assert encoder.encode("", []) == ()
    assert encoder.encode("  \n ", [Span(0, 4)]) == ()
    assert list(encoder.names("", ())) == []


def test_people_places_and_days_of_a_clear_sentence_are_named(encoder: Encoder) -> None:
    found = names(TEXT, encoder)
    assert ("Ada Lind", "PERSON") in found
    assert ("London", "GPE") in found
    assert ("Tuesday", "DATE") in found
    assert ("France", "GPE") in found


def test_a_page_read_with_the_encoder_has_its_names(encoder: Encoder, parser: Language) -> None:
    regions = tuple(Region("body", span) for span in paragraphs(TEXT))
    document = Document("made", "0" * 64, "made.txt", "text/plain", TEXT, OffsetMap(), regions)
    page = parse(document, parser, encoder)
    ents = [(ent.text, ent.label_) for p in page.paragraphs for ent in p.doc.ents]
    assert ents == names(TEXT, encoder)
    assert len(page.encoded) == 1
    assert parse(document, parser).encoded == ()


WORDS = st.sampled_from(
    [
        "Ada Lind",
        "Torhavenborough",
        "Norlandish",
        "London-based",
        "Lind’s",
        "the U.N.",
        "on May 5, 2031,",
        "said",
        "“no”",
        "1,200 tonnes",
        "McAdaLind",
        "Łódź",
        "北港",
        "🙂",
        "O'Reva",
        "(NHA)",
        "\n\n",
    ]
)


@settings(max_examples=80, deadline=None)
@given(st.one_of(st.lists(WORDS, max_size=25).map(" ".join), st.text(max_size=120)))
def test_names_follow_one_another_and_cut_no_word(encoder: Encoder, text: str) -> None:
    blocks = paragraphs(text)
    found = list(encoder.names(text, encoder.encode(text, blocks)))
    for name in found:
        start, end = name.span
        assert name.kind
        assert any(block.holds(name.span) for block in blocks)
        assert not (start and text[start - 1].isalnum() and text[start].isalnum())
        assert not (end < len(text) and text[end - 1].isalnum() and text[end].isalnum())
    for one, other in pairwise(found):
        assert one.span.end <= other.span.start
