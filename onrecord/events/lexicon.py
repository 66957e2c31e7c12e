"""The event lexicon as frames: which words are which act, and which argument acts on which.

The frames are onrecord/data/events.txt; the head of that file explains a line. A user's own
file in the same form is read by `read_lexicon`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Literal

import msgspec

from onrecord.errors import OnrecordError
from onrecord.events.codebook import code_of
from onrecord.lists import lines, rows

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
    the act that the request, refusal or threat is about. `line` is the line of the file. `nominal`
    says that it is a verb's, read of the noun that names the verb's act.
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
    nominal: bool = False


class Lexicon(msgspec.Struct, frozen=True):
    """Frames by (word class, lemma), in the order of the file: the first that fits is taken."""

    frames: Mapping[tuple[str, str], tuple[Frame, ...]]
    lists: Mapping[str, tuple[str, ...]] = MappingProxyType({})
    """The words of the file's lists, by name ("@envoy")."""
    participles: Mapping[str, str] = MappingProxyType({})
    """The verb of each past participle ("kidnapped")."""
    forms: Mapping[str, str] = MappingProxyType({})
    """The verb of each regular form ("fined"), for words whose lemma the parse got wrong."""


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
    return Lexicon(
        MappingProxyType(frames),
        own.lists,
        {**builtin.participles, **own.participles},
        {**builtin.forms, **own.forms},
    )


def read_lexicon(text: str, known: Mapping[str, tuple[str, ...]] = MappingProxyType({})) -> Lexicon:
    """The frames of a lexicon file's text; `OnrecordError` names the line that is not one.

    `known` are lists that it may use beside its own. The nouns of its verbs (`nominals.tsv`, and
    the -ing form of each) get their verb's frames after those of their own.

    >>> read_lexicon("SANCTION expel | v expel | subj > obj").frames["v", "expel"][0].right
    ('obj',)
    """
    lists = {**noun_classes(), **known}
    found: dict[tuple[str, str], list[Frame]] = {}
    asked: dict[Need, Need] = {}
    for number, raw in enumerate(text.splitlines(), start=1):
        line = raw.partition("#")[0].strip()
        if not line:
            continue
        if line.startswith("@"):
            name, _, words = line.partition("=")
            lists[name.strip()] = tuple(_expanded(words, lists))
            continue
        try:
            for frame in _frames(line, lists, number, asked):
                found.setdefault((frame.word_class, frame.word), []).append(frame)
        except (ValueError, OnrecordError) as error:
            raise OnrecordError(f"line {number} of the event lexicon: {error}: {raw!r}") from error
    for frame in [f for frames in found.values() for f in frames if f.word_class == "v"]:
        for noun in nouns_of(frame.word, frame.particle):
            for of_noun in _of_noun(frame, noun):
                found.setdefault(("n", noun), []).append(of_noun)
    whole = {key: tuple(frames) for key, frames in found.items()}
    verbs = [word for word_class, word in whole if word_class == "v"]
    participles = {participle(verb): verb for verb in verbs}
    forms = {form: verb for verb in verbs for form in (third_person(verb), gerund(verb))}
    return Lexicon(
        MappingProxyType(whole), MappingProxyType(lists), participles, {**forms, **participles}
    )


@cache
def noun_classes() -> Mapping[str, tuple[str, ...]]:
    """The classes of nouns that a list may name, by name ("&vessel")."""
    told = (line.partition(":") for line in lines("noun_classes.txt"))
    return MappingProxyType({f"&{name}": tuple(words.split()) for name, _, words in told})


@cache
def _nominals() -> Mapping[str, tuple[str, ...]]:
    return MappingProxyType({verb: tuple(nouns.split()) for verb, nouns in rows("nominals.tsv")})


def nouns_of(verb: str, particle: str | None) -> tuple[str, ...]:
    """The nouns that name the act of a verb: those of nominals.tsv, and its -ing form.

    >>> nouns_of("expel", None), nouns_of("hand", "over")
    (('expulsion', 'expelling'), ('handover',))
    """
    if particle is not None:
        return _nominals().get(f"{verb}_{particle.replace(' ', '_')}", ())
    return (*_nominals().get(verb, ()), gerund(verb))


