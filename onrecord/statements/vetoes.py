"""What marks and grammar allow of an attribution that a learned model proposes.

Quotation marks are kept whole or left out, a speaker's label is no part of what is said, an
unquoted report stays in its sentence, and whom a request is put to is no part of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

import msgspec
from spacy.tokens import Token

from onrecord.annotate.marks import Quotation
from onrecord.annotate.parsed import Parsed
from onrecord.documents.lexicon import entry_set
from onrecord.spans import Span, hull, trimmed
from onrecord.statements.attribution import Attribution
from onrecord.statements.clauses import cue_of
from onrecord.statements.cues import requests

_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_LABEL = re.compile(r"[\s“\"]*([A-Z][A-Z.’' -]{2,30}):\s+")


def unlabelled(text: str, found: Attribution) -> Attribution:
    """`found` without the label that opens its content, which is then its source.

    >>> text = "LIND: We will see."
    >>> given = Attribution((Span(0, 17),), None, None, "speech", 1.0, "trained")
    >>> unlabelled(text, given).source.of(text)
    'LIND'
    """
    found = _unflagged(text, found)
    label = _LABEL.match(text, *found.parts[0])
    if label is None or label.group(1).casefold() in entry_set("residue.txt", "no speaker"):
        return found  # "URGENT: …" is nobody's
    first = Span(label.end(), found.parts[0].end)
    parts = (first, *found.parts[1:]) if first.start < first.end else found.parts[1:]
    cue = found.cue or Span(label.end(1), label.end(1) + 1)
    return msgspec.structs.replace(found, parts=parts, cue=cue, source=Span(*label.span(1)))


_FLAG = re.compile(r"([A-Z][a-z]+(?: [a-z]+)?):\s+(?=\w)")


def _unflagged(text: str, found: Attribution) -> Attribution:
    """`found` without the page's own word before a colon: | Unconfirmed: | a ship has landed."""
    flag = _FLAG.match(text, *found.parts[0])
    if flag is None or flag.group(1).casefold() not in entry_set("residue.txt", "no speaker"):
        return found
    first = Span(flag.end(), found.parts[0].end)
    return msgspec.structs.replace(found, parts=(first, *found.parts[1:]))


def to_whom_apart(parsed: Parsed, found: Attribution) -> Attribution:
    """`found` without the hearer that opens a request: Lind urged | Norway | to return.

    The hearer is the addressee, and no part of what is asked.
    """
    cue = parsed.tokens_in(found.cue) if found.cue is not None else None
    first = parsed.tokens_in(found.parts[0])
    if cue is None or first is None or not {t.lemma_.lower() for t in cue} & requests():
        return found
    verb = next((t for t in cue if t.lemma_.lower() in requests()), None)
    to = next((t for t in first[1:10] if t.tag_ == "TO"), None)
    if verb is None or to is None or found.cue is None or found.parts[0].start < found.cue.end:
        return found
    at = to.i - (to.i > first.start and to.nbor(-1).lower_ in NEGATIONS)
    hearer = first[: at - first.start]
    if not len(hearer) or hearer.root.tag_ == "TO" or any(t.tag_ in _FINITE for t in hearer):
        return found
    paragraph = parsed.paragraph_at(found.parts[0].start)
    if paragraph is None or hearer.root.head not in {verb, to.head}:
        return found
    rest = Span(paragraph.span_of(first.doc[at]).start, found.parts[0].end)
    return msgspec.structs.replace(found, parts=(rest, *found.parts[1:]))


NEGATIONS = frozenset({"not", "never"})


