"""Whether an act happened, is planned, proposed, asked for, denied, or only imagined.

An act's own form is read first (its tense, "not", "will"), then every word that it is the
content of, from the inside out: in "denied that it planned to expel" the plan is denied. The
words are in onrecord/data/event_status.tsv.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import NamedTuple, cast

from spacy.tokens import Token

from onrecord.events.arguments import child, is_infinitive, is_passive
from onrecord.lists import rows
from onrecord.model import Status

_VERBAL = ("VERB", "AUX")
_NEGATIVE = frozenset({"not", "n't", "n’t", "never", "nor", "neither"})
_DEEPEST = 8
"""Words that govern an act are followed this far; what lies further out says little of it."""
_NEARLY = frozenset({"nearly", "almost"})
_WANTING = frozenset({"want", "need", "like", "wish"})
_NO = frozenset({"no", "neither", "nor"})
_CONDITIONS = frozenset({"if", "unless", "whether", "lest", "provided", "assuming", "otherwise"})
_BEFORE = frozenset({"before", "until", "till", "ahead"})


class Standing(NamedTuple):
    """A status and the words it was read from; status None means the words do not say."""

    status: Status | None
    basis: str


UNSAID = Standing(None, "")


@cache
def status_words() -> Mapping[tuple[str, str], str]:
    """The status that a word gives, by (what the word is, lemma); "same" passes one on."""
    found: dict[tuple[str, str], str] = {}
    for role, status, words in rows("event_status.tsv"):
        for word in words.split():
            found.setdefault((role, word), status)
    return MappingProxyType(found)


def carries(verb: Token) -> str | None:
    """How the verb carries an event noun that is its object; None where it does not."""
    return _of_verb("carries", verb)


def befalls(verb: Token) -> str | None:
    """How the verb is said of an event noun that is its subject; None where it is not."""
    return _of_verb("befalls", verb)


def _of_verb(role: str, verb: Token) -> str | None:
    """The table's word for a verb, with its particle ("call_off") before it alone."""
    lemma = verb.lemma_.lower()
    particle = child(verb, "prt")
    if particle is not None:
        whole = status_words().get((role, f"{lemma}_{particle.lower_}"))
        if whole is not None:
            return whole
    return status_words().get((role, lemma))


def verb_standing(verb: Token) -> Standing:
    """The status of the act a verb names, by its form and everything that governs it."""
    found = _outward(verb, _own_form(verb))
    if found.status in ("denied", "hypothetical"):
        return found
    verdict = _called_false(verb)
    if verdict is not None:
        return Standing("denied", f"“{verdict.text}”")
    if _within_question(verb):
        return Standing("hypothetical", "asked in a question")
    return found


def _called_false(verb: Token) -> Token | None:
    """The word that calls false what tells the act: "Reports that he quit are false"."""
    token = verb
    for _ in range(_DEEPEST):
        head = token.head
        if head == token:
            return None
        if head.lemma_ == "be" and token.i < head.i:
            for word in head.children:
                if word.dep_ == "acomp" and ("verdict", word.lemma_.lower()) in status_words():
                    return word
        token = head
    return None


def _within_question(verb: Token) -> bool:
    """Whether the act lies in a clause of a yes-or-no question ("Is it true that they met?")."""
    sentence = verb.sent
    first = next((token for token in sentence if token.is_alpha), None)
    ends = sentence[-1].text.strip("”\"'’") == "?"
    return ends and first is not None and first.pos_ == "AUX"


def noun_standing(noun: Token, carrier: Token | None) -> Standing:
    """The status of the act a noun names; None where nothing near it says.

    `carrier` is the verb that carries it ("held talks", "the talks were cancelled").
    """
    own = _noun_alone(noun)
    if carrier is None:
        return own if own.status is not None else _noun_in_place(noun)
    how = carries(carrier) if noun.dep_ in ("dobj", "pobj", "conj") else befalls(carrier)
    if is_passive(carrier) and how in (None, "same"):
        how = carries(carrier) or befalls(carrier)
    if noun.dep_ == "pobj" and how is None:
        how = "same"
    if how in (None, "same"):
        found = verb_standing(carrier)
    else:
        start = Standing(cast(Status, how), f"“{carrier.text}”")
        found = _outward(carrier, _with_signs(carrier, start))
    if own.status is None:
        return found
    return own if found.status in ("happened", "ongoing", None) or own.status == "denied" else found


