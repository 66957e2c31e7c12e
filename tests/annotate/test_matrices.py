"""The parser's matrices are numpy's: the same parse, on one thread."""

from __future__ import annotations

import numpy as np
import pytest
import spacy
from spacy.language import Language
from thinc.api import Model, NumpyOps

from onrecord.annotate.matrices import OneThread, multiplied_here
from onrecord.annotate.parsed import load_parser

TEXTS = (
    "Envoy Anna Berg told the council on Tuesday that the bridge over the Lune would not be shut.",
    "“We never said so,” Lind said. He had been asked twice.",
    "The guards, who were paid by the port, held nine men; none has been charged.",
    "",
    "Ministers meet rebels",
)


def _told(parser: Language, text: str) -> list[tuple[str, str, int, str, str]]:
    return [(t.tag_, t.dep_, t.head.i, t.lemma_, t.ent_type_) for t in parser(text)]


def test_the_parse_is_the_one_that_spacy_gives(parser: Language) -> None:
    plain = spacy.load(f"{parser.lang}_{parser.meta['name']}")
    for text in TEXTS:
        assert _told(parser, text) == _told(plain, text)


def test_every_network_of_the_parser_multiplies_by_numpy() -> None:
    parser = load_parser()
    layers = [
        layer
        for _, component in parser.components
        if isinstance(model := getattr(component, "model", None), Model)
        for layer in model.walk()
    ]
    assert len(layers) > 10
    assert all(isinstance(layer.ops, OneThread) for layer in layers)


def test_a_parser_without_networks_stays_as_it_is() -> None:
    blank = spacy.blank("en")
    assert multiplied_here(blank) is blank


@pytest.mark.parametrize("turned", [(False, False), (True, False), (False, True), (True, True)])
def test_products_are_those_of_the_library_that_is_passed_by(turned: tuple[bool, bool]) -> None:
    chance = np.random.default_rng(7)
    x = chance.standard_normal((9, 6), dtype=np.float32)
    y = chance.standard_normal((6, 5), dtype=np.float32)
    x, y = (x.T if turned[0] else x), (y.T if turned[1] else y)
    given = OneThread().gemm(x, y, trans1=turned[0], trans2=turned[1])
    usual = NumpyOps().gemm(x, y, trans1=turned[0], trans2=turned[1])
    assert given.dtype == np.float32
    np.testing.assert_allclose(given, usual, rtol=1e-5, atol=1e-6)
    out = np.zeros_like(given)
    assert OneThread().gemm(x, y, out=out, trans1=turned[0], trans2=turned[1]) is out
    np.testing.assert_array_equal(out, given)
