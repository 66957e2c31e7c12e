"""Runs the web app: binds its address, says it, and ends at Ctrl-C."""

from __future__ import annotations

import contextlib
import importlib
import socket
import threading
import webbrowser
from collections.abc import Callable
from pathlib import Path

import uvicorn
from fastapi import FastAPI

from onrecord.errors import OnrecordError
from onrecord.record.store import View
from onrecord.views.web.app import create_app
from onrecord.views.web.guard import EVERYWHERE, LOOPBACK, new_token
from onrecord.views.web.pages import timeline
from onrecord.views.web.questions import OfTimeline
from onrecord.views.web.shelf import Shelf
from onrecord.views.web.shown import Shown


def serve(db: Path, *, host: str, port: int, open_it: bool, say: Callable[[str], None]) -> None:
    """Serve the record at `db` until interrupted; `say` gets its address once it answers.

    `OnrecordError` where the address can't be had, `RecordError` where the file is no record.
    """
    if db.exists():
        View(db).close()
    bound = _bound(host, port)
    token = new_token()
    address = _address(host, bound.getsockname()[1])
    app = create_app(db, host=host, token=token)
    server = uvicorn.Server(
        uvicorn.Config(app, log_level="warning", access_log=False, server_header=False)
    )
    if host not in LOOPBACK:
        say(f"onrecord: {db} can be seen by whoever reaches {host}; only who opens")
        say(f"onrecord: {address}/?token={token} can change it. Nothing is encrypted.")
    say(f"onrecord: {db} at {address} (Ctrl-C ends it)")
    threading.Thread(target=_warm, args=(app,), daemon=True).start()
    if open_it:
        opening = threading.Timer(0.8, webbrowser.open, (f"{address}/?token={token}",))
        opening.daemon = True
        opening.start()
    with contextlib.suppress(KeyboardInterrupt):  # Ctrl-C is how it ends
        server.run(sockets=[bound])


def _warm(app: FastAPI) -> None:
    """Have ready what the first visitor asks for: the timeline, then what a correction
    needs, then what reads a weekday again on another day.
    """
    shelf: Shelf = app.state.shelf
    shown: Shown = app.state.shown
    shown.make_ready()
    if shelf.db.exists():
        with contextlib.suppress(OnrecordError):
            timeline(shelf, OfTimeline())
    for room in ("onrecord.decisions", "onrecord.annotate.times"):
        importlib.import_module(room)


def _bound(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    bound = socket.socket(family, socket.SOCK_STREAM)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind((host, port))
    except (OSError, OverflowError) as failure:
        bound.close()
        raise OnrecordError(
            f"expected a free address, {host}:{port} can't be had: {failure}; try --port 0"
        ) from failure
    return bound


def _address(host: str, port: int) -> str:
    name = "127.0.0.1" if host in EVERYWHERE else host
    return f"http://[{name}]:{port}" if ":" in name else f"http://{name}:{port}"
