"""Which events of the pages are one happening in the world, and how its life went.

Two events are compared only where they are of one family and share a party within about two
months, a month and day, a place or a page. Then `_VETOES` say what cannot be one, `_EVIDENCE` is
a readable list of what speaks for it, and enough evidence joins them. Contradicting numbers do
not keep reports apart: they are listed as differences.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date

import msgspec

from onrecord.dates import Interval, interval, is_day, overlaps
from onrecord.ids import content_id
from onrecord.link.accounts import OPEN, Account, accounts_of, order_of
from onrecord.link.actors import Cast
from onrecord.link.block import Group, Join, candidates, grouped
from onrecord.link.differences import agreed_date, differences, listed
from onrecord.link.words import coverage, idea
from onrecord.model import Happening, Reading, Status

_CONTACT = "CONSULT"
_PLAIN_ACTS = frozenset({("SANCTION", "expel"), ("SANCTION", "withdraw")})
"""Acts that say all by their type: who, whom and when make one. Others need like words too."""
_NEAR = 60
"""Days between two pages (or a page and a day) beyond which an undated event is not the other."""
_WINDOW = 30
_ENOUGH = 4


class Evidence(msgspec.Struct, frozen=True):
    """What speaks for two events being one: how much, and in words."""

    weight: int
    words: str


def join_happenings(readings: Sequence[Reading], cast: Cast) -> tuple[Happening, ...]:
    """Every event in exactly one happening, with reasons, its life, and what reports differ on.

    Ordered by date, then by the first report; members stand in order of the pages' dates.
    """
    accounts = {one.event.id: one for reading in readings for one in accounts_of(reading, cast)}
    pairs = candidates(
        {key: _block_keys(one) for key, one in accounts.items()},
        lambda key: (_around(accounts[key]) or date.max, order_of(accounts[key])),
    )
    joins = [
        join
        for one, other in pairs
        if (join := _compare(accounts[one], accounts[other], cast)) is not None
    ]
    groups = grouped(
        sorted(accounts),
        joins,
        lambda one, other: _veto(accounts[one], accounts[other]) is not None,
    )
    of = {member: _id(group, accounts) for group in groups for member in group.members}
    found = [_happening(group, accounts, of, cast) for group in groups]
    return tuple(
        sorted(found, key=lambda one: (one.date or "9999", order_of(accounts[one.members[0]])))
    )


def _block_keys(one: Account) -> Iterable[tuple[object, ...]]:
    yield ("words", one.family, one.wording.tokens[:5])
    if one.family == _CONTACT and is_day(one.when):
        yield ("on", one.family, one.when)
    for side in one.sides:
        yield ("page", one.family, side, one.doc)
        if one.place is not None:
            yield ("place", one.family, side, one.place)
        for day in {one.month_day, one.sentence_day} - {None}:
            yield ("day", one.family, side, day)
        for window in _windows(one):
            yield ("time", one.family, side, window)


def _windows(one: Account) -> Iterable[int]:
    """Numbers of the months around the event, or around the page where it has no date."""
    first, last = interval(one.when) if one.when is not None else (one.published, one.published)
    if first is None or last is None or (last - first).days > 400:
        return ()
    slack = 0 if one.when is not None else _NEAR
    return range((first.toordinal() - slack) // _WINDOW, (last.toordinal() + slack) // _WINDOW + 1)


# -- what keeps two apart -----------------------------------------------------------------------


def _veto(one: Account, other: Account) -> str | None:
    """Why the two cannot be one happening, in words; None where nothing speaks against it."""
    return next((why for veto in _VETOES if (why := veto(one, other)) is not None), None)


def other_kind(one: Account, other: Account) -> str | None:
    """Another family; another mode; a visit and a meeting on one page."""
    if one.family != other.family:
        return "another type of act"
    modes = {one.event.mode, other.event.mode}
    if len(modes) == 1:
        return None
    if one.family == _CONTACT:
        if "phone" in modes and not (None in modes and _only_spoke(one, other)):
            return "a call is no meeting"
        if "visit" in modes and (one.doc == other.doc or not _same_people(one, other)):
            return "a visit is no meeting"
        return None
    return "another mode" if len(modes - {None}) > 1 else None


def _only_spoke(one: Account, other: Account) -> bool:
    """Whether the page that gives no mode says no more than that they spoke."""
    plain = one if one.event.mode is None else other
    return plain.anchor in {idea("spoke"), idea("talk")}


def other_parties(one: Account, other: Account) -> str | None:
    """Parties that are not the same; the same parties in turned roles, for an act with a target.

    People whose state no page gives do not speak against it. A contact of "their ministers" may
    be that of any two states on its page on the same day.
    """
    if not one.sides or not other.sides:
        return None if _same_clause(one, other) or _unnamed_fit(one, other) else "unknown parties"
    if one.family == _CONTACT:
        mine, theirs = one.firm(one.sides), other.firm(other.sides)
        fits = mine <= theirs or theirs <= mine
        return None if fits and one.sides & other.sides else "other parties"
    mine, theirs = one.firm(one.doers), other.firm(other.doers)
    if mine and theirs and not (mine <= theirs or theirs <= mine):
        return "other actors"
    mine, theirs = one.firm(one.targets), other.firm(other.targets)
    return "other recipients" if mine and theirs and not mine & theirs else None


def _unnamed_fit(one: Account, other: Account) -> bool:
    if one.family != _CONTACT or one.doc == other.doc or bool(one.sides) == bool(other.sides):
        return False
    unnamed, named = (other, one) if one.sides else (one, other)
    same_day = is_day(one.when) and one.when == other.when
    return same_day and named.firm(named.sides) == named.sides <= unnamed.page_sides


def other_people(one: Account, other: Account) -> str | None:
    """For a contact other named people on one side; for any act two holders of one office."""
    for side in one.persons.keys() & other.persons.keys():
        if one.family == _CONTACT and not one.persons[side] & other.persons[side]:
            return "other people"
        mine, theirs = dict(one.heads[side]), dict(other.heads[side])
        if any(mine[office] != theirs[office] for office in mine.keys() & theirs.keys()):
            return "another holder of the office"
    return None


def other_level(one: Account, other: Account) -> str | None:
    """For a contact: ranks that do not meet, presidents here and experts there."""
    if one.family != _CONTACT or not one.levels or not other.levels:
        return None
    return None if one.levels & other.levels else "another level"


def other_day(one: Account, other: Account) -> str | None:
    """Two dates, or two days without a year, that share no day."""
    if one.when is not None and other.when is not None:
        if one.doc == other.doc and one.when != other.when and not _same_people(one, other):
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


def _same_people(one: Account, other: Account) -> bool:
    """Whether both name people on two sides at least, and share one on each side both name."""
    sides = one.persons.keys() & other.persons.keys()
    return len(sides) >= 2 and all(one.persons[side] & other.persons[side] for side in sides)


# -- what speaks for one ------------------------------------------------------------------------


def _compare(one: Account, other: Account, cast: Cast) -> Join | None:
    """How strongly two events are one happening, and why; None where too little says so."""
    if _veto(one, other) is not None:
        return None
    found = [evidence for ask in _EVIDENCE if (evidence := ask(one, other)) is not None]
    weight = sum(evidence.weight for evidence in found)
    needed = _ENOUGH if _near(one, other) else _ENOUGH + 1
    if weight < needed or (_needs_words(one) and not _like_words(one, other)):
        return None
    both = listed(_names(one.sides & other.sides or one.sides | other.sides, cast))
    words = "; ".join(evidence.words for evidence in found if evidence.words)
    return Join(one.event.id, other.event.id, weight, f"{both}: {words}")


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
    if _same_people(one, other):
        return Evidence(3, "the same people on both sides")
    if one.persons.keys() & other.persons.keys():
        return Evidence(1, "the same person on one side")
    return None


def same_count(one: Account, other: Account) -> Evidence | None:
    """Both count the same number above one: ten diplomats; of a meeting a number says nothing."""
    count = one.event.count
    if count is None or one.family == _CONTACT or count < 2 or count != other.event.count:
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
    """An act that its type says in full, between the same actors and recipients."""
    whole = one.doers == other.doers and one.targets == other.targets and one.doers and one.targets
    plain = (one.family, one.event.mode) in _PLAIN_ACTS
    if not (plain and whole and one.event.mode == other.event.mode):
        return None
    return Evidence(1, "the same act on the same party")


def same_clause(one: Account, other: Account) -> Evidence | None:
    """Word for word the same clause, in a reprint or a copied passage."""
    return Evidence(4, "the same words") if _same_clause(one, other) else None


def _same_clause(one: Account, other: Account) -> bool:
    count = min(len(one.wording.tokens), len(other.wording.tokens))
    if one.doc == other.doc or count < 5:
        return False
    return coverage(one.wording.tokens, other.wording.tokens) >= (0.9 if count > 7 else 1.0)


def same_mode(one: Account, other: Account) -> Evidence | None:
    """Both are telephone calls, or both visits."""
    mode = one.event.mode
    if one.family != _CONTACT or mode is None or mode != other.event.mode:
        return None
    return Evidence(1, f"the same kind of contact ({mode})")


def same_level(one: Account, other: Account) -> Evidence | None:
    """The same rank meets: presidents on both pages."""
    shared = sorted(one.levels & other.levels) if one.family == _CONTACT else []
    return Evidence(1, f"a contact of {listed(shared)}") if shared else None


def headline(one: Account, other: Account) -> Evidence | None:
    """A headline and the text under it speak of one thing: in like words, or by the same noun."""
    heads = {"headline", "subheading"} & {one.event.region, other.event.region}
    if one.doc != other.doc or len(heads) != 1:
        return None
    same_contact = one.family == _CONTACT and one.anchor == other.anchor
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
    soon = 0 <= (first - plan.published).days <= _NEAR
    return Evidence(1, "planned in the two months before") if soon else None


def same_target(one: Account, other: Account) -> Evidence | None:
    """An act on one company, body or person that both name: more than on a state."""
    return Evidence(2, "the same one is acted on") if _same_target(one, other) else None


def _same_target(one: Account, other: Account) -> bool:
    shared = one.targets & other.targets
    return one.family != _CONTACT and bool(shared - one.page_sides - other.page_sides)


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
        if one.family == _CONTACT
        else bool(one.targets) != bool(other.targets) or bool(one.doers) != bool(other.doers)
    )
    return Evidence(-1, "") if missing else None


_EVIDENCE: tuple[Callable[[Account, Account], Evidence | None], ...] = (
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


def _near(one: Account, other: Account) -> bool:
    """Whether the two are dated alike, or reported within two months of one another."""
    if one.doc == other.doc or (one.when is not None and other.when is not None):
        return True
    first, last = _around(one), _around(other)
    if first is None or last is None:
        return False
    return abs((first - last).days) <= _NEAR


def _around(one: Account) -> date | None:
    first, last = interval(one.when) if one.when is not None else (None, None)
    return first or last or one.published


def _length(edtf: str) -> int:
    first, last = interval(edtf)
    return (last - first).days + 1 if first is not None and last is not None else 10_000


def _needs_words(one: Account) -> bool:
    return one.family != _CONTACT and (one.family, one.event.mode) not in _PLAIN_ACTS


def _like_words(one: Account, other: Account) -> bool:
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


# -- the happening ------------------------------------------------------------------------------


def _id(group: Group, accounts: Mapping[str, Account]) -> str:
    return content_id("h", min(group.members, key=lambda key: order_of(accounts[key])))


def _happening(
    group: Group, accounts: Mapping[str, Account], of: Mapping[str, str], cast: Cast
) -> Happening:
    members = sorted((accounts[key] for key in group.members), key=order_of)
    when, dates_note = agreed_date([one.when for one in members if one.when is not None], "date")
    mine = _id(group, accounts)
    answers = (one.event.response_to for one in members)
    answered = {of[answer] for answer in answers if answer is not None and answer in of} - {mine}
    notes = differences([(one.doc, one.event) for one in members])
    return Happening(
        id=mine,
        members=tuple(one.event.id for one in members),
        type=_commonest([one.event.type for one in members]),
        status=status_of([(one.published, one.event.status) for one in members]),
        date=when,
        place=_best_place(members),
        life=tuple((one.event.status, one.event.id) for one in members),
        reasons=group.reasons,
        differences=(*notes, *([dates_note] if dates_note else [])),
        response_to=answered.pop() if len(answered) == 1 else None,
    )


def status_of(life: Sequence[tuple[date | None, Status]]) -> Status:
    """Where a happening stands by its reports as (page's date, status), in order of the dates.

    That it happened outweighs every plan; then that it goes on; else the latest page decides, and
    of several pages of that day the most certain. Pages without a date count as the earliest.

    >>> status_of([(date(2031, 5, 1), "planned"), (date(2031, 5, 9), "denied")])
    'denied'
    """
    found = {status for _, status in life}
    if "happened" in found:
        return "happened"
    if "ongoing" in found:
        return "ongoing"
    latest = max(day or date.min for day, _ in life)
    last = {status for day, status in life if (day or date.min) == latest}
    order: tuple[Status, ...] = (
        "planned",
        "expected",
        "requested",
        "proposed",
        "denied",
        "hypothetical",
    )
    return next(status for status in order if status in last)


def _best_place(members: Sequence[Account]) -> str | None:
    """The place most reports give; a town before a state, then the shortest."""
    given = [one for one in members if one.event.place is not None]
    towns = [one for one in given if not one.place_is_state] or given
    values = [one.event.place.value for one in towns if one.event.place is not None]
    return min(values, key=lambda value: (-values.count(value), len(value), value), default=None)


def _commonest(values: Sequence[str]) -> str:
    return min(values, key=lambda value: (-values.count(value), value))


def _names(sides: Iterable[str], cast: Cast) -> list[str]:
    return sorted(cast.by_id[side].name if side in cast.by_id else side for side in sides)
