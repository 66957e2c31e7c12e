"""Which pages have their text or their matter from which: copies, reprints, and pages that retell.

A copy is measured by containment of runs of five words, not by likeness of the whole: a reprint
that keeps half of a wire, or adds its own frame, is a copy all the same, and resembles it little.
A page that says again and again whom it has it from, and has little that does not stand there, is
derived, in whatever words. So is one of a later day that has next to nothing of its own: most of
its words of content stand in the other, and nearly all its names and numbers, and it has nobody to
have it from but the other: no speaker, no quotation, nothing said since the other came out. Two
reporters who heard one briefing share as many words and names; what they heard apart tells them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import combinations

import msgspec

from onrecord.dates import first_day, last_day
from onrecord.link.block import Join, Keyed, Likeness, connected, number_of, place_of
from onrecord.link.words import folded, grams, idea, tokens, weight, word_list, wording
from onrecord.model import READ_KINDS, Reading

REACH = 12
_RUN = 5
_LEAST = 30
"""Runs that a page needs to be compared: about as many words."""
_COPY = 0.5
_CREDITED = 0.4
"""Containment from which a page that credits the other as its source is a copy of it."""
_RETOLD = 0.45
"""Share of a page's words of content, by weight, from which it retells a page that it credits."""
_CREDITS = 3
"""How often it must credit it, "the agency" counted."""
_SILENT = 0.55
"""The same share of a page that does not credit it so."""
_OWN = 0.25
"""Share of its names and numbers that such a page may have of its own: its town, its agency."""
_QUOTED = 4
"""Weight of the words of content from which a quotation tells where it was heard."""
_FEW = 40
"""Weight of the words of content below which a page is too short to say whose it is."""
_DAYS = 7
"""Days after a page within which another retells it."""
_LOOKED_UP = 8
"""Names of a page, the longest, by two of which pages that may retell one another meet."""
_SAMPLE = 8
"""One run in this many is looked up to find candidates; all are counted for a candidate pair."""


class Source(msgspec.Struct, frozen=True):
    """A page as the runs of its prose, each a number, with what it says of its origin and day.

    `dateline_day` is the day of a dateline without a year ("XXXX-06-18"). `words` are the stems
    of its words of content, `told` those outside of quotations, which two reporters may have heard,
    and `telling` the names and numbers among these. `credits` is how often it gives a name as its
    source, folded, and `nameless` how often "the agency". `voices` are the last words of those who
    speak on it, `quotes` the words of content of each quotation, `latest` the last day on which
    anything on it was said.
    """

    doc: str
    runs: frozenset[int]
    words: frozenset[str]
    told: frozenset[str]
    telling: frozenset[str]
    credits: Mapping[str, int]
    nameless: int
    outlet: str | None
    agency: str | None
    published: str | None
    dateline_day: str | None = None
    voices: frozenset[str] = frozenset()
    quotes: tuple[frozenset[str], ...] = ()
    latest: date | None = None

    @property
    def called(self) -> frozenset[str]:
        """What others may call it by: outlet, agency, and the initials of a name of three words."""
        names = {self.outlet, self.agency} - {None}
        return frozenset(
            each for name in names if name is not None for each in (name, _initials(name)) if each
        )

    @property
    def rank(self) -> tuple[bool, date, int, str]:
        """What puts originals first: an agency's own page, the earliest, the longest."""
        own = self.agency is not None and (self.outlet is None or self.outlet == self.agency)
        return not own, last_day(self.published) or date.max, -len(self.runs), self.doc


def source_of(reading: Reading) -> Source:
    """The page as a source."""
    document = reading.document
    texts = [r.span.of(document.text) for r in document.regions if r.kind in READ_KINDS]
    words = [word for text in texts for word in tokens(text)]
    told = [wording(text) for text in _outside_quotations(reading)]
    told_stems = frozenset[str]().union(*(one.stems for one in told))
    names = frozenset[str]().union(*(one.names for one in told))
    credits, nameless = credits_in("\n".join(texts))
    return Source(
        doc=document.doc,
        runs=frozenset(number_of(*run) for run in grams(words, _RUN)),
        words=frozenset().union(*(wording(text).stems for text in texts)),
        told=told_stems,
        telling=names | {stem for stem in told_stems if stem.isdigit()},
        credits=credits,
        nameless=nameless,
        outlet=folded(document.outlet.value) if document.outlet else None,
        agency=folded(document.agency.value) if document.agency else None,
        published=document.published.value if document.published else None,
        dateline_day=document.dateline_day.value if document.dateline_day else None,
        voices=frozenset(_voices(reading)),
        quotes=tuple(sorted({*_quotes(reading)}, key=sorted)),
        latest=max(_days_said(reading), default=None),
    )


def _initials(name: str) -> str:
    """The first letters of a name of three words or more, "the" left out; else nothing.

    >>> _initials("norland news service"), _initials("the herald")
    ('nns', '')
    """
    words = name.removeprefix("the ").split()
    return "".join(word[0] for word in words) if len(words) > 2 else ""


