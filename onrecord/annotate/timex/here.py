"""What a reader of time expressions is given, and what it gives back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from types import MappingProxyType
from typing import NamedTuple

from onrecord.annotate.parsed import Paragraph
from onrecord.annotate.timex.direction import Lean, Way, lean_of, noun_led
from onrecord.annotate.timex.grammar import Fit
from onrecord.annotate.timex.steps import months_on, step
from onrecord.annotate.timex.story import Years
from onrecord.annotate.timex.words import Value, Word
from onrecord.dates import interval, precision
from onrecord.model import TimeExpression, TimexType
from onrecord.spans import Span


class Anchor(NamedTuple):
    """The day expressions are counted from; None where the page gives none. `words` names it.

    `late`: the page was put out late that evening, so that "last night" may be that very night.
    """

    day: date | None
    words: str
    late: bool = False


class Here(NamedTuple):
    """A fit in its place: what a reader needs to know. `recent` is the date named last.

    `history` has the years of a text that tells of long ago: there a bare month or day is counted
    from the date named last, not from the page's. `agreed` has the way that weekdays ("WEEKDAY",
    3) and months ("MON", 6) look where the page says so elsewhere. `day_named` is the day named
    last, though a month or year was named since; `quoted`, that the fit stands in quotation marks.
    """

    paragraph: Paragraph
    words: Sequence[Word]
    fit: Fit
    anchor: Anchor
    recent: TimeExpression | None
    history: Years | None = None
    agreed: Mapping[tuple[str, int], Lean] = MappingProxyType({})
    day_named: date | None = None
    quoted: bool = False

    @property
    def text(self) -> str:
        """The words of the fit, in lower case, with single spaces."""
        return " ".join(word.form for word in self.words[self.fit.first : self.fit.last])

    def word(self, offset: int) -> str:
        """The form of the word `offset` words before (negative) or after the fit; or ""."""
        at = self.fit.first + offset if offset < 0 else self.fit.last + offset
        return self.words[at].form if 0 <= at < len(self.words) else ""

    def span(self, first: int | None = None, last: int | None = None) -> Span:
        """The document's characters of the fit, or of its words from `first` to before `last`."""
        start = self.words[self.fit.first if first is None else first].start
        end = self.words[(self.fit.last if last is None else last) - 1].end
        return Span(self.paragraph.start + start, self.paragraph.start + end)

    @property
    def named(self) -> str | None:
        """The EDTF date named last; None where there is none near."""
        return self.recent.date if self.recent is not None else None

    def lean(self) -> Lean:
        """Which way the fit looks, by its own words or else by those of its name elsewhere."""
        lean, name = self.own_lean(), self.name
        if lean.sure or lean.firm or name is None:
            return lean
        late = lean.way == "ahead" and self._was_yesterday(name)
        if name in self.agreed and (late or lean.way != "ahead" or self.leads_noun):
            return self.agreed[name]
        return Lean("back", f"the day before, {lean.why}") if late else lean

    @property
    def leads_noun(self) -> bool:
        """Whether the fit modifies a noun: "Friday's vote"."""
        tokens = self.paragraph.tokens_in(self.span())
        return tokens is not None and noun_led(tokens) is not None

    def _was_yesterday(self, name: tuple[str, int]) -> bool:
        """Whether the weekday is that of the day before the page's, when a paper was written."""
        if self.anchor.day is None or name[0] != "WEEKDAY":
            return False
        return (self.anchor.day - timedelta(days=1)).isoweekday() == name[1]

    def own_lean(self) -> Lean:
        """Which way the fit looks by its own words."""
        tokens = self.paragraph.tokens_in(self.span())
        return lean_of(tokens) if tokens is not None else Lean(None, "not parsed")

    @property
    def name(self) -> tuple[str, int] | None:
        """The weekday or month the fit names, without a "last" or "next"; None where none."""
        if self.fit.get("WHICH") is not None or self.fit.number("YEAR", "DAY") is not None:
            return None
        for kind, slots in (("WEEKDAY", ("WEEKDAY",)), ("MON", ("MONTH", "MON"))):
            number = self.fit.number(*slots)
            if number is not None:
                return kind, number
        return None


class Read(NamedTuple):
    """What a reader found: the expression without its span; `cut` its words, None for all."""

    type: TimexType
    value: str
    date: str | None
    basis: str
    cut: tuple[int, int] | None = None


_LOOKS: Mapping[Way | None, str] = {
    "back": "looking back",
    "ahead": "looking ahead",
    None: "looking no way",
}


def looking(lean: Lean) -> str:
    """Which way an expression without a day looks, for the basis; `looked` reads it again.

    >>> looked(f"weekday, {looking(Lean('ahead', 'future: will meet'))}; no date").way
    'ahead'
    """
    return f"{_LOOKS[lean.way]} ({lean.why})"


def looked(basis: str) -> Lean:
    """The way that a basis tells by `looking`, with its words; no way where it tells none."""
    for way, words in _LOOKS.items():
        _, found, why = basis.partition(f"{words} (")
        if found:
            return Lean(way, why.partition(")")[0], sure=way is not None)
    return Lean(None, "nothing says")


def day_read(day: date, basis: str) -> Read:
    """One day of the calendar."""
    return Read("DATE", day.isoformat(), day.isoformat(), basis)


def with_part(read: Read, part: Value | None) -> Read:
    """`read` with the part of the day, as a TIME."""
    return read._replace(type="TIME", value=f"{read.value}T{part}") if part else read


def stepped(day: date, unit: str, count: int, basis: str) -> list[Read]:
    """The unit `count` units from that of `day`; nothing where that leaves the calendar."""
    found = step(day, unit, count)
    return [Read("DATE", *found, basis)] if found else []


def counted(here: Here) -> str:
    """The basis of what is counted from the day of writing."""
    return f"counted from {here.anchor.words}"


def quarter_named(here: Here) -> date | None:
    """The first day of the date named last where that is a quarter of a year."""
    if here.recent is None or here.named is None or "-Q" not in here.recent.value:
        return None
    return interval(here.named)[0]


def year_by_which(here: Here) -> int | None:
    """The year that "this", "last" or "next" year means; None where the page gives no day."""
    which, anchor = here.fit.number("WHICH"), here.anchor.day
    return anchor.year + which if anchor is not None and which is not None else None


def year_of_story(here: Here, month: int) -> int | None:
    """In a text of history, the year that a bare month falls in after the date named last."""
    if not here.history or here.named is None:
        return None
    first, last = interval(here.named)
    if first is None or last is None or (last - first).days > 366:
        return None
    if precision(here.named) == "year":
        return first.year
    gap = (month - first.month + 5) % 12 - 5
    return months_on(first, gap)[0]
