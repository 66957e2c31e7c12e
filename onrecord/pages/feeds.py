"""News feeds (RSS, RDF and Atom): each item a page, under its address.

The page is the item's own content, as the feed's XML means it (entities and CDATA read once):
HTML where it has tags, else plain text. Where the page that an item links to is given as a file
beside the feed, that file is read in its place, and the item tells its address, day and outlet.
"""

from __future__ import annotations

import email.utils
import re
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO, NamedTuple
from urllib.parse import unquote, urlsplit

from onrecord.errors import PageUnreadable
from onrecord.model import Media, Told
from onrecord.pages.found import Found, Item, Refused, merged

LARGEST_FEED = 64_000_000
"""Bytes; a feed of ten thousand whole articles stays below."""
_ATOM = "http://www.w3.org/2005/Atom"
_MARKUP = re.compile(r"<[A-Za-z/!][^<>]*>|&(?:#\d+|#x[0-9a-fA-F]+|[A-Za-z]\w+);")

Beside = Callable[[str], Found | Refused | None]
"""The page beside the feed that an address names, by the end of its path; None where none is."""


class FeedItem(NamedTuple):
    """What a feed says of one item; `words` is its content, `media` what that is."""

    address: str
    title: str | None
    outlet: str | None
    published: str | None
    changed: str | None
    language: str | None
    words: str
    media: Media


def read_feed(
    file: BinaryIO, source: str, stem: str, *, beside: Beside | None = None
) -> Iterator[Item]:
    """The items of a feed in its order; one without words of its own or a file is refused."""
    try:
        items = feed_items(file.read(LARGEST_FEED + 1), source)
    except PageUnreadable as failure:
        yield Refused(failure.source, failure.reason)
        return
    if not items:
        yield Refused(source, "expected a feed with items, found none in it")
    for number, item in enumerate(items, start=1):
        place = f"{source} {item.address or f'item {number}'}"
        tells = Told(
            published=item.published,
            outlet=item.outlet,
            url=item.address or None,
            language=item.language,
            received=item.changed,
            title=item.title,
        )
        linked = beside(item.address) if beside is not None and item.address else None
        doc = item.address or f"{stem}-{number}"
        if isinstance(linked, Found):
            yield Found(doc, linked.source, linked.media, linked.data, merged(linked.told, tells))
        elif isinstance(linked, Refused):
            yield linked
        elif item.words.strip():
            data = item.words.encode("utf-8", "replace")
            yield Found(doc, place, item.media, data, tells, "utf-8")
        else:
            yield Refused(
                place,
                "expected an item with words of its own, found a title alone; save the page it "
                "links to beside the feed, under the last part of its address",
            )


def feed_items(data: bytes, source: str) -> list[FeedItem]:
    """The items of a feed; `PageUnreadable` where `data` is no feed.

    No entity beyond XML's own five is read, nothing outside is opened.
    """
    from lxml import etree  # noqa: PLC0415 - for feeds alone

    if len(data) > LARGEST_FEED:
        raise PageUnreadable(
            source, f"expected a feed of at most {LARGEST_FEED // 1_000_000} MB, found more"
        )
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, recover=True, huge_tree=False
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as failure:
        raise PageUnreadable(
            source, f"expected a feed (RSS or Atom), found XML that is broken: {_line(failure)}"
        ) from failure
    if root is None:
        raise PageUnreadable(source, "expected a feed (RSS or Atom), found no XML")
    name = _local(root)
    if name == "feed":
        return [_of_atom(entry, root) for entry in root.iter() if _local(entry) == "entry"]
    if name in {"rss", "RDF"}:
        channel = next((one for one in root.iter() if _local(one) == "channel"), root)
        return [_of_rss(item, channel) for item in root.iter() if _local(item) == "item"]
    raise PageUnreadable(
        source, f"expected a feed (RSS or Atom), found XML of another kind (<{name[:40]}>)"
    )


