"""What speaks for two events being one happening: a readable list of questions and weights."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import msgspec

from onrecord.dates import interval, is_day
from onrecord.link.accounts import OPEN, Account
from onrecord.link.differences import listed
from onrecord.link.words import coverage

CONTACT = "CONSULT"
PLAIN_ACTS = frozenset({("SANCTION", "expel"), ("SANCTION", "withdraw")})
"""Acts that say all by their type: who, whom and when make one. Others need like words too."""
NEAR = 60
"""Days between two pages (or a page and a day) beyond which an undated event is not the other."""


class Evidence(msgspec.Struct, frozen=True):
    """What speaks for two events being one: how much, and in words."""

    weight: int
    words: str


def same_date(one: Account, other: Account) -> Evidence | None:
    """The same day; a day in the other's week or month; the same day with the year left open."""
    if one.when is not None and other.when is not None:
        if is_day(one.when) and is_day(other.when):
            return Evidence(4, f"the same day ({one.when})")
        length = min(_length(one.when), _length(other.when))
        longest = max(_length(one.when), _length(other.when))
        if longest <= 35 and length <= 35:
            return Evidence(2, f"dates that overlap ({one.when}, {other.when})")
        return Evidence(1, f"dates that allow each other ({one.when}, {other.when})")
    if one.month_day is not None and one.month_day == other.month_day:
        return Evidence(3, f"the same day of the year ({one.month_day})")
    day = one.sentence_day
    if day is None or day != other.sentence_day:
        return None
    return Evidence(2, f"the same day of the year in their sentences ({day})")


def same_place(one: Account, other: Account) -> Evidence | None:
    """Both give a place, and it is one."""
    if one.place is None or other.place is None or one.place_is_state != other.place_is_state:
        return None
    return Evidence(2, f"the same place ({min(one.place, other.place, key=len)})")


def same_people(one: Account, other: Account) -> Evidence | None:
    """The same named people on both sides, or on one."""
    if are_same_people(one, other):
        return Evidence(3, "the same people on both sides")
    sides = one.persons.keys() & other.persons.keys()
    if any(one.persons[side] & other.persons[side] for side in sides):
        return Evidence(1, "the same person on one side")
    return None


def same_count(one: Account, other: Account) -> Evidence | None:
    """Both count the same number above one: ten diplomats; of a meeting a number says nothing."""
    count = one.event.count
    if count is None or one.family == CONTACT or count < 2 or count != other.event.count:
        return None
    return Evidence(2, f"the same number ({count})")


def same_word(one: Account, other: Account) -> Evidence | None:
    """The act is called by the same word, or by one that newsrooms use for it."""
    if one.anchor != other.anchor:
        return None
    called = dict.fromkeys(f"“{word}”" for word in sorted((one.called, other.called)))
    return Evidence(1, f"called {' and '.join(called)}")


def same_person_named(one: Account, other: Account) -> Evidence | None:
    """Both clauses name one person who is no party: the ambassador who is recalled."""
    return Evidence(2, "the same person named") if one.named & other.named else None


def same_act(one: Account, other: Account) -> Evidence | None:
    """An act that its type says in full, by the same actor; not on two different recipients.

    An actor whom one page leaves open is not enough: many states may expel on one day. Where both
    pages date it, as little as the month will do.
    """
    plain = (one.family, one.event.mode) in PLAIN_ACTS and one.event.mode == other.event.mode
    targets = one.targets == other.targets or not one.targets or not other.targets
    if not (plain and one.doers and one.doers == other.doers and targets):
        return None
    whole = one.targets == other.targets and one.when is not None and other.when is not None
    return Evidence(2 if whole else 1, "the same act by the same party")


def same_clause(one: Account, other: Account) -> Evidence | None:
    """Word for word the same clause, in a reprint or a copied passage."""
    return Evidence(4, "the same words") if is_same_clause(one, other) else None


def is_same_clause(one: Account, other: Account) -> bool:
    """Whether two pages have one clause of five words or more, all but word for word."""
    count = min(len(one.wording.tokens), len(other.wording.tokens))
    if one.doc == other.doc or count < 5:
        return False
    return coverage(one.wording.tokens, other.wording.tokens) >= (0.9 if count > 7 else 1.0)


def same_mode(one: Account, other: Account) -> Evidence | None:
    """Both are telephone calls, or both visits."""
    mode = one.event.mode
    if one.family != CONTACT or mode is None or mode != other.event.mode:
        return None
    return Evidence(1, f"the same kind of contact ({mode})")


def same_level(one: Account, other: Account) -> Evidence | None:
    """The same rank meets: presidents on both pages."""
    shared = sorted(one.levels & other.levels) if one.family == CONTACT else []
    return Evidence(1, f"a contact of {listed(shared)}") if shared else None


