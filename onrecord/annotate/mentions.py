"""Who and what a page names: its mentions, and the entities they stand for on this page.

Names are found and classed page-wide (`names`), given their titles (`phrases`), and joined into
entities: persons by surname with fitting first names, states by code, bodies by name or initials.
Definite descriptions ("the minister") and pronouns are joined where exactly one entity fits.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal

import msgspec
from spacy.tokens import Doc, Token

from onrecord.annotate.marks import quoted_runs
from onrecord.annotate.names import (
    NameKind,
    Run,
    StateRun,
    apposition,
    headline_like,
    is_general_body,
    name_kinds,
    name_runs,
    organisation_words,
    state_runs,
)
from onrecord.annotate.offices import is_title_word, office_of, offices_fit, titles
from onrecord.annotate.parsed import Paragraph, Parsed
from onrecord.annotate.phrases import description, introduction, with_title
from onrecord.annotate.states import state_forms, state_names
from onrecord.model import Document, Entity, EntityKind, Mention, MentionKind, Who
from onrecord.spans import Span

_PERSONAL = {"he": "m", "him": "m", "his": "m", "she": "f", "her": "f"}
_COURTESY = {"mr", "mr.", "mrs", "mrs.", "ms", "ms.", "miss", "sir", "dame", "lord", "lady"}
_POSSESSIVES = {"his", "her", "its", "their", "our", "my", "your"}
_LOCATIVE = {"in", "at", "near", "from", "outside", "across", "around", "into", "via", "through"}
_MOTION = {"arrive", "travel", "fly", "go", "visit", "come", "return", "head", "trip", "move"}


class _Raw(msgspec.Struct, frozen=True):
    """A mention before it has an entity; `key` names what it stands for, where that is known."""

    span: Span
    head: Span
    kind: MentionKind
    key: tuple[str, str] | None
    office: str = ""
    meant: str = ""
    state: str | None = None
    gender: str | None = None
    form: str | None = None
    introduces: bool = False


class _Making(msgspec.Struct):
    """An entity while its mentions are gathered."""

    kind: EntityKind
    names: dict[str, int] = {}
    offices: dict[str, int] = {}
    states: dict[str, int] = {}
    genders: dict[str, int] = {}
    meant: dict[str, int] = {}
    meant_in: dict[str, int] = {}


def find_mentions(parsed: Parsed) -> tuple[tuple[Mention, ...], tuple[Entity, ...]]:
    """The mentions of a page, in order of its text, and the entities they stand for.

    Spans are offsets of `Document.text`. A mention's `entity` is None where no entity of the
    page fits it, or where two fit equally.
    """
    states = state_runs(parsed)
    runs = name_runs(parsed, states)
    kinds = dict(name_kinds(parsed, runs))
    homes = _unknown_states(parsed, runs, kinds)
    raws = [
        *_state_mentions(parsed, states),
        *_named(parsed, runs, kinds, homes),
        *_headline_names(parsed, kinds, homes),
    ]
    raws.extend(_missed_surnames(parsed, raws, kinds, homes))
    making = _gathered(parsed.document, raws)
    keys = list(making)
    number = {key: at for at, key in enumerate(keys)}
    raws.extend(_descriptions(parsed, raws, homes))
    raws.sort(key=lambda raw: (raw.span.start, -raw.span.end, raw.head.start))
    _join_appositions(parsed.document.text, raws, making)
    _vote_genders(parsed, raws, making)
    resolved = _resolved(parsed, raws, making)
    mentions = [
        Mention(raw.span, raw.head, raw.kind, number[key] if key is not None else None)
        for raw, key in resolved
    ]
    return tuple(mentions), tuple(_entity(making, number, key) for key in keys)


# -- states -------------------------------------------------------------------------------------


def _state_mentions(parsed: Parsed, states: Sequence[StateRun]) -> Iterator[_Raw]:
    for run in states:
        paragraph = parsed.paragraphs[run.paragraph]
        tokens = paragraph.doc[run.start : run.end]
        span = paragraph.span_of(tokens)
        capital = all(form.kind == "capital" for form in run.forms)
        code = run.forms[0].code
        if capital and _is_scene(tokens.root):
            yield _Raw(span, span, "name", ("place", tokens.text), state=code)
        else:
            start = run.start
            if start and paragraph.doc[start - 1].lower_ == "the":
                span = paragraph.span_of(paragraph.doc[start - 1 : run.end])
            yield _Raw(span, paragraph.span_of(tokens), "name", ("state", code), form=tokens.text)


def _is_scene(token: Token) -> bool:
    """Whether a capital is where something happens, not a government that acts."""
    if token.dep_ in {"appos", "npadvmod"}:
        return True
    if token.dep_ != "pobj":
        return False
    prep = token.head
    if prep.lower_ in _LOCATIVE:
        return True
    return prep.lower_ == "to" and prep.head.lemma_.lower() in _MOTION


def _unknown_states(
    parsed: Parsed, runs: Sequence[Run], kinds: Mapping[str, NameKind]
) -> Mapping[str, str]:
    """Names and adjectives of states that no table knows, each with the state's name.

    A place is a state where the page lets it act or own, and so is a word that the page has an
    adjective of, whatever the parser takes it for.
    """
    surnames = {
        name.split()[-1] for name, kind in kinds.items() if kind == "person" and " " in name
    }
    places = {run.text for run in runs if " " not in run.text and run.text not in surnames}
    places |= {run.text for run in runs if kinds.get(run.text) == "place"}
    evidence: dict[str, int] = defaultdict(int)
    owners: set[str] = set()
    for run in runs:
        if run.text in places:
            doc = parsed.paragraphs[run.paragraph].doc
            evidence[run.text] += _acts(doc, run)
            if _owns_state_things(doc, run):
                owners.add(run.text)
    adjectives: dict[str, str] = {}
    for paragraph in parsed.paragraphs:
        for token in paragraph.doc:
            home = _home_of(token, places)
            if home is not None:
                adjectives[token.text] = home
                evidence[home] += 2
    plain = {place for place in places if kinds.get(place) == "place"}
    owners |= set(adjectives.values())
    found = {
        place: place
        for place, weight in evidence.items()
        if weight >= 2 and (place in plain or place in owners)
    }
    return found | {word: home for word, home in adjectives.items() if home in found}


def _acts(doc: Doc, run: Run) -> int:
    token = doc[run.start : run.end].root
    if token.dep_ == "pobj" and token.head.lower_ in {"in", "at", "near"}:
        return -1
    after = doc[run.end] if run.end < len(doc) else None
    if _owns_state_things(doc, run):
        return 2
    if token.dep_ in {"nsubj", "nsubjpass", "agent"}:
        return 1
    if after is not None and after.lower_ in {"'s", "’s"}:
        return 1
    before = doc[run.start - 2] if run.start >= 2 else None
    if before is not None and token.dep_ == "pobj" and before.lower_ in titles():
        return 2
    return 0


_STATE_THINGS = frozenset(
    "government president presidency minister citizen capital army parliament ambassador embassy "
    "king queen kingdom republic border territory troop foreign people coast".split()
)


def _owns_state_things(doc: Doc, run: Run) -> bool:
    """Whether a name owns what only states own: "the government of X", "X's ambassador"."""
    if run.start >= 2 and doc[run.start - 1].lower_ == "of":
        return doc[run.start - 2].lemma_.lower() in _STATE_THINGS
    if run.end + 1 < len(doc) and doc[run.end].lower_ in {"'s", "’s"}:
        return doc[run.end + 1].lemma_.lower() in _STATE_THINGS
    return False


_ENDINGS = (
    "n",
    "an",
    "ian",
    "ean",
    "ish",
    "ese",
    "i",
    "ic",
    "er",
    "ns",
    "ans",
    "ians",
    "ite",
    "ch",
)


def _home_of(token: Token, places: Iterable[str]) -> str | None:
    """The place that a token is the adjective of: "Veldran" of "Veldra"; None where none or two.

    Both must share all but the place's last two letters, at least four.
    """
    word = token.text
    if not word[0].isupper() or word in state_forms() or not word.endswith(_ENDINGS):
        return None
    fits = [
        place
        for place in places
        if place != word
        and " " not in place
        and word.startswith(place[: max(4, len(place) - 2)])
        and len(word) <= len(place) + 4
    ]
    return fits[0] if len(set(fits)) == 1 else None


# -- names --------------------------------------------------------------------------------------


def _named(
    parsed: Parsed,
    runs: Sequence[Run],
    kinds: Mapping[str, NameKind],
    homes: Mapping[str, str],
) -> Iterator[_Raw]:
    for run in runs:
        paragraph = parsed.paragraphs[run.paragraph]
        doc = paragraph.doc
        head = paragraph.span_of(doc[run.start : run.end])
        if run.text in homes:
            yield _Raw(head, head, "name", ("state", homes[run.text]))
            continue
        kind = kinds.get(run.text)
        if kind is None:
            continue
        if kind == "place":
            yield _Raw(head, head, "name", ("place", run.text))
            continue
        titled = with_title(doc, run.start, run.end)
        if kind == "person":
            yield _person(paragraph, titled, homes)
        else:
            yield _body(paragraph, titled, run.text, homes)
    yield from _adjectives(parsed, homes)


def _person(paragraph: Paragraph, titled: tuple[int, int, int], homes: Mapping[str, str]) -> _Raw:
    start, name, end = titled
    doc = paragraph.doc
    office = doc[start:name].text if name > start else ""
    state = _state_in(doc, start, name, homes)
    after = apposition(doc, end)
    if not office and after is not None:
        office, state = doc[after[0] : after[1]].text, _state_in(doc, *after, homes)
    words = {word.lower() for word in office.split()}
    tells = not words & _POSSESSIVES and not words <= _COURTESY  # not "its envoy", not "Ms"
    gender = next((t.gender for w, t in titles().items() if t.gender and w in words), None)
    return _Raw(
        paragraph.span_of(doc[start:end]),
        paragraph.span_of(doc[name:end]),
        "name",
        ("person", doc[name:end].text),
        office=office if tells else "",
        meant=office_of(office, homes),
        state=state,
        gender=gender,
    )


def _body(
    paragraph: Paragraph, titled: tuple[int, int, int], text: str, homes: Mapping[str, str]
) -> _Raw:
    doc = paragraph.doc
    start, name, end = titled
    start = max(start, name)  # a title before a body's name is somebody's in it, not its own
    while start > 0 and (
        doc[start - 1].text in state_forms()
        or doc[start - 1].text in homes
        or doc[start - 1].lower_ in {"the", "'s", "’s"}
    ):
        start -= 1
    if doc[start].lower_ in {"'s", "’s"}:
        start += 1
    state = _state_in(doc, start, end, homes)
    return _Raw(
        paragraph.span_of(doc[start:end]),
        paragraph.span_of(doc[name:end]),
        "name",
        ("organisation", _own_name(text, state, homes)),
        state=state,
    )


def _own_name(text: str, state: str | None, homes: Mapping[str, str]) -> str:
    """A body's name with its state: "Foreign Ministry of Norway" for "Norway's Foreign Ministry".

    A name that tells more than its kind ("Nordic Council") is left as it is.
    """
    words = [word for word in text.split() if word not in state_forms() and word not in homes]
    if state is None or not words or not is_general_body(" ".join(words)):
        return text
    return f"{' '.join(words)} of {state_names().get(state, state)}"


def _state_in(doc: Doc, start: int, end: int, homes: Mapping[str, str]) -> str | None:
    """The key of the first state named in tokens `start..end`, but for "… to Washington".

    A key is an ISO 3166 alpha-3 code, or the name of a state that only the page knows.
    """
    for at in range(start, end):
        for stop in range(min(end, at + 4), at, -1):
            text = doc[at:stop].text
            key = state_forms()[text][0].code if text in state_forms() else homes.get(text)
            if key is not None:
                if at > start and doc[at - 1].lower_ in {"to", "in"}:
                    break
                return key
    return None


def _adjectives(parsed: Parsed, homes: Mapping[str, str]) -> Iterator[_Raw]:
    known = {word for word, home in homes.items() if word != home}
    for paragraph in parsed.paragraphs:
        for token in paragraph.doc:
            if token.text in known:
                span = paragraph.span_of(token)
                yield _Raw(span, span, "name", ("state", homes[token.text]))


def _headline_names(
    parsed: Parsed, kinds: Mapping[str, NameKind], homes: Mapping[str, str]
) -> Iterator[_Raw]:
    """Names in title-case headlines that the rest of the page knows."""
    surnames = {name.split()[-1]: kind for name, kind in kinds.items() if kind == "person"}
    for paragraph in parsed.paragraphs:
        if not headline_like(paragraph):
            continue
        doc, at = paragraph.doc, 0
        while at < len(doc):
            end = next(
                (e for e in range(min(len(doc), at + 4), at, -1) if doc[at:e].text in kinds), None
            )
            text = doc[at : end or at + 1].text
            span = paragraph.span_of(doc[at : end or at + 1])
            if text in homes:
                yield _Raw(span, span, "name", ("state", homes[text]))
            elif end is not None and kinds[text] == "person":
                yield _person(paragraph, with_title(doc, at, end), homes)
            elif end is not None:
                yield _Raw(span, span, "name", (kinds[text], text))
            elif text in surnames:
                yield _person(paragraph, with_title(doc, at, at + 1), homes)
            at = end or at + 1


def _missed_surnames(
    parsed: Parsed,
    raws: Sequence[_Raw],
    kinds: Mapping[str, NameKind],
    homes: Mapping[str, str],
) -> Iterator[_Raw]:
    """Surnames of the page's persons that the tagger took for other words: "Lind: No deal"."""
    surnames = {name.split()[-1] for name, kind in kinds.items() if kind == "person"}
    covered = {raw.head for raw in raws}
    inside = {at for span in covered for at in range(span.start, span.end)}
    for paragraph in parsed.paragraphs:
        for token in paragraph.doc:
            span = paragraph.span_of(token)
            if token.text in surnames and span.start not in inside:
                yield _person(paragraph, with_title(paragraph.doc, token.i, token.i + 1), homes)


