"""What surrounds every request: the largest body, HEAD, the security headers, a line in the log."""

import asyncio
import re
import time

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.access.fair_queue import network_of
from app.access.identity import Visitor
from app.db import head_requests
from app.web.logs import path_shown

MOST_BYTES = 1_000_000
"""More than the longest answer with every field full, percent-encoded."""
MOST_WORKBOOK = 10_000_000
"""As `exports/reading` takes them: whoever may send evidence of any size, strangers send workbooks to /verify."""

UPLOADS = re.compile(
    r"^/assessments/[^/]+/(evidence/(files|[^/]+/replacement)|workbook/imports(/confirmation|/left-out)?|workforce/staff-list)$|^/administrations/import(/left-out)?$|^/verify$"
)
"""The addresses that take files, or what was read from them, which may be larger."""
WORKBOOKS = re.compile(r"^/verify$")
NOTHING = "\N{REPLACEMENT CHARACTER}"

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}

REFUSALS = {401, 403, 404, 429}

log = structlog.get_logger("parity.request")


class TooLarge(HTTPException):
    """The body is larger than any honest form. An HTTPException, since FastAPI makes a 400 of all others here."""

    def __init__(self) -> None:
        super().__init__(status_code=413)


class TooSlow(HTTPException):
    """The body was not there in time. The connection ends with the answer: what still comes of it is not awaited."""

    def __init__(self) -> None:
        super().__init__(status_code=408, headers={"connection": "close"})


class Middleware:
    """Plain ASGI, since this stands around every save."""

    def __init__(self, app: ASGIApp, *, most_upload: int, upload_seconds: float) -> None:
        self.app = app
        self.most_upload = most_upload + MOST_BYTES
        self.upload_seconds = upload_seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        begun, status = time.perf_counter(), 500
        is_head = scope["method"] == "HEAD"

        async def sending(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                secure(scope, MutableHeaders(scope=message))
            elif is_head and message["type"] == "http.response.body":
                if message.get("more_body"):
                    return
                message = {**message, "body": b""}
            await send(message)

        inside, token = _asked(scope), head_requests.ASKED.set(is_head)
        try:
            in_time = _in_time(receive, self.upload_seconds)
            await self.app(inside, _limited(scope, in_time, self._most(scope["path"])), sending)
        finally:
            head_requests.ASKED.reset(token)
            if not scope["path"].startswith("/static/"):
                ms = round(1000 * (time.perf_counter() - begun), 1)
                who = refused(inside) if status in REFUSALS else {}
                log.info("request", method=scope["method"], path=path_shown(scope["path"]), status=status, ms=ms, **who)

    def _most(self, path: str) -> int:
        if WORKBOOKS.search(path):
            return MOST_WORKBOOK + MOST_BYTES
        return self.most_upload if UPLOADS.search(path) else MOST_BYTES


def refused(scope: Scope) -> dict[str, str]:
    """Who was refused, by the id of the account, "" for strangers, and from which network."""
    visitor: Visitor | None = scope.get("state", {}).get("visitor")
    client = scope.get("client")
    return {"by": visitor.id if visitor else "", "network": network_of(client[0]) if client else ""}


def _asked(scope: Scope) -> Scope:
    """What the application is asked: GET where only the headers of GET are wanted, in an address without a NUL.

    No name or number holds one, and PostgreSQL refuses even to look for it. A query loses it; in a path something else
    stands in its place, so that the address leads nowhere.
    """
    method = "GET" if scope["method"] == "HEAD" else scope["method"]
    path, query = scope["path"].replace("\0", NOTHING), scope["query_string"]
    while b"%00" in query:  # what is left of "%%0000" is another one
        query = query.replace(b"%00", b"")
    return {**scope, "method": method, "path": path, "query_string": query}


def secure(scope: Scope, headers: MutableHeaders) -> None:
    for name, value in HEADERS.items():
        headers.setdefault(name, value)
    headers.setdefault("cache-control", "no-store")
    if scope["scheme"] == "https":
        headers.setdefault("strict-transport-security", "max-age=31536000; includeSubDomains")


def _in_time(receive: Receive, seconds: float) -> Receive:
    """Raises TooSlow unless the whole body arrives in this time. What follows it, a goodbye, may take for ever."""
    ends, is_whole = time.monotonic() + seconds, False

    async def receiving() -> Message:
        nonlocal is_whole
        if is_whole:
            return await receive()
        try:
            async with asyncio.timeout(ends - time.monotonic()):
                message = await receive()
        except TimeoutError:
            raise TooSlow from None
        is_whole = not message.get("more_body", False)
        return message

    return receiving


def _limited(scope: Scope, receive: Receive, most: int) -> Receive:
    """Raises TooLarge while the body is read, by what it announces or by what really comes."""
    announced = Headers(scope=scope).get("content-length", "0")
    read = 0

    async def receiving() -> Message:
        nonlocal read
        if len(announced.lstrip("0")) > len(str(most)) or (announced.isdecimal() and int(announced) > most):
            raise TooLarge
        message = await receive()
        read += len(message.get("body", b""))
        if read > most:
            raise TooLarge
        return message

    return receiving
