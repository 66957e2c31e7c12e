"""Times of day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from onrecord.annotate.timex.days import read_iso, read_numeric, weekday_by_lean, weekday_by_which
from onrecord.annotate.timex.here import Here, Read, counted, looking
from onrecord.annotate.timex.words import Value, Word, reader_of

NO_DAY_BESIDE = "time of day, no day beside it"
"""How the basis of a time of day begins where its own words give no day."""


def part_before(words: Sequence[Word], first: int) -> tuple[int, Value] | None:
    """Where "the morning of" before the word `first` begins, and the part of the day it names.

    "early in the morning hours of 3 May", "on the night of 3 May" without its "on".
    """
    at = first - 1
    if at < 2 or words[at].form != "of":
        return None
    hours = words[at - 1].form == "hours"
    if hours and words[at - 2].form in ("early", "small", "late"):
        whole = at >= 3 and words[at - 3].form == "the"
        return (at - 3, "NI" if words[at - 2].form == "late" else "MO") if whole else None
    at -= hours
    part = reader_of("PART")(words[at - 1]) if at >= 1 else None
    if part is None:
        return None
    at -= 1
    at -= at >= 1 and words[at - 1].form in ("early", "late")
    if at < 1 or words[at - 1].form != "the":
        return None
    at -= 1
    if at >= 2 and words[at - 1].form == "in" and words[at - 2].form in ("early", "late"):
        at -= 2
    return at, part


def read_clock(here: Here) -> list[Read]:
    """ "18:00 UTC", "8 a.m. Monday", "noon"."""
    time = _time_of_day(here)
    if time is None:
        return []
    zone = _zone(here)
    day, basis = _day_of_clock(here)
    prefix = day or "XXXX-XX-XX"
    return [Read("TIME", f"{prefix}T{time}{zone}", day, basis)]


def read_isotime(here: Here) -> list[Read]:
    """ "2032-06-16 18:40", "06-16-2032 1840 GMT"."""
    days = read_iso(here) if here.fit.get("ISO") else read_numeric(here)
    time = _time_of_day(here)
    if not days or time is None:
        return days
    zone = _zone(here)
    return [day._replace(type="TIME", value=f"{day.value}T{time}{zone}") for day in days]


def _zone(here: Here) -> str:
    """ "Z" for UTC, "+08:00" for "GMT +8"; other names of zones are left out, as news does."""
    sign, hours = here.fit.get("SIGN") or "+", here.fit.number("AMOUNT")
    if here.fit.get("ZONE") != "Z":
        return ""
    return f"{sign}{hours:02d}:00" if hours is not None and hours <= 14 else "Z"


def _time_of_day(here: Here) -> str | None:
    fit = here.fit
    words = {"o", "noon", "midnight", "half", "quarter"}
    clocked = fit.get("CLOCK") is not None or words & set(fit.literals)
    if fit.get("PART") is not None and not clocked and here.word(-1) not in ("at", "about", "by"):
        return None
    four, clock, half_day = fit.get("FOURDIGITS"), fit.get("CLOCK"), fit.get("AMPM")
    if "midday" in fit.literals:
        return "MI"
    if "noon" in fit.literals:
        return "12:00"
    if "midnight" in fit.literals:
        return "24:00"
    if four is not None:
        return f"{str(four)[:2]}:{str(four)[2:]}"
    if clock is not None:
        hour, minute, *seconds = (int(part) for part in str(clock).split(":"))
    else:
        hour, minute, *seconds = fit.number("HOUR", "HOURWORD") or 0, 0
    if hour > 24 or minute > 59 or (half_day and hour > 12):
        return None
    if half_day is None and hour <= 12:
        half_day = {"AF": "pm", "EV": "pm", "MO": "am"}.get(str(fit.get("PART")))
        if fit.get("PART") == "NI":
            half_day = "pm" if hour > 5 else "am"
    if half_day == "pm" and hour < 12:
        hour += 12
    if half_day == "am" and hour == 12:
        hour = 0
    if {"half", "quarter"} & set(fit.literals):
        shift = -15 if "to" in fit.literals else 30 if "half" in fit.literals else 15
        hour, minute = divmod((hour * 60 + shift) % (24 * 60), 60)
    return ":".join(f"{part:02d}" for part in (hour, minute, *seconds))


def _day_of_clock(here: Here) -> tuple[str | None, str]:
    anchor = here.anchor.day
    weekday = here.fit.number("WEEKDAY")
    if anchor is None:
        way = f", {looking(here.lean())}" if weekday is not None else ""
        return None, f"{NO_DAY_BESIDE}{way}: {here.anchor.words}"
    which = here.fit.number("WHICH")
    if weekday is not None:
        if which is not None:
            day, rule = weekday_by_which(here, anchor, weekday, which)
        else:
            day, rule = weekday_by_lean(here.lean(), anchor, weekday)
        return day.isoformat(), f"time of a weekday, {rule.replace('@', here.anchor.words)}"
    for word, shift in (("today", 0), ("yesterday", -1), ("tomorrow", 1)):
        if word in here.fit.literals:
            return (anchor + timedelta(days=shift)).isoformat(), f"time of day, {counted(here)}"
    named = here.day_named
    if named is not None and _looks_past(here.own_lean().way, named, anchor):
        return None, f"{NO_DAY_BESIDE}: not {named}, named before, by the tense"
    if named is not None:
        return named.isoformat(), f"{NO_DAY_BESIDE}: {named}, named before"
    if here.history:
        return None, f"{NO_DAY_BESIDE}: a day that was not named"
    return anchor.isoformat(), f"{NO_DAY_BESIDE}: {here.anchor.words}"


def _looks_past(way: str | None, named: date, anchor: date) -> bool:
    """ "It closed on Tuesday. Doors open at noon": the tense looks away from the day named."""
    return (way == "ahead" and named < anchor) or (way == "back" and named > anchor)
