"""What tells of the day a page was published: every place that does, not the first alone.

A witness says a day, or days that bound it, and why. None is believed here: they are weighed in
`onrecord.documents.published`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date

from onrecord.dates import day_of, interval, is_day
from onrecord.documents.datelines import Dateline
from onrecord.documents.lexicon import entries, entry_set
from onrecord.documents.marked_dates import in_address, in_markup
from onrecord.documents.markup import Head
from onrecord.documents.periods import periods
from onrecord.documents.structured import LinkedData
from onrecord.documents.told_dates import of_label, outside_quotes, told_by_text
from onrecord.documents.witnessed import PROSE, bare_edtf, date_label, witness
from onrecord.documents.written_dates import (
    WEEKDAYS,
    WrittenDate,
    either_order,
    foreign_weekdays,
    written_dates,
)
from onrecord.model import Document, Region, RegionKind, Told, Witness
from onrecord.spans import Span

_WORDS = "date_words.txt"
_MOST = 20
"""Witnesses of one kind that are heard; a page with more is a list."""
_LINES: frozenset[RegionKind] = frozenset({"dateline", "byline"})
_FURNITURE: frozenset[RegionKind] = frozenset({"boilerplate", "subheading"})


def find_witnesses(
    document: Document, told: Told, head: Head, linked: LinkedData, dateline: Dateline | None
) -> tuple[Witness, ...]:
    """All witnesses to the day published, the strongest kinds first."""
    found = [
        *_told(told),
        *_in_lines(document, dateline),
        *_beside_lines(document),
        *_stray_lines(document),
        *_credited(document),
        *_of_dateline(dateline),
        *in_markup(head, linked),
        *in_address(document, told, head),
        *_opening_date(document),
        *_in_release_title(document),
        *_of_issue(document),
        *_covered(document),
        *_copyright(document, head),
        *told_by_text(document),
    ]
    ordered = sorted(dict.fromkeys(_heads_give_way(document, found)), key=lambda one: -one.score)
    heard = Counter[str]()
    kept = []
    for one in ordered:
        heard[one.kind] += 1
        if heard[one.kind] <= _MOST:
            kept.append(one)
    return tuple(kept)


def _heads_give_way(document: Document, found: Sequence[Witness]) -> Iterator[Witness]:
    """`found`, where a date line above the headline only bounds the day, if one below is earlier.

    The head of a site has the day on which it was looked at, or copied.
    """
    title = next((r.span.start for r in document.regions if r.kind == "headline"), 0)
    below = [
        one.date
        for one in found
        if one.kind in ("date line", "published line") and one.span and one.span.start > title
    ]
    for one in found:
        above = one.kind == "date line" and one.span is not None and one.span.start < title
        if above and below and max(below) < one.date and is_day(one.date):
            reason = "the date at the head of the site"
            yield witness("header", f"../{one.date}", one.span, reason)
        else:
            yield one


def _told(told: Told) -> Iterator[Witness]:
    if told.published:
        yield witness("told", told.published, None, "told with the page")
    if told.received:
        yield witness("read", f"../{told.received}", None, "when it was received")
    else:
        yield witness("read", f"../{date.today().isoformat()}", None, "the year of reading")


# --- lines of the page -----------------------------------------------------------------------


def _in_lines(document: Document, dateline: Dateline | None) -> Iterator[Witness]:
    """The lines that hold a date of the page's own, of its comments, or of its last change."""
    regions = document.regions
    prose = [i for i, region in enumerate(regions) if region.kind in PROSE]
    first, last = (prose[0], prose[-1]) if prose else (len(regions), len(regions))
    commented, corrected = _comments_begin(document), _corrections_begin(document)
    headline = next((i for i, r in enumerate(regions) if r.kind == "headline"), 0)
    for i, region in enumerate(regions):
        if region.kind not in _LINES or (dateline and region.span.meets(dateline.span)):
            continue
        above = _words_above(document, i)
        linked = any(r.kind == "related" for r in regions[max(0, i - 2) : i + 2])
        near = i < first or (i < last and bisect_left(prose, i) <= 2)
        closing = last < i <= last + 3 and not linked and bool(prose)
        below = (
            regions[i + 1].span.of(document.text)[:20].casefold() if i + 1 < len(regions) else ""
        )
        if below.startswith(entries(_WORDS, "event follows")):
            place = "event"
        elif i >= commented or above.endswith(entries(_WORDS, "commenter ends")):
            place = "comment"
        elif i >= corrected:
            place = "correction"
        elif i < headline:
            place = "head" if _is_site_head(document, i) else "above"
        else:
            place = "near" if near else "closing" if closing else "far"
        yield from _of_line(document.text, region, above, place)