def _own_form(verb: Token, depth: int = 0) -> Standing:
    """What the verb's own form says, before anything outside it is looked at."""
    helper = _helpers(verb)
    if depth < _DEEPEST and verb.dep_ == "conj" and not helper:
        head = verb.head
        bare = verb.tag_ == "VB" or (verb.tag_ in ("VBG", "VBN") and verb.tag_ == head.tag_)
        if head.pos_ in _VERBAL and bare:
            return _own_form(head, depth + 1)
    tense = Standing(_tense(verb, helper), _tense_words(verb, helper))
    return _with_signs(verb, tense)


def _helpers(verb: Token) -> list[Token]:
    return [c for c in verb.children if c.dep_ in ("aux", "auxpass") and c.i < verb.i]


def _tense(verb: Token, helpers: list[Token]) -> Status | None:
    words = [a.lower_ for a in helpers]
    if "to" in words:
        return None
    lemmas = [a.lemma_.lower() for a in helpers]
    past = any(a.tag_ == "VBD" for a in helpers)
    if verb.tag_ == "VBG":
        if "be" in lemmas and not past and not any(a.tag_ == "MD" for a in helpers):
            return "ongoing"
        return "happened" if helpers else None
    if any(a.lower_ == "being" for a in helpers) and not past:
        return "ongoing"
    if verb.tag_ == "VB" and not helpers:
        return "happened" if child(verb, "nsubj") is not None else None
    return "happened"


def _tense_words(verb: Token, helpers: list[Token]) -> str:
    return f"“{' '.join([*(a.text for a in helpers), verb.text])}”"


def _with_signs(verb: Token, found: Standing) -> Standing:
    """`found` changed by the verb's own modal, "if" and "not", in that order."""
    for helper in _helpers(verb):
        modal = status_words().get(("modal", helper.lower_))
        if modal is not None and helper.tag_ == "MD":
            found = _under_modal(verb, helper, cast(Status, modal), found)
    if _conditional(verb) and found.status not in ("denied",):
        found = Standing("hypothetical", f"“{_condition_word(verb)}” … {found.basis}")
    sign = _negation(verb)
    if sign is not None and found.status != "hypothetical":
        found = _denied(found, sign)  # "if he was not released" supposes, it denies nothing
    if found.status in ("happened", "ongoing", "planned") and _asked(verb):
        found = Standing("hypothetical", "asked in a question")
    return found


def _asked(verb: Token) -> bool:
    """Whether the verb is that of a yes-or-no question ("Did they meet?")."""
    if verb.dep_ != "ROOT" or verb.sent[-1].text.strip("”\"'’") != "?":
        return False
    subject = child(verb, "nsubj", "nsubjpass")
    return subject is not None and any(a.i < subject.i for a in _helpers(verb))


def _under_modal(verb: Token, helper: Token, modal: Status, found: Standing) -> Standing:
    words = f"“{helper.text} {verb.text}”"
    has = any(c.dep_ == "aux" and c.lower_ == "have" for c in verb.children)
    if found.status not in (None, "happened", "ongoing"):
        return Standing("hypothetical", words) if modal == "hypothetical" else found
    if helper.lower_ in ("would", "'d", "’d") and not has and _told_in_past(verb):
        return Standing("planned", f"{words} in a report of the past")
    return Standing("hypothetical" if has and modal == "requested" else modal, words)


def _told_in_past(verb: Token) -> bool:
    """Whether the verb's clause is what someone said in the past ("said it would expel")."""
    for _ in range(_DEEPEST):
        if verb.dep_ == "conj" and verb.head.pos_ in _VERBAL:
            verb = verb.head
    head = verb.head
    if any(c.lower_ in _CONDITIONS for c in verb.subtree if c.dep_ == "mark"):
        return False
    if verb.dep_ not in ("ccomp", "acl", "relcl"):
        return False
    return head.tag_ in ("VBD", "VBN") and head.lemma_ not in ("want", "wish", "like")


