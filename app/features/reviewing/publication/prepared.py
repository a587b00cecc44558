"""Which numbers publications would show, worked out before the turn to write: it takes a good part of a second each."""

from collections.abc import Iterable, Mapping
from typing import Annotated

from fastapi import Depends, Request
from sqlmodel import Session

from app.access.forms import SubmittedForm
from app.access.guards import writing_visitor
from app.access.loaders import NotAllowed, may_everywhere, open_assessment
from app.assessments.reads import OneAssessment
from app.assessments.report.protection import Protected, ToProtect, to_protect
from app.assessments.rights import Permission
from app.features.reviewing.publication.preview import ids_in
from app.features.reviewing.publication.publishing import ToPublish, opened_for_publication
from app.jobs.protection_job import patterns_of
from app.web.app_state import state_of
from questionnaires.problems import N_, Problem

NUMBERS = N_("{place}: the workforce numbers, or what was published of them before, have changed.")
Ready = Mapping[str, Protected]


def ready_for_one(request: Request, assessment_id: str, form: SubmittedForm) -> Ready:
    """Only for whoever may publish it; the route's own guard asks again, inside the turn."""
    state = state_of(request)
    with state.database.reading() as db:
        visitor = writing_visitor(request, db, form)
        access = open_assessment(db, state.catalogue, visitor, assessment_id, Permission.PUBLISH)
        wanted = _wanted(db, [access.assessment])
    return patterns_of(state.worker_pool, wanted)


def ready_for_several(request: Request, form: SubmittedForm) -> Ready:
    """Those whose marks were sent."""
    state, marks = state_of(request), [str(mark) for mark in form.getlist("mark")]
    chosen = ToPublish(str(form.get("round", "")), ids_in(marks))
    with state.database.reading() as db:
        visitor = writing_visitor(request, db, form)
        if not may_everywhere(visitor, Permission.RUN_REVIEWS):
            raise NotAllowed
        accesses = opened_for_publication(db, state.catalogue, chosen, visitor)
        wanted = _wanted(db, [access.assessment for access in accesses])
    return patterns_of(state.worker_pool, wanted)


def _wanted(db: Session, assessments: Iterable[OneAssessment]) -> dict[str, ToProtect]:
    return {each.id: wanted for each in assessments if (wanted := to_protect(db, each))}


def numbers_changed(db: Session, assessments: Iterable[OneAssessment], ready: Ready) -> list[Problem]:
    """Inside the turn: whose numbers, or earlier publications, are others than those that were worked with."""
    return [
        Problem(each.id, NUMBERS, {"place": each.administration})
        for each in assessments
        if (wanted := to_protect(db, each)) and (each.id not in ready or ready[each.id].mark != wanted.mark)
    ]


ReadyForOne = Annotated[Ready, Depends(ready_for_one)]
ReadyForSeveral = Annotated[Ready, Depends(ready_for_several)]
