"""Turns of a transcript: which paragraphs open with the name of the one who speaks."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache
from typing import Literal, NamedTuple

from onrecord.documents.lexicon import entries, entry_set
from onrecord.documents.lines import Block
from onrecord.spans import Span

_LIST = "residue.txt"
_PARTICLES = frozenset(
    "al al- and bin da das de del della der di du el for ibn la le of the ter van von zu".split()
)
_LONGEST = 90
"""A name with its office and a bracket after it ends within so many characters."""

BEFORE_LABEL = "*_#>-–— \t•"
OPENING_MARKS = '"“„«'
"""Each paragraph of a talk that is quoted at length opens with one: `"BERG: It is late.`"""

Role = Literal["question", "answer"]


class Label(NamedTuple):
    """Words that name a turn's speaker, in offsets of the document.

    `name` is the words alone; `opening` runs from the paragraph's start to where the speech
    begins, marks and brackets ("(through an interpreter):") included.
    """

    name: Span
    opening: Span
    words: str
    role: Role | None


def opens_turn(raw: str) -> bool:
    """Whether a paragraph opens a turn for certain: a question's label, or a name in capitals.

    >>> opens_turn("Question: And the ferry?"), opens_turn("MS. BERG: Good morning.")
    (True, True)
    >>> opens_turn("Berg: Islands must wait")
    False
    """
    label = _label(raw)
    if label is None:
        return False
    words = label.words
    return label.role is not None or (words.isupper() and len(words) > 2)


def has_label(raw: str) -> bool:
    """Whether a paragraph opens with what could name a speaker."""
    return _label(raw) is not None


def asks_by_name(raw: str) -> bool:
    """Whether a paragraph is a question with a name before it: "Brink TV: … What now?"."""
    return raw.rstrip().endswith("?") and _label(raw) is not None and raw.count(". ") > 0


def is_legend(raw: str) -> bool:
    """Whether a line says who speaks in what follows, and is nobody's turn.

    >>> is_legend("Transcript. Guest: Bo Lund, farmer. Host: Eva Dahl."), is_legend("Guest: Hello.")
    (True, False)
    >>> is_legend("Presenter: Eva Dahl. In the studio: Bo Lund and Ada Rowe.")
    True
    """
    roles = "|".join(map(re.escape, entries(_LIST, "legend roles")))
    return len(re.findall(rf"(?:^|[.;|\n]\s*)(?:{roles}):", raw, re.IGNORECASE)) >= 2


def again_and_again(blocks: Sequence[Block]) -> frozenset[int]:
    """The paragraphs of a dialogue: labels of which two come again, "KARL VENN:" and "Venn:" alike.

    Empty where fewer than four paragraphs have labels.
    """
    found = {i: label.words for i, block in enumerate(blocks) if (label := _label(block.raw))}
    last = {i: words.split()[-1].casefold() for i, words in found.items()}
    names = Counter(last.values())
    again = {name for name, count in names.items() if count >= 2}
    if len(found) < 4 or len(again) < 2:
        return frozenset()
    return frozenset(i for i, name in last.items() if name in again)


def label_of(text: str, block: Block) -> Label | None:
    """The label a paragraph opens with, by its form alone; None where it opens with none.

    "Question: …", "Anna Berg: …", "MS. BERG: …", "Q    Thank you …".
    """
    label = _label(block.raw)
    if label is None:
        return None
    by = block.span.start
    return label._replace(name=label.name.shift(by), opening=label.opening.shift(by))


def _label(raw: str) -> Label | None:
    """The label that opens `raw`, in offsets of `raw`."""
    lead = len(raw) - len(raw.lstrip(BEFORE_LABEL + OPENING_MARKS))
    short = _letter_label(raw, lead)
    colon = short if short is not None else _colon(raw, lead)
    if colon is None:
        return None
    name_end, opening_end = colon
    name = Span(lead, name_end)
    words = " ".join(name.of(raw).split()).strip("*_ ") if lead < name_end else ""
    if not words or words.casefold() in entry_set(_LIST, "no speaker"):
        return None
    role = _role(words)
    if role is None and not _names_someone(words):
        return None
    return Label(name, Span(0, opening_end), words, role)


def _askers_told(blocks: Sequence[Block], found: dict[int, Label]) -> dict[int, Label]:
    """The labels, with those marked as questions whose every turn asks one.

    One turn is enough where somebody else has several and does not ask in all of them.
    """
    asks: dict[str, list[bool]] = {}
    for i, label in found.items():
        asks.setdefault(label.words.casefold(), []).append("?" in blocks[i].text)
    answers = any(len(each) >= 2 and not all(each) for each in asks.values())
    askers = {words for words, each in asks.items() if all(each) and (answers or len(each) >= 2)}
    if len(askers) == len(asks):
        return found
    return {
        i: label._replace(role="question") if label.words.casefold() in askers else label
        for i, label in found.items()
    }


def is_interview(title: str) -> bool:
    """Whether a headline calls the page an interview: its first lines are the paper's own."""
    words = title.casefold()
    return any(word in words for word in ("interview", "q&a", "in conversation", "questions to"))


