"""The verbs that report words, and what each takes: onrecord/data/cues.tsv."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import cast

import msgspec

from onrecord.lists import lines, rows
from onrecord.model import Nature


class Cue(msgspec.Struct, frozen=True):
    """What a reporting verb takes: a clause (or a quotation), or only a quotation, or "to do"."""

    nature: Nature
    clause: bool
    quotation: bool


@cache
def cues() -> Mapping[str, Cue]:
    """Reporting verbs by lemma.

    >>> cues()["stress"].nature, cues()["hope"].nature
    ('speech', 'belief')
    """
    found: dict[str, Cue] = {}
    for lemma, nature, takes in rows("cues.tsv"):
        if takes != "t":
            found[lemma] = Cue(cast(Nature, nature), takes == "c", True)
    return MappingProxyType(found)


@cache
def with_particles() -> frozenset[str]:
    """Verbs that report with a particle ("point out"), by lemma."""
    return frozenset(cue.partition(" ")[0] for cue in cues() if " " in cue)


@cache
def intentions() -> Mapping[str, Nature]:
    """Verbs that report what someone means to do, by lemma, with their nature."""
    return MappingProxyType(
        {lemma: cast(Nature, nature) for lemma, nature, takes in rows("cues.tsv") if takes == "t"}
    )


@cache
def occasion_nouns() -> frozenset[str]:
    """Nouns for occasions and channels of speech, from onrecord/data/occasions.txt."""
    return frozenset(lines("occasions.txt"))


@cache
def lead_ins() -> frozenset[tuple[str, ...]]:
    """Openings of a sentence that are no part of what it reports, each as its words."""
    return frozenset(tuple(line.split()) for line in lines("lead_ins.txt"))


@cache
def requests() -> frozenset[str]:
    """Verbs that ask a hearer to do something, from onrecord/data/requests.txt."""
    return frozenset(lines("requests.txt"))
