"""The day a page was published, on the record: with its witnesses, and settled by another page."""

from __future__ import annotations

import json
from pathlib import Path

import onrecord
from onrecord import run
from onrecord.record import query
from onrecord.record.store import View
from onrecord.record.verify import verify
from onrecord.views.text import citation_lines

STORY = (
    "Osland has lifted its ban on trawlers, and the boats that lay in the harbour of Brink for six "
    "months have put out to sea again, the fisheries minister told parliament. He said that the "
    "herring had come back sooner than anybody had thought, and that the pact with Velmora would "
    "be kept. The opposition asked for a debate on what the ban had cost the towns of the coast."
)
WIRE = f"Osland lifts ban on trawlers\n\nBRINK, May 7. /OTA/. {STORY}\n"
PAPER = f"Trawlers sail again\n\nPublished 8 May 2021\n\n{STORY}\n\nSource: OTA\n"


def written(folder: Path, **pages: str) -> list[Path]:
    paths = [folder / f"{name}.txt" for name in pages]
    for path, text in zip(paths, pages.values(), strict=True):
        path.write_text(text, encoding="utf-8")
    return paths


def published(record: Path) -> dict[str, tuple[str | None, str | None]]:
    with View(record) as view:
        return {row.doc: (row.published, row.published_basis) for row in query.documents(view)}


def test_a_reprint_tells_the_wires_year_while_it_is_on_the_record(tmp_path: Path) -> None:
    record = tmp_path / "story.db"
    wire, paper = written(tmp_path, wire=WIRE, paper=PAPER)
    onrecord.read([wire], into=record, reader="rules")
    assert published(record)["wire"] == (None, None)
    onrecord.read([paper], into=record, reader="rules")
    day, basis = published(record)["wire"]
    assert day == "2021-05-07"
    assert basis is not None and "in the year of paper" in basis
    with View(record) as view:
        assert verify(view).faults == ()
    run.read([wire], into=record, reader="rules", only=True)
    assert published(record) == {"wire": (None, None)}


def test_the_export_tells_every_witness_and_the_days_that_were_not_believed(
    tmp_path: Path,
) -> None:
    page = (
        '<html><head><meta property="article:published_time" content="2021-02-01T03:00Z"></head>'
        f"<body><h1>Osland lifts ban</h1><p>Friday, 7 May 2021</p><p>{STORY}</p></body></html>"
    )
    path = tmp_path / "page.html"
    path.write_text(page, encoding="utf-8")
    onrecord.read([path], into=tmp_path / "story.db", reader="rules")
    onrecord.export(tmp_path / "story.db", "documents", into=tmp_path / "documents.jsonl")
    [row] = map(json.loads, (tmp_path / "documents.jsonl").read_text("utf-8").splitlines())
    assert row["published"] == "2021-05-07"
    line, meta = row["witnesses"]
    assert (line["kind"], line["date"], line["text"]) == ("date line", "2021-05-07", line["text"])
    assert page[line["start"] : line["end"]] == line["text"] == "Friday, 7 May 2021"
    assert (meta["date"], meta["start"]) == ("2021-02-01", None)
    [other] = row["alternatives"]
    assert other["date"] == "2021-02-01" and "published_time" in other["basis"]


def test_the_day_a_page_came_in_is_kept_with_it(tmp_path: Path) -> None:
    record = tmp_path / "story.db"
    [wire] = written(tmp_path, wire=WIRE)
    onrecord.read([wire], into=record, reader="rules")
    with View(record) as view:
        received = view.page("wire").told.received
    assert received is not None
    report = onrecord.read([wire], into=record, reader="rules")
    assert report.new == 0


def test_a_citation_says_why_the_day_and_which_other_it_may_have_been(tmp_path: Path) -> None:
    page = (
        '<html><head><meta property="article:published_time" content="2021-02-01T03:00Z"></head>'
        "<body><h1>Osland lifts ban</h1><p>Friday, 7 May 2021</p>"
        f"<p>{STORY}</p><p>“The ban has done its work,” the minister, Tom Hale, said.</p></body>"
    )
    path = tmp_path / "page.html"
    path.write_text(page, encoding="utf-8")
    record = tmp_path / "story.db"
    onrecord.read([path], into=record, reader="rules")
    [said] = [one for one in onrecord.statements(record) if one.kind == "direct"]
    [citation, *_] = onrecord.cite(record, said.id)
    [line] = [line for line in citation_lines(citation) if "published" in line]
    assert "2021-05-07, because the page's date line" in line
    assert "or 2021-02-01: “article:published_time”" in line
