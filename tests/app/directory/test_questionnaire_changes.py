"""The pages that say what changed from one version to the next: old and new words side by side, for everyone."""

import gzip
from collections.abc import Iterator
from dataclasses import replace

import pytest
from bs4 import BeautifulSoup, Tag
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import update
from sqlmodel import col

from app.db.session import Database
from app.db.tables.rounds import Round
from app.features.help.changes import cards, changes_of
from questionnaires.catalogue import Catalogue
from questionnaires.definition import Questionnaire
from scoring.version_changes import VersionChanges
from tests.app_state import change_state
from tests.cast import Actor, actor

OLD, NEW = "2026.1", "2027.1"
HOME = f"/questionnaires/{NEW}/changes"
HEAVIEST = 60_000


@pytest.fixture
def as_a_draft(app: FastAPI, catalogue: Catalogue) -> Iterator[None]:
    """The new version as it was before `parity questionnaire freeze`."""
    change_state(app, catalogue=replace(catalogue, published=catalogue.published - {NEW}))
    yield
    change_state(app, catalogue=catalogue)


@pytest.fixture
def changed(catalogue: Catalogue) -> VersionChanges:
    changed = changes_of(catalogue, NEW, "en")
    assert changed
    return changed


def page(reader: Actor, address: str = HOME) -> BeautifulSoup:
    answer = reader.browser.get(address)
    assert answer.status_code == 200
    return BeautifulSoup(answer.text, "html.parser")


def card(reader: Actor, questionnaire: Questionnaire, id_: str) -> Tag:
    shown_card = page(reader, f"{HOME}/{questionnaire.pillar_of[id_]}").find(id=id_)
    assert isinstance(shown_card, Tag)
    return shown_card


@pytest.mark.parametrize("person", ["alice", "connie", "hugo", "vera", "charlie", "sofia", "rita", "bob", "tessa"])
def test_everyone_who_signed_in_reads_it(person: str, app: FastAPI, database: Database) -> None:
    reader = actor(app, person)

    assert reader.browser.get(HOME).status_code == 200
    assert reader.browser.get(f"{HOME}/P1").status_code == 200


@pytest.mark.usefixtures("database")
def test_a_stranger_is_asked_to_sign_in(app: FastAPI) -> None:
    answer = TestClient(app, follow_redirects=False).get(HOME)

    assert (answer.status_code, answer.headers["location"].startswith("/sign-in")) == (303, True)


@pytest.mark.usefixtures("as_a_draft")
@pytest.mark.parametrize("address", [HOME, f"{HOME}/P1", f"/questionnaires/{OLD}/changes", "/questionnaires/x/changes"])
def test_there_is_none_of_a_draft_or_of_the_first_version(address: str, alice: Actor) -> None:
    assert alice.browser.get(address).status_code == 404


def test_a_pillar_that_is_not_there_gets_404(alice: Actor) -> None:
    assert alice.browser.get(f"{HOME}/P9").status_code == 404


def test_the_counts_of_the_summary_are_those_of_the_map(changed: VersionChanges, alice: Actor) -> None:
    table = page(alice).find("table")
    assert isinstance(table, Tag)

    rows = [[cell.get_text(strip=True) for cell in row.find_all(["th", "td"])] for row in table.find_all("tr")]
    seen = {change: number for change, number in changed.counts().items() if number}
    assert rows[-1][1:] == [str(number) for number in seen.values()]
    assert [row[0] for row in rows[1:-1]] == [*changed.pillars.values()]


def test_an_element_that_is_gone_says_into_which_it_was_merged(changed: VersionChanges, alice: Actor) -> None:
    text = " ".join(page(alice).get_text(" ").split())

    for element in changed.elements:
        if element.into:
            assert f"{element.id} {element.titles[0]}" in text
            assert f"Merged into {', '.join(element.into)}" in text


def test_each_question_has_old_and_new_words_at_its_own_address(changed: VersionChanges, alice: Actor) -> None:
    pages = {pillar: page(alice, f"{HOME}/{pillar}") for pillar in changed.pillars}

    for question in changed.questions:
        shown = pages[question.pillar].find(id=question.id)
        assert shown, question.id
        text = " ".join(shown.get_text().split())
        said = [side for pair in question.texts for side in (pair.old, pair.new) if side]
        assert [side for side in said if " ".join(side.split()) not in text] == []
        assert question.why in text


def test_words_that_changed_are_marked_as_deleted_and_inserted(catalogue: Catalogue, alice: Actor) -> None:
    shown = card(alice, catalogue[NEW], "RC-05")

    assert shown.find("del")
    assert shown.find("ins")


def test_a_new_question_has_no_old_words(catalogue: Catalogue, alice: Actor) -> None:
    shown = card(alice, catalogue[NEW], "EQ-42")

    assert "New" in shown.get_text()
    assert shown.find(["del", "ins"]) is None


def test_one_kind_of_change_can_be_looked_at_alone(alice: Actor) -> None:
    ids = [str(article["id"]) for article in page(alice, f"{HOME}/P5?kind=split").find_all("article")]

    assert ids == ["CO-13", "CO-23"]
    assert "No question changed in this way." in page(alice, f"{HOME}/P1?kind=gone").get_text()


def test_every_way_into_a_pillar_leads_to_a_question_there(changed: VersionChanges, alice: Actor) -> None:
    anchors = [str(link["href"]) for link in page(alice).find_all("a", href=True) if "#" in str(link["href"])]
    pillars = {question.id: question.pillar for question in changed.questions}

    own = [address for address in anchors if address.startswith(HOME)]
    assert own
    assert all(address == f"{HOME}/{pillars[address[-5:]]}#{address[-5:]}" for address in own)


def test_no_page_of_it_is_heavy(alice: Actor) -> None:
    for address in (HOME, *(f"{HOME}/P{number}" for number in range(1, 6))):
        answer = alice.browser.get(address)
        assert len(gzip.compress(answer.content, 8)) < HEAVIEST, address


def test_help_and_the_round_lead_to_it(catalogue: Catalogue, database: Database, alice: Actor, sofia: Actor) -> None:
    with database.writing() as db:
        db.execute(update(Round).where(col(Round.id) == "round").values(questionnaire=NEW))

    assert f'href="{HOME}"' in alice.browser.get("/help").text
    assert f'href="{HOME}"' in sofia.browser.get("/rounds/round").text
    assert f'href="{HOME}"' not in TestClient(alice.browser.app).get("/help").text


def test_the_first_version_has_no_such_link(alice: Actor, sofia: Actor) -> None:
    assert f"/questionnaires/{OLD}/changes" not in alice.browser.get("/help").text
    assert "/changes" not in sofia.browser.get("/rounds/round").text


def test_a_text_with_marks_of_html_stays_a_text(changed: VersionChanges) -> None:
    question = changed.questions[0]
    first = replace(
        question.texts[0], old="Is <b>this</b> a text of yours?", new="Is <b>this</b> a text of ours & theirs?"
    )

    (shown,) = cards([replace(question, texts=(first, *question.texts[1:]))], "en")

    assert "<b>" not in str(shown.lines[0].old) + str(shown.lines[0].new)
    assert "ours &amp; theirs" in str(shown.lines[0].new)
