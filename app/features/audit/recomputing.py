"""What follows from the answers: the stored figures, and the answers under a signature that stands."""

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import Row, select
from sqlmodel import Session, col

from app.assessments.answer_sets import newest_publication, newest_signature, signature_content
from app.assessments.lifecycle import SUBMITTED, State
from app.assessments.reads import ONE_ASSESSMENT, OneAssessment, one_assessment
from app.assessments.stored_figures import figures_of_signed, published_figures
from app.assessments.to_sign import figures_now, returned_tables
from app.assessments.workforce.signed import PART, digest_of, signed_numbers
from app.db.fingerprints import FIGURES
from app.db.tables.columns import table_of
from app.db.tables.reviews import ReturnedQuestion
from app.db.tables.rounds import Assessment
from questionnaires.canonical_json import canonical
from questionnaires.catalogue import Catalogue

STORED = ONE_ASSESSMENT.add_columns(
    *(table_of(Assessment).c[name].label(f"stored_{name}") for name in FIGURES["assessment"])
)
RETURNED = col(ReturnedQuestion.indicator)
NOT_COMPUTABLE = (ValueError, KeyError, TypeError, AttributeError, IndexError, ArithmeticError)
"""What comes of rows that somebody changed by hand into something that no program writes."""


def figures_of_all(db: Session, assessment: OneAssessment, signed: Row[Any] | None) -> dict[str, Any]:
    """All of FIGURES as they must stand. `signed` is the newest signature that stands, or None."""
    figures = figures_now(db, assessment)
    publication = newest_publication(db, assessment.id)
    version = assessment.questionnaire
    figures |= {"published": published_figures(version, publication.content) if publication else {}}
    if signed is None:
        return figures | {"validated": {}, "moderated": {}}
    return figures | figures_of_signed(db, assessment, signed.content)


def problems_of(db: Session, catalogue: Catalogue, assessment_id: str) -> Iterator[str]:
    """What does not follow, each in words that go on from the name of the assessment."""
    try:
        row = db.connection().execute(STORED.where(col(Assessment.id) == assessment_id)).first()
        if row is None:
            yield "its administration or its round is missing."
            return
        assessment = one_assessment(row, catalogue)
        signed = newest_signature(db, assessment)
        yield from _wrong_figures(row, figures_of_all(db, assessment, signed))
        if assessment.state in SUBMITTED:
            yield from _not_as_signed(db, assessment, signed)
    except NOT_COMPUTABLE:
        yield "its figures cannot be calculated from its answers: they were changed by hand."


def _wrong_figures(row: Row[Any], expected: Mapping[str, Any]) -> Iterator[str]:
    for name in FIGURES["assessment"]:
        if canonical(getattr(row, f"stored_{name}")) != canonical(expected[name]):
            yield f"the stored figure “{name}” does not match its answers."


def _not_as_signed(db: Session, assessment: OneAssessment, signed: Row[Any] | None) -> Iterator[str]:
    """While a signature stands, only what was sent back may differ from it."""
    if signed is None:
        yield f"signature {assessment.signature}, which it is based on, is missing."
        return
    now = signature_content(db, assessment)
    sent_back = set(db.execute(_sent_back(assessment)).scalars()) if assessment.state is State.RETURNED else set()
    for name, words in (("answers", "the answer to {} is"), ("validated", "the head's level of {} is")):
        for id_ in sorted({*now[name], *signed.content[name]} - sent_back):
            if canonical(now[name].get(id_)) != canonical(signed.content[name].get(id_)):
                yield f"{words.format(id_)} not what signature {signed.number} signed."
    if canonical(now["profile"]) != canonical(signed.content["profile"]):
        yield f"the profile is not what signature {signed.number} signed."
    frozen, said = digest_of(signed_numbers(db, assessment.id, signed.number)), signed.content.get(PART, {})
    is_changed = now.get(PART, {}) != said and not returned_tables(db, assessment)
    if is_changed or said.get("sha256", frozen) != frozen:
        yield f"the numbers of the workforce tables are not what signature {signed.number} signed."


def _sent_back(assessment: OneAssessment) -> Any:
    of_this = (
        col(ReturnedQuestion.assessment_id) == assessment.id,
        col(ReturnedQuestion.number) == assessment.signature,
    )
    return select(RETURNED).where(*of_this)
