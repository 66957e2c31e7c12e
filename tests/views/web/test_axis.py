from __future__ import annotations

import sqlite3
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.record.rows import Entry
from onrecord.views.web import axis

DAYS = st.dates(date(1, 1, 1), date(9999, 12, 31))


def entry(number: int, day: str | None, who: str = "Berg", status: str = "happened") -> Entry:
    return Entry(
        id=f"h-{number}",
        sort="happening",
        date=day,
        who=(who,) if who else (),
        whom=(),
        verb="CONSULT meet",
        what="they met",
        kind="CONSULT",
        status=status,
        life=None,
        place=None,
        sources=(),
        show=f"e-{number}",
        members=(f"e-{number}",),
        differences=(),
        answers=None,
        actors=(),
    )


FRAME = axis.Frame(date(2031, 1, 1), date(2031, 12, 31), 0, 0, 0, 2)


def test_an_uncertain_date_is_drawn_as_the_days_it_may_be() -> None:
    found = axis.marked(FRAME, [entry(1, "2031-05"), entry(2, "../2031-05-04")])
    assert [(one.first, one.last) for one in found.marks] == [
        ("2031-05-01", "2031-05-31"),
        (None, "2031-05-04"),
    ]


def test_plans_and_denials_look_different() -> None:
    some = [entry(1, "2031-05-01", status="planned"), entry(2, "2031-05-01", status="denied")]
    assert [one.look for one in axis.marked(FRAME, some).marks] == ["plan", "denied"]


def test_the_busiest_have_lanes_and_the_others_share_one() -> None:
    many = [entry(n, "2031-05-01", who=f"A{n % 30}") for n in range(90)]
    found = axis.marked(FRAME, [*many, entry(99, "2031-05-01", who="")])
    assert len(found.lanes) == axis.LANES + 1 and found.lanes[-1] == axis.OTHERS
    assert found.marks[-1].lane == axis.LANES


def test_who_is_only_described_has_no_lane_as_it_may_be_several() -> None:
    some = [entry(n, "2031-05-01", who="unidentified questioner") for n in range(3)]
    found = axis.marked(FRAME, [*some, entry(9, "2031-05-01", who="Berg")])
    assert found.lanes == ("Berg", axis.OTHERS)
    assert [one.lane for one in found.marks] == [1, 1, 1, 0]


def test_counts_of_a_lane_and_period_stand_together() -> None:
    counts = [
        axis.Count("2031-05-01", "Berg", "said", 3),
        axis.Count("2031-05-01", "Berg", "planned", 2),
        axis.Count("2031-05-01", "Berg", "expected", 1),
        axis.Count("2031-06-01", "", "denied", 1),
    ]
    found = axis.counted(FRAME, "month", counts)
    assert found.lanes == ("Berg", axis.OTHERS)
    [may, june] = found.buckets
    assert (may.first, may.last, may.said, may.planned) == ("2031-05-01", "2031-05-31", 3, 3)
    assert (june.lane, june.denied) == (1, 1)


def test_nothing_dated_draws_nothing() -> None:
    assert axis.window([], None, None) == (None, None)
    assert axis.frame([axis.Dated(None, None, False, 3)], None, None) == axis.Undrawn(3)
    assert axis.nothing(axis.Undrawn(3)).undated == 3


def test_what_lies_outside_the_window_is_counted() -> None:
    dates = [
        axis.Dated("1991-04-02", "1991-04-02", True, 1),
        axis.Dated("2031-05-01", "2031-05-09", True, 20),
        axis.Dated(None, "2031-05-04", True, 2),
        axis.Dated("2031-05-08", None, True, 3),
        axis.Dated(None, None, False, 4),
    ]
    found = axis.frame(dates, None, None)
    assert isinstance(found, axis.Frame)
    assert (found.earlier, found.later, found.undated, found.within) == (1, 0, 4, 25)
    assert found.whole == ("1991-04-02", "2031-05-09")
    assert axis.nothing(axis.Undrawn(4)).whole is None
    drawn = axis.marked(found, ())
    assert (drawn.before, drawn.after) == ("2031-04-30", None)
    asked = axis.frame(dates, None, "1999")
    assert isinstance(asked, axis.Frame)
    assert (asked.earlier, asked.later, asked.within) == (0, 23, 3)


def test_a_window_that_is_asked_for_is_shown() -> None:
    days = [("1991-04-02", 2), ("2031-05-01", 20)]
    assert axis.window(days, "1990", None) == (date(1990, 1, 1), date(2031, 5, 1))
    assert axis.window(days, "2031-06", "2031-05") == (date(2031, 5, 31), date(2031, 6, 1))


@given(st.lists(st.tuples(DAYS, st.integers(1, 50)), min_size=1))
def test_the_window_holds_the_middle_of_the_days(days: list[tuple[date, int]]) -> None:
    counts: dict[str, int] = {}
    for day, count in days:
        counts[day.isoformat()] = counts.get(day.isoformat(), 0) + count
    first, last = axis.window(sorted(counts.items()), None, None)
    assert first is not None and last is not None and first <= last
    inside = sum(n for day, n in counts.items() if first.isoformat() <= day <= last.isoformat())
    assert inside >= 0.8 * sum(counts.values())


@given(DAYS, st.sampled_from(["day", "week", "month", "year", "decade"]))
def test_the_period_that_sqlite_finds_holds_its_day(day: date, step) -> None:
    query = f"SELECT {axis.PERIODS[step]} FROM (SELECT ? AS day)"
    [[first]] = sqlite3.connect(":memory:").execute(query, (day.isoformat(),)).fetchall()
    assert first <= day.isoformat()
    if first >= "0001-01-01":
        assert axis.last_of(date.fromisoformat(first), step) >= day


@pytest.mark.parametrize("days", [1, 60, 61, 500, 5000, 20000])
def test_the_periods_of_a_window_are_few(days: int) -> None:
    first = date(2000, 1, 1)
    step = axis.step_of(first, first + timedelta(days - 1))
    long = {"day": 1, "week": 7, "month": 28, "year": 365, "decade": 3652}[step]
    assert days / long <= axis.MOST_PERIODS
