"""What is joined across the pages of story packs written for it, against what should be.

    python evaluation/packs.py [NAME…]            the open packs (or those named): the scores
    python evaluation/packs.py [NAME…] --errors   … and each error with its words
    python evaluation/packs.py --retold           three more, of pages that retell one another
    python evaluation/packs.py --sealed           the sealed packs: totals and nothing else

A pack is a folder of `evaluation/packs/`: pages with marks in braces, and `gold.txt`. The README
beside them says what the marks mean. Each pack is read into a record of its own, without the marks.
What a sealed pack gets wrong is shown only with ONRECORD_OPEN_SEALED=1, which spends it: from then
on it is an open one.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import sqlite3
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any, NamedTuple

sys.path.insert(0, str(Path(__file__).parent.parent))
import onrecord
from evaluation.reading import rows_of

HERE = Path(__file__).parent / "packs"
TYPES = set(
    "AGREE CONSULT SUPPORT CONCEDE COOPERATE AID RETREAT REQUEST ACCUSE REJECT THREATEN PROTEST "
    "SANCTION MOBILIZE COERCE ASSAULT".split()
)
STATUSES = set(
    "happened ongoing planned proposed expected requested hypothetical denied cancelled "
    "postponed".split()
)
ENDS = {
    "cancelled": {"cancelled", "fell through", "denied"},
    "postponed": {"postponed", "planned"},
}
KINDS = {"number", "date", "actor", "status", "type", "place", "wording"}
KIND_NAMES = {"count": "number", "when": "date", "who": "actor", "actors": "actor"}
OVERLAP = 0.5
"""A statement or name is found where a row shares at least this part of their common extent."""

Row = dict[str, Any]
_OPENS = re.compile(
    r"\{(?:(?P<u>u\d+)(?:\.(?P<again>\d+))?|(?P<h>h\d+)/(?P<status>[a-z]+)"
    r"|(?P<d>d\d+)=(?P<value>[^\s{}]+)|@(?P<who>[a-z0-9_]+)) "
)
_NUMBERS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen twenty".split()
)


class Mark(NamedTuple):
    """A marked place: of an utterance (`u`), a happening (`h`), a difference (`d`) or a name (`@`).

    `value` is the number of a second mention, the status, what the difference says there, or "".
    """

    sort: str
    id: str
    value: str
    page: str
    start: int
    end: int


class PackPage(NamedTuple):
    """A page as the product gets it: file name, text without marks, what its sidecar tells."""

    file: str
    text: str
    told: Row | None
    marks: tuple[Mark, ...]

    @property
    def doc(self) -> str:
        """The page's id in the exports."""
        return Path(self.file).stem


class Difference(NamedTuple):
    """What pages do not agree on: its kind, and the utterance or happening that it is about."""

    kind: str
    of: str


class Pack(NamedTuple):
    """A story: its pages, and what is one, what differs and what is copied."""

    name: str
    pages: tuple[PackPage, ...]
    utterances: dict[str, tuple[str, str]]
    happenings: dict[str, frozenset[str]]
    differences: dict[str, Difference]
    ends: dict[str, str]
    copies: frozenset[tuple[str, str]]
    derived: frozenset[tuple[str, str]]
    lifted: frozenset[tuple[str, str, str]]
    responses: frozenset[tuple[str, str]]
    unclear: frozenset[tuple[str, str]]
    later: frozenset[tuple[str, str]]
    repeats: frozenset[tuple[str, str]]
    actors: frozenset[str]
    apart: frozenset[tuple[str, str]]
    either: frozenset[tuple[str, str]]

    def marks(self, sort: str) -> list[Mark]:
        """The marks of one sort on all pages."""
        return [mark for page in self.pages for mark in page.marks if mark.sort == sort]


class Told(NamedTuple):
    """What a record says: rows of the exports; `kinds` is "copy" or "derived" by (doc, of)."""

    statements: Sequence[Row]
    events: Sequence[Row]
    mentions: Sequence[Row]
    utterances: Sequence[Row]
    happenings: Sequence[Row]
    kinds: Mapping[tuple[str, str], str]
    changed: Callable[[str], Mapping[str, str]]
    """The statements of an utterance, each with the words in which its wording differs."""


class Score(NamedTuple):
    """How many were right, given and wanted; shares are None of nothing."""

    right: int = 0
    given: int = 0
    wanted: int = 0

    def plus(self, other: Iterable[int]) -> Score:
        """The counts of both."""
        return Score(*(one + two for one, two in zip(self, other, strict=True)))

    @property
    def precision(self) -> float | None:
        """The share of the given that is right."""
        return self.right / self.given if self.given else None

    @property
    def recall(self) -> float | None:
        """The share of the wanted that is given."""
        return self.right / self.wanted if self.wanted else None

    @property
    def f1(self) -> float | None:
        """The harmonic mean of both."""
        both = self.given + self.wanted
        return 2 * self.right / both if both else None


