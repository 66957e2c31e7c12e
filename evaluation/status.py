"""Did it happen? The product's events scored on sentences written for it, status by status.

    python evaluation/status.py                 the open half: totals, statuses, forms
    python evaluation/status.py --errors        … and each error of the open half with its sentence
    python evaluation/status.py --set wider     other open sentences; also fresh, later
    python evaluation/status.py --sealed        the totals of the sealed sets, and nothing else

The sentences are `evaluation/status/open.txt`, `sealed.txt` (spent: its totals steered work) and
`sealed2.txt`; the README beside them explains the marks and what each status means. Each sentence
is read as a page of its own, dated 2032-06-16.
"""

from __future__ import annotations

import argparse
import re
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import onrecord
from onrecord.record.rows import EventRow, Role
from onrecord.record.rows import Party as Teller

HERE = Path(__file__).parent / "status"
OPEN = ("open", "fresh", "wider", "later")
PUBLISHED = "2032-06-16"
STATUSES = (
    "happened",
    "ongoing",
    "planned",
    "proposed",
    "expected",
    "requested",
    "hypothetical",
    "denied",
)
ASSERTED = {"happened", "ongoing"}
TYPES = set(
    "AGREE CONSULT SUPPORT CONCEDE COOPERATE AID RETREAT REQUEST ACCUSE REJECT THREATEN PROTEST "
    "SANCTION MOBILIZE COERCE ASSAULT".split()
)
FORMS = "verb passive noun participle infinitive gerund conditional headline".split()
NOTHING = "NONE"
NOBODY = "-"
MUTUAL = "="
COLUMNS = 7


class Span(NamedTuple):
    """Half-open code points of a sentence."""

    start: int
    end: int


Party = tuple[Span, ...]
"""Who acts, receives or tells: any one of these places in the sentence is right."""


class Mark(NamedTuple):
    """A marked event. `types` and `statuses` are alternatives, any of which is right.

    No `types` at all: the head is no event, though a coder might take it for one. `mutual`: all
    sides stand under `actors`. `holder` is empty where the outlet itself tells it; where
    `outlet_too`, either is right.
    """

    types: tuple[str, ...]
    statuses: tuple[str, ...]
    head: Span
    actors: tuple[Party, ...]
    recipients: tuple[Party, ...]
    mutual: bool
    holder: Party
    outlet_too: bool
    form: str

    @property
    def asserted(self) -> bool | None:
        """Whether it is told as a fact; None where both answers are right."""
        answers = {status in ASSERTED for status in self.statuses}
        return answers.pop() if len(answers) == 1 else None


class Sentence(NamedTuple):
    """A sentence with its marks; `name` is its number, as written."""

    name: str
    style: str
    text: str
    marks: tuple[Mark, ...]


class Given(NamedTuple):
    """An event of the product: the words of the one who reports it are None for the outlet."""

    event: EventRow
    speaker: Span | None


class Pair(NamedTuple):
    """A mark and what the product gave for it; None for either that has no partner."""

    sentence: Sentence
    mark: Mark | None
    given: Given | None


# Reading the sentences


def sentences(path: Path) -> list[Sentence]:
    """The sentences of a file of marks, in its order. ValueError names the line that is wrong."""
    out = []
    names: set[str] = set()
    for number, block in _blocks(path.read_text("utf-8")):
        where = f"{path.name}:{number}"
        head = re.fullmatch(r"= (\d+) (\w+)", block[0])
        if head is None:
            raise ValueError(f"{where}: expected '= NUMBER STYLE', found {block[0]!r}")
        name, style = head.groups()
        if name in names:
            raise ValueError(f"{where}: a second sentence {name}; number it anew")
        names.add(name)
        if len(block) < 3 or block[1].startswith(" "):
            raise ValueError(f"{where}: expected a sentence and its events under {block[0]!r}")
        marks = tuple(
            _mark(line, block[1], f"{path.name}:{number + place}")
            for place, line in enumerate(block[2:], 2)
        )
        out.append(Sentence(name, style, block[1], marks))
    return out


def _blocks(text: str) -> Iterator[tuple[int, list[str]]]:
    """The runs of lines between empty ones, without comments, each with its first line's number."""
    first, block = 0, list[str]()
    for number, line in enumerate([*text.splitlines(), ""], 1):
        if line.startswith("#"):
            continue
        if line.strip():
            first = first if block else number
            block.append(line.rstrip())
        elif block:
            yield first, block
            block = []


