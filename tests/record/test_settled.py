"""Days whose year only another page of the record tells: of events, and of a page's time words."""

from __future__ import annotations

from pathlib import Path

import pytest

import onrecord
from onrecord import run
from onrecord.record import query
from onrecord.record.elsewhere import day_again
from onrecord.record.store import View

STORY = (
    "Osland has lifted its ban on trawlers, and the boats that lay in the harbour of Brink for six "
    "months have put out to sea again, the fisheries minister told parliament. He said that the "
    "herring had come back sooner than anybody had thought, and that the pact of May 4 with "
    "Velmora would be kept. The opposition asked for a debate on what the ban had cost there."
)
WIRE = f"Osland lifts ban on trawlers\n\nBRINK, May 7. /OTA/. {STORY}\n"
PAPER = f"Trawlers sail again\n\nPublished 8 May 2021\n\n{STORY}\n\nSource: OTA\n"
SUMMIT = "Osland President Tom Hale met Velmora President Ana Ruiz in Karsholm on May 12."
BARE = f"Two presidents, one table\n\n{SUMMIT} They spoke for an hour about the herring.\n"
DATED = f"Hale and Ruiz meet\n\nPublished 13 May 2021\n\n{SUMMIT} They spoke for an hour.\n"


def read(folder: Path, **pages: str) -> Path:
    paths = [folder / f"{name}.txt" for name in pages]
    for path, text in zip(paths, pages.values(), strict=True):
        path.write_text(text, encoding="utf-8")
    record = folder / "story.db"
    run.read(paths, into=record, reader="rules", only=True)
    return record


def values(record: Path, doc: str) -> list[tuple[str, str]]:
    with View(record) as view:
        return [(row.text, row.value) for row in query.times(view) if row.doc == doc]


def test_a_days_year_follows_that_of_its_page_where_another_page_settles_it(tmp_path: Path) -> None:
    assert ("May 4", "XXXX-05-04") in values(read(tmp_path, wire=WIRE), "wire")
    both = read(tmp_path, wire=WIRE, paper=PAPER)
    assert ("May 4", "2021-05-04") in values(both, "wire")
    with View(both) as view:
        [basis] = [r.basis for r in query.times(view) if (r.doc, r.text) == ("wire", "May 4")]
    assert "which paper tells" in basis
    assert ("May 4", "XXXX-05-04") in values(read(tmp_path, wire=WIRE), "wire")


def test_an_events_day_gets_the_year_that_another_report_of_it_has(tmp_path: Path) -> None:
    def of_bare(record: Path) -> tuple[str | None, str | None]:
        [one] = [e for e in onrecord.events(record) if e.doc == "bare" and e.type == "CONSULT"][:1]
        return one.date, one.date_basis

    assert of_bare(read(tmp_path, bare=BARE)) == (None, None)
    day, basis = of_bare(read(tmp_path, bare=BARE, dated=DATED))
    assert day == "2021-05-12"
    assert basis == "“May 12”, in the year of the same happening on dated"


def test_a_date_that_a_person_took_away_stays_away(tmp_path: Path) -> None:
    record = read(tmp_path, bare=BARE, dated=DATED)
    [event] = [e for e in onrecord.events(record) if e.doc == "bare" and e.type == "CONSULT"][:1]
    onrecord.correct(record, "date", event.id, "none", why="no day is sure", who="ed")
    [again] = [e for e in onrecord.events(record) if e.id == event.id]
    assert again.date is None


@pytest.mark.parametrize(
    ("words", "basis", "published", "day"),
    [
        ("31 December", "", "2032-01-02", "2031-12-31"),
        ("January 2", "", "2031-12-30", "2032-01-02"),
        ("Sunday", "weekday, looking back (past tense: said)", "2022-05-22", "2022-05-22"),
        ("Friday", "weekday, looking ahead (future: will meet)", "2022-05-22", "2022-05-27"),
        ("yesterday", "", "2022-05-22", "2022-05-21"),
        ("February", "no year, looking back (past tense: fell)", "2022-01-10", "2021-02"),
        ("May 4", "", "2031-05", None),
        ("that day", "", "2031-05-04", None),
    ],
)
def test_words_without_a_day_are_read_again_with_the_day_of_their_page(
    words: str, basis: str, published: str, day: str | None
) -> None:
    assert day_again(words, basis, published) == day


TOLD = (
    "Osland has lifted its ban on trawlers, the fisheries minister, Tom Hale, told parliament on "
    "Friday. “The herring had come back sooner than anybody had thought,” Hale said on Friday. "
    "Osland expelled two Velmoran diplomats on Thursday."
)
OPEN_WIRE = f"Osland lifts ban on trawlers\n\nBRINK, May 7. /OTA/. {TOLD}\n"
CLOSED = f"Trawlers sail again\n\nPublished 8 May 2021\n\n{TOLD}\n\nSource: OTA\n"


def test_what_was_said_and_done_on_a_weekday_gets_its_day_with_the_page(tmp_path: Path) -> None:
    alone = read(tmp_path, wire=OPEN_WIRE)
    assert {one.said_on for one in onrecord.statements(alone)} == {None}
    on_friday = onrecord.statements(alone, filters=onrecord.Filters(on="2021-05-07"))
    assert list(on_friday) == []
    both = read(tmp_path, wire=OPEN_WIRE, paper=CLOSED)
    said = [one for one in onrecord.statements(both) if one.doc == "wire" and one.said_on]
    assert {one.said_on for one in said} == {"2021-05-07"}
    on_friday = onrecord.statements(both, filters=onrecord.Filters(on="2021-05-07"))
    assert {one.id for one in said} <= {one.id for one in on_friday}
    on_thursday = onrecord.events(both, filters=onrecord.Filters(on="2021-05-06"))
    assert "wire" in {one.doc for one in on_thursday}
    assert all("which paper tells" in (one.said_on_basis or "") for one in said)
    [expelled] = [one for one in onrecord.events(both) if one.doc == "wire" and one.mode == "expel"]
    assert expelled.date == "2021-05-06"
    with View(both) as view:
        assert view.unlike_index() == []
