"""Whom the arguments of an act stand for: the state that acts through a person, or the person.

A political scientist's actor is the state where an office holder, a ministry or a capital acts
for one; otherwise it is the person, body or group itself. The span is always the words read.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache

import msgspec
from spacy.tokens import Span as TokenSpan
from spacy.tokens import Token

from onrecord.annotate.mentions import who_at
from onrecord.annotate.parsed import Paragraph, Parsed
from onrecord.events.arguments import (
    child,
    complements,
    is_telegraphic,
    modifiers,
    objects_of_passive,
    subjects,
    with_conjuncts,
)
from onrecord.events.officials import PRIVATE_WORDS, acts_for_state
from onrecord.lists import lines
from onrecord.model import Annotations, Entity, Mention, Statement, Who
from onrecord.spans import Span

_SPEAKER_WORDS = frozenset(
    {"i", "me", "my", "mine", "we", "us", "our", "ours", "myself", "ourselves"}
)
_PLURAL_WORDS = frozenset({"they", "them", "their", "theirs"})
_THING_WORDS = frozenset({"it", "its"})
_BOTH = frozenset({"both", "two"})
_SIDES = frozenset(
    "side country leader president minister party nation state government capital neighbour "
    "neighbor power diplomat premier head rival".split()
)
QUANTITIES = frozenset(
    "number group dozen hundred thousand score pair batch series member million billion some many "
    "several one majority handful lot couple scores package shipment part".split()
)
"""Nouns that only count what stands after "of"."""
_BODY_NOUNS = frozenset(
    "government country state army ministry council party police group company union parliament "
    "administration court agency committee force office palace people head".split()
)
_OTHERS = frozenset(
    "ally partner neighbour neighbor rival enemy opponent critic foe friend counterpart "
    "adversary backer supporter competitor predecessor successor".split()
)
"""Who is told by whose they are, and is somebody else."""
_SOMEBODY = frozenset({"he", "she", "him", "her", "they", "them"})
_NOBODY = frozenset({"nobody", "none", "no", "anyone", "anybody", "everyone", "someone"})
_PERSON_LABELS = frozenset({"PERSON", "NORP", "ORG", "GPE"})


class Party(msgspec.Struct, frozen=True):
    """One side of an act: `who` takes part in it, `named` is who the words name.

    Both are the same but where a person, office or place name acts for a state. `acts` says
    whether the words can mean someone who acts (a person, state, body or group), `body` whether
    they name a body or group without a name of its own ("the rebels"), `someone` that they tell of
    a person ("a widow"), `struck` that they are
    the thing that an attack hits ("an army base"), `unnamed` that they are a pronoun of nobody
    the page names: somebody takes part, and it is not said who.
    """

    who: Who
    named: Who
    acts: bool
    place: bool = False
    body: bool = False
    someone: bool = False
    struck: bool = False
    unnamed: bool = False


class Scene:
    """One page as the event coder sees it: its parse, what it names, and who speaks where."""

    def __init__(
        self, parsed: Parsed, annotations: Annotations, statements: Sequence[Statement]
    ) -> None:
        self.parsed = parsed
        self.annotations = annotations
        self.statements = statements
        self._starts = [m.span.start for m in annotations.mentions]
        told = [m for m in annotations.mentions if m.entity is not None]
        self._told = sorted(told, key=lambda m: m.head.start)
        self._heads = [m.head.start for m in self._told]
        self._parties: dict[tuple[int, int, bool], tuple[Party, ...]] = {}
        self._words: dict[tuple[int, int], frozenset[str]] = {}

    def mentions_of(self, paragraph: Paragraph) -> Sequence[Mention]:
        """The mentions that begin in the paragraph, in order of the text."""
        first = bisect_left(self._starts, paragraph.start)
        last = bisect_left(self._starts, paragraph.span.end)
        return self.annotations.mentions[first:last]

    def entity(self, number: int | None) -> Entity | None:
        """The page's entity of that number; None for None."""
        return self.annotations.entities[number] if number is not None else None

    def statement_at(self, span: Span) -> Statement | None:
        """The innermost statement with a part that holds `span`; None outside statements."""
        holding = [
            (part.end - part.start, statement)
            for statement in self.statements
            for part in statement.parts
            if part.holds(span)
        ]
        return min(holding, key=lambda pair: pair[0])[1] if holding else None

    def mentions_in(self, span: Span) -> list[Mention]:
        """The mentions that stand for an entity and lie in `span`, in order of the text."""
        first, last = (bisect_left(self._heads, at) for at in (span.start, span.end))
        return [m for m in self._told[first:last] if span.holds(m.head)]

    def words_of(self, paragraph: Paragraph, sentence: TokenSpan) -> frozenset[str]:
        """The words of a sentence, as they stand and as lemmas; looked up once."""
        key = (paragraph.start, sentence.start)
        found = self._words.get(key)
        if found is None:
            words = {word for t in sentence for word in (t.lower_, t.lemma_.lower())}
            found = self._words[key] = frozenset(words)
        return found

    def parties_at(self, paragraph: Paragraph, token: Token, *, owned: bool) -> tuple[Party, ...]:
        """The parties that the phrase at a token stands for; looked up once."""
        key = (paragraph.start, token.i, owned)
        found = self._parties.get(key)
        if found is None:
            found = self._parties[key] = tuple(_counted(self, paragraph, token, owned=owned))
        return found

    def state_of(self, who: Who) -> Who:
        """The state that `who` is or acts for, with the same span; else `who` itself."""
        entity = self.entity(who.entity)
        if entity is None or entity.state is None or not acts_for_state(entity):
            return who
        state = self.annotations.entities[entity.state]
        return Who(state.name, who.span, state.number, state.country)


