"""SQL for the days that a page leaves open and another page of the record tells.

Of a page that gives no year of its own, "on Sunday" is no day. Once another page settles the day
of that page, its words are read again with it (`onrecord.annotate.times.read_again`); an event
"on May 12" has the year of the same happening on another page; and "two days after the Tarn talks"
is counted from the day that another page gives those (`onrecord.record.named`).
"""

from __future__ import annotations

import sqlite3
from datetime import date
from functools import lru_cache

SAID_ON = """coalesce((SELECT again(t.text, t.basis, x.published) FROM settled x
  JOIN times t ON t.doc = x.doc AND t.start = s.dated_start WHERE x.doc = s.doc LIMIT 1),
  (SELECT d.date FROM named_days d WHERE d.doc = s.doc AND d.start = s.dated_start))"""
"""The day of `statements s` by that of its page, or of a happening that another page dates."""

BEFORE, AFTER = 80, 40
"""Characters around an event's words in which the day that it shares with another report stands."""

TAKEN_AWAY = """EXISTS (SELECT 1 FROM corrections c WHERE c.verb = 'date' AND c.value IS NULL
  AND c.undone IS NULL AND instr(c.sides, e.id))"""
"""Whether a person said of `events e` that no day is known."""

OF_EVENT = f"""coalesce((SELECT again(t.text, t.basis, x.published) FROM settled x
  JOIN times t ON t.doc = x.doc AND t.start = e.dated_start WHERE x.doc = e.doc LIMIT 1),
  (SELECT substr(o.date, 1, 10) FROM times t JOIN happening_members a ON a.event = e.id
  JOIN happenings o ON o.id = a.happening AND substr(o.date, 5, 6) = substr(t.value, 5)
  WHERE t.doc = e.doc AND t.value GLOB 'XXXX-[01][0-9]-[0-3][0-9]' AND length(o.date) = 10
  AND t.start >= e.start - {BEFORE} AND t."end" <= e."end" + {AFTER} AND NOT {TAKEN_AWAY}),
  (SELECT d.date FROM named_days d WHERE d.doc = e.doc AND d.start = e.dated_start
  AND NOT {TAKEN_AWAY}))"""
"""The day of `events e` by that of its page, by another report of the same happening, or by that
of a happening from which the page counts and which another page dates.
"""


def bring(connection: sqlite3.Connection) -> None:
    """Let the connection call `again(text, basis, published)`."""
    connection.create_function("again", 3, day_again, deterministic=True)


def day_again(text: str, basis: str, published: str) -> str | None:
    """The EDTF date of words without a day, on a page that was published on a day; or None."""
    found = read_on(text, basis, published)
    return found[1] if found is not None else None


@lru_cache(maxsize=4096)
def read_on(text: str, basis: str, published: str) -> tuple[str, str, str] | None:
    """TIMEX3 value, EDTF date and basis of words whose page was published on a day; or None."""
    from onrecord.annotate.times import read_again  # noqa: PLC0415 - brings the parser with it

    try:
        day = date.fromisoformat(published)
    except ValueError:
        return None
    return read_again(text, basis, day, f"the page's day {published}")
