"""Whom descriptions and pronouns mean, in reading order."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

import msgspec
from spacy.tokens import Span as TokenSpan
from spacy.tokens import Token

from onrecord.annotate.bodies import organisation_words
from onrecord.annotate.entities import Making, note_offices
from onrecord.annotate.marks import quoted_runs
from onrecord.annotate.offices import (
    is_title_word,
    names_rank,
    office_of,
    offices_fit,
    titles,
)
from onrecord.annotate.parsed import Paragraph, Parsed
from onrecord.annotate.phrases import description, introduction
from onrecord.annotate.sightings import POSSESSIVES, Sighting, state_in
from onrecord.annotate.voices import TURNS, voices
from onrecord.model import Document
from onrecord.spans import Span

_ARTICLES = frozenset({"a", "an", "another"})
_PERSONAL = {"he": "m", "him": "m", "his": "m", "she": "f", "her": "f"}


def descriptions(
    parsed: Parsed, raws: Sequence[Sighting], homes: Mapping[str, str]
) -> Iterator[Sighting]:
    """Definite descriptions of persons and personal pronouns, their entity still open."""
    taken = defaultdict(list)
    for raw in raws:
        if raw.key is not None and raw.key[0] == "person":
            paragraph = parsed.paragraph_at(raw.span.start)
            taken[id(paragraph)].append(raw.span)
    introduced: set[str] = set()
    for paragraph in parsed.paragraphs:
        doc = paragraph.doc
        brought_in = {t.head.i for t in doc if t.lower_ in _ARTICLES and t.i < t.head.i}
        for token in doc:
            span = paragraph.span_of(token)
            if token.i in brought_in:
                introduced.add(token.lower_)
                if is_title_word(token) and token.dep_ in {"nsubj", "nsubjpass"}:
                    phrase = paragraph.span_of(doc[slice(*introduction(doc, token.i))])
                    if not any(phrase.meets(other) for other in taken[id(paragraph)]):
                        yield Sighting(phrase, span, "title", None, introduces=True)
            if token.lower_ in _PERSONAL and token.pos_ in {"PRON", "DET"}:
                yield Sighting(span, span, "pronoun", None, gender=_PERSONAL[token.lower_])
            elif is_title_word(token) and token.pos_ in {"NOUN", "PROPN"}:
                found = _description(paragraph, token, taken[id(paragraph)], homes)
                if found is not None:
                    known = found.meant in introduced
                    # "a diplomat … the diplomat" means the one just brought in
                    yield msgspec.structs.replace(found, introduces=known)


def _description(
    paragraph: Paragraph, token: Token, taken: Sequence[Span], homes: Mapping[str, str]
) -> Sighting | None:
    doc = paragraph.doc
    if token.tag_ in {"NNS", "NNPS"}:
        return None
    after = doc[token.i + 1] if token.i + 1 < len(doc) else None
    if after is not None and (is_title_word(after) or after.dep_ in {"case"}):
        return None
    if token.dep_ == "compound":
        return None
    heading = paragraph.region.kind in {"headline", "subheading"}
    tokens = description(doc, token.i, bare=heading)
    if tokens is None:
        return None
    span = paragraph.span_of(doc[tokens[0] : tokens[1]])
    if any(span.meets(other) for other in taken):
        return None
    title = titles().get(token.lower_)
    return Sighting(
        span,
        span,
        "title",
        None,
        office=doc[tokens[0] : tokens[1]].text,
        meant=office_of(doc[tokens[0] : tokens[1]].text, homes),
        state=state_in(doc, *tokens, homes),
        gender=title.gender if title else None,
    )


def join_appositions(
    text: str, raws: list[Sighting], making: Mapping[tuple[str, str], Making]
) -> None:
    """Join a description to the name in commas after it: "its spokeswoman, Ada Lind, said"."""
    starts = {raw.head.start: raw for raw in raws if raw.key and raw.key[0] == "person"}
    longer: dict[int, int] = {}
    for raw in raws:
        if raw.kind == "title" and raw.key is None:
            longer[raw.span.end] = min(raw.span.start, longer.get(raw.span.end, raw.span.start))
    for at, raw in enumerate(raws):
        if raw.kind != "title" or raw.key is not None:
            continue
        if text[raw.span.end : raw.span.end + 2] != ", ":
            continue
        if raw.span.end in longer and raw.span.start > longer[raw.span.end]:
            continue  # "the widow of the writer, Ada Lind": she is no writer
        named = starts.get(raw.span.end + 2)
        if named is None or text[named.head.end : named.head.end + 1] not in {",", ".", ""}:
            continue
        raws[at] = msgspec.structs.replace(raw, key=named.key)
        owned = bool(set(raw.office.lower().split()[:1]) & POSSESSIVES)
        office = "" if owned else raw.office
        note_offices(making[named.key or ("", "")], msgspec.structs.replace(raw, office=office))


def vote_genders(
    parsed: Parsed, raws: Sequence[Sighting], making: Mapping[tuple[str, str], Making]
) -> None:
    """Learn from sentences with one person in them which pronouns that person takes.

    Only where a clause is about the person: in "Asked about Lind, she said" she is another.
    """
    for paragraph in parsed.paragraphs:
        begin = bisect_left(raws, paragraph.start, key=lambda raw: raw.span.start)
        stop = bisect_left(raws, paragraph.span.end, key=lambda raw: raw.span.start)
        here = raws[begin:stop]
        for sentence in paragraph.doc.sents:
            span = paragraph.span_of(sentence)
            inside = [raw for raw in here if span.holds(raw.span)]
            people = {raw.key for raw in inside if raw.key is not None and raw.key[0] == "person"}
            first = next((raw for raw in inside if raw.key in people), None)
            pronouns = {
                raw.gender
                for raw in inside
                if raw.kind == "pronoun"
                and first
                and raw.span.start > first.span.end
                and raw.span.of(parsed.document.text).lower() in {"he", "she"}
            }
            told = first is not None and _salience(parsed, first)
            if len(people) == 1 and len(pronouns) == 1 and first is not None and told:
                votes = making[first.key or ("", "")].genders
                gender = pronouns.pop() or ""
                if not votes or gender in votes:
                    votes[gender] = votes.get(gender, 0) + 1


def resolved(
    parsed: Parsed, raws: Sequence[Sighting], making: Mapping[tuple[str, str], Making]
) -> list[tuple[Sighting, tuple[str, str] | None]]:
    """Each mention with its entity's key, descriptions and pronouns resolved in reading order."""
    persons = [key for key in making if key[0] == "person"]
    recent: list[tuple[str, str]] = []
    at: dict[tuple[str, str], int] = {}
    host = _host(parsed.document, raws)
    out: list[tuple[Sighting, tuple[str, str] | None]] = []
    quoted = _quoted_spans(parsed)
    spoken = voices(parsed.document, raws)
    for raw in raws:
        key = raw.key
        inside = any(span.holds(raw.span) for span in quoted.get(_paragraph_start(parsed, raw), ()))
        if key is None and raw.kind == "title" and not raw.introduces:
            key = _described(raw, persons, making, recent, host, at)
        elif key is None and raw.kind == "pronoun" and not inside:
            key = _pronoun(raw, making, recent, spoken.get(_region_start(parsed, raw), ()))
        out.append((raw, key))
        if key is None and raw.kind == "title" and not inside and _salience(parsed, raw):
            recent = [_NOBODY, *(other for other in recent if other != _NOBODY)]
        if key is not None and raw.kind == "name":
            at[key] = raw.span.start
        if key is not None and key[0] == "person" and not inside:
            weight = _salience(parsed, raw)
            if weight or not recent:
                recent = [key, *(other for other in recent if other != key)]
            elif key not in recent:
                recent.append(key)
            if raw.gender and raw.kind == "title":
                making[key].genders[raw.gender] = making[key].genders.get(raw.gender, 0) + 1
    return out