@cache
def _acting_nouns() -> frozenset[str]:
    """Lemmas of nouns for people, bodies and groups."""
    return _nouns("person_nouns.txt") | _nouns("group_nouns.txt")


@cache
def _nouns(name: str) -> frozenset[str]:
    return frozenset(word for line in lines(name) for word in line.replace("_", "-").split())


def parties(
    scene: Scene, paragraph: Paragraph, tokens: Sequence[Token], *, owned: bool = False
) -> tuple[Party, ...]:
    """The parties that the noun phrases at `tokens` stand for, each once, in order.

    With `owned`, a thing stands for the state that owns it ("a Norwegian village"): what is
    done to it is done to that state.
    """
    found: list[Party] = []
    for token in tokens:
        for party in scene.parties_at(paragraph, token, owned=owned):
            if all(
                party.who.name != other.who.name or party.named.name != other.named.name
                for other in found
            ):
                found.append(party)
    return tuple(found)


def _pair(token: Token) -> bool:
    """Whether the word means two who were named: "the two spoke", "the pair met"."""
    return (
        token.lower_ in ("two", "pair", "duo", "both")
        and token.dep_ == "nsubj"
        and (token.lower_ == "both" or child(token, "det") is not None)
        and child(token, "prep") is None
    )


def _counted(scene: Scene, paragraph: Paragraph, token: Token, *, owned: bool) -> Sequence[Party]:
    """The parties at the token; those of what is counted for a count ("a number of officials").

    A count of what cannot act stands for itself ("the members of a ring").
    """
    inner = complements(token, "of") if counts(token) else ()
    counted = [p for one in inner for p in _parties_at(scene, paragraph, one, owned=owned)]
    if any(party.acts or party.who.entity is not None for party in counted):
        return counted
    return tuple(_parties_at(scene, paragraph, token, owned=owned)) or counted


def _parties_at(
    scene: Scene, paragraph: Paragraph, token: Token, *, owned: bool = False
) -> Iterator[Party]:
    word = "" if token.text == "US" else token.lower_
    if word in _SPEAKER_WORDS:
        yield from _speaker(scene, paragraph, token)
        return
    if word in _PLURAL_WORDS or word in _THING_WORDS:
        found = tuple(_pronoun(scene, paragraph, token))
        yield from found
        if not found and word in _SOMEBODY:
            who = Who(token.text, paragraph.span_of(token), None, None)
            yield Party(who, who, acts=True, unnamed=True)
        return
    span = phrase_span(paragraph, token)
    named = who_at(scene.parsed, scene.mentions_of(paragraph), scene.annotations.entities, span)
    entity = scene.entity(named.entity)
    if entity is not None:
        state = scene.state_of(named)
        if entity.kind == "person" and entity.state is None:
            beside = list(_states_within(scene, paragraph, token))
            state = beside[0] if len(beside) == 1 else state
        yield Party(state, named, acts=entity.kind != "place", place=entity.kind == "place")
        return
    yield from _unnamed(scene, paragraph, token, named, owned=owned)


