"""To whom, where and on what occasion words were said, and the day their own clause gives."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from onrecord.spans import Span
from onrecord.statements.attribution import Attribution
from onrecord.statements.setting import (
    addressee_of,
    is_venue,
    occasion_of,
    place_of,
    said_on_of,
    tense_of,
)

Reading = Callable[[str], Any]


def _attribution(text: str, cue: str | None, content: str) -> Attribution:
    start = text.index(content)
    at = text.index(cue) if cue else 0
    return Attribution(
        parts=(Span(start, start + len(content)),),
        cue=Span(at, at + len(cue)) if cue else None,
        source=None,
        nature="speech",
        confidence=0.9,
        rule="by hand",
    )


# A text, its cue, its content; then whom it was said to, the occasion, the place, the day.
SETTINGS: list[
    tuple[str, str | None, str, tuple[str | None, str | None, str | None, str | None]]
] = [
    (
        "“It is shut,” Lind told reporters in Oslo on Tuesday.",
        "told",
        "It is shut,",
        ("reporters", None, "Oslo", "2031-05-13"),
    ),
    (
        "“It is shut,” Lind said at a news conference in Lisbon.",
        "said",
        "It is shut,",
        (None, "a news conference in Lisbon", "Lisbon", None),
    ),
    (
        "Lind told parliament that the lane froze on Monday.",
        "told",
        "the lane froze on Monday",
        ("parliament", None, None, None),
    ),
    (
        "Lind said that he would speak at a conference in Oslo in June.",
        "said",
        "he would speak at a conference in Oslo in June",
        (None, None, None, None),
    ),
    (
        "“It is shut,” Lind said to the envoys on 7 May.",
        "said",
        "It is shut,",
        ("the envoys", None, None, "2031-05-07"),
    ),
    (
        "“It is shut,” Lind wrote in a letter to the mayors.",
        "wrote",
        "It is shut,",
        (None, "a letter to the mayors", None, None),
    ),
    ("“It is shut,” Lind said.", "said", "It is shut,", (None, None, None, None)),
    ("“It is shut.” – Ada Lind", None, "It is shut.", (None, None, None, None)),
    (
        "“It is shut,” Lind said after a week of storms.",
        "said",
        "It is shut,",
        (None, None, None, None),
    ),
    (
        "During a debate on Monday, Lind said the lane was shut.",
        "said",
        "the lane was shut",
        (None, "a debate", None, "2031-05-12"),
    ),
    (
        "“It is shut,” Lind said on television.",
        "said",
        "It is shut,",
        (None, "television", None, None),
    ),
]


@pytest.mark.parametrize(
    ("text", "cue", "content", "wanted"), SETTINGS, ids=[text for text, *_ in SETTINGS]
)
def test_the_setting_of_words_is_what_stands_outside_them(
    reading: Reading,
    text: str,
    cue: str | None,
    content: str,
    wanted: tuple[str | None, ...],
) -> None:
    read = reading(text)
    attribution = _attribution(text, cue, content)
    occasion = occasion_of(read.parsed, attribution)
    addressee = addressee_of(read.parsed, attribution)
    place = place_of(read.parsed, attribution, occasion)
    day = said_on_of(read.parsed, attribution, read.annotations.times)
    assert (
        addressee.of(text) if addressee else None,
        occasion.of(text) if occasion else None,
        place.value if place else None,
        day.value if day else None,
    ) == wanted


def test_a_day_and_a_place_say_where_they_stand_and_why(reading: Reading) -> None:
    text = "“It is shut,” Lind said in Oslo on Tuesday."
    read = reading(text)
    attribution = _attribution(text, "said", "It is shut,")
    place = place_of(read.parsed, attribution, None)
    day = said_on_of(read.parsed, attribution, read.annotations.times)
    assert place is not None
    assert day is not None
    assert place.span is not None
    assert day.span is not None
    assert place.span.of(text) == "Oslo"
    assert "Tuesday" in day.span.of(text)
    assert place.basis
    assert day.basis


@pytest.mark.parametrize(
    ("title", "venue"),
    [
        ("Remarks at a news conference in Lisbon", True),
        ("Remarks on the sidelines of the summit in Lisbon", True),
        ("Remarks on trade at a summit in Lisbon", True),
        ("Comment by the spokesperson on the incident in Lisbon", False),
        ("Comment by the Foreign Ministry Spokesperson on the incident at Lisbon", False),
        ("Answer to a question about the bridge in Lisbon", False),
    ],
)
def test_a_title_names_a_place_as_where_or_as_what_about(
    reading: Reading, title: str, *, venue: bool
) -> None:
    start = title.index("Lisbon")
    assert is_venue(reading(title).parsed, Span(start, start + 6)) is venue


@pytest.mark.parametrize(
    ("text", "cue", "tense"),
    [
        ("Lind told me that he would wait.", "told", "past"),
        ("Lind says that he waits.", "says", "present"),
        ("According to Lind he waits.", "According to", None),
    ],
)
def test_a_cue_tells_it_in_the_past_or_the_present(
    reading: Reading, text: str, cue: str, tense: str | None
) -> None:
    assert tense_of(reading(text).parsed, _attribution(text, cue, "wait")) == tense
