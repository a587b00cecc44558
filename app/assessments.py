"""Reads shared by two or more features: an assessment with its administration, its answers, its figures."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, String, bindparam, cast, func, select
from sqlmodel import Session, col

from app.lifecycle import State
from app.tables import Administration, Assessment, Round, StoredAnswer
from questionnaires.answers import NOT_ANSWERED, Answer, OutsideControl, ProfileValue
from questionnaires.answers import State as AnswerState
from questionnaires.catalogue import Catalogue
from questionnaires.definition import Questionnaire
from scoring.scorecard import Scorecard

RAISED = {"yes": True, "no": False, "": None}
RAISED_WORDS = {value: word for word, value in RAISED.items()}


@dataclass(frozen=True)
class OneAssessment:
    """An assessment as the features use it, with the very version of the questionnaire that it was started with."""

    id: str
    administration: str
    region: str
    round: str
    due_on: str
    questionnaire: Questionnaire
    state: State
    profile: Mapping[str, ProfileValue]
    profile_revision: int
    changed_at: datetime | None
    asked: int
    done: int


@dataclass(frozen=True)
class Saved:
    """An answer with its revision, and who saved it when. Revision 0: never saved."""

    answer: Answer
    revision: int = 0
    by: str = ""
    at: datetime | None = None


NEVER_SAVED = Saved(NOT_ANSWERED)

ONE_ASSESSMENT = (
    select(
        col(Assessment.id),
        col(Administration.name).label("administration"),
        col(Administration.region),
        col(Round.name).label("round"),
        col(Round.due_on),
        col(Assessment.questionnaire),
        col(Assessment.state),
        col(Assessment.profile),
        col(Assessment.profile_revision),
        col(Assessment.changed_at),
        col(Assessment.asked),
        col(Assessment.done),
    )
    .join_from(Assessment, Administration)
    .join(Round)
)

ANSWERS = StoredAnswer.__table__  # type: ignore[attr-defined]  # SQLModel does not declare it
OF_ASSESSMENT = ANSWERS.c.assessment_id == bindparam("assessment")
# Built once, so that SQLAlchemy finds them compiled
ALL_ANSWERS = select(ANSWERS).where(OF_ASSESSMENT)
SOME_ANSWERS = ALL_ANSWERS.where(ANSWERS.c.indicator.in_(bindparam("indicators", expanding=True)))
ONE_ANSWER = ALL_ANSWERS.where(ANSWERS.c.indicator == bindparam("indicator"))
OUTLINES = select(
    ANSWERS.c.indicator,
    ANSWERS.c.state,
    ANSWERS.c.value,
    ANSWERS.c.reason_code,
    ANSWERS.c.reason,
    cast(ANSWERS.c.evidence, String) != "[]",
    func.substr(ANSWERS.c.comment, 1, 1),
    ANSWERS.c.is_outside_control,
    ANSWERS.c.authority,
    ANSWERS.c.raised,
    ANSWERS.c.target,
).where(OF_ASSESSMENT)
IN_FULL_ELSEWHERE = ("…",)


def one_assessment(row: Row[Any], catalogue: Catalogue) -> OneAssessment:
    """From a row of ONE_ASSESSMENT."""
    return OneAssessment(
        id=row.id,
        administration=row.administration,
        region=row.region,
        round=row.round,
        due_on=row.due_on,
        questionnaire=catalogue[row.questionnaire],
        state=State(row.state),
        profile=row.profile,
        profile_revision=row.profile_revision,
        changed_at=row.changed_at,
        asked=row.asked,
        done=row.done,
    )


def saved_answers(db: Session, assessment_id: str) -> dict[str, Saved]:
    return {row.indicator: saved_of(row) for row in db.connection().execute(ALL_ANSWERS, {"assessment": assessment_id})}


def some_saved_answers(db: Session, assessment_id: str, indicators: Sequence[str]) -> dict[str, Saved]:
    rows = db.connection().execute(SOME_ANSWERS, {"assessment": assessment_id, "indicators": list(indicators)})
    return {row.indicator: saved_of(row) for row in rows}


def saved_answer(db: Session, assessment_id: str, indicator: str) -> Saved:
    row = db.connection().execute(ONE_ANSWER, {"assessment": assessment_id, "indicator": indicator}).first()
    return saved_of(row) if row else NEVER_SAVED


def answers_of(saved: Mapping[str, Saved]) -> dict[str, Answer]:
    return {indicator: one.answer for indicator, one in saved.items()}


def outlines_of(db: Session, assessment_id: str) -> dict[str, Answer]:
    """Every answer as scoring and progress need it: evidence and comment are there or not, but not in full."""
    rows = db.connection().execute(OUTLINES, {"assessment": assessment_id})
    return {row[0]: _outline(*row[1:]) for row in rows}


def _outline(
    state: AnswerState,
    value: str,
    reason_code: str,
    reason: str,
    has_evidence: bool,
    comment: str,
    is_outside: bool,
    authority: str,
    raised: str,
    target: int | None,
) -> Answer:
    return Answer(
        state,
        _value(value),
        reason_code,
        reason,
        IN_FULL_ELSEWHERE if has_evidence else (),
        comment,
        OutsideControl(authority, RAISED[raised]) if is_outside else None,
        target,
    )


def _value(stored: str) -> int | str | None:
    return int(stored) if stored.isdigit() else stored or None


def saved_of(row: Row[Any]) -> Saved:
    answer = Answer(
        state=row.state,
        value=_value(row.value),
        reason_code=row.reason_code,
        reason=row.reason,
        evidence=tuple(row.evidence),
        comment=row.comment,
        outside_control=OutsideControl(row.authority, RAISED[row.raised]) if row.is_outside_control else None,
        target=row.target,
    )
    return Saved(answer, row.revision, row.saved_by, row.saved_at)


def columns_of(answer: Answer) -> dict[str, Any]:
    """The columns of the answer table that hold the answer itself; `saved_of` reads them back."""
    outside = answer.outside_control
    return {
        "state": answer.state,
        "value": "" if answer.value is None else str(answer.value),
        "reason_code": answer.reason_code,
        "reason": answer.reason,
        "evidence": list(answer.evidence),
        "comment": answer.comment,
        "is_outside_control": outside is not None,
        "authority": outside.authority if outside else "",
        "raised": RAISED_WORDS[outside.raised] if outside else "",
        "target": answer.target,
    }


def is_done(answer: Answer) -> bool:
    """Unknown and N/A are full answers; only what is not answered is still to do."""
    return answer.state != "not_answered"


def figures_of(questionnaire: Questionnaire, scorecard: Scorecard) -> dict[str, Any]:
    """The figures stored with the assessment, from scoring: see the table."""
    progress = progress_of(questionnaire, scorecard)
    return {
        "asked": sum(asked for _, asked in progress.values()),
        "done": sum(done for done, _ in progress.values()),
        "level": scorecard.overall.level,
        "levels": {pillar.id: pillar.level for pillar in scorecard.pillars},
        "progress": {pillar: list(counts) for pillar, counts in progress.items()},
    }


def progress_of(questionnaire: Questionnaire, scorecard: Scorecard) -> dict[str, tuple[int, int]]:
    """Pillar id -> (done, asked), of the questions that this form asks."""
    progress = {pillar.id: (0, 0) for pillar in questionnaire.structure.pillars}
    for indicator, result in zip(questionnaire.structure.indicators, scorecard.indicators, strict=True):
        if indicator.is_scored and result.asked:
            pillar = questionnaire.elements[indicator.element].pillar
            done, asked = progress[pillar]
            progress[pillar] = (done + is_done(result.answer), asked + 1)
    return progress


def refuse_other_questionnaires(db: Session, catalogue: Catalogue) -> list[str]:
    """Sentences on assessments whose questionnaire is gone or no longer the one they were started with."""
    used = db.connection().execute(select(col(Assessment.questionnaire), col(Assessment.fingerprint)).distinct())
    return [
        f"Assessments were started with questionnaire {version} as published (fingerprint {fingerprint[:12]}); "
        "it is missing or changed. Bring that version back before you start."
        for version, fingerprint in used
        if version not in catalogue.versions or catalogue[version].fingerprint != fingerprint
    ]
