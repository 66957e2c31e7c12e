"""Years, and what is more or less than one: decades, seasons, quarters, weeks of a month."""

from __future__ import annotations

from datetime import date, timedelta

from onrecord.annotate.timex.days import month_year
from onrecord.annotate.timex.direction import cues
from onrecord.annotate.timex.here import Here, Read, counted, year_by_which, year_of_story
from onrecord.annotate.timex.steps import (
    full_year,
    half,
    month_name,
    on_calendar,
    quarter,
    season,
    week,
    year_name,
)
from onrecord.dates import first_day

_NUMBERED = frozenset(
    {"article", "resolution", "flight", "route", "highway", "room", "section", "page", "paragraph"}
    | {"channel", "rule", "form", "unit", "model", "clause", "gate", "square"}
)
"""Nouns whose number is no year: "Resolution 1999"."""
_OF_YEARS = frozenset({"of", "for", "as", "and", "(", "to", "after", "before", "about", "late"})
"""Words before a year of the story, where the text tells of history."""


def read_year(here: Here) -> list[Read]:
    """ "2032", "late 2032", "the end of 2032", "'82"."""
    year = here.fit.number("YEAR")
    if year is None:
        short = here.fit.number("YY")
        if short is None:
            return []
        year = full_year(short, here.anchor.day)
    elif not _is_year(here, year):
        return []
    return [Read("DATE", year_name(year), year_name(year), "year")]


def _is_year(here: Here, year: int) -> bool:
    """Whether four digits are a year and no count ("2000 soldiers")."""
    bare = here.fit.last - here.fit.first == 1
    if not bare:
        return True
    before, after = here.word(-1), here.word(0)
    told = here.history
    if told is not None and told.first <= year <= told.last and before in _OF_YEARS:
        return not _counts(here)
    if _is_address(here):
        return False
    if not 1400 <= year <= 2150:
        return before in ("in", "since") and after in ("", ".", ",", ";", ")")
    if before in ("$", "€", "£", "-", "/", "no", "#", "than", "over", "some", "number", "article"):
        return before == "-" and _after_year(here)
    if before in _NUMBERED:
        return False
    if before in ("in", "since", "until", "by", "from", "during", "year"):
        return after not in ("people", "troops", "soldiers", "dead")
    if year > 2099 or (year < 1800 and before != "the"):
        return False
    return before == "the" or not _counts(here)


def _is_address(here: Here) -> bool:
    """Whether the figures number a house: "2012 Quay Street"."""
    after = here.words[here.fit.last : here.fit.last + 4]
    street = next((n for n, word in enumerate(after) if word.text in _STREETS), 0)
    return street > 0 and all(word.text[0].isupper() for word in after[:street])


_STREETS = frozenset({"Street", "Road", "Avenue", "Lane", "Boulevard", "Drive", "St", "Rd", "Ave"})


def _counts(here: Here) -> bool:
    """Whether the figures count what follows ("2000 soldiers"), or no one can say."""
    tokens = here.paragraph.tokens_in(here.span())
    if tokens is None:
        return True
    token = tokens[0]
    head = token.head
    return token.dep_ == "nummod" and head.i == token.i + 1 and head.tag_ in ("NNS", "NNPS")


def _after_year(here: Here) -> bool:
    first = here.fit.first
    return first >= 2 and here.words[first - 2].kind == "number"


def read_years(here: Here) -> list[Read]:
    """ "2032-33", "from 2030 to 2032": one expression for each end."""
    fit = here.fit
    first = fit.number("YEAR")
    years = [y for y in fit.all("YEAR") if isinstance(y, int)]
    short = fit.number("YY")
    if first is None or _hyphened(here):
        return []
    last = years[1] if len(years) > 1 else first - first % 100 + (short or 0)
    if not first < last:
        return []
    places = [i for i in range(fit.first, fit.last) if here.words[i].kind == "number"]
    return [
        Read("DATE", year_name(year), year_name(year), "year", (place, place + 1))
        for year, place in zip((first, last), places, strict=True)
    ]


def _hyphened(here: Here) -> bool:
    """Whether a hyphen ties the years to the word before or after; a dash between words doesn't."""
    first, last = here.fit.first, here.fit.last
    before, after = here.words[first - 1 : first], here.words[last : last + 1]
    start, end = here.words[first].start, here.words[last - 1].end
    tied = [w for w in before if w.end == start] + [w for w in after if w.start == end]
    return any(word.form == "-" for word in tied)


def read_bc(here: Here) -> list[Read]:
    """ "238 BC": TIMEX3 has a value for it, EDTF level 1 here has not."""
    number = here.fit.number("AMOUNT", "YEAR")
    if number is None or not 0 < number < 10000:
        return []
    return [Read("DATE", f"BC{number:04d}", None, "a year before Christ")]


_FISCAL = frozenset({"fiscal", "financial", "fy"})


