"""The line between browser and server, which the tests hold, cut or break, so that nothing depends on the clock.

Only saves of the pages are concerned; pages and programs always come through.
"""

import asyncio
import threading
from enum import StrEnum
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from tests.waiting import PATIENCE


class Trouble(StrEnum):
    NONE = "none"
    CUT = "the connection breaks before the server has read anything"
    LOST_ANSWER = "the server does its work, and the connection breaks before it has answered"
    REFUSED = "a proxy in front of the server says 503"


class OpenProtocol(HttpToolsProtocol):
    """uvicorn's own, which also hands out the connection, so that it can be broken."""

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self.scope["connection"] = self.transport  # type: ignore[typeddict-unknown-key]


class Held:
    """A save that waits on the line until the test lets it through."""

    def __init__(self) -> None:
        self._arrived, self._released = threading.Event(), threading.Event()

    def wait_until_it_is_there(self) -> None:
        assert self._arrived.wait(PATIENCE), "no save came"

    def release(self) -> None:
        self._released.set()

    def pass_through(self) -> None:
        self._arrived.set()
        assert self._released.wait(PATIENCE), "nobody released the save"


class Line:
    """Plain ASGI around the whole application."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.mend()

    def mend(self) -> None:
        self.trouble = Trouble.NONE
        self.saves = 0
        self._to_hold: list[Held] = []

    def hold_next_save(self) -> Held:
        """Each call concerns one more save, in the order of their arrival."""
        held = Held()
        self._to_hold.append(held)
        return held

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not _is_save(scope):
            await self.app(scope, receive, send)
            return
        self.saves += 1
        if self._to_hold:
            await asyncio.to_thread(self._to_hold.pop(0).pass_through)
        await self._meet_trouble(scope, receive, send)

    async def _meet_trouble(self, scope: Scope, receive: Receive, send: Send) -> None:
        match self.trouble:
            case Trouble.NONE:
                await self.app(scope, receive, send)
            case Trouble.REFUSED:
                await _say_503(send)
            case Trouble.CUT:
                await _break(scope, receive)
            case Trouble.LOST_ANSWER:
                await self.app(scope, receive, _to_nobody)
                await _break(scope, receive)


def _is_save(scope: Scope) -> bool:
    path = scope["path"]
    return scope["method"] in ("PUT", "POST") and path.startswith("/assessments/") and not path.endswith("/presence")


async def _say_503(send: Send) -> None:
    body = b"<h1>503 Service Unavailable</h1>"
    headers = [(b"content-type", b"text/html"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 503, "headers": headers})
    await send({"type": "http.response.body", "body": body})


async def _break(scope: dict[str, Any] | Scope, receive: Receive) -> None:
    scope["connection"].abort()
    while (await receive())["type"] != "http.disconnect":
        pass


async def _to_nobody(_message: Message) -> None:
    """The answer is lost."""
