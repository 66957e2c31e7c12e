"""The words of a text and what each can be in a time expression: a month, a number, a unit.

The lists are in data/times/words.tsv; what is known by its form (days, years, clock times) is
read here. A word may be of several classes: "may" a month, "second" a unit and an ordinal. A
number written in several words ("twenty-four", "two and a half", "a few") is one word.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from onrecord.annotate.timex.holidays import holiday_rows
from onrecord.lists import rows

_WORDS = re.compile(
    r"""
      (?P<iso>\d{4}-\d\d-\d\d(?![\d-]))
    | (?P<clock>\d{1,2}:\d\d(?::\d\d)?(?!\d))
    | (?P<slashed>(?:1[89]|20)\d\d/\d\d(?!\d|[./-]\d))
    | (?P<numeric>\d{1,2}(?P<sep>[./-])\d{1,2}(?P=sep)(?:\d{4}|\d\d)(?!\d|[./-]\d))
    | (?P<ordinal>\d{1,2}(?:st|nd|rd|th)\b)
    | (?P<decade>\d{1,3}0['’]?s\b)
    | (?P<number>\d{1,3}(?:,\d{3})+(?!\d)|\d+(?:\.\d+)?)
    | (?P<abbreviation>[ap]\.\s?m(?=\.)|[ap]\.?m\b)
    | (?P<word>[^\W\d_]+)
    | (?P<mark>\S)
    """,
    re.VERBOSE | re.IGNORECASE,
)
"""Every alternative is bounded or runs on to the end of one class of characters: linear."""

_DASHES = str.maketrans("‐‑‒–—−’‘", "------''")


class Word(NamedTuple):
    """A word, number or mark of a text. `form` is its lower case with plain dashes and marks.

    `glued` says that a digit or a sign of money stands right before it, or the number goes on
    after it ("10,000", "$40", "9%"): then it is an amount of something, never a day or a year.
    `amount` is what a number written in several words comes to; "X" for one that is not known.
    """

    text: str
    form: str
    kind: str
    start: int
    end: int
    glued: bool = False
    amount: int | float | str | None = None


Value = int | float | str
Reader = Callable[[Word], Value | None]


def words_of(text: str) -> list[Word]:
    """The words of `text` in order, offsets in `text`; takes time linear in its length.

    >>> [word.text for word in words_of("two and a half years, twenty-four days")]
    ['two and a half', 'years', ',', 'twenty-four', 'days']
    """
    return _numbers_joined(_single_words(text), text)


def _single_words(text: str) -> list[Word]:
    words = []
    for found in _WORDS.finditer(text):
        kind = found.lastgroup if found.lastgroup != "sep" else "numeric"
        words.append(
            Word(
                found[0],
                found[0].lower().translate(_DASHES),
                kind or "mark",
                found.start(),
                found.end(),
                kind == "number" and _is_amount(text, found.start(), found.end()),
            )
        )
    return words


def _numbers_joined(words: Sequence[Word], text: str) -> list[Word]:
    """`words` with each number of several words as one."""
    joined = []
    at = 0
    starters = _starters()
    while at < len(words):
        if words[at].kind != "number" and words[at].form not in starters:
            joined.append(words[at])
            at += 1
            continue
        forms = [word.form for word in words[at : at + _LONGEST_NUMBER]]
        kind, (length, amount) = "phrase", _number_at(forms)
        if length < 2:
            kind, (length, amount) = "ordinal", _ordinal_at(forms)
        if length < 2 or words[at].glued:
            joined.append(words[at])
            at += 1
            continue
        start, end = words[at].start, words[at + length - 1].end
        whole = text[start:end]
        form = whole.lower().translate(_DASHES)
        joined.append(Word(whole, form, kind, start, end, amount=amount))
        at += length
    return joined


def _ordinal_at(forms: Sequence[str]) -> tuple[int, int | None]:
    """ "twenty-first" as words in order."""
    tens = _table("NUM").get(forms[0])
    ones = _table("ORD").get(forms[2]) if forms[1:2] == ["-"] and len(forms) > 2 else None
    if isinstance(tens, int) and tens >= 20 and isinstance(ones, int) and 0 < ones < 10:
        return 3, tens + ones
    return 0, None


@cache
def _starters() -> frozenset[str]:
    """The words that a number of several words may begin with."""
    return frozenset(_table("NUM")) | frozenset(_phrases())


_LONGEST_NUMBER = 9
"""Words of the longest number that is looked for: "one hundred and twenty-four and a half"."""


def _number_at(forms: Sequence[str]) -> tuple[int, Value | None]:
    """How many words the number at the start of `forms` takes, and what it comes to.

    >>> _number_at(["a", "couple", "of", "days"]), _number_at(["two", "and", "one", "-", "half"])
    ((3, 'X'), (5, 2.5))
    """
    length, amount = _phrase_at(forms)
    if length:
        return length, amount
    length, amount = _count_at(forms)
    if not isinstance(amount, int):
        return length, amount
    rest = tuple(forms[length : length + 6])
    for half in _AND_A_HALF:
        if rest[: len(half)] == half:
            return length + len(half), amount + 0.5
    return length, amount


_AND_A_HALF = (
    ("and", "one", "-", "half"),
    ("and", "a", "half"),
    ("-", "and", "-", "a", "-", "half"),
    ("1", "/", "2"),
    ("½",),
)


@cache
def _phrases() -> Mapping[str, tuple[tuple[tuple[str, ...], Value], ...]]:
    """First word → the phrases of the class PHRASE that start with it, the longest first."""
    found: dict[str, list[tuple[tuple[str, ...], Value]]] = {}
    for phrase, value in _table("PHRASE").items():
        forms = tuple(phrase.split())
        found.setdefault(forms[0], []).append((forms, value))
    return {
        first: tuple(sorted(options, key=lambda o: -len(o[0]))) for first, options in found.items()
    }


def _phrase_at(forms: Sequence[str]) -> tuple[int, Value | None]:
    for phrase, value in _phrases().get(forms[0], ()):
        if tuple(forms[: len(phrase)]) == phrase:
            return len(phrase), value
    return 0, None


def _count_at(forms: Sequence[str]) -> tuple[int, Value | None]:
    """A whole number: "24", "twenty-four", "a hundred and ten", "three thousand", "two dozen"."""
    if forms[0].isdecimal() and len(forms[0]) <= 4:
        return 1, int(forms[0])
    length, amount = _below_hundred(forms)
    if forms[0] == "a" and forms[1:2] in (["hundred"], ["thousand"]):
        length, amount = 1, 1
    if amount is None:
        return 0, None
    if forms[length : length + 1] == ["dozen"]:
        return length + 1, amount * 12
    length, amount = _with_hundreds(forms, length, amount)
    if forms[length : length + 1] != ["thousand"]:
        return length, amount
    length, amount = length + 1, amount * 1000
    plus = 1 if forms[length : length + 1] == ["and"] else 0
    more, tail = _below_hundred(forms[length + plus :])
    if tail is None:
        return length, amount
    more, tail = _with_hundreds(forms[length + plus :], more, tail)
    return length + plus + more, amount + tail


def _with_hundreds(forms: Sequence[str], length: int, amount: int) -> tuple[int, int]:
    """The number of `length` words, `amount`, with the "hundred and …" that may follow."""
    if forms[length : length + 1] != ["hundred"] or amount >= 100:
        return length, amount
    length, amount = length + 1, amount * 100
    plus = 1 if forms[length : length + 1] == ["and"] else 0
    more, tail = _below_hundred(forms[length + plus :])
    return (length, amount) if tail is None else (length + plus + more, amount + tail)


def _below_hundred(forms: Sequence[str]) -> tuple[int, int | None]:
    numbers = _table("NUM")
    first = numbers.get(forms[0]) if forms else None
    if not isinstance(first, int) or first >= 100:
        return 0, None
    dash = 1 if forms[1:2] == ["-"] else 0
    second = numbers.get(forms[1 + dash]) if len(forms) > 1 + dash else None
    if first >= 20 and isinstance(second, int) and second < 10:
        return 2 + dash, first + second
    return 1, first


def _is_amount(text: str, start: int, end: int) -> bool:
    before = text[max(0, start - 2) : start]
    after = text[end : end + 2]
    if before[-1:] in "$£€¥#" and before:
        return True
    if len(before) == 2 and before[1] in ".,:/" and before[0].isdigit():
        return True
    if after[:1] in ("%", "°"):
        return True
    return len(after) == 2 and after[0] in ".,:/" and after[1].isdigit()


@cache
def _table(name: str) -> Mapping[str, Value]:
    """The words of a class in words.tsv → their values; empty where the file has no such class."""
    found: dict[str, Value] = {}
    for cls, value, words in rows("times/words.tsv"):
        if cls == name:
            for word in words.split(", "):
                found[word] = _value(value)
    return found


def _value(text: str) -> Value:
    try:
        return float(text) if "." in text else int(text)
    except ValueError:
        return text


def about() -> Mapping[str, Value]:
    """What may stand before an amount and belongs to it: "about", "more than"."""
    return _table("ABOUT")


def pattern_rows() -> Iterator[tuple[str, str, str]]:
    """Kind, pattern and example of every line of patterns.tsv and every name of holidays.tsv."""
    for kind, pattern, example in rows("times/patterns.tsv"):  # noqa: UP028 (lists would come out)
        yield kind, pattern, example
    for name, _ in holiday_rows():
        plain = " ".join(word.form for word in _single_words(name))
        yield "holiday", f"(WHICH)? (the)? {plain} (PART)? ((,)? (of)? YEAR)?", name
        yield "holiday", f"(the)? {plain} (PART)? (of)? WHICH year", name


def _whole(word: Word, low: int, high: int) -> int | None:
    """The number the word writes in digits, where it lies in low..high and counts nothing."""
    if word.kind != "number" or word.glued or not word.text.isdecimal() or len(word.text) > 4:
        return None
    number = int(word.text)
    return number if low <= number <= high else None


def _day(word: Word) -> int | None:
    if word.kind == "ordinal":
        return _ordinal_day(word)
    return _whole(word, 1, 31) if len(word.text) <= 2 else None


def _ordinal_day(word: Word) -> int | None:
    """A day of the month in figures: "16th"; "the first" is hardly ever one."""
    number = _ordinal(word) if word.kind == "ordinal" else None
    return number if number is not None and 1 <= number <= 31 else None


def _ordinal(word: Word) -> int | None:
    if word.kind == "ordinal":
        return word.amount if isinstance(word.amount, int) else int(word.text[:-2])
    value = _table("ORD").get(word.form)
    return value if isinstance(value, int) else None


def _year(word: Word) -> int | None:
    return _whole(word, 1000, 2199) if len(word.text) == 4 else None


def _two_digits(word: Word) -> int | None:
    return _whole(word, 0, 99) if len(word.text) == 2 else None


def _slashed(word: Word) -> int | None:
    """The first of two years in a row: 2031 of "2031/32"."""
    if word.kind != "slashed":
        return None
    first, second = int(word.text[:4]), int(word.text[5:])
    return first if (first + 1) % 100 == second else None


def _four_digits(word: Word) -> str | None:
    number = _whole(word, 0, 2400) if len(word.text) == 4 else None
    return word.text if number is not None and number % 100 < 60 else None


def _decade(word: Word) -> int | None:
    digits = word.form.rstrip("s").rstrip("'")
    if word.kind != "decade" or len(digits) != 4 or digits[3] != "0":
        return None
    return int(digits)


def _short_decade(word: Word) -> int | None:
    digits = word.form.rstrip("s").rstrip("'")
    if word.kind != "decade" or len(digits) != 2 or digits[1] != "0":
        return None
    return int(digits)


def _hour(word: Word) -> int | None:
    return _whole(word, 1, 12) if len(word.text) <= 2 else None


def _hour_word(word: Word) -> int | None:
    """An hour in figures or letters: "6", "six"; beside "o'clock" and the like only."""
    number = _table("NUM").get(word.form)
    hour = number if isinstance(number, int) and number <= 12 else None
    return hour if hour is not None else _hour(word)


def _amount(word: Word) -> Value | None:
    if word.amount is not None:
        return word.amount
    if word.kind == "number" and not word.glued and len(word.text) <= 6:
        plain = word.text.replace(",", "")
        return float(plain) if "." in plain else int(plain)
    if word.form in ("a", "an"):
        return 1
    return _table("NUM").get(word.form) or _table("FEW").get(word.form)


def _if_kind(kind: str) -> Reader:
    return lambda word: word.form if word.kind == kind else None


def _plural_weekday(word: Word) -> Value | None:
    return _table("WEEKDAY").get(word.form[:-1]) if word.form.endswith("s") else None


def _quarter(word: Word) -> int | None:
    """1-4 for "Q1" … "Q4" written as one word; the lexer parts them, so the letter alone is 0."""
    return 0 if word.text == "Q" else None


_BY_FORM: Mapping[str, Reader] = {
    "DAY": _day,
    "ORDDAY": _ordinal_day,
    "ORDINAL": _ordinal,
    "YEAR": _year,
    "YY": _two_digits,
    "FOURDIGITS": _four_digits,
    "DECADE": _decade,
    "YYS": _short_decade,
    "HOUR": _hour,
    "HOURWORD": _hour_word,
    "AMOUNT": _amount,
    "ISO": _if_kind("iso"),
    "SLASHED": _slashed,
    "NUMERIC": _if_kind("numeric"),
    "CLOCK": _if_kind("clock"),
    "WEEKDAYS": _plural_weekday,
    "Q": _quarter,
}


@cache
def reader_of(name: str) -> Reader:
    """What reads a class of words: the value of a word of that class, None of any other.

    `KeyError` where neither words.tsv nor this module has such a class.
    """
    if name in _BY_FORM:
        return _BY_FORM[name]
    table = _table(name)
    if not table:
        raise KeyError(name)
    return lambda word: table.get(word.form)
