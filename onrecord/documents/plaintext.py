"""Plain text with residue, split into regions: nothing deleted, every region a run of the text.

Each paragraph gets its role from features of its own (`lines.Block`), from the lists of
data/residue.txt, and from where it stands: above the headline, between headline and article,
within the article, below it. Prose is body unless something says otherwise: to lose a
paragraph costs its statements, to keep a menu line costs nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from onrecord.documents.datelines import Dateline, dateline_of
from onrecord.documents.lexicon import entries, entry_set
from onrecord.documents.lines import Block, blocks_of
from onrecord.documents.turns import Label, is_spoken, label_of, turn_labels
from onrecord.documents.written_dates import written_dates
from onrecord.model import Region, RegionKind
from onrecord.spans import Span, trimmed

_LIST = "residue.txt"
_TITLE_LONGEST = 35
_TITLE_LEAST = 3


def find_regions(text: str) -> tuple[Region, ...]:
    """The regions of a plain text, in order; each character that is not white space is in one."""
    blocks = blocks_of(text)
    forms = [form_of(block) for block in blocks]
    roles = _roles(text, blocks, forms)
    regions: list[Region] = []
    title = next((b.text for b, r in zip(blocks, roles, strict=True) if r == "headline"), "")
    prose = [b.text for b, r in zip(blocks, roles, strict=True) if r == "body"]
    spoken = is_spoken(title, prose)
    labels = turn_labels(text, blocks, title=title, spoken=spoken)
    labels = {i: label for i, label in labels.items() if roles[i] in {"body", "subheading"}}
    turns = _Turns(spoken=spoken, asked=any(x.role == "question" for x in labels.values()))
    opened = False
    for number, (block, role) in enumerate(zip(blocks, roles, strict=True)):
        if number in labels:
            regions.extend(turns.open(text, block, labels[number]))
        elif role == "body":
            rest = block.span
            if not opened or block.n >= 8:
                dateline = dateline_of(block.raw, opens_story=not opened)
                if dateline is not None:
                    cut = Span(block.span.start, block.span.start + dateline.span.end)
                    regions.append(Region("dateline", cut))
                    rest = Span(cut.end, block.span.end)
            regions.extend(turns.goes_on(text, rest))
            opened = True
        else:
            regions.append(Region(role, block.span))
    return tuple(regions)


class _Turns:
    """Numbers the turns while the paragraphs go by."""

    def __init__(self, *, spoken: bool, asked: bool) -> None:
        self.kind: RegionKind = "transcript" if spoken else "body"
        self.number = 1 if spoken else 0
        self.asked = asked
        self.seen_question = False
        self.label: Span | None = None

    def open(self, text: str, block: Block, label: Label) -> list[Region]:
        """The regions of a paragraph that opens a turn: its label, then what is said."""
        self.number += 1
        self.label = label.name
        if label.role == "question":
            self.kind = "question"
            self.seen_question = True
        elif label.role == "answer" or self.seen_question:
            self.kind = "answer"
        else:
            self.kind = "transcript"
        regions = [Region("boilerplate", _no_space_at_ends(text, label.opening))]
        return regions + self.goes_on(text, Span(label.opening.end, block.span.end))

    def goes_on(self, text: str, span: Span) -> list[Region]:
        """A further paragraph of the turn, or of the article's own text before any turn."""
        inner = trimmed(text, span) if span.start < span.end else None
        if inner is None:
            return []
        if self.kind == "body":
            return [Region("body", inner)]
        return [Region(self.kind, inner, self.label, self.number)]


def _no_space_at_ends(text: str, span: Span) -> Span:
    return trimmed(text, span) or span


# --- what a line shows by itself ------------------------------------------------------------


def form_of(block: Block) -> RegionKind | None:
    """The role that the line's own words show; None where they show none."""
    if block.n == 0 or block.bare in entry_set(_LIST, "boilerplate, whole line"):
        return "boilerplate"
    if _is_date_line(block):
        return "dateline"
    if _is_byline(block):
        return "byline"
    if _is_caption(block):
        return "caption"
    if _opens_related(block):
        return "related"
    if _is_boilerplate(block) or _is_breadcrumb(block):
        return "boilerplate"
    return None


def _begins(block: Block, head: str) -> bool:
    """Whether the line begins with an entry of the list `head`, at a word's end."""
    words = block.text.casefold()
    for entry in entries(_LIST, head):
        first, gap, last = entry.partition("…")
        if words.startswith(first.strip()):
            rest = words[len(first.strip()) :]
            if gap and last.strip() not in " ".join(rest.split()[:8]):
                continue
            if not gap and rest[:1].isalpha() and first[-1:].isalpha():
                continue
            return True
    return False


