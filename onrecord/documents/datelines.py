"""Datelines: the place, day and agency that open a wire story's first paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from onrecord.documents.lexicon import agencies, entries, entry_set, places
from onrecord.documents.written_dates import WEEKDAYS, WrittenDate, written_dates
from onrecord.spans import Span, trimmed

_LONGEST = 140
"""A dateline ends within so many characters, or it is none."""
_DASHES = frozenset("-–—―")
_PARTICLES = frozenset({"of", "the", "and", "de", "la", "el", "al", "del", "on", "an", "am", "d'"})


class Dateline(NamedTuple):
    """A dateline; all spans are in the text that was searched, `span` with its closing mark."""

    span: Span
    place: Span | None
    day: WrittenDate | None
    agency: Span | None


def dateline_of(text: str, *, opens_story: bool = False) -> Dateline | None:
    """The dateline that `text` opens with; None where it opens with none.

    A form is asked for, not a list: a place in capitals before a dash, or a place with a day
    or an agency. `opens_story` also lets a bare "Karsholm — The…" of an unknown town pass.

    >>> text = "OSTRELL, June 18. /KESTA/. The bridge is open."
    >>> found = dateline_of(text)
    >>> found.span.of(text), found.place.of(text), found.agency.of(text), found.day.month
    ('OSTRELL, June 18. /KESTA/.', 'OSTRELL', 'KESTA', 6)
    """
    start = len(text) - len(text.lstrip())
    best: Dateline | None = None
    for end, mark in _marks(text, start):
        found = _read(text, Span(start, end), mark, opens_story=opens_story)
        if found is not None:
            best = found
    return best


def _marks(text: str, start: int) -> Iterator[tuple[int, str]]:
    """Where a dateline may end (after its closing mark), with the mark, in order."""
    limit = min(len(text), start + _LONGEST)
    for index in range(start + 2, limit):
        character = text[index]
        after = text[index + 1 : index + 2]
        if character in _DASHES and after not in _DASHES:
            if after.isspace() or (text[index - 1].isspace() and after.isupper()):
                yield index + 1, "dash"
        elif character == ":" and after.isspace():
            yield index + 1, "colon"
        elif character in "/)" and (after.isspace() or after in '“"'):
            yield index + 1, "credit"
        elif character == "." and after.isspace():
            yield index + 1, "stop"


def _read(text: str, span: Span, mark: str, *, opens_story: bool) -> Dateline | None:
    """The dateline that `span` is, where it is one and a sentence opens after it."""
    if not _sentence_opens(text, span.end):
        return None
    head = text[span.start : span.end]
    day = next(written_dates(head), None)
    credit = _credit(head, day)
    rest = _blank(head, [s for s in (day.span if day else None, credit and credit[0]) if s])
    pieces = list(_pieces(rest))
    agency = credit[1] if credit else None
    if agency is None and len(pieces) > 1 and pieces[-1].of(head).casefold() in agencies():
        agency = pieces.pop()
    if len(pieces) > 3 or not all(_is_name(piece.of(head)) for piece in pieces):
        return None
    place = pieces[0] if pieces else None
    regions = [piece.of(head) for piece in pieces[1:]]
    if not _believable(head, place, regions, day, agency, mark, opens_story=opens_story):
        return None
    shift = span.start
    return Dateline(
        span,
        place.shift(shift) if place else None,
        day._replace(span=day.span.shift(shift)) if day else None,
        agency.shift(shift) if agency else None,
    )


def _labels(of: str) -> tuple[str, ...]:
    return entries("date_words.txt", of)


def _believable(
    head: str,
    place: Span | None,
    regions: list[str],
    day: WrittenDate | None,
    agency: Span | None,
    mark: str,
    *,
    opens_story: bool,
) -> bool:
    """Whether what was found is a dateline rather than the first words of a sentence."""
    listed = agency is not None and agency.of(head).casefold() in agencies()
    if place is None:
        return agency is not None and (listed or day is not None) and mark != "colon"
    name = place.of(head)
    if name.casefold() in entry_set("residue.txt", "no speaker"):
        return False
    if name.casefold().startswith((*_labels("published"), *_labels("updated"))):
        return False  # "PUBLISHED: 18:12, 7 May 2031 | UPDATED"
    known = any(part.strip().casefold() in places() for part in re.split("/", name))
    known = known or any(region.casefold() in places() for region in regions)
    short = all(len(part.split()) <= 3 for part in [name, *regions]) and "’s" not in name.casefold()
    capitals = short and name.isupper() and sum(map(str.isalpha, name)) >= 3
    if mark == "stop":
        return (day is not None and (capitals or known)) or (listed and (capitals or known))
    if mark == "credit":
        return agency is not None and (listed or capitals or day is not None)
    if mark == "colon":
        shown = known or (opens_story and name.isalpha() and len(name) >= 4)
        return shown and (capitals or day is not None) and len(name.split()) <= 3
    if agency is not None or day is not None:
        return True
    if capitals and (known or sum(map(str.isalpha, name)) >= 4):
        return True
    return known or (opens_story and not regions and name.isalpha())


def _sentence_opens(text: str, offset: int) -> bool:
    """Whether the next letter or figure after `offset` could open a sentence."""
    for character in text[offset : offset + 8]:
        if character.isalnum():
            return character.isupper() or character.isdigit()
        if character == "/":
            return False
    return False


def _credit(head: str, day: WrittenDate | None) -> tuple[Span, Span] | None:
    """The agency in brackets or strokes: with its marks, and the name alone; None without one."""
    for match in re.finditer(r"\(([^()]{2,40})\)|/([^/]{2,30})/", head):
        inner = trimmed(head, Span(*match.span(1 if match.group(1) else 2)))
        if inner is None or (day is not None and inner.meets(day.span)):
            continue
        words = inner.of(head).split()
        inner_words = words[1:-1] if len(words) > 2 else []
        joined = sum(w in {"&", "and", "of"} for w in inner_words)
        named = sum(w[0].isupper() or w in {"dpa", "dapd", "epa"} for w in words)
        if len(words) <= 5 and named + joined == len(words):
            return Span(*match.span()), inner
    return None


def _blank(head: str, spans: list[Span]) -> str:
    """`head` with `spans` replaced by commas, so that what is left keeps its place."""
    for span in spans:
        head = head[: span.start] + "," * (span.end - span.start) + head[span.end :]
    return head


def _pieces(rest: str) -> Iterator[Span]:
    """The names between the commas and full stops of a dateline; weekdays are no names."""
    for match in re.finditer(
        r"(?:[^,.]|\.(?=\w)|(?<=\b[A-Z])\.|(?<=\b[A-Z][a-z])\.|(?<=St)\.)+", rest
    ):
        span = trimmed(rest, Span(*match.span()))
        while span is not None and rest[span.end - 1] in "-–—―:()/ ":
            span = (
                trimmed(rest, Span(span.start, span.end - 1)) if span.end - span.start > 1 else None
            )
        if span is not None and span.of(rest).casefold() not in WEEKDAYS:
            yield span


def _is_name(words: str) -> bool:
    """Whether `words` could name a place: one to five words, each with a capital.

    >>> _is_name("Rostov-on-Don"), _is_name("The talks went on")
    (True, False)
    """
    each = [w for w in re.split(r"[\s/]+", words) if w]
    if not 1 <= len(each) <= 5 or each[0] in {"A", "An", "It", "He", "She", "In", "On", "At"}:
        return False
    names = ((w[0].isupper() and w[0].isalpha()) or w.casefold() in _PARTICLES for w in each)
    return all(names) and not any(c in words for c in '"“”!?;<>=@#')
