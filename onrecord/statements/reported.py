"""Reported clauses: after their verb, before it, around it, and by "according to"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spacy.tokens import Doc, Token

from onrecord.annotate.marks import Quotation
from onrecord.documents.lexicon import entry_set
from onrecord.model import Mention
from onrecord.spans import Span, hull, trimmed
from onrecord.statements.attribution import Attribution
from onrecord.statements.clauses import (
    Text,
    complement,
    cue_of,
    has_finite_verb,
    lead_in,
    noun_phrase,
    subject_of,
    trimmed_end,
    unsaid,
)
from onrecord.statements.cues import Cue, intentions
from onrecord.statements.sources import (
    EMPTY_SUBJECTS,
    FIRST_PERSON,
    according_to,
    cue_end,
    following_phrase,
    mention_at,
    mention_start,
    named_phrase,
    subject_phrase,
)


def reported_clauses(
    text: str,
    each: Text,
    mentions: Sequence[Mention],
    used: set[int],
    quotes: Sequence[Quotation],
) -> Iterator[Attribution]:
    """Reported clauses: after the verb, before it, around it, and by "according to"."""
    doc = each.doc
    for token in doc:
        if each.quoted[token.i] or token.i in used:
            continue
        if token.lower_ == "according" and token.i + 1 < len(doc):
            yield from _by_according(text, each, token.i, quotes)
            continue
        cue = cue_of(token)
        if cue is None or unsaid(token):
            continue
        yield from _by_verb(text, each, token, cue, mentions, quotes)
    if each.paragraph.region.kind in {"headline", "subheading"}:
        yield from _by_colon(text, each, mentions)


def _by_verb(
    text: str,
    each: Text,
    verb: Token,
    cue: Cue,
    mentions: Sequence[Mention],
    quotes: Sequence[Quotation],
) -> Iterator[Attribution]:
    doc = each.doc
    set_before = _content_before(each, verb, mentions)
    heading = each.paragraph.region.kind in {"headline", "subheading"}
    if heading and set_before is not None and not _is_mention(set_before[1], mentions):
        return  # "Captain freed, Berlin talks confirmed"
    if set_before is not None and not cue.clause and not any(each.quoted[slice(*set_before[0])]):
        return  # "the strike goes on": the verb reports only where it follows a quotation
    if set_before is not None:
        (start, end), source = set_before
        rest = _resumed(each, verb)
        content = _content(text, each, start, end, quotes)
        if content is not None:
            parts: tuple[Span, ...] = (content,)
            if rest is not None:
                second = _content(text, each, *rest, quotes)
                parts = (content, second) if second is not None else parts
            yield Attribution(
                parts,
                each.span(verb.i, cue_end(doc, verb.i)),
                source,
                cue.nature,
                0.85,
                "clause before",
            )
            return
    meant = _meant(text, each, verb, mentions, quotes)
    if meant is not None:
        yield meant
        return
    if not cue.clause:
        return
    as_clause = _as_clause(each, verb)
    after = as_clause or complement(each, verb)
    subject = subject_of(verb)
    if subject is not None and subject.dep_ == "nsubjpass":
        return
    subject = subject or _quoted_person(verb)
    if after is None or subject is None:
        return
    if not as_clause and not _fits(doc, verb, cue, after[0]):
        return
    if not heading and not has_finite_verb(doc, *after) and not any(each.quoted[slice(*after)]):
        return  # "declared the lane open" reports an act, not words
    if subject.lower_ in FIRST_PERSON | EMPTY_SUBJECTS - {"which"}:
        return
    content = _content(text, each, *after, quotes)
    if content is None:
        return
    source = subject_phrase(each, subject, mentions)
    confidence = 0.85 if cue.nature == "speech" else 0.75
    cue_span = each.span(verb.i, cue_end(doc, verb.i))
    yield Attribution((content,), cue_span, source, cue.nature, confidence, "clause after")


def _meant(
    text: str,
    each: Text,
    verb: Token,
    mentions: Sequence[Mention],
    quotes: Sequence[Quotation],
) -> Attribution | None:
    """What someone promises, plans or threatens to do: "vowed *to go on*" without the "to"."""
    if verb.lemma_ not in intentions():
        return None
    act = next((c for c in verb.children if c.dep_ == "xcomp" and c.i > verb.i), None)
    subject = subject_of(verb)
    if act is None or subject is None or act.left_edge.lower_ != "to":
        return None
    if subject.lower_ in FIRST_PERSON | EMPTY_SUBJECTS:
        return None
    first = act.left_edge.i + 1
    stop = trimmed_end(each.doc, first, min(each.sentence(verb.i)[1], act.right_edge.i + 1))
    content = _content(text, each, first, stop, quotes) if stop > first else None
    if content is None:
        return None
    source = subject_phrase(each, subject, mentions)
    cue = each.span(verb.i, verb.i + 1)
    nature = intentions()[verb.lemma_]
    return Attribution((content,), cue, source, nature, 0.75, "what is meant to be done")


def _quoted_person(verb: Token) -> Token | None:
    """Whom "quoted Lind as saying that …" makes speak, in either voice."""
    quoting = verb.head.head if verb.head.lower_ == "as" else verb.head
    if verb.tag_ != "VBG" or quoting.lemma_ not in {"quote", "cite"}:
        return None
    return next((c for c in quoting.children if c.dep_ in {"dobj", "nsubjpass"}), None)


_ASKED = frozenset({"whether", "if", "why", "how", "what", "when", "where", "who", "which"})


def _fits(doc: Doc, verb: Token, cue: Cue, first: int) -> bool:
    """Whether a clause is of the kind its verb reports: asked *whether*, found *that*.

    "Asked whether …, the minister …" does not say who asked.
    """
    if cue.nature == "question" and verb.tag_ == "VBN" and not _has_perfect(verb):
        return False
    opening = {token.lower_ for token in doc[verb.i + 1 : first + 1]}
    if cue.nature == "question":
        return bool(opening & _ASKED)
    if verb.lemma_ in {"find", "rule", "call"}:
        return "that" in opening
    return True


def _is_mention(source: Span | None, mentions: Sequence[Mention]) -> bool:
    return source is not None and any(mention.span == source for mention in mentions)


def _has_perfect(verb: Token) -> bool:
    return any(child.dep_ == "aux" and child.lemma_ == "have" for child in verb.children)


def _as_clause(each: Text, verb: Token) -> tuple[int, int] | None:
    """The main clause around "As Lind noted, …" or "…, as Lind noted"; None for other clauses."""
    doc = each.doc
    if not any(child.dep_ == "nsubj" for child in verb.children):
        return None  # "As is known", "As reported by HTA"
    mark = next(
        (c for c in verb.children if c.lower_ == "as" and c.dep_ in {"mark", "advmod"}), None
    )
    start, end = each.sentence(verb.i)
    if mark is None:
        if doc[start].lower_ != "as" or start >= verb.i or verb.dep_ != "advcl":
            return None
        mark = doc[start]
    if mark.i - start <= 1:
        comma = next((i for i in range(verb.i, min(end, verb.i + 8)) if doc[i].text == ","), None)
        if comma is None or trimmed_end(doc, comma, end) - comma < 4:
            return None
        return comma + 1, trimmed_end(doc, comma, end)
    if doc[mark.i - 1].text == "," and has_finite_verb(doc, start, mark.i):
        if complement(each, verb) is not None:
            return None  # "…, as Lind said the bridge would open": what she said comes after
        return lead_in(doc, start, mark.i), trimmed_end(doc, start, mark.i)
    return None


def _content_before(
    each: Text, verb: Token, mentions: Sequence[Mention]
) -> tuple[tuple[int, int], Span | None] | None:
    """The clause set before a cue, and the source: "Talks failed, the minister said"."""
    doc = each.doc
    start, _ = each.sentence(verb.i)
    inverted = (
        verb.i > start
        and doc[verb.i - 1].text in {",", "”", '"', "’"}
        and verb.tag_ in {"VBD", "VBZ", "NNP", "NNPS", "NNS"}
        and (_last_word(each, verb, mentions) or not _subject_before(verb))
    )
    named = _appositive_subject(each, verb, mentions)
    if named is not None:
        first = named[0]
        close = first - 1
        if (
            close > start
            and doc[close].text in {",", "”", '"'}
            and _clause_like(each, start, close)
        ):
            return (lead_in(doc, start, close), trimmed_end(doc, start, close)), named[1]
        return None
    if inverted and verb.lemma_ not in {"tell", "inform", "assure", "remind"}:
        comma = verb.i - (doc[verb.i - 1].text == ",")
        source = mention_at(each, verb.i + 1, mentions) or following_phrase(each, verb.i + 1)
        if source is not None and _clause_like(each, start, comma):
            return (lead_in(doc, start, comma), trimmed_end(doc, start, comma)), source
        return None
    subject = subject_of(verb)
    if (
        subject is None
        or subject.i > verb.i
        or subject.lower_ in FIRST_PERSON | EMPTY_SUBJECTS | {"who"}
    ):
        return None
    first, _ = noun_phrase(doc, subject)
    first = min(first, mention_start(each, subject, mentions))
    comma = first - 1
    while comma > start and doc[comma].pos_ == "ADV" and doc[comma].text != ",":
        comma -= 1
    if comma > start and doc[comma].text in {"-", "–", "—"} and doc[comma - 1].text == ",":
        comma -= 1
    if comma <= start or doc[comma].text not in {",", "”", '"'}:
        return None
    close = comma + (doc[comma].text != ",")
    if complement(each, verb) is not None and _after_is_clause(each, verb):
        return None
    if not _clause_like(each, start, close) and _resumed(each, verb) is None:
        return None
    return (lead_in(doc, start, close), trimmed_end(doc, start, close)), subject_phrase(
        each, subject, mentions
    )


def _subject_before(verb: Token) -> bool:
    return any(child.dep_ == "nsubj" and child.i < verb.i for child in verb.children)


def _last_word(each: Text, verb: Token, mentions: Sequence[Mention]) -> bool:
    """Whether a name right after a verb ends the sentence: "No deal before spring, says Lind"."""
    named = mention_at(each, verb.i + 1, mentions)
    _, end = each.sentence(verb.i)
    return (
        named is not None
        and named.end >= each.span(trimmed_end(each.doc, verb.i, end) - 1, end).start
    )


def _appositive_subject(
    each: Text, verb: Token, mentions: Sequence[Mention]
) -> tuple[int, Span] | None:
    """The first token and the name of "its spokeswoman, Ada Lind, said", however it is parsed."""
    at = verb.i
    while at > 0 and each.doc[at - 1].pos_ in {"ADV", "AUX"}:
        at -= 1
    if at < 2 or each.doc[at - 1].text != ",":
        return None
    comma = each.span(at - 1, at).start
    name = next((m for m in mentions if m.kind == "name" and m.span.end == comma), None)
    if name is None:
        return None
    described = [m for m in mentions if m.kind == "title" and m.span.end == name.span.start - 2]
    tokens = each.paragraph.tokens_in(described[0].span) if described else None
    return (tokens.start, name.span) if tokens is not None else None


def _after_is_clause(each: Text, verb: Token) -> bool:
    clause = [c for c in verb.children if c.dep_ == "ccomp"]
    if clause:
        return clause[0].i > verb.i
    return verb.i + 1 < len(each.doc) and each.doc[verb.i + 1].lower_ == "that"


def _clause_like(each: Text, start: int, end: int) -> bool:
    first = lead_in(each.doc, start, end)
    if each.doc[first].dep_ == "mark" and each.doc[first].lower_ in {
        "as",
        "when",
        "while",
        "after",
    }:
        return False
    headline = each.paragraph.region.kind in {"headline", "subheading"}
    return end - first >= 2 and (headline or has_finite_verb(each.doc, first, end))


_SUBORDINATORS = frozenset(
    {"if", "when", "although", "though", "because", "unless", "once", "until"}
)


def _resumed(each: Text, verb: Token) -> tuple[int, int] | None:
    """Tokens after "…, he said, …" where the clause goes on; None where something new begins.

    A clause goes on where it had no verb yet ("The bridge, he said, will open"), where it began
    with "if" or the like, or where a quotation goes on.
    """
    doc = each.doc
    start, end = each.sentence(verb.i)
    at = verb.i + 1
    if at + 3 >= end or doc[at].text != ",":
        return None
    stop = trimmed_end(doc, at + 1, end)
    first = lead_in(doc, start, verb.i)
    subject = next((c for c in verb.children if c.dep_ in {"nsubj", "nsubjpass"}), verb)
    had_verb = has_finite_verb(doc, first, min(subject.left_edge.i, verb.i))
    open_clause = doc[first].lower_ in _SUBORDINATORS or not had_verb
    if each.quoted[at + 1] or (open_clause and has_finite_verb(doc, at + 1, stop)):
        return at + 1, stop
    return None


def _by_according(
    text: str, each: Text, at: int, quotes: Sequence[Quotation]
) -> Iterator[Attribution]:
    found = according_to(each, at)
    if found is None:
        return
    token, source, _ = found
    doc = each.doc
    start, end = each.sentence(at)
    assert source is not None
    after = next((i for i in range(at, end) if each.span(i, i + 1).start >= source.end), end)
    if at - lead_in(doc, start, at) <= 1:
        while after < end and doc[after].text != ",":
            after += 1
        first, stop = after + 1, trimmed_end(doc, after + 1, end)
    else:
        first, stop = lead_in(doc, start, at), trimmed_end(doc, start, at)
    if stop - first < 2 or not has_finite_verb(doc, first, stop):
        return
    content = _content(text, each, first, stop, quotes)
    if content is not None:
        cue = each.span(token.i, token.i + 2)
        yield Attribution((content,), cue, source, "speech", 0.85, "according to")


def _by_colon(text: str, each: Text, mentions: Sequence[Mention]) -> Iterator[Attribution]:
    """A headline with a name set off: "Lind: No Deal", "‘No deal’: Lind", "Deal Off – Ministry"."""
    doc = each.doc
    for at, token in enumerate(doc):
        if token.text not in {":", "–", "—", "-"} or each.quoted[at]:
            continue
        if at and doc[:at].text.casefold() in entry_set("residue.txt", "no speaker"):
            return  # "URGENT: …"
        known = [m for m in mentions if m.entity is not None or m.kind == "title"]
        before = mention_at(each, 0, known)
        after = mention_at(each, at + 1, known)
        whole = each.span(0, len(doc))
        content = None
        if token.text == ":" and at <= 6 and before and before.end >= each.span(0, at).end:
            source, content = before, trimmed(text, Span(each.span(at, at + 1).end, whole.end))
        elif after is not None and after.end == whole.end and at >= 2 and token.whitespace_:
            source, content = after, trimmed(text, Span(whole.start, each.span(0, at).end))
        if content is not None:
            content = _unmarked(text, content)
            yield Attribution((content,), None, source, "speech", 0.7, "name set off")
            return


def _unmarked(text: str, span: Span) -> Span:
    """A span without quotation marks that enclose all of it."""
    inner = Span(span.start + 1, span.end - 1)
    if text[span.start] in "“‘\"'" and text[span.end - 1] in "”’\"'" and inner.start < inner.end:
        return inner
    return span


def _content(
    text: str, each: Text, start: int, end: int, quotes: Sequence[Quotation]
) -> Span | None:
    """The characters of tokens `start..end`, widened to whole quotations it cuts."""
    if end <= start:
        return None
    span = each.span(start, end)
    for quote in quotes:
        here = Span(max(quote.outer.start, each.paragraph.start), quote.outer.end)
        if here.meets(span) and not span.holds(here):
            if here.holds(span):
                inside = trimmed(text, quote.parts[-1])
                return inside if inside is not None else span
            span = hull([span, here])
    whole = next((q for q in quotes if q.outer == span and not q.single), None)
    if whole is not None:
        return trimmed(text, whole.parts[-1])
    return trimmed(text, span)


def reported_in_turn(each: Text, mentions: Sequence[Mention]) -> Iterator[Attribution]:
    """What a speaker in a transcript reports of a named third person: "As Lind stressed, …"."""
    doc = each.doc
    for verb in doc:
        cue = cue_of(verb)
        subject = subject_of(verb)
        if cue is None or cue.nature != "speech" or not cue.clause or subject is None:
            continue
        source = named_phrase(each, subject, mentions)
        if source is None or unsaid(verb):
            continue
        start, end = each.sentence(verb.i)
        span = complement(each, verb)
        as_clause = any(child.lower_ == "as" and child.dep_ == "mark" for child in verb.children)
        if as_clause or doc[start].lower_ == "as":
            comma = next(
                (i for i in range(verb.i, min(end, verb.i + 4)) if doc[i].text == ","), None
            )
            span = (comma + 1, trimmed_end(doc, comma, end)) if comma is not None else None
        if span is None or span[1] - span[0] < 4:
            continue
        content = each.span(*span)
        cue_span = each.span(verb.i, cue_end(doc, verb.i))
        yield Attribution(
            (content,), cue_span, source, "speech", 0.7, "reported in a turn", nested=True
        )