def with_its_not(text: str, found: Attribution) -> Attribution:
    """`found` with the "not" before the infinitive that opens its content, which is part of it.

    >>> text = "Lind told them not to go."
    >>> given = Attribution((Span(19, 24),), Span(5, 9), None, "speech", 1.0, "trained")
    >>> with_its_not(text, given).parts[0].of(text)
    'not to go'
    """
    first = found.parts[0]
    before = text[: first.start].rpartition("\n")[2].split(" ")
    if not first.of(text).startswith("to ") or before[-1] or before[-2:-1] == []:
        return found
    word = before[-2]
    if word.lower() not in NEGATIONS:
        return found
    start = first.start - 1 - len(word)
    cue = found.cue
    if cue is not None and cue.start < start < cue.end:
        cue = trimmed(text, Span(cue.start, start))
    parts = (Span(start, first.end), *found.parts[1:])
    return msgspec.structs.replace(found, parts=parts, cue=cue)


def source_spoke(parsed: Parsed, found: Attribution) -> Attribution:
    """`found` without a source of whom or to whom its passive cue is said: "She was said to be".

    "Lind was quoted as saying" keeps its source. "Asked whether it was late, Lind declined to
    comment" has none: Lind is who was asked.
    """
    cue = parsed.tokens_in(found.cue) if found.cue is not None else None
    source = parsed.tokens_in(found.source) if found.source is not None else None
    if cue is None or source is None:
        return found
    for token in source:
        passive = token.dep_ == "nsubjpass" and token.head in cue and cue_of(token.head) is not None
        put = token.dep_ == "nsubj" and any(_put_to_subject(c, token.head) for c in cue)
        if put or (passive and token.head.lemma_ not in {"quote", "cite"}):
            return msgspec.structs.replace(found, source=None)
    return found


def _put_to_subject(cue: Token, head: Token) -> bool:
    """Whether a cue is a participle that hangs on what its hearer does: "Asked whether …, she"."""
    hangs = cue.tag_ == "VBN" and cue.dep_ == "advcl" and cue.head == head
    return hangs and cue.lemma_ in {"ask", "press", "question"}


_NEXT_QUOTED = re.compile(r"(?<=[a-z0-9)][.!?]) (?=[“„«\"]|,,)")


def apart(text: str, found: Attribution, quotes: Sequence[Quotation]) -> Iterator[Attribution]:
    """`found` held to the marks, and what it reports apart from a quoted sentence after it.

    Lind said it was late. “Go home.” is two statements of hers: one reported, one quoted.
    """
    parts = []
    for part in found.parts:
        last = _own_sentence(text, _last_sentence(text, part, found.cue, quotes), found.cue, quotes)
        last = _without_teller(text, last, quotes)
        cuts = [last.start, *(m.start() + 1 for m in _NEXT_QUOTED.finditer(text, *last)), last.end]
        parts += [Span(a, b) for a, b in pairwise(cuts)]
    held = held_to_marks(text, msgspec.structs.replace(found, parts=tuple(parts)), quotes)
    if held is None:
        return
    held = unlabelled(text, held)
    inside = [any(q.outer.holds(part) for q in quotes) for part in held.parts]
    loose = tuple(p for p, quoted in zip(held.parts, inside, strict=True) if not quoted)
    quoted = tuple(
        p
        for p, quoted in zip(held.parts, inside, strict=True)
        if quoted and text[p.start].isupper() and letters(text, p) > _SENTENCE
    )
    if not loose or not quoted or len(loose) + len(quoted) < len(held.parts):
        yield held
        return
    yield msgspec.structs.replace(held, parts=loose)
    yield msgspec.structs.replace(held, parts=quoted)


_STOPPED = (
    r"(?:(?<=[a-z]{3}[.!?])|(?<=[a-z][\"”’][.!?]))(?<!\b(?:Prof|Capt|Supt|Dept|Sens|Reps|Govt)\.)"
)
"""Where a sentence has ended: after a stop that ends no "Mrs." and no "Prof."."""
_STOP = re.compile(_STOPPED + r" (?=[A-Z])")


