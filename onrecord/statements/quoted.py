"""Whose a quotation is: by the words around its marks, the layout, or what came before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec
from spacy.tokens import Token

from onrecord.annotate.marks import ALL_DOUBLE, ALL_MARKS, Quotation
from onrecord.model import Mention
from onrecord.spans import Span, hull, trimmed
from onrecord.statements.attribution import Attribution
from onrecord.statements.clauses import (
    Text,
    cue_of,
    has_finite_verb,
    lead_in,
    subject_of,
    unsaid,
)
from onrecord.statements.sources import (
    EMPTY_SUBJECTS,
    FIRST_PERSON,
    according_to,
    cue_end,
    following_phrase,
    mention_at,
    mention_in,
    subject_phrase,
)

_REACH = 22
"""Tokens between a quotation and the verb that reports it, at most."""
_QUOTE_LIKE = ",.!?…"


def quoted_attribution(
    text: str, each: Text, quote: Quotation, mentions: Sequence[Mention], used: set[int]
) -> Attribution | None:
    """The attribution of a quotation by the words right after it, or right before it."""
    parts = tuple(p for p in (trimmed(text, part) for part in quote.parts) if p is not None)
    outer = each.paragraph.tokens_in(
        Span(max(quote.outer.start, each.paragraph.start), quote.outer.end)
    )
    if not parts or outer is None:
        return None
    short = len(Span(parts[0].start, parts[-1].end).of(text).split()) < 3
    closed_like_speech = text[parts[-1].end - 1] in _QUOTE_LIKE
    comma_outside = outer.end < len(each.doc) and each.doc[outer.end].text == ","
    if short and not closed_like_speech and not comma_outside:
        return None
    after = _cue_after(each, outer.end, mentions)
    if after is not None and not _mid_sentence(each, outer.start):
        used.add(after[0].i)
        return _attribution(
            each, parts, after, 0.95 if quote.closed else 0.8, "quotation, cue after"
        )
    before = _cue_before(each, outer.start, mentions)
    if before is not None and before[0].i not in used:
        used.add(before[0].i)
        return _attribution(
            each, parts, before, 0.95 if quote.closed else 0.8, "quotation, cue before"
        )
    layout = _layout(each, outer.start, outer.end, mentions)
    if layout is not None:
        return Attribution(parts, None, layout, "speech", 0.8, "quotation, name beside it")
    return None


def _attribution(
    each: Text,
    parts: tuple[Span, ...],
    cue: tuple[Token, Span | None, int],
    confidence: float,
    rule: str,
) -> Attribution:
    verb, source, cue_end = cue
    kind = cue_of(verb)
    nature = kind.nature if kind is not None else "speech"
    return Attribution(parts, each.span(verb.i, cue_end), source, nature, confidence, rule)


def _mid_sentence(each: Text, start: int) -> bool:
    """Whether words of the same sentence stand before token `start` that the quote goes on.

    Then the quotation is only part of what is reported: Lind “knows it,” she said.
    """
    sentence, _ = each.sentence(start)
    first = lead_in(each.doc, sentence, start)
    if first >= start:
        return False
    before = each.doc[start - 1]
    if before.text == "," and start + 1 < len(each.doc) and each.doc[start + 1].text.islower():
        return not any(cue_of(token) for token in each.doc[first:start])
    return before.text not in {",", ":", ".", "“", '"'} and cue_of(before) is None


def _cue_after(
    each: Text, at: int, mentions: Sequence[Mention]
) -> tuple[Token, Span | None, int] | None:
    """The cue and the source right after a quotation: "the minister said", "said the minister"."""
    doc = each.doc
    start = at
    while start < len(doc) and doc[start].text in {",", "-", "–", "—", ".", " "}:
        start += 1
    if start >= len(doc) or (doc[start - 1].text == "." and start > at):
        return None
    stop = next(
        (
            i
            for i in range(start, min(len(doc), start + _REACH))
            if each.quoted[i] or doc[i].text in {".", "!", "?", ";", ":"}
        ),
        min(len(doc), start + _REACH),
    )
    according = according_to(each, start)
    if according is not None:
        return according
    if doc[start].pos_ in {"ADP", "SCONJ", "CCONJ", "PART", "AUX"}:
        return None
    for i in range(start, stop):
        if cue_of(doc[i]) is None or unsaid(doc[i]):
            if doc[i].tag_ in {"VBD", "VBZ", "VBP"} and doc[i].lemma_ not in {"have", "be"}:
                return None
            continue
        later = any(cue_of(token) is not None for token in doc[i + 1 : stop])
        if later and doc[i].dep_ == "relcl":
            continue  # "an official who asked not to be named said"
        source = _source_beside(each, start, i, mentions)
        if source is not None:
            return doc[i], source, cue_end(doc, i)
    return None


def _source_beside(each: Text, start: int, verb: int, mentions: Sequence[Mention]) -> Span | None:
    """The source of a cue whose clause begins at `start`: before the verb, or right after it."""
    doc = each.doc
    words = [i for i in range(start, verb) if doc[i].pos_ not in {"ADV", "AUX", "PUNCT", "CCONJ"}]
    if words:
        subject = subject_of(doc[verb])
        if subject is not None and start <= subject.i < verb and subject.dep_ != "expl":
            return subject_phrase(each, subject, mentions)
        return mention_in(each, start, verb, mentions)
    after = next(
        (i for i in range(verb + 1, min(len(doc), verb + 4)) if doc[i].pos_ != "ADV"), None
    )
    if after is None or each.quoted[after]:
        return None
    return mention_at(each, after, mentions) or following_phrase(each, after)


def _cue_before(
    each: Text, at: int, mentions: Sequence[Mention]
) -> tuple[Token, Span | None, int] | None:
    """The cue and the source right before a quotation: `The minister said: "`, `she added, "`."""
    doc = each.doc
    sentence, _ = each.sentence(at)
    before = at - 1
    if before < sentence:
        return None
    colon = doc[before].text == ":"
    while before >= sentence and doc[before].text in {",", ":", "-", "–", "—"}:
        before -= 1
    if before >= sentence and doc[before].lower_ in {"that", "as"} and not colon:
        before -= 1
    if before < sentence:
        return None
    reach = 30 if colon else 1
    for i in range(before, max(sentence - 1, before - reach), -1):
        if each.quoted[i]:
            return None
        if cue_of(doc[i]) is None:
            continue
        if unsaid(doc[i]):
            return None
        subject = subject_of(doc[i])
        if subject is not None and subject.dep_ == "nsubjpass":
            return None  # "it was written": nobody is named who wrote it
        source = subject_phrase(each, subject, mentions) if subject is not None else None
        if source is None:
            source = mention_in(each, sentence, i, mentions)
        if source is None and not colon:
            return None
        return doc[i], source, cue_end(doc, i)
    if doc[at - 1].text == ",":
        for i in range(before, max(sentence - 1, before - 14), -1):
            if cue_of(doc[i]) is not None and not unsaid(doc[i]) and not each.quoted[i]:
                subject = subject_of(doc[i])
                source = subject_phrase(each, subject, mentions) if subject is not None else None
                return (doc[i], source, cue_end(doc, i)) if source is not None else None
    return None


def _layout(each: Text, start: int, end: int, mentions: Sequence[Mention]) -> Span | None:
    """The name that a layout without a verb sets beside a quotation: `“…” – Name`, `Name: “…”`."""
    doc = each.doc
    if end < len(doc) and doc[end].text in {"-", "–", "—", "―"}:
        found = mention_at(each, end + 1, mentions)
        if found is not None:
            return found
    if start >= 2 and doc[start - 1].text == ":":
        sentence, _ = each.sentence(start - 1)
        first = sentence + (doc[sentence].lower_ == "from")
        found = mention_at(each, first, mentions)
        words = doc[first : start - 1]
        clause = any(token.tag_ in {"VBD", "VBZ", "VBP", "MD"} for token in words)
        if found is not None and len(words) <= 16 and not clause:
            return found
    return None


def introduced_before(
    text: str, opening: Text, quote: Quotation, mentions: Sequence[Mention]
) -> Attribution | None:
    """A quotation of several paragraphs by the words before its first: `Lind said: "…`."""
    tokens = opening.paragraph.tokens_in(Span(quote.outer.start, quote.outer.start + 1))
    parts = tuple(p for p in (trimmed(text, part) for part in quote.parts) if p is not None)
    if tokens is None or not parts:
        return None
    before = _cue_before(opening, tokens.start, mentions)
    if before is not None:
        return _attribution(opening, parts, before, 0.85, "quotation, cue before")
    layout = _layout(opening, tokens.start, len(opening.doc), mentions)
    if layout is None:
        return None
    return Attribution(parts, None, layout, "speech", 0.8, "quotation, name beside it")


def announced_above(
    text: str, each: Text, above: Text | None, quote: Quotation, mentions: Sequence[Mention]
) -> Attribution | None:
    """A quotation that is a paragraph of its own, announced by the last: "Lind told us:"."""
    alone = not text[each.paragraph.start : quote.parts[0].start - 1].strip()
    if above is None or not alone or not len(above.doc) or above.doc[-1].text != ":":
        return None
    parts = tuple(p for p in (trimmed(text, part) for part in quote.parts) if p is not None)
    start, end = above.sentence(len(above.doc) - 1)
    for verb in reversed(above.doc[start:end]):
        if cue_of(verb) is None or unsaid(verb) or above.quoted[verb.i] or not parts:
            continue
        subject = subject_of(verb)
        if subject is None or subject.lower_ in FIRST_PERSON | EMPTY_SUBJECTS:
            continue
        source = subject_phrase(above, subject, mentions)
        cue = above.span(verb.i, cue_end(above.doc, verb.i))
        return Attribution(parts, cue, source, "speech", 0.8, "quotation, announced above")
    for noun in reversed(above.doc[start:end]):
        subject = subject_of(noun.head) if noun.lemma_ in _WORDS and noun.dep_ == "dobj" else None
        if subject is None or subject.lower_ in FIRST_PERSON | EMPTY_SUBJECTS or not parts:
            continue
        source = subject_phrase(above, subject, mentions)
        cue = above.span(noun.i, noun.i + 1)
        return Attribution(parts, cue, source, "speech", 0.8, "quotation, announced above")
    return None


_WORDS = frozenset({"answer", "comment", "declaration", "remark", "reply", "response", "statement"})
"""Nouns for words that a colon announces: "Lind made the following comment:"."""


def signed_below(
    text: str,
    each: Text,
    following: Text | None,
    quote: Quotation,
    mentions: Sequence[Mention],
) -> Attribution | None:
    """A quotation that is a paragraph of its own, signed by the next: "– Ada Lind, envoy"."""
    alone = not text[each.paragraph.start : quote.parts[0].start - 1].strip()
    if following is None or not alone or text[quote.outer.end : each.paragraph.span.end].strip():
        return None
    doc = following.doc
    if len(doc) > 24 or doc[0].text not in {"-", "–", "—", "―"}:
        return None
    source = mention_at(following, 1, mentions)
    parts = tuple(p for p in (trimmed(text, part) for part in quote.parts) if p is not None)
    if source is None or not parts:
        return None
    return Attribution(parts, None, source, "speech", 0.85, "quotation, signed below")


def going_on(
    text: str,
    each: Text,
    quote: Quotation,
    direct: Sequence[Attribution],
    last: Attribution | None,
) -> Attribution | None:
    """A quotation that goes on with the speaker before it: after "…," he said, or a paragraph of
    its own after a quoted one."""
    parts = tuple(p for p in (trimmed(text, part) for part in quote.parts) if p is not None)
    if not parts:
        return None
    words = len(hull(parts).of(text).split())
    if direct:
        gap = text[direct[-1].parts[-1].end : parts[0].start]
        cue_end = direct[-1].cue.end if direct[-1].cue else direct[-1].parts[-1].end
        between = text[max(cue_end, direct[-1].parts[-1].end) : parts[0].start]
        interrupted = len(between.split()) < 14 and "\n" not in gap
        tokens = each.paragraph.tokens_in(Span(parts[0].start - len(between), parts[0].start - 1))
        if tokens is not None and has_finite_verb(each.doc, tokens.start, tokens.end):
            return None  # a new clause with a verb of its own leads to this quotation
        if words >= 3 and interrupted and direct[-1].rule.startswith("quotation, cue after"):
            return Attribution(parts, None, None, "speech", 0.85, "quotation goes on", goes_on=True)
        return None
    alone = not text[each.paragraph.start : parts[0].start - 1].strip()
    rest = text[parts[-1].end : each.paragraph.span.end].strip("\"”»’'. \n")
    if alone and not rest and words >= 5 and last is not None and last.rule.startswith("quotation"):
        return Attribution(
            parts, None, None, "speech", 0.75, "quotation paragraph goes on", goes_on=True
        )
    return None


def interrupted_joined(found: Sequence[Attribution]) -> list[Attribution]:
    """Quotations that "he said" interrupts, as one attribution of two parts."""
    out: list[Attribution] = []
    for attribution in found:
        if attribution.goes_on and attribution.rule == "quotation goes on" and out:
            at = max(i for i, a in enumerate(out) if not a.nested)
            before = out[at]
            out[at] = Attribution(
                (*before.parts, *attribution.parts),
                before.cue,
                before.source,
                before.nature,
                min(before.confidence, attribution.confidence),
                f"{before.rule}, interrupted",
                before.goes_on,
            )
        else:
            out.append(attribution)
    return out


def broken_mended(text: str, each: Text, direct: Sequence[Attribution]) -> list[Attribution]:
    """Quotations whose marks a translation broke, with their rest: “…,” X said. - We have …. ”"""
    span = each.paragraph.span
    out = []
    for attribution in direct:
        rest = _dashed(text, span, attribution)
        if rest is None:
            out.append(attribution)
            continue
        parts = (*attribution.parts, rest)
        rule = f"{attribution.rule}, broken marks"
        out.append(msgspec.structs.replace(attribution, parts=parts, confidence=0.75, rule=rule))
    return out


def _dashed(text: str, span: Span, attribution: Attribution) -> Span | None:
    """The words after a dash that a stray closing mark ends, right after a quotation's cue."""
    if attribution.cue is None or attribution.parts[-1].end > attribution.cue.start:
        return None
    at = text.find(". ", attribution.cue.end, min(span.end, attribution.cue.end + 80))
    if at < 0 or text[at + 2 : at + 4] not in {"- ", "– ", "— "}:
        return None
    mark = next((i for i in range(at + 4, span.end) if text[i] in ALL_DOUBLE), None)
    after = text[mark + 1 : mark + 2] if mark is not None else ""
    if mark is None or after.isalnum() or (after and after in ALL_MARKS):
        return None  # it opens a quotation of its own
    return trimmed(text, Span(at + 4, mark))