def _of_line(text: str, region: Region, above: str, place: str) -> Iterator[Witness]:
    """The dates of one line, each by the words before it, else by where the line stands."""
    line = region.span.of(text)
    ends = 0
    runs = [period.span for period in periods(line)]
    for found in written_dates(outside_quotes(line)):
        if any(run.start < found.span.start and run.meets(found.span) for run in runs):
            continue  # "12 July 2015" of "6–12 July 2015"
        words = line[ends : found.span.start] or (above if not ends else "")
        label = date_label(words) if ends or words.strip() else date_label(above)
        begins, ends = ends, found.span.end
        if label is None and _lasts_for_hours(line[ends:]):
            label = "event"
        span = found.span.shift(region.span.start)
        if found.edtf is None:
            if place in ("near", "above") and label in (None, "published"):
                bare = bare_edtf(found.month, found.day)
                yield witness("bare line", bare, span, "the date line")
        elif place == "event":
            yield from of_label("event", found.edtf, span)
        elif place == "correction":
            yield from of_label("updated", found.edtf, span)
        elif place == "comment":
            yield witness("comment", f"../{found.edtf}", span, f"a comment is of {found.edtf}")
        elif label is not None:
            yield from of_label(label, found.edtf, span)
        else:
            yield _by_place(
                found, span, region.kind, place, tells=_tells(line[begins : found.span.start])
            )


def _lasts_for_hours(after: str) -> bool:
    """Whether hours from and to follow a date ("8 May 2031, 18:00–21:00"): nothing is published so.

    >>> _lasts_for_hours(", 18:00–21:00"), _lasts_for_hours(" at 18:00")
    (True, False)
    """
    clock, half = r"\d\d?[.:]\d\d", r"\s?[ap]\.?m\.?"
    hour = rf"(?:{clock}(?:{half})?|\d\d?{half})"
    pattern = rf"[\s,|·]*(?:from\s)?(?:{hour}|\d\d?)\s?(?:[-–—]|to|until)\s?{hour}"
    return re.match(pattern, after, re.IGNORECASE) is not None


_ENDS_A_FIELD = (":", "|", "·", "•", "–", "—", "/", ",")


def _tells(before: str) -> bool:
    """Whether the words before a date tell something: "Quay reopened", the title of another page.

    >>> _tells("By Anna Berg in Vell, "), _tells("Quay reopened ")
    (False, True)
    """
    if before.rstrip().endswith(_ENDS_A_FIELD):
        return False
    words = (word.strip(".,:;|·–—-()") for word in before.split())
    small = {word for word in words if word.isalpha() and word.islower()}
    return not small <= entry_set(_WORDS, "byline words") | set(WEEKDAYS) | foreign_weekdays()


def _by_place(
    found: WrittenDate, span: Span, region: RegionKind, place: str, *, tells: bool = False
) -> Witness:
    day, fits = found.edtf or "", found.fits_weekday
    worth = {True: 0.5, False: -2.0, None: 0.0}[fits]
    worth -= 2.5 if tells and place == "near" else 0
    doubt = ", though its weekday is another day's" if fits is False else ""
    day += "?" if fits is False else ""
    if place == "head":
        return witness("header", f"../{day}", span, "the date at the head of the site")
    if place in ("near", "above"):
        worth -= place == "above"
        reason = "the byline's date" if region == "byline" else "the page's date line"
        return witness("date line", day, span, reason + doubt, worth=worth)
    if place == "closing":
        return witness("closing line", day, span, "the closing line's date" + doubt, worth=worth)
    return witness("far line", day, span, "a date line far down" + doubt)


