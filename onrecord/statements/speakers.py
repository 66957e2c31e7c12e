"""Who speaks: from the noun phrase a statement names as its source to a person of the page."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from spacy.tokens import Token

from onrecord.annotate.marks import quoted_runs
from onrecord.annotate.mentions import mentions_by_paragraph, who_at
from onrecord.annotate.offices import is_title_word
from onrecord.annotate.parsed import Paragraph, Parsed
from onrecord.model import Entity, Mention, Who
from onrecord.spans import Span
from onrecord.statements.clauses import cue_of
from onrecord.statements.turns import TURN_KINDS, Turn

_HE_SHE = {"he": "m", "she": "f", "him": "m", "her": "f"}
_WE_YOU = frozenset({"i", "we", "you"})
_RELATIVE = frozenset({"who", "which", "that"})
_NOUNS = frozenset({"NOUN", "PROPN"})
_ONE = frozenset({"NN", "NNP", "JJ", "CD"})
"""Tags of a word for one: "the pilot", "the 49-year-old"."""
_AGED = "old"
"""How "the 49-year-old" ends."""
_ASKS = frozenset({"ask", "press", "question", "challenge"})
_NEAR = 6
"""Tokens between somebody and a place beside them: "a worker at the gate, who"."""
_NESTED = 4
"""Reports within reports are looked through so deep."""


def _is_someone(noun: Token) -> bool:
    """Whether a noun can be who somebody is: a person's name, a word for one, or several."""
    return is_title_word(noun) or noun.ent_type_ == "PERSON" or noun.tag_ in {"NNS", "NNPS"}


