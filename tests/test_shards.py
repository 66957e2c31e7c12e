"""Shards: what is read in them, anywhere and in any order, is what is read here."""

from __future__ import annotations

import sys
from pathlib import Path

import msgspec
import pytest

import onrecord
import onrecord.run as chain
from onrecord.errors import OnrecordError, RecordError
from onrecord.shards import Shard, path_of, plan, read_shard
from tests.faults.campaign import WHATS, pages
from tests.pages.sources_made import PLACE, STORY, http, warc

pytest.importorskip("pyarrow", reason="shards are Parquet (the extra onrecord[cluster])")


def sources(folder: Path) -> Path:
    """Pages in several sources, with two of one name, one told twice, and some that fail."""
    inner = folder / "sources"
    inner.mkdir()
    rows = [*pages(), {"url": pages()[0]["url"], "text": STORY}, {"url": "u", "text": "Да. " * 40}]
    (inner / "a.jsonl").write_bytes(b"\n".join(map(msgspec.json.encode, rows)))
    (inner / "crawl.warc").write_bytes(
        warc(*[("response", f"{PLACE}?{i}", http(STORY.encode(), "text/plain")) for i in (1, 2)])
    )
    (inner / "talks.txt").write_text(STORY, "utf-8")
    (inner / "b").mkdir()
    (inner / "b" / "talks.txt").write_text(STORY.replace("Anna", "Ida"), "utf-8")
    (inner / "empty.txt").write_bytes(b"")
    return inner


def planned(source: Path, size: int) -> list[Shard]:
    return plan([source], code=chain._code("rules", None), reader="rules", size=size)


def test_shards_read_backwards_and_loaded_are_the_record_that_is_read_here(tmp_path: Path) -> None:
    source, out = sources(tmp_path), tmp_path / "out"
    shards = planned(source, 1500)
    assert len(shards) > 3 and len({shard.id for shard in shards}) == len(shards)
    for shard in reversed(shards):
        assert "pages read" in read_shard(shard, out, workers=0)
    here = chain.read([source], into=tmp_path / "here.db", reader="rules")
    count, failed = chain.load(out, into=tmp_path / "there.db", reader="rules")
    assert count == len(here.read) and [page.reason for page in failed] == [
        page.reason for page in here.failed
    ]
    for what in WHATS:
        assert onrecord.export(tmp_path / "there.db", what) == onrecord.export(here, what)
    assert onrecord.verify(tmp_path / "there.db").faults == ()
    assert chain.load(out, into=here.into, reader="rules")[0] == count
    assert onrecord.export(here, "documents") == onrecord.export(tmp_path / "there.db", "documents")


def test_a_shard_that_is_there_is_not_read_again_and_a_half_one_is_no_shard(tmp_path: Path) -> None:
    source, out = sources(tmp_path), tmp_path / "out"
    [shard] = planned(source, 10_000_000)
    read_shard(shard, out, workers=0)
    before = path_of(shard, out).read_bytes()
    (out / f".{shard.id}.parquet.7.half").write_bytes(b"cut off")
    assert read_shard(shard, out, workers=0) == f"{shard.id}: done before"
    assert path_of(shard, out).read_bytes() == before
    assert chain.load(out, into=tmp_path / "story.db", reader="rules")[0] > 10
    assert planned(source, 10_000_000) == [shard]


def test_a_slice_is_loaded_by_actors_dates_and_words(tmp_path: Path) -> None:
    source, out = sources(tmp_path), tmp_path / "out"
    for shard in planned(source, 10_000_000):
        read_shard(shard, out, workers=0)

    def loaded(name: str, **slice: object) -> list[str]:
        chain.load(out, into=tmp_path / name, reader="rules", **slice)  # type: ignore[arg-type]
        rows = onrecord.export(tmp_path / name, "documents").splitlines()
        return [msgspec.json.decode(row)["doc"] for row in rows]

    days = loaded("days.db", since="2031-05-03", until="2031-05-04")
    assert {doc[-8:] for doc in days if doc.endswith("/talks")} == {
        "01/talks",
        "03/talks",
        "04/talks",
    }
    assert loaded("words.db", words="sign 15 weeks") == [pages()[13]["url"]]
    named = loaded("names.db", names=("Ida Holm", "Tomas Rehn"))
    assert named and all("courier" in doc for doc in named)


def test_what_is_no_folder_of_shards_or_was_read_otherwise_is_refused(tmp_path: Path) -> None:
    with pytest.raises(OnrecordError, match="no shard in"):
        chain.load(tmp_path, into=tmp_path / "story.db")
    (tmp_path / "x.parquet").write_bytes(b"no")
    with pytest.raises(OnrecordError, match="expected a folder of shards"):
        chain.load(tmp_path, into=tmp_path / "story.db")
    source, out = sources(tmp_path), tmp_path / "out"
    read_shard(planned(source, 10_000_000)[0], out, workers=0)
    with pytest.raises(RecordError, match="in another way"):
        chain.load(out, into=tmp_path / "story.db", reader="trained")


def test_joining_on_an_engine_that_is_not_installed_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "daft", None)
    with pytest.raises(OnrecordError, match="onrecord\\[cluster\\]"):
        chain.load(tmp_path, into=tmp_path / "story.db", engine=True)
