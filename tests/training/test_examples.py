"""Pieces are labelled as the passage is marked, and pointers point at the right ones."""

from __future__ import annotations

import random

from tokenizers import Tokenizer

from evaluation.marked import NATURES, read_marked
from onrecord.annotate.pieces import WINDOW
from onrecord.spans import Span, hull
from onrecord.statements.decode import TAGS
from training.examples import IGNORED, NAMES, Example, examples, labelled_windows
from training.gold import Name, Passage, Told

SENTENCE = "{Q1 “The weir is full,”} {C1 said} {S1 Miller Jonna Quist}, {Q1 “and leaking.”}"


def passage(
    marked: str, *, left_out: tuple[Span, ...] = (), names: tuple[Name, ...] = ()
) -> Passage:
    """The passage that `marked` marks."""
    read = read_marked(marked)
    told = tuple(
        Told(
            tuple(Span(*part) for part in each.parts),
            Span(*each.cue) if each.cue else None,
            Span(*each.source) if each.source else None,
            each.nature,
        )
        for each in read.statements
    )
    return Passage("made", "own", read.text, told, left_out, names)


def tagged(text: str, example: Example) -> list[str]:
    """Each piece that has a tag, as the text has it, and its tag."""
    return [
        f"{span.of(text)}/{TAGS[tag]}"
        for span, tag in zip(example.pieces.spans, example.tags, strict=True)
        if tag > 0
    ]


def test_the_pieces_of_a_sentence_are_tagged_from_begin_to_end(tokenizer: Tokenizer) -> None:
    marked = passage(SENTENCE)
    (example,) = examples(marked, tokenizer)
    found = tagged(marked.text, example)
    assert found[:2] == ["“/B-content", "The/I-content"]
    assert "”/E-content" in found
    assert "said/S-cue" in found
    source = [each for each in found if each.endswith("-source")]
    assert source[0] == "Miller/B-source"
    assert [each.split("/")[1] for each in source[1:-1]] == ["I-source"] * (len(source) - 2)
    assert source[-1].endswith("/E-source")
    assert sum(each.endswith("B-content") for each in found) == 2


def test_what_stands_outside_is_tagged_as_nothing(tokenizer: Tokenizer) -> None:
    marked = passage("On Friday {S1 she} {C1 wept} {Q1 loudly}.")
    (example,) = examples(marked, tokenizer)
    assert tagged(marked.text, example) == ["she/S-source", "wept/S-cue", "loudly/S-content"]


def test_contents_point_at_their_cue_and_the_cue_at_its_source(tokenizer: Tokenizer) -> None:
    marked = passage(SENTENCE)
    (example,) = examples(marked, tokenizer)
    spans = example.pieces.spans
    text = marked.text
    assert [
        (hull([spans[first], spans[last]]).of(text), spans[cue].of(text))
        for first, last, cue in example.to_cue
    ] == [("“The weir is full,”", "said"), ("“and leaking.”", "said")]
    ((cue, source),) = example.to_source
    assert source is not None
    assert (spans[cue].of(text), spans[source].of(text)) == ("said", "Miller")


def test_each_cue_points_at_its_own_source(tokenizer: Tokenizer) -> None:
    marked = passage("{S1 Quist} {C1 said} {Q1 yes} and {S2 Amaro} {C2 shouted} {Q2 no}.")
    (example,) = examples(marked, tokenizer)
    spans = example.pieces.spans
    for told, (cue, source) in zip(marked.told, example.to_source, strict=True):
        assert source is not None
        assert told.cue == spans[cue]
        assert told.source is not None
        assert told.source.start == spans[source].start


def test_a_cue_without_a_source_points_at_none(tokenizer: Tokenizer) -> None:
    (example,) = examples(passage("It was {C1 said} {Q1 that the weir leaked}."), tokenizer)
    assert [source for _, source in example.to_source] == [None]
    (window,) = labelled_windows([[example]])
    assert [source for _, source in window.to_source] == [0]


def test_a_source_in_another_paragraph_is_not_pointed_at(tokenizer: Tokenizer) -> None:
    marked = passage("{S1 Quist} spoke up.\n\n{Q1 “It leaks,”} the miller {C1 said}.")
    first, second = examples(marked, tokenizer)
    assert tagged(marked.text, first) != []
    assert [source for _, source in second.to_source] == [None]


def test_the_nature_stands_at_the_first_piece_of_the_cue(tokenizer: Tokenizer) -> None:
    marked = passage("{S1 Quist} {C1/intention means to} {Q1 mend the weir}.")
    (example,) = examples(marked, tokenizer)
    ((cue, nature),) = example.nature
    assert example.pieces.spans[cue].of(marked.text) == "means"
    assert NATURES[nature] == "intention"


def test_what_was_left_out_is_not_learnt(tokenizer: Tokenizer) -> None:
    text = read_marked(SENTENCE).text
    (example,) = examples(passage(SENTENCE, left_out=(Span(0, len(text)),)), tokenizer)
    assert set(example.tags) == {IGNORED}
    assert example.to_cue == ()
    assert example.to_source == ()


def test_names_begin_and_go_on(tokenizer: Tokenizer) -> None:
    marked = passage("Jonna Quist left.", names=(Name(Span(0, 11), "PERSON"),))
    (example,) = examples(marked, tokenizer)
    labels = [NAMES[label] for label in example.names]
    named = [span.end <= 11 for span in example.pieces.spans]
    assert labels[0] == "B-PERSON"
    assert [label != "O" for label in labels] == named
    assert set(labels[1 : sum(named)]) == {"I-PERSON"}


def test_a_window_has_the_labels_of_its_paragraphs_where_they_stand(tokenizer: Tokenizer) -> None:
    marked = passage("The mill is shut.\n\n" + SENTENCE)
    runs = examples(marked, tokenizer)
    (window,) = labelled_windows([runs])
    start = window.window.starts[1]
    assert window.tags[start : start + len(runs[1].tags)] == runs[1].tags
    assert window.to_cue == tuple(
        (start + first, start + last, start + cue) for first, last, cue in runs[1].to_cue
    )
    assert len(window.tags) == len(window.names) == len(window.window.ids)


def test_a_first_window_cut_short_loses_no_paragraph(tokenizer: Tokenizer) -> None:
    runs = examples(passage("\n\n".join(["The mill by the weir is shut."] * 60)), tokenizer)
    for seed in range(10):
        cut = labelled_windows([runs], chance=random.Random(seed))
        assert [p for each in cut for p in each.window.paragraphs] == [run.pieces for run in runs]
        assert all(len(each.window.ids) <= WINDOW for each in cut)
