"""The reported figures and values of many assessments at once, in a handful of queries for each batch.

They are those of the gap report: published ones come from their snapshot, others from scoring what the visitor may see.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import Row, and_, bindparam, select
from sqlmodel import Session, col

from app.access.identity import Visitor
from app.access.loaders import exportable
from app.assessments.answer_sets import Values, examined_of, published_examined, values_from
from app.assessments.examined import Examined
from app.assessments.lifecycle import SUBMITTED, State
from app.assessments.outlines import outlines_of_all
from app.assessments.reads import ONE_ASSESSMENT, OneAssessment, one_assessment
from app.assessments.report.outcome import outcome_in, recommended_in
from app.assessments.reported import STORED, ThreeFigures, stored_figures
from app.db.outages import has_all
from app.db.tables.columns import table_of
from app.db.tables.people import Administration
from app.db.tables.reviews import Moderation, Recommendation
from app.db.tables.rounds import Assessment, Publication, Round, Signature
from app.jobs.worker_pool import Broken, broken_by
from exports.gap.outcome import Recommended
from questionnaires.answers import Answer
from questionnaires.catalogue import Catalogue
from questionnaires.definition import Questionnaire
from scoring.progress import Status, progress_of, statuses_of
from scoring.score import score
from scoring.scorecard import as_document

BATCH = 20
PUBLICATION = table_of(Publication)
OF_SOME = col(Assessment.id).in_(bindparam("assessments", expanding=True))

# Built once, so that SQLAlchemy finds them compiled
SOME = ONE_ASSESSMENT.add_columns(
    col(Administration.code),
    *STORED,
).where(OF_SOME)
WHO = (
    select(col(Round.name), col(Administration.code), col(Administration.name), col(Administration.region))
    .join_from(Assessment, Administration)
    .join(Round)
    .where(col(Assessment.id) == bindparam("assessment"))
)
PUBLISHED = (
    select(
        PUBLICATION.c.assessment_id,
        PUBLICATION.c.content["scorecards", "moderated"].label("card"),
        PUBLICATION.c.content["scorecards", "validated", "indicators"].label("signed"),
        PUBLICATION.c.content["moderated"].label("decisions"),
        PUBLICATION.c.content["recommendations"].label("recommendations"),
    )
    .join(
        Assessment,
        and_(col(Assessment.id) == PUBLICATION.c.assessment_id, col(Assessment.edition) == PUBLICATION.c.edition),
    )
    .where(OF_SOME, col(Assessment.state) == State.PUBLISHED)
)
SIGNED = (
    select(col(Signature.assessment_id), col(Signature.content))
    .join(
        Assessment,
        and_(
            col(Assessment.id) == col(Signature.assessment_id),
            col(Assessment.signature) == col(Signature.number),
            col(Assessment.edition) == col(Signature.edition),
        ),
    )
    .where(OF_SOME, col(Assessment.state).in_(SUBMITTED))
)
DECISIONS = (
    select(table_of(Moderation))
    .join(
        Assessment,
        and_(
            col(Assessment.id) == col(Moderation.assessment_id),
            col(Assessment.signature) == col(Moderation.signature),
        ),
    )
    .where(OF_SOME, col(Moderation.part) == "first")
)


RECOMMENDED = (
    select(table_of(Recommendation))
    .join(
        Assessment,
        and_(
            col(Assessment.id) == col(Recommendation.assessment_id),
            col(Assessment.edition) == col(Recommendation.edition),
        ),
    )
    .where(OF_SOME, col(Assessment.state) == State.REVIEWED)
)
"""Of finished reviews that are not published."""


class Reported(NamedTuple):
    """A scorecard as JSON, of the values that are reported; `examined` where those are the reviewer's.

    `statuses` says of each of its nodes what its level is worth; {} where all are complete.
    """

    card: Mapping[str, Any]
    statuses: Mapping[str, Status]
    examined: Examined | None
    recommended: Mapping[str, Recommended]
    """By indicator, once the review is finished, where the reader may see the reviewer's levels."""


class Batch(NamedTuple):
    """Some assessments of one round, for a worker process."""

    visitor: Visitor
    round_id: str
    assessments: tuple[str, ...]


@dataclass(frozen=True)
class Gathered:
    """An assessment as one visitor may download it."""

    assessment: OneAssessment
    code: str
    card: Mapping[str, Any]
    statuses: Mapping[str, Status]
    examined: Examined | None
    recommended: Mapping[str, Recommended]
    figures: ThreeFigures


@dataclass(frozen=True)
class Unread:
    """An assessment that cannot be read, because of an exception: it is named in its place among the others."""

    assessment_id: str
    round: str
    code: str
    administration: str
    region: str
    broken: Broken


