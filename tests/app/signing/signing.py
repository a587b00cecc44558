"""Arden ready to be signed, and the forms of its pages as a browser without script sends them."""

from typing import Any

from httpx2 import Response
from sqlalchemy import select
from sqlmodel import Session, SQLModel, col

from app.access.identity import utc_now
from app.access.loaders import ANY_ONE
from app.assessments.lifecycle import State
from app.assessments.reads import OneAssessment, one_assessment
from app.db.session import Database
from app.db.tables.reviews import Moderation
from questionnaires.catalogue import Catalogue
from questionnaires.definition import ProfileKey
from tests.app.answers import store
from tests.app.browser import form
from tests.cast import ARDEN, Actor
from tests.states import put_in_state

HOME = f"/assessments/{ARDEN}"
SIGNATURE = f"{HOME}/signature"
SIGNED_AS = {"name": "Hugo Hale", "title": "Director General", "checked": "yes"}
LEVEL_3 = {"state": "answered", "value": 3, "evidence": ["Order 12/2024, page 4"]}
ANSWERS = {
    "RC-01": LEVEL_3,
    "RC-02": {"state": "answered", "value": 3},
    "RC-03": {"state": "unknown"},
    "CO-16": {"state": "not_applicable", "reason_code": "NA1", "reason": "Another agency does it"},
    "EQ-05": LEVEL_3 | {"outside_control": {"authority": "Ministry", "raised": True}},
}
"""One of everything that may be signed as it is."""


def full_profile(catalogue: Catalogue, version: str = "2026.1") -> dict[str, Any]:
    return {key.key: _anything(key) for key in catalogue[version].structure.profile}


def _anything(key: ProfileKey) -> Any:
    return key.options[0] if key.kind == "choice" else 420 if key.kind == "number" else "2025-12-31"


def make_ready(database: Database, catalogue: Catalogue, answers: dict[str, Any] | None = None, **more: Any) -> None:
    """In progress, with nothing that stops signing unless `answers` or `more` of the profile bring it."""
    profile = full_profile(catalogue) | more
    store(database, catalogue, {"profile": profile, "answers": ANSWERS if answers is None else answers})


def bring_to(database: Database, catalogue: Catalogue, state: State) -> None:
    with database.writing() as db:
        put_in_state(db, catalogue, state)


def moderate(database: Database, indicator: str, value: str, **more: Any) -> None:
    """The first reviewer's level for the first signature."""
    row: dict[str, Any] = {
        "part": "first",
        "revision": 1,
        "signature": 1,
        "decision": "changed",
        "reason": "not shown",
        "note": "",
    }
    row |= {"value": value, "by": "rita", "at": utc_now()} | more
    with database.writing() as db:
        db.add(Moderation(assessment_id=ARDEN, indicator=indicator, **row))


def arden(db: Session, catalogue: Catalogue) -> OneAssessment:
    return one_assessment(db.connection().execute(ANY_ONE, {"assessment": ARDEN}).one(), catalogue)


def rows(database: Database, table: type[SQLModel]) -> list[Any]:
    """Arden's, or for mails everybody's."""
    with database.reading() as db:
        statement = select(table)
        if hasattr(table, "assessment_id"):
            statement = statement.where(col(table.assessment_id) == ARDEN)
        return list(db.execute(statement).scalars())


def state(database: Database, catalogue: Catalogue) -> State:
    with database.reading() as db:
        return arden(db, catalogue).state


def form_to_sign(head: Actor, **typed: str) -> dict[str, object]:
    """What pressing the button of the page sends, with name and title typed and the box ticked."""
    page = head.browser.get(SIGNATURE).text
    return form(page, SIGNATURE).data(**(SIGNED_AS | typed))


def sign(head: Actor, **typed: str) -> Response:
    return head.browser.post(SIGNATURE, data=form_to_sign(head, **typed))
