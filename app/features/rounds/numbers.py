"""The assessments of rounds in the order of every file, and those of which workforce numbers are published."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Row, Select, bindparam, select
from sqlmodel import Session, col

from app.access.identity import Visitor
from app.access.loaders import only_disclosed
from app.assessments.answer_sets import IS_NEWEST_EDITION, PUBLICATION
from app.assessments.workforce.signed import PART as WORKFORCE
from app.db.tables.people import Administration
from app.db.tables.rounds import Assessment, Round

ORDERED: Select[*tuple[Any, ...]] = (
    select(
        col(Assessment.id),
        col(Assessment.round_id),
        col(Assessment.questionnaire),
        col(Assessment.form),
        col(Assessment.administration_id),
        col(Assessment.changed_at),
        col(Administration.name),
        col(Administration.kind),
        col(Round.name).label("round"),
    )
    .join_from(Assessment, Administration)
    .join(Round)
    .where(col(Assessment.round_id).in_(bindparam("rounds", expanding=True)))
    .order_by(
        col(Round.name),
        col(Administration.name),
        col(Assessment.id),
    )
)

PUBLISHED_NUMBERS = (
    ORDERED.add_columns(PUBLICATION.c.edition, PUBLICATION.c.at)
    .join(PUBLICATION, PUBLICATION.c.assessment_id == col(Assessment.id))
    .where(IS_NEWEST_EDITION, PUBLICATION.c.content[(WORKFORCE, "sha256")].as_string().is_not(None))
)
"""The same of assessments of which workforce numbers are published."""


def publications_with_numbers(db: Session, visitor: Visitor, rounds: Iterable[Round]) -> list[Row[Any]]:
    """The same for every reader who may see them, whatever state they are in now."""
    of_rounds = {"rounds": [round_.id for round_ in rounds]}
    return list(db.connection().execute(only_disclosed(PUBLISHED_NUMBERS, visitor), of_rounds))
