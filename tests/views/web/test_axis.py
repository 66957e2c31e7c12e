from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.record.rows import Entry
from onrecord.views.web.axis import LANES, MOST_MARKS, MOST_PERIODS, OTHERS, drawn, period, step_of

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


def test_an_uncertain_date_is_drawn_as_the_days_it_may_be() -> None:
    found = drawn([entry(1, "2031-05"), entry(2, "../2031-05-04"), entry(3, None)], None, None)
    assert [(one.first, one.last) for one in found.marks] == [
        ("2031-05-01", "2031-05-31"),
        (None, "2031-05-04"),
    ]
    assert found.undated == 1


def test_plans_and_denials_look_different() -> None:
    found = drawn(
        [entry(1, "2031-05-01", status="planned"), entry(2, "2031-05-01", status="denied")],
        None,
        None,
    )
    assert [one.look for one in found.marks] == ["plan", "denied"]


def test_a_far_entry_is_counted_and_not_drawn_until_it_is_asked_for() -> None:
    week = [entry(n, f"2031-05-{n:02}") for n in range(1, 21)]
    found = drawn([entry(0, "1991-04-02"), *week], None, None)
    assert (found.earlier, found.later, found.within) == (1, 0, 20)
    assert drawn([entry(0, "1991-04-02"), *week], "1990", None).within == 21


def test_too_many_to_draw_are_counted_by_period() -> None:
    many = [entry(n, (date(2031, 1, 1) + timedelta(n % 700)).isoformat()) for n in range(2000)]
    found = drawn(many, None, None)
    assert found.marks == ()
    assert found.step == "month"
    assert sum(one.done for one in found.buckets) == 2000
    near = drawn(many, "2031-03", "2031-03")
    assert near.step is None and len(near.marks) == near.within <= MOST_MARKS


def test_the_busiest_have_lanes_and_the_others_share_one() -> None:
    many = [entry(n, "2031-05-01", who=f"A{n % 30}") for n in range(90)]
    found = drawn([*many, entry(99, "2031-05-01", who="")], None, None)
    assert len(found.lanes) == LANES + 1 and found.lanes[-1] == OTHERS


def test_nothing_dated_draws_nothing() -> None:
    assert drawn([entry(1, None)], None, None).first is None
    assert drawn([], None, None).lanes == ()


@given(DAYS, st.sampled_from(["day", "week", "month", "year", "decade"]))
def test_a_period_holds_its_day(day: date, step) -> None:
    first, last = period(day, step)
    assert first <= day <= last
    assert period(first, step) == (first, last) or first.year == 1


@given(st.lists(DAYS, min_size=MOST_MARKS + 1, max_size=MOST_MARKS + 1))
def test_no_more_is_sent_than_can_be_drawn(days: list[date]) -> None:
    entries = [entry(n, day.isoformat(), who=f"A{n % 40}") for n, day in enumerate(days)]
    found = drawn(entries, "0001-01-01", "9999-12-31")
    assert len(found.marks) <= MOST_MARKS
    assert len({one.first for one in found.buckets}) <= 1001
    assert found.within == len(days)


@pytest.mark.parametrize("days", [1, 60, 61, 500, 5000, 20000])
def test_the_periods_of_a_window_are_few(days: int) -> None:
    first = date(2000, 1, 1)
    last = first + timedelta(days - 1)
    step = step_of(first, last)
    assert len({period(first + timedelta(n), step) for n in range(days)}) <= MOST_PERIODS + 2
