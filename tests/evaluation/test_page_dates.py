"""The scores of a page's date, and the tables of what is expected of a hundred pages."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any

import pytest

from onrecord.dates import is_edtf

EVALUATION = Path(__file__).parents[2] / "evaluation"
_spec = importlib.util.spec_from_file_location("page_dates", EVALUATION / "page_dates.py")
assert _spec is not None
assert _spec.loader is not None
page_dates = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(page_dates)

ROWS = page_dates.all_expected()


def _row(published: str | None, *also: str | None) -> Any:
    return page_dates.Expected("a.txt", "tune", published, (published, *also), ("visible",), "")


def test_every_page_has_one_row_and_every_row_a_page() -> None:
    pages = [
        path.relative_to(page_dates.PAGES).as_posix()
        for path in page_dates.PAGES.rglob("page-*")
        if path.suffix in {".txt", ".html"}
    ]
    assert sorted(pages) == sorted(row.file for row in ROWS)


def test_half_of_the_sixty_old_pages_are_held_back_and_none_of_the_forty_new_ones() -> None:
    assert [sum(row.split == split for row in ROWS) for split in page_dates.SPLITS] == [30, 30, 40]
    assert {row.split for row in ROWS if row.file.startswith("more/")} == {"more"}


def test_half_of_the_sixty_and_half_of_the_forty_are_text() -> None:
    texts = [row for row in ROWS if row.file.endswith(".txt")]
    assert len(texts) == 30 + 20
    assert sum(row.split == "more" for row in texts) == 20


def test_every_expected_date_is_edtf_and_has_a_reason() -> None:
    for row in ROWS:
        assert row.reason, row.file
        assert all(one is None or is_edtf(one) for one in row.passes), row.file


@pytest.mark.parametrize(
    ("row", "answer", "outcome"),
    [
        (_row("2031-05-02"), "2031-05-02", "right"),
        (_row("2031-05-02"), "2031-05-02?", "right"),
        (_row("2031-05-02"), "2031-05-03?", "wrong"),
        (_row("2031-05-02"), "../2031-05-02", "coarse"),
        (_row("2031-05-02"), "2031-06", "untrue"),
        (_row("2031-05-02"), None, "abstained"),
        (_row("2031-05"), "2031-05-02", "wrong"),
        (_row("../2031-05-02", "2031-05-02"), "2031-05-02", "right"),
        (_row("../2031-05-02", None), None, "right"),
        (_row("2031-05-01/2031-05-31"), "2031-05", "right"),
        (_row(None), None, "right"),
        (_row(None), "2031-05-02", "wrong"),
        (_row(None), "2031", "coarse"),
    ],
)
def test_an_answer_is_right_wrong_coarse_untrue_or_none(
    row: Any,
    answer: str | None,
    outcome: str,
) -> None:
    assert page_dates.outcome(row, answer) == outcome
