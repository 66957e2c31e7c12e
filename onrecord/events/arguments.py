"""The arguments of a verb or noun in the parse: who does it, to whom, to, with, against what.

Everything here is about tokens; `onrecord.events.roles` says whom they stand for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from types import MappingProxyType

from spacy.tokens import Span as TokenSpan
from spacy.tokens import Token

from onrecord.lists import lines

_RELATIVE = frozenset({"who", "whom", "which", "that", "whose"})
_CLAUSES = frozenset({"ccomp", "xcomp", "advcl", "relcl", "acl", "conj", "parataxis", "csubj"})
LONGEST_LIST = 40
_LISTED = ("NOUN", "PROPN", "PRON", "NUM", "ADJ", "X")
_HEADS = ("VERB", "AUX", "NOUN", "PROPN")
OBJECT_CONTROL = frozenset(
    "ask tell order force urge allow permit enable help want beg instruct persuade compel oblige "
    "require advise warn encourage cause lead get prompt command request invite call accuse "
    "suspect see hear find catch expect press pressure push implore appeal authorize let "
    "make".split()
)
"""Verbs whose object is the one who is to do what the infinitive after it says."""


def child(token: Token, *deps: str) -> Token | None:
    """The first child of `token` with one of the relations `deps`; None where there is none."""
    return next((c for c in token.children if c.dep_ in deps), None)


def with_conjuncts(token: Token) -> tuple[Token, ...]:
    """`token` and what is joined to it by "and", commas or an apposed list, in order.

    At most `LONGEST_LIST` of them: a longer list names no sides of one act.
    """
    found = [*(t for t in token.lefts if _joined_before(t)), token]
    at: Token | None = token
    while at is not None and len(found) < LONGEST_LIST:
        at = next((c for c in at.children if c.dep_ == "conj" and c.pos_ in _LISTED), None)
        if at is not None:
            found.append(at)
    return tuple(found)


def _joined_before(token: Token) -> bool:
    """Whether a name joined by "and" was taken for a modifier of the name after it.

    "Berg and Danish President Lund" is parsed as if "Berg and … President" were Lund's title.
    """
    named = token.dep_ == "nmod" and token.pos_ == "PROPN"
    return named and any(c.dep_ == "cc" for c in token.children)


def is_participle(token: Token) -> bool:
    """Whether an adjective before a noun has the form of a participle ("the kidnapped sailors")."""
    return token.tag_ == "JJ" and token.dep_ == "amod" and token.lower_.endswith(("ed", "en"))


def is_passive(verb: Token) -> bool:
    """Whether the verb is a passive or a past participle that says what was done to a noun."""
    if is_participle(verb) or _is_headline_passive(verb):
        return True
    for _ in range(LONGEST_LIST):
        if any(c.dep_ in ("nsubjpass", "auxpass") for c in verb.children):
            return True
        if child(verb, "agent") is not None:
            return child(verb, "nsubj") is None  # "had spoken by telephone" is active
        if verb.tag_ != "VBN":
            return False
        if verb.dep_ in ("acl", "amod"):
            return True
        if verb.dep_ == "advcl" and child(verb, "nsubj", "aux", "dobj", "mark") is None:
            return True  # "freed in May, expelled in June": as the subject around it was
        leans = verb.dep_ == "conj" and verb.head.pos_ in ("VERB", "AUX")
        if not leans or child(verb, "nsubj", "aux", "dobj") is not None:
            return False
        verb = verb.head
    return False


def is_telegraphic(sentence: TokenSpan) -> bool:
    """Whether the sentence is set like a headline: one short line that no stop ends."""
    return len(sentence) <= _LONGEST_LINE and sentence[-1].text[-1] not in '.?:;,”"'


_LONGEST_LINE = 24
_NEEDY = frozenset({"dobj", "ccomp", "xcomp", "aux", "auxpass", "dative"})


def _is_headline_passive(verb: Token) -> bool:
    """Whether a headline's past leaves out its "was": "Governor ousted in coup"."""
    return (
        verb.tag_ in ("VBD", "VBN")
        and verb.dep_ == "ROOT"
        and verb.lemma_.lower() in _without_was()
        and child(verb, *_NEEDY) is None
        and is_telegraphic(verb.sent)
    )


