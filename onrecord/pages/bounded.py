"""Packed bytes, unpacked no further than is sane: no bomb takes the memory or the day."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import IO, Any

from onrecord.errors import PageUnreadable

RATIO = 250
"""Bytes unpacked for one packed; pages pack to a tenth, a bomb to a thousandth."""
FREE = 64_000_000
"""Bytes that may come of any packing, however small."""


class Measured(io.RawIOBase):
    """The unpacked bytes of `file`; `PageUnreadable` once they are beyond all measure.

    `packed` says how many packed bytes were read so far.
    """

    def __init__(self, file: IO[bytes], packed: Callable[[], int]) -> None:
        self._file = file
        self._packed = packed
        self._given = 0

    def readable(self) -> bool:
        """Always."""
        return True

    def seekable(self) -> bool:
        """Always, though forwards only: what is passed over is unpacked and thrown away."""
        return True

    def tell(self) -> int:
        """Unpacked bytes so far."""
        return self._given

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        """Go on to a place further on; `io.UnsupportedOperation` for any other."""
        to = offset + (self._given if whence == io.SEEK_CUR else 0)
        if whence == io.SEEK_END or to < self._given:
            raise io.UnsupportedOperation("packed bytes are read forwards")
        while self._given < to and self.readinto(bytearray(min(to - self._given, 1 << 20))):
            pass
        return self._given

    def readinto(self, buffer: Any) -> int:
        """Unpacked bytes, at most as many as fit."""
        data = self._file.read(min(len(buffer), 1 << 20))
        self._given += len(data)
        if self._given > max(FREE, RATIO * self._packed()):
            raise PageUnreadable(
                "",
                f"expected at most {RATIO} bytes unpacked for one packed, found more: a bomb?",
            )
        buffer[: len(data)] = data
        return len(data)
