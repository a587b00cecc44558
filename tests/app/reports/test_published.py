"""Published results: who sees which, that they come from the snapshot, and that they hold no answer."""

import re

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import event, update

from app.assessments.answer_sets import newest_publication
from app.assessments.lifecycle import State
from app.db.session import Database
from app.db.tables.people import Administration, Membership
from questionnaires.catalogue import Catalogue
from tests.app.browser import words
from tests.app.reports.another_calculation import calculate_otherwise
from tests.app.signing.signing import ANSWERS, LEVEL_3, bring_to, make_ready, moderate
from tests.cast import ARDEN, Actor, actor
from tests.engines import ON_BOTH

RESULT = f"/results/{ARDEN}"
EVERYBODY = {"nobody", "charlie", "vera", "rita", "bob", "tessa"}
SEEN_BY = {
    "own": {"vera", "rita", "bob"},
    "members": {"vera", "rita", "bob", "charlie"},
    "public": EVERYBODY,
}
TEXT = "A comment that stays inside."


@pytest.fixture
def published(database: Database, catalogue: Catalogue) -> Database:
    make_ready(database, catalogue, ANSWERS | {"RC-01": LEVEL_3 | {"comment": TEXT}})
    moderate(database, "RC-01", "2")
    bring_to(database, catalogue, State.PUBLISHED)
    return database


def disclose(database: Database, disclosure: str) -> None:
    with database.writing() as db:
        db.execute(update(Administration).where(Administration.id == "arden").values(disclosure=disclosure))  # type: ignore[arg-type]  # SQLModel's column


def browser_of(app: FastAPI, name: str) -> TestClient:
    return TestClient(app, follow_redirects=False) if name == "nobody" else actor(app, name).browser


@pytest.mark.parametrize("name", sorted(EVERYBODY))
@pytest.mark.parametrize("disclosure", SEEN_BY)
def test_who_sees_a_result_follows_the_choice_of_the_administration(
    disclosure: str, name: str, app: FastAPI, published: Database
) -> None:
    disclose(published, disclosure)
    browser = browser_of(app, name)

    is_seen = name in SEEN_BY[disclosure]
    assert browser.get(RESULT).status_code == (200 if is_seen else 404)
    assert ("Arden Customs" in browser.get("/results").text) is is_seen


def test_who_belongs_to_no_administration_is_no_member(charlie: Actor, published: Database) -> None:
    disclose(published, "members")
    with published.writing() as db:
        db.delete(db.get_one(Membership, ("charlie", "brink")))

    assert charlie.browser.get(RESULT).status_code == 404


@pytest.mark.parametrize("state", [state for state in State if state is not State.PUBLISHED])
def test_what_is_not_published_is_seen_by_nobody(
    state: State, hugo: Actor, sofia: Actor, published: Database, catalogue: Catalogue
) -> None:
    disclose(published, "public")
    bring_to(published, catalogue, state)

    assert {person.browser.get(RESULT).status_code for person in (hugo, sofia)} == {404}


@ON_BOTH
def test_it_shows_the_reviewed_levels_and_no_answer(app: FastAPI, published: Database) -> None:
    disclose(published, "public")
    with published.reading() as db:
        publication = newest_publication(db, ARDEN)
    page = browser_of(app, "nobody").get(RESULT).text

    assert publication
    for node in publication.content["scorecards"]["moderated"]["pillars"]:
        assert re.search(rf"{node['id']} .* {node['level']} \w+ \w+ {node['score']:.1f}", words(page))
    assert not any(said in page for said in (TEXT, "Order 12", "RC-01", "Hugo"))
    assert "Arden Customs Europe" in words(browser_of(app, "nobody").get("/results").text), "and no code of a region"


def test_it_does_not_move_with_the_calculation(
    vera: Actor, published: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = words(vera.browser.get(RESULT).text)

    calculate_otherwise(monkeypatch)

    assert words(vera.browser.get(RESULT).text) == before


@pytest.mark.parametrize("id_", ["%00", "nobody-2026", "brink-2026"])
def test_where_there_is_no_result_there_is_no_page(id_: str, sofia: Actor, published: Database) -> None:
    assert sofia.browser.get(f"/results/{id_}").status_code == 404


@ON_BOTH
def test_the_list_is_one_query(sofia: Actor, published: Database) -> None:
    asked: list[str] = []

    def note(*args: object) -> None:
        asked.append(str(args[2]))

    event.listen(published.engine, "before_cursor_execute", note)
    try:
        sofia.browser.get("/results")
    finally:
        event.remove(published.engine, "before_cursor_execute", note)

    assert len([statement for statement in asked if "publication" in statement]) == 1
    assert len([statement for statement in asked if statement.startswith("SELECT")]) == 2  # the other: who asks
