"""The parser's matrices, multiplied by numpy's library instead of the parser's own.

spaCy multiplies with BLIS, whose wheels know some processors by name and give all others plain C: a
third of the speed on a processor that came later. numpy brings OpenBLAS, which looks at what the
processor can do. thinc has a switch for it, `NumpyOps(use_blis=False)`.
"""

from __future__ import annotations

from typing import Any

from spacy.language import Language
from thinc.api import Model, NumpyOps
from thinc.types import Floats2d
from threadpoolctl import ThreadpoolController


class OneThread(NumpyOps):  # type: ignore[misc]  # thinc's compiled classes have no types
    """numpy's products, on the thread that asks for them.

    Whoever reads many pages has a process for each core; products of several threads would
    only stand in their way, and these are too small to gain by it.
    """

    def __init__(self) -> None:
        super().__init__(use_blis=False)
        self._threads = ThreadpoolController()

    def gemm(
        self,
        x: Floats2d,
        y: Floats2d,
        out: Floats2d | None = None,
        trans1: bool = False,
        trans2: bool = False,
    ) -> Floats2d:
        """The product of two matrices of numbers of 32 bits, either of them turned if asked."""
        with self._threads.limit(limits=1, user_api="blas"):
            found: Any = super().gemm(x, y, out=out, trans1=trans1, trans2=trans2)
        product: Floats2d = found
        return product


def multiplied_here(parser: Language) -> Language:
    """`parser` itself, every network of which now multiplies by `OneThread`."""
    ops = OneThread()
    for _, component in parser.components:
        model = getattr(component, "model", None)
        for layer in model.walk() if isinstance(model, Model) else ():
            layer.ops = ops
    return parser
