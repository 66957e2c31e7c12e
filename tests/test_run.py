from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import onrecord
import onrecord.run as chain
from onrecord.record.reports import Pace
from onrecord.record.store import View
from tests.pages.sources_made import pdf

WIRE = """Norland envoy to visit Sudria

TORHAVEN, May 5, 2031. /NNA/. Norland's Foreign Minister Anna Berg said on Monday that her country
"will not close the border" before the talks.

"We will come to Torhaven with an open mind," Berg told reporters. "Nobody should expect a treaty."

The foreign ministers of Norland and Sudria are to meet in Torhaven on May 12.
"""
HTML = """<!doctype html><html lang="en"><head><title>Ministers meet</title></head><body>
<nav><a href="/">Home</a></nav><article><h1>Ministers meet in Torhaven</h1>
<p>The foreign ministers of Norland &amp; Sudria met in Torhaven on May 12, 2031, and talked for
three hours about the border between the two countries.</p>
<p>&ldquo;We came with an <b>open</b> mind,&rdquo; Foreign Minister Anna Berg said after the talks.
She thanked the city of Torhaven for its patience with the motorcade.</p></article></body></html>
"""


def pages_in(folder: Path) -> Path:
    pages = folder / "pages"
    pages.mkdir()
    (pages / "wire.txt").write_text(WIRE, "utf-8")
    (pages / "after.html").write_text(HTML, "utf-8")
    return pages


def test_pages_go_in_and_every_exported_span_is_cut_from_its_page(tmp_path: Path) -> None:
    record = onrecord.read(pages_in(tmp_path), into=tmp_path / "story.db")
    assert [page.doc for page in record.read] == ["after", "wire"]
    assert record.failed == ()
    assert onrecord.verify(record).faults == ()
    said = onrecord.statements(record, by="Anna Berg")
    assert any("open mind" in row.text and row.doc == "wire" for row in said)
    page = (tmp_path / "pages" / "wire.txt").read_text("utf-8")
    for row in onrecord.statements(record):
        if row.doc == "wire":
            assert row.text == page[row.start : row.end]


def test_an_html_page_is_quoted_in_its_readable_text_at_offsets_of_its_source(
    tmp_path: Path,
) -> None:
    record = onrecord.read(pages_in(tmp_path), into=tmp_path / "story.db")
    said = onrecord.statements(record, by="Berg", nature="speech")
    [quote] = [row for row in said if row.doc == "after"]
    source = HTML[quote.start : quote.end]
    assert quote.text.strip(",") == "We came with an open mind"
    assert source.startswith("We came with an <b>open</b> mind")


def test_reading_again_reads_nothing_and_changes_nothing(tmp_path: Path) -> None:
    pages, into = pages_in(tmp_path), tmp_path / "story.db"
    assert onrecord.read(pages, into=into).new == 2
    before = onrecord.export(into, "statements") + onrecord.export(into, "happenings")
    assert onrecord.read(pages, into=into).new == 0
    assert onrecord.export(into, "statements") + onrecord.export(into, "happenings") == before


def test_a_page_that_was_saved_anew_stands_beside_the_old_one(tmp_path: Path) -> None:
    pages, into = pages_in(tmp_path), tmp_path / "story.db"
    onrecord.read(pages, into=into)
    (pages / "wire.txt").write_text(WIRE.replace("a treaty", "a miracle"), "utf-8")
    again = onrecord.read(pages, into=into)
    with View(into) as view:
        docs = view.docs()
    assert len(docs) == 3 and again.new == 1
    assert [doc for doc in docs if doc.startswith("wire-")]


def test_what_can_not_be_read_is_named_with_its_reason_and_the_rest_is_in(tmp_path: Path) -> None:
    pages = pages_in(tmp_path)
    (pages / "empty.txt").write_bytes(b"")
    (pages / "binary.txt").write_bytes(bytes(range(256)) * 40)
    russian = "Министр заявил, что переговоры прошли хорошо и продолжатся в пятницу. " * 9
    (pages / "russian.txt").write_text(russian, "utf-8")
    latin = WIRE.replace("Anna Berg", "Anna Börg").encode("latin-1")
    (pages / "latin.txt").write_bytes(latin)
    record = onrecord.read([pages, tmp_path / "absent.txt"], into=tmp_path / "story.db")
    assert {Path(page.source).name for page in record.failed} == {
        "empty.txt",
        "binary.txt",
        "russian.txt",
        "absent.txt",
    }
    assert all(page.reason and "\n" not in page.reason for page in record.failed)
    assert {page.doc for page in record.read} == {"wire", "after", "latin"}
    with View(record.into) as view:
        assert "Börg" in view.page("latin").text