def asked_without_labels(blocks: Sequence[Block], title: str) -> frozenset[int]:
    """The paragraphs that are an interviewer's questions; none where the page is no interview.

    In an interview set without names each question is a paragraph of its own.
    """
    if not is_interview(title):
        return frozenset()
    asked = [i for i, b in enumerate(blocks) if b.text.endswith("?") and b.n <= 60 and not b.quoted]
    return frozenset(asked) if len(asked) >= 2 else frozenset()


def asked_in_turn(blocks: Sequence[Block], body: Sequence[bool]) -> tuple[int, ...]:
    """The questions of an interview whose paragraphs are question and answer by turns.

    Every second paragraph of the article, from the first that asks to the last, where most of
    them ask, none between them does, and a line above ("INTERVIEW", "Interview: Ada Lind") calls
    the page one: then "He says that you lied." asks too. Empty for any other page.
    """
    told = [i for i, is_body in enumerate(body) if is_body]
    asking = [at for at, i in enumerate(told) if blocks[i].text.endswith("?")]
    above = [b for b in blocks[: told[0] if told else 0] if b.n <= _KICKER]
    if len(asking) < _ASKED or not any(is_interview(b.bare.split(":")[0]) for b in above):
        return ()
    turns = range(asking[0], asking[-1] + 1, 2)
    asked = tuple(told[at] for at in turns)
    short = all(blocks[i].n <= _QUESTION and not blocks[i].quoted for i in asked)
    by_turns = all(at in turns for at in asking) and len(asking) >= 0.6 * len(asked)
    return asked if short and by_turns and asking[-1] + 1 < len(told) else ()


_ASKED = 3
"""Paragraphs of an interview, at least, that end with a question mark."""
_QUESTION = 60
_KICKER = 6
"""Words of a question, and of a line above an article, at most."""


def introduced_turns(
    text: str, blocks: Sequence[Block], *, body: Sequence[bool]
) -> dict[int, tuple[Label, int]]:
    """Words given in full, without marks, after a line such as "Minister Anna Berg said:".

    The number of the line's block, with its label and the number of the last paragraph of the
    words: they go on while they are in their speaker's own voice. `body` says which blocks are
    the article's.
    """
    found = {}
    for i, block in enumerate(blocks[:-1]):
        label = _introduction(block) if body[i] else None
        if label is None:
            continue
        last = i
        while last + 1 < len(blocks) and body[last + 1] and _is_own_words(blocks[last + 1]):
            last += 1
        if last > i and _own_words(blocks[i + 1].text) > 0:
            found[i] = (label, last)
    return found


def _introduction(block: Block) -> Label | None:
    """The label in a line that ends "… said:", with the name that opens it."""
    if block.n > 20 or block.quoted or block.holds_sentence or not block.text.endswith(":"):
        return None
    if block.words[-1].rstrip(":").casefold() not in {"said", "says", "statement", "stated"}:
        return None
    end = 0
    for word in re.finditer(r"\S+", block.raw):
        small = not word.group()[0].isupper() and word.group().casefold() not in _PARTICLES
        if small:
            break
        end = word.end()
        if word.group()[-1] in ",;":
            break
    name = block.raw[:end].rstrip(",; ")
    if not name or name.split()[-1].casefold() in _PARTICLES or not _names_someone(name):
        return None
    start = block.span.start
    return Label(Span(start, start + len(name)), block.span, " ".join(name.split()), None)


