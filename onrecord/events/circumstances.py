"""When and where an act is said to happen, and how many of what it is done to."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from spacy.tokens import Span as TokenSpan
from spacy.tokens import Token

from onrecord.annotate.parsed import Paragraph
from onrecord.annotate.when import time_of
from onrecord.events.arguments import complements, is_passive, objects
from onrecord.events.drafts import Draft
from onrecord.events.roles import Scene, phrase_span
from onrecord.lists import lines
from onrecord.model import About, Fact, TimeExpression
from onrecord.spans import Span, hull

_PLACE_LABELS = frozenset({"GPE", "LOC", "FAC"})
_AT = frozenset({"in", "at", "near", "outside"})
_MOVING = frozenset({"arrive", "travel", "fly", "land", "head", "go", "visit", "trip", "tour"})
_NUMBERS = {
    word: number
    for number, word in enumerate(
        "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
        "sixteen seventeen eighteen nineteen twenty".split(),
        start=1,
    )
} | {"thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "hundred": 100, "dozen": 12}


def date_of(scene: Scene, draft: Draft) -> Fact | None:
    """The date the text gives the act, with the expression's span; None where it gives none."""
    times = scene.annotations.times
    anchors = [draft.anchor]
    if draft.carrier is not None:
        anchors.append(draft.paragraph.span_of(draft.carrier))
    for anchor in anchors:
        found = time_of(scene.parsed, times, anchor)
        if found is not None and found.date is not None:
            return Fact(found.date, found.span, found.basis)
    if draft.frame.word_class == "n":
        inside = [t for t in times if t.date is not None and draft.span.holds(t.span)]
        dates = {t.date for t in inside}
        if len(dates) == 1:
            return _fact(inside[0])
    return None


def is_dated_in_words(scene: Scene, draft: Draft) -> bool:
    """Whether a noun's phrase names a day or month ("the May 4 meeting"), the year known or not."""
    if draft.frame.word_class != "n":
        return False
    return any(t.type == "DATE" and draft.span.holds(t.span) for t in scene.annotations.times)


def _fact(time: TimeExpression) -> Fact:
    return Fact(time.date or "", time.span, time.basis)


def place_of(scene: Scene, draft: Draft) -> Fact | None:
    """The place the act is said to happen in: after "in" or "at", or where a visit goes."""
    paragraph = draft.paragraph
    for token in (draft.token, draft.carrier):
        if token is None:
            continue
        for phrase in _phrases_of_place(token):
            for place in _places_within(scene, paragraph, phrase):
                return Fact(*place, "place named with the act")
    if draft.frame.mode == "visit" and draft.frame.word_class == "v":
        for target in objects(draft.token):
            visited = _place_at(scene, paragraph, target)
            if visited is not None:
                return Fact(*visited, "place visited")
    return _listed_place(scene, draft)


def place_near(scene: Scene, paragraph: Paragraph, token: Token) -> Fact | None:
    """The place after "in" or "at" on a verb, or on what is after "at" ("at a forum in Lund")."""
    basis = "place of what was said right after"
    for phrase in _phrases_of_place(token):
        for noun in (phrase, *(n for p in phrase.children for n in p.children if p.lower_ in _AT)):
            for place in _places_within(scene, paragraph, noun):
                return Fact(*place, basis)
    return None


def _phrases_of_place(token: Token) -> Iterator[Token]:
    """What stands after "in" or "at" on the word, on its objects, and on what is said of a noun."""
    clauses = ("acl", "relcl") if token.pos_ in ("NOUN", "PROPN") else ()
    near = [token, *(c for c in token.children if c.dep_ in ("dobj", "attr", *clauses))]
    for owner in near:
        for phrase in owner.children:
            moving = phrase.lower_ == "to" and owner.lemma_.lower() in _MOVING
            if phrase.dep_ == "prep" and (phrase.lower_ in _AT or moving):
                yield from (noun for noun in phrase.children if noun.dep_ == "pobj")


def _places_within(scene: Scene, paragraph: Paragraph, noun: Token) -> Iterator[tuple[str, Span]]:
    """The place in "the old city of Lund" or "Lund"."""
    own = _place_at(scene, paragraph, noun)
    if own is not None:
        yield own
        return
    for inner in noun.subtree:
        if inner.head.lower_ in ("of", "in"):
            place = _place_at(scene, paragraph, inner)
            if place is not None:
                yield place


def _place_at(scene: Scene, paragraph: Paragraph, token: Token) -> tuple[str, Span] | None:
    """The name and span of the place that the token names, by the page's names or the parse."""
    span = paragraph.span_of(token)
    text = scene.parsed.document.text
    for mention in scene.mentions_of(paragraph):
        if mention.entity is not None and mention.head.holds(span):
            if scene.annotations.entities[mention.entity].kind in ("place", "state"):
                return mention.head.of(text), mention.head
            return None
    if token.ent_type_ not in _PLACE_LABELS:
        return None
    words = next(
        (ent for ent in token.doc.ents if ent.start <= token.i < ent.end),
        token.doc[token.i : token.i + 1],
    )
    if words[0].lower_ == "the" and len(words) > 1:
        words = words[1:]
    return words.text, paragraph.span_of(words)


