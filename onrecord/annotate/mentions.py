"""Who and what a page names: its mentions, and the entities they stand for on this page.

Names are found and classed page-wide (`names`), given their titles (`phrases`), and joined into
entities: persons by surname with fitting first names, states by code, bodies by name or initials.
Definite descriptions ("the minister") and pronouns are joined to the person who fits (`referring`).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence

from onrecord.annotate.entities import entity_of, gathered
from onrecord.annotate.homes import unknown_states
from onrecord.annotate.names import name_kinds, name_runs, state_runs
from onrecord.annotate.naming import own_runs, settled_kinds, without_states
from onrecord.annotate.parsed import Parsed
from onrecord.annotate.referring import descriptions, join_appositions, resolved, vote_genders
from onrecord.annotate.sightings import (
    headline_sightings,
    label_sightings,
    missed_surnames,
    named_sightings,
    state_sightings,
)
from onrecord.model import Entity, Mention, Who
from onrecord.spans import Span


def find_mentions(parsed: Parsed) -> tuple[tuple[Mention, ...], tuple[Entity, ...]]:
    """The mentions of a page, in order of its text, and the entities they stand for.

    Spans are offsets of `Document.text`. A mention's `entity` is None where no entity of the
    page fits it, or where two fit equally.
    """
    states = state_runs(parsed)
    runs = own_runs(parsed, name_runs(parsed, states))
    kinds = name_kinds(parsed, runs)
    homes = unknown_states(parsed, runs, kinds)
    bare = without_states(parsed, runs, kinds, homes)
    if bare != runs:
        runs, kinds = bare, name_kinds(parsed, bare)
    kinds = settled_kinds(parsed, runs, kinds, homes)
    raws = [
        *state_sightings(parsed, states),
        *named_sightings(parsed, runs, kinds, homes),
        *headline_sightings(parsed, kinds, homes),
        *label_sightings(parsed),
    ]
    raws.extend(missed_surnames(parsed, raws, kinds, homes))
    making = gathered(parsed.document, raws)
    keys = list(making)
    number = {key: at for at, key in enumerate(keys)}
    raws.extend(descriptions(parsed, raws, homes))
    raws.sort(key=lambda raw: (raw.span.start, -raw.span.end, raw.head.start))
    join_appositions(parsed.document.text, raws, making)
    vote_genders(parsed, raws, making)
    settled = resolved(parsed, raws, making)
    mentions = [
        Mention(raw.span, raw.head, raw.kind, number[key] if key is not None else None)
        for raw, key in settled
    ]
    return tuple(mentions), tuple(entity_of(making, number, key) for key in keys)


def mentions_by_paragraph(
    parsed: Parsed, mentions: Sequence[Mention]
) -> Mapping[int, Sequence[Mention]]:
    """The mentions of each paragraph, in order, by where the paragraph starts."""
    found: dict[int, list[Mention]] = {}
    for mention in mentions:
        paragraph = parsed.paragraph_at(mention.span.start)
        if paragraph is not None:
            found.setdefault(paragraph.start, []).append(mention)
    return found


def who_at(
    parsed: Parsed,
    mentions: Sequence[Mention],
    entities: Sequence[Entity],
    span: Span,
) -> Who:
    """The `Who` of a noun phrase: the entity of the mention that covers its head word.

    Where only a state's adjective lies in the phrase ("Norwegian officials"), the name is the
    phrase's own words, and the country that of the state. Never None: a phrase that names
    nobody known keeps its words as its name.
    """
    text = parsed.document.text
    head = _head_span(parsed, span)
    if _joins_two(parsed, mentions, span):
        return Who(span.of(text), span)
    near = _near(mentions, span)
    covering = [m for m in near if m.entity is not None and m.span.meets(span)]
    for mention in sorted(covering, key=lambda m: m.span.start - m.span.end):
        named = mention.head.meets(head) or mention.span == span
        if named or (mention.kind == "title" and mention.span.meets(head)):
            entity = entities[mention.entity or 0]
            return Who(entity.name, mention.span, entity.number, entity.country)
    named_last = [m for m in covering if _apposed(text, span, m) and _is_person(entities, m)]
    if len(named_last) == 1 and not any(
        m.span.start == span.start and _is_person(entities, m) and not _owns(text, m)
        for m in covering
    ):
        entity = entities[named_last[0].entity or 0]
        return Who(entity.name, named_last[0].span, entity.number, entity.country)
    states = [
        entities[m.entity]
        for m in covering
        if m.entity is not None and entities[m.entity].kind == "state" and span.holds(m.span)
    ]
    country = states[0].country if len({s.number for s in states}) == 1 else None
    return Who(span.of(text), span, None, country)


def _apposed(text: str, span: Span, mention: Mention) -> bool:
    """Whether a phrase ends with a mention in commas: "its chairman, Justice Ada Lind,"."""
    before, after = text[span.start : mention.span.start], text[mention.span.end : span.end]
    return before.endswith(", ") and after.strip() in {"", ","}


def _owns(text: str, mention: Mention) -> bool:
    """Whether a mention only says whose somebody is: "Norvia's minister, Ada Lind,"."""
    return text[mention.span.end : mention.span.end + 2] in {"'s", "’s"}


def _is_person(entities: Sequence[Entity], mention: Mention) -> bool:
    return mention.entity is not None and entities[mention.entity].kind == "person"


_LONGEST_MENTION = 400


def _near(mentions: Sequence[Mention], span: Span) -> Sequence[Mention]:
    """The mentions that can meet a span, of those of a page in order."""
    first = bisect_left(mentions, span.start - _LONGEST_MENTION, key=lambda m: m.span.start)
    last = bisect_left(mentions, span.end, key=lambda m: m.span.start)
    return mentions[first:last]


def _joins_two(parsed: Parsed, mentions: Sequence[Mention], span: Span) -> bool:
    """Whether a phrase names two by "and", so that it stands for neither alone."""
    tokens = parsed.tokens_in(span)
    if tokens is None or not any(t.dep_ == "conj" and t.head == tokens.root for t in tokens):
        return False
    near = _near(mentions, span)
    inside = {m.entity for m in near if span.holds(m.head) and m.entity is not None}
    return len(inside) > 1 and not any(m.span == span for m in near)


def _head_span(parsed: Parsed, span: Span) -> Span:
    paragraph = parsed.paragraph_at(span.start)
    tokens = paragraph.tokens_in(span) if paragraph is not None else None
    if paragraph is None or tokens is None:
        return span
    return paragraph.span_of(tokens.root)
