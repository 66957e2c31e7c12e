"""A chronology as Markdown: CommonMark with footnotes (`[^1]`), as GitHub and Pandoc read them."""

from __future__ import annotations

import re

from onrecord.views.exports.chronology import Block, Chronology, Run


def markdown_of(chronology: Chronology) -> str:
    """The chronology as Markdown; what pages say is escaped, so that it can only be read."""
    pieces: list[str] = []
    for before, block in zip((None, *chronology.blocks), chronology.blocks, strict=False):
        close = block.kind in _LISTED and before is not None and before.kind == block.kind
        pieces.append(("\n" if close else "\n\n") + _block(block))
    pieces += [f"\n\n[^{note.number}]: {_runs(note.runs)}" for note in chronology.notes]
    return "".join(pieces).lstrip("\n") + "\n"


def escaped(text: str) -> str:
    """`text` so that Markdown shows it as it is: no markup, link, footnote, formula or address.

    >>> print(escaped("<b> *no* [x](javascript:y) $a$ www.x.y http://x.y"))
    \\<b\\> \\*no\\* \\[x\\](javascript:y) \\$a\\$ www\\.x.y http\\://x.y
    >>> print(escaped("1. one"), escaped("- two"))
    1\\. one \\- two
    """
    return _OPENING.sub(r"\g<1>\\\2", _SPECIAL.sub(r"\\\g<0>", text))


_SPECIAL = re.compile(r"[\\`*_\[\]<>&~|^$#@{}]|:(?=//|[\w+-]+:)|(?<=www)\.", re.IGNORECASE)
"""What opens markup anywhere; a colon where an address or the name of a picture would begin."""
_OPENING = re.compile(r"^(\d+(?=[.)])|(?=[-+=]))(.)")
"""What opens a list, a rule or a heading at the start of a line."""
_LISTED = ("detail", "source")
_BEFORE = {"title": "# ", "heading": "## ", "detail": "- ", "source": "- "}
_MARKS = {"plain": "", "strong": "**", "em": "*"}


def _block(block: Block) -> str:
    notes = "".join(f"[^{number}]" for number in block.notes)
    return f"{_BEFORE.get(block.kind, '')}{_runs(block.runs)}{notes}"


def _runs(runs: tuple[Run, ...]) -> str:
    return "".join(_run(run) for run in runs)


def _run(run: Run) -> str:
    if run.link is not None:
        return f"<{run.link}>"
    mark = _MARKS[run.style]
    body = run.text.strip(" ")
    if not mark or not body:
        return escaped(run.text)
    left, right = run.text.split(body, 1)
    return f"{left}{mark}{escaped(body)}{mark}{right}"
