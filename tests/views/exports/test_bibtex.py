from __future__ import annotations

from pathlib import Path

import bibtexparser
import pytest

from onrecord.record import query
from onrecord.record.store import View
from onrecord.views.exports.bibtex import bibtex_of


@pytest.mark.parametrize("story", ["record", "disputed", "hostile", "uncertain"])
def test_a_reader_of_bibtex_finds_an_entry_for_each_page(
    story: str, request: pytest.FixtureRequest
) -> None:
    with View(request.getfixturevalue(story)) as view:
        pages = query.documents(view)
        library = bibtexparser.parse_string(bibtex_of(view).decode("utf-8"))
    assert not library.failed_blocks
    assert len(library.entries) == len(pages) == len(library.entries_dict)
    for page, entry in zip(pages, library.entries, strict=True):
        assert page.page in entry["note"]
        assert ("title" in entry) == bool(page.title)


def test_an_entry_has_outlet_day_and_address(disputed: Path) -> None:
    with View(disputed) as view:
        library = bibtexparser.parse_string(bibtex_of(view).decode("utf-8"))
    entry = library.entries_dict["reprint"]
    assert entry.entry_type == "article" and entry["journal"] == "The Strand"
    assert entry["usera"] == "NNA" and entry["url"] == "https://reprint.example/1"
    assert (entry["date"], entry["year"], entry["month"]) == ("2031-05-07", "2031", "may")
    assert "date" not in library.entries_dict["orth"] and "url" not in library.entries_dict["orth"]


def test_nothing_in_a_title_acts(hostile: Path) -> None:
    with View(hostile) as view:
        text = bibtex_of(view).decode("utf-8")
        titles = [page.title for page in query.documents(view) if page.title]
    assert any("$x^2$" in title for title in titles)
    assert "$x^2$" not in text and r"\$x\textasciicircum{}2\$" in text
    assert text.count("{") == text.count("}") and "\x07" not in text
