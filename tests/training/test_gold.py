"""Passages come out of their files with every span where its annotator put it."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from onrecord.spans import Span
from training.gold import Passage, Told, own, paragraphs, polnear

DOCUMENT: dict[str, Any] = {
    "doc_id": "made/train/tern_2031",
    "publisher": "tern",
    "text": "“The kiln,” said Ms. Arkady Voll, “is cold.”\n\nNo bricks were fired.",
    "quotes": [
        {
            "parts": [[0, 11], [34, 44]],
            "cue_parts": [[12, 16]],
            "speaker_parts": [[17, 20], [21, 32]],
        },
        {"parts": [[46, 67]], "cue_parts": [], "speaker_parts": []},
    ],
    "discard": [[46, 67]],
}


def written(folder: Path, *blocks: str) -> Passage:
    """The first passage of a file that holds `blocks`."""
    (folder / "made.txt").write_text("\n---\n".join(blocks) + "\n", encoding="utf-8")
    return own(folder)[0]


def shown(passage: Passage) -> list[tuple[list[str], str | None, str | None]]:
    """The parts, cue and source of each statement, as the text has them."""
    return [
        (
            [part.of(passage.text) for part in told.parts],
            told.cue.of(passage.text) if told.cue else None,
            told.source.of(passage.text) if told.source else None,
        )
        for told in passage.told
    ]


def test_a_block_is_a_passage(tmp_path: Path) -> None:
    written(tmp_path, "{S1 Voll} {C1 said} {Q1 the kiln was cold}.", "The potters went home.")
    first, second = own(tmp_path)
    assert (first.name, first.publisher, second.name) == ("made-0", "own", "made-1")
    assert second.text == "The potters went home."
    assert second.told == ()


def test_only_text_files_hold_passages_and_in_order(tmp_path: Path) -> None:
    for name in ("b.txt", "a.txt", "README.md"):
        (tmp_path / name).write_text(f"It rained on {name}.", encoding="utf-8")
    assert [passage.name for passage in own(tmp_path)] == ["a-0", "b-0"]


def test_what_is_marked_is_told_with_its_cue_and_source(tmp_path: Path) -> None:
    passage = written(tmp_path, "{Q1 “Cold,”} {C1 said} {S1 Ms. Voll}, {Q1 “as the sea.”}")
    assert shown(passage) == [(["“Cold,”", "“as the sea.”"], "said", "Ms. Voll")]
    assert passage.told[0].nature == "speech"


def test_a_nature_that_is_named_is_kept(tmp_path: Path) -> None:
    passage = written(tmp_path, "{S1 Voll} {C1/belief believes} {Q1 the clay is good}.")
    assert passage.told[0].nature == "belief"


def test_of_nested_statements_the_outer_one_is_kept(tmp_path: Path) -> None:
    passage = written(
        tmp_path,
        "{S1 Voll} {C1 said} {Q1 that {S2 the potter} {C2 swore} {Q2 the kiln was cold}}.",
    )
    assert shown(passage) == [(["that the potter swore the kiln was cold"], "said", "Voll")]


def test_statements_beside_one_another_are_both_kept(tmp_path: Path) -> None:
    passage = written(
        tmp_path, "{S1 Voll} {C1 said} {Q1 it was cold} and {S2 Reyk} {C2 said} {Q2 it was not}."
    )
    assert [cue for _, cue, _ in shown(passage)] == ["said", "said"]


@pytest.mark.parametrize("name", ["made.jsonl", "made.jsonl.gz"])
def test_a_gold_file_may_be_packed_or_plain(tmp_path: Path, name: str) -> None:
    data = (json.dumps(DOCUMENT) + "\n").encode()
    (tmp_path / name).write_bytes(gzip.compress(data) if name.endswith(".gz") else data)
    (passage,) = polnear(tmp_path / name)
    assert (passage.name, passage.publisher) == ("made/train/tern_2031", "tern")
    assert shown(passage) == [
        (["“The kiln,”", "“is cold.”"], "said", "Ms. Arkady Voll"),
        (["No bricks were fired."], None, None),
    ]
    assert passage.told[0].nature is None
    assert passage.left_out == (Span(46, 67),)


def test_a_source_in_parts_runs_from_its_first_to_its_last(tmp_path: Path) -> None:
    (tmp_path / "made.jsonl").write_text(json.dumps(DOCUMENT) + "\n", encoding="utf-8")
    told = polnear(tmp_path / "made.jsonl")[0].told[0]
    assert told == Told((Span(0, 11), Span(34, 44)), Span(12, 16), Span(17, 32))


def test_a_paragraph_is_a_line_without_white_space_around_it() -> None:
    text = "\n  The kiln is cold. \n\t\n\nNobody came."
    assert [span.of(text) for span in paragraphs(text)] == ["The kiln is cold.", "Nobody came."]
