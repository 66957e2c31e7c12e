"""Which time expression says when a predicate happens.

A verb owns the expressions of its own clause: its adverbials, and the phrases that name its
occasion ("said at a meeting in Vell on Thursday"). It does not own those of a clause it governs
("said she would come on Friday"), of a quotation it stands outside, or of a relative clause. An
event noun owns those of its phrase and of a verb that only places it ("the summit took place on
Wednesday"). Small parsers often hang a phrase one noun or one verb too far; where the words
between verb and expression hold no other verb, no comma and no quotation mark, the order of the
words decides.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import islice
from typing import NamedTuple

import msgspec
from spacy.tokens import Span as TokenSpan
from spacy.tokens import Token

from onrecord.annotate.parsed import Paragraph, Parsed
from onrecord.annotate.timex.direction import BREAKS, cues, verb_before
from onrecord.annotate.timex.steps import untold
from onrecord.dates import OPEN, interval, is_edtf, precision
from onrecord.model import Fact, TimeExpression
from onrecord.spans import Span

_QUOTES = frozenset('"“”„«»')
_RELATIVE = frozenset({"who", "which", "whose"})
_EARLIEST = frozenset({"since", "after", "from"})
_LATEST = frozenset({"by", "until", "till", "before"})


class Candidate(NamedTuple):
    """A time expression in the predicate's sentence and its tokens."""

    time: TimeExpression
    tokens: TokenSpan


def time_of(
    parsed: Parsed, times: Sequence[TimeExpression], predicate: Span
) -> TimeExpression | None:
    """The expression of `times` that says when the verb or event noun at `predicate` happens.

    `times` are in order of the text, as `find_times` gives them.
    None where nothing does. After "since", "by", "until" and the like its `date` is open at one
    end ("by 30 June" → `../2032-06-30`), and its `basis` says so.
    """
    paragraph = parsed.paragraph_at(predicate.start)
    tokens = paragraph.tokens_in(predicate) if paragraph is not None else None
    if paragraph is None or tokens is None:
        return None
    head = _head(tokens)
    found = _owned(head, _candidates(paragraph, times, head), 0)
    if found is None or _told_of_later(head, found.time, parsed.document.published):
        return None
    return _bounded(found)


def _told_of_later(head: Token, time: TimeExpression, published: Fact | None) -> bool:
    """ "invited her to Vell in the autumn": a past act is not dated by what lies after the page."""
    if head.tag_ != "VBD" or time.date is None or published is None:
        return False
    if not is_edtf(published.value):
        return False
    last, first = interval(published.value)[1], interval(time.date)[0]
    return last is not None and first is not None and first > last


def _head(tokens: TokenSpan) -> Token:
    """The token a predicate's span stands for: its root, past auxiliaries and prepositions."""
    root = tokens.root
    if root.pos_ == "AUX" and root.dep_ in ("aux", "auxpass") and root.head in tokens:
        return root.head
    return root


def _candidates(
    paragraph: Paragraph, times: Sequence[TimeExpression], head: Token
) -> list[Candidate]:
    """The expressions of the head's sentence that say when, not how long or how often."""
    sentence = paragraph.span_of(head.sent)
    found = []
    first = bisect_left(times, sentence.start, key=lambda time: time.span.start)
    for time in islice(times, first, None):
        if time.span.start >= sentence.end:
            break
        if time.type == "SET":
            continue
        if time.type == "DURATION" and time.date is None and untold(time.basis) is None:
            continue
        if time.value.endswith("_REF"):
            continue
        tokens = paragraph.tokens_in(time.span)
        if tokens is not None:
            found.append(Candidate(time, tokens))
    return found


def _owned(head: Token, candidates: Sequence[Candidate], depth: int) -> Candidate | None:
    """The candidate that dates `head`, the nearest of those that do."""
    if head.lower_ == "according":
        return None
    owns = _noun_owns if head.pos_ in ("NOUN", "PROPN", "ADP", "SCONJ") else _verb_owns
    own = [c for c in candidates if head not in c.tokens and owns(head, c)]
    if not own and head.dep_ == "relcl" and any(c.lower_ == "when" for c in head.children):
        own = [c for c in candidates if head.head in c.tokens]  # "in May, when the war broke out"
    if own:
        return min(own, key=lambda c: (_precise(c.time), _distance(head, c.tokens)))
    return _inherited(head, candidates, depth)


