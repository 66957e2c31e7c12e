from __future__ import annotations

import csv
import io
import json
import sys
from pathlib import Path

import pytest

from onrecord.errors import OnrecordError
from onrecord.record import query
from onrecord.record.store import View
from onrecord.views.export import EXPORTS, exported, write_whole
from onrecord.views.exports.polecat import COLUMNS

FIELDS = {
    "statements": (
        "id doc start end parts text kind nature cue speaker addressee occasion place said_on"
        " said_on_basis within utterance region confidence"
    ),
    "events": (
        "id doc start end text type mode actors recipients date date_basis place status"
        " reported_by response_to happening quad intensity confidence about"
    ),
    "times": "doc start end text type value basis",
    "documents": (
        "doc page source outlet agency title published published_basis language regions"
        " alternatives witnesses sort sort_reason"
    ),
}


@pytest.mark.parametrize("what", EXPORTS)
def test_json_lines_have_one_object_a_line_with_the_fields_that_are_promised(
    record: Path, what: str
) -> None:
    with View(record) as view:
        data = exported(view, what)
    rows = [json.loads(line) for line in data.decode("utf-8").splitlines()]
    assert what == "corrections" or (rows and data.endswith(b"\n"))
    if what in FIELDS:
        assert all(list(row) == FIELDS[what].split() for row in rows)


def test_inner_objects_have_the_fields_that_are_promised(record: Path) -> None:
    with View(record) as view:
        statement = json.loads(exported(view, "statements").splitlines()[0])
        event = json.loads(exported(view, "events").splitlines()[0])
    assert list(statement["speaker"]) == ["name", "id", "start", "end", "text"]
    assert list(statement["cue"]) == ["start", "end", "text"]
    assert list(event["actors"][0]) == ["name", "id", "country", "start", "end", "text"]
    assert statement["speaker"]["name"] == "Anna Berg" and statement["speaker"]["text"] == "Berg"
    assert statement["said_on"] is None


@pytest.mark.parametrize("what", EXPORTS)
def test_csv_has_as_many_rows_and_opens_inert_in_a_spreadsheet(record: Path, what: str) -> None:
    with View(record) as view:
        lines = exported(view, what).splitlines()
        cells = list(
            csv.reader(io.StringIO(exported(view, what, format="csv").decode("utf-8-sig")))
        )
    assert len(cells) == len(lines) + 1
    assert {len(row) for row in cells} == {len(cells[0])}
    place = cells[0].index("text") if "text" in cells[0] else 3
    told = [cell for row in cells[1:] for cell in row[place - 1 : place + 1]]
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in told)


def test_events_as_csv_open_where_polecat_is_read(record: Path) -> None:
    with View(record) as view:
        events = query.events(view)
        data = exported(view, "events", format="csv").decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(data)))
    assert list(rows[0])[: len(COLUMNS)] == list(COLUMNS)
    assert [row["id"] for row in rows] == [event.id for event in events]
    assert rows[0]["Actor Name"] == ";".join(role.name for role in events[0].actors)
    ahead = [row for row in rows if row["type"] == "CONSULT" and row["status"] == "planned"]
    assert all(row["Event Type"] == "AGREE" and not row["Event Mode"] for row in ahead)


def test_parquet_without_pyarrow_says_what_to_install(
    record: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    monkeypatch.setattr("onrecord.views.export.find_spec", lambda name: None)
    with View(record) as view, pytest.raises(OnrecordError, match=r"onrecord\[parquet\]"):
        exported(view, "events", format="parquet")


def test_parquet_has_the_same_rows(record: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet", reason="pyarrow, an extra, is not installed")
    with View(record) as view:
        for what in EXPORTS:
            rows = [json.loads(line) for line in exported(view, what).splitlines()]
            data = exported(view, what, format="parquet")
            assert parquet.read_table(io.BytesIO(data)).to_pylist() == rows


def test_a_file_that_can_not_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OnrecordError, match="can't be written"):
        write_whole(tmp_path / "file" / "out.jsonl", b"")
