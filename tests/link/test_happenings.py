from datetime import date

import msgspec

from onrecord.link.accounts import accounts_of
from onrecord.link.apart import other_people
from onrecord.link.decide import link
from onrecord.link.happenings import status_of
from onrecord.spans import Span


def happenings(*pages):
    found = link([one.reading() for one in pages]).happenings
    return {member: one for one in found for member in one.members}


def same(one, other, *pages):
    found = happenings(*pages)
    return found[one].id == found[other].id


def leaders(one):
    return (
        one.entity("Ada Lind", state=one.state("Norland"), offices=("President",)),
        one.entity("Karl Voss", state=one.state("Sudmark"), offices=("President",)),
    )


def states(one):
    return (one.state("Norland"), one.state("Sudmark"))


def three_pages_of_a_summit(page):
    plan, preview, report = page("plan", "2031-06-01"), page("preview"), page("z", "2031-06-18")
    ids = (
        plan.event(
            "the summit between Ada Lind and Karl Voss in Tarn on June 16", "summit",
            actors=leaders(plan), on="2031-06-16", place="Tarn", status="planned",
        ),
        preview.event(
            "the June 16 meeting in Tarn", "meeting",
            actors=states(preview), yearless="06-16", place="Tarn", status="planned",
        ),
        report.event(
            "The summit took place in the Sudmark city of Tarn on Wednesday", "summit",
            actors=states(report), on="2031-06-16", place="the city of Tarn",
        ),
    )  # fmt: skip
    return (plan, preview, report), ids


def test_a_summit_planned_on_two_pages_and_held_on_a_third_is_one(page):
    pages, ids = three_pages_of_a_summit(page)
    found = happenings(*pages)
    happening = found[ids[0]]
    assert {found[key].id for key in ids} == {happening.id}
    assert happening.status == "happened"
    assert happening.date == "2031-06-16"
    assert happening.place == "Tarn"
    assert happening.life == (
        ("planned", ids[0]),
        ("happened", ids[2]),
        ("planned", ids[1]),
    )
    assert "Norland and Sudmark: the same day (2031-06-16); the same place (tarn)" in "|".join(
        happening.reasons
    )


def test_a_fresh_meeting_of_the_same_parties_is_another(page):
    pages, ids = three_pages_of_a_summit(page)
    later = page("later", "2031-06-25")
    fresh = later.event(
        "Norland and Sudmark are considering a fresh meeting between Ada Lind and Karl Voss",
        "meeting", actors=leaders(later), status="proposed",
    )  # fmt: skip
    assert not same(ids[2], fresh, *pages, later)


def test_a_meeting_still_to_come_is_not_the_one_that_is_over(page):
    report, later = page("report", "2031-06-18"), page("later", "2031-06-25")
    held = report.event(
        "Ada Lind met Karl Voss in Tarn on Wednesday", "met",
        actors=leaders(report), on="2031-06-16", place="Tarn",
    )  # fmt: skip
    mulled = later.event(
        "Ada Lind may meet Karl Voss in Tarn", "meet",
        actors=leaders(later), place="Tarn", status="expected",
    )  # fmt: skip
    assert not same(held, mulled, report, later)


def test_talks_of_ministers_are_not_the_summit_of_presidents(page):
    report, other = page("report", "2031-06-18"), page("other", "2031-06-17")
    summit = report.event(
        "the presidents' summit in Tarn", "summit",
        actors=leaders(report), on="2031-06-16", place="Tarn",
    )  # fmt: skip
    ministers = (
        other.entity("Anna Berg", state=other.state("Norland"), offices=("Foreign Minister",)),
        other.entity("Ulf Brandt", state=other.state("Sudmark"), offices=("Foreign Minister",)),
    )
    talks = other.event(
        "Berg and Brandt held talks in Tarn", "talks",
        actors=ministers, on="2031-06-16", place="Tarn",
    )  # fmt: skip
    assert not same(summit, talks, report, other)


