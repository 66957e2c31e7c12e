"""Quotation marks are paired by their shape, paragraph by paragraph, whatever stands between."""

from __future__ import annotations

import sys
from itertools import pairwise
from types import FrameType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.annotate.marks import ALL_MARKS, Quoted, quotations, quoted_runs
from onrecord.spans import Span

# Each paragraph with the runs inside its marks, outermost first, in order of the text.
PAIRED = {
    'He said: "No."': ["No."],
    "He said: “No.”": ["No."],
    "“Yes,” she said. “No,” he said.": ["Yes,", "No,"],
    "«Yes», she said.": ["Yes"],
    "„Ja“, she said.": ["Ja"],
    ",,Ja“, she said,, or so.": ["Ja"],
    ',,Ja", she said.': ["Ja"],
    "‘Yes,’ she said.": ["Yes,"],
    "'Yes and no,' she said.": ["Yes and no,"],
    "“He told me ‘no’ twice,” she said.": ["He told me ‘no’ twice,", "no"],
    '"He told me: "No." Twice," she said.': ['He told me: "No." Twice,', "No."],
    '("No," she said.)': ["No,"],
    "the (“blue”) line": ["blue"],
    "a “blue”-painted line": ["blue"],
    "“No”—and he left.": ["No"],
    "the drivers' road and the pilots’ charts": [],
    "It’s the ministers’ road, isn’t it?": [],
    "rock 'n' roll": [],
    "the class of ’29 and the winter of '31": [],
    "a board 6' by 4'": [],
    "no marks at all": [],
    "“‘No,’ he said to me,” she said.": ["‘No,’ he said to me,", "No,"],
    "“Don’t go,” she said.": ["Don’t go,"],
    "‘Don’t go,’ she said.": ["Don’t go,"],
    "She called it “a house”, “a tent” and “a hat”.": ["a house", "a tent", "a hat"],
    "“Who pays?” he asked.": ["Who pays?"],
    "The film “Nobody’s Acre” opens.": ["Nobody’s Acre"],
}


@pytest.mark.parametrize(("text", "inside"), PAIRED.items(), ids=PAIRED)
def test_marks_are_paired(text: str, inside: list[str]) -> None:
    runs = [run for run in quoted_runs(text, Span(0, len(text))) if run.opened]
    assert [text[run.span.start : run.span.end] for run in runs] == inside
    assert all(run.closed for run in runs)


# A mark that nothing closes, and one that closes nothing.
BROKEN = {
    "“We will wait.": [("We will wait.", True, False)],
    'He said: "We will wait.': [("We will wait.", True, False)],
    "We will wait,” he said.": [("", False, True)],
    'We will wait," he said.': [("", False, True)],
    "“We will wait,” he said. “We": [("We will wait,", True, True), ("We", True, False)],
}


@pytest.mark.parametrize(("text", "runs"), BROKEN.items(), ids=BROKEN)
def test_a_mark_without_its_pair_says_so(text: str, runs: list[tuple[str, bool, bool]]) -> None:
    found = quoted_runs(text, Span(0, len(text)))
    assert [(text[r.span.start : r.span.end], r.opened, r.closed) for r in found] == runs


def test_a_quotation_opened_again_in_each_paragraph_is_one() -> None:
    text = "“We waited.\n\n“We will not wait,” she said."
    first, second = Span(0, 11), Span(13, len(text))
    found = quotations(text, [first, second])
    assert [[part.of(text) for part in one.parts] for one in found] == [
        ["We waited.", "We will not wait,"]
    ]
    assert found[0].closed


def test_a_quotation_left_open_ends_with_its_paragraph_when_the_next_has_no_mark() -> None:
    text = "“We waited.\n\nNobody came."
    found = quotations(text, [Span(0, 11), Span(13, len(text))])
    assert [[part.of(text) for part in one.parts] for one in found] == [["We waited."]]
    assert not found[0].closed


def test_a_quotation_left_open_is_not_joined_to_one_inside_the_next_paragraph() -> None:
    text = "“We waited.\n\nThen she said: “We left.”"
    found = quotations(text, [Span(0, 11), Span(13, len(text))])
    assert [[part.of(text) for part in one.parts] for one in found] == [
        ["We waited."],
        ["We left."],
    ]
    assert [one.closed for one in found] == [False, True]


def _parts(blocks: list[str]) -> list[tuple[list[str], bool]]:
    """The quotations of paragraphs: the words of each part, and whether a mark closes it."""
    text, paragraphs = "", []
    for block in blocks:
        paragraphs.append(Span(len(text), len(text) + len(block)))
        text += block + "\n\n"
    found = quotations(text, paragraphs)
    return [([part.of(text) for part in one.parts], one.closed) for one in found]


@pytest.mark.parametrize(
    "blocks",
    [
        ["Lind said: “We waited.", "We will not wait,” she said."],
        ['"We waited.', 'We will not wait," she said. "Go home."'],
        ["«We waited.", "We will not wait», she said."],
        ["“We waited.", "“And waited.", "We will not wait,” she said. “Go home.”"],
    ],
)
def test_a_quotation_goes_on_without_a_mark_where_a_later_mark_closes_it(blocks: list[str]) -> None:
    words, closed = _parts(blocks)[0]
    assert closed
    assert words[0] == "We waited."
    assert words[-1].startswith("We will not wait")
    assert [said for said, _ in _parts(blocks)[1:]] == [["Go home."]] * ("Go" in blocks[-1])


