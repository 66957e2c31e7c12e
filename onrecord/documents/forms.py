"""What a line of a news page shows by its own words and form, wherever it stands."""

from __future__ import annotations

from onrecord.documents.lexicon import agencies, entries, entry_set, openings
from onrecord.documents.lines import Block
from onrecord.documents.written_dates import WEEKDAYS, written_dates
from onrecord.model import RegionKind

_LIST = "residue.txt"


def form_of(block: Block) -> RegionKind | None:
    """The role that the line's own words show; None where they show none."""
    if block.n == 0 or block.bare in entry_set(_LIST, "boilerplate, whole line"):
        return "boilerplate"
    if block.bare in entry_set(_LIST, "related, begins"):
        return "related"
    if _is_code(block):
        return "boilerplate"
    if _is_byline(block):
        return "byline"
    if _is_date_line(block):
        return "dateline"
    if _is_caption(block):
        return "caption"
    if _opens_related(block):
        return "related"
    if block.n <= 8 and _begins(block, "source credit"):
        return "boilerplate"
    if _is_boilerplate(block) or _is_breadcrumb(block) or _is_menu(block):
        return "boilerplate"
    return None


def _begins(block: Block, head: str) -> bool:
    """Whether the line begins with an entry of the list `head`, at a word's end."""
    words = block.text.lstrip("([").casefold()
    for entry in openings(_LIST, head).get(words[:1], ()):
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
    if block.n < 2:
        return False
    words = block.text.casefold().replace("’", "'")
    return any(entry in words for entry in entries(_LIST, head))


def _speaks_to_reader(block: Block) -> bool:
    """Whether it says you, your, us or our outside quotation marks: sites do, reports do not."""
    if any(mark in block.raw for mark in '"“”'):
        return False
    words = {w.strip(".,!?;:'’()").casefold() for w in block.words}
    return bool(words & {"you", "your", "us", "our", "we"})


def _has_quotation(block: Block) -> bool:
    return any(mark in block.raw for mark in '"“”«»')


def _reports(block: Block) -> bool:
    """Whether it is a sentence that says who said something: no site says that of itself."""
    return block.ends_sentence and any(w.strip(",.;:").casefold() in _SAID for w in block.words)


_SAID = frozenset("said says told tells added stated stressed noted warned asked replied".split())


def _is_boilerplate(block: Block) -> bool:
    if _reports(block) or (block.text.endswith("?") and block.n > 8):
        return False
    loose = block.n <= 12 or not block.ends_sentence
    if _begins(block, "boilerplate, begins") and block.n <= 60:
        return (loose and block.n <= 30) or _speaks_to_reader(block)
    if _holds(block, "boilerplate, within") and block.n <= 90:
        return not _has_quotation(block) and (block.n <= 40 or _speaks_to_reader(block))
    return _is_counter(block)


def _is_counter(block: Block) -> bool:
    """Whether it is a figure and what it counts: "5 min read", "2 hours ago", "1,204 views"."""
    bare = block.bare
    if bare.replace(",", "").replace(".", "").replace(" ", "").isdigit():
        return not block.ends_sentence  # "3." numbers an item of a list
    if block.n > 6 or not any(c.isdigit() for c in bare) or block.ends_sentence:
        return False
    return bare.endswith(entries(_LIST, "counter, ends")) or bare.startswith("read time")


def _is_code(block: Block) -> bool:
    """Whether its makers wrote it, not its writers: "width:100%;", "}", "<tweet …/>"."""
    text = block.text
    if block.n <= 3 and text.endswith((";", "{", "}")) and (":" in text or "{" in text):
        return True
    if len(block.words) == 1 and ("://" in text or text.startswith("www.")):
        return True
    return text.startswith("<") and text.find(">") >= len(text) - 12 and text.endswith((">", ">."))


