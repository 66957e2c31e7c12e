"""The day a page was published, where only its title tells it."""

from __future__ import annotations

from pathlib import Path

import pytest

from onrecord.documents.find import to_document
from onrecord.pages.files import read_page

TEXT = (
    "Republic of Veldra\nMinistry of Foreign Affairs\n\n{title}\n\n"
    "The Foreign Minister received the ambassador of Norway this morning and told him that the "
    "bridge would stay open. The ministry thanks all who helped to repair it.\n"
)


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
