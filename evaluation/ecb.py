"""Which events of many pages are one, on ECB+ topics 1-35: gold mentions, topics not given.

    python evaluation/ecb.py [SHARED]           five folds over topics: MUC, B3, CEAFe, CoNLL F1
    python evaluation/ecb.py [SHARED] --fit     … and the weights fitted on all topics

Pages are grouped into stories by their words; within a story two mentions are compared by a few
readable features, a logistic model fitted on the other folds says how likely they are one, and
groups grow by average likeness. The annotation is CC BY 3.0; the text is the publishers' and is
read from SHARED alone.
"""

from __future__ import annotations

import argparse
import gzip
import json
import math
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from itertools import chain, combinations
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

sys.path.insert(0, str(Path(__file__).parent.parent))
from onrecord.link.words import idea, tokens, word_list

Clusters = Sequence[frozenset[Hashable]]
Array = npt.NDArray[np.float64]
FOLDS = 5


# Measures


class Score(NamedTuple):
    """Precision, recall and their harmonic mean."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """The harmonic mean; 0 where both are."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def muc(gold: Clusters, found: Clusters) -> Score:
    """Links kept: of each cluster's size less one, less the pieces the other cuts it into."""

    def recall(whole: Clusters, pieces: Clusters) -> float:
        of = _owner(pieces)
        kept = sum(len(one) - len({of.get(item, item) for item in one}) for one in whole)
        return _share(kept, sum(len(one) - 1 for one in whole))

    return Score(recall(found, gold), recall(gold, found))


def b_cubed(gold: Clusters, found: Clusters) -> Score:
    """For each mention the share of its cluster that is in the other's, averaged."""

    def recall(whole: Clusters, pieces: Clusters) -> float:
        of = _owner(pieces)
        total = sum(
            count * count / len(one)
            for one in whole
            for count in Counter(of[item] for item in one).values()
        )
        return _share(total, sum(len(one) for one in whole))

    return Score(recall(found, gold), recall(gold, found))


def ceaf_e(gold: Clusters, found: Clusters) -> Score:
    """The best one-to-one matching of clusters by 2·|both| / (|one| + |other|)."""
    of = _owner(found)
    likeness: dict[tuple[int, int], float] = {}
    for row, one in enumerate(gold):
        for column, both in Counter(of[item] for item in one).items():
            likeness[row, column] = 2 * both / (len(one) + len(found[column]))
    total = _matched(likeness)
    return Score(_share(total, len(found)), _share(total, len(gold)))


def _owner(clusters: Clusters) -> dict[Hashable, int]:
    return {item: number for number, one in enumerate(clusters) for item in one}


def _share(part: float, whole: float) -> float:
    return part / whole if whole else 0.0


def _matched(likeness: Mapping[tuple[int, int], float]) -> float:
    """The weight of the best matching; solved apart for rows and columns that never meet."""
    rows: dict[int, list[int]] = defaultdict(list)
    columns: dict[int, list[int]] = defaultdict(list)
    for row, column in likeness:
        rows[row].append(column)
        columns[column].append(row)
    total, seen = 0.0, set()
    for start in rows:
        if start in seen:
            continue
        here, waiting = {start}, [start]
        there: set[int] = set()
        while waiting:
            for column in rows[waiting.pop()]:
                there.add(column)
                fresh = set(columns[column]) - here
                here |= fresh
                waiting += fresh
        seen |= here
        total += _assigned(sorted(here), sorted(there), likeness)
    return total


def _assigned(
    rows: Sequence[int], columns: Sequence[int], likeness: Mapping[tuple[int, int], float]
) -> float:
    """The weight of the best assignment, by shortest augmenting paths (Jonker and Volgenant)."""
    size = max(len(rows), len(columns))
    cost = np.zeros((size + 1, size + 1))
    for i, row in enumerate(rows, 1):
        for j, column in enumerate(columns, 1):
            cost[i, j] = -likeness.get((row, column), 0.0)
    u, v = np.zeros(size + 1), np.zeros(size + 1)
    match, way = np.zeros(size + 1, dtype=int), np.zeros(size + 1, dtype=int)
    for i in range(1, size + 1):
        match[0], j = i, 0
        least, used = np.full(size + 1, math.inf), np.zeros(size + 1, dtype=bool)
        while True:
            used[j] = True
            reduced = cost[match[j]] - u[match[j]] - v
            better = ~used & (reduced < least)
            better[0] = False
            least[better], way[better] = reduced[better], j
            free = np.where(used, math.inf, least)
            free[0] = math.inf
            following = int(np.argmin(free))
            step = free[following]
            u[match[used]] += step
            v[used] -= step
            least[~used] -= step
            j = following
            if match[j] == 0:
                break
        while j:
            match[j] = match[way[j]]
            j = way[j]
    return float(sum(-cost[match[j], j] for j in range(1, size + 1)))