def _mark(line: str, text: str, where: str) -> Mark:
    """The event that `line` marks in the sentence `text`."""
    cells = [cell.strip() for cell in line.split("|")]
    if not line.startswith("  ") or len(cells) != COLUMNS:
        raise ValueError(
            f"{where}: expected two blanks and {COLUMNS} cells between |, found {line!r}"
        )
    types, statuses, head, actors, recipients, holder, form = cells
    none = types == NOTHING
    for word in [] if none else types.split("/"):
        _known(word, TYPES, "a PLOVER type", where)
    for word in [] if none else statuses.split("/"):
        _known(word, STATUSES, "a status", where)
    _known(form, FORMS, "a form", where)
    if none and {statuses, actors, recipients, holder} != {NOBODY}:
        raise ValueError(f"{where}: what is no event has neither status nor parties: write -")
    holders = [one for one in holder.split("/") if one != NOBODY]
    return Mark(
        types=() if none else tuple(types.split("/")),
        statuses=() if none else tuple(statuses.split("/")),
        head=span_of(head, text, where),
        actors=_parties(actors, text, where),
        recipients=() if recipients == MUTUAL else _parties(recipients, text, where),
        mutual=recipients == MUTUAL,
        holder=tuple(span_of(one, text, where) for one in holders),
        outlet_too=NOBODY in holder.split("/"),
        form=form,
    )


def _known(word: str, words: Iterable[str], what: str, where: str) -> None:
    if word not in words:
        known = ", ".join(sorted(words))
        raise ValueError(f"{where}: expected {what}, found {word!r}; there are {known}")


def _parties(cell: str, text: str, where: str) -> tuple[Party, ...]:
    """The parties of a cell: `;` between parties, `/` between places either of which is right."""
    if cell == NOBODY:
        return ()
    return tuple(
        tuple(span_of(one.strip(), text, where) for one in party.split("/"))
        for party in cell.split(";")
    )


def span_of(words: str, text: str, where: str = "") -> Span:
    """The place of `words` in `text`, as whole words; `words@2` is where they stand a second time.

    >>> span_of("it@2", "Its critics say it lied, and it did.")
    Span(start=29, end=31)
    """
    plain, _, turn = words.partition("@")
    found = list(re.finditer(rf"(?<!\w){re.escape(plain)}(?!\w)", text)) if plain else []
    place = int(turn) if turn else 1
    if not 1 <= place <= len(found):
        raise ValueError(f"{where}: found {plain!r} {len(found)} times, not {place}, in {text!r}")
    return Span(*found[place - 1].span())


# What the product makes of them


def read(asked: Sequence[Sentence]) -> dict[str, list[Given]]:
    """By the name of a sentence: the events that the product gives for it as a page of its own."""
    with tempfile.TemporaryDirectory() as folder:
        pages = Path(folder) / "pages"
        pages.mkdir()
        for sentence in asked:
            (pages / f"{sentence.name}.txt").write_text(sentence.text + "\n", "utf-8")
        record = onrecord.read(pages, into=Path(folder) / "story.db", date=PUBLISHED)
        if record.failed:
            raise ValueError(f"not read: {record.failed}")
        speakers = {row.id: row.speaker for row in onrecord.statements(record)}
        given: dict[str, list[Given]] = {sentence.name: [] for sentence in asked}
        for event in onrecord.events(record):
            speaker = speakers.get(event.reported_by) if event.reported_by else None
            given[event.doc].append(Given(event, _words(speaker)))
    return given


def pairs(sentence: Sentence, given: Sequence[Given]) -> list[Pair]:
    """Each mark and each event of the product once, with its partner where it has one.

    An event may be of a mark whose head its span covers or touches. Those of equal type come
    first, then the shorter span, then the head that is nearer to the span's beginning; status
    has no say. What is left is paired with a head that is no event, where it touches one or the
    sentence has no event at all, more than once if need be.
    """

    def order(pair: tuple[Mark, Given]) -> tuple[bool, int, int]:
        mark, one = pair
        event = one.event
        return (
            event.type not in mark.types,
            event.end - event.start,
            abs(mark.head.start - event.start),
        )

    real = [mark for mark in sentence.marks if mark.types]
    touching = [(mark, one) for mark in real for one in given if _touch(mark.head, _place(one))]
    out: list[Pair] = []
    taken: set[int] = set()
    for mark, one in sorted(touching, key=order):
        if id(mark) not in taken and id(one) not in taken:
            out.append(Pair(sentence, mark, one))
            taken |= {id(mark), id(one)}
    for one in given:
        if id(one) not in taken:
            false = _false(sentence, one)
            out.append(Pair(sentence, false, one))
            taken.add(id(false))
    return out + [Pair(sentence, mark, None) for mark in sentence.marks if id(mark) not in taken]


