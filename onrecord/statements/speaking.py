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
from onrecord.annotate.marks import ALL_DOUBLE
from onrecord.annotate.parsed import Paragraph, Parsed
from onrecord.model import Mention
from onrecord.spans import Span, trimmed
from onrecord.statements.attribution import Attribution
from onrecord.statements.clauses import cue_of, noun_phrase, subject_of, text_of, unsaid
from onrecord.statements.sources import following_phrase

_NOMINATIVES = frozenset({"he", "she", "they"})
_DAYS = frozenset(
    "yesterday today tomorrow tonight now then here there monday tuesday wednesday thursday "
    "friday saturday sunday".split()
)
_NOUNS = frozenset({"NOUN", "PROPN"})
_NEAR = 8
"""Tokens before a quotation among which its verb is looked for."""
_OPEN = tuple(ALL_DOUBLE)
_STOPS = frozenset(".!?;")
_SAYS_WHICH = frozenset({"compound", "amod", "det", "nmod", "nummod"})
_WORDS = frozenset({"words", "word", "statement", "statements", "opinion", "account", "report"})
"""What somebody said, as a noun: "according to the words of the minister"."""


def spoken_by(parsed: Parsed, found: Attribution, mentions: Sequence[Mention]) -> Attribution:
    """`found` with the source, and the cue, that the words around its cue give it."""
    given = whose_words(parsed, inverted(parsed, by_nearest_cue(parsed, found)))
    return whole_source(parsed, named_in_cue(parsed, within_office(parsed, given), mentions))


def by_nearest_cue(parsed: Parsed, found: Attribution) -> Attribution:
    """`found`, a quotation, with the verb right before its marks and with that verb's own subject.

    "It uses footage of Lind asking, | “Who knows?” |": Lind asks, and nothing says it. So too
    where her and her asking are taken for a part of what is said.
    """
    text = parsed.document.text
    whole = found.parts[0]
    before = text[: whole.start][-1:] in _OPEN
    mark = (
        whole.start
        if before
        else next((at for at in range(*whole) if text[at] in _OPEN), whole.end)
    )
    quoted = trimmed(text, Span(mark if before else mark + 1, whole.end))
    first = parsed.tokens_in(quoted) if quoted is not None else None
    paragraph = parsed.paragraph_at(whole.start)
    if quoted is None or first is None or paragraph is None or found.cue is None:
        return found
    teller = _nearest(first) if len(found.parts) == 1 else None
    if teller is None:
        return found
    subject, verb = teller
    start, end = noun_phrase(first.doc, subject)
    own = paragraph.span_of(first.doc[start : min(end, verb.i)])
    cue = paragraph.span_of(verb)
    if found.source is not None and found.source.meets(own):
        return found
    if before:
        return msgspec.structs.replace(found, cue=cue, source=own)
    clause = parsed.tokens_in(Span(whole.start, own.end)) if whole.holds(own) else None
    if clause is None or verb.tag_ != "VBG" or any(t.pos_ in {"VERB", "AUX"} for t in clause):
        return found
    while quoted.end > quoted.start and text[quoted.end - 1] in _OPEN:
        quoted = Span(quoted.start, quoted.end - 1)
    return msgspec.structs.replace(found, parts=(quoted,), cue=cue, source=own)


def _nearest(first: Tokens) -> tuple[Token, Token] | None:
    """The subject and the verb of the report that stands right before `first`, what is quoted."""
    doc, at = first.doc, first.start
    while at > 0 and not doc[at - 1].is_alpha and doc[at - 1].text not in _STOPS:
        at -= 1
    near = range(at - 1, max(first.sent.start, at - _NEAR) - 1, -1)
    verb = next((doc[i] for i in near if doc[i].pos_ in {"VERB", "AUX"}), None)
    if verb is None or cue_of(verb) is None or unsaid(verb) or verb.tag_ == "VBN":
        return None
    subject = next((c for c in verb.lefts if c.dep_ == "nsubj"), None)
    if subject is None and verb.tag_ == "VBG" and verb.i and verb.nbor(-1).pos_ in _NOUNS:
        subject = verb.nbor(-1)  # "footage of Lind asking"
    return (subject, verb) if subject is not None else None


def before_witness(parsed: Parsed, found: Attribution) -> Attribution:
    """`found` with who said it, where an "according to" names only who heard or taped it.

    | "I will go," | she told the crew, according to two people in the room: she says it.
    """
    cue = parsed.tokens_in(found.cue) if found.cue is not None else None
    paragraph = parsed.paragraph_at(found.parts[-1].start)
    if cue is None or paragraph is None or cue[0].lower_ != "according":
        return found
    last, before = parsed.tokens_in(found.parts[-1]), found.parts[:-1]
    content = parsed.tokens_in(before[-1]) if before else None
    if content is not None and last is not None and not any(t.dep_ == "ccomp" for t in last):
        witnessed = _told_between(paragraph, content, last, last.end)
        if witnessed is not None:  # the network has taken who said it for a part of what is said
            return msgspec.structs.replace(
                found, parts=before, cue=witnessed[0], source=witnessed[1]
            )
    witnessed = _told_between(paragraph, last, cue, cue.start) if last is not None else None
    if witnessed is None:
        return found
    return msgspec.structs.replace(found, cue=witnessed[0], source=witnessed[1])


def _told_between(
    paragraph: Paragraph, content: Tokens, after: Tokens, end: int
) -> tuple[Span, Span] | None:
    """The cue and the source of a clause between what is said and token `end`: | "…," she said."""
    if content.doc is not after.doc or content.end > after.start:
        return None
    doc = content.doc
    for verb in doc[content.end : end]:
        told = cue_of(verb) if not unsaid(verb) else None
        subject = subject_of(verb) if told is not None else None
        if subject is None or not content.end <= subject.i < end or subject == verb:
            continue
        first, last = noun_phrase(doc, subject)
        return paragraph.span_of(verb), paragraph.span_of(doc[max(first, content.end) : last])
    return None


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
    given = parsed.tokens_in(found.source) if found.source is not None else None
    after_cue = cue.doc[cue.end] if cue.end < len(cue.doc) else None
    if after_cue is not None and after_cue.lower_ in _NOMINATIVES and given is not None:
        told = given.end <= cue.start and given[-1].dep_ == "pobj" and given[-1].head.lower_ == "to"
        if told and given[-1].head.head in cue:
            return msgspec.structs.replace(found, source=paragraph.span_of(after_cue))
    if cue.end == first.start and len(first) > 3 and first[0].lower_ in _NOMINATIVES:
        that = 1 + (first[1].text == ",")
        if first[that].lower_ == "that":
            rest = Span(paragraph.span_of(first[that]).start, found.parts[0].end)
            parts = (rest, *found.parts[1:])
            source = paragraph.span_of(first[0])
            return msgspec.structs.replace(found, parts=parts, source=source)
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

    In "Lawyers we spoke to doubt it" the lawyers doubt. A word that only says which is taken with
    its noun: | Neighbouring | Strava offered.
    """
    source = parsed.tokens_in(found.source) if found.source is not None else None
    paragraph = parsed.paragraph_at(found.source.start) if found.source is not None else None
    if source is None or paragraph is None:
        return found
    noun = source.root.head
    if source.root.dep_ in _SAYS_WHICH and noun.i >= source.end and noun.pos_ in {"NOUN", "PROPN"}:
        start, end = noun_phrase(source.doc, noun)
        return msgspec.structs.replace(found, source=paragraph.span_of(source.doc[start:end]))
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
