"""The levels and counts stored with an assessment are those that scoring gives of its answers, after any save."""

from pathlib import Path
from random import Random
from typing import cast

import pytest
from sqlmodel import Session, select

from app.assessments import answers_in_full
from app.database import Database
from app.tables.rounds import Assessment
from questionnaires.answers import Form
from questionnaires.catalogue import Catalogue
from scoring.score import score
from tests.app.answers import PROFILE, random_document, store
from tests.cast import ARDEN, Actor
from tests.stage import put, rows_of

Figures = dict[str, dict[str, object]]
LATER = {"profile.land_border": "no", "profile.has_projects": "no", "profile.shift_work": "yes"}


def stored(database: Database) -> Figures:
    with database.reading() as db:
        return {
            one.id: {
                "level": one.level,
                "levels": one.levels,
                "progress": one.progress,
                "asked": one.asked,
                "done": one.done,
            }
            for one in db.exec(select(Assessment))
        }


def computed(database: Database, catalogue: Catalogue) -> Figures:
    """From the answers themselves, without any function that stores figures."""
    with database.reading() as db:
        return {one.id: _figures(db, catalogue, one) for one in db.exec(select(Assessment))}


def _figures(db: Session, catalogue: Catalogue, one: Assessment) -> dict[str, object]:
    questionnaire = catalogue[one.questionnaire]
    scorecard = score(questionnaire, one.profile, answers_in_full(db, one.id), cast(Form, one.form))
    progress = {pillar.id: [0, 0] for pillar in scorecard.pillars}
    for result in scorecard.indicators:
        indicator = questionnaire.indicators[result.id]
        counts = progress[questionnaire.elements[indicator.element].pillar]
        counts[1] += indicator.is_scored and result.asked
        counts[0] += indicator.is_scored and result.asked and result.answer.state != "not_answered"
    return {
        "level": scorecard.overall.level,
        "levels": {pillar.id: pillar.level for pillar in scorecard.pillars},
        "progress": progress,
        "asked": sum(asked for _, asked in progress.values()),
        "done": sum(done for done, _ in progress.values()),
    }


def test_of_every_assessment_of_the_demo(database: Database, catalogue: Catalogue, demo_file: Path) -> None:
    with Database(f"sqlite:///{demo_file}") as demo:
        put(database, rows_of(demo))

    found = stored(database)
    assert len(found) == 14
    assert sum(one["done"] > 0 for one in found.values()) == 13  # type: ignore[operator]
    assert found == computed(database, catalogue)


@pytest.mark.parametrize("seed", range(3))
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
