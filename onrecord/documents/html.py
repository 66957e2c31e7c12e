"""An HTML page's readable text as regions, each traceable to the decoded source.

trafilatura decides which elements are the article. Its elements are found again, in order, in
the page's visible text (`markup.read_markup`); one that can't be found is named in a note.
Nothing visible is deleted: what is not the article is related, boilerplate or a caption.
"""

from __future__ import annotations

import logging
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from onrecord.documents.forms import form_of, is_masthead
from onrecord.documents.lines import Block
from onrecord.documents.markup import Head, Readable, TextBlock, read_head, read_markup
from onrecord.documents.plaintext import roles_of
from onrecord.documents.regions import lay_out
from onrecord.model import Region, RegionKind
from onrecord.spans import OffsetMap, Span

_FURNITURE = frozenset("nav footer aside form button select option menu label dialog".split())
_HEADINGS = frozenset("h1 h2 h3 h4 h5 h6".split())
_MOST_TAGS = 60_000
"""Pages with more markup than this are read without trafilatura, whose time is not linear."""
_LEAST_WORDS = 25
"""An extracted article with fewer words is no better than none."""
_NEAR = 10
"""Blocks before the first and after the last of the article that may still belong to it."""
_FAR = 3000
"""Letters ahead within which a short element (a list's item) is looked for."""


class ReadHtml(NamedTuple):
    """What an HTML page's source was read into."""

    text: str
    offsets: OffsetMap
    regions: tuple[Region, ...]
    head: Head
    notes: tuple[str, ...]


def read_html(source: str) -> ReadHtml:
    """The readable text of an HTML page, its regions, its head's fields and what went wrong."""
    head = read_head(source)
    readable = _with_headline_apart(read_markup(source), head)
    notes = ["the page ends within a tag or a script: it may be cut off"] if readable.cut else []
    units = list(_article(source))
    if sum(len(unit.split()) for unit in units) < _LEAST_WORDS:
        units = []
        notes.append("no article could be told by the markup: roles are read from the lines alone")
    article = _found_again(readable, units)
    notes.extend(_lost(article.lost))
    blocks = [Block(readable.text, b.span, before=1, indent=0) for b in readable.blocks]
    roles = _roles(blocks, readable.blocks, article.marked, head)
    regions = lay_out(readable.text, blocks, roles)
    return ReadHtml(readable.text, readable.offsets, regions, head, tuple(notes))


def _with_headline_apart(readable: Readable, head: Head) -> Readable:
    """`readable` where a block whose first line is the page's title is two: the line, and the rest.

    Old pages part headline, date and byline by line breaks alone.
    """
    named = head.get("og:title", "twitter:title", "title")
    whole = _key(named[1]) if named else ""
    for i, block in enumerate(readable.blocks):
        line, found, _ = block.span.of(readable.text).partition("\n")
        key = _key(line)
        if found and len(key) >= 12 and key in whole:
            cut = block.span.start + len(line)
            first = block._replace(span=Span(block.span.start, cut))
            rest = block._replace(span=Span(cut + 1, block.span.end))
            return readable._replace(
                blocks=(*readable.blocks[:i], first, rest, *readable.blocks[i + 1 :])
            )
    return readable


def _lost(units: Sequence[str]) -> Iterator[str]:
    for unit in units[:5]:
        words = " ".join(unit.split())
        shown = words if len(words) <= 60 else words[:57] + "…"
        yield f"could not be found again in the page's source, and is left out: {shown!r}"
    if len(units) > 5:
        yield f"{len(units) - 5} more elements could not be found again in the page's source"


# --- what trafilatura says ------------------------------------------------------------------


def _article(source: str) -> Iterator[str]:
    """The texts of the elements of the article, in order; none where trafilatura fails."""
    if source.count("<") > _MOST_TAGS:
        return
    import trafilatura  # noqa: PLC0415  half a second: not for runs without HTML

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    try:
        found: Any = trafilatura.bare_extraction(
            source, fast=True, include_comments=False, include_tables=True, with_metadata=False
        )
    except (ValueError, TypeError, AttributeError, RecursionError, LookupError):
        return  # broken markup: the lines speak for themselves
    if found is not None and found.body is not None:
        yield from _units(found.body)


