"""What a page's own text tells of its day: what it recalls, looks ahead to, and calls today.

A date in the prose is hardly ever the page's own. It bounds it: a page is not older than what
it recalls, nor newer than what it says will be. Only "today" and an anniversary name the day.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from onrecord.documents.lexicon import entries, heads
from onrecord.documents.periods import periods
from onrecord.documents.witnessed import PROSE, bare_edtf, date_label, witness
from onrecord.documents.written_dates import MONTHS, WEEKDAYS, WrittenDate, written_dates
from onrecord.model import Document, Witness
from onrecord.spans import Span

_NEAR = 60
"""Days that a correction follows an article by, at most, where it tells the article's day."""
_OLDEST = 1990
"""Years before are recalled: nothing that is looked ahead to lies there."""


class Sentence(NamedTuple):
    """A sentence of the page's prose, with where it stands in the document's text."""

    text: str
    start: int


def told_by_text(document: Document) -> Iterator[Witness]:
    """All that the prose tells of the page's day."""
    corrections = entries("date_words.txt", "corrections begin")
    for region in document.regions:
        opens = region.span.of(document.text)[:40].casefold().startswith(corrections)
        if region.kind not in {"related", "caption"} or opens:
            yield from _of_itself(Sentence(region.span.of(document.text)[:400], region.span.start))
    whole = list(_sentences(document))
    sentences = [one for one in whole if any(map(str.isdigit, one.text))]
    for sentence in sentences:
        yield from _of_itself(sentence)
        counted = list(_anniversaries(sentence))
        yield from counted
        if not any(one.kind == "anniversary" for one in counted):
            yield from _days_told_from_now(sentence)
        yield from _ahead(sentence)
    yield from _event_of_headline(document, whole)
    told = [sentence for sentence in sentences if not _is_of_itself(sentence)]
    behind = [found for sentence in told for found in _years_behind(sentence)]
    if behind:
        year, span = max(behind, key=lambda found: found[0])
        reason = f"named in “{span.of(document.text)}”"
        yield witness("recalled", f"{year}/..", span, reason)
    yield from _first_known(document)


def _sentences(document: Document) -> Iterator[Sentence]:
    for region in document.regions:
        if region.kind in PROSE:
            start = region.span.start
            text = region.span.of(document.text)
            at = 0
            for end in _sentence_end().finditer(text):
                yield Sentence(text[at : end.start()], start + at)
                at = end.end()
            yield Sentence(text[at:], start + at)


@cache
def _sentence_end() -> re.Pattern[str]:
    return re.compile(r"(?<=[.!?])\s+(?=[A-Z\"“])")


# --- the page of itself ----------------------------------------------------------------------


def _of_itself(sentence: Sentence) -> Iterator[Witness]:
    """When it was changed or first appeared: "This article was amended on 9 May 2017"."""
    if not _is_of_itself(sentence):
        return
    before = 0
    dates = list(written_dates(sentence.text))
    for found in dates:
        label = date_label(sentence.text[before : found.span.start].rpartition(" the ")[2])
        label = label or date_label(sentence.text[before : found.span.start])
        before = found.span.end
        day = found.edtf or (_with_year_of(found, dates) if label == "published" else None)
        if day is None or label is None:
            continue
        yield from of_label(label, day, found.span.shift(sentence.start))


def _is_of_itself(sentence: Sentence) -> bool:
    folded = sentence.text.casefold().lstrip("(*_ ")
    return folded.startswith(entries("date_words.txt", "this page"))


def _with_year_of(bare: WrittenDate, dates: Sequence[WrittenDate]) -> str | None:
    """The day before a full date of its sentence: "published on 9 January … (12 January 2015)".

    None where no year fits its weekday, or the full date is not near.
    """
    for full in dates:
        for year in (full.year, full.year - 1) if full.year is not None else ():
            try:
                day = date(year, bare.month, bare.day)
                gap = (date(full.year or 0, full.month, full.day) - day).days
            except ValueError:
                continue
            if 0 <= gap <= _NEAR and bare.weekday in (None, day.weekday()):
                return day.isoformat()
    return None


