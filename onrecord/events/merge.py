"""One page tells one act often: mentions of the same act are joined, the fullest stays.

Two mentions are of one act where nothing speaks against it: the type, who takes part, the date,
the count and whether it happened must fit. A page that tells of two acts keeps both.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from onrecord.dates import is_edtf, overlaps
from onrecord.events.drafts import Draft
from onrecord.events.roles import Party
from onrecord.events.status import Standing
from onrecord.model import About, Fact, Statement
from onrecord.spans import Span

_REAL = frozenset({"happened", "ongoing"})
_FULLEST = 8
"""A mention is held against the fullest of a group only: pages repeat an act hundreds of times."""


class Made(msgspec.Struct, frozen=True):
    """A draft with what surrounds it: date, place, count, and the statement it lies in.

    `dated` is True where words date the act but the page does not say which year they mean.
    """

    draft: Draft
    standing: Standing
    date: Fact | None
    place: Fact | None
    object: Span | None
    count: int | None
    statement: Statement | None
    left: tuple[Party, ...]
    right: tuple[Party, ...]
    dated: bool = False
    about: tuple[About, ...] = ()

    @property
    def type(self) -> str:
        """The PLOVER type of the frame."""
        return self.draft.frame.type


def told_once(found: Sequence[Made], passing: Sequence[Made] = ()) -> tuple[Made, ...]:
    """One of `found` for each act, in order of the text, with what its other mentions add.

    `passing` are words that only refer to a contact ("the upcoming talks"): they say whether it
    happened, where the page has one alone that they fit, and are no acts themselves.
    """
    groups: list[list[Made]] = []
    for made in sorted(found, key=fullness, reverse=True):
        home = next(
            (g for g in groups if all(same_act(made, other) for other in g[:_FULLEST])), None
        )
        if home is None:
            groups.append([made])
        else:
            home.append(made)
    for made in passing:
        fits = [g for g in groups if same_act(made, g[0])]
        if len(fits) == 1:
            fits[0].append(made)
    return tuple(sorted((_joined(g) for g in groups), key=lambda m: m.draft.anchor.start))


def fullness(made: Made) -> tuple[float, int]:
    """How much a mention says of its act; of two that say as much, the earlier counts more."""
    settled = made.standing.status not in ("proposed", "hypothetical", "requested")
    weight = (1.5 if settled else 0.4) * (made.date is not None or made.dated)
    weight += made.place is not None
    weight += min(2, len(made.left)) + min(1, len(made.right)) + 0.5 * (made.count is not None)
    weight += 0.5 * (made.draft.frame.word_class == "v" or made.draft.carrier is not None)
    weight += 0.6 * (made.draft.paragraph.region.kind not in ("headline", "subheading"))
    weight += 0.3 * (made.statement is None)
    return weight, -made.draft.anchor.start


def same_act(one: Made, other: Made) -> bool:
    """Whether two mentions on a page can only be read as one act."""
    if one.type != other.type or not _modes_fit(one, other):
        return False
    if one.count is not None and other.count is not None and one.count != other.count:
        return False
    if not _dates_fit(one, other) or not _statuses_fit(one, other):
        return False
    if not _sides_fit(one, other):
        return False
    return one.type == "CONSULT" or _words_fit(one, other)


def _modes_fit(one: Made, other: Made) -> bool:
    first, second = one.draft.frame.mode, other.draft.frame.mode
    if one.type == "CONSULT":
        apart = ("visit", "phone")
        return first == second or not (first in apart or second in apart)
    return first == second or None in (first, second)


def _dates_fit(one: Made, other: Made) -> bool:
    if one.date is None or other.date is None:
        return True
    first, second = one.date.value, other.date.value
    return is_edtf(first) and is_edtf(second) and overlaps(first, second)


def _statuses_fit(one: Made, other: Made) -> bool:
    first, second = one.standing.status, other.standing.status
    if first is None or second is None or first == second:
        return True
    if (first in _REAL) == (second in _REAL) and "denied" not in (first, second):
        return True
    headline = "headline" in (one.draft.paragraph.region.kind, other.draft.paragraph.region.kind)
    return headline and "denied" not in (first, second)


def _sides_fit(one: Made, other: Made) -> bool:
    """Whether who takes part can be the same: by state, and by person where both name one."""
    if one.draft.frame.mutual and other.draft.frame.mutual:
        named_only = all(
            m.draft.frame.word_class == "n" and not m.draft.carrier for m in (one, other)
        )
        return _names_fit(
            (*one.left, *one.right), (*other.left, *other.right), open_to_all=named_only
        )
    if _in_headline(one) != _in_headline(other) and _words_fit(one, other):
        return _states_agree(one.left, other.left) and _states_agree(one.right, other.right)
    return _names_fit(one.left, other.left) and _names_fit(one.right, other.right)


def _in_headline(made: Made) -> bool:
    return made.draft.paragraph.region.kind in ("headline", "subheading")


def _states_agree(first: tuple[Party, ...], second: tuple[Party, ...]) -> bool:
    """Whether no state speaks against it; a headline says "dozens" where the body counts."""
    mine, theirs = _states(first), _states(second)
    return not mine or not theirs or mine <= theirs or theirs <= mine


def _names_fit(
    first: tuple[Party, ...], second: tuple[Party, ...], *, open_to_all: bool = False
) -> bool:
    """Whether one list of parties can be the other: states by name, persons by who they are.

    Where `open_to_all`, a person whose state the page does not say can be of any state.
    """
    if not first or not second:
        return True
    mine, theirs = _states(first), _states(second)
    if mine and theirs and not (mine <= theirs or theirs <= mine):
        return False
    if bool(mine) != bool(theirs) and not open_to_all:
        return False
    if not mine and not theirs and not _people(first) & _people(second):
        return False
    persons, others = _persons(first), _persons(second)
    return all(persons[state] & others[state] for state in persons if state in others)


def _states(parties: tuple[Party, ...]) -> set[str]:
    """The names of the parties but for persons who act for no state that the page names."""
    return {
        p.who.name
        for p in parties
        if p.who.entity is not None
        and (p.who.country is not None or p.who.entity != p.named.entity)
    }


def _people(parties: tuple[Party, ...]) -> set[str]:
    return {p.named.name for p in parties}


def _persons(parties: tuple[Party, ...]) -> dict[str, set[str]]:
    """The persons named for each state."""
    found: dict[str, set[str]] = {}
    for party in parties:
        if party.named.entity is not None and party.named.entity != party.who.entity:
            found.setdefault(party.who.name, set()).add(party.named.name)
    return found


def _words_fit(one: Made, other: Made) -> bool:
    """Whether the words can name one act: the same word, one of its line, or noun and verb."""
    first, second = one.draft.frame, other.draft.frame
    kindred = first.word[:3] == second.word[:3] or first.line == second.line
    same_mode = first.mode is not None and first.mode == second.mode
    loosely = first.word_class != second.word_class or _in_headline(one) != _in_headline(other)
    both_sided = bool(one.left and other.left) or bool(one.right and other.right)
    sideless = any(not m.left and not m.right for m in (one, other))
    return (both_sided or sideless) and (kindred or (same_mode and loosely))


def _joined(group: list[Made]) -> Made:
    best, rest = group[0], group[1:]
    date, place, standing = best.date, best.place, best.standing
    left, right = best.left, best.right
    for other in rest:
        real = best.standing.status in (None, "happened", "ongoing", "planned")
        if date is None and other.date is not None and real:
            date = Fact(
                other.date.value,
                other.date.span,
                f"{other.date.basis}; told elsewhere on the page of the same act",
            )
        place = place or other.place
        left = left or other.left
        right = right or other.right
        if standing.status is None and other.standing.status is not None:
            standing = other.standing
    return msgspec.structs.replace(
        best, date=date, place=place, standing=standing, left=left, right=right
    )
