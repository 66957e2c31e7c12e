"""The words of two wordings, made comparable: normalised, stemmed a little, aligned."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from itertools import pairwise
from types import MappingProxyType

import msgspec

from onrecord.lists import lines, rows

_NUMBERS = {
    word: str(value)
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
        "fifteen sixteen seventeen eighteen nineteen twenty".split()
    )
}
_NEW_CLAUSE = frozenset({"and", "but", "or", "that"})
_WORD = re.compile(r"\w+(?:['’]\w+)*")
_SENTENCE_END = re.compile(r"[.!?…]['\"”’)]*\s")


class Sentence(msgspec.Struct, frozen=True):
    """What a sentence, or two that follow one another, says; as in `Wording`."""

    stems: frozenset[str]
    names: frozenset[str]
    negated: frozenset[str]

    def plus(self, other: Sentence) -> Sentence:
        """What both say."""
        return Sentence(
            self.stems | other.stems, self.names | other.names, self.negated | other.negated
        )


class Wording(msgspec.Struct, frozen=True):
    """A run of text made comparable.

    `tokens` are its words in order; `stems` its words of content, `names` those of them that are
    written with a capital inside a sentence; `negated` two words of content after each "not".
    `sentences` holds the same of each sentence, `pairs` the stems that follow one another, as "one
    other" in the order of letters.
    """

    tokens: tuple[str, ...]
    stems: frozenset[str]
    names: frozenset[str]
    negated: frozenset[str]
    sentences: tuple[Sentence, ...]
    pairs: frozenset[str]

    @property
    def whole(self) -> Sentence:
        """All of it as one sentence."""
        return Sentence(self.stems, self.names, self.negated)


def weight(stems: Iterable[str]) -> int:
    """How much words in common tell: one for each, two for one that is not among the commonest.

    >>> weight(["water", "passport"])
    3
    """
    return sum(1 if one in _common_stems() or one in {"1", "2", "3"} else 2 for one in stems)


def in_order(one: Sequence[str], other: Sequence[str], common: frozenset[str]) -> float:
    """The share of `common` words of content that follow one another alike in both wordings.

    >>> in_order("trade grew as borders opened".split(), "borders opened for trade".split(),
    ...     frozenset({"trad", "border", "open"}))
    0.6666666666666666
    """
    mine, theirs = (
        [stem for word in each if (stem := idea(word)) in common] for each in (one, other)
    )
    row = [0] * (len(theirs) + 1)
    for left in mine:
        last = 0
        for place, right in enumerate(theirs, start=1):
            last, row[place] = (
                row[place],
                last + 1 if left == right else max(row[place], row[place - 1]),
            )
    return min(1.0, row[-1] / len(common)) if common else 0.0


@cache
def _common_stems() -> frozenset[str]:
    return frozenset(idea(word) for word in word_list("common_words"))


@cache
def word_list(name: str) -> frozenset[str]:
    """The words of a list in onrecord/data/link; lines that begin with # are left out."""
    return frozenset(word for line in lines(f"link/{name}.txt") for word in line.split())


def folded(text: str) -> str:
    """`text` in lower case, without accents, with plain apostrophes.

    >>> folded("José’s Müller")
    "jose's muller"
    """
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKD", text.replace("’", "'").replace("‘", "'"))
    plain = "".join(char for char in plain if not unicodedata.combining(char)).lower()
    return plain.translate({ord("ł"): "l", ord("ø"): "o", ord("đ"): "d", ord("ß"): "ss"})


def tokens(text: str) -> tuple[str, ...]:
    """The words of `text`, folded, possessives and apostrophes taken off, small numbers as digits.

    >>> tokens("Norland’s minister won't send ten envoys.")
    ('norland', 'minister', 'wont', 'send', '10', 'envoys')
    """
    return tuple(folded_word(found[0]) for found in _WORD.finditer(text))


def wording(text: str) -> Wording:
    """`text` made comparable."""
    functions, negations = word_list("function_words"), word_list("negations")
    sentences: list[Sentence] = []
    every: list[str] = []
    pairs: set[str] = set()
    for sentence in _sentences(text):
        here: list[str] = []
        names: set[str] = set()
        negated: set[str] = set()
        reach, last = 0, 0
        for place, found in enumerate(_WORD.finditer(sentence)):
            token = folded_word(found[0])
            every.append(token)
            if token in negations:
                reach = 2
            elif token in _NEW_CLAUSE or sentence[last : found.start()].strip():
                reach = 0
            last = found.end()
            if token in functions or token in negations or found[0].lower() == "one":
                continue
            meant = idea(token)
            here.append(meant)
            if reach:
                negated.add(meant)
                reach -= 1
            if place and found[0][0].isupper():
                names.add(meant)
        if here:
            sentences.append(Sentence(frozenset(here), frozenset(names), frozenset(negated)))
            pairs.update(f"{min(pair)} {max(pair)}" for pair in pairwise(here))
    return Wording(
        tokens=tuple(every),
        stems=frozenset().union(*(one.stems for one in sentences)),
        names=frozenset().union(*(one.names for one in sentences)),
        negated=frozenset().union(*(one.negated for one in sentences)),
        sentences=tuple(sentences),
        pairs=frozenset(pairs),
    )


