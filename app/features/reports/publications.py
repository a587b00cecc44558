"""Published results as others see them: levels and scores from the frozen snapshots, never an answer."""

from typing import Any

from sqlalchemy import ColumnElement, Row, Select, func, select
from sqlmodel import Session, col

from app.access.identity import Visitor
from app.access.loaders import NotYours, only_disclosed
from app.db.tables.columns import table_of
from app.db.tables.people import Administration
from app.db.tables.rounds import Assessment, Publication, Round
from app.features.reports.result_list import Result, result_of

PUBLICATION = table_of(Publication)
SCORECARD = ("scorecards", "moderated")
LATER = PUBLICATION.alias()
NEWEST = select(func.max(LATER.c.edition)).where(LATER.c.assessment_id == PUBLICATION.c.assessment_id)
OF_PUBLICATION: tuple[Any, ...] = (
    PUBLICATION.c.assessment_id,
    PUBLICATION.c.edition,
    PUBLICATION.c.questionnaire,
    PUBLICATION.c.form,
    col(Administration.name).label("administration"),
    col(Administration.region),
    col(Administration.kind).label("organisation"),
    col(Administration.disclosure),
    col(Round.name).label("round"),
    col(Assessment.published),
)


def _newest(*columns: ColumnElement[Any]) -> Select[*tuple[Any, ...]]:
    """Of each assessment the newest edition."""
    return (
        select(*OF_PUBLICATION, *columns)
        .select_from(PUBLICATION)
        .join(Assessment, col(Assessment.id) == PUBLICATION.c.assessment_id)
        .join(Administration, col(Administration.id) == col(Assessment.administration_id))
        .join(Round, col(Round.id) == col(Assessment.round_id))
        .where(PUBLICATION.c.edition == NEWEST.scalar_subquery())
    )


LISTED = _newest().order_by(col(Round.name).desc(), col(Administration.name))
"""With the figures that are stored of that edition: what was published is long, and a list never opens it."""
ONE_RESULT = _newest(
    PUBLICATION.c.hash,
    PUBLICATION.c.at,
    *(PUBLICATION.c.content[(*SCORECARD, part)].label(part) for part in ("overall", "pillars", "elements")),
)
"""Cut down in the database to the figures that are shown."""


def results_for(db: Session, visitor: Visitor | None) -> list[Result]:
    return [result_of(row) for row in db.connection().execute(only_disclosed(LISTED, visitor))]


def result_for(db: Session, visitor: Visitor | None, assessment_id: str) -> Row[Any]:
    """Raises NotYours where there is none for this person."""
    if "\0" in assessment_id:
        raise NotYours
    statement = only_disclosed(ONE_RESULT, visitor).where(PUBLICATION.c.assessment_id == assessment_id)
    row = db.connection().execute(statement).first()
    if row is None:
        raise NotYours
    return row