def _precise(time: TimeExpression) -> int:
    """Order of preference between expressions of one clause: what has a place in the calendar."""
    return 0 if time.date is not None else 1


def _distance(head: Token, tokens: TokenSpan) -> int:
    return min(abs(head.i - tokens.start), abs(head.i - tokens.end + 1))


# --- verbs --------------------------------------------------------------------------------


def _verb_owns(verb: Token, candidate: Candidate) -> bool:
    tokens = candidate.tokens
    if _across_quotes(verb, tokens):
        return False
    earlier = verb_before(tokens)
    if earlier is not None:
        return earlier == verb
    path = _path(tokens.root, verb)
    if _past_relative_clause(verb, tokens) or _past_apposition(verb, tokens):
        return True
    if path is not None:
        return _clear(path, verb, tokens)
    return _adjacent(verb, tokens)


def _past_relative_clause(verb: Token, tokens: TokenSpan) -> bool:
    """ "said Noor, who heads the Red Shield in Tarn, on Saturday": the comma closes the clause."""
    doc, close = tokens.doc, tokens.start - 1
    if close >= 0 and doc[close].pos_ == "ADP":
        close -= 1
    if close <= verb.i or doc[close].text != ",":
        return False
    between = range(verb.i + 1, close)
    opens = next((i for i in between if doc[i].lower_ in _RELATIVE), None)
    if opens is None or doc[opens - 1].text != "," or doc[opens - 1].i <= verb.i:
        return False
    named = doc[verb.i + 1 : opens - 1]
    return not any(t.pos_ in ("VERB", "AUX") or t.text in _QUOTES for t in (*named, doc[close]))


def _past_apposition(verb: Token, tokens: TokenSpan) -> bool:
    """ "said Ada Noor, head of the Red Shield in Tarn, on Saturday.": the comma closes the name."""
    doc, close = tokens.doc, tokens.start - 1
    if close >= 0 and doc[close].pos_ == "ADP":
        close -= 1
    if close <= verb.i or doc[close].text != "," or doc[close].sent != verb.sent:
        return False
    if tokens.end < len(doc) and not doc[tokens.end].is_punct:
        return False  # "…, on Saturday they left"
    between = doc[verb.i + 1 : close]
    plain = not any(t.pos_ in ("VERB", "AUX") or t.text in _QUOTES | BREAKS for t in between)
    return plain and sum(t.text == "," for t in between) == 1


def _path(token: Token, ancestor: Token) -> list[Token] | None:
    """The tokens from `token` up to before `ancestor`; None where it is no ancestor."""
    path = []
    while token != ancestor:
        path.append(token)
        if token.head == token:
            return None
        token = token.head
    return path


def _clear(path: list[Token], verb: Token, tokens: TokenSpan) -> bool:
    """Whether the way from the expression up to its verb stays in the verb's clause."""
    if _inside_complement(verb, tokens):
        return False
    if any(_runs_beside(node) for node in path):
        return all(node.pos_ != "VERB" or _runs_beside(node) for node in path)
    for node in path:
        if node.pos_ in ("VERB", "AUX") and not _puts_out(node):
            return False
        if node.dep_ in ("nsubj", "nsubjpass") and not _places(verb):
            return _adjacent(verb, tokens)
        if node.dep_ in ("dobj", "attr") and _is_happening(node) and not _places(verb):
            return False
    return not _of_other_occasion(path, tokens)


def _runs_beside(verb: Token) -> bool:
    """ "Speaking in Vell on Friday, she said": the time of the speaking is that of the saying."""
    return verb.tag_ == "VBG" and verb.dep_ in ("advcl", "acl") and verb.lemma_ in cues("speaking")


