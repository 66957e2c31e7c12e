"""Gold and exports read, scorers loaded, and texts read as pages by the command's own chain."""

from __future__ import annotations

import gzip
import importlib.util
import json
import sys
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

import onrecord


def exported(texts: Mapping[str, str], folder: Path, reader: str) -> Path:
    """The export of the statements of `texts`, each a page named by its id, left in `folder`.

    A slash of an id is written as two underscores; the pages, the record and the export stay. A
    page that can't be read is named on the standard error.
    """
    pages = folder / "pages"
    pages.mkdir(exist_ok=True)
    for name, text in texts.items():
        (pages / f"{doc_of(name)}.txt").write_bytes(text.encode("utf-8"))
    report = onrecord.read([pages], into=folder / "record.db", reader=reader)
    for failed in report.failed:
        print(f"not read: {failed}", file=sys.stderr)
    export = folder / "statements.jsonl"
    onrecord.export(report, "statements", into=export)
    return export


def doc_of(name: str) -> str:
    """The export's `doc` of a gold document's id."""
    return name.replace("/", "__")


def rows_of(path: Path) -> list[dict[str, Any]]:
    """The objects of a file of JSON lines, packed with gzip or plain."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def scorer_at(path: Path) -> ModuleType:
    """The scorer in the file at `path`, as a module."""
    spec = importlib.util.spec_from_file_location("scorer", path)
    if spec is None or spec.loader is None or not path.exists():
        raise SystemExit(f"expected a scorer at {path}, found none; name where it stands")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
