"""Figures that a migration left empty, since scoring stands above the migrations."""

from datetime import datetime

from sqlalchemy import String, cast, or_
from sqlmodel import Session, col

from app import audit
from app.assessments import ONE_ASSESSMENT, one_assessment
from app.tables.rounds import Assessment
from app.to_sign import store_figures
from questionnaires.catalogue import Catalogue

EMPTY = ONE_ASSESSMENT.where(or_(cast(col(Assessment.scores), String) == "{}", col(Assessment.blockers).is_(None)))


def fill_figures(db: Session, catalogue: Catalogue, *, at: datetime) -> None:
    """Of assessments from before they were stored; once filled, nothing is left to do."""
    found = db.connection().execute(EMPTY).all()
    for row in found:
        store_figures(db, one_assessment(row, catalogue))
    if found:
        audit.remember(db, "figures filled", by="command line", at=at, details={"assessments": len(found)})
