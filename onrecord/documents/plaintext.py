"""Plain text with residue, split into regions: nothing deleted, every region a run of the text.

Each paragraph gets its role from features of its own (`lines.Block`), from the lists of
data/residue.txt (`forms`), and from where it stands: above the headline, between headline and
article, within the article, below it. Prose is body unless something says otherwise: to lose a
paragraph costs its statements, to keep a menu line costs nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from onrecord.documents.datelines import dateline_of
from onrecord.documents.fields import fields_of
from onrecord.documents.forms import form_of, is_masthead
from onrecord.documents.lines import BYTE_ORDER_MARK, Block, blocks_of
from onrecord.documents.nameplates import is_imprint_line, nameplate_of
from onrecord.documents.regions import lay_out
from onrecord.documents.turns import (
    again_and_again,
    asks_by_name,
    has_label,
    is_legend,
    is_spoken_title,
    opens_turn,
)
from onrecord.documents.written_dates import WEEKDAYS
from onrecord.model import Region, RegionKind
from onrecord.spans import Span

Form = RegionKind | None

_TITLE_LONGEST = 35
_TITLE_LEAST = 3
_HEAD = 200
"""Blocks above the article's text that are looked at for the headline."""


def find_regions(text: str) -> tuple[Region, ...]:
    """The regions of a plain text, in order; each character that is not white space is in one."""
    blocks = blocks_of(text)
    mark = (Region("boilerplate", Span(0, 1)),) if text.startswith(BYTE_ORDER_MARK) else ()
    return mark + lay_out(text, blocks, roles_of(blocks, forms_of(blocks)))


def forms_of(blocks: Sequence[Block]) -> list[Form]:
    """What each block's own form shows; a picture's words without their credit count as well."""
    forms: list[Form] = [form_of(block) for block in blocks]
    captions = [b.bare for b, form in zip(blocks, forms, strict=True) if form == "caption"][:50]
    for i, block in enumerate(blocks):
        if forms[i] is None and block.n >= 4 and any(c.startswith(block.bare) for c in captions):
            forms[i] = "caption"
    for i, (above, below) in enumerate(pairwise(blocks)):
        credited = forms[i + 1] == "caption" and below.before == 0 and below.n <= 7
        if forms[i] is None and credited and above.n <= 30 and not above.is_full_prose:
            forms[i] = "caption"
    return forms


def roles_of(blocks: Sequence[Block], forms: Sequence[Form]) -> list[RegionKind]:
    """One role a block: what its form shows, then the headline, then the rest by its place."""
    lead = _lead(blocks, forms)
    title = _field_title(blocks, lead)
    if title is None:
        title = _title(blocks, forms, lead)
    last = _last_prose(blocks, forms, lead)
    turning = again_and_again(blocks)
    roles: list[RegionKind] = []
    place = _Place()
    for i, (block, form) in enumerate(zip(blocks, forms, strict=True)):
        if i == title:
            role: RegionKind = "headline"
        elif form is not None:
            role = form
        elif is_legend(block.raw):
            role = "subheading"
        elif i in turning and (title is None or i > title):
            role = "body"
        elif title is not None and _repeats(block, blocks[title]):
            role = "boilerplate"
        elif i < lead:
            role = _above(blocks, i, title, stamped=place.stamped)
        elif block.is_prose or _is_speech(block) or opens_turn(block.raw):
            role = "body"
        elif place.in_related and block.n <= 25:
            role = "related"
        elif i > last:
            role = _below(block, follows=i == last + 1, ends=i == len(blocks) - 1)
        else:
            role = _within(block, place)
        place.pass_by(block, role, is_title=i == title)
        roles.append(role)
    return roles


class _Place:
    """What has been seen above the block that is looked at."""

    def __init__(self) -> None:
        self.stamped = False
        self.in_related = False
        self.in_list = False

    def pass_by(self, block: Block, role: RegionKind, *, is_title: bool) -> None:
        """Take note of a block on the way down."""
        if is_title:
            self.stamped = False
        elif role in {"dateline", "byline"}:
            self.stamped = True
        if role == "related":
            self.in_related = True
        elif role in {"body", "headline"}:
            self.in_related = False
        if role == "body":
            self.in_list = block.text.endswith(":") or (self.in_list and not block.is_prose)


