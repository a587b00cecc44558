"""Figures that a migration left empty, since scoring stands above the migrations."""

from datetime import datetime

from sqlalchemy import String, cast, update
from sqlmodel import Session, col

from app import audit
from app.assessments import ONE_ASSESSMENT, figures_of, one_assessment, outlines_of
from app.tables.rounds import Assessment
from questionnaires.catalogue import Catalogue
from scoring.score import score

EMPTY = ONE_ASSESSMENT.where(cast(col(Assessment.scores), String) == "{}")


def fill_figures(db: Session, catalogue: Catalogue, *, at: datetime) -> None:
    """Of assessments from before scores were stored; once filled, nothing is left to do."""
    found = db.connection().execute(EMPTY).all()
    for row in found:
        one = one_assessment(row, catalogue)
        card = score(one.questionnaire, one.profile, outlines_of(db, one.id), one.form)
        figures = figures_of(one.questionnaire, card)
        db.connection().execute(update(Assessment).where(col(Assessment.id) == one.id).values(**figures))
    if found:
        audit.remember(db, "figures filled", by="command line", at=at, details={"assessments": len(found)})