# Mentions and stories


class Mention(NamedTuple):
    """A gold mention: its page, place, words and cluster."""

    doc: str
    start: int
    end: int
    text: str
    cluster: str


class Page(NamedTuple):
    """A page with its mentions."""

    doc: str
    topic: int
    text: str
    mentions: tuple[Mention, ...]


class Seen(NamedTuple):
    """A mention made comparable."""

    mention: Mention
    stems: frozenset[str]
    head: str
    sentence: Mapping[str, float]
    around: Mapping[str, float]
    names: frozenset[str]
    numbers: frozenset[str]
    place: int


def pages_of(path: Path) -> list[Page]:
    """The pages of the set."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [_page(json.loads(line)) for line in lines]


def _page(row: dict[str, Any]) -> Page:
    doc = row["doc_id"]
    mentions = tuple(
        Mention(doc, one["start"], one["end"], one["text"], one["cluster"])
        for one in sorted(row["events"], key=lambda one: (one["start"], one["end"]))
    )
    return Page(doc, row["topic"], row["text"], mentions)


def stems_of(text: str) -> list[str]:
    """The words of content, as `onrecord.link.words` compares them."""
    functions = word_list("function_words")
    return [idea(word) for word in tokens(text) if word not in functions]


def weights_of(pages: Sequence[Page]) -> dict[str, float]:
    """How rare each word is among the pages."""
    counts = Counter(stem for page in pages for stem in set(stems_of(page.text)))
    return {stem: math.log((1 + len(pages)) / (1 + count)) + 0.1 for stem, count in counts.items()}


def vector(stems: Iterable[str], rare: Mapping[str, float]) -> dict[str, float]:
    """Words with their weights, of length one."""
    found = {stem: (1 + math.log(n)) * rare.get(stem, 3.0) for stem, n in Counter(stems).items()}
    length = math.sqrt(sum(value * value for value in found.values())) or 1.0
    return {stem: value / length for stem, value in found.items()}


def cosine(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    """The likeness of two vectors of length one."""
    if len(one) > len(other):
        one, other = other, one
    return sum(value * other.get(stem, 0.0) for stem, value in one.items())


def stories_of(vectors: Mapping[str, Mapping[str, float]], least: float) -> list[list[str]]:
    """Pages grouped by average likeness, as long as it is `least` or more."""
    docs = sorted(vectors)
    likeness = np.array([[cosine(vectors[a], vectors[b]) for b in docs] for a in docs])
    return [[docs[i] for i in group] for group in average_link(likeness, least)]


def average_link(likeness: Array, least: float) -> list[list[int]]:
    """Groups of row numbers, the most alike first, down to an average likeness of `least`."""
    return cut(len(likeness), merges(likeness), least)


def merges(likeness: Array) -> list[tuple[float, int, int]]:
    """Which two groups become one, named by a row of each, and how alike they are on average."""
    sums = likeness.astype(float).copy()
    sizes = np.ones(len(sums))
    mean = sums.copy()
    np.fill_diagonal(mean, -np.inf)
    found = []
    for _ in range(len(sums) - 1):
        i, j = divmod(int(np.argmax(mean)), len(sums))
        found.append((float(mean[i, j]), i, j))
        sums[i] += sums[j]
        sums[:, i] = sums[i]
        sizes[i] += sizes[j]
        gone = ~np.isfinite(mean[i])
        mean[i] = sums[i] / (sizes[i] * sizes)
        mean[i][gone] = -np.inf
        mean[i, i] = mean[i, j] = -np.inf
        mean[:, i] = mean[i]
        mean[j], mean[:, j] = -np.inf, -np.inf
    return found


def cut(count: int, tree: Sequence[tuple[float, int, int]], least: float) -> list[list[int]]:
    """The groups of `count` rows that the merges of `least` or more leave."""
    groups = {number: [number] for number in range(count)}
    for level, i, j in tree:
        if level < least:
            break
        groups[i] += groups.pop(j)
    return [sorted(group) for _, group in sorted(groups.items())]


_NAME = re.compile(r"(?<![.!?\n] )(?<!\n)\b[A-Z][a-z]\w+|\b[A-Z]{2,}\b")
_NUMBER = re.compile(r"\d[\d.,]*")


def seen_on(page: Page, rare: Mapping[str, float]) -> list[Seen]:
    """The page's mentions made comparable, each with its sentence and those beside it."""
    ends = [
        0,
        *(found.end() for found in re.finditer(r"\n|(?<= [.!?]) ", page.text)),
        len(page.text),
    ]
    found = []
    for mention in page.mentions:
        number = sum(end <= mention.start for end in ends) - 1
        start, end = ends[number], ends[min(number + 1, len(ends) - 1)]
        near = page.text[ends[max(0, number - 1)] : ends[min(number + 2, len(ends) - 1)]]
        sentence = page.text[start:end]
        stems = stems_of(mention.text) or [idea(word) for word in tokens(mention.text)] or [""]
        rest = sentence.replace(mention.text, " ", 1)
        found.append(
            Seen(
                mention,
                frozenset(stems),
                max(stems, key=lambda stem: (rare.get(stem, 0.0), stem)),
                vector(stems_of(rest), rare),
                vector(stems_of(near), rare),
                frozenset(name.lower() for name in _NAME.findall(sentence)),
                frozenset(_NUMBER.findall(sentence)),
                number,
            )
        )
    return found


