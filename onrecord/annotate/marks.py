"""Quotation marks, paired paragraph by paragraph: where quoted words begin and end.

Marks are paired by their shape (an opening mark has a space before it and a word after it) on a
stack, so that a quotation inside a quotation is found even where both use the same straight
mark. A quotation left open at a paragraph's end goes on in the next paragraph when that one
opens with a mark again, as newspapers do; otherwise it ends with its paragraph and says so.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

import msgspec

from onrecord.spans import Span

DOUBLE_OPEN = "“„«‟"
DOUBLE_CLOSE = "”»"
STRAIGHT = '"'
SINGLE_OPEN = "‘‚"
SINGLE_CLOSE = "’"
SINGLE_STRAIGHT = "'"
ALL_DOUBLE = DOUBLE_OPEN + DOUBLE_CLOSE + STRAIGHT
ALL_MARKS = ALL_DOUBLE + SINGLE_OPEN + SINGLE_CLOSE + SINGLE_STRAIGHT
_CANDIDATE = re.compile(f"[{re.escape(ALL_MARKS)},]")
_DEEPEST = 6
"""Quotations within quotations beyond this are taken for stray marks: no page has them."""
_BEFORE_OPENING = "([{<—–-/:>…"
_AFTER_CLOSING = ")]}>—–-/,.;:!?…"


class Quoted(msgspec.Struct, frozen=True):
    """A run inside marks within one paragraph; `span` is what is inside, `outer` with the marks.

    `closed` is False where no mark ends it; `opened` is False where a closing mark stands with
    nothing open (then `span` is empty: both its ends are the mark's offset). `depth` is 0 for a
    quotation that lies in no other; `single` whether single marks enclose it.
    """

    span: Span
    outer: Span
    depth: int
    single: bool
    opened: bool = True
    closed: bool = True


class Quotation(msgspec.Struct, frozen=True):
    """One quotation, one part a paragraph, and the quotations that lie in it."""

    parts: tuple[Span, ...]
    outer: Span
    closed: bool
    single: bool
    inner: tuple[Quoted, ...] = ()


class _Open(msgspec.Struct, frozen=True):
    at: int
    single: bool


def quoted_runs(text: str, paragraph: Span) -> tuple[Quoted, ...]:
    """The runs inside marks in `paragraph` of `text`, outermost first, in order of the text.

    >>> [q.span.of('He said: "No."') for q in quoted_runs('He said: "No."', Span(0, 14))]
    ['No.']
    """
    found: list[Quoted] = []
    stack: list[_Open] = []
    for candidate in _CANDIDATE.finditer(text, paragraph.start, paragraph.end):
        at, mark = candidate.start(), candidate[0]
        if mark not in ALL_MARKS and not _two_commas(text, paragraph, at):
            continue
        act = _act(text, paragraph, at, stack)
        if act == "open" and len(stack) < _DEEPEST:
            stack.append(_Open(at, mark in SINGLE_OPEN + SINGLE_STRAIGHT))
        elif act == "close":
            single = mark in SINGLE_CLOSE + SINGLE_STRAIGHT
            while stack and stack[-1].single != single:
                stack.pop()  # an unclosed single mark inside double ones was an apostrophe
            if stack:
                opening = stack.pop()
                if opening.single and at - opening.at < 3:
                    continue  # the apostrophes of "rock 'n' roll"
                found.append(
                    Quoted(
                        Span(opening.at + 1, at),
                        Span(opening.at, at + 1),
                        len(stack),
                        opening.single,
                    )
                )
        elif act == "stray":
            found.append(Quoted(Span(at, at), Span(at, at + 1), 0, False, opened=False))
    left = [opening for opening in stack if not opening.single]
    for depth, opening in enumerate(left):
        span = Span(opening.at + 1, paragraph.end)
        outer = Span(opening.at, paragraph.end)
        found.append(Quoted(span, outer, depth, False, closed=False))
    return tuple(_redepthed(found))


def _redepthed(found: list[Quoted]) -> Iterator[Quoted]:
    """The runs in order of the text, each with the number of runs it lies in as its depth."""
    open_ends: list[int] = []
    for quoted in sorted(found, key=lambda q: (q.outer.start, -q.outer.end)):
        while open_ends and open_ends[-1] <= quoted.outer.start:
            open_ends.pop()
        yield msgspec.structs.replace(quoted, depth=len(open_ends))
        if quoted.opened:
            open_ends.append(quoted.outer.end)


def _act(text: str, paragraph: Span, at: int, stack: Sequence[_Open]) -> str:
    """What the mark at `at` does: open, close, stray (a double mark that closes nothing), none."""
    mark = text[at]
    before = text[at - 1] if at > paragraph.start else " "
    after = text[at + 1] if at + 1 < paragraph.end else " "
    opens = (before.isspace() or before in _BEFORE_OPENING + ALL_MARKS) and not after.isspace()
    closes = not before.isspace() and (
        after.isspace() or after in _AFTER_CLOSING + ALL_MARKS or not after.isalnum()
    )
    if mark in SINGLE_OPEN + SINGLE_CLOSE + SINGLE_STRAIGHT:
        act = _single(mark, before, after, opens=opens, closes=closes, stack=stack)
        return "none" if act == "close" and _plural_owner(text, paragraph, at) else act
    double_open = any(not opening.single for opening in stack)
    if mark in "«„‟,":
        return "open"
    if mark == "“":
        german = any(text[opening.at] in "„," for opening in stack)
        return "close" if german and closes and not opens else "open"
    if mark in DOUBLE_CLOSE:
        return "close" if double_open else ("open" if opens and not closes else "stray")
    if opens and not closes:
        return "open"
    if double_open:
        return "close" if closes or not opens else "open"
    if closes or after.isspace():
        return "stray"
    return "open"


def _two_commas(text: str, paragraph: Span, at: int) -> bool:
    """Whether the character at `at` ends two commas typed for a low mark: ",,No“".

    >>> [_two_commas(",,No“, she said, now", Span(0, 20), at) for at in (1, 5, 15)]
    [True, False, False]
    """
    if text[at] != "," or at == paragraph.start or text[at - 1] != ",":
        return False
    first = at - 1 == paragraph.start or text[at - 2].isspace()
    return first and at + 1 < paragraph.end and text[at + 1].isalpha()


def _plural_owner(text: str, paragraph: Span, at: int) -> bool:
    """Whether the mark at `at` is the apostrophe of "the drivers’ road" inside single marks.

    It is where a later mark that follows a stop or a comma closes the quotation instead.
    """
    if text[at - 1] != "s" or text[at + 1 : at + 2] != " ":
        return False
    later = text[at + 1 : min(paragraph.end, at + 600)]
    for offset, letter in enumerate(later):
        if letter in SINGLE_OPEN and later[offset + 1 : offset + 2].isalpha():
            return False
        if letter == text[at] and offset and later[offset - 1] in ",.?!":
            return True
    return False


def _single(
    mark: str, before: str, after: str, *, opens: bool, closes: bool, stack: Sequence[_Open]
) -> str:
    """The same for a single mark, which is more often an apostrophe.

    A single mark opens only before a letter and never where one is open already.
    """
    single_open = any(opening.single for opening in stack)
    if mark in SINGLE_OPEN or mark == SINGLE_STRAIGHT:
        if opens and after.isalpha() and not single_open:
            return "open"
        if mark in SINGLE_OPEN:
            return "none"
    if single_open and closes and not before.isspace() and not after.isalnum():
        return "close"
    return "none"


def _inside(run: Quoted, runs: Sequence[Quoted], starts: Sequence[int]) -> tuple[Quoted, ...]:
    """The runs that lie in `run`, of `runs` that are sorted by where they start."""
    first = bisect_right(starts, run.outer.start)
    last = bisect_right(starts, run.outer.end)
    return tuple(r for r in runs[first:last] if r.opened and run.outer.holds(r.outer))


def quotations(text: str, paragraphs: Sequence[Span]) -> tuple[Quotation, ...]:
    """The quotations of a text whose prose is `paragraphs`, in order, each with its parts.

    A single-marked run without a space inside, or one that a letter follows, is left out: it
    is an apostrophe or a word set off.
    """
    found: list[Quotation] = []
    carried: tuple[Span, ...] = ()
    carried_from = 0
    for paragraph in paragraphs:
        runs = quoted_runs(text, paragraph)
        starts = [run.outer.start for run in runs]
        outermost = [run for run in runs if run.depth == 0 and run.opened]
        if carried and runs and not runs[0].opened and runs[0].span.start > paragraph.start:
            # it goes on without a mark of its own, as the mark that closes it shows
            rest = Span(paragraph.start, runs[0].span.start)
            outer = Span(carried_from, runs[0].outer.end)
            found.append(Quotation((*carried, rest), outer, True, False))
            carried = ()
        for run in outermost:
            inner = _inside(run, runs, starts)
            starts_paragraph = not text[paragraph.start : run.outer.start].strip()
            goes_on = bool(carried) and starts_paragraph
            if carried and not goes_on:
                found.append(Quotation(carried, Span(carried_from, carried[-1].end), False, False))
            start = carried_from if goes_on else run.outer.start
            parts = (*carried, run.span) if goes_on else (run.span,)
            carried = ()
            if not run.closed:
                carried, carried_from = parts, start
            else:
                found.append(Quotation(parts, Span(start, run.outer.end), True, run.single, inner))
        if carried and not outermost:
            found.append(Quotation(carried, Span(carried_from, carried[-1].end), False, False))
            carried = ()
    if carried:
        found.append(Quotation(carried, Span(carried_from, carried[-1].end), False, False))
    return tuple(found)
