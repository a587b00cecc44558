"""What a review leaves behind: its recommendations, its summary, and what became of the recommendations before.

Shown once the review is finished, to whoever may see the reviewer's levels. A publication freezes it; one of a review
that left nothing is, byte for byte, what it was before there were recommendations.
"""

from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any

from sqlalchemy import Row, bindparam, select
from sqlmodel import Session, col

from app.assessments.answer_sets import IS_NEWEST_EDITION, PUBLICATION, snapshot_of
from app.assessments.last_round import THIS_ROUND
from app.assessments.lifecycle import State
from app.assessments.reads import OneAssessment
from app.db.tables.columns import table_of
from app.db.tables.reviews import FollowUp, Recommendation, ReviewSummary
from app.db.tables.rounds import Assessment, Round
from exports.gap.outcome import NO_OUTCOME
from exports.gap.outcome import STATUSES as STATUSES  # all who speak of these know them from here
from exports.gap.outcome import SUMMARY as SUMMARY
from exports.gap.outcome import Followed as Followed
from exports.gap.outcome import Outcome as Outcome
from exports.gap.outcome import Recommended as Recommended
from questionnaires.comparability import Origin, heir_of

RECOMMENDATION = table_of(Recommendation)
REVIEW_SUMMARY = table_of(ReviewSummary)
FOLLOW_UP = table_of(FollowUp)
# Built once, so that SQLAlchemy finds them compiled
OF_EDITION = select(RECOMMENDATION).where(
    RECOMMENDATION.c.assessment_id == bindparam("assessment"), RECOMMENDATION.c.edition == bindparam("edition")
)
SUMMARY_OF_EDITION = select(REVIEW_SUMMARY).where(
    REVIEW_SUMMARY.c.assessment_id == bindparam("assessment"), REVIEW_SUMMARY.c.edition == bindparam("edition")
)
FOLLOWED = select(FOLLOW_UP).where(FOLLOW_UP.c.assessment_id == bindparam("assessment"))
COPIED = ("number", "indicator", "recommended", "due_on")
"""Of a recommendation, in the order of `Followed`."""
LAST_PUBLISHED = (
    select(
        col(Round.name).label("round"),
        PUBLICATION.c.content["recommendations"].label("recommendations"),
        PUBLICATION.c.content["followed"].label("followed"),
        PUBLICATION.c.questionnaire,
    )
    .join_from(PUBLICATION, Assessment, col(Assessment.id) == PUBLICATION.c.assessment_id)
    .join(Round)
    .where(
        col(Assessment.administration_id) == bindparam("administration"),
        col(Round.due_on) < THIS_ROUND,
        IS_NEWEST_EDITION,
    )
    .order_by(col(Round.due_on).desc())
    .limit(1)
)


def recommendation_rows(db: Session, assessment: OneAssessment, edition: int = 0) -> dict[str, Row[Any]]:
    """Of an edition, of today's unless another is named, by indicator; those too that say why none is needed."""
    of_edition = {"assessment": assessment.id, "edition": edition or assessment.edition}
    return {row.indicator: row for row in db.connection().execute(OF_EDITION, of_edition)}


def summary_row(db: Session, assessment: OneAssessment) -> Row[Any] | None:
    of_edition = {"assessment": assessment.id, "edition": assessment.edition}
    return db.connection().execute(SUMMARY_OF_EDITION, of_edition).first()


def recommended_in(rows: Mapping[str, Any]) -> tuple[Recommended, ...]:
    """What is recommended, by number."""
    names = ("number", "indicator", "finding", "risk", "recommended", "due_on")
    stand = (Recommended(*(getattr(row, name) for name in names)) for row in rows.values() if not row.why_none)
    return tuple(sorted(stand, key=lambda recommended: recommended.number))


def texts_in(row: Any) -> dict[str, str]:
    """The texts of a summary that say something."""
    return {name: text for name in SUMMARY if (text := getattr(row, name, "")).strip()}


def outcome_so_far(db: Session, assessment: OneAssessment) -> Outcome:
    """As it is in the tables: two queries."""
    return Outcome(recommended_in(recommendation_rows(db, assessment)), texts_in(summary_row(db, assessment)))


def outcome_shown(db: Session, assessment: OneAssessment, *, with_moderated: bool) -> Outcome:
    """Of a result that is not published: `with_moderated` comes from the right to see the reviewer's levels."""
    if assessment.state is not State.REVIEWED or not with_moderated:
        return NO_OUTCOME
    return outcome_so_far(db, assessment)


def followed_of(db: Session, assessment: OneAssessment) -> tuple[Followed, ...]:
    """The recommendations of earlier rounds that are followed, and what the administration says became of each: those
    of the last published round, and what its publication says was still open then. One of a round before is replaced by
    a newer one on the same question. Each is followed on the question that came from the one it was made on."""
    of_round = {"administration": assessment.administration_id, "round": assessment.round_id}
    last = db.connection().execute(LAST_PUBLISHED, of_round).first()
    if last is None:
        return ()
    before = [Followed(**document) for document in last.followed or ()]
    to_follow = {each.indicator: replace(each, status="", reason="") for each in before if each.is_open}
    for document in last.recommendations or ():
        newer = Followed(last.round, *(document[name] for name in COPIED))
        replaced = [key for key, each in to_follow.items() if each.question == newer.question]
        for key in replaced[1:]:
            del to_follow[key]
        to_follow[replaced[0] if replaced else newer.indicator] = newer
    if not to_follow:
        return ()
    said = follow_up_rows(db, assessment)
    origins = assessment.catalogue.origins(assessment.questionnaire.version, last.questionnaire)
    return tuple(_followed_on(each, origins, said.get(each.indicator)) for each in to_follow.values())


def follow_up_rows(db: Session, assessment: OneAssessment) -> dict[str, Row[Any]]:
    return {row.indicator: row for row in db.connection().execute(FOLLOWED, {"assessment": assessment.id})}


def _followed_on(followed: Followed, origins: Mapping[str, Origin], said: Any) -> Followed:
    heir = heir_of(followed.question, origins)
    followed = replace(followed, heir=None if heir == followed.indicator else heir)
    return replace(followed, status=said.status, reason=said.reason) if said else followed


def _followed_document(followed: Followed) -> dict[str, Any]:
    """Names the question that came from the old one only where it is another."""
    document = asdict(followed)
    if followed.heir is None:
        del document["heir"]
    return document


def content_of(outcome: Outcome) -> dict[str, Any]:
    """As publications and versions of a review hold it: only what is there, so that older ones keep their hashes."""
    parts = {
        "recommendations": [asdict(recommended) for recommended in outcome.recommendations],
        "summary": dict(outcome.summary),
        "followed": [_followed_document(followed) for followed in outcome.followed],
    }
    return {name: part for name, part in parts.items() if part}


def outcome_in(content: Mapping[str, Any]) -> Outcome:
    """Of a publication of any age."""
    return Outcome(
        tuple(Recommended(**document) for document in content.get("recommendations", ())),
        content.get("summary", {}),
        tuple(Followed(**document) for document in content.get("followed", ())),
    )


def content_to_publish(db: Session, assessment: OneAssessment) -> dict[str, Any]:
    """The content of a publication: see the table."""
    outcome = replace(outcome_so_far(db, assessment), followed=followed_of(db, assessment))
    return snapshot_of(db, assessment) | content_of(outcome)
