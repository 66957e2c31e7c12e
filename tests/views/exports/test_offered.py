from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest

from onrecord.errors import OnrecordError
from onrecord.record.store import View
from onrecord.views.export import EXPORTS
from onrecord.views.exports.offered import NAMES, TOOLS, formats_of, made

EVERY = [(what, format) for what in TOOLS for format in TOOLS[what]]


@pytest.mark.parametrize(("what", "format"), EVERY)
def test_the_same_record_gives_the_same_bytes(what: str, format: str, record: Path) -> None:
    with View(record) as view:
        first = made(view, what, format=format)
    with View(record) as view:
        assert made(view, what, format=format) == first
    assert first.data


@pytest.mark.parametrize(("what", "format"), EVERY)
def test_no_export_names_a_folder_of_this_machine(what: str, format: str, disputed: Path) -> None:
    with View(disputed) as view:
        assert b"/somewhere" not in made(view, what, format=format).data


def test_what_is_left_out_is_said(uncertain: Path, record: Path) -> None:
    with View(uncertain) as view:
        notes = {what: made(view, what).note for what in TOOLS}
    assert {what for what, note in notes.items() if note} == {"timelinejs", "polecat", "ics"}
    with View(record) as view:
        assert made(view, "ics").note == "the calendar is empty"


def test_rows_keep_their_formats_and_their_first_is_json_lines(record: Path) -> None:
    assert formats_of("statements") == ("jsonl", "csv", "parquet")
    with View(record) as view:
        assert made(view, "statements").data.startswith(b'{"id":')


def test_an_unknown_export_or_format_is_told_what_there_is(record: Path) -> None:
    with View(record) as view:
        with pytest.raises(OnrecordError, match=r"expected one of statements, .*chronology"):
            made(view, "chronicle")
        with pytest.raises(OnrecordError, match="md or html or docx"):
            made(view, "chronology", format="pdf")


def test_an_empty_record_can_be_exported_whole(tmp_path: Path, empty: Path) -> None:
    with View(empty) as view:
        for what in NAMES:
            made(view, what)


def test_every_export_and_format_is_documented() -> None:
    page = (Path(__file__).parents[3] / "docs" / "exports.md").read_text("utf-8")
    for what, formats in TOOLS.items():
        assert f"| {what} | {', '.join(formats)} |" in page
        assert f"\n## {what}\n" in page


@pytest.mark.parametrize("what", EXPORTS)
def test_no_cell_of_any_column_is_a_formula_to_a_spreadsheet(hostile: Path, what: str) -> None:
    with View(hostile) as view:
        data = made(view, what, format="csv").data.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(data, newline="")))[1:]
    numbers = re.compile(r"-?\d+(\.\d+)?(e-?\d+)?")
    for cell in (cell for row in rows for cell in row):
        bare = cell.lstrip()
        assert not bare.startswith(("=", "+", "@")) and not cell.startswith(("\t", "\r"))
        assert not bare.startswith("-") or numbers.fullmatch(cell)
