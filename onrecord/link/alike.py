"""What speaks for two events being one happening: a readable list of questions and weights.

No answer decides alone. What two pages say alike adds up; what they say otherwise (a number, the
day before, a type that news puts for another) takes away, and is listed as a difference where the
rest outweighs it. What can never be one is in `onrecord.link.apart`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from functools import cache
from types import MappingProxyType

import msgspec

from onrecord.dates import interval, is_day, overlaps
from onrecord.link.accounts import Account
from onrecord.link.differences import listed
from onrecord.link.words import coverage, idea
from onrecord.lists import rows

CONTACT = "CONSULT"
VERBAL = frozenset({"ACCUSE", "AGREE", "REJECT", "REQUEST", "SUPPORT", "THREATEN"})
"""Types that may be of anything: the same parties accuse one another twice a day."""
NEAR = 60
"""Days between two pages (or a page and a day) beyond which an undated event is not the other."""
SLIP = timedelta(days=1)
"""By how much two pages may differ in the day of what happened."""
MOVED = timedelta(days=31)
"""By how much an event may be put off and still be the one that was planned."""


class Evidence(msgspec.Struct, frozen=True):
    """What speaks for two events being one, or against it: how much, and in words."""

    weight: int
    words: str


# When


def same_date(one: Account, other: Account) -> Evidence | None:
    """The same day; a day in the other's week or month; the same day with the year left open."""
    if one.when is not None and other.when is not None:
        if not overlaps(one.when, other.when):
            return _near_dates(one, other, one.when, other.when)
        if is_day(one.when) and is_day(other.when):
            return Evidence(6, f"the same day ({one.when})")
        longest = max(_length(one.when), _length(other.when))
        words = f"dates that overlap ({one.when}, {other.when})"
        if longest <= 10:
            return Evidence(4, words)
        if longest <= 366 and _long_past(one) and _long_past(other):
            return Evidence(3, words)  # what is long past is told by its year
        return Evidence(3, words) if longest <= 35 else Evidence(1, words)
    if one.month_day is not None and one.month_day == other.month_day:
        return Evidence(5, f"the same day of the year ({one.month_day})")
    day = one.sentence_day
    if day is None or day != other.sentence_day:
        return _one_undated(one, other)
    return Evidence(4, f"the same day of the year in their sentences ({day})")


def _long_past(one: Account) -> bool:
    """Whether it was a year ago or longer when its page told of it."""
    last = interval(one.when)[1] if one.when is not None else None
    return one.published is not None and last is not None and (one.published - last).days > 180


def _near_dates(one: Account, other: Account, mine: str, theirs: str) -> Evidence:
    """Days that differ: by one, or by what a plan is put off."""
    if not one.open and not other.open:
        return Evidence(-1, f"dates side by side ({mine}, {theirs})")
    far = gap(mine, theirs) > timedelta(days=7)
    return Evidence(-1 if far else 1, f"a plan's date and a later one ({mine}, {theirs})")


def _one_undated(one: Account, other: Account) -> Evidence | None:
    """A date and a page without one that came out when it was news; two pages of one day."""
    if one.when is not None and other.when is not None:
        return None
    if one.when is None and other.when is None:
        if one.published is None or other.published is None or one.doc == other.doc:
            return None
        days = abs((one.published - other.published).days)
        if days > 3:
            return Evidence(-1 if days <= 10 else -3, "")
        return Evidence(3 if days <= 1 else 1, "pages of the same days")
    late, dated = (one, other) if one.when is None else (other, one)
    assert dated.when is not None
    first, last = interval(dated.when)
    if late.published is None or first is None or last is None:
        return None
    if late.open:
        soon = (first - late.published).days
        if late.event.status == "hypothetical":
            return None  # what would be done if
        if not is_day(dated.when) or not 0 <= soon <= NEAR:
            return None
        weight = 3 if soon <= 7 else 2 if soon <= 14 else 1
        firm = late.event.status in {"planned", "expected"}
        return Evidence(weight if firm else weight - 1, "planned in the weeks before")
    since = (late.published - last).days
    if since < 0 and late.published >= first:
        return Evidence(2, "reported in those days")
    if since <= 3:
        return Evidence(3, "reported within three days of it")
    return Evidence(1, "") if since <= 10 else None


