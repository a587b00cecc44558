"""The history of an answer and of the profile; restoring an entry is a new save of the old content."""

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from sqlmodel import Session
from starlette.responses import Response

from app.access.forms import SubmittedForm
from app.access.guards import AssessmentToSee, ToAnswer, ToAnswerProfile
from app.access.identity import utc_now
from app.access.loaders import AssessmentAccess, NotYours
from app.assessments import saving
from app.assessments.evidence_limit import TooMuchEvidence
from app.assessments.lifecycle import State
from app.assessments.rights import Permission
from app.assessments.saving import PROFILE
from app.db.session import Reading, Writing
from app.features.answering import history
from app.features.answering.forms import revision
from app.features.answering.pages import address, frame, question_of
from app.features.answering.queries import history_of, marks_of
from app.web.pages import go_on_saying, render
from questionnaires.definition import Indicator
from questionnaires.documents import of_document

ToReadHistory = Annotated[AssessmentAccess, Depends(AssessmentToSee(Permission.READ_HISTORY))]
router = APIRouter(prefix="/assessments/{assessment_id}", include_in_schema=False)


@router.get("/answers/{indicator}/history")
def answer_history(request: Request, opened: ToReadHistory, indicator: str, db: Reading) -> Response:
    return render(request, "answering/history.html", answer_names(opened, db, question_of(opened, indicator)))


@router.post("/answers/{indicator}/history")
def restore_answer(request: Request, opened: ToAnswer, indicator: str, form: SubmittedForm, db: Writing) -> Response:
    """Conditional on the newest revision that the person saw, as every save is."""
    one, assessment = question_of(opened, indicator), opened.assessment
    rows = history_of(db, assessment.id, one.id)
    content = history.content_of(rows, revision(form, "restore"), is_answer=True)
    if content is None:
        raise NotYours
    outcome = saving.save_answer(
        db,
        assessment,
        one,
        of_document(content),
        revision=max(revision(form), revision(form, "over")),
        by=opened.visitor.id,
        at=utc_now(),
    )
    if isinstance(outcome, saving.Conflict):
        conflict = {"wanted": history.answer_screen(content), "restore": revision(form, "restore")}
        return render(request, "answering/history.html", answer_names(opened, db, one, conflict), status=409)
    if isinstance(outcome, TooMuchEvidence):
        names = answer_names(opened, db, one) | {"problems": outcome.problems}
        return render(request, "answering/history.html", names, status=422)
    return go_on_saying(request, "restored", address(opened, one))


@router.get("/profile/history")
def profile_history(request: Request, opened: ToReadHistory, db: Reading) -> Response:
    return render(request, "answering/history.html", profile_names(opened, db))


@router.post("/profile/history")
def restore_profile(request: Request, opened: ToAnswerProfile, form: SubmittedForm, db: Writing) -> Response:
    rows = history_of(db, opened.assessment.id, PROFILE)
    content = history.content_of(rows, revision(form, "restore"), is_answer=False)
    if content is None:
        raise NotYours
    based_on = max(revision(form), revision(form, "over"))
    outcome = saving.save_profile(db, opened.assessment, content, revision=based_on, by=opened.visitor.id, at=utc_now())
    if isinstance(outcome, saving.ProfileConflict):
        conflict = {"wanted": content, "restore": revision(form, "restore")}
        return render(request, "answering/history.html", profile_names(opened, db, conflict), status=409)
    return go_on_saying(request, "restored", f"/assessments/{opened.assessment.id}/profile")


def answer_names(
    opened: AssessmentAccess, db: Session, one: Indicator, conflict: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    is_open = opened.assessment.state is not State.RETURNED or one.id in marks_of(db, opened).returned
    return frame(opened) | {
        "indicator": one,
        "entries": history.entries(history_of(db, opened.assessment.id, one.id), is_answer=True),
        "may_restore": opened.may_answer and is_open,
        "here": f"/assessments/{opened.assessment.id}/answers/{one.id}/history",
        "back": address(opened, one),
        "conflict": conflict,
        "problems": (),
    }


def profile_names(opened: AssessmentAccess, db: Session, conflict: Mapping[str, Any] | None = None) -> dict[str, Any]:
    home = f"/assessments/{opened.assessment.id}/profile"
    return frame(opened) | {
        "indicator": None,
        "entries": history.entries(history_of(db, opened.assessment.id, PROFILE), is_answer=False),
        "may_restore": opened.may(Permission.ANSWER_PROFILE),
        "here": f"{home}/history",
        "back": home,
        "conflict": conflict,
        "problems": (),
    }
