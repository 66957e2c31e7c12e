"""Whether a bare weekday or month lies behind the day of writing or ahead of it.

"said on Wednesday" looks back, "will meet on Wednesday" ahead. The verb that the expression
hangs on decides by its tense, unless a word beside the expression does ("until", "upcoming"), or
the noun it leads: what has come about lies behind whatever is told of it ("Monday's ruling will
change that"). A page that names one weekday twice mostly means one day; so where the words leave
it open (`Lean.firm`), those that leave no other way decide for it too (`agreed`).
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Set
from functools import cache
from typing import Literal, NamedTuple, TypeVar

from spacy.tokens import Span as TokenSpan
from spacy.tokens import Token

from onrecord.lists import rows

Way = Literal["back", "ahead"]
Key = TypeVar("Key", bound=Hashable)

_FARTHEST = 12
"""Steps up the tree; a parse deeper than that tells nothing about this expression."""


BREAKS = frozenset({":", ";", "(", ")", "—", "–", "that", "which", "who", "whom", "whose"})
"""Words and marks after which another clause begins."""
_OBJECTS = frozenset({"dobj", "dative", "prep", "prt", "advmod"})
_MODIFIES = frozenset({"compound", "nmod", "amod", "poss"})
_RANKS = frozenset({"first", "second", "third", "last", "latest", "only"})
"""Words after which "to do" may tell of what was done: "the first to speak on Friday"."""
_WILL = frozenset({"will", "'ll", "wo", "shall"})


class Lean(NamedTuple):
    """Which way an expression looks (None: nothing says) and the words that say so.

    `sure` tells a cue that holds for all that hangs on it ("will", "until") from a mere habit
    ("is meeting", "to meet"), which a possessive or a month outweighs. `firm` are words that
    leave no other way ("said on Friday", "will meet on Friday"): the same name elsewhere on the
    page follows them.
    """

    way: Way | None
    why: str
    sure: bool = False
    firm: bool = False


def agreed(leans: Iterable[tuple[Key, Lean]]) -> dict[Key, Lean]:
    """The way that all firm leans of a name go, by name; no entry where they disagree.

    "The chamber voted on Tuesday. … before Tuesday's vote" → the second Tuesday looks back too.
    """
    firm: dict[Key, list[Lean]] = {}
    for key, lean in leans:
        if lean.firm:
            firm.setdefault(key, []).append(lean)
    return {
        key: Lean(found[0].way, f"as elsewhere on the page, {found[0].why}", sure=True)
        for key, found in firm.items()
        if len({lean.way for lean in found}) == 1
    }


@cache
def cues(name: str) -> frozenset[str]:
    """The words of one class of data/times/cues.tsv; empty where there is no such class."""
    classes = rows("times/cues.tsv")
    return frozenset(word for row in classes if row[0] == name for word in row[1].split(", "))


def lean_of(expression: TokenSpan) -> Lean:
    """Which way the expression looks, by its prepositions, its noun and its verb's tense.

    "They will meet on Friday" → ahead, "future: will meet".
    """
    lean = _by_words(expression)
    noun = noun_led(expression)
    if noun is None:
        return lean
    awaited = lean.way == "ahead" and lean.sure and not lean.firm
    if is_of("outcome", noun) and not awaited:
        return Lean("back", f"what has come about: {noun.lower_}")
    if is_of("fixture", noun):
        return lean._replace(firm=lean.firm and _is_setting(noun))
    return lean._replace(firm=False) if lean.sure else Lean("back", "before a noun")


def _is_setting(noun: Token) -> bool:
    """ "told her at Friday's session": the verb's day is the noun's."""
    return noun.dep_ == "pobj" and noun.head.lower_ in ("at", "during", "in")


def noun_led(expression: TokenSpan) -> Token | None:
    """The noun that the expression modifies: "vote" of "Tuesday's vote"; None where none."""
    return expression.root.head if expression.root.dep_ in _MODIFIES else None


def is_of(name: str, noun: Token) -> bool:
    """Whether the noun is of the class of data/times/cues.tsv."""
    return noun.lower_ in cues(name) or noun.lemma_.lower() in cues(name)


def _by_words(expression: TokenSpan) -> Lean:
    root = expression.root
    before = expression.doc[expression.start - 1] if expression.start else None
    if before is not None and before.lower_ == "since":
        return Lean("back", "since")
    if before is not None and before.lower_ == "of" and before.head.lower_ == "as":
        return Lean("back", "as of")
    if before is not None and before.lower_ in ("until", "till"):
        return _until(expression, before)
    if before is not None and (noun := _noun_before(before)) is not None:
        return Lean("ahead", noun.lower_, sure=True)
    scheduled = before is not None and before.lower_ in ("for", "by", "to")
    said = verb_before(expression)
    if said is not None:
        return tense_of(said, scheduled=scheduled)
    node = root
    for _ in range(_FARTHEST):
        found = _cue_at(node) if not (node in expression and _opens_with_hour(expression)) else None
        if found is not None:
            return found
        if node.pos_ in ("VERB", "AUX") and node not in expression:
            wanted = _wanted(expression, node)
            if wanted is not None:
                return Lean("ahead", f"{node.lower_} {wanted.lower_}")
            if _is_prospect(node):
                return Lean("ahead", f"{node.head.lower_} {node.lower_}", sure=True)
            return _of_outcome(root, node) or tense_of(node, scheduled=scheduled)
        if node.head is node:
            break
        node = node.head
    if before is not None and {before.lower_, before.lower_.rstrip("s")} & cues("timetable"):
        return Lean("ahead", before.lower_)
    return Lean(None, "no verb")


def _wanted(expression: TokenSpan, verb: Token) -> Token | None:
    """ "demanded early elections in April": what is to be held, where the verb only asks for it."""
    first = expression.start
    if expression.root.dep_ == "conj" and expression.root.head.i < first:
        first = expression.root.head.i  # "in April or May"
    before = expression.doc[first - 1] if first else None
    if before is None or before.lower_ not in ("in", "on", "for") or not is_of("demand", verb):
        return None
    noun = before.nbor(-1) if before.i else before
    held = is_of("happening", noun) or is_of("fixture", noun)
    asked = noun.head == verb and noun.dep_ == "dobj"
    called = noun.dep_ == "pobj" and noun.head.lower_ == "for" and noun.head.head == verb
    return noun if held and (asked or called) else None


def _noun_before(preposition: Token) -> Token | None:
    """ "the looming vote in July": the word that sets the noun ahead, by the order of the words."""
    noun = preposition.nbor(-1) if preposition.i and preposition.pos_ == "ADP" else preposition
    if noun.pos_ != "NOUN":
        return None
    return next((child for child in noun.lefts if is_of("ahead", child)), None)


def _until(expression: TokenSpan, before: Token) -> Lean:
    """ "closed until Friday" looks ahead, "Until Friday, she had refused" back."""
    verb = _verb_above(before)
    if verb is not None and verb.i > expression.end and tense_of(verb).way == "back":
        return Lean("back", f"{before.lower_}, {verb.lower_}")
    return Lean("ahead", before.lower_, sure=True, firm=True)


def _is_prospect(verb: Token) -> bool:
    """ "ahead of voting on Tuesday", "before leaving on Tuesday" in no tale of the past."""
    up = verb.head
    if verb.tag_ != "VBG" or verb.dep_ != "pcomp":
        return False
    ahead_of = up.lower_ == "of" and up.head.lower_ == "ahead"
    main = _finite_above(up)
    return ahead_of or (is_of("before", up) and (main is None or not _tells_of_past(main)))


def _of_outcome(root: Token, verb: Token) -> Lean | None:
    """ "Her defeat on Tuesday will weaken her": the tense tells of the effect, not of the day."""
    node = root
    for _ in range(_FARTHEST):
        if node == verb:
            return None
        if node != root and node.i < verb.i and is_of("outcome", node):
            return Lean("back", f"what has come about: {node.lower_}")
        node = node.head
    return None


def verb_before(expression: TokenSpan) -> Token | None:
    """The verb whose own words lead up to the expression, where the parse hangs it further on.

    "said on Thursday she would come": the parse gives Thursday to "come", the order of the words
    to "said". So does "fly to Vell, Sudland, on Thursday to sign": the day stands before the
    purpose. None where the parse and the order agree, or the order says nothing.
    """
    doc, at = expression.doc, expression.start - 1
    host = _verb_above(expression.root.head) if expression.root.head != expression.root else None
    if host is None or host.i < expression.start:
        return None
    if at >= 0 and doc[at].pos_ == "ADP":
        at -= 1
    last = at
    purpose = expression.end < len(doc) and _leads_to(doc[expression.end], host)
    while at >= 0 and doc[at].pos_ not in ("VERB", "AUX"):
        if doc[at].text in BREAKS or (doc[at].is_punct and not (purpose and doc[at].text == ",")):
            return None
        at -= 1
    if at < 0 or doc[at].pos_ != "VERB":
        return None
    if purpose:
        return doc[at]
    own = {
        token.i for child in doc[at].children if child.dep_ in _OBJECTS for token in child.subtree
    }
    return doc[at] if all(i in own for i in range(at + 1, last + 1)) else None


def _leads_to(token: Token, verb: Token) -> bool:
    return token.lower_ == "to" and token.head == verb and token.pos_ == "PART"


def _opens_with_hour(expression: TokenSpan) -> bool:
    """ "before 9 p.m. on Sunday": what stands before the hour says nothing of the day."""
    first = expression[0].text[0].isdigit()
    return first and any(token.lower_.rstrip(".") in _HALF_DAYS for token in expression)


_HALF_DAYS = frozenset({"am", "pm", "a.m", "p.m"})


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
    if node.dep_ == "pobj" and up.lower_ in ("to", "into"):
        return _run_up(up)
    if node.dep_ == "pobj" and up.lower_ in cues("before") and up.i < node.i:
        verb = _verb_above(up)
        past = verb is not None and tense_of(verb).way == "back"
        if up.lower_ not in ("until", "till") or not past:
            return Lean("ahead", up.lower_, sure=not past or up.lower_ == "ahead")
    if node.dep_ == "pobj" and up.lower_ in cues("after") and up.i < node.i:
        verb = _verb_above(up)
        main = _finite_above(up)
        future = any(one is not None and _is_future(one) for one in (verb, main))
        if not future:
            return Lean("back", up.lower_)
    return None


def _run_up(preposition: Token) -> Lean | None:
    """ "heading into Tuesday's vote", "in the run-up to": ahead, but back in a tale of the past."""
    lead = preposition.nbor(-1).lower_ if preposition.i else ""
    if f"{lead} {preposition.lower_}" not in cues("run-up"):
        return None
    main = _finite_above(preposition)
    if main is not None and _tells_of_past(main):
        return Lean("back", f"{lead} {preposition.lower_}, {main.lower_}")
    return Lean("ahead", f"{lead} {preposition.lower_}", sure=True)


def _is_future(verb: Token) -> bool:
    """Whether the verb has a "will", "may" or the like, or is to be done."""
    helpers = {child.lower_.replace("’", "'") for child in verb.children if child.dep_ == "aux"}
    return not helpers.isdisjoint(cues("will") | {"to"})


def _finite_above(node: Token) -> Token | None:
    """The first verb above with a tense of its own: not "leading", "to stem"."""
    for _ in range(_FARTHEST):
        helpers = [child for child in node.children if child.dep_ in ("aux", "auxpass")]
        named = node.pos_ in ("VERB", "AUX")
        if named and any(token.tag_ in ("VBD", "VBZ", "VBP", "MD") for token in (node, *helpers)):
            return node
        if node.head == node:
            return None
        node = node.head
    return None


def _tells_of_past(verb: Token) -> bool:
    """Whether the verb is in a past tense; "has fallen" is of today."""
    helpers = {child.lower_ for child in verb.children if child.dep_ in ("aux", "auxpass")}
    return verb.tag_ == "VBD" or not helpers.isdisjoint(("had", "did", "was", "were"))


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
    forms = {child.lower_.replace("’", "'") for child in aux}
    group = " ".join(token.text for token in (*aux, verb))
    done = any(child.lemma_ == "have" for child in aux)
    if scheduled and _plans(verb):
        return Lean("ahead", f"set for: {group}", sure=True)
    if forms & cues("will"):
        if done:
            return Lean("back", f"past: {group}")
        plain = not forms.isdisjoint(_WILL)
        return Lean("ahead", f"future: {group}", sure=plain, firm=plain)
    if "to" in forms and not done:
        return _infinitive(verb, depth)
    if verb.tag_ == "VBN" and "been" in forms and is_of("set", verb):
        return Lean("ahead", f"set: {group}")
    if done or any(child.lemma_ == "do" and child.tag_ == "VBD" for child in aux):
        return Lean("back", f"past tense: {group}", firm=True)
    return _by_form(verb, forms, group, depth)


def _shares_auxiliary(verb: Token) -> bool:
    """ "would be sealed and signed in January": the second verb leans on the first's auxiliary."""
    if verb.dep_ != "conj" or verb.head.pos_ not in ("VERB", "AUX"):
        return False
    subject = any(child.dep_ in ("nsubj", "nsubjpass") for child in verb.children)
    return verb.tag_ in ("VBN", "VB", "VBG") and not subject