def _inverted(verb: Token) -> bool:
    """Whether a clause supposes by its order of words: "Had Lund promised the loan, …"."""
    clause = verb.sent[0] if verb.dep_ == "ROOT" else verb.left_edge
    subject = child(verb, "nsubj", "nsubjpass")
    return (
        subject is not None
        and clause.lower_ in ("had", "were", "should")
        and clause in verb.children
        and clause.i < subject.i
        and verb.sent[-1].text.strip("”\"'’") != "?"
    )


def _conditional(verb: Token) -> bool:
    if any(c.dep_ == "mark" and c.lower_ in _CONDITIONS for c in verb.children):
        return True
    if _inverted(verb) or _once_it_is(verb):
        return True
    future = any(a.tag_ == "MD" for a in _helpers(verb))
    return future and any(
        c.dep_ == "advcl"
        and any(m.dep_ == "mark" and m.lower_ in ("if", "unless") for m in c.children)
        for c in verb.children
    )


def _once_it_is(verb: Token) -> bool:
    """Whether the verb's clause is what something to come waits for: "will stop when they ask"."""
    head = verb.head
    return (
        verb.dep_ == "advcl"
        and verb.tag_ in ("VBP", "VBZ")
        and any(
            c.lower_ in ("when", "once") and c.dep_ in ("advmod", "mark") for c in verb.children
        )
        and any(a.tag_ == "MD" for a in _helpers(head))
    )


_WHEN = frozenset({"when", "once"})


def _condition_word(verb: Token) -> str:
    for near in (verb, *(c for c in verb.children if c.dep_ == "advcl")):
        for mark in near.children:
            if mark.dep_ == "mark" and mark.lower_ in _CONDITIONS:
                return mark.text
            if mark.lower_ in _WHEN and mark.dep_ in ("advmod", "mark"):
                return mark.text
    return "if"


def _negation(verb: Token) -> str | None:
    """The word that negates the verb; None where nothing does."""
    for own in verb.children:
        if own.dep_ == "neg" or own.lower_ in _NEGATIVE or own.lower_ in _NEARLY:
            if _not_only(own):
                continue
            return own.text
        if own.dep_ in ("nsubj", "nsubjpass", "dobj"):
            if own.lower_ in ("nobody", "none", "nothing", "neither"):
                return own.text
            if any(d.dep_ in ("det", "neg", "preconj") and d.lower_ in _NO for d in own.children):
                return f"no {own.text}"
        nobody = _of_nobody(own)
        if nobody is not None:
            return nobody.text
    return None


def _of_nobody(argument: Token) -> Token | None:
    """The "nobody" that an argument after the verb comes to: "ask for the return of nobody"."""
    if argument.dep_ not in ("prep", "dobj", "dative", "pobj"):
        return None
    for own in argument.children:
        if own.dep_ == "pobj" and own.lower_ in ("nobody", "nothing", "none"):
            return own
        if own.dep_ in ("prep", "pobj") and (found := _of_nobody(own)) is not None:
            return found
    return None


def _not_only(negation: Token) -> bool:
    doc = negation.doc
    return negation.i + 1 < len(doc) and doc[negation.i + 1].lower_ in ("only", "just", "least")


def _denied(found: Standing, sign: str) -> Standing:
    """`found` under a "not": denied, but for a denial itself ("did not rule out talks")."""
    if found.status == "denied" and "not" not in found.basis:
        return Standing("hypothetical", f"“{sign}” … {found.basis}")
    return Standing("denied", f"“{sign}” … {found.basis}")