@cache
def _without_was() -> frozenset[str]:
    return frozenset(word for line in lines("headline_passives.txt") for word in line.split())


def antecedent(relative: Token, verb: Token) -> Token:
    """The noun a relative pronoun stands for; the token itself where it is no such pronoun."""
    if relative.lower_ in _RELATIVE and relative.tag_ in ("WDT", "WP", "WP$", "IN"):
        clause: Token = verb
        while clause.dep_ in ("conj", "xcomp", "ccomp") and clause.head.pos_ in ("VERB", "AUX"):
            clause = clause.head
        if clause.dep_ in ("relcl", "acl") and clause.head.pos_ in ("NOUN", "PROPN", "PRON"):
            return _whole_list(clause.head, verb)
    return relative


def _whole_list(noun: Token, verb: Token) -> Token:
    """The first noun of the list that ends in `noun`, where the clause's verb is in the plural.

    "Lund and Oster, which have mediated": both; "Lund and Oster, which has …": the last.
    """
    plural = verb.tag_ == "VBP" or any(c.tag_ == "VBP" for c in verb.children if c.dep_ == "aux")
    while plural and noun.dep_ == "conj" and noun.head.pos_ in ("NOUN", "PROPN"):
        noun = noun.head
    return noun


def subjects(verb: Token, depth: int = 0) -> tuple[Token, ...]:
    """Who does what the verb says: its subject, the agent of a passive, or the one it inherits."""
    if depth > 5:
        return ()
    if is_passive(verb):
        agent = next(
            (c for c in verb.children if c.dep_ in ("agent", "prep") and c.lower_ == "by"), None
        )
        found = child(agent, "pobj") if agent is not None else None
        return with_conjuncts(found) if found is not None else ()
    own = child(verb, "nsubj", "csubj")
    if own is not None and own.dep_ == "nsubj":
        return with_conjuncts(antecedent(own, verb))
    return _inherited_subjects(verb, depth)


_PAPERS = frozenset(
    "report statement letter resolution video message article bill petition note motion "
    "communique communiqué text speech".split()
)
"""What says something for those who put it out ("issued a report accusing …")."""


def _inherited_subjects(verb: Token, depth: int) -> tuple[Token, ...]:
    head = verb.head
    if verb.tag_ in ("VBD", "VBZ", "VBP"):
        fronted = _fronted_subjects(verb)
        if fronted:
            return fronted
    if head == verb:
        return ()
    if verb.dep_ == "conj" and head.pos_ in ("VERB", "AUX"):
        return objects_of_passive(head) if is_passive(head) else subjects(head, depth + 1)
    if verb.dep_ in ("xcomp", "ccomp", "advcl", "prep") and head.pos_ in ("VERB", "AUX", "ADJ"):
        return _controllers(verb, head, depth)
    if verb.dep_ == "acl":
        if verb.tag_ == "VBG" and head.lemma_.lower() not in _PAPERS:
            return (head,)
        return carried_by(head, depth + 1)
    if verb.dep_ == "pcomp":
        governor = head.head
        while governor.pos_ not in _HEADS and governor.head != governor:
            governor = governor.head
        if governor.pos_ in ("VERB", "AUX"):
            return _controllers(verb, governor, depth)
        return carried_by(governor, depth + 1)
    if verb.dep_ == "relcl":
        return ()
    return ()


