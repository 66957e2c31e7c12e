"""Scores of the time stage alone on a gold file of plain texts.

    python evaluation/times.py SCORER.py GOLD.jsonl[.gz] [--errors] [--keep EXPORT.jsonl]

GOLD has one document a line: doc_id, dct (the page's date), text, timexes. SCORER is a script
called with GOLD and the export; what it prints is passed on. Each line of a text is taken for one
paragraph; the finding of the page's own date is not part of this.
"""

from __future__ import annotations

import argparse
import gzip
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from onrecord.annotate.encoder import load_encoder
from onrecord.annotate.parsed import load_parser, parse
from onrecord.annotate.times import find_times
from onrecord.dates import is_edtf
from onrecord.model import Document, Fact, Region
from onrecord.spans import OffsetMap, Span


def plain_document(doc: str, text: str) -> Document:
    """`text` as a document whose every line is a paragraph of the body."""
    regions = []
    start = 0
    for line in text.splitlines(keepends=True):
        if line.strip():
            regions.append(Region("body", Span(start, start + len(line))))
        start += len(line)
    return Document(
        doc=doc,
        page="",
        source=doc,
        media="text/plain",
        text=text,
        offsets=OffsetMap(),
        regions=tuple(regions),
    )


def gold_documents(path: Path) -> Iterator[dict[str, Any]]:
    """The documents of a gold file, gzipped or not."""
    data = path.read_bytes()
    text = (gzip.decompress(data) if path.suffix == ".gz" else data).decode()
    yield from map(json.loads, text.strip().split("\n"))


def main() -> int:
    """The scorer's exit status."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("scorer", type=Path)
    options.add_argument("gold", type=Path)
    options.add_argument("--errors", action="store_true", help="also print each difference")
    options.add_argument("--keep", type=Path, help="write the export here")
    asked = options.parse_args()
    parser = load_parser()
    spent = 0.0
    with tempfile.TemporaryDirectory() as folder:
        export = asked.keep or Path(folder) / "times.jsonl"
        pages = 0
        with export.open("w", encoding="utf-8") as out:
            for gold in gold_documents(asked.gold):
                dct = gold.get("dct") or ""
                published = Fact(dct, None, "told") if is_edtf(dct) else None
                parsed = parse(plain_document(gold["doc_id"], gold["text"]), parser, load_encoder())
                begun = time.process_time()
                times = find_times(parsed, published)
                spent += time.process_time() - begun
                pages += 1
                for found in times:
                    row = {
                        "doc": gold["doc_id"].replace("/", "__"),
                        "start": found.span.start,
                        "end": found.span.end,
                        "type": found.type,
                        "value": found.value,
                        "date": found.date,
                        "basis": found.basis,
                    }
                    out.write(json.dumps(row) + "\n")
        print(f"{pages} pages, time stage {spent:.2f} s of CPU", file=sys.stderr)
        command = [sys.executable, str(asked.scorer), str(asked.gold), str(export)]
        return subprocess.run(command + ["--errors"] * asked.errors, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
