"""Contacts that are planned, as a calendar (iCalendar, RFC 5545).

Meetings, visits and calls that some page says are to be: planned, proposed, expected or asked
for, and not yet reported to have been held. One that was planned and is denied since is
cancelled, any other tentative. Every entry is of whole days and blocks nobody's time.

A calendar needs a day. A month, a season or a stretch is drawn from its first day to its last
and its summary says that it is one day within; with one open end it stands at the other. What
has no date, or only a year or more, is left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from onrecord.dates import in_words, interval, is_day, last_day, unqualified
from onrecord.record.rows import Entry
from onrecord.record.store import View
from onrecord.views.exports.story import (
    Report,
    Story,
    address,
    corrected,
    dated_by,
    reports_of,
    stands,
    story_of,
)
from onrecord.views.text import clean, sources_of, type_words

AHEAD = frozenset({"planned", "proposed", "expected", "requested"})
"""Statuses of a contact that is still to be."""

_LONGEST = 100
"""Days that an entry may be drawn over: a season."""
_EPOCH = date(1970, 1, 1)


def ics_of(view: View, version: str) -> tuple[bytes, int]:
    """The calendar, and how many planned contacts it leaves out for want of a date."""
    story = story_of(view)
    contacts = [entry for entry in story.entries if _is_planned(story, entry)]
    placed = [(entry, days) for entry in contacts if (days := days_of(entry.date)) is not None]
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//onrecord//onrecord {version}//EN",
        "CALSCALE:GREGORIAN",
        "X-WR-CALNAME:Planned contacts",
        *(line for entry, days in placed for line in _event(story, entry, days)),
        "END:VCALENDAR",
    ]
    return b"".join(folded(line) for line in lines), len(contacts) - len(placed)


def days_of(edtf: str | None) -> tuple[date, date] | None:
    """The first and last day to draw; None where there is none, or too many.

    >>> days_of("2031-03-04")
    (datetime.date(2031, 3, 4), datetime.date(2031, 3, 4))
    >>> days_of("2031"), days_of(None)
    (None, None)
    """
    if edtf is None:
        return None
    first, last = interval(edtf)
    days = (first or last or date.max, last or first or date.min)
    return days if (days[1] - days[0]).days <= _LONGEST else None


def escaped(text: str) -> str:
    r"""A value of type TEXT, on one line.

    >>> escaped("one; two, three\nBEGIN:VALARM")
    'one\\; two\\, three BEGIN:VALARM'
    """
    line = clean(text).replace("\\", "\\\\")
    return line.replace(";", "\\;").replace(",", "\\,")


def folded(line: str) -> bytes:
    """The line with its end, cut into pieces of at most 75 bytes that are no half characters."""
    pieces: list[bytes] = [b""]
    for character in line:
        data = character.encode("utf-8")
        if len(pieces[-1]) + len(data) > 75:
            pieces.append(b" ")
        pieces[-1] += data
    return b"\r\n".join(pieces) + b"\r\n"


def _is_planned(story: Story, entry: Entry) -> bool:
    if entry.sort != "happening" or entry.kind != "CONSULT":
        return False
    whole = story.happenings.get(entry.id)
    told = {one.status for one in whole.life} if whole else {entry.status}
    return entry.status in AHEAD or (entry.status == "denied" and bool(told & AHEAD))


def _event(story: Story, entry: Entry, days: tuple[date, date]) -> Iterator[str]:
    reports = reports_of(story, entry)
    day_after = days[1] + timedelta(days=1) if days[1] < date.max else days[1]
    stamp = max(
        (day for one in reports if (day := last_day(story.pages[one.doc].published))),
        default=_EPOCH,
    )
    yield "BEGIN:VEVENT"
    yield f"UID:{entry.id}@onrecord.invalid"
    yield f"DTSTAMP:{stamp:%Y%m%d}T000000Z"
    yield f"DTSTART;VALUE=DATE:{days[0]:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{day_after:%Y%m%d}"
    yield f"SUMMARY:{escaped(_summary(entry))}"
    yield f"DESCRIPTION:{_description(story, entry, reports)}"
    if entry.place:
        yield f"LOCATION:{escaped(entry.place)}"
    link = next((found for one in reports if (found := address(story.pages[one.doc]))), None)
    if link is not None:
        yield f"URL:{link}"
    yield f"STATUS:{'CANCELLED' if entry.status == 'denied' else 'TENTATIVE'}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _summary(entry: Entry) -> str:
    who = ", ".join((*entry.who, *entry.whom)) or "Nobody named"
    date = entry.date or ""
    exact = is_day(date) and unqualified(date) == date
    when = "" if exact else f" ({in_words(date)})"
    return f"{entry.status}: {who}: {type_words(entry.verb)}{when}"


def _description(story: Story, entry: Entry, reports: tuple[Report, ...]) -> str:
    """What the best report says, how it stands, why it has its day, and who tells it."""
    by = dated_by(reports, entry.date)
    why = f", because {by.basis}" if by is not None and by.basis else ""
    lines = [
        f"“{entry.what}”",
        stands(entry),
        f"Date: {in_words(entry.date or '')}{why}",
        *(f"Disputed: {line}" for line in entry.differences),
        *(f"Corrected: {line}" for line in corrected(story, entry.corrected)),
        f"Told by: {sources_of(entry)}",
    ]
    return "\\n".join(escaped(line) for line in lines)
