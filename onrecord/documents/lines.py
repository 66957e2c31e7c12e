"""A text's lines, joined into the blocks a reader would see as one paragraph each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import pairwise

from onrecord.spans import Span, trimmed

BYTE_ORDER_MARK = "\ufeff"
"""May stand first in a text; it is no part of the first line."""

_SENTENCE_ENDS = frozenset(".!?…。")
_CLOSERS = frozenset("\"'”’»)]*_")
_OPENERS = frozenset("\"'“‘«„‹([*_")
_BULLETS = frozenset("•·●▪◦‣■□►▶–—-*+→>»")
_WRAP_LIMIT = 110
"""No text is hard-wrapped at more columns than this."""
_WRAP_LEAST = 35
"""A line shorter than this is never taken to have been broken for want of room."""


class Block:
    """One paragraph or line of a text, with the features by which its role is told.

    `span` is without white space at either end; `before` counts the blank lines above it.
    """

    def __init__(self, text: str, span: Span, *, before: int, indent: int) -> None:
        self.span = span
        self.before = before
        self.indent = indent
        self.raw = text[span.start : span.end]

    @cached_property
    def text(self) -> str:
        """The words with single spaces, without bullet or emphasis marks around them."""
        return " ".join(self.raw.split()).strip("*_#|•·●▪◦‣■□►▶→ \ufeff\u200b")

    @cached_property
    def bare(self) -> str:
        """`text` without case and without marks at its ends: what whole-line lists hold."""
        return self.text.strip(" .:!?…-–—|>»«<()[]\"'“”‘’,;/\\").casefold()

    @cached_property
    def words(self) -> list[str]:
        """The words, marks left on them."""
        return self.text.split()

    @cached_property
    def n(self) -> int:
        """How many words have a letter or digit in them."""
        return sum(1 for w in self.words if any(c.isalnum() for c in w))

    @cached_property
    def ends_sentence(self) -> bool:
        """Whether it ends as a sentence does, closing marks aside."""
        return ends_sentence(self.text)

    @cached_property
    def bulleted(self) -> bool:
        """Whether it opens with a list's bullet or number."""
        return is_bulleted(self.raw)

    @cached_property
    def quoted(self) -> bool:
        """Whether it opens with a quotation mark."""
        return self.text[:1] in _OPENERS and self.text[:1] not in "([*_"

    @cached_property
    def capitals(self) -> float:
        """Share of the longer words (four letters and more) that open with a capital."""
        longer = [w.lstrip("\"'“‘«„([") for w in self.words if sum(map(str.isalpha, w)) >= 4]
        return sum(1 for w in longer if w[:1].isupper()) / len(longer) if longer else 1.0

    @cached_property
    def lower_start(self) -> bool:
        """Whether its first letter is small."""
        first = next((c for c in self.text if c.isalpha()), "")
        return first.islower()

    @cached_property
    def holds_sentence(self) -> bool:
        """Whether a sentence ends within it and another begins: "… in May. The line …"."""
        return any(
            word[-1:] in ".!?"
            and len(word) >= 4
            and word[:-1].isalpha()
            and word[-2].islower()
            and after[:1].isupper()
            and not word[:1].isupper()
            for word, after in pairwise(self.words)
        )

    @cached_property
    def is_prose(self) -> bool:
        """Whether it reads as sentences of running text."""
        if self.n >= 40 or (self.n >= 8 and self.holds_sentence):
            return True
        if self.n >= 10 and self.text.endswith(":") and self.capitals < 0.6:
            return True
        return self.ends_sentence and self.n >= 5 and not self.text.endswith("?")

    @cached_property
    def is_full_prose(self) -> bool:
        """Whether it is prose enough to mark where the article's text begins."""
        return self.n >= 40 or (self.n >= 14 and self.is_prose)


def ends_sentence(text: str) -> bool:
    """Whether `text` ends as a sentence does: with its mark, closing quotes or brackets aside.

    Marks of references ("[21]") are looked past too.

    >>> ends_sentence('"We agree," she said.'), ends_sentence("Two sides to meet")
    (True, False)
    >>> ends_sentence("It closed in May. [21] [22]")
    True
    """
    text = text.rstrip()
    while text.endswith("]") and text[text.rfind("[") + 1 : -1].isdigit():
        text = text[: text.rfind("[")].rstrip()
    index = len(text) - 1
    while index >= 0 and (text[index] in _CLOSERS or text[index].isspace()):
        index -= 1
    return index >= 0 and text[index] in _SENTENCE_ENDS


