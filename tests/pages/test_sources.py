"""Archives, feeds, tables, messages and PDFs: what is a page, under which name, told what."""

from __future__ import annotations

import gzip
import io
import random
import zipfile
from pathlib import Path

import pytest

from onrecord.errors import PageUnreadable
from onrecord.model import Page, Told
from onrecord.pages.found import Aside, Found, Item, Refused, page_of
from onrecord.pages.sources import find_pages, items_of, read_page
from tests.pages.sources_made import (
    ATOM,
    EML,
    HTML,
    ITEM,
    PLACE,
    STORY,
    http,
    jsonl,
    mhtml,
    pdf,
    rss,
    warc,
    zipped,
)


def items(tmp_path: Path, name: str, data: bytes, told: Told = Told()) -> list[Item]:  # noqa: B008
    path = tmp_path / name
    path.write_bytes(data)
    return [item for item, _ in items_of(find_pages([path]), told)]


def pages(found: list[Item]) -> list[Page]:
    return [page_of(item) for item in found if isinstance(item, Found)]


def reasons(found: list[Item]) -> list[str]:
    assert all("\n" not in item.reason for item in found if isinstance(item, Refused))
    return [item.reason for item in found if isinstance(item, Refused)]


def asides(found: list[Item]) -> list[str]:
    return [item.note for item in found if isinstance(item, Aside)]


@pytest.mark.parametrize("packed", [False, True])
def test_a_web_archive_gives_its_pages_under_their_addresses(tmp_path: Path, packed: bool) -> None:
    data = warc(
        ("warcinfo", "", b"software: x"),
        ("response", PLACE, http(HTML.encode())),
        ("response", "https://courier.example/b.png", http(b"\x89PNG", "image/png")),
        ("response", "https://courier.example/old", http(b"", status="301 Moved")),
        ("response", "https://courier.example/note.txt", http(STORY.encode(), "text/plain")),
        packed=packed,
    )
    found = items(tmp_path, "crawl.warc.gz" if packed else "crawl.warc", data)
    assert [page.doc for page in pages(found)] == [PLACE, "https://courier.example/note.txt"]
    first = pages(found)[0]
    assert first.text == HTML and first.media == "text/html"
    assert first.told == Told(url=PLACE, received="2031-05-14")
    assert asides(found) == [
        "records that are no pages: 1 of image/png, 1 answered with status 301"
    ]


def test_what_http_packed_for_the_way_is_unpacked_and_nothing_else(tmp_path: Path) -> None:
    body = HTML.encode("latin-1")
    packed = gzip.compress(body)
    chunks = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (packed[:40], packed[40:]))
    data = warc(
        (
            "response",
            PLACE,
            http(
                chunks + b"0\r\n\r\n",
                "text/html; charset=ISO-8859-1",
                Content_Encoding="gzip",
                Transfer_Encoding="chunked",
            ),
        ),
        # the header stayed, the coding went: as some crawlers write it
        (
            "response",
            PLACE + "?b",
            http(body, Content_Encoding="gzip", Transfer_Encoding="chunked"),
        ),
    )
    assert [page.data for page in pages(items(tmp_path, "a.warc", data))] == [body, body]


def test_a_page_in_an_archive_that_unpacks_without_end_is_refused_and_the_others_read(
    tmp_path: Path,
) -> None:
    bomb = gzip.compress(b" " * 40_000_000)
    data = warc(
        ("response", PLACE + "?bomb", http(bomb, Content_Encoding="gzip")),
        ("response", PLACE, http(HTML.encode())),
    )
    found = items(tmp_path, "a.warc", data)
    assert [page.doc for page in pages(found)] == [PLACE]
    [reason] = reasons(found)
    assert "at most 16 MB" in reason


@pytest.mark.parametrize("packed", [False, True])
def test_half_a_page_at_the_end_of_a_cut_archive_is_no_page(tmp_path: Path, packed: bool) -> None:
    """It was put on record as if its words ended there."""
    chance = random.Random(1)
    long = " ".join("".join(chance.choices("abcdefghij", k=7)) for _ in range(900))
    whole = ("response", f"{PLACE}/1", http(HTML.encode()))
    data = warc(whole, ("response", f"{PLACE}/2", http(long.encode())), packed=packed)
    found = items(tmp_path, "a.warc.gz" if packed else "a.warc", data[:-2500])
    assert [page.doc for page in pages(found)] == [f"{PLACE}/1"]
    [reason] = reasons(found)
    assert "the archive is cut off in the middle of this page" in reason


