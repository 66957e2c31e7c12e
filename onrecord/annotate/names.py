"""The names on a page: runs of capitalised words, and whether each is a person, a body or a place.

A parser's guess about one sentence is one vote. A title before the name, an apposition after it
and the votes of every other place on the page decide, so that a name once read well is read
well everywhere.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Literal, NamedTuple

from spacy.tokens import Doc, Token

from onrecord.annotate.bodies import organisation_words
from onrecord.annotate.offices import is_title_word, names_rank
from onrecord.annotate.parsed import Paragraph, Parsed
from onrecord.annotate.phrases import office_before, with_title
from onrecord.annotate.states import StateForm, beginnings, longest_form, state_forms
from onrecord.lists import lines

NameKind = Literal["person", "organisation", "place"]

_CALENDAR = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may "
    "june july august september october november december".split()
)
_PARTICLES = frozenset("al el bin ibn ben van von de der den da di du la le dos del".split())
_NOT_NAMES = frozenset("i the a an and but or if when while as in on at he she they we it".split())
_LABELS: Mapping[str, NameKind] = {
    "PERSON": "person",
    "ORG": "organisation",
    "GPE": "place",
    "LOC": "place",
    "FAC": "place",
}


_COURTESY = frozenset("mr mr. mrs mrs. ms ms. miss dr dr. sir dame lord lady senator sen.".split())
_PHRASE_ENDS = frozenset({",", ".", ";", ":", ")", "“", "”", '"', "–", "—"})


class Run(NamedTuple):
    """Tokens `start..end` of the paragraph numbered `paragraph` that make up one name."""

    paragraph: int
    start: int
    end: int
    text: str


class StateRun(NamedTuple):
    """Tokens that are a form of a state known to the tables."""

    paragraph: int
    start: int
    end: int
    forms: tuple[StateForm, ...]


def headline_like(paragraph: Paragraph) -> bool:
    """Whether a paragraph is set in title case, where capitals tell nothing about names."""
    if paragraph.region.kind not in {"headline", "subheading"}:
        return False
    words = [t for t in paragraph.doc if t.is_alpha and len(t) > 3]
    return len(words) > 2 and sum(t.text[0].isupper() for t in words) >= 0.85 * len(words)


def state_runs(parsed: Parsed) -> tuple[StateRun, ...]:
    """Every form of a known state, the longest at each place, in order of the text."""
    found = []
    for number, paragraph in enumerate(parsed.paragraphs):
        doc, at = paragraph.doc, 0
        while at < len(doc):
            run = _state_at(doc, at)
            if run is None:
                at += 1
                continue
            end, forms = run
            found.append(StateRun(number, at, end, forms))
            at = end
    return tuple(found)


def _state_at(doc: Doc, at: int) -> tuple[int, tuple[StateForm, ...]] | None:
    first = doc[at].text
    if first not in beginnings() or not first[0].isupper() or _part_of_compound(doc, at):
        return None
    for end in range(min(len(doc), at + longest_form()), at, -1):
        forms = state_forms().get(doc[at:end].text)
        if forms is not None and not _in_person(doc, at, end) and not _shouted(doc, at, end):
            return end, forms
    return None


def _shouted(doc: Doc, at: int, end: int) -> bool:
    """Whether "US" stands among words all in capitals, and may be no state: "HE LIED TO US"."""
    if end > at + 1 or doc[at].text != "US":
        return False
    beside = [doc[i] for i in (at - 1, at - 2, at + 1) if 0 <= i < len(doc)]
    return any(t.is_alpha and t.is_upper and len(t) > 1 for t in beside)


def _part_of_compound(doc: Doc, at: int) -> bool:
    """Whether a form is the second half of "Inter-American", "Afro-Brazilian": no state's own."""
    if at < 2 or doc[at - 1].text != "-" or doc[at - 1].whitespace_ or doc[at - 2].whitespace_:
        return False
    first = doc[at - 2]
    return first.is_title and first.text not in state_forms() and first.ent_type_ != "PERSON"


