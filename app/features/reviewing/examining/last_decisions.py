"""What a reviewer decided on each question in the last round, to see beside what is signed now."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select
from sqlmodel import Session, col

from app.assessments.answer_sets import MODERATION
from app.assessments.examined import opinions
from app.assessments.last_round import LastRound
from app.db.tables.people import Person
from app.features.reviewing.review import FIRST
from questionnaires.answers import NOT_ANSWERED, Answer

# Built once, so that SQLAlchemy finds it compiled
DECIDED_THEN = (
    select(MODERATION, col(Person.name).label("name"))
    .join_from(MODERATION, Person, col(Person.id) == MODERATION.c.by)
    .where(
        MODERATION.c.assessment_id == bindparam("assessment"),
        MODERATION.c.part == FIRST,
        MODERATION.c.signature == bindparam("signature"),
    )
)


@dataclass(frozen=True)
class LastDecision:
    """`signed` and `reviewed` are the two values then. The rest says why, who and when: it is empty where a correction
    has replaced the decision since, or where nobody examined the answer."""

    round: str
    signed: Answer
    reviewed: Answer | None
    reason: str = ""
    note: str = ""
    by: str = ""
    at: datetime | None = None


def last_decisions(db: Session, last: LastRound | None) -> dict[str, LastDecision]:
    """One query. Before its publication a result has no reviewed value for other rounds, as everywhere."""
    if last is None:
        return {}
    moderated, validated = last.values.moderated, last.values.validated or {}
    if moderated is None:
        return {id_: LastDecision(last.round, answer, None) for id_, answer in validated.items()}
    keys = {"assessment": last.assessment_id, "signature": last.signature}
    made = opinions({row.indicator: row for row in db.connection().execute(DECIDED_THEN, keys)})
    whys = {id_: (row.reason, row.note, row.name, row.at) for id_, row in made.items()}
    return {
        id_: LastDecision(last.round, validated.get(id_, NOT_ANSWERED), reviewed, *whys.get(id_, ()))
        for id_, reviewed in moderated.items()
    }
