"""Sentences of our own, each with the events a careful reader finds in it (told.tsv)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from onrecord.model import Event


class Told(NamedTuple):
    """One event that a sentence tells of; "?" fits anything."""

    type: str
    mode: str
    status: str
    actors: str
    recipients: str


def cases() -> Iterator[object]:
    for line in (Path(__file__).parent / "told.tsv").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            sentence, *events = line.split("\t")
            yield pytest.param(sentence, [_told(event) for event in events], id=sentence)


def _told(column: str) -> Told:
    sides, _, recipients = column.partition(" > ")
    kind, mode, status, actors = sides.split(" ", 3)
    return Told(kind, mode, status, actors, recipients)


def _as_told(event: Event) -> Told:
    return Told(
        event.type,
        event.mode or "-",
        event.status,
        "+".join(who.name for who in event.actors) or "-",
        "+".join(who.name for who in event.recipients) or "-",
    )


def _fits(wanted: Told, found: Told) -> bool:
    return all(w in ("?", f) for w, f in zip(wanted, found, strict=True))


@pytest.mark.parametrize(("sentence", "wanted"), list(cases()))
def test_sentence_is_coded(
    code: Callable[..., tuple[Event, ...]], sentence: str, wanted: list[Told]
) -> None:
    found = [_as_told(event) for event in code(sentence)]
    assert len(found) == len(wanted), found
    for one, other in zip(wanted, found, strict=True):
        assert _fits(one, other), found
