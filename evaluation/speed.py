"""Seconds from a cold start to a record of the example pages, as a user waits for them.

usage: python evaluation/speed.py [PAGES] [--runs N]

PAGES is a folder of pages (../shared/examples unless told). Each run is a new process and a new
record; the reading of the files of Python itself is warm after the first.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path


def main() -> None:
    """Run the command, print seconds."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("pages", nargs="?", default="../shared/examples", type=Path)
    options.add_argument("--runs", type=int, default=3)
    given = options.parse_args()
    seconds = [one_run(given.pages) for _ in range(given.runs)]
    pages = ", ".join(f"{second:.1f}" for second in seconds)
    print(f"{given.pages}: read from a cold start in {pages} s ({os.cpu_count()} cores)")


def one_run(pages: Path) -> float:
    """Seconds of `onrecord read` on a new record, as a whole process."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "onrecord", "read", str(pages)]
        begun = time.perf_counter()
        subprocess.run([*command, "--into", f"{folder}/story.db"], check=True, capture_output=True)
        return time.perf_counter() - begun


if __name__ == "__main__":
    main()
