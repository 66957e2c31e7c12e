"""The table of the event stage: what is named, between whom, and whether it happened.

    python evaluation/events.py [SHARED_FOLDER]        PLV train and MEANTIME's factuality
    python evaluation/events.py --half B               one half of PLV train (by its ids) only
    python evaluation/events.py --half A --show 50     … with so many misses and false ones of A

PLV train: 1,050 sentences, one act marked in each, with the places of its source and target.

- *Root*: of the acts, those whose root is among the sentence's events; of the kinds of events given
  for a sentence, those that are its root.
- *Source*, *target*: of the marked places, those that an actor (a recipient) of the sentence's
  events touches; of the different places given as actors (recipients) of its events with two sides,
  those that touch the marked one. Who takes part in a mutual act is both.
- *Root and both actors*: an event of the root whose actor and recipient touch source and target.
  Its precision is over events with both sides, once for each root and pair of first words.

A sentence has one act marked, so that a true second act counts as wrong. The manual's root YIELD
stands for CONCEDE and RETREAT; it codes a future CONSULT, SUPPORT, COOPERATE, AID or RETREAT as
AGREE, and so does this comparison.

MEANTIME: -3…+3 for words that name something that happens; +3 is told as a fact, -3 as not
so, all between is open. Scored is the status that the event stage reads for the word.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from spacy.tokens import Token

from onrecord.annotate.parsed import load_parser, parse
from onrecord.events.drafts import carrier_of
from onrecord.events.status import Standing, noun_standing, verb_standing
from onrecord.model import Document, Event, Page, Reading, Region, Who
from onrecord.run import read_one
from onrecord.spans import OffsetMap, Span

Row = dict[str, Any]
ROOTS = {"YIELD": {"CONCEDE", "RETREAT"}}
PROMISED = {"CONSULT", "SUPPORT", "COOPERATE", "AID", "RETREAT"}
REAL = ("happened", "ongoing")
CLASSES = ("fact", "open", "not so")


class Sentence(NamedTuple):
    """A sentence of PLV with its one act, and the events found in it."""

    row: Row
    root: str
    source: Span | None
    target: Span | None
    events: tuple[Event, ...]
    offsets: OffsetMap


def main() -> None:
    """Print the tables."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    default = Path(__file__).parents[2] / "shared"
    options.add_argument("shared", nargs="?", type=Path, default=default)
    options.add_argument("--half", choices="AB", help="one half of PLV train only")
    options.add_argument("--show", type=int, default=0, help="misses and false ones to print")
    told = options.parse_args()
    gold = told.shared / "gold" / "events"
    rows = rows_of(gold / "plv_train.jsonl", told.half)
    parser = load_parser()
    done = [sentence_of(row, read(_flat(row), parser)) for row in rows]
    print(*table(done), sep="\n")
    if told.show:
        print("", *shown(done, told.show), sep="\n")
    for part in ("dev", "train"):
        print(f"\nMEANTIME {part}, factuality")
        words = json_lines(gold / f"factuality_meantime_{part}.jsonl")
        print(*factuality(classes_of(words, parser)), sep="\n")


def json_lines(path: Path) -> list[Row]:
    """The objects of a file of JSON lines."""
    if not path.exists():
        raise SystemExit(f"the gold sentences are not at {path}")
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def rows_of(path: Path, half: str | None = None) -> list[Row]:
    """PLV's sentences; of a half, those whose id's digest is even (A) or odd (B)."""
    rows = json_lines(path)
    return [row for row in rows if half in (None, half_of(row))]


def half_of(row: Row) -> str:
    """A or B, whatever the order of the file."""
    return "AB"[hashlib.sha256(str(row["id"]).encode()).digest()[0] % 2]


def read(text: str, parser: Any) -> Reading:
    """A text, read as a page of its own that bears no date."""
    data = text.encode("utf-8")
    digest = hashlib.sha256(data).hexdigest()
    return read_one(Page("page", "page.txt", "text/plain", data, digest, "utf-8", text), parser)


def _flat(row: Row) -> str:
    return str(row["text"]).replace("\n", " ")


