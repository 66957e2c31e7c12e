"""What a page says about itself: title, outlet, agency, place, published date, with their spans.

Each fact says by which rule it was read; a rule that does not fit leaves the fact empty.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import takewhile

from msgspec.structs import replace

from onrecord.documents.clocks import published_clock
from onrecord.documents.datelines import Dateline
from onrecord.documents.fields import fields_of, newsletter
from onrecord.documents.forms import is_masthead
from onrecord.documents.lexicon import agencies, entries
from onrecord.documents.lines import Block
from onrecord.documents.markup import Head
from onrecord.documents.nameplates import has_outlet_word, is_name, nameplate_of
from onrecord.documents.published import find_published
from onrecord.documents.regions import first_dateline
from onrecord.documents.structured import LinkedData, linked_data
from onrecord.documents.witnessed import PROSE
from onrecord.documents.written_dates import written_dates
from onrecord.model import Document, Fact, Told
from onrecord.spans import Span, trimmed

_TITLE_FIELDS = ("og:title", "twitter:title", "headline", "dc.title", "title")
_OUTLET_FIELDS = ("og:site_name", "application-name", "dc.publisher", "publisher", "copyright")


def find_facts(document: Document, told: Told, head: Head) -> Document:
    """`document` with the facts its page gives; what was told goes before what is read."""
    linked = linked_data(head)
    dateline = first_dateline(document.text, document.regions)
    title = _title(document, head, told)
    published = find_published(document, told, head, linked, dateline)
    return replace(
        document,
        title=title,
        outlet=_outlet(document, told, head, linked, title, dateline),
        agency=_agency(document, dateline),
        place=_place(document, dateline, title),
        published=published.day,
        published_clock=published_clock(document, published.day, head, linked),
        dateline_day=published.bare,
        notes=document.notes + published.notes,
        witnesses=published.witnesses,
        alternatives=published.alternatives,
    )


# --- title ----------------------------------------------------------------------------------


def _title(document: Document, head: Head, told: Told) -> Fact | None:
    """The headline, or else what was told or the page's markup calls its title.

    What was told goes before a headline of other words: an item of a feed has none of its own.
    """
    span = next((r.span for r in document.regions if r.kind == "headline"), None)
    if span is not None:
        words = span.of(document.text)
        shown = Span(span.start + len(words) - len(words.lstrip("#*_• ")), span.end)
        shown = Span(shown.start, span.end - len(words) + len(words.rstrip("#*_ ")))
        words = " ".join(shown.of(document.text).split())
        if told.title is None or _letters(told.title) == _letters(words):
            return Fact(words, shown, "the headline")
    if told.title is not None:
        return Fact(told.title, None, "told with the page")
    named = head.get(*_TITLE_FIELDS)
    if named is not None:
        return Fact(named[1], None, _by_markup(named[0]))
    return _only_line(document)


def _only_line(document: Document) -> Fact | None:
    """The one short line above the text that names no outlet, where no line is the headline."""
    above = takewhile(lambda region: region.kind not in PROSE, document.regions)
    lines = [region.span for region in above if region.kind == "subheading"]
    lines = [span for span in lines if not _names_outlet(span.of(document.text))]
    if len(lines) != 1:
        return None
    return Fact(" ".join(lines[0].of(document.text).split()), lines[0], "the line above the text")


def _names_outlet(line: str) -> bool:
    """Whether a line names whose page it is, or of what day.

    >>> _names_outlet("OSK – Orle State Agency (translated)"), _names_outlet("Pilot comes home")
    (True, False)
    """
    words = re.split(r"\s[–—|-]\s|\(", line)
    named = any(has_outlet_word(part) for part in words if part.strip())
    return named or next(written_dates(line), None) is not None


def _letters(words: str) -> str:
    return "".join(filter(str.isalnum, words.casefold()))


def _by_markup(field: str) -> str:
    return f"“{field}” in the page's markup"


# --- outlet and agency ------------------------------------------------------------------------


def _outlet(
    document: Document,
    told: Told,
    head: Head,
    linked: LinkedData,
    title: Fact | None,
    dateline: Dateline | None,
) -> Fact | None:
    """Who publishes the page: told, named in its markup, or named in its lines; None without."""
    if told.outlet:
        return Fact(told.outlet, None, "told with the page")
    if linked.publisher:
        return Fact(linked.publisher, None, _by_markup("publisher"))
    named = head.get(*_OUTLET_FIELDS)
    if named is not None and len(named[1]) <= 80:
        held = _holder(named[1], 0) if named[0] == "copyright" else None
        name = held.of(named[1]) if held is not None else named[1]
        return Fact(name, None, _by_markup(named[0]))
    return (
        _from_fields(document)
        or _nameplate(document, head, told, dateline)
        or _after_title(document, title)
        or _title_field(head, title)
        or _right_holder(document)
    )


def _from_fields(document: Document) -> Fact | None:
    """The outlet that a field at the head names ("Source: …"), or whose newsletter it is.

    Of a message that was forwarded, the first one's.
    """
    text = document.text
    blocks = [Block(text, span, before=0, indent=0) for span in _head_lines(document)]
    found = [field for field in fields_of(blocks).values() if field.kind in {"outlet", "sender"}]
    for field in sorted(found, key=lambda one: one.kind):
        words = field.value.of(text)
        name = newsletter(words) if field.kind == "sender" else words
        if name is None or len(name) > 80 or "://" in name:
            continue
        start = field.value.start + words.find(name)
        what = "the sender" if field.kind == "sender" else "the field that names the outlet"
        return Fact(name, Span(start, start + len(name)), what)
    return None


def _head_lines(document: Document) -> Iterator[Span]:
    """The lines of the head: regions, those of one line together ("Subject:" and its headline)."""
    spans = [region.span for region in document.regions[:60]]
    for i, span in enumerate(spans):
        if i and "\n" not in document.text[spans[i - 1].end : span.start]:
            continue
        last = i
        while (
            last + 1 < len(spans)
            and "\n" not in document.text[spans[last].end : spans[last + 1].start]
        ):
            last += 1
        yield Span(span.start, spans[last].end)


def _nameplate(
    document: Document, head: Head, told: Told, dateline: Dateline | None
) -> Fact | None:
    """The name of an office or a paper at the head of the page, above the headline first."""
    text = document.text
    prose = [r.span.of(text) for r in document.regions if r.kind in PROSE or r.kind == "headline"]
    lines = [
        region
        for region in takewhile(lambda r: r.kind not in PROSE, document.regions)
        if region.kind not in _NOT_ABOVE
        and (dateline is None or not region.span.meets(dateline.span))
    ]
    found = nameplate_of(
        [Block(text, region.span, before=0, indent=0) for region in lines],
        "\n".join(prose),
        hosts=_hosts(document, head, told),
        above=next((i for i, r in enumerate(lines) if r.kind == "headline"), None),
    )
    if found is None:
        return None
    plate = found[1]
    return Fact(" ".join(plate.name.of(text).split()), plate.name, plate.sign)


_NOT_ABOVE = frozenset({"caption", "related", "byline"})
_HOST = re.compile(r"(?:https?://|\bwww\.)([\w-]+(?:\.[\w-]+)+)")


def _hosts(document: Document, head: Head, told: Told) -> frozenset[str]:
    """The names of the sites that the page says it is on: "harbourpost" of www.harbourpost.example.

    Asked are its address, and addresses beside the text, not those within it.
    """
    text = document.text
    beside = [r.span.of(text) for r in document.regions if r.kind == "boilerplate"]
    named = [told.url, *(pair[1] for pair in (head.get("canonical"), head.get("og:url")) if pair)]
    hosts = (m.group(1) for words in (*beside, *named) if words for m in _HOST.finditer(words))
    labels = (label for host in hosts for label in host.casefold().split(".")[:-1])
    letters = ("".join(filter(str.isalnum, label)) for label in labels)
    return frozenset(label for label in letters if len(label) >= 4)


def _after_title(document: Document, title: Fact | None) -> Fact | None:
    """The name after the stroke in "Headline | The Paper"."""
    if title is None or title.span is None:
        return None
    text = document.text
    line = title.span.of(text)
    for mark in (" | ", " – ", " — ", " - "):
        at = line.rfind(mark)
        if at <= 0:
            continue
        span = trimmed(text, Span(title.span.start + at + len(mark), title.span.end))
        if span is not None and _is_outlet(text, span, sure=mark == " | "):
            return Fact(span.of(text), span, "the name after the headline")
    return None


def _is_outlet(text: str, span: Span, *, sure: bool) -> bool:
    block = Block(text, span, before=0, indent=0)
    if block.n > 5 or block.capitals < 1 or block.ends_sentence:
        return False
    return sure or is_masthead(block) or block.text.casefold() in agencies()


def _title_field(head: Head, title: Fact | None) -> Fact | None:
    """The name that the markup's title has beside the headline: after it, or before it."""
    named = head.get("title")
    if named is None or title is None:
        return None
    begun = title.value.casefold()[:25]
    for mark in (" | ", " – ", " — ", " - ", " :: "):
        before, found, after = named[1].rpartition(mark)
        if found and before.casefold().startswith(begun):
            return Fact(after, None, _by_markup("title")) if is_name(after) else None
        before, found, after = named[1].partition(mark)
        if found and after.casefold().startswith(begun) and is_name(before):
            return Fact(before, None, _by_markup("title"))
    return None