# -- entities -----------------------------------------------------------------------------------


def _gathered(document: Document, raws: list[_Raw]) -> dict[tuple[str, str], _Making]:
    """The entities of the raw mentions; each mention's key is replaced by its entity's."""
    persons = _person_keys(raw.key[1] for raw in raws if raw.key and raw.key[0] == "person")
    bodies = _body_keys([raw.key[1] for raw in raws if raw.key and raw.key[0] == "organisation"])
    making: dict[tuple[str, str], _Making] = {}
    for at, raw in enumerate(raws):
        if raw.key is None:
            continue
        kind, text = raw.key
        if kind == "person":
            known = persons.get(text)
            if known is None:
                raws[at] = msgspec.structs.replace(raw, key=None)
                continue
            text = known
        elif kind == "organisation":
            text = bodies.get(text, text)
        key = (kind, text)
        raws[at] = msgspec.structs.replace(raw, key=key)
        _note(making.setdefault(key, _Making(_kind_of(kind))), raw)
    _settle_home(document, making)
    for raw in raws:
        if raw.state is not None and ("state", raw.state) not in making:
            making[("state", raw.state)] = _Making("state")
    return dict(sorted(making.items()))


def _settle_home(document: Document, making: dict[tuple[str, str], _Making]) -> None:
    """Give the officials whom a state's own page names without their state that state.

    A ministry's page says "Foreign Minister Ada Lind"; the outlet's name says of which state.
    """
    outlet = document.outlet.value.replace(",", " ").split() if document.outlet else []
    if not organisation_words() & set(outlet):
        return
    codes = {
        state_forms()[" ".join(outlet[at:end])][0].code
        for at in range(len(outlet))
        for end in range(at + 1, min(len(outlet), at + 4) + 1)
        if " ".join(outlet[at:end]) in state_forms()
    }
    if len(codes) != 1:
        return
    code = codes.pop()
    for made in making.values():
        if made.kind == "person" and made.offices and not made.states:
            made.states[code] = 1
    making.setdefault(("state", code), _Making("state"))


