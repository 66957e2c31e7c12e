"""The record as a chronology with footnotes, before it is Markdown, HTML or DOCX.

An entry says who, what, when and why then, how it stands, and what its reports do not agree on;
each report is a footnote with the outlet, title, date, address and the page's exact words.
Line breaks of a page are shown as spaces and characters that act on what shows them as their
code points; nothing else of its words is changed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Literal

import msgspec

from onrecord.dates import Precision, in_words, is_edtf, precision, sort_key
from onrecord.record.rows import DocumentRow, Entry
from onrecord.record.store import View
from onrecord.views.exports.story import (
    Report,
    Story,
    address,
    corrected,
    dated_by,
    disagreements,
    file_name,
    in_order,
    independent,
    reports_of,
    stands,
    story_of,
)
from onrecord.views.text import NO_LATER, clean, quoted, type_words, when_words

Kind = Literal["title", "lead", "heading", "entry", "detail", "source"]
Style = Literal["plain", "strong", "em"]


class Run(msgspec.Struct, frozen=True):
    """Text of one look, safe to show; `link` is a web address that it opens."""

    text: str
    style: Style = "plain"
    link: str | None = None


class Block(msgspec.Struct, frozen=True):
    """A paragraph; `notes` are the numbers of the footnotes at its end, `id` its entry's."""

    kind: Kind
    runs: tuple[Run, ...]
    notes: tuple[int, ...] = ()
    id: str = ""


class Note(msgspec.Struct, frozen=True):
    """A footnote: one report."""

    number: int
    runs: tuple[Run, ...]


class Chronology(msgspec.Struct, frozen=True):
    """Paragraphs in order of reading, and the footnotes they name, numbered from one."""

    blocks: tuple[Block, ...]
    notes: tuple[Note, ...]


LONGEST = 640
"""Characters of an entry's words; the footnote always has all of them."""

UNDATED = "No page says when"


def chronology_of(view: View) -> Chronology:
    """The chronology of a record; what no page dates comes last, under a heading of its own."""
    story = story_of(view)
    numbers = _numbers(story)
    blocks = [
        Block("title", (Run("Chronology"),)),
        Block("lead", (Run(_summary(story)),)),
        Block("lead", (Run(_LEGEND),)),
    ]
    for place, some in groupby(story.entries, key=lambda entry: (entry.date, entry.bound)):
        entries = list(some)
        words = when_words(entries[0]) if any(place) else UNDATED
        blocks.append(Block("heading", (Run(words[0].upper() + words[1:]),)))
        blocks += [block for entry in entries for block in _entry(story, entry, numbers)]
    blocks.append(Block("heading", (Run("Sources"),)))
    blocks += [Block("source", _source(page)) for page in in_order(story.pages.values())]
    notes = (_note(story, story.reports[id], number) for id, number in numbers.items())
    return Chronology(tuple(blocks), tuple(notes))


_LEGEND = (
    "Words in quotation marks were said so, or stand so on the page; words of a statement without "
    "them are the page's report of what was said. What no page says is left out. Each date "
    "carries its reason. A footnote is one report: its page, and the page's words."
)

_FINE: Mapping[Precision, str] = {
    "day": "to the day",
    "month": "to the month",
    "season": "to the season",
    "year": "to the year",
    "decade": "to the decade",
    "century": "to the century",
    "range": "within this stretch",
    "open": "one end is not known",
}

_HOW = {
    "direct": "quoted directly",
    "mixed": "quoted in part, the rest in the page's words",
    "indirect": "in the page's words, not quoted",
}


def _numbers(story: Story) -> dict[str, int]:
    """The footnote's number of each report, in order of reading."""
    ids = (one.id for entry in story.entries for one in reports_of(story, entry))
    return {id: number for number, id in enumerate(dict.fromkeys(ids), start=1)}


def _summary(story: Story) -> str:
    tellers = list(dict.fromkeys(page.teller for page in in_order(story.pages.values())))
    said = sum(entry.sort == "utterance" for entry in story.entries)
    done = len(story.entries) - said
    pages = _count(len(story.pages), "page")
    return (
        f"From {pages}: {clean('; '.join(tellers))}. "
        f"{_count(said, 'statement')} and {_count(done, 'event')}, "
        f"{sum(entry.date is None for entry in story.entries)} of them without a date."
    )


def _count(number: int, name: str) -> str:
    return f"{number} {name}{'' if number == 1 else 's'}"


def _entry(story: Story, entry: Entry, numbers: Mapping[str, int]) -> Iterator[Block]:
    reports = reports_of(story, entry)
    runs = (
        Run(_parties(entry), "strong"),
        Run(" · "),
        Run(clean(stands(entry)), "em"),
        Run(" · "),
        *_what(entry),
    )
    notes = tuple(numbers[one.id] for one in reports)
    yield Block("entry", runs, notes, entry.id)
    for name, words in _details(story, entry, reports):
        yield Block("detail", (Run(f"{name}: ", "strong"), Run(clean(words))))


def _parties(entry: Entry) -> str:
    """Who acts or speaks, and towards whom."""
    who = clean(", ".join(entry.who)) or "Nobody named"
    return f"{who} → {clean(', '.join(entry.whom))}" if entry.whom else who


