"""The time expressions of a document: TIMEX3 type and value, EDTF date, and why.

Words are fitted to the patterns of data/times/patterns.tsv; the function named by a pattern's
kind reads the fit. What hangs on the day of writing ("Wednesday", "last month") is counted from
the page's date, in a transcript from the day of the speech; where the page gives no date it gets
no day either. Bare weekdays and months look back or ahead by the tense of their verb
(`onrecord.annotate.timex.direction`).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from typing import NamedTuple

from spacy.tokens import Doc
from spacy.vocab import Vocab

from onrecord.annotate.anchored import FROM_HAPPENING, anchored
from onrecord.annotate.parsed import Paragraph, Parsed
from onrecord.annotate.timex.clock import NO_DAY_BESIDE, part_before
from onrecord.annotate.timex.days import JOINTS, NO_DAY_OF_HOLIDAY
from onrecord.annotate.timex.direction import Lean, agreed
from onrecord.annotate.timex.grammar import Fit, fits
from onrecord.annotate.timex.here import Anchor, Here, Read, looked, with_part
from onrecord.annotate.timex.quotes import in_quotation, is_title
from onrecord.annotate.timex.readers import READERS
from onrecord.annotate.timex.story import Years, years_told
from onrecord.annotate.timex.words import Word, words_of
from onrecord.dates import day_of, is_day, is_edtf, precision
from onrecord.model import Fact, Region, RegionKind, Statement, TimeExpression
from onrecord.spans import Span

SPEECH_KINDS: frozenset[RegionKind] = frozenset({"transcript", "question", "answer"})
"""Regions where "today" is the day of the speech, not of the page."""


_FAR = 2
"""Paragraphs after which "that day" no longer points back to a date."""


class Text(NamedTuple):
    """A paragraph, its words, where the patterns fit them, and which words are quoted."""

    paragraph: Paragraph
    words: Sequence[Word]
    fits: Sequence[Fit]
    quoted: Sequence[bool]


def find_times(
    parsed: Parsed, published: Fact | None, spoken: Sequence[tuple[Span, Fact]] = ()
) -> tuple[TimeExpression, ...]:
    """Every time expression in the parsed regions, in order of the text.

    `published` is the page's date (EDTF); where it is None or less than a day, what hangs on
    the day of writing has no `date` and a `value` with X ("XXXX-WXX-3"). `spoken` are quotations
    whose day of speech is known, in order of the text: in them "today" is that day, not the
    page's. `spoken_days` finds them with the times of a first reading; the second is final.
    """
    texts = [_text(paragraph) for paragraph in parsed.paragraphs]
    page = _page_anchor(published, parsed.document.published_clock)
    speech = _speech_anchor(texts, page)
    read = [(text.fits, text.quoted) for text in texts]
    news = page.day is None or _opens_as_news(texts)
    years = years_told(read, page.day) if page.day is not None and not news else None
    ways = {told: _agreed(texts, told) for told in (False, True)}
    context = _Page(texts, page, speech, years, ways, spoken)
    first = _finished(parsed, _in_order(context, {}))
    moved = {one.span.start: one for one in first if _is_counted(one)}
    return _finished(parsed, _in_order(context, moved)) if moved and years is None else first


def _finished(parsed: Parsed, found: list[TimeExpression]) -> tuple[TimeExpression, ...]:
    """`found` with what only their neighbours, or a happening of the page, tell of them."""
    return anchored(parsed, list(_with_ranges(parsed, list(_with_their_days(parsed, found)))))


def _is_counted(expression: TimeExpression) -> bool:
    """Whether the expression is a length that has got a day from a happening."""
    return expression.type == "DURATION" and expression.basis.startswith(FROM_HAPPENING)


class _Page(NamedTuple):
    """The texts of a page, and what their expressions are counted from."""

    texts: Sequence[Text]
    page: Anchor
    speech: Anchor
    years: Years | None
    ways: Mapping[bool, Mapping[tuple[str, int], Lean]]
    spoken: Sequence[tuple[Span, Fact]]


class _Point(NamedTuple):
    """How far the story has come: the date named last, and the day, each with its paragraph.

    `aside` is a day before it that was told in passing ("the day before, they had sealed it").
    `lost`: an act was told last whose day is not known ("two days after the war").
    """

    recent: tuple[int, TimeExpression] | None = None
    day: tuple[int, date] | None = None
    aside: date | None = None
    lost: bool = False

    def near(self, number: int) -> _Point:
        """The point at paragraph `number`, without what lies too far back to be meant."""
        recent, day = self.recent, self.day
        recent = None if recent is not None and number - recent[0] > _FAR else recent
        day = None if day is not None and number - day[0] > _FAR else day
        return self._replace(recent=recent, day=day)


def _in_order(context: _Page, moved: Mapping[int, TimeExpression]) -> list[TimeExpression]:
    """Every expression in order of the text; `moved` are those that a happening dates, by start."""
    found: list[TimeExpression] = []
    point, number = _Point(), 0
    years = context.years
    for text in context.texts:
        kind = text.paragraph.region.kind
        number += kind != "caption"
        point = point if years is not None else point.near(number)
        anchor = context.speech if kind in SPEECH_KINDS else context.page
        for fit in text.fits:
            anchor_here = _spoken_anchor(text, fit, context.spoken) or anchor
            bare = Here(text.paragraph, text.words, fit, anchor_here, None, years)
            here = bare._replace(
                agreed=context.ways[kind in SPEECH_KINDS], quoted=text.quoted[fit.first]
            )
            here = _at_point(here, text, point, number)
            if fit.kind == "later" and found and _stands_beside(found[-1], here):
                here = here._replace(recent=None, day_named=None)
            for expression in _read(here):
                found.append(expression)
                point = _moved_on(point, number, here, found, moved)
    return found


def _at_point(here: Here, text: Text, point: _Point, number: int) -> Here:
    """`here` with the date and the day that it may be counted from."""
    fit, recent, day = here.fit, point.recent, point.day
    if fit.kind in _COUNTS_ON and here.history is None:
        if point.lost or (recent is not None and not _goes_on(text, fit, number - recent[0])):
            recent = None
        if point.lost or (day is not None and not _goes_on(text, fit, number - day[0])):
            day = None
        if day is not None and point.aside is not None and _had(here):
            day = number, point.aside
    return here._replace(
        recent=recent[1] if recent is not None else None,
        day_named=day[1] if day is not None else None,
    )


def _moved_on(
    point: _Point,
    number: int,
    here: Here,
    found: Sequence[TimeExpression],
    moved: Mapping[int, TimeExpression],
) -> _Point:
    """The point of the story after the last of `found`, which stands at `here`."""
    expression = moved.get(found[-1].span.start, found[-1])
    if expression is found[-1] and here.history is None and _hangs_on_act(expression, here):
        return point._replace(lost=True)
    if not _may_anchor(expression, here, here.history):
        return point
    day = day_of(expression.date)
    counted = here.fit.kind in _COUNTS_ON and here.history is None and here.day_named is not None
    if counted and day is not None and day < (here.day_named or day) and _had(here):
        return point._replace(aside=day)
    point = point._replace(recent=(number, expression), lost=False)
    if day is None or _ends_a_night(found, day):
        return point  # "the night of 13 to 14 May. The next morning …" is the 14th
    return point._replace(day=(number, day), aside=None)


def _stands_beside(last: TimeExpression, here: Here) -> bool:
    """ "On Saturday, three days before, …": the same day once more, not counted from it."""
    start = here.span().start
    between = here.paragraph.doc.text[
        last.span.end - here.paragraph.start : start - here.paragraph.start
    ]
    return last.span.end <= start and between.strip() == ","


def _had(here: Here) -> bool:
    """Whether the expression's verb tells of what was before: "had sealed"."""
    return "had" in here.own_lean().why.split()


