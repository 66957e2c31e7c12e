"""How the example pages come out: read, exported, scored, and what is joined across them.

usage: python evaluation/seeds.py [SHARED] [--demo] [--keep FOLDER]

SHARED is the folder that holds examples/, gold/seeds/ and score/record.py (../shared unless
told). With --demo the demonstration story is measured against its own expected record, with the
same scorer. A page whose gold says `given_published` is read with that date. With --keep the
record and its exports stay in FOLDER.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from types import ModuleType
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))
import onrecord
from evaluation.reading import rows_of, scorer_at

Row = dict[str, Any]
DEMO = Path(onrecord.__file__).parent / "data" / "demo"


def main() -> None:
    """Read, score and print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("shared", nargs="?", default="../shared", type=Path)
    options.add_argument("--demo", action="store_true")
    options.add_argument("--keep", type=Path)
    given = options.parse_args()
    gold, pages = given.shared / "gold/seeds", given.shared / "examples"
    if given.demo:
        gold, pages = DEMO / "expected", DEMO / "pages"
    scorer = given.shared / "score/record.py"
    with tempfile.TemporaryDirectory() as folder:
        measure(gold, pages, scorer, given.keep or Path(folder))


def measure(golden: Path, pages: Path, scorer: Path, folder: Path) -> None:
    """Put the pages on a record in `folder`, and print how they come out."""
    gold = {path.stem: _json(path) for path in sorted(golden.glob("*.json"))}
    across = gold.pop("across")
    record = read_pages(pages, gold, folder)
    rows = {}
    for what in ("statements", "events", "times", "mentions", "documents"):
        path = folder / f"{what}.jsonl"
        onrecord.export(record, what, into=path)
        rows[what] = rows_of(path)
    texts = folder / "texts"
    write_texts(record, texts)
    exports = (folder / "statements.jsonl", folder / "events.jsonl")
    subprocess.run([sys.executable, scorer, golden, texts, *exports], check=True)
    print()
    print_across(scorer_at(scorer), across, gold, rows, texts)


def read_pages(pages: Path, gold: dict[str, Row], folder: Path) -> onrecord.ReadReport:
    """The pages on a record, each with what its gold says it is read with."""
    folder.mkdir(parents=True, exist_ok=True)
    copies = folder / "pages"
    shutil.rmtree(copies, ignore_errors=True)
    shutil.copytree(pages, copies)
    for doc, page in gold.items():
        if page.get("given_published"):
            told = json.dumps({"published": page["given_published"]})
            (copies / f"{doc}.meta.json").write_text(told, "utf-8")
    report = onrecord.read(copies, into=folder / "story.db")
    for failed in report.failed:
        print(f"not read: {failed.source}: {failed.reason}")
    return report


def write_texts(record: onrecord.ReadReport, folder: Path) -> None:
    """The decoded pages as DOC.txt, where the scorer looks for them, whatever their format."""
    folder.mkdir(parents=True, exist_ok=True)
    with onrecord.View(record.into) as view:
        for doc in view.docs():
            (folder / f"{doc}.txt").write_text(view.page(doc).text, "utf-8", newline="")


def print_across(
    score: ModuleType, across: Row, gold: dict[str, Row], rows: dict[str, list[Row]], pages: Path
) -> None:
    """Print, for each pair that is or is not one, what the record makes of it."""
    said = _matched_statements(score, gold, rows["statements"])
    done = _matched_events(score, gold, rows["events"], pages)
    counts = {"ok": 0, "WRONG": 0, "not found": 0}
    for kind, found, whole, same in (
        ("same_utterance", said, "utterance", True),
        ("not_same_utterance", said, "utterance", False),
        ("same_event", done, "happening", True),
        ("not_same_event", done, "happening", False),
    ):
        for group in across.get(kind, []):
            for one, other in _pairs(group):
                verdict = _verdict(found.get(one), found.get(other), whole, same)
                counts[verdict] += 1
                missing = " ".join(_short(key) for key in (one, other) if key not in found)
                print(f"{verdict:9} {kind:18} {_short(one)} {_short(other)}  {missing}".rstrip())
    told = ", ".join(f"{number} {verdict}" for verdict, number in counts.items())
    print(f"pairs across pages: {told}")
    _print_people(across, rows["mentions"])


def _verdict(one: Row | None, other: Row | None, whole: str, same: bool) -> str:
    """Whether the record joins the two where it should; "not found" where it lacks one of them."""
    if one is None or other is None:
        return "not found"
    joined = one[whole] is not None and one[whole] == other[whole]
    return "ok" if joined == same else "WRONG"


def _print_people(across: Row, mentions: list[Row]) -> None:
    """Print how the mentions of one person are joined: the ids each form of the name stands for."""
    for group in across.get("same_person", []):
        ids: dict[str, dict[str | None, int]] = {}
        for mention in mentions:
            if mention["text"] in group:
                forms = ids.setdefault(mention["text"], {})
                forms[mention["id"]] = forms.get(mention["id"], 0) + 1
        people = {id for forms in ids.values() for id in forms}
        print(f"{'ok ' if len(people) <= 1 else 'see'} same_person {group[0]}: {ids}")
    for place, state in across.get("place_names_that_act_for_a_state", {}).items():
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
            start, end = event["span"] if "span" in event else (event["start"], event["end"])
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
    return f"{doc[:12]}#{number}"


def _json(path: Path) -> Row:
    row: Row = json.loads(path.read_text("utf-8"))
    return row


if __name__ == "__main__":
    main()
