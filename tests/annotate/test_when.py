"""Which time expression says when a verb or an event noun happens."""

from __future__ import annotations

import msgspec
import pytest
from spacy.language import Language

from onrecord.annotate.parsed import parse
from onrecord.annotate.times import find_times
from onrecord.annotate.when import time_of
from onrecord.model import Document, Fact, Region
from onrecord.spans import OffsetMap, Span

FRIDAY = Fact("2032-06-18", None, "told")

CASES: list[tuple[str, dict[str, str | None]]] = [
    (
        "Nobody owns the sea, Hart said in a statement issued on Thursday.",
        {"said": "2032-06-17"},
    ),
    (
        "Ties went downhill in May, when Holm called her a pirate.",
        {"went": "2032-05", "called": "2032-05"},
    ),
    (
        "On Monday, two days before, police arrested two men.",
        {"arrested": "2032-06-14"},
    ),
    (
        "On the night of 2 to 3 June, according to her, the radar was switched off.",
        {"according": None, "switched": "2032-06-02/2032-06-03"},
    ),
    ("The meeting, postponed twice already, is now set for early July.", {"meeting": "2032-07"}),
    (
        '"They walked down," said Edda Noor, who heads the Red Shield in Tarn, on Thursday.',
        {"said": "2032-06-17"},
    ),
    (
        "Berg, who had met Holm in Vell, said on Thursday the talks, which began on Monday, go on.",
        {"said": "2032-06-17", "began": "2032-06-14"},
    ),
    ("The mood has changed since last night's call between the two.", {"call": "2032-06-17"}),
    (
        'Maas said the text would be sealed "before the end of the month" and signed in January.',
        {"said": None, "sealed": "../2032-06", "signed": "2033-01"},
    ),
    (
        "On June 28 Holm and Sudland's president Ivo Tal are to meet in Vell.",
        {"meet": "2032-06-28"},
    ),
    (
        "The border will stay open, Foreign Minister Anna Berg said during a press "
        "conference on Friday, dwelling on the outcome of the summit.",
        {"said": "2032-06-18"},
    ),
    (
        "Foreign Minister Anna Berg said at a news conference in Vell on Thursday that "
        "the sides will meet again.",
        {"said": "2032-06-17", "meet": None},
    ),
    (
        "Berg said she would meet her colleague on Monday.",
        {"said": None, "meet": "2032-06-21"},
    ),
    (
        "Berg did not touch it, said Ada Noor, spokeswoman for the ministry in Vell, on Thursday.",
        {"said": "2032-06-17"},
    ),
    (
        "Berg said on Thursday she would meet her colleague in Vell.",
        {"said": "2032-06-17", "meet": None},
    ),
    (
        "In mid-May, the quarrel between the two capitals escalated after President Holm "
        "called his rival a liar.",
        {"escalated": "2032-05", "called": "2032-05"},
    ),
    (
        "Norland does not expect big changes after the summit between Anna Berg and Ivo "
        "Tal in Vell on June 28.",
        {"summit": "2032-06-28", "expect": None},
    ),
    (
        "The summit, initiated by Norland, took place in the lake town of Vell on Wednesday.",
        {"summit": "2032-06-16", "took place": "2032-06-16"},
    ),
    (
        "The telephone conversation between Anna Berg and Ivo Tal in April of this year was long.",
        {"conversation": "2032-04"},
    ),
    (
        "The June 28 meeting in Vell is the first since Tal took office in January.",
        {"meeting": "2032-06-28", "took": "2032-01"},
    ),
    (
        'Tal said "we will meet on Monday" and left.',
        {"said": None, "meet": "2032-06-21"},
    ),
    (
        '"We will meet on Monday," Tal said on Thursday.',
        {"said": "2032-06-17", "meet": "2032-06-21"},
    ),
    (
        "Speaking at a forum in Ostrava on Wednesday, Tal said the talks were useful.",
        {"said": "2032-06-16"},
    ),
    (
        "Tal, who arrived in Vell on Monday, said the talks were useful.",
        {"said": None, "arrived": "2032-06-14"},
    ),
    (
        "The summit, held on Wednesday, brought no deal.",
        {"summit": "2032-06-16", "held": "2032-06-16"},
    ),
    (
        "Sudland expelled ten diplomats on Tuesday.",
        {"expelled": "2032-06-15"},
    ),
    (
        "On Tuesday, Sudland expelled ten diplomats and recalled its ambassador.",
        {"expelled": "2032-06-15", "recalled": "2032-06-15"},
    ),
    (
        "Berg told reporters in Vell on Tuesday that the treaty had expired.",
        {"told": "2032-06-15", "expired": None},
    ),
    (
        "The ministry announced on Monday that talks would begin on June 28.",
        {"announced": "2032-06-14", "begin": "2032-06-28", "talks": "2032-06-28"},
    ),
    (
        "The two ministers met in Vell last week.",
        {"met": "2032-06-07/2032-06-13"},
    ),
    (
        "The two ministers held talks in Vell on June 10.",
        {"talks": "2032-06-10", "held": "2032-06-10"},
    ),
    (
        "The president is expected to visit Sudland next month.",
        {"visit": "2032-07"},
    ),
    (
        "On Monday the president is expected to visit Sudland.",
        {"visit": "2032-06-21"},
    ),
    (
        "Troops will leave the valley by 30 June.",
        {"leave": "../2032-06-30"},
    ),
    (
        "Sanctions have been in force since 2029.",
        {"been": "2029/.."},
    ),
    (
        "The agreement signed in 2025 collapsed on Thursday.",
        {"collapsed": "2032-06-17", "signed": "2025"},
    ),
    (
        "The meeting is scheduled for June 28.",
        {"meeting": "2032-06-28"},
    ),
    (
        "The meeting will be held on June 28 in Vell, the office said.",
        {"said": None, "meeting": "2032-06-28"},
    ),
    (
        "The envoy said the two leaders had spoken by phone on Sunday.",
        {"spoken": "2032-06-13", "said": None},
    ),
    (
        "Norland and Sudland are considering a new summit, the foreign minister said on Thursday.",
        {"said": "2032-06-17", "considering": None},
    ),
    (
        "Talks with State Secretary Mark Ott, Vell, May 19, 2032",
        {"Talks": "2032-05-19"},
    ),
    (
        "Press point after talks with State Secretary Mark Ott, Vell, May 19, 2032",
        {"talks": "2032-05-19"},
    ),
    (
        "The minister arrived in Vell on Monday and met several officials.",
        {"arrived": "2032-06-14"},
    ),
    (
        "President Holm spoke by telephone with Prime Minister Tal on Thursday.",
        {"spoke": "2032-06-17"},
    ),
    (
        "Holm met Tal on Thursday.",
        {"met": "2032-06-17"},
    ),
    (
        "Holm met with Tal on the sidelines of the forum on Thursday.",
        {"met": "2032-06-17"},
    ),
    (
        "In 2027, Sudland adopted new measures against the port.",
        {"adopted": "2027"},
    ),
    (
        "The court rejected the appeal last Monday.",
        {"rejected": "2032-06-14"},
    ),
    (
        'The spokeswoman told a briefing on Tuesday: "We leave tomorrow."',
        {"told": "2032-06-15"},
    ),
    (
        "A spokesman for the ministry confirmed Friday that the visit was cancelled.",
        {"confirmed": "2032-06-18"},
    ),
    (
        "He was arrested in May, according to police.",
        {"arrested": "2032-05"},
    ),
    (
        "Parliament will vote on Tuesday on the treaty.",
        {"vote": "2032-06-22"},
    ),
    (
        "During a visit to Vell this week, the envoy discussed a new summit.",
        {"discussed": "2032-06-14/2032-06-20"},
    ),
    (
        "The envoy discussed organising a new summit during her visit to Vell this week.",
        {"visit": "2032-06-14/2032-06-20", "discussed": None},
    ),
    (
        "Ahead of Monday's summit, Tal warned against high hopes.",
        {"summit": "2032-06-21", "warned": None},
    ),
    (
        "The envoy said after a meeting with Berg on Thursday that the talks had failed.",
        {"said": "2032-06-17", "meeting": "2032-06-17"},
    ),
    (
        "Tal promised to withdraw the troops by the end of the year.",
        {"promised": None, "withdraw": "../2032"},
    ),
    (
        "They held talks on 11-14 June.",
        {"talks": "2032-06-11/2032-06-14"},
    ),
    (
        "The ceasefire was agreed on Thursday, but fighting resumed on Friday.",
        {"agreed": "2032-06-17", "resumed": "2032-06-18"},
    ),
    (
        "Yesterday the ministry summoned the ambassador.",
        {"summoned": "2032-06-17"},
    ),
    (
        "“Our position has not changed,” Berg said in a statement late Thursday.",
        {"said": "2032-06-17"},
    ),
    (
        "“Our position has not changed,” Berg said.",
        {"said": None},
    ),
    (
        "The sides agreed on Monday to hold a summit in Vell in July.",
        {"agreed": "2032-06-14", "hold": "2032-07", "summit": "2032-07"},
    ),
    (
        "Berg will travel to Vell on Monday, where she will meet Tal on Tuesday.",
        {"travel": "2032-06-21", "meet": "2032-06-22"},
    ),
    (
        "Berg told reporters on Thursday she would resign.",
        {"told": "2032-06-17"},
    ),
    (
        "Berg said Tal on Thursday signed the decree.",
        {"signed": "2032-06-17", "said": None},
    ),
    (
        "According to a statement issued on Tuesday, the talks failed.",
        {"issued": "2032-06-15", "failed": None},
    ),
    (
        "The talks in Vell on May 3 ended without a deal, the ministry said in a "
        "statement on Tuesday.",
        {"said": "2032-06-15", "talks": "2032-05-03"},
    ),
    (
        "The prime minister, speaking on Tuesday at the port, accused Sudland of lying.",
        {"accused": "2032-06-15"},
    ),
    (
        "Sudland will send its foreign minister to Vell next Tuesday for talks with Berg.",
        {"send": "2032-06-22", "talks": None},
    ),
    (
        "On June 10 the two sides signed a treaty.",
        {"signed": "2032-06-10"},
    ),
    (
        "The two sides signed a treaty that expires in 2040.",
        {"signed": None, "expires": "2040"},
    ),
    (
        "The minister was asked on Wednesday whether she would resign in July.",
        {"asked": "2032-06-16", "resign": "2032-07"},
    ),
    (
        "Norland announced a new round of talks on Monday.",
        {"announced": "2032-06-14"},
    ),
    (
        "He added that the sides had met twice this month.",
        {"met": "2032-06", "added": None},
    ),
    (
        "Last week's meeting between the ministers was constructive.",
        {"meeting": "2032-06-07/2032-06-13"},
    ),
    (
        "The two leaders have not met since 2030.",
        {"met": "2030/.."},
    ),
    (
        "Speaking to lawmakers on Wednesday, Tal said Berg had called him on Sunday.",
        {"said": "2032-06-16", "called": "2032-06-13"},
    ),
    (
        "Berg wrote on Tuesday that the decision was final.",
        {"wrote": "2032-06-15"},
    ),
    (
        "In a phone call on Tuesday, Berg urged Tal to free the sailors.",
        {"urged": "2032-06-15", "call": "2032-06-15", "free": None},
    ),
    (
        "After a meeting on Tuesday, Berg said the sailors would be freed by Friday.",
        {"said": "2032-06-15", "freed": "../2032-06-18"},
    ),
    (
        "Two days after the vote, on May 12, the chancellor resigned.",
        {"resigned": "2032-05-12"},
    ),
    (
        "The envoy has been in the capital since Monday.",
        {"been": "2032-06-14/.."},
    ),
    (
        "Norland had expelled 35 diplomats in December 2026 over the cables.",
        {"expelled": "2026-12"},
    ),
    (
        "The talks, which began on Tuesday in Vell, ended without a deal on Thursday.",
        {"ended": "2032-06-17", "began": "2032-06-15"},
    ),
    (
        "Norland on Tuesday expelled three Sudland diplomats.",
        {"expelled": "2032-06-15"},
    ),
    (
        "Norland's foreign ministry on Tuesday summoned the ambassador over remarks he "
        "made last week.",
        {"summoned": "2032-06-15", "made": "2032-06-07/2032-06-13"},
    ),
    (
        "Three people were killed in a blast in the capital late on Monday, police said "
        "on Tuesday.",
        {"killed": "2032-06-14", "said": "2032-06-15", "blast": "2032-06-14"},
    ),
    (
        "Holm, who is due to visit Vell on 28 June, told parliament yesterday that he "
        "would not sign.",
        {"told": "2032-06-17", "visit": "2032-06-28", "sign": None},
    ),
    (
        "A day after the summit, Holm said he was content.",
        {"said": None},
    ),
    (
        '"The bridge is closed," the governor wrote on his channel on Wednesday evening.',
        {"wrote": "2032-06-16"},
    ),
    (
        "The two sides will meet for a second round of talks in Vell next week, the "
        "mediator told journalists on Thursday.",
        {"meet": "2032-06-21/2032-06-27", "told": "2032-06-17"},
    ),
    (
        "The visit of the Norland delegation to Vell on 3 June was the first in a decade.",
        {"visit": "2032-06-03"},
    ),
    (
        "In May, Norland imposed sanctions on twelve officials and froze their assets.",
        {"imposed": "2032-05", "froze": "2032-05"},
    ),
    (
        "Sanctions imposed in May hurt exports, the bank said.",
        {"imposed": "2032-05", "said": None, "hurt": None},
    ),
    (
        "Tal and Berg last met in Ostrava in November 2031.",
        {"met": "2031-11"},
    ),
    (
        "Berg, on a visit to Vell on Monday, accused Sudland of breaking the truce.",
        {"accused": "2032-06-14"},
    ),
    (
        "The president signed the decree on Wednesday, a day after parliament had passed it.",
        {"signed": "2032-06-16", "passed": None},
    ),
    (
        "Holm and Tal, who spoke by phone on Saturday, agreed to meet in the autumn.",
        {"agreed": None, "spoke": "2032-06-12", "meet": "2032-23"},
    ),
    (
        "The foreign minister recalled that in 2029 the court had ruled against Sudland.",
        {"ruled": "2029", "recalled": None},
    ),
    (
        "Tal's spokesman Ivo Marr told reporters Friday a call between the two presidents"
        " was possible next week.",
        {"told": "2032-06-18"},
    ),
    (
        "Norland withdrew its ambassador in January after Sudland detained two journalists.",
        {"withdrew": "2032-01"},
    ),
    (
        "According to Tal, who addressed the forum on Thursday, dialogue is better than silence.",
        {"addressed": "2032-06-17"},
    ),
    (
        "According to the ministry, the meeting on 28 June will last one day.",
        {"According": None, "meeting": "2032-06-28"},
    ),
    (
        "VELL, June 18. The neighbours have agreed on a date, Foreign Minister Sergio "
        "Marr said at a briefing on Friday.",
        {"said": "2032-06-18"},
    ),
    (
        "The premier announced Thursday the recall of the ambassador.",
        {"announced": "2032-06-17", "recall": None},
    ),
    (
        "The leaders plan to hold a summit in October.",
        {"summit": "2032-10", "hold": "2032-10"},
    ),
    (
        "Sudland has threatened to expel diplomats if sanctions are not lifted by July 1.",
        {"threatened": None, "lifted": "../2032-07-01"},
    ),
    (
        "Earlier on Friday, the palace said the call had taken place on Thursday.",
        {"said": "2032-06-18", "taken place": "2032-06-17", "call": "2032-06-17"},
    ),
    (
        "The ambassador returned to Vell on Thursday following three months of "
        "consultations at home.",
        {"returned": "2032-06-17"},
    ),
    (
        "The ambassador is returning to Vell this week.",
        {"returning": "2032-06-14/2032-06-20"},
    ),
    (
        '"On Monday they expelled our people, and on Tuesday we answered," Berg said.',
        {"expelled": "2032-06-14", "answered": "2032-06-15", "said": None},
    ),
    (
        'Berg said: "On Monday they expelled our people."',
        {"said": None},
    ),
    (
        "In her speech to the assembly on Tuesday Berg praised the mediators.",
        {"praised": "2032-06-15", "speech": "2032-06-15"},
    ),
    (
        "Commenting on Monday's vote, Tal said it changed nothing.",
        {"said": None},
    ),
    (
        "Tal said in Vell on Wednesday, following a meeting of the council, that a summit"
        " is being prepared.",
        {"said": "2032-06-16"},
    ),
    (
        "Tal noted Wednesday during talks with Berg that trade had grown in 2031.",
        {"noted": "2032-06-16", "grown": "2031"},
    ),
    (
        "The Sudland leader arrived in Norland on Monday for a three-day visit.",
        {"arrived": "2032-06-14"},
    ),
    (
        "Relations soured in 2028 when Norland backed the rebels.",
        {"soured": "2028"},
    ),
    (
        "The presidents held a two-hour conversation on Thursday evening.",
        {"conversation": "2032-06-17"},
    ),
    (
        "The ministry confirmed on Friday the two leaders would speak on Monday.",
        {"confirmed": "2032-06-18", "speak": "2032-06-21"},
    ),
    (
        "The head of the council Anna Berg on Thursday, June 17, held talks with the "
        "president in Ostrava.",
        {"held": "2032-06-17", "talks": "2032-06-17"},
    ),
    (
        "On the sidelines of the forum on 10-12 June, Tal met Berg twice.",
        {"met": "2032-06-10/2032-06-12"},
    ),
    (
        "Following Thursday's talks, the ministers issued a joint statement.",
        {"issued": None, "talks": "2032-06-17"},
    ),
]
"""Sentence, and predicate → the date that is its own, None where none is.

The page's day is Friday, 18 June 2032.
"""


