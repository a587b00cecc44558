"""What the gap report is told of the round before."""

import pytest
from sqlalchemy import update

from app.assessments.lifecycle import State
from app.assessments.report.gap_report import beside_of
from app.assessments.report.results import results_of
from app.db.session import Database
from app.db.tables.rounds import Assessment, Publication
from exports.gap.facts import Beside
from questionnaires.catalogue import Catalogue
from scoring.scorecard import rounded
from tests.app.signing.signing import arden, make_ready
from tests.app.test_changes import LAST, put_last_round


def beside(database: Database, catalogue: Catalogue) -> Beside:
    with database.reading() as db:
        return beside_of(db, results_of(db, arden(db, catalogue), with_moderated=True), {})


@pytest.mark.parametrize(("state", "score"), [(State.SIGNED, 25), (State.PUBLISHED, 16.7)])
def test_the_answers_and_figures_that_were_reported_stand_beside(
    state: State, score: float, database: Database, catalogue: Catalogue
) -> None:
    make_ready(database, catalogue)
    put_last_round(database, catalogue, state)

    comparison = beside(database, catalogue)

    assert set(comparison.last) == {"RC-01", "RC-02"}
    assert comparison.last_round is not None
    element = comparison.last_round.by_id["E1.1"]
    assert element.score is not None
    assert rounded(element.score) == score


def test_published_figures_stand_as_they_were_published(database: Database, catalogue: Catalogue) -> None:
    put_last_round(database, catalogue, State.PUBLISHED)
    with database.writing() as db:
        publication = db.get_one(Publication, (LAST, 1))
        card = publication.content["scorecards"]["moderated"]
        moved = card | {"overall": card["overall"] | {"exact": "77", "score": 77.0}}
        publication.content = publication.content | {
            "scorecards": publication.content["scorecards"] | {"moderated": moved}
        }

    last_round = beside(database, catalogue).last_round

    assert last_round is not None
    assert last_round.overall.score == 77


def test_scores_of_another_version_do_not_compare(database: Database, catalogue: Catalogue) -> None:
    put_last_round(database, catalogue, State.SIGNED)
    with database.writing() as db:
        db.execute(update(Assessment).where(Assessment.id == LAST).values(questionnaire="2099.1"))  # type: ignore[arg-type]

    comparison = beside(database, catalogue)

    assert (comparison.last_round, comparison.last, comparison.other_version) == (None, {}, "2099.1")


def test_without_a_round_before_there_is_nothing(database: Database, catalogue: Catalogue) -> None:
    comparison = beside(database, catalogue)

    assert (comparison.last_round, comparison.last) == (None, {})
