"""Arden fills in the workforce tables of questionnaire 2027.1."""

from collections.abc import Mapping

import pytest
from httpx2 import Response
from sqlalchemy import update

from app.db.session import Database
from app.db.tables.rounds import Assessment
from questionnaires.catalogue import Catalogue
from tests.app.browser import form
from tests.cast import ARDEN, Actor
from tests.states import put_on_version

HOME = f"/assessments/{ARDEN}/workforce"
GRADES = f"{HOME}/WT1a"
HTMX = {"hx-request": "true"}


@pytest.fixture
def on_2027(database: Database, catalogue: Catalogue) -> Database:
    with database.writing() as db:
        put_on_version(db, catalogue, "2027.1")
    return database


def set_profile(database: Database, **values: object) -> None:
    profile = {f"profile.{name}": value for name, value in values.items()}
    with database.writing() as db:
        db.execute(update(Assessment).where(Assessment.id == ARDEN).values(profile=profile))  # type: ignore[arg-type]


def fill_in(person: Actor, table: str, numbers: Mapping[str, object], *, by_script: bool = False) -> Response:
    """As the form of the page sends it that is open now; numbers by "row/column"."""
    page = person.browser.get(f"{HOME}/{table}").text
    return send(person, table, page, numbers, by_script=by_script)


def send(person: Actor, table: str, page: str, numbers: Mapping[str, object], *, by_script: bool = False) -> Response:
    typed = {field(table, place): str(number) for place, number in numbers.items()}
    fields = form(page, f"{HOME}/{table}").data(**typed)
    if by_script:
        return person.browser.put(f"{HOME}/{table}", data=fields, headers=HTMX)
    return person.browser.post(f"{HOME}/{table}", data=fields)


def field(table: str, place: str) -> str:
    return f"{table}-{place.replace('/', '-')}"


def typed_in(page: str, table: str, place: str) -> str:
    return form(page, f"{HOME}/{table}").value(field(table, place))
