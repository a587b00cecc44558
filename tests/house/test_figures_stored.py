"""The levels and counts stored with an assessment are those that scoring gives of its answers, after any save."""

from pathlib import Path
from random import Random
from typing import cast

import pytest
from sqlmodel import Session, select

from app.access.loaders import ANY_ONE
from app.assessments.answer_sets import (
    newest_publication,
    published_examined,
    published_values,
    scorecards_of,
    signature_content,
    validated_values,
    values_of,
)
from app.assessments.last_round import last_levels
from app.assessments.lifecycle import State
from app.assessments.reads import OneAssessment, answers_in_full, one_assessment
from app.assessments.report.gap_report import assessment_for_command
from app.assessments.to_sign import returned_of
from app.db.session import Database
from app.db.tables.rounds import Assessment, Round
from questionnaires.answers import Form, missing
from questionnaires.catalogue import Catalogue
from scoring.score import score
from scoring.scorecard import IndicatorResult, Scorecard, rounded
from tests.app.answers import PROFILE, random_document, store
from tests.app.browser import form
from tests.app.signing.signing import ANSWERS, LEVEL_3, SIGNED_AS, bring_to, full_profile, make_ready, sign
from tests.app.test_changes import LAST, put_last_round
from tests.cast import ARDEN, Actor
from tests.engines import ON_BOTH
from tests.stage import put, rows_of
from tests.states import put_in_state

HOME = f"/assessments/{ARDEN}"

Figures = dict[str, dict[str, object]]
LATER = {"profile.land_border": "no", "profile.has_projects": "no", "profile.shift_work": "yes"}


def stored(database: Database) -> Figures:
    with database.reading() as db:
        return {
            assessment.id: {
                "level": assessment.level,
                "levels": assessment.levels,
                "scores": assessment.scores,
                "validated": assessment.validated,
                "moderated": assessment.moderated,
                "published": assessment.published,
                "progress": assessment.progress,
                "asked": assessment.asked,
                "done": assessment.done,
                "blockers": assessment.blockers,
            }
            for assessment in db.exec(select(Assessment))
        }


def computed(database: Database, catalogue: Catalogue) -> Figures:
    """From the answers themselves, without any function that stores figures."""
    with database.reading() as db:
        return {row.id: _figures(db, catalogue, row) for row in db.exec(select(Assessment))}


def _figures(db: Session, catalogue: Catalogue, row: Assessment) -> dict[str, object]:
    questionnaire = catalogue[row.questionnaire]
    assessment = one_assessment(db.connection().execute(ANY_ONE, {"assessment": row.id}).one(), catalogue)
    content = signature_content(db, assessment)
    card = score(questionnaire, row.profile, answers_in_full(db, row.id), cast(Form, row.form))
    to_sign = score(questionnaire, row.profile, validated_values(content), cast(Form, row.form))
    stops = {result.id for result in to_sign.indicators if _stops(db, assessment, result, content["validated"])}
    progress = {pillar.id: [0, 0, 0] for pillar in to_sign.pillars}
    for result in to_sign.indicators:
        indicator = questionnaire.indicators[result.id]
        is_asked = indicator.is_scored and result.asked
        counts = progress[questionnaire.elements[indicator.element].pillar]
        counts[1] += is_asked
        counts[2] += is_asked and result.answer.state != "not_answered"
        counts[0] += is_asked and result.answer.state != "not_answered" and result.id not in stops
    before_signing = row.state in (State.NOT_OPENED, State.IN_PROGRESS)
    open_keys = [key for key in questionnaire.profile_keys if row.profile.get(key) in (None, "")]
    return {
        **_shown(card),
        **_of_others(db, catalogue, row.id),
        "progress": progress,
        "asked": sum(asked for _, asked, _ in progress.values()),
        "done": sum(done for done, _, _ in progress.values()),
        "blockers": len(stops) + (len(open_keys) if before_signing else 0),
    }


