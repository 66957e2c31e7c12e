"""How the example pages come out: read, exported, scored, and what is joined across them.

usage: python evaluation/seeds.py [SHARED] [--keep FOLDER]

SHARED is the folder that holds examples/, gold/seeds/ and score/record.py (../shared unless
told). A page whose gold says `given_published` is read with that date. With --keep the record
and its exports stay in FOLDER.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from types import ModuleType
from typing import Any

import onrecord

Row = dict[str, Any]


def main() -> None:
    """Read, score and print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("shared", nargs="?", default="../shared", type=Path)
    options.add_argument("--keep", type=Path)
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        measure(given.shared, given.keep or Path(folder))


def measure(shared: Path, folder: Path) -> None:
    """Put the examples on a record in `folder`, and print how they come out."""
    gold = {path.stem: _json(path) for path in sorted((shared / "gold/seeds").glob("*.json"))}
    across = gold.pop("across")
    record = read_examples(shared, gold, folder)
    rows = {}
    for what in ("statements", "events", "times", "mentions", "documents"):
        path = folder / f"{what}.jsonl"
        onrecord.export(record, what, into=path)
        rows[what] = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    scorer = shared / "score/record.py"
    pages, exports = shared / "examples", (folder / "statements.jsonl", folder / "events.jsonl")
    subprocess.run([sys.executable, scorer, shared / "gold/seeds", pages, *exports], check=True)
    print()
    print_across(_module(scorer), across, gold, rows, pages)


def read_examples(shared: Path, gold: dict[str, Row], folder: Path) -> onrecord.ReadReport:
    """The examples on a record, each with what its gold says it is read with."""
    folder.mkdir(parents=True, exist_ok=True)
    copies = folder / "pages"
    shutil.rmtree(copies, ignore_errors=True)
    shutil.copytree(shared / "examples", copies)
    for doc, page in gold.items():
        if page.get("given_published"):
            told = json.dumps({"published": page["given_published"]})
            (copies / f"{doc}.meta.json").write_text(told, "utf-8")
    report = onrecord.read(copies, into=folder / "story.db")
    for failed in report.failed:
        print(f"not read: {failed.source}: {failed.reason}")
    return report


def print_across(
    score: ModuleType, across: Row, gold: dict[str, Row], rows: dict[str, list[Row]], pages: Path
) -> None:
    """Print, for each pair that is or is not one, what the record makes of it."""
    said = _matched_statements(score, gold, rows["statements"])
    done = _matched_events(score, gold, rows["events"], pages)
    right = total = 0
    for kind, found, whole, same in (
        ("same_utterance", said, "utterance", True),
        ("not_same_utterance", said, "utterance", False),
        ("same_event", done, "happening", True),
        ("not_same_event", done, "happening", False),
    ):
        for group in across[kind]:
            for one, other in _pairs(group):
                verdict, fine = _verdict(found.get(one), found.get(other), whole, same)
                total, right = total + 1, right + fine
                print(
                    f"{'ok ' if fine else 'BAD'} {kind:20} {_short(one)} {_short(other)} {verdict}"
                )
    print(f"across pages: {right} of {total} pairs right")
    _print_people(across, rows["mentions"])


def _verdict(one: Row | None, other: Row | None, whole: str, same: bool) -> tuple[str, bool]:
    """What the record says of a pair, and whether that is right; two that aren't found are two."""
    if one is None or other is None:
        missing = " and ".join(n for n, row in (("first", one), ("second", other)) if row is None)
        return f"{missing} not found", False
    joined = one[whole] is not None and one[whole] == other[whole]
    return ("joined" if joined else "apart"), joined == same


def _print_people(across: Row, mentions: list[Row]) -> None:
    """Print how the mentions of one person are joined: the ids each form of the name stands for."""
    for group in across["same_person"]:
        ids: dict[str, dict[str | None, int]] = {}
        for mention in mentions:
            if mention["text"] in group:
                forms = ids.setdefault(mention["text"], {})
                forms[mention["id"]] = forms.get(mention["id"], 0) + 1
        people = {id for forms in ids.values() for id in forms}
        print(f"{'ok ' if len(people) <= 1 else 'see'} same_person {group[0]}: {ids}")
    for place, state in across["place_names_that_act_for_a_state"].items():
        names: dict[str | None, int] = {}
        for mention in mentions:
            if mention["text"] == place:
                names[mention["name"]] = names.get(mention["name"], 0) + 1
        print(f"    {place} acts for {state}: {names}")


def _matched_statements(score: ModuleType, gold: dict[str, Row], rows: list[Row]) -> dict[str, Row]:
    """The exported statement of each gold statement ("doc#number"), by the scorer's rule."""
    wanted = [
        dict(statement, doc=doc, _key=f"{doc}#{number}", _c=score.chars(statement))
        for doc, page in gold.items()
        for number, statement in enumerate(page["statements"])
    ]
    found = [dict(row, _c=score.chars(row)) for row in rows if row["doc"] in gold]

    def overlap(one: Row, other: Row) -> float:
        either = one["_c"] | other["_c"]
        return len(one["_c"] & other["_c"]) / len(either) if either else 0.0

    return {wanted[i]["_key"]: found[j] for i, j in score.match(wanted, found, overlap, score.THR)}


def _matched_events(
    score: ModuleType, gold: dict[str, Row], rows: list[Row], pages: Path
) -> dict[str, Row]:
    """The exported event of each gold event, by the scorer's rule."""
    wanted = []
    for doc, page in gold.items():
        text = (pages / f"{doc}.txt").read_text("utf-8")
        for number, event in enumerate(page["events"]):
            start, end = event["span"]
            place = {"start": start, "end": end, "_s": score.sentence(text, start, end)}
            wanted.append({**event, **place, "doc": doc, "_key": f"{doc}#{number}"})
    found = [row for row in rows if row["doc"] in gold]

    def near(one: Row, other: Row) -> int:
        meets = min(one["_s"][1], other["end"]) > max(one["_s"][0], other["start"])
        kinds = score.types(one)
        if not meets or not (kinds is None or other["type"] in kinds):
            return 0
        shared = min(one["end"], other["end"]) - max(one["start"], other["start"])
        return 1 + max(0, shared)

    return {wanted[i]["_key"]: found[j] for i, j in score.match(wanted, found, near, 1)}


def _pairs(group: list[str]) -> list[tuple[str, str]]:
    return [(one, other) for n, one in enumerate(group) for other in group[n + 1 :]]


def _short(key: str) -> str:
    doc, _, number = key.partition("#")
    return f"{doc.split('_')[0]}#{number}"


def _json(path: Path) -> Row:
    row: Row = json.loads(path.read_text("utf-8"))
    return row


def _module(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("scorer", path)
    if spec is None or spec.loader is None:
        raise SystemExit(f"expected the scorer at {path}, found none")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


if __name__ == "__main__":
    main()
