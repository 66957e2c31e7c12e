"""Pages that are no news: menus, lists of links, galleries, walls; each with its reason.

An article has one paragraph of prose at the least. To take an article for a list would lose its
statements, to take a list for an article costs little: where in doubt it is an article.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from onrecord.documents.lexicon import entries
from onrecord.documents.lines import ends_sentence
from onrecord.model import Region, Sort

_PROSE = frozenset("body transcript question answer".split())
_LISTED = frozenset("related subheading boilerplate body".split())
_PARAGRAPH = 12
"""Words of a paragraph of prose at the least; twice as many are one without its full stop."""
_WALL = 40
"""Words of prose, those of the wall itself aside, from which a page is an article all the same."""


class Sorted(NamedTuple):
    """What a page is, and why where it is no article."""

    sort: Sort
    reason: str | None


def sort_of(text: str, regions: Sequence[Region]) -> Sorted:
    """The sort of a page, by its regions."""
    prose = [words for words in _texts(text, regions, _PROSE) if _is_paragraph(words)]
    spoken = any(region.kind != "body" for region in regions if region.kind in _PROSE)
    length = sum(len(words.split()) for words in prose)
    rest = sum(len(words.split()) for words in prose if _wall(words) is None)
    wall = _wall(text) if rest < _WALL and len(text) < 6000 else None
    if wall is not None:
        return Sorted("notice", f"a wall (“{wall}”) and {_count(rest, 'word')} of prose beside it")
    captions = [words for words in _texts(text, regions, {"caption"}) if len(words.split()) >= 4]
    if len(captions) >= 4 and len(prose) <= 1 and len(" ".join(captions)) > 2 * length * 6:
        return Sorted(
            "gallery", f"{len(captions)} captions and {_count(len(prose), 'paragraph')} of prose"
        )
    lines = [words for words in _texts(text, regions, _LISTED) if len(words.split()) >= 2]
    listed = [words for words in lines if not ends_sentence(words)]
    if not prose and not spoken and len(listed) >= max(5, 4 * (len(lines) - len(listed))):
        return Sorted("links", f"{len(listed)} lines that name or link to others, no prose")
    headed = [words for words in listed if len(words.split()) >= 4]
    if (
        len(prose) >= 3
        and not spoken
        and len(headed) >= 12
        and len(headed) >= 4 * len(prose)
        and length < 30 * len(prose)
    ):
        return Sorted(
            "links",
            f"{len(headed)} lines that name or link to others, and {len(prose)} short paragraphs",
        )
    return Sorted("article", None)


def _texts(text: str, regions: Sequence[Region], kinds: frozenset[str] | set[str]) -> list[str]:
    return [region.span.of(text) for region in regions if region.kind in kinds]


def _is_paragraph(words: str) -> bool:
    whole = words.split()
    return len(whole) >= 2 * _PARAGRAPH or (
        len(whole) >= _PARAGRAPH and ends_sentence(" ".join(whole))
    )


def _wall(text: str) -> str | None:
    """The phrase that shows the page to be a wall; None where it has none of them."""
    plain = " ".join(text.casefold().replace("’", "'").split())
    return next((phrase for phrase in entries("notices.txt", "walls") if phrase in plain), None)


def _count(number: int, of: str) -> str:
    return f"{number} {of}{'' if number == 1 else 's'}"
