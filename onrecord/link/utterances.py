"""Which statements report one act of speech, on one page or on several.

The same words by the same speaker are one utterance; a similar position on another day, or in
clearly other words, is not. Two statements are only compared where they share two neighbouring
words of content, or all their words, and stand near each other in time.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise

import msgspec

from onrecord.dates import first_day, interval, is_day, is_edtf, overlaps
from onrecord.ids import content_id
from onrecord.link.accounts import counted_in
from onrecord.link.actors import Known
from onrecord.link.block import Group, Join, Keyed, Likeness, number_of, place_of
from onrecord.link.differences import agreed_date, listed
from onrecord.link.names import person_name
from onrecord.link.profiles import Member
from onrecord.link.words import (
    Sentence,
    Wording,
    coverage,
    folded,
    idea,
    in_order,
    stands_in,
    weight,
    wording,
)
from onrecord.model import Reading, Statement, Utterance
from onrecord.spans import Span, hull

REACH = 10
_SHORT = 6
"""Words below which a wording is a fragment: all of it must stand in the other."""
_DAY = timedelta(days=1)
_RECALLED = 12
"""Words from which the same words are one utterance even where pages differ by a few days."""
_WORDS_TELL = 15
"""Words up to which one word of content put for another makes it another statement."""
_NEWS = 10
"""Days within which pages report one speech; later pages recall it."""
_SLIP = 3
"""Days by which two pages may differ in dating the same long quotation."""


class Spoken(msgspec.Struct, frozen=True):
    """A statement made comparable.

    `entity` is the speaker's number on the page, `speaker` the actor's id (see `bound`), or the
    folded words of a speaker nobody knows, or None; `speaker_state` the state it acts for. `said`
    is the statement's EDTF, `published` the page's day. `inside` holds the ids of the statements
    around it, `again` is whether its cue says that it was said before ("repeated"), `taken_up`
    whether the page does not name its speaker there ("she", "the minister"), `counts` each thing
    that it counts with the number, in digits.
    """

    statement: Statement
    doc: str
    entity: int | None
    speaker: str | None
    speaker_state: str | None
    known: bool
    wording: Wording
    said: str | None
    published: date | None
    extent: Span
    inside: frozenset[str]
    again: bool
    taken_up: bool = False
    counts: tuple[tuple[str, str], ...] = ()

    @property
    def heading(self) -> bool:
        """Whether it stands in a headline, subheading, caption or link."""
        return self.statement.region in {"headline", "subheading", "caption", "related"}

    @property
    def turn(self) -> bool:
        """Whether it is a turn of a transcript: two turns of one page are two acts of speech."""
        return self.statement.region in {"question", "answer", "transcript"}


def spoken_of(reading: Reading) -> Iterable[Spoken]:
    """The page's statements made comparable, in its order; whom speakers stand for is not known."""
    document = reading.document
    published = first_day(document.published.value if document.published else None)
    around = {statement.id: statement.within for statement in reading.statements}
    for statement in reading.statements:
        speaker = statement.speaker
        words = _joined([part.of(document.text) for part in statement.parts])
        said = statement.said_on.value if statement.said_on is not None else None
        yield Spoken(
            statement=statement,
            doc=document.doc,
            entity=speaker.entity if speaker is not None else None,
            speaker=folded(speaker.name) if speaker is not None else None,
            speaker_state=None,
            known=False,
            wording=wording(words),
            said=said if said is not None and is_edtf(said) else None,
            published=published,
            extent=hull(statement.parts),
            inside=_around(statement.within, around),
            again=_again(statement, document.text),
            taken_up=speaker is not None
            and speaker.span is not None
            and _takes_up(speaker.span.of(document.text)),
            counts=tuple((thing, value) for _, _, value, thing in counted_in(words)),
        )


def _joined(parts: Sequence[str]) -> str:
    """The pieces of a statement as one text; a comma before "he said" may have ended a sentence.

    >>> _joined(["We have heard enough,", "Nobody will pay."])
    'We have heard enough. Nobody will pay.'
    """
    text = ""
    for part in parts:
        if text.endswith(",") and part[:1].isupper() and part[:2] not in {"I ", "I'", "I’"}:
            text = text[:-1] + "."
        text += f" {part}" if text else part
    return text


