"""States that no table knows: places that a page lets act, own, or have an adjective."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from spacy.tokens import Doc, Token

from onrecord.annotate.bodies import organisation_words
from onrecord.annotate.names import NameKind, Run
from onrecord.annotate.naming import ends_a_body, is_portfolio
from onrecord.annotate.offices import names_rank, titles
from onrecord.annotate.parsed import Parsed
from onrecord.annotate.states import state_forms


def unknown_states(
    parsed: Parsed, runs: Sequence[Run], kinds: Mapping[str, NameKind]
) -> Mapping[str, str]:
    """Names and adjectives of states that no table knows, each with the state's name.

    A place is a state where the page lets it act or own, and so is a word that the page has an
    adjective of, whatever the parser takes it for.
    """
    surnames = {
        name.split()[-1] for name, kind in kinds.items() if kind == "person" and " " in name
    }
    no_places = surnames | organisation_words()
    places = {run.text for run in runs if " " not in run.text and run.text not in no_places}
    places |= {run.text for run in runs if kinds.get(run.text) == "place"}
    evidence: dict[str, int] = defaultdict(int)
    owners: set[str] = set()
    for run in runs:
        if run.text in places:
            doc = parsed.paragraphs[run.paragraph].doc
            if is_portfolio(doc, run):
                continue
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
        if weight >= 2
        and (place in plain or place in owners)
        and (weight > _CLEAR or not ends_a_body(place, kinds))
    }
    return found | {word: home for word, home in adjectives.items() if home in found}


_CLEAR = 4
"""Evidence that makes a state of a place that is also the last word of a body's name."""


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


_ENDINGS = ("n", "ns", "ish", "ese", "i", "ic", "er", "ite", "ch")


def _home_of(token: Token, places: Iterable[str]) -> str | None:
    """The place that a token is the adjective of: "Veldran" of "Veldra"; None where none or two.

    Both must share all but the place's last two letters, at least four. An office is no
    adjective: "Minister" is not of "Ministry".
    """
    word = token.text
    if not word[0].isupper() or word in state_forms() or not word.endswith(_ENDINGS):
        return None
    if names_rank(token):
        return None
    fits = [
        place
        for place in places
        if place != word
        and " " not in place
        and word.startswith(place[: max(4, len(place) - 2)])
        and len(word) <= len(place) + 4
    ]
    shortest = min(fits, key=lambda place: (len(place), place), default=None)
    # "Veldrans" is a place's name no more than "Veldran" is: the shortest is what both are of
    alike = all(place.startswith((shortest or "")[:4]) for place in fits)
    return shortest if alike else None
