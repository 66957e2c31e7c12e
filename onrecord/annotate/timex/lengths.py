"""Lengths of time and what comes again."""

from __future__ import annotations

from onrecord.annotate.timex.here import Here, Read, counted, stepped
from onrecord.annotate.timex.steps import month_name, step
from onrecord.annotate.timex.words import Value, about, reader_of
from onrecord.dates import interval

UNITS_OF_LENGTH = {"E": (10, "Y"), "C": (100, "Y"), "F": (2, "W")}


_LENGTH_LEADS = frozenset(
    {"for", "in", "within", "over", "after", "take", "takes", "took", "of", "lasted", "by"}
    | {"spent", "spend", "spending", "waited", "last", "lasts", "wasted"}
)


_HALVES = {"TH": "PT30M", "Y": "P6M", "D": "PT12H"}


def read_length(here: Here) -> list[Read]:
    """ "five years", "a 12-hour flight"; a rate ("15 a year") is a set."""
    fit = here.fit
    if fit.get("LONG") is not None:
        return [Read("DURATION", str(fit.get("LONG")), None, "a length of time")]
    if "century" in fit.literals:
        return [Read("DURATION", "P25Y", None, "a length of time")]
    amount = fit.get("AMOUNT")
    unit = str(fit.get("UNIT") or fit.get("UNITS"))
    article = here.words[fit.first].form in ("a", "an")
    if fit.literals[-3:] == ("and", "a", "half"):
        return [Read("DURATION", period(1.5, unit), None, "a length of time")]
    if "half" in fit.literals:
        amount = 0.5 if amount is None else float(amount) + 0.5 if _is_number(amount) else "X"
    if amount is None:
        amount = 1 if "single" in fit.literals or fit.get("UNIT") is not None else "X"
    if _counts_something_else(here, unit, article):
        return []
    if fit.literals[-1:] == ("time",):
        return _in_time(here, amount, unit)
    if article and fit.last - fit.first == 2 and _is_rate(here):
        return [Read("SET", period(1, unit), None, "a rate")]
    first = fit.first + 1 if article and "long" in fit.literals else first_word(here)
    return [Read("DURATION", period(amount, unit), None, "a length of time", (first, fit.last))]


def _in_time(here: Here, amount: Value, unit: str) -> list[Read]:
    """ "in four weeks' time": a length, and where the page has a day, when that is."""
    cut = (first_word(here), here.fit.last)
    read = Read("DURATION", period(amount, unit), None, "a length of time", cut)
    factor, unit = UNITS_OF_LENGTH.get(unit, (1, unit))
    if here.anchor.day is None or not isinstance(amount, int) or here.word(-1) != "in":
        return [read]
    found = step(here.anchor.day, unit, amount * factor)
    return [read._replace(date=found[1], basis=counted(here)) if found else read]


def first_word(here: Here) -> int:
    """The first word of a length with what bounds its amount: "more than two years".

    "Over" and its like bound it after a preposition ("in over six years"), else they are one
    ("spent over six years").
    """
    first = here.fit.first
    for count in (2, 1):
        before = here.words[max(0, first - count) : first]
        if len(before) < count or " ".join(word.form for word in before) not in about():
            continue
        lead = here.words[first - count - 1].form if first > count else ""
        if before[0].form not in ("over", "under", "around") or lead in _BEFORE_OVER:
            return first - count
    return first


_BEFORE_OVER = frozenset("in for after of within than by during the a at last lasted took".split())


def read_lengths(here: Here) -> list[Read]:
    """ "six to eight months": one expression for each bound."""
    amounts = here.fit.all("AMOUNT")
    unit = str(here.fit.get("UNIT") or here.fit.get("UNITS"))
    if "old" in (here.word(0), here.word(1)) or len(amounts) != 2:
        return []
    second = here.fit.first + 1
    while here.words[second].form in ("-", "to", "or", "and"):
        second += 1
    if "and" in here.fit.literals and here.word(-1) != "between":
        cut = (second, here.fit.last)
        return [Read("DURATION", period(amounts[1], unit), None, "a length of time", cut)]
    basis = "a length of time, its bounds told"
    if "ago" in here.fit.literals:
        return _lengths_ago(here, amounts, unit, second)
    return [
        Read("DURATION", period(amounts[0], unit), None, basis, (here.fit.first, second - 1)),
        Read("DURATION", period(amounts[1], unit), None, basis, (second, here.fit.last)),
    ]


