"""Every kind of response carries the security headers; what is personal is never kept by a browser."""

import re
from collections.abc import Callable

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx2 import Response

from app.access.guards import COOKIE
from tests.cast import ARDEN, Actor

PAGE = f"/assessments/{ARDEN}/elements/E1.1"
ANSWER = f"/assessments/{ARDEN}/answers/RC-01"

KINDS: dict[str, Callable[[Actor], Response]] = {
    "page": lambda alice: alice.browser.get(PAGE),
    "fragment": lambda alice: alice.browser.get(ANSWER, headers={"hx-request": "true"}),
    "redirect": lambda alice: alice.browser.get(ANSWER),
    "page not found": lambda alice: alice.browser.get("/nothing"),
    "form out of date": lambda alice: alice.browser.post(ANSWER, data={}),
    "too large": lambda alice: alice.browser.post(ANSWER, data={"comment": 1_000_001 * "a"}),
    "method not allowed": lambda alice: alice.browser.delete(PAGE),
    "sign-in": lambda alice: alice.browser.get("/sign-in"),
    "workbook": lambda alice: alice.browser.get(f"/assessments/{ARDEN}/gap-report.xlsx"),
    "json": lambda alice: alice.browser.get("/api/v1/assessments", headers=alice.api),
    "problem document": lambda alice: alice.browser.get("/api/v1/assessments"),
    "description of the api": lambda alice: alice.browser.get("/api/v1/openapi.json"),
    "health": lambda alice: alice.browser.get("/healthz"),
    "static file": lambda alice: alice.browser.get("/static/parity.css"),
    "static file not found": lambda alice: alice.browser.get("/static/nothing.css"),
    "not modified": lambda alice: alice.browser.get(
        "/static/parity.css", headers={"if-none-match": alice.browser.get("/static/parity.css").headers["etag"]}
    ),
}
PERSONAL = sorted(set(KINDS) - {"static file", "not modified"})
HEADERS = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}


def assert_secure(response: Response) -> None:
    policy = dict(part.split(" ", 1) for part in response.headers["content-security-policy"].split("; "))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["form-action"] == "'self'"
    assert policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert {name: response.headers[name] for name in HEADERS} == HEADERS
    assert "camera=()" in response.headers["permissions-policy"]
    assert "server" not in response.headers


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_response_is_secured(kind: str, alice: Actor) -> None:
    assert_secure(KINDS[kind](alice))


def test_an_error_of_ours_is_secured_and_tells_nothing_of_the_inside(
    app: FastAPI, alice: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.features.dashboard.routes.own_lines", lambda *_: dict[str, str]()["the inside"])
    browser = TestClient(app, raise_server_exceptions=False, cookies={COOKIE: "session of alice"})

    answer = browser.get("/")

    assert answer.status_code == 500
    assert "Something went wrong on our side" in answer.text
    assert "the inside" not in answer.text
    assert_secure(answer)


def test_an_error_of_ours_in_the_api_is_a_problem_document(
    app: FastAPI, alice: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.features.dashboard.api.lines_for", lambda *_: dict[str, str]()["the inside"])
    browser = TestClient(app, raise_server_exceptions=False)

    answer = browser.get("/api/v1/assessments", headers=alice.api)

    assert (answer.status_code, answer.headers["content-type"]) == (500, "application/problem+json")
    assert "the inside" not in answer.text
    assert_secure(answer)


@pytest.mark.parametrize("kind", PERSONAL)
def test_what_is_not_a_static_file_is_kept_by_no_browser(kind: str, alice: Actor) -> None:
    assert KINDS[kind](alice).headers["cache-control"] == "no-store"


def test_a_static_file_is_kept_for_ever_under_the_address_that_pages_use(alice: Actor) -> None:
    (address,) = re.findall(r'href="(/static/parity\.css\?v=[0-9a-f]+)"', alice.browser.get("/").text)

    assert alice.browser.get(address).headers["cache-control"] == "public, max-age=31536000, immutable"
    assert alice.browser.get("/static/parity.css").headers["cache-control"] == "public, max-age=300"


def test_over_https_browsers_are_told_to_stay_there(app: FastAPI, alice: Actor) -> None:
    header = "strict-transport-security"

    assert "max-age=31536000" in TestClient(app, base_url="https://testserver").get("/healthz").headers[header]
    assert header not in alice.browser.get("/healthz").headers


@pytest.mark.parametrize("address", ["/static/../main.py", "/static/%2e%2e/main.py", "/static//etc/passwd", "/static/"])
def test_nothing_beside_the_static_files_is_served(address: str, alice: Actor) -> None:
    assert alice.browser.get(address).status_code == 404


@pytest.mark.parametrize("length", [1_000_001, 10**12])
def test_a_body_that_announces_too_much_is_refused_unread(length: int, alice: Actor) -> None:
    form = {"content-type": "application/x-www-form-urlencoded", "content-length": str(length)}

    answer = alice.browser.post(ANSWER, content=b"comment=a", headers=form)

    assert answer.status_code == 413
    assert "A text can have 10,000 characters" in answer.text


def test_the_longest_answer_with_every_field_full_is_not_too_large(alice: Actor) -> None:
    text = 10_000 * "ع"
    fields = alice.form(revision=0, choice="not_applicable", reason_code="NA1", reason=text, comment=text)

    answer = alice.browser.post(ANSWER, data=fields | {"evidence": 3 * [9_990 * "ع"]})

    assert answer.status_code == 303
