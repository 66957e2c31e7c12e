"""One table of time: onrecord and two peers, on every set, in one run.

    python evaluation/times_table.py --peers PEERS/bin/python
    python evaluation/times_table.py --without pages seeds     some parts left out

PEERS is an environment made from evaluation/time-peers-requirements.txt; without it the table has
onrecord alone. The gold, its scorer and the seeds are read from ../shared; what is absent is said
and left out. Scores are in per cent. Beside them stand the bar and the aim, and HeidelTime's score
as it was measured before this project began; it needs Java and is not run here.
"""

from __future__ import annotations

import argparse
import html
import json
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

sys.path.insert(0, str(Path(__file__).parent.parent))
from evaluation import page_dates, weekdays
from evaluation.reading import rows_of, scorer_at
from evaluation.times import Gold, corrected, invented, plain_document
from onrecord.annotate.encoder import load_encoder
from onrecord.annotate.parsed import load_parser, parse
from onrecord.annotate.times import find_times
from onrecord.dates import is_edtf
from onrecord.model import Fact, TimeExpression
from onrecord.spans import Span

HERE = Path(__file__).parent
SHARED = HERE.parent.parent / "shared"
MEANTIME, WIKIWARS = "gold/times/meantime_en.jsonl", "gold/times/wikiwars.jsonl.gz"
MARKS = {
    ("MEANTIME, as published", "value F1"): ("78.9", "82", "88"),
    ("MEANTIME, as published", "day F1"): ("", "92", "96"),
    ("MEANTIME, audited", "value F1"): ("", "82", "88"),
    ("MEANTIME, audited", "day F1"): ("", "92", "96"),
    ("WikiWars", "value F1"): ("82.9", "78", "85"),
    ("weekdays, labelled", "right"): ("", "95", "98"),
}
"""HeidelTime, bar and aim of a set's measure."""

Row = dict[str, Any]


class Times(NamedTuple):
    """What a finder found in each document, and how fast."""

    rows: Mapping[str, Sequence[Row]]
    pages_a_second: float


def main() -> None:
    """Print the table."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--shared", type=Path, default=SHARED)
    options.add_argument("--peers", type=Path, help="the python of the peers' environment")
    options.add_argument("--without", nargs="*", default=[], choices=("pages", "seeds", "weekdays"))
    asked = options.parse_args()
    sets = golds(asked.shared)
    labels = [] if "weekdays" in asked.without else weekdays.labels(weekdays.TABLE)
    if labels:
        sets["weekdays"] = labelled(asked.shared, labels)
    found = {"onrecord": ours(sets)}
    if asked.peers is not None:
        if labels:
            sets["weekdays"] = [paragraphs_of(gold, labels) for gold in sets["weekdays"]]
        found |= theirs(sets, asked.peers)
    print(f"{'':34}" + "".join(f"{name:>13}" for name in found) + "   HeidelTime  bar  aim")
    scorer = scorer_at(asked.shared / "score" / "times.py")
    for name, gold in sets.items():
        if name != "weekdays":
            print_scores(name, gold, {who: times[name] for who, times in found.items()}, scorer)
    if labels:
        print_weekdays(labels, {who: times["weekdays"].rows for who, times in found.items()})
    paces = {who: times["MEANTIME, as published"] for who, times in found.items()}
    cells = [f"{times.pages_a_second:.0f}" for times in paces.values()]
    _line("MEANTIME", "pages a second of a core", cells, ("", "150", ""))
    if "seeds" not in asked.without:
        print_seeds(asked.shared)
    if "pages" not in asked.without:
        print("\nthe page's own date (bar 85 right, 5 wrong when asserted; aim 95, 1)")
        page_dates.totals(page_dates.all_expected(), of_pages(asked.peers))


def of_pages(python: Path | None) -> dict[str, dict[str, page_dates.Answer]]:
    """The page's own date by each finder; of a peer, the first whole day that it finds."""
    rows = page_dates.all_expected()
    answers = {"onrecord": dict(page_dates.by_product(rows, "rules"))}
    texts = [
        {
            "doc_id": row.file,
            "dct": date.today().isoformat(),
            "text": plain(page_dates.PAGES / row.file),
        }
        for row in rows
    ]
    peers = theirs({"pages": texts}, python) if python is not None else {}
    for peer, times in peers.items():
        answers[peer] = {
            doc: page_dates.Answer(next((d for row in found if (d := whole_day(row))), None), "")
            for doc, found in times["pages"].rows.items()
        }
    return answers


