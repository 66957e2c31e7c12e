"""Paragraphs cut into pieces of words, each with its case and its marks, and packed in windows."""

from __future__ import annotations

from itertools import groupby, pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer

import onrecord
from onrecord.annotate.pieces import LONGEST, WINDOW, Pieces, pieces_of, window_of, windows
from onrecord.spans import Span

TOKENIZER = Path(onrecord.__file__).parent / "data" / "reader" / "tokenizer.json"

WORDS = st.sampled_from(
    [
        "Ada",
        "Lind",
        "said",
        "NORLAND",
        "it’s",
        "don't",
        "“no”",
        '"We',
        'wait,"',
        "‘not today’",
        "“",
        "”",
        "naïve",
        "café",
        "Ærø",
        "İzmir",
        "北港",
        "항구",
        "гавань",
        "🙂",
        "👩‍👩‍👧",
        "e\u0301t\u0301e\u0301",
        "\u200b",
        "\ufeff",
        "1,200",
        "U.N.",
        "antidisestablishmentarianism",
        "x" * 150,
        "—",
        "ﬁne",
        "\u00ad",
        "\n",
        "\t",
    ]
)
WRITING = st.one_of(
    st.lists(WORDS, max_size=30).map(" ".join),
    st.lists(WORDS, max_size=30).map("".join),
    st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=150),
)


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    return Tokenizer.from_file(str(TOKENIZER))


def pieces(text: str, tokenizer: Tokenizer) -> Pieces:
    """The pieces of a text that is one short paragraph."""
    (found,) = pieces_of(text, Span(0, len(text)), tokenizer)
    return found


def marked(text: str, tokenizer: Tokenizer) -> list[tuple[int, str]]:
    """The runs of pieces between which the marks change: the kind of marks, and the words."""
    found = pieces(text, tokenizer)
    runs = groupby(zip(found.marks, found.spans, strict=True), key=lambda each: each[0])
    whole = [(mark, [span for _, span in run]) for mark, run in runs]
    return [(mark, text[spans[0].start : spans[-1].end]) for mark, spans in whole]


@settings(max_examples=150, deadline=None)
@given(WRITING, WRITING, WRITING)
def test_pieces_stand_in_their_paragraph_in_order(
    tokenizer: Tokenizer, before: str, words: str, after: str
) -> None:
    text = before + words + after
    paragraph = Span(len(before), len(before) + len(words))
    if not words:
        return
    runs = pieces_of(text, paragraph, tokenizer)
    spans = [span for run in runs for span in run.spans]
    assert all(paragraph.holds(span) and span.start < span.end for span in spans)
    for one, other in pairwise(spans):
        # a letter that falls into several pieces (Hangul) gives each of them all of itself
        assert one.end <= other.start or (one == other and one.end == one.start + 1)
    for run in runs:
        assert len(run.ids) == len(run.cases) == len(run.marks) == len(run.spans) > 0
        assert all(0 <= case < 4 for case in run.cases)
        assert all(0 <= mark < 4 for mark in run.marks)


@settings(max_examples=60, deadline=None)
@given(WRITING, st.integers(1, 40))
def test_where_a_paragraph_stands_does_not_change_its_pieces(
    tokenizer: Tokenizer, words: str, by: int
) -> None:
    if not words:
        return
    here = pieces_of(words, Span(0, len(words)), tokenizer)
    there = pieces_of("x" * by + words, Span(by, by + len(words)), tokenizer)
    assert [run.ids for run in here] == [run.ids for run in there]
    assert [run.cases for run in here] == [run.cases for run in there]
    assert [run.marks for run in here] == [run.marks for run in there]
    assert [[s.shift(by) for s in run.spans] for run in here] == [list(r.spans) for r in there]


@settings(max_examples=100, deadline=None)
@given(WRITING)
def test_the_pieces_of_a_word_have_one_case(tokenizer: Tokenizer, words: str) -> None:
    if not words:
        return
    for run in pieces_of(words, Span(0, len(words)), tokenizer):
        for at, (one, other) in enumerate(pairwise(run.spans)):
            within = one.end == other.start and words[one.start : other.end].isascii()
            if within and words[one.start : other.end].isalnum():
                assert run.cases[at] == run.cases[at + 1]


@pytest.mark.parametrize(
    ("word", "case"),
    [("7", 0), ("—", 0), ("lane", 1), ("Lane", 2), ("NATO", 3), ("I", 2), ("McLane", 2)],
)
def test_a_word_is_without_letters_or_small_or_capital_first_or_throughout(
    tokenizer: Tokenizer, word: str, case: int
) -> None:
    assert set(pieces(word, tokenizer).cases) == {case}


def test_a_word_of_several_pieces_has_the_case_of_its_first_letter(tokenizer: Tokenizer) -> None:
    found = pieces("Torhavenborough", tokenizer)
    assert len(found.ids) > 1
    assert set(found.cases) == {2}


