"""Turns of transcripts: one statement a turn, one part a paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

import msgspec

from onrecord.annotate.parsed import Parsed
from onrecord.model import Entity, Mention, Nature, Region, RegionKind, Who
from onrecord.spans import Span, trimmed

_QUESTIONERS = frozenset({"question", "q", "reporter", "journalist", "moderator", "interviewer"})
TURN_KINDS: frozenset[RegionKind] = frozenset({"question", "answer", "transcript"})
"""Kinds of region that are turns of a transcript, not prose."""
_HEADINGS = frozenset({"headline", "subheading"})
UNIDENTIFIED = "unidentified questioner"


class Turn(msgspec.Struct, frozen=True):
    """One turn: its paragraphs, who speaks, and whether it is a question."""

    parts: tuple[Span, ...]
    speaker: Who | None
    nature: Nature
    region: RegionKind


def turns(
    parsed: Parsed, mentions: Sequence[Mention], entities: Sequence[Entity]
) -> Iterator[Turn]:
    """The turns of a page, in order of its text; nothing for a page that is no transcript.

    A turn with a label is spoken by whom the label names ("Ada Lind:"); one without, by the
    person whom the title names first. A questioner without a name stays unidentified.
    """
    text = parsed.document.text
    spoken = [r for r in parsed.document.regions if r.kind in {"question", "answer", "transcript"}]
    host = _host(parsed, mentions, entities)
    known: dict[str, Who] = {}
    for _, group in groupby(spoken, key=lambda region: (region.turn, region.kind, region.label)):
        regions = list(group)
        parts = tuple(p for p in (trimmed(text, r.span) for r in regions) if p is not None)
        if parts:
            speaker = _speaker(text, regions[0], mentions, entities, host)
            if speaker is not None and regions[0].label is not None:
                speaker = _as_before(known, regions[0].label.of(text), speaker)
            nature: Nature = "question" if _asks(text, regions[0], parts) else "speech"
            yield Turn(parts, speaker, nature, regions[0].kind)


def _as_before(known: dict[str, Who], label: str, speaker: Who) -> Who:
    """The speaker of a label; one that named its holder in brackets means the same again."""
    if speaker.entity is not None:
        known.setdefault(label, speaker)
        return speaker
    before = known.get(label)
    return Who(before.name, speaker.span, before.entity, before.country) if before else speaker


def _asks(text: str, region: Region, parts: Sequence[Span]) -> bool:
    """Whether a turn is a question: one labelled so, or one of a reporter's that asks something.

    A reporter in a broadcast also narrates.
    """
    if region.kind != "question":
        return False
    label = region.label.of(text).strip(" :.").lower() if region.label is not None else "question"
    return label.startswith("q") or any("?" in part.of(text) for part in parts)


def _host(parsed: Parsed, mentions: Sequence[Mention], entities: Sequence[Entity]) -> Who | None:
    """Whom the title of a transcript names first, who speaks where no label tells.

    A person, of the title or of what stands below it above an interview; else the office that a
    "by" tells: "Comment by the Foreign Ministry Spokesperson".
    """
    title = parsed.document.title
    if title is None or title.span is None:
        return None
    first = next((r.span.start for r in parsed.document.regions if r.kind == "question"), 0)
    below = (r.span for r in parsed.document.regions if r.kind in _HEADINGS and r.span.end < first)
    for heading in (title.span, *below):
        for mention in mentions:
            if mention.entity is None or not heading.holds(mention.span):
                continue
            entity = entities[mention.entity]
            if entity.kind == "person":
                return Who(entity.name, mention.span, entity.number, entity.country)
    text = parsed.document.text
    offices = [m.span for m in mentions if m.kind == "title" and title.span.holds(m.span)]
    for span in offices:
        if text[title.span.start : span.start].casefold().endswith((" by ", " by the ")):
            return Who(span.of(text), span)
    return None


def _speaker(
    text: str,
    region: Region,
    mentions: Sequence[Mention],
    entities: Sequence[Entity],
    host: Who | None,
) -> Who | None:
    if region.label is None:
        return host if region.kind != "question" else Who(UNIDENTIFIED, None)
    label = region.label.of(text).strip(" :.")
    if label.lower().split(" ")[0].rstrip(":.") in _QUESTIONERS:
        return _outlet_asking(text, region.label, mentions, entities)
    if label.lower().rstrip(":.") in {"a", "answer"} and host is not None:
        return Who(host.name, region.label, host.entity, host.country)
    named = [m for m in mentions if m.entity is not None and _names(region.label, m)]
    if named:
        entity = entities[named[0].entity or 0]
        return Who(entity.name, region.label, entity.number, entity.country)
    if host is not None and host.entity is not None:
        holds = label.casefold() in {
            word for office in entities[host.entity].offices for word in office.casefold().split()
        }
        if holds:  # "President:" on a page whose title names the president
            return Who(host.name, region.label, host.entity, host.country)
    fits = [e for e in entities if e.kind == "person" and _named_by(label, e)]
    if len(fits) == 1:
        return Who(fits[0].name, region.label, fits[0].number, fits[0].country)
    return Who(label, region.label)


_BRACKET = re.compile(r"\s*\(([A-Z][^():]{1,60})\)\s*:")


def _outlet_asking(
    text: str, label: Span, mentions: Sequence[Mention], entities: Sequence[Entity]
) -> Who:
    """Who asks, where a bracket tells for which outlet: "Question (Radio Tarn):"."""
    bracket = _BRACKET.match(text, label.end)
    if bracket is None:
        return Who(UNIDENTIFIED, label)
    span = Span(*bracket.span(1))
    named = next((m for m in mentions if m.entity is not None and m.head == span), None)
    if named is None:
        return Who(span.of(text), span)
    entity = entities[named.entity or 0]
    return Who(entity.name, span, entity.number, entity.country)


def _names(label: Span, mention: Mention) -> bool:
    """Whether a mention stands in a label, or in the bracket that belongs to it."""
    return label.meets(mention.head) or mention.span.start == label.start


def _named_by(label: str, entity: Entity) -> bool:
    """Whether a label such as "MS. LIND" or "Minister Lind" names a person of the page."""
    words = {word.strip(".,").lower() for word in label.split()}
    return entity.name.split()[-1].lower() in words
