"""Who an event's sides are where only another page says for which state a person acts."""

from __future__ import annotations

from pathlib import Path

import onrecord


def written(folder: Path, **pages: str) -> list[Path]:
    for name, text in pages.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return sorted(folder.glob("*.txt"))


def test_an_official_whom_another_page_names_acts_for_the_state(tmp_path: Path) -> None:
    pages = written(
        tmp_path,
        first="Norwegian Foreign Minister Ada Lind said on Monday that the talks would go on.\n",
        second=(
            "Foreign Minister Ada Lind arrived in Lisbon on Tuesday for two days of talks.\n\n"
            "The mayor of the city, Olga Tarn, received her at the harbour.\n"
        ),
    )
    record = onrecord.read(pages, into=tmp_path / "story.db")
    visits = [row for row in onrecord.events(record) if row.doc == "second"]
    assert visits
    assert visits[0].actors[0].name == "Norway"
    assert visits[0].actors[0].country == "NOR"
    assert visits[0].actors[0].text == "Foreign Minister Ada Lind"


def test_events_of_a_person_are_found_by_the_person_and_by_the_state(tmp_path: Path) -> None:
    pages = written(
        tmp_path,
        only=(
            "Norwegian Foreign Minister Ada Lind arrived in Lisbon on Tuesday for two days of "
            "talks with the Portuguese government.\n"
        ),
    )
    record = onrecord.read(pages, into=tmp_path / "story.db")
    by_person = onrecord.events(record, actor="Lind")
    assert by_person
    assert by_person == onrecord.events(record, actor="Norway")


def test_a_resignation_is_the_person_s_own_whatever_the_office(tmp_path: Path) -> None:
    text = "Norwegian Foreign Minister Ada Lind resigned on Tuesday after a row over a bridge.\n"
    record = onrecord.read(written(tmp_path, only=text), into=tmp_path / "story.db")
    resigned = [row for row in onrecord.events(record) if row.mode == "resign"]
    assert [role.name for row in resigned for role in row.actors] == ["Ada Lind"]
