"""The rest of a sentence that its cue interrupts, as far as the parse links the two."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from onrecord.spans import Span
from onrecord.statements.attribution import Attribution
from onrecord.statements.interrupted import gone_on, unparted

Reading = Callable[[str], Any]


def _at(text: str, words: str) -> Span:
    start = text.index(words)
    return Span(start, start + len(words))


@pytest.mark.parametrize(
    ("text", "content", "source", "cue", "rest"),
    [
        (
            "The goat, according to the groundsman, had come in through the gate.",
            "The goat",
            "the groundsman",
            "according to",
            "had come in through the gate",
        ),
        (
            "Her late father, she recalled, kept no books.",
            "Her late father",
            "she",
            "recalled",
            "kept no books",
        ),
        (
            "The road is shut, Lind said, adding that it was icy.",
            "The road is shut",
            "Lind",
            "said",
            None,
        ),
        ("The road is shut, Lind said.", "The road is shut", "Lind", "said", None),
        (
            "The goat, Lind said, “had come in” through the gate.",
            "The goat",
            "Lind",
            "said",
            None,
        ),
    ],
)
def test_the_rest_of_an_interrupted_sentence_is_a_part(
    reading: Reading, text: str, content: str, source: str, cue: str, rest: str | None
) -> None:
    given = Attribution(
        (_at(text, content),), _at(text, cue), _at(text, source), "speech", 0.9, "trained"
    )
    found = gone_on(reading(text).parsed, given)
    assert [part.of(text) for part in found.parts] == [content, *([rest] if rest else [])]


def test_parts_that_touch_are_one() -> None:
    """A quotation in a quotation, with the same marks: such a page could not be read."""
    text = '"They wrote: "Open the road." That is not what we agreed on," Lind said.'
    parts = (_at(text, 'They wrote: "Open the road.'), _at(text, '" That is not what we agreed on'))
    given = Attribution(parts, _at(text, "said"), _at(text, "Lind"), "speech", 0.9, "trained")
    (part,) = unparted(text, given).parts
    assert part.of(text) == 'They wrote: "Open the road." That is not what we agreed on'
