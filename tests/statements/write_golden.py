"""Writes the statements of a page beside it: `python tests/statements/write_golden.py PAGE...`.

Write down first what an editor wants on record, and keep the file only where it says the same.
A day that the page is told stands in the file as "told"; put it there before the first run.
"""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path

from onrecord.annotate.parsed import load_parser

if __name__ == "__main__":
    tests = importlib.util.spec_from_file_location(
        "golden", Path(__file__).with_name("test_find.py")
    )
    assert tests is not None
    assert tests.loader is not None
    golden = importlib.util.module_from_spec(tests)
    tests.loader.exec_module(golden)
    parser = load_parser()
    for name in sys.argv[1:]:
        page = Path(name)
        found = json.dumps(golden.statements_on(page, parser), indent=1, ensure_ascii=False)
        page.with_suffix(".json").write_text(found + "\n", encoding="utf-8")
