"""Whose page it is: the name at its head where nothing else tells, never a headline's words."""

from __future__ import annotations

import hashlib

import pytest

from onrecord.documents.find import to_document
from onrecord.model import Document, Page

STORY = (
    "\n\nThe ferries of Norrey stayed in port for a ninth day on Monday, the union said.\n\n"
    "“We have our pride and no boats,” said Olav Trane, who leads the union. He would not say how "
    "long it would last.\n"
)
TITLE = "Ferry strike enters ninth day"


def document_of(text: str) -> Document:
    data = text.encode()
    digest = hashlib.sha256(data).hexdigest()
    return to_document(Page("page", "page", "text/plain", data, digest, "utf-8", text))


@pytest.mark.parametrize(
    ("head", "outlet"),
    [
        ("The Valley Echo\n\n" + TITLE, "The Valley Echo"),
        ("The Upland Courant\n\nMonday 12 May 2031\n\n" + TITLE, "The Upland Courant"),
        ("FJORDPOSTEN\n\n" + TITLE + "\n12 May 2031", "FJORDPOSTEN"),
        ("KVELL\n" + TITLE + "\nLast updated 12 May 2031, 11:05", "KVELL"),
        ("LETRA VIVA | English edition | 12/05/2031\n\n" + TITLE, "LETRA VIVA"),
        ("PLUM & PEPPER\nVolume 31, Number 3\n\n" + TITLE, "PLUM & PEPPER"),
        ("Radio Ostby – Morning Call – Monday 12 May 2031\n\n" + TITLE, "Radio Ostby"),
        ("The Tarn Herald, Monday, May 12, 2031\n\n" + TITLE, "The Tarn Herald"),
        ("Varde Morgen (machine translation from Norreyan)\n\n" + TITLE, "Varde Morgen"),
        ("NTA - Norreyan Telegraph Agency (translated)\n\n" + TITLE, "Norreyan Telegraph Agency"),
        ("THE ROYAL COURT OF NORREY\n\n12 May 2031\n\n" + TITLE, "THE ROYAL COURT OF NORREY"),
        ("IN THE HIGH COURT OF NORREY\n\nCase No. 12\n\n" + TITLE, "HIGH COURT OF NORREY"),
        ("Courier of the Fjords\n\nMonday, 12 May 2031\n\n" + TITLE, "Courier of the Fjords"),
        ("Gazeta Norreyska (machine translation)\n\n" + TITLE, "Gazeta Norreyska"),
        ("Metro Tarn\nwww.metrotarn.example\n\n" + TITLE, "Metro Tarn"),
        ("Seamen of Norrey (official)\n@seamennorrey\n\n" + TITLE, "Seamen of Norrey"),
        ("CORVANE SHIPPING plc\n\nPRESS RELEASE\n12 May 2031\n\n" + TITLE, "CORVANE SHIPPING plc"),
        ("From: The Quay Letter <letter@quayletter.example>\nSubject: " + TITLE, "The Quay Letter"),
        ("Title: " + TITLE + "\nLink: https://gulf.example/x\nSource: Gulf Wire", "Gulf Wire"),
        ("HD  " + TITLE + "\nPD  12 May 2031\nSN  The Sable Times", "The Sable Times"),
    ],
)  # fmt: skip
def test_an_outlet_is_known_by_its_name_and_what_stands_beside_it(head: str, outlet: str) -> None:
    document = document_of(head + STORY)
    assert document.outlet is not None
    assert document.outlet.value == outlet
    assert document.outlet.span is not None
    assert document.outlet.span.of(document.text) == outlet
    assert document.title is not None
    assert document.title.value == TITLE


@pytest.mark.parametrize(
    "head",
    [
        TITLE,
        "FERRY STRIKE\n\n12 May 2031\n\n" + TITLE,
        "WORLD NEWS\n\n12 May 2031\n\n" + TITLE,
        "SOCIETY & CULTURE\n\n12 May 2031\n\n" + TITLE,
        "Olav Trane\n\n12 May 2031\n\n" + TITLE,
        "Boats of the North\n\n12 May 2031\n\n" + TITLE,
        "LONDON\n\n12 May 2031\n\n" + TITLE,
        "EXCLUSIVE\n\n" + TITLE + "\n\n12 May 2031",
        "Union Keeps Ferries In Port Today\n\n12 May 2031",
        "From: Anna Berg <anna.berg@uni-tarn.example>\nSubject: " + TITLE,
        "From: Anna Berg <anna@bergpost.example>\nSubject: " + TITLE,
        "Ministry of Transport silent as ferries stay in port\n\n12 May 2031",
        "By Ines Falk\n12 May 2031\n\n" + TITLE,
    ],
)
def test_no_outlet_is_made_of_a_section_a_topic_a_place_or_a_person(head: str) -> None:
    assert document_of(head + STORY).outlet is None


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("Subject: Fwd: Re: " + TITLE + "\nFrom: a@b.example", TITLE),
        ("TV Norrey – Evening Debate – Monday 12 May 2031", "Evening Debate"),
        ("The Long Quay Podcast – Episode 84: Who pays?", "Episode 84: Who pays?"),
        (
            "NTA – Norreyan Telegraph Agency (translated)\n\n12.05.2031 22:40\n\n"
            "Captain O. Trane returned to the port\n\nTARN-ON-SEA, 12 May. /NTA/.",
            "Captain O. Trane returned to the port",
        ),
        ("The Valley Echo\nWeekly of the upper valley\n\n" + TITLE, TITLE),
        ("No more boats from our port\n\n12 May 2031", "No more boats from our port"),
    ],
)  # fmt: skip
def test_a_headline_is_neither_the_outlets_line_nor_a_fields_name(head: str, title: str) -> None:
    document = document_of(head + STORY)
    assert document.title is not None
    assert document.title.span is not None
    assert document.title.span.of(document.text) == title
