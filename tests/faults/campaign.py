"""Kills: a process that reads, links, corrects or migrates is ended by kill -9 at a random moment.

    python -m tests.faults.campaign --kills 200

After each kill the record must prove itself (`verify`), hold all that was acknowledged, and come to
the same exports, byte for byte, once the same work is done to its end. What goes wrong is printed
with the seed, and the exit status is 1.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import msgspec

import onrecord
import onrecord.run as chain
from onrecord import decisions
from onrecord.fingerprints import LINKING_CODE, fingerprint
from onrecord.record.schema import APPLICATION, MIGRATIONS, _commands, open_to_write
from onrecord.record.store import View, Writer
from onrecord.tasks import Done, Task

VERBS = ("read", "link", "correct", "migrate")
WHATS = ("statements", "events", "documents", "utterances", "happenings", "corrections")
_NAMES = ("Anna Berg", "Tomas Rehn", "Ida Holm", "Jonas Adler")
_known: dict[bytes, bytes] = {}


def pages() -> list[dict[str, str]]:
    """Rows of invented articles, no two alike."""
    rows = []
    for i in range(14):
        name, other = _NAMES[i % 4], _NAMES[(i + 1) % 4]
        rows.append(
            {
                "url": f"https://courier.example/2031/05/{i + 1:02}/talks",
                "published": f"2031-05-{i + 1:02}",
                "text": f"Talks enter day {i + 1}, says {name}\n\nTORHAVEN, May {i + 1}. /NNA/. "
                f'"We will not sign for {i + 2} weeks," Foreign Minister {name} said on day '
                f"{i + 1} of the talks. {other} said that the bridge would stay closed.\n\nThe "
                f"foreign ministers of Norland and Sudria met in Torhaven on May {i + 1}, 2031.\n",
            }
        )
    return rows


def remembering() -> Callable[[bytes], bytes]:
    """The page function, each page read once: kills must fall into writing, not into reading."""

    def read(data: bytes) -> bytes:
        task = msgspec.msgpack.decode(data, type=Task)
        key = task.found.data
        if key not in _known:
            _known[key] = msgspec.msgpack.encode(chain.read_task(task))
        done = msgspec.msgpack.decode(_known[key], type=Done)
        if done.page is not None:
            page = msgspec.structs.replace(done.page, told=task.found.told)
            done = msgspec.structs.replace(done, page=page)
        return msgspec.msgpack.encode(done)

    return read


class Story:
    """A source of pages, and what is on a record of them that nobody disturbed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.source = folder / "articles.jsonl"
        self.source.write_bytes(b"\n".join(map(msgspec.json.encode, pages())))
        self.whole = folder / "whole.db"
        self.read(self.whole, lambda _: None)
        self.statements = [row.id for row in onrecord.statements(self.whole)][:8]
        self.corrected = folder / "corrected.db"
        _copied(self.whole, self.corrected)
        self.correct(self.corrected, lambda _: None)
        self.older = folder / "older.db"
        _older(self.corrected, self.older)
        self.pace = dict.fromkeys(VERBS, 0.2)

    def begin(self, verb: str, into: Path) -> None:
        """The record as it is before `verb`."""
        before = {"link": self.corrected, "correct": self.whole, "migrate": self.older}
        if verb in before:
            _copied(before[verb], into)

    def do(self, verb: str, into: Path, tell: Callable[[str], None]) -> None:
        """The work that is killed; `tell` is called with each thing that is acknowledged."""
        if verb == "read":
            self.read(into, tell)
        elif verb == "link":
            with Writer(into) as writer:
                writer.set_fact("linked", "")
                writer.link(chain.link, fingerprint(*LINKING_CODE))
        elif verb == "correct":
            self.correct(into, tell)
        else:
            open_to_write(into).close()

    def read(self, into: Path, tell: Callable[[str], None]) -> None:
        chain.read(
            [self.source],
            into=into,
            reader="rules",
            page_function="tests.faults.campaign:remembering",
            progress=lambda outcome, _: tell(getattr(outcome, "doc", "")),
        )

    def correct(self, into: Path, tell: Callable[[str], None]) -> None:
        """Corrections with fixed moments, so that two records of them are equal."""
        before = {one.asked for one in onrecord.corrections(into)}
        for number, id in enumerate(self.statements):
            if (id,) in before:
                continue
            tell(_rejected(into, id, number))

    def holds(self, verb: str, into: Path, told: list[str]) -> Iterator[str]:
        """What does not hold of a record that was killed; nothing where all does."""
        if not into.exists():
            if told:
                yield f"acknowledged, and there is no record: {told}"
            return
        if verb == "read" and not _is_begun(into):
            if told:
                yield f"acknowledged, and nothing is on the record: {told}"
            return
        proof = onrecord.verify(into)
        yield from (fault.message for fault in proof.faults)
        with View(into) as view:
            kept = {*view.docs(), *(one.id for one in view.corrections())}
        yield from (f"acknowledged and lost: {one}" for one in told if one not in kept)

    def ends_alike(self, verb: str, into: Path) -> Iterator[str]:
        """What differs from an undisturbed record once the same work is done to its end."""
        self.do(verb, into, lambda _: None)
        if verb != "read":
            self.read(into, lambda _: None)
        like = self.whole if verb == "read" else self.corrected
        for what in WHATS:
            if onrecord.export(into, what) != onrecord.export(like, what):
                yield f"{what} differ from those of a record that was not killed"
        yield from (fault.message for fault in onrecord.verify(into).faults)


