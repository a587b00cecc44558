"""The links of mails: each works once, for a while, and for what it was made for."""

from datetime import timedelta

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import select, update
from sqlmodel import col

from app.access import one_time_links
from app.access.identity import utc_now
from app.db.session import Database
from app.db.tables.people import Link, Person
from app.db.tables.records import AuditEntry, Mail
from app.jobs.outbox import Kind
from tests.app.accounts.steps import NEW, TYPED, mailed, new_browser, sign_in
from tests.app.browser import form, words
from tests.cast import Actor
from tests.engines import ON_BOTH

pytestmark = pytest.mark.usefixtures("quick_passwords")
OVER = "This link no longer works"


def test_an_invitation_is_accepted_with_name_and_password(
    app: FastAPI, browser: TestClient, database: Database
) -> None:
    with database.writing() as db:
        db.execute(update(Person).where(col(Person.id) == "alice").values(password_hash="", name="?"))
    address = mailed(app, database, "invitation")
    page = browser.get(address)
    assert "Welcome to Parity" in words(page.text)

    answer = browser.post(address, data=form(page.text, address).data(**TYPED))

    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert "Alice Arden" in browser.get("/").text
    assert sign_in(new_browser(app), "alice", NEW).headers["location"] == "/"


def test_an_account_without_a_password_is_opened_by_none(browser: TestClient, database: Database) -> None:
    with database.writing() as db:
        db.execute(update(Person).where(col(Person.id) == "alice").values(password_hash=""))

    assert sign_in(browser, "alice", "").status_code == 422


def test_looking_at_a_link_does_not_use_it_up(app: FastAPI, browser: TestClient, database: Database) -> None:
    address = mailed(app, database, "reset")

    assert [browser.get(address).status_code for _ in range(3)] == [200] * 3
    assert browser.post(address, data=TYPED).status_code == 303


@ON_BOTH
def test_a_link_works_once(app: FastAPI, browser: TestClient, database: Database) -> None:
    address = mailed(app, database, "reset")
    browser.post(address, data=TYPED)

    for answer in (browser.get(address), browser.post(address, data=TYPED)):
        assert (answer.status_code, OVER in words(answer.text)) == (410, True)


def test_a_refused_password_does_not_use_the_link_up_and_keeps_the_name(
    app: FastAPI, browser: TestClient, database: Database
) -> None:
    address = mailed(app, database, "invitation")

    for wrong in ({"password": "short"}, {"again": "another one"}, {"password": "ALICE@example.org"}):
        answer = browser.post(address, data=TYPED | wrong)
        assert answer.status_code == 422
        assert form(answer.text, address).value("name") == "Alice Arden"
    assert browser.post(address, data=TYPED).status_code == 303


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"password": "short"}, "Enter a password of at least 10 characters."),
        ({"password": "a" * 1001}, "Enter a password of 1000 characters or fewer."),
        ({"password": "alice arden", "name": "Alice Arden"}, "The password cannot be your name or your email"),
        ({"again": "another one"}, "The passwords do not match."),
        ({"name": " "}, "Enter your name as colleagues know it."),
        ({"name": "a" * 201}, "This has 201 characters. Shorten it to 200 or fewer."),
        ({"name": "a\0"}, "contains invisible characters"),
        ({"language": "xx"}, "Choose one of the languages."),
    ],
)
def test_what_is_refused_is_said_in_a_sentence(
    wrong: dict[str, str], said: str, app: FastAPI, browser: TestClient, database: Database
) -> None:
    answer = browser.post(mailed(app, database, "invitation"), data=TYPED | wrong)

    assert (answer.status_code, said in words(answer.text)) == (422, True)


@pytest.mark.parametrize("kind", one_time_links.LASTS)
def test_a_link_is_over_after_its_time(
    kind: one_time_links.LinkKind, app: FastAPI, browser: TestClient, database: Database
) -> None:
    address = mailed(app, database, kind)
    with database.writing() as db:
        db.execute(update(Link).values(expires_at=utc_now()))

    assert browser.post(address, data=TYPED).status_code == 410


def test_a_newer_link_ends_the_one_before(app: FastAPI, browser: TestClient, database: Database) -> None:
    older, newer = mailed(app, database, "reset"), mailed(app, database, "reset")

    assert browser.get(older).status_code == 410
    assert browser.get(newer).status_code == 200


def test_a_link_is_void_once_the_password_changed(
    app: FastAPI, browser: TestClient, alice: Actor, database: Database
) -> None:
    address = mailed(app, database, "invitation")
    browser.post(mailed(app, database, "reset"), data=TYPED)

    assert new_browser(app).post(address, data=TYPED).status_code == 410


@pytest.mark.parametrize("token", ["none", "\0", "é", "%2e%2e", "a" * 2000])
def test_a_link_that_never_was_gets_the_same_page(token: str, browser: TestClient) -> None:
    answer = browser.get(f"/links/{token}".replace("\0", "%00"))

    assert (answer.status_code, OVER in words(answer.text)) == (410, True)


def test_a_closed_account_is_opened_by_no_link(app: FastAPI, browser: TestClient, database: Database) -> None:
    address = mailed(app, database, "reset")
    with database.writing() as db:
        db.execute(update(Person).values(is_active=False))

    assert browser.post(address, data=TYPED).status_code == 410


