"""Quotations that a dash sets, as papers of the north and the south do: "– We wait, she says."."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from onrecord.annotate.marks import ALL_DOUBLE
from onrecord.annotate.parsed import Paragraph, Parsed
from onrecord.spans import Span, trimmed
from onrecord.statements.attribution import Attribution
from onrecord.statements.clauses import cue_of

_DASHED = re.compile(r"[–—―]\s*(?=\w)")
_SELF = frozenset("i we my our me us".split())
RULE = "quotation, after a dash"


def dash_quoted(parsed: Parsed, found: Attribution) -> Attribution:
    """`found` as the quotation that a dash before its paragraph makes it, all sentences of it.

    "– I would do it again. Tomorrow, she says. We have time." is hers from the dash to the cue,
    and after it. Dashes that open paragraph after paragraph are a list's, unless somebody says
    "I" or "we" in it.
    """
    first, last = found.parts[0], found.parts[-1]
    paragraph = parsed.paragraph_at(first.start)
    cue = found.cue
    if paragraph is None or cue is None or found.nested or not paragraph.span.holds(cue):
        return found
    text = paragraph.span.of(parsed.document.text)
    dash = _DASHED.match(text)
    if dash is None or not paragraph.span.holds(last) or any(mark in text for mark in ALL_DOUBLE):
        return found
    if last.end > cue.start or not (_alone(parsed, paragraph) or _speaks(paragraph)):
        return found
    before = trimmed(parsed.document.text, Span(paragraph.start + dash.end(), last.end))
    parts = [part for part in (before, _after(parsed, paragraph, found)) if part is not None]
    return msgspec.structs.replace(found, parts=tuple(parts), nature="speech", rule=RULE)


def _speaks(paragraph: Paragraph) -> bool:
    return any(token.lower_ in _SELF for token in paragraph.doc)


def _alone(parsed: Parsed, paragraph: Paragraph) -> bool:
    """Whether neither the paragraph above nor the one below opens with a dash."""
    at = parsed.paragraphs.index(paragraph)
    beside: Sequence[Paragraph] = [*parsed.paragraphs[max(0, at - 1) : at]]
    beside = [*beside, *parsed.paragraphs[at + 1 : at + 2]]
    return not any(_DASHED.match(p.span.of(parsed.document.text)) for p in beside)


def _after(parsed: Parsed, paragraph: Paragraph, found: Attribution) -> Span | None:
    """The sentences after the cue's, if nobody else is told to say something in them."""
    cue = paragraph.tokens_in(found.cue) if found.cue is not None else None
    if cue is None:
        return None
    rest = paragraph.doc[cue[-1].sent.end :]
    if not len(rest) or any(cue_of(t) is not None and t.tag_ != "VB" for t in rest):
        return None
    return paragraph.span_of(rest)