@pytest.mark.parametrize(
    ("text", "runs"),
    [
        ("Lind left at noon.", [(0, "Lind left at noon.")]),
        ("“We will wait,” Lind said.", [(1, "“We will wait,”"), (0, "Lind said.")]),
        ('Lind said: "We will wait."', [(0, "Lind said:"), (1, '"We will wait."')]),
        ("‘We will wait,’ Lind said.", [(2, "‘We will wait,’"), (0, "Lind said.")]),
        ("Lind said: “We will wait.", [(0, "Lind said:"), (3, "“We will wait.")]),
        ("“They said ‘come back later’ twice.”", [(1, "“They said ‘come back later’ twice.”")]),
        (
            "the drivers' road and the pilots’ charts",
            [(0, "the drivers' road and the pilots’ charts")],
        ),
        ("the “blue” line", [(0, "the “blue” line")]),
        ("We will wait,” Lind said.", [(0, "We will wait,” Lind said.")]),
    ],
)
def test_pieces_know_the_marks_they_stand_in(
    tokenizer: Tokenizer, text: str, runs: list[tuple[int, str]]
) -> None:
    assert marked(text, tokenizer) == runs


@pytest.mark.parametrize("text", [" ", "\n", "\t \u00a0"])
def test_a_blank_paragraph_has_no_pieces(tokenizer: Tokenizer, text: str) -> None:
    assert pieces_of(text, Span(0, len(text)), tokenizer) == ()


# -- long paragraphs ------------------------------------------------------------------------------

SENTENCES = st.sampled_from(
    [
        "The lane is shut until the thaw.",
        "“We will wait,” Lind said.",
        "Nobody came",
        "Torhavenborough unloaded antidisestablishmentarianism",
        "and 1,200 tonnes of salt,",
        "It’s a debt!",
    ]
)
LONG = st.lists(SENTENCES, min_size=20, max_size=120).map(" ".join)


@settings(max_examples=60, deadline=None)
@given(LONG)
def test_a_long_paragraph_is_cut_between_words_and_every_piece_is_kept_once(
    tokenizer: Tokenizer, text: str
) -> None:
    runs = pieces_of(text, Span(0, len(text)), tokenizer)
    whole = tokenizer.encode(text, add_special_tokens=False)
    assert all(0 < len(run.ids) <= LONGEST for run in runs)
    assert [piece for run in runs for piece in run.ids] == whole.ids
    assert [tuple(span) for run in runs for span in run.spans] == whole.offsets
    for one, other in pairwise(runs):
        end, start = one.spans[-1].end, other.spans[0].start
        assert not (end == start and text[end - 1].isalnum() and text[start].isalnum())


def test_a_long_paragraph_is_cut_where_a_sentence_ends(tokenizer: Tokenizer) -> None:
    text = "The lane is shut until the thaw. " * 60
    first, *_ = pieces_of(text, Span(0, len(text)), tokenizer)
    assert text[: first.spans[-1].end].endswith("thaw.")


@pytest.mark.parametrize("text", ["x" * 5_000, "🙂" * 800, "x, " * 900, "‘" * 700, "a\u0301" * 500])
def test_a_paragraph_with_no_place_to_cut_is_cut_all_the_same(
    tokenizer: Tokenizer, text: str
) -> None:
    runs = pieces_of(text, Span(0, len(text)), tokenizer)
    whole = tokenizer.encode(text, add_special_tokens=False)
    assert all(0 < len(run.ids) <= LONGEST for run in runs)
    assert [piece for run in runs for piece in run.ids] == whole.ids


# -- windows --------------------------------------------------------------------------------------

RUNS = st.integers(1, LONGEST).map(
    lambda count: Pieces(
        tuple(range(1_000, 1_000 + count)),
        (1,) * count,
        (2,) * count,
        tuple(Span(at, at + 1) for at in range(count)),
    )
)


@settings(deadline=None)
@given(st.lists(RUNS, max_size=20))
def test_windows_hold_each_paragraph_once_in_order_and_no_more_than_fit(runs: list[Pieces]) -> None:
    packed = windows(runs)
    assert [run for window in packed for run in window.paragraphs] == runs
    for window in packed:
        assert len(window.ids) == len(window.cases) == len(window.marks) <= WINDOW
        for start, run in zip(window.starts, window.paragraphs, strict=True):
            end = start + len(run.ids)
            assert window.ids[start:end] == run.ids
            assert window.cases[start:end] == run.cases
            assert window.marks[start:end] == run.marks
            # each run is parted from the next by a piece that is none of a word
            assert window.marks[start - 1] == window.marks[end] == 0
    for one, other in pairwise(packed):
        assert len(one.ids) + len(other.paragraphs[0].ids) + 1 > WINDOW


def test_a_window_of_nothing_is_only_the_piece_that_opens_it() -> None:
    assert windows([]) == ()
    assert len(window_of([]).ids) == 1