def _listed_place(scene: Scene, draft: Draft) -> Fact | None:
    """The place in "talks with Berg, Lund, May 4": a place between commas in the noun's phrase."""
    if draft.frame.word_class != "n":
        return None
    for token in draft.token.subtree:
        listed = token.dep_ in ("npadvmod", "appos", "conj", "pobj", "dep")
        if listed and token.i > draft.token.i and token.nbor(-1).text == ",":
            place = _place_at(scene, draft.paragraph, token)
            if place is not None:
                return Fact(*place, "place named with the act")
    return None


def object_of(draft: Draft) -> tuple[Span | None, int | None]:
    """What the act is done to, as words, and how many where the words count it.

    "expelled ten diplomats" gives the span of "ten diplomats", and 10.
    """
    target = _object_at(draft)
    if target is None or target.pos_ == "PRON":
        return None, None
    return phrase_span(draft.paragraph, target), number_of(target)


def _object_at(draft: Draft) -> Token | None:
    token = draft.token
    targets = objects(token) if token.pos_ == "VERB" else complements(token, "of")
    passive = token.pos_ == "VERB" and is_passive(token)
    if not targets or (passive and draft.frame.right[:1] == ("subj",)):
        return None
    return targets[0]


def about_of(scene: Scene, draft: Draft) -> tuple[About, ...]:
    """What the act is done to or with: the phrase, its count, amounts in the clause, its names.

    Amounts are those that hang on the act ("sent 30 million euros", "cut exports by a tenth");
    words are given as they stand, a count also in digits.
    """
    target = _object_at(draft)
    paragraph, text = draft.paragraph, scene.parsed.document.text
    found: list[About] = []
    if target is not None and target.pos_ != "PRON":
        span = _with_name(paragraph, target)
        found.append(About("object", span.of(text), span))
        number = _number_at(target)
        value = number_of(target)
        if number is not None and value is not None:
            found.append(About("count", str(value), paragraph.span_of(number)))
        found += (
            About("name", mention.head.of(text), mention.head)
            for mention in scene.mentions_in(span)
            if mention.kind == "name"
            and scene.annotations.entities[mention.entity or 0].kind in ("person", "organisation")
            and any(letter.isupper() for letter in mention.head.of(text)[:1])
        )
    found += (About("amount", span.of(text), span) for span in _amounts(draft, target))
    return tuple(found)


def _with_name(paragraph: Paragraph, target: Token) -> Span:
    """The phrase at `target` with the name right after it: "its ambassador Ada Lind"."""
    span = phrase_span(paragraph, target)
    for name in target.rights:
        if name.dep_ == "appos" and name.pos_ == "PROPN":
            whole = phrase_span(paragraph, name)
            if whole.start - span.end <= 1:
                return hull([span, whole])
    return span


def _amounts(draft: Draft, target: Token | None) -> Iterator[Span]:
    """The sums and measures on the act's word, what it is done to, and their prepositions."""
    heads = [draft.token, *([target] if target is not None else [])]
    near = {
        noun.i: noun
        for head in heads
        for own in (head, *head.children)
        for noun in (own, *(own.children if own.dep_ in ("prep", "dative") else ()))
    }
    for place in sorted(near):
        words = _amount_at(near[place])
        if words is not None:
            yield draft.paragraph.span_of(words)


def _amount_at(noun: Token) -> TokenSpan | None:
    """The words of an amount that `noun` heads: "30 million euros", "$30 million"; else None."""
    numbers = [c for c in noun.children if c.dep_ in ("nummod", "quantmod") and c.i < noun.i]
    if noun.lemma_.lower() in _measures() and numbers:
        return noun.doc[min(n.left_edge.i for n in numbers) : noun.i + 1]
    if noun.like_num and any(c.is_currency for c in noun.children):
        return noun.doc[noun.left_edge.i : noun.i + 1]
    return None


@cache
def _measures() -> frozenset[str]:
    return frozenset(word for line in lines("measures.txt") for word in line.split())


def number_of(noun: Token) -> int | None:
    """How many a noun phrase says there are; None where it gives no number or only "dozens".

    >>> # "ten diplomats" -> 10; "at least 1,200 people" -> 1200; "diplomats" -> None
    """
    number = _number_at(noun)
    if number is None:
        return None
    text = number.lower_.replace(",", "")
    return int(text) if text.isdigit() else _NUMBERS.get(text)


def _number_at(noun: Token) -> Token | None:
    """The one number word that counts the noun; None where there is none, or several."""
    for own in noun.children:
        if own.dep_ == "nummod" and own.ent_type_ not in ("MONEY", "PERCENT"):
            words = [t for t in own.subtree if t.like_num or t.lower_ in _NUMBERS]
            if len(words) == 1:
                return words[0]
    return None
