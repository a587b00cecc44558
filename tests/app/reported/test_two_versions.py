"""A round on 2027.1 after one on 2026.1: old answers are shown in their own words, and never count as a change."""

from typing import Any

import pytest
from sqlmodel import col, select

from app.assessments.lifecycle import State
from app.assessments.report.outcome import content_to_publish, followed_of, outcome_in
from app.db.session import Database
from app.db.tables.rounds import Assessment, Publication
from questionnaires.catalogue import Catalogue
from tests.app.browser import form, words
from tests.app.drawn_workbooks import opened, table
from tests.app.reported.two_rounds import Rounds, answer_now, put_last
from tests.app.signing.signing import HOME, sign
from tests.app.test_changes import LAST
from tests.cast import ARDEN, Actor
from tests.engines import ON_BOTH

OLD, NEW = "2026.1", "2027.1"
THEN: dict[str, int | str] = {"RC-01": 1, "RC-02": 0, "CO-13": 3}
NOW: dict[str, int | str] = {"RC-01": 4, "RC-02": 3, "CO-13": 0, "CO-22": 2, "CO-23": "yes"}
"""CO-13 became two, of which the other is CO-23; CO-22 is new; the others are reworded."""
HINT = "The level moved by two or more since the last round"
ASKED_DIFFERENTLY = "Last round, asked differently"
HTMX = {"hx-request": "true"}


@pytest.fixture
def rounds(database: Database, catalogue: Catalogue) -> Rounds:
    both = Rounds(database, catalogue)
    put_last(both, OLD, THEN)
    answer_now(both, NEW, NOW)
    return both


def page_of(who: Actor, rounds: Rounds, indicator: str) -> str:
    element = rounds.catalogue[NEW].indicators[indicator].element
    return words(who.browser.get(f"{HOME}/elements/{element}").text)


def fragment(who: Actor, indicator: str) -> str:
    return words(who.browser.get(f"{HOME}/answers/{indicator}/last-round", headers=HTMX).text)


def test_beside_the_question_stands_that_it_was_asked_differently(alice: Actor, sofia: Actor, rounds: Rounds) -> None:
    for person in (alice, sofia):
        page = page_of(person, rounds, "RC-01")
        assert page.count(ASKED_DIFFERENTLY) == 2
        assert ("Last round:" in page, HINT in page) == (False, False)
        assert "New question" in page_of(person, rounds, "CO-22")


@ON_BOTH
def test_the_old_answer_is_shown_in_the_words_it_was_given_to(alice: Actor, rounds: Rounds) -> None:
    then, now = (rounds.catalogue[version].words("en").indicators["RC-01"] for version in (OLD, NEW))
    said = fragment(alice, "RC-01")

    assert f"Asked then: {then.question} 1 Initial Initial {then.levels[1]}" in said
    assert now.levels[1] not in said
    assert "It was asked in other words, so the two levels are not compared. Why it was changed: Names the" in said
    assert "Answered by Alice, " in said


def test_both_parts_of_a_split_question_show_it(alice: Actor, rounds: Rounds) -> None:
    question = rounds.catalogue[OLD].words("en").indicators["CO-13"].question

    for part in ("CO-13", "CO-23"):
        said = fragment(alice, part)
        assert "One question became several, so the levels are not compared." in said
        assert f"Asked then: {question}" in said
    assert fragment(alice, "CO-22") == "This question is new: the last round did not ask it."


def test_no_move_is_a_jump_and_the_head_can_sign(hugo: Actor, alice: Actor, rounds: Rounds) -> None:
    with rounds.database.reading() as db:
        stored = db.exec(select(Assessment.last_levels).where(col(Assessment.id) == ARDEN)).one()
    fields = form(alice.browser.get(f"{HOME}/elements/E1.1").text, "RC-01").data(choice="3", comment="")
    saved = words(alice.browser.put(f"{HOME}/answers/RC-01", data=fields, headers=HTMX).text)

    assert stored == {}
    assert HINT not in saved
    assert sign(hugo).status_code == 303


def test_the_reviewer_reads_the_old_words_and_no_move(rita: Actor, rounds: Rounds) -> None:
    rounds.put(State.UNDER_REVIEW)
    element = words(rita.browser.get(f"{HOME}/review/E1.1").text)
    new = words(rita.browser.get(f"{HOME}/review/{rounds.catalogue[NEW].indicators['CO-22'].element}").text)
    moved = words(rita.browser.get(f"{HOME}/review?show=moved").text)
    risks = words(rita.browser.get(f"{HOME}/review/risks").text)

    then = rounds.catalogue[OLD].words("en").indicators["RC-01"].question
    assert "Last round (2025, questionnaire 2026.1, asked differently: not compared)" in element
    assert f"Asked then: {then}" in element
    assert "New question" in new
    assert [page for page in (element, new, risks) if "level up since" in page or "levels up since" in page] == []
    assert "No questions match." in moved


