"""What a page says about itself, and what it does not."""

from __future__ import annotations

import hashlib

import pytest

from onrecord.documents.find import to_document
from onrecord.model import Document, Fact, Media, Page, Told

BODY = (
    "Osland has lifted its ban on trawlers, the fisheries minister told parliament on Friday.\n\n"
    "“The ban has done its work,” Tom Hale said. “Now the pact must do its work.”\n"
)
TITLE = "Osland lifts ban on trawlers\n\n"


def read(text: str, *, told: Told = Told(), media: Media = "text/plain") -> Document:  # noqa: B008
    data = text.encode()
    digest = hashlib.sha256(data).hexdigest()
    return to_document(Page("page", "page", media, data, digest, "utf-8", text, told))


def shown(document: Document, fact: Fact | None) -> tuple[str, str | None] | None:
    """The value, and the characters it was read from."""
    if fact is None:
        return None
    return fact.value, fact.span.of(document.text) if fact.span else None


def published(text: str, *, told: Told = Told()) -> tuple[str, str | None] | None:  # noqa: B008
    document = read(text, told=told)
    return shown(document, document.published)


@pytest.mark.parametrize(
    ("text", "value", "words"),
    [
        (TITLE + "Published 1 June 2021\n\n" + BODY, "2021-06-01", "1 June 2021"),
        (TITLE + "20 May 202103:25\n\n" + BODY, "2021-05-20", "20 May 2021"),
        (TITLE + "June 3, 2021 at 4:15 pm\n\n" + BODY, "2021-06-03", "June 3, 2021"),
        (TITLE + "By Ana Ruiz | Wed 2 Jun 2021\n\n" + BODY, "2021-06-02", "Wed 2 Jun 2021"),
        (
            "The Sea Post · Friday, 7 May 2021\n\n" + TITLE + BODY,
            "2021-05-07",
            "Friday, 7 May 2021",
        ),
        (TITLE + "Updated 8 May 2021\nPosted 7 May 2021\n\n" + BODY, "2021-05-07", "7 May 2021"),
        (TITLE + "Updated 8 May 2021\n\n" + BODY, "../2021-05-08", "8 May 2021"),
        (TITLE + "Updated 7 May 2021\n\n" + BODY, "2021-05-07?", "7 May 2021"),
        (TITLE + "BRINK, May 7, 2021 (OTA) — " + BODY, "2021-05-07", "May 7, 2021"),
        (TITLE + BODY + "\nOTA ar/tj 07.05.2021 15:42\n", "2021-05-07", "07.05.2021"),
        (
            TITLE + BODY + "\nPublished in The Sea Post, May 7th, 2021\n",
            "2021-05-07",
            "May 7th, 2021",
        ),
        (TITLE + "Friday, May 7, 2021 " + BODY, "2021-05-07", "Friday, May 7, 2021"),
    ],
)
def test_the_published_day_is_read_off_the_page_with_its_span(
    text: str, value: str, words: str
) -> None:
    assert published(text) == (value, words)


@pytest.mark.parametrize(
    "text",
    [
        TITLE + BODY,
        TITLE + BODY + "\n© 2019 The Sea Post. All rights reserved.\n",
        TITLE + BODY + "\nCopyright 1 June 2019 The Sea Post\n",
        TITLE + "Holm (L) and Dahl in Brink, March 10, 2011. | Photo: OTA\n\n" + BODY,
        TITLE + BODY + "\nThe pact was signed on March 10, 2011, after a night of talks.\n",
        TITLE + BODY + "\nRead more:\n\nHale on herring\n3 May 2019\n\nFerry is back\n2 May 2019\n",
        TITLE + "3 hours ago\n\n" + BODY,
        TITLE + "03/04/2021\n\n" + BODY,
    ],
)  # fmt: skip
def test_a_page_that_does_not_give_its_day_gets_none(text: str) -> None:
    assert published(text) is None


def test_what_was_told_goes_before_what_is_read() -> None:
    document = read(
        TITLE + "Published 1 June 2021\n\n" + BODY,
        told=Told(published="2021-06-02", outlet="The Sea Post"),
    )
    assert shown(document, document.published) == ("2021-06-02", None)
    assert document.published is not None
    assert document.published.basis == "told with the page"
    assert shown(document, document.outlet) == ("The Sea Post", None)


def test_a_day_in_the_address_is_the_pages() -> None:
    told = Told(url="https://sea.example/2021/05/07/ban-lifted")
    assert published(TITLE + BODY, told=told) == ("2021-05-07", None)


