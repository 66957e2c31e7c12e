"""Which way a bare weekday or month looks: by its own words, by its noun, by the page."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language

from onrecord.annotate.parsed import parse
from onrecord.annotate.times import find_times
from onrecord.annotate.timex.direction import Lean, agreed
from onrecord.model import Document, Fact, Region, TimeExpression
from onrecord.spans import OffsetMap, Span

FRIDAY = "2032-06-18"


def times(parser: Language, text: str, page: str = FRIDAY) -> tuple[TimeExpression, ...]:
    """The expressions of a page whose every line is a paragraph."""
    regions, start = [], 0
    for line in text.splitlines(keepends=True):
        regions.append(Region("body", Span(start, start + len(line.rstrip("\n")))))
        start += len(line)
    document = Document(
        doc="page",
        page="",
        source="page",
        media="text/plain",
        text=text,
        offsets=OffsetMap(),
        regions=tuple(regions),
    )
    return find_times(parse(document, parser), Fact(page, None, "told"))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Monday's ruling will change little in Norland.", "2032-06-14"),
        ("Her defeat on Monday will weaken her party.", "2032-06-14"),
        ("Norland is waiting for news ahead of Monday's ruling.", "2032-06-21"),
        ("Monday's vote will settle the matter.", "2032-06-21"),
        ("Holm badly needs a win in Monday's vote.", "2032-06-21"),
        ("Holm won a seat in Monday's vote.", "2032-06-14"),
        ("Heading into Monday's vote, Holm is tired.", "2032-06-21"),
        ("Heading into Monday's vote, Holm had three rivals.", "2032-06-14"),
        ("Holm is spending freely in the run-up to Monday's vote.", "2032-06-21"),
        ("The list must be handed in by Monday.", "2032-06-21"),
        ("She ordered that the papers be released by Monday.", "2032-06-21"),
        ("The court was set to rule on Monday.", "2032-06-21"),
        ("“We’ll be meeting on Monday,” Holm said.", "2032-06-21"),
        ("Sudland is making its case ahead of voting on Monday.", "2032-06-21"),
        ("Asked on Monday whether she would resign, Holm left.", "2032-06-14"),
        ("Holm was the first to speak on Monday.", "2032-06-14"),
        ("Norland claims to have tested a rocket on Monday.", "2032-06-14"),
        ("They hope to make their voice heard on Monday.", "2032-06-21"),
        ("Holm flew to Vell, Sudland, on Monday to sign the treaty.", "2032-06-14"),
    ],
)
def test_a_weekday_looks_where_its_words_say(parser: Language, text: str, day: str) -> None:
    assert [t.date for t in times(parser, text)] == [day]


@pytest.mark.parametrize(
    "text",
    [
        "Holm, who was to fly to Vell on Thursday, said nothing.",
        "Holm was scheduled to speak in Vell on Thursday.",
        "Holm is holding a rally in Vell on Thursday instead.",
    ],
)
def test_a_plan_for_yesterdays_weekday_is_of_yesterday_in_what_was_printed_overnight(
    parser: Language, text: str
) -> None:
    (found,) = times(parser, text)
    assert found.date == "2032-06-17"
    assert "the day before" in found.basis


def test_other_mentions_of_the_day_decide_where_the_words_leave_it_open(parser: Language) -> None:
    told = "The chamber voted on Tuesday.\nHolm is asking what went on before Tuesday's vote."
    planned = "The chamber will vote on Tuesday.\nTuesday's vote in Vell: what to know."
    assert [t.date for t in times(parser, told)] == ["2032-06-15"] * 2
    assert [t.date for t in times(parser, planned)] == ["2032-06-22"] * 2
    assert "as elsewhere on the page, future: will vote" in times(parser, planned)[1].basis


def test_two_days_of_one_name_each_follow_their_own_verb(parser: Language) -> None:
    text = "Holm fell ill on Tuesday. She will be back on Tuesday."
    assert [t.date for t in times(parser, text)] == ["2032-06-15", "2032-06-22"]


def test_a_day_of_a_week_before_a_possessive_keeps_its_own_week(parser: Language) -> None:
    text = "Police released pictures on Monday of last week's shooting."
    (found, *_) = times(parser, text)
    assert (found.span.of(text), found.date) == ("Monday", "2032-06-14")


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("Holm means to spend a fortune before the March elections.", "2033-03"),
        ("Holm refused in a speech at the March convention.", "2032-03"),
        ("He was not hopeful about the looming vote in March.", "2033-03"),
        ("The figure is reported to the chamber in August.", "2032-08"),
        ("In a March speech, Holm attacked Sudland.", "2032-03"),
        ("In an August speech, Holm attacked Sudland.", "2031-08"),
    ],
)
def test_a_month_looks_where_its_words_say(parser: Language, text: str, month: str) -> None:
    assert [t.date for t in times(parser, text)] == [month]


def test_a_page_that_opens_with_a_weekday_is_no_text_of_history(parser: Language) -> None:
    years = "".join(f"The port was rebuilt in {year}.\n" for year in range(1960, 1970))
    (first, *_) = times(parser, f"The queen came to Vell on Wednesday.\n{years}")
    assert first.date == "2032-06-16"


def test_firm_words_that_disagree_decide_nothing() -> None:
    said, will = Lean("back", "said", firm=True), Lean("ahead", "will", firm=True)
    assert agreed([(2, said), (2, will), (3, will), (4, Lean("back", "seen"))]) == {
        3: Lean("ahead", "as elsewhere on the page, will", sure=True)
    }


WORDS = "Holm said will meet on until Monday Friday 's vote ruling before to was is the , .".split()


@given(st.lists(st.sampled_from(WORDS), max_size=25), st.dates(date(2000, 1, 1), date(2090, 1, 1)))
@settings(max_examples=60, deadline=None)
def test_a_bare_weekday_is_that_weekday_within_a_week_of_the_page(
    parser: Language, words: list[str], page: date
) -> None:
    text = " ".join(words)
    for found in times(parser, text, page.isoformat()):
        if found.date is not None and len(found.date) == 10:
            day = date.fromisoformat(found.date)
            assert abs((day - page).days) <= 7
            assert day.strftime("%A") in found.span.of(text)
