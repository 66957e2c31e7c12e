"""From a parsed page to its statements: who said what, to whom, where and when."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import msgspec

from onrecord.annotate.marks import ALL_MARKS, Quotation, quotations
from onrecord.annotate.mentions import who_at
from onrecord.annotate.parsed import Parsed
from onrecord.errors import OnrecordError
from onrecord.ids import content_id
from onrecord.model import (
    Annotations,
    Document,
    Entity,
    Fact,
    Mention,
    RegionKind,
    Statement,
    StatementKind,
    Who,
)
from onrecord.spans import Span
from onrecord.statements.attribution import Attribution
from onrecord.statements.confidence import calibrated
from onrecord.statements.reader import read_by_rules
from onrecord.statements.setting import (
    addressee_of,
    is_venue,
    occasion_of,
    place_of,
    said_on_of,
    tense_of,
    undated_words,
)
from onrecord.statements.speakers import Speakers
from onrecord.statements.trained import read_trained
from onrecord.statements.turns import turns

Reader = Callable[[Parsed, Sequence[Mention]], tuple[Attribution, ...]]
READERS: Mapping[str, Reader] = {"trained": read_trained, "rules": read_by_rules}
"""Finders of attributions by name; the first is what is used unless another is asked for."""


def find_statements(
    parsed: Parsed, annotations: Annotations, *, reader: str = "trained"
) -> tuple[Statement, ...]:
    """The statements of a page, in order of its text.

    Parts are spans of `Document.text`, without the outer marks. A statement inside another has
    `within`. `OnrecordError` names the readers there are where `reader` is none of them.
    """
    if reader not in READERS:
        raise OnrecordError(
            f"expected a reader, one of {', '.join(sorted(READERS))}, found {reader!r}"
        )
    mentions, entities = annotations.mentions, annotations.entities
    told = _attributed(parsed, annotations, READERS[reader](parsed, mentions), mentions, entities)
    if reader == "trained":
        told = [
            msgspec.structs.replace(s, confidence=calibrated(s.confidence, s.kind)) for s in told
        ]
    found = [*_spoken_turns(parsed, annotations), *told]
    found.sort(key=lambda s: (s.parts[0].start, -s.parts[-1].end))
    return _nested(_distinct(found))


def _spoken_turns(parsed: Parsed, annotations: Annotations) -> list[Statement]:
    document = parsed.document
    held = _held_on(parsed, annotations, what="transcript")
    place = _held_in(parsed, annotations)
    found = []
    for turn in turns(parsed, annotations.mentions, annotations.entities):
        found.append(
            Statement(
                id=_id(document, turn.parts, "direct"),
                parts=turn.parts,
                kind="direct",
                nature=turn.nature,
                region=turn.region,
                confidence=0.95 if turn.speaker is not None else 0.7,
                speaker=turn.speaker,
                said_on=held,
                place=place,
            )
        )
    return found


def _held_on(parsed: Parsed, annotations: Annotations, *, what: str) -> Fact | None:
    """The day a transcript's words were spoken: the one full date in its title, else the page's.

    `what` names the kind of page in the basis.
    """
    document = parsed.document
    dates = [
        time
        for time in annotations.times
        if document.title is not None
        and document.title.span is not None
        and document.title.span.holds(time.span)
        and time.date is not None
        and len(time.date) == 10
    ]
    if len({time.date for time in dates}) == 1:
        return Fact(dates[0].date or "", dates[0].span, f"the {what}'s title gives the day")
    if dates or document.published is None:
        return None
    if what == "transcript" and len(document.published.value) == _DAY and _printed(document):
        bound = f"../{document.published.value}"
        basis = f"the interview gives no day of its own: no later than {document.published.basis}"
        return Fact(bound, document.published.span, basis)
    basis = f"the {what} gives no day of its own; the page's date ({document.published.basis})"
    return Fact(document.published.value, document.published.span, basis)


_DAY = len("2031-05-14")


def _printed(document: Document) -> bool:
    """Whether questions stand without names, as print sets them: some day before it came out."""
    return any(r.kind == "question" and r.label is None for r in document.regions)


def _held_in(parsed: Parsed, annotations: Annotations) -> Fact | None:
    """Where: the last place that a transcript's title names, but as what the words are about."""
    title = parsed.document.title
    if title is None or title.span is None:
        return None
    text = parsed.document.text
    labels = {r.label.of(text) for r in parsed.document.regions if r.label is not None}
    places = [
        m
        for m in annotations.mentions
        if m.entity is not None
        and title.span.holds(m.span)
        and annotations.entities[m.entity].kind == "place"
        and m.head.of(text) not in labels
        and is_venue(parsed, m.head)
    ]
    if not places:
        return None
    return Fact(places[-1].head.of(text), places[-1].head, "the transcript's title gives the place")


