"""How often statements are right that are given as so and so sure, and the fit that makes it so.

    python evaluation/confidence.py ../shared/gold/statements/polnear_dev.jsonl.gz
    python evaluation/confidence.py ../shared/gold/statements/polnear_dev.jsonl.gz --fit

A statement is right where it shares most of its letters with a gold one that has its speaker.
What is printed is what the product gives, then what a fit on four fifths of the documents gives on
the last, in turns. With --fit, the fit on all documents becomes data/reader/confidence.tsv.
"""

from __future__ import annotations

import argparse
import math
import random
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

import numpy as np

sys.path.insert(0, str(Path(__file__).parent.parent))
from evaluation.reading import doc_of, exported, rows_of, scorer_at
from onrecord.statements import confidence

KINDS = ("direct", "indirect", "mixed")
EDGES = (0.0, 0.2, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.0)
FOLDS = 5
TABLE = Path(confidence.__file__).parent.parent / "data" / "reader" / "confidence.tsv"


class Given(NamedTuple):
    """One statement of the product: its document, kind, confidence, and whether it is right."""

    document: str
    kind: str
    sure: float
    right: bool


def main() -> None:
    """Print both tables; write the fit where it is asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("gold", type=Path)
    parser.add_argument("--scorer", type=Path, default=Path("../shared/score/statements.py"))
    parser.add_argument("--export", type=Path, help="an export of these documents, made before")
    parser.add_argument("--fit", action="store_true")
    asked = parser.parse_args()
    documents = rows_of(asked.gold)
    scorer = scorer_at(asked.scorer)
    with tempfile.TemporaryDirectory() as folder:
        texts = {d["doc_id"]: d["text"] for d in documents}
        export = asked.export or exported(texts, Path(folder), "trained")
        found = list(judged(documents, rows_of(export), scorer))
    print("as it ships")
    show(found)
    raw = [g._replace(sure=confidence.uncalibrated(g.sure, g.kind)) for g in found]  # type: ignore[arg-type]
    print(f"\nfitted on the other documents, in {FOLDS} turns")
    show(crossed(raw))
    if asked.fit:
        lines = [f"{kind}\t{a:.4f}\t{b:.4f}" for kind, (a, b) in fitted(raw).items()]
        head = TABLE.read_text(encoding="utf-8").splitlines()[0]
        TABLE.write_text("\n".join([head, *lines]) + "\n", encoding="utf-8")


def judged(
    documents: Sequence[Mapping[str, object]],
    statements: Sequence[Mapping[str, object]],
    scorer: ModuleType,
) -> Iterator[Given]:
    """Each exported statement and whether the scorer's rules call it right."""
    of: dict[str, list[dict[str, object]]] = {}
    for row in statements:
        who = row.get("speaker") or {}
        at = [[who["start"], who["end"]]] if who.get("start") is not None else []  # type: ignore[attr-defined,index]
        of.setdefault(str(row["doc"]), []).append({**row, "speaker_parts": at})
    for document in documents:
        text, quotes = document["text"], document["quotes"]
        given = of.get(doc_of(str(document["doc_id"])), [])
        gold = [scorer.chars(q["parts"], text) for q in quotes]  # type: ignore[attr-defined]
        match = scorer.greedy(gold, [scorer.chars(g["parts"], text) for g in given])
        right = {
            j: scorer.spk_ok(quotes[i]["speaker_parts"], given[j]["speaker_parts"], text)  # type: ignore[index]
            for i, (j, _) in match.items()
        }
        for place, row in enumerate(given):
            sure = float(str(row["confidence"]))
            yield Given(str(row["doc"]), str(row["kind"]), sure, bool(right.get(place)))


def crossed(found: Sequence[Given]) -> list[Given]:
    """`found` with the confidence that a fit on the other documents gives."""
    names = sorted({g.document for g in found})
    random.Random(0).shuffle(names)
    out: list[Given] = []
    for fold in range(FOLDS):
        left_out = set(names[fold::FOLDS])
        scaling = fitted([g for g in found if g.document not in left_out])
        out += [g._replace(sure=scaled(g, scaling)) for g in found if g.document in left_out]
    return out


def fitted(found: Sequence[Given]) -> dict[str, tuple[float, float]]:
    """Slope and shift of the log odds for each kind, by Newton's steps; one slope for all kinds."""
    x = np.array([[_log_odds(g.sure), *(g.kind == kind for kind in KINDS)] for g in found], float)
    y = np.array([g.right for g in found], float)
    weights = np.zeros(1 + len(KINDS))  # from where Newton does not overshoot
    for _ in range(50):
        chance = 1 / (1 + np.exp(-x @ weights))
        slope = x.T @ (y - chance)
        bend = (x * (chance * (1 - chance))[:, None]).T @ x + 1e-3 * np.eye(len(weights))
        weights = weights + np.linalg.solve(bend, slope)
    return {kind: (float(weights[0]), float(weights[1 + i])) for i, kind in enumerate(KINDS)}


def scaled(given: Given, scaling: Mapping[str, tuple[float, float]]) -> float:
    """The confidence of a statement under a fit."""
    slope, shift = scaling[given.kind]
    return 1 / (1 + math.exp(-(slope * _log_odds(given.sure) + shift)))


def show(found: Sequence[Given]) -> None:
    """A row a range of confidence: how many, their mean, and the share that is right."""
    print(f"{'confidence':14}{'statements':>11}{'mean':>7}{'right':>7}")
    apart = 0.0
    for low, high in pairwise(EDGES):
        some = [g for g in found if low <= g.sure < high or (high == 1.0 and g.sure == 1.0)]
        if some:
            mean, right = (
                sum(v) / len(some) for v in ([g.sure for g in some], [g.right for g in some])
            )
            apart += abs(mean - right) * len(some) / len(found)
            print(f"{low:.2f} to {high:.2f}  {len(some):11}{mean:7.2f}{right:7.2f}")
    print(f"expected calibration error {apart:.3f}")


def _log_odds(chance: float) -> float:
    held = min(max(chance, 1e-4), 1 - 1e-4)
    return math.log(held / (1 - held))


if __name__ == "__main__":
    main()
