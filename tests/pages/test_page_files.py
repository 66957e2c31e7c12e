"""Pages from files: what is a page, what is told about it, how it is decoded, what is refused."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.errors import PageUnreadable
from onrecord.model import Told
from onrecord.pages.sources import find_files, read_page

STORY = (
    "Talks in Besançon go on — for a week\n\n"
    "The minister said the talks in Besançon would go on. “We have time,” she told the owners’ "
    "union at the café.\n\nNobody else spoke to reporters on the day.\n"
)


def saved(folder: Path, name: str, content: str | bytes, encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes(content.encode(encoding) if isinstance(content, str) else content)
    return path


def reason(path: Path | str) -> str:
    with pytest.raises(PageUnreadable) as raised:
        read_page(path)
    assert "\n" not in str(raised.value)
    assert raised.value.source == str(path)
    return raised.value.reason


def test_folders_are_searched_in_order_and_sidecars_and_other_files_left_out(
    tmp_path: Path,
) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / ".hidden").mkdir()
    names = ["z.txt", "a.html", "b/c.HTM", "notes.md", "a.meta.json", ".hidden/x.txt", ".y.txt"]
    for name in names:
        saved(tmp_path, name, "x")
    found = [path.relative_to(tmp_path).as_posix() for path in find_files([tmp_path])]
    assert found == ["a.html", "b/c.HTM", "z.txt"]


def test_a_glob_is_read_and_no_file_comes_twice(tmp_path: Path) -> None:
    for name in ("b.txt", "a.txt", "c.html"):
        saved(tmp_path, name, "x")
    found = find_files([tmp_path / "b.txt", str(tmp_path / "*.txt"), tmp_path])
    assert [path.name for path in found] == ["b.txt", "a.txt", "c.html"]


def test_paths_that_name_nothing_are_kept_and_then_refused_with_a_reason(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    saved(tmp_path, "story.html", "x")
    saved(tmp_path, "story.docx", "x")
    names = ["gone.txt", "no*such", "empty", "story.txt", "story.docx", "nowhere/story.txt"]
    given = [tmp_path / name for name in names]
    assert find_files(given) == given
    assert [reason(path)[:24] for path in given] == [
        "no such file",
        "no file fits this patter",
        "expected a folder with p",
        "no such file; did you me",
        "expected a file name tha",
        "no such file; the folder",
    ]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"]
)
def test_a_page_is_decoded_by_one_codec_that_gives_its_bytes_back(
    tmp_path: Path, encoding: str
) -> None:
    page = read_page(saved(tmp_path, "story.txt", STORY, encoding))
    assert page.text.lstrip("\ufeff") == STORY
    assert page.text.encode(page.encoding) == page.data


def test_latin_1_reads_well(tmp_path: Path) -> None:
    text = "The café in Besançon is closed, the owner said on Monday.\n" * 3
    assert read_page(saved(tmp_path, "story.txt", text, "latin-1")).text == text


def test_line_ends_and_the_byte_order_mark_stay(tmp_path: Path) -> None:
    page = read_page(saved(tmp_path, "story.txt", b"\xef\xbb\xbfOne.\r\n\r\nTwo.\rThree."))
    assert page.text == "\ufeffOne.\r\n\r\nTwo.\rThree."


def test_an_html_page_is_read_in_the_encoding_it_declares(tmp_path: Path) -> None:
    text = '<html><meta charset="windows-1251"><p>Переговоры продолжаются</p></html>'
    assert read_page(saved(tmp_path, "story.html", text, "cp1251")).text == text


@given(st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), min_size=1))
def test_any_utf_8_text_comes_back_equal_or_is_refused(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    path = saved(tmp_path_factory.mktemp("page"), "page.txt", text)
    try:
        page = read_page(path)
    except PageUnreadable:
        return
    assert page.text.encode(page.encoding) == page.data


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty file"),
        (b" \r\n\t\xc2\xa0\n", "only white space"),
        (b"%PDF-1.7 and so on", "a PDF"),
        (b"\x89PNG\r\n\x1a\n", "a PNG picture"),
        (bytes(range(256)) * 8, "binary data"),
        (STORY.encode()[: STORY.encode().index("é".encode()) + 1], "truncated"),
        ((STORY * 9).encode()[:900] + b"\x92" + (STORY * 9).encode()[900:], "not, though the rest"),
        (STORY.replace(" ", "\x01").encode(), "control characters"),
    ],
)
def test_bytes_that_are_no_text_are_refused_in_one_line(
    tmp_path: Path, content: bytes, words: str
) -> None:
    assert words in reason(saved(tmp_path, "page.txt", content))


def test_a_page_beyond_all_measure_is_refused_by_its_size(tmp_path: Path) -> None:
    path = tmp_path / "page.txt"
    with path.open("wb") as file:
        file.truncate(100_000_000)
    assert "at most 16 MB, found 100 MB" in reason(path)


def test_a_sidecar_tells_about_its_page_and_goes_before_what_all_pages_are_told(
    tmp_path: Path,
) -> None:
    path = saved(tmp_path, "story.txt", STORY)
    tells = {"published": "2031-05-04", "outlet": "Brink Courier"}
    saved(tmp_path, "story.meta.json", json.dumps(tells))
    page = read_page(path, told=Told(published="2030-01-01", language="en"))
    assert page.told == Told(published="2031-05-04", outlet="Brink Courier", language="en")


@pytest.mark.parametrize(
    ("sidecar", "words"),
    [
        ("{", "could not be read"),
        ('{"publised": "2031-05-04"}', "publised"),
        ('{"published": 2031}', "Expected `str | null`"),
        ('{"published": "4 May 2031"}', "expected a date such as"),
        ('{"published": "2031-02-30"}', "expected a date such as"),
    ],
)
def test_a_broken_sidecar_is_named_with_what_is_wrong(
    tmp_path: Path, sidecar: str, words: str
) -> None:
    path = saved(tmp_path, "story.txt", STORY)
    saved(tmp_path, "story.meta.json", sidecar)
    found = reason(path)
    assert "story.meta.json" in found
    assert words in found


@pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="gives up root's rights")
def test_a_folder_that_may_not_be_looked_into_is_named(tmp_path: Path) -> None:
    page = saved(tmp_path, "story.txt", STORY)
    tmp_path.chmod(0o700)
    os.seteuid(65534)
    try:
        assert find_files([page, tmp_path]) == [page, tmp_path]
        assert reason(page) == "could not be opened: Permission denied"
    finally:
        os.seteuid(0)
