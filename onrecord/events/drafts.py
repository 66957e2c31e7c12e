"""Words of a page that fit a frame of the lexicon, with their arguments: events in the making."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec
from spacy.tokens import Token

from onrecord.annotate.mentions import who_at
from onrecord.annotate.parsed import Paragraph
from onrecord.events.arguments import (
    LONGEST_LIST,
    child,
    complements,
    infinitives,
    is_infinitive,
    is_participle,
    is_passive,
    lemmas_near,
    slot,
    stands_for,
    that_clauses,
)
from onrecord.events.lexicon import Frame, Lexicon, Need
from onrecord.events.roles import (
    Party,
    Scene,
    counts,
    is_person_noun,
    parties,
    phrase_span,
)
from onrecord.events.status import Standing, befalls, carries, noun_standing, verb_standing
from onrecord.spans import Span, hull

_VERBAL = ("VERB", "AUX")
_CARRYING_PREPOSITIONS = frozenset({"into", "in", "to", "on"})
_CARRIED_BY_PREPOSITION = frozenset(
    {"enter", "engage", "participate", "go", "return", "be", "remain"}
)
_CLAUSE_PARTS = frozenset(
    {"nsubj", "nsubjpass", "dobj", "dative", "prep", "agent", "prt", "npadvmod", "oprd", "attr",
     "acomp", "aux", "auxpass", "neg", "xcomp", "advmod", "nmod", "obj"}
)  # fmt: skip


_SUFFERED = frozenset({"ASSAULT", "COERCE", "SANCTION"})
"""Types that a participle before a noun tells of ("the detained editor")."""


_ON_PLACES = frozenset({"ASSAULT", "AID", "MOBILIZE", "curfew", "martial-law", "restrict"})
"""Types and modes that may be done to a place that is no state ("relief for the Lund valley")."""


_AGAINST_PLACES = frozenset({"SANCTION", "THREATEN", "CONCEDE"})
_AGAINST = frozenset({"to", "with", "on", "against"})
"""Before the region that a measure is against, though it is no state ("aid to the Lund valley")."""


class Draft(msgspec.Struct, frozen=True):
    """A word that fits a frame. `left` acts and `right` receives, as the frame says.

    `carrier` is the verb that carries an event noun, `standing` the status the words give.
    """

    frame: Frame
    paragraph: Paragraph
    token: Token
    carrier: Token | None
    left: tuple[Party, ...]
    right: tuple[Party, ...]
    standing: Standing
    span: Span
    anchor: Span

    @property
    def predicate(self) -> Token:
        """The token whose clause the act stands in: the carrier, or the word itself."""
        return self.carrier if self.carrier is not None else self.token


def find_drafts(scene: Scene, lexicon: Lexicon) -> Iterator[Draft]:
    """Every word of the page that fits a frame, in order of the text, the first fit for each."""
    for paragraph in scene.parsed.paragraphs:
        for token in paragraph.doc:
            draft = _draft_at(scene, lexicon, paragraph, token)
            if draft is not None:
                yield draft


def _draft_at(scene: Scene, lexicon: Lexicon, paragraph: Paragraph, token: Token) -> Draft | None:
    word_class = word_class_of(token)
    if word_class is None:
        return None
    word = token.lemma_.lower()
    if is_participle(token):
        word = lexicon.participles.get(token.lower_, "")
    frames = lexicon.frames.get((word_class, word), ())
    if not frames and word_class == "v":
        frames = lexicon.frames.get(("v", lexicon.forms.get(token.lower_, "")), ())
    if not frames:
        return None
    carrier = carrier_of(token) if word_class == "n" else None
    met: dict[int, bool] = {}  # what one frame asks another may ask too; looked at once
    for frame in frames:
        if not _has_particle(frame, token):
            continue
        if token.dep_ == "amod" and frame.type not in _SUFFERED:
            continue
        if (frame.type, frame.mode) == ("REJECT", "meet") and not slot(token, "subj"):
            continue  # "talks were cancelled": told as talks that were not held
        for need in frame.needs:
            known = met.get(id(need))
            if known is None:
                known = met[id(need)] = _meets(scene, paragraph, token, need, carrier)
            if not known:
                break
        else:
            return drafted(scene, paragraph, token, frame, carrier)
    return None


def word_class_of(token: Token) -> str | None:
    """v or n, as the lexicon has it; None for what is no word of an act.

    A participle before a noun is a verb ("the kidnapped sailors").
    """
    if token.pos_ == "VERB":
        joined = token.dep_ == "amod" and token.i and token.nbor(-1).text == "-"
        if token.dep_ == "compound" or (token.dep_ == "amod" and token.tag_ != "VBN") or joined:
            return None  # "rebel-held territory" tells of no one act
        return "v"
    if is_participle(token):
        return None if token.i and token.nbor(-1).text == "-" else "v"
    if token.pos_ in ("NOUN", "PROPN") and token.dep_ not in ("compound", "nmod"):
        if token.ent_type_ == "DATE" and token.pos_ == "PROPN":
            return None  # March is a month
        return "n"
    return None


def drafted(
    scene: Scene, paragraph: Paragraph, token: Token, frame: Frame, carrier: Token | None = None
) -> Draft:
    """The draft of a frame at a token, with its sides and its standing, whatever the frame asks."""
    armed = frame.type in ("ASSAULT", "MOBILIZE")
    left = _side(scene, paragraph, token, frame.left, carrier, owned=armed, every=frame.mutual)
    right = _side(
        scene,
        paragraph,
        token,
        frame.right,
        carrier,
        owned=not frame.mutual,
        placed=frame,
    )
    right = tuple(
        p
        for p in right
        if all(p.who.name != other.who.name or p.named.name != other.named.name for other in left)
    )
    if not frame.mutual:
        right = tuple(other for p in right if (other := _apart(p, left)) is not None)
    moves = frame.type == "MOBILIZE" or frame.mode == "withdraw"
    if moves and frame.type != "SANCTION" and not left and is_passive(token):
        left = _moved(scene, paragraph, token)
    right = right or _struck(scene, paragraph, token, frame)
    if frame.mutual and not left and not right and carrier is None:
        left, right = _invited(scene, paragraph, token)
    standing = verb_standing(token) if frame.word_class == "v" else noun_standing(token, carrier)
    span = clause_span(paragraph, carrier if carrier is not None else token)
    if not span.holds(paragraph.span_of(token)):
        span = hull([span, phrase_span(paragraph, token)])
    if frame.word_class == "n" and carrier is None:
        span = _noun_span(paragraph, token)
    return Draft(
        frame, paragraph, token, carrier, left, right, standing, span, paragraph.span_of(token)
    )


def _invited(
    scene: Scene, paragraph: Paragraph, noun: Token
) -> tuple[tuple[Party, ...], tuple[Party, ...]]:
    """The sides of talks that somebody is invited to: "invited the rebels to Lund for talks"."""
    verb = noun.head.head
    if noun.dep_ != "pobj" or noun.head.lower_ not in ("for", "to"):
        return (), ()
    verb = verb.head if verb.pos_ != "VERB" and verb.dep_ in ("dobj", "pobj") else verb
    verb = verb.head if verb.dep_ == "prep" else verb
    if verb.lemma_ != "invite":
        return (), ()
    sides = (
        tuple(p for p in parties(scene, paragraph, slot(verb, one)) if p.acts)
        for one in ("subj", "obj")
    )
    hosts, guests = sides
    return (hosts, guests) if hosts and guests else ((), ())


def _apart(party: Party, acting: Sequence[Party]) -> Party | None:
    """The party where it is not who acts; a person of the state that acts stands for himself.

    "Norwegian police held a Norwegian editor": the editor. None where nobody is left.
    """
    if all(party.who.name != other.who.name for other in acting):
        return party
    own = party.named
    if not party.acts or any(own.name in (o.who.name, o.named.name) for o in acting):
        return None
    if own.entity is not None and own.entity == party.who.entity:
        return None
    return msgspec.structs.replace(party, who=own)


def _side(
    scene: Scene,
    paragraph: Paragraph,
    token: Token,
    slots: Sequence[str],
    carrier: Token | None,
    *,
    owned: bool,
    placed: Frame | None = None,
    every: bool = False,
) -> tuple[Party, ...]:
    """Who fills the slots; a place that stands for no state only where the frame `placed`
    may be done to places."""
    found: list[Party] = []
    for name in slots:
        if found and not every:
            break
        tokens = slot(token, name, carrier)
        if name == "subj" and carrier is not None and any(t == token for t in tokens):
            continue
        if every and name == "subj" and len(tokens) == 1:
            tokens = (*tokens, *_joined_to_its_place(tokens[0]))
        for party in parties(scene, paragraph, tokens, owned=owned):
            if name.startswith("todo.") and not _to_whom(scene, token, name, party):
                continue  # what is to be done to "the Lund locks" is done to nobody
            last = name.rpartition(".")[2]
            owner = last == "poss" and (party.body or party.someone)
            if last in ("adj", "poss") and party.who.entity is None and not owner:
                continue
            if any(
                party.who.name == other.who.name and party.named.name == other.named.name
                for other in found
            ):
                continue
            if (party.acts or party.who.entity is not None) and not (
                party.place
                and not (placed is not None and _takes_place(placed, name))
                and party.who.entity == party.named.entity
            ):
                found.append(party)
    return tuple(found)


def _joined_to_its_place(acting: Token) -> tuple[Token, ...]:
    """The second side where the parse joins it to what the first is of.

    "Holt of Lund and King Edvar met": King Edvar, whose name is no place as Lund is.
    """
    return tuple(
        other
        for place in complements(acting, "of")
        for other in place.children
        if other.dep_ == "conj" and other.ent_type_ == "PERSON" and place.ent_type_ != "PERSON"
    )


def _takes_place(frame: Frame, name: str) -> bool:
    """Whether what fills the slot may be a place: "relief for a valley", "aid cut to Lund"."""
    if frame.type in _ON_PLACES or frame.mode in _ON_PLACES:
        return True
    return frame.type in _AGAINST_PLACES and name.rpartition(".")[2] in _AGAINST


def _to_whom(scene: Scene, token: Token, name: str, party: Party) -> bool:
    """Whether what is to be done is done to the party, not to a thing of one's own or a new one.

    "agreed to lay down their weapons", "to set up a joint force": to nobody.
    """
    if not _of_a_state(scene, party):
        return False
    if name != "todo.obj":
        return True
    return not any(
        verb.lemma_ in _MAKES or any(c.dep_ == "poss" and c.pos_ == "PRON" for c in thing.children)
        for verb in slot(token, "todo")
        for thing in slot(verb, "obj")
    )


_MAKES = frozenset(
    "set establish create form build found launch join host hold open send deploy dispatch "
    "deliver contribute".split()
)
"""Verbs whose object is not there before, or only passed on: nobody to whom it is done."""


def _of_a_state(scene: Scene, party: Party) -> bool:
    """Whether the party is named itself, or stands for a state that its thing belongs to."""
    entity = scene.entity(party.who.entity)
    bodies = ("state", "organisation")
    return entity is None or party.named.entity is not None or entity.kind in bodies


def _moved(scene: Scene, paragraph: Paragraph, token: Token) -> tuple[Party, ...]:
    """Who moves where nobody is said to move them: "riot police were deployed"."""
    return tuple(
        party
        for party in parties(scene, paragraph, slot(token, "obj"))
        if token.pos_ == "VERB" and (party.acts or party.who.entity is not None)
    )


def _struck(scene: Scene, paragraph: Paragraph, token: Token, frame: Frame) -> tuple[Party, ...]:
    """What an attack hits where that is nobody: "a base in the east", in its own words."""
    hit = [] if frame.type != "ASSAULT" or frame.mutual else frame.right
    for name in hit:
        if name.partition(".")[2] not in ("", "on", "against", "at", "into"):
            continue
        for one in slot(token, name, None):
            if one.pos_ in ("NOUN", "PROPN"):
                named = who_at(
                    scene.parsed,
                    scene.mentions_of(paragraph),
                    scene.annotations.entities,
                    phrase_span(paragraph, one),
                )
                return (Party(named, named, acts=False, place=True, struck=True),)
    return ()


def carrier_of(noun: Token) -> Token | None:
    """The verb that carries an event noun: "held" in "held talks", "took" in "talks took place".

    None where the noun stands alone, or its verb says something about it only.
    """
    for _ in range(LONGEST_LIST):
        if noun.dep_ == "conj" and noun.head.pos_ in ("NOUN", "PROPN"):
            noun = noun.head
    head = noun.head
    if noun.dep_ == "dobj" and head.pos_ in _VERBAL and carries(head) is not None:
        return head
    said_of = noun.dep_ in ("nsubj", "nsubjpass") and head.pos_ in _VERBAL
    head = _without_participle(head) if said_of else head
    if said_of and not _describes(head) and _befalls_noun(head):
        return head
    if noun.dep_ == "pobj" and head.dep_ == "prep" and head.lower_ in _CARRYING_PREPOSITIONS:
        verb = head.head
        if verb.pos_ in _VERBAL and verb.lemma_ in _CARRIED_BY_PREPOSITION:
            return verb
        if verb.pos_ == "NOUN" and verb.lower_ == "part" and verb.head.pos_ in _VERBAL:
            return verb.head
    if (
        noun.dep_ == "pobj"
        and head.lower_ == "of"
        and head.head.lemma_ in ("round", "series", "day", "hour")
    ):
        return carrier_of(head.head)
    return next(
        (
            c
            for c in noun.children
            if c.dep_ == "acl" and c.tag_ == "VBN" and befalls(c) is not None
        ),
        None,
    )


def _without_participle(verb: Token) -> Token:
    """The verb of a noun whose participle was read as its verb; else the verb itself.

    "The visit planned for May has been postponed": postponed.
    """
    if verb.tag_ not in ("VBN", "VBD") or child(verb, "aux", "auxpass", "dobj") is not None:
        return verb
    for own in verb.children:
        formed = child(own, "auxpass") is not None and own.i > verb.i
        if own.dep_ == "ccomp" and formed and child(own, "nsubj", "nsubjpass", "mark") is None:
            return own
    return verb


def _befalls_noun(verb: Token) -> bool:
    """Whether the verb tells of the act that its subject names ("took place", "were held")."""
    return befalls(verb) is not None or (is_passive(verb) and carries(verb) is not None)


def _describes(verb: Token) -> bool:
    """Whether "be" or "become" only says how the act was ("the visit was useful")."""
    return verb.lemma_ in ("be", "become", "seem", "remain") and (
        child(verb, "acomp", "attr", "xcomp", "ccomp") is not None
        or not any(c.dep_ in ("prep", "npadvmod") for c in verb.children)
    )


def _has_particle(frame: Frame, token: Token) -> bool:
    if frame.particle is None:  # "handed back a donation" gives nothing
        return not any(c.dep_ == "prt" and c.lower_ == "back" for c in token.children)
    wanted = frame.particle.split()[-1]
    return any(
        c.lower_ == wanted
        and c.dep_ in ("prt", "prep", "advmod", "agent", "dative")
        and not any(t.ent_type_ == "DATE" and t.dep_ == "pobj" for t in c.children)
        for c in token.children
    )


def _meets(
    scene: Scene, paragraph: Paragraph, token: Token, need: Need, carrier: Token | None
) -> bool:
    if need.slot == "has":
        near = lemmas_near(token)
        if carrier is not None:
            near = near | {t.lemma_.lower() for t in complements(carrier, "by")}
        return bool(near & need.words) != need.absent
    if need.slot == "sentence" and not need.kinds:
        return bool(scene.words_of(paragraph, token.sent) & need.words) != need.absent
    if need.slot == "several":
        acting = slot(token, "subj", carrier)
        both = any(c.lower_ in ("both", "two") for t in acting for c in t.children)
        return (len(acting) > 1 or both) != need.absent
    if need.slot == "after":
        before = token.head.lower_ if token.dep_ == "pobj" else ""
        return (before in need.words) != need.absent
    tokens = slot(token, need.slot, carrier)
    if not tokens and not need.absent and need.slot in _ATTACHED_HIGH and token.pos_ == "VERB":
        tokens = slot(token, f"obj.{need.slot}")
    if need.slot == "subj" and not tokens and _leaves_out_who(token, need):
        return True
    if need.words == {"act"}:
        return bool(tokens)  # what the clause tells of is looked at when all drafts are known
    if not need.words and not need.kinds:
        return bool(tokens) != need.absent
    return any(_is(scene, paragraph, t, need) for t in tokens) != need.absent


_ATTACHED_HIGH = frozenset({"of", "from", "to", "into"})
"""Prepositions of the verb that the parse may hang on its object: "stripped the runner of …"."""


def _leaves_out_who(token: Token, need: Need) -> bool:
    """Whether a passive does not say by whom, where only somebody is asked for.

    "The appeal was dismissed": somebody dismissed it.
    """
    passive = token.pos_ == "VERB" and is_passive(token)
    return passive and not need.absent and bool(need.kinds & {"who", "known"})


def _is(scene: Scene, paragraph: Paragraph, token: Token, need: Need) -> bool:
    lemma = stands_for(token).lemma_.lower()
    if lemma in need.words or token.lower_ in need.words:
        return True
    counted = complements(token, "of") if counts(token) else ()
    if any(c.lemma_.lower() in need.words for c in counted):
        return True
    if _titled(scene, paragraph, token) & need.words:
        return True
    if not need.kinds:
        return False
    if "place" in need.kinds and token.ent_type_ in ("GPE", "LOC", "FAC"):
        return True
    for party in parties(scene, paragraph, [token]):
        entity = scene.entity(party.who.entity)
        named = scene.entity(party.named.entity)
        if "who" in need.kinds and party.acts:
            return True
        if "known" in need.kinds and party.acts and entity is not None:
            return True
        if "named" in need.kinds and named is not None and named.kind == "person":
            return True
        if "state" in need.kinds and entity is not None and entity.kind == "state":
            return True
        if "place" in need.kinds and (
            party.place or (entity is not None and entity.kind == "state")
        ):
            return True
        if "person" in need.kinds:
            if named is not None and named.kind in ("person", "office"):
                return True
            if named is None and token.tag_ in ("NN", "NNP", "PRP") and is_person_noun(token):
                return True
    return False


def _titled(scene: Scene, paragraph: Paragraph, token: Token) -> frozenset[str]:
    """The title words of a name: "ambassador" of "Ambassador Ada Lind"."""
    if token.pos_ != "PROPN":
        return frozenset()
    return frozenset(
        t.lemma_.lower() for t in token.lefts if t.dep_ in ("compound", "nmod", "amod")
    ) | frozenset(
        word.lower()
        for party in parties(scene, paragraph, [token])
        if (entity := scene.entity(party.named.entity)) is not None
        for office in entity.offices
        for word in office.split()
    )


def clause_span(paragraph: Paragraph, verb: Token) -> Span:
    """The verb with its arguments: what stands before it as its subject, after it as its objects.

    Clauses that hang on it, and what opens the sentence before its subject, are left out.
    """
    parts = [
        own
        for own in verb.children
        if own.dep_ in _CLAUSE_PARTS
        and not (own.i < verb.i and own.dep_ in ("prep", "advmod", "npadvmod", "xcomp"))
    ]
    spans = [paragraph.span_of(verb), *(_part_span(paragraph, own) for own in parts)]
    governor = verb
    while governor.dep_ == "xcomp" and governor.head.pos_ in (*_VERBAL, "ADJ"):
        governor = governor.head
        spans.append(paragraph.span_of(governor))
        outer = ("nsubj", "nsubjpass", "aux", "auxpass", "neg")
        spans.extend(_part_span(paragraph, own) for own in governor.children if own.dep_ in outer)
    if verb.dep_ == "acl":
        spans.append(phrase_span(paragraph, verb.head))
    return hull(spans)


def _part_span(paragraph: Paragraph, part: Token) -> Span:
    """The phrase at `part`; a day that the parse took for its first word is left out."""
    first = part.left_edge.i
    while (
        part.i > first
        and paragraph.doc[first].ent_type_ in ("DATE", "TIME")
        and part.dep_
        in (
            "nsubj",
            "nsubjpass",
        )
    ):
        first += 1
    return paragraph.span_of(paragraph.doc[first : _without_clause_end(part) + 1])


def _without_clause_end(token: Token) -> int:
    """The last token of the phrase at `token` before a clause or an aside begins."""
    last, waiting = token.i, [token]
    while waiting:
        at = waiting.pop()
        last = max(last, at.i)
        for own in at.rights:
            if _opens_clause(own):
                break
            waiting.append(own)
    return last


def _opens_clause(token: Token) -> bool:
    if token.dep_ == "conj":
        return token.pos_ in _VERBAL
    return token.dep_ in ("relcl", "advcl", "punct", "ccomp", "parataxis")


def _noun_span(paragraph: Paragraph, noun: Token) -> Span:
    """The noun phrase of an event noun, with what is said of it but for relative clauses.

    A place and date set off by commas after it belong to it ("talks with Berg, Lund, May 4").
    """
    first = noun.left_edge.i
    last = noun.i
    for own in noun.rights:
        if own.dep_ in ("relcl", "cc", "conj", "parataxis", "ccomp"):
            break
        if own.dep_ == "punct":
            continue
        last = max(last, _without_clause_end(own))
    return paragraph.span_of(noun.doc[first : last + 1])


def content_of(draft: Draft) -> Iterator[Token]:
    """The tokens of what is asked, refused, threatened, accused or agreed: clauses and objects.

    An event found there is what the draft's act is about, not another act.
    """
    token = draft.token
    if draft.frame.type in ("COERCE", "SANCTION"):
        yield from _reasons(token)
        return
    roots: list[Token] = [*infinitives(token), *that_clauses(token)]
    for own in (token, *([draft.carrier] if draft.carrier is not None else [])):
        for part in own.children:
            if part.dep_ in (
                "dobj",
                "prep",
                "acl",
                "xcomp",
                "ccomp",
                "oprd",
                "nsubjpass",
                "dative",
            ) or (part.dep_ == "advcl" and (is_infinitive(part) or _conditional(part))):
                roots.append(part)
    for root in roots:
        if (
            root.lower_
            in ("after", "following", "during", "since", "at", "amid", "in", "ahead", "before")
            and root.dep_ == "prep"
        ):
            continue
        yield from _without_asides(root)


def _without_asides(root: Token) -> Iterator[Token]:
    """The subtree of `root` but for clauses that tell something beside it in their own tense.

    "refused to hand the ship to Lund, which had seized it": not the seizing.
    """
    yield root
    for own in root.children:
        aside = own.dep_ == "relcl" or (own.dep_ == "advcl" and child(own, "mark") is not None)
        tensed = own.tag_ in ("VBD", "VBZ", "VBP") or any(
            c.tag_ in ("VBD", "VBZ", "VBP") for c in own.children if c.dep_ in ("aux", "auxpass")
        )
        if not (aside and tensed and not _conditional(own)):
            yield from _without_asides(own)


def _reasons(verb: Token) -> Iterator[Token]:
    """The tokens of what someone is arrested or convicted "for", "of" or "on suspicion of"."""
    for part in verb.children:
        if part.dep_ != "prep" or part.lower_ not in ("for", "of", "on", "over"):
            continue
        if not any(t.ent_type_ == "DATE" for t in part.children):
            yield from part.subtree


def _conditional(clause: Token) -> bool:
    mark = child(clause, "mark")
    return mark is not None and mark.lower_ in ("if", "unless")
