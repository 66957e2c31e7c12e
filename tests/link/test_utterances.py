from pathlib import Path

import pytest

from onrecord.link.decide import link
from onrecord.model import Who

WORDINGS = [
    line.split("\t")
    for line in Path(__file__).with_name("wordings.tsv").read_text("utf-8").splitlines()
    if not line.startswith("#")
]
ILLUSIONS = "We go to the talks without illusions, and we shall not sign what we cannot keep."


def utterances(*pages):
    """The groups of statement ids, and the utterances by member."""
    found = link([one.reading() for one in pages]).utterances
    return {member: one for one in found for member in one.members}


def same(one, other, *pages):
    found = utterances(*pages)
    return found[one].id == found[other].id


def minister(one, name="Anna Berg"):
    return one.entity(name, state=one.state("Norland"), offices=("Foreign Minister",))


def test_every_statement_is_in_exactly_one_utterance(page):
    wire = page("wire")
    one = wire.says(minister(wire), ILLUSIONS)
    other = wire.says(None, "The harbour stays open.", kind="indirect")
    found = link([wire.reading()]).utterances
    assert sorted(member for each in found for member in each.members) == sorted([one, other])


def test_a_pull_quote_and_its_twin_in_the_text_are_one(page):
    wire = page("wire")
    pulled = wire.says(minister(wire), ILLUSIONS)
    twin = wire.says(minister(wire), ILLUSIONS)
    assert same(pulled, twin, wire)


def test_a_pull_quote_without_a_speaker_takes_that_of_its_twin(page):
    wire = page("wire")
    pulled = wire.says(None, "Our sailors did not touch the cable")
    twin = wire.says(minister(wire), "Our sailors did not touch the cable, not once.")
    assert same(pulled, twin, wire)


def test_a_reprint_on_another_page_is_one_with_a_reason(page):
    wire, portal = page("wire", "2031-05-02"), page("portal", "2031-05-03")
    one = wire.says(minister(wire), ILLUSIONS, on="2031-05-02")
    other = portal.says(minister(portal, "Berg"), ILLUSIONS.replace("shall not", "will not"))
    found = utterances(wire, portal)
    assert found[one] == found[other]
    assert found[one].said_on == "2031-05-02"
    assert found[one].reasons[0].startswith("the same speaker, the same words (")


def test_a_like_position_on_another_day_is_another_utterance(page):
    wire, portal = page("wire", "2031-05-02"), page("portal", "2031-05-09")
    one = wire.says(minister(wire), ILLUSIONS, on="2031-05-01")
    other = portal.says(
        minister(portal),
        "We have no illusions about the talks and nothing that we cannot keep will be signed.",
        on="2031-05-08",
    )
    assert not same(one, other, wire, portal)


def test_the_same_few_words_on_another_day_are_another_utterance(page):
    wire, portal = page("wire", "2031-05-02"), page("portal", "2031-05-09")
    one = wire.says(minister(wire), "We want peace and nothing else", on="2031-05-01")
    other = portal.says(minister(portal), "We want peace and nothing else", on="2031-05-08")
    assert not same(one, other, wire, portal)


def test_a_long_quotation_stands_where_pages_differ_by_a_day(page):
    wire, portal = page("wire", "2031-05-02"), page("portal", "2031-05-03")
    one = wire.says(minister(wire), ILLUSIONS, on="2031-05-01")
    other = portal.says(minister(portal), ILLUSIONS, on="2031-05-02")
    found = utterances(wire, portal)
    assert found[one].id == found[other].id
    assert found[one].said_on == "2031-05-01/2031-05-02"
    assert "said on: 1 May 2031 or 2 May 2031" in found[one].reasons


def test_another_speaker_of_the_same_words_is_another_utterance(page):
    wire, portal = page("wire"), page("portal")
    one = wire.says(minister(wire), ILLUSIONS)
    other = portal.says(portal.entity("Karl Voss", state=portal.state("Sudmark")), ILLUSIONS)
    assert not same(one, other, wire, portal)


def test_words_of_a_state_and_of_its_minister_are_one_when_long(page):
    wire, portal = page("wire"), page("portal")
    one = wire.says(minister(wire), ILLUSIONS)
    other = portal.says(portal.state("Norland"), ILLUSIONS)
    assert same(one, other, wire, portal)


def test_a_translation_of_the_same_day_is_one(page):
    wire, portal = page("wire", "2031-05-02"), page("portal", "2031-05-02")
    one = wire.says(
        minister(wire),
        "The pipeline will open in autumn if inspectors confirm that repairs are finished.",
        on="2031-05-02",
    )
    other = portal.says(
        minister(portal),
        "In autumn the pipeline is going to be opened, if the inspectors confirm the repairs.",
        on="2031-05-02",
    )
    assert same(one, other, wire, portal)


def test_one_word_put_for_another_makes_a_short_statement_another(page):
    wire, portal = page("wire", "2031-05-02"), page("portal", "2031-05-02")
    one = wire.says(minister(wire), "We are ready for a dialogue on fish with all our neighbours")
    other = portal.says(
        minister(portal), "We are ready for a dialogue on oil with all our neighbours"
    )
    assert not same(one, other, wire, portal)


def test_a_negation_turns_a_likeness_into_another_utterance(page):
    wire, portal = page("wire", "2031-05-02"), page("portal", "2031-05-02")
    one = wire.says(
        minister(wire),
        "the pipeline will open in autumn after inspectors finish the repairs",
        on="2031-05-02",
        kind="indirect",
    )
    other = portal.says(
        minister(portal),
        "inspectors will not open the pipeline after they finish repairs in the autumn",
        on="2031-05-02",
        kind="indirect",
    )
    assert not same(one, other, wire, portal)