def _in_person(doc: Doc, at: int, end: int) -> bool:
    """Whether a state's form is part of a person's name: "Georgia Lind", "Mr Jordan"."""
    if at > 0 and end == at + 1 and doc[at - 1].lower_ in _COURTESY:
        return True
    if doc[at].ent_type_ != "PERSON" or end > at + 1:
        return False
    before = at > 0 and doc[at].ent_iob_ == "I" and doc[at - 1].text[0].isupper()
    after = end < len(doc) and doc[end].ent_iob_ == "I" and doc[end].ent_type_ == "PERSON"
    return bool(before or after)


def name_runs(parsed: Parsed, states: Sequence[StateRun]) -> tuple[Run, ...]:
    """The runs of capitalised words that may be names, titles and states stripped from them."""
    taken: dict[int, set[int]] = defaultdict(set)
    for state in states:
        taken[state.paragraph].update(range(state.start, state.end))
    found: list[Run] = []
    for number, paragraph in enumerate(parsed.paragraphs):
        if headline_like(paragraph):
            continue
        for start, end in _capitalised(paragraph.doc):
            found.extend(_stripped(number, paragraph.doc, start, end, taken[number]))
    return tuple(found)


def _capitalised(doc: Doc) -> Iterator[tuple[int, int]]:
    at = 0
    while at < len(doc):
        if not _namelike(doc[at]):
            at += 1
            continue
        end = at + 1
        while end < len(doc):
            if _namelike(doc[end]):
                end += 1
            elif _joins(doc, at, end):
                end += 2
            else:
                break
        yield at, end
        at = end


def _namelike(token: Token) -> bool:
    text = token.text
    if not (text[0].isupper() or (token.ent_type_ == "PERSON" and token.lower_ in _PARTICLES)):
        return False
    if token.lower_ in _CALENDAR or token.lower_ in _NOT_NAMES or not text[0].isalpha():
        return False
    if token.pos_ == "PRON":
        return False
    return token.pos_ == "PROPN" or bool(token.ent_type_) or not token.is_sent_start


def _joins(doc: Doc, start: int, at: int) -> bool:
    """Whether the token at `at` holds a name together: a particle, or a hyphen in a surname."""
    if at + 1 >= len(doc) or not _namelike(doc[at + 1]):
        return False
    if doc[at].lower_ in _PARTICLES or doc[at].text == "&":
        return True
    if doc[at].lower_ in {"'s", "’s"} or (
        doc[at].text in {"'", "’"} and doc[at - 1].text.endswith("s")  # "Dockers' League"
    ):
        owner = doc[at - 1]
        return doc[at + 1].text in organisation_words() and owner.ent_type_ not in {"GPE", "PERSON"}
    if doc[at].lower_ == "of":
        return doc[at - 1].text in organisation_words() and not is_title_word(doc[at - 1])
    if doc[at].text != "-" or doc[at].whitespace_ or doc[at - 1].whitespace_:
        return False
    one_name = doc[at].ent_type_ == "PERSON" and doc[at].ent_iob_ == "I"
    if one_name and at - start == 1 and at + 2 < len(doc) and _namelike(doc[at + 2]):
        return True  # "Jean-Luc Moreau"
    return doc[at - 1].lower_ in _PARTICLES or at - start >= 2


_AFTER_NAMES = frozenset("KC QC SC MP MEP MSP MD PhD Jr Jr. Sr Sr. OBE MBE CBE Esq".split())


def _stripped(number: int, doc: Doc, start: int, end: int, taken: set[int]) -> Iterator[Run]:
    """The name in a capitalised run, without the titles and states that stand before it."""
    while end - start > 2 and doc[end - 1].text in _AFTER_NAMES:
        end -= 1  # "Sarah Quill KC"
    while end - start > 1 and doc[start].like_num and doc[start].text.isalpha():
        start += 1  # "Two Norvian diplomats"
    while end - start > 1 and _shouted_verb(doc, start, end):
        end -= 1  # "Ada Lind QUIT"
    firm = any(doc[i].text == "&" for i in range(start, end))  # "Lind & Sons"
    title_at = [
        i for i in range(start, end) if names_rank(doc[i]) and not firm and not _owning(doc, i, end)
    ]
    if title_at:
        before = (start, title_at[0])
        start = title_at[-1] + 1
        if any(
            doc[i].text in organisation_words() or _acronym(doc[i].text) for i in range(*before)
        ):
            yield from _pieces(number, doc, *before, taken)
    elif start >= 2 and _after_office(doc, start):
        name = _name_in_office(doc, start, end)
        if name is not None:
            if doc[start:name].text != "State":
                yield from _pieces(number, doc, start, name, taken)
            start = name
        elif doc[start:end].text == "State":
            return
    elif start >= 1 and doc[start - 1].lower_ in {"'s", "’s"}:
        split = _organisation_end(doc, start, end)
        if split is not None and end - split in (1, 2, 3):
            yield from _pieces(number, doc, start, split, taken)
            start = split
    yield from _pieces(number, doc, start, end, taken)


