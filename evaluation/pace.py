"""What reading costs against a bare pass of the parser over the same text, in one run.

    python evaluation/pace.py ../shared/gold/statements/polnear_dev.jsonl.gz
    python evaluation/pace.py GOLD.jsonl[.gz] --pages 1000     memory and faults over many pages

Each page is read from its characters to its statements by the product's own stages; the bare pass
is spaCy's small English pipeline, as it comes, over the same paragraphs. They take turns, page by
page, so that both meet the same machine. Seconds are of the clock; the seconds of all cores stand
beside them.
"""

from __future__ import annotations

import argparse
import hashlib
import itertools
import resource
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import spacy

sys.path.insert(0, str(Path(__file__).parent.parent))
from evaluation.reading import rows_of
from onrecord.annotate.encoder import load_encoder
from onrecord.annotate.mentions import find_mentions
from onrecord.annotate.parsed import load_parser, parse
from onrecord.annotate.times import find_times
from onrecord.documents.find import to_document
from onrecord.errors import OnrecordError
from onrecord.model import Annotations, Page
from onrecord.statements.find import find_statements

Found = TypeVar("Found")


class Clock:
    """Seconds of the clock and of all cores, by what they were spent on."""

    def __init__(self) -> None:
        self.wall: Counter[str] = Counter()
        self.cores: Counter[str] = Counter()

    def time(self, name: str, work: Callable[[], Found]) -> Found:
        """What `work` gives back, with its seconds added under `name`."""
        wall, cores = time.perf_counter(), time.process_time()
        found = work()
        self.wall[name] += time.perf_counter() - wall
        self.cores[name] += time.process_time() - cores
        return found


def main() -> None:
    """Print the ratio and its parts, or what a long run takes."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("gold", type=Path)
    asked.add_argument("--reader", default="trained")
    asked.add_argument("--first", type=int, default=60, help="pages that are timed")
    asked.add_argument("--pages", type=int, help="read so many instead, the gold's over and over")
    given = asked.parse_args()
    texts = [row["text"] for row in rows_of(given.gold)]
    if given.pages:
        endure(texts, given.pages, given.reader)
    else:
        compare(texts[: given.first], given.reader)


def page_of(text: str, number: int) -> Page:
    """A page of plain text."""
    data = text.encode("utf-8")
    digest = hashlib.sha256(data).hexdigest()
    return Page(f"page-{number}", "gold", "text/plain", data, digest, "utf-8", text)


def compare(texts: list[str], reader: str) -> None:
    """Time both over the same pages, by turns, and print the ratio."""
    parser = load_parser()
    plain = spacy.load(f"{parser.lang}_{parser.meta['name']}")
    clock = Clock()
    read_timed(texts[0], 0, parser, reader, Clock())
    for number, text in enumerate(texts):
        spans = read_timed(text, number, parser, reader, clock)
        paragraphs = [text[start:end] for start, end in spans]
        clock.time("bare", lambda p=paragraphs: list(plain.pipe(p)))  # type: ignore[misc]
    for name in clock.wall:
        wall, cores = clock.wall[name], clock.cores[name]
        print(
            f"{name:12} {wall:7.2f} s  {cores:7.2f} s of all cores  "
            f"{wall / clock.wall['bare']:5.2f}"
        )
    stages = [name for name in clock.wall if name != "bare"]
    wall = sum(clock.wall[name] for name in stages)
    cores = sum(clock.cores[name] for name in stages)
    print(
        f"page to statements: {wall / clock.wall['bare']:.2f} of a bare pass by the clock, "
        f"{cores / clock.cores['bare']:.2f} in seconds of all cores ({len(texts)} pages)"
    )


def read_timed(text: str, number: int, parser, reader: str, clock: Clock):  # type: ignore[no-untyped-def]
    """Read one page stage by stage; the spans of the document that were parsed."""
    page = page_of(text, number)
    encoder = load_encoder() if reader == "trained" else None
    document = clock.time("document", lambda: to_document(page))
    parsed = clock.time("parse", lambda: parse(document, parser, encoder))
    mentions, entities = clock.time("mentions", lambda: find_mentions(parsed))
    times = clock.time("times", lambda: find_times(parsed, document.published))
    annotations = Annotations(mentions=mentions, entities=entities, times=times)
    clock.time("statements", lambda: find_statements(parsed, annotations, reader=reader))
    return [(p.span.start, p.span.end) for p in parsed.paragraphs]


def endure(texts: list[str], pages: int, reader: str) -> None:
    """Read `pages` pages and print the memory after each tenth of them."""
    parser = load_parser()
    begun = time.perf_counter()
    for number, text in enumerate(itertools.islice(itertools.cycle(texts), pages), start=1):
        try:
            read_timed(text, number, parser, reader, Clock())
        except OnrecordError as failure:
            print(f"page {number}: {failure}")
        if number % max(1, pages // 10) == 0:
            most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            print(f"{number} pages, {time.perf_counter() - begun:.0f} s, at most {most:.0f} MB")


if __name__ == "__main__":
    main()
