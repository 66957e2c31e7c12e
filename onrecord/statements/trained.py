"""Finds attributions with the trained encoder; quotation marks and layout keep their veto.

The network marks content, cue and source and says what belongs to what. What it marks is then
held to the page: no span cuts a word, a quotation is taken whole or not at all, and what layout
alone tells (a name beside a quotation, a quotation that goes on) comes from the rules.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from operator import itemgetter

import msgspec

from onrecord.annotate.encoder import load_encoder
from onrecord.annotate.marks import ALL_MARKS, Quotation, quotations
from onrecord.annotate.parsed import Parsed
from onrecord.model import Mention
from onrecord.spans import Span, trimmed
from onrecord.statements.attribution import Attribution
from onrecord.statements.bounds import bounded, source_at_hand
from onrecord.statements.clauses import cue_of, reports
from onrecord.statements.cues import intentions
from onrecord.statements.dashes import dash_quoted
from onrecord.statements.deeds import in_markup, is_no_report
from onrecord.statements.interrupted import gone_on, rejoined, unparted
from onrecord.statements.natures import natured
from onrecord.statements.reader import read_by_rules
from onrecord.statements.sentences import in_its_sentence, told_on, with_its_day
from onrecord.statements.sources import FIRST_PERSON
from onrecord.statements.speaking import before_witness, spoken_by
from onrecord.statements.tagged import TRAINED, tagged
from onrecord.statements.turns import TURN_KINDS
from onrecord.statements.vetoes import (
    a_mere_phrase,
    apart,
    before_next_teller,
    letters,
    opened,
    shared_letters,
    source_spoke,
    to_whom_apart,
    unlabelled,
    with_its_not,
)

BROKEN = "broken marks"
"""How the rules' name ends for quotations whose marks a translation broke."""


def read_trained(parsed: Parsed, mentions: Sequence[Mention]) -> tuple[Attribution, ...]:
    """The attributions of a page, in order of the text: the network's, held to marks and layout.

    Spans are offsets of `Document.text`. Content never cuts a word and never leaves its
    paragraphs; what is all inside marks is what is inside them.
    """
    text = parsed.document.text
    encoder = load_encoder()
    turns = [p.span for p in parsed.paragraphs if p.region.kind in TURN_KINDS]
    every = [p.span for p in parsed.paragraphs]
    quotes = [q for q in quotations(text, every) if any(trimmed(text, part) for part in q.parts)]
    encoded = parsed.encoded or encoder.encode(text, every)
    marked = [
        piece
        for found in tagged(text, encoded, encoder)
        for whole in [before_witness(parsed, unlabelled(text, _in_turn(text, found, turns)))]
        for one in in_its_sentence(parsed, whole, quotes)
        for piece in apart(text, one, quotes)
        if piece.parts and not (piece.nested and _speaks_itself(parsed, piece))
    ]
    marked = [piece for found in marked for piece in bounded(parsed, found)]
    marked = [
        unparted(text, gone_on(parsed, _spoken(parsed, found, mentions)))
        for found in marked
        if not a_mere_phrase(text, found) and not is_no_report(parsed, found)
    ]
    marked = [before_next_teller(text, found, marked, quotes) for found in marked]
    marked += told_on(parsed, marked, quotes)
    ruled = [
        unlabelled(text, source_at_hand(parsed, found))
        for found in read_by_rules(parsed, mentions)
        if not a_mere_phrase(text, found) and not is_no_report(parsed, found)
    ]
    every_one = merged(text, marked, ruled, quotes)
    told = [
        each
        for each in every_one
        if not in_markup(text, each)
        and not (_by_no_one(parsed, each) and any(_holds_all(a, each) for a in every_one))
    ]
    one_by_one = rejoined(parsed, told, quotes)
    settled = going_on(text, one_by_one, every)
    natures = (natured(parsed, a, quotes) if a.rule == TRAINED else a for a in settled)
    return tuple(dash_quoted(parsed, a) for a in natures)


