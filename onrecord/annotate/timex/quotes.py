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


def is_title(words: Sequence[Word], first: int, last: int) -> bool:
    """Whether the words are all that stands between two marks, with capitals: “This Week”.

    A comma or a full stop may come before the closing mark.
    """
    end = last + (words[last].text in (",", ".") if last < len(words) else 0)
    if first == 0 or end >= len(words) or words[first - 1].text not in ("“", '"', "‘"):
        return False
    letters = [word.text for word in words[first:last] if word.text[0].isalpha()]
    return words[end].text in ("”", '"', "’") and all(text[0].isupper() for text in letters)