def _holds(block: Block, head: str) -> bool:
    words = block.text.casefold().replace("’", "'")
    return any(entry in words for entry in entries(_LIST, head))


def _speaks_to_reader(block: Block) -> bool:
    """Whether it says you, your, us or our outside quotation marks: sites do, reports do not."""
    if any(mark in block.raw for mark in '"“”'):
        return False
    words = {w.strip(".,!?;:'’()").casefold() for w in block.words}
    return bool(words & {"you", "your", "us", "our", "we"})


def _is_boilerplate(block: Block) -> bool:
    loose = block.n <= 12 or not block.ends_sentence
    if _begins(block, "boilerplate, begins") and block.n <= 60:
        return (loose and block.n <= 30) or _speaks_to_reader(block)
    if _holds(block, "boilerplate, within") and block.n <= 90:
        return (block.n <= 40 or _speaks_to_reader(block)) and not block.quoted
    return _is_counter(block)


def _is_counter(block: Block) -> bool:
    """ "5 min read", "2 hours ago", "1,204 views", "0", "3:15 PM": figures and little else."""
    bare = block.bare
    if bare.replace(",", "").replace(".", "").replace(" ", "").isdigit():
        return True
    if block.n > 6 or not any(c.isdigit() for c in bare) or block.ends_sentence:
        return False
    tails = (
        "min read",
        "minute read",
        "minutes read",
        "ago",
        "views",
        "comments",
        "shares",
        "likes",
        "mins read",
    )
    return bare.endswith(tails) or bare.startswith("read time")


def _is_breadcrumb(block: Block) -> bool:
    """ "Home / News / Talks resume", "News > World": short names between the same marks."""
    if block.is_full_prose or block.quoted:
        return False
    for mark in (" > ", " » ", " › ", " / ", " | ", " → ", " · ", " • "):
        parts = block.text.split(mark)
        if len(parts) < 2:
            continue
        first = parts[0].strip().casefold()
        if first in {"home", "news", "you are here", "world", "main", "index"}:
            return True
        if len(parts) >= 3 and all(len(p.split()) <= 3 for p in parts) and not block.ends_sentence:
            return True
        if mark in {" > ", " » ", " › "} and all(len(p.split()) <= 4 for p in parts):
            return True
    return False


def _is_date_line(block: Block) -> bool:
    """Whether the line gives a date, or a clock time, and hardly anything else."""
    if block.n > 16 or (block.bulleted and block.n > 10):
        return False
    text = block.text
    rest = text
    dates = list(written_dates(text))
    for found in reversed(dates):
        rest = rest[: found.span.start] + " " + rest[found.span.end :]
    stamp = _begins(block, "stamp, begins")
    allowed = entry_set(_LIST, "stamp words")
    words = [w.strip("|•·,()[]-–—.:/").casefold() for w in rest.split()]
    clock = [w for w in words if any(c.isdigit() for c in w)]
    left = [w for w in words if w and w not in allowed and not any(c.isdigit() for c in w)]
    left = [w for w in left if w.rstrip(".") not in allowed]
    if dates:
        return not left or (len(left) <= 3 and (stamp or (not block.ends_sentence and block.n <= 9)))
    return bool(clock) and not left and (":" in text or stamp) and not block.ends_sentence


def _is_byline(block: Block) -> bool:
    """ "By Anna Berg in Karsholm", "Reporting by …": names, and no sentence."""
    if block.n > 25:
        return False
    if _begins(block, "byline, begins") and (block.n <= 14 or ";" in block.text):
        return not block.quoted
    words = block.words
    if len(words) >= 2 and words[0].casefold() in {"by", "from"} and block.n <= 14:
        if words[0] in {"From", "from"} and not block.text.endswith(("correspondent", "agencies")):
            return False
        names = [w for w in words[1:] if w[0].isalpha()]
        capitals = sum(1 for w in names if w[0].isupper())
        small = {w.strip(",.|").casefold() for w in names if not w[0].isupper()}
        known = {
            "and",
            "in",
            "for",
            "de",
            "van",
            "von",
            "the",
            "of",
            "bin",
            "al",
            "el",
            "at",
            "da",
            "with",
            "correspondent",
            "writer",
            "staff",
            "reporter",
            "editor",
            "political",
            "diplomatic",
            "world",
            "news",
            "agencies",
        }
        return capitals >= 1 and small <= known and not (block.ends_sentence and block.n > 8)
    return False