def test_what_a_folder_holds_beside_pages_is_counted(tmp_path: Path) -> None:
    for name in ("a.txt", "b.docx", "c.DOCX", "in/d.jpg", "notes", ".e", "s.db"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(STORY, "utf-8")
    (tmp_path / "a.meta.json").write_text("{}")
    (tmp_path / "gone.html").symlink_to(tmp_path / "nowhere.html")
    found = [item for item, _ in items_of(find_pages([tmp_path, tmp_path]), Told())]
    assert [page.doc for page in pages(found)] == ["a"]
    [aside] = [item for item in found if isinstance(item, Aside)]
    what, _, counted = aside.note.partition(": ")
    assert (aside.source, what) == (str(tmp_path), "files that are no pages")
    assert counted.startswith("2 .docx, 1 ")
    others = {"2 .docx", "1 .jpg", "1 without an ending", "1 link that leads nowhere"}
    assert set(counted.split(", ")) == others


def test_a_cut_archive_gives_what_is_whole_and_says_where_it_ends(tmp_path: Path) -> None:
    data = warc(*[("response", f"{PLACE}?{i}", http(HTML.encode())) for i in range(3)], packed=True)
    found = items(tmp_path, "cut.warc.gz", data[: 2 * len(data) // 3 + 9])
    assert len(pages(found)) >= 2
    assert reasons(items(tmp_path, "none.warc", b"no archive")) == [
        "expected a web archive, found a damaged one: Invalid WARC header"
    ]


def test_a_feed_gives_its_items_as_pages_told_by_the_feed(tmp_path: Path) -> None:
    [item] = items(tmp_path, "feed.xml", rss(ITEM))
    assert isinstance(item, Found)
    page = page_of(item)
    assert page.doc == PLACE and page.media == "text/html"
    assert page.text.startswith("<p>The foreign ministers of Norland &amp; Sudria met")
    assert page.told == Told(
        published="2031-05-13",
        outlet="Brink Courier",
        url=PLACE,
        language="en-gb",
        title="Ministers & envoys meet",
    )


def test_an_atom_entry_may_hold_xhtml(tmp_path: Path) -> None:
    [page] = pages(items(tmp_path, "feed.atom", ATOM))
    assert page.doc == PLACE and "she would fly home" in page.text
    assert page.told.published == "2031-05-14" and page.told.outlet == "Sudria Today"


def test_the_page_that_an_item_links_to_is_read_in_its_place_where_it_is_beside(
    tmp_path: Path,
) -> None:
    (tmp_path / "feed.xml").write_bytes(rss(ITEM))
    (tmp_path / "ministers-meet.html").write_text(HTML, "utf-8")
    (tmp_path / "other.txt").write_text(STORY, "utf-8")
    found = [item for item, _ in items_of(find_pages([tmp_path]), Told())]
    assert [page.doc for page in pages(found)] == [PLACE, "other"]
    assert pages(found)[0].text == HTML
    assert pages(found)[0].told.published == "2031-05-13"


def test_an_item_that_is_a_title_alone_and_xml_that_is_no_feed_are_refused(tmp_path: Path) -> None:
    bare = f"<title>Ministers meet</title><link>{PLACE}</link>"
    assert "found a title alone" in reasons(items(tmp_path, "feed.xml", rss(bare)))[0]
    assert "another kind (<urlset>)" in reasons(items(tmp_path, "map.xml", b"<urlset/>"))[0]
    assert reasons(items(tmp_path, "none.xml", b"{}"))


@pytest.mark.parametrize(
    "address",
    ["https://c.example/../../etc/passwd", "https://c.example/%2e%2e%2fsecret", "file:///etc/x"],
)
def test_no_address_in_a_feed_reaches_a_file_that_is_not_beside_it(
    tmp_path: Path, address: str
) -> None:
    (tmp_path / "secret.txt").write_text(STORY, "utf-8")
    inner = tmp_path / "feeds"
    inner.mkdir()
    item = f"<title>t</title><link>{address}</link><description>Words.</description>"
    [page] = pages(items(inner, "feed.xml", rss(item)))
    assert page.text == "Words."


def test_entities_that_a_feed_declares_are_not_read(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("hidden words", "utf-8")
    bomb = "".join(f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">' for i in range(1, 10))
    feed = (
        f'<!DOCTYPE rss [<!ENTITY a0 "lol">{bomb}<!ENTITY file SYSTEM "{tmp_path}/secret.txt">]>'
        "<rss><channel><item><title>T</title><link>https://c.example/x</link>"
        "<description>Before &a9; &file; after.</description></item></channel></rss>"
    )
    found = items(tmp_path, "feed.xml", feed.encode())
    for page in pages(found):
        assert "hidden" not in page.text and len(page.text) < 1000


def test_a_row_of_json_is_a_page_whose_offsets_are_of_its_text(tmp_path: Path) -> None:
    text = "\n  Berg said no. \U0001f600 “So be it,” said Börg.\r\n"
    found = items(
        tmp_path,
        "articles.jsonl",
        jsonl(
            {"url": PLACE, "text": text, "published": "2031-05-04T10:00:00Z", "outlet": "Brink"},
            {"id": 7, "html": HTML, "title": "Ministers\nmeet"},
            {"text": "Words."},
        ),
    )
    first, second, third = pages(found)
    assert first.text == text and first.doc == PLACE and first.told.published == "2031-05-04"
    assert second.doc == "7" and second.media == "text/html"
    assert second.told.title == "Ministers meet"
    assert third.doc == "articles-3"


def test_each_row_that_is_no_article_is_named_with_its_line(tmp_path: Path) -> None:
    data = b'{"text": "Good words."}\n[1]\n{"text": 3}\n\n{"title": "t"}\nnonsense\n' + jsonl(
        {"text": "Words.", "published": "4 o'clock"},
        {"doc": "a", "start": 1, "end": 9, "text": "of an export"},
        {"text": "half \ud800"},
    )
    found = items(tmp_path, "a.jsonl", data)
    assert len(pages(found)) == 1
    where = [item.source.rpartition(":")[2] for item in found if isinstance(item, Refused)]
    assert where == ["2", "3", "5", "6", "7", "8", "9"]


def test_a_gzipped_table_is_read_and_one_that_is_a_bomb_is_not(tmp_path: Path) -> None:
    assert len(pages(items(tmp_path, "a.jsonl.gz", gzip.compress(jsonl({"text": "Words."}))))) == 1
    bomb = gzip.compress(b" " * 150_000_000, 9)
    assert "a bomb?" in reasons(items(tmp_path, "b.jsonl.gz", bomb))[-1]
    endless = gzip.compress(b"\n" * 300_000)
    assert "empty lines" in reasons(items(tmp_path, "c.jsonl.gz", endless))[0]


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_a_table_gives_a_page_a_row(tmp_path: Path, mark: str) -> None:
    rows = ["url;text;date", f'{PLACE};"Two lines,\nsaid ""Berg"".";2031-05', ";;", "x;;2031"]
    data = "\ufeff" + "\n".join(row.replace(";", mark) for row in rows)
    found = items(tmp_path, "a.csv", data.encode())
    [page] = pages(found)
    assert page.text == 'Two lines,\nsaid "Berg".' and page.told.published == "2031-05"
    assert reasons(found) == ["expected words in the column text or html, found none"]
    assert "names a column text" in reasons(items(tmp_path, "b.csv", b"a,b\n1,2\n"))[0]


def test_a_message_is_the_part_that_a_reader_sees(tmp_path: Path) -> None:
    [page] = pages(items(tmp_path, "note.eml", EML.encode()))
    assert page.doc == "note" and page.encoding == "cp1252"
    assert page.text.startswith("Foreign Minister Anna Börg said") and "closed for a" in page.text
    assert page.told.title == "Statement by Minister Börg"
    assert page.told.published == "2031-05-04"
    again = EML.replace("Subject: =?utf-8?q?S", "Subject: Fwd: =?utf-8?q?S")
    [page] = pages(items(tmp_path, "fwd.eml", again.encode()))
    assert page.told.published is None and page.told.received == "2031-05-04"


@pytest.mark.parametrize(
    "date", ["4 May 202020202031 10:00", "4 May 2031 10:00:00 +0202020202020200"]
)
def test_a_message_whose_date_no_calendar_holds_is_a_page_without_it(
    tmp_path: Path, date: str
) -> None:
    [page] = pages(items(tmp_path, "note.eml", f"Date: {date}\n\nThey met.\n".encode()))
    assert page.told.published is None


def test_a_saved_page_is_its_root_under_the_address_it_was_saved_from(tmp_path: Path) -> None:
    [page] = pages(items(tmp_path, "saved.mhtml", mhtml()))
    assert page.doc == "saved" and page.text == HTML
    assert page.told == Told(url=PLACE, title="Ministers meet", received="2031-05-14")


def test_the_text_layer_of_a_pdf_is_its_decoded_page(tmp_path: Path) -> None:
    data = pdf(["Minutes of the Torhaven talks", "Anna Berg said that nothing was signed."], ["2"])
    [page] = pages(items(tmp_path, "minutes.pdf", data))
    assert page.text == (
        "Minutes of the Torhaven talks\nAnna Berg said that nothing was signed.\f2"
    )
    assert page.data == data and page.media == "application/pdf"


@pytest.mark.parametrize(
    ("data", "words"),
    [(pdf([]), "found none on 1 sheet"), (b"%PDF-1.4 nonsense", "can't be opened"), (b"", "empty")],
)
def test_a_pdf_without_text_is_refused(tmp_path: Path, data: bytes, words: str) -> None:
    path = tmp_path / "scan.pdf"
    path.write_bytes(data)
    with pytest.raises(PageUnreadable, match=words):
        read_page(path)


def test_an_archive_of_sources_gives_the_pages_of_all(tmp_path: Path) -> None:
    data = zipped(
        story__txt=STORY.encode(),
        story__meta__json=b'{"outlet": "Brink Courier"}',
        deep___more__zip=zipped(saved__mhtml=mhtml(), rows__jsonl=jsonl({"text": "W."})),
        picture__png=b"x",
        crawl__warc=warc(("response", PLACE, http(HTML.encode()))),
    )
    found = items(tmp_path, "pack.zip", data)
    assert [page.doc for page in pages(found)] == ["story", "saved", "rows-1", PLACE]
    assert pages(found)[0].told.outlet == "Brink Courier"
    assert pages(found)[0].source == f"{tmp_path}/pack.zip/story.txt"
    assert asides(found) == ["members that are no pages: 1 .png"]


def test_what_an_archive_packs_beyond_measure_is_refused_and_the_rest_is_read(
    tmp_path: Path,
) -> None:
    deep = zipped(a__txt=STORY.encode())
    for _ in range(3):
        deep = zipped(a__zip=deep)
    data = zipped(
        bomb__txt=b" " * 90_000_000,
        rows__jsonl=b" " * 90_000_000,
        deep__zip=deep,
        damaged__zip=b"PK",
        story__txt=STORY.encode(),
    )
    found = items(tmp_path, "pack.zip", data)
    assert [page.doc for page in pages(found)] == ["story"]
    told = " | ".join(reasons(found))
    for words in ("at most 16 MB", "a bomb?", "at most 2 deep", "can't be opened"):
        assert words in told


def test_nothing_in_an_archive_reaches_a_path_outside_it(tmp_path: Path) -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("../../escaped.txt", STORY)
        archive.writestr("/etc/absolute.txt", STORY)
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    found = items(inner, "pack.zip", held.getvalue())
    assert [page.doc for page in pages(found)] == ["escaped", "absolute"]
    assert [path.name for path in tmp_path.rglob("*.txt")] == []


def test_what_a_source_tells_of_a_page_goes_before_what_all_its_pages_are_told(
    tmp_path: Path,
) -> None:
    (tmp_path / "a.meta.json").write_text('{"outlet": "Courier", "published": "2031-01-01"}')
    rows = jsonl({"text": "Words.", "published": "2031-05-04"}, {"text": "Words too."})
    first, second = pages(items(tmp_path, "a.jsonl", rows, Told(published="2030", language="en")))
    assert first.told == Told(published="2031-05-04", outlet="Courier", language="en")
    assert second.told == Told(published="2031-01-01", outlet="Courier", language="en")
    (tmp_path / "m.meta.json").write_text('{"published": "2031-05-01"}')
    [page] = pages(items(tmp_path, "m.eml", EML.encode(), Told(published="2030")))
    assert page.told.published == "2031-05-01"


def test_words_that_ran_into_an_archives_headers_do_not_break_the_line_that_counts_them(
    tmp_path: Path,
) -> None:
    block = b"HTTP/1.1 200 OK\r\nContent-Type:\n<!doctype html>\n<p>Berg said no.</p>"
    found = items(tmp_path, "a.warc", warc(("response", PLACE, block)))
    assert asides(found) == ["records that are no pages: 1 of no kind that is stated"]


def test_lines_of_a_pdf_that_stand_further_apart_are_paragraphs(tmp_path: Path) -> None:
    lines = [
        "The envoys met in",
        "Torhaven on Monday.",
        "",
        "Berg said that",
        "nothing was signed.",
    ]
    [page] = pages(
        items(tmp_path, "minutes.pdf", pdf([*lines, "", "They left."], ["Annex", "", "A"]))
    )
    assert page.text.split("\f")[0] == (
        "The envoys met in\nTorhaven on Monday.\n\nBerg said that\nnothing was signed.\n\n"
        "They left."
    )