def sentence_of(row: Row, reading: Reading) -> Sentence:
    """The row with its act and the events that are found in it, at their places in its text."""
    (act,) = row["events"]
    source, target = (Span(*act[key]) if act[key] else None for key in _PLACES)
    offsets = reading.document.offsets
    return Sentence(row, act["plover"], source, target, reading.events, offsets)


_PLACES = ("source_span", "target_span")


# PLV


def roots_of(event: Event) -> frozenset[str]:
    """The roots that the event is coded as, by onrecord and by the manual."""
    ahead = event.status not in REAL and event.type in PROMISED
    return frozenset({event.type, "AGREE"} if ahead else {event.type})


def is_root(event: Event, sentence: Sentence) -> bool:
    """Whether the event is of the sentence's root."""
    return bool(roots_of(event) & ROOTS.get(sentence.root, {sentence.root}))


def pairs_of(event: Event) -> Iterator[tuple[Who, Who]]:
    """Who acts and who receives; in an act of all sides, each way round."""
    mutual = {who.name for who in event.recipients} < {who.name for who in event.actors}
    receiving = event.actors if mutual else event.recipients
    for actor in event.actors:
        for other in receiving:
            if other is not actor and other.name != actor.name:
                yield actor, other


def sides_of(event: Event) -> tuple[list[Who], list[Who]]:
    """Who acts and who receives; who takes part in an act of all sides does both."""
    mutual = bool(event.recipients) and {w.name for w in event.recipients} < {
        w.name for w in event.actors
    }
    return list(event.actors), list(event.actors if mutual else event.recipients)


def _touch(sentence: Sentence, who: Who, place: Span | None) -> bool:
    if who.span is None or place is None:
        return False
    return sentence.offsets.to_page(who.span).meets(place)


def has_dyad(event: Event, sentence: Sentence) -> bool:
    """Whether the event is of the root, between the two that are marked."""
    return is_root(event, sentence) and any(
        _touch(sentence, one, sentence.source) and _touch(sentence, other, sentence.target)
        for one, other in pairs_of(event)
    )


class Score(NamedTuple):
    """So many right of so many given and of so many wanted."""

    right_of_wanted: int
    wanted: int
    right_of_given: int
    given: int

    def __str__(self) -> str:
        """Precision, recall and F1."""
        p = self.right_of_given / self.given if self.given else 0.0
        r = self.right_of_wanted / self.wanted if self.wanted else 0.0
        f = 2 * p * r / (p + r) if p + r else 0.0
        numbers = f"{self.right_of_wanted} of {self.wanted}; {self.given} given"
        return f"P {p:.3f}  R {r:.3f}  F1 {f:.3f}   ({numbers})"


def root_score(done: Sequence[Sentence]) -> Score:
    """Root named, whoever acts."""
    kinds = [(s, {roots_of(event) for event in s.events}) for s in done]
    right = sum(bool(kind & ROOTS.get(s.root, {s.root})) for s, found in kinds for kind in found)
    named = sum(any(is_root(event, s) for event in s.events) for s in done)
    return Score(named, len(done), right, sum(len(found) for _, found in kinds))


def side_score(done: Sequence[Sentence], receiving: bool) -> Score:
    """Source, or target where `receiving`, by place, over events with two sides."""
    wanted = found = right = given = 0
    for s in done:
        place = s.target if receiving else s.source
        whos = {
            who.span: who
            for event in s.events
            if any(pairs_of(event))
            for who in sides_of(event)[receiving]
            if who.span is not None
        }
        wanted += place is not None
        found += any(
            _touch(s, who, place) for event in s.events for who in sides_of(event)[receiving]
        )
        given += len(whos)
        right += sum(_touch(s, who, place) for who in whos.values())
    return Score(found, wanted, right, given)


def dyad_score(done: Sequence[Sentence]) -> Score:
    """Root, source and target together, over events with two sides."""
    wanted = sum(s.source is not None and s.target is not None for s in done)
    found = sum(any(has_dyad(event, s) for event in s.events) for s in done)
    sided = [(s, event) for s in done for event in s.events if any(pairs_of(event))]
    right = sum(has_dyad(event, s) for s, event in sided)
    return Score(found, wanted, right, len(sided))


