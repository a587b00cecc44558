"""What a person does on the pages of this room, step by step, as a browser without script would."""

import re
from datetime import timedelta

import pyotp
from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx2 import Response

from app.identity import utc_now
from tests.cast import PASSWORD, Actor

CODE = re.compile(r"<li>([a-z0-9]{4}-[a-z0-9]{4}-[a-z0-9]{4})</li>")


def new_browser(app: FastAPI) -> TestClient:
    return TestClient(app, follow_redirects=False)


def sign_in(browser: TestClient, person: str, password: str = PASSWORD, **fields: str) -> Response:
    return browser.post("/sign-in", data={"email": f"{person}@example.org", "password": password, **fields})


def secret_on(page: str) -> str:
    """The key that the page shows beside its picture."""
    (secret,) = re.findall(r'class="secret">([A-Z2-7]+)<', page)
    return str(secret)


def code_of(secret: str, later: int = 0) -> str:
    """What the app shows now, or some half minutes later."""
    return pyotp.TOTP(secret).at(utc_now() + timedelta(seconds=30 * later))


def set_up_app(person: Actor) -> tuple[str, list[str]]:
    """The secret of the person's new authenticator app, and the recovery codes that the page showed."""
    person.browser.post("/account/authenticator", data=person.form())
    secret = secret_on(person.browser.get("/account/authenticator").text)
    page = person.browser.post("/account/authenticator/confirmation", data=person.form(code=code_of(secret)))
    return secret, CODE.findall(page.text)