def _length(edtf: str) -> int:
    first, last = interval(edtf)
    return (last - first).days + 1 if first is not None and last is not None else 10_000


def gap(one: str, other: str) -> timedelta:
    """The days between two dates; none where they overlap, all there are where one is open."""
    (first, last), (other_first, other_last) = interval(one), interval(other)
    gaps = [
        start - end
        for start, end in ((first, other_last), (other_first, last))
        if start is not None and end is not None
    ]
    return max([timedelta(0), *gaps])


def near(one: Account, other: Account) -> bool:
    """Whether the two are dated alike, or reported within two months of one another."""
    if one.doc == other.doc:
        return True
    if one.when is not None and other.when is not None and not (_open(one) or _open(other)):
        return True
    if one.month_day is not None and one.month_day == other.month_day:
        return True
    first, last = around(one), around(other)
    if first is None or last is None:
        return False
    return abs((first - last).days) <= NEAR


def _open(one: Account) -> bool:
    """Whether its date is only a beginning or an end: "since May"."""
    return one.when is not None and None in interval(one.when)


def around(one: Account) -> date | None:
    """The first day of the event, else the page's; None where neither is known."""
    first, last = interval(one.when) if one.when is not None else (None, None)
    return first or last or one.published


def far(one: Account, other: Account) -> Evidence | None:
    """Nothing says that they were told of in the same months."""
    return None if near(one, other) else Evidence(-4, "")


def months_apart(one: Account, other: Account) -> bool:
    """Whether they are told of in other months, and no date that they share says more."""
    return None not in (around(one), around(other)) and not near(one, other)


# Who


def same_parties(one: Account, other: Account) -> Evidence | None:
    """The same sides; a side that one page leaves out says less, or stands in its sentence.

    Who acts on a state says more than who arrests a man: many states may expel on one day.
    """
    if one.family == other.family == CONTACT:
        shared, mine, theirs = matched(one, other, one.sides, other.sides)
        if not shared:
            return None
        if len(shared) > 1:
            return Evidence(6 if not (mine or theirs) else 4, "")
        return Evidence(3 if mine and theirs else 2, "")
    weight = 0
    on_states = bool(one.targets & other.targets & one.page_sides)
    for sides, others, lacking in (
        (one.doers, other.doers, -4 if on_states else -2),
        (one.targets, other.targets, -1),
    ):
        shared, _, _ = matched(one, other, sides, others)
        if shared:
            weight += 3
        elif bool(sides) != bool(others):
            told, known = (one, other) if others else (other, one)
            weight += 2 if _in_sentence(known, others or sides, told) else lacking
    return Evidence(weight, "") if weight else None


def matched(
    one: Account, other: Account, mine: frozenset[str], theirs: frozenset[str]
) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """The sides that both have, and those that only one has, where its page names them.

    A side is the same actor, or called by the same words where nobody knows that they are one:
    "the Union" and "the Coastal Union".
    """
    shared = set(mine & theirs)
    for side in mine - theirs:
        for own in theirs - mine:
            if _same_name(one.called_by.get(side, ()), other.called_by.get(own, ())):
                shared |= {side, own}
    return frozenset(shared), one.firm(mine) - shared, other.firm(theirs) - shared


def _same_name(mine: Iterable[frozenset[str]], theirs: Iterable[frozenset[str]]) -> bool:
    return any(one <= other or other <= one for one in mine for other in theirs)


def _in_sentence(known: Account, sides: Iterable[str], told: Account) -> bool:
    """Whether a side that one page knows is named in the other's sentence."""
    return any(words <= told.sentence for side in sides for words in known.called_by.get(side, ()))