def _words_above(document: Document, number: int) -> str:
    """The few words of the line above, where it could be the name of what stands in this one."""
    if number == 0 or document.regions[number - 1].kind in {"headline", "related", "caption"}:
        return ""
    words = document.regions[number - 1].span.of(document.text).casefold().strip()
    return words if len(words) <= 40 and not words.endswith((".", "!", "?")) else ""


def _comments_begin(document: Document) -> int:
    """The number of the region from which on readers write; past the last where none do."""
    opened = False
    for i, region in enumerate(document.regions):
        opened = opened or region.kind in PROSE
        words = region.span.of(document.text)[:60].casefold().strip(" .:()0123456789")
        openings = tuple(one + " " for one in entries(_WORDS, "comments begin") if " " in one)
        begins = words in entry_set(_WORDS, "comments begin") or words.startswith(openings)
        if opened and region.kind != "related" and begins:
            return i
    return len(document.regions)


def _corrections_begin(document: Document) -> int:
    """The number of the region below the text that begins to correct it; past the last without."""
    opened = False
    for i, region in enumerate(document.regions):
        words = region.span.of(document.text)[:40].casefold().lstrip("*_( ")
        begins = words.startswith(entries(_WORDS, "corrections begin"))
        if opened and begins and region.kind != "related":
            return i
        opened = opened or region.kind in PROSE
    return len(document.regions)


def _beside_lines(document: Document) -> Iterator[Witness]:
    """Dates in the furniture: after a word that says which, at the site's head, in figures."""
    above = True
    opened = False
    title = next((r for r in document.regions if r.kind == "headline"), None)
    order = _order_of_figures(document)
    for i, region in enumerate(document.regions):
        above = above and region.kind != "headline"
        opened = opened or region.kind in PROSE
        line = region.span.of(document.text)
        shown = region.kind == "headline" and region is not title
        if (region.kind not in _FURNITURE | _LINES and not shown) or len(line) > 200:
            continue
        if not opened:
            for either in either_order(line):
                label = date_label(line[: either[0].span.start])
                if label in (None, "published"):
                    yield from _figures(either, line, region.span.start, order)
        if region.kind not in _FURNITURE or _is_sites_own(line):
            continue
        for found in written_dates(line):
            label = date_label(line[: found.span.start]) or date_label(_words_above(document, i))
            if found.edtf is None:
                continue
            span = found.span.shift(region.span.start)
            if label not in (None, "published"):
                yield from of_label(label, found.edtf, span)
            elif above and _is_site_head(document, i):
                reason = "the date at the head of the site"
                yield witness("header", f"../{found.edtf}", span, reason)


def _is_sites_own(line: str) -> bool:
    """Whether a line speaks of the site: its rights, its terms, its cookies."""
    folded = line.casefold()
    return "©" in line or any(words in folded for words in entries(_WORDS, "site's own"))


def _stray_lines(document: Document) -> Iterator[Witness]:
    """Short lines about the headline that a full date opens or ends: "18 June 2019 by Ana Ruiz".

    Above the first paragraph of the text, whatever else they were taken for.
    """
    title = next((r for r in document.regions if r.kind == "headline"), None)
    first = next((i for i, r in enumerate(document.regions) if is_paragraph(document, r)), 0)
    for i, region in enumerate(document.regions[:first]):
        if region is title or region.kind in _LINES | {"related", "caption"}:
            continue
        if not _is_site_head(document, i):
            start = region.span.start
            for line in region.span.of(document.text).splitlines(keepends=True):
                yield from _of_stray_line(line, start)
                start += len(line)


