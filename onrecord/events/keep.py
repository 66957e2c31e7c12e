"""Which words that fit a frame are acts of their own: said fully enough, and not only spoken of."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Token

from onrecord.events.arguments import child, complements, is_infinitive, is_passive, slot
from onrecord.events.codebook import CONFLICT, code_of
from onrecord.events.drafts import Draft, content_of
from onrecord.events.merge import Made

_VERBAL_TYPES = frozenset("AGREE CONSULT SUPPORT CONCEDE REQUEST ACCUSE REJECT THREATEN".split())
_ABSORBING = frozenset("REQUEST REJECT THREATEN ACCUSE AGREE SUPPORT COERCE SANCTION".split())
_ALWAYS_ABSORBING = frozenset({"REQUEST", "REJECT", "THREATEN"})
_LOOSE = frozenset({"hypothetical", "requested", "proposed"})
KEEPING = frozenset("agree invite condemn denounce welcome praise hail applaud".split())
"""Words whose content stays an act of its own where it is dated ("agreed to meet on May 4")."""


def is_whole(draft: Draft) -> bool:
    """Whether the draft has the sides that its type and the strength of its word ask for."""
    acting = [p for p in draft.left if p.acts]
    suffering = [p for p in draft.right if p.acts or p.place]
    if draft.frame.word_class == "n":
        return bool(acting or suffering)
    if draft.frame.weak:
        sides = len(acting) + len(suffering)
        return bool(acting) and sides >= 2
    if draft.frame.type in _VERBAL_TYPES:
        return bool(acting) or (bool(suffering) and is_passive(draft.token))
    return bool(acting or suffering or draft.right)


def stands_in_for(draft: Draft, drafts: Sequence[Draft]) -> bool:
    """Whether the draft is a noun whose own verb is a draft ("signed an agreement")."""
    if draft.frame.word_class != "n":
        return False
    verbs = {
        d.token.i
        for d in drafts
        if d.frame.word_class == "v"
        and d.frame.type not in ("ACCUSE", "REQUEST")
        and d.frame.word not in KEEPING
    }
    nouns = {d.token.i for d in drafts if d.frame.word_class == "n"}
    heads = [draft.token.head] if draft.token.dep_ in ("dobj", "nsubjpass") else []
    if draft.carrier is not None:
        heads.append(draft.carrier)
    above = draft.token.head
    if above.dep_ == "prep" and above.lower_ in ("of", "for") and above.head.i in nouns:
        return True
    return any(head.i in verbs for head in heads)


def is_reference(made: Made) -> bool:
    """Whether a noun only refers to a contact and says how it stands ("the upcoming talks")."""
    frame = made.draft.frame
    stands = made.standing.status in ("planned", "happened", "expected", "denied", "proposed")
    return frame.type == "CONSULT" and frame.word_class == "n" and not frame.weak and stands


def means_what_it_says(draft: Draft, drafts: Sequence[Draft]) -> bool:
    """Whether a warning threatens a hostile act to come, and an agreement is not on one.

    "warned that prices would rise" threatens nobody; "agreed to extend the sanctions" is told
    as sanctions that are planned.
    """
    warns = any(need.words == {"act"} for need in draft.frame.needs)
    agrees = draft.frame.type == "AGREE" and draft.frame.word == "agree"
    if not warns and not agrees:
        return True
    inside = {t.i for t in content_of(draft)}
    hostile = any(
        d.token.i in inside
        and code_of(d.frame.type).quad >= CONFLICT
        and d.frame.type not in ("REQUEST", "ACCUSE")  # "agreed to set up a joint inquiry"
        and d.standing.status not in ("happened", "ongoing", "denied")
        for d in drafts
    )
    return hostile == warns


def plausible(made: Made) -> bool:
    """Whether a mention says enough to be an act of its own, not a word that refers to one."""
    if not is_whole(made.draft):
        return _is_named_by_day_and_place(made) or is_sideless(made)
    return _names_someone(made) and _is_settled(made) and _is_said_fully(made)


_TELLING = ("det", "poss", "nummod", "amod", "compound", "prep")
"""What, at a noun, says which thing of its kind it is."""


def is_sideless(made: Made) -> bool:
    """Whether a passive tells an act on a known sort of thing, and of nobody who takes part.

    "The curfew was lifted in March", "a treaty will be signed": what it was done to says enough.
    """
    draft = made.draft
    if made.left or made.right or draft.frame.word_class != "v" or draft.frame.weak:
        return False
    asked = any(n.slot == "obj" and n.words and not n.absent for n in draft.frame.needs)
    formed = child(draft.token, "auxpass") is not None and draft.token.dep_ != "relcl"
    settled = made.standing.status in ("happened", "ongoing", "planned", "denied")
    undone = slot(draft.token, "obj")
    told = any(t.pos_ == "PROPN" or child(t, *_TELLING) is not None for t in undone)
    return asked and formed and settled and told


def _names_someone(made: Made) -> bool:
    """Whether someone the page knows takes part, or a group in an act that groups do."""
    if _known(made):
        return not (made.type == "CONSULT" and not (made.left or made.right))
    if made.type == "CONSULT" and len(made.left) + len(made.right) < 2:
        return _is_verb(made) and _are_two(made)
    acting = any(p.acts for p in made.left)
    suffering = any(p.acts for p in made.right)
    if _is_verb(made) and acting and suffering:
        return any(p.body or p.someone for p in (*made.left, *made.right))
    undergone = _is_verb(made) and is_passive(made.draft.token)
    telling = made.right if undergone else made.left
    if made.type in _VERBAL_TYPES and not any(p.body or p.someone for p in telling):
        return False
    if made.draft.token.dep_ == "relcl" and made.draft.token.tag_ in ("VBP", "VBZ"):
        return False  # "those who kill" tells of no one act
    if suffering or any(p.body or made.type == "PROTEST" for p in made.left):
        return True
    if made.type == "ASSAULT":  # "the chef attacked the onions"
        return not made.left and any(p.struck for p in made.right)
    told = made.standing.status != "denied"  # "analysts blamed nobody" tells of no act
    return told and _is_verb(made) and any(p.someone for p in made.left)


def _are_two(made: Made) -> bool:
    """Whether one phrase names both sides of a contact: "the two ministers shook hands"."""
    acting = slot(made.draft.token, "subj")
    return any(c.lower_ in ("two", "both") for t in acting for c in t.subtree)


def _is_verb(made: Made) -> bool:
    """Whether a verb tells the act as one that was: "the cardinal begged both sides"."""
    token = made.draft.token
    habit = token.tag_ in ("VBP", "VBZ") and token.dep_ == "relcl"
    return made.draft.frame.word_class == "v" and not made.draft.frame.weak and not habit


def _is_settled(made: Made) -> bool:
    """Whether an act that is only thought of or wanted has both its sides; a contact's plan may
    leave one open. What a quoted speaker merely wants is left to the quotation.
    """
    status = made.standing.status
    if status not in _LOOSE:
        return True
    draft = made.draft
    both = _known(made) and bool(made.left) and bool(made.right or not draft.frame.right)
    if made.statement is not None and made.statement.kind != "indirect":
        wished = status == "requested" and not _modal(draft)
        if wished or is_infinitive(draft.token) or not _both_known(made):
            return False
    return both or (status == "proposed" and made.type == "CONSULT")


def _modal(draft: Draft) -> bool:
    return draft.token.tag_ == "VB"


def _is_said_fully(made: Made) -> bool:
    """Whether a noun comes with enough of who, when and where to be more than a reference."""
    draft = made.draft
    if draft.frame.word_class == "v":
        return True
    sides = min(2, len(made.left) + len(made.right))
    told = (made.date is not None or made.dated) + (made.place is not None)
    if _is_put(made):
        return True
    if sides > 0 and _is_taken_for_granted(made):
        return True
    if draft.frame.weak and draft.carrier is None:
        return sides > 0 and (made.date is not None or _has_both(made))
    if draft.carrier is not None and draft.carrier.lemma_ in _HARMING and made.type == "ASSAULT":
        return sides > 0
    if sides > 0 and _is_definite(made):
        return True
    wanted = 1 if draft.carrier is not None and made.left and not draft.frame.weak else 2
    return sides + told >= wanted and sides > 0


_HARMING = frozenset({"kill", "wound", "injure", "leave", "destroy", "damage", "claim"})
"""What an attack does: "the ambush left six dead"."""


def _has_both(made: Made) -> bool:
    """Whether a noun's own phrase tells both sides: "the seizure of a boat by the coast guard"."""
    if made.draft.frame.mutual:
        return made.type == "ASSAULT" and len(made.left) + len(made.right) > 1
    if not (made.left and made.right):
        return False
    someone = all(any(p.acts or p.struck for p in side) for side in (made.left, made.right))
    return _both_known(made) or (someone and _owned(made.draft.token))


