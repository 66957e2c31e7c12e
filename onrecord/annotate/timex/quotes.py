"""What stands between quotation marks: there "today" is the speaker's day."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.annotate.timex.words import Word


def in_quotation(words: Sequence[Word]) -> list[bool]:
    """For each word, whether it stands between double quotation marks."""
    inside, out = False, []
    for word in words:
        if word.text in ("“", "”", '"', "«", "»"):
            inside = word.text in ("“", "«") or (word.text == '"' and not inside)
        out.append(inside)
    return out
