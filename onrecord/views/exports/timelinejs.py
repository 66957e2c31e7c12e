"""The record as TimelineJS reads it: one slide an entry.

TimelineJS places every slide on a day. What is less certain keeps its words in `display_date`:
a month or a year is given without a day; a stretch, season, decade or century runs from its first
day to its last; where one end is open the slide stands at the other. An entry without a date
stands on the day of the page that tells it, and says "by" that day; one that may lie ahead, or is
told by pages without a day, can't be placed: it is left out, and the title says how many are.

Each of the five actors who say and do most has a row, the others share one. The fields that
TimelineJS takes for HTML (headline, text) are escaped.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any

import msgspec
from markupsafe import escape

from onrecord.dates import in_words, interval, precision, unqualified
from onrecord.record.rows import Entry
from onrecord.record.store import View
from onrecord.views.exports.chronology import disputed, shortened
from onrecord.views.exports.story import (
    Report,
    Story,
    address,
    corrected,
    dated_by,
    independent,
    reports_of,
    stands,
    story_of,
)
from onrecord.views.text import NO_LATER, clean, lead_of, quoted, type_words, when_words


def timelinejs_of(view: View) -> tuple[bytes, int]:
    """The timeline as JSON, and how many entries it leaves out, as they have no place in time."""
    story = story_of(view)
    dated = [entry for entry in story.entries if entry.date is not None or entry.bound is not None]
    left_out = len(story.entries) - len(dated)
    lanes = _lanes(dated)
    whole = {
        "title": {
            "unique_id": "title",
            "text": _title(story, left_out, sum(entry.date is None for entry in dated)),
            "autolink": False,
        },
        "events": [_slide(story, entry, lanes) for entry in dated],
        "scale": "human",
    }
    return msgspec.json.format(msgspec.json.encode(whole), indent=2) + b"\n", left_out


def _title(story: Story, left_out: int, by_page: int) -> dict[str, str]:
    pages = len(story.pages)
    text = f"From {pages} page{'' if pages == 1 else 's'}."
    if by_page:
        entries = "1 entry stands" if by_page == 1 else f"{by_page} entries stand"
        text += f" {entries} on the day of its page, with “by”: {NO_LATER}."
    if left_out:
        entries = "1 entry is" if left_out == 1 else f"{left_out} entries are"
        text += f" {entries} not shown: no page says when."
    return {"headline": "Chronology", "text": text}


def _lanes(entries: Sequence[Entry]) -> frozenset[str]:
    """The actors with a row of their own: those who say and do most."""
    counts = Counter(lead for entry in entries if (lead := lead_of(entry)))
    ranked = sorted(counts, key=lambda name: (-counts[name], name))
    return frozenset(ranked if len(ranked) <= _ROWS + 1 else ranked[:_ROWS])


_ROWS = 5
"""Rows of actors: TimelineJS draws them all, and more of them cover the slide above."""


def _slide(story: Story, entry: Entry, lanes: frozenset[str]) -> dict[str, Any]:
    reports = reports_of(story, entry)
    return {
        "unique_id": entry.id,
        **_placed(entry),
        "text": {"headline": _headline(entry), "text": _text(story, entry, reports)},
        "group": clean(lead_of(entry)) if lead_of(entry) in lanes else "Others",
        "autolink": False,
    }


def _placed(entry: Entry) -> dict[str, Any]:
    """Where an entry is drawn: on its date, or on the day that it was no later than."""
    if entry.date is not None:
        return placed(entry.date)
    return {**placed(entry.bound or ""), "display_date": f"{when_words(entry)}: {NO_LATER}"}


def placed(edtf: str) -> dict[str, Any]:
    """Where TimelineJS draws a date, and the words it shows for it.

    >>> placed("2031-03")
    {'start_date': {'year': 2031, 'month': 3}, 'display_date': 'March 2031'}
    >>> placed("../2031-03-04")["start_date"], placed("../2031-03-04")["display_date"]
    ({'year': 2031, 'month': 3, 'day': 4}, 'until 4 March 2031')
    """
    first, last = interval(edtf)
    fine = precision(edtf)
    found: dict[str, Any] = {}
    start = first or last or date.min
    if fine in ("month", "year"):
        parts = [int(part) for part in unqualified(edtf).split("-")]
        found["start_date"] = dict(zip(("year", "month"), parts, strict=False))
    else:
        found["start_date"] = _day(start)
    if fine in ("range", "season", "decade", "century") and last is not None and last != start:
        found["end_date"] = _day(last)
    return {**found, "display_date": in_words(edtf)}


def _day(day: date) -> dict[str, int]:
    return {"year": day.year, "month": day.month, "day": day.day}


def _headline(entry: Entry) -> str:
    who = ", ".join(entry.who) or "Nobody named"
    whom = f" → {', '.join(entry.whom)}" if entry.whom else ""
    what = type_words(entry.verb) if entry.sort == "happening" else ""
    status = stands(entry)
    return str(escape(clean(f"{who}{whom}: {f'{what}, {status}' if what else status}")))


def _text(story: Story, entry: Entry, reports: tuple[Report, ...]) -> str:
    words = shortened(clean(entry.what))
    kind = entry.kind if entry.sort == "utterance" else "direct"
    lines = [f"<p>{escape(quoted(words, kind))}</p>"]
    by = dated_by(reports, entry.date)
    if by is not None and by.basis:
        lines.append(f"<p><small>Date: {escape(clean(by.basis))}</small></p>")
    lines += [
        f"<p><small>Disputed: {escape(clean(line))}</small></p>"
        for line in disputed(story, entry, reports)
    ]
    lines += [
        f"<p><small>Corrected: {escape(clean(line))}</small></p>"
        for line in corrected(story, entry.corrected)
    ]
    told = "; ".join(_teller(story, doc) for doc in dict.fromkeys(one.doc for one in reports))
    count = independent(story, [one.doc for one in reports])
    several = f" ({count} independent)" if len(entry.sources) > 1 else ""
    lines.append(f"<p><small>Told by: {told}{several}</small></p>")
    return "".join(lines)


def _teller(story: Story, doc: str) -> str:
    page = story.pages[doc]
    name = escape(clean(page.teller))
    day = f", {in_words(page.published)}" if page.published else ""
    link = address(page)
    if link is None:
        return f"{name}{day}"
    return f'<a href="{escape(link)}" rel="noreferrer nofollow">{name}</a>{day}'
