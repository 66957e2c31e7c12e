"""The events of a page: who did what to whom, when, where, and whether it happened."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

import msgspec
from spacy.tokens import Token

from onrecord.annotate.anchored import Happenings
from onrecord.annotate.parsed import Parsed
from onrecord.events.arguments import carried_by, subjects
from onrecord.events.circumstances import about_of, date_of, is_dated_in_words, object_of, place_of
from onrecord.events.codebook import CONFLICT, code_of, codes
from onrecord.events.dating import (
    dated,
    event_spoken_of,
    follows,
    judge_of,
    place_of_speech,
    undated_words,
    with_inherited_date,
)
from onrecord.events.drafts import Draft, content_of, find_drafts
from onrecord.events.judged import judged
from onrecord.events.keep import (
    is_reference,
    is_sideless,
    is_whole,
    means_what_it_says,
    plausible,
    stands_in_for,
    without_content,
)
from onrecord.events.learned import load_roots
from onrecord.events.lexicon import Lexicon, builtin_lexicon
from onrecord.events.merge import Made, told_once
from onrecord.events.presumed import answered, answering, lifted, repeated, turned
from onrecord.events.respond import answered_by_cue, retaliations
from onrecord.events.roles import Party, Scene, parties
from onrecord.ids import content_id
from onrecord.model import Annotations, Event, Statement, Status, TimeExpression, Who
from onrecord.spans import Span

_PROMISING = frozenset({"promise", "pledge", "vow", "commit", "undertake"})
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
    kept: list[Made] = []
    passing: list[Made] = []
    roots = load_roots()
    drafts = find_drafts(scene, lexicon or builtin_lexicon())
    found = judged(scene, drafts, roots.root_of if roots is not None else None)
    for _, drafts in groupby(found, key=lambda draft: draft.paragraph.start):
        told, referring = _told_in_paragraph(scene, list(drafts), kept)
        kept.extend(told)
        passing.extend(referring)
    acts = [act for act in told_once(kept, passing) if act.left or act.right or is_sideless(act)]
    happenings = Happenings(parsed, annotations.times)
    acts = [with_inherited_date(scene, act, acts, happenings) for act in acts]
    answers = [(act, answered_by_cue(act, acts)) for act in acts]
    answers.extend(retaliations(scene, acts))
    answers.sort(key=lambda pair: pair[0].draft.anchor.start)
    return tuple(_event(parsed, annotations.times, act, answered) for act, answered in answers)


def _told_in_paragraph(
    scene: Scene, drafts: Sequence[Draft], before: Sequence[Made]
) -> tuple[list[Made], list[Made]]:
    """The acts that a paragraph's drafts tell of, and the words that only refer to one.

    `before` are the acts that the page told before it.
    """
    presumed = [
        other for d in drafts if (other := answered(d, drafts) or answering(d, drafts)) is not None
    ]
    nouns = {d.token.i for d in presumed}
    drafts = [turned(d) for d in drafts if d.token.i not in nouns]
    drafts += _repeated_in(drafts)
    drafts = [d for d in drafts if not stands_in_for(d, drafts) and means_what_it_says(d, drafts)]
    made = [_made(scene, draft, drafts) for draft in drafts]
    plain: list[Made] = []
    for act in made:
        ending = lifted(act, [*before, *plain])
        if plausible(ending or act):
            plain.append(ending or act)
    telling = [m for m in made if m.left and is_whole(m.draft)]
    kept = without_content(plain, telling)
    kept += [_made(scene, draft, drafts) for draft in presumed]
    return kept, [m for m in made if is_reference(m) and not any(m is k for k in plain)]


def _repeated_in(drafts: Sequence[Draft]) -> list[Draft]:
    """The acts that the paragraph of `drafts` tells by "did so"."""
    if not drafts:
        return []
    found = (repeated(drafts, token) for token in drafts[0].paragraph.doc if token.lower_ != "so")
    return [draft for draft in found if draft is not None]


def _made(scene: Scene, draft: Draft, drafts: Sequence[Draft]) -> Made:
    date = date_of(scene, draft)
    about = event_spoken_of(draft, drafts)
    if about is not None and date is not None and follows(date, about):
        date = None  # "condemned the arrest of Berg on Monday": the arrest was on Monday
    judging = judge_of(draft, drafts)
    if judging is not None and date is None:
        spoken = date_of(scene, judging)
        date = spoken if spoken is not None and follows(spoken, draft) else None
    target, count = object_of(draft)
    statement = scene.statement_at(draft.anchor)
    return Made(
        draft=_with_mode(draft, drafts),
        standing=dated(scene, draft, date),
        date=date,
        place=place_of(scene, draft) or place_of_speech(scene, draft),
        object=target,
        count=count,
        statement=statement,
        left=_other_side_added(scene, draft),
        right=draft.right,
        dated=date is None and is_dated_in_words(scene, draft),
        about=about_of(scene, draft),
    )


def _with_mode(draft: Draft, drafts: Sequence[Draft]) -> Draft:
    """The draft with a mode in place of "?": by what is asked, refused or threatened.

    What is promised and hostile is threatened ("vowed to strike the port").
    """
    frame = draft.frame
    promised = frame.type == "AGREE" and frame.word in _PROMISING
    if frame.mode != "?" and not promised:
        return draft
    inside = {t.i for t in content_of(draft)}
    content = next((d.frame for d in drafts if d is not draft and d.token.i in inside), None)
    if promised:
        if content is None or code_of(content.type).quad < CONFLICT:
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


def _other_side_added(scene: Scene, draft: Draft) -> tuple[Party, ...]:
    """The left side; for a contact told with one side only, whoever the clause around it is of.

    "Berg said after talks with Lund": both took part. "On a visit to Lund, Berg said": hers.
    """
    if _is_own_visit(draft):
        return _owner_of_clause(scene, draft)
    if not draft.frame.mutual or draft.left or len(draft.right) != 1:
        return draft.left
    if draft.frame.word_class != "n" or draft.carrier is not None:
        return draft.left
    owner = _owner_of_clause(scene, draft)
    taken = {p.who.name for p in (*draft.left, *draft.right)}
    return (*draft.left, *(p for p in owner if p.who.name not in taken))


def _is_own_visit(draft: Draft) -> bool:
    """Whether a visit that names no visitor is that of whoever its clause is about."""
    token = draft.token
    if draft.frame.mode != "visit" or draft.frame.word_class != "n" or draft.left:
        return False
    own = any(c.lower_ in _OWN for c in token.children)
    return own and token.dep_ == "pobj" and token.head.lower_ in ("on", "during")


_OWN = frozenset({"a", "an", "his", "her", "their", "its"})


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


def _with_closing_mark(text: str, span: Span) -> Span:
    """The clause with the mark that closes the quotation it ends in: called him a “liar.”"""
    inside = span.of(text)
    is_open = inside.count('"') % 2 == 1 or inside.count("“") > inside.count("”")
    for end in (span.end + 1, span.end + 2):
        if is_open and text[end - 1 : end] in ('"', "”"):
            return Span(span.start, end)
    return span


def _event(
    parsed: Parsed, times: Sequence[TimeExpression], act: Made, answered: Made | None
) -> Event:
    draft = act.draft
    code = code_of(act.type, draft.frame.mode)
    actors, recipients = _sides(act)
    standing = act.standing
    status: Status = standing.status or "happened"
    return Event(
        id=event_id(parsed, act),
        span=_with_closing_mark(parsed.document.text, draft.span),
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
        about=act.about,
        dated_by=undated_words(parsed, times, act) if act.date is None else None,
    )


def event_id(parsed: Parsed, act: Made) -> str:
    """The id of an act: the page, where its word stands, and its type."""
    anchor = act.draft.anchor
    return content_id(
        "e", parsed.document.doc, parsed.document.page, anchor.start, anchor.end, act.type
    )


PERSONAL = frozenset({"resign"})
"""Modes of acts that a person does for themselves, whatever office they hold."""


def _sides(act: Made) -> tuple[tuple[Who, ...], tuple[Who, ...]]:
    """Actors and recipients; in a mutual act every side is an actor, and each side but the
    first a recipient too, so that the pairs exist. In any other nobody receives their own act."""
    if act.draft.frame.mode in PERSONAL:
        return tuple(party.named for party in act.left if party.acts), _whos(act.right)
    if not act.draft.frame.mutual:
        acting = _whos(act.left)
        names = {who.name for who in acting}
        return acting, tuple(who for who in _whos(act.right) if who.name not in names)
    everyone = _whos((*act.left, *act.right))
    return everyone, everyone[1:]


def _whos(parties: Sequence[Party]) -> tuple[Who, ...]:
    found: list[Who] = []
    for party in parties:
        if party.unnamed:
            continue
        if (party.acts or party.struck or party.who.entity is not None) and all(
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
