"""Lengths of time that are counted from a happening of the same page."""

from __future__ import annotations

import pytest
from spacy.language import Language

from onrecord.annotate.parsed import Parsed, parse
from onrecord.annotate.times import find_times
from onrecord.annotate.timex.steps import untold
from onrecord.model import Document, Fact, Region, TimeExpression
from onrecord.spans import OffsetMap, Span

FRIDAY = Fact("2032-06-18", None, "told")


def page(parser: Language, text: str) -> Parsed:
    """The parse of a page of one paragraph."""
    document = Document(
        doc="page",
        page="",
        source="page",
        media="text/plain",
        text=text,
        offsets=OffsetMap(),
        regions=(Region("body", Span(0, len(text))),),
    )
    return parse(document, parser)


def lengths(parser: Language, text: str) -> list[TimeExpression]:
    """The durations of a page of one paragraph."""
    found = find_times(page(parser, text), FRIDAY)
    return [time for time in found if time.type == "DURATION"]


@pytest.mark.parametrize(
    ("text", "value", "date"),
    [
        (
            "The Tarn talks took place on May 3. Two days after the Tarn talks, she resigned.",
            "P2D",
            "2032-05-05",
        ),
        ("The vote was held on June 9. A day before the vote, he fled.", "P1D", "2032-06-08"),
        (
            "The talks with Lund in Tarn took place on May 3. "
            "Two days after the Tarn talks, he fled.",
            "P2D",
            "2032-05-05",
        ),
        (
            "The Corran summit was held on May 3. A month after the summit, it rained.",
            "P1M",
            "2032-06",
        ),
    ],
)
def test_a_length_after_a_happening_of_the_page_is_counted_from_its_day(
    parser: Language, text: str, value: str, date: str
) -> None:
    (found,) = lengths(parser, text)
    assert (found.value, found.date) == (value, date)
    assert found.basis.startswith("counted from the day of the")


@pytest.mark.parametrize(
    "text",
    [
        "Two days after the Tarn talks, she resigned.",
        "The Tarn talks took place on May 3. Two days after the Corran talks, she resigned.",
        "The vote was held on June 9. The vote was held on June 2. A day after the vote, he fled.",
        "The vote was held in June 2031. Two days after the vote, he fled.",
        "The vote was held on June 9. Two days after a vote, he fled.",
        "The Tarn talks took place on May 3. The Corran talks failed. "
        "Two days after the talks, she resigned.",
        "The talks in Corran took place on May 3. Two days after the Tarn talks, she resigned.",
    ],
)
def test_a_happening_without_a_day_or_with_two_gives_none(parser: Language, text: str) -> None:
    assert [found.date for found in lengths(parser, text)] == [None]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Two days after the Tarn talks, she resigned.", ("tarn talks", 1)),
        ("He fled a week before the Corran summit.", ("corran summit", -1)),
        ("Two days after the talks, she resigned.", None),
        ("Two days after talks, she resigned.", None),
    ],
)
def test_a_named_happening_that_the_page_gives_no_day_stands_in_the_basis(
    parser: Language, text: str, told: tuple[str, int] | None
) -> None:
    (found,) = lengths(parser, text)
    assert found.date is None
    assert untold(found.basis) == told
