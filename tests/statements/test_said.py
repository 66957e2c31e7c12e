"""Short texts beside what an editor wants on record of them: one case a text.

said/*.txt are read by the rules, heard/*.txt by the trained reader.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

SAID = Path(__file__).parent / "said"
HEARD = Path(__file__).parent / "heard"


class Said(NamedTuple):
    """A text, and what an editor wants on record of it, one line a statement."""

    text: str
    wanted: tuple[str, ...]


def said_in(path: Path) -> Iterator[Said]:
    """The cases of a file: "> " the text (" ¶ " between paragraphs), "- " a statement wanted."""
    text, wanted = "", list[str]()
    for line in [*path.read_text(encoding="utf-8").splitlines(), "> "]:
        if line.startswith("> "):
            if text:
                yield Said(text, tuple(wanted))
            text, wanted = line[2:].replace(" ¶ ", "\n\n"), []
        elif line.startswith("- "):
            wanted.append(line[2:])


def cases(folder: Path) -> list[Any]:
    """The texts of a folder's files, each with its file and its opening as its id."""
    return [
        pytest.param(said, id=f"{path.stem}: {said.text[:50]}")
        for path in sorted(folder.glob("*.txt"))
        for said in said_in(path)
    ]


@pytest.mark.parametrize("said", cases(SAID))
def test_a_text_gives_the_statements_an_editor_wants(
    said: Said, reading: Callable[[str], Any]
) -> None:
    assert reading(said.text).lines == said.wanted


@pytest.mark.parametrize("said", cases(HEARD))
def test_the_trained_reader_gives_the_statements_an_editor_wants(
    said: Said, reading_trained: Callable[[str], Any]
) -> None:
    assert reading_trained(said.text).lines == said.wanted
