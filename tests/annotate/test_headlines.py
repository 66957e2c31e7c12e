"""Headlines whose verb the parser takes for a noun are read with that verb."""

from __future__ import annotations

import pytest
from spacy.language import Language

from onrecord.annotate.headlines import reread


@pytest.mark.parametrize(
    ("line", "verb"),
    [
        ("Mayor axes festival after threats", "axes"),
        ("Bishop backs baker in battle of the bun stall", "backs"),
        ("Rebels down army helicopter in Corrin", "down"),
        ("Kestria and Tolland ink rail pact", "ink"),
    ],
)
def test_a_verb_that_looks_like_a_noun_is_the_verb_of_its_line(
    parser: Language, line: str, verb: str
) -> None:
    doc = reread(parser(line), parser)
    assert [t.text for t in doc if t.dep_ == "ROOT"] == [verb]
    assert doc.text == line
    assert [(t.text, t.idx) for t in doc] == [(t.text, t.idx) for t in parser(line)]


@pytest.mark.parametrize(
    "line",
    [
        "Police raids leave two dead",
        "The mayor's backs are sore.",
        "Minister hails bus strikes deal",
        "Four years of talks",
    ],
)
def test_a_line_that_has_its_verb_or_a_full_stop_is_left_alone(parser: Language, line: str) -> None:
    doc = parser(line)
    assert reread(doc, parser) is doc
