"""Where a page names somebody: states, persons with their titles, bodies."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

import msgspec
from spacy.tokens import Doc, Token

from onrecord.annotate.bodies import is_general_body
from onrecord.annotate.names import NameKind, Run, StateRun, apposition, headline_like
from onrecord.annotate.offices import names_rank, office_of, titles
from onrecord.annotate.parsed import Paragraph, Parsed
from onrecord.annotate.phrases import with_title
from onrecord.annotate.states import state_forms, state_names
from onrecord.model import MentionKind
from onrecord.spans import Span

_COURTESY = frozenset("mr mr. mrs mrs. ms ms. miss sir dame lord lady madam".split())
POSSESSIVES = {"his", "her", "its", "their", "our", "my", "your", "whose"}
_LOCATIVE = {"in", "at", "near", "from", "outside", "across", "around", "into", "via", "through"}
_MOTION = {"arrive", "travel", "fly", "go", "visit", "come", "return", "head", "trip", "move"}


class Sighting(msgspec.Struct, frozen=True):
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


def state_sightings(parsed: Parsed, states: Sequence[StateRun]) -> Iterator[Sighting]:
    """The places where a known state is named; a capital that is only the scene is a place."""
    for run in states:
        paragraph = parsed.paragraphs[run.paragraph]
        tokens = paragraph.doc[run.start : run.end]
        span = paragraph.span_of(tokens)
        capital = all(form.kind == "capital" for form in run.forms)
        code = run.forms[0].code
        if capital and _is_scene(tokens.root):
            yield Sighting(span, span, "name", ("place", tokens.text), state=code)
        else:
            start = run.start
            if start and paragraph.doc[start - 1].lower_ == "the":
                span = paragraph.span_of(paragraph.doc[start - 1 : run.end])
            yield Sighting(
                span, paragraph.span_of(tokens), "name", ("state", code), form=tokens.text
            )


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


def named_sightings(
    parsed: Parsed,
    runs: Sequence[Run],
    kinds: Mapping[str, NameKind],
    homes: Mapping[str, str],
) -> Iterator[Sighting]:
    """The places where a person, a body, a place or a state of the page\'s own is named."""
    for run in runs:
        paragraph = parsed.paragraphs[run.paragraph]
        doc = paragraph.doc
        head = paragraph.span_of(doc[run.start : run.end])
        if run.text in homes:
            yield Sighting(head, head, "name", ("state", homes[run.text]))
            continue
        kind = kinds.get(run.text)
        if kind is None:
            continue
        if kind == "place":
            yield Sighting(head, head, "name", ("place", run.text))
            continue
        titled = with_title(doc, run.start, run.end)
        if kind == "person":
            yield _person(paragraph, titled, homes)
        else:
            yield _body(paragraph, titled, run.text, homes)
    yield from _adjectives(parsed, homes)