# Reading a pack


def read_marks(source: str, doc: str) -> tuple[str, tuple[Mark, ...]]:
    """The text of `source` without its marks, and the marks.

    `ValueError` says where a brace opens or closes nothing.

    >>> text, marks = read_marks("{@keller Keller} {h1/happened left}.", "01")
    >>> text, [(mark.id, mark.start, mark.end) for mark in marks]
    ('Keller left.', [('keller', 0, 6), ('h1', 7, 11)])
    """
    text: list[str] = []
    length = 0
    stack: list[tuple[str, str, str, int]] = []
    marks: list[Mark] = []
    at = 0
    while at < len(source):
        opening = _OPENS.match(source, at)
        if opening is not None:
            stack.append((*_kind(opening), length))
            at = opening.end()
            continue
        letter = source[at]
        at += 1
        if letter == "}" and stack:
            sort, id, value, start = stack.pop()
            marks.append(Mark(sort, id, value, doc, start, length))
        elif letter in "{}":
            raise ValueError(f"{doc}: a brace marks nothing: {source[max(0, at - 30) : at + 30]!r}")
        else:
            text.append(letter)
            length += 1
    if stack:
        raise ValueError(f"{doc}: a mark is not closed: {stack[-1]}")
    return "".join(text), tuple(sorted(marks, key=lambda mark: (mark.start, -mark.end)))


def _kind(opening: re.Match[str]) -> tuple[str, str, str]:
    if opening["u"]:
        return "u", opening["u"], opening["again"] or "1"
    if opening["h"]:
        return "h", opening["h"], opening["status"]
    if opening["d"]:
        return "d", opening["d"], opening["value"]
    return "@", opening["who"], ""


def read_pack(folder: Path) -> Pack:
    """The pack in `folder`; `ValueError` where a mark or a line of gold does not hold."""
    pages = []
    for path in sorted(folder.iterdir()):
        if path.suffix in (".txt", ".html") and path.name != "gold.txt":
            text, marks = read_marks(path.read_bytes().decode("utf-8"), path.stem)
            told = path.with_suffix(".meta.json")
            pages.append(
                PackPage(path.name, text, json.loads(told.read_text("utf-8")), marks)
                if told.exists()
                else PackPage(path.name, text, None, marks)
            )
    pack = _gold(folder, tuple(pages))
    wrong = list(_faults(pack))
    if wrong:
        raise ValueError(f"{folder.name}: " + "; ".join(wrong))
    return pack


def _gold(folder: Path, pages: tuple[PackPage, ...]) -> Pack:
    said: dict[str, tuple[str, str]] = {}
    done: dict[str, frozenset[str]] = {}
    differ: dict[str, Difference] = {}
    ends: dict[str, str] = {}
    people: set[str] = set()
    pairs: dict[str, set[tuple[str, str]]] = defaultdict(set)
    lifted: set[tuple[str, str, str]] = set()
    for number, line in enumerate((folder / "gold.txt").read_text("utf-8").splitlines(), start=1):
        words = line.split()
        where = f"{folder.name}/gold.txt:{number}"
        match words:
            case [] | ["#", *_]:
                continue
            case ["utterance", id, who, day, *_] if id not in said:
                said[id] = (who, day)
            case ["happening", id, types, *_] if id not in done and set(types.split("/")) <= TYPES:
                done[id] = frozenset(types.split("/"))
            case ["difference", id, kind, of, *_] if id not in differ and kind in KINDS:
                differ[id] = Difference(kind, of)
            case ["ends", id, status] if status in STATUSES:
                ends[id] = status
            case ["actor", key, *_] if key not in people:
                people.add(key)
            case ["copy", one, "of", other]:
                pairs["copy"].add((one, other))
            case ["derived", one, "of", *others] if others:
                pairs["derived"].update((one, other) for other in others)
            case ["lifted", id, one, "of", other]:
                lifted.add((id, one, other))
            case ["response", one, "to", other]:
                pairs["response"].add((one, other))
            case ["unclear", one, "to", other]:
                pairs["unclear"].add((one, other))
            case ["later", one, "after", other]:
                pairs["later"].add((one, other))
            case ["repeats", one, "of", other]:
                pairs["repeats"].add((one, other))
            case ["either", one, other]:
                pairs["either"].add((one, other))
            case ["apart", one, other]:
                pairs["apart"].add((one, other))
            case _:
                raise ValueError(f"{where}: expected a line of gold, found {line!r}")
    return Pack(
        name=folder.name,
        pages=pages,
        utterances=said,
        happenings=done,
        differences=differ,
        ends=ends,
        copies=frozenset(pairs["copy"]),
        derived=frozenset(pairs["derived"]),
        lifted=frozenset(lifted),
        responses=frozenset(pairs["response"]),
        unclear=frozenset(pairs["unclear"]),
        later=frozenset(pairs["later"]),
        repeats=frozenset(pairs["repeats"]),
        actors=frozenset(people),
        apart=frozenset(pairs["apart"]),
        either=frozenset(pairs["either"]),
    )