def _outward(token: Token, found: Standing, depth: int = 0) -> Standing:
    """`found` as changed by each word that the clause or noun at `token` is the content of."""
    head = token.head
    if head == token or depth > _DEEPEST:
        if token.dep_ == "ROOT" and found.status is None and is_infinitive(token):
            return Standing("planned", f"“to {token.text}”")
        return found if found.status is not None else Standing("happened", f"“{token.text}”")
    relation = token.dep_
    if relation == "conj" and head.pos_ in _VERBAL:
        return _outward_of_conjunct(token, head, found, depth)
    if relation in ("xcomp", "ccomp") and head.pos_ in (*_VERBAL, "ADJ", "NOUN"):
        return _outward(*_governed(head, found, finite=relation == "ccomp"), depth + 1)
    if relation == "advcl":
        return _adverbial(token, head, found, depth)
    if relation in ("acl", "relcl"):
        return _on_noun(token, head, found, depth)
    if relation in ("pcomp", "prep"):
        return _after_preposition(head, found, depth)
    return found if found.status is not None else Standing("happened", f"“{token.text}”")


def _outward_of_conjunct(token: Token, head: Token, found: Standing, depth: int) -> Standing:
    if child(token, "nsubj", "nsubjpass") is not None and found.status is not None:
        return found
    if found.status in (None, "happened", "ongoing") and token.tag_ in ("VB", "VBG", "VBN"):
        shared = _own_form(head) if not _helpers(token) else found
        return _outward(head, shared, depth + 1)
    finite_heads = ("ccomp", "relcl", "acl")
    if head.dep_ in finite_heads or found.status is None:
        return _outward(head, found, depth + 1)
    return found


def _governed(head: Token, found: Standing, *, finite: bool) -> tuple[Token, Standing]:
    """The governor and the standing after its word, its tense and its "not" are applied."""
    lemma = head.lemma_.lower()
    told = finite and found.status not in (None,)
    word = _of_verb("governs", head)
    if told and _said_wrongly(head):
        return head, Standing("denied", "“earlier version”: what a correction corrects")
    if lemma == "be" or head.pos_ == "AUX":
        return head, _after_be(head, found)
    if lemma == "go" and head.tag_ == "VBG" and found.status is None:
        return head, _with_signs(head, Standing("planned", "“going to”"))
    if lemma == "have" and found.status is None:
        if any(c.lower_ == "yet" for c in head.children):
            return head, Standing("denied", f"“{head.text} yet to”")
        past = head.tag_ in ("VBD", "VBN")
        status: Status = "happened" if past else "requested"
        return head, _with_signs(head, Standing(status, f"“{head.text} to”"))
    if word in (None, "same"):
        if told:
            return head, found
        return head, _own_form(head) if found.status is None else _with_signs(head, found)
    status = cast(Status, word)
    if finite and lemma in ("tell", "warn") and found.status is not None:
        return head, found  # "told the paper that it will …" reports; "told it to …" asks
    if found.status == "denied":
        return head, found
    if lemma in _WANTING and child(head, "dobj") is None and not finite:
        status = "hypothetical"  # "wants to visit": a wish of one's own asks nobody for anything
    if (
        told
        and found.status in ("happened", "ongoing")
        and status not in ("denied", "hypothetical")
    ):
        return head, found
    if (
        told
        and lemma in ("warn", "threaten", "fear", "try", "deny", "suspect")
        and (lemma != "deny" and found.status == "happened")
    ):
        return head, found
    return head, _with_signs(head, Standing(status, f"“{head.text}”"))


def _said_wrongly(verb: Token) -> bool:
    """Whether a correction tells what stood there: "an earlier version of this article said"."""
    teller = child(verb, "nsubj")
    return (
        teller is not None
        and teller.lemma_ == "version"
        and any(c.lower_ in ("earlier", "previous") for c in teller.children)
    )


def _after_be(head: Token, found: Standing) -> Standing:
    """The standing of an infinitive after "is to", or after an adjective that "be" carries."""
    adjective = child(head, "acomp")
    if adjective is not None:
        word = status_words().get(("governs", adjective.lemma_.lower()))
        if word not in (None, "same"):
            return _with_signs(head, Standing(cast(Status, word), f"“{adjective.text}”"))
    if found.status is None:
        return _with_signs(head, Standing("planned", f"“{head.text} to”"))
    return found