def _right_holder(document: Document) -> Fact | None:
    """The name in "© 2021 The Paper", "Copyright The Paper 2021. All rights reserved."."""
    text = document.text
    for region in reversed(document.regions):
        if region.kind != "boilerplate":
            continue
        line = region.span.of(text)
        at = max(line.rfind("©"), line.casefold().rfind("copyright"), line.rfind("(c) "))
        if at < 0 or len(line) > 200:
            continue
        found = _holder(line, at)
        if found is not None:
            span = found.shift(region.span.start)
            return Fact(span.of(text), span, "the holder of the copyright")
    return None


def _holder(line: str, at: int) -> Span | None:
    """The capitalised words after a copyright mark, years and small words before them left out."""
    words = list(_words(line, at))
    name = [
        w
        for w in words
        if not _is_small(w.of(line))
        and w.of(line).casefold() not in {"copyright", "©", "(c)", "by", "©copyright"}
    ]
    kept: list[Span] = []
    for word in name:
        if kept and (
            line[kept[-1].end - 1] in ".,|·;"
            or any(c.isalnum() for c in line[kept[-1].end : word.start])
        ):
            break
        if not word.of(line)[:1].isupper():
            break
        kept.append(word)
    if not kept or len(kept) > 7 or kept[0].of(line).casefold() == "all":
        return None
    return trimmed(line, Span(kept[0].start, kept[-1].end - (line[kept[-1].end - 1] in ".,|·;")))