def _kind_of(kind: str) -> EntityKind:
    kinds: dict[str, EntityKind] = {
        "person": "person",
        "organisation": "organisation",
        "state": "state",
        "place": "place",
    }
    return kinds[kind]


def _note(entity: _Making, raw: _Raw) -> None:
    assert raw.key is not None
    name = raw.form or raw.key[1]
    entity.names[name] = entity.names.get(name, 0) + 1
    _note_offices(entity, raw)


def _note_offices(entity: _Making, raw: _Raw) -> None:
    for value, counts in (
        (raw.office, entity.offices),
        (raw.meant, entity.meant),
        (raw.office.lower(), entity.meant_in),
        (raw.state, entity.states),
        (raw.gender, entity.genders),
    ):
        if value:
            counts[value] = counts.get(value, 0) + 1


def _person_keys(names: Iterable[str]) -> Mapping[str, str]:
    """The full name each form of a person's name stands for; forms that fit two are left out.

    >>> _person_keys(["Ada Lind", "Lind", "Olav Berg", "Nina Berg", "Berg"])["Lind"]
    'Ada Lind'
    """
    forms = list(dict.fromkeys(names))
    full = sorted((form for form in forms if " " in form), key=lambda form: (-len(form), form))
    chosen: dict[str, str] = {}
    for form in full:
        same = [
            other
            for other in dict.fromkeys(chosen.values())
            if other.split()[-1] == form.split()[-1] and _first_names_fit(form, other)
        ]
        chosen[form] = same[0] if len(same) == 1 else form
    people = list(dict.fromkeys(chosen.values()))
    for form in forms:
        if " " in form:
            continue
        by_last = [name for name in people if name.split()[-1] == form]
        by_any = [name for name in people if form in name.split()]
        fits = by_last or by_any
        if not fits:
            chosen[form] = form
        elif len(fits) == 1:
            chosen[form] = fits[0]
    return chosen