FEATURES = (
    "one", "same words", "same rarest word", "a word in common", "letters in common",
    "sentence", "around", "page", "same words and sentence", "names in common", "names apart",
    "numbers in common", "numbers apart", "one page", "both early", "word rare", "speech",
)  # fmt: skip
_SPEECH = {idea(word) for word in "said say told tell announced reported report added".split()}


def features(one: Seen, other: Seen, pages: float, rare: Mapping[str, float]) -> list[float]:
    """What two mentions have in common; `pages` is the likeness of their pages."""
    same, head = one.stems == other.stems, one.head == other.head
    sentence = cosine(one.sentence, other.sentence)
    short = min(len(one.names), len(other.names))
    names = len(one.names & other.names) / short if short else 0.0
    numbers = min(len(one.numbers), len(other.numbers))
    shared = len(one.numbers & other.numbers)
    speech = bool((one.stems | other.stems) & _SPEECH)
    return [
        1.0,
        same,
        head,
        bool(one.stems & other.stems),
        one.head[:4] == other.head[:4],
        sentence,
        cosine(one.around, other.around),
        pages,
        sentence * (same or head),
        names,
        bool(short and not names),
        bool(shared),
        bool(numbers and not shared),
        one.mention.doc == other.mention.doc,
        (one.place < 3) and (other.place < 3),
        (rare.get(one.head, 3.0) / 5) * head,
        speech,
    ]


def fit(rows: Array, labels: Array, *, steps: int = 400, ridge: float = 1e-3) -> Array:
    """The weights of a logistic model, by Newton's method; pairs that are one count double."""
    weights = np.zeros(rows.shape[1])
    for _ in range(min(steps, 25)):
        chance = 1 / (1 + np.exp(-rows @ weights))
        slope = rows.T @ (labels - chance) - ridge * len(rows) * weights * 0.01
        bend = (rows * (chance * (1 - chance))[:, None]).T @ rows
        bend += np.eye(len(weights)) * ridge * len(rows) * 0.01 + 1e-6 * np.eye(len(weights))
        step = np.linalg.solve(bend, slope)
        weights += step
        if np.abs(step).max() < 1e-6:
            break
    return weights


class Fold(NamedTuple):
    """Pages grouped into stories, the pairs of mentions of each as features."""

    stories: list[list[Seen]]
    rows: list[Array]


def prepared(pages: Sequence[Page], least: float) -> Fold:
    """The stories of pages and their mentions compared."""
    rare = weights_of(pages)
    vectors = {page.doc: vector(stems_of(page.text), rare) for page in pages}
    by_doc = {page.doc: page for page in pages}
    stories, rows = [], []
    for docs in stories_of(vectors, least):
        seen = [one for doc in docs for one in seen_on(by_doc[doc], rare)]
        likeness = {(a, b): cosine(vectors[a], vectors[b]) for a in docs for b in docs}
        stories.append(seen)
        rows.append(
            np.array(
                [
                    features(one, other, likeness[one.mention.doc, other.mention.doc], rare)
                    for one, other in combinations(seen, 2)
                ],
                dtype=float,
            ).reshape(-1, len(FEATURES))
        )
    return Fold(stories, rows)