def _voices(reading: Reading) -> Iterator[str]:
    """The last word of what each speaker is called, as it is compared: "spokesman", "berg"."""
    for one in reading.statements:
        words = tokens(one.speaker.name) if one.speaker is not None else ()
        if words and words[-1] not in word_list("function_words"):
            yield idea(words[-1])


def _quotes(reading: Reading) -> Iterator[frozenset[str]]:
    """The words of content of each quotation that has four or more of them, or a rare one."""
    text = reading.document.text
    for one in reading.statements:
        if one.kind != "indirect":
            stems = wording(" ".join(part.of(text) for part in one.parts)).stems
            if weight(stems) >= _QUOTED:
                yield stems


def _days_said(reading: Reading) -> Iterator[date]:
    for one in reading.statements:
        day = first_day(one.said_on.value) if one.said_on is not None else None
        if day is not None:
            yield day


def _outside_quotations(reading: Reading) -> Iterator[str]:
    """The page's prose, in pieces, without what it quotes word for word."""
    document = reading.document
    quoted = sorted(
        part for one in reading.statements if one.kind == "direct" for part in one.parts
    )
    for region in document.regions:
        if region.kind not in READ_KINDS:
            continue
        start = region.span.start
        for part in quoted:
            if part.meets(region.span):
                yield document.text[start : max(start, part.start)]
                start = max(start, part.end)
        yield document.text[start : max(start, region.span.end)]


def credits_in(text: str) -> tuple[Mapping[str, int], int]:
    """How often `text` gives a name as its source, folded, and how often only "the agency".

    >>> credits_in("Norland has paid, the agency TNA reports. According to TNA it was late.")
    ({'tna': 2}, 0)
    """
    found = Counter(folded(name) for pattern in _CREDIT for name in pattern.findall(text))
    return dict(sorted(found.items())), len(_NAMELESS.findall(text))


_NAME = r"((?!The\b|According\b)[A-Z][\w’'-]*(?: [A-Z][\w’'-]*){0,3}?)"
_CREDIT = (
    re.compile(
        r"(?:\b[Aa]ccording to|\btold|\breports? (?:by|of|from)|\bquoted by|\bcited by|\bciting"
        rf"|\bsays)(?: the)?(?: news)?(?: agency)? {_NAME}(?=[\s,.;:)]|['’]s\b|$)"
    ),
    re.compile(
        rf"{_NAME}(?:['’]s)? "
        r"(?:reports?|reported|writes|wrote|says|said|quotes|quoted|adds|added)\b"
    ),
)
_NAMELESS = re.compile(r"(?<!new )\bthe (?:news )?agency\b(?! [A-Z])|\bthe same source\b")


def keyed(source: Source) -> Keyed:
    """One run in eight, the same ones on every page, and names; in order of the pages' days.

    The names are those the page goes by, and those it credits; and each two of the longest in it.
    """
    runs = source.runs if len(source.runs) >= _LEAST else ()
    keys = {number_of("run", run) for run in runs if run % _SAMPLE == 0}
    keys |= {number_of("source", name) for name in source.called}
    keys |= {
        number_of("source", name)
        for name, times in source.credits.items()
        if times + source.nameless >= _CREDITS
    }
    longest = sorted(source.telling, key=lambda name: (-len(name), name))[:_LOOKED_UP]
    keys |= {number_of("names", *sorted(pair)) for pair in combinations(longest, 2)}
    place = place_of(first_day(source.published), source.doc, f"page {source.doc}")
    return Keyed(place, frozenset(keys))


def like(source: Source) -> Likeness:
    """Nothing keeps two pages apart."""
    return Likeness(source.doc, None)


def apart(one: Source, other: Source) -> bool:
    """Nothing keeps two pages apart."""
    return False


def compare(one: Source, other: Source) -> Join | None:
    """How much of the shorter page stands in the other, where that makes one a copy of the other.

    The score is the share in hundredths; below `COPIED` the page is derived, see `_derived`.
    """
    original, copy = sorted((one, other), key=lambda source: source.rank)
    least = min(len(original.runs), len(copy.runs))
    share = len(original.runs & copy.runs) / max(1, least)
    credit = _credit(original, copy)
    if (credit is None and least < _LEAST) or share < (_CREDITED if credit else _COPY):
        return _derived(one, other) or _derived(other, one)
    reason = f"{round(100 * share)} % of the shorter page's runs of five words stand in both"
    reason += f"; {credit}" if credit else ""
    return Join(one.doc, other.doc, round(100 * share), reason)


COPIED = round(100 * _CREDITED)
"""The least score of a copy."""


