"""Who acts for a state: the holders of its offices, its ministries, its capital."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.model import Entity


def acts_for_state(entity: Entity) -> bool:
    """Whether the entity acts for the state it belongs to: an office holder, a ministry, a capital.

    A senator, a party leader, a bishop, a company or a rebel movement acts for itself.
    """
    if entity.kind == "organisation":
        return bool(_STATE_BODIES & _words_of(entity.names))
    if entity.kind == "person":
        public = bool(entity.offices) and entity.sector not in _PRIVATE_SECTORS
        return public and not PRIVATE_WORDS & _words_of(entity.offices)
    return entity.kind in ("place", "office")


def _words_of(names: Sequence[str]) -> frozenset[str]:
    return frozenset(word for name in names for word in name.lower().replace("’", "'").split())


_PRIVATE_SECTORS = frozenset({"LEG", "BUS", "MED", "EDU", "REL", "IGO"})
PRIVATE_WORDS = frozenset(
    "opposition party rebel rebels militia union movement guerrilla separatist candidate nominee "
    "lawyer attorney activist brother sister father mother wife husband widow son daughter "
    "company bank club group coach captain dissident tycoon businessman businesswoman".split()
)
"""Words of those who act for themselves, whatever office they hold."""
_STATE_BODIES = frozenset(
    "ministry department government army navy military police embassy consulate administration "
    "presidency cabinet council treasury court prosecutor directorate guard guards office agency "
    "service services command forces staff mission delegation house".split()
)
"""Words in the name of a body that acts for its state."""
