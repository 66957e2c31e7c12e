"""What a page's events say beyond one sentence: who reports them, when, told once, in answer."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language

from onrecord.annotate.mentions import find_mentions
from onrecord.annotate.parsed import Parsed, parse
from onrecord.events.find import find_events
from onrecord.model import Annotations, Document, Event, Fact, Region, Statement, Who
from onrecord.spans import OffsetMap, Span

Coder = Callable[..., tuple[Event, ...]]


def statement(text: str, quoted: str, speaker: Who, **more: object) -> Statement:
    """A direct statement whose words are `quoted`, found in `text`."""
    start = text.index(quoted)
    return Statement(
        "s-1",
        (Span(start, start + len(quoted)),),
        "direct",
        "speech",
        "body",
        0.9,
        speaker=speaker,
        **more,  # type: ignore[arg-type]
    )


def names(whos: tuple[Who, ...]) -> list[str]:
    return [who.name for who in whos]


def test_spans_are_the_clause_and_the_word(code: Coder) -> None:
    text = "On Monday Norway expelled ten Danish diplomats, officials said."
    (event,) = code(text, "2024-05-08")
    assert event.span.of(text) == "Norway expelled ten Danish diplomats"
    assert event.anchor.of(text) == "expelled"
    assert event.object is not None and event.object.of(text) == "ten Danish diplomats"
    assert event.count == 10
    assert (event.quad, event.intensity) == (4, -5.5)
    assert event.date is not None and event.date.value == "2024-05-06"


def test_actor_is_the_state_and_its_span_the_words_read(code: Coder) -> None:
    text = "Danish President Ole Brink met Norwegian Foreign Minister Kari Lund in Geneva."
    (event,) = code(text)
    assert names(event.actors) == ["Denmark", "Norway"]
    assert [who.country for who in event.actors] == ["DNK", "NOR"]
    assert event.actors[0].span is not None
    assert event.actors[0].span.of(text) == "Danish President Ole Brink"
    assert event.place is not None and event.place.value == "Geneva"


def test_a_place_is_no_recipient(code: Coder) -> None:
    (event,) = code("Norway and Sweden held talks in Geneva.")
    assert names(event.recipients) == ["Sweden"]


def test_a_dated_meeting_after_the_page_is_planned_and_before_it_happened(code: Coder) -> None:
    text = "The summit between Norway and Denmark in Geneva on June 16 matters."
    (before,) = code(text, "2021-06-01")
    (after,) = code(text, "2021-06-30")
    assert (before.status, after.status) == ("planned", "happened")
    assert "2021-06-16" in before.status_basis


def test_one_meeting_told_four_times_is_one_event(code: Coder) -> None:
    text = (
        "Norway and Denmark held talks in Geneva on Monday.\n"
        "The talks lasted two hours.\n"
        "After the meeting between Norway and Denmark, Ole Brink spoke to reporters.\n"
        "The Norway-Denmark talks were the first in a year."
    )
    events = code(text, "2024-05-08")
    assert [event.type for event in events] == ["CONSULT"]


def test_a_reference_says_whether_the_meeting_lies_ahead(code: Coder) -> None:
    text = (
        "The May 4 meeting in Geneva between Norway and Denmark is the first in a year.\n"
        "Nobody expects much of the upcoming talks."
    )
    (event,) = code(text)
    assert event.status == "planned"


def test_two_expulsions_of_different_numbers_are_two(code: Coder) -> None:
    text = "Norway expelled ten Danish diplomats.\nIn 2018 Norway expelled two Danish diplomats."
    assert [event.count for event in code(text)] == [10, 2]


def test_a_plan_and_what_happened_are_kept_apart(code: Coder) -> None:
    text = (
        "Norway expelled two Danish diplomats on Monday.\nNorway will expel five Danish diplomats."
    )
    assert [event.status for event in code(text, "2024-05-08")] == ["happened", "planned"]


def test_an_answer_points_to_what_it_answers(code: Coder) -> None:
    text = (
        "Norway expelled two Danish diplomats. "
        "In response to the expulsion, Denmark recalled its ambassador to Norway."
    )
    first, second = code(text)
    assert second.response_to == first.id
    assert first.response_to is None


def test_an_act_told_only_as_a_reply_has_the_type_of_what_it_answers(code: Coder) -> None:
    text = "In 2017 Norway imposed sanctions on Denmark. Then Denmark was forced to respond."
    first, second = code(text, "2021-05-20")
    assert second.type == first.type == "SANCTION"
    assert names(second.actors) == ["Denmark"]
    assert names(second.recipients) == ["Norway"]
    assert second.response_to == first.id
    assert second.date is not None and second.date.value == "2017"


def test_responding_to_a_question_is_no_act(code: Coder) -> None:
    text = "Norway imposed sanctions on Denmark. Denmark responded to questions on Monday."
    assert len(code(text, "2021-05-20")) == 1


def test_an_act_inside_a_statement_names_its_reporter_and_we_is_the_speakers_state(
    code: Coder, parser: Language
) -> None:
    quoted = "We have expelled ten Danish diplomats."
    text = f"“{quoted}” Norwegian Foreign Minister Kari Lund said."
    parsed, annotations = _parsed(text, parser)
    speaker = next(e for e in annotations.entities if e.name == "Kari Lund")
    who = Who(speaker.name, None, speaker.number, speaker.country)
    (event,) = find_events(parsed, annotations, [statement(text, quoted, who)])
    assert event.reported_by == "s-1"
    assert names(event.actors) == ["Norway"]
    assert names(event.recipients) == ["Denmark"]


def test_what_a_transcript_tells_as_just_agreed_has_the_day_it_was_said(
    code: Coder, parser: Language
) -> None:
    text = "We have agreed to resume the fishing talks with Denmark. Norway's Kari Lund said so."
    parsed, annotations = _parsed(text, parser)
    state = next(e for e in annotations.entities if e.name == "Norway")
    told = statement(
        text,
        "We have agreed to resume the fishing talks with Denmark.",
        Who("Norway", None, state.number, "NOR"),
        said_on=Fact("2021-05-19", None, "told"),
    )
    told = Statement(
        **{f: getattr(told, f) for f in told.__struct_fields__} | {"region": "transcript"}
    )
    (event,) = find_events(parsed, annotations, [told])
    assert event.date is not None and event.date.value == "2021-05-19"


def test_equal_pages_give_equal_ids(code: Coder) -> None:
    text = "Norway expelled ten Danish diplomats."
    assert code(text) == code(text)


def _parsed(text: str, parser: Language) -> tuple[Parsed, Annotations]:
    region = Region("body", Span(0, len(text)))
    document = Document("p", "0" * 64, "p.txt", "text/plain", text, OffsetMap(), (region,))
    parsed = parse(document, parser)
    mentions, entities = find_mentions(parsed)
    return parsed, Annotations(mentions, entities)


WORDS = st.sampled_from(
    "Norway Denmark Kari Lund the talks met expelled will not if sanctions on by visited Oslo "
    "agreed to and , . “ ” - said Monday its ambassador they we refused visa threatened".split()
)


@settings(deadline=None)
@given(st.lists(WORDS, min_size=1, max_size=25))
def test_any_words_give_events_whose_spans_lie_in_the_page(code: Coder, words: list[str]) -> None:
    text = " ".join(words)
    for event in code(text):
        assert event.anchor.of(text)
        assert event.span.holds(event.anchor)
        for who in (*event.actors, *event.recipients):
            assert who.span is None or who.span.of(text)


def test_an_act_at_after_or_before_a_happening_is_dated_by_the_day_the_page_gives_that(
    code: Coder,
) -> None:
    text = (
        "The Vell summit was held on 3 May. Norway and Denmark signed a pact at the Vell summit. "
        "Norway expelled two Danish diplomats after the summit. "
        "Denmark closed its embassy in Norway after the Tarn talks."
    )
    dates = [event.date.value if event.date else None for event in code(text, "2024-05-12")]
    assert dates[-3:] == ["2024-05-03", "2024-05-03/..", None]
    signed = next(event for event in code(text, "2024-05-12") if event.type == "SUPPORT")
    assert signed.date is not None
    assert signed.date.basis == "“at” the vell summit, which the page dates 2024-05-03"


def test_an_act_after_one_of_two_summits_has_no_day(code: Coder) -> None:
    text = (
        "The Vell summit was held on 3 May. The Tarn summit failed. "
        "Norway expelled two Danish diplomats after the summit."
    )
    [expelled] = [event for event in code(text, "2024-05-12") if event.mode == "expel"]
    assert expelled.date is None


def test_what_two_agreed_after_their_only_contact_has_its_day(code: Coder) -> None:
    met = "Kestria's President Holm met Belthara's President Adler in Vell on Monday.\n"
    agreed = "The two presidents agreed to reopen the border.\n"
    events = code(met + agreed, "2024-05-08")
    [one] = [event for event in events if event.type == "AGREE"]
    assert one.date is not None and one.date.value == "2024-05-06"
    again = "Holm met Adler again in Tarn on Tuesday.\n"
    events = code(met + again + agreed, "2024-05-08")
    assert [event.date for event in events if event.type == "AGREE"] == [None]


def test_what_was_done_during_a_stay_of_two_days_was_on_one_of_them(code: Coder) -> None:
    text = (
        "President Piotr Sand of Belthara came to Oduna for a visit on Monday.\n"
        "During his two-day stay President Sand met President Carlos Whit of Oduna."
    )
    *_, met = code(text, "2024-05-09")
    assert met.date is not None and met.date.value == "2024-05-06/2024-05-07"
