"""Reads passages whose statements are marked where they stand, in braces.

    {S1 Minister Ada Lind} {C1 told} {A1 reporters} {O1 at a briefing} {Q1 that it was safe}.

`S` the source, `C` the cue, `Q` a part of the content (again for each part), `A` the addressee,
`O` the occasion; the number joins the marks of one statement. A cue or content may name the nature
where it is not speech: `{C1/belief believes}` (speech, belief, intention, question). Marks may
stand inside one another. A mark opens with its space and closes with its brace; neither is text.
A source may say who it stands for, with "_" for spaces: `{S2=Ada_Lind she}`.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_OPENS = re.compile(r"\{([SCQAO])(\d+)(?:/([a-z]+))?(?:=([^ {}]+))? ")
NATURES = ("speech", "belief", "intention", "question")


class Marked(NamedTuple):
    """One statement of a passage; spans are half-open code points of the passage's text."""

    parts: tuple[tuple[int, int], ...]
    source: tuple[int, int] | None
    cue: tuple[int, int] | None
    addressee: tuple[int, int] | None
    occasion: tuple[int, int] | None
    nature: str
    whom: str | None = None
    """Who the source stands for, where the mark says so."""


class Passage(NamedTuple):
    """A text without its marks, and the statements that were marked in it."""

    text: str
    statements: tuple[Marked, ...]


def read_marked(source: str) -> Passage:
    """The passage that `source` marks; `ValueError` says where a mark is not well made.

    >>> passage = read_marked("{S1 Lind} {C1 said} {Q1 it was safe}.")
    >>> passage.text, passage.statements[0].source, passage.statements[0].parts
    ('Lind said it was safe.', (0, 4), ((10, 21),))
    """
    text: list[str] = []
    length = 0
    open_marks: list[tuple[str, str, int]] = []
    spans: dict[str, list[tuple[str, int, int]]] = {}
    natures: dict[str, str] = {}
    whom: dict[str, str] = {}
    at = 0
    while at < len(source):
        opening = _OPENS.match(source, at)
        if opening is not None:
            kind, number, nature, name = opening.groups()
            open_marks.append((kind, number, length))
            if nature is not None:
                if nature not in NATURES:
                    raise ValueError(f"expected a nature of {NATURES}, found {nature!r}")
                natures[number] = nature
            if name is not None:
                whom[number] = name.replace("_", " ")
            at = opening.end()
        elif source[at] == "}":
            if not open_marks:
                raise ValueError(f"a brace closes nothing: {source[max(0, at - 40) : at + 1]!r}")
            kind, number, start = open_marks.pop()
            spans.setdefault(number, []).append((kind, start, length))
            at += 1
        elif source[at] == "{":
            raise ValueError(f"a brace opens no mark: {source[at : at + 40]!r}")
        else:
            text.append(source[at])
            length += 1
            at += 1
    if open_marks:
        raise ValueError(f"a mark is not closed: {open_marks[-1]}")
    found = [
        _statement(number, of, natures.get(number, "speech"), whom.get(number))
        for number, of in spans.items()
    ]
    return Passage("".join(text), tuple(sorted(found, key=lambda each: each.parts[0])))


def _statement(
    number: str, spans: list[tuple[str, int, int]], nature: str, whom: str | None
) -> Marked:
    def of(kind: str) -> list[tuple[int, int]]:
        return sorted((start, end) for each, start, end in spans if each == kind)

    if not of("Q"):
        raise ValueError(f"statement {number} has no content")
    for kind in "SCAO":
        if len(of(kind)) > 1:
            raise ValueError(f"statement {number} has {len(of(kind))} marks {kind}")
    one = {kind: next(iter(of(kind)), None) for kind in "SCAO"}
    return Marked(tuple(of("Q")), one["S"], one["C"], one["A"], one["O"], nature, whom)
