"""What two other readers of time expressions find in gold files, in the form `onrecord` exports.

    python -m venv PEERS
    PEERS/bin/python -m pip install -r evaluation/time-peers-requirements.txt
    PEERS/bin/python evaluation/time_peers.py GOLD.jsonl... --into FOLDER [--patience SECONDS]

The peers are dateparser (`search_dates`) and Microsoft's recognizers-text (its date-time part).
GOLD has one document a line: doc_id, dct (the page's date), text. FOLDER/NAME.PEER.jsonl has one
expression a line: doc, start, end, type, value (TIMEX3). Each gets a page's lines one by one, long
ones in pieces, with the page's date as the day of reading; of an ambiguous name the past reading
counts.

What they yield is turned into TIMEX3 as well as it can be: dateparser's moment is cut to the
period it says the words have (day, week, month, year, time of day); recognizers-text has TIMEX of
its own, in which only the unresolved parts are filled in. dateparser can hang for minutes on one
page (a known fault); each page has `patience` seconds of a core, after which the peer is ended and
what it found on the page is lost.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import re
import signal
import sys
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, NamedTuple

from dateparser.date import DateDataParser  # type: ignore[import-not-found]
from dateparser.search import search_dates  # type: ignore[import-not-found]
from recognizers_date_time import (  # type: ignore[import-not-found]
    Culture,
    DateTimeOptions,
    DateTimeRecognizer,
)

Row = dict[str, Any]
Finder = Callable[[str, "datetime | None"], "list[Found]"]


class Found(NamedTuple):
    """An expression of one line: its characters, TIMEX3 type and value."""

    start: int
    end: int
    type: str
    value: str


# --- dateparser ---------------------------------------------------------------------------


def by_dateparser() -> Finder:
    """The finder of dateparser."""

    def find(line: str, base: datetime | None) -> list[Found]:
        settings: dict[str, Any] = {"PREFER_DATES_FROM": "past", "RETURN_TIME_AS_PERIOD": True}
        if base is not None:
            settings["RELATIVE_BASE"] = base
        found = search_dates(line, languages=["en"], settings=settings) or []
        parser = DateDataParser(languages=["en"], settings=settings)
        out, at = [], 0
        for words, moment in found:
            start = line.find(words, at)
            if start < 0:
                continue
            at = start + len(words)
            period = parser.get_date_data(words).period or "day"
            out.append(Found(start, at, *_of_moment(moment, period)))
        return out

    return find


def _of_moment(moment: datetime, period: str) -> tuple[str, str]:
    """The type and value of a moment that stands for a `period`.

    >>> _of_moment(datetime(2032, 6, 16), "month")
    ('DATE', '2032-06')
    """
    forms = {"year": "%Y", "month": "%Y-%m", "week": "%G-W%V", "time": "%Y-%m-%dT%H:%M"}
    kind = "TIME" if period == "time" else "DATE"
    return kind, moment.strftime(forms.get(period, "%Y-%m-%d"))


# --- recognizers-text ---------------------------------------------------------------------


def by_recognizers() -> Finder:
    """The finder of recognizers-text; loading it takes some seconds."""
    model = DateTimeRecognizer(Culture.English, DateTimeOptions.NONE).get_datetime_model()

    def find(line: str, base: datetime | None) -> list[Found]:
        out = []
        for one in model.parse(line, base or datetime.now()):
            values = (one.resolution or {}).get("values") or []
            if values:
                kind, value = _of_resolution(values[0], base)
                out.append(Found(one.start, one.end + 1, kind, value))
        return out

    return find


_KINDS = {"date": "DATE", "daterange": "DATE", "duration": "DURATION", "set": "SET"}


def _of_resolution(found: dict[str, str], base: datetime | None) -> tuple[str, str]:
    """The type and value of a resolution, its first (past) reading.

    >>> _of_resolution({"timex": "XXXX-WXX-3", "type": "date", "value": "2032-06-16"}, None)
    ('DATE', '2032-06-16')
    >>> _of_resolution({"timex": "T18", "type": "time"}, datetime(2032, 6, 18))
    ('TIME', '2032-06-18T18:00')
    """
    timex, kind = found["timex"], _KINDS.get(found["type"], "TIME")
    if kind in ("DURATION", "SET") or timex.endswith("_REF"):
        return ("DATE" if timex.endswith("_REF") else kind), timex
    start = found.get("start") or found.get("value", "")
    if timex.startswith("("):
        return kind, _of_range(found)
    if timex.startswith("T") and base is not None:
        timex = f"{base:%Y-%m-%d}{timex}"
    if timex.startswith("XXXX") and re.match(r"\d{4}-\d\d-\d\d", start):
        day, _, part = timex.partition("T")
        fine = 10 if "WXX" in day or day.count("-") == 2 else 7
        timex = start[:fine] + (f"T{part}" if part else "")
    return kind, re.sub(r"T(\d\d)$", r"T\1:00", timex)


def _of_range(found: dict[str, str]) -> str:
    """The period of the calendar that a range of days is; else its first day.

    >>> _of_range({"timex": "(a,b,P3M)", "start": "2031-01-01", "end": "2031-04-01"})
    '2031-Q1'
    """
    start, end = found.get("start", "")[:10], found.get("end", "")[:10]
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", start) or not re.fullmatch(r"\d{4}-\d\d-\d\d", end):
        return start or found["timex"]
    first, after = datetime.fromisoformat(start), datetime.fromisoformat(end)
    months = (after.year - first.year) * 12 + after.month - first.month
    if first.day == after.day == 1:
        if months == 120 and first.year % 10 == 0:
            return start[:3]
        for length, name in ((12, ""), (6, "H"), (3, "Q"), (1, "M")):
            if months == length and (first.month - 1) % length == 0:
                number = (first.month - 1) // length + 1
                return start[:7] if name == "M" else start[:4] + (f"-{name}{number}" * bool(name))
    if after - first == timedelta(days=7) and first.weekday() == 0:
        return first.strftime("%G-W%V")
    return start


PEERS: dict[str, Callable[[], Finder]] = {
    "dateparser": by_dateparser,
    "recognizers": by_recognizers,
}


# --- a page at a time, each bounded -------------------------------------------------------


_PIECE = r"[^\n]{200,}?(?:[.!?][\"”’)]*(?= [A-Z“\"])|(?=\n|\Z))|[^\n]+"
"""A line, or of a long one what ends with the first sentence after 200 characters: on whole pages
recognizers-text takes minutes."""


def page_rows(document: Row, find: Finder) -> list[Row]:
    """What the finder finds on a page, line by line, as the export has it."""
    told = re.fullmatch(r"\d{4}-\d\d-\d\d", document.get("dct") or "")
    base = datetime.fromisoformat(told[0]) if told else None
    rows = []
    for piece in re.finditer(_PIECE, document["text"]):
        for found in find(piece[0], base):
            rows.append(
                {
                    "doc": document["doc_id"].replace("/", "__"),
                    "start": piece.start() + found.start,
                    "end": piece.start() + found.end,
                    "type": found.type,
                    "value": found.value,
                }
            )
    return rows


def serve(peer: str, pipe: Connection, patience: float) -> None:
    """Answer each page that comes through the pipe with its rows and the seconds it took.

    A page that takes more than `patience` seconds of a core, however busy the machine, ends it.
    """
    find = PEERS[peer]()
    pipe.send("ready")
    while (document := pipe.recv()) is not None:
        begun = time.process_time()
        signal.setitimer(signal.ITIMER_PROF, patience)
        try:
            rows = page_rows(document, find)
        except (ValueError, TypeError, AttributeError, IndexError, OverflowError):
            rows = []  # a fault of the peer's own on hostile words
        signal.setitimer(signal.ITIMER_PROF, 0)
        pipe.send((rows, time.process_time() - begun))


class Server:
    """A peer in a process of its own, begun anew after a page it can't finish."""

    def __init__(self, peer: str, patience: float) -> None:
        self.peer, self.patience = peer, patience
        self._begin()

    def _begin(self) -> None:
        self.pipe, other = multiprocessing.Pipe()
        given = (self.peer, other, self.patience)
        self.process = multiprocessing.Process(target=serve, args=given, daemon=True)
        self.process.start()
        other.close()
        self.pipe.recv()

    def read(self, document: Row) -> tuple[list[Row], float] | None:
        """A page's rows and the seconds they took; None where the patience ran out."""
        self.pipe.send(document)
        try:
            answer: tuple[list[Row], float] = self.pipe.recv()
        except EOFError:
            self.process.join()
            self._begin()
            return None
        return answer


def documents(path: Path) -> Iterator[Row]:
    """The documents of a file of JSON lines."""
    with path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def main() -> None:
    """Let each peer read each file."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("gold", type=Path, nargs="+")
    options.add_argument("--into", type=Path, required=True, help="the folder for the exports")
    options.add_argument("--patience", type=float, default=60.0, help="seconds of a core a page")
    asked = options.parse_args()
    for peer in PEERS:
        server = Server(peer, asked.patience)
        for gold in asked.gold:
            spent, pages, given_up = 0.0, 0, 0
            with (asked.into / f"{gold.stem}.{peer}.jsonl").open("w", encoding="utf-8") as out:
                for document in documents(gold):
                    pages += 1
                    answer = server.read(document)
                    if answer is None:
                        given_up, spent = given_up + 1, spent + asked.patience
                        continue
                    spent += answer[1]
                    out.writelines(json.dumps(row) + "\n" for row in answer[0])
            print(json.dumps([gold.stem, peer, pages, spent, given_up]), flush=True)
        server.pipe.send(None)


if __name__ == "__main__":
    sys.exit(main())
