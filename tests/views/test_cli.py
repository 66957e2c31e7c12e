from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from rich.console import Console

from onrecord.record.store import View
from onrecord.record.timeline import timeline
from onrecord.views import text
from onrecord.views.cli import main
from onrecord.views.reference import reference

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str]) -> Run:
    """Runs the command; its exit status, stdout and stderr."""

    def run_it(*arguments: object) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as ended:
            main([str(argument) for argument in arguments])
        out, err = capfd.readouterr()
        return int(ended.value.code or 0), out, err

    return run_it


def test_a_pipe_gets_one_tab_separated_line_an_entry_whole_and_without_colour(
    run: Run, record: Path
) -> None:
    status, out, _ = run("timeline", "--db", record)
    lines = [line.split("\t") for line in out.splitlines()]
    assert status == 0
    assert lines[0] == ["date", "who → whom", "what", "status", "sources", "id"]
    assert lines[1:] == [
        [
            "2031-05-03",
            "Anna Berg",
            "“We will sign nothing, […] before the bridge is open.”",
            "said",
            "Sudria Today 2031-05-06, NNA 2031-05-03 (2 pages)",
            "u-1",
        ],
        [
            "2031-05-04",
            "Norland, Sudria",
            "meets or talks (meet): The envoys of Norland and Sudria met in Torhaven on Saturday",
            "happened (planned 1, happened 1)",
            "Sudria Today 2031-05-06, NNA 2031-05-03 (2 pages)",
            "h-1",
        ],
        [
            "../2031-05-06",
            "Sudria",
            "sanctions (expel): Sudria expelled two <diplomats>",
            "happened; no page says when; no later than the page",
            "Sudria Today 2031-05-06",
            "h-2",
        ],
    ]
    assert "\x1b" not in out


def test_a_terminal_gets_the_timeline_as_a_chronology_that_fits_its_width(record: Path) -> None:
    with View(record) as view:
        items = text.timeline_items(timeline(view))
    console = Console(force_terminal=True, width=72, record=True, file=open("/dev/null", "w"))  # noqa: SIM115, PTH123
    text.print_items(console, items)
    shown = console.export_text()
    assert "2031-05-04     Norland, Sudria" in shown
    assert max(len(line) for line in shown.splitlines()) <= 72


@pytest.mark.parametrize(
    ("options", "ids"),
    [
        (["--by", "Anna Berg"], {"s-notice000001", "s-news00000001"}),
        (["--by", "norland"], {"s-notice000001", "s-news00000001"}),
        (["--by", "Sudria"], set()),
        (["--about", "bridge"], {"s-notice000001", "s-news00000001"}),
        (["--on", "2031-05"], {"s-notice000001"}),
        (["--from", "2031-05-04"], set()),
        (["--to", "2031-05-03"], {"s-notice000001"}),
        (["--kind", "indirect"], set()),
    ],
)
def test_statements_are_those_that_fit(
    run: Run, record: Path, options: list[str], ids: set[str]
) -> None:
    status, out, _ = run("statements", "--db", record, "--format", "json", *options)
    assert status == 0
    assert {row["id"] for row in json.loads(out)} == ids


def test_statements_are_what_was_said_or_asked_unless_another_nature_is_told(
    run: Run, tmp_path: Path
) -> None:
    page = tmp_path / "wire.txt"
    page.write_text(
        "Foreign Minister Anna Berg said the bridge would open. She believes that the bridge is "
        "safe. Berg declined to comment on the toll.",
        "utf-8",
    )
    record = tmp_path / "story.db"
    run("read", str(page), "--into", str(record))

    def natures(*options: str) -> set[str]:
        _, out, _ = run("statements", "--db", record, "--format", "json", *options)
        return {row["nature"] for row in json.loads(out)}

    assert natures() == {"speech"}
    assert natures("--nature", "belief") == {"belief"}
    assert {"speech", "belief"} <= natures("--nature", "any")


def test_what_was_read_of_a_folder_says_what_else_is_in_it_and_which_pages_are_alike(
    run: Run, tmp_path: Path
) -> None:
    said = "Foreign Minister Anna Berg said on Monday that the bridge over the Lune would open. "
    more = "She told the council that the toll would be paid by the port, and that nobody would "
    for name in ("wire.txt", "copy.txt", "minutes.docx"):
        (tmp_path / name).write_text(f"{said}{more}be asked twice for it.", "utf-8")
    status, _, err = run("read", tmp_path, "--into", tmp_path / "story.db", "--workers", "0")
    assert status == 0
    assert f"onrecord: {tmp_path}: files that are no pages: 1 .docx" in err
    alike = "onrecord: with nearly the same words as a page before them: 1 (wire as copy)"
    assert alike in err.splitlines()