def _owning(doc: Doc, at: int, end: int) -> bool:
    """Whether a word owns the rest of a body's name: "the Farmers' Party"."""
    return at + 1 < end and doc[at + 1].text in {"'", "’"}


def _shouted_verb(doc: Doc, start: int, end: int) -> bool:
    """Whether a run ends with a word in capitals among others that are not: a tabloid's verb."""
    last = doc[end - 1].text
    return last.isupper() and last.isalpha() and len(last) > _INITIALS and doc[start].is_title


_INITIALS = 3
"""Letters of a body's initials that may end its name: "Tarn Rovers FC", "Norvia Steel AG"."""


def _after_office(doc: Doc, start: int) -> bool:
    """Whether a run stands after "Secretary of" or "head of the"."""
    of = start - 1 - (doc[start - 1].lower_ == "the")
    return of > 0 and doc[of].lower_ in {"of", "for"} and office_before(doc, of)


def _name_in_office(doc: Doc, start: int, end: int) -> int | None:
    """Where the holder's name begins in a run after "Secretary of"; None where it is not in it.

    "State Ada Lind" → at "Ada"; "Presidential Administration Lind" → at "Lind".
    """
    body = _organisation_end(doc, start, end)
    if body is not None:
        return body if 1 <= end - body <= 3 and doc[body].text[0].isupper() else None
    if end - start >= 3:
        return end - 2
    return end - 1 if doc[start].lower_ == "state" and end - start == 2 else None


def _organisation_end(doc: Doc, start: int, end: int) -> int | None:
    for at in range(end - 1, start, -1):
        if doc[at - 1].text in organisation_words():
            return at
    return None


def _pieces(number: int, doc: Doc, start: int, end: int, taken: set[int]) -> Iterator[Run]:
    """The stretches of `start..end` that no known state has taken."""
    organisation = any(
        doc[i].text in organisation_words() and i not in taken for i in range(start, end)
    )
    at = start
    while at < end:
        if at in taken and not organisation:
            at += 1
            continue
        stop = at
        while stop < end and (organisation or stop not in taken):
            stop += 1
        if any(doc[i].text[0].isupper() for i in range(at, stop)):
            yield Run(number, at, stop, doc[at:stop].text)
        at = stop


def name_kinds(parsed: Parsed, runs: Sequence[Run]) -> Mapping[str, NameKind]:
    """The kind of each name on the page, by the votes of all its places.

    A single name that is the last word of a person's full name is that of a person.
    """
    votes: dict[str, Counter[NameKind]] = defaultdict(Counter)
    for label in _turn_labels(parsed):
        votes[label]["person"] += 6
    for run in runs:
        for kind, weight in _votes(parsed.paragraphs[run.paragraph].doc, run):
            votes[run.text][kind] += weight
    kinds: dict[str, NameKind] = {}
    for text, tally in votes.items():
        kind, weight = max(tally.items(), key=lambda item: (item[1], item[0]))
        if weight > 1 or (weight > 0 and " " in text):
            kinds[text] = kind
    full = {text.split()[-1] for text, kind in kinds.items() if kind == "person" and " " in text}
    bodies = Counter(
        text.split()[-1]
        for text, kind in kinds.items()
        if kind == "organisation" and " " in text and text.split()[-1] not in organisation_words()
    )
    places = {
        run.text for run in runs if _labelled_place(parsed.paragraphs[run.paragraph].doc, run)
    }
    for text in {run.text for run in runs}:
        if " " not in text and text in full:
            kinds[text] = "person"
        elif bodies[text] == 1:  # "Rovers" beside "Tarn Rovers", but not beside "Amity Norvia"
            kinds[text] = "place" if text in places else "organisation"
    return kinds


