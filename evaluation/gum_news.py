"""The GUM news documents with their statements as an editor read them.

The gold's speakers were derived from a discourse treebank, some of its attributions are nobody's
statement, and it leaves out much speech. `gum_news_checked.tsv` beside this file has a line for
each of them, in offsets only; its head explains the columns.
"""

from __future__ import annotations

import copy
import re
from pathlib import Path
from typing import Any

Quote = dict[str, Any]
Spans = list[list[int]]

WHATS = {"kept", "speaker", "content", "added", "none"}
NATURES = {"speech", "belief", "intention", "question", "none"}
COLUMNS = 8
MARKS = re.compile('["“”„]')


def checked(gold: list[dict[str, Any]], table: Path) -> list[dict[str, Any]]:
    """The gold documents with the speakers, natures and statements `table` has for them.

    Each quote has its `nature`, and says whether it was `added` and whether its content was
    `recut`. What is nobody's statement is left out. The gold itself stays as it is. ValueError
    where table and gold disagree.
    """
    lines = _read(table)
    if missing := lines.keys() - {document["doc_id"] for document in gold}:
        raise ValueError(f"{table.name}: not in the gold: {', '.join(sorted(missing))}")
    return [_check(document, lines.get(document["doc_id"], []), table) for document in gold]


def _check(document: dict[str, Any], lines: list[Quote], table: Path) -> dict[str, Any]:
    """`document` as its `lines` have it."""
    text = document["text"]
    marked = {_key(quote["parts"]): quote for quote in document["quotes"]}
    if len(marked) < len(document["quotes"]):
        raise ValueError(f"{document['doc_id']}: two quotes of the gold have the same parts")
    quotes = []
    seen = set()
    for line in lines:
        where = f"{table.name}:{line['line']}: {document['doc_id']}"
        key = _key(line["parts"])
        if key in seen:
            raise ValueError(f"{where}: a second line for {_written(line['parts'])}")
        seen.add(key)
        for start, end in line["parts"] + line["content"] + line["speaker"] + line["cue"]:
            if not 0 <= start < end <= len(text):
                raise ValueError(f"{where}: {start}-{end} is not inside the text")
        added = line["what"] == "added"
        if added == (key in marked):
            state = "is in the gold already" if added else "is not in the gold"
            raise ValueError(f"{where}: {_written(line['parts'])} {state}")
        quote = {} if added else marked[key]
        if line["what"] == "kept" and not _same(line["speaker"], quote["speaker_parts"] or []):
            raise ValueError(f"{where}: kept, but the gold has another speaker")
        if line["what"] != "none":
            quotes.append(_quote(quote, line, text))
    if left := marked.keys() - seen:
        spans = "; ".join(_written(key) for key in sorted(left))
        raise ValueError(f"{table.name}: {document['doc_id']}: no line for {spans}")
    quotes.sort(key=lambda quote: (quote["start"], quote["end"]))
    return {**copy.deepcopy(document), "quotes": quotes}


def _quote(quote: Quote, line: Quote, text: str) -> Quote:
    """The gold's `quote` (empty for an added one) as its `line` has it."""
    parts = line["content"] or line["parts"]
    speaker = line["speaker"]
    out = {
        "id": f"added-{line['line']}",
        "label": "added",
        **copy.deepcopy(quote),
        "start": parts[0][0],
        "end": parts[-1][1],
        "parts": parts,
        "text": " ".join(text[start:end] for start, end in parts),
        "speaker_parts": speaker,
        "speaker_start": speaker[0][0] if speaker else None,
        "speaker_end": speaker[-1][1] if speaker else None,
        "speaker_text": " ".join(text[start:end] for start, end in speaker),
        "cue_parts": line["cue"],
        "nature": line["nature"],
        "added": line["what"] == "added",
        "recut": line["what"] == "content",
    }
    if out["added"] or out["recut"]:
        out["type"] = _type(text, parts)
    return out


def _type(text: str, parts: Spans) -> str:
    """direct, mixed or indirect, as `parts` stand inside quotation marks."""
    quoted: set[int] = set()
    for paragraph in re.finditer(r"[^\n]+", text):
        marks = [found.start() for found in MARKS.finditer(text, *paragraph.span())]
        for opened, closed in zip(marks[::2], [*marks[1::2], paragraph.end()], strict=False):
            quoted.update(range(opened, closed))
    places = [i for start, end in parts for i in range(start, end) if text[i].isalnum()]
    inside = sum(i in quoted for i in places)
    if inside >= 0.95 * len(places):
        return "direct"
    return "mixed" if inside else "indirect"


def _read(table: Path) -> dict[str, list[Quote]]:
    """The lines of `table` by document."""
    lines: dict[str, list[Quote]] = {}
    for number, row in enumerate(table.read_text("utf-8").splitlines(), 1):
        if not row.strip() or row.startswith("#"):
            continue
        where = f"{table.name}:{number}"
        cells = row.split("\t")
        if len(cells) != COLUMNS:
            raise ValueError(f"{where}: {len(cells)} columns instead of {COLUMNS}")
        doc, what, parts, speaker, cue, nature, _, content = cells
        if what not in WHATS or nature not in NATURES:
            raise ValueError(f"{where}: unknown: {what} {nature}")
        if (what == "none") != (nature == "none"):
            raise ValueError(f"{where}: {what}, but its nature is {nature}")
        if parts == "-" or (what == "content") != (content != "-"):
            raise ValueError(f"{where}: {what}, but its parts are {parts} and {content}")
        spans = {"parts": parts, "speaker": speaker, "cue": cue, "content": content}
        line = {name: _spans(cell, where) for name, cell in spans.items()}
        lines.setdefault(doc, []).append({"line": number, "what": what, "nature": nature, **line})
    return lines


def _spans(cell: str, where: str) -> Spans:
    """The spans written in `cell`."""
    if cell == "-":
        return []
    if not re.fullmatch(r"\d+-\d+(,\d+-\d+)*", cell):
        raise ValueError(f"{where}: not offsets: {cell}")
    return [[int(offset) for offset in span.split("-")] for span in cell.split(",")]


def _key(parts: Spans) -> tuple[tuple[int, ...], ...]:
    """`parts` as what a quote is known by."""
    return tuple(tuple(part) for part in parts)


def _same(one: Spans, other: Spans) -> bool:
    """Whether both reach from the same place to the same place."""
    return bool(one) == bool(other) and (
        not one or (one[0][0], one[-1][1]) == (other[0][0], other[-1][1])
    )


def _written(parts: Any) -> str:
    """`parts` as the table writes them."""
    return ",".join(f"{start}-{end}" for start, end in parts)
