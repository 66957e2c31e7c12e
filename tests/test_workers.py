"""Workers: a task that crashes or hangs costs itself alone, whoever is ready first."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from onrecord.errors import OnrecordError
from onrecord.workers import Failure, InThisProcess, Ticket, Workers

ECHO = "tests.page_functions:echo"


def results(pool: Workers | InThisProcess, tasks: list[bytes]) -> list[bytes | Failure | None]:
    tickets: list[Ticket] = [pool.submit(task) for task in tasks]
    while any(ticket.result is None for ticket in tickets):
        pool.wait()
    pool.close()
    return [ticket.result for ticket in tickets]


def test_tasks_are_done_here_or_by_processes_alike() -> None:
    tasks = [b"one", b"two, slow", b"", b"x" * 3_000_000, b"print"]
    there = results(Workers(ECHO, 2, seconds=60), tasks)
    assert there == results(InThisProcess(ECHO), tasks) == [b"done " + task for task in tasks]


def test_a_task_that_hangs_is_given_up_and_the_others_are_done() -> None:
    first, *others = results(Workers(ECHO, 2, seconds=1), [b"hang", b"a", b"b", b"c"])
    assert first == Failure("took longer than 1 s to read")
    assert others == [b"done a", b"done b", b"done c"]


def test_a_task_that_crashes_its_process_twice_is_given_up(tmp_path: Path) -> None:
    crashed, left, once, fine = results(
        Workers(ECHO, 1, seconds=60),
        [b"crash", b"leave", f"crash once {tmp_path / 'mark'}".encode(), b"fine"],
    )
    assert crashed == Failure("the process that read it crashed (SIGSEGV)")
    assert left == Failure("the process that read it crashed (exit status 3)")
    assert isinstance(once, bytes) and once.startswith(b"done crash once")
    assert fine == b"done fine"


def test_workers_that_can_not_be_started_are_told_of_at_once() -> None:
    pool = Workers("tests.page_functions:broken", 1, seconds=60)
    pool.submit(b"one")
    with pytest.raises(OnrecordError, match="could not be started"):
        pool.wait()


@pytest.mark.skipif(sys.platform != "linux", reason="asks /proc for what runs")
def test_no_worker_outlives_a_parent_that_is_killed() -> None:
    program = (
        "from onrecord.workers import Workers; import time\n"
        f"pool = Workers({ECHO!r}, 2, seconds=600); tickets = [pool.submit(b'hang')] * 2\n"
        "print(*[w._process.pid for w in pool._workers], flush=True); time.sleep(600)"
    )
    parent = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    with parent.stdout as stdout:
        workers = [int(pid) for pid in stdout.readline().split()]
        assert len(workers) == 2
        time.sleep(3)  # for both to be at work: before that they end by themselves
        os.kill(parent.pid, signal.SIGKILL)
        parent.wait()
    for _ in range(100):
        if not any(_runs(pid) for pid in workers):
            return
        time.sleep(0.1)
    pytest.fail("a worker still runs")


def _runs(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state != "Z"
