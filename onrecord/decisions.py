"""A person's decision put on a record, or taken back: the links are made anew under it.

It reads no page, and so needs no parser: one is the work of seconds to load.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from onrecord.errors import NotOnRecord, OnrecordError
from onrecord.fingerprints import LINKING_CODE, fingerprint
from onrecord.link.decide import link
from onrecord.record import query
from onrecord.record.corrections import login, moment_after
from onrecord.record.meant import correction_of
from onrecord.record.rows import CorrectionRow
from onrecord.record.store import View, Writer


def correct(
    into: str | os.PathLike[str],
    verb: str,
    asked: Sequence[str],
    *,
    why: str,
    who: str | None = None,
    new: bool = False,
) -> CorrectionRow:
    """Put a person's decision on a record, or take one back, and make the links anew under it.

    What became of it comes back. `NotOnRecord` and `OnrecordError` as `onrecord.correct` says.
    """
    path = Path(into)
    linker = fingerprint(*LINKING_CODE)
    with View(path) as view:
        moment = moment_after(view.corrections())
        if verb == "undo":
            id = _one_correction(view, asked)
        else:
            one = correction_of(view, verb, asked, why=why, who=who, new=new, made=moment)
            id = one.id
    if verb == "undo" and not why.strip():
        raise OnrecordError("expected a reason, found none; say why with --why")
    with Writer(path) as writer:
        if verb == "undo":
            writer.undo(id, link, linker, who=who or login(), why=why.strip(), at=moment)
        else:
            writer.correct(one, link, linker)
    with View(path) as view:
        return next(row for row in query.corrections(view) if row.id == id)


def _one_correction(view: View, asked: Sequence[str]) -> str:
    if len(asked) != 1:
        raise OnrecordError(f"expected one correction to undo, found {len(asked)}")
    [start] = asked
    found = [one.id for one in view.corrections() if one.id.startswith(start)]
    if len(found) != 1 or len(start) < 4:
        raise NotOnRecord(
            start,
            f"expected the id of one correction, found {len(found)} for {start!r}; "
            "`onrecord corrections` lists them",
        )
    return found[0]