def _words(line: str, start: int) -> Iterator[Span]:
    at = start
    for word in line[start:].split():
        at = line.find(word, at)
        yield Span(at, at + len(word))
        at += len(word)


def _is_small(word: str) -> bool:
    """A year, a span of years, a mark."""
    return not any(c.isalpha() for c in word) and word != "©"


def _agency(document: Document, dateline: Dateline | None) -> Fact | None:
    """Whose text the page carries: the dateline's credit, or a line such as "Source: KNA"."""
    text = document.text
    if dateline is not None and dateline.agency is not None:
        return Fact(dateline.agency.of(text), dateline.agency, "the dateline's credit")
    for region in document.regions:
        if region.kind in {"boilerplate", "byline", "caption", "related"}:
            found = _credit(text, region.span)
            if found is not None and region.kind != "caption":
                return Fact(found.of(text), found, "the credit line")
    return None


def _credit(text: str, span: Span) -> Span | None:
    """The name in "Source: KNA", "(KNA)", "By the KNA" and the like; None in any other line."""
    line = span.of(text)
    if len(line) > 60 or "\n" in line:
        return None
    folded = line.casefold()
    for lead in entries("residue.txt", "source credit"):
        if folded.startswith(lead):
            rest = trimmed(text, Span(span.start + len(lead), span.end))
            if rest is not None and rest.of(text)[:1].isupper() and len(rest.of(text).split()) <= 4:
                return rest
    bare = trimmed(text, Span(span.start, span.end))
    while bare is not None and bare.of(text)[0] in "([-–—/":
        bare = Span(bare.start + 1, bare.end) if len(bare.of(text)) > 1 else None
    if bare is None:
        return None
    name = bare.of(text).rstrip(")]/. ")
    if name.casefold().startswith("by "):
        bare, name = Span(bare.start + 3, bare.end), name[3:]
    if name.casefold().removeprefix("the ") in agencies():
        return Span(bare.start, bare.start + len(name))
    return None


# --- place ------------------------------------------------------------------------------------


def _place(document: Document, dateline: Dateline | None, title: Fact | None) -> Fact | None:
    """Where the story was written, or a transcript's words were spoken."""
    text = document.text
    if dateline is not None and dateline.place is not None:
        return Fact(dateline.place.of(text), dateline.place, "the dateline")
    spoken = any(region.kind == "transcript" for region in document.regions)
    if not spoken or title is None or title.span is None:
        return None
    return _place_before_date(text, title.span)


def _place_before_date(text: str, title: Span) -> Fact | None:
    """The name before the day in "…'s remarks after the talks, Karsholm, 4 May 2021"."""
    line = title.of(text)
    day = next(written_dates(line), None)
    if day is None:
        return None
    before = line[: day.span.start].rstrip(", ")
    comma = before.rfind(",")
    name = before[comma + 1 :].strip()
    if (
        comma < 0
        or not name
        or len(name.split()) > 3
        or not all(w[0].isupper() for w in name.split())
    ):
        return None
    start = title.start + before.rfind(name)
    return Fact(name, Span(start, start + len(name)), "the headline, before its day")
