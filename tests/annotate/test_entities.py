"""Who is who on one page: states that only the page knows, and the people who act for them."""

from __future__ import annotations

from spacy.language import Language

from onrecord.annotate.mentions import find_mentions
from onrecord.annotate.parsed import parse
from onrecord.model import Document, Entity, Fact, Region
from onrecord.spans import OffsetMap, Span


def entities(parser: Language, text: str, outlet: str | None = None) -> dict[str, Entity]:
    """The entities of a page of one paragraph, by name."""
    document = Document(
        doc="page",
        page="0",
        source="page.txt",
        media="text/plain",
        text=text,
        offsets=OffsetMap(),
        regions=(Region("body", Span(0, len(text))),),
        outlet=Fact(outlet, None, "told") if outlet else None,
    )
    return {entity.name: entity for entity in find_mentions(parse(document, parser))[1]}


def test_a_state_s_own_page_names_its_officials_without_the_state(parser: Language) -> None:
    text = (
        "Foreign Minister Ada Lind received the ambassador on Monday. Veldra’s embassy will "
        "reopen, and the Veldran government pays for it."
    )
    outlet = "Ministry of Foreign Affairs of the Republic of Veldra"
    found = entities(parser, text, outlet)
    state = found["Veldra"]
    assert state.kind == "state"
    assert found["Ada Lind"].state == state.number
    assert entities(parser, text)["Ada Lind"].state is None


def test_adjective_and_people_of_an_unknown_state_are_the_state_s(parser: Language) -> None:
    text = (
        "The government of Ombaye recalled its envoy. Ombayan soldiers stayed, and the Ombayans "
        "whom we asked did not mind."
    )
    found = entities(parser, text)
    assert found["Ombaye"].kind == "state"
    assert "Ombayan" not in found
    assert "Ombayans" not in found
