"""Nameplates: the lines at a page's head that say whose page it is.

A name alone is no sign: a headline, a section and a person are names too. What shows an outlet's is

- a word of outlets in it ("Radio Orle", "The Valley Echo"), or the beginning of an office's name;
- or what stands beside it: a day, an issue, a motto, the address of the site;
- and that the story is not about it: a headline's words come again in the text, its own do not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from onrecord.documents.forms import begins_as_office, is_clock, is_masthead
from onrecord.documents.lexicon import agencies, entries, entry_set, organisation_words, places
from onrecord.documents.lines import Block
from onrecord.documents.written_dates import MONTHS, WEEKDAYS, written_dates
from onrecord.spans import Span, trimmed

_LIST = "outlets.txt"
_PARTICLES = frozenset(
    "a and at da das de del der des di do du e el en et for i in la las le les los of og on the to "
    "und van y".split()
)
_MARKS = re.compile(r"\s+(?:[|·•»›>/–—-]|::)\s+|\s{3,}|\t+|\n")
_EDGES = ' .,;:|/·•»›>–—-*_#()[]"“”«»\ufeff'
_LINES = 6
"""Lines of the head, of those that are looked at, below which a name without a word of outlets is
no nameplate."""
_LONGEST = 160
_WORDY = 5
"""Words from which a name is as long as a headline: then half its words told will do."""


class Nameplate(NamedTuple):
    """A name at the head of a page; `name` is in offsets of the document, `sign` says why."""

    name: Span
    sign: str
    rest: Span | None
    """What stands on the same line and may be the headline: a programme's or an episode's name."""


def nameplate_of(
    head: Sequence[Block],
    prose: str,
    *,
    hosts: frozenset[str] = frozenset(),
    above: int | None = None,
) -> tuple[int, Nameplate] | None:
    """The nameplate among the lines above the text, with the number of its line; None without one.

    `prose` is the article's text and headline, `hosts` the names of the sites that the page is on;
    only the first `above` of the lines are asked, those after them stand below the headline.
    One with a word of outlets goes before one that only stands beside a day.
    """
    told = _Told(prose)
    weak: tuple[int, Nameplate] | None = None
    for i in range(len(head) if above is None else above):
        for found, sure in _names(head, i, told, hosts):
            if sure:
                return i, found
            weak = weak or (i, found)
    return weak


class _Told:
    """The words of the article, by which a line is known to be about it."""

    def __init__(self, prose: str) -> None:
        self.prose = prose
        self.folded = " ".join(prose.casefold().split())
        self.stems = {_stem(word) for word in re.findall(r"\w{4,}", prose)}

    def share(self, name: str) -> float:
        """The share of the longer words of `name` that the article has too."""
        words = re.findall(r"\w{4,}", name)
        told = [_stem(word) in self.stems for word in words]
        own = [t for word, t in zip(words, told, strict=True) if not _is_outlet_word(word)]
        return min(_share(told), _share(own))

    def names(self, name: str) -> bool:
        """Whether the article has the name as it stands: not so the words of a headline."""
        plain = re.sub(r"^the\s+", "", name, flags=re.IGNORECASE)
        return self.heard(name) or plain.casefold() in self.folded

    def heard(self, name: str) -> bool:
        """Whether somebody "told" the name, or its last word: outlets are told, topics are not."""
        last = re.escape(name.rsplit(maxsplit=1)[-1])
        hearer = rf"\b(?:told|tells)\s+(?:the\s+)?(?:{re.escape(name)}|{last})\b"
        return re.search(hearer, self.prose, re.IGNORECASE) is not None


def _share(told: Sequence[bool]) -> float:
    return sum(told) / len(told) if told else 0.0


def _is_outlet_word(word: str) -> bool:
    folded = word.casefold()
    ends = entry_set("residue.txt", "masthead, ends")
    return folded in entry_set(_LIST, "words") or folded in ends


def _stem(word: str) -> str:
    return word.casefold()[:5]


def _names(
    head: Sequence[Block], i: int, told: _Told, hosts: frozenset[str]
) -> Iterator[tuple[Nameplate, bool]]:
    """The names of a line that may be an outlet's, and whether each is sure."""
    block = head[i]
    raw, by = block.raw, block.span.start
    if len(raw) > _LONGEST or block.n > 20 or _is_byline(block):
        return
    parts, dated = _parts(raw)
    names = [part for part in parts if is_name(part.of(raw))]
    noted = any(_is_imprint(p.of(raw)) for p in parts if p not in names)
    near = len(names) == 1 and len(raw.split()) == 1
    below = head[i + 1 : i + (4 if near else 3)]
    beside = dated or noted or any(map(_is_stamp, below))
    translated = "translat" in raw.casefold()
    released = any(b.bare in entry_set(_LIST, "release") for b in head)
    for part in names:
        words = _bare(part.of(raw))
        rest = next((o for o in parts if o != part and _may_head(o.of(raw))), None)
        found = Nameplate(
            part.shift(by), "the name above the headline", rest.shift(by) if rest else None
        )
        share = told.share(words)
        if begins_as_office(words) and part == parts[0] and not dated:
            yield found._replace(rest=None), True
        elif _letters(words) in hosts:
            yield found._replace(sign=f"{found.sign}, as in its address"), True
        elif any(_initials(words) == other.of(raw) for other in parts):
            yield found._replace(rest=None), True
        elif has_outlet_word(words):
            alone = len(parts) == 1 and (beside or is_masthead(block))
            full = 1 if len(words.split()) < _WORDY else 0.5
            topic = share >= full and not told.names(words)
            topic = topic and not (dated and len(parts) > 1)
            if not topic and (alone or dated or noted or translated or share == 0):
                yield found, True
        elif _is_account(head, i):
            yield found._replace(sign="the account that posted it", rest=None), True
        elif (
            released
            and not _is_release(words)
            and (_is_body(words) or any(words.casefold().startswith(h) for h in hosts))
        ):
            yield found._replace(sign="the head of the letter", rest=None), False
        elif i < _LINES and part == parts[0] and translated and share < 1:
            yield found._replace(sign="the name beside the note of a translation"), False
        elif i < _LINES and part == names[0] and beside and _stands_out(words):
            topic = share >= 0.5 and not told.heard(words)
            if not topic:
                yield found._replace(sign="the name beside the day or the issue"), False


