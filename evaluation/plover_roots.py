"""How well the root of an act is named where its two sides are given (gold/events/plv_train).

    python evaluation/plover_roots.py [SHARED_FOLDER] --scores build/events/scores-folds.jsonl

Scores are what `training.events --folds` leaves: every sentence was scored by a network that had
not seen it. Only the folds in that file are compared.

- *Rules*: of the sentence's events the one that touches most of the two sides; none is an error.
- *Floor*: words and pairs of words, weighed by rarity, and logistic regression, on the same folds;
  left out where scikit-learn is not installed (it is where `make model` was run).
- *Model*: its best root. *Both*: the rules' root, but for where there is none or the model is surer
  of another than a bound says.

The gold's YIELD stands for CONCEDE and RETREAT; a coming CONSULT, SUPPORT, COOPERATE, AID or
RETREAT of the rules may be an AGREE, as the manual codes it. Under it: whether the model tells
pairs with an act from pairs without (turned round, or beside the marked one).
"""

from __future__ import annotations

import argparse
import json
import math
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))
from evaluation.events import (
    ROOTS,
    Sentence,
    _flat,
    _touch,
    is_root,
    pairs_of,
    read,
    roots_of,
    rows_of,
    sentence_of,
)
from onrecord.annotate.parsed import load_parser
from onrecord.events.codebook import type_names
from onrecord.events.learned import NONE

YIELDS = {kind: root for root, kinds in ROOTS.items() for kind in kinds}
BOUNDS = (0.5, 0.7, 0.8, 0.9, 0.95)


def main() -> None:
    """Print the tables."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    default = Path(__file__).parents[2] / "shared"
    options.add_argument("shared", nargs="?", type=Path, default=default)
    options.add_argument("--scores", type=Path, default=Path("build/events/scores-folds.jsonl"))
    options.add_argument("--no-rules", action="store_true", help="leave out the slow rules")
    told = options.parse_args()
    scores = [json.loads(line) for line in told.scores.read_text(encoding="utf-8").splitlines()]
    acts = [row for row in scores if row["root"] != NONE]
    gold = [row["root"] for row in acts]
    model = [shares(row) for row in acts]
    print(f"{len(acts)} acts of {len({row['fold'] for row in acts})} folds    macro-F1  accuracy")
    if not told.no_rules:
        rules = [rule_root(sentence) for sentence in sentences(told.shared, acts)]
        _show("rules", gold, rules)
    _floor(acts, gold)
    _show("model", gold, [best(each) for each in model])
    if not told.no_rules:
        for bound in BOUNDS:
            both = [either(rule, each, bound) for rule, each in zip(rules, model, strict=True)]
            _show(f"both, from {bound}", gold, both)
    best_of = [best(each) for each in model]
    print("\nroot: F1 of the model")
    for root in sorted(set(gold)):
        print(f"  {root:10} {f1(gold, best_of, root):.2f} of {gold.count(root)}")
    print(*pair_table(scores), sep="\n")


def shares(row: Mapping[str, Any]) -> dict[str, float]:
    """The model's chance of each root of the gold, if there is an act at all."""
    top = max(row["roots"])
    risen = [math.exp(score - top) for score in row["roots"]]
    found: dict[str, float] = {}
    for name, value in zip(type_names(), risen, strict=True):
        root = YIELDS.get(name, name)
        found[root] = found.get(root, 0.0) + value / sum(risen)
    return found


def best(chances: Mapping[str, float]) -> str:
    """The root with the highest chance."""
    return max(chances, key=lambda root: chances[root])


def either(rule: str | None, chances: Mapping[str, float], bound: float) -> str:
    """The rules' root; the model's where they have none or it is surer of another than `bound`."""
    first = best(chances)
    return first if rule is None or chances[first] >= bound else rule


def sentences(shared: Path, acts: Sequence[Mapping[str, Any]]) -> Iterator[Sentence]:
    """What the rules make of the sentence of each act."""
    parser = load_parser()
    path = shared / "gold" / "events" / "plv_train.jsonl"
    texts = {row["text"]: row for row in acts}
    done = {}
    for row in rows_of(path):
        if row["text"] in texts:
            source, target = (row["events"][0][key] for key in ("source_span", "target_span"))
            key = (row["text"], str(source), str(target))
            done[key] = sentence_of(row, read(_flat(row), parser))
    for row in acts:
        yield done[(row["text"], str(row["source"] or None), str(row["target"] or None))]


def rule_root(sentence: Sentence) -> str | None:
    """The root of the event that touches most of the two sides; None where there is no event."""

    def touched(event: Any) -> int:
        return max(
            (
                _touch(sentence, one, sentence.source) + _touch(sentence, other, sentence.target)
                for one, other in pairs_of(event)
            ),
            default=0,
        )

    if not sentence.events:
        return None
    event = max(sentence.events, key=touched)
    if is_root(event, sentence):
        return sentence.root
    kind = min(roots_of(event) - {"AGREE"}, default="AGREE")
    return YIELDS.get(kind, kind)


def f1(gold: Sequence[str], found: Sequence[str | None], root: str) -> float:
    """The F1 of one root."""
    right = sum(g == f == root for g, f in zip(gold, found, strict=True))
    total = gold.count(root) + sum(f == root for f in found)
    return 2 * right / total if total else 0.0


def _show(name: str, gold: Sequence[str], found: Sequence[str | None]) -> None:
    roots = sorted(set(gold))
    macro = sum(f1(gold, found, root) for root in roots) / len(roots)
    accuracy = sum(g == f for g, f in zip(gold, found, strict=True)) / len(gold)
    print(f"{name:28} {macro:.3f}     {accuracy:.3f}", flush=True)


def _floor(acts: Sequence[Mapping[str, Any]], gold: Sequence[str]) -> None:
    try:
        from sklearn.feature_extraction.text import TfidfVectorizer  # noqa: PLC0415
        from sklearn.linear_model import LogisticRegression  # noqa: PLC0415
        from sklearn.pipeline import make_pipeline  # noqa: PLC0415
    except ImportError:
        return
    texts, folds = [row["text"] for row in acts], [row["fold"] for row in acts]
    if len(set(folds)) < 2:
        return
    found = [""] * len(acts)
    make: Callable[[], Any] = lambda: make_pipeline(  # noqa: E731
        TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True),
        LogisticRegression(C=30, max_iter=300),
    )
    for fold in set(folds):
        seen = [at for at, each in enumerate(folds) if each != fold]
        held = [at for at, each in enumerate(folds) if each == fold]
        fitted = make().fit([texts[at] for at in seen], [gold[at] for at in seen])
        for at, root in zip(held, fitted.predict([texts[at] for at in held]), strict=True):
            found[at] = str(root)
    _show("floor", gold, found)


def pair_table(scores: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """How many pairs with and without an act the model lets pass at each bound."""
    acts = [row for row in scores if row["root"] != NONE]
    none = [row for row in scores if row["root"] == NONE]
    if not none:
        return
    yield f"\npairs let pass      of {len(acts)} with an act, of {len(none)} without"
    for bound in BOUNDS:
        kept, false = (
            sum(1 / (1 + math.exp(-row["pair"])) >= bound for row in rows) for rows in (acts, none)
        )
        yield f"  from {bound:<10}    {kept / len(acts):.3f}            {false / len(none):.3f}"


if __name__ == "__main__":
    main()
