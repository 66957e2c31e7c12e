"""What keeps two events apart whatever speaks for them: vetoes, each with its reason in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import timedelta

from onrecord.dates import Interval, interval, is_day, overlaps
from onrecord.link.accounts import Account
from onrecord.link.alike import (
    CONTACT,
    MOVED,
    SLIP,
    are_same_people,
    around,
    cost_of,
    gap,
    is_same_clause,
    matched,
)
from onrecord.link.words import idea


def veto(one: Account, other: Account) -> str | None:
    """Why the two cannot be one happening, in words; None where nothing speaks against it."""
    return next((why for ask in _VETOES if (why := ask(one, other)) is not None), None)


def other_kind(one: Account, other: Account) -> str | None:
    """A type that is never put for the other; a call and a meeting."""
    if cost_of(one.event.type, other.event.type) is None:
        return "another type of act"
    if one.family != CONTACT or other.family != CONTACT:
        return None
    modes = {one.event.mode, other.event.mode}
    if len(modes) == 2 and "phone" in modes and not (None in modes and _only_spoke(one, other)):
        return "a call is no meeting"
    if len(modes) == 2 and "visit" in modes and one.doc == other.doc:
        return "a visit is no meeting"
    return None


def _only_spoke(one: Account, other: Account) -> bool:
    """Whether the page that gives no mode says no more than that they spoke."""
    return only_spoke(one if one.event.mode is None else other)


def only_spoke(one: Account) -> bool:
    """Whether the page says no more than that they spoke: by telephone or not."""
    return one.anchor in {idea("spoke"), idea("talk")}


def other_parties(one: Account, other: Account) -> str | None:
    """Named parties that are not the same; the same in turned roles, for an act with a target.

    People whose state no page gives do not speak against it, nor does a contact whose page leaves
    its sides open; that one must fit by itself, see `fits`.
    """
    if one.family == CONTACT and other.family == CONTACT:
        shared, mine, theirs = matched(one, other, one.sides, other.sides)
        if shared:
            return "other parties" if mine and theirs else None
        return None if unknown(one) or unknown(other) else "other parties"
    shared, mine, theirs = matched(one, other, one.doers, other.doers)
    if mine and theirs:
        return "other actors"
    shared, mine, theirs = matched(one, other, one.targets, other.targets)
    return "other recipients" if mine and theirs and not shared else None


def fits(one: Account, other: Account) -> bool:
    """Whether a contact whose page leaves its sides open may be the other.

    That of "their ministers" may be of any two states on its page, on the same day; "the summit"
    may be that of the two named on the same page.
    """
    if CONTACT not in (one.family, other.family) or not (unknown(one) or unknown(other)):
        return True
    if matched(one, other, one.sides, other.sides)[0] or is_same_clause(one, other):
        return True
    if unknown(one) and unknown(other):
        return False
    if one.doc == other.doc:
        return True
    unnamed, named = (other, one) if unknown(other) else (one, other)
    same_day = is_day(one.when) and one.when == other.when
    same_day = same_day or (one.month_day is not None and one.month_day == other.month_day)
    return same_day and named.firm(named.sides) == named.sides <= unnamed.page_sides


def unknown(one: Account) -> bool:
    """Whether a contact's page leaves its sides open: "their call", "the Tarn summit"."""
    states = {side for side in one.sides if side in one.page_sides or side in one.persons}
    return not states and len(one.sides) < 2


def other_people(one: Account, other: Account) -> str | None:
    """For a contact other named people on one side; for any act two holders of one office."""
    for side in one.persons.keys() & other.persons.keys():
        if one.family == CONTACT and not one.persons[side] & other.persons[side]:
            return "other people"
        mine, theirs = _holders(one.heads[side]), _holders(other.heads[side])
        if any(mine[office].isdisjoint(theirs[office]) for office in mine.keys() & theirs.keys()):
            return "another holder of the office"
    return None