def plain(path: Path) -> str:
    """A page's text for finders that read no HTML: what stands between tags, a line each."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".txt":
        return text
    body = re.sub(r"(?is)<(script|style)\b.*?</\1>", "\n", text)
    return html.unescape(re.sub(r"<[^>]*>", "\n", body))


def whole_day(row: Row) -> str | None:
    """The day of a row's value; None where it is less than one."""
    found = re.match(r"\d{4}-\d\d-\d\d", row["value"] or "")
    return found[0] if found else None


def golds(shared: Path) -> dict[str, list[Gold]]:
    """The sets with marked expressions, by name."""
    meantime = rows_of(shared / MEANTIME)
    return {
        "MEANTIME, as published": meantime,
        "MEANTIME, audited": corrected(meantime, HERE / "meantime_audit.tsv"),
        "WikiWars": rows_of(shared / WIKIWARS),
    }


def labelled(shared: Path, labels: Iterable[weekdays.Label]) -> list[Gold]:
    """The documents of the labelled weekdays, each with the page's date of its labels."""
    pages = {(label.doc, label.page): label.source for label in labels}
    texts = weekdays.texts(shared, set(pages.values()))
    return [{"doc_id": doc, "dct": page, "text": texts[doc]} for doc, page in pages]


def paragraphs_of(gold: Gold, labels: Iterable[weekdays.Label]) -> Gold:
    """The document with its paragraphs without a label blank: the peers read line by line."""
    spans = [label.span for label in labels if label.doc == gold["doc_id"]]
    out, start = [], 0
    for line in gold["text"].splitlines(keepends=True):
        end = start + len(line)
        named = any(span.start < end and start < span.end for span in spans)
        out.append(line if named else "\n" * len(line))
        start = end
    return {**gold, "text": "".join(out)}


def ours(sets: Mapping[str, Sequence[Gold]]) -> dict[str, Times]:
    """What onrecord finds in each set; a text that stands in two is parsed once."""
    parser, encoder = load_parser(), load_encoder()
    parsed = {}
    out = {}
    for name, documents in sets.items():
        rows, spent = {}, 0.0
        for gold in documents:
            if gold["text"] not in parsed:
                page = plain_document(gold["doc_id"], gold["text"])
                parsed[gold["text"]] = parse(page, parser, encoder)
            dct = gold.get("dct") or ""
            published = Fact(dct, None, "told") if is_edtf(dct) else None
            begun = time.process_time()
            times = find_times(parsed[gold["text"]], published)
            spent += time.process_time() - begun
            rows[gold["doc_id"]] = [_row(one) for one in times]
        out[name] = Times(rows, len(documents) / spent)
    return out


def _row(one: TimeExpression) -> Row:
    start, end = one.span
    return {"start": start, "end": end, "type": one.type, "value": one.value, "date": one.date}


def theirs(sets: Mapping[str, Sequence[Gold]], python: Path) -> dict[str, dict[str, Times]]:
    """What each peer finds in each set, by peer; says on how many pages one gave up."""
    out: dict[str, dict[str, Times]] = {}
    with tempfile.TemporaryDirectory() as folder:
        files = {}
        for number, (name, documents) in enumerate(sets.items()):
            files[f"set{number}"] = name
            path = Path(folder) / f"set{number}.jsonl"
            kept = [{key: gold[key] for key in ("doc_id", "dct", "text")} for gold in documents]
            path.write_text("".join(json.dumps(gold) + "\n" for gold in kept), encoding="utf-8")
        command = [python, HERE / "time_peers.py", *sorted(Path(folder).glob("set*.jsonl"))]
        told = subprocess.run(
            [*command, "--into", folder], check=True, stdout=subprocess.PIPE, text=True
        )
        for line in told.stdout.splitlines():
            stem, peer, pages, spent, given_up = json.loads(line)
            rows = _rows_by_doc(Path(folder) / f"{stem}.{peer}.jsonl", sets[files[stem]])
            out.setdefault(peer, {})[files[stem]] = Times(rows, pages / spent)
            if given_up:
                print(f"{peer} was ended on {given_up} of {pages} pages of {files[stem]}")
    return out


