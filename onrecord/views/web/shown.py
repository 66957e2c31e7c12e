"""A page's values as HTML: the templates, and what every one of them knows."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urlsplit

import msgspec
from jinja2 import PackageLoader
from jinja2.utils import htmlsafe_json_dumps
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse

from onrecord.events.codebook import codes
from onrecord.record.corrections import ONE_OF
from onrecord.record.quoting import about_words
from onrecord.record.rows import AboutRow, Entry
from onrecord.views.markup import environment
from onrecord.views.text import clean, corrected_words, correction_title, counts, field_words
from onrecord.views.web.axis import look
from onrecord.views.web.guard import Door

WHO = "onrecord-who"
"""The cookie of the name that this browser's corrections were made under last."""


_CODES = tuple(f"{kind} {mode}" if mode else kind for kind, mode in codes())
"""What an event's type can be set to: every type, alone and with each of its modes."""


class Shown:
    """The templates of the web app over one record."""

    def __init__(self, door: Door, db: Path) -> None:
        self.door = door
        self._templates = environment(PackageLoader("onrecord.views.web", "templates"))
        self._templates.filters.update(
            look=look,
            path=_path,
            plain=clean,
            by_day=_by_day,
            data=_data,
            corrected_words=corrected_words,
            correction_title=correction_title,
            about_words=_about_words,
            field_words=field_words,
            zip=zip,
        )
        self._templates.globals.update(db=db.name, few=ONE_OF, codes=_CODES, counts=counts)

    def make_ready(self) -> None:
        """Make programs of all templates now, not when each is first shown."""
        for name in self._templates.list_templates(extensions=("html",)):
            self._templates.get_template(name)

    def page(
        self, request: Request, name: str, found: object, *, status: int = 200, **more: Any
    ) -> HTMLResponse:
        """The template `name` with what was found; `back` is the app's page that led here."""
        may_write = self.door.may_write(request)
        html = self._templates.get_template(name).render(
            found=found,
            at=request.url.path,
            back=_back(request),
            token=self.door.token if may_write else None,
            **{
                "done": None,
                "problem": None,
                "who": unquote(request.cookies.get(WHO, "")),
                **more,
            },
        )
        return HTMLResponse(html, status)


def wants_json(request: Request) -> bool:
    """Whether the address, or what the reader accepts, asks for JSON."""
    return request.url.path.endswith(".json") or "application/json" in request.headers.get(
        "accept", ""
    )


def _back(request: Request) -> str | None:
    """The page of this app that the reader came from, where it is another one."""
    try:
        came = urlsplit(request.headers.get("referer", ""))
    except ValueError:
        return None
    if came.netloc != request.headers.get("host") or not came.path.startswith("/"):
        return None
    if came.path == request.url.path or came.path.startswith("//"):
        return None
    return f"{came.path}?{came.query}" if came.query else came.path


def _by_day(entries: Iterable[Entry]) -> list[list[Entry]]:
    """Entries that follow each other and have one place in time, together."""
    return [list(some) for _, some in groupby(entries, key=lambda one: (one.date, one.bound))]


def _data(value: object) -> Markup:
    """A value as JSON that may stand in a script element: it can't end it."""
    return htmlsafe_json_dumps(msgspec.to_builtins(value))


def _about_words(about: Iterable[AboutRow]) -> str | None:
    return about_words((one.kind, " ".join((one.text or one.value).split())) for one in about)


def _path(id: str) -> str:
    """An id as a part of an address.

    >>> _path("a/b?c")
    'a%2Fb%3Fc'
    """
    return quote(id, safe="")