def test_two_different_days_keep_meetings_apart(page):
    one, other = page("one", "2031-06-18"), page("other", "2031-06-18")
    first = one.event("They met in Tarn", "met", actors=leaders(one), on="2031-06-16", place="Tarn")
    second = other.event(
        "They met in Tarn", "met", actors=leaders(other), on="2031-06-11", place="Tarn"
    )
    assert not same(first, second, one, other)


def test_two_places_keep_meetings_apart(page):
    one, other = page("one", "2031-06-18"), page("other", "2031-06-18")
    first = one.event("They met in Tarn", "met", actors=leaders(one), on="2031-06-16", place="Tarn")
    second = other.event(
        "They met in Osk", "met", actors=leaders(other), on="2031-06-16", place="Osk"
    )
    assert not same(first, second, one, other)


def test_a_call_is_not_a_meeting(page):
    one, other = page("one", "2031-06-18"), page("other", "2031-06-18")
    call = one.event("They spoke by telephone", "spoke", mode="phone", actors=leaders(one),
                     on="2031-06-16")  # fmt: skip
    meeting = other.event("They met", "met", actors=leaders(other), on="2031-06-16")
    assert not same(call, meeting, one, other)


def expulsion(one, text, anchor, **told):
    norland, sudmark = states(one)
    return one.event(
        text, anchor, "SANCTION", "expel", actors=(norland,), recipients=(sudmark,), **told
    )


def test_two_expulsions_without_a_date_stay_two(page):
    wire, site = page("wire", "2031-06-01"), page("site", "2031-05-20")
    ten = expulsion(wire, "Norland announced the expulsion of ten envoys", "expulsion", count=10)
    old = expulsion(
        site, "When she was leaving office, they expelled Sudmark diplomats and their families",
        "expelled",
    )  # fmt: skip
    assert not same(ten, old, wire, site)


def test_an_expulsion_of_another_year_stays_apart(page):
    wire, site = page("wire", "2031-06-01"), page("site", "2031-05-20")
    now = expulsion(wire, "Norland expelled ten diplomats", "expelled", count=10, on="2031-05-15")
    then = expulsion(
        site, "In 2026 Norland expelled ten diplomats", "expelled", count=10, on="2026"
    )
    assert not same(now, then, wire, site)


def test_numbers_that_differ_are_listed_and_do_not_keep_reports_apart(page):
    wire, denial = page("wire", "2031-06-01"), page("denial", "2031-06-02")
    twelve = expulsion(
        wire, "Norland expelled twelve Sudmark diplomats on May 20", "expelled",
        count=12, on="2031-05-20",
    )  # fmt: skip
    nine = expulsion(
        denial, "Nine were expelled in May, not twelve", "expelled", count=9, on="2031-05"
    )
    found = happenings(wire, denial)
    assert found[twelve].id == found[nine].id
    assert found[twelve].date == "2031-05-20"
    [difference] = found[twelve].differences
    assert (difference.kind, difference.words) == ("number", "number: 9 (denial) or 12 (wire)")


def test_what_reports_differ_in_is_listed_with_its_places(page):
    wire, site = page("wire", "2031-05-06"), page("site", "2031-05-07")
    keys = []
    for one, text in (
        (wire, "Norland lifted the ban on Sudmark timber after eleven weeks"),
        (site, "Norland has lifted the ban on timber of Sudmark after nine weeks"),
    ):
        norland, sudmark = states(one)
        keys.append(
            one.event(
                text, "lifted", "CONCEDE",
                actors=(norland,), recipients=(sudmark,), on="2031-05-05",
            )
        )  # fmt: skip
    found = happenings(wire, site)[keys[0]]
    assert set(found.members) == set(keys)
    [difference] = found.differences
    assert difference.words == "number of week: 9 (site) or 11 (wire)"
    assert {(side.doc, side.text) for side in difference.sides} == {
        ("wire", "eleven weeks"),
        ("site", "nine weeks"),
    }
    eleven = next(side for side in difference.sides if side.doc == "wire")
    assert wire.text[eleven.start : eleven.end] == "eleven weeks"