def _adverbial(token: Token, head: Token, found: Standing, depth: int) -> Standing:
    marks = [m.lower_ for m in token.children if m.dep_ in ("mark", "prep")]
    if found.status == "hypothetical":
        return found
    if any(mark in _BEFORE for mark in marks):
        main = verb_standing_of(head)
        if main.status != "happened" or "until" in marks:
            # "will free nobody before Lund frees Berg": a condition, no plan of Lund's
            unsure = "until" in marks or main.status in ("denied", "hypothetical")
            open_end = "hypothetical" if unsure else "planned"
            return Standing(cast(Status, open_end), f"“{marks[0]}” … {main.basis}")
        return found if found.status is not None else main
    if head.pos_ == "ADJ" or (head.pos_ in _VERBAL and is_infinitive(token)):
        word = _of_verb("governs", head)
        if word is not None or head.pos_ == "ADJ":
            return _outward(*_governed(head, found, finite=False), depth + 1)
        if found.status is None:
            return Standing("planned", f"“to {token.text}”: a purpose")
    if found.status is None:
        if any(mark in ("without", "instead") for mark in marks):
            return Standing("denied", f"“{marks[0]}”")
        return _outward(head, _own_form(head), depth + 1) if head.pos_ in _VERBAL else found
    return found


def verb_standing_of(token: Token) -> Standing:
    """The standing of the clause that `token` heads; for a noun or adjective, of its verb."""
    while token.pos_ not in _VERBAL and token.head != token:
        token = token.head
    return verb_standing(token) if token.pos_ in _VERBAL else UNSAID


def _on_noun(token: Token, head: Token, found: Standing, depth: int) -> Standing:
    """A clause that hangs on a noun: content of it ("a plan to visit") or about it."""
    content = token.dep_ == "acl" and (is_infinitive(token) or _has_that(token))
    if not content and not (found.status is None and is_infinitive(token)):
        if found.status is None:
            status: Status = "happened"
            return Standing(status, f"“{token.text}”")
        return found
    word = status_words().get(("noun", head.lemma_.lower()))
    if word is None:
        if found.status is None:
            return Standing("planned", f"“{head.text} … to {token.text}”")
        return found
    if found.status == "denied":
        return found
    return _noun_and_outward(head, Standing(cast(Status, word), f"“{head.text}”"), depth)


def _has_that(verb: Token) -> bool:
    return any(c.dep_ == "mark" and c.lower_ == "that" for c in verb.children)


def _noun_and_outward(noun: Token, found: Standing, depth: int) -> Standing:
    """`found` under a noun such as "plan", which a verb may deny ("rejected a plan to …")."""
    if any(d.dep_ == "det" and d.lower_ == "no" for d in noun.children):
        return Standing("denied", f"“no {noun.text}”")
    head = noun.head
    if noun.dep_ == "dobj" and head.pos_ in _VERBAL:
        word = _of_verb("governs", head)
        if word == "denied":
            return Standing("denied", f"“{head.text}” … {found.basis}")
        sign = _negation(head)
        if sign is not None:
            return Standing("denied", f"“{sign}” … {found.basis}")
    return found


def _after_preposition(preposition: Token, found: Standing, depth: int) -> Standing:
    """An -ing form after a preposition ("without meeting", "plans for expelling")."""
    word = status_words().get(("preposition", preposition.lower_))
    if word == "denied":
        return Standing("denied", f"“{preposition.text}”")
    governor = preposition.head
    if governor.lower_ == "short":
        return Standing("denied", f"“{governor.text} {preposition.text}”")
    if word == "planned":
        main = verb_standing_of(governor)
        if main.status == "happened":
            return Standing("happened", f"“{preposition.text}” … {main.basis}")
        return Standing("planned", f"“{preposition.text}”")
    if word == "happened":
        if found.status not in (None, "happened", "ongoing"):
            return found
        main = verb_standing_of(governor)
        if main.status in ("planned", "hypothetical", "proposed", "expected"):
            return main
        return Standing("happened", f"“{preposition.text}”")
    if governor.pos_ in ("NOUN", "PROPN"):
        noun = status_words().get(("noun", governor.lemma_.lower()))
        if noun is not None and found.status in (None, "happened"):
            return _noun_and_outward(
                governor, Standing(cast(Status, noun), f"“{governor.text}”"), depth
            )
    if governor.pos_ in (*_VERBAL, "ADJ"):
        return _outward(*_governed(governor, found, finite=False), depth + 1)
    return found if found.status is not None else Standing("happened", f"“{preposition.text} …”")


