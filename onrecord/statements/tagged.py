"""From what the encoder marks to attributions, in the characters of the page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import cast

from onrecord.annotate.encoder import Encoded, Encoder
from onrecord.model import Nature
from onrecord.spans import Span, hull
from onrecord.statements.attribution import Attribution
from onrecord.statements.decode import (
    Linked,
    Run,
    best_tags,
    chances_of,
    linked,
    natures_of,
    runs_of,
)

TRAINED = "trained"
"""The rule of what the network found."""


def tagged(text: str, encoded: Sequence[Encoded], encoder: Encoder) -> Iterator[Attribution]:
    """The attributions that the network marks, paragraph by paragraph.

    Spans end where words end; marks are not looked at yet.
    """
    places = [
        (each, start, pieces.spans)
        for each in encoded
        for start, pieces in zip(each.window.starts, each.window.paragraphs, strict=True)
    ]
    scores = [each.tags[start : start + len(spans)] for each, start, spans in places]
    chances = chances_of(scores, encoder.steps, encoder.may_open)
    for (each, start, spans), own, likely in zip(places, scores, chances, strict=True):
        tags = best_tags(own, encoder.steps, encoder.may_open)
        words = [start + at for at, span in enumerate(spans) if text[span.start].isalnum()]
        for found in linked(runs_of(tags, likely, start), each.to_cue, each.to_source, words):
            yield _attribution(text, each, encoder, found, start, spans)


def _attribution(
    text: str,
    each: Encoded,
    encoder: Encoder,
    found: Linked,
    start: int,
    spans: Sequence[Span],
) -> Attribution:
    def words(run: Run) -> Span:
        return whole_words(text, hull(spans[run.start - start : run.end - start]))

    cue = found.cue
    nature: Nature = "speech"
    if cue is not None:
        chances = natures_of(each.nature[cue.start], encoder.natures)
        nature = cast(Nature, max(chances, key=lambda name: chances[name]))
    return Attribution(
        tuple(words(run) for run in found.contents),
        words(cue) if cue is not None else None,
        words(found.source) if found.source is not None else None,
        nature,
        found.sure,
        TRAINED,
    )


def whole_words(text: str, span: Span) -> Span:
    """`span` grown to the ends of the words it cuts.

    >>> whole_words("The envoys left.", Span(5, 12))
    Span(start=4, end=15)
    """
    start, end = span
    while start > 0 and text[start].isalnum() and text[start - 1].isalnum():
        start -= 1
    while end < len(text) and text[end].isalnum() and text[end - 1].isalnum():
        end += 1
    return Span(start, end)
