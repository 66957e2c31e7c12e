"""Writes onrecord/data/person_nouns.txt from WordNet 3.0's noun.person; run by hand, not at set-up.

    python tools/make_persons.py /usr/share/wordnet > onrecord/data/person_nouns.txt

Keeps single-word and hyphenated common nouns whose first or second sense is a person.
"""

from __future__ import annotations

import sys
from pathlib import Path

PERSON = "18"  # lexicographer file noun.person


def main() -> None:
    """Print one lemma a line."""
    folder = Path(sys.argv[1])
    of_person: set[str] = set()
    common: set[str] = set()
    for line in (folder / "data.noun").read_text(encoding="utf-8").splitlines():
        if not line.startswith("  "):
            fields = line.split()
            if fields[1] == PERSON:
                of_person.add(fields[0])
                common.update(word for word in fields[4::2] if word.islower())
    print("# Nouns for persons, by WordNet 3.0 (noun.person, first sense); WordNet licence,")
    print("# Copyright 2006 Princeton University. Written by tools/make_persons.py.")
    for line in (folder / "index.noun").read_text(encoding="utf-8").splitlines():
        if line.startswith("  "):
            continue
        fields = line.split()
        lemma, senses = fields[0], [f for f in fields[4:] if len(f) == 8 and f.isdigit()]
        if lemma.isascii() and lemma in common and senses[0] in of_person:
            print(lemma)


if __name__ == "__main__":
    main()
