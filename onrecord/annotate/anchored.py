"""What is told by a happening: "two days after the Tarn talks", "before the summit".

A length stays what it is in TIMEX3 (P2D). Where the page says on which day the happening was,
and on one day only, the expression gets that many days on as its `date`. A happening is known by
its noun and the names beside it; where the page tells of two that the words could mean, none is
taken, even if only one of them has a day.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

import msgspec
from spacy.tokens import Token

from onrecord.annotate.parsed import Parsed
from onrecord.annotate.timex.direction import cues
from onrecord.annotate.timex.steps import counted_on, counting
from onrecord.annotate.when import time_of
from onrecord.dates import day_of, is_day
from onrecord.model import Fact, TimeExpression

FROM_HAPPENING = "counted from the day of the "
"""How the basis of a length begins that got its day from a happening."""

_LENGTH = re.compile(r"P([1-9]\d{0,3})([DWMY])")


class Happening(NamedTuple):
    """A happening by the noun and the words that tell which: ("talks", {"tarn"}).

    They stand before the noun, or are names after it: "talks with Velmora in Tarn". `named`:
    one of them is a name.
    """

    noun: str
    which: frozenset[str]
    named: bool = False

    @property
    def name(self) -> str:
        """The words in alphabetical order, the noun last."""
        return " ".join([*sorted(self.which), self.noun])


def anchored(parsed: Parsed, times: Sequence[TimeExpression]) -> tuple[TimeExpression, ...]:
    """`times` where a length counted from a happening has a `date`.

    The happening's day is the one that this page gives it; two different days mean none. Where the
    page gives none to a happening that it names ("the Tarn talks"), the basis has the name, and
    the record may know its day by another page (`onrecord.record.named`).
    """
    lengths = {at: found for at, time in enumerate(times) if (found := _counted(parsed, time))}
    if not lengths:
        return tuple(times)
    nouns = {found.noun for found, _ in lengths.values()}
    told = list({(one.which, one.day): one for one in _told(parsed, times, nouns)}.values())
    days = {one: _day_of(one, told) for one, _ in lengths.values()}
    held = {one: any(t.day and _may_be(one, t.which) for t in told) for one in days}
    out = list(times)
    for at, (happening, sign) in lengths.items():
        day, dated = days[happening], held[happening]
        if day is not None and is_day(day):
            out[at] = _moved(times[at], sign, day, happening)
        elif not dated and happening.named:
            basis = counting(happening.name, sign)
            out[at] = msgspec.structs.replace(times[at], basis=basis)
    return tuple(out)


class Happenings:
    """The happenings that a page names, read once: which day it gives the one a noun means."""

    def __init__(self, parsed: Parsed, times: Sequence[TimeExpression]) -> None:
        self._parsed, self._times = parsed, times

    @cached_property
    def _told(self) -> dict[str, list[_Told]]:
        found: dict[str, list[_Told]] = {}
        for one in _told(self._parsed, self._times, cues("happening")):
            found.setdefault(one.which.noun, []).append(one)
        return found

    def day_of(self, noun: Token) -> Fact | None:
        """The one day that the page gives the happening that a noun means: "at the Tarn talks".

        None for a noun of no known happening, one that is none before ("a meeting"), or that two
        could be. The fact's span is where the day is told, its basis names the happening.
        """
        if noun.lower_ not in cues("happening") or not _is_definite(noun):
            return None
        happening = _happening(noun)
        told = [one for one in self._told.get(happening.noun, ()) if one.token != noun]
        day = _day_of(happening, told)
        place = next((t.time.span for t in told if t.time is not None and t.day == day), None)
        if day is None or place is None:
            return None
        return Fact(day, place, f"the {happening.name}, which the page dates {day}")


class _Told(NamedTuple):
    """A naming of a happening on the page, and the day that the page gives it there, if any."""

    which: Happening
    token: Token
    time: TimeExpression | None
    day: str | None


def _day_of(happening: Happening, told: Sequence[_Told]) -> str | None:
    """The one day of the happening; None where there is none or two, or another it could be."""
    fits = [one for one in told if _may_be(happening, one.which)]
    days = {one.day for one in fits if one.day is not None}
    if len(days) != 1:
        return None
    dated = [one.which for one in fits if one.day is not None]
    others = [one.which for one in fits if one.day is None]
    known = all(any(_may_be(other, which) for which in dated) for other in others)
    return days.pop() if known else None


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
    if sign > 0 and noun.lower_ in cues("lasting"):
        return None  # "two weeks after the trial", of which the page tells when it began
    return _happening(noun), sign


def _object(side: Token) -> Token | None:
    """The event noun after "after" or "before"."""
    for child in side.children:
        if child.dep_ in ("pobj", "dobj") and child.lower_ in cues("happening"):
            return child
    return None


def _happening(noun: Token) -> Happening:
    before = [
        token
        for token in noun.subtree
        if token.pos_ in ("PROPN", "NOUN", "ADJ")
        and token.i < noun.i
        and token.lower_ not in _CALENDAR
    ]
    after = [
        token
        for token in noun.subtree
        if token.i > noun.i
        and token.pos_ == "PROPN"
        and token.ent_type_ not in _TIMES
        and all(up.dep_ in _OF_PHRASE for up in _way_up(token, noun))
    ]
    named = bool(after) or any(token.pos_ == "PROPN" for token in before)
    which = frozenset(token.lower_ for token in (*before, *after))
    return Happening(noun.lower_, which, named)


def _way_up(token: Token, noun: Token) -> Iterator[Token]:
    """The token and those above it, up to before the noun."""
    while token not in (noun, token.head):
        yield token
        token = token.head


_OF_PHRASE = frozenset({"prep", "pobj", "compound", "conj", "appos"})
_TIMES = frozenset({"DATE", "TIME"})
_CALENDAR = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may "
    "june july august september october november december day first second third last next".split()
)


def _is_definite(noun: Token) -> bool:
    """Whether the noun means one that is known: "the talks", "Tarn's vote", not "a meeting"."""
    marks = {child.lower_ for child in noun.children if child.dep_ in ("det", "poss")}
    return not marks & {"a", "an", "any", "some", "each", "every", "no"}


def _told(parsed: Parsed, times: Sequence[TimeExpression], nouns: Iterable[str]) -> Iterator[_Told]:
    """Every naming on the page of a happening of one of `nouns`, with the day it has there."""
    wanted = frozenset(nouns)
    days = [time for time in times if time.type != "DURATION"]
    for paragraph in parsed.paragraphs:
        for token in paragraph.doc:
            if token.lower_ in wanted and token.pos_ in ("NOUN", "PROPN"):
                found = time_of(parsed, days, paragraph.span_of(token))
                day = day_of(found.date) if found is not None else None
                yield _Told(_happening(token), token, found, day.isoformat() if day else None)


def _may_be(one: Happening, other: Happening) -> bool:
    """Whether two namings may mean one happening: the same noun, no word that tells them apart."""
    return one.noun == other.noun and (one.which <= other.which or other.which <= one.which)


def _moved(time: TimeExpression, sign: int, day: str, happening: Happening) -> TimeExpression:
    moved = counted_on(day, time.value, sign)
    if moved is None:
        return time
    basis = f"{FROM_HAPPENING}{happening.name}, {day}"
    return msgspec.structs.replace(time, date=moved, basis=basis)
