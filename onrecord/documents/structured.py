"""What a page says about itself in JSON-LD: the article's publisher and dates."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import msgspec

from onrecord.documents.markup import Head


class LinkedData(NamedTuple):
    """The fields that are used; None where the page does not fill them.

    `started` is when a page that reports live began to.
    """

    publisher: str | None = None
    published: str | None = None
    modified: str | None = None
    started: str | None = None
    event: str | None = None
    """When the event begins that the page is about, where it is a page of an event."""


_ARTICLES = ("article", "posting", "report", "liveblog", "pressrelease")
_OTHERS = ("comment", "image", "video", "audio", "review", "website", "person", "organization")
"""Things on a page whose dates are their own: no page was published when its picture was."""


def linked_data(head: Head) -> LinkedData:
    """The publisher, and the dates of the article, else of the page, that the JSON-LD describes."""
    things = [thing for script in head.scripts[:20] for thing in _things(script)]
    dated = sorted((t for t in things if not _is_a(t, _OTHERS)), key=lambda t: not _is_article(t))
    owners = (thing.get("publisher") for thing in things)
    names = (_text(owner.get("name")) for owner in owners if isinstance(owner, dict))
    return LinkedData(
        publisher=next(filter(None, names), None),
        published=_first(dated, "datePublished"),
        modified=_first(dated, "dateModified"),
        started=_first(dated, "coverageStartTime"),
        event=_first([t for t in things if _is_a(t, ("event",))], "startDate"),
    )


def _is_article(thing: dict[str, Any]) -> bool:
    return _is_a(thing, _ARTICLES)


def _is_a(thing: dict[str, Any], kinds: tuple[str, ...]) -> bool:
    """Whether the thing's type ("NewsArticle", or a list of such names) holds one of `kinds`."""
    stated = thing.get("@type")
    names = stated if isinstance(stated, list) else [stated]
    return any(kind in str(name).casefold() for name in names for kind in kinds)


def _first(things: list[dict[str, Any]], field: str) -> str | None:
    return next(filter(None, (_text(thing.get(field)) for thing in things)), None)


def _things(script: str) -> Iterator[dict[str, Any]]:
    """The objects of a script, those in lists and graphs included; none where it is broken."""
    try:
        waiting = [msgspec.json.decode(script.strip().encode())]
    except (msgspec.DecodeError, RecursionError, UnicodeEncodeError):
        return
    seen = 0
    while waiting and seen < 500:
        thing = waiting.pop(0)
        seen += 1
        if isinstance(thing, list):
            waiting.extend(thing[:100])
        elif isinstance(thing, dict):
            yield thing
            if "@graph" in thing:
                waiting.append(thing["@graph"])


def _text(value: object) -> str | None:
    words = " ".join(value.split()) if isinstance(value, str) else ""
    return words or None