@pytest.mark.parametrize(
    ("blocks", "quoted"),
    [
        # nothing was left open, so the mark closes nothing
        (["“We waited.”", "We will not wait,” she said."], [(["We waited."], True)]),
        # a paragraph without a mark stands between
        (
            ["“We waited.", "Nobody came.", "We will not wait,” she said."],
            [(["We waited."], False)],
        ),
        # the next one opens a quotation of its own first
        (
            ["“We waited.", "She said: “Go home.” They went,” he said."],
            [(["We waited."], False), (["Go home."], True)],
        ),
        # the mark opens the paragraph, so there are no words before it
        (["“We waited.", "” she said."], [(["We waited."], False)]),
        # it ends with the page
        (["“We waited."], [(["We waited."], False)]),
    ],
)
def test_a_quotation_left_open_does_not_go_on_where_no_mark_shows_it(
    blocks: list[str], quoted: list[tuple[list[str], bool]]
) -> None:
    assert _parts(blocks) == quoted


def test_only_the_marks_of_the_paragraph_are_read() -> None:
    text = "“No,” he said. “Yes,” she said."
    runs = quoted_runs(text, Span(15, len(text)))
    assert [run.span.of(text) for run in runs] == ["Yes,"]


def test_a_quotation_knows_the_quotations_in_it() -> None:
    text = "“They said ‘come back later’ and ‘not today’,” she said."
    (found,) = quotations(text, [Span(0, len(text))])
    assert [run.span.of(text) for run in found.inner] == ["come back later", "not today"]


PIECES = [
    "”",
    "'",
    "‘",
    "’",
    '" ',
    "'a ",
    "„a “",
    "«",
    "»a",
    "a” ",
    "“",
    "“a ",
    "“‘",
    '"a" ',
    "“a” ",
    "‘a’ ",
]
"""What a hostile paragraph may be made of, over and over."""
SOUP = st.text(alphabet=ALL_MARKS + " \nab.,-—(:", max_size=120)
WRITING = st.text(max_size=200)


def _well_formed(text: str, paragraph: Span, runs: tuple[Quoted, ...]) -> None:
    for run in runs:
        assert paragraph.start <= run.outer.start <= run.span.start <= run.span.end
        assert run.span.end <= run.outer.end <= paragraph.end
        if run.opened:
            assert text[run.outer.start] in ALL_MARKS
            assert run.span.start == run.outer.start + 1
        else:
            assert run.span.start == run.span.end
        if run.closed and run.opened:
            assert text[run.outer.end - 1] in ALL_MARKS
            assert run.span.end == run.outer.end - 1
    assert list(runs) == sorted(runs, key=lambda run: (run.outer.start, -run.outer.end))
    opened = [run for run in runs if run.opened]
    for at, one in enumerate(opened):
        for other in opened[at + 1 :]:
            assert not one.outer.meets(other.outer) or one.outer.holds(other.outer)
        holders = [o for o in opened if o is not one and o.outer.holds(one.outer)]
        assert one.depth == len(holders)


@given(st.one_of(SOUP, WRITING), st.data())
def test_runs_stay_in_their_paragraph_and_nest(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    paragraph = Span(start, data.draw(st.integers(start, len(text))))
    _well_formed(text, paragraph, quoted_runs(text, paragraph))


@given(st.lists(st.one_of(SOUP, WRITING), max_size=6))
def test_quotations_stay_in_the_paragraphs_in_order(blocks: list[str]) -> None:
    text, paragraphs = "", []
    for block in blocks:
        paragraphs.append(Span(len(text), len(text) + len(block)))
        text += block + "\n\n"
    found = quotations(text, paragraphs)
    for one in found:
        assert one.parts
        for part in one.parts:
            assert any(paragraph.holds(part) for paragraph in paragraphs)
        assert list(one.parts) == sorted(one.parts)
        assert one.outer.start <= one.parts[0].start
        assert one.parts[-1].end <= one.outer.end
        for run in one.inner:
            assert one.outer.holds(run.outer)
    for one, other in pairwise(found):
        assert one.outer.end <= other.outer.start


@given(st.text(alphabet=ALL_MARKS + ' ab."', max_size=80), st.integers(0, 50))
def test_where_a_text_stands_does_not_change_its_runs(text: str, by: int) -> None:
    runs = quoted_runs(text, Span(0, len(text)))
    further = quoted_runs("x" * by + text, Span(by, by + len(text)))
    assert [run.span.shift(by) for run in runs] == [run.span for run in further]


@given(st.lists(st.sampled_from(["We will wait", "Nobody came", "It is open"]), min_size=1))
def test_curly_quotations_come_back_whole(said: list[str]) -> None:
    text = " ".join(f"“{words},” she said." for words in said)
    found = quotations(text, [Span(0, len(text))])
    assert [one.parts[0].of(text) for one in found] == [f"{words}," for words in said]


@pytest.mark.parametrize("piece", PIECES)
def test_ten_times_the_marks_are_some_ten_times_the_work(piece: str) -> None:
    short, long = piece * (300 // len(piece)), piece * (3_000 // len(piece))
    assert _work(long) < 20 * _work(short)


def _work(text: str) -> int:
    """The lines of Python run to read a text: the same on every machine, unlike seconds."""
    lines = 0

    def count(frame: FrameType, event: str, _: Any) -> Any:
        nonlocal lines
        lines += event == "line"
        return count

    before = sys.gettrace()
    sys.settrace(count)
    try:
        quotations(text, [Span(0, len(text))])
    finally:
        sys.settrace(before)
    return lines


@settings(max_examples=20)
@given(st.text(alphabet=ALL_MARKS + " a", min_size=1_000, max_size=3_000))
def test_any_soup_of_marks_is_read(text: str) -> None:
    for one in quotations(text, [Span(0, len(text))]):
        assert 0 <= one.outer.start <= one.outer.end <= len(text)
