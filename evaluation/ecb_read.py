"""What the product joins of real news: ECB+ topics 1-35 read as pages, against their clusters.

    python evaluation/ecb_read.py [SHARED]      three minutes

All pages, none of which has a day, go on one record. An event counts where its word is a gold
mention that was marked across pages; its pairs of other pages are right where the cluster is one.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sqlite3
import sys
import tempfile
from itertools import combinations
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))
import onrecord
from evaluation.reading import rows_of


def main() -> None:
    """Read, score and print."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("shared", nargs="?", default="../shared", type=Path)
    gold = options.parse_args().shared / "gold/across/ecbplus_topics_1_35.jsonl.gz"
    with tempfile.TemporaryDirectory() as folder:
        measure(gold, Path(folder))


def measure(gold: Path, folder: Path) -> None:
    """Put the pages on a record in `folder`, and print how many pairs of reports are right."""
    pages = folder / "pages"
    pages.mkdir()
    marked: dict[str, list[tuple[int, int, str]]] = {}
    with gzip.open(gold, "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            (pages / f"{row['doc_id']}.txt").write_bytes(row["text"].encode())
            marked[row["doc_id"]] = [
                (one["start"], one["end"], one["cluster"])
                for one in row["events"]
                if one["validated"]
            ]
    record = onrecord.read([pages], into=folder / "story.db")
    onrecord.export(record, "events", into=folder / "events.jsonl")
    with sqlite3.connect(folder / "story.db") as store:
        anchors = {
            id: (start, end)
            for id, start, end in store.execute("SELECT id, anchor_start, anchor_end FROM events")
        }
    found = []
    for row in rows_of(folder / "events.jsonl"):
        at, to = anchors[row["id"]]
        clusters = {name for start, end, name in marked[row["doc"]] if start < to and at < end}
        if len(clusters) == 1:
            found.append((row["doc"], clusters.pop(), row["happening"]))
    pairs = [
        (one[1] == other[1], one[2] is not None and one[2] == other[2])
        for one, other in combinations(found, 2)
        if one[0] != other[0]
    ]
    right = sum(gold and given for gold, given in pairs)
    given, wanted = sum(g for _, g in pairs), sum(w for w, _ in pairs)
    print(
        f"{len(found)} events at marked words; pairs of two pages: {right} right of {given} given,"
    )
    print(f"{wanted} wanted: P {right / max(1, given):.3f}, R {right / max(1, wanted):.3f}")


if __name__ == "__main__":
    main()