def headline(one: Account, other: Account) -> Evidence | None:
    """A headline and the text under it speak of one thing: in like words, or by the same noun."""
    heads = {"headline", "subheading"} & {one.event.region, other.event.region}
    if one.doc != other.doc or len(heads) != 1:
        return None
    same_contact = one.family == CONTACT and one.anchor == other.anchor
    if len(one.content & other.content) < 2 and not same_contact:
        return None
    return Evidence(3, "a headline and its text")


def planned_before(one: Account, other: Account) -> Evidence | None:
    """One page plans it without a day, the other dates it within two months after that page."""
    plan, dated = (one, other) if one.when is None else (other, one)
    if plan.when is not None or dated.when is None or plan.event.status not in OPEN:
        return None
    first, _ = interval(dated.when)
    if plan.published is None or first is None or not is_day(dated.when):
        return None
    soon = 0 <= (first - plan.published).days <= NEAR
    return Evidence(1, "planned in the two months before") if soon else None


def same_target(one: Account, other: Account) -> Evidence | None:
    """An act on one company, body or person that both name: more than on a state."""
    return Evidence(2, "the same one is acted on") if _same_target(one, other) else None


def _same_target(one: Account, other: Account) -> bool:
    shared = one.targets & other.targets
    return one.family != CONTACT and bool(shared - one.page_sides - other.page_sides)


def just_reported(one: Account, other: Account) -> Evidence | None:
    """One page dates it, the other reports it without a day and came out within three days."""
    late, dated = (one, other) if one.when is None else (other, one)
    if late.when is not None or dated.when is None or late.event.status != "happened":
        return None
    first, _ = interval(dated.when)
    if late.published is None or first is None or not is_day(dated.when):
        return None
    soon = 0 <= (late.published - first).days <= 3
    return Evidence(1, "reported within three days of it") if soon else None


def same_words(one: Account, other: Account) -> Evidence | None:
    """Words of content in common, beyond what their type gives."""
    shared = one.content & other.content
    plain = shared - one.wording.names - other.wording.names
    if len(shared) >= 5 and len(plain) >= 3:
        return Evidence(2, "much the same words")
    return Evidence(1, "like words") if len(shared) >= 2 and plain else None


def same_page(one: Account, other: Account) -> Evidence | None:
    """Two mentions on one page, the later without a date of its own: it speaks of the first."""
    if one.doc != other.doc:
        return None
    return Evidence(1, "on one page")


def party_missing(one: Account, other: Account) -> Evidence | None:
    """One report leaves a party out: so much less is said."""
    missing = (
        one.sides != other.sides
        if one.family == CONTACT
        else bool(one.targets) != bool(other.targets) or bool(one.doers) != bool(other.doers)
    )
    return Evidence(-1, "") if missing else None


EVIDENCE: tuple[Callable[[Account, Account], Evidence | None], ...] = (
    same_date,
    same_place,
    same_people,
    same_count,
    same_word,
    same_person_named,
    same_act,
    same_clause,
    same_mode,
    same_level,
    headline,
    planned_before,
    just_reported,
    same_target,
    same_words,
    same_page,
    party_missing,
)


def near(one: Account, other: Account) -> bool:
    """Whether the two are dated alike, or reported within two months of one another."""
    if one.doc == other.doc or (one.when is not None and other.when is not None):
        return True
    if one.month_day is not None and one.month_day == other.month_day:
        return True
    first, last = around(one), around(other)
    if first is None or last is None:
        return False
    return abs((first - last).days) <= NEAR


def around(one: Account) -> date | None:
    """The first day of the event, else the page's; None where neither is known."""
    first, last = interval(one.when) if one.when is not None else (None, None)
    return first or last or one.published


def _length(edtf: str) -> int:
    first, last = interval(edtf)
    return (last - first).days + 1 if first is not None and last is not None else 10_000


def needs_words(one: Account) -> bool:
    """Whether the act's type says too little by itself: an accusation may be of anything."""
    return one.family != CONTACT and (one.family, one.event.mode) not in PLAIN_ACTS


def like_words(one: Account, other: Account) -> bool:
    """Whether half of the shorter one's words of content, and two at least, are in common.

    A clause of no more than its parties and its act ("rejected the charge") needs them all; the
    same act on one company or person needs none.
    """
    if one.anchor == other.anchor and _same_target(one, other):
        return True
    small, large = sorted((one.content, other.content), key=len)
    shared = len(small & large)
    if len(small) < 2:
        return shared == len(small) and bool(small) == bool(large)
    return shared >= 2 and 2 * shared >= len(small)


def are_same_people(one: Account, other: Account) -> bool:
    """Whether both name people on two sides at least, and share one on each side both name."""
    sides = one.persons.keys() & other.persons.keys()
    return len(sides) >= 2 and all(one.persons[side] & other.persons[side] for side in sides)
