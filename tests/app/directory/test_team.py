"""Who belongs to an administration: invitations that give nothing away, roles, and always somebody who leads."""

from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select, update
from sqlmodel import col

from app.access.identity import utc_now
from app.db.session import Database
from app.db.tables.answers import ElementAssignment
from app.db.tables.people import Membership, Person
from app.db.tables.records import AuditEntry, Mail
from tests.app.browser import words
from tests.cast import ARDEN, Actor
from tests.engines import ON_BOTH

TEAM = "/administrations/arden/people"
NORA = {"email": "Nora@Example.org", "name": "Nora New", "role": "contributor", "language": "en"}
CHARLIE = NORA | {"email": "charlie@example.org"}


def post(who: Actor, path: str, **fields: object) -> tuple[int, str]:
    answer = who.browser.post(f"{TEAM}{path}", data=who.form(**fields))
    return answer.status_code, answer.headers.get("location", words(answer.text))


def listed(who: Actor) -> str:
    return words(who.browser.get(TEAM).text)


def mails(database: Database) -> list[tuple[str, str]]:
    with database.reading() as db:
        return [
            (mail.kind, mail.person_id) for mail in db.execute(select(Mail).order_by(col(Mail.created_at))).scalars()
        ]


def role_of(database: Database, person: str) -> str | None:
    with database.reading() as db:
        member = db.get(Membership, (person, "arden"))
        return member.role if member else None


def made_old(database: Database) -> None:
    with database.writing() as db:
        db.execute(update(Membership).values(invited_at=utc_now() - timedelta(hours=2)))


@ON_BOTH
def test_an_unknown_person_gets_an_account_without_a_password_and_a_link(alice: Actor, database: Database) -> None:
    post(alice, "", **NORA)

    with database.reading() as db:
        nora = db.execute(select(Person).where(col(Person.email) == "nora@example.org")).scalar_one()
        mail = db.execute(select(Mail)).scalar_one()
    assert (nora.name, nora.language, nora.password_hash, nora.office) == ("Nora New", "en", "", "")
    assert (mail.kind, mail.person_id, mail.link_id != "") == ("invitation", nora.id, True)
    assert role_of(database, nora.id) == "contributor"


def test_what_is_wrong_with_a_role_is_told_in_the_row_of_its_person(alice: Actor) -> None:
    page = BeautifulSoup(alice.browser.post(f"{TEAM}/connie", data=alice.form(role="")).text, "html.parser")

    (line,) = page.select(".error-summary a")
    field = page.find(id=str(line["href"])[1:])
    assert line.text == "Role Connie: Choose what the person will do."
    assert field is not None
    row = field.find_parent("details")
    assert row is not None
    assert (row.has_attr("open"), "Connie" in row.text) == (True, True)


def test_a_form_that_lacks_its_address_stays_open_with_what_was_typed(alice: Actor, tessa: Actor) -> None:
    opened = '<details class="card help" open>'
    for who, address, form in ((alice, TEAM, opened), (tessa, "/accounts", "<h1>Invite a person</h1>")):
        page = who.browser.post(address, data=who.form(**NORA | {"email": ""})).text

        assert "Enter the person's email address." in words(page)
        assert form in page
        assert 'name="name" value="Nora New"' in page
        empty = who.browser.post(address, data=who.form(**NORA | {"email": "", "name": ""})).text
        assert form in empty


@ON_BOTH
def test_a_known_person_is_added_and_told(alice: Actor, database: Database) -> None:
    post(alice, "", **CHARLIE)

    assert mails(database) == [("added", "charlie")]
    assert role_of(database, "charlie") == "contributor"


def test_known_and_unknown_addresses_look_the_same_before_the_person_comes(alice: Actor) -> None:
    told = [post(alice, "", **NORA), post(alice, "", **CHARLIE)]
    page = listed(alice)

    assert told[0] == told[1]
    assert told[0][0] == 303
    assert told[0][1].startswith(f"{TEAM}?done=invited.")
    assert page.count("Nora New") == 6  # two people under the name that was typed, each with two hidden labels
    assert "Charlie" not in page
    assert page.count("Invited") == 2


def test_an_address_of_an_office_gives_nothing_away_and_joins_no_team(alice: Actor, database: Database) -> None:
    of_an_office = post(alice, "", **NORA | {"email": "rita@example.org"})

    assert role_of(database, "rita") is None
    assert mails(database) == []
    assert of_an_office == post(alice, "", **NORA)


def test_who_came_after_the_invitation_is_active_under_the_own_name(
    alice: Actor, charlie: Actor, database: Database
) -> None:
    post(alice, "", **CHARLIE)
    made_old(database)
    charlie.browser.put(  # something that the log holds
        "/api/v1/assessments/brink-2026/profile", json={"profile": {}, "revision": 0}, headers=charlie.api
    )

    page = listed(alice)
    assert "Charlie" in page
    assert "Nora New" not in page


def test_a_double_click_invites_once(alice: Actor, database: Database) -> None:
    assert post(alice, "", **NORA) == post(alice, "", **NORA)

    assert len(mails(database)) == 1


