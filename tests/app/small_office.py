"""Arden in a round on questionnaire 2027.1, whose levels have texts for offices of fewer than 100 staff."""

from sqlalchemy import update

from app.db.session import Database
from app.db.tables.rounds import Assessment, Round
from questionnaires.catalogue import Catalogue
from questionnaires.definition import Words
from questionnaires.small_offices import words_of
from tests.cast import ARDEN, Actor

VERSION = "2027.1"
STAFF = "profile.staff_total"
QUESTION = "RC-02"
"""A core question of E1.1 whose level 3, and no other, has a text for small offices."""
PAGE = f"/assessments/{ARDEN}/elements/E1.1"


def ask_2027(database: Database, catalogue: Catalogue) -> None:
    version = {"questionnaire": VERSION}
    with database.writing() as db:
        db.execute(update(Round).values(**version))
        db.execute(update(Assessment).values(**version, fingerprint=catalogue[VERSION].fingerprint))


def count_staff(person: Actor, number: int | None) -> None:
    """In the profile, which was saved so many times before."""
    address = f"/api/v1/assessments/{ARDEN}/profile"
    revision = person.browser.get(address, headers=person.api).json()["revision"]
    body = {"profile": {STAFF: number}, "revision": revision}
    assert person.browser.put(address, json=body, headers=person.api).status_code == 200


def answer(person: Actor, level: int, question: str = QUESTION) -> None:
    address = f"/api/v1/assessments/{ARDEN}/answers/{question}"
    saved = person.browser.get(f"/api/v1/assessments/{ARDEN}/answers", headers=person.api).json()["answers"]
    body = {"state": "answered", "value": level, "revision": saved.get(question, {"revision": 0})["revision"]}
    assert person.browser.put(address, json=body, headers=person.api).status_code == 200


def words_of_2027(catalogue: Catalogue, *, small: bool) -> Words:
    return words_of(catalogue[VERSION], "en", small=small)


def text_of(catalogue: Catalogue, *, small: bool, level: int = 3) -> str:
    return words_of_2027(catalogue, small=small).indicators[QUESTION].levels[level]