def _first_names_fit(a: str, b: str) -> bool:
    first, second = a.split(maxsplit=1)[0].rstrip("."), b.split(maxsplit=1)[0].rstrip(".")
    return first == second or (min(len(first), len(second)) == 1 and first[0] == second[0])


def _body_keys(names: Sequence[str]) -> Mapping[str, str]:
    """The full name each form of a body's name stands for: its initials, or the same words."""
    forms = list(dict.fromkeys(names))
    chosen: dict[str, str] = {}
    for form in forms:
        fits = [
            other
            for other in forms
            if " " in other and form.isupper() and form == "".join(_initials(other))
        ]
        chosen[form] = fits[0] if len(fits) == 1 else form
    return chosen


def _initials(name: str) -> Iterator[str]:
    return (word[0] for word in name.split() if word[0].isupper())


def _entity(
    making: Mapping[tuple[str, str], _Making],
    number: Mapping[tuple[str, str], int],
    key: tuple[str, str],
) -> Entity:
    made = making[key]
    state = max(made.states, key=lambda s: (made.states[s], s)) if made.states else None
    code = key[1] if made.kind == "state" else state
    name = state_names().get(key[1], key[1]) if made.kind == "state" else key[1]
    sectors = [t.sector for w, t in titles().items() if t.sector and _has_word(made.offices, w)]
    sector = "GOV" if made.kind == "state" else (sectors[0] if sectors else None)
    return Entity(
        number=number[key],
        kind=made.kind,
        name=name,
        names=tuple(dict.fromkeys((name, *sorted(made.names)))),
        offices=tuple(sorted(made.offices, key=lambda o: (-made.offices[o], o))),
        country=code if code in state_names() else None,
        sector=sector,
        state=number.get(("state", state)) if state is not None else None,
        gender=_gender(made),
    )


