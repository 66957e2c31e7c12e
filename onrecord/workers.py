"""Processes that each do one task at a time: one that crashes or hangs costs its task alone.

A worker is this Python, started anew with `python -m onrecord.workers MODULE:FACTORY`; the factory
is called once and gives the function from bytes to bytes. Starting anew, and not `fork` or
`multiprocessing`, keeps it free of threads, locks and the caller's main module: it works alike
in a script, a notebook and on every system.
"""

from __future__ import annotations

import contextlib
import importlib
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Callable
from typing import IO

import msgspec

from onrecord.errors import OnrecordError

Function = Callable[[bytes], bytes]
"""What a worker does. It must be a pure function: a task may be done twice."""

TRIES = 2
"""Times that a task is begun before the crash of its worker is held to be its fault."""
MEMORY = 6_000_000_000
"""Bytes that a worker may take; a page needs a tenth of it."""
_START = 120.0
"""Seconds within which a worker must be ready; a cold disk takes twenty."""


class Failure(msgspec.Struct, frozen=True):
    """A task that has no result: its worker crashed over it, or ran out of time."""

    reason: str


class Ticket:
    """A task that was handed in; `result` is None until it is done."""

    __slots__ = ("data", "result", "tries")

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.result: bytes | Failure | None = None
        self.tries = 0


class InThisProcess:
    """Does each task at once, here: no worker, and no guard against a crash or a hang."""

    ahead = 1

    def __init__(self, factory: str) -> None:
        self._factory = factory
        self._function: Function | None = None

    def submit(self, data: bytes) -> Ticket:
        """The task, done."""
        if self._function is None:
            self._function = _loaded(self._factory)
        ticket = Ticket(b"")
        ticket.result = self._function(data)
        return ticket

    def wait(self) -> None:
        """Nothing: every task is done when it is handed in."""

    def close(self) -> None:
        """Nothing is left to be ended."""


class Workers:
    """`count` processes, and the tasks that wait for one. `seconds` bounds each task.

    `OnrecordError` where a worker can't be started. Close it, or its processes stay.
    """

    def __init__(self, factory: str, count: int, *, seconds: float) -> None:
        self.ahead = 4 * count
        self._factory = factory
        self._seconds = seconds
        self._waiting: deque[Ticket] = deque()
        self._news: queue.SimpleQueue[tuple[_Worker, bytes | None]] = queue.SimpleQueue()
        self._workers = [_Worker(factory, self._news) for _ in range(count)]

    def submit(self, data: bytes) -> Ticket:
        """A ticket for the task; its result comes with some later `wait`."""
        ticket = Ticket(data)
        self._waiting.append(ticket)
        self._hand_out()
        return ticket

    def wait(self) -> None:
        """Return when some task is done, or failed."""
        while True:
            soonest = min((w.due for w in self._workers), default=None)
            if soonest is None:
                return
            try:
                left = None if soonest == _NEVER else max(0.0, soonest - time.monotonic())
                worker, news = self._news.get(timeout=left)
            except queue.Empty:
                if self._end_late():
                    return
                continue
            if worker in self._workers and self._hear(worker, news):
                return

    def close(self) -> None:
        """End all workers, what they do included."""
        for worker in self._workers:
            worker.kill()
        self._workers = []

    def _hear(self, worker: _Worker, news: bytes | None) -> bool:
        """Take what a worker sent (None: it ended); whether a task is done by it."""
        ticket = worker.ticket
        if news is None:
            self._replace(worker)
            if ticket is None:
                return False
            if ticket.tries < TRIES:
                self._waiting.appendleft(ticket)
                self._hand_out()
                return False
            ticket.result = Failure(f"the process that read it crashed ({worker.ending})")
        elif not worker.ready:
            worker.ready = True
            worker.due = _NEVER
            self._hand_out()
            return False
        elif ticket is not None:
            ticket.result = news
            worker.ticket, worker.due = None, _NEVER
        self._hand_out()
        return ticket is not None

    def _end_late(self) -> bool:
        """End the workers whose time is over; whether a task failed by it."""
        failed = False
        for worker in [one for one in self._workers if one.due <= time.monotonic()]:
            if not worker.ready:
                self.close()
                raise OnrecordError(f"no process to read pages was ready within {_START:.0f} s")
            if worker.ticket is not None:
                worker.ticket.result = Failure(f"took longer than {self._seconds:g} s to read")
                failed = True
            self._replace(worker)
        self._hand_out()
        return failed

    def _replace(self, worker: _Worker) -> None:
        worker.kill()
        if not worker.ready:
            self.close()
            raise OnrecordError(f"a process to read pages could not be started ({worker.ending})")
        self._workers.remove(worker)
        self._workers.append(_Worker(self._factory, self._news))

    def _hand_out(self) -> None:
        for worker in self._workers:
            if not self._waiting:
                return
            if worker.ready and worker.ticket is None:
                worker.begin(self._waiting.popleft(), self._seconds)


