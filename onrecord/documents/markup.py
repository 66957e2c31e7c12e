"""HTML read into visible text, character by character traceable to the source.

One pass from left to right that never looks back, so that no page, however broken, takes more
than time in proportion to its length. It does not repair markup as a browser does: it only has
to know which characters are seen, and where one block of text ends.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from functools import cache
from typing import Literal, NamedTuple

from onrecord.documents.lexicon import entries
from onrecord.spans import OffsetMap, Segment, Span

BLOCKS = frozenset(
    "address article aside blockquote body button caption center dd details dialog div dl dt "
    "fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr html label legend li main "
    "nav ol option p pre section select summary table tbody td tfoot th thead title tr ul".split()
)
"""Elements that begin and end a block of text; all others run on in the line."""
UNSEEN = frozenset(
    "head script style template noscript svg math iframe object audio video canvas map textarea "
    "xmp noembed noframes".split()
)
"""Elements whose text is not shown (or not as text)."""
RAW = frozenset("script style textarea title xmp iframe noembed noframes".split())
"""Elements whose content is no markup: it ends at their end tag and nowhere else."""
VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
_AT_ONCE = frozenset("p li dt dd tr td th option".split())
"""Elements that the next of their kind ends, since their end tag may be left out."""
_BANNERS = 0.35
"""The share of a page's characters from which a banner has two paragraphs and no headline, or is
none."""
_SENTENCES = 80
"""Characters from which a block of a banner could be a paragraph of the article."""
_HOLDERS = frozenset("div section aside form dialog header footer ul".split())
"""Elements that may be a banner, beside those of a site's own names ("amp-consent")."""
_DEEPEST = 100
"""Open elements that are kept track of; deeper ones are read, but not told apart."""


class Token(NamedTuple):
    """A tag, or a run of text, and where it stands in the source."""

    kind: Literal["open", "close", "text", "raw"]
    name: str
    span: Span


class TextBlock(NamedTuple):
    """A block of visible text.

    `span` is in the readable text; `path` names the open elements around it, outermost first,
    `holder` numbers the innermost block element around it and `parent` the next one outwards;
    `linked` is the share of its characters inside links; `banner` whether an element around it is
    named as one that asks for consent, an address or money.
    """

    span: Span
    path: tuple[str, ...]
    holder: int
    parent: int
    linked: float
    banner: bool = False


class Readable(NamedTuple):
    """A page's visible text, its blocks in order, and the map back to the source."""

    text: str
    blocks: tuple[TextBlock, ...]
    offsets: OffsetMap
    cut: bool
    """Whether the source ends within a tag, a comment or a script."""


class Head(NamedTuple):
    """What a page's markup says about it: `(field, value)` pairs in order of the page."""

    fields: tuple[tuple[str, str], ...]
    scripts: tuple[str, ...]
    """The contents of its JSON-LD scripts."""

    def get(self, *names: str) -> tuple[str, str] | None:
        """The first of `names` that the page fills, with its value; None where it fills none."""
        for name in names:
            for field, value in self.fields:
                if field == name and value:
                    return name, value
        return None


def tokens(source: str) -> Iterator[Token]:
    """The tags and texts of `source` in order; comments and declarations are left out."""
    offset, end = 0, len(source)
    while offset < end:
        if source[offset] != "<":
            stop = source.find("<", offset)
            stop = end if stop < 0 else stop
            yield Token("text", "", Span(offset, stop))
            offset = stop
            continue
        after = source[offset + 1 : offset + 2]
        if after in {"!", "?"}:
            offset = _past_declaration(source, offset)
        elif after.isascii() and after.isalpha():
            stop = _past_tag(source, offset + 1)
            name = _name(source, offset + 1)
            yield Token("open", name, Span(offset, stop))
            offset = stop
            if name in RAW and source[stop - 2 : stop] != "/>":
                close = _close_of(name).search(source, stop)
                inner = end if close is None else close.start()
                yield Token("raw", name, Span(stop, inner))
                offset = inner
        elif after == "/" and source[offset + 2 : offset + 3].isalpha():
            stop = _past_tag(source, offset + 2)
            yield Token("close", _name(source, offset + 2), Span(offset, stop))
            offset = stop
        else:  # a bare "<" is text
            stop = source.find("<", offset + 1)
            stop = end if stop < 0 else stop
            yield Token("text", "", Span(offset, stop))
            offset = stop


@cache
def _close_of(name: str) -> re.Pattern[str]:
    return re.compile(rf"</{name}[\s/>]", re.IGNORECASE)


