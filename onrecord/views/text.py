"""The record in a terminal's or a pipe's words.

A pipe gets tab-separated lines, a heading first, every value whole on its line. A terminal gets
tables that fit its width. What a page says is shown with its control characters made visible.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from onrecord.dates import OPEN, in_words
from onrecord.record.cite import Citation, Comparison, Wording
from onrecord.record.corrections import NOBODY, POINTING, SETTING
from onrecord.record.moments import Change
from onrecord.record.query import RANKED
from onrecord.record.reports import PageFailed, PageRead, Proof
from onrecord.record.rows import (
    Act,
    ActorRow,
    CorrectedRow,
    CorrectionRow,
    Entry,
    EventRow,
    Found,
    Relation,
    RelationRow,
    StatementRow,
)

Cells = tuple[str, ...]

TYPE_WORDS = {
    "AGREE": "agrees",
    "CONSULT": "meets or talks",
    "SUPPORT": "supports",
    "CONCEDE": "concedes",
    "COOPERATE": "cooperates",
    "AID": "aids",
    "RETREAT": "retreats",
    "REQUEST": "requests",
    "ACCUSE": "accuses",
    "REJECT": "rejects",
    "THREATEN": "threatens",
    "PROTEST": "protests",
    "SANCTION": "sanctions",
    "MOBILIZE": "mobilises",
    "COERCE": "coerces",
    "ASSAULT": "assaults",
}
"""A PLOVER type as a verb, for readers who do not know the code."""

NATURE_WORDS = {
    "speech": "said",
    "belief": "held",
    "intention": "intended",
    "question": "asked",
}

_LONGEST = 360
"""Characters of a quotation in a terminal's table; `onrecord cite` shows all of it."""


def clean(text: str) -> str:
    """`text` on one line, with control and direction characters shown as their code points.

    A page must not move the cursor, colour the screen or turn the line around.

    >>> clean("no\\x1b[31m red\\n\\tline \\u202eback")
    'no<U+001B>[31m red line <U+202E>back'
    """
    line = " ".join(text.split())
    return "".join(visible(c) if unsafe(c) else c for c in line)


def unsafe(character: str) -> bool:
    """Whether a character acts on what shows it rather than being shown."""
    return unicodedata.category(character) in ("Cc", "Cf", "Cs", "Zl", "Zp") and character not in (
        "\u00ad",
    )


def visible(character: str) -> str:
    """A character that can't be seen, as its code point."""
    return f"<U+{ord(character):04X}>"


def quoted(words: str, kind: str) -> str:
    """A statement's words as a reader expects them: what was said literally within marks.

    Marks within are left as the page has them.
    """
    return f"“{words}”" if kind == "direct" else words


def said_how(nature: str, cue: str | None) -> str:
    """The page's own word for an act of speech; a plain one where the page has none of its own.

    What a page says was denied must never read as if it was said.

    >>> said_how("speech", "Denied"), said_how("speech", ":"), said_how("belief", "according to")
    ('denied', 'said', 'held')
    >>> said_how("speech", "Writes on X:"), said_how("speech", "STATEMENT:")
    ('writes on X', 'statement')
    """
    word = (cue or "").strip(" :,;–—-")
    word = word.lower() if word.isupper() else f"{word[:1].lower()}{word[1:]}"
    own = any(c.isalpha() for c in word) and not word.startswith("according")
    return word if own else NATURE_WORDS.get(nature, nature)


def status_of(entry: Entry) -> str:
    """How an entry stands: a happening's status, its life, what it answers, if reports differ."""
    corrected = corrected_words(entry.corrected)
    if entry.sort == "utterance":
        return "; ".join(f for f in [said_how(entry.status, entry.verb), corrected] if f)
    status = f"{entry.status} ({entry.life})" if entry.life else entry.status
    if entry.told_by:
        status += f", says {' and '.join(entry.told_by)}"
    facts = [status, f"answers {entry.answers}" if entry.answers else None]
    return _and(
        *(f for f in [*facts, "reports differ" if entry.differences else None] if f), corrected
    )