def _lead(blocks: Sequence[Block], forms: Sequence[Form]) -> int:
    """The number of the block that opens the article's text; past the end where none does."""
    free = [i for i, form in enumerate(forms) if form is None and not _reads_as_title(blocks, i)]
    for i in free:
        if blocks[i].is_full_prose or (blocks[i].n >= 8 and dateline_of(blocks[i].raw) is not None):
            return i
    return next((i for i in free if blocks[i].is_prose), len(blocks))


def _last_prose(blocks: Sequence[Block], forms: Sequence[Form], lead: int) -> int:
    """The number of the last block that is the article's prose; -1 where none is."""
    for i in range(len(blocks) - 1, -1, -1):
        if forms[i] is None and (blocks[i].is_prose or i == lead or opens_turn(blocks[i].raw)):
            return i
    return -1


def _reads_as_title(blocks: Sequence[Block], i: int) -> bool:
    """Whether a first line that ends as a sentence is a headline all the same.

    A short one is, that has no day and no "said" in it and half its words from the next lines.
    """
    block = blocks[i]
    if i > 0 or len(blocks) == 1 or block.n > 25 or block.quoted:
        return False
    if dateline_of(block.raw) is not None and block.n >= 8:
        return False
    if block.capitals >= 0.6 or block.text.endswith(";"):
        return True
    words = {word.strip(".,;:!?").casefold() for word in block.words}
    if block.n > 16 or words & _REPORT or len(blocks) < 4:
        return False
    return _told(block, {stem for other in blocks[1:13] for stem in _stems(other)}) >= 0.5


_REPORT = frozenset({*WEEKDAYS, "said", "told", "yesterday", "today"})
"""Words by which a first sentence shows that it reports already."""


def _field_title(blocks: Sequence[Block], lead: int) -> int | None:
    """The number of the line whose field is the headline ("Subject: …"); None without one.

    Of a message that was forwarded, the last; where the headline is repeated below, that line.
    """
    fields = fields_of(blocks[:lead])
    titles = [i for i, field in fields.items() if field.kind == "title"]
    if not titles:
        return None
    last = titles[-1]
    value = fields[last].value
    words = blocks[last].raw[value.start - blocks[last].span.start :].strip(" .").casefold()
    return next((i for i in range(last + 1, lead) if blocks[i].bare == words), last)


def _title(blocks: Sequence[Block], forms: Sequence[Form], lead: int) -> int | None:
    """The number of the headline's block; None where no line above the text could be it.

    Of the lines above the text that share as many words with it as the best does, or nearly,
    the first: a second deck often shares more of them. A line with the outlet's name beside a
    programme's is the headline where there is no other.
    """
    looked = range(min(lead, len(blocks), _HEAD))
    head = [i for i in looked if forms[i] not in {"caption", "related"}]
    told = "\n".join(block.raw for block in blocks[lead : lead + 40])
    plate = nameplate_of([blocks[i] for i in head], told)
    named = head[plate[0]] if plate is not None else None
    found = _titled(blocks, [f if i != named else "boilerplate" for i, f in enumerate(forms)], lead)
    if found is None and plate is not None and plate[1].rest is not None:
        return named
    return found


def _titled(blocks: Sequence[Block], forms: Sequence[Form], lead: int) -> int | None:
    turning = again_and_again(blocks)
    above = [
        i
        for i in range(min(lead, len(blocks), _HEAD))
        if forms[i] is None
        and _TITLE_LEAST <= blocks[i].n <= _TITLE_LONGEST
        and not is_masthead(blocks[i])
        and (not blocks[i].is_prose or _reads_as_title(blocks, i))
        and not asks_by_name(blocks[i].raw)
        and i not in turning
        and not is_legend(blocks[i].raw)
        and not is_imprint_line(blocks[i])
    ]
    wide = [i for i in above if blocks[i].n >= 5] or above
    if not wide:
        return None
    prose = {stem for block in blocks[lead : lead + 12] for stem in _stems(block)}
    crumbs = [b.text.casefold() for i, b in enumerate(blocks[:_HEAD]) if i not in above]
    scores = {i: _title_score(blocks[i], prose, crumbs) for i in wide}
    return next(i for i in wide if scores[i] >= 0.6 * max(scores.values()))