def _derived(page: Source, source: Source) -> Join | None:
    """Where a page has little beside the other's matter, and is not older.

    It credits the other throughout; or it is of a later day, and has no names of its own: then
    nothing shows that it is a source beside the other, and no more is said than that.
    """
    names = source.called
    if not page.words or page.agency in names or page.outlet in names:
        return None
    times = max((page.credits.get(name, 0) for name in names), default=0)
    day, before = first_day(page.published), first_day(source.published)
    known = day is not None and before is not None
    if day is not None and before is not None and not 0 <= (day - before).days <= _DAYS:
        return None
    share = _share(page.words, source)
    if times and times + page.nameless >= _CREDITS and share >= _RETOLD:
        name = max(name for name in names if page.credits.get(name, 0) == times)
        reason = f"retells it: it credits {name.upper()} {times + page.nameless} times, and"
    elif known and (times or day != before) and _adds_nothing(page, source):
        share = _share(page.told, source)
        reason = (
            "may retell it: of a later day, it has next to no name or number of its own, nobody "
            "who speaks there alone, and"
        )
    else:
        return None
    words = f"{round(100 * share)} % of its words of content stand there"
    low, high = sorted((page.doc, source.doc))
    return Join(low, high, round((COPIED - 1) * share), f"{page.doc} {reason} {words}")


def _share(words: frozenset[str], source: Source) -> float:
    return weight(words & source.words) / max(1, weight(words))


def _adds_nothing(page: Source, source: Source) -> bool:
    """Whether most of what a page tells, and of names and numbers nearly all, stands in the other.

    An agency's page is no retelling, nor one that heard something itself.
    """
    if page.agency is not None or weight(page.told) < _FEW or _heard_itself(page, source):
        return False
    own = len(page.telling - source.words)
    return _share(page.told, source) >= _SILENT and own <= _OWN * len(page.telling)


def _heard_itself(page: Source, source: Source) -> bool:
    """Whether a page has a witness that the other has not: a speaker, a quotation, a later day.

    Or it says that somebody told it.
    """
    day = first_day(source.published)
    later = page.latest is not None and day is not None and page.latest > day
    told_it = page.outlet is not None and page.credits.get(page.outlet, 0) > 0
    quotes = any(5 * weight(one & source.words) < 4 * weight(one) for one in page.quotes)
    return later or told_it or quotes or not page.voices <= source.words | source.called


def derived_among(
    sources: Mapping[str, Source], joins: Sequence[Join]
) -> list[tuple[str, str, str, str]]:
    """(page, source, reason, "derived") for each page that retells another, the nearest to it."""
    best: dict[str, tuple[int, str, str]] = {}
    for join in sorted(joins):
        if join.score >= COPIED:
            continue
        one, other = sources[join.one], sources[join.other]
        page, source = (one, other) if _derived(one, other) else (other, one)
        best[page.doc] = max(best.get(page.doc, (0, "", "")), (join.score, source.doc, join.reason))
    return [(doc, of, reason, "derived") for doc, (_, of, reason) in sorted(best.items())]


def copies_of(
    members: Sequence[str], joins: Sequence[Join], sources: Mapping[str, Source]
) -> list[tuple[str, str, str]]:
    """(copy, original, reason) for all but the first of the pages that `joins` connect.

    The original is the first of all where the page is a copy of it, else the page before it of
    which it holds most.
    """
    first = min((sources[doc] for doc in members), key=lambda source: source.rank)
    near: dict[str, list[Join]] = {doc: [] for doc in members}
    for join in joins:
        near[join.one].append(join)
        near[join.other].append(join)
    found = []
    for doc in sorted(members):
        source = sources[doc]
        if doc == first.doc:
            continue
        direct = compare(*sorted((first, source), key=lambda each: each.doc))
        if direct is not None:
            found.append((doc, first.doc, direct.reason))
            continue
        earlier = [
            (-join.score, sources[other].rank, other, join.reason)
            for join in near[doc]
            for other in {join.one, join.other} - {doc}
            if sources[other].rank < source.rank
        ]
        if earlier:
            _, _, other, reason = min(earlier)
            found.append((doc, other, reason))
    return found


def copies_among(
    sources: Mapping[str, Source], joins: Sequence[Join]
) -> list[tuple[str, str, str, str]]:
    """(page, of, reason, kind) of all pages that `joins` connect, sorted; the kind copy or derived.

    A page that is a copy is not derived beside it.
    """
    retold = derived_among(sources, joins)
    joins = [join for join in joins if join.score >= COPIED]
    near: dict[str, list[Join]] = {}
    for join in sorted(joins):
        near.setdefault(join.one, []).append(join)
    wholes = connected(sources, [(join.one, join.other) for join in joins])
    copied = [
        (*found, "copy")
        for members in wholes
        if len(members) > 1
        for found in copies_of(
            members, [join for doc in members for join in near.get(doc, ())], sources
        )
    ]
    known = {doc for doc, *_ in copied}
    return sorted([*copied, *(found for found in retold if found[0] not in known)])


def _credit(original: Source, copy: Source) -> str | None:
    """What the pages say of a common origin, in words; None where they say nothing."""
    if original.agency is not None and original.agency == copy.agency:
        return f"both credit {original.agency.upper()}"
    if original.outlet is not None and original.outlet == copy.agency:
        return f"it credits {original.outlet.upper()}"
    return None
