"""The day on which a page was published: the product, and `htmldate` beside it where it is there.

    python evaluation/page_dates.py                  the hundred pages of evaluation/page_dates
    python evaluation/page_dates.py --errors         also what went wrong on the pages to look at
    python evaluation/page_dates.py --errors --held  and on those held back
    python evaluation/page_dates.py --sealed         forty sealed pages: totals and nothing else

The sixty old pages are `tune` and `held`; the forty of evaluation/page_dates/more are `more`, and
may be looked at too. Those of evaluation/page_dates/sealed are `sealed`, and nobody who works on
the product opens them.

An answer is right where it is the expected one or one that passes too; where none is expected, no
answer is right. Any other day is wrong, in per cent of the days asserted; a day with a mark of
doubt ("2021-06-16?") is a day. Of the answers that are less than a day, those that hold the
expected date, or that stand where nothing is known, are coarse, neither right nor wrong; the rest
are untrue, and are counted apart. Every page is read into a record of its own, so that no other
page can tell its date.

htmldate gets the HTML, or the lines of a text as paragraphs, and the address where a sidecar tells
it. It always asserts a day, or nothing.
"""

from __future__ import annotations

import argparse
import csv
import html
import json
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

import onrecord
import onrecord.run  # here, so that all of a long table is made by one state of the code
from onrecord.dates import interval, is_day, within

PAGES = Path(__file__).parent / "page_dates"
FOLDERS = ("", "more")
SPLITS = ("tune", "held", "more")
SEALED = "sealed"
NONE = "none"
OUTCOMES = ("right", "wrong", "coarse", "untrue", "abstained")


class Expected(NamedTuple):
    """A line of expected.tsv, `file` beneath `PAGES`; `passes` are all the answers that are right.

    None among them stands for no answer.
    """

    file: str
    split: str
    published: str | None
    passes: tuple[str | None, ...]
    witnesses: tuple[str, ...]
    reason: str

    @property
    def day_is_known(self) -> bool:
        """Whether an editor would assert a day."""
        return is_day(self.published)


class Answer(NamedTuple):
    """The date that was asserted, None for none, and why; `read` is False where the page failed."""

    published: str | None
    basis: str
    read: bool = True


