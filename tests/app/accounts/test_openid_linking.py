"""An account at an OpenID provider is linked by a form, and only after a page has named both accounts."""

import httpx2
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import select, update
from sqlmodel import col

from app.access import one_time_links
from app.access.identity import utc_now
from app.db.session import Database
from app.db.tables.columns import table_of
from app.db.tables.people import ExternalIdentity, Person, SignInSession
from app.db.tables.records import Mail
from app.features.accounts.request_context import provider_name
from app.jobs.outbox import Kind
from app.settings import Settings
from tests.app.accounts.elsewhere import accept, agree, go, link, send_on, set_out_to_link, way_on
from tests.app.accounts.steps import code_of, new_browser, set_up_app, sign_in
from tests.app.browser import form, without_message, words
from tests.cast import Actor
from tests.engines import ON_BOTH

pytestmark = pytest.mark.usefixtures("settings")


@ON_BOTH
def test_an_account_is_linked_by_somebody_who_is_signed_in_and_unlinked_again(
    alice: Actor, settings: Settings, app: FastAPI, database: Database
) -> None:
    assert without_message(link(alice, "al-2").headers["location"]) == "/account"
    assert f"External accounts {provider_name(settings)} linked" in words(alice.browser.get("/account").text)
    assert go(new_browser(app), "al-2").headers["location"] == "/"

    own = {"issuer": settings.oidc_issuer, "subject": "al-2"}
    alice.browser.post("/account/openid/removal", data=alice.form(**own))

    assert go(new_browser(app), "al-2").status_code == 403


def test_nobody_unlinks_the_account_of_another(alice: Actor, charlie: Actor, settings: Settings, app: FastAPI) -> None:
    link(alice, "al-2")
    own = {"issuer": settings.oidc_issuer, "subject": "al-2"}

    charlie.browser.post("/account/openid/removal", data=charlie.form(**own))

    assert go(new_browser(app), "al-2").status_code == 303


@pytest.mark.usefixtures("linked")
def test_an_account_of_another_person_is_not_linked(charlie: Actor, database: Database) -> None:
    answer = link(charlie, "al-1")

    assert (answer.status_code, "is already linked to another Parity account" in words(answer.text)) == (422, True)
    with database.reading() as db:
        assert db.execute(select(col(ExternalIdentity.person_id))).scalars().all() == ["alice"]


def test_a_way_that_one_person_began_links_nothing_for_another(
    alice: Actor, charlie: Actor, settings: Settings, database: Database
) -> None:
    back = set_out_to_link(alice, "al-2")
    charlie.browser.cookies.set("parity-openid", alice.browser.cookies["parity-openid"])
    send_on(charlie.browser, back)
    send_on(alice.browser, set_out_to_link(alice, "al-2"))
    charlie.browser.cookies.set("parity-openid-found", alice.browser.cookies["parity-openid-found"])

    answer = charlie.browser.post("/account/openid/found", data=charlie.form())

    assert answer.headers["location"] == "/account"
    with database.reading() as db:
        assert db.execute(select(ExternalIdentity)).first() is None


def invited(app: FastAPI, database: Database) -> str:
    with database.writing() as db:
        db.execute(update(Person).where(col(Person.id) == "alice").values(password_hash=""))
        db.execute(table_of(SignInSession).delete())
    with database.writing() as db:
        link = one_time_links.make(db, app.state.key, "invitation", db.get_one(Person, "alice"), at=utc_now())
        return one_time_links.path_of(app.state.key, link.id)


@ON_BOTH
def test_an_invitation_is_accepted_by_the_provider_in_place_of_a_password(
    app: FastAPI, browser: TestClient, database: Database
) -> None:
    address = invited(app, database)
    assert "Accept with WCO" in browser.get(address).text

    assert accept(browser, address, "al-3").headers["location"] == "/"

    assert browser.get("/").status_code == 200
    assert browser.get(address).status_code == 410
    assert go(new_browser(app), "al-3").status_code == 303
    assert "You have no password." in words(browser.get("/account").text)


