"""Days counted from a happening that only another page of the record dates."""

from __future__ import annotations

from pathlib import Path

import pytest

import onrecord
from onrecord import run
from onrecord.record.store import View

TALKS = (
    "Talks in Tarn\n\nPublished 13 May 2021\n\nOsland President Tom Hale and Velmora President "
    "Ana Ruiz held talks in Tarn on May 12. They spoke for an hour.\n"
)
OTHERS = (
    "Talks again\n\nPublished 21 May 2021\n\nOsland President Tom Hale and Velmora President "
    "Ana Ruiz held talks in Tarn on May 20. They spoke for an hour.\n"
)
ENVOYS = (
    "Envoys go\n\nPublished 30 May 2021\n\nOsland expelled two Velmoran diplomats two days after "
    "the Tarn talks.\n"
)


def read(folder: Path, *, only: bool = True, **pages: str) -> Path:
    paths = [folder / f"{name}.txt" for name in pages]
    for path, text in zip(paths, pages.values(), strict=True):
        path.write_text(text, encoding="utf-8")
    record = folder / "story.db"
    run.read(paths, into=record, reader="rules", only=only)
    return record


def expelled(record: Path) -> tuple[str | None, str | None]:
    [one] = [e for e in onrecord.events(record) if e.doc == "envoys" and e.mode == "expel"]
    return one.date, one.date_basis


def test_an_act_is_counted_from_the_day_that_another_page_gives_a_happening(tmp_path: Path) -> None:
    assert expelled(read(tmp_path, envoys=ENVOYS)) == (None, None)
    record = read(tmp_path, only=False, talks=TALKS)
    day, basis = expelled(record)
    assert day == "2021-05-14"
    assert basis is not None
    assert "counted after 2021-05-12, the day of the tarn talks, which talks tells" in basis
    there = onrecord.events(record, filters=onrecord.Filters(on="2021-05-14"))
    assert "envoys" in {one.doc for one in there}
    with View(record) as view:
        assert view.unlike_index() == []


def test_two_days_for_one_name_give_none_and_a_page_that_goes_takes_its_day_along(
    tmp_path: Path,
) -> None:
    record = read(tmp_path, envoys=ENVOYS, talks=TALKS)
    assert expelled(record)[0] == "2021-05-14"
    record = read(tmp_path, only=False, others=OTHERS)
    assert expelled(record) == (None, None)
    with View(record) as view:
        assert view.unlike_index() == []
    assert expelled(read(tmp_path, envoys=ENVOYS, others=OTHERS))[0] == "2021-05-22"
    assert expelled(read(tmp_path, envoys=ENVOYS)) == (None, None)


@pytest.mark.parametrize(
    "words",
    [
        "the talks",  # no name
        "the Vell talks",  # another place
        "the Tarn summit",  # another thing
    ],
)
def test_a_happening_without_a_name_or_of_another_has_no_day(tmp_path: Path, words: str) -> None:
    envoys = ENVOYS.replace("the Tarn talks", words)
    assert expelled(read(tmp_path, envoys=envoys, talks=TALKS))[0] is None


@pytest.mark.parametrize("day", ["10 May 2021", "30 May 2024"])
def test_a_happening_after_the_page_or_long_before_it_is_not_meant(
    tmp_path: Path, day: str
) -> None:
    envoys = ENVOYS.replace("30 May 2021", day)
    assert expelled(read(tmp_path, envoys=envoys, talks=TALKS))[0] is None
