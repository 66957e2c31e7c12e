"""The statements of a record as schema.org: Quotation, Claim and Question, in JSON-LD.

What is quoted directly is a Quotation, whose text is the words alone. What a page reports in its
own words is a Claim (or a Question), whose text begins with who says it and the page's verb: the
words after "denied" are what the speaker does not claim. A date is a field where it is a plain
day, month or year; the rest stands in the description.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import quote

import msgspec

from onrecord.dates import in_words
from onrecord.record.rows import ActorRow, DocumentRow, Entry
from onrecord.record.store import View
from onrecord.views.exports.story import (
    Report,
    Story,
    address,
    corrected,
    dated_by,
    in_order,
    independent,
    plain_date,
    reports_of,
    story_of,
)
from onrecord.views.text import clean, said_how

KINDS = {
    "person": "Person",
    "organisation": "Organization",
    "group": "Organization",
    "office": "Organization",
    "state": "Country",
    "place": "Place",
}

_SPEAKING = frozenset({"Person", "Organization"})


def schemaorg_of(view: View) -> bytes:
    """The articles, the speakers and what they said as one graph."""
    story = story_of(view)
    said = [entry for entry in story.entries if entry.sort == "utterance"]
    ids = {id for entry in said for id in _speaker_ids(story, entry)}
    whole = {
        "@context": "https://schema.org",
        "@graph": [
            *(_article(page) for page in story.pages.values()),
            *(_actor(story.actors[id]) for id in story.actors if id in ids),
            *(_work(story, entry) for entry in said),
        ],
    }
    return msgspec.json.format(msgspec.json.encode(whole), indent=2) + b"\n"


def _kept(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value not in (None, [], "")}


def _article(page: DocumentRow) -> dict[str, Any]:
    publisher = page.outlet or page.agency
    return _kept(
        {
            "@type": "NewsArticle",
            "@id": _page_id(page),
            "headline": clean(page.title) if page.title else None,
            "url": address(page),
            "datePublished": plain_date(page.published),
            "inLanguage": page.language,
            "publisher": _named("Organization", publisher) if publisher else None,
            "sourceOrganization": _named("Organization", page.agency) if page.agency else None,
            "identifier": [
                {"@type": "PropertyValue", "propertyID": "sha-256", "value": page.page},
                {"@type": "PropertyValue", "propertyID": "onrecord", "value": page.doc},
            ],
        }
    )


def _named(kind: str, name: str) -> dict[str, str]:
    return {"@type": kind, "name": clean(name)}


def _actor(actor: ActorRow) -> dict[str, Any]:
    kind = KINDS.get(actor.kind, "Organization")
    return _kept(
        {
            "@type": kind,
            "@id": f"urn:onrecord:{actor.id}",
            "name": clean(actor.name),
            "alternateName": [clean(name) for name in actor.names if name != actor.name],
            "jobTitle": [clean(title) for title in actor.offices] if kind == "Person" else None,
        }
    )


def _work(story: Story, entry: Entry) -> dict[str, Any]:
    reports = reports_of(story, entry)
    docs = list(dict.fromkeys(one.doc for one in reports))
    pages = in_order(story.pages[doc] for doc in docs)
    speakers = [{"@id": f"urn:onrecord:{id}"} for id in _speaker_ids(story, entry)]
    if not speakers and entry.who:
        speakers = [_named("Thing", name) for name in entry.who]
    kind = _type(entry)
    articles = [{"@id": _page_id(page)} for page in pages]
    speaking = [one for one in speakers if kind == "Quotation" and _speaks(story, entry)]
    return _kept(
        {
            "@type": kind,
            "@id": f"urn:onrecord:{entry.id}",
            "text": clean(entry.what) if kind == "Quotation" else _attributed(entry),
            "creator": _one_or_all(speakers),
            "spokenByCharacter": _one_or_all(speaking),
            "dateCreated": plain_date(entry.date),
            "description": _described(story, entry, reports, docs),
            "locationCreated": _named("Place", entry.place) if entry.place else None,
            ("appearance" if kind == "Claim" else "isPartOf"): _one_or_all(articles),
            "inLanguage": pages[0].language,
        }
    )


def _type(entry: Entry) -> str:
    if entry.kind == "direct":
        return "Quotation"
    return "Question" if entry.status == "question" else "Claim"


def _attributed(entry: Entry) -> str:
    """Who says it and how the page reports it, then the page's words."""
    who = ", ".join(entry.who) or "Somebody not named"
    return clean(f"{who} {said_how(entry.status, entry.verb)}: {entry.what}")


def _speaker_ids(story: Story, entry: Entry) -> list[str]:
    speaker = story.statements[entry.show].speaker
    id = speaker.id if speaker else None
    return [id] if id is not None and id in story.actors else []


def _speaks(story: Story, entry: Entry) -> bool:
    """Whether the speaker is of a type that schema.org lets speak."""
    ids = _speaker_ids(story, entry)
    return bool(ids) and KINDS.get(story.actors[ids[0]].kind, "Organization") in _SPEAKING


def _described(story: Story, entry: Entry, reports: Iterable[Report], docs: list[str]) -> str:
    """When and why then, how it is reported, and by how many."""
    by = dated_by(tuple(reports), entry.date)
    when = f"Said {in_words(entry.date)}" if entry.date else "No page says when"
    why = f" ({by.basis})" if by is not None and by.basis else ""
    pages = f"{len(docs)} page{'' if len(docs) == 1 else 's'}"
    count = f", {independent(story, docs)} independent" if len(docs) > 1 else ""
    fixed = "".join(f" Corrected: {line}." for line in corrected(story, entry.corrected))
    return clean(f"{when}{why}. Reported as {entry.kind} speech by {pages}{count}.{fixed}")


def _one_or_all(values: list[dict[str, str]]) -> Any:
    return values[0] if len(values) == 1 else values


def _page_id(page: DocumentRow) -> str:
    return f"urn:onrecord:page:{page.page[:16]}:{quote(page.doc, safe='')}"