def _of_stray_line(line: str, start: int) -> Iterator[Witness]:
    dated = [found for found in written_dates(line) if found.edtf]
    short = len(line.split()) <= 14
    if not 1 <= len(dated) <= 3 or len(line.split()) > 26 or _is_sites_own(line):
        return
    if any(run.span.start < dated[0].span.start for run in periods(line)):
        return
    ends = [0, *(found.span.end for found in dated)]
    befores = [line[end : found.span.start] for end, found in zip(ends, dated, strict=False)]
    labels = [date_label(before) for before in befores]
    for found, before, label in zip(dated, befores, labels, strict=True):
        after = line[found.span.end :]
        span = found.span.shift(start)
        alone = len(dated) == 1 and short and date_label(line) is None
        among = len(dated) > 1 and labels.count(None) == 1
        plain = not _says(before)
        if label is not None:
            yield from of_label(label, found.edtf or "", span)
        elif (alone and not (_says(after) and not plain)) or (among and plain):
            yield witness("stray line", found.edtf or "", span, "the date beside the headline")


def _says(words: str) -> bool:
    """Whether words beside a date say more than which day it was: "on", "Tuesday," do not."""
    rest = (word.strip(".,:|–—-()").casefold() for word in words.split())
    known = {"", "on", "the", *WEEKDAYS} | foreign_weekdays() | entry_set(_WORDS, "beside a clock")
    return any(word not in known and len(word.strip("pPaA.:0123456789")) > 0 for word in rest)


def is_paragraph(document: Document, region: Region) -> bool:
    """Whether a region is of the text and ends like it; a few words may be anything."""
    text = region.span.of(document.text).rstrip("\"”’'»)] ")
    return region.kind in PROSE and len(text.split()) >= 8 and text.endswith((".", "!", "?"))


def lead_weekday(document: Document, start: int) -> int | None:
    """The one weekday (Monday is 0) in the first sentences from `start` on; None for more."""
    after = [r for r in document.regions if r.kind in PROSE and r.span.start >= start]
    lead = next((r for r in after if is_paragraph(document, r)), after[0] if after else None)
    if lead is None:
        return None
    words = re.findall(r"[\w’'-]+", outside_quotes(lead.span.of(document.text)[:600]))
    found = {
        WEEKDAYS.index(word.casefold())
        for before, word in zip(["", *words], words, strict=False)
        if word.casefold() in WEEKDAYS and before.casefold() not in _OTHER_DAYS
    }
    return found.pop() if len(found) == 1 else None


_OTHER_DAYS = frozenset(
    "next last since until till by before after every previous following first second third fourth "
    "fifth each".split()
)


def _figures(
    either: tuple[WrittenDate, WrittenDate], line: str, start: int, order: int | None
) -> Iterator[Witness]:
    """The two days that figures may mean; the one alone that the page's other figures show."""
    span = either[0].span.shift(start)
    words = either[0].span.of(line)
    zones = {word.strip("().,").casefold() for word in line[either[0].span.end :].split()[:5]}
    for number, head in enumerate(("day first", "month first")):
        if zones & entry_set(_WORDS, head):
            reason = f"{words}, in the order of those who use that clock"
            yield witness("date line", either[number].edtf or "", span, reason, worth=-1)
            return
    if order is not None:
        reason = f"{words}, in the order of the page's other figures"
        yield witness("date line", either[order].edtf or "", span, reason)
        return
    for one in either:
        yield witness("figures", one.edtf or "", span, f"{words}, which may be {one.edtf}")


def _order_of_figures(document: Document) -> int | None:
    """0 where the page's figures show the day first, 1 the month; None where they show neither."""
    orders = set()
    for region in document.regions:
        if region.kind not in PROSE and region.kind != "related":
            line = region.span.of(document.text)[:200]
            for found in written_dates(line):
                first = found.span.of(line).split("/")[0]
                if "/" in found.span.of(line) and len(first) < 3 and found.month != found.day:
                    orders.add(0 if int(first) == found.day else 1)
    return orders.pop() if len(orders) == 1 else None


def _is_site_head(document: Document, number: int) -> bool:
    """Whether a line above the headline says what a site says to whoever looks at it today."""
    regions = document.regions
    line = regions[number].span.of(document.text).casefold()
    below = (r.span.of(document.text)[:90] for r in regions[number + 1 : number + 3])
    if any(map(_is_menu, below)) and not _is_day_of_news(document, line):
        return True
    near = (r.span.of(document.text)[:60] for r in regions[max(0, number - 1) : number + 2])
    around = " ".join(near).casefold()
    return any(word in line for word in entries(_WORDS, "site head")) or any(
        word in around for word in entries(_WORDS, "beside site head")
    )


