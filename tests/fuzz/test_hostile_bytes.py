"""Whatever bytes come in: no crash, no hang, no path outside; a line says what is wrong.

`ONRECORD_INPUTS=100000 pytest tests/fuzz` (`make nightly`) tries so many a stage, else a few.
Inputs are made from whole archives, feeds and pages by cutting, doubling and changing pieces: bytes
by chance alone get no further than the first check.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import os
import random
import re
import signal
import zipfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from spacy.language import Language

from onrecord.documents.find import to_document
from onrecord.errors import PageUnreadable
from onrecord.link.decide import link
from onrecord.model import Media, Page, Reading, Told
from onrecord.pages.found import Aside, Found, Refused, page_of
from onrecord.pages.sources import find_pages, items_of
from onrecord.record.tables import rows_of
from onrecord.run import read_one
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

INPUTS = int(os.environ.get("ONRECORD_INPUTS", "0"))
PATIENCE = 60
"""Seconds for an input of some kilobytes; each takes milliseconds."""


def many(few: int, share: float = 1.0) -> settings:
    """So many inputs, or the number that was asked for."""
    return settings(
        max_examples=max(few, int(INPUTS * share)),
        deadline=None,
        suppress_health_check=list(HealthCheck),
        derandomize=not INPUTS,
    )


WHOLE: dict[str, list[bytes]] = {
    "a.warc": [warc(("response", PLACE, http(HTML.encode())), ("response", PLACE, b"HTTP/1.1 2"))],
    "a.warc.gz": [warc(("response", PLACE, http(HTML.encode())), packed=True)],
    "a.xml": [rss(ITEM, ITEM), ATOM, rss("<title>T</title>")],
    "a.jsonl": [jsonl({"text": STORY, "url": PLACE}, {"html": HTML, "date": "2031-05-04"})],
    "a.csv": [b'url,text,date\r\nhttp://a/b,"Berg said ""no"".",2031-05-04\r\nx,y,z\r\n'],
    "a.eml": [EML.encode(), EML.encode().replace(b"quoted-printable", b"base64")],
    "a.mhtml": [mhtml()],
    "a.pdf": [pdf(["Minutes", "Anna Berg said that nothing was signed."])],
    "a.zip": [zipped(story__txt=STORY.encode(), in___feed__xml=rss(ITEM), b__eml=EML.encode())],
    "a.html": [HTML.encode()],
    "a.txt": [STORY.encode()],
}
PIECES = [
    b"\0",
    b"\xff\xfe",
    b"\r\n\r\n",
    b"<![CDATA[",
    b"]]>",
    b"<!--",
    b"<!DOCTYPE x [<!ENTITY a 'b'>]>",
    b"&#x110000;",
    b"&a;",
    b"<" * 300,
    b"<div>" * 300,
    b"<script>",
    b'"' * 50,
    b"../" * 20,
    b"Content-Length: 99999999999\r\n",
    b"Content-Encoding: gzip\r\n",
    b"Transfer-Encoding: chunked\r\n",
    b"ffffffffffffffff\r\n",
    b"\xed\xa0\x80",
    "\u202e\u2066\U0001f600\u0301".encode(),
    b"-" * 200,
    b"[" * 2000,
    b"9" * 400,
    b"PK\x03\x04",
    b"PK\x05\x06",
    b"\x1f\x8b\x08",
    b"=?utf-8?q?=00?=",
    b"charset=utf-7",
    b"charset=idna",
]


@st.composite
def damaged(draw: st.DrawFn, seeds: list[bytes]) -> bytes:
    """A whole source with some of its pieces cut out, doubled, moved or changed."""
    data = bytearray(draw(st.sampled_from(seeds)))
    for _ in range(draw(st.integers(0, 6))):
        at = draw(st.integers(0, len(data)))
        to = min(len(data), at + draw(st.integers(0, 40)))
        change = draw(st.integers(0, 5))
        if change == 0:
            del data[at:to]
        elif change == 1:
            data[at:at] = data[at:to] * draw(st.integers(1, 30))
        elif change == 2:
            data[at:to] = draw(st.binary(max_size=12))
        elif change == 3:
            data[at:at] = draw(st.sampled_from(PIECES))
        elif change == 4 and at < len(data):
            data[at] ^= 1 << draw(st.integers(0, 7))
        else:
            del data[at:]
    return bytes(data)


@contextlib.contextmanager
def patience() -> Iterator[None]:
    """Ends an input that hangs, so that its example is kept."""

    def give_up(*_: object) -> None:
        raise TimeoutError(f"no end within {PATIENCE} s")

    before = signal.signal(signal.SIGALRM, give_up)
    signal.alarm(PATIENCE)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def read_whole(folder: Path, name: str, data: bytes) -> list[Page]:
    """The pages of a source, every refusal a line that names where."""
    path = folder / name
    path.write_bytes(data)
    pages = []
    with patience():
        for item, at in items_of(find_pages([path]), Told()):
            assert at >= 0
            if isinstance(item, Refused):
                _is_a_line(item.reason)
                assert item.source.startswith(str(path))
            elif isinstance(item, Aside):
                _is_a_line(item.note)
            else:
                with contextlib.suppress(PageUnreadable):
                    pages.append(_decoded(item))
    assert [one.name for one in folder.iterdir()] == [name]
    return pages


def _decoded(found: Found) -> Page:
    try:
        page = page_of(found)
    except PageUnreadable as failure:
        _is_a_line(failure.reason)
        raise
    assert page.doc and page.source
    if page.media != "application/pdf":
        assert page.data.decode(page.encoding) == page.text
    return page


def _is_a_line(words: str) -> None:
    assert words.strip() and len(words.splitlines()) == 1, words


@pytest.mark.parametrize("name", WHOLE)
def test_any_source_gives_pages_or_lines_that_say_why_not(
    name: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("source")

    @given(data=st.one_of(damaged(WHOLE[name]), st.binary(max_size=200)))
    @many(25, 1 / len(WHOLE))
    def tried(data: bytes) -> None:
        read_whole(folder, name, data)

    tried()


TAGS = "div p ul li a h1 table td script style !-- ![CDATA[ svg title figure br nav article".split()


@st.composite
def markup(draw: st.DrawFn) -> str:
    """Tags that open and close as they like, deep, with words, entities and control characters."""
    parts = []
    for _ in range(draw(st.integers(0, 40))):
        tag = draw(st.sampled_from(TAGS))
        parts.append(
            draw(
                st.sampled_from(
                    [
                        f"<{tag}>",
                        f"</{tag}>",
                        f"<{tag} class='x' style=\"display:none\">",
                        f"<{tag} ",
                        f"<{tag}>" * 400,
                        "Anna Berg said that the bridge would stay closed for a week. ",
                        "“We will sign nothing”, &ldquo;Berg&rdquo; said &amp;amp; left. ",
                        "&#x41;&#0;&notit;&",
                        "\u202e\u200b\x85\xa0\n\n",
                        '<meta property="og:title" content="x',
                        '<script type="application/ld+json">{"datePublished": [[[[',
                        "<time datetime='2031-99-99T",
                        "May 33, 20311 " * 30,
                    ]
                )
            )
        )
    return "".join(parts)


def page_of_text(text: str, media: Media) -> Page:
    data = text.encode("utf-8", "replace")
    sha256 = hashlib.sha256(data).hexdigest()
    return Page("page", "page", media, data, sha256, "utf-8", data.decode("utf-8"))


@given(text=st.one_of(markup(), st.text(max_size=300)))
@many(60)
def test_any_text_becomes_a_document_whose_regions_lie_in_it_or_is_refused(text: str) -> None:
    for media in ("text/html", "text/plain"):
        page = page_of_text(text, media)  # type: ignore[arg-type]
        with patience():
            try:
                document = to_document(page)
            except PageUnreadable as failure:
                _is_a_line(failure.reason)
                continue
        last = 0
        for region in document.regions:
            assert last <= region.span.start < region.span.end <= len(document.text)
            last = region.span.end
        for segment in document.offsets.segments:
            assert 0 <= segment.page_start < segment.page_end <= len(page.text)


WORDS = [
    "Anna Berg",
    "said",
    '"',
    "“",
    "”",
    "'",
    "that",
    "we will not",
    ",",
    ".",
    "\n\n",
    "\n",
    "Question:",
    "according to",
    "Norland",
    "on Friday",
    "May 33",
    "(",
    "<…>",
    "- ",
    "He",
    "expelled two diplomats",
    "will meet",
    "\u202e",
    "\U0001f600",
    "x" * 300,
    "1" * 60,
    "Q: A: ",
    "the " * 40,
    '"' * 30,
    "( " * 60,
    "TORHAVEN, May 3. /NNA/. ",
    "not " * 15,
]


@given(
    words=st.lists(st.sampled_from(WORDS), max_size=40),
    reader=st.sampled_from(["rules", "rules", "rules", "trained"]),
)
@many(25)
def test_any_words_are_read_and_what_goes_on_record_is_cut_from_them(
    words: list[str], reader: str, parser: Language
) -> None:
    page = page_of_text(" ".join(words), "text/plain")
    with patience():
        try:
            reading = read_one(page, parser, reader=reader)
        except PageUnreadable as failure:
            _is_a_line(failure.reason)
            return
        rows = rows_of(reading)
    assert rows.left_out == 0
    for table in rows.tables.values():
        for row in table:
            start, end = row.get("start"), row.get("end")
            if isinstance(start, int) and isinstance(end, int):
                assert page.text[start:end] == row["text"]


PACKS = Path(__file__).parents[2] / "evaluation" / "packs" / "open"
MARKS = str.maketrans("“”‘’«»", '""\'\'""')


@cache
def paragraphs() -> tuple[str, ...]:
    """The paragraphs of the invented stories: words as the press sets them."""
    texts = (path.read_text("utf-8") for path in sorted(PACKS.rglob("*.txt")))
    plain = (re.sub(r"\{\S+ |\}", "", text) for text in texts)  # without what an editor marked
    return tuple(p.strip() for text in plain for p in text.split("\n") if len(p.split()) > 9)


@st.composite
def recombined(draw: st.DrawFn) -> str:
    """Paragraphs of several stories, as they are or with a piece gone or twice.

    Words by chance hold no report whole enough for the trained reader: a quotation in a quotation
    of the same marks stopped it, and only pages put together like these showed it.
    """
    made = []
    for paragraph in draw(st.lists(st.sampled_from(paragraphs()), min_size=1, max_size=5)):
        start = draw(st.integers(0, len(paragraph)))
        end = draw(st.integers(start, min(len(paragraph), start + 40)))
        changes = ["", paragraph[start:end] * 2, '"', '." ', paragraph[start:end].upper()]
        changed = draw(st.sampled_from([paragraph[start:end], *changes]))
        whole = paragraph[:start] + changed + paragraph[end:]
        made.append(whole.translate(MARKS) if draw(st.booleans()) else whole)
    return draw(st.sampled_from(["\n\n", " "])).join(made)


@given(text=recombined())
@many(10, 0.1)
def test_any_page_put_together_from_stories_is_read_and_cut_from_itself(
    text: str, parser: Language
) -> None:
    with patience():
        try:
            reading = read_one(page_of_text(text, "text/plain"), parser)
        except PageUnreadable as failure:
            _is_a_line(failure.reason)
            return
        rows = rows_of(reading)
    assert rows.left_out == 0
    for said in reading.statements:
        assert all(part.of(reading.document.text) for part in said.parts)


@given(name=st.text(min_size=1, max_size=60), folder=st.sampled_from(["", "../", "/", "a/../../"]))
@many(40, 0.1)
def test_no_name_in_an_archive_leads_out_of_it(
    name: str, folder: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    held = io.BytesIO()
    refused = contextlib.suppress(UnicodeEncodeError, ValueError, IndexError)  # "\0" ends a name
    with zipfile.ZipFile(held, "w") as archive, refused:
        archive.writestr(f"{folder}{name}.txt", STORY)
    read_whole(tmp_path_factory.mktemp("zip"), "a.zip", held.getvalue())


@pytest.fixture(scope="module")
def readings(parser: Language) -> list[Reading]:
    """Pages of words by chance, each read once: what may be joined with what."""
    chance = random.Random(INPUTS and os.urandom(8))
    found = []
    while len(found) < (400 if INPUTS else 24):
        words = chance.choices([*WORDS, *TELLING], k=chance.randint(5, 40))
        page = page_of_text(" ".join(words), "text/plain")
        with contextlib.suppress(PageUnreadable):
            named = msgspec.structs.replace(page, doc=f"page-{len(found)}")
            found.append(read_one(named, parser, reader="rules"))
    return found


TELLING = [
    'TORHAVEN, May 3, 2031. /NNA/. "We will sign nothing," Anna Berg said.',
    "Norland expelled two diplomats of Sudria on May 4, 2031.",
    "Foreign Minister Tomas Rehn met his counterpart in Torhaven on Friday.",
]


@given(data=st.data())
@many(20)
def test_any_pages_are_joined_with_each_report_in_one_group_whatever_their_order(
    data: st.DataObject, readings: list[Reading]
) -> None:
    chosen = data.draw(st.lists(st.integers(0, len(readings) - 1), max_size=6, unique=True))
    with patience():
        links = link([readings[at] for at in chosen])
    assert links == link([readings[at] for at in reversed(chosen)])
    said = sorted(id for one in links.utterances for id in one.members)
    done = sorted(id for one in links.happenings for id in one.members)
    assert said == sorted(one.id for at in chosen for one in readings[at].statements)
    assert done == sorted(one.id for at in chosen for one in readings[at].events)