def _last_sentence(text: str, part: Span, cue: Span | None, quotes: Sequence[Quotation]) -> Span:
    """Of words before their cue, the sentence that the cue ends; what is quoted may be several.

    >>> text = "It rained. The road is shut, he said."
    >>> _last_sentence(text, Span(0, 27), Span(32, 36), ()).of(text)
    'The road is shut'
    """
    if cue is None or cue.start < part.end:
        return part
    stops = [
        stop.end()
        for stop in _STOP.finditer(text, *part)
        if not any(q.outer.start < stop.start() < q.outer.end for q in quotes)
    ]
    return Span(stops[-1], part.end) if stops else part


def before_next_teller(
    text: str, found: Attribution, others: Sequence[Attribution], quotes: Sequence[Quotation]
) -> Attribution:
    """`found` cut at the semicolon after which the page tells of another act of speech.

    Berg said | it was late |; Lind maintained | it was not |.
    """
    for at, part in enumerate(found.parts):
        for stop in _SEMICOLON.finditer(text, *part):
            rest = Span(stop.end(), part.end)
            if any(q.outer.start < stop.start() < q.outer.end for q in quotes):
                continue
            if any(_tells_in(rest, other) for other in others if other is not found):
                parts = (*found.parts[:at], Span(part.start, stop.start()))
                return msgspec.structs.replace(found, parts=parts)
    return found


_SEMICOLON = re.compile(r"; ")


def _tells_in(rest: Span, other: Attribution) -> bool:
    """Whether another's source opens `rest`, and cue and content stand there too."""
    source, cue = other.source, other.cue
    if source is None or cue is None or not rest.holds(source) or not rest.holds(cue):
        return False
    return source.start - rest.start < _NEXT and rest.meets(other.parts[0])


_NEXT = 5
"""Characters ("but ") before the source that opens a clause."""


_END = re.compile(_STOPPED + r"[\"”’']?(?= [A-Z])")


def _own_sentence(text: str, part: Span, cue: Span | None, quotes: Sequence[Quotation]) -> Span:
    """Of unquoted words after their cue, the sentence in which they are reported.

    What follows a colon may be several sentences, and what is quoted ends with its marks.

    >>> text = "He said it rained. The road is shut."
    >>> _own_sentence(text, Span(8, 35), Span(3, 7), ()).of(text)
    'it rained.'
    >>> _own_sentence("He said that Mrs. Lind left", Span(8, 27), Span(3, 7), ())
    Span(start=8, end=27)
    """
    if cue is None or cue.end > part.start or ":" in text[cue.end - 1 : part.start]:
        return part
    for stop in _END.finditer(text, *part):
        if not any(q.outer.start < stop.start() < q.outer.end - 1 for q in quotes):
            return Span(part.start, stop.end())
    return part


def _without_teller(text: str, part: Span, quotes: Sequence[Quotation]) -> Span:
    """A quoted sentence without when or why its teller says that it was said.

    >>> text = "She says, “Go home,” until it stops."
    >>> quote = Quotation((Span(11, 19),), Span(10, 20), closed=True, single=False)
    >>> _without_teller(text, Span(10, 35), [quote]).of(text)
    '“Go home,”'
    """
    for quote in quotes:
        opens = part.start in {quote.outer.start, quote.parts[0].start}
        ended = text[quote.outer.end - 2 : quote.outer.end + 1]
        if not opens or not quote.outer.end < part.end or not any(c in ",.!?" for c in ended):
            continue
        after = text[quote.outer.end : part.end].lstrip(" ,").split(" ", 1)[0]
        if after.lower() in _TELLING:
            return Span(part.start, quote.outer.end)
    return part


_TELLING = frozenset("until when while as after before because since although though".split())
_SENTENCE = 12
"""Letters of a quoted sentence, at least, that stands for itself."""