def change_cells(changes: Iterable[Change]) -> tuple[Cells, list[Cells]]:
    """Heading and lines of what newer pages added or changed."""
    changes = list(changes)
    heading, lines = timeline_cells(change.entry for change in changes)
    return ("change", *heading), [
        (change_words(change), *line) for change, line in zip(changes, lines, strict=True)
    ]


def change_items(changes: Iterable[Change]) -> list[Item]:
    """What newer pages added or changed, for a terminal."""
    changes = list(changes)
    items = timeline_items(change.entry for change in changes)
    return [
        item._replace(head=_dots(change_words(change), item.head))
        for change, item in zip(changes, items, strict=True)
    ]


def change_words(change: Change) -> str:
    """What is new about an entry, in words."""
    if change.what == "new":
        return "new"
    facts = []
    if change.reports:
        facts.append(f"told again by {', '.join(change.reports)}")
    if change.was_status is not None:
        facts.append(f"status was {change.was_status}")
    if change.was_date is not None:
        facts.append(f"date was {change.was_date or 'not given'}")
    if change.was:
        facts.append(f"was {len(change.was)} entries: {', '.join(change.was)}")
    facts += [f"reports now differ in {one}" for one in change.differences]
    return "; ".join(facts)


def corrected_words(fields: Iterable[CorrectedRow]) -> str:
    """What a person corrected, with what the machine had read there; "" for nothing.

    >>> corrected_words([CorrectedRow("said_on", "2031-05-03", "c-4f1c09ab23de")])
    'corrected: date was 2031-05-03'
    """
    words = [
        f"{field_words(one.field)} was {one.was or 'not given'}"
        for one in fields
        if one.field != "rejected"
    ]
    told = f"corrected: {', '.join(dict.fromkeys(words))}" if words else ""
    rejected = "rejected" if any(one.field == "rejected" for one in fields) else ""
    return "; ".join(one for one in (rejected, told) if one)


def field_words(field: str) -> str:
    """A field that was corrected, as readers call it.

    >>> [field_words(one) for one in ("said_on", "response_to", "actors")]
    ['date', 'response to', 'actors']
    """
    return "date" if field == "said_on" else field.replace("_", " ")


def correction_cells(rows: Iterable[CorrectionRow]) -> tuple[Cells, list[Cells]]:
    """Heading and lines of the corrections."""
    heading = ("made", "who", "correction", "why", "state", "note", "id")
    return heading, [
        (
            row.made[:10],
            row.who,
            correction_words(row),
            row.why,
            row.state,
            _undone(row) or row.note,
            row.id,
        )
        for row in rows
    ]


def correction_words(row: CorrectionRow) -> str:
    """A correction as it was asked for, with the first words of what it is about."""
    value = row.value or (NOBODY if row.verb in SETTING else "")
    about = [one.text for one in row.about if one.side == 1][:1]
    words = " ".join(part for part in (row.verb, *row.asked, value) if part)
    return f"{words} (“{_cut(about[0], 60)}”)" if about else words


def correction_title(row: CorrectionRow) -> str:
    """A correction for who did not make it: what was decided, of which words; no ids."""
    first = {one.side: f"“{_cut(one.text, 60)}”" for one in reversed(row.about)}
    words = ", ".join(first[side] for side in sorted(first) if row.verb in _TOGETHER or side == 1)
    if row.verb in _TOGETHER:
        return f"{_TOGETHER[row.verb]}: {words}"
    if row.verb == "reject":
        return f"not on the record: {words}"
    value = first.get(2, row.value) if row.verb in POINTING else row.value
    return f"{row.verb.replace('_', ' ')}: {value or NOBODY}, of {words}"


_TOGETHER = {"same": "the same", "different": "not the same"}


