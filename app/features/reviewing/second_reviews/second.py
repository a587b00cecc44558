"""Second reviews: the draws of a round, and how far first and second reviewers agree."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

from sqlalchemy import and_, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from app.assessments.answer_sets import MODERATION, SIGNATURE, moderated_answers, validated_values
from app.assessments.draws import draw, new_seed
from app.assessments.examined import opinions
from app.assessments.lifecycle import SUBMITTED
from app.assessments.reads import ONE_ASSESSMENT, OneAssessment, one_assessment
from app.db import audit_log, fingerprints
from app.db.tables.people import Administration
from app.db.tables.reviews import Draw, ReviewTask
from app.db.tables.rounds import Assessment, Round
from app.features.reviewing.review import FIRST, SECOND
from app.features.reviewing.second_reviews.kappa import weighted_kappa
from app.validation.organisations import SECRETARIAT
from questionnaires.catalogue import Catalogue
from questionnaires.problems import N_, Problem
from scoring.score import score

FAR_APART = 2
NOTHING_LEFT = N_("Every submitted assessment of this round has already been in a draw.")


@dataclass(frozen=True)
class Pair:
    """The levels that the two reviewers of an assessment gave one indicator."""

    assessment_id: str
    administration: str
    indicator: str
    element: str
    first: int
    second: int

    @property
    def apart(self) -> int:
        return abs(self.first - self.second)


@dataclass(frozen=True)
class Agreement:
    """Of all double reviews of a round that both reviewers have finished. `left_out` has no level, or no opinion of a
    reviewer who looked, in one of the two."""

    reviews: int
    pairs: tuple[Pair, ...]
    left_out: int

    @property
    def kappa(self) -> Fraction | None:
        return weighted_kappa([(pair.first, pair.second) for pair in self.pairs])

    @property
    def same(self) -> int:
        return sum(not pair.apart for pair in self.pairs)

    @property
    def far_apart(self) -> list[Pair]:
        """The widest first."""
        return sorted((pair for pair in self.pairs if pair.apart >= FAR_APART), key=lambda pair: -pair.apart)


def draw_second_reviews(db: Session, round_id: str, share: int, seed: str, *, by: str, at: datetime) -> list[Problem]:
    """From the submitted assessments of the round that no earlier draw was made from: nobody is drawn for twice."""
    db.execute(select(Round).where(col(Round.id) == round_id).with_for_update())
    earlier, among = draws_of(db, round_id), drawable(db, round_id)
    if not among:
        return [Problem("round", NOTHING_LEFT)]
    seed = seed or new_seed()
    drawn = draw(among, share, seed)
    new_draw = Draw(
        round_id=round_id, number=len(earlier) + 1, share=share, seed=seed, among=among, drawn=drawn, by=by, at=at
    )
    db.add(new_draw)
    details = {"round": round_id, "number": new_draw.number, "share": share, "drawn": drawn}
    audit_log.record(db, "second reviews drawn", by=by, at=at, details=details, contents=fingerprints.of(new_draw))
    return []


def drawable(db: Session, round_id: str) -> list[str]:
    """The submitted assessments of the round that were in no draw yet, in order: never the secretariat's own, which its
    reviewers do not review."""
    known = {id_ for earlier in draws_of(db, round_id) for id_ in earlier.among}
    submitted = (
        select(col(Assessment.id))
        .join_from(Assessment, Administration)
        .where(col(Assessment.round_id) == round_id, col(Assessment.state).in_(SUBMITTED))
        .where(col(Administration.kind) != SECRETARIAT)
    )
    return sorted(set(db.execute(submitted).scalars()) - known)


def draws_of(db: Session, round_id: str) -> list[Draw]:
    draws = select(Draw).where(col(Draw.round_id) == round_id).order_by(col(Draw.number))
    return list(db.execute(draws).scalars())


def agreement(db: Session, catalogue: Catalogue, round_id: str) -> Agreement:
    """Two queries. Only what both reviewers examined can agree: accepting without examination is no opinion."""
    first, second = aliased(ReviewTask), aliased(ReviewTask)
    finished = (
        ONE_ASSESSMENT.add_columns(SIGNATURE.c.content)
        .join(first, and_(col(first.assessment_id) == col(Assessment.id), col(first.part) == FIRST))
        .join(second, and_(col(second.assessment_id) == col(Assessment.id), col(second.part) == SECOND))
        .join(
            SIGNATURE,
            and_(SIGNATURE.c.assessment_id == col(Assessment.id), SIGNATURE.c.number == col(Assessment.signature)),
        )
        .where(col(Assessment.round_id) == round_id)
        .where(col(first.finished_at).is_not(None), col(second.finished_at).is_not(None))
        .order_by(col(Administration.name))
    )
    rows = db.connection().execute(finished).all()
    decisions = _decisions(db, [row.id for row in rows])
    pairs, left_out = list[Pair](), 0
    for row in rows:
        assessment = one_assessment(row, catalogue)
        first_levels, second_levels = (
            _levels(assessment, row.content, decisions.get((row.id, part), {})) for part in (FIRST, SECOND)
        )
        paired = _pairs(assessment, first_levels, second_levels)
        pairs += paired
        left_out += len(first_levels.rated | second_levels.rated) - len(paired)
    return Agreement(len(rows), tuple(pairs), left_out)


def _decisions(db: Session, ids: Iterable[str]) -> dict[tuple[str, str], dict[str, Any]]:
    """Assessment and part -> indicator -> decision."""
    decisions: dict[tuple[str, str], dict[str, Any]] = {}
    for row in db.connection().execute(select(MODERATION).where(MODERATION.c.assessment_id.in_(list(ids)))):
        decisions.setdefault((row.assessment_id, row.part), {})[row.indicator] = row
    return decisions


@dataclass(frozen=True)
class _Levels:
    """That one reviewer left an assessment with, by indicator; `examined` are those that the reviewer looked at."""

    levels: Mapping[str, int | None]
    examined: Collection[str]

    @property
    def rated(self) -> set[str]:
        return {id_ for id_, level in self.levels.items() if level is not None}


def _levels(assessment: OneAssessment, signed: Mapping[str, Any], decisions: Mapping[str, Any]) -> _Levels:
    """`signed` is the content of the signature, `decisions` all that the reviewer made, on older signatures too."""
    standing = {id_: row for id_, row in opinions(decisions).items() if row.signature == assessment.signature}
    answers = moderated_answers(assessment.questionnaire, validated_values(signed), standing)
    results = score(assessment.questionnaire, signed["profile"], answers, assessment.form).results
    return _Levels({id_: result.level for id_, result in results.items()}, standing.keys())


def _pairs(assessment: OneAssessment, first: _Levels, second: _Levels) -> list[Pair]:
    """Of what both examined and rated, in the order of the questionnaire."""
    return [
        Pair(assessment.id, assessment.administration, indicator.id, indicator.element, a, b)
        for indicator in assessment.questionnaire.structure.indicators
        if indicator.id in first.examined and indicator.id in second.examined
        for a, b in [(first.levels[indicator.id], second.levels[indicator.id])]
        if a is not None and b is not None
    ]
