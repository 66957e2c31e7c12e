"""What the network of roots says to the lexicon's drafts, and which drafts it adds of its own.

The lexicon proposes and explains; the network overrules its type only where it is much surer, and
lets a verb that the lexicon has not through only where both sides are told and it is sure that
there is an act between them. Where the network is not installed, the drafts stay as they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec
from spacy.tokens import Token

from onrecord.annotate.parsed import Paragraph
from onrecord.events.arguments import slot
from onrecord.events.drafts import Draft, drafted, word_class_of
from onrecord.events.learned import NONE, RootOf
from onrecord.events.lexicon import Frame
from onrecord.events.roles import Party, Scene, phrase_span
from onrecord.spans import Span, hull

OVERRULES = 0.8
"""The network's chance of another type from which that is taken in place of the lexicon's."""
PROPOSES = 0.85
"""The network's chance of one type from which a verb without a frame is taken for an act."""
AHEAD = frozenset({"CONSULT", "SUPPORT", "COOPERATE", "AID", "RETREAT", "CONCEDE"})
"""Types that the manual codes as AGREE while they are still to come; onrecord keeps them."""
YIELDS = frozenset({"CONCEDE", "RETREAT"})
"""Types that the network's gold does not tell apart."""
MUTUAL = frozenset({"CONSULT", "COOPERATE"})

_RECEIVES = ("obj", "with", "against", "to", "from", "on", "at", "for", "into", "of")
_REAL = ("happened", "ongoing", None)
_NOUNS = ("NOUN", "PROPN")


def judged(
    scene: Scene,
    drafts: Iterable[Draft],
    root_of: RootOf | None,
    *,
    overrules: float = OVERRULES,
    proposes: float = PROPOSES,
) -> Iterator[Draft]:
    """`drafts` as the network leaves them, with those it adds, in order of the text.

    `root_of` None changes nothing. A bound of 1 or more switches its half off.
    """
    kept = list(drafts)
    if root_of is None:
        yield from kept
        return
    told = [overruled(scene, draft, kept, root_of, overrules) for draft in kept]
    if proposes < 1:
        told += proposed(scene, kept, root_of, proposes)
    yield from sorted(told, key=lambda draft: (draft.paragraph.start, draft.token.i))


def overruled(
    scene: Scene, draft: Draft, drafts: Sequence[Draft], root_of: RootOf, bound: float = OVERRULES
) -> Draft:
    """The draft with the network's type where that has a chance of `bound` or more.

    The network reads what a sentence says of two sides as a whole, and does not know of which word
    it is asked. So it has no say over what did not take place ("threatened to expel": THREATEN),
    nor for a type that another of the `drafts` tells in the sentence; nor over a frame that names a
    mode, which is the lexicon at its surest.
    """
    frame = draft.frame
    if bound >= 1 or draft.standing.status not in _REAL or frame.mode not in (None, "?"):
        return draft
    chances = _chances(scene, draft, root_of)
    if chances is None:
        return draft
    kind, share = _best(chances)
    ahead = kind == "AGREE" and frame.type in AHEAD
    told = {one.frame.type for one in drafts if one.token.sent == draft.token.sent}
    if kind in _alike(told) or ahead or share < bound or (frame.type in MUTUAL) != (kind in MUTUAL):
        return draft
    return _typed(draft, kind)


def proposed(
    scene: Scene, drafts: Sequence[Draft], root_of: RootOf, bound: float = PROPOSES
) -> list[Draft]:
    """Drafts for verbs of sentences that none of `drafts` is of, where both sides can act.

    Only for what is told as having taken place, and never for a word that reports a statement.
    """
    cues = {s.cue.start for s in scene.statements if s.cue is not None}
    told = {(d.paragraph.start, d.token.sent.start) for d in drafts}
    found = []
    for paragraph in scene.parsed.paragraphs:
        for sentence in paragraph.doc.sents:
            if (paragraph.start, sentence.start) in told:
                continue
            for verb in (token for token in sentence if token.pos_ == "VERB"):
                if paragraph.span_of(verb).start in cues:
                    continue
                draft = _proposed_at(scene, paragraph, verb, root_of, bound)
                if draft is not None:
                    found.append(draft)
    return found


def _proposed_at(
    scene: Scene, paragraph: Paragraph, verb: Token, root_of: RootOf, bound: float
) -> Draft | None:
    if verb.dep_ == "amod" or word_class_of(verb) != "v" or not slot(verb, "subj"):
        return None
    draft = drafted(scene, paragraph, verb, _frame(verb.lemma_.lower()))
    if draft.standing.status not in _REAL or not _both_act(draft):
        return None
    chances = _chances(scene, draft, root_of)
    if chances is None:
        return None
    kind, share = _best(chances)
    return _typed(draft, kind) if share >= bound else None


def _typed(draft: Draft, kind: str) -> Draft:
    """The draft as one of another type, which has no mode."""
    frame = msgspec.structs.replace(draft.frame, type=kind, mode=None, mutual=kind in MUTUAL)
    return msgspec.structs.replace(draft, frame=frame)


def _alike(kinds: set[str]) -> set[str]:
    return kinds | YIELDS if kinds & YIELDS else kinds


def _frame(verb: str) -> Frame:
    """A frame for a verb that the lexicon has not: who does it acts on whom it is done to."""
    return Frame(
        type="ACCUSE",  # until the network names another
        mode=None,
        word=verb,
        particle=None,
        word_class="v",
        left=("subj",),
        right=_RECEIVES,
        mutual=False,
        needs=(),
        weak=True,
    )


def _both_act(draft: Draft) -> bool:
    return all(any(party.acts for party in side) for side in (draft.left, draft.right))


def _chances(scene: Scene, draft: Draft, root_of: RootOf) -> Mapping[str, float] | None:
    """The network's chances for the draft's first actor and recipient, where both are told."""
    sentence = draft.paragraph.span_of(draft.token.sent)
    source, target = (_place(draft, side, sentence) for side in (draft.left, draft.right))
    if source is None or target is None or source.meets(target):
        return None
    return root_of(sentence.of(scene.parsed.document.text), source, target)


def _place(draft: Draft, side: tuple[Party, ...], sentence: Span) -> Span | None:
    """Where the first party of a side stands in the sentence, with the noun it belongs to.

    "the Danish" of "the Danish ambassador": the network has learnt whole phrases.
    """
    for party in side:
        words = party.named.span and draft.paragraph.tokens_in(party.named.span)
        if not words or words.root.sent != draft.token.sent:
            continue
        head = words.root
        while head.dep_ in ("det", "amod", "compound", "nmod", "poss") and head.head.pos_ in _NOUNS:
            head = head.head
        span = hull([draft.paragraph.span_of(words), phrase_span(draft.paragraph, head)])
        return Span(span.start - sentence.start, span.end - sentence.start)
    return None


def _best(chances: Mapping[str, float]) -> tuple[str, float]:
    """The likeliest type and its chance; CONCEDE and RETREAT share theirs."""
    kind = max((name for name in chances if name != NONE), key=lambda name: chances[name])
    return kind, sum(chances[name] for name in (YIELDS if kind in YIELDS else {kind}))
