"""Sentences, subjects and complements of reporting verbs, over the parse of one paragraph."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from spacy.tokens import Doc, Token

from onrecord.annotate.marks import ALL_DOUBLE
from onrecord.annotate.parsed import Paragraph
from onrecord.spans import Span
from onrecord.statements.cues import Cue, cues, lead_ins, requests, with_particles

_FINITE = frozenset({"VBD", "VBP", "VBZ", "MD"})
_NEGATIONS = frozenset({"not", "n't", "n’t", "never", "nor"})


class Text(NamedTuple):
    """A paragraph, which of its tokens lie in quotation marks, and its sentences.

    A sentence's end that lies within quotation marks does not end the sentence around them.
    """

    paragraph: Paragraph
    quoted: tuple[bool, ...]
    sentences: tuple[tuple[int, int], ...]

    @property
    def doc(self) -> Doc:
        """The tokens."""
        return self.paragraph.doc

    def sentence(self, at: int) -> tuple[int, int]:
        """The sentence that holds token `at`."""
        return next(s for s in self.sentences if s[0] <= at < s[1])

    def span(self, start: int, end: int) -> Span:
        """The document's characters of tokens `start..end`."""
        return self.paragraph.span_of(self.doc[start:end])


def text_of(paragraph: Paragraph, quotes: Sequence[Span]) -> Text:
    """`paragraph` with the tokens inside `quotes` (outer spans, marks included) marked."""
    doc = paragraph.doc
    quoted = [False] * len(doc)
    for quote in quotes:
        tokens = paragraph.tokens_in(quote) if quote.meets(paragraph.span) else None
        for token in tokens or ():
            quoted[token.i] = True
    return Text(paragraph, tuple(quoted), tuple(_sentences(doc, quoted)))


def _sentences(doc: Doc, quoted: Sequence[bool]) -> Iterator[tuple[int, int]]:
    start = 0
    for sentence in doc.sents:
        end = sentence.end
        inside = end < len(doc) and quoted[end - 1] and quoted[end]
        runs_on = end < len(doc) and not _ends(doc, end) and not (quoted[end - 1] or quoted[end])
        after_quote = end < len(doc) and quoted[end - 1] and _cue_follows(doc, end)
        if not (inside or runs_on or after_quote):
            yield start, end
            start = end
    if start < len(doc):
        yield start, len(doc)


def _ends(doc: Doc, end: int) -> bool:
    """Whether a sentence may end before token `end`: a stop, or a capital on a new footing."""
    last = doc[end - 1].text
    return last[-1] in ".!?…:;" or last in ALL_DOUBLE or doc[end].is_title


def _cue_follows(doc: Doc, at: int) -> bool:
    return doc[at].text in {",", "-", "–", "—"} or doc[at].text[0].islower()


def cue_of(token: Token) -> Cue | None:
    """The reporting verb that `token` is a form of, None where it is none or is not a verb.

    In a headline the tagger may call "Says" a name; its form decides there.
    """
    lemma = token.lemma_.lower()
    found = None
    if lemma in with_particles():
        particle = next((c.lower_ for c in token.children if c.dep_ in {"prt", "acomp"}), None)
        found = cues().get(f"{lemma} {particle}") if particle is not None else None
    if lemma in {"make", "put"}:
        following = {t.lower_ for t in token.doc[token.i + 1 : token.i + 4]}
        if following & ({"clear", "plain"} if lemma == "make" else {"it"}):
            return cues()["make clear" if lemma == "make" else "put it"]
    if lemma == "know" and token.tag_ == "VBN" and token.head.lemma_ == "let":
        return cues()["announce"]  # "let it be known"
    found = found or cues().get(lemma)
    if found is None and token.is_title and token.lower_.endswith("s") and not token.ent_type_:
        found = cues().get(token.lower_[:-1])
        return found if found is not None and token.pos_ in {"PROPN", "NOUN", "VERB"} else None
    if found is None or token.pos_ not in {"VERB", "AUX"}:
        return None
    return found


def reports(verb: Token) -> bool:
    """Whether a verb reports what somebody said or asked for: "added", "demanded"."""
    return cue_of(verb) is not None or verb.lemma_.lower() in requests()


