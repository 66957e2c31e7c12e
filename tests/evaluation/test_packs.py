"""The story packs: their gold holds, and the scorer counts as its README says."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

PACKS = Path(__file__).parents[2] / "evaluation" / "packs"
_spec = importlib.util.spec_from_file_location("story_packs", PACKS.with_suffix(".py"))
assert _spec is not None
assert _spec.loader is not None
packs = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(packs)

ONE = "{@ada Ada Lind} said {u1 it {h1/happened rained} on {d1=3 three} roofs}. {u2 It was wet.}"
TWO = "{@ada Lind} said {u1 {d1=4 four} roofs got {h1/happened rain}}. {@bo Bo Lind} hummed."
GOLD = """# a story
actor ada Ada Lind
actor bo  Bo Lind
apart ada bo
utterance u1 ada 2024-01-01 rain
utterance u2 -   2024-01-01 wet
happening h1 AID/ASSAULT 2024-01-01 it rains
difference d1 number h1 three or four
copy two of one
response h1 to h1
ends h1 happened
"""


def write(folder: Path, gold: str = GOLD, **pages: str) -> Path:
    for name, text in pages.items():
        (folder / f"{name}.txt").write_text(text, "utf-8")
    (folder / "gold.txt").write_text(gold, "utf-8")
    return folder


@pytest.mark.parametrize(
    "folder",
    sorted(path.parent for path in PACKS.glob("*/*/gold.txt")),
    ids=lambda path: f"{path.parent.name}/{path.name}",
)
def test_every_mark_and_line_of_gold_holds(folder):
    pack = packs.read_pack(folder)
    assert len(pack.pages) in range(4, 9)
    assert pack.copies | pack.derived
    assert pack.differences or folder.parent.name == "retold"


def test_marks_leave_their_text_and_take_their_braces_along():
    text, marks = packs.read_marks(ONE, "one")
    assert text == "Ada Lind said it rained on three roofs. It was wet."
    assert [(mark.sort, mark.value, text[mark.start : mark.end]) for mark in marks] == [
        ("@", "", "Ada Lind"),
        ("u", "1", "it rained on three roofs"),
        ("h", "happened", "rained"),
        ("d", "3", "three"),
        ("u", "1", "It was wet."),
    ]


@pytest.mark.parametrize("source", ["an {x1 odd} mark", "open {u1 mark", "closed} mark"])
def test_a_brace_that_marks_nothing_is_named(source):
    with pytest.raises(ValueError, match="page: a "):
        packs.read_marks(source, "page")


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ("utterance u2 -   2024-01-01 wet\n", "", "u2 is marked, not declared"),
        ("actor bo", "actor eve Eve\nactor bo", "eve is declared, not marked"),
        ("copy two of one", "copy two of three", "three is no page"),
        ("AID/ASSAULT", "RAIN", r"gold.txt:7: expected a line of gold, found 'happening h1 RAIN"),
        ("number h1", "number h9", "d1 is about h9, which is not declared"),
        ("u1 ada", "u1 eve", "u1 is said by eve, who is not declared"),
    ],
)
def test_gold_that_does_not_hold_is_named(tmp_path, right, wrong, said):
    with pytest.raises(ValueError, match=said):
        packs.read_pack(write(tmp_path, GOLD.replace(right, wrong, 1), one=ONE, two=TWO))


def told_of(pack, *, joined: bool, differences=(), kinds=None, independent=None):
    """A record that finds every mark, and joins across the two pages or not."""

    def row(mark, sort):
        return {
            "id": f"{mark.page}-{mark.start}",
            "doc": mark.page,
            "start": mark.start,
            "end": mark.end,
            "parts": [[mark.start, mark.end]],
            "text": "…",
            sort: mark.id if joined else f"{mark.id}-{mark.page}",
        }

    whole = {"id": "h1", "docs": ["one", "two"], "status": "happened", "response_to": None}
    whole |= {"differences": differences}
    if independent is not None:
        whole["independent"] = independent
    return packs.Told(
        [row(mark, "utterance") for mark in pack.marks("u")],
        [
            row(mark, "happening") | {"type": "AID", "anchor": (mark.start, mark.end)}
            for mark in pack.marks("h")
        ],
        [row(mark, "name") | {"id": "a-lind"} for mark in pack.marks("@")],
        [],
        [whole],
        kinds or {},
        lambda utterance: {},
    )


def test_what_is_joined_is_counted_in_pairs(tmp_path):
    pack = packs.read_pack(write(tmp_path, one=ONE, two=TWO))
    one = packs.score(pack, told_of(pack, joined=True)).scores
    assert one["utterances, pairs"] == (1, 1, 1)
    assert one["utterances, not between copies"] == (0, 0, 0)
    assert one["happenings, pairs"] == (1, 1, 1)
    apart = packs.score(pack, told_of(pack, joined=False))
    assert apart.scores["utterances, pairs"] == (0, 0, 1)
    assert any("utterance not joined  u1" in line for line in apart.errors)


def test_namesakes_that_are_one_cost_precision(tmp_path):
    pack = packs.read_pack(write(tmp_path, one=ONE, two=TWO))
    scored = packs.score(pack, told_of(pack, joined=True)).scores
    assert scored["actors, pairs"] == (1, 3, 1)
    assert scored["namesakes kept apart"] == (0, 2, 2)


@pytest.mark.parametrize(
    ("item", "listed"),
    [
        ("how many: 3 (One), 4 (Two)", 1),
        ("how many: three or four", 1),
        ("how many: 13 or 4", 0),
        ({"kind": "count", "values": [{"value": "3"}, {"value": "four"}]}, 1),
        ({"kind": "date", "values": [{"value": "3"}, {"value": "four"}]}, 0),
        (
            {
                "sides": [
                    {"doc": "one", "start": 27, "end": 32},
                    {"doc": "two", "start": 10, "end": 14},
                ]
            },
            1,
        ),
        ({"sides": [{"doc": "one", "start": 27, "end": 32}]}, 0),
    ],
)
def test_a_difference_is_found_where_one_item_names_both_values(tmp_path, item, listed):
    pack = packs.read_pack(write(tmp_path, one=ONE, two=TWO))
    scored = packs.score(pack, told_of(pack, joined=True, differences=[item])).scores
    assert scored["differences found"] == (listed, 1, 1)
    assert scored["… where both sides were read"] == (listed, 1, 1)
    assert scored["differences beyond the gold"][:2] == (1 - listed, 1)


def test_copies_that_are_claimed_independent_are_wrong_claims(tmp_path):
    pack = packs.read_pack(write(tmp_path, one=ONE, two=TWO))
    blind = packs.score(pack, told_of(pack, joined=True)).scores
    assert blind["copies, pairs of pages"] == (0, 0, 1)
    assert blind["pairs wrongly independent"][:2] == (1, 1)
    assert blind["entries wrongly independent"][:2] == (1, 1)
    seen = told_of(pack, joined=True, kinds={("one", "two"): "copy"}, independent=1)
    right = packs.score(pack, seen).scores
    assert right["copies, pairs of pages"] == (1, 1, 1)
    assert right["pairs wrongly independent"][:2] == (0, 0)
    assert right["entries wrongly independent"][:2] == (0, 1)


@pytest.mark.parametrize(
    ("docs", "copies", "derived", "sources"),
    [
        ("ab", [], [], 2),
        ("ab", ["ab"], [], 1),
        ("abc", ["ba", "ca"], [], 1),
        ("bc", ["ba", "ca"], [], 1),
        ("abc", ["ba"], ["cb"], 1),
        ("bc", ["ba"], ["ca"], 1),
        ("bc", [], ["ca"], 2),
        ("abc", [], ["ca", "cb"], 2),
        ("a", [], [], 1),
    ],
)
def test_sources_that_tell_on_their_own(docs, copies, derived, sources):
    assert packs.independent(docs, map(tuple, copies), map(tuple, derived)) == sources


def test_an_answer_counts_where_a_page_says_so_and_may_be_read_either_way(tmp_path):
    gold = GOLD.replace("response h1 to h1", "response h1 to u1\nunclear h1 to u2")
    pack = packs.read_pack(write(tmp_path, gold, one=ONE, two=TWO))
    told = told_of(pack, joined=True)
    for answered, score in (("u1", (1, 1, 1)), ("u2", (1, 1, 1)), ("h1", (0, 1, 1))):
        told.happenings[0]["response_to"] = answered
        assert packs.score(pack, told).scores["responses"] == score
    told.happenings[0]["response_to"] = "a happening that the gold has not"
    assert packs.score(pack, told).scores["responses"] == (0, 0, 1)


def test_what_may_be_one_or_two_counts_neither_way(tmp_path):
    gold = GOLD.replace("utterance u2 ", "either u1 u2\nutterance u2 ")
    pack = packs.read_pack(write(tmp_path, gold, one=ONE, two=TWO))
    told = told_of(pack, joined=True)
    for row in told.statements:
        row["utterance"] = "u1"
    assert packs.score(pack, told).scores["utterances, pairs"] == (1, 1, 1)
