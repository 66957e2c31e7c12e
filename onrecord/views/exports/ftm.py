"""The record as FollowTheMoney entities, one a line, as Aleph and OpenSanctions tools load them.

| entity | is |
|---|---|
| Article | a page |
| Person, Organization, LegalEntity, Address | an actor that a page names |
| Mention | that an article names an actor, with the names it uses |
| Event | an act of speech or a happening, as the timeline has it |
| Documentation | that an article reports an event, with its exact words |

An Event has no field for its status: one that did not plainly happen says so in its name. A date
goes into the fields only where it is exact for its precision; doubt stays in words.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from functools import cache

import msgspec

from onrecord.dates import in_words, interval, unqualified
from onrecord.lists import rows
from onrecord.record import query
from onrecord.record.rows import ActorRow, DocumentRow, Entry, MentionRow
from onrecord.record.store import View
from onrecord.views.exports.story import (
    Report,
    Story,
    address,
    corrected,
    dated_by,
    file_name,
    plain_date,
    reports_of,
    stands,
    story_of,
)
from onrecord.views.text import clean, type_words

Properties = dict[str, Iterable[str | None]]


class Entity(msgspec.Struct, frozen=True):
    """A FollowTheMoney entity as its JSON has it; every property is a list of strings."""

    id: str
    schema: str
    properties: dict[str, list[str]]


SCHEMAS = {"person": "Person", "organisation": "Organization", "place": "Address"}
"""The schema of an actor by its kind; a state, an office or a group is a LegalEntity."""


def ftm_of(view: View) -> bytes:
    """The entities as JSON lines: articles, actors, mentions, events, documentations."""
    story = story_of(view)
    mentions = [row for row in query.mentions(view) if row.id in story.actors]
    entities = [
        *(_article(page, view.page(page.doc).data) for page in story.pages.values()),
        *(_actor(actor) for actor in story.actors.values()),
        *_mentions(story, mentions),
        *(_event(story, entry) for entry in story.entries),
        *(_documentation(story, e, r) for e in story.entries for r in reports_of(story, e)),
    ]
    return b"".join(msgspec.json.encode(entity) + b"\n" for entity in entities)


def _entity(id: str, schema: str, properties: Properties) -> Entity:
    kept = {
        name: list(dict.fromkeys(clean(value) for value in values if value))
        for name, values in properties.items()
    }
    return Entity(id, schema, {name: values for name, values in kept.items() if values})


def _article(page: DocumentRow, data: bytes) -> Entity:
    """A page; `contentHash` is the SHA-1 that FollowTheMoney files go by, not a proof."""
    sha1 = hashlib.sha1(data, usedforsecurity=False).hexdigest()
    return _entity(
        _page_id(page),
        "Article",
        {
            "title": [page.title],
            "fileName": [file_name(page)],
            "publisher": [page.outlet or page.agency],
            "author": [page.agency],
            "publishedAt": [plain_date(page.published)],
            "language": ["eng" if page.language == "en" else None],
            "sourceUrl": [address(page)],
            "contentHash": [sha1],
            "notes": [
                f"SHA-256 {page.page}",
                f"published {in_words(page.published)}, because {page.published_basis}"
                if page.published and page.published_basis
                else None,
            ],
        },
    )


def _actor(actor: ActorRow) -> Entity:
    schema = SCHEMAS.get(actor.kind, "LegalEntity")
    return _entity(
        _id(actor.id),
        schema,
        {
            "name": [actor.name],
            "full" if schema == "Address" else "alias": [actor.name]
            if schema == "Address"
            else [name for name in actor.names if name != actor.name],
            "country": [_alpha2().get(actor.country or "")],
            "position" if schema == "Person" else "notes": actor.offices,
        },
    )


def _mentions(story: Story, rows: Iterable[MentionRow]) -> Iterator[Entity]:
    """One for each actor that a page names, with every name the page has for it."""
    names: dict[tuple[str, str], list[str]] = {}
    for row in rows:
        if row.kind != "pronoun" and row.id is not None:
            names.setdefault((row.doc, row.id), []).append(row.text)
    for (doc, actor), found in names.items():
        page, known = story.pages[doc], story.actors[actor]
        yield _entity(
            _id(f"m-{_short(doc, page.page, actor)}"),
            "Mention",
            {
                "document": [_page_id(page)],
                "resolved": [_id(actor)],
                "name": found,
                "detectedSchema": [SCHEMAS.get(known.kind, "LegalEntity")],
            },
        )


def _event(story: Story, entry: Entry) -> Entity:
    reports = reports_of(story, entry)
    by = dated_by(reports, entry.date)
    pages = [story.pages[one.doc] for one in reports]
    return _entity(
        _id(entry.id),
        "Event",
        {
            "name": [_name(entry)],
            "summary": [entry.what],
            "description": [_described(entry, by)],
            "keywords": [entry.sort, entry.kind, entry.status],
            "involved": [_id(actor) for actor in entry.actors],
            "location": [entry.place],
            "proof": [_page_id(page) for page in pages],
            "publisher": [page.teller for page in pages],
            "sourceUrl": [address(page) for page in pages],
            "recordId": [entry.id],
            "notes": [
                *(f"disputed: {line}" for line in entry.differences),
                *(f"corrected: {line}" for line in corrected(story, entry.corrected)),
            ],
            **_dates(entry.date),
        },
    )


def _name(entry: Entry) -> str:
    who = ", ".join(entry.who) or "Nobody named"
    whom = f" → {', '.join(entry.whom)}" if entry.whom else ""
    if entry.sort == "utterance":
        return f"{who}{whom}: {stands(entry)}"
    status = "" if entry.status == "happened" and not entry.told_by else f" ({stands(entry)})"
    return f"{who}{whom}: {type_words(entry.verb)}{status}"


def _described(entry: Entry, by: Report | None) -> str:
    if entry.date is None:
        return "No page says when."
    why = f", because {by.basis}" if by is not None and by.basis else ""
    return f"{in_words(entry.date)}{why}"


def _dates(edtf: str | None) -> Properties:
    """The date fields: one date of a day, month or year; else the first and last day it can be."""
    if edtf is None or unqualified(edtf) != edtf:
        return {}
    if plain_date(edtf):
        return {"date": [edtf]}
    first, last = (day.isoformat() if day else None for day in interval(edtf))
    return {"startDate": [first], "endDate": [last]}


def _documentation(story: Story, entry: Entry, report: Report) -> Entity:
    page = story.pages[report.doc]
    start, end = report.pieces[0].start, report.pieces[-1].end
    return _entity(
        _id(f"d-{report.id}"),
        "Documentation",
        {
            "document": [_page_id(page)],
            "entity": [_id(entry.id)],
            "role": ["reports"],
            "status": [report.status],
            "summary": [report.text],
            "description": [f"characters {start}–{end} of {page.doc}"],
            "recordId": [report.id],
            "sourceUrl": [address(page)],
            "publisher": [page.teller],
        },
    )


def _id(id: str) -> str:
    return f"onrecord-{id}"


def _page_id(page: DocumentRow) -> str:
    return _id(f"p-{_short(page.doc, page.page)}")


def _short(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode("utf-8")).hexdigest()[:12]


@cache
def _alpha2() -> dict[str, str]:
    return {three: two.lower() for three, two in rows("alpha2.tsv")}