def _what(entry: Entry) -> tuple[Run, ...]:
    words = shortened(clean(entry.what))
    if entry.sort == "utterance":
        return (Run(quoted(words, entry.kind)),)
    return (Run(f"{type_words(entry.verb)}: "), Run(f"“{words}”"))


def shortened(words: str) -> str:
    """Long words cut between two of them, which is shown; short ones whole.

    >>> shortened("We agree."), shortened("word " * 300)[-8:]
    ('We agree.', 'word […]')
    """
    if len(words) <= LONGEST:
        return words
    return f"{words[:LONGEST].rsplit(' ', 1)[0]} […]"


def _details(story: Story, entry: Entry, reports: Sequence[Report]) -> Iterator[tuple[str, str]]:
    """What stands under an entry: a name and its words, in order of reading."""
    yield "Date", _when(story, entry, reports)
    shown = reports[0]
    if entry.sort == "utterance":
        facts = [_HOW.get(entry.kind, entry.kind)]
        facts += ["in a headline"] if shown.region == "headline" else []
        facts += ["within another statement"] if shown.within else []
        yield "Reported", "; ".join(facts)
    occasion = next((one.occasion for one in reports if one.occasion), None)
    if occasion:
        yield "Occasion", occasion
    if entry.place:
        yield "Place", entry.place
    answered = next((one for one in story.entries if one.id == entry.answers), None)
    if answered is not None:
        yield "Answers", _named(answered)
    if len(entry.sources) > 1:
        yield "Told by", _told_by(story, entry)
    for line in disputed(story, entry, reports):
        yield "Disputed", line
    for line in corrected(story, entry.corrected):
        yield "Corrected", line


def _named(entry: Entry) -> str:
    """An entry as another refers to it: who to whom, its words, its date."""
    date = f" ({in_words(entry.date)})" if entry.date else ""
    return f"{_parties(entry)}: “{shortened(entry.what)}”{date}"


def _when(story: Story, entry: Entry, reports: Sequence[Report]) -> str:
    """The date with how fine it is and why it is held; without one, when it was reported."""
    if entry.date is None:
        days = [story.pages[one.doc].published for one in reports]
        first = min((day for day in days if day is not None), key=sort_key, default=None)
        if entry.bound is not None:
            return f"{NO_LATER}: {when_words(entry)}"
        return f"not said; reported {in_words(first)}" if first else "not said"
    words = f"{in_words(entry.date)}, {_FINE[precision(entry.date)]}"
    by = dated_by(reports, entry.date)
    if by is not None and by.basis:
        return f"{words}, because {by.basis}"
    bases = (f"{one.date}: {one.basis}" for one in reports if one.date and one.basis)
    return f"{words}, from the reports together ({'; '.join(dict.fromkeys(bases))})"


def _told_by(story: Story, entry: Entry) -> str:
    docs = [one.doc for one in entry.sources]
    sources = independent(story, docs)
    words = f"{_count(len(docs), 'page')}, {sources} independent as far as they show"
    for copy in story.copies:
        if copy.doc in docs and copy.of in docs:
            words += f"; {copy.doc} is taken from {copy.of} ({copy.reason})"
    return words


def disputed(story: Story, entry: Entry, reports: Sequence[Report]) -> Iterator[str]:
    """What the reports of an entry do not agree on, a line each."""
    yield from entry.differences
    if any(line.startswith(("date", "held on", "said on")) for line in entry.differences):
        return
    found = disagreements(reports)
    if found:
        sides = (
            f"{in_words(one.date)} ({', '.join(dict.fromkeys(r.doc for r in one.reports))})"
            for one in found
        )
        yield f"date: {' or '.join(sides)}"


def _note(story: Story, report: Report, number: int) -> Note:
    page = story.pages[report.doc]
    date = [] if report.date is None else [f"dated {report.date}"]
    place = f"{page.doc}, characters {report.pieces[0].start}–{report.pieces[-1].end}"
    facts = "; ".join([place, report.status, *date, report.id])
    return Note(
        number,
        (*_cited(page), Run(": "), Run(f"“{clean(report.text)}”"), Run(f" ({clean(facts)}).")),
    )


def _cited(page: DocumentRow) -> Iterator[Run]:
    """Outlet, title, day and address of a page."""
    yield Run(clean(_teller(page)))
    if page.title:
        yield Run(f", “{clean(page.title)}”")
    yield Run(f", {in_words(page.published)}" if page.published else ", no date")
    link = address(page)
    yield Run(", ")
    yield Run(clean(file_name(page))) if link is None else Run(link, link=link)


def _teller(page: DocumentRow) -> str:
    names = dict.fromkeys(name for name in (page.outlet, page.agency) if name)
    return " / ".join(names) or "outlet not named"


def _source(page: DocumentRow) -> tuple[Run, ...]:
    why = f", dated by: {page.published_basis}" if page.published_basis else ""
    others = [in_words(one.date) for one in page.alternatives if is_edtf(one.date)]
    why += f"; it may be of {' or '.join(others)} instead" if others else ""
    return (*_cited(page), Run(" "), Run(clean(f"({page.doc}{why}; SHA-256 {page.page}).")))
