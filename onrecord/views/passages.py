"""A page's text with all that was found on it: regions, cut where a span begins or ends."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

import msgspec

from onrecord.model import Reading, RegionKind
from onrecord.spans import Span, hull
from onrecord.views.markup import PLANS

_SMALL = frozenset({"related", "boilerplate", "caption", "byline", "dateline"})


class Chunk(msgspec.Struct, frozen=True):
    """A run of a page's text that the same spans cover.

    `first` are the ids of statements and events that begin here, `ends` of those that end here.
    """

    text: str
    classes: str
    ids: str
    first: tuple[str, ...]
    ends: tuple[str, ...]


class Block(msgspec.Struct, frozen=True):
    """A region of a page as chunks."""

    kind: RegionKind
    small: bool
    chunks: tuple[Chunk, ...]


class _Layer(msgspec.Struct, frozen=True):
    """A span of a page to show: its classes, and the id of what it belongs to."""

    span: Span
    classes: str
    id: str = ""
    opens: bool = False
    closes: bool = False


def blocks_of(reading: Reading, entry_of: Mapping[str, str]) -> Iterator[Block]:
    """The regions of a page in order, cut where a span of an entry in `entry_of` begins or ends."""
    document = reading.document
    layers = sorted(_layers(reading, entry_of), key=lambda layer: layer.span)
    for region in document.regions:
        inside = [layer for layer in layers if layer.span.meets(region.span)]
        chunks = tuple(_chunks(document.text, region.span, inside))
        yield Block(region.kind, region.kind in _SMALL, chunks)


def _layers(reading: Reading, entry_of: Mapping[str, str]) -> Iterator[_Layer]:
    """What is highlighted: statements, events, cues, speakers' mentions, times."""
    for statement in reading.statements:
        if statement.id not in entry_of:
            continue
        whole = hull(statement.parts)
        for part in statement.parts:
            opens, closes = part.start == whole.start, part.end == whole.end
            nested = " nested" if statement.within else ""
            yield _Layer(part, f"st {statement.kind}{nested}", statement.id, opens, closes)
        if statement.cue is not None:
            yield _Layer(statement.cue, "cue")
        if statement.speaker is not None and statement.speaker.span is not None:
            yield _Layer(statement.speaker.span, "sp")
    for event in reading.events:
        if event.id in entry_of:
            status = "plan" if event.status in PLANS else event.status
            yield _Layer(event.span, f"ev {status}", event.id, True, True)
    for time in reading.annotations.times:
        yield _Layer(time.span, "tm")


def _chunks(text: str, region: Span, layers: Sequence[_Layer]) -> Iterator[Chunk]:
    """The region cut wherever a span begins or ends, so that spans may overlap as they like."""
    cuts = {region.start, region.end}
    for layer in layers:
        cuts |= {max(region.start, layer.span.start), min(region.end, layer.span.end)}
    places = sorted(cuts)
    for start, end in pairwise(places):
        over = [layer for layer in layers if layer.span.start <= start and end <= layer.span.end]
        classes = dict.fromkeys(name for layer in over for name in layer.classes.split())
        yield Chunk(
            text=text[start:end],
            classes=" ".join(classes),
            ids=" ".join(dict.fromkeys(layer.id for layer in over if layer.id)),
            first=tuple(layer.id for layer in over if layer.opens and layer.span.start == start),
            ends=tuple(layer.id for layer in over if layer.closes and layer.span.end == end),
        )
