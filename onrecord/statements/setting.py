"""To whom, where, on what occasion and when something was said."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from spacy.tokens import Doc, Token

from onrecord.annotate.parsed import Paragraph, Parsed
from onrecord.annotate.when import time_of
from onrecord.model import Fact, TimeExpression
from onrecord.spans import Span
from onrecord.statements.attribution import Attribution
from onrecord.statements.clauses import cue_of, noun_phrase, text_of
from onrecord.statements.cues import occasion_nouns

_AT = frozenset({"at", "during", "in", "on", "to", "via", "after", "following", "through", "with"})
_HEARERS = frozenset(
    {"tell", "inform", "assure", "remind", "notify", "warn", "advise", "ask", "promise", "urge"}
)
_SPEAKING = frozenset({"speak", "address", "appear", "comment", "write", "answer", "attend"})
_NOT_OCCASIONS = frozenset({"week", "point", "message", "comment", "report", "visit", "talk"})


def addressee_of(parsed: Parsed, attribution: Attribution) -> Span | None:
    """The noun phrase of whom the words were said to: "told reporters", "said to the envoy"."""
    verb, paragraph = _cue_token(parsed, attribution)
    if verb is None or paragraph is None:
        return None
    for child in verb.children:
        own = paragraph.span_of(child)
        inside = any(p.meets(own) for p in attribution.parts)
        speaks = attribution.source is not None and attribution.source.meets(own)
        if inside or speaks or child.i < verb.i:
            continue
        if child.dep_ in {"dobj", "dative", "iobj"} and verb.lemma_ in _HEARERS:
            if child.lemma_.lower() in occasion_nouns():
                return None
            return _phrase(paragraph, child)
        if child.dep_ in {"prep", "dative"} and child.lower_ == "to" and verb.lemma_ != "accord":
            for grandchild in child.children:
                if grandchild.dep_ == "pobj" and grandchild.pos_ in {"PROPN", "NOUN", "PRON"}:
                    return _phrase(paragraph, grandchild)
    return None


def occasion_of(parsed: Parsed, attribution: Attribution) -> Span | None:
    """The noun phrase of the occasion or channel: "a news conference in Tarn", "Twitter".

    It stands in a phrase of the cue's own sentence, outside the content: "said at …",
    "during …", "Speaking at …,".
    """
    verb, paragraph = _cue_token(parsed, attribution)
    if verb is None or paragraph is None:
        return None
    for child in verb.rights:
        told = child.dep_ in {"dobj", "dative"} and verb.lemma_ in _HEARERS
        if told and child.lemma_.lower() in occasion_nouns():
            return _whole_phrase(paragraph, child)  # "told a news conference"
    start, end = text_of(paragraph, ()).sentence(verb.i)
    for token in paragraph.doc[start:end]:
        if (
            token.dep_ != "prep"
            or token.lower_ not in _AT
            or _in_content(paragraph, token, attribution)
        ):
            continue
        if not _of_cue(token, verb):
            continue
        for child in token.children:
            if child.dep_ == "pobj" and _is_occasion(child, token):
                return _whole_phrase(paragraph, child)
    return None


def place_of(parsed: Parsed, attribution: Attribution, occasion: Span | None) -> Fact | None:
    """Where it was said: the place named in the occasion, or by the cue ("said in Tarn")."""
    verb, paragraph = _cue_token(parsed, attribution)
    if verb is None or paragraph is None:
        return None
    tokens = paragraph.tokens_in(occasion) if occasion is not None else None
    for token in tokens or ():
        if token.ent_type_ in {"GPE", "LOC"} and token.dep_ == "pobj" and token.head.lower_ == "in":
            return _place(paragraph, token, "named with the occasion")
    for child in verb.children:
        if child.dep_ == "prep" and child.lower_ in {"in", "at"}:
            for place in child.children:
                if place.ent_type_ in {"GPE", "LOC"} and not _in_content(
                    paragraph, place, attribution
                ):
                    return _place(paragraph, place, "named with the verb of speech")
    return None


def is_venue(parsed: Parsed, place: Span) -> bool:
    """Whether a title names a place as where, not as what about: "on the incident at Tarn".

    It is where if an occasion stands nearer before it than the topic: "on trade at a summit in
    Tarn". A title's parse is no guide: a headline has no verb.
    """
    tokens = parsed.tokens_in(place)
    for before in reversed(tokens.doc[: tokens.start] if tokens is not None else ()):
        if before.lemma_.lower() in occasion_nouns() | _BESIDE:
            return True
        if before.lower_ in _ABOUT:
            return False
    return True


_ABOUT = frozenset({"on", "about", "over", "regarding", "concerning"})
_BESIDE = frozenset({"sideline", "margin", "occasion", "eve", "arrival"})


def tense_of(parsed: Parsed, attribution: Attribution) -> str | None:
    """How the cue tells it: "before" ("had said"), "past" or "present"; None where it says neither.

    A verb that goes on after another, "had said … and added", is in that one's tense.
    """
    tokens = parsed.tokens_in(attribution.cue) if attribution.cue is not None else None
    verb = next((t for t in tokens or () if cue_of(t) is not None), None)
    own = [c for c in verb.children if "subj" in c.dep_] if verb is not None else []
    if verb is not None and verb.dep_ == "conj" and not own:
        return None
    tags = {token.tag_ for token in tokens or ()}
    if "VBN" in tags and any(t.lower_ == "had" for t in tokens or ()):
        return "before"
    if "VBD" in tags:
        return "past"
    return "present" if tags & {"VBZ", "VBP"} and "VBN" not in tags else None


def said_on_of(
    parsed: Parsed, attribution: Attribution, times: Sequence[TimeExpression]
) -> Fact | None:
    """The date of the act of speech, where its own clause gives one; None where it does not.

    A date inside the content is what is talked about, never when it was said.
    """
    found = _time_of_cue(parsed, attribution, times)
    if found is None or found.date is None:
        return None
    return Fact(found.date, found.span, found.basis)


def undated_words(
    parsed: Parsed, attribution: Attribution, times: Sequence[TimeExpression]
) -> Span | None:
    """The words that say when it was said, where the page gives them no day: "on Sunday"."""
    found = _time_of_cue(parsed, attribution, times)
    return found.span if found is not None and found.date is None else None


def _time_of_cue(
    parsed: Parsed, attribution: Attribution, times: Sequence[TimeExpression]
) -> TimeExpression | None:
    if attribution.cue is None:
        return None
    paragraph = parsed.paragraph_at(attribution.cue.start)
    if paragraph is None:
        return None
    first = bisect_left(times, paragraph.start, key=lambda t: t.span.start)
    last = bisect_left(times, paragraph.span.end, key=lambda t: t.span.start)
    outside = [
        t for t in times[first:last] if not any(part.meets(t.span) for part in attribution.parts)
    ]
    return time_of(parsed, outside, attribution.cue)


def _cue_token(parsed: Parsed, attribution: Attribution) -> tuple[Token | None, Paragraph | None]:
    if attribution.cue is None:
        return None, None
    paragraph = parsed.paragraph_at(attribution.cue.start)
    tokens = paragraph.tokens_in(attribution.cue) if paragraph is not None else None
    if tokens is None:
        return None, paragraph
    return next((t for t in tokens if cue_of(t) is not None), tokens[0]), paragraph


def _in_content(paragraph: Paragraph, token: Token, attribution: Attribution) -> bool:
    return any(part.meets(paragraph.span_of(token)) for part in attribution.parts)


def _of_cue(prep: Token, verb: Token) -> bool:
    """Whether a preposition belongs to the cue, or to the "speaking" or the hearer beside it."""
    head = prep.head
    for _ in range(4):
        if head == verb or head.lemma_.lower() in _SPEAKING:
            return True
        if head.dep_ in {"dobj", "pobj", "prep", "advcl", "nsubj", "npadvmod", "dative", "conj"}:
            head = head.head
        else:
            return False
    return False


def _is_occasion(noun: Token, prep: Token) -> bool:
    word = noun.lemma_.lower()
    if prep.lower_ in {"on", "via", "through"}:
        return word in occasion_nouns() and word not in _NOT_OCCASIONS
    if prep.lower_ in {"after", "following", "with", "to", "in"} and word in _NOT_OCCASIONS:
        return False
    if word in occasion_nouns():
        return True
    return any(t.lower_ in occasion_nouns() for t in noun.lefts if t.text[0].isupper())


def _phrase(paragraph: Paragraph, head: Token) -> Span:
    return paragraph.span_of(paragraph.doc[slice(*noun_phrase(paragraph.doc, head))])


def _whole_phrase(paragraph: Paragraph, head: Token) -> Span:
    """The phrase with its "in Tarn" and "on the sidelines of …", up to a comma, clause or date."""
    doc = paragraph.doc
    start, end = head.left_edge.i, head.right_edge.i + 1
    for at in range(head.i + 1, end):
        clause = doc[at].lower_ in _CLAUSES or _opens_anew(doc, at)
        if doc[at].text in {",", "“", "”", '"', ";", ":", "("} or doc[at].pos_ == "VERB" or clause:
            end = at
            break
        if doc[at].ent_type_ == "DATE" and doc[at].ent_iob_ == "B" and doc[at].dep_ != "compound":
            end = at - (doc[at - 1].lower_ == "on")
            break
    while end > head.i + 1 and doc[end - 1].pos_ in {"ADP", "PUNCT", "SCONJ"}:
        end -= 1
    return paragraph.span_of(doc[start:end])


_CLAUSES = frozenset({"that", "which", "who", "whose", "whether", "where", "when"})
"""Words with which a clause begins: "a call with investors | that the pit had been safe"."""


def _opens_anew(doc: Doc, at: int) -> bool:
    """Whether an article stands right after a noun: another phrase, "a letter to Lind | the"."""
    after = doc[at - 1].pos_ in {"NOUN", "PROPN"}
    return doc[at].lower_ in {"the", "a", "an"} and after


def _place(paragraph: Paragraph, token: Token, basis: str) -> Fact:
    doc = paragraph.doc
    start = token.i
    while start > 0 and doc[start - 1].ent_type_ == token.ent_type_ and doc[start].ent_iob_ == "I":
        start -= 1
    span = paragraph.span_of(doc[start : token.i + 1])
    return Fact(doc[start : token.i + 1].text, span, basis)
