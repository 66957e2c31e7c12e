"""Which capitalised words of a page are names at all, and what kind the whole page makes of them.

A run of capitals is a guess of one line. Here the page is looked at once more: a word that only
stands large (a heading's, a shouted one, "Gallery 7") is no name; what stands before a name and
belongs to none is taken off it; and a kind that the page's own words contradict is put right.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from spacy.tokens import Doc

from onrecord.annotate.bodies import organisation_words
from onrecord.annotate.names import NameKind, Run
from onrecord.annotate.offices import person_nouns, titles
from onrecord.annotate.parsed import Parsed
from onrecord.lists import lines


@cache
def firm_words() -> frozenset[str]:
    """Words that end the name of a firm, an outlet or a club, from onrecord/data/firm_words.txt."""
    return frozenset(lines("firm_words.txt"))


def own_runs(parsed: Parsed, runs: Sequence[Run]) -> tuple[Run, ...]:
    """The runs that may be names, without words that stand large for another reason.

    "Belgrad-na-Moru" is one name, "Skipper Anton Vik" that of Anton Vik; "THE BAN" and
    "Gallery 7" are none.
    """
    docs = [paragraph.doc for paragraph in parsed.paragraphs]
    whole = [_without_lead(docs[run.paragraph], run) for run in _hyphened(docs, runs)]
    small = {token.text for doc in docs for token in doc if token.text.islower()}
    kept = defaultdict(list)
    for run in whole:
        kept[run.text].append(_stands_alone(docs[run.paragraph], run))
    return tuple(
        run
        for run in whole
        if any(kept[run.text]) and not _common_word(docs[run.paragraph], run, small)
    )


def _hyphened(docs: Sequence[Doc], runs: Sequence[Run]) -> Iterator[Run]:
    """The runs, two as one where a small word in hyphens binds them: "Belgrad-na-Moru"."""
    last: Run | None = None
    for run in runs:
        if last is not None and last.paragraph == run.paragraph:
            between = docs[run.paragraph][last.end : run.start].text
            tight = not any(t.whitespace_ for t in docs[run.paragraph][last.end - 1 : run.start])
            if tight and between[:1] == between[-1:] == "-" and between[1:-1].islower():
                text = docs[run.paragraph][last.start : run.end].text
                last = Run(run.paragraph, last.start, run.end, text)
                continue
        if last is not None:
            yield last
        last = run
    if last is not None:
        yield last


def _without_lead(doc: Doc, run: Run) -> Run:
    """The run without what opens its sentence before the name: "Skipper", "Neighboring"."""
    first = doc[run.start]
    if run.end - run.start < 2 or not first.is_sent_start or first.text.isupper():
        return run
    rest = doc[run.start + 1 : run.end]
    trade = len(rest) >= 2 and first.lower_ in person_nouns()
    outside = (
        not first.ent_type_
        and all(token.ent_type_ for token in rest)
        and (first.tag_ in {"VBG", "VBN", "JJ"} or first.lower_.endswith("ing"))
    )
    return Run(run.paragraph, run.start + 1, run.end, rest.text) if trade or outside else run


def _stands_alone(doc: Doc, run: Run) -> bool:
    """Whether a run is not only part of a shouted line, or the word before a number."""
    if run.text.isupper() and run.end - run.start == 1 and _shouted(doc, run):
        return False
    after = doc[run.end] if run.end < len(doc) else None
    return not (run.end - run.start == 1 and after is not None and after.text[0].isdigit())


def _shouted(doc: Doc, run: Run) -> bool:
    """Whether the words beside a word in capitals are in capitals too: "THE BAN"."""
    before, after = doc[max(0, run.start - 2) : run.start], doc[run.end : run.end + 2]
    return any(token.text.isupper() and len(token.text) > 1 for token in (*before, *after))


def _common_word(doc: Doc, run: Run, small: set[str]) -> bool:
    """Whether a word in capitals is a word of the language: the page writes it small, too."""
    if run.end - run.start > 1 or not run.text.isupper() or len(run.text) < 2:
        return False
    token = doc[run.start]
    return run.text.lower() in small or (token.is_stop and token.ent_type_ != "ORG")


def without_states(
    parsed: Parsed, runs: Sequence[Run], kinds: Mapping[str, NameKind], homes: Mapping[str, str]
) -> tuple[Run, ...]:
    """The runs, persons' without the page's own states: "the minister of Norvia Ada Lind".

    A state is a home of the page, or after "of" a word that the page has alone or an adjective of.
    """
    alone = {run.text for run in runs}
    words = {token.text for one in parsed.paragraphs for token in one.doc if token.text.istitle()}
    found = []
    for run in runs:
        start = run.start
        doc = parsed.paragraphs[run.paragraph].doc
        if kinds.get(run.text) == "person":
            while run.end - start > 2 and doc[start].text in homes:
                start += 1
        first = doc[start].text
        if run.end - start > 2 and start and doc[start - 1].lower_ == "of":
            known = first in alone or {f"{first}n", f"{first}ian", f"{first}ish"} & words
            if known and kinds.get(run.text) == "person":
                found.append(Run(run.paragraph, start, start + 1, first))
                start += 1
        found.append(Run(run.paragraph, start, run.end, doc[start : run.end].text))
    return tuple(found)


_HEADS = frozenset("boss director chief chairman chairwoman ceo founder shareholder".split())


def settled_kinds(
    parsed: Parsed, runs: Sequence[Run], kinds: Mapping[str, NameKind], homes: Mapping[str, str]
) -> dict[str, NameKind]:
    """The kinds of the page's names, put right by what their own words and neighbours say.

    What ends like a firm or with a state of the page's own ("Amnesty Velmark") is a body, and so
    is what has a boss ("Novirex boss"); a title alone ("President") is nobody's name.
    """
    full = {name for name, kind in kinds.items() if kind == "person" and " " in name}
    surnames = {name.split()[-1] for name in full}
    bossed = {run.text for run in runs if _has_head(parsed.paragraphs[run.paragraph].doc, run)}
    found: dict[str, NameKind] = {}
    for text, kind in kinds.items():
        words = text.split()
        if all(word.casefold() in titles() for word in words):
            continue
        firm = len(words) > 1 and (words[-1] in firm_words() or words[-1] in homes)
        headed = text in bossed and len(words) == 1 and text not in surnames
        found[text] = "organisation" if text not in homes and (firm or headed) else kind
    return found


def _has_head(doc: Doc, run: Run) -> bool:
    at = run.end + (run.end < len(doc) and doc[run.end].text == "-")
    return at < len(doc) and doc[at].text in _HEADS


def is_portfolio(doc: Doc, run: Run) -> bool:
    """Whether a name is only what a minister is minister of: "the Minister of Labour"."""
    if run.start < 2 or doc[run.start - 1].lower_ not in {"of", "for"}:
        return False
    return doc[run.start - 2].lower_ in _PORTFOLIO_OF and not (
        run.start >= 3 and doc[run.start - 3].pos_ in {"ADJ", "PROPN", "NOUN"}
    )


_PORTFOLIO_OF = frozenset({"minister", "ministry", "secretary", "department"})


def ends_a_body(text: str, kinds: Mapping[str, NameKind]) -> bool:
    """Whether a body of the page has this as its last word: "Ribera" beside "Atletico Ribera"."""
    return any(
        kind == "organisation" and " " in name and name.split()[-1] == text
        for name, kind in kinds.items()
        if text not in organisation_words()
    )