def _is_day_of_news(document: Document, line: str) -> bool:
    """Whether a line's one day is that of the weekday that the text opens with, or the next."""
    days = [day for found in written_dates(line) if (day := day_of(found.edtf)) is not None]
    weekday = lead_weekday(document, 0)
    near = {weekday, (weekday + 1) % 7} if weekday is not None else set()
    return len(days) == 1 and days[0].weekday() in near


def _is_menu(line: str) -> bool:
    """Whether a line names a site's other pages: "Home World Sport"."""
    folded = f" {' '.join(re.findall(r'[a-z]+', line.casefold()))} "
    return sum(f" {name} " in folded for name in entries(_WORDS, "site menu")) >= 2


def _credited(document: Document) -> Iterator[Witness]:
    """The date of a line after the text that says where it was printed: "(The Post, 3 May)"."""
    texts = [i for i, region in enumerate(document.regions) if is_paragraph(document, region)]
    for region in document.regions[texts[-1] + 1 : texts[-1] + 3] if texts else ():
        line = region.span.of(document.text).strip()
        dated = [found for found in written_dates(line) if found.edtf]
        opens = line.casefold().startswith(entries(_WORDS, "credited"))
        if opens and len(dated) == 1 and len(line.split()) <= 14 and date_label(line) is None:
            at = region.span.of(document.text).find(line)
            span = dated[0].span.shift(region.span.start + at)
            yield witness("closing line", dated[0].edtf or "", span, "the line that credits it")


def _of_dateline(dateline: Dateline | None) -> Iterator[Witness]:
    """The dateline's day, with its year or without."""
    if dateline is None or dateline.day is None:
        return
    day = dateline.day
    if day.edtf is not None:
        yield witness("dateline", day.edtf, day.span, "the dateline")
    else:
        yield witness("bare dateline", bare_edtf(day.month, day.day), day.span, "the dateline")


def _opening_date(document: Document) -> Iterator[Witness]:
    """The full date that opens the text on its own ("Thursday, May 7, 2015 On Tuesday …")."""
    opening = next((region for region in document.regions if region.kind in PROSE), None)
    if opening is None:
        return
    text = opening.span.of(document.text)
    bracketed = re.match(r"[(\[][^()\[\]]{6,60}[)\]]\s?(?=[A-Z\"“])", text)
    if bracketed is not None and (inside := next(written_dates(bracketed[0]), None)):
        if inside.edtf is not None and len(bracketed[0].split()) <= 6:
            span = inside.span.shift(opening.span.start)
            yield witness("opening date", inside.edtf, span, "the date that opens the text")
        return
    found = next(written_dates(text[:40]), None)
    if found is None or found.edtf is None or found.span.start > 0:
        return
    if text[found.span.end :].lstrip(" .|–—-")[:1].isupper():
        span = found.span.shift(opening.span.start)
        yield witness("opening date", found.edtf, span, "the date that opens the text")


_RELEASES = frozenset({"release", "communiqué", "communique", "readout"})


def _in_release_title(document: Document) -> Iterator[Witness]:
    """The one full date in the title of a release: "No 87, 6 May 2031, Press Release on …"."""
    headline = next((r.span for r in document.regions if r.kind == "headline"), None)
    if headline is None:
        return
    title = headline.of(document.text)
    if not _RELEASES & {word.strip(".,:").casefold() for word in title.split()}:
        return
    dated = [found for found in written_dates(title) if found.edtf is not None]
    if len({found.edtf for found in dated}) == 1:
        span = dated[0].span.shift(headline.start)
        reason = "the release's title gives the day"
        yield witness("release title", dated[0].edtf or "", span, reason)


