"""How states are written: names, adjectives, capitals and the houses that stand for a government.

The tables are onrecord/data/states.tsv (from countryinfo, MIT) and state_forms.tsv (ours).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Literal

import msgspec

from onrecord.lists import rows

FormKind = Literal["name", "adjective", "capital", "seat"]


class StateForm(msgspec.Struct, frozen=True):
    """One way to write a state: its ISO 3166 alpha-3 code, its name, and what the form is."""

    code: str
    name: str
    kind: FormKind


@cache
def state_names() -> Mapping[str, str]:
    """Each state's common English name by its ISO 3166 alpha-3 code."""
    return MappingProxyType({row[0]: row[1] for row in rows("states.tsv")} | {"XKX": "Kosovo"})


@cache
def state_forms() -> Mapping[str, tuple[StateForm, ...]]:
    """Every form that stands for one state alone, as written; a form may be of two kinds.

    >>> [form.code for form in state_forms()["Norwegian"]]
    ['NOR']
    """
    found: dict[str, set[tuple[str, FormKind]]] = {}
    for code, name, adjectives, capital, others in rows("states.tsv"):
        for form in (name, *others.split("|")):
            found.setdefault(form.strip().removeprefix("The "), set()).add((code, "name"))
        for form in adjectives.split("|"):
            found.setdefault(form, set()).add((code, "adjective"))
            if form.endswith(("an", "i")):
                found.setdefault(f"{form}s", set()).add((code, "adjective"))
        found.setdefault(capital, set()).add((code, "capital"))
    kinds: dict[str, FormKind] = {"name": "name", "adjective": "adjective", "seat": "seat"}
    for code, form, kind in rows("state_forms.tsv"):
        found.setdefault(form, set()).add((code, kinds[kind]))
    found.pop("", None)
    for form, ways in list(found.items()):
        found.setdefault(_without_accents(form), set()).update(ways)
    names = state_names()
    return MappingProxyType(
        {
            form: tuple(StateForm(code, names[code], kind) for code, kind in sorted(ways))
            for form, ways in found.items()
            if len({code for code, _ in ways}) == 1
        }
    )


def _without_accents(form: str) -> str:
    """A form as papers without accents write it: "Bogota"."""
    return "".join(c for c in unicodedata.normalize("NFD", form) if not unicodedata.combining(c))


@cache
def beginnings() -> frozenset[str]:
    """Everything that a form begins with: a word that is not in here begins none.

    >>> "Nor" in beginnings(), "Ferry" in beginnings()
    (True, False)
    """
    return frozenset(form[:end] for form in state_forms() for end in range(1, len(form) + 1))


@cache
def longest_form() -> int:
    """The number of words of the longest form."""
    return max(len(form.split()) for form in state_forms())