def _fronted_subjects(verb: Token) -> tuple[Token, ...]:
    """The subject that the parse took for the end of a list in the phrase before the verb.

    "After the meeting in Lund, Berg and Brink issued …": the two after the comma.
    """
    for phrase in verb.lefts:
        if phrase.dep_ != "prep" or phrase.right_edge.i + 1 not in (verb.i, verb.i - 1):
            continue
        listed = [t for t in phrase.subtree if t.dep_ == "conj" and t.pos_ in ("PROPN", "NOUN")]
        after_comma = [t for t in listed if t.left_edge.i and t.left_edge.nbor(-1).text == ","]
        if after_comma:
            return with_conjuncts(after_comma[-1])
    return ()


def _controllers(verb: Token, head: Token, depth: int) -> tuple[Token, ...]:
    """Whom the subject of a verb without one is taken from, where `head` governs it."""
    if is_passive(head):
        return objects_of_passive(head, depth + 1)
    if head.lemma_ in OBJECT_CONTROL:
        taken = child(head, "dobj", "dative")
        if taken is not None:
            return with_conjuncts(taken)
    if head.pos_ == "ADJ":
        return subjects(head.head, depth + 1) if head.head.pos_ in ("AUX", "VERB") else ()
    return subjects(head, depth + 1)


def carried_by(noun: Token, depth: int = 0) -> tuple[Token, ...]:
    """Who does what a noun says by way of the noun's own frame: its possessor or its verb.

    "Berg's decision to expel", "they made a decision to expel": both give the one who expels.
    """
    owner = child(noun, "poss")
    if owner is not None:
        return with_conjuncts(owner)
    if noun.dep_ == "dobj" and noun.head.pos_ in ("VERB", "AUX"):
        return subjects(noun.head, depth + 1)
    return ()


def objects_of_passive(verb: Token, depth: int = 0) -> tuple[Token, ...]:
    """What a passive was done to: its subject, or the noun a participle hangs on."""
    if depth > 5:
        return ()
    own = child(verb, "nsubjpass")
    if own is None and _is_headline_passive(verb):
        own = child(verb, "nsubj")
    if own is not None:
        return with_conjuncts(antecedent(own, verb))
    if verb.dep_ in ("acl", "amod"):
        return (verb.head,)
    head = verb.head
    if verb.dep_ == "conj" and head != verb and head.pos_ in ("VERB", "AUX"):
        return objects_of_passive(head, depth + 1)
    if verb.dep_ in ("xcomp", "advcl") and head != verb and head.pos_ in ("VERB", "AUX"):
        return (
            objects_of_passive(head, depth + 1) if is_passive(head) else subjects(head, depth + 1)
        )
    return ()


def objects(verb: Token) -> tuple[Token, ...]:
    """What the verb is done to, active or passive; the subject of the infinitive it asks for."""
    if is_passive(verb):
        return objects_of_passive(verb)
    own = child(verb, "dobj")
    if own is not None:
        return with_conjuncts(antecedent(own, verb))
    if _leaves_out_object(verb):
        return (verb.head,)
    asked = next(
        (c for c in verb.children if c.dep_ in ("ccomp", "xcomp") and is_infinitive(c)), None
    )
    if asked is not None and verb.lemma_ in OBJECT_CONTROL:
        its_subject = child(asked, "nsubj", "nsubjpass")
        if its_subject is not None:
            return with_conjuncts(its_subject)
    return _shared_objects(verb)


def _leaves_out_object(verb: Token) -> bool:
    """Whether a relative clause without a pronoun is about its noun: "an idea Lund dismissed"."""
    bare = verb.dep_ == "relcl" and verb.head.pos_ in ("NOUN", "PROPN")
    subject = child(verb, "nsubj")
    if not bare or subject is None or subject.lower_ in _RELATIVE:
        return False
    opened = any(t.lower_ in _RELATIVE or t.tag_ in ("WRB", "WDT") for t in verb.lefts)
    stranded = any(c.dep_ == "prep" and not list(c.children) for c in verb.children)
    return not opened and not stranded and child(verb, "ccomp", "xcomp", "prt") is None


