"""When and where an act is said to happen, and how many of what it is done to."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from onrecord.annotate.parsed import Paragraph
from onrecord.annotate.when import time_of
from onrecord.events.arguments import is_passive, objects
from onrecord.events.drafts import Draft
from onrecord.events.roles import Scene, phrase_span
from onrecord.model import Fact, TimeExpression
from onrecord.spans import Span

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
    """What a verb is done to, as words, and how many where the words count it.

    "expelled ten diplomats" gives the span of "ten diplomats", and 10.
    """
    token = draft.token
    if token.pos_ == "VERB":
        targets = objects(token)
    else:
        targets = tuple(
            noun
            for phrase in token.children
            if phrase.dep_ == "prep" and phrase.lower_ == "of"
            for noun in phrase.children
            if noun.dep_ == "pobj"
        )
    if not targets or (
        token.pos_ == "VERB" and is_passive(token) and draft.frame.right[:1] == ("subj",)
    ):
        return None, None
    target = targets[0]
    if target.pos_ == "PRON":
        return None, None
    return phrase_span(draft.paragraph, target), number_of(target)


def number_of(noun: Token) -> int | None:
    """How many a noun phrase says there are; None where it gives no number or only "dozens".

    >>> # "ten diplomats" -> 10; "at least 1,200 people" -> 1200; "diplomats" -> None
    """
    for own in noun.children:
        if own.dep_ != "nummod":
            continue
        words = [t for t in own.subtree if t.like_num or t.lower_ in _NUMBERS]
        if len(words) == 1:
            text = words[0].lower_.replace(",", "")
            if text.isdigit():
                return int(text)
            return _NUMBERS.get(text)
    return None
