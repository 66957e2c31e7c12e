"""Time expressions: what is found, what it means, and why."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from spacy.language import Language

from onrecord.annotate.parsed import parse
from onrecord.annotate.times import find_times, spoken_days
from onrecord.dates import is_edtf
from onrecord.model import Document, Fact, Region, RegionKind, Statement, TimeExpression
from onrecord.spans import OffsetMap, Span

FRIDAY = Fact("2032-06-18", None, "told")


def document(*paragraphs: tuple[RegionKind, str]) -> Document:
    """A document whose regions are `paragraphs`, one a line."""
    regions, start = [], 0
    for kind, text in paragraphs:
        regions.append(Region(kind, Span(start, start + len(text))))
        start += len(text) + 1
    return Document(
        doc="page",
        page="",
        source="page",
        media="text/plain",
        text="\n".join(text for _, text in paragraphs),
        offsets=OffsetMap(),
        regions=tuple(regions),
    )


def times(
    parser: Language, text: str, published: Fact | None = FRIDAY, kind: RegionKind = "body"
) -> tuple[TimeExpression, ...]:
    """The expressions of one paragraph."""
    return find_times(parse(document((kind, text)), parser), published)


def told(parser: Language, text: str, published: Fact | None = FRIDAY) -> list[tuple[str, ...]]:
    """The words, value and date of every expression of one paragraph."""
    found = times(parser, text, published)
    return [(t.span.of(text), t.value, t.date or "-") for t in found]


@pytest.mark.parametrize(
    ("text", "words", "value", "date"),
    [
        ("The treaty was signed on June 16, 2031.", "June 16, 2031", "2031-06-16", "2031-06-16"),
        (
            "Wednesday, 16 June 2032, was calm.",
            "Wednesday, 16 June 2032",
            "2032-06-16",
            "2032-06-16",
        ),
        ("They met on the 2nd of May.", "the 2nd of May", "2032-05-02", "2032-05-02"),
        ("They met on 2032-06-16 at sea.", "2032-06-16", "2032-06-16", "2032-06-16"),
        ("Dated 16.06.2032 and stamped.", "16.06.2032", "2032-06-16", "2032-06-16"),
        ("It rained in June 2031.", "June 2031", "2031-06", "2031-06"),
        ("In mid-March, ties froze.", "mid-March", "2032-03", "2032-03"),
        ("They spoke in April of this year.", "April of this year", "2032-04", "2032-04"),
        ("He resigned last September.", "last September", "2031-09", "2031-09"),
        ("She retires next June.", "next June", "2033-06", "2033-06"),
        ("They met in Vell this week.", "this week", "2032-W25", "2032-06-14/2032-06-20"),
        ("Prices rose last month.", "last month", "2032-05", "2032-05"),
        ("The port opens next year.", "next year", "2033", "2033"),
        ("It ends by the end of the year.", "the end of the year", "2032", "2032"),
        ("They met last weekend.", "last weekend", "2032-W24-WE", "2032-06-12/2032-06-13"),
        ("She left two days ago.", "two days ago", "2032-06-16", "2032-06-16"),
        ("She left a week ago.", "a week ago", "2032-W24", "2032-06-07/2032-06-13"),
        ("She left two years ago.", "two years ago", "2030", "2030"),
        ("She left a decade ago.", "a decade ago", "2022", "2022~"),
        ("He called yesterday.", "yesterday", "2032-06-17", "2032-06-17"),
        ("He called yesterday evening.", "yesterday evening", "2032-06-17TEV", "2032-06-17"),
        ("He calls tomorrow.", "tomorrow", "2032-06-19", "2032-06-19"),
        ("He left on Thursday night.", "Thursday night", "2032-06-17TNI", "2032-06-17"),
        (
            "At 6:40 p.m. on Thursday it left.",
            "6:40 p.m. on Thursday",
            "2032-06-17T18:40",
            "2032-06-17",
        ),
        (
            "Exports fell in the first quarter of 2031.",
            "the first quarter of 2031",
            "2031-Q1",
            "2031-01/2031-03",
        ),
        (
            "Exports fell in the second half of 2031.",
            "the second half of 2031",
            "2031-H2",
            "2031-07/2031-12",
        ),
        ("It was the summer of 2031.", "the summer of 2031", "2031-SU", "2031-22"),
        ("It began in the 1990s.", "the 1990s", "199", "199X"),
        ("It began in the 19th century.", "the 19th century", "18", "18XX"),
        ("In 2027, the port closed.", "2027", "2027", "2027"),
        ("The 2027 treaty has lapsed.", "2027", "2027", "2027"),
        ("The talks lasted five hours.", "five hours", "PT5H", "-"),
        ("After a two-day visit she left.", "two-day", "P2D", "-"),
        ("It was two and a half years late.", "two and a half years", "P2.5Y", "-"),
        ("Ties froze over the past two years.", "the past two years", "P2Y", "2030/2032"),
        ("They meet every Friday.", "every Friday", "XXXX-WXX-5", "-"),
        ("They pray on Fridays.", "Fridays", "XXXX-WXX-5", "-"),
        ("It happens 15 times a year.", "a year", "P1Y", "-"),
        ("The ministry has recently moved.", "recently", "PAST_REF", "-"),
        ("She waited half an hour.", "half an hour", "PT30M", "-"),
        ("It is due by year-end.", "year-end", "2032", "2032"),
        ("It ended on the last day of May.", "the last day of May", "2032-05-31", "2032-05-31"),
        ("They met on Christmas Eve.", "Christmas Eve", "2031-12-24", "2031-12-24"),
        ("They met on Easter Monday.", "Easter Monday", "2032-03-29", "2032-03-29"),
        ("They met over the weekend.", "the weekend", "2032-W24-WE", "2032-06-12/2032-06-13"),
        ("It was put off to September.", "September", "2032-09", "2032-09"),
        ("They waited a year and a half.", "a year and a half", "P1.5Y", "-"),
        ("She spent months there.", "months", "PXM", "-"),
        ("They met over the years.", "the years", "PXY", "-"),
        ("It will last two weeks.", "two weeks", "P2W", "-"),
        ("It fell this past spring.", "this past spring", "2032-SP", "2032-21"),
        ("The mine was shut in the ’20s.", "the ’20s", "202", "202X"),
        ("It was on Thanksgiving 2030.", "Thanksgiving 2030", "2030-11-28", "2030-11-28"),
        ("They met on the night of May 3.", "the night of May 3", "2032-05-03TNI", "2032-05-03"),
        ("In fiscal 2031 it lost money.", "fiscal 2031", "FY2031", "-"),
        ("They met on Independence Day.", "Independence Day", "XXXX-XX-XX", "-"),
    ],
)
def test_an_expression_has_its_words_its_value_and_its_date(
    parser: Language, text: str, words: str, value: str, date: str
) -> None:
    assert told(parser, text) == [(words, value, date)]


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("The minister said so on Wednesday.", "2032-06-16"),
        ("The minister said so on Friday.", "2032-06-18"),
        ("The ministers will meet on Wednesday.", "2032-06-23"),
        ("The ministers are meeting on Wednesday.", "2032-06-23"),
        ("The ministers are to meet on Wednesday.", "2032-06-23"),
        ("The meeting is scheduled for Wednesday.", "2032-06-23"),
        ("The border stays closed until Wednesday.", "2032-06-23"),
        ("The trial begins on Wednesday.", "2032-06-23"),
        ("The ministers agreed to meet on Wednesday.", "2032-06-23"),
        ("The minister had left on Wednesday.", "2032-06-16"),
        ("The man arrested on Wednesday was freed.", "2032-06-16"),
        ("The minister said on Wednesday he would resign.", "2032-06-16"),
        ("He has been ill since Wednesday.", "2032-06-16"),
        ("Until Wednesday, Norland had refused to sign.", "2032-06-16"),
        ("As of Wednesday, Norland is leading.", "2032-06-16"),
        ("He did not vote on Wednesday.", "2032-06-16"),
        ("The minister is asking what went wrong in Wednesday's vote.", "2032-06-16"),
        ("The minister will use Wednesday's debate to attack.", "2032-06-23"),
        ("Her decision to meet him in April was a mistake.", "2032-04"),
        ("He warned against haste ahead of Wednesday's vote.", "2032-06-23"),
        ("He welcomed Wednesday's vote.", "2032-06-16"),
        ("Speaking on Wednesday, she called for calm.", "2032-06-16"),
        ("He spoke last Wednesday.", "2032-06-16"),
        ("He said that Wednesday would be quiet.", "2032-06-23"),
        ("Following Wednesday's talks, he resigned.", "2032-06-16"),
        ("He will speak next Wednesday.", "2032-06-23"),
        ("Exports fell in October.", "2031-10"),
        ("Exports will fall in October.", "2032-10"),
        ("The pact expires in January.", "2033-01"),
        ("Exports fell in June.", "2032-06"),
        ("June was quiet.", "2032-06"),
        ("It published its May figures.", "2032-05"),
        ("It has been closed since August.", "2031-08"),
        ("Ministers expect Norland to release its February shipments.", "2032-02"),
        ("Holm invited the queen to Vell in the autumn.", "2032-23"),
        ("There will be no change after the summit on June 28.", "2032-06-28"),
        ("He was born on December 30.", "2031-12-30"),
        ("They will vote on January 4.", "2033-01-04"),
    ],
)
def test_bare_weekdays_and_months_look_back_or_ahead(
    parser: Language, text: str, date: str
) -> None:
    assert [t.date for t in times(parser, text)] == [date]


@pytest.mark.parametrize(
    "text",
    [
        "You may march with us.",
        "May I ask about the sun?",
        "Theresa May spoke to April Jones.",
        "She won a second term.",
        "He sat down; they are gone.",
        "She is 61 years old, he is a 40-year-old.",
        "About 1,500 people and 2000 soldiers came.",
        "It costs $2031 or 9% of 10,000.",
        "The regime may fall.",
        "They lost in the quarter-final.",
        "One day we shall see.",
        "It is 1/2 or 3:1.",
        "Article 2031 of the code.",
        "It fell on Black Monday.",
        "He told “This Week,” a show, to go.",
        "He lives on Christmas Island.",
        "The fall of Vell was told.",
        "They joined the March to Tarn.",
        "Now, who did that?",
        "",
    ],
)
def test_words_that_are_no_dates_are_left_alone(parser: Language, text: str) -> None:
    assert told(parser, text) == []


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("Two or three years ago it fell.", ["2030", "2029"]),
        ("At 5 a.m. on June 3, 2031, it fell.", ["2031-06-03", "2031-06-03"]),
        (
            "Third-quarter profit rose from a loss a year earlier.",
            ["2031-07/2031-09", "2030-07/2030-09"],
        ),
        ("It met on June 3. In May it had rested. The next day it met.", ["2032-06-03", "2032-05"]),
    ],
)
def test_expressions_are_dated_with_those_beside_them(
    parser: Language, text: str, dates: list[str]
) -> None:
    found = [date for _, _, date in told(parser, text)]
    assert found[: len(dates)] == dates


def test_a_page_without_a_date_gives_no_day(parser: Language) -> None:
    text = (
        "Today she said on Wednesday that on June 16 last month, two days ago, in January, it fell."
    )
    found = times(parser, text, None)
    assert [t.date for t in found] == [None] * len(found)
    assert [t.value for t in found][:3] == ["XXXX-XX-XX", "XXXX-WXX-3", "XXXX-06-16"]
    assert all("the page gives no date" in t.basis for t in found)


def test_a_page_dated_to_a_month_gives_no_day_either(parser: Language) -> None:
    found = times(parser, "She said so on Wednesday.", Fact("2032-06", None, "told"))
    assert [(t.value, t.date) for t in found] == [("XXXX-WXX-3", None)]
    assert "not one day" in found[0].basis


def test_the_basis_says_the_rule_the_anchor_and_the_tense(parser: Language) -> None:
    (found,) = times(parser, "The minister said so on Wednesday.")
    assert found.basis == (
        "weekday, the most recent on or before the page's date 2032-06-18 (past tense: said)"
    )


def test_in_a_transcript_today_is_the_day_in_the_headline(parser: Language) -> None:
    page = document(
        ("headline", "Press point of Minister Anna Berg, Vell, June 9, 2032"),
        ("transcript", "We agreed today to meet again on Friday."),
        ("body", "The ministry published this today."),
    )
    found = find_times(parse(page, parser), FRIDAY)
    assert [(t.span.of(page.text), t.date) for t in found] == [
        ("June 9, 2032", "2032-06-09"),
        ("today", "2032-06-09"),
        ("Friday", "2032-06-11"),
        ("today", "2032-06-18"),
    ]
    assert "day of the speech 2032-06-09" in found[1].basis


def test_in_a_quotation_of_another_day_today_is_that_day(parser: Language) -> None:
    text = 'On Tuesday she said: "We met today and will meet on Friday." They met today.'
    parsed = parse(document(("body", text)), parser)
    start = text.index("We met")
    said = Statement(
        id="s",
        parts=(Span(start, text.index('" They')),),
        kind="direct",
        nature="speech",
        region="body",
        confidence=1.0,
        said_on=Fact("2032-06-15", None, "weekday"),
    )
    page = Fact("2032-06-19", None, "told")
    found = find_times(parsed, page, spoken_days([said], page))
    assert [(t.span.of(text), t.date) for t in found] == [
        ("Tuesday", "2032-06-15"),
        ("today", "2032-06-15"),
        ("Friday", "2032-06-18"),
        ("today", "2032-06-19"),
    ]
    assert "the day it was said, 2032-06-15" in found[1].basis
    assert spoken_days([said], Fact("2032-06-15", None, "told")) == []


def test_an_old_date_in_a_caption_stands_for_itself_and_anchors_nothing(parser: Language) -> None:
    page = document(
        ("body", "The two met on Monday."),
        ("caption", "Anna Berg in Vell, March 10, 2019."),
        ("body", "The next day they signed."),
    )
    found = find_times(parse(page, parser), FRIDAY)
    assert [t.date for t in found] == ["2032-06-14", "2019-03-10", "2032-06-15"]


def test_what_follows_is_counted_from_the_date_named_before(parser: Language) -> None:
    text = "The two met on May 3. Two days later they parted. That month the port closed."
    after = "They met on May 3. Two days after that, they parted. Two days before the vote he left."
    assert told(parser, after) == [
        ("May 3", "2032-05-03", "2032-05-03"),
        ("Two days after that", "2032-05-05", "2032-05-05"),
        ("Two days", "P2D", "-"),
    ]
    assert told(parser, text) == [
        ("May 3", "2032-05-03", "2032-05-03"),
        ("Two days later", "2032-05-05", "2032-05-05"),
        ("That month", "2032-05", "2032-05"),
    ]


def test_a_weekday_after_or_before_a_date_is_counted_from_it(parser: Language) -> None:
    text = "The two met on May 3. The following Friday they parted. They met that Sunday."
    found = [(words, date) for words, _, date in told(parser, text)]
    assert found == [
        ("May 3", "2032-05-03"),
        ("The following Friday", "2032-05-07"),
        ("that Sunday", "2032-05-09"),
    ]


def test_the_year_at_the_end_of_a_range_is_that_of_its_start(parser: Language) -> None:
    text = "It lasted from 24 June to 17 July 2031 and again in December-January 2032."
    assert [date for _, _, date in told(parser, text)] == [
        "2031-06-24/2031-07-17",
        "2031-06-24/2031-07-17",
        "2031-12/2032-01",
        "2031-12/2032-01",
    ]


def test_both_ends_of_a_range_carry_the_range(parser: Language) -> None:
    text = "They held talks from 11 to 14 May and in Vell on June 3-5, 2032."
    assert told(parser, text) == [
        ("11", "2032-05-11", "2032-05-11/2032-05-14"),
        ("14 May", "2032-05-14", "2032-05-11/2032-05-14"),
        ("June 3", "2032-06-03", "2032-06-03/2032-06-05"),
        ("5, 2032", "2032-06-05", "2032-06-03/2032-06-05"),
    ]


def test_day_and_month_in_figures_that_read_two_ways_keep_only_the_year(parser: Language) -> None:
    assert told(parser, "It was 3/4/2031 then.") == [("3/4/2031", "2031", "2031")]
    assert told(parser, "It was 6/16/2031 then.") == [("6/16/2031", "2031-06-16", "2031-06-16")]


def test_a_text_of_history_counts_bare_dates_from_the_year_it_tells(parser: Language) -> None:
    text = (
        "The war began in 1901. In May 1902 Vell fell. In December 1902 the fleet was lost. "
        "In January the siege began. On March 3, 1903, the queen fled. On April 9 peace was made. "
        "The treaty of 1904 lasted until 1911."
    )
    values = [t.value for t in times(parser, text)]
    assert values == [
        "1901",
        "1902-05",
        "1902-12",
        "1903-01",
        "1903-03-03",
        "1903-04-09",
        "1904",
        "1911",
    ]


@pytest.mark.parametrize("text", ["On February 30 it fell.", "On 31 June 2032 it fell."])
def test_a_day_that_the_calendar_has_not_is_no_date(parser: Language, text: str) -> None:
    assert all(t.date is None or len(t.date) < 10 for t in times(parser, text))


PIECES = "1 12 1999 , . : / - ' May June of the last week Monday half a to s th p.m —".split()
HOSTILE = st.lists(st.sampled_from([*PIECES, "9" * 50, "10,000,000"]), max_size=60)


@given(HOSTILE)
@settings(max_examples=60, deadline=None)
def test_any_row_of_words_gives_spans_in_order_that_do_not_overlap(
    parser: Language, pieces: list[str]
) -> None:
    text = " ".join(pieces)
    end = 0
    for found in times(parser, text):
        assert found.span.start >= end
        assert found.span.of(text).strip() == found.span.of(text)
        assert found.date is None or is_edtf(found.date)
        end = found.span.end


def test_last_night_on_a_page_put_out_late_in_the_evening_is_either_night(parser: Language) -> None:
    page = replace(document(("body", "The talks failed last night.")), published_clock="23:14")
    [found] = find_times(parse(page, parser), FRIDAY)
    assert found.date == "2032-06-17/2032-06-18"
    [found] = find_times(parse(replace(page, published_clock="09:30"), parser), FRIDAY)
    assert found.date == "2032-06-17"


def test_days_later_are_not_counted_from_the_day_of_an_act_before_another_undated_one(
    parser: Language,
) -> None:
    asked = ("body", "The paper sent him its questions on June 2.")
    between = ("body", "He met a reporter in Vell and walked off. Two days later he wrote to her.")
    found = find_times(parse(document(asked, between), parser), FRIDAY)
    assert [t.date for t in found] == ["2032-06-02", None]
    opens = ("body", "Two days later he wrote to her.")
    found = find_times(parse(document(asked, opens), parser), FRIDAY)
    assert [t.date for t in found] == ["2032-06-02", "2032-06-04"]


@pytest.mark.parametrize(
    ("text", "words", "date"),
    [
        ("On Nov. 1, 2 and 3 ships sank off Vell.", ["Nov. 1"], ["2031-11-01"]),
        (
            "The vote was on October 28. The day before, guards had sealed the hall. "
            "The next day crowds came.",
            ["October 28", "The day before", "The next day"],
            ["2031-10-28", "2031-10-27", "2031-10-29"],
        ),
        (
            "The vote was on October 28. Two weeks after the armistice he fled. "
            "The next day she followed.",
            ["October 28", "Two weeks", "The next day"],
            ["2031-10-28", None, None],
        ),
        (
            "The bank was shut on Tuesday. The doors will open at 9 a.m.",
            ["Tuesday", "9 a.m."],
            ["2031-11-11", None],
        ),
    ],
)
def test_a_day_is_counted_only_from_the_act_that_was_told_last(
    parser: Language, text: str, words: list[str], date: list[str | None]
) -> None:
    found = times(parser, text, Fact("2031-11-12", None, "told"))
    assert [one.span.of(text) for one in found] == words
    assert [one.date for one in found] == date
