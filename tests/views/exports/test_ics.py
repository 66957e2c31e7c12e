from __future__ import annotations

from datetime import date
from pathlib import Path

import icalendar
from hypothesis import given
from hypothesis import strategies as st

from onrecord.record.store import View
from onrecord.views.exports.ics import escaped, folded, ics_of
from onrecord.views.text import clean

from .conftest import HOSTILE


def events(path: Path) -> list[icalendar.Event]:
    with View(path) as view:
        data, _ = ics_of(view, "1.2.3")
    calendar = icalendar.Calendar.from_ical(data)
    assert not calendar.errors
    return list(calendar.walk("VEVENT"))


def test_a_planned_contact_is_drawn_on_the_days_it_can_be_on(uncertain: Path) -> None:
    drawn = {
        str(one["SUMMARY"]).partition("(")[2].rstrip(")"): (one.start, one.end)
        for one in events(uncertain)
    }
    assert drawn == {
        "": (date(2031, 5, 4), date(2031, 5, 5)),
        "June 2031": (date(2031, 6, 1), date(2031, 7, 1)),
        "summer 2031": (date(2031, 6, 1), date(2031, 9, 1)),
        "3 June 2031 to 9 June 2031": (date(2031, 6, 3), date(2031, 6, 10)),
        "until 1 July 2031": (date(2031, 7, 1), date(2031, 7, 2)),
        "from 2 July 2031": (date(2031, 7, 2), date(2031, 7, 3)),
        "perhaps 6 May 2031": (date(2031, 5, 6), date(2031, 5, 7)),
        "about August 2031": (date(2031, 8, 1), date(2031, 9, 1)),
    }


def test_what_has_no_date_or_too_wide_a_one_is_left_out_and_counted(uncertain: Path) -> None:
    with View(uncertain) as view:
        assert ics_of(view, "1")[1] == 3


def test_every_entry_is_tentative_blocks_nobody_and_says_why_it_has_its_day(
    uncertain: Path,
) -> None:
    for one in events(uncertain):
        assert one["STATUS"] == "TENTATIVE" and one["TRANSP"] == "TRANSPARENT"
        assert "because reason" in one["DESCRIPTION"]
        assert one["URL"] == "https://strand.example/plans?a=1&b=2"
        assert one["DTSTAMP"].dt.date() == date(2031, 5, 2)


def test_what_was_held_is_no_plan(record: Path, disputed: Path) -> None:
    assert events(record) == [] and events(disputed) == []


def test_what_a_page_says_makes_no_property_and_no_component(hostile: Path) -> None:
    (one,) = events(hostile)
    words = " ".join(clean(HOSTILE).split())
    assert words in one["SUMMARY"] and words in one["LOCATION"] and words in one["DESCRIPTION"]
    assert not one.subcomponents and "URL" not in one


@given(st.text(st.characters(codec="utf-8")))
def test_a_value_is_read_as_it_was_and_no_line_is_too_long(text: str) -> None:
    data = folded(f"SUMMARY:{escaped(text)}")
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    whole = b"BEGIN:VEVENT\r\nUID:1\r\nDTSTAMP:20310101T000000Z\r\n" + data + b"END:VEVENT\r\n"
    assert icalendar.Event.from_ical(whole)["SUMMARY"] == clean(text)
