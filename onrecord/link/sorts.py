"""The four sorts of items that are joined, each with what decides it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar

import msgspec

from onrecord.link import actors, copies, happenings, utterances
from onrecord.link.accounts import Account
from onrecord.link.block import Join, Keyed, Likeness
from onrecord.link.copies import Source
from onrecord.link.profiles import Profile
from onrecord.link.utterances import Spoken

T = TypeVar("T")


class Sort(msgspec.Struct, Generic[T], frozen=True):
    """How items of one sort are found, compared, kept apart; `reach` bounds how many are met.

    An item's number is that of `prefix` and its id.
    """

    name: str
    reach: int
    keyed: Callable[[T], Keyed]
    compare: Callable[[T, T], Join | None]
    apart: Callable[[T, T], bool]
    like: Callable[[T], Likeness]
    prefix: str = ""


ACTORS: Sort[Profile] = Sort(
    "actor", actors.REACH, actors.keyed, actors.compare, actors.apart, actors.like, "actor "
)
UTTERANCES: Sort[Spoken] = Sort(
    "utterance",
    utterances.REACH,
    utterances.keyed,
    utterances.compare,
    utterances.apart,
    utterances.like,
)
HAPPENINGS: Sort[Account] = Sort(
    "happening",
    happenings.REACH,
    happenings.keyed,
    happenings.compare,
    happenings.apart,
    happenings.like,
)
COPIES: Sort[Source] = Sort(
    "copy", copies.REACH, copies.keyed, copies.compare, copies.apart, copies.like, "page "
)
SORTS: tuple[Sort[Any], ...] = (ACTORS, UTTERANCES, HAPPENINGS, COPIES)