@pytest.mark.usefixtures("linked")
def test_an_account_that_is_linked_already_accepts_no_invitation(
    app: FastAPI, browser: TestClient, database: Database
) -> None:
    address = invited(app, database)

    assert accept(browser, address, "al-1").status_code == 403
    assert browser.get(address).status_code == 200


def links_of(database: Database) -> list[tuple[str, str]]:
    with database.reading() as db:
        kept = db.execute(select(col(ExternalIdentity.person_id), col(ExternalIdentity.subject)))
        return [(person, subject) for person, subject in kept]


def test_linking_is_asked_for_by_a_form_and_names_both_accounts_before(
    alice: Actor, settings: Settings, issuer: str, database: Database
) -> None:
    httpx2.put(f"{issuer}/email/al@wco.example")
    assert alice.browser.get("/account/openid/way").status_code == 405
    assert alice.browser.post("/account/openid/way").status_code == 403, "only by a form of the account page"

    named = send_on(alice.browser, set_out_to_link(alice, "al-2")).headers["location"]
    page = words(alice.browser.get(named).text)

    assert links_of(database) == []
    assert "al@wco.example" in page
    assert "alice@example.org" in page
    alice.browser.post(named, data=alice.form())
    assert links_of(database) == [("alice", "al-2")]


@ON_BOTH
def test_linking_renews_the_session_and_is_told_by_mail(alice: Actor, settings: Settings, database: Database) -> None:
    before = alice.session

    link(alice, "al-2")

    assert alice.session != before
    with database.reading() as db:
        assert [mail.kind for mail in db.execute(select(Mail)).scalars()] == [Kind.SIGN_IN_CHANGED]


def test_an_account_found_by_its_address_is_named_and_linked_only_by_whoever_signs_in_to_it(
    app: FastAPI, alice: Actor, browser: TestClient, issuer: str, database: Database
) -> None:
    secret, _ = set_up_app(alice)
    httpx2.put(f"{issuer}/email/Alice@Example.org")

    page = go(browser, "al-9")

    assert (page.status_code, "alice@example.org" in words(page.text)) == (200, True)
    assert browser.get("/account/openid/found").headers["location"].startswith("/sign-in")
    assert links_of(database) == []

    step = sign_in(browser, "alice", next="/account/openid/found").headers["location"]
    assert browser.get("/account/openid/found").status_code == 303, "the password alone is not enough"
    arrived = browser.post("/sign-in/second-factor", data={"code": code_of(secret, 1), "next": step.split("next=")[1]})
    named = browser.get(arrived.headers["location"])
    browser.post("/account/openid/found", data=form(named.text, "/account/openid/found").data())

    assert links_of(database) == [("alice", "al-9")]


def test_an_address_that_the_provider_did_not_check_finds_nobody(browser: TestClient, issuer: str) -> None:
    httpx2.put(f"{issuer}/email/alice@example.org")
    httpx2.put(f"{issuer}/lie/unchecked")

    answer = go(browser, "al-9")

    assert (answer.status_code, "alice@example.org" in answer.text) == (403, False)


def test_an_invitation_names_both_before_it_is_accepted(app: FastAPI, browser: TestClient, database: Database) -> None:
    address = invited(app, database)

    named = send_on(browser, agree(way_on(browser.post(f"{address}/openid").text), "al-3")).headers["location"]
    page = words(browser.get(named).text)

    assert ("alice@example.org" in page, "al-3" in page) == (True, True)
    assert links_of(database) == []


def test_what_was_found_for_an_invitation_links_nothing_else(
    app: FastAPI, browser: TestClient, database: Database
) -> None:
    """Else a way that a stranger began would link a victim's account to whatever the stranger is invited to."""
    address = invited(app, database)
    send_on(browser, agree(way_on(browser.post(f"{address}/openid").text), "al-3"))
    sign_in(browser, "charlie")

    answer = browser.get("/account/openid/found")

    assert answer.headers["location"] == "/account"
