"""Where the timeline has what no page dates: no later than the page that tells it."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

import onrecord
from onrecord.model import Fact
from onrecord.record.filters import Filters
from onrecord.record.store import View
from onrecord.record.timeline import timeline
from onrecord.record.verify import verify
from tests.conftest import MadeStory
from tests.record.conftest import Story, made, read_story

EXPELLED = "h-2"


def told(story: MadeStory, published: str | None, status: str = "happened") -> onrecord.Entry:
    """The expulsion, which no page dates, from a page of this day."""
    page, reading = story.pages["news"]
    fact = None if published is None else Fact(published, None, "told")
    document = msgspec.structs.replace(reading.document, published=fact)
    events = tuple(msgspec.structs.replace(one, status=status) for one in reading.events)
    story.pages["news"] = page, msgspec.structs.replace(reading, document=document, events=events)
    story.write()
    with View(story.path) as view:
        assert verify(view).faults == ()
        [entry] = [one for one in timeline(view) if one.id == EXPELLED]
    return entry


@pytest.mark.parametrize(
    ("published", "bound"),
    [
        ("2031-05-06", "../2031-05-06"),
        ("2031-05", "../2031-05-31"),
        ("2031-05-06?", "../2031-05-06?"),
        ("../2031-05-09", "../2031-05-09"),
        ("2031-05-06/..", None),
        (None, None),
    ],
)
def test_what_happened_on_no_day_was_no_later_than_its_page(
    made: MadeStory, published: str | None, bound: str | None
) -> None:
    entry = told(made, published)
    assert (entry.date, entry.bound) == (None, bound)


@pytest.mark.parametrize(
    "status", ["ongoing", "planned", "proposed", "expected", "requested", "hypothetical", "denied"]
)
def test_what_may_lie_ahead_or_never_was_has_no_bound(made: MadeStory, status: str) -> None:
    assert told(made, "2031-05-06", status).bound is None


def test_what_has_a_date_needs_no_bound(made: MadeStory) -> None:
    made.write()
    assert [one.bound for one in onrecord.timeline(made.path) if one.date] == [None, None]


PAGES = {
    "early": "Published 4 May 2031\n\nNorway expelled twelve Portuguese diplomats.\n",
    "late": (
        "Published 6 May 2031\n\nNorway expelled twelve Portuguese diplomats.\n\n"
        "Portuguese President Olga Sousa arrived in Oslo on 4 May 2031.\n\n"
        "Portugal recalled its ambassador to Norway on 5 May 2031.\n\n"
        "Norway plans to close its embassy in Lisbon.\n"
    ),
}


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Story:
    return read_story(tmp_path_factory.mktemp("pages"), PAGES)


def test_it_stands_at_the_end_of_the_day_of_the_first_page_that_tells_it(
    story: Story, tmp_path: Path
) -> None:
    entries = onrecord.timeline(made(tmp_path / "story.db", story))
    places = [(one.date or one.bound, len(one.sources)) for one in entries]
    assert ("../2031-05-04", 2) in places
    days = [place for place, _ in places]
    assert days.index("../2031-05-04") < days.index("2031-05-05")
    assert "2031-05-04" not in days[days.index("../2031-05-04") :]
    assert days[-1] is None
    with View(tmp_path / "story.db") as view:
        newest = [one.date or one.bound for one in timeline(view, newest=True)]
    assert newest[-1] is None and newest.index("2031-05-05") < newest.index("../2031-05-04")


def test_it_fits_the_days_among_which_it_stands(story: Story, tmp_path: Path) -> None:
    path = made(tmp_path / "story.db", story)

    def places(**asked: object) -> list[str | None]:
        entries = onrecord.timeline(path, filters=Filters(**asked))
        return [one.date or one.bound for one in entries]

    assert "../2031-05-04" in places(on="2031-05-04")
    assert "../2031-05-04" not in places(since="2031-05-05")
    assert "../2031-05-04" not in places(dated=True)
    assert places(dated=False)[0] == "../2031-05-04"
