"""The values that travel from stage to stage: frozen, comparable, and whole after a round trip."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord import model
from onrecord.model import (
    Annotations,
    Document,
    Entity,
    Event,
    Fact,
    Mention,
    Reading,
    Region,
    Statement,
    TimeExpression,
    Told,
    Who,
)
from onrecord.spans import OffsetMap, Segment, Span

VALUES = [
    value
    for value in vars(model).values()
    if isinstance(value, type) and issubclass(value, msgspec.Struct)
]

WORDS = st.text(max_size=6)
SPANS = st.builds(Span, st.integers(0, 99), st.integers(0, 99))
NUMBERS = st.none() | st.integers(0, 9)
WHOLE = st.builds(OffsetMap, st.just(()) | st.just((Segment(0, 3, 0, 7), Segment(5, 9, 7, 11))))


def _few(values: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(values, max_size=2).map(tuple)


FACTS = st.builds(Fact, WORDS, st.none() | SPANS, WORDS)
PEOPLE = st.builds(Who, WORDS, st.none() | SPANS, NUMBERS, st.none() | WORDS)
READINGS = st.builds(
    Reading,
    document=st.builds(
        Document,
        doc=WORDS,
        page=WORDS,
        source=WORDS,
        text=WORDS,
        offsets=WHOLE,
        regions=_few(st.builds(Region, span=SPANS, label=st.none() | SPANS, turn=NUMBERS)),
        title=st.none() | FACTS,
        published=st.none() | FACTS,
        notes=_few(WORDS),
    ),
    annotations=st.builds(
        Annotations,
        mentions=_few(st.builds(Mention, SPANS, SPANS, entity=NUMBERS)),
        entities=_few(
            st.builds(Entity, st.integers(0, 9), name=WORDS, names=_few(WORDS), offices=_few(WORDS))
        ),
        times=_few(st.builds(TimeExpression, span=SPANS, value=WORDS, basis=WORDS)),
    ),
    statements=_few(
        st.builds(
            Statement,
            id=WORDS,
            parts=_few(SPANS),
            confidence=st.floats(0, 1),
            cue=st.none() | SPANS,
            speaker=st.none() | PEOPLE,
            said_on=st.none() | FACTS,
            within=st.none() | WORDS,
        )
    ),
    events=_few(
        st.builds(
            Event,
            id=WORDS,
            span=SPANS,
            anchor=SPANS,
            type=WORDS,
            mode=st.none() | WORDS,
            confidence=st.floats(0, 1),
            actors=_few(PEOPLE),
            date=st.none() | FACTS,
            intensity=st.none() | st.floats(-10, 10),
        )
    ),
)


@settings(max_examples=40)
@given(READINGS)
def test_a_reading_comes_back_from_bytes_as_it_was(reading: Reading) -> None:
    data = msgspec.msgpack.encode(reading)
    back = msgspec.msgpack.decode(data, type=Reading)
    assert back == reading
    assert msgspec.msgpack.encode(back) == data


@settings(max_examples=40)
@given(READINGS)
def test_a_reading_comes_back_from_json_as_it_was(reading: Reading) -> None:
    assert msgspec.json.decode(msgspec.json.encode(reading), type=Reading) == reading


@settings(max_examples=40)
@given(READINGS)
def test_spans_are_spans_again_after_a_round_trip(reading: Reading) -> None:
    back = msgspec.msgpack.decode(msgspec.msgpack.encode(reading), type=Reading)
    for statement in back.statements:
        assert all(isinstance(part, Span) for part in statement.parts)
        assert statement.cue is None or isinstance(statement.cue, Span)


@pytest.mark.parametrize("value", VALUES, ids=lambda value: value.__name__)
def test_every_value_is_frozen(value: type[msgspec.Struct]) -> None:
    assert value.__struct_config__.frozen


@pytest.mark.parametrize("value", VALUES, ids=lambda value: value.__name__)
def test_every_value_says_what_it_is(value: type[msgspec.Struct]) -> None:
    assert value.__doc__
    assert value.__doc__[0].isupper()


def test_a_value_cannot_be_changed() -> None:
    with pytest.raises(AttributeError):
        Fact("2031-05-14", None, "told").value = "2031-05-15"  # type: ignore[misc]


def test_equal_values_are_equal_and_can_be_put_in_sets() -> None:
    one = Mention(Span(0, 4), Span(0, 4), "name", 0)
    assert one == Mention(Span(0, 4), Span(0, 4), "name", 0)
    assert len({one, Mention(Span(0, 4), Span(0, 4), "name", 0)}) == 1
    assert one != Mention(Span(0, 4), Span(0, 4), "name", None)


@pytest.mark.parametrize(
    ("value", "empty"),
    [
        (Told(), ("published", "outlet", "url", "language")),
        (Region("body", Span(0, 4)), ("label", "turn")),
        (Mention(Span(0, 4), Span(0, 4), "name"), ("entity",)),
        (Who("Lind", None), ("entity", "country")),
        (Entity(0, "person", "Lind", ("Lind",)), ("country", "sector", "state", "gender")),
        (
            Statement("s-1", (Span(0, 4),), "direct", "speech", "body", 0.9),
            ("cue", "speaker", "addressee", "occasion", "place", "said_on", "within"),
        ),
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_a_page_does_not_say_is_empty(value: msgspec.Struct, empty: tuple[str, ...]) -> None:
    assert all(getattr(value, name) is None for name in empty)


def test_bytes_that_are_no_reading_are_refused() -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.msgpack.decode(msgspec.msgpack.encode({"document": 1}), type=Reading)