def _unnamed(
    scene: Scene, paragraph: Paragraph, token: Token, named: Who, *, owned: bool
) -> Iterator[Party]:
    """The parties of a phrase without a name of its own: "Arvenian officials", "its envoy"."""
    lemma = token.lemma_.lower()
    unnamed = token.lower_ in _SOMEBODY
    acts = (
        unnamed
        or lemma in _acting_nouns()
        or _is_name(token)
        or _counts_people(token)
        or _acts_itself(token)
    ) and lemma not in _NOBODY
    if (acts and lemma in _SIDES and any(c.lower_ in _BOTH for c in token.children)) or _pair(
        token
    ):
        pair = _both_sides(scene, paragraph, token)
        if pair:
            yield from pair
            return
    private = any(c.lower_ in PRIVATE_WORDS for c in token.lefts)
    states: list[Who] = []
    if (acts or owned) and not private:
        states = list(_states_within(scene, paragraph, token))
    bodies = [s for s in states if (e := scene.entity(s.entity)) is not None and e.kind != "state"]
    states = bodies or states
    if states:
        for state in states:
            yield Party(state, Who(named.name, named.span, None, state.country), acts=True)
        return
    yield Party(
        named,
        named,
        acts=acts,
        unnamed=unnamed,
        place=token.ent_type_ in ("GPE", "LOC", "FAC"),
        body=_is_name(token) or lemma == "police" or _is_group(token),
        someone=_is_someone(token),
    )


def _is_someone(token: Token) -> bool:
    """Whether it tells of one, "a widow" (in a headline "widow"), or of several: "parents"."""
    if token.tag_ == "NNS" and is_person_noun(token):
        return True
    told = child(token, "det", "poss", "nummod") is not None or is_telegraphic(token.sent)
    lemma = token.lemma_.lower()
    return told and (is_person_noun(token) or lemma in _nouns("group_nouns.txt"))


def _is_group(token: Token) -> bool:
    """Whether the noun tells of a group or body: "the rebels", "dockers", "a rebel raid"."""
    told = child(token, "det", "poss", "amod", "compound", "nummod") is not None
    told = told or token.dep_ in ("compound", "amod")
    group = token.lemma_.lower() in _nouns("group_nouns.txt")
    return (group and (token.tag_ == "NNS" or told)) or (told and _acts_itself(token))


def _acts_itself(token: Token) -> bool:
    """Whether a house does what is said: "the school expelled two pupils", not "at the school"."""
    agent = token.dep_ == "pobj" and token.head.dep_ == "agent"
    return (agent or token.dep_ == "nsubj") and token.lemma_.lower() in _nouns("institutions.txt")


def counts(token: Token) -> bool:
    """Whether the noun or number only counts what stands after "of": "two of the soldiers"."""
    return token.lemma_.lower() in QUANTITIES or token.pos_ == "NUM"


def _counts_people(token: Token) -> bool:
    """Whether a bare number is of people, as far as grammar tells: "nine were arrested"."""
    number = token.pos_ == "NUM" or token.lower_ in _MANY
    return (
        number
        and (token.dep_ in ("nsubj", "nsubjpass", "dobj") or _all_of(token))
        and token.ent_type_ not in ("DATE", "TIME", "MONEY", "PERCENT")
        and child(token, "prep") is None
    )


def _all_of(number: Token) -> bool:
    """Whether a number after a preposition is of people named before: "sentences for all three"."""
    return number.dep_ == "pobj" and any(c.lower_ == "all" for c in number.children)


_MANY = frozenset({"dozens", "hundreds", "thousands", "scores", "others", "several", "many"})


def is_person_noun(token: Token) -> bool:
    """Whether the noun means one person: a name of a person, or a word such as "envoy"."""
    if token.ent_type_ == "PERSON" or token.pos_ == "PRON":
        return token.lower_ not in _NOBODY | _THING_WORDS | _PLURAL_WORDS
    lemma = token.lemma_.lower()
    return lemma in _nouns("person_nouns.txt") and lemma not in _BODY_NOUNS | _NOBODY


def _is_name(token: Token) -> bool:
    """Whether the token is a name that can be someone's, though nobody the page knows."""
    if token.lower_ in _NOBODY:
        return False
    return token.ent_type_ in _PERSON_LABELS or (token.pos_ == "PROPN" and not token.ent_type_)