def test_a_headline_and_the_sentence_it_retells_are_one(page):
    wire = page("wire", "2031-05-02")
    headline = wire.says(
        minister(wire),
        "Norland to reopen strait when inspectors finish",
        kind="indirect",
        region="headline",
    )
    lead = wire.says(
        minister(wire),
        "Norland would reopen the strait in June, when the inspectors finish their work",
        kind="indirect",
        on="2031-05-02",
    )
    assert same(headline, lead, wire)


def test_two_quotations_on_one_page_that_only_resemble_are_two(page):
    wire = page("wire", "2031-05-02")
    one = wire.says(minister(wire), "We want the inspectors to finish the repairs of the strait")
    other = wire.says(minister(wire), "The inspectors want time; finishing repairs needs a strait")
    assert not same(one, other, wire)


def test_a_quotation_joins_the_transcript_turn_it_was_taken_from(page):
    site, wire = page("site", "2031-05-02"), page("wire", "2031-05-02")
    turn = site.says(
        minister(site),
        "I thank our hosts for the hall and for the tea. The bridge will stay closed until every "
        "bolt has been counted twice. Beyond that I have nothing to add to what my colleague said. "
        "Ask me about the weather, and I shall answer gladly. It is cold, and it will be colder.",
        on="2031-05-02",
        region="transcript",
    )
    quote = wire.says(
        minister(wire, "Berg"),
        "The bridge will stay closed until every bolt has been counted twice",
    )
    assert same(turn, quote, site, wire)


def test_two_turns_of_a_transcript_are_two_even_in_the_same_words(page):
    site = page("site", "2031-05-02")
    one = site.says(minister(site), "Thank you very much for this question.", region="answer")
    other = site.says(minister(site), "Thank you very much for this question.", region="answer")
    assert not same(one, other, site)


def test_a_word_in_quotes_on_two_pages_is_one_and_a_plain_yes_is_not(page):
    wire, portal = page("wire", "2031-05-02"), page("portal", "2031-05-02")
    found = []
    for one in (wire, portal):
        found.append(one.says(minister(one), "“pirates”", on="2031-04", kind="mixed"))
        found.append(one.says(minister(one), "Yes.", on="2031-04"))
    assert same(found[0], found[2], wire, portal)
    assert not same(found[1], found[3], wire, portal)


def test_words_that_a_page_calls_repeated_are_said_again(page):
    wire, later = page("wire", "2031-05-02"), page("later")
    one = wire.says(minister(wire), "A closed bridge is a closed door", on="2031-05-02")
    other = later.says(minister(later), "A closed bridge is a closed door", cue="repeated")
    assert not same(one, other, wire, later)


def test_words_within_a_statement_are_never_one_with_it(page):
    wire = page("wire")
    outer = wire.says(minister(wire), f"As I said in the spring: {ILLUSIONS}")
    inner = wire.says(minister(wire), ILLUSIONS, within=outer)
    assert not same(outer, inner, wire)


def test_a_page_printed_before_the_words_were_said_cannot_report_them(page):
    old, new = page("old", "2031-04-02"), page("new", "2031-05-02")
    one = old.says(minister(old), "We want peace and nothing else at all")
    other = new.says(minister(new), "We want peace and nothing else at all", on="2031-05-01")
    assert not same(one, other, old, new)


def two_of_one_day(page, one, other):
    wire, portal = page("wire", "2031-05-02"), page("portal", "2031-05-02")
    first = wire.says(minister(wire), one, on="2031-05-02")
    second = portal.says(minister(portal), other, on="2031-05-02", kind="indirect")
    return same(first, second, wire, portal)


@pytest.mark.parametrize(("verdict", "one", "other"), WORDINGS)
def test_translations_are_one_and_lookalikes_of_one_day_two(page, verdict, one, other):
    assert two_of_one_day(page, one, other) == (verdict == "same")


def test_a_sentence_of_an_answer_is_not_turned_by_what_the_next_one_negates(page):
    live, letter = page("live", "2031-05-02"), page("letter", "2031-05-03")
    one = live.says(
        minister(live),
        "We have heard enough not to be certain. Until the court is certain, the mill stays shut.",
    )
    other = letter.says(minister(letter), "Until the court is certain, the mill stays shut,")
    assert same(one, other, live, letter)


def test_one_utterance_told_with_two_numbers_says_so(page):
    wire, portal = page("wire", "2031-05-02"), page("portal", "2031-05-02")
    one = wire.says(
        minister(wire), "the strike has closed 14 mills along the Osk river", kind="indirect"
    )
    other = portal.says(
        minister(portal), "the strike has closed 12 mills along the river Osk", kind="indirect"
    )
    found = utterances(wire, portal)
    assert found[one].id == found[other].id
    assert found[one].reasons[-1] == "number: 12 (portal) or 14 (wire)"


def test_a_spokesman_on_two_pages_is_one_only_by_as_many_words_as_nobody(page):
    wire, paper = page("wire", "2031-05-02"), page("paper", "2031-05-02")
    who = Who("a spokesman", None)
    short = [one.says(who, "four lorries were stopped", kind="indirect") for one in (wire, paper)]
    long = "four lorries full of timber were stopped at the upper bridge on the way to Osk"
    told = [one.says(who, long, kind="indirect") for one in (wire, paper)]
    found = link([wire.reading(), paper.reading()]).utterances
    of = {member: one.id for one in found for member in one.members}
    assert of[short[0]] != of[short[1]]
    assert of[told[0]] == of[told[1]]
