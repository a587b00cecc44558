"""How much is said and not yet resolved about the questions of an assessment, by question."""

from collections.abc import Sequence

from sqlalchemy import and_, bindparam, func, literal, select
from sqlmodel import Session, col

from app.db.tables.answers import Comment, Thread

TEAM_AUDIENCE, WITH_SECRETARIAT = "team", "secretariat"

# Built once, so that SQLAlchemy finds it compiled
OPEN_COMMENTS = (
    select(
        literal("comments").label("kind"),
        col(Comment.indicator),
        literal("").label("title"),
        func.count().label("count_"),
    )
    .join(
        Thread,
        and_(
            col(Thread.assessment_id) == col(Comment.assessment_id),
            col(Thread.indicator) == col(Comment.indicator),
            col(Thread.audience) == col(Comment.audience),
        ),
    )
    .where(
        col(Comment.assessment_id) == bindparam("assessment"),
        col(Thread.resolved_at).is_(None),
        col(Thread.audience).in_(bindparam("audiences", expanding=True)),
    )
    .group_by(col(Comment.indicator))
)


def open_comments(db: Session, assessment_id: str, audiences: Sequence[str]) -> dict[str, int]:
    """Indicator -> how many comments of these threads, where the thread is not resolved."""
    rows = db.connection().execute(OPEN_COMMENTS, {"assessment": assessment_id, "audiences": audiences})
    return {row.indicator: row.count_ for row in rows}