def _labelled_place(doc: Doc, run: Run) -> bool:
    return any(t.ent_type_ in {"GPE", "LOC", "NORP"} for t in doc[run.start : run.end])


def _turn_labels(parsed: Parsed) -> set[str]:
    """Names that stand before turns of speech: "Ada Lind: …"."""
    text = parsed.document.text
    labels = (r.label.of(text).strip(" :") for r in parsed.document.regions if r.label is not None)
    return {label for label in labels if len(label) > 3}


def _votes(doc: Doc, run: Run) -> Iterator[tuple[NameKind, int]]:
    tokens = doc[run.start : run.end]
    words = run.text.split()
    if any(word in organisation_words() or word == "&" for word in words):
        yield "organisation", 6
    labels = Counter(t.ent_type_ for t in tokens if t.ent_type_ in _LABELS)
    if labels:
        yield _LABELS[labels.most_common(1)[0][0]], 2
    if _acronym(run.text):
        yield "organisation", 3
    if any(not c.isalpha() and c not in "-’' ." for c in run.text):
        yield "person", -6
    if len(words) == 1 and "person" in {_LABELS[label] for label in labels}:
        subject = tokens.root.dep_ in {"nsubj", "nsubjpass", "poss", "conj"}
        yield "person", 1 if subject else -1
    if kind_of_body(doc, run.start):
        yield "organisation", 6
    elif _titled(doc, run):
        yield "person", 4
    if apposition(doc, run.end) is not None and len(words) <= 4:
        yield "person", 3
    if len(words) <= 3 and doc[run.end : run.end + 2].text == ", who":
        yield "person", 3
    if len(words) in (2, 3) and _named_after_office(doc, run.start):
        yield "person", 3
    if len(words) in (2, 3) and tokens.root.dep_ == "nsubj" and tokens.root.head.lemma_ == "say":
        yield "person", 1


def _acronym(text: str) -> bool:
    return text.isupper() and text.isalpha() and 2 <= len(text) <= 6


def _titled(doc: Doc, run: Run) -> bool:
    """Whether a title stands before a run as its own: not "head of Berg Group", whose it is not."""
    if run.start == 0 or doc[run.start - 1].lower_ in {"of", "for", "to", "the", "'s", "’s"}:
        return False
    return with_title(doc, run.start, run.end).start < run.start


def kind_of_body(doc: Doc, at: int) -> bool:
    """Whether a noun for a body stands before the name at `at` as its kind: "the company Lind"."""
    before = doc[at - 1] if at else None
    return before is not None and before.text.islower() and before.lower_ in body_nouns()


@cache
def body_nouns() -> frozenset[str]:
    """Common nouns that say what kind of body the name after them is, from body_nouns.txt."""
    return frozenset(lines("body_nouns.txt"))


def _named_after_office(doc: Doc, at: int) -> bool:
    """Whether a description in front of a comma names its holder next: "its envoy, Ada Lind"."""
    if at < 2 or doc[at - 1].text != ",":
        return False
    for before in range(at - 2, max(-1, at - 9), -1):
        if is_title_word(doc[before]) and doc[before].tag_ not in {"NNS", "NNPS"}:
            return True
        if doc[before].pos_ in {"VERB", "AUX", "PUNCT"}:
            return False
    return False


def apposition(doc: Doc, at: int) -> tuple[int, int] | None:
    """The tokens of an office in commas right after a name that ends at `at`; None without one.

    "Ada Lind, spokesperson for the embassy in Tarn, said" gives "spokesperson … Tarn".
    """
    if at + 1 >= len(doc) or doc[at].text != ",":
        return None
    start = at + 1
    first = next((i for i in range(start, min(start + 7, len(doc))) if is_title_word(doc[i])), None)
    if first is None or any(not _in_phrase(doc[i]) for i in range(start, first)):
        return None
    end = first + 1
    while end < len(doc) and doc[end].text not in _PHRASE_ENDS:
        if doc[end].pos_ in {"VERB", "AUX"} or doc[end].ent_type_ == "PERSON":
            return None
        end += 1
    return start, end


def _in_phrase(token: Token) -> bool:
    return token.pos_ in {"DET", "ADJ", "NOUN", "PROPN", "PART", "NUM", "ADV"} or token.text == "-"
