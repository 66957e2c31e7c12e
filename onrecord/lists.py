"""The lists and tables of onrecord/data, line by line.

One idea a line; lines that begin with # say where a file comes from and are left out, as blank
ones are.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files


def lines(name: str) -> Iterator[str]:
    """The lines of a file of onrecord/data, by its path there: `lines("link/offices.tsv")`."""
    text = files("onrecord").joinpath("data", name).read_text(encoding="utf-8")
    return (line for line in text.splitlines() if line.strip() and not line.startswith("#"))


def rows(name: str) -> Iterator[list[str]]:
    """The fields of each line of a tab-separated table of onrecord/data."""
    return (line.split("\t") for line in lines(name))
