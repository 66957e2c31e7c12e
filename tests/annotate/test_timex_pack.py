"""Sentences of newswires of six decades, beside the time expressions they hold."""

from __future__ import annotations

from pathlib import Path

import pytest
from spacy.language import Language

from onrecord.annotate.parsed import parse
from onrecord.annotate.times import find_times
from onrecord.model import Document, Fact, Region
from onrecord.spans import OffsetMap, Span

PACK = Path(__file__).with_name("timex_pack.tsv")


def pack() -> list[list[str]]:
    """The page's date, the sentences and the expected expressions of each line."""
    lines = PACK.read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


@pytest.mark.parametrize(("day", "text", "expected"), pack())
def test_a_sentence_of_a_newswire_has_the_expressions_of_the_guidelines(
    parser: Language, day: str, text: str, expected: str
) -> None:
    page = Document(
        doc="page",
        page="",
        source="page",
        media="text/plain",
        text=text,
        offsets=OffsetMap(),
        regions=(Region("body", Span(0, len(text))),),
    )
    found = find_times(parse(page, parser), Fact(day, None, "told"))
    told = [f"{one.span.of(text)}|{one.type}|{one.value}" for one in found]
    assert "; ".join(told or ["-"]) == expected


def test_the_pack_is_of_many_sentences() -> None:
    assert len(pack()) >= 150