def _faults(pack: Pack) -> Iterator[str]:
    """What in the gold names nothing, or is named by nothing."""
    docs = {page.doc for page in pack.pages}
    for sort, known in (
        ("u", set(pack.utterances)),
        ("h", set(pack.happenings)),
        ("d", set(pack.differences)),
        ("@", set(pack.actors)),
    ):
        marked = {mark.id for mark in pack.marks(sort)}
        yield from (f"{id} is marked, not declared" for id in sorted(marked - known))
        yield from (f"{id} is declared, not marked" for id in sorted(known - marked))
    for mark in pack.marks("h"):
        if mark.value not in STATUSES:
            yield f"{mark.page}: {mark.id} has the status {mark.value!r}"
    whole = set(pack.utterances) | set(pack.happenings)
    for id, difference in pack.differences.items():
        if difference.of not in whole:
            yield f"{id} is about {difference.of}, which is not declared"
        if len({mark.value for mark in pack.marks("d") if mark.id == id}) < 2:
            yield f"{id} has fewer than two values"
    for id, (who, _) in pack.utterances.items():
        if who not in pack.actors | {"-"}:
            yield f"{id} is said by {who}, who is not declared"
    for one, other in pack.copies | pack.derived:
        yield from (f"{doc} is no page" for doc in (one, other) if doc not in docs)
    for pairs, among in (
        (pack.responses | pack.unclear | pack.later | pack.either, whole),
        (pack.repeats, set(pack.utterances)),
        (pack.apart, set(pack.actors)),
        ({(id, id) for id in pack.ends}, set(pack.happenings)),
    ):
        yield from (f"{id} is not declared" for pair in pairs for id in pair if id not in among)


# Reading a pack's pages with the product


def told_of(pack: Pack, folder: Path) -> Told:
    """What the product makes of the pages of `pack`, on a new record in `folder`."""
    pages = folder / "pages"
    pages.mkdir(parents=True)
    for page in pack.pages:
        (pages / page.file).write_bytes(page.text.encode("utf-8"))
        if page.told is not None:
            (pages / f"{page.doc}.meta.json").write_text(json.dumps(page.told), "utf-8")
    record = onrecord.read([pages], into=folder / "story.db")
    for failed in record.failed:
        print(f"not read: {failed.source}: {failed.reason}", file=sys.stderr)
    rows: dict[str, list[Row]] = {}
    for what in ("statements", "events", "mentions", "utterances", "happenings"):
        onrecord.export(record, what, into=folder / f"{what}.jsonl")
        rows[what] = rows_of(folder / f"{what}.jsonl")
    with sqlite3.connect(folder / "story.db") as store:
        anchors = {
            id: (start, end)
            for id, start, end in store.execute("SELECT id, anchor_start, anchor_end FROM events")
        }
        kinds = _kinds(store)
    for row in rows["events"]:
        row["anchor"] = anchors[row["id"]]

    def changed(utterance: str) -> dict[str, str]:
        compared = onrecord.compare(record, utterance)
        return {
            one.id: " ".join(words for what, words in one.changes if what != "same")
            for one in compared.wordings
        }

    return Told(**rows, kinds=kinds, changed=changed)


def _kinds(store: sqlite3.Connection) -> dict[tuple[str, str], str]:
    """The table `copies`; a row is of a copy unless a column `kind` says "derived"."""
    found = store.execute("SELECT * FROM copies")
    names = [column[0] for column in found.description]
    rows = [dict(zip(names, row, strict=True)) for row in found]
    return {(row["doc"], row["of"]): row.get("kind") or "copy" for row in rows}


# Which rows are which marks

Said = tuple[str, str, str]
"""A mention of an utterance: its page, its id, and which mention of it on the page."""