def read_lengthsum(here: Here) -> list[Read]:
    """ "two years and six months": one length of several units, the longer first."""
    amounts, units = here.fit.all("AMOUNT"), [str(unit) for unit in here.fit.all("UNITS")]
    order = [_BY_LENGTH.find(unit[-1] + unit[:-1]) for unit in units]
    if order[0] >= order[1] or -1 in order or not all(map(_is_number, amounts)):
        first, last = here.fit.first, here.fit.last
        joint = next((i for i in range(first, last) if here.words[i].form == "and"), None)
        second = joint + 1 if joint is not None else first + 2
        ends = (first, second - (joint is not None)), (second, last)
        return [
            Read("DURATION", period(amount, unit), None, "a length of time", cut)
            for amount, unit, cut in zip(amounts, units, ends, strict=True)
        ]
    lengths = [period(a, u) for a, u in zip(amounts, units, strict=True)]
    clock = lengths[1].removeprefix("P" if not lengths[0].startswith("PT") else "PT")
    value = lengths[0] + clock
    return [Read("DURATION", value, None, "a length of time", (first_word(here), here.fit.last))]


_BY_LENGTH = "Y M W D HTMTST"
"""Units from the longest to the shortest, those of the clock with a T after them."""


def _lengths_ago(here: Here, amounts: list[Value], unit: str, second: int) -> list[Read]:
    """ "two or three years ago": a point of time for each bound."""
    first, last, anchor = here.fit.first, here.fit.last, here.anchor.day
    factor, unit = UNITS_OF_LENGTH.get(unit, (1, unit))
    out = []
    for amount, cut in zip(amounts, ((first, second - 1), (second, last)), strict=True):
        found: list[Read] = []
        if isinstance(amount, int) and anchor is not None and not unit.startswith("T"):
            basis = f"{amount} units back, {counted(here)}"
            found = stepped(anchor, unit, -amount * factor, basis)
        vague = Read("DATE", "PAST_REF", None, "an amount that is no number")
        out += [read._replace(cut=cut) for read in (found or [vague])]
    return out


def read_stretchof(here: Here) -> list[Read]:
    """ "the first nine months of 2032": a length whose ends are known where its year is."""
    fit = here.fit
    unit, amount = str(fit.get("UNITS")), fit.get("AMOUNT") or "X"
    ordinal = {"first": 1, "last": -1, "final": -1}
    side = next((ordinal[word] for word in fit.literals if word in ordinal), 0)
    year, which = fit.number("YEAR"), fit.number("WHICH")
    anchor = here.anchor.day
    if year is None and anchor is not None and "year" in fit.literals:
        year = anchor.year + (which or 0)
    read = Read("DURATION", period(amount, unit), None, "a length of time")
    if fit.get("MONTH") is not None:
        return [read]
    if side == -1 and year is None:
        return read_stretch(here)
    if year is None or unit != "M" or not isinstance(amount, int) or not 0 < amount < 12:
        return [read]
    first, last = (1, amount) if side == 1 else (13 - amount, 12)
    ends = f"{month_name(year, first)}/{month_name(year, last)}"
    return [read._replace(date=ends, basis=f"months of the year {year}")]


def _is_number(value: Value) -> bool:
    return isinstance(value, int | float)


def _counts_something_else(here: Here, unit: str, article: bool) -> bool:
    """Ages, "a second", "a quarter", "one day", "the … of the year"."""
    after = (here.word(0), here.word(1))
    if "old" in after or after == ("of", "age") or here.word(-1) == "aged":
        return True
    if unit == "TS" and here.fit.get("UNITS") is None:
        return True
    if here.word(-1) == "as" and here.words[here.fit.first].form == "many":
        return True
    if unit in ("Q", "WE") and not ({"consecutive", "straight"} & set(here.fit.literals)):
        return True
    one_day = here.text == "one day" and here.word(0) not in ("before", "after", "earlier")
    if one_day and here.word(-1) not in ("for", "in", "within", "only", "just"):
        return True
    return article and "-" not in here.fit.literals and unit == "D" and here.word(-1) == "what"


def _is_rate(here: Here) -> bool:
    """Whether "a day" tells how often: "15 a day", "twice a day", "10,000 soldiers a day"."""
    before = here.words[max(0, here.fit.first - 3) : here.fit.first]
    if not before:
        return False
    rates = ("times", "twice", "once", "%", "percent", "million", "billion", "thousand", "hundred")
    if before[-1].kind in ("number", "phrase") or before[-1].form in rates:
        return True
    counts = any(reader_of("AMOUNT")(word) is not None for word in before[:-1])
    at = here.span(here.fit.first - 1, here.fit.first)
    tokens = here.paragraph.tokens_in(at)
    return counts and tokens is not None and tokens[0].tag_ == "NNS"


def period(amount: Value, unit: str) -> str:
    """The TIMEX3 value of a length: P5Y, PT30M, PXD, P2.5Y."""
    factor, unit = UNITS_OF_LENGTH.get(unit, (1, unit))
    if amount == 0.5 and factor == 1 and unit in _HALVES:
        return _HALVES[unit]
    if isinstance(amount, int | float):
        amount = amount * factor
        text = f"{amount:g}" if isinstance(amount, float) else str(amount)
    else:
        text = "X"
    return f"PT{text}{unit[1:]}" if unit.startswith("T") else f"P{text}{unit}"