def _rows_by_doc(path: Path, documents: Sequence[Gold]) -> dict[str, list[Row]]:
    names = {gold["doc_id"].replace("/", "__"): gold["doc_id"] for gold in documents}
    rows: dict[str, list[Row]] = {name: [] for name in names.values()}
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        rows[names[row["doc"]]].append(row)
    return rows


def print_scores(
    name: str, gold: Sequence[Gold], found: Mapping[str, Times], scorer: ModuleType
) -> None:
    """The scores of one set, a line a measure, a column a finder."""
    scores = []
    days = []
    for times in found.values():
        documents = {one["doc_id"]: json.loads(json.dumps(one)) for one in gold}
        rows = {doc: {"timexes": [dict(row) for row in some]} for doc, some in times.rows.items()}
        scores.append(scorer.score(documents, rows))
        wrong, places = 0, 0
        for one in gold:
            days_here, places_here = invented(
                one, [_expression(r) for r in times.rows[one["doc_id"]]]
            )
            wrong, places = wrong + len(days_here), places + places_here
        days.append(f"{wrong} of {places}")
    for measure, cells in (
        ("value F1", [f"{score['value'][2]:.1f}" for score in scores]),
        ("day F1", [f"{score['day'][2]:.1f}" for score in scores]),
        ("spans, strict F1", [f"{score['strict'][2]:.1f}" for score in scores]),
        ("days invented", days),
    ):
        _line(name, measure, cells, MARKS.get((name, measure), ("", "", "")))


def _expression(row: Row) -> TimeExpression:
    """A finder's row as an expression; a peer's day is asserted by its value."""
    date = row.get("date", row["value"][:10] if is_edtf(row["value"][:10]) else None)
    return TimeExpression(Span(row["start"], row["end"]), row["type"], row["value"], date, "")


def print_weekdays(
    labels: Sequence[weekdays.Label], found: Mapping[str, Mapping[str, Sequence[Row]]]
) -> None:
    """How many of the labelled weekdays and months each finder has right."""
    answers = {
        who: [
            weekdays.answered(label, [_expression(row) for row in rows[label.doc]])
            for label in labels
        ]
        for who, rows in found.items()
    }
    for kind in ("weekday", "month"):
        own = {who: [a for a in some if a.label.kind == kind] for who, some in answers.items()}
        parts = [dict(weekdays.groups(some)) for some in own.values()]
        for group in ("labelled", "all", "held", "held, all"):
            cells = [f"{weekdays.accuracy(part[group]):.1f}" for part in parts]
            name = f"{kind}s, {group}"
            _line(name, "right", cells, MARKS.get((name, "right"), ("", "", "")))


def print_seeds(shared: Path) -> None:
    """The dates of the example pages: of what was said, of what happened."""
    command = [sys.executable, HERE / "seeds.py", shared]
    told = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
    for line in told.splitlines():
        for name in ("said_on accuracy", "event date accuracy"):
            if line.startswith(name):
                score = json.loads(line.removeprefix(name))
                cells = [f"{score['n']} of {score['of']}"]
                _line("example pages", name.removesuffix(" accuracy"), cells, ("", ".95", "1"))


def _line(name: str, measure: str, cells: Sequence[str], marks: tuple[str, str, str]) -> None:
    heidel, bar, aim = marks
    title = f"{name}: {measure}" if len(name) + len(measure) < 33 else f"{name[:9]}…: {measure}"
    print(f"{title:34}" + "".join(f"{cell:>13}" for cell in cells), end="")
    print(f"{heidel:>13}{bar:>5}{aim:>5}".rstrip())


if __name__ == "__main__":
    main()
