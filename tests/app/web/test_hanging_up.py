"""A visitor who goes away in the middle of an upload is no fault of ours."""

import asyncio
import logging

import pytest
from fastapi import FastAPI
from starlette.types import Message
from structlog.testing import capture_logs

from app.db.session import Database
from tests.app.web.asgi import posting_to
from tests.cast import ARDEN, Actor

HALF = b'--x\r\ncontent-disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n%PDF-1.7'


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/verify", b"multipart/form-data; boundary=x"),
        (f"/assessments/{ARDEN}/evidence/files", b"multipart/form-data; boundary=x"),
        (f"/assessments/{ARDEN}/profile", b"application/x-www-form-urlencoded"),
    ],
)
def test_an_upload_that_hangs_up_is_no_error_in_the_log(
    path: str, kind: bytes, app: FastAPI, alice: Actor, database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    cookies = "; ".join(f"{name}={value}" for name, value in alice.browser.cookies.items())
    headers = [(b"content-type", kind), (b"content-length", b"500000"), (b"cookie", cookies.encode())]
    with capture_logs() as lines, caplog.at_level(logging.WARNING):
        asyncio.run(hung_up(app, path, headers))

    assert [(line["status"], line["log_level"]) for line in lines] == [(499, "info")]
    assert caplog.records == []


async def hung_up(app: FastAPI, path: str, headers: list[tuple[bytes, bytes]]) -> None:
    coming: list[Message] = [
        {"type": "http.request", "body": HALF, "more_body": True},
        {"type": "http.disconnect"},
    ]

    async def receive() -> Message:
        return coming.pop(0)

    async def send(_message: Message) -> None:
        """Nobody reads it."""

    await app(posting_to(path, headers), receive, send)
