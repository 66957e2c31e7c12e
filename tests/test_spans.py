"""Half-open spans, and the map from a document's text to its page's text and back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.errors import SpanError
from onrecord.spans import OffsetMap, Segment, Span, hull, trimmed

PAIRS = st.tuples(st.integers(0, 60), st.integers(0, 60)).map(sorted)
SPANS = PAIRS.map(lambda pair: Span(*pair))
FULL = SPANS.filter(lambda span: span.start < span.end)


def test_a_span_is_the_characters_between_its_ends() -> None:
    assert Span(4, 9).of("The envoy left.") == "envoy"


def test_a_span_counts_code_points_not_bytes() -> None:
    assert Span(2, 6).of("🙂 søte𝛼") == "søte"


@pytest.mark.parametrize("span", [Span(3, 3), Span(5, 4), Span(-1, 2), Span(0, 16), Span(16, 17)])
def test_a_span_that_leaves_its_text_or_is_empty_is_refused(span: Span) -> None:
    with pytest.raises(SpanError) as refused:
        span.of("The envoy left.")
    assert (refused.value.start, refused.value.end) == span
    assert "0..15" in str(refused.value)


@given(st.text(max_size=60), SPANS)
def test_a_span_is_a_slice_or_an_error(text: str, span: Span) -> None:
    if span.start < span.end <= len(text):
        assert span.of(text) == text[span.start : span.end]
    else:
        with pytest.raises(SpanError):
            span.of(text)


@given(FULL, FULL)
def test_spans_meet_where_they_share_a_character(one: Span, other: Span) -> None:
    shared = set(range(*one)) & set(range(*other))
    assert one.meets(other) == other.meets(one) == bool(shared)
    assert one.holds(other) == (set(range(*other)) <= set(range(*one)))


def test_spans_that_touch_do_not_meet() -> None:
    assert not Span(0, 4).meets(Span(4, 8))


@given(SPANS, st.integers(-60, 60))
def test_a_shifted_span_comes_back(span: Span, by: int) -> None:
    assert span.shift(by).shift(-by) == span
    assert span.shift(by).end - span.shift(by).start == span.end - span.start


@given(st.lists(FULL, min_size=1))
def test_a_hull_is_the_smallest_span_that_holds_all(spans: list[Span]) -> None:
    whole = hull(spans)
    assert all(whole.holds(span) for span in spans)
    assert whole.start in {span.start for span in spans}
    assert whole.end in {span.end for span in spans}


@given(st.text(alphabet=" \t\n\u00a0ab", max_size=20), SPANS)
def test_a_trimmed_span_is_the_stripped_text(text: str, span: Span) -> None:
    span = Span(min(span.start, len(text)), min(span.end, len(text)))
    found = trimmed(text, span)
    stripped = text[span.start : span.end].strip()
    if found is None:
        assert not stripped
    else:
        assert found.of(text) == stripped
        assert span.holds(found)


# -- the map from a document to its page -----------------------------------------------------------


class Made:
    """A page and the document made of it: words kept, entities read, tags left out."""

    def __init__(self, pieces: list[tuple[str, str]]) -> None:
        """Each piece is what stands on the page, and what the document has for it."""
        self.page = self.text = ""
        segments = []
        for source, read in pieces:
            if source and read:
                at, there = len(self.text), len(self.page)
                segments.append(Segment(at, at + len(read), there, there + len(source)))
            self.page += source
            self.text += read
        self.offsets = OffsetMap(tuple(segments))


PIECE = st.one_of(
    st.text(alphabet="abc ", min_size=1, max_size=8).map(lambda words: (words, words)),
    st.sampled_from([("&amp;", "&"), ("&quot;", '"'), ("&nbsp;&nbsp;", "  ")]),
    st.sampled_from([("<p>", ""), ("<br>", ""), ("</em>", "")]),
    st.just(("", "\n\n")),
)
MADE = st.lists(PIECE, max_size=12).map(Made)


def test_an_entity_is_never_cut() -> None:
    made = Made([("<p>", ""), ("Lind ", "Lind "), ("&amp;", "&"), (" Holm", " Holm")])
    found = made.offsets.to_page(Span(0, 6))
    assert found.of(made.page) == "Lind &amp;"
    assert made.offsets.to_document(found) == Span(0, 6)


def test_a_plain_page_is_its_own_document() -> None:
    assert OffsetMap().to_page(Span(3, 9)) == Span(3, 9)
    assert OffsetMap().to_document(Span(3, 9)) == Span(3, 9)


def test_a_span_may_begin_in_one_element_and_end_in_another() -> None:
    made = Made([("We ", "We "), ("<b>", ""), ("wait", "wait"), ("</b>", ""), (".", ".")])
    assert made.offsets.to_page(Span(0, 8)).of(made.page) == "We <b>wait</b>."


@pytest.mark.parametrize("span", [Span(2, 3), Span(0, 4), Span(3, 6)])
def test_characters_without_a_source_are_refused(span: Span) -> None:
    made = Made([("ab", "ab"), ("", "\n\n"), ("cd", "cd")])
    with pytest.raises(SpanError):
        made.offsets.to_page(span)


def test_a_tag_is_not_in_the_document() -> None:
    made = Made([("ab", "ab"), ("<p>", ""), ("cd", "cd")])
    with pytest.raises(SpanError):
        made.offsets.to_document(Span(3, 4))


@given(MADE, st.data())
def test_a_span_of_the_document_comes_back_from_the_page(made: Made, data: st.DataObject) -> None:
    if not made.offsets.segments:
        return  # that would mean a plain page
    start = data.draw(st.integers(0, len(made.text) - 1))
    span = Span(start, data.draw(st.integers(start + 1, len(made.text))))
    try:
        there = made.offsets.to_page(span)
    except SpanError:
        sourced = {n for s in made.offsets.segments for n in range(s.start, s.end)}
        assert span.start not in sourced or span.end - 1 not in sourced
        return
    assert there.of(made.page)
    back = made.offsets.to_document(there)
    assert back.holds(span)  # wider only where the span began or ended within an entity's text
    assert made.offsets.to_page(back) == there


@given(MADE)
def test_every_kept_word_is_found_again_on_the_page(made: Made) -> None:
    for segment in made.offsets.segments:
        there = made.offsets.to_page(Span(segment.start, segment.end))
        assert there == Span(segment.page_start, segment.page_end)
