"""Events as CSV with the columns of the POLECAT data set, for programs that read that.

One row a happening that happened or goes on: the columns have no place for a plan or a denial,
and a plan read as a fact is what event data are distrusted for. Columns that onrecord knows
nothing of (contexts, COW numbers, coordinates, Wikipedia) stay empty. Five columns of our own
come last.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from importlib.metadata import version

from onrecord.dates import sort_key
from onrecord.events.codebook import code_of
from onrecord.record.rows import ActorRow, Entry, EventRow, Role
from onrecord.record.store import View
from onrecord.views.export import plain_cell
from onrecord.views.exports.story import Story, corrected, in_order, independent, story_of

COLUMNS = (
    "Event ID",
    "Event Date",
    "Event Type",
    "Event Mode",
    "Intensity",
    "Quad Code",
    "Contexts",
    "Actor Name",
    "Actor Country",
    "Actor COW",
    "Primary Actor Sector",
    "Actor Sectors",
    "Actor Title",
    "Actor Name Raw",
    "Wikipedia Actor ID",
    "Recipient Name",
    "Recipient Country",
    "Recipient COW",
    "Primary Recipient Sector",
    "Recipient Sectors",
    "Recipient Title",
    "Recipient Name Raw",
    "Wikipedia Recipient ID",
    "Placename",
    "City",
    "District",
    "Province",
    "Country",
    "Latitude",
    "Longitude",
    "GeoNames ID",
    "Raw Placename",
    "Feature Type",
    "Source",
    "Publication Date",
    "Story People",
    "Story Organizations",
    "Story Locations",
    "Language",
    "Version",
)
"""The columns of POLECAT, in its order."""

OWN_COLUMNS = ("Status", "Date Basis", "Independent Sources", "Text", "Corrected")
"""What onrecord adds: how it stands, why it has its date, how many sources, a page's words,
and what people corrected."""

DONE = frozenset({"happened", "ongoing"})

_QUADS = {
    1: "VERBAL COOPERATION",
    2: "MATERIAL COOPERATION",
    3: "VERBAL CONFLICT",
    4: "MATERIAL CONFLICT",
}


def polecat_of(view: View, release: str) -> tuple[bytes, int]:
    """The CSV (UTF-8 with a mark, as spreadsheets want it), and how many events it leaves out."""
    story = story_of(view)
    happenings = [entry for entry in story.entries if entry.sort == "happening"]
    done = [entry for entry in happenings if entry.status in DONE]
    whole = io.StringIO(newline="")
    writer = csv.DictWriter(whole, (*COLUMNS, *OWN_COLUMNS), restval="", lineterminator="\r\n")
    writer.writeheader()
    for entry in done:
        row = {**_row(story, entry), "Version": release}
        writer.writerow({name: plain_cell(value) for name, value in row.items()})
    return whole.getvalue().encode("utf-8-sig"), len(happenings) - len(done)


def events_csv(view: View, events: Sequence[EventRow], fields: Sequence[str]) -> bytes:
    """Every event with the columns of POLECAT first, and then all `fields` of its row.

    A row an event, in the order given, whatever its status: filter the column `status` for what
    happened. Event Type is the manual's: what is still to come of a type that the manual codes as
    AGREE is one, and the column `type` has the act's own.
    """
    story = story_of(view)
    whole = io.StringIO(newline="")
    writer = csv.DictWriter(whole, (*COLUMNS, *fields), restval="", lineterminator="\r\n")
    writer.writeheader()
    for event in events:
        row = {**_of_event(story, event), "Version": version("onrecord")}
        own = {name: getattr(event, name) for name in fields}
        writer.writerow({name: plain_cell(value) for name, value in (row | own).items()})
    return whole.getvalue().encode("utf-8-sig")


AHEAD_AS_AGREE = frozenset({"CONSULT", "SUPPORT", "COOPERATE", "AID"})
"""Types that the manual codes as AGREE while they are to come."""

_TO_COME = frozenset({"planned", "proposed", "expected", "requested"})


def _of_event(story: Story, event: EventRow) -> dict[str, object]:
    page = story.pages[event.doc]
    acting = {role.id for role in event.actors}
    recipients = [role for role in event.recipients if role.id is None or role.id not in acting]
    ahead = event.type in AHEAD_AS_AGREE and event.status in _TO_COME
    agree = code_of("AGREE")
    return {
        "Event ID": event.id,
        "Event Date": event.date or "",
        "Event Type": agree.type if ahead else event.type,
        "Event Mode": "" if ahead else event.mode or "",
        "Intensity": agree.intensity if ahead else event.intensity,
        "Quad Code": _QUADS.get((agree.quad if ahead else event.quad) or 0, ""),
        **_party("Actor", event.actors, story.actors),
        **_party("Recipient", recipients, story.actors),
        "Raw Placename": event.place or "",
        "Source": page.teller,
        "Publication Date": page.published or "",
        **_people(story, [event.doc]),
        "Language": page.language or "",
    }


def _row(story: Story, entry: Entry) -> dict[str, object]:
    event = story.events[entry.show]
    docs = list(dict.fromkeys(one.doc for one in entry.sources))
    pages = in_order(story.pages[doc] for doc in docs)
    published = [page.published for page in pages if page.published is not None]
    acting = {role.id for role in event.actors}
    recipients = [role for role in event.recipients if role.id is None or role.id not in acting]
    return {
        "Event ID": entry.id,
        "Event Date": entry.date or "",
        "Event Type": event.type,
        "Event Mode": event.mode or "",
        "Intensity": event.intensity,
        "Quad Code": _QUADS.get(event.quad or 0, ""),
        **_party("Actor", event.actors, story.actors),
        **_party("Recipient", recipients, story.actors),
        "Placename": entry.place or "",
        "Raw Placename": event.place or "",
        "Source": listed(page.teller for page in pages),
        "Publication Date": min(published, key=sort_key, default=""),
        **_people(story, docs),
        "Language": listed(page.language or "" for page in pages),
        "Status": entry.status,
        "Date Basis": _basis(story, entry),
        "Independent Sources": independent(story, docs),
        "Text": event.text,
        "Corrected": "; ".join(corrected(story, entry.corrected)),
    }


def _party(side: str, roles: Sequence[Role], actors: Mapping[str, ActorRow]) -> dict[str, str]:
    known = [actors[id] for role in roles if (id := role.id) is not None and id in actors]
    sectors = [one.sector for one in known if one.sector]
    return {
        f"{side} Name": listed(role.name for role in roles),
        f"{side} Country": listed(role.country or "" for role in roles),
        f"Primary {side} Sector": sectors[0] if sectors else "",
        f"{side} Sectors": listed(sectors),
        f"{side} Title": listed(title for one in known for title in one.offices),
        f"{side} Name Raw": listed(role.text or "" for role in roles),
    }


def _people(story: Story, docs: Sequence[str]) -> dict[str, str]:
    """Who is named on the pages that tell it, as POLECAT's three columns."""
    named = [one for one in story.actors.values() if set(one.docs) & set(docs)]
    kinds = {
        "Story People": ("person",),
        "Story Organizations": ("organisation", "group", "office"),
        "Story Locations": ("place", "state"),
    }
    return {
        column: listed(sorted(one.name for one in named if one.kind in some))
        for column, some in kinds.items()
    }


def _basis(story: Story, entry: Entry) -> str:
    rows: Iterable[EventRow] = (story.events[id] for id in entry.members)
    return next((row.date_basis for row in rows if row.date == entry.date and row.date_basis), "")


def listed(values: Iterable[str]) -> str:
    """Several values in one cell, as POLECAT has them; a semicolon within one becomes a comma.

    >>> listed(["Norland", "Sudria; the south", "Norland", ""])
    'Norland;Sudria, the south'
    """
    return ";".join(dict.fromkeys(value.replace(";", ",") for value in values if value))
