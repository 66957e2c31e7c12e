"""How much of what `onrecord` calls speech is speech: precision, where every statement is marked.

    python evaluation/speech.py                     the forty pages of evaluation/styles
    python evaluation/speech.py --pages evaluation/voices
    python evaluation/speech.py --gum ../shared/gold/statements/gum_news.jsonl

A statement is right where one that an editor marked as speech has most of its letters (one to
one, intersection over union .5 or more), and its speaker is right where the words read share a
word with those marked. Where a page says who a pronoun stands for, `meant` counts how often the
name on the record is that of the one who is meant.
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

sys.path.insert(0, str(Path(__file__).parent.parent))
from evaluation.gum_news import checked
from evaluation.marked import read_marked
from evaluation.reading import doc_of, exported, rows_of

STYLES = Path(__file__).parent / "styles"
HERE = Path(__file__).parent


class Said(NamedTuple):
    """One statement: the places of its letters, its nature, and where its speaker stands."""

    letters: frozenset[int]
    nature: str
    speaker: tuple[int, int] | None
    words: str
    whom: str | None = None
    """Whom the editor says the speaker stands for; of what is read, the name on the record."""


class Paper(NamedTuple):
    """A text and what an editor marked in it; `group` is what its score is added up by."""

    name: str
    group: str
    text: str
    said: tuple[Said, ...]


def main() -> None:
    """Read the pages and print precision and recall of speech, by style or newsroom."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pages", type=Path, default=STYLES, help="a folder of marked pages")
    parser.add_argument("--gum", type=Path, help="GUM's news, checked by evaluation/gum_news.py")
    parser.add_argument("--reader", default="trained")
    parser.add_argument(
        "--errors", action="store_true", help="print what was wrongly called speech"
    )
    asked = parser.parse_args()
    papers = list(gum(asked.gum) if asked.gum is not None else styles(asked.pages))
    with tempfile.TemporaryDirectory() as folder:
        read = list(reading(papers, Path(folder), asked.reader))
    table(papers, read, errors=asked.errors)


def styles(folder: Path = STYLES) -> Iterator[Paper]:
    """The project's own pages, each with the style its name tells."""
    for path in sorted(folder.glob("*.txt")):
        passage = read_marked(path.read_text(encoding="utf-8"))
        said = tuple(
            _said(passage.text, each.parts, each.nature, each.source, each.whom)
            for each in passage.statements
        )
        yield Paper(path.stem, path.stem.rsplit("-", 1)[0], passage.text, said)


def gum(path: Path) -> Iterator[Paper]:
    """GUM's news with the speakers and natures that were checked by hand."""
    for document in checked(rows_of(path), HERE / "gum_news_checked.tsv"):
        said = tuple(
            _said(
                document["text"],
                quote["parts"],
                quote["nature"],
                next((tuple(part) for part in quote["speaker_parts"]), None),
            )
            for quote in document["quotes"]
        )
        yield Paper(document["doc_id"], "gum news", document["text"], said)


def _said(
    text: str,
    parts: Iterable[Sequence[int]],
    nature: str,
    speaker: Any,
    whom: str | None = None,
) -> Said:
    pairs = [(part[0], part[1]) for part in parts]
    letters = frozenset(i for start, end in pairs for i in range(start, end) if text[i].isalnum())
    return Said(letters, nature, speaker, " … ".join(text[a:b] for a, b in pairs), whom)


def reading(papers: Sequence[Paper], folder: Path, reader: str) -> Iterator[tuple[Said, ...]]:
    """What the product reads on each page, as it exports it."""
    texts = {paper.name: paper.text for paper in papers}
    rows = rows_of(exported(texts, folder, reader))
    for paper in papers:
        found = []
        for row in rows:
            if row["doc"] != doc_of(paper.name):
                continue
            speaker = row["speaker"] or {}
            at = (speaker["start"], speaker["end"]) if speaker.get("start") is not None else None
            found.append(_said(paper.text, row["parts"], row["nature"], at, speaker.get("name")))
        yield tuple(found)


def matches(wanted: Sequence[Said], found: Sequence[Said]) -> dict[int, int]:
    """Which of `wanted` each of `found` is, by place: one to one, the best overlaps first."""
    pairs = []
    for at, one in enumerate(found):
        for other, gold in enumerate(wanted):
            shared = len(one.letters & gold.letters)
            if shared and shared / len(one.letters | gold.letters) >= 0.5:
                pairs.append((shared / len(one.letters | gold.letters), at, other))
    taken: dict[int, int] = {}
    for _, at, other in sorted(pairs, key=lambda pair: (-pair[0], pair[1], pair[2])):
        if at not in taken and other not in taken.values():
            taken[at] = other
    return taken


def table(papers: Sequence[Paper], read: Sequence[Sequence[Said]], *, errors: bool) -> None:
    """Print one line a group and one for all."""
    counts: dict[str, list[int]] = {}
    for paper, found in zip(papers, read, strict=True):
        speech = [said for said in found if said.nature == "speech"]
        wanted = [said for said in paper.said if said.nature == "speech"]
        taken = matches(wanted, speech)
        named = sum(
            _shares(paper.text, speech[at].speaker, wanted[other].speaker)
            for at, other in taken.items()
        )
        asked = [(a, o) for a, o in taken.items() if wanted[o].whom is not None]
        meant = sum(_is_whom(speech[a].whom, wanted[o].whom) for a, o in asked)
        for group in (paper.group, "all"):
            row = counts.setdefault(group, [0, 0, 0, 0, 0, 0])
            given = (len(taken), len(speech), len(wanted), named, meant, len(asked))
            for column, value in enumerate(given):
                row[column] += value
        if errors:
            for at, said in enumerate(speech):
                if at not in taken:
                    print(f"  not speech, {paper.name}: {said.words[:150]!r}")
            for other, said in enumerate(wanted):
                if other not in taken.values():
                    print(f"  missed, {paper.name}: {said.words[:150]!r}")
            for at, other in taken.items():
                one, gold = speech[at], wanted[other]
                fits = gold.whom is None or _is_whom(one.whom, gold.whom)
                if not fits or not _shares(paper.text, one.speaker, gold.speaker):
                    print(f"  speaker {one.whom!r}, {paper.name}: {said_by(paper, gold)}")
    print(f"{'':24} precision  recall  speaker  statements    meant")
    for group, (right, given, there, named, meant, asked) in counts.items():
        print(
            f"{group:24} {right / max(1, given):9.3f} {right / max(1, there):7.3f} "
            f"{named / max(1, right):8.3f} {given:6} of {there}"
            + (f"  {meant} of {asked}" if asked else "")
        )


def said_by(paper: Paper, said: Said) -> str:
    """A marked statement in short, with its speaker's words."""
    source = paper.text[slice(*said.speaker)] if said.speaker is not None else None
    return f"{source!r} ({said.whom}): {said.words[:100]!r}"


def _is_whom(read: str | None, marked: str | None) -> bool:
    """Whether a name on the record is that of the one who is meant: one word of it in common."""
    return read is not None and bool(_words(read) & _words(marked or ""))


def _words(name: str) -> set[str]:
    return {w.casefold() for w in re.findall(r"\w+", name)} - {"the", "of"}


def _shares(text: str, found: tuple[int, int] | None, wanted: tuple[int, int] | None) -> bool:
    if found is None or wanted is None:
        return found is wanted
    return found[0] < wanted[1] and wanted[0] < found[1]


if __name__ == "__main__":
    main()