def _hangs_on_act(expression: TimeExpression, here: Here) -> bool:
    """ "two days after the war": a length counted from an act; nobody says which day that was."""
    return expression.type == "DURATION" and here.word(0) in ("after", "before")


def _text(paragraph: Paragraph) -> Text:
    words = words_of(paragraph.doc.text)
    return Text(paragraph, words, tuple(fits(words)), in_quotation(words))


_COUNTS_ON = frozenset({"later", "againday", "weekdayagain"})
"""Kinds of expressions that count on from the act told last, if it is the one that was dated."""


def _goes_on(text: Text, fit: Fit, paragraphs: int) -> bool:
    """Whether the fit may count from a day that was named so many paragraphs before.

    In the day's own paragraph, or where the next one opens, quotations aside: after an act
    without a day of its own, told in between, "two days later" is two days after that.
    """
    if paragraphs == 0:
        return True
    before = zip(text.words[: fit.first], text.quoted, strict=False)
    return paragraphs == 1 and not any(w.form in _STOPS and not said for w, said in before)


_STOPS = frozenset({".", "!", "?"})


_OPENING = 3
"""Paragraphs, the headline among them, in which news says when it happened."""


def _opens_as_news(texts: Sequence[Text]) -> bool:
    """Whether a weekday or "today" stands where the text opens: history never opens so."""
    return any(f.kind in ("weekday", "deictic") for text in texts[:_OPENING] for f in text.fits)