def _owned(noun: Token) -> bool:
    return any(c.dep_ == "poss" or c.lower_ in ("the", "this", "that") for c in noun.children)


def _is_taken_for_granted(made: Made) -> bool:
    """Whether the noun's own phrase says whose act it was, and its place that it was done.

    "The appeal by the hunters' league was thrown out", "loans from Lund kept the lights on".
    """
    draft = made.draft
    noun = draft.token
    if not made.left or made.standing.status not in _TOLD:
        return False
    if not any(p.acts and (p.who.entity is not None or p.body or p.someone) for p in made.left):
        return False
    told_by = any(c.dep_ in ("prep", "agent") and c.lower_ in ("by", "from") for c in noun.children)
    owner = child(noun, "poss")
    whose = owner is not None and owner.pos_ != "PRON"
    placed = noun.dep_ in ("nsubj", "nsubjpass", "dobj") or (
        noun.dep_ == "pobj" and noun.head.lower_ in _AFTER
    )
    return placed and (told_by or whose)


_AFTER = frozenset("after following since during over despite amid before by at in".split())
"""Before an act that was, where it is not what the sentence tells: "despite protests from"."""


def _is_definite(made: Made) -> bool:
    """Whether the noun takes for granted that the act was: "the arrest of the editor".

    Not "the expulsion of diplomats", which may speak of any.
    """
    noun = made.draft.token
    owned = _owned(noun) or _opens(noun)
    told = made.standing.status in ("happened", "ongoing", None)
    one = any(
        t.pos_ == "PROPN" or child(t, "det", "poss", "nummod") is not None or t.tag_ == "NN"
        for t in complements(noun, "of")
    )
    suffered = made.type in _SUFFERED or made.draft.frame.mode == "release"
    return owned and told and one and suffered and any(p.acts or p.struck for p in made.right)