def stem(word: str) -> str:
    """The word without the commonest English endings: enough to compare two wordings.

    British and American spellings come out the same.

    >>> [stem(word) for word in ("talks", "expelled", "expelling", "countries", "crisis")]
    ['talk', 'expel', 'expel', 'countr', 'crisis']
    >>> stem("neighbours") == stem("neighbors"), stem("organise") == stem("organize")
    (True, True)
    >>> stem("named") == stem("name"), stem("banned"), stem("spring")
    (True, 'ban', 'spring')
    """
    if len(word) > 5:
        word = word.replace("our", "or").replace("ise", "ize").replace("isa", "iza")
    for ending, least in (("ies", 3), ("ied", 3), ("ing", 3), ("ed", 3), ("es", 4), ("s", 3)):
        if word.endswith(ending) and len(word) - len(ending) >= least:
            if _VOWELS.isdisjoint(word[: -len(ending)]):
                return word
            if ending == "s" and word.endswith(("ss", "us", "is")):
                return word
            word = word.removesuffix(ending)
            break
    if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "aeiou":
        return word[:-1]
    short = len(word) == 4 and word[-1] == "e"  # "name", as "named"
    return word[:-1] if short or (len(word) > 4 and word[-1] in "ey") else word


_VOWELS = frozenset("aeiouy")


@lru_cache(maxsize=100_000)
def idea(word: str) -> str:
    """The stem of the word, or of the first word of its line in same_words.txt.

    A noun that names the act of a verb counts as the verb (nominals.tsv).

    >>> idea("negotiations") == idea("talks"), idea("truce"), idea("expulsion") == idea("expel")
    (True, 'ceasefir', True)
    """
    return _ideas().get(stem(word), stem(word))


def coverage(one: Sequence[str], other: Sequence[str]) -> float:
    """The share of the shorter one's words that stand in runs of three found in the longer one.

    Runs shorter than three are compared whole. 0.0 where either is empty.

    >>> coverage("we have no new plans at all".split(), "we have no great plans at all".split())
    0.8571428571428571
    """
    short, long = sorted((tuple(one), tuple(other)), key=len)
    if not short:
        return 0.0
    size = min(3, len(short))
    runs = set(grams(long, size))
    covered = [False] * len(short)
    for place in range(len(short) - size + 1):
        if short[place : place + size] in runs:
            covered[place : place + size] = [True] * size
    return sum(covered) / len(short)


def grams(words: Sequence[str], size: int) -> list[tuple[str, ...]]:
    """Every run of `size` words, in order; none where there are fewer."""
    return [tuple(words[place : place + size]) for place in range(len(words) - size + 1)]


def stands_in(short: Sequence[str], long: Sequence[str]) -> bool:
    """Whether `short` stands in `long` word by word, without a gap."""
    return tuple(short) in grams(long, len(short)) if short else False


def distance_at_most_one(one: str, other: str) -> bool:
    """Whether at most one letter was put in, left out or changed.

    >>> distance_at_most_one("petrov", "petrow"), distance_at_most_one("berg", "bergen")
    (True, False)
    """
    short, long = sorted((one, other), key=len)
    if len(long) - len(short) > 1:
        return False
    start = 0
    while start < len(short) and short[start] == long[start]:
        start += 1
    if len(short) == len(long):
        return short[start + 1 :] == long[start + 1 :]
    return short[start:] == long[start + 1 :]


@cache
def _ideas() -> Mapping[str, str]:
    listed = [line.split() for line in lines("link/same_words.txt")]
    same = {stem(word): stem(idea[0]) for idea in listed for word in idea}
    acts = {
        stem(noun): same.get(stem(verb), stem(verb))
        for verb, nouns in rows("nominals.tsv")
        for noun in nouns.split()
    }
    return MappingProxyType({**acts, **same})


@lru_cache(maxsize=100_000)
def folded_word(word: str) -> str:
    """A word as it is compared: folded, without a possessive; a small number as digits.

    >>> folded_word("Twelve"), folded_word("Norland’s")
    ('12', 'norland')
    """
    plain = folded(word).removesuffix("'s").replace("'", "")
    return _NUMBERS.get(plain, plain)


def _sentences(text: str) -> list[str]:
    ends = [0, *(found.end() for found in _SENTENCE_END.finditer(text)), len(text)]
    return [text[start:end] for start, end in pairwise(ends) if start < end]
