"""Short texts beside what an editor wants on record of them: one case a text, in said/*.txt."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

SAID = Path(__file__).parent / "said"


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


@pytest.mark.parametrize(
    "said",
    [
        pytest.param(said, id=f"{path.stem}: {said.text[:50]}")
        for path in sorted(SAID.glob("*.txt"))
        for said in said_in(path)
    ],
)
def test_a_text_gives_the_statements_an_editor_wants(
    said: Said, reading: Callable[[str], Any]
) -> None:
    assert reading(said.text).lines == said.wanted
