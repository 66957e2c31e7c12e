"""Witnesses to a page's date: how one is made, what each kind is worth, shared words."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from onrecord.documents.lexicon import entries
from onrecord.lists import rows
from onrecord.model import RegionKind, Witness
from onrecord.spans import Span

PROSE: frozenset[RegionKind] = frozenset({"body", "question", "answer", "transcript"})
"""Regions that hold the page's own text."""

_LABELS = (
    "embargo",
    "print",
    "original",
    "fetched",
    "event",
    "past",
    "period",
    "updated",
    "published",
)


class Kind(NamedTuple):
    """A row of data/witnesses.tsv; the file's head says what each means."""

    origin: str
    worth: float
    against: float
    name: str


@cache
def kinds() -> dict[str, Kind]:
    """Every kind of witness by its name."""
    return {
        kind: Kind(origin, float(worth), float(against), name)
        for kind, origin, worth, against, name in rows("witnesses.tsv")
    }


def witness(kind: str, date: str, span: Span | None, reason: str, *, worth: float = 0) -> Witness:
    """A witness of `kind`, scored by the table; `worth` is added for what is special to it.

    `KeyError` for a kind that the table does not have.
    """
    return Witness(date, span, kind, max(0.0, kinds()[kind].worth + worth), reason)


def bare_edtf(month: int, day: int) -> str:
    """A day whose year is not told, as EDTF writes it: "XXXX-06-18"."""
    return f"XXXX-{month:02}-{day:02}"


def is_bare(date: str) -> bool:
    """Whether the date lacks its year."""
    return date.startswith("XXXX-")


def date_label(words: str) -> str | None:
    """What the words before a date say that it is, by data/date_words.txt; None where nothing.

    >>> date_label("Last updated:"), date_label("By Anna Berg, posted on"), date_label("Economy")
    ('updated', 'published', None)
    """
    folded = words.casefold()
    for word in entries("date_words.txt", "no change"):
        folded = folded.replace(word, "")
    if folded.strip(" :|>\t") in entries("date_words.txt", "date itself"):
        return "published"
    for label in _LABELS:
        if any(word in folded for word in entries("date_words.txt", label)):
            return label
    return None
