"""Times of day."""

from __future__ import annotations

from datetime import timedelta

from onrecord.annotate.timex.days import weekday_by_lean
from onrecord.annotate.timex.here import Here, Read, counted
from onrecord.dates import day_of


def read_clock(here: Here) -> list[Read]:
    """ "18:00 UTC", "8 a.m. Monday", "noon"."""
    time = _time_of_day(here)
    if time is None:
        return []
    zone = "Z" if here.fit.get("ZONE") == "Z" else ""
    day, basis = _day_of_clock(here)
    prefix = day or "XXXX-XX-XX"
    return [Read("TIME", f"{prefix}T{time}{zone}", day, basis)]


def _time_of_day(here: Here) -> str | None:
    fit = here.fit
    four, clock, half_day = fit.get("FOURDIGITS"), fit.get("CLOCK"), fit.get("AMPM")
    if "noon" in fit.literals:
        return "12:00"
    if "midnight" in fit.literals:
        return "24:00"
    if four is not None:
        return f"{str(four)[:2]}:{str(four)[2:]}"
    if clock is not None:
        hour, minute = (int(part) for part in str(clock).split(":"))
    else:
        hour, minute = fit.number("HOUR") or 0, 0
    if hour > 24 or minute > 59 or (half_day and hour > 12):
        return None
    if half_day == "pm" and hour < 12:
        hour += 12
    if half_day == "am" and hour == 12:
        hour = 0
    return f"{hour:02d}:{minute:02d}"


def _day_of_clock(here: Here) -> tuple[str | None, str]:
    anchor = here.anchor.day
    weekday = here.fit.number("WEEKDAY")
    if anchor is None:
        return None, f"time of day; {here.anchor.words}"
    if weekday is not None:
        day, rule = weekday_by_lean(here.lean(), anchor, weekday)
        return day.isoformat(), f"time of a weekday, {rule.replace('@', here.anchor.words)}"
    for word, shift in (("today", 0), ("yesterday", -1), ("tomorrow", 1)):
        if word in here.fit.literals:
            return (anchor + timedelta(days=shift)).isoformat(), f"time of day, {counted(here)}"
    if day_of(here.named) is not None:
        return here.named, f"time of day, on {here.named}, named before"
    if here.history:
        return None, "time of a day that was not named"
    return anchor.isoformat(), f"time of day, on {here.anchor.words}"
