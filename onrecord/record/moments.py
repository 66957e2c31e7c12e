"""The record as it would have been on a day, and what the newest pages added or changed.

Both are made anew in memory from some of the pages, as they were read, under all corrections that
stand today: what the pages said then, not what anybody had decided then.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Literal

import msgspec

from onrecord.dates import first_day, last_day
from onrecord.errors import DateError, NotOnRecord
from onrecord.record.query import published
from onrecord.record.rows import Entry
from onrecord.record.store import Linker, View
from onrecord.record.timeline import timeline

LAST = "last"
"""Asks for what the last run of `read` brought."""


class Pages(msgspec.Struct, frozen=True):
    """The documents of a moment, and those left out of it or kept in it for want of a date."""

    docs: tuple[str, ...]
    undated: tuple[str, ...]


class Change(msgspec.Struct, frozen=True):
    """An entry of the timeline that newer pages added, or changed.

    `new` entries no older page told of. The others have what they were before (None where it is
    as it was): `was_status`, `was_date`, and in `was` the ids that are one entry now, where there
    were several. `reports` are the newer pages that tell it, `differences` what reports did not
    differ in before.
    """

    what: Literal["new", "changed"]
    entry: Entry
    reports: tuple[str, ...]
    was_status: str | None = None
    was_date: str | None = None
    was: tuple[str, ...] = ()
    differences: tuple[str, ...] = ()


def pages_until(view: View, day: str | None) -> Pages:
    """The pages that were surely out on the last day of `day` (EDTF); undated ones are not in.

    A page of "June 2031" was surely out on its last day. Every page where `day` is None.
    `DateError` where `day` has no last day.
    """
    if day is None:
        return Pages(tuple(view.docs()), ())
    end = last_day(day)
    if end is None:
        raise DateError(day, "a date with a last day, such as 2021-06-16 or 2021-06")
    out = {doc: last_day(day) for doc, day in published(view).items()}
    docs = [doc for doc, last in out.items() if last is not None and last <= end]
    return Pages(tuple(docs), tuple(doc for doc, last in out.items() if last is None))


def pages_before(view: View, since: str, among: Iterable[str]) -> Pages:
    """The pages of `among` that are older than `since`: a date, or the last run of `read`.

    Undated ones count as older. `NotOnRecord` where the record does not tell its last run,
    `DateError` where `since` has no first day.
    """
    known = set(among)
    if since == LAST:
        runs = {row["doc"]: row["run"] for row in view.rows("SELECT * FROM arrivals")}
        if not runs:
            raise NotOnRecord(
                LAST, "this record was made before runs were noted; name a date in place of last"
            )
        newest = max(runs.values())
        return Pages(tuple(sorted(doc for doc in known if runs.get(doc) != newest)), ())
    start = first_day(since)
    if start is None:
        raise DateError(since, "last, or a date with a first day, such as 2021-06-16 or 2021-06")
    out = {doc: last_day(day) for doc, day in published(view).items() if doc in known}
    docs = [doc for doc, last in out.items() if last is None or last < start]
    return Pages(tuple(docs), tuple(doc for doc, last in out.items() if last is None))


def as_of(view: View, day: str | None, linker: Linker, *, rejected: bool = False) -> View:
    """The record as the pages published until `day` give it, made in memory; see `pages_until`."""
    return view.retold(pages_until(view, day).docs, linker, rejected=rejected)


def changes(view: View, since: str, linker: Linker) -> list[Change]:
    """What the pages since `since` added to the rest of the record or changed in it, by time."""
    with view.retold(pages_before(view, since, view.docs()).docs, linker) as older:
        before = timeline(older)
        known = set(older.docs())
    owner = {member: entry for entry in before for member in entry.members}
    found: list[Change] = []
    for entry in timeline(view):
        change = _change(entry, owner, known)
        if change is not None:
            found.append(change)
    return found


def _change(entry: Entry, owner: dict[str, Entry], known: set[str]) -> Change | None:
    reports = tuple(one.doc for one in entry.sources if one.doc not in known)
    earlier: dict[str, Entry] = {}
    shared: defaultdict[str, int] = defaultdict(int)
    for member in entry.members:
        if member in owner:
            earlier[owner[member].id] = owner[member]
            shared[owner[member].id] += 1
    if not earlier:
        return Change("new", entry, reports)
    main = earlier[min(shared, key=lambda id: (-shared[id], id))]
    change = Change(
        "changed",
        entry,
        reports,
        was_status=main.status if main.status != entry.status else None,
        was_date=(main.date or "") if main.date != entry.date else None,
        was=tuple(sorted(earlier)) if len(earlier) > 1 else (),
        differences=tuple(one for one in entry.differences if one not in main.differences),
    )
    return change if _says_anything(change) else None


def _says_anything(change: Change) -> bool:
    told = (change.reports, change.was_status, change.was, change.differences)
    return any(told) or change.was_date is not None
