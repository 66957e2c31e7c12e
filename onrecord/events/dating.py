"""When an act was: its own date, or that of what its sentence ties it to; and what that settles."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import timedelta

import msgspec
from spacy.tokens import Token

from onrecord.annotate.anchored import Happenings
from onrecord.annotate.parsed import Parsed
from onrecord.annotate.timex.direction import cues
from onrecord.annotate.when import time_of
from onrecord.dates import day_of, from_interval, interval, is_day, is_edtf
from onrecord.events.circumstances import place_near
from onrecord.events.drafts import Draft
from onrecord.events.keep import KEEPING
from onrecord.events.merge import Made
from onrecord.events.respond import answered_by_cue, date_after
from onrecord.events.roles import Scene
from onrecord.events.status import Standing
from onrecord.model import Fact, Statement, TimeExpression
from onrecord.spans import Span

_OPEN = frozenset({"happened", "ongoing", None})


def event_spoken_of(draft: Draft, drafts: Sequence[Draft]) -> Draft | None:
    """The event noun that a word of blame or praise is about, or that one is invited for.

    None where there is none.
    """
    if draft.frame.word == "invite" and draft.frame.word_class == "v":
        for d in drafts:
            after = d.token.head
            if (
                d.token.dep_ == "pobj"
                and after.lower_ in ("for", "to")
                and after.head == draft.token
            ):
                return d  # "invited both for talks on May 4": the talks are then
        return None
    if draft.frame.type != "ACCUSE" and draft.frame.word not in KEEPING:
        return None
    return next(
        (
            d
            for d in drafts
            if d.frame.word_class == "n" and d.token.dep_ == "dobj" and d.token.head == draft.token
        ),
        None,
    )


def judge_of(draft: Draft, drafts: Sequence[Draft]) -> Draft | None:
    """The word of blame or praise whose object the event noun is."""
    return next((d for d in drafts if event_spoken_of(d, drafts) is draft), None)


def follows(date: Fact, draft: Draft) -> bool:
    """Whether the date's words stand after the act's word."""
    return date.span is not None and date.span.start > draft.anchor.end


def dated(scene: Scene, draft: Draft, date: Fact | None) -> Standing:
    """The draft's standing, settled by the date where its words leave it open.

    A verb in the past stays past: then the date was read wrongly, not the tense.
    """
    standing, published = draft.standing, scene.parsed.document.published
    if date is None or published is None or not is_edtf(published.value):
        return standing
    first, last = interval(date.value)
    earliest, latest = interval(published.value)
    ahead = latest is not None and first is not None and first > latest
    if standing.status in _OPEN and ahead and not _is_past(draft):
        return Standing("planned", f"dated {date.value}, after the page ({published.value})")
    behind = earliest is not None and last is not None and last <= earliest
    if standing.status in (None, "ongoing") and behind:
        return Standing("happened", f"dated {date.value}, the page {published.value}")
    return standing


def _is_past(draft: Draft) -> bool:
    verb = draft.predicate
    helpers = [c for c in verb.children if c.dep_ in ("aux", "auxpass")]
    return verb.tag_ == "VBD" or any(h.tag_ == "VBD" or h.lemma_ == "have" for h in helpers)


def with_inherited_date(
    scene: Scene, act: Made, acts: Sequence[Made], happenings: Happenings
) -> Made:
    """The act with the date of what it is tied to in its sentence, where it has none itself."""
    if act.date is not None:
        return act
    date = (
        _date_of_answered(act, acts)
        or _date_of_occasion(scene, act, acts)
        or _date_by_happening(act, happenings)
        or _date_of_contact(act, acts)
        or _date_of_frame(scene, act)
        or _date_of_speech(scene, act)
    )
    if date is None:
        return act
    return msgspec.structs.replace(act, date=date)


def undated_words(parsed: Parsed, times: Sequence[TimeExpression], act: Made) -> Span | None:
    """The words that say when the act was, where the page gives them no day: "on Sunday"."""
    found = time_of(parsed, times, act.draft.anchor)
    return found.span if found is not None and found.date is None else None


def _date_of_answered(act: Made, acts: Sequence[Made]) -> Fact | None:
    answered = answered_by_cue(act, acts)
    return date_after(answered) if answered is not None else None


def _date_of_occasion(scene: Scene, act: Made, acts: Sequence[Made]) -> Fact | None:
    """The date of the visit or meeting during which, or right after which, the act took place."""
    after = act.type in _OUT_OF_TALKS
    for phrase in act.draft.predicate.children:
        if phrase.dep_ != "prep" or phrase.lower_ not in ("during", "at", "after", "following"):
            continue
        if phrase.lower_ in ("after", "following") and not after:
            continue
        for noun in phrase.children:
            if noun.dep_ == "pobj":
                occasion = _told_elsewhere(scene, act, noun, acts)
                if occasion is not None and occasion.date is not None:
                    return Fact(
                        _days_of(scene, act, noun, occasion.date.value),
                        occasion.date.span,
                        f"“{phrase.text}” what is dated {occasion.date.value} on the page",
                    )
    return None


def _days_of(scene: Scene, act: Made, noun: Token, first: str) -> str:
    """The days of a visit of so many days that began on `first`: "during his two-day stay"."""
    span = act.draft.paragraph.span_of(noun.doc[noun.left_edge.i : noun.i + 1])
    lengths = [t for t in scene.annotations.times if span.holds(t.span) and t.type == "DURATION"]
    found = re.fullmatch(r"P(\d{1,2})D", lengths[0].value) if len(lengths) == 1 else None
    day = day_of(first)
    if found is None or day is None or int(found[1]) < 1:
        return first
    return from_interval(day, day + timedelta(days=int(found[1]) - 1))


def _date_of_contact(act: Made, acts: Sequence[Made]) -> Fact | None:
    """ "The two leaders agreed …": the day of the one contact of these two that was told before."""
    sides = {party.named.name for party in act.left}
    done = act.draft.predicate.tag_ == "VBD" and act.standing.status == "happened"
    if act.type not in _OUT_OF_TALKS or len(sides) < 2 or not done:
        return None
    contacts = [
        other
        for other in acts
        if other.type == "CONSULT"
        and other.draft.anchor.start < act.draft.anchor.start
        and sides
        <= {p.name for side in (*other.left, *other.right) for p in (side.who, side.named)}
    ]
    days = {other.date.value if other.date else None for other in contacts}
    date = contacts[0].date if len(days) == 1 else None
    if date is None or not is_day(date.value) or contacts[0].standing.status != "happened":
        return None
    basis = f"what both agreed, told after their only contact on the page, of {date.value}"
    return Fact(date.value, date.span, basis)


_OUT_OF_TALKS = frozenset({"AGREE", "SUPPORT"})


def _date_by_happening(act: Made, happenings: Happenings) -> Fact | None:
    """ "signed at the Tarn talks", "left before the summit": by the day the page gives those.

    After or before a happening gives a bound, since nobody says how long after.
    """
    for phrase in act.draft.predicate.children:
        if phrase.dep_ != "prep" or phrase.lower_ not in _BY_HAPPENING:
            continue
        for noun in phrase.children:
            if noun.dep_ != "pobj":
                continue
            told = happenings.day_of(noun)
            exact = phrase.lower_ in ("at", "during")
            if told is not None and not (exact and noun.lower_ in _stretches()):
                date = _BY_HAPPENING[phrase.lower_].format(told.value)
                return Fact(date, told.span, f"“{phrase.text}” {told.basis}")
    return None


def _stretches() -> frozenset[str]:
    """Happenings whose one day is their first: nothing during them has it."""
    return cues("lasting") | cues("in-force")


_BY_HAPPENING = {
    "at": "{}",
    "during": "{}",
    "after": "{}/..",
    "following": "{}/..",
    "since": "{}/..",
    "before": "../{}",
}


def _told_elsewhere(scene: Scene, act: Made, noun: Token, acts: Sequence[Made]) -> Made | None:
    """The act on the page that an event noun without a date refers to; None where two fit."""
    if noun.lemma_.lower() not in _OCCASIONS:
        return None
    visit = noun.lemma_.lower() in ("visit", "trip", "stay")
    fits = [
        other
        for other in acts
        if other.type == "CONSULT"
        and other.date is not None
        and (other.draft.frame.mode == "visit") == visit
        and _share_a_side(act, other)
    ]
    return fits[0] if len({f.date.value for f in fits if f.date}) == 1 else None


_OCCASIONS = frozenset(
    {"meeting", "summit", "talk", "visit", "trip", "stay", "negotiation", "consultation"}
)


def _share_a_side(one: Made, other: Made) -> bool:
    mine = {p.who.name for p in (*one.left, *one.right)}
    theirs = {p.who.name for p in (*other.left, *other.right)}
    return bool(mine & theirs)


def _date_of_frame(scene: Scene, act: Made) -> Fact | None:
    """The date of the clause that the act explains: "In March ties broke after X did Y"."""
    verb = act.draft.predicate
    if verb.dep_ == "pcomp" and verb.head.lower_ == "by":
        verb = verb.head  # "replied on Monday by expelling …"
    elif verb.dep_ != "advcl" or not any(
        m.lower_ in ("after", "when", "as", "once")
        for m in verb.children
        if m.dep_ in ("mark", "advmod")
    ):
        return None
    if verb.head.pos_ not in ("VERB", "AUX"):
        return None
    found = time_of(scene.parsed, scene.annotations.times, act.draft.paragraph.span_of(verb.head))
    if found is None or found.date is None:
        return None
    return Fact(found.date, found.span, f"{found.basis}; the clause it belongs to")


def _date_of_speech(scene: Scene, act: Made) -> Fact | None:
    """The day something was said, where a speaker tells of it as just done ("we have agreed"),
    or where the outlet ties it to the saying ("said after a meeting of …")."""
    verb = act.draft.predicate
    statement = act.statement
    if statement is not None and statement.said_on is not None:
        just = any(c.dep_ == "aux" and c.lower_ in ("have", "has") for c in verb.children)
        own = act.type in ("AGREE", "CONSULT", "SUPPORT") and act.standing.status == "happened"
        if just and own and statement.region in ("transcript", "answer"):
            return Fact(
                statement.said_on.value,
                statement.said_on.span,
                f"{statement.said_on.basis}; told on that day as just done",
            )
    told = next((s for s in scene.statements if s.cue and s.cue.meets(act.draft.anchor)), None)
    if told is not None and told.said_on is not None:
        basis = f"{told.said_on.basis}; the act of speech itself"
        return Fact(told.said_on.value, told.said_on.span, basis)
    saying = _saying_after(scene, act.draft)
    if saying is not None and saying.said_on is not None:
        return Fact(
            saying.said_on.value,
            saying.said_on.span,
            f"{saying.said_on.basis}; what was said right after the act",
        )
    return None


def _saying_after(scene: Scene, draft: Draft) -> Statement | None:
    """The statement that was made "after" or "following" a contact, by its verb of saying."""
    governor = _after_which(draft)
    if governor is None:
        return None
    cue = draft.paragraph.span_of(governor)
    return next((s for s in scene.statements if s.cue is not None and s.cue.meets(cue)), None)


def _after_which(draft: Draft) -> Token | None:
    """The verb of "said … after talks with Lund": what was done right after a contact."""
    if draft.frame.type != "CONSULT" or draft.token.dep_ != "pobj":
        return None
    preposition = draft.token.head
    if preposition.lower_ not in ("after", "following") or preposition.dep_ != "prep":
        return None
    governor = preposition.head
    while governor.pos_ not in ("VERB", "AUX") and governor.head != governor:
        governor = governor.head
    return governor if governor.pos_ == "VERB" else None


def place_of_speech(scene: Scene, draft: Draft) -> Fact | None:
    """The place where something was said right after a contact that has no place of its own."""
    governor = _after_which(draft)
    if governor is None or _saying_after(scene, draft) is None:
        return None
    return place_near(scene, draft.paragraph, governor)
