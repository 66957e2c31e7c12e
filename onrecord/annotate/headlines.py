"""Headlines read again, where the parser took their verb for a noun.

"Bishop backs barmaid" has no article and a verb that looks like a plural: a parser trained on
sentences finds no verb in it. With the verb's past in its place ("Bishop backed barmaid") it does;
that parse, laid under the words as they stand, is what the stages after this one see.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from types import MappingProxyType

from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from onrecord.lists import lines

_LONGEST = 24
"""Tokens of a headline; longer paragraphs are prose."""
_FINITE = frozenset({"VBZ", "VBP", "MD"})
_BEFORE_NOUNS = frozenset({"DT", "PRP$", "POS", "JJ", "CD", "IN", "TO", "CC"})
_PLURAL = frozenset({"NNS", "NNPS"})


def reread(doc: Doc, parser: Language) -> Doc:
    """`doc`, or the same words with the parse that its verb's past gives it.

    Only what is set like a headline is tried: one short line without a full stop. The new parse is
    taken where it makes the word the line's verb, with a subject before it.
    """
    if not 3 <= len(doc) <= _LONGEST or doc[-1].text in (".", "?", ":", ";", ","):
        return doc
    for token in doc:
        past = _past_of(token)
        if past is None:
            continue
        words = [past if t.i == token.i else t.text for t in doc]
        other = Doc(doc.vocab, words=words, spaces=[bool(t.whitespace_) for t in doc])
        for name, pipe in parser.pipeline:
            if name != "ner":
                other = pipe(other)
        if _is_verb(other[token.i]):
            return _laid_under(doc, other, token)
    return doc


def _past_of(token: Token) -> str | None:
    """The past of a word that may be a headline's verb; None where it can be none."""
    if token.i == 0 or token.i + 1 == len(token.doc) or token.tag_[0] == "V":
        return None
    before = token.nbor(-1)
    if before.tag_ in _BEFORE_NOUNS or not before.is_alpha:
        return None
    third, base = headline_forms()
    past = third.get(token.lower_)
    if past is None and (before.tag_ in _PLURAL or before.lower_ == "police" or _listed(before)):
        past = base.get(token.lower_)
    return None if past is None or _has_verb(token) else past


def _listed(noun: Token) -> bool:
    """Whether the noun ends a list: "Lund and Tarn ink pact"."""
    return noun.i >= 2 and noun.nbor(-1).lower_ == "and"


def _has_verb(token: Token) -> bool:
    """Whether the line has a verb without the word: one before it, or one that it is subject of."""
    for other in token.doc:
        finite = other.tag_ in _FINITE or (other.tag_ == "VBD" and other.lemma_ != other.lower_)
        subject = any(c.dep_ in ("nsubj", "nsubjpass") for c in other.children)
        if finite and subject and (other.i < token.i or token.dep_ in ("nsubj", "compound")):
            return True
    return False


def _is_verb(token: Token) -> bool:
    subject = any(c.dep_ == "nsubj" and c.i < token.i for c in token.children)
    return token.pos_ == "VERB" and token.dep_ == "ROOT" and token.tag_ == "VBD" and subject


def _laid_under(doc: Doc, other: Doc, verb: Token) -> Doc:
    """The words of `doc` with the parse of `other`, whose token at `verb` is the verb's past."""
    tags, lemmas = [t.tag_ for t in other], [t.lemma_ for t in other]
    tags[verb.i] = "VBZ"
    made = Doc(
        doc.vocab,
        words=[t.text for t in doc],
        spaces=[bool(t.whitespace_) for t in doc],
        tags=tags,
        pos=[t.pos_ for t in other],
        lemmas=lemmas,
        heads=[t.head.i for t in other],
        deps=[t.dep_ for t in other],
    )
    made.set_ents([Span(made, e.start, e.end, label=e.label) for e in doc.ents])
    return made


@cache
def headline_forms() -> tuple[Mapping[str, str], Mapping[str, str]]:
    """The pasts of the verbs of headlines, by the form for he, she and it, and by the plain one.

    >>> third, plain = headline_forms()
    >>> third["bins"], third["axes"], plain["storm"], plain["strike"]
    ('binned', 'axed', 'stormed', 'struck')
    """
    third: dict[str, str] = {}
    plain: dict[str, str] = {}
    for verb, past in _verbs():
        plain[verb] = past
        third[_third(verb)] = past
    return MappingProxyType(third), MappingProxyType(plain)


def _verbs() -> Iterator[tuple[str, str]]:
    for line in lines("headline_verbs.txt"):
        for word in line.split():
            verb, _, past = word.partition("/")
            yield verb, past or _regular(verb)


def _third(verb: str) -> str:
    if re.search(r"[^aeiou]y$", verb):
        return f"{verb[:-1]}ies"
    return f"{verb}es" if verb.endswith(("s", "x", "z", "ch", "sh", "o")) else f"{verb}s"


def _regular(verb: str) -> str:
    if re.search(r"[^aeiou]y$", verb):
        return f"{verb[:-1]}ied"
    if verb.endswith("e"):
        return f"{verb}d"
    doubled = re.fullmatch(r"[^aeiou]*[aeiou][^aeiouwxy]", verb) or verb in _DOUBLED
    return f"{verb}{verb[-1]}ed" if doubled else f"{verb}ed"


_DOUBLED = frozenset("expel admit annul kidnap grovel cancel rebel".split())
