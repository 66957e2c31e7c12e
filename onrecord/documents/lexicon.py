"""The lists of data files: read once, when first asked for."""

from __future__ import annotations

from functools import cache

from onrecord.lists import lines, rows


@cache
def entries(file: str, head: str) -> tuple[str, ...]:
    """The entries under `[head]` in the data file `file`, in order, without case.

    `KeyError` where the file has no such head.
    """
    return _lists(file)[head]


@cache
def entry_set(file: str, head: str) -> frozenset[str]:
    """The same as a set, for whole-line look-ups."""
    return frozenset(entries(file, head))


@cache
def openings(file: str, head: str) -> dict[str, tuple[str, ...]]:
    """The entries under `[head]` by their first character: which a line could begin with."""
    found: dict[str, list[str]] = {}
    for entry in entries(file, head):
        found.setdefault(entry[0], []).append(entry)
    return {first: tuple(each) for first, each in found.items()}


@cache
def _lists(file: str) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    head = ""
    for entry in map(str.strip, lines(file)):
        if entry.startswith("[") and entry.endswith("]"):
            head = entry[1:-1]
            found[head] = []
        else:
            found[head].append(entry.casefold())
    return {head: tuple(each) for head, each in found.items()}


@cache
def places() -> frozenset[str]:
    """Names of cities, regions and states that a dateline may hold, without case."""
    names: set[str] = set(
        entries("newsplaces.txt", "cities") + entries("newsplaces.txt", "regions")
    )
    for fields in rows("states.tsv"):
        names.update(name.casefold() for name in (fields[1], fields[3]) if name)
    return frozenset(names)


@cache
def organisation_words() -> frozenset[str]:
    """Words that make a name an organisation's, without case."""
    return frozenset(word.casefold() for word in lines("organisation_words.txt"))


@cache
def agencies() -> frozenset[str]:
    """Names of news agencies, without case."""
    return entry_set("newsplaces.txt", "agencies")


@cache
def heads(file: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Every head of the data file `file` with the entries under it, in order."""
    return tuple(_lists(file).items())
