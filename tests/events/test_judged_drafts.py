"""What the network of roots may do to the lexicon's drafts, shown with chances of our own."""

import pytest

from onrecord.annotate.mentions import find_mentions
from onrecord.annotate.parsed import parse
from onrecord.events.codebook import type_names
from onrecord.events.drafts import find_drafts
from onrecord.events.judged import judged
from onrecord.events.learned import NONE
from onrecord.events.lexicon import builtin_lexicon
from onrecord.events.roles import Scene
from onrecord.model import Annotations
from tests.events.conftest import page_of


@pytest.fixture
def types(parser):
    """`types(text, chances, …)`: the drafts' types and words, where a network says `chances`."""

    def found(text, chances, **bounds):
        parsed = parse(page_of(text), parser)
        mentions, entities = find_mentions(parsed)
        scene = Scene(parsed, Annotations(mentions, entities, ()), ())
        every = dict.fromkeys((*type_names(), NONE), 0.0) | chances
        asked = []

        def root_of(sentence, source, target):
            asked.append((source.of(sentence), target.of(sentence)))
            return every

        drafts = find_drafts(scene, builtin_lexicon())
        told = judged(scene, drafts, root_of if chances else None, **bounds)
        return [(draft.frame.type, draft.token.text) for draft in told], asked

    return found


PRAISE = "Norway praised the Danish ambassador on Monday."
EXPULSION = "Norway expelled the Danish ambassador on Monday."
THREAT = "Norway threatened to condemn the Danish ambassador on Monday."
UNKNOWN = "Norway nudged Denmark on Monday."


def test_without_a_network_the_lexicon_goes_alone(types):
    assert types(EXPULSION, {})[0] == [("SANCTION", "expelled")]
    assert types(UNKNOWN, {})[0] == []


def test_a_sure_network_overrules_a_type_and_a_doubtful_one_does_not(types):
    assert types(PRAISE, {"COERCE": 0.99})[0] == [("COERCE", "praised")]
    assert types(PRAISE, {"COERCE": 0.5, "SUPPORT": 0.4})[0] == [("SUPPORT", "praised")]


def test_a_type_with_a_mode_is_not_overruled(types):
    assert types(EXPULSION, {"COERCE": 0.99})[0] == [("SANCTION", "expelled")]


def test_what_did_not_take_place_keeps_its_type(types):
    found = types(THREAT, {"COERCE": 0.99})[0]
    assert ("ACCUSE", "condemn") in found


def test_the_network_is_asked_about_the_two_sides(types):
    (pair,) = types(PRAISE, {"SUPPORT": 1.0}, proposes=1)[1]
    assert pair[0] == "Norway"
    assert "ambassador" in pair[1]


def test_a_verb_that_the_lexicon_has_not_passes_above_the_bound_only(types):
    assert types(UNKNOWN, {"COERCE": 0.97}, proposes=0.9)[0] == [("COERCE", "nudged")]
    assert types(UNKNOWN, {"COERCE": 0.7, NONE: 0.3}, proposes=0.9)[0] == []
    assert types(UNKNOWN, {"COERCE": 0.97}, proposes=1.0)[0] == []


def test_a_verb_with_one_side_is_not_proposed(types):
    assert types("Norway nudged on Monday.", {"COERCE": 0.99}, proposes=0.9)[0] == []


def test_concede_and_retreat_share_their_chance(types):
    found = types(UNKNOWN, {"CONCEDE": 0.5, "RETREAT": 0.45}, proposes=0.9)[0]
    assert found == [("CONCEDE", "nudged")]
