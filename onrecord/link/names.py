"""Names of people, offices and organisations as keys that spellings share.

The rules are data: onrecord/data/link/spelling.tsv, given_names.txt and offices.tsv.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from types import MappingProxyType

import msgspec

from onrecord.annotate.states import state_forms
from onrecord.link.words import folded, stem, tokens, word_list
from onrecord.lists import lines, rows

_NOT_NOW = frozenset({"former", "then", "ex", "late", "incoming", "designate", "elect", "onetime"})
_UNDER = frozenset({"deputy", "vice", "assistant", "under", "shadow", "junior"})
_REALM = frozenset(
    "republic kingdom federation state union people democratic federal commonwealth".split()
)


class PersonName(msgspec.Struct, frozen=True):
    """A person's name as keys: `given` is empty where the page has the surname alone.

    `joined` is the whole name's letters without spaces ("Jong-un" and "Jong Un" are one).
    """

    given: str
    middle: tuple[str, ...]
    surname: str
    joined: str


class Office(msgspec.Struct, frozen=True):
    """A class of office, and whether a state has one holder of it at a time."""

    name: str
    single: bool


@lru_cache(maxsize=20_000)
def person_name(name: str) -> PersonName:
    """The name's keys. The last word is taken for the surname.

    >>> person_name("Sergey Orlovsky") == person_name("Sergei Orlovskiy")
    True
    >>> person_name("Berg").given
    ''
    """
    words = [word for word in re.split(r"[\s.]+", folded(name).replace("-", "")) if word]
    keys = [spelling_key(word) for word in words if word not in {"jr", "sr"}]
    if not keys:
        return PersonName("", (), "", "")
    given = given_key(words[0]) if len(keys) > 1 else ""
    return PersonName(given, tuple(keys[1:-1]), keys[-1], "".join(keys))


@lru_cache(maxsize=20_000)
def spelling_key(word: str) -> str:
    """The letters that the spellings of one name share, by onrecord/data/link/spelling.tsv.

    >>> spelling_key("karpenskyy") == spelling_key("karpensky") == spelling_key("karpenskiy")
    True
    """
    text = f"^{''.join(char for char in folded(word) if char.isalnum())}$"
    for letters, read_as in _spelling_rules():
        if letters in text:
            text = text.replace(letters, _with_edges(letters, read_as))
    text = text.strip("^$")
    return re.sub(r"(.)\1", r"\1", text)


def given_key(word: str) -> str:
    """The key of a given name: one for all spellings and short forms of given_names.txt.

    >>> given_key("Tony") == given_key("Antony"), given_key("Anna")
    (True, 'ana')
    """
    plain = folded(word).strip(".")
    return _given_names().get(plain, spelling_key(plain))


def is_given_name(word: str) -> bool:
    """Whether the word is a given name of given_names.txt, in any of its forms.

    >>> is_given_name("Thomas"), is_given_name("Harwick")
    (True, False)
    """
    return folded(word).strip(".") in _given_names()


def same_given(one: str, other: str) -> bool:
    """Whether two keys of given names may be one person's: equal, or an initial and its name."""
    if one == other:
        return True
    short, long = sorted((one, other), key=len)
    return len(short) == 1 and long.startswith((short, *_INITIALS.get(short, "")))


_INITIALS = {"c": "k", "j": "iy", "y": "ij"}
"""Letters that the key of a given name may begin with beside its initial ("Jonas": "ionas")."""


def offices_of(titles: Iterable[str], state_name: str | None = None) -> frozenset[Office]:
    """The classes of the offices held now; former and unknown ones are left out.

    >>> sorted(office.name for office in offices_of(("Norlandic Foreign Minister", "aide")))
    ['foreign minister']
    >>> offices_of(("former President",))
    frozenset()
    """
    found = (office_of(_without_state(title, state_name, None)) for title in titles)
    return frozenset(office for office in found if office is not None)


@cache
def office_of(title: str) -> Office | None:
    """The class of one title: that of its longest known form; None where it is past or unknown.

    A deputy's office is a class of its own, with many holders.

    >>> office_of("deputy head of the Norwegian foreign ministry")
    Office(name='deputy foreign minister', single=False)
    """
    words = re.findall(r"[\w']+", folded(title).replace("-", " ").replace("'s ", " "))
    if _NOT_NOW & set(words):
        return None
    adjectives = _state_words()
    text = f" {' '.join(word for word in words if word != 'the' and word not in adjectives)} "
    for form, office in _office_forms():
        place = text.find(f" {form} ")
        if place >= 0:
            if _UNDER & set(text[:place].split()):
                return Office(f"deputy {office.name}", False)
            return office
    return None


