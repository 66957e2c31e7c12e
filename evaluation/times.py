"""Scores of the time stage alone on a gold file of plain texts.

    python evaluation/times.py SCORER.py GOLD.jsonl[.gz] [--audit CORRECTIONS.tsv] [--errors]
        [--half odd|even] [--keep EXPORT.jsonl]

GOLD has one document a line: doc_id, dct (the page's date), text, timexes. SCORER is a script
called with GOLD and the export; what it prints is passed on. Each line of a text is taken for one
paragraph; the finding of the page's own date is not part of this.

With --audit (evaluation/meantime_audit.tsv) the scores come twice: on the gold as published, and
on the gold with the corrected values, read anew from the corrected page's dates. Also printed:
pages per second of the time stage, and the days that were invented, that is a day where the
gold's expression is coarser than one.

--half scores every second document only: tune on the one half, look at the other's score.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))
from evaluation.reading import rows_of
from onrecord.annotate.encoder import load_encoder
from onrecord.annotate.parsed import Parsed, load_parser, parse
from onrecord.annotate.times import find_times
from onrecord.dates import is_day, is_edtf
from onrecord.model import Document, Fact, Region, TimeExpression
from onrecord.spans import OffsetMap, Span

Gold = dict[str, Any]

_COARSE = re.compile(r"\d{2,4}(?:-(?:\d\d|\d\d-XX|XX|W\d\d|W\d\d-WE|Q\d|H\d|S[PU]|FA|WI))?")
"""TIMEX3 values of the calendar that name less than a day: a month, week, season, year …"""


def plain_document(doc: str, text: str) -> Document:
    """`text` as a document whose every line is a paragraph of the body."""
    regions = []
    start = 0
    for line in text.splitlines(keepends=True):
        if line.strip():
            regions.append(Region("body", Span(start, start + len(line))))
        start += len(line)
    return Document(
        doc=doc,
        page="",
        source=doc,
        media="text/plain",
        text=text,
        offsets=OffsetMap(),
        regions=tuple(regions),
    )


def corrected(documents: Sequence[Gold], corrections: Path) -> list[Gold]:
    """`documents` with the values and page's dates of `corrections`; theirs are left alone.

    `ValueError` for a correction whose expression, or published value, the gold has not.
    """
    told: dict[tuple[str, str, str], tuple[str, str]] = {}
    for line in corrections.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            doc, start, end, published, value, _ = line.split("\t")
            told[doc, start, end] = published, value
    out = []
    for published in documents:
        gold = json.loads(json.dumps(published))
        doc = gold["doc_id"]
        if (doc, "-", "-") in told:
            gold["dct"] = _changed(told.pop((doc, "-", "-")), gold["dct"] or "-", doc)
        for timex in gold["timexes"]:
            place = doc, str(timex["start"]), str(timex["end"])
            if place in told:
                timex["value"] = _changed(told.pop(place), timex["value"], place)
        out.append(gold)
    if told:
        raise ValueError(f"expected expressions of the gold, found corrections of {list(told)}")
    return out


def _changed(correction: tuple[str, str], value: str, place: object) -> str:
    published, right = correction
    if value != published:
        raise ValueError(f"expected the published value {published} at {place}, found {value}")
    return right


def invented(gold: Gold, found: Sequence[TimeExpression]) -> tuple[list[str], int]:
    """The days asserted where the gold has less than a day, and the number of such places."""
    days = [t for t in gold["timexes"] if re.match(r"\d{4}-\d\d-\d\d", t["value"] or "")]
    coarse = [t for t in gold["timexes"] if _COARSE.fullmatch(t["value"] or "")]
    out = []
    for timex in coarse:
        out += [
            f"{gold['doc_id']} {timex['start']}-{timex['end']}: {timex['value']} as {one.date}"
            for one in found
            if _touch(timex, one.span)
            and is_day(one.date)
            and not any(_touch(day, one.span) for day in days)
        ]
    return out, len(coarse)


def _touch(timex: dict[str, Any], span: Span) -> bool:
    return bool(timex["start"] < span.end and span.start < timex["end"])


def score(
    title: str, parsed: Sequence[tuple[Gold, Parsed]], asked: argparse.Namespace, folder: Path
) -> int:
    """Print the scores of one gold; the scorer's exit status."""
    gold_file = folder / f"{title}.jsonl"
    export = asked.keep or folder / "times.jsonl"
    spent, places, wrong = 0.0, 0, []
    with export.open("w", encoding="utf-8") as out, gold_file.open("w", encoding="utf-8") as copy:
        for gold, page in parsed:
            dct = gold.get("dct") or ""
            published = Fact(dct, None, "told") if is_edtf(dct) else None
            begun = time.process_time()
            times = find_times(page, published)
            spent += time.process_time() - begun
            days, coarse = invented(gold, times)
            wrong += days
            places += coarse
            copy.write(json.dumps(gold) + "\n")
            for found in times:
                out.write(json.dumps(_row(gold["doc_id"], found)) + "\n")
    print(f"{title}:", flush=True)
    command = [sys.executable, str(asked.scorer), str(gold_file), str(export)]
    status = subprocess.run(command + ["--errors"] * asked.errors, check=False).returncode
    print(f"days invented: {len(wrong)} of {places} expressions coarser than a day")
    for line in wrong:
        print(f"    {line}")
    pace = len(parsed) / spent
    print(f"time stage: {pace:.0f} pages/s of one core ({len(parsed)} pages, {spent:.2f} s of CPU)")
    return status


def _row(doc: str, found: TimeExpression) -> dict[str, Any]:
    return {
        "doc": doc.replace("/", "__"),
        "start": found.span.start,
        "end": found.span.end,
        "type": found.type,
        "value": found.value,
        "date": found.date,
        "basis": found.basis,
    }


def main() -> int:
    """The scorer's exit status."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("scorer", type=Path)
    options.add_argument("gold", type=Path)
    options.add_argument("--audit", type=Path, help="corrections of the gold's values")
    options.add_argument("--errors", action="store_true", help="also print each difference")
    options.add_argument("--half", choices=("odd", "even"), help="every second document only")
    options.add_argument("--keep", type=Path, help="write the export here")
    asked = options.parse_args()
    golds = rows_of(asked.gold)
    golds = golds[{"even": 0, "odd": 1}[asked.half] :: 2] if asked.half else golds
    parser, encoder = load_parser(), load_encoder()
    pages = [parse(plain_document(gold["doc_id"], gold["text"]), parser, encoder) for gold in golds]
    with tempfile.TemporaryDirectory() as folder:
        status = score("as published", list(zip(golds, pages, strict=True)), asked, Path(folder))
        if asked.audit:
            mended = corrected(rows_of(asked.gold), asked.audit)
            kept = {gold["doc_id"] for gold in golds}
            mended = [gold for gold in mended if gold["doc_id"] in kept]
            status |= score("audited", list(zip(mended, pages, strict=True)), asked, Path(folder))
    return status


if __name__ == "__main__":
    sys.exit(main())
