from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from onrecord.record.store import View
from onrecord.views.exports.polecat import COLUMNS, OWN_COLUMNS, polecat_of


def rows(path: Path) -> list[dict[str, str]]:
    with View(path) as view:
        data, _ = polecat_of(view, "1.2.3")
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_the_columns_are_those_of_polecat_and_then_our_own(record: Path) -> None:
    assert list(rows(record)[0]) == [*COLUMNS, *OWN_COLUMNS]


def test_the_columns_are_those_that_the_codebook_lists(shared: Path) -> None:
    ontology = json.loads((shared / "gold" / "events" / "plover.json").read_text("utf-8"))
    assert list(COLUMNS) == ontology["polecat_columns"]


def test_a_happening_is_one_row_however_many_pages_report_it(disputed: Path) -> None:
    (row,) = rows(disputed)
    assert row["Event ID"] == "h-met" and row["Event Type"] == "CONSULT"
    assert row["Actor Name"] == "Norland;Sudria" and row["Actor Country"] == "NOR"
    assert row["Source"] == "NNA;The Strand;Sudria Today"
    assert row["Publication Date"] == "2031-05-06"
    assert row["Event Date"] == "2031-05-04/2031-05-05"
    assert row["Quad Code"] == "VERBAL COOPERATION"
    assert row["Independent Sources"] == "2" and row["Version"] == "1.2.3"


def test_what_did_not_happen_is_no_row_and_is_counted(uncertain: Path) -> None:
    with View(uncertain) as view:
        data, left_out = polecat_of(view, "1")
    assert left_out == 11 and len(data.decode("utf-8-sig").splitlines()) == 1


def test_no_cell_is_a_formula_and_numbers_stay_numbers(hostile: Path) -> None:
    (row,) = rows(hostile)
    assert row["Intensity"] == "-5.5"
    words = [value for name, value in row.items() if name != "Intensity"]
    assert not [value for value in words if value.startswith(("=", "+", "-", "@", "\t", "\r"))]
    assert row["Actor Name"].startswith("'=HYPERLINK")


@pytest.mark.parametrize("story", ["record", "hostile"])
def test_every_row_has_every_column(story: str, request: pytest.FixtureRequest) -> None:
    for row in rows(request.getfixturevalue(story)):
        assert None not in row and None not in row.values()