def _holders(heads: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    """Who holds each office: more than one where the page gives it to two, old and new."""
    found: dict[str, set[str]] = {}
    for office, holder in heads:
        found.setdefault(office, set()).add(holder)
    return found


def other_level(one: Account, other: Account) -> str | None:
    """For a contact: ranks that do not meet, presidents here and experts there."""
    if one.family != CONTACT or not one.levels or not other.levels:
        return None
    return None if one.levels & other.levels else "another level"


def other_day(one: Account, other: Account) -> str | None:
    """Days too far from one another: more than one apart, or more than a plan is put off."""
    if one.when is not None and other.when is not None:
        if overlaps(one.when, other.when):
            return None
        if one.doc == other.doc and not are_same_people(one, other):
            return "another date on the same page"
        if not (one.open or other.open) and not _slipped(one, other, one.when, other.when):
            return "another date"
        return None if gap(one.when, other.when) <= _may_differ(one, other) else "another date"
    if one.month_day is not None and other.month_day is not None:
        return None if one.month_day == other.month_day else "another day"
    return None if _meet(_possible(one), _possible(other)) else "over before the other was planned"


def _slipped(one: Account, other: Account, mine: str, theirs: str) -> bool:
    """Whether two days may be one that a page gives wrongly: of an act called alike, by one party.

    Of two acts at one place on two days nothing says that they are one.
    """
    if not (is_day(mine) and is_day(theirs)):
        return False
    mode = one.event.mode
    alike = one.anchor == other.anchor or (mode is not None and mode == other.event.mode)
    sides = matched(one, other, one.sides, other.sides)[0]
    return alike and (bool(sides) or (one.count is not None and one.count == other.count))


def _may_differ(one: Account, other: Account) -> timedelta:
    """By how much the two dates may differ: a plan may be put off, by a page that came later."""
    if not one.open and not other.open:
        return SLIP
    if one.open and other.open:
        if one.published is None or other.published is None:
            return SLIP
        return MOVED if abs(one.published - other.published) > SLIP else SLIP
    return MOVED


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


def other_number(one: Account, other: Account) -> str | None:
    """Another number of people or things, and no day that both give: six seized, nine seized.

    Nor is what is done to a man by name what is done to a dozen who have none, whatever the day.
    """
    if _one_by_name(one, other) or _one_by_name(other, one):
        return "one by name, and a number of others"
    if one.count in (None, other.count) or other.count is None or one.count is None:
        return None
    if CONTACT in (one.family, other.family) or _told_of_one_day(one, other):
        return None
    return "another number, and no day"


def _one_by_name(one: Account, other: Account) -> bool:
    """Whether one is done to people by name, and the other to more of whom none is named."""
    people = {person for side in one.targets for person in one.persons.get(side, ())}
    if (
        not people
        or one.count is not None
        or other.targets
        or CONTACT in (one.family, other.family)
    ):
        return False
    named = people & other.named or any(
        words <= other.wording.stems
        for side in one.targets
        for words in one.called_by.get(side, ())
    )
    return other.count is not None and other.count > len(people) and not named


def _told_of_one_day(one: Account, other: Account) -> bool:
    """Whether dates or pages' days say that both are of about one day."""
    if one.when is not None and other.when is not None:
        return True  # their days are compared by themselves
    if one.month_day is not None and one.month_day == other.month_day:
        return True
    first, last = around(one), around(other)
    return first is not None and last is not None and abs(first - last) <= 3 * SLIP


def side_by_side(one: Account, other: Account) -> str | None:
    """Two acts that one page tells beside each other: in other numbers, or with other things.

    Or one in the other's clause, as what it is done with: an offer that is accepted.
    """
    if one.doc != other.doc:
        return None
    statuses = {one.event.status, other.event.status}
    if "happened" in statuses and statuses & {"planned", "expected"} and one.when != other.when:
        return "done and still planned on the same page"
    inside = one.event.span.holds(other.event.anchor) or other.event.span.holds(one.event.anchor)
    with_it = one.anchor in other.things or other.anchor in one.things
    if inside and with_it and one.anchor != other.anchor and not one.open and not other.open:
        return "one is what the other is done with"
    contact = CONTACT in (one.family, other.family)
    if not contact and one.count is not None and other.count not in (None, one.count):
        return "another number on the same page"
    if one.things and other.things and not one.things & other.things:
        return "other things on the same page"
    return "another type on the same page" if one.family != other.family else None


_VETOES: tuple[Callable[[Account, Account], str | None], ...] = (
    other_kind,
    other_parties,
    other_people,
    other_level,
    other_day,
    other_place,
    marked_as_another,
    other_number,
    side_by_side,
)


def _possible(one: Account) -> Interval:
    return interval(one.when) if one.when is not None else one.implied


def _meet(one: Interval, other: Interval) -> bool:
    (first, last), (other_first, other_last) = one, other
    return (first is None or other_last is None or first <= other_last) and (
        other_first is None or last is None or other_first <= last
    )
