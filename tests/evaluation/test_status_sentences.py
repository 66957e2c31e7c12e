"""The sentences for the status of events: their marks are read, and paired with events."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

from onrecord.record.rows import EventRow, Role

EVALUATION = Path(__file__).parents[2] / "evaluation"
_spec = importlib.util.spec_from_file_location("status_sentences", EVALUATION / "status.py")
assert _spec is not None
assert _spec.loader is not None
status = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(status)

TEXT = "Tolland said it would arrest him; it did, and Quorra shot a film about it."
MARKS = f"""# a comment
= 001 wire
{TEXT}
  COERCE/ASSAULT | planned | arrest | it/Tolland | him | Tolland | conditional
  COERCE | happened | did | it@2/Tolland | him | - | verb
  NONE | - | shot | - | - | - | verb

= 002 headline
Tolland and Quorra meet
  CONSULT | happened | meet | Tolland; Quorra | = | - | headline
"""


def read(tmp_path: Path, marks: str) -> list:
    path = tmp_path / "made.txt"
    path.write_text(marks, "utf-8")
    return status.sentences(path)


def event(words: str, text: str, type: str, told: str, *actors: str) -> status.Given:
    def place(part: str) -> tuple[int, int]:
        return text.index(part), text.index(part) + len(part)

    roles = tuple(Role(part, None, None, *place(part), part) for part in actors)
    row = EventRow(
        id="",
        doc="001",
        start=place(words)[0],
        end=place(words)[1],
        text=words,
        type=type,
        mode=None,
        actors=roles,
        recipients=(),
        date=None,
        date_basis=None,
        place=None,
        status=told,
        reported_by=None,
        response_to=None,
        happening=None,
        quad=None,
        intensity=None,
        confidence=1.0,
        about=(),
    )
    return status.Given(row, None)


def test_marks_are_spans_of_their_sentence(tmp_path):
    first, second = read(tmp_path, MARKS)
    assert (first.name, first.style, first.text) == ("001", "wire", TEXT)
    planned, done, film = first.marks
    assert planned.types == ("COERCE", "ASSAULT")
    assert [TEXT[slice(*place)] for place in planned.actors[0]] == ["it", "Tolland"]
    assert done.actors[0][0].start == TEXT.index("it did")
    assert (planned.asserted, done.asserted) == (False, True)
    assert (done.holder, done.outlet_too) == ((), True)
    assert film.types == ()
    assert second.marks[0].mutual
    assert len(second.marks[0].actors) == 2


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ("| him | Tolland", "| her | Tolland", r"made.txt:4: found 'her' 0 times"),
        ("it@2", "it@9", r"made.txt:5: found 'it' 3 times, not 9"),
        ("| planned", "| maybe", r"made.txt:4: expected a status, found 'maybe'"),
        ("CONSULT", "TALK", r"made.txt:10: expected a PLOVER type, found 'TALK'"),
        (" | headline\n", "\n", r"made.txt:10: expected two blanks and 7 cells"),
        ("NONE | -", "NONE | denied", r"made.txt:6: what is no event has neither"),
        ("= 002", "= 001", r"made.txt:8: a second sentence 001"),
        ("= 001 wire", "001", r"made.txt:2: expected '= NUMBER STYLE'"),
    ],
)
def test_a_wrong_mark_is_named_with_its_line(tmp_path, right, wrong, said):
    with pytest.raises(ValueError, match=said):
        read(tmp_path, MARKS.replace(right, wrong, 1))


def test_words_are_whole_words():
    assert status.span_of("war", "Her wares, warlike, brought war.").start == 28


@pytest.mark.parametrize("half", ["open", "sealed"])
def test_every_mark_of_both_halves_can_be_read_and_all_types_occur(half):
    read = status.sentences(EVALUATION / "status" / f"{half}.txt")
    assert len(read) == 150
    assert {kind for one in read for mark in one.marks for kind in mark.types} == status.TYPES
    assert {told for one in read for mark in one.marks for told in mark.statuses} == set(
        status.STATUSES
    )


def test_an_event_goes_to_the_mark_of_its_type_whatever_its_status(tmp_path):
    sentence = read(
        tmp_path,
        "= 1 wire\nTolland vowed to free Quorra's men\n"
        "  AGREE | happened | vowed | Tolland | - | - | verb\n"
        "  RETREAT | planned | free | Tolland | Quorra's men | - | infinitive\n",
    )[0]
    freed = event("Tolland vowed to free Quorra's men", sentence.text, "RETREAT", "happened")
    found = status.pairs(sentence, [freed])
    assert [(pair.mark.types, pair.given) for pair in found] == [
        (("RETREAT",), freed),
        (("AGREE",), None),
    ]
    assert status.precision(found) == (0, 1)
    assert status.recall(found) == (0, 1)
    assert status.confusion(found) == {("planned", "happened"): 1, ("happened", "not found"): 1}


def test_a_fact_made_of_no_event_costs_precision_and_a_plan_does_not(tmp_path):
    sentence = read(tmp_path, MARKS)[0]
    shot = event("Quorra shot a film", TEXT, "ASSAULT", "happened", "Quorra")
    assert status.precision(status.pairs(sentence, [shot])) == (0, 1)
    planned = event("Quorra shot a film", TEXT, "ASSAULT", "planned", "Quorra")
    assert status.precision(status.pairs(sentence, [planned])) == (0, 0)


def test_the_sides_of_a_mutual_act_count_wherever_they_stand(tmp_path):
    sentence = read(tmp_path, MARKS)[1]
    met = event("Tolland and Quorra meet", sentence.text, "CONSULT", "happened", "Tolland")
    found = status.pairs(sentence, [met])
    assert status.role_score(found) == ((1, 1), (1, 2))
    assert status.role_score(found, recipients=True) == ((0, 0), (0, 0))
    assert status.type_share(found) == (1, 1)
    assert status.holder_share(found) == (1, 1)