def same_people(one: Account, other: Account) -> Evidence | None:
    """The same named people on both sides, or on one."""
    if are_same_people(one, other):
        return Evidence(4, "the same people on both sides")
    sides = one.persons.keys() & other.persons.keys()
    if any(one.persons[side] & other.persons[side] for side in sides):
        return Evidence(2, "the same person on one side")
    return None


def are_same_people(one: Account, other: Account) -> bool:
    """Whether both name people on two sides at least, and share one on each side both name."""
    sides = one.persons.keys() & other.persons.keys()
    return len(sides) >= 2 and all(one.persons[side] & other.persons[side] for side in sides)


def same_person_named(one: Account, other: Account) -> Evidence | None:
    """Both clauses name one person who is no party: the ambassador who is recalled."""
    return Evidence(3, "the same person named") if one.named & other.named else None


def same_target(one: Account, other: Account) -> Evidence | None:
    """An act on one company, body or person that both name: more than on a state."""
    if not _same_target(one, other):
        return None
    mode = one.event.mode
    weight = 4 if mode is not None and mode == other.event.mode else 2
    return Evidence(weight, "the same one is acted on")


def _same_target(one: Account, other: Account) -> bool:
    shared = one.targets & other.targets
    return one.family != CONTACT and bool(shared - one.page_sides - other.page_sides)


# What


def same_act(one: Account, other: Account) -> Evidence | None:
    """The same mode of act; another type costs what kinds.tsv says."""
    mode = one.event.mode
    if one.event.type != other.event.type:
        cost = cost_of(one.event.type, other.event.type) or 0
        cost -= 1 if _parted(one, other) else 0
        modes = None not in (mode, other.event.mode) and one.anchor != other.anchor
        return Evidence(-cost - (2 if modes else 0), "")
    if one.family in VERBAL:
        return None if one.content & other.content else Evidence(-2, "")
    if mode is not None and mode == other.event.mode:
        return Evidence(2, f"the same kind of act ({mode})")
    return None if None in (mode, other.event.mode) else Evidence(-1, "")


def _parted(one: Account, other: Account) -> bool:
    """Whether one tells that somebody left office, and the other that that one was made to."""
    left, made = (one, other) if one.event.mode == "resign" else (other, one)
    return left.event.mode == "resign" and made.anchor in {idea(word) for word in _REMOVED}


_REMOVED = ("dismissed", "sacked", "fired", "ousted", "removed")


@cache
def _costs() -> Mapping[frozenset[str], int]:
    return MappingProxyType(
        {frozenset((one, other)): int(cost) for one, other, cost in rows("link/kinds.tsv")}
    )


def cost_of(one: str, other: str) -> int | None:
    """What it costs to hold two types for one; None where they are never one."""
    return 0 if one == other else _costs().get(frozenset((one, other)))


def same_level(one: Account, other: Account) -> Evidence | None:
    """The same rank meets: presidents on both pages."""
    shared = sorted(one.levels & other.levels) if one.family == CONTACT else []
    return Evidence(1, f"a contact of {listed(shared)}") if shared else None


def same_word(one: Account, other: Account) -> Evidence | None:
    """The act is called by the same word, or by one that newsrooms use for it."""
    if one.anchor != other.anchor:
        if one.anchor in other.content or other.anchor in one.content:
            return Evidence(1, "")
        mode = one.event.mode if one.event.type == other.event.type else None
        return None if mode is not None and mode == other.event.mode else Evidence(-1, "")
    called = dict.fromkeys(f"“{word}”" for word in sorted((one.called, other.called)))
    return Evidence(2, f"called {' and '.join(called)}")


def counts(one: Account, other: Account) -> Evidence | None:
    """Ten diplomats on both pages, or nine on one; of a meeting a number says nothing."""
    mine, theirs = one.count, other.count
    if mine is None or theirs is None or CONTACT in (one.family, other.family):
        return None
    if mine == theirs:
        return Evidence(min(mine, 3) if mine < 10 else 4, f"the same number ({mine})")
    return Evidence(-1, "")


