from __future__ import annotations

import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest

import onrecord
from onrecord import Filters, Record
from onrecord.errors import OnrecordError
from onrecord.record.store import View
from onrecord.views.export import exported

HARMLESS = {"table", "thead", "tbody", "tr", "th", "td", "i", "p"}


class Seen(HTMLParser):
    """What a browser would make of a page: elements with attributes, and its text."""

    def __init__(self) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.cells: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self.open.append(tag)
        if tag in ("td", "th"):
            self.cells.append("")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and ("td" in self.open or "th" in self.open):
            self.cells[-1] += data


def seen(html: str) -> Seen:
    parser = Seen()
    parser.feed(html)
    parser.close()
    assert parser.open == []
    return parser


def test_rows_are_those_of_the_functions(record: Path) -> None:
    asked = Record(record)
    assert list(asked.statements()) == onrecord.statements(record)
    assert list(asked.events(type="CONSULT")) == onrecord.events(record, type="CONSULT")
    assert list(asked.timeline(actor="Sudria")) == onrecord.timeline(
        asked, filters=Filters(actor="Sudria")
    )
    assert asked.timeline()[0] == onrecord.timeline(asked)[0]
    assert [row.name for row in asked.actors("Berg")] == ["Anna Berg"]
    assert list(asked.search("bridge")) == onrecord.search(asked, "bridge")
    assert len(asked.timeline(limit=1)) == 1 and len(asked.timeline()[1:]) == 2


def test_a_table_has_the_columns_and_types_of_the_export(record: Path) -> None:
    pyarrow = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    table = Record(record).statements().arrow()
    with View(record) as view:
        exports = parquet.read_table(
            pyarrow.BufferReader(exported(view, "statements", format="parquet"))
        )
    assert table.equals(exports)
    assert Record(record).statements(kind="mixed").arrow().schema == table.schema  # no rows at all


@pytest.mark.parametrize("what", ["timeline", "statements", "events", "actors"])
def test_a_frame_has_a_row_for_each_and_keeps_what_is_missing(record: Path, what: str) -> None:
    pandas = pytest.importorskip("pandas")
    rows = getattr(Record(record), what)()
    frame = rows.frame()
    assert isinstance(frame, pandas.DataFrame) and len(frame) == len(rows) > 0
    if what == "statements":
        assert list(frame["speaker.name"]) == ["Anna Berg", "Anna Berg"]
        assert frame["said_on"].isna().tolist() == [row.said_on is None for row in rows]
        assert frame.groupby("speaker.name").size().to_dict() == {"Anna Berg": 2}
    if what == "events":
        assert frame["intensity"].isna().tolist() == [row.intensity is None for row in rows]


@pytest.mark.parametrize("what", ["timeline", "statements", "events", "actors"])
@pytest.mark.parametrize("story", ["record", "hostile", "uncertain"])
def test_what_a_notebook_shows_is_a_table_in_which_nothing_acts(
    what: str, story: str, request: pytest.FixtureRequest
) -> None:
    rows = getattr(Record(request.getfixturevalue(story)), what)()
    html = rows._repr_html_()
    page = seen(html)
    assert {tag for tag, _ in page.elements} <= HARMLESS
    assert {name for _, attrs in page.elements for name in attrs} <= {"style", "scope", "class"}
    width = sum(tag == "th" for tag, _ in page.elements)
    assert sum(tag == "td" for tag, _ in page.elements) == width * len(rows)
    assert not any(c in html for c in "\u202e\u200b\x07")


def test_words_of_the_pages_are_shown_as_they_are(record: Path) -> None:
    page = seen(Record(record).events(type="expel")._repr_html_())
    assert any("expelled two <diplomats>" in cell for cell in page.cells)


def test_without_pandas_or_pyarrow_it_says_what_to_install(
    record: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("onrecord.views.notebook.find_spec", lambda name: None)
    with pytest.raises(OnrecordError, match=r"onrecord\[notebook\]"):
        Record(record).timeline().frame()
    with pytest.raises(OnrecordError, match="pyarrow"):
        Record(record).timeline().arrow()


def test_importing_onrecord_brings_neither_pandas_nor_pyarrow() -> None:
    import subprocess  # noqa: PLC0415

    asked = "import onrecord, sys; print({'pandas', 'pyarrow', 'mcp', 'jinja2'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
