"""What a person does on the pages of this room, step by step, as a browser without script would."""

import re
from datetime import timedelta

import pyotp
from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx2 import Response

from app.access import one_time_links
from app.access.identity import utc_now
from app.db.session import Database
from app.db.tables.people import Person
from tests.cast import PASSWORD, Actor, browser_of

NEW = "three words in a row"
TYPED = {"name": "Alice Arden", "language": "en", "password": NEW, "again": NEW}
"""Into the page of a link."""
CODE = re.compile(r"<li>([a-z0-9]{4}-[a-z0-9]{4}-[a-z0-9]{4})</li>")


def new_browser(app: FastAPI) -> TestClient:
    return browser_of(app)


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


def mailed(app: FastAPI, database: Database, kind: one_time_links.LinkKind, person: str = "alice") -> str:
    """The address in a mail that was just made."""
    with database.writing() as db:
        link = one_time_links.make(db, app.state.key, kind, db.get_one(Person, person), at=utc_now())
        return one_time_links.path_of(app.state.key, link.id)
