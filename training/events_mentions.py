"""Finds who is named in PLV's sentences: the pairs of them between which no act is marked.

python -m training.events_mentions --gold ../shared/gold/events/plv_train.jsonl
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from onrecord.annotate.encoder import load_encoder
from onrecord.annotate.mentions import find_mentions
from onrecord.annotate.parsed import load_parser, parse
from onrecord.model import Document, Region
from onrecord.spans import OffsetMap, Span
from training.events_examples import gold


def main() -> None:
    """Write a line a sentence: its text and its mentions, of which none overlaps another."""
    asked = argparse.ArgumentParser(description="Finds who is named in PLV's sentences.")
    asked.add_argument("--gold", type=Path, required=True)
    asked.add_argument("--into", type=Path, default=Path("build/events/mentions.jsonl"))
    told = asked.parse_args()
    told.into.parent.mkdir(parents=True, exist_ok=True)
    with told.into.open("w", encoding="utf-8") as out:
        for text in dict.fromkeys(pair.text for pair in gold(told.gold)):
            spans = [[span.start, span.end] for span in named(text.replace("\n", " "))]
            out.write(json.dumps({"text": text, "spans": spans}) + "\n")


def named(text: str) -> list[Span]:
    """The spans of the mentions of a sentence, the longest of those that overlap."""
    region = Region("body", Span(0, len(text)))
    page = Document("page", "0" * 64, "page", "text/plain", text, OffsetMap(), (region,))
    mentions, _ = find_mentions(parse(page, load_parser(), load_encoder()))
    kept: list[Span] = []
    for span in sorted((m.span for m in mentions), key=lambda s: s.start - s.end):
        if all(span.end <= other.start or other.end <= span.start for other in kept):
            kept.append(span)
    return sorted(kept, key=lambda s: s.start)


if __name__ == "__main__":
    main()