def test_where_no_page_can_be_read_no_record_is_made(tmp_path: Path) -> None:
    record = onrecord.read(tmp_path / "absent.txt", into=tmp_path / "story.db")
    assert record.read == () and len(record.failed) == 1
    assert not record.into.exists()


def test_a_page_that_a_stage_fails_on_is_set_aside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = chain.to_document

    def broken(page: object) -> object:
        if getattr(page, "doc", "") == "wire":
            raise KeyError("something")
        return real(page)  # type: ignore[arg-type]

    monkeypatch.setattr(chain, "to_document", broken)
    record = chain.read([pages_in(tmp_path)], into=tmp_path / "story.db")
    assert [page.doc for page in record.read] == ["after"]
    [failed] = record.failed
    assert "a fault in onrecord" in failed.reason and "KeyError" in failed.reason


def test_the_date_that_is_told_dates_the_pages_that_do_not_say_it(tmp_path: Path) -> None:
    page = tmp_path / "note.txt"
    page.write_text(
        "Berg to fly home\n\nForeign Minister Anna Berg said on Tuesday that she would fly home. "
        "She did not say when she would come back to Torhaven.\n",
        "utf-8",
    )
    record = onrecord.read(page, into=tmp_path / "story.db", date="2031-05-07")
    [document] = json_of(record, "documents")
    assert document["published"] == "2031-05-07"
    onrecord.read(page, into=record.into)
    assert json_of(record, "documents")[0]["published"] == "2031-05-07"


def json_of(record: onrecord.ReadReport, what: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in onrecord.export(record, what).splitlines()]


def test_importing_does_no_work_and_the_verbs_are_not_hidden_by_rooms() -> None:
    program = (
        "import sys, onrecord; assert 'spacy' not in sys.modules; import onrecord.run;"
        "assert callable(onrecord.statements) and callable(onrecord.events)"
    )
    subprocess.run([sys.executable, "-c", program], check=True)


def test_a_correction_needs_no_parser() -> None:
    program = "import sys, onrecord.decisions; assert 'spacy' not in sys.modules"
    subprocess.run([sys.executable, "-c", program], check=True)


def test_the_command_reads_and_tells_what_it_could_not(tmp_path: Path) -> None:
    pages = pages_in(tmp_path)
    (pages / "empty.txt").write_bytes(b"")
    command = [sys.executable, "-m", "onrecord"]
    ended = subprocess.run(
        [*command, "read", pages, "--into", tmp_path / "story.db"],
        check=False,
        capture_output=True,
        text=True,
    )
    assert ended.returncode == 1
    assert "empty.txt: not read: expected text, found an empty file" in ended.stderr
    assert "2 pages on the record" in ended.stdout and "1 not read" in ended.stdout


def test_the_demonstration_can_be_run_again_and_spares_a_record_of_ones_own(
    tmp_path: Path,
) -> None:
    pages = pages_in(tmp_path)
    command = [sys.executable, "-m", "onrecord", "demo", str(pages), "--into"]

    def demo(into: Path) -> subprocess.CompletedProcess[str]:
        return subprocess.run([*command, into], check=False, capture_output=True, text=True)

    first = demo(tmp_path / "demo.db")
    assert first.returncode == 0
    report = Path(first.stdout.splitlines()[-1])
    assert report == tmp_path / "demo.html" and "Torhaven" in report.read_text("utf-8")
    (pages / "wire.txt").unlink()
    assert demo(tmp_path / "demo.db").returncode == 0
    with View(tmp_path / "demo.db") as view:
        assert view.docs() == ["after"]
    onrecord.read(pages, into=tmp_path / "own.db")
    refused = demo(tmp_path / "own.db")
    assert refused.returncode == 2 and "a record of yours" in refused.stderr


