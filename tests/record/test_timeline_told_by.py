"""An event that only somebody's words tell of carries whose words they are."""

from __future__ import annotations

from pathlib import Path

import onrecord
from onrecord.views.text import status_of


def test_an_event_told_only_in_a_statement_names_who_tells_it(tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text(
        "Foreign Minister Ada Lind said on Monday that Portugal had expelled two Norwegian "
        "diplomats.\n\nPortugal recalled its ambassador to Norway on Tuesday.\n",
        encoding="utf-8",
    )
    record = onrecord.read([page], into=tmp_path / "story.db")
    told = {entry.verb: entry for entry in onrecord.timeline(record) if entry.sort == "happening"}
    assert told["SANCTION expel"].told_by == ("Ada Lind",)
    assert status_of(told["SANCTION expel"]) == "happened, says Ada Lind"
    assert told["SANCTION withdraw"].told_by == ()


def test_the_same_bytes_under_two_names_are_two_pages_of_the_record(tmp_path: Path) -> None:
    for name in ("one.txt", "two.txt"):
        (tmp_path / name).write_text('"We agree," Minister Ana Sousa said.\n', encoding="utf-8")
    report = onrecord.read([tmp_path], into=tmp_path / "story.db")
    assert not report.failed
    assert len({row.id for row in onrecord.statements(report)}) == 2
    assert onrecord.verify(report).faults == ()
