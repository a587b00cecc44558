"""The way to the OpenID provider and back, step by step, as a browser without script goes it."""

import re
from html import unescape

import httpx2
from fastapi.testclient import TestClient
from httpx2 import Response

from tests.app.browser import form, words
from tests.cast import Actor

STOPPED = "Sign-in with WCO failed"


def consent(browser: TestClient, start: str, subject: str) -> str:
    """Goes to the provider, says yes there, and returns the path to which it sends the browser back."""
    return agree(browser.get(start).headers["location"], subject)


def agree(there: str, subject: str) -> str:
    back = httpx2.post(there, data={"sub": subject}, follow_redirects=False).headers["location"]
    return back.removeprefix("http://127.0.0.1:8000")


def way_on(page: str) -> str:
    """The link to the provider on the page that answers a form."""
    (address,) = re.findall(r'class="button" href="(http[^"]+)"', page)
    return unescape(address)


def set_out_to_link(person: Actor, subject: str) -> str:
    return agree(way_on(person.browser.post("/account/openid/way", data=person.form()).text), subject)


def link(person: Actor, subject: str) -> Response:
    """Asks for it on the page of the account, comes back, and says yes to the page that names both."""
    named = send_on(person.browser, set_out_to_link(person, subject)).headers["location"]
    return person.browser.post(named, data=form(person.browser.get(named).text, named).data())


def accept(browser: TestClient, address: str, subject: str) -> Response:
    """As `link`, of an invitation."""
    named = send_on(browser, agree(way_on(browser.post(f"{address}/openid").text), subject)).headers["location"]
    page = browser.get(named)
    return browser.post(f"{named}/acceptance", data=form(page.text, f"{named}/acceptance").data())


def send_on(browser: TestClient, back: str) -> Response:
    """Follows the way back and presses the button there."""
    page = browser.get(back)
    while page.status_code == 303:
        page = browser.get(page.headers["location"])
    if STOPPED in words(page.text):
        return page
    action = "/account/openid" if 'action="/account/openid"' in page.text else "/sign-in/openid"
    return browser.post(action, data=form(page.text, action).data())


def go(browser: TestClient, subject: str, start: str = "/sign-in/openid") -> Response:
    return send_on(browser, consent(browser, start, subject))
