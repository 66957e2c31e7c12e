"""Datelines of many houses, and first words that only look like one."""

from __future__ import annotations

import pytest

from onrecord.documents.datelines import dateline_of


@pytest.mark.parametrize(
    ("text", "dateline", "place", "agency", "day"),
    [
        ("BRINK, May 5. /OTA/. Osland", "BRINK, May 5. /OTA/.", "BRINK", "OTA", (5, 5)),
        ("BRINK (OTA) – Osland", "BRINK (OTA) –", "BRINK", "OTA", None),
        ("LONDON, March 3 (AP) - The", "LONDON, March 3 (AP) -", "LONDON", "AP", (3, 3)),
        ("GENEVA — The", "GENEVA —", "GENEVA", None, None),
        ("Geneva — The", "Geneva —", "Geneva", None, None),
        ("SEAL COVE, N.Y. ― If", "SEAL COVE, N.Y. ―", "SEAL COVE", None, None),
        ("Oslo. May 5. BELGA - The", "Oslo. May 5. BELGA -", "Oslo", "BELGA", (5, 5)),
        ("BRINK, JUNE 16, BELGA. The", "BRINK, JUNE 16, BELGA.", "BRINK", "BELGA", (6, 16)),
        ("June 18 (Reuters) - A", "June 18 (Reuters) -", None, "Reuters", (6, 18)),
        ("ISLAMABAD: Prime", "ISLAMABAD:", "ISLAMABAD", None, None),
        ("OSLO/ROME, 3 May 22 (AFP) -- The", None, None, None, None),
        ("OSLO/ROME, 3 May (AFP) -- The", "OSLO/ROME, 3 May (AFP) --", "OSLO/ROME", "AFP", (5, 3)),
        ("GENEVA (16 June 2021) – Experts", "GENEVA (16 June 2021) –", "GENEVA", None, (6, 16)),
        ("The talks — Once delayed — went", None, None, None, None),
        ("Dahl (L) and Holm (R) met in Brink.", None, None, None, None),
        ("BREAKING: Dahl resigns", None, None, None, None),
        ("Anna Berg: We are ready", None, None, None, None),
        ("On June 16, 2021 (Wednesday) the", None, None, None, None),
        ("DEMOGRAPHICS FAVOR THE ISLANDS, BUT NOT BY MUCH - The", None, None, None, None),
    ],
)  # fmt: skip
def test_a_dateline_is_told_by_its_form(
    text: str,
    dateline: str | None,
    place: str | None,
    agency: str | None,
    day: tuple[int, int] | None,
) -> None:
    found = dateline_of(text)
    if dateline is None:
        assert found is None
        return
    assert found is not None
    assert found.span.of(text) == dateline
    assert (found.place.of(text) if found.place else None) == place
    assert (found.agency.of(text) if found.agency else None) == agency
    assert ((found.day.month, found.day.day) if found.day else None) == day


def test_an_unknown_town_before_a_dash_is_believed_where_the_story_opens() -> None:
    assert dateline_of("Karsholm — The envoy left.") is None
    assert dateline_of("Karsholm — The envoy left.", opens_story=True) is not None
