"""Acts that the text itself calls an answer to another act on the page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec
from spacy.tokens import Token

from onrecord.annotate.parsed import Paragraph
from onrecord.dates import is_day
from onrecord.events.arguments import child, complements, subjects
from onrecord.events.codebook import CONFLICT, code_of
from onrecord.events.drafts import Draft, clause_span
from onrecord.events.lexicon import Frame
from onrecord.events.merge import Made
from onrecord.events.roles import Scene, parties
from onrecord.events.status import verb_standing
from onrecord.model import Fact
from onrecord.spans import Span

_ANSWERING = frozenset(
    {"response", "retaliation", "reaction", "reply", "answer", "return", "reprisal"}
)
_RETALIATORY = frozenset({"retaliatory", "reciprocal", "reciprocally", "tit"})
_ANSWER = frozenset({"respond", "retaliate", "reciprocate"})
_SPOKEN = frozenset(
    {"question", "request", "comment", "letter", "call", "remark", "query", "reporter"}
)


def answered_by_cue(made: Made, all_made: Sequence[Made]) -> Made | None:
    """The act on the page that `made` answers by the text's own words; None where it says none.

    "In response to the expulsion" points to the expulsion; "in response to that" to the act
    told last before it in which the other side acts.
    """
    cue = _cue(made.draft.predicate)
    if cue is None:
        return None
    named = [
        other
        for other in all_made
        if other is not made and _within(other.draft.anchor, made.draft.paragraph, cue)
    ]
    if named:
        return named[0]
    start = made.draft.paragraph.span_of(cue).start
    return _last_by_other_side(made, all_made, min(start, made.draft.anchor.start))


def _cue(predicate: Token) -> Token | None:
    clause = predicate
    for _ in range(4):
        for own in clause.children:
            if own.dep_ == "prep" and own.lower_ == "in":
                noun = child(own, "pobj")
                if noun is not None and noun.lower_ in _ANSWERING:
                    return own
            if own.lower_ in _RETALIATORY or any(c.lower_ in _RETALIATORY for c in own.children):
                return own
        if clause.dep_ not in ("pcomp", "prep", "advcl", "xcomp") or clause.head == clause:
            return None
        clause = clause.head
        if clause.lemma_ in _ANSWER:
            return clause
    return None


def _within(anchor: Span, paragraph: Paragraph, cue: Token) -> bool:
    if cue.pos_ == "VERB":
        return False
    subtree = list(cue.subtree)
    first, last = subtree[0], subtree[-1]
    return Span(paragraph.span_of(first).start, paragraph.span_of(last).end).holds(anchor)


def _last_by_other_side(made: Made, all_made: Sequence[Made], before: int) -> Made | None:
    mine = {p.who.name for p in made.left}
    for other in reversed(all_made):
        if other.draft.anchor.start >= before or other is made:
            continue
        theirs = {p.who.name for p in other.left}
        hit = {p.who.name for p in other.right if p.who.country is not None}
        if theirs & mine or not theirs:
            continue
        if hit and mine and not hit & mine:
            continue
        if code_of(other.type).quad >= CONFLICT:
            return other
    return None


def retaliations(scene: Scene, all_made: Sequence[Made]) -> Iterator[tuple[Made, Made]]:
    """Acts told only as "responded" or "retaliated", each with the act it answers.

    The type is that of the act answered; a verb that says how ("responded by expelling …")
    is left to the act it names.
    """
    for paragraph in scene.parsed.paragraphs:
        for token in paragraph.doc:
            if token.pos_ == "VERB" and _answers(token) and not _says_how(token):
                made = _retaliation(scene, paragraph, token, all_made)
                if made is not None:
                    yield made


def _answers(verb: Token) -> bool:
    """Whether the verb is "respond", "retaliate", or "answer" and "reply" in kind."""
    if verb.lemma_ in _ANSWER:
        return True
    if verb.lemma_ not in ("answer", "reply", "react"):
        return False
    return any(noun.lower_ == "kind" for noun in complements(verb, "in"))


def _says_how(verb: Token) -> bool:
    if any(t.lemma_ in _SPOKEN for t in complements(verb, "to")):
        return True
    if any(c.dep_ in ("ccomp", "dobj", "punct") and c.text in "“”\"'" for c in verb.children):
        return True
    if child(verb, "ccomp") is not None or (
        verb.dep_ == "ROOT" and child(verb, "xcomp") is not None
    ):
        return True
    return any(c.dep_ == "prep" and c.lower_ in ("by", "with") for c in verb.children)


def _retaliation(
    scene: Scene, paragraph: Paragraph, verb: Token, all_made: Sequence[Made]
) -> tuple[Made, Made] | None:
    actors = tuple(p for p in parties(scene, paragraph, subjects(verb)) if p.who.entity is not None)
    if not actors:
        return None
    standing = verb_standing(verb)
    if standing.status not in ("happened", "ongoing", "planned"):
        return None
    anchor = paragraph.span_of(verb)
    frame = Frame("SANCTION", None, verb.lemma_, None, "v", ("subj",), (), False, ())
    draft = Draft(
        frame, paragraph, verb, None, actors, (), standing, clause_span(paragraph, verb), anchor
    )
    statement = scene.statement_at(anchor)
    made = Made(draft, standing, None, None, None, None, statement, actors, ())
    answered = _last_by_other_side(made, all_made, anchor.start)
    if answered is None or not _near(answered, made) or answered.standing.status != "happened":
        return None
    right = tuple(p for p in answered.left if p.who.name not in {a.who.name for a in actors})
    typed = msgspec.structs.replace(draft, frame=msgspec.structs.replace(frame, type=answered.type))
    return (
        msgspec.structs.replace(made, draft=typed, right=right, date=date_after(answered)),
        answered,
    )


def _near(answered: Made, made: Made) -> bool:
    """Whether the answered act was told in the same paragraph as its answer."""
    return answered.draft.paragraph is made.draft.paragraph


def date_after(answered: Made) -> Fact | None:
    """The date of the act answered, where it is a month or more: an answer falls in it too."""
    date = answered.date
    if date is None or is_day(date.value):
        return None
    return Fact(date.value, date.span, f"{date.basis}; the act it answers")
