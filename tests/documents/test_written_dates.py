"""Days as pages write them."""

from __future__ import annotations

import pytest

from onrecord.documents.written_dates import written_dates
from onrecord.spans import Span


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("Published 1 June 2021", ["2021-06-01"]),
        ("20 May 202103:25", ["2021-05-20"]),
        ("June 3, 2021 at 4:15 pm", ["2021-06-03"]),
        ("Wed 2 Jun 2021", ["2021-06-02"]),
        ("Thursday, 7th of May, 2015", ["2015-05-07"]),
        ("Sept. 28 2016 | Oct 1st, 2016", ["2016-09-28", "2016-10-01"]),
        ("2021-03-04T21:33:10Z", ["2021-03-04"]),
        ("14.03.2031 15:42", ["2031-03-14"]),
        ("25/12/2020 and 12/25/2020", ["2020-12-25", "2020-12-25"]),
        ("03/04/2021", []),
        ("Tue 05/04/2016 17:48", ["2016-04-05"]),
        ("Wednesday, 05/04/2016", ["2016-05-04"]),
        ("Friday 05/04/2016", []),
        ("By Ana Ruiz20 May 202103:25Share", ["2021-05-20"]),
        ("Ruiz20 May", []),
        ("31 June 2021", []),
        ("29 February 2021, 29 February 2020", ["2020-02-29"]),
        ("version 1.2.2021.4, page 3-4", []),
        ("June 18", [None]),
        ("may 2 of us come", [None]),
    ],
)
def test_a_written_day_is_read_with_its_year(text: str, dates: list[str | None]) -> None:
    assert [found.edtf for found in written_dates(text)] == dates


def test_the_span_is_the_words_of_the_date() -> None:
    text = "It was on Friday, May 4, 2031, in Brink."
    found = next(written_dates(text))
    assert found.span.of(text) == "Friday, May 4, 2031"
    assert found.weekday == 4


def test_a_day_before_a_long_run_of_spaces_is_read_in_time_that_grows_with_the_run():
    """Two runs of spaces side by side in the pattern try every place to part them: minutes here."""
    text = "May 1" + " " * 100_000 + "x"
    assert [(found.span, found.edtf) for found in written_dates(text)] == [(Span(0, 5), None)]
    assert [found.edtf for found in written_dates("May 1,  (  2031")] == ["2031-05-01"]