def _states_within(scene: Scene, paragraph: Paragraph, token: Token) -> Iterator[Who]:
    """The states that own the phrase at `token`: by adjective, possessor, or "of"."""
    owner = child(token, "poss")
    seen: set[str] = set()
    if token.lemma_.lower() in _OTHERS:
        owner = None  # Lund's ally is somebody else than Lund
    of = () if token.lemma_.lower() in _OTHERS else complements(token, "of")
    for near in (
        [*modifiers(token), *(modifiers(owner) if owner is not None else ())],
        with_conjuncts(owner) if owner is not None else (),
        of,
    ):
        for other in near:
            for party in _owner(scene, paragraph, other):
                entity = scene.entity(party.entity)
                acts = entity is not None and entity.kind in ("state", "organisation")
                if entity is not None and acts and entity.name not in seen:
                    seen.add(entity.name)
                    span = phrase_span(paragraph, token)
                    yield Who(entity.name, span, entity.number, entity.country)
        if seen:
            return  # "his Arvenian counterpart" is of Arvenia, whoever he is


_NAMED_AFTER = frozenset(
    "agreement accord treaty convention pact protocol declaration summit talk process".split()
)
"""What is called after the place where it was made."""


def _is_place(scene: Scene, paragraph: Paragraph, token: Token) -> bool:
    """Whether the word before a noun is a place or a capital, not the state's own name."""
    if token.pos_ != "PROPN" or token.text.isupper():
        return False
    entities = (
        scene.entity(mention.entity) for mention in scene.mentions_in(paragraph.span_of(token))
    )
    return any(
        e is not None and (e.kind == "place" or (e.kind == "state" and token.text != e.name))
        for e in entities
    )


def _owner(scene: Scene, paragraph: Paragraph, token: Token) -> Iterator[Who]:
    if token.dep_ == "poss" or token.pos_ == "PRON":
        yield from (party.who for party in _parties_at(scene, paragraph, token))
        return
    if token.head.lemma_.lower() in _NAMED_AFTER and _is_place(scene, paragraph, token):
        return  # nobody owns "the Vienna agreement"
    span = paragraph.span_of(token)
    for mention in scene.mentions_in(
        phrase_span(paragraph, token) if token.dep_ == "pobj" else span
    ):
        entity = scene.entity(mention.entity)
        if entity is not None:
            yield scene.state_of(Who(entity.name, mention.span, entity.number, entity.country))
    covering = [
        m
        for m in scene.mentions_of(paragraph)
        if m.entity is not None and m.head.holds(span) and m.head != span
    ]
    for mention in covering:
        entity = scene.entity(mention.entity)
        if entity is not None:
            yield scene.state_of(Who(entity.name, mention.span, entity.number, entity.country))


def _speaker(scene: Scene, paragraph: Paragraph, token: Token) -> Iterator[Party]:
    """Who says "we" or "I": the speaker of the statement, or the state he or she acts for."""
    span = paragraph.span_of(token)
    statement = scene.statement_at(span)
    if statement is None or statement.speaker is None:
        return
    speaker = statement.speaker
    state = scene.state_of(speaker)
    yield Party(
        Who(state.name, span, state.entity, state.country),
        Who(speaker.name, span, speaker.entity, speaker.country),
        acts=True,
    )