def _is_caption(block: Block) -> bool:
    """A picture's words: a credit at either end, or who stands on which side."""
    text = block.text
    folded = text.casefold()
    if block.n > 70 or block.quoted:
        return False
    if _begins(block, "caption, begins") and (block.n <= 40):
        return (
            ":" in text[:20]
            or "—" in text[:10]
            or "–" in text[:10]
            or "-" in text[:10]
            or (block.n <= 20
            and not block.is_full_prose)
        )
    tail = folded[-70:]
    for credit in entries(_LIST, "caption, ends with credit of"):
        at = tail.rfind(credit)
        if at >= 0 and len(tail[at + len(credit) :].split()) <= 6:
            before = tail[at - 1 : at] if at else " "
            if not before.isalnum() or credit.startswith("/"):
                return True
    if _bracketed_credit(text):
        return True
    sides = sum(
        side in text for side in ("(L)", "(R)", "(C)", "(left)", "(right)", "(centre)", "(center)")
    )
    return sides >= 1 and block.n <= 45 and not any(m in text for m in '"“')


def _bracketed_credit(text: str) -> bool:
    """ "… [Lea Mills/Reuters]", "… (Jon Berg/AP)": a name, a stroke and an agency at the end."""
    for opener, closer in (("[", "]"), ("(", ")")):
        if text.rstrip(". ").endswith(closer):
            inner = text.rstrip(". ")[text.rfind(opener) + 1 : -1]
            if text.rfind(opener) >= 0 and 1 <= len(inner.split()) <= 6 and "/" in inner:
                return inner[:1].isupper() and not any(c.isdigit() for c in inner)
    return False


def _opens_related(block: Block) -> bool:
    """ "RELATED:", "Read more: …": a lead-in to other pages, with or without the first of them."""
    if block.quoted or not _begins(block, "related, begins"):
        return False
    if block.n <= 6:
        return not block.ends_sentence or (block.n <= 5 and block.text.endswith((".", "!")))
    colon = 0 <= block.text.find(":") < 30
    return block.n <= 30 and (colon or (not block.ends_sentence and block.n <= 14))


# --- what a line is by where it stands -------------------------------------------------------


def _roles(
    text: str, blocks: Sequence[Block], forms: Sequence[RegionKind | None]
) -> list[RegionKind]:
    """One role a block: the forms, then the headline, then the rest by its place."""
    lead = _lead(text, blocks, forms)
    title = _title(text, blocks, forms, lead)
    last = max(
        (i for i, b in enumerate(blocks) if forms[i] is None and (b.is_prose or i == lead)),
        default=-1,
    )
    repeated = Counter(b.bare for b in blocks if b.n >= 4)
    roles: list[RegionKind] = []
    after_related = False
    for i, block in enumerate(blocks):
        form = forms[i]
        if i == title:
            role: RegionKind = "headline"
        elif form == "related":
            role, after_related = "related", True
            roles.append(role)
            continue
        elif form is not None:
            role = form
        elif title is not None and i != title and block.bare == blocks[title].bare:
            role = "boilerplate"
        elif i < lead:
            role = _above(text, blocks, forms, i, title)
        elif block.n >= 4 and repeated[block.bare] > 1 and _twin_is(blocks, forms, i, "caption"):
            role = "caption"
        elif block.is_prose or _is_speech(block):
            role = "body"
        elif after_related and not block.bulleted and block.n <= 25:
            roles.append("related")
            continue
        elif i > last:
            role = _below(block)
        else:
            role = _within(blocks, roles, i)
        after_related = after_related and role not in {"body", "headline"}
        roles.append(role)
    return roles


def _lead(text: str, blocks: Sequence[Block], forms: Sequence[RegionKind | None]) -> int:
    """The number of the block that opens the article's text; past the end where none does."""
    free = [i for i, form in enumerate(forms) if form is None]
    for i in free:
        if dateline_of(blocks[i].raw) is not None and blocks[i].n >= 8:
            return i
        if blocks[i].is_full_prose and not _reads_as_title(blocks, i):
            return i
    for i in free:
        if blocks[i].is_prose and not _reads_as_title(blocks, i):
            return i
    return len(blocks)


