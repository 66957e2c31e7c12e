"""The addresses that show something: each as a page, and as JSON with `.json` behind it.

FastAPI reads the annotations, so they are not put off (`from __future__ import annotations`).
"""

import re
from collections.abc import Callable
from typing import Annotated, Any
from urllib.parse import quote

import msgspec
from fastapi import APIRouter, Depends, Query, Request
from fastapi import Path as InPath
from starlette.responses import RedirectResponse, Response

from onrecord.record.store import View
from onrecord.views.web import asked, taken
from onrecord.views.web.answers import (
    ActorPage,
    Actors,
    Compared,
    Corrections,
    Related,
    Source,
    Sources,
    Statements,
    Timeline,
)
from onrecord.views.web.guard import COOKIE, check_token
from onrecord.views.web.openapi import answer
from onrecord.views.web.questions import (
    OfActors,
    OfList,
    OfRelations,
    OfStatements,
    OfTimeline,
    Question,
)
from onrecord.views.web.shelf import Shelf
from onrecord.views.web.shown import Shown
from onrecord.views.web.taken import Offers

router = APIRouter()

KINDS = (
    Timeline,
    Statements,
    Actors,
    ActorPage,
    Compared,
    Related,
    Source,
    Sources,
    Corrections,
    Offers,
)
"""The answers, for the description of the JSON."""

Id = Annotated[str, InPath(max_length=500)]
Correction = Annotated[str | None, Query(max_length=80)]


def shelf_of(request: Request) -> Shelf:
    """The record that is served."""
    shelf: Shelf = request.app.state.shelf
    return shelf


Held = Annotated[Shelf, Depends(shelf_of)]


class Answered(msgspec.Struct, frozen=True):
    """What was found, what it was asked with, and what else its page shows."""

    found: msgspec.Struct
    question: Question
    more: dict[str, Any] = {}


def _both(path: str, template: str, kind: type[msgspec.Struct]) -> Callable[..., Any]:
    """Serve what a function answers at `path` as a page and at `path`.json as JSON."""

    def register(answers: Callable[..., Answered]) -> Callable[..., Answered]:
        def as_page(request: Request, got: Annotated[Answered, Depends(answers)]) -> Response:
            shown: Shown = request.app.state.shown
            return shown.page(request, template, got.found, question=got.question, **got.more)

        def as_json(got: Annotated[Answered, Depends(answers)]) -> Response:
            return Response(msgspec.json.encode(got.found), media_type="application/json")

        name = answers.__name__
        summary = (answers.__doc__ or "").partition("\n")[0]
        # JSON first: an id in a path must not swallow the ending.
        router.add_api_route(
            f"{path}.json", as_json, responses=answer(kind), name=f"{name}_json", summary=summary
        )
        router.add_api_route(path, as_page, include_in_schema=False, name=name)
        return answers

    return register


@router.get("/", include_in_schema=False)
def home(request: Request, shelf: Held, token: str = "") -> Response:
    """The timeline; where there is no record yet, the page that makes one.

    Who brings the token is remembered as one who may write.
    """
    shown: Shown = request.app.state.shown
    found = RedirectResponse("/timeline" if shelf.db.exists() else "/read", 303)
    if token:
        check_token(shown.door, token)
        found.set_cookie(COOKIE, token, httponly=True, samesite="strict")
    return found


@_both("/timeline", "timeline.html", Timeline)
def timeline(shelf: Held, question: Annotated[OfTimeline, Query()]) -> Answered:
    """Statements and happenings in order of time, and what is drawn of them."""

    def ask(view: View) -> Answered:
        found = shelf.kept(
            view,
            ("timeline", question),
            lambda view: asked.timeline(view, question.asked(), question.page),
        )
        more = {
            "choices": shelf.kept(view, "choices", asked.choices),
            "summary": shelf.kept(view, "summary", asked.summary),
        }
        return Answered(found, question, more)

    return shelf.ask(ask)


@_both("/statements", "statements.html", Statements)
def statements(shelf: Held, question: Annotated[OfStatements, Query()]) -> Answered:
    """Statements by date, speaker, occasion or page; words are searched in full text."""

    def ask(view: View) -> Answered:
        found = shelf.kept(
            view,
            ("statements", question),
            lambda view: asked.statements(view, question.filters(), question.order, question.page),
        )
        return Answered(found, question, {"choices": shelf.kept(view, "choices", asked.choices)})

    return shelf.ask(ask)


