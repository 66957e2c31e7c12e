"""Which sentence, and how much of it, belongs to what is reported.

A network links words by what they are about, also across a full stop; a report stands in the
sentence of its cue, but where a colon or quotation marks carry it further.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import msgspec
from spacy.tokens import Token

from onrecord.annotate.marks import Quotation
from onrecord.annotate.parsed import Parsed
from onrecord.spans import Span
from onrecord.statements.attribution import Attribution

_STOP = re.compile(r"(?<=[\w)\"”’][.!?])[\"”’']? +(?=[A-Z“\"‘])")
_PRONOUNS = frozenset({"he", "she", "they"})
_CALENDAR = frozenset({"DATE", "TIME"})
_ADJUNCTS = frozenset({"prep", "npadvmod", "advmod"})


def in_its_sentence(
    parsed: Parsed, found: Attribution, quotes: Sequence[Quotation]
) -> Iterator[Attribution]:
    """`found` without the parts that a full stop sets apart from its cue.

    "It rained all night. The road is shut, he said": only that it is shut. A few words quoted in
    the next sentence are a report of their own, of that whole sentence: “It is late,” said Lind.
    | She would not wait, “today or ever” |.
    """
    text = parsed.document.text
    cue = found.cue
    if cue is None:
        yield found
        return
    led = ":" in text[cue.end - 1 : cue.end + 1]
    here = [
        part
        for part in found.parts
        if (led and part.start > cue.start) or not _apart(parsed, part, cue, quotes)
    ]
    beyond = [part for part in found.parts if part not in here and part.start > cue.end]
    if not here:
        yield found
        return
    yield msgspec.structs.replace(found, parts=tuple(here))
    for part in beyond:
        whole = _sentence_around(parsed, part, quotes)
        if whole is not None:
            yield msgspec.structs.replace(found, parts=(whole,))
            return


def told_on(
    parsed: Parsed, found: Sequence[Attribution], quotes: Sequence[Quotation]
) -> Iterator[Attribution]:
    """What is reported without a cue in the sentence after a quotation, where it quotes a little.

    “It is late,” said Lind. | She would not wait, “today or ever” |. Only where "he", "she" or
    "they" would or could do something: the tense in which speech is reported.
    """
    text = parsed.document.text
    for each in found:
        paragraph = parsed.paragraph_at(each.parts[-1].start)
        last = parsed.tokens_in(max([each.parts[-1], *([each.cue] if each.cue else [])]))
        if each.source is None or each.nested or paragraph is None or last is None:
            continue
        end = last[-1].sent.end
        if end >= len(last.doc) or last.doc != paragraph.doc:
            continue
        root = last.doc[end].head
        would = any(c.lower_ in _WOULD and c.tag_ == "MD" for c in root.children)
        sentence = paragraph.span_of(last.doc[end].sent)
        quoted = next((q for q in quotes if sentence.holds(q.outer) and not q.single), None)
        if quoted is None or not would or quoted.outer.start == sentence.start:
            continue
        if any(part.meets(sentence) for other in found for part in other.parts):
            continue
        whole = _sentence_around(parsed, quoted.parts[0], quotes)
        if whole is not None and len(quoted.outer.of(text).split()) > 1:
            yield msgspec.structs.replace(each, parts=(whole,))


_WOULD = frozenset({"would", "could", "should", "might"})


def _apart(parsed: Parsed, part: Span, cue: Span, quotes: Sequence[Quotation]) -> bool:
    """Whether a part lies in another sentence than its cue, and is no quotation of its own."""
    text = parsed.document.text
    one, other = parsed.tokens_in(part), parsed.tokens_in(cue)
    paragraph = parsed.paragraph_at(part.start)
    if one is None or other is None or paragraph is None or one.doc is not other.doc:
        return False
    if one[0].sent == other[0].sent or one[-1].sent == other[0].sent:
        return False
    if any(q.outer.holds(part) for q in quotes) and not _goes_on(text, paragraph.start, part):
        return False
    gap = Span(part.end - 1, cue.start) if part.end <= cue.start else Span(cue.end, part.start)
    if gap.start >= gap.end:
        return False
    stops = _STOP.finditer(text, gap.start, min(len(text), gap.end + 1))
    return any(
        not any(q.outer.start < stop.start() < q.outer.end - 1 for q in quotes) for stop in stops
    )


def _goes_on(text: str, start: int, part: Span) -> bool:
    """Whether quoted words go on a sentence that others than they began: would not, “ever”."""
    before = text[start : part.start].rstrip(_OPENING)
    first = part.of(text).lstrip(_OPENING)[:1]
    return first.islower() and before[-1:] not in {"", ".", "!", "?", ":"}


_OPENING = "“\"‘'„« "


def _sentence_around(parsed: Parsed, part: Span, quotes: Sequence[Quotation]) -> Span | None:
    """The sentence in which a few quoted words stand, where "he" or "she" is its subject."""
    tokens = parsed.tokens_in(part)
    paragraph = parsed.paragraph_at(part.start)
    quoted = next((q for q in quotes if q.outer.meets(part)), None)
    if tokens is None or paragraph is None or quoted is None:
        return None
    sentence = tokens[0].sent
    if sentence[0].lower_ not in _PRONOUNS or sentence[0].dep_ != "nsubj":
        return None
    start = paragraph.span_of(sentence[0]).start
    return Span(start, max(quoted.outer.end, paragraph.span_of(tokens).end))


def with_its_day(parsed: Parsed, found: Attribution) -> Attribution:
    """`found` with the time that ends what is reported: he would resign | on Friday.

    Only where the parse hangs the time on a word of the content, and nothing stands between.
    """
    last = parsed.tokens_in(found.parts[-1])
    paragraph = parsed.paragraph_at(found.parts[-1].start)
    if last is None or paragraph is None or last.end >= len(last.doc):
        return found
    doc = last.doc
    first = doc[last.end]
    if not any(t.pos_ in {"VERB", "AUX"} for t in last):
        return found  # "demanded | the vote | on Friday": when it was demanded
    if first.dep_ not in _ADJUNCTS or not last.start <= first.head.i < last.end:
        return found
    if first.left_edge.i != first.i or first.sent != last[-1].sent:
        return found
    end = first.right_edge.i + 1
    own = doc[first.i : end]
    if not _tells_time(first, list(own)) or end - first.i > _LONGEST_TIME:
        return found
    span = Span(found.parts[-1].start, paragraph.span_of(own).end)
    frame = [s for s in (found.cue, found.source) if s is not None]
    if any(s.start < span.end and s.end > found.parts[-1].end for s in frame):
        return found
    return msgspec.structs.replace(found, parts=(*found.parts[:-1], span))


_LONGEST_TIME = 6
"""Tokens of a time at the end: "on the last Friday of March"."""


def _tells_time(first: Token, own: Sequence[Token]) -> bool:
    """Whether a phrase is a time and nothing else: all but its preposition and article."""
    named = [t for t in own if t.ent_type_ in _CALENDAR]
    rest = [t for t in own if t.ent_type_ not in _CALENDAR and t != first]
    return bool(named) and all(t.pos_ in {"DET", "ADP"} for t in rest)
