"""What people decide wins over the machine, survives, and can be taken back without a trace."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import onrecord
from onrecord.errors import NotOnRecord, OnrecordError, RecordError
from onrecord.link.decide import link
from onrecord.record import query
from onrecord.record.corrections import Correction
from onrecord.record.meant import correction_of
from onrecord.record.relations import relations as query_relations
from onrecord.record.rows import EventRow
from onrecord.record.store import View, Writer
from onrecord.record.timeline import timeline
from onrecord.record.verify import verify
from onrecord.views.export import EXPORTS, exported
from onrecord.views.text import citation_lines, status_of
from tests.record.conftest import Story, made, read_story

WORDS = "We shall open the locks when the last mine is out of the strait, and not before."
PAGES = {
    "wire": (
        "Norland opens no locks\n\nPublished 4 May 2031\n\n"
        f"“{WORDS}” the Norwegian foreign minister, Ada Lind, said on Sunday.\n\n"
        "Norway expelled twelve Portuguese diplomats on Friday.\n"
    ),
    "paper": (
        "Locks stay shut\n\nPublished 5 May 2031\n\n"
        f"“{WORDS}” Foreign Minister Ada Lind said on Sunday.\n\n"
        "Norway expelled nine Portuguese diplomats on May 2.\n\n"
        "“The strait is ours,” Anna Lindt said on Monday.\n"
    ),
    "portal": (
        "Lisbon answers\n\nPublished 6 May 2031\n\n"
        "“Nobody has asked us for charts of the strait,” the Portuguese president, Olga Sousa, "
        "said on Tuesday.\n\nPortugal recalled its ambassador to Norway on Tuesday.\n"
    ),
}


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Story:
    return read_story(tmp_path_factory.mktemp("pages"), PAGES)


@pytest.fixture
def path(story: Story, tmp_path: Path) -> Path:
    return made(tmp_path / "story.db", story)


def decide(path: Path, verb: str, *asked: str, made: str | None = None, **more: bool) -> Correction:
    with View(path) as view:
        one = correction_of(view, verb, asked, why="I was there", who="Ed", made=made, **more)
    with Writer(path) as writer:
        writer.correct(one, link, "test")
    return one


def undo(path: Path, one: Correction) -> None:
    with Writer(path) as writer:
        writer.undo(one.id, link, "test", who="Ed", why="no", at="2031-09-09T00:00:00+00:00")


def everything(path: Path, *but: str) -> dict[str, bytes]:
    with View(path) as view:
        assert verify(view).faults == ()
        found = {what: exported(view, what) for what in EXPORTS if what not in but}
        found["timeline"] = msgspec.json.encode(timeline(view))
        found["actors"] = msgspec.json.encode(query.actors(view))
        return found


def rows(path: Path, ask: Callable[[View], list]) -> list:
    with View(path) as view:
        return ask(view)


def said(path: Path, doc: str, words: str) -> str:
    [row] = [r for r in rows(path, query.statements) if r.doc == doc and words in r.text]
    return str(row.id)


def done(path: Path, doc: str, words: str) -> str:
    [row] = [r for r in rows(path, query.events) if r.doc == doc and words in r.text]
    return str(row.id)


def test_one_utterance_is_two_where_a_person_says_so_and_one_again_when_it_is_undone(
    path: Path,
) -> None:
    before = everything(path, "corrections")
    one, other = said(path, "wire", "locks"), said(path, "paper", "locks")
    assert len({r.utterance for r in rows(path, query.statements) if r.id in (one, other)}) == 1
    split = decide(path, "different", one, other)
    assert len({r.utterance for r in rows(path, query.statements) if r.id in (one, other)}) == 2
    undo(path, split)
    assert everything(path, "corrections") == before
    [row] = rows(path, query.corrections)
    assert (row.state, row.undone_by, row.undone_why) == ("undone", "Ed", "no")


def test_one_report_is_taken_out_of_an_utterance_by_the_ids_of_both(path: Path) -> None:
    one = said(path, "wire", "locks")
    [whole] = {r.utterance for r in rows(path, query.statements) if r.id == one}
    decide(path, "different", one, whole)
    assert len({r.utterance for r in rows(path, query.statements) if "locks" in r.text}) == 2


def test_two_happenings_are_one_where_a_person_says_so_with_the_reason(path: Path) -> None:
    one, other = done(path, "wire", "expelled"), done(path, "portal", "recalled")
    decide(path, "same", one, other)
    [whole] = [h for h in rows(path, query.happenings) if {one, other} <= set(h.events)]
    assert any("corrected by Ed on" in why and "I was there" in why for why in whole.reasons)


def test_two_names_are_one_actor_where_a_person_says_so(path: Path) -> None:
    decide(path, "same", "Ada Lind", "Anna Lindt")
    [lind] = [row for row in rows(path, query.actors) if "Ada Lind" in row.names]
    assert "Anna Lindt" in lind.names
    [strait] = [r for r in rows(path, query.statements) if "strait is ours" in r.text]
    assert strait.speaker.id == lind.id


def test_one_name_on_two_pages_is_two_people_where_a_person_says_so(path: Path) -> None:
    decide(path, "different", "Ada Lind@wire", "Ada Lind@paper")
    assert len([row for row in rows(path, query.actors) if "Ada Lind" in row.names]) == 2


def test_a_corrected_speaker_is_shown_and_found_and_what_was_read_stands_beside(path: Path) -> None:
    id = said(path, "wire", "locks")
    decide(path, "speaker", id, "Olga Sousa")
    with View(path) as view:
        [row] = [r for r in query.statements(view, by="Olga Sousa") if r.id == id]
        assert id not in {r.id for r in query.statements(view, by="Ada Lind")}
        [entry] = [e for e in timeline(view) if id in e.members]
        assert query.corrections(view)[0].changed[0].was == "Ada Lind"
    assert (row.speaker.name, row.speaker.text) == ("Olga Sousa", None)
    assert [(one.field, one.was) for one in row.corrected] == [("speaker", "Ada Lind")]
    assert "corrected: speaker was Ada Lind" in status_of(entry)
    [citation] = onrecord.cite(path, id)
    assert any("speaker was Ada Lind (c-" in line for line in citation_lines(citation))


def test_a_speaker_whom_nobody_named_yet_must_be_called_new(path: Path) -> None:
    id = said(path, "portal", "charts")
    with pytest.raises(NotOnRecord, match="Olga Sausa"):
        decide(path, "speaker", id, "Olga Sausa")
    decide(path, "speaker", id, "Olga Sausa", new=True)
    [row] = [r for r in rows(path, query.statements) if r.id == id]
    assert (row.speaker.name, row.speaker.id) == ("Olga Sausa", None)
    decide(path, "speaker", id, "none")
    [row] = [r for r in rows(path, query.statements) if r.id == id]
    assert row.speaker is None


def test_a_date_and_a_status_carry_who_set_them_and_why(path: Path) -> None:
    id = done(path, "portal", "recalled")
    decide(path, "date", id, "2031-05-05")
    decide(path, "status", id, "planned")
    [row] = [r for r in rows(path, query.events) if r.id == id]
    assert (row.date, row.status) == ("2031-05-05", "planned")
    assert row.date_basis.startswith("corrected by Ed on ") and "I was there" in row.date_basis
    [whole] = [h for h in rows(path, query.happenings) if id in h.events]
    assert (whole.date, whole.status) == ("2031-05-05", "planned")


def test_whom_it_was_said_to_where_and_on_what_occasion_are_corrected(path: Path) -> None:
    id = said(path, "portal", "charts")
    decide(path, "addressee", id, "Ada Lind")
    decide(path, "place", id, "Lisbon harbour")
    decide(path, "occasion", id, "Lisbon  answers")
    with View(path) as view:
        [row] = [r for r in query.statements(view, actor="Ada Lind") if r.id == id]
        page = view.page("portal")
    assert (row.addressee.name, row.addressee.text, row.place) == (
        "Ada Lind",
        None,
        "Lisbon harbour",
    )
    assert page.text[row.occasion.start : row.occasion.end] == row.occasion.text == "Lisbon answers"
    assert [one.field for one in row.corrected] == ["addressee", "occasion", "place"]
    decide(path, "occasion", id, "a breakfast of fishers")
    [row] = [r for r in rows(path, query.statements) if r.id == id]
    assert (row.occasion.start, row.occasion.text) == (None, "a breakfast of fishers")
    for verb in ("addressee", "occasion", "place"):
        decide(path, verb, id, "none")
    [row] = [r for r in rows(path, query.statements) if r.id == id]
    assert (row.addressee, row.occasion, row.place) == (None, None, None)
    everything(path)


def test_the_type_of_an_event_brings_its_class_and_score(path: Path) -> None:
    id = done(path, "portal", "recalled")
    decide(path, "type", id, "consult", "phone")
    [row] = [r for r in rows(path, query.events) if r.id == id]
    assert (row.type, row.mode, row.quad) == ("CONSULT", "phone", 1)
    [one] = rows(path, query.corrections)
    assert (one.value, one.changed[0].was.split()[0]) == ("CONSULT phone", "SANCTION")
    [entry] = [e for e in rows(path, timeline) if id in e.members]
    assert entry.kind == "CONSULT" and "corrected: type was SANCTION" in status_of(entry)


def test_the_sides_of_an_event_are_corrected_also_by_somebody_its_page_does_not_name(
    path: Path,
) -> None:
    id = done(path, "portal", "recalled")
    decide(path, "actor", id, "Olga Sousa; Ada Lind")
    decide(path, "recipient", id, "none")
    with View(path) as view:
        [row] = [r for r in query.events(view, actor="Ada Lind") if r.id == id]
    assert [one.name for one in row.actors] == ["Olga Sousa", "Ada Lind"]
    assert all(one.id and one.text is None for one in row.actors)
    assert row.recipients == ()
    assert {one.field: one.was for one in row.corrected} == {
        "actors": "Portugal",
        "recipients": "Norway",
    }
    decide(path, "actor", id, "Olga Sousa; Carl Moss", new=True)
    [row] = [r for r in rows(path, query.events) if r.id == id]
    assert [(one.name, one.id is None) for one in row.actors] == [
        ("Olga Sousa", False),
        ("Carl Moss", True),
    ]
    everything(path)


def test_how_a_statement_is_told_and_of_what_nature_it_is_are_corrected(path: Path) -> None:
    id = said(path, "portal", "charts")
    before = everything(path, "corrections")
    kind, nature = decide(path, "kind", id, "indirect"), decide(path, "nature", id, "belief")
    [row] = [r for r in rows(path, query.statements) if r.id == id]
    assert (row.kind, row.nature) == ("indirect", "belief")
    assert [(one.field, one.was) for one in row.corrected] == [
        ("kind", "direct"),
        ("nature", "speech"),
    ]
    assert all(id not in entry.members for entry in rows(path, timeline))
    assert b'"kind":"indirect"' in everything(path)["statements"]
    undo(path, nature)
    [entry] = [e for e in rows(path, timeline) if id in e.members]
    assert "corrected: kind was direct" in status_of(entry)
    undo(path, kind)
    assert everything(path, "corrections") == before


def test_a_quotation_is_cut_shorter_and_longer_in_the_words_of_its_page_alone(path: Path) -> None:
    id = said(path, "wire", "locks")
    before = everything(path, "corrections")
    one = decide(path, "words", id, "We shall open the locks […] and not  before.")
    decide(path, "cue", id, "said on Sunday")
    with View(path) as view:
        [row] = [r for r in query.statements(view) if r.id == id]
        [shown] = query.words(view, [id]).values()
        page = view.page("wire").text
        assert [r.id for r in query.statements(view, words="mine", doc="wire")] == []
    assert [page[start:end] for start, end in row.parts] == [
        "We shall open the locks",
        "and not before.",
    ]
    assert shown == "We shall open the locks […] and not before."
    assert page[row.cue.start : row.cue.end] == row.cue.text == "said on Sunday"
    assert [(one.field, one.was) for one in row.corrected] == [("cue", "said"), ("words", WORDS)]
    longer = decide(path, "words", id, f"{WORDS}” the Norwegian foreign minister")
    assert rows(path, query.corrections)[0].state == "overruled"
    [row] = [r for r in rows(path, query.statements) if r.id == id]
    assert row.text == f"{WORDS}” the Norwegian foreign minister"
    decide(path, "cue", id, "none")
    everything(path)
    for correction in rows(path, query.corrections):
        undo(path, correction)
    assert everything(path, "corrections") == before
    assert one.id != longer.id


def test_what_an_event_is_about_is_corrected_and_tells_reports_apart_by_it(path: Path) -> None:
    id = done(path, "paper", "nine")
    decide(path, "about", id, "nine Portuguese diplomats; count: nine; name: Portuguese")
    with View(path) as view:
        [row] = [r for r in query.events(view) if r.id == id]
        page = view.page("paper").text
    assert [(one.kind, one.value) for one in row.about] == [
        ("object", "nine Portuguese diplomats"),
        ("count", "9"),
        ("name", "Portuguese"),
    ]
    assert {page[one.start : one.end] == one.text for one in row.about} == {True}
    decide(path, "about", id, "none")
    [row] = [r for r in rows(path, query.events) if r.id == id]
    assert row.about == ()
    everything(path)


def test_a_quotation_of_two_paragraphs_is_corrected_into_its_pieces(tmp_path: Path) -> None:
    text = (
        "Locks\n\nPublished 4 May 2031\n\n“We open the locks in May,” Ada Lind said. "
        "“The strait is wide.\n\n“It is deep as well. Nobody owns it.”\n\n"
        "The ministry had no comment.\n"
    )
    path = made(tmp_path / "two.db", read_story(tmp_path, {"long": text}))
    id = said(path, "long", "strait")
    decide(path, "words", id, "The strait is wide. It is deep as well.")
    with View(path) as view:
        [row] = [r for r in query.statements(view) if r.id == id]
        assert query.words(view, [id])[id] == "The strait is wide. It is deep as well."
    assert [text[start:end] for start, end in row.parts] == [
        "The strait is wide.",
        "It is deep as well.",
    ]


def test_words_that_a_later_reading_has_elsewhere_are_not_applied_and_it_says_so(
    path: Path, story: Story
) -> None:
    id = said(path, "wire", "locks")
    decide(path, "words", id, "and not before.")
    page, reading = story["wire"]
    [lost] = [s for s in reading.statements if s.id == id]
    first = reading.document.regions[0].span
    moved = msgspec.structs.replace(lost, parts=(first,))
    others = tuple(moved if s.id == id else s for s in reading.statements)
    with Writer(path) as writer:
        writer.add(page, msgspec.structs.replace(reading, statements=others), "newer")
        writer.link(link, "test")
    [row] = rows(path, query.corrections)
    assert row.state == "not applied"
    assert row.note == "“and not before.” does not stand there in wire as it is read now"
    with Writer(path) as writer:
        writer.add(page, reading, "rules")
        writer.link(link, "test")
    [row] = rows(path, query.corrections)
    assert row.state == "applied"


def test_in_whose_words_an_event_is_told_and_what_it_answers_are_corrected(path: Path) -> None:
    id, far = done(path, "portal", "recalled"), done(path, "wire", "expelled")
    charts, before = said(path, "portal", "charts"), everything(path, "corrections")
    told, answer = decide(path, "reported_by", id, charts), decide(path, "response_to", id, far)
    [row] = [r for r in rows(path, query.events) if r.id == id]
    assert (row.reported_by, row.response_to) == (charts, far)
    [entry] = [e for e in rows(path, timeline) if id in e.members]
    [other] = [e for e in rows(path, timeline) if far in e.members]
    assert entry.told_by == ("Olga Sousa",) and entry.answers == other.id
    with View(path) as view:
        [chain] = query_relations(view, "Norway", "Portugal").chains
    assert [act.id for act in chain] == [other.id, entry.id]
    everything(path)
    undo(path, told)
    undo(path, answer)
    assert everything(path, "corrections") == before


def test_what_a_whole_entry_answers_is_named_by_a_whole_entry(path: Path) -> None:
    with View(path) as view:
        [one] = [h for h in query.happenings(view) if done(path, "portal", "recalled") in h.events]
        [other] = [h for h in query.happenings(view) if done(path, "wire", "expelled") in h.events]
    decide(path, "response_to", one.id, other.id)
    [whole] = [h for h in rows(path, query.happenings) if h.id == one.id]
    assert whole.response_to == other.id
    decide(path, "response_to", one.id, "none")
    [whole] = [h for h in rows(path, query.happenings) if h.id == one.id]
    assert whole.response_to is None


def test_a_statement_is_put_into_another_of_its_page_and_taken_out_again(path: Path) -> None:
    inner, outer = said(path, "paper", "strait is ours"), said(path, "paper", "locks")
    decide(path, "within", inner, outer)
    [row] = [r for r in rows(path, query.statements) if r.id == inner]
    assert row.within == outer
    decide(path, "within", outer, inner)
    everything(path)
    for id in (inner, outer):
        decide(path, "within", id, "none")
    assert {r.within for r in rows(path, query.statements) if r.doc == "paper"} == {None}


def test_what_an_event_answers_may_be_gone_after_another_reading_and_it_says_so(
    path: Path, story: Story
) -> None:
    id, far = done(path, "portal", "recalled"), done(path, "wire", "expelled")
    decide(path, "response_to", id, far)
    page, reading = story["wire"]
    with Writer(path) as writer:
        writer.add(page, msgspec.structs.replace(reading, events=()), "newer")
        writer.link(link, "test")
    [row] = rows(path, query.corrections)
    assert row.state == "applied" and f"{far} (“Norway expelled" in row.note
    [whole] = [h for h in rows(path, query.happenings) if id in h.events]
    assert whole.response_to is None


def test_what_is_rejected_is_in_no_view_and_comes_back_when_it_is_asked_for(path: Path) -> None:
    id = done(path, "portal", "recalled")
    decide(path, "reject", id)
    with View(path) as view:
        assert id not in {row.id for row in query.events(view)}
        assert all(id not in entry.members for entry in timeline(view))
        with view.retold(view.docs(), link, rejected=True) as whole:
            [row] = [r for r in query.events(whole) if r.id == id]
            assert [one.field for one in row.corrected] == ["rejected"]
            [entry] = [e for e in timeline(whole) if id in e.members]
    assert status_of(entry).endswith("rejected")


def test_a_rejected_statement_is_not_found_by_its_words(path: Path) -> None:
    rejected = decide(path, "reject", said(path, "portal", "charts"))
    with View(path) as view:
        assert [one.id for one in query.search(view, "charts") if one.id] == []
    undo(path, rejected)
    with View(path) as view:
        assert len([one for one in query.search(view, "charts") if one.id]) == 1


def test_the_latest_of_contradicting_decisions_holds_until_it_is_undone(path: Path) -> None:
    one, other = said(path, "wire", "locks"), said(path, "paper", "locks")
    decide(path, "same", one, other)
    later = decide(path, "different", one, other)
    assert len({r.utterance for r in rows(path, query.statements) if r.id in (one, other)}) == 2
    assert [row.state for row in rows(path, query.corrections)] == ["overruled", "applied"]
    assert later.id in rows(path, query.corrections)[0].note
    undo(path, later)
    assert len({r.utterance for r in rows(path, query.statements) if r.id in (one, other)}) == 1
    assert [row.state for row in rows(path, query.corrections)] == ["applied", "undone"]


def test_a_correction_whose_entry_a_newer_reading_lost_is_kept_and_says_so(
    path: Path, story: Story
) -> None:
    id = done(path, "portal", "recalled")
    decide(path, "date", id, "2031-05-05")
    page, reading = story["portal"]
    with Writer(path) as writer:
        writer.add(page, msgspec.structs.replace(reading, events=()), "newer")
        writer.link(link, "test")
    [row] = rows(path, query.corrections)
    assert row.state == "not applied"
    assert f"{id} (“Portugal recalled" in row.note and "as it is read now" in row.note
    with View(path) as view:
        proof = verify(view)
    assert proof.faults == () and "not applied" in proof.unapplied[0]
    with Writer(path) as writer:
        writer.add(page, reading, "newest")
        writer.link(link, "test")
    assert [row.state for row in rows(path, query.corrections)] == ["applied"]
    assert [r.date for r in rows(path, query.events) if r.id == id] == ["2031-05-05"]


def test_reading_the_pages_again_leaves_every_correction_in_force(path: Path, story: Story) -> None:
    decide(path, "speaker", said(path, "wire", "locks"), "Olga Sousa")
    decide(path, "reject", done(path, "portal", "recalled"))
    before = everything(path)
    made(path, story)
    assert everything(path) == before
    with Writer(path) as writer:
        for page, reading in story.values():
            writer.add(page, reading, "newer")
        writer.link(link, "newer linker")
    assert everything(path) == before


def test_the_command_and_the_function_say_what_became_of_a_correction(path: Path) -> None:
    id = done(path, "portal", "recalled")
    row = onrecord.correct(path, "date", id[:8], "2031-05-05", why="the minutes", who="Ed")
    assert (row.state, row.why, row.who) == ("applied", "the minutes", "Ed")
    assert onrecord.correct(path, "undo", row.id, why="a slip", who="Ed").state == "undone"
    with pytest.raises(RecordError, match="was undone by Ed"):
        onrecord.correct(path, "undo", row.id, why="a slip", who="Ed")


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        (("same", "S"), "two entries or more"),
        (("same", "S", "E"), "one sort"),
        (("different", "S", "S"), "the same one twice"),
        (("status", "S", "planned"), "events"),
        (("status", "E", "maybe"), "expected a status of"),
        (("date", "E", "yesterday"), "expected a date"),
        (("speaker", "E", "Ada Lind"), "statements"),
        (("date", "E"), "the right date"),
        (("addressee", "E", "Ada Lind"), "statements"),
        (("addressee", "S", "Nobody Known"), "nobody called"),
        (("occasion", "E", "a dinner"), "statements"),
        (("place", "S", " "), "found nothing"),
        (("type", "S", "CONSULT"), "events"),
        (("type", "E", "none"), "a PLOVER type"),
        (("type", "E", "CONSULT expel"), "a PLOVER type"),
        (("actor", "S", "Ada Lind"), "events"),
        (("actor", "E", "Ada Lind; "), "a semicolon"),
        (("recipient", "E", "Ada Lind; Nobody Known"), "nobody called"),
        (("words", "S", "We shall open the doors"), "expected words of wire where s-"),
        (("words", "S", "Norway expelled"), "in the same paragraphs"),
        (("words", "S", "none"), "expected words of wire"),
        (("words", "E", "Portugal"), "statements"),
        (("cue", "S", "shouted"), "expected words of wire"),
        (("about", "S", "Norway"), "events"),
        (("about", "E", "its envoy"), "expected words of portal"),
        (("about", "E", "count: its ambassador"), "a count be a number"),
        (("kind", "S", "loud"), "expected a kind of direct, mixed, indirect"),
        (("nature", "E", "speech"), "statements"),
        (("nature", "S", "none"), "expected a nature of"),
        (("reported_by", "E", "S"), "a statement of portal as the reported_by, found one of wire"),
        (("reported_by", "E", "E"), "expected a statement as the reported_by, found events"),
        (("response_to", "E", "E"), "expected another event"),
        (("response_to", "E", "S"), "expected an event as the response_to, found statements"),
        (("response_to", "S", "E"), "expected events to correct the response_to of"),
        (("within", "S", "S"), "expected another statement"),
        (("within", "S", "Ada Lind"), "found actors"),
        (("reject", "Ada Lind"), "to correct the reject|events or statements"),
        (("forget", "E"), "expected one of same"),
        (("reject", "e-nothing"), "no statement, event"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_changes(
    path: Path, asked: tuple[str, ...], message: str
) -> None:
    ids = {"S": said(path, "wire", "locks"), "E": done(path, "portal", "recalled")}
    before = everything(path)
    with pytest.raises(OnrecordError, match=message):
        decide(path, asked[0], *(ids.get(one, one) for one in asked[1:]))
    with pytest.raises(OnrecordError, match="reason"):
        onrecord.correct(path, "reject", ids["E"], why=" ")
    assert everything(path) == before


def test_verify_names_a_correction_and_a_row_that_someone_changed(path: Path) -> None:
    decide(path, "date", done(path, "portal", "recalled"), "2031-05-05")
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE corrections SET value = '2031-05-01'")
        connection.execute("UPDATE event_roles SET name = 'Nobody' WHERE doc = 'portal'")
    with View(path) as view:
        messages = [fault.message for fault in verify(view).faults]
    assert any("not as it was made" in one for one in messages)
    assert any("not as the corrections have it" in one for one in messages)


@pytest.mark.parametrize("version", [2, 3, 7])
def test_a_record_of_an_older_version_is_brought_up_to_date(
    path: Path, version: int, as_older: Callable[[Path, int], None]
) -> None:
    before, events = everything(path, "events"), plain_events(path)
    with View(path) as view:
        entries = timeline(view)
        found = query.search(view, "locks")
    as_older(path, version)
    with View(path) as view:
        assert timeline(view) == entries
        assert query.search(view, "locks") == found
        assert query.statements(view, by="Olga Sousa")
    assert everything(path, "events") == before
    assert plain_events(path) == events


def plain_events(path: Path) -> list[EventRow]:
    """The events without what they are about, which older records get when a page is read anew."""
    return [msgspec.structs.replace(row, about=()) for row in rows(path, query.events)]


@pytest.fixture(scope="module")
def pool(story: Story, tmp_path_factory: pytest.TempPathFactory) -> list[Correction]:
    """Decisions of every verb, some against each other, each with its own moment."""
    path = made(tmp_path_factory.mktemp("pool") / "story.db", story)
    wire, paper = said(path, "wire", "locks"), said(path, "paper", "locks")
    ours, charts = said(path, "paper", "ours"), said(path, "portal", "charts")
    twelve, nine = done(path, "wire", "expelled"), done(path, "paper", "expelled")
    recalled = done(path, "portal", "recalled")

    def all_of_them() -> Iterator[tuple[str, ...]]:
        yield "different", wire, paper
        yield "same", wire, paper, ours
        yield "same", twelve, recalled
        yield "different", twelve, nine
        yield "same", "Ada Lind", "Anna Lindt"
        yield "different", "Ada Lind@wire", "Ada Lind@paper"
        yield "same", "Anna Lindt", "Olga Sousa"
        yield "speaker", wire, "Olga Sousa"
        yield "speaker", wire, "none"
        yield "speaker", charts, "Ada Lind"
        yield "date", wire, "2031-04-30"
        yield "date", recalled, "none"
        yield "status", nine, "denied"
        yield "reject", recalled
        yield "reject", paper
        yield "addressee", wire, "Olga Sousa"
        yield "addressee", charts, "none"
        yield "occasion", charts, "a breakfast in Lisbon"
        yield "occasion", wire, "on Sunday"
        yield "place", twelve, "Oslo"
        yield "place", wire, "Bergen"
        yield "type", recalled, "CONSULT phone"
        yield "type", nine, "ACCUSE"
        yield "actor", nine, "Portugal"
        yield "actor", recalled, "Olga Sousa; Ada Lind"
        yield "recipient", nine, "none"
        yield "recipient", twelve, "Anna Lindt"
        yield "nature", charts, "belief"
        yield "kind", paper, "mixed"
        yield "within", ours, paper
        yield "words", wire, "when the last mine is out of the strait"
        yield "words", paper, "open the locks […] and not before."
        yield "cue", charts, "said on Tuesday"
        yield "about", recalled, "ambassador to Norway"
        yield "about", nine, "nine Portuguese diplomats; count: nine"
        yield "reported_by", recalled, charts
        yield "response_to", recalled, twelve
        yield "response_to", nine, recalled

    with View(path) as view:
        return [
            correction_of(
                view, verb, asked, why="so", who="Ed", made=f"2031-08-{day:02}T00:00:00+00:00"
            )
            for day, (verb, *asked) in enumerate(all_of_them(), start=1)
        ]


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_any_order_of_correcting_undoing_and_reading_again_gives_the_same_record(
    story: Story,
    pool: list[Correction],
    tmp_path_factory: pytest.TempPathFactory,
    data: st.DataObject,
) -> None:
    folder = tmp_path_factory.mktemp("any")
    path = folder / "story.db"
    chosen = data.draw(st.lists(st.sampled_from(pool), unique_by=lambda one: one.id, max_size=6))
    taken_back = data.draw(st.sets(st.sampled_from(chosen))) if chosen else set()
    steps: list[tuple[str, object]] = [("correct", one) for one in chosen]
    steps += [("read", doc) for doc in story]
    steps += data.draw(st.lists(st.tuples(st.just("read again"), st.sampled_from(list(story)))))
    late = [("undo", one) for one in taken_back]
    with Writer(path) as writer:
        for step, what in data.draw(st.permutations(steps)):
            if step == "correct":
                writer.correct(what, link, "test")
            else:
                page, reading = story[what]
                if step == "read again":
                    lost = msgspec.structs.replace(reading, statements=(), events=())
                    writer.add(page, lost, "older")
                    writer.link(link, "test")
                writer.add(page, reading, "rules")
                writer.link(link, "test")
        for _, one in data.draw(st.permutations(late)):
            writer.undo(one.id, link, "test", who="Ed", why="no", at="2031-09-09T00:00:00+00:00")
    stand = [one for one in chosen if one not in taken_back]
    fresh = made(folder / "fresh.db", story, sorted(stand, key=lambda one: one.order))
    assert everything(path, "corrections") == everything(fresh, "corrections")
    states = {row.id: row for row in rows(path, query.corrections)}
    for row in rows(fresh, query.corrections):
        assert states[row.id] == row
    assert {id for id, row in states.items() if row.undone} == {one.id for one in taken_back}
