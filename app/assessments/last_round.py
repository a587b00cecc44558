"""What the last round reported, to compare with as far as the maps between the versions allow, or else to read."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sqlalchemy import Select, and_, bindparam, func, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from app.assessments.answer_sets import (
    IS_NEWEST_EDITION,
    PUBLICATION,
    SIGNATURE,
    SIGNATURE_STANDS,
    Answers,
    Values,
    own_values,
    published_values,
    validated_values,
)
from app.assessments.reads import OneAssessment, results_of
from app.db.tables.rounds import Assessment, Round
from questionnaires.answers import Form, ProfileValue
from questionnaires.comparability import Origin
from questionnaires.definition import Questionnaire
from questionnaires.earlier import EarlierAnswers
from questionnaires.problems import N_
from scoring.score import score, score_nodes
from scoring.scorecard import Scorecard

SHORT_FORM = N_(
    "The short form asks fewer questions, so its levels and scores cannot be compared with those of the full form."
)
TWO_VERSIONS = N_("Levels and scores of different versions of the questionnaire cannot be compared.")

ONE, ITS_ROUND = aliased(Assessment), aliased(Round)


def latest_before(administration: Any, due_on: Any) -> Select[str]:
    """The id of the last round's assessment: the latest one signed in a round that was due before this day."""
    return (
        select(col(ONE.id))
        .join_from(ONE, ITS_ROUND, col(ITS_ROUND.id) == col(ONE.round_id))
        .where(
            col(ONE.administration_id) == administration,
            col(ONE.signature) > 0,
            col(ITS_ROUND.due_on) < due_on,
        )
        .order_by(col(ITS_ROUND.due_on).desc())
        .limit(1)
    )


# Built once, so that SQLAlchemy finds it compiled
THIS_ROUND = select(col(Round.due_on)).where(col(Round.id) == bindparam("round")).scalar_subquery()
EARLIER: Select[*tuple[Any, ...]] = (
    select(
        col(Assessment.id),
        col(Assessment.questionnaire),
        col(Assessment.form),
        col(Round.name).label("round"),
        func.coalesce(PUBLICATION.c.signature, SIGNATURE.c.number).label("signature"),
        PUBLICATION.c.questionnaire.label("published_questionnaire"),
        PUBLICATION.c.form.label("published_form"),
        PUBLICATION.c.content.label("published"),
        SIGNATURE.c.content.label("signed"),
    )
    .join_from(Assessment, Round)
    .outerjoin(
        PUBLICATION,
        and_(PUBLICATION.c.assessment_id == col(Assessment.id), IS_NEWEST_EDITION),
    )
    .outerjoin(SIGNATURE, and_(PUBLICATION.c.edition.is_(None), SIGNATURE_STANDS))
    .where(col(Assessment.id) == latest_before(bindparam("administration"), THIS_ROUND).scalar_subquery())
)
"""With what it reports: its newest publication, or else the signature that stands."""


@dataclass(frozen=True)
class LastRound:
    """What the administration's latest earlier round reports, by the indicators of its own version: nothing of it is
    read by another one.

    `scorecard` is the document that was published; None before. `round` is its year, `signature` the number of the
    signature that its values follow from. `origins` say where each question of this round comes from.
    """

    assessment_id: str
    round: str
    signature: int
    questionnaire: Questionnaire
    form: Form
    values: Values
    origins: Mapping[str, Origin]
    scorecard: Mapping[str, Any] | None = None

    @property
    def profile(self) -> Mapping[str, ProfileValue]:
        return self.values.profile

    @property
    def reported(self) -> Answers:
        return self.values.reported

    @cached_property
    def answers(self) -> EarlierAnswers:
        """The reported ones, by the questions of this round."""
        return EarlierAnswers(self.questionnaire, self.reported, self.origins)


def earlier_answers(db: Session, assessment: OneAssessment) -> EarlierAnswers | None:
    last = last_round(db, assessment)
    return last.answers if last else None


def last_levels(db: Session, assessment: OneAssessment) -> dict[str, int]:
    """Indicator -> the level that the last round reports, of those that had one on the same scale."""
    last = last_round(db, assessment)
    return levels_of(last.answers.compared) if last else {}


def levels_of(answers: Answers) -> dict[str, int]:
    return {id_: answer.level for id_, answer in answers.items() if answer.state == "answered"}


def last_results(assessment: OneAssessment, last: LastRound) -> Mapping[str, Any] | None:
    """Level, levels and scores that the last round reports; None where they do not compare with this round's."""
    if (last.questionnaire, last.form) != (assessment.questionnaire, assessment.form):
        return None
    if last.scorecard is None:
        return results_of(score_nodes(assessment.questionnaire, last.profile, last.reported, last.form))
    nodes = (last.scorecard["overall"], *last.scorecard["pillars"])
    return {
        "level": nodes[0]["level"],
        "levels": {node["id"]: node["level"] for node in nodes[1:]},
        "scores": {node["id"]: node["score"] for node in nodes},
    }


def last_round(db: Session, assessment: OneAssessment) -> LastRound | None:
    """A published result stands while its correction is under way; before, what was signed: all readers see it."""
    parameters = {"administration": assessment.administration_id, "round": assessment.round_id}
    earlier = db.connection().execute(EARLIER, parameters).first()
    if earlier is None or not (earlier.published or earlier.signed):
        return None
    questionnaire = assessment.catalogue[earlier.published_questionnaire or earlier.questionnaire]
    if earlier.published:
        values, form = published_values(questionnaire, earlier.published), earlier.published_form
        document = earlier.published["scorecards"][values.reported_kind]
    else:
        values, form, document = _signed_values(questionnaire, earlier.signed), earlier.form, None
    origins = assessment.catalogue.origins(assessment.questionnaire.version, questionnaire.version)
    return LastRound(earlier.id, earlier.round, earlier.signature, questionnaire, form, values, origins, document)


def _signed_values(questionnaire: Questionnaire, signed: Mapping[str, Any]) -> Values:
    validated = validated_values(signed)
    known = {id_: validated[id_] for id_ in questionnaire.indicators if id_ in validated}
    return Values(signed["profile"], own_values(signed), known)


def on_common_questions(
    questionnaire: Questionnaire, last: LastRound, profile: Mapping[str, ProfileValue], answers: Answers
) -> tuple[Scorecard, Scorecard]:
    """The last round and this one where one was answered in full and the other in short form: both by the questions of
    the short form, which both forms ask. Two versions of the questionnaire do not compare at all."""
    then = score(questionnaire, last.profile, last.reported, "short")
    return then, score(questionnaire, profile, answers, "short")
