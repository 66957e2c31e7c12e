"""Where the patterns of data/times/patterns.tsv fit a row of words.

Each pattern is written out without its optional parts and put into one tree, so that a text is
read once, whatever the number of patterns; the longest fit at a place wins.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from itertools import product
from types import MappingProxyType
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
        self.classes: dict[str, _Node] = {}
        self.kind: str | None = None


Classes = Mapping[str, Value]
"""The classes that a word is of, each with the word's value in it."""


def fits(words: Sequence[Word]) -> Iterator[Fit]:
    """The longest fits from left to right, none overlapping another.

    From each word at most as many words are looked at as the longest pattern has, so that the
    work grows with the number of words and no faster.
    """
    root, classes = _tree(), _classes_of(words)
    at = 0
    while at < len(words):
        found = _longest(root, words, classes, at)
        if found is None:
            at += 1
        else:
            yield found
            at = found.last


def _longest(
    root: _Node, words: Sequence[Word], classes: Sequence[Classes], first: int
) -> Fit | None:
    best: Fit | None = None
    ways: list[tuple[_Node, tuple[tuple[str, Value], ...], tuple[str, ...]]] = [(root, (), ())]
    at = first
    while ways:
        ended = next((way for way in ways if way[0].kind is not None), None)
        if ended is not None:
            best = Fit(ended[0].kind or "", first, at, ended[1], ended[2])
        if at == len(words):
            break
        form, values = words[at].form, classes[at]
        ways = [further for way in ways for further in _further(way, form, values)]
        at += 1
    return best


def _further(
    way: tuple[_Node, tuple[tuple[str, Value], ...], tuple[str, ...]], form: str, values: Classes
) -> Iterator[tuple[_Node, tuple[tuple[str, Value], ...], tuple[str, ...]]]:
    """The places that the next word leads to: by itself, and by each class it is of."""
    node, slots, literals = way
    after = node.literals.get(form)
    if after is not None:
        yield after, slots, (*literals, form)
    for name, value in values.items():
        then = node.classes.get(name)
        if then is not None:
            yield then, (*slots, (name, value)), literals


def _classes_of(words: Sequence[Word]) -> list[Classes]:
    """For each word the classes it is of, wherever it stands."""
    return [_classes_of_word(word._replace(start=0, end=0)) for word in words]


@lru_cache(maxsize=50_000)
def _classes_of_word(word: Word) -> Classes:
    values = {name: read(word) for name, read in _readers().items()}
    return MappingProxyType({name: v for name, v in values.items() if v is not None})


@cache
def _readers() -> Mapping[str, Reader]:
    """The classes that patterns name, in the order they are first named, and what reads them."""
    plain = str.maketrans({"(": " ", ")": " ", "?": " ", "|": " "})
    names = [item for _, pattern, _ in pattern_rows() for item in pattern.translate(plain).split()]
    return {name: reader_of(name) for name in names if name.isupper()}


@cache
def _tree() -> _Node:
    root = _Node()
    for kind, pattern, _ in pattern_rows():
        for row in written_out(pattern):
            node = root
            for item in row:
                branches = node.classes if item.isupper() else node.literals
                node = branches.setdefault(item, _Node())
            if node.kind is None:
                node.kind = kind
    return root


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
