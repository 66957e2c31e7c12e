"""Finds attributions by rules: quotation marks first, then the grammar of reporting verbs.

This is the finder behind `--reader rules`: documents in, plain spans of content, cue and source
out. It needs no trained weights beyond the parser's.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec
from spacy.tokens import Doc, Token

from onrecord.annotate.marks import ALL_DOUBLE, Quotation, quotations
from onrecord.annotate.parsed import Parsed
from onrecord.model import Mention
from onrecord.spans import Span, hull, trimmed
from onrecord.statements.attribution import Attribution
from onrecord.statements.clauses import (
    Text,
    complement,
    cue_of,
    has_finite_verb,
    lead_in,
    negated,
    noun_phrase,
    subject_of,
    text_of,
    trimmed_end,
)
from onrecord.statements.cues import Cue

_TURNS = frozenset({"question", "answer", "transcript"})
_REACH = 22
"""Tokens between a quotation and the verb that reports it, at most."""
_FIRST_PERSON = frozenset({"i", "we", "you", "me", "us"})
_EMPTY = frozenset({"it", "this", "that", "there", "which", "what", "these", "those"})
_QUOTE_LIKE = ",.!?…"


def read_by_rules(parsed: Parsed, mentions: Sequence[Mention]) -> tuple[Attribution, ...]:
    """The attributions of a page outside its transcript turns, in order of the text.

    Spans are offsets of `Document.text`. Content never cuts a word and never leaves its
    paragraphs; a quotation's content is what is inside its marks.
    """
    text = parsed.document.text
    prose = [p for p in parsed.paragraphs if p.region.kind not in _TURNS]
    quotes = quotations(text, [p.span for p in prose])
    quotes = tuple(q for q in quotes if any(trimmed(text, part) for part in q.parts))
    outers = _outer_spans(text, quotes)
    texts = [text_of(p, [o for o in outers if o.meets(p.span)]) for p in prose]
    found: list[Attribution] = []
    last: Attribution | None = None
    for number, each in enumerate(texts):
        following = texts[number + 1] if number + 1 < len(texts) else None
        here = [
            q for q in quotes if each.paragraph.span.holds(Span(q.parts[-1].start, q.outer.end))
        ]
        attributions = _paragraph(text, each, following, here, mentions, last)
        found.extend(attributions)
        last = attributions[-1] if attributions else None
    for paragraph in parsed.paragraphs:
        if paragraph.region.kind in _TURNS:
            found.extend(_reported_inside(text_of(paragraph, []), mentions))
    return tuple(sorted(found, key=lambda a: (a.parts[0].start, -a.parts[-1].end)))


def _outer_spans(text: str, quotes: Sequence[Quotation]) -> list[Span]:
    spans = []
    for quote in quotes:
        for part in quote.parts:
            start = part.start - 1 if part.start else part.start
            end = (
                part.end + 1 if part.end < len(text) and text[part.end] in ALL_DOUBLE else part.end
            )
            spans.append(Span(start, max(end, part.end)))
    return spans


def _paragraph(
    text: str,
    each: Text,
    following: Text | None,
    quotes: Sequence[Quotation],
    mentions: Sequence[Mention],
    last: Attribution | None,
) -> list[Attribution]:
    used: set[int] = set()
    direct: list[Attribution] = []
    loose: list[Quotation] = []
    for quote in quotes:
        found = _quoted(text, each, quote, mentions, used)
        if found is None:
            found = _signed(text, each, following, quote, mentions)
        if found is None:
            found = _going_on(text, each, quote, direct, last)
        if found is None:
            loose.append(quote)
            continue
        direct.append(found)
        direct.extend(_inner(text, each, quote, mentions))
    direct = _mended(text, each, _joined(direct))
    snippets = list(_snippets(text, each, loose, mentions))
    clauses = [
        attribution
        for attribution in _clauses(text, each, mentions, used, quotes)
        if not any(_covered(attribution, other) for other in direct)
    ]
    direct.extend(_after_clauses(text, each, loose, clauses, mentions))
    snippets = [s for s in snippets if not any(_covered(s, other) for other in clauses)]
    return sorted(direct + clauses + snippets, key=lambda a: a.parts[0].start)


# -- quotations ---------------------------------------------------------------------------------


def _quoted(
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
    after = _cue_after(each, outer.end, mentions, comma=closed_like_speech)
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
    each: Text, at: int, mentions: Sequence[Mention], *, comma: bool
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
    according = _according(each, start)
    if according is not None:
        return according
    if doc[start].pos_ in {"ADP", "SCONJ", "CCONJ", "PART", "AUX"}:
        return None
    for i in range(start, stop):
        if cue_of(doc[i]) is None or negated(doc[i]):
            if doc[i].tag_ in {"VBD", "VBZ", "VBP"} and doc[i].lemma_ not in {"have", "be"}:
                return None
            continue
        later = any(cue_of(token) is not None for token in doc[i + 1 : stop])
        if later and doc[i].dep_ == "relcl":
            continue  # "an official who asked not to be named said"
        source = _source_beside(each, start, i, mentions)
        if source is not None:
            return doc[i], source, _cue_end(doc, i)
    return None


def _source_beside(each: Text, start: int, verb: int, mentions: Sequence[Mention]) -> Span | None:
    """The source of a cue whose clause begins at `start`: before the verb, or right after it."""
    doc = each.doc
    words = [i for i in range(start, verb) if doc[i].pos_ not in {"ADV", "AUX", "PUNCT", "CCONJ"}]
    if words:
        subject = subject_of(doc[verb])
        if subject is not None and start <= subject.i < verb and subject.dep_ != "expl":
            return _phrase(each, subject, mentions)
        return _mention_in(each, start, verb, mentions)
    after = next(
        (i for i in range(verb + 1, min(len(doc), verb + 4)) if doc[i].pos_ != "ADV"), None
    )
    if after is None or each.quoted[after]:
        return None
    return _mention_at(each, after, mentions) or _following_phrase(each, after)


def _following_phrase(each: Text, at: int) -> Span | None:
    """The noun phrase that begins at `at`, for "said a woman in the crowd"."""
    doc = each.doc
    for token in doc[at : min(len(doc), at + 8)]:
        if token.pos_ in {"NOUN", "PROPN", "PRON"} and token.left_edge.i <= at:
            head = token
            while head.dep_ == "compound" and head.head.i > head.i:
                head = head.head
            start, end = noun_phrase(doc, head)
            return each.span(max(at, start), end) if end > at else None
        if token.pos_ in {"VERB", "ADP", "PUNCT", "SCONJ"}:
            return None
    return None


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
    if before >= sentence and doc[before].lower_ in {"that", "as", "saying"} and not colon:
        before -= doc[before].lower_ in {"that", "as"}
    if before < sentence:
        return None
    reach = 30 if colon else 1
    for i in range(before, max(sentence - 1, before - reach), -1):
        if each.quoted[i]:
            return None
        if cue_of(doc[i]) is None:
            continue
        if negated(doc[i]):
            return None
        subject = subject_of(doc[i])
        source = _phrase(each, subject, mentions) if subject is not None else None
        if source is None:
            source = _mention_in(each, sentence, i, mentions)
        if source is None and not colon:
            return None
        return doc[i], source, _cue_end(doc, i)
    if colon or doc[at - 1].text == ",":
        for i in range(before, max(sentence - 1, before - 14), -1):
            if cue_of(doc[i]) is not None and not negated(doc[i]) and not each.quoted[i]:
                subject = subject_of(doc[i])
                source = _phrase(each, subject, mentions) if subject is not None else None
                return (doc[i], source, _cue_end(doc, i)) if source is not None else None
    return None


def _layout(each: Text, start: int, end: int, mentions: Sequence[Mention]) -> Span | None:
    """The name that a layout without a verb sets beside a quotation: `“…” – Name`, `Name: “…”`."""
    doc = each.doc
    if end < len(doc) and doc[end].text in {"-", "–", "—", "―"}:
        found = _mention_at(each, end + 1, mentions)
        if found is not None:
            return found
    if start >= 2 and doc[start - 1].text == ":":
        sentence, _ = each.sentence(start - 1)
        first = sentence + (doc[sentence].lower_ == "from")
        found = _mention_at(each, first, mentions)
        words = doc[first : start - 1]
        clause = any(token.tag_ in {"VBD", "VBZ", "VBP", "MD"} for token in words)
        if found is not None and len(words) <= 16 and not clause:
            return found
    return None


def _signed(
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
    source = _mention_at(following, 1, mentions)
    parts = tuple(p for p in (trimmed(text, part) for part in quote.parts) if p is not None)
    if source is None or not parts:
        return None
    return Attribution(parts, None, source, "speech", 0.85, "quotation, signed below")


def _going_on(
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


def _joined(found: Sequence[Attribution]) -> list[Attribution]:
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


def _mended(text: str, each: Text, direct: Sequence[Attribution]) -> list[Attribution]:
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
    return trimmed(text, Span(at + 4, mark)) if mark is not None else None


def _inner(
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
        if at is None or negated(doc[at]):
            continue
        verb = doc[at]
        subject = subject_of(verb)
        if subject is not None and subject.lower_ not in _FIRST_PERSON:
            source = _phrase(each, subject, mentions)
            cue = each.span(at, at + 1)
            yield Attribution(
                (content,), cue, source, "speech", 0.7, "quotation inside", nested=True
            )


def _after_clauses(
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


def _snippets(
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
        subject = subject_of(verb) if verb is not None else None
        if verb is None or subject is None or subject.lower_ in _FIRST_PERSON | _EMPTY:
            continue
        cue = each.span(verb.i, _cue_end(each.doc, verb.i))
        yield Attribution(
            (content,), cue, _phrase(each, subject, mentions), "speech", 0.65, "snippet"
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
            return None if negated(token) or token.i > at else token
        if token.head == token or not sentence <= token.head.i < end:
            return None
        token = token.head
    return None


# -- clauses ------------------------------------------------------------------------------------


def _clauses(
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
        if cue is None or negated(token):
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
                each.span(verb.i, _cue_end(doc, verb.i)),
                source,
                cue.nature,
                0.85,
                "clause before",
            )
            return
    if not cue.clause:
        return
    as_clause = _as_clause(each, verb)
    after = as_clause or complement(each, verb)
    subject = subject_of(verb)
    if subject is None:
        subject = _quoted_person(verb)
    if after is None or subject is None:
        return
    if not as_clause and not _fits(doc, verb, cue, after[0]):
        return
    if subject.lower_ in _FIRST_PERSON | _EMPTY - {"which"}:
        return
    content = _content(text, each, *after, quotes)
    if content is None:
        return
    source = _phrase(each, subject, mentions)
    confidence = 0.85 if cue.nature == "speech" else 0.75
    cue_span = each.span(verb.i, _cue_end(doc, verb.i))
    yield Attribution((content,), cue_span, source, cue.nature, confidence, "clause after")


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


def _has_perfect(verb: Token) -> bool:
    return any(child.dep_ == "aux" and child.lemma_ == "have" for child in verb.children)


def _as_clause(each: Text, verb: Token) -> tuple[int, int] | None:
    """The main clause around "As Lind noted, …" or "…, as Lind noted"; None for other clauses."""
    doc = each.doc
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
        and not any(c.dep_ == "nsubj" and c.i < verb.i for c in verb.children)
    )
    named = _appositive_subject(each, verb, mentions)
    if named is not None:
        first = named[0]
        close = first - (doc[first - 1].text == ",")
        if close > start and _clause_like(each, start, close):
            return (lead_in(doc, start, close), trimmed_end(doc, start, close)), named[1]
        return None
    if inverted and verb.lemma_ not in {"tell", "inform", "assure", "remind"}:
        comma = verb.i - (doc[verb.i - 1].text == ",")
        source = _mention_at(each, verb.i + 1, mentions) or _following_phrase(each, verb.i + 1)
        if source is not None and _clause_like(each, start, comma):
            return (lead_in(doc, start, comma), trimmed_end(doc, start, comma)), source
        return None
    subject = subject_of(verb)
    if subject is None or subject.i > verb.i or subject.lower_ in _FIRST_PERSON | _EMPTY | {"who"}:
        return None
    first, _ = noun_phrase(doc, subject)
    first = min(first, _mention_start(each, subject, mentions))
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
    return (lead_in(doc, start, close), trimmed_end(doc, start, close)), _phrase(
        each, subject, mentions
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
    found = _according(each, at)
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


def _according(each: Text, at: int) -> tuple[Token, Span | None, int] | None:
    doc = each.doc
    if at + 2 >= len(doc) or doc[at].lower_ != "according" or doc[at + 1].lower_ != "to":
        return None
    objects = [c for c in doc[at + 1].children if c.dep_ in {"pobj", "nsubj", "dobj"}]
    head = objects[0] if objects else doc[at + 2]
    start, end = noun_phrase(doc, head)
    start = max(start, at + 2)
    return (doc[at], each.span(start, max(end, start + 1)), at + 2)


def _by_colon(text: str, each: Text, mentions: Sequence[Mention]) -> Iterator[Attribution]:
    """A headline such as "Lind: No Deal Before Spring"."""
    doc = each.doc
    colon = next((t.i for t in doc if t.text == ":"), None)
    if colon is None or colon > 6 or colon + 3 > len(doc):
        return
    source = _mention_at(each, 0, mentions)
    if source is None or source.end < each.span(colon - 1, colon).end:
        return
    content = trimmed(text, each.span(colon + 1, len(doc)))
    if content is not None:
        yield Attribution((content,), None, source, "speech", 0.7, "name and colon")


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


def _covered(attribution: Attribution, other: Attribution) -> bool:
    """Whether most of an attribution's content lies in another's."""
    total = sum(p.end - p.start for p in attribution.parts)
    shared = sum(
        max(0, min(p.end, q.end) - max(p.start, q.start))
        for p in attribution.parts
        for q in other.parts
    )
    return shared > 0.6 * total


def _reported_inside(each: Text, mentions: Sequence[Mention]) -> Iterator[Attribution]:
    """What a speaker in a transcript reports of a named third person: "As Lind stressed, …"."""
    doc = each.doc
    for verb in doc:
        cue = cue_of(verb)
        subject = subject_of(verb)
        if cue is None or cue.nature != "speech" or not cue.clause or subject is None:
            continue
        source = _named_phrase(each, subject, mentions)
        if source is None or negated(verb):
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
        cue_span = each.span(verb.i, _cue_end(doc, verb.i))
        yield Attribution(
            (content,), cue_span, source, "speech", 0.7, "reported in a turn", nested=True
        )


# -- sources ------------------------------------------------------------------------------------


def _phrase(each: Text, subject: Token, mentions: Sequence[Mention]) -> Span | None:
    """The noun phrase of a subject: the mention that holds its head, or the parse's phrase."""
    if subject.lower_ in _EMPTY:
        return None
    start, end = noun_phrase(each.doc, subject)
    own = each.span(subject.i, subject.i + 1)
    held = [
        m.span for m in mentions if m.span.holds(own) and (m.head.holds(own) or m.kind == "title")
    ]
    if held and not any(t.dep_ == "conj" for t in each.doc[start:end]):
        return max(held, key=lambda span: span.end - span.start)
    return each.span(start, end)


