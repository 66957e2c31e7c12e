from __future__ import annotations

from pathlib import Path

import pytest

from onrecord.record.store import View
from onrecord.views.exports.chronology import Chronology, chronology_of, shortened
from onrecord.views.exports.markdown import escaped, markdown_of
from onrecord.views.exports.story import independent, story_of


def told(path: Path) -> Chronology:
    with View(path) as view:
        return chronology_of(view)


def lines(chronology: Chronology, kind: str) -> list[str]:
    return ["".join(run.text for run in b.runs) for b in chronology.blocks if b.kind == kind]


def notes(chronology: Chronology) -> list[str]:
    return ["".join(run.text for run in note.runs) for note in chronology.notes]


def test_an_entry_says_who_how_and_what_and_a_footnote_stands_for_each_report(
    record: Path,
) -> None:
    chronology = told(record)
    said = next(b for b in chronology.blocks if b.id == "u-1")
    assert "".join(run.text for run in said.runs) == (
        "Anna Berg · said · “We will sign nothing, […] before the bridge is open.”"
    )
    numbers = [number for block in chronology.blocks for number in block.notes]
    assert numbers == [note.number for note in chronology.notes] == list(range(1, 6))


def test_a_footnote_has_outlet_title_day_page_and_the_exact_words(record: Path) -> None:
    chronology = told(record)
    with View(record) as view:
        page = view.page("notice").text
        said = story_of(view).reports["s-notice000001"]
    note = next(words for words in notes(chronology) if "s-notice000001" in words)
    assert note.startswith("NNA, “Envoys meet on Saturday, says Berg”, 3 May 2031, notice.txt: “")
    assert f"“{' '.join(page[61:144].split())}”" in note
    assert "notice, characters 61–144" in note
    assert said.text == page[61:144]


def test_a_date_carries_its_precision_and_its_reason(uncertain: Path) -> None:
    details = [line for line in lines(told(uncertain), "detail") if line.startswith("Date")]
    assert details == [
        "Date: until 1 July 2031, one end is not known, because reason 6",
        "Date: the 2030s, to the decade, because reason 4",
        "Date: 2031, to the year, because reason 2",
        "Date: 4 May 2031, to the day, because reason 0",
        "Date: perhaps 6 May 2031, to the day, because reason 8",
        "Date: June 2031, to the month, because reason 1",
        "Date: summer 2031, to the season, because reason 3",
        "Date: 3 June 2031 to 9 June 2031, within this stretch, because reason 5",
        "Date: from 2 July 2031, one end is not known, because reason 7",
        "Date: about August 2031, to the month, because reason 9",
        "Date: not said; reported 2 May 2031",
    ]


def test_what_no_page_dates_comes_last_under_a_heading_of_its_own(uncertain: Path) -> None:
    assert lines(told(uncertain), "heading")[-2:] == ["No page says when", "Sources"]


def test_reports_that_differ_are_listed_with_their_pages(disputed: Path) -> None:
    details = lines(told(disputed), "detail")
    assert "Disputed: number: 2 (wire) or 3 (other)" in details
    assert "Disputed: date: 4 May 2031 (wire, reprint) or 5 May 2031 (other)" in details
    assert (
        "Date: 4 May 2031 to 5 May 2031, within this stretch, from the reports together "
        "(2031-05-04: the dateline; 2031-05-05: the dateline)"
    ) in details


def test_a_copy_and_its_original_are_one_source(disputed: Path) -> None:
    details = lines(told(disputed), "detail")
    assert (
        "Told by: 3 pages, 2 independent as far as they show; "
        "reprint is taken from wire (the same words)"
    ) in details
    with View(disputed) as view:
        story = story_of(view)
    assert independent(story, ["wire"]) == independent(story, ["wire", "reprint"]) == 1
    assert independent(story, ["wire", "other", "orth"]) == 3


def test_a_page_is_named_without_the_folders_of_this_machine(disputed: Path) -> None:
    whole = markdown_of(told(disputed))
    assert "orth.txt" in whole and "/somewhere" not in whole
    assert "<https://wire.example/1>" in whole


def test_the_entry_of_a_long_speech_is_cut_and_its_footnote_is_whole() -> None:
    words = " ".join(f"word{number}" for number in range(400))
    cut = shortened(words)
    assert len(cut) <= 648 and cut.endswith(" […]")
    assert words.startswith(cut.removesuffix(" […]"))


def test_the_same_record_gives_the_same_chronology(record: Path) -> None:
    assert markdown_of(told(record)) == markdown_of(told(record))


@pytest.mark.parametrize(
    "words", ["# one", "1. one", "12) one", "- one", "+ one", "= one", "> one"]
)
def test_words_at_the_start_of_a_line_open_no_block(words: str) -> None:
    assert "\\" in escaped(words)


def test_an_answer_names_what_it_answers_in_words(answered: Path) -> None:
    chronology = told(answered)
    assert "Answers: Norland: “Norland came” (4 May 2031)" in lines(chronology, "detail")
    assert "h-first" not in "".join(lines(chronology, "entry"))


def test_a_source_says_why_it_has_its_day_and_which_other_it_may_have(answered: Path) -> None:
    (source,) = lines(told(answered), "source")
    assert source.startswith("outlet not named, 5 May 2031, answer.txt (answer, dated by: told")
    assert "it may be of 6 May 2031 instead" in source