def _gender(made: _Making) -> Literal["m", "f"] | None:
    if len(made.genders) != 1:
        return None
    return "f" if "f" in made.genders else "m"


def _has_word(offices: Iterable[str], word: str) -> bool:
    return any(word in office.lower().split() for office in offices)


# -- descriptions and pronouns ------------------------------------------------------------------


def _descriptions(parsed: Parsed, raws: Sequence[_Raw], homes: Mapping[str, str]) -> Iterator[_Raw]:
    """Definite descriptions of persons and personal pronouns, their entity still open."""
    taken = defaultdict(list)
    for raw in raws:
        if raw.key is not None and raw.key[0] == "person":
            paragraph = parsed.paragraph_at(raw.span.start)
            taken[id(paragraph)].append(raw.span)
    introduced: set[str] = set()
    for paragraph in parsed.paragraphs:
        doc = paragraph.doc
        for token in doc:
            span = paragraph.span_of(token)
            if any(child.lower_ in {"a", "an", "another"} for child in token.lefts):
                introduced.add(token.lower_)
                if is_title_word(token) and token.dep_ in {"nsubj", "nsubjpass"}:
                    phrase = paragraph.span_of(doc[slice(*introduction(doc, token.i))])
                    if not any(phrase.meets(other) for other in taken[id(paragraph)]):
                        yield _Raw(phrase, span, "title", None, introduces=True)
            if token.lower_ in _PERSONAL and token.pos_ in {"PRON", "DET"}:
                yield _Raw(span, span, "pronoun", None, gender=_PERSONAL[token.lower_])
            elif is_title_word(token) and token.pos_ in {"NOUN", "PROPN"}:
                found = _description(paragraph, token, taken[id(paragraph)], homes)
                if found is not None:
                    known = found.meant in introduced
                    # "a diplomat … the diplomat" means the one just brought in
                    yield msgspec.structs.replace(found, introduces=known)