@ON_BOTH
def test_the_invitation_is_sent_again_after_an_hour_and_not_before(alice: Actor, database: Database) -> None:
    post(alice, "", **NORA)
    nora = mails(database)[0][1]

    status, said = post(alice, f"/{nora}/invitation")
    made_old(database)
    later, _ = post(alice, f"/{nora}/invitation")

    assert (status, later) == (422, 303)
    assert "less than an hour ago" in said
    assert mails(database) == [("invitation", nora)] * 2


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"email": "nora"}, "Enter a full email address"),
        ({"email": "no\0ra@example.org"}, "contains invisible characters"),
        ({"email": ""}, "Enter the person's email address."),
        ({"email": "vera@example.org"}, "already belongs to the team"),
        ({"name": ""}, "Enter the person's name."),
        ({"name": "=1+1"}, "cannot begin with = + - or @"),
        ({"name": "A\nB"}, "Enter this on one line."),
        ({"name": "x" * 201}, "This has 201 characters. Shorten it to 200 or fewer."),
        ({"role": "lead"}, "Choose what the person will do."),
        ({"language": "xx"}, "Choose a language."),
    ],
)
def test_what_cannot_be_is_refused_and_stays_in_its_field(
    change: dict[str, str], said: str, alice: Actor, database: Database
) -> None:
    answer = alice.browser.post(TEAM, data=alice.form(**NORA | change))

    assert answer.status_code == 422
    assert said in words(answer.text)
    assert change.get("email", NORA["email"]).replace("\0", "") in answer.text.replace("\ufffd", "").replace("\0", "")
    assert mails(database) == []


@ON_BOTH
def test_a_role_is_changed(alice: Actor, database: Database) -> None:
    assert post(alice, "/vera", role="coordinator")[0] == 303

    assert role_of(database, "vera") == "coordinator"


def test_nobody_changes_the_own_role(alice: Actor, database: Database) -> None:
    status, said = post(alice, "/alice", role="viewer")

    assert (status, role_of(database, "alice")) == (422, "coordinator")
    assert "You cannot change your own role" in said


@pytest.mark.parametrize("role", ["", "lead", "no\0role"])
def test_a_role_that_is_none_is_refused(role: str, alice: Actor, database: Database) -> None:
    assert post(alice, "/vera", role=role)[0] == 422
    assert role_of(database, "vera") == "viewer"


@ON_BOTH
def test_the_last_leader_stays(alice: Actor, tessa: Actor, database: Database) -> None:
    assert post(tessa, "/hugo/removal")[0] == 303

    status, said = post(alice, "/alice/removal")
    assert (status, role_of(database, "alice")) == (422, "coordinator")
    assert "Someone must lead" in said


def test_a_leader_who_never_accepted_does_not_count(alice: Actor, tessa: Actor, database: Database) -> None:
    post(alice, "", **NORA | {"role": "coordinator"})
    post(tessa, "/hugo/removal")

    assert post(alice, "/alice/removal")[0] == 422


def test_who_leaves_goes_back_to_the_own_work(alice: Actor) -> None:
    assert "no longer be able to open anything" in words(alice.browser.get(f"{TEAM}/alice/removal").text)
    status, address = post(alice, "/alice/removal")

    assert (status, address.partition("?")[0]) == (303, "/")
    assert "You left the team." in alice.browser.get(address).text
    assert alice.browser.get(TEAM).status_code == 404


@ON_BOTH
def test_who_is_taken_out_keeps_nothing_in_hand_but_the_history_stays(alice: Actor, database: Database) -> None:
    with database.writing() as db:
        for element, person in (("E1.1", "vera"), ("E1.2", "connie")):
            assigned: dict[str, Any] = {"person_id": person, "by": "alice", "at": utc_now()}
            db.add(ElementAssignment(assessment_id=ARDEN, element=element, **assigned))

    post(alice, "/vera/removal")

    with database.reading() as db:
        assert [assignment.person_id for assignment in db.execute(select(ElementAssignment)).scalars()] == ["connie"]
        assert db.get(Person, "vera")
        log = db.execute(select(AuditEntry).where(col(AuditEntry.action) == "member removed")).scalar_one()
    assert log.details == {"administration": "arden", "person": "vera"}


@pytest.mark.parametrize("path", ["/charlie", "/charlie/removal", "/charlie/invitation", "/no%00body"])
def test_people_of_other_teams_are_not_there(path: str, alice: Actor) -> None:
    assert post(alice, path, role="viewer")[0] == 404


def test_a_foreign_administration_is_not_there(charlie: Actor, database: Database) -> None:
    assert charlie.browser.get(TEAM).status_code == 404
    assert post(charlie, "", **NORA)[0] == 404
    assert post(charlie, "/vera/removal")[0] == 404
    assert mails(database) == []


def test_viewers_see_the_team_and_change_nothing(vera: Actor) -> None:
    assert "Alice" in listed(vera)
    assert "Invite a person" not in listed(vera)
    assert post(vera, "", **NORA)[0] == 403


def test_the_technical_administrator_invites_the_first_coordinator(tessa: Actor, database: Database) -> None:
    assert post(tessa, "", **NORA | {"role": "coordinator"})[0] == 303
    assert len(mails(database)) == 1