def read_stretch(here: Here) -> list[Read]:
    """ "the past nine days": a length that ends, or starts, at the day of writing."""
    fit = here.fit
    if here.words[fit.first].form == "last" and _is_verb(here):
        rest = fit._replace(first=fit.first + 1, slots=fit.slots[1:])
        return read_length(here._replace(fit=rest)) if fit.get("AMOUNT") is not None else []
    if fit.literals[-3:] == ("and", "a", "half"):
        unit = {"week": "W", "month": "M", "year": "Y", "decade": "E"}[fit.literals[-4]]
        return [Read("DURATION", period(1.5, unit), None, "a length of time")]
    unit = str(fit.get("UNITS") or fit.get("UNIT"))
    amount: Value = fit.get("AMOUNT") or ("X" if fit.get("UNITS") else 1)
    back = (fit.number("BACK") or (1 if {"coming", "next"} & set(fit.literals) else -1)) < 0
    led = fit.literals[:1] in (("over",), ("within",), ("during",), ("for",))
    cut = (fit.first + 1, fit.last) if led else None
    read = Read("DURATION", period(amount, unit), None, "a length of time", cut)
    anchor = here.anchor.day
    factor, unit = UNITS_OF_LENGTH.get(unit, (1, unit))
    if anchor is None or not isinstance(amount, int) or unit.startswith("T"):
        return [read]
    found = step(anchor, unit, -amount * factor if back else amount * factor)
    edge = interval(found[1])[0] if found else None
    if found is None or edge is None:
        return [read]
    near = {"Y": 4, "M": 7}.get(unit, 10)
    ends = sorted([edge.isoformat()[:near], anchor.isoformat()[:near]])
    rule = f"{'up to' if back else 'from'} {here.anchor.words}"
    return [read._replace(date="/".join(ends), basis=rule)]


def _is_verb(here: Here) -> bool:
    """Whether the first word is a verb: "it would last two weeks"."""
    tokens = here.paragraph.tokens_in(here.span())
    return tokens is not None and tokens[0].pos_ in ("VERB", "AUX")


def read_unitslong(here: Here) -> list[Read]:
    """ "for years"; only after a preposition of length."""
    unit = str(here.fit.get("UNITS"))
    if "over" in here.fit.literals:
        cut = (here.fit.first + 1, here.fit.last)
        return [Read("DURATION", period("X", unit), None, "a length of time", cut)]
    if "ahead" in here.fit.literals:
        return [Read("DURATION", period("X", unit), None, "a length of time")]
    before_event = here.word(0) in ("after", "before") and here.word(-1) in ("", ".", ",", "and")
    if (here.word(-1) not in _LENGTH_LEADS and not before_event) or here.word(0) == "-":
        return []
    if here.word(0) == "later":
        return []
    return [Read("DURATION", period("X", unit), None, "a length of time")]


def read_often(here: Here) -> list[Read]:
    """ "annual", "every Friday", "per day"."""
    fit = here.fit
    basis = "something that comes again"
    often = fit.get("OFTEN")
    first = here.words[fit.first]
    if often is not None:
        inside = fit.first > 0 and first.text[0].isupper()
        return [] if inside else [Read("SET", str(often), None, basis)]
    if "weekends" in fit.literals:
        return [Read("SET", "XXXX-WXX-WE", None, basis, (fit.first + 1, fit.last))]
    weekday = fit.number("WEEKDAY", "WEEKDAYS")
    if weekday is not None:
        part = fit.get("PART")
        value = f"XXXX-WXX-{weekday}" + (f"T{part}" if part else "")
        return [Read("SET", value, None, basis)]
    month, day = fit.number("MON", "MONTH"), fit.number("DAY")
    if month is not None:
        return [Read("SET", f"XXXX-{month:02d}" + (f"-{day:02d}" if day else ""), None, basis)]
    if fit.get("PART") is not None:
        return [Read("SET", f"XXXX-XX-XXT{fit.get('PART')}", None, basis)]
    if fit.get("SEASON") is not None:
        return [Read("SET", f"XXXX-{fit.get('SEASON')}", None, basis)]
    unit = str(fit.get("UNITS") or fit.get("UNIT"))
    amount = fit.get("AMOUNT") or fit.get("ORDINAL") or (2 if "other" in fit.literals else 1)
    if "half" in fit.literals:
        amount = 0.5
    if not isinstance(amount, str) and amount <= 0:
        return []
    if unit == "TS" and "per" not in fit.literals and "every" in fit.literals:
        return []
    return [Read("SET", period(amount, unit), None, basis)]
