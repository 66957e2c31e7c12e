"""PLOVER as a table."""

import pytest

from onrecord.errors import OnrecordError
from onrecord.events.codebook import code_of, codes, type_names


def test_there_are_sixteen_types() -> None:
    assert len(type_names()) == 16


def test_accusation_is_negative_whatever_the_manual_prints() -> None:
    assert code_of("ACCUSE").intensity == -3.0


def test_quad_follows_the_sign_of_intensity() -> None:
    for code in codes().values():
        assert (code.quad <= 2) == (code.intensity > 0) or code.type == "REQUEST"


def test_an_unknown_mode_is_named_with_the_known_ones() -> None:
    with pytest.raises(OnrecordError, match="expel"):
        code_of("SANCTION", "scold")
