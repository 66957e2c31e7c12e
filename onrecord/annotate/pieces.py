"""A page's prose cut into the pieces and windows that the trained encoder reads.

The encoder's vocabulary has no capitals and no notion of quotation marks that enclose, so each
piece carries the case of its word and whether it stands inside marks. Windows hold whole
paragraphs, one after the other, so that each is read with what stands around it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec
from tokenizers import Tokenizer

from onrecord.annotate.marks import quoted_runs
from onrecord.spans import Span

CASES = 4
"""No letters, lower case, one capital first, capitals throughout."""
MARKS = 4
"""Outside marks, inside double marks, inside single marks, after a mark that nothing closes."""
LONGEST = 190
"""Pieces of one paragraph that are read together; a longer one is cut at a sentence's end."""
WINDOW = 192
"""Pieces of one window, with the pieces that open it and that part its paragraphs."""

_OPENS, _PARTS = 101, 102
"""The vocabulary's pieces that open a window and that end each paragraph."""


class Pieces(msgspec.Struct, frozen=True):
    """A paragraph, or a piece of a long one: parallel tuples, one entry a piece of a word.

    `spans` are offsets of the document's text.
    """

    ids: tuple[int, ...]
    cases: tuple[int, ...]
    marks: tuple[int, ...]
    spans: tuple[Span, ...]


class Window(msgspec.Struct, frozen=True):
    """What the encoder reads at once; `starts` is where each of its paragraphs begins in it."""

    paragraphs: tuple[Pieces, ...]
    starts: tuple[int, ...]
    ids: tuple[int, ...]
    cases: tuple[int, ...]
    marks: tuple[int, ...]


def pieces_of(text: str, paragraph: Span, tokenizer: Tokenizer) -> tuple[Pieces, ...]:
    """The pieces of `paragraph` of `text`, in runs of at most `LONGEST`; none where it is blank."""
    words = paragraph.of(text)
    encoded = tokenizer.encode(words, add_special_tokens=False)
    spans = tuple(Span(paragraph.start + a, paragraph.start + b) for a, b in encoded.offsets)
    marks = _marks(text, paragraph, spans)
    cases = _cases(words, encoded.offsets, encoded.word_ids)
    ids = tuple(encoded.ids)
    return tuple(Pieces(ids[a:b], cases[a:b], marks[a:b], spans[a:b]) for a, b in _cut(text, spans))


def windows(runs: Sequence[Pieces], longest: int = WINDOW) -> tuple[Window, ...]:
    """`runs` packed in order into as few windows of `longest` pieces as they fill."""
    packed: list[list[Pieces]] = []
    room = 0
    for run in runs:
        needed = len(run.ids) + 1
        if not packed or needed > room:
            packed.append([])
            room = longest - 1
        packed[-1].append(run)
        room -= needed
    return tuple(window_of(each) for each in packed)


def window_of(runs: Sequence[Pieces]) -> Window:
    """One window of `runs`: the opening piece, then each run and the piece that ends it."""
    ids, cases, marks, starts = [_OPENS], [0], [0], []
    for run in runs:
        starts.append(len(ids))
        ids += [*run.ids, _PARTS]
        cases += [*run.cases, 0]
        marks += [*run.marks, 0]
    return Window(tuple(runs), tuple(starts), tuple(ids), tuple(cases), tuple(marks))


def _marks(text: str, paragraph: Span, spans: Sequence[Span]) -> tuple[int, ...]:
    inside = [0] * (paragraph.end - paragraph.start)
    for run in quoted_runs(text, paragraph):
        if run.depth == 0 and run.opened and " " in text[run.span.start : run.span.end]:
            kind = 3 if not run.closed else 2 if run.single else 1
            for at in range(run.outer.start - paragraph.start, run.outer.end - paragraph.start):
                inside[at] = kind
    return tuple(inside[span.start - paragraph.start] for span in spans)


def _cases(
    words: str, offsets: Sequence[tuple[int, int]], word_ids: Sequence[int | None]
) -> tuple[int, ...]:
    """The case of the word of each piece, so that the pieces of one word agree."""
    whole: dict[int | None, tuple[int, int]] = {}
    for (start, end), word in zip(offsets, word_ids, strict=True):
        first = whole.get(word, (start, end))[0]
        whole[word] = (first, end)
    return tuple(_case(words[slice(*whole[word])]) for word in word_ids)


def _case(word: str) -> int:
    letters = [c for c in word if c.isalpha()]
    if not letters:
        return 0
    if not letters[0].isupper():
        return 1
    return 3 if len(letters) > 1 and all(c.isupper() for c in letters) else 2


def _cut(text: str, spans: Sequence[Span]) -> Iterator[tuple[int, int]]:
    """Where a run of pieces begins and ends: at a sentence's or a quotation's end, or a word's."""
    start = 0
    while len(spans) - start > LONGEST:
        end = start + LONGEST
        ends = [
            at
            for at in range(start + LONGEST // 3, end)
            if spans[at].of(text)[-1:] in (".", "?", "!", "”", '"', "»")
        ]
        if ends:
            end = ends[-1] + 1
        else:
            while end > start + 1 and spans[end].start == spans[end - 1].end:
                end -= 1
        yield start, end
        start = end
    if start < len(spans):
        yield start, len(spans)
