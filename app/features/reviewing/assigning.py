"""Giving a review to a reviewer: one assessment or many in one transaction."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from app.assessments.deadlines import YEARS
from app.assessments.lifecycle import State
from app.assessments.reads import OneAssessment
from app.assessments.rights import Permission, Role, may
from app.db import audit_log, fingerprints
from app.db.tables.reviews import Draw, ReviewTask
from app.features.reviewing.publication.publishing import states_of
from app.features.reviewing.queries import own_organisations, people_who_review
from app.features.reviewing.review import FIRST, SECOND
from app.jobs import outbox
from app.jobs.outbox import Kind
from questionnaires.dates import read_date
from questionnaires.problems import N_, Problem

OWN_ORGANISATION = N_("{place}: {name} belongs to this organisation and cannot review it.")
NOT_OUTSIDE = N_("{place} cannot be reviewed by its own people. Choose an external reviewer.")
ONLY_OUTSIDE = N_("{place}: {name} is an external reviewer, who reviews only the secretariat's own assessment.")
OTHER_PART = {FIRST: SECOND, SECOND: FIRST}


@dataclass(frozen=True)
class Assignment:
    part: str
    reviewer_id: str
    due_on: str = ""


def assign(
    db: Session, assessments: Iterable[OneAssessment], assignment: Assignment, *, by: str, at: datetime
) -> list[Problem]:
    """All of them or, with problems in words, none. The same assignment twice changes nothing."""
    chosen = list(assessments)
    tasks = _tasks_of(db, [assessment.id for assessment in chosen])
    problems = _problems(db, chosen, tasks, assignment)
    assignment = replace(assignment, due_on=read_date("due_on", assignment.due_on, problems, YEARS[0], YEARS[-1]))
    if problems:
        return problems
    for assessment in chosen:
        before = tasks.get((assessment.id, assignment.part))
        if before is None or (before.reviewer_id, before.due_on) != (assignment.reviewer_id, assignment.due_on):
            _store(db, assessment, assignment, before, by=by, at=at)
    return []


@dataclass(frozen=True)
class Candidate:
    """An assessment that was ticked; `why_not` says why the lead cannot assign its review, "" where they can."""

    id: str
    administration: str
    kind: str
    state: str
    reviewer: str
    why_not: str


NOT_SIGNED = N_("It has not been signed yet.")
IS_PUBLISHED = N_("Its result is published.")
IS_FINISHED = N_("Its review is already finished.")


def candidates(db: Session, ids: Collection[str]) -> list[Candidate]:
    """By name, whatever their state: the page says of each whether its first review can be assigned."""
    people, tasks = people_who_review(db).all, _tasks_of(db, list(ids))
    rows = sorted(states_of(db, list(ids)).values(), key=lambda row: row.name.casefold())
    with_tasks = [(row, tasks.get((row.id, FIRST))) for row in rows]
    return [
        Candidate(row.id, row.name, row.kind, row.state, _name_in(people, task), _why_not(row, task))
        for row, task in with_tasks
    ]


def _name_in(people: Mapping[str, str], task: ReviewTask | None) -> str:
    return people.get(task.reviewer_id, "") if task else ""


def _why_not(row: Any, task: ReviewTask | None) -> str:
    if row.state == State.PUBLISHED:
        return IS_PUBLISHED
    if not may(Permission.ASSIGN_REVIEW, Role.LEAD, State(row.state)):
        return NOT_SIGNED
    return IS_FINISHED if task and task.finished_at else ""


def _problems(
    db: Session, chosen: list[OneAssessment], tasks: dict[tuple[str, str], ReviewTask], assignment: Assignment
) -> list[Problem]:
    problems = []
    if not chosen:
        problems.append(Problem("assessment", N_("Tick the assessments to assign.")))
    problems += _of_the_wrong_side(db, chosen, assignment.reviewer_id)
    drawn = drawn_of(db, {assessment.round_id for assessment in chosen}) if assignment.part == SECOND else set()
    for assessment in chosen:
        place = {"place": assessment.administration}
        other, own = (
            tasks.get((assessment.id, OTHER_PART[assignment.part])),
            tasks.get((assessment.id, assignment.part)),
        )
        if other and other.reviewer_id == assignment.reviewer_id:
            problems.append(Problem("reviewer", N_("{place}: the two reviewers must be different people."), place))
        if own and own.finished_at:
            problems.append(Problem("assessment", N_("{place}: this review is already finished."), place))
        if assignment.part == SECOND and assessment.id not in drawn:
            problems.append(Problem("assessment", N_("{place} was not drawn for a second review."), place))
    return problems


def _of_the_wrong_side(db: Session, chosen: list[OneAssessment], reviewer_id: str) -> Iterator[Problem]:
    """Nobody reviews their own organisation, and whoever comes from outside sees no other than the secretariat's."""
    people, own = people_who_review(db), own_organisations(db, reviewer_id)
    if reviewer_id not in people.all:
        yield Problem("reviewer", N_("Choose a reviewer."))
        return
    for assessment in chosen:
        names = {"place": assessment.administration, "name": people.all[reviewer_id]}
        if assessment.administration_id in own:
            yield Problem("reviewer", OWN_ORGANISATION, names)
        elif reviewer_id not in people.for_kinds([assessment.kind]):
            yield Problem("reviewer", NOT_OUTSIDE if reviewer_id in people.of_the_secretariat else ONLY_OUTSIDE, names)


def drawn_of(db: Session, rounds: set[str]) -> set[str]:
    """The assessments that chance chose in these rounds."""
    draws = db.execute(select(col(Draw.drawn)).where(col(Draw.round_id).in_(rounds))).scalars()
    return {id_ for drawn in draws for id_ in drawn}


def _tasks_of(db: Session, ids: list[str]) -> dict[tuple[str, str], ReviewTask]:
    tasks = db.execute(select(ReviewTask).where(col(ReviewTask.assessment_id).in_(ids))).scalars()
    return {(task.assessment_id, task.part): task for task in tasks}


def _store(
    db: Session, assessment: OneAssessment, assignment: Assignment, before: ReviewTask | None, *, by: str, at: datetime
) -> None:
    is_new_person = before is None or before.reviewer_id != assignment.reviewer_id
    task = before or ReviewTask(assessment_id=assessment.id, part=assignment.part, reviewer_id="", by=by, at=at)
    task.reviewer_id, task.due_on, task.by, task.at = assignment.reviewer_id, assignment.due_on, by, at
    db.add(task)
    details = {"part": assignment.part, "reviewer": assignment.reviewer_id, "due_on": assignment.due_on}
    audit_log.record(
        db,
        "review assigned",
        by=by,
        at=at,
        assessment_id=assessment.id,
        details=details,
        contents=fingerprints.of(task),
    )
    if is_new_person and assignment.reviewer_id != by:
        names = {"place": assessment.administration, "round": assessment.round, "due": assignment.due_on}
        path = f"/assessments/{assessment.id}/review"
        outbox.post(db, Kind.REVIEW_ASSIGNED, assignment.reviewer_id, path, at=at, assessment_id=assessment.id, **names)