def labels_of(fold: Fold) -> list[Array]:
    """Whether each pair is one."""
    return [
        np.array(
            [a.mention.cluster == b.mention.cluster for a, b in combinations(seen, 2)], dtype=float
        )
        for seen in fold.stories
    ]


Trees = list[list[tuple[float, int, int]]]


def trees_of(fold: Fold, weights: Array) -> Trees:
    """For each story the merges of its mentions by their average chance to be one."""
    found: Trees = []
    for seen, rows in zip(fold.stories, fold.rows, strict=True):
        chance = np.eye(len(seen))
        if len(seen) > 1:
            pairs = np.triu_indices(len(seen), 1)
            chance[pairs] = 1 / (1 + np.exp(-rows @ weights))
            chance += np.triu(chance, 1).T
        found.append(merges(chance))
    return found


def clustered(fold: Fold, trees: Trees, least: float) -> list[frozenset[Hashable]]:
    """The mentions of each story in groups of an average chance of `least` or more."""
    return [
        frozenset(seen[i].mention for i in group)
        for seen, tree in zip(fold.stories, trees, strict=True)
        for group in cut(len(seen), tree, least)
    ]


def by_lemma(fold: Fold) -> list[frozenset[Hashable]]:
    """The floor: mentions of one story with the same words are one."""
    found: list[frozenset[Hashable]] = []
    for seen in fold.stories:
        groups: dict[frozenset[str], list[Mention]] = defaultdict(list)
        for one in seen:
            groups[one.stems].append(one.mention)
        found += [frozenset(group) for group in groups.values()]
    return found


def gold_of(pages: Sequence[Page]) -> list[frozenset[Hashable]]:
    """The gold clusters."""
    groups: dict[str, list[Mention]] = defaultdict(list)
    for page in pages:
        for mention in page.mentions:
            groups[mention.cluster].append(mention)
    return [frozenset(group) for group in groups.values()]


def conll(gold: Clusters, found: Clusters) -> float:
    """The mean of the three F1."""
    return sum(measure(gold, found).f1 for measure in (muc, b_cubed, ceaf_e)) / 3


def main() -> None:
    """Fit and measure, fold by fold."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("shared", nargs="?", default="../shared", type=Path)
    asked.add_argument("--fit", action="store_true")
    given = asked.parse_args()
    pages = pages_of(given.shared / "gold/across/ecbplus_topics_1_35.jsonl.gz")
    topics = sorted({page.topic for page in pages})
    parts = [[p for p in pages if topics.index(p.topic) % FOLDS == n] for n in range(FOLDS)]
    folds = [prepared(part, 0.12) for part in parts]
    labels = [labels_of(fold) for fold in folds]
    gold = [gold_of(part) for part in parts]
    for name in ("same lemma", "fitted"):
        found: list[list[frozenset[Hashable]]] = []
        for number, fold in enumerate(folds):
            if name == "same lemma":
                found.append(by_lemma(fold))
                continue
            others = [n for n in range(FOLDS) if n != number]
            rows = np.concatenate([row for n in others for row in folds[n].rows])
            marks = np.concatenate([row for n in others for row in labels[n]])
            weights = fit(rows, marks)
            trees = [trees_of(each, weights) for each in folds]
            tried = {
                least: sum(conll(gold[n], clustered(folds[n], trees[n], least)) for n in others)
                for least in (0.3, 0.4, 0.5, 0.6, 0.7)
            }
            best = max(tried, key=lambda least: tried[least])
            found.append(clustered(fold, trees[number], best))
            print(f"  fold {number}: least {best}", flush=True)
        whole, truth = list(chain.from_iterable(found)), list(chain.from_iterable(gold))
        scores = [measure(truth, whole) for measure in (muc, b_cubed, ceaf_e)]
        told = "  ".join(f"{n} {100 * s.precision:.1f}/{100 * s.recall:.1f}/{100 * s.f1:.1f}"
                         for n, s in zip(("MUC", "B3", "CEAFe"), scores, strict=True))  # fmt: skip
        print(f"{name:12} {told}  CoNLL {100 * sum(s.f1 for s in scores) / 3:.1f}", flush=True)
    if given.fit:
        weights = fit(
            np.concatenate([row for fold in folds for row in fold.rows]),
            np.concatenate([row for part in labels for row in part]),
        )
        for feature, weight in zip(FEATURES, weights, strict=True):
            print(f"{feature}\t{weight:.3f}")


if __name__ == "__main__":
    main()
