"""Lengths of time that are counted from a happening: "two days after the Tarn talks".

The length stays what it is in TIMEX3 (P2D). Where the page says on which day the happening was,
and on one day only, the expression gets that many days on as its `date`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

import msgspec
from spacy.tokens import Token

from onrecord.annotate.parsed import Parsed
from onrecord.annotate.timex.direction import cues
from onrecord.annotate.timex.steps import step
from onrecord.annotate.when import time_of
from onrecord.dates import day_of, is_day
from onrecord.model import TimeExpression

Known = Callable[[str], str | None]
"""The day (EDTF) of a happening by its name in lower case ("tarn talks"); None where not known."""

_LENGTH = re.compile(r"P([1-9]\d{0,3})([DWMY])")


class Happening(NamedTuple):
    """A happening by the noun and the words that tell which: ("talks", {"tarn"})."""

    noun: str
    which: frozenset[str]

    @property
    def name(self) -> str:
        """The words in alphabetical order, the noun last."""
        return " ".join([*sorted(self.which), self.noun])


def anchored(
    parsed: Parsed, times: Sequence[TimeExpression], known: Known | None = None
) -> tuple[TimeExpression, ...]:
    """`times` where a length counted from a happening has a `date`.

    The happening's day is the one that this page gives it, else the one that `known` gives: what
    other pages have put on the record. Two different days mean none.
    """
    lengths = {at: found for at, time in enumerate(times) if (found := _counted(parsed, time))}
    if not lengths:
        return tuple(times)
    days = list(_days_told(parsed, times, {found.noun for found, _ in lengths.values()}))
    out = list(times)
    for at, (happening, sign) in lengths.items():
        told = {day for other, day in days if _may_be(happening, other)}
        if not told and known is not None:
            day = known(happening.name)
            told = {day} if day is not None and is_day(day) else set()
        if len(told) == 1:
            out[at] = _moved(times[at], sign, told.pop(), happening)
    return tuple(out)


def _counted(parsed: Parsed, time: TimeExpression) -> tuple[Happening, int] | None:
    """What the length is counted from, and 1 for "after", -1 for "before"."""
    if time.type != "DURATION" or time.date is not None or not _LENGTH.fullmatch(time.value):
        return None
    paragraph = parsed.paragraph_at(time.span.start)
    tokens = paragraph.tokens_in(time.span) if paragraph is not None else None
    if tokens is None or tokens.end >= len(tokens.doc):
        return None
    side = tokens.doc[tokens.end]
    sign = {"after": 1, "following": 1, "before": -1}.get(side.lower_)
    noun = _object(side)
    if sign is None or noun is None or not _is_definite(noun):
        return None
    return _happening(noun), sign


def _object(side: Token) -> Token | None:
    """The event noun after "after" or "before"."""
    for child in side.children:
        if child.dep_ in ("pobj", "dobj") and child.lower_ in cues("happening"):
            return child
    return None


def _happening(noun: Token) -> Happening:
    which = {
        token.lower_
        for token in noun.subtree
        if token.pos_ in ("PROPN", "NOUN", "ADJ") and token != noun and token.i < noun.i
    }
    return Happening(noun.lower_, frozenset(which))


def _is_definite(noun: Token) -> bool:
    """Whether the noun means one that is known: "the talks", "Tarn's vote", not "a meeting"."""
    marks = {child.lower_ for child in noun.children if child.dep_ in ("det", "poss")}
    return not marks & {"a", "an", "any", "some", "each", "every", "no"}


def _days_told(
    parsed: Parsed, times: Sequence[TimeExpression], nouns: Iterable[str]
) -> Iterator[tuple[Happening, str]]:
    """Every happening of one of `nouns` that the page gives a day, with that day."""
    wanted = frozenset(nouns)
    days = [time for time in times if time.type != "DURATION"]
    for paragraph in parsed.paragraphs:
        for token in paragraph.doc:
            if token.lower_ in wanted and token.pos_ in ("NOUN", "PROPN"):
                found = time_of(parsed, days, paragraph.span_of(token))
                day = day_of(found.date) if found is not None else None
                if day is not None:
                    yield _happening(token), day.isoformat()


def _may_be(one: Happening, other: Happening) -> bool:
    """Whether two namings may mean one happening: the same noun, no word that tells them apart."""
    return one.noun == other.noun and (one.which <= other.which or other.which <= one.which)


def _moved(time: TimeExpression, sign: int, day: str, happening: Happening) -> TimeExpression:
    found = _LENGTH.fullmatch(time.value)
    start = day_of(day)
    moved = step(start, found[2], sign * int(found[1])) if found and start else None
    if moved is None:
        return time
    basis = f"counted from {day}, the day of the {happening.name}"
    return msgspec.structs.replace(time, date=moved[1], basis=basis)
