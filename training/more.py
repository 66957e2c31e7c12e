"""News that nobody has marked, for the teacher to mark: ECB+'s articles, put back together.

    python -m training.more ../shared/gold/across/ecbplus_topics_1_35.jsonl.gz --into build/reader

ECB+ has one sentence a line, its words and marks apart by spaces. They are joined as a newspaper
prints them, in paragraphs of one to three sentences that end no quotation in the middle; half of
the articles get straight marks and half curly ones.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterator, Sequence
from pathlib import Path

from evaluation.reading import rows_of

AFTER = frozenset({".", ",", ";", ":", "!", "?", ")", "]", "%", "n't"})
"""What follows a word without a space."""
BEFORE = frozenset({"(", "[", "$", "£", "€"})
"""What a word follows without a space."""
OPENS, CLOSES = frozenset({"``", "“"}), frozenset({"''", "”"})


def main() -> None:
    """Write `more.jsonl`: one article a line, its name and text."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("articles", type=Path)
    parser.add_argument("--into", type=Path, required=True)
    asked = parser.parse_args()
    chance = random.Random(5)
    with (asked.into / "more.jsonl").open("w", encoding="utf-8") as out:
        for row in rows_of(asked.articles):
            text = article(row["text"], chance)
            out.write(json.dumps({"name": f"ecb-{row['doc_id']}", "text": text}) + "\n")


def article(lines: str, chance: random.Random) -> str:
    """The article of which `lines` has a sentence a line, its tokens parted by spaces.

    >>> article("`` We will wait , '' he said .\\nNobody did n't .", random.Random(1))
    '"We will wait," he said.\\nNobody didn\\'t.'
    """
    text = "\n".join(paragraphs(list(sentences(lines)), chance))
    if chance.random() < 0.5:
        return text.replace("'", "’")
    return text.replace("“", '"').replace("”", '"')


def sentences(lines: str) -> Iterator[str]:
    """Each line as it would be printed, with curly double marks."""
    quoting = False
    for line in lines.split("\n"):
        words, space = "", False
        for token in line.split():
            if token in OPENS or (token == '"' and not quoting):
                words, space, quoting = words + " " * space + "“", False, True
            elif token in CLOSES or token == '"':
                words, space, quoting = words + "”", True, False
            elif token in AFTER or (token[0] in "'’" and 1 < len(token) < 4):
                words, space = words + token, True
            else:
                words, space = words + " " * space + token, token not in BEFORE
        if words:
            yield words


def paragraphs(found: Sequence[str], chance: random.Random) -> Iterator[str]:
    """One to three of the sentences at a time; up to six where a quotation is open."""
    at = 0
    while at < len(found):
        count = chance.choice([1, 1, 2, 2, 3])
        while count < 6 and at + count < len(found) and _open(found[at : at + count]):
            count += 1
        yield " ".join(found[at : at + count])
        at += count


def _open(found: Sequence[str]) -> bool:
    text = " ".join(found)
    return text.count("“") > text.count("”")


if __name__ == "__main__":
    main()