def _reads_as_title(blocks: Sequence[Block], i: int) -> bool:
    """Whether a first line that ends as a sentence is a headline all the same."""
    block = blocks[i]
    return (
        i == 0 and len(blocks) > 1 and block.n <= 25 and block.capitals >= 0.6 and not block.quoted
    )


def _title(
    text: str, blocks: Sequence[Block], forms: Sequence[RegionKind | None], lead: int
) -> int | None:
    """The number of the headline's block; None where no line above the text could be it."""
    above = [
        i
        for i in range(min(lead, len(blocks)))
        if forms[i] is None and _TITLE_LEAST <= blocks[i].n <= _TITLE_LONGEST
    ]
    if not above:
        return None
    wide = [i for i in above if blocks[i].n >= 5] or above
    prose = {w for b in blocks[lead : lead + 12] for w in _stems(b)}
    others = [b.text.casefold() for i, b in enumerate(blocks) if i not in wide and b.n >= 4]
    scores = {i: _title_score(blocks[i], prose, others) for i in wide}
    return next(i for i in wide if scores[i] >= 0.6 * max(scores.values()))


def _title_score(block: Block, prose: set[str], others: Sequence[str]) -> float:
    """How well a line would do as the headline: told by the text, named again in a breadcrumb."""
    stems = _stems(block)
    told = len(stems & prose) / len(stems) if stems else 0.0
    named = any(block.text.casefold() in other for other in others)
    small = 0.5 if block.lower_start else 1.0
    return small * (3.0 * told + (1.5 if named else 0.0) + 0.04 * min(block.n, 12))


def _stems(block: Block) -> set[str]:
    """The first five letters of its longer words: enough to know a word again."""
    words = (w.strip("\"'“”‘’.,:;!?()[]").casefold() for w in block.words)
    return {w[:5] for w in words if len(w) >= 4}


def _above(
    text: str,
    blocks: Sequence[Block],
    forms: Sequence[RegionKind | None],
    i: int,
    title: int | None,
) -> RegionKind:
    """A line above the text: a further deck of the headline, or residue."""
    block = blocks[i]
    if title is None:
        return "body" if block.is_prose else "boilerplate"
    if i < title:
        return "boilerplate"
    stamped = any(form in {"dateline", "byline"} for form in forms[title:i])
    if block.n >= 6:
        if stamped and not block.ends_sentence and (block.lower_start or block.n <= 12):
            return "caption"
        return "headline"
    return "body" if block.ends_sentence and block.n >= 3 else "boilerplate"


def _within(blocks: Sequence[Block], roles: Sequence[RegionKind], i: int) -> RegionKind:
    """A short line between paragraphs of the text: a subheading, an item of a list, or prose."""
    block = blocks[i]
    before = next((j for j in range(i - 1, -1, -1) if roles[j] == "body"), None)
    if block.bulleted or block.ends_sentence or block.lower_start:
        return "body"
    if before is not None and blocks[before].text.endswith(":"):
        return "body"
    return "subheading" if block.n <= 15 else "body"


def _below(block: Block) -> RegionKind:
    """A line under the text that is no sentence: a link to another page, or residue."""
    if block.bulleted and block.n >= 4:
        return "body"
    if block.ends_sentence and block.n >= 3:
        return "body"
    return "related" if block.n >= 5 else "boilerplate"


def _is_speech(block: Block) -> bool:
    """Whether it opens with a mark that it does not close soon: words spoken, not a subheading."""
    if not block.quoted or block.n < 4:
        return False
    closed = next((i for i, w in enumerate(block.words) if w.rstrip(".,")[-1:] in "\"”’»'"), None)
    return closed is None or closed >= 8 or block.n > 12


def _twin_is(
    blocks: Sequence[Block], forms: Sequence[RegionKind | None], i: int, kind: RegionKind
) -> bool:
    return any(b.bare == blocks[i].bare and forms[j] == kind for j, b in enumerate(blocks))


def first_dateline(text: str, regions: Sequence[Region]) -> Dateline | None:
    """The story's dateline, with spans in `text`; None where no region holds one."""
    for region in regions:
        if region.kind != "dateline":
            continue
        tail = text[region.span.start : region.span.end + 12]
        found = dateline_of(tail, opens_story=True)
        if found is not None and found.place is not None:
            by = region.span.start
            return Dateline(
                found.span.shift(by),
                found.place.shift(by),
                found.day._replace(span=found.day.span.shift(by)) if found.day else None,
                found.agency.shift(by) if found.agency else None,
            )
    return None


__all__ = ["find_regions", "first_dateline", "form_of", "label_of"]
