"""What reports of one thing agree on, and what they do not."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.dates import from_interval, in_words, interval, within
from onrecord.model import Event


def agreed_date(values: Sequence[str], what: str) -> tuple[str | None, str | None]:
    """The most precise date that all `values` allow, and a note where they do not agree.

    Where they disagree the date is the stretch from the first to the last of them: an imprecise
    date that is true beats a precise one that may not be.

    >>> agreed_date(["2021-06", "2021-06-16"], "held on")
    ('2021-06-16', None)
    >>> agreed_date(["2021-06-15", "2021-06-16"], "held on")[0]
    '2021-06-15/2021-06-16'
    """
    kept = sorted(set(values))
    if not kept:
        return None, None
    finest = [one for one in kept if all(within(one, other) for other in kept)]
    if finest:
        return finest[0], None
    spans = [interval(one) for one in kept]
    firsts = [first for first, _ in spans if first is not None]
    lasts = [last for _, last in spans if last is not None]
    if not firsts or not lasts:
        return None, None
    if max(firsts) <= min(lasts):
        return from_interval(max(firsts), min(lasts)), None
    whole = from_interval(min(firsts), max(lasts))
    return whole, f"{what}: " + " or ".join(in_words(one) for one in kept)


def differences(reports: Sequence[tuple[str, Event]]) -> tuple[str, ...]:
    """What the reports of one happening do not agree on, each as one line with its pages.

    `reports` are (document, event); dates and places are told apart by the joining itself.
    """
    found = [
        _different("number", _counts(reports)),
        _different(
            "whether it happened",
            [(doc, event.status) for doc, event in reports if event.status in _SETTLED],
        ),
    ]
    return tuple(line for line in found if line is not None)


def listed(names: Sequence[str]) -> str:
    """Names as a list in words.

    >>> listed(["A", "B", "C"])
    'A, B and C'
    """
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def _counts(reports: Sequence[tuple[str, Event]]) -> list[tuple[str, str]]:
    """The numbers of those expelled, seized, hit; a meeting's number is only of who met."""
    return [
        (doc, str(event.count)) for doc, event in reports if event.count and event.type != "CONSULT"
    ]


_SETTLED = frozenset({"happened", "denied"})


def _different(what: str, values: Sequence[tuple[str, str]]) -> str | None:
    docs: dict[str, list[str]] = {}
    for doc, value in values:
        docs.setdefault(value, []).append(doc)
    if len(docs) < 2:
        return None
    sides = (f"{value} ({listed(sorted(set(found)))})" for value, found in sorted(docs.items()))
    return f"{what}: {' or '.join(sides)}"
