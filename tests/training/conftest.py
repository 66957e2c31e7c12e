"""What the tests of the training scripts share: the tokenizer of the product's reader."""

from __future__ import annotations

from pathlib import Path

import pytest
from tokenizers import Tokenizer

READER = Path(__file__).parents[2] / "onrecord" / "data" / "reader"


@pytest.fixture(scope="session")
def tokenizer() -> Tokenizer:
    """The tokenizer of the product's reader."""
    return Tokenizer.from_file(str(READER / "tokenizer.json"))
