"""What keeps two events apart: vetoes, each with its reason in words."""

from __future__ import annotations

from collections.abc import Callable

from onrecord.dates import Interval, interval, is_day, overlaps
from onrecord.link.accounts import Account
from onrecord.link.alike import CONTACT, are_same_people, is_same_clause
from onrecord.link.words import idea


def veto(one: Account, other: Account) -> str | None:
    """Why the two cannot be one happening, in words; None where nothing speaks against it."""
    return next((why for ask in _VETOES if (why := ask(one, other)) is not None), None)


def other_kind(one: Account, other: Account) -> str | None:
    """Another family; another mode; a visit and a meeting on one page."""
    if one.family != other.family:
        return "another type of act"
    modes = {one.event.mode, other.event.mode}
    if len(modes) == 1:
        return None
    if one.family == CONTACT:
        if "phone" in modes and not (None in modes and _only_spoke(one, other)):
            return "a call is no meeting"
        if "visit" in modes and (one.doc == other.doc or not are_same_people(one, other)):
            return "a visit is no meeting"
        return None
    return "another mode" if len(modes - {None}) > 1 else None


def _only_spoke(one: Account, other: Account) -> bool:
    """Whether the page that gives no mode says no more than that they spoke."""
    return only_spoke(one if one.event.mode is None else other)


def only_spoke(one: Account) -> bool:
    """Whether the page says no more than that they spoke: by telephone or not."""
    return one.anchor in {idea("spoke"), idea("talk")}


def other_parties(one: Account, other: Account) -> str | None:
    """Parties that are not the same; the same parties in turned roles, for an act with a target.

    People whose state no page gives do not speak against it. A contact of "their ministers" may
    be that of any two states on its page on the same day.
    """
    if not one.sides or not other.sides:
        return None if is_same_clause(one, other) or _unnamed_fit(one, other) else "unknown parties"
    if one.family == CONTACT:
        mine, theirs = one.firm(one.sides), other.firm(other.sides)
        fits = mine <= theirs or theirs <= mine
        return None if fits and one.sides & other.sides else "other parties"
    mine, theirs = one.firm(one.doers), other.firm(other.doers)
    if mine and theirs and not (mine <= theirs or theirs <= mine):
        return "other actors"
    mine, theirs = one.firm(one.targets), other.firm(other.targets)
    return "other recipients" if mine and theirs and not mine & theirs else None


def _unnamed_fit(one: Account, other: Account) -> bool:
    if one.family != CONTACT or one.doc == other.doc or bool(one.sides) == bool(other.sides):
        return False
    unnamed, named = (other, one) if one.sides else (one, other)
    same_day = is_day(one.when) and one.when == other.when
    return same_day and named.firm(named.sides) == named.sides <= unnamed.page_sides


def other_people(one: Account, other: Account) -> str | None:
    """For a contact other named people on one side; for any act two holders of one office."""
    for side in one.persons.keys() & other.persons.keys():
        if one.family == CONTACT and not one.persons[side] & other.persons[side]:
            return "other people"
        mine, theirs = dict(one.heads[side]), dict(other.heads[side])
        if any(mine[office] != theirs[office] for office in mine.keys() & theirs.keys()):
            return "another holder of the office"
    return None


def other_level(one: Account, other: Account) -> str | None:
    """For a contact: ranks that do not meet, presidents here and experts there."""
    if one.family != CONTACT or not one.levels or not other.levels:
        return None
    return None if one.levels & other.levels else "another level"


def other_day(one: Account, other: Account) -> str | None:
    """Two dates, or two days without a year, that share no day."""
    if one.when is not None and other.when is not None:
        if one.doc == other.doc and one.when != other.when and not are_same_people(one, other):
            return "another date on the same page"
        return None if overlaps(one.when, other.when) else "another date"
    if one.month_day is not None and other.month_day is not None:
        return None if one.month_day == other.month_day else "another day"
    return None if _meet(_possible(one), _possible(other)) else "over before the other was planned"


def other_place(one: Account, other: Account) -> str | None:
    """Two places, neither of which is a state that the other may lie in or a part of its name."""
    if one.place is None or other.place is None or one.place_is_state or other.place_is_state:
        return None
    mine, theirs = set(one.place.split()), set(other.place.split())
    return None if mine <= theirs or theirs <= mine else "another place"


def marked_as_another(one: Account, other: Account) -> str | None:
    """One page calls it a fresh, second or previous one, and no day says that it is the same."""
    if one.marked == other.marked:
        return None
    if one.when is not None and other.when is not None and is_day(one.when) and is_day(other.when):
        return None
    return f"called “{one.marked or other.marked}”"


_VETOES: tuple[Callable[[Account, Account], str | None], ...] = (
    other_kind,
    other_parties,
    other_people,
    other_level,
    other_day,
    other_place,
    marked_as_another,
)


def _possible(one: Account) -> Interval:
    return interval(one.when) if one.when is not None else one.implied


def _meet(one: Interval, other: Interval) -> bool:
    (first, last), (other_first, other_last) = one, other
    return (first is None or other_last is None or first <= other_last) and (
        other_first is None or last is None or other_first <= last
    )
