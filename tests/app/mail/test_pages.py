"""The mails of a demo are read on a page; elsewhere the technical administrator sees only which ones wait."""

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import select

from app.access.identity import utc_now
from app.db.installation import DEMO_ROUND
from app.db.session import Database
from app.db.tables.records import Mail
from app.db.tables.rounds import Round
from app.jobs import outbox
from app.jobs.outbox import Kind
from tests.app.browser import words
from tests.cast import Actor


def post(database: Database, **columns: object) -> None:
    with database.writing() as db:
        outbox.post(db, Kind.ADDED, "alice", "/secret-path", at=utc_now(), by="Bo", place="<b>Arden</b>")
        db.flush()
        for name, value in columns.items():
            setattr(db.execute(select(Mail)).scalar_one(), name, value)


@pytest.mark.parametrize("round_id", [DEMO_ROUND, "demo-2026"])
def test_a_demo_of_this_or_an_earlier_version_shows_its_mails_with_their_links_to_everybody(
    round_id: str, app: FastAPI, database: Database
) -> None:
    post(database)
    with database.writing() as db:
        days = {
            "opens_on": "2100-05-01",
            "due_on": "2100-09-30",
            "review_until": "2100-11-30",
            "publish_on": "2100-12-31",
        }
        db.add(Round(id=round_id, name="demo", questionnaire="2026.1", **days))

    answer = TestClient(app).get("/mails")

    assert "Bo added you to <b>Arden</b>. Sign in as usual: http://127.0.0.1:8000/secret-path" in words(answer.text)
    assert "<b>Arden" not in answer.text
    assert "sends no email" in words(answer.text)


def test_elsewhere_there_is_no_such_page(app: FastAPI, alice: Actor, database: Database) -> None:
    post(database)

    assert TestClient(app).get("/mails").status_code == 404
    assert alice.browser.get("/mails").status_code == 404


def test_the_technical_administrator_sees_what_waits_and_why_but_no_words(tessa: Actor, database: Database) -> None:
    post(database, problem="recipient", tries=9)

    page = words(tessa.browser.get("/mails/waiting").text)

    assert "The mail server refused this person's address." in page
    assert "secret-path" not in page
    assert "Arden" not in page


def test_a_mail_that_failed_is_tried_again_from_the_beginning(tessa: Actor, sofia: Actor, database: Database) -> None:
    post(database, problem="recipient", tries=9)
    with database.reading() as db:
        mail = db.execute(select(Mail)).scalar_one()

    assert sofia.browser.post(f"/mails/{mail.id}/tries", data=sofia.form()).status_code == 403
    assert tessa.browser.post(f"/mails/{mail.id}/tries", data=tessa.form()).status_code == 303
    with database.reading() as db:
        again = db.get_one(Mail, mail.id)
    assert (again.tries, again.next_try_at, again.problem) == (0, None, "")
