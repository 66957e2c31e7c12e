"""What an attribution is: something said, believed, meant to be done, or asked.

The cue's verb decides where the lexicon has it (onrecord/data/cues.tsv), else what the network
makes of it. Grammar has its veto: what was not said, what is only a topic ("criticised the plan"),
and what nobody whom the page names has said is never called speech.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from functools import cache

import msgspec
from spacy.tokens import Token

from onrecord.annotate.marks import Quotation
from onrecord.annotate.parsed import Parsed
from onrecord.lists import lines
from onrecord.model import Nature
from onrecord.statements.attribution import Attribution
from onrecord.statements.clauses import cue_of, subject_of, unsaid
from onrecord.statements.cues import intentions, requests
from onrecord.statements.vetoes import letters, shared_letters

_ASKING = frozenset("whether if who whom whose what when where why how which".split())


def natured(parsed: Parsed, found: Attribution, quotes: Sequence[Quotation]) -> Attribution:
    """`found` with its nature settled by its cue and its content; the network's guess otherwise."""
    cue = parsed.tokens_in(found.cue) if found.cue is not None else None
    content = [t for part in found.parts for t in parsed.tokens_in(part) or ()]
    nature = found.nature
    if cue is not None and content:
        nature = _nature(list(cue), content, _inside(parsed.document.text, found, quotes), found)
    return msgspec.structs.replace(found, nature=nature)


def _nature(
    cue: Sequence[Token], content: Sequence[Token], inside: float, found: Attribution
) -> Nature:
    """`inside` is how much of the content stands in marks, 0 to 1."""
    verb = next((t for t in cue if cue_of(t) is not None), None)
    known = cue_of(verb) if verb is not None else None
    words = {t.lemma_.lower() for t in cue} | {t.lower_ for t in cue}
    if words & _DECLINING or words & _ORDERING:
        return "intention"
    if words & _RESOLVING and content[0].lower_ == "to":
        return "intention"
    meant = next((intentions()[word] for word in sorted(words) if word in intentions()), None)
    guess: Nature = "speech" if words & requests() else found.nature
    nature: Nature = known.nature if known is not None else meant or guess
    if meant is not None and content[0].lower_ == "to":
        nature = meant  # "promised | to go", not "promised | that it would end"
    if words & attitudes():
        nature = "belief"
    if (
        nature != "belief"
        and content[0].lower_ in _WHETHER
        and (known is None or nature == "question")
    ):
        return "question"
    if nature == "question" and not _asks(content):
        nature = "speech"
    if nature != "speech":
        return nature
    if _left_open(cue, content):
        return nature
    if (verb is not None and (unsaid(verb, content) or _by_nobody(verb))) or any(
        t.dep_ == "neg" for t in cue
    ):
        return "belief"
    if found.source is None and not found.goes_on and inside < 1:
        return "belief"
    if inside == 1 and _title(content):
        return "belief"
    if inside == 1 or (inside >= 0.5 and known is not None):
        return nature
    if known is None and content[0].lower_ == "to" and not words & requests():
        return "intention"
    if verb is not None and _with_particle(verb) in naming():
        return nature
    if words & requests() and content[0].lower_ in {"to", "not"}:
        return nature
    if _denies(words, content):
        return nature
    if known is not None and not known.clause and not inside:
        return "belief"
    told = _clause(content) or (known is not None and _to_do(content)) or _announces(cue)
    return nature if told else "belief"


def _denies(words: Set[str], content: Sequence[Token]) -> bool:
    """Whether a cue denies what its noun phrase tells: "denied | any wrongdoing |".

    "denied them entry" denies no claim, and "rejected the report" may be about paper; "rejected |
    suggestions that it was late |" denies one.
    """
    own = {t.i for t in content}
    if words & {"reject", "dismiss", "refute", "rebut"}:
        head = next(t for t in content if t.head.i not in own or t.head == t)
        clauses = [t for t in head.rights if t.dep_ in {"acl", "ccomp", "relcl"}]
        that = any(t.lower_ == "that" and t.dep_ == "mark" for c in clauses for t in c.lefts)
        return that and head.lemma_.lower() in claims()
    if not words & {"deny", "dispute"}:
        return False
    if content[0].tag_ == "VBG" and "deny" in words:
        return True  # "denied | misleading the House |"
    return any(t.head.i not in own and t.lemma_.lower() in claims() for t in content)


