"""Words for offices: which title words there are, and when two wordings mean the same office."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING

import msgspec

from onrecord.annotate.states import state_forms
from onrecord.lists import lines, rows

if TYPE_CHECKING:  # joining pages asks for offices too, and needs no parser
    from spacy.tokens import Token


class Title(msgspec.Struct, frozen=True):
    """A title word's sector (PLOVER's code, None for a word of no sector) and gender, if fixed."""

    sector: str | None
    gender: str | None


@cache
def titles() -> Mapping[str, Title]:
    """Title words in lower case, from onrecord/data/titles.tsv."""
    return MappingProxyType(
        {
            word: Title(None if sector == "-" else sector, None if gender == "-" else gender)
            for word, sector, gender in rows("titles.tsv")
        }
    )


@cache
def person_nouns() -> frozenset[str]:
    """Common nouns for persons, lower case: WordNet's, and the title words that are nouns."""
    return frozenset(lines("person_nouns.txt")) | {
        word for word in titles() if not word.endswith(".")
    }


def names_rank(token: Token) -> bool:
    """Whether a token is a word of the table of titles, plural or not, in any case."""
    return token.lower_ in titles() or token.lower_.removesuffix("s") in titles()


def is_title_word(token: Token) -> bool:
    """Whether a token is a word for an office, a rank or a trade: "Minister", "analyst"."""
    return names_rank(token) or (token.lower_ in person_nouns() and token.text.islower())


@cache
def _same_office() -> Mapping[str, str]:
    return MappingProxyType(
        {
            wording: office
            for office, wordings in rows("offices.tsv")
            for wording in (office, *wordings.split("|"))
        }
    )


_ONE_WORD = {
    "spokesman": "spokesperson",
    "spokeswoman": "spokesperson",
    "chairman": "chair",
    "chairwoman": "chair",
    "chairperson": "chair",
    "premier": "prime minister",
    "undersecretary": "under secretary",
}
_SMALL = frozenset(
    {"the", "a", "an", "of", "for", "his", "her", "its", "their", "our", "'s", "’s", "then"}
    | {"former", "ex", "-", "and", "incumbent", "outgoing", "acting", "current", "top", "senior"}
)


def office_of(phrase: str, states: Container[str] = ()) -> str:
    """The office a title phrase names, without state, article and small words, in lower case.

    `states` are names and adjectives of states that no table knows, left out too. Different
    wordings of one office come out the same. An empty string means none is named.

    >>> office_of("the head of Norwegian diplomacy"), office_of("Norwegian Foreign Secretary")
    ('foreign minister', 'foreign minister')
    """
    words = phrase.replace("’s", " ").replace("'s", " ").replace("-", " ").split()
    kept = [_ONE_WORD.get(word.lower(), word) for word in _without_states(words, states)]
    for small in (_SMALL - {"of", "for", "top"}, _SMALL):
        office = " ".join(w.lower() for w in kept if w.lower() not in small)
        for candidate in (office, office.removeprefix("of ").removesuffix(" of")):
            if candidate in _same_office():
                return _same_office()[candidate]
    return office


def _without_states(words: list[str], states: Container[str]) -> Iterator[str]:
    at = 0
    while at < len(words):
        length = 2 if " ".join(words[at : at + 2]) in state_forms() else 1
        known = words[at] in state_forms() or words[at] in states
        if length == 1 and not known and words[at] not in {"high", "ranking", "level"}:
            yield words[at]
        at += length


def offices_fit(described: str, office: str) -> bool:
    """Whether a description ("the minister") can mean the holder of `office`, both by `office_of`.

    Every word of the description must be in the office, or its last word be the office's kind.

    >>> offices_fit("minister", "foreign minister"), offices_fit("president", "foreign minister")
    (True, False)
    """
    if not described or not office:
        return False
    if described == office or _general(described, office):
        return True
    words, held = set(described.split()), set(office.split())
    return words <= held and not (held - words) & {"vice", "prime"}


def _general(described: str, office: str) -> bool:
    """A few words stand for any public office: "the official", "the diplomat", "the leader"."""
    last = described.rsplit(maxsplit=1)[-1]
    wide = {
        "diplomat": {"foreign minister", "ambassador", "envoy", "diplomat", "consul"},
        "leader": {"president", "prime minister", "premier", "king", "chancellor", "leader"},
        "official": {"minister", "secretary", "spokesperson", "ambassador", "director", "chair"},
        "politician": {"minister", "president", "senator", "lawmaker", "prime minister"},
        "envoy": {"ambassador", "representative", "envoy"},
        "secretary": {"secretary", "foreign minister"},
    }
    return any(word in office for word in wide.get(last, ()))
