"""What the web app takes on a large record, and whether readers and a writer hinder each other.

    python evaluation/pile.py 100000 --into pile.db
    python evaluation/web.py pile.db

First every page and search is asked for, once as the first since the start and then again: the time
from the request to the last byte over loopback, the processor's time of the server's process, and
how much is sent. Then fifty readers ask for pages, one after the other, for two minutes, while a
writer makes and takes back a correction of a small copy of the demonstration; any answer but 200 is
a fault. Each looks at a page for --pause seconds before it asks for the next. Prints a table;
nothing outside a folder of its own is changed, and the record is only read.

    python evaluation/web.py --together [--pause 0]     the readers and the writer alone
"""

from __future__ import annotations

import argparse
import http.client
import itertools
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from urllib.parse import quote

sys.path.insert(0, str(Path(__file__).parent.parent))
from onrecord.record.store import View

READERS = 50
SERVE = """
import sys
from pathlib import Path
import uvicorn
from onrecord.views.web.app import create_app
app = create_app(Path(sys.argv[1]), token="measured")
app.state.shown.make_ready()  # as `onrecord serve` does before anybody asks
uvicorn.run(app, host="127.0.0.1", port=int(sys.argv[2]), log_level="warning")
"""


def main() -> None:
    """Ask every page of the record that is named, then of one that is written meanwhile."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("record", type=Path, nargs="?")
    asked.add_argument("--together", action="store_true", help="only readers and a writer")
    asked.add_argument("--seconds", type=float, default=120)
    asked.add_argument("--pause", type=float, default=2)
    asked.add_argument("--again", type=int, default=5)
    given = asked.parse_args()
    if given.record is not None and not given.together:
        one_by_one(given.record, given.again)
    with tempfile.TemporaryDirectory() as folder:
        together(Path(folder), given.seconds, given.pause)


def one_by_one(record: Path, again: int) -> None:
    """Every page of the record, as the first since the start and then again."""
    with View(record) as view:
        pages = addresses(view)
        count = view.rows("SELECT count(*) AS n FROM statements")[0]["n"]
    print(f"{count:,} statements")
    server, port = start(record)
    try:
        print("   first: ms    cpu    then: ms    cpu      kB  asked")
        for name, address in pages.items():
            start_cpu = used(server)
            first = ask(port, address)
            middle_cpu = used(server)
            then = [ask(port, address) for _ in range(again)]
            cpu = (used(server) - middle_cpu) / again
            print(
                f"{first[0] * 1e3:12.0f} {(middle_cpu - start_cpu) * 1e3:6.0f}"
                f" {statistics.median(took for took, _, _ in then) * 1e3:11.0f} {cpu * 1e3:6.0f}"
                f" {first[2] / 1e3:7.0f}  {name}"
                + ("" if first[1] == 200 else f"  STATUS {first[1]}")
            )
    finally:
        server.terminate()
        server.wait()


def addresses(view: View) -> dict[str, str]:
    """The pages to ask for, by what they show."""
    row = view.rows
    entry = row("SELECT id FROM entries WHERE sort = 'happening' ORDER BY n LIMIT 1")[0]["id"]
    said = row("SELECT id FROM entries WHERE sort = 'utterance' ORDER BY n LIMIT 1")[0]["id"]
    busy = row(
        "SELECT actor FROM statement_actors WHERE role = 'speaker' GROUP BY actor"
        " ORDER BY count(*) DESC, actor LIMIT 1"
    )[0]["actor"]
    states = [one["name"] for one in row("SELECT name FROM actors WHERE kind = 'state' LIMIT 2")]
    doc = view.docs()[0]
    state = quote(states[0])
    return {
        "timeline": "/timeline",
        "timeline, as JSON": "/timeline.json",
        "timeline, a month": "/timeline?from=2031-03&to=2031-03",
        "timeline, plans": "/timeline?status=planned",
        "timeline, said": "/timeline?status=said",
        "timeline, a state": f"/timeline?actor={state}",
        "timeline, a word": "/timeline?words=cable",
        "timeline, a word nearly all have": "/timeline?words=the",
        "statements": "/statements",
        "statements, a word": "/statements?words=cable",
        "statements, a phrase": "/statements?words=%22the+cable%22",
        "statements, a word most have": "/statements?words=the",
        "statements, by a state": f"/statements?by={state}",
        "statements, by speaker": "/statements?order=speaker",
        "statements, the last page": "/statements?page=1900",
        "actors": "/actors",
        "actors, a word": "/actors?words=minister",
        "an actor": f"/actors/{busy}",
        "a happening's reports": f"/compare/{entry}",
        "an utterance's wordings": f"/compare/{said}",
        "relations": f"/relations?one={state}&other={quote(states[1])}",
        "sources": "/sources",
        "a source": f"/sources/{quote(doc, safe='')}",
    }


def start(record: Path) -> tuple[subprocess.Popen[bytes], int]:
    """A server of the record in a process of its own, once it answers, and its port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen([sys.executable, "-c", SERVE, str(record), str(port)])
    for _ in range(600):
        time.sleep(0.1)
        if server.poll() is not None:
            break
        try:
            ask(port, "/static/icon.svg")
        except OSError:
            continue
        return server, port
    server.kill()
    raise SystemExit("the server did not answer")