def document(text: str) -> Document:
    """`text` as one paragraph."""
    return Document(
        doc="page",
        page="",
        source="page",
        media="text/plain",
        text=text,
        offsets=OffsetMap(),
        regions=(Region("body", Span(0, len(text))),),
    )


@pytest.mark.parametrize(
    ("text", "predicate", "date"),
    [(text, predicate, date) for text, rows in CASES for predicate, date in rows.items()],
)
def test_a_predicate_has_the_time_of_its_own_clause(
    parser: Language, text: str, predicate: str, date: str | None
) -> None:
    parsed = parse(document(text), parser)
    start = text.index(predicate)
    found = time_of(parsed, find_times(parsed, FRIDAY), Span(start, start + len(predicate)))
    assert (found.date if found is not None else None) == date


def test_an_open_end_is_said_in_the_basis(parser: Language) -> None:
    text = "Troops will leave the valley by 30 June."
    parsed = parse(document(text), parser)
    found = time_of(parsed, find_times(parsed, FRIDAY), Span(12, 17))
    assert found is not None
    assert found.date == "../2032-06-30"
    assert found.basis.startswith("by: ")
    assert found.value == "2032-06-30"
    assert found.span.of(text) == "30 June"


def test_a_past_act_is_not_dated_by_what_lies_after_the_page(parser: Language) -> None:
    text = "Holm invited Berg to Vell in October."
    page = msgspec.structs.replace(document(text), published=FRIDAY)
    parsed = parse(page, parser)
    times = find_times(parsed, FRIDAY)
    assert [t.date for t in times] == ["2032-10"]
    assert time_of(parsed, times, Span(5, 12)) is None


def test_how_long_and_how_often_is_not_when(parser: Language) -> None:
    text = "They meet every Friday for two hours, she now says."
    parsed = parse(document(text), parser)
    assert time_of(parsed, find_times(parsed, FRIDAY), Span(5, 9)) is None


def test_outside_the_parsed_text_nothing_is_found(parser: Language) -> None:
    parsed = parse(document("They met on Friday."), parser)
    assert time_of(parsed, find_times(parsed, FRIDAY), Span(500, 504)) is None
