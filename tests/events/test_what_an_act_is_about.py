"""What an act is done with or to: phrase, count, amount and names, each with its characters."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from onrecord.model import Event


@pytest.mark.parametrize(
    ("sentence", "wanted"),
    [
        (
            "Norway expelled ten Danish diplomats.",
            {"object": "ten Danish diplomats", "count": "10"},
        ),
        ("Norway sent Denmark 30 million euros.", {"amount": "30 million euros"}),
        (
            "Norway recalled its ambassador Ada Lind from Denmark.",
            {"object": "its ambassador Ada Lind", "name": "Ada Lind"},
        ),
        (
            "The expulsion of two Danish diplomats by Norway drew criticism.",
            {"object": "two Danish diplomats", "count": "2"},
        ),
        ("Norwegian and Danish ministers met in Geneva on Monday.", {}),
    ],
)
def test_what_the_words_say_is_given_with_its_characters(
    code: Callable[..., tuple[Event, ...]], sentence: str, wanted: dict[str, str]
) -> None:
    (event,) = code(sentence)
    found = {one.kind: one.value for one in event.about}
    assert {kind: found.get(kind) for kind in wanted} == wanted
    for one in event.about:
        words = sentence[one.span.start : one.span.end]
        assert words == one.value or one.kind == "count"
    if not wanted:
        assert event.about == ()