def read_fiscal(here: Here) -> list[Read]:
    """ "fiscal 2032", "FY2031-32", "the current fiscal year": no days, for their bounds differ.

    A fiscal year is named for the year in which it ends.
    """
    first = here.fit.number("YEAR", "YY", "SLASHED")
    if first is not None and first < 100:
        first = full_year(first, here.anchor.day)
    year = first if first is None else _end_of_years(here, first)
    value = f"FY{year_name(year)}" if year is not None else "FYXXXX"
    return [Read("DATE", value, None, "a fiscal year, whose bounds are not said")]


def _end_of_years(here: Here, first: int) -> int:
    """The later of two years that are written as one: 2032 of "2031-32"; else `first`."""
    if here.fit.get("SLASHED") is not None:
        return first + 1
    given = [year for year in here.fit.all("YEAR", "YY") if isinstance(year, int)]
    last = given[-1] if given[-1] > 99 else first - first % 100 + given[-1]
    return last if len(given) == 2 and last == first + 1 else first


def read_decade(here: Here) -> list[Read]:
    """ "the 1990s", "the '90s", "the nineties"."""
    start = here.fit.number("DECADE")
    if start is None:
        short = here.fit.number("YYS", "DECADE10")
        if short is not None and {"nineteen", "eighteen"} & set(here.fit.literals):
            digits = f"{19 if 'nineteen' in here.fit.literals else 18}{short // 10}"
            return [Read("DATE", digits, digits + "X", "decade")]
        if short is None or here.word(-1) in ("his", "her", "their", "my", "your", "our"):
            return []
        latest = here.anchor.day.year if here.anchor.day is not None else 2029
        start = 2000 + short if 2000 + short <= latest else 1900 + short
    digits = year_name(start)
    if start % 100 == 0 and start < 2000:
        return [Read("DATE", digits[:2], digits[:2] + "XX", "century")]
    return [Read("DATE", digits[:3], digits[:3] + "X", "decade")]


def read_century(here: Here) -> list[Read]:
    """ "the 19th century"."""
    number = here.fit.number("ORDINAL")
    if number is None or not 2 <= number <= 30:
        return []
    return [Read("DATE", f"{number - 1:02d}", f"{number - 1:02d}XX", "century")]


def read_season(here: Here) -> list[Read]:
    """ "the summer of 2032", "last spring", "the summer"."""
    fit, anchor = here.fit, here.anchor.day
    code, year = str(fit.get("SEASON")), fit.number("YEAR", "SLASHED")
    short = fit.number("YY")
    if short is not None and year is None:
        year = full_year(short, anchor)
    if year is not None:
        return [Read("DATE", *season(year, code), "season and year")]
    which = fit.number("WHICH")
    if {"that", "next"} & set(fit.literals) or fit.get("AGAIN") is not None:
        return _season_again(here, code)
    if "past" in fit.literals:
        which = -1
    if here.words[fit.last - 1].form == "fall" and here.word(0) in ("of", "in", "from"):
        return []
    bare = which is None and fit.last - fit.first == 1
    if bare and here.word(-1) not in ("in", "by", "during", "since", "until", "of", "mid"):
        return []
    if not _is_noun(here):
        return []
    told = year_of_story(here, {"SP": 4, "SU": 7, "FA": 10, "WI": 12}[code])
    if told is not None and which is None:
        return [Read("DATE", *season(told, code), f"season, the year of {here.named}")]
    if anchor is None or here.history:
        return [Read("DATE", f"XXXX-{code}", None, f"no year: {here.anchor.words}")]
    if which is not None and "year" in fit.literals:
        return [Read("DATE", *season(anchor.year + which, code), counted(here))]
    starts = _SEASON_STARTS[code]
    lean = here.lean()
    if which is None or which == 0:
        ahead = lean.way == "ahead"
        year = anchor.year
        if ahead and starts + 2 < anchor.month:
            year += 1
        if not ahead and starts > anchor.month and lean.way == "back":
            year -= 1
    elif which < 0:
        year = anchor.year if starts + 2 < anchor.month else anchor.year - 1
    else:
        year = anchor.year if starts > anchor.month else anchor.year + 1
    return [Read("DATE", *season(year, code), counted(here))]


_SEASON_STARTS = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}


def _season_again(here: Here, code: str) -> list[Read]:
    """ "that fall", "the following spring": counted from the date named before."""
    start = first_day(here.named)
    ahead = "next" in here.fit.literals
    if ahead and "the" not in here.fit.literals and here.history is None:
        start = here.anchor.day
    if start is None:
        return []
    again = here.fit.number("AGAIN") or (1 if ahead else 0)
    begins = _SEASON_STARTS[code]
    year = start.year + (again if (again > 0) == (begins <= start.month) else 0)
    return [Read("DATE", *season(year, code), f"season, counted from {start.isoformat()}")]


def _is_noun(here: Here) -> bool:
    tokens = here.paragraph.tokens_in(here.span())
    return tokens is None or tokens[-1].pos_ not in ("VERB", "AUX") or len(tokens) > 1