_SUFFERED = frozenset({"COERCE", "SANCTION", "ASSAULT"})


def _is_put(made: Made) -> bool:
    """Whether somebody's demand, charge, threat or promise is told with what it says.

    "Lund's threat to close the straits": Lund threatened. Not "Lund's threat" alone.
    """
    noun = made.draft.token
    owner = child(noun, "poss")
    if owner is None or made.type not in _PUT or made.standing.status not in _TOLD:
        return False
    said = child(noun, "acl", "relcl") is not None or any(
        c.dep_ == "prep" and c.lower_ in ("of", "for", "to", "against") for c in noun.children
    )
    known = any(p.acts and p.who.entity is not None for p in made.left)
    return said and known and owner.pos_ == "PROPN"


_PUT = frozenset({"AGREE", "REQUEST", "ACCUSE", "REJECT", "THREATEN", "CONCEDE"})
_TOLD = ("happened", "ongoing", None)


def _opens(noun: Token) -> bool:
    """Whether the noun opens a headline without its article: "Arrest of lawyer sparks protests"."""
    return noun.i == noun.sent.start and noun.tag_ == "NN" and noun.head != noun


def _known(made: Made) -> bool:
    return any(p.who.entity is not None for p in (*made.left, *made.right))


def _both_known(made: Made) -> bool:
    return all(any(p.who.entity is not None for p in side) for side in (made.left, made.right))


def _is_named_by_day_and_place(made: Made) -> bool:
    """Whether a contact is told by its day and place alone ("the May 4 meeting in Lund")."""
    day = made.date is not None or made.dated
    return (
        made.type == "CONSULT"
        and made.draft.frame.word_class == "n"
        and not made.draft.frame.weak
        and day
        and made.place is not None
    )


def without_content(plain: Sequence[Made], telling: Sequence[Made]) -> list[Made]:
    """`plain` but for what another act only asks for, refuses, threatens, agrees or blames.

    What was agreed or blamed stays an act of its own where it has a date of its own.
    """
    speaking = [
        (other, frozenset(t.i for t in content_of(other.draft)))
        for other in telling
        if other.type in _ABSORBING or other.type == "PROTEST"
    ]
    return [
        made
        for made in plain
        if made.draft.token.dep_ == "amod"  # "vowed to free the kidnapped men": they were kidnapped
        or not any(
            made.draft.token.i in content and other is not made and _absorbs(other, made)
            for other, content in speaking
        )
    ]


def _absorbs(other: Made, made: Made) -> bool:
    if other.type == "PROTEST":
        return made.type == "PROTEST"
    word = other.draft.frame.word
    if word in _JUDGING and _stands(made):
        return False
    dated = made.date is not None and word in KEEPING
    return other.type in _ALWAYS_ABSORBING or not dated


_JUDGING = KEEPING - {"agree", "invite"} | frozenset(
    "criticise criticize deplore decry slam regret applaud commend laud defend justify".split()
)
"""Words that judge an act, which they take to be so: "condemned Lund's seizure of the boat"."""


def _stands(made: Made) -> bool:
    """Whether a judged act is told with both sides or taken for granted, and is no mere wish."""
    if made.standing.status in _LOOSE:
        return False
    return (_has_both(made) and _known(made)) or _is_definite(made)