def _host(document: Document, raws: Sequence[Sighting]) -> tuple[str, str] | None:
    """Whose page it is where an office publishes it: the first person that its title names.

    On such a page "the President" is that one, whoever else is a president on it.
    """
    title = document.title
    outlet = set(document.outlet.value.split()) if document.outlet is not None else set()
    if title is None or title.span is None or not outlet & organisation_words():
        return None
    named = [raw.key for raw in raws if title.span.holds(raw.span)]
    return next((key for key in named if key is not None and key[0] == "person"), None)


def _paragraph_start(parsed: Parsed, raw: Sighting) -> int:
    paragraph = parsed.paragraph_at(raw.span.start)
    return paragraph.start if paragraph is not None else -1


def _region_start(parsed: Parsed, raw: Sighting) -> int:
    paragraph = parsed.paragraph_at(raw.span.start)
    return paragraph.region.span.start if paragraph is not None else -1


def _quoted_spans(parsed: Parsed) -> Mapping[int, tuple[Span, ...]]:
    text = parsed.document.text
    return {
        paragraph.start: tuple(run.outer for run in quoted_runs(text, paragraph.span))
        for paragraph in parsed.paragraphs
    }


def _salience(parsed: Parsed, raw: Sighting) -> int:
    """1 for a mention that a clause is about (its subject), 0 for any other.

    Of a name with its title either may be the subject: "the minister of trade Ada Lind said".
    """
    tokens = parsed.tokens_in(raw.head)
    if tokens is None:
        return 0
    root = tokens.root
    whole = parsed.tokens_in(raw.span) if raw.kind == "name" else None
    if whole is not None and whole.root.dep_ in {"nsubj", "nsubjpass"}:
        return 1
    if _is_translated_holder(tokens):
        return 1
    if root.dep_ == "appos":
        root = root.head  # "the mayor, Ada Lind, said"
    if root.dep_ in {"nsubj", "nsubjpass", "ROOT"}:
        return 1
    if _is_asked_about(parsed, raw, root):
        return 1
    return int(root.head.lower_ == "to" and root.head.head.lower_ == "according")