def _false(sentence: Sentence, one: Given) -> Mark | None:
    """The head that is no event and that `one` was given for; any where nothing else is marked."""
    nothing = [mark for mark in sentence.marks if not mark.types]
    touched = [mark for mark in nothing if _touch(mark.head, _place(one))]
    if len(nothing) == len(sentence.marks):
        touched += nothing
    return touched[0] if touched else None


def _place(given: Given) -> Span:
    return Span(given.event.start, given.event.end)


def _words(party: Role | Teller | None) -> Span | None:
    """The words that name a party of the product's; None where there are none."""
    if party is None or party.start is None or party.end is None:
        return None
    return Span(party.start, party.end)


def _touch(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


# Scores


class Share(NamedTuple):
    """So many of so many."""

    right: int
    of: int

    def __str__(self) -> str:
        """The share in percent, and the numbers it is made from."""
        return f"{100 * self.right / self.of:5.1f} ({self.right}/{self.of})" if self.of else "    –"


def precision(found: Sequence[Pair]) -> Share:
    """Of the events given as facts for a mark: those that the sentence tells as facts.

    One given for a head that is no event is wrong. Marks for which both answers are right, and
    events that touch no mark at all, are left out.
    """
    told = [
        pair.mark.asserted if pair.mark.types else False
        for pair in found
        if pair.mark and _fact(pair)
    ]
    return Share(sum(one is True for one in told), sum(one is not None for one in told))


def recall(found: Sequence[Pair]) -> Share:
    """Of the marks that are told as facts: those given as facts, of whatever type."""
    facts = [pair for pair in found if pair.mark and pair.mark.types and pair.mark.asserted]
    return Share(sum(map(_fact, facts)), len(facts))


def _fact(pair: Pair) -> bool:
    return pair.given is not None and pair.given.event.status in ASSERTED


def _matched(found: Iterable[Pair]) -> list[tuple[Mark, Given]]:
    return [
        (pair.mark, pair.given) for pair in found if pair.mark and pair.mark.types and pair.given
    ]


def status_share(found: Sequence[Pair]) -> Share:
    """Of the events found: those with the status of their mark."""
    matched = _matched(found)
    return Share(sum(one.event.status in mark.statuses for mark, one in matched), len(matched))


def type_share(found: Sequence[Pair]) -> Share:
    """Of the events found: those with the PLOVER type of their mark."""
    matched = _matched(found)
    return Share(sum(one.event.type in mark.types for mark, one in matched), len(matched))


def holder_share(found: Sequence[Pair]) -> Share:
    """Of the events found: those reported by who tells them, the outlet or the speaker."""
    matched = _matched(found)
    return Share(sum(_held(mark, one) for mark, one in matched), len(matched))


def _held(mark: Mark, one: Given) -> bool:
    if one.event.reported_by is None:
        return mark.outlet_too
    return one.speaker is not None and any(_touch(one.speaker, place) for place in mark.holder)


def role_score(found: Iterable[Pair], recipients: bool = False) -> tuple[Share, Share]:
    """Precision and recall of the actors (or recipients) of the events found, by overlap.

    All sides of a mutual act are its actors here, wherever the product put them.
    """
    right = given = hit = marked = 0
    for mark, one in _matched(found):
        if recipients and mark.mutual:
            continue
        roles = one.event.recipients if recipients else one.event.actors
        if mark.mutual:
            roles = (*one.event.actors, *one.event.recipients)
        spans = {span for role in roles if (span := _words(role)) is not None}
        parties = mark.recipients if recipients else mark.actors
        right += sum(any(_meets(span, party) for party in parties) for span in spans)
        hit += sum(any(_meets(span, party) for span in spans) for party in parties)
        given += len(spans)
        marked += len(parties)
    return Share(right, given), Share(hit, marked)


def _meets(span: Span, party: Party) -> bool:
    return any(_touch(span, place) for place in party)


def confusion(found: Iterable[Pair]) -> Mapping[tuple[str, str], int]:
    """How often a marked status was given as which; "no event" and "not found" are statuses here.

    Of alternatives the one that was given counts, else the first.
    """
    table: Counter[tuple[str, str]] = Counter()
    for pair in found:
        if pair.mark is None:
            continue
        given = pair.given.event.status if pair.given else "not found"
        statuses = pair.mark.statuses or ("no event",)
        table[given if given in statuses else statuses[0], given] += 1
    return table


# What is printed


def totals(found: Sequence[Pair]) -> list[str]:
    """The lines of the totals: share in percent and the numbers behind it."""
    false = sum(1 for pair in found if pair.mark and not pair.mark.types and _fact(pair))
    loose = sum(1 for pair in found if pair.mark is None)
    marks = [pair for pair in found if pair.mark and pair.mark.types]
    all_found = Share(sum(pair.given is not None for pair in marks), len(marks))
    lines = [
        f"told as facts, precision   {precision(found)}, {false} of the errors on what is no event",
        f"told as facts, recall      {recall(found)}",
        f"found at all               {all_found}",
        f"status of those found      {status_share(found)}",
        f"type of those found        {type_share(found)}",
        f"holder of those found      {holder_share(found)}",
    ]
    for what, recipients in (("actors", False), ("recipients", True)):
        sure, all_of = role_score(found, recipients)
        lines.append(f"{what:<11} F1 {_f1(sure, all_of):5.1f}  P {sure}  R {all_of}")
    return [*lines, f"events that touch no mark (not counted): {loose}"]


def _f1(sure: Share, all_of: Share) -> float:
    p, r = (one.right / one.of if one.of else 0.0 for one in (sure, all_of))
    return 200 * p * r / (p + r) if p + r else 0.0


def status_table(found: Sequence[Pair]) -> list[str]:
    """The confusion of statuses: a line for each that is marked, a column for each given."""
    table = confusion(found)
    given = (*STATUSES, "not found")
    lines = [f"{'marked / given':<14}" + "".join(f"{word[:8]:>9}" for word in given)]
    for marked in (*STATUSES, "no event"):
        row = (table[marked, word] or "·" for word in given)
        lines.append(f"{marked:<14}" + "".join(f"{cell:>9}" for cell in row))
    return lines


def form_table(found: Sequence[Pair]) -> list[str]:
    """The scores of each form of head."""
    lines = [f"{'form':<12}{'precision':>18}{'recall':>18}{'status':>18}{'type':>18}"]
    for form in FORMS:
        those = [pair for pair in found if pair.mark and pair.mark.form == form]
        scores = (precision(those), recall(those), status_share(those), type_share(those))
        lines.append(f"{form:<12}" + "".join(f"{score!s:>18}" for score in scores))
    return lines


def errors(found: Sequence[Pair]) -> Iterator[str]:
    """Each pair that is not right in status or type, each miss, each event without a mark."""
    for pair in found:
        mark, given = pair.mark, pair.given
        wrong = []
        if mark is None:
            wrong.append("no mark")
        elif not mark.types:
            wrong += ["no event"] if given else []
        elif given is None:
            wrong.append("not found")
        else:
            wrong += ["status"] if given.event.status not in mark.statuses else []
            wrong += ["type"] if given.event.type not in mark.types else []
        if wrong:
            yield f"{pair.sentence.name} {', '.join(wrong)}: {_marked(pair)} / {_given(given)}"
            yield f"    {pair.sentence.text}"


def _marked(pair: Pair) -> str:
    if pair.mark is None:
        return "–"
    words = pair.sentence.text[slice(*pair.mark.head)]
    return f"{'/'.join(pair.mark.types)} {'/'.join(pair.mark.statuses)} “{words}”".strip()


def _given(given: Given | None) -> str:
    return f"{given.event.type} {given.event.status} “{given.event.text}”" if given else "–"


def main() -> None:
    """Read a half, score it, print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--sealed", action="store_true", help="the totals of the sealed sets")
    which.add_argument("--errors", action="store_true", help="the errors of the open half")
    parser.add_argument("--set", default="open", choices=OPEN, help="which open sentences")
    asked = parser.parse_args()
    for name in ("sealed", "sealed2") if asked.sealed else (asked.set,):
        half = sentences(HERE / f"{name}.txt")
        given = read(half)
        found = [pair for sentence in half for pair in pairs(sentence, given[sentence.name])]
        print(f"{name}: {len(half)} sentences")
        print(*totals(found), sep="\n")
        if not asked.sealed:
            print("", *status_table(found), "", *form_table(found), sep="\n")
        if asked.errors:
            print("", *errors(found), sep="\n")


if __name__ == "__main__":
    main()
