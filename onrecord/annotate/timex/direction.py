"""Whether a bare weekday or month lies behind the day of writing or ahead of it.

"said on Wednesday" looks back, "will meet on Wednesday" ahead. The verb that the expression
hangs on decides by its tense, unless a word beside the expression does ("until", "upcoming").
"""

from __future__ import annotations

from functools import cache
from typing import Literal, NamedTuple

from spacy.tokens import Span as TokenSpan
from spacy.tokens import Token

from onrecord.lists import rows

Way = Literal["back", "ahead"]

_FARTHEST = 12
"""Steps up the tree; a parse deeper than that tells nothing about this expression."""


BREAKS = frozenset({":", ";", "(", ")", "—", "–", "that", "which", "who", "whom", "whose"})
"""Words and marks after which another clause begins."""
_OBJECTS = frozenset({"dobj", "dative", "prep", "prt", "advmod"})


class Lean(NamedTuple):
    """Which way an expression looks (None: nothing says) and the words that say so.

    `sure` tells a cue that holds for all that hangs on it ("will", "until") from a mere habit
    ("is meeting", "to meet"), which a possessive or a month outweighs.
    """

    way: Way | None
    why: str
    sure: bool = False


@cache
def cues(name: str) -> frozenset[str]:
    """The words of one class of data/times/cues.tsv; empty where there is no such class."""
    classes = rows("times/cues.tsv")
    return frozenset(word for row in classes if row[0] == name for word in row[1].split(", "))


def lean_of(expression: TokenSpan) -> Lean:
    """Which way the expression looks, by its prepositions, its noun and its verb's tense.

    "They will meet on Friday" → ahead, "future tense: will meet".
    """
    root = expression.root
    before = expression.doc[expression.start - 1] if expression.start else None
    if before is not None and before.lower_ == "since":
        return Lean("back", "since")
    if before is not None and before.lower_ == "of" and before.head.lower_ == "as":
        return Lean("back", "as of")
    if before is not None and before.lower_ in ("until", "till"):
        return _until(expression, before)
    scheduled = before is not None and before.lower_ in ("for", "by", "to")
    said = verb_before(expression)
    if said is not None:
        return tense_of(said, scheduled=scheduled)
    node = root
    for _ in range(_FARTHEST):
        found = _cue_at(node)
        if found is not None:
            return found
        if node.pos_ in ("VERB", "AUX") and node not in expression:
            return tense_of(node, scheduled=scheduled)
        if node.head is node:
            break
        node = node.head
    if before is not None and {before.lower_, before.lower_.rstrip("s")} & cues("timetable"):
        return Lean("ahead", before.lower_)
    return Lean(None, "no verb")


def _until(expression: TokenSpan, before: Token) -> Lean:
    """ "closed until Friday" looks ahead, "Until Friday, she had refused" back."""
    verb = _verb_above(before)
    if verb is not None and verb.i > expression.end and tense_of(verb).way == "back":
        return Lean("back", f"{before.lower_}, {verb.lower_}")
    return Lean("ahead", before.lower_, sure=True)


def verb_before(expression: TokenSpan) -> Token | None:
    """The verb whose own words lead up to the expression, where the parse hangs it further on.

    "said on Thursday she would come": the parse gives Thursday to "come", the order of the words
    to "said". None where the parse and the order agree, or the order says nothing.
    """
    doc, at = expression.doc, expression.start - 1
    host = _verb_above(expression.root.head) if expression.root.head != expression.root else None
    if host is None or host.i < expression.start:
        return None
    if at >= 0 and doc[at].pos_ == "ADP":
        at -= 1
    last = at
    while at >= 0 and doc[at].pos_ not in ("VERB", "AUX"):
        if doc[at].text in BREAKS or doc[at].is_punct:
            return None
        at -= 1
    if at < 0 or doc[at].pos_ != "VERB":
        return None
    own = {
        token.i for child in doc[at].children if child.dep_ in _OBJECTS for token in child.subtree
    }
    return doc[at] if all(i in own for i in range(at + 1, last + 1)) else None


