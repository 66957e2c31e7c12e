"""How often a statement found as surely as this one is right, by its kind.

The network's chance that its tags and pointers hold says how sure it is, not how often a reader
agrees. The table of data/reader/confidence.tsv turns one into the other: Platt's scaling (1999),
a slope and a shift of the log odds for each kind of statement, fitted by evaluation/confidence.py.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import cache

from onrecord.lists import rows
from onrecord.model import StatementKind

_LEAST = 1e-4
"""Chances nearer to 0 or 1 than this are taken for this."""


def calibrated(chance: float, kind: StatementKind) -> float:
    """The share of right ones among statements of `kind` found with `chance`; 0 to 1.

    It grows with `chance`. Right means: most of the words, and the right speaker.

    >>> calibrated(0.2, "indirect") < calibrated(0.9, "indirect") < 1
    True
    """
    slope, shift = scaling()[kind]
    return 1 / (1 + math.exp(-(slope * _log_odds(chance) + shift)))


def uncalibrated(share: float, kind: StatementKind) -> float:
    """The chance that `calibrated` turned into `share`."""
    slope, shift = scaling()[kind]
    return 1 / (1 + math.exp(-(_log_odds(share) - shift) / slope))


@cache
def scaling() -> Mapping[str, tuple[float, float]]:
    """The slope and the shift of the log odds for each kind of statement."""
    return {kind: (float(a), float(b)) for kind, a, b in rows("reader/confidence.tsv")}


def _log_odds(chance: float) -> float:
    held = min(max(chance, _LEAST), 1 - _LEAST)
    return math.log(held / (1 - held))
