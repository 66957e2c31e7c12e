"""Sentences, subjects and complements of reporting verbs, over the parse of one paragraph."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from spacy.tokens import Doc, Token

from onrecord.annotate.parsed import Paragraph
from onrecord.spans import Span
from onrecord.statements.clauses import (
    complement,
    cue_of,
    lead_in,
    noun_phrase,
    subject_of,
    text_of,
    trimmed_end,
    unsaid,
)

Reading = Callable[[str], Any]


def _paragraph(reading: Reading, text: str) -> Paragraph:
    (paragraph,) = reading(text).parsed.paragraphs
    assert isinstance(paragraph, Paragraph)
    return paragraph


def _token(doc: Doc, word: str) -> Token:
    return next(token for token in doc if token.text == word)


def test_a_sentence_end_inside_marks_does_not_end_the_sentence_around_them(
    reading: Reading,
) -> None:
    text = "“It is shut. It stays shut. We are sorry,” Lind said. The ice was thick."
    paragraph = _paragraph(reading, text)
    found = text_of(paragraph, [Span(0, text.index("Lind"))])
    assert [found.doc[start:end].text for start, end in found.sentences] == [
        "“It is shut. It stays shut. We are sorry,” Lind said.",
        "The ice was thick.",
    ]


def test_every_token_lies_in_one_sentence(reading: Reading) -> None:
    found = text_of(_paragraph(reading, "It is shut: so they say. “No!” Why? He left"), [])
    ends = [end for _, end in found.sentences]
    assert [start for start, _ in found.sentences] == [0, *ends[:-1]]
    assert ends[-1] == len(found.doc)
    assert all(found.sentence(at)[0] <= at < found.sentence(at)[1] for at in range(len(found.doc)))


@pytest.mark.parametrize(
    ("text", "verb", "nature"),
    [
        ("Lind said the lane was shut.", "said", "speech"),
        ("Lind pointed out that the lane was shut.", "pointed", "speech"),
        ("Lind believes the lane is shut.", "believes", "belief"),
        ("“Why?” asked Lind.", "asked", "question"),
        ("Lind shut the lane.", "shut", None),
        ("The saying is old.", "saying", None),
    ],
)
def test_a_form_of_a_reporting_verb_is_known(
    reading: Reading, text: str, verb: str, nature: str | None
) -> None:
    found = cue_of(_token(_paragraph(reading, text).doc, verb))
    assert (found.nature if found else None) == nature


@pytest.mark.parametrize(
    ("text", "verb", "denied"),
    [
        ("Lind did not say when.", "say", True),
        ("Lind didn’t say when.", "say", True),
        ("Lind never said so.", "said", True),
        ("Lind declined to say when.", "say", True),
        ("Lind refused to comment.", "comment", True),
        ("Lind said it was not so.", "said", False),
        ("Lind wanted to say so.", "say", True),
        ("Lind could say so.", "say", True),
        ("Lind said it would not.", "said", False),
    ],
)
def test_a_report_may_itself_be_denied(
    reading: Reading, text: str, verb: str, denied: bool
) -> None:
    assert unsaid(_token(_paragraph(reading, text).doc, verb)) == denied


@pytest.mark.parametrize(
    ("text", "verb", "clause"),
    [
        ("Lind said the lane was shut.", "said", "the lane was shut"),
        ("Lind said that the lane was shut.", "said", "the lane was shut"),
        ("Lind told the press that the lane was shut.", "told", "the lane was shut"),
        ("Lind said on Monday that the lane was shut.", "said", "the lane was shut"),
        ("Lind said that the lane that froze was shut.", "said", "the lane that froze was shut"),
        ("Lind said no.", "said", None),
        ("The lane was shut, Lind said.", "said", None),
    ],
)
def test_the_clause_after_a_verb_is_what_it_reports(
    reading: Reading, text: str, verb: str, clause: str | None
) -> None:
    found = text_of(_paragraph(reading, text), [])
    span = complement(found, _token(found.doc, verb))
    assert (found.doc[slice(*span)].text if span else None) == clause


@pytest.mark.parametrize(
    ("text", "verb", "subject"),
    [
        ("Lind said the lane was shut.", "said", "Lind"),
        ("“It is shut,” said Lind.", "said", "Lind"),
        ("Lind rose and said the lane was shut.", "said", "Lind"),
        ("Holm, who said the lane was shut, left.", "said", "who"),
        ("It was shut, said the harbour master.", "said", "master"),
    ],
)
def test_the_subject_of_a_verb_is_its_own_or_the_one_it_shares(
    reading: Reading, text: str, verb: str, subject: str
) -> None:
    found = subject_of(_token(_paragraph(reading, text).doc, verb))
    assert found is not None
    assert found.text == subject


@pytest.mark.parametrize(
    ("text", "head", "phrase"),
    [
        ("The harbour master of Oslo spoke.", "master", "The harbour master of Oslo"),
        ("The master, who was late, spoke.", "master", "The master"),
        ("Lind and Holm spoke.", "Lind", "Lind and Holm"),
        ("A woman in the crowd spoke.", "woman", "A woman in the crowd"),
    ],
)
def test_a_noun_phrase_stops_before_clauses_and_appositions(
    reading: Reading, text: str, head: str, phrase: str
) -> None:
    doc = _paragraph(reading, text).doc
    assert doc[slice(*noun_phrase(doc, _token(doc, head)))].text == phrase


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("However, the lane is shut.", "the lane is shut"),
        ("And the lane is shut.", "the lane is shut"),
        ("In addition, the lane is shut.", "the lane is shut"),
        ("In Oslo, the lane is shut.", "In Oslo, the lane is shut"),
        ("The lane is shut...", "The lane is shut"),
    ],
)
def test_content_begins_after_words_that_only_lead_in(
    reading: Reading, text: str, rest: str
) -> None:
    doc = _paragraph(reading, text).doc
    start = lead_in(doc, 0, len(doc))
    end = trimmed_end(doc, start, len(doc))
    assert doc[start:end].text.rstrip(".") == rest