def test_the_new_day_of_a_plan_and_a_vaguer_date_are_no_differences(page):
    plan, report, note = page("plan", "2031-03-01"), page("report", "2031-03-18"), page("note")
    keys = [
        one.event(
            f"Ada Lind {words} Karl Voss in Tarn", words,
            actors=leaders(one), on=day, place="Tarn", status=status,
        )
        for one, words, day, status in (
            (plan, "meets", "2031-03-10", "planned"),
            (report, "met", "2031-03-17", "happened"),
            (note, "met", "2031-03", "happened"),
        )
    ]  # fmt: skip
    found = happenings(plan, report, note)[keys[1]]
    assert set(keys[:2]) <= set(found.members)
    assert (found.differences, found.date) == ((), "2031-03-17")


def test_another_number_and_the_day_after_are_told_of_one_expulsion(page):
    wire, site = page("wire", "2031-03-04"), page("site", "2031-03-05")
    eleven = expulsion(
        wire, "Norland expelled eleven Sudmark diplomats", "expelled", count=11, on="2031-03-03"
    )
    ten = expulsion(
        site, "Norland has expelled ten Sudmark diplomats", "expelled", count=10, on="2031-03-04"
    )
    assert same(eleven, ten, wire, site)


def test_two_expulsions_told_side_by_side_stay_two_and_a_third_report_fits_one(page):
    wire, site = page("wire", "2031-03-04"), page("site", "2031-03-04")
    eleven = expulsion(
        wire, "Norland expelled eleven Sudmark diplomats", "expelled", count=11, on="2031-03-03"
    )
    four = expulsion(
        wire, "Norland also expelled four Sudmark reporters", "expelled", count=4, on="2031-03-03"
    )
    told = expulsion(
        site, "Norland threw out eleven envoys of Sudmark", "threw", count=11, on="2031-03-03"
    )
    found = happenings(wire, site)
    assert found[eleven].id == found[told].id != found[four].id


def test_meetings_of_the_same_ministers_a_month_apart_are_two(page):
    march, april = page("march", "2031-03-04"), page("april", "2031-04-04")
    keys = []
    for one, day in ((march, "2031-03-03"), (april, "2031-04-03")):
        keys.append(
            one.event("Ada Lind met Karl Voss in Tarn", "met", actors=leaders(one), on=day)
        )  # fmt: skip
    assert not same(*keys, march, april)


def test_a_meeting_put_off_by_a_week_is_the_one_that_was_planned(page):
    plan, report = page("plan", "2031-03-01"), page("report", "2031-03-18")
    planned = plan.event(
        "Ada Lind will meet Karl Voss in Tarn on 10 March", "meet",
        actors=leaders(plan), on="2031-03-10", place="Tarn", status="planned",
    )  # fmt: skip
    held = report.event(
        "Ada Lind met Karl Voss in Tarn on Monday", "met",
        actors=leaders(report), on="2031-03-17", place="Tarn",
    )  # fmt: skip
    found = happenings(plan, report)
    assert found[planned].id == found[held].id
    assert found[held].status == "happened"


def test_a_plan_that_was_kept_is_not_the_meeting_of_a_week_later(page):
    plan, first, second = page("a", "2031-03-01"), page("b", "2031-03-11"), page("c", "2031-03-18")
    keys = []
    for one, words, day, status in (
        (plan, "meet", "2031-03-10", "planned"),
        (first, "met", "2031-03-10", "happened"),
        (second, "met", "2031-03-17", "happened"),
    ):
        text = f"Ada Lind {words} Karl Voss in Tarn"
        actors = leaders(one)
        keys.append(one.event(text, words, actors=actors, on=day, place="Tarn", status=status))
    found = happenings(plan, first, second)
    assert found[keys[0]].id == found[keys[1]].id != found[keys[2]].id