def _of_issue(document: Document) -> Iterator[Witness]:
    """The month, week or season of an issue: "No. 88, June 2014", "Issue 4 · 6–12 July 2015".

    In a line above the text that names an issue, or gives hardly more than the month, or in the
    line below it that says where the page appeared; after a word for a change it is a bound.
    """
    above, titled = len(_above_text(document)), False
    for i, region in enumerate(document.regions):
        titled = titled or region.kind == "headline"
        line = region.span.of(document.text)
        if len(line) > 160 or region.kind in PROSE | {"related", "caption"}:
            continue
        words = {word.strip("(),:;·|–—").casefold() for word in line.split()}
        named = words & entry_set(_WORDS, "issue")
        short = i < above and region.kind != "headline" and len(words) <= 8
        dated = list(written_dates(line))
        days = [found.span for found in dated]
        if i < above and named & entry_set(_WORDS, "numbered issue") and len(dated) == 1:
            yield from _of_dated_issue(line, dated[0], region.span.start)
        for found in periods(line) if named or short else ():
            if any(day.start < found.span.start and day.meets(found.span) for day in days):
                continue  # "June 2021" of "9 June 2021"
            days_alone = is_day(found.edtf[:10]) and "week" not in found.span.of(line).casefold()
            if days_alone and titled and not named:
                continue  # "Spring fair, 21-22 May 2022" below the title
            span = found.span.shift(region.span.start)
            label = date_label(line[: found.span.start])
            if label in ("updated", "fetched"):
                yield from of_label(label, found.edtf.rpartition("/")[2], span)
            else:
                yield witness("issue", found.edtf, span, "the issue that the page names")


def _of_dated_issue(line: str, found: WrittenDate, start: int) -> Iterator[Witness]:
    """The day of a paper's head: "Vol. CIII, No. 35,412, BRINK, FRIDAY, MAY 7, 1954"."""
    if found.edtf is not None and date_label(line[: found.span.start]) in (None, "published"):
        span = found.span.shift(start)
        yield witness("issue", found.edtf, span, "the day of the issue that the page names")


def _covered(document: Document) -> Iterator[Witness]:
    """The last of the days that a report says above its text it covers: it is not older."""
    above = [one.span for one in _above_text(document)]
    heading = {
        word.strip("(),:;·|–—./").casefold()
        for span in above
        for word in span.of(document.text)[:200].split()
    }
    if not heading & entry_set(_WORDS, "covers days"):
        return
    for span in above:
        line = span.of(document.text)[:200]
        for found in periods(line):
            first, last = interval(found.edtf)
            days = first is not None and last is not None and (last - first).days <= 14
            if days and last is not None and date_label(line[: found.span.start]) is None:
                words = found.span.of(line)
                reason = f"what it reports on goes on to {last.isoformat()} (“{words}”)"
                covered = found.span.shift(span.start)
                yield witness("covered", f"{last.isoformat()}/..", covered, reason)


def _above_text(document: Document) -> Sequence[Region]:
    """The regions before the page's own text."""
    for i, region in enumerate(document.regions):
        if region.kind in PROSE:
            return document.regions[:i]
    return document.regions


def _copyright(document: Document, head: Head) -> Iterator[Witness]:
    """The newest year of a copyright line: it may be a template's, and gives no day."""
    lines = [
        (words, region.span)
        for region in document.regions
        if (words := region.span.of(document.text)) and _may_be_copyright(region, words)
    ]
    named = head.get("copyright", "dc.rights", "dcterms.rights")
    for line, span in (*lines, (f"© {named[1]}" if named else "", None)):
        folded = line.casefold()
        if "©" not in line and "copyright" not in folded and "(c)" not in folded:
            continue
        years = [word for word in _digits(line) if len(word) == 4 and word[:2] in {"19", "20"}]
        if years:
            year = max(years)
            yield witness("copyright", year, span, f"the copyright line's year {year}")


def _may_be_copyright(region: Region, words: str) -> bool:
    return region.kind not in PROSE or words.casefold().startswith(("copyright ", "©", "(c) "))


def _digits(line: str) -> list[str]:
    return "".join(c if c.isdigit() else " " for c in line).split()