def _stops(db: Session, assessment: OneAssessment, result: IndicatorResult, explained: dict[str, object]) -> bool:
    """By the answers of now and of the last round; after a return only what was sent back may stop."""
    if not (result.asked and assessment.questionnaire.indicators[result.id].is_scored):
        return False
    if assessment.state is State.RETURNED:
        if result.id not in returned_of(db, assessment):
            return False
    elif assessment.state not in (State.NOT_OPENED, State.IN_PROGRESS):
        return False
    answer, last = result.answer, last_levels(db, assessment).get(result.id)
    both = last is not None and answer.state == "answered"
    needs_comment = both and abs((last or 0) - answer.level) >= 2 and not answer.comment.strip()
    return bool(missing(answer)) or (needs_comment and result.id not in explained)


def _shown(scorecard: Scorecard) -> dict[str, object]:
    nodes = (scorecard.overall, *scorecard.pillars)
    return {
        "level": scorecard.overall.level,
        "levels": {pillar.id: pillar.level for pillar in scorecard.pillars},
        "scores": {node.id: None if node.score is None else rounded(node.score) for node in nodes},
    }


def _of_others(db: Session, catalogue: Catalogue, assessment_id: str) -> dict[str, object]:
    """As the head signed, after the reviewer's decisions, and of the newest published edition."""
    assessment = assessment_for_command(db, catalogue, assessment_id)
    assert assessment
    cards = scorecards_of(assessment, values_of(db, assessment, with_moderated=True))
    figures: dict[str, object] = {
        kind: _shown(cards[kind]) if kind in cards else {} for kind in ("validated", "moderated")
    }
    publication = newest_publication(db, assessment_id)
    if publication is None:
        return figures | {"published": {}}
    questionnaire, content = assessment.questionnaire, publication.content
    card = scorecards_of(assessment, published_values(questionnaire, content))["moderated"]
    examined = {"examined": published_examined(questionnaire, content).figures}
    return figures | {"published": _shown(card) | examined}


@ON_BOTH
def test_of_every_assessment_of_the_demo(database: Database, catalogue: Catalogue, demo_file: Path) -> None:
    with Database(f"sqlite:///{demo_file}") as demo:
        put(database, rows_of(demo))

    figures = stored(database)
    assert len(figures) == 15
    assert sum(row["done"] > 0 for row in figures.values()) == 14  # type: ignore[operator]
    filled = {
        kind: sum(bool(row[kind]) for row in figures.values()) for kind in ("validated", "moderated", "published")
    }
    assert filled == {"validated": 11, "moderated": 9, "published": 5}
    assert figures == computed(database, catalogue)


@pytest.mark.parametrize("seed", range(3))
@ON_BOTH
def test_after_random_answers(seed: int, database: Database, catalogue: Catalogue) -> None:
    store(database, catalogue, random_document(Random(seed), catalogue), each=True)

    assert stored(database)[ARDEN]["done"]
    assert stored(database) == computed(database, catalogue)


@pytest.mark.parametrize("key", [*LATER, "profile.staff_total"])
def test_after_the_profile_changed_what_is_asked(
    key: str, alice: Actor, database: Database, catalogue: Catalogue
) -> None:
    store(database, catalogue, random_document(Random(4), catalogue))

    body = {"profile": {key: LATER.get(key, 3)}, "revision": 1}
    alice.browser.put(f"/api/v1/assessments/{ARDEN}/profile", json=body, headers=alice.api)

    assert stored(database) == computed(database, catalogue)


def blockers(database: Database) -> object:
    return stored(database)[ARDEN]["blockers"]


def is_up_to_date(database: Database, catalogue: Catalogue) -> bool:
    """Of this round: the last one is put into the database without its figures."""
    return stored(database)[ARDEN] == computed(database, catalogue)[ARDEN]


@pytest.fixture
def jumped(database: Database, catalogue: Catalogue) -> Database:
    """RC-01 was at 3 in the last round, which is reviewed and not published; it is at 1 now, without a comment."""
    put_last_round(database, catalogue, State.REVIEWED)
    make_ready(database, catalogue, ANSWERS | {"RC-01": {"state": "answered", "value": 1}})
    assert blockers(database) == 1
    return database