def _person(
    paragraph: Paragraph, titled: tuple[int, int, int], homes: Mapping[str, str]
) -> Sighting:
    start, name, end = titled
    doc = paragraph.doc
    office = doc[start:name].text if name > start else ""
    state = state_in(doc, start, name, homes)
    after = apposition(doc, end)
    if not office and after is not None:
        office, state = doc[after[0] : after[1]].text, state_in(doc, *after, homes)
    if office and office.split()[-1].lower() in _COURTESY and " " in office:
        office = office.rsplit(maxsplit=1)[0]  # "panel chief Sir"
    words = {word.lower() for word in office.split()}
    tells = not words & POSSESSIVES and not words <= _COURTESY  # not "its envoy", not "Ms"
    before = {token.lower_ for token in doc[start:name]} | words
    gender = next((t.gender for w, t in titles().items() if t.gender and w in before), None)
    return Sighting(
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
) -> Sighting:
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
    state = state_in(doc, start, end, homes)
    own = _own_name(text, state, homes)
    owner = doc[name - 2] if name >= 2 and doc[name - 1].lower_ in {"'s", "’s"} else None
    if state is None and owner is not None and owner.is_title and is_general_body(text):
        own = f"{text} of {owner.text}"  # of a state that no table knows
        start = min(start, owner.i)
    return Sighting(
        paragraph.span_of(doc[start:end]),
        paragraph.span_of(doc[name:end]),
        "name",
        ("organisation", own),
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


def state_in(doc: Doc, start: int, end: int, homes: Mapping[str, str]) -> str | None:
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


def _adjectives(parsed: Parsed, homes: Mapping[str, str]) -> Iterator[Sighting]:
    known = {word for word, home in homes.items() if word != home}
    for paragraph in parsed.paragraphs if known else ():
        for token in paragraph.doc:
            if token.text in known:
                span = paragraph.span_of(token)
                yield Sighting(span, span, "name", ("state", homes[token.text]))


def headline_sightings(
    parsed: Parsed, kinds: Mapping[str, NameKind], homes: Mapping[str, str]
) -> Iterator[Sighting]:
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
                yield Sighting(span, span, "name", ("state", homes[text]))
            elif end is not None and kinds[text] == "person":
                yield _person(paragraph, with_title(doc, at, end), homes)
            elif end is not None:
                yield Sighting(span, span, "name", (kinds[text], text))
            elif text in surnames:
                yield _person(paragraph, with_title(doc, at, at + 1), homes)
            at = end or at + 1
        named = _named_by_title(doc)
        if named is not None and not {doc[slice(*named)].text, doc[named[1] - 1].text} & {
            *kinds,
            *surnames,
        }:
            yield _person(paragraph, with_title(doc, *named), homes)


def _named_by_title(doc: Doc) -> tuple[int, int] | None:
    """The name that ends an office after "by" or "with" in a headline; None without one.

    "Remarks by Foreign Minister Ada Lind at the Opening" gives "Ada Lind": such a page may name
    its speaker nowhere else.
    """
    for at in range(1, len(doc)):
        if doc[at - 1].lower_ not in {"by", "with"}:
            continue
        end = at
        while end < len(doc) and _of_office(doc, end):
            end += 1
        titled = [i for i in range(at, end) if names_rank(doc[i])]
        name = titled[-1] + 1 if titled else end
        if 1 <= end - name <= 3 and all(t.text[0].isupper() for t in doc[name:end]):
            return name, end
    return None


def _of_office(doc: Doc, at: int) -> bool:
    """Whether a token can belong to an office and its holder's name in a headline."""
    if doc[at].text == ",":
        return at + 1 < len(doc) and doc[at + 1].lower_ in _COURTESY
    return doc[at].text[0].isupper() or doc[at].lower_ in {"the", "of", "for", "-"}


def label_sightings(parsed: Parsed) -> Iterator[Sighting]:
    """Whom the labels of a transcript name after a courtesy or by an office alone.

    "Mr. HOLM (Norway):" has the state, "The MINISTER FOR TRADE (Ms. Ada Lind):" the name in the
    bracket; "President:" is told by who holds that office on the page.
    """
    text = parsed.document.text
    seen: set[str] = set()
    placed: set[Span] = set()
    for region in parsed.document.regions:
        label = region.label
        if label is not None and label not in placed and _is_office(label.of(text)):
            placed.add(label)
            words = label.of(text).strip(" :")
            at = Span(label.start, label.start + len(words))
            yield Sighting(at, at, "title", None, office=words, meant=office_of(words))
        if label is None or label.of(text) in seen:
            continue
        seen.add(label.of(text))
        end = text.find(":", label.end, label.end + _LABEL_LENGTH)
        behind = _IN_BRACKETS.match(text, label.end, end) if end > 0 else None
        found = _WITH_COURTESY.search(text, *label)
        if found is None and behind is not None:
            found = _WITH_COURTESY.match(text, *behind.span(1))
        if found is None:
            continue
        title = titles()[found.group(1).casefold()]
        name = found.group(2)
        within = state_forms().get(behind.group(1)) if behind is not None else None
        yield Sighting(
            Span(label.start, max(label.end, found.end(2))),
            Span(*found.span(2)),
            "name",
            ("person", name.title() if name.isupper() else name),
            state=within[0].code if within else None,
            gender=title.gender,
        )


def _is_office(label: str) -> bool:
    """Whether a label is an office alone: "President:", "The Spokesperson"."""
    words = label.strip(" :").casefold().split()
    kept = [word for word in words if word != "the"]
    return bool(kept) and all(word in titles() for word in kept) and kept[0] not in _COURTESY


_LABEL_LENGTH = 90
_IN_BRACKETS = re.compile(r"\s*\(([^()]+)\)")
_WITH_COURTESY = re.compile(
    r"\b(Mr\.?|Mrs\.?|Ms\.?|Miss|Dr\.?|Sir|Dame|Lord|Lady) "
    r"([^\W\d_][^\s():,;]+(?: [^\W\d_][^\s():,;]*){0,3})",
    re.IGNORECASE,
)


def missed_surnames(
    parsed: Parsed,
    raws: Sequence[Sighting],
    kinds: Mapping[str, NameKind],
    homes: Mapping[str, str],
) -> Iterator[Sighting]:
    """Surnames of the page's persons that the tagger took for other words: "Lind: No deal"."""
    surnames = {name.split()[-1] for name, kind in kinds.items() if kind == "person"}
    covered = {raw.head for raw in raws}
    inside = {at for span in covered for at in range(span.start, span.end)}
    for paragraph in parsed.paragraphs:
        for token in paragraph.doc:
            if token.text in surnames and paragraph.start + token.idx not in inside:
                yield _person(paragraph, with_title(paragraph.doc, token.i, token.i + 1), homes)
