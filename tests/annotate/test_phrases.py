"""Where the noun phrase around a name or a title begins and ends."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from onrecord.annotate.parsed import Parsed
from onrecord.annotate.phrases import description, with_title

Parsing = Callable[[str], Parsed]

# A text that names Ada Lind, and the name with its title.
TITLED = [
    ("Foreign Minister Ada Lind spoke.", "Foreign Minister Ada Lind"),
    ("Norwegian Foreign Minister Ada Lind spoke.", "Norwegian Foreign Minister Ada Lind"),
    ("Norway's foreign minister Ada Lind spoke.", "Norway's foreign minister Ada Lind"),
    ("The Norwegian foreign minister Ada Lind spoke.", "The Norwegian foreign minister Ada Lind"),
    ("US Secretary of State Ada Lind spoke.", "US Secretary of State Ada Lind"),
    ("Minister of Foreign Affairs Ada Lind spoke.", "Minister of Foreign Affairs Ada Lind"),
    ("Former President Ada Lind spoke.", "Former President Ada Lind"),
    ("Deputy Foreign Minister Ada Lind spoke.", "Deputy Foreign Minister Ada Lind"),
    ("Dr. Ada Lind spoke.", "Dr. Ada Lind"),
    ("The then foreign minister Ada Lind spoke.", "The then foreign minister Ada Lind"),
    (
        "French Minister Delegate for Foreign Trade Ada Lind spoke.",
        "French Minister Delegate for Foreign Trade Ada Lind",
    ),
    (
        "Spokesperson for the High Representative Ada Lind spoke.",
        "Spokesperson for the High Representative Ada Lind",
    ),
    ("Then Norwegian Foreign Minister Ada Lind spoke.", "Norwegian Foreign Minister Ada Lind"),
    ("Ada Lind spoke.", "Ada Lind"),
    ("They spoke to Ada Lind.", "Ada Lind"),
    ("On Tuesday Foreign Minister Ada Lind spoke.", "Foreign Minister Ada Lind"),
    ("They told Foreign Minister Ada Lind so.", "Foreign Minister Ada Lind"),
    ("The village and Ada Lind spoke.", "Ada Lind"),
    ("A spokesman for Mayor Ada Lind spoke.", "Mayor Ada Lind"),
    ("Minister of Defence General Ada Lind spoke.", "Minister of Defence General Ada Lind"),
]


@pytest.mark.parametrize(("text", "phrase"), TITLED, ids=[text for text, _ in TITLED])
def test_a_name_has_the_title_before_it(parsed: Parsing, text: str, phrase: str) -> None:
    doc = parsed(text).paragraphs[0].doc
    name = next(token.i for token in doc if token.text == "Ada")
    found = with_title(doc, name, name + 2)
    assert doc[found.start : found.end].text == phrase
    assert doc[found.name : found.end].text == "Ada Lind"


# A text, its head word, and the definite description.
DESCRIBED = [
    ("The minister spoke.", "minister", "The minister"),
    ("The Norwegian foreign minister spoke.", "minister", "The Norwegian foreign minister"),
    ("The head of Norwegian diplomacy spoke.", "head", "The head of Norwegian diplomacy"),
    ("Norway's envoy to the talks spoke.", "envoy", "Norway's envoy to the talks"),
    ("Its spokeswoman spoke.", "spokeswoman", "Its spokeswoman"),
    ("Then the president, who was late, spoke.", "president", "the president"),
    ("A minister spoke.", "minister", None),
    ("Every minister spoke.", "minister", None),
]


@pytest.mark.parametrize(("text", "head", "phrase"), DESCRIBED, ids=[t for t, _, _ in DESCRIBED])
def test_a_description_is_definite_or_none(
    parsed: Parsing, text: str, head: str, phrase: str | None
) -> None:
    doc = parsed(text).paragraphs[0].doc
    found = description(doc, next(token.i for token in doc if token.text == head))
    assert (doc[slice(*found)].text if found else None) == phrase
