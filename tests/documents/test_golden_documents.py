"""Pages of our own writing beside what they must become.

To add one, put the page into golden/, run `python tests/documents/test_golden_documents.py PAGE`
and look at each line of the .expected.json it writes before it is kept.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from onrecord.documents.find import to_document
from onrecord.model import Document, Fact
from onrecord.pages.sources import read_page

GOLDEN = Path(__file__).parent / "golden"
PAGES = sorted(p for p in GOLDEN.iterdir() if p.suffix in {".txt", ".html"})
FACTS = ("title", "outlet", "agency", "place", "published", "dateline_day")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_golden_page_becomes_what_stands_beside_it(page: Path) -> None:
    expected = json.loads(page.with_suffix(".expected.json").read_text(encoding="utf-8"))
    assert described(to_document(read_page(page))) == expected


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_character_of_a_golden_page_lies_in_one_region(page: Path) -> None:
    document = to_document(read_page(page))
    covered = bytearray(len(document.text))
    for region in document.regions:
        for at in range(*region.span):
            covered[at] += 1
    assert all(
        count == 1 or (count == 0 and character.isspace())
        for count, character in zip(covered, document.text, strict=True)
    )


def described(document: Document) -> dict[str, Any]:
    """A document as plain values: facts with their text, regions with kind, offsets and text."""
    return {
        "facts": {name: _fact(document, getattr(document, name)) for name in FACTS},
        "notes": list(document.notes),
        "regions": [
            {
                "kind": region.kind,
                "span": list(region.span),
                "text": region.span.of(document.text),
                **({"label": region.label.of(document.text)} if region.label else {}),
                **({"turn": region.turn} if region.turn is not None else {}),
            }
            for region in document.regions
        ],
    }


def _fact(document: Document, fact: Fact | None) -> dict[str, Any] | None:
    if fact is None:
        return None
    text = fact.span.of(document.text) if fact.span else None
    return {"value": fact.value, "text": text, "basis": fact.basis}


if __name__ == "__main__":
    for name in sys.argv[1:]:
        given = Path(name)
        found = json.dumps(described(to_document(read_page(given))), indent=1, ensure_ascii=False)
        given.with_suffix(".expected.json").write_text(found + "\n", encoding="utf-8")
