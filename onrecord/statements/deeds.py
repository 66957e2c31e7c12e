"""What a network may take for somebody's words and is none: a deed, or what stands beside it."""

from __future__ import annotations

import re
from functools import cache

from spacy.tokens import Span as Tokens
from spacy.tokens import Token

from onrecord.annotate.marks import ALL_MARKS
from onrecord.annotate.offices import is_title_word, person_nouns
from onrecord.annotate.parsed import Parsed
from onrecord.lists import lines
from onrecord.spans import Span
from onrecord.statements.attribution import Attribution


def is_no_report(parsed: Parsed, found: Attribution) -> bool:
    """Whether an attribution tells a deed, its circumstances, or one word that says nothing.

    What stands in quotation marks is always somebody's words.
    """
    cue = parsed.tokens_in(found.cue) if found.cue is not None else None
    content = parsed.tokens_in(found.parts[0])
    if cue is None or content is None or content.doc is not cue.doc or len(found.parts) > 1:
        return False
    if any(t.text in ALL_MARKS for t in content) or _marked(parsed, found):
        return False
    return _deed_to_a_person(cue, content) or _circumstance(cue, content) or _mere_word(content)


_TAG = re.compile(r"<[a-zA-Z][\w-]*\s[^<>]*=\s*[\"'][^<>]*>")
"""A tag left in the text, with what it holds: <note by="…">."""


def in_markup(text: str, found: Attribution) -> bool:
    """Whether what is told begins in a tag that a page left in its text.

    >>> text = 'It is true. <note by=" she said it was late">'
    >>> found = Attribution((Span(31, 42),), Span(26, 30), None, "speech", 0.9, "trained")
    >>> in_markup(text, found)
    True
    """
    tags = [Span(*tag.span()) for tag in _TAG.finditer(text)] if "<" in text else []
    return any(tag.start < part.start < tag.end for tag in tags for part in found.parts)


def _marked(parsed: Parsed, found: Attribution) -> bool:
    """Whether a quotation mark stands right before or after the content."""
    text = parsed.document.text
    start, end = found.parts[0]
    beside = text[max(0, start - 1) : start] + text[end : end + 2]
    return any(c in ALL_MARKS for c in beside)


def _deed_to_a_person(cue: Tokens, content: Tokens) -> bool:
    """Whether a person is the object of an act: Norvia recalled | its envoy |.

    "recalled the winter" may be somebody's words, and "named as the spy" is.
    """
    head = content.root
    verb = next((t for t in cue if t.lemma_.lower() in deeds()), None)
    if verb is None:
        return False
    object_of = head.head == verb and head.dep_ in {"dobj", "nsubjpass", "oprd"}
    if not object_of and not (verb.dep_ == "amod" and verb.head == head):  # "and recalled Berg"
        return False
    person = head.lemma_.lower() in person_nouns() or is_title_word(head)
    return person or head.ent_type_ == "PERSON"


def _circumstance(cue: Tokens, content: Tokens) -> bool:
    """Whether content only says when or how a deed was done whose object stands after its cue.

    | After a meeting that lasted an hour |, Norvia recalled its envoy.
    """
    head = content.root
    if content.end > cue.start or head.dep_ not in {"prep", "advcl"} or head.head not in cue:
        return False
    return any(_completes(child) for child in head.head.rights)


def _completes(child: Token) -> bool:
    return child.dep_ in {"dobj", "ccomp", "xcomp", "oprd"}


def _mere_word(content: Tokens) -> bool:
    """Whether content is a lone "what", which says nothing."""
    words = [t for t in content if t.is_alpha]
    return len(words) == 1 and words[0].tag_ == "WP"


@cache
def deeds() -> frozenset[str]:
    """Verbs that tell a deed where their object is a person."""
    return frozenset(lines("deeds.txt"))
