"""Finds attributions by rules: quotation marks first, then the grammar of reporting verbs.

This is the finder behind `--reader rules`: documents in, plain spans of content, cue and source
out. It needs no trained weights beyond the parser's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from onrecord.annotate.marks import ALL_DOUBLE, Quotation, quotations
from onrecord.annotate.mentions import mentions_by_paragraph
from onrecord.annotate.parsed import Parsed
from onrecord.model import Mention
from onrecord.spans import Span, trimmed
from onrecord.statements.attribution import Attribution
from onrecord.statements.clauses import Text, text_of
from onrecord.statements.quoted import (
    announced_above,
    broken_mended,
    going_on,
    inner_quotations,
    interrupted_joined,
    introduced_before,
    quotations_after_clauses,
    quoted_attribution,
    signed_below,
    snippets_of_speech,
)
from onrecord.statements.reported import reported_clauses, reported_in_turn
from onrecord.statements.turns import TURN_KINDS


def read_by_rules(parsed: Parsed, mentions: Sequence[Mention]) -> tuple[Attribution, ...]:
    """The attributions of a page outside its transcript turns, in order of the text.

    Spans are offsets of `Document.text`. Content never cuts a word and never leaves its
    paragraphs; a quotation's content is what is inside its marks.
    """
    text = parsed.document.text
    prose = [p for p in parsed.paragraphs if p.region.kind not in TURN_KINDS]
    quotes = quotations(text, [p.span for p in prose])
    quotes = tuple(q for q in quotes if any(trimmed(text, part) for part in q.parts))
    outers = _outer_spans(text, quotes)
    texts = [text_of(p, [o for o in outers if o.meets(p.span)]) for p in prose]
    found: list[Attribution] = []
    last: Attribution | None = None
    named = mentions_by_paragraph(parsed, mentions)
    ending = _by_end(parsed, quotes)
    places = {each.paragraph.start: number for number, each in enumerate(texts)}
    for number, each in enumerate(texts):
        following = texts[number + 1] if number + 1 < len(texts) else None
        above = texts[number - 1] if number else None
        here = ending.get(each.paragraph.start, ())
        openings = _openings(parsed, texts, places, here)
        attributions = _paragraph(text, each, (above, following), here, named, last, openings)
        found.extend(attributions)
        last = attributions[-1] if attributions else None
    for paragraph in parsed.paragraphs:
        if paragraph.region.kind in TURN_KINDS:
            found.extend(reported_in_turn(text_of(paragraph, []), named.get(paragraph.start, ())))
    return tuple(sorted(found, key=lambda a: (a.parts[0].start, -a.parts[-1].end)))


def _by_end(parsed: Parsed, quotes: Sequence[Quotation]) -> Mapping[int, Sequence[Quotation]]:
    """The quotations that end in each paragraph, by where the paragraph starts."""
    found: dict[int, list[Quotation]] = {}
    for quote in quotes:
        paragraph = parsed.paragraph_at(quote.parts[-1].start)
        if paragraph is not None:
            found.setdefault(paragraph.start, []).append(quote)
    return found


def _openings(
    parsed: Parsed, texts: Sequence[Text], places: Mapping[int, int], quotes: Sequence[Quotation]
) -> Mapping[int, tuple[Text | None, Text]]:
    """The paragraph in which each quotation of several opens, and the one above it.

    By the quotation's start; `places` has the number of the text that starts at an offset.
    """
    found = {}
    for quote in quotes:
        paragraph = parsed.paragraph_at(quote.outer.start)
        if len(quote.parts) > 1 and paragraph is not None and paragraph.start in places:
            number = places[paragraph.start]
            found[quote.outer.start] = (texts[number - 1] if number else None, texts[number])
    return found


def _outer_spans(text: str, quotes: Sequence[Quotation]) -> list[Span]:
    spans = []
    for quote in quotes:
        for part in quote.parts:
            start = part.start - 1 if part.start else part.start
            end = (
                part.end + 1 if part.end < len(text) and text[part.end] in ALL_DOUBLE else part.end
            )
            spans.append(Span(start, max(end, part.end)))
    return spans


def _paragraph(
    text: str,
    each: Text,
    beside: tuple[Text | None, Text | None],
    quotes: Sequence[Quotation],
    named: Mapping[int, Sequence[Mention]],
    last: Attribution | None,
    openings: Mapping[int, tuple[Text | None, Text]],
) -> list[Attribution]:
    mentions = named.get(each.paragraph.start, ())
    above, following = beside
    below = named.get(following.paragraph.start, ()) if following is not None else ()
    used: set[int] = set()
    direct: list[Attribution] = []
    loose: list[Quotation] = []
    for quote in quotes:
        found = quoted_attribution(text, each, quote, mentions, used)
        announcing, opening = openings.get(quote.outer.start, (above, each))
        if found is None and opening is not each:
            found = introduced_before(text, opening, quote, named.get(opening.paragraph.start, ()))
        if found is None:
            before = named.get(announcing.paragraph.start, ()) if announcing is not None else ()
            found = announced_above(text, opening, announcing, quote, before)
        if found is None:
            found = signed_below(text, each, following, quote, below)
        if found is None:
            found = going_on(text, each, quote, direct, last)
        if found is None:
            loose.append(quote)
            continue
        direct.append(found)
        direct.extend(inner_quotations(text, each, quote, mentions))
    direct = broken_mended(text, each, interrupted_joined(direct))
    snippets = list(snippets_of_speech(text, each, loose, mentions))
    clauses = [
        attribution
        for attribution in reported_clauses(text, each, mentions, used, quotes)
        if not any(_covered(attribution, other) for other in direct)
    ]
    direct.extend(quotations_after_clauses(text, each, loose, clauses, mentions))
    snippets = [s for s in snippets if not any(_covered(s, other) for other in clauses)]
    return sorted(direct + clauses + snippets, key=lambda a: a.parts[0].start)


def _covered(attribution: Attribution, other: Attribution) -> bool:
    """Whether most of an attribution's content lies in another's."""
    total = sum(p.end - p.start for p in attribution.parts)
    shared = sum(
        max(0, min(p.end, q.end) - max(p.start, q.start))
        for p in attribution.parts
        for q in other.parts
    )
    return shared > 0.6 * total