def unsaid(token: Token, content: Collection[Token] = ()) -> bool:
    """Whether a reporting verb reports nothing that was said: declined, expected, supposed.

    "did not say", "declined to comment", "neither confirmed", "could say", "is expected to say",
    "had he said", "imagine that she had said". What is negated in the `content` it reports is no
    matter of the verb's.
    """
    children = [child for child in token.lefts if child not in content]
    if any(c.dep_ == "neg" or c.lower_ in _NEGATIONS or c.lower_ == "neither" for c in children):
        return True
    if token.i and token.nbor(-1).lower_ in {"nor", "neither"}:
        return True
    if any(child.tag_ == "MD" for child in children):
        return True
    if any(c.lower_ == "had" and c.dep_ == "aux" and c.is_sent_start for c in children):
        return True
    governor = token.head
    if token.dep_ == "ccomp" and governor.lemma_.lower() in _MADE_UP:
        return True
    return token.dep_ == "xcomp" and governor.lemma_.lower() in _NOT_YET


_MADE_UP = frozenset({"imagine", "suppose", "pretend"})
_NOT_YET = frozenset(
    "decline refuse fail avoid expect plan want intend hope wish prepare schedule likely ready "
    "unable unwilling reluctant set able".split()
)


def lead_in(doc: Doc, start: int, end: int) -> int:
    """Where content begins in `start..end` once "However, " before it is passed over."""
    at = start
    while at < end:
        length = _opening(doc, at, end)
        if length == 0:
            break
        at += length
    return at if at < end else start


def _opening(doc: Doc, at: int, end: int) -> int:
    """How many tokens of an opening stand at `at`: a dash, a comma, "and", "In the meantime"."""
    if doc[at].text in {",", "-", "–", "—", "•"}:
        return 1
    for length in range(5, 0, -1):
        words = tuple(token.lower_ for token in doc[at : at + length])
        if words in lead_ins():
            alone = length > 1 and not (at + length < end and doc[at + length].text == ",")
            return 0 if alone else length
    return 0


def has_finite_verb(doc: Doc, start: int, end: int) -> bool:
    """Whether tokens `start..end` hold a finite verb, so that they can be a clause."""
    return any(token.tag_ in _FINITE for token in doc[start:end])


def trimmed_end(doc: Doc, start: int, end: int) -> int:
    """`end` without stops, commas and dashes at the end of `start..end`."""
    while end > start and doc[end - 1].text in {",", ".", ";", ":", "-", "–", "—", "!", " "}:
        end -= 1
    return end


def subject_of(token: Token) -> Token | None:
    """The head word of the subject of a verb, its own or the one it shares as a conjunct.

    For "who said" that is "who"; for a participle ("adding that") the main clause's subject.
    """
    if token.tag_ == "VBG" and token.i and token.nbor(-1).text == "," and not _own_subject(token):
        root = token.sent.root  # "rejected the claim that … , calling it a lie": who rejected
        if root.i < token.i and _own_subject(root):
            token = root
    verb = token
    if verb.i and verb.nbor(-1).lower_ in {"and", "but"} and not _own_subject(verb):
        before = next((t for t in reversed(verb.doc[verb.sent.start : verb.i]) if cue_of(t)), None)
        token = before if before is not None else verb
    for _ in range(4):
        for child in token.children:
            if child.dep_ in {"nsubj", "nsubjpass"}:
                return child
        if token.dep_ in {"conj", "advcl", "xcomp"} and token.head.pos_ in {"VERB", "AUX"}:
            token = token.head
        else:
            return None
    return None


def _own_subject(verb: Token) -> bool:
    return any(child.dep_ in {"nsubj", "nsubjpass"} for child in verb.children)


def noun_phrase(doc: Doc, head: Token) -> tuple[int, int]:
    """The tokens of a subject's noun phrase, without clauses and appositions after it."""
    start = head.left_edge.i
    end = head.i + 1
    for child in head.rights:
        if child.dep_ in {"prep", "flat", "compound", "nmod"} and child.i == end:
            end = child.right_edge.i + 1
        elif child.dep_ in {"amod", "acl"} and child.pos_ == "ADJ" and child.i == end:
            end = child.right_edge.i + 1  # "sources close to the envoy"
        elif child.dep_ in {"cc", "conj"} and child.right_edge.i - start < 14:
            end = max(end, child.right_edge.i + 1)
    for at in range(head.i + 1, end):
        if doc[at].text in {",", "(", ":", ";", "–", "—"} or doc[at].text in ALL_DOUBLE:
            end = at
            break
    while start < head.i and (doc[start].text in ALL_DOUBLE + ",-–—" or doc[start].dep_ == "cc"):
        start += 1
    return start, end