def _by_no_one(parsed: Parsed, found: Attribution) -> bool:
    """Whether words in words have nobody who says them: “It feels like, ‘Put it off’”."""
    cue = parsed.tokens_in(found.cue) if found.cue is not None else None
    known = [cue_of(t) for t in cue or ()]
    said = any(one is not None and one.nature == "speech" for one in known)
    return found.source is None and cue is not None and not said


def _holds_all(around: Attribution, found: Attribution) -> bool:
    """Whether the words of `around` hold those of `found`, cue and all."""
    spans = [*found.parts, *([found.cue] if found.cue is not None else [])]
    return around is not found and all(any(p.holds(s) for p in around.parts) for s in spans)


def _spoken(parsed: Parsed, found: Attribution, mentions: Sequence[Mention]) -> Attribution:
    """`found` with all of its words and its own source, and without whom it is put to."""
    text = parsed.document.text
    whole = with_its_not(text, to_whom_apart(parsed, with_its_day(parsed, found)))
    return opened(text, source_spoke(parsed, spoken_by(parsed, whole, mentions)))


def _in_turn(text: str, found: Attribution, turns: Sequence[Span]) -> Attribution:
    """`found`, marked as nested where it stands in a transcript's turn: that speaker reports it."""
    inside = any(turn.holds(found.parts[0]) for turn in turns)
    return msgspec.structs.replace(found, nested=True) if inside else found


def _speaks_itself(parsed: Parsed, found: Attribution) -> bool:
    """Whether a turn only says whose words it is itself: "I think", or a part of the whole turn.

    "Yesterday I told Mayor Lind that …" tells of words said elsewhere. Who only does something
    ("She who | shut | it") tells of none.
    """
    text = parsed.document.text
    cue = parsed.tokens_in(found.cue) if found.cue is not None else None
    verbs = [t for t in cue or () if t.pos_ == "VERB"]
    if verbs and not any(reports(t) or t.lemma_.lower() in intentions() for t in verbs):
        return True
    source = found.source.of(text).lower().split() if found.source is not None else []
    if found.cue is None or not source or not _told_plainly(parsed, found):
        return True
    verb = found.cue.of(text).lower().split()[-1]
    elsewhere = verb == "told" or (verb == "said" and source[0] == "you")
    clause = len(found.parts[0].of(text).split()) > _SO
    return source[0] in FIRST_PERSON | {"my", "our"} and not (elsewhere and clause)


def _told_plainly(parsed: Parsed, found: Attribution) -> bool:
    """Whether what a turn tells of another is surely told: a clause, in its cue's sentence.

    Not "Lind has been saying | tough things about us", nor "She has agreed. | Why would she?".
    """
    if found.confidence < _SURE:
        return False
    content, cue = parsed.tokens_in(found.parts[0]), parsed.tokens_in(found.cue or found.parts[0])
    if content is None or cue is None:
        return False
    if found.parts[0].of(parsed.document.text)[0] in ALL_MARKS:
        return True
    return content.root.pos_ in {"VERB", "AUX"} and content[0].sent == cue[0].sent


_SURE = 0.4
"""A report inside a turn is left to the turn below so sure."""

_SO = 3
"""Words of what is told, at least, but for one: "I told him so" tells nothing of its own."""