def stands_for(token: Token) -> Token:
    """The noun that "it" or "them" repeats from the clause before: what that one was done to.

    "Lund closed its embassy in May and reopened it in June": the embassy. Else the token itself.
    """
    verb = token.head
    if token.lower_ not in ("it", "them", "one") or token.dep_ not in ("dobj", "nsubjpass"):
        return token
    after = verb.head.head if verb.dep_ == "pcomp" else verb
    if after != verb and after.pos_ == "VERB" and token.lower_ != "one":
        return _told_with(after) or token  # "let a boat leave after holding it": the boat
    for _ in range(LONGEST_LIST):
        if verb.dep_ != "conj" or verb.head.pos_ != "VERB":
            return token
        verb = verb.head
        told = child(verb, "dobj", "nsubjpass")
        if told is not None and told.pos_ == "NOUN":
            return told
    return token


def _told_with(verb: Token) -> Token | None:
    """The noun a clause is about beside who acts: its object, or who is let to do a thing."""
    own = child(verb, "dobj", "nsubjpass")
    if own is None:
        clause = child(verb, "ccomp", "xcomp")
        own = child(clause, "nsubj") if clause is not None else None
    return own if own is not None and own.pos_ == "NOUN" else None


def _shared_objects(verb: Token) -> tuple[Token, ...]:
    """The object of the verb joined to this one, where this one has nothing after it of its own.

    "condemned and rejected the plan": the plan, for both.
    """
    later = next((c for c in verb.children if c.dep_ == "conj" and c.pos_ == "VERB"), None)
    if later is None or _has_object_like(verb) or is_passive(later):
        return ()
    shared = child(later, "dobj")
    if shared is None or child(later, "nsubj", "nsubjpass") is not None:
        return ()
    return with_conjuncts(shared)


def _has_object_like(verb: Token) -> bool:
    return any(c.dep_ in ("prep", "ccomp", "xcomp", "prt", "dative") for c in verb.children)


def is_infinitive(verb: Token) -> bool:
    """Whether "to" stands before the verb.

    "to leave" is one, "left" is not.
    """
    return any(c.dep_ == "aux" and c.lower_ == "to" for c in verb.children)


def indirect_objects(verb: Token) -> tuple[Token, ...]:
    """Who is given something without a preposition ("granted the envoy a visa")."""
    own = child(verb, "dative")
    if own is None:
        return ()
    if own.pos_ == "ADP":
        found = child(own, "pobj")
        return with_conjuncts(found) if found is not None else ()
    return with_conjuncts(own)


def complements(token: Token, preposition: str) -> tuple[Token, ...]:
    """What stands after `preposition` where it hangs on `token`, joined nouns included.

    A preposition that hangs on another one of the token ("from Lund to Oster") counts too.
    """
    found: list[Token] = []
    for phrase in _phrases(token):
        if phrase.lower_ == preposition:
            for noun in phrase.children:
                if noun.dep_ in ("pobj", "pcomp"):
                    found.extend(with_conjuncts(noun))
    if not found and token.pos_ == "NOUN" and preposition in _AIMED:
        laid = (c for c in token.children if c.dep_ == "acl" and c.tag_ == "VBN")
        return tuple(noun for clause in laid for noun in complements(clause, preposition))
    return tuple(found)


_AIMED = frozenset({"on", "against", "at"})
"""Before what a thing was laid upon or aimed at: "sanctions imposed on Lund"."""


_FIXED = frozenset({"according", "due", "thanks", "because", "owing", "prior", "ahead"})
"""Words whose own preposition names no side of the act ("according to the ministry")."""


_BY_WIRE = frozenset({"by", "via", "over", "on"})
"""Before a telephone or video link; what hangs on that is the verb's ("spoke by phone with")."""


_WHERE = frozenset({"in", "at", "before", "with"})
"""Before where an act takes place: "filed a suit in a court against Lund" is against Lund."""


