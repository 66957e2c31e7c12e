"""The lexicon file's form."""

from pathlib import Path

import pytest

import onrecord
from onrecord.errors import OnrecordError
from onrecord.events.lexicon import builtin_lexicon, extended, read_lexicon


def test_every_line_of_the_builtin_lexicon_is_a_frame_of_the_codebook() -> None:
    lexicon = builtin_lexicon()
    assert sum(len(frames) for frames in lexicon.frames.values()) > 400


def test_lists_stand_for_their_words_and_for_lists_above_them() -> None:
    lexicon = read_lexicon(
        "@a = envoy\n@b = @a consul\nSANCTION expel | v oust | subj > obj | obj is @b"
    )
    (frame,) = lexicon.frames["v", "oust"]
    assert frame.needs[0].words == {"envoy", "consul"}


def test_nouns_of_a_verb_are_read_with_its_frame() -> None:
    lexicon = read_lexicon("SANCTION expel | v expel | subj > obj | subj is who; obj is envoy")
    (verb,) = lexicon.frames["v", "expel"]
    (noun,) = lexicon.frames["n", "expulsion"]
    assert (noun.type, noun.mode, noun.line) == (verb.type, verb.mode, verb.line)
    assert [need.slot for need in noun.needs] == ["obj"]
    assert lexicon.participles == {"expelled": "expel"}


def test_a_frame_that_asks_which_kind_acts_is_none_of_a_noun() -> None:
    lexicon = read_lexicon("COERCE arrest | v hold | subj > obj | subj is police; obj is who")
    assert set(lexicon.frames) == {("v", "hold")}


def test_a_list_may_hold_a_class_of_nouns() -> None:
    lexicon = read_lexicon("COERCE seize | v tow | subj > obj | obj is &vessel")
    assert "barge" in lexicon.frames["v", "tow"][0].needs[0].words


def test_a_line_may_ask_that_something_be_absent() -> None:
    lexicon = read_lexicon("CONSULT | v meet | subj ~ obj | obj is who; no obj is deadline")
    (frame,) = lexicon.frames["v", "meet"]
    assert [need.absent for need in frame.needs] == [False, True]
    assert frame.mutual


@pytest.mark.parametrize(
    "line",
    ["SANCTION | v oust", "SANCTION scold | v oust | subj > obj", "AID | x give | subj > to",
     "AID | v give | subj > to | obj is @nothing"],
)  # fmt: skip
def test_a_line_that_is_no_frame_is_named(line: str) -> None:
    with pytest.raises(OnrecordError, match="line 1 of the event lexicon"):
        read_lexicon(line)


def test_a_users_lines_come_before_the_builtin_ones_and_may_use_their_lists() -> None:
    lexicon = extended("COERCE | v expel | subj > obj | obj is @envoy")
    assert [frame.type for frame in lexicon.frames["v", "expel"]][:2] == ["COERCE", "SANCTION"]
    assert "ambassador" in lexicon.frames["v", "expel"][0].needs[0].words


def test_a_record_is_read_with_a_lexicon_of_ones_own(tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text("On Monday Norway outwitted Denmark.\n", "utf-8")
    (tmp_path / "own.txt").write_text("ACCUSE | v outwit | subj > obj | obj is state\n", "utf-8")
    pages, own, into = tmp_path / "page.txt", tmp_path / "own.txt", tmp_path / "story.db"
    assert not onrecord.events(onrecord.read(pages, into=into))
    (event,) = onrecord.events(onrecord.read(pages, into=into, lexicon=own))
    assert event.type == "ACCUSE"


def test_a_lexicon_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(OnrecordError, match=r"nowhere\.txt"):
        onrecord.read(tmp_path, into=tmp_path / "story.db", lexicon=tmp_path / "nowhere.txt")