def correction_line(row: CorrectionRow) -> str:
    """What became of a correction, in a line."""
    state = _undone(row) or row.state
    was = [
        f"{one.field} was {one.was or 'not given'}"
        for one in row.changed
        if one.field != "rejected"
    ]
    told = [f"{row.id}: {correction_words(row)}: {state}", *dict.fromkeys(was), row.note]
    return clean("; ".join(one for one in told if one))


def _and(*facts: str) -> str:
    return "; ".join(fact for fact in facts if fact)


def _undone(row: CorrectionRow) -> str:
    if row.undone is None:
        return ""
    return f"undone on {row.undone[:10]} by {row.undone_by}: {row.undone_why}"


def _cut(words: str, longest: int) -> str:
    line = clean(words)
    return line if len(line) <= longest else f"{line[:longest].rstrip()} …"


def sources_of(entry: Entry) -> str:
    """The outlets that report an entry, each with its page's date; how many pages, where more."""
    told = [
        f"{one.outlet} {one.published}" if one.published else one.outlet for one in entry.sources
    ]
    names = ", ".join(dict.fromkeys(told))
    return f"{names} ({len(told)} pages)" if len(told) > 1 else names


def who_whom(entry: Entry) -> str:
    """Who acts or speaks, and towards whom: "A → B"; "—" where the page does not say who."""
    who = ", ".join(entry.who) or "—"
    return f"{who} → {', '.join(entry.whom)}" if entry.whom else who


def what_of(entry: Entry) -> str:
    """The quotation, or the kind of event and its clause."""
    if entry.sort == "utterance":
        return quoted(entry.what, entry.kind)
    return f"{type_words(entry.verb)}: {entry.what}"


def type_words(verb: str) -> str:
    """A PLOVER type and mode in words.

    >>> type_words("SANCTION expel")
    'sanctions (expel)'
    """
    type, _, mode = verb.partition(" ")
    words = TYPE_WORDS.get(type, type.lower())
    return f"{words} ({mode})" if mode else words


NO_LATER = "no page says when; no later than the page"
"""Why an entry without a date stands where it does in the timeline."""


def when_words(entry: Entry) -> str:
    """The day of an entry in words; where no page says it, by when a page told of it."""
    if entry.date is not None:
        return in_words(entry.date)
    return f"by {in_words(entry.bound.removeprefix(f'{OPEN}/'))}" if entry.bound else "no date"


def is_named(who: str) -> bool:
    """Whether words name somebody: "the aide" and "unidentified questioner" may be anybody.

    >>> is_named("Anna Berg"), is_named("al-Masri"), is_named("unidentified questioner")
    (True, True, False)
    """
    return not who.islower()


def lead_of(entry: Entry) -> str:
    """The name in whose lane an entry is drawn; "" where nobody is named."""
    return entry.who[0] if entry.who and is_named(entry.who[0]) else ""


def timeline_cells(entries: Iterable[Entry]) -> tuple[Cells, list[Cells]]:
    """Heading and lines of the timeline."""
    heading = ("date", "who → whom", "what", "status", "sources", "id")
    return heading, [
        (
            entry.date or entry.bound or "no date",
            who_whom(entry),
            what_of(entry),
            _and(status_of(entry), NO_LATER if entry.bound else ""),
            sources_of(entry),
            entry.id,
        )
        for entry in entries
    ]


def statement_cells(
    rows: Iterable[StatementRow], words: dict[str, str]
) -> tuple[Cells, list[Cells]]:
    """Heading and lines of statements; `words` are the pieces of each, joined."""
    heading = ("said on", "speaker", "to", "statement", "kind", "occasion", "page", "id")
    return heading, [
        (
            row.said_on or "",
            row.speaker.name if row.speaker else "",
            row.addressee.name if row.addressee else "",
            quoted(words[row.id], row.kind),
            _and(
                row.kind if row.nature == "speech" else f"{row.kind} {row.nature}",
                corrected_words(row.corrected),
            ),
            row.occasion.text if row.occasion else "",
            row.doc,
            row.id,
        )
        for row in rows
    ]


