"""Plain text with residue, split into regions."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.documents.plaintext import find_regions
from onrecord.model import RegionKind

PROSE = (
    "Osland has lifted its ban on trawlers, the fisheries minister told parliament on Friday.",
    "“The ban has done its work,” Tom Hale said. “Now the pact must do its work.”",
    "The opposition called the decision a gift and asked for a debate next week.",
)
LINES = (
    *PROSE,
    "",
    "",
    "  ",
    "Share",
    "Read more:",
    "RELATED:",
    "Storm warning for the coast",
    "• Live",
    "Home / World / Osland",
    "Published 1 June 2021",
    "By Ana Ruiz",
    "BRINK, May 5. /OTA/. The envoy left.",
    "Question: And now?",
    "Tom Hale: Nothing.",
    "Photo: Leo Marsh",
    "\ufeff",
    "\u200b",
    "***",
    "© 2021 OTA",
    "Osland lifts ban",
    "A quota for twelve boats",
    "The quota: three things to know",
    "1. One",
    "\tx",
    '"',
    "“",
    "Q",
    "A:",
    ":",
    "a" * 90,
    "Remarks by Minister Tom Hale",
    "\x0b",
    "\u2028",
    "5 min read",
)


def kinds(text: str) -> dict[str, RegionKind]:
    return {region.span.of(text): region.kind for region in find_regions(text)}


@settings(max_examples=300)
@given(st.lists(st.sampled_from(LINES), max_size=25), st.sampled_from(["\n", "\r\n", "\n\n", "\r"]))
def test_regions_cover_every_character_but_white_space_and_never_overlap(
    lines: list[str], end: str
) -> None:
    text = end.join(lines)
    covered = bytearray(len(text))
    last = 0
    for region in find_regions(text):
        assert last <= region.span.start < region.span.end <= len(text)
        assert region.span.of(text) == region.span.of(text).strip()
        assert (region.turn is not None) == (region.kind in {"question", "answer", "transcript"})
        assert region.label is None or region.turn is not None
        last = region.span.end
        covered[region.span.start : last] = b"\1" * (last - region.span.start)
    assert all(covered[at] or text[at].isspace() for at in range(len(text)))


@given(st.text(max_size=300))
def test_any_text_whatever_is_split_without_error(text: str) -> None:
    held = {at for region in find_regions(text) for at in range(*region.span)}
    assert all(at in held or text[at].isspace() for at in range(len(text)))


def test_plain_paragraphs_without_any_residue_are_body() -> None:
    assert set(kinds("\n\n".join(PROSE)).values()) == {"body"}


def test_a_title_and_paragraphs_are_headline_and_body() -> None:
    found = kinds("Osland lifts ban on trawlers\n\n" + "\n\n".join(PROSE))
    assert list(found.values()) == ["headline", "body", "body", "body"]


def test_one_huge_paragraph_is_body() -> None:
    found = kinds("Osland lifts ban on trawlers\n" + " ".join(PROSE * 40))
    assert list(found.values()) == ["headline", "body"]


def test_a_pull_quote_stays_body_beside_its_twin() -> None:
    text = "\n\n".join(["Osland lifts ban on trawlers", PROSE[1], *PROSE])
    assert [r.kind for r in find_regions(text)] == ["headline", "body", "body", "body", "body"]


def test_links_to_other_pages_are_related_until_prose_goes_on() -> None:
    text = "\n\n".join([PROSE[0], "RELATED:", "Hale Says Herring Is No Gift", PROSE[1]])
    assert list(kinds(text).values()) == ["body", "related", "related", "body"]


def test_words_of_menus_within_prose_are_prose() -> None:
    lines = [
        "More than two hundred people were on the quay when the ship came in, the ministry said.",
        "“Click here, they told us, and your herring will be at your door,” the widow said.",
        "Copyright law was changed in the spring, and the court has yet to rule on it, she added.",
        "Watch what he does, not what he says, one of the diplomats told the paper on Friday.",
        "Advertisement of the ferry's new timetable had been promised for Monday, he said.",
        "Support our fishermen, he said.",
        "More on the talks: both sides would meet again on Friday, the ministry said in a note.",
        "He told the crowd to “vote and then go to your friends and share this with all of them.”",
    ]
    assert set(kinds("\n\n".join(lines)).values()) == {"body"}


@pytest.mark.parametrize(
    "line",
    [
        "Follow Nell Hobart on Twitter @nellhobart",
        "Follow @NellHobart",
        "Follow the Evening Lamp on Facebook for more",
    ],
)
def test_an_invitation_to_follow_an_account_is_boilerplate(line: str) -> None:
    assert kinds("\n\n".join([*PROSE, line]))[line] == "boilerplate"


def test_a_party_in_brackets_is_no_side_of_a_picture() -> None:
    line = "Senator Ana Ruiz (R) said on Friday that she would not vote for the pact."
    assert kinds(line)[line] == "body"


def test_a_sentence_that_leads_on_to_a_quotation_is_body() -> None:
    text = "\n\n".join([PROSE[0], "Hale continued:", PROSE[1]])
    assert kinds(text)["Hale continued:"] == "body"


def test_the_last_paragraph_of_a_clipped_page_is_body() -> None:
    text = "\n\n".join([*PROSE, "The pact was signed after a night in which neither side"])
    assert set(kinds(text).values()) == {"body"}


@pytest.mark.parametrize("name", ["polnear_dev.jsonl.gz"])
def test_statements_of_real_articles_lie_in_regions_that_are_read(shared: Path, name: str) -> None:
    read = {"body", "headline", "subheading", "question", "answer", "transcript"}
    parts = kept = 0
    with gzip.open(shared / "gold/statements" / name, "rt", encoding="utf-8") as lines:
        for line in lines:
            page = json.loads(line)
            regions = find_regions(page["text"])
            held = {at for r in regions if r.kind in read for at in range(*r.span)}
            for quote in page["quotes"]:
                for start, end in quote["parts"]:
                    parts += 1
                    inner = (at for at in range(start, end) if not page["text"][at].isspace())
                    kept += all(at in held for at in inner)
    assert kept >= 0.999 * parts
