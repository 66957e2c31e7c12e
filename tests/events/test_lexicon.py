"""The lexicon file's form."""

import pytest

from onrecord.errors import OnrecordError
from onrecord.events.lexicon import builtin_lexicon, read_lexicon


def test_every_line_of_the_builtin_lexicon_is_a_frame_of_the_codebook() -> None:
    lexicon = builtin_lexicon()
    assert sum(len(frames) for frames in lexicon.frames.values()) > 400


def test_lists_stand_for_their_words_and_for_lists_above_them() -> None:
    lexicon = read_lexicon(
        "@a = envoy\n@b = @a consul\nSANCTION expel | v oust | subj > obj | obj is @b"
    )
    (frame,) = lexicon.frames["v", "oust"]
    assert frame.needs[0].words == {"envoy", "consul"}


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