def _attributed(
    parsed: Parsed,
    annotations: Annotations,
    attributions: Sequence[Attribution],
    mentions: Sequence[Mention],
    entities: Sequence[Entity],
) -> list[Statement]:
    reported = [part for attribution in attributions for part in attribution.parts]
    said = tuple(turns(parsed, mentions, entities))
    speakers = Speakers(parsed, mentions, entities, reported, said)
    text = parsed.document.text
    known: dict[str, Who] = {}
    occasions = _Occasions()
    marks = _Marks(parsed)
    release = _released_on(parsed, annotations)
    found = []
    for attribution in attributions:
        region = _region(parsed, attribution)
        heading = region in {"headline", "subheading", "caption"}
        source = attribution.source
        told = source is not None or attribution.goes_on
        speaker = speakers.of(source, remember=not attribution.nested) if told else None
        if attribution.source is not None and speaker is not None:
            _note_words(known, text, attribution, speaker)
        occasion = occasion_of(parsed, attribution)
        addressee = addressee_of(parsed, attribution)
        said_on = said_on_of(parsed, attribution, annotations.times)
        credited = attribution.cue is not None and _credits(attribution.cue.of(text))
        if not attribution.nested and not heading:
            number = speaker.entity if speaker is not None else None
            speaks_as = entities[number] if number is not None else None
            told_to = addressee.of(text) if addressee is not None else ""
            hearer = told_to if any(w[0].isupper() for w in told_to.split()) else None
            act = _Act(
                speaker, occasion, tense_of(parsed, attribution), speaks_as, hearer, credited
            )
            said_on = occasions.day(act, said_on, text) or release
        kind = _kind(parsed, attribution, marks)
        found.append(
            Statement(
                id=_id(parsed.document, attribution.parts, kind),
                parts=attribution.parts,
                kind=kind,
                nature=attribution.nature,
                region=region,
                confidence=attribution.confidence * (1.0 if speaker is not None else 0.7),
                cue=attribution.cue,
                speaker=speaker,
                addressee=who_at(parsed, mentions, entities, addressee) if addressee else None,
                occasion=occasion,
                place=place_of(parsed, attribution, occasion),
                said_on=said_on,
                dated_by=None
                if said_on is not None
                else undated_words(parsed, attribution, annotations.times),
            )
        )
    return [
        _of_twin(text, attribution, statement, known)
        for attribution, statement in zip(attributions, found, strict=True)
    ]


def _note_words(known: dict[str, Who], text: str, attribution: Attribution, speaker: Who) -> None:
    """Note whose the words of each part are, and the first sentence of them."""
    for part in attribution.parts:
        first = re.split(r"(?<=[.!?,;])\s", part.of(text), maxsplit=1)[0]
        known.setdefault(_folded(first), speaker)
        known.setdefault(_folded(part.of(text)), speaker)


def _of_twin(
    text: str, attribution: Attribution, statement: Statement, known: Mapping[str, Who]
) -> Statement:
    """A pull-quote with the speaker of its twin: it repeats words without saying whose they are."""
    twin = known.get(_letters(text, attribution))
    if attribution.source is not None or not attribution.goes_on or twin is None:
        return statement
    who = Who(twin.name, None, twin.entity, twin.country)
    return msgspec.structs.replace(statement, speaker=who)


def _letters(text: str, attribution: Attribution) -> str:
    return _folded(" ".join(part.of(text) for part in attribution.parts))


