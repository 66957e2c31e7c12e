"""What a fold is scored on stays the same, and the scorer's table is read as it is printed."""

from __future__ import annotations

from typing import Any

import pytest

from training.crossval import MEASURES, SAMPLE, held_out, measures, spread

TABLE = """== found.jsonl: gold 90 pred 88
   DQ_exact {'P': 96.1, 'R': 95.3, 'F': 95.7}
   DQ_e2e {'P': 92.7, 'R': 92.0, 'F': 92.4}
   AR_overlap {'P': 77.6, 'R': 77.0, 'F': 77.3}
   AR_exact {'P': 62.3, 'R': 61.9, 'F': 62.1}
   AR_e2e {'P': 71.4, 'R': 70.8, 'F': 71.1}
   DQ n(gold,pred) (51, 50) | recall(overlap,e2e) by type {'direct': (94.7, 88.7), 'indirect': (71.1, 65.0)}
"""  # noqa: E501 - as the scorer prints it


def documents(half: str, count: int) -> list[dict[str, Any]]:
    return [
        {"doc_id": f"made/{half}/{publisher}_{number}", "publisher": publisher}
        for number in range(count)
        for publisher in ("tern", "gull")
    ]


def test_a_fold_is_scored_on_its_own_publisher_alone() -> None:
    held = held_out("tern", documents("train", 50), documents("dev", 4))
    assert {document["publisher"] for document in held} == {"tern"}
    assert sum("/dev/" in document["doc_id"] for document in held) == 4
    assert len({document["doc_id"] for document in held}) == len(held) == 4 + SAMPLE


def test_a_fold_is_scored_on_the_same_documents_in_whatever_order_they_come() -> None:
    train = documents("train", 50)
    assert held_out("gull", train, []) == held_out("gull", train[::-1], [])


def test_a_publisher_with_few_documents_gives_all_of_them() -> None:
    assert len(held_out("gull", documents("train", 5), documents("dev", 1))) == 6


def test_the_measures_are_read_from_what_the_scorer_prints() -> None:
    assert measures(TABLE) == dict(zip(MEASURES, (71.1, 62.1, 77.3, 92.4, 65.0), strict=True))


def test_a_measure_that_the_scorer_did_not_print_is_named() -> None:
    with pytest.raises(ValueError, match="no AR_exact"):
        measures(TABLE.replace("AR_exact", "AR_precise"))


def test_the_spread_is_over_the_folds() -> None:
    folds = {name: dict.fromkeys(MEASURES, value) for name, value in [("a", 70.0), ("b", 74.0)]}
    found = {name: row["AR_e2e"] for name, row in spread(folds).items()}
    assert found == {"mean": 72.0, "least": 70.0, "most": 74.0, "deviation": 2.83}


def test_one_fold_has_no_deviation() -> None:
    assert spread({"a": dict.fromkeys(MEASURES, 70.0)})["deviation"]["DQ_e2e"] == 0