def _pronoun(scene: Scene, paragraph: Paragraph, token: Token) -> Iterator[Party]:
    """Whom "they", "their", "it" or "its" stands for, where one alone fits."""
    span = paragraph.span_of(token)
    clause = _clause_of(token)
    if token.lower_ in ("its", "their") or token.dep_ == "poss":
        for subject in _owners_before(clause, token):
            if subject.lower_ not in _PLURAL_WORDS | _THING_WORDS:
                for party in _parties_at(scene, paragraph, subject):
                    if party.acts and party.who.entity is not None:
                        yield party
                        return
    if token.dep_ == "nsubj" and token.i - token.sent.start < 3:
        told_of = _subject_before(scene, paragraph, token)
        if told_of:
            yield from told_of
            return
    statement = scene.statement_at(span)
    reporter = _reporting_body(scene, statement) if token.dep_ in ("nsubj", "poss") else None
    if reporter is not None:
        yield Party(reporter, Who(token.text, span, reporter.entity, reporter.country), acts=True)
        return
    around = _subject_around(token)
    if around:
        found = tuple(p for p in parties(scene, paragraph, around) if p.acts)
        if found and not (token.lower_ == "it" and _are_persons(scene, found)):
            yield from found
            return
    saying = _says_it(token)
    if saying is not None:
        yield from parties(scene, paragraph, (saying,))
        return
    own = _own_state(scene, span)
    quoted = statement is not None and statement.kind != "indirect"
    bodies = [
        (scene.state_of(Who(e.name, span, e.number, e.country)), m)
        for m in scene.annotations.mentions
        if m.entity is not None
        and m.span.end <= span.start
        and (e := scene.annotations.entities[m.entity]).kind != "place"
    ]
    for sentence in _sentences_back(paragraph, token):
        here = [
            who for who, m in bodies if sentence.holds(m.head) and (quoted or _is_subject(scene, m))
        ]
        others = {who.entity: who for who in here if who.entity != own and _is_body(scene, who)}
        if len(others) == 1:
            who = next(iter(others.values()))
            yield Party(who, Who(token.text, span, who.entity, who.country), acts=True)
            return
        if others:
            return


def _says_it(token: Token) -> Token | None:
    """Who says the clause whose subject is "it" or "they", where number fits: that is who acts.

    "The air force said it bombed a camp": the air force.
    """
    clause = token.head
    while clause.dep_ == "conj" and clause.head.pos_ == "VERB":
        clause = clause.head
    if token.dep_ not in ("nsubj", "nsubjpass") or clause.dep_ != "ccomp" or clause.pos_ == "AUX":
        return None
    if clause.head.lemma_.lower() not in _SAYING:
        return None
    saying = subjects(clause.head)
    several = len(saying) > 1 or any(t.tag_ in ("NNS", "NNPS") for t in saying)
    if not saying or several != (token.lower_ == "they"):
        return None
    fits = several or saying[0].lemma_.lower() in _nouns("group_nouns.txt")
    return saying[0] if fits or saying[0].ent_type_ in ("ORG", "GPE") else None


_SAYING = frozenset("say announce claim confirm add state report declare insist admit".split())


def _owners_before(clause: Token | None, token: Token) -> Iterator[Token]:
    """Subjects before `token` of its clause and of the clauses around that one."""
    while clause is not None:
        for subject in subjects(clause):
            if subject.i < token.i and not any(t == token for t in subject.subtree):
                yield subject
        clause = _clause_of(clause.head) if clause.head != clause else None


def _subject_before(scene: Scene, paragraph: Paragraph, token: Token) -> tuple[Party, ...]:
    """Who the sentence before was about, where "they" (several) or "it" (a body) can mean them."""
    sentence = token.sent
    if sentence.start == 0:
        return ()
    root = token.doc[sentence.start - 1].sent.root
    before = subjects(root) or objects_of_passive(root)
    several = len(before) > 1 or any(t.tag_ in ("NNS", "NNPS") for t in before)
    if (token.lower_ == "they") != several or any(t.pos_ == "PRON" for t in before):
        return ()
    found = parties(scene, paragraph, before)
    if token.lower_ == "it" and _are_persons(scene, found):
        return ()
    return tuple(p for p in found if p.acts)


def _are_persons(scene: Scene, found: Sequence[Party]) -> bool:
    entities = (scene.entity(p.named.entity) for p in found)
    return any(e is not None and e.kind == "person" for e in entities)


def _subject_around(token: Token) -> tuple[Token, ...]:
    """The subject before "they" or "it" of the clause that theirs hangs on, where number fits.

    "Gunmen freed four people, days after they stormed the mill": the gunmen.
    """
    clause = token.head
    while clause.dep_ == "conj" and clause.head.pos_ == "VERB":
        clause = clause.head
    if token.dep_ != "nsubj" or clause.dep_ != "advcl" or clause.head.pos_ != "VERB":
        return ()
    around = subjects(clause.head) or objects_of_passive(clause.head)
    several = len(around) > 1 or any(t.tag_ in ("NNS", "NNPS") for t in around)
    fits = several == (token.lower_ == "they") and all(t.pos_ != "PRON" for t in around)
    return tuple(t for t in around if t.i < token.i) if fits else ()


