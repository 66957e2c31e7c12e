"""What a person decided, as the linker takes it: it wins, and order still changes nothing."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onrecord.link.block import Join, grouped
from onrecord.link.decide import link
from onrecord.link.ties import Bond, Held, Rift, Ties, held_by, of_ids

WORDS = "We shall open the locks when the last mine is out of the strait, and not before."


def never(one, other):
    return False


def held(*ties):
    bonds = tuple(tie for tie in ties if isinstance(tie, Bond))
    rifts = tuple(tie for tie in ties if isinstance(tie, Rift))
    return held_by(Ties(bonds, rifts), of_ids("abcdef"))


def groups(joins=(), apart=never, ties=None):
    found = grouped("abcd", [Join(*join) for join in joins], apart, ties or Held())
    return ["".join(group.members) for group in found]


def test_a_bond_joins_what_the_linker_holds_apart():
    ties = held(Bond(frozenset("ab"), "so"))
    assert groups(apart=lambda one, other: True, ties=ties) == ["ab", "c", "d"]
    assert grouped("ab", [], never, ties)[0].reasons == ("so",)


def test_a_rift_keeps_apart_whatever_joins_and_over_a_third():
    ties = held(Rift(frozenset("a"), frozenset("b")))
    assert groups([("a", "b", 9, "")], ties=ties) == ["a", "b", "c", "d"]
    assert groups([("a", "c", 9, ""), ("b", "c", 5, "")], ties=ties) == ["ac", "b", "d"]


def test_what_fits_both_sides_of_a_rift_equally_joins_neither():
    ties = held(Rift(frozenset("a"), frozenset("b")))
    assert groups([("a", "c", 5, ""), ("b", "c", 5, "")], ties=ties) == ["a", "b", "c", "d"]


def test_what_fits_one_part_of_a_bond_is_not_kept_out_by_the_other():
    ties = held(Bond(frozenset("ab"), "so"))
    assert groups(
        [("a", "c", 5, "")], apart=lambda one, other: {one, other} == {"b", "c"}, ties=ties
    ) == ["abc", "d"]
    assert groups([("a", "c", 5, "")], apart=lambda one, other: "c" in (one, other), ties=ties) == [
        "ab",
        "c",
        "d",
    ]


def test_keys_that_are_not_there_tie_nothing():
    assert held(Bond(frozenset("az"), "so")).bonds == ()


@pytest.fixture(scope="module")
def story(request):
    """Five pages on which one minister says one thing, and two namesakes act."""
    page = request.getfixturevalue("written_page")
    found = []
    for number in range(5):
        one = page(f"page{number}", f"2031-05-0{number + 1}")
        norland, sudmark = one.state("Norland"), one.state("Sudmark")
        name = ("Sergey Orlovsky", "Sergei Orlovsky", "Orlovsky")[number % 3]
        minister = one.entity(name, state=norland, offices=("Foreign Minister",))
        one.says(minister, WORDS)
        one.event("Norland expelled twelve Sudmark diplomats on April 20", "expelled", "SANCTION",
                  "expel", actors=(norland,), recipients=(sudmark,), on="2031-04-20")  # fmt: skip
        found.append(one.reading())
    return tuple(found)


def members_of(story):
    people = [(r.document.doc, 2) for r in story]
    said = [r.statements[0].id for r in story]
    done = [r.events[0].id for r in story]
    return people, said, done


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_ties_hold_and_the_order_of_pages_makes_no_difference(story, data):
    rows = members_of(story)
    rifts, bonds = [], []
    for row in rows:
        left, right, more = data.draw(st.permutations(row))[:3]
        if data.draw(st.booleans()):
            rifts.append(Rift(frozenset([left]), frozenset([right])))
        if data.draw(st.booleans()):
            bonds.append(Bond(frozenset([left, more]), "so"))
    ties = Ties(tuple(bonds), tuple(rifts))
    found = link(story, ties)
    assert link(data.draw(st.permutations(story)), ties) == found
    of = {member: one.id for one in found.actors for member in one.members}
    of |= {member: one.id for one in found.utterances for member in one.members}
    of |= {member: one.id for one in found.happenings for member in one.members}
    assert len(of) == sum(len(r.annotations.entities) + 2 for r in story)
    for rift in rifts:
        assert not {of[key] for key in rift.one} & {of[key] for key in rift.other}
    for bond in bonds:
        assert len({of[key] for key in bond.keys}) == 1


def test_one_report_parted_from_the_others_leaves_these_together(story):
    people, said, done = members_of(story)
    for row in (people, said, done):
        ties = Ties((), (Rift(frozenset(row[:1]), frozenset(row[1:])),))
        found = link(story, ties)
        wholes = [one.members for one in (*found.actors, *found.utterances, *found.happenings)]
        assert any(set(whole) == set(row[1:]) for whole in wholes), row
