"""PLOVER as facts: the types, their modes, quad classes and intensities.

The table is onrecord/data/plover.tsv (from the PLOVER manual, CC BY-SA 4.0).
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

import msgspec

from onrecord.errors import OnrecordError
from onrecord.lists import rows

CONFLICT = 3
"""Quad classes from here on are conflict: 3 verbal, 4 material."""


class Code(msgspec.Struct, frozen=True):
    """One type, or one type with a mode: its quad class (1-4), intensity, and recipient rule."""

    type: str
    mode: str | None
    quad: int
    intensity: float
    needs_recipient: bool


@cache
def codes() -> Mapping[tuple[str, str | None], Code]:
    """Every code of the codebook by its type and mode; mode None is the type itself."""
    found = {}
    for kind, mode, quad, intensity, recipient in rows("plover.tsv"):
        named = None if mode == "-" else mode
        found[kind, named] = Code(kind, named, int(quad), float(intensity), recipient == "yes")
    return MappingProxyType(found)


def code_of(kind: str, mode: str | None = None) -> Code:
    """The codebook's entry for a type and mode; `OnrecordError` names the modes that exist.

    >>> code_of("SANCTION", "expel").intensity
    -5.5
    """
    found = codes().get((kind, mode))
    if found is None:
        known = sorted(m for k, m in codes() if k == kind and m) or "no modes"
        raise OnrecordError(
            f"expected a type and mode of PLOVER, found {kind} {mode}; {kind} has {known}"
        )
    return found


def type_names() -> tuple[str, ...]:
    """The sixteen types, in the codebook's order."""
    return tuple(kind for kind, mode in codes() if mode is None)
