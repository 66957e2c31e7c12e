"""Days whose year only another page of the record tells: of events, and of a page's time words."""

from __future__ import annotations

from pathlib import Path

import pytest

import onrecord
from onrecord import run
from onrecord.record import query
from onrecord.record.settled import in_year_near
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
    ("value", "published", "day"),
    [
        ("XXXX-12-31", "2032-01-02", "2031-12-31"),
        ("XXXX-01-02", "2031-12-30", "2032-01-02"),
        ("XXXX-02-29", "2031-03-01", None),
        ("XXXX-05-04", "2031-05", None),
        ("XXXX-05", "2031-05-04", None),
        ("XXXX-XX-XX", "2031-05-04", None),
        ("2030-05-04", "2031-05-04", None),
    ],
)
def test_a_day_without_a_year_is_of_the_year_nearest_to_the_page(
    value: str, published: str, day: str | None
) -> None:
    assert in_year_near(value, published) == day