def _puts_out(verb: Token) -> bool:
    """ "said in a statement issued on Saturday": the day of the words is that of the saying."""
    noun = verb.head
    put_out = verb.tag_ == "VBN" and verb.dep_ == "acl" and verb.lemma_ in cues("put-out")
    return put_out and noun.dep_ == "pobj" and noun.head.lower_ in ("in", "by", "with")


def _places(verb: Token) -> bool:
    return verb.lemma_ in cues("hold")


def _is_happening(noun: Token) -> bool:
    return noun.lower_ in cues("happening") or noun.lemma_ in cues("happening")


def _inside_complement(verb: Token, tokens: TokenSpan) -> bool:
    """Whether a clause that the verb governs begins between the verb and the expression."""
    for child in verb.children:
        if child.dep_ not in ("ccomp", "advcl", "parataxis") or child.pos_ not in ("VERB", "AUX"):
            continue
        if verb.i < child.i < tokens.start and not _comma_before(tokens):
            return True
    return False


def _comma_before(tokens: TokenSpan) -> bool:
    at = tokens.start - 1
    while at > 0 and tokens.doc[at].pos_ in ("ADP", "DET"):
        at -= 1
    return at >= 0 and (tokens.doc[at].text == "," or tokens.doc[at].text in _QUOTES)


def _of_other_occasion(path: list[Token], tokens: TokenSpan) -> bool:
    """Whether the expression dates a noun that stands in no occasion: "after the June summit"."""
    for node in path:
        if node in tokens or node.dep_ != "pobj" or node.pos_ not in ("NOUN", "PROPN"):
            continue
        leads = node.head.lower_
        if leads in ("after", "following"):
            return tokens.start < node.i or not _is_weekday(tokens)
        if leads in ("about", "ahead", "before", "of", "since", "until", "for", "on"):
            return _is_happening(node) and leads != "on"
    return False


def _is_weekday(tokens: TokenSpan) -> bool:
    return any(token.lower_.endswith("day") for token in tokens)


def _across_quotes(verb: Token, tokens: TokenSpan) -> bool:
    """Whether one of the two stands in a quotation and the other does not."""
    low, high = sorted([verb.i, tokens.start])
    marks = sum(token.text in _QUOTES for token in verb.doc[low:high])
    return marks % 2 == 1 and not _in_quoted_phrase(tokens)


def _in_quoted_phrase(tokens: TokenSpan) -> bool:
    """ "would be signed "before the end of the month"": a quoted piece of the verb's own clause."""
    doc, start, end = tokens.doc, tokens.start, tokens.end
    while start > tokens.sent.start and doc[start - 1].text not in _QUOTES:
        start -= 1
    while end < tokens.sent.end and doc[end].text not in _QUOTES:
        end += 1
    closed = start > tokens.sent.start and end < tokens.sent.end
    return closed and not any(token.pos_ in ("VERB", "AUX") for token in doc[start:end])


def _adjacent(verb: Token, tokens: TokenSpan) -> bool:
    """Whether nothing but phrases stands between verb and expression, whatever the parse says."""
    doc = verb.doc
    after = tokens.start > verb.i
    between = doc[verb.i + 1 : tokens.start] if after else doc[tokens.end : verb.i]
    group = {child.i for child in verb.children if child.dep_ in ("aux", "auxpass", "neg")}
    for token in between:
        if token.i in group:
            continue
        if token.pos_ in ("VERB", "AUX") or token.lower_ in BREAKS or token.text in _QUOTES:
            return False
        if token.text == "," and after:
            return False
    host = _verb_above(tokens.root)
    if not after and host is not None and host.i < tokens.start and not _runs_beside(host):
        return False
    path = _path(tokens.root, host) if host is not None else None
    return not _of_other_occasion(path or [], tokens) and not _has_object_between(verb, tokens)


def _has_object_between(verb: Token, tokens: TokenSpan) -> bool:
    """Whether the verb's own object is an event noun that takes the expression for itself."""
    if _places(verb):
        return False
    return any(
        child.dep_ in ("dobj", "attr") and _is_happening(child) and verb.i < child.i < tokens.start
        for child in verb.children
    ) and not _path_to_verb_is_direct(verb, tokens)


