"""The levels and counts stored with an assessment are those that scoring gives of its answers, after any save."""

from pathlib import Path
from random import Random

import pytest
from sqlmodel import Session, select

from app.assessments import answers_in_full
from app.database import Database
from app.reporting.report import assessment_for_command
from app.tables.rounds import Assessment
from app.values import newest_publication, published_values, scorecards_of, values_of
from questionnaires.catalogue import Catalogue
from scoring.document import rounded
from scoring.score import score
from scoring.scorecard import Scorecard
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
                "scores": one.scores,
                "validated": one.validated,
                "moderated": one.moderated,
                "published": one.published,
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
    scorecard = score(questionnaire, one.profile, answers_in_full(db, one.id), one.form)
    progress = {pillar.id: [0, 0] for pillar in scorecard.pillars}
    for result in scorecard.indicators:
        indicator = questionnaire.indicators[result.id]
        counts = progress[questionnaire.elements[indicator.element].pillar]
        counts[1] += indicator.is_scored and result.asked
        counts[0] += indicator.is_scored and result.asked and result.answer.state != "not_answered"
    return {
        **_shown(scorecard),
        **_of_others(db, catalogue, one.id),
        "progress": progress,
        "asked": sum(asked for _, asked in progress.values()),
        "done": sum(done for done, _ in progress.values()),
    }


def _shown(scorecard: Scorecard) -> dict[str, object]:
    nodes = (scorecard.overall, *scorecard.pillars)
    return {
        "level": scorecard.overall.level,
        "levels": {pillar.id: pillar.level for pillar in scorecard.pillars},
        "scores": {node.id: None if node.score is None else rounded(node.score) for node in nodes},
    }


def _of_others(db: Session, catalogue: Catalogue, assessment_id: str) -> dict[str, object]:
    """As the head signed, after the reviewer's decisions, and of the newest published edition."""
    one = assessment_for_command(db, catalogue, assessment_id)
    assert one
    cards = scorecards_of(one, values_of(db, one, with_moderated=True))
    found: dict[str, object] = {
        kind: _shown(cards[kind]) if kind in cards else {} for kind in ("validated", "moderated")
    }
    publication = newest_publication(db, assessment_id)
    values = published_values(one.questionnaire, publication.content) if publication else None
    return found | {"published": _shown(scorecards_of(one, values)["moderated"]) if values else {}}


def test_of_every_assessment_of_the_demo(database: Database, catalogue: Catalogue, demo_file: Path) -> None:
    with Database(f"sqlite:///{demo_file}") as demo:
        put(database, rows_of(demo))

    found = stored(database)
    assert len(found) == 14
    assert sum(one["done"] > 0 for one in found.values()) == 13  # type: ignore[operator]
    filled = {kind: sum(bool(one[kind]) for one in found.values()) for kind in ("validated", "moderated", "published")}
    assert filled == {"validated": 10, "moderated": 8, "published": 5}
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