def test_a_ban_is_one_where_a_page_calls_it_coercion_and_names_the_government(page):
    wire, site = page("wire", "2031-03-04"), page("site", "2031-03-05")
    norland, sudmark = states(wire)
    one = wire.event(
        "Norland closed its border to Sudmark timber", "closed", "COERCE", "restrict",
        actors=(norland,), recipients=(sudmark,), on="2031-03-03",
    )  # fmt: skip
    government = site.entity("Government of Norland", "organisation")
    other = site.event(
        "the Government of Norland closed the border to timber", "closed", "SANCTION",
        actors=(government,), recipients=(site.state("Sudmark"),), on="2031-03-03",
    )  # fmt: skip
    assert same(one, other, wire, site)


def test_another_number_without_a_day_is_another_capture(page):
    wire, site = page("wire"), page("site")
    keys = []
    for one, number, count in ((wire, "23", 23), (site, "26", 26)):
        norland, _ = states(one)
        text = f"The Norland navy has captured {number} pirates in the gulf"
        keys.append(one.event(text, "captured", "COERCE", "arrest", actors=(norland,), count=count))
    assert not same(*keys, wire, site)


def test_an_expulsion_of_one_day_is_one_where_a_page_leaves_out_whom(page):
    wire, ledger = page("wire", "2031-06-01"), page("ledger", "2031-05-25")
    full = expulsion(wire, "Norland expelled ten diplomats on May 20", "expelled", on="2031-05-20")
    norland, _ = states(ledger)
    short = ledger.event(
        "Norland sent home as many on May 20", "sent", "SANCTION", "expel",
        actors=(norland,), on="2031-05-20",
    )  # fmt: skip
    assert same(full, short, wire, ledger)


def test_two_states_that_expel_on_one_day_are_two_where_one_is_not_named(page):
    wire, ledger = page("wire", "2031-06-01"), page("ledger", "2031-05-25")
    full = expulsion(wire, "Norland expelled ten diplomats on May 20", "expelled", on="2031-05-20")
    _, sudmark = states(ledger)
    short = ledger.event(
        "a third government sent three envoys home on May 20", "sent", "SANCTION", "expel",
        recipients=(sudmark,), on="2031-05-20",
    )  # fmt: skip
    assert not same(full, short, wire, ledger)


def test_an_answer_in_kind_is_another_happening_and_knows_what_it_answers(page):
    wire = page("wire", "2031-06-01")
    norland, sudmark = states(wire)
    first = expulsion(wire, "Norland expelled ten diplomats on May 20", "expelled", on="2031-05-20")
    answer = wire.event(
        "Sudmark expelled ten diplomats in response on May 20", "expelled", "SANCTION", "expel",
        actors=(sudmark,), recipients=(norland,), on="2031-05-20", response_to=first,
    )  # fmt: skip
    found = happenings(wire)
    assert found[first].id != found[answer].id
    assert found[answer].response_to == found[first].id


def test_an_ambassador_who_is_named_joins_two_recalls(page):
    wire, portal = page("wire", "2031-06-01"), page("portal", "2031-06-20")
    keys = []
    for one, text, when in (
        (wire, "Sudmark recalled its ambassador Tomas Varga a week earlier", "2031-05-24"),
        (portal, "Tomas Varga, called home in May", "2031-05"),
    ):
        norland, sudmark = states(one)
        varga = one.entity("Tomas Varga", state=sudmark)
        keys.append(
            one.event(
                text, "recalled" if one is wire else "called", "SANCTION", "withdraw",
                actors=(sudmark,), recipients=(norland,), on=when,
            )
        )  # fmt: skip
        one.mentions_entity(varga, "Tomas Varga")
    assert same(*keys, wire, portal)


def test_a_copied_clause_without_a_date_is_one(page):
    wire, reprint = page("wire", "2031-06-01"), page("reprint", "2031-06-02")
    keys = []
    for one in (wire, reprint):
        norland, sudmark = states(one)
        text = "Norland has rejected the charge of a leak"
        keys.append(one.event(text, "rejected", "REJECT", actors=(norland,), recipients=(sudmark,)))
    assert same(*keys, wire, reprint)