def _is_subject(scene: Scene, mention: Mention) -> bool:
    tokens = scene.parsed.tokens_in(mention.span)
    return tokens is not None and tokens.root.dep_ in ("nsubj", "nsubjpass")


def _is_body(scene: Scene, who: Who) -> bool:
    entity = scene.entity(who.entity)
    return entity is not None and entity.kind in ("state", "organisation", "group")


def _reporting_body(scene: Scene, statement: Statement | None) -> Who | None:
    """The body or state whose indirect words these are: its "it" is itself ("said it would …")."""
    if statement is None or statement.kind != "indirect" or statement.speaker is None:
        return None
    speaker = scene.state_of(statement.speaker)
    named = scene.entity(statement.speaker.entity)
    return speaker if named is not None and named.kind in ("state", "organisation") else None


def _own_state(scene: Scene, span: Span) -> int | None:
    statement = scene.statement_at(span)
    if statement is None or statement.speaker is None:
        return None
    return scene.state_of(statement.speaker).entity


def _sentences_back(paragraph: Paragraph, token: Token) -> Iterator[Span]:
    """The token's sentence up to the token, then the sentence before it."""
    sentence = token.sent
    yield Span(paragraph.span_of(sentence).start, paragraph.span_of(token).start)
    if sentence.start > 0:
        yield paragraph.span_of(token.doc[sentence.start - 1].sent)


def _clause_of(token: Token) -> Token | None:
    while token.pos_ not in ("VERB", "AUX"):
        if token.head == token:
            return None
        token = token.head
    return token


def _both_sides(scene: Scene, paragraph: Paragraph, token: Token) -> tuple[Party, ...]:
    """The two states that "both sides" means: the only two named before it in the paragraph, or
    those that the page names far more than any other; none where neither is so.
    """
    span = phrase_span(paragraph, token)
    for start in (paragraph.start, 0):
        count: dict[int, int] = {}
        for mention in scene.mentions_in(Span(start, span.start)):
            entity = scene.annotations.entities[mention.entity or 0]
            number = entity.number if entity.kind == "state" else entity.state
            if number is not None:
                count[number] = count.get(number, 0) + 1
        ranked = sorted(count, key=lambda n: (-count[n], n))
        if len(ranked) == 2 or (len(ranked) > 2 and count[ranked[1]] >= 3 * count[ranked[2]]):
            return _standing_for(scene, span, sorted(ranked[:2]))
    if token.lemma_.lower() in _LEADERS or _pair(token):
        return _both_leaders(scene, paragraph, span)
    return ()


def _both_leaders(scene: Scene, paragraph: Paragraph, span: Span) -> tuple[Party, ...]:
    """The only two office holders named before "the two leaders" in the paragraph or the page."""
    for start in (paragraph.start, 0):
        people = {
            entity.number
            for mention in scene.mentions_in(Span(start, span.start))
            if (entity := scene.annotations.entities[mention.entity or 0]).kind == "person"
            and entity.offices
        }
        if len(people) == 2:
            return _standing_for(scene, span, sorted(people))
    return ()


def _standing_for(scene: Scene, span: Span, numbers: Sequence[int]) -> tuple[Party, ...]:
    """Parties for entities that the phrase at `span` stands for together."""
    entities = [scene.annotations.entities[number] for number in numbers]
    named = [Who(e.name, span, e.number, e.country) for e in entities]
    return tuple(Party(scene.state_of(who), who, acts=True) for who in named)


_LEADERS = frozenset("leader president premier minister diplomat head".split())


def phrase_span(paragraph: Paragraph, token: Token) -> Span:
    """The noun phrase that `token` heads, without clauses, joined nouns and what follows a comma.

    "ten Arvenian diplomats who spied" gives "ten Arvenian diplomats".
    """
    first = token.i
    for left in token.lefts:
        if left.dep_ not in ("punct", "cc", "preconj", "conj", "mark", "advmod", "prep"):
            first = min(first, left.left_edge.i)
    last = token.i
    for right in token.rights:
        if right.dep_ in ("prep", "nmod", "compound", "nummod", "case") and right.i <= last + 12:
            if right.dep_ == "prep" and right.lower_ not in ("of", "to", "for"):
                break
            last = max(last, right.right_edge.i)
        elif right.dep_ == "appos" and right.i == right.left_edge.i == last + 1:
            last = right.i
        else:
            break
    return paragraph.span_of(token.doc[first : last + 1])
