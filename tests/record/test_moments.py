"""The record as of a day, and what the newest pages added or changed."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import onrecord
from onrecord.errors import DateError, NotOnRecord
from onrecord.link.decide import link
from onrecord.model import Fact, Reading
from onrecord.record.meant import correction_of
from onrecord.record.moments import as_of, changes, pages_until
from onrecord.record.store import View, Writer
from onrecord.record.timeline import timeline
from onrecord.record.verify import verify
from onrecord.views.export import EXPORTS, exported
from tests.record.conftest import Story, made, read_story

PAGES = {
    "plan": (
        "Published 2 May 2031\n\nNorwegian President Ada Lind and Portuguese President Olga Sousa "
        "are to meet in Lisbon on May 8, 2031.\n\n"
        "“We shall talk about fish,” the Norwegian president, Ada Lind, said on Friday.\n"
    ),
    "again": (
        "Published 3 May 2031\n\n“We shall talk about fish and nothing else at all,” Lind said.\n\n"
        "Norway expelled twelve Portuguese diplomats on May 1.\n"
    ),
    "done": (
        "Published 9 May 2031\n\nNorwegian President Ada Lind met Portuguese President Olga Sousa "
        "in Lisbon on May 8, 2031.\n\nNorway expelled nine Portuguese diplomats on May 1.\n"
    ),
    "undated": "Norway expelled twelve Portuguese diplomats on May 1.\n",
}
DAYS = ("2031-05-02", "2031-05-03", "2031-05", "2031-05-09", "2031-06")


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Story:
    return read_story(tmp_path_factory.mktemp("pages"), PAGES)


@pytest.fixture
def path(story: Story, tmp_path: Path) -> Path:
    return made(tmp_path / "story.db", story)


def everything(view: View) -> dict[str, bytes]:
    assert verify(view).faults == ()
    return {what: exported(view, what) for what in EXPORTS} | {
        "timeline": msgspec.json.encode(timeline(view))
    }


def published(reading: Reading, day: str | None) -> Reading:
    fact = None if day is None else Fact(day, None, "told")
    document = msgspec.structs.replace(reading.document, published=fact)
    return msgspec.structs.replace(reading, document=document)


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_as_of_a_day_equals_a_record_made_of_the_pages_published_until_then(
    story: Story, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("any")
    dated = {
        doc: (page, published(reading, data.draw(st.sampled_from((*DAYS, None)))))
        for doc, (page, reading) in story.items()
    }
    path = made(folder / "story.db", dated)
    day = data.draw(st.sampled_from(DAYS))
    with View(path) as view:
        ids = [row.show for row in timeline(view)]
        one = correction_of(view, "reject", [data.draw(st.sampled_from(ids))], why="so", who="Ed")
        other = correction_of(view, "same", ["Ada Lind", "Olga Sousa"], why="so", who="Ed")
        kept = set(pages_until(view, day).docs)
    decisions = tuple(data.draw(st.sets(st.sampled_from((one, other)))))
    with Writer(path) as writer:
        for decision in decisions:
            writer.correct(decision, link, "test")
    of_then = {doc: pair for doc, pair in dated.items() if doc in kept}
    with (
        View(path) as view,
        as_of(view, day, link) as then,
        View(made(folder / "fresh.db", of_then, decisions)) as fresh,
    ):
        assert everything(then) == everything(fresh)


def test_a_meeting_is_still_a_plan_as_of_the_day_before_it(path: Path) -> None:
    [now] = [one for one in onrecord.timeline(path) if one.kind == "CONSULT"]
    [then] = [one for one in onrecord.timeline(path, as_of="2031-05-07") if one.kind == "CONSULT"]
    assert (then.status, now.status) == ("planned", "happened")
    assert {row.doc for row in onrecord.events(path, as_of="2031-05-07")} <= {"plan", "again"}


def test_a_page_without_a_date_and_one_of_a_later_part_of_the_month_are_left_out(
    story: Story, tmp_path: Path
) -> None:
    page, reading = story["again"]
    months = {**story, "again": (page, published(reading, "2031-05"))}
    with View(made(tmp_path / "story.db", months)) as view:
        pages = pages_until(view, "2031-05-20")
        assert pages.docs == ("done", "plan") and pages.undated == ("undated",)
        assert pages_until(view, "2031-05").docs == ("again", "done", "plan")
        with pytest.raises(DateError):
            pages_until(view, "2031-05-20/..")


def test_what_newer_pages_changed_is_told_with_what_was_before(path: Path) -> None:
    found = {one.entry.kind: one for one in onrecord.changes(path, "2031-05-09")}
    met = found["CONSULT"]
    assert (met.what, met.was_status, met.reports) == ("changed", "planned", ("done",))
    expelled = found["SANCTION"]
    assert expelled.reports == ("done",) and expelled.differences
    assert onrecord.changes(path, "2031-06") == []


def test_the_last_run_is_what_the_last_reading_brought(story: Story, tmp_path: Path) -> None:
    path = tmp_path / "story.db"
    made(path, {doc: story[doc] for doc in ("plan", "again")})
    with View(path) as view:
        assert {one.what for one in changes(view, "last", link)} == {"new"}
    made(path, {"done": story["done"]})
    made(path, {"plan": story["plan"]})
    with View(path) as view:
        found = changes(view, "last", link)
    assert {doc for one in found for doc in one.reports} == {"done"}


def test_a_record_that_never_noted_its_runs_says_so(path: Path) -> None:
    with Writer(path) as writer, writer._transaction() as connection:
        connection.execute("DELETE FROM arrivals")
    with pytest.raises(NotOnRecord, match="name a date"):
        onrecord.changes(path, "last")
