import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onrecord.link.decide import link

WORDS = "We shall open the locks when the last mine is out of the strait, and not before."


@pytest.fixture(scope="module")
def story(request):
    """Six pages of one story, one of them a reprint and one without a date."""
    page = request.getfixturevalue("written_page")
    return tuple(write(page) for write in (wire, reprint, portal, readout, denial, undated))


def cast_of(one, minister="Sergey Orlovsky"):
    norland, sudmark = one.state("Norland"), one.state("Sudmark")
    return (
        norland,
        sudmark,
        one.entity(minister, state=norland, offices=("Foreign Minister",)),
        one.entity("Ada Lind", state=norland, offices=("President",)),
        one.entity("Karl Voss", state=sudmark, offices=("President",)),
    )


def wire(page):
    one = page("wire", "2031-05-02", outlet="NPA", agency="NPA")
    norland, sudmark, minister, ada, karl = cast_of(one)
    one.says(minister, WORDS, on="2031-05-02")
    one.says(minister, "Sudmark has been asked twice for its charts", kind="indirect")
    one.event("Ada Lind and Karl Voss are to meet in Tarn on June 16", "meet",
              actors=(ada, karl), on="2031-06-16", place="Tarn", status="planned")  # fmt: skip
    first = one.event("Norland expelled twelve Sudmark diplomats on April 20", "expelled",
                      "SANCTION", "expel", actors=(norland,), recipients=(sudmark,),
                      on="2031-04-20", count=12)  # fmt: skip
    one.event("Sudmark recalled its ambassador in reply", "recalled", "SANCTION", "withdraw",
              actors=(sudmark,), recipients=(norland,), response_to=first)  # fmt: skip
    return one.reading()


def reprint(page):
    one = page("courier", "2031-05-03", outlet="Tarn Courier", agency="NPA")
    norland, sudmark, minister, ada, karl = cast_of(one, "Sergei Orlovskiy")
    one.says(minister, WORDS)
    one.event("Ada Lind and Karl Voss are to meet in Tarn on June 16", "meet",
              actors=(ada, karl), on="2031-06-16", place="Tarn", status="planned")  # fmt: skip
    one.event("Norland expelled twelve Sudmark diplomats on April 20", "expelled",
              "SANCTION", "expel", actors=(norland,), recipients=(sudmark,),
              on="2031-04-20", count=12)  # fmt: skip
    return one.reading()


def portal(page):
    one = page("portal", "2031-05-04")
    norland, sudmark, minister, _, _ = cast_of(one, "Orlovsky")
    one.says(minister, "the locks will open when the last mine is out of the strait",
             kind="indirect", region="headline")  # fmt: skip
    one.says(minister, WORDS)
    one.event("Norland threw out Sudmark diplomats in April", "threw", "SANCTION", "expel",
              actors=(norland,), recipients=(sudmark,), on="2031-04", count=12)  # fmt: skip
    return one.reading()


def readout(page):
    one = page("readout", "2031-06-17")
    _, _, _, ada, karl = cast_of(one)
    one.says(ada, "It was a long and useful talk in a cold room, and we shall have another one.")
    one.event("President Ada Lind met Karl Voss in Tarn on Monday", "met",
              actors=(ada, karl), on="2031-06-16", place="Tarn")  # fmt: skip
    one.event("a fresh meeting of Ada Lind and Karl Voss", "meeting", actors=(ada, karl),
              status="proposed")  # fmt: skip
    return one.reading()


def denial(page):
    one = page("denial", "2031-05-06")
    norland, sudmark, _, _, _ = cast_of(one)
    spokesman = one.entity("Jon Aber", state=norland, offices=("spokesman",))
    one.says(spokesman, "Nine were expelled and not twelve", kind="indirect", on="2031-05-06")
    one.event("Nine were expelled in April", "expelled", "SANCTION", "expel",
              actors=(norland,), recipients=(sudmark,), on="2031-04", count=9)  # fmt: skip
    return one.reading()


def undated(page):
    one = page("undated")
    norland, sudmark, minister, _, _ = cast_of(one, "Orlovsky")
    one.says(minister, WORDS)
    one.event("the June 16 meeting in Tarn", "meeting", actors=(norland, sudmark),
              yearless="06-16", place="Tarn", status="planned")  # fmt: skip
    return one.reading()


def test_a_story_is_joined_as_a_reader_would(story):
    found = link(story)
    people = {actor.name: actor.names for actor in found.actors if actor.kind == "person"}
    assert people["Sergey Orlovsky"] == ("Orlovsky", "Sergei Orlovskiy", "Sergey Orlovsky")
    assert sorted(people) == ["Ada Lind", "Jon Aber", "Karl Voss", "Sergey Orlovsky"]
    summit, expulsion = sorted(
        (one for one in found.happenings if len(one.members) > 1), key=lambda one: one.type
    )
    assert (summit.status, summit.date, summit.place) == ("happened", "2031-06-16", "Tarn")
    assert len(summit.members) == 4
    assert (expulsion.type, expulsion.date, len(expulsion.members)) == ("SANCTION", "2031-04-20", 4)
    [difference] = expulsion.differences
    assert difference.words == "number: 9 (denial) or 12 (courier, portal and wire)"
    (words,) = (one for one in found.utterances if len(one.members) > 1)
    assert (len(words.members), words.said_on) == (5, "2031-05-02")
    assert [(copy, original) for copy, original, *_ in found.copies] == [("courier", "wire")]
    recall = next(one for one in found.happenings if one.response_to is not None)
    assert recall.response_to == expulsion.id


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.data())
def test_the_order_of_pages_makes_no_difference(story, data):
    assert link(data.draw(st.permutations(story))) == link(story)


@settings(deadline=None)
@given(st.data())
def test_everything_is_in_exactly_one_group_for_any_pages(story, data):
    pages = data.draw(st.lists(st.sampled_from(story), unique_by=lambda one: one.document.doc))
    found = link(pages)
    assert sorted(member for one in found.utterances for member in one.members) == sorted(
        statement.id for one in pages for statement in one.statements
    )
    assert sorted(member for one in found.happenings for member in one.members) == sorted(
        event.id for one in pages for event in one.events
    )
    assert sorted(member for one in found.actors for member in one.members) == sorted(
        (one.document.doc, entity.number) for one in pages for entity in one.annotations.entities
    )
    for group in (found.actors, found.utterances, found.happenings):
        assert len({one.id for one in group}) == len(group)


def test_no_pages_make_no_links():
    assert link([]).actors == ()