def _parts(line: str) -> tuple[list[Span], bool]:
    """The pieces of a line between strokes and around its days, and whether it has a day."""
    cuts = [m.span() for m in _MARKS.finditer(line)]
    days = [found.span for found in written_dates(line)]
    cuts += [(day.start, day.end) for day in days]
    pieces: list[Span] = []
    at = 0
    for start, end in [*sorted(cuts), (len(line), len(line))]:
        if start > at:
            piece = _piece(line, at, start)
            if piece is not None:
                pieces.append(piece)
        at = max(at, end)
    return pieces, bool(days)


def _piece(line: str, start: int, end: int) -> Span | None:
    """A piece without marks at its ends, a weekday or clock time beside its day, a last bracket."""
    if line[start:end].casefold().lstrip(_EDGES).startswith("in the "):  # a court's heading
        start = line.casefold().index("in the ", start) + len("in the ")
    edition = re.search(r"\s(?:online|english|print|weekend) edition\W*$", line[start:end].lower())
    if edition is not None:
        end = start + edition.start()
    while start < end and line[start] in _EDGES:
        start += 1
    bracket = line.rfind("(", start, end)
    if bracket > start + 2:
        end = bracket
    while end > start and line[end - 1] in _EDGES:
        end -= 1
    words = line[start:end].split()
    if not words or all(w.strip(_EDGES).casefold() in WEEKDAYS or is_clock(w) for w in words):
        return None
    comma = line.rfind(",", start, end)
    if comma > start and line[comma + 1 : end].strip().casefold() in WEEKDAYS:
        end = comma
    if is_clock(words[0]):
        return _piece(line, start + len(words[0]), end)
    comma = line.find(", ", start, end)
    if comma > start and _is_imprint(line[comma + 2 : end]):
        end = comma
    return trimmed(line, Span(start, end))


def is_name(words: str) -> bool:
    """Whether words could be an outlet's name: few, each with a capital, and no section's.

    >>> is_name("Fenwick & District Times"), is_name("Talks go on"), is_name("World News")
    (True, False, False)
    """
    each = words.split()
    bare = _bare(words).casefold()
    office = begins_as_office(words)
    if not 1 <= len(each) <= (14 if office else 8) or sum(map(str.isalpha, words)) < 3:
        return False
    if any(c in words for c in '“”"!?;:@=<>') or words.rstrip().endswith("."):
        return False
    if bare in entry_set(_LIST, "no name") or bare in WEEKDAYS or bare in MONTHS:
        return False
    if bare in places() and not office:
        return False
    if re.search(r"\b(?:embargoed?|until|confidential|advertisement)\b", bare):
        return False
    longer = [word for word in bare.replace("&", " ").split() if word not in _PARTICLES]
    if all(word in entry_set(_LIST, "no name") for word in longer):
        return False
    if bare in entry_set("residue.txt", "boilerplate, whole line"):
        return False
    capital = all(
        word[0].isupper()
        or not word[0].isalpha()
        or word.casefold() in _PARTICLES
        or word in entry_set(_LIST, "bodies")
        for word in (w.strip(_EDGES) or "-" for w in each)
    )
    return capital and (each[0][0].isupper() or each[0][0].isdigit())


