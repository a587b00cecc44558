"""Self, validated and moderated: each with its own figures, the same on page, API and workbook, and hidden in time."""

import re
from typing import Any

import pytest
from sqlalchemy import text

from app.assessments.answer_sets import newest_publication, scorecards_of, values_of
from app.assessments.lifecycle import State
from app.assessments.report.results import results_of
from app.db.session import Database
from questionnaires.catalogue import Catalogue
from scoring.scorecard import as_document, rounded
from tests.app.browser import words
from tests.app.drawn_workbooks import table
from tests.app.reports.another_calculation import calculate_otherwise
from tests.app.signing.signing import HOME, arden, bring_to, make_ready, moderate
from tests.cast import ARDEN, Actor

API = f"/api/v1{HOME}/scorecard"
LABELS = {
    State.IN_PROGRESS: "Self-assessment, not signed",
    State.SIGNED: "Signed, not reviewed",
    State.UNDER_REVIEW: "Signed, not reviewed",
    State.REVIEWED: "Reviewed by the secretariat: 3 of 93 answers examined",
    State.PUBLISHED: "Reviewed by the secretariat: 3 of 93 answers examined",
}
"""As the team reads it."""
HIDDEN = (State.SIGNED, State.UNDER_REVIEW)


@pytest.fixture
def three(database: Database, catalogue: Catalogue, hugo: Actor) -> Database:
    """RC-01: self 3, validated 2, moderated 1. EQ-05: 3, 3, 2."""
    make_ready(database, catalogue)
    hugo.browser.post(f"{HOME}/validated", data=hugo.form(indicator="RC-01", level="2", reason="Not everywhere."))
    moderate(database, "RC-01", "1")
    moderate(database, "EQ-05", "2")
    moderate(database, "CO-16", "", decision="refused", reason="not applicable refused")
    return database


def ask(person: Actor, values: str) -> Any:
    return person.browser.get(f"{API}?values={values}", headers=person.api)


def workbook(person: Actor) -> bytes:
    return person.browser.get(f"{HOME}/gap-report.xlsx").content


@pytest.mark.parametrize(("state", "label"), LABELS.items())
def test_page_and_workbook_say_which_value_is_reported(
    state: State, label: str, alice: Actor, three: Database, catalogue: Catalogue
) -> None:
    bring_to(three, catalogue, state)

    assert label in words(alice.browser.get(f"{HOME}/scorecard").text)
    rows = table(workbook(alice), "Method and version")
    whose = next(row["What applies"] for row in rows if row["What"] == "Whose levels")
    assert (whose.startswith("Reviewed by the secretariat.")) is label.startswith("Reviewed by the secretariat")


@pytest.mark.parametrize("state", HIDDEN)
def test_while_it_is_under_review_the_team_sees_no_moderated_value_anywhere(
    state: State, alice: Actor, three: Database, catalogue: Catalogue
) -> None:
    bring_to(three, catalogue, state)

    assert 'data-label="Reviewed"' not in alice.browser.get(f"{HOME}/scorecard").text
    assert alice.browser.get(f"{HOME}/disagreements").status_code == 404
    assert ask(alice, "moderated").status_code == 404
    assert ask(alice, "reported").json() == ask(alice, "validated").json()
    drawn = workbook(alice)
    assert "Reviewed" not in table(drawn, "Answers")[0]
    assert "Reviewed score" not in table(drawn, "Pillars and elements")[0]


def test_the_reviewer_sees_it_from_the_beginning(rita: Actor, three: Database, catalogue: Catalogue) -> None:
    bring_to(three, catalogue, State.UNDER_REVIEW)

    assert 'data-label="Reviewed"' in rita.browser.get(f"{HOME}/scorecard").text
    assert "Reviewed" in table(workbook(rita), "Answers")[0]
    assert ask(rita, "reported").json() == ask(rita, "moderated").json() != ask(rita, "validated").json()


@pytest.mark.parametrize(
    ("state", "values"), [(State.IN_PROGRESS, "validated"), (State.SIGNED, "moderated")], ids=lambda value: str(value)
)
def test_a_value_that_is_not_there_yet_is_a_conflict(
    state: State, values: str, sofia: Actor, three: Database, catalogue: Catalogue
) -> None:
    bring_to(three, catalogue, state)

    answer = ask(sofia, values)

    assert (answer.status_code, answer.headers["content-type"]) == (409, "application/problem+json")
    assert ask(sofia, "nonsense").status_code == 422