def test_a_contact_of_ministers_without_names_is_that_of_the_states_on_its_page(page):
    readout, report = page("readout", "2031-06-01"), page("report", "2031-06-06")
    leaders(readout)
    unnamed = readout.event(
        "their foreign ministers would meet in Osk on June 5", "meet",
        on="2031-06-05", place="Osk", status="planned",
    )  # fmt: skip
    named = report.event(
        "talks between the foreign ministers of Norland and Sudmark in Osk", "talks",
        actors=states(report), on="2031-06-05", place="Osk",
    )  # fmt: skip
    assert same(unnamed, named, readout, report)


def test_a_contact_without_names_is_not_that_of_states_its_page_does_not_know(page):
    readout, report = page("readout", "2031-06-01"), page("report", "2031-06-06")
    readout.state("Norland")
    readout.state("Westria")
    unnamed = readout.event(
        "their foreign ministers would meet in Osk on June 5", "meet",
        on="2031-06-05", place="Osk", status="planned",
    )  # fmt: skip
    named = report.event(
        "talks between the foreign ministers of Norland and Sudmark in Osk", "talks",
        actors=states(report), on="2031-06-05", place="Osk",
    )  # fmt: skip
    assert not same(unnamed, named, readout, report)


def test_a_headline_names_the_meeting_of_its_text(page):
    wire = page("wire", "2031-06-01")
    headline = wire.event(
        "No illusions about the Lind-Voss summit", "summit",
        actors=leaders(wire), status="planned", region="headline",
    )  # fmt: skip
    text = wire.event(
        "the summit of the two states in Tarn", "summit",
        actors=states(wire), on="2031-06-16", place="Tarn", status="planned",
    )  # fmt: skip
    assert same(headline, text, wire)


def test_a_yearless_day_in_the_sentence_helps_and_a_weekday_does_not_hinder(page):
    plan, report = page("plan"), page("report", "2031-06-18")
    sentence = (
        "The June 16 meeting in Tarn, the first meeting of the two, matters, he said on Monday."
    )
    start = len(plan.text)
    early = plan.event(
        sentence, "first meeting", actors=states(plan), place="Tarn", status="planned"
    )
    for words, value in (("June 16", "XXXX-06-16"), ("Monday", "XXXX-WXX-1")):
        plan.time(words, value)
    plan.events[0] = msgspec.structs.replace(
        plan.events[0],
        span=Span(start + sentence.index("the first"), start + sentence.index(", m")),
    )
    late = report.event(
        "The meeting in Tarn took place on Wednesday", "meeting",
        actors=states(report), on="2031-06-16", place="Tarn",
    )  # fmt: skip
    assert same(early, late, plan, report)


def test_the_same_act_on_a_named_company_is_one_when_reported_at_once(page):
    wire, readout = page("wire", "2031-06-02"), page("readout", "2031-06-20")
    keys = []
    for one, text, when in (
        (wire, "Norland has imposed sanctions on Voss Shipping", None),
        (readout, "the measures imposed on Voss Shipping on June 1", "2031-06-01"),
    ):
        norland, _ = states(one)
        voss = one.entity("Voss Shipping", "organisation")
        keys.append(
            one.event(
                text, "imposed", "SANCTION", "discontinue",
                actors=(norland,), recipients=(voss,), on=when,
            )
        )  # fmt: skip
    assert same(*keys, wire, readout)


def test_two_accusations_of_one_day_in_other_words_stay_two(page):
    wire, portal = page("wire", "2031-06-01"), page("portal", "2031-06-01")
    keys = []
    for one, text in (
        (wire, "Norland accused Sudmark of tapping telephones in the embassy"),
        (portal, "Norland accused Sudmark of poisoning the lake with mercury"),
    ):
        norland, sudmark = states(one)
        keys.append(
            one.event(
                text, "accused", "ACCUSE", actors=(norland,), recipients=(sudmark,), on="2031-06-01"
            )
        )
    assert not same(*keys, wire, portal)


