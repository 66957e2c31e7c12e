from __future__ import annotations

import io
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import docx

from onrecord.record.store import View
from onrecord.views.exports.chronology import Chronology, chronology_of
from onrecord.views.exports.docx import docx_of, xml_text
from onrecord.views.text import clean

from .conftest import HOSTILE

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


def told(path: Path) -> tuple[Chronology, bytes]:
    with View(path) as view:
        chronology = chronology_of(view)
    return chronology, docx_of(chronology)


def part(data: bytes, name: str) -> ElementTree.Element:
    return ElementTree.fromstring(zipfile.ZipFile(io.BytesIO(data)).read(name))


def words(element: ElementTree.Element) -> str:
    return "".join(one.text or "" for one in element.iter(f"{W}t"))


def test_python_docx_reads_every_paragraph_in_its_style(record: Path) -> None:
    chronology, data = told(record)
    paragraphs = docx.Document(io.BytesIO(data)).paragraphs
    shown = ["".join(run.text for run in block.runs) for block in chronology.blocks]
    assert len(paragraphs) == len(shown)
    assert all(one.text.startswith(line) for one, line in zip(paragraphs, shown, strict=True))
    styles = {one.style.name for one in paragraphs if one.style}
    assert styles == {"Title", "Lead", "Heading 1", "Entry", "Detail", "Source"}


def test_each_footnote_stands_in_its_own_part_and_is_called_once(record: Path) -> None:
    chronology, data = told(record)
    called = [
        one.get(f"{W}id") for one in part(data, "word/document.xml").iter(f"{W}footnoteReference")
    ]
    kept = {
        one.get(f"{W}id"): words(one).strip()
        for one in part(data, "word/footnotes.xml").iter(f"{W}footnote")
        if one.get(f"{W}type") is None
    }
    assert called == list(kept) == [str(note.number) for note in chronology.notes]
    first = "".join(run.text for run in chronology.notes[0].runs)
    assert kept["1"] == first


def test_every_link_has_its_relationship(disputed: Path) -> None:
    _, data = told(disputed)
    for name in ("document", "footnotes"):
        used = {one.get(f"{R}id") for one in part(data, f"word/{name}.xml").iter(f"{W}hyperlink")}
        known = {
            one.get("Id"): one.get("Target") for one in part(data, f"word/_rels/{name}.xml.rels")
        }
        assert used and used <= set(known)
        assert {known[id] for id in used} == {
            f"https://{doc}.example/1" for doc in ("wire", "reprint", "other")
        }


def test_what_a_page_says_is_only_text_and_what_xml_can_not_hold_is_shown(hostile: Path) -> None:
    _, data = told(hostile)
    body = words(part(data, "word/document.xml"))
    shown = " ".join(xml_text(clean(HOSTILE)).split())
    assert body.count(shown) >= 4 and "<U+FFFE>" in body and "<U+202E>" in body
    assert not list(part(data, "word/document.xml").iter(f"{W}hyperlink"))
    docx.Document(io.BytesIO(data))


def test_the_same_chronology_gives_the_same_bytes(record: Path) -> None:
    assert told(record)[1] == told(record)[1]
