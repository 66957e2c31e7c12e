from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path

import msgspec

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


def test_the_same_record_gives_the_same_report(record: Path) -> None:
    with View(record) as view:
        assert report_of(view) == report_of(view)