def test_after_the_head_changed_a_level_and_took_it_back(hugo: Actor, jumped: Database, catalogue: Catalogue) -> None:
    data = hugo.form(indicator="RC-01", level="0", reason="Not even that.")
    assert hugo.browser.post(f"{HOME}/validated", data=data).status_code == 303
    assert blockers(jumped) == 0
    assert is_up_to_date(jumped, catalogue)

    hugo.browser.post(f"{HOME}/validated", data=hugo.form(undo="RC-01"))

    assert blockers(jumped) == 1
    assert is_up_to_date(jumped, catalogue)


@pytest.mark.parametrize("address", [f"/assessments/{LAST}/publication", "/reviews/publications"])
def test_after_the_last_round_was_published_with_other_levels(
    address: str, sofia: Actor, jumped: Database, catalogue: Catalogue
) -> None:
    """The reviewer made 2 of the 3: 1 is no jump any more."""
    asking = form(sofia.browser.get(f"{address}?round=last").text, address)
    assert sofia.browser.post(address, data=asking.data()).status_code == 303

    assert blockers(jumped) == 0
    assert is_up_to_date(jumped, catalogue)


def test_after_the_signature_of_the_last_round_was_withdrawn_and_given_again(
    hugo: Actor, jumped: Database, catalogue: Catalogue
) -> None:
    with jumped.writing() as db:
        put_in_state(db, catalogue, State.SIGNED, LAST)
        db.get_one(Assessment, LAST).profile = full_profile(catalogue)
        db.get_one(Round, "last").due_on = "2026-12-17"
    last = f"/assessments/{LAST}"

    hugo.browser.post(f"{last}/withdrawal", data=hugo.form(why="We forgot something."))
    assert blockers(jumped) == 0
    assert is_up_to_date(jumped, catalogue)

    page = hugo.browser.get(f"{last}/signature").text
    signed = hugo.browser.post(f"{last}/signature", data=form(page, f"{last}/signature").data(**SIGNED_AS))
    assert signed.status_code == 303
    assert blockers(jumped) == 1
    assert is_up_to_date(jumped, catalogue)


def test_after_each_move_of_the_assessment_itself(
    hugo: Actor, rita: Actor, sofia: Actor, database: Database, catalogue: Catalogue
) -> None:
    """RC-02 jumps without a comment while the head explains it; a correction forgets what the head said."""
    put_last_round(database, catalogue, State.PUBLISHED)
    make_ready(database, catalogue, ANSWERS | {"RC-01": LEVEL_3 | {"value": 0}})
    hugo.browser.post(f"{HOME}/validated", data=hugo.form(indicator="RC-01", level="4", reason="We have it."))

    sign(hugo)
    assert is_up_to_date(database, catalogue)
    hugo.browser.post(f"{HOME}/withdrawal", data=hugo.form(why="Once more."))
    assert is_up_to_date(database, catalogue)
    bring_to(database, catalogue, State.UNDER_REVIEW)
    data = rita.form(signature="1", **{"question-RC-02": "Where?"})
    assert rita.browser.post(f"{HOME}/review/return", data=data).status_code == 303
    assert is_up_to_date(database, catalogue)
    bring_to(database, catalogue, State.PUBLISHED)
    hugo.browser.post(f"{HOME}/correction", data=hugo.form(why="A level is wrong."))
    sofia.browser.post(f"{HOME}/correction/decision", data=sofia.form(decision="allow", why="Go on."))

    assert blockers(database) == 1
    assert is_up_to_date(database, catalogue)


@pytest.mark.parametrize("body", [{"state": "unknown"}, {"state": "not_answered"}, {"state": "answered", "value": 4}])
@pytest.mark.parametrize("indicator", ["RC-08", "RC-04", "EQ-01"])
def test_after_one_answer_changed(
    indicator: str, body: dict[str, object], alice: Actor, database: Database, catalogue: Catalogue
) -> None:
    """RC-08 and RC-04 decide whether other questions are asked."""
    answers = {id_: {"state": "answered", "value": 2} for id_ in ("RC-08", "RC-04", "EQ-01")}
    store(database, catalogue, {"profile": PROFILE, "answers": answers})

    address = f"/api/v1/assessments/{ARDEN}/answers/{indicator}"
    assert alice.browser.put(address, json=body | {"revision": 1}, headers=alice.api).status_code == 200

    assert stored(database) == computed(database, catalogue)
