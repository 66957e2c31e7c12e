"""Which day a bare weekday means, and which month a bare month, beside three simple rules.

    python evaluation/weekdays.py [SHARED] [--part tune|held] [--errors]

weekdays.tsv beside this file has the right day of each; its head explains the columns. SHARED is
the folder that holds gold/ (../shared unless told). Each text is read with the page's date told.
An answer that is no day counts as wrong, and is counted apart too.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).parent.parent))
from evaluation.reading import rows_of
from evaluation.times import plain_document
from onrecord.annotate.encoder import load_encoder
from onrecord.annotate.parsed import load_parser, parse
from onrecord.annotate.times import find_times
from onrecord.dates import interval
from onrecord.model import Fact, TimeExpression
from onrecord.spans import Span

TABLE = Path(__file__).parent / "weekdays.tsv"
FILES = {
    "meantime": "gold/times/meantime_en.jsonl",
    "gum": "gold/language/gum.jsonl.gz",
    "polnear": "gold/statements/polnear_dev.jsonl.gz",
    "polnear-train": "gold/statements/polnear_train.jsonl.gz",
}
NAMES = "monday tuesday wednesday thursday friday saturday sunday".split()
MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()


class Label(NamedTuple):
    """One line of weekdays.tsv."""

    kind: str
    source: str
    doc: str
    span: Span
    page: str
    right: str
    part: str
    drawn: str
    note: str

    @property
    def way(self) -> str:
        """Where the day or month lies, seen from the page's."""
        own = self.page[: len(self.right)]
        return "the page's own" if self.right == own else "ahead" if self.right > own else "back"


class Answer(NamedTuple):
    """What was said about a label: a day or month, empty where neither; and why."""

    label: Label
    value: str
    basis: str

    @property
    def right(self) -> bool:
        """Whether that is the day or month meant."""
        return self.value == self.label.right


def labels(table: Path) -> list[Label]:
    """The lines of the table. ValueError where one is not as its head says."""
    found = []
    for number, line in enumerate(table.read_text(encoding="utf-8").splitlines(), 1):
        if line.startswith("#"):
            continue
        kind, source, doc, start, end, page, right, part, drawn, note = line.split("\t")
        fits = len(right) == (10 if kind == "weekday" else 7) and source in FILES
        if not fits or not 0 <= int(start) < int(end):
            raise ValueError(f"{table.name}:{number}: expected a label, found {line!r}")
        span = Span(int(start), int(end))
        found.append(Label(kind, source, doc, span, page, right, part, drawn, note))
    return found


def texts(shared: Path, sources: Iterable[str]) -> dict[str, str]:
    """The texts of the gold files named, by document id."""
    found = {}
    for source in sources:
        for document in rows_of(shared / FILES[source]):
            found[document["doc_id"]] = document["text"]
    return found


def product(shared: Path, wanted: Sequence[Label]) -> Iterator[Answer]:
    """What onrecord says of each label, in their order."""
    parser, encoder = load_parser(), load_encoder()
    bodies = texts(shared, {label.source for label in wanted})
    read: dict[str, tuple[TimeExpression, ...]] = {}
    for label in wanted:
        if label.doc not in read:
            parsed = parse(plain_document(label.doc, bodies[label.doc]), parser, encoder)
            read[label.doc] = find_times(parsed, Fact(label.page, None, "told"))
        yield answered(label, read[label.doc])


def answered(label: Label, times: Iterable[TimeExpression]) -> Answer:
    """What the expression over the label says."""
    for time in times:
        if time.span.meets(label.span):
            return Answer(label, _as_fine(time, len(label.right)), time.basis)
    return Answer(label, "", "not found")


def _as_fine(time: TimeExpression, length: int) -> str:
    """The day or month of the expression; empty where it has none, or lies in two."""
    value = time.value[:length]
    if re.fullmatch(r"\d{4}-\d\d(-\d\d)?", value):
        return value
    ends = interval(time.date) if time.date is not None else (None, None)
    found = {str(end)[:length] for end in ends}
    return found.pop() if len(found) == 1 and None not in ends else ""


