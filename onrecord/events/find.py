"""The events of a page: who did what to whom, when, where, and whether it happened."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from spacy.tokens import Token

from onrecord.annotate.parsed import Parsed
from onrecord.annotate.when import time_of
from onrecord.dates import interval, is_edtf
from onrecord.events.arguments import carried_by, is_passive, subjects
from onrecord.events.circumstances import (
    date_of,
    is_dated_in_words,
    object_of,
    place_near,
    place_of,
)
from onrecord.events.codebook import code_of, codes
from onrecord.events.drafts import Draft, content_of, find_drafts
from onrecord.events.lexicon import Lexicon, builtin_lexicon
from onrecord.events.merge import Made, told_once
from onrecord.events.respond import answered_by_cue, date_after, retaliations
from onrecord.events.roles import Party, Scene, parties
from onrecord.events.status import Standing
from onrecord.ids import content_id
from onrecord.model import Annotations, Event, Fact, Statement, Status, Who

_VERBAL_TYPES = frozenset("AGREE CONSULT SUPPORT CONCEDE REQUEST ACCUSE REJECT THREATEN".split())
_ABSORBING = frozenset(
    {"REQUEST", "REJECT", "THREATEN", "ACCUSE", "AGREE", "SUPPORT", "COERCE", "SANCTION"}
)
_ALWAYS_ABSORBING = frozenset({"REQUEST", "REJECT", "THREATEN"})
_PROMISING = frozenset({"promise", "pledge", "vow", "commit", "undertake"})
_KEEPING = frozenset({"agree", "condemn", "denounce", "welcome", "praise", "hail", "applaud"})
"""Words whose content stays an act of its own where it is dated ("agreed to meet on May 4")."""
_REAL = frozenset({"happened", "ongoing", None})
_CONFLICT = 3
"""Quad classes from here on are conflict."""
_MODE_OF_CONTENT = {
    "REQUEST": {"AID": "assist", "CONSULT": "meet", "RETREAT": "yield", "CONCEDE": "yield"},
    "REJECT": {"AID": "assist", "CONSULT": "meet", "RETREAT": "yield", "CONCEDE": "yield"},
    "THREATEN": {
        "ASSAULT": "violence",
        "MOBILIZE": "violence",
        "COERCE": "restrict",
        "SANCTION": "restrict",
    },
}


def find_events(
    parsed: Parsed,
    annotations: Annotations,
    statements: Sequence[Statement],
    *,
    lexicon: Lexicon | None = None,
) -> tuple[Event, ...]:
    """The events of a page, one for each act it tells of, in order of the text.

    Spans are offsets of `Document.text`. `reported_by` is the id of the innermost statement
    that holds the act's word, None where the outlet tells it. A field is None or empty where
    the page does not say. `lexicon` is the built-in one unless another is given.
    """
    scene = Scene(parsed, annotations, statements)
    drafts = list(find_drafts(scene, lexicon or builtin_lexicon()))
    drafts = [d for d in drafts if not _stands_in_for(d, drafts) and _threatens(d, drafts)]
    made = [_made(scene, draft, drafts) for draft in drafts]
    plain = [m for m in made if _plausible(m)]
    telling = [m for m in made if m.left and _is_whole(m.draft)]
    kept = [m for m in plain if not _absorbed(m, telling)]
    passing = [m for m in made if _is_reference(m) and not any(m is k for k in plain)]
    acts = [act for act in told_once(kept, passing) if act.left or act.right]
    acts = [_with_inherited_date(scene, act, acts) for act in acts]
    answers = [(act, answered_by_cue(act, acts)) for act in acts]
    answers.extend(retaliations(scene, acts))
    answers.sort(key=lambda pair: pair[0].draft.anchor.start)
    return tuple(_event(parsed, act, answered) for act, answered in answers)


# -- what counts as an event --------------------------------------------------------------------


def _is_whole(draft: Draft) -> bool:
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


def _stands_in_for(draft: Draft, drafts: Sequence[Draft]) -> bool:
    """Whether the draft is a noun whose own verb is a draft ("signed an agreement")."""
    if draft.frame.word_class != "n":
        return False
    verbs = {
        id_of(d)
        for d in drafts
        if d.frame.word_class == "v"
        and d.frame.type not in ("ACCUSE", "REQUEST")
        and d.frame.word not in _KEEPING
    }
    nouns = {id_of(d) for d in drafts if d.frame.word_class == "n"}
    heads = [draft.token.head] if draft.token.dep_ in ("dobj", "nsubjpass") else []
    if draft.carrier is not None:
        heads.append(draft.carrier)
    above = draft.token.head
    if above.dep_ == "prep" and above.lower_ in ("of", "for"):
        if (draft.paragraph.start, above.head.i) in nouns:
            return True
    return any((draft.paragraph.start, head.i) in verbs for head in heads)


def _is_reference(made: Made) -> bool:
    """Whether a noun only refers to a contact and says how it stands ("the upcoming talks")."""
    frame = made.draft.frame
    stands = made.standing.status in ("planned", "happened", "expected", "denied", "proposed")
    return frame.type == "CONSULT" and frame.word_class == "n" and not frame.weak and stands


def _threatens(draft: Draft, drafts: Sequence[Draft]) -> bool:
    """Whether a warning "that …" threatens an act: it tells of one that is hostile, to come.

    "warned that prices would rise" threatens nobody.
    """
    if not any(need.words == {"act"} for need in draft.frame.needs):
        return True
    inside = {t.i for t in content_of(draft)}
    return any(
        d.paragraph is draft.paragraph
        and d.token.i in inside
        and code_of(d.frame.type).quad >= _CONFLICT
        and d.standing.status not in ("happened", "ongoing", "denied")
        for d in drafts
    )


def id_of(draft: Draft) -> tuple[int, int]:
    """Where the draft's word stands: its paragraph's start and its token's number."""
    return draft.paragraph.start, draft.token.i