def _agreed(texts: Sequence[Text], told: bool) -> dict[tuple[str, int], Lean]:
    """The way each bare weekday and month looks, in the page's speech (`told`) or around it."""
    leans = []
    for text in texts:
        if (text.paragraph.region.kind in SPEECH_KINDS) != told:
            continue
        for fit in text.fits:
            here = Here(text.paragraph, text.words, fit, Anchor(None, ""), None)
            if here.name is not None:
                leans.append((here.name, here.own_lean()))
    return agreed(leans)


def _ends_a_night(found: Sequence[TimeExpression], day: date) -> bool:
    """Whether the last of `found` is the second day of a night: "the night of 13 to 14 May"."""
    if len(found) < 2 or found[-2].span.end + _BESIDE < found[-1].span.start:
        return False
    night = day_of(found[-2].date)
    late = found[-2].value.endswith("TNI") and found[-1].type == "DATE"
    return late and night is not None and (day - night).days == 1


_BESIDE = 12
"""Characters that may lie between the two ends of a range."""


def _may_anchor(expression: TimeExpression, here: Here, years: Years | None) -> bool:
    """Whether what follows may be counted from the expression; never from one in a caption."""
    if expression.date is None or here.paragraph.region.kind == "caption":
        return False
    if years is None:
        return True
    return here.anchor.words not in expression.basis and years.hold(expression)


def spoken_days(statements: Sequence[Statement], published: Fact | None) -> list[tuple[Span, Fact]]:
    """The quotations of another day than the page's, in order of the text, with that day."""
    found = [
        (part, statement.said_on)
        for statement in statements
        if statement.kind == "direct"
        and statement.within is None
        and statement.said_on is not None
        and is_day(statement.said_on.value)
        and (published is None or statement.said_on.value != published.value)
        for part in statement.parts
    ]
    return sorted(found, key=lambda spoken: spoken[0].start)


def _spoken_anchor(text: Text, fit: Fit, spoken: Sequence[tuple[Span, Fact]]) -> Anchor | None:
    """The day of the quotation that the fit stands in; None where it stands in none of `spoken`."""
    start = text.paragraph.start + text.words[fit.first].start
    at = bisect_right(spoken, start, key=lambda quotation: quotation[0].start) - 1
    if at < 0 or start >= spoken[at][0].end:
        return None
    said = spoken[at][1]
    return Anchor(day_of(said.value), f"the day it was said, {said.value}")


_LATE = "20:00"
"""From this hour on a page may mean by "last night" the night that has begun."""


def _page_anchor(published: Fact | None, clock: str | None) -> Anchor:
    if published is None or not is_edtf(published.value):
        return Anchor(None, "the page gives no date")
    day = day_of(published.value)
    if day is None:
        return Anchor(None, f"the page's date {published.value} is not one day")
    return Anchor(day, f"the page's date {published.value}", (clock or "") >= _LATE)


def _speech_anchor(texts: Sequence[Text], page: Anchor) -> Anchor:
    """The day of a transcript: the one full date of its headline, else the page's date."""
    days = set()
    for text in texts:
        if text.paragraph.region.kind not in ("headline", "subheading"):
            continue
        for fit in text.fits:
            here = Here(text.paragraph, text.words, fit, Anchor(None, ""), None)
            days |= {day for read in _read(here) if (day := day_of(read.date)) is not None}
    if len(days) != 1:
        return page
    day = days.pop()
    return Anchor(day, f"the day of the speech {day.isoformat()} (headline)")


def _read(here: Here) -> Iterator[TimeExpression]:
    if is_title(here.words, here.fit.first, here.fit.last):
        return
    for read in READERS[here.fit.kind](here):
        whole = _with_part_before(here, read)
        first, last = whole.cut or (here.fit.first, here.fit.last)
        span = here.span(first, last)
        yield TimeExpression(span, whole.type, whole.value, whole.date, whole.basis)


