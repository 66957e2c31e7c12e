"""What a page says about itself in JSON-LD: the article's publisher and dates."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import msgspec

from onrecord.documents.markup import Head


class LinkedData(NamedTuple):
    """The fields that are used; None where the page does not fill them."""

    publisher: str | None = None
    published: str | None = None


def linked_data(head: Head) -> LinkedData:
    """The publisher and the date of the first article that the page's JSON-LD describes."""
    publisher = published = None
    for script in head.scripts[:20]:
        for thing in _things(script):
            published = published or _text(thing.get("datePublished"))
            owner = thing.get("publisher")
            if isinstance(owner, dict):
                publisher = publisher or _text(owner.get("name"))
    return LinkedData(publisher, published)


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
