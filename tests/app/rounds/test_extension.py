"""The lead gives one administration more time, with a reason that the administration reads."""

import pytest
from sqlmodel import select

from app.assessments.lifecycle import State
from app.db.session import Database
from app.db.tables.people import Administration
from app.db.tables.records import AuditEntry, Mail
from questionnaires.catalogue import Catalogue
from tests.app.browser import form, words
from tests.cast import ARDEN, Actor
from tests.house.contents import contents
from tests.states import put_in_state

HOME = f"/assessments/{ARDEN}"
EXTENSION = f"{HOME}/extension"
GIVEN = {"extended_to": "2099-12-31", "why": "The archive was <b>flooded</b>."}


def test_the_administration_reads_its_new_day_and_why(sofia: Actor, alice: Actor) -> None:
    assert sofia.browser.post(EXTENSION, data=sofia.form(**GIVEN)).status_code == 303

    page = alice.browser.get(HOME).text
    assert "31 December 2099 (midnight, UTC)" in words(page)
    assert "The due date was extended: The archive was <b>flooded</b>." in words(page)
    assert "<b>flooded" not in page


def test_coordinator_and_head_get_a_mail_without_the_reason(sofia: Actor, database: Database) -> None:
    sofia.browser.post(EXTENSION, data=sofia.form(**GIVEN))

    with database.reading() as db:
        mails = list(db.exec(select(Mail)))
        entry = db.exec(select(AuditEntry).where(AuditEntry.action == "deadline extended")).one()
    assert sorted(mail.person_id for mail in mails) == ["alice", "hugo"]
    assert all(mail.names["due"] == "2099-12-31" and "flooded" not in str(mail.names) for mail in mails)
    assert (entry.assessment_id, entry.by) == (ARDEN, "sofia")
    assert entry.details == {"before": "2099-12-18", "due_on": "2099-12-31"}


def test_the_same_twice_is_told_once(sofia: Actor, database: Database) -> None:
    sofia.browser.post(EXTENSION, data=sofia.form(**GIVEN))
    before = contents(database)

    assert sofia.browser.post(EXTENSION, data=sofia.form(**GIVEN)).status_code == 303
    assert contents(database) == before


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"why": " \n"}, "Enter the reason. The administration will see it."),
        ({"why": "a\0b"}, "“a▯b” (U+0000)"),
        ({"extended_to": "2099-12-18"}, "The due date of the round is 18 December 2099. Enter a later date."),
        ({"extended_to": "2100-03-01"}, "Reviews must end by 28 February 2100."),
        ({"extended_to": ""}, "Enter a date, such as 2027-03-31."),
    ],
)
def test_a_refusal_keeps_what_was_typed(change: dict[str, str], said: str, sofia: Actor, database: Database) -> None:
    before, typed = contents(database), GIVEN | change

    answer = sofia.browser.post(EXTENSION, data=sofia.form(**typed))

    assert answer.status_code == 422
    assert said in words(answer.text)
    assert {name: form(answer.text, EXTENSION).value(name) for name in typed} == typed
    assert contents(database) == before


def test_the_lead_finds_the_way_on_the_page_of_the_assessment(sofia: Actor, alice: Actor) -> None:
    assert EXTENSION in sofia.browser.get(HOME).text
    assert EXTENSION not in alice.browser.get(HOME).text


def test_what_is_submitted_needs_no_more_time(sofia: Actor, database: Database, catalogue: Catalogue) -> None:
    with database.writing() as db:
        put_in_state(db, catalogue, State.SIGNED)

    assert sofia.browser.post(EXTENSION, data=sofia.form(**GIVEN)).status_code == 409
    assert EXTENSION not in sofia.browser.get(HOME).text


@pytest.mark.parametrize(
    ("zone", "place", "ends"),
    [
        ("Asia/Tokyo", "Tokyo", "2099-12-18T15:00:00.000+00:00"),
        ("America/Los_Angeles", "Los Angeles", "2099-12-19T08:00:00.000+00:00"),
    ],
)
def test_the_last_day_is_shown_in_the_zone_of_the_administration(
    zone: str, place: str, ends: str, alice: Actor, database: Database
) -> None:
    with database.writing() as db:
        db.get_one(Administration, "arden").time_zone = zone

    page = alice.browser.get(HOME).text

    assert f"18 December 2099 (midnight, {place})" in words(page)
    assert f'<time datetime="{ends}"' in page