def _named_phrase(each: Text, subject: Token, mentions: Sequence[Mention]) -> Span | None:
    own = each.span(subject.i, subject.i + 1)
    named = [m for m in mentions if m.kind == "name" and m.span.holds(own)]
    held = [m.span for m in named if m.head.holds(own) or m.span != m.head]
    return max(held, key=lambda span: span.end - span.start, default=None)


def _mention_at(each: Text, at: int, mentions: Sequence[Mention]) -> Span | None:
    """The longest mention that begins at token `at`, an article passed over."""
    if at >= len(each.doc):
        return None
    starts = {each.span(at, at + 1).start}
    if each.doc[at].lower_ in {"the", "a", "an"} and at + 1 < len(each.doc):
        starts.add(each.span(at + 1, at + 2).start)
    found = [m.span for m in mentions if m.span.start in starts]
    best = max(found, key=lambda span: span.end - span.start, default=None)
    if best is None:
        return None
    last = each.paragraph.tokens_in(best)
    if last is not None and last[-1].dep_ in {"compound", "amod", "poss"}:
        return None  # "Norwegian officials": the state is only part of the phrase
    return best


def _mention_in(each: Text, start: int, end: int, mentions: Sequence[Mention]) -> Span | None:
    """The last mention wholly within tokens `start..end`."""
    if end <= start:
        return None
    span = each.span(start, end)
    found = [m.span for m in mentions if span.holds(m.span)]
    return max(found, key=lambda s: (s.end, s.end - s.start), default=None)


def _mention_start(each: Text, subject: Token, mentions: Sequence[Mention]) -> int:
    span = _phrase(each, subject, mentions)
    tokens = each.paragraph.tokens_in(span) if span is not None else None
    return tokens.start if tokens is not None else subject.i


def _cue_end(doc: Doc, verb: int) -> int:
    """The end of a cue of more than one word: "pointed out", "went on"."""
    after = doc[verb + 1] if verb + 1 < len(doc) else None
    return verb + 2 if after is not None and after.dep_ == "prt" else verb + 1