@_both("/actors", "actors.html", Actors)
def actors(shelf: Held, question: Annotated[OfActors, Query()]) -> Answered:
    """Who says and does things, those who do most first."""

    def ask(view: View) -> Answered:
        found = shelf.kept(
            view,
            ("actors", question),
            lambda view: asked.actors(view, question.words, question.page),
        )
        return Answered(found, question)

    return shelf.ask(ask)


@_both("/actors/{id}", "actor.html", ActorPage)
def actor(shelf: Held, id: Id, question: Annotated[OfList, Query()]) -> Answered:
    """An actor: names, offices, what they said and did."""

    def ask(view: View) -> Answered:
        more = {"choices": shelf.kept(view, "choices", asked.choices)}
        found = shelf.kept(
            view, ("actor", id, question), lambda view: asked.actor(view, id, question.page)
        )
        return Answered(found, question, more)

    return shelf.ask(ask)


@_both("/compare/{id}", "compare.html", Compared)
def compare(shelf: Held, id: Id, done: Correction = None) -> Answered:
    """An utterance's wordings or a happening's reports side by side.

    `done` names a correction to tell of.
    """

    def ask(view: View) -> Answered:
        more = {
            "choices": shelf.kept(view, "choices", asked.choices),
            "done": asked.done_by(view, done),
        }
        return Answered(asked.compared(view, id), Question(), more)

    return shelf.ask(ask)


@_both("/relations", "relations.html", Related)
def relations(shelf: Held, question: Annotated[OfRelations, Query()]) -> Answered:
    """What two actors did to each other."""

    def ask(view: View) -> Answered:
        found = asked.related(view, question.one, question.other, question.window)
        return Answered(found, question, {"choices": shelf.kept(view, "choices", asked.choices)})

    return shelf.ask(ask)


@_both("/sources", "sources.html", Sources)
def sources(shelf: Held, question: Annotated[OfList, Query()]) -> Answered:
    """The pages of the record."""
    return Answered(shelf.ask(lambda view: asked.sources(view, question.page)), question)


@_both("/sources/{doc:path}", "source.html", Source)
def source(
    shelf: Held, doc: Id, at: Annotated[str | None, Query(max_length=80)] = None
) -> Answered:
    """A page as it is, with all that stands on it; `at` names what to look at first."""
    found = shelf.ask(lambda view: asked.source(view, doc))
    return Answered(found, Question(), {"lit": at})


@router.get("/at/{id}", include_in_schema=False)
def place(shelf: Held, id: Id) -> Response:
    """The passage of a statement or event on its page; of an entry that of its best report."""
    doc, report = shelf.ask(lambda view: asked.place_of(view, id))
    mark = quote(report, safe="")
    return RedirectResponse(f"/sources/{quote(doc, safe='')}?at={mark}#p-{mark}", 303)


@_both("/corrections", "corrections.html", Corrections)
def corrections(shelf: Held, done: Correction = None) -> Answered:
    """Every correction, the latest first; `done` names one to tell of."""

    def ask(view: View) -> Answered:
        more = {
            "done": asked.done_by(view, done),
            "choices": shelf.kept(view, "choices", asked.choices),
        }
        return Answered(asked.corrections(view), Question(), more)

    return shelf.ask(ask)


@_both("/export", "export.html", Offers)
def export(shelf: Held) -> Answered:
    """What the record can be taken away as: `/export/WHAT.FORMAT` is the file."""
    return Answered(taken.offers(), Question())


@router.get(
    "/export/{what}.{format}", name="export_file", responses={200: {"content": {"*/*": {}}}}
)
def export_file(shelf: Held, what: Id, format: Id) -> Response:
    """The whole record as a file, corrections applied; see `onrecord export`."""
    data = shelf.ask(lambda view: taken.taken(view, what, format))
    name = f"{_plain(shelf.db.stem)}-{what}.{format}"
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return Response(data, media_type=taken.MEDIA[format], headers=headers)


def _plain(name: str) -> str:
    """A file's name in letters that every browser keeps."""
    return re.sub(r"[^A-Za-z0-9_.-]+", "-", name).strip("-.") or "record"


@router.get("/openapi.json", include_in_schema=False)
def openapi(request: Request) -> Response:
    """The description of the JSON."""
    return Response(msgspec.json.encode(request.app.openapi()), media_type="application/json")


@router.get("/docs", include_in_schema=False)
def docs(request: Request) -> Response:
    """The same description as a page."""
    shown: Shown = request.app.state.shown
    return shown.page(request, "docs.html", request.app.openapi())