def _rejected(into: Path, id: str, number: int) -> str:
    """The id of a correction made at a fixed moment."""
    real = decisions.moment_after
    decisions.moment_after = lambda _: f"2031-06-01T00:00:{number:02}.000000+00:00"
    try:
        return onrecord.correct(into, "reject", id, why="a test", who="t").id
    finally:
        decisions.moment_after = real


def _is_begun(path: Path) -> bool:
    return path.stat().st_size > 0 or path.with_name(path.name + "-wal").exists()


def _copied(one: Path, other: Path) -> None:
    with View(one):  # no writer is there, so that the file is whole without its log
        pass
    for ending in ("", "-wal", "-shm"):
        old = one.with_name(one.name + ending)
        if old.exists():
            shutil.copy(old, other.with_name(other.name + ending))


def _older(newer: Path, older: Path) -> None:
    """A record as an onrecord of two versions ago left it: what came since is not there."""
    import sqlite3  # noqa: PLC0415 - for this alone

    version = len(MIGRATIONS) - 2
    connection = sqlite3.connect(older, isolation_level=None)
    for name in MIGRATIONS[:version]:
        for command in _commands(name):
            connection.execute(command)
    connection.execute("ATTACH ? AS newer", (str(newer),))
    known = {row[0] for row in connection.execute("SELECT name FROM newer.sqlite_master")}
    tables = connection.execute(
        "SELECT name FROM main.sqlite_master WHERE type = 'table' AND name NOT LIKE '%_words%'"
    ).fetchall()
    for (table,) in tables:
        if table in known:
            names = [
                f'"{row[1]}"' for row in connection.execute(f"PRAGMA main.table_info({table})")
            ]
            columns = ", ".join(names)
            connection.execute(
                f"INSERT INTO main.{table} ({columns}) SELECT {columns} FROM newer.{table}"
            )
    connection.execute("DETACH newer")
    connection.execute(f"PRAGMA application_id = {APPLICATION}")
    connection.execute(f"PRAGMA user_version = {version}")
    connection.close()


def killed(do: Callable[[Callable[[str], None]], None], after: float) -> list[str]:
    """What a process that does `do` told before it was killed, `after` seconds."""
    told, tell = os.pipe()
    child = os.fork()
    if child == 0:
        status = 0
        try:
            os.close(told)
            do(partial(told_on, tell))
        except BaseException as failure:  # noqa: BLE001 - a forked test must not go on as the test
            os.write(2, f"{type(failure).__name__}: {failure}\n".encode())
            status = 3
        os._exit(status)
    os.close(tell)
    time.sleep(after)
    done, _ = os.waitpid(child, os.WNOHANG)
    if not done:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    with os.fdopen(told) as lines:
        return [line.rstrip("\n") for line in lines if line.endswith("\n") and line.strip()]


def told_on(pipe: int, line: str) -> None:
    """Write a line to a pipe: the process at its other end outlives this one."""
    os.write(pipe, line.encode() + b"\n")


def campaign(folder: Path, kills: int, seed: int, say: Callable[[str], None]) -> list[str]:
    """Every fault that `kills` kills brought to light, each with its number, verb and moment."""
    story = Story(folder)
    chance = random.Random(seed)
    for verb in VERBS:
        into = folder / "pace.db"
        _gone(into)
        story.begin(verb, into)
        begun = time.monotonic()
        story.do(verb, into, lambda _: None)
        story.pace[verb] = time.monotonic() - begun
    faults = []
    cut = 0
    for number in range(kills):
        verb = VERBS[number % len(VERBS)]
        into = folder / "killed.db"
        _gone(into)
        story.begin(verb, into)
        moment = chance.uniform(0, 1.1) * story.pace[verb]
        told = killed(partial(story.do, verb, into), moment)
        cut += verb in {"read", "correct"} and len(told) < 8
        wrong = [*story.holds(verb, into, told), *story.ends_alike(verb, into)]
        faults += [
            f"kill {number} (seed {seed}), {verb} after {moment:.3f} s: {one}" for one in wrong
        ]
        if number % 20 == 19:
            say(
                f"{number + 1} kills, {cut} of them between two acknowledgements, "
                f"{len(faults)} faults"
            )
    return faults


def _gone(path: Path) -> None:
    for ending in ("", "-wal", "-shm", "-journal"):
        path.with_name(path.name + ending).unlink(missing_ok=True)


def _say(line: str) -> None:
    print(line, flush=True)


def main() -> int:
    """Run a campaign, and say what it found."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--kills", type=int, default=200)
    asked.add_argument("--seed", type=int, default=1)
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        faults = campaign(
            Path(folder), given.kills, given.seed, lambda line: print(line, flush=True)
        )
    print(*faults, sep="\n")
    print(f"{given.kills} kills, {len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