def _plausible(made: Made) -> bool:
    """Whether a mention says enough to be an act of its own, not a word that refers to one."""
    draft = made.draft
    if not _is_whole(draft):
        return _is_named_by_day_and_place(made)
    known = any(p.who.entity is not None for p in (*made.left, *made.right))
    if not known and draft.frame.type in _VERBAL_TYPES and not any(p.body for p in made.left):
        return False
    if not known and draft.token.tag_ in ("VBP", "VBZ") and draft.token.dep_ == "relcl":
        return False
    acted_on = any(p.acts for p in made.right)
    bodies = any(p.body or draft.frame.type == "PROTEST" for p in made.left)
    if not known and not acted_on and not bodies:
        return False
    loose = ("hypothetical", "requested", "proposed")
    quoted = made.statement is not None and made.statement.kind != "indirect"
    if quoted and made.standing.status in loose and not (made.left and made.right and known):
        return False
    both = bool(made.left) and bool(made.right or not draft.frame.right) and known
    if made.standing.status in loose and not both and draft.frame.type != "CONSULT":
        return False
    if made.standing.status in ("hypothetical", "requested") and not both:
        return False
    if quoted and made.standing.status == "requested" and draft.token.tag_ != "VB":
        return False
    if draft.frame.type == "CONSULT" and not known and len(made.left) + len(made.right) < 2:
        return False
    if draft.frame.word_class == "v":
        return True
    sides = min(2, len(made.left) + len(made.right))
    told = (made.date is not None or made.dated) + (made.place is not None)
    if draft.frame.weak and draft.carrier is None:
        whole = bool(made.left and made.right) and not draft.frame.mutual
        return sides > 0 and (made.date is not None or (whole and _both_known(made)))
    wanted = 1 if draft.carrier is not None and made.left and not draft.frame.weak else 2
    return sides + told >= wanted and sides > 0


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


def _absorbed(made: Made, all_made: Sequence[Made]) -> bool:
    """Whether the act is only what another act asks for, refuses, threatens, agrees or blames.

    What was agreed or blamed stays an act of its own where it has a date of its own.
    """
    for other in all_made:
        if other is made or other.draft.paragraph is not made.draft.paragraph:
            continue
        purpose = other.type == made.type == "PROTEST"
        if other.type not in _ABSORBING and not purpose:
            continue
        if made.draft.token.i not in {t.i for t in content_of(other.draft)}:
            continue
        dated = made.date is not None and other.draft.frame.word in _KEEPING
        if purpose or other.type in _ALWAYS_ABSORBING or not dated:
            return True
    return False


# -- one act ------------------------------------------------------------------------------------


def _made(scene: Scene, draft: Draft, drafts: Sequence[Draft]) -> Made:
    date = date_of(scene, draft)
    about = _event_spoken_of(draft, drafts)
    if about is not None and date is not None and _follows(date, about):
        date = None  # "condemned the arrest of Berg on Monday": the arrest was on Monday
    judging = _judge_of(draft, drafts)
    if judging is not None and date is None:
        spoken = date_of(scene, judging)
        date = spoken if spoken is not None and _follows(spoken, draft) else None
    dated = date is None and is_dated_in_words(scene, draft)
    target, count = object_of(draft)
    statement = scene.statement_at(draft.anchor)
    return Made(
        draft=_with_mode(draft, drafts),
        standing=_dated(scene, draft.standing, date),
        date=date,
        place=place_of(scene, draft) or _place_of_speech(scene, draft),
        object=target,
        count=count,
        statement=statement,
        left=_other_side_added(scene, draft),
        right=draft.right,
        dated=dated,
    )