def read_again(words: str, basis: str, day: date, told: str) -> tuple[str, str, str] | None:
    """An expression that had no day on its page, read once its page's day is known.

    `basis` is the one it was given then, which says whether it looks back or ahead; `told` names
    the day in the new one. TIMEX3 value, EDTF date and basis; None where it still has no date.

    >>> page = date(2032, 6, 18)
    >>> read_again("Tuesday", "weekday, looking ahead (to meet); the page", page, "it")[0]
    '2032-06-22'
    >>> read_again("yesterday evening", "", page, "it")[:2]
    ('2032-06-17TEV', '2032-06-17')
    """
    lean = looked(basis)
    for lead in ("", "in "):
        text = words_of(lead + words)
        for fit in fits(text):
            bare = Here(_unparsed(), text, fit, Anchor(day, told), None)
            ways = {bare.name: lean} if bare.name is not None else {}
            for read in READERS[fit.kind](bare._replace(agreed=ways)):
                first, last = read.cut or (fit.first, fit.last)
                whole = text[first].start == len(lead) and last == len(text)
                if whole and read.date is not None:
                    return read.value, read.date, read.basis
    return None


@cache
def _unparsed() -> Paragraph:
    return Paragraph(Region("body", Span(0, 1)), 0, Doc(Vocab()))


def _with_part_before(here: Here, read: Read) -> Read:
    """A day with the part of it that is named before: "the morning of 3 May"."""
    first, last = read.cut or (here.fit.first, here.fit.last)
    part = part_before(here.words, first)
    if part is None or read.type != "DATE" or day_of(read.date) is None:
        return read
    return with_part(read, part[1])._replace(cut=(part[0], last))


def _with_their_days(parsed: Parsed, found: list[TimeExpression]) -> Iterator[TimeExpression]:
    """`found` where a time of day, or a holiday that is not the same day everywhere, has the day
    that follows it: "at 5 a.m. on 3 October 2032", "Independence Day, 4 July".
    """
    for at, one in enumerate(found):
        two = found[at + 1] if at + 1 < len(found) else None
        day = _day_beside(parsed, one, two) if two is not None else None
        if two is None or day is None:
            yield one
        else:
            time = one.value.partition("T")[2]
            value = day.isoformat() + (f"T{time}" if time else "")
            basis = f"{'time of day' if time else 'the day beside it'}, {two.basis}"
            yield TimeExpression(one.span, one.type, value, day.isoformat(), basis)


def _day_beside(parsed: Parsed, one: TimeExpression, two: TimeExpression) -> date | None:
    if not one.basis.startswith((NO_DAY_BESIDE, NO_DAY_OF_HOLIDAY)):
        return None
    between = parsed.document.text[one.span.end : two.span.start].strip().lower()
    if two.type == "TIME" and not two.basis.startswith(NO_DAY_BESIDE):
        return day_of(two.date) if between in JOINTS else None  # "from 10 a.m. to 4 p.m. on Monday"
    if two.type != "DATE":
        return None
    return day_of(two.date) if between in ("on", ",", "of", ", on", "(") else None


def _with_ranges(parsed: Parsed, found: list[TimeExpression]) -> Iterator[TimeExpression]:
    """`found` where both ends of a range ("from 11 to 14 October") have the range as `date`."""
    at = 0
    while at < len(found):
        one = found[at]
        two = found[at + 1] if at + 1 < len(found) else None
        whole = _range(parsed, one, two) if two is not None else None
        if two is None or whole is None:
            yield one
            at += 1
            continue
        for end, which in ((one, "start"), (two, "end")):
            yield TimeExpression(
                end.span, end.type, end.value, whole, f"{which} of a range; {end.basis}"
            )
        at += 2


def _range(parsed: Parsed, one: TimeExpression, two: TimeExpression) -> str | None:
    text = parsed.document.text
    if one.date is None or two.date is None:
        return None
    if not 0 <= two.span.start - one.span.end <= _BESIDE:
        return None
    if precision(one.date) != precision(two.date) or "/" in one.date:
        return None
    between = words_of(text[one.span.end : two.span.start])
    joint = " ".join(word.form for word in between)
    before = [w.form for w in words_of(text[max(0, one.span.start - 20) : one.span.start])]
    short = one.span.of(text).split()[-1].isdecimal() or two.span.of(text).isdecimal()
    plain = joint in JOINTS and (joint == "-" or short or before[-1:] == ["from"])
    if not plain and not (joint == "and" and before[-1:] == ["between"]):
        return None
    whole = f"{one.date}/{two.date}"
    return whole if is_edtf(whole) and one.date != two.date else None
