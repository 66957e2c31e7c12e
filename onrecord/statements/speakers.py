"""Who speaks: from the noun phrase a statement names as its source to a person of the page."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.annotate.mentions import who_at
from onrecord.annotate.parsed import Parsed
from onrecord.model import Entity, Mention, Who
from onrecord.spans import Span

_HE_SHE = {"he": "m", "she": "f", "him": "m", "her": "f"}
_RELATIVE = frozenset({"who", "which", "that"})


class Speakers:
    """Resolves sources in order of a page's text; remembers who spoke last.

    "He said" means the last person who spoke, and whom the pronoun can mean; before anyone
    spoke it means whom the page's mentions say. "They" and what fits nobody keep their words.
    """

    def __init__(
        self, parsed: Parsed, mentions: Sequence[Mention], entities: Sequence[Entity]
    ) -> None:
        self._parsed = parsed
        self._mentions = mentions
        self._entities = entities
        self._spoke: list[Who] = []
        self._called: dict[int, str] = {}

    def of(self, source: Span | None, *, remember: bool) -> Who | None:
        """The speaker a source stands for; None where there is no source and nobody spoke yet."""
        who = self._last() if source is None else self._resolve(source)
        if who is not None and remember and who.entity is not None:
            self._spoke.append(who)
        return who

    def _last(self) -> Who | None:
        if not self._spoke:
            return None
        last = self._spoke[-1]
        return Who(last.name, None, last.entity, last.country)

    def _resolve(self, source: Span) -> Who:
        word = source.of(self._parsed.document.text).lower()
        if word in _HE_SHE:
            return self._pronoun(source, _HE_SHE[word])
        if word in _RELATIVE:
            return self._relative(source)
        return who_at(self._parsed, self._mentions, self._entities, source)

    def _pronoun(self, source: Span, gender: str) -> Who:
        subject = who_at(self._parsed, self._mentions, self._entities, source)
        if subject.entity is not None and self._near(subject.entity, source):
            return Who(subject.name, source, subject.entity, subject.country)
        for who in reversed(self._spoke):
            entity = self._entities[who.entity or 0]
            if entity.kind != "person":
                continue
            known = self._gender(entity)
            if known is None or known == gender:
                self._called[entity.number] = gender
                return Who(who.name, source, who.entity, who.country)
        return who_at(self._parsed, self._mentions, self._entities, source)

    def _near(self, entity: int, source: Span) -> bool:
        """Whether the person is named in the pronoun's own paragraph, before it."""
        paragraph = self._parsed.paragraph_at(source.start)
        if paragraph is None:
            return False
        return any(
            mention.entity == entity
            and mention.kind != "pronoun"
            and paragraph.start <= mention.span.start < source.start
            for mention in self._mentions
        )

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
        if verb.dep_ == "relcl":
            head = verb.head
            phrase = paragraph.span_of(paragraph.doc[head.left_edge.i : head.i + 1])
            who = who_at(self._parsed, self._mentions, self._entities, phrase)
            return Who(who.name, source, who.entity, who.country)
        before = [m for m in self._mentions if m.span.end <= source.start and self._person(m)]
        near = [m for m in before if source.start - m.span.end < 60]
        if near:
            entity = self._entities[max(near, key=lambda m: m.span.end).entity or 0]
            return Who(entity.name, source, entity.number, entity.country)
        return Who(source.of(self._parsed.document.text), source)

    def _person(self, mention: Mention) -> bool:
        return mention.entity is not None and self._entities[mention.entity].kind == "person"
