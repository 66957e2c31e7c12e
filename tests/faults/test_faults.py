"""What can befall a run: after each, the record proves itself and nothing acknowledged is lost."""

from __future__ import annotations

import os
import resource
import shutil
import signal
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

import onrecord
import onrecord.run as chain
from onrecord.errors import OnrecordError, RecordError
from onrecord.record import corrections, schema
from onrecord.record.store import View
from tests.faults.campaign import WHATS, Story, campaign, told_on

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="kills processes it forks")


@pytest.fixture(scope="module")
def story() -> Iterator[Story]:
    with tempfile.TemporaryDirectory() as folder:
        yield Story(Path(folder))


def in_a_process(do: Callable[[Callable[[str], None]], None]) -> list[str]:
    """What `do` told, done in a process of its own, whose limits and rights are its own too."""
    told, tell = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            do(partial(told_on, tell))
        except OnrecordError as failure:
            os.write(tell, f"refused: {failure}\n".encode())
        except BaseException as failure:  # noqa: BLE001 - a forked test must not go on as the test
            os.write(tell, f"broke: {type(failure).__name__}: {failure}\n".encode())
        os._exit(0)
    os.close(tell)
    with os.fdopen(told) as lines:
        said = [line.rstrip("\n") for line in lines]
    os.waitpid(child, 0)
    return said


def test_the_story_has_what_kills_may_lose(story: Story) -> None:
    assert len(story.statements) == 8
    assert len(onrecord.corrections(story.corrected)) == 8
    with View(story.whole) as view:
        assert len(view.docs()) == 14


def test_a_dozen_kills_lose_nothing(tmp_path: Path) -> None:
    assert campaign(tmp_path, kills=12, seed=int.from_bytes(os.urandom(2)), say=print) == []


@pytest.mark.parametrize("room", [0, 40_000, 150_000])
def test_a_full_disk_is_told_of_and_the_record_goes_on_when_there_is_room(
    story: Story, tmp_path: Path, room: int
) -> None:
    into = tmp_path / "story.db"

    def fill(tell: Callable[[str], None]) -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))
        story.read(into, tell)

    said = in_a_process(fill)
    assert said[-1].startswith("refused:") and "story.db" in said[-1]
    assert list(story.holds("read", into, said[:-1])) == []
    assert list(story.ends_alike("read", into)) == []


def test_corrections_that_find_the_disk_full_are_refused_and_the_record_is_as_it_was(
    story: Story, tmp_path: Path
) -> None:
    into = tmp_path / "story.db"
    story.begin("correct", into)
    before = into.stat().st_size

    def fill(tell: Callable[[str], None]) -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (before // 4, before // 4))
        story.correct(into, tell)

    said = in_a_process(fill)
    assert said[-1].startswith("refused:")
    assert list(story.holds("correct", into, said[:-1])) == []
    assert list(story.ends_alike("correct", into)) == []


@pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="gives up root's rights")
def test_a_folder_that_can_not_be_written_is_told_of_and_its_record_can_be_looked_at(
    story: Story,
) -> None:
    folder = Path(tempfile.mkdtemp(dir="/tmp"))
    try:
        into = folder / "story.db"
        story.begin("correct", into)
        for path in folder.iterdir():
            path.chmod(0o444)
        shutil.copy(story.source, folder)
        folder.chmod(0o555)

        def look(tell: Callable[[str], None]) -> None:
            os.setegid(65534)
            os.seteuid(65534)
            tell(str(len(onrecord.statements(into))))
            tell(str(len(onrecord.verify(into).faults)))
            story.correct(into, tell)

        said = in_a_process(look)
        assert said[0] == str(len(onrecord.statements(story.whole))) and said[1] == "0"
        assert said[2].startswith("refused:") and "story.db" in said[2]

        def begin(tell: Callable[[str], None]) -> None:
            os.setegid(65534)
            os.seteuid(65534)
            chain.read([folder / story.source.name], into=folder / "new.db", reader="rules")
            tell("made, where nobody may")

        assert in_a_process(begin)[-1].startswith("refused:")
        assert not (folder / "new.db").exists()
    finally:
        folder.chmod(0o755)
        shutil.rmtree(folder)


def test_a_record_that_another_program_holds_is_waited_for_then_told_of(
    story: Story, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    into = tmp_path / "story.db"
    story.begin("correct", into)
    monkeypatch.setattr(schema, "_PATIENCE", 0.2)
    holder = sqlite3.connect(into, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    with pytest.raises(RecordError, match="locked"):
        story.correct(into, lambda _: None)
    assert len(onrecord.statements(into)) > 0
    holder.execute("ROLLBACK")
    holder.close()
    assert list(story.ends_alike("correct", into)) == []


def test_two_that_write_at_once_lose_nothing_and_give_what_one_would(
    story: Story, tmp_path: Path
) -> None:
    into = tmp_path / "story.db"
    children = []
    for _ in range(2):
        child = os.fork()
        if child == 0:
            status = 1
            try:
                story.read(into, lambda _: None)
                status = 0
            finally:
                os._exit(status)
        children.append(child)
    assert [os.waitpid(child, 0)[1] for child in children] == [0, 0]
    assert list(story.ends_alike("read", into)) == []


def test_a_clock_that_is_set_back_changes_neither_the_order_of_corrections_nor_the_proof(
    story: Story, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    into = tmp_path / "story.db"
    story.begin("correct", into)
    first, second = story.statements[0], story.statements[1]
    days = iter(["2031-06-03", "2031-06-01", "2029-01-01", "2035-01-01"])
    monkeypatch.setattr(corrections, "now", lambda: f"{next(days)}T00:00:00.000000+00:00")
    onrecord.correct(into, "date", first, "2031-05-07", why="one", who="t")
    onrecord.correct(into, "date", first, "2031-05-08", why="the later one holds", who="t")
    assert next(s for s in onrecord.statements(into) if s.id == first).said_on == "2031-05-08"
    last = onrecord.corrections(into)[-1]
    onrecord.correct(into, "undo", last.id, why="taken back", who="t")
    assert next(s for s in onrecord.statements(into) if s.id == first).said_on == "2031-05-07"
    onrecord.correct(into, "reject", second, why="and on it goes", who="t")
    assert onrecord.verify(into).faults == ()


def test_a_clock_that_is_set_back_changes_no_page_on_the_record(
    story: Story, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    into = tmp_path / "story.db"
    shutil.copy(story.whole, into)

    class Past(chain.date):
        @classmethod
        def today(cls) -> Past:
            return cls(2019, 1, 1)

    before = [onrecord.export(into, what) for what in WHATS]
    monkeypatch.setattr(chain, "date", Past)
    story.read(into, lambda _: None)
    assert [onrecord.export(into, what) for what in WHATS] == before


@pytest.mark.parametrize("end", [100, 5000, -3])
def test_a_record_that_was_cut_off_is_told_of_and_never_read_as_whole(
    story: Story, tmp_path: Path, end: int
) -> None:
    into = tmp_path / "story.db"
    into.write_bytes(story.whole.read_bytes()[:end])
    try:
        proof = onrecord.verify(into)
    except RecordError:
        return
    assert proof.faults


def test_the_writer_of_a_record_that_vanished_says_so(story: Story, tmp_path: Path) -> None:
    into = tmp_path / "story.db"
    story.begin("correct", into)
    into.unlink()
    with pytest.raises(RecordError, match="found none"):
        onrecord.correct(into, "reject", story.statements[0], why="gone", who="t")