def statements_found(pack: Pack, told: Told) -> dict[Said, Row]:
    """The row of each mention of an utterance that has one: the best overlap first."""
    wanted: dict[Said, set[int]] = defaultdict(set)
    for mark in pack.marks("u"):
        wanted[mark.page, mark.id, mark.value].update(range(mark.start, mark.end))
    offers = []
    for key, place in wanted.items():
        for row in told.statements:
            if row["doc"] != key[0] or row["end"] <= min(place) or row["start"] > max(place):
                continue
            given = {at for start, end in row["parts"] for at in range(start, end)}
            share = len(place & given) / len(place | given)
            if share >= OVERLAP:
                offers.append((-share, key, row["id"], row))
    return _one_each(offers)


def events_found(pack: Pack, told: Told) -> dict[Mark, Row]:
    """The event of each mark of a happening: its word stands in the mark, its type is right."""
    offers = [
        (mark.end - mark.start, mark, row["id"], row)
        for mark in pack.marks("h")
        for row in told.events
        if row["doc"] == mark.page
        and row["type"] in pack.happenings[mark.id]
        and row["anchor"][0] < mark.end
        and mark.start < row["anchor"][1]
    ]
    return _one_each(offers)


def names_found(pack: Pack, told: Told) -> dict[Mark, Row]:
    """The mention of each marked name, where the record holds it to stand for somebody."""
    offers = []
    for mark in pack.marks("@"):
        for row in told.mentions:
            shared = min(mark.end, row["end"]) - max(mark.start, row["start"])
            whole = max(mark.end, row["end"]) - min(mark.start, row["start"])
            if row["doc"] == mark.page and row["id"] and shared >= OVERLAP * whole:
                offers.append((-shared / whole, mark, (row["start"], row["end"]), row))
    return _one_each(offers)


def _one_each(offers: list[tuple[Any, ...]]) -> dict[Any, Row]:
    """Each key with the best row offered that is not taken yet."""
    found: dict[Any, Row] = {}
    taken = set()
    for _, key, id, row in sorted(offers, key=lambda offer: offer[:3]):
        if key not in found and (row["doc"], id) not in taken:
            found[key] = row
            taken.add((row["doc"], id))
    return found


# Scores

Item = tuple[str, str, str, str]
"""A mention: its gold id, what the record joins it to, its page, its words."""


def pair_score(
    items: Sequence[Item],
    either: Iterable[tuple[str, str]] = (),
    copied: Iterable[frozenset[str]] = (),
) -> Score:
    """Pairs that are one: in both, in the record, in the gold.

    Pairs of two that may be held to be one or not are left out, and pairs of pages in `copied`.
    """
    free, left_out = {frozenset(pair) for pair in either}, set(copied)
    one = [
        (first[0] == second[0], first[1] == second[1])
        for first, second in combinations(items, 2)
        if frozenset((first[0], second[0])) not in free
        if frozenset((first[2], second[2])) not in left_out
    ]
    return Score(
        sum(gold and given for gold, given in one),
        sum(given for _, given in one),
        sum(gold for gold, _ in one),
    )