def _is_translated_holder(name: TokenSpan) -> bool:
    """Whether a name follows its office's state without a comma, as translations have it.

    "The minister of trade of Norvia Ada Lind declared": the clause is about Ada Lind.
    """
    root, at = name.root, name.start
    if at == 0 or root.dep_ != "pobj" or name.doc[at - 1].head != root:
        return False
    head = root
    while head.dep_ == "pobj" and head.head.lower_ == "of":
        head = head.head.head
    return head.dep_ in {"nsubj", "nsubjpass"} and names_rank(head)


def _is_asked_about(parsed: Parsed, raw: Sighting, root: Token) -> bool:
    """Whether a turn's clause is about somebody though its subject speaks: "Did you meet Lind?"."""
    paragraph = parsed.paragraph_at(raw.span.start)
    if paragraph is None or paragraph.region.kind not in TURNS or raw.kind != "name":
        return False
    verb = root.head.head if root.dep_ == "pobj" else root.head
    subjects = [c.lower_ for c in verb.children if c.dep_ in {"nsubj", "nsubjpass"}]
    return bool(subjects) and subjects[0] in {"i", "you", "we"}


def _described(
    raw: Sighting,
    persons: Sequence[tuple[str, str]],
    making: Mapping[tuple[str, str], Making],
    recent: Sequence[tuple[str, str]],
    host: tuple[str, str] | None,
    at: Mapping[tuple[str, str], int],
) -> tuple[str, str] | None:
    """The person a description fits, and of several that fit as well the one whose own page it
    is, else the one spoken of last; None where none was spoken of and several fit.

    The very office goes before one with the same words ("the envoy", a United Nations envoy), and
    that before one which is only like it (an ambassador).
    """
    exact: list[tuple[str, str]] = []
    worded: list[tuple[str, str]] = []
    loose: list[tuple[str, str]] = []
    for key in persons:
        person = making[key]
        if raw.state and person.states and raw.state not in person.states:
            continue
        if raw.gender and person.genders and raw.gender not in person.genders:
            continue
        if raw.state and not person.states and _of_another_state(raw.state, person.offices):
            continue
        if raw.meant in person.meant:
            exact.append(key)
            continue
        fitting = [office for office in person.meant if offices_fit(raw.meant, office)]
        if fitting and (not raw.state or person.states):
            own_word = any(set(raw.meant.split()) <= set(office.split()) for office in fitting)
            (worded if own_word else loose).append(key)
    for fits in (exact, worded, loose):
        if host in fits and not raw.state:
            return host
        spoken_of = [key for key in recent if key in fits]
        if spoken_of and not _side_by_side(spoken_of[:2], at):
            return spoken_of[0]
        if spoken_of:
            return None
    first = exact or ([] if recent else worded)  # a headline's "Envoy hails deal"
    return first[0] if len(first) == 1 else None


_ONLY_THERE = {
    "foreign secretary": "GBR",
    "home secretary": "GBR",
    "chancellor of the exchequer": "GBR",
    "secretary of state": "USA",
    "attorney general": "USA",
}
"""Offices of which one state is meant where none is named: no other state's minister is theirs."""


def _of_another_state(state: str, offices: Iterable[str]) -> bool:
    return any(
        word in office.lower() and home != state
        for office in offices
        for word, home in _ONLY_THERE.items()
    )


_NOBODY = ("nobody", "")
"""Stands for the last subject where the page does not say who it is ("a 41-year-old man")."""


_BESIDE = 60
"""Characters within which two who fit a description are named together, and neither is meant."""


def _side_by_side(keys: Sequence[tuple[str, str]], at: Mapping[tuple[str, str], int]) -> bool:
    """Whether two persons were last named together: "Senators Lind and Berg … the senator"."""
    return len(keys) == 2 and abs(at.get(keys[0], 0) - at.get(keys[1], 10**9)) < _BESIDE


def _pronoun(
    raw: Sighting,
    making: Mapping[tuple[str, str], Making],
    recent: Sequence[tuple[str, str]],
    speaking: Collection[tuple[str, str]] = (),
) -> tuple[str, str] | None:
    """The most recent person whom a pronoun can mean: the subject spoken of last.

    Never one of those `speaking`, who say "I".
    """
    for key in recent:
        if key == _NOBODY:
            return None
        if key in speaking:
            continue
        genders = making[key].genders
        if not genders or raw.gender in genders:
            return key
    return None