def bound(one: Spoken, known: Callable[[Member], Known | None]) -> Spoken:
    """The statement with the actor that its speaker is."""
    actor = known((one.doc, one.entity)) if one.entity is not None else None
    if actor is None:
        return one
    speaker = actor.state if actor.kind == "state" else actor.actor
    return msgspec.structs.replace(one, speaker=speaker, speaker_state=actor.state, known=True)


def _takes_up(words: str) -> bool:
    """Whether the words for a speaker name nobody: whom they take up was reasoned out.

    >>> _takes_up("The minister"), _takes_up("she"), _takes_up("Minister Berg")
    (True, True, False)
    """
    first, *others = words.split() or [""]
    if folded(first) in _SOMEBODY:
        return True
    return folded(first) == "the" and not any(word[:1].isupper() for word in others)


def _again(statement: Statement, text: str) -> bool:
    """Whether it was said before, by its cue ("repeated") or by its own words ("as I said").

    "We are ready. I said in May that we would pay" repeats one thing, and says another.
    """
    cue = statement.cue.of(text) if statement.cue is not None else ""
    said = " ".join(folded(" ".join(part.of(text) for part in statement.parts)).split())
    first, *others = re.split(r"[.!?] ", said)
    said = ". ".join([first, *(one for one in others if " that " not in one)])
    repeated = any(folded(word).startswith(("repeat", "reiterat")) for word in cue.split())
    return repeated or any(words in said for words in _SAID_BEFORE)


_SAID_BEFORE = (
    "as i say", "as i said", "as i have said", "i said it", "i say it again", "i repeat",
    "let me repeat", "as we said", "as we have said", "i have said before", "i said in",
    "i said on",
)  # fmt: skip


def _around(inner: str | None, around: Mapping[str, str | None]) -> frozenset[str]:
    found: list[str] = []
    while inner is not None and inner not in found:
        found.append(inner)
        inner = around.get(inner)
    return frozenset(found)


def order_of(one: Spoken) -> tuple[date, str, int, str]:
    """What puts statements in order: the page's date (unknown last), the page, its text."""
    return one.published or date.max, one.doc, one.extent.start, one.statement.id


def keyed(one: Spoken) -> Keyed:
    """Each two neighbouring words of content; of a wording with few of them, all its words.

    In order of the day it was said, else printed.
    """
    first = interval(one.said)[0] if one.said is not None else None
    keys = {number_of("said", pair) for pair in one.wording.pairs}
    if len(one.wording.tokens) < _SHORT or len(keys) < 3:
        keys.add(number_of("words", *one.wording.tokens))
    rare = sorted(one.wording.stems, key=lambda stem: (-weight([stem]), -len(stem), stem))
    keys |= {number_of("said by", _surname(one), stem) for stem in rare[:_LOOKED_UP]}
    place = place_of(first or one.published, one.doc, one.statement.id)
    return Keyed(place, frozenset(keys))


_LOOKED_UP = 6
"""Words of content, the rarest, under which statements of one surname meet."""


def like(one: Spoken) -> Likeness:
    """All that `apart` looks at in statements of two pages."""
    marks = one.speaker, one.speaker_state, one.known, one.said, one.published, one.again
    return Likeness(one.doc, (*marks, one.taken_up, _long(one), _surname(one)))


def compare(one: Spoken, other: Spoken) -> Join | None:
    """How strongly two statements are one act of speech, and why; None where nothing says so."""
    sizes = len(one.wording.tokens), len(other.wording.tokens)
    if one.wording.stems.isdisjoint(other.wording.stems):
        return None
    short, long = (one, other) if sizes[0] <= sizes[1] else (other, one)
    if apart(one, other):
        return None
    shared = coverage(short.wording.tokens, long.wording.tokens)
    if shared < 0.9 and _days_between(one, other):
        return None
    tests = (_verbatim(short, long, shared), _fragment(short, long), _retold(short, long))
    found = next((each for each in (*tests, _translated(short, long)) if each), None)
    return Join(one.statement.id, other.statement.id, *found) if found is not None else None


