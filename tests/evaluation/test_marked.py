"""Marks of a page: where its statements stand, and who a pronoun stands for."""

from evaluation.marked import read_marked


def test_a_source_may_say_who_it_stands_for() -> None:
    passage = read_marked('{S1=Ada_Lind She} {C1 said}: "{Q1 Go home.}"')
    assert passage.text == 'She said: "Go home."'
    assert [each.whom for each in passage.statements] == ["Ada Lind"]


def test_a_source_without_a_name_stands_for_nobody_told() -> None:
    passage = read_marked("{S1 Lind} {C1/belief hopes} {Q1 to go}.")
    assert [(each.nature, each.whom) for each in passage.statements] == [("belief", None)]