def test_a_dateline_without_a_year_gives_no_published_day_but_is_kept() -> None:
    document = read(TITLE + "BRINK, May 7 (OTA) — " + BODY)
    assert document.published is None
    assert shown(document, document.dateline_day) == ("XXXX-05-07", "May 7")
    assert any("May 7 without a year" in note for note in document.notes)


def test_a_dateline_takes_the_year_of_a_full_date_of_the_page_near_it() -> None:
    document = read(
        "Osland lifts ban agreed at Brink talks of May 2, 2021\n\nBRINK, May 7 (OTA) — " + BODY
    )
    assert shown(document, document.published) == ("2021-05-07", "May 7")


def test_a_year_that_weekday_and_past_leave_alone_is_taken_as_uncertain() -> None:
    past = "\nThe ban was imposed in March 2095, after a trawler had cut a cable.\n"
    document = read(TITLE + "BRINK, May 6 (OTA) — " + BODY + past)
    assert shown(document, document.published) == ("2095-05-06?", "May 6")
    assert document.published is not None
    assert "2095 (named in “in March 2095”)" in document.published.basis
    assert "Friday" in document.published.basis


@pytest.mark.parametrize(
    "text",
    [
        # no agency: not wire copy, which names the dateline's own day
        "BRINK, May 6 — " + BODY + "\nThe ban was imposed in March 2095.\n",
        # a year that lies ahead is no floor
        "BRINK, May 6 (OTA) — " + BODY + "\nThe ban would be imposed again in March 2095.\n",
        # the weekday fits neither year
        "BRINK, May 9 (OTA) — " + BODY + "\nThe ban was imposed in March 2095.\n",
        # two weekdays
        "BRINK, May 6 (OTA) — Talks that began on Monday ended. " + BODY + "\nIt began in 2095.\n",
    ],
)
def test_a_dateline_gets_no_year_where_the_page_leaves_more_than_one_or_none(text: str) -> None:
    assert published(TITLE + text) is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("The Brink Courier\n\n" + TITLE + BODY, "The Brink Courier"),
        ("OTA | Oslandic Telegraph Agency\n\n" + TITLE + BODY, "Oslandic Telegraph Agency"),
        ("The Ministry of Fisheries\n\n" + TITLE + BODY, "The Ministry of Fisheries"),
        ("Osland lifts ban on trawlers | Brink Courier\n\n" + BODY, "Brink Courier"),
        (TITLE + BODY + "\n© 2021 Brink Courier. All rights reserved.\n", "Brink Courier"),
        (TITLE + BODY + "\nCopyright © Brink Courier Ltd 2021\n", "Brink Courier Ltd"),
        ("News\nWorld\n\n" + TITLE + BODY, None),
        (TITLE + BODY, None),
    ],
)  # fmt: skip
def test_the_outlet_is_the_name_a_page_gives_itself(text: str, value: str | None) -> None:
    document = read(text)
    found = shown(document, document.outlet)
    assert found == (None if value is None else (value, value))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (TITLE + "BRINK, May 7. /OTA/. " + BODY, "OTA"),
        (TITLE + "BRINK (OTA) – " + BODY, "OTA"),
        (TITLE + BODY + "\nSource: Oslandic Telegraph Agency\n", "Oslandic Telegraph Agency"),
        (TITLE + BODY + "\n(Reuters)\n", "Reuters"),
        (TITLE + BODY, None),
    ],
)
def test_the_agency_is_the_one_the_page_credits(text: str, value: str | None) -> None:
    document = read(text)
    assert shown(document, document.agency) == (None if value is None else (value, value))


def test_a_transcripts_place_stands_before_its_day_in_the_headline() -> None:
    document = read(
        "Minister Anna Berg's remarks after the talks with Karl Brandt, Port Sarn, May 4, 2021\n\n"
        "5 May 202103:25\n\nGood evening. We talked for two hours and I thank our hosts for it.\n"
    )
    assert shown(document, document.place) == ("Port Sarn", "Port Sarn")
    assert shown(document, document.published) == ("2021-05-05", "5 May 2021")


def test_an_html_page_names_itself_in_its_markup() -> None:
    document = read(
        "<html><head><title>Ban lifted - Brink Courier</title>"
        '<meta property="article:published_time" content="2021-05-07T08:00:00Z"></head>'
        "<body><p>Osland has lifted its ban on trawlers, the minister told parliament on Friday."
        "<p>The opposition called the decision a gift and asked for a debate.</body></html>",
        media="text/html",
    )
    assert shown(document, document.title) == ("Ban lifted - Brink Courier", None)
    assert shown(document, document.published) == ("2021-05-07", None)
    assert document.published is not None
    assert "article:published_time" in document.published.basis
