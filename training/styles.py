"""Turns a training passage into another newsroom's style: same words said, other marks and names.

Each change is an edit of characters that leaves what was marked where it was; nothing is added
to what anybody said.
"""

from __future__ import annotations

import random
import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import msgspec

from onrecord.annotate.marks import quoted_runs
from onrecord.spans import Span
from training.gold import Passage, Told, paragraphs

PAIRS = (("‘", "’"), ("'", "'"), ('"', '"'), ("“", "”"), ("«", "»"), ("„", "“"), ("``", "''"))
"""How newsrooms open and close a quotation."""
LOST = 0.08
"""How often `broken_marks` loses an opening mark, and again a closing one."""
_CITIES = (
    "KYIV GENEVA ANKARA Brussels Moscow BEIJING Nairobi TALLINN Lima Doha VIENNA Astana".split()
)
_AGENCIES = "(Agency) /NOVA/. (Reuters) [Bureau] (AP) (Nordwire)".split()


class Edit(msgspec.Struct, frozen=True):
    """What stands in the place of a span."""

    span: Span
    by: str


def restyled(passage: Passage, chance: random.Random) -> Passage:
    """`passage` as another newsroom would print it: one to three changes, drawn by `chance`."""
    styles: list[tuple[float, Callable[[Passage, random.Random], Iterator[Edit]]]] = [
        (0.6, other_marks),
        (0.3, broken_marks),
        (0.5, other_names),
        (0.3, dateline),
    ]
    for likely, style in styles:
        if chance.random() < likely:
            passage = edited(passage, sorted(style(passage, chance), key=lambda e: e.span))
    return passage


def edited(passage: Passage, edits: Sequence[Edit]) -> Passage:
    """`passage` after `edits`, which are in order and do not overlap, with its spans moved."""
    text, at = [], 0
    ends, shifts, shift = [], [], 0
    for edit in edits:
        text += [passage.text[at : edit.span.start], edit.by]
        at = edit.span.end
        shift += len(edit.by) - (edit.span.end - edit.span.start)
        ends.append(edit.span.end)
        shifts.append(shift)
    text.append(passage.text[at:])

    def moved(span: Span) -> Span:
        def place(offset: int) -> int:
            before = bisect_right(ends, offset) - 1
            return offset + (shifts[before] if before >= 0 else 0)

        return Span(place(span.start), place(span.end))

    def all_moved(told: Told) -> Told:
        return msgspec.structs.replace(
            told,
            parts=tuple(moved(part) for part in told.parts),
            cue=moved(told.cue) if told.cue is not None else None,
            source=moved(told.source) if told.source is not None else None,
        )

    return msgspec.structs.replace(
        passage,
        text="".join(text),
        told=tuple(all_moved(told) for told in passage.told),
        left_out=tuple(moved(span) for span in passage.left_out),
        names=tuple(msgspec.structs.replace(n, span=moved(n.span)) for n in passage.names),
    )


def other_marks(passage: Passage, chance: random.Random) -> Iterator[Edit]:
    """Every double quotation in one other pair of marks."""
    opening, closing = chance.choice(PAIRS)
    for paragraph in paragraphs(passage.text):
        for run in quoted_runs(passage.text, paragraph):
            if run.depth == 0 and not run.single and run.opened:
                yield Edit(Span(run.outer.start, run.outer.start + 1), opening)
                if run.closed:
                    yield Edit(Span(run.outer.end - 1, run.outer.end), closing)


def broken_marks(passage: Passage, chance: random.Random) -> Iterator[Edit]:
    """One quotation in six loses one of its marks, as in a bad translation or copy."""
    for paragraph in paragraphs(passage.text):
        for run in quoted_runs(passage.text, paragraph):
            if run.depth == 0 and run.closed and run.opened and not run.single:
                lost = chance.random()
                if lost < LOST:
                    opening = Span(run.outer.start, run.outer.start + 1)
                    yield Edit(opening, chance.choice(["", "- "]))
                elif lost < 2 * LOST:
                    yield Edit(Span(run.outer.end - 1, run.outer.end), "")


def other_names(passage: Passage, chance: random.Random) -> Iterator[Edit]:
    """Other names for those who speak, each the same throughout; a word for a word.

    A word that the text also has in small letters is not taken for a name.
    """
    lower = set(re.findall(r"[a-z]+", passage.text))
    names = {
        word
        for told in passage.told
        if told.source is not None
        for word in re.findall(r"\b[A-Z][a-z]{2,}\b", told.source.of(passage.text))
        if word.lower() not in lower and word not in NOT_NAMES
    }
    new = {name: chance.choice(NAMES) for name in sorted(names) if chance.random() < 0.7}
    if new:
        for found in re.finditer(r"\b(?:" + "|".join(map(re.escape, new)) + r")\b", passage.text):
            yield Edit(Span(*found.span()), new[found.group()])


def dateline(passage: Passage, chance: random.Random) -> Iterator[Edit]:
    """A city, day and agency before the first long paragraph."""
    for paragraph in paragraphs(passage.text):
        if paragraph.end - paragraph.start > 150:
            day = f"{chance.choice(['May', 'June', 'Oct.', 'December'])} {chance.randrange(1, 29)}"
            words = f"{chance.choice(_CITIES)}, {day} {chance.choice(_AGENCIES)} "
            words += chance.choice(["", "- ", "— "])
            yield Edit(Span(paragraph.start, paragraph.start), words)
            return


def _words(name: str) -> tuple[str, ...]:
    """The words of a list beside this file; lines that begin with # say where it comes from."""
    lines = (Path(__file__).parent / name).read_text(encoding="utf-8").splitlines()
    return tuple(word for line in lines if not line.startswith("#") for word in line.split())


NAMES = _words("names.txt")
"""The names that `other_names` gives."""
NOT_NAMES = frozenset(_words("not_names.txt"))
"""Words of sources that it keeps: titles, offices, places."""
