"""Mail (EML) and web pages saved as mail (MHTML): the one part that a reader sees.

The page is that part as it was before it was packed for the way (base64, quoted-printable):
the HTML of a message where there is one, else its plain text; of a saved page its root.
"""

from __future__ import annotations

import email.errors
import email.policy
import re
from collections.abc import Iterator
from email.message import Message
from email.parser import BytesParser
from typing import Any, BinaryIO, cast

from onrecord.model import Media, Told
from onrecord.pages.feeds import day_of
from onrecord.pages.found import Found, Item, Refused

_LARGEST = 64_000_000
"""Bytes, with all attachments."""
_MOST_PARTS = 2000
_FORWARDED = re.compile(r"\s*(?:fwd?|wg|tr|rv)\s*:", re.IGNORECASE)


def read_eml(file: BinaryIO, source: str, stem: str) -> Iterator[Item]:
    """The page in a message. Its subject is the title, the day it was sent the day published.

    A forwarded message was sent later than what it holds: its day is only a bound.
    """
    message = _message(file, source)
    if isinstance(message, Refused):
        yield message
        return
    sent = day_of(_header(message, "Date"))
    subject = _header(message, "Subject")
    forwarded = subject is not None and _FORWARDED.match(subject) is not None
    tells = Told(
        title=subject,
        published=None if forwarded else sent,
        received=sent if forwarded else None,
    )
    yield _page(message, source, stem, tells, ("text/html", "text/plain"))


def read_mhtml(file: BinaryIO, source: str, stem: str) -> Iterator[Item]:
    """The page that was saved, with its address; the day it was saved bounds the day published."""
    message = _message(file, source)
    if isinstance(message, Refused):
        yield message
        return
    root = _root(message)
    address = _header(message, "Snapshot-Content-Location") or _header(root, "Content-Location")
    tells = Told(
        url=address if address and "://" in address else None,
        title=_header(message, "Subject"),
        received=day_of(_header(message, "Date")),
    )
    yield _page(root, source, stem, tells, ("text/html", "text/plain"))


def _message(file: BinaryIO, source: str) -> Message | Refused:
    data = file.read(_LARGEST + 1)
    if len(data) > _LARGEST:
        return Refused(source, f"expected at most {_LARGEST // 1_000_000} MB, found more")
    if data.count(b"\n--") > 4 * _MOST_PARTS:
        return Refused(source, f"expected at most {_MOST_PARTS:,} parts, found more")
    try:
        message = BytesParser(policy=email.policy.compat32).parsebytes(data)
    except (email.errors.MessageError, ValueError, LookupError, RecursionError) as failure:
        return Refused(source, f"expected a message, found one that can't be read: {failure}")
    if not message.keys():
        return Refused(source, "expected a message, found no header in it")
    return message


def _root(message: Message) -> Message:
    """The part of a saved page that all others hang on: as named, or else the first HTML."""
    if message.get_content_type() != "multipart/related":
        return message
    start = message.get_param("start")
    parts = _parts(message)
    named = [p for p in parts if start and str(p.get("Content-ID", "")).strip() == start]
    pages = [p for p in parts if p.get_content_type() in {"text/html", "application/xhtml+xml"}]
    return next(iter([*named, *pages]), message)


def _parts(message: Message) -> list[Message]:
    """The parts that hold something, in order; those of attached messages are not the page's."""
    found: list[Message] = []
    stack = [message]
    while stack and len(found) < _MOST_PARTS:
        part = stack.pop()
        if part.get_content_type() == "message/rfc822" and part is not message:
            continue
        inner = part.get_payload()
        if isinstance(inner, list):
            stack.extend(cast(Any, reversed(inner)))
        else:
            found.append(part)
    return found


def _page(
    message: Message, source: str, stem: str, told: Told, kinds: tuple[str, ...]
) -> Found | Refused:
    parts = [p for p in _parts(message) if "attachment" not in str(p.get("Content-Disposition"))]
    for kind in kinds:
        for part in parts:
            if part.get_content_type() != kind:
                continue
            try:
                data = part.get_payload(decode=True)
            except (ValueError, LookupError) as failure:
                return Refused(source, f"its text can't be unpacked: {failure}")
            if isinstance(data, bytes) and data.strip():
                media: Media = "text/html" if kind == "text/html" else "text/plain"
                charset = part.get_param("charset")
                return Found(
                    stem, source, media, data, told, charset if isinstance(charset, str) else None
                )
    return Refused(source, "expected a message with text, found none in it")


def _header(message: Message, name: str) -> str | None:
    """A header as words; None where it is absent or can't be read."""
    value = message.get(name)
    if value is None:
        return None
    try:
        parsed = email.policy.default.header_factory(name, str(value)[:2000])
    except (ValueError, OverflowError, LookupError, AttributeError, TypeError):
        return None
    words = str(parsed).encode("utf-8", "replace").decode("utf-8")
    return " ".join(words.split()) or None