def merged(
    text: str,
    marked: Sequence[Attribution],
    ruled: Sequence[Attribution],
    quotes: Sequence[Quotation] = (),
) -> tuple[Attribution, ...]:
    """The network's attributions, and of the rules' what only layout and marks can tell.

    A quotation over several paragraphs is one attribution. One that the network leaves without
    a cue takes what the rules know of it; what neither knows a speaker for is left out.
    """
    found = []
    taken: set[int] = set()
    long = _long(text, ruled, quotes, [a.source for a in marked if a.source and not a.nested])
    marked = [piece for each in marked for piece in _of_one(each, long)]
    for one in long:
        inside = [a for a in marked if _share(text, a, one) > 0.8 and not a.nested]
        cued = [(_far(a, one), a) for a in inside if _cued_outside(a, one)]
        if cued:
            _, led = min(cued, key=itemgetter(0))
            found.append(msgspec.structs.replace(led, parts=one.parts))
        elif inside and one.source is not None:
            found.append(one)
    whole = tuple(found)
    for attribution in (_beside(each, whole) for each in marked):
        if not attribution.nested and any(_share(text, attribution, one) > 0.8 for one in whole):
            continue
        if any(_share(text, attribution, one) > 0.5 for one in ruled if one.rule.endswith(BROKEN)):
            continue
        around = next((other for other in ruled if _frames(other, attribution)), None)
        if around is not None:
            reaches = any(part.holds(attribution.parts[-1]) for part in around.parts)
            other_source = attribution.source and not _of_one_source(around, attribution)
            if reaches and other_source:
                found.append(msgspec.structs.replace(attribution, nested=True))
            continue
        at = next((i for i, other in enumerate(ruled) if _same(text, attribution, other)), None)
        if attribution.cue is None and at is None and not _stands_alone(text, attribution):
            continue
        if at is not None:
            taken.add(at)
        found.append(_completed(attribution, ruled[at]) if at is not None else attribution)
    for at, other in enumerate(ruled):
        if at in taken:
            continue
        beside = [a for a in found if not _frames(other, a)]
        covered = any(_share(text, other, a) > 0.3 or _share(text, a, other) > 0.3 for a in beside)
        if _links(other, found):
            found.append(msgspec.structs.replace(other, nested=True))
            continue
        told = any(_same_cue(a, other) and _share(text, other, a) > 0.5 for a in found)
        if (other.nested and not told) or not covered:
            found.append(other)
    return tuple(sorted(found, key=lambda a: (a.parts[0].start, -a.parts[-1].end)))


def _cued_outside(found: Attribution, one: Attribution) -> bool:
    """Whether the cue of `found` can report all of `one`: it does not stand in what is told.

    In a passage quoted from a book, "“Here he is,” she said" reports no more than its own words.
    """
    return found.cue is not None and not any(part.holds(found.cue) for part in one.parts)


def _long(
    text: str,
    ruled: Sequence[Attribution],
    quotes: Sequence[Quotation],
    sources: Sequence[Span],
) -> list[Attribution]:
    """What is told over several paragraphs: as the rules have it, else as its marks alone do.

    Marks around paragraphs that name their own `sources` hold the turns of a conversation.
    """
    known = [r for r in ruled if "\n" in text[r.parts[0].start : r.parts[-1].end] and not r.nested]
    for quote in quotes:
        parts = tuple(p for p in (trimmed(text, part) for part in quote.parts) if p is not None)
        if not quote.closed or len(parts) < 2:
            continue
        if any(part.holds(source) for part in parts for source in sources):
            continue
        one = Attribution(parts, None, None, "speech", 0.0, "quotation")
        if not any(_share(text, one, other) > 0.5 for other in known):
            known.append(one)
    return known


def _frames(ruled: Attribution, marked: Attribution) -> bool:
    """Whether a clause that ends its sentence with who said it holds an attribution, cue and all.

    In "Lind's party will vote against it, its deputy leader said" the network may take the vote
    for a report and miss the one around it.
    """
    cue = marked.cue
    if cue is None or ruled.rule != "clause before" or ruled.cue is None or ruled.nested:
        return False
    held = [any(part.holds(span) for part in ruled.parts) for span in (cue, *marked.parts[:-1])]
    opens = any(part.start <= marked.parts[-1].start < part.end for part in ruled.parts)
    return all(held) and opens and not cue.meets(ruled.cue)


def _same_cue(a: Attribution, b: Attribution) -> bool:
    return a.cue is not None and b.cue is not None and a.cue.meets(b.cue)


def _of_one_source(a: Attribution, b: Attribution) -> bool:
    return a.source is not None and b.source is not None and a.source.meets(b.source)


def _far(found: Attribution, one: Attribution) -> tuple[int, float]:
    """How far a cue stands from what is told over several paragraphs; then how unsure it is."""
    at = found.cue.start if found.cue is not None else 0
    ends = [abs(at - place) for part in one.parts for place in part]
    return min(ends), -found.confidence


