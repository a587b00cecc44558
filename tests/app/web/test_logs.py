"""The log says what was asked and how it went; never what a person wrote."""

import ast
import logging
import re

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from structlog.testing import capture_logs

from app.db.session import Database
from app.web.logs import FIELDS, Discreet, only_known_fields
from app.web.middleware import refused
from app.web.pages import APP
from tests.cast import ARDEN, PASSWORD, Actor

SECRET = "what nobody else may read"
ANSWER = f"/assessments/{ARDEN}/answers/RC-01"


def test_a_request_is_one_line_with_method_path_status_and_time(alice: Actor) -> None:
    with capture_logs() as lines:
        alice.browser.get(f"/assessments/{ARDEN}?question={SECRET}")

    assert [sorted(line) for line in lines] == [["event", "log_level", "method", "ms", "path", "status"]]
    assert (lines[0]["method"], lines[0]["path"], lines[0]["status"]) == ("GET", f"/assessments/{ARDEN}", 200)


@pytest.mark.parametrize(
    ("path", "status", "by"),
    [
        ("/assessments/brink-2026", 404, "alice"),
        ("/accounts", 403, "alice"),
        ("/nothing/here", 404, ""),
        ("/api/v1/assessments", 401, ""),
    ],
)
def test_a_request_that_was_refused_says_who_asked_and_from_where(
    path: str, status: int, by: str, app: FastAPI, alice: Actor
) -> None:
    cookies = alice.browser.cookies if by else None
    with capture_logs() as lines:
        TestClient(app, cookies=cookies, client=("2001:db8:1:2::7", 50000)).get(path)

    told = {name: lines[-1][name] for name in ("path", "status", "by", "network")}
    assert told == {"path": path, "status": status, "by": by, "network": "2001:db8:1:2::/64"}
    assert only_known_fields(None, "", told) == told


def test_a_program_that_was_refused_is_named_too(alice: Actor) -> None:
    with capture_logs() as lines:
        alice.browser.get("/api/v1/assessments/brink-2026", headers=alice.api)

    assert (lines[-1]["status"], lines[-1]["by"]) == (404, "alice")


def test_a_wrong_password_is_a_line_without_the_account(app: FastAPI, alice: Actor) -> None:
    with capture_logs() as lines:
        stranger = TestClient(app, client=("203.0.113.7", 50000))
        stranger.post("/sign-in", data={"email": "alice@example.org", "password": SECRET})

    (told,) = (line for line in lines if line["event"] == "sign-in refused")
    assert (told["kind"], told["by"], told["network"]) == ("password", "", "203.0.113.7")
    assert "alice" not in str(lines)


def test_no_line_holds_the_text_of_an_answer(alice: Actor) -> None:
    body = {"state": "answered", "value": 3, "comment": SECRET, "evidence": [SECRET], "revision": 0}
    with capture_logs() as lines:
        alice.browser.post(ANSWER, data=alice.form(revision=0, choice="3", comment=SECRET))
        alice.browser.post(ANSWER, data=alice.form(revision=0, choice="9", comment=SECRET))
        alice.browser.put(f"/api/v1{ANSWER}", json=body, headers=alice.api)

    assert [line["status"] for line in lines] == [303, 422, 409]
    assert SECRET not in str(lines)


def test_no_line_holds_a_password_or_the_address_of_an_account(app: FastAPI, alice: Actor) -> None:
    with capture_logs() as lines:
        TestClient(app).post("/sign-in", data={"email": "alice@example.org", "password": PASSWORD})
        TestClient(app).post("/sign-in", data={"email": "alice@example.org", "password": SECRET})

    assert len(lines) >= 2
    assert not any(word in str(lines) for word in (PASSWORD, SECRET, "alice@example.org"))


def test_a_request_that_failed_is_a_line_too(app: FastAPI, alice: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.features.reports.routes.result_on_screen", lambda *_: dict[str, str]()["nothing"])
    browser = TestClient(app, raise_server_exceptions=False, cookies=alice.browser.cookies)

    with capture_logs() as lines:
        browser.get(f"/assessments/{ARDEN}/scorecard")

    assert [line["status"] for line in lines if line["event"] == "request"] == [500]


def test_the_token_of_a_link_is_not_in_the_path(app: FastAPI) -> None:
    with capture_logs() as lines:
        TestClient(app).get(f"/links/{SECRET}")
        TestClient(app).get(f"/links/{SECRET}/openid")
        TestClient(app).get("/somebody@example.org/and more")

    assert [line["path"] for line in lines] == ["/links/…", "/links/…", "/…/…"]


def test_a_field_that_nobody_allowed_does_not_pass() -> None:
    given = {"event": "mail sent", "to": "alice@example.org", "id": "a-1", "error": SECRET, "status": 3}

    assert only_known_fields(None, "", given) == {"event": "mail sent", "id": "a-1", "error": "…", "status": 3}


def failed() -> Exception:
    try:
        try:
            raise KeyError(SECRET)
        except KeyError as error:
            raise ValueError(f"not {SECRET}") from error
    except ValueError as error:
        return error


@pytest.mark.parametrize("logger", ["uvicorn.error", "a.library"])
def test_of_an_exception_the_log_tells_kind_and_way_but_not_what_it_says(logger: str) -> None:
    error = failed()
    record = logging.LogRecord(logger, logging.ERROR, __file__, 1, "it failed", (), (type(error), error, None))

    line = Discreet().format(record)

    assert "error='ValueError'" in line
    assert "after error='KeyError'" in line
    assert ":failed" in line
    assert SECRET not in line


def test_what_a_library_says_is_not_repeated() -> None:
    record = logging.LogRecord("a.library", logging.WARNING, __file__, 1, "odd: %s", (SECRET,), None)

    assert SECRET not in Discreet().format(record)


def test_an_error_of_the_database_does_not_repeat_the_values(database: Database) -> None:
    """The server writes the error into its log, and SQLAlchemy would add the values of the statement."""
    with pytest.raises(SQLAlchemyError) as caught, database.writing() as db:
        db.execute(text("INSERT INTO answer (assessment_id, comment) VALUES ('none', :comment)"), {"comment": SECRET})

    assert SECRET not in str(caught.value).split("DETAIL")[0]


def test_every_field_that_our_code_logs_may_pass() -> None:
    """One that may not is dropped in silence, and what happened is told without it."""
    named = {
        keyword.arg
        for path in APP.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and re.fullmatch(r"log\.(info|warning|error|critical)", ast.unparse(node.func))
        for keyword in node.keywords
        # An exception is told in the line itself; who was refused comes as one dictionary
        if keyword.arg not in ("exc_info", None)
    } | {*refused({"type": "http"})}

    assert named
    assert named <= FIELDS