def _infinitive(verb: Token, depth: int) -> Lean:
    governor = verb.head
    if governor is verb or (verb.dep_ in ("acl", "relcl") and governor.lower_ not in _RANKS):
        return Lean("ahead", f"to {verb.lower_}")
    if _plans(governor) or governor.lower_ in ("going", "set", "due", "was", "were"):
        present = governor.tag_ in ("VBZ", "VBP", "JJ", "VBG") and not _tells_of_past(governor)
        return Lean("ahead", f"{governor.lower_} to {verb.lower_}", sure=present)
    return _of_governor(verb, depth)


def _plans(verb: Token) -> bool:
    return verb.lemma_ in cues("plan") or verb.lower_ in cues("plan")


def _leans_on_governor(verb: Token, forms: Set[str]) -> bool:
    """Whether a participle has no time of its own: "make it known", "followed by a dinner"."""
    if forms:
        return False
    return verb.lemma_ == "follow" or verb.dep_ in ("ccomp", "xcomp", "oprd")


def _by_form(verb: Token, forms: Set[str], group: str, depth: int) -> Lean:
    present = not forms.isdisjoint(("is", "are", "'s", "'re", "am", "'m"))
    past = not forms.isdisjoint(("was", "were"))
    match verb.tag_:
        case "VBN" if "be" in forms:
            return Lean("ahead", f"what is to be: {group}")
        case "VBN" if past and is_of("set", verb):
            return Lean("ahead", f"set in the past: {group}")
        case "VBN" if _leans_on_governor(verb, forms):
            return _of_governor(verb, depth)
        case "VBD" if verb.lemma_ in cues("plan"):
            return Lean(None, f"past tense of what lies ahead: {group}")
        case "VBD":
            return Lean("back", f"past tense: {group}", firm=True)
        case "VBN" if is_of("set", verb) and not past:
            return Lean("ahead", f"set: {group}", sure=True)
        case "VBN" if present:
            return Lean("ahead", f"present tense: {group}")
        case "VBN":
            return Lean("back", f"past: {group}", firm=past)
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
        case "VBZ" | "VBP" if any(is_of("fixture", c) for c in verb.children if c.dep_ == "dobj"):
            return Lean("ahead", f"present tense, what is held: {group}")
        case _:
            return Lean(None, f"neither past nor future: {group}")


def _of_governor(verb: Token, depth: int) -> Lean:
    governor = _verb_above(verb.head) if verb.head is not verb else None
    if governor is None or depth >= _FARTHEST:
        return Lean(None, f"no tense: {verb.lower_}")
    return tense_of(governor, depth=depth + 1)._replace(firm=False)