def event_cells(rows: Iterable[EventRow]) -> tuple[Cells, list[Cells]]:
    """Heading and lines of events."""
    heading = ("date", "actors", "event", "recipients", "status", "place", "text", "page", "id")
    return heading, [
        (
            row.date or "",
            ", ".join(dict.fromkeys(role.name for role in row.actors)),
            f"{row.type} {row.mode}" if row.mode else row.type,
            ", ".join(dict.fromkeys(role.name for role in row.recipients)),
            _and(row.status, corrected_words(row.corrected)),
            row.place or "",
            row.text,
            row.doc,
            row.id,
        )
        for row in rows
    ]


def actor_cells(rows: Iterable[ActorRow]) -> tuple[Cells, list[Cells]]:
    """Heading and lines of actors."""
    heading = ("actor", "kind", "country", "also", "offices", "statements", "events", "pages", "id")
    return heading, [
        (
            row.name,
            row.kind,
            row.country or "",
            "; ".join(name for name in row.names if name != row.name),
            "; ".join(row.offices),
            str(row.statements),
            str(row.events),
            str(len(row.docs)),
            row.id,
        )
        for row in rows
    ]


def relation_cells(rows: Iterable[RelationRow]) -> tuple[Cells, list[Cells]]:
    """Heading and lines of a relation."""
    heading = (
        "month",
        "actor",
        "recipient",
        "verbal cooperation",
        "material cooperation",
        "verbal conflict",
        "material conflict",
        "no class",
        "not yet or not done",
        "intensity, sum",
        "intensity, mean",
    )
    return heading, [
        (
            row.month or "no month",
            row.actor,
            row.recipient,
            *(str(n or "") for n in (row.quad_1, row.quad_2, row.quad_3, row.quad_4)),
            str(row.other or ""),
            str(row.planned or ""),
            f"{row.intensity_sum:+.1f}" if row.scored else "",
            "" if row.intensity_mean is None else f"{row.intensity_mean:+.1f}",
        )
        for row in rows
    ]


def relation_lines(relation: Relation) -> list[str]:
    """What answers what between two actors, and whether in kind, in lines."""
    lines = ["", "Answers, as a page says:"]
    for chain in relation.chains:
        lines += [_act_line(act, "  " if n == 0 else "    then ") for n, act in enumerate(chain)]
    if not relation.chains:
        lines.append("  none")
    window = relation.reciprocity.window
    lines += [
        "",
        f"Merely later, within {window} days of the other side (no page says they answer):",
    ]
    for one in relation.later:
        days = f"{one.days} day{'s' if one.days != 1 else ''}"
        lines.append(_act_line(one.act, f"  {days} after {one.after.id}: "))
    if not relation.later:
        lines.append("  none")
    return [*lines, "", f"Reciprocity: {relation.reciprocity.verdict}"]


def _act_line(act: Act, opening: str) -> str:
    arrow = f"{act.actor} {'and' if act.mutual else '→'} {act.recipient}"
    verb = type_words(f"{act.type} {act.mode}" if act.mode else act.type)
    facts = (act.date or "no date", arrow, verb, act.status, f"“{_cut(act.text, 90)}”", act.id)
    return opening + " · ".join(clean(fact) for fact in facts)


def found_cells(rows: Iterable[Found]) -> tuple[Cells, list[Cells]]:
    """Heading and lines of a search."""
    heading = ("found in", "who", "words", "page", "at", "id")
    return heading, [
        (
            f"{row.kind} statement" if row.id else row.kind,
            row.who or "",
            quoted(row.text, row.kind) if row.id else row.text,
            row.doc,
            f"{row.start}-{row.end}",
            row.id or "",
        )
        for row in rows
    ]


