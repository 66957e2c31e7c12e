"""The links of a record: what its pages say of the same people, words and events."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.link.actors import join_actors
from onrecord.link.copies import find_copies
from onrecord.link.happenings import join_happenings
from onrecord.link.settle import settle_days
from onrecord.link.ties import Ties
from onrecord.link.utterances import join_utterances
from onrecord.model import Links, Reading


def link(readings: Sequence[Reading], ties: Ties | None = None) -> Links:
    """The actors, utterances, happenings and copies of the pages, each join with its reasons.

    And the days of pages that only other pages tell.

    A pure function of the readings, whatever their order. Every entity, statement and event is
    in exactly one group, alone where nothing joins it. A doubtful pair stays two: a false join
    hides something, a missed one only repeats it. `ties` are what a person decided: they win.
    """
    ties = ties or Ties()
    pages = sorted(readings, key=lambda reading: (reading.document.doc, reading.document.page))
    cast = join_actors(pages, ties)
    utterances = join_utterances(pages, cast, ties)
    copies = find_copies(pages)
    return Links(
        actors=cast.actors,
        utterances=utterances,
        happenings=join_happenings(pages, cast, ties),
        copies=copies,
        settled=settle_days(pages, copies, utterances),
    )