def _verbatim(short: Spoken, long: Spoken, shared: float) -> tuple[int, str] | None:
    """The same words: at least six, four in five of them in the other's runs."""
    count = len(short.wording.tokens)
    if count < 6 or shared < 0.8 or (count < _WORDS_TELL and _swapped(short.wording, long.wording)):
        return None
    speakers = _speakers(short, long)
    if speakers is None:
        return None
    pulled = short.doc == long.doc and None in (short.speaker, long.speaker) and shared == 1.0
    least = 6 if speakers == _OPEN and _both_quoted(short, long) else 8
    if speakers != _SAME and not pulled and (count < least or shared < 0.9):
        return None
    long_and_exact = count >= _RECALLED and shared >= 0.9
    if not long_and_exact and not _times_fit(short, long):
        return None
    share = f"{round(100 * shared)} % of the shorter wording's {count} words"
    return 50 + round(40 * shared), f"{speakers}, the same words ({share})"


def _both_quoted(one: Spoken, other: Spoken) -> bool:
    return one.statement.kind == other.statement.kind == "direct"


def _swapped(short: Wording, long: Wording) -> bool:
    """Whether, in wordings about as long, each has a word of content that the other lacks.

    "Ready to talk on trade" and "ready to talk on fish" share nearly all their words.
    """
    alike = len(long.tokens) <= 1.5 * len(short.tokens)
    put = bool(short.stems - long.stems) and bool(long.stems - short.stems)
    return (alike and put) or _turned(short.whole, _nearest(short, long))


def _turned(one: Sentence, other: Sentence) -> bool:
    """Whether a word that both have is negated in one of them alone."""
    return bool((one.negated ^ other.negated) & one.stems & other.stems)


def _same_speaker(short: Spoken, long: Spoken) -> bool:
    """Whether the speakers are one, or one has the other's surname and is nobody known."""
    return _speakers(short, long) in (_SAME, "a speaker of that surname")


def _fragment(short: Spoken, long: Spoken) -> tuple[int, str] | None:
    """A few words that stand whole in the other: on one page, of one day, or quoted by both.

    Five quoted words with content are enough on pages near in time ("a medicine, not a whip").
    """
    words = short.wording.tokens
    if not 1 <= len(words) < 6 or not _same_speaker(short, long):
        return None
    scare_quotes = "mixed" == short.statement.kind == long.statement.kind
    whole = len(words) == 5 and _both_quoted(short, long) and bool(short.wording.stems)
    telling = whole or (words == long.wording.tokens and scare_quotes)
    if len(short.wording.stems) < 2 and not telling:
        return None
    if not stands_in(words, long.wording.tokens):
        return None
    same_day = short.said is not None and short.said == long.said
    quoted = len(words) == 5 and "indirect" not in (short.statement.kind, long.statement.kind)
    quoted = quoted or (words == long.wording.tokens and len(words) > 3)
    if not (short.doc == long.doc or same_day or (quoted and _times_fit(short, long))):
        return None
    return 40, f"{_SAME}, words that stand in the other wording (“{' '.join(words)}”)"


def _retold(short: Spoken, long: Spoken) -> tuple[int, str] | None:
    """The same content in like words: two in three words of content, of one day or one page.

    Some must follow one another as they do in the other: the same words about something else
    come in another order. Thresholds were set on the pairs of tests/link/wordings.tsv.
    """
    if not _same_speaker(short, long) or not _times_close(short, long):
        return None
    if short.doc == long.doc and not _one_retells(short, long):
        return None
    whole, part = short.wording.whole, _nearest(short.wording, long.wording)
    small, large = _sizes(whole, part, long.wording)
    common = small & large
    plain = common - short.wording.names - long.wording.names
    pairs = min(short.wording.pairs, long.wording.pairs, key=len)
    kept = len(short.wording.pairs & long.wording.pairs) / len(pairs) if pairs else 0.0
    share = len(common) / len(small) if small else 0.0
    same_day = short.said is not None and short.said == long.said
    headed = short.doc == long.doc or short.heading or long.heading
    least = 4 if headed or (share >= 0.9 and kept >= 0.5) else 5
    if len(common) < least or len(plain) < 3 or kept < 0.25 or share < (0.65 if same_day else 0.75):
        return None
    if _turned(whole, part) or _other_names(whole, part):
        return None
    return 10 + round(20 * share), (
        f"{_SAME}, {len(common)} of {len(small)} words of content in common, about the same time"
    )