class Speakers:
    """Resolves sources in order of a page's text; remembers who spoke last.

    "He said" means the last person who spoke, and whom the pronoun can mean; before anyone
    spoke it means whom the page's mentions say. "They" and what fits nobody keep their words.
    `reported` is what is told as somebody's words: who is named there is only talked about.
    """

    def __init__(
        self,
        parsed: Parsed,
        mentions: Sequence[Mention],
        entities: Sequence[Entity],
        reported: Sequence[Span] = (),
        turns: Sequence[Turn] = (),
    ) -> None:
        self._parsed = parsed
        self._reported = sorted(reported)
        self._turns = turns
        self._mentions = mentions
        self._entities = entities
        self._by_paragraph = mentions_by_paragraph(parsed, mentions)
        self._marked: dict[int, tuple[Span, ...]] = {}
        self._spoke: list[Who] = []
        self._called: dict[int, str] = {}

    def of(self, source: Span | None, *, remember: bool) -> Who | None:
        """The speaker a source stands for; None where there is no source and nobody spoke yet."""
        who = self._last() if source is None else self._resolve(source)
        if who is not None and remember:
            self._spoke.append(who)
        return who

    def _last(self) -> Who | None:
        if not self._spoke:
            return None
        return self._spoke[-1]

    def _resolve(self, source: Span) -> Who:
        word = source.of(self._parsed.document.text).lower()
        if word in _WE_YOU and self._in_turn(source):
            return self._voice(source, word)
        if word in _HE_SHE and self._in_turn(source):
            return self._somebody(source)
        if word in _HE_SHE:
            return self._pronoun(source, _HE_SHE[word])
        if word in _RELATIVE:
            return self._relative(source)
        return who_at(self._parsed, self._mentions, self._entities, source)

    def _somebody(self, source: Span) -> Who:
        """Whom the page's mentions say a "he" or "she" is: a person, and else nobody known."""
        who = who_at(self._parsed, self._mentions, self._entities, source)
        if who.entity is None or self._entities[who.entity].kind == "person":
            return who
        return Who(source.of(self._parsed.document.text), source)

    def _in_turn(self, source: Span) -> bool:
        """Whether a source lies in a transcript's turn: nobody calls himself "he" there."""
        paragraph = self._parsed.paragraph_at(source.start)
        return paragraph is not None and paragraph.region.kind in TURN_KINDS

    def _voice(self, source: Span, word: str) -> Who:
        """Whom "I" means in a turn: who speaks. "You" is who speaks before it and after it."""
        holds = [i for i, t in enumerate(self._turns) if any(p.holds(source) for p in t.parts)]
        at = holds[0] if holds else None
        who = self._turns[at].speaker if at is not None else None
        if word == "you" and at is not None:
            beside = [
                t.speaker
                for t in (*self._turns[max(0, at - 1) : at], *self._turns[at + 1 : at + 2])
            ]
            others = {(w.entity, w.name): w for w in beside if w is not None}
            who = next(iter(others.values())) if len(others) == 1 else None
        if who is None:
            return Who(source.of(self._parsed.document.text), source)
        return Who(who.name, source, who.entity, who.country)

    def _pronoun(self, source: Span, gender: str) -> Who:
        """Whom a pronoun means: someone named before it in its paragraph, else the last speaker.

        Of those named before it, the last one counts whom the page calls by that pronoun, or who
        is a clause's subject and called by none; who is only talked about counts after them. In
        "Lind said | Mr Berg lied |. He added" it is Lind. A subject whom the page does not name ("a
        41-year-old man") keeps its words: the pronoun is not passed on to somebody further off.
        Whoever is the subject of a reporting verb has spoken too, with or without a statement.
        Who asks is not who replies: "Asked by Berg whether it was late, she said".
        """
        named = self._named_before(source, gender) or self._reporting_before(source, gender)
        if named is not None:
            if named.entity is not None:
                self._called[named.entity] = gender
            return Who(named.name, source, named.entity, named.country)
        put = {token.idx for token in self._put(source)}
        paragraph = self._parsed.paragraph_at(source.start)
        for who in reversed(self._spoke):
            if who.span is not None and paragraph is not None and put:
                at = self._parsed.tokens_in(who.span)
                if paragraph.span.holds(who.span) and at is not None and at[0].idx in put:
                    continue
            if who.entity is None:
                if who.span is not None and self._is_person_phrase(who.span):
                    return Who(who.name, source)
                continue
            entity = self._entities[who.entity]
            if entity.kind == "person" and self._gender(entity) in {None, gender}:
                self._called[entity.number] = gender
                return Who(who.name, source, who.entity, who.country)
        return self._somebody(source)

    def _named_before(self, source: Span, gender: str) -> Who | None:
        paragraph = self._parsed.paragraph_at(source.start)
        if paragraph is None:
            return None
        before = [
            mention
            for mention in reversed(self._by_paragraph.get(paragraph.start, ()))
            if mention.span.end <= source.start
            and mention.kind != "pronoun"
            and not self._quoted(paragraph, mention.span)
            and not self._asks(mention, source)
        ]
        telling = [m for m in before if not self._talked_about(m.span)]
        who = self._fitting(telling, gender) or self._gone_on(paragraph, source, gender)
        return who or self._fitting([m for m in before if m not in telling], gender)

    def _fitting(self, mentions: Sequence[Mention], gender: str) -> Who | None:
        """The first of `mentions` whom a pronoun can mean."""
        for mention in mentions:
            who = self._who(mention)
            known = self._known(who) if who is not None else None
            if who is None or (known and known != gender):
                continue
            if known == gender or self._subject(mention) or self._spoke_last(who):
                return who
        return None

    def _gone_on(self, paragraph: Paragraph, source: Span, gender: str) -> Who | None:
        """Whom the same pronoun, or else a phrase without a name, means that spoke before it here.

        In "He rejected the idea that the president knew. “No,” he said" the second is the first.
        """
        for mention in reversed(self._by_paragraph.get(paragraph.start, ())):
            own = mention.span.end <= source.start and mention.kind == "pronoun"
            same = _HE_SHE.get(mention.span.of(self._parsed.document.text).lower()) == gender
            if not own or not same or self._quoted(paragraph, mention.span):
                continue
            if self._subject(mention) and not self._talked_about(mention.span):
                who = self._pronoun(mention.span, gender)
                return who if who.entity is not None else None
        last = self._last()
        if last is None or last.span is None or last.entity is not None:
            return None
        one = self._parsed.tokens_in(last.span)
        here = paragraph.span.holds(last.span) and last.span.end <= source.start
        if not here or one is None or one.root.dep_ != "nsubj":
            return None
        somebody = is_title_word(one.root) or one.root.lower_ == _AGED
        return Who(last.name, source) if somebody and one.root.tag_ in _ONE else None

    def _asks(self, mention: Mention, source: Span) -> bool:
        """Whether a mention is who puts the question that a pronoun's sentence answers.

        Nor is it whom the question is about: "Asked by Berg if Lind would go, she said".
        """
        put = self._put(source)
        own = self._parsed.tokens_in(mention.head)
        if own is None or not put:
            return False
        askers = {w.text for w in put if w.head.lower_ == "by" or w.dep_ == "compound"}
        return own[0] in put or (own[-1].pos_ == "PROPN" and own[-1].text in askers)

    def _put(self, source: Span) -> list[Token]:
        """The words of the question that a sentence answers: "Asked by Berg if …, she said"."""
        own = self._parsed.tokens_in(source)
        if own is None:
            return []
        asked = [
            t
            for t in own[0].sent
            if t.lemma_.lower() in _ASKS
            and t.tag_ == "VBN"
            and t.dep_ == "advcl"
            and t.i < own[0].i
        ]
        return [w for t in asked for w in t.subtree if w.i < own[0].i]

    def _spoke_last(self, who: Who) -> bool:
        last = self._last()
        return last is not None and who.entity is not None and last.entity == who.entity

    def _talked_about(self, span: Span) -> bool:
        """Whether a span lies in what is told as somebody's words."""
        last = bisect_right(self._reported, span.start, key=lambda part: part.start)
        return any(part.holds(span) for part in self._reported[max(0, last - _NESTED) : last])

    def _reporting_before(self, source: Span, gender: str) -> Who | None:
        """Who is called so and reports between the last statement and `source`, if somebody is.

        "There will be no talks, the spokeswoman repeated. “Never,” she said": the spokeswoman's.
        """
        last = self._last()
        since = last.span.end if last is not None and last.span is not None else None
        if since is None:
            return None
        for mention in reversed(self._mentions):
            if mention.span.end > source.start or mention.kind == "pronoun":
                continue
            if mention.span.start < since:
                return None
            who = self._who(mention)
            if who is not None and self._known(who) == gender and self._reports(mention):
                return who
        return None

    def _reports(self, mention: Mention) -> bool:
        """Whether a mention is the subject of a reporting verb, outside quotation marks."""
        tokens = self._parsed.tokens_in(mention.head)
        paragraph = self._parsed.paragraph_at(mention.span.start)
        if tokens is None or paragraph is None or tokens.root.dep_ != "nsubj":
            return False
        return cue_of(tokens.root.head) is not None and not self._quoted(paragraph, mention.span)

    def _who(self, mention: Mention) -> Who | None:
        """A person, or somebody the page describes without a name; None for anything else."""
        if mention.entity is None:
            return Who(mention.span.of(self._parsed.document.text), mention.span)
        entity = self._entities[mention.entity]
        if entity.kind != "person":
            return None
        return Who(entity.name, mention.span, entity.number, entity.country)

    def _known(self, who: Who) -> str | None:
        return self._gender(self._entities[who.entity]) if who.entity is not None else None

    def _subject(self, mention: Mention) -> bool:
        """Whether a mention is a clause's subject, or stands beside the one that is."""
        tokens = self._parsed.tokens_in(mention.head)
        if tokens is None:
            return False
        root = tokens.root.head if tokens.root.dep_ == "appos" else tokens.root
        return root.dep_ in {"nsubj", "nsubjpass"} and tokens.root.tag_ not in {"NNS", "NNPS"}

    def _quoted(self, paragraph: Paragraph, span: Span) -> bool:
        """Whether a span lies in quotation marks, where others than the page name people."""
        if paragraph.start not in self._marked:
            runs = quoted_runs(self._parsed.document.text, paragraph.span)
            self._marked[paragraph.start] = tuple(run.outer for run in runs if run.opened)
        return any(outer.holds(span) for outer in self._marked[paragraph.start])

    def _is_person_phrase(self, span: Span) -> bool:
        tokens = self._parsed.tokens_in(span)
        return tokens is not None and (is_title_word(tokens.root) or tokens.root.pos_ == "PROPN")

    def _gender(self, entity: Entity) -> str | None:
        return entity.gender or self._called.get(entity.number)

    def _relative(self, source: Span) -> Who:
        """Whom "who" means: the noun its clause hangs on."""
        tokens = self._parsed.tokens_in(source)
        paragraph = self._parsed.paragraph_at(source.start)
        if tokens is None or paragraph is None:
            return Who(source.of(self._parsed.document.text), source)
        verb = tokens[0].head
        while verb.dep_ in {"conj", "aux"} and verb.head != verb:
            verb = verb.head
        head = verb.head
        if tokens[0].lower_ == "who" and head.dep_ == "pobj" and not _is_someone(head):
            near = reversed(paragraph.doc[max(head.sent.start, head.i - _NEAR) : head.i])
            head = next((t for t in near if t.pos_ in _NOUNS and _is_someone(t)), head)
        somebody = is_title_word(head) or head.ent_type_ in {"PERSON", ""}
        if verb.dep_ == "relcl" and (somebody or tokens[0].lower_ != "who"):
            phrase = paragraph.span_of(paragraph.doc[head.left_edge.i : head.i + 1])
            who = who_at(self._parsed, self._mentions, self._entities, phrase)
            return Who(who.name, source, who.entity, who.country)
        before = [m for m in self._mentions if m.span.end <= source.start and self._person(m)]
        close = [m for m in before if source.start - m.span.end < 60]
        if close and tokens[0].lower_ == "who":
            entity = self._entities[max(close, key=lambda m: m.span.end).entity or 0]
            return Who(entity.name, source, entity.number, entity.country)
        return Who(source.of(self._parsed.document.text), source)

    def _person(self, mention: Mention) -> bool:
        return mention.entity is not None and self._entities[mention.entity].kind == "person"
