"""The whole table of the event stage, in one run: each measure, its bar, and the aim.

    python evaluation/events_table.py [SHARED_FOLDER] [--scores build/events/scores-folds.jsonl]

Prints PLV train (root, sides, both; dyad and type), MEANTIME's factuality, the sentences of our own
(both halves, totals only), the example pages, and what statements and events cost beside a bare
pass of the parser over the same paragraphs, by turns. `--scores` adds the network of roots, whose
folds `make model-events` leaves; what the product gives on PLV is with the network that ships,
which learnt from four fifths of it.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))
from evaluation import events, status
from evaluation.pace import Clock, page_of
from onrecord.annotate.encoder import load_encoder
from onrecord.annotate.mentions import find_mentions
from onrecord.annotate.parsed import load_parser, parse
from onrecord.annotate.times import find_times
from onrecord.documents.find import to_document
from onrecord.events.find import find_events
from onrecord.model import Annotations
from onrecord.statements.find import find_statements

PAGES = 8
"""Sentences of PLV in a page, and pages that are timed, times ten."""


def main() -> None:
    """Print the table."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    default = Path(__file__).parents[2] / "shared"
    options.add_argument("shared", nargs="?", type=Path, default=default)
    options.add_argument("--scores", type=Path)
    told = options.parse_args()
    gold = told.shared / "gold" / "events"
    rows = events.rows_of(gold / "plv_train.jsonl")
    parser = load_parser()
    print(*plv(rows, parser), sep="\n", flush=True)
    for part in ("dev", "train"):
        words = events.json_lines(gold / f"factuality_meantime_{part}.jsonl")
        *_, macro = events.factuality(events.classes_of(words, parser))
        print(f"factuality, MEANTIME {part}: {macro}   (bar .55, aim .70)")
    print(*own_sentences(), sep="\n", flush=True)
    print(*example_pages(told.shared), sep="\n", flush=True)
    if told.scores:
        here = Path(__file__).parent
        asked = [here / "plover_roots.py", told.shared, "--scores", told.scores]
        subprocess.run([sys.executable, *map(str, asked)], check=True)
    print(cost([row["text"] for row in rows], parser))


def plv(rows: list[events.Row], parser: object) -> Iterator[str]:
    """The lines of PLV train."""
    done = [events.sentence_of(row, events.read(row["text"], parser)) for row in rows]
    dyads = events.dyad_score(done)
    yield f"root                     {events.root_score(done)}"
    yield f"root and both actors     {dyads}   (bar .45, aim .55)"
    yield f"source                   {events.side_score(done, receiving=False)}   (bar .70)"
    yield f"target                   {events.side_score(done, receiving=True)}   (bar .70)"
    share = dyads.right_of_given / max(1, dyads.given)
    yield f"dyad and type, precision {share:.3f}   (bar .55)"


def own_sentences() -> Iterator[str]:
    """What is told as facts in the sentences of our own, half by half."""
    for name in ("open", "sealed", "fresh"):
        half = status.sentences(status.HERE / f"{name}.txt")
        given = status.read(half)
        found = [pair for one in half for pair in status.pairs(one, given[one.name])]
        sure, all_of = status.precision(found), status.recall(found)
        yield f"told as facts, {name:6}  precision {sure}  recall {all_of}   (bars 95, 90)"


def example_pages(shared: Path) -> Iterator[str]:
    """The lines of the example pages that are about events."""
    asked = [str(Path(__file__).parent / "seeds.py"), str(shared)]
    run = subprocess.run([sys.executable, *asked], check=True, capture_output=True, text=True)
    yield from (f"examples: {line}" for line in run.stdout.splitlines() if line.startswith("event"))


def cost(sentences: list[str], parser: object) -> str:
    """What statements and events cost, from a page's characters on, beside a bare pass."""
    clock, encoder = Clock(), load_encoder()
    for turn, first in enumerate(range(0, PAGES * PAGES * 10, PAGES)):
        text = "\n\n".join(sentences[first : first + PAGES])
        if not text:
            break
        clock = clock if turn else Clock()
        page = page_of(text, turn)
        used = Clock() if not turn else clock  # the first page warms up
        whole = used.time("page to events", lambda page=page: _read(page, parser, encoder))
        used.time("bare", lambda parts=whole: list(parser.pipe(parts)))  # type: ignore[attr-defined]
    wall, cores = (at["page to events"] / at["bare"] for at in (clock.wall, clock.cores))
    return (
        f"page to statements and events: {wall:.2f} of a bare pass by the clock, {cores:.2f} in "
        "seconds of all cores   (bar 1.6)"
    )


def _read(page, parser, encoder) -> list[str]:  # type: ignore[no-untyped-def]
    document = to_document(page)
    parsed = parse(document, parser, encoder)
    mentions, entities = find_mentions(parsed)
    times = find_times(parsed, document.published)
    annotations = Annotations(mentions=mentions, entities=entities, times=times)
    statements = find_statements(parsed, annotations)
    find_events(parsed, annotations, statements)
    return [p.doc.text for p in parsed.paragraphs]


if __name__ == "__main__":
    main()