def _is_breadcrumb(block: Block) -> bool:
    """Whether it is a way to the page: "Home / News / Talks resume", "News > World"."""
    if block.is_full_prose or block.quoted:
        return False
    for mark in (" > ", " » ", " › ", " / ", " | ", " → ", " · ", " • "):
        parts = block.text.split(mark)
        if len(parts) < 2:
            continue
        first = parts[0].strip().casefold()
        if first in entry_set(_LIST, "ways begin"):
            return True
        if len(parts) >= 3 and all(len(p.split()) <= 3 for p in parts) and not block.ends_sentence:
            return True
        if mark in {" > ", " » ", " › "} and all(len(p.split()) <= 4 for p in parts):
            return True
    return False


def _is_menu(block: Block) -> bool:
    """Whether it is several short names with gaps between them: "Home   World   Sport"."""
    if block.ends_sentence or "\n" in block.raw:
        return False
    parts = [part for part in block.raw.replace("\t", "  ").split("  ") if part.strip()]
    return len(parts) >= 3 and all(len(part.split()) <= 4 for part in parts)


def is_masthead(block: Block) -> bool:
    """Whether the line is the name of an office or an outlet, as it stands above a headline."""
    if block.n > 14 or block.ends_sentence or any(c in block.text for c in '‘’“”"?!;'):
        return False
    if begins_as_office(block.text):
        return ":" not in block.text
    last = block.bare.rsplit(" ", 1)[-1] if block.n > 1 else ""
    named = last in entry_set(_LIST, "masthead, ends") and block.capitals >= 0.8
    return named and block.n <= 6


def begins_as_office(words: str) -> bool:
    """Whether words begin as an office's name does, with none in small letters that a name lacks.

    >>> begins_as_office("Ministry of Fisheries"), begins_as_office("Ministry of Fisheries quits")
    (True, False)
    """
    folded = words.casefold().replace("’", "'")
    begun = any(
        folded.startswith(entry) and not folded[len(entry) : len(entry) + 1].isalpha()
        for entry in openings(_LIST, "masthead, begins").get(folded[:1], ())
    )
    small = {w.strip(",()").casefold() for w in words.split() if w[0].islower()}
    return begun and small <= _IN_NAMES


_IN_NAMES = frozenset("a and at de del di for in la of on the to with".split())


def _is_date_line(block: Block) -> bool:
    """Whether the line gives a date, or a clock time, and hardly anything else."""
    if block.n > 20 or (block.bulleted and block.n > 10):
        return False
    for mark in (" · ", " | ", " • ", " — ", " – "):
        parts = block.text.split(mark)
        if len(parts) > 1 and not block.ends_sentence and any(map(_is_date, parts)):
            return True
    said = _begins(block, "stamp, begins") and block.n <= 14 and not block.ends_sentence
    if said and any(found.year for found in written_dates(block.text)):
        return True
    return block.n <= 16 and _is_stamp(block)


def _is_date(words: str) -> bool:
    """Whether the words are a day with its year, its weekday and clock, and nothing else."""
    found = next(written_dates(words), None)
    if found is None or found.year is None:
        return False
    rest = words[: found.span.start] + words[found.span.end :]
    beside = {"", "on", "am", "pm", "a.m", "p.m", *WEEKDAYS}
    return all(w.strip(",.:").casefold() in beside or is_clock(w) for w in rest.split())


def _is_stamp(block: Block) -> bool:
    """Whether the line is a date or a clock time with none but a stamp's words beside it."""
    text = block.text
    rest = text
    dates = list(written_dates(text))
    for found in reversed(dates):
        rest = rest[: found.span.start] + " " + rest[found.span.end :]
    stamp = _begins(block, "stamp, begins")
    allowed = entry_set(_LIST, "stamp words")
    words = [w.strip("|•·,()[]-–—.:/").casefold() for w in rest.split()]
    clock = any(is_clock(w) for w in words)
    left = [w for w in words if w and w not in allowed and not any(c.isdigit() for c in w)]
    left = [w for w in left if w.rstrip(".") not in allowed]
    if dates:
        return not left or (
            len(left) <= 3 and (stamp or (not block.ends_sentence and block.n <= 9))
        )
    return clock and not left and not block.ends_sentence