def _title_score(block: Block, prose: set[str], crumbs: Sequence[str]) -> float:
    """How well a line would do as the headline: told by the text, named again in a breadcrumb."""
    named = any(block.text.casefold() in crumb for crumb in crumbs)
    score = 3.0 * _told(block, prose) + (1.5 if named else 0.0) + 0.04 * min(block.n, 12)
    if is_spoken_title(block.text):
        score += 1.0
    return score / 2 if block.lower_start or block.is_prose else score


def _told(block: Block, prose: set[str]) -> float:
    """The share of the block's longer words that `prose` has too."""
    stems = _stems(block)
    return len(stems & prose) / len(stems) if stems else 0.0


def _stems(block: Block) -> set[str]:
    """The first five letters of its longer words: enough to know a word again."""
    words = (w.strip("\"'“”‘’.,:;!?()[]").casefold() for w in block.words)
    return {w[:5] for w in words if len(w) >= 4}


def _repeats(block: Block, title: Block) -> bool:
    """Whether a line is the headline over again, alone or at the end of a breadcrumb."""
    if block.bare == title.bare:
        return True
    return block.n <= title.n + 15 and block.text.casefold().endswith(title.text.casefold())


def _above(blocks: Sequence[Block], i: int, title: int | None, *, stamped: bool) -> RegionKind:
    """A line above the text: a further deck of the headline, or residue."""
    block = blocks[i]
    if title is None or block.text.endswith(":") or (block.bulleted and block.n >= 3):
        return "body" if block.is_prose or (title is not None and i > title) else "boilerplate"
    if (
        i == title + 1
        and block.before == 0
        and block.text.isupper()
        and blocks[title].text.isupper()
    ):
        return "headline"
    if i < title:
        if i == title - 1 and blocks[title].before == 0 and block.text.endswith(";"):
            return "headline"
        return "subheading" if i == 0 and block.is_prose and block.ends_sentence else "boilerplate"
    if (block.quoted and block.ends_sentence) or asks_by_name(block.raw):
        return "body"
    if is_spoken_title(blocks[title].text) and has_label(block.raw):
        return "body"
    if block.n >= 6:
        pictured = block.lower_start or any(w.strip("., ")[:2] in {"19", "20"} for w in block.words)
        return "caption" if stamped and pictured and not block.ends_sentence else "headline"
    if block.n >= 4 and any(mark in block.text for mark in ':"“‘'):
        return "subheading"
    return "body" if block.ends_sentence and block.n >= 3 else "boilerplate"


def _within(block: Block, place: _Place) -> RegionKind:
    """A short line between paragraphs of the text: a subheading, an item of a list, or prose."""
    if block.bulleted or block.ends_sentence or block.lower_start or place.in_list:
        return "body"
    if block.text.endswith(":") and block.n >= 2 and not block.text.isupper():
        return "body"  # "Berg continued:" leads on to the words quoted in the next line
    return "subheading" if block.n <= 15 else "body"


def _below(block: Block, *, follows: bool, ends: bool) -> RegionKind:
    """A line under the text that is no sentence: a link to another page, or residue.

    The very last one, with the small letters of prose, is a paragraph that was cut off.
    """
    if (block.bulleted and block.n >= 4) or (block.ends_sentence and block.n >= 3):
        return "body"
    if follows and ends and block.n >= 8 and block.capitals < 0.5 and not block.lower_start:
        return "body"
    return "related" if block.n >= 5 else "boilerplate"


def _is_speech(block: Block) -> bool:
    """Whether it opens with a mark that it does not close soon: words spoken, not a subheading."""
    if not block.quoted or block.n < 4:
        return False
    closed = next((i for i, w in enumerate(block.words) if w.rstrip(".,")[-1:] in "\"”’»'"), None)
    return closed is None or closed >= 8 or block.n > 12
