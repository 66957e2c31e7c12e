"""Words for bodies: which make a name an organisation's, and which are every state's."""

from __future__ import annotations

from functools import cache

from onrecord.lists import lines


@cache
def organisation_words() -> frozenset[str]:
    """Words that make a name an organisation's, from onrecord/data/organisation_words.txt."""
    return frozenset(lines("organisation_words.txt"))


_MINISTRIES = frozenset(
    "Foreign Defence Defense Interior Justice Finance Trade Health Supreme National Central State "
    "Security of the The and Affairs High".split()
)


def is_general_body(name: str) -> bool:
    """Whether a body's name tells only its kind, so that every state has one: "Foreign Ministry".

    >>> is_general_body("Supreme Court"), is_general_body("Nordic Council")
    (True, False)
    """
    return all(word in organisation_words() or word in _MINISTRIES for word in name.split())