def inner_quotations(
    text: str, each: Text, quote: Quotation, mentions: Sequence[Mention]
) -> Iterator[Attribution]:
    """Quotations inside a quotation that their own words introduce: `they said: "We …"`."""
    for run in quote.inner:
        content = trimmed(text, run.span)
        tokens = (
            each.paragraph.tokens_in(run.outer) if run.outer.meets(each.paragraph.span) else None
        )
        if content is None or tokens is None or len(content.of(text).split()) < 3:
            continue
        doc = each.doc
        near = range(tokens.start - 1, max(-1, tokens.start - 6), -1)
        at = next((i for i in near if cue_of(doc[i]) is not None), None)
        if at is None or unsaid(doc[at]):
            continue
        verb = doc[at]
        subject = subject_of(verb)
        if subject is not None and subject.lower_ not in FIRST_PERSON:
            source = subject_phrase(each, subject, mentions)
            cue = each.span(at, at + 1)
            yield Attribution(
                (content,), cue, source, "speech", 0.7, "quotation inside", nested=True
            )


def quotations_after_clauses(
    text: str,
    each: Text,
    loose: Sequence[Quotation],
    clauses: Sequence[Attribution],
    mentions: Sequence[Mention],
) -> Iterator[Attribution]:
    """Whole sentences quoted right after a reported one: Lind said it was late. “Go home.”"""
    for quote in loose:
        parts = tuple(p for p in (trimmed(text, part) for part in quote.parts) if p is not None)
        before = [a for a in clauses if a.parts[0].start < quote.outer.start]
        if not parts or not before or text[parts[-1].end - 1] not in ".!?":
            continue
        last = max(before, key=lambda a: max(a.parts[-1].end, a.cue.end if a.cue else 0))
        end = max(last.parts[-1].end, last.cue.end if last.cue else 0)
        between = text[end : quote.outer.start]
        stops = sum(between.count(stop) for stop in ".!?;")
        if text[parts[0].start].isupper() and stops <= 1 and len(between.split()) < 14:
            yield Attribution(
                parts, None, None, last.nature, 0.75, "quotation after a clause", goes_on=True
            )