def _noun_alone(noun: Token) -> Standing:
    """What the words before an event noun, or a participle after it, say."""
    for own in noun.children:
        word = status_words().get(("adjective", own.lower_))
        if word is not None and own.dep_ in ("amod", "compound", "advmod") and own.i < noun.i:
            return Standing(cast(Status, word), f"“{own.text} {noun.text}”")
        if own.dep_ == "det" and own.lower_ == "no":
            return Standing("denied", f"“no {noun.text}”")
        if own.dep_ == "acl" and own.tag_ == "VBN":
            how = befalls(own)
            if how not in (None, "same"):
                return Standing(cast(Status, how), f"“{own.text}”")
        if own.dep_ in ("acl", "relcl") and own.pos_ in _VERBAL and befalls(own) is not None:
            return _with_signs(own, _own_form(own)) if own.dep_ == "relcl" else _clause_on(own)
    return UNSAID


def _clause_on(clause: Token) -> Standing:
    if is_infinitive(clause):
        return Standing("planned", f"“to {clause.text}”")
    return Standing("happened", f"“{clause.text}”") if clause.tag_ == "VBN" else UNSAID


def _noun_in_place(noun: Token) -> Standing:
    """What the place of an uncarried event noun in its sentence says.

    "ahead of the talks" and "a plan for talks" do; "the talks were useful" says they were.
    """
    head = noun.head
    if noun.dep_ == "pobj" and head.pos_ in ("ADP", "SCONJ", "ADV", "VERB"):
        return _noun_after_preposition(head)
    if noun.dep_ == "dobj" and head.pos_ in _VERBAL:
        word = _of_verb("governs", head)
        if word in (None, "same"):
            return UNSAID
        return _outward(head, _with_signs(head, Standing(cast(Status, word), f"“{head.text}”")))
    if noun.dep_ == "attr" and head.pos_ in _VERBAL:
        main = verb_standing(head)
        return main if main.status in ("denied", "hypothetical") else UNSAID
    if noun.dep_ in ("nsubj", "nsubjpass") and head.pos_ in _VERBAL:
        main = verb_standing(head)
        return main if main.status in ("planned", "expected") else UNSAID
    return UNSAID


def _noun_after_preposition(preposition: Token) -> Standing:
    outer = preposition.head if preposition.head.dep_ == "prep" else None
    for word in (preposition, outer):
        if word is None:
            continue
        status = status_words().get(("preposition", word.lower_))
        if status in ("planned", "denied", "hypothetical"):
            return Standing(cast(Status, status), f"“{word.text}”")
        if status == "happened":
            main = verb_standing_of(word.head)
            if main.status == "happened":
                return Standing("happened", f"“{word.text}”")
    governor = preposition.head
    if governor.pos_ == "NOUN" and preposition.lower_ in ("of", "for", "on", "about"):
        word_status = status_words().get(("noun", governor.lemma_.lower()))
        if word_status is not None:
            start = Standing(cast(Status, word_status), f"“{governor.text} {preposition.text}”")
            return _noun_and_outward(governor, start, 0)
    if governor.pos_ in _VERBAL and preposition.lower_ in ("for", "to"):
        main = verb_standing(governor)
        if main.status not in ("happened", "ongoing", "denied", None):
            return main
    if governor.pos_ in _VERBAL:
        word_status = _of_verb("governs", governor)
        leads = preposition.lower_ in ("for", "on", "about", "from") or _misread_to(preposition)
        leads = leads and preposition.i > governor.i  # "on a visit to Lund, he warned that …"
        if word_status not in (None, "same") and leads:
            start = Standing(cast(Status, word_status), f"“{governor.text} {preposition.text}”")
            return _outward(governor, _with_signs(governor, start))
    return UNSAID


def _misread_to(preposition: Token) -> bool:
    """Whether a "to" opens an infinitive read as a noun: "offered to host talks"."""
    after = preposition.nbor(1) if preposition.i + 1 < len(preposition.doc) else None
    return preposition.lower_ == "to" and after is not None and after.dep_ == "compound"
