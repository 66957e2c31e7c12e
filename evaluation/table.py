"""One table of statements: onrecord and two peers, on every set, in one run.

    python evaluation/table.py --peers PEERS/bin/python
    python evaluation/table.py --readers trained            without the rules, without the peers

PEERS is an environment made from evaluation/peers-requirements.txt. The gold, its scorer and the
seeds are read from ../shared; what is absent is said and left out. Each cell is P/R/F1 in percent;
the bar and the aim stand beside the measure.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))
from evaluation import speech
from evaluation.gum_news import checked
from evaluation.reading import doc_of, exported, rows_of, scorer_at

SHARED = Path(__file__).parent.parent.parent / "shared"
CHECKS = Path(__file__).parent / "gum_news_checked.tsv"
BARS = {
    ("PolNeAR dev", "AR_e2e"): (74, 78),
    ("PolNeAR dev", "AR_exact"): (65, 70),
    ("PolNeAR dev", "indirect recall"): (68, 75),
    ("PolNeAR dev", "DQ_e2e"): (94, 97),
    ("PolNeAR dev", "DQ_exact"): (97, 99),
    ("GUM news, checked", "AR_e2e"): (65, 75),
}
MEASURES = ("AR_e2e", "AR_exact", "AR_overlap", "DQ_e2e", "DQ_exact")


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--shared", type=Path, default=SHARED)
    parser.add_argument("--peers", type=Path, help="the python of the peers' environment")
    parser.add_argument("--readers", nargs="*", default=["trained", "rules"])
    asked = parser.parse_args()
    scorer = scorer_at(asked.shared / "score" / "statements.py")
    with tempfile.TemporaryDirectory() as folder:
        for name, gold in golds(asked.shared / "gold" / "statements", scorer):
            scores = {}
            for reader in asked.readers:
                scores[reader] = scored(scorer, gold, ours(gold, Path(folder), reader))
            if asked.peers is not None:
                for peer, found in peers(gold, Path(folder), asked.peers):
                    scores[peer] = scored(scorer, gold, found)
            show(name, scores)
        for reader in asked.readers:
            for name, papers in papers_of(asked.shared):
                read = list(speech.reading(papers, _new(Path(folder)), reader))
                print(f"\nspeech only, {name}, {reader} (bar .90, aim .95)")
                speech.table(papers, read, errors=False)


def _new(folder: Path) -> Path:
    return Path(tempfile.mkdtemp(dir=folder))


def golds(folder: Path, scorer: ModuleType) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """The sets with marked statements, by name."""
    yield "PolNeAR dev", scorer.load(str(folder / "polnear_dev.jsonl.gz"))
    raw = scorer.load(str(folder / "gum_news.jsonl"))
    yield "GUM news, checked", checked(raw, CHECKS)
    yield "GUM news, as it came", raw


def papers_of(shared: Path) -> Iterator[tuple[str, list[speech.Paper]]]:
    """The sets in which everything that is speech is marked."""
    yield "forty pages in ten styles", list(speech.styles())
    yield "GUM news", list(speech.gum(shared / "gold" / "statements" / "gum_news.jsonl"))


def ours(gold: Sequence[Mapping[str, Any]], folder: Path, reader: str) -> list[dict[str, Any]]:
    """What the product exports for the gold's texts."""
    texts = {document["doc_id"]: document["text"] for document in gold}
    return rows_of(exported(texts, _new(folder), reader))


def peers(
    gold: Sequence[Mapping[str, Any]], folder: Path, python: Path
) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """What each peer finds in the gold's texts."""
    home = _new(folder)
    kept = home / "gold.jsonl"
    kept.write_text("".join(json.dumps(d) + "\n" for d in gold), encoding="utf-8")
    script = Path(__file__).parent / "peers.py"
    subprocess.run([python, script, kept, "--into", home], check=True, stdout=subprocess.DEVNULL)
    for path in sorted(home.glob("*.jsonl")):
        if path != kept:
            yield path.stem, rows_of(path)


def scored(
    scorer: ModuleType, gold: Sequence[Mapping[str, Any]], rows: Sequence[Mapping[str, Any]]
) -> dict[str, Any]:
    """The scorer's measures of what was found."""
    names = {doc_of(d["doc_id"]): d["doc_id"] for d in gold}
    found: dict[str, list[dict[str, Any]]] = {d["doc_id"]: [] for d in gold}
    for row in rows:
        who = row.get("speaker") or {}
        at = [[who["start"], who["end"]]] if who.get("start") is not None else []
        found[names[row["doc"]]].append({"parts": row["parts"], "speaker_parts": at})
    measures: dict[str, Any] = scorer.evaluate(gold, found)
    return measures


def show(name: str, scores: Mapping[str, Mapping[str, Any]]) -> None:
    """Print a set's table: a line a measure, a column a reader."""
    print(f"\n{name}\n{'':28}" + "".join(f"{reader:>22}" for reader in scores) + "   bar  aim")
    for measure in MEASURES:
        cells = "".join(
            f"{s[measure]['P']:>10.1f}/{s[measure]['R']:.1f}/{s[measure]['F']:.1f}".rjust(22)
            for s in scores.values()
        )
        bar, aim = BARS.get((name, measure), ("", ""))
        print(f"{measure:28}{cells} {bar:>5} {aim:>4}")
    for kind in ("direct", "mixed", "indirect"):
        cells = "".join(f"{s['recall_by_type'][kind][1]:>22.1f}" for s in scores.values())
        bar, aim = BARS.get((name, f"{kind} recall"), ("", ""))
        print(f"{kind + ' recall, with speaker':28}{cells} {bar:>5} {aim:>4}")
    cells = "".join(f"{s['spk_acc_matched']:>22.1f}" for s in scores.values())
    print(f"{'speaker, of what matches':28}{cells}")


if __name__ == "__main__":
    main()