def test_every_span_of_the_example_pages_is_cut_from_its_page(shared: Path, tmp_path: Path) -> None:
    pages = tmp_path / "pages"
    shutil.copytree(shared / "examples", pages)
    record = onrecord.read(pages, into=tmp_path / "story.db")
    assert record.failed == ()
    assert onrecord.verify(record).faults == ()
    texts = {path.stem: path.read_bytes().decode("utf-8") for path in pages.glob("*.txt")}
    for what in ("statements", "events", "times", "mentions"):
        for row in json_of(record, what):
            text = texts[str(row["doc"])]
            for piece in [row, *pieces_of(row)]:
                assert text[piece["start"] : piece["end"]] == piece["text"]


def pieces_of(row: dict[str, object]) -> list[dict[str, object]]:
    """The cue, speaker, actors and other inner spans of an exported row."""
    found = []
    for value in row.values():
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, dict) and one.get("start") is not None:
                found.append(one)
    return found


# --- many pages, many processes ------------------------------------------------------------------

QUICK = "tests.page_functions:page_reader"


def test_a_run_with_workers_gives_the_same_record_as_one_without(tmp_path: Path) -> None:
    pages = pages_in(tmp_path)
    (pages / "b").mkdir()
    (pages / "b" / "wire.txt").write_text(WIRE + "\nThe end.\n", "utf-8")
    (pages / "c.txt").write_text("Привет, это статья на русском языке о переговорах.\n" * 5)
    (pages / "more.jsonl").write_text(
        "\n".join(json.dumps({"url": f"https://c.example/{i}", "text": WIRE}) for i in (1, 2, 1))
    )
    alone = chain.read([pages], into=tmp_path / "alone.db")
    crowd = chain.read([pages], into=tmp_path / "crowd.db", workers=2)
    assert [page.doc for page in alone.read] == [page.doc for page in crowd.read]
    assert alone.read[2:] == crowd.read[2:] and alone.failed == crowd.failed
    for what in ("statements", "events", "mentions", "documents", "happenings", "utterances"):
        assert onrecord.export(alone, what) == onrecord.export(crowd, what)
    assert onrecord.verify(crowd).faults == ()


def test_pages_that_hang_or_crash_are_set_aside_and_the_run_goes_on(tmp_path: Path) -> None:
    rows = ["fine one", "crash", "slow", "fine two", "hang", "fine three", "leave", "fine four"]
    source = tmp_path / "a.jsonl"
    source.write_text("\n".join(json.dumps({"id": row, "text": row}) for row in rows))
    seen: list[int] = []
    report = chain.read(
        [source],
        into=tmp_path / "story.db",
        workers=2,
        seconds=2,
        page_function=QUICK,
        progress=lambda _, pace: seen.append(pace.number),
    )
    assert [page.doc for page in report.read] == [
        "fine one",
        "slow",
        *(f"fine {n}" for n in ("two", "three", "four")),
    ]
    assert [(page.source[-1], page.reason) for page in report.failed] == [
        ("2", "the process that read it crashed (SIGSEGV); the page is set aside"),
        ("5", "took longer than 2 s to read; the page is set aside"),
        ("7", "the process that read it crashed (exit status 3); the page is set aside"),
    ]
    assert seen == list(range(1, 9))
    with View(report.into) as view:
        assert len(view.docs()) == 5


def test_pages_of_one_name_get_the_same_ids_however_many_read_at_once(tmp_path: Path) -> None:
    rows = [{"id": "a", "text": f"{'slow ' if i == 0 else ''}text {i // 2}"} for i in range(6)]
    source = tmp_path / "a.jsonl"
    source.write_text("\n".join(map(json.dumps, rows)))
    names = []
    for workers in (0, 3):
        into = tmp_path / f"{workers}.db"
        report = chain.read([source], into=into, workers=workers, page_function=QUICK)
        names.append([page.doc for page in report.read])
    assert names[0] == names[1] and names[0][0] == "a" and len(set(names[0])) == 4


