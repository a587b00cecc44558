"""A body is read only from those who may send it, and only for so long."""

import asyncio
from collections.abc import MutableMapping
from typing import Any

import pytest
from fastapi import FastAPI
from sqlalchemy import update
from sqlmodel import col
from structlog.testing import capture_logs

from app.access.guards import COOKIE
from app.access.identity import utc_now
from app.db.session import Database
from app.db.tables.people import SignInSession
from app.web.middleware import Middleware
from tests.app.browser import words
from tests.app.web.asgi import posting_to
from tests.cast import ARDEN, Actor
from tests.engines import ON_BOTH

UPLOADS = {
    f"/assessments/{ARDEN}/evidence/files": {"vera": 403, "charlie": 404, "sofia": 403, "bob": 404, "tessa": 404},
    f"/assessments/{ARDEN}/workbook/imports": {"vera": 403, "charlie": 404, "sofia": 403},
    f"/assessments/{ARDEN}/workbook/imports/confirmation": {"vera": 403, "charlie": 404},
    f"/assessments/{ARDEN}/workbook/imports/left-out": {"charlie": 404},
    "/administrations/import": {"alice": 403, "bob": 403},
    "/administrations/import/left-out": {"alice": 403, "rita": 403},
}
REFUSALS = [(path, who, status) for path, people in UPLOADS.items() for who, status in people.items()]
MULTIPART = b"multipart/form-data; boundary=x"


class Sent:
    """What came of a request whose body arrives piece by piece, or does not."""

    def __init__(self, app: Any, path: str, cookie: str, body: list[bytes], *, ends: bool = True) -> None:
        self.asked = 0
        self.status, self.headers, self.text = 0, dict[str, str](), ""
        asyncio.run(self._send(app, path, cookie, body, ends))

    async def _send(self, app: Any, path: str, cookie: str, body: list[bytes], ends: bool) -> None:
        length = str(9_000_000).encode()
        headers = [(b"cookie", cookie.encode()), (b"content-type", MULTIPART), (b"content-length", length)]
        left = list(body)

        async def receive() -> dict[str, object]:
            self.asked += 1
            if left:
                piece = left.pop(0)
                return {"type": "http.request", "body": piece, "more_body": bool(left) or not ends}
            await asyncio.Event().wait()
            raise AssertionError("never")

        async def send(message: MutableMapping[str, Any]) -> None:
            if message["type"] == "http.response.start":
                self.status = message["status"]
                self.headers = {name.decode(): value.decode() for name, value in message["headers"]}
            self.text += message.get("body", b"").decode()

        await app(posting_to(path, headers), receive, send)


def cookie_of(who: str) -> str:
    return f"{COOKIE}=session of {who}"


@pytest.mark.parametrize(("path", "who", "status"), REFUSALS)
def test_who_may_not_send_it_is_refused_unread(
    path: str, who: str, status: int, app: FastAPI, database: Database
) -> None:
    sent = Sent(app, path, cookie_of(who), [])

    assert (sent.status, sent.asked) == (status, 0)


@ON_BOTH
@pytest.mark.parametrize("path", UPLOADS)
def test_who_never_signed_in_and_sends_much_is_sent_to_do_so_unread(
    path: str, app: FastAPI, database: Database
) -> None:
    sent = Sent(app, path, "", [])

    assert (sent.status, sent.headers["location"], sent.asked) == (303, "/sign-in", 0)


def test_a_session_that_ended_still_gives_the_typed_texts_back(app: FastAPI, alice: Actor, database: Database) -> None:
    with database.writing() as db:
        long_ago = utc_now().replace(year=2020)
        db.execute(update(SignInSession).where(col(SignInSession.person_id) == "alice").values(seen_at=long_ago))

    form, file = alice.form(title="What I typed"), {"file": ("a.pdf", b"%PDF-1.7\n%%EOF")}
    answer = alice.browser.post(f"/assessments/{ARDEN}/evidence/files", data=form, files=file)

    assert answer.status_code == 401
    assert "What I typed" in answer.text


def shell_of(app: FastAPI) -> Middleware:
    layer: Any = app.middleware_stack
    while not isinstance(layer, Middleware):
        layer = layer.app
    return layer


def test_a_body_that_does_not_arrive_is_ended_with_a_sentence_and_no_error(
    app: FastAPI, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shell_of(app), "upload_seconds", 0.05)

    with capture_logs() as lines:
        sent = Sent(app, f"/assessments/{ARDEN}/evidence/files", cookie_of("alice"), [b"--x\r\n"], ends=False)

    assert (sent.status, sent.headers["connection"]) == (408, "close")
    assert "This took too long to arrive" in words(sent.text)
    assert "send it again" in words(sent.text)
    assert [(line["log_level"], line["status"]) for line in lines] == [("info", 408)]


def test_what_follows_a_whole_body_may_take_for_ever(database: Database) -> None:
    async def app(_scope: Any, receive: Any, send: Any) -> None:
        while (await receive())["more_body"]:
            pass
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(receive(), 0.2)
        await send({"type": "http.response.start", "status": 204, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    shell = Middleware(app, most_upload=10_000_000, upload_seconds=0.05)

    assert Sent(shell, "/assessments/x/evidence/files", "", [b"a", b"b"]).status == 204
