"""Arden answers questionnaire 2027.1, whose levels need others and ask for evidence from some months; periods count
back from 31 December 2025."""

import pytest
from bs4 import BeautifulSoup
from httpx2 import Response

from app.db.session import Database
from questionnaires.catalogue import Catalogue
from tests.app.browser import form
from tests.cast import ARDEN, Actor
from tests.states import put_on_version

HOME = f"/assessments/{ARDEN}"
ELEMENT = f"{HOME}/elements/E1.1"
HTMX = {"hx-request": "true"}
LACKS = "Level 4 is hardly true while RC-10 is below level 2; RC-10 is"
"""What RC-02 says at level 4."""
DATED = "before the snapshot date, 31 December 2025. Level 3 asks for the last 12 months."
"""How a piece of RC-03 that is older than a year ends."""
ASKS = "Level 3 asks for evidence from the last 12 months before the snapshot date, 31 December 2025."


@pytest.fixture
def on_2027(database: Database, catalogue: Catalogue) -> Database:
    with database.writing() as db:
        put_on_version(db, catalogue, "2027.1")
    return database


def answer(person: Actor, indicator: str, choice: object, **headers: str) -> Response:
    """As the form of the page sends it that has the question now."""
    page = person.browser.get(f"{HOME}/answers/{indicator}", headers=HTMX).text
    fields = form(page, indicator).data(choice=str(choice))
    saved = person.browser.post(f"{HOME}/answers/{indicator}", data=fields, headers=headers)
    assert saved.status_code in (200, 303), saved.text
    return saved


def document(person: Actor, title: str, dated_on: str, *indicators: str) -> None:
    """A document that stays with Arden, with its date."""
    fields = {"title": title, "holder": "Personnel", "dated_on": dated_on, "indicator": list(indicators)}
    assert person.browser.post(f"{HOME}/evidence/references", data=person.form(**fields)).status_code == 303


def hints(page: str, place: str) -> list[str]:
    """The hints in a place of the page, but for those that say nothing."""
    found_ones = BeautifulSoup(page, "html.parser").select(f"{place} .hint")
    return [text for hint in found_ones if (text := hint.get_text(" ", strip=True))]
