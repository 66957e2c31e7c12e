"""The checked statements of the news documents, on invented text."""

from __future__ import annotations

import copy
import importlib.util
from pathlib import Path
from typing import Any

import pytest

EVALUATION = Path(__file__).parents[2] / "evaluation"
_spec = importlib.util.spec_from_file_location("gum_news", EVALUATION / "gum_news.py")
assert _spec is not None
assert _spec.loader is not None
gum_news = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(gum_news)

TEXT = (
    "The mayor said the bridge is safe, and thinks it will last.\n\n"
    '"We mended it twice," she told a reporter. "It holds." Photo: City archive.\n\n'
    "According to the union, nobody asked them.\n"
)


def at(words: str) -> list[int]:
    start = TEXT.index(words)
    return [start, start + len(words)]


def span(words: str) -> str:
    return "-" if words == "-" else "{}-{}".format(*at(words))


def quote(content: str, speaker: str | None, kind: str) -> dict[str, Any]:
    parts = [at(content)]
    named = [at(speaker)] if speaker else []
    return {"id": content[:3], "parts": parts, "type": kind, "speaker_parts": named}


def line(*cells: str, doc: str = "made/up", content: str = "-") -> str:
    what, parts, speaker, cue, nature, note = cells
    spans = [span(parts), span(speaker), span(cue)]
    return "\t".join([doc, what, *spans, nature, note, content])


GOLD = [
    {
        "doc_id": "made/up",
        "text": TEXT,
        "quotes": [
            quote("the bridge is safe", "The mayor", "indirect"),
            quote("it will last", None, "indirect"),
            quote('"We mended it twice,"', "she", "direct"),
            quote("Photo", None, "indirect"),
        ],
    }
]
KEPT = line("kept", "the bridge is safe", "The mayor", "said", "speech", "")
SPEAKER = line("speaker", "it will last", "The mayor", "thinks", "belief", "shared subject")
RECUT = line(
    "content",
    '"We mended it twice,"',
    "she",
    "told",
    "speech",
    "goes on",
    content=f"{span('We mended it twice')},{span('It holds')}",
)
NONE = line("none", "Photo", "-", "-", "none", "a credit")
ADDED = line("added", "nobody asked them", "the union", "According to", "speech", "left out")
ALL = [KEPT, SPEAKER, RECUT, NONE, ADDED]


@pytest.fixture
def table(tmp_path: Path):
    def write(*lines: str) -> Path:
        path = tmp_path / "checked.tsv"
        path.write_text("# a head\n" + "".join(f"{each}\n" for each in lines), "utf-8")
        return path

    return write


def words(spans: list[list[int]]) -> list[str]:
    return [TEXT[start:end] for start, end in spans]


def test_every_line_is_taken_up(table):
    before = copy.deepcopy(GOLD)
    (document,) = gum_news.checked(GOLD, table(*ALL))
    assert [
        (words(q["parts"]), words(q["speaker_parts"]), q["nature"], q["type"], q["added"])
        for q in document["quotes"]
    ] == [
        (["the bridge is safe"], ["The mayor"], "speech", "indirect", False),
        (["it will last"], ["The mayor"], "belief", "indirect", False),
        (["We mended it twice", "It holds"], ["she"], "speech", "direct", False),
        (["nobody asked them"], ["the union"], "speech", "indirect", True),
    ]
    assert [q["recut"] for q in document["quotes"]] == [False, False, True, False]
    assert document["quotes"][1]["speaker_text"] == "The mayor"
    assert document["quotes"][3]["text"] == "nobody asked them"
    assert before == GOLD


def test_a_part_inside_marks_makes_it_mixed():
    assert gum_news._type(TEXT, [at("It holds"), at("Photo")]) == "mixed"


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (ALL[1:], "no line for"),
        ([*ALL, KEPT], "a second line for"),
        ([*ALL, line("kept", "a reporter", "-", "-", "speech", "")], "is not in the gold"),
        ([ADDED, line("added", "Photo", "-", "-", "speech", "")], "is in the gold already"),
        ([line("kept", "it will last", "The mayor", "-", "belief", "")], "another speaker"),
        ([line("added", "It holds", "-", "-", "speech", "", doc="other")], "not in the gold"),
        (["made/up\tadded\t0-9000\t-\t-\tspeech\t\t-"], "is not inside the text"),
        (["made/up\tadded\t0 to 9\t-\t-\tspeech\t\t-"], "not offsets"),
        (["made/up\tadded\t-\t-\t-\tspeech\t\t-"], "its parts are"),
        (["made/up\tadded\t0-9\t-\t-\tspeech"], "6 columns"),
        (["made/up\tseen\t0-9\t-\t-\tspeech\t\t-"], "unknown: seen"),
        (["made/up\tnone\t0-9\t-\t-\tspeech\t\t-"], "its nature is speech"),
        (["made/up\tcontent\t0-9\t-\t-\tspeech\t\t-"], "its parts are"),
    ],
)
def test_disagreement_is_told(table, lines, message):
    with pytest.raises(ValueError, match=message):
        gum_news.checked(GOLD, table(*lines))


def test_the_table_itself_can_be_read():
    lines = gum_news._read(EVALUATION / "gum_news_checked.tsv")
    whats = [each["what"] for of in lines.values() for each in of]
    assert len(whats) - whats.count("added") == 247