def _links(other: Attribution, found: Sequence[Attribution]) -> bool:
    """Whether an attribution is a link of a chain: its source too stands in another's content.

    In "Reuters quoted Berg as saying that talks had failed", Reuters reports and Berg said.
    """
    source = other.source
    return source is not None and any(
        part.holds(source)
        and source.start - part.start < _OPENING
        and all(any(p.holds(q) for p in a.parts) for q in other.parts)
        for a in found
        for part in a.parts
    )


_OPENING = 5
"""Characters ("the ") before the source that opens the content of another."""


def _stands_alone(text: str, found: Attribution) -> bool:
    """Whether a quotation is a line of its own: its page says that it is said, but not by whom."""
    start, end = found.parts[0].start, found.parts[-1].end
    before, after = text[:start].rpartition("\n")[2], text[end:].partition("\n")[0]
    bare = before.strip() + after.strip()
    return 0 < len(bare) <= 3 and all(c in ALL_MARKS + ".," for c in bare) and end - start > _LINE


def going_on(
    text: str, found: Sequence[Attribution], paragraphs: Sequence[Span]
) -> tuple[Attribution, ...]:
    """`found`, with quotations that stand alone going on with who is quoted in the paragraph above.

    Counted in PolNeAR's training half, in which 87 of 99 such have the speaker of the one above.
    """
    out: list[Attribution] = []
    for each in found:
        above = out[-1] if out else None
        unnamed = each.source is None and each.cue is None and not each.goes_on
        if unnamed and above is not None and _stands_alone(text, each):
            between = [p for p in paragraphs if above.parts[-1].end < p.start < each.parts[0].start]
            quoted = above.goes_on or _marked(text, above)
            goes_on = quoted and len(between) <= 1 and not above.nested
            sure = each.confidence * (_SAME if goes_on else 1)
            out.append(msgspec.structs.replace(each, goes_on=goes_on, confidence=sure))
        else:
            out.append(each)
    return tuple(out)


def _marked(text: str, found: Attribution) -> bool:
    """Whether an attribution ends with a quotation: its last part stands before a mark."""
    return text[found.parts[-1].end : found.parts[-1].end + 2].strip(",.")[:1] in ALL_MARKS


_SAME = 0.88
"""How often a quotation that stands alone has the speaker of the one above it."""
_LINE = 40
"""Characters of a quotation, at least, that may stand alone."""


def _of_one(found: Attribution, long: Sequence[Attribution]) -> Iterator[Attribution]:
    """`found` in pieces, where parts of it lie in different quotations over several paragraphs."""
    holders: dict[int, list[Span]] = {}
    for part in found.parts:
        at = next((i for i, one in enumerate(long) if any(p.holds(part) for p in one.parts)), -1)
        holders.setdefault(at, []).append(part)
    for parts in holders.values():
        yield msgspec.structs.replace(found, parts=tuple(parts))


def _beside(found: Attribution, whole: Sequence[Attribution]) -> Attribution:
    """`found` without the parts that a quotation over several paragraphs holds beside others."""
    held = [part for one in whole for part in one.parts]
    rest = tuple(part for part in found.parts if not any(h.holds(part) for h in held))
    return msgspec.structs.replace(found, parts=rest) if rest and not found.nested else found


def _same(text: str, a: Attribution, b: Attribution) -> bool:
    return not b.nested and _share(text, a, b) > 0.8 and _share(text, b, a) > 0.5


def _share(text: str, a: Attribution, b: Attribution) -> float:
    """How much of the content of `a` lies in that of `b`, 0 to 1."""
    shared = shared_letters(text, a.parts, b.parts)
    return shared / sum(letters(text, p) for p in a.parts) if shared else 0.0


def _completed(marked: Attribution, ruled: Attribution) -> Attribution:
    """The network's attribution with what the rules know beside it."""
    if marked.source is None and marked.cue is None:
        return msgspec.structs.replace(
            marked,
            cue=ruled.cue,
            source=ruled.source,
            nature=ruled.nature,
            goes_on=ruled.goes_on,
            confidence=min(marked.confidence, ruled.confidence),
        )
    if marked.source is None and ruled.source is not None:
        return msgspec.structs.replace(marked, source=ruled.source)
    return marked
