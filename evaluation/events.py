"""How well the event coder names the act, on sentences with PLOVER roots (gold/events/plv_train).

usage: python evaluation/events.py [SHARED_FOLDER] [--every N]

Recall: of the gold acts, those whose root is among the sentence's events. Precision: of the
sentence's events, those whose type is a root of the gold (which names one act a sentence, so a
true second act counts as wrong). The manual's root YIELD stands for CONCEDE and RETREAT; it codes
a future CONSULT, SUPPORT, COOPERATE, AID or RETREAT as AGREE, and so does this comparison.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from pathlib import Path

from onrecord.annotate.encoder import load_encoder
from onrecord.annotate.mentions import find_mentions
from onrecord.annotate.parsed import load_parser, parse
from onrecord.annotate.times import find_times
from onrecord.events.find import find_events
from onrecord.model import Annotations, Document, Event, Region
from onrecord.spans import OffsetMap, Span

ROOTS = {"YIELD": {"CONCEDE", "RETREAT"}}
PROMISED = {"CONSULT", "SUPPORT", "COOPERATE", "AID", "RETREAT"}
REAL = ("happened", "ongoing")


def main() -> None:
    """Print recall for each root, and precision over all."""
    options = argparse.ArgumentParser(description=__doc__)
    default = Path(__file__).parents[2] / "shared"
    options.add_argument("shared", nargs="?", type=Path, default=default)
    options.add_argument("--every", type=int, default=1, help="read every Nth sentence only")
    told = options.parse_args()
    path = told.shared / "gold" / "events" / "plv_train.jsonl"
    if not path.exists():
        raise SystemExit(f"the gold sentences are not at {path}")
    lines = path.read_text(encoding="utf-8").splitlines()[:: told.every]
    report([json.loads(line) for line in lines])


def report(rows: list[dict[str, object]]) -> None:
    """Code every row's sentence and print the table."""
    parser = load_parser()
    found, gold, right, predicted = Counter[str](), Counter[str](), 0, 0
    for row in rows:
        document = _page(str(row["text"]).replace("\n", " "))
        parsed = parse(document, parser, load_encoder())
        mentions, entities = find_mentions(parsed)
        annotations = Annotations(mentions, entities, find_times(parsed, None))
        types = {frozenset(_types(event)) for event in find_events(parsed, annotations, ())}
        roots = {event["plover"] for event in row["events"]}  # type: ignore[attr-defined]
        for root in roots:
            gold[root] += 1
            found[root] += any(kinds & ROOTS.get(root, {root}) for kinds in types)
        predicted += len(types)
        right += sum(any(k & ROOTS.get(root, {root}) for root in roots) for k in types)
    for root in sorted(gold):
        print(f"{root:10} recall {found[root] / gold[root]:.2f} of {gold[root]}")
    print(
        f"all roots  recall {found.total() / gold.total():.3f}, precision {right / predicted:.3f}"
    )


def _types(event: Event) -> set[str]:
    ahead = event.status not in REAL and event.type in PROMISED
    return {event.type, "AGREE"} if ahead else {event.type}


def _page(text: str) -> Document:
    region = Region("body", Span(0, len(text)))
    return Document("page", "0" * 64, "page", "text/plain", text, OffsetMap(), (region,))


if __name__ == "__main__":
    main()