def _cue_at(node: Token) -> Lean | None:
    """What a noun's modifiers or its preposition say; None where they say nothing."""
    if node.pos_ not in ("NOUN", "PROPN"):
        return None
    if node.lower_ in cues("ahead"):
        return Lean("ahead", node.lower_, sure=True)
    for child in node.children:
        if child.dep_ in ("amod", "compound") and child.lower_ in cues("ahead"):
            return Lean("ahead", child.lower_, sure=True)
    up = node.head
    if up.lower_ == "of" and up.head.lower_ == "ahead":
        return Lean("ahead", "ahead of", sure=True)
    if node.dep_ == "pobj" and up.lower_ in cues("before") and up.i < node.i:
        verb = _verb_above(up)
        if up.lower_ not in ("until", "till") or verb is None or tense_of(verb).way != "back":
            return Lean("ahead", up.lower_, sure=True)
    if node.dep_ == "pobj" and up.lower_ in cues("after") and up.i < node.i:
        verb = _verb_above(up)
        if verb is None or tense_of(verb).way != "ahead":
            return Lean("back", up.lower_)
    return None


def _verb_above(node: Token) -> Token | None:
    for _ in range(_FARTHEST):
        if node.pos_ in ("VERB", "AUX"):
            return node
        if node.head is node:
            return None
        node = node.head
    return None


def tense_of(verb: Token, *, scheduled: bool = False, depth: int = 0) -> Lean:
    """Which way the verb looks by its tense; `scheduled` where "for" or "by" leads to the time.

    None where the tense says neither ("is important in June").
    """
    aux = [child for child in verb.children if child.dep_ in ("aux", "auxpass")]
    if not aux and _shares_auxiliary(verb) and depth < _FARTHEST:
        return tense_of(verb.head, depth=depth + 1)
    forms = {child.lower_ for child in aux}
    group = " ".join(token.text for token in (*aux, verb))
    done = any(child.lemma_ == "have" for child in aux)
    if scheduled and verb.lemma_ in cues("plan"):
        return Lean("ahead", f"set for: {group}", sure=True)
    if forms & cues("will"):
        if done:
            return Lean("back", f"past: {group}")
        return Lean("ahead", f"future: {group}", sure=True)
    if "to" in forms:
        return _infinitive(verb, depth)
    if done or any(child.lemma_ == "do" and child.tag_ == "VBD" for child in aux):
        return Lean("back", f"past tense: {group}")
    return _by_form(verb, aux, group, depth)


def _shares_auxiliary(verb: Token) -> bool:
    """ "would be sealed and signed in January": the second verb leans on the first's auxiliary."""
    if verb.dep_ != "conj" or verb.head.pos_ not in ("VERB", "AUX"):
        return False
    subject = any(child.dep_ in ("nsubj", "nsubjpass") for child in verb.children)
    return verb.tag_ in ("VBN", "VB", "VBG") and not subject


def _infinitive(verb: Token, depth: int) -> Lean:
    governor = verb.head
    if governor is verb or verb.dep_ in ("acl", "relcl"):
        return Lean("ahead", f"to {verb.lower_}")
    if governor.lemma_ in cues("plan") or governor.lower_ in ("going", "set", "due"):
        present = governor.tag_ in ("VBZ", "VBP", "JJ", "VBG")
        return Lean("ahead", f"{governor.lower_} to {verb.lower_}", sure=present)
    return _of_governor(verb, depth)


def _by_form(verb: Token, aux: list[Token], group: str, depth: int) -> Lean:
    present = any(child.lower_ in ("is", "are", "'s", "'re", "am", "'m") for child in aux)
    past = any(child.lower_ in ("was", "were") for child in aux)
    match verb.tag_:
        case "VBD" if verb.lemma_ in cues("plan"):
            return Lean(None, f"past tense of what lies ahead: {group}")
        case "VBD":
            return Lean("back", f"past tense: {group}")
        case "VBN" if verb.lemma_ in cues("plan") and not past:
            return Lean("ahead", f"set: {group}", sure=True)
        case "VBN":
            return Lean("back", f"past: {group}")
        case "VBG" if present:
            return Lean("ahead", f"present progressive: {group}")
        case "VBG" if past:
            return Lean("back", f"past tense: {group}")
        case "VBZ" | "VBP" if verb.lemma_ in cues("report"):
            return Lean("back", f"reported: {group}")
        case "VBZ" | "VBP" if verb.lemma_ in cues("timetable"):
            return Lean("ahead", f"present tense of a timetable: {group}", sure=True)
        case "VBZ" | "VBP" if verb.lemma_ not in cues("stative"):
            return Lean("ahead", f"present tense: {group}")
        case "VBG" | "VB" | "VBN":
            return _of_governor(verb, depth)
        case _:
            return Lean(None, f"neither past nor future: {group}")


def _of_governor(verb: Token, depth: int) -> Lean:
    governor = _verb_above(verb.head) if verb.head is not verb else None
    if governor is None or depth >= _FARTHEST:
        return Lean(None, f"no tense: {verb.lower_}")
    return tense_of(governor, depth=depth + 1)