def _description(
    paragraph: Paragraph, token: Token, taken: Sequence[Span], homes: Mapping[str, str]
) -> _Raw | None:
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
    return _Raw(
        span,
        span,
        "title",
        None,
        office=doc[tokens[0] : tokens[1]].text,
        meant=office_of(doc[tokens[0] : tokens[1]].text, homes),
        state=_state_in(doc, *tokens, homes),
        gender=title.gender if title else None,
    )


def _join_appositions(
    text: str, raws: list[_Raw], making: Mapping[tuple[str, str], _Making]
) -> None:
    """Join a description to the name in commas after it: "its spokeswoman, Ada Lind, said"."""
    starts = {raw.head.start: raw for raw in raws if raw.key and raw.key[0] == "person"}
    for at, raw in enumerate(raws):
        if raw.kind != "title" or raw.key is not None:
            continue
        if text[raw.span.end : raw.span.end + 2] != ", ":
            continue
        named = starts.get(raw.span.end + 2)
        if named is None or text[named.head.end : named.head.end + 1] not in {",", ".", ""}:
            continue
        raws[at] = msgspec.structs.replace(raw, key=named.key)
        owned = bool(set(raw.office.lower().split()[:1]) & _POSSESSIVES)
        office = "" if owned else raw.office
        _note_offices(making[named.key or ("", "")], msgspec.structs.replace(raw, office=office))


def _vote_genders(
    parsed: Parsed, raws: Sequence[_Raw], making: Mapping[tuple[str, str], _Making]
) -> None:
    """Learn from sentences with one person in them which pronouns that person takes."""
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
            if len(people) == 1 and len(pronouns) == 1 and first is not None:
                votes = making[first.key or ("", "")].genders
                gender = pronouns.pop() or ""
                if not votes or gender in votes:
                    votes[gender] = votes.get(gender, 0) + 1