def _phrases(token: Token) -> Iterator[Token]:
    for own in token.children:
        if own.dep_ in ("prep", "dative", "agent") and own.pos_ in ("ADP", "SCONJ", "ADV", "VERB"):
            yield own
            if own.lower_ not in _FIXED:
                yield from (c for c in own.children if c.dep_ == "prep")
            deeper = (c for noun in own.children for c in noun.children if c.dep_ == "prep")
            if own.lower_ in _BY_WIRE:
                yield from deeper
            elif own.lower_ in _WHERE:
                yield from (c for c in deeper if c.lower_ == "against")


def infinitives(verb: Token) -> tuple[Token, ...]:
    """The verbs of what someone is to do: infinitives that the verb governs."""
    return tuple(
        c
        for c in verb.children
        if c.dep_ in ("xcomp", "ccomp", "advcl") and c.pos_ == "VERB" and is_infinitive(c)
    ) or tuple(
        c
        for noun in verb.children
        if noun.dep_ == "dobj"
        for c in noun.children
        if c.dep_ in ("acl", "relcl") and is_infinitive(c)
    )


def gerunds(verb: Token) -> tuple[Token, ...]:
    """The -ing forms that the verb governs: "stopped buying grain"."""
    return tuple(c for c in verb.children if c.dep_ == "xcomp" and c.tag_ == "VBG")


def that_clauses(verb: Token) -> tuple[Token, ...]:
    """The verbs of the finite clauses that the verb takes as its content."""
    return tuple(
        c
        for c in verb.children
        if c.dep_ == "ccomp" and c.pos_ in ("VERB", "AUX") and not is_infinitive(c)
    )


def predicates_of(verb: Token) -> tuple[Token, ...]:
    """What someone is called or declared to be ("called him a liar"), however it was parsed."""
    found = [c for c in verb.children if c.dep_ in ("oprd", "acomp", "attr")]
    for clause in verb.children:
        if clause.dep_ in ("ccomp", "xcomp") and clause.pos_ in ("NOUN", "ADJ", "PROPN"):
            found.append(clause)
    direct = [c for c in verb.children if c.dep_ == "dobj"]
    found.extend(direct if is_passive(verb) else direct[1:])
    return tuple(found)


def modifiers(noun: Token) -> tuple[Token, ...]:
    """The words before a noun that may name a side: "Arvenian", "US", "Berg-Lund"."""
    found: list[Token] = []
    for own in noun.children:
        if own.dep_ in ("amod", "compound", "nmod", "npadvmod", "punct") and own.i < noun.i:
            if own.pos_ in ("PROPN", "ADJ", "NOUN") and not own.is_punct:
                found.append(own)
            found.extend(
                c
                for c in own.subtree
                if c != own and c.pos_ in ("PROPN", "ADJ") and c.dep_ in _MODIFYING
            )
    return tuple(sorted(set(found), key=lambda t: t.i))


_MODIFYING = frozenset({"compound", "nmod", "amod", "npadvmod", "conj", "appos"})


def slot(token: Token, name: str, carrier: Token | None = None) -> tuple[Token, ...]:
    """The tokens that fill the slot `name` of the lexicon at `token`, in order of the text.

    `carrier` is the verb that carries an event noun ("held talks"): its subject is the noun's
    `subj`, and its prepositions count where the noun has none of them.
    """
    outer, _, inner = name.partition(".")
    if inner:
        return tuple(found for part in slot(token, outer, carrier) for found in slot(part, inner))
    plain = _PLAIN.get(name)
    if plain is not None and (token.pos_ in ("VERB", "AUX") or is_participle(token)):
        return plain(token)
    if name == "obj":
        return theme(token)
    if name == "doer":
        return owners(token) if theme(token) != owners(token) else ()
    if name == "subj":
        return subjects(carrier) if carrier is not None else ()
    if name == "poss":
        return owners(token)
    if name == "adj":
        return modifiers(token)
    if name == "anti":
        return opposed(token)
    if name == "that":
        return tuple(c for c in token.children if c.dep_ == "acl" and _has_that(c))
    if name == "made":
        return makers(token)
    if name in _PLAIN:
        return ()
    own = complements(token, name)
    if not own and name == "by":
        own = tuple(c for inner in complements(token, "of") for c in complements(inner, "by"))
        own = own or _told_by(token)
    if own or carrier is None:
        return own
    return complements(carrier, name)