def main() -> None:
    """Read the pages and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--errors", action="store_true", help="print what is not right (not held)")
    parser.add_argument("--held", action="store_true", help="with --errors: of the held pages too")
    parser.add_argument("--sealed", action="store_true", help="the totals of the sealed pages")
    parser.add_argument("--reader", default="rules", help="it has no part in a page's date")
    asked = parser.parse_args()
    rows = all_expected((SEALED,) if asked.sealed else FOLDERS)
    finders = {"onrecord": dict(by_product(rows, asked.reader))}
    if find_spec("htmldate") is not None:
        finders["htmldate"] = dict(by_htmldate(rows))
    totals(rows, finders)
    if asked.sealed:
        return
    witnesses(rows, finders)
    if asked.errors:
        errors([row for row in rows if asked.held or row.split != "held"], finders["onrecord"])


def all_expected(folders: Iterable[str] = FOLDERS) -> list[Expected]:
    """The lines of every expected.tsv of `folders`, with files beneath `PAGES`."""
    return [
        row._replace(file=(Path(folder) / row.file).as_posix())
        for folder in folders
        for row in expected(PAGES / folder / "expected.tsv")
    ]


def expected(path: Path) -> Iterator[Expected]:
    """The lines of expected.tsv."""
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            also = [None if one == NONE else one for one in row["also"].split()]
            published = row["published"] or None
            yield Expected(
                file=row["file"],
                split=row["split"],
                published=published,
                passes=(published, *also),
                witnesses=tuple(row["witnesses"].split(",")),
                reason=row["reason"],
            )


def by_product(rows: Iterable[Expected], reader: str) -> Iterator[tuple[str, Answer]]:
    """What the product exports as the date of each page."""
    with tempfile.TemporaryDirectory() as folder:
        for number, row in enumerate(rows):
            record = Path(folder) / f"{number}.db"
            report = onrecord.read(PAGES / row.file, into=record, reader=reader)
            for failed in report.failed:
                print(f"not read: {failed}", file=sys.stderr)
            yield (
                row.file,
                _exported(record) if report.read else Answer(None, "not read", read=False),
            )


def _exported(record: Path) -> Answer:
    export = record.with_suffix(".jsonl")
    onrecord.export(record, "documents", into=export)
    (document,) = map(json.loads, export.read_text(encoding="utf-8").splitlines())
    return Answer(document["published"], document["published_basis"] or "")


def by_htmldate(rows: Iterable[Expected]) -> Iterator[tuple[str, Answer]]:
    """What htmldate finds, asked for the day of publication and not of the last change."""
    from htmldate import find_date  # noqa: PLC0415 - a peer, not everywhere

    for row in rows:
        page = (PAGES / row.file).read_text(encoding="utf-8")
        if row.file.endswith(".txt"):
            lines = (f"<p>{html.escape(line)}</p>" for line in page.splitlines() if line.strip())
            page = f"<html><body>{''.join(lines)}</body></html>"
        sidecar = (PAGES / row.file).with_suffix(".meta.json")
        told = json.loads(sidecar.read_text(encoding="utf-8")) if sidecar.exists() else {}
        yield row.file, Answer(find_date(page, original_date=True, url=told.get("url")), "")


def judged(row: Expected, answer: Answer) -> str:
    """The outcome of an answer; a page that could not be read is never right."""
    return outcome(row, answer.published) if answer.read else "abstained"


def outcome(row: Expected, answer: str | None) -> str:
    """One of `OUTCOMES` for an answer to a page.

    >>> page = Expected("a.txt", "tune", "2021-06-16", ("2021-06-16",), ("visible",), "")
    >>> [outcome(page, one) for one in ("2021-06-16", "2021-06-17", "2021-06", "2021-07", None)]
    ['right', 'wrong', 'coarse', 'untrue', 'abstained']
    """
    if answer is None:
        return "right" if None in row.passes else "abstained"
    if any(one is not None and interval(one) == interval(answer) for one in row.passes):
        return "right"
    if is_day(answer):
        return "wrong"
    held = row.published is None or within(row.published, answer)
    return "coarse" if held else "untrue"


def totals(rows: Sequence[Expected], finders: Mapping[str, Mapping[str, Answer]]) -> None:
    """Print the outcomes by split, by form, and by whether the day can be known."""
    groups = {"all": rows}
    for split in dict.fromkeys(row.split for row in rows):
        chosen = [row for row in rows if row.split == split]
        groups[split] = chosen
        groups[f"{split}, day known"] = [row for row in chosen if row.day_is_known]
        groups[f"{split}, less than a day"] = [row for row in chosen if not row.day_is_known]
    groups |= {
        "text": [row for row in rows if row.file.endswith(".txt")],
        "HTML": [row for row in rows if row.file.endswith(".html")],
    }
    columns = "".join(f"{name:>10}" for name in OUTCOMES)
    print(f"{'':24}{'':10}{'pages':>6}{columns}{'right %':>10}{'wrong when asserted %':>24}")
    for name, chosen in groups.items():
        for finder, answers in finders.items():
            counts = Counter(judged(row, answers[row.file]) for row in chosen)
            days = sum(is_day(answers[row.file].published) for row in chosen)
            numbers = "".join(f"{counts[one]:10}" for one in OUTCOMES)
            right = _percent(counts["right"], len(chosen))
            wrong = f"{_percent(counts['wrong'], days)} of {days}"
            print(f"{name:24}{finder:10}{len(chosen):6}{numbers}{right:>10}{wrong:>24}")


def witnesses(rows: Sequence[Expected], finders: Mapping[str, Mapping[str, Answer]]) -> None:
    """Print right and wrong answers, of the pages that have each witness, in every split."""
    names = sorted({one for row in rows for one in row.witnesses}, key=str)
    names.sort(key=lambda one: one.startswith("!"))
    print(f"\n{'witness (! misleads)':24}{'':10}", end="")
    print("".join(f"{split:>6}{'right':>7}{'wrong':>7}" for split in SPLITS))
    for name in names:
        for finder, answers in finders.items():
            print(f"{name:24}{finder:10}", end="")
            for split in SPLITS:
                chosen = [row for row in rows if row.split == split and name in row.witnesses]
                counts = Counter(judged(row, answers[row.file]) for row in chosen)
                print(f"{len(chosen):6}{counts['right']:7}{counts['wrong']:7}", end="")
            print()


def errors(rows: Iterable[Expected], answers: Mapping[str, Answer]) -> None:
    """Print the pages whose answer is not right."""
    for row in rows:
        answer = answers[row.file]
        kind = judged(row, answer)
        if kind == "right":
            continue
        print(f"\n{row.file} ({row.split}) {kind}: found {answer.published}: {answer.basis}")
        print(f"    expected {row.published}: {row.reason} [{', '.join(row.witnesses)}]")


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f}" if whole else "-"


if __name__ == "__main__":
    main()
