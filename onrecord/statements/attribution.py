"""What a reader of statements hands on: plain spans of content, cue and source."""

from __future__ import annotations

import msgspec

from onrecord.model import Nature
from onrecord.spans import Span


class Attribution(msgspec.Struct, frozen=True):
    """Content that a page attributes: its parts, the cue and the source, in document offsets.

    `source` is the noun phrase that names the speaker, None where the layout or the words before
    tell who speaks. `goes_on` says that the content goes on with the speaker of the attribution
    before it. `confidence` is between 0 and 1, `rule` names the rule that found it.
    """

    parts: tuple[Span, ...]
    cue: Span | None
    source: Span | None
    nature: Nature
    confidence: float
    rule: str
    goes_on: bool = False
    nested: bool = False
