"""The filters of the task list: each counts the questions that it then shows."""

import pytest

from app.assessments.lifecycle import State
from app.db.session import Database
from questionnaires.catalogue import Catalogue
from tests.app.browser import words
from tests.cast import ARDEN, Actor
from tests.states import put_in_state

HOME = f"/assessments/{ARDEN}"


@pytest.fixture
def busy(alice: Actor, connie: Actor) -> Actor:
    """RC-01 answered without evidence, RC-02 with it; E1.1 is Connie's; a comment on RC-03."""
    alice.browser.post(f"{HOME}/answers/RC-01", data=alice.form(revision=0, choice="3"))
    alice.browser.post(f"{HOME}/answers/RC-02", data=alice.form(revision=0, choice="3", evidence="Decree 7"))
    alice.browser.post(f"{HOME}/work", data=alice.form(element="E1.1", person="connie"))
    alice.browser.post(f"{HOME}/answers/RC-03/comments/team", data=alice.form(text="Who knows?"))
    return connie


def shown(person: Actor, name: str) -> str:
    return words(person.browser.get(f"{HOME}?show={name}").text)


def test_each_filter_has_its_count(busy: Actor, sofia: Actor) -> None:
    page = words(busy.browser.get(HOME).text)

    assert "Not answered 91 Assigned to me 3 Has comments 1 No evidence 1" in page
    assert "Not answered 91 Has comments 0 No evidence 1" in words(sofia.browser.get(HOME).text)


@pytest.mark.parametrize(
    ("name", "is_there", "is_not"),
    [
        ("not-answered", ["RC-03"], ["RC-01 ", "RC-02 "]),
        ("mine", ["RC-01", "RC-02", "RC-03"], ["RC-04 "]),
        ("commented", ["RC-03"], ["RC-01 ", "RC-02 "]),
        ("no-evidence", ["RC-01"], ["RC-02 ", "RC-03 "]),
    ],
)
def test_a_filter_shows_its_questions(name: str, is_there: list[str], is_not: list[str], busy: Actor) -> None:
    page = shown(busy, name)

    assert all(id_ in page for id_ in is_there)
    assert not any(id_ in page for id_ in is_not)


def test_a_question_of_a_filter_leads_to_its_place(busy: Actor) -> None:
    assert f'href="{HOME}/elements/E1.1#RC-03"' in busy.browser.get(f"{HOME}?show=commented").text


def test_an_unknown_filter_shows_everything(busy: Actor) -> None:
    assert "Mandate and policy" in shown(busy, "x%00y")


def test_a_resolved_thread_no_longer_counts(busy: Actor) -> None:
    busy.browser.post(f"{HOME}/answers/RC-03/comments/team/resolution", data=busy.form(resolved="yes"))

    assert "Has comments 0" in words(busy.browser.get(HOME).text)


def test_returned_questions_have_a_filter_and_a_status(busy: Actor, database: Database, catalogue: Catalogue) -> None:
    with database.writing() as db:
        put_in_state(db, catalogue, State.RETURNED)

    page = words(busy.browser.get(HOME).text)
    assert "Returned 1" in page
    assert "Returned" in page
    assert "RC-01" in shown(busy, "returned")
