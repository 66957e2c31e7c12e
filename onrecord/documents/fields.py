"""Fields at a page's head: lines "Subject: …", "Source: …", as of mail, feeds and press archives.

One such line alone may be anything ("Source: KNA"); where two and more stand above the text, one of
them the headline, the outlet or the sender, they are what the page says of itself.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal, NamedTuple

from onrecord.documents.lexicon import entry_set
from onrecord.documents.lines import Block
from onrecord.spans import Span, trimmed

_LIST = "outlets.txt"
_HEAD = 40
"""Blocks at a page's head in which its fields stand."""
_LEAST = 2
_ANSWERED = re.compile(r"(?:(?:re|fwd?|wg|tr|rv|aw)\s*:\s*)+", re.IGNORECASE)
_CODE = re.compile(r"([A-Z]{2,3})(?:\s{2,}|\t)\s*(?=\S)")

Kind = Literal["title", "outlet", "sender", "else"]


class Field(NamedTuple):
    """A line that is a field: what it tells, and where its value stands (in the document)."""

    kind: Kind
    value: Span


def fields_of(blocks: Sequence[Block]) -> dict[int, Field]:
    """The fields at the head of a page, by the number of their block; empty where it has none."""
    found: dict[int, Field] = {}
    for i, block in enumerate(blocks[:_HEAD]):
        field = _field(block)
        if field is not None:
            found[i] = field
    telling = any(field.kind != "else" for field in found.values())
    return found if telling and len(found) >= _LEAST else {}


def _field(block: Block) -> Field | None:
    """The field that a line is; None for any other line.

    "Subject: Talks go on" and a press archive's "HD  Talks go on" are fields.
    """
    raw = block.raw
    code = _CODE.match(raw)
    if code is not None and code.group(1).casefold() in entry_set(_LIST, "field codes"):
        name, at = code.group(1).casefold(), code.end()
    else:
        colon = raw.find(":", 0, 25)
        if colon < 1:
            return None
        name, at = raw[:colon].strip(" *_").casefold(), colon + 1
    kind = next((kind for kind in _KINDS if name in entry_set(_LIST, f"field {kind}")), None)
    if kind is None or at >= len(raw):
        return None
    value = trimmed(raw, Span(at, len(raw)))
    if value is None:
        return None
    if kind == "title":
        value = _unanswered(raw, value)
    return Field(kind, value.shift(block.span.start))


_KINDS: tuple[Kind, ...] = ("title", "outlet", "sender", "else")


def _unanswered(line: str, value: Span) -> Span:
    """A subject without the "Re:" and "Fwd:" before it."""
    marks = _ANSWERED.match(value.of(line))
    if marks is None or marks.end() >= value.end - value.start:
        return value
    return Span(value.start + marks.end(), value.end)


def newsletter(sender: str) -> str | None:
    """The name of the outlet that a message is from; None where a person may have sent it.

    An outlet's name is that of its address, and what stands before the sign is a mailbox.

    >>> newsletter("The Quay Letter <letter@quayletter.example>")
    'The Quay Letter'
    >>> newsletter("Anna Berg <anna.berg@uni-tarn.example>") is None
    True
    """
    found = re.fullmatch(r"\s*\"?([^<\"]{3,60}?)\"?\s*<([^<>@\s]+)@([^<>@\s]+)>\s*", sender)
    if found is None:
        return None
    name, box, host = found.groups()
    own = _letters(name)
    if box.casefold() not in entry_set(_LIST, "mailboxes") and _letters(box)[:4] in own:
        return None
    hosts = {_letters(label) for label in host.split(".")[:-1]}
    named = any(len(label) >= 4 and (label in own or own in label) for label in hosts)
    return name.strip() if named else None


def _letters(words: str) -> str:
    return "".join(filter(str.isalnum, words.casefold().replace("&", "and")))
