"""Watching: pages come in as they appear, whole, once, and again when they have changed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from onrecord.record.store import View
from onrecord.watching import Watched
from tests.pages.sources_made import ITEM, PLACE, STORY, rss


def test_a_file_is_given_once_it_has_stopped_changing_and_again_when_it_changes(
    tmp_path: Path,
) -> None:
    watched = Watched([tmp_path])
    assert watched.look() == []
    page = tmp_path / "story.txt"
    page.write_text("half a sto")
    assert watched.look() == []
    page.write_text("half a story, whole")
    assert [watched.look(), watched.look(), watched.look()] == [[], [page], []]
    page.write_text("another story, longer")
    assert [watched.look(), watched.look(), watched.look()] == [[], [page], []]
    os.utime(page, (0, 0))  # a clock that was set back is a change like any other
    assert [watched.look(), watched.look()] == [[], [page]]
    page.unlink()
    assert watched.look() == []


def test_notes_and_sidecars_are_not_given(tmp_path: Path) -> None:
    for name in ("notes.md", "story.meta.json", ".hidden.txt", "~story.txt"):
        (tmp_path / name).write_text("x")
    assert Watched([tmp_path]).look(settled=True) == []


def test_pages_come_in_as_they_appear_and_what_they_changed_is_told(tmp_path: Path) -> None:
    feed, into = tmp_path / "feed.xml", tmp_path / "story.db"
    feed.write_bytes(rss(ITEM))
    command = [sys.executable, "-m", "onrecord", "watch", feed, tmp_path / "in", "--into", into]
    (tmp_path / "in").mkdir()
    printed = tmp_path / "printed.out"
    with printed.open("w") as out:
        watching = subprocess.Popen(
            [*command, "--every", "0.3", "--since", "last", "--workers", "0"],
            stdout=out,
            stderr=subprocess.DEVNULL,
        )
    try:
        _until(lambda: _docs(into) == [PLACE])
        (tmp_path / "in" / "story.txt").write_text(STORY, "utf-8")
        _until(lambda: _docs(into) == [PLACE, "story"])
        _until(lambda: "are to meet in Torhaven" in printed.read_text("utf-8"))
    finally:
        watching.send_signal(signal.SIGINT)
        status = watching.wait(60)
    assert status == 0
    assert "1 page on the record" in printed.read_text("utf-8")


def test_one_look_ends_with_the_status_of_a_reading(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    command = [sys.executable, "-m", "onrecord", "watch", tmp_path, "--once", "--workers", "0"]
    ended = subprocess.run(
        [*command, "--into", tmp_path / "story.db"], check=False, capture_output=True, text=True
    )
    assert ended.returncode == 1 and "found an empty file" in ended.stderr


def _docs(into: Path) -> list[str]:
    if not into.exists():
        return []
    with View(into) as view:
        return view.docs()


def _until(true: Callable[[], bool]) -> None:
    for _ in range(1200):
        if true():
            return
        time.sleep(0.1)
    raise AssertionError("it did not happen within two minutes")
