"""Whose words they are, where the grammar around a cue knows it better than a network.

Somebody who heard the words stands outside of them, a verb may come before its subject, and "the
words of Lind" are Lind's.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec
from spacy.tokens import Span as Tokens
from spacy.tokens import Token

from onrecord.annotate.bodies import organisation_words
from onrecord.annotate.parsed import Paragraph, Parsed
from onrecord.model import Mention
from onrecord.spans import Span
from onrecord.statements.attribution import Attribution
from onrecord.statements.clauses import cue_of, noun_phrase, subject_of, text_of, unsaid
from onrecord.statements.sources import following_phrase

_NOMINATIVES = frozenset({"he", "she", "they"})
_DAYS = frozenset(
    "yesterday today tomorrow tonight now then here there monday tuesday wednesday thursday "
    "friday saturday sunday".split()
)
_WORDS = frozenset({"words", "word", "statement", "statements", "opinion", "account", "report"})
"""What somebody said, as a noun: "according to the words of the minister"."""


def spoken_by(parsed: Parsed, found: Attribution, mentions: Sequence[Mention]) -> Attribution:
    """`found` with the source, and the cue, that the words around its cue give it."""
    given = whose_words(parsed, inverted(parsed, before_witness(parsed, found)))
    return whole_source(parsed, named_in_cue(parsed, within_office(parsed, given), mentions))


def before_witness(parsed: Parsed, found: Attribution) -> Attribution:
    """`found` with who said it, where an "according to" names only who heard or taped it.

    | "I will go," | she told the crew, according to two people in the room: she says it.
    """
    cue = parsed.tokens_in(found.cue) if found.cue is not None else None
    content = parsed.tokens_in(found.parts[-1])
    paragraph = parsed.paragraph_at(found.parts[-1].start)
    if cue is None or content is None or paragraph is None or cue[0].lower_ != "according":
        return found
    if content.doc is not cue.doc or content.end > cue.start:
        return found
    for verb in cue.doc[content.end : cue.start]:
        told = cue_of(verb) if not unsaid(verb) else None
        subject = subject_of(verb) if told is not None else None
        if subject is None or not content.end <= subject.i < cue.start or subject == verb:
            continue
        start, end = noun_phrase(cue.doc, subject)
        source = paragraph.span_of(cue.doc[max(start, content.end) : end])
        return msgspec.structs.replace(found, cue=paragraph.span_of(verb), source=source)
    return found


def inverted(parsed: Parsed, found: Attribution) -> Attribution:
    """`found` with the subject that a translated page leaves after its verb.

    "To the paper confirms she, that it holds": she does. "Yesterday demanded ten teachers in a
    letter, that Berg goes": the teachers do.
    """
    cue = parsed.tokens_in(found.cue) if found.cue is not None else None
    first = parsed.tokens_in(found.parts[0])
    paragraph = parsed.paragraph_at(found.parts[0].start)
    if cue is None or first is None or paragraph is None or first.doc is not cue.doc:
        return found
    if cue.end == first.start and len(first) > 3 and first[0].lower_ in _NOMINATIVES:
        that = 1 + (first[1].text == ",")
        if first[that].lower_ == "that":
            rest = Span(paragraph.span_of(first[that]).start, found.parts[0].end)
            parts = (rest, *found.parts[1:])
            source = paragraph.span_of(first[0])
            return msgspec.structs.replace(found, parts=parts, source=source)
    given = parsed.tokens_in(found.source) if found.source is not None else None
    opening = cue.doc[cue[0].sent.start : cue.start] if given is None else given
    if len(opening) and all(t.lower_ in _DAYS for t in opening):
        after = following_phrase(text_of(paragraph, ()), cue.end)
        if after is not None and after.start < found.parts[0].start < after.end:
            after = paragraph.span_of(cue.doc[cue.end : _head_end(cue.doc[cue.end :])])
        apart = after is not None and not any(part.meets(after) for part in found.parts)
        return msgspec.structs.replace(found, source=after if apart else None)
    return found


def _head_end(after: Tokens) -> int:
    """Where a noun phrase that opens `after` ends, without what is said about it."""
    noun = next(
        (t for t in after if t.pos_ in {"NOUN", "PROPN"} and t.dep_ != "compound"), after[0]
    )
    return noun.i + 1


def whose_words(parsed: Parsed, found: Attribution) -> Attribution:
    """`found` with the speaker of a source that is a noun for words: the words of | Lind |.

    Also "Statement from | Tarn Steel |", set before a colon.
    """
    source = parsed.tokens_in(found.source) if found.source is not None else None
    if source is None or found.source is None:
        return found
    of = next((t for t in source if t.lower_ in {"of", "from", "by"}), None)
    if of is None or of.i + 1 >= source.end or of.i - source.start > 2:
        return found
    if of.nbor(-1).lower_ not in _WORDS:
        return found
    paragraph = parsed.paragraph_at(found.source.start)
    if paragraph is None:
        return found
    start = paragraph.span_of(of.nbor(1)).start
    return msgspec.structs.replace(found, source=Span(start, found.source.end))


def within_office(parsed: Parsed, found: Attribution) -> Attribution:
    """`found` with the office in which a translated page says it: "specified in the press service".

    It is the source where the cue has no subject, and the noun is one for a body.
    """
    cue = parsed.tokens_in(found.cue) if found.cue is not None else None
    paragraph = parsed.paragraph_at(found.cue.start) if found.cue is not None else None
    if cue is None or paragraph is None or cue.end + 1 >= len(paragraph.doc):
        return found
    doc = paragraph.doc
    verb = cue[-1]
    if verb.tag_ not in {"VBD", "VBN"} or doc[cue.end].lower_ != "in" or cue.start == 0:
        return found
    if doc[cue.start - 1].text != ",":
        return found
    noun = next((c for c in doc[cue.end].children if c.dep_ == "pobj"), None)
    if noun is None or noun.text.capitalize() not in organisation_words():
        return found
    if found.source is not None and not _inside(paragraph, found.source, cue.end, noun):
        return found
    start, end = noun_phrase(doc, noun)
    return msgspec.structs.replace(found, source=paragraph.span_of(doc[start:end]))


def _inside(paragraph: Paragraph, source: Span, start: int, last: Token) -> bool:
    return paragraph.span_of(paragraph.doc[start : last.i + 1]).holds(source)


def named_in_cue(parsed: Parsed, found: Attribution, mentions: Sequence[Mention]) -> Attribution:
    """`found` with whom its own cue names: Statement from | Tarn Steel |: "…"."""
    text = parsed.document.text
    if found.source is not None or found.cue is None or not found.cue.of(text).endswith(":"):
        return found
    named = [m for m in mentions if m.kind == "name" and found.cue.holds(m.span)]
    spoken = [m for m in named if _before(text, found.cue, m) in {"from", "by", "of"}]
    if len(spoken) != 1 or len(named) != 1:
        return found
    return msgspec.structs.replace(found, source=spoken[0].span)


def _before(text: str, cue: Span, mention: Mention) -> str:
    words = text[cue.start : mention.span.start].lower().split()
    return next((word for word in reversed(words) if word != "the"), "")


def whole_source(parsed: Parsed, found: Attribution) -> Attribution:
    """`found` without the half of a clause that ends its source: "Three people, none of whom".

    In "Lawyers we spoke to doubt it" the lawyers doubt.
    """
    source = parsed.tokens_in(found.source) if found.source is not None else None
    paragraph = parsed.paragraph_at(found.source.start) if found.source is not None else None
    if source is None or paragraph is None:
        return found
    kept = source[: len(source) - sum(1 for _ in _half_clause(source))]
    if not len(kept) or len(kept) == len(source):
        return found
    return msgspec.structs.replace(found, source=paragraph.span_of(kept))


def _half_clause(source: Tokens) -> Iterator[Token]:
    """The tokens that end a source with the beginning of a clause about it."""
    words = [t.lower_ for t in source]
    if words[-1] in {"whom", "who", "which"}:
        comma = next((i for i in range(len(words) - 1, 0, -1) if words[i] == ","), len(words) - 1)
        yield from source[comma:]
    elif len(words) > 1 and words[-1] in _NOMINATIVES | {"we", "i"} and source[-1].dep_ == "nsubj":
        yield source[-1]
