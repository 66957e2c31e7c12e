"""What stands before every page of the web app: who may ask, who may write, what a page may do.

A record is on this machine, and any page open in the same browser can send requests to it. So
every request must name this server as its host (a name that was bent to 127.0.0.1 is refused),
every write must come from one of the app's own pages and carry the token that these hold, and no
answer may load, run or be framed by anything else.
"""

from __future__ import annotations

import ipaddress
import secrets
from urllib.parse import urlsplit

import msgspec
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from onrecord.errors import OnrecordError

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
EVERYWHERE = frozenset({"0.0.0.0", "::", ""})
LARGEST_FORM = 64_000
"""Bytes of a write that brings no pages."""
LARGEST_UPLOAD = 200_000_000
"""Bytes of all pages that are dropped at once."""

_PLOT_STYLE = "sha256-WghGXkE900X9F4BjBS0KZ+2wr50R5hnbV9yQ+zKWQmw="
"""The style sheet that Observable Plot puts into each plot, the only one not from a file."""

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        f"style-src 'self' '{_PLOT_STYLE}'",
        "img-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)

_HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}


class Refused(OnrecordError):
    """A write without the token, or from another page; `status` is the answer's."""

    status = 403


class Door(msgspec.Struct, frozen=True):
    """At which address a record is served, and the token that its pages carry for writes."""

    host: str
    token: str

    @property
    def loopback(self) -> bool:
        """Whether only this machine can reach it."""
        return self.host in LOOPBACK

    def known(self, host: str) -> bool:
        """Whether a request that names `host` means this server.

        Bound to every address it is known by any number, and by no name: a name may be anybody's
        that was made to point here.
        """
        name = _name(host)
        if self.loopback:
            return name in LOOPBACK
        if name in LOOPBACK or name == self.host:
            return True
        return self.host in EVERYWHERE and _is_number(name)

    def may_write(self, request: Request) -> bool:
        """Whether the pages shown to this reader carry the token.

        On loopback everybody's; elsewhere only those of who opened the app with it.
        """
        return self.loopback or secrets.compare_digest(
            request.cookies.get(COOKIE, "").encode(), self.token.encode()
        )


COOKIE = "onrecord-token"


def new_token() -> str:
    """A token that nobody can guess."""
    return secrets.token_urlsafe(24)


def check_token(door: Door, given: str | None) -> None:
    """`Refused` where a write does not carry the token."""
    if not secrets.compare_digest((given or "").encode(), door.token.encode()):
        raise Refused(
            "expected the token that this server gave its pages, found another or none: "
            "load the page again, it is of an earlier server"
        )


class Guard:
    """Refuses requests that were meant for another host or come from another page; bounds them.

    Every answer gets the headers that keep what a page of the record says from doing anything.
    """

    def __init__(self, app: ASGIApp, door: Door) -> None:
        self._app = app
        self._door = door

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        refusal = _refusal(self._door, scope)
        if refusal is not None:
            await refusal(scope, receive, _with_headers(scope, send))
            return
        bounded = _bounded(receive, _largest(scope))
        await self._app(scope, bounded, _with_headers(scope, send))


def _refusal(door: Door, scope: Scope) -> Response | None:
    headers = Headers(scope=scope)
    host = headers.get("host", "")
    if not door.known(host):
        return PlainTextResponse(f"this server is not {_name(host)!r}\n", 421)
    if scope["method"] in ("GET", "HEAD"):
        return None
    if headers.get("origin") != f"{scope['scheme']}://{host}":
        return PlainTextResponse("a write must come from one of this server's own pages\n", 403)
    length = headers.get("content-length", "0")
    if not length.isdecimal() or int(length) > _largest(scope):
        return PlainTextResponse(f"more than {_largest(scope):,} bytes at once\n", 413)
    return None


def _largest(scope: Scope) -> int:
    return LARGEST_UPLOAD if scope["path"].startswith("/read") else LARGEST_FORM


def _bounded(receive: Receive, most: int) -> Receive:
    """`receive` that ends the request as a lost connection once more than `most` bytes came."""
    left = most

    async def bounded() -> Message:
        nonlocal left
        message = await receive()
        left -= len(message.get("body", b""))
        return message if left >= 0 else {"type": "http.disconnect"}

    return bounded


def _with_headers(scope: Scope, send: Send) -> Send:
    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in _HEADERS.items():
                headers[name] = value
            ours = scope["path"].startswith("/static/")
            headers.setdefault("cache-control", "no-cache" if ours else "no-store")
        await send(message)

    return sent


def _name(host: str) -> str:
    """The name in a Host header, without its port; "" where it is none.

    >>> _name("[::1]:8000"), _name("localhost:80"), _name("a@b")
    ('::1', 'localhost', '')
    """
    try:
        parts = urlsplit(f"//{host}")
        return "" if "@" in host or "/" in host else (parts.hostname or "")
    except ValueError:
        return ""


def _is_number(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True
