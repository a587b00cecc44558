"""What changed since the last round: what was reported then, and which levels jumped without a word of why."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import bindparam, select
from sqlmodel import Session, col

from app.assessments import OneAssessment
from app.lifecycle import State
from app.tables.rounds import Assessment, Round
from app.values import newest_publication, published_values, values_of
from questionnaires.answers import NOT_ANSWERED, Answer

JUMP = 2
"""From here a change needs a comment (questionnaire rules, 1.1)."""

# Built once, so that SQLAlchemy finds it compiled
THIS_ROUND = select(col(Round.due_on)).where(col(Round.id) == bindparam("round")).scalar_subquery()
EARLIER = (
    select(col(Assessment.id), col(Assessment.state), col(Assessment.edition), col(Assessment.signature))
    .join_from(Assessment, Round)
    .where(
        col(Assessment.administration_id) == bindparam("administration"),
        col(Assessment.state) != State.NOT_OPENED,
        col(Round.due_on) < THIS_ROUND,
    )
    .order_by(col(Round.due_on).desc())
    .limit(1)
)


def jumped(previous: Answer, now: Answer) -> bool:
    """Whether a level went up or down by two or more. Unknown, N/A and not answered have no level to compare."""
    return previous.state == now.state == "answered" and abs(previous.level - now.level) >= JUMP


def jumped_without_comment(previous: Mapping[str, Answer], now: Mapping[str, Answer]) -> tuple[str, ...]:
    """The indicators that need a comment before signing, in the order of `now`."""
    return tuple(
        id_
        for id_, answer in now.items()
        if jumped(previous.get(id_, NOT_ANSWERED), answer) and not answer.comment.strip()
    )


def previous_answers(db: Session, assessment: OneAssessment) -> Mapping[str, Answer]:
    """What the administration's latest earlier round reports, of the indicators that this round has too."""
    one = {"administration": assessment.administration_id, "round": assessment.round_id}
    earlier = db.connection().execute(EARLIER, one).first()
    return {} if earlier is None else _reported(db, assessment, earlier)


def _reported(db: Session, assessment: OneAssessment, earlier: Any) -> Mapping[str, Answer]:
    """A published result stands while its correction is under way; before, what was signed: all readers see it."""
    if publication := newest_publication(db, earlier.id):
        return published_values(assessment.questionnaire, publication.content).reported
    state = State(earlier.state)
    then = replace(assessment, id=earlier.id, state=state, edition=earlier.edition, signature=earlier.signature)
    found = values_of(db, then, with_moderated=False).validated or {}
    return {id_: found[id_] for id_ in assessment.questionnaire.indicators if id_ in found}