def held_to_marks(text: str, found: Attribution, quotes: Sequence[Quotation]) -> Attribution | None:
    """`found` with each part held to the quotation marks it meets; None where nothing is left.

    A quotation of which a part holds the most is taken whole, one of which it holds less is left
    out; words that are all inside marks lose the marks.
    """
    parts = []
    for part in found.parts:
        held: Span | None = part
        for quote in quotes:
            if held is not None and quote.outer.meets(held):
                held = _held(text, held, quote)
        whole = any(held in quote.parts for quote in quotes)
        bare = trimmed(text, held) if held and whole else _bare(text, held) if held else None
        if bare is not None:
            parts.append(bare)
    return msgspec.structs.replace(found, parts=_joined(parts)) if parts else None


def _joined(parts: Sequence[Span]) -> tuple[Span, ...]:
    """`parts` in order, those that meet made one: a quotation taken whole may reach into another.

    >>> _joined([Span(0, 9), Span(4, 12), Span(14, 16)])
    (Span(start=0, end=12), Span(start=14, end=16))
    """
    joined: list[Span] = []
    for part in sorted(parts):
        if joined and joined[-1].meets(part):
            joined[-1] = hull([joined[-1], part])
        else:
            joined.append(part)
    return tuple(joined)


def _held(text: str, part: Span, quote: Quotation) -> Span | None:
    run = next((p for p in quote.parts if p.meets(part)), None)
    if run is None:  # nothing of it but a mark
        return part
    inside = Span(max(run.start, part.start), min(run.end, part.end))
    shared = letters(text, inside)
    whole = letters(text, run)
    if letters(text, part) == shared:
        return run if shared > 0.8 * whole else inside
    if part.holds(run) or shared > 0.5 * whole:
        closed = min(run.end + 1, quote.outer.end)
        return Span(min(part.start, run.start - 1), max(part.end, closed))
    if part.start < run.start:
        return Span(part.start, run.start - 1)
    return Span(run.end + 1, part.end)


def letters(text: str, span: Span) -> int:
    """How many letters and digits stand in a span, which may be empty."""
    return sum(map(str.isalnum, text[span.start : span.end]))


def shared_letters(text: str, some: Sequence[Span], others: Sequence[Span]) -> int:
    """How many letters and digits stand in one of `some` and one of `others`."""
    return sum(
        letters(text, Span(max(a.start, b.start), min(a.end, b.end)))
        for a in some
        for b in others
        if a.meets(b)
    )


def opened(text: str, found: Attribution) -> Attribution:
    """`found` without a closing mark that opens its content: it ends what stands before it.

    >>> text = "It is ready. ” It also asked Norvia to wait."
    >>> given = Attribution((Span(13, 43),), None, None, "speech", 1.0, "trained")
    >>> opened(text, given).parts[0].of(text)
    'It also asked Norvia to wait'
    """
    first = found.parts[0]
    start = first.start
    while start < first.end and (text[start].isspace() or text[start] in _CLOSES):
        start += 1
    if start == first.end or not any(c in _CLOSES for c in text[first.start : start]):
        return found
    return msgspec.structs.replace(found, parts=(Span(start, first.end), *found.parts[1:]))


def a_mere_phrase(text: str, found: Attribution) -> bool:
    """Whether nobody reports but a phrase explains: "which is to say that there was none".

    >>> text = "No reply, which is to say that there was none."
    >>> which = Attribution((Span(31, 45),), Span(19, 25), Span(10, 15), "speech", 1.0, "trained")
    >>> a_mere_phrase(text, which)
    True
    """
    if found.cue is None:
        return False
    words = text[max(0, found.cue.start - 30) : found.cue.end].lower().split()
    return any(words[at : at + 4] in _PHRASES for at in range(len(words)))


_CLOSES = "”»"
_PHRASES = (["which", "is", "to", "say"], ["that", "is", "to", "say"], ["this", "is", "to", "say"])


def _bare(text: str, part: Span) -> Span | None:
    """`part` without white space, commas and dashes at its ends; None where no word is in it."""
    start, end = part
    while start < end and (text[start].isspace() or text[start] in ",;:-–—"):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in ",;:-–—"):
        end -= 1
    return Span(start, end) if letters(text, Span(start, end)) else None
