"""Words that a person takes from a page, found where they stand beside a statement or event.

A correction may move what is quoted, never make it up: its words are the page's own characters, in
the paragraphs that the entry stands in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import get_args

from onrecord.link.words import tokens
from onrecord.model import About, AboutKind, Document
from onrecord.record.tables import on_page
from onrecord.spans import Span, hull

BETWEEN_PHRASES = ";"
"""Stands between the phrases of what an event is about."""

_MARKS = "\"'“”„‟«»‹›‘’‚`>*–—-"
_BREAK = re.compile(rf"[ \t]*[{_MARKS}]*[ \t]*\n\s*\n\s*[{_MARKS}]*[ \t]*")
"""The break between two paragraphs of one quotation, with its marks; not of the words."""
_GAP = rf"(?:\s+|{_BREAK.pattern})"


def pieces_of(document: Document, words: str, near: Span) -> tuple[Span, ...]:
    """The pieces of a statement of these words, in order; none where they do not stand there.

    Words are taken up wherever a line breaks, and divided at the break of a paragraph; "[…]" (or
    "[...]") stands for words between that are not of it. Of several places the nearest is meant.
    """
    asked = [one for one in re.split(r"\[(?:…|\.\.\.)\]", words) if one.strip()]
    reach = _reach(document, near)
    found: list[Span] = []
    for number, piece in enumerate(asked):
        places = [one for one in _places(document, piece, reach) if one.start >= reach.start]
        if number:
            places = [one for one in places if one.start >= found[-1].end]
        if not places:
            return ()
        chosen = min(places, key=lambda one: _apart(one, near)) if not number else places[0]
        found += _divided(document, chosen)
    return tuple(found)


def phrase_of(document: Document, words: str, near: Span) -> Span | None:
    """Where these words stand in the paragraphs at `near`, the nearest place; None for nowhere."""
    places = list(_places(document, words, _reach(document, near)))
    return min(places, key=lambda one: _apart(one, near), default=None)


def about_of(document: Document, asked: str, near: Span) -> tuple[About, ...]:
    """What an event is about, in phrases of the page; none where one of them does not stand there.

    Each is the object unless it says what it is: "nine envoys; count: nine; amount: 3 million".
    """
    found: list[About] = []
    for one in filter(None, map(str.strip, asked.split(BETWEEN_PHRASES))):
        kind, words = _kind(one)
        span = phrase_of(document, words, near)
        if span is None:
            return ()
        text = " ".join(span.of(document.text).split())
        value = _digits(text) if kind == "count" else text
        if value is None:
            return ()
        found.append(About(kind, value, span))
    return tuple(found)


def about_words(about: Iterable[tuple[str, str]]) -> str | None:
    """Kinds and phrases as one asks for them; None for nothing.

    >>> about_words([("object", "nine envoys"), ("count", "nine")])
    'nine envoys; count: nine'
    """
    told = [words if kind == "object" else f"{kind}: {words}" for kind, words in about]
    return f"{BETWEEN_PHRASES} ".join(told) or None


def _kind(asked: str) -> tuple[AboutKind, str]:
    """What a phrase is said to be, and the phrase.

    >>> _kind("count: nine"), _kind("nine envoys")
    (('count', 'nine'), ('object', 'nine envoys'))
    """
    kinds: tuple[AboutKind, ...] = get_args(AboutKind)
    before, colon, after = asked.partition(":")
    for kind in kinds:
        if colon and before.strip().lower() == kind:
            return kind, after.strip()
    return "object", asked


def _digits(words: str) -> str | None:
    """A number of people or things in digits; None where it is not told in digits or one word.

    >>> _digits("nine"), _digits("1,200"), _digits("some")
    ('9', '1200', None)
    """
    plain = words.replace(",", "")
    if plain.isdecimal():
        return str(int(plain))
    found = tokens(words)
    return found[0] if len(found) == 1 and found[0].isdecimal() else None


def _reach(document: Document, near: Span) -> Span:
    """The paragraphs that `near` stands in, whole."""
    touched = [one.span for one in document.regions if _overlap(one.span, near)]
    return hull([near, *touched])


def _places(document: Document, words: str, reach: Span) -> Iterator[Span]:
    loose = re.compile(_GAP.join(map(re.escape, words.split())))
    at = reach.start
    while words.strip() and (match := loose.search(document.text, at, reach.end)) is not None:
        span = Span(*match.span())
        if on_page(document, span) is not None:
            yield span
        at = match.start() + 1


def _divided(document: Document, span: Span) -> Iterator[Span]:
    start = span.start
    for gap in _BREAK.finditer(document.text, span.start, span.end):
        yield Span(start, gap.start())
        start = gap.end()
    yield Span(start, span.end)


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def _apart(one: Span, near: Span) -> tuple[int, int]:
    """How far a span lies from `near`, and how unlike its beginning is."""
    gap = max(0, near.start - one.end, one.start - near.end)
    return gap, abs(one.start - near.start)
