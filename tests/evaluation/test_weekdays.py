"""The labelled weekdays and months, and the simple rules they are compared with."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluation import weekdays
from onrecord.model import TimeExpression
from onrecord.spans import Span

EVALUATION = Path(__file__).parents[2] / "evaluation"
LABELS = weekdays.labels(EVALUATION / "weekdays.tsv")


def label(page: str, right: str) -> weekdays.Label:
    kind = "weekday" if len(right) == 10 else "month"
    return weekdays.Label(kind, "gum", "d", Span(3, 9), page, right, "tune", "all", "")


def test_every_label_lies_within_the_week_or_the_two_years_around_its_page() -> None:
    for one in LABELS:
        if one.kind == "weekday":
            gap = date.fromisoformat(one.right) - date.fromisoformat(one.page)
            assert abs(gap.days) <= 7
        elif not one.note:
            assert abs(int(one.right[:4]) - int(one.page[:4])) <= 1


def test_a_document_is_wholly_tuned_on_or_wholly_held_back() -> None:
    parts: dict[str, set[str]] = {}
    for one in LABELS:
        parts.setdefault(one.doc, set()).add(one.part)
    assert all(len(found) == 1 for found in parts.values())


def test_no_place_is_labelled_twice() -> None:
    places = [(one.doc, one.span) for one in LABELS]
    assert len(places) == len(set(places))


def test_a_line_that_is_no_label_is_named(tmp_path: Path) -> None:
    table = tmp_path / "weekdays.tsv"
    table.write_text("# head\nweekday\tgum\td\t3\t9\t2032-06-18\t2032-06\ttune\tall\t\n")
    with pytest.raises(ValueError, match=r"weekdays.tsv:2: expected a label"):
        weekdays.labels(table)


@pytest.mark.parametrize(
    ("page", "right", "way"),
    [
        ("2032-06-18", "2032-06-18", "the page's own"),
        ("2032-06-18", "2032-06-21", "ahead"),
        ("2032-06-18", "2032-06", "the page's own"),
        ("2032-06-18", "2031-07", "back"),
    ],
)
def test_a_label_lies_back_ahead_or_on_the_page_itself(page: str, right: str, way: str) -> None:
    assert label(page, right).way == way


@pytest.mark.parametrize(
    ("value", "edtf", "answer"),
    [
        ("2032-06-16TNI", "2032-06-16", "2032-06-16"),
        ("XXXX-WXX-3", None, ""),
        ("2032-W25", "2032-06-14/2032-06-20", ""),
    ],
)
def test_an_answer_is_a_day_or_nothing(value: str, edtf: str | None, answer: str) -> None:
    found = TimeExpression(Span(0, 9), "DATE", value, edtf, "why")
    one = weekdays.answered(label("2032-06-18", "2032-06-16"), [found])
    assert one.value == answer
    assert one.right == (answer == "2032-06-16")


@given(st.dates(date(2000, 2, 1), date(2090, 1, 1)), st.sampled_from(weekdays.NAMES))
def test_the_rules_name_such_a_day_on_their_side_of_the_page(page: date, name: str) -> None:
    one = label(page.isoformat(), "2032-06-16")
    recent = date.fromisoformat(weekdays.most_recent(one, name))
    past = date.fromisoformat(weekdays.most_recent(one, name, today=False))
    near = date.fromisoformat(weekdays.nearest(one, name))
    assert {day.strftime("%A").lower() for day in (recent, past, near)} == {name}
    assert 0 <= (page - recent).days <= 6
    assert 1 <= (page - past).days <= 7
    assert abs((page - near).days) <= 3