def citation_lines(one: Citation) -> list[str]:
    """A citation as lines: the quotation, who and when, the source, and how to verify it."""
    words = quoted(_pieces(one), one.kind) if one.sort == "statement" else one.words
    lines = [f"{one.id}  {one.kind} {one.sort}, {one.status}", f"  {words}"]
    by = one.who or "nobody named"
    if one.who_text and one.who_text != one.who:
        by += f" (on the page: {one.who_text})"
    facts = [
        ("by", by),
        ("cue", one.cue),
        ("to", one.whom),
        ("occasion", one.occasion),
        ("place", one.place),
        ("date", f"{one.date}, because {one.date_basis}" if one.date else "the page gives none"),
        ("corrected", _corrections_of(one)),
        ("title", one.title),
        ("outlet", " / ".join(dict.fromkeys(n for n in (one.outlet, one.agency) if n)) or None),
        ("published", _published(one)),
        ("source", one.source),
        ("page", f"{one.doc}, sha256 {one.sha256}"),
        ("offsets", f"{one.start}-{one.end} in code points of the page read as {one.encoding}"),
    ]
    if len(one.parts) > 1:
        facts.append(("pieces", ", ".join(f"{start}-{end}" for start, end in one.parts)))
    facts.append(
        (
            "verify",
            "`onrecord verify` cuts every quotation again; or, from the saved page: "
            f'open(FILE, encoding="{one.encoding}", newline="").read()[{one.start}:{one.end}]',
        )
    )
    return lines + [f"  {name:<10}{clean(value)}" for name, value in facts if value]


def _corrections_of(one: Citation) -> str:
    told = [f"{corrected_words([field])} ({field.correction})" for field in one.corrected]
    return "; ".join(told).replace("corrected: ", "")


def _published(one: Citation) -> str:
    if one.published is None:
        told = "the page does not say"
    else:
        told = f"{one.published}, because {one.published_basis}"
    others = "; ".join(f"or {other.date}: {other.basis}" for other in one.alternatives)
    return f"{told}; {others}" if others else told


def _pieces(one: Citation) -> str:
    """A statement's words without what interrupts them (a page of markup keeps them whole)."""
    if len(one.parts) < 2 or one.media != "text/plain":
        return one.words
    pieces = (one.words[start - one.start : end - one.start] for start, end in one.parts)
    return " […] ".join(pieces)


def comparison_lines(one: Comparison) -> list[str]:
    """A comparison as lines: each report's words, and what it has and lacks beside the first."""
    reports = "wording" if one.sort == "utterance" else "report"
    count = len(one.wordings)
    lines = [f"{one.id}  {one.sort}, {count} {reports}{'s' if count != 1 else ''}"]
    for number, wording in enumerate(one.wordings, start=1):
        lines += ["", *_wording_lines(number, wording, one.sort)]
    if one.differences:
        lines += ["", "The reports differ:", *(f"  {difference}" for difference in one.differences)]
    if one.reasons:
        lines += ["", "Held to be one because:", *(f"  {reason}" for reason in one.reasons)]
    return lines


def _wording_lines(number: int, one: Wording, sort: str) -> list[str]:
    facts = [one.outlet, one.doc, one.status, one.who, one.date or "no date", one.place]
    lines = [f"{number}. {clean(' · '.join(fact for fact in facts if fact))}  {one.id}"]
    words = quoted(one.words, one.kind) if sort == "utterance" else one.words
    lines.append(f"   {clean(words)}")
    if number > 1:
        marked = " ".join(_marked(what, words) for what, words in one.changes)
        same = all(what == "same" for what, _ in one.changes)
        lines.append("   the same words as 1" if same else f"   beside 1: {clean(marked)}")
    return lines


def _marked(what: str, words: str) -> str:
    if what == "only here":
        return f"[+{words}+]"
    return f"[-{words}-]" if what == "only there" else words


