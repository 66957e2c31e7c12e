"""Forms that are looked up are those that spaCy's own components give."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.attrs import DEP, HEAD, LEMMA, MORPH, ORTH, POS, SENT_START, TAG
from spacy.language import Language
from spacy.tokens import Doc

from onrecord.annotate import forms
from onrecord.annotate.forms import RULED, Forms, forms_of

WORDS = (
    "Berg said there is no let 's gon na got ta ai n't \n \t don't did have It it you I that which "
    "but before by who y' all c'm on met the bridges better worst 12 \U0001f600 “ ” . , lies lay"
).split(" ")


def both(parser: Language, texts: Sequence[str]) -> tuple[list[list[object]], list[list[object]]]:
    """What spaCy makes of `texts`, and what is looked up, token by token."""
    looked_up = forms_of(parser)
    assert looked_up is not None
    docs = parser.pipe(texts, disable=["ner", *RULED])
    return (
        [told(doc) for doc in parser.pipe(texts, disable=["ner"])],
        [told(doc) for doc in looked_up.give(docs)],
    )


def told(doc: Doc) -> list[object]:
    numbers = doc.to_array([ORTH, TAG, POS, MORPH, LEMMA, DEP, HEAD, SENT_START]).tolist()
    return [*numbers, *((t.pos_, str(t.morph), t.lemma_, t.dep_) for t in doc)]


@settings(max_examples=150, deadline=None)
@given(words=st.lists(st.sampled_from(WORDS), max_size=25))
def test_a_word_has_the_form_that_the_ruler_and_the_lemmatizer_give_it(
    words: list[str], parser: Language
) -> None:
    theirs, ours = both(parser, [" ".join(words), "", "  "])
    assert theirs == ours


def test_forms_stay_right_when_there_are_too_many_to_keep(
    parser: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(forms, "_MOST", 3)
    theirs, ours = both(
        parser, ["Envoys met on Friday.", "They were asked. It's him.", "So he left."]
    )
    assert theirs == ours


def test_a_parser_without_both_components_is_left_as_it_is(parser: Language) -> None:
    assert isinstance(forms_of(parser), Forms)
    with parser.select_pipes(disable=["lemmatizer"]):
        forms_of.cache_clear()
        assert forms_of(parser) is None
    forms_of.cache_clear()
