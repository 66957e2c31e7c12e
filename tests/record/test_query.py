"""What is asked of a record: any words, any names, any page of any list."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onrecord.dates import interval
from onrecord.errors import NotOnRecord
from onrecord.record import index, query
from onrecord.record.filters import Filters
from onrecord.record.store import View, Writer
from onrecord.record.timeline import buckets, count_timeline, entries_by_id, timeline
from onrecord.record.verify import verify

FITTING = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
WORDS = "\" ' * ^ : - + ( ) { } NEAR( AND OR NOT shown: % _ ; -- bridge sign Berg Sudria"
ODD = ["\x00", chr(0xD800), "\u202e", "İ", " "]
SYNTAX = st.sampled_from([*WORDS.split(" "), *ODD])
HOSTILE = st.one_of(st.text(max_size=12), st.lists(SYNTAX, max_size=6).map("".join))
DATES = st.sampled_from(
    [
        None,
        "2031",
        "2031-05",
        "2031-05-03",
        "2031-05-04",
        "2031-06",
        "../2031-05-03",
        "2031-05-04/..",
    ]
)


@pytest.fixture
def view(record: Path) -> Iterator[View]:
    with View(record) as view:
        yield view


@FITTING
@given(asked=HOSTILE)
def test_no_words_and_no_name_break_a_question(view: View, asked: str) -> None:
    found = query.search(view, asked)
    said, written = query.count_found(view, asked)
    assert len([one for one in found if one.id]) == said
    assert len(found) == said + written
    for filters in (Filters(words=asked), Filters(outlet=asked), Filters(type=asked)):
        assert len(query.statements(view, filters)) == query.count_statements(view, filters)
        assert len(query.events(view, filters)) == query.count_events(view, filters)
        assert len(timeline(view, filters)) == count_timeline(view, filters)
    assert len(query.actors(view, words=asked)) == query.count_actors(view, words=asked)
    for filters in (Filters(by=asked), Filters(about=asked), Filters(actor=asked)):
        try:
            timeline(view, filters)
        except NotOnRecord as failure:
            assert repr(asked) in str(failure)


def test_of_words_that_too_many_hold_the_latest_read_are_ranked_and_all_are_counted(
    view: View, monkeypatch: pytest.MonkeyPatch
) -> None:
    all_of_it = [one.id for one in query.search(view, "the", only="statements")]
    order = [row["id"] for row in view.rows("SELECT id FROM statements ORDER BY n")]
    latest = [id for id in order if id in all_of_it][-1:]
    monkeypatch.setattr(query, "RANKED", 1)
    found = [one.id for one in query.search(view, "the", only="statements")]
    assert len(all_of_it) > 1
    assert found == [id for id in all_of_it if id in latest]
    assert query.count_found(view, "the")[0] == len(all_of_it)


def test_each_name_of_an_actor_finds_the_same(view: View) -> None:
    for actor in query.actors(view):
        by_id = query.statements(view, by=actor.id), query.events(view, actor=actor.id)
        for name in actor.names:
            for written in (name, name.upper(), f" the {name}!"):
                found = query.statements(view, by=written), query.events(view, actor=written)
                assert found == by_id


def test_of_several_names_one_will_do(view: View) -> None:
    both = {row.id for row in query.events(view, actor=("Norland", "Sudria"))}
    each = [{row.id for row in query.events(view, actor=name)} for name in ("Norland", "Sudria")]
    assert both == each[0] | each[1] and both > each[0]
    assert query.statements(view, kind=("mixed", "direct")) == query.statements(view)


@FITTING
@given(
    limit=st.integers(1, 4),
    order=st.sampled_from(["page", "date", "newest"]),
    newest=st.booleans(),
)
def test_pages_of_a_list_one_after_another_are_the_list(
    view: View, limit: int, order: query.EventOrder, newest: bool
) -> None:
    whole = timeline(view, newest=newest)
    pages = [
        timeline(view, newest=newest, limit=limit, offset=at) for at in range(0, len(whole), limit)
    ]
    assert [one for page in pages for one in page] == whole
    events = query.events(view, order=order)
    found = [
        query.events(view, order=order, limit=limit, offset=at)
        for at in range(0, len(events), limit)
    ]
    assert [one for page in found for one in page] == events
    assert {row.id for row in events} == {row.id for row in query.events(view)}


@FITTING
@given(on=DATES, since=DATES, until=DATES)
def test_a_row_fits_where_its_date_shares_a_day_with_all_that_is_asked(
    view: View, on: str | None, since: str | None, until: str | None
) -> None:
    filters = Filters(on=on, since=since, until=until)
    asked = [(on, True, True), (since, True, False), (until, False, True)]

    def fits(date: str | None) -> bool:
        if filters == Filters():
            return True
        if date is None:
            return False
        first, last = interval(date)
        for bound, begins, ends in asked:
            begin, end = interval(bound) if bound else (None, None)
            if begins and begin and last and last < begin:
                return False
            if ends and end and first and first > end:
                return False
        return True

    assert timeline(view, filters) == [
        one for one in timeline(view) if fits(one.date or (one.bound and one.bound[3:]))
    ]
    assert query.events(view, filters) == [one for one in query.events(view) if fits(one.date)]


@pytest.mark.parametrize("size", ["day", "week", "month", "year", "decade"])
def test_counts_by_stretch_of_time_count_every_entry_once_and_invent_no_month(
    view: View, size: str
) -> None:
    found = buckets(view, size=size)  # type: ignore[arg-type]
    assert sum(one.count for one in found) == len(timeline(view))
    for one in found:
        assert (one.date is None) == (one.first is None and one.last is None)
        if one.date is not None:
            days = tuple(day and day.isoformat() for day in interval(one.date))
            assert days == (one.first, one.last)
    narrowed = buckets(view, Filters(type="CONSULT"), size=size, group="status")  # type: ignore[arg-type]
    assert [(one.group, one.count) for one in narrowed] == [("happened", 1)]


def test_a_page_that_is_not_yet_joined_has_entries_of_its_own(made, tmp_path: Path) -> None:
    made.path = tmp_path / "fresh.db"
    made.write("notice")
    with View(made.path) as view:
        before = timeline(view)
    with Writer(made.path) as writer:
        writer.add(*made.pages["news"], "reader")
    with View(made.path) as view:
        assert not view.linked
        after = timeline(view)
        ids = [one.id for one in after]
    assert [one for one in after if one in before] == before
    assert {"s-news00000001", "e-news00000001", "e-news00000002"} <= set(ids)


def test_the_index_made_page_by_page_is_the_index_made_whole(made) -> None:
    made.write()
    with Writer(made.path) as writer:  # a page is read again, by another reader
        page, reading = made.pages["news"]
        writer.add(page, reading, "another reader")
        writer.keep_only(["news", "notice"])
    tables = ("entries", "placed_statements", "placed_events")
    connection = sqlite3.connect(made.path, isolation_level=None)

    def rows() -> dict[str, list[tuple[object, ...]]]:
        return {
            "entries": connection.execute(
                "SELECT id, sort, show, kind, mode, status, date, bound, first, last, out, doc,"
                " start, lead FROM entries ORDER BY id"
            ).fetchall(),
            "actor_figures": connection.execute("SELECT * FROM actor_figures").fetchall(),
            **{
                table: connection.execute(
                    f"SELECT p.n, t.id, p.first, p.last FROM {table} p"
                    " LEFT JOIN entries t ON t.n = p.entry ORDER BY p.n"
                ).fetchall()
                for table in tables[1:]
            },
        }

    by_page = rows()
    assert all(found for table, found in by_page.items() if table != "actor_figures")
    index.refresh(connection)
    assert rows() == by_page
    connection.close()


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE entries SET first = '2031-05-01' WHERE sort = 'utterance'",
        "DELETE FROM statement_actors WHERE role = 'speaker'",
        "INSERT INTO event_actors SELECT 'a-0', 'actor', n FROM events LIMIT 1",
        "UPDATE placed_events SET entry = NULL",
        "DELETE FROM actor_names WHERE name = 'anna berg'",
        "UPDATE actor_figures SET said = said + 1 WHERE said > 0",
        "UPDATE placed_statements SET speaker = 'Berg'",
        "UPDATE entries SET bound = '../2031-05-07' WHERE bound IS NOT NULL",
    ],
)
def test_verify_finds_an_index_that_is_not_as_the_record_has_it(record: Path, damage: str) -> None:
    with View(record) as view:
        assert verify(view).faults == ()
    with sqlite3.connect(record) as connection:
        connection.execute(damage)
    with View(record) as view:
        assert {fault.what for fault in verify(view).faults} == {"index"}


def test_entries_are_found_by_id_in_the_order_asked(view: View) -> None:
    ids = [one.id for one in timeline(view)][::-1]
    assert [one.id for one in entries_by_id(view, [*ids, "u-none"])] == ids
