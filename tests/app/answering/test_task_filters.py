"""The list of questions narrowed down: by state, each with the count of what it shows, by person, and by words."""

import pytest

from app.assessments.lifecycle import State
from app.db.session import Database
from questionnaires.catalogue import Catalogue
from tests.app.browser import form, words
from tests.app.queries import queries
from tests.cast import ARDEN, Actor
from tests.engines import ON_BOTH
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

    assert "Assigned to me 3 Not answered 91 Answered 2 No evidence 1 Has comments 1" in page
    assert "Search Not answered 91 Answered 2 No evidence 1 Profile" in words(sofia.browser.get(HOME).text)


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

    assert "Has comments" not in words(busy.browser.get(HOME).text)


def test_returned_questions_have_a_filter_and_a_status(busy: Actor, database: Database, catalogue: Catalogue) -> None:
    with database.writing() as db:
        put_in_state(db, catalogue, State.RETURNED)

    page = words(busy.browser.get(HOME).text)
    assert "Returned 1" in page
    assert "Returned" in page
    assert "RC-01" in shown(busy, "returned")


def rows(person: Actor, query: str) -> list[str]:
    """Of the flat list, each with all that it says."""
    table = person.browser.get(f"{HOME}?{query}").text.partition("<tbody>")[2].partition("</tbody>")[0]
    return [words(row) for row in table.split("<tr>")[1:]]


def test_each_row_has_question_state_level_and_person(busy: Actor, sofia: Actor) -> None:
    expected = "RC-01 Has the head of the administration committed publicly to gender equality and diversity? 3"

    for person in (busy, sofia):
        (row,) = rows(person, "show=no-evidence")
        assert row.startswith(expected)
        assert row.endswith("Applied Connie")
    assert "Not answered Unassigned" in rows(busy, "show=not-answered")[-1]


@pytest.mark.parametrize(
    ("person", "show", "is_there", "is_not"),
    [
        ("connie", "", ["RC-01", "RC-02", "RC-03"], ["RC-04"]),
        ("connie", "not-answered", ["RC-03"], ["RC-01", "RC-02", "RC-04"]),
        ("unassigned", "answered", [], ["RC-01", "RC-02", "RC-03", "RC-04"]),
        ("unassigned", "", ["RC-04"], ["RC-01"]),
        ("charlie", "", [], ["RC-01", "RC-04"]),
    ],
)
def test_a_person_and_a_state_narrow_it_together(
    person: str, show: str, is_there: list[str], is_not: list[str], busy: Actor
) -> None:
    page = " ".join(rows(busy, f"person={person}&show={show}"))

    assert all(f"{id_} " in page for id_ in is_there)
    assert not any(f"{id_} " in page for id_ in is_not)


@pytest.fixture
def written(busy: Actor, alice: Actor, database: Database) -> Actor:
    """RC-04 with a comment, RC-05 not applicable; RC-06 has an item of the register."""
    answers = f"{HOME}/answers"
    alice.browser.post(f"{answers}/RC-04", data=alice.form(revision=0, choice="2", comment="Décision du 8 MARS, Łódź"))
    reason = {"choice": "not_applicable", "reason_code": "NA1", "reason": "Seaports belong to the navy"}
    alice.browser.post(f"{answers}/RC-05", data=alice.form(revision=0, **reason))
    link = {"title": "Plan of the ports", "address": "https://plan.example.org/2026", "indicator": "RC-06"}
    alice.browser.post(f"{HOME}/evidence/links", data=alice.form(**link))
    return busy


SOUGHT = {
    "rc-03": {"RC-03": ""},
    "COMMITTED publicly": {"RC-01": ""},
    "decision 8": {"RC-04": "Comment"},
    "lodz mars": {"RC-04": "Comment"},
    "decree": {"RC-02": "Evidence"},
    "seaports navy": {"RC-05": "Reason"},
    "ports navy": {"RC-05": "Reason"},
    "plan.example.org": {"RC-06": "Evidence"},
    "decree navy": {},
    "who knows": {},
}
"""Words -> each question with all of them, and where else than in the question they are."""


@ON_BOTH
def test_every_word_is_looked_for_in_questions_and_answers(written: Actor) -> None:
    for text, expected in SOUGHT.items():
        lines = rows(written, f"text={text}")
        found_in = {line.split()[0]: line.partition("Found in: ")[2].partition(" ")[0] for line in lines}

        assert found_in == expected, text


def test_where_nothing_matches_the_page_says_what_to_do(busy: Actor) -> None:
    page = words(busy.browser.get(f"{HOME}?text=xyzzy").text)

    assert "No questions match Try fewer or other words" in page
    assert "Show all questions" in page


def test_each_button_keeps_the_words_and_the_search_keeps_the_state(busy: Actor) -> None:
    page = busy.browser.get(f"{HOME}?text=decree&show=answered&person=connie").text
    search = form(page, HOME)

    assert search.fields == [("text", "decree"), ("person", "connie")]
    assert search.buttons == [("show", "answered"), ("show", "mine"), ("show", "")]


@pytest.mark.parametrize("query", ["", "?text=decree&show=answered&person=connie"])
def test_the_page_takes_few_queries(query: str, busy: Actor, database: Database) -> None:
    with queries(database) as sent:
        assert busy.browser.get(f"{HOME}{query}").status_code == 200

    assert len(sent) <= 8, sent