def _event_spoken_of(draft: Draft, drafts: Sequence[Draft]) -> Draft | None:
    """The event noun that is the object of a word of blame or praise; None where there is none."""
    if draft.frame.type != "ACCUSE" and draft.frame.word not in _KEEPING:
        return None
    return next(
        (
            d
            for d in drafts
            if d.paragraph is draft.paragraph
            and d.frame.word_class == "n"
            and d.token.dep_ == "dobj"
            and d.token.head == draft.token
        ),
        None,
    )


def _judge_of(draft: Draft, drafts: Sequence[Draft]) -> Draft | None:
    """The word of blame or praise whose object the event noun is."""
    return next((d for d in drafts if _event_spoken_of(d, drafts) is draft), None)


def _follows(date: Fact, draft: Draft) -> bool:
    return date.span is not None and date.span.start > draft.anchor.end


def _with_mode(draft: Draft, drafts: Sequence[Draft]) -> Draft:
    """The draft with a mode in place of "?": by what is asked, refused or threatened.

    What is promised and hostile is threatened ("vowed to strike the port").
    """
    frame = draft.frame
    promised = frame.type == "AGREE" and frame.word in _PROMISING
    if frame.mode != "?" and not promised:
        return draft
    inside = {t.i for t in content_of(draft)}
    content = next(
        (
            d.frame
            for d in drafts
            if d.paragraph is draft.paragraph and d is not draft and d.token.i in inside
        ),
        None,
    )
    if promised:
        if content is None or code_of(content.type).quad < _CONFLICT:
            return draft
        frame = msgspec.structs.replace(frame, type="THREATEN")
    mode = None
    if content is not None:
        mode = _MODE_OF_CONTENT[frame.type].get(content.type)
        if frame.type == "THREATEN" and content.mode in ("expel", "arrest"):
            mode = content.mode
    if (frame.type, mode) not in codes():
        mode = None
    return msgspec.structs.replace(draft, frame=msgspec.structs.replace(frame, mode=mode))


def _dated(scene: Scene, standing: Standing, date: Fact | None) -> Standing:
    """The standing, settled by the date where the words leave it open or are in the present."""
    published = scene.parsed.document.published
    if date is None or published is None or not is_edtf(published.value):
        return standing
    first, last = interval(date.value)
    page_first, page_last = interval(published.value)
    if standing.status in _REAL and first is not None and page_last is not None:
        if first > page_last:
            return Standing("planned", f"dated {date.value}, after the page ({published.value})")
    if standing.status in (None, "ongoing") and last is not None and page_last is not None:
        if last <= page_last:
            return Standing("happened", f"dated {date.value}, the page {published.value}")
    return standing


def _other_side_added(scene: Scene, draft: Draft) -> tuple[Party, ...]:
    """The left side; for a contact told with one side only, whoever the clause around it is of.

    "Berg said after talks with Lund": both took part.
    """
    if not draft.frame.mutual or draft.left or len(draft.right) != 1:
        return draft.left
    if draft.frame.word_class != "n" or draft.carrier is not None:
        return draft.left
    owner = _owner_of_clause(scene, draft)
    taken = {p.who.name for p in (*draft.left, *draft.right)}
    return (*draft.left, *(p for p in owner if p.who.name not in taken))


def _owner_of_clause(scene: Scene, draft: Draft) -> tuple[Party, ...]:
    token = draft.token
    if token.dep_ != "pobj":
        return ()
    governor = token.head.head
    for _ in range(4):
        if governor.pos_ in ("VERB", "AUX"):
            tokens: Sequence[Token] = subjects(governor)
        else:
            tokens = carried_by(governor)
        found = tuple(
            p
            for p in parties(scene, draft.paragraph, tokens)
            if p.acts and p.who.entity is not None
        )
        if found or governor.head == governor:
            return found
        governor = governor.head
    return ()


def _with_inherited_date(scene: Scene, act: Made, acts: Sequence[Made]) -> Made:
    """The act with the date of what it is tied to in its sentence, where it has none itself."""
    if act.date is not None:
        return act
    date = (
        _date_of_answered(act, acts)
        or _date_of_occasion(scene, act, acts)
        or _date_of_frame(scene, act)
        or _date_of_speech(scene, act)
    )
    if date is None:
        return act
    return msgspec.structs.replace(act, date=date)


