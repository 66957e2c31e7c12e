from __future__ import annotations

import base64
import hashlib
import re
from itertools import pairwise
from pathlib import Path

import msgspec

from onrecord.model import Fact, Links
from onrecord.record.store import View, Writer
from onrecord.views.markup import shown_text
from onrecord.views.report import report_of


def test_what_a_page_says_is_escaped_and_what_would_act_is_shown() -> None:
    assert shown_text("<script>alert(1)</script>") == "&lt;script&gt;alert(1)&lt;/script&gt;"
    assert shown_text("a\u202eb\u200bc\x00") == (
        'a<i class="ctl">U+202E</i>b<i class="ctl">U+200B</i>c<i class="ctl">U+0000</i>'
    )
    assert shown_text("one\r\ntwo") == "one\ntwo"


def test_the_report_names_every_entry_and_marks_its_passage(record: Path) -> None:
    with View(record) as view:
        page = report_of(view)
    for id in ("s-notice000001", "s-news00000001", "e-notice000001", "e-news00000002"):
        assert f'id="p-{id}"' in page
    for id in ("u-1", "h-1", "h-2"):
        assert f'id="t-{id}"' in page
    assert "two &lt;diplomats&gt;" in page
    assert "planned" in page and "happened" in page


def test_the_report_allows_only_its_own_style_and_script_and_asks_for_nothing(record: Path) -> None:
    with View(record) as view:
        page = report_of(view)
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page)
    assert policy and "unsafe" not in policy[1] and "default-src 'none'" in policy[1]
    for tag in ("style", "script"):
        found = re.search(rf"<{tag}>(.*?)</{tag}>", page, re.S)
        assert found
        digest = base64.b64encode(hashlib.sha256(found[1].encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy[1]
    assert " src=" not in page and "<link" not in page and " style=" not in page
    assert not re.search(r"\son\w+=", page)


def test_addresses_are_links_only_where_they_are_web_addresses(made) -> None:
    page, reading = made.pages["news"]
    told = msgspec.structs.replace(page.told, url="javascript:alert(1)")
    with Writer(made.path) as writer:
        writer.add(msgspec.structs.replace(page, told=told), reading, "by hand")
    with View(made.path) as view:
        assert 'href="javascript' not in report_of(view)


def test_one_act_of_long_ago_leaves_the_days_of_the_story_apart(made) -> None:
    page, reading = made.pages["news"]
    days = ("2019-06-01", *(f"2031-05-{day:02}" for day in range(1, 17, 2) for _ in range(2)))
    acts = tuple(
        msgspec.structs.replace(reading.events[0], id=f"e-old{n:09}", date=Fact(day, None, "told"))
        for n, day in enumerate(days)
    )
    with Writer(made.path) as writer:
        writer.add(page, msgspec.structs.replace(reading, events=acts), "by hand")
        writer.link(lambda _, __: Links(), "nothing is joined")
    with View(made.path) as view:
        found = report_of(view)
    assert "At the left edge, not to scale: 1 from long before (2019)." in found
    assert ">2019</text>" in found
    places = [float(x) for x in re.findall(r'<svg class="at [^"]*" x="([0-9.]+)%"', found)]
    assert min(places) == 3
    story = sorted({place for place in places if place > 3})
    assert len(story) >= 8 and all(later - place > 5 for place, later in pairwise(story))


def test_the_same_record_gives_the_same_report(record: Path) -> None:
    with View(record) as view:
        assert report_of(view) == report_of(view)