@pytest.mark.parametrize("state", [State.REVIEWED, State.PUBLISHED])
def test_page_api_and_workbook_hold_the_figures_of_the_values(
    state: State, alice: Actor, three: Database, catalogue: Catalogue
) -> None:
    bring_to(three, catalogue, state)
    with three.reading() as db:
        assessment = arden(db, catalogue)
        cards = scorecards_of(assessment, values_of(db, assessment, with_moderated=True))

    for kind, card in cards.items():
        review = {"review": {"examined": 3, "asked": 93}} if kind == "moderated" else {}
        assert ask(alice, kind).json() == as_document(card) | review
    assert alice.browser.get(API, headers=alice.api).json() == as_document(cards["self"])
    rows = {row["Id"]: row for row in table(workbook(alice), "Pillars and elements")}
    page = words(alice.browser.get(f"{HOME}/scorecard").text)
    for id_ in ("overall", "P1", "P2"):
        nodes, row = [card.by_id[id_] for card in cards.values()], rows[id_.replace("overall", "Overall")]
        beside = [(row[f"{name} level"], row[f"{name} score"]) for name in ("Self-assessed", "Signed", "Reviewed")]
        assert beside == [(node.level, rounded(node.score)) for node in nodes if node.score is not None]
        assert row["Score"] == beside[-1][1]
        assert re.search(" ".join(rf"{level} \w+ {score:.1f}" for level, score in beside), page)


def test_the_answers_of_the_workbook_stand_side_by_side(alice: Actor, three: Database, catalogue: Catalogue) -> None:
    bring_to(three, catalogue, State.REVIEWED)
    data = alice.form(text="Page 4 covers everybody.")
    alice.browser.post(f"{HOME}/disagreements/EQ-05", data=data)

    rows = {row["Indicator"]: row for row in table(workbook(alice), "Answers")}

    shown = ("Self-assessed", "Signed", "Reviewed", "Reviewer's reason", "Agreement", "Level")
    assert [rows["RC-01"][name] for name in shown] == [3, 2, 1, "The evidence does not show the level", None, 1]
    assert [rows["EQ-05"][name] for name in shown] == [3, 3, 2, "The evidence does not show the level", "Not agreed", 2]
    assert rows["CO-16"]["State"] == "Not answered"
    with three.reading() as db:
        values = values_of(db, arden(db, catalogue), with_moderated=True)
    assert values.moderated
    assert {id_: rows[id_]["State"] for id_ in ("RC-03", "RC-02")} == {"RC-03": "Unknown", "RC-02": "Answered"}


def test_the_method_sheet_proves_what_is_reported(alice: Actor, three: Database, catalogue: Catalogue) -> None:
    bring_to(three, catalogue, State.PUBLISHED)

    said = {row["What"]: row["What applies"] for row in table(workbook(alice), "Method and version")}

    with three.reading() as db:
        publication = newest_publication(db, ARDEN)
        signature = db.execute(text("SELECT hash, audit_head FROM signature")).one()
    assert publication
    assert said["Signed by"] == "Hugo Hale, Director General"
    assert said["Fingerprint of what was signed (SHA-256)"] == signature.hash
    assert said["Audit log fingerprint at signature"] == signature.audit_head
    assert said["Fingerprint of the published result (SHA-256)"] == publication.hash


def test_a_published_figure_stays_when_the_calculation_changes(
    alice: Actor, three: Database, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    bring_to(three, catalogue, State.PUBLISHED)
    before = ask(alice, "reported").json()
    assert "same figures" in words(alice.browser.get(f"{HOME}/scorecard").text)

    calculate_otherwise(monkeypatch)

    page = words(alice.browser.get(f"{HOME}/scorecard").text)
    assert ask(alice, "reported").json() == before
    assert "The published figures remain valid." in page
    published, today = before["pillars"][0]["uncapped_level"], 4
    assert f"Reviewed, P1, Level from score alone: published {published}, today {today}" in page
    with three.reading() as db:
        frozen = results_of(db, arden(db, catalogue), with_moderated=True)
    assert frozen.scorecard.overall.level == before["overall"]["level"]
    row = table(workbook(alice), "Pillars and elements")[0]
    assert (row["Level"], row["Score"]) == (before["overall"]["level"], before["overall"]["score"])


def test_the_published_page_names_day_edition_and_hash(vera: Actor, three: Database, catalogue: Catalogue) -> None:
    bring_to(three, catalogue, State.PUBLISHED)

    page = words(vera.browser.get(f"{HOME}/scorecard").text)

    with three.reading() as db:
        publication = newest_publication(db, ARDEN)
    assert publication
    assert "as edition 1. These figures are final" in page
    assert publication.hash in page