@pytest.mark.parametrize(
    ("options", "ids"),
    [
        (["--type", "consult"], {"e-notice000001", "e-news00000001"}),
        (["--type", "expel"], {"e-news00000002"}),
        (["--status", "planned"], {"e-notice000001"}),
        (["--actor", "Norland"], {"e-notice000001", "e-news00000001"}),
        (["--between", "Norland", "Sudria"], {"e-notice000001", "e-news00000001"}),
    ],
)
def test_events_are_those_that_fit(
    run: Run, record: Path, options: list[str], ids: set[str]
) -> None:
    status, out, _ = run("events", "--db", record, "--format", "json", *options)
    assert status == 0
    assert {row["id"] for row in json.loads(out)} == ids


def test_an_unknown_name_is_answered_with_the_nearest(run: Run, record: Path) -> None:
    status, out, err = run("statements", "--by", "Ana Berk", "--db", record)
    assert (status, out) == (2, "")
    assert "nobody called 'Ana Berk'" in err and "did you mean Anna Berg?" in err


@pytest.mark.parametrize(
    "arguments",
    [
        ["nonsense"],
        ["export", "everything"],
        ["statements", "--kind", "loud"],
        ["statements", "--on", "last Friday"],
        ["cite"],
        ["timeline", "--db", "absent.db"],
    ],
)
def test_wrong_usage_leaves_with_two_and_says_what_was_expected(
    run: Run, arguments: list[str]
) -> None:
    status, out, err = run(*arguments)
    assert (status, out) == (2, "")
    assert err.strip()


@pytest.mark.parametrize("reader", ["rules", "trained"])
def test_pages_are_read_by_the_reader_that_is_asked_for(
    run: Run, tmp_path: Path, reader: str
) -> None:
    page, record = tmp_path / "lane.txt", tmp_path / "lane.db"
    page.write_text(
        "Lane stays shut\n\n“We will not wait for another winter,” Foreign Minister Ada Lind told "
        "reporters in Torhaven on Tuesday.\n\nThe northern lane has been shut since March, and the "
        "ships of four states lie in the roads and wait for the thaw, as they do every year.\n",
        encoding="utf-8",
    )
    read = ("read", page, "--into", record, "--date", "2031-05-14", "--reader", reader)
    status, _, err = run(*read)
    assert status == 0, err
    status, out, _ = run("statements", "--db", record)
    assert status == 0
    assert "Ada Lind" in out and "We will not wait for another winter" in out


def test_a_reader_that_is_not_there_is_refused_with_those_that_are(
    run: Run, tmp_path: Path
) -> None:
    page, record = tmp_path / "lane.txt", tmp_path / "lane.db"
    page.write_text("“We will wait,” Ada Lind said.\n", encoding="utf-8")
    status, out, err = run("read", page, "--into", record, "--reader", "guess")
    assert (status, out) == (2, "")
    assert "--reader" in err and "expected trained or rules, found 'guess'" in err
    assert not record.exists()


def test_compare_shows_wordings_with_their_differences(run: Run, record: Path) -> None:
    _, out, _ = run("compare", "h-1", "--db", record)
    assert "[-are to meet-] [+met+]" in out
    _, out, _ = run("compare", "s-news00000001", "--db", record)
    assert "u-1  utterance, 2 wordings" in out
    assert "the same words as 1" in out


def test_cite_gives_what_a_footnote_and_a_check_need(run: Run, record: Path) -> None:
    _, out, _ = run("cite", "s-not", "--db", record)
    for wanted in ("Anna Berg", "2031-05-03", "NNA", "sha256", "[61:144]", "61-82, 118-144"):
        assert wanted in out


def test_cite_as_a_web_annotation_finds_its_words_in_the_page(run: Run, record: Path) -> None:
    _, out, _ = run("cite", "h-1", "--db", record, "--format", "jsonld")
    notes = [json.loads(line) for line in out.splitlines()]
    assert len(notes) == 2
    with View(record) as view:
        pages = {view.page(doc).sha256: view.page(doc).text for doc in view.docs()}
    for note in notes:
        quote, place = note["target"]["selector"]
        page = pages[note["target"]["source"]["schema:sha256"]]
        assert page[place["start"] : place["end"]] == quote["exact"]
        assert quote["prefix"] + quote["exact"] + quote["suffix"] in page


@pytest.mark.parametrize(
    "words", ['"', "AND", "a OR", "NEAR(", "*", "shown:bridge", "-", "'; DROP TABLE", "( )"]
)
def test_a_search_takes_nothing_for_query_syntax(run: Run, record: Path, words: str) -> None:
    status, _, _ = run("search", "--db", record, "--", words)
    assert status == 0


def test_a_search_finds_words_by_their_stem_and_phrases_as_they_stand(
    run: Run, record: Path
) -> None:
    _, out, _ = run("search", "expelling", "--db", record)
    assert "Sudria expelled" in out
    _, out, _ = run("search", '"sign nothing"', "--db", record, "--format", "json")
    assert {row["id"] for row in json.loads(out)} >= {"s-notice000001", "s-news00000001"}
    _, out, _ = run("search", '"nothing sign"', "--db", record, "--format", "json")
    assert json.loads(out) == []


