"""The addresses that change the record; each asks for the token, the guard for all else.

FastAPI reads the annotations, so they are not put off (`from __future__ import annotations`).
"""

from typing import Annotated, Literal
from urllib.parse import quote

import msgspec
from fastapi import APIRouter, Form, Header, Request
from starlette.datastructures import UploadFile
from starlette.responses import RedirectResponse, Response

from onrecord.errors import NotOnRecord, OnrecordError
from onrecord.record.corrections import Verb
from onrecord.record.rows import CorrectionRow
from onrecord.record.store import View
from onrecord.views.web import asked as asking
from onrecord.views.web.answers import Choices, Compared, Corrections, Done, Job, Jobs
from onrecord.views.web.guard import check_token
from onrecord.views.web.openapi import answer
from onrecord.views.web.pages import Held
from onrecord.views.web.readings import MOST_FILES, Readings
from onrecord.views.web.shelf import Shelf
from onrecord.views.web.shown import WHO, Shown, wants_json

router = APIRouter()

KINDS = (Done, Job, Jobs)
"""The answers, for the description of the JSON."""

Asked = Literal[Verb, "undo"]
Token = Annotated[str | None, Header(alias="x-onrecord-token")]


class Wanted(msgspec.Struct, frozen=True):
    """A correction as it is asked for."""

    verb: str
    asked: tuple[str, ...]
    why: str
    who: str | None
    new: bool


@router.post("/correct.json", responses=answer(Done), name="correct_json")
@router.post("/correct", include_in_schema=False)
def correct(
    request: Request,
    shelf: Held,
    verb: Annotated[Asked, Form()],
    asked: Annotated[list[str], Form(max_length=50)],
    why: Annotated[str, Form(max_length=2000)],
    who: Annotated[str, Form(max_length=200)] = "",
    new: Annotated[bool, Form()] = False,
    entry: Annotated[str, Form(max_length=80)] = "",
    token: Annotated[str, Form(max_length=200)] = "",
    header: Token = None,
) -> Response:
    """Put a decision on the record, or take one back; see `onrecord correct`.

    What became of it comes back, and the entries that show it now. `entry` is where to go on.
    """
    shown: Shown = request.app.state.shown
    check_token(shown.door, token or header)
    wanted = Wanted(verb, tuple(one.strip() for one in asked), why, who.strip() or None, new)
    if wants_json(request):
        return Response(
            msgspec.json.encode(_corrected(shelf, wanted)), media_type="application/json"
        )
    try:
        done, problem = _corrected(shelf, wanted), None
    except OnrecordError as failure:
        done, problem = None, str(failure)
    if done is not None and "hx-request" not in request.headers:
        there = entry if entry and _is_there(shelf, entry) else next(iter(done.entries), "")
        place = f"/compare/{quote(there, safe='')}" if there else "/corrections"
        return _by(RedirectResponse(f"{place}?done={done.correction.id}", 303), who)
    return _by(_anew(request, shelf, entry, done, problem, who), who)


def _corrected(shelf: Shelf, wanted: Wanted) -> Done:
    from onrecord.decisions import correct as correct_record  # noqa: PLC0415 - brings linking

    row: CorrectionRow = correct_record(
        shelf.db, wanted.verb, wanted.asked, why=wanted.why, who=wanted.who, new=wanted.new
    )
    return shelf.ask(lambda view: asking.done(view, row))


def _is_there(shelf: Shelf, entry: str) -> bool:
    try:
        shelf.ask(lambda view: asking.place_of(view, entry))
    except NotOnRecord:
        return False
    return True


def _anew(
    request: Request,
    shelf: Shelf,
    entry: str,
    done: Done | None,
    problem: str | None,
    who: str,
) -> Response:
    """The entry as it is now, in the place of the one that was corrected, and what was done.

    Where it is gone, or the list of corrections was looked at, that list.
    """
    shown: Shown = request.app.state.shown
    ids = [entry, *(done.entries if done else ())]

    def ask(view: View) -> tuple[Compared | Corrections, Choices]:
        for id in ids:
            if id:
                try:
                    return asking.compared(view, id), shelf.kept(view, "choices", asking.choices)
                except NotOnRecord:
                    continue
        return asking.corrections(view), shelf.kept(view, "choices", asking.choices)

    found, choices = shelf.ask(ask)
    part = "entry.html" if isinstance(found, Compared) else "made.html"
    whole = "compare.html" if isinstance(found, Compared) else "corrections.html"
    name = part if "hx-request" in request.headers else whole
    return shown.page(
        request,
        name,
        found,
        status=200 if problem is None else 422,
        done=done,
        problem=problem,
        choices=choices,
        who=who.strip(),
    )


def _by(response: Response, who: str) -> Response:
    """The answer, and the name for the next time."""
    if who.strip():
        response.set_cookie(WHO, quote(who.strip()), httponly=True, samesite="strict")
    return response


@router.get("/read.json", responses=answer(Jobs), name="readings_json")
@router.get("/read", include_in_schema=False)
def readings(request: Request) -> Response:
    """The readings of this server, the latest first: how far each is, what could not be read."""
    jobs = _readings(request).jobs()
    if wants_json(request):
        return Response(msgspec.json.encode(jobs), media_type="application/json")
    shown: Shown = request.app.state.shown
    return shown.page(request, "read.html", jobs, most=MOST_FILES)


@router.post("/read.json", responses=answer(Job), status_code=202, name="read_json")
@router.post("/read", include_in_schema=False)
async def read(request: Request, header: Token = None) -> Response:
    """Read pages that are sent as files (`pages`); `date` is the day they do not say (EDTF).

    It comes back at once; /read.json tells how far it is.
    """
    shown: Shown = request.app.state.shown
    async with request.form(max_files=MOST_FILES, max_fields=10) as form:
        token, date = form.get("token"), form.get("date")
        check_token(shown.door, token if isinstance(token, str) and token else header)
        files = [one for one in form.getlist("pages") if isinstance(one, UploadFile)]
        job = await _readings(request).begin(files, date if isinstance(date, str) else None)
    if wants_json(request):
        return Response(msgspec.json.encode(job), 202, media_type="application/json")
    return RedirectResponse("/read", 303)


def _readings(request: Request) -> Readings:
    found: Readings = request.app.state.readings
    return found