def _folded(words: str) -> str:
    return "".join(c for c in words.casefold() if c.isalnum())


_RELEASES = frozenset(
    {"readout", "statement", "communiqué", "communique", "remarks", "declaration"}
)


def _released_on(parsed: Parsed, annotations: Annotations) -> Fact | None:
    """The day of a government's own release, on which its words without a day are dated."""
    title = parsed.document.title
    document = parsed.document
    by_an_outlet = document.agency is not None or any(r.kind == "byline" for r in document.regions)
    words = {word.strip(":.,").lower() for word in title.value.split()} if title else set()
    if not words & _RELEASES or any(c in (title.value if title else "") for c in '“‘"'):
        return None
    if by_an_outlet:
        return None  # "Summit ends with joint statement", By Ana Ruiz
    return _held_on(parsed, annotations, what="release")


class _Act(NamedTuple):
    """Who speaks, on what occasion, and whether the page tells it in the past or the present."""

    speaker: Who | None
    occasion: Span | None
    tense: str | None
    speaks_as: Entity | None = None
    """The entity of the speaker; None where they stand for nobody known."""
    hearer: str | None = None
    """A hearer with a name: what was told "the Sea Post" was told on no other's occasion."""
    credited: bool = False
    """Whether the cue names a source and no act of speech: "according to Berg"."""


class _Occasions:
    """Whose words were last dated, so that the words after them on one occasion are dated too."""

    def __init__(self) -> None:
        self._of: dict[str, tuple[Fact, str | None, str | None, str | None]] = {}
        self._body: tuple[Entity, Fact] | None = None
        self._last: str | None = None

    def day(self, act: _Act, own: Fact | None, text: str) -> Fact | None:
        """The day of a speech act: its own, or that of the speaker's words on one occasion.

        What is told in another tense is another occasion: "Lind told me in May … He says".
        """
        last, self._last = self._last, act.speaker.name if act.speaker is not None else None
        if act.speaker is None:
            return own
        name = act.speaker.name
        if own is None and act.credited and last != name:
            return None
        where = act.occasion.of(text) if act.occasion is not None else None
        body, self._body = self._body, None
        if own is None and name not in self._of and body is not None:
            own = _for_body(act, *body)
        if own is not None:
            self._of[name] = (own, where, act.tense, act.hearer)
            if act.speaks_as is not None and act.speaks_as.kind != "person":
                self._body = act.speaks_as, own
            return own
        if name not in self._of:
            return None
        day, before, tense, hearer = self._of[name]
        elsewhere = where is not None and before is not None and where != before
        elsewhere |= act.hearer not in (None, hearer)
        if elsewhere or _moved(tense, act.tense):
            del self._of[name]
            return None
        return Fact(day.value, day.span, f"goes on with the speaker's words dated by: {day.basis}")


def _moved(before: str | None, now: str | None) -> bool:
    """Whether two tenses of a telling are of two occasions; one that says neither may be of both.

    What "had" been said on Monday is not when she "said" the next; but after "she said on Monday",
    "she had said" may be of Monday too.
    """
    return None not in {before, now} and before != now and (before, now) != ("past", "before")


def _credits(cue: str) -> bool:
    """Whether a cue names a source and no act of speech on an occasion: "according to Berg"."""
    return cue.lower().startswith(("according", "per ", "in the words", "in the view"))


def _for_body(act: _Act, body: Entity, day: Fact) -> Fact | None:
    """The day of a body's words for those of its spokesman, where they are told right after.

    "… the Foreign Ministry said on Friday. … its spokeswoman Ana Berg told a briefing."
    """
    speaks = act.speaks_as.offices if act.speaks_as is not None else ()
    offices = {word for office in speaks for word in office.lower().split()}
    spokesman = any(word.startswith("spokes") for word in offices)
    own = {word for office in speaks for word in office.split() if word[0].isupper()}
    named = {word for name in body.names for word in name.split()}
    of_state = body.kind == "state" and bool(offices & _OF_STATES)
    if not spokesman or act.tense == "present" or (own and not own & named and not of_state):
        return None
    return Fact(
        day.value, day.span, f"speaks for {body.name}, whose words are dated by: {day.basis}"
    )