def same_words(one: Account, other: Account) -> Evidence | None:
    """Words of content in common, beyond what type and place give; other things take away."""
    places = {idea(word) for each in (one, other) for word in (each.place or "").split()}
    mine, theirs = (one.content | one.things) - places, (other.content | other.things) - places
    shared = mine & theirs
    names = shared & (one.proper | other.proper)
    plain = len(shared - names)
    weight = min(2 * plain, 5) + min(len(names), 2)
    weight += min(len((one.proper & other.proper) - shared - _sides_words(one, other)), 2)
    if not shared:
        weight -= _otherwise(one, other, mine, theirs)
    small = min(one.things, other.things, key=len)
    weight += min(len(small), 2) if small <= shared else 0
    if not weight:
        return None
    words = sorted({word for word in one.wording.tokens if idea(word) in shared}) or sorted(shared)
    return Evidence(weight, f"words in common ({', '.join(words[:5])})" if shared else "")


def _otherwise(one: Account, other: Account, mine: frozenset[str], theirs: frozenset[str]) -> int:
    """What it takes away that both say of what it was, and in other words."""
    if one.family in VERBAL:
        return 5 if mine and theirs else 0
    return 2 if one.things and other.things and not (one.anyone or other.anyone) else 0


def _sides_words(one: Account, other: Account) -> frozenset[str]:
    """The words by which both pages call a side."""
    mine, theirs = (
        {word for names in each.called_by.values() for words in names for word in words}
        for each in (one, other)
    )
    return frozenset(mine & theirs)


def same_story(one: Account, other: Account) -> Evidence | None:
    """Their paragraphs share telling words, beyond their clauses."""
    if one.doc == other.doc:
        return None
    shared = (one.near & other.near) - (one.content & other.content) - _sides_words(one, other)
    return Evidence(min(len(shared) // 2, 3), "") if len(shared) > 1 else None


def same_clause(one: Account, other: Account) -> Evidence | None:
    """Word for word the same clause, in a reprint or a copied passage."""
    return Evidence(9, "the same words") if is_same_clause(one, other) else None


def is_same_clause(one: Account, other: Account) -> bool:
    """Whether two pages have one clause of five words or more, all but word for word."""
    count = min(len(one.wording.tokens), len(other.wording.tokens))
    if one.doc == other.doc or count < 5:
        return False
    return coverage(one.wording.tokens, other.wording.tokens) >= (0.9 if count > 7 else 1.0)


# Where


def same_place(one: Account, other: Account) -> Evidence | None:
    """Both give a place, and it is one; or it stands in the other's clause."""
    if one.place is None and other.place is None:
        return None
    if one.place is None or other.place is None:
        given, told = (one, other) if one.place is not None else (other, one)
        assert given.place is not None
        named = not given.place_is_state and set(given.place.split()) <= set(told.wording.tokens)
        return Evidence(2, f"the same place ({given.place})") if named else None
    if one.place_is_state != other.place_is_state:
        return None
    return Evidence(3, f"the same place ({min(one.place, other.place, key=len)})")


def headline(one: Account, other: Account) -> Evidence | None:
    """A headline and the text under it speak of one thing: in like words, or by the same noun."""
    heads = {"headline", "subheading"} & {one.event.region, other.event.region}
    if one.doc != other.doc or len(heads) != 1:
        return None
    same_contact = one.family == CONTACT and one.anchor == other.anchor
    if len(one.content & other.content) < 2 and not same_contact:
        return None
    return Evidence(6, "a headline and its text")


EVIDENCE: tuple[Callable[[Account, Account], Evidence | None], ...] = (
    same_date,
    far,
    same_place,
    same_people,
    same_parties,
    same_person_named,
    same_target,
    same_act,
    same_level,
    same_word,
    counts,
    same_words,
    same_story,
    same_clause,
    headline,
)
