"""Where the noun phrase around a name begins: its titles, adjectives and states."""

from __future__ import annotations

from typing import NamedTuple

from spacy.tokens import Doc, Token

from onrecord.annotate.offices import is_title_word, names_rank, titles
from onrecord.annotate.states import state_forms

_CALENDAR_LABELS = {"DATE", "TIME"}
_LONGEST_TITLE = 16


class TitledName(NamedTuple):
    """Tokens `start..end`: a name with its title; the title's tokens are `start..name`."""

    start: int
    name: int
    end: int


def with_title(doc: Doc, name: int, end: int) -> TitledName:
    """The name at `name..end` with the title phrase that stands before it, if one does.

    >>> # "the Norwegian foreign minister Ada Lind" -> all of it; "to Ada Lind" -> the name alone
    """
    start, titled = name, False
    seen: set[str] = set()
    at = name - 1
    while at >= 0 and name - at <= _LONGEST_TITLE and doc[at].sent == doc[name].sent:
        token = doc[at]
        if token.ent_type_ in _CALENDAR_LABELS:
            break
        if token.text in seen and token.text[0].isupper():
            break  # run-on text: "… the Foreign Minister Foreign Minister Ada Lind said"
        seen.add(token.text)
        if token.text == ")" and at >= 2 and doc[at - 1].text in state_forms():
            at -= 3  # a translator's "(Norwegian) Deputy Minister Ada Lind"
            start = at + 1 if titled else start
            continue
        if _names_office(token):
            titled, start = True, at
        elif token.lower_ in {"of", "for", "to"} and at > 0:
            if at == name - 1:
                break  # "an aide to Ada Lind" is not Ada Lind
            if not office_before(doc, at) or (titled and _holds_office(doc, name)):
                break  # "a spokesman for Mayor Ada Lind" is not Ada Lind either
        elif not _modifies(token):
            break
        elif titled:
            start = at
        at -= 1
    if not titled:
        return TitledName(name, name, end)
    while start < name and doc[start].lower_ in {"'s", "’s", "-", "of", "and", "that", "which"}:
        start += 1
    return TitledName(start, name, end)


def _names_office(token: Token) -> bool:
    if token.tag_ in {"NNS", "NNPS"}:
        return False  # "Presidents Ada Lind and Olav Berg": whose state is whose is not said
    return is_title_word(token) and (token.pos_ in {"NOUN", "PROPN"} or names_rank(token))


def _holds_office(doc: Doc, name: int) -> bool:
    """Whether an office stands right before a name, which a "for" or "of" before it is not of.

    "for Mayor Lind", "to the Foreign Minister Lind"; but not "Minister of Defence General Lind".
    """
    title = titles().get(doc[name - 1].lower_)
    governs = title is not None and title.sector in {"GOV", "LEG"}
    return governs and doc[name - 1].lower_ not in _HONOURS


_HONOURS = frozenset("h.e. excellency hon. honourable honorable".split())


def office_before(doc: Doc, at: int) -> bool:
    """Whether a title stands before the "of" at `at`: "Secretary of", "Minister of Trade of"."""
    for before in range(at - 1, max(-1, at - 9), -1):
        token = doc[before]
        if is_title_word(token) and token.pos_ in {"NOUN", "PROPN"}:
            return token.tag_ not in {"NNS", "NNPS"}
        if not (token.text[0].isupper() or token.lower_ in {"of", "the", "and", "for"}):
            return False
    return False


def _modifies(token: Token) -> bool:
    if token.text in state_forms() or token.text in {"-", "–"}:
        return token.text not in {"-", "–"} or not token.whitespace_
    if token.lower_ in {"'s", "’s", "former"} or token.text == "then":
        return True
    if token.text == "Then":
        return token.i == token.doc[0].i and token.doc[-1].text != "."  # a caption's "Then Mayor"
    if token.pos_ == "DET":
        return token.lower_ in {"the", "a", "an"}
    if token.pos_ == "PRON":
        return token.dep_ == "poss"
    if token.i + 1 < len(token.doc) and token.nbor(1).text == "-" and not token.whitespace_:
        return True
    if token.i and token.nbor(-1).text == "-" and not token.nbor(-1).whitespace_:
        return True  # the halves of "high-ranking", whatever the tagger makes of them
    if token.tag_ in {"VBG", "VBN"} and token.dep_ == "amod":
        return True  # "managing director"
    return token.pos_ in {"ADJ", "NOUN", "PROPN"} and token.dep_ not in {"nsubj", "dobj", "attr"}


def description(doc: Doc, at: int, *, bare: bool = False) -> tuple[int, int] | None:
    """The tokens of a definite description whose head is `at`; None where there is none.

    Definite means "the", a possessive or a state before it: "the minister", "Tarn's envoy to
    the talks", "the head of Norwegian diplomacy". With `bare`, as in a headline, nothing need
    stand before it: "foreign minister says".
    """
    head = doc[at]
    start = at
    definite = bare
    seen = {head.text}
    while start > 0 and _modifies(doc[start - 1]) and doc[start - 1].sent == head.sent:
        if doc[start - 1].text in seen and doc[start - 1].text[0].isupper():
            break
        start -= 1
        token = doc[start]
        seen.add(token.text)
        definite = (
            definite
            or token.lower_ in {"the", "'s", "’s"}
            or token.text in state_forms()
            or (token.pos_ == "PRON" and token.dep_ == "poss")
        )
        if token.pos_ == "DET":
            break
    while start < at and doc[start].lower_ in {"'s", "’s", "-", "–"}:
        start += 1
    if doc[start].lower_ in {"a", "an"} or not definite:
        return None
    end = at + 1
    for child in head.children:
        if child.dep_ == "prep" and child.i == end and child.lower_ in {"of", "for", "to", "in"}:
            end = _without_clause(doc, child.right_edge.i + 1, child.i)
            break
    return start, end


def introduction(doc: Doc, at: int) -> tuple[int, int]:
    """The tokens of the phrase whose head is `at`, as a newcomer is named: "a man at a gate"."""
    head = doc[at]
    end = at + 1
    for child in head.children:
        if child.dep_ == "prep" and child.i == end:
            end = _without_clause(doc, child.right_edge.i + 1, child.i)
    return head.left_edge.i, end


def _without_clause(doc: Doc, end: int, start: int) -> int:
    for at in range(start, end):
        if doc[at].is_title and doc[at].lower_ in {"the", "a"}:
            return at  # run-on text: "the Minister of Trade The Minister of Trade"
        if doc[at].text in {",", "“", "”", '"', "(", ";", ":"} or doc[at].pos_ in {"VERB", "AUX"}:
            return at
    return end