def test_a_reset_ends_every_session_of_the_person_and_of_nobody_else(
    app: FastAPI, browser: TestClient, alice: Actor, bob: Actor, database: Database
) -> None:
    browser.post(mailed(app, database, "reset"), data=TYPED)

    assert alice.browser.get("/").status_code == 303
    assert (browser.get("/account").status_code, bob.browser.get("/account").status_code) == (200, 200)


def test_a_reset_leaves_the_name_alone(app: FastAPI, browser: TestClient, database: Database) -> None:
    browser.post(mailed(app, database, "reset"), data=TYPED | {"name": "Mallory"})

    assert "Mallory" not in browser.get("/").text


def test_whoever_asks_for_a_reset_does_not_learn_whether_there_is_an_account(
    browser: TestClient, database: Database
) -> None:
    seen = []
    for email in ("alice@example.org", "nobody@example.org", "", "\0", "not an address"):
        answer = browser.post("/password-reset", data={"email": email})
        seen.append((answer.status_code, answer.headers["location"]))

    assert set(seen) == {(303, "/password-reset/sent")}
    with database.reading() as db:
        (mail,) = db.execute(select(Mail)).scalars()
        link = db.get_one(Link, mail.link_id)
    assert (mail.kind, mail.person_id, link.kind) == (Kind.RESET, "alice", "reset")
    assert mail.names["until"] == link.expires_at.isoformat()


def test_the_mailed_link_sets_a_new_password(app: FastAPI, browser: TestClient, database: Database) -> None:
    browser.post("/password-reset", data={"email": " Alice@Example.org "})
    with database.reading() as db:
        (mail,) = db.execute(select(Mail)).scalars()

    browser.post(one_time_links.path_of(app.state.key, mail.link_id), data=TYPED)

    assert sign_in(new_browser(app), "alice").status_code == 422
    assert sign_in(new_browser(app), "alice", NEW).status_code == 303


def resets(database: Database) -> int:
    with database.reading() as db:
        return len(db.execute(select(Mail).where(col(Mail.kind) == Kind.RESET)).scalars().all())


@pytest.mark.parametrize(("email", "mails"), [("alice@example.org", 3), ("nobody@example.org", 0)])
def test_nobody_is_flooded_with_mails_and_all_are_told_the_same(
    email: str, mails: int, browser: TestClient, database: Database
) -> None:
    tries = [browser.post("/password-reset", data={"email": email}) for _ in range(5)]

    assert {(answer.status_code, answer.headers["location"]) for answer in tries} == {(303, "/password-reset/sent")}
    assert resets(database) == mails
    assert "at most three emails in 15 minutes" in words(browser.get("/password-reset/sent").text)


def test_whoever_asks_from_a_known_browser_gets_a_mail_whatever_strangers_asked_for(
    app: FastAPI, browser: TestClient, database: Database
) -> None:
    sign_in(browser, "alice")
    for number in range(30):
        stranger = TestClient(app, client=(f"203.0.113.{number}", 50000))
        stranger.post("/password-reset", data={"email": "alice@example.org"})
    before = resets(database)

    browser.post("/password-reset", data={"email": "alice@example.org"})

    assert (before, resets(database)) == (3, 4)


def test_one_network_cannot_ask_for_mails_to_everybody(browser: TestClient, app: FastAPI) -> None:
    asked = [browser.post("/password-reset", data={"email": f"person{n}@example.org"}) for n in range(21)]
    elsewhere = TestClient(app, follow_redirects=False, client=("203.0.113.7", 50000))

    assert [answer.status_code for answer in asked] == [303] * 20 + [429]
    assert form(asked[-1].text, "/password-reset").value("email") == "person20@example.org"
    assert elsewhere.post("/password-reset", data={"email": "alice@example.org"}).status_code == 303


def test_a_stranger_who_asks_does_not_void_the_link_that_the_person_follows(
    app: FastAPI, browser: TestClient, database: Database
) -> None:
    own = _asked_for(app, browser, database)
    strangers = _asked_for(app, TestClient(app, client=("203.0.113.7", 50000)), database)

    assert new_browser(app).post(own, data=TYPED).headers["location"] == "/"
    assert new_browser(app).post(strangers, data=TYPED).status_code == 410, "one use voids all"


def _asked_for(app: FastAPI, browser: TestClient, database: Database) -> str:
    """The address in the mail that was asked for."""
    browser.post("/password-reset", data={"email": "alice@example.org"})
    with database.reading() as db:
        newest = db.execute(select(Mail).order_by(col(Mail.created_at).desc()).limit(1)).scalar_one()
    return one_time_links.path_of(app.state.key, newest.link_id)


def test_asking_is_counted_in_the_log_without_the_address_of_the_account(
    browser: TestClient, database: Database
) -> None:
    for number in range(12):
        browser.post("/password-reset", data={"email": f"person{number}@example.org"})

    with database.reading() as db:
        entries = [(entry.action, entry.by, entry.details) for entry in db.execute(select(AuditEntry)).scalars()]
    assert entries == [("password reset asked for", "", {"count": count}) for count in (1, 10)]


def test_links_are_forgotten_a_month_after_they_are_over(app: FastAPI, browser: TestClient, database: Database) -> None:
    with database.writing() as db:
        db.execute(update(Link).values(expires_at=utc_now() - timedelta(days=31)))

    sign_in(browser, "alice")

    with database.reading() as db:
        assert db.execute(select(Link)).first() is None
