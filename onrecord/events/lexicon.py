"""The event lexicon as frames: which words are which act, and which argument acts on which.

The frames are onrecord/data/events.txt; the head of that file explains a line. A user's own
file in the same form is read by `read_lexicon`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Literal

import msgspec

from onrecord.errors import OnrecordError
from onrecord.events.codebook import code_of

WordClass = Literal["v", "n"]


KINDS = frozenset({"who", "known", "named", "person", "state", "place"})
"""What an argument may be asked to be; any other word of a need is a lemma."""


class Need(msgspec.Struct, frozen=True):
    """What a frame asks of one argument: filled, or filled by one of `words` or `kinds`.

    `kinds` are who (someone who can act), known (one the page names),
    named (a person by name), person, state and place. `absent` turns it round.
    """

    slot: str
    words: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()
    absent: bool = False


class Frame(msgspec.Struct, frozen=True):
    """One line of the lexicon for one word: the act, its trigger, who acts, who receives.

    `particle` is the second word of a two-word trigger ("call for"). `left` and `right` are
    slots, tried in order; `mutual` says that both sides act. A `weak` frame is a word that more
    often means something else: it wants both its sides or a date. A `mode` of "?" is taken from
    the act that the request, refusal or threat is about. `line` is the line of the file.
    """

    type: str
    mode: str | None
    word: str
    particle: str | None
    word_class: WordClass
    left: tuple[str, ...]
    right: tuple[str, ...]
    mutual: bool
    needs: tuple[Need, ...]
    weak: bool = False
    line: int = 0


class Lexicon(msgspec.Struct, frozen=True):
    """Frames by (word class, lemma), in the order of the file: the first that fits is taken."""

    frames: Mapping[tuple[str, str], tuple[Frame, ...]]
    lists: Mapping[str, tuple[str, ...]] = MappingProxyType({})
    """The words of the file's lists, by name ("@envoy")."""


@cache
def builtin_lexicon() -> Lexicon:
    """The lexicon that comes with onrecord."""
    return read_lexicon(
        files("onrecord").joinpath("data", "events.txt").read_text(encoding="utf-8")
    )


def extended(text: str) -> Lexicon:
    """The built-in lexicon with a user's file before it: its lines are tried first.

    The file may use the lists of the built-in one. `OnrecordError` names a line that is no frame.

    >>> extended("SANCTION | v eject | subj > obj | obj is @envoy").frames["v", "eject"][0].line
    1
    """
    builtin = builtin_lexicon()
    own = read_lexicon(text, builtin.lists)
    words = {*own.frames, *builtin.frames}
    frames = {word: own.frames.get(word, ()) + builtin.frames.get(word, ()) for word in words}
    return Lexicon(MappingProxyType(frames), own.lists)


def read_lexicon(text: str, known: Mapping[str, tuple[str, ...]] = MappingProxyType({})) -> Lexicon:
    """The frames of a lexicon file's text; `OnrecordError` names the line that is not one.

    `known` are lists that it may use beside its own.

    >>> read_lexicon("SANCTION expel | v expel | subj > obj").frames["v", "expel"][0].right
    ('obj',)
    """
    lists = dict(known)
    found: dict[tuple[str, str], list[Frame]] = {}
    for number, raw in enumerate(text.splitlines(), start=1):
        line = raw.partition("#")[0].strip()
        if not line:
            continue
        if line.startswith("@"):
            name, _, words = line.partition("=")
            lists[name.strip()] = tuple(_expanded(words, lists))
            continue
        try:
            for frame in _frames(line, lists, number):
                found.setdefault((frame.word_class, frame.word), []).append(frame)
        except (ValueError, OnrecordError) as error:
            raise OnrecordError(f"line {number} of the event lexicon: {error}: {raw!r}") from error
    whole = {key: tuple(frames) for key, frames in found.items()}
    return Lexicon(MappingProxyType(whole), MappingProxyType(lists))


def _expanded(words: str, lists: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
    """The words of a list, with the lists it names in place of their names."""
    for word in words.replace(",", " ").split():
        if word.startswith("@"):
            if word not in lists:
                raise ValueError(f"expected a list defined above, found {word}")
            yield from lists[word]
        else:
            yield word


def _frames(line: str, lists: Mapping[str, tuple[str, ...]], number: int) -> Iterator[Frame]:
    fields = [field.strip() for field in line.split("|")]
    if not 3 <= len(fields) <= 4:
        raise ValueError("expected `CODE mode | v words | roles | needs`")
    kind, _, mode = fields[0].partition(" ")
    if mode not in ("", "?"):
        code_of(kind, mode)
    word_class, _, words = fields[1].partition(" ")
    if word_class not in ("v", "n"):
        raise ValueError(f"expected v or n before the words, found {word_class!r}")
    mutual = "~" in fields[2]
    left, _, right = fields[2].partition("~" if mutual else ">")
    needs = [need.strip() for need in (fields[3] if len(fields) == 4 else "").split(";")]
    for trigger in words.split(","):
        word, _, particle = trigger.strip().partition(" ")
        yield Frame(
            type=kind,
            mode=mode or None,
            word=word,
            particle=particle.strip() or None,
            word_class="v" if word_class == "v" else "n",
            left=_slots(left, lists),
            right=_slots(right, lists),
            mutual=mutual,
            needs=tuple(_need(need, lists) for need in needs if need and need != "weak"),
            weak="weak" in needs,
            line=number,
        )


def _slots(side: str, lists: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(_expanded(side.replace("/", " "), lists))


def _need(text: str, lists: Mapping[str, tuple[str, ...]]) -> Need:
    absent = text.startswith("no ")
    slot, _, wanted = text.removeprefix("no ").partition(" is ")
    if slot.startswith("has "):
        slot, wanted = "has", slot.removeprefix("has ")
    found = frozenset(_expanded(wanted, lists))
    kinds = found & KINDS
    return Need(slot.strip(), frozenset(found - kinds), frozenset(kinds), absent)
