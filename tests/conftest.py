"""What several rooms' tests share: the material beside the project, and the parser, loaded once."""

from __future__ import annotations

from pathlib import Path

import pytest
from spacy.language import Language

from onrecord.annotate.parsed import load_parser

SHARED = Path(__file__).parents[2] / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of example pages and gold that stands beside the project, where there is one."""
    if not (SHARED / "examples").is_dir():
        pytest.skip("the example pages are not beside this checkout (../shared is absent)")
    return SHARED


@pytest.fixture(scope="session")
def parser() -> Language:
    """The parser the product uses."""
    return load_parser()
