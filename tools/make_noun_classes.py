"""Writes onrecord/data/noun_classes.txt from WordNet 3.0; run by hand, not at set-up.

    python tools/make_noun_classes.py /usr/share/wordnet > onrecord/data/noun_classes.txt

A class holds the single-word common nouns that have a sense under one of its heads among their
first senses: "barge" is a vessel, "blanket" a cloth. `CLASSES` names heads as word and sense.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

CLASSES: Mapping[str, tuple[int, str]] = {
    "vessel": (1, "vessel.2"),
    "vehicle": (1, "vehicle.1 self-propelled_vehicle.1"),
    "aircraft": (1, "aircraft.1"),
    "weapon": (1, "weapon.1 ammunition.1 explosive.1 explosive_device.1 gun.1"),
    "warship": (2, "warship.1 warplane.1 armored_vehicle.1 military_vehicle.1"),
    "troops": (1, "military_unit.1 serviceman.1 military_personnel.1 army_unit.1"),
    "building": (1, "building.1 housing.1 fortification.1 bridge.1 shelter.1"),
    "settlement": (1, "municipality.1 village.1 settlement.1 district.1"),
    "food": (1, "food.1 food.2 foodstuff.2 crop.1 grain.2"),
    "cloth": (1, "clothing.1 bedclothes.1 fabric.1"),
    "medicine": (1, "medicine.2 vaccine.1"),
    "fuel": (1, "fuel.1"),
}


def main() -> None:
    """Print a line a class."""
    folder = Path(sys.argv[1])
    under, words = _synsets(folder)
    senses = dict(_senses(folder))
    print("# Classes of nouns that the lists of events.txt may name (&vessel), by WordNet 3.0;")
    print("# WordNet licence, Copyright 2006 Princeton University. By tools/make_noun_classes.py.")
    for name, (deepest, heads) in CLASSES.items():
        roots = [_sense(head, senses) for head in heads.split()]
        within = {synset for root in roots for synset in _below(root, under)}
        found = sorted(
            word
            for word, own in senses.items()
            if word in words and any(synset in within for synset in own[:deepest])
        )
        print(f"{name}: {' '.join(found)}")


def _synsets(folder: Path) -> tuple[dict[str, list[str]], set[str]]:
    """The synsets right under each, and the lemmas that are written small, of one word."""
    under: dict[str, list[str]] = {}
    words: set[str] = set()
    for line in (folder / "data.noun").read_text(encoding="utf-8").splitlines():
        if line.startswith("  "):
            continue
        fields = line.partition(" | ")[0].split()
        after = 4 + 2 * int(fields[3], 16)
        words.update(w for w in fields[4:after:2] if w.islower() and w.replace("-", "").isalpha())
        for at in range(after + 1, len(fields) - 3, 4):
            if fields[at] == "@":
                under.setdefault(fields[at + 1], []).append(fields[0])
    return under, words


def _senses(folder: Path) -> Iterator[tuple[str, list[str]]]:
    for line in (folder / "index.noun").read_text(encoding="utf-8").splitlines():
        if not line.startswith("  "):
            fields = line.split()
            yield fields[0], [f for f in fields[4:] if len(f) == 8 and f.isdigit()]


def _sense(head: str, senses: Mapping[str, Sequence[str]]) -> str:
    word, _, number = head.rpartition(".")
    return senses[word][int(number) - 1]


def _below(root: str, under: Mapping[str, Sequence[str]]) -> Iterator[str]:
    yield root
    for synset in under.get(root, ()):
        yield from _below(synset, under)


if __name__ == "__main__":
    main()