def test_an_event_that_fits_two_equally_joins_neither(page):
    one, two, three = page("one", "2031-06-18"), page("two", "2031-06-18"), page("three")
    monday = one.event(
        "Ada Lind and Karl Voss met", "met", actors=leaders(one), on="2031-06-16", place="Tarn"
    )
    friday = two.event(
        "Ada Lind and Karl Voss met", "met", actors=leaders(two), on="2031-06-13", place="Tarn"
    )
    open_day = three.event("Ada Lind and Karl Voss met", "met", actors=leaders(three), place="Tarn")
    found = happenings(one, two, three)
    assert len({found[monday].id, found[friday].id, found[open_day].id}) == 3


def test_a_plan_that_is_called_off_ends_as_denied():
    first, second = date(2031, 5, 1), date(2031, 5, 9)
    assert status_of([(first, "planned"), (second, "denied")]) == "denied"
    assert status_of([(first, "denied"), (second, "planned")]) == "planned"
    assert status_of([(first, "happened"), (second, "planned")]) == "happened"
    assert status_of([(None, "denied"), (first, "proposed")]) == "proposed"
    assert status_of([(first, "planned"), (first, "ongoing")]) == "ongoing"


def test_a_man_freed_by_name_is_not_the_dozen_freed(page):
    wire, paper = page("wire", "2031-05-02"), page("paper", "2031-05-02")
    told = wire.event(
        "Sudmark frees Colonel Brun", "frees", "RETREAT", "release",
        actors=(wire.state("Sudmark"),), recipients=(wire.entity("Olaf Brun"),),
    )  # fmt: skip
    other = paper.event(
        "Sudmark freed 12 people", "freed", "RETREAT", "release",
        actors=(paper.state("Sudmark"),), count=12,
    )  # fmt: skip
    assert not same(told, other, wire, paper)


def test_a_page_that_tells_one_visit_and_plans_another_tells_of_two(page):
    palace = page("palace", "2031-05-02")
    done = palace.event(
        "President Ada Lind received President Karl Voss today", "received", "CONSULT", "visit",
        actors=leaders(palace), on="2031-05-02",
    )  # fmt: skip
    planned = palace.event(
        "President Ada Lind will receive President Karl Voss again next month", "receive",
        "CONSULT", "visit", actors=leaders(palace), status="planned",
    )  # fmt: skip
    assert not same(done, planned, palace)


def test_one_who_resigned_on_one_page_and_was_dismissed_on_another_left_once(page):
    wire, paper = page("wire", "2031-05-02"), page("paper", "2031-05-03")
    left = wire.event(
        "Olaf Brun, head of the state bank, resigned on Friday after weeks of dispute", "resigned",
        "RETREAT", "resign", actors=(wire.entity("Olaf Brun"),), on="2031-05-02",
    )  # fmt: skip
    sent = paper.event(
        "Norland on Friday dismissed the head of the state bank, Olaf Brun", "dismissed", "REJECT",
        actors=(paper.state("Norland"),), recipients=(paper.entity("Olaf Brun"),), on="2031-05-02",
    )  # fmt: skip
    found = happenings(wire, paper)
    assert found[left].id == found[sent].id
    assert [one.kind for one in found[left].differences] == ["type"]


def test_an_office_that_a_page_gives_to_two_speaks_against_neither(page):
    one = page("a", "2031-05-02")
    one.event("Norland's leaders met at the lake.", "met")
    (told,) = accounts_of(one.reading())

    def led_by(*holders):
        heads = {"norland": frozenset(("president", holder) for holder in holders)}
        persons = {"norland": frozenset(holders)}
        return msgspec.structs.replace(told, family="AGREE", heads=heads, persons=persons)

    both = led_by("a-holt", "a-vane")
    assert other_people(both, led_by("a-holt")) is other_people(both, led_by("a-vane")) is None
    assert other_people(both, led_by("a-lund")) == "another holder of the office"