_RUN_ON = frozenset({"hi", "ref", "del", "graphic", "span", "a", "em", "strong", "b", "i"})


def _units(body: Any) -> Iterator[str]:
    """The text between one block tag and the next, inline elements run on."""
    parts: list[str] = []
    stack: list[tuple[Any, bool]] = [(body, False)]
    while stack:
        element, done = stack.pop()
        block = element.tag not in _RUN_ON
        if block and "".join(parts).strip():
            yield "".join(parts)
        if block:
            parts = []
        if done:
            parts.append(element.tail or "")
            continue
        parts.append(element.text or "")
        stack.append((element, True))
        stack.extend((child, False) for child in reversed(element))
    if "".join(parts).strip():
        yield "".join(parts)


# --- found again in the source ----------------------------------------------------------------


class _Found(NamedTuple):
    """Which blocks are the article (by number), and the elements that were not found."""

    marked: frozenset[int]
    lost: tuple[str, ...]


def _found_again(readable: Readable, units: Sequence[str]) -> _Found:
    """Each element's letters looked for in the page's letters, from where the last one ended."""
    where = [i for i, c in enumerate(readable.text) if c.isalnum()]
    letters = "".join(readable.text[i] for i in where)
    starts = [block.span.start for block in readable.blocks]
    hits = [0] * len(readable.blocks)
    lost = []
    at = 0
    for unit in units:
        key = "".join(c for c in unit if c.isalnum())
        if not key:
            continue
        place = _find(letters, key, at)
        if place < 0:
            lost.append(unit)
            continue
        if place >= at:
            at = place + len(key)
        _count(readable.blocks, starts, hits, where, range(place, place + len(key)))
    marked = frozenset(
        i
        for i, block in enumerate(readable.blocks)
        if hits[i] > 0 and 2 * hits[i] >= _letters(readable.text, block.span)
    )
    return _Found(marked, tuple(lost))


def _find(letters: str, key: str, at: int) -> int:
    """Where `key` stands: ahead, a short one only near by; else anywhere, a short one nowhere."""
    if len(key) < 20:
        return letters.find(key, at, at + _FAR)
    place = letters.find(key, at)
    return place if place >= 0 else letters.find(key)


def _count(
    blocks: Sequence[TextBlock],
    starts: Sequence[int],
    hits: list[int],
    where: Sequence[int],
    letters: range,
) -> None:
    """Add the letters that were found to the blocks they stand in."""
    number = bisect_right(starts, where[letters.start]) - 1
    for letter in letters:
        while where[letter] >= blocks[number].span.end:
            number += 1
        hits[number] += 1


def _letters(text: str, span: Span) -> int:
    return sum(1 for c in span.of(text) if c.isalnum())


# --- roles ----------------------------------------------------------------------------------


def _roles(
    blocks: Sequence[Block], seen: Sequence[TextBlock], marked: frozenset[int], head: Head
) -> list[RegionKind]:
    """One role a block: by the markup where it tells the article, else as in plain text."""
    title = _title(blocks, seen, marked, head)
    if not marked:
        forms = [_form_by_markup(b, s) for b, s in zip(blocks, seen, strict=True)]
        if title is not None:
            return [
                "headline" if i == title else role for i, role in enumerate(roles_of(blocks, forms))
            ]
        return roles_of(blocks, forms)
    first, last = min(marked), max(marked)
    prose = [i for i in sorted(marked) if blocks[i].is_prose]
    parents = {seen[i].parent for i in prose}
    ending = prose[-1] if prose else last
    roles: list[RegionKind] = []
    for i, (block, at) in enumerate(zip(blocks, seen, strict=True)):
        if i == title:
            roles.append("headline")
        elif i in marked and not (i > ending and _is_scrap(block, at)):
            role = _within_article(block, at, opened="body" in roles)
            above = title is not None and i < title and not block.is_prose
            roles.append("boilerplate" if above and role == "body" else role)
        elif first - _NEAR < i < last + _NEAR and _was_missed(block, at, parents):
            roles.append("body")
        else:
            near = (title is not None and title - 6 <= i <= first + 1) or first - 6 <= i <= last + 4
            roles.append(_outside_article(block, at, near=near))
    return _decked(blocks, seen, roles, title, first)


