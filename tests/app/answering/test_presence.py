"""Who is on a page now: a hint that fades, and never a lock."""

from datetime import timedelta

import pytest
from sqlalchemy import update
from sqlmodel import select

from app.access.identity import utc_now
from app.db.session import Database
from app.db.tables.answers import Presence
from app.db.tables.people import SignInSession
from tests.app.browser import words
from tests.cast import ARDEN, Actor
from tests.engines import ON_BOTH

pytestmark = ON_BOTH

HOME = f"/assessments/{ARDEN}"
HTMX = {"hx-request": "true"}


def come(person: Actor, element: str = "E1.1") -> str:
    answer = person.browser.post(f"{HOME}/elements/{element}/presence", data=person.form(), headers=HTMX)
    assert answer.status_code == 200
    return words(answer.text)


def test_colleagues_on_the_same_page_see_each_other(alice: Actor, connie: Actor, vera: Actor) -> None:
    assert come(connie) == ""
    assert come(vera, "E1.2") == ""

    assert come(alice) == "Connie is on this page now"


def test_after_two_minutes_a_person_no_longer_counts(alice: Actor, connie: Actor, database: Database) -> None:
    come(connie)
    with database.writing() as db:
        db.execute(update(Presence).values(seen_at=utc_now() - timedelta(seconds=121)))

    assert come(alice) == ""


def test_it_never_stands_in_the_way_of_a_save(alice: Actor, connie: Actor) -> None:
    come(connie)
    come(alice)

    for person, revision in ((connie, 0), (alice, 1)):
        fields = person.form(revision=revision, choice=str(revision))
        assert person.browser.put(f"{HOME}/answers/RC-01", data=fields, headers=HTMX).status_code == 200


@pytest.mark.parametrize("name", ["sofia", "rita", "tessa", "charlie"])
def test_nobody_outside_the_team_is_seen_or_sees(name: str, alice: Actor, request: pytest.FixtureRequest) -> None:
    person = request.getfixturevalue(name)
    answer = person.browser.post(f"{HOME}/elements/E1.1/presence", data=person.form(), headers=HTMX)

    assert answer.status_code in (403, 404)
    assert come(alice) == ""
    assert 'class="presence"' not in person.browser.get(f"{HOME}/elements/E1.1").text


def test_an_element_that_is_not_there_is_404(alice: Actor) -> None:
    address = f"{HOME}/elements/E9.9/presence"

    assert alice.browser.post(address, data=alice.form(), headers=HTMX).status_code == 404


def test_an_open_page_alone_keeps_no_session_alive(alice: Actor, database: Database) -> None:
    long_ago = utc_now() - timedelta(minutes=10)
    with database.writing() as db:
        db.execute(update(SignInSession).values(seen_at=long_ago))

    come(alice)

    with database.reading() as db:
        assert {session.seen_at for session in db.exec(select(SignInSession))} == {long_ago}