def snippets_of_speech(
    text: str, each: Text, loose: Sequence[Quotation], mentions: Sequence[Mention]
) -> Iterator[Attribution]:
    """A few quoted words that a verb of speech governs: told them to “come back with numbers”.

    Fewer than three words are left out: a nickname, a word set off, a title.
    """
    for quote in loose:
        content = trimmed(text, quote.parts[-1])
        outer = each.paragraph.tokens_in(quote.outer) if content is not None else None
        if content is None or outer is None or len(content.of(text).split()) < 3:
            continue
        verb = _governor(each, outer[0].i)
        if verb is not None and verb.tag_ == "VB" and verb.i and verb.nbor(-1).lower_ == "to":
            continue  # "is to report “before the summer is out”": nobody has said it
        subject = subject_of(verb) if verb is not None else None
        if verb is None or subject is None or subject.lower_ in FIRST_PERSON | EMPTY_SUBJECTS:
            continue
        if subject.dep_ == "nsubjpass":
            continue
        cue = each.span(verb.i, cue_end(each.doc, verb.i))
        yield Attribution(
            (content,), cue, subject_phrase(each, subject, mentions), "speech", 0.65, "snippet"
        )


def _governor(each: Text, at: int) -> Token | None:
    """The verb of speech in the same sentence that the quoted words from `at` on depend on."""
    doc = each.doc
    sentence, end = each.sentence(at)
    inside = [t for t in doc[at:end] if each.quoted[t.i]]
    head = next((t for t in inside if not each.quoted[t.head.i]), None)
    token = head.head if head is not None else doc[max(sentence, at - 1)]
    for _ in range(6):
        if cue_of(token) is not None and not each.quoted[token.i]:
            return None if unsaid(token) or token.i > at else token
        if token.head == token or not sentence <= token.head.i < end:
            return None
        token = token.head
    return None
