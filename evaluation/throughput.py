"""What reading many pages costs: pace, cores, memory, growth; all of it in one run.

    python evaluation/throughput.py                    1,000 and 20,000 pages: an afternoon
    python evaluation/throughput.py --quick            60 and 240 pages: some minutes

Pages are made by recombining the paragraphs of the packs of invented stories, and of the example
pages where they are beside the checkout (they are read from there and stay there): other people,
another day and another order of paragraphs each, so that nothing is known from an earlier page.

Seconds of processors are those of the system's own count: on a machine that others use too, the
ratio of cores is told by the clock only where they are free. One core is one for all of a run,
the process that writes the record included.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))
STORIES = (ROOT / "evaluation" / "packs" / "open", ROOT.parent / "shared" / "examples")
MARK = 500
"""After so many pages, and as many again, a line of what was taken so far."""
SYLLABLES = "ba de ka lo mi na or pe ra sel tor vin dan gru hel jor kes mar ost var zan wic".split()


def main() -> None:
    """Measure and print."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--few", type=int, default=1000)
    asked.add_argument("--many", type=int, default=20_000)
    asked.add_argument("--quick", action="store_true", help="60 and 240 pages")
    asked.add_argument("--workers", type=int, default=len(os.sched_getaffinity(0)))
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument(
        "--one", nargs=3, metavar=("SOURCE", "INTO", "WORKERS"), help=argparse.SUPPRESS
    )
    given = asked.parse_args()
    if given.one:
        one_run(Path(given.one[0]), Path(given.one[1]), int(given.one[2]))
        return
    few, many = (60, 240) if given.quick else (given.few, given.many)
    with tempfile.TemporaryDirectory() as folder:
        measure(Path(folder), few, many, given.workers, given.seed)


def measure(folder: Path, few: int, many: int, workers: int, seed: int) -> None:
    """All that is measured, printed as it comes."""
    small, large = folder / "small.jsonl", folder / "large.jsonl"
    rows = made_pages(seed)
    words = [write(small, rows, few), write(large, rows, many)]
    print(f"{few:,} pages of {words[0] / few:.0f} words, and {many:,} others of the same making")
    bare(small, min(few, 60))
    one = run(small, folder / "one.db", 1, cores=1)
    say(f"{few:,} pages, 1 worker on 1 core", one)
    if workers > 1:
        two = run(small, folder / "two.db", workers)
        say(f"{few:,} pages, {workers} workers", two)
        print(
            f"{workers} workers on {workers} cores read {one['read'] / two['read']:.2f} times as "
            "fast as 1 on 1 by the clock (with that many cores free)"
        )
    most = run(large, folder / "large.db", workers)
    say(f"{many:,} pages, {workers} workers", most)
    base = two if workers > 1 else one
    times = many / few
    for what, name in (("read", "reading"), ("link", "joining"), ("all", "the whole job")):
        print(f"{name}: {most[what] / base[what] / times:.2f} times linear by the clock")
    print(f"processors' time: {most['cpu'] / base['cpu'] / times:.2f} times linear")
    print(f"peak memory: {most['peak'] / base['peak']:.2f} times that of {few:,} pages")
    print(f"peak memory before joining: {most['peak_read'] / base['peak_read']:.2f} times")


def say(what: str, found: dict[str, Any]) -> None:
    """One run in a line, and a line for each page that failed."""
    print(
        f"{what}: {found['pages'] / found['read']:.2f} pages a second, "
        f"{found['pages'] / found['cpu_read']:.2f} a second of a processor; read in "
        f"{found['read']:.0f} s, joined in {found['link']:.0f} s; at most "
        f"{found['peak_read']:.0f} MB reading, {found['peak']:.0f} MB in all; "
        f"{found['size'] / found['pages'] / 1024:.0f} KB a page on disk; "
        f"{found['statements']:.0f} statements, {len(found['failed'])} pages failed",
        flush=True,
    )
    for failed in found["failed"]:
        print(f"  failed: {failed}")


def bare(source: Path, pages: int) -> None:
    """The ratio to spaCy as it comes, by turns in one process, in processor's seconds."""
    import spacy  # noqa: PLC0415 - not for the maker of pages

    from onrecord.annotate.parsed import load_parser  # noqa: PLC0415
    from onrecord.model import Told  # noqa: PLC0415
    from onrecord.pages.found import Found, page_of  # noqa: PLC0415
    from onrecord.pages.sources import items_in  # noqa: PLC0415
    from onrecord.run import read_one  # noqa: PLC0415

    parser = load_parser()
    plain = spacy.load(f"{parser.lang}_{parser.meta['name']}")
    own = others = 0.0
    count = 0
    for item, _ in items_in(source, Told(received="2031-12-31")):
        if not isinstance(item, Found) or count > pages:
            break
        page = page_of(item)
        begun = time.process_time()
        read_one(page, parser)
        between = time.process_time()
        list(plain.pipe(p for p in re.split(r"\n\s*\n", page.text) if p.strip()))
        if count:  # the first page loads what is loaded once
            own += between - begun
            others += time.process_time() - between
        count += 1
    print(
        f"a page takes {own / (count - 1):.3f} s of a processor, a bare pass of spaCy "
        f"{others / (count - 1):.3f} s: ratio {own / others:.2f} ({count - 1} pages)",
        flush=True,
    )