def _translated(short: Spoken, long: Spoken) -> tuple[int, str] | None:
    """The same content in other words: a translation, or a quotation in reported speech.

    On pages of one day or the next (or said on one day) the words in common, the rarer counting
    twice, are worth four, three fifths of all that the shorter has, and of what the longer has
    there, unless they are a cut of it; and they come in like order. Names and what is negated must
    not speak against it, nor a word put for another in the same sentence, and one that says that it
    was said before is another. Numbers may differ where all else is alike.
    """
    if short.doc == long.doc or short.again or long.again or not _same_speaker(short, long):
        return None
    time = _same_time(short, long)
    if time is False or _contradict(short.wording, long.wording):
        return None
    whole, part = short.wording.whole, _nearest(short.wording, long.wording)
    small, large = _sizes(whole, part, long.wording)
    common = small & large
    worth = weight(common)
    quoted_or_told = short.statement.kind != "direct"
    cut = quoted_or_told and weight(small - large) <= 2
    both_negated = whole.negated & part.negated & common
    worth += 1 if weight(both_negated) > 1 else 0
    same_day = short.said is not None and short.said == long.said
    least = 6 if time is None else 3 if same_day and cut and worth > len(common) else 4
    plain = common - short.wording.names - long.wording.names
    if worth < least or len(plain) < (1 if same_day and both_negated else 2):
        return None
    if 5 * worth < 3 * weight(small) or not (cut or 5 * worth >= 3 * weight(large)):
        return None
    if in_order(short.wording.tokens, long.wording.tokens, common) < 0.65:
        return None
    share = min(1.0, worth / weight(small))
    words = list(dict.fromkeys(word for word in short.wording.tokens if idea(word) in common))
    return 5 + round(20 * share), (
        f"{_SAME}, {len(common)} of {len(small)} words of content in common "
        f"({', '.join(words[:5])}), on pages of the same days"
    )


def _contradict(short: Wording, long: Wording) -> bool:
    """Whether names or negations differ, or one word was put for another.

    Where both negate something, half of the words in common may stand near "not" in one alone:
    "did not pass the test", "failed the test"; "had not placed a microphone", "put not one".
    """
    one, other = short.whole, _nearest(short, long)
    common = one.stems & other.stems
    turned = (one.negated ^ other.negated) & common
    if turned and not (one.negated and other.negated and 2 * len(turned) <= len(common)):
        return True
    alike = coverage(short.tokens, long.tokens) >= 0.5 and not turned
    put = alike and _swapped(short, long) and not _only_numbers(one, other)
    return put or _other_names(one, other) or (_other_numbers(one, other) and weight(common) < 4)


def _only_numbers(one: Sentence, other: Sentence) -> bool:
    """Whether numbers are all that either has and the other lacks."""
    return all(stem.isdigit() for stem in one.stems ^ other.stems)


def _same_time(one: Spoken, other: Spoken) -> bool | None:
    """Whether both were said on one day, or stand on pages of one day or the next.

    None where a page has no day, or is of two or three days later.
    """
    if one.said is not None and other.said is not None:
        return is_day(one.said) and is_day(other.said) and one.said == other.said
    if one.said is not None or other.said is not None:
        given, untold = (one, other) if one.said is not None else (other, one)
        first, last = interval(given.said or "..")
        if untold.published is None or first is None or last is None:
            return None
        return first <= untold.published <= last + 2 * _DAY
    if one.published is None or other.published is None:
        return None
    days = abs(one.published - other.published)
    return True if days <= _DAY else None if days <= _SLIP * _DAY else False


