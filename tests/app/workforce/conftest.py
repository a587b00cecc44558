"""Arden fills in the workforce tables of questionnaire 2027.1."""

from collections.abc import Mapping
from typing import Any

import pytest
from httpx2 import Response
from sqlalchemy import update

from app.access.identity import utc_now
from app.access.loaders import ANY_ONE
from app.assessments.lifecycle import State
from app.assessments.reads import one_assessment
from app.assessments.workforce.cells import cell_named
from app.assessments.workforce.saving import NewNumbers, save_numbers
from app.db.session import Database
from app.db.tables.rounds import Assessment, Round
from questionnaires.catalogue import Catalogue
from tests.app.browser import form
from tests.cast import ARDEN, Actor
from tests.states import put_in_state, put_on_version

HOME = f"/assessments/{ARDEN}/workforce"
GRADES = f"{HOME}/WT1a"
LAST = "arden-2025"
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


def last_round_ended_with(database: Database, catalogue: Catalogue, numbers: Mapping[str, int]) -> None:
    """Arden signed these numbers in 2025; by "table/row/column"."""
    with database.writing() as db:
        db.add(Round(id="last", name="2025", questionnaire="2027.1", due_on="2025-12-18"))
        db.flush()
        keys: dict[str, Any] = {"administration_id": "arden", "round_id": "last", "questionnaire": "2027.1"}
        keys |= {"asked": 0, "fingerprint": catalogue["2027.1"].fingerprint}
        db.add(Assessment(id=LAST, state=State.NOT_OPENED, **keys))
        db.flush()
        put_on_version(db, catalogue, "2027.1", LAST)
        values = {cell_named(key): number for key, number in numbers.items()}
        assessment = one_assessment(db.connection().execute(ANY_ONE, {"assessment": LAST}).one(), catalogue)
        save_numbers(db, assessment, NewNumbers(values, {}, "page", "alice", utc_now()))
        put_in_state(db, catalogue, State.SIGNED, LAST)


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
