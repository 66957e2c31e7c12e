"""Names for the names head to learn: those the parser's own finder marks in the training text.

    python -m training.names --gold ../shared/gold/statements --own training/own --into build/reader

The head learns to mark what spaCy's small English pipeline marks (its 18 kinds), so that the
product need not run that part of the pipeline beside the encoder.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

import msgspec

from evaluation.reading import rows_of
from onrecord.annotate.parsed import load_parser
from onrecord.spans import Span
from training.gold import Name, Passage, own, paragraphs, polnear, texts


def main() -> None:
    """Write `names.jsonl`: one passage a line, with its names as `[start, end, kind]`."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--own", type=Path, required=True)
    parser.add_argument("--more", type=Path, default=None, help="texts that a teacher will mark")
    parser.add_argument("--into", type=Path, required=True)
    asked = parser.parse_args()
    asked.into.mkdir(parents=True, exist_ok=True)
    passages = [*polnear(asked.gold / "polnear_train.jsonl.gz"), *own(asked.own)]
    passages += texts(asked.more) if asked.more is not None else []
    with (asked.into / "names.jsonl").open("w", encoding="utf-8") as out:
        for passage, names in zip(passages, found_names(passages), strict=True):
            out.write(json.dumps({"name": passage.name, "names": names}) + "\n")


def found_names(passages: Sequence[Passage]) -> list[list[tuple[int, int, str]]]:
    """The names of each passage, in offsets of its text, found paragraph by paragraph."""
    parser = load_parser()
    lines = [(at, span) for at, p in enumerate(passages) for span in paragraphs(p.text)]
    names: list[list[tuple[int, int, str]]] = [[] for _ in passages]
    texts = (span.of(passages[at].text) for at, span in lines)
    with parser.select_pipes(enable=["ner"]):
        for (at, span), doc in zip(lines, parser.pipe(texts, batch_size=256), strict=True):
            names[at] += [
                (span.start + e.start_char, span.start + e.end_char, e.label_) for e in doc.ents
            ]
    return names


def with_names(passages: Sequence[Passage], path: Path) -> list[Passage]:
    """The passages with the names that `main` wrote for them; without any where it wrote none."""
    of = {
        row["name"]: tuple(Name(Span(s, e), kind) for s, e, kind in row["names"])
        for row in rows_of(path)
    }
    return [msgspec.structs.replace(p, names=of.get(p.name, ())) for p in passages]


if __name__ == "__main__":
    main()