def is_clock(word: str) -> bool:
    """Whether the word is a time of day in figures: "03:25", "4.15pm"."""
    hours, mark, rest = word.replace(".", ":").partition(":")
    minutes = rest[:2]
    return (
        bool(mark)
        and hours.isdigit()
        and len(hours) <= 2
        and len(minutes) == 2
        and (minutes.isdigit() and not rest[2:3].isdigit())
    )


def _is_byline(block: Block) -> bool:
    """Whether it names who wrote: "By Anna Berg in Karsholm", "Reporting by …", no sentence."""
    if block.n > 30:
        return False
    if _begins(block, "byline, begins") and (block.n <= 14 or ";" in block.text):
        return not block.quoted
    if _holds(block, "byline, within"):
        return not _has_quotation(block)
    if block.n < 2 or block.n > 14 or block.words[0].casefold() not in {"by", "from"}:
        return False
    if block.bare.endswith(entries(_LIST, "byline, ends")):
        return not block.is_full_prose
    return block.words[0].casefold() == "by" and _names_writers(block)


def _names_writers(block: Block) -> bool:
    """Whether the words after "By" are names, places and a writer's trade."""
    words = [word for word in block.words[1:] if word[0].isalpha()]
    small = {word.strip(",.|").casefold() for word in words if not word[0].isupper()}
    if len(small) == len(words) or (block.ends_sentence and block.n > 8):
        return False
    return small <= entry_set(_LIST, "byline words")


def _is_caption(block: Block) -> bool:
    """A picture's words: a credit at either end, or who stands on which side."""
    if block.n > 70 or block.quoted:
        return False
    text = block.text
    folded = text.casefold()
    if _begins(block, "caption, begins") and (block.n <= 40):
        return (
            ":" in text[:20]
            or "—" in text[:10]
            or "–" in text[:10]
            or "-" in text[:10]
            or (block.n <= 20 and not block.is_full_prose)
        )
    tail = folded[-70:]
    for credit in entries(_LIST, "caption, ends with credit of"):
        at = tail.rfind(credit)
        if at >= 0 and len(tail[at + len(credit) :].split()) <= 6:
            before, after = tail[at - 1 : at], tail[at + len(credit) :][:1]
            joined = after.isalnum() or (after in {"’", "'", "-"} and credit[-1].isalpha())
            if (not before.isalnum() or credit.startswith("/")) and not joined:
                return True
    if _bracketed_credit(text):
        return True
    return block.n <= 45 and _names_sides(text)


def _names_sides(text: str) -> bool:
    """Whether it says who stands where: "Berg (L) and Ito (R)". "(R)" alone is a party."""
    if any(mark in text for mark in '"“'):
        return False
    left = any(side in text for side in ("(L)", "(C)", "(left)", "(centre)", "(center)"))
    return left or "(right)" in text


def _bracketed_credit(text: str) -> bool:
    """Whether a picture's credit in brackets ends it: "… [Lea Mills/Reuters]"."""
    for opener, closer in (("[", "]"), ("(", ")")):
        if text.rstrip(". ").endswith(closer):
            inner = text.rstrip(". ")[text.rfind(opener) + 1 : -1]
            if text.rfind(opener) >= 0 and 1 <= len(inner.split()) <= 6 and "/" in inner:
                return _is_credit(inner)
    return False


def _is_credit(words: str) -> bool:
    """Whether the words are a photographer and an agency, with a stroke between them."""
    names = [name.strip() for name in words.split("/")]
    if any(c.isdigit() or c == "," for c in words) or not words[:1].isupper():
        return False
    known = agencies() | {"pool", "handout", "file", "getty", "getty images", "ap photo", "epa"}
    return len(names[0].split()) >= 2 or any(name.casefold() in known for name in names)


def _opens_related(block: Block) -> bool:
    """Whether it leads on to other pages: "RELATED:", "Read more: …"."""
    if block.quoted or _reports(block) or not _begins(block, "related, begins"):
        return False
    if block.n <= 6:
        return not block.ends_sentence or (block.n <= 5 and block.text.endswith((".", "!")))
    colon = 0 <= block.text.find(":") < 30
    if block.ends_sentence:
        return colon and block.n <= 12
    return block.n <= 30 and (colon or block.n <= 14)
