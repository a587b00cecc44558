"""Figures that a migration left empty, since scoring stands above the migrations."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import Select, String, cast, exists, update
from sqlmodel import Session, col

from app import audit
from app.assessments import ONE_ASSESSMENT, OneAssessment, figures_of, one_assessment, outlines_of
from app.lifecycle import REVIEW_BEGUN, SUBMITTED
from app.moderated import moderated_figures, published_figures, validated_figures
from app.tables.rounds import Assessment, Publication
from app.values import moderations_of, newest_publication, newest_signature, validated_values
from questionnaires.catalogue import Catalogue
from scoring.score import score


def _without(column: Any) -> Select[*tuple[Any, ...]]:
    return ONE_ASSESSMENT.where(cast(col(column), String) == "{}")


UNSCORED = _without(Assessment.scores)
SIGNED = _without(Assessment.validated).where(col(Assessment.state).in_(SUBMITTED))
PUBLISHED = _without(Assessment.published).where(exists().where(col(Publication.assessment_id) == col(Assessment.id)))


def fill_figures(db: Session, catalogue: Catalogue, *, at: datetime) -> None:
    """Of assessments from before these figures were stored; once filled, nothing is left to do."""
    filled = {id_ for fill in (_own, _signed, _published) for id_ in fill(db, catalogue)}
    if filled:
        audit.remember(db, "figures filled", by="command line", at=at, details={"assessments": len(filled)})


def _own(db: Session, catalogue: Catalogue) -> Iterator[str]:
    for one in _found(db, catalogue, UNSCORED):
        card = score(one.questionnaire, one.profile, outlines_of(db, one.id), one.form)
        yield _store(db, one, **figures_of(one.questionnaire, card))


def _signed(db: Session, catalogue: Catalogue) -> Iterator[str]:
    """The moderated figures too: they were empty until the first decision of a review."""
    for one in _found(db, catalogue, SIGNED):
        signature = newest_signature(db, one)
        if signature is None:
            raise ValueError(f"{one.id} is {one.state}, but there is no signature of it")
        profile, validated = signature.content["profile"], validated_values(signature.content)
        figures = {"validated": validated_figures(one, profile, validated)}
        if one.state in REVIEW_BEGUN:
            figures["moderated"] = moderated_figures(one, profile, validated, moderations_of(db, one))
        yield _store(db, one, **figures)


def _published(db: Session, catalogue: Catalogue) -> Iterator[str]:
    for one in _found(db, catalogue, PUBLISHED):
        if publication := newest_publication(db, one.id):
            yield _store(db, one, published=published_figures(publication.content))


def _found(db: Session, catalogue: Catalogue, statement: Select[*tuple[Any, ...]]) -> list[OneAssessment]:
    return [one_assessment(row, catalogue) for row in db.connection().execute(statement).all()]


def _store(db: Session, one: OneAssessment, **figures: Any) -> str:
    db.connection().execute(update(Assessment).where(col(Assessment.id) == one.id).values(**figures))
    return one.id
