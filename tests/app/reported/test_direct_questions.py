"""Of a small pair of versions with a question of every kind: the very same are compared, also under another id."""

import pytest
from sqlmodel import col, select

from app.assessments.lifecycle import State
from app.assessments.report.outcome import content_to_publish, followed_of
from app.db.session import Database
from app.db.tables.rounds import Assessment, Publication
from questionnaires.catalogue import Catalogue
from tests.app.browser import words
from tests.app.drawn_workbooks import table
from tests.app.reported.test_two_versions import fragment, recommendation
from tests.app.reported.two_rounds import Rounds, answer_now, put_last
from tests.app.signing.signing import HOME
from tests.app.test_changes import LAST
from tests.cast import ARDEN, Actor
from tests.engines import ON_BOTH

OLD, NEW = "2099.1", "2099.2"
THEN: dict[str, int | str] = {"AA-01": 3, "AA-02": "no", "AA-03": 1, "AB-01": 4, "AB-02": 0, "BA-01": "yes", "BA-02": 2}
NOW: dict[str, int | str] = {"AA-01": 1, "AA-12": "yes", "AA-03": 4, "AB-03": 1, "AB-04": 4, "BA-01": "no"}
HINT = "The level moved by two or more since the last round"


@pytest.fixture(params=[State.SIGNED, State.PUBLISHED])
def rounds(request: pytest.FixtureRequest, database: Database, catalogue: Catalogue) -> Rounds:
    both = Rounds(database, catalogue)
    put_last(both, OLD, THEN, request.param)
    answer_now(both, NEW, NOW)
    return both


def element(who: Actor, id_: str) -> str:
    return words(who.browser.get(f"{HOME}/elements/{id_}").text)


@ON_BOTH
def test_only_the_same_questions_have_a_level_to_jump_from(alice: Actor, rounds: Rounds) -> None:
    with rounds.database.reading() as db:
        stored = db.exec(select(Assessment.last_levels).where(col(Assessment.id) == ARDEN)).one()

    assert stored == {"AA-01": 3, "AA-12": 0}
    pages = [element(alice, id_) for id_ in ("E1.1", "E1.2", "E2.1")]
    assert [page.count(HINT) for page in pages] == [2, 0, 0]


def test_a_level_then_is_called_as_it_was_called_then(alice: Actor, rounds: Rounds) -> None:
    page = element(alice, "E1.1")

    assert "Last round: 3 Applied" in page
    assert "Last round: No" in page
    assert page.count("Last round, asked differently") == 1
    assert "3 Applied Applied Applied." in fragment(alice, "AA-01")
    assert "not compared" not in fragment(alice, "AA-01")


def test_of_merged_questions_both_are_shown(alice: Actor, rounds: Rounds) -> None:
    said = fragment(alice, "AB-03")

    assert "Several questions became one, so the levels are not compared." in said
    assert "Asked then: Are there separate facilities at the posts? 4 Sustained" in said
    assert "Asked then: Are rosters fair? 0 Absent" in said


def test_the_gap_report_counts_a_change_where_the_question_is_the_same(alice: Actor, rounds: Rounds) -> None:
    workbook = alice.browser.get(f"{HOME}/gap-report.xlsx").content
    lines = {row["Indicator"]: row for row in table(workbook, "Answers")}

    changes = {id_: (line["Last round"], line["Change"]) for id_, line in lines.items() if line["Change"] is not None}
    assert changes == {"AA-01": (3, -2), "AA-12": (0, 4)}
    assert lines["AA-12"]["Compared with the last round"] == "Yes"
    assert lines["AB-03"]["Asked in the last round, questionnaire 2099.1"] == (
        "AB-01 Are there separate facilities at the posts?\nSustained: At all, inspected yearly.\n"
        "AB-02 Are rosters fair?\nAbsent: No."
    )


def test_the_reviewer_is_told_of_the_moves_that_are_ones(rita: Actor, rounds: Rounds) -> None:
    rounds.put(State.UNDER_REVIEW)

    page = words(rita.browser.get(f"{HOME}/review/E1.1").text)

    assert (page.count("Last round (2025)"), page.count("asked differently: not compared)")) == (2, 1)
    assert (page.count("down since last round"), page.count("up since last round")) == (1, 1)


@pytest.mark.parametrize("rounds", [State.PUBLISHED], indirect=True)
def test_a_recommendation_goes_on_under_another_id_or_without_a_question(
    alice: Actor, rita: Actor, rounds: Rounds
) -> None:
    made = [recommendation(number, id_) for number, id_ in enumerate(("AA-02", "AB-01", "AB-02", "BA-02"), 1)]
    with rounds.database.writing() as db:
        last = db.get_one(Publication, (LAST, 1))
        last.content = {**last.content, "recommendations": made}
    with rounds.database.reading() as db:
        followed = followed_of(db, rounds.assessment(db))
    page = words(alice.browser.get(f"{HOME}/recommendations").text)
    rounds.put(State.UNDER_REVIEW)
    beside = words(rita.browser.get(f"{HOME}/review/E1.2").text)

    questions = [(each.indicator, each.question) for each in followed]
    assert questions == [("AA-02", "AA-12"), ("AB-01", "AB-03"), ("AB-02", "AB-03"), ("BA-02", "")]
    assert "It was made on question AA-02, which became this one." in page
    assert "This questionnaire has no question in its place." in page
    assert ("Do AB-01" in beside, "Do AB-02" in beside) == (True, True)
    rounds.put(State.REVIEWED)
    with rounds.database.reading() as db:
        frozen = content_to_publish(db, rounds.assessment(db))["followed"]
    assert [each["heir"] for each in frozen] == ["AA-12", "AB-03", "AB-03", ""]
