"""The day a page was published: all that tells of it, weighed, and what is less than a day."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.dates import is_edtf
from onrecord.documents.find import to_document
from onrecord.documents.witnessed import kinds
from onrecord.errors import PageUnreadable
from onrecord.model import Document, Media, Page, Told
from onrecord.pages.sources import read_page

TEXT = (
    "Republic of Veldra\nMinistry of Foreign Affairs\n\n{title}\n\n"
    "The Foreign Minister received the ambassador of Norway this morning and told him that the "
    "bridge would stay open. The ministry thanks all who helped to repair it.\n"
)
TITLE = "Osland lifts ban on trawlers\n\n"
BODY = (
    "Osland has lifted its ban on trawlers, the fisheries minister told parliament on Friday.\n\n"
    "“The ban has done its work,” Tom Hale said. “Now the pact must do its work.”"
)
STORY = BODY + (
    "\n\nThe pact was signed by both states after a night of talks, and the boats sailed at once."
)
PACK = [
    line.split("\t")
    for line in (Path(__file__).parent / "published.tsv").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
]


def read(text: str, media: Media = "text/plain", told: Told = Told()) -> Document:  # noqa: B008
    data = text.encode("utf-8", "surrogatepass")
    digest = hashlib.sha256(data).hexdigest()
    return to_document(Page("page", "page", media, data, digest, "utf-8", text, told))


def as_page(media: str, shown: str) -> Document:
    if media == "page":
        story = "".join(f"<p>{paragraph}</p>" for paragraph in STORY.split("\n\n"))
        return read(f"<html>{shown.replace('STORY', story)}</html>", "text/html")
    if media == "txt":
        shown = shown.replace("STORY", STORY)
        return read(shown.replace("\\n", "\n").replace("TITLE", TITLE).replace("BODY", BODY) + "\n")
    head, _, rest = shown.partition("TITLE")
    paragraphs = BODY.replace("\n\n", "<p>")
    rest = rest.replace("\\n", "\n").replace("BODY", f"<p>{paragraphs}")
    return read(f"<html><head>{head}</head><body><h1>{TITLE}</h1>{rest}</body></html>", "text/html")


@pytest.mark.parametrize(("media", "shown", "published", "basis"), PACK)
def test_a_page_is_dated_by_all_its_witnesses(
    media: str, shown: str, published: str, basis: str
) -> None:
    found = as_page(media, shown).published
    assert (found.value if found else "") == published, found
    assert basis in (found.basis if found else "")


@pytest.mark.parametrize(
    ("title", "published"),
    [
        ("No: 87, 6 May 2032, Press Release Regarding the Bridge", "2032-05-06"),
        ("Minister's Visit to the Bridge Was Planned for 6 May 2032", None),
    ],
)
def test_only_a_release_is_dated_by_its_title(
    tmp_path: Path, title: str, published: str | None
) -> None:
    page = tmp_path / "page.txt"
    page.write_text(TEXT.format(title=title), encoding="utf-8")
    document = to_document(read_page(page))
    found = document.published
    assert (found.value if found else None) == published
    if found is not None and found.span is not None:
        assert found.span.of(document.text) == "6 May 2032"


LINES = st.sampled_from(
    """
    Published 1 June 2021|Updated 9 May 2017|7 MAY, 14:05|Wed 16 June|03/04/2021|99/99/9999
    No. 88, June 2014|6–12 July 2015|31 February 2021|3 comments|Ines says:|June 3, 2012
    BRINK, May 7 (OTA) — It rained.|Today, 29 February 2020, it rained.|© 2016 The Sea Post
    The bridge will open on 31 December 2099.|A century ago today, on 3 May 9999, it fell.
    It was built in March 2013 and fell in 2019.|EMBARGOED UNTIL 30 FEBRUARY 2021|week 99, 2015
    Osland has lifted its ban on trawlers, the minister told parliament on Friday.
    https://sea.example/2021/13/45/ban|14 °C|When: 14 March 2020|29 June – 5 July 2015
    """.replace("\n", "|").split("|")
).map(str.strip)


@given(st.lists(LINES, min_size=1, max_size=12), st.sampled_from(["\n", "\n\n"]))
def test_whatever_stands_on_a_page_its_dates_are_dates_and_its_spans_lie_in_it(
    lines: list[str], gap: str
) -> None:
    try:
        document = read("It rained in the harbour and on the hills.\n\n" + gap.join(lines))
    except PageUnreadable:
        return
    found = document.published
    assert found is None or is_edtf(found.value)
    assert all(is_edtf(one.date) for one in document.alternatives)
    for one in document.witnesses:
        assert one.kind in kinds()
        assert is_edtf(one.date.replace("XXXX", "2020"))
        assert one.span is None or 0 <= one.span.start < one.span.end <= len(document.text)


@pytest.mark.parametrize(
    "line",
    [
        "1 June {}\n\n",
        "Updated 1 June 2021, 2 June 2021 {}\n\n",
        "Ines says:\nJune 3, {}\n\n",
        "It was built in March {} and fell in 2019. ",
        "{} 2019 may 2019 ",
        "A hundred-{} years ago today, on 3 May 1999, it fell. ",
        "<time datetime='{}-06-01'>",
    ],
)
def test_a_page_full_of_dates_is_heard_for_a_few_of_each_kind(line: str) -> None:
    text = "It rained in the harbour and on the hills.\n\n"
    text += "".join(line.format(1000 + n % 1100) for n in range(9_000))
    document = read(text)
    assert all(
        sum(one.kind == kind for one in document.witnesses) <= 20
        for kind in {one.kind for one in document.witnesses}
    )
