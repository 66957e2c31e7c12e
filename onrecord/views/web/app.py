"""The web app over one record: `create_app` gives it, `serve` runs it.

Nothing it shows or loads comes from elsewhere: scripts and styles are its own, and a page of the
record can do nothing where it is shown (see `guard`).
"""

from __future__ import annotations

from http import HTTPStatus
from pathlib import Path
from typing import Any

import msgspec
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.staticfiles import StaticFiles

from onrecord.errors import DateError, NotOnRecord, OnrecordError
from onrecord.views.web import pages, writes
from onrecord.views.web.guard import Door, Guard, Refused, new_token
from onrecord.views.web.openapi import described
from onrecord.views.web.readings import Readings
from onrecord.views.web.shelf import Shelf
from onrecord.views.web.shown import Shown, wants_json

STATIC = Path(__file__).parent / "static"


def create_app(
    db: Path, *, host: str = "127.0.0.1", token: str | None = None, workers: int = 1
) -> FastAPI:
    """The app over the record at `db`, to be reached as `host`.

    `token` is what its pages carry for writes; a new one unless told. Dropped pages are read by
    so many `workers`, processes that a page may crash or hold up; by this one where that is 0.
    The record need not be there yet: the first page that is dropped makes it.
    """
    door = Door(host, token or new_token())
    app = FastAPI(
        title="onrecord",
        summary="One record: who said what, who did what to whom, when, each with its source.",
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
    )
    app.state.shelf = Shelf(db)
    app.state.readings = Readings(db, workers)
    app.state.shown = Shown(door, db)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    app.include_router(pages.router)
    app.include_router(writes.router)
    described(app, (*pages.KINDS, *writes.KINDS))
    for kind in (OnrecordError, RequestValidationError, HTTPException):
        app.add_exception_handler(kind, _problem)
    app.add_middleware(Guard, door=door)
    return app


def _problem(request: Request, failure: Exception) -> Response:
    """What went wrong, in words, as a page or as JSON."""
    status, words = _said(failure)
    if wants_json(request):
        return Response(
            msgspec.json.encode({"error": words}), status, media_type="application/json"
        )
    shown: Shown = request.app.state.shown
    page = shown.page(request, "problem.html", None, status=status, problem=words)
    page.headers["HX-Reselect"] = "#found"  # what a form asked for by script shows in its place
    return page


def _said(failure: Exception) -> tuple[int, str]:
    if isinstance(failure, RequestValidationError):
        return 422, "; ".join(_fault(one) for one in failure.errors())
    if isinstance(failure, HTTPException):
        phrase = HTTPStatus(failure.status_code).phrase
        return failure.status_code, str(failure.detail or phrase)
    if isinstance(failure, Refused):
        return failure.status, str(failure)
    if isinstance(failure, NotOnRecord):
        return 404, str(failure)
    if isinstance(failure, DateError):
        return 422, str(failure)
    return 409, str(failure)


def _fault(one: Any) -> str:
    """A field that can't be, in words."""
    places = [place for place in one["loc"] if place not in ("query", "path", "body")]
    name = places[0] if places else "the question"
    return f"{name}: {str(one['msg']).removeprefix('Value error, ')}"
