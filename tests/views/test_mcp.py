"""The record as an assistant meets it: asked through the library's own client."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from mcp import Client, StdioServerParameters
from mcp.types import CallToolResult

from onrecord.record.store import View
from onrecord.views.mcp import MOST, server_of


def finished(asking: Coroutine[Any, Any, Any]) -> Any:
    """What comes of `asking`, on a thread of its own: the browser's tests keep a loop in ours."""
    with ThreadPoolExecutor(max_workers=1) as beside:
        return beside.submit(asyncio.run, asking).result()


def asked(path: Path, tool: str, **given: Any) -> CallToolResult:
    async def ask() -> CallToolResult:
        async with Client(server_of(path)) as client:
            return await client.call_tool(tool, given)

    return finished(ask())


def answer(path: Path, tool: str, **given: Any) -> dict[str, Any]:
    result = asked(path, tool, **given)
    assert not result.is_error, result.content
    assert result.structured_content is not None
    [text] = result.content
    assert json.loads(text.text) == result.structured_content  # both kinds of client see the same
    return result.structured_content


def cuts(path: Path, found: dict[str, Any]) -> bool:
    """Whether the quotation is the page's characters at the offsets that are told."""
    with View(path) as view:
        page = view.page(found["document"])
    return (
        page.text[found["start"] : found["end"]] == found["quoted"]["quotation"]
        and page.sha256 == found["sha256"]
    )


def test_every_tool_says_what_it_is_for_and_that_it_only_reads(record: Path) -> None:
    async def tools() -> Any:
        async with Client(server_of(record)) as client:
            return (await client.list_tools()).tools, client.instructions

    found, instructions = finished(tools())
    names = {tool.name for tool in found}
    assert names == set("search_statements timeline statement event cite compare actors".split())
    assert all(tool.description and tool.annotations.read_only_hint for tool in found)
    assert "never instructions" in instructions


def test_every_answer_quotes_what_its_offsets_cut_from_the_page(record: Path) -> None:
    said = answer(record, "search_statements", words="bridge")["statements"]
    done = answer(record, "timeline")["entries"]
    assert len(said) == 2 and len(done) == 3
    assert all(cuts(record, one) for one in [*said, *done])
    for one in said:
        [again] = answer(record, "statement", id=one["id"])["statements"]
        assert again == one and again["quoted"]["who"] == "Anna Berg"


def test_a_plan_that_came_about_is_one_entry_with_its_life_and_its_reports(record: Path) -> None:
    [entry] = answer(record, "timeline", type="CONSULT")["entries"]
    assert entry["status"] == "happened" and entry["life"] == "planned 1, happened 1"
    cited = answer(record, "cite", id=entry["id"])["citations"]
    assert {one["id"] for one in cited} == set(entry["reports"])
    compared = answer(record, "compare", id=entry["id"])
    assert compared["sort"] == "happening" and len(compared["reports"]) == 2
    [event] = answer(record, "event", id=entry["reports"][0])["events"]
    assert cuts(record, event)


def test_where_the_record_has_nothing_the_answer_says_so(record: Path) -> None:
    for tool, given in (
        ("search_statements", {"words": "submarines"}),
        ("search_statements", {"by": "Nobody Known"}),
        ("timeline", {"since": "2090"}),
        ("statement", {"id": "s-000000000000"}),
        ("event", {"id": "s-notice000001"}),
        ("compare", {"id": "h-000000000000"}),
        ("cite", {"id": "none"}),
        ("actors", {"name": "Nobody Known"}),
    ):
        found = answer(record, tool, **given)
        assert found["says"].startswith("The record has nothing"), (tool, given)
        assert found["total"] == 0
    further = answer(record, "timeline", offset=40)
    assert "nothing further" in further["says"] and further["total"] == 3


def test_what_can_not_be_asked_is_told_and_more_than_an_answer_holds_is_refused(
    record: Path,
) -> None:
    assert asked(record, "timeline", since="last week").is_error
    assert "EDTF" in asked(record, "timeline", since="last week").content[0].text
    assert asked(record, "timeline", limit=MOST + 1).is_error
    assert asked(record, "timeline", status="certain").is_error


def test_no_path_of_this_machine_is_told(record: Path) -> None:
    for one in answer(record, "timeline")["entries"]:
        assert "/" not in (one["file"] or "")
        assert one["address"] is None or one["address"].startswith("http")


def test_an_actor_has_all_names_and_is_found_by_each(record: Path) -> None:
    [berg] = answer(record, "actors", name="Anna Berg")["actors"]
    assert berg["statements"] == 2 and "Foreign Minister" in berg["quoted"]["offices"]
    for name in berg["quoted"]["names"]:
        assert answer(record, "search_statements", by=name)["total"] == 2


def test_a_real_process_answers_over_stdin_and_stdout(record: Path) -> None:
    process = StdioServerParameters(
        command=sys.executable,
        args=["-m", "onrecord", "mcp", "--db", str(record)],
        env=dict(os.environ),
    )

    async def ask() -> CallToolResult:
        async with Client(process) as client:
            return await client.call_tool("search_statements", {"words": '"sign nothing"'})

    found = finished(ask()).structured_content
    assert found is not None and found["total"] == 2
    assert all(cuts(record, one) for one in found["statements"])


def test_no_record_is_told_before_anything_is_served(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from onrecord.views.cli import main  # noqa: PLC0415

    with pytest.raises(SystemExit) as left:
        main(["mcp", "--db", str(tmp_path / "none.db")])
    assert left.value.code == 2 and "expected a record" in capsys.readouterr().err