def of_state(titles: Iterable[str], state: str, forms: Iterable[str]) -> bool:
    """Whether a title names the state: "Norlandic President", "Foreign Minister of Norland".

    Not where the state is one the holder is sent to: "ambassador to Norland".

    >>> of_state(("Norlandic President",), "Norland", ())
    True
    >>> of_state(("ambassador to Norland",), "Norland", ())
    False
    """
    known = {folded(form) for form in (state, *forms)}
    start = folded(state)[: max(5, len(state) - 2)] if len(state) >= 5 else None
    for title in titles:
        words = re.findall(r"\w+", folded(title).replace("'s", " "))
        for before, word in zip(["", *words], words, strict=False):
            alike = start is not None and word.startswith(start)
            if (word in known or alike) and before not in {"to", "in", "with"}:
                return True
    return False


def state_key(name: str, country: str | None) -> str:
    """What all names of one state share: its code, or its name without "Republic of" and the like.

    >>> state_key("Kingdom of Norland", None) == state_key("Norland", None)
    True
    """
    if country is not None:
        return country
    words = [word for word in tokens(name) if word not in word_list("function_words")]
    kept = [word for word in words if word not in _REALM] or words
    return " ".join(kept)


def words_key(name: str, state_name: str | None, country: str | None) -> str:
    """The words of an organisation's, office's or group's name in one order, its state taken off.

    >>> words_key("Foreign Ministry of Norland", "Norland", None)
    'foreign ministr'
    >>> words_key("the Norlandic Ministry of Foreign Affairs", "Norland", None)
    'foreign ministr'
    """
    return " ".join(sorted(_bag(_without_state(name, state_name, country))))


def acronym(name: str) -> str:
    """The first letters of the words written large, or the name itself where it is an acronym.

    >>> acronym("Union of Northern States"), acronym("UNS"), acronym("Norland")
    ('UNS', 'UNS', '')
    """
    bare = name.replace(".", "").removeprefix("the ").strip()
    if bare.isupper() and 2 <= len(bare) <= 7 and " " not in bare:
        return bare
    known = _known_initials().get(folded(name).removeprefix("the "))
    if known is not None:
        return known
    letters = "".join(word[0] for word in re.findall(r"\w+", name) if word[0].isupper())
    return letters if len(letters) >= 3 else ""


def is_acronym(name: str) -> bool:
    """Whether the name is an acronym and nothing more."""
    return bool(name) and acronym(name) == name.replace(".", "").removeprefix("the ").strip()


def _bag(name: str) -> frozenset[str]:
    drop = word_list("function_words") | {"affairs"}
    words = [word for word in tokens(name) if word not in drop]
    return frozenset(stem(word) for word in words if word not in _LEGAL or len(words) == 1)


_LEGAL = frozenset("inc corp ltd llc plc ag gmbh".split())
"""The legal form of a firm, which one page writes and another leaves out."""


def _without_state(name: str, state_name: str | None, country: str | None) -> str:
    if country is not None:
        words = name.split()
        kept = [
            word
            for word in words
            if all(form.code != country for form in state_forms().get(word.strip(",.'’s"), ()))
        ]
        name = " ".join(kept) or name
    if state_name is not None and len(folded(state_name)) >= 4:
        start = folded(state_name)[:5]
        kept = [word for word in name.split() if not folded(word).startswith(start)]
        name = " ".join(kept) or name
    return name


@cache
def _spelling_rules() -> tuple[tuple[str, str], ...]:
    return tuple((row[0], row[1]) for row in rows("link/spelling.tsv"))


def _with_edges(letters: str, read_as: str) -> str:
    start = "^" if letters.startswith("^") else ""
    end = "$" if letters.endswith("$") else ""
    return f"{start}{read_as}{end}"


@cache
def _given_names() -> Mapping[str, str]:
    alike = (line.split() for line in lines("link/given_names.txt"))
    return MappingProxyType({folded(form): forms[0] for forms in alike for form in forms})


@cache
def _known_initials() -> Mapping[str, str]:
    return MappingProxyType({folded(name): short for short, name in rows("link/acronyms.tsv")})


@cache
def _office_forms() -> tuple[tuple[str, Office], ...]:
    wordings = {row[0]: row[1] for row in rows("offices.tsv")}
    found = [
        (folded(form), Office(name, holders == "one"))
        for name, holders, forms in rows("link/offices.tsv")
        for form in (name, *wordings.get(name, "-").split("|"), *forms.split("|"))
        if form != "-"
    ]
    return tuple(sorted(found, key=lambda pair: (-len(pair[0]), pair[0])))


@cache
def _state_words() -> frozenset[str]:
    return frozenset(folded(form) for form in state_forms() if " " not in form)