def proof_lines(proof: Proof) -> list[str]:
    """What `verify` found, in lines."""
    lines = [
        f"{fault.doc or 'record'}: {fault.what}: {clean(fault.message)}" for fault in proof.faults
    ]
    pages = f"{proof.pages} page{'s' if proof.pages != 1 else ''}"
    if not proof.joined:
        lines.append("record: some pages are not yet joined with the others; run `onrecord read`")
    lines += [clean(f"correction {line}") for line in proof.unapplied]
    if proof.faults:
        return [*lines, f"{len(proof.faults)} faults in {pages}, {proof.spans} spans"]
    corrected = proof.corrections
    plural = "s" if corrected != 1 else ""
    also = f", {corrected} correction{plural} checked" if corrected else ""
    return [*lines, f"{pages} hashed again, {proof.spans} spans cut again{also}: all hold"]


def page_line(outcome: PageRead | PageFailed) -> str:
    """What became of a page, in a line."""
    if isinstance(outcome, PageFailed):
        return clean(f"{outcome.source}: not read: {outcome.reason}")
    if not outcome.new:
        return clean(f"{outcome.source}: on the record already, unchanged")
    if outcome.sort != "article":
        return clean(
            f"{outcome.source}: no article ({outcome.sort}): {outcome.sort_reason}; kept, not read"
        )
    found = counts(outcome.statements - outcome.held, outcome.held, outcome.events)
    like = (f"nearly the same words as {outcome.like}",) if outcome.like else ()
    told = (*like, *outcome.notes)
    notes = f" ({'; '.join(told)})" if told else ""
    return clean(f"{outcome.source}: {found}{notes}")


def counts(said: int, held: int, events: int) -> str:
    """What was found on a page, in words; what was held is not in lists unless asked for.

    >>> counts(1, 0, 2), counts(12, 3, 1)
    ('1 statement, 2 events', '12 statements, 3 beliefs or intentions, 1 event')
    """
    told = [f"{said} statement{'' if said == 1 else 's'}"]
    if held:
        told.append("1 belief or intention" if held == 1 else f"{held} beliefs or intentions")
    return ", ".join([*told, f"{events} event{'' if events == 1 else 's'}"])


class Item(NamedTuple):
    """An entry as a terminal shows it: a margin, a head, words, and a foot in small print."""

    margin: str
    head: str
    words: str
    foot: str


def timeline_items(entries: Iterable[Entry]) -> list[Item]:
    """The timeline's entries for a terminal."""
    return [
        Item(
            entry.date or entry.bound or "no date",
            _dots(
                who_whom(entry),
                type_words(entry.verb) if entry.sort == "happening" else "",
                status_of(entry),
                entry.place,
            ),
            quoted(entry.what, entry.kind) if entry.sort == "utterance" else entry.what,
            _dots(sources_of(entry), NO_LATER if entry.bound else "", entry.id),
        )
        for entry in entries
    ]


def statement_items(rows: Iterable[StatementRow], words: dict[str, str]) -> list[Item]:
    """Statements for a terminal."""
    return [
        Item(
            row.said_on or "no date",
            _dots(
                row.speaker.name if row.speaker else "nobody named",
                f"to {row.addressee.name}" if row.addressee else "",
                said_how(row.nature, row.cue.text if row.cue else None),
                row.kind,
                row.occasion.text if row.occasion else "",
            ),
            quoted(words[row.id], row.kind),
            _dots(row.doc, corrected_words(row.corrected), row.id),
        )
        for row in rows
    ]


def event_items(rows: Iterable[EventRow]) -> list[Item]:
    """Events for a terminal."""
    return [
        Item(
            row.date or "no date",
            _dots(
                _arrow(row),
                f"{row.type} {row.mode}" if row.mode else row.type,
                row.status,
                row.place,
            ),
            row.text,
            _dots(row.doc, corrected_words(row.corrected), row.id),
        )
        for row in rows
    ]


