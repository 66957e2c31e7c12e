"""Pages beside the statements they hold, compared exactly; and what find_statements promises."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from spacy.language import Language

from onrecord.annotate.mentions import find_mentions
from onrecord.annotate.parsed import parse
from onrecord.annotate.times import find_times
from onrecord.documents.find import to_document
from onrecord.model import Annotations, Document, Statement, Told
from onrecord.pages.files import read_page
from onrecord.statements.find import find_statements

GOLDEN = Path(__file__).parent / "golden"


def statements_on(path: Path, parser: Language) -> dict[str, Any]:
    """What the golden file of a page holds: the day the page is told, and its statements."""
    golden = path.with_suffix(".json")
    told = json.loads(golden.read_text(encoding="utf-8"))["told"] if golden.exists() else None
    document = to_document(read_page(path, told=Told(published=told)))
    parsed = parse(document, parser)
    mentions, entities = find_mentions(parsed)
    annotations = Annotations(mentions, entities, find_times(parsed, document.published))
    found = find_statements(parsed, annotations)
    return {"told": told, "statements": [_described(document, found, one) for one in found]}


def _described(
    document: Document, found: tuple[Statement, ...], statement: Statement
) -> dict[str, Any]:
    text = document.text
    order = {one.id: number for number, one in enumerate(found, start=1)}
    described = {
        "parts": [part.of(text) for part in statement.parts],
        "spans": [list(part) for part in statement.parts],
        "kind": statement.kind,
        "nature": statement.nature,
        "region": statement.region,
        "speaker": statement.speaker.name if statement.speaker else None,
        "cue": statement.cue.of(text) if statement.cue else None,
        "addressee": statement.addressee.name if statement.addressee else None,
        "occasion": statement.occasion.of(text) if statement.occasion else None,
        "place": statement.place.value if statement.place else None,
        "said_on": statement.said_on.value if statement.said_on else None,
        "within": order[statement.within] if statement.within else None,
    }
    return {name: value for name, value in described.items() if value is not None}


@pytest.mark.parametrize(
    "page", [pytest.param(path, id=path.stem) for path in sorted(GOLDEN.glob("*.txt"))]
)
def test_a_page_gives_exactly_its_golden_statements(page: Path, parser: Language) -> None:
    expected = json.loads(page.with_suffix(".json").read_text(encoding="utf-8"))
    assert statements_on(page, parser) == expected
