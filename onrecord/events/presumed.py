"""Acts that a sentence takes for granted while it tells of another act.

Who turns down an invitation was invited; who acts "in answer to the expulsion" was expelled; "the
ban was lifted" is about a ban that the page has told of. What such words leave out about who did
it to whom is taken from the act that they stand beside, and only from there.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from spacy.tokens import Token

from onrecord.events.arguments import objects_of_passive, slot
from onrecord.events.drafts import Draft, clause_span
from onrecord.events.merge import Made
from onrecord.events.roles import Party
from onrecord.events.status import Standing, verb_standing

_SPOKEN = frozenset({"AGREE", "REQUEST", "ACCUSE", "THREATEN"})
"""Types whose nouns name what one side puts to another: an offer, a demand, a charge, a threat."""
_ANSWERS = frozenset({"AGREE", "CONCEDE", "REJECT"})
"""Types of what only the side answers that it was put to; anyone may welcome or condemn it."""
_ANSWERED = frozenset({"SANCTION", "COERCE", "MOBILIZE"})
_IN_ANSWER = frozenset({"response", "answer", "reply", "retaliation", "reaction", "return"})
_LIFTS = frozenset({"CONCEDE", "RETREAT"})
_MEASURES = frozenset({"SANCTION", "COERCE"})
_REAL = ("happened", "ongoing", None)


def answered(draft: Draft, drafts: Sequence[Draft]) -> Draft | None:
    """The noun's act as one that was put to whoever answers it; None where nobody does.

    "turned down an invitation from Lund": Lund invited whoever turned it down.
    """
    noun = draft.token
    if draft.frame.word_class != "n" or draft.frame.type not in _SPOKEN or not draft.left:
        return None
    if noun.dep_ not in ("dobj", "nsubjpass") or not _is_definite(noun):
        return None
    answer = next(
        (
            d
            for d in drafts
            if d.token == noun.head
            and d.frame.type in _ANSWERS
            and (d.left or noun.dep_ == "nsubjpass")
        ),
        None,
    )
    if answer is None or any(p.who.name == q.who.name for p in draft.left for q in answer.left):
        return None
    made = Standing("happened", f"“{noun.text}”: taken for granted by “{answer.token.text}”")
    return msgspec.structs.replace(draft, right=draft.right or answer.left, standing=made)


def answering(draft: Draft, drafts: Sequence[Draft]) -> Draft | None:
    """The noun's act with its sides from the act that answers it; None where none does.

    "suspended its aid to Lund in response to the expulsion": Lund expelled.
    """
    noun = draft.token
    if draft.frame.word_class != "n" or draft.frame.type not in _ANSWERED or noun.dep_ != "pobj":
        return None
    cue = noun.head.head
    if cue.lower_ not in _IN_ANSWER or (draft.left and draft.right) or not _is_definite(noun):
        return None
    clause = cue.head.head if cue.head.dep_ == "prep" else cue.head
    act = next((d for d in drafts if d.predicate == clause and d.left and d.right), None)
    if act is None or not all(p.who.entity is not None for p in (*act.left, *act.right)):
        return None
    made = Standing("happened", f"“{noun.text}”: taken for granted by “{cue.text}”")
    return msgspec.structs.replace(
        draft, left=draft.left or act.right, right=draft.right or act.left, standing=made
    )


def lifted(made: Made, before: Sequence[Made]) -> Made | None:
    """The act with the sides of the measure that it ends, as the page told it last; None if none.

    "The ban was lifted in June": by whom it was imposed, and for whom.
    """
    draft = made.draft
    if draft.frame.type not in _LIFTS or draft.frame.word_class != "v" or made.left or made.right:
        return None
    lost = objects_of_passive(draft.token) or slot(draft.token, "obj")
    if not any(_is_definite(noun) for noun in lost):
        return None
    measures = [
        act
        for act in before
        if act.type in _MEASURES and act.left and act.right and act.standing.status in _REAL
    ]
    if not measures or len({_names(act.left) for act in measures}) > 1:
        return None
    last = measures[-1]
    sides = msgspec.structs.replace(draft, left=last.left, right=last.right)
    return msgspec.structs.replace(made, draft=sides, left=last.left, right=last.right)


def _names(parties: Sequence[Party]) -> frozenset[str]:
    return frozenset(party.who.name for party in parties)


def _is_definite(noun: Token) -> bool:
    told = any(
        c.dep_ == "poss" or (c.dep_ == "det" and c.lower_ in ("the", "this", "that", "an", "a"))
        for c in noun.children
    )
    return told or noun.lower_ in ("it", "they")


_TURNED = frozenset({"accept", "satisfy", "grant"})
"""What is refused where it is not done: "did not accept the result"."""


def turned(draft: Draft) -> Draft:
    """The draft as a refusal where it tells that something asked for was not done."""
    frame, basis = draft.frame, draft.standing.basis
    plain = any(c.dep_ == "aux" and c.lemma_ == "do" for c in draft.token.children)
    negated = any(c.dep_ == "neg" for c in draft.token.children)
    if draft.standing.status != "denied" or frame.word not in _TURNED or not (plain and negated):
        return draft
    if frame.word_class != "v":
        return draft
    refused = msgspec.structs.replace(frame, type="REJECT", mode=None, mutual=False)
    return msgspec.structs.replace(
        draft, frame=refused, standing=Standing("happened", f"{basis}: refused")
    )


def repeated(drafts: Sequence[Draft], do: Token) -> Draft | None:
    """The act that "did so" stands for: what the clause before it tells; None where none does.

    "They meet every quarter, and did so again last week": they met last week.
    """
    if do.lemma_ != "do" or not any(c.lower_ == "so" and c.i == do.i + 1 for c in do.children):
        return None
    earlier = [
        d
        for d in drafts
        if d.frame.word_class == "v" and d.token.sent == do.sent and d.token.i < do.i
    ]
    first = next((d for d in earlier if d.token == do.head), earlier[-1] if earlier else None)
    if first is None:
        return None
    paragraph = first.paragraph
    words = paragraph.doc[do.i : do.i + 2]
    return msgspec.structs.replace(
        first,
        token=do,
        standing=verb_standing(do),
        span=clause_span(paragraph, do),
        anchor=paragraph.span_of(words),
    )
