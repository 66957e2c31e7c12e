"""What joining costs: all pages at once, and one page more.

    python evaluation/linking.py 1000 10000 100000

Pages are tellings of the demonstration story with other people, days and words
(evaluation/pile.py); times are of the processor. What one page is added to is the linker's memory,
on disk.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))
from evaluation import pile
from onrecord.link.again import again, remember
from onrecord.link.decide import whole
from onrecord.link.memory import Memory
from onrecord.link.ties import Ties
from onrecord.model import Reading
from onrecord.record.schema import open_to_write

MORE = 20
"""Pages added one by one."""


def main() -> None:
    """Print the times for each number of statements."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("statements", nargs="+", type=int)
    story = pile.story_read()
    for statements in asked.parse_args().statements:
        measure(tellings(story, statements))


def tellings(story: pile.Story, statements: int, seed: int = 1) -> list[Reading]:
    """Pages with so many statements, and twenty more."""
    drawn = random.Random(seed)
    each = sum(len(one.statements) for one in story.readings)
    pool = pile._pool(story, drawn, max(60, statements // 40))
    count = -(-statements // each) + -(-MORE // len(story.readings))
    found: list[Reading] = []
    for number in range(count):
        found += pile.Telling(story, pool, number, drawn).readings()
    return found


def measure(pages: list[Reading]) -> None:
    """Join all but the last pages at once, then these one by one, and print the times."""
    first, more = pages[:-MORE], pages[-MORE:]
    start = time.process_time()
    made = whole(first, Ties())
    joined = time.process_time() - start
    statements = sum(len(one.statements) for one in first)
    events = sum(len(one.events) for one in first)
    print(
        f"{len(first)} pages, {statements} statements, {events} events: {joined:.1f} s", flush=True
    )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "story.db"
        connection = open_to_write(path)
        connection.execute("BEGIN")
        memory = Memory(connection)
        remember(memory, made, {})
        connection.execute("COMMIT")
        del made
        times = []
        for page in more:
            start = time.process_time()
            connection.execute("BEGIN")
            again(memory, {page.document.doc: page}, (), Ties(), Ties())
            connection.execute("COMMIT")
            times.append(time.process_time() - start)
        connection.close()
        times.sort()
        size = path.stat().st_size / 2**20
        print(
            f"  one page more: {times[len(times) // 2]:.2f} s (middle), "
            f"{times[-1]:.2f} s (longest); {size:.0f} MB remembered",
            flush=True,
        )


if __name__ == "__main__":
    main()
