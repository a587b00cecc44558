"""The moderated figures: stored at each decision, equal to what scoring gives, and three values side by side."""

from dataclasses import replace
from random import Random
from typing import Any

import pytest
from sqlmodel import col, select

from app.assessments.answer_sets import Values, scorecards_of, values_of
from app.assessments.lifecycle import State
from app.assessments.reads import results_of
from app.db.session import Database
from app.db.tables.records import Notice
from questionnaires.answers import NOT_ANSWERED, Answer
from questionnaires.catalogue import Catalogue
from scoring.score import score
from tests.app.answers import random_document, store
from tests.app.reviewing.conftest import Stage, add_sam, decide, finish
from tests.cast import Actor


def values(arden: Stage) -> Values:
    with arden.read() as db:
        return values_of(db, arden.assessment(), with_moderated=True)


def figures(arden: Stage, answers: dict[str, Answer]) -> dict[str, Any]:
    """Straight from scoring, without any function that moderates."""
    assessment = arden.assessment()
    return results_of(score(assessment.questionnaire, assessment.profile, answers, assessment.form))


def test_a_refused_not_applicable_counts_as_not_answered(rita: Actor, arden: Stage) -> None:
    decide(rita, "RC-04", choice="refused")

    answers = dict(values(arden).own)
    del answers["RC-04"]
    assert arden.row().moderated == figures(arden, answers)
    assert values(arden).reported["RC-04"].state == "not_answered"


def test_a_changed_level_is_scored_in_place_of_the_signed_one(rita: Actor, arden: Stage) -> None:
    decide(rita, choice="1", reason="not shown")

    own = values(arden).own
    assert arden.row().moderated == figures(arden, {**own, "RC-01": replace(own["RC-01"], value=1)})


def test_the_administration_is_told_how_many_levels_changed_and_the_score_before_and_after(
    rita: Actor, arden: Stage
) -> None:
    decide(rita, choice="1", reason="not shown")
    finish(rita)

    with arden.read() as db:
        names = db.execute(select(col(Notice.names)).where(col(Notice.person_id) == "alice")).scalar_one()
    before, after = (results["scores"]["overall"] for results in (arden.row().validated, arden.row().moderated))
    assert (names["changed"], names["before"], names["after"]) == (1, before, after)
    assert before > after


def test_an_unknown_that_the_reviewer_can_answer_gets_a_level(rita: Actor, arden: Stage) -> None:
    decide(rita, "RC-03", choice="2", reason="misread")

    assert (values(arden).reported["RC-03"].state, values(arden).reported["RC-03"].value) == ("answered", 2)


def test_three_values_are_kept(rita: Actor, arden: Stage) -> None:
    decide(rita, choice="1", reason="not shown")

    answers = values(arden)
    assert answers.validated
    assert answers.moderated
    assert [each["RC-01"].value for each in (answers.own, answers.validated, answers.moderated)] == [3, 3, 1]
    assert answers.reported_kind == "moderated"


def test_the_teams_own_figures_stay_as_they_are(rita: Actor, arden: Stage) -> None:
    before = arden.row()

    decide(rita, choice="0", reason="no evidence")

    after = arden.row()
    assert (after.level, after.levels, after.scores) == (before.level, before.levels, before.scores)
    assert after.moderated["scores"] != before.scores


@pytest.mark.parametrize("seed", range(2))
def test_after_random_decisions_the_stored_figures_are_those_computed_anew(
    seed: int, rita: Actor, database: Database, catalogue: Catalogue
) -> None:
    random = Random(seed)
    store(database, catalogue, random_document(random, catalogue))
    with database.writing() as db:
        add_sam(db)
    arden = Stage(database, catalogue)
    arden.put(State.UNDER_REVIEW)
    own = values(arden).own
    expected = dict(own)
    for id_ in random.sample(
        [indicator.id for indicator in catalogue["2026.1"].structure.indicators if indicator.is_scored], 25
    ):
        signed = own.get(id_, NOT_ANSWERED)
        is_maturity = catalogue["2026.1"].indicators[id_].kind == "maturity"
        choice = random.choice(["accepted", "0", "4"] if is_maturity else ["accepted", "yes", "no"])
        if signed.state == "not_applicable":
            choice = random.choice(["accepted", "refused"])
        if decide(rita, id_, choice=choice, reason="not shown").status_code == 404:  # not asked of Arden
            continue
        if choice == "refused":
            expected[id_] = replace(signed, state="not_answered", reason_code="", reason="")
        elif choice != "accepted":
            value = int(choice) if is_maturity else choice
            expected[id_] = replace(signed, state="answered", value=value, reason_code="", reason="")

    assert arden.row().moderated == figures(arden, expected)
    assert results_of(scorecards_of(arden.assessment(), values(arden))["moderated"]) == figures(arden, expected)
