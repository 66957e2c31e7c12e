"""The clause of an event keeps the marks of a quotation it ends in."""

from __future__ import annotations

from pathlib import Path

import onrecord


def test_a_clause_that_ends_in_a_quotation_keeps_its_closing_mark(tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text(
        "Ties worsened on Monday after Norwegian President Nina Holm called the Portuguese "
        'president a "liar." Portugal recalled its ambassador to Norway.\n',
        encoding="utf-8",
    )
    record = onrecord.read([page], into=tmp_path / "story.db")
    clauses = [row.text for row in onrecord.events(record) if row.type == "ACCUSE"]
    assert clauses
    assert clauses[0].endswith('a "liar."')


def test_nobody_receives_their_own_act(tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text(
        "Norway answered on Monday by calling home its ambassador in Oslo.\n", encoding="utf-8"
    )
    record = onrecord.read([page], into=tmp_path / "story.db")
    for row in onrecord.events(record):
        assert not {role.name for role in row.actors} & {role.name for role in row.recipients}