def _left_open(cue: Sequence[Token], content: Sequence[Token]) -> bool:
    """Whether somebody leaves a clause open by two negations: "did not rule out | that … |"."""
    words = {t.lemma_.lower() for t in cue}
    excludes = "exclude" in words or {"rule", "out"} <= words
    clause = content[0].lower_ == "that" or _clause(content)
    return excludes and clause and any(t.dep_ == "neg" or t.lower_ == "not" for t in cue)


@cache
def claims() -> frozenset[str]:
    """Nouns for what somebody is said to have done, so that to deny it is to say something."""
    return frozenset(lines("claims.txt"))


def _title(content: Sequence[Token]) -> bool:
    """Whether quoted words are a name or a title: every long one has a capital.

    A verb and a comma before the closing mark make a sentence: “Wait for Sunday,” he said.
    """
    long = [t for t in content if t.is_alpha and len(t) > 3]
    says = content[-1].text == "," and any(t.tag_ in _VERBS for t in content)
    ended = says or content[-1].text[-1] in ".!?…"
    return 0 < len(long) <= 6 and not ended and all(t.text[0].isupper() for t in long)


_VERBS = frozenset({"VB", "VBD", "VBZ", "VBP", "MD"})


def _by_nobody(verb: Token) -> bool:
    """Whether a verb's subject says that nobody did: "Neither Lind nor Berg said"."""
    subject = subject_of(verb)
    return subject is not None and any(
        t.lower_ in {"neither", "nobody", "none", "no"} for t in (subject, *subject.lefts)
    )


_DECLINING = frozenset({"decline", "refuse"})
_ORDERING = frozenset({"order", "instruct"})
"""What is ordered is an act of whoever orders, and becomes an event; not a claim."""
_RESOLVING = frozenset({"agree", "decide", "resolve"})
_WHETHER = frozenset({"whether", "if"})


def _asks(content: Sequence[Token]) -> bool:
    return any(t.lower_ in _ASKING for t in content[:6]) or any(t.text == "?" for t in content)


def _clause(content: Sequence[Token]) -> bool:
    """Whether the content is a clause, or an infinitive: more than a topic.

    Its head, the word that hangs on none of its others, is a verb then.
    """
    if content[0].lower_ in {"that", "to"} | _ASKING:
        return True
    own = {t.i for t in content}
    heads = [t for t in content if t.head.i not in own or t.head == t]
    return any(
        (head.pos_ in {"VERB", "AUX"} and head.tag_ not in {"VBG", "VBN"})
        or any(t.dep_ in {"aux", "auxpass"} and t.i in own for t in head.children)
        for head in heads
    )


def _to_do(content: Sequence[Token]) -> bool:
    """Whether the content says who is to do what: told | all sides to return |."""
    return any(t.lower_ == "to" and t.tag_ == "TO" for t in content[1:8])


def _announces(cue: Sequence[Token]) -> bool:
    """Whether a cue names a source rather than an act: "according to", a colon, a dash."""
    return cue[0].lower_ in {"according", "per", ":", "-", "–", "—", "as", "―"}


def _with_particle(verb: Token) -> str:
    """A verb's lemma with its particle: "rule out"."""
    particles = [t.lower_ for t in verb.children if t.dep_ == "prt"]
    return " ".join([verb.lemma_.lower(), *particles])


@cache
def naming() -> frozenset[str]:
    """Verbs whose object tells what was said: "announced the closure", "denied the charge"."""
    return frozenset(lines("naming.txt"))


@cache
def attitudes() -> frozenset[str]:
    """Words that make what they report a belief: "is convinced", "in the hope"."""
    return frozenset(lines("attitudes.txt"))


def _inside(text: str, found: Attribution, quotes: Sequence[Quotation]) -> float:
    """How much of the content stands in quotation marks, by its letters: 0 to 1."""
    whole = sum(letters(text, part) for part in found.parts)
    marked = shared_letters(text, found.parts, [quote.outer for quote in quotes])
    return marked / whole if whole else 0.0