def _past_declaration(source: str, offset: int) -> int:
    if source.startswith("<!--", offset):
        stop = source.find("-->", offset + 2)
        return len(source) if stop < 0 else stop + 3
    if source.startswith("<![CDATA[", offset):
        stop = source.find("]]>", offset)
        return len(source) if stop < 0 else stop + 3
    stop = source.find(">", offset)
    return len(source) if stop < 0 else stop + 1


def _past_tag(source: str, offset: int) -> int:
    """Just after the ">" that ends the tag; one in an attribute's quotes does not end it."""
    while True:
        found = _tag_mark().search(source, offset)
        if found is None:
            return len(source)
        if found.group() == ">":
            return found.end()
        quote = found.group()[-1]
        close = source.find(quote, found.end())
        if close < 0:
            return len(source)
        offset = close + 1


@cache
def _tag_mark() -> re.Pattern[str]:
    return re.compile(r">|=\s*[\"']")


def _name(source: str, offset: int) -> str:
    found = _tag_name().match(source, offset)
    return found.group().lower() if found else ""


@cache
def _tag_name() -> re.Pattern[str]:
    return re.compile(r"[A-Za-z][A-Za-z0-9:-]{0,40}")


def attributes(tag: str) -> dict[str, str]:
    """The attributes of a tag as written, names in small letters, entities decoded."""
    found: dict[str, str] = {}
    for match in _attribute().finditer(tag[:20_000]):
        name, double, single, bare = match.groups()
        value = next((v for v in (double, single, bare) if v is not None), "")
        found.setdefault(name.lower(), html.unescape(value))
    return found


@cache
def _attribute() -> re.Pattern[str]:
    return re.compile(
        r"(?<=[\s\"'/])([A-Za-z_:@][\w:.@-]*)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>\"']+)))?"
    )


@cache
def _pieces() -> re.Pattern[str]:
    """White space, an entity, or a run without either."""
    return re.compile(
        r"[\s\xa0\u200b]+|&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]\w{1,30});?|[^\s\xa0\u200b&]+|&"
    )