def gather(db: Session, catalogue: Catalogue, batch: Batch) -> list[Gathered | Unread]:
    """In the order of the batch; what the visitor may not download (any more) is left out.

    One that cannot be read is never the end of the others: they are then read one by one. An outage has them all.
    """
    try:
        return [*_gathered(db, catalogue, batch)]
    except Exception as error:
        if has_all(error):
            raise
        if len(batch.assessments) == 1:
            return [unread_in(db, batch.assessments[0], broken_by(error))]
    alone = [batch._replace(assessments=(id_,)) for id_ in batch.assessments]
    return [entry for part in alone for entry in gather(db, catalogue, part)]


def unread_in(db: Session, id_: str, broken: Broken) -> Unread:
    return Unread(id_, *db.connection().execute(WHO, {"assessment": id_}).one(), broken)


def _gathered(db: Session, catalogue: Catalogue, batch: Batch) -> list[Gathered]:
    allowed = exportable(db, batch.visitor, [batch.round_id])
    wanted = [id_ for id_ in batch.assessments if id_ in allowed]
    rows = {row.id: row for row in _some(db, SOME, wanted)}
    published = {row.assessment_id: row for row in _some(db, PUBLISHED, wanted)}
    assessments = {id_: one_assessment(rows[id_], catalogue) for id_ in wanted}
    reported = {id_: _frozen(assessments[id_].questionnaire, row) for id_, row in published.items()}
    reported |= _scored(db, [assessment for id_, assessment in assessments.items() if id_ not in published], allowed)
    return [
        Gathered(assessment, rows[id_].code, *reported[id_], stored_figures(rows[id_], with_moderated=allowed[id_]))
        for id_, assessment in assessments.items()
    ]


def _frozen(questionnaire: Questionnaire, row: Row[Any]) -> Reported:
    content = {"scorecards": {"validated": {"indicators": row.signed}}, "moderated": row.decisions}
    recommended = outcome_in({"recommendations": row.recommendations or ()}).recommendations
    return Reported(row.card, {}, published_examined(questionnaire, content), _by_indicator(recommended))


def _by_indicator(recommended: Iterable[Recommended]) -> dict[str, Recommended]:
    return {each.indicator: each for each in recommended}


def _scored(db: Session, assessments: Collection[OneAssessment], allowed: Mapping[str, bool]) -> dict[str, Reported]:
    """The answers of drafts only are read: of what was signed they are not what is reported."""
    ids = [assessment.id for assessment in assessments]
    signed = {row.assessment_id: row.content for row in _some(db, SIGNED, ids)}
    decisions = _decisions(db, signed)
    drafts = _drafts(db, [id_ for id_ in ids if id_ not in signed])
    recommended = _recommended(db, [id_ for id_ in ids if allowed[id_]])
    return {
        assessment.id: _reported(
            assessment,
            values_from(
                assessment,
                drafts.get(assessment.id, {}),
                signed.get(assessment.id),
                decisions[assessment.id],
                with_moderated=allowed[assessment.id],
            ),
            decisions[assessment.id],
            recommended[assessment.id],
        )
        for assessment in assessments
    }


def _recommended(db: Session, ids: Collection[str]) -> defaultdict[str, dict[str, Recommended]]:
    rows: defaultdict[str, dict[str, Any]] = defaultdict(dict)
    for row in _some(db, RECOMMENDED, ids):
        rows[row.assessment_id][row.indicator] = row
    by_assessment = {id_: _by_indicator(recommended_in(of_assessment)) for id_, of_assessment in rows.items()}
    return defaultdict(dict, by_assessment)


def _decisions(db: Session, ids: Collection[str]) -> defaultdict[str, dict[str, Any]]:
    """Of the first reviewer: assessment -> indicator -> row."""
    decisions: defaultdict[str, dict[str, Any]] = defaultdict(dict)
    for row in _some(db, DECISIONS, ids):
        decisions[row.assessment_id][row.indicator] = row
    return decisions


def _drafts(db: Session, ids: Collection[str]) -> dict[str, Mapping[str, Answer]]:
    return {id_: outlines.own for id_, outlines in outlines_of_all(db, ids).items()} if ids else {}


def _reported(
    assessment: OneAssessment, values: Values, decisions: Mapping[str, Any], recommended: Mapping[str, Recommended]
) -> Reported:
    questionnaire = assessment.questionnaire
    card = score(questionnaire, values.profile, values.reported, assessment.form)
    statuses = statuses_of(progress_of(questionnaire, card), is_signed=values.validated is not None)
    is_reviewed = values.validated is not None and values.moderated is not None
    examined = examined_of(assessment, values, decisions) if is_reviewed else None
    return Reported(as_document(card), statuses, examined, recommended)


def _some(db: Session, statement: Any, ids: Collection[str]) -> list[Row[Any]]:
    return list(db.connection().execute(statement, {"assessments": list(ids)})) if ids else []