def _resolved(
    parsed: Parsed, raws: Sequence[_Raw], making: Mapping[tuple[str, str], _Making]
) -> list[tuple[_Raw, tuple[str, str] | None]]:
    """Each mention with its entity's key, descriptions and pronouns resolved in reading order."""
    persons = [key for key in making if key[0] == "person"]
    recent: list[tuple[str, str]] = []
    at: dict[tuple[str, str], int] = {}
    host = _host(parsed.document, raws)
    out: list[tuple[_Raw, tuple[str, str] | None]] = []
    quoted = _quoted_spans(parsed)
    for raw in raws:
        key = raw.key
        inside = any(span.holds(raw.span) for span in quoted.get(_paragraph_start(parsed, raw), ()))
        if key is None and raw.kind == "title" and not raw.introduces:
            key = _described(raw, persons, making, recent, host, at)
        elif key is None and raw.kind == "pronoun" and not inside:
            key = _pronoun(raw, making, recent)
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


def _host(document: Document, raws: Sequence[_Raw]) -> tuple[str, str] | None:
    """Whose page it is where an office publishes it: the first person that its title names.

    On such a page "the President" is that one, whoever else is a president on it.
    """
    title = document.title
    outlet = set(document.outlet.value.split()) if document.outlet is not None else set()
    if title is None or title.span is None or not outlet & organisation_words():
        return None
    named = [raw.key for raw in raws if title.span.holds(raw.span)]
    return next((key for key in named if key is not None and key[0] == "person"), None)


def _paragraph_start(parsed: Parsed, raw: _Raw) -> int:
    paragraph = parsed.paragraph_at(raw.span.start)
    return paragraph.start if paragraph is not None else -1


def _quoted_spans(parsed: Parsed) -> Mapping[int, tuple[Span, ...]]:
    text = parsed.document.text
    return {
        paragraph.start: tuple(run.outer for run in quoted_runs(text, paragraph.span))
        for paragraph in parsed.paragraphs
    }


def _salience(parsed: Parsed, raw: _Raw) -> int:
    """1 for a mention that a clause is about (its subject), 0 for any other."""
    tokens = parsed.tokens_in(raw.head)
    if tokens is None:
        return 0
    root = tokens.root
    if root.dep_ == "appos":
        root = root.head  # "the mayor, Ada Lind, said"
    if root.dep_ in {"nsubj", "nsubjpass", "ROOT"}:
        return 1
    return int(root.head.lower_ == "to" and root.head.head.lower_ == "according")


def _described(
    raw: _Raw,
    persons: Sequence[tuple[str, str]],
    making: Mapping[tuple[str, str], _Making],
    recent: Sequence[tuple[str, str]],
    host: tuple[str, str] | None,
    at: Mapping[tuple[str, str], int],
) -> tuple[str, str] | None:
    """The person a description fits: by its very office before a looser fit, and of several
    that fit as well the one whose own page it is, else the one spoken of last; None where none
    was spoken of and several fit."""
    exact, loose = [], []
    for key in persons:
        person = making[key]
        if raw.state and person.states and raw.state not in person.states:
            continue
        if raw.gender and person.genders and raw.gender not in person.genders:
            continue
        if raw.state and not person.states and _of_another_state(raw.state, person.meant_in):
            continue
        if raw.meant in person.meant:
            exact.append(key)
        elif any(offices_fit(raw.meant, office) for office in person.meant) and (
            not raw.state or person.states
        ):
            loose.append(key)
    for fits in (exact, loose):
        if host in fits and not raw.state:
            return host
        spoken_of = [key for key in recent if key in fits]
        if spoken_of and not _side_by_side(spoken_of[:2], at):
            return spoken_of[0]
        if spoken_of:
            return None
    return exact[0] if len(exact) == 1 else None


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
        word in office and home != state for office in offices for word, home in _ONLY_THERE.items()
    )


