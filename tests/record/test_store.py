from __future__ import annotations

import sqlite3
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from onrecord.errors import RecordError
from onrecord.model import Told
from onrecord.record import query
from onrecord.record.store import View, Writer
from onrecord.record.timeline import timeline
from onrecord.record.verify import verify
from onrecord.views.export import EXPORTS, exported


def everything(path: Path) -> dict[str, bytes]:
    with View(path) as view:
        return {what: exported(view, what) for what in EXPORTS}


def test_every_quotation_on_the_record_is_cut_from_its_page(record: Path) -> None:
    with View(record) as view:
        for row in query.statements(view):
            page = view.page(row.doc).text
            assert row.text == page[row.start : row.end]
            assert row.speaker and row.speaker.text == page[row.speaker.start : row.speaker.end]
        [notice] = query.statements(view, doc="notice")
        page = view.page("notice").text
        assert [page[start:end] for start, end in notice.parts] == [
            "We will sign nothing,",
            "before the\nbridge is open.",
        ]
        proof = verify(view)
    assert proof.faults == ()
    assert proof.pages == 2 and proof.spans > 20


def test_reading_a_page_again_changes_no_byte_of_any_export(made) -> None:
    made.write()
    before = everything(made.path)
    made.write("news")
    made.write("news", "notice")
    assert everything(made.path) == before


def test_the_order_of_pages_does_not_matter(made, tmp_path: Path) -> None:
    made.write("notice", "news")
    one = everything(made.path)
    made.path = tmp_path / "other.db"
    made.write("news", "notice")
    assert everything(made.path) == one


def test_another_page_under_a_taken_stem_gets_an_id_of_its_own_and_both_stay(made) -> None:
    made.write()
    page, _ = made.pages["news"]
    other = msgspec.structs.replace(page, data=b"Other", text="Other", sha256="ab" * 32)
    with Writer(made.path) as writer:
        assert writer.admitted(page).doc == "news"
        assert writer.admitted(other).doc == "news-abababab"


def test_what_was_told_about_a_page_holds_until_it_is_told_otherwise(made) -> None:
    page, reading = made.pages["news"]
    told = msgspec.structs.replace(page, told=Told(published="2031-05-06", outlet="X"))
    with Writer(made.path) as writer:
        writer.add(told, reading, "by hand")
        again = writer.admitted(page)
        assert again.told == Told(published="2031-05-06", outlet="X")
        later = msgspec.structs.replace(page, told=Told(outlet="Y"))
        assert writer.admitted(later).told == Told(published="2031-05-06", outlet="Y")
        assert writer.has(again, "by hand")
        assert not writer.has(again, "another reader")
        assert not writer.has(writer.admitted(later), "by hand")


def test_a_view_opens_while_a_writer_is_in_the_middle_of_a_page(made) -> None:
    made.write("notice")
    with Writer(made.path) as writer, writer._transaction() as connection:
        connection.execute("DELETE FROM documents")
        with View(made.path) as view:
            assert view.docs() == ["notice"]
        connection.execute("ROLLBACK")
        connection.execute("BEGIN")


def test_a_writer_killed_in_the_middle_leaves_the_page_before_whole(made) -> None:
    made.write("notice")
    before = everything(made.path)
    program = (
        "import os, sys\n"
        "from pathlib import Path\n"
        "from onrecord.record.store import Writer\n"
        "writer = Writer(Path(sys.argv[1]))\n"
        "with writer._transaction() as connection:\n"
        "    connection.execute('DELETE FROM documents')\n"
        "    os.kill(os.getpid(), 9)\n"
    )
    ended = subprocess.run([sys.executable, "-c", program, made.path], check=False)
    assert ended.returncode == -9
    assert everything(made.path) == before
    with View(made.path) as view:
        assert verify(view).faults == ()


def test_pages_that_are_not_yet_joined_are_told_apart_from_those_that_are(made) -> None:
    made.write("notice")
    page, reading = made.pages["news"]
    with Writer(made.path) as writer:
        writer.add(page, reading, "by hand")
    with View(made.path) as view:
        assert not view.linked
        assert verify(view).faults == () and not verify(view).joined
        assert len(timeline(view)) == 5
    made.write()
    with View(made.path) as view:
        assert view.linked


def test_keeping_only_some_pages_takes_the_others_off_with_all_that_hangs_on_them(made) -> None:
    made.write()
    with Writer(made.path) as writer:
        writer.keep_only(["notice"])
    made.write("notice")
    with View(made.path) as view:
        assert view.docs() == ["notice"]
        assert {row.doc for row in query.statements(view)} == {"notice"}
        assert query.search(view, "expelled") == []
        assert view.rows("SELECT count(*) FROM pages")[0][0] == 1
        assert verify(view).faults == ()


def test_verify_names_a_quotation_that_someone_changed(record: Path) -> None:
    with sqlite3.connect(record) as connection:
        connection.execute("UPDATE statement_parts SET text = 'We sign' WHERE number = 1")
    with View(record) as view:
        [fault] = verify(view).faults
    assert fault.doc == "notice" and fault.what == "statement's part"
    assert "bridge is open." in fault.message


def test_verify_names_a_page_that_someone_changed(record: Path) -> None:
    with sqlite3.connect(record) as connection:
        connection.execute("UPDATE pages SET data = zeroblob(9) WHERE size > 200")
    with View(record) as view:
        faults = verify(view).faults
    assert {fault.what for fault in faults} == {"page"}


def test_verify_names_damage_to_the_file_itself(record: Path) -> None:
    data = bytearray(record.read_bytes())
    data[4096:40960] = bytes(36864)
    record.write_bytes(data)
    with View(record) as view:
        faults = verify(view).faults
    assert any(fault.what == "file" for fault in faults)


def test_a_file_that_is_no_record_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    text = tmp_path / "notes.db"
    text.write_text("not a database, only some notes that someone keeps\n" * 40)
    other = tmp_path / "other.db"
    with sqlite3.connect(other) as connection:
        connection.execute("CREATE TABLE mine (a)")
    for path in (text, other):
        before = path.read_bytes()
        with pytest.raises(RecordError, match="expected a record"):
            Writer(path)
        with pytest.raises(RecordError, match="expected a record"):
            View(path)
        assert path.read_bytes() == before


def test_a_record_of_a_newer_onrecord_is_refused(record: Path) -> None:
    with sqlite3.connect(record) as connection:
        connection.execute("PRAGMA user_version = 99")
    with pytest.raises(RecordError, match="newer onrecord"):
        View(record)


def test_the_tables_open_in_any_sqlite_tool(record: Path) -> None:
    with sqlite3.connect(record) as connection:
        rows = connection.execute(
            "SELECT a.name, count(*) FROM statement_roles r"
            " JOIN actor_members m USING (doc, entity) JOIN actors a ON a.id = m.actor"
            " GROUP BY a.name"
        ).fetchall()
    assert rows == [("Anna Berg", 2)]
