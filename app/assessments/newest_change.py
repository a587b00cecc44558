"""When something of what an assessment reports changed last: the date of the data, as every file names it."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, func, select, union_all
from sqlmodel import Session

from app.assessments.answer_sets import (
    ASSESSMENT,
    IS_NEWEST_EDITION,
    MODERATION,
    PUBLICATION,
    SIGNATURE,
    SIGNATURE_STANDS,
)
from app.assessments.lifecycle import State
from app.assessments.reads import EVIDENCE, USES, OneAssessment
from app.db.tables.columns import table_of
from app.db.tables.reviews import FollowUp, Recommendation, ReviewSummary

FOLLOW_UP = table_of(FollowUp)


def _of(column: ColumnElement[str], ids: str = "assessments") -> ColumnElement[bool]:
    return column.in_(bindparam(ids, expanding=True))


MOMENTS = union_all(
    select(ASSESSMENT.c.id, ASSESSMENT.c.changed_at.label("at")).where(_of(ASSESSMENT.c.id)),
    select(USES.c.assessment_id, USES.c.at).where(_of(USES.c.assessment_id)),
    select(EVIDENCE.c.assessment_id, EVIDENCE.c.withdrawn_at).where(_of(EVIDENCE.c.assessment_id)),
    select(SIGNATURE.c.assessment_id, SIGNATURE.c.at)
    .join(ASSESSMENT, SIGNATURE_STANDS)
    .where(_of(SIGNATURE.c.assessment_id)),
    select(PUBLICATION.c.assessment_id, PUBLICATION.c.at)
    .join(ASSESSMENT, ASSESSMENT.c.id == PUBLICATION.c.assessment_id)
    .where(
        _of(PUBLICATION.c.assessment_id),
        ASSESSMENT.c.state == State.PUBLISHED,
        IS_NEWEST_EDITION,
    ),
    select(MODERATION.c.assessment_id, MODERATION.c.at)
    .join(ASSESSMENT, ASSESSMENT.c.id == MODERATION.c.assessment_id)
    .where(
        _of(MODERATION.c.assessment_id, "moderated"),
        MODERATION.c.part == "first",
        MODERATION.c.signature == ASSESSMENT.c.signature,
    ),
    *(
        select(table.c.assessment_id, table.c.at)
        .join(ASSESSMENT, ASSESSMENT.c.id == table.c.assessment_id)
        .where(
            _of(table.c.assessment_id, "moderated"),
            ASSESSMENT.c.state == State.REVIEWED,
            table.c.edition == ASSESSMENT.c.edition,
        )
        for table in (table_of(Recommendation), table_of(ReviewSummary))
    ),
    select(FOLLOW_UP.c.assessment_id, FOLLOW_UP.c.at).where(_of(FOLLOW_UP.c.assessment_id)),
).subquery()
# Built once, so that SQLAlchemy finds it compiled
NEWEST: Select[*tuple[Any, ...]] = select(MOMENTS.c.id, func.max(MOMENTS.c.at)).group_by(MOMENTS.c.id)


def newest_changes(
    db: Session, assessments: Iterable[OneAssessment], moderated: Collection[str]
) -> dict[str, datetime | None]:
    """By assessment id, in one query: an answer, its evidence, the signature that stands, the publication, what became
    of the last recommendations; and of those that report the reviewer's values, whose ids are `moderated`, a decision
    of the review, and what a finished one leaves behind."""
    return newest_changes_of(db, [assessment.id for assessment in assessments], moderated)


def newest_changes_of(db: Session, ids: Sequence[str], moderated: Collection[str]) -> dict[str, datetime | None]:
    """As above, by the ids alone."""
    of_these = {"assessments": ids, "moderated": list(moderated)}
    return {id_: at for id_, at in db.connection().execute(NEWEST, of_these)}


def newest_change(db: Session, assessment: OneAssessment, *, with_moderated: bool) -> datetime | None:
    """`with_moderated`: whether the reviewer's values are reported."""
    return newest_changes(db, [assessment], [assessment.id] if with_moderated else [])[assessment.id]


def day_of(newest: datetime | None) -> str:
    """As files name it."""
    return newest.date().isoformat() if newest else ""