_NEVER = float("inf")


class _Worker:
    """One process, the task it has, and when that must be done."""

    def __init__(self, factory: str, news: queue.SimpleQueue[tuple[_Worker, bytes | None]]) -> None:
        self.ticket: Ticket | None = None
        self.ready = False
        self.due = time.monotonic() + _START
        self._process = subprocess.Popen(
            [sys.executable, "-m", "onrecord.workers", factory],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=_environment(),
        )
        listener = threading.Thread(target=self._listen, args=(news,), daemon=True)
        listener.start()

    def begin(self, ticket: Ticket, seconds: float) -> None:
        """Hand the task over; that the worker is gone is heard from its listener."""
        self.ticket = ticket
        ticket.tries += 1
        self.due = time.monotonic() + seconds
        assert self._process.stdin is not None
        with contextlib.suppress(BrokenPipeError, OSError):
            _put(self._process.stdin, ticket.data)

    def kill(self) -> None:
        """End the process, whatever it does."""
        self._process.kill()
        self._process.wait()
        assert self._process.stdin is not None
        with contextlib.suppress(OSError):
            self._process.stdin.close()

    @property
    def ending(self) -> str:
        """How the process ended, in words."""
        code = self._process.poll()
        if code is not None and code < 0:
            with contextlib.suppress(ValueError):
                return signal.Signals(-code).name
        return f"exit status {code}"

    def _listen(self, news: queue.SimpleQueue[tuple[_Worker, bytes | None]]) -> None:
        stream = self._process.stdout
        assert stream is not None
        with stream:
            while (frame := _get(stream)) is not None:
                news.put((self, frame))
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(5)
        news.put((self, None))


def cores() -> int:
    """How many processor cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _put(stream: IO[bytes], data: bytes) -> None:
    stream.write(len(data).to_bytes(8, "big") + data)
    stream.flush()


def _get(stream: IO[bytes]) -> bytes | None:
    """The next frame; None where the stream ends."""
    length = stream.read(8)
    if len(length) < 8:
        return None
    size = int.from_bytes(length, "big")
    data = stream.read(size)
    return data if len(data) == size else None


def _environment() -> dict[str, str]:
    """This process's, with one thread a worker, and the modules found as here."""
    paths = [path or os.getcwd() for path in sys.path]  # noqa: PTH109 - as Python itself reads ""
    one = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    return {**os.environ, **one, "PYTHONPATH": os.pathsep.join(paths)}


def _loaded(factory: str) -> Function:
    module, _, name = factory.partition(":")
    made: Function = getattr(importlib.import_module(module), name)()
    return made


def work(factory: str) -> None:
    """Do the tasks that come in on stdin until it ends, and write the results to stdout."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that started this
    results = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not look like a result
    _end_with_parent()
    _bound_memory()
    function = _loaded(factory)
    _put(results, b"ready")
    while (task := _get(sys.stdin.buffer)) is not None:
        _put(results, function(task))


def _end_with_parent() -> None:
    """Leave, whatever is being done, when the process that started this one is gone.

    Linux would kill it with the *thread* that started it, and threads end sooner than tasks.
    """
    parent = os.getppid()

    def look() -> None:
        while os.getppid() == parent:
            time.sleep(1)
        os._exit(1)

    threading.Thread(target=look, daemon=True).start()


def _bound_memory() -> None:
    try:
        import resource  # noqa: PLC0415 - not on every system
    except ImportError:
        return
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(
            resource.RLIMIT_DATA, (MEMORY, resource.getrlimit(resource.RLIMIT_DATA)[1])
        )


if __name__ == "__main__":
    work(sys.argv[1])
