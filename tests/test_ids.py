"""Ids come from content: the same on every machine, different where anything differs."""

from __future__ import annotations

import re
import subprocess
import sys

from hypothesis import given
from hypothesis import strategies as st

from onrecord.ids import content_id

VALUES = st.lists(st.one_of(st.integers(), st.text(alphabet="abc-1 ", max_size=6)), max_size=4)


@given(VALUES)
def test_an_id_is_its_kind_and_twelve_hex_digits(values: list[object]) -> None:
    assert re.fullmatch(r"s-[0-9a-f]{12}", content_id("s", *values))


@given(VALUES)
def test_equal_values_give_equal_ids(values: list[object]) -> None:
    assert content_id("s", *values) == content_id("s", *list(values))


@given(VALUES, VALUES)
def test_other_values_give_other_ids(one: list[object], other: list[object]) -> None:
    if [str(value) for value in one] != [str(value) for value in other] and one and other:
        assert content_id("s", *one) != content_id("s", *other)


def test_an_id_depends_on_where_one_value_ends_and_the_next_begins() -> None:
    assert content_id("s", "ab", "c") != content_id("s", "a", "bc")
    assert content_id("s", 1, 23) != content_id("s", 12, 3)


def test_the_order_of_values_counts() -> None:
    assert content_id("s", 3, 9) != content_id("s", 9, 3)


def test_an_id_is_the_same_in_another_process_whatever_its_hash_seed() -> None:
    program = "from onrecord.ids import content_id; print(content_id('s', 'wire', 3, 'ø'))"
    told = [
        subprocess.run(
            [sys.executable, "-c", program],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(filter(None, sys.path))},
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()
        for seed in ("1", "2")
    ]
    assert told == [content_id("s", "wire", 3, "ø")] * 2


def test_an_id_does_not_change_from_one_version_to_the_next() -> None:
    # Records on people's disks hold these ids: another value here is a migration.
    assert content_id("s", "wire", 3, 9) == "s-75a011dc6254"