def test_the_gap_report_has_no_change_and_says_what_was_asked(alice: Actor, rounds: Rounds) -> None:
    workbook = alice.browser.get(f"{HOME}/gap-report.xlsx").content
    lines = {row["Indicator"]: row for row in table(workbook, "Answers")}
    summary = " ".join(str(cell.value) for row in opened(workbook)["Summary"].iter_rows() for cell in row)

    assert {(line["Last round"], line["Change"]) for line in lines.values()} == {(None, None)}
    old = rounds.catalogue[OLD].words("en").indicators["RC-01"]
    asked = "Asked in the last round, questionnaire 2026.1"
    assert lines["RC-01"][asked] == f"RC-01 {old.question}\nInitial: {old.levels[1]}"
    compared = {id_: lines[id_]["Compared with the last round"] for id_ in ("RC-01", "CO-23", "CO-22", "RC-04")}
    assert compared == {
        "RC-01": "No: asked in other words",
        "CO-23": "No: one question became several",
        "CO-22": "No: new question",
        "RC-04": None,
    }
    assert "The last round used questionnaire 2026.1, so its scores cannot be compared with these." in summary
    assert "Last round score" not in summary


def test_the_answer_workbook_names_the_version_of_the_old_level(alice: Actor, rounds: Rounds) -> None:
    book = opened(alice.browser.get(f"{HOME}/workbook.xlsx").content)
    sheets = [sheet for sheet in book.worksheets if sheet.title.startswith(("P1", "P5"))]
    rows = [row for sheet in sheets for row in sheet.iter_rows(values_only=True)]
    codes = next(row for row in rows if row[0] == "id")
    said = {row[0]: row[codes.index("last")] for row in rows}

    assert said["RC-01"] == "Questionnaire 2026.1, asked differently: not compared\n1 Initial"
    assert said["CO-22"] == "New question"
    assert not said["RC-04"]


@pytest.mark.parametrize("place", ["scorecard", "board-summary", "signature", "answers", ""])
def test_pages_of_figures_compare_nothing(place: str, alice: Actor, rounds: Rounds) -> None:
    said = words(alice.browser.get(f"{HOME}/{place}".rstrip("/")).text)

    assert [text for text in ("since 2025", "in 2025", "Reported for 2025", HINT) if text in said] == []


def recommendation(number: int, indicator: str) -> dict[str, Any]:
    texts = {"finding": "No date", "risk": "Nobody is held to it", "recommended": f"Do {indicator}", "due_on": ""}
    return {"number": number, "indicator": indicator, **texts}


@pytest.fixture
def advised(rounds: Rounds) -> Rounds:
    with rounds.database.writing() as db:
        last = db.get_one(Publication, (LAST, 1))
        made = [recommendation(1, "RC-01"), recommendation(2, "CO-13")]
        last.content = {**last.content, "recommendations": made}
    return rounds


@ON_BOTH
def test_a_recommendation_is_followed_on_the_question_that_came_from_it(
    alice: Actor, rita: Actor, advised: Rounds
) -> None:
    with advised.database.reading() as db:
        followed = followed_of(db, advised.assessment(db))
    page = words(alice.browser.get(f"{HOME}/recommendations").text)
    said = alice.form(revision=0, status="done", reason="The order sets the dates")
    answer = alice.browser.post(f"{HOME}/recommendations/CO-13", data=said)
    advised.put(State.UNDER_REVIEW)

    assert [(each.indicator, each.question) for each in followed] == [("RC-01", "RC-01"), ("CO-13", "CO-13")]
    assert advised.catalogue[NEW].words("en").indicators["CO-13"].question in page
    assert answer.status_code == 303
    element = advised.catalogue[NEW].indicators["CO-13"].element
    assert "The order sets the dates" in words(rita.browser.get(f"{HOME}/review/{element}").text)


def test_what_is_frozen_names_another_question_only_where_it_is_another(advised: Rounds) -> None:
    advised.put(State.REVIEWED)
    with advised.database.reading() as db:
        content = content_to_publish(db, advised.assessment(db))

    assert ["heir" in each for each in content["followed"]] == [False, False]
    assert [each.question for each in outcome_in(content).followed] == ["RC-01", "CO-13"]


def test_going_back_to_an_older_version_compares_nothing(
    alice: Actor, rita: Actor, database: Database, catalogue: Catalogue
) -> None:
    back = Rounds(database, catalogue)
    put_last(back, NEW, {"RC-01": 1, "CO-22": 3})
    answer_now(back, OLD, {"RC-01": 4})

    assert "Last round" not in page_of(alice, back, "RC-01")
    assert "The last round used questionnaire 2027.1, which cannot be compared" in fragment(alice, "RC-01")
    for place in ("scorecard", "board-summary", "signature", "gap-report.xlsx", "workbook.xlsx", "recommendations"):
        assert alice.browser.get(f"{HOME}/{place}").status_code == 200
    back.put(State.UNDER_REVIEW)
    assert "Last round" not in words(rita.browser.get(f"{HOME}/review/E1.1").text)