_OF_STATES = frozenset({"ministry", "government", "presidential", "cabinet", "state", "defence"})


def _region(parsed: Parsed, attribution: Attribution) -> RegionKind:
    paragraph = parsed.paragraph_at(attribution.parts[0].start)
    return paragraph.region.kind if paragraph is not None else "body"


class _Marks:
    """The quotations of paragraphs, paired once however many statements they hold."""

    def __init__(self, parsed: Parsed) -> None:
        self._text = parsed.document.text
        self._of: dict[tuple[Span, ...], tuple[Quotation, ...]] = {}

    def of(self, paragraphs: tuple[Span, ...]) -> tuple[Quotation, ...]:
        """The quotations of paragraphs that one statement goes over, in order of the text."""
        if paragraphs not in self._of:
            self._of[paragraphs] = quotations(self._text, paragraphs)
        return self._of[paragraphs]


def _kind(parsed: Parsed, attribution: Attribution, marks: _Marks) -> StatementKind:
    """Direct where all of the content is inside marks, mixed where some is, else indirect."""
    if attribution.rule.startswith("quotation"):
        return "direct"
    if attribution.rule == "snippet":
        return "mixed"
    text = parsed.document.text
    around = text[attribution.parts[0].start - 1] + text[attribution.parts[-1].end :][:1]
    if attribution.rule == "name set off" and len(around) == 2 and set(around) <= set(ALL_MARKS):
        return "direct"
    at = [parsed.paragraph_at(part.start) for part in attribution.parts]
    quotes = marks.of(tuple(dict.fromkeys(p.span for p in at if p is not None)))
    if all(any(quote.outer.holds(part) for quote in quotes) for part in attribution.parts):
        return "direct"
    meets = any(quote.outer.meets(part) for quote in quotes for part in attribution.parts)
    return "mixed" if meets else "indirect"


def _id(document: Document, parts: Sequence[Span], kind: str) -> str:
    return content_id(
        "s", document.doc, document.page, kind, *(f"{p.start}-{p.end}" for p in parts)
    )


def _distinct(found: Sequence[Statement]) -> list[Statement]:
    """Each stretch of content once: of two that nearly coincide, the more certain one."""
    kept: list[Statement] = []
    ordered = sorted(found, key=lambda s: (s.parts[0].start, -s.parts[-1].end, s.id))
    for statement in ordered:
        near = []
        for other in reversed(kept):
            if statement.parts[0].start - other.parts[0].start > _FAR:
                break
            near.append(other)
        twin = next((other for other in near if _same_content(statement, other)), None)
        if twin is None:
            kept.append(statement)
        elif (-statement.confidence, statement.id) < (-twin.confidence, twin.id):
            kept[kept.index(twin)] = statement
    return sorted(kept, key=lambda s: (s.parts[0].start, -s.parts[-1].end, s.id))


_FAR = 2_000
"""Characters between the starts of two statements beyond which they can't be nearly the same."""


def _same_content(a: Statement, b: Statement) -> bool:
    shared = sum(
        max(0, min(p.end, q.end) - max(p.start, q.start)) for p in a.parts for q in b.parts
    )
    longest = max(sum(p.end - p.start for p in s.parts) for s in (a, b))
    return shared > 0.8 * longest


def _nested(found: Sequence[Statement]) -> tuple[Statement, ...]:
    """Each statement with the id of the smallest other one that holds all of it.

    `found` is in order of the text, so a holder stands before what it holds.
    """
    out: list[Statement] = []
    open_ones: list[Statement] = []
    for statement in found:
        open_ones = [o for o in open_ones if o.parts[-1].end > statement.parts[0].start]
        holders = [
            other
            for other in open_ones
            if all(any(q.holds(p) for q in other.parts) for p in statement.parts)
        ]
        holder = min(holders, key=lambda s: sum(p.end - p.start for p in s.parts), default=None)
        within = holder.id if holder is not None else None
        out.append(msgspec.structs.replace(statement, within=within))
        open_ones.append(statement)
    return tuple(out)