def of_all(score: Score, ids: Iterable[str]) -> Score:
    """The same pairs, wanted among all mentions (each the id of what it reports), read or not."""
    times = Counter(ids)
    return Score(score.right, score.given, sum(n * (n - 1) // 2 for n in times.values()))


def page_relations(pack: Pack) -> dict[frozenset[str], str]:
    """Pairs of pages that are "copy" or "derived"; copies of one page are copies of each other.

    What is derived from a page is derived from its copies, too, and so is a copy of the derived.
    """
    docs = [page.doc for page in pack.pages]
    return _relations(docs, pack.copies, pack.derived)


def _relations(
    docs: Sequence[str], copies: Iterable[tuple[str, str]], derived: Iterable[tuple[str, str]]
) -> dict[frozenset[str], str]:
    group = {doc: doc for doc in docs}
    for one, other in copies:
        old, new = group[one], group[other]
        group = {doc: new if at == old else at for doc, at in group.items()}
    from_groups = {(group[one], group[other]) for one, other in derived}
    found = {}
    for one, other in combinations(docs, 2):
        at, to = group[one], group[other]
        if at == to:
            found[frozenset((one, other))] = "copy"
        elif (at, to) in from_groups or (to, at) in from_groups:
            found[frozenset((one, other))] = "derived"
    return found


def independent(
    docs: Iterable[str], copies: Iterable[tuple[str, str]], derived: Iterable[tuple[str, str]]
) -> int:
    """How many of `docs` tell on their own: copies count once, what derives from another not."""
    among = sorted(set(docs))
    copies, derived = list(copies), list(derived)
    everyone = sorted(set(among) | {doc for pair in (*copies, *derived) for doc in pair})
    group = {doc: doc for doc in everyone}
    for one, other in copies:
        old, new = group[one], group[other]
        group = {doc: new if at == old else at for doc, at in group.items()}
    here = {group[doc] for doc in among}
    second = {
        group[one] for one, other in derived if group[one] != group[other] and group[other] in here
    }
    return max(1, len(here - second)) if here else 0


def _of_kind(told: Told, docs: set[str], kind: str) -> list[tuple[str, str]]:
    return [pair for pair, what in told.kinds.items() if what == kind and docs.issuperset(pair)]


def relation_scores(pack: Pack, told: Told) -> tuple[Score, Score, Score, Score]:
    """Copies, derived pages, and of the pairs claimed independent how many are wrongly so.

    The last two have in `right` the wrong ones, in `given` all claims: pairs of pages that are
    copies, and entries told by several pages with more independent sources than there are.
    """
    docs = [page.doc for page in pack.pages]
    ours = page_relations(pack)
    theirs = _relations(
        docs, _of_kind(told, set(docs), "copy"), _of_kind(told, set(docs), "derived")
    )
    scores = []
    for kind in ("copy", "derived"):
        gold = {pair for pair, what in ours.items() if what == kind}
        given = {pair for pair, what in theirs.items() if what == kind}
        scores.append(Score(len(gold & given), len(given), len(gold)))
    claimed = [frozenset(pair) for pair in combinations(docs, 2) if frozenset(pair) not in theirs]
    wrong = [pair for pair in claimed if ours.get(pair) == "copy"]
    entries = Score()
    lifted = _lifted(pack, told)
    for row in (*told.utterances, *told.happenings):
        if len(set(row["docs"])) > 1:
            derived = pack.derived | lifted.get(row["id"], set())
            most = independent(row["docs"], pack.copies, derived)
            entries = entries.plus((claimed_sources(row, told, set(docs)) > most, 1, 0))
    return scores[0], scores[1], Score(len(wrong), len(claimed)), entries


def _lifted(pack: Pack, told: Told) -> dict[str, set[tuple[str, str]]]:
    """By utterance of the record, the pages that have it from another page, with that page."""
    found: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for (page, id, _), row in statements_found(pack, told).items():
        pairs = {(one, other) for u, one, other in pack.lifted if (u, one) == (id, page)}
        found[row["utterance"]] |= pairs
    return found


def claimed_sources(row: Row, told: Told, docs: set[str]) -> int:
    """How many independent sources the record gives an entry: its column, or by its copies."""
    given = row.get("independent")
    if given is not None:
        return given if isinstance(given, int) else len(given)
    copies, derived = _of_kind(told, docs, "copy"), _of_kind(told, docs, "derived")
    return independent(row["docs"], copies, derived)


def responses_found(
    pack: Pack, told: Told, done: Mapping[Mark, Row], said: Mapping[Said, Row]
) -> tuple[set[tuple[str, str]], set[tuple[str, str]]]:
    """The gold's answers that the record gives, and answers of happenings it gives beyond them.

    Where an answer may also be read as one to something else, that is right, too.
    """
    wholes: dict[str, set[str]] = defaultdict(set)
    golds: dict[str, set[str]] = defaultdict(set)
    for mark, row in done.items():
        wholes[mark.id].add(row["happening"])
        golds[row["happening"]].add(mark.id)
    for (_, id, _), row in said.items():
        wholes[id].add(row["utterance"])
        golds[row["utterance"]].add(id)
    known = pack.responses | pack.unclear
    answers = {row["id"]: row["response_to"] for row in told.happenings if row["response_to"]}
    right = {
        (answer, to)
        for answer, to in pack.responses
        for one, other in known
        if one == answer and any(answers.get(whole) in wholes[other] for whole in wholes[answer])
    }
    beyond = {
        (min(golds[answer]), min(golds[to]))
        for answer, to in answers.items()
        if golds.get(answer) and golds.get(to)
        if not any((one, other) in known for one in golds[answer] for other in golds[to])
    }
    return right, beyond


def differences_found(
    pack: Pack, told: Told, said: Mapping[Said, Row], done: Mapping[Mark, Row]
) -> dict[tuple[str, str, str], bool]:
    """Whether the record lists each pair of values of each difference: (id, value, value)."""
    listed = {row["id"]: row["differences"] for row in told.happenings}
    listed |= {row["id"]: row.get("differences", ()) for row in told.utterances}
    found = {}
    for id, (kind, of) in pack.differences.items():
        marks: dict[str, list[Mark]] = defaultdict(list)
        for mark in pack.marks("d"):
            if mark.id == id:
                marks[mark.value].append(mark)
        wholes = {row["happening"] for mark, row in done.items() if mark.id == of}
        wholes |= {row["utterance"] for key, row in said.items() if key[1] == of}
        texts = {page.doc: page.text for page in pack.pages}
        for one, other in combinations(sorted(marks), 2):
            if kind == "wording":
                ok = _wording_shown(marks[one], marks[other], of, told, said, texts)
            else:
                ok = any(
                    _names(item, kind, one, marks[one], texts)
                    and _names(item, kind, other, marks[other], texts)
                    for whole in wholes
                    for item in listed.get(whole, ())
                )
            found[id, one, other] = ok
    return found


def differences_listed(
    pack: Pack, told: Told, said: Mapping[Said, Row], done: Mapping[Mark, Row]
) -> list[tuple[Any, bool]]:
    """What the record lists of whatever the gold knows, and whether it is one of the gold's."""
    known = {row["happening"] for row in done.values()}
    known |= {row["utterance"] for row in said.values()}
    texts = {page.doc: page.text for page in pack.pages}
    values: dict[str, dict[str, list[Mark]]] = defaultdict(lambda: defaultdict(list))
    for mark in pack.marks("d"):
        values[mark.id][mark.value].append(mark)
    return [
        (
            item,
            any(
                sum(_names(item, kind, one, marks, texts) for one, marks in values[id].items()) > 1
                for id, (kind, _) in pack.differences.items()
            ),
        )
        for row in (*told.happenings, *told.utterances)
        if row["id"] in known
        for item in row.get("differences", ())
    ]


def differences_read(
    pack: Pack, said: Mapping[Said, Row], done: Mapping[Mark, Row]
) -> set[tuple[str, str, str]]:
    """The pairs of values of which both stand on a page where what they are about was found."""
    pages = {(mark.id, mark.page) for mark in done} | {(key[1], key[0]) for key in said}
    read = set()
    for id, (_, of) in pack.differences.items():
        values = {
            mark.value for mark in pack.marks("d") if mark.id == id and (of, mark.page) in pages
        }
        read |= {(id, one, other) for one, other in combinations(sorted(values), 2)}
    return read


def _names(
    item: Any, kind: str, value: str, marks: Sequence[Mark], texts: Mapping[str, str]
) -> bool:
    """Whether a listed difference names a value: a span of its marks, or its words.

    A difference is a line of words, or an object of the same `kind` (or none) that holds, at any
    depth, `{doc, start, end}` of each side, or the words themselves.
    """
    if isinstance(item, dict) and isinstance(item.get("kind"), str):
        its = item["kind"]
        if KIND_NAMES.get(its, its) in KINDS and KIND_NAMES.get(its, its) != kind:
            return False
    said = [value.replace("_", " "), *(texts[mark.page][mark.start : mark.end] for mark in marks)]
    for leaf in _leaves(item):
        if isinstance(leaf, str):
            words = f" {plain(leaf)} "
            if any(f" {plain(each)} " in words for each in said):
                return True
        elif any(
            leaf[0] == mark.page and leaf[1] < mark.end and mark.start < leaf[2] for mark in marks
        ):
            return True
    return False


def _leaves(item: Any) -> Iterator[str | tuple[str, int, int]]:
    """The words and places that a listed difference is made of."""
    if isinstance(item, dict):
        if all(item.get(key) is not None for key in ("doc", "start", "end")):
            yield item["doc"], item["start"], item["end"]
            item = {key: each for key, each in item.items() if key == "value"}
        for each in item.values():
            yield from _leaves(each)
    elif isinstance(item, list | tuple):
        for each in item:
            yield from _leaves(each)
    elif item is not None:
        yield str(item)


def plain(words: str) -> str:
    """Words in small letters without marks, numbers up to twenty in digits.

    >>> plain("Twelve envoys, on 2031-01-20")
    '12 envoys on 2031-01-20'
    """
    found = re.findall(r"\w+(?:[-.]\w+)*", words.lower())
    return " ".join(str(_NUMBERS.index(word)) if word in _NUMBERS else word for word in found)


def _wording_shown(
    one: Sequence[Mark],
    other: Sequence[Mark],
    of: str,
    told: Told,
    said: Mapping[Said, Row],
    texts: Mapping[str, str],
) -> bool:
    """Whether the two wordings are one utterance and their comparison shows a marked word."""

    def whose(marks: Sequence[Mark]) -> dict[str, Row]:
        pages = {mark.page for mark in marks}
        return {
            row["utterance"]: row for key, row in said.items() if key[1] == of and key[0] in pages
        }

    here, there = whose(one), whose(other)
    marked = [plain(texts[mark.page][mark.start : mark.end]) for mark in (*one, *other)]
    for utterance in here.keys() & there.keys():
        if utterance is None:
            continue
        changes = told.changed(utterance)
        shown = f" {plain(' '.join(changes.values()))} "
        if any(f" {words} " in shown for words in marked):
            return True
    return False


class Scored(NamedTuple):
    """All scores of a pack; they add up over packs. Errors are lines with the words."""

    scores: dict[str, Score]
    errors: tuple[str, ...]


def score(pack: Pack, told: Told) -> Scored:
    """What the record of a pack has right."""
    said, done, named = (
        statements_found(pack, told),
        events_found(pack, told),
        names_found(pack, told),
    )
    text = {page.doc: page.text for page in pack.pages}
    quotes = [
        (key[1], row["utterance"] or row["id"], key[0], row["text"]) for key, row in said.items()
    ]
    acts = [
        (mark.id, row["happening"] or row["id"], mark.page, row["text"])
        for mark, row in done.items()
    ]
    people = [(mark.id, row["id"], mark.page, row["text"]) for mark, row in named.items()]
    copied = {pair for pair, what in page_relations(pack).items() if what == "copy"}
    copies, derived, pairs_wrong, entries_wrong = relation_scores(pack, told)
    listed = differences_found(pack, told, said, done)
    read = differences_read(pack, said, done)
    ends = _ends(pack, told, done)
    items = differences_listed(pack, told, said, done)
    answered, beyond = responses_found(pack, told, done, said)
    scores = {
        "utterances, pairs": pair_score(quotes, pack.either),
        "… pairs of all, read or not": of_all(
            pair_score(quotes, pack.either),
            [u for _, u, _ in {(m.page, m.id, m.value) for m in pack.marks("u")}],
        ),
        "utterances, not between copies": pair_score(quotes, pack.either, copied),
        "utterances found": _found(
            {(key[0], key[1]) for key in said}, {(m.page, m.id) for m in pack.marks("u")}
        ),
        "repeats kept apart": _apart(pack.repeats, quotes),
        "happenings, pairs": pair_score(acts, pack.either),
        "…  pairs of all, read or not": of_all(
            pair_score(acts, pack.either), [m.id for m in pack.marks("h")]
        ),
        "happenings, not between copies": pair_score(acts, pack.either, copied),
        "happenings found": _found(
            {(m.page, m.id) for m in done}, {(m.page, m.id) for m in pack.marks("h")}
        ),
        "lives end right": Score(sum(ends.values()), len(ends), len(ends)),
        "differences found": Score(sum(listed.values()), len(listed), len(listed)),
        "… where both sides were read": Score(
            sum(listed[each] for each in read), len(read), len(read)
        ),
        "differences beyond the gold": Score(sum(not known for _, known in items), len(items)),
        "copies, pairs of pages": copies,
        "derived, pairs of pages": derived,
        "pairs wrongly independent": pairs_wrong,
        "entries wrongly independent": entries_wrong,
        "responses": Score(len(answered), len(answered) + len(beyond), len(pack.responses)),
        "actors, pairs": pair_score(people),
        "names found": _found(
            {(m.page, m.start) for m in named}, {(m.page, m.start) for m in pack.marks("@")}
        ),
        "namesakes kept apart": _apart(pack.apart, people),
    }
    errors = [
        *_joined_wrong("utterance", quotes),
        *_joined_wrong("happening", acts, pack.either),
        *_joined_wrong("actor", people),
        *(
            f"statement not found  {key[0]} {key[1]}"
            for key in sorted({(m.page, m.id, m.value) for m in pack.marks("u")} - set(said))
        ),
        *(
            f"event not found  {mark.page} {mark.id} {text[mark.page][mark.start : mark.end]!r}"
            for mark in pack.marks("h")
            if (mark.page, mark.id) not in {(m.page, m.id) for m in done}
        ),
        *(
            f"difference not listed  {id} ({pack.differences[id].kind} of "
            f"{pack.differences[id].of}): {one} or {other}"
            for (id, one, other), ok in listed.items()
            if not ok
        ),
        *(f"life ends otherwise  {id}: {pack.ends[id]}" for id, ok in ends.items() if not ok),
        *_relations_wrong(pack, told),
        *(f"response not found  {one} to {to}" for one, to in sorted(pack.responses - answered)),
        *(f"response beyond the gold  {one} to {to}" for one, to in sorted(beyond)),
        *(f"difference beyond the gold  {item}" for item, known in items if not known),
    ]
    return Scored(scores, tuple(errors))


def _found(found: set[tuple[str, Any]], wanted: set[tuple[str, Any]]) -> Score:
    return Score(len(found), len(found), len(wanted))


def _apart(pairs: Iterable[tuple[str, str]], items: Sequence[Item]) -> Score:
    """Of two that are not one: how many pairs of their mentions the record does not join."""
    kept = [
        first[1] != second[1]
        for one, other in pairs
        for first in items
        for second in items
        if first[0] == one and second[0] == other
    ]
    return Score(sum(kept), len(kept), len(kept))


def _ends(pack: Pack, told: Told, done: Mapping[Mark, Row]) -> dict[str, bool]:
    """Whether a happening of the record stands as the gold's; those not found are left out."""
    status = {row["id"]: row["status"] for row in told.happenings}
    ends = {}
    for id, end in pack.ends.items():
        wholes = {row["happening"] for mark, row in done.items() if mark.id == id}
        if wholes:
            ends[id] = all(status.get(whole) in ENDS.get(end, {end}) for whole in wholes)
    return ends


def _joined_wrong(
    what: str, items: Sequence[Item], either: Iterable[tuple[str, str]] = ()
) -> Iterator[str]:
    free = {frozenset(pair) for pair in either}
    for first, second in combinations(items, 2):
        if frozenset((first[0], second[0])) in free:
            continue
        gold, given = first[0] == second[0], first[1] == second[1]
        if gold != given:
            told = "not joined" if gold else "joined, are two"
            ids = first[0] if gold else f"{first[0]} {second[0]}"
            words = " | ".join(
                f"{one[2]}: {' '.join(one[3].split())[:90]}" for one in (first, second)
            )
            yield f"{what} {told}  {ids}  {words}"


def _relations_wrong(pack: Pack, told: Told) -> Iterator[str]:
    docs = [page.doc for page in pack.pages]
    ours = page_relations(pack)
    theirs = _relations(
        docs, _of_kind(told, set(docs), "copy"), _of_kind(told, set(docs), "derived")
    )
    for pair in map(frozenset, combinations(docs, 2)):
        one, other = ours.get(pair, "independent"), theirs.get(pair, "independent")
        if one != other:
            yield f"pages {' '.join(sorted(pair))}: {one}, the record says {other}"


# The command


def packs_in(half: str, names: Sequence[str]) -> list[Path]:
    """The folders of a half's packs, or of those named."""
    folders = sorted(path.parent for path in (HERE / half).glob("*/gold.txt"))
    unknown = set(names) - {path.name for path in folders}
    if unknown:
        there = ", ".join(path.name for path in folders)
        raise SystemExit(f"expected packs of {there}; found {', '.join(sorted(unknown))}")
    return [path for path in folders if not names or path.name in names]


def report(totals: Mapping[str, Score]) -> None:
    """Print the scores."""
    print(f"{'':31} {'P':>6} {'R':>6} {'F1':>6}   right / given / wanted")
    for what, each in totals.items():
        counts = f"{each.right} / {each.given} / {each.wanted}"
        if "wrongly" in what or "beyond" in what:
            print(f"{what:31} {_share(each.precision):>6} {'':13}   {each.right} of {each.given}")
        elif "pairs" in what or "between" in what or what == "responses":
            shares = (each.precision, each.recall, each.f1)
            print(f"{what:31} {' '.join(f'{_share(one):>6}' for one in shares)}   {counts}")
        else:
            print(
                f"{what:31} {'':6} {_share(each.recall):>6} {'':6}   {each.right} of {each.wanted}"
            )


def _share(of: float | None) -> str:
    return "–" if of is None else f"{of:.3f}"


def main() -> None:
    """Read, score and print."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("names", nargs="*")
    options.add_argument("--sealed", action="store_true")
    options.add_argument("--retold", action="store_true", help="pages that retell one another")
    options.add_argument("--open", action="store_true", help="the open packs (as without it)")
    options.add_argument("--errors", action="store_true")
    given = options.parse_args()
    half = "sealed" if given.sealed else "retold" if given.retold else "open"
    spent = os.environ.get("ONRECORD_OPEN_SEALED") == "1"
    if given.sealed and not spent and (given.errors or given.names):
        raise SystemExit(
            "the sealed packs give their totals only; ONRECORD_OPEN_SEALED=1 opens them for good"
        )
    totals: dict[str, Score] = {}
    packs = packs_in(half, given.names)
    for path in packs:
        pack = read_pack(path)
        with tempfile.TemporaryDirectory() as folder:
            scored = score(pack, told_of(pack, Path(folder)))
        for what, each in scored.scores.items():
            totals[what] = totals.get(what, Score()).plus(each)
        if given.errors:
            print(f"== {pack.name}")
            print(*scored.errors, sep="\n", end="\n\n")
    print(f"{len(packs)} packs, {half}")
    report(totals)


if __name__ == "__main__":
    main()
