"""Whatever a page holds, what is put on the record is cut from it."""

from __future__ import annotations

import hashlib

import hypothesis.strategies as st
from hypothesis import HealthCheck, given, settings
from spacy.language import Language

from onrecord.errors import PageUnreadable
from onrecord.model import Page
from onrecord.record.tables import rows_of
from onrecord.run import read_one

NAMES = ["Anna Berg", "Foreign Minister Tomas Rehn", "the spokeswoman", "He", "Norland", "Rehn"]
CUES = ["said", "told reporters", "warned on Friday", "asked", "added, smiling", "wrote on May 3"]
WORDS = [
    "we will not close the border",
    "the talks in Torhaven were useful",
    "Sudria expelled two diplomats in March 2031",
    "nobody should expect a treaty… <…> not yet",
    "that is “a joke”, as they say",
    "it’s 'over' \N{EN DASH} for now",
    "naïve cafe\u0301 talk \U0001f600",
    "we left\u200b the\u202e hall",
]
MARKS = [('"', '"'), ("“", "”"), ("‘", "’"), ("«", "»"), ('"', ""), ("", "”"), ("- ", "")]
LOOSE = [
    "Norland's envoy met his Sudrian counterpart in Torhaven on Monday.",
    "The ministers are to meet again on June 3, 2031.",
    "RELATED:",
    "Question: Will you go?",
    "Anna Berg: I will.",
    "TORHAVEN, May 3. /NNA/. The envoys met.",
    "• Live",
    "Published 4 May 2031",
    "Photo: NNA",
    "",
    "   ",
]


@st.composite
def paragraphs(draw: st.DrawFn) -> str:
    """A paragraph with a quotation, in one of several layouts, or a loose line."""
    if draw(st.integers(0, 2)) == 0:
        return draw(st.sampled_from(LOOSE))
    opening, closing = draw(st.sampled_from(MARKS))
    words = draw(st.sampled_from(WORDS))
    name, cue = draw(st.sampled_from(NAMES)), draw(st.sampled_from(CUES))
    layout = draw(
        st.sampled_from(
            [
                "{o}{w},{c} {n} {q}.",
                "{n} {q} that {w}.",
                "{n} {q}: {o}{w}.{c}",
                "{o}{w},{c} {n} {q}, {o}and {w}.{c}",
                "According to {n}, {w}.",
                "{o}{w}.",
                "{w}, {n} {q}",
            ]
        )
    )
    return layout.format(o=opening, c=closing, w=words, n=name, q=cue)


@st.composite
def pages(draw: st.DrawFn) -> Page:
    """A plain-text page of quotations and residue, with line ends of any kind."""
    blocks = draw(st.lists(paragraphs(), min_size=1, max_size=8))
    end = draw(st.sampled_from(["\n\n", "\n", "\r\n\r\n", "\r\n", "\n \n"]))
    start = draw(st.sampled_from(["", "\ufeff", "\n\n"]))
    text = start + end.join(["Norland and Sudria talk, says Berg", *blocks])
    data = text.encode("utf-8")
    return Page(
        "page", "page.txt", "text/plain", data, hashlib.sha256(data).hexdigest(), "utf-8", text
    )


@given(page=pages())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_every_span_that_goes_on_record_is_cut_from_the_page(page: Page, parser: Language) -> None:
    try:
        reading = read_one(page, parser)
    except PageUnreadable:
        return
    rows = rows_of(reading)
    assert rows.left_out == 0
    cut = 0
    for table in rows.tables.values():
        for row in table:
            for prefix in ("", "cue_", "occasion_", "anchor_"):
                start, end = row.get(f"{prefix}start"), row.get(f"{prefix}end")
                if isinstance(start, int) and isinstance(end, int):
                    assert page.text[start:end] == row[f"{prefix}text"]
                    assert start < end
                    cut += 1
    assert cut


@given(page=pages())
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_reading_a_page_twice_gives_the_same_reading(page: Page, parser: Language) -> None:
    try:
        assert read_one(page, parser) == read_one(page, parser)
    except PageUnreadable:
        return