def is_bulleted(raw: str) -> bool:
    """Whether `raw` opens with a bullet, or a number and a mark, before its first word.

    >>> is_bulleted("• Talks"), is_bulleted("2) Talks"), is_bulleted("20 people")
    (True, True, False)
    """
    head = raw.lstrip()
    if head[:1] in _BULLETS and head[1:2].isspace():
        return True
    digits = len(head) - len(head.lstrip("0123456789"))
    return (
        0 < digits <= 2
        and head[digits : digits + 1] in {".", ")"}
        and head[digits + 1 :][:1].isspace()
    )


def blocks_of(text: str) -> list[Block]:
    """The blocks of `text` in order: a line each, but lines broken for want of room are joined.

    Together they hold every character of `text` that is not white space, but for a byte
    order mark at its start.
    """
    lines = list(_lines(text))
    width = _wrap_width(text, lines)
    blocks: list[Block] = []
    start: _Line | None = None
    last: _Line | None = None
    for line in lines:
        if start is not None and last is not None:
            if line.before == 0 and _continues(text, last, line, width):
                last = line
                continue
            blocks.append(_block(text, start, last))
        start = last = line
    if start is not None and last is not None:
        blocks.append(_block(text, start, last))
    return blocks


class _Line:
    __slots__ = ("before", "indent", "span")

    def __init__(self, span: Span, before: int, indent: int) -> None:
        self.span = span
        self.before = before
        self.indent = indent

    @property
    def width(self) -> int:
        return self.indent + self.span.end - self.span.start


def _lines(text: str) -> Iterator[_Line]:
    """The lines with something in them; `before` is how many empty ones stand above."""
    offset = 0
    empty = 0
    for raw in text.splitlines(keepends=True):
        marked = offset == 0 and raw.startswith(BYTE_ORDER_MARK)
        span = trimmed(text, Span(offset + marked, offset + len(raw)))
        if span is None:
            empty += 1
        else:
            yield _Line(span, empty, span.start - offset)
            empty = 0
        offset += len(raw)


def _block(text: str, first: _Line, last: _Line) -> Block:
    span = Span(first.span.start, last.span.end)
    return Block(text, span, before=first.before, indent=first.indent)


def _wrap_width(text: str, lines: Sequence[_Line]) -> int | None:
    """The column at which the text's lines were broken; None where they were not.

    Two signs are asked for: lines that follow on each other break off in mid-sentence, and
    hardly a line that is followed on had room for the next line's first word.
    """
    pairs = [
        (above, below)
        for above, below in pairwise(lines)
        if below.before == 0 and _WRAP_LEAST <= above.width <= _WRAP_LIMIT
    ]
    if not pairs:
        return None
    broken = [(a, b) for a, b in pairs if _breaks_off(text, a, b)]
    if len(broken) < 2 or len(broken) < 0.25 * len(pairs):
        return None
    widths = sorted(a.width for a, _ in broken)
    width = max(widths[int(0.9 * (len(widths) - 1))], widths[-1] if len(widths) < 20 else 0)
    full = sum(1 for a, b in broken if a.width + 1 + _first_word(text, b) > width - 2)
    return width if full >= 0.7 * len(broken) else None


def _breaks_off(text: str, above: _Line, below: _Line) -> bool:
    """Whether `above` ends within a sentence that `below` goes on with in small letters."""
    head = text[below.span.start]
    return head.islower() and text[above.span.end - 1] not in '.!?:;"”'


def _first_word(text: str, line: _Line) -> int:
    return len(text[line.span.start : line.span.end].split(None, 1)[0])


def _continues(text: str, above: _Line, below: _Line, width: int | None) -> bool:
    """Whether `below` goes on with the paragraph of `above` (no empty line stands between)."""
    if is_bulleted(text[below.span.start : below.span.start + 8]):
        return False
    if width is None:
        return False
    hanging = is_bulleted(text[above.span.start : above.span.start + 8])
    if below.indent > above.indent + 1 and not hanging:
        return False
    if above.width > _WRAP_LIMIT:
        return False
    if _breaks_off(text, above, below):
        return above.width >= _WRAP_LEAST
    return above.width + 1 + _first_word(text, below) > width - 2
