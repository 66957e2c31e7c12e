"""One more page touches its neighbours alone, and gives what joining all pages anew gives."""

from dataclasses import dataclass, field

import msgspec
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from onrecord.link import again as again_module
from onrecord.link import decide, sorts
from onrecord.link.again import again, remember
from onrecord.link.decide import link, whole
from onrecord.link.memory import Memory
from onrecord.link.ties import Bond, Rift, Ties
from onrecord.model import Fact
from onrecord.record.schema import open_in_memory

NAMES = ("Sergey Orlovsky", "Sergei Orlovsky", "Orlovsky", "Ada Lind", "Lind")
OFFICES = ("Foreign Minister", "President", "spokesman")
WORDS = (
    "We shall open the locks when the last mine is out of the strait, and not before.",
    "the locks will open when the last mine is out of the strait",
    "Sudmark has been asked twice for its charts",
    "Sudmark has not been asked for its charts twice, and it will not be asked again this year",
    "a medicine, not a whip",
)
DONE = (
    ("Norland expelled twelve Sudmark diplomats", "expelled", "SANCTION", "expel"),
    ("Norland threw out nine Sudmark diplomats in April", "threw", "SANCTION", "expel"),
    ("the two are to meet in Tarn", "meet", "CONSULT", None),
    ("a fresh meeting of both in Tarn on Monday", "meeting", "CONSULT", None),
    ("they met in Tarn", "met", "CONSULT", "visit"),
)
DAYS = (None, "2031-05-02", "2031-05-03", "2031-05")


@dataclass
class Kept:
    """What a record would hold of the links, as it is told what to write."""

    actors: dict = field(default_factory=dict)
    of: dict = field(default_factory=dict)
    utterances: dict = field(default_factory=dict)
    happenings: dict = field(default_factory=dict)
    copies: dict = field(default_factory=dict)
    settled: dict = field(default_factory=dict)

    def take(self, found, gone):
        for id in found.gone:
            for table in (self.actors, self.utterances, self.happenings):
                table.pop(id, None)
        self.of = {member: id for member, id in self.of.items() if member[0] not in gone}
        self.of |= dict(found.placed)
        self.actors |= {one.id: one for one in found.actors}
        self.utterances |= {one.id: one for one in found.utterances}
        self.happenings |= {one.id: one for one in found.happenings}
        self.copies = {doc: row for doc, row in self.copies.items() if doc not in found.copied}
        self.copies |= {row[0]: row for row in found.copies}
        self.settled = {doc: row for doc, row in self.settled.items() if doc not in found.dated}
        self.settled |= {row.doc: row for row in found.settled}

    def all(self):
        members = {}
        for member, id in sorted(self.of.items()):
            members.setdefault(id, []).append(member)
        actors = {
            id: msgspec.structs.replace(one, members=tuple(members.pop(id)))
            for id, one in self.actors.items()
        }
        assert not members
        return actors, self.utterances, self.happenings, self.copies, self.settled


def all_of(links):
    return (
        {one.id: one for one in links.actors},
        {one.id: one for one in links.utterances},
        {one.id: one for one in links.happenings},
        {row[0]: row for row in links.copies},
        {row.doc: row for row in links.settled},
    )


def memory():
    return Memory(open_in_memory())