_NOBODY = ("nobody", "")
"""Stands for the last subject where the page does not say who it is ("a 41-year-old man")."""
_BESIDE = 60
"""Characters within which two who fit a description are named together, and neither is meant."""


def _side_by_side(keys: Sequence[tuple[str, str]], at: Mapping[tuple[str, str], int]) -> bool:
    """Whether two persons were last named together: "Senators Lind and Berg … the senator"."""
    return len(keys) == 2 and abs(at.get(keys[0], 0) - at.get(keys[1], 10**9)) < _BESIDE


def _pronoun(
    raw: _Raw,
    making: Mapping[tuple[str, str], _Making],
    recent: Sequence[tuple[str, str]],
) -> tuple[str, str] | None:
    """The most recent person whom a pronoun can mean: the subject spoken of last."""
    for key in recent:
        if key == _NOBODY:
            return None
        genders = making[key].genders
        if not genders or raw.gender in genders:
            return key
    return None


# -- looking up ---------------------------------------------------------------------------------


def mentions_by_paragraph(
    parsed: Parsed, mentions: Sequence[Mention]
) -> Mapping[int, Sequence[Mention]]:
    """The mentions of each paragraph, in order, by where the paragraph starts."""
    found: dict[int, list[Mention]] = {}
    for mention in mentions:
        paragraph = parsed.paragraph_at(mention.span.start)
        if paragraph is not None:
            found.setdefault(paragraph.start, []).append(mention)
    return found


def who_at(
    parsed: Parsed,
    mentions: Sequence[Mention],
    entities: Sequence[Entity],
    span: Span,
) -> Who:
    """The `Who` of a noun phrase: the entity of the mention that covers its head word.

    Where only a state's adjective lies in the phrase ("Norwegian officials"), the name is the
    phrase's own words, and the country that of the state. Never None: a phrase that names
    nobody known keeps its words as its name.
    """
    text = parsed.document.text
    head = _head_span(parsed, span)
    if _joins_two(parsed, mentions, span):
        return Who(span.of(text), span)
    near = _near(mentions, span)
    covering = [m for m in near if m.entity is not None and m.span.meets(span)]
    for mention in sorted(covering, key=lambda m: m.span.start - m.span.end):
        named = mention.head.meets(head) or mention.span == span
        if named or (mention.kind == "title" and mention.span.meets(head)):
            entity = entities[mention.entity or 0]
            return Who(entity.name, mention.span, entity.number, entity.country)
    states = [
        entities[m.entity]
        for m in covering
        if m.entity is not None and entities[m.entity].kind == "state" and span.holds(m.span)
    ]
    country = states[0].country if len({s.number for s in states}) == 1 else None
    return Who(span.of(text), span, None, country)


_LONGEST_MENTION = 400


def _near(mentions: Sequence[Mention], span: Span) -> Sequence[Mention]:
    """The mentions that can meet a span, of those of a page in order."""
    first = bisect_left(mentions, span.start - _LONGEST_MENTION, key=lambda m: m.span.start)
    last = bisect_left(mentions, span.end, key=lambda m: m.span.start)
    return mentions[first:last]


def _joins_two(parsed: Parsed, mentions: Sequence[Mention], span: Span) -> bool:
    """Whether a phrase names two by "and", so that it stands for neither alone."""
    tokens = parsed.tokens_in(span)
    if tokens is None or not any(t.dep_ == "conj" and t.head == tokens.root for t in tokens):
        return False
    near = _near(mentions, span)
    inside = {m.entity for m in near if span.holds(m.head) and m.entity is not None}
    return len(inside) > 1 and not any(m.span == span for m in near)


def _head_span(parsed: Parsed, span: Span) -> Span:
    paragraph = parsed.paragraph_at(span.start)
    tokens = paragraph.tokens_in(span) if paragraph is not None else None
    if paragraph is None or tokens is None:
        return span
    return paragraph.span_of(tokens.root)