def gerund(verb: str) -> str:
    """The -ing form of a regular spelling.

    >>> [gerund(verb) for verb in ("jail", "seize", "ban", "visit", "free", "die")]
    ['jailing', 'seizing', 'banning', 'visiting', 'freeing', 'dying']
    """
    return f"{_stem(verb)}ing" if not verb.endswith("ie") else f"{verb[:-2]}ying"


def participle(verb: str) -> str:
    """The past participle of a regular spelling, or of one of the irregular verbs of acts.

    >>> [participle(verb) for verb in ("jail", "seize", "ban", "bury", "beat")]
    ['jailed', 'seized', 'banned', 'buried', 'beaten']
    """
    irregular = _IRREGULAR.get(verb)
    if irregular is not None:
        return irregular
    if verb.endswith("y") and verb[-2:-1] not in "aeiou":
        return f"{verb[:-1]}ied"
    return f"{_stem(verb)}ed"


def third_person(verb: str) -> str:
    """The form for he, she and it.

    >>> [third_person(verb) for verb in ("jail", "axe", "veto", "bury", "quash", "pay")]
    ['jails', 'axes', 'vetoes', 'buries', 'quashes', 'pays']
    """
    if verb.endswith("y") and verb[-2:-1] not in "aeiou":
        return f"{verb[:-1]}ies"
    return f"{verb}es" if verb.endswith(("s", "x", "z", "ch", "sh", "o")) else f"{verb}s"


_IRREGULAR: Mapping[str, str] = MappingProxyType(
    {"beat": "beaten", "shoot": "shot", "slay": "slain", "steal": "stolen", "hold": "held",
     "burn": "burnt", "bind": "bound", "tear": "torn"}
)  # fmt: skip


def _stem(verb: str) -> str:
    """What -ed and -ing are put to: the last consonant doubled, or the last e dropped."""
    short = re.fullmatch(r"[^aeiou]*[aeiou][^aeiouwxy]", verb) is not None
    if short or verb in _DOUBLED:
        return verb + verb[-1]
    if verb.endswith("e") and not verb.endswith(("ee", "oe", "ye")):
        return verb[:-1]
    return verb


_DOUBLED = frozenset("expel rebel repel compel cancel kidnap commit admit permit handcuff".split())
"""Verbs of more than one syllable that double their last letter."""


def _of_noun(frame: Frame, noun: str) -> Iterator[Frame]:
    """A verb's frame for the noun that names its act, where that tells enough by itself.

    A noun need not say who acts ("the arrest of Berg"); whether the right kind acts ("is police")
    cannot be asked of it, so such frames are left out, and so are acts of words and weak frames.
    """
    asked = [need for need in frame.needs if need.slot == "subj" and not need.absent]
    if frame.weak or frame.mode == "?" or frame.mutual or frame.type not in _NOUN_TYPES:
        return
    if any(need.words for need in asked) or "obj" not in (s.partition(".")[0] for s in frame.right):
        return
    owned = ("doer",) if frame.type in _SUFFERED else ("poss",)
    whom = ("on", "against") if frame.type == "ASSAULT" else ()
    yield msgspec.structs.replace(
        frame,
        word=noun,
        word_class="n",
        particle=None,
        left=("subj", "by", *owned, "adj"),
        right=(*frame.right, *whom),
        needs=tuple(need for need in frame.needs if need not in asked),
        nominal=True,
    )


_NOUN_TYPES = frozenset(
    "SUPPORT CONCEDE RETREAT COOPERATE AID ACCUSE REJECT SANCTION MOBILIZE COERCE ASSAULT".split()
)
_SUFFERED = frozenset({"RETREAT", "SANCTION", "COERCE", "ASSAULT", "AID"})
"""Types whose noun belongs to whom it is done to ("the editor's arrest")."""


def _expanded(words: str, lists: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
    """The words of a list, with the lists it names in place of their names."""
    for word in words.replace(",", " ").split():
        if word.startswith(("@", "&")):
            if word not in lists:
                raise ValueError(f"expected a list defined above, found {word}")
            yield from lists[word]
        else:
            yield word


def _frames(
    line: str, lists: Mapping[str, tuple[str, ...]], number: int, asked: dict[Need, Need]
) -> Iterator[Frame]:
    """The frames of a line; `asked` keeps one value of each need for all of the lexicon's lines."""
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
    told = [_need(need, lists) for need in needs if need and need != "weak"]
    wanted = tuple(asked.setdefault(need, need) for need in told)
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
            needs=wanted,
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