def _is_own_words(block: Block) -> bool:
    """Whether a paragraph could go on with words given without marks."""
    if block.quoted or not block.is_prose or _label(block.raw) is not None:
        return False
    return in_own_voice([block.text])


def _is_glued(label: Label) -> bool:
    """Whether the letter runs into the next word: "QWhat now?"."""
    return label.words == "Q" and label.opening.end == label.name.end


def _letter_label(raw: str, lead: int) -> tuple[int, int] | None:
    """Where "Q" or "A" ends, and where speech begins after its gap or full stop; else None."""
    gap = r"(?:[.)]\s+|\s{2,}|\t\s*|\xa0\s*)"
    start = r"(?=[\"“(A-Z—])"
    found = re.match(rf"Q(?=[A-Z][a-z’'\s])|Q\s+{start}|[QA]{gap}{start}", raw[lead : lead + 20])
    return (lead + 1, lead + found.end()) if found else None


def _colon(raw: str, lead: int) -> tuple[int, int] | None:
    """Where the name before the first colon ends, and where speech begins after the colon."""
    colon = raw.find(":", lead, lead + _LONGEST)
    if colon <= lead or "\n" in raw[lead:colon]:
        return None
    end = colon + 1
    while end < len(raw) and raw[end] in "*_ \t\xa0":
        end += 1
    if end == colon + 1 and end < len(raw) and not raw[end].isspace():
        return None  # a time, an address or a score: nothing stands between colon and next word
    name = raw[lead:colon].rstrip("*_ ")
    bracket = name.find("(") if name.endswith(")") else -1
    name_end = lead + len(name[:bracket].rstrip() if bracket > 0 else name)
    return name_end, end


def _role(words: str) -> Role | None:
    name = words.casefold().rstrip(".")
    if name in entry_set(_LIST, "question labels"):
        return "question"
    if name in entry_set(_LIST, "answer labels"):
        return "answer"
    first = name.split()[0]
    if first in {"question", "reporter", "journalist"} and len(name.split()) <= 6:
        return "question"
    return None


def _names_someone(words: str) -> bool:
    """Whether the words have the form of a name, with or without an office before it.

    >>> _names_someone("Chief negotiator Anna Berg"), _names_someone("Some remain unconvinced")
    (True, False)
    """
    each = words.replace(",", " ").split()
    if not 1 <= len(each) <= 9 or any(c in words for c in '"“”?!;<>=@/|0123456789'):
        return False
    capitals = sum(1 for w in each if w[0].isupper())
    others = [w for w in each if not w[0].isupper() and w.casefold() not in _PARTICLES]
    titled = len(others) <= 2 and all(len(w) > 4 for w in others) and each[0][0].isupper()
    named = len(each) > 3 and each[-1][0].isupper() and each[-2][0].isupper()
    return capitals >= 1 and (not others or (titled and named))


def turn_labels(
    text: str, blocks: Sequence[Block], *, title: str, spoken: bool
) -> dict[int, Label]:
    """The labels that are turns, by the number of their block; empty where the page has none.

    One "Name: words" line is no transcript. Asked for: a question among the labels, or a
    headline that calls the page somebody's words (`spoken`), or the same names over and over.
    """
    found = {
        i: label
        for i, block in enumerate(blocks)
        if (label := label_of(text, block)) and not is_legend(block.raw)
    }
    if 0 in found and _heads(found):
        del found[0]
    if not found:
        return {}
    found = _askers_told(blocks, found)
    names = Counter(label.words.casefold() for label in found.values())
    asked = any(label.role == "question" for label in found.values())
    again = sum(1 for count in names.values() if count >= 2)
    prose = sum(1 for block in blocks if block.n >= 8)
    said = [blocks[i].n - len(label.words.split()) for i, label in found.items()]
    full = sum(1 for words in said if words >= 5 or words == 0) >= len(said) / 2
    dialogue = again >= 1 and len(found) >= 4 and len(found) >= 0.3 * prose and full
    if not (asked and len(found) >= 2) and not spoken and not dialogue:
        return {}
    if not any(label.role == "answer" for label in found.values()):
        found = {i: label for i, label in found.items() if not _is_glued(label)}
    if spoken and not asked and not dialogue:
        heard = title.casefold()
        found = {
            i: label
            for i, label in found.items()
            if names[label.words.casefold()] >= 2 or label.words.split()[-1].casefold() in heard
        }
    return found


