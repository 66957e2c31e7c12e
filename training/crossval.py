"""Scores the reader on publishers that it was not trained on, one after the other.

    python -m training.crossval --gold ../shared/gold/statements --scorer statements.py

Each fold leaves one publisher out of training, or several `--at-once`, and reads the documents of
each of them: those of polnear_dev and a fixed sample of those of polnear_train. A fold takes as
long as a training; one whose weights are there already is only scored.
"""

from __future__ import annotations

import argparse
import ast
import json
import random
import re
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from evaluation.reading import rows_of

SAMPLE = 30
"""Documents of polnear_train in each fold's test, beside those of polnear_dev."""
MEASURES = ("AR_e2e", "AR_exact", "AR_overlap", "DQ_e2e", "indirect_e2e_recall")
"""In percent: F1 of all statements and of direct ones, and the recall of the indirect ones."""


def main() -> None:
    """Print a row a fold, then mean and spread; leave the rows in `crossval.json`."""
    asked = _arguments().parse_args()
    train, dev = (rows_of(asked.gold / f"polnear_{half}.jsonl.gz") for half in ("train", "dev"))
    publishers = sorted({row["publisher"] for row in train})
    unknown = set(asked.folds) - set(publishers)
    if unknown:
        sys.exit(f"no documents of {', '.join(sorted(unknown))}; there are {', '.join(publishers)}")
    asked.into.mkdir(parents=True, exist_ok=True)
    print(f"{'':14}" + "".join(f"{name:>21}" for name in MEASURES))
    folds = {}
    chosen = asked.folds or publishers
    for left_out in (
        chosen[at : at + asked.at_once] for at in range(0, len(chosen), asked.at_once)
    ):
        weights = trained(left_out, asked)
        for publisher in left_out:
            folds[publisher] = scored(weights, held_out(publisher, train, dev), asked)
            _show(publisher, folds[publisher])
    told = {"seed": asked.seed, "steps": asked.steps, "at_once": asked.at_once}
    found = {**told, "folds": folds, **spread(folds)}
    for name in ("mean", "least", "most", "deviation"):
        _show(name, found[name])
    (asked.into / "crossval.json").write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description="Scores the reader on publishers left out.")
    parser.add_argument("--gold", type=Path, required=True, help="the folder of the gold")
    parser.add_argument("--scorer", type=Path, required=True, help="the script that stands by it")
    parser.add_argument("--folds", nargs="*", default=[], help="publishers; else all of them")
    parser.add_argument("--at-once", type=int, default=1, help="how many to leave out at a time")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--own", type=Path, default=Path("training/own"))
    parser.add_argument("--names", type=Path, default=Path("build/reader/names.jsonl"))
    parser.add_argument("--restyle", type=float, default=0.3)
    parser.add_argument("--steps", type=int, default=1150)
    parser.add_argument("--seed", type=int, default=11)
    parser.add_argument("--into", type=Path, default=Path("build/crossval"))
    return parser


def trained(left_out: Sequence[str], asked: argparse.Namespace) -> Path:
    """The weights of a training without those `left_out`, run where they are not there yet."""
    name = f"without-{'+'.join(left_out)}-{asked.steps}-{asked.seed}"
    weights: Path = asked.into / f"{name}.pt"
    if not weights.exists():
        options = {
            "gold": asked.gold,
            "own": asked.own,
            "names": asked.names,
            "restyle": asked.restyle,
            "steps": asked.steps,
            "seed": asked.seed,
            "threads": asked.threads,
            "into": asked.into,
            "name": name,
        }
        given = [word for key, value in options.items() for word in (f"--{key}", str(value))]
        given += ["--without", *left_out]
        with (asked.into / f"{name}.log").open("w", encoding="utf-8") as log:
            subprocess.run([sys.executable, "-m", "training.train", *given], check=True, stdout=log)
    return weights


def held_out(
    publisher: str, train: Sequence[dict[str, Any]], dev: Sequence[dict[str, Any]]
) -> list[dict[str, Any]]:
    """The rows of `publisher` that its fold is scored on, the same each time."""
    others = sorted(
        (row for row in train if row["publisher"] == publisher), key=lambda row: row["doc_id"]
    )
    chosen = random.Random(publisher).sample(others, min(SAMPLE, len(others)))
    return [*(row for row in dev if row["publisher"] == publisher), *chosen]


def scored(
    weights: Path, documents: Sequence[dict[str, Any]], asked: argparse.Namespace
) -> dict[str, float]:
    """The measures of `weights` on `documents`, as training.score and the scorer find them."""
    with tempfile.TemporaryDirectory() as folder:
        gold = Path(folder) / "gold.jsonl"
        lines = (json.dumps(document) + "\n" for document in documents)
        gold.write_text("".join(lines), encoding="utf-8")
        given = [weights, "--gold", gold, "--scorer", asked.scorer, "--into", folder]
        table = subprocess.run(
            [sys.executable, "-m", "training.score", *map(str, given)],
            check=True,
            stdout=subprocess.PIPE,
            encoding="utf-8",
        ).stdout
    return measures(table)


def measures(table: str) -> dict[str, float]:
    """The measures in what the scorer prints; `ValueError` names one that is not there.

    >>> table = " AR_e2e {'F': 70.1}\\n AR_exact {'F': 60.0}\\n AR_overlap {'F': 75.5}\\n"
    >>> table += " DQ_e2e {'F': 91.2}\\n recall(overlap,e2e) by type {'indirect': (68.0, 61.3)}"
    >>> measures(table)["AR_e2e"], measures(table)["indirect_e2e_recall"]
    (70.1, 61.3)
    """
    found = {name: float(_printed(table, name)["F"]) for name in MEASURES[:-1]}
    recall = _printed(table, "recall(overlap,e2e) by type")["indirect"]
    return {**found, MEASURES[-1]: float(recall[1])}


def _printed(table: str, name: str) -> dict[str, Any]:
    """The table of values that stands after `name`."""
    at = re.search(re.escape(name) + r" (\{.*?\})", table)
    if at is None:
        raise ValueError(f"the scorer printed no {name}: {table!r}")
    values: dict[str, Any] = ast.literal_eval(at.group(1))
    return values


def spread(folds: Mapping[str, Mapping[str, float]]) -> dict[str, dict[str, float]]:
    """Mean, least, most and standard deviation of each measure over the folds.

    The deviation is that of a sample; 0 where there is one fold.
    """
    values = {name: [fold[name] for fold in folds.values()] for name in MEASURES}
    return {
        "mean": {name: round(statistics.mean(of), 2) for name, of in values.items()},
        "least": {name: min(of) for name, of in values.items()},
        "most": {name: max(of) for name, of in values.items()},
        "deviation": {
            name: round(statistics.stdev(of), 2) if len(of) > 1 else 0.0
            for name, of in values.items()
        },
    }


def _show(name: str, row: Mapping[str, float]) -> None:
    print(f"{name:14}" + "".join(f"{row[measure]:21.1f}" for measure in MEASURES), flush=True)


if __name__ == "__main__":
    main()