def _has_that(clause: Token) -> bool:
    """Whether "that" opens the clause on a noun: "its demand that Lund pay"."""
    return any(c.dep_ == "mark" and c.lower_ == "that" for c in clause.children)


def owners(noun: Token) -> tuple[Token, ...]:
    """Whose the noun is ("Berg's", "its")."""
    owner = child(noun, "poss")
    return with_conjuncts(owner) if owner is not None else ()


def theme(noun: Token) -> tuple[Token, ...]:
    """What the act that a noun names is done to: as "of", a noun before it, or its owner say.

    "the arrest of Berg", "a visa refusal" and "Berg's arrest"; where the first two are told, the
    owner is who acts ("Lund's arrest of Berg").
    """
    named = complements(noun, "of")
    joined = tuple(c for c in noun.children if c.dep_ == "compound" and c.pos_ == "NOUN")
    return named or joined or owners(noun)


def makers(noun: Token) -> tuple[Token, ...]:
    """Who did what a clause on the noun says: "the offer made by Lund", "a law Lund passed"."""
    return tuple(
        doer
        for clause in noun.children
        if clause.dep_ in ("acl", "relcl") and clause.pos_ == "VERB"
        if clause.dep_ == "relcl" or is_passive(clause)
        for doer in subjects(clause)
        if doer != noun
    )


def _told_by(noun: Token) -> tuple[Token, ...]:
    """Who did the act that a noun names as its participle says: "charges voiced by Lund"."""
    return tuple(
        doer
        for clause in noun.children
        if clause.dep_ == "acl" and clause.tag_ == "VBN" and clause.lemma_.lower() in _DONE
        for doer in subjects(clause)
    )


_DONE = frozenset(
    "voice express make level raise carry conduct stage launch lead impose issue commit mount "
    "perpetrate order announce declare organise organize call hold pay".split()
)
"""Verbs that say of an act only that it was done."""


def opposed(noun: Token) -> tuple[Token, ...]:
    """What an "anti-" before the noun is against ("anti-Lund measures")."""
    return tuple(
        t
        for t in noun.subtree
        if noun.left_edge.i < t.i < noun.i
        and t.text[0].isalpha()
        and "anti" in (t.nbor(-1).lower_, _two_back(t))
    )


def _two_back(token: Token) -> str:
    return token.nbor(-2).lower_ if token.i >= 2 and token.nbor(-1).is_punct else ""


_PLAIN: MappingProxyType[str, Callable[[Token], tuple[Token, ...]]] = MappingProxyType(
    {
        "subj": subjects,
        "obj": objects,
        "iobj": indirect_objects,
        "oprd": predicates_of,
        "todo": infinitives,
        "that": that_clauses,
        "doing": gerunds,
        "sentence": lambda token: tuple(token.sent),
        "attr": lambda token: tuple(c for c in token.children if c.dep_ == "attr"),
    }
)


def lemmas_near(token: Token) -> frozenset[str]:
    """The lemmas of a trigger's children and of what stands after its prepositions."""
    found: set[str] = set()
    for own in token.children:
        if own.dep_ in _CLAUSES:
            continue
        found.add(own.lemma_.lower())
        found.add(own.lower_)
        for inner in own.children:
            if inner.dep_ in ("pobj", "compound", "amod", "nmod"):
                found.add(inner.lemma_.lower())
                found.update(c.lemma_.lower() for c in inner.children if c.dep_ == "compound")
    return frozenset(found)