def actor_items(rows: Iterable[ActorRow]) -> list[Item]:
    """Actors for a terminal."""
    return [
        Item(
            row.kind,
            _dots(row.name, row.country),
            "; ".join([*(n for n in row.names if n != row.name), *row.offices]),
            _dots(
                f"{row.statements} statements",
                f"{row.events} events",
                f"{len(row.docs)} pages",
                row.id,
            ),
        )
        for row in rows
    ]


def search_note(counts: tuple[int, int], limit: int) -> str:
    """What a search does not show of the statements and paragraphs that it counts; "" for nothing.

    >>> search_note((3, 70), 50)
    '50 of 70 paragraphs are shown; --limit shows more'
    """
    named = [("statements", counts[0]), ("paragraphs", counts[1])]
    more = [f"{limit:,} of {count:,} {what}" for what, count in named if count > limit]
    if not more:
        return ""
    few = any(count > RANKED for _, count in named)
    ranked = f", the best of the {RANKED:,} that were read last" if few else ""
    return f"{' and '.join(more)} are shown{ranked}; --limit shows more"


def found_items(rows: Iterable[Found]) -> list[Item]:
    """What a search found, for a terminal."""
    return [
        Item(
            "said" if row.id else row.kind,
            row.who or "",
            quoted(row.text, row.kind) if row.id else row.text,
            _dots(row.doc, f"{row.start}-{row.end}", row.id),
        )
        for row in rows
    ]


def print_items(console: Console, items: Sequence[Item], *, title: str = "") -> None:
    """Entries one below the other on a terminal, the margin named once where it repeats."""
    if title:
        console.print(Text(f"\n{title}", style="bold"))
    grid = Table.grid(padding=(0, 2, 0, 0))
    widest = max((len(item.margin) for item in items), default=0)
    grid.add_column(width=min(widest, 21), style="bold")
    grid.add_column(ratio=1)
    before = ""
    for item in items:
        body = Text(clean(item.head), style="bold")
        if item.words:
            body.append(f"\n{_short(clean(item.words))}", style="not bold")
        body.append(f"\n{clean(item.foot)}\n", style="not bold dim")
        grid.add_row("" if item.margin == before else clean(item.margin), body)
        before = item.margin
    console.print(grid)


def print_cells(console: Console, heading: Cells, lines: Sequence[Cells]) -> None:
    """A table: drawn on a terminal, tab-separated lines elsewhere."""
    if not console.is_terminal:
        for line in (heading, *lines):
            console.file.write("\t".join(clean(cell) for cell in line) + "\n")
        return
    used = [n for n, name in enumerate(heading) if any(line[n] for line in lines)]
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    for n in used:
        number = all(line[n].isdigit() or not line[n] for line in lines)
        long = any(len(line[n]) > _WRAPPED for line in lines)
        table.add_column(
            heading[n],
            justify="right" if number else "left",
            ratio=1 if long else None,
            no_wrap=not long and not number,
            style="dim" if heading[n] == "id" else "",
        )
    for line in lines:
        table.add_row(*(Text(_short(clean(line[n]))) for n in used))
    console.print(table)


_WRAPPED = 24
"""Characters from which a column of a terminal's table may take several lines."""


def _arrow(row: EventRow) -> str:
    who = list(dict.fromkeys(role.name for role in row.actors))
    whom = [n for n in dict.fromkeys(role.name for role in row.recipients) if n not in who]
    acting = ", ".join(who) or "—"
    return f"{acting} → {', '.join(whom)}" if whom else acting


def _dots(*facts: str | None) -> str:
    return " · ".join(fact for fact in facts if fact)


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST].rstrip()} …"


def print_lines(console: Console, lines: Iterable[str]) -> None:
    """Lines as they are, without any markup read in them."""
    for line in lines:
        console.file.write(line + "\n")