def ask(port: int, address: str) -> tuple[float, int, int]:
    """Seconds to the last byte, the status, and the bytes."""
    began = time.perf_counter()
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    line.request("GET", address)
    answer = line.getresponse()
    data = answer.read()
    line.close()
    return time.perf_counter() - began, answer.status, len(data)


def used(server: subprocess.Popen[bytes]) -> float:
    """Seconds of processor that the server's process used so far (Linux)."""
    fields = Path(f"/proc/{server.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def together(folder: Path, seconds: float, pause: float) -> None:
    """Fifty readers and a writer on the demonstration's record, for so many seconds."""
    import onrecord  # noqa: PLC0415 - loads the parser

    db = folder / "story.db"
    pages = folder / "pages"
    shutil.copytree(Path(__file__).parent.parent / "onrecord/data/demo/pages", pages)
    onrecord.read([pages], into=db)
    with View(db) as view:
        addressed = [*addresses(view).values()]
        event = view.rows("SELECT id FROM events LIMIT 1")[0]["id"]
    server, port = start(db)
    faults: list[str] = []
    times: list[float] = []
    over = threading.Event()

    def read(number: int) -> None:
        over.wait(pause * number / READERS)
        for step in itertools.count():
            if over.wait(pause if step else 0):
                return
            address = addressed[(number + step) % len(addressed)]
            try:
                took, status, _ = ask(port, address)
            except OSError as failure:
                faults.append(f"{address}: {failure}")
                continue
            times.append(took)
            if status != 200:
                faults.append(f"{address}: {status}")

    written = 0

    def write() -> None:
        nonlocal written
        while not over.is_set():
            row = onrecord.correct(db, "date", event, "2031-01-01", why="measured", who="Ed")
            onrecord.correct(db, "undo", row.id, why="measured", who="Ed")
            written += 2

    try:
        threads = [threading.Thread(target=read, args=(n,)) for n in range(READERS)]
        writer = threading.Thread(target=write)
        began = time.perf_counter()
        for one in (writer, *threads):
            one.start()
        busy = used(server)
        time.sleep(seconds)
        over.set()
        for one in (writer, *threads):
            one.join()
        busy = used(server) - busy
        took = time.perf_counter() - began
    finally:
        server.terminate()
        server.wait()
    say(sorted(times), written, took, busy, faults)
    wrong = onrecord.verify(db).faults
    print(f"the record after it: {len(wrong)} faults", *(one.message for one in wrong[:10]))


def say(times: list[float], written: int, took: float, busy: float, faults: list[str]) -> None:
    """What readers and the writer saw; `times` in seconds, sorted."""
    print(
        f"{READERS} readers, {len(times)} pages, {written} corrections in {took:.0f} s"
        f" (the server {busy:.0f} s of a processor): middle {times[len(times) // 2] * 1e3:.0f} ms,"
        f" p95 {times[int(len(times) * 0.95)] * 1e3:.0f} ms, slowest {times[-1] * 1e3:.0f} ms,"
        f" {len(faults)} faults"
    )
    for fault in faults[:10]:
        print(f"  {fault}")


if __name__ == "__main__":
    main()
