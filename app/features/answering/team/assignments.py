"""Giving elements to colleagues, asking for the signature, and saying who is where."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert
from sqlmodel import Session, col

from app.access.loaders import AssessmentAccess
from app.assessments.reads import OneAssessment
from app.assessments.rights import Role
from app.assessments.to_sign import is_late, late, readiness_of
from app.db import audit_log, fingerprints
from app.db.tables.answers import ElementAssignment, Presence
from app.db.tables.rounds import SignatureRequest
from app.features.answering.forms import WorkForm
from app.features.answering.queries import Colleague, Team
from app.i18n.formatting import day
from app.jobs import outbox
from app.jobs.outbox import Kind
from questionnaires.problems import N_, Problem

NOBODY = "nobody"
"""Choosing it takes the elements back."""


@dataclass(frozen=True)
class Handing:
    """What the form asks for: these elements to this person, or to nobody, until an ISO date or ""."""

    elements: tuple[str, ...]
    person: Colleague | None
    due_on: str


def handing_of(assessment: OneAssessment, form: WorkForm, team: Team) -> Handing:
    """Refuses in the form what is wrong; then the result is not to be used."""
    elements = tuple(
        id_
        for id_, element in assessment.questionnaire.elements.items()
        if id_ in form.element.data or element.pillar in form.pillar.data
    )
    person, due_on = form.person.data, form.due_on.data
    if not elements:
        form.refuse([Problem("element", "Tick at least one part.")])
    if person != NOBODY and person not in team.workers:
        form.refuse([Problem("person", "Choose someone on the team.")])
    if due_on > assessment.due_on:
        sentence = N_("The due date of the assessment is {day}. Choose that day or an earlier one.")
        form.refuse([Problem("due_on", sentence, {"day": assessment.due_on})])
    return Handing(elements, team.workers.get(person), due_on)


def hand_out(db: Session, access: AssessmentAccess, team: Team, handing: Handing, *, at: datetime) -> None:
    """One mail tells the person of all that is new in their hands; the same form sent twice changes nothing."""
    person, due_on, assessment = handing.person, handing.due_on if handing.person else "", access.assessment
    changed = [
        element for element in handing.elements if _in_hand(team, element) != (person.id if person else "", due_on)
    ]
    if not changed:
        return
    of_these = (col(ElementAssignment.assessment_id) == assessment.id, col(ElementAssignment.element).in_(changed))
    touched = fingerprints.written(db, delete(ElementAssignment).where(*of_these))
    if person:
        rest: dict[str, Any] = {"person_id": person.id, "due_on": due_on, "by": access.visitor.id, "at": at}
        rows = [{"assessment_id": assessment.id, "element": element} | rest for element in changed]
        touched |= fingerprints.written(db, insert(ElementAssignment), rows)
        new = [element for element in changed if element not in team.elements_of(person.id)]
        _tell(db, access, person, new, due_on, at=at)
    details = {"elements": changed, "person": person.id if person else "", "due_on": due_on}
    audit_log.record(
        db, "work given", by=access.visitor.id, at=at, assessment_id=assessment.id, details=details, contents=touched
    )


def _in_hand(team: Team, element: str) -> tuple[str, str]:
    held = team.in_hand.get(element)
    return (held.person.id, held.due_on) if held else ("", "")


def _tell(
    db: Session, access: AssessmentAccess, person: Colleague, new: list[str], due_on: str, *, at: datetime
) -> None:
    if not new or person.id == access.visitor.id:
        return
    assessment = access.assessment
    titles = assessment.words(person.language).elements
    home = f"/assessments/{assessment.id}"
    outbox.post(
        db,
        Kind.ASSIGNED,
        person.id,
        f"{home}/elements/{new[0]}" if len(new) == 1 else f"{home}?show=mine",
        at=at,
        assessment_id=assessment.id,
        by=access.visitor.name,
        place=assessment.administration,
        element=", ".join(titles[element].title for element in new),
        due=due_on or assessment.due_on,
    )


def reasons_not_to_ask(db: Session, access: AssessmentAccess, language: str, now: datetime) -> list[Problem]:
    """The head is not asked to sign what cannot be signed."""
    assessment, problems = access.assessment, []
    if blockers := readiness_of(db, assessment).blockers:
        names = {"count": blockers}
        problems.append(
            Problem(
                "readiness",
                "The assessment cannot be signed yet, so no one was asked. Things to fix: {count}. “Check and sign” "
                "lists them.",
                names,
            )
        )
    if is_late(assessment.state, assessment.edition, assessment.due_on, assessment.time_zone, now):
        problems.append(late(assessment, day(assessment.due_on, language)))
    return problems


def ask_for_signature(db: Session, access: AssessmentAccess, *, at: datetime) -> int:
    """A mail to each head, unless they were asked within the last week. How many were put in."""
    assessment, by = access.assessment, access.visitor
    last = db.get(SignatureRequest, assessment.id)
    heads = outbox.team_of(db, assessment.administration_id, Role.HEAD)
    if not heads or (last and at - last.at < outbox.QUIET_FOR):
        return 0
    signature_request = db.merge(SignatureRequest(assessment_id=assessment.id, by=by.id, at=at))
    names = {"by": by.name, "place": assessment.administration, "round": assessment.round}
    page = f"/assessments/{assessment.id}/signature"
    for head in heads:
        outbox.post(db, Kind.READY_TO_SIGN, head, page, at=at, assessment_id=assessment.id, **names)
    audit_log.record(
        db,
        "signature asked for",
        by=by.id,
        at=at,
        assessment_id=assessment.id,
        details={"people": heads},
        contents=fingerprints.of(signature_request),
    )
    return len(heads)


def be_present(db: Session, access: AssessmentAccess, element: str, *, at: datetime) -> None:
    """A hint to colleagues, never a lock. Like the time last seen it leaves no trace in the log."""
    db.merge(Presence(assessment_id=access.assessment.id, person_id=access.visitor.id, element=element, seen_at=at))