def test_a_search_says_how_many_it_does_not_show(run: Run, record: Path) -> None:
    _, _, told = run("search", "the", "--limit", "1", "--db", record)
    assert "1 of " in told and "statements" in told and "--limit shows more" in told
    _, _, told = run("search", "sign nothing", "--db", record)
    assert told == ""


def test_verify_says_that_all_holds_and_one_where_it_does_not(run: Run, record: Path) -> None:
    status, out, _ = run("verify", "--db", record)
    assert status == 0 and "all hold" in out


def test_relations_count_a_happening_once_in_both_directions(run: Run, record: Path) -> None:
    _, out, _ = run("relations", "Norland", "Sudria", "--db", record, "--format", "json")
    found = json.loads(out)
    rows = [(row["month"], row["actor"], row["quad_1"]) for row in found["months"]]
    assert rows == [("2031-05", "Norland", 1), ("2031-05", "Sudria", 1)]
    assert "too little data" in found["reciprocity"]["verdict"]


def test_a_correction_is_told_listed_and_undone_with_what_it_overrules(
    run: Run, record: Path
) -> None:
    asked = ("--db", record, "--who", "Ed", "--why")
    status, out, _ = run("correct", "date", "e-news00000002", "2031-05-05", *asked, "the log")
    assert status == 0 and out.endswith("applied; date was not given\n")
    _, out, err = run("correct", "date", "e-news00000002", "2031-05", *asked, "a slip")
    assert "this overrules c-" in err
    later = out.split(":")[0]
    status, out, _ = run("correct", "undo", later, *asked, "no slip")
    assert status == 0 and "undone on " in out
    _, out, _ = run("corrections", "--db", record, "--format", "json")
    assert [row["state"] for row in json.loads(out)] == ["applied", "undone"]
    _, out, _ = run("events", "--db", record, "--on", "2031-05-05")
    assert "corrected: date was not given" in out
    status, _, err = run("correct", "status", "e-news00000002", "maybe", *asked, "x")
    assert status == 2 and "expected a status of" in err


def test_as_of_and_since_take_dates_and_name_the_pages_without_one(run: Run, record: Path) -> None:
    _, out, err = run("events", "--db", record, "--as-of", "2031-05-04", "--format", "json")
    assert {row["doc"] for row in json.loads(out)} == {"notice"} and err == ""
    _, out, _ = run("timeline", "--db", record, "--since", "2031-05-05", "--format", "json")
    found = json.loads(out)
    assert any(one["was_status"] == "planned" for one in found)
    assert run("timeline", "--db", record, "--since", "last")[0] == 0
    status, _, err = run("timeline", "--db", record, "--since", "lately")
    assert status == 2 and "expected a date" in err


def test_what_a_page_says_can_not_move_the_cursor_or_turn_the_line() -> None:
    assert text.clean("a\x1b[2Jb\u202ec\u0007") == "a<U+001B>[2Jb<U+202E>c<U+0007>"


def test_the_command_reference_is_the_help_as_it_is_now() -> None:
    page = (Path(__file__).parents[2] / "docs" / "commands.md").read_text("utf-8")
    assert page == reference(), "write it: python -m onrecord.views.reference > docs/commands.md"


@pytest.mark.parametrize(
    ("command", "ids"),
    [
        (["timeline", "--outlet", "NNA"], ["u-1", "h-1"]),
        (["timeline", "--words", "bridge"], ["u-1"]),
        (["timeline", "--actor", "Sudria"], ["h-1", "h-2"]),
        (["timeline", "--from", "2031-05-04", "--to", "2031-05-05"], ["h-1"]),
        (["timeline", "--limit", "2"], ["u-1", "h-1"]),
        (["statements", "--outlet", "Sudria Today"], ["s-news00000001"]),
        (["statements", "--words", '"sign nothing before"', "--limit", "1"], ["s-news00000001"]),
        (["events", "--words", "diplomats"], ["e-news00000002"]),
        (["events", "--outlet", "NNA", "--limit", "5"], ["e-notice000001"]),
    ],
)
def test_lists_are_filtered_as_in_the_browser(
    run: Run, record: Path, command: list[str], ids: list[str]
) -> None:
    status, out, _ = run(*command, "--db", record, "--format", "json")
    assert status == 0
    assert [row["id"] for row in json.loads(out)] == ids


def test_a_list_that_was_cut_says_so(run: Run, record: Path) -> None:
    assert "the first 2 of 3 that fit" in run("timeline", "--db", record, "--limit", "2")[2]
    assert "that fit" not in run("timeline", "--db", record, "--limit", "3")[2]


def test_an_outlet_that_the_record_lacks_is_refused_with_those_it_has(
    run: Run, record: Path
) -> None:
    status, _, told = run("events", "--db", record, "--outlet", "NNB")
    assert status == 2
    assert "NNA" in told and "Sudria Today" in told
    status, _, told = run("timeline", "--db", record, "--since", "last", "--outlet", "NNA")
    assert status == 2 and "no filters" in told