def _heads(found: dict[int, Label]) -> bool:
    """Whether the page's first line is a headline, "Berg: No bridge this year", and no turn.

    No turn follows it at once, nor does its label come again.
    """
    words = [label.words for label in found.values()]
    return found[0].role is None and 1 not in found and words.count(words[0]) == 1


def is_stage_direction(paragraph: str) -> bool:
    """Whether a paragraph of a transcript only tells what happens in the room.

    >>> is_stage_direction("(Applause.)"), is_stage_direction('"[Crosstalk]')
    (True, True)
    >>> is_stage_direction("(In Lunish) We will come."), is_stage_direction("We came. (Laughter.)")
    (False, False)
    """
    words = paragraph.strip(OPENING_MARKS + "” .")
    return (
        bool(re.fullmatch(r"\([^()]+\)|\[[^\[\]]+\]", words)) and len(words.split()) <= _DIRECTION
    )


_DIRECTION = 8
"""Words of a stage direction, at most: "(The delegations leave the room.)"."""


def is_spoken_title(title: str) -> bool:
    """Whether a headline has the set form of somebody's words given in full.

    >>> is_spoken_title("Remarks by Minister Anna Berg at the opening, Karsholm, 4 May 2021")
    True
    >>> is_spoken_title("Anna Berg's press point after the talks")
    True
    >>> is_spoken_title("Islanders angered by remarks on fishing")
    False

    "Berg's remarks anger the islands" has the form too: so the text is asked as well.
    """
    folded = title.casefold().replace("'", "’")
    if folded.startswith(("transcript", "full text", "full transcript", "verbatim")):
        return True
    if folded.startswith(_spoken_starts()):
        return True
    owned = re.split(r"’s |s’ ", folded)[1:]
    return any(form in f" {' '.join(words.split()[:4])} " for words in owned for form in _spoken())


@cache
def _spoken_starts() -> tuple[str, ...]:
    """How such a headline begins: "remarks by ", "joint press conference following "."""
    links = "by from of with to at following after on during before delivered made and".split()
    return tuple(
        f"{first}{noun}{plural} {link} "
        for first in ("", "joint ", "opening ", "closing ", "press ", "excerpts from ")
        for noun in entries(_LIST, "transcript occasions")
        for plural in ("", "s")
        for link in links
    )


@cache
def _spoken() -> tuple[str, ...]:
    """The nouns for words given in full, one or several, with a space at either end."""
    nouns = entries(_LIST, "transcript occasions")
    return tuple(f" {noun}{plural} " for noun in nouns for plural in ("", "s"))


def is_spoken(title: str, prose: Sequence[str]) -> bool:
    """Whether the page gives somebody's words in full: its headline says so and it reads so."""
    return is_spoken_title(title) and in_own_voice(prose)


def in_own_voice(prose: Sequence[str]) -> bool:
    """Whether paragraphs read as one person's speech, not as a report of it.

    A report has "said" and quotation marks; a speech has "I" and "we", or neither of both.
    """
    said = " ".join(_outside_quotes(p) for p in prose)
    words = _folded(said)
    own = _own_words(said)
    told = sum(1 for word in words if word in _TOLD)
    quotes = any(mark in paragraph for paragraph in prose for mark in '"“')
    return own > told if own else told == 0 and not quotes and bool(words)


def _folded(text: str) -> list[str]:
    return re.findall(r"[a-z’']+", text.casefold())


def _own_words(text: str) -> int:
    """How often it says I, we and the like."""
    return sum(1 for word in _folded(text) if re.split("[’']", word)[0] in _OWN)


_OWN = frozenset("i we our us my me ours mine myself ourselves".split())
_TOLD = frozenset("said says told added stressed noted".split())


def _outside_quotes(paragraph: str) -> str:
    """The paragraph without what stands in double quotation marks."""
    return re.sub(r"[\"“][^\"”]*[\"”]?", " ", paragraph)
