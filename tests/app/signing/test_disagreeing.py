"""A second opinion on a moderated level: asked for, taken back, or lasting and shown as such."""

import pytest
from sqlalchemy import update

from app.assessments.lifecycle import State
from app.db.session import Database
from app.db.tables.records import Mail
from app.db.tables.reviews import Disagreement, Moderation
from questionnaires.catalogue import Catalogue
from tests.app.browser import words
from tests.app.signing.signing import HOME, bring_to, make_ready, moderate, rows
from tests.cast import Actor
from tests.engines import ON_BOTH

PAGE = f"{HOME}/disagreements"
TEXT = "The policy covers everybody: see page 4."


@pytest.fixture
def reviewed(database: Database, catalogue: Catalogue) -> Database:
    """RC-01 was signed at 3 and moderated to 2."""
    make_ready(database, catalogue)
    bring_to(database, catalogue, State.REVIEWED)
    moderate(database, "RC-01", "2", note="Page 4 speaks of headquarters only.")
    moderate(database, "EQ-05", "", decision="accepted", reason="")
    return database


def disagree(person: Actor, indicator: str = "RC-01", **fields: str) -> int:
    data = person.form(**(fields or {"text": TEXT}))
    return person.browser.post(f"{PAGE}/{indicator}", data=data).status_code


def test_the_team_sees_what_the_reviewer_changed_and_why(vera: Actor, reviewed: Database) -> None:
    page = words(vera.browser.get(PAGE).text)

    assert "The reviewer changed 1 level." in page
    assert "The evidence does not show the level Page 4 speaks of headquarters only." in page
    assert "EQ-05" not in page


def test_the_lead_is_told_and_the_page_says_so(hugo: Actor, reviewed: Database) -> None:
    assert disagree(hugo) == 303

    [mail] = rows(reviewed, Mail)
    assert (mail.kind, mail.person_id, mail.names["indicator"]) == ("disagreed", "sofia", "RC-01")
    assert TEXT not in str(mail.names)
    page = words(hugo.browser.get(PAGE).text)
    assert "Second opinion requested Hugo" in page
    assert TEXT in page


@ON_BOTH
def test_it_can_be_taken_back_and_stated_again(alice: Actor, reviewed: Database) -> None:
    disagree(alice)
    assert disagree(alice, settled="agreed") == disagree(alice, settled="agreed") == 303
    assert [row.settled for row in rows(reviewed, Disagreement)] == ["agreed"]

    disagree(alice, text="We looked again.")

    assert [(row.settled, row.text) for row in rows(reviewed, Disagreement)] == [("", "We looked again.")]


def test_sent_twice_it_is_kept_once(alice: Actor, reviewed: Database) -> None:
    assert [disagree(alice) for _ in range(2)] == [303, 303]

    assert len(rows(reviewed, Disagreement)) == 1


@pytest.mark.parametrize(("indicator", "text"), [("RC-01", " "), ("EQ-05", TEXT), ("RC-01", "a\0b")])
def test_without_a_text_or_a_changed_level_there_is_nothing_to_ask(
    indicator: str, text: str, alice: Actor, reviewed: Database
) -> None:
    assert disagree(alice, indicator, text=text) == 422

    assert rows(reviewed, Disagreement) == []


@pytest.mark.parametrize("settled", ["", "not agreed"])
def test_what_is_open_at_publication_lasts(
    settled: str, alice: Actor, reviewed: Database, catalogue: Catalogue
) -> None:
    disagree(alice)
    with reviewed.writing() as db:
        db.execute(update(Disagreement).values(settled=settled))
    bring_to(reviewed, catalogue, State.PUBLISHED)

    for page in (PAGE, f"{HOME}/scorecard"):
        assert "self-assessed 3, reviewed 2, not agreed" in words(alice.browser.get(page).text)


def test_what_the_reviewer_took_back_is_no_longer_disputed(
    alice: Actor, reviewed: Database, catalogue: Catalogue
) -> None:
    disagree(alice)
    with reviewed.writing() as db:
        db.execute(update(Moderation).values(decision="accepted", reason="", value=""))
    bring_to(reviewed, catalogue, State.PUBLISHED)

    assert "not agreed" not in words(alice.browser.get(f"{HOME}/scorecard").text)
