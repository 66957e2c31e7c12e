"""Page functions that misbehave, for the tests of workers: told what to do by the page's words."""

from __future__ import annotations

import ctypes
import hashlib
import os
import time
from collections.abc import Callable
from pathlib import Path

import msgspec

from onrecord.model import Document, Page, Reading
from onrecord.pages.found import page_of
from onrecord.spans import OffsetMap
from onrecord.tasks import Done, Task


def echo() -> Callable[[bytes], bytes]:
    """Bytes back, unless they say `hang`, `crash`, `leave` or `crash once FILE`."""
    return misbehave


def misbehave(data: bytes) -> bytes:
    words = data.decode("utf-8", "replace")
    if "hang" in words:
        while True:
            time.sleep(0.05)
    if "crash once" in words:
        mark = Path(words.partition("crash once ")[2].split()[0])
        if not mark.exists():
            mark.touch()
            os.abort()
    elif "crash" in words:
        ctypes.string_at(0)
    if "leave" in words:
        os._exit(3)
    if "print" in words:
        print("a library that talks")
    if "slow" in words:
        time.sleep(0.3)
    return b"done " + data


def broken() -> Callable[[bytes], bytes]:
    """A factory that fails."""
    raise OSError("no model here")


def page_reader() -> Callable[[bytes], bytes]:
    """A page function that reads nothing but does as its page says: quick, for tests of runs."""
    return lambda data: msgspec.msgpack.encode(_read(msgspec.msgpack.decode(data, type=Task)))


def _read(task: Task) -> Done:
    page = page_of(task.found)
    misbehave(page.text.encode())
    document = Document(
        doc=page.doc,
        page=hashlib.sha256(page.data).hexdigest(),
        source=page.source,
        media=page.media,
        text=page.text,
        offsets=OffsetMap(),
        regions=(),
    )
    bare: Page = msgspec.structs.replace(page, data=b"")
    return Done(bare, Reading(document))


def slow_page_worker() -> Callable[[bytes], bytes]:
    """The real page function, a quarter of a second slower: there is time to kill a node."""
    from onrecord.run import page_worker  # noqa: PLC0415 - brings the parser with it

    read = page_worker()

    def slowly(data: bytes) -> bytes:
        time.sleep(0.25)
        return read(data)

    return slowly
