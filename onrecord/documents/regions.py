"""Blocks and their roles laid out as regions: datelines split off, turns numbered."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.documents.datelines import Dateline, dateline_of
from onrecord.documents.fields import fields_of
from onrecord.documents.lines import Block
from onrecord.documents.nameplates import nameplate_of
from onrecord.documents.turns import (
    OPENING_MARKS,
    Label,
    asked_in_turn,
    asked_without_labels,
    in_own_voice,
    introduced_turns,
    is_interview,
    is_spoken,
    is_stage_direction,
    turn_labels,
)
from onrecord.documents.written_dates import written_dates
from onrecord.model import Region, RegionKind
from onrecord.spans import Span, trimmed


def lay_out(text: str, blocks: Sequence[Block], roles: Sequence[RegionKind]) -> tuple[Region, ...]:
    """The regions of `blocks`, in order, covering each of their characters but white space."""
    headline = next((i for i, role in enumerate(roles) if role == "headline"), None)
    titled = _headline(text, blocks, roles, headline) if headline is not None else None
    title = " ".join(titled.of(text).split()) if titled is not None else ""
    prose = [b.text for b, r in zip(blocks, roles, strict=True) if r == "body"]
    spoken = is_spoken(title, prose)
    labels = turn_labels(text, blocks, title=title, spoken=spoken)
    labels = {i: label for i, label in labels.items() if roles[i] in {"body", "subheading"}}
    before = list(zip(blocks, roles, strict=True))[: min(labels, default=0)]
    own_voice = not is_interview(title) and in_own_voice(
        [block.text for block, role in before if role == "body"]
    )
    body = [role == "body" for role in roles]
    by_turns = () if labels else asked_in_turn(blocks, body)
    asked = frozenset(by_turns) or asked_without_labels(blocks, title)
    introduced = {} if labels else introduced_turns(text, blocks, body=body)
    turns = _Turns(spoken=spoken and not introduced and (not labels or own_voice))
    regions: list[Region] = []
    opened = False
    for number, (block, role) in enumerate(zip(blocks, roles, strict=True)):
        turns.pass_by(number)
        if number == headline and titled is not None and titled != block.span:
            regions.extend(_beside(text, block, titled))
        elif number in labels:
            regions.extend(turns.open(text, block, labels[number]))
        elif number in introduced:
            label, last = introduced[number]
            regions.extend(turns.open(text, block, label))
            turns.ends_after(last)
        elif number in asked and role in {"body", "subheading"}:
            regions.extend(turns.ask(text, block))
            if by_turns and number == by_turns[-1]:
                turns.ends_after(body.index(True, number + 1))
        elif role == "body":
            opening = _dateline(block, opened=opened)
            if opening is not None:
                regions.append(Region("dateline", opening))
            start = opening.end if opening is not None else block.span.start
            regions.extend(turns.goes_on(text, Span(start, block.span.end)))
            opened = True
        else:
            regions.append(Region(role, block.span))
    return tuple(regions)


def _headline(text: str, blocks: Sequence[Block], roles: Sequence[RegionKind], number: int) -> Span:
    """What of a headline's line is the headline: a field's value, or what stands beside a name."""
    field = fields_of(blocks[: max(number + 12, 12)]).get(number)
    if field is not None and field.kind == "title":
        return field.value
    told = "\n".join(b.raw for b, role in zip(blocks, roles, strict=True) if role == "body")
    plate = nameplate_of([blocks[number]], told)
    if plate is not None and plate[1].rest is not None and plate[1].name < plate[1].rest:
        return plate[1].rest
    return blocks[number].span


def _beside(text: str, block: Block, titled: Span) -> list[Region]:
    """The regions of a line that holds a headline and more: a day in what is left is its date."""
    regions = []
    for span in (Span(block.span.start, titled.start), Span(titled.end, block.span.end)):
        inner = trimmed(text, span) if span.start < span.end else None
        if inner is not None:
            dated = next(written_dates(inner.of(text)), None) is not None
            regions.append(Region("dateline" if dated else "boilerplate", inner))
    return sorted([*regions, Region("headline", titled)], key=lambda region: region.span)


def _dateline(block: Block, *, opened: bool) -> Span | None:
    """The dateline a paragraph opens with; further down only long paragraphs are asked."""
    if opened and block.n < 8:
        return None
    found = dateline_of(block.raw, opens_story=not opened)
    if found is None:
        return None
    return Span(block.span.start, block.span.start + found.span.end)


class _Turns:
    """Numbers the turns while the paragraphs go by."""

    def __init__(self, *, spoken: bool) -> None:
        self.kind: RegionKind = "transcript" if spoken else "body"
        self.number = 1 if spoken else 0
        self.seen_question = False
        self.label: Span | None = None
        self.last: int | None = None
        self.marks = ""

    def ends_after(self, last: int) -> None:
        """The turn's last paragraph is block `last`: the article goes on in its own voice."""
        self.last = last

    def pass_by(self, number: int) -> None:
        """Take note that block `number` comes next."""
        if self.last is not None and number > self.last:
            self.kind, self.label, self.last = "body", None, None

    def open(self, text: str, block: Block, label: Label) -> list[Region]:
        """The regions of a paragraph that opens a turn: its label, then what is said."""
        self.number += 1
        self.label = label.name
        opening = label.opening.of(text)
        self.marks = OPENING_MARKS if opening[:1] and opening[0] in OPENING_MARKS else ""
        if label.role == "question":
            self.kind = "question"
            self.seen_question = True
        elif label.role == "answer" or self.seen_question:
            self.kind = "answer"
        else:
            self.kind = "transcript"
        regions = [Region("boilerplate", _no_space_at_ends(text, label.opening))]
        return regions + self.goes_on(text, Span(label.opening.end, block.span.end))

    def ask(self, text: str, block: Block) -> list[Region]:
        """A question that is told by its form alone; what follows answers it."""
        self.number += 1
        self.label, self.kind, self.seen_question = None, "question", True
        regions = self.goes_on(text, block.span)
        self.number += 1
        self.kind = "answer"
        return regions

    def goes_on(self, text: str, span: Span) -> list[Region]:
        """A further paragraph of the turn, or of the article's own text before any turn."""
        inner = trimmed(text, span) if span.start < span.end else None
        if inner is None:
            return []
        if self.kind == "body":
            return [Region("body", inner)]
        if is_stage_direction(inner.of(text)):
            return [Region("boilerplate", inner)]
        if self.marks and text[inner.start] in self.marks and inner.end - inner.start > 1:
            mark = Span(inner.start, inner.start + 1)
            said = trimmed(text, Span(mark.end, inner.end)) or mark
            return [Region("boilerplate", mark), Region(self.kind, said, self.label, self.number)]
        return [Region(self.kind, inner, self.label, self.number)]


def _no_space_at_ends(text: str, span: Span) -> Span:
    return trimmed(text, span) or span


def first_dateline(text: str, regions: Sequence[Region]) -> Dateline | None:
    """The story's dateline, with spans in `text`; None where no region holds one."""
    for region in regions:
        if region.kind != "dateline":
            continue
        tail = text[region.span.start : region.span.end + 12]
        found = dateline_of(tail, opens_story=True)
        if found is not None and found.place is not None:
            by = region.span.start
            return Dateline(
                found.span.shift(by),
                found.place.shift(by),
                found.day._replace(span=found.day.span.shift(by)) if found.day else None,
                found.agency.shift(by) if found.agency else None,
            )
    return None