def test_a_run_that_is_interrupted_leaves_a_record_that_goes_on(tmp_path: Path) -> None:
    source = tmp_path / "a.jsonl"
    source.write_text("\n".join(json.dumps({"id": f"d{i}", "text": f"t {i}"}) for i in range(40)))

    def stop(_: object, pace: Pace) -> None:
        if pace.number == 7:
            raise KeyboardInterrupt

    into = tmp_path / "story.db"
    with pytest.raises(KeyboardInterrupt):
        chain.read([source], into=into, workers=2, page_function=QUICK, progress=stop)
    with View(into) as view:
        assert len(view.docs()) == 7 and not view.linked
    again = chain.read([source], into=into, workers=2, page_function=QUICK)
    assert again.new == 33 and len(again.read) == 40
    assert onrecord.verify(again).joined


def test_pages_that_are_no_news_are_on_the_record_with_their_reason_and_nothing_read_from_them(
    tmp_path: Path,
) -> None:
    links = "".join(
        f'<li><a href="/{i}">Anna Berg says no to the envoys</a></li>' for i in range(9)
    )
    page = tmp_path / "front.html"
    page.write_text(f"<html><body><ul>{links}</ul></body></html>", "utf-8")
    record = onrecord.read([page], into=tmp_path / "story.db")
    assert [(one.sort, one.statements) for one in record.read] == [("links", 0)]
    [row] = json_of(record, "documents")
    assert row["sort"] == "links" and "lines that name or link" in str(row["sort_reason"])
    assert onrecord.verify(record).faults == ()


def test_what_could_not_be_read_stays_listed_on_the_record_until_it_is_read(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "wire.txt").write_text(WIRE, "utf-8")
    record = onrecord.read([tmp_path], into=tmp_path / "story.db")
    with View(record.into) as view:
        [(source, reason)] = view.set_aside()
    assert source.endswith("empty.txt") and reason == "expected text, found an empty file"
    (tmp_path / "empty.txt").write_text(WIRE.replace("Berg", "Holm"), "utf-8")
    onrecord.read([tmp_path], into=record.into)
    with View(record.into) as view:
        assert view.set_aside() == []


def test_a_pdf_is_quoted_at_offsets_of_its_text_layer_kept_on_the_record(tmp_path: Path) -> None:
    lines = [line for line in WIRE.splitlines() if line]
    (tmp_path / "wire.pdf").write_bytes(pdf(lines))
    record = onrecord.read([tmp_path / "wire.pdf"], into=tmp_path / "story.db")
    assert record.failed == ()
    with View(record.into) as view:
        text = view.page("wire").text
    rows = json_of(record, "statements")
    assert rows and all(text[row["start"] : row["end"]] == row["text"] for row in rows)
    assert onrecord.verify(record).faults == ()
    assert onrecord.export(record, "statements", as_of="2031-06") != b""


def test_a_page_of_nearly_the_same_words_is_told_of_as_it_comes_in(tmp_path: Path) -> None:
    rows = [
        {"id": "first", "text": WIRE},
        {
            "id": "other",
            "text": WIRE.replace("border", "bridge").replace("Torhaven", "Pelhaven")[:300],
        },
        {"id": "again", "text": WIRE + "\nAll rights reserved.\n"},
    ]
    source = tmp_path / "a.jsonl"
    source.write_text("\n".join(map(json.dumps, rows)))
    record = onrecord.read([source], into=tmp_path / "story.db", reader="rules")
    assert [page.like for page in record.read] == [None, None, "first"]


def test_the_command_that_is_stopped_says_that_it_goes_on(tmp_path: Path) -> None:
    source, into = tmp_path / "a.jsonl", tmp_path / "story.db"
    source.write_text("\n".join(json.dumps({"id": f"d{i}", "text": WIRE}) for i in range(300)))
    reading = subprocess.Popen(
        [sys.executable, "-m", "onrecord", "read", source, "--into", into, "--workers", "1"],
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    while not into.exists() and reading.poll() is None:
        time.sleep(0.1)
    os.killpg(reading.pid, signal.SIGINT)  # as a terminal does: its workers get it too
    _, said = reading.communicate(timeout=120)
    assert reading.returncode == 130 and "the same command goes on" in said
    assert "Traceback" not in said
    assert onrecord.verify(into).faults == ()