@st.composite
def pages(draw, written_page, doc):
    one = written_page(doc, draw(st.sampled_from(DAYS[:3])))
    norland, sudmark = one.state("Norland"), one.state("Sudmark")
    if draw(st.booleans()):
        one.state("NL", "NLD")
    people = []
    for name in draw(st.lists(st.sampled_from(NAMES), max_size=2, unique=True)):
        state = draw(st.sampled_from([norland, sudmark, None]))
        offices = tuple(draw(st.lists(st.sampled_from(OFFICES), max_size=1)))
        people.append(one.entity(name, state=state, offices=offices))
    if draw(st.booleans()):
        people.append(one.entity("the Foreign Minister", "office", state=norland))
    if draw(st.booleans()):
        one.entity("Foreign Ministry", "organisation", state=draw(st.sampled_from([norland, None])))
    speakers = [*people, norland, None]
    for words in draw(st.lists(st.sampled_from(WORDS), max_size=3)):
        kind = draw(st.sampled_from(["direct", "indirect", "mixed"]))
        day = draw(st.sampled_from(DAYS))
        one.says(draw(st.sampled_from(speakers)), words, on=day, kind=kind)
    before = None
    for text, anchor, sort, mode in draw(st.lists(st.sampled_from(DONE), max_size=3)):
        sides = draw(st.permutations([norland, sudmark, *people]))
        before = one.event(
            text, anchor, sort, mode, actors=tuple(sides[:1]), recipients=tuple(sides[1:2]),
            on=draw(st.sampled_from(DAYS)), place=draw(st.sampled_from([None, "Tarn"])),
            response_to=before if draw(st.booleans()) else None,
            status=draw(st.sampled_from(["planned", "happened"])),
        )  # fmt: skip
    reading = one.reading()
    bare = draw(st.sampled_from([None, "XXXX-05-02"]))
    if bare is not None:
        day = msgspec.convert({"value": bare, "span": None, "basis": ""}, Fact)
        document = msgspec.structs.replace(reading.document, dateline_day=day)
        reading = msgspec.structs.replace(reading, document=document)
    return reading


@pytest.mark.parametrize("reach", [1, 2, 40])
@given(data=st.data())
@settings(
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_pages_that_come_change_and_go_in_any_order_give_what_all_at_once_give(
    written_page, monkeypatch_reach, reach, data
):
    monkeypatch_reach(reach)
    kept, known, now, ties = Kept(), memory(), {}, Ties()
    names = [f"p{number}" for number in range(data.draw(st.integers(1, 5)))]
    for _ in range(data.draw(st.integers(1, 4))):
        come = {
            doc: data.draw(pages(written_page, doc))
            for doc in data.draw(st.lists(st.sampled_from(names), max_size=3, unique=True))
        }
        left = sorted(now.keys() - come.keys())
        gone = set(data.draw(st.lists(st.sampled_from(left), max_size=1))) if left else set()
        gone |= come.keys() & now.keys()
        now = {doc: one for doc, one in now.items() if doc not in gone} | come
        before = ties
        ties = data.draw(decisions(list(now.values())))
        kept.take(again(known, come, gone, ties, before), gone)
        assert kept.all() == all_of(link(list(now.values()), ties))


@st.composite
def decisions(draw, readings):
    if not draw(st.booleans()):
        return Ties()
    bonds, rifts = [], []
    for row in (
        [(r.document.doc, e.number) for r in readings for e in r.annotations.entities],
        [one.id for r in readings for one in r.statements],
        [one.id for r in readings for one in r.events],
    ):
        if len(row) > 2 and draw(st.booleans()):
            one, other, third = draw(st.permutations(row))[:3]
            bonds.append(Bond(frozenset([one, other]), "so"))
            rifts.append(Rift(frozenset([one]), frozenset([third])))
    return Ties(tuple(bonds), tuple(rifts))


@given(data=st.data())
@settings(
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    max_examples=30,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_what_was_joined_all_at_once_is_gone_on_from(written_page, data):
    first = [data.draw(pages(written_page, f"p{number}")) for number in range(3)]
    known, kept = memory(), Kept()
    before = whole(first, Ties())
    remember(known, before, {})
    for table, rows in zip(
        ("actors", "utterances", "happenings", "copies", "settled"),
        all_of(before.links),
        strict=True,
    ):
        setattr(kept, table, rows)
    kept.of = {member: one.id for one in before.links.actors for member in one.members}
    more = data.draw(pages(written_page, "p9"))
    kept.take(again(known, {"p9": more}, (), Ties(), Ties()), set())
    assert kept.all() == all_of(link([*first, more]))


@pytest.fixture
def monkeypatch_reach(monkeypatch):
    def patch(reach):
        for name in ("ACTORS", "UTTERANCES", "HAPPENINGS", "COPIES"):
            short = msgspec.structs.replace(getattr(sorts, name), reach=reach)
            monkeypatch.setattr(again_module, name, short)
            monkeypatch.setattr(decide, name, short)

    return patch
