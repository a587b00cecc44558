"""Two people change one answer: nothing is overwritten, both texts are shown, a person decides."""

import pytest
from sqlalchemy import update

from app.db.session import Database
from app.db.tables.answers import StoredAnswer
from tests.app.browser import form, words
from tests.cast import ARDEN, Actor
from tests.engines import ON_BOTH
from tests.house.contents import contents

pytestmark = ON_BOTH

HTMX = {"hx-request": "true"}
ADDRESS = f"/assessments/{ARDEN}/answers/RC-01"
PAGE = f"/assessments/{ARDEN}/elements/E1.1"
API = f"/api/v1{ADDRESS}"
THEIRS = {"choice": "2", "comment": "Theirs: adopted in May"}
MINE: dict[str, object] = {
    "choice": "not_applicable",
    "reason_code": "NA1",
    "reason": "Mine: no such function",
    "evidence": ["Mine: decree 7", "Mine: page 12"],
    "comment": "Mine: to be repealed",
    "target": "4",
}
OUTSIDE = {"choice": "1", "outside": "yes", "authority": "Mine: Ministry", "raised": "no"}


@pytest.fixture
def saved(alice: Actor) -> Actor:
    """Alice, after a colleague saved revision 1 while her page still stands at 0."""
    assert alice.browser.post(ADDRESS, data=alice.form(revision=0, **THEIRS)).status_code == 303
    return alice


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "fragment"])
def test_a_stale_save_stores_nothing_and_shows_both(headers: dict[str, str], saved: Actor, database: Database) -> None:
    before = contents(database)

    answer = saved.browser.put(ADDRESS, data=saved.form(revision=0, **MINE), headers=headers)

    assert answer.status_code == 409
    shown = words(answer.text)
    assert "You changed this answer in another window" in shown
    assert "Comment Theirs: adopted in May" in shown
    assert "Mine: no such function Evidence Mine: decree 7 Mine: page 12" in shown
    assert "Comment Mine: to be repealed" in shown
    assert contents(database) == before


@pytest.mark.parametrize("mine", [MINE, OUTSIDE], ids=["not applicable", "outside"])
def test_without_script_the_page_of_a_conflict_keeps_everything_typed(mine: dict[str, object], saved: Actor) -> None:
    page = saved.browser.post(ADDRESS, data=saved.form(revision=0, **mine)).text

    fields = form(page, "RC-01")
    typed = [value for name in mine for value in fields.values(name) if value]
    assert typed == [value for name in mine for value in as_list(mine[name])]


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "fragment"])
def test_a_colleague_who_saved_meanwhile_is_named(headers: dict[str, str], saved: Actor, database: Database) -> None:
    with database.writing() as db:
        db.execute(update(StoredAnswer).values(saved_by="bob"))

    answer = saved.browser.put(ADDRESS, data=saved.form(revision=0, **MINE), headers=headers)

    assert "Bob changed this answer" in words(answer.text)


def as_list(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]


def test_keeping_mine_stores_mine_over_theirs(saved: Actor) -> None:
    page = saved.browser.post(ADDRESS, data=saved.form(revision=0, **MINE)).text
    conflict = form(page, "RC-01")

    answer = saved.browser.post(ADDRESS, data=conflict.data(**dict(conflict.buttons)))

    assert answer.status_code == 303
    fields = form(saved.browser.get(PAGE).text, "RC-01")
    assert (fields.value("comment"), fields.value("revision")) == ("Mine: to be repealed", "2")


def test_keeping_mine_does_not_overwrite_a_third_answer_that_nobody_compared(saved: Actor) -> None:
    conflict = form(saved.browser.post(ADDRESS, data=saved.form(revision=0, **MINE)).text, "RC-01")
    saved.browser.post(ADDRESS, data=saved.form(revision=1, choice="4", comment="A third"))

    answer = saved.browser.post(ADDRESS, data=conflict.data(**dict(conflict.buttons)))

    assert answer.status_code == 409
    assert "A third" in words(answer.text)


def test_saving_again_from_the_page_of_a_conflict_is_no_decision(saved: Actor) -> None:
    """Only the button that says so keeps mine: the field's revision stays the one that the text was based on."""
    conflict = form(saved.browser.post(ADDRESS, data=saved.form(revision=0, **MINE)).text, "RC-01")

    assert saved.browser.post(ADDRESS, data=conflict.data()).status_code == 409


def test_after_a_problem_the_page_does_not_forget_what_the_text_was_based_on(saved: Actor) -> None:
    too_long = saved.form(revision=0, choice="3", comment=10_001 * "a")
    page = form(saved.browser.post(ADDRESS, data=too_long).text, "RC-01")

    answer = saved.browser.post(ADDRESS, data=page.data(comment="Shorter"))

    assert answer.status_code == 409


def test_keeping_theirs_shows_the_stored_answer(saved: Actor) -> None:
    fragment = saved.browser.get(ADDRESS, headers=HTMX).text

    fields = form(fragment, "RC-01")
    assert (fields.value("comment"), fields.value("choice")) == ("Theirs: adopted in May", "2")


def test_keeping_theirs_without_script_leads_to_the_question_on_its_page(saved: Actor) -> None:
    assert saved.browser.get(ADDRESS).headers["location"] == f"{PAGE}#RC-01"


@pytest.mark.parametrize("revision", [0, 1, 7])
def test_the_same_answer_sent_twice_is_stored_once(revision: int, saved: Actor, database: Database) -> None:
    """A browser that lost the first reply sends again: it is told "saved"."""
    before = contents(database)

    answer = saved.browser.put(ADDRESS, data=saved.form(revision=revision, **THEIRS), headers=HTMX)

    assert answer.status_code == 200
    assert "Saved" in answer.text
    assert contents(database) == before


@pytest.mark.parametrize("revision", ["1", "99", "", "x", "-1", "9" * 30])
@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "fragment"])
def test_a_revision_that_never_was_is_a_conflict_with_nothing(
    revision: str, headers: dict[str, str], alice: Actor, database: Database
) -> None:
    before = contents(database)

    answer = alice.browser.put(ADDRESS, data=alice.form(revision=revision, **MINE), headers=headers)

    assert answer.status_code == 409
    assert "Mine: to be repealed" in words(answer.text)
    assert contents(database) == before


def test_the_api_gives_both_and_the_newer_revision(saved: Actor, database: Database) -> None:
    before = contents(database)
    mine = {"state": "answered", "value": 4, "comment": "Mine"}

    answer = saved.browser.put(API, json=mine | {"revision": 0}, headers=saved.api)

    problem = answer.json()
    assert (answer.status_code, answer.headers["content-type"]) == (409, "application/problem+json")
    assert (problem["yours"], problem["revision"]) == (mine, 1)
    assert problem["theirs"] | {"saved_at": ""} == {
        "state": "answered",
        "value": 2,
        "comment": "Theirs: adopted in May",
        "revision": 1,
        "saved_at": "",
    }
    assert contents(database) == before


def test_the_api_takes_the_answer_with_the_newer_revision(saved: Actor) -> None:
    mine = {"state": "answered", "value": 4, "revision": 1}

    assert saved.browser.put(API, json=mine, headers=saved.api).json()["revision"] == 2


def test_the_api_says_conflict_for_a_revision_that_never_was(alice: Actor) -> None:
    mine = {"state": "answered", "value": 4, "revision": 10**30}

    answer = alice.browser.put(API, json=mine, headers=alice.api)

    assert (answer.status_code, answer.json()["revision"]) == (409, 0)
