"""The kind of an organisation: what changing it asks of its assessments. The kind decides what is asked, who reviews,
and whose figures it stands among."""

from sqlalchemy import select, update
from sqlmodel import Session, col

from app.assessments.lifecycle import State
from app.assessments.reads import ONE_ASSESSMENT, one_assessment
from app.assessments.to_sign import figures_from
from app.db import fingerprints
from app.db.fingerprints import Contents
from app.db.tables.columns import table_of
from app.db.tables.people import Administration
from app.db.tables.rounds import Assessment
from questionnaires.catalogue import Catalogue
from questionnaires.problems import N_, Problem
from questionnaires.profiles import given_of

ASSESSMENT = table_of(Assessment)
UNDER_WAY = N_("An assessment of this organisation is under way. Change its kind once the result is published.")


def kind_problems(db: Session, administration: Administration, kind: str) -> list[Problem]:
    if kind == administration.kind:
        return []
    begun = select(col(Assessment.id)).where(
        col(Assessment.administration_id) == administration.id,
        col(Assessment.state).not_in((State.NOT_OPENED, State.PUBLISHED)),
    )
    return [Problem("kind", UNDER_WAY)] if db.execute(begun.limit(1)).first() else []


def give_anew(db: Session, catalogue: Catalogue, administration: Administration) -> Contents:
    """To its assessments that nobody has begun: with the kind goes what they ask."""
    unopened = ONE_ASSESSMENT.where(
        col(Assessment.administration_id) == administration.id, col(Assessment.state) == State.NOT_OPENED
    )
    contents: Contents = {}
    for row in db.connection().execute(unopened.with_for_update(of=Assessment, key_share=True)).all():
        assessment = one_assessment(row, catalogue)
        given = given_of(assessment.questionnaire, administration.kind, administration.region)
        if dict(assessment.profile) != given:
            values = {"profile": given} | figures_from(assessment.questionnaire, given, {}, assessment.form)
            contents |= fingerprints.written(db, update(ASSESSMENT).where(ASSESSMENT.c.id == row.id).values(values))
    return contents