def table(done: Sequence[Sentence]) -> Iterator[str]:
    """The lines of the table of PLV."""
    gold = Counter(s.root for s in done)
    for root in sorted(gold):
        own = [s for s in done if s.root == root]
        score = root_score(own)
        both = dyad_score(own)
        yield (
            f"{root:10} recall {score.right_of_wanted / score.wanted:.2f} of {gold[root]}, "
            f"with both actors {both.right_of_wanted / max(1, both.wanted):.2f}"
        )
    yield f"{len(done)} sentences of PLV train"
    yield f"root                   {root_score(done)}"
    yield f"root and both actors   {dyad_score(done)}"
    yield f"source                 {side_score(done, receiving=False)}"
    yield f"target                 {side_score(done, receiving=True)}"


def shown(done: Sequence[Sentence], most: int) -> Iterator[str]:
    """So many sentences whose act is not found with its actors, and so many false events."""
    missed = [s for s in done if not any(has_dyad(event, s) for event in s.events)]
    for s in missed[:most]:
        yield f"MISSED {s.root}: {s.row['text']}"
        yield from (f"    {_told(event, s)}" for event in s.events)
    false = [(s, event) for s in done for event in s.events if not is_root(event, s)]
    for s, event in false[:most]:
        yield f"FALSE (gold {s.root}) {_told(event, s)}: {s.row['text']}"


def _told(event: Event, sentence: Sentence) -> str:
    names = [", ".join(w.name for w in side) for side in (event.actors, event.recipients)]
    word = sentence.offsets.to_page(event.anchor).of(_flat(sentence.row))
    return f"{event.type} {event.status} “{word}” {names[0]} > {names[1]}"


# MEANTIME


def classes_of(rows: Iterable[Row], parser: Any) -> Iterator[tuple[str, str]]:
    """Of each marked word: the class it is marked with, and the class that its status gives."""
    for row in rows:
        parsed = parse(_page(row["text"]), parser)
        starts = _starts(row["text"])
        words = {
            paragraph.span_of(token).start: token
            for paragraph in parsed.paragraphs
            for token in paragraph.doc
        }
        for target in row["targets"]:
            token = words.get(starts[target["span1"][0]])
            if token is not None:
                yield _class_of_label(target["label"]), class_of(token)


def _page(text: str) -> Document:
    region = Region("body", Span(0, len(text)))
    return Document("page", "0" * 64, "page", "text/plain", text, OffsetMap(), (region,))


def _starts(text: str) -> list[int]:
    found, at = [], 0
    for word in text.split(" "):
        found.append(at)
        at += len(word) + 1
    return found


def _class_of_label(label: float) -> str:
    return "fact" if label == 3 else "not so" if label == -3 else "open"


def class_of(token: Token) -> str:
    """What the status of the word comes to: a fact, open, or not so."""
    status = standing_of(token).status
    if status in (None, *REAL):
        return "fact"
    return "not so" if status == "denied" else "open"


def standing_of(token: Token) -> Standing:
    """The status the event stage reads for a word, as a verb or as a noun."""
    if token.pos_ in ("VERB", "AUX"):
        return verb_standing(token)
    return noun_standing(token, carrier_of(token))


def factuality(pairs: Iterable[tuple[str, str]]) -> Iterator[str]:
    """The lines for pairs of (marked, given) classes."""
    table = Counter(pairs)
    scores = []
    for name in CLASSES:
        wanted = sum(n for (gold, _), n in table.items() if gold == name)
        given = sum(n for (_, told), n in table.items() if told == name)
        score = Score(table[name, name], wanted, table[name, name], given)
        p, r = score.right_of_given / max(1, given), score.right_of_wanted / max(1, wanted)
        scores.append(2 * p * r / (p + r) if p + r else 0.0)
        yield f"{name:8} {score}"
    yield f"macro-F1 {sum(scores) / len(scores):.3f}"


if __name__ == "__main__":
    main()
