"""The reported figures and values of many assessments at once, in a handful of queries for each batch.

They are those of the gap report: published ones come from their snapshot, others from scoring what the visitor may see.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import Row, and_, bindparam, select
from sqlmodel import Session, col

from app.access import exportable
from app.assessments import ONE_ASSESSMENT, OneAssessment, one_assessment, outlines_of_all
from app.identity import Visitor
from app.lifecycle import SUBMITTED, State
from app.running_rounds.overview import NO_FIGURES, Figures
from app.tables.people import Administration
from app.tables.reviews import Moderation
from app.tables.rounds import Assessment, Publication, Signature
from app.values import REVIEW_BEGUN, moderated_answers, validated_values
from questionnaires.catalogue import Catalogue
from scoring.document import as_document
from scoring.progress import Status, progress_of, statuses_of
from scoring.score import score
from scoring.scorecard import OVERALL

BATCH = 20
PUBLICATION = Publication.__table__  # type: ignore[attr-defined]  # SQLModel does not declare its tables
OF_SOME = col(Assessment.id).in_(bindparam("assessments", expanding=True))

# Built once, so that SQLAlchemy finds them compiled
SOME = ONE_ASSESSMENT.add_columns(
    col(Administration.code),
    col(Assessment.level),
    col(Assessment.levels),
    col(Assessment.scores),
    col(Assessment.moderated),
).where(OF_SOME)
PUBLISHED = (
    select(PUBLICATION.c.assessment_id, PUBLICATION.c.content["scorecards"].label("cards"))
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
    select(Moderation.__table__)  # type: ignore[attr-defined]
    .join(
        Assessment,
        and_(
            col(Assessment.id) == col(Moderation.assessment_id),
            col(Assessment.signature) == col(Moderation.signature),
        ),
    )
    .where(OF_SOME, col(Moderation.part) == "first")
)


class Batch(NamedTuple):
    """Some assessments of one round, for a process of the workshop."""

    visitor: Visitor
    round_id: str
    assessments: tuple[str, ...]


class Reported(NamedTuple):
    kind: str
    card: Mapping[str, Any]
    statuses: Mapping[str, Status]


@dataclass(frozen=True)
class Gathered:
    """An assessment as one visitor may download it; `card` is a scorecard as JSON, of the `kind` that is reported.

    `statuses` says of each of its nodes what its level is worth; {} where all are complete.
    """

    assessment: OneAssessment
    code: str
    kind: str
    card: Mapping[str, Any]
    statuses: Mapping[str, Status]
    own: Figures
    moderated: Figures


def gather(db: Session, catalogue: Catalogue, batch: Batch) -> list[Gathered]:
    """In the order of the batch; what the visitor may not download (any more) is left out."""
    allowed = exportable(db, batch.visitor, [batch.round_id])
    wanted = [id_ for id_ in batch.assessments if id_ in allowed]
    rows = {row.id: row for row in _some(db, SOME, wanted)}
    published = {row.assessment_id: row.cards for row in _some(db, PUBLISHED, wanted)}
    open_ones = [id_ for id_ in wanted if id_ not in published]
    scored = _scored(db, catalogue, {id_: rows[id_] for id_ in open_ones}, allowed)
    cards = {id_: Reported("moderated", documents["moderated"], {}) for id_, documents in published.items()} | scored
    return [_gathered(rows[id_], catalogue, cards[id_], with_moderated=allowed[id_]) for id_ in wanted]


def _scored(
    db: Session, catalogue: Catalogue, rows: Mapping[str, Row[Any]], allowed: Mapping[str, bool]
) -> dict[str, Reported]:
    signed = {row.assessment_id: row.content for row in _some(db, SIGNED, rows)}
    decisions: dict[str, dict[str, Any]] = {}
    for row in _some(db, DECISIONS, signed):
        decisions.setdefault(row.assessment_id, {})[row.indicator] = row
    drafts = [id_ for id_ in rows if id_ not in signed]
    own = outlines_of_all(db, drafts) if drafts else {}
    found: dict[str, Reported] = {}
    for id_, row in rows.items():
        questionnaire, profile = catalogue[row.questionnaire], row.profile
        kind, answers = "self", own.get(id_, {})
        if id_ in signed:
            profile = signed[id_]["profile"]
            kind, answers = "validated", validated_values(signed[id_])
            if allowed[id_] and row.state in REVIEW_BEGUN:
                kind = "moderated"
                answers = moderated_answers(questionnaire, answers, decisions.get(id_, {}))
        card = score(questionnaire, profile, answers, row.form)
        statuses = statuses_of(progress_of(questionnaire, card), is_signed=row.state in SUBMITTED)
        found[id_] = Reported(kind, as_document(card), statuses)
    return found


def _gathered(row: Row[Any], catalogue: Catalogue, reported: Reported, *, with_moderated: bool) -> Gathered:
    own = Figures({**row.levels, OVERALL: row.level}, row.scores) if row.done else NO_FIGURES
    stored = row.moderated if with_moderated else {}
    moderated = Figures({**stored["levels"], OVERALL: stored["level"]}, stored["scores"]) if stored else NO_FIGURES
    return Gathered(one_assessment(row, catalogue), row.code, *reported, own, moderated)


def _some(db: Session, statement: Any, ids: Collection[str]) -> list[Row[Any]]:
    return list(db.connection().execute(statement, {"assessments": list(ids)})) if ids else []