def read_quarter(here: Here) -> list[Read]:
    """ "the third quarter of 2032", "third-quarter", "Q3"."""
    fit, anchor = here.fit, here.anchor.day
    number = fit.number("ORDINAL", "AMOUNT")
    if number == -1:
        number = 4
    if number is None or not 1 <= number <= 4 or here.word(0).startswith("final"):
        return []
    if here.word(0) == "-" and here.word(1).startswith("final"):
        return []
    year = fit.number("YEAR")
    if _FISCAL & {*fit.literals, here.word(-1), here.word(-2)}:
        value = f"FY{year_name(year) if year is not None else 'XXXX'}-Q{number}"
        return [Read("DATE", value, None, "quarter of a fiscal year, whose bounds are not said")]
    rule = "quarter of the year"
    if year is None and fit.get("WHICH") is not None:
        year = year_by_which(here)
    if year is None and anchor is not None:
        year, rule = _year_of_quarter(here, anchor, number)
    if year is None:
        return [Read("DATE", f"XXXX-Q{number}", None, f"no year: {here.anchor.words}")]
    return [Read("DATE", *quarter(year, number), rule)]


def _year_of_quarter(here: Here, anchor: date, number: int) -> tuple[int, str]:
    """The year of a quarter that is named without one, and the rule.

    One that is over is this year's unless the verb surely looks ahead; the one we are in, or one
    to come, is last year's where the verb looks back. Where it says nothing, the nearest.
    """
    lean = here.lean()
    now = (anchor.month - 1) // 3 + 1
    rule = f"quarter, counted from {here.anchor.words} ({lean.why})"
    if number < now:
        return anchor.year + (lean.way == "ahead" and lean.sure), rule
    forecast = number == now and lean.why == "before a noun"  # "second-quarter sales would be flat"
    if number == now or lean.way is not None:
        return anchor.year - (lean.way == "back" and not forecast), rule
    return anchor.year - (number - now > 2), rule


def read_half(here: Here) -> list[Read]:
    """ "the first half of 2032"."""
    number, year = here.fit.number("ORDINAL"), here.fit.number("YEAR")
    bare = year is None and here.fit.get("WHICH") is None and "of" not in here.fit.literals
    if number not in (1, 2) or (bare and _is_half_of_something(here)):
        return []
    if _FISCAL & set(here.fit.literals) and year is not None:
        value = f"FY{year_name(year)}-H{number}"
        return [Read("DATE", value, None, "half of a fiscal year, whose bounds are not said")]
    if year is None and here.anchor.day is not None:
        year = here.anchor.day.year + (here.fit.number("WHICH") or 0)
    if year is None:
        return [Read("DATE", f"XXXX-H{number}", None, f"no year: {here.anchor.words}")]
    return [Read("DATE", *half(year, number), "half of the year")]


def _is_half_of_something(here: Here) -> bool:
    """Whether "the first half" is one of a match, and not of the year."""
    if here.words[here.fit.last - 2].form == "-":
        return here.word(0) not in cues("half-year") and here.word(1) not in cues("half-year")
    lead = here.words[here.fit.first].form != "the" or here.word(-1) not in ("in", "for", "during")
    return lead or here.word(0) in ("of", "-") or here.history is not None


def _week_of_year(year: int, number: int) -> list[Read]:
    """The first or last week, in January or December; which days are in it is not said."""
    if number not in (1, -1):
        return []
    day = date(year, 1, 4) if number == 1 else date(year, 12, 28)
    return [Read("DATE", week(day)[0], month_name(year, day.month), "week of a year")]


def read_monthof(here: Here) -> list[Read]:
    """ "the last month of 2032"."""
    number, year = here.fit.number("ORDINAL"), here.fit.number("YEAR")
    if number is None or year is None or not -1 <= number <= 12:
        return []
    name = month_name(year, number if number > 0 else 12)
    return [Read("DATE", name, name, "month of a year")]


def read_weekof(here: Here) -> list[Read]:
    """ "the first week of June", "the week of June 13", "the last week of 2032"."""
    month, year = here.fit.number("MONTH", "MON"), here.fit.number("YEAR")
    if month is None and year is not None:
        return _week_of_year(year, here.fit.number("ORDINAL") or 0)
    if month is None:
        return []
    if year is None:
        year, _ = month_year(here, month)
    if year is None:
        return [Read("DATE", f"XXXX-{month:02d}-WXX", None, f"no year: {here.anchor.words}")]
    day, number = here.fit.number("DAY"), here.fit.number("ORDINAL")
    if day is None:
        last = 28 if month == 2 else 30
        day = last - 3 if number == -1 else 7 * (number or 1) - 3
    found = on_calendar(year, month, day)
    if found is None:
        return []
    value, days = week(found - timedelta(days=found.weekday()))
    exact = here.fit.number("DAY") is not None
    return [Read("DATE", value, days if exact else month_name(year, month), "week of a month")]
