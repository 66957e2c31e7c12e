"""Lengths of time and what comes again."""

from __future__ import annotations

from onrecord.annotate.timex.here import Here, Read
from onrecord.annotate.timex.steps import step
from onrecord.annotate.timex.words import Value
from onrecord.dates import interval

UNITS_OF_LENGTH = {"E": (10, "Y"), "C": (100, "Y"), "F": (2, "W")}


_LENGTH_LEADS = frozenset(
    {"for", "in", "within", "over", "after", "take", "takes", "took", "of", "lasted"}
)


_HALVES = {"TH": "PT30M", "Y": "P6M", "D": "PT12H"}


def read_length(here: Here) -> list[Read]:
    """ "five years", "a 12-hour flight"; a rate ("15 a year") is a set."""
    fit = here.fit
    amount = fit.get("AMOUNT")
    unit = str(fit.get("UNIT") or fit.get("UNITS"))
    article = here.words[fit.first].form in ("a", "an")
    if "half" in fit.literals:
        amount = 0.5 if amount is None else float(amount) + 0.5 if _is_number(amount) else "X"
    if amount is None:
        amount = 1 if "single" in fit.literals else "X"
    if _counts_something_else(here, unit, article):
        return []
    if article and fit.last - fit.first == 2 and _is_rate(here):
        return [Read("SET", _period(1, unit), None, "a rate")]
    return [Read("DURATION", _period(amount, unit), None, "a length of time")]


def _is_number(value: Value) -> bool:
    return isinstance(value, int | float)


def _counts_something_else(here: Here, unit: str, article: bool) -> bool:
    """Ages, "a second", "a quarter", "one day", "the … of the year"."""
    after = (here.word(0), here.word(1))
    if "old" in after or after == ("of", "age") or here.word(-1) == "aged":
        return True
    if unit == "TS" and here.fit.get("UNITS") is None:
        return True
    if unit in ("Q", "WE") and not ({"consecutive", "straight"} & set(here.fit.literals)):
        return True
    one_day = here.text == "one day" and here.word(0) not in ("before", "after", "earlier")
    if one_day and here.word(-1) not in ("for", "in", "within", "only", "just"):
        return True
    return article and "-" not in here.fit.literals and unit == "D" and here.word(-1) == "what"


def _is_rate(here: Here) -> bool:
    before = here.words[here.fit.first - 1] if here.fit.first else None
    if before is None:
        return False
    rates = ("times", "twice", "once", "%", "percent", "million", "billion", "thousand", "hundred")
    return before.kind == "number" or before.form in rates


def _period(amount: Value, unit: str) -> str:
    """The TIMEX3 value of a length: P5Y, PT30M, PXD, P2.5Y."""
    factor, unit = UNITS_OF_LENGTH.get(unit, (1, unit))
    if amount == 0.5 and unit in _HALVES:
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
    unit = str(fit.get("UNITS") or fit.get("UNIT"))
    amount: Value = fit.get("AMOUNT") or ("X" if fit.get("UNITS") else 1)
    back = (fit.number("BACK") or (1 if {"coming", "next"} & set(fit.literals) else -1)) < 0
    led = fit.literals[:1] in (("over",), ("within",), ("during",), ("for",))
    cut = (fit.first + 1, fit.last) if led else None
    read = Read("DURATION", _period(amount, unit), None, "a length of time", cut)
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


def read_unitslong(here: Here) -> list[Read]:
    """ "for years"; only after a preposition of length."""
    if here.word(-1) not in _LENGTH_LEADS or here.word(0) == "-":
        return []
    unit = str(here.fit.get("UNITS"))
    if here.word(0) == "later":
        return []
    return [Read("DURATION", _period("X", unit), None, "a length of time")]


def read_often(here: Here) -> list[Read]:
    """ "annual", "every Friday", "per day"."""
    fit = here.fit
    basis = "something that comes again"
    often = fit.get("OFTEN")
    first = here.words[fit.first]
    if often is not None:
        inside = fit.first > 0 and first.text[0].isupper()
        return [] if inside else [Read("SET", str(often), None, basis)]
    weekday = fit.number("WEEKDAY", "WEEKDAYS")
    if weekday is not None:
        part = fit.get("PART")
        value = f"XXXX-WXX-{weekday}" + (f"T{part}" if part else "")
        return [Read("SET", value, None, basis)]
    unit = str(fit.get("UNITS") or fit.get("UNIT"))
    amount = fit.get("AMOUNT") or (2 if "other" in fit.literals else 1)
    if unit == "TS" and "per" not in fit.literals and "every" in fit.literals:
        return []
    return [Read("SET", _period(amount, unit), None, basis)]
