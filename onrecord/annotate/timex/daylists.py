"""Days told in a row, and nights told by both of their days."""

from __future__ import annotations

from datetime import timedelta

from onrecord.annotate.timex.days import day_of_month, is_name, read_month, weekday_by_lean
from onrecord.annotate.timex.here import Here, Read
from onrecord.annotate.timex.words import reader_of


def read_daylist(here: Here) -> list[Read]:
    """ "Nov. 1, 2 and 3", "on 3, 4 and 5 May 2032": one expression for each day.

    Where the last number counts something ("on Nov. 1, 2 and 3 ships sank") or the days do not
    follow in order, the month has its own day only.
    """
    fit = here.fit
    month, year = fit.number("MON"), fit.number("YEAR")
    days = [day for day in fit.all("DAY") if isinstance(day, int)]
    if month is None or not is_name(here):
        return []
    read_day = reader_of("DAY")
    at = [i for i in range(fit.first, fit.last) if read_day(here.words[i]) in days]
    led = at[0] > fit.first and here.words[fit.first].form != "the"
    if len(at) != len(days):
        return []
    ends = [*(place + 1 for place in at[:-1]), fit.last]
    starts = [fit.first, *at[1:]]
    told = [day_of_month(here, month, day, year) for day in days]
    if sorted(set(days)) != days or not all(told) or (led and _counts(here)):
        first = (starts[0], ends[0]) if led else (starts[-1], ends[-1])
        return [read._replace(cut=first) for read in told[0 if led else -1]]
    spans = zip(told, starts, ends, strict=True)
    return [reads[0]._replace(cut=(start, end)) for reads, start, end in spans]


def _counts(here: Here) -> bool:
    """Whether the last number of a list is that of what follows it: "and 3 ships"."""
    if here.fit.number("YEAR") is not None or here.fit.get("WHICH") is not None:
        return False
    tokens = here.paragraph.tokens_in(here.span())
    if tokens is None or tokens.end >= len(tokens.doc):
        return False
    return tokens.doc[tokens.end].pos_ in ("NOUN", "ADJ", "PROPN", "NUM")


def read_nightinto(here: Here) -> list[Read]:
    """ "overnight into Tuesday", "overnight from Monday to Tuesday": the night between them."""
    given = [day for day in here.fit.all("WEEKDAY") if isinstance(day, int)]
    into = "into" in here.fit.literals or len(given) == 2
    if len(given) == 2 and (given[1] - given[0]) % 7 != 1:
        return []
    if here.anchor.day is None or here.history:
        return [Read("TIME", "XXXX-XX-XXTNI", None, f"a night; {here.anchor.words}")]
    day, rule = weekday_by_lean(here.lean(), here.anchor.day, given[-1])
    first = day - timedelta(days=1) if into else day
    dates = f"{first.isoformat()}/{(first + timedelta(days=1)).isoformat()}"
    basis = f"night of a weekday, {rule.replace('@', here.anchor.words)}"
    return [Read("TIME", f"{first.isoformat()}TNI", dates, basis)]


def read_ordinalday(here: Here) -> list[Read]:
    """ "October the ninth"; "In October the second ship sank" names the month alone."""
    tokens = here.paragraph.tokens_in(here.span())
    month, day = here.fit.number("MON"), here.fit.number("ORDINAL")
    if tokens is None or month is None or day is None or not is_name(here):
        return []
    after = tokens.doc[tokens.end] if tokens.end < len(tokens.doc) else None
    if after is not None and after.pos_ in ("NOUN", "ADJ", "PROPN", "NUM"):
        rest = here.fit._replace(last=here.fit.first + 1, slots=(("MONTH", month),), literals=())
        cut = (rest.first, rest.last)
        return [read._replace(cut=cut) for read in read_month(here._replace(fit=rest))]
    return day_of_month(here, month, day, here.fit.number("YEAR"))
