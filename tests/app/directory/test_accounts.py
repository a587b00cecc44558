"""The accounts of offices: kept by the technical administrator, who sees no answers."""

import pytest
from sqlalchemy import select
from sqlmodel import col

from app.db.session import Database
from app.db.tables.people import ApiToken, Person, SignInSession
from app.db.tables.records import Mail
from tests.app.browser import words
from tests.cast import Actor

NORA = {"email": "nora@example.org", "name": "Nora New", "role": "auditor", "language": "en"}


def post(who: Actor, path: str = "", **fields: object) -> tuple[int, str]:
    answer = who.browser.post(f"/accounts{path}", data=who.form(**fields))
    return answer.status_code, answer.headers.get("location", words(answer.text))


def person(database: Database, id_: str) -> Person:
    with database.reading() as db:
        return db.get_one(Person, id_)


def test_an_auditor_is_invited(tessa: Actor, database: Database) -> None:
    assert [post(tessa, **NORA)[0] for _ in range(2)] == [303, 303]

    with database.reading() as db:
        nora = db.execute(select(Person).where(col(Person.email) == "nora@example.org")).scalar_one()
        mail = db.execute(select(Mail)).scalar_one()
    assert (nora.office, nora.password_hash, nora.language) == ("auditor", "", "en")
    assert (mail.person_id, mail.names["by"], mail.names["place"]) == (nora.id, "Tessa", "Auditor")
    status, said = post(tessa, f"/{nora.id}/invitation")
    assert (status, "less than an hour ago" in said) == (422, True)


def test_an_address_with_an_account_is_told(tessa: Actor) -> None:
    status, said = post(tessa, **NORA | {"email": "alice@example.org"})

    assert (status, "An account with this address already exists." in said) == (422, True)


@pytest.mark.parametrize(
    "again", ["NORA@BÜCHER.example", "nora@xn--bcher-kva.example", "Nora <nora@bu\u0308cher.example>"]
)
def test_nobody_gets_a_second_account_by_writing_an_address_otherwise(
    again: str, tessa: Actor, database: Database
) -> None:
    assert post(tessa, **NORA | {"email": "Nora@bücher.example"})[0] == 303

    status, said = post(tessa, **NORA | {"email": again, "name": "Nora Second"})

    assert (status, "An account with this address already exists." in said) == (422, True)
    with database.reading() as db:
        emails = select(col(Person.email)).where(col(Person.email).startswith("nora@"))
        assert list(db.execute(emails).scalars()) == ["nora@bücher.example"]


def test_an_office_changes_and_its_person_signs_in_anew(tessa: Actor, rita: Actor, database: Database) -> None:
    assert post(tessa, "/rita/office", office="lead")[0] == 303

    assert person(database, "rita").office == "lead"
    assert rita.browser.get("/").headers["location"] == "/sign-in"


@pytest.mark.parametrize(
    ("path", "fields"), [("/tessa/office", {"office": "lead"}), ("/tessa/state", {"is_active": "no"})]
)
def test_nobody_locks_out_the_own_account(path: str, fields: dict[str, str], tessa: Actor, database: Database) -> None:
    status, said = post(tessa, path, **fields)

    assert (status, "Ask another technical administrator." in said) == (422, True)
    assert (person(database, "tessa").is_active, person(database, "tessa").office) == (True, "administrator")


def test_nobody_of_an_administration_gets_an_office_beside_it(tessa: Actor, database: Database) -> None:
    assert post(tessa, "/alice/office", office="auditor")[0] == 422
    assert person(database, "alice").office == ""


def test_a_disabled_account_is_out_at_once_and_comes_back(tessa: Actor, alice: Actor, database: Database) -> None:
    assert post(tessa, "/alice/state", is_active="no")[0] == 303

    with database.reading() as db:
        for table in (SignInSession, ApiToken):
            assert not db.execute(select(table).where(col(table.person_id) == "alice")).first()
    assert alice.browser.get("/").headers["location"] == "/sign-in"
    assert post(tessa, "/alice/state", is_active="yes")[0] == 303
    assert person(database, "alice").is_active


def test_sessions_end(tessa: Actor, bob: Actor) -> None:
    assert post(tessa, "/bob/sign-outs")[0] == 303
    assert bob.browser.get("/").headers["location"] == "/sign-in"


def test_a_search_finds_people_with_their_places(tessa: Actor) -> None:
    page = words(tessa.browser.get("/accounts?text=LIC").text)
    nobody = words(tessa.browser.get("/accounts?text=%25").text)

    assert "Alice alice@example.org Coordinator, Arden Customs" in page
    assert "No one was found." in nobody


@pytest.mark.parametrize("path", ["/none/state", "/no%00body/office", "/none/sign-outs", "/none/invitation"])
def test_accounts_that_are_not_there(path: str, tessa: Actor) -> None:
    assert post(tessa, path, is_active="no", office="lead")[0] == 404
