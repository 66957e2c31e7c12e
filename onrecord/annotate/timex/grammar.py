"""Where the patterns of data/times/patterns.tsv fit a row of words.

Each pattern is written out without its optional parts and put into one tree, so that a text is
read once, whatever the number of patterns; the longest fit at a place wins.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import product
from typing import NamedTuple

from onrecord.annotate.timex.words import Reader, Value, Word, pattern_rows, reader_of


class Fit(NamedTuple):
    """A row of words `first` to before `last` that a pattern of `kind` fits.

    `slots` are the values of the classes met, in order: (("MONTH", 6), ("DAY", 16)); `literals`
    the plain words met.
    """

    kind: str
    first: int
    last: int
    slots: tuple[tuple[str, Value], ...]
    literals: tuple[str, ...]

    def get(self, *names: str) -> Value | None:
        """The first value stored under one of `names`; None where there is none."""
        return next((value for slot, value in self.slots if slot in names), None)

    def all(self, *names: str) -> list[Value]:
        """Every value stored under one of `names`, in order."""
        return [value for slot, value in self.slots if slot in names]

    def number(self, *names: str) -> int | None:
        """The first whole number stored under one of `names`; None where there is none."""
        return next((v for v in self.all(*names) if isinstance(v, int)), None)


class _Node:
    """A place in the tree: what may come next, and the kind of a pattern that ends here."""

    def __init__(self) -> None:
        self.literals: dict[str, _Node] = {}
        self.classes: dict[str, tuple[Reader, _Node]] = {}
        self.kind: str | None = None


def fits(words: Sequence[Word]) -> Iterator[Fit]:
    """The longest fits from left to right, none overlapping another."""
    root = _tree()
    at = 0
    while at < len(words):
        found = _longest(root, words, at)
        if found is None:
            at += 1
        else:
            yield found
            at = found.last


def _longest(root: _Node, words: Sequence[Word], first: int) -> Fit | None:
    best: Fit | None = None
    open_: list[tuple[_Node, int, tuple[tuple[str, Value], ...], tuple[str, ...]]]
    open_ = [(root, first, (), ())]
    while open_:
        node, at, slots, literals = open_.pop(0)
        if node.kind is not None and (best is None or at > best.last):
            best = Fit(node.kind, first, at, slots, literals)
        if at == len(words):
            continue
        word = words[at]
        after = node.literals.get(word.form)
        if after is not None:
            open_.append((after, at + 1, slots, (*literals, word.form)))
        for name, (reader, then) in node.classes.items():
            value = reader(word)
            if value is not None:
                open_.append((then, at + 1, (*slots, (name, value)), literals))
    return best


@cache
def _tree() -> _Node:
    root = _Node()
    for kind, pattern, _ in pattern_rows():
        for row in written_out(pattern):
            node = root
            for item in row:
                node = _step(node, item)
            if node.kind is None:
                node.kind = kind
    return root


def _step(node: _Node, item: str) -> _Node:
    if not item.isupper():
        return node.literals.setdefault(item, _Node())
    if item not in node.classes:
        node.classes[item] = (reader_of(item), _Node())
    return node.classes[item][1]


def written_out(pattern: str) -> list[tuple[str, ...]]:
    """Every row of single items that `pattern` stands for, the fullest first.

    >>> written_out("in (the)? MONTH|YEAR")[:2]
    [('in', 'the', 'MONTH'), ('in', 'the', 'YEAR')]
    """
    rows, rest = _sequence(pattern.replace("(", " ( ").replace(")?", " )? ").split())
    if rest:
        raise ValueError(f"{pattern!r} closes a bracket that it does not open")
    return rows


def _sequence(items: list[str]) -> tuple[list[tuple[str, ...]], list[str]]:
    parts: list[list[tuple[str, ...]]] = []
    while items and items[0] != ")?":
        item, items = items[0], items[1:]
        if item == "(":
            inner, items = _sequence(items)
            if not items:
                raise ValueError("a bracket of the pattern is not closed")
            items = items[1:]
            parts.append([*inner, ()])
        else:
            parts.append([(choice,) for choice in item.split("|")])
    return [tuple(x for part in row for x in part) for row in product(*parts)], items
