"""What the pages and mails of links tell, and to whom."""

from datetime import timedelta

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import select

from app.access.identity import utc_now
from app.db.session import Database
from app.db.tables.people import Membership, Person
from app.db.tables.records import Mail
from app.jobs.outbox import Kind
from tests.app.accounts.steps import TYPED, mailed
from tests.app.browser import form, words

pytestmark = pytest.mark.usefixtures("quick_passwords")


def test_the_page_of_an_invitation_shows_the_name_that_it_gave_and_none_from_elsewhere(
    app: FastAPI, browser: TestClient, database: Database
) -> None:
    """Brink invites whom Arden invited under another name: neither learns of the other, nor does the page tell."""
    with database.writing() as db:
        alice = db.get_one(Person, "alice")
        alice.password_hash, alice.name = "", "Dr Alice of Arden"
        for place, name, days in (("arden", "Dr Alice of Arden", 2), ("brink", "A. Marin", 1)):
            member = db.get(Membership, ("alice", place)) or Membership(
                person_id="alice", administration_id=place, role="viewer"
            )
            member.invited_as, member.invited_at = name, utc_now() - timedelta(days=days)
            db.add(member)
    address = mailed(app, database, "invitation")

    page = browser.get(address).text

    assert form(page, address).value("name") == "A. Marin"
    assert "Arden" not in page


def test_a_reset_is_told_by_mail_and_an_invitation_is_not(
    app: FastAPI, browser: TestClient, database: Database
) -> None:
    browser.post(mailed(app, database, "invitation"), data=TYPED)
    browser.post(mailed(app, database, "reset"), data=TYPED)

    with database.reading() as db:
        (mail,) = db.execute(select(Mail)).scalars()
    assert (mail.kind, mail.names["what"]) == (Kind.SIGN_IN_CHANGED, "Your password was changed.")


def test_a_password_of_the_administration_and_a_year_is_refused(
    app: FastAPI, browser: TestClient, database: Database
) -> None:
    easy = {"password": "ArdenCustoms2026", "again": "ArdenCustoms2026"}

    answer = browser.post(mailed(app, database, "reset"), data=TYPED | easy)

    assert (answer.status_code, "easy to guess" in words(answer.text)) == (422, True)