def run(source: Path, into: Path, workers: int, cores: int | None = None) -> dict[str, Any]:
    """What a run in a process of its own took, by its own account and the system's."""
    command = [sys.executable, __file__, "--one", str(source), str(into), str(workers)]
    if cores is not None:
        some = ",".join(map(str, sorted(os.sched_getaffinity(0))[:cores]))
        command = ["taskset", "--cpu-list", some, *command]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, cwd=ROOT)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def one_run(source: Path, into: Path, workers: int) -> None:
    """Read a source into a record, and print what it took as JSON."""
    import onrecord  # noqa: PLC0415 - what is measured
    import onrecord.run as chain  # noqa: PLC0415
    from onrecord.record.reports import Pace  # noqa: PLC0415

    peak = Peak()
    marks = {"read": 0.0, "peak_read": 0.0, "cpu_read": 0.0}
    begun = time.monotonic()
    finish = chain._Shelf.finish

    def marked(shelf: chain._Shelf, *, keep: list[str] | None) -> None:
        marks.update(read=time.monotonic() - begun, peak_read=peak.most, cpu_read=peak.processors())
        finish(shelf, keep=keep)

    def told(_outcome: object, pace: Pace) -> None:
        if pace.number % MARK == 0:
            print(
                f"  {pace.number:,} pages: {time.monotonic() - begun:.0f} s, "
                f"{peak.processors():.0f} s of processors, at most {peak.most:.0f} MB",
                file=sys.stderr,
                flush=True,
            )

    chain._Shelf.finish = marked  # type: ignore[method-assign]
    report = chain.read([source], into=into, workers=workers, progress=told)
    whole = time.monotonic() - begun
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    print(
        json.dumps(
            {
                **marks,
                "all": whole,
                "link": whole - marks["read"],
                "peak": peak.most,
                "cpu": sum(one.ru_utime + one.ru_stime for one in used),
                "pages": len(report.read),
                "failed": [f"{Path(one.source).name}: {one.reason}" for one in report.failed],
                "size": into.stat().st_size,
                "statements": len(onrecord.statements(into)),
            }
        )
    )


class Peak(threading.Thread):
    """Looks at the memory of this process and its workers, shared pages counted once a process."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.most = 0.0
        self.start()

    def run(self) -> None:
        """Look four times a second."""
        while True:
            self.most = max(self.most, sum(map(_memory, self._family())))
            time.sleep(0.25)

    def processors(self) -> float:
        """Seconds of processors that this process and its workers took so far."""
        return sum(map(_seconds, self._family()))

    def _family(self) -> list[int]:
        own = os.getpid()
        found = [own]
        for path in Path("/proc").iterdir():
            if path.name.isdigit() and _parent(int(path.name)) == own:
                found.append(int(path.name))
        return found


def _stat(pid: int) -> list[str]:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return []


def _parent(pid: int) -> int:
    stat = _stat(pid)
    return int(stat[1]) if stat else 0


def _seconds(pid: int) -> float:
    stat = _stat(pid)
    return (int(stat[11]) + int(stat[12])) / os.sysconf("SC_CLK_TCK") if stat else 0.0


def _memory(pid: int) -> float:
    stat = _stat(pid)
    return int(stat[21]) * os.sysconf("SC_PAGE_SIZE") / 2**20 if stat else 0.0


# --- pages ------------------------------------------------------------------------------------


def made_pages(seed: int) -> Iterator[dict[str, str]]:
    """Pages without end, no two alike."""
    chance = random.Random(seed)
    stories = [
        re.sub(r"\{\S+ |\}", "", text.read_text("utf-8"))  # without what an editor marked
        for story in STORIES
        for text in sorted(story.rglob("*.txt"))
    ]
    stories = [text for text in stories if len(text.split()) > 120]
    pieces = [[p.strip() for p in re.split(r"\n\s*\n|\n", text) if p.strip()] for text in stories]
    paragraphs = [p for text in pieces for p in text if len(p.split()) >= 15]
    heads = [text[0] for text in pieces]
    surnames = sorted(
        {
            name
            for text in stories
            for name in re.findall(r"(?<=[a-z] )[A-Z][a-z]{3,}(?= (?:said|told|added)\b)", text)
        }
    )
    day = date(2031, 1, 1)
    number = 0
    while True:
        number += 1
        names = {name: _name(chance) for name in surnames}
        chosen = chance.sample(paragraphs, chance.randint(7, 14))
        text = "\n\n".join([chance.choice(heads), *chosen])
        text = re.sub(r"\b[A-Z][a-z]+\b", lambda m, n=names: n.get(m[0], m[0]), text)
        published = day + timedelta(days=chance.randint(0, 364))
        yield {"id": f"made-{number:07}", "published": published.isoformat(), "text": text + "\n"}


def _name(chance: random.Random) -> str:
    return "".join(chance.choice(SYLLABLES) for _ in range(chance.choice((2, 2, 3)))).capitalize()


def write(path: Path, rows: Iterator[dict[str, str]], count: int) -> int:
    """The next `count` pages as JSON lines; how many words they have."""
    words = 0
    with path.open("w", encoding="utf-8") as file:
        for _ in range(count):
            row = next(rows)
            words += len(row["text"].split())
            file.write(json.dumps(row) + "\n")
    return words


if __name__ == "__main__":
    main()
