"""Reports that their cue interrupts: "The goat, according to the groundsman, had come in early."

A network may mark what stands before the cue and stop there; half a sentence is no statement.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from spacy.tokens import Span as Tokens

from onrecord.annotate.marks import ALL_MARKS, Quotation
from onrecord.annotate.parsed import Parsed
from onrecord.spans import Span, hull, trimmed
from onrecord.statements.attribution import Attribution
from onrecord.statements.clauses import reports


def gone_on(parsed: Parsed, found: Attribution) -> Attribution:
    """`found` with the rest of the sentence that its source and cue interrupt, as a part.

    The rest belongs to the content where the parse links the two across the cue: "The goat,
    according to the groundsman, had come in early" has the goat come in. "The road is shut, Lind
    said, adding that it was icy" has Lind add, and stays as it is. Nothing is added to what stands
    in quotation marks, or is followed by any.
    """
    last = found.parts[-1]
    if found.cue is None or found.nested:
        return found
    frame = hull([found.cue, found.source] if found.source is not None else [found.cue])
    paragraph = parsed.paragraph_at(last.start)
    if paragraph is None or not paragraph.span.holds(frame) or frame.start < last.end:
        return found
    text = parsed.document.text
    between, after = text[last.end : frame.start], text[frame.end : frame.end + 2]
    if between.strip() != "," or after != ", ":
        return found
    cue = paragraph.tokens_in(frame)
    before = paragraph.tokens_in(last)
    if cue is None or before is None or before[-1].sent != cue[-1].sent:
        return found
    sentence = cue[-1].sent
    rest = paragraph.doc[cue.end + 1 : sentence.end]
    while len(rest) and rest[-1].is_punct:
        rest = rest[:-1]
    if not len(rest) or any(mark in rest.text for mark in ALL_MARKS):
        return found
    own = paragraph.doc[max(before.start, sentence.start) : before.end]
    if not _linked(own, rest):
        return found
    return msgspec.structs.replace(found, parts=(*found.parts, paragraph.span_of(rest)))


def rejoined(
    parsed: Parsed, found: Sequence[Attribution], quotes: Sequence[Quotation]
) -> list[Attribution]:
    """`found`, with the second half of a quotation that more than its cue interrupts.

    `"They had knives," he said, pointing at the table, "and they meant to use them."` is one
    quotation of two parts. What is marked between its halves, or from there into the second, is
    none of anybody's words. Where another verb reports the second ("he said, adding: …"), or an
    end of a sentence stands between, the two stay apart.
    """
    text = parsed.document.text
    held = [q.parts[0] for q in quotes if len(q.parts) == 1 and q.closed and not q.single]
    out = list(found)
    for one in found:
        halves = [q for q in held if q.meets(one.parts[-1])]
        if one.cue is None or one.nested or len(halves) != 1 or one.cue.start < halves[0].end:
            continue
        second = next((q for q in held if q.start > one.cue.end), None)
        if second is None or not _second_half(parsed, halves[0], one.cue, second):
            continue
        said = trimmed(text, second)
        between = Span(one.cue.end, second.end)
        if said is not None:
            out = [
                a for a in out if a == one or not between.start <= a.parts[0].start < between.end
            ]
            whole = (*one.parts, said)
            out = [msgspec.structs.replace(a, parts=whole) if a == one else a for a in out]
    return out


def _second_half(parsed: Parsed, first: Span, cue: Span, second: Span) -> bool:
    """Whether the quotation `second` goes on where `first` stops: ", " and a small letter."""
    text = parsed.document.text
    gap = text[first.end : second.start].strip(ALL_MARKS + " ")
    aside = text[cue.end : second.start].strip(ALL_MARKS + " ")
    opens = second.of(text).strip(ALL_MARKS + " ")[:1]
    if not opens.islower() or not aside.endswith(",") or aside.count(",") < 2:
        return False
    if any(c in ".!?;:\n" for c in gap) or len(aside.split()) > _ASIDE:
        return False
    words = parsed.tokens_in(Span(cue.end, second.start))
    last = [t for t in words or () if t.is_alpha][-1:]
    return bool(last) and not reports(last[0])


_ASIDE = 14
"""Words between who says it and the second half, at most."""


def unparted(text: str, found: Attribution) -> Attribution:
    """`found` with parts joined that nothing of its own parts: neither its cue nor its source.

    Another's cue in the middle of what somebody reports is reported with it. Parts that touch, as
    at a mark in the middle of a quotation, are one.

    >>> text = "Envoy Berg was told about the plan, Lind said."
    >>> parts = (Span(0, 10), Span(26, 34))
    >>> one = Attribution(parts, Span(41, 45), Span(36, 40), "speech", 1.0, "trained")
    >>> [part.of(text) for part in unparted(text, one).parts]
    ['Envoy Berg was told about the plan']
    """
    parts = [found.parts[0]]
    own = [span for span in (found.cue, found.source) if span is not None]
    for part in found.parts[1:]:
        gap = Span(parts[-1].end, part.start)
        touching = gap.end <= gap.start
        plain = not any(c in _PARTS or c in ALL_MARKS for c in text[gap.start : gap.end])
        if touching or (plain and own and not any(gap.meets(span) for span in own)):
            parts[-1] = hull([parts[-1], part])
        else:
            parts.append(part)
    return msgspec.structs.replace(found, parts=tuple(parts))


_PARTS = ".!?;:\n"
"""What stands between sentences, or between clauses that are reported each on its own."""


def _linked(some: Tokens, others: Tokens) -> bool:
    """Whether a token of either has its head in the other."""
    places = range(some.start, some.end), range(others.start, others.end)
    return any(token.head.i in places[1] for token in some) or any(
        token.head.i in places[0] for token in others
    )
