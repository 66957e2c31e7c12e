"""Who speaks in the turns of a transcript: there "he" is never the one who says "I"."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from onrecord.annotate.sightings import Sighting
from onrecord.model import Document, RegionKind
from onrecord.spans import Span

Key = tuple[str, str]
TURNS: frozenset[RegionKind] = frozenset({"question", "answer", "transcript"})
"""Kinds of region that are turns of a transcript, not prose."""
_HEADINGS = frozenset({"headline", "subheading"})


def voices(document: Document, raws: Sequence[Sighting]) -> Mapping[int, Collection[Key]]:
    """Whom a pronoun in a turn can't mean, by where the turn's regions start.

    The one who speaks; where two speak in all, both: each calls the other "you". A turn whose
    label names nobody is spoken by the person whom the headings name first.
    """
    turns = [region for region in document.regions if region.kind in TURNS]
    host = _host(document, raws) if turns else None
    named = {raw.key[1]: raw.key for raw in raws if raw.key and raw.key[0] == "person"}
    spoken: dict[int, Key] = {}
    labels: dict[str, Key | None] = {}
    for region in turns:
        label = region.label.of(document.text).strip(" :.") if region.label is not None else ""
        if label not in labels:
            labels[label] = _labelled(label, region.label, raws, named) or (
                host if label.casefold() in _ANSWERS and region.kind != "question" else None
            )
        who = labels[label]
        if who is not None:
            spoken[region.span.start] = who
    everyone = frozenset(spoken.values())
    known = len(everyone) <= 2 and len(labels) <= 2
    return {
        region.span.start: everyone if known else {spoken[region.span.start]}
        for region in turns
        if known or region.span.start in spoken
    }


_ANSWERS = frozenset({"", "a", "answer"})


def _host(document: Document, raws: Sequence[Sighting]) -> Key | None:
    """The first person whom the headings above the first turn name."""
    first = next((r.span.start for r in document.regions if r.kind in TURNS), 0)
    headings = [r.span for r in document.regions if r.kind in _HEADINGS and r.span.end < first]
    named = (
        raw.key
        for heading in headings
        for raw in raws
        if heading.holds(raw.head) and raw.key is not None and raw.key[0] == "person"
    )
    return next(named, None)


def _labelled(
    label: str, span: Span | None, raws: Sequence[Sighting], named: Mapping[str, Key]
) -> Key | None:
    """The person whom a label names, or the only one who has its last word for a surname."""
    if span is None:
        return None
    held = [r.key for r in raws if r.key and r.key[0] == "person" and span.meets(r.head)]
    if held:
        return held[0]
    last = label.rsplit(maxsplit=1)[-1].casefold() if label else ""
    fits = {key for name, key in named.items() if name.split()[-1].casefold() == last}
    return fits.pop() if len(fits) == 1 else None