def stem_of(address: str) -> str:
    """The name under which a page at `address` is looked for beside a feed; "" where none.

    >>> stem_of("https://courier.example/2031/05/talks-go-on.html?from=feed")
    'talks-go-on'
    """
    try:
        path = urlsplit(address).path
    except ValueError:
        return ""
    last = unquote(path.rstrip("/").rpartition("/")[2])
    stem = re.sub(r"\.(?:x?html?|php|aspx?)$", "", last, flags=re.IGNORECASE)
    return "" if "/" in stem or "\\" in stem or stem.startswith(".") or "\0" in stem else stem[:200]


def _of_rss(item: Any, channel: Any) -> FeedItem:
    named = _fields(item)
    words = next((named[n] for n in ("encoded", "description", "content") if named.get(n)), "")
    address = named.get("link", "").strip()
    if not address and "://" in named.get("guid", ""):
        address = named["guid"].strip()
    outlet = named.get("source") or _fields(channel).get("title")
    return FeedItem(
        address,
        _line_of(named.get("title")),
        _line_of(outlet),
        day_of(named.get("pubDate") or named.get("date")),
        None,
        _line_of(_fields(channel).get("language")),
        words,
        _media(words),
    )


def _of_atom(entry: Any, feed: Any) -> FeedItem:
    named = _fields(entry)
    links = [one for one in entry if _local(one) == "link" and one.get("href")]
    address = next((one.get("href") for one in links if one.get("rel") in {None, "alternate"}), "")
    content = next((one for one in entry if _local(one) == "content" and _text(one).strip()), None)
    if content is None:
        content = next((one for one in entry if _local(one) == "summary"), None)
    words, media = ("", "text/plain") if content is None else _content(content)
    source = next((one for one in entry if _local(one) == "source"), feed)
    published = day_of(named.get("published"))
    return FeedItem(
        address.strip(),
        _line_of(named.get("title")),
        _line_of(_fields(source).get("title")),
        published,
        day_of(named.get("updated")) if published is None else None,
        feed.get("{http://www.w3.org/XML/1998/namespace}lang"),
        words,
        media,  # type: ignore[arg-type]
    )


def _content(element: Any) -> tuple[str, Media]:
    """An Atom text: XHTML is written out as it stands, the others are what they hold."""
    from lxml import etree  # noqa: PLC0415 - for feeds alone

    kind = element.get("type") or "text"
    if kind == "xhtml":
        inner = [etree.tostring(one, encoding="unicode", with_tail=True) for one in element]
        return (element.text or "") + "".join(inner), "text/html"
    words = _text(element)
    return words, "text/html" if kind in {"html", "text/html"} else "text/plain"


def _fields(element: Any) -> dict[str, str]:
    """The texts of an element's children by their names, the first of each."""
    found: dict[str, str] = {}
    for child in element:
        name = _local(child)
        if name and name not in found:
            found[name] = _text(child)
    return found


def _text(element: Any) -> str:
    return "".join(element.itertext(with_tail=False))


def _local(element: Any) -> str:
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _media(words: str) -> Media:
    return "text/html" if _MARKUP.search(words) else "text/plain"


def _line_of(words: str | None) -> str | None:
    """A title or name without the markup that some feeds put in; None where nothing is left."""
    import html  # noqa: PLC0415 - a name of the standard library that reads as a value here

    if words is None:
        return None
    plain = html.unescape(re.sub(r"<[^<>]{0,200}>", "", words))
    return " ".join(plain.split())[:500] or None


def day_of(value: str | None) -> str | None:
    """The day of a feed's or a header's date, as it is written there; None for any other.

    >>> day_of("Sun, 04 May 2031 23:10:00 -0500"), day_of("2031-05-04T01:00:00Z"), day_of("May")
    ('2031-05-04', '2031-05-04', None)
    """
    from datetime import date  # noqa: PLC0415 - beside its only use

    value = (value or "").strip()
    found = re.match(r"(\d{4})-(\d\d)-(\d\d)(?:$|[T ])", value)
    parts = tuple(map(int, found.groups())) if found else None
    if parts is None:
        try:
            sent = email.utils.parsedate(value[:100])
        except (ValueError, IndexError, TypeError, OverflowError):
            sent = None
        parts = sent[:3] if sent else None
    if parts is None:
        return None
    try:
        return date(*parts).isoformat()
    except (ValueError, OverflowError):
        return None


def _line(failure: Exception) -> str:
    return " ".join(str(failure).split())[:200]
