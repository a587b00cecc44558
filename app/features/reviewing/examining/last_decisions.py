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
from questionnaires.comparability import Origin
from questionnaires.definition import Indicator, Questionnaire

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
    """`indicator` is the question that was asked then, `signed` and `reviewed` are the two values. The rest says why,
    who and when: it is empty where a correction has replaced the decision since, or where nobody examined the answer.
    """

    indicator: Indicator
    signed: Answer
    reviewed: Answer | None
    reason: str = ""
    note: str = ""
    by: str = ""
    at: datetime | None = None


@dataclass(frozen=True)
class LastDecided:
    """Beside a question of this round: the decisions on the questions that it comes from, in the words of then."""

    round: str
    questionnaire: Questionnaire
    origin: Origin
    decisions: tuple[LastDecision, ...]

    @property
    def is_compared(self) -> bool:
        return self.origin.kind == "direct"


def last_decisions(db: Session, last: LastRound | None) -> dict[str, LastDecided]:
    """By the questions of this round."""
    if last is None:
        return {}
    then = _decided_then(db, last)
    decided = {
        id_: LastDecided(
            last.round,
            last.questionnaire,
            origin,
            tuple(then[source] for source in origin.sources if source in then),
        )
        for id_, origin in last.origins.items()
    }
    return {id_: each for id_, each in decided.items() if each.decisions}


def _decided_then(db: Session, last: LastRound) -> dict[str, LastDecision]:
    """By the questions of that round, in one query. Before its publication a result has no reviewed value for other
    rounds, as everywhere."""
    indicators = last.questionnaire.indicators
    moderated, validated = last.values.moderated, last.values.validated or {}
    if moderated is None:
        return {id_: LastDecision(indicators[id_], answer, None) for id_, answer in validated.items()}
    keys = {"assessment": last.assessment_id, "signature": last.signature}
    made = opinions({row.indicator: row for row in db.connection().execute(DECIDED_THEN, keys)})
    whys = {id_: (row.reason, row.note, row.name, row.at) for id_, row in made.items()}
    return {
        id_: LastDecision(indicators[id_], validated.get(id_, NOT_ANSWERED), reviewed, *whys.get(id_, ()))
        for id_, reviewed in moderated.items()
    }
