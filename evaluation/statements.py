"""Scores the statements that `onrecord` exports on a gold file of attributions.

    python evaluation/statements.py ../shared/gold/statements/polnear_dev.jsonl.gz
    python evaluation/statements.py GOLD.jsonl[.gz] --scorer PATH --keep FOLDER

Each gold document becomes a page of its own, read by the command's own chain; the export is
scored by the scorer that stands beside the gold (../shared/score/statements.py).
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))
from evaluation.reading import exported, rows_of


def main() -> None:
    """Read, export and score; print the scorer's table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("gold", type=Path)
    parser.add_argument("--scorer", type=Path, default=Path("../shared/score/statements.py"))
    parser.add_argument("--reader", default="trained")
    parser.add_argument("--keep", type=Path, help="a folder to leave pages, record and export in")
    parser.add_argument("--first", type=int, help="read only the first documents")
    asked = parser.parse_args()
    if asked.keep is not None:
        asked.keep.mkdir(parents=True, exist_ok=True)
        score(asked.gold, asked.scorer, asked.keep, asked.reader, asked.first)
        return
    with tempfile.TemporaryDirectory() as folder:
        score(asked.gold, asked.scorer, Path(folder), asked.reader, asked.first)


def score(gold: Path, scorer: Path, folder: Path, reader: str, first: int | None) -> None:
    """Write the gold's texts as pages into `folder`, read them and print the scores."""
    documents = rows_of(gold)[:first]
    export = exported({d["doc_id"]: d["text"] for d in documents}, folder, reader)
    kept = folder / "gold.jsonl"
    kept.write_text("".join(json.dumps(d) + "\n" for d in documents), encoding="utf-8")
    subprocess.run([sys.executable, str(scorer), str(kept), str(export)], check=True)


if __name__ == "__main__":
    main()