def _other_numbers(one: Sentence, other: Sentence) -> bool:
    """Whether each has a number that the other lacks."""
    mine, theirs = ({stem for stem in each.stems if stem.isdigit()} for each in (one, other))
    return bool(mine - theirs) and bool(theirs - mine)


def _other_names(one: Sentence, other: Sentence) -> bool:
    """Whether each has two names or more that the other lacks: another place on another day."""
    return len(one.names - other.stems) >= 2 and len(other.names - one.stems) >= 2


_SAME = "the same speaker"
_OPEN = "a speaker that one page leaves open"
_TAKEN_UP = "a speaker whom one page takes up without a name"


def _unnamed(one: Spoken) -> bool:
    """Whether the page leaves open who spoke: nobody, or "the man"."""
    speaker = one.statement.speaker
    return one.speaker is None or (
        not one.known and speaker is not None and folded(speaker.name) in _SOMEBODY
    )


def _anybody(one: Spoken) -> bool:
    """Whether the page calls the speaker by what others may be called too: "she", "a spokesman".

    Nobody knows that two pages mean one by it, so it takes as many words as where one is open.
    """
    if one.known or one.statement.speaker is None:
        return False
    name = one.statement.speaker.name
    bare = name.removeprefix("The ").removeprefix("A ").removeprefix("An ")
    return folded(name) in _SOMEBODY | _PRONOUNS or bare == bare.lower()


_PRONOUNS = frozenset({"i", "it", "we", "you", "who"})
_SOMEBODY = frozenset({"he", "she", "they", "the man", "the woman", "a man", "a woman"})


def _speakers(one: Spoken, other: Spoken) -> str | None:
    """What makes the speakers one, in words; None where nothing does.

    A speaker that one page leaves open, or names by the state the other's speaks for, or takes up
    by "she" or "the minister", is compatible: enough for the same long words, not for less.
    """
    if one.speaker is not None and one.speaker == other.speaker:
        return _OPEN if one.doc != other.doc and _anybody(one) and _anybody(other) else _SAME
    if _unnamed(one) or _unnamed(other):
        return _OPEN
    states = {one.speaker_state, other.speaker_state}
    if len(states) == 1 and None not in states and {one.speaker, other.speaker} & states:
        return "a speaker and the state it speaks for"
    if one.known != other.known and one.doc != other.doc and _surname(one) == _surname(other):
        return "a speaker of that surname"
    return _TAKEN_UP if (one.taken_up or other.taken_up) and one.doc != other.doc else None


def _surname(one: Spoken) -> str:
    """The key of the last word of what the page calls the speaker."""
    return person_name(one.statement.speaker.name).surname if one.statement.speaker else ""


def _one_retells(one: Spoken, other: Spoken) -> bool:
    """Whether one may stand for the other on one page: a heading, or the page's own words."""
    return one.heading or other.heading or "indirect" in (one.statement.kind, other.statement.kind)


def _nearest(short: Wording, long: Wording) -> Sentence:
    """`long`, or where it is longer the sentence or two in it that are nearest to `short`."""
    if 2 * len(long.tokens) <= 3 * len(short.tokens) or len(long.sentences) < 2:
        return long.whole
    pairs = [one.plus(other) for one, other in pairwise(long.sentences)]
    return max(
        (*long.sentences, *pairs),
        key=lambda one: (len(one.stems & short.stems), -len(one.stems), sorted(one.stems)),
    )


def _sizes(whole: Sentence, part: Sentence, long: Wording) -> tuple[frozenset[str], frozenset[str]]:
    """The words of which a share must stand in the others: never those of one sentence of many."""
    if part.stems != long.stems:
        return whole.stems, part.stems
    small, large = sorted((whole.stems, part.stems), key=len)
    return small, large


def _times_fit(one: Spoken, other: Spoken) -> bool:
    """Whether both can be of one day: no date speaks against it, and the pages are near in time."""
    if one.doc == other.doc:
        return True
    if one.said is not None and other.said is not None:
        return overlaps(one.said, other.said)
    if one.published is None or other.published is None:
        return True
    return abs((one.published - other.published).days) <= _NEWS


