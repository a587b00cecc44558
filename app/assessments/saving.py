"""The writes of answers and profile. Each is one transaction with its history and audit rows and the stored figures.

The caller holds the assessment's row locked (`access.loaders` does so for every write), so two saves never cross.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, insert, select, update
from sqlmodel import Session

from app.assessments.evidence.limit import TooMuchEvidence, too_much
from app.assessments.last_round import last_levels
from app.assessments.lifecycle import NotNow, State, Transition, after_answering
from app.assessments.outlines import Outlines, outlines_of
from app.assessments.readiness import Readiness
from app.assessments.reads import (
    NEVER_SAVED,
    OneAssessment,
    Saved,
    columns_of,
    content_of,
    figures_of,
    saved_answer,
    some_saved_answers,
)
from app.assessments.to_sign import ARE_RETURNED, ready_with
from app.assessments.transitions import Cause, record_transition
from app.db import audit_log, fingerprints
from app.db.fingerprints import Contents
from app.db.settled_notices import settle_assigned
from app.db.tables.answers import HistoryEntry, StoredAnswer
from app.db.tables.columns import table_of
from app.db.tables.people import Person
from app.db.tables.reviews import ReturnedQuestion
from app.db.tables.rounds import Assessment
from questionnaires.answers import Answer, ProfileValue, is_answered, is_same_answer
from questionnaires.definition import Indicator
from questionnaires.documents import as_document
from questionnaires.profiles import given_of, to_keep
from scoring.score import score_nodes
from scoring.scorecard import Nodes

ANSWER = table_of(StoredAnswer)
ASSESSMENT = table_of(Assessment)
HISTORY = table_of(HistoryEntry)
PERSON = table_of(Person)
RETURNED = table_of(ReturnedQuestion)

# Built once, so that SQLAlchemy finds them compiled
INSERT_ANSWER = insert(ANSWER)
UPDATE_ANSWER = update(ANSWER).where(
    ANSWER.c.assessment_id == bindparam("of_assessment"), ANSWER.c.indicator == bindparam("of_indicator")
)
UPDATE_ASSESSMENT = update(ASSESSMENT).where(ASSESSMENT.c.id == bindparam("of_assessment"))
INSERT_HISTORY = insert(HISTORY)

PROFILE = "profile"


@dataclass(frozen=True)
class NewAnswer:
    """An answer to store, and the revision that it was based on."""

    answer: Answer
    based_on: int
    by: str
    at: datetime


@dataclass(frozen=True)
class Conflict:
    """Somebody saved another version meanwhile. Nothing was stored; a person decides."""

    theirs: Saved
    by_name: str


@dataclass(frozen=True)
class ChangedMeanwhile:
    """Of several answers some have a newer revision than the one that they were based on. Nothing was stored."""

    indicators: frozenset[str]


@dataclass(frozen=True)
class ProfileConflict:
    theirs: Mapping[str, ProfileValue]
    revision: int


@dataclass(frozen=True)
class SavedAnswer:
    """What was stored, and how ready the assessment is since."""

    saved: Saved
    ready: Readiness
    nodes: Nodes
    asks_other_questions: bool


def save_answer(
    db: Session, assessment: OneAssessment, indicator: Indicator, new: NewAnswer
) -> SavedAnswer | Conflict | TooMuchEvidence:
    """The same answer sent twice is stored once."""
    state, answer = after_answering(assessment.state), new.answer
    returned = _refuse_others_than_returned(db, assessment, {indicator.id})
    current = saved_answer(db, assessment.id, indicator.id)
    is_there_already = current.revision > 0 and is_same_answer(current.answer, answer)
    if not is_there_already and current.revision != new.based_on:
        return Conflict(current, _name_of(db, current.by))
    if over := too_much(db, assessment.id, {indicator.id: answer}, {indicator.id: current}):
        return over
    assessment = _compared(db, assessment)
    outlines = outlines_of(db, assessment.id).after({indicator.id: answer})
    ready = ready_with(db, assessment, outlines, returned)
    nodes = _nodes(assessment, outlines)
    if is_there_already:
        return SavedAnswer(current, ready, nodes, asks_other_questions=False)
    saved = Saved(answer, new.based_on + 1, new.by, new.at)
    touched = _store(db, assessment.id, indicator.id, saved)
    figures = _figures(assessment, nodes, ready)
    touched |= _set_figures(db, assessment, state, figures, Cause(new.by, new.at))
    _log(db, assessment.id, indicator.id, saved, touched, at=new.at)
    if not is_answered(current.answer):
        _settle_work(db, assessment, ready, {indicator.element}, at=new.at)
    return SavedAnswer(saved, ready, nodes, asks_other_questions=figures["asked"] != assessment.asked)


def save_answers(
    db: Session,
    assessment: OneAssessment,
    wanted: Mapping[str, Answer],
    revisions: Mapping[str, int],
    *,
    by: str,
    at: datetime,
) -> Mapping[str, Saved] | ChangedMeanwhile | TooMuchEvidence:
    """Several answers, all or none of them; what is there already is not stored again. Returns what was stored.

    `revisions` are those that each answer was based on; one that is not named there was never saved.
    """
    state = after_answering(assessment.state)
    returned = _refuse_others_than_returned(db, assessment, wanted)
    there = some_saved_answers(db, assessment.id, tuple(wanted))
    new = {
        id_: answer for id_, answer in wanted.items() if not is_same_answer(there.get(id_, NEVER_SAVED).answer, answer)
    }
    if late := [id_ for id_ in new if there.get(id_, NEVER_SAVED).revision != revisions.get(id_, 0)]:
        return ChangedMeanwhile(frozenset(late))
    if over := too_much(db, assessment.id, new, there):
        return over
    stored = {id_: Saved(answer, revisions.get(id_, 0) + 1, by, at) for id_, answer in new.items()}
    if not stored:
        return {}
    assessment = _compared(db, assessment)
    outlines = outlines_of(db, assessment.id).after(new)
    nodes = _nodes(assessment, outlines)
    ready = ready_with(db, assessment, outlines, returned)
    figures = _figures(assessment, nodes, ready)
    touched = {id_: _store(db, assessment.id, id_, saved) for id_, saved in stored.items()}
    opened = _set_figures(db, assessment, state, figures, Cause(by, at))
    for id_, saved in stored.items():
        _log(db, assessment.id, id_, saved, touched[id_] | opened, at=at)
    _settle_work(db, assessment, ready, {ready.questionnaire.indicators[id_].element for id_ in stored}, at=at)
    return stored


def _settle_work(
    db: Session, assessment: OneAssessment, ready: Readiness, elements: Collection[str], *, at: datetime
) -> None:
    """Elements of which the last question was answered: whoever had them in hand is done."""
    still_open = ready.open_elements
    if finished := sorted(set(elements) - still_open):
        settle_assigned(db, assessment.id, finished, sorted(still_open), at=at)


def _compared(db: Session, assessment: OneAssessment) -> OneAssessment:
    """With what the last round reports, which is looked up when an assessment opens; later it is stored there."""
    if assessment.state is not State.NOT_OPENED:
        return assessment
    return replace(assessment, last_levels=last_levels(db, assessment))


def _nodes(assessment: OneAssessment, outlines: Outlines) -> Nodes:
    return score_nodes(assessment.questionnaire, assessment.profile, outlines.own, assessment.form)


def _figures(assessment: OneAssessment, nodes: Nodes, ready: Readiness) -> dict[str, Any]:
    opening = {"last_levels": assessment.last_levels} if assessment.state is State.NOT_OPENED else {}
    return figures_of(nodes, ready) | opening


def _set_figures(
    db: Session, assessment: OneAssessment, state: State, figures: dict[str, Any], cause: Cause
) -> Contents:
    row = {"of_assessment": assessment.id, "state": state, "changed_at": cause.at, **figures}
    db.connection().execute(UPDATE_ASSESSMENT, row)
    touched = fingerprints.of_part("assessment", content_of(assessment, state=state, changed_at=cause.at))
    if assessment.state is State.NOT_OPENED:
        touched |= record_transition(db, assessment, Transition.OPEN, cause)
    return touched


def _log(db: Session, assessment_id: str, indicator: str, saved: Saved, touched: Contents, *, at: datetime) -> None:
    details = {"indicator": indicator, "revision": saved.revision}
    audit_log.record(
        db, "answer saved", by=saved.by, at=at, assessment_id=assessment_id, details=details, contents=touched
    )


def _refuse_others_than_returned(
    db: Session, assessment: OneAssessment, wanted: Collection[str]
) -> frozenset[str] | None:
    """Only what the secretariat sent back may be answered once more: returns that, or None where nothing was sent
    back. Raises NotNow."""
    if assessment.state is not State.RETURNED:
        return None
    signature = {"assessment": assessment.id, "number": assessment.signature}
    returned = frozenset(db.connection().execute(ARE_RETURNED, signature).scalars())
    if others := set(wanted) - returned:
        raise NotNow(min(others))
    return returned


def _store(db: Session, assessment_id: str, indicator: str, saved: Saved) -> Contents:
    """The answer and its history, as they now stand."""
    columns = columns_of(saved.answer) | {"revision": saved.revision, "saved_by": saved.by, "saved_at": saved.at}
    connection = db.connection()
    row = {"assessment_id": assessment_id, "indicator": indicator, **columns}
    if saved.revision == 1:
        connection.execute(INSERT_ANSWER, row)
    else:
        connection.execute(UPDATE_ANSWER, {"of_assessment": assessment_id, "of_indicator": indicator, **columns})
    history = {"assessment_id": assessment_id, "subject": indicator, "revision": saved.revision}
    history |= {"content": as_document(saved.answer), "saved_by": saved.by, "saved_at": saved.at}
    return _record_history(db, history) | fingerprints.of_values(ANSWER, row)


def _record_history(db: Session, row: dict[str, Any]) -> Contents:
    db.connection().execute(INSERT_HISTORY, row)
    return fingerprints.of_values(HISTORY, row)


def save_profile(
    db: Session,
    assessment: OneAssessment,
    profile: Mapping[str, ProfileValue],
    *,
    revision: int,
    by: str,
    at: datetime,
) -> int | ProfileConflict:
    """Stores the whole profile, with what is given as it is kept elsewhere, and returns its new revision; the same
    profile sent twice is stored once."""
    state = after_answering(assessment.state)
    if state is State.RETURNED:
        raise NotNow(PROFILE)
    given = given_of(assessment.questionnaire, assessment.kind, assessment.region)
    values = to_keep(assessment.questionnaire, profile, given)
    if assessment.profile_revision and values == dict(assessment.profile):
        return assessment.profile_revision
    if assessment.profile_revision != revision:
        return ProfileConflict(assessment.profile, assessment.profile_revision)
    outlines = outlines_of(db, assessment.id)
    changed = replace(_compared(db, assessment), profile=values)
    figures = _figures(changed, _nodes(changed, outlines), ready_with(db, changed, outlines))
    saved = {"profile": values, "profile_revision": revision + 1}
    touched = _set_figures(db, assessment, state, saved | figures, Cause(by, at))
    touched |= fingerprints.of_part("profile", {"id": assessment.id} | saved)
    history = {"assessment_id": assessment.id, "subject": PROFILE, "revision": revision + 1}
    touched |= _record_history(db, history | {"content": values, "saved_by": by, "saved_at": at})
    details = {"revision": revision + 1}
    audit_log.record(db, "profile saved", by=by, at=at, assessment_id=assessment.id, details=details, contents=touched)
    return revision + 1


def _name_of(db: Session, person_id: str) -> str:
    return str(
        db.connection().execute(select(PERSON.c.name).where(PERSON.c.id == person_id)).scalar_one_or_none() or ""
    )