def complement(text: Text, verb: Token) -> tuple[int, int] | None:
    """The tokens of the clause a verb reports after itself, without "that"; None where none is.

    The clause runs to the sentence's end unless something else of the verb's comes first.
    """
    doc = text.doc
    start, end = text.sentence(verb.i)
    clauses = [c for c in verb.children if c.dep_ == "ccomp" and c.i > verb.i]
    first = None
    if clauses:
        first = max(clauses[0].left_edge.i, verb.i + 1)
        stop = _complement_end(text, verb, clauses[0], end)
    else:
        that = next(
            (t for t in doc[verb.i + 1 : min(end, verb.i + 25)] if t.lower_ == "that"), None
        )
        if that is None or that.dep_ not in {"mark", "nsubj", "det"} or that.i + 2 >= end:
            return None
        if not has_finite_verb(doc, that.i, end) or _crosses(doc, verb.i, that.i):
            return None
        first, stop = that.i, end
    if verb.lemma_ == "make":
        first = next((t.i + 1 for t in doc[verb.i : stop] if t.lower_ in {"clear", "plain"}), first)
    first = _past_opening(doc, first, stop)
    stop = trimmed_end(doc, first, _before_next_report(doc, first, stop))
    if stop - first < 2 or first < start:
        return None
    return first, stop


def _past_opening(doc: Doc, first: int, stop: int) -> int:
    """Where a complement's own words begin: past "that", and past the day of the act of speech.

    "said on Monday he would go" is parsed as if he would go on Monday.
    """
    day = first + (doc[first].lower_ == "on")
    if day + 2 < stop and doc[day].ent_type_ == "DATE" and doc[day].pos_ == "PROPN":
        while day < stop and doc[day].ent_type_ == "DATE":
            day += 1
        first = day
    for at in range(first, min(first + 2, stop - 1)):
        if doc[at].lower_ == "that" and doc[at].dep_ in {"mark", "det", "nsubj", "dobj"}:
            bare = doc[at].dep_ == "mark" or doc[at + 1].pos_ not in {"VERB", "AUX"}
            first = at + 1 if bare else first
    while first < stop and doc[first].text in {",", ":"}:
        first += 1
    return first


def _before_next_report(doc: Doc, first: int, stop: int) -> int:
    """Where a complement ends before the same speaker's next one: "… was safe and added that …"."""
    for at in range(first + 2, stop - 2):
        if doc[at].text == "," and _reports_to_end(doc, at + 1, stop):
            return at
        joined = doc[at - 1].lower_ in {"and", "but"}
        if joined and cue_of(doc[at]) is not None and doc[at + 1].lower_ == "that":
            return at - 1
    return stop


def _reports_to_end(doc: Doc, first: int, stop: int) -> bool:
    """Whether tokens `first..stop` are a report set after its clause: "the minister made clear"."""
    if stop - first > 8 or stop - first < 2:
        return False
    verb = next((token for token in doc[first:stop] if cue_of(token) is not None), None)
    subject = next((c for c in verb.children if c.dep_ == "nsubj"), None) if verb else None
    if verb is None or subject is None or not first <= subject.left_edge.i <= first + 1:
        return False
    return not any(token.tag_ in _FINITE for token in doc[verb.i + 1 : stop])


def _crosses(doc: Doc, verb: int, that: int) -> bool:
    """Whether another verb stands between a reporting verb and a "that", which is then its."""
    return any(token.tag_ in _FINITE for token in doc[verb + 1 : that])


def _complement_end(text: Text, verb: Token, clause: Token, end: int) -> int:
    edge = clause.right_edge.i + 1
    siblings = [
        child
        for child in verb.children
        if child.i > clause.i and child.left_edge.i >= edge and child.dep_ in _OTHERS
    ]
    if siblings:
        return max(edge, min(child.left_edge.i for child in siblings))
    return end if edge <= end else edge


_OTHERS = {"advcl", "conj", "cc", "npadvmod", "parataxis", "nsubj"}
