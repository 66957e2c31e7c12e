"""Which function reads which kind of pattern."""

from __future__ import annotations

from collections.abc import Callable

from onrecord.annotate.timex.clock import read_clock, read_isotime
from onrecord.annotate.timex.days import (
    read_date,
    read_daterange,
    read_dayago,
    read_dayofmonth,
    read_firstday,
    read_holiday,
    read_iso,
    read_month,
    read_numeric,
    read_twodays,
    read_twomonths,
    read_unday,
    read_weekdate,
    read_weekday,
    read_weekdayagain,
)
from onrecord.annotate.timex.here import Here, Read
from onrecord.annotate.timex.lengths import (
    read_length,
    read_lengths,
    read_often,
    read_stretch,
    read_stretchof,
    read_unitslong,
)
from onrecord.annotate.timex.relative import (
    read_againday,
    read_againunit,
    read_ago,
    read_deictic,
    read_later,
    read_sameperiod,
    read_theday,
    read_vague,
    read_weekend,
    read_which,
)
from onrecord.annotate.timex.years import (
    read_bc,
    read_century,
    read_decade,
    read_fiscal,
    read_half,
    read_quarter,
    read_season,
    read_weekof,
    read_year,
    read_years,
)

READERS: dict[str, Callable[[Here], list[Read]]] = {
    "date": read_date,
    "weekdate": read_weekdate,
    "iso": read_iso,
    "numeric": read_numeric,
    "daterange": read_daterange,
    "dayofmonth": read_dayofmonth,
    "month": read_month,
    "weekdayagain": read_weekdayagain,
    "theday": read_theday,
    "weekend": read_weekend,
    "unday": read_unday,
    "holiday": read_holiday,
    "firstday": read_firstday,
    "twomonths": read_twomonths,
    "twodays": read_twodays,
    "weekday": read_weekday,
    "dayago": read_dayago,
    "deictic": read_deictic,
    "againday": read_againday,
    "which": read_which,
    "againunit": read_againunit,
    "ago": read_ago,
    "later": read_later,
    "sameperiod": read_sameperiod,
    "length": read_length,
    "lengths": read_lengths,
    "stretchof": read_stretchof,
    "stretch": read_stretch,
    "unitslong": read_unitslong,
    "often": read_often,
    "year": read_year,
    "years": read_years,
    "bc": read_bc,
    "fiscal": read_fiscal,
    "decade": read_decade,
    "century": read_century,
    "season": read_season,
    "quarter": read_quarter,
    "half": read_half,
    "weekof": read_weekof,
    "clock": read_clock,
    "isotime": read_isotime,
    "vague": read_vague,
}
"""Kind of a pattern → what reads it."""
