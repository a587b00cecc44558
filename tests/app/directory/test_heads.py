"""Who is head: given and taken by a head, the lead or the technical administrator alone, and never unnoticed."""

from typing import Any

import pytest
from sqlalchemy import select
from sqlmodel import col

from app.db.session import Database
from app.db.tables.people import Membership
from app.db.tables.records import Mail
from app.jobs.mail_texts import MailContext, letter
from app.settings import Settings
from tests.app.browser import words
from tests.app.directory.test_team import NORA, TEAM, listed, post, role_of
from tests.cast import Actor

SECOND = NORA | {"email": "second.mailbox@example.org", "name": "Nobody Known", "role": "head"}
SAID = "Only a head of this administration, the lead of the secretariat or the technical administrator can assign"
OFFICE = MailContext(Settings(), b"k" * 32)


def told(database: Database) -> dict[tuple[str, str], str]:
    """(person, kind) -> what the mail says, on one line."""
    with database.reading() as db:
        mails = db.execute(select(Mail).where(col(Mail.kind) != "invitation")).scalars().all()
        return {
            (mail.person_id, mail.kind): " ".join(letter(mail.kind, mail.names, "", "en", OFFICE).text.split())
            for mail in mails
        }


def made(database: Database, person: str, role: str) -> None:
    with database.writing() as db:
        db.get_one(Membership, (person, "arden")).role = role


ACTS: dict[str, tuple[str, dict[str, Any]]] = {
    "a second mailbox as head": ("", SECOND),
    "a colleague made head": ("/connie", {"role": "head"}),
    "the head made viewer": ("/hugo", {"role": "viewer"}),
    "the head removed": ("/hugo/removal", {}),
    "the own account made head": ("/alice", {"role": "head"}),
}


@pytest.mark.parametrize("act", ACTS)
def test_a_coordinator_neither_gives_nor_takes_the_role_of_head(act: str, alice: Actor, database: Database) -> None:
    path, fields = ACTS[act]

    status, said = post(alice, path, **fields)

    assert status == 403
    assert SAID in said
    assert {person: role_of(database, person) for person in ("alice", "connie", "hugo")} == {
        "alice": "coordinator",
        "connie": "contributor",
        "hugo": "head",
    }
    assert told(database) == {}


def test_what_was_typed_stays_when_it_is_refused(alice: Actor) -> None:
    page = alice.browser.post(TEAM, data=alice.form(**SECOND)).text

    assert "second.mailbox@example.org" in page
    assert "Nobody Known" in page


def test_the_page_offers_a_coordinator_nothing_about_heads(alice: Actor, hugo: Actor) -> None:
    page = alice.browser.get(TEAM).text

    assert 'value="head"' not in page
    assert f"{TEAM}/hugo/removal" not in page
    assert SAID in words(page)
    assert alice.browser.get(f"{TEAM}/hugo/removal").status_code == 403
    assert 'value="head"' in hugo.browser.get(TEAM).text


@pytest.mark.parametrize("who", ["hugo", "sofia", "tessa"])
def test_a_head_the_lead_and_the_technical_administrator_name_a_head(
    who: str, request: pytest.FixtureRequest, database: Database
) -> None:
    actor = request.getfixturevalue(who)

    assert post(actor, "/connie", role="head")[0] == 303
    assert role_of(database, "connie") == "head"


def test_the_lead_replaces_a_head_who_left(sofia: Actor, database: Database) -> None:
    assert post(sofia, "", **SECOND)[0] == 303
    assert post(sofia, "/hugo/removal")[0] == 303

    assert role_of(database, "hugo") is None
    assert "Nobody Known" in listed(sofia)


def test_whoever_loses_a_role_and_the_other_leaders_get_a_mail(tessa: Actor, database: Database) -> None:
    post(tessa, "/hugo", role="viewer")

    mails = told(database)
    assert mails.keys() == {("hugo", "role changed"), ("alice", "member changed")}
    assert (
        "Tessa changed your role at Arden Customs from Head of the administration to Viewer."
        in (mails["hugo", "role changed"])
    )
    assert "Tessa changed the role of Hugo at Arden Customs" in mails["alice", "member changed"]
    assert f"{OFFICE.settings.address}{TEAM}" in mails["alice", "member changed"]


@pytest.mark.parametrize("person", ["vera", "connie", "hugo"])
def test_whoever_is_taken_out_and_the_other_leaders_get_a_mail(person: str, tessa: Actor, database: Database) -> None:
    post(tessa, f"/{person}/removal")

    mails = told(database)
    leaders = {"alice", "hugo"} - {person}
    assert mails.keys() == {(person, "role ended"), *((leader, "member left") for leader in leaders)}
    assert "Tessa made this change." in mails[person, "role ended"]


def test_any_role_that_a_coordinator_takes_is_told_to_the_head(alice: Actor, database: Database) -> None:
    post(alice, "/connie", role="viewer")

    assert told(database).keys() == {("connie", "role changed"), ("hugo", "member changed")}


def test_a_new_head_is_told_to_the_other_leaders(hugo: Actor, database: Database) -> None:
    post(hugo, "", **SECOND)

    assert "Hugo invited Nobody Known as head of Arden Customs." in told(database)["alice", "head invited"]


def test_who_never_accepted_has_no_role_to_lose_and_shows_under_the_name_of_the_invitation(
    hugo: Actor, database: Database
) -> None:
    post(hugo, "", **NORA | {"email": "charlie@example.org"})
    post(hugo, "", **NORA)
    for member in ("charlie", new_one(database)):
        post(hugo, f"/{member}/removal")

    with database.reading() as db:
        left = db.execute(select(Mail).where(col(Mail.kind) == "member left")).scalars().all()
    assert {(mail.person_id, mail.names["name"]) for mail in left} == {("alice", "Nora New")}
    assert ("charlie", "role ended") in told(database)


def new_one(database: Database) -> str:
    with database.reading() as db:
        return str(db.execute(select(Mail).where(col(Mail.kind) == "invitation")).scalar_one().person_id)


def test_the_only_head_stays_until_there_is_another(hugo: Actor, database: Database) -> None:
    status, said = post(hugo, "/hugo/removal")
    made(database, "connie", "head")
    later, _ = post(hugo, "/hugo/removal")

    assert (status, later) == (422, 303)
    assert "You are the only head" in said


def test_the_leaders_hear_of_an_account_that_is_disabled(tessa: Actor, database: Database) -> None:
    for _ in range(2):
        tessa.browser.post("/accounts/hugo/state", data=tessa.form(is_active="no"))

    mails = told(database)
    assert mails.keys() == {("alice", "member disabled")}
    assert "disabled the account of Hugo." in mails["alice", "member disabled"]


def test_whoever_gets_another_office_is_told(tessa: Actor, database: Database) -> None:
    tessa.browser.post("/accounts/sofia/office", data=tessa.form(office="auditor"))

    said = "Tessa changed your office from Lead of the secretariat to Auditor."
    assert said in told(database)["sofia", "office changed"]