def of_label(label: str, day: str, span: Span) -> Iterator[Witness]:
    """What a date tells that stands after a word for a change, an embargo and the like."""
    if label == "updated":
        yield witness("updated", f"../{day}", span, f"its last change was on {day}")
    elif label == "fetched":
        yield witness("fetched", f"../{day}", span, f"it was fetched on {day}")
    elif label == "event":
        yield witness("event", f"../{day}", span, f"it announces something for {day}")
    elif label == "embargo":
        yield witness("embargo", day, span, "the end of its embargo")
        yield witness("not before embargo", f"{day}/..", span, f"the embargo ends on {day}")
    elif label == "original":
        yield witness("original", day, span, "the day on which another first published it")
        yield witness("not before original", f"{day}/..", span, f"it appeared elsewhere on {day}")
    elif label == "past":
        yield witness("recalled", f"{day}/..", span, f"what lies behind it on {day}")
    elif label == "print":
        yield witness("closing line", day, span, "the day it appeared in print")
    elif label == "published":
        yield witness("published line", day, span, "the line that says when it was published")


# --- today, and years to the day ---------------------------------------------------------------


def _days_told_from_now(sentence: Sentence) -> Iterator[Witness]:
    """The day that "today, 14 January 2021" or "tomorrow, 15 January" gives."""
    outside = outside_quotes(sentence.text)
    for found in written_dates(outside):
        before = outside[: found.span.start].casefold().rstrip(" ,(–—-")
        before = before.removesuffix(" on").rstrip(" ,")
        for head, shift in (("today", 0), ("it is", 0), ("yesterday", 1), ("tomorrow", -1)):
            if not before.endswith(entries("date_words.txt", head)):
                continue
            if head == "it is" and found.weekday is None:
                continue
            span = found.span.shift(sentence.start)
            day = _moved(found, shift)
            word = before.split()[-1]
            kind = "today" if found.year else "bare today"
            yield witness(kind, day, span, f"the text's “{word}, {found.span.of(outside)}”")


def _moved(found: WrittenDate, days: int) -> str:
    """The day so many days later; without its year where it has none."""
    moved = date(found.year or 2020, found.month, found.day) + timedelta(days=days)
    return moved.isoformat() if found.year else bare_edtf(moved.month, moved.day)


_UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen twenty"
).split()
_OTHERS = {
    **{"thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80},
    **{"ninety": 90, "hundred": 100, "first": 1, "second": 2, "third": 3, "fifth": 5},
    **{"eighth": 8, "ninth": 9, "twelfth": 12},
}


@cache
def _anniversary() -> re.Pattern[str]:
    """ "ten years to the day after", "a hundred days since", "the 25th anniversary of"."""
    number = r"(?P<number>\d{1,3}(?:st|nd|rd|th)?|an?|(?:an?\s)?[a-z]+(?:-[a-z]+)?)"
    return re.compile(
        rf"\b{number}\s(?:(?P<unit>(?:day|week|year|decade|century|centurie)s?)"
        rf"(?P<exact>\sto\sthe\s\w+|\sto\sgo)?\s(?P<way>after|ago|since|on\sfrom|before|until|away\sfrom)"
        rf"|anniversary)\b",
        re.IGNORECASE,
    )


def _anniversaries(sentence: Sentence) -> Iterator[Witness]:
    """The day so many years or days after a dated one, where the sentence says it is today."""
    folded = sentence.text.casefold()
    counted = _anniversary().search(outside_quotes(sentence.text))
    if counted is None:
        return
    heads = ("today", "to go")
    now = next((w for h in heads for w in entries("date_words.txt", h) if w in folded), None)
    number = _number(counted["number"].casefold())
    dated = [found for found in written_dates(sentence.text) if found.year]
    if not dated:
        yield from _bare_anniversary(sentence, counted, number)
    if number is None or len(dated) != 1:
        return
    unit = (counted["unit"] or "year").casefold().rstrip("s")
    way = "before" if counted["way"] in ("before", "until", "away from") else "after"
    day = _after(dated[0], -number if way == "before" else number, unit)
    if day is None:
        return
    span = dated[0].span.shift(sentence.start)
    said = f"is {number} {unit}s {way} {dated[0].edtf}"
    name = WEEKDAYS[date.fromisoformat(day).weekday()]
    if now is not None:
        yield witness("anniversary", day, span, f"“{now}” {said}")
    elif counted["exact"] and name in folded:
        yield witness("anniversary", day, span, f"the {name.capitalize()} of the text {said}")
    elif name in folded:
        yield witness("counted", day, span, f"the {name.capitalize()} of the text {said}")


def _bare_anniversary(
    sentence: Sentence, counted: re.Match[str], number: int | None
) -> Iterator[Witness]:
    """ "Exactly a hundred days after 14 July … this Friday": a day without its year."""
    dated = list(written_dates(sentence.text))
    unit = (counted["unit"] or "").casefold().rstrip("s")
    this = re.search(rf"\bthis ({'|'.join(WEEKDAYS)})\b", sentence.text.casefold())
    if number is None or len(dated) != 1 or unit not in ("day", "week") or this is None:
        return
    before = counted["way"].casefold() in ("before", "until", "away from")
    days = number * (7 if unit == "week" else 1) * (-1 if before else 1)
    span = Span(*this.span()).shift(sentence.start)
    said = f"{number} {unit}s {counted['way']} {dated[0].span.of(sentence.text)}"
    yield witness("bare today", _moved(dated[0], days), span, f"the text's “{this[0]}”, {said}")


def _number(word: str) -> int | None:
    """The number that a cardinal or an ordinal says, up to a hundred; None where it says none.

    >>> _number("twenty-five"), _number("tenth"), _number("50th"), _number("a"), _number("some")
    (25, 10, 50, 1, None)
    """
    digits = word.rstrip("stndrh")
    if digits.isdigit():
        return int(digits)
    if word in {"a", "an"}:
        return 1
    parts = [_count(part) for part in word.removeprefix("a ").split("-")]
    return None if None in parts else sum(part or 0 for part in parts)


def _count(word: str) -> int | None:
    for form in (word, word.removesuffix("th"), word.removesuffix("ieth") + "y"):
        if form in _UNITS:
            return _UNITS.index(form)
        if form in _OTHERS:
            return _OTHERS[form]
    return None


def _after(found: WrittenDate, number: int, unit: str) -> str | None:
    """The day so many days, weeks, years, decades or centuries after; None where there is none."""
    try:
        day = date(found.year or 0, found.month, found.day)
        if unit in ("day", "week"):
            return (day + timedelta(days=number * (7 if unit == "week" else 1))).isoformat()
        years = number * {"year": 1, "decade": 10}.get(unit, 100)
        return day.replace(year=day.year + years).isoformat()
    except (ValueError, OverflowError):
        return None


# --- what lies behind and ahead ----------------------------------------------------------------

_AHEAD = frozenset("by until till through beyond after before from for to will would next".split())
_DEADLINES = frozenset("by until till before".split())
_FORWARD = frozenset("will would plan plans planned target goal expected scheduled due".split())
_AIMS = frozenset(
    "agenda plan target strategy goal goals vision games olympics election elections".split()
)
_LINKS = frozenset("in since of during early late mid".split())
_PAST_THINGS = frozenset(
    "agreement treaty accord pact deal war crisis ruling law act attack coup invasion flood storm "
    "earthquake disaster fire strike report study census referendum annexation collapse scandal "
    "revolution uprising massacre crash ceasefire truce constitution decision verdict".split()
)
"""Things that a year is put before once they have happened: "the 2018 treaty"."""
_DATED = frozenset({"dated", "dates", "dating"})


def _years_behind(sentence: Sentence) -> Iterator[tuple[int, Span]]:
    """Years named as past ones, with the words around them.

    "in 2017" and "on May 3, 2019" are; "by 2030", "before the vote of 2030", "the 2030 agenda" and
    years in a sentence that looks ahead are not.
    """
    spans = [Span(*match.span()) for match in re.finditer(r"\S+", sentence.text)]
    words = [span.of(sentence.text) for span in spans]
    folded = [word.strip(",;:()\"“”’'.!?").removesuffix("’s").casefold() for word in words]
    if _FORWARD & set(folded) or ("to", "be") in pairwise(folded):
        return
    for i, word in enumerate(folded):
        if not re.fullmatch(r"(?:19|20)\d\d", word) or _AIMS & set(folded[i + 1 : i + 3]):
            continue
        first = i
        while first > max(0, i - 2) and _is_part_of_date(folded[first - 1]):
            first -= 1
        links = _LINKS | {"from"} if folded[max(0, first - 2)] in _DATED else _LINKS
        named = first == i and i + 1 < len(folded) and folded[i + 1] in _PAST_THINGS
        linked = first > 0 and folded[first - 1] in (links | {"the"} if named else links)
        before = folded[first - 1 - linked] if first > linked else ""
        ahead = _DEADLINES & set(folded[max(0, first - linked - 4) : first])
        if (linked or first < i) and before not in _AHEAD and not ahead:
            opening = words[first - linked]
            start = spans[first - linked].start + len(opening) - len(opening.lstrip("(\"“”’'"))
            end = spans[i].start + words[i].find(word) + len(word)
            yield int(word), Span(start, end).shift(sentence.start)


def _is_part_of_date(word: str) -> bool:
    return word in MONTHS or word.isdigit()


@cache
def _first_names() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """What matches the names that no page has before a day, the newest first."""
    newest = sorted(heads("first_known.txt"), reverse=True)
    return tuple(
        (head, re.compile(rf"\b(?:{'|'.join(map(re.escape, names))})\b", re.IGNORECASE))
        for head, names in newest
    )


def _first_known(document: Document) -> Iterator[Witness]:
    """The newest name that the prose holds: no page is older than the names in it."""
    prose = [region.span for region in document.regions if region.kind in PROSE]
    for head, name in _first_names():
        for span in prose:
            known = name.search(document.text, span.start, span.end)
            if known is not None:
                reason = f"no page names {known.group()} before"
                yield witness("first known", f"{head}/..", Span(*known.span()), reason)
                return


@cache
def _will() -> re.Pattern[str]:
    return re.compile(
        r"\b(?:will|is to|are to|to be held|takes? place|come to|join us)\b", re.IGNORECASE
    )


def _ahead(sentence: Sentence) -> Iterator[Witness]:
    """The days, months and years that the text, outside its quotations, says are to come."""
    text = outside_quotes(sentence.text)
    will = _will().search(text)
    if will is None:
        return
    days = [(found.span, found.edtf) for found in written_dates(text) if found.edtf]
    months = [
        (found.span, found.edtf)
        for found in periods(text)
        if not any(span.meets(found.span) for span, _ in days)
    ]
    years = [(Span(*m.span(1)), m[1]) for m in re.finditer(r"\bin (20\d\d)\b", text)]
    for span, edtf in (*days, *months, *years):
        before = text[: span.start].rstrip(" ,(").casefold()
        recalled = before.endswith((" of", " since", " after")) or int(edtf[:4]) < _OLDEST
        if span.start > will.start() and not recalled:
            end = edtf.rpartition("/")[2]
            reason = f"what is to come in “{span.of(text)}”"
            yield witness("coming", f"../{end}", span.shift(sentence.start), reason)


_SPOKEN = frozenset(
    "remarks statement speech address transcript answers interview opening press".split()
)


def _event_of_headline(document: Document, sentences: Sequence[Sentence]) -> Iterator[Witness]:
    """The day in a headline ("Spring fair, 14 March 2020") of what the text says is to come."""
    headline = next((r.span for r in document.regions if r.kind == "headline"), None)
    spoken = any(region.kind in PROSE - {"body"} for region in document.regions)
    ahead = any(_will().search(outside_quotes(sentence.text)) for sentence in sentences)
    if headline is None or spoken or not ahead:
        return
    title = headline.of(document.text)
    words = {word.strip(",.:'’").casefold() for word in title.split()}
    dated = [found for found in written_dates(title) if found.edtf]
    if len(dated) == 1 and not words & _SPOKEN:
        yield from of_label("event", dated[0].edtf or "", dated[0].span.shift(headline.start))


def outside_quotes(text: str) -> str:
    """`text` with what stands in double quotation marks blanked out, all else in its place.

    >>> outside_quotes("He said “today” today.")
    'He said         today.'
    """
    return re.sub(r"[\"“][^\"”]*[\"”]?", lambda found: " " * len(found.group()), text)
