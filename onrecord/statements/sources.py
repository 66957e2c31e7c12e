"""The noun phrases that name who speaks, and the words that report them, around one verb."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Doc, Token

from onrecord.model import Mention
from onrecord.spans import Span
from onrecord.statements.clauses import Text, noun_phrase

EMPTY_SUBJECTS = frozenset({"it", "this", "that", "there", "which", "what", "these", "those"})


FIRST_PERSON = frozenset({"i", "we", "you", "me", "us"})


def subject_phrase(each: Text, subject: Token, mentions: Sequence[Mention]) -> Span | None:
    """The noun phrase of a subject: the mention that holds its head, or the parse's phrase."""
    if subject.lower_ in EMPTY_SUBJECTS:
        return None
    start, end = noun_phrase(each.doc, subject)
    own = each.span(subject.i, subject.i + 1)
    held = [
        m.span for m in mentions if m.span.holds(own) and (m.head.holds(own) or m.kind == "title")
    ]
    if held and not any(t.dep_ == "conj" for t in each.doc[start:end]):
        return max(held, key=lambda span: span.end - span.start)
    return each.span(start, end)


def named_phrase(each: Text, subject: Token, mentions: Sequence[Mention]) -> Span | None:
    """The mention by name that holds a subject's head; None where it names nobody."""
    own = each.span(subject.i, subject.i + 1)
    named = [m for m in mentions if m.kind == "name" and m.span.holds(own)]
    held = [m.span for m in named if m.head.holds(own) or m.span != m.head]
    return max(held, key=lambda span: span.end - span.start, default=None)


def mention_at(each: Text, at: int, mentions: Sequence[Mention]) -> Span | None:
    """The longest mention that begins at token `at`, an article passed over."""
    if at >= len(each.doc):
        return None
    starts = {each.span(at, at + 1).start}
    if each.doc[at].lower_ in {"the", "a", "an"} and at + 1 < len(each.doc):
        starts.add(each.span(at + 1, at + 2).start)
    found = [m.span for m in mentions if m.span.start in starts]
    best = max(found, key=lambda span: span.end - span.start, default=None)
    if best is None:
        return None
    last = each.paragraph.tokens_in(best)
    if last is not None and last[-1].dep_ in {"compound", "amod", "poss"}:
        return None  # "Norwegian officials": the state is only part of the phrase
    return best


def mention_in(each: Text, start: int, end: int, mentions: Sequence[Mention]) -> Span | None:
    """The last mention wholly within tokens `start..end`."""
    if end <= start:
        return None
    span = each.span(start, end)
    found = [m.span for m in mentions if span.holds(m.span)]
    return max(found, key=lambda s: (s.end, s.end - s.start), default=None)


def mention_start(each: Text, subject: Token, mentions: Sequence[Mention]) -> int:
    """The token at which a subject's phrase begins, its title and article included."""
    span = subject_phrase(each, subject, mentions)
    tokens = each.paragraph.tokens_in(span) if span is not None else None
    return tokens.start if tokens is not None else subject.i


def following_phrase(each: Text, at: int) -> Span | None:
    """The noun phrase that begins at `at`, for "said a woman in the crowd"."""
    doc = each.doc
    for token in doc[at : min(len(doc), at + 8)]:
        if token.pos_ in {"NOUN", "PROPN", "PRON"} and token.left_edge.i <= at:
            head = token
            while head.dep_ == "compound" and head.head.i > head.i:
                head = head.head
            start, end = noun_phrase(doc, head)
            return each.span(max(at, start), end) if end > at else None
        if token.pos_ in {"VERB", "ADP", "PUNCT", "SCONJ"}:
            return None
    return None


def cue_end(doc: Doc, verb: int) -> int:
    """The end of a cue of more than one word: "pointed out", "went on"."""
    after = doc[verb + 1] if verb + 1 < len(doc) else None
    return verb + 2 if after is not None and after.dep_ == "prt" else verb + 1


def according_to(each: Text, at: int) -> tuple[Token, Span | None, int] | None:
    """The cue "according to" at token `at`, its source, and the cue's end; None elsewhere."""
    doc = each.doc
    if at + 2 >= len(doc) or doc[at].lower_ != "according" or doc[at + 1].lower_ != "to":
        return None
    objects = [c for c in doc[at + 1].children if c.dep_ in {"pobj", "nsubj", "dobj"}]
    head = objects[0] if objects else doc[at + 2]
    start, end = noun_phrase(doc, head)
    start = max(start, at + 2)
    return (doc[at], each.span(start, max(end, start + 1)), at + 2)