def _date_of_answered(act: Made, acts: Sequence[Made]) -> Fact | None:
    answered = answered_by_cue(act, acts)
    return date_after(answered) if answered is not None else None


def _date_of_occasion(scene: Scene, act: Made, acts: Sequence[Made]) -> Fact | None:
    """The date of the visit or meeting during which, or right after which, the act took place."""
    after = act.type in ("AGREE", "SUPPORT")
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
                        occasion.date.value,
                        occasion.date.span,
                        f"“{phrase.text}” what is dated {occasion.date.value} on the page",
                    )
    return None


def _told_elsewhere(scene: Scene, act: Made, noun: Token, acts: Sequence[Made]) -> Made | None:
    """The act on the page that an event noun without a date refers to; None where two fit."""
    if noun.lemma_.lower() not in _OCCASIONS:
        return None
    visit = noun.lemma_.lower() in ("visit", "trip")
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
    {"meeting", "summit", "talk", "visit", "trip", "negotiation", "consultation"}
)


def _share_a_side(one: Made, other: Made) -> bool:
    mine = {p.who.name for p in (*one.left, *one.right)}
    theirs = {p.who.name for p in (*other.left, *other.right)}
    return bool(mine & theirs)


def _date_of_frame(scene: Scene, act: Made) -> Fact | None:
    """The date of the clause that the act explains: "In March ties broke after X did Y"."""
    verb = act.draft.predicate
    if verb.dep_ != "advcl" or verb.head.pos_ not in ("VERB", "AUX"):
        return None
    if not any(
        m.lower_ in ("after", "when", "as", "once")
        for m in verb.children
        if m.dep_ == "mark" or m.dep_ == "advmod"
    ):
        return None
    found = time_of(scene.parsed, scene.annotations.times, act.draft.paragraph.span_of(verb.head))
    if found is None or found.date is None:
        return None
    return Fact(found.date, found.span, f"{found.basis}; the clause it explains")


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


def _place_of_speech(scene: Scene, draft: Draft) -> Fact | None:
    """The place where something was said right after a contact that has no place of its own."""
    governor = _after_which(draft)
    if governor is None or _saying_after(scene, draft) is None:
        return None
    return place_near(draft.paragraph, governor)


def _event(parsed: Parsed, act: Made, answered: Made | None) -> Event:
    draft = act.draft
    code = code_of(act.type, draft.frame.mode)
    actors, recipients = _sides(act)
    standing = act.standing
    status: Status = standing.status or "happened"
    return Event(
        id=event_id(parsed, act),
        span=draft.span,
        anchor=draft.anchor,
        type=act.type,
        mode=draft.frame.mode,
        status=status,
        status_basis=standing.basis or "told as a fact",
        region=draft.paragraph.region.kind,
        confidence=_confidence(act),
        actors=actors,
        recipients=recipients,
        date=act.date,
        place=act.place,
        reported_by=act.statement.id if act.statement is not None else None,
        response_to=event_id(parsed, answered) if answered is not None else None,
        object=act.object,
        count=act.count,
        quad=code.quad,
        intensity=code.intensity,
    )


def event_id(parsed: Parsed, act: Made) -> str:
    """The id of an act: the page, where its word stands, and its type."""
    anchor = act.draft.anchor
    return content_id(
        "e", parsed.document.doc, parsed.document.page, anchor.start, anchor.end, act.type
    )


def _sides(act: Made) -> tuple[tuple[Who, ...], tuple[Who, ...]]:
    """Actors and recipients; in a mutual act every side is an actor, and each side but the
    first a recipient too, so that the pairs exist."""
    if not act.draft.frame.mutual:
        return _whos(act.left), _whos(act.right)
    everyone = _whos((*act.left, *act.right))
    return everyone, everyone[1:]


def _whos(parties: Sequence[Party]) -> tuple[Who, ...]:
    found: list[Who] = []
    for party in parties:
        if (party.acts or party.who.entity is not None) and all(
            party.who.name != other.name for other in found
        ):
            found.append(party.who)
    return tuple(found)


def _confidence(act: Made) -> float:
    """How much speaks for the event: both sides known, a date, a strong word; at most .95."""
    weight = 0.5
    weight += 0.12 * any(p.who.entity is not None for p in act.left)
    weight += 0.12 * any(p.who.entity is not None for p in act.right)
    weight += 0.1 * (act.date is not None)
    weight += 0.1 * (act.draft.frame.word_class == "v" or act.draft.carrier is not None)
    weight -= 0.15 * act.draft.frame.weak
    weight -= 0.1 * (act.standing.status is None)
    return round(max(0.1, min(0.95, weight)), 2)
