"""Where what is reported ends: not with whom it is told to, nor with what is reported next.

A network marks content by its words; whether a word still belongs to the report or to the act of
reporting, the grammar knows better.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
from spacy.tokens import Span as Tokens
from spacy.tokens import Token

from onrecord.annotate.parsed import Paragraph, Parsed
from onrecord.spans import Span, hull, trimmed
from onrecord.statements.attribution import Attribution
from onrecord.statements.clauses import noun_phrase, reports, subject_of, text_of
from onrecord.statements.cues import occasion_nouns
from onrecord.statements.sources import following_phrase

_CALENDAR = frozenset({"DATE", "TIME"})
_FINITE = frozenset({"VBD", "VBZ", "VBP"})
_JOINS = frozenset({"and", "but"})
_TOLD = frozenset({"me", "us"})
_TOLD_OF = frozenset({"assure", "inform", "notify", "remind", "warn"})


def bounded(parsed: Parsed, found: Attribution) -> Iterator[Attribution]:
    """`found` within its bounds: one attribution, or two where it holds two reports."""
    said = source_at_hand(parsed, whole_cue(parsed, found))
    said = in_its_clause(parsed, on_condition(parsed, said))
    for piece in next_report_apart(parsed, said):
        yield hearer_apart(parsed, occasion_apart(parsed, piece))


def whole_cue(parsed: Parsed, found: Attribution) -> Attribution:
    """`found` with the verb of a cue that is an auxiliary alone: who | had let it be known | that.

    The cue ends with the verb on which the content hangs, where that stands between them.
    """
    cue = parsed.tokens_in(found.cue) if found.cue is not None else None
    content = parsed.tokens_in(found.parts[0])
    paragraph = parsed.paragraph_at(found.parts[0].start)
    if cue is None or content is None or paragraph is None or content.doc is not cue.doc:
        return found
    verb = cue[-1].head
    if any(t.dep_ not in {"aux", "auxpass"} for t in cue) or not cue.end <= verb.i:
        return found
    told = content.root.head
    if not verb.i <= told.i < content.start or not (told == verb or verb.is_ancestor(told)):
        return found
    span = paragraph.span_of(cue.doc[cue.start : told.i + 1])
    return msgspec.structs.replace(found, cue=span)


def in_its_clause(parsed: Parsed, found: Attribution) -> Attribution:
    """`found` within the relative clause that reports it: Lind, who said | it was late |, left."""
    cue = parsed.tokens_in(found.cue) if found.cue is not None else None
    last = parsed.tokens_in(found.parts[-1])
    verb = next((t for t in cue or () if t.dep_ == "relcl"), None)
    paragraph = parsed.paragraph_at(found.parts[-1].start)
    if verb is None or last is None or paragraph is None or last.start < verb.i:
        return found
    end = verb.right_edge.i + 1
    if not last.start < end < last.end or last.doc[end].text != ",":
        return found
    cut = Span(found.parts[-1].start, paragraph.span_of(last.doc[end - 1]).end)
    return msgspec.structs.replace(found, parts=(*found.parts[:-1], cut))


def occasion_apart(parsed: Parsed, found: Attribution) -> Attribution:
    """`found` without the occasion that opens its content: said | in a statement | it was late.

    A phrase that stands for itself ("said in a letter") is left as it is.
    """
    cue = parsed.tokens_in(found.cue) if found.cue is not None else None
    first = parsed.tokens_in(found.parts[0])
    paragraph = parsed.paragraph_at(found.parts[0].start)
    if cue is None or first is None or paragraph is None or first.start != cue.end:
        return found
    noun = next((c for c in first[0].children if c.dep_ == "pobj"), None)
    if first[0].dep_ != "prep" or noun is None or noun.lemma_.lower() not in occasion_nouns():
        return found
    rest = noun.i + 1
    if first[0].head not in cue or rest + 1 >= first.end:
        return found
    if not any(t.tag_ in _FINITE for t in first.doc[rest : first.end]):
        return found
    return _with_first(found, Span(paragraph.span_of(first.doc[rest]).start, found.parts[0].end))


def hearer_apart(parsed: Parsed, found: Attribution) -> Attribution:
    """`found` without the hearer that opens its content: Lind told | Berg | she would go.

    "assured me of their support" is about their support.
    """
    cue = parsed.tokens_in(found.cue) if found.cue is not None else None
    first = parsed.tokens_in(found.parts[0])
    paragraph = parsed.paragraph_at(found.parts[0].start)
    if cue is None or first is None or paragraph is None or first.start < cue.end:
        return found
    for verb in cue:
        hearer = next((c for c in verb.children if c.dep_ in {"dobj", "dative"}), None)
        if hearer is None or hearer.left_edge.i != first.start:
            continue
        rest = hearer.right_edge.i + 1
        told = [c for c in verb.children if c.dep_ == "ccomp"]
        opens = {c.left_edge.i for c in told}
        while rest < first.end and rest not in opens and first.doc[rest].ent_type_ in _CALENDAR:
            rest += 1  # told | Berg last night | that she would go
        clause = any(_begins(c, rest) for c in told)
        topic = rest < first.end and first.doc[rest].lower_ == "of" and verb.lemma_ in _TOLD_OF
        if rest < first.end and (clause or topic):
            start = paragraph.span_of(first.doc[rest]).start
            return _with_first(found, Span(start, found.parts[0].end))
    return found


def _by_subject(parsed: Parsed, found: Attribution, cue: Tokens) -> Attribution:
    """`found`, which names no source, with the subject of its own cue: who threatens, calls."""
    verb = next((t for t in cue if t.pos_ == "VERB"), None)
    if verb is None or (verb.tag_ == "VBN" and any(t.lemma_ in {"be", "get"} for t in cue)):
        return found  # "was told"
    subject = subject_of(verb)
    paragraph = parsed.paragraph_at(found.parts[0].start)
    if subject is None or paragraph is None or paragraph.doc is not cue.doc:
        return found
    if subject.dep_ != "nsubj" or subject.pos_ not in {"NOUN", "PROPN"} or subject in cue:
        return found
    start, end = noun_phrase(paragraph.doc, subject)
    beside = next((c for c in subject.children if c.dep_ == "appos" and c.left_edge.i == end), None)
    span = paragraph.span_of(paragraph.doc[start : beside.i + 1 if beside is not None else end])
    if any(part.meets(span) for part in found.parts):
        return found
    return msgspec.structs.replace(found, source=span)


def _begins(clause: Token, at: int) -> bool:
    """Whether a clause begins at token `at`, with "that" or a subject before its verb."""
    return clause.left_edge.i == at < clause.i and clause.doc[at].pos_ not in {"VERB", "AUX"}


def _with_first(found: Attribution, first: Span) -> Attribution:
    return msgspec.structs.replace(found, parts=(first, *found.parts[1:]))


def next_report_apart(parsed: Parsed, found: Attribution) -> Iterator[Attribution]:
    """`found`, and apart from it what the same speaker reports next in the same sentence.

    Lind said | it was late | and added | she would go |: the second verb is hers, and no part of
    what she said. So is one in the tense of the first where what is reported has another, one
    that a comma parts from it, and one after what is only said of "it".
    """
    cue = parsed.tokens_in(found.cue) if found.cue is not None else None
    last = parsed.tokens_in(found.parts[-1])
    paragraph = parsed.paragraph_at(found.parts[-1].start)
    finite = next((t for t in cue or () if t.tag_ in _FINITE), None)
    if finite is None or last is None or paragraph is None or last.start < finite.i:
        yield found
        return
    verb = finite.head if finite.dep_ == "aux" and finite.head in (cue or ()) else finite
    for token in last[2:-1]:
        opening = token.left_edge
        near = [token.nbor(-1), token.nbor(-2), *([opening.nbor(-1)] if opening.i else [])]
        joined = next((t for t in near if t.lower_ in _JOINS), None)
        if (
            joined is None
            or token.tag_ not in _FINITE
            or not _is_next(token, verb, joined, finite.tag_)
        ):
            continue
        yield from _cut(parsed.document.text, paragraph, found, (joined, token))
        return
    yield found


def _cut(
    text: str, paragraph: Paragraph, found: Attribution, at: tuple[Token, Token]
) -> Iterator[Attribution]:
    """What stands before the "and", and what its verb reports, if it reports."""
    joined, verb = at
    before = _bare(text, Span(found.parts[-1].start, paragraph.span_of(joined).start))
    after = _bare(text, Span(paragraph.span_of(verb).end, found.parts[-1].end))
    if before is None:
        yield found
        return
    yield msgspec.structs.replace(found, parts=(*found.parts[:-1], before))
    if after is not None and reports(verb):
        said = msgspec.structs.replace(found, parts=(after,), cue=paragraph.span_of(verb))
        own = next((c for c in verb.children if c.dep_ == "nsubj"), None)
        if own is None:
            yield said
        elif own.lower_ not in {"i", "we"}:
            yield msgspec.structs.replace(said, source=paragraph.span_of(own))


def _is_next(token: Token, verb: Token, joined: Token, tense: str) -> bool:
    """Whether a finite verb goes on after the reporting `verb`, whose `tense` is a tag's.

    It has no subject of its own, or names the same one again.
    """
    if token.dep_ != "conj":
        return False
    subject = next((c for c in token.children if c.dep_ in {"nsubj", "nsubjpass"}), None)
    if subject is not None:
        return token.head == verb and _same_subject(subject, verb, joined)
    head = token.head
    while head.dep_ == "conj" and head != verb:
        head = head.head
    if head == verb:
        return True
    reported = reports(token) and head.head == verb and head.dep_ == "ccomp"
    finite = {head.tag_, *(c.tag_ for c in head.children if c.dep_ in {"aux", "auxpass"})}
    own_tense = token.tag_ == tense and token.tag_ not in finite
    comma = joined.i > 0 and joined.nbor(-1).text == "," and token.tag_ == tense
    nobody = any(c.dep_ in {"nsubj", "expl"} and c.lower_ in {"it", "there"} for c in head.children)
    return reported and (own_tense or comma or nobody)


def _same_subject(subject: Token, verb: Token, joined: Token) -> bool:
    """Whether a verb's subject is that of the reporting verb, named again by a pronoun.

    "I told him that it was late, and I say it today"; "the mayor demanded a vote, and when she
    had it she demanded another": what is demanded is a noun, and no clause goes on with "and".
    """
    own = next((c for c in verb.children if c.dep_ == "nsubj"), None)
    if own is None:
        return False
    if own.lower_ in {"i", "we"}:
        return subject.lower_ == own.lower_
    between = verb.doc[verb.i + 1 : joined.i]
    plain = not any(t.tag_ in _FINITE or t.tag_ == "TO" for t in between)
    return plain and subject.lower_ in {"he", "she", "they", "it"}


def _bare(text: str, span: Span) -> Span | None:
    """A span without white space and commas at its ends; None where nothing is left."""
    kept = trimmed(text, span)
    while kept is not None and text[kept.end - 1] in ",;":
        kept = trimmed(text, Span(kept.start, kept.end - 1))
    return kept


def on_condition(parsed: Parsed, found: Attribution) -> Attribution:
    """`found` with what was said in place of the condition on which it was said.

    | Talks had failed |, an aide said on condition of anonymity. Where nothing stands before the
    source, as in "Speaking on condition of anonymity", it stays as it is.
    """
    text = parsed.document.text
    opening = found.parts[0].of(text).casefold().split()[:3]
    paragraph = parsed.paragraph_at(found.parts[0].start)
    if " ".join(opening) not in _CONDITIONS or found.cue is None or paragraph is None:
        return found
    frame = hull([found.cue, found.source] if found.source is not None else [found.cue])
    cue = paragraph.tokens_in(found.cue)
    if cue is None or frame.end > found.parts[0].start:
        return found
    said = Span(max(paragraph.span_of(cue[0].sent).start, paragraph.start), frame.start)
    content = _bare(text, said) if said.start < said.end else None
    if content is None or text[content.end : frame.start].strip() != ",":
        return found
    return msgspec.structs.replace(found, parts=(content,))


_CONDITIONS = frozenset({"on condition of", "on the condition", "under condition of"})


def source_at_hand(parsed: Parsed, found: Attribution) -> Attribution:
    """`found` with its cue's own subject where its source stands in a later sentence.

    In "Holm & Sons promised to pay. We expect it" Holm & Sons promised, and in "tells us an older
    worker" the worker tells.
    """
    cue = parsed.tokens_in(found.cue) if found.cue is not None else None
    source = parsed.tokens_in(found.source) if found.source is not None else None
    if cue is not None and found.source is None and not found.goes_on:
        return _by_subject(parsed, found, cue)
    if cue is None or source is None or found.source is None:
        return found
    paragraph = parsed.paragraph_at(found.source.start)
    if paragraph is None or source.doc is not cue.doc:
        return found
    if source[-1].lower_ in _TOLD and source.start == cue.end:
        after = following_phrase(text_of(paragraph, ()), source.end)
        return msgspec.structs.replace(found, source=after) if after is not None else found
    if source.start < cue.end or source[0].sent.start <= cue[-1].sent.start:
        return found
    subject = next((s for t in cue if (s := subject_of(t)) is not None), None)
    if subject is None or subject.sent != cue[0].sent or subject.pos_ == "PRON":
        return found
    start, end = noun_phrase(paragraph.doc, subject)
    return msgspec.structs.replace(found, source=paragraph.span_of(paragraph.doc[start:end]))