def _title(
    blocks: Sequence[Block], seen: Sequence[TextBlock], marked: frozenset[int], head: Head
) -> int | None:
    """The number of the headline's block: the heading that the page's title repeats."""
    named = head.get("og:title", "twitter:title", "title")
    whole = _key(named[1]) if named else ""
    title = head.get("title")
    stop = (min(marked) + 3) if marked else len(blocks)
    headings = [
        i for i, at in enumerate(seen) if _HEADINGS & set(at.path[-4:]) and blocks[i].n >= 2
    ]
    for i in headings:
        key = _key(blocks[i].text)
        if (
            key
            and len(key) >= 8
            and (key in whole or (title is not None and key in _key(title[1])))
        ):
            return i
    prose = next((i for i in sorted(marked) if blocks[i].is_full_prose), 0)
    for i in range(min(max(stop, prose), len(blocks))):
        key = _key(blocks[i].text)
        if blocks[i].n >= 3 and whole and (key == whole or (len(key) >= 20 and key in whole)):
            return i
    above = [i for i in headings if i < stop and not is_masthead(blocks[i])]
    tops = [i for i in above if "h1" in seen[i].path]
    if tops:
        return tops[-1]
    return next((i for i in above if marked and i < stop - 3), None)


def _key(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum())


def _form_by_markup(block: Block, at: TextBlock) -> RegionKind | None:
    """What form or markup shows of a block of a page whose article is not known."""
    form = "boilerplate" if at.banner else form_of(block)
    if form is not None:
        return form
    if "figcaption" in at.path or "caption" in at.path:
        return "caption"
    if _FURNITURE & set(at.path):
        return "boilerplate"
    if at.linked > 0.8 and not block.is_prose:
        return "related" if block.n >= 4 else "boilerplate"
    return None


def _within_article(block: Block, at: TextBlock, *, opened: bool) -> RegionKind:
    """A block that trafilatura counts to the article."""
    if at.banner:
        return "boilerplate"
    if "figcaption" in at.path or "caption" in at.path:
        return "caption"
    form = form_of(block)
    if form is not None:
        return form
    if _HEADINGS & set(at.path) and not block.ends_sentence:
        return "subheading" if opened else "headline"
    if at.linked > 0.9 and not block.ends_sentence and block.n >= 4:
        return "related"
    return "body"


def _is_scrap(block: Block, at: TextBlock) -> bool:
    """Whether a few words below the last paragraph are residue rather than a list's item."""
    return block.n <= 4 and not block.ends_sentence and "li" not in at.path


def _was_missed(block: Block, at: TextBlock, parents: set[int]) -> bool:
    """Whether a paragraph that stands among the article's own is prose that was left out."""
    return (
        (at.parent in parents or at.holder in parents)
        and block.is_prose
        and at.linked < 0.5
        and not at.banner
        and not _FURNITURE & set(at.path)
        and not {"figcaption", "caption", "figure"} & set(at.path)
        and form_of(block) is None
    )


def _outside_article(block: Block, at: TextBlock, *, near: bool) -> RegionKind:
    """A block that is not the article: its date, byline and captions are known near it only."""
    if at.banner:
        return "boilerplate"
    if "figcaption" in at.path or "caption" in at.path:
        return "caption"
    form = form_of(block)
    if near and form in {"dateline", "byline", "caption"} and not _FURNITURE & set(at.path):
        return form
    if form == "related":
        return "related"
    if at.linked > 0.6 and block.n >= 5 and "footer" not in at.path:
        return "related"
    return "boilerplate"


def _decked(
    blocks: Sequence[Block],
    seen: Sequence[TextBlock],
    roles: list[RegionKind],
    title: int | None,
    first: int,
) -> list[RegionKind]:
    """`roles` with the lines under the headline, above the text, that go on with it."""
    if title is None:
        return roles
    for i in range(title + 1, min(first, title + 4)):
        unlinked = seen[i].linked < 0.3 and not _FURNITURE & set(seen[i].path)
        if (
            roles[i] == "boilerplate"
            and unlinked
            and blocks[i].n >= 6
            and form_of(blocks[i]) is None
        ):
            roles[i] = "headline"
    under = title + 1
    if under < len(blocks) and roles[under] == "body" and 5 <= blocks[under].n <= 40:
        roles[under] = "body" if blocks[under].is_prose else "headline"
    return roles