def _times_close(one: Spoken, other: Spoken) -> bool:
    """Whether something says that both are of one day, or of one page."""
    if one.doc == other.doc:
        return True
    if one.said is not None and other.said is not None:
        return overlaps(one.said, other.said) and (is_day(one.said) or is_day(other.said))
    if one.published is None or other.published is None:
        return False
    return abs((one.published - other.published).days) <= 2


def apart(one: Spoken, other: Spoken) -> bool:
    """Whether something says that these are two acts of speech."""
    if one.statement.id in other.inside or other.statement.id in one.inside:
        return True
    if one.doc == other.doc and _share_characters(one.statement, other.statement):
        return True
    if one.doc == other.doc and one.turn and other.turn:
        return True
    same_day = one.said is not None and one.said == other.said
    if one.again != other.again and one.doc != other.doc and not same_day:
        return True
    if one.known and other.known and _speakers(one, other) is None:
        return True
    if _days_between(one, other) > (_SLIP if _long(one) and _long(other) else 0):
        return True
    return _printed_before(one, other) or _printed_before(other, one)


def _share_characters(one: Statement, other: Statement) -> bool:
    return any(part.meets(piece) for part in one.parts for piece in other.parts)


def _long(one: Spoken) -> bool:
    """Whether it is long enough for its words to tell it, whatever day a page gives."""
    return len(one.wording.tokens) >= _RECALLED


def _printed_before(early: Spoken, late: Spoken) -> bool:
    """Whether one page was printed more than a day before the words of the other were said."""
    first = interval(late.said)[0] if late.said is not None else None
    return early.published is not None and first is not None and early.published < first - _DAY


def _days_between(one: Spoken, other: Spoken) -> int:
    """Days between the dates of both; 0 where they overlap or one is not known."""
    if one.said is None or other.said is None or overlaps(one.said, other.said):
        return 0
    (first, last), (other_first, other_last) = interval(one.said), interval(other.said)
    gaps = [
        (start - end).days
        for start, end in ((first, other_last), (other_first, last))
        if start is not None and end is not None
    ]
    return max(gaps, default=0)


def utterance_of(group: Group, spoken: Mapping[str, Spoken]) -> Utterance:
    """The act of speech that the statements of a group report."""
    members = sorted((spoken[key] for key in group.members), key=order_of)
    said, note = agreed_date([one.said for one in members if one.said is not None], "said on")
    return Utterance(
        id=content_id("u", members[0].statement.id),
        members=tuple(one.statement.id for one in members),
        said_on=said,
        reasons=(
            *group.reasons,
            *([note] if note else []),
            *_other_speakers(members),
            *_other_counts(members),
        ),
    )


def _other_speakers(members: Sequence[Spoken]) -> Iterator[str]:
    """Who spoke, where pages tell otherwise: for a person to look at."""
    named: dict[str, dict[str, None]] = {}
    of: dict[str, str] = {}
    for one in members:
        if one.known and one.speaker is not None and one.statement.speaker is not None:
            of.setdefault(one.speaker, one.statement.speaker.name)
            named.setdefault(one.speaker, {})[one.doc] = None
    states = {one.speaker_state for one in members}
    if len(named) > 1 and not named.keys() & states:
        told = (f"{of[id]} ({listed(sorted(docs))})" for id, docs in sorted(named.items()))
        yield "speaker: " + " or ".join(told)


def _other_counts(members: Sequence[Spoken]) -> Iterator[str]:
    """The numbers of one thing that the wordings do not agree on, as `differences` tells them."""
    told: dict[str, dict[str, set[str]]] = {}
    for one in members:
        things = [thing for thing, _ in one.counts]
        for thing, value in one.counts:
            if things.count(thing) == 1:
                told.setdefault(thing, {}).setdefault(value, set()).add(one.doc)
    for _, values in sorted(told.items()):
        if len(values) > 1:
            order = sorted(values, key=lambda value: (len(value), value))
            parts = (f"{value} ({listed(sorted(values[value]))})" for value in order)
            yield "number: " + " or ".join(parts)
