"""Two people change the profile: nothing is overwritten, the differences are shown, a person decides."""

import pytest

from app.db.session import Database
from tests.app.browser import form, words
from tests.cast import ARDEN, Actor
from tests.engines import ON_BOTH
from tests.house.contents import contents

pytestmark = ON_BOTH

HTMX = {"hx-request": "true"}
ADDRESS = f"/assessments/{ARDEN}/profile"
API = f"/api/v1{ADDRESS}"
THEIRS = {"profile.land_border": "no", "profile.staff_total": "420"}
MINE = {"profile.land_border": "yes", "profile.staff_total": "99", "profile.snapshot_date": "2025-12-31"}


@pytest.fixture
def saved(alice: Actor) -> Actor:
    """Alice, after a colleague saved revision 1 while her page still stands at 0."""
    assert alice.browser.post(ADDRESS, data=alice.form(revision=0, **THEIRS)).status_code == 303
    return alice


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "fragment"])
def test_a_stale_profile_stores_nothing_and_shows_theirs(
    headers: dict[str, str], saved: Actor, database: Database
) -> None:
    before = contents(database)

    answer = saved.browser.put(ADDRESS, data=saved.form(revision=0, **MINE), headers=headers)

    assert answer.status_code == 409
    assert "Someone else changed the profile" in words(answer.text)
    assert "Theirs: 420" in words(answer.text)
    assert contents(database) == before


def test_without_script_the_page_of_a_conflict_keeps_everything_typed(saved: Actor) -> None:
    page = saved.browser.post(ADDRESS, data=saved.form(revision=0, **MINE)).text

    fields = form(page, ADDRESS)
    assert {key: fields.value(key) for key in MINE} == MINE


def test_keeping_mine_stores_mine_over_theirs(saved: Actor) -> None:
    conflict = form(saved.browser.post(ADDRESS, data=saved.form(revision=0, **MINE)).text, ADDRESS)

    assert saved.browser.post(ADDRESS, data=conflict.data(**dict(conflict.buttons))).status_code == 303

    fields = form(saved.browser.get(ADDRESS).text, ADDRESS)
    assert ({key: fields.value(key) for key in MINE}, fields.value("revision")) == (MINE, "2")


def test_saving_again_from_the_page_of_a_conflict_is_no_decision(saved: Actor) -> None:
    conflict = form(saved.browser.post(ADDRESS, data=saved.form(revision=0, **MINE)).text, ADDRESS)

    assert saved.browser.post(ADDRESS, data=conflict.data()).status_code == 409


def test_after_a_problem_the_page_does_not_forget_what_it_was_based_on(saved: Actor) -> None:
    bad = {"profile.staff_total": "many"}
    page = form(saved.browser.post(ADDRESS, data=saved.form(revision=0, **MINE | bad)).text, ADDRESS)

    assert saved.browser.post(ADDRESS, data=page.data(**{"profile.staff_total": "99"})).status_code == 409


@pytest.mark.parametrize("revision", [0, 1, 7])
def test_the_same_profile_sent_twice_is_stored_once(revision: int, saved: Actor, database: Database) -> None:
    before = contents(database)

    answer = saved.browser.put(ADDRESS, data=saved.form(revision=revision, **THEIRS), headers=HTMX)

    assert answer.status_code == 200
    assert contents(database) == before


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "fragment"])
def test_a_bad_profile_is_shown_again_with_what_is_wrong_and_stores_nothing(
    headers: dict[str, str], alice: Actor, database: Database
) -> None:
    before = contents(database)
    bad = MINE | {"profile.staff_total": "many"}

    answer = alice.browser.put(ADDRESS, data=alice.form(revision=0, **bad), headers=headers)

    assert answer.status_code == 422
    assert "Enter a whole number from 0 to 10,000,000." in words(answer.text)
    assert contents(database) == before


@pytest.mark.parametrize(
    "written", ["1 200", " 1200 ", "1\u00a0200", "1\u202f200", "1'200", "\u0661\u0662\u0660\u0660", "1200.0"]
)
def test_a_number_of_staff_may_be_written_in_groups(written: str, alice: Actor) -> None:
    alice.browser.post(ADDRESS, data=alice.form(revision=0, **{"profile.staff_total": written}))

    assert form(alice.browser.get(ADDRESS).text, ADDRESS).value("profile.staff_total") == "1200"


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("1,200", "“1,200” can mean 1200 or 1.200. Only whole numbers are accepted: enter 1200 if you mean that."),
        ("2148,5", "“2148,5” is not a whole number. Enter one from 0 to 10,000,000, without decimals."),
    ],
)
def test_a_number_that_could_be_another_is_asked_and_stays_as_it_was_typed(
    written: str, said: str, alice: Actor, database: Database
) -> None:
    before = contents(database)

    answer = alice.browser.post(ADDRESS, data=alice.form(revision=0, **{"profile.staff_total": written}))

    assert (answer.status_code, contents(database)) == (422, before)
    assert said in words(answer.text)
    assert form(answer.text, ADDRESS).value("profile.staff_total") == written


def test_the_api_gives_both_and_the_newer_revision(saved: Actor, database: Database) -> None:
    before = contents(database)
    mine = {"profile.land_border": "yes"}

    answer = saved.browser.put(API, json={"profile": mine, "revision": 0}, headers=saved.api)

    problem = answer.json()
    assert (answer.status_code, answer.headers["content-type"]) == (409, "application/problem+json")
    assert (problem["yours"], problem["revision"]) == (mine, 1)
    assert problem["theirs"] == {"profile.land_border": "no", "profile.staff_total": 420}
    assert contents(database) == before


def test_the_api_keeps_the_keys_that_were_left_out_and_empties_those_that_are_null(saved: Actor) -> None:
    saved.browser.put(API, json={"profile": {"profile.land_border": None}, "revision": 1}, headers=saved.api)

    profile = saved.browser.get(API, headers=saved.api).json()
    assert (profile["profile"]["profile.land_border"], profile["profile"]["profile.staff_total"]) == (None, 420)
    assert profile["revision"] == 2