def _path_to_verb_is_direct(verb: Token, tokens: TokenSpan) -> bool:
    head = tokens.root.head
    return head == verb or (head.pos_ == "ADP" and head.head == verb)


def _verb_above(token: Token) -> Token | None:
    while token.head != token:
        token = token.head
        if token.pos_ in ("VERB", "AUX"):
            return token
    return None


# --- nouns --------------------------------------------------------------------------------


def _noun_owns(noun: Token, candidate: Candidate) -> bool:
    tokens = candidate.tokens
    if _across_quotes(noun, tokens):
        return False
    path = _path(tokens.root, noun)
    if path is not None:
        return all(node.pos_ not in ("VERB", "AUX") or _places(node) for node in path)
    if any(_verb_owns(verb, candidate) for verb in _placing(noun)):
        return True
    return _follows(noun, tokens)


def _placing(noun: Token) -> list[Token]:
    """The verbs that only place the noun in time: "the talks, put off twice, are set for May"."""
    if noun.dep_ not in ("nsubj", "nsubjpass", "dobj"):
        return []
    more = [child for child in noun.head.conjuncts if noun.dep_ != "dobj"]
    subjects = ("nsubj", "nsubjpass")
    own = [v for v in more if not any(child.dep_ in subjects for child in v.children)]
    return [verb for verb in (noun.head, *own) if _places(verb)]


def _follows(noun: Token, tokens: TokenSpan) -> bool:
    """Whether the expression ends the noun's phrase: "the talks with X in Vell on June 16"."""
    if tokens.start < noun.i:
        return False
    between = noun.doc[noun.i + 1 : tokens.start]
    plain = ("ADP", "DET", "PROPN", "NOUN", "ADJ", "CCONJ", "PART", "NUM")
    verbless = not any(t.pos_ in ("VERB", "AUX") for t in noun.sent)
    if any(t.pos_ not in plain and not (verbless and t.text in (",", "-")) for t in between):
        return False
    if verbless:
        return True
    own = any(child.dep_ == "prep" and noun.i < child.i < tokens.start for child in noun.children)
    return noun.dep_ == "pobj" and own


# --- what a clause takes over from another ------------------------------------------------


def _inherited(head: Token, candidates: Sequence[Candidate], depth: int) -> Candidate | None:
    """The time of the clause above, where the two share it; None where they do not."""
    above = head.head
    if depth > 3 or above == head or above.pos_ not in ("VERB", "AUX"):
        return None
    if head.pos_ not in ("VERB", "AUX"):
        return None
    found = _owned(above, candidates, depth + 1)
    if found is None or _across_quotes(head, found.tokens):
        return None
    leading = found.tokens.start < above.i and found.tokens.start < head.i
    if head.dep_ == "conj" and leading:
        return found
    if head.dep_ == "xcomp" and above.lemma_ in cues("raising") and leading:
        return found
    if head.dep_ == "advcl" and leading and _shares(head, found.time):
        return found
    return None


def _shares(head: Token, time: TimeExpression) -> bool:
    marks = {c.lower_ for c in head.children if c.dep_ in ("mark", "advmod")}
    if not marks & cues("together"):
        return False
    coarse = time.date is not None and precision(time.date) != "day"
    return coarse or "after" not in marks


# --- bounds -------------------------------------------------------------------------------


def _bounded(candidate: Candidate) -> TimeExpression:
    """The expression, its date open at one end after "since", "by" and the like."""
    time, tokens = candidate
    lead = tokens.doc[tokens.start - 1].lower_ if tokens.start else ""
    if time.date is None or not is_edtf(time.date) or "/" in time.date:
        return time
    if tokens.end < len(tokens.doc) and tokens.doc[tokens.end].lower_ in ("'s", "’s"):
        return time  # "since last night's call": the call was that night, not since then
    if lead in _EARLIEST:
        date = f"{time.date}/{OPEN}"
    elif lead in _LATEST:
        date = f"{OPEN}/{time.date}"
    else:
        return time
    return msgspec.structs.replace(time, date=date, basis=f"{lead}: {time.basis}")