def has_outlet_word(words: str) -> bool:
    """Whether a word of outlets stands in the name, or ends one of its words.

    >>> has_outlet_word("Radio Orle"), has_outlet_word("NORDPOSTEN"), has_outlet_word("Port Orle")
    (True, True, False)
    """
    each = [word.strip(_EDGES).casefold() for word in words.split()]
    listed = _bare(words).casefold() in agencies()
    if listed or any(word in entry_set(_LIST, "words") for word in each):
        return len(each) > 1 or each[0] not in entry_set(_LIST, "no name")
    if len(each) > 1 and each[-1] in entry_set("residue.txt", "masthead, ends"):
        return True
    return any(len(w) >= 7 and w.endswith(entries(_LIST, "endings")) for w in each)


def _stands_out(words: str) -> bool:
    """Whether a name without a word of outlets is set as a nameplate: in capitals, with "The".

    Or one that begins with what ends others: "Courier of the Fjords".
    """
    each = words.split()
    if len(each) > 2 and each[1] == "of":
        return each[0].casefold() in entry_set("residue.txt", "masthead, ends")
    if words.isupper():
        return len(words) >= 4
    return len(each) > 1 and (each[0] == "The" or "&" in each)


def _is_imprint(words: str) -> bool:
    """Whether words stand beside a name at a page's head: "No. 40", "in English", "since 1871".

    >>> _is_imprint("No. 40"), _is_imprint("No more cement"), _is_imprint("Summer issue")
    (True, False, True)
    """
    if _is_counted(words):
        return True
    each = re.findall(r"[\w’'-]+", words.casefold())
    return len(each) <= 10 and any(word in entry_set(_LIST, "imprint") for word in each)


def _is_counted(words: str) -> bool:
    """Whether a number of an issue, a volume or an episode, or a year of founding stands in it."""
    return (
        re.search(
            r"\b(?:n[or]|number|vol|volume|issue|ed|edition|ep|episode|since|founded|established|est)"
            r"\b\.?\s?\d",
            words.casefold(),
        )
        is not None
    )


def _initials(words: str) -> str | None:
    """The first letters of the words of a name; None of fewer than three."""
    letters = "".join(word[0] for word in words.split() if word[0].isupper())
    return letters if len(letters) >= 3 else None


def _is_account(head: Sequence[Block], i: int) -> bool:
    """Whether the next line is the name by which an account is addressed, and nothing else."""
    below = head[i + 1].raw.split() if i + 1 < len(head) else []
    return len(below) == 1 and len(below[0]) > 3 and below[0].startswith("@")


def _is_body(words: str) -> bool:
    """Whether a name has a word of organisations in it: "CORVANE SHIPPING plc"."""
    each = {word.strip(_EDGES).casefold() for word in words.split()}
    return len(each) > 1 and bool(each & (organisation_words() | entry_set(_LIST, "bodies")))


def _is_release(words: str) -> bool:
    return words.casefold().startswith(entries(_LIST, "release"))


def is_imprint_line(block: Block) -> bool:
    """Whether a line is nothing but an imprint: "No. 88, June 2014", "Weekly of the valley"."""
    words = block.text.casefold()
    if block.n > 10 or block.ends_sentence or ":" in words:
        return False
    return words.startswith(entries(_LIST, "mottoes")) or _is_counted(words.split(" – ")[0][:20])


def _is_stamp(block: Block) -> bool:
    """Whether a line is a day or an imprint, and nothing that could be a headline."""
    if block.n > 14 or block.ends_sentence:
        return False
    if _is_imprint(block.text) and block.n <= 10:
        return True
    day = next(written_dates(block.raw), None)
    return day is not None and block.n - len(day.span.of(block.raw).split()) <= 4


def _may_head(words: str) -> bool:
    bare = _bare(words).casefold()
    short = _is_imprint(words) and len(words.split()) <= 3
    return len(bare) >= 4 and not short and bare not in entry_set(_LIST, "no name")


def _is_byline(block: Block) -> bool:
    first = block.words[0].casefold() if block.words else ""
    return first in {"by", "from", "photo", "photo:", "source", "source:", "©", "copyright"}


def _bare(words: str) -> str:
    return " ".join(words.split()).strip(_EDGES)


def _letters(words: str) -> str:
    return "".join(filter(str.isalnum, words.casefold().replace("&", "and")))
