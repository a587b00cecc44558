"""How many invitations may leave: mails count, and nobody empties the count by taking people out again."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select, update
from sqlmodel import col

from app.access.identity import utc_now
from app.db.session import Database
from app.db.tables.people import InvitationMail, Person
from app.db.tables.records import Mail
from app.features.directory.people import limits
from tests.app.browser import words
from tests.app.directory.test_team import NORA, made_old, mails, post
from tests.cast import Actor
from tests.engines import ON_BOTH


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST_A_DAY", 3)


def nobody(number: int) -> dict[str, str]:
    return NORA | {"email": f"n{number}@example.org"}


def member_with(database: Database, email: str) -> str:
    with database.reading() as db:
        return str(db.execute(select(col(Person.id)).where(col(Person.email) == email)).scalar_one())


def counted(database: Database) -> int:
    with database.reading() as db:
        return int(db.execute(select(func.count()).select_from(InvitationMail)).scalar_one())


def invite_and_remove(who: Actor, database: Database, form: dict[str, str]) -> tuple[int, str]:
    status, said = post(who, "", **form)
    if status == 303:
        post(who, f"/{member_with(database, form['email'])}/removal")
    return status, said


@ON_BOTH
def test_the_same_address_gets_five_invitations_a_week_whatever_is_removed_between(
    alice: Actor, database: Database
) -> None:
    """In 0.3.0 each removal set the count back: a stranger's mailbox could be filled without end."""
    form = NORA | {"email": "victim@example.org"}

    answers = [invite_and_remove(alice, database, form) for _ in range(7)]

    assert [status for status, _ in answers] == [303] * 5 + [422] * 2
    assert "5 invitations were sent to this address within a week." in answers[-1][1]
    assert mails(database).count(("invitation", member_with(database, "victim@example.org"))) == 5


def test_it_does_not_matter_who_invites_an_address(
    alice: Actor, hugo: Actor, charlie: Actor, tessa: Actor, database: Database
) -> None:
    form = NORA | {"email": "victim@example.org"}
    for who in (alice, hugo, tessa, alice, hugo):
        assert invite_and_remove(who, database, form)[0] == 303

    answer = charlie.browser.post("/administrations/brink/people", data=charlie.form(**form))

    assert answer.status_code == 422
    assert "were sent to this address" in words(answer.text)


def test_invitations_to_an_office_count_too(tessa: Actor, database: Database) -> None:
    answers = [tessa.browser.post("/accounts", data=tessa.form(**NORA | {"role": "auditor"}))]
    nora = member_with(database, "nora@example.org")
    for _ in range(5):
        with database.writing() as db:
            db.execute(update(Mail).values(created_at=utc_now() - timedelta(hours=2)))
        answers.append(tessa.browser.post(f"/accounts/{nora}/invitation", data=tessa.form()))

    assert [answer.status_code for answer in answers] == [303] * 5 + [422]
    assert "5 invitations were sent to this address within a week." in words(answers[-1].text)


@pytest.mark.usefixtures("few")
def test_mails_of_one_person_are_counted_and_not_those_who_are_left(alice: Actor, database: Database) -> None:
    answers = [invite_and_remove(alice, database, nobody(number)) for number in range(4)]

    assert [status for status, _ in answers] == [303, 303, 303, 422]
    assert "3 invitations were sent within a day. Continue tomorrow." in answers[-1][1]


@pytest.mark.usefixtures("few")
def test_invitations_sent_again_count_too(alice: Actor, database: Database) -> None:
    post(alice, "", **NORA)
    nora = member_with(database, "nora@example.org")
    statuses = []
    for _ in range(3):
        made_old(database)
        statuses.append(post(alice, f"/{nora}/invitation")[0])

    assert statuses == [303, 303, 422]
    assert len(mails(database)) == 3


@pytest.mark.usefixtures("few")
def test_a_whole_administration_sends_no_more_than_one_person(alice: Actor, hugo: Actor, database: Database) -> None:
    answers = [post(who, "", **nobody(number))[0] for number, who in enumerate((alice, hugo, alice, hugo))]

    assert answers == [303, 303, 303, 422]


@pytest.mark.usefixtures("few")
def test_the_count_ends_with_time_and_keeps_no_address(alice: Actor, database: Database) -> None:
    for number in range(4):
        post(alice, "", **nobody(number))
    with database.writing() as db:
        kept = db.execute(select(InvitationMail)).scalars().all()
        assert not any("@" in repr(mail) for mail in kept)
        db.execute(update(InvitationMail).values(at=utc_now() - timedelta(days=8)))

    assert post(alice, "", **nobody(5))[0] == 303
    assert counted(database) == 1, "what is over goes with the next one"


def test_a_refused_invitation_makes_nobody_and_sends_nothing(
    alice: Actor, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "MOST_A_DAY", 0)

    assert post(alice, "", **NORA)[0] == 422
    with database.reading() as db:
        assert not db.execute(select(Person).where(col(Person.email) == "nora@example.org")).first()
        assert not db.execute(select(Mail)).first()


@ON_BOTH
def test_a_role_that_goes_to_and_fro_fills_no_mailbox(alice: Actor, hugo: Actor, database: Database) -> None:
    """Each change is a mail to the person, who may have been added from anywhere, and to every other leader."""
    roles = ["viewer", "contributor", "viewer", "contributor", "viewer", *["contributor"] * 3]

    answers = [post(alice, "/connie", role=role) for role in roles]

    assert [status for status, _ in answers] == [303] * 5 + [422] * 3
    assert "This person's role was changed 5 times within a day." in answers[-1][1]
    assert mails(database).count(("role changed", "connie")) == 5
    assert mails(database).count(("member changed", "hugo")) == 5
    assert post(hugo, "/connie", role="contributor")[0] == 303, "others are not held up"


@ON_BOTH
def test_one_person_changes_so_many_roles_a_day(few: None, alice: Actor) -> None:
    changes = {"/connie": ("viewer", "contributor"), "/vera": ("contributor", "viewer")}

    answers = [post(alice, path, role=roles[turn]) for turn in (0, 1) for path, roles in changes.items()]

    assert [status for status, _ in answers] == [303, 303, 303, 422]
    assert "3 roles were changed within a day. Continue tomorrow." in answers[-1][1]
