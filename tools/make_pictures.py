"""The pictures of the web app in docs/serve, of the demonstration story as it is read now.

    python tools/make_pictures.py [--pile pile.db]

Wants Playwright and Debian's chromium, as the browser tests do. With --pile (evaluation/pile.py)
the timeline of a large record is drawn, too. The record is made in a folder of its own.
"""

from __future__ import annotations

import argparse
import os
import shutil
import socket
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import uvicorn
from playwright.sync_api import sync_playwright

import onrecord
from onrecord.record.rows import Entry
from onrecord.views.web.app import create_app

ROOT = Path(__file__).parent.parent
PICTURES = ROOT / "docs" / "serve"
STORY = ROOT / "onrecord" / "data" / "demo" / "pages"
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 390, "height": 844}


def main() -> None:
    """Take every picture anew."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--pile", type=Path)
    given = asked.parse_args()
    pile = given.pile.resolve() if given.pile is not None else None
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as play:
        browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        db = Path(folder) / "story.db"
        pages = Path(folder) / "pages"
        shutil.copytree(STORY, pages)
        os.chdir(folder)  # so that no picture has a path of this machine
        onrecord.read(["pages"], into=db)
        with served(db) as home:
            plain(browser, home, db)
            corrected(browser, home, db)
            dropped(browser, home, pages)
        if pile is not None:
            with served(pile) as home:
                take(browser, f"{home}/timeline", "timeline-large")
        browser.close()


@contextmanager
def served(db: Path) -> Iterator[str]:
    """The address of the app over a record."""
    bound = socket.socket()
    bound.bind(("127.0.0.1", 0))
    bound.listen()
    server = uvicorn.Server(uvicorn.Config(create_app(db, workers=0), log_level="error"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [bound]}, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{bound.getsockname()[1]}"
    server.should_exit = True
    thread.join(10)


def plain(browser: Any, home: str, db: Path) -> None:
    """Every page as it is before anybody corrects anything."""
    told = most_told(onrecord.timeline(db), "happening", "expel")
    busiest = onrecord.actors(db)[1].id
    page = quote(onrecord.statements(db)[0].doc)
    between = "/relations?one=Kestria&other=Belthara"
    for name, address in {
        "timeline": "/timeline",
        "timeline-week": "/timeline?from=2031-03-10&to=2031-03-16",
        "statements": "/statements",
        "actors": "/actors",
        "actor": f"/actors/{busiest}",
        "compare": f"/compare/{told.id}",
        "relations": between,
        "source": f"/sources/{page}",
        "sources": "/sources",
        "export": "/export",
        "docs": "/docs",
    }.items():
        take(browser, home + address, name)
        if name not in ("timeline-week", "actor", "sources", "export", "docs"):
            take(browser, home + address, f"{name}-narrow", NARROW)


def corrected(browser: Any, home: str, db: Path) -> None:
    """The form under a report, what a correction did, and the list of corrections."""
    told = most_told(onrecord.timeline(db), "happening", "expel")
    window = browser.new_page(viewport=WIDE)
    window.goto(f"{home}/compare/{told.id}")
    report = window.locator(".report").first
    report.locator("> .fixes > summary").click()
    report.screenshot(path=PICTURES / "correct-form.png")
    field = report.locator(".field", has=window.locator("[name=verb][value=status]"))
    field.locator("> summary").click()
    field.locator("select[name=asked]").select_option("denied")
    field.locator("[name=why]").fill("the embassy's note of 21 January")
    field.locator("[name=who]").fill("Ed Itor")
    field.get_by_role("button").click()
    window.locator("#entry .note.good").wait_for()
    window.evaluate("document.activeElement.blur(); window.scrollTo(0, 0)")
    window.screenshot(path=PICTURES / "corrected.png")
    window.close()
    take(browser, f"{home}/corrections", "corrections")


def dropped(browser: Any, home: str, pages: Path) -> None:
    """Pages that were dropped, one of them unreadable."""
    empty = pages / "empty.txt"
    empty.write_text("   ", encoding="utf-8")
    window = browser.new_page(viewport=WIDE)
    window.goto(f"{home}/read")
    window.set_input_files("input[type=file]", [pages / "01-wire.txt", empty])
    window.get_by_role("button", name="Read them").click()
    window.locator(".job", has_text="Done").wait_for(timeout=120_000)
    window.close()
    take(browser, f"{home}/read", "read")
    take(browser, f"{home}/read", "read-narrow", NARROW)


def most_told(entries: list[Entry], sort: str, mode: str) -> Entry:
    """The entry that most pages tell, of those of this sort and mode."""
    some = [one for one in entries if one.sort == sort and mode in one.verb]
    return max(some, key=lambda one: len(one.members))


def take(browser: Any, address: str, name: str, size: dict[str, int] = WIDE) -> None:
    """One picture of what a window of this size shows first."""
    window = browser.new_page(viewport=size)
    window.goto(address)
    window.wait_for_load_state("networkidle")
    time.sleep(0.4)
    window.screenshot(path=PICTURES / f"{name}.png")
    window.close()


if __name__ == "__main__":
    main()