class _Writer:
    """Builds the readable text, its segments and its blocks."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.length = 0
        self.segments: list[Segment] = []
        self.blocks: list[TextBlock] = []
        self.start: int | None = None  # of the block being written
        self.space: Span | None = None  # white space seen in the source, not yet written
        self.line = False  # whether a line break is due before the next character
        self.linked = 0
        self.path: tuple[str, ...] = ()
        self.held: tuple[int, int] = (0, 0)
        self.banner: int | None = None  # the outermost open element that is named as a banner
        self.named: int | None = None  # the same when the block began
        self.letters: dict[int, int] = {}  # of each such element
        self.banners: list[int | None] = []  # of each block
        self.prose: dict[int, int] = {}  # paragraphs of a large one

    def write(
        self, text: str, page: Span, *, linked: bool, path: tuple[str, ...], held: tuple[int, int]
    ) -> None:
        if self.start is None:
            self.path, self.held, self.named = path, held, self.banner
            if self.length:
                self._put("\n\n")
            self.start = self.length
        elif self.line:
            self._put("\n")
        elif self.space is not None:
            self._map(" ", self.space)
        self.space, self.line = None, False
        self._map(text, page)
        self.linked += len(text) if linked else 0

    def end_block(self) -> None:
        if self.start is not None:
            span = Span(self.start, self.length)
            share = self.linked / (span.end - span.start)
            self.blocks.append(TextBlock(span, self.path, *self.held, share))
            self.banners.append(self.named)
            if self.named is not None:
                self.letters[self.named] = self.letters.get(self.named, 0) + span.end - span.start
        self.start, self.space, self.line, self.linked = None, None, False, 0

    def told_apart(self) -> tuple[TextBlock, ...]:
        """The blocks, those of banners marked; none is where much of the page would be.

        A page whose body is of the class "cookies-accepted" is no banner.
        """
        most = _BANNERS * self.length
        held = {number for number in self.banners if number is not None}
        for block, number in zip(self.blocks, self.banners, strict=True):
            if number is not None and ("h1" in block.path or self.letters[number] > most):
                prose = block.span.end - block.span.start > _SENTENCES
                self.prose[number] = self.prose.get(number, 0) + (
                    3 if "h1" in block.path else prose
                )
        true = {number for number in held if self.prose.get(number, 0) <= 2}
        return tuple(
            block._replace(banner=number in true)
            for block, number in zip(self.blocks, self.banners, strict=True)
        )

    def break_line(self) -> None:
        """A line break; a second one with nothing between them ends the block."""
        if self.line:
            self.end_block()
        elif self.start is not None:
            self.line = True

    def see_space(self, page: Span) -> None:
        if self.start is not None and self.space is None:
            self.space = page

    def _put(self, text: str) -> None:
        self.parts.append(text)
        self.length += len(text)

    def _map(self, text: str, page: Span) -> None:
        last = self.segments[-1] if self.segments else None
        new = Segment(self.length, self.length + len(text), page.start, page.end)
        same = len(text) == page.end - page.start
        if last is not None and same and _follows(last, new):
            self.segments[-1] = Segment(last.start, new.end, last.page_start, new.page_end)
        else:
            self.segments.append(new)
        self._put(text)


def _follows(last: Segment, new: Segment) -> bool:
    one_to_one = last.end - last.start == last.page_end - last.page_start
    return one_to_one and last.end == new.start and last.page_end == new.page_start


def read_markup(source: str) -> Readable:
    """The visible text of an HTML page, with entities decoded and white space made single."""
    writer = _Writer()
    open_elements: list[tuple[str, int]] = []
    hidden: tuple[str, int] | None = None  # an element not shown, and how many of its kind are open
    number = 0
    links = 0
    for token in tokens(source):
        if token.kind == "open":
            if hidden is not None:
                hidden = _nested(hidden, token)
                if hidden is not None:
                    continue
            if token.name == "br":
                writer.break_line()
                continue
            if token.name in BLOCKS:
                writer.end_block()
            if token.name in VOID:
                continue
            if _is_hidden(source, token):
                hidden = (token.name, 1)
                continue
            if token.name in _AT_ONCE:
                _close(open_elements, token.name, within=_holder_of(token.name))
            number += 1
            if writer.banner is None and _is_banner(source, token):
                writer.banner = number
            if len(open_elements) < _DEEPEST:
                open_elements.append((token.name, number))
            links += token.name == "a"
        elif token.kind == "close":
            if hidden is not None:
                if token.name == hidden[0]:
                    hidden = (hidden[0], hidden[1] - 1) if hidden[1] > 1 else None
                continue
            if token.name in BLOCKS:
                writer.end_block()
            links = max(0, links - 1) if token.name == "a" else links
            _close(open_elements, token.name)
            if writer.banner is not None and writer.banner not in {n for _, n in open_elements}:
                writer.banner = None
        elif token.kind == "text" and hidden is None:
            _write_text(writer, source, token.span, open_elements, linked=links > 0)
    writer.end_block()
    text = "".join(writer.parts)
    offsets = OffsetMap(tuple(writer.segments))
    return Readable(text, writer.told_apart(), offsets, _is_cut(source))


def _write_text(
    writer: _Writer,
    source: str,
    span: Span,
    open_elements: list[tuple[str, int]],
    *,
    linked: bool,
) -> None:
    path = tuple(name for name, _ in open_elements)
    holders = [number for name, number in reversed(open_elements) if name in BLOCKS]
    held = (holders[0] if holders else 0, holders[1] if len(holders) > 1 else 0)
    lines = "pre" in path
    for match in _pieces().finditer(source, span.start, span.end):
        piece = match.group()
        page = Span(*match.span())
        if piece[0].isspace() or piece[0] == "\u200b":
            if lines and "\n" in piece:
                writer.break_line()
                if piece.count("\n") > 1:
                    writer.break_line()
            else:
                writer.see_space(Span(page.start, page.start + 1))
        elif piece[0] == "&" and len(piece) > 1:
            _write_entity(writer, piece, page, path, held, linked=linked)
        else:
            writer.write(piece, page, linked=linked, path=path, held=held)


def _write_entity(
    writer: _Writer,
    piece: str,
    page: Span,
    path: tuple[str, ...],
    held: tuple[int, int],
    *,
    linked: bool,
) -> None:
    decoded = html.unescape(piece)
    if not decoded.strip("\xa0\u200b\u200c\u200d \t\r\n") or decoded.isspace():
        writer.see_space(page)
    elif decoded == piece:
        writer.write(piece, page, linked=linked, path=path, held=held)
    elif len(decoded) == 1 or not piece.endswith(decoded[1:]):
        writer.write(decoded, page, linked=linked, path=path, held=held)
    else:  # "&ampersand": an entity without its ";" and the letters that follow it
        cut = page.end - len(decoded) + 1
        writer.write(decoded[0], Span(page.start, cut), linked=linked, path=path, held=held)
        writer.write(decoded[1:], Span(cut, page.end), linked=linked, path=path, held=held)


def _nested(hidden: tuple[str, int], token: Token) -> tuple[str, int] | None:
    """The hidden element after a tag inside it; None where the tag ends it by its kind."""
    if token.name == hidden[0]:
        return None if token.name in _AT_ONCE else (hidden[0], hidden[1] + 1)
    if hidden[0] == "head" and token.name == "body":
        return None
    return hidden


def _is_hidden(source: str, token: Token) -> bool:
    if token.name in UNSEEN:
        return source[token.span.end - 2] != "/"
    tag = source[token.span.start : token.span.end]
    if "hidden" not in tag and "none" not in tag:
        return False
    has = attributes(tag)
    style = has.get("style", "").replace(" ", "").casefold()
    return "hidden" in has or "display:none" in style or "visibility:hidden" in style


def _is_banner(source: str, token: Token) -> bool:
    """Whether an element's id or class names it as a banner, by the list of data/outlets.txt.

    "gdpr", "cookie-banner" and "newsletterSignup" do, "article-newsletters" does not.
    """
    if token.name not in _HOLDERS and "-" not in token.name:
        return False
    tag = source[token.span.start : token.span.end]
    if _banner_word().search(tag) is None:
        return False
    has = attributes(tag)
    names = " ".join(filter(None, (has.get("id"), has.get("class"), token.name)))
    hyphened = tuple(entry for entry in entries("outlets.txt", "banner") if "-" in entry)
    return any(
        name.casefold().startswith(hyphened)
        or any(map(_banner_word().fullmatch, re.split(r"[_-]+|(?<=[a-z])(?=[A-Z])", name)[:2]))
        for name in names.split()
    )


@cache
def _banner_word() -> re.Pattern[str]:
    """A word of the list "banner", or its plural."""
    words = "|".join(map(re.escape, entries("outlets.txt", "banner")))
    return re.compile(rf"(?:{words})s?", re.IGNORECASE)


def _holder_of(name: str) -> frozenset[str]:
    """The elements that an end tag left out is not looked for beyond."""
    if name in {"td", "th", "tr"}:
        return frozenset({"table"})
    if name == "p":
        return frozenset({"div", "td", "li", "blockquote", "section", "article", "body"})
    return frozenset({"ul", "ol", "dl", "select"})


def _close(
    open_elements: list[tuple[str, int]], name: str, within: frozenset[str] = frozenset()
) -> None:
    """Take the innermost open element `name` off, with what is open inside it."""
    for index in range(len(open_elements) - 1, max(-1, len(open_elements) - 40), -1):
        if open_elements[index][0] == name:
            del open_elements[index:]
            return
        if open_elements[index][0] in within:
            return


def _is_cut(source: str) -> bool:
    """Whether the source ends within a tag, a comment or a script."""
    tail = source.rstrip()
    comment = tail.rfind("<!--")
    if comment >= 0 and tail.find("-->", comment) < 0:
        return True
    tag = tail.rfind("<")
    if tag >= 0 and tail.find(">", tag) < 0:
        return bool(tail[tag + 1 : tag + 2].isalpha() or tail[tag + 1 : tag + 2] in {"/", "!"})
    script = max(tail.rfind("<script"), tail.rfind("<style"))
    return script >= 0 and tail.find("</", script) < 0


def read_head(source: str) -> Head:
    """What the markup says about the page: title, meta fields, times, its address, JSON-LD."""
    fields: list[tuple[str, str]] = []
    scripts: list[str] = []
    ld = False
    seen = 0
    for token in tokens(source):
        if token.kind == "open" and _tells(source, token):
            seen += 1
            if seen > 2000:
                break
            has = attributes(source[token.span.start : token.span.end])
            ld = token.name == "script" and "ld+json" in has.get("type", "")
            fields.extend(_fields(token.name, has))
        elif token.kind == "raw" and token.name == "title":
            title = " ".join(html.unescape(source[token.span.start : token.span.end]).split())
            fields.append(("title", title))
        elif token.kind == "raw" and ld and token.span.end - token.span.start < 1_000_000:
            scripts.append(source[token.span.start : token.span.end])
    return Head(tuple(fields), tuple(scripts))


def _tells(source: str, token: Token) -> bool:
    """Whether a tag may tell something of the page: by its name, or as a date of microdata."""
    if token.name in {"meta", "link", "time", "script", "html"}:
        return True
    return source.find('itemprop="date', token.span.start, token.span.end) >= 0


def _fields(name: str, has: dict[str, str]) -> Iterator[tuple[str, str]]:
    if name == "meta":
        fields = (has.get(key) for key in ("property", "name", "itemprop", "http-equiv"))
        field = next(filter(None, fields), "")
        yield field.casefold(), " ".join(has.get("content", "").split())
    elif name == "link" and has.get("rel") == "canonical":
        yield "canonical", has.get("href", "")
    elif name == "html" and has.get("lang"):
        yield "lang", has["lang"]
    elif has.get("itemprop", "").startswith("date") or (name == "time" and "pubdate" in has):
        field = has.get("itemprop", "datepublished").casefold()
        yield field, has.get("datetime") or has.get("content", "")
    if name == "time" and has.get("datetime"):
        yield "time", has["datetime"]