def most_recent(label: Label, name: str, *, today: bool = True) -> str:
    """The most recent such day or month on or before the page's (before it, without `today`)."""
    page = date.fromisoformat(label.page)
    if label.kind == "weekday":
        back = (page.weekday() - NAMES.index(name.lower())) % 7
        return str(page - timedelta(days=back if back or today else 7))
    month = MONTHS.index(name[:3].lower()) + 1
    past = month < page.month or (today and month == page.month)
    return f"{page.year if past else page.year - 1}-{month:02d}"


def nearest(label: Label, name: str) -> str:
    """The such day or month that is nearest to the page's."""
    page = date.fromisoformat(label.page)
    if label.kind == "weekday":
        gap = (NAMES.index(name.lower()) - page.weekday() + 3) % 7 - 3
        return str(page + timedelta(days=gap))
    month = MONTHS.index(name[:3].lower()) + 1
    gap = (month - page.month + 6) % 12 - 6
    years, index = divmod(page.year * 12 + page.month - 1 + gap, 12)
    return f"{years}-{index + 1:02d}"


RULES: Mapping[str, Callable[[Label, str], str]] = {
    "most recent, today included": most_recent,
    "strictly past": lambda label, name: most_recent(label, name, today=False),
    "nearest": nearest,
}


def groups(answers: Sequence[Answer]) -> Iterator[tuple[str, list[Answer]]]:
    """The answers by what the table prints a line for."""
    yield "labelled", list(answers)
    for fields in (("part",), ("drawn",), ("part", "drawn"), ("source",), ("way",)):
        named = [(", ".join(getattr(a.label, field) for field in fields), a) for a in answers]
        for name in sorted({name for name, _ in named}, reverse=True):
            yield name, [answer for group, answer in named if group == name]


def accuracy(answers: Sequence[Answer]) -> float:
    """The share that is right, in per cent; 0 of none."""
    return 100 * sum(a.right for a in answers) / len(answers) if answers else 0.0


def table(kind: str, columns: Mapping[str, Sequence[Answer]]) -> str:
    """Accuracy a line of group, a column of answers; and how many got no day."""
    first = next(iter(columns.values()))
    lines = [f"{kind:16} {'n':>4} {'none':>4}  " + "  ".join(columns)]
    parts = {name: dict(groups(answers)) for name, answers in columns.items()}
    for group, members in groups(first):
        none = sum(not a.value for a in members)
        cells = [f"{accuracy(parts[name][group]):{len(name)}.1f}" for name in columns]
        lines.append(f"{group:16} {len(members):4} {none:4}  " + "  ".join(cells))
    return "\n".join(lines)


def main() -> None:
    """Read, compare and print."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("shared", nargs="?", default="../shared", type=Path)
    options.add_argument("--part", choices=("tune", "held"), help="only this part")
    options.add_argument("--errors", action="store_true", help="also print each wrong answer")
    asked = options.parse_args()
    wanted = [one for one in labels(TABLE) if asked.part in (None, one.part)]
    bodies = texts(asked.shared, {label.source for label in wanted})
    answers = list(product(asked.shared, wanted))
    for kind in ("weekday", "month"):
        own = [a for a in answers if a.label.kind == kind]
        columns: dict[str, Sequence[Answer]] = {"onrecord": own}
        for name, rule in RULES.items():
            columns[name] = [
                Answer(a.label, rule(a.label, a.label.span.of(bodies[a.label.doc])), name)
                for a in own
            ]
        print(table(kind, columns), end="\n\n")
    if asked.errors:
        for one in answers:
            if not one.right:
                start, end = one.label.span.start, one.label.span.end
                around = bodies[one.label.doc][max(0, start - 150) : end + 90]
                print(f"{one.label.part} {one.label.page}: {one.label.right}, ", end="")
                print(f"not {one.value or 'none'} ({one.basis})\n    {' '.join(around.split())}")


if __name__ == "__main__":
    main()
