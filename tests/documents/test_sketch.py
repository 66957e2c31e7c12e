"""Sketches: pages of nearly the same words are known again, others are not."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from onrecord.documents.sketch import BINS, Seen, likeness, sketch_of

WORDS = [f"word{i}" for i in range(4000)]


def text(seed: int, length: int = 300) -> list[str]:
    return random.Random(seed).choices(WORDS, k=length)


def test_a_page_with_a_few_words_changed_is_nearly_the_same_and_others_are_not() -> None:
    seen = Seen()
    for number in range(200):
        assert seen.like(f"d{number}", sketch_of(" ".join(text(number)))) is None
    hits = 0
    for number in range(200):
        words = text(number)
        words[10] = "changed"
        copy = "RELATED: other news. " + " ".join(words).upper() + " © all rights reserved"
        found = seen.like("copy", sketch_of(copy))
        assert found in {None, f"d{number}"}
        hits += found is not None
    assert hits > 190


def test_pages_that_share_half_their_words_are_not_nearly_the_same() -> None:
    alike = 0
    for number in range(100):
        one, other = text(number), text(number)[:150] + text(number + 1000, 150)
        alike += likeness(sketch_of(" ".join(one)), sketch_of(" ".join(other))) >= 0.75
    assert alike <= 2


@given(st.text(max_size=2000))
def test_any_text_has_a_sketch_or_is_too_short_for_one(words: str) -> None:
    sketch = sketch_of(words)
    assert sketch == () or (len(sketch) == BINS and likeness(sketch, sketch) == 1.0)
    assert sketch_of("  " + words.replace(" ", " \n")) == sketch
