"""A passage in another newsroom's style says the same words, and its marks stay where they were."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluation.marked import read_marked
from onrecord.spans import Span
from training.gold import Name, Passage, Told
from training.styles import (
    NAMES,
    Edit,
    broken_marks,
    dateline,
    edited,
    other_marks,
    other_names,
    restyled,
)

Style = Callable[[Passage, random.Random], Iterator[Edit]]

SOURCES = ["Orla Penhallow", "Harbour Master Tove Brisk", "the ferrymen", "he", "Brisk's deputy"]
CUES = ["said", "told the board", "warned", "according to"]
WORDS = ["the tide", "is late", "“half”", "'slack'", "we can’t row", "by noon", "Brisk", "not yet"]
MARKS = [("“", "”"), ('"', '"'), ("‘", "’"), ("«", "»"), ("“", ""), ("", "”"), ("", "")]
QUIET = "The ferries of the lower quay lay idle all week, and the boards of the jetty were wet."


@st.composite
def statements(draw: st.DrawFn, number: int) -> str:
    """One marked sentence: a source, a cue, and words in marks, in one of three orders."""
    opening, closing = draw(st.sampled_from(MARKS))
    words = " ".join(draw(st.lists(st.sampled_from(WORDS), min_size=1, max_size=12)))
    content = f"{{Q{number} {opening}{words},{closing}}}"
    cue = f"{{C{number} {draw(st.sampled_from(CUES))}}}"
    source = f"{{S{number} {draw(st.sampled_from(SOURCES))}}}"
    order = draw(st.sampled_from(["{q} {c} {s}.", "{s} {c} {q}.", "{q} {s} {c}, {again}."]))
    again = f"{{Q{number} {opening}{draw(st.sampled_from(WORDS))}{closing}}}"
    return order.format(q=content, c=cue, s=source, again=again)


@st.composite
def passages(draw: st.DrawFn) -> Passage:
    """Paragraphs of marked sentences with unmarked ones between them."""
    blocks = []
    for number in range(1, draw(st.integers(1, 4)) + 1):
        before = draw(st.sampled_from(["", QUIET + " ", "On Monday, "]))
        blocks.append(before + draw(statements(number)))
    marked = read_marked(draw(st.sampled_from(["\n\n", "\n", " "])).join(blocks))
    told = tuple(
        Told(
            tuple(Span(*part) for part in each.parts),
            Span(*each.cue) if each.cue else None,
            Span(*each.source) if each.source else None,
        )
        for each in marked.statements
    )
    return Passage("made", "own", marked.text, told)


def spans(passage: Passage) -> list[Span]:
    """Every span of what is told: parts, then cue, then source."""
    of = [(*told.parts, told.cue, told.source) for told in passage.told]
    return [span for each in of for span in each if span is not None]


def letters(passage: Passage) -> list[str]:
    """The letters and digits of each of them."""
    return ["".join(filter(str.isalnum, span.of(passage.text))) for span in spans(passage)]


def applied(style: Style, passage: Passage, seed: int) -> Passage:
    """`passage` in one style alone."""
    found = style(passage, random.Random(seed))
    return edited(passage, sorted(found, key=lambda edit: edit.span))


@pytest.mark.parametrize("style", [other_marks, broken_marks], ids=["other", "broken"])
@given(passage=passages(), seed=st.integers(0, 999))
def test_marks_change_and_no_letter_of_what_is_told(
    style: Style, passage: Passage, seed: int
) -> None:
    changed = applied(style, passage, seed)
    assert letters(changed) == letters(passage)
    assert [c for c in changed.text if c.isalnum()] == [c for c in passage.text if c.isalnum()]


@given(passages(), st.integers(0, 999))
def test_other_names_are_a_word_for_a_word(passage: Passage, seed: int) -> None:
    changed = applied(other_names, passage, seed)
    assert len(changed.text.split()) == len(passage.text.split())
    for before, after in zip(spans(passage), spans(changed), strict=True):
        assert len(after.of(changed.text).split()) == len(before.of(passage.text).split())


@given(passages(), st.integers(0, 999))
def test_a_dateline_moves_what_is_told_and_changes_none_of_it(passage: Passage, seed: int) -> None:
    changed = applied(dateline, passage, seed)
    for before, after in zip(spans(passage), spans(changed), strict=True):
        assert after.of(changed.text) == before.of(passage.text)


def test_a_dateline_stays_outside_the_source_that_opens_its_paragraph() -> None:
    text = "Orla Penhallow said the tide was late. " + QUIET + " " + QUIET
    told = Told((Span(20, 37),), Span(15, 19), Span(0, 14))
    changed = applied(dateline, Passage("made", "own", text, (told,)), seed=1)
    assert changed.told[0].source is not None
    assert changed.told[0].source.of(changed.text) == "Orla Penhallow"


@given(passages(), st.integers(0, 999))
def test_a_restyled_passage_tells_as_much_as_before(passage: Passage, seed: int) -> None:
    changed = restyled(passage, random.Random(seed))
    assert [len(told.parts) for told in changed.told] == [len(told.parts) for told in passage.told]
    assert all(0 <= s.start < s.end <= len(changed.text) for s in spans(changed))


@given(passages(), st.integers(0, 999))
def test_a_style_is_the_same_again_with_the_same_chance(passage: Passage, seed: int) -> None:
    assert restyled(passage, random.Random(seed)) == restyled(passage, random.Random(seed))


def test_every_span_of_a_passage_moves_with_its_words() -> None:
    text = "Brisk met Penhallow. “No,” she said."
    passage = Passage(
        name="made",
        publisher="own",
        text=text,
        told=(Told((Span(21, 26),), Span(31, 35), Span(27, 30)),),
        left_out=(Span(27, 36),),
        names=(Name(Span(0, 5), "PERSON"), Name(Span(10, 19), "PERSON")),
    )
    edits = [Edit(Span(0, 5), "Oyelaran"), Edit(Span(21, 22), "«"), Edit(Span(25, 26), "-»")]
    changed = edited(passage, edits)
    assert changed.text == "Oyelaran met Penhallow. «No,-» she said."
    assert [name.span.of(changed.text) for name in changed.names] == ["Oyelaran", "Penhallow"]
    assert [span.of(changed.text) for span in spans(changed)] == ["«No,-»", "said", "she"]
    assert changed.left_out[0].of(changed.text) == "she said."


def test_a_passage_without_edits_is_left_as_it_is() -> None:
    passage = Passage("made", "own", "No.", (Told((Span(0, 3),), None, None),))
    assert edited(passage, []) == passage


def test_names_are_given_to_those_who_speak_and_the_same_throughout() -> None:
    text = "Harbour Master Brisk said the Penhallow sank. Brisk saw it."
    told = Told((Span(26, 44),), Span(21, 25), Span(0, 20))
    passage = Passage("made", "own", text, (told,))
    changed = {applied(other_names, passage, seed).text for seed in range(20)} - {text}
    assert changed
    for each in changed:
        *_, first, _said, _the, ship, _sank, again, _saw, _it = each.replace(".", "").split()
        assert first == again
        assert ship == "Penhallow"
        assert first == "Brisk" or first in NAMES


def test_a_word_that_is_also_written_small_is_no_name() -> None:
    text = "Drift said the boats drift."
    told = Told((Span(11, 26),), Span(6, 10), Span(0, 5))
    passage = Passage("made", "own", text, (told,))
    assert not any(list(other_names(passage, random.Random(seed))) for seed in range(20))
